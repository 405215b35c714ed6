// register.h - the solving family: equations, inequalities, recurrences.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_solve(Registry& r);
void register_numeric_roots(Registry& r);
void register_logic_forms(Registry& r);
void register_solving(Registry& r);

}  // namespace lykos::builtins
