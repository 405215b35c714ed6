// A container under construction: what make_chain, make_graph and surgery share.
//
// A Draft says which children there are and which ports are joined; `assemble` adds the ports of the container for everything left open,
// names them, checks for cycles and infers shapes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "nets/graph.h"

namespace lykos::nets {

struct Draft {
  struct Inner {  // output port of a child -> input port of a child
    int from, from_port, to, to_port;
  };
  struct GraphInput {  // a named input of the container -> input port of a child (or, with child -1, output number `port` by name)
    std::string name;
    int child, port;
  };
  struct GraphOutput {
    int child, port;
    std::string name;
  };
  struct Through {  // an input of the container passed on as an output
    std::string input, output;
  };
  NetKind kind = NetKind::Graph;
  std::vector<Net> children;
  std::vector<std::string> names;  ///< empty: numbered
  std::vector<Inner> inner;
  std::vector<GraphInput> inputs;
  std::vector<GraphOutput> outputs;
  std::vector<Through> through;
  /// Ports that have names, in the order in which they are ports of the container; ports left open follow by position.
  std::vector<std::string> input_order, output_order;
  std::vector<std::pair<int, int>> muted;  ///< outputs that do not become ports
  std::vector<Option> options;             ///< port types, coders, LearningRateMultipliers
};

/// The container, with shapes inferred. Errors as for make_graph.
Net assemble(Draft draft);

/// The draft that would give this container again: edges, explicit port names, coders and (with `port_types`) its port types.
Draft draft_of(const Net& container, bool port_types);

/// Throws netnopart: nothing stands at this place of the net.
[[noreturn]] void no_part(const Net& net, const Path& path);

}  // namespace lykos::nets
