// register.cpp - the builtins of this folder, in order.
#include "builtins/signals/register.h"

namespace lykos::builtins {

void register_signals(Registry& r) {
  register_signal_filters(r);
  register_linear_systems(r);
  register_wavelets(r);
}

}  // namespace lykos::builtins
