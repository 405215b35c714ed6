// message_layout.h - messages broken to the width of a terminal, as the language's text sessions do.
#pragma once

#include <string>

#include "expr/expr.h"

namespace lykos {

/// "label: text" where text is a StringForm; broken into lines when it is wider than `width`. Texts with two-dimensional parts
/// are not broken. Empty when there is nothing to break.
std::string broken_message(const std::string& label, const Expr& text, std::size_t width);

}  // namespace lykos
