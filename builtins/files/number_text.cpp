// number_text.cpp - reading and writing numbers in data files.
#include "builtins/files/number_text.h"

#include <charconv>
#include <cmath>

#include "expr/number.h"

namespace lykos::builtins {

MaybeExpr number_from_text(std::string_view text, char decimal_point) {
  if (text.empty()) return std::nullopt;
  std::size_t i = 0;
  const bool negative = text[0] == '-';
  if (text[0] == '-' || text[0] == '+') ++i;
  const std::size_t first = i;
  std::size_t digits = 0;
  bool integral = true;
  std::size_t point = std::string_view::npos;
  std::size_t exponent = std::string_view::npos;   // first character of the exponent's marker
  std::size_t exponent_digits = std::string_view::npos;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c == decimal_point && point == std::string_view::npos) {
      point = i;
      integral = false;
    } else {
      break;
    }
  }
  if (digits == 0) return std::nullopt;
  if (i < text.size()) {
    exponent = i;
    if (text[i] == 'e' || text[i] == 'E' || text[i] == 'd' || text[i] == 'D') i += 1;
    else if (text.substr(i, 2) == "*^") i += 2;
    else return std::nullopt;
    exponent_digits = i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (i >= text.size()) return std::nullopt;
    for (; i < text.size(); ++i) {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
    }
    integral = false;
  }
  if (integral) {
    if (text.size() - first <= 18) {
      std::int64_t value = 0;
      std::from_chars(text.data() + first, text.data() + text.size(), value);
      return Expr::integer(negative ? -value : value);
    }
    const Integer value = Integer::from_digits(text.substr(first));
    return Expr::integer(negative ? -value : value);
  }
  // Written the way from_chars reads: a point and an "e".
  std::string plain(text.substr(first, std::min(exponent, text.size()) - first));
  if (point != std::string_view::npos) plain[point - first] = '.';
  if (exponent_digits != std::string_view::npos) {
    plain += 'e';
    std::string_view tail = text.substr(exponent_digits);
    if (!tail.empty() && tail[0] == '+') tail.remove_prefix(1);
    plain += tail;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error == std::errc::result_out_of_range) value = plain.find("e-") != std::string::npos ? 0.0 : HUGE_VAL;
  else if (error != std::errc() || end != plain.data() + plain.size()) return std::nullopt;
  if (std::isinf(value)) return std::nullopt;
  return Expr::real(negative ? -value : value);
}

std::string real_to_text(double value) {
  char buffer[40];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  std::string text(buffer, error == std::errc() ? end : buffer);
  return text;
}

}  // namespace lykos::builtins
