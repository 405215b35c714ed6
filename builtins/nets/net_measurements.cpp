// NetMeasurements: how well a net does on data. The net is run in batches, its outputs are compared with the targets, and the
// measures themselves are plain functions of nets/measurements.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "builtins/nets/bound_inputs.h"
#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/measurement_values.h"
#include "builtins/nets/net_evaluate.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/training_data.h"
#include "builtins/nets/training_options.h"
#include "builtins/nets/values.h"
#include "expr/association.h"
#include "nets/graph.h"
#include "nets/information.h"
#include "nets/measurements.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using nets::Net;
using nets::NetError;
using nets::Port;

namespace {

constexpr std::int64_t kBatchSize = 128;

std::vector<float> as_floats(const Array& values) {
  const Array narrow = values.convert(DType::Real32);
  return {narrow.data<float>(), narrow.data<float>() + narrow.element_count()};
}

// Predictions and targets of one output, computed once for all measures.
class Comparison {
 public:
  Comparison(const Net& net, const std::string& output, const RawData& data, const nets::EvaluateOptions& options) : net_(net) {
    if (net_.outputs().empty()) throw NetError("invnet", "The net has no output ports.");
    const int position = output.empty() ? 0 : net_.find_output(output);
    if (position < 0) throw NetError("invmeas", "The measurement refers to the output \"" + output + "\", which the net does not have.");
    port_ = &net_.outputs()[static_cast<std::size_t>(position)];
    coder_ = dynamic_cast<const Coder*>(port_->coder.get());
    classes_ = dynamic_cast<const ClassCoder*>(port_->coder.get());
    boolean_ = dynamic_cast<const BooleanCoder*>(port_->coder.get());
    read_inputs(data);
    run(options);
    read_targets(data);
  }

  bool is_classifier() const { return class_count_ > 0; }
  int class_count() const { return class_count_; }
  const std::vector<float>& predictions() const { return predictions_; }
  const std::vector<int>& actual() const { return actual_; }
  const std::vector<float>& targets() const { return targets_; }
  const BoundInputs& inputs() const { return inputs_; }

  const std::vector<float>& numeric_targets() {
    if (is_classifier() || targets_.empty()) throw NetError("invmeas", "This measure needs numeric targets of the output's shape.");
    return targets_;
  }
  void require_classifier(const std::string& measure) const {
    if (!is_classifier()) {
      throw NetError("invmeas", "The measure \"" + measure + "\" needs a classifier: a net that gives probabilities of classes, and classes as targets.");
    }
  }
  /// Label of class 1, 2, ...
  Expr label(int c) const {
    if (classes_) return classes_->labels()[static_cast<std::size_t>(c - 1)];
    if (boolean_) return Expr::boolean(c == 2);
    return Expr::integer(c);
  }

 private:
  void read_inputs(const RawData& data) {
    if (data.generator || data.random) throw NetError("invtdata", "NetMeasurements needs data with targets.");
    std::vector<AssociationEntry> entries;
    for (const Port& port : net_.inputs()) {
      const RawData::Column* column = data.find(port.name);
      if (!column && net_.inputs().size() == 1) column = data.find("");
      if (!column) throw NetError("invtdata", "The data has nothing for the input port \"" + port.name + "\".");
      entries.push_back({Expr::string(port.name), column->values});
    }
    inputs_ = bind_inputs(net_, make_association(std::move(entries)), Batching::Many);
  }

  void run(nets::EvaluateOptions options) {
    if (options.batch_size == 0) options.batch_size = kBatchSize;
    nets::EvaluateRequest request;
    request.outputs.push_back({{}, port_->name});
    const std::vector<std::vector<Array>> outputs = run_bound(net_, inputs_, std::move(request), options).outputs;
    for (const Array& values : outputs[0]) {
      const std::vector<float> part = as_floats(values);
      predictions_.insert(predictions_.end(), part.begin(), part.end());
    }
  }

  void read_targets(const RawData& data) {
    const RawData::Column* column = data.find(port_->name);
    if (!column && net_.outputs().size() == 1) column = data.find("Target");
    if (!column && net_.outputs().size() == 1) column = data.find(RawData::kTarget);
    if (!column) return;  // measures of the output alone
    const auto count = static_cast<std::size_t>(data.count);
    const std::size_t per_example = predictions_.size() / std::max<std::size_t>(1, count);
    if (boolean_) {  // probabilities of False and True
      const PortColumn truth = read_port_data({port_->name, nets::PortType::real(), nets::PortRole::Target, nullptr}, column->values, Batching::Many, boolean_->converse().get());
      std::vector<float> both;
      for (float p : predictions_) both.insert(both.end(), {1 - p, p});
      predictions_ = std::move(both);
      for (float t : as_floats(truth.values)) actual_.push_back(t > 0.5F ? 2 : 1);
      class_count_ = 2;
      return;
    }
    const bool vectors = targets_are_vectors(data, net_, port_->name);
    const bool probabilities = port_->type.rank_known && port_->type.rank() == 1;
    if (probabilities && !vectors && per_example > 1) {
      class_count_ = static_cast<int>(per_example);
      Port target{port_->name, nets::PortType::index(class_count_), nets::PortRole::Target, nullptr};
      const auto coder = classes_ ? classes_->converse() : nullptr;
      const PortColumn indices = read_port_data(target, column->values, Batching::Many, coder.get());
      for (float t : as_floats(indices.values)) actual_.push_back(static_cast<int>(t));
      return;
    }
    Port target{port_->name, port_->type, nets::PortRole::Target, nullptr};
    const PortColumn values = read_port_data(target, column->values, Batching::Many);
    if (values.ragged()) {
      for (const Array& example : values.examples) {
        const std::vector<float> part = as_floats(example);
        targets_.insert(targets_.end(), part.begin(), part.end());
      }
    } else {
      targets_ = as_floats(values.values);
    }
    if (classes_) {  // vectors of probabilities as targets: the most probable class is the actual one
      class_count_ = static_cast<int>(per_example);
      for (std::size_t i = 0; i < count; ++i) {
        const auto first = targets_.begin() + static_cast<std::ptrdiff_t>(i * per_example);
        actual_.push_back(static_cast<int>(std::max_element(first, first + static_cast<std::ptrdiff_t>(per_example)) - first) + 1);
      }
    }
  }

  Net net_;
  const Port* port_ = nullptr;
  const Coder* coder_ = nullptr;
  const ClassCoder* classes_ = nullptr;
  const BooleanCoder* boolean_ = nullptr;
  BoundInputs inputs_;
  std::vector<float> predictions_, targets_;
  std::vector<int> actual_;
  int class_count_ = 0;
};

Expr number(double x) { return std::isfinite(x) ? Expr::real(x) : Expr(sym::Indeterminate); }

Expr per_class(const Comparison& c, const std::vector<double>& values) {
  std::vector<AssociationEntry> entries;
  for (std::size_t i = 0; i < values.size(); ++i) entries.push_back({c.label(static_cast<int>(i + 1)), number(values[i])});
  return make_association(std::move(entries));
}

Expr confusion_expr(const nets::ConfusionMatrix& m) {
  std::vector<Expr> rows;
  for (int a = 1; a <= m.classes(); ++a) {
    std::vector<Expr> row;
    for (int p = 1; p <= m.classes(); ++p) row.push_back(Expr::integer(m.count(a, p)));
    rows.push_back(make_list(std::move(row)));
  }
  return pack(make_list(std::move(rows)));
}

class Measurer {
 public:
  Measurer(const Net& net, const RawData& data, const nets::EvaluateOptions& options, std::vector<nets::LossTerm> loss)
      : net_(net), data_(data), options_(options), loss_(std::move(loss)) {}

  Expr measure(const Expr& what) {
    if (what.is_list()) {
      std::vector<Expr> values;
      for (const Expr& element : what.args()) values.push_back(measure(element));
      return make_list(std::move(values));
    }
    if (what.is_association()) return measure_with_settings(what);
    if (what.has_head(sym::NetPort)) return port_value(what);
    if (what.has_head(sym::NetArray) || what.has_head(sym::NetSharedArray)) return apply(sym::NetExtract, {wrap_net(net_), what});
    if (what.has_head(sym::Function)) return apply(what, {port_values()});
    if (const Net* loss = as_net(what)) {
      nets::LossTerm term;
      term.layer = *loss;
      term.port = output_;
      return loss_value({term});
    }
    std::string name = word_of(what);
    std::optional<Expr> detail;
    if (what.is_rule()) {
      name = word_of(what[0]);
      detail = what[1];
    }
    if (!detail || name == "Accuracy" || name == "ErrorRate" || name == "FScore") return named(name, detail, what);
    return of_class(named(name, {}, what), *detail, name);
  }

 private:
  // <|"Measurement" -> ..., "ClassAveraging" -> ..., "Aggregation" -> ..., "Output" -> port|>
  Expr measure_with_settings(const Expr& what) {
    const Expr* inner = association_find(what, Expr::string("Measurement"));
    if (!inner) throw NetError("invmeas", "The measurement " + short_text(what) + " has no entry \"Measurement\".");
    const auto averaging = averaging_;
    const auto aggregation = aggregation_;
    const std::string output = output_;
    for (const AssociationEntry& entry : what.association().entries) {
      const std::string name = word_of(entry.key);
      if (name == "ClassAveraging") averaging_ = read_averaging(entry.value);
      else if (name == "Aggregation") aggregation_ = read_aggregation(entry.value);
      else if (name == "Output" || name == "NetPort") output_ = entry.value.has_head(sym::NetPort, 1) ? word_of(entry.value[0]) : word_of(entry.value);
      else if (name != "Measurement" && name != "Key") {
        throw NetError("invmeas", '"' + name + "\" is not a setting of a measurement; \"Measurement\", \"Key\", \"Output\", \"ClassAveraging\" and \"Aggregation\" are.");
      }
    }
    const Expr value = measure(*inner);
    averaging_ = averaging;
    aggregation_ = aggregation;
    output_ = output;
    return value;
  }

  Comparison& comparison() {
    const auto at = comparisons_.find(output_);
    if (at != comparisons_.end()) return at->second;
    return comparisons_.try_emplace(output_, net_, output_, data_, options_).first->second;
  }

  // "Precision" -> class
  Expr of_class(const Expr& values, const Expr& label, const std::string& name) {
    const Expr* value = values.is_association() ? association_find(values, label) : nullptr;
    if (value) return *value;
    throw NetError("invmeas", "The measure \"" + name + "\" has no value for " + short_text(label) + (values.is_association() ? "; the classes are those of the net." : "."));
  }

  nets::ConfusionMatrix matrix(const std::string& name) {
    comparison().require_classifier(name);
    return nets::confusion_matrix(comparison().predictions(), comparison().actual(), comparison().class_count());
  }

  Expr named(const std::string& name, const std::optional<Expr>& detail, const Expr& what) {
    if ((name == "Accuracy" || name == "ErrorRate") && detail) {
      const auto n = machine_integer(*detail);
      if (!n || *n < 1) throw NetError("invmeas", "The n in \"" + name + "\" -> n should be a positive integer.");
      Comparison& c = comparison();
      c.require_classifier(name);
      const double accuracy = nets::top_accuracy(c.predictions(), c.actual(), c.class_count(), static_cast<int>(*n));
      return number(name == "Accuracy" ? accuracy : 1 - accuracy);
    }
    double beta = 1;
    if (name == "FScore" && detail) {
      const auto given = machine_real(*detail);
      if (!given || *given <= 0) throw NetError("invmeas", "The beta in \"FScore\" -> beta should be a positive number.");
      beta = *given;
    }
    if (name == "Loss") return loss_value(loss_);
    if (name == "ConfusionMatrix") return confusion_expr(matrix(name));
    if (name == "ConfusionMatrixPlot") return apply(sym::MatrixPlot, {confusion_expr(matrix(name))});
    if (name == "Entropy" || name == "Perplexity" || name == "MeanCrossEntropy" || name == "CrossEntropy") {
      Comparison& c = comparison();
      c.require_classifier(name);
      if (name == "Perplexity") return number(nets::perplexity(c.predictions(), c.actual(), c.class_count()));
      return number(nets::mean_cross_entropy(c.predictions(), c.actual(), c.class_count()));
    }
    if (name == "ROCCurve" || name == "AreaUnderROCCurve" || name == "ROCCurvePlot") return roc(name);
    using Regression = double (*)(std::span<const float>, std::span<const float>);
    static const std::pair<const char*, Regression> kRegression[] = {
        {"MeanSquare", nets::mean_square}, {"MeanDeviation", nets::mean_deviation}, {"StandardDeviation", nets::standard_deviation},
        {"RSquared", nets::r_squared}, {"FractionVarianceUnexplained", nets::fraction_variance_unexplained},
        {"IntersectionOverUnion", nets::intersection_over_union}};
    for (const auto& [regression, function] : kRegression) {
      if (name == regression) return number(function(comparison().predictions(), comparison().numeric_targets()));
    }
    for (const std::string_view known : nets::class_measurement_names()) {
      if (name != known) continue;
      nets::ClassMeasurement result;
      nets::class_measurement(name, matrix(name), result, averaging_, beta);
      return result.per_class ? per_class(comparison(), result.values) : number(result.values.empty() ? std::nan("") : result.values[0]);
    }
    const std::vector<std::string>& properties = nets::information_properties();
    if (std::find(properties.begin(), properties.end(), name) != properties.end()) return apply(sym::Information, {wrap_net(net_), what});
    const std::vector<std::string> candidates = measurement_names();
    std::string text = short_text(what) + " is not a measure.";
    const std::string nearest = nearest_name(name, candidates);
    if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
    throw NetError("invmeas", text);
  }

  Expr roc(const std::string& name) {
    Comparison& c = comparison();
    c.require_classifier(name);
    std::vector<AssociationEntry> entries;
    std::vector<double> areas;
    for (int i = 1; i <= c.class_count(); ++i) {
      const std::vector<nets::RocPoint> curve = nets::roc_curve(c.predictions(), c.actual(), c.class_count(), i);
      if (name == "AreaUnderROCCurve") {
        areas.push_back(nets::area_under_roc_curve(curve));
        continue;
      }
      std::vector<Expr> points;
      for (const nets::RocPoint& point : curve) points.push_back(make_list({number(point.false_positive_rate), number(point.true_positive_rate)}));
      entries.push_back({c.label(i), make_list(std::move(points))});
    }
    if (name == "AreaUnderROCCurve") return averaging_ == nets::ClassAveraging::None ? per_class(c, areas) : number(nets::macro_average(areas));
    if (name == "ROCCurvePlot") {
      std::vector<Expr> curves;
      for (const AssociationEntry& entry : entries) curves.push_back(entry.value);
      return apply(sym::ListLinePlot, {make_list(std::move(curves))});
    }
    return make_association(std::move(entries));
  }

  // What a function of one's own is applied to: all data and outputs by port.
  Expr port_values() {
    std::vector<AssociationEntry> entries = input_association().association().entries;
    for (const RawData::Column& column : data_.columns) {
      if (column.name.empty() || net_.find_input(column.name) >= 0) continue;
      entries.push_back({Expr::string(column.name == RawData::kTarget ? "Target" : column.name), column.values});
    }
    for (const Port& port : net_.outputs()) {
      const Expr name = Expr::string(port.name);
      const Expr values = evaluate_net(net_, std::vector<Expr>{input_association(), make_rule(name, sym::None)});
      for (AssociationEntry& entry : entries) {
        if (entry.key == name) entry.key = Expr::string("Target");  // the column of an output holds its targets
      }
      entries.push_back({name, values});
    }
    return make_association(std::move(entries));
  }

  // The values of a port, also inside of the net: their mean over the examples, or one number for all of them.
  Expr port_value(const Expr& port) {
    const Expr name = port.size() == 1 && port[0].is_list() && port[0].size() == 1 ? port[0][0] : port.size() == 1 ? port[0] : Expr();
    const bool own = name.is_string() && net_.find_output(name.string_value()) >= 0;
    // What a decoder reads are the numbers, not what it makes of them.
    const Expr values = evaluate_net(net_, std::vector<Expr>{input_association(), own ? make_rule(name, sym::None) : port});
    if (!aggregation_) return apply(sym::Mean, {values});
    const Expr all = apply(sym::Flatten, {values});
    using Aggregation = nets::MeasurementSpec::Aggregation;
    switch (*aggregation_) {
      case Aggregation::Mean: return apply(sym::Mean, {all});
      case Aggregation::Total: return apply(sym::Total, {all});
      case Aggregation::RootMeanSquare: return apply(Expr::symbol("RootMeanSquare"), {all});
      case Aggregation::StandardDeviation: {
        const auto root = machine_real(apply(Expr::symbol("RootMeanSquare"), {all})), mean = machine_real(apply(sym::Mean, {all}));
        return number(std::sqrt(std::max(0.0, root.value_or(0) * root.value_or(0) - mean.value_or(0) * mean.value_or(0))));
      }
      case Aggregation::Min: return apply(sym::Min, {all});
      case Aggregation::Max: return apply(sym::Max, {all});
    }
    return all;
  }

  Expr input_association() {
    std::vector<AssociationEntry> entries;
    for (const Port& port : net_.inputs()) {
      const RawData::Column* column = data_.find(port.name);
      if (!column && net_.inputs().size() == 1) column = data_.find("");
      if (column) entries.push_back({Expr::string(port.name), column->values});
    }
    return make_association(std::move(entries));
  }

  // A loss: its mean over the data. Without terms it is the one that NetTrain would take.
  Expr loss_value(const std::vector<nets::LossTerm>& terms) {
    const nets::TrainingNet training =
        nets::attach_losses(net_, terms, [&](const std::string& port) { return targets_are_vectors(data_, net_, port); });
    std::vector<PortColumn> columns = bind_columns(net_, training, data_);
    BoundInputs inputs;
    inputs.batch = data_.count;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      inputs.ragged |= columns[i].ragged();
      inputs.ports.push_back(training.net.inputs()[i].name);
      inputs.columns.push_back(std::move(columns[i]));
    }
    nets::EvaluateRequest request;
    for (const std::string& port : training.loss_ports) request.outputs.push_back({{}, port});
    nets::EvaluateOptions options = options_;
    if (options.batch_size == 0) options.batch_size = kBatchSize;
    const std::vector<std::vector<Array>> outputs = run_bound(training.net, inputs, std::move(request), options).outputs;
    double total = 0;
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      double sum = 0;
      std::int64_t count = 0;
      for (const Array& values : outputs[k]) {
        for (std::int64_t i = 0; i < values.element_count(); ++i) sum += values.real_at(i);
        count += values.element_count();
      }
      total += training.scales[k] * sum / static_cast<double>(count);
    }
    return number(total);
  }

  const Net& net_;
  const RawData& data_;
  nets::EvaluateOptions options_;
  std::vector<nets::LossTerm> loss_;  // what "Loss" is; none: the loss that NetTrain would take
  nets::ClassAveraging averaging_ = nets::ClassAveraging::None;
  std::optional<nets::MeasurementSpec::Aggregation> aggregation_;
  std::string output_;  // "": the first
  std::map<std::string, Comparison> comparisons_;
};

// NetMeasurements[net, data, measure], NetMeasurements[net, data, {measure1, ...}]
MaybeExpr builtin_NetMeasurements(Call& call) {
  return guarded(call.head(), [&]() -> Expr {
    const Net* net = as_net(call[0]);
    if (!net) throw NetError("invnet", short_text(call[0]) + " is not a net.");
    nets::EvaluateOptions options;
    for (const char* name : {"BatchSize", "NetEvaluationMode", "RandomSeeding", "TargetDevice", "WorkingPrecision"}) {
      const Expr value = call.option(Expr::symbol(name));
      if (!value.is_null()) read_evaluation_option(name, value, options);
    }
    RawData data = read_training_data(call[1]);
    load_file(data);
    return Measurer(*net, data, options, read_loss(call.option(Expr::symbol("LossFunction")))).measure(call[2]);
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetMeasurements",
     .fn = builtin_NetMeasurements,
     .arity = exactly(3),
     .attributes = kProtected | kReadProtected,
     .usage = "NetMeasurements[net, data, measure] measures how well net does on data, such as \"Accuracy\" or \"MeanSquare\".\n"
              "NetMeasurements[net, data, {measure1, measure2, ...}] gives several measures.",
     .options = "{BatchSize -> Automatic, LossFunction -> Automatic, NetEvaluationMode -> \"Test\", RandomSeeding -> Automatic, TargetDevice -> \"CPU\", "
                "WorkingPrecision -> Automatic}"},
};

}  // namespace

void register_net_measurements(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
