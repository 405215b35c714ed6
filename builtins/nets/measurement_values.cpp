// Measurements of training: specifications and values.
#include "builtins/nets/measurement_values.h"

#include <algorithm>
#include <cmath>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "expr/association.h"
#include "nets/measurements.h"

namespace lykos::builtins {

using nets::MeasurementSpec;
using nets::MeasurementValue;
using nets::NetError;
using Kind = MeasurementSpec::Kind;

namespace {

struct NamedKind {
  const char* name;
  Kind kind;
};
constexpr NamedKind kNamed[] = {{"Accuracy", Kind::Accuracy},
                                {"AreaUnderROCCurve", Kind::AreaUnderRocCurve},
                                {"ConfusionMatrix", Kind::ConfusionMatrix},
                                {"CrossEntropy", Kind::Entropy},
                                {"Entropy", Kind::Entropy},
                                {"ErrorRate", Kind::ErrorRate},
                                {"FractionVarianceUnexplained", Kind::FractionVarianceUnexplained},
                                {"IntersectionOverUnion", Kind::IntersectionOverUnion},
                                {"MeanDeviation", Kind::MeanDeviation},
                                {"MeanSquare", Kind::MeanSquare},
                                {"Perplexity", Kind::Perplexity},
                                {"ROCCurve", Kind::RocCurve},
                                {"RSquared", Kind::RSquared},
                                {"StandardDeviation", Kind::StandardDeviation}};

// NetPort["port"], NetPort[{layer, "port"}], NetPort[{layer, "Weights"}]: the last key is the port (or array).
MeasurementSpec read_port(const Expr& expr, Kind kind) {
  MeasurementSpec measurement;
  measurement.kind = kind;
  for (const Expr& argument : expr.args()) {
    const std::vector<Expr> keys = argument.is_list() ? elements_of(argument) : std::vector<Expr>{argument};
    for (const Expr& key : keys) {
      const auto read = read_path_key(key);
      if (!read) throw NetError("invmeas", short_text(expr) + " does not name a port of the net.");
      measurement.path.push_back(*read);
    }
  }
  if (measurement.path.empty()) throw NetError("invmeas", short_text(expr) + " does not name a port of the net.");
  if (kind == Kind::Port) {
    if (measurement.path.back().is_index()) {
      measurement.output = "Output";
    } else {
      measurement.output = measurement.path.back().name;
      measurement.path.pop_back();
    }
  }
  measurement.name = short_text(expr);
  return measurement;
}

}  // namespace

MeasurementSpec::Aggregation read_aggregation(const Expr& expr) {
  using Aggregation = MeasurementSpec::Aggregation;
  const std::string word = word_of(expr);
  if (word == "Mean" || word == "Automatic") return Aggregation::Mean;
  if (word == "Total") return Aggregation::Total;
  if (word == "RootMeanSquare" || word == "RMS") return Aggregation::RootMeanSquare;
  if (word == "StandardDeviation") return Aggregation::StandardDeviation;
  if (word == "Min") return Aggregation::Min;
  if (word == "Max") return Aggregation::Max;
  throw NetError("invmeas", "The value " + short_text(expr) + " of \"Aggregation\" should be Mean, Total, RootMeanSquare, StandardDeviation, Min or Max.");
}

namespace {

MeasurementSpec read_suboptions(const Expr& association) {
  const Expr* what = association_find(association, Expr::string("Measurement"));
  if (!what) throw NetError("invmeas", "The measurement " + short_text(association) + " has no entry \"Measurement\".");
  MeasurementSpec measurement = read_measurement(*what);
  for (const AssociationEntry& entry : association.association().entries) {
    const std::string name = word_of(entry.key);
    if (name == "Measurement" || name == "ClassLabels") continue;
    if (name == "Key") measurement.name = word_of(entry.value);
    else if (name == "Output" || name == "NetPort") measurement.output = entry.value.has_head(sym::NetPort, 1) ? word_of(entry.value[0]) : word_of(entry.value);
    else if (name == "ClassAveraging") measurement.averaging = read_averaging(entry.value);
    else if (name == "Aggregation") measurement.aggregation = read_aggregation(entry.value);
    else if (name == "Interval") measurement.every_batch = word_of(entry.value) != "Round";
    else throw NetError("invmeas", '"' + name + "\" is not a setting of a measurement; \"Measurement\", \"Key\", \"Output\", \"ClassAveraging\", \"Aggregation\" and \"Interval\" are.");
  }
  return measurement;
}

// A function of an association of the batch's data and outputs by port.
MeasurementSpec custom_measurement(const Expr& function) {
  MeasurementSpec measurement;
  measurement.kind = Kind::Custom;
  measurement.name = short_text(function, 40);
  measurement.custom = [function](const std::vector<std::pair<std::string, array::Array>>& ports) {
    std::vector<AssociationEntry> entries;
    for (const auto& [name, values] : ports) entries.push_back({Expr::string(name), array_to_expr(values)});
    const Expr result = apply(function, {make_association(std::move(entries))});
    const auto number = machine_real(result);
    if (!number) throw NetError("invmeas", "The measurement " + short_text(function) + " gave " + short_text(result) + ", which is not a real number.");
    return *number;
  };
  return measurement;
}

}  // namespace

std::vector<std::string> measurement_names() {
  std::vector<std::string> names;
  for (const NamedKind& row : kNamed) names.emplace_back(row.name);
  for (const std::string_view name : nets::class_measurement_names()) names.emplace_back(name);
  return names;
}

nets::ClassAveraging read_averaging(const Expr& expr) {
  const std::string word = word_of(expr);
  if (word == "Macro") return nets::ClassAveraging::Macro;
  if (word == "Micro") return nets::ClassAveraging::Micro;
  if (word == "None" || word == "Automatic") return nets::ClassAveraging::None;
  throw NetError("invmeas", "The value " + short_text(expr) + " of \"ClassAveraging\" should be \"Macro\", \"Micro\" or None.");
}

MeasurementSpec read_measurement(const Expr& expr) {
  if (expr.is_association()) return read_suboptions(expr);
  if (expr.has_head(sym::NetPort)) return read_port(expr, Kind::Port);
  if (expr.has_head(sym::NetPortGradient)) return read_port(expr, Kind::Gradient);
  if (expr.has_head(sym::Function) || expr.has_head(sym::Composition) || expr.has_head(sym::RightComposition)) return custom_measurement(expr);
  MeasurementSpec measurement;
  std::string name = word_of(expr);
  if (expr.is_rule()) {
    name = word_of(expr[0]);
    if (name == "FScore") {
      const auto beta = machine_real(expr[1]);
      if (!beta || *beta <= 0) throw NetError("invmeas", "The beta in \"FScore\" -> beta should be a positive number.");
      measurement.beta = *beta;
    } else {
      const auto n = machine_integer(expr[1]);
      if ((name != "Accuracy" && name != "ErrorRate") || !n || *n < 1 || *n > 1000000) {
        throw NetError("invmeas", short_text(expr) + " is not a measurement: the n in \"Accuracy\" -> n and \"ErrorRate\" -> n should be a positive integer.");
      }
      measurement.top = static_cast<int>(*n);
      if (*n > 1) measurement.name = name + " -> " + std::to_string(*n);  // beside the plain one
    }
  }
  for (const NamedKind& row : kNamed) {
    if (name != row.name) continue;
    measurement.kind = row.kind;
    if (name == "CrossEntropy") measurement.name = name;
    return measurement;
  }
  for (const std::string_view known : nets::class_measurement_names()) {
    if (name != known) continue;
    measurement.kind = Kind::ClassMeasure;
    measurement.measure = name;
    return measurement;
  }
  std::string text = short_text(expr) + " is not a measurement of training.";
  const std::string nearest = nearest_name(name, measurement_names());
  if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
  throw NetError("invmeas", text);
}

std::vector<Expr> class_labels(const nets::Net& net, const std::string& output) {
  if (!net) return {};
  const int i = output.empty() ? (net.outputs().size() == 1 ? 0 : -1) : net.find_output(output);
  if (i < 0) return {};
  const nets::PortCoder* coder = net.outputs()[static_cast<std::size_t>(i)].coder.get();
  if (const auto* classes = dynamic_cast<const ClassCoder*>(coder)) return classes->labels();
  if (dynamic_cast<const BooleanCoder*>(coder) || net.outputs()[static_cast<std::size_t>(i)].type.is_scalar()) return {sym::False, sym::True};
  return {};
}

std::string measurement_key(const MeasurementSpec& spec) {
  if (!spec.name.empty()) return spec.name;
  if (spec.kind == Kind::ClassMeasure) return spec.measure;
  for (const NamedKind& row : kNamed) {
    if (row.kind == spec.kind && std::string_view(row.name) != "CrossEntropy") return row.name;
  }
  return {};
}

MeasurementLabels::MeasurementLabels(const nets::Net& net, const std::vector<MeasurementSpec>& specs) {
  for (const MeasurementSpec& spec : specs) labels_.emplace_back(measurement_key(spec), class_labels(net, spec.output));
}

Expr MeasurementLabels::label(const std::string& measurement, std::size_t i) const {
  for (const auto& [name, labels] : labels_) {
    if (name == measurement && i < labels.size()) return labels[i];
  }
  return Expr::integer(static_cast<std::int64_t>(i + 1));
}

Expr measurement_to_expr(const MeasurementValue& value, const std::string& name, const MeasurementLabels& labels) {
  using Shape = MeasurementValue::Shape;
  const auto number = [](double x) { return std::isfinite(x) ? Expr::real(x) : Expr(sym::Indeterminate); };
  switch (value.shape) {
    case Shape::Number: return number(value.number());
    case Shape::PerClass: {
      std::vector<AssociationEntry> entries;
      for (std::size_t i = 0; i < value.values.size(); ++i) entries.push_back({labels.label(name, i), number(value.values[i])});
      return make_association(std::move(entries));
    }
    case Shape::Matrix: {
      const auto n = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(value.values.size()))));
      std::vector<Expr> rows;
      for (std::size_t r = 0; r < n; ++r) {
        std::vector<Expr> row;
        for (std::size_t c = 0; c < n; ++c) row.push_back(Expr::integer(std::llround(value.values[r * n + c])));
        rows.push_back(make_list(std::move(row)));
      }
      return pack(make_list(std::move(rows)));
    }
    case Shape::Curves: {
      std::vector<AssociationEntry> entries;
      std::size_t at = 0;
      while (at < value.values.size()) {
        const auto points = static_cast<std::size_t>(value.values[at++]);
        std::vector<Expr> curve;
        for (std::size_t k = 0; k < points; ++k, at += 2) curve.push_back(make_list({number(value.values[at]), number(value.values[at + 1])}));
        entries.push_back({labels.label(name, entries.size()), make_list(std::move(curve))});
      }
      return make_association(std::move(entries));
    }
  }
  return Expr();
}

}  // namespace lykos::builtins
