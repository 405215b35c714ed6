// The training loop: rounds of batches, and what a round ends with.
#include "nets/train.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "nets/initialize.h"
#include "nets/training_run.h"

namespace lykos::nets {

// Everything up to the first batch. The net of the first batch is the master: its arenas hold the parameters.
void Trainer::Impl::prepare() {
  if (aborted()) throw NetAborted();
  prepare_arrays();
  prepare_data();
  result.training_net = training.net;
  plan_round();
  if (mixed) {
    data->begin_batch(options.resume ? options.resume->rounds + 1 : 1, options.resume ? options.resume->batches + 1 : 1, batch_size);
    cut_by_size(*data, batch_size);
    program(pieces[0].group, pieces[0].count);
  } else {
    program(batches[0].group, batches[0].count);
  }
  make_optimizer();

  length_estimated = !automatic_length();
  total_rounds = options.max_rounds.value_or(automatic_length() ? kMostRounds : std::numeric_limits<std::int64_t>::max() / (result.batches_per_round + 1));
  result.batch_losses.reserve(static_cast<std::size_t>(std::min<std::int64_t>(std::min(total_rounds, kMostRounds) * result.batches_per_round, 100000)));
  const MeasurementPlan& plan = master->plan;
  for (auto* lists : {&result.batch_measurements, &result.round_measurements, &result.validation_measurements}) {
    for (const std::string& name : plan.names()) lists->emplace_back(name, std::vector<MeasurementValue>{});
  }
  batch_totals = round_totals = plan.start();
  if (!data->is_generator()) result.example_losses.assign(static_cast<std::size_t>(data->size()), std::numeric_limits<double>::quiet_NaN());

  current = master;
  event.net = [this] { return current_net(); };
  event.weights = [this] { return values(true); };
  event.gradients = [this] { return gradients(); };
  if (!mixed) event.batch_data = [this] { return batch_data(*current); };
  event.batch_size = batch_size;
  for (Checkpoint& c : options.checkpoints) c.last_time = elapsed();
}

// One run of a program: the mean loss of the batch's own rows, whose measurements are added to those of the batch.
double Trainer::Impl::run_rows(const Batch& batch, std::span<const std::int64_t> indices, std::uint64_t step) {
  CompiledBatch& c = program(batch.group, batch.count);
  current = &c;
  if (several_sizes) {
    follow_master(c);
    c.executable.set_seed(options.seed, step);
  }
  feed(c, *data, indices);
  if (!c.plan.empty()) c.plan.read_targets(c.executable, batch.own);
  c.executable.run();
  array::rethrow_callback_error();
  if (!c.plan.empty()) c.plan.accumulate(c.executable, batch.own, batch_totals);
  keep_example_losses(c, indices.first(static_cast<std::size_t>(batch.own)));
  if (&c != master) {
    for (std::size_t i = 0; i < c.executable.program().states.size(); ++i) master->executable.set_state(static_cast<int>(i), c.executable.state(static_cast<int>(i)));
  }
  return batch_loss(c, batch.own);
}

namespace {

template <typename T>
void add_scaled(std::vector<char>& sum, const void* addend, std::int64_t count, double factor) {
  auto* to = reinterpret_cast<T*>(sum.data());
  const auto* from = static_cast<const T*>(addend);
  for (std::int64_t i = 0; i < count; ++i) to[i] += static_cast<T>(factor) * from[i];
}

}  // namespace

// A generated batch of examples of several sizes: a run for each size, whose gradients make one gradient, that of the whole batch.
double Trainer::Impl::run_by_size(const Batch& batch) {
  cut_by_size(*data, batch.count);
  double loss = 0;
  gradient_sum.clear();
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    const std::span<const std::int64_t> rows(piece_rows.data() + pieces[k].offset, static_cast<std::size_t>(pieces[k].count));
    const double part = static_cast<double>(pieces[k].count) / static_cast<double>(batch.count);
    loss += part * run_rows(pieces[k], rows, static_cast<std::uint64_t>(absolute) + (static_cast<std::uint64_t>(k) << 40));
    if (pieces.size() == 1 || !std::isfinite(loss)) return loss;
    const array::Arena arena = current->executable.gradients();
    gradient_sum.resize(static_cast<std::size_t>(arena.size * array::size_of(arena.dtype)));
    if (arena.dtype == array::DType::Real64) add_scaled<double>(gradient_sum, arena.data, arena.size, part);
    else add_scaled<float>(gradient_sum, arena.data, arena.size, part);
  }
  std::memcpy(current->executable.gradients().data, gradient_sum.data(), gradient_sum.size());
  return loss;
}

// Loss, gradients, one step of the optimiser, measurements and events of one batch.
void Trainer::Impl::train_batch(const Batch& batch) {
  const std::span<const std::int64_t> indices(order.data() + batch.offset, static_cast<std::size_t>(batch.count));
  for (MeasurementTotals& totals : batch_totals) totals.clear();
  data->begin_batch(round, absolute + 1, batch.count);
  const double loss = mixed ? run_by_size(batch) : run_rows(batch, indices, static_cast<std::uint64_t>(absolute));
  CompiledBatch& c = *current;
  ++absolute;
  ++in_round;
  result.examples_processed += batch.own;
  if (!std::isfinite(loss)) {
    diverged = true;
    result.divergence = "The loss became " + std::string(std::isnan(loss) ? "not a number" : "infinite") + " in batch " + std::to_string(in_round) + " of round " +
                        std::to_string(round) + ".";
    stop_reason = "WeightsDiverged";
    return;
  }
  const double rate = scheduled_rate();
  const array::Arena gradient_arena = c.executable.gradients();
  if (options.reduce_gradients) options.reduce_gradients(gradient_arena.data, gradient_arena.size, gradient_arena.dtype == array::DType::Real64);
  optimizer->step(master->executable.parameters().data, gradient_arena.data, next_segments(), rate);
  result.final_learning_rate = event.learning_rate = rate;
  result.batch_losses.push_back(loss);
  const double weight = static_cast<double>(batch.own);
  round_loss += loss * weight;
  round_count += weight;
  if (!c.plan.empty()) {
    c.plan.values(c.executable, batch_totals, batch_values);
    for (std::size_t i = 0; i < batch_values.size(); ++i) {
      if (c.plan.spec(i).every_batch) result.batch_measurements[i].second.push_back(batch_values[i].second);
      round_totals[i].add(batch_totals[i]);
    }
  }
  if (warm_start < 0) warm_start = elapsed();
  const bool timed = options.time_goal || options.progress || !length_estimated || std::any_of(options.checkpoints.begin(), options.checkpoints.end(), [](const Checkpoint& k) { return k.seconds > 0; });
  const double now = timed ? elapsed() : 0;
  if (!length_estimated && absolute - first_batch > 1 && now - warm_start > 0.5) estimate_length(now);
  if (options.progress && !options.progress_every_round && now - last_event >= options.progress_interval) {
    last_event = now;
    mark_event(loss, round_loss / round_count);
    event.batch_indices = indices;
    publish(TrainingProgress::Event::BatchComplete);
  }
  for (Checkpoint& checkpoint : options.checkpoints) {
    if (checkpoint.batches <= 0 || absolute % checkpoint.batches != 0) continue;
    mark_event(loss, round_loss / round_count);
    write_checkpoint(checkpoint, false);
  }
  if (options.time_goal && now >= *options.time_goal && stop_reason.empty()) stop_reason = "TimeGoal";
}

void Trainer::Impl::train_round() {
  if (round > 1) plan_round();
  if (!inside_round) {
    round_loss = round_count = 0;
    for (MeasurementTotals& totals : round_totals) totals.clear();
    in_round = 0;
  }
  inside_round = false;
  for (auto k = static_cast<std::size_t>(in_round); k < batches.size(); ++k) {
    if (aborted()) stop_reason = "UserAbort";
    if (!stop_reason.empty()) break;
    train_batch(batches[k]);
    if (diverged) break;
  }
}

// The end of a round, or of what was done of it.
void Trainer::Impl::finish_round() {
  const double mean_loss = round_loss / round_count;
  result.total_rounds = round;
  result.round_losses.push_back(mean_loss);
  result.round_positions.push_back(absolute);
  master->plan.values(master->executable, round_totals, round_values);
  for (std::size_t i = 0; i < round_values.size(); ++i) result.round_measurements[i].second.push_back(round_values[i].second);
  if (!parameters_finite()) {
    diverged = true;
    result.divergence = "Weights became infinite or not a number in round " + std::to_string(round) + ".";
    stop_reason = "WeightsDiverged";
    return;
  }
  save(sound);
  bool validated = false;
  double validation_loss = 0;
  if (validating() && (round % std::max<std::int64_t>(1, options.validation_interval) == 0 || round == total_rounds || !stop_reason.empty())) {
    validation_loss = validate_round();
    validated = true;
  }
  mark_event(result.batch_losses.back(), mean_loss);
  publish(TrainingProgress::Event::RoundComplete);
  if (options.stopping && stop_reason.empty() && (!validating() || validated) && should_stop(validation_loss, mean_loss)) stop_reason = "StoppingCriterion";
  checkpoint_round();
  if (!length_estimated && absolute - first_batch > 1 && (round == 1 || first_batch > 0)) estimate_length(elapsed());
}

double Trainer::Impl::validate_round() {
  const double loss = validate(options.validation ? *options.validation : *data, validation_indices, validation_values);
  event.validation_loss = loss;
  result.validation_losses.push_back(loss);
  result.validation_positions.push_back(round);
  for (std::size_t i = 0; i < validation_values.size(); ++i) result.validation_measurements[i].second.push_back(validation_values[i].second);
  const double worth = validation_worth(loss);
  if (worth < best_validation || result.best_validation_round == 0) {
    best_validation = worth;
    result.best_validation_round = round;
    best = sound;
  }
  return loss;
}

void Trainer::Impl::finish() {
  if (diverged) restore(sound);
  result.reason_stopped = stop_reason.empty() ? "MaxTrainingRounds" : stop_reason;
  result.total_batches = absolute;
  result.final_net = current_net();
  if (result.best_validation_round > 0) {
    restore(best);
    result.trained_net = current_net();
  } else {
    result.trained_net = result.final_net;
  }
  result.training_net = with_arrays(training.net, values(false));
  result.total_training_time = seconds_before + elapsed();
  if (result.total_training_time > 0) {
    result.mean_batches_per_second = static_cast<double>(absolute) / result.total_training_time;
    result.mean_examples_per_second = static_cast<double>(result.examples_processed) / result.total_training_time;
  }
  stop_reason = result.reason_stopped;  // a reply to the last event changes nothing
  publish(TrainingProgress::Event::TrainingComplete);
}

TrainResult Trainer::Impl::run(DataSource& source) {
  start = TrainingClock::now();
  data = &source;
  prepare();
  save(sound);
  if (options.resume) take_up(*options.resume);
  publish(TrainingProgress::Event::TrainingStarted);
  for (; stop_reason.empty() && round <= total_rounds; ++round) {
    train_round();
    if (diverged || round_count == 0) break;
    finish_round();
    if (diverged) break;
  }
  finish();
  return std::move(result);
}

Trainer::Trainer(const Net& net, TrainOptions options) : impl_(std::make_unique<Impl>()) {
  impl_->user = net;
  impl_->options = std::move(options);
  InitializeOptions init;
  init.seed = impl_->options.seed;
  impl_->initialized = net;
  impl_->training = attach_losses(net, impl_->options.loss, impl_->options.target_is_vector);
  // Attaching a loss may have taught the net shapes (a target's size): arrays are initialised inside the training net.
  impl_->training.net = initialize(impl_->training.net, init);
  impl_->initialized = *net_at(impl_->training.net, impl_->training.user_path);
}

Trainer::~Trainer() = default;
const std::vector<Port>& Trainer::ports() const { return impl_->training.net.inputs(); }
const TrainingNet& Trainer::training_net() const { return impl_->training; }
TrainResult Trainer::run(DataSource& data) { return impl_->run(data); }

}  // namespace lykos::nets
