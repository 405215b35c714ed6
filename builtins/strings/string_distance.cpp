// string_distance.cpp - comparing sequences: edit distances and common subsequences. All work on strings and on lists.
#include "builtins/strings/string_distance.h"

#include <algorithm>
#include <unordered_map>

#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {

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

Expr sequence_piece(const Expr& source, std::size_t first, std::size_t last) {
  if (source.is_string()) return string_expr(CharacterIndex(source).slice(first, last));
  return make_list(source.args().subspan(first, last - first));
}

// In two rows; common ends are cut off first (Wagner and Fischer 1974).
std::int64_t edit_distance(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
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
  return row[b.size()];
}

bool nearly_equal(std::string_view text, std::string_view wanted, bool ignore_case) {
  const auto codes = [ignore_case](std::string_view string) {
    std::vector<std::uint32_t> all;
    for (const char32_t c : decode(string)) all.push_back(ignore_case ? to_lower(c) : c);
    return all;
  };
  const std::vector<std::uint32_t> target = codes(wanted);
  const auto length = static_cast<std::int64_t>(target.size());
  if (length < 3) return false;
  return edit_distance(codes(text), target) <= std::max<std::int64_t>(1, length / 5);
}

namespace {
constexpr std::size_t kLargestTable = std::size_t{1} << 30;
}

bool sequence_table_fits(const Call& call, const Sequences& s) {
  if ((s.a.size() + 1) <= kLargestTable / (s.b.size() + 1)) return true;
  call.message("toolong", {});
  return false;
}

namespace {

MaybeExpr builtin_EditDistance(Call& call) {
  const auto s = read_sequences(call);
  if (!s) return std::nullopt;
  return Expr::integer(edit_distance(s->a, s->b));
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

// The longest contiguous piece that both have; of several the first in a (and there the first in b).
struct CommonPiece {
  std::size_t length = 0;
  std::size_t end_a = 0;
  std::size_t end_b = 0;
};
CommonPiece longest_common_piece(const Sequences& given) {
  const Sequences* s = &given;
  CommonPiece best;
  std::vector<std::size_t> row(s->b.size() + 1, 0);
  for (std::size_t i = 1; i <= s->a.size(); ++i) {
    std::size_t diagonal = 0;
    for (std::size_t j = 1; j <= s->b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = s->a[i - 1] == s->b[j - 1] ? diagonal + 1 : 0;
      diagonal = above;
      if (row[j] > best.length) best = {row[j], i, j};
    }
    check_interrupt();
  }
  return best;
}

MaybeExpr builtin_LongestCommonSubsequence(Call& call) {
  const auto s = read_sequences(call);
  if (!s) return std::nullopt;
  const CommonPiece best = longest_common_piece(*s);
  return sequence_piece(s->source_a, best.end_a - best.length, best.end_a);
}

MaybeExpr builtin_LongestCommonSubsequencePositions(Call& call) {
  const auto s = read_sequences(call);
  if (!s) return std::nullopt;
  const CommonPiece best = longest_common_piece(*s);
  if (best.length == 0) return make_list({});
  const auto range = [&](std::size_t end) {
    return make_list({Expr::integer(static_cast<std::int64_t>(end - best.length) + 1), Expr::integer(static_cast<std::int64_t>(end))});
  };
  return make_list({range(best.end_a), range(best.end_b)});
}

// The longest sequence whose elements both have in order, gaps allowed.
MaybeExpr builtin_LongestCommonSequence(Call& call) {
  const auto s = read_sequences(call);
  if (!s || !sequence_table_fits(call, *s)) return std::nullopt;
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

constexpr Builtin kBuiltins[] = {
    {.name = "EditDistance",
     .fn = builtin_EditDistance,
     .arity = exactly(2),
     .usage = "EditDistance[u, v] gives the edit or Levenshtein distance between strings or lists u and v.",
     .options = "{IgnoreCase -> False}",
     .messages = kSequenceMessages},
    {.name = "DamerauLevenshteinDistance",
     .fn = builtin_DamerauLevenshteinDistance,
     .arity = exactly(2),
     .usage = "DamerauLevenshteinDistance[u, v] gives the number of deletions, insertions, substitutions and exchanges of neighbors "
              "that turn u into v.",
     .options = "{IgnoreCase -> False}",
     .messages = kSequenceMessages},
    {.name = "HammingDistance",
     .fn = builtin_HammingDistance,
     .arity = exactly(2),
     .usage = "HammingDistance[u, v] gives the number of places where strings or lists u and v of equal length differ.",
     .options = "{IgnoreCase -> False}",
     .messages = kSequenceMessages},
    {.name = "LongestCommonSubsequence",
     .fn = builtin_LongestCommonSubsequence,
     .arity = exactly(2),
     .usage = "LongestCommonSubsequence[s1, s2] finds the longest contiguous substring or sublist common to s1 and s2.",
     .options = "{IgnoreCase -> False}",
     .messages = kSequenceMessages},
    {.name = "LongestCommonSubsequencePositions",
     .fn = builtin_LongestCommonSubsequencePositions,
     .arity = exactly(2),
     .usage = "LongestCommonSubsequencePositions[s1, s2] gives the positions {pos1, pos2} of the longest contiguous substring or sublist common to s1 and s2.",
     .options = "{IgnoreCase -> False}",
     .messages = kSequenceMessages},
    {.name = "LongestCommonSequence",
     .fn = builtin_LongestCommonSequence,
     .arity = exactly(2),
     .usage = "LongestCommonSequence[s1, s2] finds the longest sequence of contiguous or disjoint elements common to s1 and s2.",
     .options = "{IgnoreCase -> False}",
     .messages = kSequenceMessages},
};

}  // namespace

void register_string_distance(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
