// norms.cpp - Norm, Normalize, Orthogonalize, Projection.
#include <algorithm>
#include <cmath>

#include "array/linear_algebra.h"
#include "array/list_loops.h"
#include "builtins/linear_algebra/matrix.h"
#include "builtins/linear_algebra/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;

namespace {

Expr absolute_value(const Expr& e) { return e.is_real_number() ? absolute(e) : evaluate(make_normal(sym::Abs, {e})); }
Expr maximum(std::vector<Expr>&& values) { return evaluate(make_normal(sym::Max, std::move(values))); }

// (sum of |x|^p)^(1/p)
Expr vector_norm(std::span<const Expr> vector, const Expr& p) {
  std::vector<Expr> sizes;
  for (const Expr& e : vector) sizes.push_back(absolute_value(e));
  if (is_infinity(p)) return maximum(std::move(sizes));
  if (p == Expr::integer(1)) return sum(sizes);
  for (Expr& e : sizes) e = p == Expr::integer(2) ? times(e, e) : evaluate(make_normal(sym::Power, {e, p}));
  if (p == Expr::integer(2)) {  // |x|^2 of an exact complex number is rational
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      if (!sizes[i].is_number() || vector[i].is_complex()) {
        sizes[i] = vector[i].is_number() ? times(vector[i], conjugate(vector[i])) : evaluate(make_normal(sym::Power, {absolute_value(vector[i]), Expr::integer(2)}));
      }
    }
    return square_root(sum(sizes));
  }
  return evaluate(make_normal(sym::Power, {sum(sizes), quotient(Expr::integer(1), p)}));
}

// Sum over the rows (or columns) with the largest total.
Expr largest_line(const Matrix& m, bool columns) {
  std::vector<Expr> totals;
  for (std::size_t i = 0; i < (columns ? m.columns : m.rows); ++i) {
    std::vector<Expr> line;
    for (std::size_t j = 0; j < (columns ? m.rows : m.columns); ++j) line.push_back(absolute_value(columns ? m.at(j, i) : m.at(i, j)));
    totals.push_back(sum(line));
  }
  return maximum(std::move(totals));
}

// The numbers of a vector of reals that holds an inexact machine number.
std::optional<std::vector<double>> machine_vector(const Expr& e) {
  std::vector<double> numbers;
  bool inexact = false;
  for (const Expr& x : e.args()) {
    if (!x.is_real_number() || x.is_big_real()) return std::nullopt;
    inexact = inexact || x.is_real();
    numbers.push_back(to_double(x));
  }
  if (!inexact) return std::nullopt;
  return numbers;
}

// Norm[expr], Norm[expr, p]
MaybeExpr builtin_Norm(Call& call) {
  const Expr e = dense(call.arg(0));
  Expr p = call.size() == 2 ? call.arg(1) : Expr::integer(2);
  const bool frobenius = p.is_string() && p.string_value() == "Frobenius";
  if (p.is_string() && !frobenius) return call.message("ptype", {p});
  if (p.is_real_number() && to_double(p) < 1) return call.message("ptype", {p});
  if (!e.is_list()) {
    if (e.is_number() || evaluate(make_normal(sym::NumericQ, {e})).is_true()) return absolute_value(e);
    return std::nullopt;
  }
  const bool euclidean = frobenius || p == Expr::integer(2);
  const bool packed = e.is_packed() && e.array().rank() == 1 && e.array().dtype() == DType::Real64;
  const auto listed = euclidean && !e.is_packed() ? machine_vector(e) : std::nullopt;
  if (euclidean && (packed || listed)) {
    // Scaled so that squares neither overflow nor vanish.
    const double* data = packed ? e.array().data<double>() : listed->data();
    const std::int64_t count = packed ? e.array().element_count() : static_cast<std::int64_t>(listed->size());
    constexpr std::int64_t kLong = 4096;
    if (count >= kLong) {
      const double squares = array::list_loops().sum_of_squares(data, 0, count);
      if (squares > 1e-280 && squares < 1e300) return Expr::real(std::sqrt(squares));
    }
    double scale = 0;
    for (std::int64_t i = 0; i < count; ++i) scale = std::max(scale, std::abs(data[i]));
    if (scale == 0 || !std::isfinite(scale)) return Expr::real(scale);
    double total = 0;
    for (std::int64_t i = 0; i < count; ++i) total += (data[i] / scale) * (data[i] / scale);
    return Expr::real(scale * std::sqrt(total));
  }
  if (const auto vector = read_vector(e)) return vector_norm(*vector, frobenius ? Expr::integer(2) : p);
  const auto m = read_matrix(e);
  if (!m) return call.message("nvm", {});
  if (frobenius) return vector_norm(m->entries, Expr::integer(2));
  if (p == Expr::integer(1)) return largest_line(*m, true);
  if (is_infinity(p)) return largest_line(*m, false);
  if (!(p == Expr::integer(2))) return call.message("ptype", {p});
  if (const auto values = machine_matrix(e)) return Expr::real(array::singular_values(*values).data<double>()[0]);
  const Expr singular = evaluate(make_normal(sym::SingularValueList, {e}));
  if (!singular.is_list()) return std::nullopt;
  return singular.size() == 0 ? Expr::integer(0) : maximum(elements_of(singular));
}

// Normalize[v], Normalize[expr, f]
MaybeExpr builtin_Normalize(Call& call) {
  const Expr v = dense(call.arg(0));
  if (call.size() == 1 && v.is_list() && !read_vector(v)) return call.message("nlnmt1", {v});
  if (call.size() == 1 && !v.is_list() && !evaluate(make_normal(sym::NumericQ, {v})).is_true()) return std::nullopt;
  const Expr size = call.size() == 2 ? apply(call.arg(1), {v}) : evaluate(make_normal(sym::Norm, {v}));
  if (is_zero_element(size)) return v;
  return evaluate(make_normal(sym::Times, {v, make_normal(sym::Power, {size, Expr::integer(-1)})}));
}

Expr inner_product(const Expr& u, const Expr& v, const Expr* f) {
  if (f != nullptr) return apply(*f, {u, v});
  return evaluate(make_normal(sym::Dot, {make_normal(sym::Conjugate, {u}), v}));
}

Expr scaled(const Expr& factor, const Expr& v) { return evaluate(make_normal(sym::Times, {factor, v})); }

// Projection[u, v], Projection[u, v, f]
MaybeExpr builtin_Projection(Call& call) {
  const Expr* f = call.size() == 3 ? &call.arg(2) : nullptr;
  if (!call.arg(0).is_list() || !call.arg(1).is_list()) {
    if (f == nullptr) return std::nullopt;
  } else if (length_of(call.arg(0)) != length_of(call.arg(1))) {
    return call.message("dim", {call.arg(0), call.arg(1)});
  }
  const Expr& v = call.arg(1);
  const Expr along = inner_product(v, call.arg(0), f), size = inner_product(v, v, f);
  if (is_zero_element(size)) return v;
  return scaled(quotient(along, size), v);
}

// Orthogonalize[{v1, v2, ...}], Orthogonalize[list, f]: modified Gram-Schmidt, done twice for inexact vectors.
MaybeExpr builtin_Orthogonalize(Call& call) {
  const Expr list = dense(call.arg(0));
  if (!list.is_list() || (call.size() == 1 && !read_matrix(list))) return call.message("matrix", {list, Expr::integer(1)});
  const Expr* f = call.size() == 2 ? &call.arg(1) : nullptr;
  std::vector<Expr> basis, out;
  for (const Expr& given : elements_of(list)) {
    Expr v = given;
    const auto machine = machine_array(given);
    const bool inexact = machine && !is_integer(machine->dtype());
    const Expr before = inexact ? inner_product(v, v, f) : Expr::integer(1);
    for (int pass = 0; pass < (inexact ? 2 : 1); ++pass) {
      for (const Expr& b : basis) v = evaluate(make_normal(sym::Plus, {v, scaled(times(Expr::integer(-1), inner_product(b, v, f)), b)}));
    }
    Expr size = inner_product(v, v, f);
    if (!size.is_number()) {
      size = evaluate(make_normal(sym::Together, {size}));
      v = v.is_list() ? evaluate(make_normal(sym::Together, {v})) : v;
    }
    const auto was = machine_real(before), now = machine_real(size);
    if (is_zero_element(size) || (inexact && was && now && *now <= 1e-28 * *was)) {
      out.push_back(scaled(Expr::integer(0), v));
      continue;
    }
    basis.push_back(scaled(quotient(Expr::integer(1), square_root(size)), v));
    out.push_back(basis.back());
  }
  return list_of(std::move(out));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Norm",
     .fn = builtin_Norm,
     .arity = between(1, 2),
     .usage = "Norm[expr] gives the norm of a number, vector or matrix.\nNorm[expr, p] gives the p-norm; p may be Infinity or \"Frobenius\".",
     .messages = {{"nvm", "The first Norm argument should be a number, vector, or matrix."},
                  {"ptype", "The second argument of Norm, `1`, should be a symbol, Infinity, or a number greater than or equal to 1 for p-norms, or \"Frobenius\"."}}},
    {.name = "Normalize",
     .fn = builtin_Normalize,
     .arity = between(1, 2),
     .usage = "Normalize[v] gives the vector v divided by its norm.\nNormalize[expr, f] uses the norm function f.",
     .messages = {{"nlnmt1", "The first argument `1` is not a number or a vector."}}},
    {.name = "Projection",
     .fn = builtin_Projection,
     .arity = between(2, 3),
     .usage = "Projection[u, v] gives the projection of the vector u onto the vector v.\nProjection[u, v, f] uses the inner product f.",
     .messages = {{"dim", "The vectors `1` and `2` do not have the same length."}}},
    {.name = "Orthogonalize",
     .fn = builtin_Orthogonalize,
     .arity = between(1, 2),
     .usage = "Orthogonalize[{v1, v2, ...}] gives an orthonormal basis found from the vectors v_i.\nOrthogonalize[{e1, e2, ...}, f] uses the inner product f.",
     .options = "{Method -> Automatic, Tolerance -> Automatic}",
     .messages = {{"matrix", "Argument `1` at position `2` is not a list of vectors of equal length."}}},
};

}  // namespace

void register_norms(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
