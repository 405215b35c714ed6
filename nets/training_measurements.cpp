// Measurements during training.
#include "nets/training_measurements.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace lykos::nets {

using array::DType;
using Kind = MeasurementSpec::Kind;
using Aggregation = MeasurementSpec::Aggregation;

namespace {

std::string default_name(const MeasurementSpec& spec) {
  switch (spec.kind) {
    case Kind::Accuracy: return "Accuracy";
    case Kind::ErrorRate: return "ErrorRate";
    case Kind::ClassMeasure: return spec.measure;
    case Kind::AreaUnderRocCurve: return "AreaUnderROCCurve";
    case Kind::RocCurve: return "ROCCurve";
    case Kind::ConfusionMatrix: return "ConfusionMatrix";
    case Kind::Entropy: return "Entropy";
    case Kind::Perplexity: return "Perplexity";
    case Kind::MeanSquare: return "MeanSquare";
    case Kind::MeanDeviation: return "MeanDeviation";
    case Kind::StandardDeviation: return "StandardDeviation";
    case Kind::RSquared: return "RSquared";
    case Kind::FractionVarianceUnexplained: return "FractionVarianceUnexplained";
    case Kind::IntersectionOverUnion: return "IntersectionOverUnion";
    case Kind::Port: return "Port";
    case Kind::Array: return "Array";
    case Kind::Gradient: return "Gradient";
    case Kind::Custom: return "Custom";
  }
  return "";
}

bool of_classes(Kind kind) {
  switch (kind) {
    case Kind::Accuracy:
    case Kind::ErrorRate:
    case Kind::ClassMeasure:
    case Kind::AreaUnderRocCurve:
    case Kind::RocCurve:
    case Kind::ConfusionMatrix:
    case Kind::Entropy:
    case Kind::Perplexity: return true;
    default: return false;
  }
}

bool of_curves(Kind kind) { return kind == Kind::AreaUnderRocCurve || kind == Kind::RocCurve; }

[[noreturn]] void unsuitable(const std::string& name, const std::string& reason) {
  throw NetError("invnem", "The measurement \"" + name + "\" " + reason, {}, "NetTrain");
}

// Layers by the keys the program knows them by: their names where they have any.
Path named_path(const Net& net, const Path& path) {
  Path result;
  Net at = net;
  for (const PathKey& key : path) {
    const int child = at.is_layer() ? -1 : find_child(at, key);
    if (child < 0) {
      result.push_back(key);
      continue;
    }
    result.push_back(at->key(child));
    at = at->children[static_cast<std::size_t>(child)];
  }
  return result;
}

double element(const void* buffer, DType type, std::int64_t i) {
  if (type == DType::Real32) return static_cast<const float*>(buffer)[i];
  if (type == DType::Real64) return static_cast<const double*>(buffer)[i];
  return static_cast<double>(static_cast<const std::int64_t*>(buffer)[i]);
}

void add_number(MeasurementTotals& totals, double x) {
  if (totals.count == 0) totals.minimum = totals.maximum = x;
  totals.sum += x;
  totals.squares += x * x;
  totals.minimum = std::min(totals.minimum, x);
  totals.maximum = std::max(totals.maximum, x);
  totals.count += 1;
}

double aggregated(const MeasurementTotals& totals, Aggregation aggregation) {
  if (totals.count == 0) return std::numeric_limits<double>::quiet_NaN();
  const double mean = totals.sum / totals.count;
  switch (aggregation) {
    case Aggregation::Mean: return mean;
    case Aggregation::Total: return totals.sum;
    case Aggregation::RootMeanSquare: return std::sqrt(totals.squares / totals.count);
    case Aggregation::StandardDeviation: return std::sqrt(std::max(0.0, totals.squares / totals.count - mean * mean));
    case Aggregation::Min: return totals.minimum;
    case Aggregation::Max: return totals.maximum;
  }
  return mean;
}

}  // namespace

void MeasurementTotals::clear() {
  sum = squares = count = target_sum = target_squares = minimum = maximum = 0;
  confusion.clear();
  scores.clear();
  actual.clear();
}

void MeasurementTotals::add(const MeasurementTotals& other) {
  if (count == 0 && other.count > 0) {
    minimum = other.minimum;
    maximum = other.maximum;
  }
  if (other.count > 0) {
    minimum = std::min(minimum, other.minimum);
    maximum = std::max(maximum, other.maximum);
  }
  sum += other.sum;
  squares += other.squares;
  count += other.count;
  target_sum += other.target_sum;
  target_squares += other.target_squares;
  confusion.add(other.confusion);
  scores.insert(scores.end(), other.scores.begin(), other.scores.end());
  actual.insert(actual.end(), other.actual.begin(), other.actual.end());
}

std::vector<double> MeasurementTotals::numbers() const {
  std::vector<double> list{sum, squares, count, target_sum, target_squares, minimum, maximum, static_cast<double>(confusion.classes()), static_cast<double>(scores.size())};
  for (int a = 1; a <= confusion.classes(); ++a) {
    for (int p = 1; p <= confusion.classes(); ++p) list.push_back(static_cast<double>(confusion.count(a, p)));
  }
  list.insert(list.end(), scores.begin(), scores.end());
  list.insert(list.end(), actual.begin(), actual.end());
  return list;
}

void MeasurementTotals::set_numbers(const std::vector<double>& list) {
  constexpr std::size_t kHead = 9;
  if (list.size() < kHead || list[7] != confusion.classes()) return;
  const auto classes = static_cast<std::size_t>(list[7]), score_count = static_cast<std::size_t>(list[8]);
  if (list.size() < kHead + classes * classes + score_count) return;
  sum = list[0];
  squares = list[1];
  count = list[2];
  target_sum = list[3];
  target_squares = list[4];
  minimum = list[5];
  maximum = list[6];
  confusion.clear();
  auto at = list.begin() + kHead;
  for (std::size_t i = 0; i < classes * classes; ++i) {
    confusion.add(static_cast<int>(i / classes) + 1, static_cast<int>(i % classes) + 1, static_cast<std::int64_t>(*at++));
  }
  scores.clear();
  actual.clear();
  for (std::size_t i = 0; i < score_count; ++i) scores.push_back(static_cast<float>(*at++));
  for (; at != list.end(); ++at) actual.push_back(static_cast<int>(*at));
}

void MeasurementPlan::attach(const std::vector<MeasurementSpec>& specs, const TrainingNet& training, const Net& user_net, LoweredNet& lowered,
                             std::int64_t batch) {
  array::Builder b(lowered.program);
  // The values of a port as an output of the program.
  const auto watch = [&](ValueId v) {
    if (!is_real(b.dtype(v))) v = b.cast(v, DType::Real32);
    const int place = static_cast<int>(lowered.program.outputs.size());
    b.output("measurement " + std::to_string(place), v);
    return place;
  };
  for (const MeasurementSpec& spec : specs) {
    Item item;
    item.spec = spec;
    const std::string name = spec.name.empty() ? default_name(spec) : spec.name;
    names_.push_back(name);
    if (spec.kind == Kind::Custom) {
      for (std::size_t i = 0; i < training.net.inputs().size(); ++i) item.custom_inputs.emplace_back(training.net.inputs()[i].name, static_cast<int>(i));
      for (const Port& port : user_net.outputs()) {
        const auto value = lowered.output_ports.find({training.user_path, port.name});
        if (value != lowered.output_ports.end()) item.custom_outputs.emplace_back(port.name, watch(value->second));
      }
      items_.push_back(std::move(item));
      continue;
    }
    if (spec.kind == Kind::Array || spec.kind == Kind::Gradient) {
      Path path = training.user_path;
      const Path inside = named_path(user_net, spec.path);
      path.insert(path.end(), inside.begin(), inside.end());
      for (const LoweredArray& a : lowered.arrays) {
        if (a.path == path) item.parameter = a.parameter;
      }
      if (item.parameter < 0) unsuitable(name, "refers to " + path_text(spec.path) + ", which is not a trainable array of the net.");
      items_.push_back(std::move(item));
      continue;
    }
    std::string port = spec.output;
    if (port.empty() && spec.path.empty()) {
      if (user_net.outputs().size() != 1) unsuitable(name, "needs the name of an output port, as the net has several.");
      port = user_net.outputs()[0].name;
    }
    Path path = training.user_path;
    const Path layer_path = named_path(user_net, spec.path);
    path.insert(path.end(), layer_path.begin(), layer_path.end());
    ValueId v = array::kNoValue;
    if (const auto value = lowered.output_ports.find({path, port}); value != lowered.output_ports.end()) {
      v = value->second;
    } else if (const int input = spec.path.empty() ? training.net.find_input(port) : -1; input >= 0 && spec.kind == Kind::Port) {
      v = lowered.inputs[static_cast<std::size_t>(input)];  // the data themselves
    } else if (const auto inside = lowered.input_ports.find({path, port}); inside != lowered.input_ports.end() && spec.kind == Kind::Port) {
      v = inside->second;
    } else if (spec.kind == Kind::Port) {  // {layer, "Weights"} is written like a port
      Path array_path = path;
      array_path.emplace_back(port);
      for (const LoweredArray& a : lowered.arrays) {
        if (a.path == array_path) item.parameter = a.parameter;
      }
      if (item.parameter >= 0) {
        item.spec.kind = Kind::Array;
        items_.push_back(std::move(item));
        continue;
      }
    }
    if (v == array::kNoValue) {
      unsuitable(name, "refers to the port \"" + port + "\"" + (spec.path.empty() ? "" : " of layer " + path_text(spec.path)) + ", which the net does not have.");
    }
    const array::Shape shape = b.shape(v);
    item.output = watch(v);
    const std::int64_t per_example = shape.element_count() / batch;
    item.labels = per_example;
    if (spec.kind != Kind::Port) {
      std::string target;
      for (const auto& [target_port, output_port] : training.targets) {
        if (output_port == port) target = target_port;
      }
      const int input = target.empty() ? -1 : training.net.find_input(target);
      if (input < 0) unsuitable(name, "needs a target for the output \"" + port + "\", but no loss compares it with one.");
      const ValueId t = lowered.inputs[static_cast<std::size_t>(input)];
      item.input = input;
      item.index_target = !is_real(b.dtype(t));
      const std::int64_t target_count = b.shape(t).element_count() / batch;
      if (of_classes(spec.kind)) {
        const bool binary = !item.index_target && (shape.rank() < 2 || shape.back() == 1);
        if (!binary) {
          if (shape.rank() < 2) unsuitable(name, "needs an output with one number per class.");
          item.classes = shape.back();
        }
        item.labels = per_example / item.classes;
        item.target_classes.resize(static_cast<std::size_t>(item.labels * batch));
      } else {
        if (target_count != per_example) unsuitable(name, "needs a target of the same shape as the output \"" + port + "\".");
        item.target_values.resize(static_cast<std::size_t>(per_example * batch));
      }
    }
    items_.push_back(std::move(item));
  }
}

bool MeasurementPlan::smaller_is_better(std::size_t i) const {
  const MeasurementSpec& spec = items_[i].spec;
  switch (spec.kind) {
    case Kind::Accuracy:
    case Kind::RSquared:
    case Kind::AreaUnderRocCurve:
    case Kind::IntersectionOverUnion: return false;
    case Kind::ClassMeasure: return spec.measure.rfind("False", 0) == 0;
    default: return true;
  }
}

std::vector<MeasurementTotals> MeasurementPlan::start() const {
  std::vector<MeasurementTotals> totals(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (of_classes(items_[i].spec.kind)) totals[i].confusion = ConfusionMatrix(static_cast<int>(items_[i].classes == 1 ? 2 : items_[i].classes));
  }
  return totals;
}

void MeasurementPlan::read_targets(array::Executable& executable, std::int64_t rows) {
  for (Item& item : items_) {
    if (item.spec.kind == Kind::Custom) {
      item.custom_data.clear();
      for (const auto& [name, place] : item.custom_inputs) {
        const array::Program& p = executable.program();
        const ValueId v = p.inputs[static_cast<std::size_t>(place)];
        Array copy(p.dtype(v), p.shape(v));
        std::memcpy(copy.bytes(), executable.input_buffer(place), static_cast<std::size_t>(copy.byte_count()));
        item.custom_data.emplace_back(name, copy.slice(0, rows));
      }
      continue;
    }
    if (item.input < 0) continue;
    const array::Program& p = executable.program();
    const DType type = p.dtype(p.inputs[static_cast<std::size_t>(item.input)]);
    const void* buffer = executable.input_buffer(item.input);
    const std::int64_t count = rows * item.labels;
    if (item.target_classes.empty()) {
      for (std::int64_t i = 0; i < count; ++i) item.target_values[static_cast<std::size_t>(i)] = element(buffer, type, i);
      continue;
    }
    for (std::int64_t i = 0; i < count; ++i) {
      int c = 0;
      if (item.index_target) {
        c = static_cast<int>(element(buffer, type, i));
      } else if (item.classes == 1) {
        c = element(buffer, type, i) > 0.5 ? 2 : 1;  // False, True
      } else {
        std::int64_t best = 0;
        for (std::int64_t k = 1; k < item.classes; ++k) {
          if (element(buffer, type, i * item.classes + k) > element(buffer, type, i * item.classes + best)) best = k;
        }
        c = static_cast<int>(best) + 1;
      }
      item.target_classes[static_cast<std::size_t>(i)] = c;
    }
  }
}

// `sum` counts hits among the top classes (or adds up logarithms), the confusion matrix decisions.
void MeasurementPlan::accumulate_classes(const Item& item, const void* buffer, DType type, std::int64_t rows, MeasurementTotals& totals) const {
  const std::int64_t classes = item.classes, count = rows * item.labels;
  const bool logarithms = item.spec.kind == Kind::Entropy || item.spec.kind == Kind::Perplexity;
  for (std::int64_t i = 0; i < count; ++i) {
    const int actual = item.target_classes[static_cast<std::size_t>(i)];
    if (actual < 1 || actual > totals.confusion.classes()) continue;
    totals.count += 1;
    if (classes == 1) {
      const double x = element(buffer, type, i);
      const int predicted = x > 0.5 ? 2 : 1;
      totals.sum += logarithms ? -std::log(actual == 2 ? x : 1 - x) : predicted == actual;
      totals.confusion.add(actual, predicted);
      if (of_curves(item.spec.kind)) {
        totals.scores.insert(totals.scores.end(), {static_cast<float>(1 - x), static_cast<float>(x)});
        totals.actual.push_back(actual);
      }
      continue;
    }
    const double own = element(buffer, type, i * classes + actual - 1);
    std::int64_t best = 0;
    int better = 0;
    for (std::int64_t k = 0; k < classes; ++k) {
      const double x = element(buffer, type, i * classes + k);
      if (x > element(buffer, type, i * classes + best)) best = k;
      better += x > own || (x == own && k < actual - 1);
      if (of_curves(item.spec.kind)) totals.scores.push_back(static_cast<float>(x));
    }
    if (of_curves(item.spec.kind)) totals.actual.push_back(actual);
    totals.sum += logarithms ? -std::log(own) : better < item.spec.top;
    totals.confusion.add(actual, static_cast<int>(best) + 1);
  }
}

void MeasurementPlan::accumulate_custom(Item& item, array::Executable& executable, std::int64_t rows, MeasurementTotals& totals) const {
  const array::Program& p = executable.program();
  for (const auto& [name, place] : item.custom_outputs) {
    const ValueId v = p.outputs[static_cast<std::size_t>(place)].value;
    Array copy(p.dtype(v), p.shape(v));
    std::memcpy(copy.bytes(), executable.output_buffer(place), static_cast<std::size_t>(copy.byte_count()));
    item.custom_data.emplace_back(name, copy.slice(0, rows));
  }
  totals.sum += item.spec.custom(item.custom_data) * static_cast<double>(rows);
  totals.count += static_cast<double>(rows);
}

void MeasurementPlan::accumulate(array::Executable& executable, std::int64_t rows, std::vector<MeasurementTotals>& all) {
  for (std::size_t k = 0; k < items_.size(); ++k) {
    Item& item = items_[k];
    MeasurementTotals& totals = all[k];
    if (item.spec.kind == Kind::Custom) accumulate_custom(item, executable, rows, totals);
    if (item.output < 0) continue;
    const array::Program& p = executable.program();
    const DType type = p.dtype(p.outputs[static_cast<std::size_t>(item.output)].value);
    const void* buffer = executable.output_buffer(item.output);
    if (of_classes(item.spec.kind)) {
      accumulate_classes(item, buffer, type, rows, totals);
      continue;
    }
    const std::int64_t count = rows * item.labels;
    for (std::int64_t i = 0; i < count; ++i) {
      const double x = element(buffer, type, i);
      if (item.spec.kind == Kind::Port) {
        add_number(totals, x);
        continue;
      }
      const double t = item.target_values[static_cast<std::size_t>(i)], d = x - t;
      if (item.spec.kind == Kind::IntersectionOverUnion) {
        totals.sum += std::min(x, t);
        totals.squares += std::max(x, t);
      } else {
        totals.sum += item.spec.kind == Kind::MeanDeviation ? std::fabs(d) : d * d;
      }
      totals.target_sum += t;
      totals.target_squares += t * t;
    }
    if (item.spec.kind != Kind::Port) totals.count += static_cast<double>(count);
  }
}

namespace {

MeasurementValue curve_value(const MeasurementSpec& spec, const MeasurementTotals& totals) {
  MeasurementValue value;
  const int classes = totals.confusion.classes();
  value.shape = spec.kind == Kind::RocCurve ? MeasurementValue::Shape::Curves : MeasurementValue::Shape::PerClass;
  for (int c = 1; c <= classes; ++c) {
    const std::vector<RocPoint> curve = roc_curve(totals.scores, totals.actual, classes, c);
    if (spec.kind == Kind::AreaUnderRocCurve) {
      value.values.push_back(area_under_roc_curve(curve));
      continue;
    }
    value.values.push_back(static_cast<double>(curve.size()));
    for (const RocPoint& point : curve) value.values.insert(value.values.end(), {point.false_positive_rate, point.true_positive_rate});
  }
  if (spec.kind == Kind::AreaUnderRocCurve && spec.averaging != ClassAveraging::None) return {MeasurementValue::Shape::Number, {macro_average(value.values)}};
  return value;
}

MeasurementValue array_value(const Array& values, Aggregation aggregation) {
  MeasurementTotals totals;
  if (values.valid()) {
    for (std::int64_t i = 0; i < values.element_count(); ++i) add_number(totals, values.real_at(i));
  }
  return {MeasurementValue::Shape::Number, {aggregated(totals, aggregation)}};
}

MeasurementValue value_of(const MeasurementSpec& spec, const MeasurementTotals& totals) {
  using Shape = MeasurementValue::Shape;
  const double mean = totals.count > 0 ? totals.sum / totals.count : std::numeric_limits<double>::quiet_NaN();
  const double target_mean = totals.target_sum / totals.count;
  const double unexplained = mean / (totals.target_squares / totals.count - target_mean * target_mean);
  switch (spec.kind) {
    case Kind::ErrorRate: return {Shape::Number, {1 - mean}};
    case Kind::StandardDeviation: return {Shape::Number, {std::sqrt(mean)}};
    case Kind::Perplexity: return {Shape::Number, {std::exp(mean)}};
    case Kind::RSquared: return {Shape::Number, {1 - unexplained}};
    case Kind::FractionVarianceUnexplained: return {Shape::Number, {unexplained}};
    case Kind::IntersectionOverUnion: return {Shape::Number, {totals.sum / totals.squares}};
    case Kind::Port: return {Shape::Number, {aggregated(totals, spec.aggregation)}};
    case Kind::AreaUnderRocCurve:
    case Kind::RocCurve: return curve_value(spec, totals);
    case Kind::ClassMeasure: {
      ClassMeasurement result;
      class_measurement(spec.measure, totals.confusion, result, spec.averaging, spec.beta);
      return {result.per_class ? Shape::PerClass : Shape::Number, std::move(result.values)};
    }
    case Kind::ConfusionMatrix: {
      MeasurementValue value{Shape::Matrix, {}};
      for (int a = 1; a <= totals.confusion.classes(); ++a) {
        for (int p = 1; p <= totals.confusion.classes(); ++p) value.values.push_back(static_cast<double>(totals.confusion.count(a, p)));
      }
      return value;
    }
    default: return {Shape::Number, {mean}};
  }
}

}  // namespace

void MeasurementPlan::values(array::Executable& executable, const std::vector<MeasurementTotals>& totals, MeasurementList& out) const {
  out.resize(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    out[i].first = names_[i];
    if (item.spec.kind == Kind::Array) out[i].second = array_value(executable.parameter(item.parameter), item.spec.aggregation);
    else if (item.spec.kind == Kind::Gradient) out[i].second = array_value(executable.gradient(item.parameter), item.spec.aggregation);
    else out[i].second = value_of(item.spec, totals[i]);
  }
}

}  // namespace lykos::nets
