// lexer.h - tokens of source text, one at a time.
//
// The lexer is asked for the next token only when the parser has decided what the last one meant, because a few
// operators change how the following text is read (`::` a tag, `<<` and `>>` a file name).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "expr/expr.h"
#include "expr/operators.h"

namespace lykos::parsing {

enum class TokenKind : std::uint8_t {
  End, Newline, Name, Number, String, Constant, Blank, DefaultBlank, Slot, SlotSequence, Output, Operator, Comma,
  OpenParenthesis, CloseParenthesis, OpenSquare, CloseSquare, OpenBrace, CloseBrace, OpenAssociation, CloseAssociation,
  OpenDoubleSquare, CloseDoubleSquare,   ///< the single characters for [[ and ]]
  Boxes,                                 ///< \( ... \), with \! before it or not
  OpenSpecial, CloseSpecial,             ///< floor, ceiling, angle and bar brackets
};

/// What a token of the operator table can be, by form, with the symbols ready.
struct OperatorEntry {
  std::string spelling;
  const Operator* prefix = nullptr;
  const Operator* infix = nullptr;
  const Operator* postfix = nullptr;
  Expr prefix_head, infix_head, postfix_head;
};

struct Token {
  TokenKind kind = TokenKind::End;
  bool newline_before = false;
  std::uint8_t underscores = 0;            ///< of a Blank
  std::size_t begin = 0;
  std::size_t end = 0;
  const OperatorEntry* entry = nullptr;    ///< of an Operator
  char32_t character = 0;                  ///< of a bracket or constant written with a special character
  // The parts of a Number, as offsets; empty ranges where absent.
  struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool given = false;
  };
  Part base, mantissa, precision, accuracy, exponent;
};

/// Length of the longest operator spelling in [at, end), 0 when none stands there. Knows the few exceptions:
/// `/.5` is a quotient, `=.5` an assignment, `_.` no operator.
std::size_t longest_operator(const char* at, const char* end);

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}
  std::string_view source() const { return source_; }
  std::size_t position() const { return position_; }
  void move_to(std::size_t position) { position_ = position; }
  /// The next token after white space. Throws SyntaxError. Where line ends matter (no bracket is open) a line end comes
  /// as a Newline token of its own and what follows it is left unread: it may not belong to this expression at all.
  Token next(bool line_ends_matter);
  /// A message tag or a file name at the current position: its text, decoded. Throws SyntaxError when there is none.
  std::string tag();
  std::string file_name();
  /// The text of a Name or String token (or of any range), escapes decoded.
  std::string decoded_name(std::size_t begin, std::size_t end) const;
  std::string decoded_string(std::size_t begin, std::size_t end) const;   ///< range without the quotes
  std::string_view text(std::size_t begin, std::size_t end) const { return source_.substr(begin, end - begin); }
  std::string_view text(const Token& token) const { return text(token.begin, token.end); }

 private:
  [[noreturn]] void bad_character(std::size_t position) const;
  std::string_view source_;
  std::size_t position_ = 0;
};

/// The number a Number token writes. Throws SyntaxError for digits outside the base and for exponents beyond reason.
Expr number_value(const Token& token, std::string_view source);

}  // namespace lykos::parsing
