// factorization.cpp - FactorInteger and the arithmetic functions that follow from it: Divisors, DivisorSigma, EulerPhi, MoebiusMu,
// PrimeOmega, PrimeNu, LiouvilleLambda, SquareFreeQ, PerfectNumberQ, CarmichaelLambda, IntegerExponent ...
//
// Factoring is FLINT's (trial division, ECM-free quadratic sieve). Gaussian integers are factored through the norm.
#include <algorithm>
#include <functional>
#include <vector>

#include <flint/arith.h>
#include <flint/ulong_extras.h>

#include "builtins/arithmetic/numeric.h"
#include "builtins/number_theory/flint_integers.h"
#include "builtins/number_theory/register.h"
#include "builtins/support.h"
#include "expr/apart.h"

namespace lykos::builtins {

Expr integer_from_flint(const fmpz_t value) {
  if (fmpz_fits_si(value)) return Expr::integer(static_cast<std::int64_t>(fmpz_get_si(value)));
  mpz_t copy;
  mpz_init(copy);
  fmpz_get_mpz(copy, value);
  Expr result = Expr::integer(Integer(copy));
  mpz_clear(copy);
  return result;
}
Expr FlintInteger::expr() const { return integer_from_flint(value_); }

namespace {

class FactorTable {
 public:
  FactorTable() { fmpz_factor_init(factors_); }
  ~FactorTable() { fmpz_factor_clear(factors_); }
  FactorTable(const FactorTable&) = delete;
  FactorTable& operator=(const FactorTable&) = delete;
  fmpz_factor_struct* get() { return factors_; }
  std::size_t size() const { return static_cast<std::size_t>(factors_->num); }
  fmpz* prime(std::size_t i) { return factors_->p + i; }
  PrimePower row(std::size_t i) const {
    PrimePower row{Integer(), factors_->exp[i]};
    fmpz_get_mpz(row.prime.gmp(), factors_->p + i);
    return row;
  }

 private:
  fmpz_factor_t factors_;
};

std::vector<PrimePower> rows_of(const FactorTable& table) {
  std::vector<PrimePower> rows;
  for (std::size_t i = 0; i < table.size(); ++i) rows.push_back(table.row(i));
  return rows;
}

// A composite number in a process of its own: lines "prime exponent" in hexadecimal come back.
std::vector<PrimePower> factor_apart(const FlintInteger& n) {
  const std::string text = run_apart([&] {
    FactorTable table;
    fmpz_factor(table.get(), n.get());
    std::string lines;
    for (const PrimePower& row : rows_of(table)) lines += row.prime.to_string(16) + ' ' + std::to_string(row.exponent) + '\n';
    return lines;
  });
  std::vector<PrimePower> rows;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t blank = text.find(' ', at), end = text.find('\n', at);
    rows.push_back({Integer::from_digits(text.substr(at, blank - at), 16), std::stoull(text.substr(blank + 1, end - blank - 1))});
    at = end + 1;
  }
  return rows;
}

// Small primes first; what is left and composite may take for ever, so from a length on an interrupt must be able to end it.
std::vector<PrimePower> factor_big(const FlintInteger& n) {
  constexpr slong kSmallPrimes = 3000;
  constexpr flint_bitcnt_t kQuickBits = 160;
  FactorTable table;
  if (fmpz_bits(n.get()) <= kQuickBits) {
    fmpz_factor(table.get(), n.get());
    return rows_of(table);
  }
  if (fmpz_factor_trial(table.get(), n.get(), kSmallPrimes) != 0) return rows_of(table);
  std::vector<PrimePower> rows = rows_of(table);
  FlintInteger rest;
  fmpz_set(rest.get(), table.prime(table.size() - 1));
  const std::uint64_t exponent = rows.back().exponent;
  rows.pop_back();
  std::vector<PrimePower> others;
  if (fmpz_is_probabprime_BPSW(rest.get()) != 0) {
    FactorTable single;
    _fmpz_factor_append(single.get(), rest.get(), 1);
    others = rows_of(single);
  } else if (fmpz_bits(rest.get()) > kQuickBits) {
    others = factor_apart(rest);
  } else {
    FactorTable more;
    fmpz_factor(more.get(), rest.get());
    others = rows_of(more);
  }
  for (PrimePower& row : others) {
    row.exponent *= exponent;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::vector<PrimePower> factor_integer(const Integer& n) {
  std::vector<PrimePower> result;
  const Integer size = abs(n);
  if (size.fits_int64()) {
    n_factor_t factors;
    n_factor_init(&factors);
    n_factor(&factors, static_cast<ulong>(size.to_int64()), 1);
    for (int i = 0; i < factors.num; ++i) {
      Integer prime;
      mpz_set_ui(prime.gmp(), factors.p[i]);
      result.push_back({prime, static_cast<std::uint64_t>(factors.exp[i])});
    }
  } else {
    FlintInteger value;
    fmpz_set_mpz(value.get(), size.gmp());
    result = factor_big(value);
  }
  std::sort(result.begin(), result.end(), [](const PrimePower& a, const PrimePower& b) { return a.prime < b.prime; });
  return result;
}

bool is_prime(const Integer& n) {
  const Integer size = abs(n);
  if (size.fits_int64()) return n_is_prime(static_cast<ulong>(size.to_int64())) != 0;
  FlintInteger value;
  fmpz_set_mpz(value.get(), size.gmp());
  if (size.bit_length() <= 300) return fmpz_is_probabprime(value.get()) != 0;
  constexpr std::size_t kQuickBits = 6000;  // a test takes tenths of a second beyond
  if (size.bit_length() > kQuickBits && mpz_gcd_ui(nullptr, size.gmp(), 2UL * 3 * 5 * 7 * 11 * 13 * 17 * 19 * 23 * 29 * 31 * 37 * 41 * 43 * 47) == 1)
    return run_apart([&] { return std::string(fmpz_is_probabprime_BPSW(value.get()) != 0 ? "1" : "0"); }) == "1";
  return fmpz_is_probabprime_BPSW(value.get()) != 0;
}

std::vector<Integer> divisors_of(const Integer& n) {
  std::vector<Integer> result{Integer(std::int64_t{1})};
  for (const PrimePower& factor : factor_integer(n)) {
    const std::size_t before = result.size();
    Integer scale = std::int64_t{1};
    for (std::uint64_t k = 0; k < factor.exponent; ++k) {
      scale = scale * factor.prime;
      for (std::size_t i = 0; i < before; ++i) result.push_back(result[i] * scale);
    }
    check_interrupt();
  }
  std::sort(result.begin(), result.end());
  return result;
}

namespace {

Integer whole(std::int64_t n) { return Integer(n); }
bool is_exact_one(const Expr& e) { return e.is_small_integer() && e.small_integer() == 1; }

// ---- Gaussian integers

struct Gaussian {
  Integer re, im;
};
std::optional<Gaussian> gaussian(const Expr& z) {
  if (z.is_integer()) return Gaussian{z.to_integer(), whole(0)};
  if (z.is_complex() && z.re().is_integer() && z.im().is_integer()) return Gaussian{z.re().to_integer(), z.im().to_integer()};
  return std::nullopt;
}
Expr gaussian_expr(const Gaussian& z) { return make_complex(Expr::integer(z.re), Expr::integer(z.im)); }
Integer norm(const Gaussian& z) { return z.re * z.re + z.im * z.im; }

/// z/w when the division is exact.
std::optional<Gaussian> exact_divide(const Gaussian& z, const Gaussian& w) {
  const Integer size = norm(w);
  const Integer re = z.re * w.re + z.im * w.im, im = z.im * w.re - z.re * w.im;
  if (!((re % size).sign() == 0) || !((im % size).sign() == 0)) return std::nullopt;
  return Gaussian{re / size, im / size};
}

/// a + b I with a^2 + b^2 = p for a prime p = 1 mod 4, a > b > 0 (Cornacchia).
Gaussian gaussian_prime_over(const Integer& p) {
  FlintInteger root, prime, minus;
  fmpz_set_mpz(prime.get(), p.gmp());
  fmpz_sub_ui(minus.get(), prime.get(), 1);
  fmpz_sqrtmod(root.get(), minus.get(), prime.get());
  Integer a = p, b;
  fmpz_get_mpz(b.gmp(), root.get());
  while (Integer::compare(b * b, p) > 0) {
    const Integer r = a % b;
    a = b;
    b = r;
  }
  const Integer rest = a % b;
  return Integer::compare(b, rest) >= 0 ? Gaussian{b, rest} : Gaussian{rest, b};
}

/// FactorInteger for Gaussian integers: primes in the first quadrant, a unit in front.
Expr factor_gaussian(Gaussian z) {
  std::vector<Expr> rows;
  for (const PrimePower& factor : factor_integer(norm(z))) {
    std::vector<Gaussian> candidates;
    if (factor.prime == whole(2)) {
      candidates.push_back({whole(1), whole(1)});
    } else if ((factor.prime % whole(4)).to_int64() == 3) {
      candidates.push_back({factor.prime, whole(0)});
    } else {
      const Gaussian pi = gaussian_prime_over(factor.prime);
      candidates.push_back({pi.im, pi.re});
      candidates.push_back(pi);
    }
    for (const Gaussian& prime : candidates) {
      std::int64_t count = 0;
      while (auto quotient = exact_divide(z, prime)) {
        z = *quotient;
        ++count;
      }
      if (count > 0) rows.push_back(make_list({gaussian_expr(prime), Expr::integer(count)}));
    }
  }
  const Expr unit = gaussian_expr(z);
  if (!is_exact_one(unit)) rows.insert(rows.begin(), make_list({unit, Expr::integer(1)}));
  return make_list(std::move(rows));
}

// FactorInteger[n], FactorInteger[n, k], FactorInteger[n, Automatic]; option GaussianIntegers.
MaybeExpr builtin_FactorInteger(Call& call) {
  const Expr& n = call.arg(0);
  if (!n.is_exact_real()) {
    if (const auto z = n.is_number() ? gaussian(n) : std::nullopt) return factor_gaussian(*z);
    if (n.is_number()) return call.message("exact", {n, call.expr()});
    return std::nullopt;
  }
  if (is_exact_zero(n)) return make_list({make_list({n, Expr::integer(1)})});
  if (call.option(sym::GaussianIntegers).is_true() && n.is_integer()) return factor_gaussian({n.to_integer(), whole(0)});
  const Rational q = to_rational(n);
  std::vector<Expr> rows;
  struct Row {
    Integer prime;
    std::int64_t exponent;
  };
  std::vector<Row> factors;
  for (const PrimePower& f : factor_integer(q.numerator())) factors.push_back({f.prime, static_cast<std::int64_t>(f.exponent)});
  for (const PrimePower& f : factor_integer(q.denominator())) factors.push_back({f.prime, -static_cast<std::int64_t>(f.exponent)});
  std::sort(factors.begin(), factors.end(), [](const Row& a, const Row& b) { return a.prime < b.prime; });
  if (q.sign() < 0) rows.push_back(make_list({minus_one(), Expr::integer(1)}));
  std::size_t limit = factors.size();
  if (call.size() == 2 && !call.arg(1).is(sym::Automatic)) {
    const auto k = count_argument(call.arg(1), true);
    if (!k) return call.message("intpm", {call.expr(), Expr::integer(2)});
    limit = std::min(limit, static_cast<std::size_t>(*k));
  }
  Expr rest = Expr::integer(1);
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (i < limit) {
      rows.push_back(make_list({Expr::integer(factors[i].prime), Expr::integer(factors[i].exponent)}));
    } else {
      rest = multiply(rest, exact_power(Expr::integer(factors[i].prime), factors[i].exponent));
    }
  }
  if (!is_exact_one(rest)) rows.push_back(make_list({rest, Expr::integer(1)}));
  if (rows.empty()) rows.push_back(make_list({Expr::integer(1), Expr::integer(1)}));
  return make_list(std::move(rows));
}

// Divisors[n].
MaybeExpr builtin_Divisors(Call& call) {
  const Expr& n = call.arg(0);
  if (!n.is_integer() || is_exact_zero(n)) {
    if (n.is_number()) return call.message("intnz", {call.expr(), Expr::integer(1)});
    return std::nullopt;
  }
  std::vector<Expr> list;
  for (const Integer& d : divisors_of(n.to_integer())) list.push_back(Expr::integer(d));
  return list.size() >= 16 ? pack(make_list(std::move(list))) : make_list(std::move(list));
}

// DivisorSigma[k, n]: the sum of the k-th powers of the divisors.
MaybeExpr builtin_DivisorSigma(Call& call) {
  const Expr &k = call.arg(0), &n = call.arg(1);
  if (!n.is_integer() || is_exact_zero(n)) return std::nullopt;
  if (k.is_small_integer()) {
    const std::int64_t power_ = k.small_integer();
    if (power_ > 100000 || power_ < -100000) return std::nullopt;
    Expr product = Expr::integer(1);
    for (const PrimePower& f : factor_integer(n.to_integer())) {
      Expr sum = Expr::integer(1), term = Expr::integer(1);
      const Expr step = exact_power(Expr::integer(f.prime), power_);
      for (std::uint64_t i = 0; i < f.exponent; ++i) {
        term = multiply(term, step);
        sum = add(sum, term);
      }
      product = multiply(product, sum);
    }
    return product;
  }
  std::vector<Expr> terms;
  for (const Integer& d : divisors_of(n.to_integer())) terms.push_back(power(Expr::integer(d), k));
  return make_normal(sym::Plus, std::move(terms));
}

// DivisorSum[n, f], DivisorSum[n, f, cond].
MaybeExpr builtin_DivisorSum(Call& call) {
  const Expr& n = call.arg(0);
  if (!n.is_integer() || is_exact_zero(n)) return std::nullopt;
  std::vector<Expr> terms;
  for (const Integer& d : divisors_of(n.to_integer())) {
    const Expr value = Expr::integer(d);
    if (call.size() == 3 && !test(call.arg(2), {value})) continue;
    terms.push_back(apply(call.arg(1), {value}));
  }
  return make_normal(sym::Plus, std::move(terms));
}

template <typename F>
MaybeExpr of_factors(Call& call, F&& f) {
  const Expr& n = call.arg(0);
  if (!n.is_integer()) return std::nullopt;
  if (is_exact_zero(n)) return f(std::vector<PrimePower>{}, true);
  return f(factor_integer(n.to_integer()), false);
}

// EulerPhi[n].
MaybeExpr builtin_EulerPhi(Call& call) {
  return of_factors(call, [](const std::vector<PrimePower>& factors, bool zero) -> MaybeExpr {
    if (zero) return Expr::integer(0);
    Integer value = std::int64_t{1};
    for (const PrimePower& f : factors) value = value * pow(f.prime, f.exponent - 1) * (f.prime - Integer(std::int64_t{1}));
    return Expr::integer(value);
  });
}
// MoebiusMu[n].
MaybeExpr builtin_MoebiusMu(Call& call) {
  return of_factors(call, [](const std::vector<PrimePower>& factors, bool zero) -> MaybeExpr {
    if (zero) return Expr::integer(0);
    for (const PrimePower& f : factors) {
      if (f.exponent > 1) return Expr::integer(0);
    }
    return Expr::integer(factors.size() % 2 == 0 ? 1 : -1);
  });
}
// PrimeOmega[n], PrimeNu[n], LiouvilleLambda[n].
MaybeExpr builtin_PrimeOmega(Call& call) {
  return of_factors(call, [](const std::vector<PrimePower>& factors, bool zero) -> MaybeExpr {
    if (zero) return std::nullopt;
    std::uint64_t count = 0;
    for (const PrimePower& f : factors) count += f.exponent;
    return Expr::integer(static_cast<std::int64_t>(count));
  });
}
MaybeExpr builtin_PrimeNu(Call& call) {
  return of_factors(call, [](const std::vector<PrimePower>& factors, bool zero) -> MaybeExpr {
    if (zero) return std::nullopt;
    return Expr::integer(static_cast<std::int64_t>(factors.size()));
  });
}
MaybeExpr builtin_LiouvilleLambda(Call& call) {
  return of_factors(call, [](const std::vector<PrimePower>& factors, bool zero) -> MaybeExpr {
    if (zero) return std::nullopt;
    std::uint64_t count = 0;
    for (const PrimePower& f : factors) count += f.exponent;
    return Expr::integer(count % 2 == 0 ? 1 : -1);
  });
}
// MangoldtLambda[n]: Log[p] for a power of the prime p, else 0.
MaybeExpr builtin_MangoldtLambda(Call& call) {
  return of_factors(call, [](const std::vector<PrimePower>& factors, bool zero) -> MaybeExpr {
    if (zero || factors.size() != 1) return Expr::integer(0);
    return make_normal(sym::Log, {Expr::integer(factors[0].prime)});
  });
}
// CarmichaelLambda[n]: the least m with a^m = 1 mod n for all a prime to n.
MaybeExpr builtin_CarmichaelLambda(Call& call) {
  return of_factors(call, [](const std::vector<PrimePower>& factors, bool zero) -> MaybeExpr {
    if (zero) return Expr::integer(0);
    Integer value = std::int64_t{1};
    for (const PrimePower& f : factors) {
      Integer part = pow(f.prime, f.exponent - 1) * (f.prime - Integer(std::int64_t{1}));
      if (f.prime == Integer(std::int64_t{2}) && f.exponent >= 3) part = pow(f.prime, f.exponent - 2);
      value = lcm(value, part);
    }
    return Expr::integer(value);
  });
}
/// A polynomial without a factor that occurs twice; with variables, without one in them.
MaybeExpr is_square_free_polynomial(const Expr& p, const MaybeExpr& variables) {
  if (!p.is_symbol() && !p.has_head(sym::Plus) && !p.has_head(sym::Times) && !p.has_head(sym::Power)) return std::nullopt;
  if (!variables && !evaluate(make_normal(sym::PolynomialQ, {p})).is_true()) return std::nullopt;
  const Expr factors = evaluate(make_normal(sym::FactorList, {p}));
  if (!factors.is_list()) return std::nullopt;
  for (const Expr& factor : factors.args()) {
    if (variables && !contains_symbol(factor[0], *variables)) continue;
    if (!factor[0].is_number() && factor[1].is_integer() && compare_real(factor[1], Expr::integer(1)) > 0) return Expr(sym::False);
  }
  return Expr(sym::True);
}
// SquareFreeQ[n], SquareFreeQ[poly], SquareFreeQ[poly, x].
MaybeExpr builtin_SquareFreeQ(Call& call) {
  const Expr& n = call.arg(0);
  if (n.is_complex() && is_exact_number(n)) {
    const Expr factors = evaluate(make_normal(sym::FactorInteger, {n, make_rule(sym::GaussianIntegers, sym::True)}));
    if (factors.is_list()) {
      const auto single = [](const Expr& f) { return f[1] == Expr::integer(1) || evaluate(make_normal(sym::Abs, {f[0]})) == Expr::integer(1); };
      return Expr::boolean(std::all_of(factors.args().begin(), factors.args().end(), single));
    }
  }
  if (!n.is_number()) return is_square_free_polynomial(n, call.size() == 2 ? MaybeExpr(call.arg(1)) : std::nullopt);
  if (!n.is_integer()) return Expr(sym::False);
  if (is_exact_zero(n)) return Expr(sym::False);
  for (const PrimePower& f : factor_integer(n.to_integer())) {
    if (f.exponent > 1) return Expr(sym::False);
  }
  return Expr(sym::True);
}
// PrimePowerQ[n].
MaybeExpr builtin_PrimePowerQ(Call& call) {
  const Expr& n = call.arg(0);
  if (!n.is_integer() || is_exact_zero(n)) return Expr(sym::False);
  return Expr::boolean(factor_integer(n.to_integer()).size() == 1);
}
// PerfectNumberQ[n].
MaybeExpr builtin_PerfectNumberQ(Call& call) {
  const Expr& n = call.arg(0);
  if (!n.is_integer() || sign_of_real(n) <= 0) return Expr(sym::False);
  Integer sum = std::int64_t{1};
  for (const PrimePower& f : factor_integer(n.to_integer())) {
    sum = sum * ((pow(f.prime, f.exponent + 1) - Integer(std::int64_t{1})) / (f.prime - Integer(std::int64_t{1})));
  }
  return Expr::boolean(sum == n.to_integer() + n.to_integer());
}

// IntegerExponent[n], IntegerExponent[n, b]: the highest power of b that divides n.
MaybeExpr builtin_IntegerExponent(Call& call) {
  const Expr& n = call.arg(0);
  const Expr base = call.size() == 2 ? call.arg(1) : Expr::integer(10);
  if (!n.is_integer() || !base.is_integer()) return std::nullopt;
  if (compare_real(base, Expr::integer(2)) < 0) return call.message("ibase", {base});
  if (is_exact_zero(n)) return infinity();
  Integer rest;
  const auto count = mpz_remove(rest.gmp(), n.to_integer().gmp(), base.to_integer().gmp());
  return Expr::integer(static_cast<std::int64_t>(count));
}

// PowersRepresentations[n, k, p]: ways to write n as a sum of k p-th powers, 0 <= n1 <= n2 <= ...
void powers_representations(const Integer& rest, std::int64_t k, std::uint64_t p, const Integer& low, std::vector<Expr>& chosen,
                            std::vector<Expr>& found) {
  check_interrupt();
  bool exact = false;
  const Integer root = integer_root(rest, p, exact);
  if (k == 1) {
    if (exact && Integer::compare(root, low) >= 0) {
      std::vector<Expr> row = chosen;
      row.push_back(Expr::integer(root));
      found.push_back(make_list(std::move(row)));
    }
    return;
  }
  for (Integer x = low; Integer::compare(pow(x, p) * Integer(k), rest) <= 0; x = x + Integer(std::int64_t{1})) {
    chosen.push_back(Expr::integer(x));
    powers_representations(rest - pow(x, p), k - 1, p, x, chosen, found);
    chosen.pop_back();
  }
}
MaybeExpr builtin_PowersRepresentations(Call& call) {
  const auto k = machine_integer(call.arg(1)), p = machine_integer(call.arg(2));
  if (!call.arg(0).is_integer() || !k || !p || *k < 1 || *p < 1 || *k > 64) return std::nullopt;
  if (sign_of_real(call.arg(0)) < 0) return make_list({});
  const Integer n = call.arg(0).to_integer();
  // With a power above the number of bits only 0 and 1 are small enough, as with that number itself.
  const std::int64_t power = std::min<std::int64_t>(*p, static_cast<std::int64_t>(n.bit_length()) + 1);
  std::vector<Expr> chosen, found;
  powers_representations(n, *k, static_cast<std::uint64_t>(power), Integer(std::int64_t{0}), chosen, found);
  return make_list(std::move(found));
}
// SquaresR[d, n]: the number of ways to write n as a sum of d squares, order and signs counted.
MaybeExpr builtin_SquaresR(Call& call) {
  const auto d = machine_integer(call.arg(0)), n = machine_integer(call.arg(1));
  if (!d || !n || *d < 1 || *d > 10000) return std::nullopt;
  if (*n < 0) return Expr::integer(0);
  if (*n > 10000000) return std::nullopt;
  FlintInteger value, argument(call.arg(1));
  arith_sum_of_squares(value.get(), static_cast<ulong>(*d), argument.get());
  return value.expr();
}

constexpr Attributes kNumber = kListable | kProtected;
constexpr Builtin kBuiltins[] = {
    {.name = "FactorInteger", .fn = builtin_FactorInteger, .arity = between(1, 2), .attributes = kNumber,
     .usage = "FactorInteger[n] is the list of the prime factors of n with their exponents.\nFactorInteger[n, k] finds at most k distinct factors.",
     .options = "{GaussianIntegers -> False}", .messages = {{"exact", "Argument `1` in `2` is not an exact number."}}},
    {.name = "Divisors", .fn = builtin_Divisors, .arity = exactly(1), .attributes = kNumber,
     .usage = "Divisors[n] is the list of the integers that divide n.",
     .messages = {{"intnz", "Nonzero integer expected at position `2` in `1`."}}},
    {.name = "DivisorSigma", .fn = builtin_DivisorSigma, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected,
     .usage = "DivisorSigma[k, n] is the sum of the k-th powers of the divisors of n."},
    {.name = "DivisorSum", .fn = builtin_DivisorSum, .arity = between(2, 3),
     .usage = "DivisorSum[n, f] is the sum of f[d] over the divisors d of n.\nDivisorSum[n, f, cond] takes those with cond[d] True."},
    {.name = "EulerPhi", .fn = builtin_EulerPhi, .arity = exactly(1), .attributes = kNumber,
     .usage = "EulerPhi[n] is the number of integers up to n that are prime to n."},
    {.name = "MoebiusMu", .fn = builtin_MoebiusMu, .arity = exactly(1), .attributes = kNumber,
     .usage = "MoebiusMu[n] is the Moebius function of n."},
    {.name = "PrimeOmega", .fn = builtin_PrimeOmega, .arity = exactly(1), .attributes = kNumber,
     .usage = "PrimeOmega[n] is the number of prime factors of n, counted with multiplicity."},
    {.name = "PrimeNu", .fn = builtin_PrimeNu, .arity = exactly(1), .attributes = kNumber,
     .usage = "PrimeNu[n] is the number of distinct primes that divide n."},
    {.name = "LiouvilleLambda", .fn = builtin_LiouvilleLambda, .arity = exactly(1), .attributes = kNumber,
     .usage = "LiouvilleLambda[n] is (-1)^PrimeOmega[n]."},
    {.name = "MangoldtLambda", .fn = builtin_MangoldtLambda, .arity = exactly(1), .attributes = kNumber,
     .usage = "MangoldtLambda[n] is Log[p] if n is a power of the prime p, and 0 otherwise."},
    {.name = "CarmichaelLambda", .fn = builtin_CarmichaelLambda, .arity = exactly(1), .attributes = kNumber,
     .usage = "CarmichaelLambda[n] is the smallest m with k^m == 1 mod n for all k prime to n."},
    {.name = "SquareFreeQ", .fn = builtin_SquareFreeQ, .arity = between(1, 2), .attributes = kNumber,
     .usage = "SquareFreeQ[n] is True if no square of a prime divides n.\nSquareFreeQ[poly] is True if no square of a polynomial divides poly.\nSquareFreeQ[poly, vars] looks at factors in the variables only."},
    {.name = "PrimePowerQ", .fn = builtin_PrimePowerQ, .arity = exactly(1), .attributes = kNumber,
     .usage = "PrimePowerQ[n] is True if n is a power of a prime."},
    {.name = "PerfectNumberQ", .fn = builtin_PerfectNumberQ, .arity = exactly(1), .attributes = kNumber,
     .usage = "PerfectNumberQ[n] is True if n is the sum of its proper divisors."},
    {.name = "IntegerExponent", .fn = builtin_IntegerExponent, .arity = between(1, 2), .attributes = kNumber,
     .usage = "IntegerExponent[n, b] is the highest power of b that divides n.\nIntegerExponent[n] uses base 10.",
     .messages = {{"ibase", "Base `1` is not an integer greater than 1."}}},
    {.name = "PowersRepresentations", .fn = builtin_PowersRepresentations, .arity = exactly(3),
     .usage = "PowersRepresentations[n, k, p] is the list of ways to write n as a sum of k p-th powers of non-negative integers."},
    {.name = "SquaresR", .fn = builtin_SquaresR, .arity = exactly(2), .attributes = kNumber,
     .usage = "SquaresR[d, n] is the number of ways to write n as a sum of d squares."},
};

}  // namespace

void register_factorization(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
