// environment.cpp - environment variables, identifiers made from random bits, and what needs a network, which there is none of.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>

#include "builtins/strings/text.h"
#include "builtins/support.h"

extern char** environ;

namespace lykos::builtins {
namespace {

MaybeExpr builtin_Environment(Call& call) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  const char* value = std::getenv(call.arg(0).string_value().c_str());
  return value == nullptr ? failed() : Expr::string(repair_utf8(value));
}

std::vector<Expr> all_variables() {
  std::vector<Expr> rules;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text = repair_utf8(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) rules.push_back(make_rule(Expr::string(text.substr(0, equals)), Expr::string(text.substr(equals + 1))));
  }
  std::sort(rules.begin(), rules.end(), [](const Expr& a, const Expr& b) { return a[0].string_value() < b[0].string_value(); });
  return rules;
}

// GetEnvironment[], GetEnvironment["name"], GetEnvironment[{"n1", ...}]
MaybeExpr builtin_GetEnvironment(Call& call) {
  if (call.size() == 0) return make_list(all_variables());
  const auto one = [&](const Expr& name) -> MaybeExpr {
    if (!name.is_string()) return call.message("string", {Expr::integer(1), call.expr()});
    const char* value = std::getenv(name.string_value().c_str());
    return make_rule(name, value == nullptr ? Expr(sym::None) : Expr::string(repair_utf8(value)));
  };
  if (!call.arg(0).is_list()) return one(call.arg(0));
  Builder rules(sym::List);
  for (const Expr& name : call.arg(0).args()) {
    MaybeExpr rule = one(name);
    if (!rule) return std::nullopt;
    rules.push(std::move(*rule));
  }
  return rules.finish();
}

// SetEnvironment["name" -> "value"], SetEnvironment[{...}]; None removes a variable.
MaybeExpr builtin_SetEnvironment(Call& call) {
  const auto all = call.all_args();
  if (all.size() != 1) return std::nullopt;
  const auto rules = all[0].is_list() || all[0].is_association() ? std::vector<Expr>(all[0].args().begin(), all[0].args().end()) : std::vector<Expr>{all[0]};
  for (const Expr& rule : rules) {
    if (!rule.is_rule() || !rule[0].is_string() || rule[0].string_value().empty() || rule[0].string_value().find('=') != std::string::npos ||
        !(rule[1].is_string() || rule[1].is(sym::None))) {
      return call.message("setenv", {rule});
    }
  }
  for (const Expr& rule : rules) {
    if (rule[1].is(sym::None)) unsetenv(rule[0].string_value().c_str());
    else setenv(rule[0].string_value().c_str(), rule[1].string_value().c_str(), 1);
  }
  return Expr();
}

// A random UUID, version 4 (RFC 9562).
MaybeExpr builtin_CreateUUID(Call& call) {
  std::string prefix;
  if (call.size() == 1) {
    if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
    prefix = call.arg(0).string_value();
  }
  static std::random_device device;
  std::array<unsigned char, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const unsigned word = device();
    for (std::size_t k = 0; k < 4; ++k) bytes[i + k] = static_cast<unsigned char>(word >> (8 * k));
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text = prefix;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15U];
  }
  return Expr::string(std::move(text));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Environment",
     .fn = builtin_Environment,
     .arity = exactly(1),
     .usage = "Environment[\"var\"] gives the value of an operating system environment variable, or $Failed."},
    {.name = "GetEnvironment",
     .fn = builtin_GetEnvironment,
     .arity = between(0, 1),
     .usage = "GetEnvironment[\"var\"] gives the rule var -> value for an environment variable; the value is None if it is not set.\n"
              "GetEnvironment[{\"var1\", ...}] gives a list of rules.\nGetEnvironment[] gives all variables."},
    {.name = "SetEnvironment",
     .fn = builtin_SetEnvironment,
     .usage = "SetEnvironment[\"var\" -> \"value\"] sets an environment variable; None removes it.\n"
              "SetEnvironment[{\"var1\" -> \"val1\", ...}] sets several.",
     .messages = {{"setenv", "`1` is not a rule from a variable name to a string or None."}}},
    {.name = "CreateUUID",
     .fn = builtin_CreateUUID,
     .arity = between(0, 1),
     .usage = "CreateUUID[] creates a random universally unique identifier.\nCreateUUID[\"base\"] puts base before it."},
};

}  // namespace

void register_environment(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
