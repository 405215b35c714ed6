// register.cpp - the builtins of this folder, in order.
#include "builtins/learning/register.h"

namespace lykos::builtins {

void register_learning(Registry& r) {
  register_trees(r);
  register_learners(r);
  register_cluster_loops(r);
  register_learning_functions(r);
  register_clustering(r);
}

}  // namespace lykos::builtins
