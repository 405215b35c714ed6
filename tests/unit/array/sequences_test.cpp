// Operations on sequences against their step-by-step forms, and random distributions against their moments.
#include "tests/unit/array/support.h"

using namespace lykos::array;
using namespace lykos::array::test;

namespace {

constexpr Builder::Cell kCells[] = {Builder::Cell::Basic, Builder::Cell::Gated, Builder::Cell::LongShortTerm};

// Fused and expanded form of one cell; sizes beyond one block of examples and odd for the vector loops.
void compare_forms(Builder::Cell kind, DType dtype, std::int64_t n, std::int64_t t, std::int64_t h, bool masks, double tolerance) {
  const std::int64_t g = kind == Builder::Cell::Basic ? 1 : kind == Builder::Cell::Gated ? 3 : 4;
  Program program;
  Builder b(program);
  const ValueId driven = b.input("driven", dtype, {n, t, g * h}), state = b.input("state", dtype, {n, h}), cell = b.input("cell", dtype, {n, h});
  const ValueId weights = b.input("weights", dtype, {g * h, h});
  const ValueId state_mask = masks ? b.constant(random_array(dtype, {n, g * h}, 5, 0, 2)) : kNoValue;
  const ValueId update_mask = masks ? b.constant(random_array(dtype, {n, t, h}, 6, 0, 2)) : kNoValue;
  const std::vector<ValueId> wrt{driven, state, cell, weights};
  const auto outputs = [&](ValueId states, ValueId final_cell) {
    std::vector<ValueId> results{states};
    if (final_cell != kNoValue) results.push_back(final_cell);
    for (ValueId v : results) b.output("result", v);
    for (ValueId v : append_gradients(program, results, {}, wrt)) {
      if (v != kNoValue) b.output("gradient", v);
    }
  };
  const auto fused = b.recurrent(kind, driven, state, cell, weights, state_mask, update_mask);
  outputs(fused.states, fused.final_cell);
  const auto steps = b.recurrent_steps(kind, driven, state, cell, weights, state_mask, update_mask, nullptr);
  outputs(steps.states, steps.final_cell);
  const std::vector<Array> results = run(program, {random_array(dtype, {n, t, g * h}, 1), random_array(dtype, {n, h}, 2), random_array(dtype, {n, h}, 3),
                                                   random_array(dtype, {g * h, h}, 4, -0.5, 0.5)});
  REQUIRE(results.size() % 2 == 0);
  for (std::size_t i = 0; i < results.size() / 2; ++i) CHECK(difference(results[i], results[i + results.size() / 2]) < tolerance);
}

}  // namespace

TEST_CASE("fused recurrent cells agree with their steps", "[array][recurrent]") {
  for (auto kind : kCells) {
    for (bool masks : {false, true}) {
      compare_forms(kind, DType::Real64, 3, 4, 5, masks, 1e-12);
      compare_forms(kind, DType::Real64, 50, 3, 33, masks, 1e-12);
      compare_forms(kind, DType::Real32, 2, 7, 40, masks, 2e-5);
      compare_forms(kind, DType::Real32, 26, 2, 16, masks, 2e-5);
    }
  }
}

TEST_CASE("recurrent cells give the same bits on any number of threads", "[array][recurrent][threads]") {
  for (auto kind : kCells) {
    const std::int64_t g = kind == Builder::Cell::Basic ? 1 : kind == Builder::Cell::Gated ? 3 : 4;
    std::vector<Array> first;
    for (int threads : {1, 2, 3}) {
      Program program;
      Builder b(program);
      const ValueId driven = b.input("driven", DType::Real32, {60, 5, g * 24}), state = b.input("state", DType::Real32, {60, 24});
      const auto r = b.recurrent(kind, driven, state, state, b.constant(random_array(DType::Real32, {g * 24, 24}, 4)));
      b.output("states", r.states);
      const ValueId outputs[] = {r.states};
      b.output("gradient", append_gradients(program, outputs, {}, std::vector<ValueId>{driven})[0]);
      CompileOptions options;
      options.threads = threads;
      const std::vector<Array> results = run(program, {random_array(DType::Real32, {60, 5, g * 24}, 1), random_array(DType::Real32, {60, 24}, 2)}, options);
      if (first.empty()) first = results;
      for (std::size_t i = 0; i < results.size(); ++i) CHECK(identical(results[i], first[i]));
    }
  }
}

TEST_CASE("the CTC loss agrees with a sum over all alignments", "[array][ctc]") {
  constexpr int kLength = 4, kClasses = 3;  // two labels and the blank
  const Array p = random_array(DType::Real64, {1, kLength, kClasses}, 3, 0.1, 0.9);
  for (const std::vector<std::int64_t>& target : {std::vector<std::int64_t>{1}, {1, 2}, {2, 2}, {1, 2, 1}, {2, 2, 2}}) {
    double total = 0;
    for (int path = 0; path < 81; ++path) {
      double product = 1;
      std::vector<std::int64_t> labels;
      int previous = -1;
      for (int t = 0, rest = path; t < kLength; ++t, rest /= kClasses) {
        const int k = rest % kClasses;
        product *= p.data<double>()[t * kClasses + k];
        if (k != previous && k != kClasses - 1) labels.push_back(k + 1);
        previous = k;
      }
      if (labels == target) total += product;
    }
    Program program;
    Builder b(program);
    const ValueId x = b.input("p", DType::Real64, p.shape());
    const ValueId y = b.input("target", DType::Integer64, {1, static_cast<std::int64_t>(target.size())});
    b.output("loss", b.ctc_loss(x, y));
    b.output("steps", b.ctc_loss_steps(x, y, 1));
    const std::vector<Array> results = run(program, {p, integers({1, static_cast<std::int64_t>(target.size())}, target)});
    CHECK(results[0].real_at(0) == Approx(-std::log(total)));
    CHECK(results[1].real_at(0) == Approx(-std::log(total)));
  }
}

TEST_CASE("draws have the moments of their distributions", "[array][random]") {
  constexpr int kCount = 40000;
  const auto check = [](double mean, double variance, auto draw) {
    double sum = 0, squares = 0;
    for (std::uint64_t i = 0; i < kCount; ++i) {
      const double x = draw(RandomKey{5, mix_stream(9, i)});
      sum += x;
      squares += (x - mean) * (x - mean);
    }
    // Five standard errors; kurtosis of these distributions stays below 12.
    CHECK(std::fabs(sum / kCount - mean) < 5 * std::sqrt(variance / kCount));
    CHECK(std::fabs(squares / kCount - variance) < 5 * variance * std::sqrt(12.0 / kCount));
  };
  for (double a : {0.6, 1.0, 4.5}) check(a, a, [a](RandomKey key) { return draw_gamma(a, key); });
  for (double m : {0.5, 7.0, 10.0, 60.0}) check(m, m, [m](RandomKey key) { return draw_poisson(m, key); });
  for (double n : {5.0, 200.0}) {
    for (double p : {0.2, 0.7}) check(n * p, n * p * (1 - p), [n, p](RandomKey key) { return draw_binomial(n, p, key); });
  }
  CHECK(std::isnan(draw_gamma(-1, {1, 1})));
  CHECK(draw_binomial(4, 1, {1, 1}) == 4);
}
