// data_structures.h - the objects of CreateDataStructure, as other topics see them.
#pragma once

#include "expr/expr.h"

namespace lykos::builtins {

/// The contents of an object of CreateDataStructure as a list, an association or a value; nullopt for anything else.
MaybeExpr normal_of_data_structure(const Expr& e);

}  // namespace lykos::builtins
