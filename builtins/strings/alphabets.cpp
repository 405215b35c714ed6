// alphabets.cpp - the letters of languages and scripts, and their numbers.
#include <algorithm>

#include "builtins/strings/register.h"
#include "builtins/strings/string_calls.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

std::vector<std::string> letters_between(std::initializer_list<std::pair<char32_t, char32_t>> ranges) {
  std::vector<std::string> letters;
  for (const auto& [first, last] : ranges) {
    for (char32_t c = first; c <= last; ++c) letters.push_back(encode_character(c));
  }
  return letters;
}

std::optional<std::vector<std::string>> alphabet(std::string_view name) {
  if (name == "English" || name == "Latin" || name == "French" || name == "German" || name == "Italian" || name == "Dutch") {
    auto letters = letters_between({{U'a', U'z'}});
    if (name == "German") letters.insert(letters.end(), {"ä", "ö", "ü", "ß"});
    return letters;
  }
  if (name == "Spanish") {
    auto letters = letters_between({{U'a', U'z'}});
    letters.insert(letters.begin() + 14, "ñ");
    return letters;
  }
  // Alphabets of single letters, written out.
  static constexpr std::pair<std::string_view, std::string_view> kWritten[] = {
      {"Arabic", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"},
      {"Armenian", "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ"},
      {"Belarusian", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"},
      {"Bulgarian", "абвгдежзийклмнопрстуфхцчшщъьюя"},
      {"Esperanto", "abcĉdefgĝhĥijĵklmnoprsŝtuŭvz"},
      {"Finnish", "abcdefghijklmnopqrstuvwxyzåäö"},
      {"Georgian", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"},
      {"Icelandic", "aábdðeéfghiíjklmnoóprstuúvxyýþæö"},
      {"Macedonian", "абвгдѓежзѕијклљмнњопрстќуфхцчџш"},
      {"Polish", "aąbcćdeęfghijklłmnńoóprsśtuwyzźż"},
      {"Portuguese", "abcdefghijklmnopqrstuvwxyz"},
      {"Romanian", "aăâbcdefghiîjklmnopqrsștțuvwxyz"},
      {"Serbian", "абвгдђежзијклљмнњопрстћуфхцчџш"},
      {"Turkish", "abcçdefgğhıijklmnoöprsştuüvyz"},
      {"Ukrainian", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"}};
  for (const auto& [language, text] : kWritten) {
    if (name != language) continue;
    std::vector<std::string> letters;
    for (const char32_t c : decode(text)) letters.push_back(encode_character(c));
    return letters;
  }
  if (name == "Swedish") {
    auto letters = letters_between({{U'a', U'z'}});
    letters.insert(letters.end(), {"å", "ä", "ö"});
    return letters;
  }
  if (name == "Danish" || name == "Norwegian") {
    auto letters = letters_between({{U'a', U'z'}});
    letters.insert(letters.end(), {"æ", "ø", "å"});
    return letters;
  }
  if (name == "Greek") return letters_between({{U'α', U'ρ'}, {U'σ', U'ω'}});
  if (name == "Russian" || name == "Cyrillic") return letters_between({{U'а', U'е'}, {U'ё', U'ё'}, {U'ж', U'я'}});
  if (name == "Hebrew") {
    std::vector<std::string> letters;
    for (char32_t c = 0x5D0; c <= 0x5EA; ++c) {
      const bool final_form = c == 0x5DA || c == 0x5DD || c == 0x5DF || c == 0x5E3 || c == 0x5E5;
      if (!final_form) letters.push_back(encode_character(c));
    }
    return letters;
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> alphabet_argument(const Call& call, std::size_t index) {
  if (call.size() <= index) return alphabet("English");
  const auto name = string_argument(call.arg(index));
  auto letters = name ? alphabet(*name) : std::nullopt;
  if (!letters) call.message("nalph", {call.arg(index)});
  return letters;
}

MaybeExpr builtin_Alphabet(Call& call) {
  const auto letters = alphabet_argument(call, 0);
  if (!letters) return std::nullopt;
  return string_list(*letters);
}

// LetterNumber["letter"], LetterNumber["letters", alphabet]: positions in the alphabet, 0 for other characters.
MaybeExpr builtin_LetterNumber(Call& call) {
  const auto letters = alphabet_argument(call, 1);
  if (!letters) return std::nullopt;
  return for_each_string(call, call.arg(0), [&](const Expr& text) -> MaybeExpr {
    Builder numbers(sym::List);
    const std::string& value = text.string_value();
    for (std::size_t offset = 0; offset < value.size();) {
      const std::string letter = encode_character(to_lower(next_character(value, offset)));
      const auto at = std::find(letters->begin(), letters->end(), letter);
      numbers.push(Expr::integer(at == letters->end() ? 0 : at - letters->begin() + 1));
    }
    if (numbers.size() == 1) return numbers.finish()[0];
    return numbers.finish();
  });
}

MaybeExpr builtin_FromLetterNumber(Call& call) {
  const auto letters = alphabet_argument(call, 1);
  if (!letters) return std::nullopt;
  const auto length = static_cast<std::int64_t>(letters->size());
  const std::function<MaybeExpr(const Expr&)> convert = [&](const Expr& item) -> MaybeExpr {
    if (item.is_list()) {
      Builder results(sym::List, item.size());
      for (const Expr& part : item.args()) {
        MaybeExpr one = convert(part);
        if (!one) return std::nullopt;
        results.push(std::move(*one));
      }
      return results.finish();
    }
    const auto n = machine_integer(item);
    if (!n || *n > length || *n < -length) return call.message("int", {call.expr(), Expr::integer(1)});
    if (*n == 0) return Expr::string(" ");
    return Expr::string((*letters)[static_cast<std::size_t>(*n > 0 ? *n - 1 : length + *n)]);
  };
  return convert(call.arg(0));
}

constexpr const char* kAlphabetText = "The alphabet `1` is not known or not available.";

constexpr Builtin kBuiltins[] = {
    {.name = "Alphabet",
     .fn = builtin_Alphabet,
     .arity = between(0, 1),
     .usage = "Alphabet[] gives a list of the lowercase letters a through z in the English alphabet.\n"
              "Alphabet[\"name\"] gives the alphabet of a language or script, such as \"Greek\" or \"Russian\".",
     .messages = {{"nalph", kAlphabetText}}},
    {.name = "LetterNumber",
     .fn = builtin_LetterNumber,
     .arity = between(1, 2),
     .usage = "LetterNumber[\"letter\"] gives the position of letter in the English alphabet.\n"
              "LetterNumber[\"string\"] gives the list of positions of its letters.\n"
              "LetterNumber[\"letter\", alpha] gives the position in the alphabet alpha.",
     .messages = {{"nalph", kAlphabetText}}},
    {.name = "FromLetterNumber",
     .fn = builtin_FromLetterNumber,
     .arity = between(1, 2),
     .usage = "FromLetterNumber[n] gives the lowercase letter at position n in the English alphabet.\n"
              "FromLetterNumber[n, alpha] gives the letter at position n of the alphabet alpha.",
     .messages = {{"nalph", kAlphabetText}}},
};

}  // namespace

void register_alphabets(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
