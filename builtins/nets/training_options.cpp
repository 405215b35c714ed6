// Options of NetTrain, one reader each.
#include "builtins/nets/training_options.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>

#include "builtins/nets/errors.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/measurement_values.h"
#include "builtins/nets/net_evaluate.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/net_file.h"
#include "builtins/nets/training_checkpoint.h"
#include "builtins/nets/training_progress.h"
#include "builtins/nets/values.h"
#include "evaluator/definitions.h"
#include "evaluator/registry.h"
#include "expr/association.h"

namespace lykos::builtins {

using nets::NetError;

namespace {

Expr call_option(const Call& call, const char* name) { return call.option(Expr::symbol(name)); }

[[noreturn]] void bad_option(const std::string& option, const Expr& value, const std::string& expected, const std::string& tag) {
  throw NetError(tag, "The value " + short_text(value) + " of " + option + " should be " + expected + '.');
}

std::optional<double> positive_number(const Expr& expr) {
  const auto x = machine_real(expr);
  return x && *x > 0 ? x : std::nullopt;
}

// The name of a counting unit: "Rounds", IndependentUnit["rounds"] ... in lower case and singular; "" for anything else.
std::string counting_unit(const Expr& unit) {
  std::string name = unit.has_head(sym::IndependentUnit, 1) ? word_of(unit[0]) : word_of(unit);
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (!name.empty() && name.back() == 's') name.pop_back();
  return name;
}

// {group1, group2, ...}: a group is a layer, a span of layers, a path, _, alternatives of these, or group^n for n steps.
void read_update_schedule(const Expr& schedule, std::vector<nets::PerArray>& steps) {
  if (schedule.is(sym::Automatic) || schedule.is(sym::None)) return;
  const auto refuse = [&] {
    bad_option("TrainingUpdateSchedule", schedule,
               "Automatic or a list of groups of arrays: layers, spans of layers, paths {layer, \"array\"}, _, group1 | group2, or group^n for n steps", "invtus");
  };
  const Expr groups = schedule.is_list() ? schedule : make_list({schedule});
  for (const Expr& item : groups.args()) {
    std::int64_t repeat = 1;
    Expr group = item;
    if (item.has_head(sym::Power, 2)) {
      const auto n = machine_integer(item[1]);
      if (!n || *n < 1 || *n > 100000) refuse();
      repeat = *n;
      group = item[0];
    }
    nets::ValueList rules;
    for (const Expr& part : group.has_head(sym::Alternatives) ? group.args() : std::span<const Expr>(&group, 1)) {
      auto pattern = read_value(part);
      if (!pattern || pattern->is_automatic() || pattern->is_none()) refuse();
      rules.emplace_back(nets::RulePair(std::move(*pattern), nets::Value(1)));
    }
    const nets::PerArray step = nets::parse_per_array(nets::Value(rules), 0);
    for (std::int64_t k = 0; k < repeat; ++k) steps.push_back(step);
  }
  if (steps.empty()) refuse();
}

// 3, "Round", "Batch", Quantity[3, "Rounds"], Quantity[100, "Batches"], Quantity[2, "Seconds"], Quantity[10, "Percent"]. A plain number counts
// rounds, but seconds for what is only shown.
Interval read_interval(const Expr& expr, const std::string& option) {
  const bool shown = option == "TrainingProgressReporting";
  if (const auto n = positive_number(expr)) return {shown ? Interval::Unit::Seconds : Interval::Unit::Rounds, *n};
  if (const auto seconds = read_seconds(expr)) return {Interval::Unit::Seconds, *seconds};
  const auto n = expr.has_head(sym::Quantity, 2) ? positive_number(expr[0]) : std::optional<double>(1);
  const std::string unit = counting_unit(expr.has_head(sym::Quantity, 2) ? expr[1] : expr);
  if (n && unit == "round") return {Interval::Unit::Rounds, *n};
  if (n && (unit == "batche" || unit == "batch")) return {Interval::Unit::Batches, *n};
  if (n && unit == "percent") return {Interval::Unit::Percent, *n};
  bad_option("\"Interval\" in " + option, expr,
             std::string("a number of ") + (shown ? "seconds" : "rounds") + ", Quantity[n, \"Batches\"], Quantity[n, \"Rounds\"], Quantity[n, \"Seconds\"] or Quantity[n, \"Percent\"]", "optpi");
}

// {what, "Interval" -> ..., "MinimumInterval" -> seconds}: reads the settings, gives what; the whole where there are none.
Expr without_interval(const Expr& given, const std::string& option, std::optional<Interval>& interval) {
  if (!given.is_list() || given.size() < 2) return given;
  for (std::size_t i = 1; i < given.size(); ++i) {
    const std::string name = given[i].is_rule() ? word_of(given[i][0]) : std::string();
    if (name != "Interval" && name != "MinimumInterval") return given;
  }
  double least = 0;
  for (std::size_t i = 1; i < given.size(); ++i) {
    if (word_of(given[i][0]) == "Interval") {
      interval = read_interval(given[i][1], option);
      continue;
    }
    auto seconds = read_seconds(given[i][1]);
    if (!seconds) seconds = machine_real(given[i][1]);
    if (!seconds || *seconds < 0) bad_option("\"MinimumInterval\" in " + option, given[i][1], "a number of seconds", "optpi");
    least = *seconds;
  }
  if (least > 0) {
    if (!interval) interval = Interval{Interval::Unit::Batches, 1};
    interval->least_seconds = least;
  }
  return given[0];
}

// ---- Method, LearningRate

// A schedule given as a function stays here; everything else of the method is read by nets/.
Expr without_custom_schedule(const Expr& method, Expr& schedule) {
  if (!method.is_list()) return method;
  std::vector<Expr> parts;
  for (const Expr& part : method.args()) {
    const bool custom = part.is_rule() && word_of(part[0]) == "LearningRateSchedule" && !part[1].is_string() && !part[1].is(sym::None) && !part[1].is(sym::Automatic);
    if (custom) {
      schedule = part[1];
    } else {
      parts.push_back(part);
    }
  }
  return make_list(std::move(parts));
}

void read_method(const Expr& method, nets::OptimizerOptions& optimizer) {
  Expr schedule;
  const Expr plain = without_custom_schedule(method, schedule);
  const auto value = read_value(plain);
  if (!value) bad_option("Method", method, "\"ADAM\", \"SGD\", \"RMSProp\" or \"SignSGD\", or a list of one of these and its suboptions", "optpi");
  optimizer = nets::parse_optimizer(*value);
  if (schedule.is_null()) return;
  optimizer.schedule = nets::ScheduleKind::Custom;
  optimizer.custom_schedule = [schedule](std::int64_t batch, std::int64_t total) {
    const Expr result = apply(schedule, {Expr::integer(batch), Expr::integer(total)});
    const auto factor = machine_real(result);
    if (!factor || !std::isfinite(*factor) || *factor < 0) {
      throw NetError("badlrs", "The learning rate schedule " + short_text(schedule) + " gave " + short_text(result) + " for batch " +
                                   std::to_string(batch) + " of " + std::to_string(total) + "; a number between 0 and 1 was expected.");
    }
    return *factor;
  };
}

// ---- LossFunction

double read_scale(const Expr& expr) {
  if (expr.has_head(sym::Scaled, 1)) {
    if (const auto x = machine_real(expr[0])) return *x;
  }
  bad_option("LossFunction", expr, "a port, a loss layer, \"port\" -> loss layer, or one of these -> Scaled[r]", "unspecloss");
}

nets::LossTerm read_loss_term(const Expr& expr) {
  nets::LossTerm term;
  if (expr.is_string()) {
    term.port = expr.string_value();
    return term;
  }
  if (const nets::Net* net = as_net(expr)) {
    term.layer = *net;
    return term;
  }
  if (expr.is_rule()) {
    if (expr[0].is_string() || as_net(expr[0])) {
      term = read_loss_term(expr[0]);
      const Expr& right = expr[1];
      if (right.has_head(sym::Scaled)) {
        term.scale = read_scale(right);
        return term;
      }
      if (expr[0].is_string() && right.is(sym::Automatic)) return term;
      if (expr[0].is_string()) {  // "port" -> layer, "port" -> (layer -> Scaled[r])
        const nets::LossTerm inner = read_loss_term(right);
        term.layer = inner.layer;
        term.scale = inner.scale;
        if (term.layer) return term;
      }
    }
  }
  if (expr.is_symbol() && nets::find_layer(symbol_name(expr))) {
    throw NetError("unspecloss", "The symbol " + symbol_name(expr) + " is given as LossFunction; " + symbol_name(expr) + "[...] is a layer.");
  }
  bad_option("LossFunction", expr, "a port, a loss layer, \"port\" -> loss layer, or one of these -> Scaled[r]", "unspecloss");
}

}  // namespace

std::vector<nets::LossTerm> read_loss(const Expr& expr) {
  std::vector<nets::LossTerm> terms;
  if (expr.is(sym::Automatic)) return terms;
  if ((expr.is_list() && expr.size() == 0) || (expr.is_association() && expr.association().entries.empty())) {
    bad_option("LossFunction", expr, "Automatic, a port, a loss layer, \"port\" -> loss layer, or one of these -> Scaled[r]", "unspecloss");
  }
  if (expr.is_list()) {
    for (const Expr& element : expr.args()) terms.push_back(read_loss_term(element));
  } else if (expr.is_association()) {
    for (const AssociationEntry& entry : expr.association().entries) terms.push_back(read_loss_term(make_rule(entry.key, entry.value)));
  } else {
    terms.push_back(read_loss_term(expr));
  }
  return terms;
}

namespace {

// ---- ValidationSet

void read_validation(const Expr& given, TrainingSettings& settings) {
  std::optional<Interval> interval;
  const Expr data = without_interval(given, "ValidationSet", interval);
  if (interval) {
    if (interval->unit != Interval::Unit::Rounds) bad_option("\"Interval\" in ValidationSet", given[1][1], "a number of rounds", "optpi");
    settings.options.validation_interval = std::max<std::int64_t>(1, std::llround(interval->amount));
  }
  if (data.is(sym::None) || data.is(sym::Automatic)) return;
  if (data.has_head(sym::Scaled, 1)) {
    const auto fraction = machine_real(data[0]);
    if (!fraction || *fraction <= 0 || *fraction >= 1) bad_option("ValidationSet", data, "data, None, or Scaled[r] with 0 < r < 1", "invtdata");
    settings.options.validation_fraction = *fraction;
    return;
  }
  settings.validation_data = data;
}

// What training should be sparing of. The programs are the same either way: a goal changes no result.
void check_performance_goal(const Expr& goal) {
  if (goal.is(sym::Automatic)) return;
  for (const Expr& one : goal.is_list() ? goal.args() : std::span<const Expr>(&goal, 1)) {
    const std::string word = word_of(one);
    if (word != "TrainingMemory" && word != "TrainingSpeed") {
      bad_option("PerformanceGoal", goal, "Automatic, \"TrainingMemory\", \"TrainingSpeed\" or a list of these", "perfgoal");
    }
  }
}

// A function of progress: anything that may be applied.
bool may_be_function(const Expr& expr) { return !expr.is_number() && !expr.is_string() && !expr.is_list() && !expr.is_association() && !expr.is_rule(); }

// ---- TrainingStoppingCriterion

nets::StoppingCriterion read_stopping(const Expr& expr, const MeasurementLabels& labels) {
  nets::StoppingCriterion criterion;
  const auto set_criterion = [&](const Expr& what) {
    if (what.is_string()) {
      if (what.string_value() != "Loss") read_measurement(what);  // says so if there is no such measurement
      criterion.measurement = what.string_value();
    } else if (what.is_list() && what.size() == 1) {
      criterion.measurement = word_of(what[0]);
    } else if (!may_be_function(what)) {
      bad_option("TrainingStoppingCriterion", what, "None, \"Loss\", the name of a measurement, a function, or <|\"Criterion\" -> one of these, \"Patience\" -> n, ...|>", "optpi");
    } else {
      // The function sees what a progress function sees.
      criterion.custom = [what, labels](const nets::TrainingProgress& progress) { return apply(what, {progress_association(progress, labels, what)}).is_true(); };
    }
  };
  if (!expr.is_association()) {
    set_criterion(expr);
    return criterion;
  }
  for (const AssociationEntry& entry : expr.association().entries) {
    const std::string name = word_of(entry.key);
    if (name == "Criterion") {
      set_criterion(entry.value);
      continue;
    }
    const auto x = machine_real(entry.value);
    if (!x || *x < 0) bad_option('"' + name + "\" in TrainingStoppingCriterion", entry.value, "a non-negative number", "optpi");
    if (name == "Patience") criterion.patience = std::llround(*x);
    else if (name == "InitialPatience") criterion.initial_patience = std::llround(*x);
    else if (name == "AbsoluteChange") criterion.absolute_change = *x;
    else if (name == "RelativeChange") criterion.relative_change = *x;
    else throw NetError("optpi", '"' + name + "\" is not a setting of TrainingStoppingCriterion; \"Criterion\", \"Patience\", \"InitialPatience\", \"AbsoluteChange\" and \"RelativeChange\" are.");
  }
  return criterion;
}

// ---- progress

// A function, or a symbol that stands for one: a symbol without a meaning is more likely a slip.
bool is_meaningful_function(const Expr& expr) {
  if (!may_be_function(expr) || expr.is(sym::True)) return false;
  if (!expr.is_symbol()) return true;
  const SymbolNode& node = expr.symbol_node();
  return (node.builtin && node.builtin->fn) || (node.definitions && !node.definitions->down.empty());
}

void read_reporting(const Expr& given, std::vector<Reporting>& reports) {
  Reporting reporting;
  const Expr what = without_interval(given, "TrainingProgressReporting", reporting.interval);
  const std::string word = word_of(what);
  if (what.is(sym::None) || what.is_false()) return;
  if (word == "Print") {
    reporting.kind = Reporting::Kind::Print;
  } else if (word == "Automatic" || word == "Panel" || word == "ProgressIndicator" || word == "True" || word == "All") {
    reporting.kind = Reporting::Kind::Line;
  } else if (what.has_head(sym::File, 1) && what[0].is_string()) {
    reporting.kind = Reporting::Kind::File;
    reporting.file = what[0].string_value();
  } else if (is_meaningful_function(what)) {
    reporting.kind = Reporting::Kind::Function;
    reporting.function = what;
  } else if (what.is_list() && what.size() > 0 && !reporting.interval) {
    for (const Expr& one : what.args()) read_reporting(one, reports);
    return;
  } else {
    bad_option("TrainingProgressReporting", given, "Automatic, None, \"Print\", \"ProgressIndicator\", \"Panel\", File[\"name\"], a function, {one of these, \"Interval\" -> ...} or a list of them", "invntrspec");
  }
  reports.push_back(std::move(reporting));
}

void read_progress_functions(const Expr& given, std::vector<ProgressFunction>& functions) {
  if (given.is(sym::None) || given.is(sym::Automatic)) return;
  const auto require_function = [&](const Expr& function) {
    if (!may_be_function(function)) bad_option("TrainingProgressFunction", function, "None, a function, {function, \"Interval\" -> ...} or a list of these", "optpi");
  };
  if (!given.is_list()) {
    require_function(given);
    functions.push_back({given, {}});
    return;
  }
  std::optional<Interval> interval;
  const Expr function = without_interval(given, "TrainingProgressFunction", interval);
  if (interval) {
    require_function(function);
    functions.push_back({function, *interval});
    return;
  }
  for (const Expr& element : given.args()) read_progress_functions(element, functions);
}

// 2.29e-2: a loss in the name of a file.
std::string loss_in_name(double loss) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2e", loss);
  std::string name = text;
  const std::size_t digits = name.find('e') + 2;  // behind the sign of the exponent
  if (digits < name.size()) {
    while (digits + 1 < name.size() && name[digits] == '0') name.erase(digits, 1);
    if (name[digits - 1] == '+') name.erase(digits - 1, 1);
  }
  return name;
}

// "starttime_counter_round_batch_loss.wlnet", with the validation's loss behind that of the round.
std::string checkpoint_name(const std::string& training, const nets::TrainingProgress& progress) {
  // As many digits as the last round and batch have, so that the names sort by time.
  const auto digits = [](std::int64_t total, int otherwise) { return total > 0 ? static_cast<int>(std::to_string(total).size()) : otherwise; };
  char text[64];
  std::snprintf(text, sizeof text, "_%0*lld_%0*lld_", digits(progress.total_rounds, 4), static_cast<long long>(progress.round), digits(progress.total_batches, 6),
                static_cast<long long>(progress.absolute_batch));
  std::string name = training + text + loss_in_name(progress.round_loss);
  if (progress.validation_loss) name += '_' + loss_in_name(*progress.validation_loss);
  return name + ".wlnet";
}

// {"Directory", dir}, {"File", file}, {"Function", f}, each with "Interval" -> ..., or a list of them; nets are written as Export writes them.
void read_checkpointing(const Expr& given, const std::string& training, nets::TrainOptions& options) {
  if (given.is(sym::None) || given.is(sym::Automatic)) return;
  if (given.is_list() && given.size() > 0 && std::all_of(given.args().begin(), given.args().end(), [](const Expr& e) { return e.is_list(); })) {
    for (const Expr& one : given.args()) read_checkpointing(one, training, options);
    return;
  }
  const std::string kind = given.is_list() && given.size() >= 2 ? word_of(given[0]) : std::string();
  if (kind != "Directory" && kind != "File" && kind != "Function") {
    bad_option("TrainingProgressCheckpointing", given, "None, {\"Directory\", dir}, {\"File\", file} or {\"Function\", f}", "optpi");
  }
  std::vector<Expr> settings(given.args().begin() + 1, given.args().end());
  std::optional<Interval> asked;
  const Expr target = without_interval(make_list(std::move(settings)), "TrainingProgressCheckpointing", asked);
  const Interval interval = asked.value_or(Interval{});
  nets::Checkpoint checkpoint;
  checkpoint.least_seconds = interval.least_seconds;
  switch (interval.unit) {
    case Interval::Unit::Seconds: checkpoint.seconds = interval.amount; break;
    case Interval::Unit::Rounds: checkpoint.rounds = std::max<std::int64_t>(1, std::llround(interval.amount)); break;
    case Interval::Unit::Batches: checkpoint.batches = std::max<std::int64_t>(1, std::llround(interval.amount)); break;
    case Interval::Unit::Percent: bad_option("\"Interval\" in TrainingProgressCheckpointing", given, "in rounds, batches or seconds", "optpi");
  }
  const Expr place = target.is_list() && target.size() > 0 ? target[0] : target;
  using StateMaker = std::function<nets::TrainingState()>;
  if (kind == "Function") {
    checkpoint.write = [place](const nets::Net& net, const nets::TrainingProgress& progress, const StateMaker&) {
      const Expr result = apply(place, {make_association({{Expr::string("Net"), wrap_net(net)},
                                                          {Expr::string("Round"), Expr::integer(progress.round)},
                                                          {Expr::string("AbsoluteBatch"), Expr::integer(progress.absolute_batch)},
                                                          {Expr::string("RoundLoss"), Expr::real(progress.round_loss)}})});
      return result.is_string() ? result.string_value() : std::string();
    };
    options.checkpoints.push_back(std::move(checkpoint));
    return;
  }
  const Expr path = place.has_head(sym::File, 1) ? place[0] : place;
  if (!path.is_string()) bad_option("TrainingProgressCheckpointing", given, "a file or directory name", "optpi");
  checkpoint.write = [kind, training, name = path.string_value()](const nets::Net& net, const nets::TrainingProgress& progress, const StateMaker& state) {
    std::filesystem::path file = name;
    std::error_code ignored;
    if (kind == "Directory") {
      std::filesystem::create_directories(file, ignored);
      file /= checkpoint_name(training, progress);
    }
    std::string problem;
    if (!write_net_file(net, file.string(), problem, training_state_to_expr(state()))) throw NetError("checkpoint", "The checkpoint \"" + file.string() + "\" can't be written: " + problem + '.');
    return file.string();
  };
  options.checkpoints.push_back(std::move(checkpoint));
}

// "2018-05-23T09-02-29_0": when a training began, and how many began before it.
std::string name_of_training() {
  static int count = 0;
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H-%M-%S", &parts);
  return std::string(text) + '_' + std::to_string(count++);
}

}  // namespace

std::optional<double> read_seconds(const Expr& expr) {
  if (!expr.has_head(sym::Quantity, 2)) return std::nullopt;
  const auto n = positive_number(expr[0]);
  const std::string unit = word_of(expr[1]);
  if (!n) return std::nullopt;
  if (unit == "Seconds" || unit == "Second" || unit == "s") return *n;
  if (unit == "Minutes" || unit == "Minute" || unit == "min") return *n * 60;
  if (unit == "Hours" || unit == "Hour" || unit == "h") return *n * 3600;
  if (unit == "Days" || unit == "Day") return *n * 86400;
  if (unit == "Milliseconds") return *n / 1000;
  return std::nullopt;
}

TrainingSettings read_training_options(Call& call) {
  TrainingSettings settings;
  nets::TrainOptions& options = settings.options;

  const Expr batch_size = call_option(call, "BatchSize");
  if (!batch_size.is(sym::Automatic)) {
    const auto n = machine_integer(batch_size);
    if (!n || *n < 1) bad_option("BatchSize", batch_size, "a positive integer or Automatic", "badbatch");
    options.batch_size = *n;
  }
  const Expr rounds = call_option(call, "MaxTrainingRounds");
  if (const auto seconds = read_seconds(rounds)) {
    options.time_goal = *seconds;
  } else if (is_infinity(rounds)) {
    options.max_rounds = nets::kEndlessRounds;
  } else if (!rounds.is(sym::Automatic)) {
    const bool counted = rounds.has_head(sym::Quantity, 2) && counting_unit(rounds[1]) == "round";
    const auto n = machine_integer(counted ? rounds[0] : rounds);
    if (!n || *n < 1) bad_option("MaxTrainingRounds", rounds, "a positive integer, Quantity[n, \"Rounds\"], a time such as Quantity[2, \"Minutes\"], Infinity or Automatic", "invrounds");
    options.max_rounds = std::min(*n, nets::kEndlessRounds);
  }
  const Expr time_goal = call_option(call, "TimeGoal");
  if (!time_goal.is(sym::Automatic) && !is_infinity(time_goal)) {
    auto seconds = read_seconds(time_goal);
    if (!seconds) seconds = positive_number(time_goal);
    if (!seconds) bad_option("TimeGoal", time_goal, "a number of seconds or a Quantity such as Quantity[2, \"Minutes\"]", "invtime");
    options.time_goal = *seconds;
  }
  read_method(call_option(call, "Method"), options.optimizer);
  const Expr learning_rate = call_option(call, "LearningRate");
  if (!learning_rate.is(sym::Automatic)) {
    const auto rate = positive_number(learning_rate);
    if (!rate) bad_option("LearningRate", learning_rate, "a positive number or Automatic", "optpi");
    options.learning_rate = *rate;
  }
  const Expr multipliers = call_option(call, "LearningRateMultipliers");
  if (!multipliers.is(sym::Automatic)) {
    const auto value = read_value(multipliers);
    if (!value) bad_option("LearningRateMultipliers", multipliers, "a number, None, or a list of rules from names, positions or paths to numbers", "arrpattnlist");
    options.learning_rate_multipliers = nets::parse_per_array(*value, 1, "LearningRateMultipliers");
  }
  options.loss = read_loss(call_option(call, "LossFunction"));
  options.precision = read_precision(call_option(call, "WorkingPrecision"));
  check_target_device(call_option(call, "TargetDevice"));
  options.seed = read_seed(call_option(call, "RandomSeeding"));
  read_validation(call_option(call, "ValidationSet"), settings);
  check_performance_goal(call_option(call, "PerformanceGoal"));

  const Expr measurements = call_option(call, "TrainingProgressMeasurements");
  if (!measurements.is(sym::Automatic)) {
    settings.automatic_measurements = false;
    if (measurements.is_list()) {
      for (const Expr& element : measurements.args()) options.measurements.push_back(read_measurement(element));
    } else if (!measurements.is(sym::None)) {
      options.measurements.push_back(read_measurement(measurements));
    }
  }
  const Expr stopping = call_option(call, "TrainingStoppingCriterion");
  if (stopping.is(sym::Automatic)) options.stopping.emplace();  // "Loss"
  else if (!stopping.is(sym::None)) options.stopping = read_stopping(stopping, MeasurementLabels(nets::Net(), {}));
  read_reporting(call_option(call, "TrainingProgressReporting"), settings.reporting);
  read_progress_functions(call_option(call, "TrainingProgressFunction"), settings.functions);
  read_checkpointing(call_option(call, "TrainingProgressCheckpointing"), name_of_training(), options);

  read_update_schedule(call_option(call, "TrainingUpdateSchedule"), options.update_schedule);
  return settings;
}

}  // namespace lykos::builtins
