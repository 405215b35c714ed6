// partition.h - overlapping windows over a list, with what stands beyond its ends.
#pragma once

#include <cstdint>
#include <vector>

#include "builtins/support.h"

namespace lykos::builtins {

/// What stands at an index outside a list: nothing, the list again (cyclically), or given elements repeated, laid under the list so
/// that the first of them is under its first element.
struct Padding {
  enum class Kind { Absent, Cyclic, Elements } kind = Kind::Cyclic;
  std::vector<Expr> elements;
  /// `spec` {} is Absent, a list is its elements, anything else is one element.
  static Padding read(const Expr& spec);
};

/// Windows of `size` elements at starts first, first + step, ... (zero-based; the last start is at most `last`).
struct Windows {
  std::int64_t size = 1, step = 1, first = 0, last = -1;
};
/// Alignments kL, kR as Partition and ListCorrelate mean them: the first element of the list is at position kL of the first window, the last
/// element at or after position kR in the last. Negative positions count from the end. False when 0 or beyond the size.
bool align_windows(Windows& windows, std::int64_t length, std::int64_t left, std::int64_t right);
/// The elements of one window. Positions without an element (Absent) are left out.
std::vector<Expr> window_at(std::span<const Expr> list, std::int64_t start, std::int64_t size, const Padding& padding);

}  // namespace lykos::builtins
