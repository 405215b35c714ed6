// register.cpp - the functional family: applying functions over structures, iteration, folding, selection, composition.
#include "builtins/functional/register.h"

namespace lykos::builtins {

void register_functional(Registry& r) {
  register_map(r);
  register_map_positions(r);
  register_thread(r);
  register_outer(r);
  register_table(r);
  register_sum(r);
  register_nest(r);
  register_fold(r);
  register_select(r);
  register_composition(r);
  register_parallel(r);
  register_compile(r);
}

}  // namespace lykos::builtins
