// ball_further_functions.cpp - ball forms of the rarer special functions: relatives of the Bessel and confluent hypergeometric
// functions, zeros of functions, Stieltjes constants, series in a base q. References are to the DLMF.
#include <algorithm>
#include <cmath>

#include <acb_dirichlet.h>
#include <acb_hypgeom.h>
#include <arb_hypgeom.h>

#include "builtins/arithmetic/ball_templates.h"

namespace lykos::builtins {
namespace {

/// exp(I Pi p/4).
void eighth_root(acb_ptr r, slong p, slong bits) {
  acb_set_si(r, p);
  acb_mul_2exp_si(r, r, -2);
  acb_exp_pi_i(r, r, bits);
}
bool all_real(Args a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    if (!acb_is_real(a[i])) return false;
  }
  return true;
}

// ---- Kelvin functions (10.61): f[z] is f[0, z]
enum class Kelvin { Ber, Bei, Ker, Kei };
template <Kelvin K>
bool ball_kelvin(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n < 1 || n > 2) return false;
  Ball order;
  if (n == 2) acb_set(order, a[0]);
  const Ball& z = a[n - 1];
  constexpr bool first_kind = K == Kelvin::Ber || K == Kelvin::Bei;
  Ball up, down, t;
  for (const int sign : {1, -1}) {
    Ball& out = sign > 0 ? up : down;
    eighth_root(t, first_kind ? 3 * sign : sign, bits);
    acb_mul(t, t, z, bits);
    if (first_kind) {
      acb_hypgeom_bessel_j(out, order, t, bits);
    } else {
      acb_hypgeom_bessel_k(out, order, t, bits);
      acb_mul_2exp_si(t, order, -1);
      if (sign > 0) acb_neg(t, t);
      acb_exp_pi_i(t, t, bits);  // exp(-+ I n Pi/2)
      acb_mul(out, out, t, bits);
    }
  }
  if (K == Kelvin::Ber || K == Kelvin::Ker) {
    acb_add(r, up, down, bits);
  } else {
    acb_sub(r, up, down, bits);
    acb_div_onei(r, r);
  }
  acb_mul_2exp_si(r, r, -1);
  if (all_real(a, n) && arb_is_positive(acb_realref(z.get()))) arb_zero(acb_imagref(r));
  return true;
}

/// pFq with the given numbers of parameters above and below, laid out a..., b..., z.
void general_series(acb_ptr r, std::initializer_list<const Ball*> above, std::initializer_list<const Ball*> below, const Ball& z, slong bits) {
  acb_ptr up = _acb_vec_init(static_cast<slong>(above.size())), down = _acb_vec_init(static_cast<slong>(below.size()));
  slong i = 0;
  for (const Ball* p : above) acb_set(up + i++, *p);
  i = 0;
  for (const Ball* p : below) acb_set(down + i++, *p);
  acb_hypgeom_pfq(r, up, static_cast<slong>(above.size()), down, static_cast<slong>(below.size()), z, 0, bits);
  _acb_vec_clear(up, static_cast<slong>(above.size()));
  _acb_vec_clear(down, static_cast<slong>(below.size()));
}

/// StruveH and StruveL (11.2): (z/2)^(n + 1)/(Gamma[3/2] Gamma[n + 3/2]) 1F2(1; 3/2, n + 3/2; -+z^2/4).
template <bool Modified>
bool ball_struve(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  Ball one, low, high, z2, t;
  acb_one(one);
  acb_set_d(low, 1.5);
  acb_add(high, a[0], low, bits);
  acb_mul(z2, a[1], a[1], bits);
  acb_mul_2exp_si(z2, z2, -2);
  if (!Modified) acb_neg(z2, z2);
  general_series(r, {&one}, {&low, &high}, z2, bits);
  acb_rgamma(t, low, bits);
  acb_mul(r, r, t, bits);
  acb_rgamma(t, high, bits);
  acb_mul(r, r, t, bits);
  acb_mul_2exp_si(z2, a[1], -1);
  acb_add_ui(t, a[0], 1, bits);
  acb_pow(t, z2, t, bits);
  acb_mul(r, r, t, bits);
  return true;
}
/// AngerJ and WeberE (11.10.8-9).
template <bool Weber>
bool ball_anger(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  Ball one, half, z2, t, plus, minus, s1, s2, angle;
  acb_one(one);
  acb_mul_2exp_si(half, a[0], -1);
  acb_mul(z2, a[1], a[1], bits);
  acb_mul_2exp_si(z2, z2, -2);
  acb_neg(z2, z2);
  const auto series = [&](acb_ptr out, double shift) {  // 1F2(1; shift - n/2, shift + n/2) over their gammas
    acb_set_d(t, shift);
    acb_add(plus, t, half, bits);
    acb_sub(minus, t, half, bits);
    general_series(out, {&one}, {&minus, &plus}, z2, bits);
    acb_rgamma(t, plus, bits);
    acb_mul(out, out, t, bits);
    acb_rgamma(t, minus, bits);
    acb_mul(out, out, t, bits);
  };
  series(s1, 1);
  series(s2, 1.5);
  acb_mul_2exp_si(t, a[1], -1);
  acb_mul(s2, s2, t, bits);
  acb_sin_pi(plus, half, bits);
  acb_cos_pi(minus, half, bits);
  if (Weber) {
    acb_mul(r, plus, s1, bits);
    acb_mul(t, minus, s2, bits);
    acb_sub(r, r, t, bits);
  } else {
    acb_mul(r, minus, s1, bits);
    acb_mul(t, plus, s2, bits);
    acb_add(r, r, t, bits);
  }
  return true;
}

/// ParabolicCylinderD[n, z] (12.4, 12.7.12-13 with n = -a - 1/2).
bool ball_parabolic_cylinder(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  Ball z2, p, q, t, second;
  acb_mul(z2, a[1], a[1], bits);
  acb_mul_2exp_si(z2, z2, -1);
  acb_mul_2exp_si(p, a[0], -1);
  acb_neg(p, p);  // -n/2
  acb_set_d(t, 0.5);
  acb_add(q, p, t, bits);  // (1 - n)/2
  acb_hypgeom_m(r, p, t, z2, 0, bits);
  acb_rgamma(second, q, bits);
  acb_mul(r, r, second, bits);
  acb_set_d(t, 1.5);
  acb_hypgeom_m(second, q, t, z2, 0, bits);
  acb_rgamma(t, p, bits);
  acb_mul(second, second, t, bits);
  acb_mul(second, second, a[1], bits);
  acb_set_ui(t, 2);
  acb_sqrt(t, t, bits);
  acb_mul(second, second, t, bits);
  acb_sub(r, r, second, bits);
  // 2^(n/2) Sqrt[Pi] exp(-z^2/4)
  acb_const_pi(t, bits);
  acb_sqrt(t, t, bits);
  acb_mul(r, r, t, bits);
  acb_mul_2exp_si(z2, z2, -1);
  acb_neg(z2, z2);
  acb_exp(z2, z2, bits);
  acb_mul(r, r, z2, bits);
  acb_set_ui(t, 2);
  acb_neg(p, p);
  acb_pow(t, t, p, bits);
  acb_mul(r, r, t, bits);
  return true;
}
/// WhittakerM[k, m, z] and WhittakerW[k, m, z] (13.14.2-3).
template <bool Second>
bool ball_whittaker(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 3) return false;
  Ball p, q, t;
  acb_set_d(t, 0.5);
  acb_add(p, a[1], t, bits);
  acb_sub(q, p, a[0], bits);
  acb_mul_2exp_si(t, a[1], 1);
  acb_add_ui(t, t, 1, bits);
  if (Second) {
    acb_hypgeom_u(r, q, t, a[2], bits);
  } else {
    acb_hypgeom_m(r, q, t, a[2], 0, bits);
  }
  acb_pow(t, a[2], p, bits);
  acb_mul(r, r, t, bits);
  acb_mul_2exp_si(t, a[2], -1);
  acb_neg(t, t);
  acb_exp(t, t, bits);
  acb_mul(r, r, t, bits);
  return true;
}
/// DawsonF[z] = Sqrt[Pi]/2 exp(-z^2) Erfi[z] = z 1F1(1; 3/2; -z^2).
bool ball_dawson(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball one, low, z2;
  acb_one(one);
  acb_set_d(low, 1.5);
  acb_mul(z2, a[0], a[0], bits);
  acb_neg(z2, z2);
  acb_hypgeom_m(r, one, low, z2, 0, bits);
  acb_mul(r, r, a[0], bits);
  return true;
}
template <bool First>
bool ball_spherical_hankel(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  Ball order, j, y, factor;
  acb_set_d(order, 0.5);
  acb_add(order, order, a[0], bits);
  acb_hypgeom_bessel_jy(j, y, order, a[1], bits);
  acb_mul_onei(y, y);
  if (First) {
    acb_add(r, j, y, bits);
  } else {
    acb_sub(r, j, y, bits);
  }
  acb_const_pi(factor, bits);
  acb_mul_2exp_si(factor, factor, -1);
  acb_sqrt(factor, factor, bits);
  acb_mul(r, r, factor, bits);
  acb_rsqrt(factor, a[1], bits);
  acb_mul(r, r, factor, bits);
  return true;
}
/// AppellF1[a, b1, b2, c, x, y] = Sum[(a)_k (b1)_k/((c)_k k!) x^k 2F1(a + k, b2; c + k; y)], |x| < 1.
bool ball_appell(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 6) return false;
  const Ball *b1 = &a[1], *b2 = &a[2], *x = &a[4], *y = &a[5];
  const auto size = [](const Ball& z) {
    mag_t bound;
    mag_init(bound);
    acb_get_mag(bound, z);
    const double value = mag_get_d(bound);
    mag_clear(bound);
    return value;
  };
  if (size(*x) > size(*y)) {
    std::swap(x, y);
    std::swap(b1, b2);
  }
  const double ratio = size(*x);
  if (!(ratio < 0.95)) return false;
  Ball coefficient, t, p(a[0]), c(a[3]), b(*b1);
  acb_one(coefficient);
  acb_zero(r);
  for (slong k = 0; k < 20000; ++k) {
    acb_hypgeom_2f1(t, p, *b2, c, *y, 0, bits);
    acb_mul(t, t, coefficient, bits);
    acb_add(r, r, t, bits);
    if (k > 20) {  // the terms fall like |x|^k: what is left is below twice the last term over 1 - |x|
      mag_t last, whole;
      mag_init(last);
      mag_init(whole);
      acb_get_mag(last, t);
      acb_get_mag(whole, r);
      mag_mul_2exp_si(whole, whole, -bits);
      const bool done = mag_cmp(last, whole) < 0 || mag_is_zero(last);
      if (done) {
        mag_mul_ui(last, last, static_cast<ulong>(2 / (1 - ratio)) + 1);
        acb_add_error_mag(r, last);
      }
      mag_clear(last);
      mag_clear(whole);
      if (done) return true;
    }
    acb_mul(coefficient, coefficient, p, bits);
    acb_mul(coefficient, coefficient, b, bits);
    acb_div(coefficient, coefficient, c, bits);
    acb_div_ui(coefficient, coefficient, static_cast<ulong>(k) + 1, bits);
    acb_mul(coefficient, coefficient, *x, bits);
    for (Ball* parameter : {&p, &b, &c}) acb_add_ui(*parameter, *parameter, 1, bits);
  }
  return false;
}
/// LerchPhi and HurwitzLerchPhi; they differ where a is negative, which only the series with |k + a| treats otherwise.
bool ball_lerch_phi(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 3 || !arb_is_positive(acb_realref(a[2].get()))) return false;
  acb_dirichlet_lerch_phi(r, a[0], a[1], a[2], bits);
  return true;
}

// ---- constants with an index
bool ball_zeta_zero(acb_ptr r, Args a, std::size_t n, slong bits) {
  slong k = 0;
  if (n != 1 || !exact_integer(a[0], k) || k == 0) return false;
  fmpz_t index;
  fmpz_init_set_si(index, std::labs(k));
  acb_dirichlet_zeta_zeros(r, index, 1, bits);
  fmpz_clear(index);
  if (k < 0) acb_conj(r, r);
  return true;
}
/// StieltjesGamma[n], StieltjesGamma[n, a].
bool ball_stieltjes(acb_ptr r, Args a, std::size_t n, slong bits) {
  slong k = 0;
  if (n < 1 || n > 2 || !exact_integer(a[0], k) || k < 0) return false;
  Ball start;
  acb_one(start);
  if (n == 2) acb_set(start, a[1]);
  fmpz_t index;
  fmpz_init_set_si(index, k);
  acb_dirichlet_stieltjes(r, index, start, bits);
  fmpz_clear(index);
  return true;
}

// ---- zeros of Bessel and Airy functions
using RealFunction = void (*)(arb_ptr value, arb_ptr slope, arb_srcptr order, arb_srcptr x, slong bits);

template <bool Second>
void bessel_and_slope(arb_ptr value, arb_ptr slope, arb_srcptr order, arb_srcptr x, slong bits) {
  Ball n, z, f, g;
  acb_set_arb(n, order);
  acb_set_arb(z, x);
  const auto function = Second ? acb_hypgeom_bessel_y : acb_hypgeom_bessel_j;
  function(f, n, z, bits);
  arb_set(value, acb_realref(f.get()));
  if (slope == nullptr) return;
  acb_mul(f, f, n, bits);  // f' = n f/x - f(n + 1)
  acb_div(f, f, z, bits);
  acb_add_ui(n, n, 1, bits);
  function(g, n, z, bits);
  acb_sub(f, f, g, bits);
  arb_set(slope, acb_realref(f.get()));
}
template <bool Second>
void airy_and_slope(arb_ptr value, arb_ptr slope, arb_srcptr, arb_srcptr x, slong bits) {
  if (Second) {
    arb_hypgeom_airy(nullptr, nullptr, value, slope, x, bits);
  } else {
    arb_hypgeom_airy(value, slope, nullptr, nullptr, x, bits);
  }
}
/// The zero near `start`, which must be good enough for Newton's method; certified by an interval Newton step.
bool zero_near(arb_ptr result, double start, arb_srcptr order, RealFunction function, slong bits) {
  arb_t x, value, slope, wide;
  for (arb_ptr p : {x, value, slope, wide}) arb_init(p);
  arb_set_d(x, start);
  slong precision = 64;
  for (int iteration = 0; iteration < 60; ++iteration) {
    function(value, slope, order, x, precision + 20);
    arb_div(value, value, slope, precision + 20);
    arb_sub(x, x, value, precision + 20);
    mag_zero(arb_radref(x));
    if (precision >= bits && iteration > 8) break;
    if (iteration >= 6) precision = std::min(bits, precision * 2);
  }
  arb_set(wide, x);
  mag_t radius;
  mag_init(radius);
  arf_get_mag(radius, arb_midref(x));
  mag_mul_2exp_si(radius, radius, -bits / 2);
  arb_add_error_mag(wide, radius);
  mag_clear(radius);
  function(value, slope, order, wide, bits + 20);
  function(value, nullptr, order, x, bits + 20);
  arb_div(value, value, slope, bits + 20);
  arb_sub(result, x, value, bits + 20);
  const bool good = arb_is_finite(result) && arb_overlaps(result, wide);
  for (arb_ptr p : {x, value, slope, wide}) arb_clear(p);
  return good;
}
/// An estimate of the k-th positive zero: sign changes from `from` on for the first ones, McMahon's series (10.21.19) for later ones.
double bessel_zero_estimate(double order, slong k, bool second, RealFunction function) {
  if (static_cast<double>(k) > 10 + order * order) {
    const double b = (static_cast<double>(k) + order / 2 - (second ? 0.75 : 0.25)) * 3.14159265358979323846;
    const double mu = 4 * order * order, e = 8 * b;
    return b - (mu - 1) / e - 4 * (mu - 1) * (7 * mu - 31) / (3 * e * e * e);
  }
  arb_t n, x, value;
  for (arb_ptr p : {n, x, value}) arb_init(p);
  arb_set_d(n, order);
  const auto at = [&](double place) {
    arb_set_d(x, place);
    function(value, nullptr, n, x, 64);
    return arf_get_d(arb_midref(value), ARF_RND_NEAR);
  };
  double left = std::max(order, 0.05), here = at(left);
  double right = left;
  for (slong found = 0; found < k;) {
    left = right;
    right += 0.4;
    const double next = at(right);
    if ((here < 0) != (next < 0)) ++found;
    here = next;
  }
  double at_left = at(left);
  for (int i = 0; i < 30; ++i) {  // bisection to a good start
    const double middle = (left + right) / 2, value_there = at(middle);
    if ((value_there < 0) == (at_left < 0)) {
      left = middle;
      at_left = value_there;
    } else {
      right = middle;
    }
  }
  for (arb_ptr p : {n, x, value}) arb_clear(p);
  return (left + right) / 2;
}
/// BesselJZero[n, k], BesselYZero[n, k] for real n >= 0.
template <bool Second>
bool ball_bessel_zero(acb_ptr r, Args a, std::size_t n, slong bits) {
  slong k = 0;
  if (n != 2 || !exact_integer(a[1], k) || k < 1 || !acb_is_real(a[0])) return false;
  const double order = arf_get_d(arb_midref(acb_realref(a[0].get())), ARF_RND_NEAR);
  if (!(order >= 0)) return false;
  arb_zero(acb_imagref(r));
  const RealFunction function = bessel_and_slope<Second>;
  return zero_near(acb_realref(r), bessel_zero_estimate(order, k, Second, function), acb_realref(a[0].get()), function, bits);
}
/// AiryAiZero[k], AiryBiZero[k]: negative zeros, estimated by (9.9.6).
template <bool Second>
bool ball_airy_zero(acb_ptr r, Args a, std::size_t n, slong bits) {
  slong k = 0;
  if (n != 1 || !exact_integer(a[0], k) || k < 1) return false;
  const double t = 3 * 3.14159265358979323846 * (4 * static_cast<double>(k) - (Second ? 3 : 1)) / 8;
  const double start = -std::pow(t, 2.0 / 3) * (1 + 5 / (48 * t * t) - 5 / (36 * t * t * t * t));
  arb_t order;
  arb_init(order);
  arb_zero(acb_imagref(r));
  const bool good = zero_near(acb_realref(r), start, order, airy_and_slope<Second>, bits);
  arb_clear(order);
  return good;
}

// ---- series in a base q
/// (a; q)_inf for |q| < 1 by factors until they are 1 within the precision.
bool infinite_product(acb_ptr r, acb_srcptr a, acb_srcptr q, slong bits) {
  mag_t size;
  mag_init(size);
  acb_get_mag(size, q);
  const double ratio = mag_get_d(size);
  if (!(ratio < 0.999)) {
    mag_clear(size);
    return false;
  }
  Ball term, factor;
  acb_set(term, a);
  acb_one(r);
  for (slong k = 0; k < 2000000; ++k) {
    acb_sub_ui(factor, term, 1, bits);
    acb_neg(factor, factor);
    acb_mul(r, r, factor, bits);
    acb_mul(term, term, q, bits);
    acb_get_mag(size, term);
    if (mag_cmp_2exp_si(size, -bits) < 0) break;
  }
  // The product of the rest is 1 up to twice the sum of its terms.
  mag_mul_ui(size, size, static_cast<ulong>(2 / (1 - ratio)) + 1);
  Ball rest;
  acb_one(rest);
  acb_add_error_mag(rest, size);
  acb_mul(r, r, rest, bits);
  mag_clear(size);
  return true;
}
/// QPochhammer[q], QPochhammer[a, q], QPochhammer[a, q, n].
bool ball_q_pochhammer(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 1) return infinite_product(r, a[0], a[0], bits);
  if (n == 2) return infinite_product(r, a[0], a[1], bits);
  if (n != 3) return false;
  slong count = 0;
  if (exact_integer(a[2], count) && count >= 0 && count < 100000) {
    Ball term(a[0]), factor;
    acb_one(r);
    for (slong k = 0; k < count; ++k) {
      acb_sub_ui(factor, term, 1, bits);
      acb_neg(factor, factor);
      acb_mul(r, r, factor, bits);
      acb_mul(term, term, a[1], bits);
    }
    return true;
  }
  Ball shifted, under;  // (a; q)_inf/(a q^n; q)_inf
  acb_pow(shifted, a[1], a[2], bits);
  acb_mul(shifted, shifted, a[0], bits);
  if (!infinite_product(r, a[0], a[1], bits) || !infinite_product(under, shifted, a[1], bits)) return false;
  acb_div(r, r, under, bits);
  return true;
}

// ---- inverses of the regularized functions, for real machine-sized arguments
/// Solves f(x) = s for a monotone f between low and high by bisection and secant steps on balls.
template <typename F>
bool solve_monotone(arb_ptr result, F&& difference, double low, double high, slong bits) {
  arb_t x, left, right, value;
  for (arb_ptr p : {x, left, right, value}) arb_init(p);
  arb_set_d(left, low);
  arb_set_d(right, high);
  const int left_sign = (difference(value, left), arb_is_negative(value) ? -1 : 1);
  bool good = true;
  for (slong step = 0; step < bits + 1100 && good; ++step) {
    arb_add(x, left, right, bits + 20);
    arb_mul_2exp_si(x, x, -1);
    mag_zero(arb_radref(x));
    difference(value, x);
    if (arb_contains_zero(value)) break;
    arb_set((arb_is_negative(value) ? -1 : 1) == left_sign ? left : right, x);
    arb_sub(value, right, left, 64);
    if (arb_is_zero(value) || arf_cmpabs_2exp_si(arb_midref(value), -bits - 20) < 0) {
      arb_mul_2exp_si(value, value, bits - 8);
      if (arf_cmpabs(arb_midref(value), arb_midref(x)) < 0) break;
    }
  }
  arb_union(result, left, right, bits + 20);
  if (arb_rel_accuracy_bits(result) < bits - 12) {  // the value at x cannot be told from s: x is as good as can be
    arb_set(result, x);
    mag_t error;
    mag_init(error);
    arf_get_mag(error, arb_midref(x));
    mag_mul_2exp_si(error, error, -bits + 14);
    arb_add_error_mag(result, error);
    mag_clear(error);
  }
  for (arb_ptr p : {x, left, right, value}) arb_clear(p);
  return good;
}
/// InverseGammaRegularized[a, s]: z with GammaRegularized[a, z] == s. InverseGammaRegularized[a, z0, s]: with GammaRegularized[a, z0, z] == s.
bool ball_inverse_gamma_regularized(acb_ptr r, Args a, std::size_t n, slong bits) {
  if ((n != 2 && n != 3) || !all_real(a, n)) return false;
  Ball target;
  acb_set(target, a[n - 1]);
  if (n == 3) {
    arb_hypgeom_gamma_upper(acb_realref(target.get()), acb_realref(a[0].get()), acb_realref(a[1].get()), 1, bits + 40);
    acb_sub(target, target, a[2], bits + 40);
  }
  const double shape = arf_get_d(arb_midref(acb_realref(a[0].get())), ARF_RND_NEAR), s = arf_get_d(arb_midref(acb_realref(target.get())), ARF_RND_NEAR);
  if (!(shape > 0) || !(s > 0 && s < 1)) return false;
  const auto difference = [&](arb_ptr value, arb_srcptr x) {
    arb_hypgeom_gamma_upper(value, acb_realref(a[0].get()), x, 1, bits + 40);
    arb_sub(value, value, acb_realref(target.get()), bits + 40);
  };
  double high = 1;
  arb_t probe, value;
  arb_init(probe);
  arb_init(value);
  for (; high < 1e300; high *= 2) {
    arb_set_d(probe, high);
    difference(value, probe);
    if (arb_is_negative(value)) break;
  }
  arb_clear(probe);
  arb_clear(value);
  arb_zero(acb_imagref(r));
  return solve_monotone(acb_realref(r), difference, high / 2 <= 0.5 ? 0 : high / 2, high, bits);
}
/// InverseBetaRegularized[s, a, b]: z with BetaRegularized[z, a, b] == s. InverseBetaRegularized[z0, s, a, b]: with BetaRegularized[z0, z, a, b] == s.
bool ball_inverse_beta_regularized(acb_ptr r, Args a, std::size_t n, slong bits) {
  if ((n != 3 && n != 4) || !all_real(a, n)) return false;
  const arb_srcptr p = acb_realref(a[n - 2].get()), q = acb_realref(a[n - 1].get());
  if (!arb_is_positive(p) || !arb_is_positive(q)) return false;
  Ball target;
  acb_set(target, a[n - 3]);
  if (n == 4) {
    Ball start;
    arb_hypgeom_beta_lower(acb_realref(start.get()), p, q, acb_realref(a[0].get()), 1, bits + 40);
    acb_add(target, target, start, bits + 40);
  }
  const double s = arf_get_d(arb_midref(acb_realref(target.get())), ARF_RND_NEAR);
  if (!(s > 0 && s < 1)) return false;
  const auto difference = [&](arb_ptr value, arb_srcptr x) {
    arb_hypgeom_beta_lower(value, p, q, x, 1, bits + 40);
    arb_sub(value, value, acb_realref(target.get()), bits + 40);
  };
  arb_zero(acb_imagref(r));
  return solve_monotone(acb_realref(r), difference, 0, 1, bits);
}

/// Dirichlet's beta and lambda: 4^-s (Zeta[s, 1/4] - Zeta[s, 3/4]) and (1 - 2^-s) Zeta[s].
bool ball_dirichlet_beta(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball t, second;
  acb_set_d(t, 0.25);
  acb_hurwitz_zeta(r, a[0], t, bits);
  acb_set_d(t, 0.75);
  acb_hurwitz_zeta(second, a[0], t, bits);
  acb_sub(r, r, second, bits);
  acb_neg(second, a[0]);
  acb_set_ui(t, 4);
  acb_pow(t, t, second, bits);
  acb_mul(r, r, t, bits);
  return true;
}
bool ball_dirichlet_lambda(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball t, power;
  acb_neg(power, a[0]);
  acb_set_ui(t, 2);
  acb_pow(t, t, power, bits);
  acb_sub_ui(t, t, 1, bits);
  acb_neg(t, t);
  acb_zeta(r, a[0], bits);
  acb_mul(r, r, t, bits);
  return true;
}

const BallRow kRows[] = {
    {sym::KelvinBer, ball_kelvin<Kelvin::Ber>},
    {sym::KelvinBei, ball_kelvin<Kelvin::Bei>},
    {sym::KelvinKer, ball_kelvin<Kelvin::Ker>},
    {sym::KelvinKei, ball_kelvin<Kelvin::Kei>},
    {sym::StruveH, ball_struve<false>},
    {sym::StruveL, ball_struve<true>},
    {sym::AngerJ, ball_anger<false>},
    {sym::WeberE, ball_anger<true>},
    {sym::ParabolicCylinderD, ball_parabolic_cylinder},
    {sym::WhittakerM, ball_whittaker<false>},
    {sym::WhittakerW, ball_whittaker<true>},
    {sym::DawsonF, ball_dawson},
    {sym::SphericalHankelH1, ball_spherical_hankel<true>},
    {sym::SphericalHankelH2, ball_spherical_hankel<false>},
    {sym::AppellF1, ball_appell},
    {sym::LerchPhi, ball_lerch_phi},
    {sym::HurwitzLerchPhi, ball_lerch_phi},
    {sym::ZetaZero, ball_zeta_zero},
    {sym::StieltjesGamma, ball_stieltjes},
    {sym::BesselJZero, ball_bessel_zero<false>},
    {sym::BesselYZero, ball_bessel_zero<true>},
    {sym::AiryAiZero, ball_airy_zero<false>},
    {sym::AiryBiZero, ball_airy_zero<true>},
    {sym::QPochhammer, ball_q_pochhammer},
    {sym::InverseGammaRegularized, ball_inverse_gamma_regularized},
    {sym::InverseBetaRegularized, ball_inverse_beta_regularized},
    {sym::DirichletBeta, ball_dirichlet_beta},
    {sym::DirichletLambda, ball_dirichlet_lambda},
};

}  // namespace

std::span<const BallRow> further_ball_rows() { return kRows; }

}  // namespace lykos::builtins
