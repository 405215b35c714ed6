// register.h - the topics of the linear algebra family, in the order they are registered.
#pragma once

namespace lykos {
class Registry;
}

namespace lykos::builtins {

void register_products(Registry& r);
void register_matrix_construction(Registry& r);
void register_elimination(Registry& r);
void register_matrix_functions(Registry& r);
void register_eigenvalues(Registry& r);
void register_decompositions(Registry& r);
void register_norms(Registry& r);
void register_distances(Registry& r);
void register_fourier(Registry& r);
void register_geometry(Registry& r);
void register_splines(Registry& r);
void register_exact_forms(Registry& r);
void register_lattices(Registry& r);
void register_tensors(Registry& r);

void register_linear_algebra(Registry& r);

}  // namespace lykos::builtins
