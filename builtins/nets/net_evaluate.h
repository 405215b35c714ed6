// net_evaluate.h - running nets on data of the language.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "builtins/nets/port_data.h"
#include "expr/expr.h"
#include "nets/evaluate.h"

namespace lykos::builtins {

/// net[args...]: data, output specification, options. Errors are thrown.
Expr evaluate_net(const nets::Net& net, std::span<const Expr> args);

/// Reads an evaluation option (NetEvaluationMode, BatchSize, RandomSeeding, TargetDevice, WorkingPrecision) into `options`; false for
/// any other name. Throws NetError for a value it cannot take.
bool read_evaluation_option(const std::string& name, const Expr& value, nets::EvaluateOptions& options);
/// Options[net]: these options with their defaults.
Expr evaluation_options();
/// Refuses target devices other than the CPU. Throws NetError trgdev.
void check_target_device(const Expr& value);
nets::Precision read_precision(const Expr& value);

/// A request whose inputs are bound: the columns in the order of the net's input ports.
struct BoundInputs {
  std::vector<std::string> ports{};
  std::vector<PortColumn> columns{};
  /// Gradients imposed on output ports.
  std::vector<std::string> imposed_ports{};
  std::vector<PortColumn> imposed{};
  std::int64_t batch = 0;
  bool ragged = false;
  bool numeric_array = false;
};
/// Binds data (an association of ports, a list in port order, plain data of the only port, or a list of associations).
BoundInputs bind_inputs(const nets::Net& net, const Expr& data, Batching batching);
/// One vector per request: a single array, or one for each example when ragged (gradients of arrays: one for each group, to be added up).
struct BoundResults {
  std::vector<std::vector<array::Array>> outputs, gradients;
  bool known_finite = false;  ///< as in nets::EvaluateResult
};
/// Runs the outputs for bound inputs, grouped by size when lengths vary.
BoundResults run_bound(const nets::Net& net, const BoundInputs& inputs, nets::EvaluateRequest request, const nets::EvaluateOptions& options);

}  // namespace lykos::builtins
