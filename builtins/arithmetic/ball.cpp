// ball.cpp - between number expressions and balls, and balls of whole numeric expressions.
#include "builtins/arithmetic/ball.h"

#include <mpfr.h>

#include <algorithm>
#include <cmath>

#include "builtins/algebra/algebraic_numbers.h"
#include "builtins/arithmetic/numeric.h"
#include "evaluator/evaluator.h"
#include "expr/apart.h"

namespace lykos::builtins {
namespace {

/// 10^exponent as an upper bound.
void magnitude_from_log10(mag_ptr result, double exponent) {
  const double log2 = exponent * kLog2Of10;
  const double whole = std::floor(log2);
  fmpz_t power;
  fmpz_init(power);
  fmpz_set_d(power, whole);
  mag_set_d_2exp_fmpz(result, std::exp2(log2 - whole), power);
  fmpz_clear(power);
}

void arb_from_real(arb_ptr result, const Expr& real, slong bits, bool exact_machine) {
  switch (real.kind()) {
    case Kind::Real:
      arb_set_d(result, real.real_value());
      if (!exact_machine && real.real_value() != 0) {
        mag_t error;
        mag_init(error);
        arf_get_mag(error, arb_midref(result));
        mag_mul_2exp_si(error, error, -53);
        mag_add(arb_radref(result), arb_radref(result), error);
        mag_clear(error);
      }
      return;
    case Kind::BigReal: {
      const BigReal& value = real.big_real_value();
      arf_set_mpfr(arb_midref(result), static_cast<mpfr_srcptr>(value.mpfr()));
      if (std::isfinite(value.accuracy())) {
        magnitude_from_log10(arb_radref(result), -value.accuracy());
      } else {
        mag_zero(arb_radref(result));
      }
      return;
    }
    default: ball_from_rational(result, real, bits); return;
  }
}

/// With the mantissa, which mag_get_d_log2_approx leaves out: the precision of a result follows from it.
double log10_of(mag_srcptr magnitude) {
  if (mag_is_special(magnitude)) return mag_get_d_log2_approx(magnitude) / kLog2Of10;
  return (std::log2(static_cast<double>(MAG_MAN(magnitude))) - MAG_BITS + fmpz_get_d(MAG_EXPREF(magnitude))) / kLog2Of10;
}

/// Midpoint as a BigReal of `digits`; a zero midpoint has that accuracy.
BigReal big_from_arf(arf_srcptr value, double digits) {
  mpfr_t copy;
  mpfr_init2(copy, working_bits(digits));
  arf_get_mpfr(copy, value, MPFR_RNDN);
  BigReal result = BigReal::from_mpfr(copy, digits);
  mpfr_clear(copy);
  return result;
}

/// A real ball as a number; an exact zero gives the exact integer 0 when it may.
Expr real_from_ball(arb_srcptr value, double exact_digits) {
  if (mag_is_zero(arb_radref(value))) {
    if (arf_is_zero(arb_midref(value))) return Expr::integer(0);
    return Expr::big_real(big_from_arf(arb_midref(value), exact_digits));
  }
  const double log_error = log10_of(arb_radref(value));
  if (arb_contains_zero(value)) return Expr::big_real(BigReal::zero(-log_error));
  fmpz_t exponent;
  fmpz_init(exponent);
  arf_abs_bound_lt_2exp_fmpz(exponent, arb_midref(value));
  fmpz_clear(exponent);
  const BigReal rough = big_from_arf(arb_midref(value), 20);
  const double digits = rough.log10_abs() - log_error;
  if (!(digits > 0)) return Expr::big_real(BigReal::zero(-log_error));
  return Expr::big_real(big_from_arf(arb_midref(value), digits));
}

bool is_finite_ball(acb_srcptr value) { return acb_is_finite(value) != 0; }

bool constant_ball(arb_ptr result, const Expr& symbol, slong bits) {
  if (symbol.is(sym::Pi)) {
    arb_const_pi(result, bits);
  } else if (symbol.is(sym::E)) {
    arb_const_e(result, bits);
  } else if (symbol.is(sym::EulerGamma)) {
    arb_const_euler(result, bits);
  } else if (symbol.is(sym::Catalan)) {
    arb_const_catalan(result, bits);
  } else if (symbol.is(sym::Khinchin)) {
    arb_const_khinchin(result, bits);
  } else if (symbol.is(sym::Glaisher)) {
    arb_const_glaisher(result, bits);
  } else if (symbol.is(sym::GoldenRatio)) {
    arb_sqrt_ui(result, 5, bits);
    arb_add_ui(result, result, 1, bits);
    arb_mul_2exp_si(result, result, -1);
  } else if (symbol.is(sym::GoldenAngle)) {
    arb_sqrt_ui(result, 5, bits);
    arb_sub_ui(result, result, 3, bits);
    arb_neg(result, result);
    Ball pi;
    arb_const_pi(acb_realref(pi.get()), bits);
    arb_mul(result, result, acb_realref(pi.get()), bits);
  } else if (symbol.is(sym::Degree)) {
    arb_const_pi(result, bits);
    arb_div_ui(result, result, 180, bits);
  } else {
    return false;
  }
  return true;
}

bool compute_ball(acb_ptr result, const Expr& expr, slong bits);

}  // namespace

void ball_from_rational(arb_ptr result, const Expr& exact_real, slong bits) {
  if (exact_real.is_small_integer()) {
    arb_set_si(result, exact_real.small_integer());
    return;
  }
  fmpq_t q;
  fmpq_init(q);
  if (exact_real.is_rational()) {
    fmpq_set_mpq(q, exact_real.rational_value().gmp());
    arb_set_fmpq(result, q, bits);
  } else {
    fmpz_set_mpz(fmpq_numref(q), exact_real.big_integer().gmp());
    arb_set_fmpz(result, fmpq_numref(q));
  }
  fmpq_clear(q);
}

void ball_from_number(acb_ptr result, const Expr& number, slong bits, bool exact_machine) {
  if (number.is_complex()) {
    arb_from_real(acb_realref(result), number.re(), bits, exact_machine);
    arb_from_real(acb_imagref(result), number.im(), bits, exact_machine);
    return;
  }
  arb_from_real(acb_realref(result), number, bits, exact_machine);
  arb_zero(acb_imagref(result));
}

namespace {

/// The precision from which a function may take tenths of a second: constants, sums and products are quick for longer than the rest.
slong quick_bits(const Expr& expr) {
  constexpr slong kConstants = 1 << 20, kFunctions = 1 << 15;
  if (expr.kind() != Kind::Normal) return kConstants;
  slong least = expr.has_head(sym::Plus) || expr.has_head(sym::Times) || expr.has_head(sym::Power) ? kConstants : kFunctions;
  for (const Expr& arg : expr.args()) least = std::min(least, quick_bits(arg));
  return least;
}

std::string text_of_ball(acb_srcptr value) {
  char* re = arb_dump_str(acb_realref(value));
  char* im = arb_dump_str(acb_imagref(value));
  std::string text = std::string(re) + "\n" + im;
  flint_free(re);
  flint_free(im);
  return text;
}

/// ball_from_expr in a process that an interrupt can end.
bool ball_apart(acb_ptr result, const Expr& expr, slong bits) {
  const std::string text = run_apart([&] { return compute_ball(result, expr, bits) ? text_of_ball(result) : std::string(); });
  const std::size_t middle = text.find('\n');
  if (middle == std::string::npos) return false;
  return arb_load_str(acb_realref(result), text.substr(0, middle).c_str()) == 0 && arb_load_str(acb_imagref(result), text.c_str() + middle + 1) == 0;
}

}  // namespace

bool ball_from_expr(acb_ptr result, const Expr& expr, slong bits) {
  constexpr slong kAlwaysQuick = 1 << 15;
  if (bits <= kAlwaysQuick || bits <= quick_bits(expr)) return compute_ball(result, expr, bits);
  return ball_apart(result, expr, bits);
}

namespace {

bool compute_ball(acb_ptr result, const Expr& expr, slong bits) {
  if (expr.is_number()) {
    ball_from_number(result, expr, bits, false);
    return true;
  }
  if (expr.is_symbol()) {
    arb_zero(acb_imagref(result));
    return constant_ball(acb_realref(result), expr, bits);
  }
  if (expr.kind() != Kind::Normal) return false;
  RecursionGuard guard;
  if (expr.has_head(sym::Plus) || expr.has_head(sym::Times)) {
    const bool sum = expr.has_head(sym::Plus);
    Ball term;
    acb_set_si(result, sum ? 0 : 1);
    for (const Expr& arg : expr.args()) {
      if (!compute_ball(term, arg, bits)) return false;
      if (sum) {
        acb_add(result, result, term, bits);
      } else {
        acb_mul(result, result, term, bits);
      }
    }
    return is_finite_ball(result);
  }
  if (expr.has_head(sym::Root)) return root_ball(result, expr, bits);
  const BallFunction function = ball_function(expr.head());
  if (function == nullptr || expr.size() > 8) return false;
  Ball args[8];
  for (std::size_t i = 0; i < expr.size(); ++i) {
    if (!compute_ball(args[i], expr[i], bits)) return false;
  }
  if (!function(result, args, expr.size(), bits)) return false;
  return is_finite_ball(result);
}

}  // namespace

MaybeExpr machine_from_ball(acb_srcptr value, bool real_wanted) {
  if (!is_finite_ball(value)) return std::nullopt;
  const auto part = [](arb_srcptr x) -> Expr {
    const double d = arf_get_d(arb_midref(x), ARF_RND_NEAR);
    if (std::isfinite(d) && (d != 0 || arf_is_zero(arb_midref(x)))) return Expr::real(d);
    return Expr::big_real(big_from_arf(arb_midref(x), kMachinePrecision));
  };
  if (real_wanted && arb_contains_zero(acb_imagref(value))) {
    // Too small for a machine number is zero, as products of machine numbers are; too large keeps its size.
    const Expr real = part(acb_realref(value));
    if (real.is_big_real() && real.big_real_value().to_double() == 0) return Expr::real(0.0);
    return real;
  }
  return make_complex(part(acb_realref(value)), part(acb_imagref(value)));
}

MaybeExpr big_from_ball(acb_srcptr value, bool real_wanted, double exact_digits) {
  if (!is_finite_ball(value)) return std::nullopt;
  const Expr re = real_from_ball(acb_realref(value), exact_digits);
  if (arb_is_zero(acb_imagref(value)) || (real_wanted && arb_contains_zero(acb_imagref(value)))) {
    return is_exact_zero(re) ? Expr::big_real(BigReal::zero(exact_digits)) : re;
  }
  return make_complex(re, real_from_ball(acb_imagref(value), exact_digits));
}

Expr rounded_from_ball(acb_srcptr value, bool real_wanted, double digits) {
  const auto part = [&](arb_srcptr x) -> Expr {
    if (arb_is_zero(x)) return Expr::integer(0);
    if (arb_contains_zero(x)) {
      const double log_error = mag_is_zero(arb_radref(x)) ? -digits : log10_of(arb_radref(x));
      return Expr::big_real(BigReal::zero(std::max(digits, -log_error)));
    }
    return Expr::big_real(big_from_arf(arb_midref(x), digits));
  };
  const Expr re = part(acb_realref(value));
  if (arb_is_zero(acb_imagref(value)) || (real_wanted && arb_contains_zero(acb_imagref(value)))) {
    return is_exact_zero(re) ? Expr::integer(0) : re;
  }
  return make_complex(re, part(acb_imagref(value)));
}

}  // namespace lykos::builtins
