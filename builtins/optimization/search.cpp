// search.cpp - BFGS with line search along the path projected into the bounds; general constraints by augmented Lagrangians
// (Nocedal and Wright, Numerical Optimization, 6.1 and 17.3; Bertsekas, Constrained Optimization, 2.2).
#include "builtins/optimization/search.h"

#include <algorithm>
#include <cmath>

namespace lykos::builtins {
namespace {

double dot(const Point& a, const Point& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}
double norm(const Point& a) { return std::sqrt(dot(a, a)); }

/// f + terms of the constraints with multipliers and a penalty: what is minimized without constraints but the bounds.
class Merit {
 public:
  Merit(const SmoothProblem& problem, std::size_t n) : problem_(problem), n_(n), parts_(1 + problem.inequalities + problem.equations), gradients_(parts_.size() * n) {
    multipliers.assign(parts_.size() - 1, 0.);
  }

  bool value(const Point& x, double& f) {
    if (!problem_.parts(x, parts_)) return false;
    f = combined(parts_);
    return std::isfinite(f);
  }

  bool gradient(const Point& x, Point& g) {
    g.assign(n_, 0.);
    if (!problem_.gradients || !problem_.gradients(x, gradients_)) return differences(x, g);
    if (parts_.size() > 1 && !problem_.parts(x, parts_)) return false;
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      const double w = weight(k, parts_[k]);
      if (w != 0)
        for (std::size_t i = 0; i < n_; ++i) g[i] += w * gradients_[k * n_ + i];
    }
    return finite(g);
  }

  /// The largest violation; the parts at x are known afterwards.
  bool violation(const Point& x, double& worst) {
    if (!problem_.parts(x, parts_)) return false;
    worst = 0;
    for (std::size_t k = 1; k < parts_.size(); ++k)
      worst = std::max(worst, is_equation(k) ? std::abs(parts_[k]) : std::max(parts_[k], -multipliers[k - 1] / penalty));
    return true;
  }
  double objective() const { return parts_[0]; }
  void update_multipliers() {
    for (std::size_t k = 1; k < parts_.size(); ++k) multipliers[k - 1] = weight(k, parts_[k]);
  }

  double penalty = 10;
  Point multipliers;

 private:
  bool is_equation(std::size_t k) const { return k > problem_.inequalities; }
  double weight(std::size_t k, double part) const {
    if (k == 0) return 1;
    const double w = multipliers[k - 1] + penalty * part;
    return is_equation(k) ? w : std::max(0., w);
  }
  double combined(const Point& parts) const {
    double sum = parts[0];
    for (std::size_t k = 1; k < parts.size(); ++k) {
      const double m = multipliers[k - 1];
      const double w = weight(k, parts[k]);
      sum += (w * w - m * m) / (2 * penalty);
    }
    return sum;
  }
  static bool finite(const Point& g) {
    return std::all_of(g.begin(), g.end(), [](double x) { return std::isfinite(x); });
  }
  bool differences(const Point& x, Point& g) {
    Point moved = x;
    for (std::size_t i = 0; i < n_; ++i) {
      const double h = 6e-6 * std::max(1., std::abs(x[i]));
      const double right = std::min(x[i] + h, problem_.upper[i]);
      const double left = std::max(x[i] - h, problem_.lower[i]);
      double above = 0, below = 0;
      moved[i] = right;
      if (!value(moved, above)) return false;
      moved[i] = left;
      if (!value(moved, below)) return false;
      moved[i] = x[i];
      g[i] = right > left ? (above - below) / (right - left) : 0;
    }
    return finite(g);
  }

  const SmoothProblem& problem_;
  std::size_t n_;
  Point parts_, gradients_;
};

class Descent {
 public:
  Descent(Merit& merit, const SmoothProblem& problem, std::size_t n) : merit_(merit), problem_(problem), n_(n), inverse_(n * n) {}

  /// From x to a minimum of the merit; `tolerance` is for the gradient relative to the value.
  Minimum::Status run(Point& x, double& f, int max_iterations, double tolerance) {
    Point g, d(n_), y(n_), z(n_), gy, gz, s(n_), u(n_), hu(n_);
    if (!merit_.value(x, f)) return Minimum::Status::NoValue;
    if (!merit_.gradient(x, g)) return Minimum::Status::NoGradient;
    reset();
    for (int iteration = 1; iteration <= max_iterations; ++iteration) {
      const Point free = projected(x, g);
      if (norm(free) < tolerance * (1 + std::abs(f))) return Minimum::Status::Done;
      direction(x, g, free, d);
      if (dot(d, g) >= 0) {
        reset();
        direction(x, g, free, d);
      }
      if (iteration == 1 && norm(d) > 1) scale(d, 1 / norm(d));
      double t = 1, fy = 0;
      for (;; t /= 2) {
        along(x, d, t, y);
        for (std::size_t i = 0; i < n_; ++i) s[i] = y[i] - x[i];
        if (merit_.value(y, fy) && fy <= f + 1e-4 * dot(g, s)) break;
        // Shorter steps differ by rounding only.
        if (t * norm(d) < 1e-15 * (1 + norm(x)) || t < 1e-14) {
          t = 0;
          break;
        }
      }
      if (t == 0) {
        if (identity_) return Minimum::Status::Done;
        reset();
        continue;
      }
      // Long steps where the function keeps falling.
      if (t == 1 && fy < f) {
        const double slope = dot(g, d);
        for (int k = 0; k < 30; ++k) {
          double fz = 0;
          along(x, d, 2 * t, z);
          if (z == y || !merit_.value(z, fz) || !(fz < fy) || !merit_.gradient(z, gz)) break;
          const double there = dot(gz, d);
          if (!(std::abs(there) > 0.1 * std::abs(slope) || (k > 0 && there < 0))) break;
          t *= 2;
          y = z;
          fy = fz;
        }
      }
      if (!merit_.gradient(y, gy)) return Minimum::Status::Done;
      for (std::size_t i = 0; i < n_; ++i) {
        s[i] = y[i] - x[i];
        u[i] = gy[i] - g[i];
      }
      const bool settled = std::abs(fy - f) <= 1e-17 * std::abs(f) && norm(s) <= 1e-9 * (1 + norm(y));
      x = y;
      f = fy;
      g = gy;
      if (problem_.on_step) problem_.on_step(x);
      if (settled) return Minimum::Status::Done;
      if (f < -1e30 || norm(x) > 1e30) return Minimum::Status::Unbounded;
      update(s, u, hu, iteration == 1);
    }
    return Minimum::Status::TooManyIterations;
  }

 private:
  void reset() {
    std::fill(inverse_.begin(), inverse_.end(), 0.);
    for (std::size_t i = 0; i < n_; ++i) inverse_[i * n_ + i] = 1;
    identity_ = true;
  }
  static void scale(Point& d, double factor) {
    for (double& x : d) x *= factor;
  }
  /// The gradient without the components that push against a bound.
  Point projected(const Point& x, const Point& g) const {
    Point free = g;
    for (std::size_t i = 0; i < n_; ++i)
      if ((x[i] <= problem_.lower[i] && g[i] > 0) || (x[i] >= problem_.upper[i] && g[i] < 0)) free[i] = 0;
    return free;
  }
  void direction(const Point& x, const Point& g, const Point& free, Point& d) const {
    for (std::size_t i = 0; i < n_; ++i) {
      d[i] = 0;
      if ((x[i] <= problem_.lower[i] && g[i] > 0) || (x[i] >= problem_.upper[i] && g[i] < 0)) continue;
      for (std::size_t j = 0; j < n_; ++j) d[i] -= inverse_[i * n_ + j] * free[j];
    }
  }
  void along(const Point& x, const Point& d, double t, Point& y) const {
    for (std::size_t i = 0; i < n_; ++i) y[i] = std::clamp(x[i] + t * d[i], problem_.lower[i], problem_.upper[i]);
  }
  /// The inverse of the Hessian learns from the step s, along which the gradient changed by u.
  void update(const Point& s, const Point& u, Point& hu, bool first) {
    const double su = dot(s, u);
    if (!(su > 1e-14 * norm(s) * norm(u)) || norm(u) == 0) return;
    if (first) {
      reset();
      scale(inverse_, su / dot(u, u));
    }
    for (std::size_t i = 0; i < n_; ++i) {
      hu[i] = 0;
      for (std::size_t j = 0; j < n_; ++j) hu[i] += inverse_[i * n_ + j] * u[j];
    }
    const double rho = 1 / su, growth = rho * (1 + rho * dot(u, hu));
    for (std::size_t i = 0; i < n_; ++i)
      for (std::size_t j = 0; j < n_; ++j) inverse_[i * n_ + j] += growth * s[i] * s[j] - rho * (s[i] * hu[j] + hu[i] * s[j]);
    identity_ = false;
  }

  Merit& merit_;
  const SmoothProblem& problem_;
  std::size_t n_;
  Point inverse_;
  bool identity_ = true;
};

}  // namespace

Minimum search_minimum(const SmoothProblem& problem, const Point& start) {
  const std::size_t n = start.size();
  Minimum found;
  found.x = start;
  for (std::size_t i = 0; i < n; ++i) found.x[i] = std::clamp(start[i], problem.lower[i], problem.upper[i]);
  Merit merit(problem, n);
  Descent descent(merit, problem, n);
  if (problem.inequalities + problem.equations == 0) {
    found.status = descent.run(found.x, found.value, problem.max_iterations, 1e-10);
    return found;
  }
  constexpr int kMostRounds = 40, kMostStalls = 6, kMostSteps = 200;
  constexpr double kFeasible = 1e-11;
  double last = HUGE_VAL, best = HUGE_VAL, merit_value = 0;
  int stalls = 0;
  for (int round = 0; round < kMostRounds; ++round) {
    // The first rounds only need to come near.
    const double tolerance = std::max(1e-11, 1e-3 * std::pow(0.1, round));
    const Minimum::Status status = descent.run(found.x, merit_value, kMostSteps, tolerance);
    if (status == Minimum::Status::NoValue || status == Minimum::Status::NoGradient) {
      found.status = status;
      return found;
    }
    if (!merit.violation(found.x, found.violation)) {
      found.status = Minimum::Status::NoValue;
      return found;
    }
    if (norm(found.x) > 1e12) {
      found.status = Minimum::Status::Unbounded;
      break;
    }
    merit.update_multipliers();
    if (found.violation < kFeasible && tolerance <= 1e-11) break;
    // A point that no penalty brings nearer to the constraints stays outside.
    stalls = found.violation > 0.9 * best ? stalls + 1 : 0;
    if (stalls >= kMostStalls && found.violation > 1e-6) break;
    best = std::min(best, found.violation);
    if (found.violation > 0.25 * last) merit.penalty = std::min(5 * merit.penalty, 1e9);
    last = found.violation;
  }
  found.value = merit.objective();
  found.multipliers = merit.multipliers;
  return found;
}

}  // namespace lykos::builtins
