// Checkpoints of a run, and taking up a run from one.
#include <algorithm>
#include <cstring>

#include "nets/training_run.h"
#include "nets/training_state.h"

namespace lykos::nets {

namespace {

// The array of that path in the type and shape of the one it is to replace; invalid if there is none that fits.
Array find_array(const NamedArrays& arrays, const Path& path, const Array& like) {
  const auto it = std::find_if(arrays.begin(), arrays.end(), [&](const auto& entry) { return entry.first == path; });
  if (it == arrays.end() || it->second.element_count() != like.element_count()) return {};
  return it->second.convert(like.dtype()).reshape(like.shape());
}

// The history under the names of this run, where the earlier one measured the same.
void take_history(const MeasurementHistory& from, MeasurementHistory& to) {
  for (auto& [name, values] : to) {
    for (const auto& [other, before] : from) {
      if (other == name) values = before;
    }
  }
}

}  // namespace

// Numbers in the layout of the parameter arena, as arrays: they go through the place of the parameters, which keep their values.
NamedArrays Trainer::Impl::arrays_of_arena(const void* numbers) {
  const array::Arena arena = master->executable.parameters();
  const std::size_t bytes = static_cast<std::size_t>(arena.size * array::size_of(arena.dtype));
  std::vector<char> kept(bytes);
  std::memcpy(kept.data(), arena.data, bytes);
  std::memcpy(arena.data, numbers, bytes);
  NamedArrays arrays;
  for (const LoweredArray& a : master->arrays) {
    if (a.parameter >= 0 && multipliers[a.path] != 0) arrays.emplace_back(a.path, master->executable.parameter(a.parameter));
  }
  std::memcpy(arena.data, kept.data(), bytes);
  return arrays;
}

Array Trainer::Impl::arena_of_arrays(const NamedArrays& arrays) {
  const array::Arena arena = master->executable.parameters();
  const std::size_t bytes = static_cast<std::size_t>(arena.size * array::size_of(arena.dtype));
  std::vector<char> kept(bytes);
  std::memcpy(kept.data(), arena.data, bytes);
  std::memset(arena.data, 0, bytes);
  for (const LoweredArray& a : master->arrays) {
    if (a.parameter < 0) continue;
    const Array values = find_array(arrays, a.path, master->executable.parameter(a.parameter));
    if (values.valid()) master->executable.set_parameter(a.parameter, values);
  }
  Array numbers(arena.dtype, {arena.size});
  std::memcpy(numbers.bytes(), arena.data, bytes);
  std::memcpy(arena.data, kept.data(), bytes);
  return numbers;
}

void Trainer::Impl::set_values(const NamedArrays& arrays) {
  for (const LoweredArray& a : master->arrays) {
    if (a.parameter < 0 && a.state < 0) continue;
    const Array values = find_array(arrays, a.path, a.parameter >= 0 ? master->executable.parameter(a.parameter) : master->executable.state(a.state));
    if (!values.valid()) continue;
    if (a.parameter >= 0) master->executable.set_parameter(a.parameter, values);
    else master->executable.set_state(a.state, values);
  }
}

NamedArrays Trainer::Impl::values_of(const Snapshot& snapshot) {
  Snapshot now;
  save(now);
  restore(snapshot);
  NamedArrays arrays = values(false);
  restore(now);
  return arrays;
}

TrainingState Trainer::Impl::state(bool round_over) {
  TrainingState s;
  s.method = result.optimization_method;
  s.seed = options.seed;
  s.batch_size = batch_size;
  s.training_examples = result.training_examples;
  s.rounds = round_over ? round : round - 1;
  s.batches = absolute;
  s.steps = optimizer->steps_taken();
  s.total_rounds = automatic_length() && length_estimated ? total_rounds : 0;
  s.seconds = seconds_before + elapsed();
  s.best_validation = best_validation;
  s.best_criterion = best_criterion;
  s.rounds_without_gain = rounds_without_gain;
  s.arrays = values(false);
  for (const Array& moment : optimizer->moments()) s.moments.push_back(arrays_of_arena(moment.bytes()));
  if (!round_over) {
    s.batches_in_round = in_round;
    s.round_loss = round_loss;
    s.round_count = round_count;
    for (const MeasurementTotals& totals : round_totals) s.round_totals.push_back(totals.numbers());
    s.sound = values_of(sound);
  }
  if (result.best_validation_round > 0) s.best = values_of(best);
  s.record = result;
  s.record.training_net = s.record.trained_net = s.record.final_net = Net();
  return s;
}

// After prepare(): the counters, arrays, moments and records of an earlier run.
void Trainer::Impl::take_up(const TrainingState& s) {
  set_values(s.arrays);
  if (s.method == result.optimization_method && s.moments.size() == optimizer->moments().size()) {
    std::vector<Array> moments;
    for (const NamedArrays& arrays : s.moments) moments.push_back(arena_of_arrays(arrays));
    optimizer->restore(s.steps, moments);
  }
  round = s.rounds + 1;
  absolute = first_batch = s.batches;
  master->executable.set_seed(options.seed, static_cast<std::uint64_t>(absolute));
  seconds_before = s.seconds;
  if (automatic_length() && s.total_rounds > 0) {
    total_rounds = s.total_rounds;
    length_estimated = true;
  }
  best_criterion = s.best_criterion;
  rounds_without_gain = s.rounds_without_gain;
  if (!s.best.empty() && validating()) {
    best_validation = s.best_validation;
    result.best_validation_round = s.record.best_validation_round;
    set_values(s.best);
    save(best);
  }
  // A round in progress goes on where it was, if its batches are the same.
  const bool inside = s.batches_in_round > 0 && s.batch_size == batch_size && s.training_examples == result.training_examples;
  if (inside) {
    in_round = s.batches_in_round;
    round_loss = s.round_loss;
    round_count = s.round_count;
    for (std::size_t i = 0; i < round_totals.size() && i < s.round_totals.size(); ++i) round_totals[i].set_numbers(s.round_totals[i]);
    inside_round = true;
    set_values(s.sound);
    save(sound);
  }
  set_values(s.arrays);
  if (!inside) save(sound);

  result.examples_processed = first_examples = s.record.examples_processed;
  result.total_rounds = s.record.total_rounds;
  result.final_learning_rate = s.record.final_learning_rate;
  result.batch_losses = s.record.batch_losses;
  result.round_losses = s.record.round_losses;
  result.round_positions = s.record.round_positions;
  result.checkpoint_files = s.record.checkpoint_files;
  if (validating()) {
    result.validation_losses = s.record.validation_losses;
    result.validation_positions = s.record.validation_positions;
    take_history(s.record.validation_measurements, result.validation_measurements);
  }
  take_history(s.record.batch_measurements, result.batch_measurements);
  take_history(s.record.round_measurements, result.round_measurements);
  if (s.record.example_losses.size() == result.example_losses.size()) result.example_losses = s.record.example_losses;
}

}  // namespace lykos::nets
