// text.cpp - UTF-8 decoding and encoding, character indices, character classes and case.
#include "builtins/strings/text.h"

#include <cwctype>

#include <algorithm>
#include <cstring>

namespace lykos::builtins {

namespace {

bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

}  // namespace

bool is_ascii(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    if ((word & 0x8080808080808080ULL) != 0) return false;
  }
  for (; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) >= 0x80) return false;
  }
  return true;
}

std::size_t character_length_at(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(offset);
  if (first < 0x80) return 1;
  std::size_t length = 1;
  if (first >= 0xC2 && first < 0xE0) length = 2;
  else if (first >= 0xE0 && first < 0xF0) length = 3;
  else if (first >= 0xF0 && first < 0xF5) length = 4;
  else return 1;
  if (offset + length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(byte(offset + i))) return 1;
  }
  const unsigned char second = byte(offset + 1);
  // Overlong forms, surrogates and values beyond U+10FFFF are invalid.
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0) || (first == 0xF0 && second < 0x90) ||
      (first == 0xF4 && second >= 0x90)) {
    return 1;
  }
  return length;
}

char32_t next_character(std::string_view text, std::size_t& offset) {
  const std::size_t length = character_length_at(text, offset);
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[offset + i])); };
  char32_t c = byte(0);
  switch (length) {
    case 2: c = ((c & 0x1FU) << 6) | (byte(1) & 0x3FU); break;
    case 3: c = ((c & 0x0FU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU); break;
    case 4: c = ((c & 0x07U) << 18) | ((byte(1) & 0x3FU) << 12) | ((byte(2) & 0x3FU) << 6) | (byte(3) & 0x3FU); break;
    default: break;
  }
  offset += length;
  return c;
}

std::size_t character_count(std::string_view text) {
  if (is_ascii(text)) return text.size();
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < text.size(); ++count) offset += character_length_at(text, offset);
  return count;
}

std::size_t character_count(const Expr& string) {
  const auto* node = static_cast<const StringNode*>(string.node());
  if (node->characters < 0) node->characters = static_cast<std::int64_t>(character_count(std::string_view(node->value)));
  return static_cast<std::size_t>(node->characters);
}

void append_character(std::string& text, char32_t c) {
  if (c < 0x80) {
    text.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    text.push_back(static_cast<char>(0xC0U | (c >> 6)));
    text.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
  } else if (c < 0x10000) {
    if (c >= 0xD800 && c < 0xE000) c = 0xFFFD;  // a lone surrogate is no character
    text.push_back(static_cast<char>(0xE0U | (c >> 12)));
    text.push_back(static_cast<char>(0x80U | ((c >> 6) & 0x3FU)));
    text.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
  } else {
    if (c > 0x10FFFF) {
      append_character(text, 0xFFFD);
      return;
    }
    text.push_back(static_cast<char>(0xF0U | (c >> 18)));
    text.push_back(static_cast<char>(0x80U | ((c >> 12) & 0x3FU)));
    text.push_back(static_cast<char>(0x80U | ((c >> 6) & 0x3FU)));
    text.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
  }
}

std::string encode_character(char32_t character) {
  std::string text;
  append_character(text, character);
  return text;
}

std::u32string decode(std::string_view text) {
  std::u32string result;
  result.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) result.push_back(next_character(text, offset));
  return result;
}

std::string encode(std::u32string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char32_t c : text) append_character(result, c);
  return result;
}

bool is_valid_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t length = character_length_at(text, offset);
    if (length == 1 && static_cast<unsigned char>(text[offset]) >= 0x80) return false;
    offset += length;
  }
  return true;
}

std::string repair_utf8(std::string text) {
  if (is_valid_utf8(text)) return text;
  return encode(decode(text));
}

CharacterIndex::CharacterIndex(const Expr& string) : text_(string.string_value()), count_(character_count(string)) {
  if (count_ != text_.size()) build();
}

CharacterIndex::CharacterIndex(std::string_view text) : text_(text) {
  if (is_ascii(text)) count_ = text.size();
  else build();
}

void CharacterIndex::build() {
  starts_.reserve(count_ + 1);
  for (std::size_t offset = 0; offset < text_.size(); offset += character_length_at(text_, offset)) starts_.push_back(offset);
  count_ = starts_.size();
  starts_.push_back(text_.size());
}

std::size_t CharacterIndex::character_of(std::size_t offset) const {
  if (starts_.empty()) return offset;
  return static_cast<std::size_t>(std::lower_bound(starts_.begin(), starts_.end(), offset) - starts_.begin());
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_space(char32_t c) {
  if (c < 0x80) return c == U' ' || (c >= 9 && c <= 13);
  return c == 0xA0 || c == 0x85 || iswspace_l(static_cast<wint_t>(c), unicode_locale()) != 0;
}
bool is_punctuation(char32_t c) { return iswpunct_l(static_cast<wint_t>(c), unicode_locale()) != 0; }

namespace {
template <typename Mapping>
std::string map_characters(std::string_view text, Mapping mapping) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte < 0x80) {
      result.push_back(static_cast<char>(mapping(static_cast<char32_t>(byte))));
      ++offset;
    } else {
      append_character(result, mapping(next_character(text, offset)));
    }
  }
  return result;
}
}  // namespace

std::string to_upper(std::string_view text) {
  return map_characters(text, [](char32_t c) { return to_upper(c); });
}
std::string to_lower(std::string_view text) {
  return map_characters(text, [](char32_t c) { return to_lower(c); });
}

Expr string_expr(std::string_view text) { return Expr::string(std::string(text)); }

}  // namespace lykos::builtins
