// register.cpp - the topics of the simplification family in order.
#include "builtins/simplification/register.h"

namespace lykos::builtins {

void register_simplification(Registry& r) {
  register_simplify(r);
  register_rewriting(r);
  register_piecewise(r);
  register_function_properties(r);
}

}  // namespace lykos::builtins
