// Scalar functions: special values, accuracy of the vectorised Real32 versions, and expressions.
#include <cmath>
#include <limits>

#include "array/cpu/loops.h"
#include "array/scalar_math.h"
#include "tests/unit/array/support.h"

using namespace lykos::array;
using namespace lykos::array::test;

TEST_CASE("the fast Real32 functions are within a few units in the last place", "[array][scalar]") {
  struct Range {
    ScalarFunction function;
    double low, high, ulps;
  };
  const Range ranges[] = {{ScalarFunction::Exp, -87, 88, 2},  {ScalarFunction::Log, 1e-30, 1e30, 2}, {ScalarFunction::Log, 0.5, 2, 3},
                          {ScalarFunction::Tanh, -10, 10, 3}, {ScalarFunction::LogisticSigmoid, -80, 80, 4}, {ScalarFunction::Erf, -4.5, 4.5, 3},
                          {ScalarFunction::SoftPlus, -80, 80, 4}};
  for (const Range& range : ranges) {
    constexpr int kCount = 20000;
    std::vector<float> x(kCount), y(kCount);
    for (int i = 0; i < kCount; ++i) {
      const double t = i / double{kCount - 1};
      x[static_cast<std::size_t>(i)] = static_cast<float>(range.low > 0 && range.high / range.low > 100 ? range.low * std::pow(range.high / range.low, t) : range.low + t * (range.high - range.low));
    }
    cpu::loops<float>().functions[static_cast<int>(range.function)](y.data(), x.data(), x.data(), x.data(), kCount);
    double worst = 0;
    float place = 0;
    for (int i = 0; i < kCount; ++i) {
      const float a = x[static_cast<std::size_t>(i)];
      const double exact = evaluate(range.function, static_cast<double>(a));
      const float rounded = static_cast<float>(exact);
      const double unit = std::max(static_cast<double>(std::nextafter(std::fabs(rounded), INFINITY) - std::fabs(rounded)), 1.5e-45);
      const double error = std::fabs(static_cast<double>(y[static_cast<std::size_t>(i)]) - exact) / unit;
      if (error > worst) {
        worst = error;
        place = a;
      }
    }
    INFO(name_of(range.function) << " worst error " << worst << " units at " << place << " with " << cpu::loops_name());
    CHECK(worst <= range.ulps);
  }
}

TEST_CASE("fast functions at the edges", "[array][scalar]") {
  const float inf = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto at = [](ScalarFunction f, float x) {
    float y = 0;
    cpu::loops<float>().functions[static_cast<int>(f)](&y, &x, &x, &x, 1);
    return y;
  };
  CHECK(at(ScalarFunction::Exp, inf) == inf);
  CHECK(at(ScalarFunction::Exp, -inf) == 0);
  CHECK(std::isnan(at(ScalarFunction::Exp, nan)));
  CHECK(at(ScalarFunction::Exp, 0) == 1);
  CHECK(at(ScalarFunction::Log, 0) == -inf);
  CHECK(at(ScalarFunction::Log, inf) == inf);
  CHECK(at(ScalarFunction::Log, 1) == 0);
  CHECK(std::isnan(at(ScalarFunction::Log, -1)));
  CHECK(at(ScalarFunction::Log, 1e-40f) == Approx(std::log(1e-40f)));
  CHECK(at(ScalarFunction::Tanh, inf) == 1);
  CHECK(at(ScalarFunction::Tanh, -inf) == -1);
  CHECK(at(ScalarFunction::LogisticSigmoid, -inf) == 0);
  CHECK(at(ScalarFunction::LogisticSigmoid, inf) == 1);
  CHECK(at(ScalarFunction::Erf, inf) == 1);
  CHECK(at(ScalarFunction::Round, 2.5f) == 2);
  CHECK(at(ScalarFunction::Round, -0.5f) == 0);
}

TEST_CASE("special functions at known values", "[array][scalar]") {
  CHECK(scalar::poly_gamma(0, 1) == Approx(-0.57721566490153286).epsilon(1e-14));
  CHECK(scalar::poly_gamma(0, -0.5) == Approx(0.03648997397857652).epsilon(1e-12));
  CHECK(scalar::poly_gamma(1, 1) == Approx(1.6449340668482264).epsilon(1e-14));
  CHECK(scalar::poly_gamma(1, -1.5) == Approx(9.37924664498912).epsilon(1e-12));
  CHECK(scalar::poly_gamma(2, 1) == Approx(-2.4041138063191886).epsilon(1e-13));
  CHECK(scalar::poly_gamma(3, 0.25) == Approx(1539.48).epsilon(1e-3));
  for (double x : {-3.0, -1.2, -0.4, -1e-9, 0.0, 1e-5, 0.3, 0.9, 2.0, 5.0}) {
    CHECK(scalar::inverse_erf(std::erf(x)) == Approx(x).epsilon(x > 4 || x < -2.5 ? 1e-6 : 1e-13));
  }
  for (double x : {-2.0, 0.0, 0.4, 1.0, 5.0, 10.0, 25.0}) CHECK(scalar::inverse_erfc(std::erfc(x)) == Approx(x).epsilon(1e-12));
  CHECK(scalar::surd(-8, 3) == -2);
  CHECK(std::isnan(scalar::surd(-8, 2)));
  CHECK(scalar::soft_plus(1000) == 1000);
  CHECK(scalar::logistic_sigmoid(-1000) == 0);
}

TEST_CASE("every scalar function's vector loops agree with its double value", "[array][scalar]") {
  for (int f = 0; f < kScalarFunctionCount; ++f) {
    const auto function = static_cast<ScalarFunction>(f);
    for (int trial = 0; trial < 30; ++trial) {
      std::uint64_t position = static_cast<std::uint64_t>(trial * 3);
      double a[3];
      for (double& x : a) x = static_cast<double>(static_cast<float>(static_cast<double>(random_below(1000, {3, static_cast<std::uint64_t>(f)}, position)) / 250 - 2));
      if (function == ScalarFunction::PolyGamma) a[0] = trial % 3;
      const double exact = evaluate(function, a[0], a[1], a[2]);
      double wide = 0;
      cpu::loops<double>().functions[f](&wide, &a[0], &a[1], &a[2], 1);
      const float b[3] = {static_cast<float>(a[0]), static_cast<float>(a[1]), static_cast<float>(a[2])};
      float narrow = 0;
      cpu::loops<float>().functions[f](&narrow, &b[0], &b[1], &b[2], 1);
      INFO(name_of(function) << " at " << a[0] << ", " << a[1] << ", " << a[2] << ": " << exact << " " << wide << " " << narrow);
      CHECK(((std::isnan(exact) && std::isnan(wide)) || wide == exact || std::fabs(wide - exact) <= 1e-12 * std::max(1.0, std::fabs(exact))));
      // Next to a step, rounding to Real32 may land on the other side.
      const double nearby = evaluate(function, a[0] * (1 + 1e-6), a[1], a[2]) - evaluate(function, a[0] * (1 - 1e-6), a[1], a[2]);
      if (std::isfinite(exact) && std::fabs(exact) < 1e4 && std::fabs(nearby) < 1e-3) CHECK(std::fabs(static_cast<double>(narrow) - exact) <= 1e-4 * std::max(1.0, std::fabs(exact)));
    }
  }
}

TEST_CASE("expressions fold, share and print", "[array][scalar]") {
  ScalarExpression e;
  const ScalarTerm x = e.input(0);
  e.set_result((x * 1.0 + 0.0) * (x * 1.0 + 0.0));
  CHECK(e.to_text() == "Times[#1, #1]");
  CHECK(e.derivative(0).evaluate(std::vector<double>{3.0}) == 6);
  CHECK(ScalarExpression::of(ScalarFunction::Tanh).derivative(0, 1).uses_input(0) == false);
  double value = 0;
  ScalarExpression c;
  c.set_result(c.call(ScalarFunction::Sqrt, {c.constant(16)}));
  CHECK(c.is_constant(&value));
  CHECK(value == 4);
}
