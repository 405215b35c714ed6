// register.cpp - the builtins of this folder, in order.
#include "builtins/system/register.h"

namespace lykos::builtins {

void register_system(Registry& r) {
  register_environment(r);
  register_processes(r);
  register_system_values(r);
  register_byte_array(r);
  register_builtin_table(r);
  register_testing(r);
  register_unavailable(r);
}

}  // namespace lykos::builtins
