// The finite-difference comparison.
#include "tests/unit/array/support.h"

namespace lykos::array::test {
namespace {

// The scalar Sum_k <results_k, weights_k>, with weights as constants.
ValueId weighted_sum(Builder& b, const std::vector<ValueId>& results, std::uint64_t seed) {
  ValueId total = kNoValue;
  for (std::size_t k = 0; k < results.size(); ++k) {
    if (results[k] == kNoValue || !is_real(b.dtype(results[k]))) continue;
    const ValueId weights = b.constant(random_array(DType::Real64, b.shape(results[k]), seed + k, 0.3, 1.3));
    const ValueId part = b.reduce_all(Reduction::Sum, b.multiply(results[k], weights));
    total = total == kNoValue ? part : b.add(total, part);
  }
  return total;
}

}  // namespace

void check_gradient(const Case& test, int order) {
  INFO(test.name << ", order " << order);
  Program program;
  Builder b(program);
  std::vector<ValueId> operands;
  std::vector<ValueId> wrt;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < test.operands.size(); ++i) {
    operands.push_back(b.input("x" + std::to_string(i), test.operands[i].dtype(), test.operands[i].shape()));
    if (is_real(test.operands[i].dtype())) {
      wrt.push_back(operands.back());
      places.push_back(i);
    }
  }
  std::vector<ValueId> results = test.build(b, operands);
  ValueId total = weighted_sum(b, results, 11);
  if (order == 2) {
    const ValueId outputs[] = {total};
    total = weighted_sum(b, append_gradients(program, outputs, {}, wrt), 23);
    if (total == kNoValue) return;
  }
  const ValueId outputs[] = {total};
  const std::vector<ValueId> gradients = append_gradients(program, outputs, {}, wrt);
  b.output("total", total);
  for (std::size_t k = 0; k < wrt.size(); ++k) {
    if (gradients[k] != kNoValue) b.output("gradient", gradients[k]);
  }
  verify(program);
  Executable executable = compile(program);
  for (std::size_t i = 0; i < test.operands.size(); ++i) executable.set_input(static_cast<int>(i), test.operands[i]);
  executable.run();
  std::vector<Array> analytic;
  int next = 1;
  for (std::size_t k = 0; k < wrt.size(); ++k) {
    analytic.push_back(gradients[k] != kNoValue ? executable.output(next++) : Array::zeros(DType::Real64, test.operands[places[k]].shape()));
  }
  const double step = 1e-5;
  for (std::size_t k = 0; k < wrt.size(); ++k) {
    auto* buffer = static_cast<double*>(executable.input_buffer(static_cast<int>(places[k])));
    const std::int64_t count = test.operands[places[k]].element_count();
    for (std::int64_t i = 0; i < count; i += count > 64 ? count / 40 : 1) {
      const double kept = buffer[i];
      buffer[i] = kept + step;
      executable.run();
      const double above = executable.output(0).real_at(0);
      buffer[i] = kept - step;
      executable.run();
      const double below = executable.output(0).real_at(0);
      buffer[i] = kept;
      const double numeric = (above - below) / (2 * step);
      const double exact = analytic[k].real_at(i);
      INFO("operand " << places[k] << " element " << i << " exact " << exact << " numeric " << numeric);
      CHECK(std::fabs(exact - numeric) <= 2e-5 * std::max({1.0, std::fabs(exact), std::fabs(above)}));
    }
  }
}

}  // namespace lykos::array::test
