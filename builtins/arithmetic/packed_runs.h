// packed_runs.h - how the elementwise builtins go through long packed lists: in runs that stay in the cache, on all threads once they are many.
#pragma once

#include <algorithm>
#include <atomic>
#include <complex>
#include <cstdint>

#include "array/bulk.h"

namespace lykos::builtins {

using ComplexDouble = std::complex<double>;

using array::all_finite;
inline bool all_finite(const ComplexDouble* values, std::int64_t count) { return all_finite(reinterpret_cast<const double*>(values), 2 * count); }
inline bool all_finite(const std::int64_t*, std::int64_t) { return true; }

/// How many elements are worth a second thread: of an operation of the processor, and of a function such as the sine.
inline constexpr std::int64_t kManyOperations = std::int64_t{1} << 19;
inline constexpr std::int64_t kManyFunctions = std::int64_t{1} << 16;

/// work(first, last) on runs of elements that stay in the cache from one look to the next, on all threads once they are `many`. False when
/// one of them gives false.
template <typename F>
bool in_runs(std::int64_t count, std::int64_t many, F&& work) {
  constexpr std::int64_t kRun = 4096;
  if (count <= kRun) return work(std::int64_t{0}, count);
  std::atomic<bool> good{true};
  const auto range = [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t start = first; start < last && good.load(std::memory_order_relaxed); start += kRun)
      if (!work(start, std::min(start + kRun, last))) good.store(false, std::memory_order_relaxed);
  };
  if (count >= many) array::on_all_threads(count, kRun, range);
  else range(0, count);
  return good;
}

}  // namespace lykos::builtins
