// The training loop.
//
// One program computes loss, gradients and new moving averages for a batch; the optimiser then walks the flat parameter arena once. Data of
// one size use one program; data of varying size are batched by size, with a program per size whose parameters follow the first one's.
// When the batch size does not divide the number of examples, the last batch of a round is filled up with the round's first examples.
#include "nets/train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <numeric>

#include "array/executor.h"
#include "array/gradients.h"
#include "array/optimizer.h"
#include "array/random.h"
#include "nets/initialize.h"
#include "nets/lowering.h"
#include "nets/shape_inference.h"
#include "nets/training_measurements.h"

namespace lykos::nets {

using array::DType;
using Clock = std::chrono::steady_clock;

namespace {

// Streams of random numbers under the run's seed.
constexpr std::uint64_t kShuffleStream = 0x5348;
constexpr std::uint64_t kSplitStream = 0x5350;
// The automatic length of a training: about this long, within bounds.
constexpr double kAutomaticSeconds = 20;
constexpr std::int64_t kLeastRounds = 10, kMostRounds = 10000;
constexpr std::size_t kProgramsKept = 64;

using Dimensions = std::vector<std::vector<std::int64_t>>;

struct Feed {  // one input port of the training net
  int port = 0;
  std::int64_t size = 1;  // numbers per example
  DType type = DType::Real32;
};

struct CompiledBatch {
  array::Executable executable;
  std::vector<LoweredArray> arrays;
  std::vector<Feed> feeds;
  MeasurementPlan plan;
  std::int64_t batch = 0;
};

struct Batch {  // a run of the round's index list
  std::int64_t offset = 0, count = 0;  // count: rows of the program
  std::int64_t own = 0;                // rows that are not fillers
  int group = 0;
};

struct Snapshot {
  std::vector<char> parameters;
  std::vector<Array> states;
};

std::size_t arena_bytes(const array::Arena& a) { return static_cast<std::size_t>(a.size * array::size_of(a.dtype)); }

// The measurement a stopping criterion looks at, and whether less of it is better.
std::pair<double, bool> criterion_value(const StoppingCriterion& criterion, const MeasurementPlan& plan, const MeasurementList& values, double loss) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].first == criterion.measurement) return {macro_average(values[i].second.values), plan.smaller_is_better(i)};
  }
  return {loss, true};
}

template <typename T>
bool all_finite(const T* x, std::int64_t n) {
  T sum = 0;
  for (std::int64_t i = 0; i < n; ++i) sum += x[i] * 0;  // NaN and infinity times 0 give NaN
  return sum == 0;
}

}  // namespace

struct Trainer::Impl {
  Net user;            // as given
  Net initialized;     // with all arrays
  TrainOptions options;
  TrainingNet training;

  // One run.
  DataSource* data = nullptr;
  std::map<Path, double> multipliers;        // by path in the training net
  std::vector<std::int64_t> examples, held_out;
  std::vector<Dimensions> groups;            // sizes that occur; empty lists: the net's own
  std::vector<int> group_of;                 // by example, when sizes are not those of the ports
  std::vector<int> validation_group_of;      // the same for separate validation data
  std::map<std::pair<int, std::int64_t>, std::unique_ptr<CompiledBatch>> programs, validators;
  CompiledBatch* master = nullptr;           // whose arenas hold the truth
  std::unique_ptr<array::Optimizer> optimizer;
  std::vector<array::OptimizerSegment> segments;
  std::vector<array::OptimizerSegment> turn;   // those of one step of the schedule
  std::vector<std::vector<bool>> scheduled;  // by step of the schedule: the segments that are updated
  std::vector<float> scratch;                // floats on their way to integer ports
  std::int64_t batch_size = 0;
  Clock::time_point start;
  TrainResult result;

  DType real() const { return options.precision == Precision::Real64 ? DType::Real64 : DType::Real32; }
  double elapsed() const { return std::chrono::duration<double>(Clock::now() - start).count(); }

  void prepare_data();
  std::vector<int> group_by_size(DataSource& source);
  void prepare_arrays();
  std::unique_ptr<CompiledBatch> compile_batch(int group, std::int64_t batch, Mode mode);
  CompiledBatch& program(int group, std::int64_t batch);
  void follow_master(CompiledBatch& c);
  void make_optimizer();
  std::span<const array::OptimizerSegment> next_segments();
  void plan_round(std::int64_t round, std::vector<std::int64_t>& order, std::vector<Batch>& batches);
  void plan_batches(const std::vector<std::int64_t>& source, std::int64_t batch, std::vector<std::int64_t>& order, std::vector<Batch>& batches);
  void feed(CompiledBatch& c, DataSource& source, std::span<const std::int64_t> indices);
  double batch_loss(CompiledBatch& c, std::int64_t rows) const;
  void keep_example_losses(CompiledBatch& c, std::span<const std::int64_t> indices);
  double validate(DataSource& source, const std::vector<std::int64_t>& indices, MeasurementList& measurements);
  std::vector<std::pair<std::string, Array>> batch_data(CompiledBatch& c);
  std::vector<std::pair<Path, Array>> values(bool user_paths);
  std::vector<std::pair<Path, Array>> gradients();
  Net current_net() { return with_arrays(initialized, values(true)); }
  void save(Snapshot& s);
  void restore(const Snapshot& s);
  bool parameters_finite();
  TrainResult run(DataSource& source);
};

// ---- preparation

void Trainer::Impl::prepare_data() {
  const std::int64_t total = data->size();
  if (total <= 0) throw NetError("nodata", "There are no training examples.", {}, "NetTrain");
  examples.resize(static_cast<std::size_t>(total));
  std::iota(examples.begin(), examples.end(), 0);
  if (options.validation_fraction > 0 && !options.validation) {
    std::vector<std::int64_t> order(examples.size());
    array::random_permutation(order.data(), total, {options.seed, kSplitStream});
    const std::int64_t held = std::min<std::int64_t>(total - 1, std::llround(options.validation_fraction * static_cast<double>(total)));
    held_out.assign(order.end() - held, order.end());
    order.resize(static_cast<std::size_t>(total - held));
    std::sort(order.begin(), order.end());
    std::sort(held_out.begin(), held_out.end());
    examples = std::move(order);
  }
  result.training_examples = static_cast<std::int64_t>(examples.size());
  result.validation_examples = options.validation ? options.validation->size() : static_cast<std::int64_t>(held_out.size());

  // Sizes: one group if all ports are known, else one per combination that occurs.
  const std::vector<Port>& ports = training.net.inputs();
  std::vector<int> open;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (!ports[i].type.shape_known()) open.push_back(static_cast<int>(i));
  }
  if (open.empty()) {
    groups = {{}};
  } else {
    group_of = group_by_size(*data);
    if (options.validation) validation_group_of = group_by_size(*options.validation);
  }
  const std::int64_t n = static_cast<std::int64_t>(examples.size());
  batch_size = options.batch_size > 0 ? options.batch_size : groups.size() > 1 ? 32 : 64;
  // A generator makes as many examples as are asked for.
  if (!data->is_generator()) batch_size = std::min(batch_size, n);
  result.batch_size = batch_size;
}

// The group of every example; combinations of sizes that are new become new groups.
std::vector<int> Trainer::Impl::group_by_size(DataSource& source) {
  const std::vector<Port>& ports = training.net.inputs();
  std::map<Dimensions, int> known;
  for (std::size_t g = 0; g < groups.size(); ++g) known.emplace(groups[g], static_cast<int>(g));
  std::vector<int> result_groups;
  for (std::int64_t e = 0; e < source.size(); ++e) {
    Dimensions d;
    for (std::size_t i = 0; i < ports.size(); ++i) {
      const PortType& t = ports[i].type;
      d.push_back(t.shape_known() ? t.dimensions() : source.dimensions(e, static_cast<int>(i)));
      if (d.back().empty() && !t.shape_known() && !t.is_scalar() && t.minimum_rank > 0) {
        throw NetError("nfspec", "The \"" + ports[i].name + "\" port is " + describe(t) + " and the data do not tell its size.", {}, "NetTrain");
      }
    }
    const auto [it, fresh] = known.emplace(d, static_cast<int>(groups.size()));
    if (fresh) groups.push_back(d);
    result_groups.push_back(it->second);
  }
  return result_groups;
}

void Trainer::Impl::prepare_arrays() {
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
  const Dimensions& dimensions = groups[static_cast<std::size_t>(group)];
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
  compile_options.training_layout = groups.size() == 1;  // with several programs the arenas must have one layout
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
    if (programs.size() > kProgramsKept) {
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

void Trainer::Impl::make_optimizer() {
  const OptimizerOptions& o = options.optimizer;
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

// ---- batches

// Cuts a list of examples into batches of equal size; the last one of each group is filled up from the group's start.
void Trainer::Impl::plan_batches(const std::vector<std::int64_t>& source, std::int64_t batch, std::vector<std::int64_t>& order, std::vector<Batch>& batches) {
  batches.clear();
  const std::int64_t n = static_cast<std::int64_t>(source.size());
  if (groups.size() == 1) {
    const std::int64_t count = (n + batch - 1) / batch;
    order.resize(static_cast<std::size_t>(count * batch));
    for (std::int64_t i = 0; i < count * batch; ++i) order[static_cast<std::size_t>(i)] = source[static_cast<std::size_t>(i % n)];
    for (std::int64_t k = 0; k < count; ++k) batches.push_back({k * batch, batch, std::min(batch, n - k * batch), 0});
    return;
  }
  order.clear();
  std::vector<std::vector<std::int64_t>> waiting(groups.size());
  auto flush = [&](std::size_t g) {
    std::vector<std::int64_t>& list = waiting[g];
    const std::int64_t own = static_cast<std::int64_t>(list.size());
    std::int64_t rows = 1;
    while (rows < own) rows *= 2;  // few sizes of programs
    rows = std::min(rows, batch);
    batches.push_back({static_cast<std::int64_t>(order.size()), rows, own, static_cast<int>(g)});
    for (std::int64_t i = 0; i < rows; ++i) order.push_back(list[static_cast<std::size_t>(i % own)]);
    list.clear();
  };
  for (std::int64_t e : source) {
    const std::size_t g = static_cast<std::size_t>(group_of[static_cast<std::size_t>(e)]);
    waiting[g].push_back(e);
    if (static_cast<std::int64_t>(waiting[g].size()) == batch) flush(g);
  }
  for (std::size_t g = 0; g < waiting.size(); ++g) {
    if (!waiting[g].empty()) flush(g);
  }
}

void Trainer::Impl::plan_round(std::int64_t round, std::vector<std::int64_t>& order, std::vector<Batch>& batches) {
  std::vector<std::int64_t>& permutation = result.batch_permutation;
  const std::int64_t n = static_cast<std::int64_t>(examples.size());
  permutation.resize(static_cast<std::size_t>(n));
  if (options.shuffle && !data->is_generator()) {
    array::random_permutation(permutation.data(), n, {options.seed, array::mix_stream(kShuffleStream, static_cast<std::uint64_t>(round))});
    for (std::int64_t& i : permutation) i = examples[static_cast<std::size_t>(i)];
  } else {
    std::copy(examples.begin(), examples.end(), permutation.begin());
  }
  plan_batches(permutation, batch_size, order, batches);
}

void Trainer::Impl::feed(CompiledBatch& c, DataSource& source, std::span<const std::int64_t> indices) {
  for (const Feed& f : c.feeds) {
    void* buffer = c.executable.input_buffer(f.port);
    if (f.type == DType::Real32) {
      source.gather(indices, f.port, static_cast<float*>(buffer));
    } else if (f.type == DType::Real64) {
      source.gather(indices, f.port, static_cast<double*>(buffer), f.size);
    } else {
      source.gather(indices, f.port, scratch.data());
      std::int64_t* out = static_cast<std::int64_t*>(buffer);
      const Port& port = training.net.inputs()[static_cast<std::size_t>(f.port)];
      const std::int64_t count = f.size * static_cast<std::int64_t>(indices.size());
      for (std::int64_t i = 0; i < count; ++i) {
        const float x = scratch[static_cast<std::size_t>(i)];
        out[i] = static_cast<std::int64_t>(x);
        if (x == static_cast<float>(out[i]) && out[i] >= port.type.minimum && (port.type.maximum <= 0 || out[i] <= port.type.maximum)) continue;
        PortType one = port.type;
        one.extents.clear();
        throw NetError("invtdata", "Example " + std::to_string(indices[static_cast<std::size_t>(i / f.size)] + 1) + " has " + Value(static_cast<double>(x)).text() +
                                       " for the \"" + port.name + "\" port, which takes " + describe(one) + ".", {}, "NetTrain");
      }
    }
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
  std::vector<std::int64_t> order;
  std::vector<Batch> batches;
  const std::vector<int> training_groups = group_of;
  if (&source != data) group_of = validation_group_of;
  plan_batches(indices, std::min<std::int64_t>(batch_size, static_cast<std::int64_t>(indices.size())), order, batches);
  group_of = training_groups;
  std::map<Path, Array> now;
  for (auto& [path, value] : values(false)) now.emplace(path, value);
  std::map<CompiledBatch*, bool> ready;
  double sum = 0, count = 0;
  std::vector<MeasurementTotals> totals;  // over the programs of all sizes
  CompiledBatch* last = nullptr;
  for (const Batch& batch : batches) {
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
    if (options.abort && options.abort->load(std::memory_order_relaxed)) break;
    feed(*c, source, {order.data() + batch.offset, static_cast<std::size_t>(batch.count)});
    c->plan.read_targets(c->executable, batch.own);
    c->executable.run();
    array::rethrow_callback_error();
    c->plan.accumulate(c->executable, batch.own, totals);
    sum += batch_loss(*c, batch.own) * static_cast<double>(batch.own);
    count += static_cast<double>(batch.own);
    last = c.get();
  }
  if (last) last->plan.values(last->executable, totals, measurements);
  return sum / count;
}

// ---- results

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
    Array g = master->executable.gradient(a.parameter);
    if (g.valid()) result_list.emplace_back(Path(a.path.begin() + static_cast<std::ptrdiff_t>(training.user_path.size()), a.path.end()), std::move(g));
  }
  return result_list;
}

std::vector<std::pair<std::string, Array>> Trainer::Impl::batch_data(CompiledBatch& c) {
  std::vector<std::pair<std::string, Array>> ports;
  const array::Program& p = c.executable.program();
  for (const Feed& f : c.feeds) {
    const ValueId v = p.inputs[static_cast<std::size_t>(f.port)];
    Array values(p.dtype(v), p.shape(v));
    std::memcpy(values.bytes(), c.executable.input_buffer(f.port), static_cast<std::size_t>(values.byte_count()));
    ports.emplace_back(training.net.inputs()[static_cast<std::size_t>(f.port)].name, std::move(values));
  }
  return ports;
}

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
  return arena.dtype == DType::Real64 ? all_finite(static_cast<const double*>(arena.data), arena.size)
                                      : all_finite(static_cast<const float*>(arena.data), arena.size);
}

// ---- the loop

TrainResult Trainer::Impl::run(DataSource& source) {
  start = Clock::now();
  data = &source;
  result = TrainResult();
  programs.clear();
  validators.clear();
  segments.clear();
  groups.clear();
  group_of.clear();
  validation_group_of.clear();
  held_out.clear();
  multipliers.clear();
  master = nullptr;
  if (options.abort && options.abort->load()) throw NetAborted();
  prepare_arrays();
  prepare_data();

  const OptimizerOptions& o = options.optimizer;
  const bool adaptive = o.method == OptimizerMethod::Adam || o.method == OptimizerMethod::RmsProp;
  const double base_rate = options.learning_rate.value_or(o.learning_rate.value_or(adaptive ? 0.001 : 0.01));
  const bool polynomial = o.schedule == ScheduleKind::Polynomial || (o.schedule == ScheduleKind::Default && o.method == OptimizerMethod::Sgd);
  result.initial_learning_rate = result.final_learning_rate = base_rate;
  result.optimization_method = optimizer_name(o.method);
  result.training_net = training.net;

  std::vector<std::int64_t> order;
  std::vector<Batch> batches;
  plan_round(1, order, batches);
  program(batches[0].group, batches[0].count);
  make_optimizer();
  MeasurementPlan& plan = master->plan;
  result.batches_per_round = static_cast<std::int64_t>(batches.size());

  const bool automatic_length = !options.max_rounds && !options.time_goal;
  std::int64_t total_rounds = options.max_rounds.value_or(automatic_length ? kMostRounds : std::numeric_limits<std::int64_t>::max() / (result.batches_per_round + 1));
  auto total_batches = [&] { return total_rounds * result.batches_per_round; };
  result.batch_losses.reserve(static_cast<std::size_t>(std::min<std::int64_t>(total_batches(), 100000)));
  for (auto* lists : {&result.batch_measurements, &result.round_measurements, &result.validation_measurements}) {
    for (const std::string& name : plan.names()) lists->emplace_back(name, std::vector<MeasurementValue>{});
  }

  const bool validating = options.validation != nullptr || !held_out.empty();
  std::vector<std::int64_t> validation_indices = held_out;
  if (options.validation) {
    validation_indices.resize(static_cast<std::size_t>(options.validation->size()));
    std::iota(validation_indices.begin(), validation_indices.end(), 0);
    if (validation_indices.empty()) throw NetError("nodata", "There are no validation examples.", {}, "NetTrain");
  }
  DataSource& validation_source = options.validation ? *options.validation : source;

  MeasurementList batch_values, round_values, validation_values;
  std::vector<MeasurementTotals> batch_totals = plan.start(), round_totals = plan.start();
  if (!source.is_generator()) result.example_losses.assign(static_cast<std::size_t>(source.size()), std::numeric_limits<double>::quiet_NaN());
  CompiledBatch* current = master;

  TrainingProgress event{};
  event.net = [this] { return current_net(); };
  event.weights = [this] { return values(true); };
  event.gradients = [this] { return gradients(); };
  event.batch_data = [&] { return batch_data(*current); };
  event.batch_size = batch_size;
  event.batches_per_round = result.batches_per_round;
  std::int64_t absolute = 0;
  double last_event = -1e300;
  std::string stop_reason;
  auto publish = [&](TrainingProgress::Event kind) {
    event.event = kind;
    event.time_elapsed = elapsed();
    event.total_rounds = options.time_goal && !options.max_rounds ? 0 : total_rounds;
    event.total_batches = event.total_rounds * result.batches_per_round;
    event.examples_processed = result.examples_processed;
    double fraction = event.total_batches > 0 ? static_cast<double>(absolute) / static_cast<double>(event.total_batches) : 0;
    if (options.time_goal) fraction = std::max(fraction, event.time_elapsed / *options.time_goal);
    event.progress_fraction = std::min(1.0, fraction);
    event.time_remaining = fraction > 0 ? event.time_elapsed * (1 - event.progress_fraction) / fraction : 0;
    event.batches_per_second = event.time_elapsed > 0 ? static_cast<double>(absolute) / event.time_elapsed : 0;
    event.examples_per_second = event.time_elapsed > 0 ? static_cast<double>(result.examples_processed) / event.time_elapsed : 0;
    event.batch_measurements = &batch_values;
    event.round_measurements = &round_values;
    event.validation_measurements = &validation_values;
    if (!options.progress) return;
    const ProgressReply reply = options.progress(event);
    if (reply != ProgressReply::Continue && stop_reason.empty()) stop_reason = reply == ProgressReply::StopTraining ? "Callback" : "UserAbort";
  };
  publish(TrainingProgress::Event::TrainingStarted);

  // The state that counts as good: at the start of the round, and the best validation.
  Snapshot sound, best;
  save(sound);
  double best_validation = std::numeric_limits<double>::infinity();
  bool diverged = false;
  double checkpoint_time = elapsed(), best_criterion = 0;
  std::int64_t rounds_without_gain = 0;
  double warm_start = -1;      // time after the first batch, which includes compilation
  bool length_estimated = !automatic_length;

  for (std::int64_t round = 1; stop_reason.empty() && round <= total_rounds; ++round) {
    if (round > 1) plan_round(round, order, batches);
    result.batches_per_round = event.batches_per_round = static_cast<std::int64_t>(batches.size());
    double round_loss = 0, round_count = 0;
    for (MeasurementTotals& totals : round_totals) totals.clear();
    std::int64_t in_round = 0;
    for (const Batch& batch : batches) {
      if (options.abort && options.abort->load(std::memory_order_relaxed)) stop_reason = "UserAbort";
      if (!stop_reason.empty()) break;
      CompiledBatch& c = program(batch.group, batch.count);
      if (groups.size() > 1) {
        follow_master(c);
        c.executable.set_seed(options.seed, static_cast<std::uint64_t>(absolute));
      }
      const std::span<const std::int64_t> indices(order.data() + batch.offset, static_cast<std::size_t>(batch.count));
      current = &c;
      source.begin_batch(round, absolute + 1, batch.count);
      feed(c, source, indices);
      if (!c.plan.empty()) c.plan.read_targets(c.executable, batch.own);
      c.executable.run();
      array::rethrow_callback_error();
      ++absolute;
      ++in_round;
      result.examples_processed += batch.own;
      const double loss = batch_loss(c, batch.own);
      keep_example_losses(c, indices.first(static_cast<std::size_t>(batch.own)));
      if (!std::isfinite(loss)) {
        diverged = true;
        result.divergence = "The loss became " + std::string(std::isnan(loss) ? "not a number" : "infinite") + " in batch " + std::to_string(in_round) +
                            " of round " + std::to_string(round) + ".";
        stop_reason = "WeightsDiverged";
        break;
      }
      // Schedule: a function of the batches done and of all batches.
      double rate = base_rate;
      std::int64_t all = total_batches();
      if (options.time_goal && !options.max_rounds) {
        const double t = std::max(1e-9, elapsed());
        all = std::max<std::int64_t>(absolute, static_cast<std::int64_t>(static_cast<double>(absolute) * std::min(1e9, *options.time_goal / t)));
      }
      if (polynomial) rate *= std::sqrt(std::max(0.0, 1 - static_cast<double>(absolute) / static_cast<double>(all + 1)));
      if (o.schedule == ScheduleKind::Custom && o.custom_schedule) rate *= o.custom_schedule(absolute, all);
      const array::Arena gradient_arena = c.executable.gradients();
      if (options.reduce_gradients) options.reduce_gradients(gradient_arena.data, gradient_arena.size, gradient_arena.dtype == DType::Real64);
      optimizer->step(master->executable.parameters().data, gradient_arena.data, next_segments(), rate);
      if (&c != master) {
        for (std::size_t i = 0; i < c.executable.program().states.size(); ++i) master->executable.set_state(static_cast<int>(i), c.executable.state(static_cast<int>(i)));
      }
      result.final_learning_rate = event.learning_rate = rate;
      result.batch_losses.push_back(loss);
      const double weight = static_cast<double>(batch.own);
      round_loss += loss * weight;
      round_count += weight;
      if (!c.plan.empty()) {
        for (MeasurementTotals& totals : batch_totals) totals.clear();
        c.plan.accumulate(c.executable, batch.own, batch_totals);
        c.plan.values(c.executable, batch_totals, batch_values);
        for (std::size_t i = 0; i < batch_values.size(); ++i) {
          if (c.plan.spec(i).every_batch) result.batch_measurements[i].second.push_back(batch_values[i].second);
          round_totals[i].add(batch_totals[i]);
        }
      }
      if (warm_start < 0) warm_start = elapsed();
      const bool timed = options.time_goal || options.progress || !length_estimated || options.checkpoint_seconds_interval > 0;
      const double now = timed ? elapsed() : 0;
      if (!length_estimated && absolute > 1 && now - warm_start > 0.5) {
        const double per_batch = (now - warm_start) / static_cast<double>(absolute - 1);
        total_rounds = std::clamp(static_cast<std::int64_t>(kAutomaticSeconds / (per_batch * static_cast<double>(batches.size()))), kLeastRounds, kMostRounds);
        length_estimated = true;
      }
      if (options.progress && !options.progress_every_round && now - last_event >= options.progress_interval) {
        last_event = now;
        event.round = round;
        event.batch = in_round;
        event.absolute_batch = absolute;
        event.batch_loss = loss;
        event.round_loss = round_loss / round_count;
        event.batch_indices = indices;
        publish(TrainingProgress::Event::BatchComplete);
      }
      if (options.checkpoint && options.checkpoint_batch_interval > 0 && absolute % options.checkpoint_batch_interval == 0) {
        event.round = round;
        event.batch = in_round;
        event.absolute_batch = absolute;
        event.round_loss = round_loss / round_count;
        result.checkpoint_files.push_back(options.checkpoint(current_net(), event));
      }
      if (options.time_goal && now >= *options.time_goal && stop_reason.empty()) stop_reason = "TimeGoal";
    }
    if (diverged || round_count == 0) break;

    // End of the round (or of what was done of it).
    const double mean_loss = round_loss / round_count;
    result.total_rounds = round;
    result.round_losses.push_back(mean_loss);
    result.round_positions.push_back(absolute);
    plan.values(master->executable, round_totals, round_values);
    for (std::size_t i = 0; i < round_values.size(); ++i) result.round_measurements[i].second.push_back(round_values[i].second);
    if (!parameters_finite()) {
      diverged = true;
      result.divergence = "Weights became infinite or not a number in round " + std::to_string(round) + ".";
      stop_reason = "WeightsDiverged";
      break;
    }
    save(sound);
    bool validated = false;
    double validation_loss = 0;
    if (validating && (round % std::max<std::int64_t>(1, options.validation_interval) == 0 || round == total_rounds || !stop_reason.empty())) {
      validation_loss = validate(validation_source, validation_indices, validation_values);
      validated = true;
      event.validation_loss = validation_loss;
      result.validation_losses.push_back(validation_loss);
      result.validation_positions.push_back(round);
      for (std::size_t i = 0; i < validation_values.size(); ++i) result.validation_measurements[i].second.push_back(validation_values[i].second);
      // The best net is that of the least validation loss, or of the measurement that decides when to stop.
      double worth = validation_loss;
      if (options.stopping && !options.stopping->custom) {
        const auto [value, smaller] = criterion_value(*options.stopping, plan, validation_values, validation_loss);
        worth = smaller ? value : -value;
      }
      if (worth < best_validation || result.best_validation_round == 0) {
        best_validation = worth;
        result.best_validation_round = round;
        best = sound;
      }
    }
    event.round = round;
    event.batch = in_round;
    event.absolute_batch = absolute;
    event.batch_loss = result.batch_losses.back();
    event.round_loss = mean_loss;
    publish(TrainingProgress::Event::RoundComplete);

    if (options.stopping && stop_reason.empty() && (!validating || validated)) {
      const StoppingCriterion& s = *options.stopping;
      const auto [value, smaller] = criterion_value(s, plan, validating ? validation_values : round_values, validating ? validation_loss : mean_loss);
      const double gain = smaller ? best_criterion - value : value - best_criterion;
      const double needed = std::max(s.absolute_change, s.relative_change * std::fabs(best_criterion));
      const bool first = result.round_losses.size() == 1 || (validating && result.validation_losses.size() == 1);
      if (first || gain > needed) {
        best_criterion = value;
        rounds_without_gain = 0;
      } else {
        ++rounds_without_gain;
      }
      if (s.custom ? s.custom(event) : round > s.initial_patience && rounds_without_gain > s.patience) stop_reason = "StoppingCriterion";
    }
    if (options.checkpoint) {
      const double now = elapsed();
      const bool by_round = options.checkpoint_round_interval > 0 && round % options.checkpoint_round_interval == 0;
      const bool by_time = options.checkpoint_seconds_interval > 0 && now - checkpoint_time >= options.checkpoint_seconds_interval;
      if (by_round || by_time) {
        checkpoint_time = now;
        result.checkpoint_files.push_back(options.checkpoint(current_net(), event));
      }
    }
    if (!length_estimated && round == 1 && absolute > 1) {
      const double per_batch = std::max(1e-9, (elapsed() - warm_start) / static_cast<double>(absolute - 1));
      total_rounds = std::clamp(static_cast<std::int64_t>(kAutomaticSeconds / (per_batch * static_cast<double>(batches.size()))), kLeastRounds, kMostRounds);
      length_estimated = true;
    }
  }

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
  result.total_training_time = elapsed();
  if (result.total_training_time > 0) {
    result.mean_batches_per_second = static_cast<double>(absolute) / result.total_training_time;
    result.mean_examples_per_second = static_cast<double>(result.examples_processed) / result.total_training_time;
  }
  stop_reason = result.reason_stopped;  // a reply to the last event changes nothing
  publish(TrainingProgress::Event::TrainingComplete);
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
