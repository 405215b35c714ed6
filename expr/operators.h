// operators.h - the one table of operators: the parser reads text by it and the printers write text by it.
//
// A row says how an expression with a given head is written: spelling, where the spelling stands, how tightly it binds and
// how repeated uses group. Binding numbers are the language's documented ones, refined where the documented number
// does not order the operators (And binds tighter than Or although both are documented as 215).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "expr/expr.h"

namespace lykos {

enum class OperatorForm : std::uint8_t { Prefix, Infix, Postfix };

/// What a op b op c means.
enum class Grouping : std::uint8_t {
  Left,    ///< (a op b) op c
  Right,   ///< a op (b op c)
  Flat,    ///< one expression: op[a, b, c]
  Chain,   ///< comparisons: op[a, b, c] when all are the same, Inequality[a, op1, b, op2, c] when mixed
};

struct Operator {
  const char* head;        ///< "Plus"
  const char* spelling;    ///< in ASCII: "+"; empty when the operator has a special character only
  char32_t character;      ///< the special character that means the same (U+2208 for Element), or 0
  OperatorForm form;
  int precedence;          ///< larger binds tighter
  Grouping grouping;
};

/// Binding of what is not an operator row, on the same scale.
namespace precedence {
inline constexpr int kLowest = 0;
inline constexpr int kCompoundExpression = 10;
inline constexpr int kSet = 40;
inline constexpr int kRule = 120;
inline constexpr int kOptional = 140;
inline constexpr int kPattern = 150;
inline constexpr int kNot = 230;
inline constexpr int kComparison = 290;
inline constexpr int kSpan = 297;
inline constexpr int kPlus = 310;
inline constexpr int kTimes = 400;
inline constexpr int kDivide = 470;
inline constexpr int kMinus = 480;
inline constexpr int kPower = 590;
inline constexpr int kPrefixAt = 640;
inline constexpr int kCall = 670;           ///< f[x], m[[i]]
inline constexpr int kBlank = 730;          ///< x_h, _h
inline constexpr int kAtom = 1000;
}  // namespace precedence

/// Every row, in the order of the table.
std::span<const Operator> operators();

/// The operator that writes expressions with this head (a System` symbol) in this form; nullptr when there is none.
/// Differences and quotients have rows of their own, under the names Subtract, Minus (prefix) and Divide.
const Operator* operator_of_head(const Expr& head, OperatorForm form);
const Operator* operator_of_head(std::string_view head, OperatorForm form);

/// The operator with this ASCII spelling in this form.
const Operator* operator_of_spelling(std::string_view spelling, OperatorForm form);
/// The operator with this special character in this form. Characters that are mere variants of an ASCII operator
/// (the multiplication sign, the invisible comma's kin) are found too.
const Operator* operator_of_character(char32_t character, OperatorForm form);

/// A code point as UTF-8.
std::string character_to_utf8(char32_t character);

/// Brackets written with special characters: what stands between them becomes head[...].
struct CharacterBracket {
  char32_t open;
  char32_t close;
  const char* head;
};
std::span<const CharacterBracket> character_brackets();

}  // namespace lykos
