// Information[net, property]: counts, dimensions and lists, as plain data (nets.md section 3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "nets/graph.h"
#include "nets/net.h"

namespace lykos::nets {

/// A property is one of these, filled by net_information; the binding shows it in the language.
struct ArrayFacts {
  Path path;                           ///< {1, "Weights"}
  const ArraySlot* slot;               ///< points into the net
  PortType shape;                      ///< unknown extents are Indeterminate
  std::optional<std::int64_t> element_count, byte_count;
};

struct NetInformation {
  std::vector<ArrayFacts> arrays;      ///< every array that is not None; shared ones at each place
  std::int64_t arrays_count = 0, shared_arrays_count = 0;
  std::optional<std::int64_t> arrays_total_element_count, arrays_total_byte_count;  ///< shared arrays once; nothing if a size is unknown
  std::vector<LeafLayer> layers;
  std::vector<std::pair<std::string, std::int64_t>> layer_type_counts;  ///< in order of first appearance
  std::vector<Path> recurrent_states;
  std::string topology_hash;           ///< base 36; ignores array values
};
NetInformation net_information(const Net& net);

/// A port as it is shown: the length of what a map operator maps over, as long as nothing says what it is, varies.
Port shown_port(const Net& net, bool output, int index);

/// Names accepted by Information[net, name], sorted.
const std::vector<std::string>& information_properties();

/// The graph of leaf layers: edges between positions in NetInformation::layers (-1: a port of the net).
std::vector<std::pair<int, int>> layers_graph(const Net& net);

/// Base-36 hash of structure: heads, parameters, shapes and edges, not array values.
std::string topology_hash(const Net& net);

}  // namespace lykos::nets
