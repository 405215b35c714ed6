// box_characters.h - the marks of linear box syntax within strings: \! \( \) \* \^ ... are one private character each.
#pragma once

#include <optional>

namespace lykos {

struct BoxCharacter {
  char escape;          ///< the character behind the backslash
  char32_t code;
};
inline constexpr BoxCharacter kBoxCharacters[] = {{'!', 0xF7C1}, {'(', 0xF7C9}, {')', 0xF7C0}, {'*', 0xF7C8}, {'@', 0xF7C2}, {'^', 0xF7C6}, {'_', 0xF7CA},
                                                  {'%', 0xF7C5}, {'&', 0xF7C7}, {'+', 0xF7CB}, {'/', 0xF7CC}, {'`', 0xF7CD}};

inline std::optional<char32_t> box_character(char escape) {
  for (const BoxCharacter& entry : kBoxCharacters)
    if (entry.escape == escape) return entry.code;
  return std::nullopt;
}
inline std::optional<char> box_escape(char32_t code) {
  for (const BoxCharacter& entry : kBoxCharacters)
    if (entry.code == code) return entry.escape;
  return std::nullopt;
}

}  // namespace lykos
