// letters.cpp - classes, case and base letters of characters, and the dictionary order of texts.
//
// The order follows the documentation of Sort: strings as in a dictionary, upper case after lower case, ordinary letters
// first, then script, Gothic, double-struck, Greek and Hebrew ones. Its levels are those of the Unicode Collation Algorithm
// (UTS 10) with punctuation "shifted": ".a" stands next to "a", and "A1" before "a2".
#include "expr/letters.h"

#include <cwctype>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace lykos {

// glibc carries C.UTF-8 built in, so the Unicode classes need neither installed locales nor a change of the process's own.
locale_t unicode_locale() {
  static const locale_t locale = [] {
    locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    if (made == nullptr) made = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", nullptr);
    if (made == nullptr) made = newlocale(LC_CTYPE_MASK, "C", nullptr);
    return made;
  }();
  return locale;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  // The C library counts non-ASCII digits as letters; the language does not.
  return iswalpha_l(static_cast<wint_t>(c), unicode_locale()) != 0 && !((c >= 0x660 && c <= 0x669) || (c >= 0x966 && c <= 0x96F));
}
bool is_upper(char32_t c) {
  if (c < 0x80) return c >= U'A' && c <= U'Z';
  return iswupper_l(static_cast<wint_t>(c), unicode_locale()) != 0;
}
bool is_lower(char32_t c) {
  if (c < 0x80) return c >= U'a' && c <= U'z';
  return iswlower_l(static_cast<wint_t>(c), unicode_locale()) != 0;
}
char32_t to_upper(char32_t c) {
  if (c < 0x80) return c >= U'a' && c <= U'z' ? c - 32 : c;
  return static_cast<char32_t>(towupper_l(static_cast<wint_t>(c), unicode_locale()));
}
char32_t to_lower(char32_t c) {
  if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
  return static_cast<char32_t>(towlower_l(static_cast<wint_t>(c), unicode_locale()));
}

namespace {

struct LetterRow {
  std::uint16_t letter, base, mark;
};
constexpr LetterRow kBaseLetters[] = {
#define LYKOS_BASE_LETTER(letter, base, mark) {letter, base, mark},
#include "expr/base_letters.inc"
#undef LYKOS_BASE_LETTER
};

}  // namespace

BaseLetter base_letter(char32_t c) {
  if (c < 0xC0 || c > 0x1FFF) return {c, 0};
  const auto* row = std::lower_bound(std::begin(kBaseLetters), std::end(kBaseLetters), c, [](const LetterRow& r, char32_t x) { return r.letter < x; });
  if (row == std::end(kBaseLetters) || row->letter != c) return {c, 0};
  return {row->base, row->mark};
}

namespace {

// ---- weights of the first level; 0: the character does not count there

constexpr std::uint8_t kBeyondAscii = 0xFF;
constexpr std::uint8_t kDollar = 1;     // part of names: before the digits
constexpr std::uint8_t kDigits = 2;
constexpr std::uint8_t kLetters = 12;

constexpr std::array<std::uint8_t, 256> kAsciiWeights = [] {
  std::array<std::uint8_t, 256> weights{};
  weights['$'] = kDollar;
  for (int i = 0; i < 10; ++i) weights[static_cast<std::size_t>('0' + i)] = static_cast<std::uint8_t>(kDigits + i);
  for (int i = 0; i < 26; ++i) weights[static_cast<std::size_t>('a' + i)] = weights[static_cast<std::size_t>('A' + i)] = static_cast<std::uint8_t>(kLetters + i);
  for (std::size_t i = 0x80; i < 0x100; ++i) weights[i] = kBeyondAscii;
  return weights;
}();

// The private letters of the language, and those that stand among the letterlike symbols of Unicode.
struct StyledLetters {
  char32_t first;           // of 26
  std::uint32_t weight;
  bool upper;
};
constexpr std::uint32_t kScript = 0x100;
constexpr std::uint32_t kGothic = 0x120;
constexpr std::uint32_t kDoubleStruck = 0x140;
constexpr std::uint32_t kFormal = 0x160;
constexpr std::uint32_t kOtherScripts = 0x1000;   // Greek, Cyrillic, Hebrew ... by their code points
constexpr StyledLetters kStyledLetters[] = {{0xF6B2, kScript, false},       {0xF770, kScript, true},       {0xF6CC, kGothic, false}, {0xF78A, kGothic, true},
                                            {0xF6E6, kDoubleStruck, false}, {0xF7A4, kDoubleStruck, true}, {0xF800, kFormal, false}, {0xF81A, kFormal, true}};
struct LetterlikeSymbol {
  char32_t character;
  char letter;
  std::uint32_t weight;
};
constexpr LetterlikeSymbol kLetterlikeSymbols[] = {
    {0x2102, 'C', kDoubleStruck}, {0x210A, 'g', kScript}, {0x210B, 'H', kScript}, {0x210C, 'H', kGothic}, {0x210D, 'H', kDoubleStruck}, {0x2110, 'I', kScript},
    {0x2111, 'I', kGothic},       {0x2112, 'L', kScript}, {0x2113, 'l', kScript}, {0x2115, 'N', kDoubleStruck}, {0x2119, 'P', kDoubleStruck}, {0x211A, 'Q', kDoubleStruck},
    {0x211B, 'R', kScript},       {0x211C, 'R', kGothic}, {0x211D, 'R', kDoubleStruck}, {0x2124, 'Z', kDoubleStruck}, {0x2128, 'Z', kGothic}, {0x212C, 'B', kScript},
    {0x212D, 'C', kGothic},       {0x212F, 'e', kScript}, {0x2130, 'E', kScript}, {0x2131, 'F', kScript}, {0x2133, 'M', kScript}, {0x2134, 'o', kScript}};

// Accents in the order of the Default Unicode Collation Element Table; others after these by code point.
std::uint32_t accent_weight(char32_t mark) {
  static constexpr std::uint16_t kOrder[] = {0x301, 0x300, 0x306, 0x302, 0x30C, 0x30A, 0x308, 0x30B, 0x303, 0x307, 0x338, 0x327, 0x328, 0x304};
  if (mark == 0) return 0;
  const auto* place = std::find(std::begin(kOrder), std::end(kOrder), mark);
  return place == std::end(kOrder) ? mark : static_cast<std::uint32_t>(place - std::begin(kOrder)) + 1;
}

struct Letter {
  std::uint32_t weight = 0;
  std::uint32_t accent = 0;
  bool upper = false;
};

std::uint32_t ascii_weight(char32_t c) { return kAsciiWeights[static_cast<std::size_t>(c)]; }

Letter letter_of(char32_t c) {
  if (c < 0x80) return {ascii_weight(c), 0, c >= U'A' && c <= U'Z'};
  for (const StyledLetters& row : kStyledLetters) {
    if (c >= row.first && c < row.first + 26) return {row.weight + (c - row.first), 0, row.upper};
  }
  for (const LetterlikeSymbol& row : kLetterlikeSymbols) {
    if (row.character == c) return {row.weight + ascii_weight(static_cast<char32_t>(row.letter)) - kLetters, 0, row.letter < 'a'};
  }
  if (!is_letter(c)) return {};
  const bool short_i = c == 0x419 || c == 0x439;   // a letter of its own, though Unicode takes it apart
  const BaseLetter parts = short_i ? BaseLetter{c, 0} : base_letter(c);
  const bool upper = is_upper(c);
  if (parts.base < 0x80) return {ascii_weight(parts.base), accent_weight(parts.mark), upper};
  char32_t lower = to_lower(parts.base);
  if (lower == 0x3C2) lower = 0x3C3;   // final sigma
  return {kOtherScripts + lower, accent_weight(parts.mark), upper};
}

char32_t next_code_point(std::string_view text, std::size_t& offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(offset);
  const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? first : first & (0x7FU >> length);
  std::size_t used = 1;
  for (; used < length && offset + used < text.size() && (byte(offset + used) & 0xC0U) == 0x80U; ++used) c = (c << 6) | (byte(offset + used) & 0x3FU);
  if (used < length) {   // broken UTF-8: the byte stands for itself
    c = first;
    used = 1;
  }
  offset += used;
  return c;
}

// The weight in some alphabet, with room for letters of its own between the common ones. Other characters come first, when they count.
constexpr std::uint32_t kAfterOthers = 0x200000;
constexpr std::uint32_t kPlaces = 8;

Letter letter_of(char32_t c, const TextOrder& order) {
  const auto placed = [](std::uint32_t weight, std::uint32_t place) { return weight == 0 ? 0 : kAfterOthers + weight * kPlaces + place; };
  for (const TailoredLetter& row : order.alphabet) {
    if (to_lower(c) == row.letter) return {placed(letter_of(row.after).weight, row.place), 0, is_upper(c)};
  }
  Letter letter = letter_of(c);
  letter.weight = placed(letter.weight, 0);
  if (letter.weight == 0 && order.others == TextOrder::Others::Count) letter.weight = c + 1;
  return letter;
}

struct Collated {
  std::vector<Letter> letters;
  std::u32string characters;
};
Collated collate(std::string_view text, const TextOrder& order) {
  Collated result;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t c = next_code_point(text, offset);
    result.characters.push_back(c);
    if (c >= 0x300 && c < 0x370) {   // a mark belongs to the letter before it
      if (!result.letters.empty() && result.letters.back().accent == 0) result.letters.back().accent = accent_weight(c);
      continue;
    }
    // Two letters in one sign.
    const bool own_letter = std::any_of(order.alphabet.begin(), order.alphabet.end(), [&](const TailoredLetter& row) { return row.letter == to_lower(c); });
    const char* pair = own_letter ? nullptr : c == 0xDF ? "ss" : c == 0xE6 || c == 0xC6 ? "ae" : c == 0x153 || c == 0x152 ? "oe" : nullptr;
    if (pair != nullptr) {
      const bool upper = is_upper(c);
      for (; *pair != '\0'; ++pair) {
        Letter letter = letter_of(static_cast<char32_t>(*pair), order);
        letter.upper = upper;
        result.letters.push_back(letter);
      }
      continue;
    }
    const Letter letter = letter_of(c, order);
    if (letter.weight != 0) result.letters.push_back(letter);
  }
  return result;
}

template <typename Key>
int compare_level(const std::vector<Letter>& a, const std::vector<Letter>& b, Key key) {
  const std::size_t n = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < n; ++i) {
    if (key(a[i]) != key(b[i])) return key(a[i]) < key(b[i]) ? -1 : 1;
  }
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

int compare_collated(std::string_view a, std::string_view b, const TextOrder& order = {}) {
  const Collated x = collate(a, order);
  const Collated y = collate(b, order);
  if (const int by_letter = compare_level(x.letters, y.letters, [](const Letter& l) { return l.weight; })) return by_letter;
  if (!order.ignore_accents) {
    if (const int by_accent = compare_level(x.letters, y.letters, [](const Letter& l) { return l.accent; })) return by_accent;
  }
  if (!order.ignore_case) {
    if (const int by_case = compare_level(x.letters, y.letters, [](const Letter& l) { return l.upper; })) return order.upper_first ? -by_case : by_case;
  }
  if (order.ignore_case || order.ignore_accents || order.others != TextOrder::Others::Last) return 0;
  // The same letters: what stands between them decides, and stands before a letter.
  const auto [p, q] = std::mismatch(x.characters.begin(), x.characters.end(), y.characters.begin(), y.characters.end());
  if (p == x.characters.end() || q == y.characters.end()) return p == x.characters.end() ? (q == y.characters.end() ? 0 : -1) : 1;
  const bool letter_p = letter_of(*p).weight != 0;
  const bool letter_q = letter_of(*q).weight != 0;
  if (letter_p != letter_q) return letter_q ? -1 : 1;
  return *p < *q ? -1 : 1;
}

}  // namespace

int compare_text(std::string_view a, std::string_view b, const TextOrder& order) { return compare_collated(a, b, order); }

int compare_text(std::string_view a, std::string_view b) {
  const std::size_t n = std::min(a.size(), b.size());
  std::size_t first = 0;
  while (first < n && a[first] == b[first]) ++first;
  if (first == n && a.size() == b.size()) return 0;
  const auto weight = [](std::string_view text, std::size_t i) { return kAsciiWeights[static_cast<unsigned char>(text[i])]; };
  std::size_t i = first;
  std::size_t j = first;
  int by_case = 0;
  while (true) {
    while (i < a.size() && weight(a, i) == 0) ++i;
    while (j < b.size() && weight(b, j) == 0) ++j;
    if (i == a.size() || j == b.size()) break;
    const std::uint8_t x = weight(a, i);
    const std::uint8_t y = weight(b, j);
    if (x == kBeyondAscii || y == kBeyondAscii) return compare_collated(a, b);
    // A mark may follow the letter, but accents only count between equal letters.
    if (x != y) return x < y ? -1 : 1;
    if (by_case == 0 && a[i] != b[j]) by_case = a[i] > b[j] ? -1 : 1;   // 'a' is 97, 'A' is 65
    ++i;
    ++j;
  }
  if ((i < a.size() && weight(a, i) == kBeyondAscii) || (j < b.size() && weight(b, j) == kBeyondAscii)) return compare_collated(a, b);
  if (i < a.size() || j < b.size()) return i == a.size() ? -1 : 1;
  if (by_case != 0) return by_case;
  if (first == n) return a.size() < b.size() ? -1 : 1;
  const bool letter_a = weight(a, first) != 0;
  const bool letter_b = weight(b, first) != 0;
  if (letter_a != letter_b) return letter_b ? -1 : 1;
  return static_cast<unsigned char>(a[first]) < static_cast<unsigned char>(b[first]) ? -1 : 1;
}

}  // namespace lykos
