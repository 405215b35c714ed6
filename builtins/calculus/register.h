// register.h - the calculus family: derivatives, integrals, limits, series, differential equations, transforms, interpolation.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_derivative(Registry& r);
void register_generating(Registry& r);
void register_series(Registry& r);
void register_limit(Registry& r);
void register_integrate(Registry& r);
void register_dsolve(Registry& r);
void register_eigenproblems(Registry& r);
void register_transforms(Registry& r);
void register_vector_calculus(Registry& r);
void register_numerical_integration(Registry& r);
void register_interpolation(Registry& r);
void register_ndsolve(Registry& r);
void register_calculus(Registry& r);

}  // namespace lykos::builtins
