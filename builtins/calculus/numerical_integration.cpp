// numerical_integration.cpp - NIntegrate: iterators read as Sum reads them, the integrand evaluated at many points at once where it is
// Listable arithmetic. High precision, NSum and NProduct are in numerical_integration.wl.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "array/array.h"
#include "builtins/algebra/terms.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/calculus/quadrature.h"
#include "builtins/calculus/register.h"
#include "builtins/functional/elementwise.h"
#include "builtins/functional/iterators.h"
#include "builtins/library.h"
#include "builtins/lists/collection.h"
#include "builtins/support.h"
#include "evaluator/definitions.h"
#include "evaluator/messages.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

ComplexValue number_of(const Expr& e) {
  if (e.is_real()) return e.real_value();
  if (e.is_real_number()) return to_double(e);
  if (e.is_complex()) return {to_double(e.re()), to_double(e.im())};
  return {kNaN, kNaN};
}

ComplexValue numeric_value(const Expr& e) { return number_of(e.is_number() ? e : numeric_machine(e)); }

/// A limit of integration: a real number or an infinity.
std::optional<double> limit_of(const Expr& e) {
  if (is_infinity(e)) return std::numeric_limits<double>::infinity();
  if (is_negative_infinity(e)) return -std::numeric_limits<double>::infinity();
  if (const auto value = machine_real(e)) return value;
  return numeric_double(e);
}

/// The half period of the fastest sine, cosine or Bessel function of a linear argument; nullopt when there is none.
std::optional<double> half_period_of(const Expr& body, const Expr& x) {
  std::optional<double> found;
  const auto visit = [&](const auto& self, const Expr& e) -> void {
    if (e.kind() != Kind::Normal) return;
    const bool trigonometric = e.has_head(sym::Sin, 1) || e.has_head(sym::Cos, 1);
    const bool bessel = e.has_head(sym::BesselJ, 2) || e.has_head(sym::BesselY, 2);
    if (trigonometric || bessel) {
      const Expr slope = evaluate(make_normal(sym::D, {e[e.size() - 1], x}));
      const auto value = limit_of(slope);
      if (value && std::isfinite(*value) && *value != 0) {
        const double half = 3.14159265358979323846 / std::abs(*value);
        found = found ? std::min(*found, half) : half;
      }
    }
    for (const Expr& arg : e.args()) self(self, arg);
  };
  visit(visit, body);
  return found;
}

/// Expressions whose sign changes make the body jump or bend: what steps, absolute values, extrema and conditions depend on.
std::vector<Expr> turning_expressions(const Expr& body) {
  std::vector<Expr> found;
  const auto difference = [](const Expr& a, const Expr& b) { return evaluate(make_normal(sym::Plus, {a, make_normal(sym::Times, {Expr::integer(-1), b})})); };
  const auto relations = [&](const auto& self, const Expr& e) -> void {
    if (e.kind() != Kind::Normal) return;
    if (e.has_head(sym::Less) || e.has_head(sym::LessEqual) || e.has_head(sym::Greater) || e.has_head(sym::GreaterEqual)) {
      for (std::size_t i = 0; i + 1 < e.size(); ++i) found.push_back(difference(e[i], e[i + 1]));
      return;
    }
    if (e.has_head(sym::Inequality)) {
      for (std::size_t i = 0; i + 2 < e.size(); i += 2) found.push_back(difference(e[i], e[i + 2]));
      return;
    }
    for (const Expr& arg : e.args()) self(self, arg);
  };
  const auto visit = [&](const auto& self, const Expr& e) -> void {
    if (e.kind() != Kind::Normal) return;
    if ((e.has_head(sym::UnitStep, 1) || e.has_head(sym::HeavisideTheta, 1) || e.has_head(sym::Sign, 1) || e.has_head(sym::Abs, 1)) && e[0].kind() == Kind::Normal) found.push_back(e[0]);
    if ((e.has_head(sym::Max) || e.has_head(sym::Min)) && e.size() == 2) found.push_back(difference(e[0], e[1]));
    if (e.has_head(sym::Boole, 1) || e.has_head(sym::Piecewise) || e.has_head(sym::If)) relations(relations, e);
    for (const Expr& arg : e.args()) self(self, arg);
  };
  visit(visit, body);
  return found;
}

struct Range {
  Expr variable;
  std::vector<Expr> limits;   // two or more, evaluated when the outer variables have values
};

class Integrator {
 public:
  Integrator(Expr body, std::vector<Range> ranges, QuadratureGoal goal)
      : body_(std::move(body)), ranges_(std::move(ranges)), goal_(goal), turning_(turning_expressions(body_)) {}

  /// nullopt when a limit is not a number (said).
  std::optional<QuadratureResult> run(std::size_t level = 0) {
    const Range& range = ranges_[level];
    std::vector<double> limits;
    for (const Expr& limit : range.limits) {
      const Expr value = evaluate(limit);
      const auto number = limit_of(value);
      if (!number) {
        bad_limit_ = make_list({range.variable, value});
        return std::nullopt;
      }
      limits.push_back(*number);
    }
    QuadratureGoal goal = goal_;
    if (level > 0) {
      goal.relative = std::max(goal.relative, 1e-9);
      goal.absolute = std::max(goal.absolute, 1e-11);
      goal.max_intervals = 120;
    }
    const Integrand f = [&](std::span<const double> points) { return values_at(level, points); };
    QuadratureResult total;
    total.converged = true;
    total.numeric = false;
    if (level + 1 == ranges_.size()) limits = with_breaks(limits, range.variable);
    for (std::size_t i = 0; i + 1 < limits.size(); ++i) {
      const QuadratureResult piece = one_range(f, limits[i], limits[i + 1], level, goal);
      if (bad_limit_) return std::nullopt;
      total.value += piece.value;
      total.error += piece.error;
      total.converged = total.converged && piece.converged;
      total.numeric = total.numeric || piece.numeric || limits[i] == limits[i + 1];
      if (!piece.converged) total.worst = piece.worst;
    }
    return total;
  }
  const MaybeExpr& bad_limit() const { return bad_limit_; }

 private:
  /// The limits with the places between them where a turning expression changes its sign, so that the pieces are smooth.
  std::vector<double> with_breaks(const std::vector<double>& limits, const Expr& name) {
    if (turning_.empty()) return limits;
    constexpr int kSamples = 40;
    LocalVariable variable(name);
    std::vector<double> all{limits[0]};
    for (std::size_t i = 0; i + 1 < limits.size(); ++i) {
      const double a = limits[i], b = limits[i + 1];
      std::vector<double> places;
      if (std::isfinite(a) && std::isfinite(b) && a != b) {
        for (const Expr& g : turning_) {
          const auto value = [&](double x) {
            variable.set(Expr::real(x));
            return numeric_value(evaluate(g)).real();
          };
          double left = a, at_left = value(a);
          for (int k = 1; k <= kSamples; ++k) {
            const double right = k == kSamples ? b : a + (b - a) * k / kSamples;
            const double at_right = value(right);
            if (at_left * at_right < 0) {
              double low = left, high = right;
              for (int step = 0; step < 70 && low != high; ++step) {
                const double middle = low + (high - low) / 2;
                if (middle == low || middle == high) break;
                (value(middle) * at_left > 0 ? low : high) = middle;
              }
              places.push_back(high);
            }
            left = right;
            at_left = at_right;
          }
        }
        std::sort(places.begin(), places.end());
        if (a > b) std::reverse(places.begin(), places.end());
        places.erase(std::unique(places.begin(), places.end()), places.end());
      }
      all.insert(all.end(), places.begin(), places.end());
      all.push_back(b);
    }
    return all;
  }

  QuadratureResult one_range(const Integrand& f, double a, double b, std::size_t level, const QuadratureGoal& goal) {
    if (level + 1 == ranges_.size() && std::isinf(b) && std::isfinite(a)) {
      if (const auto half = half_period_of(body_, ranges_[level].variable)) {
        const QuadratureResult plain = integrate_double_exponential(f, a, b, goal);
        if (plain.converged && plain.error < 1e-12 * std::abs(plain.value)) return plain;
        const QuadratureResult waves = integrate_oscillating(f, a, *half, goal);
        return waves.converged ? waves : plain;
      }
    }
    if (level + 1 == ranges_.size() && std::isinf(a) && std::isinf(b) && a < b && half_period_of(body_, ranges_[level].variable)) {
      QuadratureResult right = one_range(f, 0, b, level, goal);
      const Integrand mirrored = [&](std::span<const double> points) {
        std::vector<double> negative(points.begin(), points.end());
        for (double& x : negative) x = -x;
        return f(negative);
      };
      const QuadratureResult left = one_range(mirrored, 0, b, level, goal);
      right.value += left.value;
      right.error += left.error;
      right.converged = right.converged && left.converged;
      return right;
    }
    return integrate_line(f, a, b, goal);
  }

  std::vector<ComplexValue> values_at(std::size_t level, std::span<const double> points) {
    check_interrupt();
    // Far out an integrand vanishes.
    const QuietScope quiet({{Expr::symbol("General"), "munfl"}}, false, {});
    std::vector<ComplexValue> out(points.size(), ComplexValue(kNaN, kNaN));
    LocalVariable variable(ranges_[level].variable);
    const bool innermost = level + 1 == ranges_.size();
    if (innermost && points.size() > 4) {
      const Expr list = make_packed(array::Array::from(points.data(), {static_cast<std::int64_t>(points.size())}));
      if (MaybeExpr values = evaluate_elementwise(body_, ranges_[level].variable, list); values && values->is_list() && values->size() == points.size()) {
        bool whole = true;
        for (std::size_t i = 0; i < points.size(); ++i) {
          out[i] = numeric_value((*values)[i]);
          whole = whole && std::isfinite(out[i].real());
        }
        if (whole) return out;
      }
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
      variable.set(Expr::real(points[i]));
      if (innermost) {
        out[i] = numeric_value(evaluate(body_));
      } else {
        const auto inner = run(level + 1);
        if (!inner) return out;
        if (inner->numeric) out[i] = inner->value;
      }
    }
    return out;
  }

  Expr body_;
  std::vector<Range> ranges_;
  QuadratureGoal goal_;
  std::vector<Expr> turning_;
  MaybeExpr bad_limit_;
};

std::optional<double> goal_option(const Expr& value) {
  if (is_infinity(value)) return std::nullopt;
  return machine_real(value);
}

// NIntegrate[f, {x, a, b}, ...]
MaybeExpr builtin_NIntegrate(Call& call) {
  std::vector<Range> ranges;
  if (call.size() == 2 && call[1].has_head(sym::Element, 2)) return call_library(call, "figures/regions", "numericalIntegral");
  for (std::size_t i = 1; i < call.size(); ++i) {
    const Expr& spec = call[i];
    if (!spec.is_list() || spec.size() < 3 || !(spec[0].is_symbol() || spec[0].kind() == Kind::Normal)) return call.message("vars", {spec});
    Range range;
    range.variable = spec[0].is_symbol() ? spec[0] : spec[0];
    if (!range.variable.is_symbol()) return call.message("vars", {spec});
    range.limits.assign(spec.args().begin() + 1, spec.args().end());
    ranges.push_back(std::move(range));
  }
  if (ranges.size() == 1 && std::any_of(ranges[0].limits.begin(), ranges[0].limits.end(), [](const Expr& limit) {
        const double part = numeric_value(evaluate(limit)).imag();
        return std::isfinite(part) && part != 0;
      }))
    return call_library(call, "calculus/numerical_integration", "contour");
  const Expr working = evaluate(call.option(sym::WorkingPrecision));
  if (!working.is(sym::MachinePrecision) && machine_real(working) && *machine_real(working) != 53 * 0.30102999566398119) return call_library(call, "calculus/numerical_integration", "precise");
  QuadratureGoal goal;
  if (const auto digits = goal_option(evaluate(call.option(sym::PrecisionGoal)))) goal.relative = std::min(goal.relative, std::pow(10, -std::min(*digits, 13.0)));
  if (const auto digits = goal_option(evaluate(call.option(sym::AccuracyGoal)))) goal.absolute = std::pow(10, -*digits) * 1e-3;
  // The variables are free from here on, whatever values they have outside; the body is evaluated so that definitions are unfolded once.
  std::vector<std::unique_ptr<LocalVariable>> locals;
  for (const Range& range : ranges) {
    locals.push_back(std::make_unique<LocalVariable>(range.variable));
    clear_own_value(range.variable.symbol_node());
  }
  const Expr body = evaluate(call[0]);
  if (body.is_list()) {
    Builder out(sym::List);
    for (const Expr& part : body.args()) {
      std::vector<Expr> args(call.all_args().begin(), call.all_args().end());
      args[0] = part;
      out.push(evaluate(make_normal(sym::NIntegrate, std::move(args))));
    }
    return out.finish();
  }
  Integrator integrator(body, ranges, goal);
  const auto result = integrator.run();
  if (!result) return call.message("nlim", {(*integrator.bad_limit())[0], (*integrator.bad_limit())[1]});
  if (!result->numeric) {
    Builder boundaries(sym::List);
    for (const Range& range : ranges) {
      Builder limits(sym::List);
      for (const Expr& limit : range.limits) limits.push(evaluate(limit));
      boundaries.push(limits.finish());
    }
    return call.message("inumr", {body, boundaries.finish()});
  }
  const ComplexValue value = result->value;
  if (!result->converged && result->error > std::max(1e-6 * std::abs(value), 1e-9)) {
    message(sym::NIntegrate, "slwcon");
    message(sym::NIntegrate, "ncvb", {call.option(Expr::symbol("MaxRecursion")).is(sym::Automatic) ? Expr::integer(9) : call.option(Expr::symbol("MaxRecursion")), ranges.back().variable,
                                      make_list({ranges.back().variable}), make_list({Expr::real(result->worst)}), Expr::real(value.real()), Expr::real(result->error)});
  }
  if (std::abs(value.imag()) <= 1e-14 * std::abs(value.real()) || value.imag() == 0) return Expr::real(value.real());
  return Expr::complex(value.real(), value.imag());
}

MaybeExpr builtin_NSum(Call& call) { return call_library(call, "calculus/numerical_integration", "nsum"); }
MaybeExpr builtin_NProduct(Call& call) { return call_library(call, "calculus/numerical_integration", "nproduct"); }

constexpr const char* kSumOptions =
    "{AccuracyGoal -> Infinity, EvaluationMonitor -> None, Method -> Automatic, NSumTerms -> 15, PrecisionGoal -> Automatic, VerifyConvergence -> True, WorkingPrecision -> MachinePrecision}";
constexpr const char* kProductOptions =
    "{AccuracyGoal -> Infinity, EvaluationMonitor -> None, Method -> Automatic, NProductFactors -> 15, PrecisionGoal -> Automatic, VerifyConvergence -> True, WorkingPrecision -> MachinePrecision}";

constexpr Builtin kBuiltins[] = {
    {.name = "NIntegrate", .fn = builtin_NIntegrate, .arity = at_least(2), .attributes = kHoldAll | kProtected,
     .usage = "NIntegrate[f, {x, xmin, xmax}] gives a numerical approximation to the integral of f.\n"
              "NIntegrate[f, {x, xmin, xmax}, {y, ymin, ymax}, ...] gives a numerical approximation to the multiple integral.",
     .options = "{AccuracyGoal -> Infinity, Compiled -> Automatic, EvaluationMonitor -> None, Exclusions -> None, MaxPoints -> Automatic, MaxRecursion -> Automatic, Method -> Automatic, "
                "MinRecursion -> 0, PrecisionGoal -> Automatic, WorkingPrecision -> MachinePrecision}",
     .messages = {{"vars", "Integration range specification `1` is not of the form {x, xmin, ..., xmax}."},
                  {"nlim", "`1` = `2` is not a valid limit of integration."},
                  {"inumr", "The integrand `1` has evaluated to non-numerical values for all sampling points in the region with boundaries `2`."},
                  {"slwcon", "Numerical integration converging too slowly; suspect one of the following: singularity, value of the integration is 0, highly oscillatory integrand, or WorkingPrecision too small."},
                  {"ncvb", "NIntegrate failed to converge to prescribed accuracy after `1` recursive bisections in `2` near `3` = `4`. NIntegrate obtained `5` and `6` for the integral and error estimates."}}},
    {.name = "NSum", .fn = builtin_NSum, .arity = at_least(2), .attributes = kHoldAll | kProtected,
     .usage = "NSum[f, {i, imin, imax}] gives a numerical approximation to the sum of f.\nNSum[f, {i, imin, imax, di}] uses a step di in the sum.", .options = kSumOptions},
    {.name = "NProduct", .fn = builtin_NProduct, .arity = at_least(2), .attributes = kHoldAll | kProtected,
     .usage = "NProduct[f, {i, imin, imax}] gives a numerical approximation to the product of f.", .options = kProductOptions},
};

}  // namespace

void register_numerical_integration(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
