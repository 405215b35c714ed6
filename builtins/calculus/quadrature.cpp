// quadrature.cpp - see quadrature.h. The Gauss-Kronrod rule is that of QUADPACK (Piessens et al. 1983); the double-exponential
// formulas are Takahasi and Mori's (1974); Wynn's epsilon (1956) and rho (1956) algorithms sum the pieces of a tail.
#include "builtins/calculus/quadrature.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace lykos::builtins {
namespace {

constexpr double kNodes[11] = {0.995657163025808080735527280689003, 0.973906528517171720077964012084452, 0.930157491355708226001207180059508,
                               0.865063366688984510732096688423493, 0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
                               0.562757134668604683339000099272694, 0.433395394129247190799265943165784, 0.294392862701460198131126603103866,
                               0.14887433898163121088482600112972,  0.0};
constexpr double kKronrod[11] = {0.011694638867371874278064396062192, 0.03255816230796472747881897245939, 0.05475589657435199603138130024458,
                                 0.07503967481091995276704314091619,  0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
                                 0.123491976262065851077958109585166, 0.134709217311473325928054001771707, 0.142775938577060080797094273138717,
                                 0.147739104901338491374841515972068, 0.149445554002916905664936468389821};
constexpr double kGauss[5] = {0.066671344308688137593568809893332, 0.149451349150580593145863397657697, 0.219086362515982043995534934228163,
                              0.269266719309996355091226921569469, 0.295524224714752870173815619188769};

bool is_number(ComplexValue v) { return std::isfinite(v.real()) && std::isfinite(v.imag()); }

struct Piece {
  double a, b;
  ComplexValue value;
  double error;
  int depth;
  bool operator<(const Piece& other) const { return error < other.error; }
};

Piece gauss_kronrod(const Integrand& f, double a, double b, int depth, bool& numeric) {
  const double center = (a + b) / 2;
  const double half = (b - a) / 2;
  double points[21];
  for (int i = 0; i < 10; ++i) {
    points[2 * i] = center - half * kNodes[i];
    points[2 * i + 1] = center + half * kNodes[i];
  }
  points[20] = center;
  const std::vector<ComplexValue> values = f(points);
  ComplexValue kronrod = 0, gauss = 0;
  double scale = 0;
  bool whole = true;
  for (int i = 0; i < 11; ++i) {
    ComplexValue sum = i == 10 ? values[20] : values[2 * i] + values[2 * i + 1];
    if (!is_number(sum)) {
      whole = false;
      sum = 0;
    } else {
      numeric = true;
    }
    kronrod += kKronrod[i] * sum;
    scale += kKronrod[i] * std::abs(sum);
    if (i % 2 == 1) gauss += kGauss[i / 2] * sum;
  }
  Piece piece{a, b, kronrod * half, std::abs(kronrod - gauss) * half, depth};
  // The difference of the rules overstates the error of a smooth function (QUADPACK's scaling).
  if (scale > 0) piece.error = std::max(std::abs(half) * scale * std::min(1.0, std::pow(200 * std::abs(kronrod - gauss) / scale, 1.5)), 1e-16 * scale * std::abs(half));
  if (!whole) piece.error = std::max(piece.error, std::abs(piece.value) * 1e-3 + 1e-300);
  return piece;
}

}  // namespace

QuadratureResult integrate_adaptive(const Integrand& f, double a, double b, const QuadratureGoal& goal) {
  QuadratureResult result;
  result.numeric = false;
  std::priority_queue<Piece> queue;
  queue.push(gauss_kronrod(f, a, b, 0, result.numeric));
  ComplexValue total = queue.top().value;
  double error = queue.top().error;
  std::vector<Piece> finished;
  int count = 1;
  while (error > std::max(goal.absolute, goal.relative * std::abs(total)) && count < goal.max_intervals && !queue.empty()) {
    const Piece worst = queue.top();
    queue.pop();
    const double middle = (worst.a + worst.b) / 2;
    if (worst.depth >= goal.max_recursion * 3 || middle <= std::min(worst.a, worst.b) || middle >= std::max(worst.a, worst.b)) {
      finished.push_back(worst);
      continue;
    }
    const Piece left = gauss_kronrod(f, worst.a, middle, worst.depth + 1, result.numeric);
    const Piece right = gauss_kronrod(f, middle, worst.b, worst.depth + 1, result.numeric);
    total += left.value + right.value - worst.value;
    error += left.error + right.error - worst.error;
    queue.push(left);
    queue.push(right);
    ++count;
  }
  result.worst = queue.empty() ? a : (queue.top().a + queue.top().b) / 2;
  // Summed afresh: no cancellation from the running total.
  ComplexValue sum = 0;
  double error_sum = 0;
  for (const Piece& p : finished) {
    sum += p.value;
    error_sum += p.error;
  }
  while (!queue.empty()) {
    sum += queue.top().value;
    error_sum += queue.top().error;
    queue.pop();
  }
  result.value = sum;
  result.error = error_sum;
  result.converged = error_sum <= std::max(goal.absolute, goal.relative * std::abs(sum));
  return result;
}

QuadratureResult integrate_double_exponential(const Integrand& f, double a, double b, const QuadratureGoal& goal) {
  QuadratureResult result;
  result.numeric = false;
  const bool left_infinite = std::isinf(a), right_infinite = std::isinf(b);
  constexpr double kHalfPi = 1.57079632679489661923;
  // The point and weight for the parameter t.
  const auto transform = [&](double t, double& x, double& w) {
    const double s = kHalfPi * std::sinh(t), c = kHalfPi * std::cosh(t);
    if (left_infinite && right_infinite) {
      x = std::sinh(s);
      w = c * std::cosh(s);
    } else if (right_infinite) {
      const double e = std::exp(s);
      x = a + e;
      w = c * e;
    } else if (left_infinite) {
      const double e = std::exp(s);
      x = b - e;
      w = c * e;
    } else {
      // Near an end the distance from it is what is exact.
      const double half = (b - a) / 2;
      const double u = 1 / (std::exp(std::abs(s)) * std::cosh(s));  // 1 - tanh|s|
      x = t < 0 ? a + half * u : b - half * u;
      w = half * c / (std::cosh(s) * std::cosh(s));
    }
  };
  const double limit = left_infinite || right_infinite ? 4.4 : 3.9;
  ComplexValue previous = 0, sum = 0;
  double h = 1;
  double last_difference = std::numeric_limits<double>::infinity();
  for (int level = 0; level <= 9; ++level) {
    std::vector<double> points, weights;
    for (double t = level == 0 ? 0 : h; t <= limit; t += level == 0 ? h : 2 * h) {
      for (int side = 0; side < (t == 0 ? 1 : 2); ++side) {
        double x, w;
        transform(side == 0 ? t : -t, x, w);
        if (!std::isfinite(x) || !std::isfinite(w) || w == 0) continue;
        if (!left_infinite && !right_infinite && (x <= std::min(a, b) || x >= std::max(a, b))) continue;
        if ((right_infinite && !left_infinite && x <= a) || (left_infinite && !right_infinite && x >= b)) continue;
        points.push_back(x);
        weights.push_back(w);
      }
    }
    if (!points.empty()) {
      const std::vector<ComplexValue> values = f(points);
      for (std::size_t i = 0; i < points.size(); ++i) {
        const ComplexValue term = values[i] * weights[i];
        if (!is_number(term)) continue;
        result.numeric = true;
        sum += term;
      }
    }
    const ComplexValue current = sum * h;
    const double difference = std::abs(current - previous);
    result.value = current;
    result.error = difference;
    if (level >= 3) {
      const double tolerance = std::max(goal.absolute, goal.relative * std::abs(current));
      if (difference <= tolerance && last_difference <= 1e3 * std::sqrt(tolerance) + tolerance) {
        result.converged = true;
        break;
      }
    }
    last_difference = difference;
    previous = current;
    h /= 2;
  }
  result.worst = left_infinite ? (right_infinite ? 0 : b) : a;
  return result;
}

namespace {

/// The last row of Wynn's table for the limit of a sequence: the epsilon algorithm for terms that alternate, the rho algorithm (with the places of
/// the terms) for terms that fall like a power.
class Extrapolation {
 public:
  explicit Extrapolation(bool places) : places_(places) {}
  void add(ComplexValue term, double place) {
    row_.push_back(term);
    at_.push_back(place);
    ComplexValue below = 0;
    for (std::size_t j = row_.size() - 1; j > 0; --j) {
      const ComplexValue diagonal = below;
      below = row_[j - 1];
      const ComplexValue difference = row_[j] - below;
      const double distance = places_ ? at_.back() - at_[j - 1] : 1.0;
      row_[j - 1] = std::abs(difference) < 1e-290 ? ComplexValue(kHuge) : diagonal + distance / difference;
    }
  }
  /// The estimate; the last term itself where the table has run out of digits.
  ComplexValue limit(ComplexValue term) const {
    const ComplexValue value = row_.size() % 2 == 1 ? row_[0] : row_[1];
    return is_number(value) && std::abs(value) < 1e280 ? value : term;
  }

 private:
  static constexpr double kHuge = 1e290;
  bool places_;
  std::vector<ComplexValue> row_;
  std::vector<double> at_;
};

}  // namespace

QuadratureResult integrate_oscillating(const Integrand& f, double a, double half_period, const QuadratureGoal& goal) {
  QuadratureResult result;
  result.numeric = false;
  Extrapolation epsilon(false), rho(true);
  ComplexValue partial = 0, best = 0, last_piece = 0;
  double from = a;
  double to = (std::floor(a / half_period) + 1) * half_period;
  double last = std::numeric_limits<double>::infinity();
  int calm = 0, same_sign = 0, vanishing = 0;
  for (int n = 0; n < 80; ++n) {
    const QuadratureResult piece = n == 0 ? integrate_double_exponential(f, from, to, {1e-13, 1e-16, 12, 400}) : integrate_adaptive(f, from, to, {1e-13, 1e-16, 12, 60});
    result.numeric = result.numeric || piece.numeric;
    partial += piece.value;
    vanishing = std::abs(piece.value) <= 1e-16 * std::abs(partial) ? vanishing + 1 : 0;
    if (vanishing >= 3) {  // what is left adds nothing
      best = partial;
      last = 0;
      result.converged = true;
      break;
    }
    same_sign = piece.value.real() * last_piece.real() > 0 ? same_sign + 1 : 0;
    last_piece = piece.value;
    epsilon.add(partial, to);
    rho.add(partial, to);
    const ComplexValue estimate = same_sign > 3 ? rho.limit(partial) : epsilon.limit(partial);
    const double change = std::abs(estimate - best);
    best = estimate;
    if (n >= 4 && change <= std::max(goal.absolute, goal.relative * std::abs(best))) {
      if (++calm >= 2) {
        result.converged = true;
        break;
      }
    } else {
      calm = 0;
    }
    if (n > 40 && change > 10 * last) break;
    last = change;
    from = to;
    to += half_period;
  }
  result.value = best;
  result.error = last;
  result.worst = to;
  return result;
}

QuadratureResult integrate_line(const Integrand& f, double a, double b, const QuadratureGoal& goal) {
  if (a == b) {
    QuadratureResult zero;
    zero.converged = true;
    return zero;
  }
  if (std::isinf(a) || std::isinf(b)) {
    const bool flipped = a > b;
    if (flipped) std::swap(a, b);
    QuadratureResult result = integrate_double_exponential(f, a, b, goal);
    if (!result.converged) {
      // A finite map for functions with structure away from the origin: x = a + t/(1 - t).
      const auto mapped = [&](double sign, double origin) {
        return integrate_adaptive(
            [&](std::span<const double> t) {
              std::vector<double> x(t.size());
              for (std::size_t i = 0; i < t.size(); ++i) x[i] = origin + sign * t[i] / (1 - t[i]);
              std::vector<ComplexValue> values = f(x);
              for (std::size_t i = 0; i < t.size(); ++i) values[i] /= (1 - t[i]) * (1 - t[i]);
              return values;
            },
            0, 1, goal);
      };
      QuadratureResult other;
      if (std::isinf(a) && std::isinf(b)) {
        other = mapped(1, 0);
        const QuadratureResult negative = mapped(-1, 0);
        other.value += negative.value;
        other.error += negative.error;
        other.converged = other.converged && negative.converged;
      } else {
        other = std::isinf(b) ? mapped(1, a) : mapped(-1, b);
      }
      if (other.converged || other.error < result.error) result = other;
    }
    if (flipped) result.value = -result.value;
    return result;
  }
  QuadratureGoal quick = goal;
  quick.max_intervals = 60;
  QuadratureResult result = integrate_adaptive(f, a, b, quick);
  if (result.converged) return result;
  const QuadratureResult ends = integrate_double_exponential(f, a, b, goal);
  if (ends.converged) return ends;
  result = integrate_adaptive(f, a, b, goal);
  if (!result.converged && ends.error < result.error) return ends;
  return result;
}

}  // namespace lykos::builtins
