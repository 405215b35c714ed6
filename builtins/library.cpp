// library.cpp - see library.h.
#include "builtins/library.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <stdexcept>
#include <string>

#include "builtins/support.h"
#include "evaluator/interrupt.h"
#include "expr/symbol.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kShared = "System`Library`";

Expr unevaluated_mark() {
  static const Expr mark = intern_symbol(kShared, "$Unevaluated");
  return mark;
}

std::string context_of(std::string_view unit) {
  std::string context = std::string(kShared) + std::string(unit) + "`";
  std::replace(context.begin(), context.end(), '/', '`');
  return context;
}

void read_unit(std::string_view name) {
  const auto units = library_units();
  const auto unit = std::find_if(units.begin(), units.end(), [&](const LibraryUnit& u) { return u.name == name; });
  if (unit == units.end()) throw std::logic_error("no library unit " + std::string(name));
  unevaluated_mark();
  const std::string context = context_of(name);
  const ParseResult result = parse_all(unit->text, [&](std::string_view written) -> Expr {
    if (written.find('`') != std::string_view::npos) return Expr::symbol(written);
    if (MaybeExpr known = find_symbol("System`", written)) return *known;
    if (MaybeExpr shared = find_symbol(kShared, written)) return *shared;
    return intern_symbol(context, written);
  });
  if (result.error) throw std::logic_error("library unit " + std::string(name) + ": " + result.error->message);
  for (const ParsedExpression& parsed : result.expressions) evaluate(parsed.value);
}

// Units may ask for each other in a circle, so a unit counts as loaded from the start. Interrupts wait until it is; should it be left all
// the same (the recursion limit, no memory), the next call reads it again.
void load_unit(std::string_view name) {
  static std::set<std::string, std::less<>> loaded;
  if (!loaded.emplace(name).second) return;
  try {
    const InterruptHold hold;
    read_unit(name);
  } catch (...) {
    loaded.erase(std::string(name));
    throw;
  }
}

// LoadUnit["family/unit"] makes the functions of another unit available.
MaybeExpr builtin_LoadUnit(Call& call) {
  const auto name = string_argument(call.arg(0));
  if (!name) return std::nullopt;
  load_unit(*name);
  return Expr(sym::Null);
}

constexpr Builtin kBuiltins[] = {
    {.name = "System`Library`LoadUnit",
     .fn = builtin_LoadUnit,
     .arity = exactly(1),
     .usage = "LoadUnit[\"family/unit\"] reads one of the program's own units written in the language."},
};

}  // namespace

Expr library_function(std::string_view unit, std::string_view function) {
  load_unit(unit);
  return intern_symbol(context_of(unit), function);
}

MaybeExpr call_library(std::string_view unit, std::string_view function, std::span<const Expr> args) {
  const Expr head = library_function(unit, function);
  Expr result = apply(head, args);
  if (result == unevaluated_mark() || (result.kind() == Kind::Normal && result.head() == head)) return std::nullopt;
  return result;
}

MaybeExpr call_library(Call& call, std::string_view unit, std::string_view function) { return call_library(unit, function, call.all_args()); }

MaybeExpr call_library_of_object(Call& call, std::string_view unit, std::string_view function) {
  const Expr args[] = {call.expr().head(), make_list(call.all_args())};
  return call_library(unit, function, args);
}

MaybeExpr call_library(Call& call, std::string_view unit) {
  std::string function = call.name();
  function.erase(0, function.rfind('`') + 1);
  function[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(function[0])));
  return call_library(call, unit, function);
}

void register_library(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
