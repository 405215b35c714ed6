// access.h - looking into associations: association[key], and reading arguments that may be associations or lists of rules.
#pragma once

#include <span>

#include "builtins/support.h"

namespace lykos::builtins {

/// association[key], association[Key[key]], association[key1, key2, ...] (key2 in the value of key1); Missing["KeyAbsent", key].
MaybeExpr apply_association(const Expr& association, std::span<const Expr> args);

/// The association itself, or one made of a rule or a (nested) list of rules; nullopt for anything else.
MaybeExpr to_association(const Expr& expr);
/// A nonempty list all of whose elements are associations (or lists of rules when `rules`).
bool is_association_list(const Expr& expr, bool rules = false);
/// The key that an argument names: k for Key[k], else the argument itself.
const Expr& plain_key(const Expr& spec);
/// Keys of a specification: one key, Key[k], or a list of them.
std::vector<Expr> keys_of_spec(const Expr& spec);

}  // namespace lykos::builtins
