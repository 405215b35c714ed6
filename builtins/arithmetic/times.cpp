// times.cpp - Times and Divide: numbers are multiplied, powers of one base joined, radicals brought to standard form.
//
// As in Plus, one pass decides whether anything changes; a standard product is returned unevaluated at no cost. Rational powers
// of rational numbers are handed, together with the numeric coefficient, to RadicalProduct.
#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/radicals.h"
#include "builtins/arithmetic/register.h"
#include "builtins/arithmetic/trigonometric_products.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

bool is_exact_one(const Expr& e) { return e.is_small_integer() && e.small_integer() == 1; }
bool is_exact_minus_one(const Expr& e) { return e.is_small_integer() && e.small_integer() == -1; }

/// A rational number to a rational power.
bool is_radical(const Expr& e) { return e.has_head(sym::Power, 2) && e[0].is_exact_real() && e[1].is_rational(); }

/// Products with infinities: the directions multiply, finite factors turn them, an exact zero is indeterminate.
MaybeExpr multiply_infinities(Call& call) {
  Expr direction = Expr::integer(1);
  std::vector<Expr> symbolic;
  bool complex = false;
  for (const Expr& arg : call.args()) {
    if (is_indeterminate(arg)) return Expr(sym::Indeterminate);
    if (const auto d = directed_infinity(arg)) {
      complex = complex || d->complex;
      if (!complex) {
        if (d->direction.is_number() && direction.is_number()) {
          direction = multiply(direction, d->direction);
        } else {
          symbolic.push_back(d->direction);
        }
      }
      continue;
    }
    if (arg.is_number()) {
      if (is_zero(arg)) return indeterminate_result(call.expr());
      direction = multiply(direction, arg);
      continue;
    }
    if (const auto sign = is_numeric(arg) ? numeric_sign(arg) : std::nullopt) {
      if (*sign == 0) return indeterminate_result(call.expr());
      if (*sign < 0) direction = multiply(direction, minus_one());
      continue;
    }
    symbolic.push_back(arg);
  }
  if (complex) return complex_infinity();   // whatever its direction is multiplied by
  if (symbolic.empty()) return make_directed_infinity(direction);
  if (direction.is_real_number()) direction = Expr::integer(sign_of_real(direction));
  if (!is_exact_one(direction)) symbolic.insert(symbolic.begin(), direction);
  return make_directed_infinity(symbolic.size() == 1 ? symbolic[0] : make_normal(sym::Times, std::move(symbolic)));
}

/// Factors of a product as base and exponent, equal bases joined.
class FactorTable {
 public:
  struct Entry {
    Expr original;
    Expr base;
    Expr exponent;
    bool changed = false;
    Expr result() const { return changed ? power(base, exponent) : original; }
  };
  bool add_factor(const Expr& factor) {
    const bool is_power = factor.has_head(sym::Power, 2);
    const Expr base = is_power ? factor[0] : factor;
    const Expr exponent = is_power ? factor[1] : Expr::integer(1);
    if (Entry* entry = find(base)) {
      entry->exponent = plus(entry->exponent, exponent);
      entry->changed = true;
      return true;
    }
    if (entries_.size() >= kLinear) index_.emplace(base, entries_.size());
    entries_.push_back({factor, base, exponent, false});
    if (entries_.size() == kLinear) {
      for (std::size_t i = 0; i < entries_.size(); ++i) index_.emplace(entries_[i].base, i);
    }
    return false;
  }
  Entry* find(const Expr& base) {
    if (entries_.size() >= kLinear) {
      const auto found = index_.find(base);
      return found == index_.end() ? nullptr : &entries_[found->second];
    }
    for (Entry& entry : entries_) {
      if (entry.base == base) return &entry;
    }
    return nullptr;
  }
  std::vector<Entry>& entries() { return entries_; }

 private:
  static constexpr std::size_t kLinear = 12;
  std::vector<Entry> entries_;
  std::unordered_map<Expr, std::size_t, ExprHash> index_;
};

/// Moves powers of an integer base from the coefficient into its symbolic exponent: 4 2^x is 2^(2 + x).
bool absorb_coefficient(Expr& number, FactorTable::Entry& entry) {
  if (!entry.base.is_integer() || entry.exponent.is_number() || !number.is_exact_real()) return false;
  if (sign_of_real(entry.base) <= 0 || is_exact_one(entry.base)) return false;
  const Integer base = entry.base.to_integer();
  const Rational value = to_rational(number);
  Integer reduced;
  Integer numerator = value.numerator(), denominator = value.denominator();
  auto count = static_cast<std::int64_t>(mpz_remove(reduced.gmp(), numerator.gmp(), base.gmp()));
  if (count != 0) {
    numerator = reduced;
  } else {
    count = -static_cast<std::int64_t>(mpz_remove(reduced.gmp(), denominator.gmp(), base.gmp()));
    if (count == 0) return false;
    denominator = reduced;
  }
  number = Expr::rational(Rational(numerator, denominator));
  entry.exponent = plus(Expr::integer(count), entry.exponent);
  entry.changed = true;
  return true;
}

bool same_factors(const std::vector<Expr>& a, const std::vector<Expr>& b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.begin(), a.end(),
                     [&](const Expr& e) { return std::find(b.begin(), b.end(), e) != b.end(); });
}

/// The product with its radicals and coefficient in standard form; nullopt when it has been so already.
std::optional<std::vector<Expr>> standard_radicals(const Expr& number, const std::vector<Expr>& radicals) {
  // One integer radical beside a coefficient that shares no factor with it on the side it could cancel: nothing to do.
  if (radicals.size() == 1 && radicals[0][0].is_small_integer() && radicals[0][0].small_integer() > 1) {
    const bool above = sign_of_real(radicals[0][1]) > 0;
    if (number.is_integer()) {
      if (above || (number.is_small_integer() && std::gcd(number.small_integer(), radicals[0][0].small_integer()) == 1)) return std::nullopt;
    } else if (number.is_rational()) {
      const Rational& q = number.rational_value();
      if (gcd(above ? q.denominator() : q.numerator(), radicals[0][0].to_integer()) == Integer(std::int64_t{1})) return std::nullopt;
    }
  }
  std::vector<Expr> before;
  if (!is_exact_one(number)) before.push_back(number);
  before.insert(before.end(), radicals.begin(), radicals.end());
  RadicalProduct product;
  const bool joint = number.is_exact_real() || is_exact_zero(number.re());
  if (joint) product.multiply_number(number);
  for (const Expr& radical : radicals) product.multiply_power(radical[0], to_rational(radical[1]));
  std::vector<Expr> after = product.factors();
  if (!joint) {
    if (!after.empty() && after[0].is_number()) {
      after[0] = multiply(after[0], number);
    } else {
      after.insert(after.begin(), number);
    }
  }
  if (!after.empty() && is_exact_one(after[0])) after.erase(after.begin());
  if (same_factors(before, after)) return std::nullopt;
  return after;
}

/// Pi and the like, or a product of such with a positive rational: what may stand under one radical with a number.
bool is_positive_constant(const Expr& base) {
  if (base.is_symbol()) return !base.is(sym::E) && is_numeric(base);
  if (!base.has_head(sym::Times)) return false;
  for (const Expr& factor : base.args()) {
    const Expr& inner = factor.has_head(sym::Power, 2) && factor[1].is_integer() ? factor[0] : factor;
    if (!(inner.is_exact_real() ? sign_of_real(inner) > 0 : inner.is_symbol() && is_positive_constant(inner))) return false;
  }
  return true;
}

/// Joins roots of positive constants with equal exponents: Sqrt[2] Sqrt[Pi] is Sqrt[2 Pi], Sqrt[Pi]/Sqrt[2] is Sqrt[Pi/2]. Products
/// without such a constant are left alone. True when something was joined.
bool join_constant_roots(std::vector<Expr>& factors) {
  bool joined = false;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const Expr first = factors[i];
    if (!first.has_head(sym::Power, 2) || !first[1].is_rational() || !is_positive_constant(first[0])) continue;
    const Expr size = absolute(first[1]);
    std::vector<Expr> base;
    const auto take = [&](const Expr& root) {
      base.push_back(root[1] == size ? root[0] : power(root[0], minus_one()));
    };
    std::vector<Expr> rest;
    for (std::size_t j = 0; j < factors.size(); ++j) {
      const Expr& other = factors[j];
      const bool root = other.has_head(sym::Power, 2) && other[1].is_rational() && absolute(other[1]) == size;
      const bool fits = root && ((other[0].is_exact_real() && sign_of_real(other[0]) > 0) || is_positive_constant(other[0]));
      if (fits) {
        take(other);
      } else {
        rest.push_back(other);
      }
    }
    if (base.size() < 2) continue;
    const bool below = std::all_of(base.begin(), base.end(), [](const Expr& b) { return b.has_head(sym::Power, 2) && b[1] == minus_one(); });
    if (below) {  // all in the denominator: 1/Sqrt[2 Pi]
      for (Expr& b : base) b = b[0];
    }
    rest.push_back(power(make_normal(sym::Times, std::move(base)), below ? negate(size) : size));
    factors = std::move(rest);
    joined = true;
    i = static_cast<std::size_t>(-1);
  }
  return joined;
}

// Times[x, y, ...]: x y ...
MaybeExpr builtin_Times(Call& call) {
  const std::span<const Expr> args = call.args();
  if (args.empty()) return Expr::integer(1);
  if (args.size() == 1) return args[0];
  if (args.size() == 2 && args[0].is_number() && args[1].is_number()) return multiply(args[0], args[1]);

  bool packed = false;
  bool singular = false;
  std::size_t numbers = 0;
  std::size_t radical_count = 0;
  for (const Expr& arg : args) {
    if (arg.is_number()) {
      ++numbers;
    } else if (arg.is_packed()) {
      packed = true;
    } else if (is_radical(arg)) {
      ++radical_count;
    } else if (is_indeterminate(arg) || directed_infinity(arg)) {
      singular = true;
    }
  }
  if (packed) return packed_fold(sym::Times, args);
  if (singular) return multiply_infinities(call);

  Expr number = Expr::integer(1);
  for (const Expr& arg : args) {
    if (arg.is_number()) number = multiply(number, arg);
  }
  if (numbers == args.size()) return number;
  if (is_exact_zero(number)) return number;
  if (numbers > 0 && number.is_real() && number.real_value() == 0) return number;

  // -(a + b) is -a - b.
  if (args.size() == 2 && is_exact_minus_one(args[0]) && args[1].has_head(sym::Plus)) {
    std::vector<Expr> terms;
    terms.reserve(args[1].size());
    for (const Expr& term : args[1].args()) terms.push_back(negated(term));
    return make_normal(sym::Plus, std::move(terms));
  }

  if (MaybeExpr joined = join_trigonometric(args)) return joined;

  bool changed = numbers > 1 || (numbers == 1 && is_exact_one(number));
  const bool inexact = numbers > 0 && is_inexact_number(number);
  if (inexact) radical_count = 0;
  FactorTable factors;
  std::vector<Expr> radicals;
  for (const Expr& arg : args) {
    if (arg.is_number()) continue;
    if (inexact && is_numeric(arg)) {
      const Expr value = numeric_like(arg, number);
      if (value.is_number()) {
        number = multiply(number, value);
        changed = true;
        continue;
      }
    }
    if (radical_count > 0 && is_radical(arg)) {
      radicals.push_back(arg);
      continue;
    }
    if (factors.add_factor(arg)) changed = true;
  }
  if (!inexact) {
    for (FactorTable::Entry& entry : factors.entries()) {
      if (entry.exponent.is_number() || !entry.base.is_integer()) continue;
      if (numbers > 0 && absorb_coefficient(number, entry)) changed = true;
      for (std::size_t i = 0; i < radicals.size(); ++i) {
        if (!(radicals[i][0] == entry.base)) continue;
        entry.exponent = plus(radicals[i][1], entry.exponent);
        entry.changed = changed = true;
        radicals.erase(radicals.begin() + static_cast<std::ptrdiff_t>(i));
        break;
      }
    }
  }
  std::vector<Expr> result;
  if (!radicals.empty()) {
    if (auto standard = standard_radicals(number, radicals)) {
      changed = true;
      result = std::move(*standard);
    } else if (changed) {
      if (!is_exact_one(number)) result.push_back(number);
      result.insert(result.end(), radicals.begin(), radicals.end());
    }
  } else if (changed && !is_exact_one(number)) {
    result.push_back(number);
  }
  if (!changed) {
    // Two roots or more, one of a constant: they may share a radical.
    std::size_t roots = 0, constants = 0;
    for (const Expr& arg : args) {
      if (!arg.has_head(sym::Power, 2) || !arg[1].is_rational()) continue;
      ++roots;
      constants += is_positive_constant(arg[0]) ? 1 : 0;
    }
    if (roots < 2 || constants == 0) return std::nullopt;
    std::vector<Expr> all(args.begin(), args.end());
    if (!join_constant_roots(all)) return std::nullopt;
    return make_normal(sym::Times, std::move(all));
  }
  for (const FactorTable::Entry& entry : factors.entries()) {
    if (entry.changed && is_exact_zero(entry.exponent)) continue;
    result.push_back(entry.result());
  }
  if (result.empty()) return Expr::integer(1);
  if (result.size() == 1) return result[0];
  return make_normal(sym::Times, std::move(result));
}

// Divide[x, y]: x/y.
MaybeExpr builtin_Divide(Call& call) {
  const Expr &x = call.arg(0), &y = call.arg(1);
  if (x.is_number() && y.is_number() && !is_zero(y)) return divide(x, y);
  if (x.is_packed() || y.is_packed()) {
    if (MaybeExpr quotient = packed_binary(sym::Divide, x, y)) return quotient;
  }
  return make_normal(sym::Times, {x, power(y, minus_one())});
}

constexpr Builtin kBuiltins[] = {
    {.name = "Times",
     .fn = builtin_Times,
     .attributes = kFlat | kListable | kNumericFunction | kOneIdentity | kOrderless | kProtected,
     .usage = "x*y*z, x y z or Times[x, y, z] is a product of terms.",
     .packed_fn = packed_elementwise},
    {.name = "Divide",
     .fn = builtin_Divide,
     .arity = exactly(2),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "x/y or Divide[x, y] is the quotient of x and y.",
     .packed_fn = packed_elementwise},
};

}  // namespace

void register_times(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
