// pattern_objects.cpp - rows of the symbols that patterns are made of; they stand for themselves and are read by the matcher.
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/definitions.h"

namespace lykos::builtins {
namespace {

// Default[f], Default[f, i]: what a lone x_. stands for.
MaybeExpr builtin_Default(Call& call) {
  if (!call[0].is_symbol()) return std::nullopt;
  const auto position = call.size() >= 2 ? machine_integer(call[1]) : std::optional<std::int64_t>(call[0].is(sym::Power) ? 0 : 1);
  return position ? default_value(call[0], static_cast<int>(*position)) : std::nullopt;
}

// SyntaxInformation[f]: what was assigned is kept with f and found before this; nothing is known of other symbols.
MaybeExpr builtin_SyntaxInformation(Call& call) { return call[0].is_symbol() ? MaybeExpr(make_list({})) : std::nullopt; }

constexpr Builtin kBuiltins[] = {
    {.name = "Blank", .attributes = kProtected, .usage = "_ or Blank[] is a pattern object that can stand for any expression.\n_h or Blank[h] can stand for any expression with head h."},
    {.name = "BlankSequence", .attributes = kProtected, .usage = "__ or BlankSequence[] is a pattern object that can stand for any sequence of one or more expressions.\n__h stands for any sequence of one or more expressions, all of which have head h."},
    {.name = "BlankNullSequence", .attributes = kProtected, .usage = "___ or BlankNullSequence[] is a pattern object that can stand for any sequence of zero or more expressions.\n___h stands for such a sequence, all of which have head h."},
    {.name = "Pattern", .attributes = kHoldFirst | kProtected, .usage = "s:obj represents the pattern object obj, assigned the name s."},
    {.name = "PatternTest", .attributes = kHoldRest | kProtected, .usage = "p?test is a pattern object that stands for any expression which matches p, and on which the application of test gives True."},
    {.name = "Condition", .attributes = kHoldRest | kProtected, .usage = "patt /; test is a pattern which matches only if the evaluation of test yields True.\nlhs :> rhs /; test represents a rule which applies only if the evaluation of test yields True."},
    {.name = "Alternatives", .attributes = kProtected, .usage = "p1 | p2 | ... is a pattern object which represents any of the patterns pi."},
    {.name = "Optional", .attributes = kProtected, .usage = "patt:def or Optional[patt, def] is a pattern object that represents an expression of the form patt, which, if omitted, should be replaced by the default value def."},
    {.name = "Repeated", .attributes = kProtected, .usage = "p.. or Repeated[p] is a pattern object that represents a sequence of one or more expressions, each matching p.\nRepeated[p, max], Repeated[p, {min, max}], Repeated[p, {n}] limit the number of expressions."},
    {.name = "RepeatedNull", .attributes = kProtected, .usage = "p... or RepeatedNull[p] is a pattern object that represents a sequence of zero or more expressions, each matching p."},
    {.name = "Except", .attributes = kProtected, .usage = "Except[c] is a pattern object which represents any expression except one that matches c.\nExcept[c, p] represents any expression that matches p but not c."},
    {.name = "PatternSequence", .attributes = kProtected, .usage = "PatternSequence[p1, p2, ...] is a pattern object that represents a sequence of arguments matching p1, p2, ...."},
    {.name = "OrderlessPatternSequence", .attributes = kProtected, .usage = "OrderlessPatternSequence[p1, p2, ...] is a pattern object that represents a sequence of arguments matching p1, p2, ... in any order."},
    {.name = "Longest", .attributes = kProtected, .usage = "Longest[p] is a pattern object that matches the longest sequence consistent with the pattern p."},
    {.name = "Shortest", .attributes = kProtected, .usage = "Shortest[p] is a pattern object that matches the shortest sequence consistent with the pattern p."},
    {.name = "KeyValuePattern", .attributes = kProtected, .usage = "KeyValuePattern[{patt1, patt2, ...}] is a pattern object that represents an association or list of rules that includes elements matching each of the patti, in any order."},
    {.name = "Verbatim", .attributes = kProtected, .usage = "Verbatim[expr] represents expr in pattern matching, requiring that expr be matched exactly as it appears, with no substitutions for blanks."},
    {.name = "HoldPattern", .attributes = kHoldAll | kProtected, .usage = "HoldPattern[expr] is equivalent to expr for pattern matching, but maintains expr in an unevaluated form."},
    {.name = "SyntaxInformation", .fn = builtin_SyntaxInformation, .arity = exactly(1), .usage = "SyntaxInformation[f] gives what has been said of the syntax of f, such as {\"ArgumentsPattern\" -> {_, _}}."},
    {.name = "Default", .fn = builtin_Default, .arity = at_least(1), .attributes = kProtected, .usage = "Default[f] gives the default value for arguments of the function f obtained with a _. pattern object.\nDefault[f, i] gives the default value to use when _. appears as the ith argument of f."},
};

}  // namespace

void register_pattern_objects(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
