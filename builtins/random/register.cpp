// register.cpp - the topics of the random family, in order.
#include "builtins/random/register.h"

namespace lykos::builtins {

void register_random(Registry& r) {
  register_random_state(r);
  register_random_numbers(r);
  register_random_choice(r);
  register_random_variate(r);
}

}  // namespace lykos::builtins
