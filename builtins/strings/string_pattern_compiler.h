// string_pattern_compiler.h - from a string pattern expression to the text of a regular expression, with the table of what
// its groups and callouts mean. Knows nothing of the regular expression library except its syntax.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builtins/strings/string_pattern.h"
#include "expr/expr.h"

namespace lykos::builtins {

/// A name in a branch and a group that may hold its value (alternatives give one name several groups).
struct PatternVariable {
  Expr symbol;
  int group = 0;
};

/// What a callout asks of the language.
struct PatternAction {
  enum class Kind : unsigned char { TestEachCharacter, TestWhole, Condition } kind = Kind::TestWhole;
  Expr function;                            // the test, or the condition's body
  int group = 0;                            // the text to test
  std::vector<PatternVariable> variables;   // names visible to a condition
};

struct PatternBranch {
  std::vector<PatternVariable> variables;
  std::vector<int> user_groups;             // groups of RegularExpression parts, in order: "$1", "$2" ...
  int marker_group = 0;                     // an empty group at the end of the branch; 0 when there is one branch only
  bool has_regular_expression = false;
};

struct CompiledPatternText {
  std::string regex;
  std::vector<PatternAction> actions;
  std::vector<PatternBranch> branches;
  bool needs_unicode = false;               // a literal outside ASCII
  bool is_literal = false;                  // every branch is a plain string: `literals` holds them
  std::vector<std::string> literals;
};

/// Checks a user's regular expression and counts its groups: -1 after saying RegularExpression::msg. string_pattern.cpp.
int regular_expression_groups(const std::string& regex);

/// False after saying StringExpression::invld or RegularExpression::msg.
bool compile_pattern_text(std::span<const Expr> patterns, const PatternOptions& options, CompiledPatternText& result);

}  // namespace lykos::builtins
