// Placing intermediate values in one block of memory so that values alive at different times share addresses.
#pragma once

#include <cstdint>
#include <vector>

namespace lykos::array {

struct MemoryRequest {
  std::int64_t bytes = 0;
  int first = 0;  // index of the instruction that writes it
  int last = 0;   // index of the last one that reads it (inclusive)
};

struct MemoryPlan {
  std::vector<std::int64_t> offsets;  // per request, multiples of 64
  std::int64_t total_bytes = 0;
};

// Greedy by size: the largest value first, each at the lowest offset that is free during its whole life. Within a few percent of the
// lower bound on the nets we tried, and quadratic in the number of values.
MemoryPlan plan_memory(const std::vector<MemoryRequest>& requests);

}  // namespace lykos::array
