// NetTrain without expressions: data in, a trained net and a full record out.
//
// A run is deterministic for a seed, whatever the number of threads. The step loop allocates nothing: batches are gathered straight into
// the executable's input buffers, and one fused pass updates all parameters.
#pragma once

#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "nets/evaluate.h"
#include "nets/measurements.h"
#include "nets/net.h"

namespace lykos::nets {

/// Where examples come from. Ports are numbered in the order of the *training net's* input ports (Trainer::port_names).
class DataSource {
 public:
  virtual ~DataSource() = default;
  /// Number of examples; for a generator, examples per round.
  virtual std::int64_t size() const = 0;
  /// Writes the examples `indices` (0-based) for `port`, one after the other, encoded, row-major, as float (integers too).
  virtual void gather(std::span<const std::int64_t> indices, int port, float* destination) = 0;
  /// As above in double, for Real64 training. The default converts from gather.
  virtual void gather(std::span<const std::int64_t> indices, int port, double* destination, std::int64_t values_per_example);
  /// Dimensions of one example for a port with varying lengths; empty means the port's own dimensions. Generators: of a row of the batch.
  virtual std::vector<std::int64_t> dimensions(std::int64_t /*index*/, int /*port*/) const { return {}; }
  /// Generators: called before the gathers of each batch, whose indices are then rows of that batch. A second call for the same batch
  /// changes nothing. Plain data ignores it.
  virtual void begin_batch(std::int64_t /*round*/, std::int64_t /*absolute_batch*/, std::int64_t /*batch_size*/) {}
  virtual bool is_generator() const { return false; }
};

/// Examples in a batch when BatchSize is Automatic: of one size, and of varying sizes.
constexpr std::int64_t kPlainBatch = 64, kVaryingBatch = 32;

/// Data held as arrays, one per port, examples along the first axis (all with the same count).
std::unique_ptr<DataSource> array_data_source(std::vector<Array> ports);

/// A value per array pattern: the first rule that matches an array's path decides. Patterns are those of LearningRateMultipliers.
struct ArrayPattern {
  enum class Kind { All, Keys, Range } kind = Kind::All;
  Path path;                    ///< Keys: prefix of the array's path, or its last key ("Weights")
  std::int64_t first = 1, last = -1;  ///< Range: layers first ;; last
};
/// `positions` is the path with layer names replaced by positions (null: the path has positions already).
bool matches(const ArrayPattern& pattern, const Path& array_path, int layer_count, const Path* positions = nullptr);
struct PerArray {
  std::vector<std::pair<ArrayPattern, double>> rules;
  double fallback = 0;          ///< when no rule matches
  PerArray() = default;
  PerArray(double value) : fallback(value) {}  // NOLINT: a plain number applies to every array
  double value_for(const Path& array_path, int layer_count, const Path* positions = nullptr) const;
  /// The value for an array of a net.
  double value_for(const Net& net, const Path& array_path) const;
  bool any() const { return fallback != 0 || !rules.empty(); }
};
/// Reads a number, None, or a list of rules whose left sides are names, positions, spans, paths, or Name{"_"}. Throws NetError arrpattnlist.
/// `option` is what the value stands for, in messages.
PerArray parse_per_array(const Value& value, double fallback, const std::string& option = {});
/// Throws NetError arrpattmiss if a rule refers to nothing in the net.
void require_matches(const Net& net, const PerArray& values, const std::string& option);

enum class OptimizerMethod : std::uint8_t { Adam, Sgd, RmsProp, SignSgd };
enum class ScheduleKind : std::uint8_t { Default, Constant, Polynomial, Custom };

struct OptimizerOptions {
  OptimizerMethod method = OptimizerMethod::Adam;
  std::optional<double> learning_rate;   ///< default 0.001 (ADAM, RMSProp) or 0.01 (SGD, SignSGD)
  std::optional<double> beta1, beta2, epsilon, beta, momentum;
  ScheduleKind schedule = ScheduleKind::Default;  ///< Default: Polynomial Sqrt[1 - t/(T+1)] for SGD, Constant otherwise
  std::function<double(std::int64_t batch, std::int64_t total)> custom_schedule;
  PerArray l2_regularization, gradient_clipping, weight_clipping;
};
/// Reads "ADAM", {"SGD", "Momentum" -> 0.9, ...}, Automatic; custom schedules stay with the caller. Throws NetError optpi / badlrs.
OptimizerOptions parse_optimizer(const Value& method);
const char* optimizer_name(OptimizerMethod method);

/// One term of the loss.
struct LossTerm {
  /// Port of the net the loss looks at; with `layer` empty, the port itself is the loss (its mean over the batch).
  std::string port;
  /// A loss layer attached to the port (its "Target" becomes an input port of the training net: "Target" or <port name> target).
  std::optional<Net> layer;
  double scale = 1;
};

/// The net that training runs: the user's net with loss layers attached.
struct TrainingNet {
  Net net;                              ///< graph whose first node is the user's net
  std::vector<std::string> loss_ports;  ///< outputs of `net` that are losses
  std::vector<double> scales;
  bool wraps = false;                   ///< false: the user's net already ends in the loss and is used as it is
  Path user_path;                       ///< where the user's net sits in `net`
  /// For each attached loss: its target port, and the output port of the user's net it compares with.
  std::vector<std::pair<std::string, std::string>> targets;
  /// Which loss layer was attached to each target: "CrossEntropyLossLayer/Index", "MeanSquaredLossLayer", ...
  std::vector<std::string> loss_kinds;
};
/// The layer whose output is output `port` of the net, also inside operators that only apply their net; null if it is an input.
Net producing_layer(const Net& net, int port);
/// ElementwiseLayer[LogisticSigmoid].
bool is_logistic_layer(const Net& layer);
/// The rule of LossFunction -> Automatic (nets.md 1.10): a net with an output "Loss" or ending in a loss layer uses it; SoftmaxLayer at
/// the end -> cross entropy ("Index", or "Probabilities" when `target_is_vector` says so), LogisticSigmoid -> "Binary", else mean squares.
/// `loss` empty: automatic. Errors: unspecloss, multilossname.
TrainingNet attach_losses(const Net& net, const std::vector<LossTerm>& loss = {},
                          const std::function<bool(const std::string& output_port)>& target_is_vector = {});

/// Something measured during training, batch by batch (nets.md 1.11).
struct MeasurementSpec {
  enum class Kind {
    Accuracy, ErrorRate,                    ///< with `top`
    ClassMeasure,                           ///< `measure` names what class_measurement computes
    AreaUnderRocCurve, RocCurve, ConfusionMatrix, Entropy, Perplexity,
    MeanSquare, MeanDeviation, StandardDeviation, RSquared, FractionVarianceUnexplained, IntersectionOverUnion,
    Port, Array, Gradient,                  ///< values inside, aggregated
    Custom
  } kind = Kind::Accuracy;
  enum class Aggregation { Mean, Total, RootMeanSquare, StandardDeviation, Min, Max };
  std::string name{};     ///< key in the results; "" : the default name
  std::string measure{};  ///< for ClassMeasure
  std::string output{};   ///< output port of the user's net ("" : the only one)
  Path path{};            ///< of the layer with the port, or of the array
  int top = 1;            ///< Accuracy -> n, ErrorRate -> n
  double beta = 1;        ///< FScore -> beta
  ClassAveraging averaging = ClassAveraging::None;
  Aggregation aggregation = Aggregation::Mean;
  bool every_batch = true;  ///< false: only for rounds
  /// Custom: a function of the batch's data and outputs, by port.
  std::function<double(const std::vector<std::pair<std::string, lykos::nets::Array>>&)> custom{};
};

/// A number, or what has one for each class (pair of classes), or curves: for every class a count and as many pairs x, y.
struct MeasurementValue {
  enum class Shape : std::uint8_t { Number, PerClass, Matrix, Curves } shape = Shape::Number;
  std::vector<double> values;
  double number() const { return values.empty() ? std::nan("") : values[0]; }
};
using MeasurementList = std::vector<std::pair<std::string, MeasurementValue>>;
using MeasurementHistory = std::vector<std::pair<std::string, std::vector<MeasurementValue>>>;

struct TrainResult;

/// What a progress callback sees (keys of the callback association, nets.md 1.10).
struct TrainingProgress {
  enum class Event { TrainingStarted, BatchComplete, RoundComplete, WeightsUpdated, TrainingComplete } event;
  std::int64_t round, batch, absolute_batch, batches_per_round, total_batches, total_rounds, batch_size, examples_processed;
  double batch_loss, round_loss, learning_rate, progress_fraction, time_elapsed, time_remaining, batches_per_second,
      examples_per_second;
  std::optional<double> validation_loss;
  std::span<const std::int64_t> batch_indices;
  const MeasurementList *batch_measurements = nullptr, *round_measurements = nullptr, *validation_measurements = nullptr;
  /// The current net / arrays / gradients, built on demand (costly).
  std::function<Net()> net;
  std::function<std::vector<std::pair<Path, Array>>()> weights, gradients;
  /// The data of the current batch by port, and the loss of each of its examples.
  std::function<std::vector<std::pair<std::string, Array>>()> batch_data;
  /// What the training has noted so far.
  const TrainResult* record = nullptr;
};
/// What the callback may ask for in return.
enum class ProgressReply : std::uint8_t { Continue, StopTraining, AbortTraining };

struct StoppingCriterion {
  std::string measurement = "Loss";   ///< "Loss" or the name of a measurement; the validation value when there is validation data
  std::int64_t patience = 0;          ///< rounds without improvement that are tolerated
  std::int64_t initial_patience = 0;  ///< rounds at the start that never stop
  double absolute_change = 0, relative_change = 0;  ///< improvements below these do not count
  std::function<bool(const TrainingProgress&)> custom{};  ///< stop when true
};

struct TrainingState;  // training_state.h

/// Nets written while the training runs, and when; an interval of 0 is never.
struct Checkpoint {
  /// Writes a net, returns the file name; the function gives the state to go on from (costly).
  std::function<std::string(const Net&, const TrainingProgress&, const std::function<TrainingState()>&)> write;
  std::int64_t rounds = 0, batches = 0;
  double seconds = 0;
  double least_seconds = 0;  ///< no sooner after the last one than this
  double last_time = 0;      ///< of the run
};

/// MaxTrainingRounds -> Infinity: until something else ends the training.
constexpr std::int64_t kEndlessRounds = std::int64_t{1} << 40;

struct TrainOptions {
  std::int64_t batch_size = 0;            ///< 0: min(64, examples); 32 for varying lengths
  std::optional<std::int64_t> max_rounds; ///< nothing: from the time goal, or about 20 s worth between 10 and 10000
  std::optional<double> time_goal;        ///< seconds
  OptimizerOptions optimizer;
  std::optional<double> learning_rate;    ///< the LearningRate option; overrides the method's
  PerArray learning_rate_multipliers{1};  ///< the NetTrain option; multiplied into those of the layers
  /// TrainingUpdateSchedule: which arrays (those with a value other than 0) each step updates, repeated until the end. Empty: all.
  std::vector<PerArray> update_schedule;
  std::vector<LossTerm> loss;             ///< empty: automatic
  /// As for attach_losses: true if the target data of an output are vectors of probabilities rather than class indices.
  std::function<bool(const std::string& output_port)> target_is_vector;
  Precision precision = Precision::Real32;
  std::uint64_t seed = 1234;
  int threads = 0;
  bool shuffle = true;

  DataSource* validation = nullptr;       ///< not owned
  double validation_fraction = 0;         ///< Scaled[r]: the last r of the (shuffled) training examples
  std::int64_t validation_interval = 1;   ///< in rounds
  std::vector<MeasurementSpec> measurements;
  std::optional<StoppingCriterion> stopping;

  std::function<ProgressReply(const TrainingProgress&)> progress;  ///< after every batch (progress_every_round: every round)
  bool progress_every_round = false;
  double progress_interval = 0;           ///< least seconds between batch events (0: every batch)
  std::vector<Checkpoint> checkpoints;
  std::shared_ptr<const TrainingState> resume;  ///< goes on from there; the net given is the checkpoint's
  const std::atomic<bool>* abort = nullptr;
  /// Adds up gradients over several processes in place (float or double arena of `count` elements). Null: one process.
  std::function<void(void* gradients, std::int64_t count, bool is_double)> reduce_gradients;
};

struct TrainResult {
  Net trained_net;    ///< best validation round if there is validation data, else the final net
  Net final_net;
  Net training_net;   ///< with loss layers
  std::int64_t batch_size = 0, batches_per_round = 0, total_batches = 0, total_rounds = 0, examples_processed = 0;
  std::int64_t training_examples = 0, validation_examples = 0, best_validation_round = 0;
  double total_training_time = 0, mean_batches_per_second = 0, mean_examples_per_second = 0;
  double initial_learning_rate = 0, final_learning_rate = 0;
  std::vector<double> batch_losses, round_losses;     ///< round loss: mean over the round's examples
  std::vector<double> validation_losses;              ///< one per validation, with the rounds in validation_positions
  std::vector<std::int64_t> round_positions, validation_positions;  ///< absolute batch at the end of each round / validation
  MeasurementHistory batch_measurements, round_measurements, validation_measurements;
  std::vector<double> example_losses;                 ///< the last loss of every example (empty for generators)
  std::vector<std::int64_t> batch_permutation;        ///< example order (0-based) of the last round
  std::vector<std::pair<Path, double>> learning_rate_multipliers;
  std::string optimization_method;
  /// "MaxTrainingRounds", "TimeGoal", "StoppingCriterion", "Callback", "UserAbort", "WeightsDiverged".
  std::string reason_stopped;
  std::string divergence;                             ///< round, batch and loss where it diverged, in words
  std::vector<std::string> checkpoint_files;
  std::int64_t skipped_examples = 0;
};

/// One training run. Construct, ask for ports to bind data, then run once.
class Trainer {
 public:
  /// Attaches the loss; the net need not be initialised (missing arrays are, with the seed).
  /// Errors: unspecloss, netnoparams (nothing to train; thrown by run), nninit.
  Trainer(const Net& net, TrainOptions options);
  ~Trainer();
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  /// Input ports of the training net, in the order DataSource uses: those of the net, then targets.
  const std::vector<Port>& ports() const;
  const TrainingNet& training_net() const;

  /// Trains. Throws NetAborted only if the abort flag was up before the first batch; later aborts return the net so far.
  /// Errors: nodata, invtdata, netnoparams, netfrozen, nninit.
  TrainResult run(DataSource& data);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Learning rate multiplier of every array: the NetTrain option times those set in layers and containers along the path.
std::vector<std::pair<Path, double>> effective_learning_rate_multipliers(const Net& net, const PerArray& option);

}  // namespace lykos::nets
