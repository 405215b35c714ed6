// training_checkpoint.h - where a training stands (nets/training_state.h) as an expression, for the files that checkpoints are.
#pragma once

#include <memory>

#include "expr/expr.h"
#include "nets/training_state.h"

namespace lykos::builtins {

Expr training_state_to_expr(const nets::TrainingState& state);
/// Null when the expression is not one that training_state_to_expr made.
std::shared_ptr<nets::TrainingState> training_state_from_expr(const Expr& expr);

}  // namespace lykos::builtins
