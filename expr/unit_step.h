// unit_step.h - UnitStep of many reals, whose zeros and ones are made when they are asked for: most often they are only added up, or choose
// elements of a list.
#pragma once

#include "array/array.h"
#include "expr/expr.h"

namespace lykos {

/// The packed array of 1 where a real is not negative and 0 elsewhere.
Expr make_unit_step(array::Array reals);
/// The reals it was made of, while the zeros and ones do not exist.
const array::Array* before_unit_step(const Expr& list);

}  // namespace lykos
