// Splitting loops over threads: the one place that names OpenMP outside the oneDNN files.
//
// Work below kParallelWork (about 15 us of arithmetic) runs on the calling thread, because waking a team costs several microseconds.
// The split never changes results: a piece is computed the same way whoever computes it, and sums that span pieces are combined in
// a fixed order by their kernels.
#pragma once

#include <omp.h>

#include <cstdint>

namespace lykos::array::cpu {

// Elementary operations (loads, multiply-adds) below which a loop stays on one thread.
inline constexpr std::int64_t kParallelWork = 64 * 1024;

// Calls body(first, last, thread) on disjoint ranges that cover 0..count-1. `work` is the cost of the whole loop; range borders are
// multiples of `grain`.
template <typename F>
inline void parallel_ranges(int threads, std::int64_t count, std::int64_t grain, std::int64_t work, F&& body) {
  const std::int64_t pieces = (count + grain - 1) / grain;
  if (threads <= 1 || work < kParallelWork || pieces <= 1) {
    body(std::int64_t{0}, count, 0);
    return;
  }
  const int team = pieces < threads ? static_cast<int>(pieces) : threads;
#pragma omp parallel num_threads(team)
  {
    const std::int64_t actual = omp_get_num_threads();
    const std::int64_t thread = omp_get_thread_num();
    const std::int64_t first = pieces * thread / actual * grain;
    const std::int64_t last = pieces * (thread + 1) / actual * grain;
    if (first < count) body(first, last < count ? last : count, static_cast<int>(thread));
  }
}

}  // namespace lykos::array::cpu
