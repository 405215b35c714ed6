// text.h - UTF-8 text as the language sees it: a sequence of characters, counted from 1.
//
// Strings are stored as UTF-8. A string whose character count equals its byte count is ASCII, and every position is then a
// byte position; for other strings an index of character starts is built once per call. Bytes that are not valid UTF-8
// count as one character each, so no input can derail the counting.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"
#include "expr/letters.h"

namespace lykos::builtins {

bool is_ascii(std::string_view text);
/// Number of characters of a String expression; remembered in its node.
std::size_t character_count(const Expr& string);
std::size_t character_count(std::string_view text);
/// The character that starts at `offset`, which moves past it. An invalid byte gives its own value.
char32_t next_character(std::string_view text, std::size_t& offset);
/// Bytes of the character that starts at `offset` (1 for an invalid byte).
std::size_t character_length_at(std::string_view text, std::size_t offset);
void append_character(std::string& text, char32_t character);
std::string encode_character(char32_t character);
std::u32string decode(std::string_view text);
std::string encode(std::u32string_view text);
bool is_valid_utf8(std::string_view text);
/// The text with each invalid byte read as ISO 8859-1, so that it is valid UTF-8.
std::string repair_utf8(std::string text);

/// Maps character numbers (from 0) to byte offsets and back. Keeps a view: the text must outlive it.
class CharacterIndex {
 public:
  explicit CharacterIndex(const Expr& string);
  explicit CharacterIndex(std::string_view text);
  std::size_t size() const { return count_; }
  /// Byte offset of character `character`; size() gives the end of the text.
  std::size_t byte_of(std::size_t character) const { return starts_.empty() ? character : starts_[character]; }
  /// Number of characters that start before byte `offset`.
  std::size_t character_of(std::size_t offset) const;
  /// Characters first..last-1.
  std::string_view slice(std::size_t first, std::size_t last) const {
    const std::size_t begin = byte_of(first);
    return text_.substr(begin, byte_of(last) - begin);
  }
  std::string_view text() const { return text_; }

 private:
  void build();
  std::string_view text_;
  std::size_t count_ = 0;
  std::vector<std::size_t> starts_;  // empty for ASCII text; otherwise one offset per character and the end
};

// ---- classes and case of characters: those of expr/letters.h, and these
using lykos::to_lower;
using lykos::to_upper;
bool is_digit(char32_t c);        ///< 0-9
bool is_space(char32_t c);
bool is_punctuation(char32_t c);
std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);
Expr string_expr(std::string_view text);

}  // namespace lykos::builtins
