// scalar.cpp - arithmetic on single elements for list and matrix functions.
#include "builtins/lists/scalar.h"

#include "expr/number.h"

namespace lykos::builtins::element_arithmetic {

namespace {
// Small integers are most of what exact list arithmetic sees; they need neither a node nor GMP.
bool small_pair(const Expr& a, const Expr& b) { return a.is_small_integer() && b.is_small_integer(); }
}  // namespace

Expr plus(const Expr& a, const Expr& b) {
  if (small_pair(a, b)) return Expr::integer(a.small_integer() + b.small_integer());  // 62 + 62 bits fit in 63
  if (a.is_number() && b.is_number()) return add(a, b);
  return evaluate(make_normal(sym::Plus, {a, b}));
}

Expr minus(const Expr& a, const Expr& b) {
  if (small_pair(a, b)) return Expr::integer(a.small_integer() - b.small_integer());
  if (a.is_number() && b.is_number()) return subtract(a, b);
  return evaluate(make_normal(sym::Plus, {a, make_normal(sym::Times, {Expr::integer(-1), b})}));
}

Expr times(const Expr& a, const Expr& b) {
  if (a.is_number() && b.is_number()) return multiply(a, b);
  return evaluate(make_normal(sym::Times, {a, b}));
}

Expr quotient(const Expr& a, const Expr& b) {
  if (a.is_number() && b.is_number() && !is_zero(b)) return divide(a, b);
  return evaluate(make_normal(sym::Times, {a, make_normal(sym::Power, {b, Expr::integer(-1)})}));
}

Expr sum(std::span<const Expr> terms) {
  Expr total = Expr::integer(0);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!terms[i].is_number()) {
      std::vector<Expr> all(terms.begin() + static_cast<std::ptrdiff_t>(i), terms.end());
      if (i > 0) all.insert(all.begin(), total);
      return evaluate(make_normal(sym::Plus, std::move(all)));
    }
    total = i == 0 ? terms[0] : plus(total, terms[i]);
  }
  return total;
}

bool is_zero_element(const Expr& e) { return e.is_number() && is_zero(e); }

Expr square_root(const Expr& e) {
  return evaluate(make_normal(sym::Power, {e, Expr::rational(Rational(Integer(1), Integer(2)))}));
}

Expr conjugate(const Expr& e) {
  if (e.is_real_number()) return e;
  return evaluate(make_normal(sym::Conjugate, {e}));
}

}  // namespace lykos::builtins::element_arithmetic
