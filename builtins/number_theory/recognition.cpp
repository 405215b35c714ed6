// recognition.cpp - from values to what makes them: FindLinearRecurrence, FindGeneratingFunction, FindSequenceFunction, RootApproximant;
// FrobeniusSolve. The work is in recognition.wl.
#include "builtins/library.h"
#include "builtins/number_theory/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) {
  std::string function = call.name();
  function[0] = static_cast<char>(function[0] - 'A' + 'a');
  return call_library("number_theory/recognition", function, call.args());
}

constexpr const char* kSearchOptions = "{FunctionSpace -> Automatic, Method -> Automatic, TimeConstraint -> 10, ValidationLength -> Automatic}";

constexpr Builtin kBuiltins[] = {
    {.name = "FindLinearRecurrence", .fn = builtin_in_unit, .arity = between(1, 2),
     .usage = "FindLinearRecurrence[list] finds the shortest linear recurrence with constant coefficients that gives list.\n"
              "FindLinearRecurrence[list, d] finds one of order at most d."},
    {.name = "FindGeneratingFunction", .fn = builtin_in_unit, .arity = between(1, 2),
     .usage = "FindGeneratingFunction[{a0, a1, ...}, x] finds a simple function of x whose series coefficients are a0, a1, ...\n"
              "FindGeneratingFunction[{{n0, a0}, {n1, a1}, ...}, x] takes the places of the coefficients as well.",
     .options = kSearchOptions},
    {.name = "FindSequenceFunction", .fn = builtin_in_unit, .arity = between(1, 2),
     .usage = "FindSequenceFunction[{a1, a2, ...}] finds a simple function that gives the sequence at 1, 2, ...\n"
              "FindSequenceFunction[{{n1, a1}, {n2, a2}, ...}] finds one that gives ai at ni.\nFindSequenceFunction[list, n] gives the function applied to n.",
     .options = kSearchOptions},
    {.name = "RootApproximant", .fn = builtin_in_unit, .arity = between(1, 2),
     .usage = "RootApproximant[x] gives a simple algebraic number that approximates x well.\nRootApproximant[x, n] finds one of degree at most n."},
    {.name = "FrobeniusSolve", .fn = builtin_in_unit, .arity = between(2, 3),
     .usage = "FrobeniusSolve[{a1, ..., an}, b] gives the solutions of a1 x1 + ... + an xn == b in non-negative integers.\n"
              "FrobeniusSolve[{a1, ..., an}, b, m] gives at most m of them."},
};

}  // namespace

void register_recognition(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
