// string_pattern_compiler.cpp - writes the regular expression of a string pattern, node by node.
//
// Every piece is written so that it can stand beside or inside any other: literals and groups carry their own (?:...) where
// a quantifier could follow. Quantifiers are greedy; inside Shortest they are lazy and Longest switches back. Groups are
// numbered by one counter; references are always written \g{n}, so digits that follow cannot be misread.
#include "builtins/strings/string_pattern_compiler.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {

namespace {

constexpr std::int64_t kMaximumRepeat = 65535;  // PCRE2's own limit on {m,n}

void append_quoted(std::string& regex, std::string_view text) {
  static constexpr std::string_view kSpecial = "\\^$.[]|()?*+{}-#&~";
  for (const char c : text) {
    if (c == '\0') {
      regex += "\\x00";
      continue;
    }
    if (kSpecial.find(c) != std::string_view::npos) regex += '\\';
    regex += c;
  }
}

// The inside of a [...] class for a pattern that matches exactly one character; nullopt for other patterns.
std::optional<std::string> character_class(const Expr& pattern) {
  if (pattern.is_string()) {
    if (character_count(pattern) != 1) return std::nullopt;
    std::string text;
    append_quoted(text, pattern.string_value());
    return text;
  }
  if (pattern.is_symbol()) {
    if (pattern.is(sym::DigitCharacter)) return "0-9";
    if (pattern.is(sym::LetterCharacter)) return "\\p{L}";
    if (pattern.is(sym::WordCharacter)) return "\\p{L}\\p{N}";
    if (pattern.is(sym::WhitespaceCharacter)) return "\\s";
    if (pattern.is(sym::PunctuationCharacter)) return "[:punct:]";
    if (pattern.is(sym::HexadecimalCharacter)) return "0-9A-Fa-f";
    return std::nullopt;
  }
  if ((pattern.is_list() || pattern.has_head(sym::Alternatives)) && pattern.size() > 0) {
    std::string all;
    for (const Expr& part : pattern.args()) {
      const auto one = character_class(part);
      if (!one) return std::nullopt;
      all += *one;
    }
    return all;
  }
  return std::nullopt;
}

// The class of `_ ? f` for tests that a class can express, so that common patterns need no callout.
std::optional<std::string> class_of_test(const Expr& function) {
  if (function.is(sym::DigitQ)) return "[0-9]";
  if (function.is(sym::LetterQ)) return "\\p{L}";
  if (function.is(sym::UpperCaseQ)) return "\\p{Lu}";
  if (function.is(sym::LowerCaseQ)) return "\\p{Ll}";
  return std::nullopt;
}

std::optional<std::string> date_element(std::string_view name) {
  struct Element {
    std::string_view name, regex;
  };
  static constexpr Element kElements[] = {
      {"Year", "\\d{4}"},
      {"YearShort", "\\d{2}"},
      {"Quarter", "[1-4]"},
      {"Month", "(?:1[0-2]|0?[1-9])"},
      {"MonthShort", "(?:1[0-2]|0?[1-9])"},
      {"MonthName", "(?:January|February|March|April|May|June|July|August|September|October|November|December)"},
      {"MonthNameShort", "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"},
      {"Day", "(?:3[01]|[12]\\d|0?[1-9])"},
      {"DayShort", "(?:3[01]|[12]\\d|0?[1-9])"},
      {"DayName", "(?:Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday)"},
      {"DayNameShort", "(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)"},
      {"Hour", "(?:2[0-3]|1\\d|0?\\d)"},
      {"Hour24", "(?:2[0-3]|1\\d|0?\\d)"},
      {"Hour12", "(?:1[0-2]|0?[1-9])"},
      {"AMPM", "(?:AM|PM|am|pm)"},
      {"Minute", "(?:[1-5]\\d|0?\\d)"},
      {"Second", "(?:[1-5]\\d|0?\\d)"},
      {"SecondExact", "(?:[1-5]\\d|0?\\d)(?:\\.\\d+)?"},
      {"Millisecond", "\\d{1,3}"},
  };
  for (const Element& element : kElements) {
    if (element.name == name) return std::string(element.regex);
  }
  return std::nullopt;
}

class PatternWriter {
 public:
  PatternWriter(const PatternOptions& options, CompiledPatternText& result) : options_(options), out_(result) {}

  bool write_all(std::span<const Expr> patterns) {
    out_.is_literal = !options_.ignore_case && !options_.enumerate && !options_.wildcards && options_.anchor == PatternAnchor::Anywhere;
    for (const Expr& pattern : patterns) {
      if (!pattern.is_string()) out_.is_literal = false;
    }
    if (out_.is_literal) {
      for (const Expr& pattern : patterns) {
        out_.literals.push_back(pattern.string_value());
        out_.branches.emplace_back();
      }
      return true;
    }
    std::string& regex = out_.regex;
    if (options_.anchor == PatternAnchor::Whole || options_.anchor == PatternAnchor::Start) regex += "\\A";
    regex += "(?:";
    bool first = true;
    for (const Expr& pattern : patterns) {
      if (!first) regex += '|';
      first = false;
      whole_ = pattern;
      visible_.clear();
      out_.branches.emplace_back();
      if (!write_top(pattern)) return false;
      out_.branches.back().variables = visible_;
      if (patterns.size() > 1) {
        out_.branches.back().marker_group = ++groups_;
        regex += "()";
      }
    }
    regex += ')';
    if (options_.anchor == PatternAnchor::Whole || options_.anchor == PatternAnchor::End) regex += "\\z";
    if (options_.enumerate) regex += "(?C255)";
    return true;
  }

 private:
  // Plain strings at the top of a pattern may hold wildcards; deeper ones never do.
  bool write_top(const Expr& pattern) {
    if (options_.wildcards) {
      if (pattern.is_string()) {
        note_unicode(pattern.string_value());
        out_.regex += wildcard_regex(pattern.string_value());
        return true;
      }
      if ((pattern.is_list() || pattern.has_head(sym::Alternatives)) && pattern.size() > 0) {
        return write_alternatives(pattern.args(), true);
      }
    }
    return write(pattern);
  }

  bool invalid(const Expr& element) {
    message(sym::StringExpression, "invld", {element, whole_});
    return false;
  }

  void note_unicode(std::string_view text) {
    if (!is_ascii(text)) out_.needs_unicode = true;
  }

  void write_literal(std::string_view text) {
    note_unicode(text);
    out_.regex += "(?:";
    append_quoted(out_.regex, text);
    out_.regex += ')';
  }

  const char* laziness() const { return lazy_ ? "?" : ""; }

  bool write_alternatives(std::span<const Expr> parts, bool top = false) {
    out_.regex += "(?:";
    const std::vector<PatternVariable> before = visible_;
    std::vector<PatternVariable> after = visible_;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) out_.regex += '|';
      visible_ = before;  // names bound in one alternative are unknown in the next
      if (!(top ? write_top(parts[i]) : write(parts[i]))) return false;
      after.insert(after.end(), visible_.begin() + static_cast<std::ptrdiff_t>(before.size()), visible_.end());
    }
    if (parts.empty()) out_.regex += "(?!)";  // no alternatives: nothing matches
    visible_ = std::move(after);
    out_.regex += ')';
    return true;
  }

  bool write_pattern(const Expr& pattern) {
    const Expr& name = pattern[0];
    std::vector<int> known;
    for (const PatternVariable& variable : visible_) {
      if (variable.symbol.identical(name)) known.push_back(variable.group);
    }
    if (!known.empty()) {
      // The name has a value already: the same text must come again.
      out_.regex += "(?:";
      for (std::size_t i = 0; i < known.size(); ++i) {
        if (i > 0) out_.regex += '|';
        out_.regex += "\\g{" + std::to_string(known[i]) + "}";
      }
      out_.regex += ')';
      return true;
    }
    const int group = ++groups_;
    out_.regex += '(';
    if (!write(pattern[1])) return false;
    out_.regex += ')';
    visible_.push_back({name, group});
    return true;
  }

  void write_callout(PatternAction action) {
    out_.regex += "(?C\"" + std::to_string(out_.actions.size()) + "\")";
    out_.actions.push_back(std::move(action));
  }

  bool write_test(const Expr& pattern) {
    const Expr& inner = pattern[0];
    const Expr& function = pattern[1];
    const Expr* body = &inner;
    const bool named = inner.has_head(sym::Pattern, 2);
    if (named) body = &inner[1];
    const bool blank = body->has_head(sym::Blank, 0);
    const bool blanks = body->has_head(sym::BlankSequence, 0);
    const bool any = body->has_head(sym::BlankNullSequence, 0);
    if (!blank && !blanks && !any) {
      const int group = ++groups_;
      out_.regex += '(';
      if (!write(inner)) return false;
      out_.regex += ')';
      write_callout({PatternAction::Kind::TestWhole, function, group, {}});
      return true;
    }
    // On blanks the test applies to each character.
    const Expr* name = named ? &inner[0] : nullptr;
    for (const PatternVariable& variable : visible_) {
      if (name != nullptr && variable.symbol.identical(*name)) return write_pattern(inner);
    }
    int group = 0;
    if (named) {
      group = ++groups_;
      out_.regex += '(';
    }
    out_.regex += "(?:";
    if (const auto simple = class_of_test(function)) {
      out_.regex += *simple;
    } else {
      const int character = ++groups_;
      out_.regex += "(.)";
      write_callout({PatternAction::Kind::TestEachCharacter, function, character, {}});
    }
    out_.regex += ')';
    if (blanks) out_.regex += std::string("+") + laziness();
    if (any) out_.regex += std::string("*") + laziness();
    if (named) {
      out_.regex += ')';
      visible_.push_back({*name, group});
    }
    return true;
  }

  bool write_repeated(const Expr& pattern, bool null_allowed) {
    std::int64_t low = null_allowed ? 0 : 1;
    std::int64_t high = INT64_MAX;
    if (pattern.size() == 2) {
      const Expr& spec = pattern[1];
      if (spec.is_list() && spec.size() == 1) {
        const auto n = count_argument(spec[0]);
        if (!n) return invalid(pattern);
        low = high = *n;
      } else if (spec.is_list() && spec.size() == 2) {
        const auto m = count_argument(spec[0]);
        const auto n = count_argument(spec[1], true);
        if (!m || !n) return invalid(pattern);
        low = *m;
        high = *n;
      } else if (const auto n = count_argument(spec, true)) {
        high = *n;
      } else {
        return invalid(pattern);
      }
    }
    if (low > high || low > kMaximumRepeat) return invalid(pattern);
    out_.regex += "(?:";
    if (!write(pattern[0])) return false;
    out_.regex += ')';
    if (high > kMaximumRepeat) {
      if (low == 0) out_.regex += '*';
      else if (low == 1) out_.regex += '+';
      else out_.regex += "{" + std::to_string(low) + ",}";
    } else {
      out_.regex += "{" + std::to_string(low) + "," + std::to_string(high) + "}";
    }
    out_.regex += laziness();
    return true;
  }

  bool write_except(const Expr& pattern) {
    if (pattern.size() == 1) {
      if (const auto one = character_class(pattern[0])) {
        note_unicode(*one);
        out_.regex += "[^" + *one + "]";
        return true;
      }
    }
    out_.regex += "(?:(?!";
    const std::vector<PatternVariable> before = visible_;
    if (!write(pattern[0])) return false;
    visible_ = before;
    out_.regex += ')';
    if (pattern.size() == 1) {
      out_.regex += '.';
    } else if (!write(pattern[1])) {
      return false;
    }
    out_.regex += ')';
    return true;
  }

  bool write_regular_expression(const Expr& pattern) {
    if (pattern.size() != 1 || !pattern[0].is_string()) return invalid(pattern);
    const std::string& regex = pattern[0].string_value();
    const int count = regular_expression_groups(regex);
    if (count < 0) return false;
    note_unicode(regex);
    out_.branches.back().has_regular_expression = true;
    out_.regex += "(?-s:";
    if (groups_ == 0) {
      out_.regex += regex;
    } else {
      append_shifted(regex, count);
    }
    out_.regex += ')';
    for (int i = 1; i <= count; ++i) out_.branches.back().user_groups.push_back(groups_ + i);
    groups_ += count;
    return true;
  }

  // A user's \1 counts the groups of its own expression; here they come after those already written.
  void append_shifted(std::string_view regex, int count) {
    for (std::size_t i = 0; i < regex.size(); ++i) {
      if (regex[i] != '\\' || i + 1 >= regex.size()) {
        out_.regex += regex[i];
        continue;
      }
      const char next = regex[i + 1];
      if (next >= '1' && next <= '9') {
        std::size_t last = i + 1;
        int number = 0;
        while (last < regex.size() && regex[last] >= '0' && regex[last] <= '9' && number < 1000) {
          number = number * 10 + (regex[last] - '0');
          ++last;
        }
        if (number <= count) {
          out_.regex += "\\g{" + std::to_string(number + groups_) + "}";
          i = last - 1;
          continue;
        }
      }
      out_.regex += regex[i];
      out_.regex += next;
      ++i;
    }
  }

  bool write_date_pattern(const Expr& pattern) {
    if (pattern.size() < 1 || !pattern[0].is_list()) return invalid(pattern);
    out_.regex += "(?:";
    bool previous_was_element = false;
    for (const Expr& part : pattern[0].args()) {
      if (!part.is_string()) return invalid(pattern);
      const auto element = date_element(part.string_value());
      if (element) {
        if (previous_was_element) {
          if (pattern.size() > 1) {
            if (!write(pattern[1])) return false;
          } else {
            out_.regex += "[-/:. ,]+";
          }
        }
        out_.regex += *element;
      } else {
        write_literal(part.string_value());
      }
      previous_was_element = element.has_value();
    }
    out_.regex += ')';
    return true;
  }

  bool write_symbol(const Expr& symbol) {
    std::string& regex = out_.regex;
    if (const auto one = character_class(symbol)) regex += "[" + *one + "]";
    else if (symbol.is(sym::Whitespace)) regex += std::string("\\s+") + laziness();
    else if (symbol.is(sym::NumberString)) regex += "[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)";
    else if (symbol.is(sym::WordBoundary)) regex += "\\b";
    else if (symbol.is(sym::StartOfString)) regex += "\\A";
    else if (symbol.is(sym::EndOfString)) regex += "\\z";
    else if (symbol.is(sym::StartOfLine)) regex += "(?m:^)";
    else if (symbol.is(sym::EndOfLine)) regex += "(?m:$)";
    else return invalid(symbol);
    return true;
  }

  bool write(const Expr& pattern) {
    const RecursionGuard guard;
    if (pattern.is_string()) {
      write_literal(pattern.string_value());
      return true;
    }
    if (pattern.is_symbol()) return write_symbol(pattern);
    if (!pattern.is_normal()) return invalid(pattern);
    const std::size_t n = pattern.size();
    if (pattern.has_head(sym::StringExpression)) {
      out_.regex += "(?:";
      for (const Expr& part : pattern.args()) {
        if (!write(part)) return false;
      }
      out_.regex += ')';
      return true;
    }
    if (pattern.is_list() || pattern.has_head(sym::Alternatives)) {
      if (const auto one = character_class(pattern)) {
        note_unicode(*one);
        out_.regex += "[" + *one + "]";
        return true;
      }
      return write_alternatives(pattern.args());
    }
    if (pattern.has_head(sym::Blank, 0)) {
      out_.regex += "(?:.)";
      return true;
    }
    if (pattern.has_head(sym::BlankSequence, 0)) {
      out_.regex += std::string("(?:.+") + laziness() + ")";
      return true;
    }
    if (pattern.has_head(sym::BlankNullSequence, 0)) {
      out_.regex += std::string("(?:.*") + laziness() + ")";
      return true;
    }
    if (pattern.has_head(sym::Pattern, 2) && pattern[0].is_symbol()) return write_pattern(pattern);
    if (pattern.has_head(sym::PatternTest, 2)) return write_test(pattern);
    if (pattern.has_head(sym::Condition, 2)) {
      out_.regex += "(?:";
      if (!write(pattern[0])) return false;
      write_callout({PatternAction::Kind::Condition, pattern[1], 0, visible_});
      out_.regex += ')';
      return true;
    }
    if (pattern.has_head(sym::Repeated) && (n == 1 || n == 2)) return write_repeated(pattern, false);
    if (pattern.has_head(sym::RepeatedNull) && (n == 1 || n == 2)) return write_repeated(pattern, true);
    if (pattern.has_head(sym::Except) && (n == 1 || n == 2)) return write_except(pattern);
    if (pattern.has_head(sym::RegularExpression)) return write_regular_expression(pattern);
    if (pattern.has_head(sym::DatePattern)) return write_date_pattern(pattern);
    if (pattern.has_head(sym::Shortest) && n >= 1) return write_with_laziness(pattern[0], true);
    if (pattern.has_head(sym::Longest) && n >= 1) return write_with_laziness(pattern[0], false);
    if (pattern.has_head(sym::Optional) && n >= 1) {
      out_.regex += "(?:";
      if (!write(pattern[0])) return false;
      out_.regex += std::string(")?") + laziness();
      return true;
    }
    if ((pattern.has_head(sym::HoldPattern) || pattern.has_head(sym::Verbatim)) && n == 1) return write(pattern[0]);
    if (pattern.has_head(sym::CaseSensitive) && n == 1) {
      out_.regex += "(?-i:";
      if (!write(pattern[0])) return false;
      out_.regex += ')';
      return true;
    }
    return invalid(pattern);
  }

  bool write_with_laziness(const Expr& pattern, bool lazy) {
    const bool before = lazy_;
    lazy_ = lazy;
    const bool good = write(pattern);
    lazy_ = before;
    return good;
  }

  const PatternOptions& options_;
  CompiledPatternText& out_;
  Expr whole_;
  std::vector<PatternVariable> visible_;   // names bound so far on the way to the current point
  int groups_ = 0;
  bool lazy_ = false;
};

}  // namespace

std::string wildcard_regex(std::string_view text) {
  std::string regex = "(?:";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '*') {
      regex += ".*";
    } else if (c == '@') {
      regex += "[^\\p{Lu}]+";
    } else {
      const bool escaped = c == '\\' && i + 1 < text.size() && (text[i + 1] == '*' || text[i + 1] == '@' || text[i + 1] == '\\');
      if (escaped) ++i;
      append_quoted(regex, text.substr(i, 1));
    }
  }
  return regex + ")";
}

bool compile_pattern_text(std::span<const Expr> patterns, const PatternOptions& options, CompiledPatternText& result) {
  return PatternWriter(options, result).write_all(patterns);
}

}  // namespace lykos::builtins
