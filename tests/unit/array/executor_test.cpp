// The executor as a whole: kernels of all kinds against the plain Real64 loops, passes, threads, memory, and the life of parameters.
#include <algorithm>

#include "array/memory_plan.h"
#include "array/optimizer.h"
#include "array/passes.h"
#include "array/threads.h"
#include "tests/unit/array/support.h"

using namespace lykos::array;
using namespace lykos::array::test;

namespace {

Window window_of(const Shape& kernel, const Shape& stride, const Shape& before, const Shape& after) {
  Window window = Window::plain(kernel);
  window.stride = stride;
  window.before = before;
  window.after = after;
  return window;
}

// A small convolutional classifier with every kind of layer that oneDNN may take over; 20 channels do not fill its blocks of 16.
Program classifier(DType dtype, bool train) {
  Program program;
  Builder b(program);
  const ValueId x = b.input("x", dtype, {6, 3, 13, 12});
  const ValueId t = b.input("t", DType::Integer64, {6});
  const auto parameter = [&](const char* name, const Shape& shape) { return b.parameter(name, dtype, shape); };
  const ValueId c1 = b.convolution(x, parameter("w1", {20, 3, 3, 3}), parameter("b1", {20}), window_of({3, 3}, {1, 1}, {1, 1}, {1, 1}));
  const ValueId scaling = parameter("s", {20});
  const ValueId biases = parameter("o", {20});
  const ValueId mean = b.state("mean", dtype, {20});
  const ValueId variance = b.state("variance", dtype, {20});
  ValueId n1 = kNoValue;
  if (train) {
    const auto n = b.batch_normalize(c1, scaling, biases, 1e-3);
    n1 = n.y;
    b.update_state(mean, b.add(b.scale(mean, 0.9), b.scale(n.mean, 0.1)));
    b.update_state(variance, b.add(b.scale(variance, 0.9), b.scale(n.variance, 0.1)));
  } else {
    n1 = b.batch_normalize_evaluate(c1, scaling, biases, mean, variance, 1e-3);
  }
  const ValueId r1 = b.apply(ScalarFunction::Ramp, n1);
  const ValueId p1 = b.max_pool(r1, window_of({2, 2}, {2, 2}, {0, 0}, {1, 0})).maxima;
  Window grouped = window_of({3, 3}, {2, 1}, {1, 1}, {1, 1});
  grouped.groups = 2;
  const ValueId c2 = b.apply(ScalarFunction::Tanh, b.convolution(p1, parameter("w2", {32, 10, 3, 3}), kNoValue, grouped));
  const ValueId c3 = b.convolution(c2, parameter("w3", {32, 32, 3, 3}), parameter("b3", {32}), window_of({3, 3}, {1, 1}, {1, 1}, {1, 1}));
  const ValueId sum = b.apply(ScalarFunction::Ramp, b.add(c2, c3));
  const ValueId p2 = b.average_pool(sum, window_of({3, 2}, {1, 2}, {1, 0}, {1, 0}), true, false);
  const std::int64_t features = b.shape(p2).element_count() / 6;
  const ValueId flat = b.reshape(p2, {6, features});
  const ValueId h = b.apply(ScalarFunction::LogisticSigmoid, b.linear(flat, parameter("w4", {40, features}), parameter("b4", {40})));
  const ValueId logits = b.linear(h, parameter("w5", {5, 40}), parameter("b5", {5}));
  const ValueId p = b.softmax(logits);
  b.output("p", p);
  const ValueId loss = b.reduce_all(Reduction::Mean, b.cross_entropy_index(p, t));
  b.output("loss", loss);
  if (train) append_training_gradients(program, loss, std::vector<ValueId>(program.parameters));
  verify(program);
  return program;
}

void fill(Executable& e) {
  const Program& program = e.program();
  for (std::size_t i = 0; i < program.parameters.size(); ++i) {
    const Value& value = program.value(program.parameters[i]);
    const double fan = value.shape.rank() > 1 ? std::sqrt(static_cast<double>(value.shape[0]) / static_cast<double>(value.shape.element_count())) : 0.5;
    e.set_parameter(static_cast<int>(i), random_array(value.dtype, value.shape, 50 + i, -1.5 * fan, 1.5 * fan));
  }
  for (std::size_t i = 0; i < program.states.size(); ++i) {
    const Value& value = program.value(program.states[i]);
    e.set_state(static_cast<int>(i), random_array(value.dtype, value.shape, 90 + i, 0.5, 1.5));
  }
  const Value& x = program.value(program.inputs[0]);
  e.set_input(0, random_array(x.dtype, x.shape, 3));
  e.set_input(1, integers({6}, {1, 2, 3, 4, 5, 1}));
}

void compare(const Program& exact_program, const Program& program, const CompileOptions& options, double tolerance) {
  CompileOptions plain;
  plain.run_passes = false;
  plain.use_onednn = false;
  Executable exact = compile(exact_program, plain);
  Executable tested = compile(program, options);
  fill(exact);
  fill(tested);
  INFO(tested.describe());
  for (int round = 0; round < 2; ++round) {
    exact.run();
    tested.run();
    for (int i = 0; i < 2; ++i) CHECK(difference(tested.output(i), exact.output(i)) < tolerance);
    for (std::size_t i = 0; i < program.parameters.size() && !program.parameter_gradients.empty(); ++i) {
      INFO("gradient of " << program.value(program.parameters[i]).name);
      CHECK(difference(tested.gradient(static_cast<int>(i)), exact.gradient(static_cast<int>(i))) < tolerance);
    }
    for (int i = 0; i < 2; ++i) CHECK(difference(tested.state(i), exact.state(i)) < tolerance);
    // Other parameters: nothing of the old ones may stay behind (folded weights, converted layouts).
    const Array other = random_array(DType::Real64, {20, 3, 3, 3}, 77, -0.4, 0.4);
    const int w1 = program.parameter_index("w1");
    exact.set_parameter(w1, other);
    tested.set_parameter(w1, other.convert(program.dtype(program.parameters[0])));
    CHECK(difference(tested.parameter(w1), other) < 1e-6);
  }
}

}  // namespace

TEST_CASE("Real32 with all kernels and passes agrees with plain Real64 loops", "[array][executor]") {
  for (bool train : {false, true}) {
    INFO((train ? "train" : "evaluate"));
    const Program exact = classifier(DType::Real64, train);
    const Program single = classifier(DType::Real32, train);
    compare(exact, single, {}, 2e-4);
    CompileOptions loops_only;
    loops_only.use_onednn = false;
    compare(exact, single, loops_only, 2e-4);
    CompileOptions row_major;
    row_major.training_layout = false;
    compare(exact, single, row_major, 2e-4);
    compare(exact, exact, {}, 1e-10);
  }
}

TEST_CASE("each pass alone keeps results", "[array][passes]") {
  for (bool train : {false, true}) {
    for (const Pass& pass : all_passes()) {
      INFO(pass.name);
      const Program exact = classifier(DType::Real64, train);
      Program changed = exact;
      run_pass(changed, pass.name);
      verify(changed);
      CompileOptions options;
      options.run_passes = false;
      compare(exact, changed, options, 1e-10);
    }
  }
}

TEST_CASE("evaluation folds normalisation away and fuses activations", "[array][passes]") {
  Program program = classifier(DType::Real32, false);
  run_passes(program);
  for (const Instruction& instruction : program.instructions) {
    CHECK(instruction.op != Op::BatchNormalizeEvaluate);
    CHECK(instruction.op != Op::CrossEntropyIndex);
  }
}

TEST_CASE("matrix products of transposed stacks agree with copied ones", "[array][passes]") {
  // {examples, positions, heads, size} as attention has them: rows that do not fill tiles, columns that do not fill vectors, and one that is too
  // large to be packed.
  struct Sizes {
    std::int64_t rows, columns, inner;
  };
  for (const Sizes& n : {Sizes{1, 1, 1}, {3, 5, 2}, {9, 33, 7}, {8, 16, 64}, {12, 40, 17}, {70, 300, 260}}) {
    for (const DType dtype : {DType::Real32, DType::Real64}) {
      CAPTURE(n.rows, n.columns, n.inner, name_of(dtype));
      Program program;
      Builder b(program);
      const ValueId q = b.input("q", dtype, {2, n.rows, 3, n.inner});
      const ValueId k = b.input("k", dtype, {2, n.columns, 3, n.inner});
      const ValueId v = b.input("v", dtype, {2, n.columns, 3, n.inner});
      const Shape order{0, 2, 1, 3};
      const ValueId keys = b.transpose(k, order);
      const ValueId scores = b.matmul(b.transpose(q, order), keys, false, true);
      b.output("attended", b.transpose(b.matmul(scores, b.transpose(v, order)), order));
      b.output("left transposed", b.transpose(b.matmul(scores, b.transpose(q, order), true, false), order));
      b.output("keys", keys);  // read by somebody else, so that this one is copied as well
      const std::vector<Array> inputs = {random_array(dtype, b.shape(q), 1), random_array(dtype, b.shape(k), 2), random_array(dtype, b.shape(v), 3)};
      CompileOptions copies;
      copies.run_passes = false;
      const std::vector<Array> expected = run(program, inputs, copies);
      run_pass(program, "absorb-transposes");
      int transposes = 0;
      for (const Instruction& instruction : program.instructions) transposes += instruction.op == Op::Transpose;
      CHECK(transposes == 1);
      const std::vector<Array> found = run(program, inputs, copies);
      for (std::size_t i = 0; i < found.size(); ++i) CHECK(difference(found[i], expected[i]) < (dtype == DType::Real32 ? 2e-4 : 1e-11));
    }
  }
}

TEST_CASE("a transposition between two products is absorbed once", "[array][passes]") {
  Program program;
  Builder b(program);
  const ValueId x = b.input("x", DType::Real64, {2, 3, 4});
  const ValueId w = b.input("w", DType::Real64, {4, 5});
  const ValueId v = b.input("v", DType::Real64, {3, 5, 6});
  b.output("y", b.matmul(b.transpose(b.matmul(x, w), {1, 0, 2}), v));
  const std::vector<Array> inputs = {random_array(DType::Real64, {2, 3, 4}, 1), random_array(DType::Real64, {4, 5}, 2), random_array(DType::Real64, {3, 5, 6}, 3)};
  CompileOptions copies;
  copies.run_passes = false;
  const std::vector<Array> expected = run(program, inputs, copies);
  run_pass(program, "absorb-transposes");
  CHECK(difference(run(program, inputs, copies)[0], expected[0]) < 1e-12);
}

TEST_CASE("evaluated normalisation knows whether its result is finite", "[array][executor]") {
  Program program;
  Builder b(program);
  const ValueId x = b.input("x", DType::Real32, {2, 3, 20});
  const ValueId ones = b.input("ones", DType::Real32, {3});
  b.output("y", b.batch_normalize_evaluate(x, ones, ones, ones, ones, 1e-3));
  Executable executable = compile(program);
  Array values = random_array(DType::Real32, {2, 3, 20}, 5);
  const float one[] = {1, 1, 1};
  executable.set_input(1, Array::from(one, {3}));
  for (const float special : {0.5F, HUGE_VALF, -HUGE_VALF, NAN, 3e38F}) {
    values.data<float>()[47] = special;
    executable.set_input(0, values);
    executable.run();
    CAPTURE(special);
    CHECK(executable.output_is_finite(0) == std::isfinite(executable.output(0).data<float>()[47]));
  }
}

TEST_CASE("convolutions of one, two and three dimensions agree in every implementation", "[array][convolution]") {
  struct Geometry {
    Shape x, w, stride, before, after, dilation;
    std::int64_t groups;
  };
  const Geometry list[] = {{{4, 16, 40}, {24, 16, 5}, {2}, {2}, {1}, {1}, 1},
                           {{2, 17, 15, 14}, {19, 17, 3, 2}, {1, 2}, {1, 0}, {2, 1}, {2, 1}, 1},
                           {{2, 16, 9, 9}, {32, 4, 3, 3}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, 4},
                           {{2, 16, 9, 9}, {16, 1, 3, 3}, {2, 2}, {1, 1}, {0, 0}, {1, 1}, 16},
                           {{1, 8, 6, 7, 8}, {16, 8, 3, 3, 3}, {1, 1, 2}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, 1}};
  for (const Geometry& g : list) {
    std::vector<std::vector<Array>> results;
    for (int way = 0; way < 3; ++way) {
      const DType dtype = way == 0 ? DType::Real64 : DType::Real32;
      Program program;
      Builder b(program);
      Window window;
      window.stride = g.stride;
      window.before = g.before;
      window.after = g.after;
      window.dilation = g.dilation;
      window.groups = g.groups;
      const ValueId x = b.input("x", dtype, g.x);
      const ValueId w = b.input("w", dtype, g.w);
      const ValueId bias = b.input("b", dtype, {g.w[0]});
      const ValueId y = b.convolution(x, w, bias, window);
      const ValueId dy = b.constant(random_array(dtype, b.shape(y), 9));
      b.output("y", y);
      b.output("dx", b.convolution_backward_data(dy, w, window, g.x.slice(2, g.x.rank())));
      b.output("dw", b.convolution_backward_weights(x, dy, window, g.w.slice(2, g.w.rank())));
      CompileOptions options;
      options.use_onednn = way != 1;
      results.push_back(run(program, {random_array(dtype, g.x, 1), random_array(dtype, g.w, 2), random_array(dtype, {g.w[0]}, 3)}, options));
    }
    for (int k = 0; k < 3; ++k) {
      INFO("result " << k << " of " << to_text(g.x) << " with " << to_text(g.w));
      CHECK(difference(results[1][static_cast<std::size_t>(k)], results[0][static_cast<std::size_t>(k)]) < 2e-5);
      CHECK(difference(results[2][static_cast<std::size_t>(k)], results[0][static_cast<std::size_t>(k)]) < 2e-5);
    }
  }
}

TEST_CASE("convolution agrees with the definition", "[array][convolution]") {
  // The hand check of the language's documentation: 1..9 with two kernels.
  Program program;
  Builder b(program);
  const ValueId x = b.input("x", DType::Real64, {1, 1, 3, 3});
  const double w[] = {1, 1, 1, 1, 1, 0, 0, 1};
  const double bias[] = {0.5, -0.5};
  b.output("y", b.convolution(x, b.constant(Array::from(w, {2, 1, 2, 2})), b.constant(Array::from(bias, {2})), Window::plain({2, 2})));
  const double values[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  const Array y = run(program, {Array::from(values, {1, 1, 3, 3})})[0];
  const double expected[] = {12.5, 16.5, 24.5, 28.5, 5.5, 7.5, 11.5, 13.5};
  CHECK(y == Array::from(expected, {1, 2, 2, 2}));
}

TEST_CASE("results do not depend on the number of threads", "[array][threads]") {
  CompileOptions one;
  one.threads = 1;
  one.use_onednn = false;
  CompileOptions two = one;
  two.threads = 2;
  const Program program = classifier(DType::Real64, true);
  Executable a = compile(program, one);
  Executable b = compile(program, two);
  fill(a);
  fill(b);
  a.run();
  b.run();
  CHECK(identical(a.output(0), b.output(0)));
  for (std::size_t i = 0; i < program.parameters.size(); ++i) CHECK(identical(a.gradient(static_cast<int>(i)), b.gradient(static_cast<int>(i))));
  // Large reductions, products and random fills, which do split.
  Program large;
  Builder builder(large);
  const ValueId x = builder.input("x", DType::Real32, {700, 900});
  builder.output("sum", builder.reduce_all(Reduction::Sum, x));
  builder.output("rows", builder.reduce(Reduction::Sum, x, {1}));
  builder.output("columns", builder.reduce(Reduction::Mean, x, {0}));
  builder.output("softmax", builder.softmax(x, 0));
  builder.output("normal", builder.random_normal(DType::Real32, {300000}, 0, 1, 4));
  builder.output("mask", builder.dropout_mask(DType::Real32, {300000}, 0.3, 5));
  const Array input = random_array(DType::Real32, {700, 900}, 1);
  const std::vector<Array> r1 = run(large, {input}, one);
  const std::vector<Array> r2 = run(large, {input}, two);
  for (std::size_t i = 0; i < r1.size(); ++i) CHECK(identical(r1[i], r2[i]));
}

TEST_CASE("training in Real32 gives the same bits on any number of threads", "[array][threads]") {
  // Large enough for Winograd convolution, blocked normalisation and products cut into pieces.
  Program program;
  Builder b(program);
  const ValueId x = b.input("x", DType::Real32, {18, 3, 16, 16});
  const ValueId t = b.input("t", DType::Integer64, {18});
  const auto parameter = [&](const char* name, const Shape& shape) { return b.parameter(name, DType::Real32, shape); };
  const Window same = window_of({3, 3}, {1, 1}, {1, 1}, {1, 1});
  const ValueId c1 = b.convolution(x, parameter("w1", {32, 3, 3, 3}), kNoValue, same);
  const ValueId n1 = b.batch_normalize(c1, parameter("s1", {32}), parameter("o1", {32}), 1e-3).y;
  const ValueId c2 = b.convolution(b.apply(ScalarFunction::Ramp, n1), parameter("w2", {48, 32, 3, 3}), parameter("b2", {48}), same);
  const ValueId flat = b.reshape(b.apply(ScalarFunction::Ramp, c2), {18, 48 * 256});
  const ValueId p = b.softmax(b.linear(flat, parameter("w3", {50, 48 * 256}), parameter("b3", {50})));
  const ValueId loss = b.reduce_all(Reduction::Mean, b.cross_entropy_index(p, t));
  b.output("loss", loss);
  append_training_gradients(program, loss, std::vector<ValueId>(program.parameters));
  std::vector<Executable> runs;
  for (int threads : {1, 2, 3}) {
    CompileOptions options;
    options.threads = threads;
    Executable e = compile(program, options);
    for (std::size_t i = 0; i < program.parameters.size(); ++i) {
      const Value& value = program.value(program.parameters[i]);
      e.set_parameter(static_cast<int>(i), random_array(value.dtype, value.shape, 50 + i, -0.1, 0.1));
    }
    e.set_input(0, random_array(DType::Real32, {18, 3, 16, 16}, 3));
    std::vector<std::int64_t> classes(18);
    for (std::size_t i = 0; i < classes.size(); ++i) classes[i] = 1 + static_cast<std::int64_t>(i * 7 % 50);
    e.set_input(1, integers({18}, classes));
    e.run();
    runs.push_back(static_cast<Executable&&>(e));
  }
  for (std::size_t k = 1; k < runs.size(); ++k) {
    CHECK(identical(runs[k].output(0), runs[0].output(0)));
    for (std::size_t i = 0; i < program.parameters.size(); ++i) CHECK(identical(runs[k].gradient(static_cast<int>(i)), runs[0].gradient(static_cast<int>(i))));
  }
}

TEST_CASE("products of all sizes agree with the definition", "[array][matmul]") {
  for (DType dtype : {DType::Real32, DType::Real64}) {
    for (const Shape& nmk : {Shape{1, 1, 1}, Shape{3, 5, 7}, Shape{7, 33, 4}, Shape{8, 64, 16}, Shape{130, 70, 90}, Shape{2, 300, 200}, Shape{90, 3, 0}}) {
      for (int flags = 0; flags < 4; ++flags) {
        const std::int64_t n = nmk[0], m = nmk[1], k = nmk[2];
        const bool ta = (flags & 1) != 0;
        const bool tb = (flags & 2) != 0;
        Program program;
        Builder b(program);
        const Shape sa = ta ? Shape{k, n} : Shape{n, k};
        const Shape sb = tb ? Shape{m, k} : Shape{k, m};
        const ValueId x = b.input("a", dtype, sa);
        const ValueId y = b.input("b", dtype, sb);
        b.output("c", b.matmul(x, y, ta, tb));
        if (!ta && tb) b.output("linear", b.apply(ScalarFunction::Ramp, b.linear(x, y, b.constant(random_array(dtype, {m}, 5)))));
        const Array a = random_array(dtype, sa, 1);
        const Array w = random_array(dtype, sb, 2);
        const std::vector<Array> results = run(program, {a, w});
        Array expected(DType::Real64, {n, m});
        Array activated(DType::Real64, {n, m});
        const Array bias = random_array(dtype, {m}, 5);
        for (std::int64_t i = 0; i < n; ++i) {
          for (std::int64_t j = 0; j < m; ++j) {
            double total = 0;
            for (std::int64_t p = 0; p < k; ++p) total += a.real_at(ta ? p * n + i : i * k + p) * w.real_at(tb ? j * k + p : p * m + j);
            expected.data<double>()[i * m + j] = total;
            activated.data<double>()[i * m + j] = std::max(0.0, total + bias.real_at(j));
          }
        }
        INFO(to_text(nmk) << " " << flags << " " << name_of(dtype));
        CHECK(difference(results[0], expected) < (dtype == DType::Real32 ? 1e-4 : 1e-12));
        if (results.size() > 1) CHECK(difference(results[1], activated) < (dtype == DType::Real32 ? 1e-4 : 1e-12));
      }
    }
  }
}

TEST_CASE("training through the arenas reduces the loss", "[array][executor]") {
  Executable e = compile(classifier(DType::Real32, true));
  fill(e);
  e.run();
  const double before = e.output(1).real_at(0);
  std::vector<OptimizerSegment> segments;
  for (const ArenaSegment& segment : e.parameters().segments) {
    segments.emplace_back();
    segments.back().offset = segment.offset;
    segments.back().size = segment.size;
  }
  Optimizer optimizer({}, DType::Real32, e.parameters().size);
  for (int step = 0; step < 60; ++step) {
    const Arena w = e.parameters();
    const Arena g = e.gradients();
    REQUIRE(w.size == g.size);
    optimizer.step(w.data, g.data, segments, 0.01);
    e.run();
  }
  CHECK(e.output(1).real_at(0) < 0.5 * before);
  // What was trained can be evaluated.
  Executable evaluation = compile(classifier(DType::Real32, false));
  evaluation.copy_parameters_from(e);
  CHECK(difference(evaluation.parameter(0), e.parameter(0)) == 0);
}

TEST_CASE("wrong inputs are refused with a sentence", "[array][executor]") {
  Program program;
  Builder b(program);
  const ValueId x = b.input("x", DType::Real32, {2, 3});
  b.output("y", b.scale(x, 2));
  Executable e = compile(program);
  CHECK_THROWS_WITH(e.set_input(0, Array::zeros(DType::Real32, {3, 2})), Catch::Contains("[executable] input x takes Real32 {2, 3}"));
  CHECK_THROWS_AS(e.set_input(1, Array::zeros(DType::Real32, {2, 3})), std::out_of_range);
  CHECK_THROWS_WITH(b.linear(x, b.input("w", DType::Real32, {2, 4})), Catch::Contains("[linear]"));
  CHECK_THROWS_WITH(b.reshape(x, {4}), Catch::Contains("[reshape]"));
  CHECK_THROWS_WITH(b.softmax(x, 2), Catch::Contains("[softmax]"));
  CHECK_THROWS_WITH(b.convolution(x, x, kNoValue, Window::plain({})), Catch::Contains("[convolution]"));
}

TEST_CASE("indices out of range give NaN or zeros, never a crash", "[array][index]") {
  Program program;
  Builder b(program);
  const ValueId table = b.input("t", DType::Real32, {3, 2});
  const ValueId indices = b.input("i", DType::Integer32, {3});
  b.output("rows", b.gather(table, indices, 1));
  b.output("hot", b.one_hot(indices, 3, DType::Real32, 1));
  b.output("loss", b.cross_entropy_index(table, indices, 1));
  const std::int32_t places[] = {0, 2, 1000000};
  const auto r = run(program, {random_array(DType::Real32, {3, 2}, 1, 0.1, 1), Array::from(places, {3})});
  CHECK(std::isnan(r[0].real_at(0)));
  CHECK(!std::isnan(r[0].real_at(2)));
  CHECK(r[1].real_at(4) == 1);
  CHECK(r[1].real_at(8) == 0);
  CHECK(std::isnan(r[2].real_at(0)));
}

TEST_CASE("values alive together never share memory", "[array][memory]") {
  std::vector<MemoryRequest> requests;
  std::uint64_t position = 0;
  for (int i = 0; i < 300; ++i) {
    const int first = static_cast<int>(random_below(100, {1, 2}, position));
    requests.push_back({static_cast<std::int64_t>(random_below(5000, {1, 2}, position)), first, first + static_cast<int>(random_below(20, {1, 2}, position))});
  }
  const MemoryPlan plan = plan_memory(requests);
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    sum += requests[i].bytes;
    for (std::size_t j = 0; j < i; ++j) {
      const bool together = requests[i].first <= requests[j].last && requests[j].first <= requests[i].last;
      const bool apart = plan.offsets[i] + requests[i].bytes <= plan.offsets[j] || plan.offsets[j] + requests[j].bytes <= plan.offsets[i];
      REQUIRE((!together || apart));
    }
  }
  CHECK(plan.total_bytes < sum / 3);
}
