// Passes over whole buffers that are bound by memory: copies and checks, on all threads once they are large.
#pragma once

#include <cstddef>

#include "array/array.h"

namespace lykos::array {

void copy_bytes(void* to, const void* from, std::size_t bytes) noexcept;
// No NaN and no infinity; integer arrays are always finite.
bool all_finite(const Array& values) noexcept;

}  // namespace lykos::array
