// numeric.h - what the numeric builtins share: is an expression a number in disguise, what is its value, what does a
// function give at inexact arguments. The work behind it is ball arithmetic (ball.h), so signs and digits are certain.
#pragma once

#include <optional>
#include <span>

#include "expr/expr.h"
#include "expr/number.h"

namespace lykos {
class Call;
}

namespace lykos::builtins {

/// NumericQ: a number, a numeric constant, or a NumericFunction of such.
bool is_numeric(const Expr& expr);
/// N[expr]: every number and constant at machine precision.
Expr numeric_machine(const Expr& expr);
/// N[expr, digits].
Expr numeric_digits(const Expr& expr, double digits);
/// N at the precision of an inexact number: machine, or as many digits as it has.
Expr numeric_like(const Expr& expr, const Expr& inexact);
/// A double for a numeric expression with a real value (Pi + 1/2), or nullopt.
std::optional<double> numeric_double(const Expr& expr);
/// Sign of an exact or inexact numeric expression with a real value; nullopt when not real or not decidable.
std::optional<int> numeric_sign(const Expr& expr);
/// Sign of a - b for numeric expressions; nullopt when not real or not decidable within the precision limit.
std::optional<int> numeric_compare(const Expr& a, const Expr& b);
/// Whether two numeric expressions are equal; nullopt when not decidable.
std::optional<bool> numeric_equal(const Expr& a, const Expr& b);
/// Floor of a numeric expression with a real value (exact when it is decidable).
MaybeExpr numeric_floor(const Expr& expr);
/// Real numeric value known at all (false for Pi I or symbols).
bool is_real_numeric(const Expr& expr);

/// f[args] where the arguments are numeric and at least one is inexact: the value, ComplexInfinity at a pole, or nullopt when f
/// has no numeric rule, an argument is not numeric, or all are exact.
MaybeExpr inexact_value(KnownSymbol f, std::span<const Expr> args);
/// The exact value of a special function from the unit arithmetic/exact, where F has none: the shape of most rows.
MaybeExpr exact_from_unit(Call& call);
template <MaybeExpr (*F)(Call&)>
MaybeExpr or_exact(Call& call) {
  if (MaybeExpr value = F(call)) return value;
  return exact_from_unit(call);
}
/// Any argument is an inexact number, and all are numeric.
bool wants_numeric(std::span<const Expr> args);

/// The vectorised form of an elementary function on a packed array; nullopt when an element leaves the machine numbers or
/// the function has none.
MaybeExpr packed_unary(KnownSymbol f, const Expr& packed);
/// Plus, Times, Power and comparisons on packed arrays and machine numbers, elementwise.
MaybeExpr packed_binary(KnownSymbol f, const Expr& a, const Expr& b);

/// Plus, Times and the like of several packed arrays and numbers.
MaybeExpr packed_fold(KnownSymbol f, std::span<const Expr> args);
/// f of every element of a with every element of b, where f is Plus, Times, Subtract, Divide, Mod or (of integers) Quotient.
MaybeExpr packed_outer(KnownSymbol f, const Expr& a, const Expr& b);
/// The packed_fn of every elementwise builtin of this family: dispatches on the name; nullopt threads element by element.
MaybeExpr packed_elementwise(Call& call);
/// Machine form of a one-argument function of a real number, or nullptr (NaN outside its real domain).
using MachineFunction = double (*)(double);
MachineFunction machine_function(KnownSymbol f);

// ---- building
inline Expr minus_one() { return Expr::integer(-1); }
inline Expr half() { return Expr::rational(Rational(Integer(1), Integer(2))); }
inline Expr ratio(std::int64_t p, std::int64_t q) { return Expr::rational(Rational(Integer(p), Integer(q))); }
Expr times(const Expr& a, const Expr& b);       ///< Times[a, b], numbers multiplied at once
Expr plus(const Expr& a, const Expr& b);        ///< Plus[a, b], numbers added at once
Expr power(const Expr& a, const Expr& b);       ///< Power[a, b]
Expr square_root(const Expr& a);                ///< Power[a, 1/2]
Expr negated(const Expr& a);                    ///< Times[-1, a] with the number folded in
Expr imaginary_unit();
/// The value of a piece of program text over System` symbols: how tables of exact values are written.
Expr value_of_text(const char* text);
/// Real and imaginary part of a numeric expression in exact form where every term is visibly real or imaginary.
struct Parts {
  Expr re;
  Expr im;
};
std::optional<Parts> split_numeric(const Expr& expr);

/// -expr when expr is visibly negative: a negative number, or a product (or sum whose first term is one) with a negative
/// numeric coefficient. Odd and even functions use it to bring f[-x] to a standard form.
MaybeExpr extract_minus(const Expr& expr);
/// r where expr = r * Pi with r an exact rational number (0 gives 0).
std::optional<Rational> multiple_of_pi(const Expr& expr);
/// x where expr = I x: a product or number with an exact imaginary coefficient.
MaybeExpr extract_imaginary(const Expr& expr);

/// Splits a term into numeric coefficient and rest: 3 x y -> {3, x y}; x -> {1, x}.
struct Term {
  Expr coefficient;
  Expr rest;
};
Term split_term(const Expr& expr);

/// DirectedInfinity[z]: nullopt for other expressions; for ComplexInfinity `direction` is an exact 0.
struct Direction {
  Expr direction;
  bool complex = false;
};
std::optional<Direction> directed_infinity(const Expr& expr);
bool is_indeterminate(const Expr& expr);
Expr make_directed_infinity(const Expr& direction);
/// Says Infinity::indet for the expression and gives Indeterminate.
Expr indeterminate_result(const Expr& expr);

}  // namespace lykos::builtins
