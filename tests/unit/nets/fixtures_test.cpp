// Layers against PyTorch: outputs and gradients of every case of tests/fixtures/layers.json (written by make_fixtures.py).
//
// The numbers of a case are those of double precision, so the bounds below measure our arithmetic alone. An error is taken relative to the
// largest magnitude in the array (at least 1): sums with cancellation are judged by the size of what was summed.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/unit/nets/support.h"

using namespace lykos::nets;
using namespace lykos::nets::test;
using nlohmann::json;
using lykos::array::DType;

namespace {

// Real32 has 24 bits; sums over at most a few hundred products and Winograd-free kernels stay well within 1e-5. The fixtures are rounded to
// nine digits, which bounds the agreement of Real64.
constexpr double kTolerance32 = 1e-5, kTolerance64 = 1e-8;

json load_cases() {
  const auto path = std::filesystem::path(LYKOS_FIXTURES) / "layers.json";
  std::ifstream file(path);
  if (!file) FAIL("no file " << path.string());
  return json::parse(file);
}

Value to_value(const json& j) {
  if (j.is_null()) return None{};
  if (j.is_boolean()) return j.get<bool>();
  if (j.is_number_integer()) return j.get<std::int64_t>();
  if (j.is_number()) return j.get<double>();
  if (j.is_string()) return j.get<std::string>();
  if (j.is_object() && j.contains("rule")) return RulePair(to_value(j.at("rule").at(0)), to_value(j.at("rule").at(1)));
  if (j.is_object()) return Name{j.at("symbol").get<std::string>()};
  ValueList items;
  for (const json& item : j) items.push_back(to_value(item));
  return Value(std::move(items));
}

Array to_array(const json& j, Precision precision) {
  const auto sizes = j.at("dimensions").get<std::vector<std::int64_t>>();
  const auto values = j.at("values").get<std::vector<double>>();
  const lykos::array::Shape shape(sizes);
  if (j.value("integers", false)) {
    const std::vector<std::int64_t> integers(values.begin(), values.end());
    return Array::from(integers.data(), shape);
  }
  if (precision == Precision::Real64) return Array::from(values.data(), shape);
  const std::vector<float> reals(values.begin(), values.end());
  return Array::from(reals.data(), shape);
}

void compare(const std::string& what, const Array& actual, const std::vector<double>& expected, double tolerance) {
  CAPTURE(what);
  REQUIRE(actual.element_count() == static_cast<std::int64_t>(expected.size()));
  double scale = 1, error = 0;
  for (double e : expected) scale = std::max(scale, std::fabs(e));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double difference = std::fabs(actual.real_at(static_cast<std::int64_t>(i)) - expected[i]);
    error = std::isnan(difference) ? HUGE_VAL : std::max(error, difference);
  }
  CHECK(error <= tolerance * scale);
}

Net build(const json& c, Precision precision) {
  std::vector<Value> positional;
  for (const json& p : c.at("positional")) positional.push_back(to_value(p));
  std::vector<Option> options;
  for (const auto& [name, value] : c.at("options").items()) options.push_back({name, to_value(value)});
  for (const json& a : c.at("arrays")) options.push_back({a.at("name").get<std::string>(), Value(to_array(a, precision))});
  const bool after_softmax = c.at("after_softmax").get<bool>();
  Value first;
  for (const json& i : c.at("inputs")) {
    auto sizes = i.at("dimensions").get<std::vector<std::int64_t>>();
    if (c.at("batch").get<std::int64_t>() > 0) sizes.erase(sizes.begin());
    const Value shape = sizes.size() == 1 ? Value(sizes[0]) : Value::integers(sizes);
    if (first.is_automatic()) first = shape;
    if (!after_softmax) options.push_back({i.at("name").get<std::string>(), shape});
  }
  const Net layer = make_layer(c.at("layer").get<std::string>(), positional, options);
  if (!after_softmax) return layer;
  // The loss behind a SoftmaxLayer, where the two are computed as one.
  return make_graph({{make_layer("SoftmaxLayer", {}, {input(first)}), layer}, {}},
                    {{{{PathKey(1)}, "", false, false}, {{PathKey(2)}, "Input", false, false}}});
}

void check_case(const json& c, Precision precision) {
  const double tolerance = precision == Precision::Real64 ? kTolerance64 : kTolerance32;
  const Net net = build(c, precision);
  EvaluateRequest request;
  request.batch = c.at("batch").get<std::int64_t>();
  for (const json& i : c.at("inputs")) request.inputs.push_back({i.at("name").get<std::string>(), to_array(i, precision)});
  const json& output = c.at("output");
  const auto output_name = output.at("name").get<std::string>();
  const auto expected = output.at("values").get<std::vector<double>>();
  request.outputs = {{{}, output_name}};
  std::vector<std::pair<std::string, std::vector<double>>> gradients;
  for (const char* group : {"inputs", "arrays"}) {
    for (const json& entry : c.at(group)) {
      if (!entry.contains("gradient")) continue;
      gradients.emplace_back(entry.at("name").get<std::string>(), entry.at("gradient").get<std::vector<double>>());
      request.gradients.push_back({{}, gradients.back().first});
    }
  }
  json imposed = output;
  imposed["values"] = c.at("output_gradient");
  request.output_gradients = {{output_name, to_array(imposed, precision)}};
  for (const Port& port : net.outputs()) {  // nothing comes from the others
    if (port.name == output_name || port.role == PortRole::State) continue;
    auto sizes = dimensions(port.type);
    if (request.batch > 0) sizes.insert(sizes.begin(), request.batch);
    request.output_gradients.push_back({port.name, Array::zeros(DType::Real64, lykos::array::Shape(std::span<const std::int64_t>(sizes)))});
  }
  EvaluateOptions options;
  options.mode = c.at("mode") == "Train" ? Mode::Train : Mode::Test;
  options.precision = precision;
  const EvaluateResult result = evaluate(net, request, options);
  REQUIRE(result.outputs.size() == 1);
  REQUIRE(result.gradients.size() == gradients.size());
  CHECK(dimensions(result.outputs[0]) == output.at("dimensions").get<std::vector<std::int64_t>>());
  compare("output", result.outputs[0], expected, tolerance);
  for (std::size_t i = 0; i < gradients.size(); ++i) compare("gradient of " + gradients[i].first, result.gradients[i], gradients[i].second, tolerance);
  // The plain forward program is another one: without gradients it may fold and fuse more.
  EvaluateRequest forward = request;
  forward.gradients.clear();
  forward.output_gradients.clear();
  compare("output without gradients", evaluate(net, forward, options).outputs.at(0), expected, tolerance);
}

void check_all(Precision precision) {
  const json cases = load_cases();
  CHECK(cases.size() > 50);
  for (const json& c : cases) {
    const auto name = c.at("name").get<std::string>();
    CAPTURE(name);
    try {
      check_case(c, precision);
    } catch (const NetError& e) {
      FAIL_CHECK(e.tag() << ": " << e.what());
    }
  }
}

}  // namespace

TEST_CASE("layers agree with PyTorch in Real32") { check_all(Precision::Real32); }

TEST_CASE("layers agree with PyTorch in Real64") { check_all(Precision::Real64); }
