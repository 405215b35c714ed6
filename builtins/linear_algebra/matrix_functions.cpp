// matrix_functions.cpp - MatrixExp, MatrixLog and MatrixFunction.
//
// The exponential of a machine matrix uses scaling and squaring with a Pade approximant (N. Higham, "The scaling and squaring method for the
// matrix exponential revisited", 2005; the degree-13 approximant). Exact matrices are diagonalised; a nilpotent part is summed directly.
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

// sum of c_i a_i for arrays of one shape
Array combine(std::initializer_list<std::pair<double, const Array*>> terms) {
  const Array& model = *terms.begin()->second;
  Array out = Array::zeros(model.dtype(), model.shape());
  const std::int64_t count = model.element_count() * (is_complex(model.dtype()) ? 2 : 1);
  for (const auto& [factor, a] : terms) {
    for (std::int64_t i = 0; i < count; ++i) out.data<double>()[i] += factor * a->data<double>()[i];
  }
  return out;
}

double one_norm(const Array& a) {
  const std::int64_t n = a.shape()[0];
  const bool complex = is_complex(a.dtype());
  double norm = 0;
  for (std::int64_t j = 0; j < n; ++j) {
    double total = 0;
    for (std::int64_t i = 0; i < n; ++i) {
      const std::int64_t at = i * n + j;
      total += complex ? std::hypot(a.data<double>()[2 * at], a.data<double>()[2 * at + 1]) : std::abs(a.data<double>()[at]);
    }
    norm = std::max(norm, total);
  }
  return norm;
}

Array exponential(const Array& given) {
  static constexpr double b[] = {64764752532480000., 32382376266240000., 7771770303897600., 1187353796428800., 129060195264000., 10559470521600., 670442572800.,
                                 33522128640.,       1323241920.,        40840800.,         960960.,           16380.,          182.,            1.};
  const std::int64_t n = given.shape()[0];
  const double norm = one_norm(given);
  int squarings = 0;
  if (norm > 5.37) squarings = std::max(0, static_cast<int>(std::ceil(std::log2(norm / 5.37))));
  Array a = combine({{std::ldexp(1.0, -squarings), &given}});
  Array identity = Array::zeros(given.dtype(), Shape{n, n});
  for (std::int64_t i = 0; i < n; ++i) identity.data<double>()[(i * n + i) * (is_complex(given.dtype()) ? 2 : 1)] = 1;
  const Array a2 = array::dot(a, a), a4 = array::dot(a2, a2), a6 = array::dot(a2, a4);
  const Array inner_u = combine({{b[13], &a6}, {b[11], &a4}, {b[9], &a2}});
  const Array high_u = array::dot(a6, inner_u);
  const Array sum_u = combine({{1, &high_u}, {b[7], &a6}, {b[5], &a4}, {b[3], &a2}, {b[1], &identity}});
  const Array u = array::dot(a, sum_u);
  const Array inner_v = combine({{b[12], &a6}, {b[10], &a4}, {b[8], &a2}});
  const Array high_v = array::dot(a6, inner_v);
  const Array v = combine({{1, &high_v}, {b[6], &a6}, {b[4], &a4}, {b[2], &a2}, {b[0], &identity}});
  const Array numerator = combine({{1, &v}, {1, &u}}), denominator = combine({{1, &v}, {-1, &u}});
  Array result = array::linear_solve(denominator, numerator).solution;
  for (int i = 0; i < squarings; ++i) result = array::dot(result, result);
  return result;
}

Expr dot_of(const Expr& a, const Expr& b) { return evaluate(make_normal(sym::Dot, {a, b})); }

// Eigenvectors so close to each other that a machine number's digits are lost in them.
bool is_bad_basis(const Expr& vectors) {
  const auto values = machine_matrix(vectors);
  if (!values) return false;
  const array::SolveResult inverse = array::inverse(*values);
  return inverse.singular || inverse.reciprocal_condition < 1e-6;
}

// f of a diagonalisable matrix: s . DiagonalMatrix[f[values]] . Inverse[s]; of inexact matrices with a bad basis of eigenvectors, and of
// arbitrary precision, with more digits.
MaybeExpr by_eigenvalues(const Expr& m, const Expr& f) {
  const auto entries = read_matrix(m);
  if (entries && all_numbers(*entries) && !machine_matrix(m) &&
      std::any_of(entries->entries.begin(), entries->entries.end(), [](const Expr& e) { return is_inexact_number(e); }))
    return call_library("linear_algebra/reductions", "functionByPerturbation", std::vector<Expr>{f, m});
  const Expr system = evaluate(make_normal(sym::Eigensystem, {m}));
  if (!system.has_head(sym::List, 2) || !system[0].is_list()) return std::nullopt;
  std::vector<Expr> values;
  for (const Expr& e : elements_of(system[0])) values.push_back(apply(f, {e}));
  if (is_bad_basis(system[1])) return call_library("linear_algebra/reductions", "functionByPerturbation", std::vector<Expr>{f, m});
  const Expr s = evaluate(make_normal(sym::Transpose, {system[1]}));
  const auto vectors = read_matrix(s);
  if (!vectors) return std::nullopt;
  if (!machine_matrix(s) && !inverse_of(*vectors, EntryArithmetic())) return std::nullopt;
  const Expr inverse = evaluate(make_normal(sym::Inverse, {s}));
  if (!inverse.is_list()) return std::nullopt;
  return dot_of(dot_of(s, evaluate(make_normal(sym::DiagonalMatrix, {make_list(std::move(values))}))), inverse);
}

// The power series ends when the matrix is nilpotent.
MaybeExpr nilpotent_exponential(const Matrix& m) {
  Matrix power = Matrix::identity(m.rows), total = power;
  Expr factorial = Expr::integer(1);
  for (std::size_t k = 1; k <= m.rows; ++k) {
    power = multiply(power, m);
    factorial = times(factorial, Expr::integer(static_cast<std::int64_t>(k)));
    bool zero = true;
    for (std::size_t i = 0; i < power.entries.size(); ++i) {
      zero = zero && is_zero_element(power.entries[i]);
      total.entries[i] = plus(total.entries[i], quotient(power.entries[i], factorial));
    }
    if (zero) return matrix_to_list(total);
  }
  return std::nullopt;
}

// MatrixExp[m], MatrixExp[m, v]
MaybeExpr builtin_MatrixExp(Call& call) {
  if (!require_square(call)) return std::nullopt;
  MaybeExpr result;
  if (const auto values = machine_matrix(call.arg(0))) {
    result = array_to_list(exponential(*values));
  } else {
    const auto m = read_matrix(call.arg(0));
    if (!m) return std::nullopt;
    result = nilpotent_exponential(*m);
    if (!result) {
      // A multiple of the identity plus a nilpotent matrix covers Jordan blocks.
      Matrix shifted = *m;
      for (std::size_t i = 0; i < m->rows; ++i) shifted.at(i, i) = minus(m->at(i, i), m->at(0, 0));
      if (const MaybeExpr nilpotent = nilpotent_exponential(shifted)) {
        result = evaluate(make_normal(sym::Times, {make_normal(sym::Exp, {m->at(0, 0)}), *nilpotent}));
      } else {
        result = by_eigenvalues(dense(call.arg(0)), sym::Exp);
        if (!result) result = call_library("linear_algebra/exact_forms", "matrixExp", std::vector<Expr>{dense(call.arg(0))});
        if (result) result = call_library("linear_algebra/exact_forms", "realForm", std::vector<Expr>{*result, dense(call.arg(0))}).value_or(*result);
      }
    }
  }
  if (!result) return std::nullopt;
  return call.size() == 2 ? dot_of(*result, call.arg(1)) : *result;
}

// MatrixLog[m]
MaybeExpr builtin_MatrixLog(Call& call) {
  if (!require_square(call)) return std::nullopt;
  if (MaybeExpr value = by_eigenvalues(dense(call.arg(0)), sym::Log)) return value;
  return call_library(call, "linear_algebra/exact_forms");  // not diagonalizable: by Jordan blocks
}

// MatrixFunction[f, m]
MaybeExpr builtin_MatrixFunction(Call& call) {
  if (!require_square(call, 1)) return std::nullopt;
  if (MaybeExpr value = by_eigenvalues(dense(call.arg(1)), call.arg(0))) return value;
  return call_library(call, "linear_algebra/exact_forms");  // not diagonalizable
}

constexpr const char* kSquare = "Argument `1` at position `2` is not a non-empty square matrix.";

constexpr Builtin kBuiltins[] = {
    {.name = "MatrixExp",
     .fn = builtin_MatrixExp,
     .arity = between(1, 2),
     .usage = "MatrixExp[m] gives the matrix exponential of m.\nMatrixExp[m, v] gives it applied to the vector v.",
     .messages = {{"matsq", kSquare}}},
    {.name = "MatrixLog", .fn = builtin_MatrixLog, .arity = exactly(1), .usage = "MatrixLog[m] gives the matrix logarithm of m.", .messages = {{"matsq", kSquare}}},
    {.name = "MatrixFunction",
     .fn = builtin_MatrixFunction,
     .arity = exactly(2),
     .usage = "MatrixFunction[f, m] gives the matrix generalization of the scalar function f at m.",
     .messages = {{"matsq", kSquare}}},
};

}  // namespace

void register_matrix_functions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
