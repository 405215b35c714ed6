// register.h - the calculus family.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_derivative(Registry& r);
void register_calculus(Registry& r);

}  // namespace lykos::builtins
