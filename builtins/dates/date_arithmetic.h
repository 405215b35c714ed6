// date_arithmetic.h - what DateObject needs of date_arithmetic.cpp.
#pragma once

#include "evaluator/evaluator.h"

namespace lykos::builtins {

/// Sums and comparisons of dates are rules of DateObject; they are read when the first date is made.
void load_date_arithmetic();
/// date["Year"]
MaybeExpr date_property(Call& call);

}  // namespace lykos::builtins
