// Iteration over the lines of an array along one axis: outer index, inner index, and the stride between entries of a line.
#pragma once

#include <cstdint>

#include "array/shape.h"

namespace lykos::array::cpu {

struct Lines {
  std::int64_t outer = 1;   // product of the extents before the axis
  std::int64_t extent = 1;  // along the axis
  std::int64_t inner = 1;   // product of the extents after it: the stride of a line

  Lines(const Shape& shape, std::int64_t axis) {
    for (int i = 0; i < shape.rank(); ++i) {
      if (i < axis) outer *= shape[i];
      else if (i == axis) extent = shape[i];
      else inner *= shape[i];
    }
  }
  std::int64_t count() const { return outer * inner; }
  // Position of the first entry of line number `line`.
  std::int64_t start(std::int64_t line) const { return line / inner * extent * inner + line % inner; }
};

}  // namespace lykos::array::cpu
