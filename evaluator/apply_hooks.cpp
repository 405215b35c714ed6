// apply_hooks.cpp - the tables behind apply_hooks.h.
#include "evaluator/apply_hooks.h"

#include <unordered_map>

#include "expr/symbol.h"

namespace lykos {
namespace {

std::unordered_map<std::uint32_t, ApplyHook>& apply_hooks() {
  static std::unordered_map<std::uint32_t, ApplyHook> hooks;
  return hooks;
}
OpaqueFunction opaque_functions[detail::kKnownSymbolCount];  // by symbol: looked at on every builtin call
MachineFunction machine_functions[detail::kKnownSymbolCount];
AssociationHook association_access = nullptr;
AssignPartHook part_assignment = nullptr;

}  // namespace

void set_apply_hook(KnownSymbol head, ApplyHook hook) { apply_hooks()[head.index] = hook; }

ApplyHook find_apply_hook(const Expr& opaque) {
  auto found = apply_hooks().find(opaque.head().symbol_node().known_index);
  return found == apply_hooks().end() ? nullptr : found->second;
}

void set_opaque_function(KnownSymbol builtin, OpaqueFunction function) { opaque_functions[builtin.index] = function; }

OpaqueFunction find_opaque_function(const Expr& builtin) {
  const std::uint32_t index = builtin.symbol_node().known_index;
  return index < detail::kKnownSymbolCount ? opaque_functions[index] : nullptr;
}

void set_machine_function(KnownSymbol builtin, MachineFunction function) { machine_functions[builtin.index] = function; }

MachineFunction find_machine_function(std::uint32_t known_index) { return known_index < detail::kKnownSymbolCount ? machine_functions[known_index] : nullptr; }

void set_association_hook(AssociationHook hook) { association_access = hook; }
AssociationHook association_hook() { return association_access; }
void set_assign_part_hook(AssignPartHook hook) { part_assignment = hook; }
AssignPartHook assign_part_hook() { return part_assignment; }

}  // namespace lykos
