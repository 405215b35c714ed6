// register.h - the family of the operating system: environment, processes, system values, bytes.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_environment(Registry& r);
void register_processes(Registry& r);
void register_system_values(Registry& r);
void register_byte_array(Registry& r);
void register_builtin_table(Registry& r);
void register_testing(Registry& r);
void register_unavailable(Registry& r);

void register_system(Registry& r);

}  // namespace lykos::builtins
