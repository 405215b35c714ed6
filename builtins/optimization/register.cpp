// register.cpp - the topics of the optimization family in order.
#include "builtins/optimization/register.h"

namespace lykos::builtins {

void register_optimization(Registry& r) {
  register_minima(r);
  register_fits(r);
  register_searches(r);
}

}  // namespace lykos::builtins
