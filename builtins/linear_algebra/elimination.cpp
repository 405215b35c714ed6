// elimination.cpp - Det, Inverse, LinearSolve, RowReduce, NullSpace, MatrixRank, Minors, LeastSquares, PseudoInverse.
//
// Machine matrices are solved by LAPACK through the array engine; everything else by the elimination of matrix.cpp.
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include "array/linear_algebra.h"
#include "builtins/linear_algebra/matrix.h"
#include "builtins/linear_algebra/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

std::optional<EntryArithmetic> arithmetic_of(const Call& call) {
  auto arithmetic = EntryArithmetic::with_modulus(call.option(sym::Modulus));
  if (!arithmetic) call.message("modp", {call.option(sym::Modulus)});
  return arithmetic;
}

// Det[m]
MaybeExpr builtin_Det(Call& call) {
  if (!require_square(call)) return std::nullopt;
  const auto arithmetic = arithmetic_of(call);
  if (!arithmetic) return std::nullopt;
  if (!arithmetic->modular()) {
    if (const auto values = machine_matrix(call.arg(0))) return array_number(array::determinant(*values), 0);
  }
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matsq", {call.arg(0), Expr::integer(1)});
  return determinant_of(*m, *arithmetic);
}

// Inverse[m]
MaybeExpr builtin_Inverse(Call& call) {
  if (!require_square(call)) return std::nullopt;
  const auto arithmetic = arithmetic_of(call);
  if (!arithmetic) return std::nullopt;
  if (!arithmetic->modular()) {
    if (const auto values = machine_matrix(call.arg(0))) {
      const array::SolveResult result = array::inverse(*values);
      if (result.singular) return call.message("sing", {call.arg(0)});
      if (result.reciprocal_condition < 1e-15) call.message("luc", {call.arg(0)});
      return array_to_list(result.solution);
    }
  }
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matsq", {call.arg(0), Expr::integer(1)});
  const auto inverse = inverse_of(*m, *arithmetic);
  if (!inverse) return call.message("sing", {call.arg(0)});
  return matrix_to_list(*inverse);
}

// A solution of m x = b with free variables 0; nullopt when there is none.
MaybeExpr solve_exact(const Matrix& m, const std::vector<Expr>& columns, std::size_t count, const EntryArithmetic& arithmetic, bool vector) {
  Matrix work(m.rows, m.columns + count);
  for (std::size_t i = 0; i < m.rows; ++i) {
    for (std::size_t j = 0; j < m.columns; ++j) work.at(i, j) = m.at(i, j);
    for (std::size_t j = 0; j < count; ++j) work.at(i, m.columns + j) = columns[i * count + j];
  }
  const auto pivots = row_reduce(work, m.columns, arithmetic);
  if (!pivots) return std::nullopt;
  for (std::size_t i = pivots->size(); i < m.rows; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      if (!arithmetic.is_zero(work.at(i, m.columns + j))) return std::nullopt;
    }
  }
  Matrix solution(m.columns, count);
  for (std::size_t i = 0; i < pivots->size(); ++i) {
    for (std::size_t j = 0; j < count; ++j) solution.at((*pivots)[i], j) = work.at(i, m.columns + j);
  }
  return vector ? list_of(std::move(solution.entries)) : matrix_to_list(solution);
}

// LinearSolve[m, b], LinearSolve[m] (an operator for several right sides)
MaybeExpr linear_solve(Call& call, const Expr& left, const Expr& right) {
  const Expr b = dense(right);
  const auto m = read_matrix(left);
  if (!m) {
    if (!left.is_list()) return std::nullopt;
    return call.message("matrix", {left, Expr::integer(1)});
  }
  const auto arithmetic = arithmetic_of(call);
  if (!arithmetic) return std::nullopt;
  const auto vector = read_vector(b);
  const auto matrix = vector ? std::nullopt : read_matrix(b);
  if (!vector && !matrix) {
    if (!b.is_list()) return std::nullopt;
    return call.message("lslc", {});
  }
  if ((vector ? vector->size() : matrix->rows) != m->rows) return call.message("lslc", {});
  if (!arithmetic->modular()) {
    const auto x = machine_array(dense(left)), y = machine_array(b);
    if (x && y && x->rank() == 2 && (!is_integer(x->dtype()) || !is_integer(y->dtype()))) {
      const DType type = is_complex(x->dtype()) || is_complex(y->dtype()) ? DType::ComplexReal64 : DType::Real64;
      const Array a = x->convert(type), rhs = y->convert(type);
      if (m->rows == m->columns) {
        const array::SolveResult result = array::linear_solve(a, rhs);
        if (!result.singular) {
          if (result.reciprocal_condition < 1e-15) call.message("luc", {left});
          return array_to_list(result.solution);
        }
      }
      // Not square or singular: the least-squares solution, if it solves the equations.
      const Array solution = array::least_squares(a, rhs).solution;
      const Array product = array::dot(a, solution);
      double residual = 0, size = 0;
      const std::int64_t count = rhs.element_count() * (is_complex(type) ? 2 : 1);
      for (std::int64_t i = 0; i < count; ++i) {
        residual = std::max(residual, std::abs(product.data<double>()[i] - rhs.data<double>()[i]));
        size = std::max(size, std::abs(rhs.data<double>()[i]));
      }
      if (!(residual <= 1e-9 * std::max(size, 1e-300))) return call.message("nosol", {});
      return array_to_list(solution);
    }
  }
  MaybeExpr result = solve_exact(*m, vector ? *vector : matrix->entries, vector ? 1 : matrix->columns, *arithmetic, vector.has_value());
  if (!result) return call.message("nosol", {});
  return result;
}
MaybeExpr builtin_LinearSolve(Call& call) {
  if (call.size() == 1) {
    if (!read_matrix(call.arg(0))) return std::nullopt;
    return make_normal(sym::LinearSolveFunction, {integer_list(dimensions_of(dense(call.arg(0)), 2)), dense(call.arg(0))});
  }
  return linear_solve(call, call.arg(0), call.arg(1));
}

// LinearSolveFunction[dims, m][b]
MaybeExpr linear_solve_function(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() != 2 || call.size() != 1) return std::nullopt;
  return make_normal(sym::LinearSolve, {inner[1], call.arg(0)});
}

// ---- rank, null space, row reduction

// Singular values below this fraction of the largest count as zero.
double tolerance_of(const Call& call, std::int64_t size) {
  const Expr given = call.option(sym::Tolerance);
  if (const auto value = machine_real(given); value && given.is_real_number()) return *value;
  return static_cast<double>(size) * std::numeric_limits<double>::epsilon();
}

// MatrixRank[m]
MaybeExpr builtin_MatrixRank(Call& call) {
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matrix", {call.arg(0), Expr::integer(1)});
  const auto arithmetic = arithmetic_of(call);
  if (!arithmetic) return std::nullopt;
  if (!arithmetic->modular()) {
    if (const auto values = machine_matrix(call.arg(0))) {
      const Array sigma = array::singular_values(*values);
      const double limit = tolerance_of(call, std::max(values->shape()[0], values->shape()[1])) * (sigma.element_count() > 0 ? sigma.data<double>()[0] : 0);
      std::int64_t rank = 0;
      for (std::int64_t i = 0; i < sigma.element_count(); ++i) rank += sigma.data<double>()[i] > limit;
      return Expr::integer(rank);
    }
  }
  Matrix work = *m;
  const auto pivots = row_reduce(work, work.columns, *arithmetic);
  if (!pivots) return call.message("modp", {call.option(sym::Modulus)});
  return Expr::integer(static_cast<std::int64_t>(pivots->size()));
}


// RowReduce[m]
MaybeExpr builtin_RowReduce(Call& call) {
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matrix", {call.arg(0), Expr::integer(1)});
  const auto arithmetic = arithmetic_of(call);
  if (!arithmetic) return std::nullopt;
  if (!arithmetic->modular()) {
    if (const auto values = machine_matrix(call.arg(0))) {  // elimination with partial pivoting and a tolerance
      Array work = values->convert(DType::ComplexReal64).clone();
      const std::int64_t rows = work.shape()[0], columns = work.shape()[1];
      auto* data = reinterpret_cast<std::complex<double>*>(work.data<double>());
      double largest = 0;
      for (std::int64_t i = 0; i < rows * columns; ++i) largest = std::max(largest, std::abs(data[i]));
      const double limit = largest * tolerance_of(call, std::max(rows, columns)) * 4;
      std::int64_t row = 0;
      for (std::int64_t column = 0; column < columns && row < rows; ++column) {
        std::int64_t pivot = row;
        for (std::int64_t i = row + 1; i < rows; ++i) {
          if (std::abs(data[i * columns + column]) > std::abs(data[pivot * columns + column])) pivot = i;
        }
        if (std::abs(data[pivot * columns + column]) <= limit) {
          for (std::int64_t i = row; i < rows; ++i) data[i * columns + column] = 0;
          continue;
        }
        for (std::int64_t j = 0; j < columns; ++j) std::swap(data[pivot * columns + j], data[row * columns + j]);
        const std::complex<double> scale = 1.0 / data[row * columns + column];
        for (std::int64_t j = column; j < columns; ++j) data[row * columns + j] *= scale;
        data[row * columns + column] = 1;
        for (std::int64_t i = 0; i < rows; ++i) {
          if (i == row) continue;
          const std::complex<double> factor = data[i * columns + column];
          if (factor == 0.0) continue;
          for (std::int64_t j = column; j < columns; ++j) data[i * columns + j] -= factor * data[row * columns + j];
          data[i * columns + column] = 0;
        }
        ++row;
      }
      return array_to_list(is_complex(values->dtype()) ? work : work.convert(DType::Real64));
    }
  }
  Matrix work = *m;
  if (!row_reduce(work, work.columns, *arithmetic)) return call.message("modp", {call.option(sym::Modulus)});
  return matrix_to_list(work);
}

// NullSpace[m]
MaybeExpr builtin_NullSpace(Call& call) {
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matrix", {call.arg(0), Expr::integer(1)});
  const auto arithmetic = arithmetic_of(call);
  if (!arithmetic) return std::nullopt;
  if (!arithmetic->modular()) {
    if (const auto values = machine_matrix(call.arg(0))) {  // right singular vectors of the singular values that vanish
      const array::SVDResult svd = array::singular_value_decomposition(*values, false);
      const std::int64_t columns = values->shape()[1], known = svd.values.element_count();
      const double limit = tolerance_of(call, std::max(values->shape()[0], columns)) * (known > 0 ? svd.values.data<double>()[0] : 0);
      std::int64_t rank = 0;
      while (rank < known && svd.values.data<double>()[rank] > limit) ++rank;
      if (rank == columns) return make_list({});
      const Expr rows = array_to_list(svd.vt.slice(rank, columns));
      return is_complex(values->dtype()) ? make_normal(sym::Conjugate, {rows}) : rows;
    }
  }
  Builder out(sym::List);
  for (auto& vector : null_space_of(*m, *arithmetic)) out.push(make_list(std::move(vector)));
  return out.finish();
}

// Minors[m], Minors[m, k], Minors[m, k, f]
MaybeExpr builtin_Minors(Call& call) {
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matrix", {call.arg(0), Expr::integer(1)});
  const std::size_t smaller = std::min(m->rows, m->columns);
  std::int64_t k = static_cast<std::int64_t>(m->rows == m->columns ? smaller - 1 : smaller);
  if (call.size() >= 2) {
    const auto given = machine_integer(call.arg(1));
    if (!given || *given < 1 || *given > static_cast<std::int64_t>(smaller)) return call.message("intpm", {call.expr(), Expr::integer(2)});
    k = *given;
  }
  const auto subsets = [&](std::size_t n) {
    std::vector<std::vector<std::size_t>> all;
    std::vector<bool> chosen(n);
    std::fill(chosen.begin(), chosen.begin() + k, true);
    do {
      all.emplace_back();
      for (std::size_t i = 0; i < n; ++i) {
        if (chosen[i]) all.back().push_back(i);
      }
    } while (std::prev_permutation(chosen.begin(), chosen.end()));
    return all;
  };
  const auto row_sets = subsets(m->rows), column_sets = subsets(m->columns);
  Builder out(sym::List);
  for (const auto& rows : row_sets) {
    Builder line(sym::List);
    for (const auto& columns : column_sets) {
      Matrix minor(static_cast<std::size_t>(k), static_cast<std::size_t>(k));
      for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < columns.size(); ++j) minor.at(i, j) = m->at(rows[i], columns[j]);
      }
      line.push(call.size() == 3 ? apply(call.arg(2), {matrix_to_list(minor)}) : determinant_of(minor, EntryArithmetic()));
    }
    out.push(line.finish());
  }
  return out.finish();
}

Expr dot_of(const Expr& a, const Expr& b) { return evaluate(make_normal(sym::Dot, {a, b})); }

// The pseudoinverse of an exact matrix m of rank r: with the full-rank factorisation m = b.c, it is c* (c c*)^-1 (b* b)^-1 b*.
MaybeExpr pseudo_inverse_exact(const Matrix& m) {
  Matrix reduced = m;
  const EntryArithmetic plain;
  const auto pivots = row_reduce(reduced, reduced.columns, plain);
  if (!pivots) return std::nullopt;
  if (pivots->empty()) return matrix_to_list(Matrix(m.columns, m.rows));
  Matrix b(m.rows, pivots->size()), c(pivots->size(), m.columns);
  for (std::size_t k = 0; k < pivots->size(); ++k) {
    for (std::size_t i = 0; i < m.rows; ++i) b.at(i, k) = m.at(i, (*pivots)[k]);
    for (std::size_t j = 0; j < m.columns; ++j) c.at(k, j) = reduced.at(k, j);
  }
  const auto adjoint = [](const Matrix& x) {
    Matrix result(x.columns, x.rows);
    for (std::size_t i = 0; i < x.rows; ++i) {
      for (std::size_t j = 0; j < x.columns; ++j) result.at(j, i) = conjugate(x.at(i, j));
    }
    return result;
  };
  const Matrix bs = adjoint(b), cs = adjoint(c);
  const auto left = inverse_of(multiply(c, cs), plain), right = inverse_of(multiply(bs, b), plain);
  if (!left || !right) return std::nullopt;
  return matrix_to_list(multiply(multiply(cs, *left), multiply(*right, bs)));
}

// PseudoInverse[m]
MaybeExpr builtin_PseudoInverse(Call& call) {
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matrix", {call.arg(0), Expr::integer(1)});
  if (const auto values = machine_matrix(call.arg(0))) {
    const array::SVDResult svd = array::singular_value_decomposition(*values, true);
    const std::int64_t k = svd.values.element_count();
    const double limit = tolerance_of(call, std::max(values->shape()[0], values->shape()[1])) * (k > 0 ? svd.values.data<double>()[0] : 0);
    std::vector<Expr> inverted;
    for (std::int64_t i = 0; i < k; ++i) {
      const double value = svd.values.data<double>()[i];
      inverted.push_back(Expr::real(value > limit ? 1.0 / value : 0.0));
    }
    const Expr v = evaluate(make_normal(sym::ConjugateTranspose, {array_to_list(svd.vt)}));
    const Expr scaled = evaluate(make_normal(sym::Transpose, {make_normal(sym::Times, {list_of(std::move(inverted)), make_normal(sym::Transpose, {v})})}));
    return dot_of(scaled, evaluate(make_normal(sym::ConjugateTranspose, {array_to_list(svd.u)})));
  }
  return pseudo_inverse_exact(*m);
}

// LeastSquares[m, b]
MaybeExpr builtin_LeastSquares(Call& call) {
  const auto m = read_matrix(call.arg(0));
  const Expr b = dense(call.arg(1));
  if (!m) return call.message("matrix", {call.arg(0), Expr::integer(1)});
  if (!b.is_list() || static_cast<std::size_t>(length_of(b)) != m->rows) return call.message("lslc", {});
  const auto x = machine_array(dense(call.arg(0))), y = machine_array(b);
  if (x && y && (!is_integer(x->dtype()) || !is_integer(y->dtype()))) {
    const DType type = is_complex(x->dtype()) || is_complex(y->dtype()) ? DType::ComplexReal64 : DType::Real64;
    return array_to_list(array::least_squares(x->convert(type), y->convert(type)).solution);
  }
  const MaybeExpr inverse = pseudo_inverse_exact(*m);
  return inverse ? MaybeExpr(dot_of(*inverse, b)) : std::nullopt;
}

constexpr const char* kSquare = "Argument `1` at position `2` is not a non-empty square matrix.";
constexpr const char* kMatrix = "Argument `1` at position `2` is not a nonempty rectangular matrix.";
constexpr const char* kModulus = "Value of option Modulus -> `1` should be a prime number or zero.";
constexpr const char* kShapes = "Coefficient matrix and target vector(s) or matrix do not have the same dimensions.";

constexpr Builtin kBuiltins[] = {
    {.name = "Det",
     .fn = builtin_Det,
     .arity = exactly(1),
     .usage = "Det[m] gives the determinant of the square matrix m.",
     .options = "{Method -> Automatic, Modulus -> 0}",
     .messages = {{"matsq", kSquare}, {"modp", kModulus}}},
    {.name = "Inverse",
     .fn = builtin_Inverse,
     .arity = exactly(1),
     .usage = "Inverse[m] gives the inverse of a square matrix m.",
     .options = "{Method -> Automatic, Modulus -> 0, ZeroTest -> Automatic}",
     .messages = {{"matsq", kSquare},
                  {"modp", kModulus},
                  {"sing", "Matrix `1` is singular."},
                  {"luc", "Result for Inverse of badly conditioned matrix `1` may contain significant numerical errors."}}},
    {.name = "LinearSolve",
     .fn = builtin_LinearSolve,
     .arity = between(1, 2),
     .usage = "LinearSolve[m, b] finds an x that solves m . x == b.\nLinearSolve[m] gives a LinearSolveFunction that can be applied to different b.",
     .options = "{Method -> Automatic, Modulus -> 0, ZeroTest -> Automatic}",
     .messages = {{"matrix", kMatrix},
                  {"modp", kModulus},
                  {"lslc", kShapes},
                  {"nosol", "Linear equation encountered that has no solution."},
                  {"luc", "Result for LinearSolve of badly conditioned matrix `1` may contain significant numerical errors."}}},
    {.name = "LinearSolveFunction",
     .usage = "LinearSolveFunction[dims, m] represents a function for solving m . x == b.\nLinearSolveFunction[...][b] gives the solution.",
     .sub_fn = linear_solve_function},
    {.name = "MatrixRank",
     .fn = builtin_MatrixRank,
     .arity = exactly(1),
     .usage = "MatrixRank[m] gives the rank of the matrix m.",
     .options = "{Method -> Automatic, Modulus -> 0, Tolerance -> Automatic, ZeroTest -> Automatic}",
     .messages = {{"matrix", kMatrix}, {"modp", kModulus}}},
    {.name = "RowReduce",
     .fn = builtin_RowReduce,
     .arity = exactly(1),
     .usage = "RowReduce[m] gives the row-reduced form of the matrix m.",
     .options = "{Method -> Automatic, Modulus -> 0, Tolerance -> Automatic, ZeroTest -> Automatic}",
     .messages = {{"matrix", kMatrix}, {"modp", kModulus}}},
    {.name = "NullSpace",
     .fn = builtin_NullSpace,
     .arity = exactly(1),
     .usage = "NullSpace[m] gives a list of vectors that form a basis for the null space of the matrix m.",
     .options = "{Method -> Automatic, Modulus -> 0, Tolerance -> Automatic, ZeroTest -> Automatic}",
     .messages = {{"matrix", kMatrix}, {"modp", kModulus}}},
    {.name = "Minors",
     .fn = builtin_Minors,
     .arity = between(1, 3),
     .usage = "Minors[m] gives the minors of the matrix m.\nMinors[m, k] gives the kth minors.\nMinors[m, k, f] applies f to the submatrices in place of Det.",
     .messages = {{"matrix", kMatrix}}},
    {.name = "PseudoInverse",
     .fn = builtin_PseudoInverse,
     .arity = exactly(1),
     .usage = "PseudoInverse[m] gives the pseudoinverse of a rectangular matrix.",
     .options = "{Tolerance -> Automatic}",
     .messages = {{"matrix", kMatrix}}},
    {.name = "LeastSquares",
     .fn = builtin_LeastSquares,
     .arity = exactly(2),
     .usage = "LeastSquares[m, b] finds an x that minimizes Norm[m . x - b].",
     .options = "{Method -> Automatic, Tolerance -> Automatic}",
     .messages = {{"matrix", kMatrix}, {"lslc", kShapes}}},
};

}  // namespace

void register_elimination(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
