// output.h - the form in which Print writes: two-dimensional in a session, linear ScriptForm in scripts.
#pragma once

#include <span>
#include <string>

#include "expr/expr.h"

namespace lykos::builtins {

void print_two_dimensionally(bool on);
/// The parts one after the other, as Print shows them (no newline at the end).
std::string printed_text(std::span<const Expr> parts);
/// On[Assert], Off[Assert].
void enable_assertions(bool on);

}  // namespace lykos::builtins
