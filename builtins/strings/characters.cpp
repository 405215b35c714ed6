// characters.cpp - characters of strings: lists of them, their classes, case, codes and names, plain spellings.
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
