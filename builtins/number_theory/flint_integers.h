// flint_integers.h - FLINT's integers bound to scopes, and to and from Expr. Internal to this family.
#pragma once

#include <vector>

#include <flint/fmpz.h>
#include <flint/fmpz_factor.h>

#include "expr/expr.h"
#include "expr/number.h"

namespace lykos::builtins {

class FlintInteger {
 public:
  FlintInteger() { fmpz_init(value_); }
  explicit FlintInteger(const Expr& integer) {
    fmpz_init(value_);
    if (integer.is_small_integer()) {
      fmpz_set_si(value_, integer.small_integer());
    } else {
      fmpz_set_mpz(value_, integer.big_integer().gmp());
    }
  }
  FlintInteger(const FlintInteger& other) { fmpz_init_set(value_, other.value_); }
  FlintInteger& operator=(const FlintInteger& other) {
    fmpz_set(value_, other.value_);
    return *this;
  }
  ~FlintInteger() { fmpz_clear(value_); }
  fmpz* get() { return value_; }
  const fmpz* get() const { return value_; }
  Expr expr() const;

 private:
  fmpz_t value_;
};

Expr integer_from_flint(const fmpz_t value);

/// A prime power of a factorisation.
struct PrimePower {
  Integer prime;
  std::uint64_t exponent;
};
/// The prime powers of |n|, ascending, for n != 0 (empty for 1 and -1).
std::vector<PrimePower> factor_integer(const Integer& n);
bool is_prime(const Integer& n);          ///< |n| prime; probable primes beyond 81 bits pass BPSW
/// All positive divisors of |n|, ascending.
std::vector<Integer> divisors_of(const Integer& n);

}  // namespace lykos::builtins
