// What a training tells while it runs, and what it decides by it: progress events, stopping criteria, checkpoints, the automatic length.
#include <algorithm>
#include <cmath>

#include "nets/training_run.h"

namespace lykos::nets {

namespace {

// The automatic length of a training: about this long, within bounds.
constexpr double kAutomaticSeconds = 20;
constexpr std::int64_t kLeastRounds = 10;

// The measurement a stopping criterion looks at, and whether less of it is better.
std::pair<double, bool> criterion_value(const StoppingCriterion& criterion, const MeasurementPlan& plan, const MeasurementList& values, double loss) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].first == criterion.measurement) return {macro_average(values[i].second.values), plan.smaller_is_better(i)};
  }
  return {loss, true};
}

}  // namespace

void Trainer::Impl::publish(TrainingProgress::Event kind) {
  event.event = kind;
  event.time_elapsed = elapsed();
  event.total_rounds = (options.time_goal && !options.max_rounds) || total_rounds >= kEndlessRounds ? 0 : total_rounds;
  event.total_batches = event.total_rounds * result.batches_per_round;
  event.examples_processed = result.examples_processed;
  double fraction = event.total_batches > 0 ? static_cast<double>(absolute) / static_cast<double>(event.total_batches) : 0;
  if (options.time_goal) fraction = std::max(fraction, event.time_elapsed / *options.time_goal);
  event.progress_fraction = std::min(1.0, fraction);
  event.time_remaining = fraction > 0 ? event.time_elapsed * (1 - event.progress_fraction) / fraction : 0;
  event.batches_per_second = event.time_elapsed > 0 ? static_cast<double>(absolute - first_batch) / event.time_elapsed : 0;
  event.examples_per_second = event.time_elapsed > 0 ? static_cast<double>(result.examples_processed - first_examples) / event.time_elapsed : 0;
  event.batch_measurements = &batch_values;
  event.round_measurements = &round_values;
  event.validation_measurements = &validation_values;
  event.record = &result;
  if (!options.progress) return;
  const ProgressReply reply = options.progress(event);
  if (reply != ProgressReply::Continue && stop_reason.empty()) stop_reason = reply == ProgressReply::StopTraining ? "Callback" : "UserAbort";
}

// Where the run is, for the next event or checkpoint.
void Trainer::Impl::mark_event(double batch_loss_value, double mean_loss) {
  event.round = round;
  event.batch = in_round;
  event.absolute_batch = absolute;
  event.batch_loss = batch_loss_value;
  event.round_loss = mean_loss;
}

// How good a validation was: less is better. The best net is that of the least loss, or of the measurement that decides when to stop.
double Trainer::Impl::validation_worth(double validation_loss) const {
  if (!options.stopping || options.stopping->custom) return validation_loss;
  const auto [value, smaller] = criterion_value(*options.stopping, master->plan, validation_values, validation_loss);
  return smaller ? value : -value;
}

bool Trainer::Impl::should_stop(double validation_loss, double mean_loss) {
  const StoppingCriterion& s = *options.stopping;
  const auto [value, smaller] = criterion_value(s, master->plan, validating() ? validation_values : round_values, validating() ? validation_loss : mean_loss);
  const double gain = smaller ? best_criterion - value : value - best_criterion;
  const double needed = std::max(s.absolute_change, s.relative_change * std::fabs(best_criterion));
  const bool first = result.round_losses.size() == 1 || (validating() && result.validation_losses.size() == 1);
  if (first || gain > needed) {
    best_criterion = value;
    rounds_without_gain = 0;
  } else {
    ++rounds_without_gain;
  }
  return s.custom ? s.custom(event) : round > s.initial_patience && rounds_without_gain > s.patience;
}

void Trainer::Impl::write_checkpoint(Checkpoint& checkpoint, bool round_over) {
  const double now = elapsed();
  if (checkpoint.least_seconds > 0 && now - checkpoint.last_time < checkpoint.least_seconds) return;
  checkpoint.last_time = now;
  std::string file = checkpoint.write(current_net(), event, [&] { return state(round_over); });
  std::erase(result.checkpoint_files, file);  // written over
  result.checkpoint_files.push_back(std::move(file));
}

void Trainer::Impl::checkpoint_round() {
  for (Checkpoint& c : options.checkpoints) {
    const bool by_round = c.rounds > 0 && round % c.rounds == 0;
    const bool by_time = c.seconds > 0 && elapsed() - c.last_time >= c.seconds;
    if (by_round || by_time) write_checkpoint(c, true);
  }
}

// The number of rounds that fill the automatic time, by the pace since the first batch.
void Trainer::Impl::estimate_length(double now) {
  const double per_batch = std::max(1e-9, (now - warm_start) / static_cast<double>(absolute - first_batch - 1));
  total_rounds = std::clamp(static_cast<std::int64_t>(kAutomaticSeconds / (per_batch * static_cast<double>(batches.size()))), kLeastRounds, kMostRounds);
  length_estimated = true;
}

}  // namespace lykos::nets
