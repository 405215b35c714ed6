// power.cpp - Power, Sqrt, CubeRoot, Surd, Exp: exact powers and radicals, exponents joined where that is true everywhere,
// powers of E, infinities, and inexact powers.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/radicals.h"
#include "builtins/arithmetic/register.h"
#include "builtins/arithmetic/trigonometric_products.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// Exact powers are computed up to this size; beyond, the answer is Overflow[] (as is 10^10^10).
constexpr double kMaxPowerBits = 2.1e9;

bool is_exact_one(const Expr& e) { return e.is_small_integer() && e.small_integer() == 1; }

Expr overflow() {
  message(sym::General, "ovfl");
  return make_normal(sym::Overflow, std::initializer_list<Expr>{});
}
Expr underflow() {
  message(sym::General, "unfl");
  return make_normal(sym::Underflow, std::initializer_list<Expr>{});
}

double bits_of(const Expr& exact) {
  if (exact.is_complex()) return std::max(bits_of(exact.re()), bits_of(exact.im())) + 1;
  if (exact.is_integer()) return static_cast<double>(exact.to_integer().bit_length());
  const Rational& q = exact.rational_value();
  return static_cast<double>(std::max(q.numerator().bit_length(), q.denominator().bit_length()));
}

/// Says Power::infy with the expression as the user would write it.
Expr infinite_power(const Expr& base, const Expr& exponent) {
  message(sym::Power, "infy", {power(base, exponent)});
  return complex_infinity();
}

/// 0^exponent, by the sign of the exponent's real part.
MaybeExpr zero_power(const Expr& base, const Expr& exponent, int sign) {
  if (sign > 0) return is_inexact_number(base) || is_inexact_number(exponent) ? Expr::real(0) : Expr::integer(0);
  if (sign < 0) return infinite_power(base, exponent);
  message(sym::Power, "indet", {power(base, exponent)});
  return Expr(sym::Indeterminate);
}
MaybeExpr zero_power(const Expr& base, const Expr& exponent) { return zero_power(base, exponent, sign_of_real(real_part(exponent))); }

/// An exact number to an exact integer power.
MaybeExpr exact_integer_power(const Expr& base, const Expr& exponent) {
  const bool unit = base.is_small_integer() && (base.small_integer() == 1 || base.small_integer() == -1);
  if (unit) {
    if (base.small_integer() == 1) return base;
    const bool odd = exponent.to_integer().is_odd();
    return Expr::integer(odd ? -1 : 1);
  }
  if (base.is_complex() && is_exact_zero(base.re()) && base.im().is_integer() && bits_of(base.im()) == 1) {
    // Powers of I and -I cycle whatever the exponent.
    Integer quotient, remainder;
    floor_divide(exponent.to_integer(), Integer(4), quotient, remainder);
    return exact_power(base, remainder.to_int64());
  }
  const double size = bits_of(base) - 1;
  if (!exponent.is_small_integer() || std::fabs(static_cast<double>(exponent.small_integer())) * std::max(size, 0.5) > kMaxPowerBits) {
    const bool grows = base.is_integer() || base.is_complex() ||
                       Rational::compare(to_rational(absolute(base)), Rational(Integer(1))) > 0;
    return grows == (sign_of_real(exponent) > 0) ? overflow() : underflow();
  }
  return exact_power(base, exponent.small_integer());
}

MaybeExpr machine_power(const Expr& base, const Expr& exponent) {
  if (!base.is_real_number() || !exponent.is_real_number() || base.is_big_real() || exponent.is_big_real()) return std::nullopt;
  const double x = to_double(base);
  const double y = to_double(exponent);
  if (x < 0 && y != std::floor(y)) return std::nullopt;
  double value = 0;
  if (exponent.is_small_integer() && exponent.small_integer() == 2) {
    value = x * x;
  } else if (exponent.is_small_integer() && exponent.small_integer() == -1) {
    value = 1 / x;
  } else {
    value = y == 0.5 ? std::sqrt(x) : std::pow(x, y);
  }
  if (!std::isfinite(value) || !std::isfinite(x) || !std::isfinite(y)) return std::nullopt;
  if (value == 0) message(sym::General, "munfl", {power(base, exponent)});
  return Expr::real(value);
}

MaybeExpr power_of_numbers(const Expr& base, const Expr& exponent) {
  if (is_zero(base)) return zero_power(base, exponent);
  if (is_exact_number(base) && is_exact_number(exponent)) {
    if (is_exact_zero(exponent)) return Expr::integer(1);
    if (exponent.is_integer()) return exact_integer_power(base, exponent);
    if (is_exact_one(base)) return base;
    if (!exponent.is_rational()) return std::nullopt;
    const Rational& e = exponent.rational_value();
    if (std::fabs(e.to_double()) * bits_of(base) > kMaxPowerBits) return std::nullopt;
    if (base.is_real_number()) {
      if (bits_of(base) > 100000) {
        bool exact = false;
        if (base.is_integer() && e.denominator().fits_int64() && sign_of_real(base) > 0) {
          const Integer root = integer_root(base.to_integer(), static_cast<std::uint64_t>(e.denominator().to_int64()), exact);
          if (exact) return power(Expr::integer(root), Expr::integer(e.numerator()));
        }
        return std::nullopt;
      }
      return simplify_rational_power(base, e);
    }
    if (e.denominator() == Integer(2)) {
      if (MaybeExpr root = exact_complex_square_root(base)) return power(*root, Expr::integer(e.numerator()));
    }
    if (is_exact_zero(base.re())) {  // (b I)^e = b^e (-1)^(e/2), the argument of b I being +-Pi/2
      const Rational half_exponent = e * Rational(Integer(1), Integer(2));
      const bool negative = sign_of_real(base.im()) < 0;
      RadicalProduct product;
      product.multiply_power(absolute(base.im()), e);
      product.multiply_power(minus_one(), negative ? -half_exponent : half_exponent);
      return make_normal(sym::Times, product.factors());
    }
    return std::nullopt;
  }
  if (MaybeExpr value = machine_power(base, exponent)) return value;
  if (is_exact_zero(exponent)) return Expr::integer(1);
  if (exponent.is_small_integer()) {
    const std::int64_t n = exponent.small_integer();
    if (n == 1) return base;
    const bool machine = base.is_real() || (base.is_complex() && base.re().is_real() && std::llabs(n) > 64);
    if (!machine && n > -4096 && n < 4096) return integer_power(base, n);
  }
  const std::array<Expr, 2> args{base, exponent};
  return inexact_value(sym::Power, args);
}

// ---- powers of E

/// Value of E^(r I Pi) where it is a number; otherwise E to the reduced exponent, nullopt when it is reduced already.
MaybeExpr unit_circle_power(const Rational& r) {
  // Reduce to (-1, 1].
  const Rational two(Integer(2)), one(Integer(1));
  Rational shifted = (one - r) / two;
  const Rational reduced = r + two * Rational(shifted.floor());
  const Rational doubled = reduced * two;
  if (doubled.denominator() == Integer(1)) {
    switch (doubled.numerator().to_int64()) {
      case 0: return Expr::integer(1);
      case 1: return imaginary_unit();
      case -1: return negate(imaginary_unit());
      default: return minus_one();
    }
  }
  if (Rational::compare(reduced, r) == 0) return std::nullopt;
  return power(sym::E, make_normal(sym::Times, {make_complex(Expr::integer(0), Expr::rational(reduced)), Expr(sym::Pi)}));
}

/// What a factor E^term contributes when term is special: Log[x], a Log[x], I Pi r.
MaybeExpr special_exponential(const Expr& term) {
  if (term.has_head(sym::Log, 1)) return term[0];
  if (const MaybeExpr inner = extract_imaginary(term)) {
    if (const auto r = multiple_of_pi(*inner)) return unit_circle_power(*r);
  }
  if (term.has_head(sym::Times)) {
    std::size_t logarithms = 0;
    std::size_t where = 0;
    for (std::size_t i = 0; i < term.size(); ++i) {
      if (term[i].has_head(sym::Log, 1)) {
        ++logarithms;
        where = i;
      }
    }
    if (logarithms != 1) return std::nullopt;
    std::vector<Expr> rest;
    for (std::size_t i = 0; i < term.size(); ++i) {
      if (i != where) rest.push_back(term[i]);
    }
    return power(term[where][0], rest.size() == 1 ? rest[0] : make_normal(sym::Times, std::move(rest)));
  }
  return std::nullopt;
}

MaybeExpr power_of_e(const Expr& exponent) {
  if (exponent.is_number()) return std::nullopt;
  if (!exponent.has_head(sym::Plus)) return special_exponential(exponent);
  // E^(a + Log[b] + I Pi) = -b E^a: only terms that vanish from the exponent are taken out.
  std::vector<Expr> rest, factors;
  for (const Expr& term : exponent.args()) {
    MaybeExpr value = special_exponential(term);
    if (value && !value->has_head(sym::Power) ) {
      factors.push_back(*value);
    } else if (value && !(*value)[0].is(sym::E)) {
      factors.push_back(*value);
    } else {
      rest.push_back(term);
    }
  }
  if (factors.empty()) return std::nullopt;
  factors.push_back(power(sym::E, make_normal(sym::Plus, std::move(rest))));
  return make_normal(sym::Times, std::move(factors));
}

/// b^(Log[x]/Log[b]) = x, b^(y/Log[b]) = E^y.
MaybeExpr power_of_own_logarithm(const Expr& base, const Expr& exponent) {
  const auto divides_by_it = [&](const Expr& factor) { return factor.has_head(sym::Power, 2) && factor[0].has_head(sym::Log, 1) && factor[0][0] == base && factor[1] == minus_one(); };
  if (divides_by_it(exponent)) return Expr(sym::E);
  if (!exponent.has_head(sym::Times)) return std::nullopt;
  MaybeExpr argument;
  bool found = false;
  std::vector<Expr> rest;
  for (const Expr& factor : exponent.args()) {
    if (!found && divides_by_it(factor)) {
      found = true;
    } else if (!argument && factor.has_head(sym::Log, 1)) {
      argument = factor[0];
    } else {
      rest.push_back(factor);
    }
  }
  if (!found) return std::nullopt;
  if (!argument) argument = Expr(sym::E);
  if (rest.empty()) return argument;
  return power(*argument, rest.size() == 1 ? rest[0] : make_normal(sym::Times, std::move(rest)));
}

// ---- infinities

MaybeExpr infinite_base(const Direction& base, const Expr& exponent, const Expr& whole) {
  if (const auto infinite = directed_infinity(exponent)) {
    if (infinite->complex) return indeterminate_result(whole);
    const auto sign = infinite->direction.is_real_number() ? std::optional<int>(sign_of_real(infinite->direction)) : std::nullopt;
    if (!sign) return std::nullopt;
    return *sign > 0 ? complex_infinity() : Expr::integer(0);
  }
  const auto sign = numeric_sign(exponent);
  if (!sign) {
    if (!exponent.is_complex()) return std::nullopt;
    const int re = sign_of_real(exponent.re());
    if (re == 0) return indeterminate_result(whole);
    return re > 0 ? complex_infinity() : Expr::integer(0);
  }
  if (*sign == 0) return indeterminate_result(whole);
  if (*sign < 0) return Expr::integer(0);
  if (base.complex) return complex_infinity();
  return make_directed_infinity(power(base.direction, exponent));
}

MaybeExpr infinite_exponent(const Expr& base, const Direction& exponent, const Expr& whole) {
  if (exponent.complex) return is_numeric(base) ? MaybeExpr(indeterminate_result(whole)) : std::nullopt;
  if (!exponent.direction.is_real_number() || !is_numeric(base)) return std::nullopt;
  const Expr size = base.is_real_number() ? absolute(base) : evaluate(make_normal(sym::Abs, {base}));
  const auto order = numeric_compare(size, Expr::integer(1));
  if (!order) return std::nullopt;
  if (*order == 0) return indeterminate_result(whole);
  const bool grows = (*order > 0) == (sign_of_real(exponent.direction) > 0);
  if (!grows) return Expr::integer(0);
  if (is_zero(base)) return complex_infinity();
  const auto sign = numeric_sign(base);
  return sign && *sign > 0 ? make_directed_infinity(Expr::integer(1)) : complex_infinity();
}

// ---- symbolic bases

/// (b^e1)^e2 where joining the exponents is right: e2 an integer, -1 < e1 <= 1 (so no turn of the argument is lost), or b positive
/// with a real e1.
MaybeExpr power_of_power(const Expr& base, const Expr& exponent) {
  const Expr &inner = base[0], &e1 = base[1];
  bool join = exponent.is_integer();
  if (!join && e1.is_exact_real() && compare_real(e1, Expr::integer(-1)) > 0 && compare_real(e1, Expr::integer(1)) <= 0) join = true;
  if (!join && is_numeric(inner) && is_real_numeric(e1) && numeric_sign(inner) == 1) join = true;
  if (!join) return std::nullopt;
  return power(inner, times(e1, exponent));
}

/// (c Pi ...)^e for numbers: a negative coefficient c keeps only its sign inside when the rest is positive, (-2 Pi)^e stays.
MaybeExpr numeric_product_power(const Expr& base, const Expr& exponent) {
  // Sqrt[-2 Pi] = I Sqrt[2 Pi]: square roots of negative numbers become imaginary at once.
  if (exponent.is_rational() && exponent.rational_value().denominator() == Integer(std::int64_t{2}) && base[0].is_exact_real() &&
      numeric_sign(base) == -1) {
    return make_normal(sym::Times, {power(minus_one(), exponent), power(negated(base), exponent)});
  }
  return std::nullopt;
}

/// (c x y)^e: every factor for an integer e, positive numeric factors for a rational one.
MaybeExpr power_of_product(const Expr& base, const Expr& exponent) {
  if (exponent.is_integer()) {
    std::vector<Expr> factors;
    factors.reserve(base.size());
    for (const Expr& factor : base.args()) factors.push_back(power(factor, exponent));
    return make_normal(sym::Times, std::move(factors));
  }
  if (!exponent.is_exact_real() && !exponent.is_real()) return std::nullopt;
  // A wholly numeric product gives up only what leaves the radical: Sqrt[8 Pi] is 2 Sqrt[2 Pi], Sqrt[2 Pi] stays.
  if (is_numeric(base) && exponent.is_rational() && base[0].is_exact_real()) {
    const Rational& e = exponent.rational_value();
    const bool unit = abs(e.numerator()) == Integer(std::int64_t{1});
    if (!unit || sign_of_real(base[0]) < 0 || !e.denominator().fits_int64()) return numeric_product_power(base, exponent);
    RadicalProduct product;
    product.multiply_power(base[0], e);
    const std::vector<Expr> factors = product.factors();
    if (factors.empty() || !factors[0].is_exact_real() || is_exact_one(factors[0])) return numeric_product_power(base, exponent);
    const std::int64_t q = e.numerator().sign() < 0 ? -e.denominator().to_int64() : e.denominator().to_int64();
    const Expr left = divide(base[0], exact_power(factors[0], q));
    std::vector<Expr> inner(base.args().begin() + 1, base.args().end());
    if (!is_exact_one(left)) inner.insert(inner.begin(), left);
    return times(factors[0], power(inner.size() == 1 ? inner[0] : make_normal(sym::Times, std::move(inner)), exponent));
  }
  std::vector<Expr> outside, inside;
  for (const Expr& factor : base.args()) {
    if (factor.is_real_number()) {
      const int sign = sign_of_real(factor);
      const Expr size = absolute(factor);
      if (!is_exact_one(size)) outside.push_back(size);
      if (sign < 0) inside.push_back(minus_one());
    } else if (is_numeric(factor) && numeric_sign(factor) == 1) {
      outside.push_back(factor);
    } else {
      inside.push_back(factor);
    }
  }
  if (outside.empty() || inside.empty()) return std::nullopt;
  const auto product_of = [](std::vector<Expr> factors) {
    return factors.size() == 1 ? factors[0] : make_normal(sym::Times, std::move(factors));
  };
  return make_normal(sym::Times, {power(product_of(std::move(outside)), exponent), power(product_of(std::move(inside)), exponent)});
}

MaybeExpr binary_power(const Expr& base, const Expr& exponent) {
  if (base.is_number() && exponent.is_number()) return power_of_numbers(base, exponent);
  if (base.is_packed() || exponent.is_packed()) return packed_binary(sym::Power, base, exponent);
  if (is_indeterminate(base) || is_indeterminate(exponent)) return Expr(sym::Indeterminate);
  const auto whole = [&] { return power(base, exponent); };
  if (const auto direction = directed_infinity(base)) return infinite_base(*direction, exponent, whole());
  if (const auto direction = directed_infinity(exponent)) return infinite_exponent(base, *direction, whole());
  if (is_exact_zero(exponent)) return Expr::integer(1);
  if (is_exact_one(exponent)) return base;
  if (is_exact_one(base)) return base;
  if (base.is_number() && is_zero(base)) {
    if (const auto sign = numeric_sign(exponent)) return zero_power(base, Expr::integer(*sign));
    if (const Expr value = numeric_machine(exponent); value.is_complex()) return zero_power(base, exponent, sign_of_real(value.re()));
    return std::nullopt;
  }
  const std::array<Expr, 2> args{base, exponent};
  if ((base.is_number() || exponent.is_number()) && wants_numeric(args)) {
    // E to an inexact power is its own machine function.
    if (base.is(sym::E)) {
      const std::array<Expr, 1> single{exponent};
      if (MaybeExpr value = inexact_value(sym::Exp, single)) return value;
    }
    if (exponent.is_integer() && !is_inexact_number(base)) return std::nullopt;
    if (MaybeExpr value = inexact_value(sym::Power, args)) return value;
  }
  if (base.is(sym::E)) return power_of_e(exponent);
  if (MaybeExpr other = reciprocal_trigonometric(base, exponent)) return other;
  if (base.is_symbol()) return power_of_own_logarithm(base, exponent);
  if (base.has_head(sym::Power, 2)) return power_of_power(base, exponent);
  if (base.has_head(sym::Times)) return power_of_product(base, exponent);
  if (base.is_exact_real()) {
    if (MaybeExpr value = power_of_own_logarithm(base, exponent)) return value;
    if (base.is_rational() && base.rational_value().numerator() == Integer(1)) {
      return power(Expr::integer(base.rational_value().denominator()), negated(exponent));
    }
  }
  return std::nullopt;
}

// Power[x, y]; Power[x, y, z] is x^(y^z).
MaybeExpr builtin_Power(Call& call) {
  const std::span<const Expr> args = call.args();
  if (args.size() == 2) return binary_power(args[0], args[1]);
  if (args.empty()) return Expr::integer(1);
  if (args.size() == 1) return args[0];
  return power(args[0], make_normal(sym::Power, args.subspan(1)));
}

// Sqrt[z]: z^(1/2).
MaybeExpr builtin_Sqrt(Call& call) {
  const Expr& z = call.arg(0);
  if (z.is_real() && z.real_value() >= 0) return Expr::real(std::sqrt(z.real_value()));
  if (z.is_packed()) {
    if (MaybeExpr values = packed_unary(sym::Sqrt, z)) return values;
  }
  return square_root(z);
}

// Exp[z]: E^z.
MaybeExpr builtin_Exp(Call& call) {
  if (call.arg(0).is_packed()) {
    if (MaybeExpr values = packed_unary(sym::Exp, call.arg(0))) return values;
  }
  return power(sym::E, call.arg(0));
}

/// The real degree-th root of a real numeric x; degree != 0.
MaybeExpr real_root(Call& call, const Expr& x, std::int64_t degree) {
  if (x.is_number() && x.is_complex()) return call.message("preal", {x});
  if (const auto d = directed_infinity(x)) {
    if (d->complex || !d->direction.is_real_number()) return std::nullopt;
    if (sign_of_real(d->direction) < 0 && degree % 2 == 0) return Expr(sym::Indeterminate);
    return degree > 0 ? x : Expr::integer(0);
  }
  const auto sign = numeric_sign(x);
  if (!sign) return std::nullopt;
  if (*sign < 0 && degree % 2 == 0) {
    call.message("noneg", {x});
    return Expr(sym::Indeterminate);
  }
  const Expr exponent = ratio(1, degree);
  if (*sign >= 0) return power(x, exponent);
  return negated(power(negated(x), exponent));
}

// CubeRoot[x]: the real cube root.
MaybeExpr builtin_CubeRoot(Call& call) {
  const Expr& x = call.arg(0);
  if (x.is_real()) return Expr::real(std::cbrt(x.real_value()));
  return real_root(call, x, 3);
}

// Surd[x, n]: the real n-th root.
MaybeExpr builtin_Surd(Call& call) {
  const auto degree = machine_integer(call.arg(1));
  if (!degree) {
    if (call.arg(1).is_number()) return call.message("int", {call.arg(1), call.expr()});
    return std::nullopt;
  }
  if (*degree == 0) return indeterminate_result(call.expr());
  return real_root(call, call.arg(0), *degree);
}

constexpr Builtin kBuiltins[] = {
    {.name = "Power",
     .fn = builtin_Power,
     .attributes = kListable | kNumericFunction | kOneIdentity | kProtected,
     .usage = "x^y or Power[x, y] is x to the power y.\nPower[x, y, z, ...] is x^(y^(z^...)).",
     .messages = {{"infy", "Infinite expression `1` encountered."}, {"indet", "Indeterminate expression `1` encountered."}},
     .packed_fn = packed_elementwise},
    {.name = "Sqrt",
     .fn = builtin_Sqrt,
     .arity = exactly(1),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "Sqrt[z] is the principal square root of z.",
     .packed_fn = packed_elementwise},
    {.name = "Exp",
     .fn = builtin_Exp,
     .arity = exactly(1),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "Exp[z] is the exponential of z, E^z.",
     .packed_fn = packed_elementwise},
    {.name = "CubeRoot",
     .fn = builtin_CubeRoot,
     .arity = exactly(1),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "CubeRoot[x] is the real-valued cube root of x.",
     .messages = {{"preal", "The parameter `1` should be real valued."}},
     .packed_fn = packed_elementwise},
    {.name = "Surd",
     .fn = builtin_Surd,
     .arity = exactly(2),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "Surd[x, n] is the real-valued n-th root of x.",
     .messages = {{"preal", "The parameter `1` should be real valued."},
                  {"int", "Integer expected at position 2 in `2`."},
                  {"noneg", "Surd is not defined for even roots of the negative value `1`."}}},
};

}  // namespace

void register_power(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
