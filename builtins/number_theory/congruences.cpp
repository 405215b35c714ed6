// congruences.cpp - GCD, LCM, ExtendedGCD, PowerMod, ModularInverse, ChineseRemainder, JacobiSymbol, CoprimeQ, Divisible,
// MultiplicativeOrder, PrimitiveRoot.
#include <algorithm>
#include <numeric>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/number_theory/flint_integers.h"
#include "builtins/number_theory/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

Integer whole(std::int64_t n) { return Integer(n); }
bool is_gaussian(const Expr& e) { return e.is_complex() && e.re().is_integer() && e.im().is_integer(); }

// ---- greatest common divisors

/// gcd of rationals: gcd of numerators over lcm of denominators.
Rational rational_gcd(const Rational& a, const Rational& b) {
  return Rational(gcd(a.numerator(), b.numerator()), lcm(a.denominator(), b.denominator()));
}
Rational rational_lcm(const Rational& a, const Rational& b) {
  return Rational(lcm(a.numerator(), b.numerator()), gcd(a.denominator(), b.denominator()));
}

/// Euclid on Gaussian integers, the result in the first quadrant.
Expr gaussian_gcd(Expr a, Expr b) {
  while (!is_exact_zero(b)) {
    const Expr quotient = divide(a, b);
    const Expr rounded = make_complex(round_of(real_part(quotient)), round_of(imaginary_part(quotient)));
    Expr rest = subtract(a, multiply(rounded, b));
    a = std::move(b);
    b = std::move(rest);
  }
  for (int turn = 0; turn < 4; ++turn) {
    if (sign_of_real(real_part(a)) > 0 && sign_of_real(imaginary_part(a)) >= 0) break;
    a = multiply(a, imaginary_unit());
  }
  return a;
}

/// Folds the arguments that are numbers; the others stay.
MaybeExpr gcd_or_lcm(Call& call, bool divisor) {
  bool gaussian_numbers = false;
  for (const Expr& arg : call.args()) {
    if (is_gaussian(arg)) {
      gaussian_numbers = true;
    } else if (arg.is_number() && !arg.is_exact_real()) {
      return call.message("exact", {arg, call.expr()});
    }
  }
  if (call.size() == 0) {
    if (divisor) return Expr::integer(0);
    return call.message("argm", {call.head(), Expr::integer(0), Expr::integer(1)});
  }
  if (call.size() == 2 && call.arg(0).is_small_integer() && call.arg(1).is_small_integer() && divisor) {
    return Expr::integer(std::gcd(call.arg(0).small_integer(), call.arg(1).small_integer()));
  }
  MaybeExpr total;
  std::vector<Expr> rest;
  for (const Expr& arg : call.args()) {
    if (!arg.is_number()) {
      rest.push_back(arg);
      continue;
    }
    if (!total) {
      total = gaussian_numbers ? arg : absolute(arg);
      if (gaussian_numbers) total = gaussian_gcd(*total, Expr::integer(0));
      continue;
    }
    if (gaussian_numbers) {
      const Expr common = gaussian_gcd(*total, arg);
      total = divisor ? common : gaussian_gcd(divide(multiply(*total, arg), common), Expr::integer(0));
    } else if (total->is_integer() && arg.is_integer()) {
      total = Expr::integer(divisor ? gcd(total->to_integer(), arg.to_integer()) : lcm(total->to_integer(), arg.to_integer()));
    } else {
      const Rational a = to_rational(*total), b = to_rational(arg);
      total = Expr::rational(divisor ? rational_gcd(a, b) : rational_lcm(a, b));
    }
  }
  if (rest.empty()) return total;
  if (!total || rest.size() + 1 == call.size()) return std::nullopt;
  rest.insert(rest.begin(), *total);
  return make_normal(call.head(), std::move(rest));
}
// GCD[n1, n2, ...], LCM[n1, n2, ...].
MaybeExpr builtin_GCD(Call& call) { return gcd_or_lcm(call, true); }
MaybeExpr builtin_LCM(Call& call) { return gcd_or_lcm(call, false); }

// ExtendedGCD[n1, n2, ...]: {g, {r1, r2, ...}} with g = r1 n1 + r2 n2 + ...
MaybeExpr builtin_ExtendedGCD(Call& call) {
  for (const Expr& arg : call.args()) {
    if (!arg.is_integer()) return std::nullopt;
  }
  if (call.size() == 0) return std::nullopt;
  Integer g = call.arg(0).to_integer();
  std::vector<Integer> factors{whole(1)};
  if (g.sign() < 0) {
    g = -g;
    factors[0] = whole(-1);
  }
  for (std::size_t i = 1; i < call.size(); ++i) {
    Integer next, s, t;
    mpz_gcdext(next.gmp(), s.gmp(), t.gmp(), g.gmp(), call.arg(i).to_integer().gmp());
    for (Integer& factor : factors) factor = factor * s;
    factors.push_back(t);
    g = next;
  }
  std::vector<Expr> list;
  for (const Integer& factor : factors) list.push_back(Expr::integer(factor));
  return make_list({Expr::integer(g), make_list(std::move(list))});
}

// CoprimeQ[n1, n2, ...]: pairwise coprime.
MaybeExpr builtin_CoprimeQ(Call& call) {
  const std::span<const Expr> args = call.args();
  for (const Expr& arg : args) {
    if (!arg.is_integer() && !is_gaussian(arg)) return Expr(sym::False);
  }
  if (args.size() == 1) return Expr::boolean(args[0].is_integer() && abs(args[0].to_integer()) == whole(1));
  for (std::size_t i = 0; i < args.size(); ++i) {
    for (std::size_t j = i + 1; j < args.size(); ++j) {
      const Expr common = args[i].is_integer() && args[j].is_integer()
                              ? Expr::integer(gcd(args[i].to_integer(), args[j].to_integer()))
                              : gaussian_gcd(args[i], args[j]);
      if (!(common == Expr::integer(1))) return Expr(sym::False);
    }
  }
  return Expr(sym::True);
}

// Divisible[n, m].
MaybeExpr builtin_Divisible(Call& call) {
  const Expr &n = call.arg(0), &m = call.arg(1);
  if (!is_numeric(n) || !is_numeric(m)) return std::nullopt;
  if (m.is_number() && is_zero(m)) return std::nullopt;
  if (n.is_integer() && m.is_integer()) return Expr::boolean(mpz_divisible_p(n.to_integer().gmp(), m.to_integer().gmp()) != 0);
  const Expr quotient = evaluate(times(n, power(m, minus_one())));
  if (quotient.is_integer() || is_gaussian(quotient)) return Expr(sym::True);
  if (quotient.is_number() && is_inexact_number(quotient)) return call.message("exact", {n, call.expr()});
  return Expr(sym::False);
}

// ---- modular arithmetic

/// A positive modulus, or a message.
bool read_modulus(Call& call, const Expr& m, Integer& modulus) {
  if (!m.is_integer()) return false;
  if (is_exact_zero(m)) {
    call.message("divz", {m, call.expr()});
    return false;
  }
  modulus = m.to_integer();
  return true;
}

/// The residue with the sign of the modulus, as Mod gives it.
Integer residue(const Integer& a, const Integer& m) {
  Integer quotient, remainder;
  floor_divide(a, m, quotient, remainder);
  return remainder;
}

/// Least x >= 0 with x^2 = a mod m, through the prime powers of m.
std::optional<Integer> square_root_modulo(const Integer& a, const Integer& m);

std::optional<Integer> modular_inverse(const Integer& a, const Integer& m) {
  if (abs(m) == whole(1)) return whole(0);
  Integer result;
  if (mpz_invert(result.gmp(), a.gmp(), m.gmp()) == 0) return std::nullopt;
  return residue(result, m);
}

std::optional<Integer> square_root_modulo(const Integer& a, const Integer& m) {
  // Roots modulo each prime power (Hensel from FLINT's Tonelli-Shanks), combined; the smallest combination is the answer.
  std::vector<Integer> roots{whole(0)};
  Integer modulus = whole(1);
  for (const PrimePower& factor : factor_integer(m)) {
    const Integer q = pow(factor.prime, factor.exponent);
    std::vector<Integer> local;
    const Integer target = residue(a, q);
    const bool small = q.fits_int64() && q.to_int64() <= 4096;
    if (small) {
      for (std::int64_t x = 0; x < q.to_int64(); ++x) {
        if (residue(whole(x) * whole(x), q) == target) local.push_back(whole(x));
      }
    } else {
      if (factor.prime == whole(2) || (target % factor.prime).sign() == 0) {
        if (target.sign() == 0) local.push_back(whole(0));
        else return std::nullopt;
      } else {
        FlintInteger root, value, prime;
        fmpz_set_mpz(value.get(), residue(a, factor.prime).gmp());
        fmpz_set_mpz(prime.get(), factor.prime.gmp());
        if (!fmpz_sqrtmod(root.get(), value.get(), prime.get())) return std::nullopt;
        Integer x;
        fmpz_get_mpz(x.gmp(), root.get());
        Integer lifted = factor.prime;
        for (std::uint64_t k = 1; k < factor.exponent; ++k) {  // x -= (x^2 - a)/(2 x)
          lifted = lifted * factor.prime;
          const auto inverse = modular_inverse(x + x, lifted);
          if (!inverse) return std::nullopt;
          x = residue(x - (x * x - a) * *inverse, lifted);
        }
        local.push_back(x);
        local.push_back(q - x);
      }
    }
    if (local.empty()) return std::nullopt;
    std::vector<Integer> combined;
    const Integer next = modulus * q;
    for (const Integer& r : roots) {
      for (const Integer& s : local) {
        const auto inverse = modular_inverse(modulus, q);
        combined.push_back(residue(r + modulus * residue((s - r) * *inverse, q), next));
        if (combined.size() > 65536) return std::nullopt;
      }
    }
    roots = std::move(combined);
    modulus = next;
  }
  return *std::min_element(roots.begin(), roots.end());
}

// PowerMod[a, b, m]: a^b mod m; negative b inverts, b = 1/2 takes a square root.
MaybeExpr builtin_PowerMod(Call& call) {
  const Expr &a = call.arg(0), &b = call.arg(1);
  Integer m;
  if (!call.arg(2).is_integer() || !(a.is_exact_real()) || !b.is_exact_real()) return std::nullopt;
  if (!read_modulus(call, call.arg(2), m)) return std::nullopt;
  Integer base;
  if (a.is_integer()) {
    base = a.to_integer();
  } else {
    const auto inverse = modular_inverse(a.rational_value().denominator(), m);
    if (!inverse) return call.message("ninv", {a, call.arg(2)});
    base = a.rational_value().numerator() * *inverse;
  }
  if (b.is_rational()) {
    if (!(b.rational_value().denominator() == whole(2))) return std::nullopt;
    const Integer exponent = b.rational_value().numerator();
    Integer target;
    if (exponent.sign() < 0 && !modular_inverse(base, m)) return call.message("ninv", {a, call.arg(2)});
    mpz_powm(target.gmp(), base.gmp(), exponent.gmp(), m.gmp());
    const auto root = square_root_modulo(residue(target, abs(m)), abs(m));
    if (!root) return call.message("root", {a, call.arg(2), Expr::integer(2)});
    return Expr::integer(residue(*root, m));
  }
  const Integer exponent = b.to_integer();
  if (exponent.sign() < 0) {
    const auto inverse = modular_inverse(base, m);
    if (!inverse) return call.message("ninv", {a, call.arg(2)});
    base = *inverse;
  }
  Integer result;
  const Integer size = abs(exponent);
  mpz_powm(result.gmp(), base.gmp(), size.gmp(), m.gmp());
  return Expr::integer(residue(result, m));
}

// ModularInverse[k, n].
MaybeExpr builtin_ModularInverse(Call& call) {
  const Expr& k = call.arg(0);
  Integer n;
  if (!k.is_integer() || !call.arg(1).is_integer() || !read_modulus(call, call.arg(1), n)) return std::nullopt;
  const auto inverse = modular_inverse(k.to_integer(), n);
  if (!inverse) return call.message("ninv", {k, call.arg(1)});
  return Expr::integer(*inverse);
}

// ChineseRemainder[{r1, r2, ...}, {m1, m2, ...}], ChineseRemainder[r, m, d]: the least x >= d.
MaybeExpr builtin_ChineseRemainder(Call& call) {
  const Expr &rs = call.arg(0), &ms = call.arg(1);
  if (!rs.is_list() || !ms.is_list() || rs.size() != ms.size()) return std::nullopt;
  Integer x = whole(0), modulus = whole(1);
  for (std::size_t i = 0; i < rs.size(); ++i) {
    if (!rs[i].is_integer() || !ms[i].is_integer()) return std::nullopt;
    if (is_exact_zero(ms[i])) return std::nullopt;
    const Integer m = abs(ms[i].to_integer()), r = rs[i].to_integer();
    const Integer common = gcd(modulus, m);
    const Integer difference = r - x;
    if ((difference % common).sign() != 0) return std::nullopt;
    const Integer step = m / common;
    const auto inverse = modular_inverse(modulus / common, step);
    const Integer next = modulus * step;
    x = residue(x + modulus * residue(difference / common * *inverse, step), next);
    modulus = next;
  }
  if (call.size() == 3) {
    if (!call.arg(2).is_integer()) return std::nullopt;
    const Integer d = call.arg(2).to_integer();
    x = d + residue(x - d, modulus);
  }
  return Expr::integer(x);
}

// JacobiSymbol[n, m], KroneckerSymbol[n, m].
MaybeExpr builtin_JacobiSymbol(Call& call) {
  if (!call.arg(0).is_integer() || !call.arg(1).is_integer()) return std::nullopt;
  return Expr::integer(mpz_kronecker(call.arg(0).to_integer().gmp(), call.arg(1).to_integer().gmp()));
}

Integer euler_phi(const Integer& n) {
  Integer value = whole(1);
  for (const PrimePower& f : factor_integer(n)) value = value * pow(f.prime, f.exponent - 1) * (f.prime - whole(1));
  return value;
}

Integer power_modulo(const Integer& a, const Integer& e, const Integer& m) {
  Integer result;
  mpz_powm(result.gmp(), a.gmp(), e.gmp(), m.gmp());
  return result;
}

/// Order of a in the multiplicative group modulo n, for coprime a and n.
Integer multiplicative_order(const Integer& a, const Integer& n) {
  Integer order = euler_phi(n);
  for (const PrimePower& f : factor_integer(order)) {
    for (std::uint64_t i = 0; i < f.exponent; ++i) {
      const Integer smaller = order / f.prime;
      if (!(power_modulo(a, smaller, n) == residue(whole(1), n))) break;
      order = smaller;
    }
  }
  return order;
}

// MultiplicativeOrder[k, n], MultiplicativeOrder[k, n, {r1, r2, ...}].
MaybeExpr builtin_MultiplicativeOrder(Call& call) {
  const Expr &k = call.arg(0), &n = call.arg(1);
  // Not Listable, for the sake of the list of remainders.
  if (call.size() == 2 && (k.is_list() || n.is_list())) return evaluate(make_normal(sym::Thread, {make_normal(sym::Unevaluated, {call.expr()})}));
  if (!k.is_integer() || !n.is_integer() || is_exact_zero(n)) return std::nullopt;
  const Integer modulus = abs(n.to_integer()), base = residue(k.to_integer(), modulus);
  if (call.size() == 3) {
    if (!call.arg(2).is_list()) return std::nullopt;
    std::vector<Integer> targets;
    for (const Expr& r : call.arg(2).args()) {
      if (!r.is_integer()) return std::nullopt;
      targets.push_back(residue(r.to_integer(), modulus));
    }
    Integer value = residue(whole(1), modulus);
    for (std::int64_t m = 0; m < 50000000; ++m) {
      if ((m & 1023) == 0) check_interrupt();
      if (std::find(targets.begin(), targets.end(), value) != targets.end()) return Expr::integer(m);
      value = residue(value * base, modulus);
      if (m > 0 && value == residue(whole(1), modulus)) {
        if (std::find(targets.begin(), targets.end(), value) != targets.end()) return Expr::integer(m + 1);
        return std::nullopt;
      }
    }
    return std::nullopt;
  }
  if (!(gcd(base, modulus) == whole(1))) return std::nullopt;
  return Expr::integer(multiplicative_order(base, modulus));
}

bool has_primitive_root(const Integer& n) {
  if (n.fits_int64() && n.to_int64() <= 4) return n.to_int64() >= 1;
  Integer odd = n;
  if (!odd.is_odd()) odd = odd / whole(2);
  if (!odd.is_odd()) return false;
  return factor_integer(odd).size() == 1;
}
bool is_primitive_root(const Integer& g, const Integer& n, const Integer& phi, const std::vector<PrimePower>& factors) {
  if (!(gcd(g, n) == whole(1))) return false;
  for (const PrimePower& f : factors) {
    if (power_modulo(g, phi / f.prime, n) == whole(1)) return false;
  }
  return true;
}

// PrimitiveRoot[n], PrimitiveRoot[n, k], PrimitiveRootList[n].
MaybeExpr builtin_PrimitiveRoot(Call& call) {
  const Expr& n = call.arg(0);
  if (!n.is_integer() || sign_of_real(n) <= 0) return std::nullopt;
  const Integer modulus = n.to_integer();
  if (!has_primitive_root(modulus)) return std::nullopt;
  const Integer phi = euler_phi(modulus);
  const std::vector<PrimePower> factors = factor_integer(phi);
  Integer g = call.size() == 2 && call.arg(1).is_integer() ? call.arg(1).to_integer() : whole(1);
  while (!is_primitive_root(g, modulus, phi, factors)) {
    g = g + whole(1);
    check_interrupt();
    if (modulus < g && Integer(std::int64_t{4}) < modulus) return std::nullopt;
  }
  return Expr::integer(g);
}
MaybeExpr builtin_PrimitiveRootList(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n || *n < 1 || *n > 5000000) return std::nullopt;
  std::vector<Expr> list;
  const Integer modulus = whole(*n);
  if (has_primitive_root(modulus)) {
    const Integer phi = euler_phi(modulus);
    const std::vector<PrimePower> factors = factor_integer(phi);
    for (std::int64_t g = 1; g < std::max<std::int64_t>(*n, 2); ++g) {
      if ((g & 255) == 0) check_interrupt();
      if (is_primitive_root(whole(g), modulus, phi, factors)) list.push_back(Expr::integer(g));
    }
  }
  return make_list(std::move(list));
}

#define LYKOS_NINV {"ninv", "`1` is not invertible modulo `2`."}, {"divz", "The argument `1` in `2` should be nonzero."}
constexpr Builtin kBuiltins[] = {
    {.name = "GCD", .fn = builtin_GCD, .attributes = kFlat | kListable | kOneIdentity | kOrderless | kProtected,
     .usage = "GCD[n1, n2, ...] is the greatest common divisor of the ni.", .messages = {{"exact", "Argument `1` in `2` is not an exact number."}},
     .packed_fn = packed_elementwise},
    {.name = "LCM", .fn = builtin_LCM, .attributes = kFlat | kListable | kOneIdentity | kOrderless | kProtected,
     .usage = "LCM[n1, n2, ...] is the least common multiple of the ni.", .messages = {{"exact", "Argument `1` in `2` is not an exact number."}}},
    {.name = "ExtendedGCD", .fn = builtin_ExtendedGCD, .arity = at_least(1), .attributes = kListable | kProtected,
     .usage = "ExtendedGCD[n1, n2, ...] is {g, {r1, r2, ...}} with g the greatest common divisor and g == r1 n1 + r2 n2 + ..."},
    {.name = "CoprimeQ", .fn = builtin_CoprimeQ, .arity = at_least(1), .attributes = kListable | kOrderless | kProtected,
     .usage = "CoprimeQ[n1, n2, ...] is True if all pairs of the ni are relatively prime."},
    {.name = "Divisible", .fn = builtin_Divisible, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "Divisible[n, m] is True if n is divisible by m.", .messages = {{"exact", "Argument `1` in `2` is not an exact number."}}},
    {.name = "PowerMod", .fn = builtin_PowerMod, .arity = exactly(3), .attributes = kListable | kProtected,
     .usage = "PowerMod[a, b, m] is a^b mod m.\nPowerMod[a, -1, m] is the modular inverse; PowerMod[a, 1/2, m] a square root modulo m.",
     .messages = {LYKOS_NINV, {"root", "The equation x^`3` == `1` has no solution modulo `2`."}}},
    {.name = "ModularInverse", .fn = builtin_ModularInverse, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "ModularInverse[k, n] is the inverse of k modulo n.", .messages = {LYKOS_NINV}},
    {.name = "ChineseRemainder", .fn = builtin_ChineseRemainder, .arity = between(2, 3),
     .usage = "ChineseRemainder[{r1, r2, ...}, {m1, m2, ...}] is the smallest x >= 0 with x mod mi == ri.\nChineseRemainder[r, m, d] is the smallest x >= d."},
    {.name = "JacobiSymbol", .fn = builtin_JacobiSymbol, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "JacobiSymbol[n, m] is the Jacobi symbol of n over m."},
    {.name = "KroneckerSymbol", .fn = builtin_JacobiSymbol, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "KroneckerSymbol[n, m] is the Kronecker symbol of n over m."},
    {.name = "MultiplicativeOrder", .fn = builtin_MultiplicativeOrder, .arity = between(2, 3),
     .usage = "MultiplicativeOrder[k, n] is the smallest m with k^m == 1 mod n.\nMultiplicativeOrder[k, n, {r1, ...}] is the smallest m with k^m mod n among the ri."},
    {.name = "PrimitiveRoot", .fn = builtin_PrimitiveRoot, .arity = between(1, 2), .attributes = kListable | kProtected,
     .usage = "PrimitiveRoot[n] is a primitive root of n.\nPrimitiveRoot[n, k] is the smallest primitive root not below k."},
    {.name = "PrimitiveRootList", .fn = builtin_PrimitiveRootList, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "PrimitiveRootList[n] is the list of primitive roots of n."},
};
#undef LYKOS_NINV

}  // namespace

void register_congruences(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
