// solve.cpp - Solve, SolveValues, NSolve, NSolveValues, Reduce, FindInstance, Resolve, Eliminate, SolveAlways, Roots, NRoots, RSolve: the
// rows. The work is in the units beside this file.
#include "builtins/library.h"
#include "builtins/solving/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

Expr given_options(const Call& call) {
  std::vector<Expr> options;
  for (const Expr& e : call.all_args().subspan(call.size())) {
    if (e.is_list()) options.insert(options.end(), e.args().begin(), e.args().end());
    else options.push_back(e);
  }
  return make_list(std::move(options));
}

// Equations, variables (all symbols when not given), domain, options handed to a unit with the caller's name.
MaybeExpr solve_with(Call& call, std::string_view unit, std::string_view function, const char* domain) {
  const Expr variables = call.size() >= 2 ? call[1] : evaluate(make_normal(library_function("solving/variables", "variablesOf"), {call[0]}));
  const Expr dom = call.size() >= 3 ? call[2] : Expr::symbol(domain);
  return call_library(unit, function, std::vector<Expr>{call.head(), call[0], variables, dom, given_options(call)});
}

// {{x -> 1}, ...} as {1, ...} or {{1, 2}, ...}
MaybeExpr values_only(Call& call, const MaybeExpr& rules) {
  if (!rules || !rules->is_list()) return std::nullopt;
  Builder list(sym::List);
  const Expr variables = call.size() >= 2 ? call[1] : evaluate(make_normal(library_function("solving/variables", "variablesOf"), {call[0]}));
  for (const Expr& solution : rules->args()) list.push(replace_all(variables, solution));
  return evaluate(list.finish());
}

MaybeExpr builtin_Solve(Call& call) { return solve_with(call, "solving/solve", "solve", "Complexes"); }
MaybeExpr builtin_SolveValues(Call& call) { return values_only(call, builtin_Solve(call)); }
MaybeExpr builtin_NSolve(Call& call) { return solve_with(call, "solving/nsolve", "nsolve", "Complexes"); }
MaybeExpr builtin_NSolveValues(Call& call) { return values_only(call, builtin_NSolve(call)); }
MaybeExpr builtin_Reduce(Call& call) { return solve_with(call, "solving/reduce", "reduce", "Complexes"); }
MaybeExpr builtin_FindInstance(Call& call) {
  const Expr dom = call.size() >= 3 && !call[2].is_integer() ? call[2] : Expr(sym::Complexes);
  const Expr count = call.size() == 4 ? call[3] : call.size() == 3 && call[2].is_integer() ? call[2] : Expr::integer(1);
  return call_library("solving/reduce", "findInstance", std::vector<Expr>{call[0], call[1], dom, count});
}
MaybeExpr builtin_Resolve(Call& call) {
  return call_library("solving/reduce", "resolve", std::vector<Expr>{call[0], call.size() == 2 ? call[1] : Expr(sym::Complexes)});
}
MaybeExpr builtin_Eliminate(Call& call) { return call_library("solving/polynomial_systems", "eliminate", call.args()); }
MaybeExpr builtin_SolveAlways(Call& call) { return call_library("solving/polynomial_systems", "solveAlways", call.args()); }
MaybeExpr builtin_Roots(Call& call) { return call_library("solving/polynomial_systems", "rootsAsEquations", std::vector<Expr>{call[0], call[1], given_options(call)}); }
MaybeExpr builtin_NRoots(Call& call) { return call_library("solving/polynomial_systems", "numericRootsAsEquations", std::vector<Expr>{call[0], call[1], given_options(call)}); }
MaybeExpr builtin_RSolve(Call& call) { return call_library("solving/recurrences", "rsolve", call.args()); }
MaybeExpr builtin_RSolveValue(Call& call) { return call_library("solving/recurrences", "rsolveValue", call.args()); }
MaybeExpr builtin_RecurrenceTable(Call& call) { return call_library("solving/recurrences", "recurrenceTable", call.args()); }

constexpr const char* kSolveOptions =
    "{Assumptions :> $Assumptions, Cubics -> Automatic, GeneratedParameters -> C, InverseFunctions -> Automatic, MaxExtraConditions -> 0, Method -> Automatic, Modulus -> 0, "
    "Quartics -> Automatic, VerifySolutions -> Automatic, WorkingPrecision -> Infinity}";
constexpr const char* kNSolveOptions =
    "{MaxRoots -> Automatic, Method -> Automatic, RandomSeeding -> 1234, VerifySolutions -> Automatic, WorkingPrecision -> Automatic}";
constexpr const char* kReduceOptions = "{Backsubstitution -> False, Cubics -> False, GeneratedParameters -> C, Method -> Automatic, Modulus -> 0, Quartics -> False, WorkingPrecision -> Infinity}";
constexpr MessageTexts kSolveMessages = {
    {"ivar", "`1` is not a valid variable."},
    {"naqs", "`1` is not a quantified system of equations and inequalities."},
    {"nsmet", "This system cannot be solved with the methods available to `1`."},
    {"svars", "Equations may not give solutions for all \"solve\" variables."},
    {"ifun", "Inverse functions are being used by `1`, so some solutions may not be found; use Reduce for complete solution information."},
    {"ratnz", "`1` was unable to solve the system with inexact coefficients. The answer was obtained by solving a corresponding exact system and numericizing the result."},
    {"infsolns", "Infinite solution set has dimension at least 1. Returning intersection of solutions with hyperplanes."},
    {"eqf", "`1` is not a well-formed equation."},
};

// ForAll and Exists drop what a statement does not contain: without any of their variables only the statement stays.
MaybeExpr builtin_quantifier(Call& call) {
  const Expr variables = call.arg(0).is_list() ? call.arg(0) : make_list({call.arg(0)});
  std::vector<Expr> kept;
  for (const Expr& v : variables.args()) {
    if (v.is_number() || v.is_string() || v.has_head(sym::Plus) || v.has_head(sym::Times) || v.has_head(sym::Power)) {
      call.message("ivar", {v});
      return std::nullopt;
    }
    const bool used = std::any_of(call.args().begin() + 1, call.args().end(), [&](const Expr& e) { return !evaluate(make_normal(sym::FreeQ, {e, v})).is_true(); });
    if (used) kept.push_back(v);
  }
  if (kept.empty()) {
    if (call.size() == 2) return call.arg(1);
    return make_normal(call.head().is(sym::ForAll) ? sym::Implies : sym::And, {call.arg(1), call.arg(2)});
  }
  return std::nullopt;
}

constexpr Builtin kBuiltins[] = {
    {.name = "Solve", .fn = builtin_Solve, .arity = between(1, 3), .attributes = kProtected,
     .usage = "Solve[expr, vars] attempts to solve the system expr of equations or inequalities for the variables vars.\nSolve[expr, vars, dom] solves over the domain dom. Common choices of dom are Reals, Integers, and Complexes.",
     .options = kSolveOptions, .messages = kSolveMessages},
    {.name = "SolveValues", .fn = builtin_SolveValues, .arity = between(1, 3), .attributes = kProtected,
     .usage = "SolveValues[expr, vars] gives the values of vars determined by the solutions of the system expr.\nSolveValues[expr, vars, dom] uses solutions over the domain dom.", .options = kSolveOptions, .messages = kSolveMessages},
    {.name = "NSolve", .fn = builtin_NSolve, .arity = between(1, 3), .attributes = kProtected,
     .usage = "NSolve[expr, vars] attempts to find numerical approximations to the solutions of the system expr of equations or inequalities for the variables vars.\nNSolve[expr, vars, Reals] finds solutions over the domain of real numbers.",
     .options = kNSolveOptions, .messages = kSolveMessages},
    {.name = "NSolveValues", .fn = builtin_NSolveValues, .arity = between(1, 3), .attributes = kProtected,
     .usage = "NSolveValues[expr, vars] attempts to find numerical approximations to the values of vars determined by the solutions of the system expr.", .options = kNSolveOptions, .messages = kSolveMessages},
    {.name = "Reduce", .fn = builtin_Reduce, .arity = between(1, 3), .attributes = kProtected,
     .usage = "Reduce[expr, vars] reduces the statement expr by solving equations or inequalities for vars and eliminating quantifiers.\nReduce[expr, vars, dom] does the reduction over the domain dom.", .options = kReduceOptions, .messages = kSolveMessages},
    {.name = "FindInstance", .fn = builtin_FindInstance, .arity = between(2, 4), .attributes = kProtected,
     .usage = "FindInstance[expr, vars] finds an instance of vars that makes the statement expr be True.\nFindInstance[expr, vars, dom, n] finds n instances over the domain dom.",
     .options = "{Method -> Automatic, Modulus -> 0, RandomSeeding -> Automatic, WorkingPrecision -> Infinity}", .messages = kSolveMessages},
    {.name = "Resolve", .fn = builtin_Resolve, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Resolve[expr] attempts to resolve expr into a form that eliminates ForAll and Exists quantifiers.\nResolve[expr, dom] works over the domain dom.", .options = kReduceOptions, .messages = kSolveMessages},
    {.name = "ForAll", .fn = builtin_quantifier, .arity = between(2, 3), .attributes = kProtected, .usage = "ForAll[x, expr] represents the statement that expr is True for all values of x.\nForAll[x, cond, expr] states that expr is True for all x satisfying the condition cond."},
    {.name = "Exists", .fn = builtin_quantifier, .arity = between(2, 3), .attributes = kProtected, .usage = "Exists[x, expr] represents the statement that there exists a value of x for which expr is True.\nExists[x, cond, expr] states that there exists an x satisfying the condition cond for which expr is True."},
    {.name = "Eliminate", .fn = builtin_Eliminate, .arity = exactly(2), .attributes = kProtected,
     .usage = "Eliminate[eqns, vars] eliminates variables between a set of simultaneous equations.", .options = "{InverseFunctions -> Automatic, Method -> Automatic, Mode -> Generic, VerifySolutions -> True, WorkingPrecision -> Infinity}", .messages = kSolveMessages},
    {.name = "SolveAlways", .fn = builtin_SolveAlways, .arity = exactly(2), .attributes = kProtected, .usage = "SolveAlways[eqns, vars] gives the values of parameters that make the equations eqns valid for all values of the variables vars.", .messages = kSolveMessages},
    {.name = "Roots", .fn = builtin_Roots, .arity = exactly(2), .attributes = kProtected, .usage = "Roots[lhs == rhs, var] yields a disjunction of equations which represent the roots of a polynomial equation.",
     .options = "{Cubics -> True, EquatedTo -> Null, Modulus -> 0, Multiplicity -> 1, Quartics -> True, Using -> True}", .messages = kSolveMessages},
    {.name = "NRoots", .fn = builtin_NRoots, .arity = exactly(2), .attributes = kProtected, .usage = "NRoots[lhs == rhs, var] yields a disjunction of equations giving numerical approximations to the roots of a polynomial equation.",
     .options = "{MaxIterations -> Automatic, Method -> Automatic, PrecisionGoal -> MachinePrecision, StepMonitor -> None, EvaluationMonitor -> None}", .messages = kSolveMessages},
    {.name = "RSolve", .fn = builtin_RSolve, .arity = exactly(3), .attributes = kProtected,
     .usage = "RSolve[eqn, a[n], n] solves a recurrence equation for a[n].\nRSolve[{eqn1, eqn2, ...}, {a1[n], a2[n], ...}, n] solves a system of recurrence equations.",
     .options = "{Assumptions :> $Assumptions, GeneratedParameters -> C, Method -> Automatic}", .messages = {{"deqx", "Supplied equations are not difference equations of the given functions."}}},
    {.name = "RSolveValue", .fn = builtin_RSolveValue, .arity = exactly(3), .attributes = kProtected, .usage = "RSolveValue[eqn, expr, n] gives the value of expr determined by a symbolic solution to the ordinary difference equation eqn with independent variable n.",
     .options = "{Assumptions :> $Assumptions, GeneratedParameters -> C, Method -> Automatic}", .messages = {{"deqx", "Supplied equations are not difference equations of the given functions."}}},
    {.name = "RecurrenceTable", .fn = builtin_RecurrenceTable, .arity = exactly(3), .attributes = kProtected,
     .usage = "RecurrenceTable[eqns, expr, {n, nmax}] generates a list of values of expr for successive n based on solving the recurrence equations eqns.\nRecurrenceTable[eqns, expr, nspec] generates a list of values of expr over the range of n values specified by nspec.",
     .options = "{DependentVariables -> Automatic, Method -> Automatic, WorkingPrecision -> Automatic}", .messages = {{"deqx", "Supplied equations are not difference equations of the given functions."}}},
};

}  // namespace

void register_solve(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
