// buffer_bytes.h - how much memory arrays hold, for limits on memory.
#pragma once

#include <cstdint>

namespace lykos::array {

// Bytes of the buffers in use, and the most there were since the peak was reset. Buffers are nearly always made by one thread; a count that
// two of them race for is off by one buffer, which is what a limit can bear and a lock is not worth.
std::int64_t buffer_bytes_in_use();
std::int64_t peak_buffer_bytes();
void reset_peak_buffer_bytes();

// Long texts and integers, which other allocators hold, are counted with them: `change` bytes more.
void count_bytes(std::int64_t change);

}  // namespace lykos::array
