// Gradients against central differences in Real64: every layer, port and array, in evaluation and in training, of sequences whose length may
// vary; and second derivatives, the gradients of a net that is itself a gradient.
#include <algorithm>
#include <map>

#include "nets/scalar_expression.h"
#include "tests/unit/nets/fixture_cases.h"
#include "tests/unit/nets/gradient_check.h"

using namespace lykos::nets;
using namespace lykos::nets::test;

namespace {

Net layer(const char* head, const std::vector<Value>& positional = {}, const std::vector<Option>& options = {}) { return make_layer(head, positional, options); }

std::int64_t element_count(const json& c) {
  std::int64_t n = 0;
  for (const char* group : {"inputs", "arrays"}) {
    for (const json& entry : c.at(group)) n += static_cast<std::int64_t>(entry.at("values").size());
  }
  return n;
}

// Differences see the gradient of a generator as it is, not reversed.
bool differentiable(const json& c) { return c.at("layer") != "NetGANOperator" && !c.at("after_softmax").get<bool>(); }

// What is not a size in the arguments of a layer: names of functions, of forms and of options.
std::string words_of(const json& j) {
  if (j.is_string()) return j.get<std::string>() + " ";
  std::string words;
  if (j.is_array()) {
    for (const json& item : j) words += words_of(item);
  } else if (j.is_object()) {
    for (const auto& [key, value] : j.items()) words += key + " " + words_of(value);
  }
  return words;
}

// Small cases of every layer, for each of its forms.
std::vector<const json*> small_cases(std::size_t most) {
  std::map<std::string, std::vector<const json*>> by_form;
  for (const json& c : fixture_cases()) {
    const std::string form = c.at("layer").get<std::string>() + " " + words_of(c.at("positional")) + words_of(c.at("options")) + c.at("mode").get<std::string>() + c.at("output").at("name").get<std::string>();
    if (differentiable(c) && element_count(c) <= 80) by_form[form].push_back(&c);
  }
  std::vector<const json*> chosen;
  for (auto& [form, list] : by_form) {
    std::stable_sort(list.begin(), list.end(), [](const json* a, const json* b) { return element_count(*a) > element_count(*b); });
    for (std::size_t i = 0; i < list.size() && i < most; ++i) chosen.push_back(list[i]);
  }
  return chosen;
}

std::vector<PortData> data_of(const json& c) {
  std::vector<PortData> data;
  for (const json& i : c.at("inputs")) data.push_back({i.at("name").get<std::string>(), array_of_json(i, Precision::Real64)});
  return data;
}

Mode mode_of(const json& c) { return c.at("mode") == "Train" ? Mode::Train : Mode::Test; }

}  // namespace

TEST_CASE("gradients of every layer against differences") {
  std::map<std::string, int> seen;
  for (const json* c : small_cases(2)) {
    const auto name = c->at("name").get<std::string>();
    CAPTURE(name);
    check_gradients(case_net(*c, Precision::Real64), data_of(*c), c->at("batch").get<std::int64_t>(), 2e-6, mode_of(*c));
    ++seen[c->at("layer").get<std::string>()];
  }
  for (const LayerSpec* row : all_layers()) {
    if (row->name == "CompiledLayer" || row->name == "FunctionLayer" || row->name == "PlaceholderLayer") continue;  // pages of the language; no gradient
    if (row->name == "RandomArrayLayer" || row->name == "NetGANOperator") continue;                                 // below; reversed on purpose
    CAPTURE(row->name);
    CHECK(seen[row->name] > 0);
  }
}

TEST_CASE("gradients in training, with the same random numbers in every evaluation") {
  const std::vector<PortData> vectors{{"Input", wavy({2, 6}, 0.4)}};
  check_gradients(layer("DropoutLayer", {0.4}, {input(6)}), vectors, 2, 1e-6, Mode::Train);
  check_gradients(layer("DropoutLayer", {0.4}, {input(6), {"Method", "AlphaDropout"}}), vectors, 2, 1e-6, Mode::Train);
  check_gradients(layer("ImageAugmentationLayer", {Value::list({2, 2})}, {input(Value::list({1, 3, 4})), {"ReflectionProbabilities", Value::list({0.5, 0.5})}}), {{"Input", wavy({2, 1, 3, 4}, 0.1)}}, 2, 1e-6, Mode::Train);
  const Value dropout = Value::list({RulePair("VariationalWeights", 0.3), RulePair("VariationalInput", 0.2), RulePair("VariationalState", 0.4), RulePair("StateUpdate", 0.3)});
  for (const char* head : {"BasicRecurrentLayer", "GatedRecurrentLayer", "LongShortTermMemoryLayer"}) {
    CAPTURE(head);
    const Net net = with_wavy_arrays(initialize(layer(head, {2}, {input(Value::list({3, 2})), {"Dropout", dropout}})));
    check_gradients(net, {{"Input", wavy({2, 3, 2}, 0.4)}, {"State", wavy({2, 2}, 0.9)}}, 2, 1e-6, Mode::Train);
  }
  const Net attention = with_wavy_arrays(initialize(layer("AttentionLayer", {}, {{"Dropout", 0.3}, {"Key", Value::list({3, 2})}, {"Value", Value::list({3, 2})}, {"Query", Value::list({2, 2})}})));
  check_gradients(attention, {{"Key", wavy({2, 3, 2}, 0.1)}, {"Value", wavy({2, 3, 2}, 0.5)}, {"Query", wavy({2, 2, 2}, 0.9)}}, 2, 1e-6, Mode::Train);
}

TEST_CASE("gradients of random draws with respect to the parameters of distributions") {
  const auto slot = [](int i) { return Value(ScalarExpression::slot(i)); };
  const auto two = [&](const char* name) { return Value(ValueList{Value(Name{name}), slot(0), slot(1)}); };
  for (const char* name : {"NormalDistribution", "UniformDistribution", "WeibullDistribution"}) {
    CAPTURE(name);
    Array low = Array::filled(lykos::array::DType::Real64, {3}, 0.4), high = Array::filled(lykos::array::DType::Real64, {3}, 1.3);
    check_gradients(layer("RandomArrayLayer", {two(name)}, {{"Input1", 3}, {"Input2", 3}}), {{"Input1", low}, {"Input2", high}});
  }
  for (const char* name : {"ExponentialDistribution", "RayleighDistribution", "HalfNormalDistribution", "MaxwellDistribution"}) {
    CAPTURE(name);
    check_gradients(layer("RandomArrayLayer", {Value(ValueList{Value(Name{name}), slot(0)})}, {input(3)}), {{"Input", Array::filled(lykos::array::DType::Real64, {3}, 0.7)}});
  }
}

TEST_CASE("gradients of sequences of varying length") {
  for (const json* c : small_cases(1)) {
    const auto name = c->at("name").get<std::string>();
    CAPTURE(name);
    if (c->at("inputs").empty()) continue;
    Net net;
    try {
      net = case_net(*c, Precision::Real64, true);
    } catch (const NetError&) {
      continue;  // fixtures_test says which layers have to take them
    }
    check_gradients(net, data_of(*c), c->at("batch").get<std::int64_t>(), 2e-6, mode_of(*c));
  }
}

// A sine behind the first output: sums of outputs may have gradients that are constant, as that of a softmax, or linear.
Net with_sine(const Net& net) {
  return make_graph({{net, layer("ElementwiseLayer", {Name{"Sin"}})}, {}}, {{{{PathKey(1)}, net.outputs()[0].name, false, false}, {{PathKey(2)}, "", false, false}}});
}

TEST_CASE("second derivatives pass through reshaped values") {
  // The gradient of the sine reaches the loss, the normalisation and the recurrent layer as a reshaped array.
  const Net loss = make_graph({{layer("SoftmaxLayer"), layer("CrossEntropyLossLayer", {"Index"}), layer("ReshapeLayer", {Value::list({1})}), layer("ElementwiseLayer", {Name{"Sin"}}), layer("ReshapeLayer", {Value::list({1, 1})})}, {}},
                              {{{{PathKey(1)}, "", false, false}, {{PathKey(2)}, "Input", false, false}}, {{{PathKey(2)}, "", false, false}, {{PathKey(3)}, "", false, false}},
                               {{{PathKey(3)}, "", false, false}, {{PathKey(4)}, "", false, false}}, {{{PathKey(4)}, "", false, false}, {{PathKey(5)}, "", false, false}}}, {{"Input", 3}});
  check_gradients(make_layer("FunctionGradient", {Value(loss), "Input"}), {{"Input", wavy({3}, 0.3)}, {"Target", integers_of({}, {2})}}, 0, 1e-5);
  for (const Value& shape : {Value::list({1, 4}), Value::list({4, 1})}) {
    const Net net = with_wavy_arrays(initialize(make_chain({{layer("ReshapeLayer", {shape}), layer("GatedRecurrentLayer", {3}), layer("FlattenLayer"), layer("ElementwiseLayer", {Name{"Sin"}}), layer("ReshapeLayer", {Value::list({Automatic{}, 3})}),
                                                             layer("BatchNormalizationLayer"), layer("FlattenLayer"), layer("SoftmaxLayer"), layer("ElementwiseLayer", {Name{"Sin"}})}, {}}, {input(4)})));
    check_gradients(make_layer("FunctionGradient", {Value(net), "Input"}), {{"Input", wavy({4}, 0.3)}}, 0, 1e-5);
  }
}

TEST_CASE("second derivatives of every layer against differences") {
  std::map<std::string, int> seen;
  for (const json* c : small_cases(1)) {
    const auto name = c->at("name").get<std::string>();
    if (c->at("mode") == "Train" || c->at("inputs").empty()) continue;
    const Net net = with_sine(case_net(*c, Precision::Real64));
    std::vector<PortData> data;
    for (PortData& d : data_of(*c)) {
      if (net.find_input(d.port) >= 0) data.push_back(std::move(d));
    }
    for (const PortData& d : data) {
      if (!lykos::array::is_real(d.values.dtype())) continue;
      CAPTURE(name, d.port);
      try {
        check_gradients(make_layer("FunctionGradient", {Value(net), Value(d.port)}), data, c->at("batch").get<std::int64_t>(), 1e-5);
        ++seen[c->at("layer").get<std::string>()];
      } catch (const std::exception& e) {
        FAIL_CHECK(e.what());
      }
    }
  }
  CHECK(seen.size() > 40);
}
