// Winograd convolution and its two gradients in Real32 against the plain loops in Real64, over sizes that take every way through the kernels:
// few and many tiles, tiles that stick out, paddings of all kinds, half panels, channels that do not fill blocks, biases and Ramp, in evaluation (weights transformed beforehand) and
// in training. The bound of 2e-5 is ten times what a sum of some thousand products in Real32 can lose.
#include "array/cpu/winograd.h"
#include "tests/unit/array/support.h"

using namespace lykos::array;
using namespace lykos::array::test;

namespace {

struct Sizes {
  std::int64_t kernel, stride, examples, in, out, height, width;
  Shape before, after;
  bool bias, ramp;
};

// y = Ramp[convolution of x with w]; with `train` no Ramp, at whose bend rounding decides, but the gradients of Total[c y] for constant c, by w, b and
// x, which is a parameter then.
Program program_of(const Sizes& s, DType dtype, bool train) {
  Program program;
  Builder b(program);
  Window window = Window::plain({s.kernel, s.kernel});
  window.stride = {s.stride, s.stride};
  window.before = s.before;
  window.after = s.after;
  const ValueId x = train ? b.parameter("x", dtype, {s.examples, s.in, s.height, s.width}) : b.input("x", dtype, {s.examples, s.in, s.height, s.width});
  const ValueId w = b.parameter("w", dtype, {s.out, s.in, s.kernel, s.kernel});
  ValueId y = b.convolution(x, w, s.bias ? b.parameter("b", dtype, {s.out}) : kNoValue, window);
  if (s.ramp && !train) y = b.apply(ScalarFunction::Ramp, y);
  b.output("y", y);
  if (!train) return program;
  const ValueId c = b.constant(random_array(DType::Real64, program.shape(y), 9).convert(dtype));
  const ValueId loss = b.reduce_all(Reduction::Sum, b.apply(ScalarFunction::Times, c, y));
  append_training_gradients(program, loss, std::vector<ValueId>(program.parameters));
  return program;
}

Executable executed(const Program& program, const Sizes& s, DType dtype, const CompileOptions& options) {
  verify(program);
  Executable e = compile(program, options);
  if (!program.inputs.empty()) e.set_input(0, random_array(dtype, {s.examples, s.in, s.height, s.width}, 1));
  for (std::size_t i = 0; i < program.parameters.size(); ++i) {
    const Value& value = program.value(program.parameters[i]);
    e.set_parameter(static_cast<int>(i), random_array(dtype, value.shape, value.name == "x" ? 1 : 2 + value.name[0], -1, 1));
  }
  e.run();
  return e;
}

double relative(const Array& a, const Array& b) {
  double largest = 0, worst = 0;
  for (std::int64_t i = 0; i < a.element_count(); ++i) {
    largest = std::max(largest, std::fabs(b.real_at(i)));
    worst = std::max(worst, std::fabs(a.real_at(i) - b.real_at(i)));
  }
  return worst / largest;
}

}  // namespace

TEST_CASE("Winograd convolution agrees with the definition", "[array][winograd]") {
  const std::vector<Sizes> cases = {
      {3, 1, 1, 32, 32, 32, 32, {1, 1}, {1, 1}, true, true},      // one example
      {3, 1, 1, 64, 48, 8, 8, {1, 1}, {1, 1}, false, true},       // four tiles, half a panel
      {3, 1, 9, 32, 48, 8, 8, {1, 1}, {1, 1}, true, false},
      {3, 1, 5, 48, 32, 13, 11, {0, 0}, {0, 0}, true, true},      // nothing around, tiles that stick out
      {3, 1, 3, 32, 64, 17, 22, {2, 2}, {2, 2}, false, false},
      {3, 1, 40, 32, 80, 7, 6, {2, 0}, {0, 1}, true, true},       // different on all sides
      {3, 1, 4, 32, 32, 20, 20, {3, 4}, {2, 0}, true, false},     // windows wholly outside
      {3, 1, 33, 256, 64, 4, 4, {1, 1}, {1, 1}, false, false},    // deep, few tiles
      {3, 1, 40, 64, 272, 7, 8, {1, 1}, {1, 1}, true, false},
      {3, 1, 20, 96, 96, 32, 32, {1, 1}, {1, 1}, false, true},    // many tiles
      {3, 1, 9, 40, 33, 9, 9, {1, 1}, {1, 1}, true, true},        // channels that do not fill blocks
      {3, 1, 3, 100, 90, 14, 15, {0, 1}, {1, 1}, false, false},
      {5, 1, 64, 20, 50, 12, 12, {0, 0}, {0, 0}, true, true},     // the second convolution of LeNet
      {5, 1, 4, 16, 24, 14, 13, {2, 2}, {2, 2}, false, true},
      {5, 1, 40, 33, 64, 5, 6, {4, 1}, {0, 3}, true, false},
      {5, 1, 33, 96, 80, 4, 4, {2, 2}, {2, 2}, true, false},
      {5, 1, 30, 64, 32, 28, 28, {2, 2}, {2, 2}, false, true},
      {3, 2, 1, 64, 48, 16, 16, {1, 1}, {1, 1}, true, true},   // stride 2
      {3, 2, 9, 40, 100, 17, 18, {0, 1}, {1, 2}, true, false},
      {3, 2, 33, 64, 70, 9, 8, {1, 0}, {1, 1}, false, true},
      {3, 2, 20, 32, 32, 40, 33, {2, 3}, {4, 0}, true, true},
  };
  for (const Sizes& s : cases) {
    CAPTURE(s.kernel, s.stride, s.examples, s.in, s.out, s.height, s.width);
    CompileOptions plain;
    plain.use_onednn = false;
    for (const bool train : {false, true}) {
      const Program single = program_of(s, DType::Real32, train), reference = program_of(s, DType::Real64, train);
      const Executable expected = executed(reference, s, DType::Real64, plain);
      for (int threads : {1, 2, 3}) {
        CompileOptions options;
        options.threads = threads;
        const Executable tested = executed(single, s, DType::Real32, options);
        INFO(tested.describe());
        const bool positions_suffice = !train || tested.output(0).element_count() / s.out >= 512;
        if (cpu::winograd_lanes() > 0 && positions_suffice) CHECK(tested.describe().find("Winograd ") != std::string::npos);
        CHECK(relative(tested.output(0), expected.output(0)) < 2e-5);
        if (!train) continue;
        for (std::size_t i = 0; i < single.parameters.size(); ++i) {
          INFO(single.value(single.parameters[i]).name);
          CHECK(relative(tested.gradient(static_cast<int>(i)), expected.gradient(static_cast<int>(i))) < 2e-5);
        }
      }
    }
  }
}
