// sequences.cpp - runs of list elements that match a sequence of patterns: SequenceCases, SequencePosition, SequenceReplace,
// SequenceSplit.
#include <algorithm>

#include "builtins/lists/collection.h"
#include "builtins/patterns/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// How many elements a sequence pattern can take: {a_, b_} exactly two, {a_, b__} at least two.
struct RunLengths {
  std::size_t least = 1;
  std::size_t most = SIZE_MAX;
};

void add_element_lengths(const Expr& element, RunLengths& lengths) {
  const auto unbounded = [&](std::size_t least) {
    lengths.least += least;
    lengths.most = SIZE_MAX;
  };
  if (element.has_head(sym::Pattern, 2)) return add_element_lengths(element[1], lengths);
  if (element.has_head(sym::Condition, 2) || element.has_head(sym::PatternTest, 2) || element.has_head(sym::HoldPattern, 1)) {
    return add_element_lengths(element[0], lengths);
  }
  if (element.has_head(sym::BlankSequence)) return unbounded(1);
  const bool any_length = element.has_head(sym::BlankNullSequence) || element.has_head(sym::Repeated) || element.has_head(sym::RepeatedNull) ||
                          element.has_head(sym::Optional) || element.has_head(sym::Alternatives) || element.has_head(sym::PatternSequence) ||
                          element.has_head(sym::OrderlessPatternSequence) || element.has_head(sym::Longest) || element.has_head(sym::Shortest) ||
                          element.has_head(sym::OptionsPattern) || element.has_head(sym::Except) || element.has_head(sym::Verbatim);
  if (any_length) return unbounded(0);
  ++lengths.least;
  if (lengths.most != SIZE_MAX) ++lengths.most;
}

RunLengths run_lengths(const Expr& given) {
  Expr pattern = given.is_rule() ? given[0] : given;
  while (pattern.has_head(sym::Condition, 2) || pattern.has_head(sym::HoldPattern, 1) || pattern.has_head(sym::Pattern, 2)) {
    pattern = Expr(pattern[pattern.has_head(sym::Pattern) ? 1 : 0]);
  }
  if (!pattern.is_list()) return {};
  RunLengths lengths{0, 0};
  for (const Expr& element : pattern.args()) add_element_lengths(element, lengths);
  lengths.least = std::max<std::size_t>(lengths.least, 1);
  return lengths;
}

// A run [begin, end) of the list, matched as the list of its elements; longer runs are tried first.
struct Run {
  std::size_t begin, end;
  MaybeExpr value;
};

/// One after the other; one at every place; or every run there is.
enum class Overlap { None, Places, All };

Overlap overlap_option(Call& call) {
  const Expr value = call.option(sym::Overlaps);
  return value.is(sym::All) ? Overlap::All : value.is_true() ? Overlap::Places : Overlap::None;
}

/// One pattern or rule of a call, compiled.
struct Searched {
  explicit Searched(const Expr& pattern) : matcher(pattern), lengths(run_lengths(pattern)) {}
  Matcher matcher;
  RunLengths lengths;
};

MaybeExpr match_run(const Matcher& matcher, const Expr& run) {
  if (matcher.is_rule()) return matcher.replace(run);
  return matcher(run) ? MaybeExpr(run) : std::nullopt;
}

// At each place the first of the patterns that matches counts.
template <class Found>
void for_each_run(const Expr& list, const std::vector<Searched>& patterns, Overlap overlap, const Found& found) {
  const auto elements = list.args();
  std::size_t i = 0;
  while (i < elements.size()) {
    check_interrupt();
    std::size_t next = i + 1;
    bool matched = false;
    for (const Searched& searched : patterns) {
      const std::size_t farthest = searched.lengths.most < elements.size() - i ? i + searched.lengths.most : elements.size();
      for (std::size_t j = farthest; j >= i + searched.lengths.least; --j) {
        MaybeExpr value = match_run(searched.matcher, make_list(elements.subspan(i, j - i)));
        if (!value) continue;
        matched = true;
        if (!found(Run{i, j, value})) return;
        if (overlap == Overlap::All) continue;
        if (overlap == Overlap::None) next = j;
        break;
      }
      if (matched && overlap != Overlap::All) break;
    }
    i = next;
  }
}

std::vector<Searched> one_pattern(const Expr& pattern) {
  std::vector<Searched> patterns;
  patterns.emplace_back(pattern);
  return patterns;
}

bool check_list(Call& call) {
  if (call[0].is_list()) return true;
  call.message("list", {call.expr(), Expr::integer(1)});
  return false;
}

MaybeExpr builtin_SequenceCases(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!check_list(call)) return std::nullopt;
  const auto limit = call.size() == 3 ? count_argument(call[2], true) : std::optional<std::int64_t>(INT64_MAX);
  Builder results(sym::List);
  for_each_run(call[0], one_pattern(call[1]), overlap_option(call), [&](const Run& run) {
    results.push(evaluate(*run.value));
    return static_cast<std::int64_t>(results.size()) < limit.value_or(INT64_MAX);
  });
  return results.finish();
}

MaybeExpr builtin_SequencePosition(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!check_list(call)) return std::nullopt;
  const auto limit = call.size() == 3 ? count_argument(call[2], true) : std::optional<std::int64_t>(INT64_MAX);
  Builder results(sym::List);
  for_each_run(call[0], one_pattern(call[1]), overlap_option(call), [&](const Run& run) {
    results.push(make_list({Expr::integer(static_cast<std::int64_t>(run.begin) + 1), Expr::integer(static_cast<std::int64_t>(run.end))}));
    return static_cast<std::int64_t>(results.size()) < limit.value_or(INT64_MAX);
  });
  return results.finish();
}

MaybeExpr builtin_SequenceCount(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!check_list(call)) return std::nullopt;
  std::int64_t count = 0;
  for_each_run(call[0], one_pattern(call[1]), overlap_option(call), [&](const Run&) {
    ++count;
    return true;
  });
  return Expr::integer(count);
}

// A rule or a list of rules; nullopt after saying which is none.
std::optional<std::vector<Searched>> read_rules(Call& call) {
  std::vector<Searched> rules;
  for (const Expr& rule : call[1].is_rule() ? std::span<const Expr>(&call.args()[1], 1) : call[1].args()) {
    if (!rule.is_rule()) {
      call.message("rep", {rule});
      return std::nullopt;
    }
    rules.emplace_back(rule);
  }
  return rules;
}

MaybeExpr builtin_SequenceReplace(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!check_list(call)) return std::nullopt;
  const auto rules = read_rules(call);
  if (!rules) return std::nullopt;
  const auto limit = call.size() == 3 ? count_argument(call[2], true) : std::optional<std::int64_t>(INT64_MAX);
  const Expr& list = call[0];
  Builder out(sym::List);
  std::size_t done = 0;
  std::int64_t count = 0;
  for_each_run(list, *rules, Overlap::None, [&](const Run& run) {
    out.append(list.args().subspan(done, run.begin - done));
    out.push(*run.value);
    done = run.end;
    return ++count < limit.value_or(INT64_MAX);
  });
  out.append(list.args().subspan(done));
  return out.finish();
}

// SequenceSplit[list, patt], [list, patt -> value], [list, {rule, ...}], [..., n]: the stretches between the runs that match.
MaybeExpr builtin_SequenceSplit(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!check_list(call)) return std::nullopt;
  const bool many = call[1].is_list() && call[1].size() > 0 && std::all_of(call[1].args().begin(), call[1].args().end(), [](const Expr& e) { return e.is_rule(); });
  const bool inserts = many || call[1].is_rule();
  std::vector<Searched> patterns;
  if (many)
    for (const Expr& rule : call[1].args()) patterns.emplace_back(rule);
  else
    patterns = one_pattern(call[1]);
  const auto limit = call.size() == 3 ? count_argument(call[2], true) : std::optional<std::int64_t>(INT64_MAX);
  if (!limit) return call.message("innf", {Expr::integer(3), call.expr()});
  const Expr& list = call[0];
  Builder out(sym::List);
  std::size_t done = 0;
  std::int64_t pieces = 1;
  const auto push_stretch = [&](std::size_t end) {
    if (end > done) out.push(make_list(list.args().subspan(done, end - done)));
  };
  if (*limit > 1)
    for_each_run(list, patterns, Overlap::None, [&](const Run& run) {
      push_stretch(run.begin);
      if (inserts) out.push(*run.value);
      done = run.end;
      return ++pieces < *limit;
    });
  push_stretch(list.size());
  return out.finish();
}

constexpr Builtin kBuiltins[] = {
    {.name = "SequenceCases", .fn = builtin_SequenceCases, .arity = between(1, 3), .attributes = kProtected,
     .usage = "SequenceCases[list, patt] gives all sublists in list that match the sequence pattern patt.\nSequenceCases[list, patt -> rhs] gives the values of rhs corresponding to the sublists found.", .options = "{Overlaps -> False}", .sub_fn = operator_form},
    {.name = "SequencePosition", .fn = builtin_SequencePosition, .arity = between(1, 3), .attributes = kProtected,
     .usage = "SequencePosition[list, patt] gives the starting and ending positions at which a sublist matching the sequence pattern patt occurs in list.", .options = "{Overlaps -> True}", .sub_fn = operator_form},
    {.name = "SequenceCount", .fn = builtin_SequenceCount, .arity = between(1, 2), .attributes = kProtected,
     .usage = "SequenceCount[list, sub] gives a count of the number of times sub appears as a sublist of list.", .options = "{Overlaps -> False}", .sub_fn = operator_form},
    {.name = "SequenceReplace", .fn = builtin_SequenceReplace, .arity = between(1, 3), .attributes = kProtected,
     .usage = "SequenceReplace[list, rules] replaces sequences in list according to the specified rule or list of rules.", .sub_fn = operator_form},
    {.name = "SequenceSplit", .fn = builtin_SequenceSplit, .arity = between(1, 3), .attributes = kProtected,
     .usage = "SequenceSplit[list, patt] splits list into sublists separated by sequences that match the sequence pattern patt.\nSequenceSplit[list, patt -> val] inserts val at the position of each separator.\nSequenceSplit[list, patt, n] splits into at most n sublists.", .sub_fn = operator_form},
};

}  // namespace

void register_sequences(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
