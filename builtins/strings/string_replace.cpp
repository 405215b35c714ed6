// string_replace.cpp - replacing, deleting, inserting and trimming parts of strings.
#include <algorithm>

#include "builtins/strings/string_calls.h"
#include "builtins/strings/string_pattern.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// Collects pieces of a result: one String while every piece is a string, a StringExpression as soon as one is not.
class PieceCollector {
 public:
  void add(std::string_view text) { text_ += text; }
  void add(const Expr& piece) {
    if (piece.is_string()) {
      text_ += piece.string_value();
    } else {
      flush();
      parts_.push_back(piece);
    }
  }
  Expr finish() {
    if (parts_.empty()) return Expr::string(std::move(text_));
    flush();
    if (parts_.size() == 1) return parts_[0];
    return make_normal(Expr(sym::StringExpression), std::move(parts_));
  }

 private:
  void flush() {
    if (!text_.empty()) parts_.push_back(Expr::string(std::move(text_)));
    text_.clear();
  }
  std::string text_;
  std::vector<Expr> parts_;
};

struct ReplacePlan {
  StringPatternPtr pattern;
  std::vector<StringRule> rules;
  std::int64_t limit = INT64_MAX;
};

Expr replace_in(const ReplacePlan& plan, const Expr& subject) {
  const std::string& text = subject.string_value();
  StringSearch search(plan.pattern, text);
  std::size_t copied = 0;
  std::int64_t count = 0;
  PieceCollector result;
  for (bool found = search.find(0); found && count < plan.limit; found = search.find_next()) {
    result.add(std::string_view(text).substr(copied, search.begin() - copied));
    result.add(search.replacement(plan.rules[search.branch()].right_side));
    copied = search.end();
    ++count;
    check_interrupt();
  }
  if (count == 0) return subject;
  result.add(std::string_view(text).substr(copied));
  return result.finish();
}

// Reads rules and the optional count; nullopt after a message (or for the operator form).
std::optional<ReplacePlan> read_replace_plan(Call& call, const StringCall& read, PatternOptions options) {
  ReplacePlan plan;
  if (read.args.size() < 2 || read.args.size() > 3) return std::nullopt;
  auto rules = read_string_rules(read.args[1], false);
  if (!rules) return call.message("srep", {read.args[1]});
  plan.rules = std::move(*rules);
  if (read.args.size() == 3) {
    const auto n = count_argument(read.args[2], true);
    if (!n) return call.message("innf", {Expr::integer(3), call.expr()});
    plan.limit = *n;
  }
  plan.pattern = compile_string_patterns(patterns_of(plan.rules), options);
  if (!plan.pattern) return std::nullopt;
  return plan;
}

MaybeExpr builtin_StringReplace(Call& call) {
  const StringCall read = read_string_call(call, 3);
  if (!read.valid) return std::nullopt;
  if (read.args.size() < 2) return std::nullopt;
  if (!is_string_or_strings(read.args[0])) return call.message("strse", {Expr::integer(1), call.expr()});
  const auto plan = read_replace_plan(call, read, read.options);
  if (!plan) return std::nullopt;
  return for_each_string(call, read.args[0], [&](const Expr& text) -> MaybeExpr { return replace_in(*plan, text); });
}

// StringReplaceList[s, rules, n]: every result of replacing one match, overlapping ones included.
MaybeExpr builtin_StringReplaceList(Call& call) {
  const StringCall read = read_string_call(call, 3);
  if (!read.valid) return std::nullopt;
  if (read.args.size() < 2) return std::nullopt;
  if (!is_string_or_strings(read.args[0])) return call.message("strse", {Expr::integer(1), call.expr()});
  PatternOptions options = read.options;
  options.enumerate = true;
  const auto plan = read_replace_plan(call, read, options);
  if (!plan) return std::nullopt;
  return for_each_string(call, read.args[0], [&](const Expr& subject) -> MaybeExpr {
    const std::string& text = subject.string_value();
    StringSearch search(plan->pattern, text);
    Builder results(sym::List);
    bool going = plan->limit > 0;
    for (std::size_t start = 0; start <= text.size() && going;) {
      search.each_at(start, [&] {
        PieceCollector result;
        result.add(std::string_view(text).substr(0, search.begin()));
        result.add(search.replacement(plan->rules[search.branch()].right_side));
        result.add(std::string_view(text).substr(search.end()));
        results.push(result.finish());
        going = static_cast<std::int64_t>(results.size()) < plan->limit;
        return going;
      });
      check_interrupt();
      if (start == text.size()) break;
      start += character_length_at(text, start);
    }
    return results.finish();
  });
}

MaybeExpr builtin_StringDelete(Call& call) {
  const StringCall read = read_string_call(call, 2);
  if (!read.valid) return std::nullopt;
  if (read.args.size() != 2) return std::nullopt;
  if (!is_string_or_strings(read.args[0])) return call.message("strse", {Expr::integer(1), call.expr()});
  ReplacePlan plan;
  PatternOptions options = read.options;
  plan.rules = {{read.args[1], Expr::string(""), true}};
  plan.pattern = compile_string_pattern(read.args[1], options);
  if (!plan.pattern) return std::nullopt;
  return for_each_string(call, read.args[0], [&](const Expr& text) -> MaybeExpr { return replace_in(plan, text); });
}

// StringTrim[s], StringTrim[s, patt]: one match at each end.
MaybeExpr builtin_StringTrim(Call& call) {
  const StringCall read = read_string_call(call, 2);
  if (!read.valid) return std::nullopt;
  if (read.args.empty() || read.args.size() > 2) return std::nullopt;
  if (!is_string_or_strings(read.args[0])) return call.message("strse", {Expr::integer(1), call.expr()});
  const Expr what = read.args.size() == 2 ? read.args[1] : Expr(sym::Whitespace);
  PatternOptions options = read.options;
  options.anchor = PatternAnchor::Start;
  const StringPatternPtr at_start = compile_string_pattern(what, options);
  if (!at_start) return std::nullopt;
  options.anchor = PatternAnchor::End;
  const StringPatternPtr at_end = compile_string_pattern(what, options);
  if (!at_end) return std::nullopt;
  return for_each_string(call, read.args[0], [&](const Expr& subject) -> MaybeExpr {
    std::string_view text = subject.string_value();
    {
      StringSearch search(at_start, text);
      if (search.find(0)) text = text.substr(search.end());
    }
    {
      StringSearch search(at_end, text);
      if (search.find(0)) text = text.substr(0, search.begin());
    }
    return text.size() == subject.string_value().size() ? subject : string_expr(text);
  });
}

// ---- by position

// Byte offset at which StringInsert puts text for position n (1..length+1, or -1..-length-1).
std::optional<std::size_t> insertion_offset(const CharacterIndex& index, const Expr& position) {
  const auto n = machine_integer(position);
  const auto length = static_cast<std::int64_t>(index.size());
  if (!n || *n == 0 || *n > length + 1 || *n < -length - 1) return std::nullopt;
  return index.byte_of(static_cast<std::size_t>(*n > 0 ? *n - 1 : length + 1 + *n));
}

MaybeExpr builtin_StringInsert(Call& call) {
  const Expr& inserted = call.arg(1);
  if (!inserted.is_string()) return call.message("string", {Expr::integer(2), call.expr()});
  return for_each_string(call, call.arg(0), [&](const Expr& subject) -> MaybeExpr {
    const CharacterIndex index(subject);
    std::vector<std::size_t> offsets;
    const Expr& spec = call.arg(2);
    const std::size_t count = spec.is_list() ? spec.size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
      const Expr& position = spec.is_list() ? spec[i] : spec;
      const auto offset = insertion_offset(index, position);
      if (!machine_integer(position)) return call.message("psl", {spec, call.expr()});
      if (!offset) return call.message("ins", {position, subject});
      offsets.push_back(*offset);
    }
    std::stable_sort(offsets.begin(), offsets.end());
    const std::string& text = subject.string_value();
    std::string result;
    result.reserve(text.size() + offsets.size() * inserted.string_value().size());
    std::size_t copied = 0;
    for (const std::size_t offset : offsets) {
      result.append(text, copied, offset - copied);
      result += inserted.string_value();
      copied = offset;
    }
    result.append(text, copied);
    return Expr::string(std::move(result));
  });
}

// StringReplacePart[s, new, {m, n}], [s, new, {{m1, n1}, ...}], [s, {new1, ...}, {{m1, n1}, ...}]
MaybeExpr builtin_StringReplacePart(Call& call) {
  const Expr& replacement = call.arg(1);
  const Expr& spec = call.arg(2);
  if (!spec.is_list() || spec.size() == 0) return call.message("psl", {spec});
  std::vector<Expr> positions;
  if (spec[0].is_list()) positions.assign(spec.args().begin(), spec.args().end());
  else positions.push_back(spec);
  std::vector<Expr> texts;
  if (replacement.is_list()) {
    if (replacement.size() != positions.size()) return call.message("ovrl", {replacement, spec});
    texts.assign(replacement.args().begin(), replacement.args().end());
  } else {
    texts.assign(positions.size(), replacement);
  }
  for (const Expr& text : texts) {
    if (!text.is_string()) return call.message("string", {Expr::integer(2), call.expr()});
  }
  return for_each_string(call, call.arg(0), [&](const Expr& subject) -> MaybeExpr {
    const CharacterIndex index(subject);
    const auto length = static_cast<std::int64_t>(index.size());
    struct Edit {
      std::size_t begin, end;
      const std::string* text;
    };
    std::vector<Edit> edits;
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const Expr& position = positions[i];
      const auto m = position.is_list() && position.size() == 2 ? machine_integer(position[0]) : std::nullopt;
      const auto n = m ? machine_integer(position[1]) : std::nullopt;
      if (!n) return call.message("psl", {position});
      const std::int64_t first = *m < 0 ? length + *m : *m - 1;
      const std::int64_t last = *n < 0 ? length + 1 + *n : *n;
      if (first < 0 || last > length || first > last) return call.message("partw", {position, subject});
      edits.push_back({index.byte_of(static_cast<std::size_t>(first)), index.byte_of(static_cast<std::size_t>(last)),
                       &texts[i].string_value()});
    }
    std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
    const std::string& text = subject.string_value();
    std::string result;
    std::size_t copied = 0;
    for (const Edit& edit : edits) {
      if (edit.begin < copied) continue;  // overlapped by an earlier replacement
      result.append(text, copied, edit.begin - copied);
      result += *edit.text;
      copied = edit.end;
    }
    result.append(text, copied);
    return Expr::string(std::move(result));
  });
}

constexpr const char* kReplaceText = "`1` is not a valid string replacement rule.";
constexpr const char* kCountText = "Non-negative integer or Infinity expected at position `1` in `2`.";

constexpr Builtin kBuiltins[] = {
    {.name = "StringReplace",
     .fn = builtin_StringReplace,
     .arity = at_least(1),
     .usage = "StringReplace[\"string\", patt -> new] replaces the parts of string that match patt.\n"
              "StringReplace[\"string\", {p1 -> s1, p2 -> s2, ...}] replaces all the pi, the first rule that matches at each place.\n"
              "StringReplace[\"string\", rules, n] does the first n replacements only.\n"
              "StringReplace[{s1, s2, ...}, rules] gives the list of results for the si.\n"
              "StringReplace[rules] is an operator form.",
     .options = "{IgnoreCase -> False, MetaCharacters -> None}",
     .messages = {{"srep", kReplaceText}, {"innf", kCountText}},
     .sub_fn = string_operator_form},
    {.name = "StringReplaceList",
     .fn = builtin_StringReplaceList,
     .arity = at_least(1),
     .usage = "StringReplaceList[\"string\", rules] gives a list of the strings obtained by each single replacement.\n"
              "StringReplaceList[\"string\", rules, n] gives at most n results.\n"
              "StringReplaceList[rules] is an operator form.",
     .options = "{IgnoreCase -> False, MetaCharacters -> None}",
     .messages = {{"srep", kReplaceText}, {"innf", kCountText}},
     .sub_fn = string_operator_form},
    {.name = "StringDelete",
     .fn = builtin_StringDelete,
     .arity = at_least(1),
     .usage = "StringDelete[\"string\", patt] deletes the parts of string that match patt.\n"
              "StringDelete[{s1, s2, ...}, patt] gives the list of results for the si.\n"
              "StringDelete[patt] is an operator form.",
     .options = "{IgnoreCase -> False}",
     .sub_fn = string_operator_form},
    {.name = "StringTrim",
     .fn = builtin_StringTrim,
     .arity = at_least(1),
     .usage = "StringTrim[\"string\"] trims whitespace from the beginning and end of string.\n"
              "StringTrim[\"string\", patt] trims text that matches patt.\n"
              "StringTrim[{s1, s2, ...}] gives the list of results for the si.",
     .options = "{IgnoreCase -> False}"},
    {.name = "StringInsert",
     .fn = builtin_StringInsert,
     .arity = exactly(3),
     .usage = "StringInsert[\"string\", \"snew\", n] yields a string with snew inserted starting at position n.\n"
              "StringInsert[\"string\", \"snew\", -n] inserts at position n from the end.\n"
              "StringInsert[\"string\", \"snew\", {n1, n2, ...}] inserts a copy of snew at each of the positions.\n"
              "StringInsert[{s1, s2, ...}, \"snew\", n] gives the list of results for the si.",
     .messages = {{"ins", "Cannot insert at position `1` in `2`."}}},
    {.name = "StringReplacePart",
     .fn = builtin_StringReplacePart,
     .arity = exactly(3),
     .usage = "StringReplacePart[\"string\", \"snew\", {m, n}] replaces the characters at positions m through n by snew.\n"
              "StringReplacePart[\"string\", \"snew\", {{m1, n1}, ...}] inserts copies of snew at several places.\n"
              "StringReplacePart[\"string\", {\"s1\", ...}, {{m1, n1}, ...}] replaces with corresponding strings.",
     .messages = {{"psl", "Position specification `1` should be a pair of machine-sized integers {m, n} or a list of such pairs."},
                  {"ovrl", "The replacements `1` and the positions `2` differ in number."},
                  {"partw", "Part `1` of `2` does not exist."}}},
};

}  // namespace

void register_string_replace(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
