// ndsolve.cpp - the rows of numerical differential equations and the primitive beneath them; equations are read in ndsolve.wl.
#include <algorithm>
#include <cmath>
#include <optional>

#include "array/array.h"
#include "builtins/calculus/ode.h"
#include "builtins/calculus/register.h"
#include "builtins/functional/numeric_function.h"
#include "builtins/library.h"
#include "builtins/lists/collection.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

/// Function[{t, y1, ...}, {e1, ...}] as a function of machine numbers, where it is of that form.
std::optional<NumericFunction> machine_function(const Expr& function, std::size_t values) {
  if (!function.has_head(sym::Function, 2) || !function[0].is_list() || !function[1].is_list() || function[1].size() != values) return std::nullopt;
  const auto variables = function[0].args();
  if (!std::all_of(variables.begin(), variables.end(), [](const Expr& v) { return v.is_symbol(); })) return std::nullopt;
  return NumericFunction({variables.begin(), variables.end()}, function[1]);
}

/// function[t, y1, y2, ...]
Expr called_at(const Expr& function, double t, const State& y) {
  std::vector<Expr> args{Expr::real(t)};
  for (double v : y) args.push_back(Expr::real(v));
  return lykos::apply(function, std::span<const Expr>(args));
}

bool read_state(const Expr& list, State& out) {
  if (!list.is_list() || list.size() != out.size()) return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto value = machine_real(list[i]);
    if (!value || !std::isfinite(*value)) return false;
    out[i] = *value;
  }
  return true;
}

Expr matrix_of(const std::vector<State>& rows) {
  std::vector<double> flat;
  for (const State& row : rows) flat.insert(flat.end(), row.begin(), row.end());
  return make_packed(array::Array::from(flat.data(), {static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(rows[0].size())}));
}

// IntegrateODE[f, {t0, t1}, y0, {relative, absolute, maxstep, firststep, maxsteps, stiff}, {{g, direction, action}, ...}] gives
// {{t...}, {y...}, {y'...}, status}; f, g and action are called with t, y1, y2, ....
MaybeExpr builtin_IntegrateODE(Call& call) {
  State y0(call[2].size()), range(2);
  if (!read_state(call[1], range) || y0.empty() || !read_state(call[2], y0)) return failed();
  OdeGoal goal;
  const Expr& given = call[3];
  goal.relative = machine_real(given[0]).value_or(1e-8);
  goal.absolute = machine_real(given[1]).value_or(1e-8);
  goal.max_step = machine_real(given[2]).value_or(0);
  goal.first_step = machine_real(given[3]).value_or(0);
  goal.max_steps = static_cast<long>(machine_integer(given[4]).value_or(10000));
  goal.stiff = given[5].is_true();
  const Expr f = call[0];
  const auto quick = machine_function(f, y0.size());
  State at(y0.size() + 1);
  const RightSide right = [&](double t, const State& y, State& dy) {
    check_interrupt();
    if (quick) {
      at[0] = t;
      std::copy(y.begin(), y.end(), at.begin() + 1);
      dy.resize(y.size());
      return (*quick)(at, dy);
    }
    return read_state(called_at(f, t, y), dy);
  };
  std::vector<OdeEvent> events;
  for (const Expr& event : call[4].args()) {
    OdeEvent e;
    e.direction = static_cast<int>(machine_integer(event[1]).value_or(0));
    e.g = [g = event[0]](double t, const State& y) { return machine_real(called_at(g, t, y)).value_or(0); };
    e.action = [action = event[2]](double t, State& y) {
      const Expr result = called_at(action, t, y);
      read_state(result, y);
      return result.is_string();
    };
    events.push_back(std::move(e));
  }
  const OdeSolution solution = solve_ode(right, range[0], range[1], y0, goal, events);
  if (solution.t.empty()) return make_list({make_list({}), make_list({}), make_list({}), Expr::string("NotNumeric")});
  const char* status = "Done";
  switch (solution.status) {
    case OdeSolution::Status::Done: break;
    case OdeSolution::Status::TooManySteps: status = "TooManySteps"; break;
    case OdeSolution::Status::StepTooSmall: status = "StepTooSmall"; break;
    case OdeSolution::Status::NotNumeric: status = "NotNumeric"; break;
    case OdeSolution::Status::Stopped: status = "Stopped"; break;
  }
  return make_list({make_packed(array::Array::from(solution.t.data(), {static_cast<std::int64_t>(solution.t.size())})), matrix_of(solution.y), matrix_of(solution.dy),
                    Expr::string(status)});
}

MaybeExpr builtin_NDSolve(Call& call) { return call_library(call, "calculus/ndsolve", "ndsolve"); }
MaybeExpr builtin_NDSolveValue(Call& call) { return call_library(call, "calculus/ndsolve", "ndsolveValue"); }
MaybeExpr builtin_ParametricNDSolve(Call& call) { return call_library(call, "calculus/ndsolve", "parametric"); }
MaybeExpr builtin_ParametricNDSolveValue(Call& call) { return call_library(call, "calculus/ndsolve", "parametricValue"); }
MaybeExpr operator_ParametricFunction(Call& call) {
  std::vector<Expr> args(call.expr().head().args().begin(), call.expr().head().args().end());
  args.push_back(make_list(call.args()));
  return call_library("calculus/ndsolve", "parametricApply", args);
}

constexpr const char* kOptions =
    "{AccuracyGoal -> Automatic, Compiled -> Automatic, DependentVariables -> Automatic, DiscreteVariables -> {}, EvaluationMonitor -> None, InitialSeeding -> {}, InterpolationOrder -> Automatic, "
    "MaxStepFraction -> 1/10, MaxSteps -> Automatic, MaxStepSize -> Automatic, Method -> Automatic, NormFunction -> Automatic, PrecisionGoal -> Automatic, StartingStepSize -> Automatic, "
    "StepMonitor -> None, WorkingPrecision -> MachinePrecision}";

constexpr Builtin kBuiltins[] = {
    {.name = "System`Library`IntegrateODE", .fn = builtin_IntegrateODE, .arity = exactly(5),
     .usage = "IntegrateODE[f, {t0, t1}, y0, goals, events] integrates y' = f from t0 to t1."},
    {.name = "NDSolve", .fn = builtin_NDSolve, .arity = at_least(3), .attributes = kProtected,
     .usage = "NDSolve[eqns, u, {x, xmin, xmax}] finds a numerical solution to the ordinary differential equations eqns for the function u with the independent variable x in the range xmin to xmax.\n"
              "NDSolve[eqns, {u1, u2, ...}, {x, xmin, xmax}] solves for the functions ui.",
     .options = kOptions,
     .messages = {{"mxst", "Maximum number of `1` steps reached at the point `2` == `3`."},
                  {"ndsz", "At `1` == `2`, step size is effectively zero; singularity or stiff system suspected."},
                  {"ndnum", "Encountered non-numerical value for a derivative at `1` == `2`."},
                  {"ndnco", "The number of constraints (`1`) (initial conditions) is not equal to the total differential order of the system plus the number of discrete variables (`2`)."},
                  {"ntdv", "Cannot solve to find an explicit formula for the derivatives. Consider using the option Method->{\"EquationSimplification\"->\"Residual\"}."},
                  {"bcart", "Boundary conditions of an unsupported form are specified in the direction of the independent variable `1`."},
                  {"precn", "WorkingPrecision -> `1` is not supported; machine numbers are used."},
                  {"dsvar", "`1` cannot be used as a variable."},
                  {"deqn", "Equation or list of equations expected instead of `1` in the first argument `2`."},
                  {"ndlim", "Range specification `1` is not of the form {x, xmin, xmax}."}}},
    {.name = "NDSolveValue", .fn = builtin_NDSolveValue, .arity = at_least(3), .attributes = kProtected,
     .usage = "NDSolveValue[eqns, expr, {x, xmin, xmax}] gives the value of expr with functions determined by a numerical solution to the ordinary differential equations eqns.", .options = kOptions},
    {.name = "ParametricNDSolve", .fn = builtin_ParametricNDSolve, .arity = at_least(4), .attributes = kProtected,
     .usage = "ParametricNDSolve[eqns, u, {x, xmin, xmax}, {p1, p2, ...}] finds a numerical solution to the differential equations eqns with parameters p1, p2, ....", .options = kOptions},
    {.name = "ParametricNDSolveValue", .fn = builtin_ParametricNDSolveValue, .arity = at_least(4), .attributes = kProtected,
     .usage = "ParametricNDSolveValue[eqns, expr, {x, xmin, xmax}, {p1, p2, ...}] gives the value of expr with functions determined by a numerical solution with parameters.", .options = kOptions},
    {.name = "ParametricFunction", .attributes = kProtected, .usage = "ParametricFunction[pars, <>] represents a function that computes a solution when evaluated with numerical values for the parameters pars.",
     .sub_fn = operator_ParametricFunction},
};

}  // namespace

void register_ndsolve(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
