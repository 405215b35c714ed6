// letters.h - what is known about single characters: class, case, base letter; and the order of texts made of them.
#pragma once

#include <locale.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace lykos {

/// A locale whose character classes are those of Unicode, whatever the process's own locale is.
locale_t unicode_locale();
bool is_letter(char32_t c);
bool is_upper(char32_t c);
bool is_lower(char32_t c);
char32_t to_upper(char32_t c);
char32_t to_lower(char32_t c);

/// An accented letter of Latin, Greek or Cyrillic as its base letter and its (first) combining mark; {c, 0} for any other character.
struct BaseLetter {
  char32_t base = 0;
  char32_t mark = 0;
};
BaseLetter base_letter(char32_t c);
/// The base letter of an accented Latin, Greek or Cyrillic letter ("e" for "é"); the character itself otherwise.
inline char32_t without_diacritic(char32_t c) { return base_letter(c).base; }

/// -1, 0 or 1: the order of strings and symbol names, as in a dictionary. Letters decide first, without accents, case and
/// whatever is no letter, digit or $; then accents, then case (lower before upper), then the other characters.
int compare_text(std::string_view a, std::string_view b);

/// A letter that has a place of its own in some alphabet: the place-th after another ("å" is the first after "z" in Swedish).
struct TailoredLetter {
  char32_t letter = 0;   // lower case
  char32_t after = 0;
  std::uint32_t place = 1;
};
/// Other ways to compare texts: AlphabeticSort and AlphabeticOrder.
struct TextOrder {
  bool ignore_case = false;
  bool ignore_accents = false;
  bool upper_first = false;
  enum class Others : unsigned char { Last, Count, Ignored } others = Others::Last;   // what is no letter or digit; Count: before the digits
  std::span<const TailoredLetter> alphabet;
};
int compare_text(std::string_view a, std::string_view b, const TextOrder& order);

}  // namespace lykos
