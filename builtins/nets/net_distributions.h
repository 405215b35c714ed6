// net_distributions.h - distributions as parameters of RandomArrayLayer.
#pragma once

#include <optional>

#include "expr/expr.h"
#include "nets/value.h"

namespace lykos::builtins {

/// {Name of the distribution, parameters...} for a distribution, a function that gives one, or the symbol of one; nothing for anything else.
std::optional<nets::Value> read_distribution(const Expr& value);
bool is_distribution(const nets::ValueList& list);
Expr distribution_to_expr(const nets::ValueList& list);

}  // namespace lykos::builtins
