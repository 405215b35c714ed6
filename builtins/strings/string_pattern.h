// string_pattern.h - string patterns: compiled once to a regular expression, then searched for in any number of texts.
//
// A pattern of the language (StringExpression, _, x__, Alternatives, Except, Condition, RegularExpression ...) becomes one
// PCRE2 expression. Named parts are capture groups; a second occurrence of a name is a back-reference. What PCRE2 cannot
// know, tests (p ? f) and conditions (p /; c), are callouts: the matcher stops there, the language is asked, and a "no"
// makes it backtrack. Several patterns (the rules of StringReplace) are the branches of one expression, so that a text is
// read once whatever their number. Compiled patterns are kept in a cache keyed by the pattern expression.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace lykos::builtins {

enum class PatternAnchor : unsigned char {
  Anywhere,  // StringCases, StringContainsQ ...
  Whole,     // StringMatchQ
  Start,     // StringStartsQ
  End,       // StringEndsQ
};

struct PatternOptions {
  bool ignore_case = false;
  PatternAnchor anchor = PatternAnchor::Anywhere;
  bool wildcards = false;    // `*` and `@` in plain strings, as StringMatchQ reads them
  bool enumerate = false;    // every way to match is wanted (StringSearch::each_at)
};

class StringPattern;
using StringPatternPtr = std::shared_ptr<const StringPattern>;

/// Compiles patterns as alternatives tried in order. Says a message (StringExpression::invld, RegularExpression::msg) and
/// returns nullptr when one is not a string pattern.
StringPatternPtr compile_string_patterns(std::span<const Expr> patterns, const PatternOptions& options);
/// One pattern; a List counts as alternatives.
StringPatternPtr compile_string_pattern(const Expr& pattern, const PatternOptions& options);

/// One text being searched. The text and the pattern must outlive it.
class StringSearch {
 public:
  StringSearch(StringPatternPtr pattern, std::string_view subject);
  ~StringSearch();
  StringSearch(const StringSearch&) = delete;
  StringSearch& operator=(const StringSearch&) = delete;

  /// The first match that starts at or after byte `start`. With `not_empty_at_start` an empty match at `start` itself does
  /// not count; with `anchored` the match must start at `start`.
  bool find(std::size_t start, bool not_empty_at_start = false, bool anchored = false);
  /// The next match that does not overlap the last one: call find(0) first. Empty matches make progress.
  bool find_next();
  /// Every match that starts at byte `start` (a pattern compiled with `enumerate`), longest alternatives in the order the
  /// matcher tries them. `found` returns false to stop. begin(), end() and replacement() describe the match meanwhile.
  void each_at(std::size_t start, const std::function<bool()>& found);

  std::size_t begin() const { return begin_; }   ///< byte offsets
  std::size_t end() const { return end_; }
  std::string_view text() const { return subject_.substr(begin_, end_ - begin_); }
  /// Which of the patterns matched.
  std::size_t branch() const { return branch_; }
  /// Capture group `number` of a RegularExpression in the branch ("$1"); 0 is the whole match.
  std::optional<std::string_view> user_group(std::size_t number) const;
  /// The right side of a rule with names and "$n" replaced by what they matched, evaluated.
  Expr replacement(const Expr& right_side) const;

 private:
  friend class StringPattern;
  friend struct CalloutContext;
  struct State;
  bool set_match(bool matched);
  StringPatternPtr pattern_;
  std::string_view subject_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t branch_ = 0;
  std::unique_ptr<State> state_;
};

/// A rule of StringReplace or StringCases: pattern -> right side. A condition on a delayed right side belongs to the pattern.
struct StringRule {
  Expr pattern;
  Expr right_side;
  bool is_rule = false;      // false: a bare pattern, whose result is the text it matched
};
/// Splits rules, lists of rules, associations and (if allowed) bare patterns. nullopt when an element is none of these.
std::optional<std::vector<StringRule>> read_string_rules(const Expr& rules, bool allow_patterns);
std::vector<Expr> patterns_of(std::span<const StringRule> rules);

/// The abbreviated pattern "a*b@" (see StringMatchQ) as a string pattern: `*` any characters, `@` non-capital letters.
std::string wildcard_regex(std::string_view text);

}  // namespace lykos::builtins
