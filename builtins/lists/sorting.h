// sorting.h - orders that list and association functions share.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "builtins/support.h"

namespace lykos::builtins {

/// How one element must stand to the next.
class ElementOrder {
 public:
  /// Canonical order.
  ElementOrder() = default;
  /// Order by p[a, b]: True, 0 or a positive number keeps a before b; False or a negative number puts b first.
  explicit ElementOrder(const Expr& p);
  bool in_order(const Expr& a, const Expr& b) const;
  bool canonical() const { return kind_ == Kind::Canonical; }

 private:
  enum class Kind { Canonical, Less, Greater, Numerical, Function };
  Kind kind_ = Kind::Canonical;
  Expr function_;
};

/// Zero-based positions of the elements in sorted order (stable).
std::vector<std::int64_t> sorted_positions(std::span<const Expr> keys, const ElementOrder& order);
/// The keys f[element] (one function) of each element.
std::vector<Expr> keys_by(const Expr& f, std::span<const Expr> elements);
/// Positions in the order of SortBy[elements, f]: f a function (ties in canonical order) or a list of functions (ties as they were).
std::vector<std::int64_t> positions_sorted_by(std::span<const Expr> elements, const Expr& f, const ElementOrder& order);

/// Numerical comparison of -1, 0, 1 for TakeLargest, Commonest ...: real numbers and numeric expressions; nullopt otherwise.
std::optional<int> compare_numerically(const Expr& a, const Expr& b);

}  // namespace lykos::builtins
