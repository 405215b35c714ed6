// Reading training options: values per array, optimisers, learning rate multipliers; data held as arrays.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "nets/graph.h"
#include "nets/train.h"

namespace lykos::nets {

// ---- patterns of arrays

bool matches(const ArrayPattern& pattern, const Path& array_path, int layer_count, const Path* positions) {
  const Path& numbered = positions ? *positions : array_path;
  switch (pattern.kind) {
    case ArrayPattern::Kind::All: return true;
    case ArrayPattern::Kind::Range: {
      if (numbered.empty() || !numbered[0].is_index()) return false;
      const std::int64_t first = pattern.first > 0 ? pattern.first : layer_count + 1 + pattern.first;
      const std::int64_t last = pattern.last > 0 ? pattern.last : layer_count + 1 + pattern.last;
      return numbered[0].index >= first && numbered[0].index <= last;
    }
    case ArrayPattern::Kind::Keys: break;
  }
  if (pattern.path.size() == 1 && !array_path.empty() && array_path.back() == pattern.path[0]) return true;
  if (pattern.path.size() > array_path.size()) return false;
  for (std::size_t i = 0; i < pattern.path.size(); ++i) {
    PathKey key = pattern.path[i];
    if (i == 0 && key.index < 0) key.index += layer_count + 1;
    if (!(key == array_path[i] || key == numbered[i])) return false;
  }
  return true;
}

double PerArray::value_for(const Path& array_path, int layer_count, const Path* positions) const {
  for (const auto& [pattern, value] : rules) {
    if (matches(pattern, array_path, layer_count, positions)) return value;
  }
  return fallback;
}

double PerArray::value_for(const Net& net, const Path& array_path) const {
  if (rules.empty()) return fallback;
  const Path positions = numbered_path(net, array_path);
  return value_for(array_path, length(net), &positions);
}

namespace {

ArrayPattern parse_pattern(const Value& v) {
  ArrayPattern p;
  if (v.is(Value::Kind::Name) && (v.name() == "_" || v.name() == "All")) return p;
  if (v.is(Value::Kind::Span)) {
    p.kind = ArrayPattern::Kind::Range;
    p.first = v.span().from;
    p.last = v.span().to;
    return p;
  }
  p.kind = ArrayPattern::Kind::Keys;
  auto add = [&](const Value& key) {
    if (key.is_integer()) p.path.emplace_back(key.integer());
    else if (key.is(Value::Kind::String)) p.path.emplace_back(key.string());
    else throw NetError("arrpattnlist", v.text() + " does not specify arrays of a net; use a layer, a span n ;; m, a path {layer, \"array\"}, the name of an array or _.");
  };
  if (v.is_list()) {
    for (const Value& key : v.list()) add(key);
  } else {
    add(v);
  }
  return p;
}

}  // namespace

PerArray parse_per_array(const Value& value, double fallback, const std::string& option) {
  PerArray result(fallback);
  const std::string where = option.empty() ? "" : " of " + option;
  auto number = [&](const Value& v) {
    if (v.is_number()) return v.number();
    if (v.is_none()) return 0.0;
    if (v.is_automatic()) return fallback;
    throw NetError("arrpattnnum", "The value " + v.text() + (option.empty() ? " for arrays" : where) + " is not a number, None, or a list of rules from arrays or layers to numbers.");
  };
  if (!value.is_list() && !value.is(Value::Kind::Rule)) {
    result.fallback = number(value);
    return result;
  }
  const ValueList list = value.is_list() ? value.list() : ValueList{value};
  for (const Value& rule : list) {
    if (!rule.is(Value::Kind::Rule)) throw NetError("arrpattnlist", "The value " + value.text() + where + " is not a number, None or a list of rules for arrays.");
    result.rules.emplace_back(parse_pattern(rule.rule().first), number(rule.rule().second));
  }
  return result;
}

void require_matches(const Net& net, const PerArray& values, const std::string& option) {
  for (const auto& [pattern, value] : values.rules) {
    if (pattern.kind != ArrayPattern::Kind::Keys) continue;
    Path path = pattern.path;
    if (!path.empty() && path[0].index < 0) path[0].index += length(net) + 1;
    bool found = net_at(net, path).has_value();
    for (const ArrayEntry& e : array_entries(net)) {
      if (found) break;
      const Path positions = numbered_path(net, e.path);
      found = matches(pattern, e.path, length(net), &positions);
    }
    if (found) continue;
    throw NetError("arrpattmiss", (pattern.path.size() == 1 ? pattern.path[0].is_index() ? std::to_string(pattern.path[0].index) : '"' + pattern.path[0].name + '"' : path_text(pattern.path)) +
                                      " in " + option + " is neither a layer nor an array of the net; Information[net, \"ArraysPositionList\"] lists its arrays.", {}, "NetTrain");
  }
}

std::vector<std::pair<Path, double>> effective_learning_rate_multipliers(const Net& net, const PerArray& option) {
  std::vector<std::pair<Path, double>> result;
  for (const ArrayEntry& e : array_entries(net)) {
    double multiplier = option.value_for(net, e.path);
    Net current = net;
    for (std::size_t depth = 0;; ++depth) {  // rules of the net itself, then of every container and layer on the way
      const Value& own = current->learning_rate_multipliers;
      if (!own.is_automatic()) multiplier *= parse_per_array(own, 1).value_for(current, Path(e.path.begin() + static_cast<std::ptrdiff_t>(depth), e.path.end()));
      if (current.is_layer()) break;
      current = current->children[static_cast<std::size_t>(find_child(current, e.path[depth]))];
    }
    result.emplace_back(e.path, multiplier);
  }
  return result;
}

// ---- optimisers

const char* optimizer_name(OptimizerMethod method) {
  switch (method) {
    case OptimizerMethod::Adam: return "ADAM";
    case OptimizerMethod::Sgd: return "SGD";
    case OptimizerMethod::RmsProp: return "RMSProp";
    case OptimizerMethod::SignSgd: return "SignSGD";
  }
  return "";
}

OptimizerOptions parse_optimizer(const Value& method) {
  OptimizerOptions o;
  Value name = method;
  ValueList rules;
  if (method.is_list() && !method.list().empty()) {
    name = method.list()[0];
    rules.assign(method.list().begin() + 1, method.list().end());
  }
  if (name.is_automatic() || name.is_word("ADAM") || name.is_word("Adam")) o.method = OptimizerMethod::Adam;
  else if (name.is_word("SGD") || name.is_word("StochasticGradientDescent")) o.method = OptimizerMethod::Sgd;
  else if (name.is_word("RMSProp")) o.method = OptimizerMethod::RmsProp;
  else if (name.is_word("SignSGD")) o.method = OptimizerMethod::SignSgd;
  else throw NetError("optpi", method.text() + " is not a training method; possible methods are \"ADAM\", \"SGD\", \"RMSProp\" and \"SignSGD\".", {}, "NetTrain");
  for (const Value& r : rules) {
    const std::string key = r.is(Value::Kind::Rule) ? r.rule().first.word() : "";
    const Value v = key.empty() ? Value() : r.rule().second;
    auto positive = [&](bool below_one) -> std::optional<double> {
      if (v.is_automatic()) return std::nullopt;
      if (v.is_number() && v.number() >= 0 && (!below_one || v.number() < 1)) return v.number();
      throw NetError("optpi", "The value " + v.text() + " of \"" + key + "\" in Method is not " + (below_one ? "a number from 0 to less than 1." : "a non-negative number."), {}, "NetTrain");
    };
    auto per_array = [&] {
      const PerArray values = parse_per_array(v, 0, '"' + key + "\" in Method");
      const bool negative = std::any_of(values.rules.begin(), values.rules.end(), [](const auto& rule) { return rule.second < 0; });
      if (negative || values.fallback < 0) throw NetError("optpi", "The value " + v.text() + " of \"" + key + "\" in Method is negative; a positive number or None was expected.", {}, "NetTrain");
      return values;
    };
    const bool adam = o.method == OptimizerMethod::Adam, rms = o.method == OptimizerMethod::RmsProp;
    if (key == "LearningRate" || key == "InitialLearningRate") o.learning_rate = positive(false);
    else if (key == "Beta1" && adam) o.beta1 = positive(true);
    else if (key == "Beta2" && adam) o.beta2 = positive(true);
    else if (key == "Beta" && rms) o.beta = positive(true);
    else if (key == "Epsilon" && (adam || rms)) o.epsilon = positive(false);
    else if (key == "Momentum" && !adam) o.momentum = v.is_none() ? std::optional(0.0) : positive(true);
    else if (key == "L2Regularization") o.l2_regularization = per_array();
    else if (key == "GradientClipping") o.gradient_clipping = per_array();
    else if (key == "WeightClipping") o.weight_clipping = per_array();
    else if (key == "LearningRateSchedule") {
      if (v.is_none()) o.schedule = ScheduleKind::Constant;
      else if (v.is_word("Polynomial")) o.schedule = ScheduleKind::Polynomial;
      else if (v.is_automatic()) o.schedule = ScheduleKind::Default;
      else throw NetError("badlrs", v.text() + " is not a learning rate schedule; use None, \"Polynomial\" or a function of the batch and the total number of batches.", {}, "NetTrain");
    } else {
      const std::string own = adam ? "\"Beta1\", \"Beta2\", \"Epsilon\"" : rms ? "\"Beta\", \"Epsilon\", \"Momentum\"" : "\"Momentum\"";
      throw NetError("optpi", (key.empty() ? r.text() : '"' + key + '"') + " is not a suboption of the method \"" + optimizer_name(o.method) + "\"; these are: " + own +
                                  ", \"GradientClipping\", \"L2Regularization\", \"LearningRate\", \"LearningRateSchedule\", \"WeightClipping\".", {}, "NetTrain");
    }
  }
  return o;
}

// ---- data

void DataSource::gather(std::span<const std::int64_t> indices, int port, double* destination, std::int64_t values_per_example) {
  std::vector<float> narrow(indices.size() * static_cast<std::size_t>(values_per_example));
  gather(indices, port, narrow.data());
  std::copy(narrow.begin(), narrow.end(), destination);
}

namespace {

class ArraySource : public DataSource {
 public:
  explicit ArraySource(std::vector<Array> ports) {
    for (Array& a : ports) {
      if (a.rank() < 1) throw NetError("invtdata", "Training data must have the examples along its first axis.", {}, "NetTrain");
      if (!singles_.empty() && a.shape()[0] != count_) {
        throw NetError("invinlen", "The training data of the ports have different numbers of examples: " + std::to_string(count_) + " and " + std::to_string(a.shape()[0]) + ".", {}, "NetTrain");
      }
      count_ = a.shape()[0];
      sizes_.push_back(count_ > 0 ? a.element_count() / count_ : 0);
      dimensions_.emplace_back(a.shape().begin() + 1, a.shape().end());
      doubles_.push_back(a.dtype() == array::DType::Real64 ? a : Array());  // kept for Real64 training
      singles_.push_back(a.dtype() == array::DType::Real32 ? std::move(a) : a.convert(array::DType::Real32));
    }
  }
  std::int64_t size() const override { return count_; }
  std::vector<std::int64_t> dimensions(std::int64_t, int port) const override { return dimensions_[static_cast<std::size_t>(port)]; }
  void gather(std::span<const std::int64_t> indices, int port, float* destination) override {
    const std::int64_t n = sizes_[static_cast<std::size_t>(port)];
    const float* source = singles_[static_cast<std::size_t>(port)].data<float>();
    for (std::int64_t i : indices) {
      std::memcpy(destination, source + i * n, static_cast<std::size_t>(n) * sizeof(float));
      destination += n;
    }
  }
  void gather(std::span<const std::int64_t> indices, int port, double* destination, std::int64_t values_per_example) override {
    const Array& wide = doubles_[static_cast<std::size_t>(port)];
    if (!wide.valid()) {
      DataSource::gather(indices, port, destination, values_per_example);
      return;
    }
    for (std::int64_t i : indices) {
      std::memcpy(destination, wide.data<double>() + i * values_per_example, static_cast<std::size_t>(values_per_example) * sizeof(double));
      destination += values_per_example;
    }
  }

 private:
  std::int64_t count_ = 0;
  std::vector<std::int64_t> sizes_;
  std::vector<std::vector<std::int64_t>> dimensions_;
  std::vector<Array> singles_, doubles_;
};

}  // namespace

std::unique_ptr<DataSource> array_data_source(std::vector<Array> ports) { return std::make_unique<ArraySource>(std::move(ports)); }

}  // namespace lykos::nets
