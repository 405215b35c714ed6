// characters.h - single characters of source text: UTF-8 and the escaped spellings (\[Alpha], \:03b1, \.41, \|01F600, \101).
//
// Everything outside ASCII is classified here once, by code point, so the grammar treats `≤` and `\[LessEqual]` alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lykos::parsing {

enum class CharacterClass : std::uint8_t {
  Letter,    ///< may stand in a name
  Space,
  Newline,
  Operator,  ///< in the operator table
  Bracket,   ///< opens or closes
  Constant,  ///< a name of its own: Degree, Infinity, ImaginaryI ...
  Comma,     ///< the invisible comma
  Invalid,   ///< cannot stand in an expression
};

struct Character {
  char32_t code = 0;
  std::size_t length = 0;   ///< bytes taken; 0: not a character (bad UTF-8, or a malformed or unknown escape)
  bool escaped = false;
  explicit operator bool() const { return length != 0; }
};

/// Reads one character at `at`; a backslash begins an escape.
Character read_character(const char* at, const char* end);
/// Reads an escape (`at` is on the backslash). Simple string escapes (\n, \t) are not among these.
Character read_escape(const char* at, const char* end);
/// Class of a character outside ASCII.
CharacterClass classify(char32_t code);
/// The symbol a constant character stands for ("Degree"), or "".
std::string_view constant_name(char32_t code);

}  // namespace lykos::parsing
