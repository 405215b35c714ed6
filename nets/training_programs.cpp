// The compiled programs of a training: their parameters and states, what their runs give, validation.
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "array/gradients.h"
#include "array/bulk.h"
#include "nets/shape_inference.h"
#include "nets/training_run.h"

namespace lykos::nets {

using array::DType;

namespace {

// Programs for many sizes and numbers of rows are kept while they are few or small.
constexpr std::size_t kProgramsKept = 64, kMostPrograms = 1024;
constexpr std::int64_t kProgramBytesKept = std::int64_t{1} << 29;

std::size_t arena_bytes(const array::Arena& a) { return static_cast<std::size_t>(a.size * array::size_of(a.dtype)); }

}  // namespace

void Trainer::Impl::prepare_arrays() {
  require_matches(initialized, options.learning_rate_multipliers, "LearningRateMultipliers");
  require_matches(initialized, options.optimizer.l2_regularization, "\"L2Regularization\" of Method");
  require_matches(initialized, options.optimizer.gradient_clipping, "\"GradientClipping\" of Method");
  require_matches(initialized, options.optimizer.weight_clipping, "\"WeightClipping\" of Method");
  const auto own = effective_learning_rate_multipliers(initialized, options.learning_rate_multipliers);
  result.learning_rate_multipliers = own;
  for (const auto& [path, m] : effective_learning_rate_multipliers(training.net, PerArray(1))) multipliers[path] = m;
  for (const auto& [path, m] : own) {
    Path full = training.user_path;
    full.insert(full.end(), path.begin(), path.end());
    multipliers[full] = m;
  }
  bool any = false, free = false;
  for (const ArrayEntry& e : array_entries(training.net)) {
    if (e.spec->role != ArrayRole::Trainable) continue;
    any = true;
    free |= multipliers[e.path] != 0;
  }
  if (!any) throw NetError("netnoparams", "The net has no trainable arrays; it is returned unchanged.", {}, "NetTrain");
  if (!free) throw NetError("netfrozen", "All arrays of the net are frozen by LearningRateMultipliers; it is returned unchanged.", {}, "NetTrain");
}

std::unique_ptr<CompiledBatch> Trainer::Impl::compile_batch(int group, std::int64_t batch, Mode mode) {
  const ExampleSizes& dimensions = groups[static_cast<std::size_t>(group)];
  const Net net = dimensions.empty() ? training.net : with_input_dimensions(training.net, dimensions);
  LowerOptions lowering;
  lowering.mode = mode;
  lowering.precision = options.precision;
  lowering.batch = batch;
  lowering.arrays = ArrayTreatment::Parameters;
  lowering.frozen = [this](const Path& path) {
    const auto it = multipliers.find(path);
    return it != multipliers.end() && it->second == 0;
  };
  LoweredNet lowered = lower(net, lowering);
  auto c = std::make_unique<CompiledBatch>();
  c->batch = batch;
  array::Builder b(lowered.program);
  // Loss of every example: the scaled sum of the losses.
  ValueId total = array::kNoValue;
  for (std::size_t i = 0; i < training.loss_ports.size(); ++i) {
    ValueId loss = lowered.outputs[static_cast<std::size_t>(net.find_output(training.loss_ports[i]))];
    if (b.rank(loss) > 1) {
      array::Shape axes;
      for (int a = 1; a < b.rank(loss); ++a) axes.push_back(a);
      loss = b.reduce(array::Reduction::Mean, loss, axes);
    }
    if (training.scales[i] != 1) loss = b.scale(loss, training.scales[i]);
    total = total == array::kNoValue ? loss : b.add(total, loss);
  }
  b.output("loss", total);
  c->plan.attach(options.measurements, training, initialized, lowered, batch);
  if (mode == Mode::Train) {
    std::vector<ValueId> wanted;
    for (const LoweredArray& a : lowered.arrays) {
      if (a.parameter >= 0 && multipliers[a.path] != 0) wanted.push_back(a.value);
    }
    array::append_training_gradients(lowered.program, b.reduce_all(array::Reduction::Mean, total), wanted);
  }
  array::CompileOptions compile_options;
  compile_options.threads = options.threads;
  compile_options.training_layout = !several_sizes;  // with several programs the arenas must have one layout
  c->executable = array::compile(lowered.program, compile_options);
  c->executable.set_seed(options.seed, 0);
  const array::Program& p = c->executable.program();
  for (std::size_t i = 0; i < p.inputs.size(); ++i) {
    c->feeds.push_back({static_cast<int>(i), p.shape(p.inputs[i]).element_count() / batch, p.dtype(p.inputs[i])});
    if (is_integer(c->feeds.back().type)) scratch.resize(std::max(scratch.size(), static_cast<std::size_t>(p.shape(p.inputs[i]).element_count())));
  }
  c->arrays = std::move(lowered.arrays);
  for (const LoweredArray& a : c->arrays) {
    if (a.parameter >= 0) c->executable.set_parameter(a.parameter, a.initial);
    if (a.state >= 0) c->executable.set_state(a.state, a.initial);
  }
  return c;
}

CompiledBatch& Trainer::Impl::program(int group, std::int64_t batch) {
  std::unique_ptr<CompiledBatch>& slot = programs[{group, batch}];
  if (!slot) {
    auto fresh = compile_batch(group, batch, Mode::Train);
    std::int64_t bytes = 0;
    for (const auto& [key, one] : programs) {
      if (one) bytes += one->executable.arena_bytes() + 2 * static_cast<std::int64_t>(arena_bytes(one->executable.parameters()));
    }
    if (programs.size() > kMostPrograms || (programs.size() > kProgramsKept && bytes > kProgramBytesKept)) {
      std::erase_if(programs, [&](const auto& entry) { return entry.second.get() != master; });
    }
    std::unique_ptr<CompiledBatch>& place = programs[{group, batch}];
    place = std::move(fresh);
    if (!master) master = place.get();
    return *place;
  }
  return *slot;
}

// Brings another program's parameters and states to those of the master.
void Trainer::Impl::follow_master(CompiledBatch& c) {
  if (&c == master) return;
  const array::Arena from = master->executable.parameters(), to = c.executable.parameters();
  if (from.size != to.size) throw std::logic_error("[train] programs of one net differ in their parameters");
  std::memcpy(to.data, from.data, arena_bytes(from));
  for (std::size_t i = 0; i < c.executable.program().states.size(); ++i) {
    c.executable.set_state(static_cast<int>(i), master->executable.state(static_cast<int>(i)));
  }
}

// Mean over the first rows of the losses of the last run.
double Trainer::Impl::batch_loss(CompiledBatch& c, std::int64_t rows) const {
  const void* buffer = c.executable.output_buffer(0);
  double sum = 0;
  if (real() == DType::Real64) {
    for (std::int64_t i = 0; i < rows; ++i) sum += static_cast<const double*>(buffer)[i];
  } else {
    for (std::int64_t i = 0; i < rows; ++i) sum += static_cast<const float*>(buffer)[i];
  }
  return sum / static_cast<double>(rows);
}

void Trainer::Impl::keep_example_losses(CompiledBatch& c, std::span<const std::int64_t> indices) {
  if (result.example_losses.empty()) return;
  const void* buffer = c.executable.output_buffer(0);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    result.example_losses[static_cast<std::size_t>(indices[i])] =
        real() == DType::Real64 ? static_cast<const double*>(buffer)[i] : static_cast<double>(static_cast<const float*>(buffer)[i]);
  }
}

double Trainer::Impl::validate(DataSource& source, const std::vector<std::int64_t>& indices, MeasurementList& measurements) {
  std::vector<std::int64_t> list;
  std::vector<Batch> cut;
  const bool generated = source.is_generator();
  plan_batches(indices, &source == data ? group_of : validation_group_of, generated,
               generated ? batch_size : std::min<std::int64_t>(batch_size, static_cast<std::int64_t>(indices.size())), list, cut);
  std::map<Path, Array> now;
  for (auto& [path, value] : values(false)) now.emplace(path, value);
  std::map<CompiledBatch*, bool> ready;
  double sum = 0, count = 0;
  std::vector<MeasurementTotals> totals;  // over the programs of all sizes
  CompiledBatch* last = nullptr;
  auto run = [&](const Batch& batch, const std::vector<std::int64_t>& rows) {
    std::unique_ptr<CompiledBatch>& c = validators[{batch.group, batch.count}];
    if (!c) c = compile_batch(batch.group, batch.count, Mode::Test);
    if (!ready[c.get()]) {
      ready[c.get()] = true;
      for (const LoweredArray& a : c->arrays) {
        const auto it = now.find(a.path);
        if (it == now.end()) continue;
        if (a.parameter >= 0) c->executable.set_parameter(a.parameter, it->second);
        if (a.state >= 0) c->executable.set_state(a.state, it->second);
      }
      if (totals.empty()) totals = c->plan.start();
    }
    feed(*c, source, {rows.data() + batch.offset, static_cast<std::size_t>(batch.count)});
    c->plan.read_targets(c->executable, batch.own);
    c->executable.run();
    array::rethrow_callback_error();
    c->plan.accumulate(c->executable, batch.own, totals);
    sum += batch_loss(*c, batch.own) * static_cast<double>(batch.own);
    count += static_cast<double>(batch.own);
    last = c.get();
  };
  std::int64_t number = 0;
  for (const Batch& batch : cut) {
    if (aborted()) break;
    if (generated) source.begin_batch(round, ++number, batch.count);
    if (generated && open) {
      cut_by_size(source, batch.count);
      for (const Batch& piece : pieces) run(piece, piece_rows);
    } else {
      run(batch, list);
    }
  }
  if (last) last->plan.values(last->executable, totals, measurements);
  return sum / count;
}

std::vector<std::pair<Path, Array>> Trainer::Impl::values(bool user_paths) {
  std::vector<std::pair<Path, Array>> result_list;
  for (const LoweredArray& a : master->arrays) {
    Path path = a.path;
    if (user_paths) {
      if (path.size() < training.user_path.size() || !std::equal(training.user_path.begin(), training.user_path.end(), path.begin())) continue;
      path.erase(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(training.user_path.size()));
      if (multipliers[a.path] == 0) continue;  // untouched: the original array stays, bit for bit
    }
    if (a.parameter >= 0) result_list.emplace_back(path, master->executable.parameter(a.parameter));
    else if (a.state >= 0) result_list.emplace_back(path, master->executable.state(a.state));
  }
  return result_list;
}

std::vector<std::pair<Path, Array>> Trainer::Impl::gradients() {
  std::vector<std::pair<Path, Array>> result_list;
  for (const LoweredArray& a : master->arrays) {
    if (a.parameter < 0 || a.path.size() < training.user_path.size()) continue;
    Array g = current->executable.gradient(a.parameter);
    if (g.valid()) result_list.emplace_back(Path(a.path.begin() + static_cast<std::ptrdiff_t>(training.user_path.size()), a.path.end()), std::move(g));
  }
  return result_list;
}

Net Trainer::Impl::current_net() { return with_arrays(initialized, values(true)); }

void Trainer::Impl::save(Snapshot& s) {
  const array::Arena arena = master->executable.parameters();
  s.parameters.resize(arena_bytes(arena));
  std::memcpy(s.parameters.data(), arena.data, s.parameters.size());
  const std::size_t states = master->executable.program().states.size();
  s.states.resize(states);
  for (std::size_t i = 0; i < states; ++i) s.states[i] = master->executable.state(static_cast<int>(i));
}

void Trainer::Impl::restore(const Snapshot& s) {
  std::memcpy(master->executable.parameters().data, s.parameters.data(), s.parameters.size());
  for (std::size_t i = 0; i < s.states.size(); ++i) master->executable.set_state(static_cast<int>(i), s.states[i]);
}

bool Trainer::Impl::parameters_finite() {
  const array::Arena arena = master->executable.parameters();
  return arena.dtype == DType::Real64 ? array::all_finite(static_cast<const double*>(arena.data), arena.size)
                                      : array::all_finite(static_cast<const float*>(arena.data), arena.size);
}

}  // namespace lykos::nets
