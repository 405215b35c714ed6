// boxes.cpp - see boxes.h.
//
// Inside \( \) stand tokens, strings and nested boxes, joined by \^ (superscript), \_ (subscript), \/ (fraction), \+ (underscript),
// \& (overscript), \@ (square root) and \% (the third part of \_, \^, \@ and \+); \* begins a box written as an expression. What
// interpreted boxes mean is found by writing them as one line of input and reading that.
#include "parser/boxes.h"

#include <cctype>
#include <vector>

#include "expr/box_characters.h"
#include "expr/symbol.h"
#include "parser/characters.h"
#include "parser/errors.h"
#include "parser/expression.h"
#include "parser/lexer.h"

namespace lykos::parsing {
namespace {

bool is_bracket(std::string_view text, std::size_t at, char which) { return at + 1 < text.size() && text[at] == '\\' && text[at + 1] == which; }

std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

Expr row(std::vector<Expr> items) {
  if (items.size() == 1) return items[0];
  return make_normal(sym::RowBox, {make_list(std::move(items))});
}

Expr box(KnownSymbol head, std::vector<Expr> parts) { return make_normal(head, std::move(parts)); }

class Reader {
 public:
  Reader(std::string_view text, const SymbolResolver& resolve) : text_(text), resolve_(resolve) {}

  // The content of \( ... \), without the brackets.
  Expr content() {
    skip_blanks();
    if (is_bracket(text_, at_, '*')) {
      Climber climber(text_, resolve_);
      const char* end = climber.climb_from(text_.data() + at_ + 2);
      at_ = static_cast<std::size_t>(end - text_.data());
      return climber.result();
    }
    if (MaybeExpr form = form_name()) {
      Expr boxes = items_up_to('\0');
      return make_normal(sym::FormBox, {std::move(boxes), *form});
    }
    return items_up_to('\0');
  }

 private:
  // form \` boxes: boxes in another form.
  MaybeExpr form_name() {
    const std::size_t start = at_;
    std::size_t end = at_;
    while (end < text_.size() && std::isalnum(static_cast<unsigned char>(text_[end])) != 0) ++end;
    at_ = end;
    if (end > start && take('`')) return resolve_(text_.substr(start, end - start));
    at_ = start;
    return std::nullopt;
  }

  // Items up to a closing bracket, which is left; '\0' for all that is there.
  Expr items_up_to(char close) {
    std::vector<Expr> items;
    for (skip_blanks(); at_ < text_.size() && (close == '\0' || text_[at_] != close); skip_blanks()) items.push_back(scripted());
    if (items.empty()) return Expr::string("");
    return row(std::move(items));
  }

  // The parts of (...), [...] or {...}: what stands between the brackets is one row.
  std::vector<Expr> bracketed(char open) {
    const char close = open == '(' ? ')' : open == '[' ? ']' : '}';
    ++at_;
    std::vector<Expr> parts{Expr::string(std::string(1, open))};
    skip_blanks();
    if (at_ < text_.size() && text_[at_] != close) parts.push_back(items_up_to(close));
    if (at_ < text_.size()) {
      ++at_;
      parts.push_back(Expr::string(std::string(1, close)));
    }
    return parts;
  }

  void skip_blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool take(char which) {
    skip_blanks();
    if (!is_bracket(text_, at_, which)) return false;
    at_ += 2;
    return true;
  }

  // An item with the scripts that follow it.
  Expr scripted() {
    Expr left = item();
    for (;;) {
      if (take('^')) {
        const Expr up = item();
        left = take('%') ? box(sym::SubsuperscriptBox, {left, item(), up}) : box(sym::SuperscriptBox, {left, up});
      } else if (take('_')) {
        const Expr down = item();
        left = take('%') ? box(sym::SubsuperscriptBox, {left, down, item()}) : box(sym::SubscriptBox, {left, down});
      } else if (take('/')) {
        left = box(sym::FractionBox, {left, item()});
      } else if (take('+')) {
        const Expr under = item();
        left = take('%') ? box(sym::UnderoverscriptBox, {left, under, item()}) : box(sym::UnderscriptBox, {left, under});
      } else if (take('&')) {
        left = box(sym::OverscriptBox, {left, item()});
      } else if (at_ < text_.size() && text_[at_] == '[') {
        std::vector<Expr> call{left};
        for (Expr& part : bracketed('[')) call.push_back(std::move(part));
        left = row(std::move(call));
      } else {
        return left;
      }
    }
  }

  Expr item() {
    skip_blanks();
    if (at_ >= text_.size()) throw make_fault(Fault::MissingOperand, at_, "\\(");
    if (take('@')) {
      const Expr inside = item();
      return take('%') ? box(sym::RadicalBox, {inside, item()}) : box(sym::SqrtBox, {inside});
    }
    if (is_bracket(text_, at_, '(') || is_bracket(text_, at_, '!')) {
      const std::size_t end = end_of_boxes(text_, at_);
      if (end == std::string_view::npos) throw make_fault(Fault::MissingOperand, at_, "\\(");
      const std::string_view inner = text_.substr(at_, end - at_);
      at_ = end;
      return read_boxes(inner.starts_with("\\!") ? inner.substr(2) : inner, resolve_);
    }
    const std::size_t begin = at_;
    const char c = text_[at_];
    const auto is_word = [](char w) { return std::isalnum(static_cast<unsigned char>(w)) != 0 || w == '$' || w == '.' || w == '`' || static_cast<unsigned char>(w) >= 0x80; };
    if (c == '(' || c == '{') return row(bracketed(c));
    if (c == '"') {
      at_ = end_of_string(text_, at_);
    } else if (c == '\\') {
      const Character character = read_escape(text_.data() + at_, text_.data() + text_.size());
      if (!character) throw make_fault(Fault::BadCharacter, at_, "a backslash");
      at_ += character.length;
      return Expr::string(character_to_utf8(character.code));
    } else if (is_word(c)) {
      while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    } else {
      at_ += std::max<std::size_t>(longest_operator(text_.data() + at_, text_.data() + text_.size()), 1);
    }
    return Expr::string(std::string(text_.substr(begin, at_ - begin)));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  const SymbolResolver& resolve_;
};

void append_input(std::string& out, const Expr& boxes);

void append_call(std::string& out, const char* head, const Expr& boxes, std::size_t count) {
  out += head;
  out += "[";
  for (std::size_t i = 0; i < count && i < boxes.size(); ++i) {
    if (i > 0) out += ", ";
    append_input(out, boxes[i]);
  }
  out += "]";
}

void append_row(std::string& out, const Expr& list) {
  for (const Expr& item : list.args()) {
    append_input(out, item);
    // Two words side by side are a product.
    out += ' ';
  }
}

void append_input(std::string& out, const Expr& boxes) {
  if (boxes.is_string()) {
    out += boxes.string_value();
    return;
  }
  if (!boxes.is_normal() || boxes.size() == 0) return;
  if (boxes.has_head(sym::RowBox) && boxes[0].is_list()) return append_row(out, boxes[0]);
  if (boxes.is_list()) return append_row(out, boxes);
  const auto operation = [&](const char* sign) {
    out += "((";
    append_input(out, boxes[0]);
    out += std::string(")") + sign + "(";
    append_input(out, boxes[1]);
    out += "))";
  };
  if (boxes.has_head(sym::SuperscriptBox, 2)) return operation("^");
  if (boxes.has_head(sym::FractionBox, 2)) return operation("/");
  if (boxes.has_head(sym::RadicalBox) && boxes.size() >= 2) {
    out += "((";
    append_input(out, boxes[0]);
    out += ")^(1/(";
    append_input(out, boxes[1]);
    out += ")))";
    return;
  }
  if (boxes.has_head(sym::SqrtBox)) return append_call(out, "Sqrt", boxes, 1);
  if (boxes.has_head(sym::SubscriptBox)) return append_call(out, "Subscript", boxes, 2);
  if (boxes.has_head(sym::SubsuperscriptBox) && boxes.size() >= 3) {
    out += "((Subscript[";
    append_input(out, boxes[0]);
    out += ", ";
    append_input(out, boxes[1]);
    out += "])^(";
    append_input(out, boxes[2]);
    out += "))";
    return;
  }
  if (boxes.has_head(sym::OverscriptBox)) return append_call(out, "Overscript", boxes, 2);
  if (boxes.has_head(sym::UnderscriptBox)) return append_call(out, "Underscript", boxes, 2);
  if (boxes.has_head(sym::UnderoverscriptBox)) return append_call(out, "Underoverscript", boxes, 3);
  if (boxes.has_head(sym::GridBox) && boxes[0].is_list()) {
    out += "{";
    for (std::size_t i = 0; i < boxes[0].size(); ++i) {
      out += i > 0 ? ", {" : "{";
      const Expr& line = boxes[0][i];
      for (std::size_t j = 0; line.is_list() && j < line.size(); ++j) {
        if (j > 0) out += ", ";
        append_input(out, line[j]);
      }
      out += "}";
    }
    out += "}";
    return;
  }
  // Styles, tags, forms and interpretations show their first part.
  append_input(out, boxes[0]);
}

}  // namespace

std::size_t end_of_boxes(std::string_view source, std::size_t begin) {
  std::size_t at = begin;
  if (is_bracket(source, at, '!')) at += 2;
  if (!is_bracket(source, at, '(')) return std::string_view::npos;
  int depth = 0;
  while (at < source.size()) {
    if (source[at] == '"') {
      at = end_of_string(source, at);
    } else if (is_bracket(source, at, '(')) {
      ++depth;
      at += 2;
    } else if (is_bracket(source, at, ')')) {
      at += 2;
      if (--depth == 0) return at;
    } else {
      at += source[at] == '\\' && at + 1 < source.size() && source[at + 1] == '\\' ? 2 : 1;
    }
  }
  return std::string_view::npos;
}

std::string with_box_escapes(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const Character character = static_cast<unsigned char>(text[i]) >= 0x80 ? read_character(text.data() + i, text.data() + text.size()) : Character{};
    const auto escape = character ? box_escape(character.code) : std::nullopt;
    if (escape) {
      out += '\\';
      out += *escape;
      i += character.length;
    } else {
      out += text[i++];
    }
  }
  return out;
}

Expr read_boxes(std::string_view text, const SymbolResolver& resolve) {
  return Reader(text.substr(2, text.size() - 4), resolve).content();
}

std::string input_of_boxes(const Expr& boxes) {
  std::string text;
  append_input(text, boxes);
  return text;
}

}  // namespace lykos::parsing
