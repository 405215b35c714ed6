// ball_special_functions.cpp - ball forms of the special functions. Definitions follow the language's conventions, which differ
// from Arb's in places (elliptic integrals take the parameter m; argument orders of Beta and Gegenbauer functions).
#include <algorithm>
#include <cmath>

#include <acb_dirichlet.h>
#include <acb_elliptic.h>
#include <acb_hypgeom.h>
#include <acb_modular.h>

#include "builtins/arithmetic/ball_templates.h"
#include "evaluator/evaluator.h"

namespace lykos::builtins {
namespace {

// ---- gamma family
bool ball_factorial(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_add_ui(r, a[0], 1, bits);
  acb_gamma(r, r, bits);
  return true;
}
/// Gamma[z], Gamma[a, z], Gamma[a, z0, z1].
bool ball_gamma(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 1) {
    acb_gamma(r, a[0], bits);
  } else if (n == 2) {
    acb_hypgeom_gamma_upper(r, a[0], a[1], 0, bits);
  } else if (n == 3) {
    Ball second;
    acb_hypgeom_gamma_upper(r, a[0], a[1], 0, bits);
    acb_hypgeom_gamma_upper(second, a[0], a[2], 0, bits);
    acb_sub(r, r, second, bits);
  } else {
    return false;
  }
  return true;
}
bool ball_gamma_regularized(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 2) {
    acb_hypgeom_gamma_upper(r, a[0], a[1], 1, bits);
  } else if (n == 3) {
    Ball second;
    acb_hypgeom_gamma_upper(r, a[0], a[1], 1, bits);
    acb_hypgeom_gamma_upper(second, a[0], a[2], 1, bits);
    acb_sub(r, r, second, bits);
  } else {
    return false;
  }
  return true;
}
/// Beta[a, b], Beta[z, a, b], Beta[z0, z1, a, b].
bool ball_beta(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 2) {
    Ball t;
    acb_gamma(r, a[0], bits);
    acb_gamma(t, a[1], bits);
    acb_mul(r, r, t, bits);
    acb_add(t, a[0], a[1], bits);
    acb_rgamma(t, t, bits);
    acb_mul(r, r, t, bits);
  } else if (n == 3) {
    acb_hypgeom_beta_lower(r, a[1], a[2], a[0], 0, bits);
  } else if (n == 4) {
    Ball first;
    acb_hypgeom_beta_lower(first, a[2], a[3], a[0], 0, bits);
    acb_hypgeom_beta_lower(r, a[2], a[3], a[1], 0, bits);
    acb_sub(r, r, first, bits);
  } else {
    return false;
  }
  return true;
}
class RealBall {
 public:
  RealBall() { arb_init(value_); }
  RealBall(const RealBall&) = delete;
  RealBall& operator=(const RealBall&) = delete;
  ~RealBall() { arb_clear(value_); }
  arb_ptr get() { return value_; }
  operator arb_ptr() { return value_; }

 private:
  arb_t value_;
};
/// BetaRegularized[z, a, b] for 0 < z < 1 and positive a, b: z^a (1 - z)^b/(a Beta[a, b]) times a series of positive terms with
/// the ratios (a + b + k)/(a + 1 + k) z, from the end of the interval that is nearer.
bool positive_beta_series(arb_ptr r, arb_srcptr z, arb_srcptr a, arb_srcptr b, slong bits, bool swapped = false) {
  RealBall u, v, w, sum;
  arb_add(u, a, b, bits);
  arb_mul(v, u, z, bits);
  if (!swapped && arf_cmp(arb_midref(v.get()), arb_midref(a)) > 0) {  // beyond the mean: from the other end
    arb_sub_ui(v, z, 1, bits);
    arb_neg(v, v);
    if (!positive_beta_series(r, v, b, a, bits, true)) return false;
    arb_sub_ui(r, r, 1, bits);
    arb_neg(r, r);
    return true;
  }
  const slong work = bits + 40;
  RealBall term, ratio, log;
  arb_one(term);
  arb_one(sum);
  for (slong k = 0;; ++k) {
    if (k == 2000000) return false;
    if ((k & 1023) == 0) check_interrupt();
    arb_add_si(v, u, k, work);
    arb_mul(v, v, z, work);
    arb_add_si(w, a, k + 1, work);
    arb_div(ratio, v, w, work);
    arb_mul(term, term, ratio, work);
    arb_add(sum, sum, term, work);
    // The ratios go to z monotonically: the rest is at most term q/(1 - q) with the greater of the two as q.
    if (arf_cmp(arb_midref(ratio.get()), arb_midref(z)) < 0) arb_set(ratio, z);
    arb_sub_ui(w, ratio, 1, work);
    arb_neg(w, w);
    if (!arb_is_positive(w)) continue;
    arb_mul(v, term, ratio, work);
    arb_div(v, v, w, work);
    arb_mul_2exp_si(w, v, bits);
    if (arb_lt(w, sum)) {
      arb_add_error(sum, v);
      break;
    }
  }
  arb_log(log, z, work);
  arb_mul(log, log, a, work);
  arb_sub_ui(v, z, 1, work);
  arb_neg(v, v);
  arb_log(v, v, work);
  arb_addmul(log, v, b, work);
  arb_lgamma(v, u, work);
  arb_add(log, log, v, work);
  arb_lgamma(v, a, work);
  arb_sub(log, log, v, work);
  arb_lgamma(v, b, work);
  arb_sub(log, log, v, work);
  arb_exp(log, log, work);
  arb_mul(sum, sum, log, work);
  arb_div(r, sum, a, bits);
  return true;
}
bool ball_beta_regularized(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 3 && is_real_ball(a[0]) && is_real_ball(a[1]) && is_real_ball(a[2]) && arb_is_positive(acb_realref(a[0].get())) && arb_is_positive(acb_realref(a[1].get())) && arb_is_positive(acb_realref(a[2].get()))) {
    RealBall rest;
    arb_sub_ui(rest, acb_realref(a[0].get()), 1, bits);
    if (arb_is_negative(rest)) {
      arb_zero(acb_imagref(r));
      if (positive_beta_series(acb_realref(r), acb_realref(a[0].get()), acb_realref(a[1].get()), acb_realref(a[2].get()), bits)) return true;
    }
  }
  if (n == 3) {
    acb_hypgeom_beta_lower(r, a[1], a[2], a[0], 1, bits);
  } else if (n == 4) {
    Ball first;
    acb_hypgeom_beta_lower(first, a[2], a[3], a[0], 1, bits);
    acb_hypgeom_beta_lower(r, a[2], a[3], a[1], 1, bits);
    acb_sub(r, r, first, bits);
  } else {
    return false;
  }
  return true;
}
/// Binomial[n, k] = 1/((n + 1) Beta[k + 1, n - k + 1]) through reciprocal gammas, which are entire.
bool ball_binomial(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  slong k = 0;
  if (exact_integer(a[1], k)) {
    if (k < 0) {
      acb_zero(r);
      return true;
    }
    if (k < 10000) {  // falling factorial over k!
      Ball start;
      acb_sub_si(start, a[0], k - 1, bits);
      acb_rising_ui(r, start, static_cast<ulong>(k), bits);
      arb_t factorial;
      arb_init(factorial);
      arb_fac_ui(factorial, static_cast<ulong>(k), bits);
      acb_div_arb(r, r, factorial, bits);
      arb_clear(factorial);
      return true;
    }
  }
  Ball t;
  acb_add_ui(r, a[0], 1, bits);
  acb_gamma(r, r, bits);
  acb_add_ui(t, a[1], 1, bits);
  acb_rgamma(t, t, bits);
  acb_mul(r, r, t, bits);
  acb_sub(t, a[0], a[1], bits);
  acb_add_ui(t, t, 1, bits);
  acb_rgamma(t, t, bits);
  acb_mul(r, r, t, bits);
  return true;
}
/// PolyGamma[z], PolyGamma[n, z]. For negative n these are repeated integrals of LogGamma from 0 (acb_polygamma has another normalisation
/// there): PolyGamma[-2, z] = z (1 - z)/2 + z Log[2 Pi]/2 + z LogGamma[z] - LogBarnesG[1 + z].
bool ball_polygamma(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 1) {
    acb_digamma(r, a[0], bits);
  } else if (n == 2 && arb_is_negative(acb_realref(static_cast<acb_srcptr>(a[0])))) {
    if (acb_equal_si(a[0], -1)) {
      acb_lgamma(r, a[1], bits);
      return true;
    }
    if (!acb_equal_si(a[0], -2)) return false;
    Ball sum, t;
    acb_const_pi(sum, bits);
    acb_mul_2exp_si(sum, sum, 1);
    acb_log(sum, sum, bits);
    acb_sub(sum, sum, a[1], bits);
    acb_add_ui(sum, sum, 1, bits);
    acb_mul_2exp_si(sum, sum, -1);
    acb_lgamma(t, a[1], bits);
    acb_add(sum, sum, t, bits);
    acb_mul(sum, sum, a[1], bits);
    acb_add_ui(t, a[1], 1, bits);
    acb_log_barnes_g(t, t, bits);
    acb_sub(r, sum, t, bits);
  } else if (n == 2) {
    acb_polygamma(r, a[0], a[1], bits);
  } else {
    return false;
  }
  return true;
}
/// n!! = 2^(z/2) Gamma[z/2 + 1] (2/Pi)^((1 - Cos[Pi z])/4).
bool ball_factorial2(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball half, t, base;
  acb_mul_2exp_si(half, a[0], -1);
  acb_set_ui(base, 2);
  acb_pow(r, base, half, bits);
  acb_add_ui(t, half, 1, bits);
  acb_gamma(t, t, bits);
  acb_mul(r, r, t, bits);
  acb_cos_pi(t, a[0], bits);
  acb_sub_ui(t, t, 1, bits);
  acb_neg(t, t);
  acb_mul_2exp_si(t, t, -2);
  acb_const_pi(base, bits);
  acb_mul_2exp_si(base, base, -1);
  acb_inv(base, base, bits);
  acb_pow(t, base, t, bits);
  acb_mul(r, r, t, bits);
  return true;
}
/// HarmonicNumber[z] = digamma(z + 1) + gamma; HarmonicNumber[n, s] = Zeta[s] - Zeta[s, n + 1].
bool ball_harmonic(acb_ptr r, Args a, std::size_t n, slong bits) {
  Ball t;
  acb_add_ui(t, a[0], 1, bits);
  if (n == 1) {
    acb_digamma(r, t, bits);
    arb_t euler;
    arb_init(euler);
    arb_const_euler(euler, bits);
    acb_add_arb(r, r, euler, bits);
    arb_clear(euler);
    return true;
  }
  if (n != 2) return false;
  Ball tail;
  acb_hurwitz_zeta(tail, a[1], t, bits);
  acb_zeta(r, a[1], bits);
  acb_sub(r, r, tail, bits);
  return true;
}
/// Fibonacci[z] = (phi^z - Cos[Pi z] phi^-z)/Sqrt[5], LucasL[z] = phi^z + Cos[Pi z] phi^-z.
template <bool Lucas>
bool ball_fibonacci(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball phi, up, down, cosine;
  arb_sqrt_ui(acb_realref(phi.get()), 5, bits);
  arb_add_ui(acb_realref(phi.get()), acb_realref(phi.get()), 1, bits);
  acb_mul_2exp_si(phi, phi, -1);
  acb_pow(up, phi, a[0], bits);
  acb_inv(down, up, bits);
  acb_cos_pi(cosine, a[0], bits);
  acb_mul(down, down, cosine, bits);
  if (Lucas) {
    acb_add(r, up, down, bits);
  } else {
    acb_sub(r, up, down, bits);
    arb_t root;
    arb_init(root);
    arb_sqrt_ui(root, 5, bits);
    acb_div_arb(r, r, root, bits);
    arb_clear(root);
  }
  return true;
}
bool ball_catalan_number(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball pair[2];
  acb_mul_2exp_si(pair[0], a[0], 1);
  acb_set(pair[1], a[0]);
  if (!ball_binomial(r, pair, 2, bits)) return false;
  Ball t;
  acb_add_ui(t, a[0], 1, bits);
  acb_div(r, r, t, bits);
  return true;
}
/// FactorialPower[x, n] = Gamma[x + 1]/Gamma[x - n + 1].
bool ball_factorial_power(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  Ball t;
  acb_add_ui(t, a[0], 1, bits);
  acb_gamma(r, t, bits);
  acb_sub(t, t, a[1], bits);
  acb_rgamma(t, t, bits);
  acb_mul(r, r, t, bits);
  return true;
}

// ---- zeta family
bool ball_zeta(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 1) {
    acb_zeta(r, a[0], bits);
  } else if (n == 2) {
    acb_hurwitz_zeta(r, a[0], a[1], bits);
  } else {
    return false;
  }
  return true;
}
bool ball_dirichlet_eta(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_dirichlet_eta(r, a[0], bits);
  return true;
}
bool ball_riemann_siegel_z(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_dirichlet_hardy_z(r, a[0], nullptr, nullptr, 1, bits);
  return true;
}
bool ball_riemann_siegel_theta(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_dirichlet_hardy_theta(r, a[0], nullptr, nullptr, 1, bits);
  return true;
}

// ---- error functions, integrals
/// Erf[z], Erf[z0, z1].
bool ball_erf(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 1) {
    acb_hypgeom_erf(r, a[0], bits);
    return true;
  }
  if (n != 2) return false;
  Ball first;
  acb_hypgeom_erf(first, a[0], bits);
  acb_hypgeom_erf(r, a[1], bits);
  acb_sub(r, r, first, bits);
  return true;
}
/// InverseErf[s] by Newton steps on erf from a double estimate, then certified by one interval Newton step.
bool inverse_error_function(arb_ptr result, arb_srcptr s, bool complementary, slong bits) {
  // Solves erf(x) = s (or erfc(x) = s); f' = 2/sqrt(pi) exp(-x^2).
  const double target = arf_get_d(arb_midref(s), ARF_RND_NEAR);
  if (complementary ? !(target > 0 && target < 2) : !(std::fabs(target) < 1)) return false;
  // Winitzki's estimate is enough to start from.
  const double folded = complementary ? 1 - target : target;
  const double log_term = complementary ? std::log(target * (2 - target)) : std::log((1 - folded) * (1 + folded));
  const double a = 0.147;
  const double b = 2 / (3.141592653589793 * a) + log_term / 2;
  double start = std::sqrt(std::max(0.0, std::sqrt(b * b - log_term / a) - b));
  if (folded < 0) start = -start;
  Ball x, value, slope, square;
  arb_set_d(acb_realref(x.get()), start);
  slong precision = 64;
  const auto step = [&](slong working, arb_srcptr at) {
    acb_set_arb(value, at);
    acb_mul(square, value, value, working);
    acb_neg(square, square);
    acb_exp(slope, square, working);
    Ball pi;
    acb_const_pi(pi, working);
    acb_sqrt(pi, pi, working);
    acb_div(slope, slope, pi, working);
    acb_mul_2exp_si(slope, slope, 1);
    if (complementary) {
      acb_hypgeom_erfc(value, value, working);
      acb_neg(slope, slope);
    } else {
      acb_hypgeom_erf(value, value, working);
    }
  };
  for (int iteration = 0; iteration < 60; ++iteration) {
    step(precision + 10, acb_realref(x.get()));
    arb_sub(acb_realref(value.get()), acb_realref(value.get()), s, precision + 10);
    arb_div(acb_realref(value.get()), acb_realref(value.get()), acb_realref(slope.get()), precision + 10);
    arb_sub(acb_realref(x.get()), acb_realref(x.get()), acb_realref(value.get()), precision + 10);
    const bool done = precision >= bits && iteration > 6;
    mag_zero(arb_radref(acb_realref(x.get())));
    if (done) break;
    if (iteration >= 5) precision = std::min(bits, precision * 2);
  }
  // x - (f(x) - s)/f'(X) over a small interval X around x encloses the root.
  Ball wide(x);
  mag_t radius;
  mag_init(radius);
  arf_get_mag(radius, arb_midref(acb_realref(x.get())));
  mag_mul_2exp_si(radius, radius, -bits / 2);
  arb_add_error_mag(acb_realref(wide.get()), radius);
  mag_clear(radius);
  step(bits + 10, acb_realref(x.get()));
  Ball residual(value);
  arb_sub(acb_realref(residual.get()), acb_realref(residual.get()), s, bits + 10);
  step(bits + 10, acb_realref(wide.get()));
  arb_div(acb_realref(residual.get()), acb_realref(residual.get()), acb_realref(slope.get()), bits + 10);
  arb_sub(result, acb_realref(x.get()), acb_realref(residual.get()), bits + 10);
  return true;
}
template <bool Complementary>
bool ball_inverse_erf(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1 || !is_real_ball(a[0])) return false;
  arb_zero(acb_imagref(r));
  if (!Complementary && acb_is_zero(a[0])) {
    acb_zero(r);
    return true;
  }
  return inverse_error_function(acb_realref(r), acb_realref(a[0].get()), Complementary, bits);
}
template <bool Sine>
bool ball_fresnel(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_hypgeom_fresnel(Sine ? r : nullptr, Sine ? nullptr : r, a[0], 1, bits);
  return true;
}
bool ball_log_integral(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_hypgeom_li(r, a[0], 0, bits);
  return true;
}
/// ProductLog[z], ProductLog[k, z].
bool ball_product_log(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n < 1 || n > 2) return false;
  slong branch = 0;
  if (n == 2 && !exact_integer(a[0], branch)) return false;
  fmpz_t k;
  fmpz_init_set_si(k, branch);
  acb_lambertw(r, a[n - 1], k, 0, bits);
  fmpz_clear(k);
  return true;
}

// ---- Bessel and Airy
enum class AiryKind { Ai, AiPrime, Bi, BiPrime };
template <AiryKind K>
bool ball_airy(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_hypgeom_airy(K == AiryKind::Ai ? r : nullptr, K == AiryKind::AiPrime ? r : nullptr,
                   K == AiryKind::Bi ? r : nullptr, K == AiryKind::BiPrime ? r : nullptr, a[0], bits);
  return true;
}
template <bool First>
bool ball_hankel(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  Ball y;
  acb_hypgeom_bessel_jy(r, y, a[0], a[1], bits);
  acb_mul_onei(y, y);
  if (First) {
    acb_add(r, r, y, bits);
  } else {
    acb_sub(r, r, y, bits);
  }
  return true;
}
/// Sqrt[Pi/2]/Sqrt[z] times the cylindrical function of order n + 1/2.
template <void (*F)(acb_t, const acb_t, const acb_t, slong)>
bool ball_spherical(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  Ball order, factor;
  acb_set_d(order, 0.5);
  acb_add(order, order, a[0], bits);
  F(r, order, a[1], bits);
  acb_const_pi(factor, bits);
  acb_mul_2exp_si(factor, factor, -1);
  acb_sqrt(factor, factor, bits);
  acb_mul(r, r, factor, bits);
  acb_rsqrt(factor, a[1], bits);
  acb_mul(r, r, factor, bits);
  return true;
}

// ---- elliptic integrals (parameter m)
bool ball_elliptic_e(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 1) {
    acb_elliptic_e(r, a[0], bits);
  } else if (n == 2) {
    acb_elliptic_e_inc(r, a[0], a[1], 0, bits);
  } else {
    return false;
  }
  return true;
}
bool ball_elliptic_f(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  acb_elliptic_f(r, a[0], a[1], 0, bits);
  return true;
}
/// EllipticPi[n, m], EllipticPi[n, phi, m].
bool ball_elliptic_pi(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 2) {
    acb_elliptic_pi(r, a[0], a[1], bits);
  } else if (n == 3) {
    acb_elliptic_pi_inc(r, a[0], a[1], a[2], 0, bits);
  } else {
    return false;
  }
  return true;
}
/// EllipticTheta[k, u, q] with the nome q = exp(I Pi tau) and u = Pi z.
bool ball_elliptic_theta(acb_ptr r, Args a, std::size_t n, slong bits) {
  slong kind = 0;
  if (n < 2 || n > 3 || !exact_integer(a[0], kind) || kind < 1 || kind > 4) return false;
  Ball tau, z, pi, theta[4];
  acb_const_pi(pi, bits);
  acb_log(tau, a[n - 1], bits);
  acb_div(tau, tau, pi, bits);
  acb_div_onei(tau, tau);
  if (n == 3) acb_div(z, a[1], pi, bits);
  if (!arb_is_positive(acb_imagref(tau.get()))) return false;
  acb_modular_theta(theta[0], theta[1], theta[2], theta[3], z, tau, bits);
  acb_set(r, theta[kind - 1]);
  return true;
}

// ---- hypergeometric and orthogonal functions
bool ball_0f1(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  acb_hypgeom_0f1(r, a[0], a[1], 0, bits);
  return true;
}
bool ball_0f1_regularized(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  acb_hypgeom_0f1(r, a[0], a[1], 1, bits);
  return true;
}
template <int Regularized>
bool ball_1f1(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 3) return false;
  acb_hypgeom_m(r, a[0], a[1], a[2], Regularized, bits);
  return true;
}
template <int Regularized>
bool ball_2f1(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 4) return false;
  acb_hypgeom_2f1(r, a[0], a[1], a[2], a[3], Regularized, bits);
  return true;
}
bool ball_legendre_p(acb_ptr r, Args a, std::size_t n, slong bits) {
  Ball zero;
  if (n == 2) {
    acb_hypgeom_legendre_p(r, a[0], zero, a[1], 0, bits);
  } else if (n == 3) {
    acb_hypgeom_legendre_p(r, a[0], a[1], a[2], 0, bits);
  } else {
    return false;
  }
  return true;
}
bool ball_legendre_q(acb_ptr r, Args a, std::size_t n, slong bits) {
  Ball zero;
  if (n == 2) {
    acb_hypgeom_legendre_q(r, a[0], zero, a[1], 0, bits);
  } else if (n == 3) {
    acb_hypgeom_legendre_q(r, a[0], a[1], a[2], 0, bits);
  } else {
    return false;
  }
  return true;
}
bool ball_jacobi_p(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 4) return false;
  acb_hypgeom_jacobi_p(r, a[0], a[1], a[2], a[3], bits);
  return true;
}
/// LaguerreL[n, x], LaguerreL[n, a, x].
bool ball_laguerre(acb_ptr r, Args a, std::size_t n, slong bits) {
  Ball zero;
  if (n == 2) {
    acb_hypgeom_laguerre_l(r, a[0], zero, a[1], bits);
  } else if (n == 3) {
    acb_hypgeom_laguerre_l(r, a[0], a[1], a[2], bits);
  } else {
    return false;
  }
  return true;
}
bool ball_gegenbauer(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 3) return false;
  acb_hypgeom_gegenbauer_c(r, a[0], a[1], a[2], bits);
  return true;
}
/// SphericalHarmonicY[l, m, theta, phi] for integers l and m.
bool ball_spherical_harmonic(acb_ptr r, Args a, std::size_t n, slong bits) {
  slong l = 0, m = 0;
  if (n != 4 || !exact_integer(a[0], l) || !exact_integer(a[1], m)) return false;
  acb_hypgeom_spherical_y(r, l, m, a[2], a[3], bits);
  return true;
}

const BallRow kRows[] = {
    {sym::Factorial, ball_factorial},
    {sym::Factorial2, ball_factorial2},
    {sym::Gamma, ball_gamma},
    {sym::GammaRegularized, ball_gamma_regularized},
    {sym::LogGamma, direct<acb_lgamma>},
    {sym::Beta, ball_beta},
    {sym::BetaRegularized, ball_beta_regularized},
    {sym::Binomial, ball_binomial},
    {sym::Pochhammer, direct2<acb_rising>},
    {sym::FactorialPower, ball_factorial_power},
    {sym::PolyGamma, ball_polygamma},
    {sym::HarmonicNumber, ball_harmonic},
    {sym::Fibonacci, ball_fibonacci<false>},
    {sym::LucasL, ball_fibonacci<true>},
    {sym::CatalanNumber, ball_catalan_number},
    {sym::BarnesG, direct<acb_barnes_g>},
    {sym::LogBarnesG, direct<acb_log_barnes_g>},
    {sym::Zeta, ball_zeta},
    {sym::HurwitzZeta, direct2<acb_hurwitz_zeta>},
    {sym::DirichletEta, ball_dirichlet_eta},
    {sym::RiemannSiegelZ, ball_riemann_siegel_z},
    {sym::RiemannSiegelTheta, ball_riemann_siegel_theta},
    {sym::PolyLog, direct2<acb_polylog>},
    {sym::Erf, ball_erf},
    {sym::Erfc, direct<acb_hypgeom_erfc>},
    {sym::Erfi, direct<acb_hypgeom_erfi>},
    {sym::InverseErf, ball_inverse_erf<false>},
    {sym::InverseErfc, ball_inverse_erf<true>},
    {sym::FresnelS, ball_fresnel<true>},
    {sym::FresnelC, ball_fresnel<false>},
    {sym::ExpIntegralEi, direct<acb_hypgeom_ei>},
    {sym::ExpIntegralE, direct2<acb_hypgeom_expint>},
    {sym::SinIntegral, direct<acb_hypgeom_si>},
    {sym::CosIntegral, direct<acb_hypgeom_ci>},
    {sym::SinhIntegral, direct<acb_hypgeom_shi>},
    {sym::CoshIntegral, direct<acb_hypgeom_chi>},
    {sym::LogIntegral, ball_log_integral},
    {sym::ProductLog, ball_product_log},
    {sym::BesselJ, direct2<acb_hypgeom_bessel_j>},
    {sym::BesselY, direct2<acb_hypgeom_bessel_y>},
    {sym::BesselI, direct2<acb_hypgeom_bessel_i>},
    {sym::BesselK, direct2<acb_hypgeom_bessel_k>},
    {sym::HankelH1, ball_hankel<true>},
    {sym::HankelH2, ball_hankel<false>},
    {sym::SphericalBesselJ, ball_spherical<acb_hypgeom_bessel_j>},
    {sym::SphericalBesselY, ball_spherical<acb_hypgeom_bessel_y>},
    {sym::AiryAi, ball_airy<AiryKind::Ai>},
    {sym::AiryAiPrime, ball_airy<AiryKind::AiPrime>},
    {sym::AiryBi, ball_airy<AiryKind::Bi>},
    {sym::AiryBiPrime, ball_airy<AiryKind::BiPrime>},
    {sym::EllipticK, direct<acb_elliptic_k>},
    {sym::EllipticE, ball_elliptic_e},
    {sym::EllipticF, ball_elliptic_f},
    {sym::EllipticPi, ball_elliptic_pi},
    {sym::EllipticTheta, ball_elliptic_theta},
    {sym::ArithmeticGeometricMean, direct2<acb_agm>},
    {sym::Hypergeometric0F1, ball_0f1},
    {sym::Hypergeometric0F1Regularized, ball_0f1_regularized},
    {sym::Hypergeometric1F1, ball_1f1<0>},
    {sym::Hypergeometric1F1Regularized, ball_1f1<1>},
    {sym::Hypergeometric2F1, ball_2f1<0>},
    {sym::Hypergeometric2F1Regularized, ball_2f1<1>},
    {sym::HypergeometricU, direct3<acb_hypgeom_u>},
    {sym::LegendreP, ball_legendre_p},
    {sym::LegendreQ, ball_legendre_q},
    {sym::ChebyshevT, direct2<acb_hypgeom_chebyshev_t>},
    {sym::ChebyshevU, direct2<acb_hypgeom_chebyshev_u>},
    {sym::HermiteH, direct2<acb_hypgeom_hermite_h>},
    {sym::LaguerreL, ball_laguerre},
    {sym::GegenbauerC, ball_gegenbauer},
    {sym::JacobiP, ball_jacobi_p},
    {sym::SphericalHarmonicY, ball_spherical_harmonic},
};

}  // namespace

std::span<const BallRow> special_ball_rows() { return kRows; }

}  // namespace lykos::builtins
