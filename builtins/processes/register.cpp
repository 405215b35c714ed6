// register.cpp - the builtins of this folder, in order.
#include "builtins/processes/register.h"

namespace lykos::builtins {

void register_stochastic_processes(Registry& r) {
  register_time_series(r);
  register_random_processes(r);
}

}  // namespace lykos::builtins
