// fuzz_parse.cpp - parse; if it parses, print as InputForm and parse again: the same tree must come back.
//
// libFuzzer calls LLVMFuzzerTestOneInput; driver.cpp calls check_text with mutated golden pages. A round-trip difference is a
// finding of its own kind, so the libFuzzer entry stops on it only when LYKOS_FUZZ_ROUND_TRIP is set in the environment.
#include "fuzz_parse.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "expr/symbol.h"
#include "formatting/formatting.h"
#include "formatting/notation.h"
#include "parser/parser.h"

namespace lykos::fuzz {

namespace {

// What plain_resolver() finds without a context: Global`True has to be printed in full, for True is System`True.
bool is_visible(const std::string& context, const std::string& name) {
  return context == "System`" || (context == "Global`" && !find_symbol("System`", name));
}

// x^n E^(-x) is written x^n/E^x, evaluated or held, as the original writes it: the factor E^(-x) comes back as 1/E^x.
bool is_same_reciprocal(const Expr& read, const Expr& written) {
  if (!read.has_head(sym::Power, 2) || !written.has_head(sym::Power, 2)) return false;
  if (!read[1].is_small_integer() || read[1].small_integer() != -1 || !read[0].has_head(sym::Power, 2)) return false;
  const MaybeExpr exponent = negated_exponent(written[1]);
  return exponent && to_input_form(read[0]) == to_input_form(make_normal(sym::Power, {written[0], *exponent}));
}

// InputForm names some trees that the parser never makes itself: DirectedInfinity[] is written ComplexInfinity.
bool same_meaning(const Expr& read, const Expr& written) {
  if (read == written) return true;
  if (written.has_head(sym::DirectedInfinity, 0)) return read.is(sym::ComplexInfinity);
  if (written.has_head(sym::DirectedInfinity, 1)) return to_input_form(read) == to_input_form(written);
  if (is_same_reciprocal(read, written)) return true;
  if (!read.is_normal() || !written.is_normal() || read.size() != written.size()) return false;
  if (!same_meaning(read.head(), written.head())) return false;
  for (std::size_t i = 0; i < read.size(); ++i)
    if (!same_meaning(read[i], written[i])) return false;
  return true;
}

}  // namespace

Outcome check_text(std::string_view text) {
  Outcome outcome;
  set_context_hook(is_visible);
  const SymbolResolver resolve = plain_resolver();
  is_complete(text);
  syntax_length(text);
  const ParseResult parsed = parse_all(text, resolve);
  if (parsed.error) {
    // The report must be writable wherever the error is.
    parsed.error->report(text, "fuzz");
    return outcome;
  }
  outcome.parsed = true;
  for (const ParsedExpression& expression : parsed.expressions) {
    const std::string printed = to_input_form(expression.value);
    const ParseResult again = parse_one(printed, resolve);
    const bool same = !again.error && again.expressions.size() == 1 && same_meaning(again.expressions[0].value, expression.value);
    if (same || !outcome.round_trip) continue;
    outcome.round_trip = false;
    outcome.printed = printed;
    outcome.before = to_full_form(expression.value);
    outcome.after = again.error ? again.error->message : again.expressions.empty() ? "(nothing)" : to_full_form(again.expressions[0].value);
  }
  return outcome;
}

}  // namespace lykos::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool strict = std::getenv("LYKOS_FUZZ_ROUND_TRIP") != nullptr;
  const lykos::fuzz::Outcome outcome = lykos::fuzz::check_text({reinterpret_cast<const char*>(data), size});
  if (strict && outcome.parsed && !outcome.round_trip) {
    std::fprintf(stderr, "printed %s\nbefore  %s\nafter   %s\n", outcome.printed.c_str(), outcome.before.c_str(), outcome.after.c_str());
    std::abort();
  }
  return 0;
}
