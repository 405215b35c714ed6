// See scratch.h.
#include "array/cpu/scratch.h"

#include <omp.h>

#include <vector>

namespace lykos::array::cpu {

float* thread_scratch(ScratchPurpose purpose, std::int64_t count) {
  thread_local std::vector<float> buffers[2];
  std::vector<float>& buffer = buffers[static_cast<int>(purpose)];
  const std::size_t wanted = static_cast<std::size_t>(count) + 16;
  if (buffer.size() < wanted) {
    buffer = {};  // the old one first, lest both exist for a moment
    buffer.resize(wanted);
  }
  return reinterpret_cast<float*>((reinterpret_cast<std::uintptr_t>(buffer.data()) + 63) / 64 * 64);
}

void reserve_scratch(int threads, std::int64_t private_count, std::int64_t shared_count) {
  thread_scratch(ScratchPurpose::Shared, shared_count);
#pragma omp parallel num_threads(threads)
  thread_scratch(ScratchPurpose::Private, private_count);
}

}  // namespace lykos::array::cpu
