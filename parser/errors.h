// errors.h - every syntax error there is: the message tag of Syntax:: it is reported under, and its sentence.
// %1 and %2 are the places filled in where the error is found (a token as written, an opening bracket with its position).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parser/parser.h"

namespace lykos::parsing {

enum class Fault : std::uint8_t {
  CannotBegin, CannotFollow, MissingOperand, Unclosed, WrongCloser, Unopened, UnclosedString, UnclosedComment, BadCharacter,
  BadUtf8, UnknownLongName, BadStringEscape, BoxSyntax, BadTag, BadFileName, BadBase, BadDigit, BadExponent, BadTilde, BadTagSet,
  TooDeep, UnfinishedEscape,
};

struct FaultText {
  Fault fault;
  std::string_view tag;
  bool incomplete;            ///< more input could repair it
  std::string_view sentence;
};

inline constexpr FaultText kFaults[] = {
    {Fault::CannotBegin, "sntxb", false, "an expression cannot begin with %1"},
    {Fault::CannotFollow, "sntxf", false, "%1 cannot be followed by %2"},
    {Fault::MissingOperand, "sntxi", true, "the expression is incomplete: something must follow %1"},
    {Fault::Unclosed, "bktmcp", true, "a closing '%1' is missing for the %2"},
    {Fault::WrongCloser, "bktwrn", false, "%1 does not close the %2"},
    {Fault::Unopened, "bktmop", false, "%1 has no opening bracket"},
    {Fault::UnclosedString, "sntue", true, "the string that begins here is not closed"},
    {Fault::UnclosedComment, "sntue", true, "the comment that begins here is not closed"},
    {Fault::BadCharacter, "tsntxi", false, "%1 cannot stand in an expression"},
    {Fault::BadUtf8, "sntutf", false, "the text is not valid UTF-8 here"},
    {Fault::UnknownLongName, "sntufn", false, "%1 is not a known character"},
    {Fault::BadStringEscape, "stresc", false, "%1 is not an escape sequence of strings"},
    {Fault::BoxSyntax, "sntbox", false, "%1 begins two-dimensional box input, which text input does not take"},
    {Fault::BadTag, "sntxf", false, "a name or a string must follow ::"},
    {Fault::BadFileName, "sntxf", false, "a file name must follow %1"},
    {Fault::BadBase, "base", false, "Requested base %1 in %2 should be between 2 and 36"},
    {Fault::BadDigit, "digit", false, "Digit at position %1 in %2"},
    {Fault::BadExponent, "noprec", false, "the exponent or precision of %1 is out of range"},
    {Fault::BadTilde, "sntxf", false, "a second ~ must follow the operator of a ~ f ~ b"},
    {Fault::BadTagSet, "sntxf", false, "%1 must be followed by an assignment: f /: lhs = rhs"},
    {Fault::TooDeep, "sntdep", false, "expressions are nested more than %1 levels deep"},
    {Fault::UnfinishedEscape, "sntxi", true, "the input ends after a backslash"},
};

inline const FaultText& fault_text(Fault fault) { return kFaults[static_cast<std::size_t>(fault)]; }

/// A SyntaxError without line and column (parser.cpp adds them).
inline SyntaxError make_fault(Fault fault, std::size_t offset, std::string_view first = {}, std::string_view second = {}) {
  const FaultText& row = fault_text(fault);
  SyntaxError error;
  error.tag = row.tag;
  error.incomplete = row.incomplete;
  error.offset = offset;
  error.subject = first;
  for (std::size_t i = 0; i < row.sentence.size(); ++i) {
    if (row.sentence[i] == '%' && i + 1 < row.sentence.size()) {
      error.message += row.sentence[++i] == '1' ? first : second;
    } else {
      error.message += row.sentence[i];
    }
  }
  return error;
}

}  // namespace lykos::parsing
