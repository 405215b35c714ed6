// register.h - the optimization family: roots and minima of functions, fits of models to data.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_minima(Registry& r);
void register_fits(Registry& r);
void register_searches(Registry& r);
void register_optimization(Registry& r);

}  // namespace lykos::builtins
