// boxes.h - expressions as low-level boxes, and boxes as the text that strings hold them in.
#pragma once

#include <string>

#include "expr/expr.h"

namespace lykos::builtins {

enum class BoxForm { Standard, Traditional };

/// The boxes of an expression: Format and MakeBoxes definitions apply at every level.
Expr boxes_of(const Expr& expr, BoxForm form);
/// What MakeBoxes itself gives for an expression when no definition for the whole applies.
Expr built_in_boxes(const Expr& expr, BoxForm form);
/// \!\(\*...\): boxes within a string.
std::string boxes_in_string(const Expr& expr, BoxForm form);

}  // namespace lykos::builtins
