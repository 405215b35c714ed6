// Every gradient rule against central differences in Real64, and again for the gradient of the gradient.
#include "tests/unit/array/support.h"

using namespace lykos::array;
using namespace lykos::array::test;

namespace {

using Ids = std::vector<ValueId>;

Array real(const Shape& shape, std::uint64_t seed, double low = -1, double high = 1) { return random_array(DType::Real64, shape, seed, low, high); }

Window window_of(const Shape& kernel, const Shape& stride, const Shape& before, const Shape& after, const Shape& dilation, std::int64_t groups = 1) {
  Window window;
  window.kernel = kernel;
  window.stride = stride;
  window.before = before;
  window.after = after;
  window.dilation = dilation;
  window.groups = groups;
  return window;
}

std::vector<Case> cases() {
  std::vector<Case> list;
  const auto add = [&list](const char* name, std::vector<Array> operands, BuildFunction build, bool second = true) {
    list.push_back({name, std::move(operands), std::move(build), second});
  };
  add("broadcast chain", {real({2, 3, 4}, 1), real({3, 1}, 2), real({4}, 3)}, [](Builder& b, const Ids& x) {
    ScalarExpression e;
    e.set_result(e.call(ScalarFunction::Tanh, {e.input(0) * e.input(1)}) * e.input(0) + e.call(ScalarFunction::Exp, {e.input(2)}));
    return Ids{b.elementwise(e, x)};
  });
  for (int flags = 0; flags < 4; ++flags) {
    const bool ta = (flags & 1) != 0;
    const bool tb = (flags & 2) != 0;
    const Shape a = ta ? Shape{4, 3} : Shape{3, 4};
    const Shape w = tb ? Shape{5, 4} : Shape{4, 5};
    add("matmul", {real(a, 1), real(w, 2)}, [=](Builder& b, const Ids& x) { return Ids{b.matmul(x[0], x[1], ta, tb)}; });
    add("matmul batched", {real(Shape{2}.joined(a), 1), real(Shape{2}.joined(w), 2)}, [=](Builder& b, const Ids& x) { return Ids{b.matmul(x[0], x[1], ta, tb)}; });
    add("matmul batched left", {real(Shape{2}.joined(a), 1), real(w, 2)}, [=](Builder& b, const Ids& x) { return Ids{b.matmul(x[0], x[1], ta, tb)}; });
    add("matmul batched right", {real(a, 1), real(Shape{2}.joined(w), 2)}, [=](Builder& b, const Ids& x) { return Ids{b.matmul(x[0], x[1], ta, tb)}; });
  }
  add("matmul with itself", {real({3, 3}, 1)}, [](Builder& b, const Ids& x) { return Ids{b.matmul(x[0], x[0])}; });
  add("linear", {real({2, 3, 4}, 1), real({5, 4}, 2), real({5}, 3)}, [](Builder& b, const Ids& x) { return Ids{b.linear(x[0], x[1], x[2])}; });
  add("linear without bias", {real({4}, 1), real({5, 4}, 2)}, [](Builder& b, const Ids& x) { return Ids{b.linear(x[0], x[1])}; });
  add("dot", {real({2, 3}, 1), real({3, 2, 2}, 2)}, [](Builder& b, const Ids& x) { return Ids{b.dot(x[0], x[1])}; });
  add("convolution 2d", {real({2, 3, 5, 6}, 1), real({4, 3, 3, 2}, 2), real({4}, 3)}, [](Builder& b, const Ids& x) {
    return Ids{b.convolution(x[0], x[1], x[2], window_of({}, {2, 1}, {1, 0}, {0, 1}, {1, 2}))};
  });
  add("convolution 1d grouped", {real({2, 4, 7}, 1), real({6, 2, 3}, 2)}, [](Builder& b, const Ids& x) {
    return Ids{b.convolution(x[0], x[1], kNoValue, window_of({}, {2}, {2}, {1}, {1}, 2))};
  });
  add("convolution 3d", {real({1, 2, 3, 4, 3}, 1), real({2, 2, 2, 2, 2}, 2), real({2}, 3)}, [](Builder& b, const Ids& x) {
    return Ids{b.convolution(x[0], x[1], x[2], window_of({}, {1, 2, 1}, {0, 1, 1}, {1, 0, 0}, {1, 1, 1}))};
  });
  add("deconvolution", {real({2, 3, 4, 3}, 1), real({3, 2, 3, 2}, 2)}, [](Builder& b, const Ids& x) {
    return Ids{b.convolution_backward_data(x[0], x[1], window_of({}, {2, 2}, {1, 0}, {0, 0}, {1, 1}))};
  });
  add("convolution weights", {real({2, 3, 5}, 1), real({2, 4, 3}, 2)}, [](Builder& b, const Ids& x) {
    return Ids{b.convolution_backward_weights(x[0], x[1], window_of({}, {1}, {0}, {0}, {1}), {3})};
  });
  add("max pool", {real({2, 2, 5, 5}, 1)}, [](Builder& b, const Ids& x) {
    return Ids{b.max_pool(x[0], window_of({3, 2}, {2, 1}, {1, 0}, {1, 1}, {1, 1})).maxima};
  });
  add("max pool gather", {real({1, 2, 4}, 1), real({1, 2, 4}, 2)}, [](Builder& b, const Ids& x) {
    const Window window = window_of({2}, {1}, {0}, {0}, {1});
    return Ids{b.max_pool_gather(x[1], b.max_pool(x[0], window).places, window)};
  });
  for (int flags = 0; flags < 4; ++flags) {
    add("average pool", {real({2, 2, 5, 4}, 1)}, [=](Builder& b, const Ids& x) {
      return Ids{b.average_pool(x[0], window_of({3, 2}, {2, 1}, {1, 1}, {1, 0}, {1, 1}), (flags & 1) != 0, (flags & 2) != 0)};
    });
  }
  for (int axis = 0; axis < 3; ++axis) {
    const Shape shape{4, 3, 5};
    const Shape channels{shape[axis]};
    add("batch normalize", {real(shape, 1), real(channels, 2, 0.5, 1.5), real(channels, 3)}, [=](Builder& b, const Ids& x) {
      const auto r = b.batch_normalize(x[0], x[1], x[2], 1e-3, axis);
      return Ids{r.y, r.mean, r.variance};
    });
    add("batch normalize evaluate", {real(shape, 1), real(channels, 2), real(channels, 3), real(channels, 4), real(channels, 5, 0.5, 2)}, [=](Builder& b, const Ids& x) {
      return Ids{b.batch_normalize_evaluate(x[0], x[1], x[2], x[3], x[4], 1e-3, axis)};
    });
    add("standardize", {real(shape, 1)}, [=](Builder& b, const Ids& x) { return Ids{b.standardize(x[0], {.axis = axis, .epsilon = 1e-3})}; });
    add("standardize unbiased", {real(shape, 1, 5, 6)}, [=](Builder& b, const Ids& x) { return Ids{b.standardize(x[0], {.axis = axis, .epsilon = 0.1, .correction = 1.25})}; });
    add("standardize without mean", {real(shape, 1)}, [=](Builder& b, const Ids& x) { return Ids{b.standardize(x[0], {.axis = axis, .epsilon = 1e-3, .centred = false})}; });
    add("softmax", {real(shape, 1)}, [=](Builder& b, const Ids& x) { return Ids{b.softmax(x[0], axis)}; });
    add("log softmax", {real(shape, 1)}, [=](Builder& b, const Ids& x) { return Ids{b.log_softmax(x[0], axis)}; });
    add("cumulate", {real(shape, 1, 0.5, 1.5)}, [=](Builder& b, const Ids& x) {
      return Ids{b.cumulate(Reduction::Sum, x[0], axis, false, true), b.cumulate(Reduction::Product, x[0], axis, true, false),
                 b.cumulate(Reduction::Sum, x[0], axis, true, false), b.cumulate(Reduction::Product, x[0], axis, false, true)};
    });
    add("sort", {real(shape, 1)}, [=](Builder& b, const Ids& x) { return Ids{b.sort(x[0], axis, axis == 1)}; });
  }
  add("cross entropy", {real({3, 4}, 1, 0.2, 0.9), integers({3}, {1, 4, 2})}, [](Builder& b, const Ids& x) { return Ids{b.cross_entropy_index(x[0], x[1])}; });
  add("softmax cross entropy", {real({2, 3, 4}, 1), integers({2, 3}, {0, 3, 2, 1, 1, 0})}, [](Builder& b, const Ids& x) {
    const auto r = b.softmax_cross_entropy(x[0], x[1], 0);
    return Ids{r.loss, r.probabilities};
  });
  add("shapes", {real({2, 3, 4}, 1)}, [](Builder& b, const Ids& x) {
    return Ids{b.transpose(x[0], {2, 0, 1}), b.reshape(x[0], {6, 4}), b.broadcast_to(b.reshape(x[0], {2, 1, 3, 4}), {2, 5, 3, 4}), b.reverse(x[0], 1),
               b.slice(x[0], {1, 2, 3}, {1, 2, 2}, {1, -1, -2}), b.part(x[0], 2, -1), b.pad(x[0], {0, 1, 2}, {1, 0, 0}, 2.5)};
  });
  add("unslice", {real({2, 2}, 1)}, [](Builder& b, const Ids& x) { return Ids{b.unslice(x[0], {1, 2}, {2, -1}, {5, 4})}; });
  add("concatenate", {real({2, 3}, 1), real({2, 1}, 2), real({2, 2}, 3)}, [](Builder& b, const Ids& x) {
    return Ids{b.concatenate(x, 1), b.concatenate(std::vector<ValueId>{x[0], x[0]}, 0)};
  });
  for (Reduction kind : {Reduction::Sum, Reduction::Mean, Reduction::Product, Reduction::Max, Reduction::Min}) {
    add("reduce", {real({2, 3, 4}, 1, 0.5, 1.5)}, [=](Builder& b, const Ids& x) {
      return Ids{b.reduce(kind, x[0], {1}), b.reduce(kind, x[0], {0, 2}, true), b.reduce(kind, x[0], {2}), b.reduce_all(kind, x[0])};
    });
  }
  {
    Array zeros = real({2, 3}, 1);
    zeros.data<double>()[1] = 0;
    zeros.data<double>()[3] = zeros.data<double>()[4] = 0;
    add("product with zeros", {zeros}, [](Builder& b, const Ids& x) { return Ids{b.reduce(Reduction::Product, x[0], {1})}; }, false);
  }
  add("gather", {real({4, 3}, 1), integers({2, 2}, {1, 3, 1, 4})}, [](Builder& b, const Ids& x) { return Ids{b.gather(x[0], x[1], 1)}; });
  add("scatter", {real({2, 2, 3}, 1), integers({2, 2}, {0, 3, 1, 0})}, [](Builder& b, const Ids& x) { return Ids{b.scatter_add(x[1], x[0], 5)}; });
  add("gather along", {real({2, 4, 3}, 1), integers({2, 2, 3}, {0, 1, 2, 3, 3, 1, 0, 0, 0, 2, 1, 1})}, [](Builder& b, const Ids& x) {
    return Ids{b.gather_along(x[0], x[1], 1), b.scatter_add_along(x[1], b.slice_axis(x[0], 1, 0, 2), 1, 5)};
  });
  for (auto kind : {Builder::Cell::Basic, Builder::Cell::Gated, Builder::Cell::LongShortTerm}) {
    const std::int64_t g = kind == Builder::Cell::Basic ? 1 : kind == Builder::Cell::Gated ? 3 : 4;
    add("recurrent", {real({2, 3, 2}, 1), real({2, 3}, 2), real({2, 3}, 3), real({g * 3, 2}, 4), real({g * 3, 3}, 5), real({g * 3}, 6)}, [=](Builder& b, const Ids& x) {
      const auto r = b.recurrent(kind, b.linear(x[0], x[3], x[5]), x[1], x[2], x[4]);
      return Ids{r.states, r.final_state, r.final_cell};
    });
    // One value as state and as cell, and constant masks.
    add("recurrent, masked", {real({2, 4, g * 3}, 1), real({2, 3}, 2), real({g * 3, 3}, 4)}, [=](Builder& b, const Ids& x) {
      const ValueId state_mask = b.constant(real({2, g * 3}, 7, 0, 2)), update_mask = b.constant(real({2, 4, 3}, 8, 0, 2));
      const auto r = b.recurrent(kind, x[0], x[1], x[1], x[2], state_mask, update_mask);
      return Ids{r.states, r.final_cell};
    });
    if (kind == Builder::Cell::LongShortTerm) {
      add("recurrent, final cell only", {real({2, 3, g * 3}, 1), real({2, 3}, 2), real({2, 3}, 3), real({g * 3, 3}, 4)}, [=](Builder& b, const Ids& x) {
        return Ids{b.recurrent(kind, x[0], x[1], x[2], x[3]).final_cell};
      });
    }
  }
  // Repeated labels, and a sequence with just enough steps for them.
  add("ctc", {real({2, 5, 4}, 1, 0.1, 0.9), integers({2, 3}, {1, 1, 2, 3, 2, 3})}, [](Builder& b, const Ids& x) { return Ids{b.ctc_loss(x[0], x[1])}; });
  add("ctc, one label", {real({3, 3, 3}, 1, 0.1, 0.9), integers({3, 1}, {1, 2, 1})}, [](Builder& b, const Ids& x) { return Ids{b.ctc_loss(x[0], x[1])}; });
  return list;
}

}  // namespace

TEST_CASE("gradient rules agree with central differences", "[array][gradients]") {
  for (const Case& test : cases()) check_gradient(test);
}

TEST_CASE("no gradient flows through StopGradient, and a cast's flows back in the other type", "[array][gradients]") {
  Program program;
  Builder b(program);
  const ValueId x = b.input("x", DType::Real64, {2});
  const ValueId y = b.multiply(b.stop_gradient(b.add(x, x)), x);
  const ValueId z = b.apply(ScalarFunction::Square, b.cast(x, DType::Real32));
  const ValueId outputs[] = {y, z};
  const ValueId wrt[] = {x};
  b.output("gradient", append_gradients(program, outputs, {}, wrt)[0]);
  const double values[] = {1.5, -2};
  const Array gradient = run(program, {Array::from(values, {2})})[0];
  CHECK(gradient.dtype() == DType::Real64);
  CHECK(gradient.real_at(0) == Approx(2 * 1.5 + 2 * 1.5));
  CHECK(gradient.real_at(1) == Approx(-4 - 4));
}

TEST_CASE("gradients of gradients agree with central differences", "[array][gradients]") {
  for (const Case& test : cases()) {
    if (test.second_order) check_gradient(test, 2);
  }
}

TEST_CASE("every scalar function's derivative agrees with central differences", "[array][gradients]") {
  for (int f = 0; f < kScalarFunctionCount; ++f) {
    const auto function = static_cast<ScalarFunction>(f);
    const int arity = arity_of(function);
    const ScalarExpression expression = ScalarExpression::of(function);
    int tested = 0;
    for (int trial = 0; trial < 40; ++trial) {
      double point[3];
      for (int k = 0; k < 3; ++k) {
        std::uint64_t position = static_cast<std::uint64_t>(trial * 3 + k);
        point[k] = static_cast<double>(random_below(100000, {static_cast<std::uint64_t>(f), 5}, position)) / 20000 - 2.5;
      }
      if (function == ScalarFunction::PolyGamma) point[0] = trial % 4;
      if (function == ScalarFunction::Surd) point[1] = 3;
      if (function == ScalarFunction::Clip && point[1] > point[2]) std::swap(point[1], point[2]);
      for (int k = 0; k < arity; ++k) {
        if ((function == ScalarFunction::PolyGamma && k == 0) || (function == ScalarFunction::Surd && k == 1)) continue;
        const double h = 1e-6;
        double above[3] = {point[0], point[1], point[2]};
        double below[3] = {point[0], point[1], point[2]};
        above[k] += h;
        below[k] -= h;
        const double f1 = evaluate(function, above[0], above[1], above[2]);
        const double f0 = evaluate(function, below[0], below[1], below[2]);
        const double y = evaluate(function, point[0], point[1], point[2]);
        // Outside the domain, next to a step, or where the function is too steep to measure.
        if (!std::isfinite(f1) || !std::isfinite(f0) || std::fabs(f1 - f0) > 1e-3 || std::fabs(y) > 50) continue;
        const double inputs[] = {point[0], point[1], point[2], y};
        const double numeric = (f1 - f0) / (2 * h);
        const double direct = expression.derivative(k).evaluate(inputs);
        const double by_result = expression.derivative(k, 3).evaluate(inputs);
        INFO(name_of(function) << " argument " << k << " at " << point[0] << ", " << point[1] << ", " << point[2] << ": numeric " << numeric << " direct " << direct);
        CHECK(std::fabs(numeric - direct) <= 2e-4 * std::max(1.0, std::fabs(numeric)));
        CHECK(std::fabs(direct - by_result) <= 1e-9 * std::max(1.0, std::fabs(direct)));
        ++tested;
      }
    }
    INFO(name_of(function));
    CHECK(tested > 3);
  }
}
