// register.cpp - the topics of the solving family in order.
#include "builtins/solving/register.h"

namespace lykos::builtins {

void register_solving(Registry& r) {
  register_solve(r);
  register_numeric_roots(r);
  register_logic_forms(r);
}

}  // namespace lykos::builtins
