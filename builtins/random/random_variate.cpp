// random_variate.cpp - RandomVariate: draws from the distributions, and the symbols of the distributions themselves.
//
// A distribution is read once into a sampler (a closure over plain numbers), which then fills the result. Methods: Box-Muller for
// the normal; Marsaglia and Tsang (2000) for the gamma; Hormann's transformed rejection (1993) for Poisson and binomial counts
// with large mean, sequential search below; the rest by inversion or as functions of these.
#include <cmath>
#include <functional>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/library.h"
#include "builtins/random/random_state.h"
#include "builtins/random/register.h"
#include "builtins/statistics/sample.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

using RealDraw = std::function<double(RandomState&)>;
using IntegerDraw = std::function<std::int64_t(RandomState&)>;

/// Exactly one is set: machine reals, machine integers, or (multivariate distributions) whole expressions.
struct Sampler {
  RealDraw real;
  IntegerDraw integer;
  std::function<Expr(RandomState&)> general;
};

constexpr double kPi = 3.141592653589793;

double draw_gamma(RandomState& state, double shape) {
  if (shape < 1) return draw_gamma(state, shape + 1) * std::pow(state.positive_uniform(), 1 / shape);
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = state.normal();
    const double v = std::pow(1 + c * x, 3);
    if (v <= 0) continue;
    if (std::log(state.positive_uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

std::int64_t draw_poisson(RandomState& state, double mean) {
  if (mean < 10) {  // sequential search
    const double limit = std::exp(-mean);
    double product = state.positive_uniform();
    std::int64_t k = 0;
    while (product > limit) {
      product *= state.positive_uniform();
      ++k;
    }
    return k;
  }
  // PTRS: transformed rejection with squeeze.
  const double slope = std::sqrt(mean), b = 0.931 + 2.53 * slope, a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), limit = 0.9277 - 3.6224 / (b - 2);
  while (true) {
    const double u = state.uniform() - 0.5, v = state.positive_uniform();
    const double us = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= limit) return static_cast<std::int64_t>(k);
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b) <= k * std::log(mean) - mean - std::lgamma(k + 1)) {
      return static_cast<std::int64_t>(k);
    }
  }
}

std::int64_t draw_binomial(RandomState& state, std::int64_t n, double p) {
  if (p > 0.5) return n - draw_binomial(state, n, 1 - p);
  const double count = static_cast<double>(n);
  if (count * p < 10) {  // waiting times between successes
    if (p <= 0) return 0;
    const double log_q = std::log1p(-p);
    std::int64_t successes = 0;
    double sum = 0;
    while (true) {
      sum += std::floor(std::log(state.positive_uniform()) / log_q) + 1;
      if (sum > count) return successes;
      ++successes;
    }
  }
  // BTRS
  const double spq = std::sqrt(count * p * (1 - p)), b = 1.15 + 2.53 * spq, a = -0.0873 + 0.0248 * b + 0.01 * p;
  const double c = count * p + 0.5, alpha = (2.83 + 5.1 / b) * spq, vr = 0.92 - 4.2 / b;
  const double r = p / (1 - p), m = std::floor((count + 1) * p);
  while (true) {
    const double u = state.uniform() - 0.5;
    double v = state.positive_uniform();
    const double us = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a / us + b) * u + c);
    if (us >= 0.07 && v <= vr) return static_cast<std::int64_t>(k);
    if (k < 0 || k > count) continue;
    v = std::log(v * alpha / (a / (us * us) + b));
    // log f(k) - log f(m) of the binomial weights.
    const double exact = std::lgamma(m + 1) + std::lgamma(count - m + 1) - std::lgamma(k + 1) - std::lgamma(count - k + 1) + (k - m) * std::log(r);
    if (v <= exact) return static_cast<std::int64_t>(k);
  }
}

double draw_von_mises(RandomState& state, double kappa) {
  if (kappa < 1e-8) return kPi * (2 * state.uniform() - 1);
  const double tau = 1 + std::sqrt(1 + 4 * kappa * kappa), rho = (tau - std::sqrt(2 * tau)) / (2 * kappa), r = (1 + rho * rho) / (2 * rho);
  while (true) {  // Best and Fisher (1979)
    const double z = std::cos(kPi * state.uniform()), f = (1 + r * z) / (r + z), c = kappa * (r - f), u = state.positive_uniform();
    if (c * (2 - c) - u > 0 || std::log(c / u) + 1 - c >= 0) return state.uniform() > 0.5 ? std::acos(f) : -std::acos(f);
  }
}

/// Parameters of a distribution as doubles, or nullopt when one is not a number.
std::optional<std::vector<double>> parameters_of(const Expr& distribution) {
  std::vector<double> values;
  for (const Expr& arg : distribution.args()) {
    const auto value = numeric_double(arg);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return values;
}

std::optional<Sampler> real_sampler(bool valid, RealDraw draw) {
  if (!valid) return std::nullopt;
  return Sampler{std::move(draw), nullptr, nullptr};
}
std::optional<Sampler> integer_sampler(bool valid, IntegerDraw draw) {
  if (!valid) return std::nullopt;
  return Sampler{nullptr, std::move(draw), nullptr};
}

/// UniformDistribution[], [{a, b}], [max?]; [{{a, b}, {c, d}, ...}] and DiscreteUniformDistribution[{a, b}].
std::optional<Sampler> uniform_sampler(const Expr& distribution) {
  double low = 0, high = 1;
  if (distribution.size() == 1) {
    const Expr& range = distribution[0];
    if (range.is_list() && range.size() > 0 && range[0].is_list()) {
      std::vector<std::pair<double, double>> ranges;
      for (const Expr& one : range.args()) {
        if (!one.is_list() || one.size() != 2) return std::nullopt;
        const auto a = numeric_double(one[0]), b = numeric_double(one[1]);
        if (!a || !b) return std::nullopt;
        ranges.emplace_back(*a, *b);
      }
      return Sampler{nullptr, nullptr, [ranges](RandomState& s) {
                       std::vector<Expr> point;
                       for (const auto& [a, b] : ranges) point.push_back(Expr::real(a + (b - a) * s.uniform()));
                       return make_list(std::move(point));
                     }};
    }
    if (!range.is_list() || range.size() != 2) return std::nullopt;
    const auto a = numeric_double(range[0]), b = numeric_double(range[1]);
    if (!a || !b) return std::nullopt;
    low = *a;
    high = *b;
  }
  return real_sampler(true, [low, high](RandomState& s) { return low + (high - low) * s.uniform(); });
}

/// MultinormalDistribution[mean, covariance] by the Cholesky factor.
std::optional<Sampler> multinormal_sampler(const Expr& distribution) {
  Expr mean, covariance;
  if (distribution.size() == 2) {
    mean = distribution[0];
    covariance = distribution[1];
  } else if (distribution.size() == 1) {
    covariance = distribution[0];
  } else {
    return std::nullopt;
  }
  if (!covariance.is_list()) return std::nullopt;
  const std::size_t n = covariance.size();
  std::vector<double> center(n, 0.0), factor(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    if (!mean.is_null()) {
      if (!mean.is_list() || mean.size() != n) return std::nullopt;
      const auto m = numeric_double(mean[i]);
      if (!m) return std::nullopt;
      center[i] = *m;
    }
    if (!covariance[i].is_list() || covariance[i].size() != n) return std::nullopt;
    for (std::size_t j = 0; j <= i; ++j) {
      const auto c = numeric_double(covariance[i][j]);
      if (!c) return std::nullopt;
      double sum = *c;
      for (std::size_t k = 0; k < j; ++k) sum -= factor[i * n + k] * factor[j * n + k];
      if (i == j) {
        if (!(sum > 0)) return std::nullopt;
        factor[i * n + i] = std::sqrt(sum);
      } else {
        factor[i * n + j] = sum / factor[j * n + j];
      }
    }
  }
  return Sampler{nullptr, nullptr, [n, center, factor](RandomState& s) {
                   std::vector<double> z(n);
                   for (double& x : z) x = s.normal();
                   std::vector<Expr> point;
                   for (std::size_t i = 0; i < n; ++i) {
                     double x = center[i];
                     for (std::size_t k = 0; k <= i; ++k) x += factor[i * n + k] * z[k];
                     point.push_back(Expr::real(x));
                   }
                   return make_list(std::move(point));
                 }};
}

std::optional<Sampler> make_sampler(const Expr& d) {
  if (d.kind() != Kind::Normal) return std::nullopt;
  if (d.has_head(sym::UniformDistribution)) return uniform_sampler(d);
  if (d.has_head(sym::MultinormalDistribution)) return multinormal_sampler(d);
  if (d.has_head(sym::DiscreteUniformDistribution, 1)) {
    if (!d[0].is_list() || d[0].size() != 2) return std::nullopt;
    const auto a = machine_integer(d[0][0]), b = machine_integer(d[0][1]);
    if (!a || !b || *a > *b) return std::nullopt;
    const std::int64_t low = *a;
    const auto size = static_cast<std::uint64_t>(*b - *a + 1);
    return integer_sampler(true, [low, size](RandomState& s) { return low + static_cast<std::int64_t>(s.below(size)); });
  }
  const auto given = parameters_of(d);
  if (!given) return std::nullopt;
  const std::vector<double>& v = *given;
  const std::size_t n = v.size();
  const double a = n > 0 ? v[0] : 0, b = n > 1 ? v[1] : 0, c = n > 2 ? v[2] : 0;
  if (d.has_head(sym::NormalDistribution)) {
    const double mean = n == 0 ? 0 : a, deviation = n == 0 ? 1 : b;
    return real_sampler((n == 0 || n == 2) && deviation > 0, [=](RandomState& s) { return mean + deviation * s.normal(); });
  }
  if (d.has_head(sym::ExponentialDistribution)) return real_sampler(n == 1 && a > 0, [=](RandomState& s) { return s.exponential() / a; });
  if (d.has_head(sym::PoissonDistribution)) return integer_sampler(n == 1 && a > 0 && a < 1e15, [=](RandomState& s) { return draw_poisson(s, a); });
  if (d.has_head(sym::BinomialDistribution)) {
    const auto count = static_cast<std::int64_t>(a);
    return integer_sampler(n == 2 && a >= 0 && a < 1e15 && a == std::floor(a) && b >= 0 && b <= 1,
                           [=](RandomState& s) { return draw_binomial(s, count, b); });
  }
  if (d.has_head(sym::BernoulliDistribution)) {
    return integer_sampler(n == 1 && a >= 0 && a <= 1, [=](RandomState& s) { return std::int64_t{s.uniform() < a}; });
  }
  if (d.has_head(sym::GeometricDistribution)) {
    return integer_sampler(n == 1 && a > 0 && a <= 1, [=](RandomState& s) {
      return a == 1 ? std::int64_t{0} : static_cast<std::int64_t>(std::floor(std::log(s.positive_uniform()) / std::log1p(-a)));
    });
  }
  if (d.has_head(sym::NegativeBinomialDistribution)) {
    return integer_sampler(n == 2 && a > 0 && b > 0 && b <= 1, [=](RandomState& s) {
      const double mean = draw_gamma(s, a) * (1 - b) / b;
      return mean > 0 ? draw_poisson(s, mean) : std::int64_t{0};
    });
  }
  if (d.has_head(sym::HypergeometricDistribution)) {  // n draws, s successes among t
    const auto draws = static_cast<std::int64_t>(a), good = static_cast<std::int64_t>(b), total = static_cast<std::int64_t>(c);
    return integer_sampler(n == 3 && a >= 0 && b >= 0 && c >= a && c >= b && c < 1e15, [=](RandomState& s) {
      std::int64_t found = 0;
      for (std::int64_t i = 0; i < draws; ++i) {
        if (static_cast<std::int64_t>(s.below(static_cast<std::uint64_t>(total - i))) < good - found) ++found;
      }
      return found;
    });
  }
  if (d.has_head(sym::LogSeriesDistribution)) {  // Kemp's generator
    return integer_sampler(n == 1 && a > 0 && a < 1, [=](RandomState& s) {
      const double r = std::log1p(-a), u = s.positive_uniform(), w = s.positive_uniform();
      if (w >= a) return std::int64_t{1};
      const double q = -std::expm1(r * u);
      if (w <= q * q) return static_cast<std::int64_t>(std::floor(1 + std::log(w) / std::log(q)));
      return std::int64_t{w <= q ? 2 : 1};
    });
  }
  if (d.has_head(sym::GammaDistribution)) {
    if (n == 4) {  // {alpha, beta, gamma, mu}: mu + beta G^(1/gamma)
      const double shift = v[3];
      return real_sampler(a > 0 && b > 0 && c > 0, [=](RandomState& s) { return shift + b * std::pow(draw_gamma(s, a), 1 / c); });
    }
    return real_sampler(n == 2 && a > 0 && b > 0, [=](RandomState& s) { return b * draw_gamma(s, a); });
  }
  if (d.has_head(sym::ErlangDistribution)) return real_sampler(n == 2 && a > 0 && b > 0, [=](RandomState& s) { return draw_gamma(s, a) / b; });
  if (d.has_head(sym::InverseGammaDistribution)) return real_sampler(n == 2 && a > 0 && b > 0, [=](RandomState& s) { return b / draw_gamma(s, a); });
  if (d.has_head(sym::BetaDistribution)) {
    return real_sampler(n == 2 && a > 0 && b > 0, [=](RandomState& s) {
      const double x = draw_gamma(s, a), y = draw_gamma(s, b);
      return x / (x + y);
    });
  }
  if (d.has_head(sym::ChiSquareDistribution)) return real_sampler(n == 1 && a > 0, [=](RandomState& s) { return 2 * draw_gamma(s, a / 2); });
  if (d.has_head(sym::ChiDistribution)) return real_sampler(n == 1 && a > 0, [=](RandomState& s) { return std::sqrt(2 * draw_gamma(s, a / 2)); });
  if (d.has_head(sym::StudentTDistribution)) {
    const double mean = n == 3 ? a : 0, scale = n == 3 ? b : 1, nu = n == 3 ? c : a;
    return real_sampler((n == 1 || n == 3) && nu > 0 && scale > 0, [=](RandomState& s) {
      const double z = s.normal();
      return mean + scale * z / std::sqrt(2 * draw_gamma(s, nu / 2) / nu);
    });
  }
  if (d.has_head(sym::FRatioDistribution)) {
    return real_sampler(n == 2 && a > 0 && b > 0, [=](RandomState& s) {
      const double x = draw_gamma(s, a / 2) / a;
      return x / (draw_gamma(s, b / 2) / b);
    });
  }
  if (d.has_head(sym::LogNormalDistribution)) return real_sampler(n == 2 && b > 0, [=](RandomState& s) { return std::exp(a + b * s.normal()); });
  if (d.has_head(sym::CauchyDistribution)) {
    const double location = n == 0 ? 0 : a, scale = n == 0 ? 1 : b;
    return real_sampler((n == 0 || n == 2) && scale > 0, [=](RandomState& s) { return location + scale * std::tan(kPi * (s.uniform() - 0.5)); });
  }
  if (d.has_head(sym::WeibullDistribution)) {
    return real_sampler((n == 2 || n == 3) && a > 0 && b > 0, [=](RandomState& s) { return c + b * std::pow(s.exponential(), 1 / a); });
  }
  if (d.has_head(sym::LaplaceDistribution)) {
    const double mean = n == 0 ? 0 : a, scale = n == 0 ? 1 : b;
    return real_sampler((n == 0 || n == 2) && scale > 0, [=](RandomState& s) {
      const double x = s.exponential();
      return s.uniform() < 0.5 ? mean + scale * x : mean - scale * x;
    });
  }
  if (d.has_head(sym::LogisticDistribution)) {
    const double mean = n == 0 ? 0 : a, scale = n == 0 ? 1 : b;
    return real_sampler((n == 0 || n == 2) && scale > 0, [=](RandomState& s) {
      const double u = s.positive_uniform();
      return mean + scale * (std::log(u) - std::log1p(-u + 0x1p-54));
    });
  }
  if (d.has_head(sym::GumbelDistribution)) {
    const double location = n == 0 ? 0 : a, scale = n == 0 ? 1 : b;
    return real_sampler((n == 0 || n == 2) && scale > 0, [=](RandomState& s) { return location + scale * std::log(s.exponential()); });
  }
  if (d.has_head(sym::ExtremeValueDistribution)) {
    const double location = n == 0 ? 0 : a, scale = n == 0 ? 1 : b;
    return real_sampler((n == 0 || n == 2) && scale > 0, [=](RandomState& s) { return location - scale * std::log(s.exponential()); });
  }
  if (d.has_head(sym::ParetoDistribution)) return real_sampler(n == 2 && a > 0 && b > 0, [=](RandomState& s) { return a * std::pow(s.positive_uniform(), -1 / b); });
  if (d.has_head(sym::RayleighDistribution)) return real_sampler(n == 1 && a > 0, [=](RandomState& s) { return a * std::sqrt(2 * s.exponential()); });
  if (d.has_head(sym::MaxwellDistribution)) {
    return real_sampler(n == 1 && a > 0, [=](RandomState& s) { return a * std::sqrt(2 * draw_gamma(s, 1.5)); });
  }
  if (d.has_head(sym::HalfNormalDistribution)) {
    return real_sampler(n == 1 && a > 0, [=](RandomState& s) { return std::fabs(s.normal()) * std::sqrt(kPi / 2) / a; });
  }
  if (d.has_head(sym::InverseGaussianDistribution)) {  // Michael, Schucany and Haas (1976)
    return real_sampler(n == 2 && a > 0 && b > 0, [=](RandomState& s) {
      const double z = s.normal(), y = z * z;
      const double x = a + a * a * y / (2 * b) - a / (2 * b) * std::sqrt(4 * a * b * y + a * a * y * y);
      return s.uniform() <= a / (a + x) ? x : a * a / x;
    });
  }
  if (d.has_head(sym::VonMisesDistribution)) {
    return real_sampler(n == 2 && b > 0, [=](RandomState& s) { return a + draw_von_mises(s, b); });
  }
  if (d.has_head(sym::ArcSinDistribution)) {
    return real_sampler(n == 0, [](RandomState& s) {
      const double x = std::sin(kPi / 2 * s.uniform());
      return x * x;
    });
  }
  return std::nullopt;
}

/// TriangularDistribution[{a, b}, c].
std::optional<Sampler> triangular_sampler(const Expr& d) {
  double low = 0, high = 1;
  std::optional<double> mode;
  if (d.size() >= 1) {
    if (!d[0].is_list() || d[0].size() != 2) return std::nullopt;
    const auto a = numeric_double(d[0][0]), b = numeric_double(d[0][1]);
    if (!a || !b) return std::nullopt;
    low = *a;
    high = *b;
  }
  if (d.size() == 2) {
    mode = numeric_double(d[1]);
    if (!mode) return std::nullopt;
  }
  const double middle = mode.value_or((low + high) / 2);
  return real_sampler(low < high && middle >= low && middle <= high, [=](RandomState& s) {
    const double u = s.uniform(), cut = (middle - low) / (high - low);
    return u < cut ? low + std::sqrt(u * (high - low) * (middle - low)) : high - std::sqrt((1 - u) * (high - low) * (high - middle));
  });
}

// RandomVariate[dist], [dist, n], [dist, {n1, n2, ...}].
MaybeExpr builtin_RandomVariate(Call& call) {
  std::vector<std::int64_t> dimensions;
  if (call.size() == 2) {
    const auto given = read_dimensions(call, 1);
    if (!given) return std::nullopt;
    dimensions = *given;
  }
  if (MaybeExpr value = random_variates(call.arg(0), dimensions)) return value;
  return call.message("unsdst", {call.arg(0)});
}

constexpr Builtin kBuiltins[] = {
    {.name = "RandomVariate", .fn = builtin_RandomVariate, .arity = between(1, 2),
     .usage = "RandomVariate[dist] is a random number from the distribution dist.\nRandomVariate[dist, n] is a list of n of them.\n"
              "RandomVariate[dist, {n1, n2, ...}] is an array.",
     .options = "{WorkingPrecision -> MachinePrecision}",
     .messages = {{"unsdst", "The specification `1` is not a random distribution with valid numeric parameters recognized by the system."},
                  {"array", "The array dimensions `1` given in position 2 of `2` should be a list of non-negative machine-sized integers giving the dimensions for the result."}}},
};

}  // namespace

MaybeExpr random_variates(const Expr& distribution, const std::vector<std::int64_t>& dimensions) {
  const auto sampler = distribution.has_head(sym::TriangularDistribution) ? triangular_sampler(distribution) : make_sampler(distribution);
  if (!sampler) {
    if (!is_distribution_expr(distribution)) return std::nullopt;
    // Distributions written in the language draw a list at once.
    std::int64_t total = 1;
    for (const std::int64_t d : dimensions) total *= d;
    const Expr arguments[] = {distribution, Expr::integer(total)};
    const MaybeExpr drawn = call_library("statistics/derived", "drawn", arguments);
    if (!drawn || !drawn->is_list()) return std::nullopt;
    const std::vector<Expr> values = elements_of(*drawn);
    if (static_cast<std::int64_t>(values.size()) != total) return std::nullopt;
    std::size_t next = 0;
    return pack(nested_list(dimensions, 0, [&] { return values[next++]; }));
  }
  RandomState& state = random_state();
  if (sampler->general) return pack(nested_list(dimensions, 0, [&] { return sampler->general(state); }));
  if (!can_pack(dimensions)) {
    return nested_list(dimensions, 0, [&] { return sampler->real ? Expr::real(sampler->real(state)) : Expr::integer(sampler->integer(state)); });
  }
  array::Array values(sampler->real ? array::DType::Real64 : array::DType::Integer64, shape_of(dimensions));
  const std::int64_t count = values.element_count();
  for (std::int64_t i = 0; i < count; ++i) {
    if ((i & 4095) == 0) check_interrupt();
    if (sampler->real) {
      values.data<double>()[i] = sampler->real(state);
    } else {
      values.data<std::int64_t>()[i] = sampler->integer(state);
    }
  }
  return make_packed(std::move(values));
}

void register_random_variate(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
