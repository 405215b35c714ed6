// edit.h - the one helper through which a uniquely held node is edited in place; everything else builds anew.
//
// Each function takes the expression by value: move the only handle in, get the edited expression out. When the node is
// shared the function copies first, so callers never ask about reference counts themselves.
#pragma once

#include "expr/expr.h"

namespace lykos {

Expr append_argument(Expr expr, Expr value);                           ///< amortised O(1) when unique
Expr prepend_argument(Expr expr, Expr value);
Expr replace_argument(Expr expr, std::size_t index, Expr value);       ///< O(1) when unique; keeps packed arrays packed if the type fits
/// replace_argument, by one-based or negative position, where it is a plain store into a uniquely held list or packed vector; false
/// (nothing changed) when it is not.
bool store_element(Expr& list, std::int64_t position, const Expr& value);
/// One number of a packed array of any rank, by one-based or negative positions; false (nothing changed) when it does not fit.
bool set_packed_element(Expr& packed, std::span<const Expr> positions, const Expr& value);
Expr take_argument(Expr& expr, std::size_t index);                     ///< moves an argument out of a unique node (leaves 0), else copies
Expr append_to_string(Expr string, std::string_view tail);             ///< amortised O(1) when unique
Expr association_set(Expr association, const Expr& key, Expr value, bool delayed = false);  ///< amortised O(1) when unique
Expr association_remove(Expr association, const Expr& key);

}  // namespace lykos
