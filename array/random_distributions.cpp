// Draws from distributions that need rejection: gamma (Marsaglia and Tsang, ACM TOMS 26, 2000), Poisson and binomial (Hoermann's
// transformed rejection PTRS, Insurance Math. Econ. 12, 1993, and BTRS, J. Stat. Comput. Simul. 46, 1993; by inversion where small).
#include <cmath>
#include <limits>

#include "array/random.h"

namespace lykos::array {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Walks along one sequence of random numbers.
class Draws {
 public:
  explicit Draws(RandomKey key) : key_(key) {}
  // On (0, 1]: never 0, so that its logarithm is finite.
  double uniform() { return 1 - static_cast<double>(random_bits(key_, position_++) >> 11) * 0x1p-53; }
  double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); }

 private:
  RandomKey key_;
  std::uint64_t position_ = 0;
};

// The number of successes before the cumulated probability passes u; for means up to about 10.
double invert(double u, double first, double (*ratio)(double k, double a, double b), double a, double b, double limit) {
  double k = 0, p = first;
  while (u > p && k < limit) {
    u -= p;
    k += 1;
    p *= ratio(k, a, b);
    if (p <= 0) break;
  }
  return k;
}

}  // namespace

double draw_gamma(double shape, RandomKey key) {
  if (!(shape > 0)) return kNaN;
  Draws draws(key);
  // Below 1: a draw for shape + 1 times a power of a uniform number.
  const double boost = shape < 1 ? std::pow(draws.uniform(), 1 / shape) : 1;
  const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = draws.normal(), t = 1 + c * x;
    if (t <= 0) continue;
    const double v = t * t * t;
    if (std::log(draws.uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return boost * d * v;
  }
}

double draw_poisson(double mean, RandomKey key) {
  if (!(mean >= 0)) return kNaN;
  if (mean == 0) return 0;
  Draws draws(key);
  if (mean < 10) {
    return invert(draws.uniform(), std::exp(-mean), [](double k, double a, double) { return a / k; }, mean, 0, 1000);
  }
  const double b = 0.931 + 2.53 * std::sqrt(mean), a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = draws.uniform() - 0.5, v = draws.uniform(), us = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b) <= k * std::log(mean) - mean - std::lgamma(k + 1)) return k;
  }
}

double draw_binomial(double number, double probability, RandomKey key) {
  if (!(number >= 0) || !(probability >= 0 && probability <= 1)) return kNaN;
  const double n = std::floor(number + 0.5);
  if (n == 0 || probability == 0) return 0;
  if (probability == 1) return n;
  if (probability > 0.5) return n - draw_binomial(number, 1 - probability, key);
  Draws draws(key);
  const double p = probability, q = 1 - p;
  if (n * p < 10) {
    return invert(draws.uniform(), std::pow(q, n), [](double k, double count, double odds) { return (count - k + 1) / k * odds; }, n, p / q, n);
  }
  const double deviation = std::sqrt(n * p * q), b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * p;
  const double c = n * p + 0.5, squeeze = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * deviation, mode = std::floor((n + 1) * p);
  const double odds = std::log(p / q), base = std::lgamma(mode + 1) + std::lgamma(n - mode + 1);
  for (;;) {
    const double u = draws.uniform() - 0.5;
    double v = draws.uniform();
    const double us = 0.5 - std::fabs(u), k = std::floor((2 * a / us + b) * u + c);
    if (k < 0 || k > n) continue;
    if (us >= 0.07 && v <= squeeze) return k;
    v = std::log(v * alpha / (a / (us * us) + b));
    if (v <= base - std::lgamma(k + 1) - std::lgamma(n - k + 1) + (k - mode) * odds) return k;
  }
}

}  // namespace lykos::array
