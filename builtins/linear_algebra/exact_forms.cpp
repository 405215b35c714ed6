// exact_forms.cpp - normal forms of exact matrices, lattices, special matrices: the rows; the work is in exact_forms.wl.
#include "builtins/linear_algebra/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "linear_algebra/exact_forms"); }

constexpr Builtin kBuiltins[] = {
    {.name = "Adjugate", .fn = builtin_in_unit, .arity = exactly(1), .usage = "Adjugate[m] gives the adjugate of a square matrix."},
    {.name = "Permanent", .fn = builtin_in_unit, .arity = exactly(1), .usage = "Permanent[m] gives the permanent of a square matrix."},
    {.name = "BlockDiagonalMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "BlockDiagonalMatrix[{m1, m2, ...}] puts matrices along the diagonal."},
    {.name = "FourierMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "FourierMatrix[n] is the matrix of the discrete Fourier transform of length n."},
    {.name = "FourierDCTMatrix", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "FourierDCTMatrix[n] is the matrix of the discrete cosine transform of length n.\nFourierDCTMatrix[n, m] is the one of type m."},
    {.name = "FourierDSTMatrix", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "FourierDSTMatrix[n] is the matrix of the discrete sine transform of length n.\nFourierDSTMatrix[n, m] is the one of type m."},
    {.name = "HadamardMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "HadamardMatrix[n] is the Hadamard matrix of size n, a power of 2."},
    {.name = "ShearingMatrix", .fn = builtin_in_unit, .arity = exactly(3), .usage = "ShearingMatrix[a, v, n] shears by the angle a along v, normal to n."},
    {.name = "AntihermitianMatrixQ", .fn = builtin_in_unit, .arity = exactly(1), .usage = "AntihermitianMatrixQ[m] gives True if m is minus its conjugate transpose."},
    {.name = "NormalMatrixQ", .fn = builtin_in_unit, .arity = exactly(1), .usage = "NormalMatrixQ[m] gives True if m commutes with its conjugate transpose."},
    {.name = "IndefiniteMatrixQ", .fn = builtin_in_unit, .arity = exactly(1), .usage = "IndefiniteMatrixQ[m] gives True if the Hermitian part of m has positive and negative eigenvalues."},
    {.name = "HermiteDecomposition", .fn = builtin_in_unit, .arity = exactly(1), .usage = "HermiteDecomposition[m] gives {u, r} with u.m == r in Hermite normal form."},
    {.name = "SmithDecomposition", .fn = builtin_in_unit, .arity = exactly(1), .usage = "SmithDecomposition[m] gives {u, r, v} with u.m.v == r diagonal."},
    {.name = "LatticeReduce", .fn = builtin_in_unit, .arity = exactly(1), .usage = "LatticeReduce[{v1, v2, ...}] gives a reduced basis of the lattice of the vi."},
};

}  // namespace

void register_exact_forms(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
