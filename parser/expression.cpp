// expression.cpp - see expression.h.
#include "parser/expression.h"

#include <charconv>

#include "expr/number.h"
#include "parser/boxes.h"

namespace lykos::parsing {
namespace {

// Stack the climber may use whatever its depth counter says: debug and sanitizer builds have larger frames.
constexpr std::ptrdiff_t kStackBudget = 6 * 1024 * 1024;

Expr minus(const Expr& operand) {
  // A literal becomes a negative literal; one that is negative already does not, so - -3 keeps its two signs.
  if (operand.is_real_number() && sign_of_real(operand) >= 0) return negate(operand);
  return make_normal(sym::Times, {Expr::integer(-1), operand});
}

Expr with_head_of(const Expr& head, const Expr& only) { return make_normal(head, {only}); }

}  // namespace

class Climber::DepthGuard {
 public:
  explicit DepthGuard(Climber& climber) : climber_(climber) {
    const char here = 0;
    if (++climber.depth_ > kMaximumDepth || climber.stack_top_ - &here > kStackBudget) {
      --climber.depth_;
      climber.fail(Fault::TooDeep, std::to_string(climber.depth_));
    }
  }
  ~DepthGuard() { --climber_.depth_; }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;

 private:
  Climber& climber_;
};

// ---- tokens

void Climber::advance() {
  previous_begin_ = token_.begin;
  previous_end_ = token_.end;
  any_consumed_ = true;
  token_ = lexer_.next(open_.empty());
}

bool Climber::is_operator(std::string_view spelling) const {
  return token_.kind == TokenKind::Operator && token_.entry->spelling == spelling;
}

bool Climber::is_infix(KnownSymbol head) const {
  return token_.kind == TokenKind::Operator && token_.entry->infix != nullptr && token_.entry->infix_head.is(head);
}

/// The token can begin an operand and nothing else, so that after an operand it means a product.
bool Climber::begins_operand() const {
  switch (token_.kind) {
    case TokenKind::Name:
    case TokenKind::Number:
    case TokenKind::String:
    case TokenKind::Constant:
    case TokenKind::Blank:
    case TokenKind::DefaultBlank:
    case TokenKind::Slot:
    case TokenKind::SlotSequence:
    case TokenKind::Output:
    case TokenKind::OpenParenthesis:
    case TokenKind::OpenBrace:
    case TokenKind::OpenAssociation:
    case TokenKind::Boxes:
    case TokenKind::OpenSpecial: return true;
    case TokenKind::Operator: {
      const OperatorEntry& entry = *token_.entry;
      if (entry.prefix == nullptr || entry.infix != nullptr || entry.postfix != nullptr) return false;
      return integrals_ == 0 || !entry.prefix_head.is(sym::DifferentialD);
    }
    default: return false;
  }
}

/// The token can begin an operand where one is optional (after `;` and `;;`).
bool Climber::operand_follows() const {
  if (token_.kind != TokenKind::Operator) return begins_operand();
  return token_.entry->prefix != nullptr || token_.entry->spelling == "!!";
}

Expr Climber::symbol(std::size_t begin, std::size_t end) {
  const std::string_view written = lexer_.text(begin, end);
  const auto known = names_.find(written);
  if (known != names_.end()) return known->second;
  Expr value = resolve_(lexer_.decoded_name(begin, end));
  if (written == "\xCF\x80" || written == "\\[Pi]") value = sym::Pi;   // the letter alone is the number
  names_.emplace(written, value);
  return value;
}

// ---- errors

std::string Climber::quoted(std::size_t begin, std::size_t end) const {
  constexpr std::size_t kLongest = 40;
  std::string text(lexer_.text(begin, end));
  if (text.size() > kLongest) {
    std::size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text = text.substr(0, cut) + "...";
  }
  return "'" + text + "'";
}

std::string Climber::place(const Opener& opener) const {
  std::size_t line = 1;
  std::size_t column = 1;
  const std::string_view source = lexer_.source();
  for (std::size_t i = 0; i < opener.offset; ++i) {
    if (source[i] == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(source[i]) & 0xC0U) != 0x80U) {
      ++column;
    }
  }
  return "'" + std::string(opener.text) + "' at line " + std::to_string(line) + ", column " + std::to_string(column);
}

void Climber::fail(Fault fault, std::string_view first, std::string_view second) const {
  throw make_fault(fault, token_.begin, first, second);
}

void Climber::unexpected_token() const {
  const auto closes = [this] {
    switch (token_.kind) {
      case TokenKind::CloseParenthesis:
      case TokenKind::CloseSquare:
      case TokenKind::CloseBrace:
      case TokenKind::CloseAssociation:
      case TokenKind::CloseDoubleSquare:
      case TokenKind::CloseSpecial: return true;
      default: return false;
    }
  };
  if (token_.kind == TokenKind::End || token_.kind == TokenKind::Newline) {
    if (!open_.empty()) {
      const std::string_view opener = open_.back().text;
      const std::string_view closer = opener == "(" ? ")" : opener == "[" ? "]" : opener == "{" ? "}" : opener == "<|" ? "|>" : "bracket";
      throw make_fault(Fault::Unclosed, open_.back().offset, closer, place(open_.back()));
    }
    fail(Fault::MissingOperand, any_consumed_ ? quoted(previous_begin_, previous_end_) : std::string("the beginning"));
  }
  const std::string here = quoted(token_.begin, token_.end);
  if (closes()) {
    if (open_.empty()) fail(Fault::Unopened, here);
    const std::string_view opener = open_.back().text;
    const bool pair = (opener == "(" && token_.kind == TokenKind::CloseParenthesis) ||
                      (opener == "[" && token_.kind == TokenKind::CloseSquare) ||
                      (opener == "{" && token_.kind == TokenKind::CloseBrace) || (opener == "<|" && token_.kind == TokenKind::CloseAssociation);
    if (!pair) fail(Fault::WrongCloser, here, place(open_.back()));
  }
  if (!any_consumed_) fail(Fault::CannotBegin, here);
  fail(Fault::CannotFollow, quoted(previous_begin_, previous_end_), here);
}

void Climber::open(const Token& token) { open_.push_back({token.begin, lexer_.text(token)}); }

void Climber::close(TokenKind kind, std::string_view) {
  if (token_.kind != kind) unexpected_token();
  open_.pop_back();
  advance();
}

// ---- the climbing

const char* Climber::climb_from(const char* at) {
  const char here = 0;
  stack_top_ = &here;
  any_consumed_ = false;
  open_.clear();
  names_.clear();
  depth_ = 0;
  integrals_ = 0;
  lexer_.move_to(static_cast<std::size_t>(at - lexer_.source().data()));
  token_ = lexer_.next(false);
  begin_ = token_.begin;
  result_ = expression(precedence::kLowest);
  if (token_.kind != TokenKind::End && token_.kind != TokenKind::Newline) unexpected_token();
  has_result_ = true;
  return lexer_.source().data() + previous_end_;
}

void Climber::set_information(std::string_view whole) {
  begin_ = static_cast<std::size_t>(whole.data() - lexer_.source().data());
  previous_end_ = begin_ + whole.size();
  const bool full = whole.size() > 1 && whole[1] == '?';
  std::string_view name = whole.substr(full ? 2 : 1);
  while (!name.empty() && (name.front() == ' ' || name.front() == '\t')) name.remove_prefix(1);
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  result_ = make_normal(sym::Information, {Expr::string(std::string(name)), make_rule(Expr::symbol("LongForm"), Expr::boolean(full))});
  has_result_ = true;
}

/// Binding of the current infix operator after `left`. Only `:` depends on what stands before it: after a symbol it names
/// a pattern, after anything else it gives a default.
int Climber::infix_precedence(const Expr& left) const {
  const int written = token_.entry->infix->precedence;
  return written == precedence::kOptional && left.is_symbol() ? precedence::kPattern : written;
}

Expr Climber::expression(int min) {
  const DepthGuard guard(*this);
  bool prefix_plus = token_.kind == TokenKind::Operator && token_.entry->prefix != nullptr && token_.entry->prefix_head.is(sym::Plus);
  Expr left = operand();
  for (;; prefix_plus = false) {
    if (token_.kind == TokenKind::OpenSquare || token_.kind == TokenKind::OpenDoubleSquare) {
      if (precedence::kCall < min) return left;
      left = call(left);
    } else if (token_.kind == TokenKind::Operator && token_.entry->postfix != nullptr) {
      if (token_.entry->postfix->precedence < min) return left;
      left = postfix(left);
    } else if (token_.kind == TokenKind::Operator && token_.entry->infix != nullptr) {
      const int binding = infix_precedence(left);
      if (binding < min) return left;
      left = infix(std::move(left), binding, prefix_plus);
    } else {
      if (!begins_operand() || precedence::kTimes < min) return left;
      left = product(left);
    }
  }
}

Expr Climber::infix(Expr left, int binding, bool left_is_prefix_plus) {
  const OperatorEntry& entry = *token_.entry;
  const Expr head = entry.infix_head;
  const Operator& row = *entry.infix;
  switch (row.precedence) {   // those with a syntax of their own, by binding
    case precedence::kCompoundExpression: return compound(left);
    case precedence::kSpan: return span(left);
    case precedence::kOptional: {
      advance();
      const Expr right = expression(binding + 1);
      return make_normal(binding == precedence::kPattern ? sym::Pattern : sym::Optional, {left, right});
    }
    case precedence::kPlus:
      if (head.is(sym::Plus) || head.is(sym::Subtract)) return sum(left, left_is_prefix_plus);
      break;
    case precedence::kTimes: return product(left);
    case precedence::kSet:
      if (head.is(sym::Set) || head.is(sym::SetDelayed)) return assignment(left, head);
      break;
    default: break;
  }
  if (head.is(sym::Put) || head.is(sym::PutAppend)) {
    // The name is read raw, from right behind the operator.
    const std::string file = lexer_.file_name();
    token_.end = lexer_.position();
    advance();
    return make_normal(head, {left, Expr::string(file)});
  }
  if (head.is(sym::TagSet)) return tag_assignment(left);
  if (head.is(sym::MessageName)) return message_name(left);
  if (head.is(sym::Infix)) return tilde(left);
  if (row.grouping == Grouping::Chain) return comparison(left);

  advance();
  if (row.grouping == Grouping::Flat) {
    std::vector<Expr> operands;
    operands.push_back(std::move(left));
    operands.push_back(expression(binding + 1));
    while (token_.kind == TokenKind::Operator && token_.entry->infix != nullptr && token_.entry->infix_head.identical(head)) {
      advance();
      operands.push_back(expression(binding + 1));
    }
    return make_normal(head, std::move(operands));
  }
  const Expr right = expression(row.grouping == Grouping::Right ? binding : binding + 1);
  if (head.is(sym::Divide)) return make_normal(sym::Times, {left, make_normal(sym::Power, {right, Expr::integer(-1)})});
  if (head.is(sym::Prefix)) return with_head_of(left, right);
  if (head.is(sym::Postfix)) return with_head_of(right, left);
  return make_normal(head, {left, right});
}

Expr Climber::postfix(const Expr& left) {
  const Expr head = token_.entry->postfix_head;
  advance();
  if (!head.is(sym::Derivative)) return make_normal(head, {left});
  std::int64_t order = 1;
  while (token_.kind == TokenKind::Operator && token_.entry->postfix_head.identical(head) && token_.entry->postfix != nullptr) {
    ++order;
    advance();
  }
  return with_head_of(make_normal(sym::Derivative, {Expr::integer(order)}), left);
}

Expr Climber::sum(const Expr& left, bool left_is_prefix_plus) {
  std::vector<Expr> terms;
  terms.push_back(left_is_prefix_plus && left.has_head(sym::Plus, 1) ? left[0] : left);
  while (is_infix(sym::Plus) || is_infix(sym::Subtract)) {
    const bool subtract = token_.entry->infix_head.is(sym::Subtract);
    advance();
    while (!subtract && token_.kind == TokenKind::Operator && token_.entry->prefix_head.is(sym::Plus) && token_.entry->prefix != nullptr) advance();
    const Expr term = expression(precedence::kPlus + 1);
    terms.push_back(subtract ? minus(term) : term);
  }
  return make_normal(sym::Plus, std::move(terms));
}

Expr Climber::product(const Expr& left) {
  std::vector<Expr> factors;
  factors.push_back(left);
  for (;;) {
    if (is_infix(sym::Times)) {
      advance();
    } else if (!begins_operand()) {
      break;
    }
    factors.push_back(expression(precedence::kTimes + 1));
  }
  return make_normal(sym::Times, std::move(factors));
}

Expr Climber::comparison(const Expr& left) {
  std::vector<Expr> parts;
  parts.push_back(left);
  bool mixed = false;
  while (token_.kind == TokenKind::Operator && token_.entry->infix != nullptr && token_.entry->infix->grouping == Grouping::Chain) {
    if (parts.size() > 1 && !parts[1].identical(token_.entry->infix_head)) mixed = true;
    parts.push_back(token_.entry->infix_head);
    advance();
    parts.push_back(expression(precedence::kComparison + 1));
  }
  if (mixed) return make_normal(sym::Inequality, std::move(parts));
  std::vector<Expr> operands;
  for (std::size_t i = 0; i < parts.size(); i += 2) operands.push_back(parts[i]);
  return make_normal(parts[1], std::move(operands));
}

Expr Climber::compound(const Expr& left) {
  std::vector<Expr> parts;
  parts.push_back(left);
  while (is_operator(";")) {
    advance();
    const bool more = operand_follows() || is_operator(";;");
    if (more) {
      parts.push_back(expression(precedence::kCompoundExpression + 1));
    } else {
      parts.push_back(sym::Null);
    }
  }
  return make_normal(sym::CompoundExpression, std::move(parts));
}

/// One a;;b;;c with the token on its first `;;`.
Expr Climber::one_span(const Expr& first) {
  advance();
  const Expr second = operand_follows() ? expression(precedence::kSpan + 1) : Expr(sym::All);
  if (!is_operator(";;")) return make_normal(sym::Span, {first, second});
  // A second ;; belongs to this span only when a step follows it; otherwise it begins a span of its own.
  const Token saved_token = token_;
  const std::size_t saved_position = lexer_.position();
  const std::size_t saved_begin = previous_begin_;
  const std::size_t saved_end = previous_end_;
  advance();
  if (operand_follows()) return make_normal(sym::Span, {first, second, expression(precedence::kSpan + 1)});
  token_ = saved_token;
  lexer_.move_to(saved_position);
  previous_begin_ = saved_begin;
  previous_end_ = saved_end;
  return make_normal(sym::Span, {first, second});
}

Expr Climber::span(Expr first) {
  std::vector<Expr> spans;
  spans.push_back(one_span(first));
  while (is_operator(";;")) spans.push_back(one_span(Expr::integer(1)));
  if (spans.size() == 1) return spans.front();
  return make_normal(sym::Times, std::move(spans));
}

Expr Climber::assignment(const Expr& left, const Expr& head) {
  advance();
  if (head.is(sym::Set) && is_operator(".")) {   // a = . with a blank between
    advance();
    return make_normal(sym::Unset, {left});
  }
  return make_normal(head, {left, expression(precedence::kSet)});
}

Expr Climber::tag_assignment(const Expr& tag) {
  advance();
  const Expr left = expression(precedence::kSet + 1);
  if (is_operator("=.")) {
    advance();
    return make_normal(sym::TagUnset, {tag, left});
  }
  const bool set = is_infix(sym::Set);
  const bool set_delayed = is_infix(sym::SetDelayed);
  if (!set && !set_delayed) {
    if (token_.kind == TokenKind::End || token_.kind == TokenKind::Newline) unexpected_token();
    fail(Fault::BadTagSet, quoted(previous_begin_, previous_end_));
  }
  advance();
  if (set && is_operator(".")) {
    advance();
    return make_normal(sym::TagUnset, {tag, left});
  }
  return make_normal(set ? sym::TagSet : sym::TagSetDelayed, {tag, left, expression(precedence::kSet)});
}

Expr Climber::message_name(const Expr& left) {
  std::vector<Expr> parts;
  parts.push_back(left);
  while (is_operator("::")) {
    parts.push_back(Expr::string(lexer_.tag()));
    token_.end = lexer_.position();
    advance();
  }
  return make_normal(sym::MessageName, std::move(parts));
}

Expr Climber::tilde(const Expr& left) {
  const int binding = token_.entry->infix->precedence;
  advance();
  const Expr function = expression(binding + 1);
  if (!is_operator("~")) {
    if (token_.kind == TokenKind::End || token_.kind == TokenKind::Newline) unexpected_token();
    fail(Fault::BadTilde);
  }
  advance();
  const Expr right = expression(binding + 1);
  return make_normal(function, {left, right});
}

// ---- operands

Expr Climber::operand() {
  if (token_.kind == TokenKind::Newline) token_ = lexer_.next(false);
  switch (token_.kind) {
    case TokenKind::Name: return name_operand();
    case TokenKind::Number: {
      const Expr value = number_value(token_, lexer_.source());
      advance();
      return value;
    }
    case TokenKind::String: {
      const Expr value = Expr::string(lexer_.decoded_string(token_.begin + 1, token_.end - 1));
      advance();
      return value;
    }
    case TokenKind::Constant: {
      const Expr value = Expr::symbol(constant_name(token_.character));
      advance();
      return value;
    }
    case TokenKind::Blank:
    case TokenKind::DefaultBlank: {
      bool optional = false;
      const Expr value = blank(optional);
      return optional ? make_normal(sym::Optional, {value}) : value;
    }
    case TokenKind::Slot:
    case TokenKind::SlotSequence: return slot_operand();
    case TokenKind::Output: return output_operand();
    case TokenKind::OpenParenthesis: return parenthesized();
    case TokenKind::OpenBrace: return bracketed(sym::List, TokenKind::CloseBrace, "}");
    case TokenKind::OpenAssociation: return bracketed(sym::Association, TokenKind::CloseAssociation, "|>");
    case TokenKind::OpenSpecial: {
      for (const CharacterBracket& bracket : character_brackets()) {
        if (bracket.open == token_.character) return bracketed(Expr::symbol(bracket.head), TokenKind::CloseSpecial, "");
      }
      unexpected_token();
    }
    case TokenKind::Boxes: return boxes_operand();
    case TokenKind::Operator: return prefix_operator();
    default: unexpected_token();
  }
}

// \( ... \) is the boxes themselves, \!\( ... \) what they mean. Errors inside are reported where the boxes begin.
Expr Climber::boxes_operand() {
  const std::string_view text = lexer_.text(token_);
  const std::size_t begin = token_.begin;
  const bool interpreted = text.starts_with("\\!");
  try {
    const Expr boxes = read_boxes(interpreted ? text.substr(2) : text, resolve_);
    advance();
    if (!interpreted) return boxes;
    const std::string input = "(" + input_of_boxes(boxes) + ")";
    Climber inner(input, resolve_);
    inner.climb_from(input.data());
    return inner.result();
  } catch (SyntaxError& error) {
    error.offset = begin;
    error.incomplete = false;
    throw;
  }
}

Expr Climber::prefix_operator() {
  const OperatorEntry& entry = *token_.entry;
  if (entry.spelling == ";;") return span(Expr::integer(1));
  if (entry.spelling == "!!") {
    advance();
    const Expr inner = expression(precedence::kNot);
    return make_normal(sym::Not, {make_normal(sym::Not, {inner})});
  }
  if (entry.prefix == nullptr) unexpected_token();
  if (entry.prefix_head.is(sym::Get)) {
    const std::string file = lexer_.file_name();
    token_.end = lexer_.position();
    advance();
    return make_normal(sym::Get, {Expr::string(file)});
  }
  if (entry.prefix_head.is(sym::Integrate)) return integral();
  const Expr head = entry.prefix_head;
  advance();
  const Expr operand = expression(entry.prefix->precedence);
  if (head.is(sym::Minus)) return minus(operand);
  return make_normal(head, {operand});
}

Expr Climber::integral() {
  const int binding = token_.entry->prefix->precedence;
  advance();
  ++integrals_;
  const Expr integrand = expression(binding + 1);
  --integrals_;
  const bool differential = token_.kind == TokenKind::Operator && token_.entry->prefix != nullptr && token_.entry->prefix_head.is(sym::DifferentialD);
  if (!differential) unexpected_token();
  const int variable_binding = token_.entry->prefix->precedence;
  advance();
  const Expr variable = expression(variable_binding);
  return make_normal(sym::Integrate, {integrand, variable});
}

Expr Climber::name_operand() {
  const Expr value = symbol(token_.begin, token_.end);
  const std::size_t end = token_.end;
  advance();
  if ((token_.kind != TokenKind::Blank && token_.kind != TokenKind::DefaultBlank) || token_.begin != end) return value;
  bool optional = false;
  const Expr pattern = make_normal(sym::Pattern, {value, blank(optional)});
  return optional ? make_normal(sym::Optional, {pattern}) : pattern;
}

/// _ __ ___ with a head written right behind, or _. (optional).
Expr Climber::blank(bool& optional) {
  optional = token_.kind == TokenKind::DefaultBlank;
  const KnownSymbol head = token_.underscores == 3 ? sym::BlankNullSequence : token_.underscores == 2 ? sym::BlankSequence : sym::Blank;
  const std::size_t end = token_.end;
  advance();
  if (optional || token_.kind != TokenKind::Name || token_.begin != end) return make_normal(head, std::initializer_list<Expr>{});
  const Expr type = symbol(token_.begin, token_.end);
  advance();
  return make_normal(head, {type});
}

Expr Climber::slot_operand() {
  const bool sequence = token_.kind == TokenKind::SlotSequence;
  const std::string_view text = lexer_.text(token_).substr(sequence ? 2 : 1);
  Expr key = Expr::integer(1);
  if (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    key = Expr::integer(Integer::from_digits(text));
  } else if (!text.empty() && text.front() == '"') {
    key = Expr::string(lexer_.decoded_string(token_.begin + 2, token_.end - 1));
  } else if (!text.empty()) {
    key = Expr::string(lexer_.decoded_name(token_.begin + 1, token_.end));
  }
  advance();
  return make_normal(sequence ? sym::SlotSequence : sym::Slot, {key});
}

Expr Climber::output_operand() {
  const std::string_view text = lexer_.text(token_);
  std::vector<Expr> line;
  if (text.size() > 1) {
    line.push_back(text[1] == '%' ? Expr::integer(-static_cast<std::int64_t>(text.size())) : Expr::integer(Integer::from_digits(text.substr(1))));
  }
  advance();
  return make_normal(sym::Out, std::move(line));
}

Expr Climber::parenthesized() {
  const int integrals = std::exchange(integrals_, 0);
  open(token_);
  advance();
  Expr value = expression(precedence::kLowest);
  close(TokenKind::CloseParenthesis, ")");
  integrals_ = integrals;
  return value;
}

Expr Climber::bracketed(const Expr& head, TokenKind closer, std::string_view close_text) {
  const int integrals = std::exchange(integrals_, 0);
  open(token_);
  advance();
  std::vector<Expr> elements = arguments(closer);
  close(closer, close_text);
  integrals_ = integrals;
  return make_normal(head, std::move(elements));
}

Expr Climber::call(const Expr& function) {
  const std::string_view source = lexer_.source();
  if (token_.kind == TokenKind::OpenDoubleSquare || (token_.end < source.size() && source[token_.end] == '[')) {
    const bool single_character = token_.kind == TokenKind::OpenDoubleSquare;
    const int integrals = std::exchange(integrals_, 0);
    open(token_);
    advance();
    if (!single_character) {
      open(token_);
      advance();
    }
    const TokenKind closer = single_character ? TokenKind::CloseDoubleSquare : TokenKind::CloseSquare;
    std::vector<Expr> parts = arguments(closer);
    close(closer, "]");
    if (!single_character) close(closer, "]");
    integrals_ = integrals;
    parts.insert(parts.begin(), function);
    return make_normal(sym::Part, std::move(parts));
  }
  return bracketed(function, TokenKind::CloseSquare, "]");
}

/// Elements up to the closing bracket; what is left out between commas is Null.
std::vector<Expr> Climber::arguments(TokenKind closer) {
  std::vector<Expr> elements;
  if (token_.kind == closer) return elements;
  for (;;) {
    if (token_.kind == TokenKind::Comma || token_.kind == closer) {
      elements.emplace_back(sym::Null);
      omitted_.push_back(token_.begin);
    } else {
      elements.push_back(expression(precedence::kLowest));
    }
    if (token_.kind != TokenKind::Comma) return elements;
    advance();
    behind_comma_ = token_.begin;
  }
}

}  // namespace lykos::parsing
