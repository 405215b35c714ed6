// quadrature.h - numerical integration of functions of one machine real, apart from expressions.
#pragma once

#include <complex>
#include <functional>
#include <span>
#include <vector>

namespace lykos::builtins {

using ComplexValue = std::complex<double>;
/// Values at many points at once; a NaN says that there is no number.
using Integrand = std::function<std::vector<ComplexValue>(std::span<const double>)>;

struct QuadratureResult {
  ComplexValue value;
  double error = 0;
  bool converged = false;
  double worst = 0;        ///< where the error estimate is largest
  bool numeric = true;     ///< some value was a number
};

struct QuadratureGoal {
  double relative = 1e-10;
  double absolute = 0;
  int max_recursion = 14;
  int max_intervals = 4000;
};

/// Adaptive 10-21-point Gauss-Kronrod over [a, b], finite.
QuadratureResult integrate_adaptive(const Integrand& f, double a, double b, const QuadratureGoal& goal);
/// Double-exponential quadrature over [a, b]; either end may be infinite.
QuadratureResult integrate_double_exponential(const Integrand& f, double a, double b, const QuadratureGoal& goal);
/// Over [a, infinity) of a function that oscillates with this half period: pieces summed with Wynn's epsilon algorithm.
QuadratureResult integrate_oscillating(const Integrand& f, double a, double half_period, const QuadratureGoal& goal);
/// Whichever of them suits.
QuadratureResult integrate_line(const Integrand& f, double a, double b, const QuadratureGoal& goal);

}  // namespace lykos::builtins
