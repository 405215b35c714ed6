// all.h - every builtin family, in order.
#pragma once

namespace lykos::builtins {

/// Enters all rows into the registry and installs the families' hooks. Once per process.
void register_all();

}  // namespace lykos::builtins
