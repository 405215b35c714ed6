// apply_hooks.h - how values that are not functions of the language take part in calls: opaque values (nets) as heads and as
// first arguments of general functions (Part, Length, Information ...). Hooks are installed by the family that owns the value.
#pragma once

#include <span>

#include "evaluator/evaluator.h"

namespace lykos {

using ApplyHook = MaybeExpr (*)(const Expr& head, std::span<const Expr> args);
/// Called for value[args] when `value` is an Opaque expression whose head is this symbol.
void set_apply_hook(KnownSymbol head, ApplyHook hook);
ApplyHook find_apply_hook(const Expr& opaque);

/// A second implementation of a builtin, tried first when its first argument is Opaque (or is a symbol, for Options[Layer]
/// and Information[Layer]); nullopt falls through to the ordinary one.
using OpaqueFunction = MaybeExpr (*)(Call& call);
void set_opaque_function(KnownSymbol builtin, OpaqueFunction function);
OpaqueFunction find_opaque_function(const Expr& builtin);

/// Keys and association access live in builtins/associations; the family installs itself here (association[key]).
using AssociationHook = MaybeExpr (*)(const Expr& association, std::span<const Expr> args);
void set_association_hook(AssociationHook hook);
AssociationHook association_hook();

/// x[[i]] = v: builtins/lists installs its part assignment here for Set and friends. Edits the container in place as far as its
/// nodes are uniquely held; false (after a message naming `target`) leaves it unchanged.
using AssignPartHook = bool (*)(Expr& container, std::span<const Expr> specs, const Expr& value, const Expr* target);
void set_assign_part_hook(AssignPartHook hook);
AssignPartHook assign_part_hook();

/// The function of machine numbers that a builtin of one argument is, where that is all it is (Sin, Cosh ...): what is not finite is left
/// to the builtin.
using MachineFunction = double (*)(double);
void set_machine_function(KnownSymbol builtin, MachineFunction function);
MachineFunction find_machine_function(std::uint32_t known_index);

}  // namespace lykos
