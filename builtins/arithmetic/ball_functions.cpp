// ball_functions.cpp - the table from functions of the language to their ball forms (Arb). One row serves N, machine and
// arbitrary-precision evaluation alike. Elementary functions are here, the special ones in ball_special_functions.cpp.
#include <unordered_map>

#include "builtins/arithmetic/ball_templates.h"

namespace lykos::builtins {
namespace {

bool reciprocal_cos(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_cos(r, a[0], bits);
  acb_inv(r, r, bits);
  return true;
}
bool reciprocal_sin(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_sin(r, a[0], bits);
  acb_inv(r, r, bits);
  return true;
}

bool ball_log(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 1) {
    acb_log(r, a[0], bits);
    return true;
  }
  if (n != 2) return false;
  Ball base;
  acb_log(base, a[0], bits);
  acb_log(r, a[1], bits);
  acb_div(r, r, base, bits);
  return true;
}
template <int Base>
bool ball_log_base(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball base;
  acb_set_si(base, Base);
  acb_log(base, base, bits);
  acb_log(r, a[0], bits);
  acb_div(r, r, base, bits);
  return true;
}

bool ball_power(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  slong exponent = 0;
  if (exact_integer(a[1], exponent)) {
    fmpz_t e;
    fmpz_init_set_si(e, exponent);
    acb_pow_fmpz(r, a[0], e, bits);
    fmpz_clear(e);
    return true;
  }
  if (acb_is_zero(a[0])) {
    if (!arb_is_positive(acb_realref(a[1].get()))) return false;
    acb_zero(r);
    return true;
  }
  // Square roots keep purely real and imaginary values sharp, which exp(log()/2) would blur.
  if (arb_is_exact(acb_realref(a[1].get())) && is_real_ball(a[1]) &&
      arf_cmp_d(arb_midref(acb_realref(a[1].get())), 0.5) == 0) {
    acb_sqrt(r, a[0], bits);
    return true;
  }
  acb_pow(r, a[0], a[1], bits);
  return true;
}

/// ArcTan[x, y]: the argument of x + I y.
bool ball_arctan(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 1) {
    acb_atan(r, a[0], bits);
    return true;
  }
  if (n != 2) return false;
  if (is_real_ball(a[0]) && is_real_ball(a[1])) {
    arb_atan2(acb_realref(r), acb_realref(a[1].get()), acb_realref(a[0].get()), bits);
    arb_zero(acb_imagref(r));
    return true;
  }
  // -I Log[(x + I y)/Sqrt[x^2 + y^2]]
  Ball square, sum;
  acb_mul(square, a[0], a[0], bits);
  acb_addmul(square, a[1], a[1], bits);
  acb_sqrt(square, square, bits);
  acb_mul_onei(sum, a[1]);
  acb_add(sum, sum, a[0], bits);
  acb_div(sum, sum, square, bits);
  acb_log(r, sum, bits);
  acb_div_onei(r, r);
  return true;
}

// ---- parts of a complex number
bool ball_abs(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_abs(acb_realref(r), a[0], bits);
  arb_zero(acb_imagref(r));
  return true;
}
bool ball_arg(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_arg(acb_realref(r), a[0], bits);
  arb_zero(acb_imagref(r));
  return true;
}
bool ball_re(acb_ptr r, Args a, std::size_t n, slong) {
  if (n != 1) return false;
  acb_set_arb(r, acb_realref(a[0].get()));
  return true;
}
bool ball_im(acb_ptr r, Args a, std::size_t n, slong) {
  if (n != 1) return false;
  acb_set_arb(r, acb_imagref(a[0].get()));
  return true;
}
bool ball_conjugate(acb_ptr r, Args a, std::size_t n, slong) {
  if (n != 1) return false;
  acb_conj(r, a[0]);
  return true;
}
bool ball_sign(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_sgn(r, a[0], bits);
  return true;
}
template <bool Largest>
bool ball_extreme(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n == 0) return false;
  acb_set(r, a[0]);
  for (std::size_t i = 0; i < n; ++i) {
    if (!is_real_ball(a[i])) return false;
    if (Largest) {
      arb_max(acb_realref(r), acb_realref(r), acb_realref(a[i].get()), bits);
    } else {
      arb_min(acb_realref(r), acb_realref(r), acb_realref(a[i].get()), bits);
    }
  }
  return true;
}
bool ball_floor(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1 || !is_real_ball(a[0])) return false;
  arb_floor(acb_realref(r), acb_realref(a[0].get()), bits);
  arb_zero(acb_imagref(r));
  return true;
}
bool ball_ceiling(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1 || !is_real_ball(a[0])) return false;
  arb_ceil(acb_realref(r), acb_realref(a[0].get()), bits);
  arb_zero(acb_imagref(r));
  return true;
}

// ---- small elementary extras
bool ball_haversine(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_mul_2exp_si(r, a[0], -1);
  acb_sin(r, r, bits);
  acb_mul(r, r, r, bits);
  return true;
}
bool ball_inverse_haversine(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_sqrt(r, a[0], bits);
  acb_asin(r, r, bits);
  acb_mul_2exp_si(r, r, 1);
  return true;
}
/// Gudermannian[z] = 2 ArcTan[Tanh[z/2]].
bool ball_gudermannian(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_mul_2exp_si(r, a[0], -1);
  acb_tanh(r, r, bits);
  acb_atan(r, r, bits);
  acb_mul_2exp_si(r, r, 1);
  return true;
}
bool ball_inverse_gudermannian(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_mul_2exp_si(r, a[0], -1);
  acb_tan(r, r, bits);
  acb_atanh(r, r, bits);
  acb_mul_2exp_si(r, r, 1);
  return true;
}
bool ball_logistic(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  acb_neg(r, a[0]);
  acb_exp(r, r, bits);
  acb_add_ui(r, r, 1, bits);
  acb_inv(r, r, bits);
  return true;
}
bool ball_cube_root(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1 || !is_real_ball(a[0])) return false;
  arb_zero(acb_imagref(r));
  const bool negative = arb_is_negative(acb_realref(a[0].get())) != 0;
  arb_abs(acb_realref(r), acb_realref(a[0].get()));
  arb_root_ui(acb_realref(r), acb_realref(r), 3, bits);
  if (negative) acb_neg(r, r);
  return true;
}
bool ball_surd(acb_ptr r, Args a, std::size_t n, slong bits) {
  slong degree = 0;
  if (n != 2 || !is_real_ball(a[0]) || !exact_integer(a[1], degree) || degree == 0) return false;
  const bool negative = arb_is_negative(acb_realref(a[0].get())) != 0;
  const slong size = degree < 0 ? -degree : degree;
  if (negative && size % 2 == 0) return false;
  arb_zero(acb_imagref(r));
  arb_abs(acb_realref(r), acb_realref(a[0].get()));
  arb_root_ui(acb_realref(r), acb_realref(r), static_cast<ulong>(size), bits);
  if (negative) acb_neg(r, r);
  if (degree < 0) acb_inv(r, r, bits);
  return true;
}

const BallRow kRows[] = {
    {sym::Power, ball_power},
    {sym::Exp, direct<acb_exp>},
    {sym::Sqrt, direct<acb_sqrt>},
    {sym::Log, ball_log},
    {sym::Log2, ball_log_base<2>},
    {sym::Log10, ball_log_base<10>},
    {sym::Sin, direct<acb_sin>},
    {sym::Cos, direct<acb_cos>},
    {sym::Tan, direct<acb_tan>},
    {sym::Cot, direct<acb_cot>},
    {sym::Sec, reciprocal_cos},
    {sym::Csc, reciprocal_sin},
    {sym::Sinh, direct<acb_sinh>},
    {sym::Cosh, direct<acb_cosh>},
    {sym::Tanh, direct<acb_tanh>},
    {sym::Coth, direct<acb_coth>},
    {sym::Sech, direct<acb_sech>},
    {sym::Csch, direct<acb_csch>},
    {sym::ArcSin, direct<acb_asin>},
    {sym::ArcCos, direct<acb_acos>},
    {sym::ArcTan, ball_arctan},
    {sym::ArcCot, of_reciprocal<acb_atan>},
    {sym::ArcSec, of_reciprocal<acb_acos>},
    {sym::ArcCsc, of_reciprocal<acb_asin>},
    {sym::ArcSinh, direct<acb_asinh>},
    {sym::ArcCosh, direct<acb_acosh>},
    {sym::ArcTanh, direct<acb_atanh>},
    {sym::ArcCoth, of_reciprocal<acb_atanh>},
    {sym::ArcSech, of_reciprocal<acb_acosh>},
    {sym::ArcCsch, of_reciprocal<acb_asinh>},
    {sym::Sinc, direct<acb_sinc>},
    {sym::Haversine, ball_haversine},
    {sym::InverseHaversine, ball_inverse_haversine},
    {sym::Gudermannian, ball_gudermannian},
    {sym::InverseGudermannian, ball_inverse_gudermannian},
    {sym::LogisticSigmoid, ball_logistic},
    {sym::CubeRoot, ball_cube_root},
    {sym::Surd, ball_surd},
    {sym::Abs, ball_abs},
    {sym::RealAbs, ball_abs},
    {sym::Arg, ball_arg},
    {sym::Re, ball_re},
    {sym::Im, ball_im},
    {sym::Conjugate, ball_conjugate},
    {sym::Sign, ball_sign},
    {sym::Max, ball_extreme<true>},
    {sym::Min, ball_extreme<false>},
    {sym::Floor, ball_floor},
    {sym::Ceiling, ball_ceiling},
};

}  // namespace

BallFunction ball_function(const Expr& head) {
  static const std::unordered_map<std::uint64_t, BallFunction> table = [] {
    std::unordered_map<std::uint64_t, BallFunction> map;
    for (const BallRow& row : kRows) map.emplace(Expr(row.symbol).bits(), row.function);
    for (const auto rows : {special_ball_rows(), elliptic_ball_rows(), further_ball_rows()}) {
      for (const BallRow& row : rows) map.emplace(Expr(row.symbol).bits(), row.function);
    }
    return map;
  }();
  if (!head.is_symbol()) return nullptr;
  const auto found = table.find(head.bits());
  return found == table.end() ? nullptr : found->second;
}

}  // namespace lykos::builtins
