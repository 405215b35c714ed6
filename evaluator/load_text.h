// load_text.h - Wolfram Language text that belongs to the program itself: option defaults, embedded definitions.
#pragma once

#include <string_view>

#include "expr/expr.h"

namespace lykos {

/// Parses one expression with System` symbols only; not evaluated. The text is the program's own, so errors are asserted.
Expr parse_system_text(std::string_view text);
/// Evaluates definitions in System` (helpers in System`Private`), unprotecting what they define.
void load_definition_text(std::string_view text);

}  // namespace lykos
