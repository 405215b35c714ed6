// output_form.cpp - OutputForm: mathematics in two dimensions on a character grid.
#include <algorithm>

#include "expr/apart.h"
#include "expr/association.h"
#include "expr/number.h"
#include "formatting/linear.h"
#include "formatting/number_format.h"
#include "formatting/output_printer.h"
#include "formatting/text_width.h"

namespace lykos {

namespace {

// Boxes nest, and each level copies the lines of the levels inside it, so depth is limited further than in linear forms.
constexpr int kMaxBoxDepth = 600;

constexpr int kFactor = precedence::kMinus + 1;

const Expr& order_symbol() {
  static const Expr kO = Expr::symbol("O");
  return kO;
}

bool is_minus_one(const Expr& expr) { return expr.is_small_integer() && expr.small_integer() == -1; }

}  // namespace

TextBox to_output_box(const Expr& expr, std::size_t width) {
  Flow flow;
  OutputPrinter(width).print(expr, flow);
  return flow.wrap(width, 0);
}

// A Dataset that is the whole of what is printed is a table; inside of other expressions it stays in the line.
static Expr as_whole(const Expr& expr) {
  if (!expr.has_head(sym::Dataset)) return expr;
  return apply_format_hook(expr, "Table").value_or(expr);
}

std::string to_output_form(const Expr& expr, std::size_t width) {
  if (auto lines = lines_of_form(expr, width)) return *lines;
  return box_text(to_output_box(as_whole(expr), width));
}

std::string labelled(const std::string& label, const TextBox& box) { return box_text(beside(text_box(label), box)); }

std::string labelled_output(const std::string& label, const Expr& expr, std::size_t width) {
  const TextBox label_box = text_box(label);
  if (const auto lines = lines_of_form(expr, width)) {
    const std::size_t first = std::min(lines->find('\n'), lines->size());
    const bool beside_label = width == 0 || (first == lines->size() && label_box.width + text_width(*lines) <= width);
    return label + (beside_label ? "" : "\n") + *lines;
  }
  Flow flow;
  // Short takes the room beside the label.
  OutputPrinter(width, width > label_box.width ? width - label_box.width : width).print(as_whole(expr), flow);
  if (width != 0 && label_box.width * 5 > width && label_box.width + flow.join().width > width) {
    // Behind a long label a wide value begins on a line of its own.
    constexpr std::string_view kStart = ">   ";
    TextBox below = flow.wrap(width, kStart.size());
    const std::size_t chunk = static_cast<std::size_t>(std::find(below.lines.begin(), below.lines.end(), " ") - below.lines.begin());
    for (std::size_t i = 0; i < chunk; ++i) below.lines[i].insert(0, i == below.baseline ? kStart : std::string_view("    "));
    return label + "\n \n" + box_text(below);
  }
  TextBox body = flow.wrap(width, label_box.width);
  // Continuation lines start at the left edge, so only the first line of boxes stands beside the label.
  const std::size_t end = static_cast<std::size_t>(std::find(body.lines.begin(), body.lines.end(), " ") - body.lines.begin());
  if (width == 0 || end == body.lines.size()) return box_text(beside(label_box, body));
  TextBox first;
  first.lines.assign(body.lines.begin(), body.lines.begin() + static_cast<std::ptrdiff_t>(end));
  first.baseline = body.baseline;
  first.width = body.width;
  TextBox result = beside(label_box, first);
  result.lines.insert(result.lines.end(), body.lines.begin() + static_cast<std::ptrdiff_t>(end), body.lines.end());
  return box_text(result);
}

int stated_precedence(const Expr& expr) {
  const bool operation = (expr.has_head(sym::Infix) || expr.has_head(sym::Prefix) || expr.has_head(sym::Postfix)) && expr.size() >= 3;
  if (!operation && !expr.has_head(sym::PrecedenceForm, 2)) return precedence::kAtom;
  const Expr& stated = expr[operation ? 2 : 1];
  return stated.is_small_integer() ? static_cast<int>(stated.small_integer()) : precedence::kAtom;
}

void OutputPrinter::print(const Expr& expr, Flow& flow, int min_precedence) {
  poll_interrupts();   // shared parts are printed wherever they stand: the text may be far longer than the expression is large
  if (++depth_ > kMaxBoxDepth) {
    flow.text(to_linear(expr, Dialect::Output));
    --depth_;
    return;
  }
  const std::size_t mark = flow.mark();
  flow.enter();
  if (write(expr, flow) < min_precedence) {
    flow.insert_text(mark, "(");
    flow.text(")");
  }
  flow.leave();
  --depth_;
}

TextBox OutputPrinter::box(const Expr& expr, int min_precedence) {
  Flow flow;
  ++joined_;
  print(expr, flow, min_precedence);
  --joined_;
  return flow.join();
}

// Wider than what a line of its own has room for.
bool OutputPrinter::is_too_wide(const TextBox& box) const {
  constexpr std::size_t kContinuation = 6;
  return joined_ == 0 && width_ > kContinuation && box.width > width_ - kContinuation;
}

TextBox OutputPrinter::script_box(const Expr& expr) {
  const bool saved = linear_fractions_;
  linear_fractions_ = true;
  TextBox result = box(expr);
  linear_fractions_ = saved;
  return result;
}

int OutputPrinter::write(const Expr& expr, Flow& flow) {
  switch (expr.kind()) {
    case Kind::Integer:
    case Kind::Rational:
    case Kind::Real:
    case Kind::BigReal:
    case Kind::Complex: return write_number(expr, flow);
    case Kind::Symbol:
      if (const MaybeExpr formatted = apply_format_hook(expr, "OutputForm")) {
        print(*formatted, flow);
      } else {
        flow.text(symbol_text(expr));
      }
      return precedence::kAtom;
    case Kind::String: flow.text(expr.string_value()); return precedence::kAtom;
    case Kind::ByteArray: flow.text("ByteArray[<" + std::to_string(expr.bytes().size()) + ">]"); return precedence::kAtom;
    case Kind::NumericArray:
    case Kind::Opaque: write_atom_like(expr, flow); return precedence::kAtom;
    case Kind::Association: return write_notation(expr, flow);
    default: return write_normal(expr, flow);
  }
}

int OutputPrinter::write_normal(const Expr& expr, Flow& flow) {
  if (expr.is_packed()) return write_notation(expr, flow);
  if (const MaybeExpr formatted = apply_format_hook(expr, "OutputForm")) {
    // Through print(), so that a definition leading back to itself meets the depth limit.
    print(*formatted, flow);
    return stated_precedence(*formatted);
  }
  if (const std::string* text = verbatim_text(expr)) {
    flow.text(*text);
    return precedence::kAtom;
  }
  int result = precedence::kAtom;
  const Expr& head = expr.head();
  if (head.is_symbol()) {
    if (head.is(sym::Plus) && expr.size() >= 2) return write_sum(expr, flow);
    if (head.is(sym::Times) && expr.size() >= 2) return write_product(expr, flow);
    if (head.is(sym::Power) && expr.size() == 2) return write_power(expr, flow);
    if (head.is(sym::List)) return write_notation(expr, flow);
    if (write_infinity(expr, flow, result)) return result;
    if (write_atom_like(expr, flow)) return precedence::kAtom;
    if (write_series(expr, flow)) return precedence::kPlus;
    if (write_wrapper(expr, flow, result)) return result;
  } else if (write_derivative(expr, flow)) {
    return precedence::kCall;
  }
  return write_notation(expr, flow);
}

int OutputPrinter::write_notation(const Expr& expr, Flow& flow) {
  const Notation notation = notate(expr, Dialect::Output);
  for (const Piece& piece : notation.pieces) {
    if (!piece.is_text) {
      print(piece.expr, flow, piece.precedence);
      continue;
    }
    flow.text(piece.text);
  }
  return notation.precedence;
}

// ---- numbers

int OutputPrinter::write_number(const Expr& number, Flow& flow) {
  if (number.is_complex()) return write(complex_as_sum(number), flow);
  if (number.is_rational()) return write_rational(number, flow);
  if (number_style_ != nullptr) return write_styled_number(number, flow);
  if (!number.is_integer()) return write_real(number, flow);
  const std::string text = number.is_small_integer() ? std::to_string(number.small_integer()) : number.to_integer().to_string();
  flow.text(text);
  return text.front() == '-' ? precedence::kMinus : precedence::kAtom;
}

int OutputPrinter::write_real(const Expr& real, Flow& flow) {
  const RealText text = real_output_text(real);
  const std::string sign = text.negative ? "-" : "";
  if (text.exponent.empty()) {
    flow.text(sign + text.mantissa);
    return text.negative ? precedence::kMinus : precedence::kAtom;
  }
  flow.box(superscript_box(text_box(sign + text.mantissa + " 10"), text_box(text.exponent)));
  return precedence::kTimes;
}

int OutputPrinter::write_styled_number(const Expr& number, Flow& flow) {
  const StyledNumber styled = style_number(number, *number_style_);
  if (number_style_->kind == NumberStyle::Kind::Base) {
    flow.box(subscript_box(text_box(styled.mantissa), text_box(styled.base)));
    return styled.negative ? precedence::kMinus : precedence::kAtom;
  }
  if (!number_style_->number_format.is(sym::Automatic)) {
    const Expr shown = evaluate_for_formatting(make_normal(number_style_->number_format,
        {Expr::string(styled.mantissa), Expr::string(styled.base), Expr::string(styled.exponent)}));
    const NumberStyle* saved = std::exchange(number_style_, nullptr);
    print(shown, flow);
    number_style_ = saved;
    return precedence::kAtom;
  }
  if (styled.exponent.empty()) {
    flow.text(styled.mantissa);
    return styled.negative && number_style_->negative_right.empty() ? precedence::kMinus : precedence::kAtom;
  }
  flow.box(superscript_box(text_box(styled.mantissa + " " + number_style_->multiplier + " " + styled.base),
                           text_box(styled.exponent)));
  return precedence::kTimes;
}

int OutputPrinter::write_rational(const Expr& number, Flow& flow) {
  if (number_style_ != nullptr && number_style_->kind == NumberStyle::Kind::Percent) {
    // 1/4 is 25%, 1/3 is 100/3 %.
    const Rational& value = number.rational_value();
    const Expr hundredfold = Expr::rational(Rational(value.numerator() * Integer(100), value.denominator()));
    const NumberStyle* saved = std::exchange(number_style_, nullptr);
    const int result = write(hundredfold, flow);
    number_style_ = saved;
    flow.text("%");
    return result;
  }
  const Rational& value = number.rational_value();
  const bool negative = value.sign() < 0;
  const Expr numerator = Expr::integer(abs(value.numerator()));
  const Expr denominator = Expr::integer(value.denominator());
  Flow quotient;
  write_fraction({numerator}, {denominator}, quotient);
  if (negative) flow.text("-(");
  flow.append(std::move(quotient));
  if (negative) flow.text(")");
  return negative ? precedence::kMinus : precedence::kTimes;
}

// ---- sums, products, powers

int OutputPrinter::write_sum(const Expr& plus, Flow& flow) {
  bool first = true;
  for (const Expr& term : plus.args()) {
    if (first) {
      print(term, flow, precedence::kPlus + 1);
      first = false;
      continue;
    }
    const MaybeExpr negated = negated_term(term);
    flow.text(negated ? " - " : " + ");
    print(negated ? *negated : term, flow, negated ? subtrahend_precedence(*negated) : precedence::kPlus + 1);
  }
  return precedence::kPlus;
}

void OutputPrinter::write_factors(const std::vector<Expr>& factors, Flow& flow) {
  std::size_t first = 0;
  bool bracket = false;
  if (factors.size() > 1 && is_minus_one(factors[0])) {
    bracket = factors.size() > 2;
    flow.text(bracket ? "-(" : "-");
    first = 1;
  }
  for (std::size_t i = first; i < factors.size(); ++i) {
    if (i > first) flow.text(" ");
    const bool leading_number = i == 0 && factors[i].is_number();
    print(factors[i], flow, leading_number ? precedence::kTimes : kFactor);
  }
  if (bracket) flow.text(")");
}

int OutputPrinter::write_fraction(const std::vector<Expr>& numerator, const std::vector<Expr>& denominator, Flow& flow) {
  if (!linear_fractions_) {
    // Inside a fraction every part is a box of its own, so nothing needs parentheses.
    const auto part = [this](const std::vector<Expr>& factors) {
      if (factors.empty()) return text_box("1");
      if (factors.size() == 1) return box(factors[0]);
      Flow inner;
      write_factors(factors, inner);
      return inner.join();
    };
    ++joined_;
    TextBox whole = fraction_box(part(numerator), part(denominator));
    --joined_;
    if (!is_too_wide(whole)) {
      flow.box(std::move(whole));
      return precedence::kTimes;
    }
  }
  // In one line: in scripts, and where a fraction has to be broken, which begins a line of its own then.
  if (!linear_fractions_) flow.start_line();
  const auto part = [&](const std::vector<Expr>& factors) {
    if (factors.empty()) {
      flow.text("1");
    } else {
      const bool sign_only = factors.size() == 2 && is_minus_one(factors[0]);     // -x is one factor
      const bool bracket = factors.size() > 1 && !sign_only;
      if (bracket) flow.text("(");
      write_factors(factors, flow);
      if (bracket) flow.text(")");
    }
  };
  flow.enter();
  part(numerator);
  flow.leave();
  flow.text(linear_fractions_ ? "/" : " / ");
  if (denominator.size() == 1) {
    print(denominator[0], flow, kFactor);
  } else {
    flow.enter();
    part(denominator);
    flow.leave();
  }
  return precedence::kTimes;
}

int OutputPrinter::write_product(const Expr& times, Flow& flow) {
  const ProductParts parts = split_product(times, Dialect::Output);
  if (parts.minus) {
    // A lone power keeps its negative exponent: -x^-2; only a reciprocal 1/x is drawn as a fraction.
    if (times.size() == 2) {
      flow.text("-");
      const std::size_t mark = flow.mark();
      if (write(times[1], flow) < kFactor) {
        flow.insert_text(mark, "(");
        flow.text(")");
      }
      return precedence::kMinus;
    }
    flow.text("-(");
    if (parts.denominator.empty()) {
      write_factors(parts.numerator, flow);
    } else {
      write_fraction(parts.numerator, parts.denominator, flow);
    }
    flow.text(")");
    return precedence::kMinus;
  }
  if (!parts.denominator.empty()) return write_fraction(parts.numerator, parts.denominator, flow);
  write_factors(parts.numerator, flow);
  return precedence::kTimes;
}

int OutputPrinter::write_power(const Expr& power, Flow& flow) {
  const Expr& base = power[0];
  const Expr& exponent = power[1];
  if (is_minus_one(exponent)) return write_fraction({}, {base}, flow);
  if (is_one_half(exponent)) {
    if (exponent.rational_value().sign() < 0) {
      return write_fraction({}, {make_normal(sym::Power, {base, negate(exponent)})}, flow);
    }
    flow.text("Sqrt[");
    print(base, flow);
    flow.text("]");
    return precedence::kCall;
  }
  TextBox whole = superscript_box(box(base, precedence::kPower + 1), script_box(exponent));
  if (is_too_wide(whole)) {
    // The base in several lines; the exponent stands above the end of the last.
    flow.text("(");
    print(base, flow);
    flow.box(superscript_box(text_box(")"), script_box(exponent)));
    return precedence::kPower;
  }
  flow.box(std::move(whole));
  return precedence::kPower;
}

// ---- special notations

// Derivative[1][f] is f', Derivative[1, 0][f] has its orders as a superscript.
bool OutputPrinter::write_derivative(const Expr& expr, Flow& flow) {
  if (expr.size() != 1 || !expr.head().has_head(sym::Derivative) || expr.head().size() == 0) return false;
  const Expr& orders = expr.head();
  if (orders.size() == 1 && orders[0].is_small_integer() && orders[0].small_integer() >= 1 && orders[0].small_integer() <= 2) {
    print(expr[0], flow, precedence::kCall);
    flow.text(std::string(static_cast<std::size_t>(orders[0].small_integer()), '\''));
    return true;
  }
  std::vector<TextBox> parts{text_box("(")};
  for (std::size_t i = 0; i < orders.size(); ++i) {
    if (i > 0) parts.push_back(text_box(","));
    parts.push_back(script_box(orders[i]));
  }
  parts.push_back(text_box(")"));
  flow.box(superscript_box(box(expr[0], precedence::kCall), beside(parts)));
  return true;
}

bool OutputPrinter::write_infinity(const Expr& expr, Flow& flow, int& result) {
  if (!expr.has_head(sym::DirectedInfinity) || expr.size() > 1) return false;
  if (expr.size() == 0) {
    flow.text("ComplexInfinity");
    return true;
  }
  const Expr& direction = expr[0];
  if (direction.is_small_integer() && std::abs(direction.small_integer()) == 1) {
    const bool negative = direction.small_integer() < 0;
    flow.text(negative ? "-Infinity" : "Infinity");
    if (negative) result = precedence::kMinus;
    return true;
  }
  print(direction, flow, precedence::kTimes);
  flow.text(" Infinity");
  result = precedence::kTimes;
  return true;
}

bool OutputPrinter::write_atom_like(const Expr& expr, Flow& flow) {
  if (expr.is_opaque()) {
    flow.text(expr.opaque().summary());
    return true;
  }
  if (expr.is_numeric_array()) {
    flow.text(numeric_array_summary(expr));
    return true;
  }
  if (std::string text = placeholder_text(expr); !text.empty()) {
    flow.text(text);
    return true;
  }
  // SparseArray[Automatic, dimensions, default, {1, {rows, columns}, values}]
  if (expr.has_head(sym::SparseArray, 4) && expr[1].is_list() && expr[3].is_list() && expr[3].size() == 3) {
    flow.text("SparseArray[<" + std::to_string(expr[3][2].size()) + ">, ");
    print(expr[1], flow);
    flow.text("]");
    return true;
  }
  // CompiledFunction[..., Function[{x}, body], ...] shows what was compiled.
  if (expr.has_head(sym::CompiledFunction, 9) && expr[6].has_head(sym::Function, 2)) {
    flow.text("CompiledFunction[");
    print(expr[6][0], flow);
    flow.text(", ");
    print(expr[6][1], flow);
    flow.text(", -CompiledCode-]");
    return true;
  }
  if (expr.has_head(sym::InterpolatingFunction) && expr.size() >= 2) {
    flow.text("InterpolatingFunction[");
    print(expr[0], flow);
    flow.text(", <>]");
    return true;
  }
  return false;
}

// SeriesData[x, x0, {a0, a1, ...}, nmin, nmax, den] as a0 + a1 (x - x0) + ... + O[x - x0]^(nmax/den).
bool OutputPrinter::write_series(const Expr& expr, Flow& flow) {
  if (!expr.has_head(sym::SeriesData, 6) || !expr[2].is_list()) return false;
  for (std::size_t i = 3; i < 6; ++i) {
    if (!expr[i].is_small_integer()) return false;
  }
  const std::int64_t denominator = expr[5].small_integer();
  if (denominator <= 0) return false;
  const Expr& x = expr[0];
  const Expr& x0 = expr[1];
  const bool at_zero = is_exact_zero(x0);
  const bool at_infinity = x0.has_head(sym::DirectedInfinity);
  Expr variable = x;
  if (at_infinity) {
    variable = make_normal(sym::Power, {x, Expr::integer(-1)});
  } else if (!at_zero) {
    const MaybeExpr turned = negated_term(x0);
    variable = make_normal(sym::Plus, {turned ? *turned : x0.is_number() ? negate(x0) : make_normal(sym::Times, {Expr::integer(-1), x0}), x});
  }
  const auto power_of = [&](std::int64_t order) -> Expr {
    const Expr exponent = divide(Expr::integer(order), Expr::integer(denominator));
    if (exponent.is_small_integer() && exponent.small_integer() == 1) return variable;
    if (at_infinity) return make_normal(sym::Power, {x, negate(exponent)});
    return make_normal(sym::Power, {variable, exponent});
  };
  std::vector<Expr> terms;
  const std::int64_t lowest = expr[3].small_integer();
  for (std::size_t i = 0; i < expr[2].size(); ++i) {
    const Expr& coefficient = expr[2][i];
    if (coefficient.is_number() && is_exact_zero(coefficient)) continue;
    const std::int64_t order = lowest + static_cast<std::int64_t>(i);
    const bool one = coefficient.is_small_integer() && coefficient.small_integer() == 1;
    if (order == 0) {
      terms.push_back(coefficient);
    } else if (one) {
      terms.push_back(power_of(order));
    } else if (coefficient.has_head(sym::Times)) {
      std::vector<Expr> factors(coefficient.args().begin(), coefficient.args().end());
      factors.push_back(power_of(order));
      terms.push_back(make_normal(sym::Times, std::move(factors)));
    } else {
      terms.push_back(make_normal(sym::Times, {coefficient, power_of(order)}));
    }
  }
  const Expr rest = make_normal(order_symbol(), {variable});
  const Expr exponent = divide(expr[4], Expr::integer(denominator));
  const bool one = exponent.is_small_integer() && exponent.small_integer() == 1;
  terms.push_back(one ? rest : make_normal(sym::Power, {rest, exponent}));
  if (terms.size() == 1) {
    print(terms[0], flow);
    return true;
  }
  write_sum(make_normal(sym::Plus, std::move(terms)), flow);
  return true;
}

}  // namespace lykos
