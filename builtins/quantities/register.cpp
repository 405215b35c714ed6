// register.cpp - the builtins of this folder, in order.
#include "builtins/quantities/register.h"

namespace lykos::builtins {

void register_quantities(Registry& r) {
  register_quantity(r);
  register_finance(r);
}

}  // namespace lykos::builtins
