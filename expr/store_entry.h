// store_entry.h - the commonest edit of an association, beside those of edit.h.
#pragma once

#include "expr/expr.h"

namespace lykos {

/// association_set where it gives a key of a uniquely held association another evaluated value; false (nothing changed) when it is not.
bool store_entry(Expr& association, const Expr& key, const Expr& value);

}  // namespace lykos
