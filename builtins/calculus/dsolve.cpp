// dsolve.cpp - the rows of symbolic differential equations; the work is in dsolve.wl and frobenius.wl.
#include "builtins/calculus/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

/// The constants C[i] under the name that GeneratedParameters gives.
MaybeExpr with_parameters(Call& call, MaybeExpr result) {
  const Expr name = call.option(Expr::symbol("GeneratedParameters"));
  if (!result || name.is(sym::C)) return result;
  const Expr constants[] = {sym::C}, names[] = {name};
  return evaluate(substitute(*result, constants, names));
}
MaybeExpr builtin_DSolve(Call& call) { return with_parameters(call, call_library("calculus/dsolve", "dsolve", call.args())); }
MaybeExpr builtin_DSolveValue(Call& call) { return with_parameters(call, call_library("calculus/dsolve", "dsolveValue", call.args())); }
MaybeExpr builtin_AsymptoticDSolveValue(Call& call) { return with_parameters(call, call_library("calculus/frobenius", "asymptoticDSolveValue", call.args())); }

constexpr const char* kDSolveOptions =
    "{Assumptions :> $Assumptions, DiscreteVariables -> {}, GeneratedParameters -> C, IncludeSingularSolutions -> False, Method -> Automatic}";

constexpr Builtin kBuiltins[] = {
    {.name = "DSolve", .fn = builtin_DSolve, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "DSolve[eqn, u, x] solves a differential equation for the function u, with independent variable x.\n"
              "DSolve[{eqn1, eqn2, ...}, {u1, u2, ...}, x] solves a list of differential equations.",
     .options = kDSolveOptions,
     .messages = {{"bvnul", "For some branches of the general solution, the given boundary conditions lead to an empty solution."},
                  {"bvfail", "For some branches of the general solution, unable to solve the conditions."},
                  {"deqn", "Equation or list of equations expected instead of `1` in the first argument `2`."},
                  {"dsfun", "`1` cannot be used as a function."},
                  {"dsvar", "`1` cannot be used as a variable."}}},
    {.name = "DSolveValue", .fn = builtin_DSolveValue, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "DSolveValue[eqn, expr, x] gives the value of expr determined by a symbolic solution to the ordinary differential equation eqn with independent variable x.",
     .options = kDSolveOptions,
     .messages = {{"bvnul", "For some branches of the general solution, the given boundary conditions lead to an empty solution."}}},
    {.name = "AsymptoticDSolveValue", .fn = builtin_AsymptoticDSolveValue, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "AsymptoticDSolveValue[eqn, f, {x, x0, n}] computes an asymptotic approximation of order n for the solution of a differential equation, centered at x0.\n"
              "AsymptoticDSolveValue[eqn, f, x -> x0] does so to the first order.",
     .options = "{AccuracyGoal -> Automatic, Assumptions :> $Assumptions, GeneratedParameters -> C, GenerateConditions -> Automatic, Method -> Automatic, PerformanceGoal :> $PerformanceGoal, "
                "PrecisionGoal -> Automatic, WorkingPrecision -> Automatic}"},
};

}  // namespace

void register_dsolve(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
