// ode.cpp - see ode.h. Dormand and Prince's pair of order 5(4) with its continuous extension, and for stiff problems the linearly
// implicit Euler method extrapolated to order six (Hairer, Norsett and Wanner, "Solving Ordinary Differential Equations" I and II).
#include "builtins/calculus/ode.h"

#include <algorithm>
#include <cmath>

namespace lykos::builtins {
namespace {

constexpr double kA[7][6] = {{},
                             {1.0 / 5},
                             {3.0 / 40, 9.0 / 40},
                             {44.0 / 45, -56.0 / 15, 32.0 / 9},
                             {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
                             {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
                             {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}};
constexpr double kC[7] = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
constexpr double kError[7] = {71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40};
constexpr double kDense[7] = {-12715105075.0 / 11282082432.0, 0, 87487479700.0 / 32700410799.0, -10690763975.0 / 1880347072.0,
                              701980252875.0 / 199316789632.0, -1453857185.0 / 822651844.0, 69997945.0 / 29380423.0};

double hermite(double t0, double t1, double y0, double y1, double d0, double d1, double t) {
  const double h = t1 - t0, s = (t - t0) / h;
  return y0 * (1 + 2 * s) * (1 - s) * (1 - s) + y1 * s * s * (3 - 2 * s) + h * s * (1 - s) * (d0 * (1 - s) - d1 * s);
}

/// How far from the diagonal the nonzero elements of a matrix reach.
struct Band {
  std::size_t lower = 0, upper = 0;
};

/// LU decomposition with partial pivoting of a matrix within a band.
class Lu {
 public:
  Lu(std::vector<double> a, std::size_t n, Band band) : a_(std::move(a)), n_(n), band_(band), pivot_(n) {
    for (std::size_t k = 0; k < n_; ++k) {
      const std::size_t rows = std::min(n_, k + band_.lower + 1), columns = last_column(k);
      std::size_t best = k;
      for (std::size_t i = k + 1; i < rows; ++i)
        if (std::abs(a_[i * n_ + k]) > std::abs(a_[best * n_ + k])) best = i;
      pivot_[k] = best;
      if (a_[best * n_ + k] == 0) {
        singular_ = true;
        return;
      }
      if (best != k)
        for (std::size_t j = k; j < columns; ++j) std::swap(a_[k * n_ + j], a_[best * n_ + j]);
      for (std::size_t i = k + 1; i < rows; ++i) {
        const double m = a_[i * n_ + k] /= a_[k * n_ + k];
        if (m == 0) continue;
        for (std::size_t j = k + 1; j < columns; ++j) a_[i * n_ + j] -= m * a_[k * n_ + j];
      }
    }
  }
  bool singular() const { return singular_; }
  void solve(State& b) const {
    // Exchanges and eliminations alternate, as they were made.
    for (std::size_t k = 0; k < n_; ++k) {
      std::swap(b[k], b[pivot_[k]]);
      for (std::size_t i = k + 1; i < std::min(n_, k + band_.lower + 1); ++i) b[i] -= a_[i * n_ + k] * b[k];
    }
    for (std::size_t i = n_; i-- > 0;) {
      for (std::size_t j = i + 1; j < last_column(i); ++j) b[i] -= a_[i * n_ + j] * b[j];
      b[i] /= a_[i * n_ + i];
    }
  }

 private:
  /// Exchanges of rows widen the upper band by the lower one.
  std::size_t last_column(std::size_t k) const { return std::min(n_, k + band_.lower + band_.upper + 1); }

  std::vector<double> a_;
  std::size_t n_;
  Band band_;
  std::vector<std::size_t> pivot_;
  bool singular_ = false;
};

class Stepper {
 public:
  Stepper(const RightSide& f, const OdeGoal& goal, std::size_t n) : f_(f), goal_(goal), n_(n), band_{n - 1, n - 1} {}

  /// One trial step from (t, y, dy) of size h: the new state, and its middle when the method has one. The scaled error, or a
  /// negative number when f is not numeric.
  double explicit_step(double t, const State& y, const State& dy, double h, State& out, State& out_dy, State& middle, double& stiffness) {
    State k[7];
    k[0] = dy;
    State stage(n_), sixth(n_);
    for (int s = 1; s < 7; ++s) {
      for (std::size_t i = 0; i < n_; ++i) {
        double sum = 0;
        for (int j = 0; j < s; ++j) sum += kA[s][j] * k[j][i];
        stage[i] = y[i] + h * sum;
      }
      if (s == 5) sixth = stage;
      k[s].resize(n_);
      if (!f_(t + kC[s] * h, stage, k[s])) return -1;
    }
    out = stage;
    out_dy = k[6];
    middle.resize(n_);
    double error = 0, num = 0, den = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      double e = 0, dense = 0;
      for (int s = 0; s < 7; ++s) {
        e += kError[s] * k[s][i];
        dense += kDense[s] * k[s][i];
      }
      const double scale = goal_.absolute + goal_.relative * std::max(std::abs(y[i]), std::abs(out[i]));
      error += (h * e / scale) * (h * e / scale);
      const double difference = out[i] - y[i], slope = h * k[0][i] - difference;
      middle[i] = y[i] + 0.5 * (difference + 0.5 * (slope + 0.5 * ((difference - h * k[6][i] - slope) + 0.5 * h * dense)));
      num += (k[6][i] - k[5][i]) * (k[6][i] - k[5][i]);
      den += (out[i] - sixth[i]) * (out[i] - sixth[i]);
    }
    stiffness = den > 0 ? std::abs(h) * std::sqrt(num / den) : 0;
    return std::sqrt(error / static_cast<double>(n_));
  }

  double implicit_step(double t, const State& y, const State& dy, double h, State& out, State& out_dy) {
    constexpr int kColumns = 6;
    if (!band_known_) find_band(t, y);
    std::vector<double> jacobian(n_ * n_);
    State value(n_);
    if (!differences(t, y, jacobian)) return -1;
    std::vector<State> table;
    State low;
    for (int column = 1; column <= kColumns; ++column) {
      const int steps = column;
      const double sub = h / steps;
      std::vector<double> matrix(n_ * n_);
      for (std::size_t i = 0; i < n_; ++i) {
        for (std::size_t j = i - std::min(i, band_.lower); j < std::min(n_, i + band_.upper + 1); ++j) matrix[i * n_ + j] = -sub * jacobian[i * n_ + j];
        matrix[i * n_ + i] += 1;
      }
      const Lu lu(std::move(matrix), n_, band_);
      if (lu.singular()) return 1e10;
      State current = y;
      for (int s = 0; s < steps; ++s) {
        if (!f_(t + (s + 1) * sub, current, value)) return -1;
        for (double& v : value) v *= sub;
        lu.solve(value);
        for (std::size_t i = 0; i < n_; ++i) current[i] += value[i];
      }
      table.push_back(current);
      for (int k = column - 1; k > 0; --k) {
        const double ratio = static_cast<double>(column) / static_cast<double>(k) - 1;
        for (std::size_t i = 0; i < n_; ++i) table[static_cast<std::size_t>(k) - 1][i] = table[static_cast<std::size_t>(k)][i] + (table[static_cast<std::size_t>(k)][i] - table[static_cast<std::size_t>(k) - 1][i]) / ratio;
        if (column == kColumns && k == 2) low = table[1];
      }
    }
    out = table[0];
    out_dy.resize(n_);
    if (!f_(t + h, out, out_dy)) return -1;
    double error = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      const double scale = goal_.absolute + goal_.relative * std::max(std::abs(y[i]), std::abs(out[i]));
      const double e = (out[i] - low[i]) / scale;
      error += e * e;
    }
    (void)dy;
    return std::sqrt(error / static_cast<double>(n_));
  }

 private:
  /// The Jacobian by differences: columns whose elements do not meet in a row are shifted together.
  bool differences(double t, const State& y, std::vector<double>& jacobian) {
    State shifted = y, value(n_), base(n_), delta(n_);
    if (!f_(t, y, base)) return false;
    for (std::size_t j = 0; j < n_; ++j) delta[j] = std::sqrt(1e-16 * std::max(1e-5, std::abs(y[j])));
    const std::size_t groups = std::min(n_, band_.lower + band_.upper + 1);
    for (std::size_t g = 0; g < groups; ++g) {
      for (std::size_t j = g; j < n_; j += groups) shifted[j] = y[j] + delta[j];
      if (!f_(t, shifted, value)) return false;
      for (std::size_t j = g; j < n_; j += groups) {
        for (std::size_t i = j - std::min(j, band_.upper); i < std::min(n_, j + band_.lower + 1); ++i) jacobian[i * n_ + j] = (value[i] - base[i]) / delta[j];
        shifted[j] = y[j];
      }
    }
    return true;
  }
  /// Large systems are mostly grids, whose Jacobian has a narrow band; it is looked for away from y, where an element might vanish.
  void find_band(double t, const State& y) {
    band_known_ = true;
    constexpr std::size_t kLarge = 20;
    if (n_ < kLarge) return;
    State moved = y;
    for (std::size_t i = 0; i < n_; ++i) moved[i] += 1e-3 * (1 + std::abs(y[i])) * (1 + static_cast<double>(i * 7 % 11)) / 11;
    std::vector<double> jacobian(n_ * n_);
    if (!differences(t, moved, jacobian)) return;
    Band found;
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = 0; j < n_; ++j) {
        if (jacobian[i * n_ + j] == 0) continue;
        if (i > j) found.lower = std::max(found.lower, i - j);
        else found.upper = std::max(found.upper, j - i);
      }
    }
    if (found.lower + found.upper < n_ / 2) band_ = found;
  }

  const RightSide& f_;
  const OdeGoal& goal_;
  std::size_t n_;
  Band band_;
  bool band_known_ = false;
};

double first_step(const RightSide& f, double t, const State& y, const State& dy, double direction, const OdeGoal& goal, double range) {
  double d0 = 0, d1 = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double scale = goal.absolute + goal.relative * std::abs(y[i]);
    d0 += (y[i] / scale) * (y[i] / scale);
    d1 += (dy[i] / scale) * (dy[i] / scale);
  }
  double h = d0 < 1e-10 || d1 < 1e-10 ? 1e-6 : 0.01 * std::sqrt(d0 / d1);
  (void)f;
  (void)t;
  return direction * std::min({h, range / 100, 0.1});
}

/// The error of the cubic interpolation within the last interval, scaled: how far the interpolation over the last two intervals is off
/// at the place between them, reduced to one interval. Steps of high order would be too long for it.
double interpolation_error(const OdeSolution& solution, const OdeGoal& goal) {
  constexpr double kLooser = 100;   // than the states themselves
  const std::size_t last = solution.t.size() - 1;
  if (last < 2) return 0;
  const double a = solution.t[last - 2], middle = solution.t[last - 1], b = solution.t[last];
  const double ratio = (b - middle) / (4 * (middle - a));
  double worst = 0;
  for (std::size_t i = 0; i < solution.y[last].size(); ++i) {
    const double y = solution.y[last - 1][i];
    const double there = hermite(a, b, solution.y[last - 2][i], solution.y[last][i], solution.dy[last - 2][i], solution.dy[last][i], middle);
    worst = std::max(worst, std::abs(there - y) / (goal.absolute + goal.relative * std::abs(y)));
  }
  return worst * ratio * ratio / kLooser;
}

}  // namespace

OdeSolution solve_ode(const RightSide& f, double t0, double t1, const State& y0, const OdeGoal& goal, const std::vector<OdeEvent>& events) {
  OdeSolution solution;
  const std::size_t n = y0.size();
  State y = y0, dy(n);
  if (!f(t0, y, dy)) {
    solution.status = OdeSolution::Status::NotNumeric;
    return solution;
  }
  const auto record = [&](double at, const State& value, const State& slope) {
    solution.t.push_back(at);
    solution.y.push_back(value);
    solution.dy.push_back(slope);
  };
  record(t0, y, dy);
  if (t0 == t1) return solution;
  const double direction = t1 > t0 ? 1 : -1;
  const double range = std::abs(t1 - t0);
  const double largest = goal.max_step > 0 ? goal.max_step : range / 10;
  Stepper stepper(f, goal, n);
  double t = t0;
  double h = goal.first_step > 0 ? direction * goal.first_step : first_step(f, t0, y, dy, direction, goal, range);
  bool stiff = goal.stiff;
  int stiff_count = 0, calm = 0;
  const auto too_small = [&](double step, double at) { return std::abs(step) < 5e-13 * std::max(std::abs(at), range * 1e-3); };
  std::vector<double> signs;
  for (const OdeEvent& event : events) signs.push_back(event.g(t, y));
  for (long step = 0;; ++step) {
    if (step >= goal.max_steps) {
      solution.status = OdeSolution::Status::TooManySteps;
      return solution;
    }
    if (std::abs(h) > largest) h = direction * largest;
    bool last = false;
    if ((t + h - t1) * direction >= -1e-14 * range) {
      h = t1 - t;
      last = true;
    }
    State next, slope, middle;
    double stiffness = 0;
    const double error = stiff ? stepper.implicit_step(t, y, dy, h, next, slope) : stepper.explicit_step(t, y, dy, h, next, slope, middle, stiffness);
    const bool bad = !(error >= 0) || !std::isfinite(error);
    if (bad || error > 1) {
      h *= bad ? 0.1 : std::max(0.2, 0.9 * std::pow(error, stiff ? -1.0 / 6 : -0.2));
      if (too_small(h, t)) {
        solution.status = bad && solution.t.size() == 1 ? OdeSolution::Status::NotNumeric : OdeSolution::Status::StepTooSmall;
        return solution;
      }
      continue;
    }
    double reached = last ? t1 : t + h;
    // The first event in this step.
    std::size_t which = events.size();
    for (std::size_t e = 0; e < events.size(); ++e) {
      const double before = signs[e], after = events[e].g(reached, next);
      const bool crosses = before != 0 && ((before < 0) != (after < 0) || after == 0) && (events[e].direction == 0 || (events[e].direction > 0) == (before < 0));
      if (!crosses) continue;
      double low = t, high = reached;
      const auto state_at = [&](double s) {
        State value(n);
        for (std::size_t i = 0; i < n; ++i) value[i] = hermite(t, t + h, y[i], next[i], dy[i], slope[i], s);
        return value;
      };
      for (int i = 0; i < 60; ++i) {
        const double s = (low + high) / 2;
        const double g = events[e].g(s, state_at(s));
        ((g < 0) == (before < 0) && g != 0 ? low : high) = s;
      }
      next = state_at(high);
      reached = high;
      if (!f(reached, next, slope)) slope.assign(n, 0);
      which = e;
      last = false;
      middle.clear();
    }
    if (!middle.empty()) {
      State middle_slope(n);
      if (f(t + h / 2, middle, middle_slope)) record(t + h / 2, middle, middle_slope);
    }
    record(reached, next, slope);
    t = reached;
    y = next;
    dy = slope;
    if (which < events.size()) {
      if (events[which].action(t, y)) {
        solution.status = OdeSolution::Status::Stopped;
        return solution;
      }
      if (y != next) {
        if (!f(t, y, dy)) dy.assign(n, 0);
        // A jump: the same time twice would not do, so the new state starts a rounding unit later.
        record(std::nextafter(t, t1), y, dy);
        t = solution.t.back();
      }
      for (std::size_t e = 0; e < events.size(); ++e) signs[e] = events[e].g(t, y);
      signs[which] = 0;   // on the event itself the sign is rounding; the next step tells it
      h = direction * std::min(std::abs(h), range / 1000);
      if ((t - t1) * direction >= 0) return solution;
      continue;
    }
    for (std::size_t e = 0; e < events.size(); ++e) signs[e] = events[e].g(t, y);
    if (last) return solution;
    double factor = std::min(5.0, std::max(0.2, 0.9 * std::pow(std::max(error, 1e-10), stiff ? -1.0 / 6 : -0.2)));
    if (stiff) factor = std::min(factor, std::max(0.2, 0.9 * std::pow(std::max(interpolation_error(solution, goal), 1e-10), -0.25)));
    h *= factor;
    if (too_small(h, t)) {
      solution.status = OdeSolution::Status::StepTooSmall;
      return solution;
    }
    if (!stiff) {
      // Stiff when it looks so again and again without six other steps between.
      if (stiffness > 3.25) {
        calm = 0;
        stiff = ++stiff_count > 15;
      } else if (++calm == 6) {
        stiff_count = 0;
      }
    }
  }
}

}  // namespace lykos::builtins
