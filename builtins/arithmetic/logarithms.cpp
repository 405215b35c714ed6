// logarithms.cpp - Log, Log2, Log10: exact logarithms where bases and arguments are powers of one number.
#include <array>
#include <cmath>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

Expr log_of(const Expr& z) { return make_normal(sym::Log, {z}); }
bool is_exact_one(const Expr& e) { return e.is_small_integer() && e.small_integer() == 1; }

// Log[z]: the natural logarithm, imaginary part in (-Pi, Pi].
MaybeExpr natural_logarithm(Call& call) {
  const Expr& z = call.arg(0);
  if (z.is_real() && z.real_value() == 0) return make_directed_infinity(minus_one());
  if (MaybeExpr value = inexact_value(sym::Log, call.args())) return value;
  if (is_exact_zero(z)) return make_directed_infinity(minus_one());
  if (is_exact_one(z)) return Expr::integer(0);
  if (z.is(sym::E)) return Expr::integer(1);
  if (is_indeterminate(z)) return z;
  if (directed_infinity(z)) return infinity();
  if (z.has_head(sym::Power, 2) && z[0].is(sym::E) && is_real_numeric(z[1])) return z[1];
  if (z.has_head(sym::Power, 2) && is_real_numeric(z[1]) && is_real_numeric(z[0]) && numeric_sign(z[0]) == 1) {  // Log[b^r] = r Log[b]
    return times(z[1], log_of(z[0]));
  }
  if (z.is_rational() && z.rational_value().sign() > 0 && Rational::compare(z.rational_value(), Rational(Integer(1))) < 0) {  // Log[2/3] = -Log[3/2]
    return negated(log_of(Expr::rational(Rational(z.rational_value().denominator(), z.rational_value().numerator()))));
  }
  if (z.is_complex() && is_exact_zero(z.re())) {
    const Expr turn = times(make_complex(Expr::integer(0), ratio(sign_of_real(z.im()), 2)), sym::Pi);
    const Expr size = absolute(z.im());
    return is_exact_one(size) ? turn : plus(turn, log_of(size));
  }
  if (z.has_head(sym::Power, 2) && z[0].is_small_integer() && z[0].small_integer() == -1 && z[1].is_rational()) {
    return times(make_complex(Expr::integer(0), z[1]), sym::Pi);  // (-1)^r with 0 < r < 1
  }
  if (is_numeric(z) && !z.is_complex() && numeric_sign(z) == -1) {
    const Expr turn = times(imaginary_unit(), sym::Pi);
    const Expr size = evaluate(negated(z));
    return is_exact_one(size) ? turn : plus(turn, log_of(size));
  }
  return std::nullopt;
}

/// The exact rational r with base^r = x, for positive rational base and x, when there is one.
std::optional<Rational> exact_logarithm(const Expr& base, const Expr& x) {
  // Euclid on exponents: both must be powers of one number.
  Rational b = to_rational(base), y = to_rational(x);
  const Rational one(Integer(1));
  if (b.sign() <= 0 || y.sign() <= 0 || Rational::compare(b, one) == 0) return std::nullopt;
  bool negate_result = false;
  if (Rational::compare(b, one) < 0) {
    b = one / b;
    negate_result = !negate_result;
  }
  if (Rational::compare(y, one) < 0) {
    y = one / y;
    negate_result = !negate_result;
  }
  // y = b^q * r repeatedly, as a continued fraction; a common root makes it end after few steps.
  Integer p0 = std::int64_t{0}, p1 = std::int64_t{1}, q0 = std::int64_t{1}, q1 = std::int64_t{0};
  // Powers of one number only get shorter on the way.
  const std::size_t longest = std::max(b.numerator().bit_length(), y.numerator().bit_length());
  for (int step = 0; step < 64; ++step) {
    if (Rational::compare(y, one) == 0) {
      const Rational value(p0, q0);
      return negate_result ? -value : value;
    }
    std::int64_t count = 0;
    while (Rational::compare(y, b) >= 0) {
      y = y / b;
      if (++count > 100000 || y.numerator().bit_length() > longest) return std::nullopt;
    }
    const Integer a(count);
    const Integer p2 = a * p1 + p0, q2 = a * q1 + q0;
    p0 = p1;
    q0 = q1;
    p1 = p2;
    q1 = q2;
    if (Rational::compare(y, one) == 0) {
      const Rational value(p1, q1);
      return negate_result ? -value : value;
    }
    if (y.numerator().bit_length() > 4096 || Rational::compare(y, one) < 0) return std::nullopt;
    // Numbers that shrink toward one without reaching it share no root.
    if (y.to_double() < 1.0 + 1e-9) return std::nullopt;
    std::swap(b, y);
  }
  return std::nullopt;
}

MaybeExpr logarithm_to_base(Call& call, const Expr& base, const Expr& z) {
  if (base.is_exact_real() && z.is_exact_real()) {
    if (is_exact_one(base)) {
      if (is_exact_one(z)) return Expr(sym::Indeterminate);
      return complex_infinity();
    }
    if (is_exact_one(z)) return Expr::integer(0);
    if (is_exact_zero(base)) return is_exact_zero(z) ? Expr(sym::Indeterminate) : Expr::integer(0);
    if (const auto exact = exact_logarithm(base, z)) return Expr::rational(*exact);
  }
  if (z.is_real() && z.real_value() > 0 && base.is_small_integer()) {
    if (base.small_integer() == 2) return Expr::real(std::log2(z.real_value()));
    if (base.small_integer() == 10) return Expr::real(std::log10(z.real_value()));
  }
  const std::array<Expr, 2> args{base, z};
  if (wants_numeric(args) && !is_zero(z)) {
    if (MaybeExpr value = inexact_value(sym::Log, args)) return value;
  }
  if (base == z && is_numeric(z)) return Expr::integer(1);
  (void)call;
  return make_normal(sym::Times, {power(log_of(base), minus_one()), log_of(z)});
}

// Log[z]; Log[b, z].
MaybeExpr builtin_Log(Call& call) {
  if (call.size() == 1) return natural_logarithm(call);
  return logarithm_to_base(call, call.arg(0), call.arg(1));
}
// Log2[z], Log10[z].
MaybeExpr builtin_Log2(Call& call) { return logarithm_to_base(call, Expr::integer(2), call.arg(0)); }
MaybeExpr builtin_Log10(Call& call) { return logarithm_to_base(call, Expr::integer(10), call.arg(0)); }

constexpr Builtin kBuiltins[] = {
    {.name = "Log",
     .fn = builtin_Log,
     .arity = between(1, 2),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "Log[z] is the natural logarithm of z.\nLog[b, z] is the logarithm to base b.",
     .packed_fn = packed_elementwise},
    {.name = "Log2",
     .fn = builtin_Log2,
     .arity = exactly(1),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "Log2[z] is the logarithm of z to base 2.",
     .packed_fn = packed_elementwise},
    {.name = "Log10",
     .fn = builtin_Log10,
     .arity = exactly(1),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "Log10[z] is the logarithm of z to base 10.",
     .packed_fn = packed_elementwise},
};

}  // namespace

void register_logarithms(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
