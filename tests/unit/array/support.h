// Helpers of the array tests: random arrays, running a program once, and comparing a program's gradients with central differences.
#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "array/executor.h"
#include "array/gradients.h"
#include "array/program.h"
#include "array/random.h"
#include "tests/unit/catch.h"

namespace lykos::array::test {

// Uniform on [low, high), Real64 or Real32.
inline Array random_array(DType dtype, const Shape& shape, std::uint64_t seed, double low = -1, double high = 1) {
  Array result(DType::Real64, shape);
  fill_uniform(result.data<double>(), result.element_count(), {seed, 7}, 0, low, high);
  return result.convert(dtype);
}

inline Array integers(const Shape& shape, const std::vector<std::int64_t>& values) { return Array::from(values.data(), shape); }

// Compiles, sets inputs in order, runs once, returns all outputs.
inline std::vector<Array> run(const Program& program, const std::vector<Array>& inputs, const CompileOptions& options = {}) {
  verify(program);
  Executable executable = compile(program, options);
  for (std::size_t i = 0; i < inputs.size(); ++i) executable.set_input(static_cast<int>(i), inputs[i]);
  executable.run();
  std::vector<Array> outputs;
  for (std::size_t i = 0; i < program.outputs.size(); ++i) outputs.push_back(executable.output(static_cast<int>(i)));
  return outputs;
}

// The largest |a - b| over max(1, |b|).
inline double difference(const Array& a, const Array& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::int64_t i = 0; i < a.element_count(); ++i) {
    const double x = a.real_at(i);
    const double y = b.real_at(i);
    if (x != x && y != y) continue;
    const double d = std::fabs(x - y) / std::max(1.0, std::fabs(y));
    if (!(d <= worst)) worst = d == d ? d : 1e300;
  }
  return worst;
}

// A function under test: builds results from operands.
using BuildFunction = std::function<std::vector<ValueId>(Builder&, const std::vector<ValueId>&)>;

struct Case {
  std::string name;
  std::vector<Array> operands;  // Real64 ones are differentiated, integer ones are not
  BuildFunction build;
  bool second_order = true;
};

// Compares the gradient of Sum <results, fixed random weights> with central differences; with `order` 2 the function is first replaced
// by its own gradient.
void check_gradient(const Case& test, int order = 1);

}  // namespace lykos::array::test
