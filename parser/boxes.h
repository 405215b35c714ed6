// boxes.h - the linear syntax of boxes: \( x \^ 2 \) is SuperscriptBox["x", "2"], \!\( x \^ 2 \) what it means, x^2.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "expr/expr.h"
#include "parser/parser.h"

namespace lykos::parsing {

/// Where the \( ... \) that begins at `begin` ends, or npos. A \! before it is passed over.
std::size_t end_of_boxes(std::string_view source, std::size_t begin);
/// The boxes of \( ... \) (whole, with its brackets). Throws SyntaxError.
Expr read_boxes(std::string_view text, const SymbolResolver& resolve);
/// The marks of box syntax that strings hold as single characters, written as escapes again: what ToExpression reads.
std::string with_box_escapes(const std::string& text);
/// The input text that boxes stand for.
std::string input_of_boxes(const Expr& boxes);

}  // namespace lykos::parsing
