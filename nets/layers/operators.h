// What the operators share: telling the ports of their nets apart, and types with levels in front.
#pragma once

#include <string>
#include <vector>

#include "nets/lowering.h"
#include "nets/shape_inference.h"

namespace lykos::nets {

/// Positions of the ports that are not recurrent states.
std::vector<int> data_ports(const std::vector<Port>& ports);
/// Positions of the ports that are.
std::vector<int> state_ports(const std::vector<Port>& ports);

/// The type of an array of `type`s: extents put in front.
PortType with_levels(const std::vector<Extent>& levels, const PortType& type);
/// The type of what lies at depth `levels` of an array. The type must have a known rank of at least `levels`, or none.
PortType without_levels(const PortType& type, int levels);

/// The values of a port that is mapped at `depth` levels, of which it has `own` itself, as one long batch: {batch, n1, ..., d...}
/// becomes {batch n1 ..., d...}. What the port lacks is repeated; `levels` are the sizes of all levels.
ValueId merge_levels(LoweringContext& c, ValueId value, int own, const std::vector<std::int64_t>& levels);
/// Undoes merge_levels for an output: {batch n1 ..., d...} becomes {batch, n1, ..., d...}.
ValueId split_levels(LoweringContext& c, ValueId value, const std::vector<std::int64_t>& levels);

/// The operator's net must have so many inputs and outputs, states not counted.
void require_ports(const NetNode& node, int net, int inputs, int outputs);
/// A net that can be applied to one input: ThreadingLayer and its kin are fixed to it.
void fix_variadic(NetNode& node, int net, int count);

}  // namespace lykos::nets
