// association.h - ordered key -> value maps: entries in insertion order, a hash index beside them once they are many.
#pragma once

#include <cstdint>
#include <vector>

#include "expr/expr.h"

namespace lykos {

struct AssociationEntry {
  Expr key;
  Expr value;
  bool delayed = false;  // made with :>
};

struct AssociationNode : Node {
  std::vector<AssociationEntry> entries;           // removed entries are erased at once, so order is positional
  mutable std::vector<std::uint32_t> index;         // open addressing, entry number + 1; empty while there are few entries
  mutable Expr rules;                               // List of rules made on request for args(); Null when not made
  AssociationNode() : Node(Kind::Association), rules(Expr::integer(0)) {}
  /// Entry number of a key, or npos.
  std::size_t find(const Expr& key) const;
  static constexpr std::size_t npos = ~std::size_t{0};
};

/// Later duplicates of a key replace the value but keep the first position.
Expr make_association(std::vector<AssociationEntry> entries);
/// From rules (and lists of rules, and associations); nullopt when an element is something else.
MaybeExpr association_from_rules(std::span<const Expr> rules);
/// The value for a key, or nullptr.
const Expr* association_find(const Expr& association, const Expr& key);
/// The same keys with new values (values.size() == entries).
Expr association_with_values(const Expr& association, std::vector<Expr>&& values);

inline const AssociationNode& Expr::association() const noexcept {
  return *static_cast<const AssociationNode*>(node());
}

}  // namespace lykos
