// expression.h - precedence climbing over the operator table.
//
// expression(min) reads an operand and then every operator that binds at least as tightly as `min`. What an operator
// builds follows from its row (form and grouping); the few with a syntax of their own (`;` `;;` `:` `~f~` `::` `/:` `=.` ...)
// have a function each. At the top level a line end closes the expression as soon as it is complete.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parser/characters.h"
#include "parser/errors.h"
#include "parser/lexer.h"
#include "parser/parser.h"

namespace lykos::parsing {

/// Levels of nesting read before the parser gives up with an error; each takes a few hundred bytes of stack.
inline constexpr int kMaximumDepth = 10'000;

class Climber {
 public:
  Climber(std::string_view source, const SymbolResolver& resolve) : lexer_(source), resolve_(resolve) {}
  /// Reads one whole expression that begins at or after `at` and ends at a line end or the end of the text. Returns where it
  /// stopped. Throws SyntaxError.
  const char* climb_from(const char* at);
  /// The text of ?name or ??name.
  void set_information(std::string_view whole);

  bool has_result() const { return has_result_; }
  const Expr& result() const { return result_; }
  std::size_t begin() const { return begin_; }
  std::size_t end() const { return previous_end_; }
  std::size_t token_end() const { return token_.end; }
  /// Where expressions beside commas were left out.
  std::vector<std::size_t>& omitted() { return omitted_; }
  /// The token behind the last comma.
  std::size_t behind_comma() const { return behind_comma_; }

 private:
  struct Opener {
    std::size_t offset;
    std::string_view text;
  };
  class DepthGuard;

  void advance();
  bool is_operator(std::string_view spelling) const;
  bool is_infix(KnownSymbol head) const;
  bool begins_operand() const;
  bool operand_follows() const;
  Expr symbol(std::size_t begin, std::size_t end);

  Expr expression(int min);
  Expr operand();
  Expr prefix_operator();
  Expr name_operand();
  Expr blank(bool& optional);
  Expr slot_operand();
  Expr boxes_operand();
  Expr output_operand();
  Expr integral();
  Expr parenthesized();
  Expr bracketed(const Expr& head, TokenKind close, std::string_view close_text);
  Expr call(const Expr& function);
  std::vector<Expr> arguments(TokenKind close);
  Expr postfix(const Expr& left);
  Expr infix(Expr left, int precedence, bool left_is_prefix_plus);
  Expr sum(const Expr& left, bool left_is_prefix_plus);
  Expr product(const Expr& left);
  Expr comparison(const Expr& left);
  Expr compound(const Expr& left);
  Expr span(Expr first);
  Expr one_span(const Expr& first);
  Expr tag_assignment(const Expr& tag);
  Expr assignment(const Expr& left, const Expr& head);
  Expr message_name(const Expr& left);
  Expr tilde(const Expr& left);
  int infix_precedence(const Expr& left) const;

  void open(const Token& token);
  void close(TokenKind kind, std::string_view close_text);
  [[noreturn]] void fail(Fault fault, std::string_view first = {}, std::string_view second = {}) const;
  [[noreturn]] void unexpected_token() const;
  std::string quoted(std::size_t begin, std::size_t end) const;
  std::string place(const Opener& opener) const;

  Lexer lexer_;
  const SymbolResolver& resolve_;
  Token token_;                       ///< the one not yet consumed
  std::size_t begin_ = 0;
  std::size_t previous_begin_ = 0;    ///< of the last consumed token
  std::size_t previous_end_ = 0;
  std::vector<std::size_t> omitted_;
  std::size_t behind_comma_ = 0;
  bool any_consumed_ = false;
  std::vector<Opener> open_;
  int depth_ = 0;
  int integrals_ = 0;                 ///< integrals whose differential has not come yet
  const char* stack_top_ = nullptr;
  std::unordered_map<std::string_view, Expr> names_;
  bool has_result_ = false;
  Expr result_;
};

}  // namespace lykos::parsing
