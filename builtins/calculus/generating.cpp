// generating.cpp - SumConvergence, GeneratingFunction, ExponentialGeneratingFunction, DifferenceQuotient, Asymptotic, FunctionPeriod,
// ContinuedFractionK: the rows. The work is in generating.wl.
#include "builtins/calculus/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

MaybeExpr from_unit(Call& call) { return call_library(call, "calculus/generating"); }

constexpr Builtin kBuiltins[] = {
    {.name = "SumConvergence", .fn = from_unit, .arity = exactly(2), .usage = "SumConvergence[f, n] gives conditions for the sum of f over n to infinity to be convergent.",
     .options = "{Assumptions :> $Assumptions, Direction -> 1, Method -> Automatic}"},
    {.name = "GeneratingFunction", .fn = from_unit, .arity = exactly(3), .usage = "GeneratingFunction[expr, n, x] gives the generating function in x for the sequence whose n-th term is expr.\nGeneratingFunction[expr, {n1, n2, ...}, {x1, x2, ...}] gives the multidimensional one.",
     .options = "{Assumptions :> $Assumptions, GenerateConditions -> False, Method -> Automatic, VerifyConvergence -> True}"},
    {.name = "ExponentialGeneratingFunction", .fn = from_unit, .arity = exactly(3), .usage = "ExponentialGeneratingFunction[expr, n, x] gives the exponential generating function in x for the sequence whose n-th term is expr.",
     .options = "{Assumptions :> $Assumptions, GenerateConditions -> False, Method -> Automatic, VerifyConvergence -> True}"},
    {.name = "DifferenceQuotient", .fn = from_unit, .arity = at_least(2), .usage = "DifferenceQuotient[f, {x, h}] gives the difference quotient (f(x + h) - f(x))/h.\nDifferenceQuotient[f, {x, n, h}] gives the n-th one."},
    {.name = "Asymptotic", .fn = from_unit, .arity = exactly(2), .usage = "Asymptotic[expr, x -> x0] gives the leading term of expr as x approaches x0.\nAsymptotic[expr, {x, x0, n}] gives terms up to order n."},
    {.name = "FunctionPeriod", .fn = from_unit, .arity = between(2, 3), .usage = "FunctionPeriod[f, x] gives a period p of f over the reals such that f(x + p) == f(x).\nFunctionPeriod[f, x, dom] gives a period over the domain dom."},
    {.name = "ContinuedFractionK", .fn = from_unit, .arity = between(2, 3), .usage = "ContinuedFractionK[f, g, {k, kmin, kmax}] represents the continued fraction with numerators f and denominators g.\nContinuedFractionK[g, {k, kmin, kmax}] has numerators 1."},
};

}  // namespace

void register_generating(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
