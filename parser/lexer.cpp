// lexer.cpp - runs the lexical rules of grammar.h and decodes names and strings.
#include "parser/lexer.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "parser/boxes.h"
#include "expr/box_characters.h"
#include "parser/errors.h"
#include "parser/grammar.h"

namespace lykos::parsing {
namespace {

namespace pegtl = tao::pegtl;
using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf_crlf, const char*>;

// ---- operator spellings: a handful per first character, longest first
struct Spellings {
  std::array<std::vector<const OperatorEntry*>, 128> by_first;
  std::map<std::string, OperatorEntry, std::less<>> entries;

  Spellings() {
    for (const Operator& row : operators()) {
      if (*row.spelling != '\0') add(row.spelling, row);
      if (row.character != 0) add(character_to_utf8(row.character), row);
    }
    for (auto& [spelling, entry] : entries) {
      const auto first = static_cast<unsigned char>(spelling.front());
      if (first < 0x80) by_first[first].push_back(&entry);
    }
    for (auto& candidates : by_first) {
      std::sort(candidates.begin(), candidates.end(), [](const OperatorEntry* a, const OperatorEntry* b) {
        return a->spelling.size() > b->spelling.size();
      });
    }
  }
  // A special character means what its ASCII spelling means in every form (a minus sign is infix and prefix).
  void add(const std::string& spelling, const Operator& row) {
    OperatorEntry& entry = entries[spelling];
    entry.spelling = spelling;
    const auto put = [&row](const Operator*& slot, Expr& head) {
      if (slot != nullptr) return;
      slot = &row;
      head = Expr::symbol(row.head);
    };
    switch (row.form) {
      case OperatorForm::Prefix: put(entry.prefix, entry.prefix_head); break;
      case OperatorForm::Infix: put(entry.infix, entry.infix_head); break;
      case OperatorForm::Postfix: put(entry.postfix, entry.postfix_head); break;
    }
  }
  const OperatorEntry* of_character(char32_t code) {
    const std::string text = character_to_utf8(code);
    if (const auto found = entries.find(text); found != entries.end()) return &found->second;
    for (const OperatorForm form : {OperatorForm::Infix, OperatorForm::Prefix, OperatorForm::Postfix}) {
      const Operator* row = operator_of_character(code, form);
      if (row == nullptr) continue;
      const auto found = entries.find(*row->spelling != '\0' ? std::string(row->spelling) : character_to_utf8(row->character));
      if (found != entries.end()) return &found->second;
    }
    return nullptr;
  }
};

Spellings& spellings() {
  static Spellings kSpellings;
  return kSpellings;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const OperatorEntry* find_operator(const char* at, const char* end) {
  if (at >= end) return nullptr;
  const auto first = static_cast<unsigned char>(*at);
  if (first >= 0x80) return nullptr;
  const auto left = static_cast<std::size_t>(end - at);
  for (const OperatorEntry* entry : spellings().by_first[first]) {
    const std::size_t size = entry->spelling.size();
    if (size > left || std::memcmp(at, entry->spelling.data(), size) != 0) continue;
    // A point that begins a number is not the end of `/.` or `=.`.
    const bool ends_in_point = size == 2 && at[1] == '.' && (first == '/' || first == '=');
    if (ends_in_point && left > 2 && is_digit(at[2])) continue;
    return entry;
  }
  return nullptr;
}

// ---- actions: what each rule leaves in the token
template <typename Rule>
struct action : pegtl::nothing<Rule> {};

template <TokenKind Kind>
struct set_kind {
  template <typename ActionInput>
  static void apply(const ActionInput&, Token& token, const char*) {
    token.kind = Kind;
  }
};
template <Token::Part Token::*Field>
struct set_part {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char* start) {
    token.*Field = {static_cast<std::size_t>(in.begin() - start), static_cast<std::size_t>(in.end() - start), true};
  }
};

template <> struct action<grammar::newline> {
  template <typename ActionInput>
  static void apply(const ActionInput&, Token& token, const char*) { token.newline_before = true; }
};
template <> struct action<grammar::name> : set_kind<TokenKind::Name> {};
template <> struct action<grammar::number> : set_kind<TokenKind::Number> {};
template <> struct action<grammar::string> : set_kind<TokenKind::String> {};
template <> struct action<grammar::comma> : set_kind<TokenKind::Comma> {};
template <> struct action<grammar::default_blank> : set_kind<TokenKind::DefaultBlank> {};
template <> struct action<grammar::slot> : set_kind<TokenKind::Slot> {};
template <> struct action<grammar::slot_sequence> : set_kind<TokenKind::SlotSequence> {};
template <> struct action<grammar::output> : set_kind<TokenKind::Output> {};
template <> struct action<grammar::open_association> : set_kind<TokenKind::OpenAssociation> {};
template <> struct action<grammar::close_association> : set_kind<TokenKind::CloseAssociation> {};
template <> struct action<grammar::base> : set_part<&Token::base> {};
template <> struct action<grammar::base_digits> : set_part<&Token::mantissa> {};
template <> struct action<grammar::decimal> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char* start) {
    token.base = {};   // the digits were tried as a base first
    set_part<&Token::mantissa>::apply(in, token, start);
  }
};
template <> struct action<grammar::exponent_value> : set_part<&Token::exponent> {};
template <> struct action<grammar::accuracy_mark> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char* start) {
    token.accuracy = {static_cast<std::size_t>(in.begin() - start) + 2, static_cast<std::size_t>(in.end() - start), true};
  }
};
template <> struct action<grammar::precision_mark> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char* start) {
    token.precision = {static_cast<std::size_t>(in.begin() - start) + 1, static_cast<std::size_t>(in.end() - start), true};
  }
};
template <> struct action<grammar::blank> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char*) {
    token.kind = TokenKind::Blank;
    token.underscores = static_cast<std::uint8_t>(in.size());
  }
};
template <> struct action<grammar::bracket> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char*) {
    switch (*in.begin()) {
      case '(': token.kind = TokenKind::OpenParenthesis; break;
      case ')': token.kind = TokenKind::CloseParenthesis; break;
      case '[': token.kind = TokenKind::OpenSquare; break;
      case ']': token.kind = TokenKind::CloseSquare; break;
      case '{': token.kind = TokenKind::OpenBrace; break;
      default: token.kind = TokenKind::CloseBrace; break;
    }
  }
};
template <> struct action<grammar::operator_spelling> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char*) {
    token.kind = TokenKind::Operator;
    token.entry = find_operator(in.begin(), in.end());
    if (token.entry == nullptr || token.entry->spelling.size() != in.size()) {
      // `/` before a number such as .5 was matched short of `/.`: look the exact text up.
      token.entry = &spellings().entries.find(std::string_view(in.begin(), in.size()))->second;
    }
  }
};
template <> struct action<grammar::wide_operator> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char*) {
    token.kind = TokenKind::Operator;
    token.character = read_character(in.begin(), in.end()).code;
    token.entry = spellings().of_character(token.character);
  }
};
template <> struct action<grammar::constant> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char*) {
    token.kind = TokenKind::Constant;
    token.character = read_character(in.begin(), in.end()).code;
  }
};
template <> struct action<grammar::wide_bracket> {
  template <typename ActionInput>
  static void apply(const ActionInput& in, Token& token, const char*) {
    token.character = read_character(in.begin(), in.end()).code;
    switch (token.character) {
      case 0x301A:
      case 0x27E6: token.kind = TokenKind::OpenDoubleSquare; return;
      case 0x301B:
      case 0x27E7: token.kind = TokenKind::CloseDoubleSquare; return;
      case 0xF113: token.kind = TokenKind::OpenAssociation; return;
      case 0xF114: token.kind = TokenKind::CloseAssociation; return;
      default: break;
    }
    token.kind = TokenKind::CloseSpecial;
    for (const CharacterBracket& bracket : character_brackets()) {
      if (bracket.open == token.character) token.kind = TokenKind::OpenSpecial;
    }
  }
};

}  // namespace

std::size_t longest_operator(const char* at, const char* end) {
  const OperatorEntry* entry = find_operator(at, end);
  return entry == nullptr ? 0 : entry->spelling.size();
}

Token Lexer::next(bool line_ends_matter) {
  Token token;
  const char* const start = source_.data();
  Input in(start + position_, start + source_.size(), "");
  pegtl::parse<grammar::blanks, action>(in, token, start);
  token.begin = static_cast<std::size_t>(in.current() - start);
  position_ = token.begin;
  if (in.empty()) {
    token.end = token.begin;
    return token;
  }
  if (line_ends_matter && token.newline_before) {
    token.kind = TokenKind::Newline;
    token.end = token.begin;
    return token;
  }
  if (in.size() >= 2 && in.current()[0] == '(' && in.current()[1] == '*') throw make_fault(Fault::UnclosedComment, position_);
  if (in.current()[0] == '\\' && in.size() >= 2 && (in.current()[1] == '(' || in.current()[1] == '!')) {
    const std::size_t end = end_of_boxes(source_, token.begin);
    if (end != std::string_view::npos) {
      token.kind = TokenKind::Boxes;
      position_ = token.end = end;
      return token;
    }
  }
  if (!pegtl::parse<grammar::token, action>(in, token, start)) bad_character(token.begin);
  position_ = token.end = static_cast<std::size_t>(in.current() - start);
  return token;
}

void Lexer::bad_character(std::size_t position) const {
  const std::string_view rest = source_.substr(position);
  if (rest.front() == '"') throw make_fault(Fault::UnclosedString, position);
  if (rest.front() == '\\') {
    if (rest.size() == 1) throw make_fault(Fault::UnfinishedEscape, position);
    if (rest[1] == '(' || rest[1] == ')' || rest[1] == '!' || rest[1] == '<' || rest[1] == '>') {
      throw make_fault(Fault::BoxSyntax, position, rest.substr(0, 2));
    }
    if (rest[1] == '[') {
      const std::size_t close = rest.find(']');
      if (close == std::string_view::npos) throw make_fault(Fault::UnfinishedEscape, position);
      const Character character = read_escape(rest.data(), rest.data() + rest.size());
      if (!character) throw make_fault(Fault::UnknownLongName, position, rest.substr(0, std::min<std::size_t>(close + 1, 40)));
      throw make_fault(Fault::BadCharacter, position, rest.substr(0, character.length));
    }
    throw make_fault(Fault::BadCharacter, position, "a backslash");
  }
  const Character character = read_character(rest.data(), rest.data() + rest.size());
  if (!character) throw make_fault(Fault::BadUtf8, position);
  if (character.code < 0x20 || character.code == 0x7F) throw make_fault(Fault::BadCharacter, position, "a control character");
  throw make_fault(Fault::BadCharacter, position, rest.substr(0, character.length));
}

std::string Lexer::tag() {
  Token ignored;
  Input in(source_.data() + position_, source_.data() + source_.size(), "");
  pegtl::parse<grammar::blanks>(in);
  const auto begin = static_cast<std::size_t>(in.current() - source_.data());
  if (!pegtl::parse<grammar::tag>(in)) {
    if (in.empty()) throw make_fault(Fault::MissingOperand, begin, "::");
    throw make_fault(Fault::BadTag, begin);
  }
  position_ = static_cast<std::size_t>(in.current() - source_.data());
  return source_[begin] == '"' ? decoded_string(begin + 1, position_ - 1) : decoded_name(begin, position_);
}

std::string Lexer::file_name() {
  const std::size_t operator_end = position_;
  Input in(source_.data() + position_, source_.data() + source_.size(), "");
  pegtl::parse<pegtl::star<grammar::plain_space>>(in);
  const auto begin = static_cast<std::size_t>(in.current() - source_.data());
  if (!pegtl::parse<grammar::file_name>(in)) {
    const std::string_view spelling = source_.substr(operator_end - 2, 2);
    if (in.empty()) throw make_fault(Fault::MissingOperand, begin, spelling);
    throw make_fault(Fault::BadFileName, begin, spelling);
  }
  position_ = static_cast<std::size_t>(in.current() - source_.data());
  return source_[begin] == '"' ? decoded_string(begin + 1, position_ - 1) : std::string(text(begin, position_));
}

std::string Lexer::decoded_name(std::size_t begin, std::size_t end) const {
  const std::string_view raw = text(begin, end);
  if (raw.find('\\') == std::string_view::npos) return std::string(raw);
  std::string out;
  for (std::size_t i = 0; i < raw.size();) {
    const Character character = raw[i] == '\\' ? read_escape(raw.data() + i, raw.data() + raw.size()) : Character{};
    if (character) {
      out += character_to_utf8(character.code);
      i += character.length;
    } else {
      out += raw[i++];
    }
  }
  return out;
}

std::string Lexer::decoded_string(std::size_t begin, std::size_t end) const {
  const std::string_view raw = text(begin, end);
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size();) {
    const std::size_t backslash = raw.find('\\', i);
    const std::size_t plain = backslash == std::string_view::npos ? raw.size() : backslash;
    out.append(raw.substr(i, plain - i));
    if (plain == raw.size()) break;
    i = plain;
    if (i + 1 >= raw.size()) break;
    std::size_t length = 2;
    switch (raw[i + 1]) {
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case 'r': out += '\r'; break;
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case '"': out += '"'; break;
      case '\\': out += '\\'; break;
      case '\n': break;                                        // a continued line
      case '\r': length = i + 2 < raw.size() && raw[i + 2] == '\n' ? 3 : 2; break;
      case '<':
      case '>': break;                                         // marks of the string's own formatting
      case ' ': out += "\\ "; break;
      default: {
        // Linear box syntax keeps its place as the private characters that stand for it.
        if (const auto mark = box_character(raw[i + 1])) {
          out += character_to_utf8(*mark);
          break;
        }
        const Character character = read_escape(raw.data() + i, raw.data() + raw.size());
        if (character) {
          out += character_to_utf8(character.code);
          length = character.length;
        } else if (raw[i + 1] == '[') {
          out += "\\[";                                         // an unknown long name stays as written
        } else {
          throw make_fault(Fault::BadStringEscape, begin + i, raw.substr(i, 2));
        }
      }
    }
    i += length;
  }
  return out;
}

}  // namespace lykos::parsing
