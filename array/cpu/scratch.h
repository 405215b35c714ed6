// Working memory of kernels, one buffer per thread and purpose, shared by all kernels that run there: kernels run one after the other, so a
// program needs only as much as its largest one.
#pragma once

#include <cstdint>

namespace lykos::array::cpu {

enum class ScratchPurpose { Private, Shared };  // of one thread; of the whole team, in the buffer of the thread that called it together

// At least `count` numbers at an address divisible by 64, uninitialised. Allocates only when more is asked for than ever before on this thread
// (std::bad_alloc when there is no memory): kernels ask once in bind() on all threads, see reserve_scratch.
float* thread_scratch(ScratchPurpose purpose, std::int64_t count);

// Lets every thread of a team allocate what a kernel will ask for.
void reserve_scratch(int threads, std::int64_t private_count, std::int64_t shared_count);

}  // namespace lykos::array::cpu
