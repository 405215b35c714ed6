// number_style.cpp - the NumberForm family: options in, one laid-out number out.
#include "formatting/number_style.h"

#include <algorithm>
#include <cmath>

#include "expr/number.h"
#include "formatting/notation.h"
#include "formatting/number_format.h"
#include "formatting/text_width.h"

namespace lykos {

namespace {

std::optional<NumberStyle::Kind> kind_of_form(const Expr& expr) {
  if (expr.kind() != Kind::Normal || expr.size() == 0 || !expr.head().is_symbol()) return std::nullopt;
  const Expr& head = expr.head();
  if (head.is(sym::NumberForm)) return NumberStyle::Kind::Number;
  if (head.is(sym::ScientificForm)) return NumberStyle::Kind::Scientific;
  if (head.is(sym::EngineeringForm)) return NumberStyle::Kind::Engineering;
  if (head.is(sym::PaddedForm)) return NumberStyle::Kind::Padded;
  if (head.is(sym::AccountingForm)) return NumberStyle::Kind::Accounting;
  if (head.is(sym::DecimalForm)) return NumberStyle::Kind::Decimal;
  if (head.is(sym::PercentForm)) return NumberStyle::Kind::Percent;
  if (head.is(sym::BaseForm)) return NumberStyle::Kind::Base;
  return std::nullopt;
}

std::optional<std::size_t> count_of(const Expr& expr) {
  if (!expr.is_small_integer() || expr.small_integer() < 0 || expr.small_integer() > 1000000) return std::nullopt;
  return static_cast<std::size_t>(expr.small_integer());
}

// "x" or {"x", "y"} into two strings.
void read_pair(const Expr& value, std::string& first, std::string& second) {
  if (value.is_string()) {
    first = second = value.string_value();
  } else if (value.is_list() && value.size() == 2) {
    if (value[0].is_string()) first = value[0].string_value();
    if (value[1].is_string()) second = value[1].string_value();
  }
}

// NumberSigns -> {neg, pos}, each a string or {left, right}.
void read_sign(const Expr& value, std::string& left, std::string& right) {
  if (value.is_string()) {
    left = value.string_value();
    right.clear();
  } else {
    read_pair(value, left, right);
  }
}

void read_option(const Expr& name, const Expr& value, NumberStyle& style) {
  if (name.is(sym::DigitBlock)) {
    const bool pair = value.is_list() && value.size() == 2;
    style.whole_block = count_of(pair ? value[0] : value).value_or(0);
    style.fraction_block = count_of(pair ? value[1] : value).value_or(0);
  } else if (name.is(sym::NumberSeparator)) {
    read_pair(value, style.whole_separator, style.fraction_separator);
  } else if (name.is(sym::NumberPoint)) {
    if (value.is_string()) style.point = value.string_value();
  } else if (name.is(sym::NumberPadding)) {
    if (value.is_string()) {
      style.left_padding = value.string_value();
      style.right_padding = value.string_value();
    } else {
      read_pair(value, style.left_padding, style.right_padding);
    }
  } else if (name.is(sym::NumberSigns)) {
    if (value.is_list() && value.size() == 2) {
      read_sign(value[0], style.negative_left, style.negative_right);
      read_sign(value[1], style.positive_left, style.positive_right);
    }
  } else if (name.is(sym::SignPadding)) {
    style.sign_padding = value.is_true();
  } else if (name.is(sym::NumberMultiplier)) {
    if (value.is_string()) style.multiplier = value.string_value();
  } else if (name.is(sym::ExponentFunction)) {
    style.exponent_function = value;
  } else if (name.is(sym::NumberFormat)) {
    style.number_format = value;
  } else if (name.is(sym::ExponentStep)) {
    if (const auto step = count_of(value); step && *step > 0) style.exponent_step = static_cast<long>(*step);
  } else if (name.is(sym::ScientificNotationThreshold)) {
    if (value.is_list() && value.size() == 2 && value[0].is_small_integer() && value[1].is_small_integer()) {
      style.threshold_low = static_cast<long>(value[0].small_integer());
      style.threshold_high = static_cast<long>(value[1].small_integer());
    }
  } else if (name.is(sym::DefaultPrintPrecision)) {
    if (const auto digits = count_of(value); digits && *digits > 0 && !style.digits) style.digits = digits;
  }
}

void read_options(const Expr& expr, NumberStyle& style) {
  if (expr.is_rule()) {
    read_option(expr[0], expr[1], style);
  } else if (expr.is_list()) {
    for (const Expr& element : expr.args()) read_options(element, style);
  }
}

// Separators every `block` digits, counted from the decimal point.
std::string with_blocks(const std::string& digits, std::size_t block, const std::string& separator, bool from_right) {
  if (block == 0 || digits.size() <= block) return digits;
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t distance = from_right ? digits.size() - i : i;
    if (i > 0 && distance % block == 0) out += separator;
    out += digits[i];
  }
  return out;
}

// The exponent to write, or nothing for positional notation.
std::optional<long> exponent_for(long exponent, const NumberStyle& style) {
  if (!style.exponent_function.is(sym::Automatic)) {
    const Expr chosen = evaluate_for_formatting(make_normal(style.exponent_function, {Expr::integer(exponent)}));
    if (chosen.is_small_integer()) return static_cast<long>(chosen.small_integer());
    return std::nullopt;
  }
  const auto stepped = [&](long step) {
    long quotient = exponent / step;
    if (exponent % step != 0 && exponent < 0) --quotient;
    return quotient * step;
  };
  switch (style.kind) {
    case NumberStyle::Kind::Scientific: return stepped(style.exponent_step);
    case NumberStyle::Kind::Engineering: return stepped(3);
    case NumberStyle::Kind::Number:
    case NumberStyle::Kind::Padded:
      if (exponent >= style.threshold_low && exponent < style.threshold_high) return std::nullopt;
      return stepped(style.exponent_step);
    default: return std::nullopt;
  }
}

// Signs and padding around the digits of an integer or real.
std::string dress(const std::string& whole, const std::string& rest, bool negative, std::size_t whole_width,
                  const NumberStyle& style) {
  const std::string& left = negative ? style.negative_left : style.positive_left;
  const std::string& right = negative ? style.negative_right : style.positive_right;
  std::string padding;
  if (!style.left_padding.empty()) {
    // Room is kept for the longer of the two signs, so that columns of numbers line up.
    const std::size_t sign_room = std::max(text_width(style.negative_left), text_width(style.positive_left));
    const std::size_t used = text_width(whole) + text_width(left);
    const std::size_t field = std::max(whole_width, text_width(whole)) + sign_room;
    for (std::size_t width = used; width < field; ++width) padding += style.left_padding;
  }
  return style.sign_padding ? left + padding + whole + rest + right : padding + left + whole + rest + right;
}

std::string digits_in_base(const Integer& value, int base) { return abs(value).to_string(base); }

// Significant digits in another base: the whole part exactly, then as many fraction digits as the decimal precision is worth.
std::string real_in_base(const Rational& value, int base, std::size_t decimal_digits) {
  if (value.sign() == 0) return "0.";
  const auto count = static_cast<long>(std::ceil(static_cast<double>(decimal_digits) * std::log(10.0) / std::log(base)));
  const Integer top = abs(value.numerator());
  const Integer bottom = value.denominator();
  // The exponent is this or one less.
  long exponent = static_cast<long>(top.to_string(base).size()) - static_cast<long>(bottom.to_string(base).size()) + 1;
  DecimalNumber number;
  for (;; --exponent) {
    // value * base^(count - exponent), rounded.
    const long shift = count - exponent;
    const Integer power = pow(Integer(base), static_cast<std::uint64_t>(std::labs(shift)));
    const Integer numerator = shift >= 0 ? top * power : top;
    const Integer denominator = shift >= 0 ? bottom : bottom * power;
    Integer quotient;
    Integer remainder;
    floor_divide(numerator * Integer(2) + denominator, denominator * Integer(2), quotient, remainder);
    number.digits = quotient.to_string(base);
    number.exponent = static_cast<long>(number.digits.size()) - shift;
    if (static_cast<long>(number.digits.size()) >= count) break;
  }
  drop_trailing_zeros(number);
  const SplitDigits split = split_at_point(number);
  return split.whole + "." + split.fraction;
}

StyledNumber style_in_base(const Expr& number, const NumberStyle& style) {
  StyledNumber result;
  result.negative = sign_of_real(number) < 0;
  if (number.is_integer()) {
    result.mantissa = digits_in_base(number.to_integer(), style.base);
  } else {
    const std::size_t digits = style.digits.value_or(number.is_big_real() ? static_cast<std::size_t>(std::max(1.0, precision_of(number))) : 6);
    if (!number.is_big_real() && !std::isfinite(to_double(number))) {
      result.mantissa = std::isnan(to_double(number)) ? "Indeterminate" : "Infinity";
    } else {
      const Rational exact = number.is_big_real() ? number.big_real_value().to_rational() : BigReal::from_double(to_double(number), 17).to_rational();
      result.mantissa = real_in_base(exact, style.base, digits);
    }
  }
  if (result.negative) result.mantissa.insert(0, "-");
  result.base = std::to_string(style.base);
  return result;
}

}  // namespace

bool is_number_form(const Expr& expr) { return kind_of_form(expr).has_value(); }

std::optional<NumberStyle> read_number_style(const Expr& form) {
  const auto kind = kind_of_form(form);
  if (!kind) return std::nullopt;
  NumberStyle style;
  style.kind = *kind;
  if (*kind == NumberStyle::Kind::Padded) style.left_padding = " ";
  if (*kind == NumberStyle::Kind::Accounting) {
    style.negative_left = "(";
    style.negative_right = ")";
  }
  std::size_t next = 1;
  if (form.size() > 1 && !form[1].is_rule()) {
    const Expr& spec = form[1];
    next = 2;
    if (*kind == NumberStyle::Kind::Base) {
      const auto base = count_of(spec);
      if (!base || *base < 2 || *base > 36) return std::nullopt;
      style.base = static_cast<int>(*base);
    } else if (spec.is_list() && (spec.size() == 1 || spec.size() == 2)) {
      if (!spec[0].is(sym::Automatic) && !is_exact_number(spec[0])) {
        const bool unlimited = spec[0].has_head(sym::DirectedInfinity);
        if (!unlimited) return std::nullopt;
      }
      style.digits = count_of(spec[0]);
      if (spec.size() == 2) {
        style.places = count_of(spec[1]);
        if (!style.places) return std::nullopt;
      }
    } else if (spec.is(sym::Automatic) || spec.has_head(sym::DirectedInfinity)) {
      if (!spec.is(sym::Automatic)) style.digits = 17;
    } else {
      style.digits = count_of(spec);
      if (!style.digits) return std::nullopt;
    }
    if (style.digits && *style.digits == 0) return std::nullopt;
  } else if (*kind == NumberStyle::Kind::Base) {
    return std::nullopt;
  }
  for (; next < form.size(); ++next) read_options(form[next], style);
  return style;
}

StyledNumber style_number(const Expr& number, const NumberStyle& style) {
  if (style.kind == NumberStyle::Kind::Base) return style_in_base(number, style);
  StyledNumber result;
  result.negative = sign_of_real(number) < 0;
  const bool percent = style.kind == NumberStyle::Kind::Percent;
  if (number.is_integer()) {
    std::string whole = abs(percent ? number.to_integer() * Integer(100) : number.to_integer()).to_string();
    whole = with_blocks(whole, style.whole_block, style.whole_separator, true);
    result.mantissa = dress(whole, percent ? "%" : "", result.negative, style.digits.value_or(0), style);
    return result;
  }

  // Digits, rounded to what was asked for; without a request six for machine reals, all for precision reals. Forms that never
  // use exponents keep every digit of the whole part.
  const bool machine = !number.is_big_real();
  const auto own_digits = static_cast<std::size_t>(machine ? 6 : std::max(1L, std::lround(precision_of(number))));
  const std::size_t wanted = style.digits.value_or(own_digits);
  DecimalNumber decimal = decimal_of(number, machine ? wanted : std::max(wanted, own_digits) + 3);
  if (percent) decimal.exponent += decimal.is_zero() ? 0 : 2;
  std::optional<long> exponent;
  if (!decimal.is_zero()) exponent = exponent_for(decimal.exponent - 1, style);
  std::size_t kept = wanted;
  if (!exponent && !style.digits && decimal.exponent > 0) kept = std::max(kept, static_cast<std::size_t>(decimal.exponent));
  round_to_digits(decimal, kept);
  if (!decimal.is_zero()) exponent = exponent_for(decimal.exponent - 1, style);
  const long shift = exponent ? *exponent : 0;
  if (!decimal.is_zero()) decimal.exponent -= shift;
  if (style.places) round_to_places(decimal, static_cast<long>(*style.places));
  SplitDigits split = split_at_point(decimal);
  if (style.places) {
    while (split.fraction.size() < *style.places && !style.right_padding.empty()) split.fraction += style.right_padding;
  } else if (!machine) {
    const std::size_t shown = split.whole == "0" ? 0 : split.whole.size();
    const std::size_t leading = split.whole == "0" ? split.fraction.find_first_not_of('0') : 0;
    const std::size_t target = std::min(kept, own_digits) + (leading == std::string::npos ? 0 : leading);
    while (shown + split.fraction.size() < target) split.fraction += '0';
  }
  const std::size_t fraction_size = split.fraction.size();
  const std::string whole = with_blocks(split.whole, style.whole_block, style.whole_separator, true);
  std::string rest = style.point + with_blocks(split.fraction, style.fraction_block, style.fraction_separator, false);
  if (percent) rest += "%";
  const std::size_t reserved = style.places.value_or(fraction_size);
  const std::size_t whole_width = style.digits.value_or(0) > reserved ? *style.digits - reserved : 0;
  result.mantissa = dress(whole, rest, result.negative && !decimal.is_zero(), whole_width, style);
  if (exponent && *exponent != 0) {
    result.base = "10";
    result.exponent = std::to_string(*exponent);
  }
  return result;
}

}  // namespace lykos
