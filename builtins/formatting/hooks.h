// hooks.h - what the printers ask of the evaluator.
#pragma once

namespace lykos::builtins {

/// Makes Format definitions, context visibility and option functions known to the printers.
void install_formatting_hooks();

}  // namespace lykos::builtins
