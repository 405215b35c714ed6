// sequence_alignment.cpp - aligning two strings or lists: SequenceAlignment and the similarities of Needleman and Wunsch (the whole of
// both sequences) and Smith and Waterman (the most similar pieces of them). A gap that is opened may cost more than its elements:
// O. Gotoh, "An improved algorithm for matching biological sequences", J. Mol. Biol. 162 (1982).
#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "builtins/strings/string_distance.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

// What two elements, or an element and a gap, add to the similarity. By default a match counts 1, anything else -1.
class Scores {
 public:
  // False after a message.
  bool read(Call& call, const Sequences& s) {
    const Expr penalty = call.option(Expr(sym::GapPenalty));
    const auto cost = real_argument(penalty);
    if (!cost) {
      call.message("gap", {penalty});
      return false;
    }
    gap_penalty_ = *cost;
    note(penalty);
    const Expr rules = call.option(Expr(sym::SimilarityRules));
    if (!rules.is(sym::Automatic)) {
      if (!rules.is_rule() && !(rules.is_list() && std::all_of(rules.args().begin(), rules.args().end(), [](const Expr& r) { return r.is_rule(); }))) {
        call.message("simr", {rules});
        return false;
      }
      rules_ = rules;
      has_rules_ = true;
      for (std::size_t i = 0; i < s.a.size(); ++i) elements_.emplace(s.a[i], sequence_element(s.source_a, i));
      for (std::size_t j = 0; j < s.b.size(); ++j) elements_.emplace(s.b[j], sequence_element(s.source_b, j));
    }
    strings_ = s.strings;
    return true;
  }
  double pair(std::uint32_t x, std::uint32_t y) { return has_rules_ ? looked_up(x, y, false, false) : x == y ? 1.0 : -1.0; }
  double gap_in_b(std::uint32_t x) { return has_rules_ ? looked_up(x, 0, false, true) : -1.0; }
  double gap_in_a(std::uint32_t y) { return has_rules_ ? looked_up(0, y, true, false) : -1.0; }
  double gap_penalty() const { return gap_penalty_; }
  Expr value(double score) const { return whole_ ? Expr::integer(static_cast<std::int64_t>(score)) : Expr::real(score); }

 private:
  static Expr sequence_element(const Expr& source, std::size_t i) { return source.is_string() ? sequence_piece(source, i, i + 1) : Expr(source[i]); }
  static std::optional<double> real_argument(const Expr& expr) {
    if (!expr.is_real_number()) return std::nullopt;
    return to_double(expr);
  }
  void note(const Expr& score) { whole_ = whole_ && score.is_integer(); }

  double looked_up(std::uint32_t x, std::uint32_t y, bool no_x, bool no_y) {
    const std::array<std::uint64_t, 2> key = {no_x ? UINT64_MAX : x, no_y ? UINT64_MAX : y};
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    const Expr none = strings_ ? string_expr("") : make_list({});
    const Expr pair = make_list({no_x ? none : elements_.at(x), no_y ? none : elements_.at(y)});
    Expr score = apply(Expr(sym::Replace), {pair, rules_});
    // Rules hold in both directions: {a, b} -> s says the same of {b, a}.
    if (!score.is_real_number()) score = apply(Expr(sym::Replace), {make_list({pair[1], pair[0]}), rules_});
    double result = !no_x && !no_y && x == y ? 1.0 : -1.0;
    if (score.is_real_number()) {
      note(score);
      result = to_double(score);
    }
    known_.emplace(key, result);
    return result;
  }

  double gap_penalty_ = 0;
  bool has_rules_ = false;
  bool strings_ = false;
  bool whole_ = true;
  Expr rules_;
  std::map<std::uint32_t, Expr> elements_;
  std::map<std::array<std::uint64_t, 2>, double> known_;
};

// The best score in two rows of three states.
double best_similarity(const Sequences& s, Scores& scores, bool local) {
  const std::size_t columns = s.b.size();
  const double penalty = scores.gap_penalty();
  std::vector<double> best(columns + 1);
  std::vector<double> down(columns + 1, kNever);    // ends in a gap of b
  double most = 0;
  for (std::size_t j = 1; j <= columns && !local; ++j) best[j] = best[j - 1] + scores.gap_in_a(s.b[j - 1]) - (j == 1 ? penalty : 0);
  for (std::size_t i = 1; i <= s.a.size(); ++i) {
    double diagonal = best[0];
    if (!local) {
      best[0] += scores.gap_in_b(s.a[i - 1]) - (i == 1 ? penalty : 0);
      down[0] = best[0];
    }
    double right = kNever;                           // ends in a gap of a
    for (std::size_t j = 1; j <= columns; ++j) {
      down[j] = std::max(down[j], best[j] - penalty) + scores.gap_in_b(s.a[i - 1]);
      right = std::max(right, best[j - 1] - penalty) + scores.gap_in_a(s.b[j - 1]);
      const double paired = diagonal + scores.pair(s.a[i - 1], s.b[j - 1]);
      diagonal = best[j];
      best[j] = std::max({paired, down[j], right});
      if (local) best[j] = std::max(best[j], 0.0);
      most = std::max(most, best[j]);
    }
    check_interrupt();
  }
  return local ? most : best[columns];
}

MaybeExpr similarity(Call& call, bool local) {
  const auto s = read_sequences(call);
  if (!s) return std::nullopt;
  Scores scores;
  if (!scores.read(call, *s)) return std::nullopt;
  const double best = best_similarity(*s, scores, local);
  return scores.value(best);
}
MaybeExpr builtin_NeedlemanWunschSimilarity(Call& call) { return similarity(call, false); }
MaybeExpr builtin_SmithWatermanSimilarity(Call& call) { return similarity(call, true); }

enum class Step : unsigned char { End, Pair, GapInB, GapInA };

// Scores of the best alignments of the tails from (i, j), by the state the alignment is in: 0 free, 1 within a gap of b, 2 within one of a.
class TailTable {
 public:
  TailTable(const Sequences& s, Scores& scores, bool local) : s_(s), scores_(scores), local_(local), width_(s.b.size() + 1), table_((s.a.size() + 1) * width_ * 3) {
    for (std::size_t i = s.a.size() + 1; i-- > 0;) {
      for (std::size_t j = s.b.size() + 1; j-- > 0;) {
        for (int state = 0; state < 3; ++state) at(i, j, state) = best_step(i, j, state).second;
      }
      check_interrupt();
    }
  }
  double& at(std::size_t i, std::size_t j, int state) { return table_[(i * width_ + j) * 3 + static_cast<std::size_t>(state)]; }
  // Pairs are preferred to gaps, and gaps of b to gaps of a.
  std::pair<Step, double> best_step(std::size_t i, std::size_t j, int state) {
    std::pair<Step, double> best = {Step::End, (i == s_.a.size() && j == s_.b.size()) || local_ ? 0.0 : kNever};
    const auto offer = [&best](Step step, double score) {
      if (score > best.second) best = {step, score};
    };
    if (i < s_.a.size() && j < s_.b.size()) offer(Step::Pair, scores_.pair(s_.a[i], s_.b[j]) + at(i + 1, j + 1, 0));
    if (i < s_.a.size()) offer(Step::GapInB, scores_.gap_in_b(s_.a[i]) - (state == 1 ? 0 : scores_.gap_penalty()) + at(i + 1, j, 1));
    if (j < s_.b.size()) offer(Step::GapInA, scores_.gap_in_a(s_.b[j]) - (state == 2 ? 0 : scores_.gap_penalty()) + at(i, j + 1, 2));
    return best;
  }

 private:
  const Sequences& s_;
  Scores& scores_;
  bool local_;
  std::size_t width_;
  std::vector<double> table_;
};

// SequenceAlignment[s1, s2]: common pieces in order, with {from s1, from s2} where they differ.
MaybeExpr builtin_SequenceAlignment(Call& call) {
  const Expr method = call.option(Expr(sym::Method));
  const bool local = method.is_string() && method.string_value() == "Local";
  if (!local && !method.is(sym::Automatic) && !(method.is_string() && method.string_value() == "Global")) return call.message("bdmtd", {method});
  const Expr merge = call.option(Expr(sym::MergeDifferences));
  if (!merge.is_true() && !merge.is_false()) return call.message("opttf", {Expr(sym::MergeDifferences), merge});
  const auto s = read_sequences(call);
  if (!s || !sequence_table_fits(call, *s)) return std::nullopt;
  Scores scores;
  if (!scores.read(call, *s)) return std::nullopt;
  TailTable table(*s, scores, local);
  std::size_t i = 0;
  std::size_t j = 0;
  Builder pieces(sym::List);
  std::size_t start_a = 0;
  std::size_t start_b = 0;
  bool in_match = false;
  const auto end_run = [&] {
    if (i == start_a && j == start_b) return;
    if (in_match) pieces.push(sequence_piece(s->source_a, start_a, i));
    else pieces.push(make_list({sequence_piece(s->source_a, start_a, i), sequence_piece(s->source_b, start_b, j)}));
    start_a = i;
    start_b = j;
  };
  if (local) {
    // The most similar pieces: everything before and after them differs.
    double most = 0;
    std::size_t from_i = 0;
    std::size_t from_j = 0;
    for (std::size_t p = 0; p <= s->a.size(); ++p) {
      for (std::size_t q = 0; q <= s->b.size(); ++q) {
        if (table.at(p, q, 0) <= most) continue;
        most = table.at(p, q, 0);
        from_i = p;
        from_j = q;
      }
    }
    i = from_i;
    j = from_j;
    end_run();
  }
  int state = 0;
  while (true) {
    const Step step = table.best_step(i, j, state).first;
    if (step == Step::End) break;
    const bool match = step == Step::Pair && s->a[i] == s->b[j];
    if (match != in_match || (!match && merge.is_false())) {
      end_run();
      in_match = match;
    }
    i += step == Step::GapInA ? 0 : 1;
    j += step == Step::GapInB ? 0 : 1;
    state = step == Step::GapInB ? 1 : step == Step::GapInA ? 2 : 0;
  }
  end_run();
  in_match = false;
  i = s->a.size();
  j = s->b.size();
  end_run();
  return pieces.finish();
}

constexpr MessageTexts kMessages = {{"strlist", "Two strings or two lists are expected instead of `1` and `2`."},
                                    {"toolong", "The sequences are too long to be compared in memory."},
                                    {"gap", "The gap penalty `1` is not a real number."},
                                    {"simr", "The similarity rules `1` are not a list of rules {x, y} -> score."},
                                    {"bdmtd", "The method `1` is not Automatic, \"Global\" or \"Local\"."}};
constexpr const char* kSimilarityOptions = "{GapPenalty -> 0, IgnoreCase -> False, SimilarityRules -> Automatic}";

constexpr Builtin kBuiltins[] = {
    {.name = "SequenceAlignment",
     .fn = builtin_SequenceAlignment,
     .arity = exactly(2),
     .usage = "SequenceAlignment[s1, s2] finds an optimal alignment of the strings or lists s1 and s2, and yields a list of the common "
              "and different pieces.",
     .options = "{GapPenalty -> 0, IgnoreCase -> False, MergeDifferences -> True, Method -> Automatic, SimilarityRules -> Automatic}",
     .messages = kMessages},
    {.name = "NeedlemanWunschSimilarity",
     .fn = builtin_NeedlemanWunschSimilarity,
     .arity = exactly(2),
     .usage = "NeedlemanWunschSimilarity[u, v] gives the similarity of the best alignment of the whole strings or lists u and v.",
     .options = kSimilarityOptions,
     .messages = kMessages},
    {.name = "SmithWatermanSimilarity",
     .fn = builtin_SmithWatermanSimilarity,
     .arity = exactly(2),
     .usage = "SmithWatermanSimilarity[u, v] gives the similarity of the most similar contiguous pieces of the strings or lists u and v.",
     .options = kSimilarityOptions,
     .messages = kMessages},
    {.name = "GapPenalty", .usage = "GapPenalty is an option for SequenceAlignment and related functions that gives the additional cost of each gap."},
    {.name = "SimilarityRules", .usage = "SimilarityRules is an option for SequenceAlignment and related functions that gives rules {x, y} -> score for the similarity of elements."},
    {.name = "MergeDifferences", .usage = "MergeDifferences is an option for SequenceAlignment that specifies whether adjacent differences are combined."},
};

}  // namespace

void register_sequence_alignment(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
