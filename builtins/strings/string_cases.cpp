// string_cases.cpp - finding the parts of strings that match: StringCases, StringPosition, StringCount, and splitting at them.
#include <algorithm>
#include <memory>
#include <set>
#include <tuple>

#include "builtins/strings/string_calls.h"
#include "builtins/strings/string_pattern.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

enum class OverlapMode { None, OnePerStart, Every };

std::optional<OverlapMode> read_overlaps(const Expr& value, OverlapMode by_default) {
  if (value.is_null()) return by_default;
  if (value.is_true()) return OverlapMode::OnePerStart;
  if (value.is_false()) return OverlapMode::None;
  if (value.is(sym::All)) return OverlapMode::Every;
  return std::nullopt;
}

// Patterns ready to be searched for: together, as branches of one, or one by one.
struct Matcher {
  OverlapMode overlaps = OverlapMode::None;
  std::vector<StringPatternPtr> patterns;
};

// Where matches may overlap, each pattern of a list has its own at every place; alternatives (a | b) are one pattern.
std::optional<Matcher> compile_matcher(std::span<const Expr> patterns, PatternOptions options, OverlapMode overlaps) {
  Matcher matcher;
  matcher.overlaps = overlaps;
  options.enumerate = overlaps == OverlapMode::Every;
  if (overlaps == OverlapMode::OnePerStart && patterns.size() > 1) {
    for (const Expr& pattern : patterns) matcher.patterns.push_back(compile_string_pattern(pattern, options));
  } else {
    matcher.patterns.push_back(compile_string_patterns(patterns, options));
  }
  for (const StringPatternPtr& pattern : matcher.patterns) {
    if (!pattern) return std::nullopt;
  }
  return matcher;
}
std::optional<Matcher> compile_matcher(const Expr& pattern, const PatternOptions& options, OverlapMode overlaps) {
  return compile_matcher(pattern.is_list() && pattern.size() > 0 ? pattern.args() : std::span<const Expr>(&pattern, 1), options, overlaps);
}

using Visit = std::function<bool(StringSearch& match, std::size_t branch)>;

// One match for every start and pattern, by start and then in the order of the patterns.
void each_overlapping_match(std::span<const StringPatternPtr> patterns, std::string_view text, const Visit& visit) {
  std::vector<std::unique_ptr<StringSearch>> searches;
  std::vector<bool> found;
  for (const StringPatternPtr& pattern : patterns) {
    searches.push_back(std::make_unique<StringSearch>(pattern, text));
    found.push_back(searches.back()->find(0));
  }
  while (true) {
    std::size_t next = searches.size();
    for (std::size_t i = 0; i < searches.size(); ++i) {
      if (found[i] && (next == searches.size() || searches[i]->begin() < searches[next]->begin())) next = i;
    }
    if (next == searches.size()) return;
    StringSearch& search = *searches[next];
    if (!visit(search, searches.size() == 1 ? search.branch() : next)) return;
    check_interrupt();
    const std::size_t begin = search.begin();
    found[next] = begin < text.size() && search.find(begin + character_length_at(text, begin));
  }
}

// Visits the matches in text order. visit returns false to stop.
void each_match(const Matcher& matcher, std::string_view text, const Visit& visit) {
  if (matcher.overlaps == OverlapMode::OnePerStart) {
    each_overlapping_match(matcher.patterns, text, visit);
    return;
  }
  StringSearch search(matcher.patterns[0], text);
  if (matcher.overlaps == OverlapMode::None) {
    for (bool found = search.find(0); found; found = search.find_next()) {
      if (!visit(search, search.branch())) return;
      check_interrupt();
    }
    return;
  }
  bool going = true;
  for (std::size_t start = 0; start <= text.size() && going;) {
    std::set<std::tuple<std::size_t, std::size_t>> seen;  // one piece of text counts once per pattern
    search.each_at(start, [&] {
      if (seen.emplace(search.end(), search.branch()).second) going = visit(search, search.branch());
      return going;
    });
    check_interrupt();
    if (start == text.size()) break;
    start += character_length_at(text, start);
  }
}

// StringCases[s, patt | rules, n]
MaybeExpr builtin_StringCases(Call& call) {
  const StringCall read = read_string_call(call, 3);
  if (!read.valid) return std::nullopt;
  if (read.args.size() < 2) return std::nullopt;
  std::int64_t limit = INT64_MAX;
  if (read.args.size() == 3) {
    const auto n = count_argument(read.args[2], true);
    if (!n) return call.message("innf", {Expr::integer(3), call.expr()});
    limit = *n;
  }
  const auto overlaps = read_overlaps(read.overlaps, OverlapMode::None);
  if (!overlaps) return call.message("ovls", {read.overlaps});
  if (!is_string_or_strings(read.args[0])) return call.message("strse", {Expr::integer(1), call.expr()});
  const auto rules = read_string_rules(read.args[1], true);
  if (!rules) return std::nullopt;
  const auto matcher = compile_matcher(patterns_of(*rules), read.options, *overlaps);
  if (!matcher) return std::nullopt;
  return for_each_string(call, read.args[0], [&](const Expr& text) -> MaybeExpr {
    Builder found(sym::List);
    if (limit > 0) {
      each_match(*matcher, text.string_value(), [&](StringSearch& search, std::size_t branch) {
        const StringRule& rule = (*rules)[branch];
        found.push(rule.is_rule ? search.replacement(rule.right_side) : string_expr(search.text()));
        return static_cast<std::int64_t>(found.size()) < limit;
      });
    }
    return found.finish();
  });
}

MaybeExpr builtin_StringPosition(Call& call) {
  const StringCall read = read_string_call(call, 3);
  if (!read.valid) return std::nullopt;
  if (read.args.size() < 2 || read.args.size() > 3) return std::nullopt;
  std::int64_t limit = INT64_MAX;
  if (read.args.size() == 3) {
    const auto n = count_argument(read.args[2], true);
    if (!n) return call.message("innf", {Expr::integer(3), call.expr()});
    limit = *n;
  }
  const auto overlaps = read_overlaps(read.overlaps, OverlapMode::OnePerStart);
  if (!overlaps) return call.message("ovls", {read.overlaps});
  if (!is_string_or_strings(read.args[0])) return call.message("strse", {Expr::integer(1), call.expr()});
  const auto matcher = compile_matcher(read.args[1], read.options, *overlaps);
  if (!matcher) return std::nullopt;
  return for_each_string(call, read.args[0], [&](const Expr& text) -> MaybeExpr {
    const CharacterIndex index(text);
    Builder found(sym::List);
    if (limit > 0) {
      each_match(*matcher, text.string_value(), [&](StringSearch& search, std::size_t) {
        if (search.begin() == search.end()) return true;  // an empty piece has no position
        found.push(make_list({Expr::integer(static_cast<std::int64_t>(index.character_of(search.begin())) + 1),
                              Expr::integer(static_cast<std::int64_t>(index.character_of(search.end())))}));
        return static_cast<std::int64_t>(found.size()) < limit;
      });
    }
    return found.finish();
  });
}

MaybeExpr builtin_StringCount(Call& call) {
  const StringCall read = read_string_call(call, 2);
  if (!read.valid) return std::nullopt;
  if (read.args.size() != 2) return std::nullopt;
  const auto overlaps = read_overlaps(read.overlaps, OverlapMode::None);
  if (!overlaps) return call.message("ovls", {read.overlaps});
  if (!is_string_or_strings(read.args[0])) return call.message("strse", {Expr::integer(1), call.expr()});
  const auto matcher = compile_matcher(read.args[1], read.options, *overlaps);
  if (!matcher) return std::nullopt;
  return for_each_string(call, read.args[0], [&](const Expr& text) -> MaybeExpr {
    std::int64_t count = 0;
    each_match(*matcher, text.string_value(), [&](StringSearch&, std::size_t) {
      ++count;
      return true;
    });
    return Expr::integer(count);
  });
}

// ---- splitting

struct SplitPlan {
  StringPatternPtr pattern;
  std::vector<StringRule> rules;
  std::int64_t limit = INT64_MAX;   // most pieces
  bool keep_empty = false;
};

Expr split_text(const SplitPlan& plan, const std::string& text) {
  std::vector<Expr> pieces;
  std::size_t piece_start = 0;
  std::int64_t piece_count = 1;
  if (!text.empty()) {
    StringSearch search(plan.pattern, text);
    for (bool found = search.find(0); found && piece_count < plan.limit; found = search.find_next()) {
      const bool empty_match = search.begin() == search.end();
      // Splitting "abc" at "" gives its characters: cuts at the ends only make empty pieces.
      pieces.push_back(string_expr(std::string_view(text).substr(piece_start, search.begin() - piece_start)));
      const StringRule& rule = plan.rules[search.branch()];
      if (rule.is_rule) pieces.push_back(search.replacement(rule.right_side));
      piece_start = search.end();
      if (!(empty_match && search.begin() == 0)) ++piece_count;
      check_interrupt();
    }
  }
  pieces.push_back(string_expr(std::string_view(text).substr(piece_start)));
  if (!plan.keep_empty) {
    const auto is_empty = [](const Expr& piece) { return piece.is_string() && piece.string_value().empty(); };
    while (!pieces.empty() && is_empty(pieces.back())) pieces.pop_back();
    const auto first = std::find_if_not(pieces.begin(), pieces.end(), is_empty);
    pieces.erase(pieces.begin(), first);
  }
  return make_list(std::move(pieces));
}

// StringSplit[s], [s, patt], [s, {p1 -> v1, ...}], [s, patt, n | All]
MaybeExpr builtin_StringSplit(Call& call) {
  const StringCall read = read_string_call(call, 3);
  if (!read.valid) return std::nullopt;
  if (read.args.empty() || read.args.size() > 3) return std::nullopt;
  SplitPlan plan;
  if (read.args.size() == 3) {
    if (read.args[2].is(sym::All)) {
      plan.keep_empty = true;
    } else {
      const auto n = count_argument(read.args[2], true);
      if (!n || *n == 0) return call.message("innf", {Expr::integer(3), call.expr()});
      plan.limit = *n;
    }
  }
  if (!is_string_or_strings(read.args[0])) return call.message("strse", {Expr::integer(1), call.expr()});
  const Expr separator = read.args.size() > 1 ? read.args[1] : Expr(sym::Whitespace);
  auto rules = read_string_rules(separator, true);
  if (!rules) return std::nullopt;
  plan.rules = std::move(*rules);
  PatternOptions options = read.options;
  plan.pattern = compile_string_patterns(patterns_of(plan.rules), options);
  if (!plan.pattern) return std::nullopt;
  return for_each_string(call, read.args[0], [&](const Expr& text) -> MaybeExpr { return split_text(plan, text.string_value()); });
}

// Pieces of a text at the positions pos (n, -n, {n1, ...}, All, m ;; n), each treated by the next specification.
MaybeExpr extract(const Call& call, const Expr& text, std::span<const Expr> specs) {
  if (specs.empty()) return text;
  SplitPlan plan;
  Expr position = specs[0];
  Expr separator = Expr(sym::Whitespace);
  if (position.is_rule()) {
    separator = position[0];
    position = Expr(position[1]);
    plan.keep_empty = true;
  }
  plan.rules = {{separator, Expr(), false}};
  plan.pattern = compile_string_patterns(patterns_of(plan.rules), {});
  if (!plan.pattern) return std::nullopt;
  const Expr pieces = split_text(plan, text.string_value());
  const auto length = static_cast<std::int64_t>(pieces.size());
  const auto piece_at = [&](const Expr& where) -> MaybeExpr {
    const auto n = machine_integer(where);
    if (!n || *n == 0) return call.message("pspec", {where});
    const std::int64_t index = *n > 0 ? *n - 1 : length + *n;
    if (index < 0 || index >= length) return missing("PartAbsent", where);
    return extract(call, pieces[static_cast<std::size_t>(index)], specs.subspan(1));
  };
  std::vector<Expr> wanted;
  if (position.is(sym::All)) {
    for (std::int64_t i = 1; i <= length; ++i) wanted.push_back(Expr::integer(i));
  } else if (position.has_head(sym::Span)) {
    const Expr numbers = apply(Expr(sym::Range), {Expr::integer(length)});
    const Expr chosen = apply(Expr(sym::Part), {numbers, position});
    if (!chosen.is_list()) return std::nullopt;
    wanted.assign(chosen.args().begin(), chosen.args().end());
  } else if (position.is_list()) {
    wanted.assign(position.args().begin(), position.args().end());
  } else {
    return piece_at(position);
  }
  Builder results(sym::List, wanted.size());
  for (const Expr& where : wanted) {
    MaybeExpr piece = piece_at(where);
    if (!piece) return std::nullopt;
    results.push(std::move(*piece));
  }
  return results.finish();
}

MaybeExpr builtin_StringExtract(Call& call) {
  const auto all = call.all_args();
  if (all.size() < 2) return std::nullopt;
  return for_each_string(call, all[0], [&](const Expr& text) { return extract(call, text, all.subspan(1)); });
}

constexpr Builtin kBuiltins[] = {
    {.name = "StringCases",
     .fn = builtin_StringCases,
     .arity = at_least(1),
     .usage = "StringCases[\"string\", patt] gives a list of the substrings in string that match the string pattern patt.\n"
              "StringCases[\"string\", lhs -> rhs] gives a list of the values of rhs for the substrings that match lhs.\n"
              "StringCases[\"string\", {p1, p2, ...}] gives the substrings that match any of the pi.\n"
              "StringCases[\"string\", patt, n] gives the first n matches.\n"
              "StringCases[{s1, s2, ...}, patt] gives a list of results for each string.\n"
              "StringCases[patt] is an operator form.",
     .options = "{IgnoreCase -> False, MetaCharacters -> None, Overlaps -> False}",
     .messages = {{"innf", "Non-negative integer or Infinity expected at position `1` in `2`."},
                  {"ovls", "Value of option Overlaps -> `1` must be True, False or All."}},
     .sub_fn = string_operator_form},
    {.name = "StringPosition",
     .fn = builtin_StringPosition,
     .arity = at_least(1),
     .usage = "StringPosition[\"string\", patt] gives a list of the starting and ending positions at which patt matches.\n"
              "StringPosition[\"string\", patt, n] gives the first n positions.\n"
              "StringPosition[\"string\", {p1, p2, ...}] gives the positions of all the pi.\n"
              "StringPosition[{s1, s2, ...}, patt] gives a list of results for each string.\n"
              "StringPosition[patt] is an operator form.",
     .options = "{IgnoreCase -> False, MetaCharacters -> None, Overlaps -> True}",
     .messages = {{"innf", "Non-negative integer or Infinity expected at position `1` in `2`."},
                  {"ovls", "Value of option Overlaps -> `1` must be True, False or All."}},
     .sub_fn = string_operator_form},
    {.name = "StringCount",
     .fn = builtin_StringCount,
     .arity = at_least(1),
     .usage = "StringCount[\"string\", patt] gives the number of substrings in string that match the string pattern patt.\n"
              "StringCount[{s1, s2, ...}, patt] gives a list of results for each string.\n"
              "StringCount[patt] is an operator form.",
     .options = "{IgnoreCase -> False, MetaCharacters -> None, Overlaps -> False}",
     .messages = {{"ovls", "Value of option Overlaps -> `1` must be True, False or All."}},
     .sub_fn = string_operator_form},
    {.name = "StringSplit",
     .fn = builtin_StringSplit,
     .arity = at_least(1),
     .usage = "StringSplit[\"string\"] splits string into a list of substrings separated by whitespace.\n"
              "StringSplit[\"string\", patt] splits string at the substrings that match patt.\n"
              "StringSplit[\"string\", patt -> val] puts val at each place where it splits.\n"
              "StringSplit[\"string\", {p1 -> v1, p2, ...}] splits at each of the pi.\n"
              "StringSplit[\"string\", patt, n] splits into at most n substrings.\n"
              "StringSplit[\"string\", patt, All] keeps empty substrings at the start and the end.\n"
              "StringSplit[{s1, s2, ...}, patt] gives a list of results for each string.",
     .options = "{IgnoreCase -> False, MetaCharacters -> None}",
     .messages = {{"innf", "Positive integer, All or Infinity expected at position `1` in `2`."}}},
    {.name = "StringExtract",
     .fn = builtin_StringExtract,
     .arity = at_least(1),
     .usage = "StringExtract[\"string\", pos] extracts the block at position pos, where blocks are separated by whitespace.\n"
              "StringExtract[\"string\", sep -> pos] uses the separator sep.\n"
              "StringExtract[\"string\", spec1, spec2, ...] extracts from the result of the specification before.\n"
              "StringExtract[spec] is an operator form.",
     .messages = {{"pspec", "Position specification `1` is not a nonzero integer, a list of them, a Span or All."}},
     .sub_fn = string_operator_form},
};

}  // namespace

void register_string_cases(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
