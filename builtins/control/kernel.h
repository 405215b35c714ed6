// kernel.h - the session's history as the language sees it: In, Out, InString, $Line.
#pragma once

#include <cstdint>
#include <string>

#include "expr/expr.h"

namespace lykos::builtins {

std::int64_t current_line();
void set_current_line(std::int64_t line);
void record_input(std::int64_t line, const std::string& text, const Expr& input);
void record_output(std::int64_t line, const Expr& output);

}  // namespace lykos::builtins
