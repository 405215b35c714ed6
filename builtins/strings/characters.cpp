// characters.cpp - characters of strings: lists of them, their classes, case, codes, names and counts.
#include <algorithm>
#include <unordered_map>

#include "builtins/strings/encoding.h"
#include "builtins/strings/string_calls.h"
#include "builtins/strings/string_pattern.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "expr/number.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

// One-character strings are made over and over; the ASCII ones are kept.
Expr character_expr(std::string_view character) {
  static const std::vector<Expr> ascii = [] {
    std::vector<Expr> all;
    for (int i = 0; i < 128; ++i) all.push_back(Expr::string(std::string(1, static_cast<char>(i))));
    return all;
  }();
  if (character.size() == 1 && static_cast<unsigned char>(character[0]) < 0x80) {
    return ascii[static_cast<unsigned char>(character[0])];
  }
  return string_expr(character);
}

MaybeExpr builtin_Characters(Call& call) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  const std::string& text = call.arg(0).string_value();
  Builder characters(sym::List, text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t length = character_length_at(text, offset);
    characters.push(character_expr(std::string_view(text).substr(offset, length)));
    offset += length;
  }
  return characters.finish();
}

std::optional<char32_t> character_argument(const Expr& expr) {
  if (expr.is_string()) {
    const std::string& text = expr.string_value();
    if (text.empty()) return std::nullopt;
    std::size_t offset = 0;
    const char32_t c = next_character(text, offset);
    if (offset != text.size()) return std::nullopt;
    return c;
  }
  const auto code = count_argument(expr);
  if (!code || *code > 0x10FFFF) return std::nullopt;
  return static_cast<char32_t>(*code);
}

// CharacterRange["a", "z"], CharacterRange[97, 122]
MaybeExpr builtin_CharacterRange(Call& call) {
  const auto first = character_argument(call.arg(0));
  const auto last = character_argument(call.arg(1));
  if (!first) return call.message("argtype", {call.arg(0), call.arg(1)});
  if (!last) return call.message("argtype", {call.arg(0), call.arg(1)});
  Builder characters(sym::List);
  for (char32_t c = *first; c <= *last; ++c) characters.push(character_expr(encode_character(c)));
  return characters.finish();
}

// ---- case and classes

template <typename Mapping>
MaybeExpr map_text(Call& call, Mapping mapping) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  return Expr::string(mapping(std::string_view(call.arg(0).string_value())));
}

MaybeExpr builtin_ToUpperCase(Call& call) { return map_text(call, [](std::string_view t) { return to_upper(t); }); }
MaybeExpr builtin_ToLowerCase(Call& call) { return map_text(call, [](std::string_view t) { return to_lower(t); }); }

std::string change_first(std::string_view text, bool upper) {
  if (text.empty()) return {};
  std::size_t offset = 0;
  const char32_t c = next_character(text, offset);
  return encode_character(upper ? to_upper(c) : to_lower(c)) + std::string(text.substr(offset));
}

// Capitalize[s], Capitalize[s, "AllWords" | "TitleCase"]: words are separated by blanks.
MaybeExpr builtin_Capitalize(Call& call) {
  std::string_view scheme = "FirstWord";
  if (call.size() == 2) {
    const auto given = string_argument(call.arg(1));
    if (!given || (*given != "FirstWord" && *given != "AllWords" && *given != "TitleCase")) return call.message("scheme", {call.arg(1)});
    scheme = *given;
  }
  return map_text(call, [scheme](std::string_view text) {
    if (scheme == "FirstWord") return change_first(text, true);
    static constexpr std::string_view kSmallWords[] = {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "nor", "of", "on", "or", "the", "to", "with"};
    std::string result;
    bool first_word = true;
    for (std::size_t i = 0; i < text.size();) {
      if (text[i] == ' ' || text[i] == '\t' || text[i] == '\n') {
        result += text[i++];
        continue;
      }
      const std::size_t end = std::min(text.find_first_of(" \t\n", i), text.size());
      const std::string_view word = text.substr(i, end - i);
      const bool small = scheme == "TitleCase" && !first_word &&
                         std::find(std::begin(kSmallWords), std::end(kSmallWords), word) != std::end(kSmallWords);
      result += small ? std::string(word) : change_first(word, true);
      first_word = false;
      i = end;
    }
    return result;
  });
}

MaybeExpr builtin_Decapitalize(Call& call) {
  return map_text(call, [](std::string_view text) { return change_first(text, false); });
}

MaybeExpr all_characters(Call& call, bool (*is_member)(char32_t)) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  const std::string& text = call.arg(0).string_value();
  for (std::size_t offset = 0; offset < text.size();) {
    if (!is_member(next_character(text, offset))) return Expr(sym::False);
  }
  return Expr(sym::True);
}
MaybeExpr builtin_UpperCaseQ(Call& call) { return all_characters(call, is_upper); }
MaybeExpr builtin_LowerCaseQ(Call& call) { return all_characters(call, is_lower); }
MaybeExpr builtin_LetterQ(Call& call) { return all_characters(call, is_letter); }
MaybeExpr builtin_DigitQ(Call& call) { return all_characters(call, is_digit); }
MaybeExpr builtin_PrintableASCIIQ(Call& call) {
  return all_characters(call, [](char32_t c) { return c >= 32 && c < 127; });
}

// ---- codes

std::optional<TextEncoding> encoding_argument(const Call& call, const Expr& name) {
  const auto text = string_argument(name);
  const auto encoding = text ? encoding_by_name(*text) : std::nullopt;
  if (!encoding) call.message("charcode", {name});
  return encoding;
}

// "Unicode" as a character encoding of codes means the code points themselves.
bool is_unicode_name(const Expr& name) { return name.is_string() && name.string_value() == "Unicode"; }

MaybeExpr builtin_ToCharacterCode(Call& call) {
  const Expr& subject = call.arg(0);
  if (!is_string_or_strings(subject)) return call.message("strse", {Expr::integer(1), call.expr()});
  std::optional<TextEncoding> encoding;
  if (call.size() == 2 && !is_unicode_name(call.arg(1))) {
    encoding = encoding_argument(call, call.arg(1));
    if (!encoding) return std::nullopt;
  }
  return for_each_string(call, subject, [&](const Expr& text) -> MaybeExpr {
    Builder codes(sym::List);
    if (!encoding) {
      const std::string& value = text.string_value();
      for (std::size_t offset = 0; offset < value.size();) codes.push(Expr::integer(next_character(value, offset)));
      return pack(codes.finish());
    }
    if (*encoding == TextEncoding::Utf8 || *encoding >= TextEncoding::Utf16Le) {
      const std::string bytes = *encode_text(text.string_value(), *encoding, true);
      for (const char byte : bytes) codes.push(Expr::integer(static_cast<unsigned char>(byte)));
      return pack(codes.finish());
    }
    // Single-byte encodings: a character they lack has no code.
    const std::string& value = text.string_value();
    for (std::size_t offset = 0; offset < value.size();) {
      const std::size_t start = offset;
      next_character(value, offset);
      const auto byte = encode_text(std::string_view(value).substr(start, offset - start), *encoding);
      codes.push(byte ? Expr::integer(static_cast<unsigned char>((*byte)[0])) : Expr(sym::None));
    }
    return pack(codes.finish());
  });
}

MaybeExpr from_codes(const Call& call, const Expr& codes, const std::optional<TextEncoding>& encoding) {
  std::string bytes;
  const std::size_t count = codes.is_list() ? codes.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const Expr code = codes.is_list() ? codes[i] : codes;
    const auto n = count_argument(code);
    const std::int64_t largest = encoding ? 0xFF : 0x10FFFF;
    if (!n || *n > largest || (*n >= 0xD800 && *n < 0xE000)) {
      return call.message(encoding ? "notbyte" : "notunicode", {codes.is_list() ? codes : make_list({codes}), Expr::integer(static_cast<std::int64_t>(i + 1))});
    }
    if (encoding) bytes += static_cast<char>(*n);
    else append_character(bytes, static_cast<char32_t>(*n));
  }
  if (!encoding) return Expr::string(std::move(bytes));
  if (*encoding == TextEncoding::Utf8) return Expr::string(repair_utf8(std::move(bytes)));
  return Expr::string(decode_text(bytes, *encoding));
}

// FromCharacterCode[n], [{n1, ...}], [{{n11, ...}, ...}], [codes, "encoding"]
MaybeExpr builtin_FromCharacterCode(Call& call) {
  std::optional<TextEncoding> encoding;
  if (call.size() == 2 && !is_unicode_name(call.arg(1))) {
    encoding = encoding_argument(call, call.arg(1));
    if (!encoding) return std::nullopt;
  }
  const Expr& codes = call.arg(0);
  if (codes.is_list() && codes.size() > 0 && codes[0].is_list()) {
    Builder strings(sym::List, codes.size());
    for (const Expr& one : codes.args()) {
      MaybeExpr text = from_codes(call, one, encoding);
      if (!text) return std::nullopt;
      strings.push(std::move(*text));
    }
    return strings.finish();
  }
  return from_codes(call, codes, encoding);
}

MaybeExpr builtin_StringToByteArray(Call& call) {
  TextEncoding encoding = TextEncoding::Utf8;
  if (call.size() == 2) {
    const auto given = encoding_argument(call, call.arg(1));
    if (!given) return std::nullopt;
    encoding = *given;
  }
  return for_each_string(call, call.arg(0), [&](const Expr& text) -> MaybeExpr {
    const auto bytes = encode_text(text.string_value(), encoding, true);
    return make_byte_array(std::vector<std::uint8_t>(bytes->begin(), bytes->end()));
  });
}

MaybeExpr builtin_ByteArrayToString(Call& call) {
  TextEncoding encoding = TextEncoding::Utf8;
  if (call.size() == 2) {
    const auto given = encoding_argument(call, call.arg(1));
    if (!given) return std::nullopt;
    encoding = *given;
  }
  if (call.arg(0).is_list() && call.arg(0).size() == 0) return Expr::string("");
  if (!call.arg(0).is_byte_array()) return call.message("bytearr", {call.arg(0)});
  const auto& bytes = call.arg(0).bytes();
  const std::string_view view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return Expr::string(encoding == TextEncoding::Utf8 ? repair_utf8(std::string(view)) : decode_text(view, encoding));
}

// Letters and digits of ASCII have no long name of the language; their names are Unicode's.
std::optional<std::string> ascii_name(char32_t c) {
  if (c >= 'a' && c <= 'z') return std::string("LatinSmallLetter") + static_cast<char>(c - 'a' + 'A');
  if (c >= 'A' && c <= 'Z') return std::string("LatinCapitalLetter") + static_cast<char>(c);
  static constexpr const char* kDigits[] = {"Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"};
  if (c >= '0' && c <= '9') return std::string("Digit") + kDigits[c - '0'];
  return std::nullopt;
}

// CharacterName["a"]: the long name of a character, or its code.
MaybeExpr builtin_CharacterName(Call& call) {
  const auto c = character_argument(call.arg(0));
  if (!c) return call.message("string", {Expr::integer(1), call.expr()});
  if (const auto name = character_long_name(*c)) return string_expr(*name);
  if (const auto name = ascii_name(*c)) return string_expr(*name);
  return missing("NotAvailable");
}

// ---- alphabets and letter numbers

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

// ---- counts: most frequent first, equal counts in order of appearance

Expr counted(const std::vector<std::string>& pieces) {
  std::vector<std::pair<std::string, std::int64_t>> counts;
  std::unordered_map<std::string, std::size_t> position;
  for (const std::string& piece : pieces) {
    const auto [at, fresh] = position.emplace(piece, counts.size());
    if (fresh) counts.emplace_back(piece, 1);
    else ++counts[at->second].second;
  }
  std::stable_sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<AssociationEntry> entries;
  entries.reserve(counts.size());
  for (const auto& [piece, count] : counts) entries.push_back({Expr::string(piece), Expr::integer(count), false});
  return make_association(std::move(entries));
}

std::vector<std::string> pieces_of_length(std::string_view text, std::size_t n, bool letters_only, bool ignore_case) {
  std::u32string characters = decode(text);
  if (ignore_case) {
    for (char32_t& c : characters) c = to_lower(c);
  }
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i + n <= characters.size(); ++i) {
    const std::u32string_view piece = std::u32string_view(characters).substr(i, n);
    if (letters_only && !std::all_of(piece.begin(), piece.end(), is_letter)) continue;
    pieces.push_back(encode(piece));
  }
  return pieces;
}

MaybeExpr count_pieces(Call& call, bool letters_only) {
  const StringCall read = read_string_call(call);
  if (!read.valid) return std::nullopt;
  if (read.args.empty() || read.args.size() > 2) return std::nullopt;
  std::int64_t n = 1;
  if (read.args.size() == 2) {
    const auto given = count_argument(read.args[1]);
    if (!given || *given == 0) return call.message("intpm", {call.expr(), Expr::integer(2)});
    n = *given;
  }
  return for_each_string(call, read.args[0], [&](const Expr& text) -> MaybeExpr {
    return counted(pieces_of_length(text.string_value(), static_cast<std::size_t>(n), letters_only, read.options.ignore_case));
  });
}
MaybeExpr builtin_LetterCounts(Call& call) { return count_pieces(call, true); }
MaybeExpr builtin_CharacterCounts(Call& call) { return count_pieces(call, false); }

// Words are runs of letters and digits, with single apostrophes, hyphens and points allowed between them.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  const std::u32string characters = decode(text);
  const auto in_word = [&](std::size_t i) { return i < characters.size() && (is_letter(characters[i]) || is_digit(characters[i])); };
  for (std::size_t i = 0; i < characters.size();) {
    if (!in_word(i)) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (in_word(end) || ((characters[end] == U'\'' || characters[end] == U'\u2019' || characters[end] == U'-' || characters[end] == U'.') &&
                            in_word(end + 1))) {
      if (++end >= characters.size()) break;
    }
    words.push_back(encode(std::u32string_view(characters).substr(i, end - i)));
    i = end;
  }
  return words;
}

// A sentence ends at . ! or ? followed by a blank (or the end), a closing quote or bracket allowed between.
// A full stop at `dot` that shortens a word: after a title or an initial, before a word in lower case, or before a number as in "No. 5".
bool is_abbreviation(std::string_view text, std::size_t dot) {
  static constexpr std::string_view kShortened[] = {"Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Jr", "Sr", "vs", "e.g", "i.e", "cf", "Rev", "Gen", "Col", "Sgt", "Capt", "Lt"};
  static constexpr std::string_view kBeforeNumbers[] = {"No", "no", "Nr", "Fig", "fig", "Vol", "vol", "p", "pp", "ca", "approx"};
  std::size_t begin = dot;
  while (begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) != 0 || text[begin - 1] == '.')) --begin;
  const std::string_view word = text.substr(begin, dot - begin);
  const std::size_t next = text.find_first_not_of(" \t\r\n", dot + 1);
  if (next == std::string_view::npos) return false;
  if (text[next] >= 'a' && text[next] <= 'z') return true;
  if (word.size() == 1 && word[0] >= 'A' && word[0] <= 'Z' && word[0] != 'I') return true;
  if (text[next] >= '0' && text[next] <= '9' && std::find(std::begin(kBeforeNumbers), std::end(kBeforeNumbers), word) != std::end(kBeforeNumbers)) return true;
  return std::find(std::begin(kShortened), std::end(kShortened), word) != std::end(kShortened);
}

std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> sentences;
  const auto trimmed = [](std::string_view piece) {
    const std::size_t first = piece.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::string_view();
    return piece.substr(first, piece.find_last_not_of(" \t\r\n") - first + 1);
  };
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool mark = text[i] == '.' || text[i] == '!' || text[i] == '?';
    const bool paragraph = text[i] == '\n' && i + 1 < text.size() && text[i + 1] == '\n';
    if (!mark && !paragraph) continue;
    if (text[i] == '.' && is_abbreviation(text, i)) continue;
    std::size_t end = i + 1;
    while (mark && end < text.size() && std::string_view(".!?\")'").find(text[end]) != std::string_view::npos) ++end;
    if (end < text.size() && text[end] != ' ' && text[end] != '\n' && text[end] != '\t' && text[end] != '\r' && !paragraph) continue;
    const std::string_view sentence = trimmed(text.substr(start, end - start));
    if (!sentence.empty()) sentences.emplace_back(sentence);
    start = end;
    i = end - 1;
  }
  const std::string_view rest = trimmed(text.substr(start));
  if (!rest.empty()) sentences.emplace_back(rest);
  return sentences;
}

MaybeExpr first_pieces(Call& call, std::vector<std::string> (*pieces_in)(std::string_view)) {
  std::int64_t limit = INT64_MAX;
  if (call.size() == 2) {
    const auto n = count_argument(call.arg(1), true);
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(2)});
    limit = *n;
  }
  return for_each_string(call, call.arg(0), [&](const Expr& text) -> MaybeExpr {
    auto pieces = pieces_in(text.string_value());
    if (static_cast<std::int64_t>(pieces.size()) > limit) pieces.resize(static_cast<std::size_t>(limit));
    return string_list(pieces);
  });
}
MaybeExpr builtin_TextWords(Call& call) { return first_pieces(call, words_of); }
MaybeExpr builtin_TextSentences(Call& call) { return first_pieces(call, sentences_of); }

MaybeExpr builtin_WordCount(Call& call) {
  return for_each_string(call, call.arg(0), [](const Expr& text) -> MaybeExpr {
    return Expr::integer(static_cast<std::int64_t>(words_of(text.string_value()).size()));
  });
}

MaybeExpr builtin_WordCounts(Call& call) {
  const StringCall read = read_string_call(call);
  if (!read.valid) return std::nullopt;
  if (read.args.empty() || read.args.size() > 2) return std::nullopt;
  std::size_t n = 1;
  if (read.args.size() == 2) {
    const auto given = count_argument(read.args[1]);
    if (!given || *given == 0) return call.message("intpm", {call.expr(), Expr::integer(2)});
    n = static_cast<std::size_t>(*given);
  }
  return for_each_string(call, read.args[0], [&](const Expr& text) -> MaybeExpr {
    const std::vector<std::string> words = words_of(read.options.ignore_case ? to_lower(text.string_value()) : text.string_value());
    std::vector<std::string> runs;
    for (std::size_t i = 0; i + n <= words.size(); ++i) {
      std::string run = words[i];
      for (std::size_t k = 1; k < n; ++k) run += " " + words[i + k];
      runs.push_back(std::move(run));
    }
    return counted(runs);
  });
}

// ---- diacritics and transliteration

std::string strip_diacritics(std::string_view text) {
  std::string result;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t c = next_character(text, offset);
    if (c >= 0x300 && c < 0x370) continue;  // combining marks
    append_character(result, without_diacritic(c));
  }
  return result;
}

// Latin spellings: ISO 9 / BGN style for Cyrillic, ELOT 743 style for Greek, plus the Latin letters that are two in ASCII.
std::string transliterate(std::string_view text) {
  static constexpr const char* kCyrillic[] = {"a", "b", "v", "g", "d", "e", "zh", "z", "i", "j", "k", "l", "m", "n", "o", "p",
                                              "r", "s", "t", "u", "f", "h", "c", "ch", "sh", "shch", "\"", "y", "'", "e", "yu", "ya"};
  static constexpr const char* kGreek[] = {"a", "b", "g", "d", "e", "z", "e", "th", "i", "k", "l", "m", "n", "x", "o",
                                           "p", "r", "s", "s", "t", "u", "ph", "ch", "ps", "o"};
  std::string result;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t c = next_character(text, offset);
    if (c >= 0x300 && c < 0x370) continue;
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
    if (letters != nullptr) {
      result += c == low ? std::string(letters) : change_first(letters, true);
    } else {
      append_character(result, without_diacritic(c));
    }
  }
  return result;
}

MaybeExpr builtin_RemoveDiacritics(Call& call) {
  return for_each_string(call, call.arg(0), [](const Expr& text) -> MaybeExpr { return Expr::string(strip_diacritics(text.string_value())); });
}
MaybeExpr builtin_Transliterate(Call& call) {
  return for_each_string(call, call.arg(0), [](const Expr& text) -> MaybeExpr { return Expr::string(transliterate(text.string_value())); });
}

// ---- IntegerString

std::string roman(std::int64_t n) {
  static constexpr std::pair<int, const char*> kNumerals[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"},
                                                              {50, "L"},   {40, "XL"},  {10, "X"},  {9, "IX"},   {5, "V"},   {4, "IV"}, {1, "I"}};
  std::string text;
  for (const auto& [value, letters] : kNumerals) {
    for (; n >= value; n -= value) text += letters;
  }
  return text;
}

// IntegerString[n], [n, b], [n, b, length], [n, "Roman"]
MaybeExpr builtin_IntegerString(Call& call) {
  if (!call.arg(0).is_integer()) return call.message("int", {call.expr(), Expr::integer(1)});
  const Integer n = abs(call.arg(0).to_integer());
  int base = 10;
  if (call.size() >= 2) {
    if (call.arg(1).is_string() && call.arg(1).string_value() == "Roman") {
      if (!n.fits_int64() || n.to_int64() > 4999) return call.message("intrm", {call.arg(0)});
      return Expr::string(n.sign() == 0 ? "N" : roman(n.to_int64()));
    }
    const auto b = machine_integer(call.arg(1));
    if (!b || *b < 2 || *b > 36) return call.message("basf", {call.arg(1), Expr::integer(36)});
    base = static_cast<int>(*b);
  }
  std::string digits = n.to_string(base);
  std::transform(digits.begin(), digits.end(), digits.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (call.size() == 3) {
    const auto length = count_argument(call.arg(2));
    if (!length || *length > (std::int64_t{1} << 31)) return call.message("intnm", {call.expr(), Expr::integer(3)});
    const auto wanted = static_cast<std::size_t>(*length);
    if (digits.size() > wanted) digits.erase(0, digits.size() - wanted);
    else digits.insert(0, wanted - digits.size(), '0');
  }
  return Expr::string(std::move(digits));
}

constexpr const char* kEncodingText = "The character encoding `1` is not supported.";
constexpr const char* kAlphabetText = "The alphabet `1` is not known or not available.";

constexpr Builtin kBuiltins[] = {
    {.name = "Characters",
     .fn = builtin_Characters,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "Characters[\"string\"] gives a list of the characters in a string."},
    {.name = "CharacterRange",
     .fn = builtin_CharacterRange,
     .arity = exactly(2),
     .usage = "CharacterRange[\"c1\", \"c2\"] yields a list of the characters in the range from c1 to c2.\n"
              "CharacterRange[n1, n2] yields the characters with Unicode codes from n1 to n2.",
     .messages = {{"argtype", "Arguments `1` and `2` are not both strings of length 1."}}},
    {.name = "ToUpperCase",
     .fn = builtin_ToUpperCase,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "ToUpperCase[\"string\"] yields a string in which all letters have been converted to upper case."},
    {.name = "ToLowerCase",
     .fn = builtin_ToLowerCase,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "ToLowerCase[\"string\"] yields a string in which all letters have been converted to lower case."},
    {.name = "Capitalize",
     .fn = builtin_Capitalize,
     .arity = between(1, 2),
     .attributes = kListable | kProtected,
     .usage = "Capitalize[\"string\"] makes the first character of string upper case.\n"
              "Capitalize[\"string\", \"AllWords\"] capitalizes every word, \"TitleCase\" all but small words.",
     .messages = {{"scheme", "`1` is not \"FirstWord\", \"AllWords\" or \"TitleCase\"."}}},
    {.name = "Decapitalize",
     .fn = builtin_Decapitalize,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "Decapitalize[\"string\"] makes the first character of string lower case."},
    {.name = "UpperCaseQ",
     .fn = builtin_UpperCaseQ,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "UpperCaseQ[\"string\"] yields True if all the characters in string are upper-case letters."},
    {.name = "LowerCaseQ",
     .fn = builtin_LowerCaseQ,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "LowerCaseQ[\"string\"] yields True if all the characters in string are lower-case letters."},
    {.name = "LetterQ",
     .fn = builtin_LetterQ,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "LetterQ[\"string\"] yields True if all the characters in string are letters."},
    {.name = "DigitQ",
     .fn = builtin_DigitQ,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "DigitQ[\"string\"] yields True if all the characters in string are digits 0 through 9."},
    {.name = "PrintableASCIIQ",
     .fn = builtin_PrintableASCIIQ,
     .arity = exactly(1),
     .attributes = kListable | kProtected,
     .usage = "PrintableASCIIQ[\"string\"] yields True if all the characters in string are printable ASCII characters."},
    {.name = "ToCharacterCode",
     .fn = builtin_ToCharacterCode,
     .arity = between(1, 2),
     .usage = "ToCharacterCode[\"string\"] gives a list of the integer codes of the characters in string.\n"
              "ToCharacterCode[\"string\", \"encoding\"] gives the codes in the character encoding.\n"
              "ToCharacterCode[{s1, s2, ...}] gives a list of lists of codes.",
     .messages = {{"charcode", kEncodingText}}},
    {.name = "FromCharacterCode",
     .fn = builtin_FromCharacterCode,
     .arity = between(1, 2),
     .usage = "FromCharacterCode[n] gives a string of the character with integer code n.\n"
              "FromCharacterCode[{n1, n2, ...}] gives a string of the characters with codes ni.\n"
              "FromCharacterCode[{{n11, n12, ...}, {n21, ...}, ...}] gives a list of strings.\n"
              "FromCharacterCode[codes, \"encoding\"] reads the codes in the character encoding.",
     .messages = {{"charcode", kEncodingText},
                  {"notunicode", "A character unicode, which should be a non-negative integer less than 1114112, is expected at position `2` in `1`."},
                  {"notbyte", "A byte, an integer from 0 to 255, is expected at position `2` in `1`."}}},
    {.name = "StringToByteArray",
     .fn = builtin_StringToByteArray,
     .arity = between(1, 2),
     .usage = "StringToByteArray[\"string\"] gives the UTF-8 bytes of string as a ByteArray.\n"
              "StringToByteArray[\"string\", \"encoding\"] uses the character encoding.",
     .messages = {{"charcode", kEncodingText}}},
    {.name = "ByteArrayToString",
     .fn = builtin_ByteArrayToString,
     .arity = between(1, 2),
     .usage = "ByteArrayToString[ba] gives the string whose UTF-8 bytes are in the byte array ba.\n"
              "ByteArrayToString[ba, \"encoding\"] uses the character encoding.",
     .messages = {{"charcode", kEncodingText}, {"bytearr", "`1` is not a ByteArray."}}},
    {.name = "CharacterName",
     .fn = builtin_CharacterName,
     .arity = exactly(1),
     .usage = "CharacterName[\"c\"] gives the long name of the character c.\n"
              "CharacterName[n] gives the long name of the character with code n."},
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
    {.name = "LetterCounts",
     .fn = builtin_LetterCounts,
     .arity = between(1, 2),
     .usage = "LetterCounts[\"string\"] gives an association of the letters in string and how often each occurs.\n"
              "LetterCounts[\"string\", n] counts n-grams of letters.",
     .options = "{IgnoreCase -> False}"},
    {.name = "CharacterCounts",
     .fn = builtin_CharacterCounts,
     .arity = between(1, 2),
     .usage = "CharacterCounts[\"string\"] gives an association of the characters in string and how often each occurs.\n"
              "CharacterCounts[\"string\", n] counts n-grams of characters.",
     .options = "{IgnoreCase -> False}"},
    {.name = "TextWords",
     .fn = builtin_TextWords,
     .arity = between(1, 2),
     .usage = "TextWords[\"string\"] gives a list of the words in string.\nTextWords[\"string\", n] gives the first n words."},
    {.name = "TextSentences",
     .fn = builtin_TextSentences,
     .arity = between(1, 2),
     .usage = "TextSentences[\"string\"] gives a list of the sentences in string.\nTextSentences[\"string\", n] gives the first n sentences."},
    {.name = "WordCount",
     .fn = builtin_WordCount,
     .arity = exactly(1),
     .usage = "WordCount[\"string\"] gives the number of words in string."},
    {.name = "WordCounts",
     .fn = builtin_WordCounts,
     .arity = between(1, 2),
     .usage = "WordCounts[\"string\"] gives an association of the words in string and how often each occurs.\n"
              "WordCounts[\"string\", n] counts the runs of n words.",
     .options = "{IgnoreCase -> False}"},
    {.name = "RemoveDiacritics",
     .fn = builtin_RemoveDiacritics,
     .arity = exactly(1),
     .usage = "RemoveDiacritics[\"string\"] replaces characters with diacritics in string by their base characters."},
    {.name = "Transliterate",
     .fn = builtin_Transliterate,
     .arity = exactly(1),
     .usage = "Transliterate[\"string\"] writes the Cyrillic, Greek and accented letters in string with ASCII letters."},
    {.name = "IntegerString",
     .fn = builtin_IntegerString,
     .arity = between(1, 3),
     .attributes = kListable | kProtected,
     .usage = "IntegerString[n] gives a string of the decimal digits of the integer n, without its sign.\n"
              "IntegerString[n, b] gives the digits in base b.\n"
              "IntegerString[n, b, len] pads on the left with zeros or drops digits to give a string of length len.\n"
              "IntegerString[n, \"Roman\"] gives the Roman numeral.",
     .messages = {{"intrm", "`1` is too large for a Roman numeral."}, {"basf", "The base `1` is not an integer from 2 to `2`."}}},
};

}  // namespace

void register_characters(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
