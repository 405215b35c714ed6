// search_rows.cpp - the primitives beneath the units: values of expressions at many points, local minima from many starts.
#include <cmath>
#include <limits>

#include "array/array.h"
#include "builtins/functional/numeric_function.h"
#include "builtins/lists/collection.h"
#include "builtins/optimization/register.h"
#include "builtins/optimization/search.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

std::vector<Expr> elements(const Expr& list) { return {list.args().begin(), list.args().end()}; }

/// Real numbers; infinities are bounds.
Point read_point(const Expr& list) {
  Point point;
  for (const Expr& e : list.args()) {
    if (is_infinity(e)) point.push_back(HUGE_VAL);
    else if (is_negative_infinity(e)) point.push_back(-HUGE_VAL);
    else point.push_back(machine_real(e).value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return point;
}
Expr list_of_point(const Point& point) {
  std::vector<Expr> list;
  for (const double x : point) list.push_back(std::isfinite(x) ? Expr::real(x) : Expr(sym::Indeterminate));
  return list_of(std::move(list));
}

// MachineValues[vars, {e1, e2, ...}, {point1, ...}] gives {{e1, e2, ...} at point1, ...}; Indeterminate stands for what is not real.
MaybeExpr builtin_MachineValues(Call& call) {
  const NumericFunction f(elements(call[0]), call[1]);
  std::vector<Expr> rows;
  Point values(f.size());
  for (const Expr& point : call[2].args()) {
    const Point at = read_point(point);
    if (at.size() != call[0].size()) return failed();
    f(at, values);
    rows.push_back(list_of_point(values));
  }
  return make_list(std::move(rows));
}

// What an option like StepMonitor :> expr, given as Hold[expr], does at a point.
std::function<void(const Point&)> monitor_of(const Expr& held, const std::vector<Expr>& variables) {
  if (!held.has_head(sym::Hold, 1)) return {};
  return [body = held[0], variables](const Point& x) {
    std::vector<Expr> numbers;
    for (const double v : x) numbers.push_back(Expr::real(v));
    evaluate(substitute(body, variables, numbers));
  };
}

const char* status_name(Minimum::Status status) {
  switch (status) {
    case Minimum::Status::Done: return "Done";
    case Minimum::Status::NoValue: return "NoValue";
    case Minimum::Status::NoGradient: return "NoGradient";
    case Minimum::Status::TooManyIterations: return "TooManyIterations";
    case Minimum::Status::Unbounded: return "Unbounded";
  }
  return "";
}

// SearchMinima[vars, {f, g1, ..., h1, ...}, gradients, number of g's, {lower, upper}, starts, maximal number of steps, {evaluation monitor,
// step monitor}] gives {status, value, point, violation, multipliers} for each start. The gradients are one list, or None.
MaybeExpr builtin_SearchMinima(Call& call) {
  if (!call[4].has_head(sym::List, 2) || !call[5].is_list() || !call[7].has_head(sym::List, 2)) return failed();
  const std::vector<Expr> variables = elements(call[0]);
  const NumericFunction value(variables, call[1]);
  const NumericFunction gradient(variables, call[2].is_list() ? call[2] : make_list({}));
  const auto on_evaluation = monitor_of(call[7][0], variables);
  SmoothProblem problem;
  problem.inequalities = static_cast<std::size_t>(machine_integer(call[3]).value_or(0));
  problem.equations = value.size() - 1 - problem.inequalities;
  problem.parts = [&](const Point& x, Point& out) {
    check_interrupt();
    if (on_evaluation) on_evaluation(x);
    return value(x, out);
  };
  if (value.size() < 1 + problem.inequalities) return failed();
  if (gradient.size() == value.size() * variables.size()) problem.gradients = [&](const Point& x, Point& out) { return gradient(x, out); };
  problem.lower = read_point(call[4][0]);
  problem.upper = read_point(call[4][1]);
  if (problem.lower.size() != variables.size() || problem.upper.size() != variables.size()) return failed();
  problem.max_iterations = static_cast<int>(machine_integer(call[6]).value_or(500));
  problem.on_step = monitor_of(call[7][1], variables);
  std::vector<Expr> results;
  for (const Expr& start : call[5].args()) {
    const Point at = read_point(start);
    if (at.size() != variables.size()) return failed();
    const Minimum found = search_minimum(problem, at);
    results.push_back(make_list({Expr::string(status_name(found.status)), Expr::real(found.value), list_of_point(found.x), Expr::real(found.violation), list_of_point(found.multipliers)}));
  }
  return make_list(std::move(results));
}

constexpr Builtin kBuiltins[] = {
    {.name = "System`Library`MachineValues", .fn = builtin_MachineValues, .arity = exactly(3), .usage = "MachineValues[vars, exprs, points] gives the real values of exprs at each of the points."},
    {.name = "System`Library`SearchMinima", .fn = builtin_SearchMinima, .arity = exactly(8),
     .usage = "SearchMinima[vars, parts, gradients, n, bounds, starts, max, monitors] searches for local minima from each of the starts."},
};

}  // namespace

void register_searches(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
