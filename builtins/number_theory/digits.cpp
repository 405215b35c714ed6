// digits.cpp - IntegerDigits, RealDigits, FromDigits, IntegerLength, DigitCount, DigitSum, IntegerReverse, RomanNumeral,
// FromRomanNumeral.
//
// Digits in bases up to 36 come from GMP's subquadratic conversion; other bases split numbers in halves by powers of the base.
#include <algorithm>
#include <array>
#include <cmath>
#include <cctype>
#include <string>
#include <vector>

#include "array/array.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/number_theory/flint_integers.h"
#include "builtins/number_theory/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

Integer whole(std::int64_t n) { return Integer(n); }

/// Digits of n >= 0 in base b, most significant first, appended; padded with zeros to `width` when it is positive.
void append_digits(const Integer& n, const Integer& base, std::int64_t width, std::vector<Integer>& digits) {
  if (Integer::compare(n, base) < 0) {
    for (std::int64_t i = 1; i < width; ++i) digits.push_back(whole(0));
    digits.push_back(n);
    return;
  }
  // Split at the largest b^(2^k) that leaves work on both sides.
  std::int64_t low = 1;
  Integer power_ = base, next = base * base;
  while (Integer::compare(next, n) <= 0) {
    power_ = next;
    low *= 2;
    next = power_ * power_;
  }
  Integer quotient, remainder;
  floor_divide(n, power_, quotient, remainder);
  append_digits(quotient, base, width > 0 ? width - low : 0, digits);
  append_digits(remainder, base, low, digits);
}

/// Digits as expressions, most significant first; {0} for 0.
std::vector<Expr> digits_of(const Integer& n, const Integer& base) {
  std::vector<Expr> result;
  if (base.fits_int64() && base.to_int64() <= 36) {
    const std::string text = n.to_string(static_cast<int>(base.to_int64()));
    result.reserve(text.size());
    for (const char c : text) result.push_back(Expr::integer(c <= '9' ? c - '0' : c - 'a' + 10));
    return result;
  }
  std::vector<Integer> digits;
  append_digits(n, base, 0, digits);
  for (const Integer& digit : digits) result.push_back(Expr::integer(digit));
  return result;
}

Expr digit_list(std::vector<Expr>&& digits) {
  return digits.size() >= 16 ? pack(make_list(std::move(digits))) : make_list(std::move(digits));
}

/// Digits for mixed radices {b1, b2, ...}: the last digit below the last radix, the first unlimited.
std::optional<std::vector<Expr>> mixed_radix_digits(Integer n, const Expr& radices) {
  std::vector<Expr> reversed;
  for (std::size_t i = radices.size(); i-- > 0;) {
    if (!radices[i].is_integer() || compare_real(radices[i], Expr::integer(1)) < 0) return std::nullopt;
    Integer quotient, remainder;
    floor_divide(n, radices[i].to_integer(), quotient, remainder);
    reversed.push_back(Expr::integer(remainder));
    n = quotient;
  }
  if (n.sign() != 0) reversed.push_back(Expr::integer(n));
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

/// The list of radices in MixedRadix[{...}], if the base is one.
std::optional<Expr> mixed_radix(const Expr& base) {
  if (base.has_head(sym::MixedRadix, 1) && base[0].is_list()) return base[0];
  if (base.is_list()) return base;
  return std::nullopt;
}

// IntegerDigits[n], IntegerDigits[n, b], IntegerDigits[n, b, len], IntegerDigits[n, MixedRadix[{...}]].
MaybeExpr builtin_IntegerDigits(Call& call) {
  const Expr& n = call.arg(0);
  const Expr base = call.size() >= 2 ? call.arg(1) : Expr::integer(10);
  if (!n.is_integer()) {
    if (n.is_number()) return call.message("int", {Expr::integer(1), call.expr()});
    return std::nullopt;
  }
  const Integer value = abs(n.to_integer());
  std::vector<Expr> digits;
  if (const auto radices = mixed_radix(base)) {
    auto list = mixed_radix_digits(value, *radices);
    if (!list) return call.message("ibase", {base});
    digits = std::move(*list);
  } else {
    if (!base.is_integer() || compare_real(base, Expr::integer(2)) < 0) return call.message("ibase", {base});
    if (value.sign() != 0) digits = digits_of(value, base.to_integer());
    if (digits.empty()) digits.push_back(Expr::integer(0));
  }
  if (call.size() == 3) {
    const auto length = count_argument(call.arg(2));
    if (!length || *length > 100000000) return call.message("intnm", {call.expr(), Expr::integer(3)});
    const auto wanted = static_cast<std::size_t>(*length);
    if (digits.size() > wanted) {
      digits.erase(digits.begin(), digits.end() - static_cast<std::ptrdiff_t>(wanted));
    } else {
      digits.insert(digits.begin(), wanted - digits.size(), Expr::integer(0));
    }
  }
  return digit_list(std::move(digits));
}

/// Value of digits in an integer base, halves joined by powers of the base.
Integer from_digits(std::span<const Integer> digits, const Integer& base) {
  if (digits.empty()) return whole(0);
  if (digits.size() < 24) {
    Integer value = digits[0];
    for (std::size_t i = 1; i < digits.size(); ++i) value = value * base + digits[i];
    return value;
  }
  const std::size_t low = digits.size() / 2;
  const Integer high_part = from_digits(digits.subspan(0, digits.size() - low), base);
  return high_part * pow(base, low) + from_digits(digits.subspan(digits.size() - low), base);
}

// FromDigits[list], FromDigits[list, b], FromDigits[{list, n}, b], FromDigits["string", b].
MaybeExpr builtin_FromDigits(Call& call) {
  const Expr& source = call.arg(0);
  const Expr base = call.size() == 2 ? call.arg(1) : Expr::integer(10);
  if (source.is_string()) {
    if (source.string_value() == "") return Expr::integer(0);
    if (call.size() == 2 && base.is_string() && base.string_value() == "Roman") return make_normal(sym::FromRomanNumeral, {source});
    std::vector<Expr> digits;
    for (const char c : source.string_value()) {
      const auto u = static_cast<unsigned char>(c);
      if (std::isdigit(u)) {
        digits.push_back(Expr::integer(c - '0'));
      } else if (std::isalpha(u)) {
        digits.push_back(Expr::integer(std::tolower(u) - 'a' + 10));
      } else {
        return call.message("nlst", {call.expr()});
      }
    }
    return make_normal(sym::FromDigits, {make_list(std::move(digits)), base});
  }
  Expr list = source;
  std::optional<std::int64_t> point;  // digits before the point
  bool repeating = false;
  if (source.is_list() && source.size() == 2 && source[0].is_list()) {
    point = machine_integer(source[1]);
    if (!point) return std::nullopt;
    list = source[0];
    repeating = list.size() > 0 && list[list.size() - 1].is_list();
  }
  if (!list.is_list()) return source.is_symbol() ? std::nullopt : MaybeExpr(call.message("nlst", {call.expr()}));
  if (repeating) {  // {{d1, ..., {r1, ...}}, n}: preperiod and period
    const Expr& period = list[list.size() - 1];
    std::vector<Expr> head(list.args().begin(), list.args().end() - 1);
    const auto before = static_cast<std::int64_t>(head.size());
    const auto length = static_cast<std::int64_t>(period.size());
    const Expr head_value = evaluate(make_normal(sym::FromDigits, {make_list(std::move(head)), base}));
    const Expr period_value = evaluate(make_normal(sym::FromDigits, {period, base}));
    const Expr tail = times(period_value, power(plus(power(base, Expr::integer(length)), minus_one()), minus_one()));
    return times(plus(head_value, tail), power(base, Expr::integer(*point - before)));
  }
  const auto size = static_cast<std::int64_t>(list.size());
  Expr value;
  if (const auto radices = base.has_head(sym::MixedRadix, 1) ? mixed_radix(base) : std::nullopt) {
    Expr total = Expr::integer(0);
    for (std::int64_t i = 0; i < size; ++i) {
      const std::int64_t k = static_cast<std::int64_t>(radices->size()) - size + i;
      const Expr radix = k >= 0 ? (*radices)[static_cast<std::size_t>(k)] : Expr::integer(0);
      total = evaluate(plus(times(total, radix), list[static_cast<std::size_t>(i)]));
    }
    return total;
  }
  bool integers = base.is_integer();
  for (const Expr& digit : list.args()) integers = integers && digit.is_integer();
  if (integers) {
    std::vector<Integer> digits;
    for (const Expr& digit : list.args()) digits.push_back(digit.to_integer());
    value = Expr::integer(from_digits(digits, base.to_integer()));
  } else {
    value = Expr::integer(0);
    for (const Expr& digit : list.args()) value = evaluate(plus(times(base, value), digit));
    if (!is_numeric(value) || !base.is_number()) {  // symbolic: a sum of powers, not Horner's nest
      std::vector<Expr> terms;
      for (std::int64_t i = 0; i < size; ++i) {
        terms.push_back(times(list[static_cast<std::size_t>(i)], power(base, Expr::integer(size - 1 - i))));
      }
      value = make_normal(sym::Plus, std::move(terms));
    }
  }
  if (point) return times(value, power(base, Expr::integer(*point - size)));
  return value;
}

// IntegerLength[n], IntegerLength[n, b].
MaybeExpr builtin_IntegerLength(Call& call) {
  const Expr& n = call.arg(0);
  const Expr base = call.size() == 2 ? call.arg(1) : Expr::integer(10);
  if (!n.is_integer()) return n.is_number() ? MaybeExpr(call.message("int", {Expr::integer(1), call.expr()})) : std::nullopt;
  if (!base.is_integer() || compare_real(base, Expr::integer(2)) < 0) return call.message("ibase", {base});
  if (is_exact_zero(n)) return Expr::integer(0);
  const Integer value = abs(n.to_integer());
  if (base.is_small_integer() && base.small_integer() <= 62) {
    // GMP's size may be one too large for bases that are not powers of two.
    const auto b = static_cast<int>(base.small_integer());
    auto length = static_cast<std::int64_t>(mpz_sizeinbase(value.gmp(), b));
    if (length > 1 && Integer::compare(pow(whole(b), static_cast<std::uint64_t>(length - 1)), value) > 0) --length;
    return Expr::integer(length);
  }
  return Expr::integer(static_cast<std::int64_t>(digits_of(value, base.to_integer()).size()));
}

// DigitCount[n], DigitCount[n, b], DigitCount[n, b, d].
MaybeExpr builtin_DigitCount(Call& call) {
  const Expr& n = call.arg(0);
  const Expr base = call.size() >= 2 ? call.arg(1) : Expr::integer(10);
  if (!n.is_integer() || !base.is_small_integer() || base.small_integer() < 2 || base.small_integer() > 1000000) return std::nullopt;
  std::vector<std::int64_t> counts(static_cast<std::size_t>(base.small_integer()), 0);
  for (const Expr& digit : digits_of(abs(n.to_integer()), base.to_integer())) ++counts[static_cast<std::size_t>(digit.small_integer())];
  if (call.size() == 3) {
    const auto d = machine_integer(call.arg(2));
    if (!d || *d < 0 || *d >= base.small_integer()) return std::nullopt;
    return Expr::integer(counts[static_cast<std::size_t>(*d)]);
  }
  std::vector<Expr> list;  // digits 1, 2, ..., b - 1, 0
  for (std::size_t d = 1; d < counts.size(); ++d) list.push_back(Expr::integer(counts[d]));
  list.push_back(Expr::integer(counts[0]));
  return make_list(std::move(list));
}

// DigitSum[n], DigitSum[n, b].
MaybeExpr builtin_DigitSum(Call& call) {
  const Expr base = call.size() == 2 ? call.arg(1) : Expr::integer(10);
  if (!call.arg(0).is_integer() || !base.is_integer() || compare_real(base, Expr::integer(2)) < 0) return std::nullopt;
  Expr sum = Expr::integer(0);
  for (const Expr& digit : digits_of(abs(call.arg(0).to_integer()), base.to_integer())) sum = add(sum, digit);
  return sum;
}

// IntegerReverse[n], IntegerReverse[n, b], IntegerReverse[n, b, len].
MaybeExpr builtin_IntegerReverse(Call& call) {
  const Expr& n = call.arg(0);
  const Expr base = call.size() >= 2 ? call.arg(1) : Expr::integer(10);
  if (!n.is_integer() || !base.is_integer() || compare_real(base, Expr::integer(2)) < 0) return std::nullopt;
  std::vector<Integer> digits;
  for (const Expr& digit : digits_of(abs(n.to_integer()), base.to_integer())) digits.push_back(digit.to_integer());
  if (call.size() == 3) {
    const auto length = count_argument(call.arg(2));
    if (!length || *length > 100000000) return std::nullopt;
    const auto wanted = static_cast<std::size_t>(*length);
    if (digits.size() > wanted) {
      digits.erase(digits.begin(), digits.end() - static_cast<std::ptrdiff_t>(wanted));
    } else {
      digits.insert(digits.begin(), wanted - digits.size(), whole(0));
    }
  }
  std::reverse(digits.begin(), digits.end());
  return Expr::integer(from_digits(digits, base.to_integer()));
}

// ---- RealDigits

/// `count` digits of x >= 0, the first standing for base^start; nullopt when x is not known that far as a rational.
Expr digits_from(const Rational& x, const Integer& base, std::int64_t start, std::int64_t count) {
  // floor(x / base^(start - count + 1)), then its last `count` digits.
  const std::int64_t shift = count - 1 - start;
  const Integer scale = pow(base, static_cast<std::uint64_t>(std::llabs(shift)));
  const Rational scaled = shift >= 0 ? x * Rational(scale) : x / Rational(scale);
  std::vector<Expr> digits = digits_of(scaled.floor(), base);
  const auto wanted = static_cast<std::size_t>(count);
  if (digits.size() > wanted) digits.erase(digits.begin(), digits.end() - static_cast<std::ptrdiff_t>(wanted));
  digits.insert(digits.begin(), wanted - digits.size(), Expr::integer(0));
  return digit_list(std::move(digits));
}

/// e with base^(e - 1) <= x < base^e for rational x > 0.
std::int64_t digit_exponent(const Rational& x, const Integer& base) {
  const double bits = static_cast<double>(x.numerator().bit_length()) - static_cast<double>(x.denominator().bit_length());
  auto e = static_cast<std::int64_t>(std::floor(bits * std::log(2.0) / std::log(base.to_double())));
  const auto power_of = [&](std::int64_t k) {
    const Integer p = pow(base, static_cast<std::uint64_t>(std::llabs(k)));
    return k >= 0 ? Rational(p) : Rational(whole(1), p);
  };
  while (Rational::compare(power_of(e), x) > 0) --e;
  while (Rational::compare(power_of(e + 1), x) <= 0) ++e;
  return e + 1;
}

/// The digits of an exact rational from the first that is not 0, the repeating block in a list of its own.
Expr rational_digits(const Rational& q, const Integer& base) {
  if (q.sign() == 0) return make_list({make_list({Expr::integer(0)}), Expr::integer(1)});
  const std::int64_t exponent = digit_exponent(q, base);
  const Integer scale = pow(base, static_cast<std::uint64_t>(std::llabs(exponent)));
  const Rational fraction = exponent >= 0 ? q / Rational(scale) : q * Rational(scale);  // 0.d1 d2 d3 ...
  const Integer denominator = fraction.denominator();
  Integer rest = fraction.numerator();
  // The digits before the repeating ones end once all common factors of base and denominator are used up.
  Integer coprime = denominator;
  std::int64_t preperiod = 0;
  while (true) {
    const Integer common = gcd(coprime, base);
    if (common == whole(1)) break;
    coprime = coprime / common;
    ++preperiod;
  }
  const auto next_digit = [&] {
    Integer quotient, remainder;
    floor_divide(rest * base, denominator, quotient, remainder);
    rest = remainder;
    return Expr::integer(quotient);
  };
  std::vector<Expr> digits;
  while (rest.sign() != 0 && static_cast<std::int64_t>(digits.size()) < preperiod) digits.push_back(next_digit());
  if (rest.sign() != 0) {
    std::vector<Expr> period;
    const Integer start = rest;
    do {
      period.push_back(next_digit());
      if ((period.size() & 1023) == 0) check_interrupt();
    } while (!(rest == start) && period.size() < 10000000);
    digits.push_back(make_list(std::move(period)));
  }
  // A whole number has the digits before its point even where they are 0.
  while (static_cast<std::int64_t>(digits.size()) < exponent && coprime == whole(1)) digits.push_back(Expr::integer(0));
  return make_list({make_list(std::move(digits)), Expr::integer(exponent)});
}

Rational exact_of(const Expr& real) {
  if (real.is_real()) return Rational::from_double(real.real_value());
  if (real.is_big_real()) return real.big_real_value().to_rational();
  return to_rational(real);
}

// RealDigits[x], RealDigits[x, b], RealDigits[x, b, len], RealDigits[x, b, len, n].
MaybeExpr builtin_RealDigits(Call& call) {
  const Expr& x = call.arg(0);
  const Expr base = call.size() >= 2 ? call.arg(1) : Expr::integer(10);
  if (!base.is_integer() || compare_real(base, Expr::integer(2)) < 0) return call.message("rbase", {base});
  if (!is_numeric(x) || !is_real_numeric(x)) {
    if (x.is_complex()) return call.message("realx", {x});
    return std::nullopt;
  }
  const Integer b = base.to_integer();
  const double digit_size = std::log10(b.to_double());
  std::optional<std::int64_t> length, start;
  if (call.size() >= 3 && !call.arg(2).is(sym::Automatic)) {
    length = count_argument(call.arg(2));
    if (!length || *length < 1 || *length > 100000000) return call.message("intpm", {call.expr(), Expr::integer(3)});
  }
  if (call.size() == 4) {
    start = machine_integer(call.arg(3));
    if (!start) return std::nullopt;
  }
  if (x.is_exact_real() && !length && !start) {
    const Rational q = to_rational(absolute(x));
    return rational_digits(q, b);
  }
  if (!x.is_number() && !length) return call.message("ndig", {x});
  Expr value = x;
  std::optional<std::int64_t> known;  // digits of the base that are known
  if (!x.is_number()) {
    const auto size = numeric_double(x);
    const double leading = size && *size != 0 ? std::log10(std::fabs(*size)) : 0;
    const double wanted = start ? static_cast<double>(*length - *start) * digit_size + std::max(leading, 0.0)
                                : static_cast<double>(*length) * digit_size;
    value = numeric_digits(x, std::max(wanted, 1.0) + 12);
    if (!value.is_real_number()) return std::nullopt;
  } else if (is_inexact_number(x)) {
    known = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::llround(precision_of(x) / digit_size)));
  }
  Rational q = exact_of(value);
  if (q.sign() < 0) q = -q;
  if (q.sign() == 0) {
    std::vector<Expr> zeros(static_cast<std::size_t>(length.value_or(1)), Expr::integer(0));
    const std::int64_t none = known ? -static_cast<std::int64_t>(std::floor(to_double(evaluate(make_normal(Expr::symbol("Accuracy"), {x}))))) : 0;  // the first place not known to be 0
    return make_list({make_list(std::move(zeros)), Expr::integer(start ? *start + 1 : none)});
  }
  const std::int64_t exponent = digit_exponent(q, b);
  const std::int64_t first = start ? *start : exponent - 1;
  const std::int64_t count = length ? *length : *known;
  // x b^(digits - exponent) to the nearest integer: x rounded to as many digits.
  const auto rounded_to = [&](std::int64_t shift) {
    const Integer scale = pow(b, static_cast<std::uint64_t>(std::llabs(shift)));
    return (shift >= 0 ? q * Rational(scale) : q / Rational(scale)).round_half_even();
  };
  if (!length && known) {  // as many digits as are known, rounded
    std::vector<Expr> digits = digits_of(rounded_to(count - exponent), b);
    std::int64_t where = exponent;
    if (static_cast<std::int64_t>(digits.size()) > count) {
      ++where;
      digits.pop_back();
    }
    return make_list({digit_list(std::move(digits)), Expr::integer(where)});
  }
  if (known && first - count < exponent - *known) {  // the last known digit is asked for: it is rounded
    const std::int64_t shift = *known - exponent;
    const Integer scale = pow(b, static_cast<std::uint64_t>(std::llabs(shift)));
    const Rational rounded(rounded_to(shift));
    q = shift >= 0 ? rounded / Rational(scale) : rounded * Rational(scale);
  }
  Expr digits = digits_from(q, b, first, count);
  if (known) {  // digits beyond what is known are Indeterminate, not invented
    const std::int64_t last_known = exponent - *known;  // exponent of the last known digit
    std::vector<Expr> list(digits.args().begin(), digits.args().end());
    bool changed = false;
    for (std::int64_t i = 0; i < count; ++i) {
      if (first - i >= last_known) continue;
      list[static_cast<std::size_t>(i)] = sym::Indeterminate;
      changed = true;
    }
    if (changed) digits = make_list(std::move(list));
  }
  return make_list({digits, Expr::integer(first + 1)});
}

// ---- Roman numerals

struct RomanRow {
  int value;
  const char* text;
};
constexpr RomanRow kRoman[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"},
                               {40, "XL"},  {10, "X"},   {9, "IX"},  {5, "V"},    {4, "IV"},  {1, "I"}};

// RomanNumeral[n].
MaybeExpr builtin_RomanNumeral(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n) return std::nullopt;
  if (*n == 0) return Expr::string("N");
  std::int64_t rest = std::llabs(*n);
  if (rest > 4999) return call.message("rng", {call.arg(0)});
  std::string text;
  for (const RomanRow& row : kRoman) {
    while (rest >= row.value) {
      text += row.text;
      rest -= row.value;
    }
  }
  return Expr::string(text);
}
// FromRomanNumeral["string"].
MaybeExpr builtin_FromRomanNumeral(Call& call) {
  const auto text = string_argument(call.arg(0));
  if (!text) return std::nullopt;
  const auto value_of = [](char c) -> std::int64_t {
    switch (std::toupper(static_cast<unsigned char>(c))) {
      case 'I': return 1;
      case 'V': return 5;
      case 'X': return 10;
      case 'L': return 50;
      case 'C': return 100;
      case 'D': return 500;
      case 'M': return 1000;
      default: return 0;
    }
  };
  if (*text == "N" || text->empty()) return Expr::integer(0);
  std::int64_t total = 0;
  for (std::size_t i = 0; i < text->size(); ++i) {
    const std::int64_t value = value_of((*text)[i]);
    if (value == 0) return call.message("nrom", {call.arg(0)});
    const std::int64_t next = i + 1 < text->size() ? value_of((*text)[i + 1]) : 0;
    total += value < next ? -value : value;
  }
  return Expr::integer(total);
}

#define LYKOS_BASE {"ibase", "Base `1` is not an integer greater than 1."}, {"int", "Integer expected at position `1` in `2`."}
constexpr Builtin kBuiltins[] = {
    {.name = "IntegerDigits", .fn = builtin_IntegerDigits, .arity = between(1, 3), .attributes = kListable | kProtected,
     .usage = "IntegerDigits[n] is the list of decimal digits of n.\nIntegerDigits[n, b] uses base b.\n"
              "IntegerDigits[n, b, len] pads or cuts the list to length len.",
     .messages = {LYKOS_BASE}},
    {.name = "FromDigits", .fn = builtin_FromDigits, .arity = between(1, 2),
     .usage = "FromDigits[list] is the integer with these decimal digits.\nFromDigits[list, b] takes them in base b.\n"
              "FromDigits[\"string\"] reads the digits of a string.\nFromDigits[{list, n}] has n digits before the point.",
     .messages = {{"nlst", "The expression `1` is not a list of digits or a string of valid digits."}}},
    {.name = "IntegerLength", .fn = builtin_IntegerLength, .arity = between(1, 2), .attributes = kListable | kProtected,
     .usage = "IntegerLength[n] is the number of decimal digits of n.\nIntegerLength[n, b] uses base b.", .messages = {LYKOS_BASE}},
    {.name = "DigitCount", .fn = builtin_DigitCount, .arity = between(1, 3), .attributes = kListable | kProtected,
     .usage = "DigitCount[n, b, d] is the number of digits d of n in base b.\nDigitCount[n, b] lists the counts of 1, 2, ..., b - 1, 0.\n"
              "DigitCount[n] uses base 10."},
    {.name = "DigitSum", .fn = builtin_DigitSum, .arity = between(1, 2), .attributes = kListable | kProtected,
     .usage = "DigitSum[n] is the sum of the decimal digits of n.\nDigitSum[n, b] uses base b."},
    {.name = "IntegerReverse", .fn = builtin_IntegerReverse, .arity = between(1, 3), .attributes = kListable | kProtected,
     .usage = "IntegerReverse[n] is n with its decimal digits reversed.\nIntegerReverse[n, b] uses base b.\n"
              "IntegerReverse[n, b, len] pads to len digits first."},
    {.name = "RealDigits", .fn = builtin_RealDigits, .arity = between(1, 4), .attributes = kListable | kProtected,
     .usage = "RealDigits[x] is {digits, n}: the digits of x and how many stand before the point.\nRealDigits[x, b] uses base b.\n"
              "RealDigits[x, b, len] gives len digits.\nRealDigits[x, b, len, n] starts with the digit of b^n.",
     .messages = {{"rbase", "Base `1` is not an integer greater than 1."}, {"realx", "The value `1` is not a real number."},
                  {"ndig", "The number of digits to return cannot be determined."}}},
    {.name = "RomanNumeral", .fn = builtin_RomanNumeral, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "RomanNumeral[n] is the Roman numeral of n, as a string.",
     .messages = {{"rng", "`1` has no Roman numeral: numbers up to 4999 have."}}},
    {.name = "FromRomanNumeral", .fn = builtin_FromRomanNumeral, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "FromRomanNumeral[\"string\"] is the integer of a Roman numeral.",
     .messages = {{"nrom", "The string `1` is not a Roman numeral."}}},
};
#undef LYKOS_BASE

}  // namespace

void register_digits(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
