// string_distance.cpp - comparing sequences: edit distances, common subsequences, alignments. All work on strings and on lists.
#include <algorithm>
#include <unordered_map>

#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// A string or list as numbers: equal elements have equal numbers, so that the algorithms compare integers.
struct Sequences {
  std::vector<std::uint32_t> a, b;
  Expr source_a, source_b;
  bool strings = false;
};

std::optional<Sequences> read_sequences(Call& call) {
  Sequences result;
  const bool ignore_case = call.option(Expr(sym::IgnoreCase)).is_true();
  const Expr& first = call.arg(0);
  const Expr& second = call.arg(1);
  if (first.is_string() && second.is_string()) {
    result.strings = true;
    const auto codes = [ignore_case](const Expr& text) {
      std::vector<std::uint32_t> all;
      for (const char32_t c : decode(text.string_value())) all.push_back(ignore_case ? to_lower(c) : c);
      return all;
    };
    result.a = codes(first);
    result.b = codes(second);
  } else if (first.is_list() && second.is_list()) {
    std::unordered_map<Expr, std::uint32_t, ExprHash> numbers;
    const auto codes = [&numbers](const Expr& list) {
      std::vector<std::uint32_t> all;
      for (const Expr& element : list.args()) all.push_back(numbers.emplace(element, static_cast<std::uint32_t>(numbers.size())).first->second);
      return all;
    };
    result.a = codes(first);
    result.b = codes(second);
  } else {
    call.message("strlist", {first, second});
    return std::nullopt;
  }
  result.source_a = first;
  result.source_b = second;
  return result;
}

// Elements first..last-1 of a source: a substring or a sublist.
Expr piece(const Expr& source, std::size_t first, std::size_t last) {
  if (source.is_string()) return string_expr(CharacterIndex(source).slice(first, last));
  return make_list(source.args().subspan(first, last - first));
}

// Levenshtein distance in two rows; common ends are cut off first (Wagner and Fischer 1974).
MaybeExpr builtin_EditDistance(Call& call) {
  const auto s = read_sequences(call);
  if (!s) return std::nullopt;
  std::span<const std::uint32_t> a = s->a;
  std::span<const std::uint32_t> b = s->b;
  while (!a.empty() && !b.empty() && a.front() == b.front()) a = a.subspan(1), b = b.subspan(1);
  while (!a.empty() && !b.empty() && a.back() == b.back()) a = a.first(a.size() - 1), b = b.first(b.size() - 1);
  std::vector<std::int64_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<std::int64_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::int64_t diagonal = row[0];
    row[0] = static_cast<std::int64_t>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::int64_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
    check_interrupt();
  }
  return Expr::integer(row[b.size()]);
}

// As EditDistance, with the exchange of two neighbours as one step. A piece of text is edited once at most (the restricted
// form, also called optimal string alignment).
MaybeExpr builtin_DamerauLevenshteinDistance(Call& call) {
  const auto s = read_sequences(call);
  if (!s) return std::nullopt;
  const auto& a = s->a;
  const auto& b = s->b;
  std::vector<std::int64_t> before(b.size() + 1);
  std::vector<std::int64_t> last(b.size() + 1);
  std::vector<std::int64_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<std::int64_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<std::int64_t>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      row[j] = std::min({last[j - 1] + (same ? 0 : 1), last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
    check_interrupt();
  }
  return Expr::integer(last[b.size()]);
}

MaybeExpr builtin_HammingDistance(Call& call) {
  const auto s = read_sequences(call);
  if (!s) return std::nullopt;
  if (s->a.size() != s->b.size()) return call.message("eqlen", {call.arg(0), call.arg(1)});
  std::int64_t count = 0;
  for (std::size_t i = 0; i < s->a.size(); ++i) count += s->a[i] != s->b[i] ? 1 : 0;
  return Expr::integer(count);
}

constexpr std::size_t kLargestTable = std::size_t{1} << 30;

// Length of the longest common subsequence of the tails from (i, j).
std::vector<std::uint32_t> tail_lengths(const Sequences& s) {
  const std::size_t width = s.b.size() + 1;
  std::vector<std::uint32_t> lengths((s.a.size() + 1) * width, 0);
  for (std::size_t i = s.a.size(); i-- > 0;) {
    for (std::size_t j = s.b.size(); j-- > 0;) {
      lengths[i * width + j] = s.a[i] == s.b[j] ? lengths[(i + 1) * width + j + 1] + 1
                                                : std::max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
    check_interrupt();
  }
  return lengths;
}

bool table_fits(const Call& call, const Sequences& s) {
  if ((s.a.size() + 1) <= kLargestTable / (s.b.size() + 1)) return true;
  call.message("toolong", {});
  return false;
}

// The longest contiguous piece that both have.
MaybeExpr builtin_LongestCommonSubsequence(Call& call) {
  const auto s = read_sequences(call);
  if (!s) return std::nullopt;
  std::vector<std::size_t> row(s->b.size() + 1, 0);
  std::size_t best = 0;
  std::size_t best_end = 0;
  for (std::size_t i = 1; i <= s->a.size(); ++i) {
    std::size_t diagonal = 0;
    for (std::size_t j = 1; j <= s->b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = s->a[i - 1] == s->b[j - 1] ? diagonal + 1 : 0;
      diagonal = above;
      if (row[j] > best) {
        best = row[j];
        best_end = i;
      }
    }
    check_interrupt();
  }
  return piece(s->source_a, best_end - best, best_end);
}

// The longest sequence whose elements both have in order, gaps allowed.
MaybeExpr builtin_LongestCommonSequence(Call& call) {
  const auto s = read_sequences(call);
  if (!s || !table_fits(call, *s)) return std::nullopt;
  const auto lengths = tail_lengths(*s);
  const std::size_t width = s->b.size() + 1;
  std::string text;
  Builder elements(sym::List);
  const CharacterIndex index{s->strings ? std::string_view(s->source_a.string_value()) : std::string_view()};
  for (std::size_t i = 0, j = 0; i < s->a.size() && j < s->b.size();) {
    if (s->a[i] == s->b[j]) {
      if (s->strings) text += index.slice(i, i + 1);
      else elements.push(s->source_a[i]);
      ++i;
      ++j;
    } else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  if (s->strings) return Expr::string(std::move(text));
  return elements.finish();
}

// Common pieces in order, with {from a, from b} where they differ. Needleman and Wunsch with match 1, mismatch -1, gap -1.
MaybeExpr builtin_SequenceAlignment(Call& call) {
  const auto s = read_sequences(call);
  if (!s || !table_fits(call, *s)) return std::nullopt;
  const std::size_t rows = s->a.size();
  const std::size_t columns = s->b.size();
  const std::size_t width = columns + 1;
  std::vector<std::int32_t> score((rows + 1) * width, 0);
  for (std::size_t i = rows + 1; i-- > 0;) {
    for (std::size_t j = columns + 1; j-- > 0;) {
      if (i == rows && j == columns) continue;
      std::int32_t best = INT32_MIN;
      if (i < rows && j < columns) best = score[(i + 1) * width + j + 1] + (s->a[i] == s->b[j] ? 1 : -1);
      if (i < rows) best = std::max(best, score[(i + 1) * width + j] - 1);
      if (j < columns) best = std::max(best, score[i * width + j + 1] - 1);
      score[i * width + j] = best;
    }
    check_interrupt();
  }
  Builder pieces(sym::List);
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t start_a = 0;
  std::size_t start_b = 0;
  bool in_match = false;
  const auto end_run = [&] {
    if (i == start_a && j == start_b) return;
    if (in_match) pieces.push(piece(s->source_a, start_a, i));
    else pieces.push(make_list({piece(s->source_a, start_a, i), piece(s->source_b, start_b, j)}));
    start_a = i;
    start_b = j;
  };
  while (i < rows || j < columns) {
    const std::int32_t here = score[i * width + j];
    const bool diagonal = i < rows && j < columns && here == score[(i + 1) * width + j + 1] + (s->a[i] == s->b[j] ? 1 : -1);
    const bool match = diagonal && s->a[i] == s->b[j];
    if (match != in_match) {
      end_run();
      in_match = match;
    }
    if (diagonal) {
      ++i;
      ++j;
    } else if (i < rows && here == score[(i + 1) * width + j] - 1) {
      ++i;
    } else {
      ++j;
    }
  }
  end_run();
  return pieces.finish();
}

constexpr MessageTexts kMessages = {{"strlist", "Two strings or two lists are expected instead of `1` and `2`."},
                                    {"eqlen", "`1` and `2` should have equal length."},
                                    {"toolong", "The sequences are too long to be compared in memory."}};

constexpr Builtin kBuiltins[] = {
    {.name = "EditDistance",
     .fn = builtin_EditDistance,
     .arity = exactly(2),
     .usage = "EditDistance[u, v] gives the edit or Levenshtein distance between strings or lists u and v.",
     .options = "{IgnoreCase -> False}",
     .messages = kMessages},
    {.name = "DamerauLevenshteinDistance",
     .fn = builtin_DamerauLevenshteinDistance,
     .arity = exactly(2),
     .usage = "DamerauLevenshteinDistance[u, v] gives the number of deletions, insertions, substitutions and exchanges of neighbors "
              "that turn u into v.",
     .options = "{IgnoreCase -> False}",
     .messages = kMessages},
    {.name = "HammingDistance",
     .fn = builtin_HammingDistance,
     .arity = exactly(2),
     .usage = "HammingDistance[u, v] gives the number of places where strings or lists u and v of equal length differ.",
     .options = "{IgnoreCase -> False}",
     .messages = kMessages},
    {.name = "LongestCommonSubsequence",
     .fn = builtin_LongestCommonSubsequence,
     .arity = exactly(2),
     .usage = "LongestCommonSubsequence[s1, s2] finds the longest contiguous substring or sublist common to s1 and s2.",
     .options = "{IgnoreCase -> False}",
     .messages = kMessages},
    {.name = "LongestCommonSequence",
     .fn = builtin_LongestCommonSequence,
     .arity = exactly(2),
     .usage = "LongestCommonSequence[s1, s2] finds the longest sequence of contiguous or disjoint elements common to s1 and s2.",
     .options = "{IgnoreCase -> False}",
     .messages = kMessages},
    {.name = "SequenceAlignment",
     .fn = builtin_SequenceAlignment,
     .arity = exactly(2),
     .usage = "SequenceAlignment[s1, s2] finds an optimal alignment of the strings or lists s1 and s2, and yields a list of the common "
              "and different pieces.",
     .options = "{IgnoreCase -> False}",
     .messages = kMessages},
};

}  // namespace

void register_string_distance(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
