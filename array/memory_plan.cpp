// The greedy memory planner.
#include "array/memory_plan.h"

#include <algorithm>
#include <numeric>

namespace lykos::array {

MemoryPlan plan_memory(const std::vector<MemoryRequest>& requests) {
  MemoryPlan plan;
  plan.offsets.assign(requests.size(), 0);
  std::vector<std::size_t> order(requests.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return requests[a].bytes > requests[b].bytes; });
  struct Placed {
    std::int64_t begin, end;
    int first, last;
  };
  std::vector<Placed> placed;  // sorted by begin
  for (std::size_t index : order) {
    const MemoryRequest& request = requests[index];
    const std::int64_t bytes = (std::max<std::int64_t>(request.bytes, 1) + 63) / 64 * 64;
    std::int64_t offset = 0;
    for (const Placed& other : placed) {
      if (other.first > request.last || other.last < request.first) continue;
      if (offset + bytes <= other.begin) break;
      offset = std::max(offset, other.end);
    }
    plan.offsets[index] = offset;
    plan.total_bytes = std::max(plan.total_bytes, offset + bytes);
    const Placed entry{offset, offset + bytes, request.first, request.last};
    placed.insert(std::upper_bound(placed.begin(), placed.end(), entry, [](const Placed& a, const Placed& b) { return a.begin < b.begin; }), entry);
  }
  return plan;
}

}  // namespace lykos::array
