// Scalar special functions: series and refinements whose formulas are cited at each.
#include "array/scalar_math.h"

#include <math.h>  // lgamma_r

#include <cmath>
#include <initializer_list>
#include <limits>

namespace lykos::array::scalar {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kPi = 3.14159265358979323846;

// B_2, B_4, ..., B_20: the Bernoulli numbers of the asymptotic series below.
constexpr double kBernoulli[] = {1.0 / 6,          -1.0 / 30,  1.0 / 42,         -1.0 / 30,           5.0 / 66,
                                 -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798, -174611.0 / 330};

// The n-th derivative of Pi Cot[Pi x], by the polynomial P_n in c = Cot[Pi x] with P_0 = c and P_{n+1} = -(1 + c^2) P_n'.
double cotangent_derivative(int order, double x) {
  constexpr int kMaximum = 20;
  if (order > kMaximum) return kNaN;
  double coefficients[kMaximum + 3] = {0, 1};
  int degree = 1;
  for (int step = 0; step < order; ++step) {
    double next[kMaximum + 3] = {};
    for (int i = 1; i <= degree; ++i) {
      next[i - 1] -= i * coefficients[i];
      next[i + 1] -= i * coefficients[i];
    }
    ++degree;
    for (int i = 0; i <= degree; ++i) coefficients[i] = next[i];
  }
  const double c = 1 / std::tan(kPi * x);
  double value = 0;
  for (int i = degree; i >= 0; --i) value = value * c + coefficients[i];
  return value * std::pow(kPi, order + 1);
}

}  // namespace

double surd(double x, double n) {
  if (n == 3) return std::cbrt(x);
  if (x >= 0) return std::pow(x, 1 / n);
  const bool odd = std::fmod(n, 2) != 0 && n == std::floor(n);
  return odd ? -std::pow(-x, 1 / n) : kNaN;
}

double logistic_sigmoid(double x) {
  if (x >= 0) return 1 / (1 + std::exp(-x));
  const double e = std::exp(x);
  return e / (1 + e);
}

double soft_plus(double x) { return std::fmax(x, 0.0) + std::log1p(std::exp(-std::fabs(x))); }

double gamma(double x) {
  if (x <= 0 && x == std::floor(x)) return kNaN;
  return std::tgamma(x);
}

double log_gamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

// Recurrence up to x >= 12, then the asymptotic series, DLMF 5.11.2 and its derivatives 5.15.8; reflection (DLMF 5.15.6) for x <= 0.
double poly_gamma(double order, double x) {
  const int n = static_cast<int>(order);
  if (order < 0 || order != n || n > 20 || x != x) return kNaN;
  if (x <= 0) {
    if (x == std::floor(x)) return kNaN;
    const double sign = n % 2 == 0 ? 1 : -1;
    return sign * poly_gamma(order, 1 - x) - cotangent_derivative(n, x);
  }
  double factorial = 1;  // n!
  for (int i = 2; i <= n; ++i) factorial *= i;
  const double outer = n % 2 == 0 ? -1 : 1;  // (-1)^(n+1)
  const double start = 12 + n;
  double sum = 0;  // of 1/(x+k)^(n+1)
  while (x < start) {
    sum += std::pow(x, -(n + 1));
    x += 1;
  }
  if (n == 0) {
    double value = std::log(x) - 0.5 / x;
    const double inverse_square = 1 / (x * x);
    double power = inverse_square;
    for (int k = 0; k < 10; ++k) {
      value -= kBernoulli[k] / (2 * (k + 1)) * power;
      power *= inverse_square;
    }
    return value - sum;
  }
  // (-1)^(n+1) [ (n-1)!/x^n + n!/(2 x^(n+1)) + Sum_k B_2k (2k+n-1)!/((2k)! x^(2k+n)) ]
  double value = factorial / n * std::pow(x, -n) + factorial / 2 * std::pow(x, -(n + 1));
  double ratio = factorial / n;  // (2k+n-1)!/(2k)!, starting from k = 0
  for (int k = 1; k <= 10; ++k) {
    ratio *= (2.0 * k + n - 1) * (2.0 * k + n - 2) / ((2.0 * k) * (2.0 * k - 1));
    value += kBernoulli[k - 1] * ratio * std::pow(x, -(2.0 * k + n));
  }
  return outer * (value + factorial * sum);
}

// A rational start (M. Giles, "Approximating the erfinv function", GPU Computing Gems 2, single-precision form) and two steps
// of Halley's method on erf(x) - y.
double inverse_erf(double y) {
  if (!(std::fabs(y) <= 1)) return kNaN;
  if (std::fabs(y) == 1) return std::copysign(kInfinity, y);
  if (std::fabs(y) > 0.5) return std::copysign(inverse_erfc(1 - std::fabs(y)), y);
  const double w0 = -std::log1p(-y * y) - 2.5;
  double x = 2.81022636e-08;
  for (double coefficient : {3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727, 1.50140941}) {
    x = x * w0 + coefficient;
  }
  x *= y;
  for (int i = 0; i < 2; ++i) {
    const double u = (std::erf(x) - y) * (std::sqrt(kPi) / 2) * std::exp(x * x);
    x -= u / (1 + x * u);
  }
  return x;
}

// For small y the equation is solved in the logarithm, Log[erfc(x)] = Log[y], where Newton's method keeps full relative accuracy.
double inverse_erfc(double y) {
  if (!(y >= 0 && y <= 2)) return kNaN;
  if (y == 0) return kInfinity;
  if (y == 2) return -kInfinity;
  if (y > 0.5) return y > 1.5 ? -inverse_erfc(2 - y) : inverse_erf(1 - y);
  const double target = std::log(y);
  double x = std::sqrt(std::fmax(-target - 0.5 * std::log(-target + 0.7), 0.05));
  for (int i = 0; i < 12; ++i) {
    const double complement = std::erfc(x);
    const double step = (std::log(complement) - target) * complement * (std::sqrt(kPi) / 2) * std::exp(x * x);
    x += step;
    if (std::fabs(step) <= 1e-16 * std::fabs(x)) break;
  }
  return x;
}

}  // namespace lykos::array::scalar
