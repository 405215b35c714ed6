// tex_form.cpp - TeXForm: traditional mathematical notation as TeX source.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "expr/association.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "formatting/line_breaking.h"
#include "formatting/notation.h"
#include "formatting/number_format.h"
#include "formatting/text_width.h"
#include "formatting/traditional.h"

namespace lykos {

namespace {

using namespace std::string_view_literals;

// Greek letters from U+0391 (capital) and U+03B1 (small); capitals that look Latin have no command.
constexpr std::array<const char*, 25> kSmallGreek = {
    "\\alpha ", "\\beta ",  "\\gamma ", "\\delta ", "\\epsilon ", "\\zeta ", "\\eta ",   "\\theta ",   "\\iota ",
    "\\kappa ", "\\lambda ", "\\mu ",   "\\nu ",    "\\xi ",      "o",       "\\pi ",    "\\rho ",     "\\varsigma ",
    "\\sigma ", "\\tau ",   "\\upsilon ", "\\phi ", "\\chi ",     "\\psi ",  "\\omega "};
constexpr std::array<const char*, 25> kCapitalGreek = {
    "A", "B", "\\Gamma ", "\\Delta ", "E", "Z", "H", "\\Theta ", "I", "K", "\\Lambda ", "M", "N", "\\Xi ", "O", "\\Pi ",
    "P", "", "\\Sigma ", "T", "\\Upsilon ", "\\Phi ", "X", "\\Psi ", "\\Omega "};

struct TexName {
  KnownSymbol symbol;
  const char* tex;
};
constexpr TexName kConstants[] = {
    {sym::Pi, "\\pi "}, {sym::E, "e"}, {sym::EulerGamma, "\\gamma "}, {sym::GoldenRatio, "\\phi "}, {sym::Degree, "{}^{\\circ}"},
    {sym::ComplexInfinity, "\\tilde{\\infty }"}, {sym::Reals, "\\mathbb{R}"}, {sym::Integers, "\\mathbb{Z}"},
    {sym::Complexes, "\\mathbb{C}"}, {sym::Rationals, "\\mathbb{Q}"}, {sym::Primes, "\\mathbb{P}"},
    {sym::Catalan, "C"}, {sym::Infinity, "\\infty "},
};
constexpr TexName kFunctions[] = {
    {sym::Sin, "\\sin "},       {sym::Cos, "\\cos "},       {sym::Tan, "\\tan "},       {sym::Cot, "\\cot "},
    {sym::Sec, "\\sec "},       {sym::Csc, "\\csc "},       {sym::Sinh, "\\sinh "},     {sym::Cosh, "\\cosh "},
    {sym::Tanh, "\\tanh "},     {sym::Coth, "\\coth "},     {sym::Log, "\\log "},       {sym::Max, "\\max "},
    {sym::Min, "\\min "},       {sym::Arg, "\\arg "},       {sym::Gamma, "\\Gamma "},   {sym::Zeta, "\\zeta "},
    {sym::Det, "\\det "},       {sym::GCD, "\\gcd "},       {sym::Erf, "\\text{erf}"},  {sym::Sign, "\\text{sgn}"},
    {sym::ArcSin, "\\sin ^{-1}"}, {sym::ArcCos, "\\cos ^{-1}"}, {sym::ArcTan, "\\tan ^{-1}"}, {sym::ArcCot, "\\cot ^{-1}"},
    {sym::ArcSinh, "\\sinh ^{-1}"}, {sym::ArcCosh, "\\cosh ^{-1}"}, {sym::ArcTanh, "\\tanh ^{-1}"},
    {sym::Re, "\\Re"},          {sym::Im, "\\Im"},          {sym::Beta, "B"},           {sym::DiracDelta, "\\delta "},
    {sym::HeavisideTheta, "\\theta "}, {sym::UnitStep, "\\theta "}, {sym::Erfc, "\\text{erfc}"}, {sym::Erfi, "\\text{erfi}"},
    {sym::EllipticK, "K"},      {sym::EllipticE, "E"},      {sym::PrimePi, "\\pi "},   {sym::EulerPhi, "\\phi "},
    {sym::Exp, "\\exp "},
};
struct TexOperator {
  KnownSymbol head;
  const char* tex;
  int precedence;
};
constexpr TexOperator kOperators[] = {
    {sym::Equal, "=", 290},           {sym::Unequal, "\\neq ", 290},     {sym::Less, "<", 290},
    {sym::Greater, ">", 290},         {sym::LessEqual, "\\leq ", 290},   {sym::GreaterEqual, "\\geq ", 290},
    {sym::SameQ, "\\equiv ", 260},    {sym::And, "\\land ", 217},        {sym::Or, "\\lor ", 215},
    {sym::Rule, "\\to ", 120},        {sym::RuleDelayed, ":\\to ", 120}, {sym::Element, "\\in ", 250},
    {sym::NotElement, "\\notin ", 250}, {sym::Union, "\\cup ", 300},     {sym::Intersection, "\\cap ", 305},
    {sym::Dot, ".", 490},             {sym::Cross, "\\times ", 500},     {sym::Implies, "\\Rightarrow ", 200},
    {sym::Equivalent, "\\Leftrightarrow ", 205}, {sym::Xor, "\\veebar ", 216}, {sym::CircleTimes, "\\otimes ", 420},
    {sym::CirclePlus, "\\oplus ", 330}, {sym::PlusMinus, "\\pm ", 310},  {sym::Set, "=", 40},
    {sym::Alternatives, "|", 160},    {sym::CenterDot, "\\cdot ", 410},  {sym::Wedge, "\\wedge ", 440},
};

// A letter of Latin-1 with an accent, as the accent's command and the letter: {\` a}; empty for other characters.
std::string accented_letter(char32_t c) {
  struct Accents {
    const char* command;
    const char* letters;
    const char32_t* characters;
  };
  static constexpr Accents kAccents[] = {
      {"\\`", "AEIOUaeiou", U"\u00C0\u00C8\u00CC\u00D2\u00D9\u00E0\u00E8\u00EC\u00F2\u00F9"},
      {"\\'", "AEIOUYaeiouy", U"\u00C1\u00C9\u00CD\u00D3\u00DA\u00DD\u00E1\u00E9\u00ED\u00F3\u00FA\u00FD"},
      {"\\^", "AEIOUaeiou", U"\u00C2\u00CA\u00CE\u00D4\u00DB\u00E2\u00EA\u00EE\u00F4\u00FB"},
      {"\\~", "ANOano", U"\u00C3\u00D1\u00D5\u00E3\u00F1\u00F5"},
      {"\\\"", "AEIOUaeiouy", U"\u00C4\u00CB\u00CF\u00D6\u00DC\u00E4\u00EB\u00EF\u00F6\u00FC\u00FF"},
      {"\\c", "Cc", U"\u00C7\u00E7"}};
  for (const Accents& accent : kAccents)
    for (std::size_t i = 0; accent.characters[i] != 0; ++i)
      if (accent.characters[i] == c) return std::string("{") + accent.command + " " + accent.letters[i] + "}";
  return {};
}

// What a character of text is in math mode, for those that text mode cannot show; empty for the others.
std::string math_of_character(char32_t c) {
  switch (c) {
    case '\\': return "\\backslash ";
    case '{': return "\\{";
    case '}': return "\\}";
    case '&': return "\\&";
    case '#': return "\\#";
    case '%': return "\\%";
    case '_': return "\\_";
    case '<': case '>': case '|': return std::string(1, static_cast<char>(c));
    case '~': return "\\sim ";
    default: break;
  }
  if (c >= 0x3B1 && c <= 0x3C9) return kSmallGreek[c - 0x3B1];
  if (c >= 0x391 && c <= 0x3A9) return kCapitalGreek[c - 0x391];
  return {};
}

// Text within \text{...}: neighbours that need math mode share one $...$.
std::string escaped_text(std::string_view text) {
  std::string out;
  bool math = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    const char32_t c = next_character(text, i);
    const std::string symbol = math_of_character(c);
    if (symbol.empty() == math) out += '$';
    math = !symbol.empty();
    if (math) {
      out += symbol;
    } else if (c == '^') {
      out += "${}^{\\wedge}$";
    } else if (c == '$') {
      out += "\\$";
    } else {
      const std::string letter = accented_letter(c);
      if (letter.empty()) out += text.substr(begin, i - begin); else out += letter;
    }
  }
  if (math) out += '$';
  return out;
}

// A string, or one line of code: a single letter or a number needs no \text{...}.
std::string text_tex(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  const bool number = !digits.empty() && is_digit(digits[0]) && std::all_of(digits.begin(), digits.end(), [&](char c) { return is_digit(c) || c == '.'; });
  return number ? std::string(text) : "\\text{" + escaped_text(text) + "}";
}

std::string symbol_tex(const Expr& symbol) {
  for (const TexName& row : kConstants) {
    if (symbol.is(row.symbol)) return row.tex;
  }
  if (symbol == imaginary_unit()) return "i";
  const std::string name = symbol_text(symbol);
  std::string out;
  std::size_t count = 0;
  bool greek = false;
  for (std::size_t i = 0; i < name.size(); ++count) {
    const std::size_t begin = i;
    const char32_t c = next_character(name, i);
    if (c >= 0x3B1 && c <= 0x3C9) {
      out += kSmallGreek[c - 0x3B1];
      greek = true;
    } else if (c >= 0x391 && c <= 0x3A9) {
      out += kCapitalGreek[c - 0x391];
      greek = true;
    } else {
      out += escaped_text(std::string_view(name).substr(begin, i - begin));
    }
  }
  return count == 1 || greek ? out : "\\text{" + out + "}";
}

bool is_tall(std::string_view tex) {
  // The blank of a pattern is no index.
  const auto has_index = [&] {
    for (std::size_t at = tex.find('_'); at != std::string_view::npos; at = tex.find('_', at + 1))
      if (at == 0 || tex[at - 1] != '\\') return true;
    return false;
  };
  return tex.find("\\frac") != std::string_view::npos || tex.find('^') != std::string_view::npos ||
         tex.find("\\sqrt") != std::string_view::npos || tex.find("\\begin") != std::string_view::npos ||
         has_index();
}

std::string parenthesized(const std::string& tex) { return is_tall(tex) ? "\\left(" + tex + "\\right)" : "(" + tex + ")"; }

// x^2 and x^{10}: braces only around more than one token.
std::string braced(const std::string& tex) { return tex.size() == 1 ? tex : "{" + tex + "}"; }

std::string trimmed(std::string tex) {
  while (!tex.empty() && tex.back() == ' ') tex.pop_back();
  return tex;
}

class TexPrinter {
 public:
  std::string print(const Expr& expr, int min_precedence = 0) {
    if (++depth_ > kMaxPrintDepth / 2) {
      --depth_;
      return "\\text{" + escaped_text(to_full_form(expr)) + "}";
    }
    int result = precedence::kAtom;
    std::string tex = write(expr, result);
    --depth_;
    return result < min_precedence ? parenthesized(tex) : tex;
  }

 private:
  std::string write(const Expr& expr, int& result) {
    switch (expr.kind()) {
      case Kind::Integer: {
        const std::string text = expr.to_integer().to_string();
        if (text.front() == '-') result = precedence::kMinus;
        return text;
      }
      case Kind::Rational: {
        const Rational& value = expr.rational_value();
        const bool negative = value.sign() < 0;
        result = negative ? precedence::kMinus : precedence::kTimes;
        return (negative ? "-" : "") + ("\\frac{" + abs(value.numerator()).to_string()) + "}{" + value.denominator().to_string() + "}";
      }
      case Kind::Real:
      case Kind::BigReal: {
        const RealText text = real_output_text(expr);
        if (text.negative) result = precedence::kMinus;
        std::string tex = (text.negative ? "-" : "") + text.mantissa;
        if (!text.exponent.empty()) {
          result = precedence::kTimes;
          tex += "\\times 10^" + braced(text.exponent);
        }
        return tex;
      }
      case Kind::Complex: return write(complex_as_sum(expr), result);
      case Kind::Symbol: return symbol_tex(expr);
      case Kind::String: return text_tex(expr.string_value());
      case Kind::Association: return association(expr);
      case Kind::Normal:
      case Kind::PackedArray: return normal(expr, result);
      default: return "\\text{" + escaped_text(to_output_form(expr, 0)) + "}";
    }
  }

  std::string joined(std::span<const Expr> parts, const char* separator = ",") {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) out += separator;
      out += print(parts[i]);
    }
    return out;
  }

  std::string association(const Expr& expr) {
    std::string out = "\\langle |";
    bool first = true;
    for (const AssociationEntry& entry : expr.association().entries) {
      if (!first) out += ",";
      first = false;
      out += print(entry.key, precedence::kRule + 1) + "\\to " + print(entry.value, precedence::kRule);
    }
    return out + "|\\rangle ";
  }

  std::string normal(const Expr& expr, int& result) {
    if (expr.kind() == Kind::Normal) {
      if (const MaybeExpr formatted = apply_format_hook(expr, "TeXForm")) return print(*formatted);
    }
    if (expr.is_list()) return list(expr);
    if (is_transparent_wrapper(expr) || expr.has_head(sym::HoldForm, 1) || expr.has_head(sym::TraditionalForm, 1) ||
        expr.has_head(sym::StandardForm, 1) || expr.has_head(sym::OutputForm, 1)) {
      return write(expr[0], result);
    }
    const Expr& head = expr.head();
    if (!head.is_symbol()) return call(expr, result);
    if (head.is(sym::Plus) && expr.size() >= 2) return sum(expr, result);
    if (head.is(sym::Times) && expr.size() >= 2) return product(expr, result);
    if (head.is(sym::Power) && expr.size() == 2) return power(expr, result);
    if (std::string tex = special(expr, result); !tex.empty()) return tex;
    for (const TexOperator& row : kOperators) {
      if (!head.is(row.head) || expr.size() < 2) continue;
      result = row.precedence;
      std::string out;
      for (std::size_t i = 0; i < expr.size(); ++i) {
        if (i > 0) out += row.tex;
        out += print(expr[i], row.precedence + 1);
      }
      return out;
    }
    return call(expr, result);
  }

  std::string array_rows(const Expr& matrix) {
    const std::size_t columns = matrix[0].is_list() ? matrix[0].size() : 1;
    std::string out = "\\begin{array}{" + std::string(std::max<std::size_t>(columns, 1), 'c') + "}\n";
    for (const Expr& row : matrix.args()) {
      out += ' ';
      out += row.is_list() ? joined(row.args(), " & ") : print(row);
      out += " \\\\\n";
    }
    return out + "\\end{array}";
  }

  static bool is_matrix(const Expr& expr) {
    if (!expr.is_list() || expr.size() == 0 || !expr[0].is_list() || expr[0].size() == 0) return false;
    return std::all_of(expr.args().begin(), expr.args().end(),
                       [&](const Expr& row) { return row.is_list() && row.size() == expr[0].size(); });
  }

  std::string list(const Expr& expr) {
    if (is_matrix(expr)) return "\\left(\n" + array_rows(expr) + "\n\\right)";
    const std::string inner = joined(expr.args());
    return is_tall(inner) ? "\\left\\{" + inner + "\\right\\}" : "\\{" + inner + "\\}";
  }

  std::string sum(const Expr& expr, int& result) {
    result = precedence::kPlus;
    std::string out;
    for (const Expr& term : traditional_order(expr)) {
      const MaybeExpr negated = out.empty() ? std::nullopt : negated_term(term);
      if (!out.empty()) out += negated ? "-" : "+";
      out += print(negated ? *negated : term, precedence::kPlus + 1);
    }
    return out;
  }

  std::string factors(const std::vector<Expr>& parts) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string tex = print(parts[i], i == 0 && parts[i].is_number() ? precedence::kTimes : precedence::kMinus + 1);
      if (i > 0) {
        // Two numerals side by side need the explicit space to stay apart.
        const bool digits = std::isdigit(static_cast<unsigned char>(tex[0])) != 0 &&
                            std::isdigit(static_cast<unsigned char>(out.back())) != 0;
        out = out + (digits ? "\\ " : " ");
      }
      out += tex;
    }
    return out.empty() ? "1" : out;
  }

  std::string fraction(const std::vector<Expr>& numerator, const std::vector<Expr>& denominator) {
    const auto side = [this](const std::vector<Expr>& parts) { return parts.size() == 1 ? print(parts[0]) : factors(parts); };
    return "\\frac{" + side(numerator) + "}{" + side(denominator) + "}";
  }

  std::string product(const Expr& expr, int& result) {
    // Powers with symbolic exponents stay where they are: e^{-x}, not 1/e^x.
    std::vector<Expr> kept;
    std::vector<Expr> split;
    for (const Expr& factor : expr.args()) (factor.has_head(sym::Power, 2) && !factor[1].is_number() ? kept : split).push_back(factor);
    ProductParts parts = split.empty() ? ProductParts{} : split_product(make_normal(sym::Times, std::move(split)), Dialect::Output);
    if (!kept.empty()) {
      std::vector<Expr> numerator;
      for (const Expr& part : parts.numerator)
        if (part.is_number()) numerator.push_back(part);
      for (const Expr& factor : expr.args()) {
        const bool stays = std::find(kept.begin(), kept.end(), factor) != kept.end();
        if (stays || (!factor.is_number() && std::find(parts.numerator.begin(), parts.numerator.end(), factor) != parts.numerator.end()))
          numerator.push_back(factor);
      }
      parts.numerator = std::move(numerator);
    }
    std::string sign;
    result = precedence::kTimes;
    if (parts.minus) {
      sign = "-";
      result = precedence::kMinus;
    } else if (!parts.numerator.empty() && !parts.denominator.empty()) {
      if (const MaybeExpr negated = parts.numerator[0].is_number() ? negated_term(parts.numerator[0]) : std::nullopt) {
        sign = "-";
        result = precedence::kMinus;
        const bool one = negated->is_small_integer() && negated->small_integer() == 1;
        if (one) {
          parts.numerator.erase(parts.numerator.begin());
        } else {
          parts.numerator[0] = *negated;
        }
      }
    }
    if (!parts.denominator.empty()) return sign + fraction(parts.numerator, parts.denominator);
    return sign + factors(parts.numerator);
  }

  // x^{2/3} and e^{-x/2}: a fraction of two atoms is written on the line.
  std::string exponent_tex(const Expr& exponent) {
    const auto is_letter = [](const Expr& e) { return e.is_symbol() || e.is_integer(); };
    if (exponent.is_rational()) {
      const Rational& value = exponent.rational_value();
      return value.numerator().to_string() + "/" + value.denominator().to_string();
    }
    if (exponent.has_head(sym::Times, 2)) {
      const Expr& a = exponent[0];
      const Expr& b = exponent[1];
      if (a.is_rational() && is_letter(b) && abs(a.rational_value().numerator()) == Integer(1))
        return (a.rational_value().sign() < 0 ? "-" : "") + print(b) + "/" + a.rational_value().denominator().to_string();
      const auto reciprocal = [&](const Expr& e) { return e.has_head(sym::Power, 2) && is_letter(e[0]) && e[1] == Expr::integer(-1); };
      if (is_letter(a) && reciprocal(b)) return print(a) + "/" + print(b[0]);
      if (is_letter(b) && reciprocal(a)) return print(b) + "/" + print(a[0]);
    }
    return print(exponent);
  }

  std::string power(const Expr& expr, int& result) {
    const Expr& base = expr[0];
    const Expr& exponent = expr[1];
    if (const MaybeExpr positive = exponent.is_number() ? negated_exponent(exponent) : std::nullopt) {
      result = precedence::kTimes;
      const bool one = positive->is_small_integer() && positive->small_integer() == 1;
      return fraction({}, {one ? base : make_normal(sym::Power, {base, *positive})});
    }
    if (exponent.is_rational() && exponent.rational_value().numerator() == Integer(1)) {
      const std::string degree = exponent.rational_value().denominator().to_string();
      if (degree == "2") return "\\sqrt{" + print(base) + "}";
      return "\\sqrt[" + degree + "]{" + print(base) + "}";
    }
    result = precedence::kPower;
    const std::string script = braced(exponent_tex(exponent));
    // sin^2(x): the exponent goes to the function's name.
    if (base.kind() == Kind::Normal && base.size() == 1 && exponent.is_integer()) {
      for (const TexName& row : kFunctions) {
        if (base.head().is(row.symbol) && std::string_view(row.tex).find('^') == std::string_view::npos) {
          return row.tex + ("^" + script) + parenthesized(print(base[0]));
        }
      }
    }
    return print(base, precedence::kPower + 1) + "^" + script;
  }

  std::string call(const Expr& expr, int& result) {
    result = precedence::kCall;
    const Expr& head = expr.head();
    std::string name;
    for (const TexName& row : kFunctions) {
      if (head.is(row.symbol)) name = row.tex;
    }
    if (name.empty()) name = derivative_name(head);
    if (name.empty()) name = print(head, precedence::kCall);
    return name + parenthesized(joined(expr.args()));
  }

  // f', f'', f^{(3)}, f^{(1,0)} for the head of Derivative[...][f][...].
  std::string derivative_name(const Expr& head) {
    if (!head.is_normal() || head.size() != 1 || !head.head().has_head(sym::Derivative) || head.head().size() == 0) return {};
    const Expr& orders = head.head();
    const std::string name = print(head[0], precedence::kCall);
    if (orders.size() == 1 && orders[0].is_small_integer() && orders[0].small_integer() >= 1 && orders[0].small_integer() <= 2) {
      return name + std::string(static_cast<std::size_t>(orders[0].small_integer()), '\'');
    }
    return name + "^{(" + joined(orders.args()) + ")}";
  }

  // Lower and upper limits of Sum and Product iterators.
  std::string limits(const Expr& iterator) {
    if (!iterator.is_list() || iterator.size() < 2) return "_{" + print(iterator) + "}";
    const bool from_one = iterator.size() == 2;
    const std::string lower = print(iterator[0]) + "=" + (from_one ? "1" : print(iterator[1]));
    return "_{" + lower + "}^" + braced(print(iterator[from_one ? 1 : 2]));
  }

  std::string special(const Expr& expr, int& result) {
    const Expr& head = expr.head();
    const std::size_t count = expr.size();
    if (head.is(sym::DirectedInfinity)) {
      if (count == 0) return "\\tilde{\\infty }";
      if (expr[0].is_small_integer() && expr[0].small_integer() == 1) return "\\infty ";
      if (expr[0].is_small_integer() && expr[0].small_integer() == -1) {
        result = precedence::kMinus;
        return "-\\infty ";
      }
      return {};
    }
    if (head.is(sym::Derivative) || count == 0) return {};
    if (head.is(sym::InputForm) && count == 1) {  // the line of input without its quotation marks
      if (expr[0].is_number() || (expr[0].is_symbol() && symbol_text(expr[0]).size() == 1)) return print(expr[0]);
      std::string line = to_input_form(expr[0]);
      std::erase(line, '"');
      return text_tex(line);
    }
    if ((head.is(sym::MatrixForm) || head.is(sym::TableForm) || head.is(sym::Grid)) && expr[0].is_list() && expr[0].size() > 0) {
      const std::string rows = array_rows(expr[0]);
      return head.is(sym::MatrixForm) ? "\\left(\n" + rows + "\n\\right)" : rows;
    }
    if (head.is(sym::Column) && expr[0].is_list() && expr[0].size() > 0) return array_rows(expr[0]);
    if ((head.is(sym::Row) && expr[0].is_list()) || head.is(sym::SequenceForm)) {
      const bool separated = head.is(sym::Row) && count >= 2 && !expr[1].is_rule();
      std::string out;
      bool first = true;
      for (const Expr& part : head.is(sym::Row) ? expr[0].args() : expr.args()) {
        if (!first && separated) out += print(expr[1]);
        first = false;
        out += print(part);
      }
      return out.empty() ? "\\text{}" : out;
    }
    if (head.is(sym::Piecewise) && is_matrix(expr[0]) && expr[0][0].size() == 2) {
      std::string cases = "\\begin{cases}\n";
      for (const Expr& row : expr[0].args()) cases += " " + print(row[0]) + " & " + print(row[1]) + " \\\\\n";
      return cases + " " + (count == 2 ? print(expr[1]) : "0") + " & \\text{True}\n\\end{cases}";
    }
    if ((head.is(sym::Pattern) && count == 2 && expr[0].is_symbol()) || head.is(sym::Blank) || head.is(sym::BlankSequence) || head.is(sym::BlankNullSequence))
      return "\\text{" + escaped_text(to_output_form(expr, 0)) + "}";
    if (count == 1) {
      if (head.is(sym::Slot) || head.is(sym::SlotSequence)) return "\\text{" + escaped_text(to_output_form(expr, 0)) + "}";
      if (head.is(sym::Function)) {
        result = 90;
        return print(expr[0], 91) + "\\&";
      }
      if (head.is(sym::Abs)) return "\\left| " + print(expr[0]) + "\\right| ";
      if (head.is(sym::Floor)) return "\\lfloor " + print(expr[0]) + "\\rfloor ";
      if (head.is(sym::Ceiling)) return "\\lceil " + print(expr[0]) + "\\rceil ";
      if (head.is(sym::Norm)) return "\\left\\| " + print(expr[0]) + "\\right\\| ";
      if (head.is(sym::Factorial)) {
        result = 610;
        return print(expr[0], 611) + "!";
      }
      if (head.is(sym::Not)) {
        result = precedence::kNot;
        return "\\neg " + print(expr[0], precedence::kNot + 1);
      }
      if (head.is(sym::Transpose) || head.is(sym::Conjugate) || head.is(sym::ConjugateTranspose)) {
        result = precedence::kPower;
        const char* mark = head.is(sym::Transpose) ? "^T" : head.is(sym::Conjugate) ? "^*" : "^{\\dagger }";
        return print(expr[0], precedence::kPower + 1) + mark;
      }
      if (head.is(sym::OverBar)) return "\\bar{" + print(expr[0]) + "}";
      if (head.is(sym::OverHat)) return "\\hat{" + print(expr[0]) + "}";
      if (head.is(sym::OverTilde)) return "\\tilde{" + print(expr[0]) + "}";
      if (head.is(sym::OverDot)) return "\\dot{" + print(expr[0]) + "}";
      if (head.is(sym::OverVector)) return "\\vec{" + print(expr[0]) + "}";
    }
    struct Family {
      KnownSymbol head;
      const char* tex;
    };
    static constexpr Family kIndexed[] = {{sym::LegendreP, "P"},  {sym::HermiteH, "H"},   {sym::LaguerreL, "L"},   {sym::ChebyshevT, "T"},
                                          {sym::ChebyshevU, "U"}, {sym::LegendreQ, "Q"},  {sym::PolyLog, "\\text{Li}"}, {sym::BesselJ, "J"},
                                          {sym::BesselY, "Y"},    {sym::BesselI, "I"},    {sym::BesselK, "K"},     {sym::SphericalBesselJ, "j"},
                                          {sym::SphericalBesselY, "y"}, {sym::ExpIntegralE, "E"}};
    if (count == 2)
      for (const Family& row : kIndexed)
        if (head.is(row.head)) return std::string(row.tex) + "_" + braced(print(expr[0])) + parenthesized(print(expr[1]));
    static constexpr Family kNumbers[] = {{sym::Fibonacci, "F"}, {sym::BernoulliB, "B"}, {sym::HarmonicNumber, "H"}, {sym::CatalanNumber, "C"}, {sym::EulerE, "E"}, {sym::Prime, "p"}, {sym::LucasL, "L"}};
    if (count == 1)
      for (const Family& row : kNumbers)
        if (head.is(row.head)) return std::string(row.tex) + "_" + braced(print(expr[0]));
    if (count == 2 && head.is(sym::HarmonicNumber)) return "H_" + braced(print(expr[0])) + "^{(" + print(expr[1]) + ")}";
    if (head.is(sym::KroneckerDelta)) return "\\delta _" + braced(joined(expr.args()));
    if (count == 2 && head.is(sym::PolyGamma)) return "\\psi ^{(" + print(expr[0]) + ")}" + parenthesized(print(expr[1]));
    if (count == 2 && head.is(sym::Pochhammer)) return parenthesized(print(expr[0])) + "_" + braced(print(expr[1]));
    if (count == 3 && head.is(sym::Hypergeometric1F1)) return "\\, _1F_1(" + print(expr[0]) + ";" + print(expr[1]) + ";" + print(expr[2]) + ")";
    if (count == 4 && head.is(sym::Hypergeometric2F1))
      return "\\, _2F_1(" + print(expr[0]) + "," + print(expr[1]) + ";" + print(expr[2]) + ";" + print(expr[3]) + ")";
    if (count == 2) {
      if (head.is(sym::Binomial)) return "\\binom{" + print(expr[0]) + "}{" + print(expr[1]) + "}";
      if (head.is(sym::Superscript)) {
        result = precedence::kPower;
        return print(expr[0], precedence::kPower + 1) + "^" + braced(print(expr[1]));
      }
      if (head.is(sym::Log)) return "\\log _{" + print(expr[0]) + "}" + parenthesized(print(expr[1]));
      if (head.is(sym::Limit) && expr[1].is_rule()) {
        result = precedence::kTimes;
        return "\\lim_{" + print(expr[1]) + "} \\, " + print(expr[0], precedence::kTimes);
      }
      if (head.is(sym::D) && !expr[1].is_list()) {
        result = precedence::kTimes;
        return "\\frac{\\partial " + print(expr[0], precedence::kTimes) + "}{\\partial " + print(expr[1]) + "}";
      }
    }
    if (head.is(sym::Subscript) && count >= 2) {
      return print(expr[0], precedence::kPower + 1) + "_" + braced(joined(expr.args().subspan(1)));
    }
    if (head.is(sym::Subsuperscript) && count == 3) {
      return print(expr[0], precedence::kPower + 1) + "_" + braced(print(expr[1])) + "^" + braced(print(expr[2]));
    }
    if ((head.is(sym::Sum) || head.is(sym::Product)) && count >= 2) {
      result = head.is(sym::Sum) ? 320 : 380;
      std::string out;
      for (std::size_t i = 1; i < count; ++i) out += (head.is(sym::Sum) ? "\\sum " : "\\prod ") + limits(expr[i]) + " ";
      return out + print(expr[0], result);
    }
    if (head.is(sym::Integrate) && count >= 2) {
      result = 325;
      std::string out;
      for (std::size_t i = 1; i < count; ++i) {
        out += "\\int";
        if (expr[i].is_list() && expr[i].size() == 3) {
          out += "_" + braced(print(expr[i][1])) + "^" + braced(print(expr[i][2]));
        }
        out += " ";
      }
      out += print(expr[0], precedence::kPlus + 1);
      for (std::size_t i = count; i-- > 1;) out = out + " \\, d" + print(expr[i].is_list() && expr[i].size() > 0 ? expr[i][0] : expr[i]);
      return out;
    }
    return {};
  }

  int depth_ = 0;
};

}  // namespace

std::string to_tex_form(const Expr& expr, std::size_t width) {
  BreakableText text{trimmed(TexPrinter().print(expr)), {}};
  for (std::size_t i = 0; i + 1 < text.text.size(); ++i)
    if (text.text[i] == ' ' && text.text[i + 1] != ' ') text.places.push_back({i + 1, 1});
  return in_lines(text, width, kCodeLines);
}

}  // namespace lykos
