// register.h - the family of learning from examples.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_trees(Registry& r);
void register_learners(Registry& r);
void register_cluster_loops(Registry& r);
void register_learning_functions(Registry& r);
void register_clustering(Registry& r);

void register_learning(Registry& r);

}  // namespace lykos::builtins
