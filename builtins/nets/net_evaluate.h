// net_evaluate.h - running nets on data of the language.
#pragma once

#include <span>
#include <string>

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

}  // namespace lykos::builtins
