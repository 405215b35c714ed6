// c_form.cpp - CForm and FortranForm: expressions as program text for another compiler.
//
// Both languages divide integers with truncation, so integer denominators are written as reals (x/2.) and rationals as
// decimals. Powers are Power(x,2) in C and x**2 in Fortran; everything else is a call or a common operator.
#include <algorithm>
#include <cmath>

#include "expr/association.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "formatting/line_breaking.h"
#include "formatting/notation.h"
#include "formatting/number_format.h"

namespace lykos {

namespace {

enum class Language : std::uint8_t { C, Fortran };

struct CodeOperator {
  KnownSymbol head;
  const char* c;
  const char* fortran;
  int precedence;
};

constexpr CodeOperator kOperators[] = {
    {sym::Equal, " == ", ".eq.", precedence::kComparison},        {sym::Unequal, " != ", ".ne.", precedence::kComparison},
    {sym::Less, " < ", ".lt.", precedence::kComparison},          {sym::Greater, " > ", ".gt.", precedence::kComparison},
    {sym::LessEqual, " <= ", ".le.", precedence::kComparison},    {sym::GreaterEqual, " >= ", ".ge.", precedence::kComparison},
    {sym::And, " && ", ".and.", 217},                             {sym::Or, " || ", ".or.", 215},
    {sym::Set, " = ", " = ", precedence::kSet},
};

constexpr int kFactor = precedence::kMinus + 1;

class CodePrinter {
 public:
  explicit CodePrinter(Language language) : language_(language) {}
  BreakableText take() { return {std::move(out_), std::move(places_)}; }

  void print(const Expr& expr, int min_precedence = 0) {
    if (++depth_ > kMaxPrintDepth) {
      append_full_form(out_, expr);
      --depth_;
      return;
    }
    const std::size_t begin = out_.size();
    if (write(expr) < min_precedence) {
      out_.insert(begin, 1, '(');
      out_ += ')';
      // What stands in parentheses is one level deeper.
      for (auto place = places_.rbegin(); place != places_.rend() && place->offset > begin; ++place) {
        ++place->offset;
        ++place->depth;
      }
    }
    --depth_;
  }

 private:
  void may_break(int depth) { places_.push_back({out_.size(), depth}); }
  // Behind an argument a line may end before the comma.
  void comma() {
    may_break(depth_ + 1);
    out_ += ",";
  }

  int write(const Expr& expr) {
    switch (expr.kind()) {
      case Kind::Integer: return signed_text(expr.to_integer().to_string());
      case Kind::Rational: return real_text(expr.rational_value().to_double());
      case Kind::Real:
      case Kind::BigReal: return real_text(to_double(expr));
      case Kind::Complex:
        out_ += "Complex(";
        print(expr.re());
        comma();
        print(expr.im());
        out_ += ")";
        return precedence::kCall;
      case Kind::Symbol: {
        // Context marks cannot stand in identifiers.
        for (const char c : symbol_text(expr)) out_ += c == '`' ? '_' : c;
        return precedence::kAtom;
      }
      case Kind::String: out_ += language_ == Language::C ? quote_string(expr.string_value()) : "'" + expr.string_value() + "'"; return precedence::kAtom;
      case Kind::Normal: return write_normal(expr);
      case Kind::PackedArray: return write_call(expr);
      case Kind::Association: {
        out_ += "Association(";
        bool first = true;
        for (const AssociationEntry& entry : expr.association().entries) {
          if (!first) comma();
          first = false;
          print(make_rule(entry.key, entry.value));
        }
        out_ += ")";
        return precedence::kCall;
      }
      default: out_ += to_input_form(expr); return precedence::kAtom;
    }
  }

  int signed_text(const std::string& text) {
    out_ += text;
    return text.front() == '-' ? precedence::kMinus : precedence::kAtom;
  }

  // 0.5, 2., 1.e10
  int real_text(double value) {
    const DecimalNumber number = shortest_decimal(value);
    const long exponent = number.exponent - 1;
    std::string text = number.negative ? "-" : "";
    if (number.is_zero() || (exponent >= -5 && exponent <= 5)) {
      const SplitDigits split = split_at_point(number);
      text += split.whole + "." + split.fraction;
    } else {
      const SplitDigits split = split_at_point(number, exponent);
      text += split.whole + "." + split.fraction + "e" + std::to_string(exponent);
    }
    return signed_text(text);
  }

  int write_normal(const Expr& expr) {
    if (const MaybeExpr formatted = apply_format_hook(expr, language_ == Language::C ? "CForm" : "FortranForm")) {
      if (depth_ < kMaxPrintDepth) {
        print(*formatted);
        return precedence::kAtom;
      }
    }
    if (is_transparent_wrapper(expr) || expr.has_head(sym::HoldForm, 1)) return write(expr[0]);
    if (expr.has_head(sym::Plus) && expr.size() >= 2) return write_sum(expr);
    if (expr.has_head(sym::Times) && expr.size() >= 2) return write_product(expr);
    if (expr.has_head(sym::Power, 2)) return write_power(expr);
    if (expr.has_head(sym::Not, 1)) {
      out_ += language_ == Language::C ? "!" : ".not.";
      print(expr[0], kFactor);
      return precedence::kNot;
    }
    for (const CodeOperator& row : kOperators) {
      if (!expr.head().is(row.head) || expr.size() < 2) continue;
      for (std::size_t i = 0; i < expr.size(); ++i) {
        if (i > 0) {
          out_ += language_ == Language::C ? row.c : row.fortran;
          may_break(depth_);
        }
        print(expr[i], row.precedence + 1);
      }
      return row.precedence;
    }
    if (expr.has_head(sym::Part) && expr.size() >= 2 && language_ == Language::C) {
      out_ += "Part(";
      for (std::size_t i = 0; i < expr.size(); ++i) {
        if (i > 0) comma();
        print(expr[i]);
      }
      out_ += ")";
      return precedence::kCall;
    }
    return write_call(expr);
  }

  int write_call(const Expr& expr) {
    print(expr.head(), precedence::kCall);
    out_ += "(";
    for (std::size_t i = 0; i < expr.size(); ++i) {
      if (i > 0) comma();
      print(expr[i]);
    }
    out_ += ")";
    return precedence::kCall;
  }

  int write_sum(const Expr& plus) {
    for (std::size_t i = 0; i < plus.size(); ++i) {
      const MaybeExpr negated = i > 0 ? negated_term(plus[i]) : std::nullopt;
      if (i > 0) {
        out_ += negated ? " - " : " + ";
        may_break(depth_);
      }
      print(negated ? *negated : plus[i], precedence::kPlus + 1);
    }
    return precedence::kPlus;
  }

  void write_factors(const std::vector<Expr>& factors, bool bracket) {
    if (bracket) {
      out_ += "(";
      ++depth_;
    }
    for (std::size_t i = 0; i < factors.size(); ++i) {
      if (i > 0) {
        out_ += "*";
        may_break(depth_);
      }
      print(factors[i], i == 0 && factors[i].is_number() ? precedence::kTimes : kFactor);
    }
    if (bracket) {
      --depth_;
      out_ += ")";
    }
  }

  int write_product(const Expr& times) {
    ProductParts parts = split_product(times, Dialect::Output);
    int result = precedence::kTimes;
    if (!parts.numerator.empty() && parts.numerator[0].is_small_integer() && parts.numerator[0].small_integer() == -1) {
      parts.numerator.erase(parts.numerator.begin());
      parts.minus = true;
    }
    if (parts.minus) {
      out_ += "-";
      result = precedence::kMinus;
      if (parts.numerator.size() + parts.denominator.size() > 1) {
        out_ += "(";
        ++depth_;
        write_quotient(parts);
        --depth_;
        out_ += ")";
        return result;
      }
    }
    write_quotient(parts);
    return result;
  }

  void write_quotient(const ProductParts& parts) {
    const bool bracket = parts.numerator.size() > 1 && !parts.denominator.empty();
    if (parts.numerator.empty()) {
      out_ += "1";
    } else {
      write_factors(parts.numerator, bracket);
    }
    if (parts.denominator.empty()) return;
    out_ += "/";
    may_break(depth_);
    std::vector<Expr> denominator = parts.denominator;
    if (denominator[0].is_integer()) denominator[0] = Expr::real(to_double(denominator[0]));
    if (denominator.size() == 1) print(denominator[0], kFactor); else write_factors(denominator, true);
  }

  int write_power(const Expr& power) {
    const Expr& exponent = power[1];
    if (exponent.is_small_integer() && exponent.small_integer() == -1) {
      out_ += "1/";
      print(power[0], kFactor);
      return precedence::kTimes;
    }
    if (is_one_half(exponent)) {
      const bool reciprocal = exponent.rational_value().sign() < 0;
      out_ += reciprocal ? "1/Sqrt(" : "Sqrt(";
      print(power[0]);
      out_ += ")";
      return reciprocal ? precedence::kTimes : precedence::kCall;
    }
    if (language_ == Language::C) {
      out_ += "Power(";
      print(power[0]);
      comma();
      print(exponent);
      out_ += ")";
      return precedence::kCall;
    }
    print(power[0], precedence::kPower + 1);
    out_ += "**";
    print(exponent, precedence::kPower + 1);
    return precedence::kPower;
  }

  std::string out_;
  std::vector<BreakPlace> places_;
  Language language_;
  int depth_ = 0;
};

BreakableText to_code(const Expr& expr, Language language) {
  CodePrinter printer(language);
  printer.print(expr);
  return printer.take();
}

}  // namespace

std::string to_c_form(const Expr& expr, std::size_t width) { return in_lines(to_code(expr, Language::C), width, kCodeLines); }
std::string to_fortran_form(const Expr& expr, std::size_t width) {
  return in_lines(to_code(expr, Language::Fortran), std::min(width, kFortranWidth), kFortranLines);
}

}  // namespace lykos
