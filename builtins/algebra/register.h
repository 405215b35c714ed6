// register.h - the algebra family: polynomials and rational functions.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_expand(Registry& r);
void register_factor(Registry& r);
void register_coefficients(Registry& r);
void register_domains(Registry& r);
void register_root(Registry& r);
void register_forms(Registry& r);
void register_systems(Registry& r);
void register_elimination_ideals(Registry& r);
void register_number_fields(Registry& r);
void register_algebra(Registry& r);

}  // namespace lykos::builtins
