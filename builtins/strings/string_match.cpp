// string_match.cpp - does a string match a pattern: StringMatchQ and its relatives, and the symbols patterns are made of.
#include <algorithm>

#include "builtins/strings/string_calls.h"
#include "builtins/strings/string_distance.h"
#include "builtins/strings/string_pattern.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// SpellingCorrection -> True: a plain string also matches when a few of its characters differ.
bool nearly_matches(const Expr& text, const Expr& pattern, bool ignore_case) {
  if (pattern.is_list()) return std::any_of(pattern.args().begin(), pattern.args().end(), [&](const Expr& p) { return nearly_matches(text, p, ignore_case); });
  return pattern.is_string() && nearly_equal(text.string_value(), pattern.string_value(), ignore_case);
}

MaybeExpr match_strings(Call& call, PatternAnchor anchor, bool wildcards, bool negate) {
  const StringCall read = read_string_call(call);
  if (!read.valid) return std::nullopt;
  if (read.args.size() != 2) return std::nullopt;
  PatternOptions options = read.options;
  options.anchor = anchor;
  options.wildcards = wildcards;
  if (!is_string_or_strings(read.args[0])) return call.message("strse", {Expr::integer(1), call.expr()});
  const StringPatternPtr pattern = compile_string_pattern(read.args[1], options);
  if (!pattern) return std::nullopt;
  const bool corrects = wildcards && call.option(Expr(sym::SpellingCorrection)).is_true();
  return for_each_string(call, read.args[0], [&](const Expr& text) -> MaybeExpr {
    StringSearch search(pattern, text.string_value());
    bool found = search.find(0);
    if (!found && corrects) found = nearly_matches(text, read.args[1], options.ignore_case);
    return Expr::boolean(found != negate);
  });
}

// StringMatchQ[s, p]: the whole of s.
MaybeExpr builtin_StringMatchQ(Call& call) { return match_strings(call, PatternAnchor::Whole, true, false); }
MaybeExpr builtin_StringContainsQ(Call& call) { return match_strings(call, PatternAnchor::Anywhere, false, false); }
MaybeExpr builtin_StringFreeQ(Call& call) { return match_strings(call, PatternAnchor::Anywhere, false, true); }
MaybeExpr builtin_StringStartsQ(Call& call) { return match_strings(call, PatternAnchor::Start, false, false); }
MaybeExpr builtin_StringEndsQ(Call& call) { return match_strings(call, PatternAnchor::End, false, false); }

// s1 ~~ s2: strings join at once, patterns wait.
MaybeExpr builtin_StringExpression(Call& call) {
  std::string joined;
  for (const Expr& part : call.args()) {
    if (!part.is_string()) return std::nullopt;
    joined += part.string_value();
  }
  return Expr::string(std::move(joined));
}

MaybeExpr builtin_StringQ(Call& call) { return Expr::boolean(call.arg(0).is_string()); }

constexpr const char* kMatchOptions = "{IgnoreCase -> False}";

constexpr Builtin kBuiltins[] = {
    {.name = "StringMatchQ",
     .fn = builtin_StringMatchQ,
     .arity = between(1, 2),
     .usage = "StringMatchQ[\"string\", patt] gives True if the whole string matches the string pattern patt.\n"
              "StringMatchQ[{s1, s2, ...}, patt] gives a list of results.\n"
              "StringMatchQ[patt] is an operator form that can be applied to a string.\n"
              "In a plain string * stands for any characters and @ for one or more characters that are no capital letters.",
     .options = "{IgnoreCase -> False, SpellingCorrection -> None}",
     .sub_fn = string_operator_form},
    {.name = "StringContainsQ",
     .fn = builtin_StringContainsQ,
     .arity = between(1, 2),
     .usage = "StringContainsQ[\"string\", patt] gives True if some part of string matches the string pattern patt.\n"
              "StringContainsQ[{s1, s2, ...}, patt] gives a list of results.\n"
              "StringContainsQ[patt] is an operator form.",
     .options = kMatchOptions,
     .sub_fn = string_operator_form},
    {.name = "StringFreeQ",
     .fn = builtin_StringFreeQ,
     .arity = between(1, 2),
     .usage = "StringFreeQ[\"string\", patt] gives True if no part of string matches the string pattern patt.\n"
              "StringFreeQ[{s1, s2, ...}, patt] gives a list of results.\n"
              "StringFreeQ[patt] is an operator form.",
     .options = kMatchOptions,
     .sub_fn = string_operator_form},
    {.name = "StringStartsQ",
     .fn = builtin_StringStartsQ,
     .arity = between(1, 2),
     .usage = "StringStartsQ[\"string\", patt] gives True if string starts with a match of the string pattern patt.\n"
              "StringStartsQ[{s1, s2, ...}, patt] gives a list of results.\n"
              "StringStartsQ[patt] is an operator form.",
     .options = kMatchOptions,
     .sub_fn = string_operator_form},
    {.name = "StringEndsQ",
     .fn = builtin_StringEndsQ,
     .arity = between(1, 2),
     .usage = "StringEndsQ[\"string\", patt] gives True if string ends with a match of the string pattern patt.\n"
              "StringEndsQ[{s1, s2, ...}, patt] gives a list of results.\n"
              "StringEndsQ[patt] is an operator form.",
     .options = kMatchOptions,
     .sub_fn = string_operator_form},
    {.name = "StringQ",
     .fn = builtin_StringQ,
     .arity = exactly(1),
     .usage = "StringQ[expr] gives True if expr is a string, and False otherwise."},
    {.name = "StringExpression",
     .fn = builtin_StringExpression,
     .attributes = kFlat | kOneIdentity | kProtected,
     .usage = "s1 ~~ s2 ~~ ... or StringExpression[s1, s2, ...] represents a sequence of strings and symbolic string objects.",
     .messages = {{"invld", "Element `1` is not a valid string or pattern element in `2`."}}},
    {.name = "RegularExpression",
     .usage = "RegularExpression[\"regex\"] represents the class of strings that match the regular expression regex.",
     .messages = {{"msg", "Regular expression error: `1` at position `2` in `3`."},
                  {"maxrec", "Recursion limit exceeded; positive match might be missed."}}},
    {.name = "DigitCharacter", .usage = "DigitCharacter represents a digit character 0-9 in string patterns."},
    {.name = "LetterCharacter", .usage = "LetterCharacter represents a letter character in string patterns."},
    {.name = "WordCharacter", .usage = "WordCharacter represents a letter or digit character in string patterns."},
    {.name = "WhitespaceCharacter", .usage = "WhitespaceCharacter represents a single whitespace character in string patterns."},
    {.name = "Whitespace", .usage = "Whitespace represents one or more whitespace characters in string patterns."},
    {.name = "PunctuationCharacter", .usage = "PunctuationCharacter represents a punctuation character in string patterns."},
    {.name = "HexadecimalCharacter",
     .usage = "HexadecimalCharacter represents a hexadecimal digit character 0-9, a-f, A-F in string patterns."},
    {.name = "NumberString", .usage = "NumberString represents the characters of a number in string patterns."},
    {.name = "WordBoundary", .usage = "WordBoundary represents the boundary between words in string patterns."},
    {.name = "StartOfString", .usage = "StartOfString represents the start of a string in string patterns."},
    {.name = "EndOfString", .usage = "EndOfString represents the end of a string in string patterns."},
    {.name = "StartOfLine", .usage = "StartOfLine represents the start of a line in string patterns."},
    {.name = "EndOfLine", .usage = "EndOfLine represents the end of a line in string patterns."},
    {.name = "DatePattern",
     .usage = "DatePattern[elements] represents the characters of a date with the given elements in string patterns.\n"
              "DatePattern[elements, sep] allows separators that match the string pattern sep."},
    {.name = "CaseSensitive",
     .usage = "CaseSensitive[patt] represents a string pattern that is case sensitive even with IgnoreCase -> True."},
    {.name = "IgnoreCase",
     .usage = "IgnoreCase is an option for string functions that specifies whether upper and lower case letters are equivalent."},
    {.name = "MetaCharacters",
     .usage = "MetaCharacters is an option for string functions that specifies whether * and @ in plain strings stand for other characters."},
    {.name = "SpellingCorrection",
     .usage = "SpellingCorrection is an option for StringMatchQ and Names that specifies whether strings with a few different characters match."},
    {.name = "Overlaps", .usage = "Overlaps is an option for string functions that specifies how to treat overlapping matches."},
};

}  // namespace

void register_string_match(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
