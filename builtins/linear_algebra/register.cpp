// register.cpp - the linear algebra family.
#include "builtins/linear_algebra/register.h"

namespace lykos::builtins {

void register_linear_algebra(Registry& r) {
  register_products(r);
  register_matrix_construction(r);
  register_elimination(r);
  register_matrix_functions(r);
  register_eigenvalues(r);
  register_decompositions(r);
  register_norms(r);
  register_distances(r);
  register_fourier(r);
  register_geometry(r);
  register_splines(r);
  register_exact_forms(r);
  register_lattices(r);
  register_tensors(r);
}

}  // namespace lykos::builtins
