// make_boxes.cpp - ToBoxes and MakeBoxes: expressions as low-level boxes, from the same notation the printers use.
#include "builtins/formatting/register.h"
#include "builtins/support.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "formatting/notation.h"

namespace lykos::builtins {
namespace {

Expr boxes_of(const Expr& expr, int min_precedence = 0);

Expr row(std::vector<Expr> parts) {
  if (parts.size() == 1) return parts[0];
  return make_normal(sym::RowBox, {make_list(std::move(parts))});
}

Expr word(std::string text) { return Expr::string(std::move(text)); }

Expr product_row(const std::vector<Expr>& factors) {
  if (factors.empty()) return word("1");
  std::vector<Expr> parts;
  for (const Expr& factor : factors) {
    if (!parts.empty()) parts.push_back(word(" "));
    parts.push_back(boxes_of(factor, parts.empty() && factor.is_number() ? precedence::kTimes : precedence::kMinus + 1));
  }
  return row(std::move(parts));
}

Expr fraction(const std::vector<Expr>& numerator, const std::vector<Expr>& denominator) {
  const auto side = [](const std::vector<Expr>& factors) { return factors.size() == 1 ? boxes_of(factors[0]) : product_row(factors); };
  return make_normal(sym::FractionBox, {side(numerator), side(denominator)});
}

Expr sum_boxes(const Expr& plus) {
  std::vector<Expr> parts;
  for (const Expr& term : plus.args()) {
    const MaybeExpr negated = parts.empty() ? std::nullopt : negated_term(term);
    if (!parts.empty()) parts.push_back(word(negated ? "-" : "+"));
    parts.push_back(boxes_of(negated ? *negated : term, precedence::kPlus + 1));
  }
  return row(std::move(parts));
}

Expr product_boxes(const Expr& times, int& result) {
  const ProductParts parts = split_product(times, Dialect::Output);
  const Expr body = parts.denominator.empty() ? product_row(parts.numerator) : fraction(parts.numerator, parts.denominator);
  if (!parts.minus) return body;
  result = precedence::kMinus;
  return row({word("-"), body});
}

Expr power_boxes(const Expr& power, int& result) {
  if (is_one_half(power[1]) && power[1].rational_value().sign() > 0) {
    result = precedence::kCall;
    return make_normal(sym::SqrtBox, {boxes_of(power[0])});
  }
  if (power[1].is_number()) {
    if (const MaybeExpr positive = negated_exponent(power[1])) {
      result = precedence::kTimes;
      const bool one = positive->is_small_integer() && positive->small_integer() == 1;
      return fraction({}, {one ? power[0] : make_normal(sym::Power, {power[0], *positive})});
    }
  }
  result = precedence::kPower;
  return make_normal(sym::SuperscriptBox, {boxes_of(power[0], precedence::kPower + 1), boxes_of(power[1])});
}

Expr notation_boxes(const Expr& expr, int& result) {
  const Notation notation = notate(expr, Dialect::Output);
  result = notation.precedence;
  std::vector<Expr> parts;
  std::vector<Expr> inner;      // arguments between brackets form a row of their own
  bool inside = false;
  for (const Piece& piece : notation.pieces) {
    const bool separator = piece.is_text && (piece.text == ", " || piece.text == ",");
    const bool opens = piece.is_text && (piece.text == "[" || piece.text == "{" || piece.text == "[[" || piece.text == "<|");
    const bool closes = piece.is_text && (piece.text == "]" || piece.text == "}" || piece.text == "]]" || piece.text == "|>");
    if (closes && inside) {
      if (!inner.empty()) parts.push_back(row(std::move(inner)));
      inner.clear();
      inside = false;
    }
    std::vector<Expr>& target = inside ? inner : parts;
    if (!piece.is_text) {
      target.push_back(boxes_of(piece.expr, piece.precedence));
    } else if (separator) {
      target.push_back(word(","));
    } else {
      std::string text = piece.text;
      const std::size_t first = text.find_first_not_of(' ');
      const std::size_t last = text.find_last_not_of(' ');
      if (first != std::string::npos) target.push_back(word(text.substr(first, last - first + 1)));
    }
    if (opens) inside = true;
  }
  return row(std::move(parts));
}

Expr atom_or_structure(const Expr& expr, int& result) {
  if (expr.is_complex()) {
    result = precedence::kPlus;
    return boxes_of(complex_as_sum(expr));
  }
  if (expr.is_rational()) {
    result = precedence::kTimes;
    const Rational& value = expr.rational_value();
    const Expr body = make_normal(sym::FractionBox, {word(abs(value.numerator()).to_string()), word(value.denominator().to_string())});
    return value.sign() < 0 ? row({word("-"), body}) : body;
  }
  if (expr.is_number()) {
    const std::string text = expr.is_integer() ? expr.to_integer().to_string() : to_full_form(expr);
    if (text.front() != '-') return word(text);
    result = precedence::kMinus;
    return row({word("-"), word(text.substr(1))});
  }
  if (expr.is_string()) return word(quote_string(expr.string_value()));
  if (expr.is_symbol()) return word(symbol_text(expr));
  if (!expr.is_normal() && !expr.is_association()) return word(to_input_form(expr));
  if (expr.has_head(sym::Plus) && expr.size() >= 2) {
    result = precedence::kPlus;
    return sum_boxes(expr);
  }
  if (expr.has_head(sym::Times) && expr.size() >= 2) {
    result = precedence::kTimes;
    return product_boxes(expr, result);
  }
  if (expr.has_head(sym::Power, 2)) return power_boxes(expr, result);
  if (expr.has_head(sym::Subscript, 2)) return make_normal(sym::SubscriptBox, {boxes_of(expr[0]), boxes_of(expr[1])});
  if (expr.has_head(sym::Superscript, 2)) return make_normal(sym::SuperscriptBox, {boxes_of(expr[0]), boxes_of(expr[1])});
  if (expr.has_head(sym::RawBoxes, 1) || expr.has_head(sym::DisplayForm, 1)) return expr[0];
  if ((expr.has_head(sym::Grid) || expr.has_head(sym::MatrixForm) || expr.has_head(sym::TableForm)) && expr.size() >= 1 &&
      expr[0].is_list()) {
    std::vector<Expr> rows;
    for (const Expr& line : expr[0].args()) {
      std::vector<Expr> cells;
      if (line.is_list()) {
        for (const Expr& cell : line.args()) cells.push_back(boxes_of(cell));
      } else {
        cells.push_back(boxes_of(line));
      }
      rows.push_back(make_list(std::move(cells)));
    }
    return make_normal(sym::GridBox, {make_list(std::move(rows))});
  }
  return notation_boxes(expr, result);
}

Expr boxes_of(const Expr& expr, int min_precedence) {
  const RecursionGuard guard;
  if (expr.kind() == Kind::Normal) {
    if (const MaybeExpr formatted = apply_format_hook(expr, "StandardForm")) return boxes_of(*formatted, min_precedence);
  }
  int result = precedence::kAtom;
  Expr boxes = atom_or_structure(expr, result);
  if (result >= min_precedence) return boxes;
  return row({word("("), std::move(boxes), word(")")});
}

// ToBoxes[expr], ToBoxes[expr, form]; MakeBoxes holds its argument.
MaybeExpr builtin_ToBoxes(Call& call) { return boxes_of(call.arg(0)); }

constexpr Builtin kBuiltins[] = {
    {.name = "ToBoxes", .fn = builtin_ToBoxes, .arity = between(1, 2),
     .usage = "ToBoxes[expr] gives the low-level boxes of expr in StandardForm.\nToBoxes[expr, form] gives those of a form."},
    {.name = "MakeBoxes", .fn = builtin_ToBoxes, .arity = between(1, 2), .attributes = kHoldAllComplete,
     .usage = "MakeBoxes[expr] gives the low-level boxes of expr without evaluating it.\nMakeBoxes[expr, form] gives those of a form."},
};

}  // namespace

void register_make_boxes(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
