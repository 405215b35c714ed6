// register.h - the family of graphs.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_graph_value(Registry& r);
void register_graph_queries(Registry& r);
void register_graph_paths(Registry& r);
void register_graph_families(Registry& r);
void register_graph_further(Registry& r);
void register_graph_connectivity(Registry& r);

void register_graphs(Registry& r);

}  // namespace lykos::builtins
