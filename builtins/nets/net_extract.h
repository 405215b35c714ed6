// net_extract.h - parts of nets, shared by NetExtract, Part and net["name"].
#pragma once

#include "expr/expr.h"
#include "nets/net.h"

namespace lykos::builtins {

/// NetExtract[net, specification]. Errors are thrown.
Expr extract_part(const nets::Net& net, const Expr& specification);
/// Layers of a container as a list or association; the parameters and arrays of a layer as an association.
Expr normal_form(const nets::Net& net);

}  // namespace lykos::builtins
