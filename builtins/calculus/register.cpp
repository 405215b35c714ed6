// register.cpp - the topics of the calculus family in order.
#include "builtins/calculus/register.h"

namespace lykos::builtins {

void register_calculus(Registry& r) {
  register_derivative(r);
  register_generating(r);
  register_series(r);
  register_limit(r);
  register_integrate(r);
  register_numerical_integration(r);
  register_dsolve(r);
  register_eigenproblems(r);
  register_transforms(r);
  register_vector_calculus(r);
  register_interpolation(r);
  register_ndsolve(r);
}

}  // namespace lykos::builtins
