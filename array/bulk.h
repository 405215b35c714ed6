// Passes over whole buffers that are bound by memory: copies and checks, on all threads once they are large.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "array/array.h"

namespace lykos::array {

void copy_bytes(void* to, const void* from, std::size_t bytes) noexcept;
// No NaN and no infinity; integer arrays are always finite.
bool all_finite(const Array& values) noexcept;
// The same of a run of numbers, on the calling thread.
bool all_finite(const float* values, std::int64_t count) noexcept;
bool all_finite(const double* values, std::int64_t count) noexcept;
// body(first, last) on disjoint ranges that cover 0..count-1, their borders multiples of `grain`, each range on a thread of its own.
// The body throws nothing and touches no expression.
void on_all_threads(std::int64_t count, std::int64_t grain, const std::function<void(std::int64_t, std::int64_t)>& body);

}  // namespace lykos::array
