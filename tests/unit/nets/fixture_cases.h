// The cases of tests/fixtures/*.json (made by make_fixtures*.py with PyTorch): a net, its data, and what they must give.
#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/unit/nets/support.h"

namespace lykos::nets::test {

using nlohmann::json;

/// All cases, read once.
inline const std::vector<json>& fixture_cases() {
  static const std::vector<json> cases = [] {
    std::vector<json> all;
    for (const char* name : {"layers.json", "shapes.json", "operators.json"}) {
      const auto path = std::filesystem::path(LYKOS_FIXTURES) / name;
      std::ifstream file(path);
      if (!file) FAIL("no file " << path.string());
      for (json& c : json::parse(file)) all.push_back(std::move(c));
    }
    return all;
  }();
  return cases;
}

inline Net net_of(const json& j);

inline Value value_of(const json& j) {
  if (j.is_null()) return None{};
  if (j.is_boolean()) return j.get<bool>();
  if (j.is_number_integer()) return j.get<std::int64_t>();
  if (j.is_number()) return j.get<double>();
  if (j.is_string()) return j.get<std::string>();
  if (j.is_object() && j.contains("rule")) return RulePair(value_of(j.at("rule").at(0)), value_of(j.at("rule").at(1)));
  if (j.is_object() && j.contains("span")) return Span{j.at("span").at(0).get<std::int64_t>(), j.at("span").at(1).get<std::int64_t>(), j.at("span").at(2).get<std::int64_t>()};
  if (j.is_object() && j.contains("net")) return Value(net_of(j.at("net")));
  if (j.is_object()) {
    const auto name = j.at("symbol").get<std::string>();
    return name == "Automatic" ? Value() : Value(Name{name});
  }
  ValueList items;
  for (const json& item : j) items.push_back(value_of(item));
  return Value(std::move(items));
}

/// {"layer": name, "positional": [...], "options": {...}}, {"chain": [nets]} or {"graph": [nets], "edges": [[from, to], ...]}: an end is the
/// position of a net or the name of a port of the graph.
inline Net net_of(const json& j) {
  std::vector<Option> options;
  for (const auto& [name, value] : j.at("options").items()) options.push_back({name, value_of(value)});
  if (j.contains("layer")) {
    std::vector<Value> positional;
    for (const json& p : j.at("positional")) positional.push_back(value_of(p));
    return make_layer(j.at("layer").get<std::string>(), positional, options);
  }
  Children children;
  for (const json& child : j.contains("chain") ? j.at("chain") : j.at("graph")) children.nets.push_back(net_of(child.at("net")));
  if (j.contains("chain")) return make_chain(children, options);
  std::vector<EdgeSpec> edges;
  const auto end = [](const json& e) {
    if (e.is_string()) return EdgeSpec::End{{}, e.get<std::string>(), true, false};
    return EdgeSpec::End{{PathKey(e.get<std::int64_t>())}, "", false, false};
  };
  for (const json& edge : j.at("edges")) edges.push_back({end(edge.at(0)), end(edge.at(1))});
  return make_graph(children, edges, options);
}

inline Array array_of_json(const json& j, Precision precision) {
  const auto sizes = j.at("dimensions").get<std::vector<std::int64_t>>();
  const auto values = j.at("values").get<std::vector<double>>();
  const array::Shape shape{std::span<const std::int64_t>(sizes)};
  if (j.value("integers", false)) {
    const std::vector<std::int64_t> integers(values.begin(), values.end());
    return Array::from(integers.data(), shape);
  }
  if (precision == Precision::Real64) return Array::from(values.data(), shape);
  const std::vector<float> reals(values.begin(), values.end());
  return Array::from(reals.data(), shape);
}

/// "Net/1/Weights" as a path.
inline Path path_of(const std::string& text) {
  Path path;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('/', start), text.size());
    const std::string key = text.substr(start, end - start);
    if (key.find_first_not_of("0123456789") == std::string::npos) path.emplace_back(static_cast<std::int64_t>(std::stoll(key)));
    else path.emplace_back(key);
    start = end + 1;
  }
  return path;
}

/// The net of a case, initialised. `varying`: the first dimension of every port that is a sequence may vary.
inline Net case_net(const json& c, Precision precision, bool varying = false) {
  std::vector<Value> positional;
  for (const json& p : c.at("positional")) positional.push_back(value_of(p));
  std::vector<Option> options;
  for (const auto& [name, value] : c.at("options").items()) options.push_back({name, value_of(value)});
  std::vector<std::pair<Path, Array>> inner;
  for (const json& a : c.at("arrays")) {
    const auto name = a.at("name").get<std::string>();
    if (name.find('/') != std::string::npos) inner.emplace_back(path_of(name), array_of_json(a, precision));
    else options.push_back({name, Value(array_of_json(a, precision))});
  }
  const bool after_softmax = c.at("after_softmax").get<bool>();
  Value first;
  for (const json& i : c.at("inputs")) {
    auto sizes = i.at("dimensions").get<std::vector<std::int64_t>>();
    if (c.at("batch").get<std::int64_t>() > 0) sizes.erase(sizes.begin());
    ValueList shape;
    for (std::int64_t n : sizes) shape.emplace_back(n);
    if (varying && !shape.empty()) shape[0] = Value("Varying");
    const Value given = shape.size() == 1 ? shape[0] : Value(shape);
    if (first.is_automatic()) first = given;
    if (!after_softmax) options.push_back({i.at("name").get<std::string>(), given});
  }
  const Net layer = make_layer(c.at("layer").get<std::string>(), positional, options);
  if (!after_softmax) return inner.empty() ? layer : with_arrays(layer, inner);
  // The loss behind a SoftmaxLayer, where the two are computed as one.
  return make_graph({{make_layer("SoftmaxLayer", {}, {input(first)}), layer}, {}},
                    {{{{PathKey(1)}, "", false, false}, {{PathKey(2)}, "Input", false, false}}});
}

/// Data of a case and the gradients it has, of inputs and then of arrays, with the case's gradient imposed on its output.
struct CaseRequest {
  EvaluateRequest request;
  std::vector<double> output;
  std::vector<std::pair<std::string, std::vector<double>>> gradients;
  EvaluateOptions options;
};

inline CaseRequest case_request(const json& c, const Net& net, Precision precision) {
  CaseRequest r;
  r.request.batch = c.at("batch").get<std::int64_t>();
  for (const json& i : c.at("inputs")) r.request.inputs.push_back({i.at("name").get<std::string>(), array_of_json(i, precision)});
  const json& output = c.at("output");
  const auto output_name = output.at("name").get<std::string>();
  r.output = output.at("values").get<std::vector<double>>();
  r.request.outputs = {{{}, output_name}};
  for (const char* group : {"inputs", "arrays"}) {
    for (const json& entry : c.at(group)) {
      if (!entry.contains("gradient")) continue;
      r.gradients.emplace_back(entry.at("name").get<std::string>(), entry.at("gradient").get<std::vector<double>>());
      Path path = path_of(r.gradients.back().first);
      const std::string name = path.back().name;
      path.pop_back();
      r.request.gradients.push_back({path, name});
    }
  }
  json imposed = output;
  imposed["values"] = c.at("output_gradient");
  imposed["integers"] = false;
  r.request.output_gradients = {{output_name, array_of_json(imposed, precision)}};
  for (const Port& port : net.outputs()) {  // nothing comes from the others
    if (port.name == output_name || port.role == PortRole::State) continue;
    auto sizes = dimensions(port.type);
    if (r.request.batch > 0) sizes.insert(sizes.begin(), r.request.batch);
    r.request.output_gradients.push_back({port.name, Array::zeros(array::DType::Real64, array::Shape(std::span<const std::int64_t>(sizes)))});
  }
  if (r.request.gradients.empty()) r.request.output_gradients.clear();
  r.options.mode = c.at("mode") == "Train" ? Mode::Train : Mode::Test;
  r.options.precision = precision;
  return r;
}

}  // namespace lykos::nets::test
