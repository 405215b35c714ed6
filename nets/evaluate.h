// Evaluating nets: compile once per net value, then run.
//
// A net keeps its compiled programs (a bounded set, keyed by mode, batch size, precision, input sizes, requested outputs and gradients), so the
// second call costs no set-up. A call with one example and known shapes goes straight from the input buffer through the program.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "nets/net.h"

namespace lykos::nets {

enum class Mode : std::uint8_t { Test, Train };
enum class Precision : std::uint8_t { Real32, Real64 };

/// A port of the net ({} path, name) or of a layer inside it.
struct PortRef {
  Path path;
  std::string name;
  bool operator==(const PortRef&) const = default;
};

/// What NetPortGradient asks for: an input port of the net (path {}), a port inside, or an array ({1, "Weights"}).
struct GradientRef {
  Path path;               ///< layer path; for an array, ends before the array's name
  std::string name;        ///< port or array name
  bool operator==(const GradientRef&) const = default;
};

struct EvaluateOptions {
  Mode mode = Mode::Test;
  Precision precision = Precision::Real32;
  std::uint64_t seed = 1234;       ///< of dropout and random layers
  std::int64_t batch_size = 0;     ///< largest internal batch; 0: chosen (Train mode statistics use one internal batch)
  int threads = 0;                 ///< 0: the default of the executor
  const std::atomic<bool>* abort = nullptr;  ///< polled between internal batches; throws NetAborted
};

/// Data for one input port. `values` has the port's dimensions, or a batch axis in front when `EvaluateRequest::batch` > 0.
struct PortData {
  std::string port;
  Array values;
};

struct EvaluateRequest {
  std::vector<PortData> inputs;
  std::int64_t batch = 0;                    ///< 0: one example without batch axis
  std::vector<PortRef> outputs;              ///< empty: all output ports of the net (unless gradients are asked for)
  std::vector<GradientRef> gradients;
  /// Output gradients imposed on output ports (values shaped like the outputs); others are ones: gradient of the sum.
  std::vector<PortData> output_gradients;
};

struct EvaluateResult {
  std::vector<Array> outputs;    ///< in the order requested, with a batch axis when the request has one
  std::vector<Array> gradients;  ///< array gradients are summed over the batch
  std::vector<bool> summed;      ///< per gradient: it is that of an array
  bool known_finite = false;     ///< the kernels saw finite numbers only; false where they did not look
};

/// Errors: nninit, inpmiss, inpunk, invindata1 (shape of the data does not fit, naming the port and both shapes), invindata2
/// (integer out of range), invoutport, nointgrad, auxnograd.
EvaluateResult evaluate(const Net& net, const EvaluateRequest& request, const EvaluateOptions& options = {});

/// The common call: every output of a net for one example (or a batch), input arrays in port order.
std::vector<Array> evaluate(const Net& net, const std::vector<Array>& inputs, std::int64_t batch = 0,
                            const EvaluateOptions& options = {});

/// The fast path for one net with one real input and one output: raw buffers, no allocation after the first call.
/// Keeps its compiled program; not safe for concurrent calls on one object.
class DirectEvaluator {
 public:
  explicit DirectEvaluator(const Net& net, Precision precision = Precision::Real32);
  ~DirectEvaluator();
  DirectEvaluator(DirectEvaluator&&) noexcept;
  std::int64_t input_size() const;
  std::int64_t output_size() const;
  void operator()(const float* input, float* output);

 private:
  struct Impl;
  Impl* impl_;
};

/// The number of programs compiled so far in this process (tests of caching).
std::int64_t compiled_program_count();
/// The array program of a net for a batch, as text (debugging).
std::string program_text(const Net& net, std::int64_t batch, Mode mode);

}  // namespace lykos::nets
