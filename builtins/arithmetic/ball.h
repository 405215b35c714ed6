// ball.h - complex balls (Arb): numbers with a rigorous error bound, the engine behind N, comparisons of constants, and every
// special function. Internal to this family; the only header here that includes Arb.
#pragma once

#include <span>

#include <acb.h>

#include "expr/expr.h"
#include "expr/number.h"

namespace lykos::builtins {

class Ball {
 public:
  Ball() { acb_init(value_); }
  Ball(const Ball& other) {
    acb_init(value_);
    acb_set(value_, other.value_);
  }
  Ball& operator=(const Ball& other) {
    acb_set(value_, other.value_);
    return *this;
  }
  ~Ball() { acb_clear(value_); }
  acb_ptr get() { return value_; }
  acb_srcptr get() const { return value_; }
  operator acb_ptr() { return value_; }          // NOLINT: Arb's own calls take acb_t
  operator acb_srcptr() const { return value_; } // NOLINT

 private:
  acb_t value_;
};

using BallFunction = bool (*)(acb_ptr result, const Ball* args, std::size_t count, slong bits);
/// The ball form of a function, or nullptr. The function returns false for argument counts or domains it does not know.
BallFunction ball_function(const Expr& head);

/// A number as a ball: exact numbers to `bits`, machine numbers exactly (`exact_machine`) or with their rounding error.
void ball_from_number(acb_ptr result, const Expr& number, slong bits, bool exact_machine);
/// An exact real number as a ball.
void ball_from_rational(arb_ptr result, const Expr& exact_real, slong bits);
/// A numeric expression as a ball; false when some part has no ball form or the value is not finite.
bool ball_from_expr(acb_ptr result, const Expr& expr, slong bits);
/// Nearest machine number; `real_wanted` drops an imaginary part that contains zero.
MaybeExpr machine_from_ball(acb_srcptr value, bool real_wanted);
/// A number whose precision follows from the radius; `exact_digits` is used where the radius is zero.
MaybeExpr big_from_ball(acb_srcptr value, bool real_wanted, double exact_digits);
/// The midpoint at exactly `digits` digits.
Expr rounded_from_ball(acb_srcptr value, bool real_wanted, double digits);

}  // namespace lykos::builtins
