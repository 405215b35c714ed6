// script_form.cpp - ScriptForm: what scripts write to standard output. InputForm's operators and digits, but strings without
// quotes and placeholders for pictures; display wrappers such as MatrixForm stay literal.
#include "formatting/formatting.h"
#include "formatting/linear.h"

namespace lykos {

std::string to_script_form(const Expr& expr) { return to_linear(expr, Dialect::Script); }

}  // namespace lykos
