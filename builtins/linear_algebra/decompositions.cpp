// decompositions.cpp - LUDecomposition, QRDecomposition, CholeskyDecomposition, SingularValueDecomposition, SchurDecomposition.
//
// Machine matrices are decomposed by LAPACK. LU, QR and Cholesky of exact matrices are done in exact arithmetic.
#include <algorithm>
#include <cmath>

#include "array/linear_algebra.h"
#include "builtins/linear_algebra/matrix.h"
#include "builtins/library.h"
#include "builtins/linear_algebra/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

// Real or complex machine numbers with at least one that is not an integer, or nothing.
std::optional<Array> inexact_matrix(const Expr& e) { return machine_matrix(e); }

Expr conjugate_transpose(const Expr& m) { return evaluate(make_normal(sym::ConjugateTranspose, {m})); }

// LUDecomposition[m]: {lu, permutation, condition number}
MaybeExpr builtin_LUDecomposition(Call& call) {
  if (!require_square(call)) return std::nullopt;
  if (const auto values = inexact_matrix(call.arg(0))) {
    const array::LUResult result = array::lu_decomposition(*values);
    std::vector<std::int64_t> order;
    for (std::int64_t i = 0; i < result.permutation.element_count(); ++i) order.push_back(result.permutation.data<std::int64_t>()[i] + 1);
    if (result.singular) call.message("sing", {call.arg(0)});
    const Expr condition = result.reciprocal_condition > 0 ? Expr::real(1.0 / result.reciprocal_condition) : infinity();
    return make_list({array_to_list(result.factors), integer_list(order), condition});
  }
  auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matsq", {call.arg(0), Expr::integer(1)});
  const std::size_t n = m->rows;
  const EntryArithmetic plain;
  std::vector<std::int64_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = static_cast<std::int64_t>(i) + 1;
  bool singular = false;
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    while (pivot < n && plain.is_zero(m->at(pivot, k))) ++pivot;
    if (pivot == n) {
      singular = true;
      continue;
    }
    if (pivot != k) {
      for (std::size_t j = 0; j < n; ++j) std::swap(m->at(k, j), m->at(pivot, j));
      std::swap(order[k], order[pivot]);
    }
    for (std::size_t i = k + 1; i < n; ++i) {
      const Expr factor = quotient(m->at(i, k), m->at(k, k));
      m->at(i, k) = factor;
      for (std::size_t j = k + 1; j < n; ++j) m->at(i, j) = plain.subtract_product(m->at(i, j), factor, m->at(k, j));
    }
  }
  if (singular) call.message("sing", {call.arg(0)});
  return make_list({matrix_to_list(*m), integer_list(order), Expr::integer(singular ? 0 : 1)});
}

// QRDecomposition[m]: {q, r} with ConjugateTranspose[q].r equal to m.
MaybeExpr builtin_QRDecomposition(Call& call) {
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matrix", {call.arg(0), Expr::integer(1)});
  if (const auto values = inexact_matrix(call.arg(0))) {
    const array::QRResult result = array::qr_decomposition(*values);
    return make_list({conjugate_transpose(array_to_list(result.q)), array_to_list(result.r)});
  }
  // Gram-Schmidt on the columns; dependent columns add nothing to q.
  const EntryArithmetic plain;
  std::vector<std::vector<Expr>> q;
  std::vector<std::vector<Expr>> r;
  for (std::size_t j = 0; j < m->columns; ++j) {
    std::vector<Expr> column;
    for (std::size_t i = 0; i < m->rows; ++i) column.push_back(m->at(i, j));
    for (std::size_t k = 0; k < q.size(); ++k) {
      std::vector<Expr> terms;
      for (std::size_t i = 0; i < m->rows; ++i) terms.push_back(times(conjugate(q[k][i]), m->at(i, j)));
      const Expr projection = plain.reduce(sum(terms));
      r[k][j] = projection;
      for (std::size_t i = 0; i < m->rows; ++i) column[i] = plain.subtract_product(column[i], projection, q[k][i]);
    }
    std::vector<Expr> squares;
    for (const Expr& e : column) squares.push_back(times(e, conjugate(e)));
    const Expr square = plain.reduce(sum(squares));
    if (plain.is_zero(square)) continue;
    const Expr length = square_root(square);
    for (Expr& e : column) e = quotient(e, length);
    q.push_back(std::move(column));
    r.emplace_back(m->columns, Expr::integer(0));
    r.back()[j] = length;
  }
  Builder rows_q(sym::List), rows_r(sym::List);
  for (auto& row : q) {
    for (Expr& e : row) e = conjugate(e);
    rows_q.push(make_list(std::move(row)));
  }
  for (auto& row : r) rows_r.push(make_list(std::move(row)));
  return make_list({rows_q.finish(), rows_r.finish()});
}

// CholeskyDecomposition[m]: upper triangular u with ConjugateTranspose[u].u equal to m.
MaybeExpr builtin_CholeskyDecomposition(Call& call) {
  if (!require_square(call)) return std::nullopt;
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matsq", {call.arg(0), Expr::integer(1)});
  const std::size_t n = m->rows;
  if (const auto values = inexact_matrix(call.arg(0))) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = i; j < n; ++j) {
        const auto difference = machine_real(evaluate(make_normal(sym::Abs, {minus(m->at(i, j), conjugate(m->at(j, i)))})));
        const auto size = machine_real(evaluate(make_normal(sym::Abs, {m->at(i, j)})));
        if (difference.value_or(1) > 1e-10 * (1e-300 + size.value_or(0))) return call.message("herm", {call.arg(0)});
      }
    }
    const array::CholeskyResult result = array::cholesky(*values);
    if (!result.positive_definite) return call.message("posdef", {call.arg(0)});
    return array_to_list(result.factor);
  }
  const EntryArithmetic plain;
  Matrix u(n, n);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i <= j; ++i) {
      if (!plain.is_zero(minus(m->at(i, j), conjugate(m->at(j, i))))) return call.message("herm", {call.arg(0)});
      Expr value = m->at(i, j);
      for (std::size_t k = 0; k < i; ++k) value = plain.reduce(minus(value, times(conjugate(u.at(k, i)), u.at(k, j))));
      if (i == j) {
        const auto size = machine_real(value);
        if ((size && *size <= 0) || value.is_complex()) return call.message("posdef", {call.arg(0)});
        u.at(i, i) = square_root(value);
      } else {
        u.at(i, j) = quotient(value, conjugate(u.at(i, i)));
      }
    }
  }
  return matrix_to_list(u);
}

// How many singular values are kept: k, -k or UpTo[k].
std::optional<std::int64_t> kept_count(Call& call, std::int64_t limit) {
  const bool up_to = call.arg(1).has_head(sym::UpTo, 1);
  const auto k = machine_integer(up_to ? call.arg(1)[0] : call.arg(1));
  if (!k || *k == 0 || (!up_to && std::abs(*k) > limit)) {
    call.message("arg2", {call.arg(1), Expr::integer(limit)});
    return std::nullopt;
  }
  return std::clamp(*k, -limit, limit);
}

// SingularValueDecomposition[m], SingularValueDecomposition[m, k]: {u, w, v} with m == u.w.ConjugateTranspose[v]
MaybeExpr builtin_SingularValueDecomposition(Call& call) {
  Expr subject = call.arg(0);
  const auto m = read_matrix(subject);
  if (!m) return call.message("matrix", {call.arg(0), Expr::integer(1)});
  auto values = inexact_matrix(subject);
  if (!values) {  // exact and arbitrary-precision numbers
    const bool numeric = std::all_of(m->entries.begin(), m->entries.end(), [](const Expr& e) { return evaluate(make_normal(sym::NumericQ, {e})).is_true(); });
    if (!numeric) return call.message("inexact", {call.arg(0)});
    const auto limit = static_cast<std::int64_t>(std::min(m->rows, m->columns));
    if (call.size() == 1) return call_library("linear_algebra/singular_values", "singularValueDecomposition", std::vector<Expr>{dense(subject)});
    const auto count = kept_count(call, limit);
    if (!count) return std::nullopt;
    return call_library("linear_algebra/singular_values", "singularValueDecomposition", std::vector<Expr>{dense(subject), Expr::integer(*count)});
  }
  std::optional<std::int64_t> k;
  bool thin = false;
  if (call.size() == 2) {
    k = kept_count(call, std::min(values->shape()[0], values->shape()[1]));
    if (!k) return std::nullopt;
    thin = true;
  }
  const array::SVDResult result = array::singular_value_decomposition(*values, thin);
  if (!result.converged) return call.message("noconv", {});
  Expr u = array_to_list(result.u), v = conjugate_transpose(array_to_list(result.vt));
  const std::int64_t count = result.values.element_count();
  Array w = Array::zeros(DType::Real64, thin ? Shape{count, count} : Shape{values->shape()[0], values->shape()[1]});
  for (std::int64_t i = 0; i < count; ++i) w.data<double>()[i * w.shape()[1] + i] = result.values.data<double>()[i];
  Expr middle = packed_list(std::move(w));
  if (k) {
    const Expr spec = Expr::integer(*k);
    u = evaluate(make_normal(sym::Take, {u, sym::All, spec}));
    v = evaluate(make_normal(sym::Take, {v, sym::All, spec}));
    middle = evaluate(make_normal(sym::Take, {middle, spec, spec}));
  }
  return make_list({u, middle, v});
}

// SingularValueList[m], SingularValueList[m, k]: the nonzero singular values.
MaybeExpr builtin_SingularValueList(Call& call) {
  const auto m = read_matrix(call.arg(0));
  if (!m) return call.message("matrix", {call.arg(0), Expr::integer(1)});
  Expr list;
  if (const auto values = inexact_matrix(call.arg(0))) {
    const Array sigma = array::singular_values(*values);
    const Expr given = call.option(sym::Tolerance);
    const double largest = sigma.element_count() > 0 ? sigma.data<double>()[0] : 0;
    const double limit = given.is_real_number() ? to_double(given) * largest
                                                : largest * 2.3e-16 * static_cast<double>(std::max(values->shape()[0], values->shape()[1]));
    std::vector<double> kept;
    for (std::int64_t i = 0; i < sigma.element_count(); ++i) {
      const double value = sigma.data<double>()[i];
      if (given.is_real_number() && to_double(given) == 0 ? true : value > limit) kept.push_back(value);
    }
    list = real_list(kept);
  } else {
    // Square roots of the eigenvalues of m.m* (or m*.m, whichever is smaller).
    Matrix adjoint(m->columns, m->rows);
    for (std::size_t i = 0; i < m->rows; ++i) {
      for (std::size_t j = 0; j < m->columns; ++j) adjoint.at(j, i) = conjugate(m->at(i, j));
    }
    const Matrix gram = m->rows <= m->columns ? multiply(*m, adjoint) : multiply(adjoint, *m);
    std::optional<std::vector<Expr>> eigenvalues;
    if (auto precise = precise_eigensystem(gram, false)) eigenvalues = std::move(precise->values);
    else eigenvalues = exact_eigenvalues(gram);
    if (!eigenvalues) return std::nullopt;
    std::vector<Expr> kept;
    for (const Expr& e : *eigenvalues) {
      if (!is_zero_element(e)) kept.push_back(square_root(e));
    }
    list = make_list(std::move(kept));
  }
  if (call.size() == 2) return make_normal(sym::Take, {list, call.arg(1)});
  return list;
}

// Numbers only, at least one of them with a precision.
bool has_inexact_numbers(const Expr& e) {
  const auto m = read_matrix(e);
  return m && all_numbers(*m) && std::any_of(m->entries.begin(), m->entries.end(), [](const Expr& entry) { return is_inexact_number(entry); });
}

// HessenbergDecomposition[m]: {p, h} with m == p.h.ConjugateTranspose[p]
MaybeExpr builtin_HessenbergDecomposition(Call& call) {
  if (!require_square(call)) return std::nullopt;
  if (!has_inexact_numbers(call.arg(0))) return call.message("inexact", {call.arg(0)});
  return call_library("linear_algebra/reductions", "hessenbergDecomposition", std::vector<Expr>{dense(call.arg(0))});
}

// LyapunovSolve[a, c], LyapunovSolve[a, b, c]
MaybeExpr builtin_LyapunovSolve(Call& call) { return call_library(call, "linear_algebra/reductions"); }

// SchurDecomposition[m]: {q, t} with m == q.t.ConjugateTranspose[q]
MaybeExpr builtin_SchurDecomposition(Call& call) {
  if (!require_square(call)) return std::nullopt;
  const auto values = inexact_matrix(call.arg(0));
  if (!values && has_inexact_numbers(call.arg(0))) return call_library("linear_algebra/reductions", "schurDecomposition", std::vector<Expr>{dense(call.arg(0))});
  if (!values) return call.message("inexact", {call.arg(0)});
  const array::SchurResult result = array::schur_decomposition(*values);
  if (!result.converged) return call.message("noconv", {});
  return make_list({array_to_list(result.q), array_to_list(result.t)});
}

constexpr const char* kSquare = "Argument `1` at position `2` is not a non-empty square matrix.";
constexpr const char* kMatrix = "Argument `1` at position `2` is not a nonempty rectangular matrix.";
constexpr const char* kInexact = "Argument `1` is not a matrix of numbers with at least one inexact entry.";
constexpr const char* kNoConvergence = "The numerical computation did not converge.";

constexpr Builtin kBuiltins[] = {
    {.name = "LUDecomposition",
     .fn = builtin_LUDecomposition,
     .arity = exactly(1),
     .usage = "LUDecomposition[m] gives a list {lu, p, c}: L and U in one matrix, a permutation of the rows, and an estimate of the condition number.",
     .messages = {{"matsq", kSquare}, {"sing", "Matrix `1` is singular."}}},
    {.name = "QRDecomposition",
     .fn = builtin_QRDecomposition,
     .arity = exactly(1),
     .usage = "QRDecomposition[m] gives a list {q, r} with ConjugateTranspose[q] . r equal to m.",
     .options = "{Pivoting -> False}",
     .messages = {{"matrix", kMatrix}}},
    {.name = "CholeskyDecomposition",
     .fn = builtin_CholeskyDecomposition,
     .arity = exactly(1),
     .usage = "CholeskyDecomposition[m] gives an upper triangular u with ConjugateTranspose[u] . u equal to m.",
     .messages = {{"matsq", kSquare}, {"herm", "The matrix `1` is not Hermitian or real and symmetric."}, {"posdef", "The matrix `1` is not sufficiently positive definite."}}},
    {.name = "SingularValueDecomposition",
     .fn = builtin_SingularValueDecomposition,
     .arity = between(1, 2),
     .usage = "SingularValueDecomposition[m] gives a list {u, w, v} with m == u . w . ConjugateTranspose[v].\nSingularValueDecomposition[m, k] uses the k largest singular values.",
     .options = "{Tolerance -> Automatic}",
     .messages = {{"matrix", kMatrix},
                  {"inexact", kInexact},
                  {"arg2", "The number of singular values `1` should be a nonzero integer of at most `2` in size."},
                  {"noconv", kNoConvergence}}},
    {.name = "SingularValueList",
     .fn = builtin_SingularValueList,
     .arity = between(1, 2),
     .usage = "SingularValueList[m] gives a list of the nonzero singular values of the matrix m.\nSingularValueList[m, k] gives the k largest.",
     .options = "{Tolerance -> Automatic}",
     .messages = {{"matrix", kMatrix}}},
    {.name = "HessenbergDecomposition",
     .fn = builtin_HessenbergDecomposition,
     .arity = exactly(1),
     .usage = "HessenbergDecomposition[m] gives {p, h} with m equal to p . h . ConjugateTranspose[p], h zero below the first subdiagonal.",
     .messages = {{"matsq", kSquare}, {"inexact", kInexact}}},
    {.name = "LyapunovSolve",
     .fn = builtin_LyapunovSolve,
     .arity = between(2, 3),
     .usage = "LyapunovSolve[a, c] solves a . x + x . ConjugateTranspose[a] == c.\nLyapunovSolve[a, b, c] solves a . x + x . b == c."},
    {.name = "SchurDecomposition",
     .fn = builtin_SchurDecomposition,
     .arity = exactly(1),
     .usage = "SchurDecomposition[m] gives a list {q, t} with m == q . t . ConjugateTranspose[q].",
     .messages = {{"matsq", kSquare}, {"inexact", kInexact}, {"noconv", kNoConvergence}}},
};

}  // namespace

void register_decompositions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
