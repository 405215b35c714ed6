// notation.cpp - one level of operator notation, quotients and signs, and the hooks the evaluator installs.
#include "formatting/notation.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "expr/association.h"
#include "expr/number.h"
#include "expr/symbol.h"
#include "formatting/formatting.h"

namespace lykos {

namespace {

FormatHook format_hook = nullptr;
ContextHook context_hook = nullptr;
EvaluateHook evaluate_hook = nullptr;

bool is_identifier(std::string_view text) {
  if (text.empty() || (std::isalpha(static_cast<unsigned char>(text[0])) == 0 && text[0] != '$')) return false;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '$') return false;
  }
  return true;
}

bool is_private_use(char32_t c) { return c >= 0xE000 && c <= 0xF8FF; }

// Heads whose operator reads well only in special circumstances; they are written as calls.
bool is_written_as_call(const Expr& head) {
  return head.is(sym::Postfix) || head.is(sym::Prefix) || head.is(sym::Infix) || head.is(sym::Get) || head.is(sym::Put) ||
         head.is(sym::PutAppend) || head.is(sym::Derivative) || head.is(sym::Sqrt) || head.is(sym::Subtract) ||
         head.is(sym::Minus) || head.is(sym::Divide) || head.is(sym::Pattern) || head.is(sym::Optional) ||
         head.is(sym::MessageName) || head.is(sym::Function) || head.is(sym::PatternTest) || head.is(sym::Span) ||
         head.is(sym::TagSet) || head.is(sym::Plus) || head.is(sym::Times) || head.is(sym::Power) ||
         head.is(sym::Conditioned) || head.is(sym::Divisible);
}

// Operators written without blanks around them.
bool is_tight(std::string_view spelling) { return spelling == "**" || spelling == "<>" || spelling == "~~" || spelling == "::" || spelling == "?"; }

std::string operator_spelling(const Operator& row, Dialect dialect) {
  if (*row.spelling != '\0') return row.spelling;
  // The characters of edges and distributions are of Unicode's private area, and are shown all the same.
  constexpr char32_t kDistributed = 0xF3D2, kUndirectedEdge = 0xF3D4, kDirectedEdge = 0xF3D5;
  const bool shown = row.character == kDistributed || row.character == kUndirectedEdge || row.character == kDirectedEdge;
  if (dialect != Dialect::Output || (is_private_use(row.character) && !shown)) return {};
  return character_to_utf8(row.character);
}

void append_arguments(Notation& notation, std::span<const Expr> args, const char* separator = ", ") {
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i > 0) notation.text(separator);
    notation.sub(args[i], precedence::kLowest);
  }
}

std::string blank_text(const Expr& expr) {
  if (expr.has_head(sym::Blank)) return "_";
  if (expr.has_head(sym::BlankSequence)) return "__";
  return expr.has_head(sym::BlankNullSequence) ? "___" : "";
}

// _, _h, __, ... ; empty when the blank is not of a writable form.
std::string whole_blank_text(const Expr& expr) {
  std::string text = blank_text(expr);
  if (text.empty() || expr.size() > 1) return {};
  if (expr.size() == 0) return text;
  return expr[0].is_symbol() ? text + symbol_text(expr[0]) : std::string();
}

bool notate_pattern(const Expr& expr, Notation& notation) {
  if (std::string blank = whole_blank_text(expr); !blank.empty()) {
    notation.precedence = precedence::kBlank;
    notation.text(std::move(blank));
    return true;
  }
  if (expr.has_head(sym::Pattern, 2) && expr[0].is_symbol()) {
    notation.precedence = precedence::kPattern;
    if (std::string blank = whole_blank_text(expr[1]); !blank.empty()) {
      notation.text(symbol_text(expr[0]) + blank);
    } else {
      notation.text(symbol_text(expr[0]) + ":");
      notation.sub(expr[1], precedence::kPattern + 1);
    }
    return true;
  }
  if (expr.has_head(sym::Optional) && (expr.size() == 1 || expr.size() == 2)) {
    const Expr& inner = expr[0];
    const bool simple = !whole_blank_text(inner).empty();
    const bool named = inner.has_head(sym::Pattern, 2) && inner[0].is_symbol();
    if (!simple && !named) return false;
    if (expr.size() == 1) {
      if (named && whole_blank_text(inner[1]).empty()) return false;
      notation.sub(inner, precedence::kPattern);
      notation.text(".");
    } else {
      notation.sub(inner, precedence::kPattern);
      notation.text(":");
      notation.sub(expr[1], precedence::kOptional + 1);
    }
    notation.precedence = precedence::kOptional;
    return true;
  }
  if (expr.has_head(sym::PatternTest, 2)) {
    notation.precedence = 680;
    notation.sub(expr[0], 681);
    notation.text("?");
    notation.sub(expr[1], 681);
    return true;
  }
  return false;
}

bool notate_slot(const Expr& expr, Notation& notation) {
  const bool slot = expr.has_head(sym::Slot, 1);
  if (!slot && !expr.has_head(sym::SlotSequence, 1)) return false;
  const Expr& which = expr[0];
  if (which.is_small_integer() && which.small_integer() >= 0) {
    notation.text((slot ? "#" : "##") + std::to_string(which.small_integer()));
    return true;
  }
  if (slot && which.is_string() && is_identifier(which.string_value())) {
    notation.text("#" + which.string_value());
    return true;
  }
  return false;
}

// % for Out[], %% for Out[-2], %5 for Out[5].
bool notate_output(const Expr& expr, Notation& notation) {
  if (!expr.has_head(sym::Out) || expr.size() > 1) return false;
  if (expr.size() == 0) {
    notation.text("%");
    return true;
  }
  if (!expr[0].is_small_integer()) return false;
  const std::int64_t line = expr[0].small_integer();
  constexpr std::int64_t kMostSigns = 5;
  if (line > 0) {
    notation.text("%" + std::to_string(line));
  } else if (line <= -2 && line >= -kMostSigns) {
    notation.text(std::string(static_cast<std::size_t>(-line), '%'));
  } else {
    return false;
  }
  return true;
}

bool notate_statement(const Expr& expr, Notation& notation) {
  if (expr.has_head(sym::Function, 1)) {
    notation.precedence = 90;
    notation.sub(expr[0], 91);
    notation.text(" & ");
    return true;
  }
  if (expr.has_head(sym::CompoundExpression) && expr.size() >= 2) {
    notation.precedence = precedence::kCompoundExpression;
    for (std::size_t i = 0; i < expr.size(); ++i) {
      if (i > 0) notation.text("; ");
      if (i + 1 == expr.size() && expr[i].is_null()) break;
      notation.sub(expr[i], precedence::kCompoundExpression + 1);
    }
    return true;
  }
  const bool delayed = expr.has_head(sym::TagSetDelayed, 3);
  if (delayed || expr.has_head(sym::TagSet, 3)) {
    notation.precedence = precedence::kSet;
    notation.sub(expr[0], precedence::kSet + 2);
    notation.text(" /: ");
    notation.sub(expr[1], precedence::kSet + 1);
    notation.text(delayed ? " := " : " = ");
    notation.sub(expr[2], precedence::kSet);
    return true;
  }
  if (expr.has_head(sym::TagUnset, 2)) {
    notation.precedence = precedence::kSet;
    notation.sub(expr[0], precedence::kSet + 2);
    notation.text(" /: ");
    notation.sub(expr[1], precedence::kSet + 1);
    notation.text(" =.");
    return true;
  }
  if (expr.has_head(sym::Span) && (expr.size() == 2 || expr.size() == 3)) {
    notation.precedence = precedence::kSpan;
    for (std::size_t i = 0; i < expr.size(); ++i) {
      if (i > 0) notation.text(" ;; ");
      notation.sub(expr[i], precedence::kSpan + 1);
    }
    return true;
  }
  if (expr.has_head(sym::MessageName) && expr.size() >= 2 && expr[0].is_symbol()) {
    std::string text = symbol_text(expr[0]);
    for (const Expr& part : expr.args().subspan(1)) {
      if (!part.is_string() || !is_identifier(part.string_value())) return false;
      text += "::" + part.string_value();
    }
    notation.precedence = 750;
    notation.text(std::move(text));
    return true;
  }
  return false;
}

// a < b <= c of an Inequality, in output only: InputForm shows the head.
bool notate_inequality(const Expr& expr, Notation& notation) {
  if (!expr.has_head(sym::Inequality) || expr.size() < 3 || expr.size() % 2 == 0) return false;
  for (std::size_t i = 1; i < expr.size(); i += 2) {
    const Operator* row = operator_of_head(expr[i], OperatorForm::Infix);
    if (row == nullptr || *row->spelling == '\0') return false;
  }
  notation.precedence = precedence::kComparison;
  for (std::size_t i = 0; i < expr.size(); ++i) {
    if (i % 2 == 0) {
      notation.sub(expr[i], precedence::kComparison + 1);
    } else {
      notation.text(std::string(" ") + operator_of_head(expr[i], OperatorForm::Infix)->spelling + " ");
    }
  }
  return true;
}

bool notate_infix(const Expr& expr, const Operator& row, Dialect dialect, Notation& notation) {
  const std::size_t count = expr.size();
  const bool flat = row.grouping == Grouping::Flat || row.grouping == Grouping::Chain;
  if (flat ? count < 2 : count != 2) return false;
  const std::string spelling = operator_spelling(row, dialect);
  if (spelling.empty()) return false;
  const std::string joint = is_tight(spelling) ? spelling : " " + spelling + " ";
  notation.precedence = row.precedence;
  // The language shows (a && b) || c although it reads the same without parentheses.
  if (expr.has_head(sym::Or)) {
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) notation.text(joint);
      notation.sub(expr[i], operator_of_head(Expr(sym::And), OperatorForm::Infix)->precedence + 1);
    }
    return true;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) notation.text(joint);
    const bool same_side = (row.grouping == Grouping::Left && i == 0) || (row.grouping == Grouping::Right && i == 1);
    notation.sub(expr[i], same_side ? row.precedence : row.precedence + 1);
  }
  return true;
}

bool notate_operator(const Expr& expr, Dialect dialect, Notation& notation) {
  const Expr& head = expr.head();
  if (!head.is_symbol() || is_written_as_call(head)) return false;
  if (const Operator* row = operator_of_head(head, OperatorForm::Infix); row != nullptr) {
    if (notate_infix(expr, *row, dialect, notation)) return true;
  }
  if (expr.size() != 1) return false;
  if (const Operator* row = operator_of_head(head, OperatorForm::Prefix); row != nullptr && *row->spelling != '\0') {
    notation.precedence = row->precedence;
    // A blank keeps the ! of one-line forms apart from what stands before it: a &&  !b, as the language writes it.
    notation.text((head.is(sym::Not) && dialect != Dialect::Output ? " " : "") + std::string(row->spelling));
    notation.sub(expr[0], row->precedence + 1);
    return true;
  }
  if (const Operator* row = operator_of_head(head, OperatorForm::Postfix); row != nullptr && *row->spelling != '\0') {
    notation.precedence = row->precedence;
    // A digit before the dots of Repeated would take the first one for its decimal point.
    const bool dots = head.is(sym::Repeated) || head.is(sym::RepeatedNull);
    notation.sub(expr[0], dots && expr[0].is_number() ? precedence::kAtom + 1 : row->precedence + 1);
    notation.text(head.is(sym::Unset) ? " =." : row->spelling);
    return true;
  }
  return false;
}

void notate_association(const Expr& expr, Notation& notation) {
  notation.text("<|");
  bool first = true;
  for (const AssociationEntry& entry : expr.association().entries) {
    if (!first) notation.text(", ");
    first = false;
    // Rules, so that breaking a line behind an arrow is one level deeper than between the entries.
    notation.sub(make_normal(entry.delayed ? sym::RuleDelayed : sym::Rule, {entry.key, entry.value}), precedence::kLowest);
  }
  notation.text("|>");
}

// Turns the sign of a negative real or purely imaginary number; nullopt for others.
MaybeExpr negated_number(const Expr& number) {
  if (number.is_complex()) {
    if (is_exact_zero(number.re()) && sign_of_real(number.im()) < 0) return negate(number);
    return std::nullopt;
  }
  if (number.is_number() && sign_of_real(number) < 0) return negate(number);
  return std::nullopt;
}

// Times with its negative leading coefficient turned.
MaybeExpr negated_product(const Expr& times) {
  if (!times.has_head(sym::Times) || times.size() < 2) return std::nullopt;
  const MaybeExpr coefficient = negated_number(times[0]);
  if (!coefficient) return std::nullopt;
  const bool one = coefficient->is_small_integer() && coefficient->small_integer() == 1;
  if (one && times.size() == 2) return times[1];
  std::vector<Expr> factors(times.args().begin(), times.args().end());
  if (one) {
    factors.erase(factors.begin());
  } else {
    factors[0] = *coefficient;
  }
  return make_normal(sym::Times, std::move(factors));
}

}  // namespace

void set_format_hook(FormatHook hook) { format_hook = hook; }
void set_context_hook(ContextHook hook) { context_hook = hook; }
void set_evaluate_hook(EvaluateHook hook) { evaluate_hook = hook; }

MaybeExpr apply_format_hook(const Expr& expr, const char* form) {
  if (format_hook == nullptr) return std::nullopt;
  return format_hook(expr, form);
}

namespace {
const Expr& verbatim_head() {
  static const Expr kHead = intern_symbol("Lykos`Private`", "VerbatimText");
  return kHead;
}
}  // namespace

Expr verbatim(std::string text) { return make_normal(verbatim_head(), {Expr::string(std::move(text))}); }
const std::string* verbatim_text(const Expr& expr) {
  if (expr.kind() != Kind::Normal || !expr.head().identical(verbatim_head()) || expr.size() != 1 || !expr[0].is_string()) return nullptr;
  return &expr[0].string_value();
}

Expr evaluate_for_formatting(const Expr& expr) { return evaluate_hook == nullptr ? expr : evaluate_hook(expr); }

std::string symbol_text(const Expr& symbol) {
  const SymbolNode& node = symbol.symbol_node();
  const bool plain = context_hook != nullptr ? context_hook(node.context, node.name)
                                             : node.context == "System`" || node.context == "Global`";
  return plain ? node.name : node.context + node.name;
}

Notation notate(const Expr& expr, Dialect dialect) {
  Notation notation;
  if (expr.is_association()) {
    notate_association(expr, notation);
    return notation;
  }
  if (expr.is_list()) {
    notation.text("{");
    append_arguments(notation, expr.args());
    notation.text("}");
    return notation;
  }
  const Expr& head = expr.head();
  // A held association has not become one yet, and one that Short has cut no longer is; both are written like one.
  const bool all_rules = std::all_of(expr.args().begin(), expr.args().end(), [](const Expr& arg) { return arg.is_rule(); });
  const bool cut = dialect == Dialect::Output && std::any_of(expr.args().begin(), expr.args().end(), [](const Expr& arg) { return arg.has_head(sym::Skeleton, 1); });
  if (head.is(sym::Association) && (all_rules || cut)) {
    notation.text("<|");
    append_arguments(notation, expr.args());
    notation.text("|>");
    return notation;
  }
  if (head.is_symbol()) {
    if (notate_pattern(expr, notation) || notate_slot(expr, notation) || notate_output(expr, notation) || notate_statement(expr, notation)) return notation;
    if (dialect == Dialect::Output && notate_inequality(expr, notation)) return notation;
    if (notate_operator(expr, dialect, notation)) return notation;
    notation.pieces.clear();
  }
  notation.precedence = precedence::kCall;
  if (expr.has_head(sym::Part) && expr.size() >= 2) {
    notation.sub(expr[0], precedence::kCall);
    notation.text("[[");
    append_arguments(notation, expr.args().subspan(1), ",");
    notation.text("]]");
    return notation;
  }
  notation.sub(head, precedence::kCall);
  notation.text("[");
  append_arguments(notation, expr.args());
  notation.text("]");
  return notation;
}

MaybeExpr negated_term(const Expr& term) {
  if (term.is_number()) return negated_number(term);
  return negated_product(term);
}

int subtrahend_precedence(const Expr& negated) {
  return negated_term(negated) ? precedence::kMinus + 1 : precedence::kPlus + 1;
}

MaybeExpr negated_exponent(const Expr& exponent) {
  if (exponent.is_complex()) return std::nullopt;
  return negated_term(exponent);
}

bool is_one_half(const Expr& expr) {
  if (!expr.is_rational()) return false;
  const Rational& value = expr.rational_value();
  const Integer numerator = value.numerator();
  return (numerator == Integer(1) || numerator == Integer(-1)) && value.denominator() == Integer(2);
}

const Expr& imaginary_unit() {
  static const Expr kUnit = Expr::symbol("I");
  return kUnit;
}

Expr complex_as_sum(const Expr& number) {
  const Expr& im = number.im();
  const bool one = im.is_small_integer() && im.small_integer() == 1;
  const Expr imaginary = one ? imaginary_unit() : make_normal(sym::Times, {im, imaginary_unit()});
  if (is_exact_zero(number.re())) return imaginary;
  return make_normal(sym::Plus, {number.re(), imaginary});
}

ProductParts split_product(const Expr& times, Dialect dialect) {
  ProductParts parts;
  std::size_t first = 0;
  const std::span<const Expr> args = times.args();
  if (args[0].is_rational()) {
    const Rational& value = args[0].rational_value();
    const Integer numerator = value.numerator();
    first = 1;
    if (numerator == Integer(-1) && dialect != Dialect::Output) {
      parts.unit_fraction = args[0];
    } else {
      if (!(numerator == Integer(1))) parts.numerator.push_back(Expr::integer(numerator));
      parts.denominator.push_back(Expr::integer(value.denominator()));
    }
  } else if (args[0].is_small_integer() && args[0].small_integer() == -1) {
    parts.minus = true;
    first = 1;
  }
  for (const Expr& factor : args.subspan(first)) {
    if (factor.has_head(sym::Power, 2)) {
      if (const MaybeExpr exponent = negated_exponent(factor[1])) {
        const bool one = exponent->is_small_integer() && exponent->small_integer() == 1;
        // A power of a number with a negative integer exponent is no quotient before it is evaluated: x*2^(-5), not x/2^5.
        if (!one && dialect != Dialect::Output && factor[0].is_number() && exponent->is_integer()) {
          parts.numerator.push_back(factor);
          continue;
        }
        parts.denominator.push_back(one ? factor[0] : make_normal(sym::Power, {factor[0], *exponent}));
        continue;
      }
    }
    parts.numerator.push_back(factor);
  }
  return parts;
}

bool is_transparent_wrapper(const Expr& expr) {
  if (expr.kind() != Kind::Normal || expr.size() == 0 || !expr.head().is_symbol()) return false;
  const Expr& head = expr.head();
  return head.is(sym::Style) || head.is(sym::Framed) || head.is(sym::Tooltip) || head.is(sym::Panel) || head.is(sym::Pane) ||
         head.is(sym::Highlighted) || head.is(sym::Item) || head.is(sym::Text) || head.is(sym::Annotation) ||
         head.is(sym::Mouseover) || head.is(sym::StatusArea) || head.is(sym::PopupWindow) || head.is(sym::Rotate) ||
         head.is(sym::Magnify) || head.is(sym::Hyperlink) || head.is(sym::Labeled) || head.is(sym::Interpretation) ||
         head.is(sym::Legended) || head.is(sym::Deploy);
}

std::string placeholder_text(const Expr& expr) {
  if (expr.is_opaque()) return {};
  const Expr& head = expr.head();
  if (expr.kind() != Kind::Normal || expr.size() == 0 || !head.is_symbol()) return {};
  if (head.is(sym::Graphics) || head.is(sym::GraphicsGroup)) return "-Graphics-";
  if (head.is(sym::Graphics3D)) return "-Graphics3D-";
  if (head.is(sym::GeoGraphics)) return "-GeoGraphics-";
  if (head.is(sym::Image)) return "-Image-";
  if (head.is(sym::Image3D)) return "-Image3D-";
  if (head.is(sym::Sound)) return "-Sound-";
  return {};
}

}  // namespace lykos
