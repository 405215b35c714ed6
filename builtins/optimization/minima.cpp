// minima.cpp - FindRoot; FindMinimum, NMinimize, Minimize and their kin (maxima, values, arguments); linear programs: the rows. The work is in
// the units beside this file.
#include "builtins/library.h"
#include "builtins/optimization/options.h"
#include "builtins/optimization/register.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

Expr one() { return Expr::integer(1); }
Expr minus() { return Expr::integer(-1); }

// FindRoot[f, {x, x0}, {y, y0}, ...] is FindRoot[f, {{x, x0}, {y, y0}, ...}], and so with minima.
Expr variables_of(const Call& call) { return call.size() == 2 ? call[1] : make_list(call.args().subspan(1)); }

MaybeExpr builtin_FindRoot(Call& call) {
  return call_library("optimization/roots", "findRoot", std::vector<Expr>{call[0], variables_of(call), given_options(call)});
}

// What of {value, rules} a function gives.
enum class Wanted { Both, Value, Argument };
MaybeExpr part(const MaybeExpr& found, Wanted wanted, const Expr& variables) {
  if (!found || !found->is_list() || found->size() != 2 || wanted == Wanted::Both) return found;
  if (wanted == Wanted::Value) return (*found)[0];
  const Expr values = make_list([&] {
    std::vector<Expr> list;
    for (const Expr& rule : (*found)[1].args()) list.push_back(rule.is_rule() ? rule[1] : rule);
    return list;
  }());
  return variables.is_list() || values.size() != 1 ? values : values[0];
}

// The position always comes as a list.
MaybeExpr local_search(Call& call, const Expr& sign, Wanted wanted) {
  const Expr variables = variables_of(call);
  const std::vector<Expr> args{call.head(), call[0], variables, sign, given_options(call)};
  return part(call_library("optimization/minima", "find", args), wanted, wanted == Wanted::Argument ? make_list({variables}) : variables);
}
MaybeExpr builtin_FindMinimum(Call& call) { return local_search(call, one(), Wanted::Both); }
MaybeExpr builtin_FindMaximum(Call& call) { return local_search(call, minus(), Wanted::Both); }
MaybeExpr builtin_FindMinValue(Call& call) { return local_search(call, one(), Wanted::Value); }
MaybeExpr builtin_FindMaxValue(Call& call) { return local_search(call, minus(), Wanted::Value); }
MaybeExpr builtin_FindArgMin(Call& call) { return local_search(call, one(), Wanted::Argument); }
MaybeExpr builtin_FindArgMax(Call& call) { return local_search(call, minus(), Wanted::Argument); }

MaybeExpr global_search(Call& call, const Expr& sign, Wanted wanted) {
  return part(call_library("optimization/minima", "nminimize", std::vector<Expr>{call.head(), call[0], call[1], sign, given_options(call)}), wanted, call[1]);
}
MaybeExpr builtin_NMinimize(Call& call) { return global_search(call, one(), Wanted::Both); }
MaybeExpr builtin_NMaximize(Call& call) { return global_search(call, minus(), Wanted::Both); }
MaybeExpr builtin_NMinValue(Call& call) { return global_search(call, one(), Wanted::Value); }
MaybeExpr builtin_NMaxValue(Call& call) { return global_search(call, minus(), Wanted::Value); }
MaybeExpr builtin_NArgMin(Call& call) { return global_search(call, one(), Wanted::Argument); }
MaybeExpr builtin_NArgMax(Call& call) { return global_search(call, minus(), Wanted::Argument); }

MaybeExpr exact(Call& call, const Expr& sign, Wanted wanted) {
  return part(call_library("optimization/minimize", "minimize", std::vector<Expr>{call.head(), call[0], call[1], call.size() == 3 ? call[2] : Expr(sym::Reals), sign}), wanted, call[1]);
}
MaybeExpr builtin_Minimize(Call& call) { return exact(call, one(), Wanted::Both); }
MaybeExpr builtin_Maximize(Call& call) { return exact(call, minus(), Wanted::Both); }
MaybeExpr builtin_MinValue(Call& call) { return exact(call, one(), Wanted::Value); }
MaybeExpr builtin_MaxValue(Call& call) { return exact(call, minus(), Wanted::Value); }
MaybeExpr builtin_ArgMin(Call& call) { return exact(call, one(), Wanted::Argument); }
MaybeExpr builtin_ArgMax(Call& call) { return exact(call, minus(), Wanted::Argument); }

MaybeExpr builtin_LinearProgramming(Call& call) { return call_library("optimization/linear", "linearProgramming", call.args()); }
MaybeExpr builtin_LinearOptimization(Call& call) {
  return call_library("optimization/linear", "linearOptimization", std::vector<Expr>{call[0], call[1], call[2], call.size() == 4 ? call[3] : Expr(sym::Automatic)});
}

constexpr const char* kRootOptions =
    "{AccuracyGoal -> Automatic, Compiled -> Automatic, DampingFactor -> 1, Evaluated -> True, EvaluationMonitor -> None, Jacobian -> Automatic, MaxIterations -> 100, Method -> Automatic, "
    "PrecisionGoal -> Automatic, StepMonitor -> None, WorkingPrecision -> MachinePrecision}";
constexpr const char* kLocalOptions =
    "{AccuracyGoal -> Automatic, Compiled -> Automatic, EvaluationMonitor -> None, Gradient -> Automatic, MaxIterations -> Automatic, Method -> Automatic, PrecisionGoal -> Automatic, StepMonitor -> None, "
    "WorkingPrecision -> MachinePrecision}";
constexpr const char* kGlobalOptions =
    "{AccuracyGoal -> Automatic, EvaluationMonitor -> None, MaxIterations -> Automatic, Method -> Automatic, PrecisionGoal -> Automatic, StepMonitor -> None, WorkingPrecision -> MachinePrecision}";
constexpr MessageTexts kSearch = {
    {"lstol", "The line search decreased the step size to within the tolerance specified by AccuracyGoal and PrecisionGoal but was unable to find a sufficient decrease in the function. You may need more than `1` digits of working precision to meet these tolerances."},
    {"cvmit", "Failed to converge to the requested accuracy or precision within `1` iterations."},
    {"nrnum", "The function value `1` is not a real number at `2` = `3`."},
    {"nrgnum", "The gradient is not a vector of real numbers at `2` = `3`."},
    {"srect", "Value `1` in search specification `2` is not a number or array of numbers."},
    {"nsol", "There are no points that satisfy the constraints `1`."},
    {"nosat", "Obtained solution does not satisfy the constraints within the tolerance used."},
    {"nnum", "The function value `1` is not a number at `2`."},
    {"ubnd", "The problem is unbounded."},
    {"bcons", "The following constraints are not valid: `1`. Constraints should be equalities, inequalities, or domain specifications involving the variables."},
    {"cvdiv", "Failed to converge to a solution. The function may be unbounded."},
    {"infeas", "There are no values of the variables for which the constraints `1` are satisfied and the objective function is real valued."},
    {"natt", "The minimum is not attained at any point satisfying the given constraints."},
};
constexpr MessageTexts kMaximum = {
    {"ubnd", "The problem is unbounded."},
    {"infeas", "There are no values of the variables for which the constraints `1` are satisfied and the objective function is real valued."},
    {"natt", "The maximum is not attained at any point satisfying the given constraints."},
    {"nsol", "There are no points that satisfy the constraints `1`."},
};

#define LYKOS_LOCAL(NAME, USAGE) \
  {.name = #NAME, .fn = builtin_##NAME, .arity = at_least(2), .attributes = kHoldAll | kProtected, .usage = USAGE, .options = kLocalOptions, .messages = kSearch}
#define LYKOS_GLOBAL(NAME, USAGE) \
  {.name = #NAME, .fn = builtin_##NAME, .arity = exactly(2), .attributes = kProtected, .usage = USAGE, .options = kGlobalOptions, .messages = kSearch}
#define LYKOS_EXACT(NAME, MESSAGES, USAGE) \
  {.name = #NAME, .fn = builtin_##NAME, .arity = between(2, 3), .attributes = kProtected, .usage = USAGE, .options = "{WorkingPrecision -> Infinity}", .messages = MESSAGES}

constexpr Builtin kBuiltins[] = {
    {.name = "FindRoot", .fn = builtin_FindRoot, .arity = at_least(2), .attributes = kHoldAll | kProtected,
     .usage = "FindRoot[f, {x, x0}] searches for a numerical root of f, starting from the point x = x0.\nFindRoot[lhs == rhs, {x, x0}] searches for a numerical solution to the equation lhs == rhs.\nFindRoot[{eqn1, eqn2, ...}, {{x, x0}, {y, y0}, ...}] searches for a numerical solution to the simultaneous equations eqni.",
     .options = kRootOptions,
     .messages = {{"lstol", "The line search decreased the step size to within tolerance specified by AccuracyGoal and PrecisionGoal but was unable to find a sufficient decrease in the merit function. You may need more than `1` digits of working precision to meet these tolerances."},
                  {"cvmit", "Failed to converge to the requested accuracy or precision within `1` iterations."},
                  {"nlnum", "The function value `1` is not a list of numbers with dimensions {`2`} at `3` = `4`."},
                  {"jsing", "Encountered a singular Jacobian at the point `1` = `2`. Try perturbing the initial point(s)."},
                  {"srect", "Value `1` in search specification `2` is not a number or array of numbers."},
                  {"fdss", "Search specification `1` should be a list with a 1 to 5 elements."},
                  {"nveq", "The number of equations does not match the number of variables in FindRoot[`1`, `2`]."},
                  {"brbr", "The values of the function at the points `1` and `2` do not have opposite signs; the secant method is used."},
                  {"reged", "The point `2` of `1` is at the edge of the search region."}}},
    LYKOS_LOCAL(FindMinimum, "FindMinimum[f, {x, x0}] searches for a local minimum in f, starting from an automatically selected point, or from x = x0.\nFindMinimum[{f, cons}, {{x, x0}, {y, y0}, ...}] searches for a local minimum subject to the constraints cons."),
    LYKOS_LOCAL(FindMaximum, "FindMaximum[f, {x, x0}] searches for a local maximum in f, starting from the point x = x0.\nFindMaximum[{f, cons}, {{x, x0}, {y, y0}, ...}] searches for a local maximum subject to the constraints cons."),
    LYKOS_LOCAL(FindMinValue, "FindMinValue[f, {x, x0}] gives the value at a local minimum of f."),
    LYKOS_LOCAL(FindMaxValue, "FindMaxValue[f, {x, x0}] gives the value at a local maximum of f."),
    LYKOS_LOCAL(FindArgMin, "FindArgMin[f, {x, x0}] gives the position of a local minimum of f."),
    LYKOS_LOCAL(FindArgMax, "FindArgMax[f, {x, x0}] gives the position of a local maximum of f."),
    LYKOS_GLOBAL(NMinimize, "NMinimize[f, {x, y, ...}] searches for a global minimum of f numerically with respect to x, y, ....\nNMinimize[{f, cons}, {x, y, ...}] searches for a global minimum subject to the constraints cons."),
    LYKOS_GLOBAL(NMaximize, "NMaximize[f, {x, y, ...}] searches for a global maximum of f numerically with respect to x, y, ....\nNMaximize[{f, cons}, {x, y, ...}] searches for a global maximum subject to the constraints cons."),
    LYKOS_GLOBAL(NMinValue, "NMinValue[f, {x, y, ...}] gives the global minimum value of f found numerically."),
    LYKOS_GLOBAL(NMaxValue, "NMaxValue[f, {x, y, ...}] gives the global maximum value of f found numerically."),
    LYKOS_GLOBAL(NArgMin, "NArgMin[f, {x, y, ...}] gives a position at which f is numerically minimized."),
    LYKOS_GLOBAL(NArgMax, "NArgMax[f, {x, y, ...}] gives a position at which f is numerically maximized."),
    LYKOS_EXACT(Minimize, kSearch, "Minimize[f, {x, y, ...}] minimizes f exactly with respect to x, y, ....\nMinimize[{f, cons}, {x, y, ...}] minimizes f exactly subject to the constraints cons."),
    LYKOS_EXACT(Maximize, kMaximum, "Maximize[f, {x, y, ...}] maximizes f exactly with respect to x, y, ....\nMaximize[{f, cons}, {x, y, ...}] maximizes f exactly subject to the constraints cons."),
    LYKOS_EXACT(MinValue, kSearch, "MinValue[f, {x, y, ...}] gives the exact minimum value of f with respect to x, y, ...."),
    LYKOS_EXACT(MaxValue, kMaximum, "MaxValue[f, {x, y, ...}] gives the exact maximum value of f with respect to x, y, ...."),
    LYKOS_EXACT(ArgMin, kSearch, "ArgMin[f, {x, y, ...}] gives a position at which f is minimized."),
    LYKOS_EXACT(ArgMax, kMaximum, "ArgMax[f, {x, y, ...}] gives a position at which f is maximized."),
    {.name = "LinearProgramming", .fn = builtin_LinearProgramming, .arity = between(3, 4), .attributes = kProtected,
     .usage = "LinearProgramming[c, m, b] finds a vector x that minimizes the quantity c.x subject to the constraints m.x >= b and x >= 0.\nLinearProgramming[c, m, {{b1, s1}, {b2, s2}, ...}] has constraints mi.x <= bi, == or >= for si equal to -1, 0 or 1.",
     .options = "{Method -> Automatic, Tolerance -> Automatic}", .messages = {{"lpsnf", "No solution can be found that satisfies the constraints."}, {"lpsub", "This problem is unbounded."}}},
    {.name = "LinearOptimization", .fn = builtin_LinearOptimization, .arity = between(3, 4), .attributes = kProtected,
     .usage = "LinearOptimization[f, cons, vars] finds values of variables vars that minimize the linear objective f subject to linear constraints cons.\nLinearOptimization[f, cons, vars, \"prop\"] gives a property of the solution.",
     .options = "{MaxIterations -> Automatic, Method -> Automatic, PerformanceGoal -> Automatic, Tolerance -> Automatic, WorkingPrecision -> Automatic}",
     .messages = {{"nsolc", "There are no points that satisfy the constraints."}, {"ubnd", "The problem is unbounded."}}},
};
#undef LYKOS_LOCAL
#undef LYKOS_GLOBAL
#undef LYKOS_EXACT

}  // namespace

void register_minima(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
