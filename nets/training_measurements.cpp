// Measurements during training.
#include "nets/training_measurements.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lykos::nets {

using array::DType;
using Kind = MeasurementSpec::Kind;

namespace {

const char* default_name(Kind kind) {
  switch (kind) {
    case Kind::Accuracy: return "Accuracy";
    case Kind::ErrorRate: return "ErrorRate";
    case Kind::PortMean: return "Mean";
    case Kind::MeanSquare: return "MeanSquare";
    case Kind::MeanDeviation: return "MeanDeviation";
    case Kind::RSquared: return "RSquared";
    case Kind::StandardDeviation: return "StandardDeviation";
    case Kind::Precision: return "Precision";
    case Kind::Recall: return "Recall";
    case Kind::F1Score: return "F1Score";
    case Kind::ConfusionMatrix: return "ConfusionMatrix";
    case Kind::ArrayRms: return "ArrayRMS";
    case Kind::GradientRms: return "GradientRMS";
    case Kind::CrossEntropy: return "CrossEntropy";
  }
  return "";
}

bool of_classes(Kind kind) {
  return kind == Kind::Accuracy || kind == Kind::ErrorRate || kind == Kind::Precision || kind == Kind::Recall || kind == Kind::F1Score ||
         kind == Kind::CrossEntropy;
}

[[noreturn]] void unsuitable(const std::string& name, const std::string& reason) {
  throw NetError("invnem", "The measurement \"" + name + "\" " + reason, {}, "NetTrain");
}

double element(const void* buffer, DType type, std::int64_t i) {
  if (type == DType::Real32) return static_cast<const float*>(buffer)[i];
  if (type == DType::Real64) return static_cast<const double*>(buffer)[i];
  return static_cast<double>(static_cast<const std::int64_t*>(buffer)[i]);
}

double root_mean_square(const Array& a) {
  if (!a.valid() || a.element_count() == 0) return 0;
  double sum = 0;
  for (std::int64_t i = 0; i < a.element_count(); ++i) sum += a.real_at(i) * a.real_at(i);
  return std::sqrt(sum / static_cast<double>(a.element_count()));
}

}  // namespace

void MeasurementPlan::attach(const std::vector<MeasurementSpec>& specs, const TrainingNet& training, const Net& user_net, LoweredNet& lowered,
                             std::int64_t batch) {
  array::Builder b(lowered.program);
  for (const MeasurementSpec& spec : specs) {
    Item item;
    item.spec = spec;
    const std::string name = spec.name.empty() ? default_name(spec.kind) : spec.name;
    if (spec.kind == Kind::ConfusionMatrix) unsuitable(name, "is not a number and can't be followed during training; use NetMeasurements.");
    if (spec.kind == Kind::ArrayRms || spec.kind == Kind::GradientRms) {
      Path path = training.user_path;
      path.insert(path.end(), spec.path.begin(), spec.path.end());
      for (const LoweredArray& a : lowered.arrays) {
        if (a.path == path) item.parameter = a.parameter;
      }
      if (item.parameter < 0) unsuitable(name, "refers to " + path_text(spec.path) + ", which is not a trainable array of the net.");
      items_.push_back(std::move(item));
      names_.push_back(name);
      continue;
    }
    std::string port = spec.output;
    if (port.empty() && spec.path.empty()) {
      if (user_net.outputs().size() != 1) unsuitable(name, "needs the name of an output port, as the net has several.");
      port = user_net.outputs()[0].name;
    }
    Path path = training.user_path;
    path.insert(path.end(), spec.path.begin(), spec.path.end());
    const auto value = lowered.output_ports.find({path, port});
    if (value == lowered.output_ports.end()) unsuitable(name, "refers to the port \"" + port + "\", which the net does not have.");
    ValueId v = value->second;
    const array::Shape shape = b.shape(v);
    if (!is_real(b.dtype(v))) v = b.cast(v, DType::Real32);
    item.output = static_cast<int>(lowered.program.outputs.size());
    b.output("measurement " + std::to_string(items_.size()), v);
    const std::int64_t per_example = shape.element_count() / batch;
    item.labels = per_example;
    if (spec.kind != Kind::PortMean) {
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
        item.confusion = ConfusionMatrix(static_cast<int>(item.classes == 1 ? 2 : item.classes));
        item.target_classes.resize(static_cast<std::size_t>(item.labels * batch));
      } else {
        if (target_count != per_example) unsuitable(name, "needs a target of the same shape as the output \"" + port + "\".");
        item.target_values.resize(static_cast<std::size_t>(per_example * batch));
      }
    }
    items_.push_back(std::move(item));
    names_.push_back(name);
  }
}

bool MeasurementPlan::smaller_is_better(std::size_t i) const {
  switch (items_[i].spec.kind) {
    case Kind::Accuracy:
    case Kind::RSquared:
    case Kind::Precision:
    case Kind::Recall:
    case Kind::F1Score: return false;
    default: return true;
  }
}

void MeasurementPlan::read_targets(array::Executable& executable, std::int64_t rows) {
  for (Item& item : items_) {
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

void MeasurementPlan::reset() {
  for (Item& item : items_) {
    item.sum = item.count = item.target_sum = item.target_squares = 0;
    if (of_classes(item.spec.kind)) item.confusion.clear();
  }
}

void MeasurementPlan::accumulate(array::Executable& executable, std::int64_t rows) {
  for (Item& item : items_) {
    if (item.output < 0) continue;
    const array::Program& p = executable.program();
    const DType type = p.dtype(p.outputs[static_cast<std::size_t>(item.output)].value);
    const void* buffer = executable.output_buffer(item.output);
    const std::int64_t count = rows * item.labels;
    if (item.spec.kind == Kind::PortMean) {
      for (std::int64_t i = 0; i < count; ++i) item.sum += element(buffer, type, i);
      item.count += static_cast<double>(count);
      continue;
    }
    if (!of_classes(item.spec.kind)) {
      for (std::int64_t i = 0; i < count; ++i) {
        const double t = item.target_values[static_cast<std::size_t>(i)], d = element(buffer, type, i) - t;
        item.sum += item.spec.kind == Kind::MeanDeviation ? std::fabs(d) : d * d;
        item.target_sum += t;
        item.target_squares += t * t;
      }
      item.count += static_cast<double>(count);
      continue;
    }
    const std::int64_t classes = item.classes;
    for (std::int64_t i = 0; i < count; ++i) {
      const int actual = item.target_classes[static_cast<std::size_t>(i)];
      if (actual < 1 || actual > item.confusion.classes()) continue;
      item.count += 1;
      if (classes == 1) {
        const double x = element(buffer, type, i);
        const int predicted = x > 0.5 ? 2 : 1;
        item.sum += item.spec.kind == Kind::CrossEntropy ? -std::log(actual == 2 ? x : 1 - x) : predicted == actual;
        item.confusion.add(actual, predicted);
        continue;
      }
      const double own = element(buffer, type, i * classes + actual - 1);
      std::int64_t best = 0;
      int better = 0;
      for (std::int64_t k = 0; k < classes; ++k) {
        const double x = element(buffer, type, i * classes + k);
        if (x > element(buffer, type, i * classes + best)) best = k;
        better += x > own || (x == own && k < actual - 1);
      }
      item.sum += item.spec.kind == Kind::CrossEntropy ? -std::log(own) : better < item.spec.top;
      item.confusion.add(actual, static_cast<int>(best) + 1);
    }
  }
}

void MeasurementPlan::values(array::Executable& executable, std::vector<std::pair<std::string, double>>& out) const {
  out.resize(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    const double mean = item.count > 0 ? item.sum / item.count : std::numeric_limits<double>::quiet_NaN();
    auto over_classes = [&](auto measure) {  // classes that do not occur are left out
      double sum = 0;
      int n = 0;
      for (int c = 1; c <= item.confusion.classes(); ++c) {
        const double v = measure(item.confusion, c);
        if (std::isnan(v)) continue;
        sum += v;
        ++n;
      }
      return n > 0 ? sum / n : std::numeric_limits<double>::quiet_NaN();
    };
    double v = mean;
    switch (item.spec.kind) {
      case Kind::ErrorRate: v = 1 - mean; break;
      case Kind::StandardDeviation: v = std::sqrt(mean); break;
      case Kind::RSquared: {
        const double m = item.target_sum / item.count;
        v = 1 - mean / (item.target_squares / item.count - m * m);
        break;
      }
      case Kind::Precision: v = over_classes([](const ConfusionMatrix& m, int c) { return precision(m, c); }); break;
      case Kind::Recall: v = over_classes([](const ConfusionMatrix& m, int c) { return recall(m, c); }); break;
      case Kind::F1Score: v = over_classes([](const ConfusionMatrix& m, int c) { return f_score(m, c); }); break;
      case Kind::ArrayRms: v = root_mean_square(executable.parameter(item.parameter)); break;
      case Kind::GradientRms: v = root_mean_square(executable.gradient(item.parameter)); break;
      default: break;
    }
    if (out[i].first.empty()) out[i].first = names_[i];
    out[i].second = v;
  }
}

}  // namespace lykos::nets
