// matrix_construction.cpp - matrices made from sizes and lists, their diagonals and triangles, and the tests for their kinds.
#include <algorithm>

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

// n or {m, n}
std::optional<std::pair<std::int64_t, std::int64_t>> read_size(const Expr& spec) {
  const bool pair = spec.has_head(sym::List, 2);
  const auto m = count_argument(pair ? Expr(spec[0]) : spec), n = count_argument(pair ? Expr(spec[1]) : spec);
  if (!m || !n || *m > 100000 || *n > 100000) return std::nullopt;
  return std::pair(*m, *n);
}

// IdentityMatrix[n], IdentityMatrix[{m, n}], IdentityMatrix[n, SparseArray]
MaybeExpr builtin_IdentityMatrix(Call& call) {
  const auto size = read_size(call.arg(0));
  if (!size || size->first < 1 || size->second < 1) return call.message("intpm", {call.expr(), Expr::integer(1)});
  if (call.size() == 2) {
    if (!call.arg(1).is(sym::SparseArray) && !call.arg(1).is(sym::List)) return call.message("target", {call.arg(1)});
    if (call.arg(1).is(sym::SparseArray)) {
      const Expr diagonal = make_normal(sym::Band, {make_list({Expr::integer(1), Expr::integer(1)})});
      return make_normal(sym::SparseArray, {make_rule(diagonal, Expr::integer(1)), make_list({Expr::integer(size->first), Expr::integer(size->second)})});
    }
  }
  Array out = Array::zeros(DType::Integer64, Shape{size->first, size->second});
  for (std::int64_t i = 0; i < std::min(size->first, size->second); ++i) out.data<std::int64_t>()[i * size->second + i] = 1;
  return packed_list(std::move(out));
}

// A matrix from a function of the row and column.
template <typename Entry>
Expr tabulate(std::int64_t rows, std::int64_t columns, const Entry& entry) {
  std::vector<Expr> out;
  out.reserve(static_cast<std::size_t>(rows));
  for (std::int64_t i = 0; i < rows; ++i) {
    std::vector<Expr> row;
    row.reserve(static_cast<std::size_t>(columns));
    for (std::int64_t j = 0; j < columns; ++j) row.push_back(entry(i, j));
    out.push_back(make_list(std::move(row)));
  }
  return pack(make_list(std::move(out)));
}

// DiagonalMatrix[list], DiagonalMatrix[list, k], DiagonalMatrix[list, k, n], DiagonalMatrix[list, k, {m, n}]
MaybeExpr builtin_DiagonalMatrix(Call& call) {
  const auto values = read_vector(call.arg(0));
  if (!values) return call.message("vector", {call.arg(0)});
  std::int64_t k = 0;
  if (call.size() >= 2) {
    const auto given = machine_integer(call.arg(1));
    if (!given || std::abs(*given) > 100000) return call.message("int", {call.expr(), Expr::integer(2)});
    k = *given;
  }
  const std::int64_t n = static_cast<std::int64_t>(values->size()) + std::abs(k);
  auto size = std::optional(std::pair(n, n));
  if (call.size() == 3) {
    size = read_size(call.arg(2));
    if (!size) return call.message("int", {call.expr(), Expr::integer(3)});
  }
  return tabulate(size->first, size->second, [&](std::int64_t i, std::int64_t j) -> Expr {
    const std::int64_t at = k >= 0 ? i : j;
    if (j - i != k || at >= static_cast<std::int64_t>(values->size())) return Expr::integer(0);
    return (*values)[static_cast<std::size_t>(at)];
  });
}

// Diagonal[m], Diagonal[m, k]
MaybeExpr builtin_Diagonal(Call& call) {
  const Expr m = dense(call.arg(0));
  if (!m.is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  std::int64_t k = 0;
  if (call.size() == 2) {
    const auto given = machine_integer(call.arg(1));
    if (!given) return call.message("int", {call.expr(), Expr::integer(2)});
    k = *given;
  }
  std::vector<Expr> out;
  for (std::int64_t i = 0; i < length_of(m); ++i) {
    const Expr row = element_at(m, i);
    const std::int64_t j = i + k;
    if (row.is_list() && j >= 0 && j < length_of(row)) out.push_back(element_at(row, j));
  }
  return list_of(std::move(out));
}

// UpperTriangularize[m], UpperTriangularize[m, k]; LowerTriangularize likewise.
MaybeExpr triangularize(Call& call, bool upper) {
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("mat", {call.arg(0)});
  std::int64_t k = 0;
  if (call.size() == 2) {
    const auto given = machine_integer(call.arg(1));
    if (!given) return call.message("int", {call.expr(), Expr::integer(2)});
    k = *given;
  }
  return tabulate(static_cast<std::int64_t>(m->rows), static_cast<std::int64_t>(m->columns), [&](std::int64_t i, std::int64_t j) -> Expr {
    const bool kept = upper ? j - i >= k : j - i <= k;
    if (kept) return m->at(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
    return m->at(0, 0).is_real() ? Expr::real(0) : Expr::integer(0);
  });
}
MaybeExpr builtin_UpperTriangularize(Call& call) { return triangularize(call, true); }
MaybeExpr builtin_LowerTriangularize(Call& call) { return triangularize(call, false); }

// HankelMatrix[n], HankelMatrix[{c1, ...}], HankelMatrix[{c1, ...}, {r1, ...}]
MaybeExpr builtin_HankelMatrix(Call& call) {
  if (const auto n = machine_integer(call.arg(0)); n && *n >= 1 && *n <= 10000) {
    return tabulate(*n, *n, [&](std::int64_t i, std::int64_t j) { return Expr::integer(i + j < *n ? i + j + 1 : 0); });
  }
  const auto column = read_vector(call.arg(0));
  if (!column) return call.message("vector", {call.arg(0)});
  const auto m = static_cast<std::int64_t>(column->size());
  std::optional<std::vector<Expr>> row;
  if (call.size() == 2) {
    row = read_vector(call.arg(1));
    if (!row) return call.message("vector", {call.arg(1)});
  }
  return tabulate(m, row ? static_cast<std::int64_t>(row->size()) : m, [&](std::int64_t i, std::int64_t j) -> Expr {
    if (i + j < m) return (*column)[static_cast<std::size_t>(i + j)];
    if (!row) return Expr::integer(0);
    return (*row)[static_cast<std::size_t>(i + j - m + 1)];
  });
}

// ToeplitzMatrix[n], ToeplitzMatrix[{c1, ...}], ToeplitzMatrix[{c1, ...}, {r1, ...}]
MaybeExpr builtin_ToeplitzMatrix(Call& call) {
  if (const auto n = machine_integer(call.arg(0)); n && *n >= 1 && *n <= 10000) {
    return tabulate(*n, *n, [](std::int64_t i, std::int64_t j) { return Expr::integer(std::abs(i - j) + 1); });
  }
  const auto column = read_vector(call.arg(0));
  const auto row = call.size() == 2 ? read_vector(call.arg(1)) : column;
  if (!column || !row) return call.message("vector", {call.arg(column ? 1 : 0)});
  return tabulate(static_cast<std::int64_t>(column->size()), static_cast<std::int64_t>(row->size()),
                  [&](std::int64_t i, std::int64_t j) { return i >= j ? (*column)[static_cast<std::size_t>(i - j)] : (*row)[static_cast<std::size_t>(j - i)]; });
}

// HilbertMatrix[n], HilbertMatrix[{m, n}]
MaybeExpr builtin_HilbertMatrix(Call& call) {
  const auto size = read_size(call.arg(0));
  if (!size || size->first < 1 || size->second < 1) return call.message("intpm", {call.expr(), Expr::integer(1)});
  return tabulate(size->first, size->second, [](std::int64_t i, std::int64_t j) { return Expr::rational(Rational(Integer(1), Integer(i + j + 1))); });
}

// VandermondeMatrix[{x1, x2, ...}], VandermondeMatrix[list, k]
MaybeExpr builtin_VandermondeMatrix(Call& call) {
  const auto x = read_vector(call.arg(0));
  if (!x) return call.message("vector", {call.arg(0)});
  std::int64_t columns = static_cast<std::int64_t>(x->size());
  if (call.size() == 2) {
    const auto k = count_argument(call.arg(1));
    if (!k || *k < 1 || *k > 100000) return call.message("intpm", {call.expr(), Expr::integer(2)});
    columns = *k;
  }
  return tabulate(static_cast<std::int64_t>(x->size()), columns, [&](std::int64_t i, std::int64_t j) -> Expr {
    if (j == 0) return Expr::integer(1);
    return evaluate(make_normal(sym::Power, {(*x)[static_cast<std::size_t>(i)], Expr::integer(j)}));
  });
}

// UnitVector[k], UnitVector[n, k]
MaybeExpr builtin_UnitVector(Call& call) {
  const auto n = call.size() == 2 ? machine_integer(call.arg(0)) : std::optional<std::int64_t>(2);
  const auto k = machine_integer(call.arg(call.size() - 1));
  if (!n || !k || *k < 1 || *n < *k || *n > 100000000) return call.message("intpm", {call.expr(), Expr::integer(static_cast<std::int64_t>(call.size()))});
  std::vector<std::int64_t> values(static_cast<std::size_t>(*n));
  values[static_cast<std::size_t>(*k - 1)] = 1;
  return integer_list(values);
}

// LeviCivitaTensor[d], LeviCivitaTensor[d, List]
MaybeExpr builtin_LeviCivitaTensor(Call& call) {
  const auto d = machine_integer(call.arg(0));
  if (!d || *d < 1 || *d > 8) return call.message("intpm", {call.expr(), Expr::integer(1)});
  Array out = Array::zeros(DType::Integer64, Shape::filled(static_cast<int>(*d), *d));
  std::vector<std::int64_t> order(static_cast<std::size_t>(*d));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int64_t>(i);
  do {
    std::int64_t offset = 0, inversions = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      offset = offset * *d + order[i];
      for (std::size_t j = i + 1; j < order.size(); ++j) inversions += order[i] > order[j];
    }
    out.data<std::int64_t>()[offset] = inversions % 2 == 0 ? 1 : -1;
  } while (std::next_permutation(order.begin(), order.end()));
  return packed_list(std::move(out));
}

// ---- kinds of matrices

template <typename Holds>
MaybeExpr entry_test(Call& call, bool square, const Holds& holds) {
  const auto m = read_matrix(call.arg(0));
  if (!m || (square && m->rows != m->columns)) return Expr::boolean(false);
  for (std::size_t i = 0; i < m->rows; ++i) {
    for (std::size_t j = 0; j < m->columns; ++j) {
      if (!holds(*m, i, j)) return Expr::boolean(false);
    }
  }
  return Expr::boolean(true);
}

// Equal up to rounding: SameTest or Tolerance options when given.
bool same_entry(const Call& call, const Expr& a, const Expr& b) {
  const Expr same = call.option(sym::SameTest);
  if (!same.is(sym::Automatic) && !same.is_null()) return test(same, {a, b});
  if (a == b) return true;
  if (!a.is_number() || !b.is_number()) {
    const Expr difference = evaluate(make_normal(sym::Together, {minus(a, b)}));
    return is_zero_element(difference);
  }
  if (!is_inexact_number(a) && !is_inexact_number(b)) return is_zero_element(subtract(a, b));
  const Expr tolerance = call.option(sym::Tolerance);
  const double allowed = tolerance.is_real_number() ? to_double(tolerance) : 1e-12;
  const auto size = [](const Expr& e) { return machine_real(evaluate(make_normal(sym::Abs, {e}))).value_or(0); };
  return size(subtract(a, b)) <= allowed * std::max({1e-300, size(a), size(b)});
}

// SquareMatrixQ[m]
MaybeExpr builtin_SquareMatrixQ(Call& call) {
  return entry_test(call, true, [](const Matrix&, std::size_t, std::size_t) { return true; });
}
// SymmetricMatrixQ[m], HermitianMatrixQ[m], AntisymmetricMatrixQ[m]
MaybeExpr builtin_SymmetricMatrixQ(Call& call) {
  return entry_test(call, true, [&](const Matrix& m, std::size_t i, std::size_t j) { return j >= i || same_entry(call, m.at(i, j), m.at(j, i)); });
}
MaybeExpr builtin_HermitianMatrixQ(Call& call) {
  return entry_test(call, true, [&](const Matrix& m, std::size_t i, std::size_t j) { return j > i || same_entry(call, m.at(i, j), conjugate(m.at(j, i))); });
}
MaybeExpr builtin_AntisymmetricMatrixQ(Call& call) {
  return entry_test(call, true, [&](const Matrix& m, std::size_t i, std::size_t j) {
    return j > i || same_entry(call, m.at(i, j), times(Expr::integer(-1), m.at(j, i)));
  });
}
// DiagonalMatrixQ[m, k], UpperTriangularMatrixQ[m, k], LowerTriangularMatrixQ[m, k]
template <typename Kept>
MaybeExpr zero_pattern(Call& call, const Kept& kept) {
  std::int64_t k = 0;
  if (call.size() == 2) {
    const auto given = machine_integer(call.arg(1));
    if (!given) return call.message("int", {call.expr(), Expr::integer(2)});
    k = *given;
  }
  return entry_test(call, false, [&](const Matrix& m, std::size_t i, std::size_t j) {
    return kept(static_cast<std::int64_t>(j) - static_cast<std::int64_t>(i), k) || is_zero_element(m.at(i, j));
  });
}
MaybeExpr builtin_DiagonalMatrixQ(Call& call) {
  return zero_pattern(call, [](std::int64_t d, std::int64_t k) { return d == k; });
}
MaybeExpr builtin_UpperTriangularMatrixQ(Call& call) {
  return zero_pattern(call, [](std::int64_t d, std::int64_t k) { return d >= k; });
}
MaybeExpr builtin_LowerTriangularMatrixQ(Call& call) {
  return zero_pattern(call, [](std::int64_t d, std::int64_t k) { return d <= k; });
}

// OrthogonalMatrixQ[m], UnitaryMatrixQ[m]: m times its (conjugate) transpose is the identity.
MaybeExpr product_is_identity(Call& call, bool conjugated) {
  const auto m = read_matrix(call.arg(0));
  if (!m) return Expr::boolean(false);
  const bool wide = m->rows <= m->columns;
  for (std::size_t i = 0; i < std::min(m->rows, m->columns); ++i) {
    for (std::size_t j = i; j < std::min(m->rows, m->columns); ++j) {
      std::vector<Expr> terms;
      for (std::size_t k = 0; k < std::max(m->rows, m->columns); ++k) {
        const Expr& a = wide ? m->at(i, k) : m->at(k, i);
        const Expr& b = wide ? m->at(j, k) : m->at(k, j);
        terms.push_back(times(a, conjugated ? conjugate(b) : b));
      }
      const Expr total = evaluate(make_normal(sym::Together, {sum(terms)}));
      const Expr wanted = Expr::integer(i == j ? 1 : 0);
      if (!total.is_number()) return Expr::boolean(false);
      if (is_inexact_number(total)) {
        if (machine_real(evaluate(make_normal(sym::Abs, {subtract(total, wanted)}))).value_or(1) > 1e-10) return Expr::boolean(false);
      } else if (!(total == wanted)) {
        return Expr::boolean(false);
      }
    }
  }
  return Expr::boolean(true);
}
MaybeExpr builtin_OrthogonalMatrixQ(Call& call) { return product_is_identity(call, false); }
MaybeExpr builtin_UnitaryMatrixQ(Call& call) { return product_is_identity(call, true); }

// Leading principal minors of the Hermitian part decide (Sylvester's criterion).
MaybeExpr definite(Call& call, bool semi, int sign) {
  const auto m = read_matrix(call.arg(0));
  if (!m || m->rows != m->columns || !all_numbers(*m)) {
    if (m && m->rows == m->columns) {
      for (const Expr& e : m->entries) {
        if (!machine_real(e)) return Expr::boolean(false);
      }
    } else {
      return Expr::boolean(false);
    }
  }
  const std::size_t n = m->rows;
  Matrix part(n, n);
  const Expr half = Expr::rational(Rational(Integer(sign), Integer(2)));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) part.at(i, j) = times(half, plus(m->at(i, j), conjugate(m->at(j, i))));
  }
  if (semi) {
    const Expr values = evaluate(make_normal(sym::Eigenvalues, {make_normal(sym::N, {matrix_to_list(part)})}));
    if (!values.is_list()) return Expr::boolean(false);
    double largest = 0;
    for (const Expr& e : elements_of(values)) largest = std::max(largest, std::abs(machine_real(e.is_complex() ? e.re() : e).value_or(0)));
    for (const Expr& e : elements_of(values)) {
      if (machine_real(e.is_complex() ? e.re() : e).value_or(-1) < -1e-12 * largest) return Expr::boolean(false);
    }
    return Expr::boolean(true);
  }
  // Elimination without exchanges: all pivots must be positive.
  for (std::size_t k = 0; k < n; ++k) {
    const auto pivot = machine_real(part.at(k, k).is_complex() ? part.at(k, k).re() : part.at(k, k));
    if (!pivot || *pivot <= 0) return Expr::boolean(false);
    for (std::size_t i = k + 1; i < n; ++i) {
      const Expr factor = quotient(part.at(i, k), part.at(k, k));
      for (std::size_t j = k + 1; j < n; ++j) part.at(i, j) = minus(part.at(i, j), times(factor, part.at(k, j)));
    }
  }
  return Expr::boolean(true);
}
MaybeExpr builtin_PositiveDefiniteMatrixQ(Call& call) { return definite(call, false, 1); }
MaybeExpr builtin_PositiveSemidefiniteMatrixQ(Call& call) { return definite(call, true, 1); }
MaybeExpr builtin_NegativeDefiniteMatrixQ(Call& call) { return definite(call, false, -1); }
MaybeExpr builtin_NegativeSemidefiniteMatrixQ(Call& call) { return definite(call, true, -1); }

constexpr const char* kVector = "Argument `1` is not a nonempty vector.";
constexpr const char* kMatrix = "Argument `1` is not a nonempty rectangular matrix.";

constexpr Builtin kBuiltins[] = {
    {.name = "IdentityMatrix", .fn = builtin_IdentityMatrix, .arity = between(1, 2),
     .usage = "IdentityMatrix[n] gives the n by n identity matrix.\nIdentityMatrix[{m, n}] gives the m by n one.\nIdentityMatrix[n, SparseArray] gives it as a sparse array.",
     .messages = {{"target", "The structure `1` should be List or SparseArray."}}},
    {.name = "DiagonalMatrix",
     .fn = builtin_DiagonalMatrix,
     .arity = between(1, 3),
     .usage = "DiagonalMatrix[list] gives a matrix with the elements of list on its diagonal.\nDiagonalMatrix[list, k] puts them on the kth diagonal.\n"
              "DiagonalMatrix[list, k, n] gives an n by n matrix.",
     .messages = {{"vector", kVector}}},
    {.name = "Diagonal", .fn = builtin_Diagonal, .arity = between(1, 2), .usage = "Diagonal[m] gives the list of elements on the diagonal of m.\nDiagonal[m, k] gives those on the kth diagonal."},
    {.name = "UpperTriangularize",
     .fn = builtin_UpperTriangularize,
     .arity = between(1, 2),
     .usage = "UpperTriangularize[m] keeps only the elements of m on and above the diagonal.\nUpperTriangularize[m, k] those on and above the kth diagonal.",
     .messages = {{"mat", kMatrix}}},
    {.name = "LowerTriangularize",
     .fn = builtin_LowerTriangularize,
     .arity = between(1, 2),
     .usage = "LowerTriangularize[m] keeps only the elements of m on and below the diagonal.\nLowerTriangularize[m, k] those on and below the kth diagonal.",
     .messages = {{"mat", kMatrix}}},
    {.name = "HankelMatrix",
     .fn = builtin_HankelMatrix,
     .arity = between(1, 2),
     .usage = "HankelMatrix[n] gives the n by n Hankel matrix of successive integers.\nHankelMatrix[{c1, c2, ...}] has this first column.\n"
              "HankelMatrix[{c1, ..., cm}, {r1, r2, ...}] has also this last row.",
     .messages = {{"vector", kVector}}},
    {.name = "ToeplitzMatrix",
     .fn = builtin_ToeplitzMatrix,
     .arity = between(1, 2),
     .usage = "ToeplitzMatrix[n] gives the n by n Toeplitz matrix of successive integers.\nToeplitzMatrix[{c1, c2, ...}] has this first column.\n"
              "ToeplitzMatrix[{c1, c2, ...}, {r1, r2, ...}] has also this first row.",
     .messages = {{"vector", kVector}}},
    {.name = "HilbertMatrix", .fn = builtin_HilbertMatrix, .arity = exactly(1), .usage = "HilbertMatrix[n] gives the n by n matrix of 1/(i + j - 1).\nHilbertMatrix[{m, n}] gives the m by n one."},
    {.name = "VandermondeMatrix",
     .fn = builtin_VandermondeMatrix,
     .arity = between(1, 2),
     .usage = "VandermondeMatrix[{x1, x2, ..., xn}] gives the matrix of x_i^(j - 1).\nVandermondeMatrix[list, k] has k columns.",
     .messages = {{"vector", kVector}}},
    {.name = "UnitVector", .fn = builtin_UnitVector, .arity = between(1, 2), .usage = "UnitVector[k] gives the two-dimensional unit vector in direction k.\nUnitVector[n, k] gives the n-dimensional one."},
    {.name = "LeviCivitaTensor", .fn = builtin_LeviCivitaTensor, .arity = between(1, 2), .usage = "LeviCivitaTensor[d] gives the d-dimensional totally antisymmetric tensor."},
    {.name = "SquareMatrixQ", .fn = builtin_SquareMatrixQ, .arity = exactly(1), .usage = "SquareMatrixQ[m] gives True if m is a square matrix."},
    {.name = "SymmetricMatrixQ",
     .fn = builtin_SymmetricMatrixQ,
     .arity = exactly(1),
     .usage = "SymmetricMatrixQ[m] gives True if m equals its transpose.",
     .options = "{SameTest -> Automatic, Tolerance -> Automatic}"},
    {.name = "HermitianMatrixQ",
     .fn = builtin_HermitianMatrixQ,
     .arity = exactly(1),
     .usage = "HermitianMatrixQ[m] gives True if m equals its conjugate transpose.",
     .options = "{SameTest -> Automatic, Tolerance -> Automatic}"},
    {.name = "AntisymmetricMatrixQ",
     .fn = builtin_AntisymmetricMatrixQ,
     .arity = exactly(1),
     .usage = "AntisymmetricMatrixQ[m] gives True if m equals minus its transpose.",
     .options = "{SameTest -> Automatic, Tolerance -> Automatic}"},
    {.name = "DiagonalMatrixQ", .fn = builtin_DiagonalMatrixQ, .arity = between(1, 2), .usage = "DiagonalMatrixQ[m] gives True if m is diagonal.\nDiagonalMatrixQ[m, k] if only its kth diagonal is nonzero."},
    {.name = "UpperTriangularMatrixQ",
     .fn = builtin_UpperTriangularMatrixQ,
     .arity = between(1, 2),
     .usage = "UpperTriangularMatrixQ[m] gives True if m is upper triangular.\nUpperTriangularMatrixQ[m, k] starting from the kth diagonal."},
    {.name = "LowerTriangularMatrixQ",
     .fn = builtin_LowerTriangularMatrixQ,
     .arity = between(1, 2),
     .usage = "LowerTriangularMatrixQ[m] gives True if m is lower triangular.\nLowerTriangularMatrixQ[m, k] starting from the kth diagonal."},
    {.name = "OrthogonalMatrixQ", .fn = builtin_OrthogonalMatrixQ, .arity = exactly(1), .usage = "OrthogonalMatrixQ[m] gives True if m times its transpose is the identity matrix."},
    {.name = "UnitaryMatrixQ", .fn = builtin_UnitaryMatrixQ, .arity = exactly(1), .usage = "UnitaryMatrixQ[m] gives True if m times its conjugate transpose is the identity matrix."},
    {.name = "PositiveDefiniteMatrixQ", .fn = builtin_PositiveDefiniteMatrixQ, .arity = exactly(1), .usage = "PositiveDefiniteMatrixQ[m] gives True if m is explicitly positive definite."},
    {.name = "PositiveSemidefiniteMatrixQ", .fn = builtin_PositiveSemidefiniteMatrixQ, .arity = exactly(1), .usage = "PositiveSemidefiniteMatrixQ[m] gives True if m is explicitly positive semidefinite."},
    {.name = "NegativeDefiniteMatrixQ", .fn = builtin_NegativeDefiniteMatrixQ, .arity = exactly(1), .usage = "NegativeDefiniteMatrixQ[m] gives True if m is explicitly negative definite."},
    {.name = "NegativeSemidefiniteMatrixQ", .fn = builtin_NegativeSemidefiniteMatrixQ, .arity = exactly(1), .usage = "NegativeSemidefiniteMatrixQ[m] gives True if m is explicitly negative semidefinite."},
};

}  // namespace

void register_matrix_construction(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
