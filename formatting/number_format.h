// number_format.h - digits of numbers: rounding decimal digit strings, and the texts of reals in each form.
//
// Everything works on DecimalNumber, a sign, a digit string and a decimal exponent. Machine reals enter through their
// shortest decimal that reads back (so 2.675 rounds to 2.68, as the language does, not to the 2.67 its bits suggest).
#pragma once

#include <cstddef>
#include <string>

#include "expr/expr.h"

namespace lykos {

/// 0.d1d2d3... * 10^exponent; d1 is not '0' except for zero, whose digits are "0" and whose exponent is 1.
struct DecimalNumber {
  bool negative = false;
  std::string digits = "0";
  long exponent = 1;
  bool is_zero() const { return digits.find_first_not_of('0') == std::string::npos; }
};

/// The shortest decimal that reads back to this finite double.
DecimalNumber shortest_decimal(double value);
/// Any real number expression: integers exactly, rationals and precision reals to `digit_count` digits.
DecimalNumber decimal_of(const Expr& real, std::size_t digit_count);
/// Rounded (ties away from zero) to `digit_count` >= 1 significant digits; trailing zeros are dropped.
void round_to_digits(DecimalNumber& number, std::size_t digit_count);
/// Rounded (ties away from zero) to `places` digits after the decimal point (may be negative); trailing zeros are dropped.
void round_to_places(DecimalNumber& number, long places);
void drop_trailing_zeros(DecimalNumber& number);
/// Digits before the decimal point ("0" when there are none) and after it (may be empty), for value * 10^-shift.
struct SplitDigits {
  std::string whole, fraction;
};
SplitDigits split_at_point(const DecimalNumber& number, long shift = 0);

/// A real as OutputForm shows it: sign, mantissa with its point, and the power of ten when it is scientific.
struct RealText {
  bool negative = false;
  std::string mantissa;          ///< without sign: "2.", "0.00001", "1.23457"
  std::string exponent;          ///< "" when positional, else "6", "-7"
};
/// Machine reals to `machine_digits` significant digits, precision reals to exactly their precision.
RealText real_output_text(const Expr& real, std::size_t machine_digits = 6);
/// InputForm of a machine or precision real, sign included: 0.1, 1.*^-6, 3.14`20.
std::string real_input_text(const Expr& real);
/// FullForm: as InputForm with the mark of machine precision, 1.5`.
std::string real_full_text(const Expr& real);

}  // namespace lykos
