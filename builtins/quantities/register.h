// register.h - the family of quantities with units.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_quantity(Registry& r);
void register_finance(Registry& r);

void register_quantities(Registry& r);

}  // namespace lykos::builtins
