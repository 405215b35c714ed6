// What the linear algebra files share: LAPACKE and a few conversions. Include from .cpp files only, for LAPACKE's headers are heavy.
#pragma once

#include <complex>

#define lapack_complex_float std::complex<float>
#define lapack_complex_double std::complex<double>
#include <lapacke.h>

#include <string>

#include "array/array.h"
#include "array/blas.h"
#include "array/threads.h"

namespace lykos::array::lapack {

// Throws std::invalid_argument("[op] text") unless the condition holds.
void require(bool condition, const char* op, const std::string& text);
// Real64, or ComplexReal64 when the array is complex.
Array as_working_type(const Array& a);
Array as_complex(const Array& a);
// The extent of a square matrix, or of one axis; throws when empty or beyond LAPACK's integers.
int square_extent(const Array& a, const char* op);
int matrix_extent(std::int64_t extent, const char* op);
// The largest absolute column sum.
double one_norm(const Array& a);

inline std::complex<double>* complex_data(Array& a) { return reinterpret_cast<std::complex<double>*>(a.data<double>()); }
inline const std::complex<double>* complex_data(const Array& a) { return reinterpret_cast<const std::complex<double>*>(a.data<double>()); }
inline void use_all_threads() { blas::set_threads(thread_count()); }

}  // namespace lykos::array::lapack
