// register.h - the simplification family: Simplify, assumptions, rewriting of trigonometric functions, powers and special functions.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_simplify(Registry& r);
void register_rewriting(Registry& r);
void register_piecewise(Registry& r);
void register_function_properties(Registry& r);
void register_simplification(Registry& r);

}  // namespace lykos::builtins
