// characters.cpp - decoding, classes and long names of characters.
#include "parser/characters.h"

#include <unordered_map>

#include "expr/operators.h"
#include "parser/parser.h"

namespace lykos {
namespace {

struct LongName {
  std::string_view name;
  char32_t character;
};
constexpr LongName kLongNames[] = {
#define LYKOS_LONG_NAME(name, character) {#name, character},
#include "parser/long_names.inc"
#undef LYKOS_LONG_NAME
};

}  // namespace

std::optional<char32_t> long_name_character(std::string_view name) {
  static const auto kByName = [] {
    std::unordered_map<std::string_view, char32_t> map;
    map.reserve(std::size(kLongNames) * 2);
    for (const LongName& entry : kLongNames) map.emplace(entry.name, entry.character);
    return map;
  }();
  const auto found = kByName.find(name);
  if (found == kByName.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string_view> character_long_name(char32_t character) {
  static const auto kByCharacter = [] {
    std::unordered_map<std::uint32_t, std::string_view> map;
    map.reserve(std::size(kLongNames) * 2);
    for (const LongName& entry : kLongNames) map.emplace(static_cast<std::uint32_t>(entry.character), entry.name);
    return map;
  }();
  const auto found = kByCharacter.find(static_cast<std::uint32_t>(character));
  if (found == kByCharacter.end()) return std::nullopt;
  return found->second;
}

namespace parsing {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Character read_digits(const char* at, const char* digits, const char* end, int count, int base) {
  char32_t code = 0;
  for (int i = 0; i < count; ++i) {
    if (digits + i >= end) return {};
    const int digit = hex_digit(digits[i]);
    if (digit < 0 || digit >= base) return {};
    code = code * static_cast<char32_t>(base) + static_cast<char32_t>(digit);
  }
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
  return {code, static_cast<std::size_t>(digits + count - at), true};
}

}  // namespace

Character read_escape(const char* at, const char* end) {
  if (at + 1 >= end) return {};
  switch (at[1]) {
    case '[': {
      // Long names are at most a few dozen letters; the bound keeps a stray \[ from being searched to the end of the text.
      const char* close = at + 2;
      while (close < end && close - at < 64 && *close != ']' && *close != '\n') ++close;
      if (close >= end || *close != ']') return {};
      const auto code = long_name_character(std::string_view(at + 2, static_cast<std::size_t>(close - at - 2)));
      if (!code) return {};
      return {*code, static_cast<std::size_t>(close + 1 - at), true};
    }
    case ':': return read_digits(at, at + 2, end, 4, 16);
    case '.': return read_digits(at, at + 2, end, 2, 16);
    case '|': return read_digits(at, at + 2, end, 6, 16);
    default: return at[1] >= '0' && at[1] <= '7' ? read_digits(at, at + 1, end, 3, 8) : Character{};
  }
}

Character read_character(const char* at, const char* end) {
  if (at >= end) return {};
  const auto first = static_cast<unsigned char>(*at);
  if (first == '\\') return read_escape(at, end);
  if (first < 0x80) return {first, 1, false};
  const int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || end - at < length || first > 0xF4) return {};
  char32_t code = length == 4 ? first & 0x07U : length == 3 ? first & 0x0FU : first & 0x1FU;
  for (int i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(at[i]);
    if ((byte & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[length] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
  return {code, static_cast<std::size_t>(length), false};
}

std::string_view constant_name(char32_t code) {
  switch (code) {
    case 0x00B0: return "Degree";
    case 0x221E: return "Infinity";
    case 0xF74D: return "E";
    case 0xF74E:
    case 0xF74F: return "I";
    case 0xF3A0: return "Null";
    default: return "";
  }
}

CharacterClass classify(char32_t code) {
  static const auto kClasses = [] {
    std::unordered_map<std::uint32_t, CharacterClass> map;
    const auto put = [&map](char32_t c, CharacterClass kind) { map.emplace(static_cast<std::uint32_t>(c), kind); };
    for (const char32_t c : {0xA0, 0x1680, 0x202F, 0x205F, 0x2060, 0x2423, 0x3000, 0xF360, 0xF380, 0xF382, 0xF383, 0xF384, 0xF3AD,
                             0xF3B1, 0xF3B2, 0xF3BD, 0xF3BE, 0xF3BF, 0xF3C6, 0xF760, 0xFEFF}) {
      put(c, CharacterClass::Space);
    }
    for (char32_t c = 0x2000; c <= 0x200D; ++c) put(c, CharacterClass::Space);
    for (const char32_t c : {0x85, 0x2028, 0x2029, 0xF3A3, 0xF76E, 0xF76F}) put(c, CharacterClass::Newline);
    for (const char32_t c : {0xB0, 0x221E, 0xF74D, 0xF74E, 0xF74F, 0xF3A0}) put(c, CharacterClass::Constant);
    put(0xF765, CharacterClass::Comma);
    for (const char32_t c : {0x301A, 0x301B, 0x27E6, 0x27E7, 0xF113, 0xF114}) put(c, CharacterClass::Bracket);
    for (const CharacterBracket& bracket : character_brackets()) {
      put(bracket.open, CharacterClass::Bracket);
      put(bracket.close, CharacterClass::Bracket);
    }
    // Characters with a meaning in two-dimensional notation only, and curly quotes: not letters, and no operators here.
    for (const char32_t c : {0x2202, 0x2206, 0xF3D6, 0xF3D7, 0xF3D8, 0xF438, 0xF439, 0xF43A, 0xF4A3, 0xF4A4, 0xF4A5, 0xF3A8, 0xF3A9,
                             0xF3B3, 0xF3B4, 0xF3DC, 0xF3DD, 0xF361, 0xF761, 0xF762, 0xF767, 0x2043, 0x2018, 0x2019, 0x201C, 0x201D,
                             0xF7FC, 0xFFFE, 0xFFFF}) {
      put(c, CharacterClass::Invalid);
    }
    return map;
  }();
  const auto found = kClasses.find(static_cast<std::uint32_t>(code));
  if (found != kClasses.end()) return found->second;
  for (const OperatorForm form : {OperatorForm::Infix, OperatorForm::Prefix, OperatorForm::Postfix}) {
    if (operator_of_character(code, form) != nullptr) return CharacterClass::Operator;
  }
  if (code < 0xA0) return CharacterClass::Invalid;
  return CharacterClass::Letter;
}

}  // namespace parsing
}  // namespace lykos
