// dataset_table.h - a Dataset as text.
#pragma once

#include <string>

#include "expr/expr.h"

namespace lykos::builtins {

/// The rows and columns of a Dataset; empty when its data is no list or association.
std::string dataset_table(const Expr& dataset);

}  // namespace lykos::builtins
