// register.h - the topics of the random family.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_random_state(Registry& r);
void register_random_numbers(Registry& r);
void register_random_choice(Registry& r);
void register_random_variate(Registry& r);

void register_random(Registry& r);

}  // namespace lykos::builtins
