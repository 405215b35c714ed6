// package_directory.h - packages whose files begin with Package["P`"].
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "expr/expr.h"

namespace lykos::builtins {

/// P` when the first expression of a source is Package["P`"].
std::optional<std::string> package_of_source(std::string_view text);
/// Reads all files of the package beside and below `file`, that one first.
Expr load_package_directory(const std::string& context, const std::string& file);

}  // namespace lykos::builtins
