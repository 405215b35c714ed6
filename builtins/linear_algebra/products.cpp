// products.cpp - products of vectors, matrices and tensors: Dot, Cross, KroneckerProduct, Tr, MatrixPower.
#include <algorithm>

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

// Machine integers: the exact product, unless it overflows 64 bits.
std::optional<Array> integer_dot(const Array& a, const Array& b) {
  const std::int64_t inner = a.shape().back();
  const std::int64_t rows = a.element_count() / inner, columns = b.element_count() / inner;
  Shape shape = a.shape().slice(0, a.rank() - 1).joined(b.shape().slice(1, b.rank()));
  Array out = Array::zeros(DType::Integer64, shape);
  const std::int64_t* x = a.data<std::int64_t>();
  const std::int64_t* y = b.data<std::int64_t>();
  std::int64_t* z = out.data<std::int64_t>();
  bool overflow = false;
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t k = 0; k < inner; ++k) {
      const std::int64_t factor = x[i * inner + k];
      for (std::int64_t j = 0; j < columns; ++j) {
        std::int64_t product = 0;
        overflow |= __builtin_mul_overflow(factor, y[k * columns + j], &product);
        overflow |= __builtin_add_overflow(z[i * columns + j], product, &z[i * columns + j]);
      }
    }
    if (overflow) return std::nullopt;
  }
  return out;
}

// Sum of products along the last level of a and the first of b, for entries of any kind.
Expr general_dot(const Expr& a, const Expr& b, std::size_t a_rank, std::size_t b_rank) {
  if (a_rank > 1) {
    std::vector<Expr> rows;
    for (std::int64_t i = 0; i < length_of(a); ++i) rows.push_back(general_dot(element_at(a, i), b, a_rank - 1, b_rank));
    return list_of(std::move(rows));
  }
  check_interrupt();
  const std::vector<Expr> x = elements_of(a), y = elements_of(b);
  if (b_rank == 1) {
    std::vector<Expr> terms;
    terms.reserve(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) terms.push_back(times(x[i], y[i]));
    return sum(terms);
  }
  // The rows of b are combined entry by entry.
  std::vector<Expr> out;
  const std::int64_t width = length_of(y[0]);
  for (std::int64_t j = 0; j < width; ++j) {
    std::vector<Expr> column;
    column.reserve(y.size());
    for (const Expr& row : y) column.push_back(element_at(row, j));
    out.push_back(general_dot(a, make_list(std::move(column)), 1, b_rank - 1));
  }
  return list_of(std::move(out));
}

std::size_t tensor_rank(const Expr& e) { return e.is_list() ? dimensions_of(e).size() : 0; }

// a.b, or nullopt after `dotsh`.
MaybeExpr dot_pair(Call& call, const Expr& a, const Expr& b) {
  const std::vector<std::int64_t> da = dimensions_of(a), db = dimensions_of(b);
  if (da.back() != db.front()) return call.message("dotsh", {a, b});
  if (da.back() == 0) {
    if (da.size() == 1 && db.size() == 1) return Expr::integer(0);
    return call.message("dotsh", {a, b});
  }
  const auto x = machine_array(a), y = machine_array(b);
  if (x && y) {
    if (x->dtype() == DType::Integer64 && y->dtype() == DType::Integer64) {
      if (auto product = integer_dot(*x, *y)) return product->rank() == 0 ? array_number(*product, 0) : packed_list(std::move(*product));
    } else {
      const DType type = is_complex(x->dtype()) || is_complex(y->dtype()) ? DType::ComplexReal64 : DType::Real64;
      const Array product = array::dot(x->convert(type), y->convert(type));
      return product.rank() == 0 ? array_number(product, 0) : packed_list(product);
    }
  }
  return general_dot(a, b, da.size(), db.size());
}

// Dot[a, b, c, ...]
MaybeExpr builtin_Dot(Call& call) {
  if (call.size() == 1) return call.arg(0);
  if (call.size() == 0) return std::nullopt;
  // A product of matrices with a vector at the end is cheaper from the right.
  std::vector<Expr> parts;
  bool numeric_arrays = false;
  for (const Expr& arg : call.args()) {
    numeric_arrays = numeric_arrays || arg.is_numeric_array();
    parts.push_back(dense(arg));
  }
  bool changed = false;
  for (std::size_t i = 0; i + 1 < parts.size();) {
    const bool from_right = tensor_rank(parts.back()) == 1 && parts.size() > 2 && tensor_rank(parts[parts.size() - 2]) == 2;
    const std::size_t at = from_right ? parts.size() - 2 : i;
    if (tensor_rank(parts[at]) == 0 || tensor_rank(parts[at + 1]) == 0) {
      ++i;
      continue;
    }
    MaybeExpr product = dot_pair(call, parts[at], parts[at + 1]);
    if (!product) return std::nullopt;
    parts[at] = std::move(*product);
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    changed = true;
  }
  if (!changed) return std::nullopt;
  if (parts.size() == 1) {
    if (numeric_arrays && parts[0].is_packed() && std::all_of(call.args().begin(), call.args().end(), [](const Expr& e) { return e.is_numeric_array(); })) {
      DType type = call.arg(0).array().dtype();
      for (const Expr& arg : call.args()) type = array::common_dtype(type, arg.array().dtype());
      return make_numeric_array(parts[0].array().convert(type));
    }
    return parts[0];
  }
  return make_normal(sym::Dot, std::move(parts));
}

// Tr[list], Tr[list, f], Tr[list, f, n]
MaybeExpr builtin_Tr(Call& call) {
  const Expr list = dense(call.arg(0));
  if (!list.is_list()) return call.size() == 1 ? MaybeExpr(list) : std::nullopt;
  std::vector<std::int64_t> dims = dimensions_of(list);
  if (call.size() == 3) {
    const auto n = count_argument(call.arg(2), true);
    if (!n || *n < 1) return call.message("intpm", {call.expr(), Expr::integer(3)});
    if (static_cast<std::int64_t>(dims.size()) > *n) dims.resize(static_cast<std::size_t>(*n));
  }
  const std::int64_t length = dims.empty() ? 0 : *std::min_element(dims.begin(), dims.end());
  std::vector<Expr> diagonal;
  for (std::int64_t i = 0; i < length; ++i) {
    Expr e = list;
    for (std::size_t level = 0; level < dims.size(); ++level) e = element_at(e, i);
    diagonal.push_back(e);
  }
  if (call.size() == 1) return sum(diagonal);
  return make_normal(call.arg(1), std::move(diagonal));
}

// Cross[a, b], Cross[v1, ..., v(n-1)] in n dimensions; Cross[{x, y}]
MaybeExpr builtin_Cross(Call& call) {
  const std::size_t n = call.size() + 1;
  Matrix m(n, n);
  for (std::size_t i = 0; i < call.size(); ++i) {
    const auto vector = read_vector(call.arg(i));
    if (!vector) {
      if (std::none_of(call.args().begin(), call.args().end(), [](const Expr& e) { return e.is_list(); })) return std::nullopt;
      return call.message("nonn1", {call.expr()});
    }
    if (vector->size() != n) return call.message("nonn1", {call.expr()});
    for (std::size_t j = 0; j < n; ++j) m.at(i, j) = (*vector)[j];
  }
  // Component j is the cofactor of entry j of a last row of unit vectors.
  std::vector<Expr> out;
  for (std::size_t j = 0; j < n; ++j) {
    Matrix minor(n - 1, n - 1);
    for (std::size_t i = 0; i + 1 < n; ++i) {
      for (std::size_t k = 0, c = 0; k < n; ++k) {
        if (k != j) minor.at(i, c++) = m.at(i, k);
      }
    }
    const Expr value = determinant_of(minor, EntryArithmetic());
    out.push_back((n - 1 + j) % 2 == 0 ? value : times(Expr::integer(-1), value));
  }
  return list_of(std::move(out));
}

Expr kronecker(const Expr& a, const Expr& b, std::size_t levels) {
  if (levels == 0) return evaluate(make_normal(sym::Times, {a, b}));
  std::vector<Expr> out;
  for (std::int64_t i = 0; i < length_of(a); ++i) {
    for (std::int64_t j = 0; j < length_of(b); ++j) out.push_back(kronecker(element_at(a, i), element_at(b, j), levels - 1));
  }
  return list_of(std::move(out));
}

// KroneckerProduct[m1, m2, ...]; vectors count as columns beside matrices.
MaybeExpr builtin_KroneckerProduct(Call& call) {
  if (call.size() == 1) return call.arg(0);
  std::vector<Expr> parts;
  std::size_t rank = 0;
  for (const Expr& arg : call.args()) {
    parts.push_back(dense(arg));
    if (!parts.back().is_list()) return std::nullopt;
    rank = std::max(rank, tensor_rank(parts.back()));
  }
  const bool two_vectors = rank == 1 && call.size() == 2;  // the first is a column, the second a row
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (tensor_rank(parts[i]) != 1) continue;
    if (two_vectors && i == 1) {
      parts[i] = make_list({parts[i]});
    } else {
      std::vector<Expr> column;
      for (const Expr& e : elements_of(parts[i])) column.push_back(make_list({e}));
      parts[i] = make_list(std::move(column));
    }
  }
  Expr result = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (tensor_rank(result) != tensor_rank(parts[i])) return call.message("rank", {call.expr()});
    result = kronecker(result, parts[i], tensor_rank(result));
  }
  return result;
}

Expr conjugate_all(const Expr& e) {
  if (e.is_packed() && !is_complex(e.array().dtype())) return e;
  if (!e.is_list()) return conjugate(e);
  std::vector<Expr> parts = elements_of(e);
  for (Expr& part : parts) part = conjugate_all(part);
  return list_of(std::move(parts));
}

// ConjugateTranspose[m], ConjugateTranspose[m, spec]
MaybeExpr builtin_ConjugateTranspose(Call& call) {
  const Expr m = dense(call.arg(0));
  if (!m.is_list()) return std::nullopt;
  std::vector<Expr> args{conjugate_all(m)};
  if (call.size() == 2) args.push_back(call.arg(1));
  return make_normal(sym::Transpose, std::move(args));
}

Expr dot_of(const Expr& a, const Expr& b) { return evaluate(make_normal(sym::Dot, {a, b})); }

// The power of a matrix without a basis of eigenvectors: a Jordan block with k off the diagonal gives Binomial[n, k] x^(n - k) there.
MaybeExpr jordan_power(const Expr& m, const Expr& exponent) {
  const Expr parts = evaluate(make_normal(Expr::symbol("System`JordanDecomposition"), {m}));
  if (!parts.has_head(sym::List, 2) || !parts[1].is_list()) return std::nullopt;
  const Expr blocks = dense(parts[1]);
  const std::size_t size = blocks.size();
  std::vector<Expr> rows;
  for (std::size_t i = 0; i < size; ++i) {
    std::vector<Expr> row(size, Expr::integer(0));
    for (std::size_t j = i; j < size; ++j) {
      if (j > i && is_exact_zero(blocks[j - 1][j])) break;
      const Expr k = Expr::integer(static_cast<std::int64_t>(j - i));
      const Expr power = make_normal(sym::Power, {blocks[i][i], make_normal(sym::Subtract, {exponent, k})});
      row[j] = evaluate(make_normal(sym::Times, {make_normal(sym::Binomial, {exponent, k}), power}));
    }
    rows.push_back(make_list(std::move(row)));
  }
  const Expr inverse = evaluate(make_normal(sym::Inverse, {parts[0]}));
  if (!inverse.is_list()) return std::nullopt;
  return dot_of(dot_of(parts[0], make_list(std::move(rows))), inverse);
}

bool has_zero_row(const Expr& rows) {
  return std::any_of(rows.args().begin(), rows.args().end(), [](const Expr& row) {
    return row.is_list() && std::all_of(row.args().begin(), row.args().end(), [](const Expr& e) { return e.is_number() && is_exact_zero(e); });
  });
}

// MatrixPower[m, n], MatrixPower[m, n, v]: by repeated squaring; negative powers of the inverse.
MaybeExpr builtin_MatrixPower(Call& call) {
  const Expr m = dense(call.arg(0));
  if (!require_square(call)) return std::nullopt;
  Expr base = m;
  std::int64_t n = 0;
  if (const auto given = machine_integer(call.arg(1))) {
    n = *given;
  } else {  // other powers through the eigenvalues
    const auto matrix = read_matrix(m);
    const Expr system = evaluate(make_normal(sym::Eigensystem, {m}));
    if (!matrix || !system.has_head(sym::List, 2)) return std::nullopt;
    if (has_zero_row(system[1])) {
      const MaybeExpr result = jordan_power(m, call.arg(1));
      return result && call.size() == 3 ? dot_of(*result, call.arg(2)) : result;
    }
    const Expr vectors = evaluate(make_normal(sym::Transpose, {system[1]}));
    const Expr powers = evaluate(make_normal(sym::DiagonalMatrix, {make_normal(sym::Power, {system[0], call.arg(1)})}));
    const Expr inverse = evaluate(make_normal(sym::Inverse, {vectors}));
    if (!inverse.is_list()) return std::nullopt;
    const Expr result = dot_of(dot_of(vectors, powers), inverse);
    return call.size() == 3 ? dot_of(result, call.arg(2)) : result;
  }
  if (n < 0) {
    base = evaluate(make_normal(sym::Inverse, {base}));
    if (!base.is_list()) return std::nullopt;
    n = -n;
  }
  if (call.size() == 3) {
    Expr vector = call.arg(2);
    for (std::int64_t i = 0; i < n; ++i) vector = dot_of(base, vector);
    return vector;
  }
  Expr result;
  bool started = false;
  for (; n > 0; n >>= 1) {
    if ((n & 1) != 0) {
      result = started ? dot_of(result, base) : base;
      started = true;
    }
    if (n > 1) base = dot_of(base, base);
  }
  if (started) return result;
  return evaluate(make_normal(sym::IdentityMatrix, {Expr::integer(length_of(m))}));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Dot",
     .fn = builtin_Dot,
     .attributes = kFlat | kOneIdentity | kProtected,
     .usage = "a . b . c or Dot[a, b, c] gives products of vectors, matrices and tensors.",
     .messages = {{"dotsh", "Tensors `1` and `2` have incompatible shapes."}}},
    {.name = "Tr",
     .fn = builtin_Tr,
     .arity = between(1, 3),
     .usage = "Tr[list] gives the sum of the diagonal elements of a matrix or tensor.\nTr[list, f] gives f of the diagonal elements.\nTr[list, f, n] goes down to level n."},
    {.name = "Cross",
     .fn = builtin_Cross,
     .arity = at_least(1),
     .usage = "Cross[a, b] gives the vector cross product.\nCross[v1, v2, ...] gives the cross product of n - 1 vectors in n dimensions.",
     .messages = {{"nonn1", "The arguments are expected to be vectors of equal length, and the number of arguments is expected to be 1 less than their length."}}},
    {.name = "KroneckerProduct",
     .fn = builtin_KroneckerProduct,
     .arity = at_least(1),
     .usage = "KroneckerProduct[m1, m2, ...] gives the Kronecker product of arrays.",
     .messages = {{"rank", "The arrays in `1` do not have the same depth."}}},
    {.name = "ConjugateTranspose",
     .fn = builtin_ConjugateTranspose,
     .arity = between(1, 2),
     .usage = "ConjugateTranspose[m] gives the conjugate transpose of m.\nConjugateTranspose[m, spec] gives Transpose[Conjugate[m], spec]."},
    {.name = "MatrixPower",
     .fn = builtin_MatrixPower,
     .arity = between(2, 3),
     .usage = "MatrixPower[m, n] gives the nth matrix power of m.\nMatrixPower[m, n, v] gives it applied to the vector v.",
     .messages = {{"matsq", "Argument `1` at position `2` is not a non-empty square matrix."}}},
};

}  // namespace

void register_products(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
