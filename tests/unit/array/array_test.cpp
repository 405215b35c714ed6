// Array: sharing, views, growth, conversion, comparison. Random: the published vectors. Optimisers: the formulas. Linear algebra: identities.
#include <cmath>
#include <algorithm>
#include <numeric>

#include "array/linear_algebra.h"
#include "array/optimizer.h"
#include "tests/unit/array/support.h"

using namespace lykos::array;
using namespace lykos::array::test;

TEST_CASE("handles share buffers until one must write", "[array]") {
  Array a = random_array(DType::Real64, {4, 3}, 1);
  CHECK(a.unique());
  Array b = a;
  CHECK(!a.unique());
  CHECK(a.bytes() == b.bytes());
  b.make_unique();
  CHECK(a.unique());
  CHECK(a == b);
  b.data<double>()[0] = 100;
  CHECK(!(a == b));
  const Array middle = a.slice(1, 3);
  CHECK(middle.shape() == Shape{2, 3});
  CHECK(middle.real_at(0) == a.real_at(3));
  CHECK(a.part(2).shape() == Shape{3});
  CHECK(a.reshape({12}).bytes() == a.bytes());
  CHECK_THROWS_WITH(a.reshape({5}), Catch::Contains("[reshape]"));
  CHECK_THROWS_AS(a.slice(3, 5), std::out_of_range);
  CHECK_THROWS_AS(Array(DType::Real64, {std::int64_t{1} << 40, std::int64_t{1} << 40}), std::length_error);
  CHECK_THROWS_AS(Array(DType::Real64, {-1}), std::length_error);
  CHECK(Array::zeros(DType::Integer8, {0, 5}).element_count() == 0);
  Array scalar(DType::Real32, {});
  CHECK(scalar.element_count() == 1);
}

TEST_CASE("arrays grow at the leading axis in amortised constant time", "[array]") {
  Array a(DType::Integer64, {0});
  int moves = 0;
  for (std::int64_t i = 0; i < 10000; ++i) {
    const void* before = a.bytes();
    a.resize_leading(i + 1);
    moves += a.bytes() != before;
    a.data<std::int64_t>()[i] = i;
  }
  CHECK(moves < 40);
  for (std::int64_t i = 0; i < 10000; ++i) REQUIRE(a.data<std::int64_t>()[i] == i);
}

TEST_CASE("equality and hash treat negative zero as zero", "[array]") {
  for (DType dtype : {DType::Real32, DType::Real64}) {
    const double plus[] = {0.0, 1.0, 2.0};
    const double minus[] = {-0.0, 1.0, 2.0};
    const Array a = Array::from(plus, {3}).convert(dtype);
    const Array b = Array::from(minus, {3}).convert(dtype);
    CHECK(a == b);
    CHECK(!identical(a, b));
    CHECK(a.hash() == b.hash());
    CHECK(a.hash() != a.reshape({3, 1}).hash());
  }
}

TEST_CASE("conversions follow their method and report losses", "[array][convert]") {
  const double values[] = {-1.5, 0.5, 2.5, 300.25, 1e20, std::nan("")};
  const Array a = Array::from(values, {6});
  ConversionReport report;
  const Array clipped = a.convert(DType::UnsignedInteger8, ConversionMethod::Clip, &report);
  CHECK(clipped.real_at(0) == 0);
  CHECK(clipped.real_at(1) == 0);
  CHECK(clipped.real_at(2) == 2);
  CHECK(clipped.real_at(3) == 255);
  CHECK(report.out_of_range == 4);
  CHECK(a.convert(DType::Integer16, ConversionMethod::Coerce).real_at(0) == -1);
  const std::int64_t wide[] = {-1, 256, 70000};
  const Array i = Array::from(wide, {3});
  CHECK(i.convert(DType::UnsignedInteger8).real_at(0) == 255);
  CHECK(i.convert(DType::UnsignedInteger8).real_at(1) == 0);
  const std::uint8_t bytes[] = {0, 51, 255};
  CHECK(Array::from(bytes, {3}).convert(DType::Real64, ConversionMethod::Scale).real_at(1) == Approx(0.2));
  ConversionReport exact;
  i.convert(DType::Real32, ConversionMethod::Check, &exact);
  CHECK(exact.rounded == 0);
  const std::int64_t large[] = {(std::int64_t{1} << 53) + 1};
  Array::from(large, {1}).convert(DType::Real64, ConversionMethod::Check, &exact);
  CHECK(exact.rounded == 1);
  CHECK(a.convert(DType::ComplexReal64).real_at(3) == 300.25);
  CHECK(common_dtype(DType::Integer8, DType::UnsignedInteger8) == DType::Integer16);
  CHECK(common_dtype(DType::Integer64, DType::Real32) == DType::Real64);
  DType found{};
  CHECK(dtype_from_name("ComplexReal32", found));
  CHECK(found == DType::ComplexReal32);
  CHECK(!dtype_from_name("Real3", found));
}

TEST_CASE("Philox gives the published numbers, and any split the same fill", "[array][random]") {
  const RandomBlock block = random_block({0, 0}, 0);
  CHECK(block.words[0] == 0x6627e8d5u);
  CHECK(block.words[1] == 0xe169c58du);
  CHECK(block.words[2] == 0xbc57ac4cu);
  CHECK(block.words[3] == 0x9b00dbd8u);
  std::vector<double> whole(101), parts(101);
  for (int kind = 0; kind < 3; ++kind) {
    const auto fill = [kind](double* out, std::int64_t count, std::uint64_t position) {
      if (kind == 0) fill_uniform(out, count, {5, 6}, position, -2, 3);
      else if (kind == 1) fill_normal(out, count, {5, 6}, position, 1, 2);
      else fill_dropout_mask(out, count, {5, 6}, position, 0.25);
    };
    fill(whole.data(), 101, 3);
    fill(parts.data(), 37, 3);
    fill(parts.data() + 37, 1, 40);
    fill(parts.data() + 38, 63, 41);
    CHECK(whole == parts);
  }
  std::vector<float> normal(200000);
  fill_normal(normal.data(), 200000, {1, 1}, 0);
  double mean = 0, square = 0;
  for (float x : normal) {
    mean += static_cast<double>(x) / 200000;
    square += static_cast<double>(x * x) / 200000;
  }
  CHECK(std::fabs(mean) < 0.01);
  CHECK(std::fabs(square - 1) < 0.02);
  std::vector<std::int64_t> order(50);
  random_permutation(order.data(), 50, {9, 9});
  std::sort(order.begin(), order.end());
  for (std::int64_t i = 0; i < 50; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("optimisers follow their formulas", "[array][optimizer]") {
  const std::int64_t n = 40;
  for (OptimizerMethod method : {OptimizerMethod::Adam, OptimizerMethod::StochasticGradientDescent, OptimizerMethod::SignStochasticGradientDescent, OptimizerMethod::RootMeanSquare}) {
    OptimizerSettings settings;
    settings.method = method;
    Optimizer optimizer(settings, DType::Real64, n);
    Array w = random_array(DType::Real64, {n}, 1);
    std::vector<double> x(w.data<double>(), w.data<double>() + n), m(n), v(n), a(n);
    const std::vector<double> start = x;
    // The second half is frozen; the first has l2 and clipping.
    const OptimizerSegment segments[] = {{0, 20, 0.5, 0.01, 0.8, 0.95}, {20, 20, 0, 0, 0, 0}};
    for (int t = 1; t <= 5; ++t) {
      const Array g = random_array(DType::Real64, {n}, 10 + static_cast<std::uint64_t>(t));
      optimizer.step(w.data<double>(), g.bytes(), segments, 0.1);
      const double rate = 0.05;
      for (std::size_t i = 0; i < 20; ++i) {
        const double gradient = std::clamp(g.real_at(static_cast<std::int64_t>(i)), -0.8, 0.8) + 0.01 * x[i];
        switch (method) {
          case OptimizerMethod::Adam:
            m[i] = 0.9 * m[i] + 0.1 * gradient;
            v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
            x[i] -= rate * std::sqrt(1 - std::pow(0.999, t)) / (1 - std::pow(0.9, t)) * m[i] / (std::sqrt(v[i]) + 1e-5);
            break;
          case OptimizerMethod::RootMeanSquare:
            v[i] = 0.95 * v[i] + 0.05 * gradient * gradient;
            a[i] = 0.95 * a[i] + 0.05 * gradient;
            m[i] = 0.93 * m[i] - rate * gradient / std::sqrt(v[i] - a[i] * a[i] + 1e-5);
            x[i] += m[i];
            break;
          default: {
            const double direction = method == OptimizerMethod::StochasticGradientDescent ? gradient : (gradient > 0) - (gradient < 0);
            m[i] = 0.93 * m[i] - rate * direction;
            x[i] += m[i];
          }
        }
        x[i] = std::clamp(x[i], -0.95, 0.95);
        CHECK(w.real_at(static_cast<std::int64_t>(i)) == Approx(x[i]).epsilon(1e-12));
      }
      for (std::size_t i = 20; i < 40; ++i) CHECK(w.real_at(static_cast<std::int64_t>(i)) == start[i]);
    }
    Optimizer copy(settings, DType::Real64, n);
    copy.restore(optimizer.steps_taken(), optimizer.moments());
    CHECK(copy.steps_taken() == 5);
  }
}

namespace {

Array transposed(const Array& a) {
  Array t(a.dtype(), {a.shape()[1], a.shape()[0]});
  for (std::int64_t i = 0; i < a.shape()[0]; ++i) {
    for (std::int64_t j = 0; j < a.shape()[1]; ++j) t.data<double>()[j * a.shape()[0] + i] = a.data<double>()[i * a.shape()[1] + j];
  }
  return t;
}

Array identity(std::int64_t n) {
  Array result = Array::zeros(DType::Real64, {n, n});
  for (std::int64_t i = 0; i < n; ++i) result.data<double>()[i * n + i] = 1;
  return result;
}

Array complex_of(const Array& re, const Array& im) {
  Array result(DType::ComplexReal64, re.shape());
  for (std::int64_t i = 0; i < re.element_count(); ++i) {
    result.data<double>()[2 * i] = re.real_at(i);
    result.data<double>()[2 * i + 1] = im.real_at(i);
  }
  return result;
}

}  // namespace

TEST_CASE("linear algebra satisfies its identities", "[array][linear_algebra]") {
  const Array a = random_array(DType::Real64, {7, 7}, 1);
  const Array b = random_array(DType::Real64, {7, 2}, 2);
  CHECK(difference(dot(a, linear_solve(a, b).solution), b) < 1e-11);
  CHECK(linear_solve(a, b.reshape({2, 7}).part(0)).solution.shape() == Shape{7});
  CHECK(difference(dot(a, inverse(a).solution), identity(7)) < 1e-11);
  CHECK(inverse(Array::zeros(DType::Real64, {3, 3})).singular);
  const double small[] = {2, 1, 1, 3};
  CHECK(determinant(Array::from(small, {2, 2})).real_at(0) == Approx(5));
  CHECK(cholesky(Array::from(small, {2, 2})).factor.real_at(0) == Approx(std::sqrt(2.0)));
  const double indefinite[] = {1, 2, 2, 1};
  CHECK(!cholesky(Array::from(indefinite, {2, 2})).positive_definite);
  const Array tall = random_array(DType::Real64, {6, 4}, 3);
  const QRResult qr = qr_decomposition(tall);
  CHECK(difference(dot(qr.q, qr.r), tall) < 1e-12);
  const SVDResult svd = singular_value_decomposition(tall, true);
  Array scaled = svd.vt.clone();
  for (std::int64_t i = 0; i < 4; ++i) {
    for (std::int64_t j = 0; j < 4; ++j) scaled.data<double>()[i * 4 + j] *= svd.values.real_at(i);
  }
  CHECK(difference(dot(svd.u, scaled), tall) < 1e-12);
  CHECK(difference(singular_values(tall), svd.values) < 1e-12);
  CHECK(difference(dot(transposed(tall), dot(tall, least_squares(tall, random_array(DType::Real64, {6}, 4)).solution)), dot(transposed(tall), random_array(DType::Real64, {6}, 4))) < 1e-11);
  const EigenResult symmetric = eigensystem(Array::from(indefinite, {2, 2}), true);
  CHECK(symmetric.values.real_at(0) == Approx(3));
  CHECK(symmetric.values.real_at(1) == Approx(-1));
  const double rotation[] = {0, -1, 1, 0};
  CHECK(eigensystem(Array::from(rotation, {2, 2}), false).values.dtype() == DType::ComplexReal64);
  const EigenResult general = eigensystem(a, true);
  const Array vectors = general.vectors.convert(DType::ComplexReal64);
  for (std::int64_t i = 0; i < 7; ++i) {
    const Array image = dot(a, vectors.part(i));
    const double re = general.values.convert(DType::ComplexReal64).data<double>()[2 * i];
    const double im = general.values.convert(DType::ComplexReal64).data<double>()[2 * i + 1];
    for (std::int64_t k = 0; k < 7; ++k) {
      const double x = vectors.part(i).data<double>()[2 * k];
      const double y = vectors.part(i).data<double>()[2 * k + 1];
      CHECK(image.data<double>()[2 * k] == Approx(re * x - im * y).margin(1e-12));
    }
  }
  const SchurResult schur = schur_decomposition(a);
  CHECK(difference(dot(dot(schur.q, schur.t), transposed(schur.q)), a) < 1e-12);
  const Array z = complex_of(a, random_array(DType::Real64, {7, 7}, 8));
  const Array product = dot(z, inverse(z).solution);
  for (std::int64_t i = 0; i < 49; ++i) {
    CHECK(product.data<double>()[2 * i] == Approx(i % 8 == 0 ? 1.0 : 0.0).margin(1e-11));
    CHECK(product.data<double>()[2 * i + 1] == Approx(0).margin(1e-11));
  }
  CHECK_THROWS_WITH(linear_solve(tall, b), Catch::Contains("[solve]"));
  CHECK_THROWS_WITH(dot(tall, tall), Catch::Contains("[dot]"));
}
