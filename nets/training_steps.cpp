// Steps of a training: the optimiser with its settings for each array, learning rates, update schedules.
#include <algorithm>
#include <cmath>

#include "nets/training_run.h"

namespace lykos::nets {

void Trainer::Impl::make_optimizer() {
  const OptimizerOptions& o = options.optimizer;
  const bool adaptive = o.method == OptimizerMethod::Adam || o.method == OptimizerMethod::RmsProp;
  base_rate = options.learning_rate.value_or(o.learning_rate.value_or(adaptive ? 0.001 : 0.01));
  result.initial_learning_rate = result.final_learning_rate = base_rate;
  result.optimization_method = optimizer_name(o.method);
  array::OptimizerSettings s;
  switch (o.method) {
    case OptimizerMethod::Adam: s.method = array::OptimizerMethod::Adam; s.epsilon = 1e-5; break;
    case OptimizerMethod::Sgd: s.method = array::OptimizerMethod::StochasticGradientDescent; s.momentum = 0.93; break;
    case OptimizerMethod::SignSgd: s.method = array::OptimizerMethod::SignStochasticGradientDescent; s.momentum = 0.93; break;
    case OptimizerMethod::RmsProp: s.method = array::OptimizerMethod::RootMeanSquare; s.momentum = 0.9; s.epsilon = 1e-6; break;
  }
  s.beta1 = o.beta1.value_or(0.9);
  s.beta2 = o.beta2.value_or(0.999);
  s.beta = o.beta.value_or(0.95);
  s.momentum = o.momentum.value_or(s.momentum);
  s.epsilon = o.epsilon.value_or(s.epsilon);
  scheduled.assign(options.update_schedule.size(), {});
  const array::Arena arena = master->executable.parameters();
  std::map<int, Path> path_of;
  for (const LoweredArray& a : master->arrays) {
    if (a.parameter >= 0) path_of[a.parameter] = a.path;
  }
  for (const array::ArenaSegment& segment : arena.segments) {
    const Path& full = path_of[segment.parameter];
    const bool own = full.size() >= training.user_path.size() && std::equal(training.user_path.begin(), training.user_path.end(), full.begin());
    const Path path(full.begin() + static_cast<std::ptrdiff_t>(own ? training.user_path.size() : 0), full.end());
    const Net& net = own ? initialized : training.net;
    array::OptimizerSegment out;
    out.offset = segment.offset;
    out.size = segment.size;
    out.learning_rate_multiplier = multipliers[full];
    out.l2_regularization = o.l2_regularization.value_for(net, path);
    out.gradient_clip = o.gradient_clipping.value_for(net, path);
    out.weight_clip = o.weight_clipping.value_for(net, path);
    segments.push_back(out);
    for (std::size_t k = 0; k < options.update_schedule.size(); ++k) scheduled[k].push_back(options.update_schedule[k].value_for(net, path) != 0);
  }
  for (std::size_t k = 0; k < scheduled.size(); ++k) {
    if (std::find(scheduled[k].begin(), scheduled[k].end(), true) != scheduled[k].end()) continue;
    throw NetError("invtus", "Step " + std::to_string(k + 1) + " of TrainingUpdateSchedule refers to no array of the net.", {}, "NetTrain");
  }
  optimizer = std::make_unique<array::Optimizer>(s, arena.dtype, arena.size);
}

// The segments of the coming step. With a schedule, those whose turn it is not keep their values and moments, and their own count of steps.
std::span<const array::OptimizerSegment> Trainer::Impl::next_segments() {
  if (scheduled.empty()) return segments;
  turn.clear();
  const auto step = static_cast<std::size_t>(optimizer->steps_taken());
  for (std::size_t i = 0; i < segments.size(); ++i) {
    array::OptimizerSegment s = segments[i];
    std::size_t updates = 0;  // of this segment before this step
    for (std::size_t k = 0; k < scheduled.size(); ++k) {
      if (scheduled[k][i]) updates += step / scheduled.size() + (k < step % scheduled.size() ? 1 : 0);
    }
    s.steps_missed = static_cast<std::int64_t>(step - updates);
    if (!scheduled[step % scheduled.size()][i]) s.learning_rate_multiplier = 0;
    turn.push_back(s);
  }
  return turn;
}

// The learning rate of the batch just counted. A schedule is a function of the batches done and of all batches; with a time goal alone,
// their number is what the time so far promises.
double Trainer::Impl::scheduled_rate() {
  const OptimizerOptions& o = options.optimizer;
  double rate = base_rate;
  std::int64_t all = total_batches();
  if (options.time_goal && (!options.max_rounds || total_rounds >= kEndlessRounds)) {
    const double t = std::max(1e-9, elapsed());
    const std::int64_t here = absolute - first_batch;
    all = first_batch + std::max<std::int64_t>(here, static_cast<std::int64_t>(static_cast<double>(here) * std::min(1e9, *options.time_goal / t)));
  }
  const bool polynomial = o.schedule == ScheduleKind::Polynomial || (o.schedule == ScheduleKind::Default && o.method == OptimizerMethod::Sgd);
  if (polynomial) rate *= std::sqrt(std::max(0.0, 1 - static_cast<double>(absolute) / static_cast<double>(all + 1)));
  if (o.schedule == ScheduleKind::Custom && o.custom_schedule) rate *= o.custom_schedule(absolute, all);
  return rate;
}

}  // namespace lykos::nets
