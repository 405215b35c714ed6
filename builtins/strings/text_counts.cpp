// text_counts.cpp - words and sentences of texts, and counts of letters, characters and words.
#include <algorithm>
#include <unordered_map>

#include "builtins/strings/register.h"
#include "builtins/strings/string_calls.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

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

constexpr Builtin kBuiltins[] = {
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
};

}  // namespace

void register_text_counts(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
