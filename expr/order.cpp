// order.cpp - the canonical order of the language (Sort, Order, Orderless functions).
//
// Numbers come first by value, then strings, then symbols and everything else. Products and powers are compared as
// monomials, the last factor first, so that polynomials come out in their usual order: a x stands next to x, after every
// symbol before x. Other expressions compare by head (PolyLog[3, x] stands before Zeta[3]), number of arguments, then arguments from
// the left.
#include <array>

#include "expr/association.h"
#include "expr/letters.h"
#include "expr/memory.h"
#include "expr/number.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

int sign(std::ptrdiff_t difference) { return difference < 0 ? -1 : difference > 0 ? 1 : 0; }

int compare_symbols(const Expr& a, const Expr& b) {
  if (a.identical(b)) return 0;
  const SymbolNode& x = a.symbol_node();
  const SymbolNode& y = b.symbol_node();
  if (const int by_name = compare_text(x.name, y.name)) return by_name;
  return compare_text(x.context, y.context);
}

// Kinds in the order of the language: numbers, strings, then symbols and compound expressions (ordered between each other
// by the monomial rule), then raw data.
int rank_of(const Expr& e) {
  switch (e.kind()) {
    case Kind::Integer:
    case Kind::Rational:
    case Kind::Real:
    case Kind::BigReal:
    case Kind::Complex: return 0;
    case Kind::String: return 1;
    default: return 2;
  }
}

int compare_numbers(const Expr& a, const Expr& b) {
  const Expr& x = a.is_complex() ? a.re() : a;
  const Expr& y = b.is_complex() ? b.re() : b;
  if (const int by_real = compare_real(x, y)) return by_real;
  if (a.is_complex() || b.is_complex()) {
    const Expr zero = Expr::integer(0);
    const Expr& u = a.is_complex() ? a.im() : zero;
    const Expr& v = b.is_complex() ? b.im() : zero;
    if (const int by_size = compare_real(absolute(u), absolute(v))) return by_size;
    if (const int by_imaginary = compare_real(u, v)) return by_imaginary;
  }
  // Equal values: exact before inexact, so that 1 and 1. have a fixed order.
  return sign(static_cast<int>(a.kind()) - static_cast<int>(b.kind()));
}

// One factor base^exponent of a monomial.
struct Factor {
  const Expr* base;
  const Expr* exponent;  // nullptr for 1
};
Factor factor_of(const Expr& e) {
  if (e.has_head(sym::Power, 2)) return {&e.args()[0], &e.args()[1]};
  return {&e, nullptr};
}

struct Monomial {
  std::span<const Expr> factors;   // without the numeric coefficient
  const Expr* coefficient = nullptr;
};
Monomial monomial_of(const Expr& e) {
  if (e.has_head(sym::Times) && e.kind() == Kind::Normal && e.size() > 0) {
    const auto factors = e.args();
    if (factors[0].is_number()) return {factors.subspan(1), &factors[0]};
    return {factors, nullptr};
  }
  return {std::span<const Expr>(&e, 1), nullptr};
}

int compare_plain(const Expr& a, const Expr& b);

int compare_exponents(const Expr* x, const Expr* y) {
  static const Expr one = Expr::integer(1);
  return canonical_compare(x != nullptr ? *x : one, y != nullptr ? *y : one);
}

int compare_factors(const Expr& a, const Expr& b) {
  const Factor x = factor_of(a);
  const Factor y = factor_of(b);
  const int by_base = x.base == &a && y.base == &b ? compare_plain(a, b) : canonical_compare(*x.base, *y.base);
  return by_base != 0 ? by_base : compare_exponents(x.exponent, y.exponent);
}

int compare_monomials(const Expr& a, const Expr& b) {
  const Monomial x = monomial_of(a);
  const Monomial y = monomial_of(b);
  std::size_t i = x.factors.size();
  std::size_t j = y.factors.size();
  while (i > 0 && j > 0)
    if (const int by_factor = compare_factors(x.factors[--i], y.factors[--j])) return by_factor;
  if (i != j) return i < j ? -1 : 1;
  if (x.coefficient != nullptr || y.coefficient != nullptr) return compare_exponents(x.coefficient, y.coefficient);
  return 0;
}

// A sum compares like its terms from the last; a lone expression counts as a sum of one term.
int compare_sums(const Expr& a, const Expr& b) {
  const std::span<const Expr> xs = a.has_head(sym::Plus) ? a.args() : std::span<const Expr>(&a, 1);
  const std::span<const Expr> ys = b.has_head(sym::Plus) ? b.args() : std::span<const Expr>(&b, 1);
  std::size_t i = xs.size();
  std::size_t j = ys.size();
  while (i > 0 && j > 0) {
    --i;
    --j;
    if (const int by_term = canonical_compare(xs[i], ys[j])) return by_term;
  }
  if (i == j) return 0;
  // A missing constant counts as 0: -1 + n comes before n, and n before 1 + n.
  const Expr& constant = i > j ? xs[0] : ys[0];
  const int longer = constant.is_real_number() && (i > j ? i : j) == 1 ? sign_of_real(constant) : 1;
  return i > j ? longer : -longer;
}

bool is_arithmetic(const Expr& e) { return e.has_head(sym::Times) || e.has_head(sym::Power, 2); }

int compare_arguments(const Expr& a, const Expr& b) {
  const auto xs = a.args();
  const auto ys = b.args();
  for (std::size_t i = 0; i < std::min(xs.size(), ys.size()); ++i)
    if (const int by_argument = canonical_compare(xs[i], ys[i])) return by_argument;
  return 0;
}

// Neither is a product or a power (or both are the same single factor).
int compare_plain(const Expr& a, const Expr& b) {
  if (a.identical(b)) return 0;
  const int ra = rank_of(a);
  const int rb = rank_of(b);
  if (ra != rb) return sign(ra - rb);
  if (ra == 0) return compare_numbers(a, b);
  if (ra == 1) return compare_text(a.string_value(), b.string_value());
  if (a.is_symbol() && b.is_symbol()) return compare_symbols(a, b);
  if (a.has_head(sym::Plus) != b.has_head(sym::Plus)) return compare_sums(a, b);
  if (a.is_symbol() != b.is_symbol()) return a.is_symbol() ? -1 : 1;
  if (a.has_head(sym::Plus)) return compare_sums(a, b);
  if (a.is_packed() && b.is_packed() && a.array().rank() == 1 && b.array().rank() == 1 &&
      a.array().dtype() == array::DType::Integer64 && b.array().dtype() == array::DType::Integer64) {
    const std::int64_t n = a.array().shape()[0];
    const std::int64_t m = b.array().shape()[0];
    if (n != m) return n < m ? -1 : 1;
    const auto* x = a.array().data<std::int64_t>();
    const auto* y = b.array().data<std::int64_t>();
    for (std::int64_t i = 0; i < n; ++i)
      if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
    return 0;
  }
  const bool compound_a = a.is_normal() || a.is_association();
  const bool compound_b = b.is_normal() || b.is_association();
  if (compound_a != compound_b) return compound_a ? -1 : 1;
  if (!compound_a) {
    if (a.kind() != b.kind()) return sign(static_cast<int>(a.kind()) - static_cast<int>(b.kind()));
    if (a == b) return 0;
    if (a.is_byte_array()) return a.bytes() < b.bytes() ? -1 : 1;
    return hash(a) < hash(b) ? -1 : 1;
  }
  if (const int by_head = canonical_compare(a.head(), b.head())) return by_head;
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return compare_arguments(a, b);
}

}  // namespace

int canonical_compare(const Expr& a, const Expr& b) {
  if (a.identical(b)) return 0;
  if (a.is_small_integer() && b.is_small_integer()) return a.small_integer() < b.small_integer() ? -1 : 1;
  if (rank_of(a) == 2 && rank_of(b) == 2 && (is_arithmetic(a) || is_arithmetic(b))) {
    return compare_monomials(a, b);  // a sum beside a power or product counts as one factor: (1 + x)^(3/2) (-2 + 3 x)
  }
  return compare_plain(a, b);
}

}  // namespace lykos
