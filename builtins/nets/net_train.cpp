// NetTrain: reads net, data and options, runs the trainer, and answers with a net, properties or a results object.
#include <algorithm>
#include <memory>
#include <string>

#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/net_file.h"
#include "builtins/nets/register.h"
#include "builtins/nets/train_results.h"
#include "builtins/nets/training_checkpoint.h"
#include "builtins/nets/training_data.h"
#include "builtins/nets/training_options.h"
#include "builtins/nets/training_progress.h"
#include "builtins/nets/values.h"
#include "evaluator/apply_hooks.h"
#include "nets/train.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetError;

namespace {

// Lets property names fail before a long training rather than after it.
void check_property(const Expr& property) {
  auto empty = std::make_shared<TrainingRecord>();
  const std::vector<Expr> names = property.is_list() ? elements_of(property) : std::vector<Expr>{property};
  const Expr known = training_property(empty, Expr::string("Properties"));
  for (const Expr& name : names) {
    if (name.is(sym::All)) continue;
    const auto is_name = [&](const Expr& candidate) { return word_of(candidate) == word_of(name); };
    if (std::none_of(known.args().begin(), known.args().end(), is_name)) training_property(empty, name);
  }
}

// A stopping criterion is measured even if it is not listed among the measurements.
void add_criterion_measurement(TrainingSettings& settings) {
  nets::TrainOptions& options = settings.options;
  if (!options.stopping || options.stopping->custom || options.stopping->measurement == "Loss") return;
  for (const nets::MeasurementSpec& spec : options.measurements) {
    if (measurement_key(spec) == options.stopping->measurement) return;
  }
  options.measurements.push_back(read_measurement(Expr::string(options.stopping->measurement)));
}

// The first batch a generator is asked for.
DataGenerator::Batch first_batch(const Net& net, const nets::TrainOptions& options) {
  const auto varies = [](const nets::Port& port) { return port.type.has_varying(); };
  const bool varying = std::any_of(net.inputs().begin(), net.inputs().end(), varies);
  const std::int64_t size = options.batch_size > 0 ? options.batch_size : varying ? nets::kVaryingBatch : nets::kPlainBatch;
  return {options.resume ? options.resume->rounds + 1 : 1, options.resume ? options.resume->batches + 1 : 1, size};
}

// What a resumed training could not take over, or that there was nothing left to do.
void check_resumed(const Call& call, const nets::TrainOptions& options, const nets::TrainResult& result) {
  if (!options.resume) return;
  if (options.resume->method != result.optimization_method) {
    say(call.head(), "ckptmethod", "The checkpoint was made by the method \"" + options.resume->method + "\"; the training went on with \"" + result.optimization_method +
                                       "\", whose averages of gradients began anew.");
  }
  if (options.max_rounds && *options.max_rounds <= options.resume->rounds && options.resume->batches_in_round == 0) {
    say(call.head(), "ckptdone", "The net of the checkpoint has been trained for " + std::to_string(options.resume->rounds) +
                                     " rounds already, and MaxTrainingRounds -> " + std::to_string(*options.max_rounds) + " counts from the beginning. It is returned unchanged.");
  }
}

Expr train(Call& call) {
  const Net* given = as_net(call[0]);
  std::optional<Net> stored;  // a checkpoint: training goes on where it stood
  Expr training_state;
  if (!given && call[0].has_head(sym::File, 1) && call[0][0].is_string()) {
    std::string problem;
    stored = read_net_file(call[0][0].string_value(), problem, &training_state);
    if (!stored) throw NetError("invnet", "The file \"" + call[0][0].string_value() + "\" can't be read as a net: " + problem + '.');
    given = &*stored;
  }
  if (!given) throw NetError("invnet", short_text(call[0]) + " is not a net.");
  const Expr property = call.size() > 2 ? call[2] : Expr(sym::Automatic);
  if (!property.is(sym::Automatic)) check_property(property);

  TrainingSettings settings = read_training_options(call);
  nets::TrainOptions& options = settings.options;
  if (auto state = training_state_from_expr(training_state)) {
    state->record.checkpoint_files.push_back(call[0][0].string_value());  // the file could not list itself
    options.resume = std::move(state);
  }
  const Expr seeding = call.option(Expr::symbol("RandomSeeding"));
  if (options.resume && (seeding.is(sym::Inherited) || seeding.is(sym::Automatic))) options.seed = options.resume->seed;
  RawData data = read_training_data(call[1]);
  draw_sample(data, first_batch(*given, options));
  const Net net = refine_by_data(*given, data);

  options.target_is_vector = [&](const std::string& port) { return targets_are_vectors(data, net, port); };
  const nets::TrainingNet training = nets::attach_losses(net, options.loss, options.target_is_vector);
  if (settings.automatic_measurements) {
    const bool classifier = std::any_of(training.loss_kinds.begin(), training.loss_kinds.end(),
                                        [](const std::string& kind) { return kind.rfind("CrossEntropyLossLayer", 0) == 0; });
    if (classifier && training.loss_kinds.size() == 1) {
      nets::MeasurementSpec error_rate;
      error_rate.kind = nets::MeasurementSpec::Kind::ErrorRate;
      options.measurements.push_back(error_rate);
    }
  }
  const std::unique_ptr<nets::DataSource> source = make_data_source(net, training, data, options.precision);
  std::unique_ptr<nets::DataSource> validation;
  if (settings.validation_data) {
    try {
      RawData validation_data = read_training_data(*settings.validation_data);
      draw_sample(validation_data, {1, 1, first_batch(net, options).size});
      validation = make_data_source(net, training, validation_data, options.precision);
    } catch (const NetError& error) {
      throw NetError(error.tag(), std::string("In ValidationSet: ") + error.what(), error.path(), error.head());
    }
    options.validation = validation.get();
  }
  add_criterion_measurement(settings);
  const MeasurementLabels labels(net, options.measurements);
  TrainingReporter reporter(settings.reporting, settings.functions, labels);
  options.progress = [&](const nets::TrainingProgress& progress) { return reporter(progress); };
  // Functions of the user see every batch; a progress line needs no more than a few looks in a second.
  options.progress_interval = settings.functions.empty() ? 0.02 : 0;

  auto record = std::make_shared<TrainingRecord>();
  record->input_net = *given;
  record->training_data = call[1];
  record->options.assign(call.all_args().begin() + static_cast<std::ptrdiff_t>(call.size()), call.all_args().end());
  record->labels = labels;
  {
    nets::Trainer trainer(net, options);
    record->result = trainer.run(*source);
  }
  reporter.finish();
  check_resumed(call, options, record->result);
  if (record->result.reason_stopped == "WeightsDiverged") {
    const std::string& divergence = record->result.divergence;
    say(call.head(), "arrdiv", "The training diverged. " + divergence + (divergence.empty() ? "" : " ") +
                                   "The net of the last round with finite weights is returned. A smaller LearningRate or \"GradientClipping\" "
                                   "in Method may help.");
  }
  if (property.is(sym::Automatic)) return wrap_net(record->result.trained_net);
  return training_property(record, property);
}

// NetTrain[net, data], NetTrain[net, data, property], NetTrain[net, data, {property, ...}], NetTrain[net, data, All]
MaybeExpr builtin_NetTrain(Call& call) {
  return guarded(call.head(), [&]() -> Expr {
    try {
      return train(call);
    } catch (const NetError& error) {
      // Nothing to train is no failure: the net comes back as it is.
      if (error.tag() != "netnoparams" && error.tag() != "netfrozen") throw;
      say(error, call.head());
      return call[0];
    }
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetTrain",
     .fn = builtin_NetTrain,
     .arity = between(2, 3),
     .attributes = kProtected | kReadProtected,
     .usage = "NetTrain[net, {input1 -> output1, ...}] trains a net by giving it examples.\n"
              "NetTrain[net, {input1, ...} -> {output1, ...}] takes inputs and outputs as two lists.\n"
              "NetTrain[net, <|\"port1\" -> {...}, \"port2\" -> {...}, ...|>] takes a list for each port.\n"
              "NetTrain[net, f] takes batches from the function f, called with <|\"BatchSize\" -> n, ...|>.\n"
              "NetTrain[File[\"net.wlnet\"], data] goes on where a checkpoint of TrainingProgressCheckpointing stood.\n"
              "NetTrain[net, data, \"property\"] gives a property of the training; All gives a NetTrainResultsObject.",
     .options = "{BatchSize -> Automatic, LearningRate -> Automatic, LearningRateMultipliers -> Automatic, LossFunction -> Automatic, "
                "MaxTrainingRounds -> Automatic, Method -> Automatic, PerformanceGoal -> Automatic, RandomSeeding -> Inherited, "
                "TargetDevice -> \"CPU\", TimeGoal -> Automatic, TrainingProgressCheckpointing -> None, TrainingProgressFunction -> None, "
                "TrainingProgressMeasurements -> Automatic, TrainingProgressReporting -> Automatic, TrainingStoppingCriterion -> None, "
                "TrainingUpdateSchedule -> Automatic, ValidationSet -> None, WorkingPrecision -> Automatic}",
     .messages = {{"arrdiv", "`1`"}, {"nodata", "`1`"}, {"invtdata", "`1`"}, {"invnet", "`1`"}, {"unspecloss", "`1`"}, {"netnoparams", "`1`"},
                  {"netfrozen", "`1`"}, {"invinlen", "`1`"}, {"optpi", "`1`"}, {"badlrs", "`1`"}, {"invgenout", "`1`"}, {"invdataset", "`1`"}, {"optx", "`1`"}, {"ckptdone", "`1`"}, {"ckptmethod", "`1`"}}},
    {.name = "LearningRateMultipliers",
     .attributes = kProtected | kReadProtected,
     .usage = "LearningRateMultipliers -> {layer1 -> r1, ...} multiplies the learning rate of layers or arrays; 0 or None freezes them."},
    {.name = "LossFunction",
     .attributes = kProtected | kReadProtected,
     .usage = "LossFunction -> loss says what NetTrain makes small: Automatic, a loss layer, \"port\" -> loss layer, or an output port."},
    {.name = "MaxTrainingRounds",
     .attributes = kProtected | kReadProtected,
     .usage = "MaxTrainingRounds -> n is the number of times NetTrain goes through the training data."},
    {.name = "ValidationSet",
     .attributes = kProtected | kReadProtected,
     .usage = "ValidationSet -> data lets NetTrain choose the best net by data it is not trained on; Scaled[r] sets a part of the training data aside."},
    {.name = "TimeGoal",
     .attributes = kProtected | kReadProtected,
     .usage = "TimeGoal -> t is the time in seconds (or a Quantity) that NetTrain should take."},
    {.name = "TrainingProgressReporting",
     .attributes = kProtected | kReadProtected,
     .usage = "TrainingProgressReporting -> \"Print\" prints a line per round; None is silent; Automatic keeps a progress line on a terminal."},
    {.name = "TrainingProgressFunction",
     .attributes = kProtected | kReadProtected,
     .usage = "TrainingProgressFunction -> f applies f to an association of progress values after each batch; \"StopTraining\" as its result ends the training."},
    {.name = "TrainingProgressMeasurements",
     .attributes = kProtected | kReadProtected,
     .usage = "TrainingProgressMeasurements -> {\"ErrorRate\", ...} lists what NetTrain measures while it trains."},
    {.name = "TrainingProgressCheckpointing",
     .attributes = kProtected | kReadProtected,
     .usage = "TrainingProgressCheckpointing -> {\"Directory\", dir} saves the net after every round."},
    {.name = "TrainingStoppingCriterion",
     .attributes = kProtected | kReadProtected,
     .usage = "TrainingStoppingCriterion -> \"Loss\" ends a training when the loss no longer improves; <|\"Criterion\" -> ..., \"Patience\" -> n|> waits n rounds."},
    {.name = "TrainingUpdateSchedule",
     .attributes = kProtected | kReadProtected,
     .usage = "TrainingUpdateSchedule -> {group1, group2, ...} says which arrays each step of training updates, again and again; Automatic is all of them."},
};

// Comes before the options are checked by the evaluator, whose message would repeat all the training data.
MaybeExpr check_train_options(Call& call) {
  const std::vector<Expr> known = elements_of(default_options(sym::NetTrain));
  std::vector<std::string> names;
  for (const Expr& rule : known) names.push_back(word_of(rule[0]));
  for (std::size_t i = 2; i < call.all_args().size(); ++i) {
    const Expr& argument = call.all_args()[i];
    if (!is_option_rule(argument)) continue;
    const std::string name = word_of(argument[0]);
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    std::string text = name + " is not an option of NetTrain.";
    const std::string nearest = nearest_name(name, names);
    text += nearest.empty() ? " Options[NetTrain] lists them." : " Did you mean " + nearest + "?";
    say(call.head(), "optx", text);
    return failed();
  }
  return std::nullopt;
}

}  // namespace

void register_net_train(Registry& r) {
  r.add(kBuiltins);
  set_opaque_function(sym::NetTrain, check_train_options);
}

}  // namespace lykos::builtins
