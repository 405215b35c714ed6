// nearest.h - what the operators of the nearest elements share.
#pragma once

#include "evaluator/evaluator.h"

namespace lykos::builtins {

/// For operator[data, options][x, ...]: function[data, x, ..., options].
MaybeExpr apply_nearest_operator(Call& call, const Expr& function);

}  // namespace lykos::builtins
