// transliteration.cpp - letters of one script written with those of another: RemoveDiacritics and Transliterate.
//
// Latin spellings follow ISO 9 and BGN for Cyrillic, ELOT 743 for Greek, Hepburn for kana and the Revised Romanization letter by letter for
// Hangul. The way back takes the longest spelling that fits.
#include <algorithm>
#include <array>
#include <map>

#include "builtins/strings/register.h"
#include "builtins/strings/string_calls.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

std::string strip_diacritics(std::string_view text) {
  std::string result;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t c = next_character(text, offset);
    if (c >= 0x300 && c < 0x370) continue;  // combining marks
    append_character(result, without_diacritic(c));
  }
  return result;
}

constexpr std::array<const char*, 32> kCyrillic = {"a", "b", "v", "g", "d", "e", "zh", "z", "i", "j", "k", "l", "m", "n", "o", "p",
                                                   "r", "s", "t", "u", "f", "h", "c", "ch", "sh", "shch", "\"", "y", "'", "e", "yu", "ya"};   // from U+0430
constexpr std::array<const char*, 25> kGreek = {"a", "b", "g", "d", "e", "z", "e", "th", "i", "k", "l", "m", "n", "x", "o",
                                                "p", "r", "s", "s", "t", "u", "ph", "ch", "ps", "o"};                                        // from U+03B1
// Hiragana from U+3041; katakana stands 0x60 further on.
constexpr std::array<const char*, 86> kKana = {
    "a", "a", "i", "i", "u", "u", "e", "e", "o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go", "sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo",
    "ta", "da", "chi", "ji", "", "tsu", "zu", "te", "de", "to", "do", "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po",
    "ma", "mi", "mu", "me", "mo", "ya", "ya", "yu", "yu", "yo", "yo", "ra", "ri", "ru", "re", "ro", "wa", "wa", "wi", "we", "wo", "n", "vu", "ka", "ke"};
constexpr char32_t kFirstKana = 0x3041;
constexpr char32_t kSmallTsu = 0x3063;
constexpr char32_t kKatakanaShift = 0x60;
bool is_small_y(char32_t kana) { return kana == 0x3083 || kana == 0x3085 || kana == 0x3087; }

constexpr std::array<const char*, 19> kHangulFirst = {"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"};
constexpr std::array<const char*, 21> kHangulVowel = {"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"};
constexpr std::array<const char*, 28> kHangulLast = {"", "g", "kk", "gs", "n", "nj", "nh", "d", "l", "lg", "lm", "lb", "ls", "lt", "lp", "lh", "m", "b", "bs", "s", "ss", "ng", "j", "ch", "k", "t", "p", "h"};

std::string hangul_syllable(char32_t c) {
  const std::size_t index = c - 0xAC00;
  return std::string(kHangulFirst[index / 588]) + kHangulVowel[index % 588 / 28] + kHangulLast[index % 28];
}

// The hiragana of a kana of either kind; 0 for other characters.
char32_t as_hiragana(char32_t c) {
  if (c >= kFirstKana && c < kFirstKana + kKana.size()) return c;
  if (c >= kFirstKana + kKatakanaShift && c < kFirstKana + kKatakanaShift + kKana.size()) return c - kKatakanaShift;
  return 0;
}

void append_kana(std::string& result, char32_t kana, bool& doubled) {
  if (kana == kSmallTsu) {
    doubled = true;
    return;
  }
  std::string letters = kKana[kana - kFirstKana];
  // A small ya, yu, yo joins the syllable before it: ki + ya is kya, shi + ya is sha.
  if (is_small_y(kana) && result.size() >= 2 && result.back() == 'i') {
    const std::string_view before = std::string_view(result).substr(0, result.size() - 1);
    const bool palatal = before.ends_with("sh") || before.ends_with("ch") || before.ends_with("j");
    result.pop_back();
    result += palatal ? letters.substr(1) : letters;
    return;
  }
  if (doubled && !letters.empty()) result += letters.compare(0, 2, "ch") == 0 ? 't' : letters[0];
  doubled = false;
  result += letters;
}

std::string capital(std::string_view letters) {
  std::string result(letters);
  if (!result.empty()) result[0] = static_cast<char>(to_upper(static_cast<char32_t>(result[0])));
  return result;
}

std::string to_latin(std::string_view text) {
  std::string result;
  bool doubled = false;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t c = next_character(text, offset);
    if ((c >= 0x300 && c < 0x370) || c == 0x30FC) continue;   // combining marks; the sign of long vowels
    if (const char32_t kana = as_hiragana(c)) {
      append_kana(result, kana, doubled);
      continue;
    }
    if (c >= 0xAC00 && c <= 0xD7A3) {
      result += hangul_syllable(c);
      continue;
    }
    const char32_t low = to_lower(c);
    const char* letters = nullptr;
    if (low >= 0x430 && low <= 0x44F) letters = kCyrillic[low - 0x430];
    else if (low == 0x451) letters = "e";
    else if (without_diacritic(low) >= 0x3B1 && without_diacritic(low) <= 0x3C9) letters = kGreek[without_diacritic(low) - 0x3B1];
    else if (low == 0xDF) letters = "ss";
    else if (low == 0xE6) letters = "ae";
    else if (low == 0x153) letters = "oe";
    else if (low == 0xFE) letters = "th";
    else if (low == 0xF0) letters = "d";
    if (letters != nullptr) result += c == low ? std::string(letters) : capital(letters);
    else append_character(result, without_diacritic(c));
  }
  return result;
}

// From Latin: spelling -> letter, the first letter of several with one spelling.
using Spellings = std::map<std::string, char32_t, std::less<>>;
Spellings spellings_of(std::span<const char* const> letters, char32_t first) {
  Spellings result;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (*letters[i] != '\0') result.emplace(letters[i], first + static_cast<char32_t>(i));
  }
  return result;
}

Spellings greek_spellings() {
  Spellings result = spellings_of(kGreek, 0x3B1);
  result["s"] = 0x3C3;
  return result;
}
// The sigma at the end of a word has a form of its own.
std::string with_final_sigmas(std::string_view text) {
  std::u32string letters = decode(text);
  for (std::size_t i = 1; i < letters.size(); ++i) {
    const bool ends = i + 1 == letters.size() || !is_letter(letters[i + 1]);
    if (letters[i] == 0x3C3 && ends && is_letter(letters[i - 1])) letters[i] = 0x3C2;
  }
  return encode(letters);
}

std::string from_latin(std::string_view given, const Spellings& spellings) {
  const std::string text = strip_diacritics(given);
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = std::min<std::size_t>(4, text.size() - i);
    const std::string low = to_lower(std::string_view(text).substr(i, length));
    while (length > 0 && !spellings.contains(std::string_view(low).substr(0, length))) --length;
    if (length == 0) {
      result += text.substr(i, character_length_at(text, i));
      i += character_length_at(text, i);
      continue;
    }
    const char32_t letter = spellings.find(std::string_view(low).substr(0, length))->second;
    append_character(result, is_upper(static_cast<char32_t>(static_cast<unsigned char>(text[i]))) ? to_upper(letter) : letter);
    i += length;
  }
  return result;
}

// Kana: full-size vowels and syllables, and the combined ones.
std::string to_kana(std::string_view given, char32_t shift) {
  static const Spellings syllables = [] {
    Spellings result;
    for (std::size_t i = 0; i < kKana.size(); ++i) {
      const char32_t kana = kFirstKana + static_cast<char32_t>(i);
      const bool small = (i < 10 && i % 2 == 0) || is_small_y(kana) || kana == 0x308E || kana >= 0x3095;
      if (!small && *kKana[i] != '\0') result.emplace(kKana[i], kana);
    }
    return result;
  }();
  const std::string text = to_lower(strip_diacritics(given));
  std::string result;
  const auto add = [&](char32_t kana) { append_character(result, kana + shift); };
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = std::string_view(text).substr(i);
    std::size_t length = std::min<std::size_t>(3, rest.size());
    while (length > 0 && !syllables.contains(rest.substr(0, length))) --length;
    if (length > 0) {
      add(syllables.find(rest.substr(0, length))->second);
      i += length;
      continue;
    }
    // kya: the syllable in i and a small ya; sha, cha, ja.
    static constexpr std::pair<std::string_view, char32_t> kSmall[] = {{"a", 0x3083}, {"u", 0x3085}, {"o", 0x3087}};
    bool combined = false;
    for (std::size_t consonants = 1; consonants <= 2 && !combined; ++consonants) {
      if (rest.size() <= consonants) break;
      const bool y = rest[consonants] == 'y' && rest.size() > consonants + 1;
      const std::string_view vowel = rest.substr(consonants + (y ? 1 : 0), 1);
      const auto head = syllables.find(std::string(rest.substr(0, consonants)) + "i");
      const auto* small = std::find_if(std::begin(kSmall), std::end(kSmall), [&](const auto& row) { return row.first == vowel; });
      if (head == syllables.end() || small == std::end(kSmall)) continue;
      add(head->second);
      add(small->second);
      i += consonants + (y ? 2 : 1);
      combined = true;
    }
    if (combined) continue;
    if (rest.size() > 1 && (rest[0] == rest[1] || rest.substr(0, 3) == "tch") && is_letter(static_cast<char32_t>(static_cast<unsigned char>(rest[0])))) {
      add(kSmallTsu);
      ++i;
      continue;
    }
    result += rest.substr(0, character_length_at(rest, 0));
    i += character_length_at(rest, 0);
  }
  return result;
}

// The text in a script; nullopt when there is no way to write it.
std::optional<std::string> in_script(std::string_view text, std::string_view script) {
  if (script == "Latin" || script == "English" || script == "ASCII") return to_latin(text);
  const std::string latin = to_latin(text);
  if (script == "Cyrillic" || script == "Russian") return from_latin(latin, spellings_of(kCyrillic, 0x430));
  if (script == "Greek") return with_final_sigmas(from_latin(latin, greek_spellings()));
  if (script == "Hiragana") return to_kana(latin, 0);
  if (script == "Katakana") return to_kana(latin, kKatakanaShift);
  return std::nullopt;
}

MaybeExpr builtin_RemoveDiacritics(Call& call) {
  return for_each_string(call, call.arg(0), [](const Expr& text) -> MaybeExpr { return Expr::string(strip_diacritics(text.string_value())); });
}

// Transliterate[s], Transliterate[s, script], Transliterate[s, script1 -> script2]
MaybeExpr builtin_Transliterate(Call& call) {
  Expr script = call.size() == 2 ? call.arg(1) : Expr::string("Latin");
  if (script.is_rule()) script = Expr(script[1]);
  return for_each_string(call, call.arg(0), [&](const Expr& text) -> MaybeExpr {
    auto written = script.is_string() ? in_script(text.string_value(), script.string_value()) : std::nullopt;
    if (!written) return call.message("script", {script});
    return Expr::string(std::move(*written));
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "RemoveDiacritics",
     .fn = builtin_RemoveDiacritics,
     .arity = exactly(1),
     .usage = "RemoveDiacritics[\"string\"] replaces characters with diacritics in string by their base characters."},
    {.name = "Transliterate",
     .fn = builtin_Transliterate,
     .arity = between(1, 2),
     .usage = "Transliterate[\"string\"] writes the Cyrillic, Greek, Japanese, Korean and accented letters in string with ASCII letters.\n"
              "Transliterate[\"string\", script] writes string in a script such as \"Cyrillic\", \"Greek\" or \"Katakana\".\n"
              "Transliterate[\"string\", script1 -> script2] goes from one script to another.",
     .messages = {{"script", "Text cannot be written in the script `1`."}}},
};

}  // namespace

void register_transliteration(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
