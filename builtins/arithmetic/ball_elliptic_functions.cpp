// ball_elliptic_functions.cpp - ball forms of doubly periodic functions: Jacobi's, Weierstrass's, and what belongs to them.
//
// Everything stands on theta functions (Arb) and on sn. Jacobi's functions depend on m alone, so any branch of the complete integrals
// gives the same values; Weierstrass's functions are sn with the roots e1, e2, e3 of 4 t^3 - g2 t - g3 (DLMF 22.2, 23.6).
#include <algorithm>
#include <array>

#include <acb_elliptic.h>
#include <acb_modular.h>
#include <acb_poly.h>

#include "builtins/arithmetic/ball_templates.h"

namespace lykos::builtins {
namespace {

// ---- Jacobi's functions
struct JacobiBalls {
  Ball sn, cn, dn;
};

/// sn, cn and dn of u with parameter m.
bool jacobi_balls(JacobiBalls& out, acb_srcptr u, acb_srcptr m, slong bits) {
  Ball complement;
  acb_sub_ui(complement, m, 1, bits);
  acb_neg(complement, complement);
  if (acb_is_zero(m)) {
    acb_sin_cos(out.sn, out.cn, u, bits);
    acb_one(out.dn);
    return true;
  }
  if (acb_is_zero(complement)) {
    acb_tanh(out.sn, u, bits);
    acb_sech(out.cn, u, bits);
    acb_set(out.dn, out.cn);
    return true;
  }
  Ball k, tau, z, zero, at_zero[4], at_z[4], factor;
  acb_elliptic_k(k, m, bits);
  acb_elliptic_k(tau, complement, bits);
  acb_div(tau, tau, k, bits);
  acb_mul_onei(tau, tau);
  if (!arb_is_positive(acb_imagref(tau.get()))) return false;
  acb_div(z, u, k, bits);
  acb_mul_2exp_si(z, z, -1);
  acb_modular_theta(at_zero[0], at_zero[1], at_zero[2], at_zero[3], zero, tau, bits);
  acb_modular_theta(at_z[0], at_z[1], at_z[2], at_z[3], z, tau, bits);
  const auto quotient = [&](acb_ptr r, int over, int under, int index) {
    acb_div(r, at_zero[over], at_zero[under], bits);
    acb_mul(r, r, at_z[index], bits);
    acb_div(r, r, at_z[3], bits);
  };
  quotient(out.sn, 2, 1, 0);
  quotient(out.cn, 3, 1, 1);
  quotient(out.dn, 3, 2, 2);
  if (acb_is_real(u) && acb_is_real(m)) {  // real on the real axis
    for (Ball* part : {&out.sn, &out.cn, &out.dn}) arb_zero(acb_imagref(part->get()));
  }
  return true;
}

enum class Quarter { S, C, D, N };
void select_quarter(acb_ptr r, const JacobiBalls& values, Quarter which) {
  switch (which) {
    case Quarter::S: acb_set(r, values.sn); return;
    case Quarter::C: acb_set(r, values.cn); return;
    case Quarter::D: acb_set(r, values.dn); return;
    case Quarter::N: acb_one(r); return;
  }
}
/// pq(u, m) = pn(u, m)/qn(u, m).
template <Quarter P, Quarter Q>
bool ball_jacobi(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  JacobiBalls values;
  if (!jacobi_balls(values, a[0], a[1], bits)) return false;
  Ball under;
  select_quarter(r, values, P);
  select_quarter(under, values, Q);
  if (Q != Quarter::N) acb_div(r, r, under, bits);
  return true;
}

/// The inverse of pq is EllipticF[phi, m] with sin phi from the value v.
template <Quarter P, Quarter Q>
bool ball_inverse_jacobi(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  Ball v(a[0]), phi, t;
  const Ball& m = a[1];
  if constexpr (P == Quarter::N || (P == Quarter::C && Q == Quarter::S) || (P == Quarter::D && Q != Quarter::N)) acb_inv(v, v, bits);
  constexpr auto same = [](Quarter p, Quarter q, Quarter x, Quarter y) { return (p == x && q == y) || (p == y && q == x); };
  if constexpr (same(P, Q, Quarter::S, Quarter::N)) {
    acb_asin(phi, v, bits);
  } else if constexpr (same(P, Q, Quarter::C, Quarter::N)) {
    acb_acos(phi, v, bits);
  } else if constexpr (same(P, Q, Quarter::D, Quarter::N)) {  // sin^2 = (1 - v^2)/m
    acb_mul(t, v, v, bits);
    acb_sub_ui(t, t, 1, bits);
    acb_neg(t, t);
    acb_div(t, t, m, bits);
    acb_sqrt(t, t, bits);
    acb_asin(phi, t, bits);
  } else if constexpr (same(P, Q, Quarter::S, Quarter::C)) {
    acb_atan(phi, v, bits);
  } else if constexpr (same(P, Q, Quarter::S, Quarter::D)) {  // sin = v/Sqrt[1 + m v^2]
    acb_mul(t, v, v, bits);
    acb_mul(t, t, m, bits);
    acb_add_ui(t, t, 1, bits);
    acb_rsqrt(t, t, bits);
    acb_mul(t, t, v, bits);
    acb_asin(phi, t, bits);
  } else {  // cd: sin^2 = (1 - v^2)/(1 - m v^2)
    Ball s;
    acb_mul(s, v, v, bits);
    acb_mul(t, s, m, bits);
    acb_sub_ui(t, t, 1, bits);
    acb_sub_ui(s, s, 1, bits);
    acb_div(t, s, t, bits);
    acb_sqrt(t, t, bits);
    acb_asin(phi, t, bits);
  }
  acb_elliptic_f(r, phi, m, 0, bits);
  return true;
}

/// JacobiZeta[phi, m] = EllipticE[phi, m] - EllipticE[m]/EllipticK[m] EllipticF[phi, m].
bool ball_jacobi_zeta(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  Ball t, k;
  acb_elliptic_e(t, a[1], bits);
  acb_elliptic_k(k, a[1], bits);
  acb_div(t, t, k, bits);
  acb_elliptic_f(k, a[0], a[1], 0, bits);
  acb_mul(t, t, k, bits);
  acb_elliptic_e_inc(r, a[0], a[1], 0, bits);
  acb_sub(r, r, t, bits);
  return true;
}

// ---- theta functions and the nome
bool nome_to_tau(acb_ptr tau, acb_srcptr q, slong bits) {
  Ball pi;
  acb_const_pi(pi, bits);
  acb_log(tau, q, bits);
  acb_div(tau, tau, pi, bits);
  acb_div_onei(tau, tau);
  return arb_is_positive(acb_imagref(tau)) != 0;
}
/// EllipticThetaPrime[k, u, q]: the derivative with respect to u, where u = Pi z.
bool ball_elliptic_theta_prime(acb_ptr r, Args a, std::size_t n, slong bits) {
  slong kind = 0;
  if (n < 2 || n > 3 || !exact_integer(a[0], kind) || kind < 1 || kind > 4) return false;
  Ball tau, z, pi;
  if (!nome_to_tau(tau, a[n - 1], bits)) return false;
  acb_const_pi(pi, bits);
  if (n == 3) acb_div(z, a[1], pi, bits);
  acb_ptr jets[4];
  for (acb_ptr& jet : jets) jet = _acb_vec_init(2);
  acb_modular_theta_jet(jets[0], jets[1], jets[2], jets[3], z, tau, 2, bits);
  acb_div(r, jets[kind - 1] + 1, pi, bits);
  for (acb_ptr& jet : jets) _acb_vec_clear(jet, 2);
  return true;
}
/// EllipticNomeQ[m] = Exp[-Pi EllipticK[1 - m]/EllipticK[m]].
bool ball_nome(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball t, k;
  acb_sub_ui(t, a[0], 1, bits);
  acb_neg(t, t);
  acb_elliptic_k(r, t, bits);
  acb_elliptic_k(k, a[0], bits);
  acb_div(r, r, k, bits);
  acb_const_pi(t, bits);
  acb_mul(r, r, t, bits);
  acb_neg(r, r);
  acb_exp(r, r, bits);
  return true;
}
/// InverseEllipticNomeQ[q] = (theta2/theta3)^4.
bool ball_inverse_nome(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball tau, zero, theta[4];
  if (!nome_to_tau(tau, a[0], bits)) return false;
  acb_modular_theta(theta[0], theta[1], theta[2], theta[3], zero, tau, bits);
  acb_div(r, theta[1], theta[2], bits);
  acb_pow_ui(r, r, 4, bits);
  if (acb_is_real(a[0])) arb_zero(acb_imagref(r));
  return true;
}
template <void (*F)(acb_t, const acb_t, slong)>
bool ball_modular(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1 || !arb_is_positive(acb_imagref(a[0].get()))) return false;
  F(r, a[0], bits);
  return true;
}
/// KleinInvariantJ is 1 at I; Arb's j is 1728 there.
void klein_invariant(acb_t r, const acb_t tau, slong bits) {
  acb_modular_j(r, tau, bits);
  acb_div_ui(r, r, 1728, bits);
}

// ---- Weierstrass's functions: arguments u, g2, g3
struct Lattice {
  Ball e[3];          // e1, e2, e3
  Ball m;             // (e2 - e3)/(e1 - e3)
  Ball scale;         // Sqrt[e1 - e3]
  Ball half1, half3;  // half periods K/scale and I K'/scale
};
bool lattice_of(Lattice& out, acb_srcptr g2, acb_srcptr g3, bool with_periods, slong bits) {
  acb_poly_t cubic;
  acb_poly_init(cubic);
  Ball t;
  acb_neg(t, g3);
  acb_poly_set_coeff_acb(cubic, 0, t);
  acb_neg(t, g2);
  acb_poly_set_coeff_acb(cubic, 1, t);
  acb_poly_set_coeff_si(cubic, 3, 4);
  acb_ptr roots = _acb_vec_init(3);
  const slong isolated = acb_poly_find_roots(roots, cubic, nullptr, 0, bits);
  acb_poly_clear(cubic);
  if (isolated == 3) {
    // Real roots in falling order; a real root between a complex pair stands in the middle.
    const bool real_invariants = acb_is_real(g2) && acb_is_real(g3);
    std::array<slong, 3> order{0, 1, 2};
    const auto middle = [&](slong i) { return arf_get_d(arb_midref(acb_realref(roots + i)), ARF_RND_NEAR); };
    std::sort(order.begin(), order.end(), [&](slong i, slong j) { return middle(i) > middle(j); });
    if (real_invariants) {
      int real = 0;
      slong single = 0;
      for (slong i = 0; i < 3; ++i) {
        if (arb_contains_zero(acb_imagref(roots + i))) {
          arb_zero(acb_imagref(roots + i));
          ++real;
          single = i;
        }
      }
      if (real == 1) {
        slong upper = -1, lower = -1;
        for (slong i = 0; i < 3; ++i) {
          if (i == single) continue;
          (arb_is_positive(acb_imagref(roots + i)) ? upper : lower) = i;
        }
        if (upper < 0 || lower < 0) upper = (single + 1) % 3, lower = (single + 2) % 3;
        order = {upper, single, lower};
      }
    }
    for (std::size_t i = 0; i < 3; ++i) acb_set(out.e[i], roots + order[i]);
  }
  _acb_vec_clear(roots, 3);
  if (isolated != 3) return false;
  Ball spread;
  acb_sub(spread, out.e[0], out.e[2], bits);
  acb_sub(out.m, out.e[1], out.e[2], bits);
  acb_div(out.m, out.m, spread, bits);
  acb_sqrt(out.scale, spread, bits);
  if (with_periods) {
    acb_elliptic_k(out.half1, out.m, bits);
    acb_sub_ui(t, out.m, 1, bits);
    acb_neg(t, t);
    acb_elliptic_k(out.half3, t, bits);
    acb_mul_onei(out.half3, out.half3);
    acb_div(out.half1, out.half1, out.scale, bits);
    acb_div(out.half3, out.half3, out.scale, bits);
  }
  return true;
}
void real_where_real(acb_ptr r, Args a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    if (!acb_is_real(a[i])) return;
  }
  arb_zero(acb_imagref(r));
}
/// P = e3 + (e1 - e3)/sn^2; P' = -2 (e1 - e3)^(3/2) cn dn/sn^3.
template <bool Derivative>
bool ball_weierstrass(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 3) return false;
  if (acb_is_zero(a[1]) && acb_is_zero(a[2])) {  // 1/u^2
    acb_pow_si(r, a[0], Derivative ? -3 : -2, bits);
    if (Derivative) acb_mul_si(r, r, -2, bits);
    return true;
  }
  Lattice lattice;
  if (!lattice_of(lattice, a[1], a[2], false, bits)) return false;
  Ball u, t;
  acb_mul(u, a[0], lattice.scale, bits);
  JacobiBalls values;
  if (!jacobi_balls(values, u, lattice.m, bits)) return false;
  acb_div(t, lattice.scale, values.sn, bits);
  if (Derivative) {
    acb_pow_ui(r, t, 3, bits);
    acb_mul(r, r, values.cn, bits);
    acb_mul(r, r, values.dn, bits);
    acb_mul_si(r, r, -2, bits);
  } else {
    acb_mul(r, t, t, bits);
    acb_add(r, r, lattice.e[2], bits);
  }
  real_where_real(r, a, 3);
  return true;
}
/// WeierstrassZeta and WeierstrassSigma through the lattice with periods 1 and tau.
template <bool Sigma>
bool ball_weierstrass_integral(acb_ptr r, Args a, std::size_t n, slong bits) {
  Lattice lattice;
  if (n != 3 || !lattice_of(lattice, a[1], a[2], true, bits)) return false;
  Ball period, z, tau;
  acb_mul_2exp_si(period, lattice.half1, 1);
  acb_div(z, a[0], period, bits);
  acb_div(tau, lattice.half3, lattice.half1, bits);
  if (!arb_is_positive(acb_imagref(tau.get()))) return false;
  if (Sigma) {
    acb_elliptic_sigma(r, z, tau, bits);
    acb_mul(r, r, period, bits);
  } else {
    acb_elliptic_zeta(r, z, tau, bits);
    acb_div(r, r, period, bits);
  }
  real_where_real(r, a, 3);
  return true;
}
/// The inverse of P by Carlson's RF: u = RF(p - e1, p - e2, p - e3).
bool ball_inverse_weierstrass(acb_ptr r, Args a, std::size_t n, slong bits) {
  Lattice lattice;
  if (n != 3 || !lattice_of(lattice, a[1], a[2], false, bits)) return false;
  Ball t[3];
  for (std::size_t i = 0; i < 3; ++i) acb_sub(t[i], a[0], lattice.e[i], bits);
  acb_elliptic_rf(r, t[0], t[1], t[2], 0, bits);
  return true;
}
/// The half periods omega1 and omega3 (index 0 and 1 in the first argument).
bool ball_half_period(acb_ptr r, Args a, std::size_t n, slong bits) {
  slong which = 0;
  Lattice lattice;
  if (n != 3 || !exact_integer(a[0], which) || !lattice_of(lattice, a[1], a[2], true, bits)) return false;
  acb_set(r, which == 0 ? lattice.half1 : lattice.half3);
  return true;
}

using Q = Quarter;
const BallRow kRows[] = {
    {sym::JacobiSN, ball_jacobi<Q::S, Q::N>},
    {sym::JacobiCN, ball_jacobi<Q::C, Q::N>},
    {sym::JacobiDN, ball_jacobi<Q::D, Q::N>},
    {sym::JacobiNS, ball_jacobi<Q::N, Q::S>},
    {sym::JacobiNC, ball_jacobi<Q::N, Q::C>},
    {sym::JacobiND, ball_jacobi<Q::N, Q::D>},
    {sym::JacobiSC, ball_jacobi<Q::S, Q::C>},
    {sym::JacobiSD, ball_jacobi<Q::S, Q::D>},
    {sym::JacobiCS, ball_jacobi<Q::C, Q::S>},
    {sym::JacobiCD, ball_jacobi<Q::C, Q::D>},
    {sym::JacobiDS, ball_jacobi<Q::D, Q::S>},
    {sym::JacobiDC, ball_jacobi<Q::D, Q::C>},
    {sym::InverseJacobiSN, ball_inverse_jacobi<Q::S, Q::N>},
    {sym::InverseJacobiCN, ball_inverse_jacobi<Q::C, Q::N>},
    {sym::InverseJacobiDN, ball_inverse_jacobi<Q::D, Q::N>},
    {sym::InverseJacobiNS, ball_inverse_jacobi<Q::N, Q::S>},
    {sym::InverseJacobiNC, ball_inverse_jacobi<Q::N, Q::C>},
    {sym::InverseJacobiND, ball_inverse_jacobi<Q::N, Q::D>},
    {sym::InverseJacobiSC, ball_inverse_jacobi<Q::S, Q::C>},
    {sym::InverseJacobiSD, ball_inverse_jacobi<Q::S, Q::D>},
    {sym::InverseJacobiCS, ball_inverse_jacobi<Q::C, Q::S>},
    {sym::InverseJacobiCD, ball_inverse_jacobi<Q::C, Q::D>},
    {sym::InverseJacobiDS, ball_inverse_jacobi<Q::D, Q::S>},
    {sym::InverseJacobiDC, ball_inverse_jacobi<Q::D, Q::C>},
    {sym::JacobiZeta, ball_jacobi_zeta},
    {sym::EllipticThetaPrime, ball_elliptic_theta_prime},
    {sym::EllipticNomeQ, ball_nome},
    {sym::InverseEllipticNomeQ, ball_inverse_nome},
    {sym::DedekindEta, ball_modular<acb_modular_eta>},
    {sym::KleinInvariantJ, ball_modular<klein_invariant>},
    {sym::ModularLambda, ball_modular<acb_modular_lambda>},
    {sym::WeierstrassP, ball_weierstrass<false>},
    {sym::WeierstrassPPrime, ball_weierstrass<true>},
    {sym::WeierstrassZeta, ball_weierstrass_integral<false>},
    {sym::WeierstrassSigma, ball_weierstrass_integral<true>},
    {sym::InverseWeierstrassP, ball_inverse_weierstrass},
    {sym::WeierstrassHalfPeriods, ball_half_period},
};

}  // namespace

std::span<const BallRow> elliptic_ball_rows() { return kRows; }

}  // namespace lykos::builtins
