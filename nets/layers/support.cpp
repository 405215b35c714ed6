// Shared helpers of the layer families.
#include "nets/layers/support.h"

#include <algorithm>
#include <numeric>

namespace lykos::nets {

std::optional<std::vector<int>> resolve_levels(const Value& levels, int rank) {
  auto axis = [rank](std::int64_t level) -> int {
    const std::int64_t a = level > 0 ? level - 1 : rank + level;
    return level == 0 || a < 0 || a >= rank ? -1 : static_cast<int>(a);
  };
  std::vector<int> axes;
  if (levels.is_integer()) {
    axes.push_back(axis(levels.integer()));
  } else if (levels.is_word("All")) {
    axes.resize(static_cast<std::size_t>(rank));
    std::iota(axes.begin(), axes.end(), 0);
  } else if (levels.is(Value::Kind::Span)) {
    // A span may be empty: 2 ;; All on a vector.
    const Span& s = levels.span();
    const std::int64_t first = s.from > 0 ? s.from : rank + 1 + s.from, last = s.to > 0 ? s.to : rank + 1 + s.to;
    if (first < 1 || last > rank) return std::nullopt;
    for (std::int64_t level = first; level <= last; level += std::max<std::int64_t>(1, s.step)) axes.push_back(static_cast<int>(level - 1));
  } else if (const auto list = levels.integer_list()) {
    for (std::int64_t level : *list) axes.push_back(axis(level));
  } else {
    return std::nullopt;
  }
  if (std::find(axes.begin(), axes.end(), -1) != axes.end()) return std::nullopt;
  std::sort(axes.begin(), axes.end());
  axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
  return axes;
}

int least_rank(const Value& levels) {
  auto size = [](std::int64_t level) { return static_cast<int>(level > 0 ? level : -level); };
  if (levels.is_integer()) return size(levels.integer());
  if (levels.is(Value::Kind::Span)) {
    const Span& s = levels.span();
    return std::max(s.from > 0 ? static_cast<int>(s.from) - 1 : size(s.from), s.to > 0 ? static_cast<int>(s.to) : 0);
  }
  int rank = 0;
  if (const auto list = levels.integer_list()) {
    for (std::int64_t level : *list) rank = std::max(rank, size(level));
  }
  return rank;
}

std::vector<int> complement(const std::vector<int>& axes, int rank) {
  std::vector<int> result;
  for (int i = 0; i < rank; ++i) {
    if (std::find(axes.begin(), axes.end(), i) == axes.end()) result.push_back(i);
  }
  return result;
}

std::optional<std::vector<std::int64_t>> per_axis(const Value& v, int axes) {
  if (v.is_integer()) return std::vector<std::int64_t>(static_cast<std::size_t>(axes), v.integer());
  auto list = v.integer_list();
  if (!list) return std::nullopt;
  if (list->size() == 1) list->resize(static_cast<std::size_t>(axes), (*list)[0]);
  if (static_cast<int>(list->size()) != axes) return std::nullopt;
  return list;
}

array::Shape program_axes(const std::vector<int>& axes) {
  array::Shape shape;
  for (int a : axes) shape.push_back(a + 1);
  return shape;
}

MergedAxes merge_axes(LoweringContext& c, ValueId x, const std::vector<int>& axes) {
  array::Builder& b = c.builder();
  const array::Shape shape = b.shape(x);
  MergedAxes m;
  m.order.push_back(0);
  for (int a : complement(axes, shape.rank() - 1)) m.order.push_back(a + 1);
  for (int a : axes) m.order.push_back(a + 1);
  array::Shape permutation, merged;
  for (int a : m.order) {
    permutation.push_back(a);
    m.permuted.push_back(shape[a]);
  }
  m.value = std::is_sorted(m.order.begin(), m.order.end()) ? x : b.transpose(x, permutation);
  std::int64_t count = 1;
  for (int i = 0; i < m.permuted.rank(); ++i) {
    if (i < m.permuted.rank() - static_cast<int>(axes.size())) merged.push_back(m.permuted[i]);
    else count *= m.permuted[i];
  }
  merged.push_back(count);
  if (!(merged == m.permuted)) m.value = b.reshape(m.value, merged);
  return m;
}

ValueId unmerge_axes(LoweringContext& c, const MergedAxes& m, ValueId x) {
  array::Builder& b = c.builder();
  if (!(b.shape(x) == m.permuted)) x = b.reshape(x, m.permuted);
  if (std::is_sorted(m.order.begin(), m.order.end())) return x;
  array::Shape inverse = m.permuted;  // only for its rank
  for (std::size_t i = 0; i < m.order.size(); ++i) inverse[m.order[i]] = static_cast<std::int64_t>(i);
  return b.transpose(x, inverse);
}

ValueId mean_per_example(LoweringContext& c, ValueId x) {
  array::Builder& b = c.builder();
  array::Shape axes;
  for (int i = 1; i < b.rank(x); ++i) axes.push_back(i);
  return axes.empty() ? x : b.reduce(array::Reduction::Mean, x, axes);
}

}  // namespace lykos::nets
