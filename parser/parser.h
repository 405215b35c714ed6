// parser.h - text to expressions. PEGTL lives behind this header only.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace lykos {

/// A syntax error, with where it is (1-based line and column, in characters).
struct SyntaxError {
  std::string message;       ///< one sentence, e.g. "a closing ']' is missing for the '[' at line 1, column 2"
  std::string tag;           ///< Syntax:: tag: "sntxf", "sntxi", "bktmcp", "sntue", ...
  std::size_t offset = 0;    ///< byte offset of the token that cannot stand there
  std::size_t begin = 0;     ///< where the expression begins
  std::size_t token_end = 0; ///< where that token ends
  std::string subject;       ///< what the sentence is about: a closing bracket, a long name, an escape
  std::size_t line = 1;
  std::size_t column = 1;
  bool incomplete = false;   ///< more input could make it valid
  /// "file:line:column: message", the source line, and a caret line under the place.
  std::string report(std::string_view source, std::string_view file) const;
};

/// Turns a name as written ("x", "Global`x", "`private`y") into a symbol; the evaluator's context search is passed in.
using SymbolResolver = std::function<Expr(std::string_view written)>;

struct ParsedExpression {
  Expr value;                ///< Null[] never stands for an empty line: empty input gives no expression
  std::size_t begin = 0;     ///< byte range in the source
  std::size_t end = 0;
};

struct ParseResult {
  std::vector<ParsedExpression> expressions;
  std::optional<SyntaxError> error;   ///< of the first place that does not parse; expressions before it are given
};

/// Whole text: every top-level expression (an expression ends at a line end where it is complete, or at `;` continues it).
ParseResult parse_all(std::string_view source, const SymbolResolver& resolve);
/// The next expression from `offset` (script files evaluate one before parsing the next, so contexts take effect).
/// Returns no expression and no error at the end of the text.
struct ParseStep {
  std::optional<ParsedExpression> expression;
  std::optional<SyntaxError> error;
  std::size_t next = 0;      ///< where to go on; after an error: past the offending line(s)
  std::vector<std::size_t> omitted;   ///< where an expression is missing beside a comma; it was taken as Null
};
ParseStep parse_next(std::string_view source, std::size_t offset, const SymbolResolver& resolve);
/// Exactly one expression (ToExpression); several lines give the last with all in a CompoundExpression-like list of results.
ParseResult parse_one(std::string_view source, const SymbolResolver& resolve);

enum class Completeness { Complete, Incomplete, Invalid };
/// For the REPL: does this text need more lines?
Completeness is_complete(std::string_view source);
/// SyntaxLength: number of characters up to which the text is syntactically right.
std::size_t syntax_length(std::string_view source);

/// The character for a long name (`Alpha` -> U+03B1), and back; nullopt when there is none.
std::optional<char32_t> long_name_character(std::string_view name);
std::optional<std::string_view> character_long_name(char32_t character);

/// The resolver that uses System` and Global` only (tests, tools).
SymbolResolver plain_resolver();

}  // namespace lykos
