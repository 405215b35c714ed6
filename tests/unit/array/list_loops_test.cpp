// The loops behind packed lists: accuracy of the functions measured against numbers of 200 bits, and what is said at the edges of the machine
// numbers. LYKOS_SIMD chooses the version that is tested.
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "array/cpu/loops.h"
#include "array/list_loops.h"
#include "array/radix_sort.h"
#include "tests/unit/array/support.h"

using namespace lykos::array;

namespace {

constexpr int kCount = 20001;  // not a multiple of any vector

/// kCount points between the borders, evenly or with even exponents.
std::vector<double> points(double low, double high, bool exponents) {
  std::vector<double> x(kCount);
  for (int i = 0; i < kCount; ++i) {
    const double t = std::fmod(i * 0.6180339887498949, 1.0);
    x[static_cast<std::size_t>(i)] = exponents ? std::exp(low + t * (high - low)) : low + t * (high - low);
  }
  return x;
}

/// How far `values` are from exact(x), in units in the last place, at worst.
template <typename F>
double worst_error(const std::vector<double>& x, const std::vector<double>& values, F&& exact) {
  mpfr_t argument, value, difference;
  mpfr_init2(argument, 53);
  mpfr_init2(value, 200);
  mpfr_init2(difference, 200);
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mpfr_set_d(argument, x[i], MPFR_RNDN);
    exact(value, argument);
    const double near = std::fabs(mpfr_get_d(value, MPFR_RNDN));
    mpfr_sub_d(difference, value, values[i], MPFR_RNDN);
    worst = std::max(worst, std::fabs(mpfr_get_d(difference, MPFR_RNDN)) / (std::nextafter(near, INFINITY) - near));
  }
  mpfr_clears(argument, value, difference, static_cast<mpfr_ptr>(nullptr));
  return worst;
}

}  // namespace

TEST_CASE("functions of packed reals are within a unit in the last place", "[array][lists]") {
  struct Case {
    const char* name;
    ListLoops::Unary<double, double> loop;
    int (*exact)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
    double low, high;
    bool exponents;
  };
  const ListLoops& loops = list_loops();
  const Case cases[] = {
      {"sine", loops.sine, mpfr_sin, -10, 10, false},          {"sine", loops.sine, mpfr_sin, -2e6, 2e6, false},
      {"sine", loops.sine, mpfr_sin, -600, 600, true},         {"cosine", loops.cosine, mpfr_cos, -10, 10, false},
      {"cosine", loops.cosine, mpfr_cos, -1e6, 1e6, false},    {"exponential", loops.exponential, mpfr_exp, -1, 1, false},
      {"exponential", loops.exponential, mpfr_exp, -708, 709, false}, {"exponential", loops.exponential, mpfr_exp, -600, 0, true},
      {"logarithm", loops.logarithm, mpfr_log, 0.5, 2, false}, {"logarithm", loops.logarithm, mpfr_log, -740, 709, true},
      {"logarithm", loops.logarithm, mpfr_log, 0.999, 1.001, false}, {"square root", loops.square_root, mpfr_sqrt, -700, 700, true},
      {"arctangent", loops.arctangent, mpfr_atan, -4, 4, false}, {"arctangent", loops.arctangent, mpfr_atan, -30, 30, true},
  };
  for (const Case& c : cases) {
    const std::vector<double> x = points(c.low, c.high, c.exponents);
    std::vector<double> y(x.size());
    REQUIRE(c.loop(y.data(), x.data(), kCount));
    INFO(c.name << " from " << c.low << " to " << c.high << " with " << cpu::loops_name());
    CHECK(worst_error(x, y, [&](mpfr_ptr value, mpfr_srcptr argument) { c.exact(value, argument, MPFR_RNDN); }) < 0.85);
  }
}

TEST_CASE("whole powers of packed reals are rounded once", "[array][lists]") {
  for (const std::int64_t n : {1, 2, 3, 5, 8, 31, 1000, -1, -2, -7, -1000}) {
    const double most = 600.0 / static_cast<double>(std::abs(n));
    std::vector<double> x = points(-most, most, true);
    for (std::size_t i = 0; i < x.size(); i += 2) x[i] = -x[i];
    std::vector<double> y(x.size());
    REQUIRE(list_loops().whole_power(y.data(), x.data(), n, false, kCount));
    INFO("exponent " << n << " with " << cpu::loops_name());
    CHECK(worst_error(x, y, [n](mpfr_ptr value, mpfr_srcptr argument) { mpfr_pow_si(value, argument, n, MPFR_RNDN); }) < 0.52);
  }
}

TEST_CASE("half powers of packed reals are rounded once", "[array][lists]") {
  for (const std::int64_t n : {1, 3, 5, 21, -1, -3, -15}) {
    const double most = 1200.0 / static_cast<double>(std::abs(n));
    const std::vector<double> x = points(std::max(-most, -690.0), std::min(most, 690.0), true);
    std::vector<double> y(x.size());
    REQUIRE(list_loops().whole_power(y.data(), x.data(), n, true, kCount));
    mpfr_t power;
    mpfr_init2(power, 53);
    mpfr_set_d(power, 0.5 * static_cast<double>(n), MPFR_RNDN);
    INFO("exponent " << n << "/2 with " << cpu::loops_name());
    CHECK(worst_error(x, y, [&power](mpfr_ptr value, mpfr_srcptr argument) { mpfr_pow(value, argument, power, MPFR_RNDN); }) < 0.52);
    mpfr_clear(power);
  }
}

TEST_CASE("real powers of packed reals are within a unit in the last place", "[array][lists]") {
  for (const double exponent : {0.3, 1.5, -0.7, 7.25, -31.5, 100.1, 0.001}) {
    const double most = 690.0 / std::max(1.0, std::fabs(exponent));
    const std::vector<double> x = points(-most, most, true);
    std::vector<double> y(x.size());
    REQUIRE(list_loops().power.list_number(y.data(), x.data(), &exponent, kCount));
    mpfr_t power;
    mpfr_init2(power, 53);
    mpfr_set_d(power, exponent, MPFR_RNDN);
    INFO("exponent " << exponent << " with " << cpu::loops_name());
    CHECK(worst_error(x, y, [&power](mpfr_ptr value, mpfr_srcptr argument) { mpfr_pow(value, argument, power, MPFR_RNDN); }) < 0.7);
    mpfr_clear(power);
  }
  const double base[] = {0, 0, 4, 2, 1}, exponent[] = {2, 0.5, 0, -1074, 1e300};
  double y[5];
  REQUIRE(list_loops().power.lists(y, base, exponent, 5));
  CHECK((y[0] == 0 && y[1] == 0 && y[2] == 1 && y[3] == 0x1p-1074 && y[4] == 1));
  const double wrong[] = {-2, 0, 0, 10, 1.5}, by[] = {0.5, 0, -1, 400, 1e300};
  for (int i = 0; i < 5; ++i) CHECK_FALSE(list_loops().power.lists(y, wrong + i, by + i, 1));
}

TEST_CASE("numbers are sorted by their digits as by comparison", "[array][lists]") {
  for (const std::int64_t count : {1, 100, 1023, 1024, 5000}) {
    std::vector<std::int64_t> integers;
    std::vector<double> reals;
    std::uint64_t state = 1;
    for (std::int64_t i = 0; i < count; ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      integers.push_back(i % 3 == 0 ? static_cast<std::int64_t>(state) : static_cast<std::int64_t>(state >> 54) - 500);
      reals.push_back(i % 7 == 0 ? (i % 2 == 0 ? 0.0 : -0.0) : std::ldexp(static_cast<double>(static_cast<std::int64_t>(state) >> 40), static_cast<int>(i % 60) - 30));
    }
    const auto check = [count](auto values, auto ordering) {
      std::vector<std::int64_t> expected(values.size());
      for (std::size_t i = 0; i < expected.size(); ++i) expected[i] = static_cast<std::int64_t>(i);
      std::stable_sort(expected.begin(), expected.end(), [&](std::int64_t a, std::int64_t b) { return values[static_cast<std::size_t>(a)] < values[static_cast<std::size_t>(b)]; });
      CHECK(ordering == expected);
      auto sorted = values;
      sort_numbers(sorted.data(), count);
      std::sort(values.begin(), values.end());
      CHECK(sorted == values);
    };
    check(integers, ordering_of(integers.data(), count));
    check(reals, ordering_of(reals.data(), count));
  }
}

TEST_CASE("loops over packed lists say when a result is no machine number", "[array][lists]") {
  const ListLoops& loops = list_loops();
  constexpr std::int64_t kLarge = std::numeric_limits<std::int64_t>::max();
  for (std::int64_t bad : {0, 5, 16, 18}) {
    constexpr std::int64_t kSome = 19;
    const auto at = static_cast<std::size_t>(bad);
    std::vector<double> a(kSome, 2), b(kSome, 3), r(kSome);
    std::vector<std::int64_t> m(kSome, 7), n(kSome, 3), s(kSome);
    CHECK(loops.plus.lists(r.data(), a.data(), b.data(), kSome));
    CHECK(loops.divide.lists(r.data(), a.data(), b.data(), kSome));
    CHECK(loops.square_root(r.data(), a.data(), kSome));
    CHECK(loops.logarithm(r.data(), a.data(), kSome));
    CHECK(loops.integer_times.lists(s.data(), m.data(), n.data(), kSome));
    CHECK(loops.integer_modulo.lists(s.data(), m.data(), n.data(), kSome));
    CHECK(s == std::vector<std::int64_t>(kSome, 1));
    a[at] = b[at] = 1e308;
    m[at] = kLarge - 1;
    n[at] = 2;
    CHECK_FALSE(loops.plus.lists(r.data(), a.data(), b.data(), kSome));
    CHECK_FALSE(loops.times.lists(r.data(), a.data(), b.data(), kSome));
    CHECK_FALSE(loops.exponential(r.data(), a.data(), kSome));
    CHECK_FALSE(loops.whole_power(r.data(), a.data(), 3, false, kSome));
    CHECK_FALSE(loops.floor(s.data(), a.data(), kSome));
    CHECK_FALSE(loops.integer_plus.lists(s.data(), m.data(), n.data(), kSome));
    CHECK_FALSE(loops.integer_times.lists(s.data(), m.data(), n.data(), kSome));
    CHECK_FALSE(loops.integer_modulo.lists(s.data(), m.data(), n.data(), kSome));
    a[at] = -1;
    b[at] = 0;
    n[at] = 0;
    m[at] = std::numeric_limits<std::int64_t>::min();
    CHECK_FALSE(loops.divide.lists(r.data(), a.data(), b.data(), kSome));
    CHECK_FALSE(loops.square_root(r.data(), a.data(), kSome));
    CHECK_FALSE(loops.logarithm(r.data(), a.data(), kSome));
    CHECK_FALSE(loops.logarithm(r.data(), b.data(), kSome));
    CHECK_FALSE(loops.whole_power(r.data(), b.data(), -1, false, kSome));
    CHECK_FALSE(loops.integer_modulo.lists(s.data(), n.data(), n.data(), kSome));
    CHECK_FALSE(loops.integer_minus(s.data(), m.data(), kSome));
    CHECK_FALSE(loops.integer_absolute(s.data(), m.data(), kSome));
  }
}

TEST_CASE("remainders of packed integers near 2^52", "[array][lists]") {
  constexpr std::int64_t kMost = (std::int64_t{1} << 52) - 1;
  std::vector<std::int64_t> m, n;
  for (const std::int64_t y : {std::int64_t{1}, std::int64_t{3}, std::int64_t{-7}, std::int64_t{1013}, kMost, -kMost, kMost / 3, kMost - 1}) {
    for (const std::int64_t x : {std::int64_t{0}, std::int64_t{-1}, y, -y, 2 * (y / 2) - 1, kMost, -kMost, kMost / y * y, kMost / y * y - 1, -(kMost / y * y) + 1}) {
      m.push_back(x);
      n.push_back(y);
    }
  }
  const auto count = static_cast<std::int64_t>(m.size());
  std::vector<std::int64_t> remainders(m.size()), quotients(m.size());
  REQUIRE(list_loops().integer_modulo.lists(remainders.data(), m.data(), n.data(), count));
  REQUIRE(list_loops().integer_quotient.lists(quotients.data(), m.data(), n.data(), count));
  for (std::size_t i = 0; i < m.size(); ++i) {
    const std::int64_t remainder = (m[i] % n[i] + n[i]) % n[i];
    INFO(m[i] << " by " << n[i]);
    CHECK(remainders[i] == remainder);
    CHECK(quotients[i] == (m[i] - remainder) / n[i]);
  }
}

TEST_CASE("choosing, transposing, sums and extremes of packed lists", "[array][lists]") {
  const ListLoops& loops = list_loops();
  for (const std::int64_t count : {1, 7, 8, 31, 32, 33, 1000}) {
    std::vector<std::int64_t> values, marks, expected;
    std::vector<double> reals, increasing;
    double total = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      values.push_back((i * 37) % 101 - 50);
      marks.push_back((i * 7) % 3);
      if (marks.back() == 1) expected.push_back(values.back());
      reals.push_back(static_cast<double>(values.back()) / 4);
      total += reals.back();
      increasing.push_back(total);
    }
    std::vector<std::int64_t> chosen(values.size() + 7);
    const std::int64_t found = loops.choose(reinterpret_cast<std::uint64_t*>(chosen.data()), reinterpret_cast<const std::uint64_t*>(values.data()), marks.data(), 1, count);
    chosen.resize(static_cast<std::size_t>(found));
    CHECK(chosen == expected);
    CHECK(loops.sum(reals.data(), count) == total);  // quarters add exactly
    CHECK(loops.maximum(reals.data(), count) == *std::max_element(reals.begin(), reals.end()));
    CHECK(loops.integer_minimum(values.data(), count) == *std::min_element(values.begin(), values.end()));
    std::vector<double> running(reals.size());
    CHECK(loops.running_sum(running.data(), reals.data(), count));
    CHECK(running == increasing);
    std::int64_t high = 0, low = 0;
    loops.integer_sum(values.data(), count, &high, &low);
    CHECK(static_cast<double>(high) * 0x1p32 + static_cast<double>(low) == 4 * total);
  }
  constexpr std::int64_t kRows = 83, kColumns = 69;
  std::vector<std::uint64_t> matrix(kRows * kColumns), turned(matrix.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) matrix[i] = i;
  loops.transpose(turned.data(), matrix.data(), kRows, kColumns);
  bool right = true;
  for (std::size_t i = 0; i < kRows; ++i)
    for (std::size_t j = 0; j < kColumns; ++j) right = right && turned[j * kRows + i] == matrix[i * kColumns + j];
  CHECK(right);
}
