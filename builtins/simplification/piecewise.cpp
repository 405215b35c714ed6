// piecewise.cpp - PiecewiseExpand, FunctionDomain, PossibleZeroQ: the rows; the work is in piecewise.wl.
#include "builtins/library.h"
#include "builtins/simplification/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "simplification/piecewise";

// PiecewiseExpand[expr], [expr, assumptions], [expr, assumptions, domain]; the option Assumptions is the same as the argument.
MaybeExpr builtin_PiecewiseExpand(Call& call) {
  std::vector<Expr> args(call.args().begin(), call.args().end());
  const Expr assumptions = evaluate(call.option(sym::Assumptions));
  if (!assumptions.is_true() && args.size() == 1) args.push_back(assumptions);
  return call_library(kUnit, "piecewiseExpand", args);
}
MaybeExpr builtin_FunctionDomain(Call& call) { return call_library(kUnit, "functionDomain", call.args()); }
MaybeExpr builtin_PossibleZeroQ(Call& call) { return call_library(kUnit, "possibleZeroQ", call.args()); }

constexpr Builtin kBuiltins[] = {
    {.name = "PiecewiseExpand", .fn = builtin_PiecewiseExpand, .arity = between(1, 3),
     .usage = "PiecewiseExpand[expr] rewrites nested functions by cases as one Piecewise.\nPiecewiseExpand[expr, assum] does so under assumptions.\n"
              "PiecewiseExpand[expr, assum, dom] takes the variables from the domain dom, Reals or Complexes.",
     .options = "{Assumptions :> $Assumptions, Method -> Automatic, TimeConstraint -> 300}"},
    {.name = "FunctionDomain", .fn = builtin_FunctionDomain, .arity = between(2, 3),
     .usage = "FunctionDomain[f, x] gives the largest set of real x for which f is real.\nFunctionDomain[f, x, dom] takes the domain Reals or Complexes.\n"
              "FunctionDomain[f, {x1, x2, ...}] is the domain of a function of several variables.",
     .options = "{Assumptions :> $Assumptions, GeneratedParameters -> C}"},
    {.name = "PossibleZeroQ", .fn = builtin_PossibleZeroQ, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "PossibleZeroQ[expr] gives True if exact and numerical methods find expr to be zero, and False otherwise.",
     .options = "{Assumptions :> $Assumptions, Method -> Automatic}"},
};

}  // namespace

void register_piecewise(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
