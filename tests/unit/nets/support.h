// Shared by the tests of nets/: arrays from numbers, one-line evaluation, naive comparison.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "nets/evaluate.h"
#include "nets/graph.h"
#include "nets/initialize.h"
#include "nets/layer_spec.h"
#include "nets/shape_inference.h"
#include "tests/unit/catch.h"

namespace lykos::nets::test {

inline Array array_of(std::initializer_list<std::int64_t> dimensions, const std::vector<float>& elements) {
  return Array::from(elements.data(), array::Shape(dimensions));
}

inline Array vector_of(const std::vector<float>& elements) { return array_of({static_cast<std::int64_t>(elements.size())}, elements); }

inline Array counting(std::initializer_list<std::int64_t> dimensions, float first = 1) {
  array::Shape shape(dimensions);
  std::vector<float> x(static_cast<std::size_t>(shape.element_count()));
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = first + static_cast<float>(i);
  return Array::from(x.data(), shape);
}

inline Array integers_of(std::initializer_list<std::int64_t> dimensions, const std::vector<std::int64_t>& elements) {
  return Array::from(elements.data(), array::Shape(dimensions));
}

inline std::vector<double> numbers(const Array& a) {
  std::vector<double> x;
  for (std::int64_t i = 0; i < a.element_count(); ++i) x.push_back(a.real_at(i));
  return x;
}

inline std::vector<std::int64_t> dimensions(const Array& a) { return {a.shape().begin(), a.shape().end()}; }
inline std::vector<std::int64_t> dimensions(const PortType& t) { return t.dimensions(); }

/// The only output for one example.
inline Array apply(const Net& net, const std::vector<Array>& inputs, const EvaluateOptions& options = {}) {
  return evaluate(net, inputs, 0, options).at(0);
}

inline void check_close(const Array& a, const std::vector<double>& expected, double tolerance = 1e-5) {
  REQUIRE(a.element_count() == static_cast<std::int64_t>(expected.size()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(a.real_at(static_cast<std::int64_t>(i)) == Approx(expected[i]).epsilon(tolerance).margin(tolerance));
  }
}

/// The text of the NetError an action throws, with its tag in front; "" if it throws none.
template <typename Action>
std::string error_of(const Action& action) {
  try {
    action();
  } catch (const NetError& e) {
    return e.tag() + ": " + e.what();
  }
  return "";
}

inline Option input(Value v) { return {"Input", std::move(v)}; }

}  // namespace lykos::nets::test
