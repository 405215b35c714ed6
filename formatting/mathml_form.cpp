// mathml_form.cpp - MathMLForm: presentation MathML, one element to a line, indented by depth; and the traditional order of sums.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "expr/association.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "formatting/notation.h"
#include "formatting/number_format.h"
#include "formatting/traditional.h"

namespace lykos {

namespace {

double degree_of(const Expr& term) {
  if (term.is_number() || term.is_string() || term == imaginary_unit()) return 0;
  if (term.has_head(sym::Times)) {
    double degree = 0;
    for (const Expr& factor : term.args()) degree += degree_of(factor);
    return degree;
  }
  if (term.has_head(sym::Power, 2)) {
    if (term[0].is_number()) return 0.5;
    const double inner = degree_of(term[0]);
    return term[1].is_real_number() ? inner * to_double(term[1]) : inner;
  }
  return 1;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

class MathMLPrinter {
 public:
  std::string take() { return std::move(out_); }

  void print(const Expr& expr, int min_precedence = 0) {
    if (depth_ > 500) {
      leaf("mtext", escaped(to_full_form(expr)));
      return;
    }
    if (precedence_of(expr) < min_precedence) {
      open("mrow");
      leaf("mo", "(");
      write(expr);
      leaf("mo", ")");
      close("mrow");
    } else {
      write(expr);
    }
  }

 private:
  // Of the few structures written with operators; everything else stands by itself.
  static int precedence_of(const Expr& expr) {
    if (expr.is_complex()) return is_exact_zero(expr.re()) ? precedence::kTimes : precedence::kPlus;
    if (expr.is_number()) return sign_of_real(expr) < 0 ? precedence::kMinus : expr.is_rational() ? precedence::kTimes : precedence::kAtom;
    if (expr.has_head(sym::Plus)) return precedence::kPlus;
    if (expr.has_head(sym::Times)) return precedence::kTimes;
    if (expr.has_head(sym::Power)) return precedence::kPower;
    return expr.is_normal() ? notate(expr, Dialect::Output).precedence : precedence::kAtom;
  }

  void indent() { out_.append(static_cast<std::size_t>(depth_), ' '); }
  void open(const char* element) {
    indent();
    out_ += std::string("<") + element + ">\n";
    ++depth_;
  }
  void close(const char* element) {
    --depth_;
    indent();
    out_ += std::string("</") + element + ">\n";
  }
  void leaf(const char* element, const std::string& text) {
    indent();
    out_ += std::string("<") + element + ">" + text + "</" + element + ">\n";
  }

  // A number below zero is a minus sign and its absolute value.
  void negative(const Expr& number) {
    open("mrow");
    leaf("mo", "-");
    write(negate(number));
    close("mrow");
  }

  void write_real(const Expr& real) {
    const RealText text = real_output_text(real);
    const std::string& mantissa = text.mantissa;
    if (text.exponent.empty()) return leaf("mn", mantissa);
    open("mrow");
    leaf("mn", mantissa);
    leaf("mo", "&#215;");
    open("msup");
    leaf("mn", "10");
    leaf("mn", text.exponent);
    close("msup");
    close("mrow");
  }

  void fraction(const std::vector<Expr>& numerator, const std::vector<Expr>& denominator) {
    open("mfrac");
    factors(numerator);
    factors(denominator);
    close("mfrac");
  }

  void factors(const std::vector<Expr>& parts) {
    if (parts.empty()) return leaf("mn", "1");
    if (parts.size() == 1) return print(parts[0]);
    open("mrow");
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) leaf("mo", "&#8290;");
      print(parts[i], i == 0 && parts[i].is_number() ? precedence::kTimes : precedence::kMinus + 1);
    }
    close("mrow");
  }

  void product(const Expr& expr) {
    ProductParts parts = split_product(expr, Dialect::Output);
    if (parts.minus) {
      open("mrow");
      leaf("mo", "-");
    }
    if (parts.denominator.empty()) factors(parts.numerator); else fraction(parts.numerator, parts.denominator);
    if (parts.minus) close("mrow");
  }

  void power(const Expr& expr) {
    const Expr& exponent = expr[1];
    if (exponent.is_number()) {
      if (const MaybeExpr positive = negated_exponent(exponent)) {
        const bool one = positive->is_small_integer() && positive->small_integer() == 1;
        return fraction({}, {one ? expr[0] : make_normal(sym::Power, {expr[0], *positive})});
      }
    }
    if (is_one_half(exponent)) {
      open("msqrt");
      print(expr[0]);
      close("msqrt");
      return;
    }
    open("msup");
    print(expr[0], precedence::kPower + 1);
    print(exponent);
    close("msup");
  }

  void write(const Expr& expr) {
    if (expr.is_real_number() && sign_of_real(expr) < 0) return negative(expr);
    switch (expr.kind()) {
      case Kind::Integer: return leaf("mn", expr.to_integer().to_string());
      case Kind::Rational:
        return fraction({Expr::integer(expr.rational_value().numerator())}, {Expr::integer(expr.rational_value().denominator())});
      case Kind::Real:
      case Kind::BigReal: return write_real(expr);
      case Kind::Complex: return write(complex_as_sum(expr));
      case Kind::Symbol: return symbol(expr);
      case Kind::String: return leaf("ms", escaped(expr.string_value()));
      case Kind::Normal:
      case Kind::PackedArray:
      case Kind::Association: return normal(expr);
      default: return leaf("mtext", escaped(to_output_form(expr, 0)));
    }
  }

  void symbol(const Expr& expr) {
    if (expr.is(sym::Pi)) return leaf("mi", "&#960;");
    if (expr.is(sym::E)) return leaf("mi", "&#8519;");
    if (expr == imaginary_unit()) return leaf("mi", "&#8520;");
    leaf("mi", escaped(symbol_text(expr)));
  }

  void normal(const Expr& expr) {
    if (expr.kind() == Kind::Normal) {
      if (const MaybeExpr formatted = apply_format_hook(expr, "MathMLForm")) return print(*formatted);
      if (is_transparent_wrapper(expr) || expr.has_head(sym::HoldForm, 1) || expr.has_head(sym::TraditionalForm, 1) || expr.has_head(sym::StandardForm, 1)) return print(expr[0]);
      if (expr.has_head(sym::Plus) && expr.size() >= 2) {
        open("mrow");
        bool first = true;
        for (const Expr& term : traditional_order(expr)) {
          const MaybeExpr negated = first ? std::nullopt : negated_term(term);
          if (!first) leaf("mo", negated ? "-" : "+");
          first = false;
          print(negated ? *negated : term, precedence::kPlus + 1);
        }
        return close("mrow");
      }
      if (expr.has_head(sym::Times) && expr.size() >= 2) return product(expr);
      if (expr.has_head(sym::Power, 2)) return power(expr);
      if (expr.has_head(sym::DirectedInfinity, 1) && expr[0].is_small_integer()) {
        return leaf("mi", expr[0].small_integer() < 0 ? "-&#8734;" : "&#8734;");
      }
      if (expr.has_head(sym::Subscript, 2) || expr.has_head(sym::Superscript, 2)) {
        const char* element = expr.has_head(sym::Subscript) ? "msub" : "msup";
        open(element);
        print(expr[0]);
        print(expr[1]);
        return close(element);
      }
      if ((expr.has_head(sym::MatrixForm) || expr.has_head(sym::TableForm) || expr.has_head(sym::Grid)) && expr.size() >= 1 &&
          expr[0].is_list()) {
        if (!expr.has_head(sym::MatrixForm)) return table(expr[0]);
        open("mrow");
        leaf("mo", "(");
        table(expr[0]);
        leaf("mo", ")");
        return close("mrow");
      }
      if (expr.has_head(sym::Subsuperscript, 3)) {
        open("msubsup");
        for (const Expr& part : expr.args()) print(part);
        return close("msubsup");
      }
    }
    open("mrow");
    for (const Piece& piece : notate(expr, Dialect::Output).pieces) {
      if (piece.is_text) leaf("mo", escaped(piece.text)); else print(piece.expr, piece.precedence);
    }
    close("mrow");
  }

  void table(const Expr& rows) {
    open("mtable");
    for (const Expr& row : rows.args()) {
      open("mtr");
      const auto cell = [this](const Expr& content) {
        open("mtd");
        print(content);
        close("mtd");
      };
      if (row.is_list()) {
        for (const Expr& content : row.args()) cell(content);
      } else {
        cell(row);
      }
      close("mtr");
    }
    close("mtable");
  }

  std::string out_;
  int depth_ = 1;
};

}  // namespace

namespace {

// The exponents of the symbols in a monomial; false for anything else.
bool add_exponents(const Expr& term, std::vector<std::pair<Expr, double>>& exponents) {
  if (term.is_number() || term == imaginary_unit()) return true;
  if (term.has_head(sym::Times)) return std::all_of(term.args().begin(), term.args().end(), [&](const Expr& factor) { return add_exponents(factor, exponents); });
  const bool power = term.has_head(sym::Power, 2) && term[1].is_real_number();
  const Expr& base = power ? term[0] : term;
  if (!base.is_symbol()) return false;
  exponents.emplace_back(base, power ? to_double(term[1]) : 1);
  return true;
}

// Polynomials are written by the powers of their first variable, then of the second: a x^2 + b x + c, x^2 - 2 x y + y^2, x + y + 1.
bool order_monomials(std::vector<Expr>& terms) {
  std::vector<Expr> variables;
  std::vector<std::vector<std::pair<Expr, double>>> exponents(terms.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!add_exponents(terms[i], exponents[i])) return false;
    for (const auto& [symbol, exponent] : exponents[i]) variables.push_back(symbol);
  }
  std::sort(variables.begin(), variables.end(), [](const Expr& a, const Expr& b) { return canonical_compare(a, b) < 0; });
  variables.erase(std::unique(variables.begin(), variables.end()), variables.end());
  std::vector<std::pair<std::vector<double>, Expr>> rows;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    std::vector<double> row(variables.size(), 0);
    for (const auto& [symbol, exponent] : exponents[i])
      row[static_cast<std::size_t>(std::find(variables.begin(), variables.end(), symbol) - variables.begin())] += exponent;
    if (terms[i].is_number()) row.assign(variables.size(), -HUGE_VAL);   // a number stands last: 1/a + 1
    rows.emplace_back(std::move(row), terms[i]);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; i < terms.size(); ++i) terms[i] = rows[i].second;
  // A difference starts with what is positive: 1 - x, y - x.
  if (terms.size() == 2 && negated_term(terms[0]) && !negated_term(terms[1])) std::swap(terms[0], terms[1]);
  return true;
}

}  // namespace

std::vector<Expr> traditional_order(const Expr& plus) {
  std::vector<Expr> terms(plus.args().begin(), plus.args().end());
  if (order_monomials(terms)) return terms;
  std::vector<double> degrees;
  // A number stands last, whatever the degrees before it: 1/a + 1.
  for (const Expr& term : terms) degrees.push_back(term.is_number() ? -HUGE_VAL : degree_of(term));
  std::vector<std::size_t> order(terms.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return degrees[a] > degrees[b]; });
  std::vector<Expr> sorted;
  for (const std::size_t i : order) sorted.push_back(terms[i]);
  return sorted;
}

std::string to_mathml_form(const Expr& expr) {
  MathMLPrinter printer;
  printer.print(expr);
  return "<math>\n" + printer.take() + "</math>";
}

}  // namespace lykos
