// NetTrainResultsObject[...]["property"].
#include "builtins/nets/train_results.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string>

#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/training_progress.h"
#include "builtins/nets/values.h"
#include "evaluator/apply_hooks.h"
#include "expr/association.h"

namespace lykos::builtins {

using nets::NetError;
using nets::TrainResult;

namespace {

/// The results object: atomic; two objects are the same only if they are one.
class TrainResultsExpr final : public OpaqueNode {
 public:
  explicit TrainResultsExpr(std::shared_ptr<const TrainingRecord> record) : record_(std::move(record)) {}
  const std::shared_ptr<const TrainingRecord>& record() const { return record_; }
  Expr head() const override { return sym::NetTrainResultsObject; }
  bool equals(const OpaqueNode& other) const override { return record_ == static_cast<const TrainResultsExpr&>(other).record_; }
  std::uint64_t hash_value() const override { return std::hash<const void*>{}(record_.get()); }
  std::string summary() const override { return "NetTrainResultsObject[<" + std::to_string(record_->result.total_rounds) + " rounds>]"; }

 private:
  std::shared_ptr<const TrainingRecord> record_;
};

Expr real_expr(double x) { return std::isfinite(x) ? Expr::real(x) : Expr(sym::Indeterminate); }

Expr real_list(const std::vector<double>& values) {
  std::vector<Expr> list;
  list.reserve(values.size());
  for (double x : values) list.push_back(real_expr(x));
  return pack(make_list(std::move(list)));
}

Expr integer_list(const std::vector<std::int64_t>& values, std::int64_t offset = 0) {
  std::vector<Expr> list;
  list.reserve(values.size());
  for (std::int64_t n : values) list.push_back(Expr::integer(n + offset));
  return pack(make_list(std::move(list)));
}

Expr measurement_lists(const TrainingRecord& record, const nets::MeasurementHistory& history, const std::vector<double>& losses) {
  std::vector<AssociationEntry> entries{{Expr::string("Loss"), real_list(losses)}};
  for (const auto& [name, values] : history) {
    std::vector<Expr> list;
    for (const nets::MeasurementValue& value : values) list.push_back(measurement_to_expr(value, name, record.labels));
    entries.push_back({Expr::string(name), pack(make_list(std::move(list)))});
  }
  return make_association(std::move(entries));
}

Expr last_measurements(const TrainingRecord& record, const nets::MeasurementHistory& history, const std::vector<double>& losses) {
  std::vector<AssociationEntry> entries{{Expr::string("Loss"), losses.empty() ? missing("NotAvailable") : real_expr(losses.back())}};
  for (const auto& [name, values] : history) {
    entries.push_back({Expr::string(name), values.empty() ? missing("NotAvailable") : measurement_to_expr(values.back(), name, record.labels)});
  }
  return make_association(std::move(entries));
}

Expr last_of(const std::vector<double>& values) { return values.empty() ? missing("NotAvailable") : real_expr(values.back()); }

struct PropertyRow {
  const char* name;
  Expr (*value)(const TrainingRecord&);
};

Expr learning_rate_multipliers(const TrainingRecord& record) {
  std::vector<AssociationEntry> entries;
  for (const auto& [path, factor] : record.result.learning_rate_multipliers) {
    entries.push_back({path_to_expr(path), factor == 0 ? Expr(sym::None) : Expr::real(factor)});
  }
  return make_association(std::move(entries));
}

// Values over the rounds, of the validations too if there were any.
Expr plot_of(const TrainingRecord& record, const std::vector<double>& training, const std::vector<double>& validation) {
  const auto points = [](const std::vector<double>& values, const std::vector<std::int64_t>* positions) {
    std::vector<Expr> list;
    for (std::size_t i = 0; i < values.size(); ++i) list.push_back(make_list({Expr::integer(positions ? (*positions)[i] : static_cast<std::int64_t>(i + 1)), real_expr(values[i])}));
    return make_list(std::move(list));
  };
  if (validation.empty()) return apply(sym::ListLinePlot, {points(training, nullptr)});
  return apply(sym::ListLinePlot, {make_list({points(training, nullptr), points(validation, &record.result.validation_positions)})});
}

Expr loss_plot(const TrainingRecord& record) { return plot_of(record, record.result.round_losses, record.result.validation_losses); }

// Of a measurement that is one number; nothing for others.
std::optional<Expr> measurement_plot(const TrainingRecord& record, const std::string& name) {
  const auto numbers = [&](const nets::MeasurementHistory& history) {
    std::vector<double> values;
    for (const auto& [key, list] : history) {
      if (key != name) continue;
      for (const nets::MeasurementValue& value : list) {
        if (value.shape == nets::MeasurementValue::Shape::Number) values.push_back(value.number());
      }
    }
    return values;
  };
  const std::vector<double> training = numbers(record.result.round_measurements);
  if (training.empty()) return std::nullopt;
  return plot_of(record, training, numbers(record.result.validation_measurements));
}

Expr final_plots(const TrainingRecord& record) {
  std::vector<AssociationEntry> plots{{Expr::string("Loss"), loss_plot(record)}};
  for (const auto& [name, values] : record.result.round_measurements) {
    if (auto plot = measurement_plot(record, name)) plots.push_back({Expr::string(name), *plot});
  }
  return make_association(std::move(plots));
}

const PropertyRow kProperties[] = {
    {"ArraysLearningRateMultipliers", learning_rate_multipliers},
    {"BatchesPerRound", [](const TrainingRecord& r) { return Expr::integer(r.result.batches_per_round); }},
    {"BatchLossList", [](const TrainingRecord& r) { return real_list(r.result.batch_losses); }},
    {"BatchMeasurementsLists", [](const TrainingRecord& r) { return measurement_lists(r, r.result.batch_measurements, r.result.batch_losses); }},
    {"BatchPermutation", [](const TrainingRecord& r) { return integer_list(r.result.batch_permutation, 1); }},
    {"BatchSize", [](const TrainingRecord& r) { return Expr::integer(r.result.batch_size); }},
    {"BestValidationRound",
     [](const TrainingRecord& r) { return r.result.validation_losses.empty() ? missing("NotAvailable") : Expr::integer(r.result.best_validation_round); }},
    {"CheckpointingFiles", [](const TrainingRecord& r) { return string_list(r.result.checkpoint_files); }},
    {"ExampleLosses", [](const TrainingRecord& r) { return r.result.example_losses.empty() ? missing("NotAvailable") : real_list(r.result.example_losses); }},
    {"ExamplesProcessed", [](const TrainingRecord& r) { return Expr::integer(r.result.examples_processed); }},
    {"FinalLearningRate", [](const TrainingRecord& r) { return real_expr(r.result.final_learning_rate); }},
    {"FinalNet", [](const TrainingRecord& r) { return wrap_net(r.result.final_net); }},
    {"FinalPlots", final_plots},
    {"InitialLearningRate", [](const TrainingRecord& r) { return real_expr(r.result.initial_learning_rate); }},
    {"LossPlot", loss_plot},
    {"MeanBatchesPerSecond", [](const TrainingRecord& r) { return real_expr(r.result.mean_batches_per_second); }},
    {"MeanExamplesPerSecond", [](const TrainingRecord& r) { return real_expr(r.result.mean_examples_per_second); }},
    {"NetTrainInputForm",
     [](const TrainingRecord& r) {
       std::vector<Expr> args{wrap_net(r.input_net), r.training_data};
       args.insert(args.end(), r.options.begin(), r.options.end());
       return make_normal(sym::HoldForm, {make_normal(sym::NetTrain, std::move(args))});
     }},
    {"OptimizationMethod", [](const TrainingRecord& r) { return Expr::string(r.result.optimization_method); }},
    {"ReasonTrainingStopped", [](const TrainingRecord& r) { return Expr::string(r.result.reason_stopped); }},
    {"RoundLoss", [](const TrainingRecord& r) { return last_of(r.result.round_losses); }},
    {"RoundLossList", [](const TrainingRecord& r) { return real_list(r.result.round_losses); }},
    {"RoundMeasurements", [](const TrainingRecord& r) { return last_measurements(r, r.result.round_measurements, r.result.round_losses); }},
    {"RoundMeasurementsLists", [](const TrainingRecord& r) { return measurement_lists(r, r.result.round_measurements, r.result.round_losses); }},
    {"RoundPositions", [](const TrainingRecord& r) { return integer_list(r.result.round_positions); }},
    {"SkippedTrainingData", [](const TrainingRecord& r) { return Expr::integer(r.result.skipped_examples); }},
    {"TargetDevice", [](const TrainingRecord&) { return Expr::string("CPU"); }},
    {"TotalBatches", [](const TrainingRecord& r) { return Expr::integer(r.result.total_batches); }},
    {"TotalRounds", [](const TrainingRecord& r) { return Expr::integer(r.result.total_rounds); }},
    {"TotalTrainingTime", [](const TrainingRecord& r) { return real_expr(r.result.total_training_time); }},
    {"TrainedNet", [](const TrainingRecord& r) { return wrap_net(r.result.trained_net); }},
    {"TrainingExamples", [](const TrainingRecord& r) { return Expr::integer(r.result.training_examples); }},
    {"TrainingNet", [](const TrainingRecord& r) { return wrap_net(r.result.training_net); }},
    {"ValidationExamples", [](const TrainingRecord& r) { return Expr::integer(r.result.validation_examples); }},
    {"ValidationLoss", [](const TrainingRecord& r) { return last_of(r.result.validation_losses); }},
    {"ValidationLossList", [](const TrainingRecord& r) { return real_list(r.result.validation_losses); }},
    {"ValidationMeasurements", [](const TrainingRecord& r) { return last_measurements(r, r.result.validation_measurements, r.result.validation_losses); }},
    {"ValidationMeasurementsLists",
     [](const TrainingRecord& r) { return measurement_lists(r, r.result.validation_measurements, r.result.validation_losses); }},
    {"ValidationPositions", [](const TrainingRecord& r) { return integer_list(r.result.validation_positions); }},
};

// What a progress function may ask for beside the state of the moment.
constexpr const char* kRunningProperties[] = {
    "BatchLossList", "BatchMeasurementsLists", "BatchPermutation", "BestValidationRound", "CheckpointingFiles", "ExampleLosses", "InitialLearningRate",
    "MeanBatchesPerSecond", "MeanExamplesPerSecond", "OptimizationMethod", "RoundLossList", "RoundMeasurementsLists", "RoundPositions",
    "SkippedTrainingData", "TargetDevice", "TrainingExamples", "ValidationExamples", "ValidationLossList", "ValidationMeasurementsLists", "ValidationPositions"};

std::vector<std::string> property_names() {
  std::vector<std::string> names;
  for (const PropertyRow& row : kProperties) names.emplace_back(row.name);
  names.insert(names.end(), {"Properties", "ResultsObject"});
  std::sort(names.begin(), names.end());
  return names;
}

MaybeExpr results_hook(const Expr& head, std::span<const Expr> args) {
  const auto& record = static_cast<const TrainResultsExpr&>(head.opaque()).record();
  return guarded(sym::NetTrainResultsObject, [&]() -> Expr {
    if (args.size() != 1) throw NetError("invprop", "A results object is asked for one property, as in results[\"RoundLossList\"].");
    return training_property(record, args[0]);
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetTrainResultsObject",
     .attributes = kProtected | kReadProtected,
     .usage = "NetTrainResultsObject[...] holds the results of a NetTrain[net, data, All].\n"
              "NetTrainResultsObject[...][\"property\"] gives one of them; [\"Properties\"] lists all."},
};

}  // namespace

Expr wrap_training_record(std::shared_ptr<const TrainingRecord> record) { return make_opaque(new TrainResultsExpr(std::move(record))); }

void add_running_properties(const nets::TrainingProgress& progress, const MeasurementLabels& labels, const std::function<bool(const char*)>& wanted,
                            std::vector<AssociationEntry>& entries) {
  if (!progress.record || std::none_of(std::begin(kRunningProperties), std::end(kRunningProperties), wanted)) return;
  TrainingRecord record{{}, *progress.record, {}, {}, labels};
  record.result.mean_batches_per_second = progress.batches_per_second;
  record.result.mean_examples_per_second = progress.examples_per_second;
  for (const PropertyRow& row : kProperties) {
    const bool running = std::any_of(std::begin(kRunningProperties), std::end(kRunningProperties), [&](const char* name) { return std::string_view(name) == row.name; });
    if (running && wanted(row.name)) entries.push_back({Expr::string(row.name), row.value(record)});
  }
}

Expr training_property(const std::shared_ptr<const TrainingRecord>& record, const Expr& property) {
  if (property.is(sym::All)) return wrap_training_record(record);
  if (property.is_list()) {
    std::vector<Expr> values;
    for (const Expr& element : property.args()) values.push_back(training_property(record, element));
    return make_list(std::move(values));
  }
  const std::string name = word_of(property);
  if (name == "ResultsObject") return wrap_training_record(record);
  if (name == "Properties") return string_list(property_names());
  if (name == "LossEvolutionPlot") return loss_plot(*record);  // names of old
  if (name == "ErrorRateEvolutionPlot") return measurement_plot(*record, "ErrorRate").value_or(missing("NotAvailable"));
  for (const PropertyRow& row : kProperties) {
    if (name == row.name) return row.value(*record);
  }
  std::string text = short_text(property) + " is not a property of a training.";
  const std::string nearest = nearest_name(name, property_names());
  if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
  throw NetError("invprop", text + " The property \"Properties\" lists them.");
}

void register_net_train_results(Registry& r) {
  r.add(kBuiltins);
  set_apply_hook(sym::NetTrainResultsObject, results_hook);
}

}  // namespace lykos::builtins
