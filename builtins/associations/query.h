// query.h - what Dataset shares with Query.
#pragma once

#include <span>

#include "builtins/support.h"

namespace lykos::builtins {

/// Query[operators...][data]; options may stand at the end of the operators.
Expr run_query(std::span<const Expr> operators, const Expr& data);

/// What has elements is a dataset again; single values, Missing and failures are not.
Expr dataset_of(const Expr& value);

}  // namespace lykos::builtins
