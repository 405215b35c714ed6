// search.h - local minima of smooth functions of machine reals under constraints, apart from expressions.
#pragma once

#include <functional>
#include <vector>

namespace lykos::builtins {

using Point = std::vector<double>;

/// Minimize f where every g <= 0, every h == 0 and lower <= x <= upper.
struct SmoothProblem {
  std::size_t inequalities = 0, equations = 0;
  /// f, the g's, the h's at x; false unless all are real.
  std::function<bool(const Point& x, Point& parts)> parts;
  /// Their gradients, one after the other; without them differences are taken.
  std::function<bool(const Point& x, Point& gradients)> gradients;
  Point lower, upper;               ///< infinite where there is no bound
  std::function<void(const Point& x)> on_step;
  int max_iterations = 500;
};

struct Minimum {
  enum class Status { Done, NoValue, NoGradient, TooManyIterations, Unbounded } status = Status::Done;
  Point x;
  double value = 0;
  double violation = 0;             ///< of the constraints, the largest
  Point multipliers;                ///< of the g's, then of the h's
};

/// From `start`, moved into the bounds: quasi-Newton steps (BFGS), constraints by an augmented Lagrangian.
Minimum search_minimum(const SmoothProblem& problem, const Point& start);

}  // namespace lykos::builtins
