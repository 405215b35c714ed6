// One run of the training loop: what the files that carry it out share.
//
//   train.cpp              the loop: rounds, batches, what a round ends with
//   training_batches.cpp   which examples make a batch, and how their data reach a program
//   training_programs.cpp  compiled programs, their parameters and states, validation
//   training_steps.cpp     the optimiser, learning rates, update schedules
//   training_resume.cpp    checkpoints, and going on from one
//   training_reports.cpp   progress events, stopping criteria, checkpoints, the automatic length
//
// One program computes loss, gradients and new moving averages for a batch; the optimiser then walks the flat parameter arena once. Data of
// one size use one program; data of varying size are batched by size, with a program per size whose parameters follow the first one's.
// When the batch size does not divide the number of examples, the last batch of a round is filled up with the round's first examples.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "array/executor.h"
#include "array/optimizer.h"
#include "nets/lowering.h"
#include "nets/train.h"
#include "nets/training_measurements.h"
#include "nets/training_state.h"

namespace lykos::nets {

using TrainingClock = std::chrono::steady_clock;
/// Sizes of one example at every port; empty: the net's own.
using ExampleSizes = std::vector<std::vector<std::int64_t>>;

/// No automatic training is longer.
constexpr std::int64_t kMostRounds = 10000;

/// One input port of the training net.
struct Feed {
  int port = 0;
  std::int64_t size = 1;  ///< numbers per example
  array::DType type = array::DType::Real32;
};

/// A program for batches of one size.
struct CompiledBatch {
  array::Executable executable;
  std::vector<LoweredArray> arrays;
  std::vector<Feed> feeds;
  MeasurementPlan plan;
  std::int64_t batch = 0;
};

/// A run of the round's index list.
struct Batch {
  std::int64_t offset = 0, count = 0;  ///< count: rows of the program
  std::int64_t own = 0;                ///< rows that are not fillers
  int group = 0;
};

/// Parameters and states at some time.
struct Snapshot {
  std::vector<char> parameters;
  std::vector<Array> states;
};

struct Trainer::Impl {
  Net user;            // as given
  Net initialized;     // with all arrays
  TrainOptions options;
  TrainingNet training;

  // Data and programs.
  DataSource* data = nullptr;
  std::map<Path, double> multipliers;        // by path in the training net
  std::vector<std::int64_t> examples, held_out;
  std::vector<std::int64_t> validation_indices;
  std::vector<ExampleSizes> groups;          // sizes that occur
  bool open = false;                         // some port leaves its size to the data
  bool mixed = false;                        // a generator's: sizes are known batch by batch
  bool several_sizes = false;                // one program does not do
  std::vector<int> group_of;                 // by example, when sizes are not those of the ports
  std::vector<int> validation_group_of;      // the same for separate validation data
  using Programs = std::map<std::pair<int, std::int64_t>, std::unique_ptr<CompiledBatch>>;
  Programs programs, validators;
  CompiledBatch* master = nullptr;           // whose arenas hold the truth
  CompiledBatch* current = nullptr;          // that ran last
  std::vector<float> scratch;                // floats on their way to integer ports
  std::vector<std::int64_t> piece_rows;      // of the batch at hand, when it is cut by size
  std::vector<Batch> pieces;
  std::vector<char> gradient_sum;
  std::int64_t batch_size = 0;

  // Steps.
  std::unique_ptr<array::Optimizer> optimizer;
  std::vector<array::OptimizerSegment> segments;
  std::vector<array::OptimizerSegment> turn;   // those of one step of the schedule
  std::vector<std::vector<bool>> scheduled;    // by step of the schedule: the segments that are updated
  double base_rate = 0;

  // Where the run is.
  TrainingClock::time_point start;
  double seconds_before = 0;                   // of an earlier run that this one goes on from
  std::int64_t first_batch = 0, first_examples = 0;  // its batches and examples
  bool inside_round = false;                   // the round to come is one in progress
  std::int64_t round = 1, in_round = 0, absolute = 0;  // absolute: batches done
  std::int64_t total_rounds = 0;
  bool length_estimated = true;
  double warm_start = -1;                      // time after the first batch, which includes compilation
  std::vector<std::int64_t> order;             // the examples of the round, batch by batch
  std::vector<Batch> batches;
  double round_loss = 0, round_count = 0;      // sum over the examples of the round, and their number
  std::vector<MeasurementTotals> batch_totals, round_totals;
  MeasurementList batch_values, round_values, validation_values;
  TrainingProgress event{};
  double last_event = -1e300;
  std::string stop_reason;
  bool diverged = false;
  Snapshot sound, best;                        // the state that counts as good: at the start of the round, and at the best validation
  double best_validation = std::numeric_limits<double>::infinity();
  double best_criterion = 0;
  std::int64_t rounds_without_gain = 0;
  TrainResult result;

  array::DType real() const { return options.precision == Precision::Real64 ? array::DType::Real64 : array::DType::Real32; }
  double elapsed() const { return std::chrono::duration<double>(TrainingClock::now() - start).count(); }
  bool validating() const { return options.validation != nullptr || !held_out.empty(); }
  bool automatic_length() const { return !options.max_rounds && !options.time_goal; }
  bool aborted() const { return options.abort && options.abort->load(std::memory_order_relaxed); }
  std::int64_t total_batches() const { return total_rounds * result.batches_per_round; }

  // train.cpp
  TrainResult run(DataSource& source);
  void prepare();
  void train_round();
  void train_batch(const Batch& batch);
  double run_rows(const Batch& batch, std::span<const std::int64_t> indices, std::uint64_t step);
  double run_by_size(const Batch& batch);
  void finish_round();
  double validate_round();
  void finish();

  // training_batches.cpp
  void prepare_data();
  std::vector<int> group_by_size(DataSource& source, std::int64_t count);
  void plan_round();
  void plan_batches(const std::vector<std::int64_t>& source, const std::vector<int>& group_of_example, bool generated, std::int64_t batch,
                    std::vector<std::int64_t>& list, std::vector<Batch>& cut) const;
  void cut_by_size(DataSource& source, std::int64_t rows);
  void feed(CompiledBatch& c, DataSource& source, std::span<const std::int64_t> indices);
  std::vector<std::pair<std::string, Array>> batch_data(CompiledBatch& c);

  // training_programs.cpp
  void prepare_arrays();
  std::unique_ptr<CompiledBatch> compile_batch(int group, std::int64_t batch, Mode mode);
  CompiledBatch& program(int group, std::int64_t batch);
  void follow_master(CompiledBatch& c);
  double batch_loss(CompiledBatch& c, std::int64_t rows) const;
  void keep_example_losses(CompiledBatch& c, std::span<const std::int64_t> indices);
  double validate(DataSource& source, const std::vector<std::int64_t>& indices, MeasurementList& measurements);
  std::vector<std::pair<Path, Array>> values(bool user_paths);
  std::vector<std::pair<Path, Array>> gradients();
  Net current_net();
  void save(Snapshot& s);
  void restore(const Snapshot& s);
  bool parameters_finite();

  // training_steps.cpp
  void make_optimizer();
  std::span<const array::OptimizerSegment> next_segments();
  double scheduled_rate();

  // training_resume.cpp
  NamedArrays arrays_of_arena(const void* numbers);
  Array arena_of_arrays(const NamedArrays& arrays);
  void set_values(const NamedArrays& arrays);
  NamedArrays values_of(const Snapshot& snapshot);
  TrainingState state(bool round_over);
  void take_up(const TrainingState& s);

  // training_reports.cpp
  void publish(TrainingProgress::Event kind);
  void mark_event(double batch_loss_value, double mean_loss);
  double validation_worth(double validation_loss) const;
  bool should_stop(double validation_loss, double mean_loss);
  void write_checkpoint(Checkpoint& checkpoint, bool round_over);
  void checkpoint_round();
  void estimate_length(double now);
};

}  // namespace lykos::nets
