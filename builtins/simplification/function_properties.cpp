// function_properties.cpp - FunctionRange, FunctionContinuous and the other properties of functions: the rows; the work is in properties.wl.
#include "builtins/library.h"
#include "builtins/simplification/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// Every property stands in the unit under the builtin's name with a small first letter.
MaybeExpr builtin_property(Call& call) {
  std::string function = call.name();
  function[0] = 'f';
  return call_library("simplification/properties", function, call.args());
}

#define LYKOS_PROPERTY(wl_name, low, high, text)                                          \
  {.name = #wl_name, .fn = builtin_property, .arity = between(low, high), .usage = text, \
   .options = "{Assumptions :> $Assumptions, GenerateConditions -> True, GeneratedParameters -> C, PerformanceGoal :> $PerformanceGoal}"}

constexpr Builtin kBuiltins[] = {
    LYKOS_PROPERTY(FunctionRange, 3, 4,
                   "FunctionRange[f, x, y] finds the range of the real function f of the variable x, returning the result in terms of y.\n"
                   "FunctionRange[{f, cons}, x, y] restricts x by cons; FunctionRange[..., dom] takes the domain Reals or Complexes."),
    LYKOS_PROPERTY(FunctionContinuous, 2, 3, "FunctionContinuous[f, x] tests whether f is a continuous real function of x.\nFunctionContinuous[{f, cons}, x, dom] takes constraints and a domain."),
    LYKOS_PROPERTY(FunctionDiscontinuities, 2, 3, "FunctionDiscontinuities[f, x] gives a condition that holds where f is not continuous."),
    LYKOS_PROPERTY(FunctionSingularities, 2, 3, "FunctionSingularities[f, x, dom] gives a condition that holds where f is not analytic."),
    LYKOS_PROPERTY(FunctionAnalytic, 2, 3, "FunctionAnalytic[f, x, dom] tests whether f is an analytic function of x."),
    LYKOS_PROPERTY(FunctionMeromorphic, 2, 3, "FunctionMeromorphic[f, x] tests whether f is a meromorphic function of x."),
    LYKOS_PROPERTY(FunctionPoles, 2, 2, "FunctionPoles[f, x] gives the poles of a meromorphic function with their multiplicities, {{p1, m1}, ...}."),
    LYKOS_PROPERTY(FunctionInjective, 2, 3, "FunctionInjective[f, x, dom] tests whether f takes every value at most once."),
    LYKOS_PROPERTY(FunctionSurjective, 2, 3, "FunctionSurjective[f, x, dom] tests whether f takes every value."),
    LYKOS_PROPERTY(FunctionBijective, 2, 3, "FunctionBijective[f, x, dom] tests whether f takes every value exactly once."),
    LYKOS_PROPERTY(FunctionMonotonicity, 2, 3, "FunctionMonotonicity[f, x] gives 1 for a non-decreasing function, -1 for a non-increasing one, 0 for a constant one, and Indeterminate."),
    LYKOS_PROPERTY(FunctionConvexity, 2, 3, "FunctionConvexity[f, {x1, x2, ...}] gives 1 for a convex function, -1 for a concave one, 0 for an affine one, and Indeterminate."),
    LYKOS_PROPERTY(FunctionSign, 2, 3, "FunctionSign[f, {x1, x2, ...}] gives 1 for a non-negative function, -1 for a non-positive one, 0 for zero, and Indeterminate."),
};

}  // namespace

void register_function_properties(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
