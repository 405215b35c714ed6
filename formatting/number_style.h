// number_style.h - NumberForm and its relatives: reading their options and laying out one number.
#pragma once

#include <optional>
#include <string>

#include "expr/expr.h"

namespace lykos {

/// How NumberForm, ScientificForm, EngineeringForm, PaddedForm, AccountingForm, DecimalForm, PercentForm or BaseForm shows
/// numbers. Empty strings mean "nothing there".
struct NumberStyle {
  enum class Kind : std::uint8_t { Number, Scientific, Engineering, Padded, Accounting, Decimal, Percent, Base };
  Kind kind = Kind::Number;
  std::optional<std::size_t> digits;      ///< total significant digits
  std::optional<std::size_t> places;      ///< digits after the point
  int base = 10;
  std::size_t whole_block = 0;            ///< digits between separators; 0: no separators
  std::size_t fraction_block = 0;
  std::string whole_separator = ",";
  std::string fraction_separator = " ";
  std::string point = ".";
  std::string negative_left = "-", negative_right;
  std::string positive_left, positive_right;
  std::string left_padding, right_padding = "0";
  bool sign_padding = false;              ///< the sign stands before the padding
  std::string multiplier = "\u00D7";
  long exponent_step = 1;
  long threshold_low = -5, threshold_high = 6;
  Expr exponent_function = Expr(sym::Automatic);
  Expr number_format = Expr(sym::Automatic);
};

/// Is a form of this family with at least one argument.
bool is_number_form(const Expr& expr);
/// The style a form asks for; nullopt when its specification is malformed.
std::optional<NumberStyle> read_number_style(const Expr& form);

/// A number laid out: mantissa with signs and padding, and the power of ten if there is one.
struct StyledNumber {
  std::string mantissa;
  std::string base;                       ///< "10", or the base of BaseForm as a subscript; empty without exponent
  std::string exponent;
  bool negative = false;
};
/// Any real number (integers, rationals are left to the caller, machine and precision reals).
StyledNumber style_number(const Expr& number, const NumberStyle& style);

}  // namespace lykos
