// What the families of layers share: level specifications, sizes per axis, and merging axes in programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "nets/layer_spec.h"
#include "nets/lowering.h"
#include "nets/shape_inference.h"

namespace lykos::nets {

/// 0-based axes, ascending, for a level specification n, n ;; m, {n, ...}, All on a given rank; negative levels count from the end.
/// Nothing if a level lies outside. "Complement" and the like are the caller's.
std::optional<std::vector<int>> resolve_levels(const Value& levels, int rank);
/// The least rank on which the levels exist.
int least_rank(const Value& levels);
/// Axes 0..rank-1 that are not in `axes`.
std::vector<int> complement(const std::vector<int>& axes, int rank);

/// A parameter given once for all axes or per axis, as one number per axis; nothing if its length is not `axes`.
std::optional<std::vector<std::int64_t>> per_axis(const Value& v, int axes);

/// The values with the given axes (batch axis not counted) moved to the end and merged into one: {batch, rest..., merged}.
struct MergedAxes {
  ValueId value;
  std::vector<int> order;        ///< program axes in their new order, before merging
  array::Shape permuted;         ///< shape after the permutation, before merging
};
MergedAxes merge_axes(LoweringContext& c, ValueId x, const std::vector<int>& axes);
/// Undoes merge_axes for a value of the same shape as the merged one.
ValueId unmerge_axes(LoweringContext& c, const MergedAxes& merged, ValueId x);

/// Program axes (batch counted) of layer axes.
array::Shape program_axes(const std::vector<int>& axes);

/// The value of InputPorts or OutputPorts: n, {"name", ...}, {shape, ...}, or rules from names to shapes. `base` is "Input" or "Output".
std::vector<Port> parse_ports(const Value& v, const std::string& base, const std::string& option);

/// Mean over all axes but the batch: losses per example, {batch}.
ValueId mean_per_example(LoweringContext& c, ValueId x);

}  // namespace lykos::nets
