// number_format.cpp - decimal digits of reals and the text of reals in InputForm, FullForm and OutputForm.
#include "formatting/number_format.h"

#include <charconv>
#include <cmath>

#include <mpfr.h>

#include "expr/number.h"
#include "formatting/formatting.h"

namespace lykos {

namespace {

// A real is written positionally when its decimal exponent (of d.ddd form) lies in this range.
constexpr long kMinPositionalExponent = -5;
constexpr long kMaxPositionalExponent = 5;

bool is_positional(const DecimalNumber& number) {
  const long exponent = number.exponent - 1;
  return number.is_zero() || (exponent >= kMinPositionalExponent && exponent <= kMaxPositionalExponent);
}

std::string point_text(const SplitDigits& split) { return split.whole + "." + split.fraction; }

std::string special_value_text(double value) {
  if (std::isnan(value)) return "Indeterminate";
  return value < 0 ? "-Infinity" : "Infinity";
}

// Rounds the digit string to its first `keep` digits, ties away from zero; keep may be 0 or negative (the value vanishes
// or becomes one unit of the place above).
void round_at(DecimalNumber& number, long keep) {
  if (keep >= static_cast<long>(number.digits.size())) return;
  if (keep < 0) {
    number.digits = "0";
    number.exponent = 1;
    return;
  }
  const bool up = number.digits[static_cast<std::size_t>(keep)] >= '5';
  number.digits.resize(static_cast<std::size_t>(keep));
  if (up) {
    long i = keep - 1;
    while (i >= 0 && number.digits[static_cast<std::size_t>(i)] == '9') number.digits[static_cast<std::size_t>(i--)] = '0';
    if (i >= 0) {
      ++number.digits[static_cast<std::size_t>(i)];
    } else {
      number.digits.insert(number.digits.begin(), '1');
      ++number.exponent;
    }
  }
  if (number.digits.empty()) number.digits = "0";
  drop_trailing_zeros(number);
}

// All digits of a precision real that matter for reading it back: as few as the significand determines, more when the
// nearest short decimal is another significand.
DecimalNumber stored_decimal(const BigReal& value) {
  DecimalNumber number;
  const auto* mpfr = static_cast<mpfr_srcptr>(value.mpfr());
  const double bits = static_cast<double>(mpfr_get_prec(mpfr));
  const auto safe = static_cast<std::size_t>(std::max(1.0, std::floor((bits - 1) * 0.30102999566398120)));
  number.digits = value.digits(safe, number.exponent, number.negative);
  DecimalNumber trimmed = number;
  drop_trailing_zeros(trimmed);
  const std::string text = (trimmed.negative ? "-0." : "0.") + trimmed.digits + "e" + std::to_string(trimmed.exponent);
  if (BigReal::compare(BigReal::from_string(text, value.precision()), value) == 0) return trimmed;
  number.digits = value.digits(static_cast<std::size_t>(std::ceil(bits * 0.30102999566398120)), number.exponent, number.negative);
  drop_trailing_zeros(number);
  return number;
}

std::string shortest_double_text(double value) {
  char buffer[512];
  // A precision or accuracy has no exponent of its own; so near to 0, where its digits would be all zeros, it is 0.
  const double shown = std::abs(value) < 1e-16 ? 0 : value;
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, shown, std::chars_format::fixed);
  std::string text(buffer, result.ptr);
  if (text.find('.') == std::string::npos) text += '.';
  return text;
}

// sign, digits and exponent in InputForm; `mark` is what follows the digits: "", "`" or "`20.".
std::string input_text(const DecimalNumber& number, const std::string& mark) {
  std::string text = number.negative ? "-" : "";
  if (is_positional(number)) return text + point_text(split_at_point(number)) + mark;
  const long exponent = number.exponent - 1;
  return text + point_text(split_at_point(number, exponent)) + mark + "*^" + std::to_string(exponent);
}

std::string big_real_input_text(const BigReal& value) {
  if (value.is_zero()) return "0``" + shortest_double_text(value.accuracy());
  return input_text(stored_decimal(value), "`" + shortest_double_text(value.precision()));
}

}  // namespace

DecimalNumber shortest_decimal(double value) {
  DecimalNumber number;
  if (value == 0 || !std::isfinite(value)) {
    number.negative = std::signbit(value);
    return number;
  }
  char buffer[64];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  const std::string_view text(buffer, static_cast<std::size_t>(result.ptr - buffer));
  number.negative = text.front() == '-';
  number.digits.clear();
  std::size_t i = number.negative ? 1 : 0;
  for (; i < text.size() && text[i] != 'e'; ++i) {
    if (text[i] != '.') number.digits += text[i];
  }
  long exponent = 0;
  const bool plus = text[i + 1] == '+';
  std::from_chars(text.data() + i + 1 + (plus ? 1 : 0), text.data() + text.size(), exponent);
  number.exponent = exponent + 1;
  drop_trailing_zeros(number);
  return number;
}

DecimalNumber decimal_of(const Expr& real, std::size_t digit_count) {
  DecimalNumber number;
  if (real.is_real()) return shortest_decimal(real.real_value());
  if (real.is_integer()) {
    number.digits = real.to_integer().to_string();
    if (number.digits.front() == '-') {
      number.negative = true;
      number.digits.erase(0, 1);
    }
    number.exponent = static_cast<long>(number.digits.size());
    drop_trailing_zeros(number);
    return number;
  }
  if (real.is_rational()) {
    const BigReal value = BigReal::from_rational(real.rational_value(), static_cast<double>(digit_count + 5));
    number.digits = value.digits(digit_count + 3, number.exponent, number.negative);
  } else if (real.is_big_real()) {
    const BigReal& value = real.big_real_value();
    if (value.is_zero()) return number;
    number.digits = value.digits(std::max<std::size_t>(digit_count, 1), number.exponent, number.negative);
  }
  drop_trailing_zeros(number);
  return number;
}

void drop_trailing_zeros(DecimalNumber& number) {
  while (number.digits.size() > 1 && number.digits.back() == '0') number.digits.pop_back();
  if (number.digits == "0") number.exponent = 1;
}

void round_to_digits(DecimalNumber& number, std::size_t digit_count) {
  round_at(number, static_cast<long>(std::max<std::size_t>(digit_count, 1)));
}

void round_to_places(DecimalNumber& number, long places) {
  if (number.is_zero()) return;
  round_at(number, number.exponent + places);
}

SplitDigits split_at_point(const DecimalNumber& number, long shift) {
  SplitDigits split;
  const long point = number.is_zero() ? 1 : number.exponent - shift;
  const auto size = static_cast<long>(number.digits.size());
  if (point <= 0) {
    split.whole = "0";
    split.fraction = std::string(static_cast<std::size_t>(-point), '0') + number.digits;
  } else if (point >= size) {
    split.whole = number.digits + std::string(static_cast<std::size_t>(point - size), '0');
  } else {
    split.whole = number.digits.substr(0, static_cast<std::size_t>(point));
    split.fraction = number.digits.substr(static_cast<std::size_t>(point));
  }
  return split;
}

RealText real_output_text(const Expr& real, std::size_t machine_digits) {
  RealText text;
  DecimalNumber number;
  std::size_t shown_digits = 0;    // precision reals show exactly this many digits, zeros included
  if (real.is_big_real()) {
    const BigReal& value = real.big_real_value();
    if (value.is_zero()) {
      text.mantissa = "0.";
      text.exponent = std::to_string(-static_cast<long>(std::lround(value.accuracy())));
      if (text.exponent == "0") text.exponent.clear();
      return text;
    }
    shown_digits = static_cast<std::size_t>(std::max(1L, std::lround(value.precision())));
    number.digits = value.digits(shown_digits, number.exponent, number.negative);
  } else {
    const double value = real.real_value();
    if (!std::isfinite(value)) {
      text.mantissa = special_value_text(std::fabs(value));
      text.negative = value < 0;
      return text;
    }
    number = shortest_decimal(value);
    round_to_digits(number, machine_digits);
  }
  text.negative = number.negative && !number.is_zero();
  if (is_positional(number)) {
    text.mantissa = point_text(split_at_point(number));
  } else {
    const long exponent = number.exponent - 1;
    text.mantissa = point_text(split_at_point(number, exponent));
    text.exponent = std::to_string(exponent);
  }
  return text;
}

std::string real_input_text(const Expr& real) {
  if (real.is_big_real()) return big_real_input_text(real.big_real_value());
  return format_real_input(real.real_value());
}

std::string real_full_text(const Expr& real) {
  if (real.is_big_real()) return big_real_input_text(real.big_real_value());
  const double value = real.real_value();
  if (!std::isfinite(value)) return special_value_text(value);
  return input_text(shortest_decimal(value), "`");
}

std::string format_real_output(double value, int digits) {
  const RealText text = real_output_text(Expr::real(value), static_cast<std::size_t>(std::max(digits, 1)));
  std::string result = (text.negative ? "-" : "") + text.mantissa;
  if (!text.exponent.empty()) result += "*^" + text.exponent;
  return result;
}

std::string format_real_input(double value) {
  if (!std::isfinite(value)) return special_value_text(value);
  return input_text(shortest_decimal(value), "");
}

}  // namespace lykos
