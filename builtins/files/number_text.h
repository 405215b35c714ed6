// number_text.h - numbers as data files write them: 12, -3.5, 1e-7, 1.5*^3.
#pragma once

#include <string>
#include <string_view>

#include "expr/expr.h"

namespace lykos::builtins {

/// The number a text stands for (no blanks around it); nullopt when it is none. `decimal_point` replaces '.'.
MaybeExpr number_from_text(std::string_view text, char decimal_point = '.');
/// A real number for data files: shortest digits that read back, with e-exponents ("1.5", "1.e-7" -> "1e-7").
std::string real_to_text(double value);

}  // namespace lykos::builtins
