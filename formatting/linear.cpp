// linear.cpp - expressions as one line of text.
//
// Every write_ function appends text and answers with its precedence; print() adds the parentheses afterwards. Sums,
// products and powers are treated here, all other notation comes from notate(). Beyond kMaxPrintDepth levels the iterative
// FullForm writer takes over, which reads back to the same expression, so no nesting overflows the stack.
#include "formatting/linear.h"

#include <charconv>

#include "array/array.h"
#include "expr/apart.h"
#include "expr/association.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "formatting/number_format.h"

namespace lykos {

namespace {

// A factor that is not the first, and anything after a leading minus, must not start with a sign of its own.
constexpr int kFactor = precedence::kMinus + 1;

template <typename T>
std::string shortest_text(T value) {
  char buffer[64];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, result.ptr);
}

std::string real32_text(float value) {
  // Through the shortest decimal of the float itself: 0.1 and not 0.10000000149011612.
  const std::string shortest = shortest_text(value);
  double parsed = 0;
  std::from_chars(shortest.data(), shortest.data() + shortest.size(), parsed);
  return format_real_input(parsed);
}

std::string complex_text(const std::string& re, const std::string& im) {
  const bool negative = !im.empty() && im.front() == '-';
  return re + (negative ? " - " + im.substr(1) : " + " + im) + "*I";
}

std::string array_element_text(const array::Array& values, std::int64_t i) {
  using array::DType;
  switch (values.dtype()) {
    case DType::UnsignedInteger64: return shortest_text(values.data<std::uint64_t>()[i]);
    case DType::Integer64: return shortest_text(values.data<std::int64_t>()[i]);
    case DType::Real32: return real32_text(values.data<float>()[i]);
    case DType::Real64: return format_real_input(values.data<double>()[i]);
    case DType::ComplexReal32:
      return complex_text(real32_text(values.data<float>()[2 * i]), real32_text(values.data<float>()[2 * i + 1]));
    case DType::ComplexReal64:
      return complex_text(format_real_input(values.data<double>()[2 * i]), format_real_input(values.data<double>()[2 * i + 1]));
    default: return shortest_text(static_cast<std::int64_t>(values.real_at(i)));
  }
}

void append_array_level(std::string& out, const array::Array& values, int axis, std::int64_t& next) {
  if (axis == values.rank()) {
    out += array_element_text(values, next++);
    return;
  }
  out += "{";
  for (std::int64_t i = 0; i < values.shape()[axis]; ++i) {
    if (i > 0) out += ", ";
    append_array_level(out, values, axis + 1, next);
  }
  out += "}";
}

// f''' for Derivative[3][f], in output only, up to two primes as the language shows them.
bool is_short_derivative(const Expr& expr) {
  if (expr.kind() != Kind::Normal || expr.size() != 1 || !expr.head().has_head(sym::Derivative, 1)) return false;
  const Expr& order = expr.head()[0];
  return order.is_small_integer() && order.small_integer() >= 1 && order.small_integer() <= 2;
}

}  // namespace

std::string numeric_array_summary(const Expr& expr) {
  const array::Array& values = expr.array();
  std::string text = "NumericArray[<";
  for (int axis = 0; axis < values.rank(); ++axis) {
    if (axis > 0) text += ",";
    text += std::to_string(values.shape()[axis]);
  }
  return text + ">, " + array::name_of(values.dtype()) + "]";
}

std::string to_linear(const Expr& expr, Dialect dialect, bool mark_reals) {
  std::string out;
  LinearPrinter(out, dialect, mark_reals).print(expr);
  return out;
}

BreakableText to_breakable(const Expr& expr, Dialect dialect, bool mark_reals) {
  BreakableText result;
  LinearPrinter(result.text, dialect, mark_reals, &result.places).print(expr);
  return result;
}

// Parentheses around what was written since `begin`.
void LinearPrinter::bracket_from(std::size_t begin) {
  out_.insert(begin, 1, '(');
  out_ += ')';
  if (places_ == nullptr) return;
  for (auto place = places_->rbegin(); place != places_->rend() && place->offset > begin; ++place) ++place->offset;
}

void LinearPrinter::print(const Expr& expr, int min_precedence) {
  poll_interrupts();
  if (++depth_ > kMaxPrintDepth) {
    append_full_form(out_, expr);
    --depth_;
    return;
  }
  const std::size_t begin = out_.size();
  if (write(expr) < min_precedence) bracket_from(begin);
  --depth_;
}

int LinearPrinter::write(const Expr& expr) {
  switch (expr.kind()) {
    case Kind::Integer:
    case Kind::Rational:
    case Kind::Real:
    case Kind::BigReal:
    case Kind::Complex: return write_number(expr);
    case Kind::Symbol: {
      if (const MaybeExpr formatted = formatted_by_user(expr)) return write_formatted(*formatted);
      out_ += symbol_text(expr);
      return precedence::kAtom;
    }
    case Kind::String:
      out_ += dialect_ == Dialect::Input ? quote_string(expr.string_value()) : expr.string_value();
      return precedence::kAtom;
    case Kind::NumericArray: write_numeric_array(expr); return precedence::kAtom;
    case Kind::ByteArray: append_full_form(out_, expr); return precedence::kAtom;
    case Kind::Opaque:
      if (dialect_ == Dialect::Input) {
        if (const MaybeExpr rebuilt = expr.opaque().reconstruct(); rebuilt && !rebuilt->is_opaque()) return write(*rebuilt);
        out_ += expr.opaque().input_form();
      } else {
        out_ += expr.opaque().summary();
      }
      return precedence::kAtom;
    default: return write_normal(expr);
  }
}

MaybeExpr LinearPrinter::formatted_by_user(const Expr& expr) const {
  switch (dialect_) {
    case Dialect::Input: return apply_format_hook(expr, "InputForm");
    case Dialect::Script: return apply_format_hook(expr, "ScriptForm");
    case Dialect::Output: break;
  }
  return apply_format_hook(expr, "OutputForm");
}

// A Format definition may lead back to itself; its levels count like any nesting.
int LinearPrinter::write_formatted(const Expr& formatted) {
  if (depth_ >= kMaxPrintDepth) {
    append_full_form(out_, formatted);
    return precedence::kAtom;
  }
  ++depth_;
  const int result = write(formatted);
  --depth_;
  return result;
}

int LinearPrinter::write_real(const Expr& real) {
  if (dialect_ != Dialect::Output) {
    const std::string text = mark_reals_ ? real_full_text(real) : real_input_text(real);
    out_ += text;
    return text.front() == '-' ? precedence::kMinus : precedence::kAtom;
  }
  const RealText text = real_output_text(real);
  if (text.negative) out_ += '-';
  out_ += text.mantissa;
  if (!text.exponent.empty()) {
    out_ += " 10^" + text.exponent;
    return precedence::kTimes;
  }
  return text.negative ? precedence::kMinus : precedence::kAtom;
}

int LinearPrinter::write_number(const Expr& number) {
  if (number.is_small_integer()) {
    const std::int64_t value = number.small_integer();
    out_ += std::to_string(value);
    return value < 0 ? precedence::kMinus : precedence::kAtom;
  }
  switch (number.kind()) {
    case Kind::Rational: {
      const Rational& value = number.rational_value();
      const std::string numerator = value.numerator().to_string();
      if (dialect_ == Dialect::Output && numerator.front() == '-') {
        out_ += "-(" + numerator.substr(1) + "/" + value.denominator().to_string() + ")";
      } else {
        out_ += numerator + "/" + value.denominator().to_string();
      }
      return precedence::kTimes;
    }
    case Kind::Real:
    case Kind::BigReal: return write_real(number);
    case Kind::Complex: return write(complex_as_sum(number));
    default: {
      const std::string text = number.to_integer().to_string();
      out_ += text;
      return text.front() == '-' ? precedence::kMinus : precedence::kAtom;
    }
  }
}

int LinearPrinter::write_normal(const Expr& expr) {
  int result = 0;
  if (write_special(expr, result)) return result;
  if (expr.kind() == Kind::Normal) {
    const Expr& head = expr.head();
    if (head.is(sym::Plus) && expr.size() >= 2) return write_sum(expr);
    if (head.is(sym::Times) && expr.size() >= 2) return write_product(expr);
    if (head.is(sym::Power) && expr.size() == 2) return write_power(expr);
  }
  const Notation notation = notate(expr, dialect_);
  for (const Piece& piece : notation.pieces) {
    if (piece.is_text) {
      out_ += piece.text;
      if (piece.text.ends_with(' ') && &piece != &notation.pieces.back()) may_break();
    } else {
      print(piece.expr, piece.precedence);
    }
  }
  return notation.precedence;
}

// What is not written by its structure: infinities, Format definitions, placeholders and wrappers.
bool LinearPrinter::write_special(const Expr& expr, int& result) {
  if (expr.kind() != Kind::Normal) return false;
  result = precedence::kAtom;
  if (const MaybeExpr formatted = formatted_by_user(expr)) {
    result = write_formatted(*formatted);
    return true;
  }
  if (const std::string* text = verbatim_text(expr)) {
    out_ += *text;
    return true;
  }
  if (expr.has_head(sym::DirectedInfinity)) {
    if (expr.size() == 0) {
      out_ += "ComplexInfinity";
      return true;
    }
    if (expr.size() == 1 && expr[0].is_small_integer() && std::abs(expr[0].small_integer()) == 1) {
      const bool negative = expr[0].small_integer() < 0;
      out_ += negative ? "-Infinity" : "Infinity";
      if (negative) result = precedence::kMinus;
      return true;
    }
    return false;
  }
  if (dialect_ == Dialect::Input) return false;
  if (std::string placeholder = placeholder_text(expr); !placeholder.empty()) {
    out_ += placeholder;
    return true;
  }
  if (expr.has_head(sym::InterpolatingFunction) && expr.size() >= 4) {  // the domain, not the table
    out_ += "InterpolatingFunction[";
    write(expr[0]);
    out_ += ", <>]";
    result = precedence::kCall;
    return true;
  }
  if (expr.has_head(sym::CompiledFunction, 9) && expr[6].has_head(sym::Function, 2)) {  // what was compiled, not the code
    out_ += "CompiledFunction[";
    write(expr[6][0]);
    out_ += ", ";
    write(expr[6][1]);
    out_ += ", -CompiledCode-]";
    result = precedence::kCall;
    return true;
  }
  if (is_transparent_wrapper(expr)) {
    result = write(expr[0]);
    return true;
  }
  if (expr.has_head(sym::Defer, 1) || (dialect_ == Dialect::Output && expr.has_head(sym::HoldForm, 1))) {
    result = write(expr[0]);
    return true;
  }
  if (dialect_ == Dialect::Output && is_short_derivative(expr)) {
    print(expr[0], precedence::kCall);
    out_ += std::string(static_cast<std::size_t>(expr.head()[0].small_integer()), '\'');
    result = precedence::kCall;
    return true;
  }
  return false;
}

int LinearPrinter::write_sum(const Expr& plus) {
  bool first = true;
  for (const Expr& term : plus.args()) {
    if (first) {
      print(term, precedence::kPlus + 1);
      first = false;
    } else if (const MaybeExpr negated = negated_term(term)) {
      out_ += " - ";
      may_break();
      print(*negated, subtrahend_precedence(*negated));
    } else {
      out_ += " + ";
      may_break();
      print(term, precedence::kPlus + 1);
    }
  }
  return precedence::kPlus;
}

void LinearPrinter::write_factors(const std::vector<Expr>& factors) {
  bool first = true;
  for (const Expr& factor : factors) {
    if (!first) {
      out_ += dialect_ == Dialect::Output ? " " : "*";
      may_break();
    }
    const bool leading_number = first && factor.is_number() && !(factor.is_complex() && dialect_ != Dialect::Output);
    print(factor, leading_number ? precedence::kTimes : kFactor);
    first = false;
  }
}

void LinearPrinter::write_bracketed(const std::vector<Expr>& factors) {
  out_ += "(";
  ++depth_;
  write_factors(factors);
  --depth_;
  out_ += ")";
}

void LinearPrinter::write_quotient(const ProductParts& parts) {
  if (parts.denominator.empty()) {
    write_factors(parts.numerator);
    return;
  }
  if (parts.numerator.empty()) {
    out_ += "1";
  } else if (parts.numerator.size() == 1) {
    write_factors(parts.numerator);
  } else {
    write_bracketed(parts.numerator);
  }
  out_ += "/";
  may_break();
  if (parts.denominator.size() == 1) {
    print(parts.denominator[0], kFactor);
  } else {
    write_bracketed(parts.denominator);
  }
}

int LinearPrinter::write_product(const Expr& times) {
  ProductParts parts = split_product(times, dialect_);
  if (parts.minus) {
    const bool compound = parts.numerator.size() != 1 || !parts.denominator.empty();
    // -1 times 1/x is written -x^(-1): a lone reciprocal is a power, not a quotient.
    if (parts.numerator.empty() && parts.denominator.size() == 1) {
      out_ += "-";
      print(times[1], kFactor);
      return precedence::kMinus;
    }
    out_ += compound ? "-(" : "-";
    if (compound) {
      ++depth_;
      write_quotient(parts);
      --depth_;
      out_ += ")";
    } else {
      print(parts.numerator[0], kFactor);
    }
    return precedence::kMinus;
  }
  if (parts.unit_fraction) {
    out_ += "-1/" + parts.unit_fraction->rational_value().denominator().to_string() + "*";
    const bool product = parts.numerator.size() > 1 && parts.denominator.empty();  // -1/2*(a*b)
    if (product) out_ += "(";
    write_quotient(parts);
    if (product) out_ += ")";
    return precedence::kTimes;
  }
  write_quotient(parts);
  return precedence::kTimes;
}

int LinearPrinter::write_power(const Expr& power) {
  const Expr& exponent = power[1];
  if (is_one_half(exponent)) {
    const bool reciprocal = exponent.rational_value().sign() < 0;
    out_ += reciprocal ? "1/Sqrt[" : "Sqrt[";
    print(power[0]);
    out_ += "]";
    return reciprocal ? precedence::kTimes : precedence::kCall;
  }
  if (dialect_ == Dialect::Output && exponent.is_small_integer() && exponent.small_integer() == -1) {
    out_ += "1/";
    print(power[0], kFactor);
    return precedence::kTimes;
  }
  print(power[0], precedence::kPower + 1);
  out_ += "^";
  print(exponent, precedence::kPower);
  return precedence::kPower;
}

void LinearPrinter::write_numeric_array(const Expr& expr) {
  const array::Array& values = expr.array();
  std::int64_t next = 0;
  out_ += "NumericArray[";
  append_array_level(out_, values, 0, next);
  out_ += dialect_ == Dialect::Input ? std::string(", \"") + array::name_of(values.dtype()) + "\"]"
                                     : std::string(", ") + array::name_of(values.dtype()) + "]";
}

}  // namespace lykos
