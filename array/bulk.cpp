// See bulk.h.
#include "array/bulk.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>

#include "array/cpu/parallel.h"
#include "array/threads.h"

namespace lykos::array {
namespace {

constexpr std::int64_t kPiece = 256 * 1024;  // bytes; below four pieces a second thread is not worth waking

// The exponent of a number that is not finite has all bits set, so adding one to it reaches the sign bit, which `seen` collects.
template <typename Word, Word sign, Word one, typename T>
bool finite_run(const T* values, std::int64_t count) {
  Word seen = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    Word bits = 0;
    std::memcpy(&bits, values + i, sizeof bits);
    seen |= (bits & ~sign) + one;
  }
  return (seen & sign) == 0;
}

template <typename T>
bool finite_all(const T* values, std::int64_t count) {
  std::atomic<bool> finite{true};
  const std::int64_t run = kPiece / static_cast<std::int64_t>(sizeof(T));
  cpu::parallel_ranges(count >= 4 * run ? thread_count() : 1, count, run, count, [&](std::int64_t first, std::int64_t last, int) {
    for (std::int64_t start = first; start < last && finite.load(std::memory_order_relaxed); start += run) {
      if (!all_finite(values + start, std::min(run, last - start))) finite.store(false, std::memory_order_relaxed);
    }
  });
  return finite;
}

}  // namespace

void copy_bytes(void* to, const void* from, std::size_t bytes) noexcept {
  const auto size = static_cast<std::int64_t>(bytes);
  cpu::parallel_ranges(size >= 4 * kPiece ? thread_count() : 1, size, kPiece, size, [&](std::int64_t first, std::int64_t last, int) {
    std::memcpy(static_cast<char*>(to) + first, static_cast<const char*>(from) + first, static_cast<std::size_t>(last - first));
  });
}

bool all_finite(const float* values, std::int64_t count) noexcept { return finite_run<std::uint32_t, 0x80000000U, 0x00800000U>(values, count); }
bool all_finite(const double* values, std::int64_t count) noexcept { return finite_run<std::uint64_t, 0x8000000000000000U, 0x0010000000000000U>(values, count); }

bool all_finite(const Array& values) noexcept {
  const DType dtype = values.dtype();
  if (is_integer(dtype)) return true;
  const std::int64_t count = values.element_count() * (is_complex(dtype) ? 2 : 1);
  return dtype == DType::Real64 || dtype == DType::ComplexReal64 ? finite_all(values.data<double>(), count) : finite_all(values.data<float>(), count);
}

void on_all_threads(std::int64_t count, std::int64_t grain, const std::function<void(std::int64_t, std::int64_t)>& body) {
  cpu::parallel_ranges(thread_count(), count, grain, count, [&](std::int64_t first, std::int64_t last, int) { body(first, last); });
}

}  // namespace lykos::array
