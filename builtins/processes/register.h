// register.h - the family of random processes and time series.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_time_series(Registry& r);
void register_random_processes(Registry& r);

void register_stochastic_processes(Registry& r);

}  // namespace lykos::builtins
