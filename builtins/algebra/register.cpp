// register.cpp - the topics of the algebra family in order.
#include "builtins/algebra/register.h"

namespace lykos::builtins {

void register_algebra(Registry& r) {
  register_expand(r);
  register_factor(r);
  register_coefficients(r);
  register_domains(r);
  register_root(r);
  register_forms(r);
  register_systems(r);
  register_elimination_ideals(r);
  register_number_fields(r);
}

}  // namespace lykos::builtins
