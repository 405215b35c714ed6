// eigenvalues.cpp - Eigenvalues, Eigenvectors, Eigensystem, CharacteristicPolynomial.
//
// Machine matrices go to LAPACK, those of arbitrary precision to Arb (precise_eigenvalues.cpp). Exact ones have their characteristic polynomial (Faddeev-LeVerrier, exact divisions only) factored; linear and
// quadratic factors give numbers, others Root objects. A triangular matrix shows its eigenvalues on the diagonal.
#include <algorithm>
#include <cmath>
#include <complex>

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

std::vector<Expr> characteristic_coefficients(const Matrix& m) {
  const std::size_t n = m.rows;
  const bool numbers = all_numbers(m);
  const auto tidy = [&](const Expr& e) { return numbers ? e : evaluate(make_normal(sym::Expand, {e})); };
  std::vector<Expr> coefficients(n + 1, Expr::integer(0));
  coefficients[n] = Expr::integer(1);
  Matrix work(n, n);  // M_k = m M_(k-1) + c_(n-k+1) I
  for (std::size_t k = 1; k <= n; ++k) {
    work = k == 1 ? Matrix(n, n) : multiply(m, work);
    for (std::size_t i = 0; i < n; ++i) work.at(i, i) = plus(work.at(i, i), coefficients[n - k + 1]);
    for (Expr& e : work.entries) e = tidy(e);
    std::vector<Expr> trace;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) trace.push_back(times(m.at(i, j), work.at(j, i)));
    }
    coefficients[n - k] = tidy(times(Expr::rational(Rational(Integer(-1), Integer(static_cast<std::int64_t>(k)))), sum(trace)));
  }
  return coefficients;
}

namespace {

// An exact integer of any size, by which all denominators of the coefficients are cleared; 0 when one is not rational.
Integer common_denominator(std::span<const Expr> coefficients) {
  Integer common(std::int64_t{1});
  for (const Expr& e : coefficients) {
    if (!e.is_exact_real()) return Integer(std::int64_t{0});
    if (!e.is_rational()) continue;
    const Integer denominator = e.rational_value().denominator();
    Integer share, remainder;
    floor_divide(denominator, gcd(common, denominator), share, remainder);
    common = common * share;
  }
  return common;
}

// The roots of a x^2 + b x + c: the one with the minus sign first, but complex ones with positive imaginary part first. With rational
// coefficients a common factor of -b and the square root's rational part is taken out: 3/2 (5 + Sqrt[33]).
std::vector<Expr> quadratic_roots(Expr a, Expr b, Expr c) {
  const Expr coefficients[] = {a, b, c};
  const Integer common = common_denominator(coefficients);
  const bool rational = common.sign() != 0;
  if (rational) {
    a = times(a, Expr::integer(common));
    b = times(b, Expr::integer(common));
    c = times(c, Expr::integer(common));
  }
  const Expr discriminant = evaluate(make_normal(sym::Expand, {minus(times(b, b), times(Expr::integer(4), times(a, c)))}));
  Expr root = square_root(discriminant);
  bool square = false;  // of an expression: the eigenvalues of {{a, b}, {b, a}} are a - b and a + b
  if (!rational) {
    const Expr plain = evaluate(make_normal(sym::PowerExpand, {square_root(evaluate(make_normal(sym::Factor, {discriminant})))}));
    square = evaluate(make_normal(sym::FreeQ, {plain, make_normal(sym::Power, {make_normal(sym::Blank, {}), make_normal(sym::Blank, {sym::Rational})})})).is_true();
    if (square) root = plain;
  }
  const Expr twice = times(Expr::integer(2), a);
  const Expr minus_b = times(Expr::integer(-1), b);
  const bool complex = rational && sign_of_real(discriminant) < 0;
  std::vector<Expr> roots;
  if (rational && !root.is_number()) {
    Expr factor = Expr::integer(1);  // of the square root
    if (root.has_head(sym::Times) && root[0].is_number()) factor = root[0].is_complex() ? root[0].im() : root[0];
    Integer shared = factor.is_integer() ? gcd(abs(factor.to_integer()), abs(minus_b.to_integer())) : Integer(std::int64_t{1});
    if (shared.sign() == 0) shared = Integer(std::int64_t{1});
    const Expr g = Expr::integer(shared);
    const Expr outer = quotient(g, twice), inner_b = quotient(minus_b, g), inner_root = quotient(root, g);
    roots = {times(outer, minus(inner_b, inner_root)), times(outer, plus(inner_b, inner_root))};
  } else {
    roots = {quotient(minus(minus_b, root), twice), quotient(plus(minus_b, root), twice)};
    if (square) {
      for (Expr& value : roots) value = evaluate(make_normal(sym::Expand, {make_normal(sym::Together, {value})}));
    }
  }
  if (complex) std::swap(roots[0], roots[1]);
  return roots;
}

// (value - b)/c for an eigenvalue of a rational 2 by 2 matrix, as g (n0 + n1 Sqrt[d]) with integers n0 and n1: the form in which the
// eigenvalues are written too.
Expr eigenvector_ratio(const Matrix& m, const Expr& value, const Expr& b, const Expr& c) {
  const Integer common = common_denominator(m.entries);
  if (common.sign() == 0) return EntryArithmetic().reduce(quotient(minus(value, b), c));
  const Expr scale = times(Expr::integer(2), Expr::integer(common));
  const Expr scaled = evaluate(make_normal(sym::Expand, {times(scale, minus(value, b))}));
  Expr factor = quotient(Expr::integer(1), times(scale, c));
  if (scaled.has_head(sym::Plus, 2) && scaled[0].is_integer()) {
    const bool has_factor = scaled[1].has_head(sym::Times) && scaled[1][0].is_integer();
    const Expr shared = Expr::integer(gcd(abs(scaled[0].to_integer()), has_factor ? abs(scaled[1][0].to_integer()) : Integer(1)));
    factor = times(factor, shared);
    return times(factor, evaluate(make_normal(sym::Expand, {quotient(scaled, shared)})));
  }
  return times(factor, scaled);
}

double magnitude(const Expr& e) {
  const Expr value = evaluate(make_normal(sym::N, {make_normal(sym::Abs, {e})}));
  return machine_real(value).value_or(-1);
}

bool numeric_value(const Expr& e) { return e.is_number() || evaluate(make_normal(sym::NumericQ, {e})).is_true(); }

}  // namespace

std::optional<std::vector<Expr>> exact_eigenvalues(const Matrix& m) {
  const std::size_t n = m.rows;
  std::vector<Expr> values;
  const auto triangular = [&](bool upper) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        if ((upper ? j < i : j > i) && !is_zero_element(m.at(i, j))) return false;
      }
    }
    return true;
  };
  if (triangular(true) || triangular(false)) {
    for (std::size_t i = 0; i < n; ++i) values.push_back(m.at(i, i));
  } else {
    const std::vector<Expr> c = characteristic_coefficients(m);
    if (n == 2) {
      values = quadratic_roots(c[2], c[1], c[0]);
    } else {
      // Factor over the rationals.
      const Expr x = Expr::symbol("System`Private`lambda");
      Builder polynomial(sym::Plus);
      for (std::size_t k = 0; k <= n; ++k) polynomial.push(make_normal(sym::Times, {c[k], make_normal(sym::Power, {x, Expr::integer(static_cast<std::int64_t>(k))})}));
      const Expr factors = evaluate(make_normal(sym::FactorList, {polynomial.finish()}));
      if (!factors.is_list()) return std::nullopt;
      for (const Expr& factor : factors.args()) {
        if (!factor.has_head(sym::List, 2) || !machine_integer(factor[1])) return std::nullopt;
        const Expr list = evaluate(make_normal(sym::CoefficientList, {factor[0], x}));
        if (!list.is_list()) return std::nullopt;
        std::vector<Expr> roots;
        if (list.size() <= 1) continue;
        if (list.size() == 2) {
          roots = {quotient(times(Expr::integer(-1), list[0]), list[1])};
        } else if (list.size() == 3) {
          roots = quadratic_roots(list[2], list[1], list[0]);
        } else {
          Builder body(sym::Plus);
          for (std::size_t k = 0; k < list.size(); ++k) {
            body.push(make_normal(sym::Times, {list[k], make_normal(sym::Power, {make_normal(sym::Slot, {Expr::integer(1)}), Expr::integer(static_cast<std::int64_t>(k))})}));
          }
          const Expr function = make_normal(sym::Function, {evaluate(body.finish())});
          for (std::size_t k = 1; k < list.size(); ++k) {
            roots.push_back(evaluate(make_normal(sym::Root, {function, Expr::integer(static_cast<std::int64_t>(k))})));
          }
        }
        for (std::int64_t i = 0; i < *machine_integer(factor[1]); ++i) values.insert(values.end(), roots.begin(), roots.end());
      }
      if (values.size() != n) return std::nullopt;
    }
  }
  // Numeric eigenvalues come with the largest absolute value first; of equal ones the negative (or the one with negative imaginary part) first.
  if (std::all_of(values.begin(), values.end(), numeric_value)) {
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < values.size(); ++i) order.emplace_back(magnitude(values[i]), i);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first * (1 + 1e-14); });
    for (auto first = order.begin(); first != order.end();) {
      const auto last = std::find_if(first, order.end(), [&](const auto& entry) { return first->first > entry.first * (1 + 1e-14); });
      const auto number = [&](const auto& entry) { return machine_real(evaluate(make_normal(sym::N, {values[entry.second]}))); };
      if (last - first > 1 && std::all_of(first, last, [&](const auto& entry) { return number(entry).has_value(); }))
        std::stable_sort(first, last, [&](const auto& a, const auto& b) { return *number(a) < 0 && *number(b) > 0; });
      first = last;
    }
    std::vector<Expr> sorted;
    for (const auto& [size, i] : order) sorted.push_back(values[i]);
    values = std::move(sorted);
  }
  return values;
}

std::vector<std::vector<Expr>> exact_eigenvectors(const Matrix& m, const std::vector<Expr>& values) {
  const std::size_t n = m.rows;
  std::vector<std::vector<Expr>> vectors(values.size(), std::vector<Expr>(n, Expr::integer(0)));
  std::vector<bool> done(values.size());
  const EntryArithmetic plain;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (done[k]) continue;
    Matrix shifted = m;
    for (std::size_t i = 0; i < n; ++i) shifted.at(i, i) = minus(m.at(i, i), values[k]);
    // Algebraic entries need simplification to be seen as zero; a rank defect is enforced by dropping a dependent row.
    std::vector<std::vector<Expr>> basis;
    if (n == 2 && !values[k].is_number() && !is_zero_element(m.at(1, 0))) {  // the second row alone decides
      basis.push_back({eigenvector_ratio(m, values[k], m.at(1, 1), m.at(1, 0)), Expr::integer(1)});
    } else {
      basis = null_space_of(shifted, plain);
    }
    if (basis.empty()) {
      Matrix reduced(n - 1, n);
      std::copy(shifted.entries.begin(), shifted.entries.begin() + static_cast<std::ptrdiff_t>((n - 1) * n), reduced.entries.begin());
      basis = null_space_of(reduced, plain);
    }
    std::size_t next = 0;
    for (std::size_t other = k; other < values.size(); ++other) {
      if (!(values[other] == values[k])) continue;
      done[other] = true;
      if (next < basis.size()) vectors[other] = basis[next++];
    }
  }
  return vectors;
}

namespace {

// How many: n, -n, UpTo[n]; all when absent.
bool take_count(Call& call, Expr& list) {
  if (call.size() < 2 || call.arg(1).is(sym::All)) return true;
  const auto total = static_cast<std::int64_t>(list.size());
  if (const auto wanted = machine_integer(call.arg(1)); wanted && std::abs(*wanted) > total) {
    call.message("take", {Expr::integer(*wanted > 0 ? 1 : *wanted), Expr::integer(*wanted > 0 ? *wanted : -1), Expr::integer(total)});
    return false;
  }
  Expr taken = evaluate(make_normal(sym::Take, {list, call.arg(1)}));
  if (!taken.is_list()) return false;
  list = taken;
  return true;
}

struct System {
  Expr values;
  Expr vectors;
};

// LAPACK's vectors, with the sign that makes results stable: complex ones keep theirs.
std::optional<System> machine_system(Call& call, const Array& a, const std::optional<Array>& b, bool vectors) {
  const array::EigenResult result = b ? array::generalized_eigensystem(a, *b, vectors) : array::eigensystem(a, vectors);
  if (!result.converged) {
    call.message("noconv", {});
    return std::nullopt;
  }
  System system;
  system.values = array_to_list(result.values);
  if (vectors) system.vectors = array_to_list(result.vectors);
  return system;
}

std::optional<System> eigensystem(Call& call, bool vectors) {
  Expr subject = dense(call.arg(0));
  std::optional<Expr> second;
  if (subject.has_head(sym::List, 2) && dimensions_of(subject).size() == 3) {  // {m, a}: the generalised problem
    second = subject[1];
    subject = Expr(subject[0]);
  }
  const auto dims = dimensions_of(subject, 2);
  if (dims.size() != 2 || dims[0] != dims[1] || dims[0] == 0) {
    if (call.arg(0).is_list()) call.message("matsq", {call.arg(0), Expr::integer(1)});
    return std::nullopt;
  }
  const auto x = machine_array(subject);
  const auto y = second ? machine_array(*second) : std::nullopt;
  if (x && (!second || y) && (!is_integer(x->dtype()) || (y && !is_integer(y->dtype())))) {
    const DType type = is_complex(x->dtype()) || (y && is_complex(y->dtype())) ? DType::ComplexReal64 : DType::Real64;
    return machine_system(call, x->convert(type), y ? std::optional<Array>(y->convert(type)) : std::nullopt, vectors);
  }
  auto m = read_matrix(subject);
  if (!m) return std::nullopt;
  if (second) {
    const auto a = read_matrix(*second);
    const auto inverse = a ? inverse_of(*a, EntryArithmetic()) : std::nullopt;
    if (!inverse) return std::nullopt;
    m = multiply(*inverse, *m);
  }
  if (std::any_of(m->entries.begin(), m->entries.end(), [](const Expr& e) { return is_inexact_number(e); })) {
    if (auto precise = precise_eigensystem(*m, vectors)) {
      System system;
      system.values = make_list(std::move(precise->values));
      Builder out(sym::List);
      for (auto& vector : precise->vectors) out.push(make_list(std::move(vector)));
      system.vectors = out.finish();
      return system;
    }
    const Expr machine = evaluate(make_normal(sym::N, {matrix_to_list(*m)}));
    const auto values = machine_array(machine, true);
    if (!values || is_integer(values->dtype())) return std::nullopt;
    return machine_system(call, *values, std::nullopt, vectors);
  }
  const auto values = exact_eigenvalues(*m);
  if (!values) return std::nullopt;
  System system;
  system.values = make_list(std::span<const Expr>(*values));
  if (vectors) {
    Builder out(sym::List);
    for (auto& vector : exact_eigenvectors(*m, *values)) out.push(make_list(std::move(vector)));
    system.vectors = out.finish();
  }
  return system;
}

// Eigenvalues[m], Eigenvalues[{m, a}], Eigenvalues[m, k]
MaybeExpr builtin_Eigenvalues(Call& call) {
  auto system = eigensystem(call, false);
  if (!system || !take_count(call, system->values)) return std::nullopt;
  return system->values;
}

// Eigenvectors[m], Eigenvectors[{m, a}], Eigenvectors[m, k]
MaybeExpr builtin_Eigenvectors(Call& call) {
  auto system = eigensystem(call, true);
  if (!system || !take_count(call, system->vectors)) return std::nullopt;
  return system->vectors;
}

// Eigensystem[m], Eigensystem[{m, a}], Eigensystem[m, k]
MaybeExpr builtin_Eigensystem(Call& call) {
  auto system = eigensystem(call, true);
  if (!system || !take_count(call, system->values) || !take_count(call, system->vectors)) return std::nullopt;
  return make_list({system->values, system->vectors});
}

// CharacteristicPolynomial[m, x]: Det[m - x I]; CharacteristicPolynomial[{m, a}, x]: Det[m - x a]
MaybeExpr builtin_CharacteristicPolynomial(Call& call) {
  if (const Expr pair = dense(call.arg(0)); pair.has_head(sym::List, 2) && dimensions_of(pair).size() == 3) {
    const Expr shifted = make_normal(sym::Plus, {pair[0], make_normal(sym::Times, {Expr::integer(-1), call.arg(1), pair[1]})});
    return evaluate(make_normal(sym::Expand, {make_normal(sym::Det, {shifted})}));
  }
  if (!require_square(call)) return std::nullopt;
  const auto m = read_matrix(call.arg(0));
  if (!m) return std::nullopt;
  const std::vector<Expr> c = characteristic_coefficients(*m);
  const Expr sign = Expr::integer(m->rows % 2 == 0 ? 1 : -1);
  Builder terms(sym::Plus);
  for (std::size_t k = 0; k < c.size(); ++k) {
    terms.push(make_normal(sym::Times, {times(sign, c[k]), make_normal(sym::Power, {call.arg(1), Expr::integer(static_cast<std::int64_t>(k))})}));
  }
  return evaluate(make_normal(sym::Expand, {terms.finish()}));
}

constexpr const char* kSquare = "Argument `1` at position `2` is not a non-empty square matrix.";
constexpr const char* kNoConvergence = "The numerical eigenvalue computation did not converge.";

constexpr Builtin kBuiltins[] = {
    {.name = "Eigenvalues",
     .fn = builtin_Eigenvalues,
     .arity = between(1, 2),
     .usage = "Eigenvalues[m] gives a list of the eigenvalues of the square matrix m.\nEigenvalues[{m, a}] gives the generalized eigenvalues of m with respect to a.\n"
              "Eigenvalues[m, k] gives the first k eigenvalues.",
     .options = "{Cubics -> False, Method -> Automatic, Quartics -> False}",
     .messages = {{"matsq", kSquare}, {"noconv", kNoConvergence}, {"take", "Cannot take eigenvalues `1` through `2` out of the total of `3` eigenvalues."}}},
    {.name = "Eigenvectors",
     .fn = builtin_Eigenvectors,
     .arity = between(1, 2),
     .usage = "Eigenvectors[m] gives a list of the eigenvectors of the square matrix m.\nEigenvectors[{m, a}] gives the generalized eigenvectors.\n"
              "Eigenvectors[m, k] gives the first k eigenvectors.",
     .options = "{Cubics -> False, Method -> Automatic, Quartics -> False}",
     .messages = {{"matsq", kSquare}, {"noconv", kNoConvergence}, {"take", "Cannot take eigenvalues `1` through `2` out of the total of `3` eigenvalues."}}},
    {.name = "Eigensystem",
     .fn = builtin_Eigensystem,
     .arity = between(1, 2),
     .usage = "Eigensystem[m] gives a list {values, vectors} of the eigenvalues and eigenvectors of the square matrix m.\n"
              "Eigensystem[{m, a}] gives the generalized eigensystem.\nEigensystem[m, k] gives the first k.",
     .options = "{Cubics -> False, Method -> Automatic, Quartics -> False}",
     .messages = {{"matsq", kSquare}, {"noconv", kNoConvergence}, {"take", "Cannot take eigenvalues `1` through `2` out of the total of `3` eigenvalues."}}},
    {.name = "CharacteristicPolynomial",
     .fn = builtin_CharacteristicPolynomial,
     .arity = exactly(2),
     .usage = "CharacteristicPolynomial[m, x] gives the characteristic polynomial Det[m - x I] of the matrix m.\n"
              "CharacteristicPolynomial[{m, a}, x] gives the generalized one, Det[m - x a].",
     .messages = {{"matsq", kSquare}}},
};

}  // namespace

void register_eigenvalues(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
