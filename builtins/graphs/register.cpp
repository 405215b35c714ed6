// register.cpp - the builtins of this folder, in order.
#include "builtins/graphs/register.h"

namespace lykos::builtins {

void register_graphs(Registry& r) {
  register_graph_value(r);
  register_graph_queries(r);
  register_graph_paths(r);
  register_graph_families(r);
  register_graph_further(r);
  register_graph_connectivity(r);
}

}  // namespace lykos::builtins
