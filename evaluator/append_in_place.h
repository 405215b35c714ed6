// append_in_place.h - s = s <> t, l = Append[l, x], l = Join[l, m]: the old value is extended instead of copied, so that
// building a string or a list piece by piece takes linear time.
#pragma once

#include <vector>

#include "expr/expr.h"

namespace lykos {

/// True when `symbol = rhs` has that form (rhs unevaluated) and the symbol holds a string or list that may be extended.
bool is_append_update(const Expr& symbol, const Expr& rhs);
/// The evaluated right side; the symbol already has it as its value when `stored` comes back true.
Expr evaluate_append_update(const Expr& symbol, const Expr& rhs, bool& stored);

/// The two halves of that, for bodies that evaluate the pieces themselves: whether head[symbol, ...] may extend the symbol's value,
/// and extending `before` (the value it had then) by the evaluated pieces.
bool may_extend(const Expr& symbol, const Expr& head);
Expr extend_value(const Expr& symbol, const Expr& head, Expr before, std::vector<Expr> pieces, bool& stored);

}  // namespace lykos
