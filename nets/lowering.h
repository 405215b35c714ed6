// Lowering: a net becomes an array program for one mode, batch size and precision.
//
// Layers append operations through a LoweringContext. Every value that flows between ports has the batch axis in front; arrays do not.
// Integer ports carry Integer64 values. The result keeps track of where inputs, arrays and ports went, so that evaluation and training
// can feed, read and differentiate them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "array/program.h"
#include "nets/evaluate.h"
#include "nets/graph.h"
#include "nets/layer_spec.h"

namespace lykos::nets {

using array::ValueId;

/// What becomes of a layer's arrays in the program.
enum class ArrayTreatment : std::uint8_t {
  Constants,    ///< baked in: evaluation (passes may fold them)
  Parameters,   ///< trainable arrays are parameters, auxiliary ones states: training, and gradients for arrays
};

struct LowerOptions {
  Mode mode = Mode::Test;
  Precision precision = Precision::Real32;
  std::int64_t batch = 1;
  ArrayTreatment arrays = ArrayTreatment::Constants;
  /// True for arrays (by full path) that training must leave alone; their states get no updates. Null: none.
  std::function<bool(const Path&)> frozen;
  /// Ports inside, by layer path and name, that gradients will be asked for: each becomes a value of its own.
  std::vector<std::pair<Path, std::string>> differentiated;
};

/// An array of the net inside the program. Shared arrays appear once, under their first path.
struct LoweredArray {
  Path path;
  ArrayRole role = ArrayRole::Trainable;
  ValueId value = array::kNoValue;
  int parameter = -1, state = -1;  ///< position in the program's lists, or -1
  ValueId latest = array::kNoValue;  ///< of a state that the run updates: its newest value, read when a net is applied again
  Array initial;
};

struct LoweredNet {
  array::Program program;
  std::vector<ValueId> inputs;   ///< per input port of the net
  std::vector<ValueId> outputs;  ///< per output port of the net (not yet marked as program outputs)
  std::vector<LoweredArray> arrays;
  /// Values of ports inside, by layer path and port name; inputs and outputs of every layer and container.
  std::map<std::pair<Path, std::string>, ValueId> input_ports, output_ports;
  bool random = false;           ///< has random operations
  std::int64_t views = 0;        ///< instructions that only set ports apart (LowerOptions::differentiated)
};

/// Throws NetError "nninit" (an array has no value) or "nfspec" (a size is unknown), naming the place.
LoweredNet lower(const Net& net, const LowerOptions& options);

/// Appends the nets an operator applies.
class NetEmitter {
 public:
  virtual ~NetEmitter() = default;
  /// `record`: the ports inside can be asked for afterwards (false where a net is applied more than once).
  virtual std::vector<ValueId> emit_net(const Net& net, const Path& path, const std::vector<ValueId>& inputs, std::int64_t batch, bool record) = 0;
};

/// What a layer's lowering function works with.
class LoweringContext {
 public:
  LoweringContext(LoweredNet& target, const LowerOptions& options, const NetNode& layer, Path path, std::vector<ValueId> inputs,
                  std::map<std::string, int>& shared, NetEmitter& emitter)
      : target_(target), options_(options), layer_(layer), path_(std::move(path)), inputs_(std::move(inputs)),
        outputs_(layer.outputs.size(), array::kNoValue), builder_(target.program), shared_(shared), emitter_(emitter) {}

  array::Builder& builder() { return builder_; }
  const NetNode& layer() const { return layer_; }
  const Value& parameter(std::string_view name) const { return layer_.parameter(name); }
  bool train() const { return options_.mode == Mode::Train; }
  std::int64_t batch() const { return options_.batch; }
  array::DType real() const { return options_.precision == Precision::Real64 ? array::DType::Real64 : array::DType::Real32; }

  int input_count() const { return static_cast<int>(inputs_.size()); }
  /// An input as reals (integer ports are converted), batch axis in front.
  ValueId input(int i = 0);
  /// An input as Integer64.
  ValueId index_input(int i = 0);
  /// Sizes without the batch axis.
  std::vector<std::int64_t> input_dimensions(int i = 0) const;
  std::vector<std::int64_t> output_dimensions(int i = 0) const;
  int input_rank(int i = 0) const { return static_cast<int>(layer_.inputs[static_cast<std::size_t>(i)].type.extents.size()); }
  /// {batch, dimensions...}
  array::Shape batched(const std::vector<std::int64_t>& dimensions) const;

  bool has_array(std::string_view name) const;
  ValueId array(std::string_view name);
  /// The array broadcast-ready against batched values: extents placed at the given axes (without batch), 1 elsewhere.
  ValueId array_at(std::string_view name, const std::vector<int>& axes, int rank);

  /// Operators: net number `net` applied to values with `batch` examples in front (0: as many as the operator itself has). States
  /// given as kNoValue are zero.
  std::vector<ValueId> apply_net(int net, const std::vector<ValueId>& inputs, std::int64_t batch = 0, bool record = false);
  /// The same for the layer at a path inside the net.
  std::vector<ValueId> apply_part(int net, const Path& part, const std::vector<ValueId>& inputs, std::int64_t batch);
  /// An input as it comes, index or real.
  ValueId raw_input(int i = 0) const { return inputs_[static_cast<std::size_t>(i)]; }

  void set_output(ValueId value) { set_output(0, value); }
  void set_output(int i, ValueId value) { outputs_[static_cast<std::size_t>(i)] = value; }
  ValueId output(int i) const { return outputs_[static_cast<std::size_t>(i)]; }

  /// Auxiliary arrays: the new value when the run ends (only while training, and unless frozen).
  bool updates(std::string_view array_name) const;
  void update_array(std::string_view name, ValueId value);
  /// A number for a random operation, different for each; the same whatever gradients are asked for.
  std::int64_t next_stream();

  /// The instruction that produced a value, or null.
  const array::Instruction* producer(ValueId value) const;

 private:
  LoweredNet& target_;
  const LowerOptions& options_;
  const NetNode& layer_;
  Path path_;
  std::vector<ValueId> inputs_, outputs_;
  array::Builder builder_;
  std::map<std::string, int>& shared_;
  NetEmitter& emitter_;
};

}  // namespace lykos::nets
