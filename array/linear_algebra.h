// Dense linear algebra on Arrays: products by BLAS, decompositions by LAPACK, for Real64 and ComplexReal64.
//
// Arguments are matrices or vectors in row-major order; integer and Real32 arrays are converted first. Nothing modifies its arguments. Shapes
// that do not fit throw std::invalid_argument("[solve] ..."); a matrix that is singular or not positive definite is reported in the
// result, because that is for the caller to turn into a message. BLAS and LAPACK are first touched when one of these is called.
#pragma once

#include <cstdint>

#include "array/array.h"

namespace lykos::array {

// The language's Dot: last axis of a with the first axis of b; vectors and matrices run in BLAS, higher ranks are flattened around it.
Array dot(const Array& a, const Array& b);

struct SolveResult {
  Array solution;           // the shape of the right-hand side
  bool singular = false;    // no solution was computed
  double reciprocal_condition = 1;  // estimate in the 1-norm; badly conditioned below about 1e-15
};
// a x = b for square a {n, n} and b {n} or {n, m}.
SolveResult linear_solve(const Array& a, const Array& b);
// The minimiser of Norm[a x - b] with the smallest norm (SVD), for any shape of a.
SolveResult least_squares(const Array& a, const Array& b);
// Inverse[a]; `singular` as above.
SolveResult inverse(const Array& a);
// The determinant, an array of rank 0.
Array determinant(const Array& a);

struct LUResult {
  Array factors;      // {n, n}: L below the diagonal (unit diagonal not stored), U on and above
  Array permutation;  // Integer64 {n}, counted from 0: row i of L.U is row permutation[i] of the matrix
  bool singular = false;
  double reciprocal_condition = 0;
};
LUResult lu_decomposition(const Array& a);

struct CholeskyResult {
  Array factor;  // upper triangular u with ConjugateTranspose[u].u = a
  bool positive_definite = true;
};
CholeskyResult cholesky(const Array& a);

struct QRResult {
  Array q;  // {n, k}, orthonormal columns, k = Min[n, m]
  Array r;  // {k, m}, upper triangular
};
// a = q . r.
QRResult qr_decomposition(const Array& a);

struct SVDResult {
  Array u;       // {n, n} or {n, k} (thin)
  Array values;  // Real64 {k}, descending
  Array vt;      // ConjugateTranspose[v]: {m, m} or {k, m}
  bool converged = true;
};
// a = u . DiagonalMatrix[values] . vt, with k = Min[n, m].
SVDResult singular_value_decomposition(const Array& a, bool thin);
// The singular values alone.
Array singular_values(const Array& a);

struct EigenResult {
  Array values;   // Real64 for Hermitian matrices (and for real ones whose spectrum is real), otherwise ComplexReal64
  Array vectors;  // row i is the eigenvector of values[i], of norm 1; empty when not asked for
  bool converged = true;
};
// Eigenvalues in descending order of absolute value; equal absolute values keep LAPACK's order.
EigenResult eigensystem(const Array& a, bool vectors);
// Generalised problem a v = lambda b v; infinite eigenvalues come as infinities.
EigenResult generalized_eigensystem(const Array& a, const Array& b, bool vectors);

struct SchurResult {
  Array q;  // orthogonal (unitary)
  Array t;  // quasi-triangular (triangular when complex)
  bool converged = true;
};
// a = q . t . ConjugateTranspose[q].
SchurResult schur_decomposition(const Array& a);

}  // namespace lykos::array
