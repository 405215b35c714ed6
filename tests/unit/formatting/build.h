// build.h - short ways to build expressions in the formatting tests.
#pragma once

#include <initializer_list>
#include <string>

#include "expr/expr.h"
#include "expr/number.h"

namespace lykos::test {

inline Expr n(std::int64_t value) { return Expr::integer(value); }
inline Expr r(double value) { return Expr::real(value); }
inline Expr q(std::int64_t numerator, std::int64_t denominator) {
  return Expr::rational(Rational(Integer(numerator), Integer(denominator)));
}
inline Expr v(const char* name) { return Expr::symbol(std::string("Global`") + name); }
inline Expr s(const char* text) { return Expr::string(text); }
inline Expr f(KnownSymbol head, std::initializer_list<Expr> args) { return make_normal(Expr(head), args); }
inline Expr f(const Expr& head, std::initializer_list<Expr> args) { return make_normal(head, args); }
inline Expr plus(std::initializer_list<Expr> args) { return make_normal(Expr(sym::Plus), args); }
inline Expr times(std::initializer_list<Expr> args) { return make_normal(Expr(sym::Times), args); }
inline Expr power(const Expr& base, const Expr& exponent) { return make_normal(Expr(sym::Power), {base, exponent}); }
inline Expr list(std::initializer_list<Expr> args) { return make_list(args); }

}  // namespace lykos::test
