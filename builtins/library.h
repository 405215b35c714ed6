// library.h - builtins written in the language itself: the .wl units that stand beside the .cpp files.
//
// builtins/<family>/<unit>.wl is embedded in the program and read on first use. Names in a unit mean, in this order: a System` symbol; a
// symbol shared by all units (System`Library`: $Unevaluated, LoadUnit); a symbol of the unit's own context System`Library`<family>`<unit>`.
// One unit calls another by the full name after LoadUnit["family/unit"]. A function that has no answer returns $Unevaluated.
#pragma once

#include <span>
#include <string_view>

#include "evaluator/evaluator.h"
#include "evaluator/registry.h"

namespace lykos::builtins {

/// function[args...] of a unit ("calculus/integrate"); nullopt when it gives $Unevaluated or no rule of it applies.
MaybeExpr call_library(std::string_view unit, std::string_view function, std::span<const Expr> args);
/// The same with all arguments of a call, options included.
MaybeExpr call_library(Call& call, std::string_view unit, std::string_view function);

/// For object[args]: function[object, {args...}].
MaybeExpr call_library_of_object(Call& call, std::string_view unit, std::string_view function);

/// The same as call_library; the function has the builtin's name with a small first letter (Lighter: lighter, Developer`ToList: toList).
MaybeExpr call_library(Call& call, std::string_view unit);

/// The symbol of a unit's function, with the unit loaded.
Expr library_function(std::string_view unit, std::string_view function);

/// An embedded unit: its name and its text.
struct LibraryUnit {
  std::string_view name, text;
};
std::span<const LibraryUnit> library_units();  ///< generated from the .wl files

void register_library(Registry& r);

}  // namespace lykos::builtins
