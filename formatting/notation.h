// notation.h - how one level of an expression is written, shared by every printer.
//
// notate() turns an expression into a row of pieces: literal text and sub-expressions, each with the precedence it must
// have to stand there without parentheses. The linear printer (linear.h) and the two-dimensional one (layout.h) walk the
// same pieces, so operators, patterns, slots and blanks are decided in one place, from the one operator table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "expr/expr.h"
#include "expr/operators.h"

namespace lykos {

/// Who reads the text: the parser (Input), a script's standard output (Script) or a person at a terminal (Output).
enum class Dialect : std::uint8_t { Input, Script, Output };

struct Piece {
  std::string text;              ///< literal text when is_text
  Expr expr;
  int precedence = 0;            ///< parentheses are needed around anything that binds less tightly
  bool is_text = false;
};

struct Notation {
  int precedence = precedence::kAtom;   ///< of the whole
  std::vector<Piece> pieces;
  void text(std::string value) { pieces.push_back({std::move(value), Expr(), 0, true}); }
  void sub(const Expr& expr, int min_precedence) { pieces.push_back({{}, expr, min_precedence, false}); }
};

/// Operators, patterns, slots, parts, functions, associations, lists and calls: every normal expression but Plus, Times and
/// Power (see below) and the wrappers a printer treats itself.
Notation notate(const Expr& expr, Dialect dialect);

/// A product seen as a quotient.
struct ProductParts {
  bool minus = false;               ///< coefficient -1: a minus sign stands before the whole
  MaybeExpr unit_fraction;          ///< Input only: -1/q, written as a factor of its own (-1/2*x)
  std::vector<Expr> numerator;      ///< factors, a numeric coefficient first; empty means 1
  std::vector<Expr> denominator;    ///< factors with their exponents made positive; empty means no fraction
};
ProductParts split_product(const Expr& times, Dialect dialect);

/// For a term that is written with a minus sign: the term without it (so that a + (-2 b) becomes a - 2 b).
MaybeExpr negated_term(const Expr& term);
/// What a term after a minus sign must bind with: a second sign needs parentheses, a - (-2).
int subtrahend_precedence(const Expr& negated);
/// The exponent with its sign turned when it is syntactically negative: -1, -1/2, -x, -2 y.
MaybeExpr negated_exponent(const Expr& exponent);
/// The symbol I: it never survives evaluation, so it can stand for Complex[0, 1] in what is printed.
const Expr& imaginary_unit();
/// A complex number as the sum or product it is written as.
Expr complex_as_sum(const Expr& number);
/// Is Rational[1, 2] (the exponent of Sqrt) or its negative.
bool is_one_half(const Expr& expr);

/// The name of a symbol, with its context where that is needed to read it back.
std::string symbol_text(const Expr& symbol);
/// Hook access for the printers; nullopt when no definition applies.
MaybeExpr apply_format_hook(const Expr& expr, const char* form);
/// Evaluates a user-supplied option function (NumberFormat, ExponentFunction); the expression itself when no evaluator is installed.
Expr evaluate_for_formatting(const Expr& expr);

/// Heads that only decorate: their first argument is what is shown (Style, Tooltip, Framed ...).
bool is_transparent_wrapper(const Expr& expr);
/// "-Graphics-", "-Image-" ... for expressions shown as a placeholder; empty for others.
std::string placeholder_text(const Expr& expr);

/// An expression that every printer shows as this text, unquoted and unbroken (the text of Definition[f]).
Expr verbatim(std::string text);
const std::string* verbatim_text(const Expr& expr);

/// Nesting beyond which the printers stop recursing and fall back on the iterative FullForm writer.
inline constexpr int kMaxPrintDepth = 3000;
/// Appends FullForm text; never recurses.
void append_full_form(std::string& out, const Expr& expr);

}  // namespace lykos
