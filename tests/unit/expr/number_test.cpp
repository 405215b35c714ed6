// number_test.cpp - the contracts of expr/number.h: exact arithmetic across the small-integer border, correct rounding, and the
// error bounds of arbitrary-precision reals.
#include "expr/number.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "../catch.h"

namespace lykos::test {
namespace {

Integer big(const char* digits) { return Integer::from_digits(digits); }
Expr small(std::int64_t n) { return Expr::integer(n); }
Expr fraction(std::int64_t p, std::int64_t q) { return Expr::rational(Rational(Integer(p), Integer(q))); }

TEST_CASE("integers cross the border of the handle without a seam", "[number]") {
  const Expr limit = small(Expr::kSmallMax);
  const Expr beyond = add(limit, small(1));
  CHECK(limit.is_small_integer());
  CHECK_FALSE(beyond.is_small_integer());
  CHECK(beyond.is_integer());
  CHECK(subtract(beyond, small(1)) == limit);
  CHECK(subtract(beyond, small(1)).is_small_integer());
  CHECK(multiply(limit, limit) == Expr::integer(Integer(Expr::kSmallMax) * Integer(Expr::kSmallMax)));
  CHECK(negate(small(Expr::kSmallMin)) == beyond);
}

TEST_CASE("floor division follows the sign of the divisor", "[number]") {
  for (const std::int64_t a : {-7, 7}) {
    for (const std::int64_t b : {-3, 3}) {
      Integer quotient, remainder;
      floor_divide(Integer(a), Integer(b), quotient, remainder);
      CHECK(quotient.to_int64() == static_cast<std::int64_t>(std::floor(static_cast<double>(a) / static_cast<double>(b))));
      CHECK(Integer(a) == quotient * Integer(b) + remainder);
      CHECK((remainder.sign() == 0 || (remainder.sign() < 0) == (b < 0)));
    }
  }
}

TEST_CASE("conversion to double rounds correctly", "[number]") {
  CHECK((big("9007199254740993")).to_double() == 9007199254740992.0);   // 2^53 + 1: half way, to even
  CHECK((big("9007199254740995")).to_double() == 9007199254740996.0);
  CHECK(std::isinf(pow(Integer(std::int64_t{10}), 400).to_double()));
  CHECK(Rational(Integer(std::int64_t{1}), Integer(std::int64_t{10})).to_double() == 0.1);
  CHECK(Rational(pow(Integer(std::int64_t{10}), 400), pow(Integer(std::int64_t{10}), 401)).to_double() == 0.1);
}

TEST_CASE("rationals reduce and collapse to integers", "[number]") {
  CHECK(add(fraction(1, 3), fraction(2, 3)) == small(1));
  CHECK(multiply(fraction(2, 3), fraction(3, 2)).is_small_integer());
  CHECK(divide(small(6), small(-4)) == fraction(-3, 2));
  CHECK(floor_of(fraction(-7, 2)) == small(-4));
  CHECK(round_of(fraction(5, 2)) == small(2));
  CHECK(round_of(fraction(7, 2)) == small(4));
  CHECK(ceiling_of(fraction(7, 2)) == small(4));
}

TEST_CASE("exact powers", "[number]") {
  CHECK(exact_power(small(2), 100) == Expr::integer(big("1267650600228229401496703205376")));
  CHECK(exact_power(fraction(2, 3), -2) == fraction(9, 4));
  const Expr one_plus_i = make_complex(small(1), small(1));
  CHECK(exact_power(one_plus_i, 10) == make_complex(small(0), small(32)));
}

TEST_CASE("machine numbers beyond the doubles become arbitrary-precision numbers", "[number]") {
  const Expr product = multiply(Expr::real(1e200), Expr::real(1e200));
  REQUIRE(product.is_big_real());
  CHECK(std::fabs(product.big_real_value().log10_abs() - 400) < 1e-9);
  CHECK(divide(product, Expr::real(1e200)).is_real());
}

TEST_CASE("sums of arbitrary-precision numbers add absolute errors", "[number]") {
  const Expr x = Expr::big_real(BigReal::from_string("3", 20));
  const Expr y = Expr::big_real(BigReal::from_string("3", 10));
  CHECK(precision_of(add(x, y)) == Approx(10 + std::log10(2.0)).margin(1e-6));
  // Cancellation leaves fewer digits, and none at all a zero that knows its accuracy.
  const Expr near = Expr::big_real(BigReal::from_string("3.000001", 20));
  CHECK(precision_of(subtract(near, x)) < 14);
  const Expr nothing = subtract(x, x);
  REQUIRE(nothing.is_big_real());
  CHECK(nothing.big_real_value().is_zero());
  CHECK(nothing.big_real_value().accuracy() == Approx(20 - std::log10(6.0)).margin(1e-6));
}

TEST_CASE("products of arbitrary-precision numbers add relative errors", "[number]") {
  const Expr x = Expr::big_real(BigReal::from_string("2", 20));
  CHECK(precision_of(multiply(x, x)) == Approx(20 - std::log10(2.0)).margin(1e-6));
  CHECK(precision_of(multiply(x, small(7))) == Approx(20).margin(1e-6));      // an exact factor costs nothing
  CHECK(precision_of(add(x, Expr::integer(pow(Integer(std::int64_t{10}), 30)))) == Approx(50 - std::log10(2.0)).margin(1e-6));
}

TEST_CASE("comparison is by value across kinds", "[number]") {
  CHECK(compare_real(small(1), Expr::real(1.0)) == 0);
  CHECK(compare_real(fraction(1, 10), Expr::real(0.1)) < 0);   // the double is a little above
  CHECK(compare_real(Expr::integer(big("9007199254740993")), Expr::real(9007199254740992.0)) > 0);
  CHECK(compare_real(Expr::big_real(BigReal::from_string("0.5", 20)), fraction(1, 2)) == 0);
}

TEST_CASE("complex numbers keep one kind in both parts", "[number]") {
  const Expr z = make_complex(small(1), Expr::real(2.0));
  CHECK(z.re().is_real());
  CHECK(make_complex(small(3), small(0)) == small(3));
  const Expr w = make_complex(small(3), small(4));
  CHECK(divide(w, w) == small(1));
  CHECK(multiply(w, make_complex(small(3), small(-4))) == small(25));
}

TEST_CASE("arithmetic agrees with 128-bit integers", "[number]") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    const auto a = static_cast<std::int64_t>(random()) >> (random() % 40 + 2);
    const auto b = static_cast<std::int64_t>(random()) >> (random() % 40 + 2);
    const __int128 product = static_cast<__int128>(a) * b;
    const Expr computed = multiply(small(a), small(b));
    Integer expected = Integer(static_cast<std::int64_t>(product >> 62));
    expected = expected * pow(Integer(std::int64_t{2}), 62) + Integer(static_cast<std::int64_t>(product & ((__int128{1} << 62) - 1)));
    CHECK(computed == Expr::integer(expected));
    CHECK(add(small(a), small(b)) == Expr::integer(Integer(a) + Integer(b)));
  }
}

TEST_CASE("digits of an arbitrary-precision number", "[number]") {
  long exponent = 0;
  bool negative = false;
  const BigReal x = BigReal::from_string("-123.456", 20);
  CHECK(x.digits(6, exponent, negative) == "123456");
  CHECK(exponent == 3);
  CHECK(negative);
  CHECK(x.floor().to_int64() == -124);
}

}  // namespace
}  // namespace lykos::test
