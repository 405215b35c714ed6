// interpolation.cpp - InterpolatingFunction objects: evaluation at machine numbers by divided differences over the nearest points.
// Exact arguments, several dimensions and the making of the objects are in interpolation.wl.
//
// InterpolatingFunction[{{x0, x1}, ...}, {5, kind, {derivative orders}, {interpolation orders}}, {grid, ...}, values]; kind 0 has values
// only, kind 1 has {values, first derivatives, ...} at the points.
#include <algorithm>
#include <cmath>
#include <vector>

#include "array/array.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/calculus/register.h"
#include "builtins/library.h"
#include "builtins/lists/collection.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

std::optional<std::span<const double>> packed_reals(const Expr& list) {
  if (!list.is_packed() || list.array().dtype() != array::DType::Real64 || list.array().rank() != 1) return std::nullopt;
  return std::span<const double>(list.array().data<double>(), list.size());
}

/// The interpolating polynomial's derivative of an order at x: nodes with repetitions allowed when derivatives are given.
double newton(std::span<const double> nodes, std::vector<double> table, double x, int derivative) {
  const std::size_t n = nodes.size();
  // table holds the divided differences f[x0], f[x0, x1], ...; Horner with Taylor coefficients at x.
  std::vector<double> taylor(static_cast<std::size_t>(derivative) + 1, 0.0);
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t d = taylor.size(); d-- > 0;) taylor[d] = taylor[d] * (x - nodes[i]) + (d > 0 ? taylor[d - 1] : 0);
    taylor[0] += table[i];
  }
  double factorial = 1;
  for (int d = 2; d <= derivative; ++d) factorial *= d;
  return taylor[static_cast<std::size_t>(derivative)] * factorial;
}

double evaluate_local(std::span<const double> grid, std::span<const double> values, std::span<const double> slopes, std::size_t order, double x, int derivative) {
  const std::size_t n = grid.size();
  std::size_t i = static_cast<std::size_t>(std::upper_bound(grid.begin(), grid.end(), x) - grid.begin());
  i = i == 0 ? 0 : std::min(i - 1, n - 2);
  std::vector<double> nodes, table;
  if (!slopes.empty()) {
    // Cubic Hermite: both ends twice.
    const double h = grid[i + 1] - grid[i];
    const double d = (values[i + 1] - values[i]) / h;
    nodes = {grid[i], grid[i], grid[i + 1], grid[i + 1]};
    table = {values[i], slopes[i], (d - slopes[i]) / h, (slopes[i + 1] - 2 * d + slopes[i]) / (h * h)};
    return newton(nodes, std::move(table), x, derivative);
  }
  const std::size_t points = std::min(order + 1, n);
  std::size_t first = i >= (points - 1) / 2 ? i - (points - 1) / 2 : 0;
  if (points == 1) first = x - grid[i] > 0 && i + 1 < n ? i + 1 : i;
  first = std::min(first, n - points);
  nodes.assign(grid.begin() + static_cast<std::ptrdiff_t>(first), grid.begin() + static_cast<std::ptrdiff_t>(first + points));
  table.assign(values.begin() + static_cast<std::ptrdiff_t>(first), values.begin() + static_cast<std::ptrdiff_t>(first + points));
  for (std::size_t level = 1; level < points; ++level)
    for (std::size_t j = points; j-- > level;) table[j] = (table[j] - table[j - 1]) / (nodes[j] - nodes[j - level]);
  return newton(nodes, std::move(table), x, derivative);
}

/// Says dmval when x lies outside the domain.
void check_domain(const Expr& object, std::span<const Expr> args) {
  for (std::size_t i = 0; i < args.size() && i < object[0].size(); ++i) {
    const auto x = numeric_double(args[i]), low = numeric_double(object[0][i][0]), high = numeric_double(object[0][i][1]);
    if (x && low && high && (*x < *low - 1e-12 * std::abs(*low) || *x > *high + 1e-12 * std::abs(*high))) {
      message(sym::InterpolatingFunction, "dmval", {make_list(args)});
      return;
    }
  }
}

MaybeExpr operator_InterpolatingFunction(Call& call) {
  const Expr& object = call.expr().head();
  if (!object.has_head(sym::InterpolatingFunction) || object.size() < 4 || call.size() == 0) return std::nullopt;
  const std::size_t dimensions = object[0].size();
  if (call.size() == 1 && call[0].is_string()) return call_library("calculus/interpolation", "property", std::vector<Expr>{object, call[0]});
  if (call.size() != dimensions) return std::nullopt;
  if (std::any_of(call.args().begin(), call.args().end(), [](const Expr& e) { return e.is_list(); })) {
    if (dimensions != 1) return std::nullopt;
    Builder out(sym::List, call[0].size());
    for (const Expr& x : call[0].args()) out.push(evaluate(make_normal(object, {x})));
    return out.finish();
  }
  if (!std::all_of(call.args().begin(), call.args().end(), [](const Expr& e) { return is_real_numeric(e); })) return std::nullopt;
  check_domain(object, call.args());
  if (dimensions == 1) {
    const Expr& kind = object[1][1];
    const bool hermite = kind.is_small_integer() && kind.small_integer() == 1;
    const auto grid = packed_reals(object[2][0]);
    const auto values = packed_reals(hermite ? object[3][0] : object[3]);
    const auto slopes = hermite && object[3].size() == 2 ? packed_reals(object[3][1]) : std::nullopt;
    const auto derivative = machine_integer(object[1][2][0]);
    const auto order = machine_integer(object[1][3][0]);
    const auto x = numeric_double(call[0]);
    if (grid && values && derivative && order && x && (!hermite || slopes) && grid->size() >= 2 && values->size() == grid->size())
      return Expr::real(evaluate_local(*grid, *values, slopes ? *slopes : std::span<const double>(), static_cast<std::size_t>(*order), *x, static_cast<int>(*derivative)));
  }
  std::vector<Expr> args{object, make_list(call.args())};
  return call_library("calculus/interpolation", "evaluate", args);
}

MaybeExpr builtin_Interpolation(Call& call) { return call_library(call, "calculus/interpolation", "interpolation"); }
MaybeExpr builtin_ListInterpolation(Call& call) { return call_library(call, "calculus/interpolation", "listInterpolation"); }
MaybeExpr builtin_FunctionInterpolation(Call& call) { return call_library(call, "calculus/interpolation", "functionInterpolation"); }
MaybeExpr builtin_InterpolatingPolynomial(Call& call) { return call_library(call, "calculus/interpolation", "polynomial"); }

constexpr Builtin kBuiltins[] = {
    {.name = "InterpolatingFunction", .attributes = kProtected, .usage = "InterpolatingFunction[domain, table] represents an approximate function whose values are found by interpolation.",
     .messages = {{"dmval", "Input value `1` lies outside the range of data in the interpolating function. Extrapolation will be used."}}, .sub_fn = operator_InterpolatingFunction},
    {.name = "Interpolation", .fn = builtin_Interpolation, .arity = at_least(1), .attributes = kProtected,
     .usage = "Interpolation[{f1, f2, ...}] constructs an interpolation of the function values fi, assumed to correspond to x values 1, 2, ....\n"
              "Interpolation[{{x1, f1}, {x2, f2}, ...}] interpolates the function values fi corresponding to x values xi.\n"
              "Interpolation[{{{x1, y1, ...}, f1}, {{x2, y2, ...}, f2}, ...}] constructs an interpolation of multidimensional data.\n"
              "Interpolation[{{{x1}, f1, df1, ...}, ...}] reproduces derivatives as well as function values.\nInterpolation[data, x] finds an interpolation of data at the point x.",
     .options = "{InterpolationOrder -> 3, Method -> Automatic, PeriodicInterpolation -> False}",
     .messages = {{"inhr", "Requested order is too high; order has been reduced to `1`."}, {"innd", "First argument in `1` does not contain a list of data and coordinates."},
                  {"inddp", "The point `1` in dimension `2` is duplicated."}, {"indim", "The coordinates do not lie on a structured tensor product grid."}}},
    {.name = "ListInterpolation", .fn = builtin_ListInterpolation, .arity = between(1, 2), .attributes = kProtected,
     .usage = "ListInterpolation[array] constructs an InterpolatingFunction object that represents an approximate function that interpolates the array of values given.\n"
              "ListInterpolation[array, {{xmin, xmax}, {ymin, ymax}, ...}] specifies the domain of the grid from which the values in array are assumed to come.",
     .options = "{InterpolationOrder -> 3, Method -> Automatic, PeriodicInterpolation -> False}"},
    {.name = "FunctionInterpolation", .fn = builtin_FunctionInterpolation, .arity = at_least(2), .attributes = kHoldAll | kProtected,
     .usage = "FunctionInterpolation[expr, {x, xmin, xmax}] evaluates expr with x running from xmin to xmax and constructs an InterpolatingFunction object.",
     .options = "{InterpolationOrder -> 3, InterpolationPoints -> 11, MaxRecursion -> 6, PrecisionGoal -> Automatic}"},
    {.name = "InterpolatingPolynomial", .fn = builtin_InterpolatingPolynomial, .arity = exactly(2), .attributes = kProtected,
     .usage = "InterpolatingPolynomial[{f1, f2, ...}, x] constructs an interpolating polynomial in x which reproduces the function values fi at successive integer values 1, 2, ... of x.\n"
              "InterpolatingPolynomial[{{x1, f1}, {x2, f2}, ...}, x] reproduces the values fi at the points xi.",
     .options = "{Modulus -> 0}"},
};

}  // namespace

void register_interpolation(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
