// hash.h - the hash of a call before it is made: looking a call up among definitions needs no expression.
#pragma once

#include <span>

#include "expr/expr.h"

namespace lykos {

/// hash(make_normal(head, args)).
std::uint64_t hash_of_call(const Expr& head, std::span<const Expr> args);

}  // namespace lykos
