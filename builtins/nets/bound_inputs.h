// bound_inputs.h - data of the language bound to the input ports of a net, and the net run on them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "builtins/nets/port_data.h"
#include "expr/expr.h"
#include "nets/evaluate.h"

namespace lykos::builtins {

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

/// {<|"port" -> value, ...|>, ...}: examples one by one.
bool is_list_of_associations(const Expr& data);

}  // namespace lykos::builtins
