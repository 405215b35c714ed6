// numbers.cpp - the value of a number token: base^^digits`precision*^exponent in all its combinations.
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "expr/number.h"
#include "parser/errors.h"
#include "parser/lexer.h"

namespace lykos::parsing {
namespace {

// Integers longer than this many digits would take the memory of the machine; reals stop at the range of MPFR's exponents.
constexpr std::int64_t kLargestIntegerExponent = 50'000'000;
constexpr std::int64_t kLargestRealExponent = 600'000'000;
// Decimal literals with more significant digits than this are arbitrary-precision: every machine real prints in at most 17.
constexpr std::size_t kMachineDigits = 17;

struct Literal {
  std::string_view whole;
  std::string_view integer_digits;
  std::string_view fraction_digits;
  bool has_point = false;
  int base = 10;
  std::int64_t exponent = 0;
  std::size_t offset = 0;
};

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  return c - 'A' + 10;
}

std::size_t significant_digits(const Literal& literal) {
  std::size_t zeros = 0;
  std::size_t all = literal.integer_digits.size() + literal.fraction_digits.size();
  for (const char c : literal.integer_digits) {
    if (c != '0') return all - zeros;
    ++zeros;
  }
  for (const char c : literal.fraction_digits) {
    if (c != '0') return all - zeros;
    ++zeros;
  }
  return 0;
}

Integer all_digits(const Literal& literal) {
  std::string digits(literal.integer_digits);
  digits += literal.fraction_digits;
  if (digits.empty()) digits = "0";
  return Integer::from_digits(digits, literal.base);
}

/// mantissa digits times base^scale, exactly.
Expr exact_value(const Literal& literal, std::int64_t scale) {
  const Integer digits = all_digits(literal);
  if (scale == 0 || digits.sign() == 0) return Expr::integer(digits);
  const Integer power = pow(Integer(literal.base), static_cast<std::uint64_t>(scale < 0 ? -scale : scale));
  return scale > 0 ? Expr::integer(digits * power) : Expr::rational(Rational(digits, power));
}

std::string decimal_text(const Literal& literal) {
  std::string text(literal.integer_digits.empty() ? std::string_view("0") : literal.integer_digits);
  if (!literal.fraction_digits.empty()) {
    text += '.';
    text += literal.fraction_digits;
  }
  if (literal.exponent != 0) text += "e" + std::to_string(literal.exponent);
  return text;
}

/// log10 of the magnitude of a nonzero literal, from its leading digits.
double decimal_magnitude(const Literal& literal) {
  double leading = 0;
  int taken = 0;
  std::int64_t position = static_cast<std::int64_t>(literal.integer_digits.size());
  std::int64_t first = 0;
  for (const std::string_view part : {literal.integer_digits, literal.fraction_digits}) {
    for (const char c : part) {
      --position;
      if (taken == 0 && c == '0') continue;
      if (taken == 0) first = position;
      if (taken < 17) {
        leading = leading * literal.base + digit_value(c);
        ++taken;
      }
    }
  }
  const double base_log = std::log10(static_cast<double>(literal.base));
  return std::log10(leading) + (static_cast<double>(first - (taken - 1)) + static_cast<double>(literal.exponent)) * base_log;
}

Expr big_real(const Literal& literal, double precision) {
  if (literal.base == 10) return Expr::big_real(BigReal::from_string(decimal_text(literal), precision));
  const Expr exact = exact_value(literal, literal.exponent - static_cast<std::int64_t>(literal.fraction_digits.size()));
  if (exact.is_integer()) return Expr::big_real(BigReal::from_integer(exact.to_integer(), precision));
  return Expr::big_real(BigReal::from_rational(exact.rational_value(), precision));
}

Expr machine_real(const Literal& literal) {
  const std::size_t digits = significant_digits(literal);
  if (digits == 0) return Expr::real(0.0);
  double value = 0;
  if (literal.base == 10) {
    const std::string text = decimal_text(literal);
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec == std::errc::result_out_of_range) value = 0;
  } else {
    const Expr exact = exact_value(literal, literal.exponent - static_cast<std::int64_t>(literal.fraction_digits.size()));
    value = to_double(exact);
  }
  // Beyond the range of machine numbers a literal keeps its value with machine precision's digits.
  if (value == 0 || !std::isfinite(value)) return big_real(literal, kMachinePrecision);
  return Expr::real(value);
}

[[noreturn]] void fail(Fault fault, const Literal& literal) { throw make_fault(fault, literal.offset, literal.whole); }

double mark_value(const Literal& literal, std::string_view text) {
  double value = 0;
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (!(std::fabs(value) <= 1e8)) fail(Fault::BadExponent, literal);
  return value;
}

}  // namespace

Expr number_value(const Token& token, std::string_view source) {
  if (const std::string_view whole = source.substr(token.begin, token.end - token.begin); whole.find('\\') != std::string_view::npos) {
    std::string joined;                                  // without the backslashes and line ends of a number in several lines
    for (const char c : whole)
      if (c != '\\' && c != '\n' && c != '\r' && c != ' ' && c != '\t') joined += c;
    return number_value(Lexer(joined).next(false), joined);
  }
  const auto part = [source](const Token::Part& range) { return source.substr(range.begin, range.end - range.begin); };
  std::string_view mantissa = part(token.mantissa);

  // The usual case: a short decimal integer.
  if (!token.base.given && !token.exponent.given && !token.precision.given && !token.accuracy.given && mantissa.size() <= 18) {
    std::int64_t value = 0;
    const auto parsed = std::from_chars(mantissa.data(), mantissa.data() + mantissa.size(), value);
    if (parsed.ptr == mantissa.data() + mantissa.size()) return Expr::integer(value);
  }

  Literal literal;
  literal.offset = token.begin;
  literal.whole = source.substr(token.begin, token.end - token.begin);
  if (token.base.given) {
    const std::string_view text = part(token.base);
    std::from_chars(text.data(), text.data() + text.size(), literal.base);
    if (text.size() > 4 || literal.base < 2 || literal.base > 36) throw make_fault(Fault::BadBase, literal.offset, text, literal.whole);
    for (std::size_t i = 0; i < mantissa.size(); ++i) {
      if (mantissa[i] == '.' || digit_value(mantissa[i]) < literal.base) continue;
      throw make_fault(Fault::BadDigit, literal.offset, std::to_string(i + 1),
                       std::string(mantissa) + " is too large to be used in base " + std::to_string(literal.base));
    }
  }
  const std::size_t point = mantissa.find('.');
  literal.has_point = point != std::string_view::npos;
  literal.integer_digits = mantissa.substr(0, point);
  if (literal.has_point) literal.fraction_digits = mantissa.substr(point + 1);
  if (token.exponent.given) {
    std::string_view text = part(token.exponent);
    if (text.front() == '+') text.remove_prefix(1);
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), literal.exponent);
    if (parsed.ec != std::errc()) fail(Fault::BadExponent, literal);
  }
  const std::int64_t size = literal.exponent < 0 ? -literal.exponent : literal.exponent;

  const bool marked = token.precision.given || token.accuracy.given;
  if (!literal.has_point && !marked) {
    if (size > kLargestIntegerExponent) fail(Fault::BadExponent, literal);
    return exact_value(literal, literal.exponent);
  }
  if (size > (literal.base == 10 ? kLargestRealExponent : kLargestIntegerExponent)) fail(Fault::BadExponent, literal);

  const bool zero = significant_digits(literal) == 0;
  if (token.accuracy.given) {
    const double accuracy = mark_value(literal, part(token.accuracy));
    if (zero) return Expr::big_real(BigReal::from_string("0", accuracy));
    const double precision = accuracy + decimal_magnitude(literal);
    if (precision > 1e8) fail(Fault::BadExponent, literal);
    return big_real(literal, precision > 0 ? precision : 0.0);
  }
  if (token.precision.given) {
    if (token.precision.begin == token.precision.end) return machine_real(literal);
    const double precision = mark_value(literal, part(token.precision));
    if (zero) return Expr::big_real(BigReal::from_string("0", precision > 0 ? precision : 0.0));
    return big_real(literal, precision > 0 ? precision : 0.0);
  }
  const double decimal_digits = static_cast<double>(significant_digits(literal)) * std::log10(static_cast<double>(literal.base));
  if (decimal_digits <= static_cast<double>(kMachineDigits) + 0.5) return machine_real(literal);
  // Written digits state the accuracy: the last one is taken as known.
  const double written_exponent = static_cast<double>(literal.exponent) * std::log10(static_cast<double>(literal.base));
  const double fraction = static_cast<double>(literal.fraction_digits.size()) * std::log10(static_cast<double>(literal.base));
  const double precision = decimal_magnitude(literal) - written_exponent + fraction;
  return precision > kMachinePrecision ? big_real(literal, precision) : machine_real(literal);
}

}  // namespace lykos::parsing
