// Gradients of nets against central differences in Real64, for every input port and every trainable array.
#pragma once

#include <cmath>

#include "tests/unit/nets/support.h"

namespace lykos::nets::test {

inline Array real64(const Array& a) { return a.convert(array::DType::Real64); }

/// Numbers between -1 and 1 that differ from place to place.
inline Array wavy(const std::vector<std::int64_t>& dimensions, double phase) {
  Array a(array::DType::Real64, array::Shape(std::span<const std::int64_t>(dimensions)));
  for (std::int64_t i = 0; i < a.element_count(); ++i) a.data<double>()[i] = std::sin(phase + 1.7 * static_cast<double>(i) + 0.3 * static_cast<double>(i * i % 7));
  return a;
}

/// All trainable arrays replaced by wavy Real64 ones, so that nothing is special about them.
inline Net with_wavy_arrays(const Net& net) {
  std::vector<std::pair<Path, Array>> arrays;
  double phase = 0.2;
  for (const ArrayEntry& e : array_entries(net, true)) {
    if (e.spec->role == ArrayRole::Trainable) arrays.emplace_back(e.path, wavy(e.slot->type.dimensions(), phase += 1.1));
  }
  return with_arrays(net, arrays);
}

inline double total_of(const Net& net, const std::vector<PortData>& data, std::int64_t batch, const EvaluateOptions& options) {
  double sum = 0;
  EvaluateRequest request;
  request.inputs = data;
  request.batch = batch;
  const std::vector<Array> outputs = evaluate(net, request, options).outputs;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (net.outputs()[i].role == PortRole::State) continue;  // gradients are those of the outputs proper
    for (double x : numbers(outputs[i])) sum += x;
  }
  return sum;
}

/// Random draws are the same in every evaluation, so Train mode can be checked as well.
inline void check_gradients(const Net& net, const std::vector<PortData>& data, std::int64_t batch = 0, double tolerance = 1e-6, Mode mode = Mode::Test) {
  const EvaluateOptions options{.mode = mode, .precision = Precision::Real64};
  constexpr double kStep = 1e-5;
  EvaluateRequest request;
  request.inputs = data;
  request.batch = batch;
  std::vector<const Array*> ports;
  for (const PortData& d : data) {
    if (!array::is_real(d.values.dtype())) continue;
    request.gradients.push_back({{}, d.port});
    ports.push_back(&d.values);
  }
  std::vector<ArrayEntry> arrays;
  for (const ArrayEntry& e : array_entries(net, true)) {
    if (e.spec->role != ArrayRole::Trainable) continue;
    request.gradients.push_back({Path(e.path.begin(), e.path.end() - 1), e.path.back().name});
    arrays.push_back(e);
  }
  const std::vector<Array> gradients = evaluate(net, request, options).gradients;
  std::size_t k = 0;
  for (const Array* values : ports) {
    CAPTURE(request.gradients[k].name);
    for (std::int64_t i = 0; i < values->element_count(); ++i) {
      double sums[2];
      for (int side = 0; side < 2; ++side) {
        std::vector<PortData> moved = data;
        for (PortData& d : moved) {
          if (d.port != request.gradients[k].name) continue;
          d.values.make_unique();
          d.values.data<double>()[i] += side ? kStep : -kStep;
        }
        sums[side] = total_of(net, moved, batch, options);
      }
      CHECK(gradients[k].real_at(i) == Approx((sums[1] - sums[0]) / (2 * kStep)).epsilon(tolerance).margin(tolerance));
    }
    ++k;
  }
  for (const ArrayEntry& e : arrays) {
    CAPTURE(path_text(e.path));
    for (std::int64_t i = 0; i < e.slot->value.element_count(); ++i) {
      double sums[2];
      for (int side = 0; side < 2; ++side) {
        Array moved = real64(e.slot->value);
        moved.make_unique();
        moved.data<double>()[i] += side ? kStep : -kStep;
        sums[side] = total_of(with_arrays(net, {{e.path, moved}}), data, batch, options);
      }
      CHECK(gradients[k].real_at(i) == Approx((sums[1] - sums[0]) / (2 * kStep)).epsilon(tolerance).margin(tolerance));
    }
    ++k;
  }
}

}  // namespace lykos::nets::test
