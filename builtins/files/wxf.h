// wxf.h - the WXF format: expressions as bytes, exactly and compactly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "expr/expr.h"

namespace lykos::builtins {

/// The bytes of "8:" (or "8C:", a zlib stream) and the expression.
std::string to_wxf(const Expr& expr, bool compressed = false);
/// The expression, unevaluated; nullopt with a reason for damaged data. Lengths, ranks and nesting are bounded by the input.
MaybeExpr from_wxf(std::string_view bytes, std::string& reason);

}  // namespace lykos::builtins
