// binary_types.cpp - values to bytes and back.
#include "builtins/files/binary_types.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {

namespace {

struct TypeRow {
  std::string_view name;
  BinaryType type;
  std::size_t size;
};
constexpr TypeRow kTypes[] = {
    {"Byte", BinaryType::Byte, 1},
    {"Character8", BinaryType::Character8, 1},
    {"Character16", BinaryType::Character16, 2},
    {"Integer8", BinaryType::Integer8, 1},
    {"Integer16", BinaryType::Integer16, 2},
    {"Integer24", BinaryType::Integer24, 3},
    {"Integer32", BinaryType::Integer32, 4},
    {"Integer64", BinaryType::Integer64, 8},
    {"Integer128", BinaryType::Integer128, 16},
    {"UnsignedInteger8", BinaryType::UnsignedInteger8, 1},
    {"UnsignedInteger16", BinaryType::UnsignedInteger16, 2},
    {"UnsignedInteger24", BinaryType::UnsignedInteger24, 3},
    {"UnsignedInteger32", BinaryType::UnsignedInteger32, 4},
    {"UnsignedInteger64", BinaryType::UnsignedInteger64, 8},
    {"UnsignedInteger128", BinaryType::UnsignedInteger128, 16},
    {"Real32", BinaryType::Real32, 4},
    {"Real64", BinaryType::Real64, 8},
    {"Complex64", BinaryType::Complex64, 8},
    {"Complex128", BinaryType::Complex128, 16},
    {"TerminatedString", BinaryType::TerminatedString, 0},
};

bool is_signed(BinaryType type) { return type >= BinaryType::Integer8 && type <= BinaryType::Integer128; }
bool is_unsigned(BinaryType type) {
  return type == BinaryType::Byte || (type >= BinaryType::UnsignedInteger8 && type <= BinaryType::UnsignedInteger128);
}

template <typename Float, typename Bits>
double float_from(std::string_view bytes) {
  Bits bits = 0;
  for (std::size_t i = sizeof(Bits); i-- > 0;) bits = static_cast<Bits>((bits << 8) | static_cast<unsigned char>(bytes[i]));
  return static_cast<double>(std::bit_cast<Float>(bits));
}

template <typename Float, typename Bits>
std::string float_bytes(double value) {
  Bits bits = std::bit_cast<Bits>(static_cast<Float>(value));
  std::string bytes;
  for (std::size_t i = 0; i < sizeof(Bits); ++i) {
    bytes += static_cast<char>(bits & 0xFFU);
    bits >>= 8;
  }
  return bytes;
}

Expr real_expr(double value) {
  if (std::isnan(value)) return Expr(sym::Indeterminate);
  if (std::isinf(value)) return value > 0 ? infinity() : negative_infinity();
  return Expr::real(value);
}

std::optional<double> double_of(const Expr& value) {
  if (value.is_real_number()) return to_double(value);
  if (is_infinity(value)) return HUGE_VAL;
  if (is_negative_infinity(value)) return -HUGE_VAL;
  if (value.is(sym::Indeterminate)) return std::nan("");
  return machine_real(value);
}

}  // namespace

std::optional<BinaryType> binary_type(std::string_view name) {
  for (const TypeRow& row : kTypes) {
    if (row.name == name) return row.type;
  }
  return std::nullopt;
}

std::size_t binary_size(BinaryType type) { return kTypes[static_cast<std::size_t>(type)].size; }

MaybeExpr read_binary(std::string_view bytes, std::size_t& position, BinaryType type, bool swapped) {
  if (type == BinaryType::TerminatedString) {
    if (position >= bytes.size()) return std::nullopt;
    const std::size_t end = std::min(bytes.find('\0', position), bytes.size());
    const Expr text = Expr::string(repair_utf8(std::string(bytes.substr(position, end - position))));
    position = std::min(end + 1, bytes.size());
    return text;
  }
  const std::size_t size = binary_size(type);
  if (bytes.size() - std::min(position, bytes.size()) < size) return std::nullopt;
  std::string raw(bytes.substr(position, size));
  position += size;
  const bool complex = type == BinaryType::Complex64 || type == BinaryType::Complex128;
  if (swapped && !complex) std::reverse(raw.begin(), raw.end());
  if (swapped && complex) {
    std::reverse(raw.begin(), raw.begin() + static_cast<std::ptrdiff_t>(size / 2));
    std::reverse(raw.begin() + static_cast<std::ptrdiff_t>(size / 2), raw.end());
  }
  switch (type) {
    case BinaryType::Character8: return Expr::string(encode_character(static_cast<unsigned char>(raw[0])));
    case BinaryType::Character16:
      return Expr::string(encode_character(static_cast<char32_t>(static_cast<unsigned char>(raw[0])) |
                                           (static_cast<char32_t>(static_cast<unsigned char>(raw[1])) << 8)));
    case BinaryType::Real32: return real_expr(float_from<float, std::uint32_t>(raw));
    case BinaryType::Real64: return real_expr(float_from<double, std::uint64_t>(raw));
    case BinaryType::Complex64:
      return Expr::complex(float_from<float, std::uint32_t>(raw), float_from<float, std::uint32_t>(std::string_view(raw).substr(4)));
    case BinaryType::Complex128:
      return Expr::complex(float_from<double, std::uint64_t>(raw), float_from<double, std::uint64_t>(std::string_view(raw).substr(8)));
    default: break;
  }
  if (size <= 8) {
    std::uint64_t bits = 0;
    for (std::size_t i = size; i-- > 0;) bits = (bits << 8) | static_cast<unsigned char>(raw[i]);
    if (is_signed(type)) {
      const unsigned unused = static_cast<unsigned>(64 - 8 * size);
      return Expr::integer(static_cast<std::int64_t>(bits << unused) >> unused);
    }
    if (bits <= static_cast<std::uint64_t>(INT64_MAX)) return Expr::integer(static_cast<std::int64_t>(bits));
  }
  // Wider than a machine integer: as hexadecimal digits.
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string digits;
  for (std::size_t i = size; i-- > 0;) {
    digits += kDigits[static_cast<unsigned char>(raw[i]) >> 4];
    digits += kDigits[static_cast<unsigned char>(raw[i]) & 15U];
  }
  Integer value = Integer::from_digits(digits, 16);
  if (is_signed(type) && (static_cast<unsigned char>(raw[size - 1]) & 0x80U) != 0) value = value - pow(Integer(std::int64_t{2}), 8 * size);
  return Expr::integer(value);
}

bool append_binary(std::string& bytes, const Expr& value, BinaryType type, bool swapped) {
  std::string raw;
  switch (type) {
    case BinaryType::TerminatedString:
      if (!value.is_string()) return false;
      bytes += value.string_value();
      bytes += '\0';
      return true;
    case BinaryType::Character8: {
      if (!value.is_string()) return false;
      const std::u32string characters = decode(value.string_value());
      for (const char32_t c : characters) {
        if (c > 0xFF) return false;
        bytes += static_cast<char>(c);
      }
      return true;
    }
    case BinaryType::Character16: {
      if (!value.is_string()) return false;
      for (const char32_t c : decode(value.string_value())) {
        if (c > 0xFFFF) return false;
        bytes += static_cast<char>(swapped ? c >> 8 : c & 0xFFU);
        bytes += static_cast<char>(swapped ? c & 0xFFU : c >> 8);
      }
      return true;
    }
    case BinaryType::Real32:
    case BinaryType::Real64: {
      const auto number = double_of(value);
      if (!number) return false;
      raw = type == BinaryType::Real32 ? float_bytes<float, std::uint32_t>(*number) : float_bytes<double, std::uint64_t>(*number);
      break;
    }
    case BinaryType::Complex64:
    case BinaryType::Complex128: {
      const BinaryType part = type == BinaryType::Complex64 ? BinaryType::Real32 : BinaryType::Real64;
      const Expr re = value.is_complex() ? value.re() : value;
      const Expr im = value.is_complex() ? value.im() : Expr::real(0.0);
      return append_binary(bytes, re, part, swapped) && append_binary(bytes, im, part, swapped);
    }
    default: {
      if (value.is_string() && type == BinaryType::Byte) {
        for (const char32_t c : decode(value.string_value())) {
          if (c > 0xFF) return false;
          bytes += static_cast<char>(c);
        }
        return true;
      }
      if (!value.is_integer()) return false;
      const std::size_t size = binary_size(type);
      Integer number = value.to_integer();
      const Integer range = pow(Integer(std::int64_t{2}), 8 * size);
      const Integer half = pow(Integer(std::int64_t{2}), 8 * size - 1);
      const Integer low = is_unsigned(type) ? Integer(std::int64_t{0}) : -half;
      const Integer high = is_unsigned(type) ? range : half;
      if (number < low || !(number < high)) return false;
      if (number.sign() < 0) number = number + range;
      std::string digits = number.to_string(16);
      digits.insert(0, 2 * size - digits.size(), '0');
      for (std::size_t i = size; i-- > 0;) raw += static_cast<char>(std::stoi(digits.substr(2 * i, 2), nullptr, 16));
    }
  }
  if (swapped) std::reverse(raw.begin(), raw.end());
  bytes += raw;
  return true;
}

}  // namespace lykos::builtins
