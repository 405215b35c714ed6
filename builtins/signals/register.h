// register.h - the family of signals and linear systems.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_signal_filters(Registry& r);
void register_linear_systems(Registry& r);
void register_wavelets(Registry& r);

void register_signals(Registry& r);

}  // namespace lykos::builtins
