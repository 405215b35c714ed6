// code_variables.h - variables of compiled bodies, for the files that assign to them: code_assign.cpp, code_association.cpp.
//
// A variable here is a symbol by name, or a slot bound to a symbol (a local of Module). Only symbols of plain user variables and
// values that are settled are dealt with in place; everything else goes through the builtin with what was computed.
#pragma once

#include <span>
#include <utility>

#include "evaluator/attributes.h"
#include "evaluator/code.h"
#include "expr/symbol.h"

namespace lykos {

inline bool names_variable(const Code& code) { return code.kind == Code::Kind::Symbol || code.kind == Code::Kind::Variable; }

// The symbol that a node names, if it is one whose own value may be changed directly; its definitions hold nothing but that value.
inline const Expr* variable_of(const Code& code, const Bindings& bindings) {
  const Expr* symbol = nullptr;
  if (code.kind == Code::Kind::Symbol) {
    symbol = &code.source;
  } else if (code.kind == Code::Kind::Variable && bindings.set[static_cast<std::size_t>(code.slot)]) {
    symbol = &bindings.value(static_cast<std::size_t>(code.slot));
    if (!symbol->is_symbol()) return nullptr;
  } else {
    return nullptr;
  }
  const SymbolNode& node = symbol->symbol_node();
  const bool plain = node.known_index == ~0U && node.builtin == nullptr && node.definitions == nullptr && (node.attributes & (kProtected | kLocked)) == 0;
  return plain ? symbol : nullptr;
}

inline bool is_special_value(const Expr& value) {
  return value.kind() == Kind::Normal && (value.has_head(sym::Sequence) || value.has_head(sym::Unevaluated) || value.has_head(sym::Evaluate));
}

inline bool is_settled(const Expr& value) {
  const Kind kind = value.kind();
  return (kind != Kind::Normal && kind != Kind::Association && kind != Kind::Symbol) || value.is_true() || value.is_false() || value.is_null() ||
         (kind != Kind::Symbol && value.node()->stamp == definition_epoch);
}

inline void store_own_value(SymbolNode& node, Expr value) {
  if (!node.has_own_value) symbol_changed(node);
  std::swap(node.own_value, value);  // the old value is released after the new one is in place
  node.has_own_value = true;
}

// The value of a variable that may be edited in place: a packed or settled list, or a settled association.
inline bool is_editable(const SymbolNode& node) {
  if (!node.has_own_value) return false;
  const Expr& value = node.own_value;
  return value.is_packed() || ((value.is_association() || value.is_list()) && value.node()->stamp == definition_epoch);
}

// A call of a symbol by name that has no code of its own.
inline bool is_function_call(const Code& code) {
  constexpr std::size_t kMost = 6;
  return code.symbol != nullptr && code.symbol->builtin == nullptr && code.children.size() >= 2 && code.children.size() <= kMost + 1;
}

/// The assignment `code` with its left side and the rest given: what the builtin makes of them.
Expr assign_by_builtin(const Code& code, const Expr& lhs, std::span<const Expr> more);
/// f[k] = v (code_assign.cpp), association[k] = v, and the calls of the language that look into one (code_association.cpp).
Expr run_set_call(const Code& code, const Bindings& bindings);
Expr run_set_entry(const Code& code, const Bindings& bindings);
Expr run_lookup(const Code& code, const Bindings& bindings);

}  // namespace lykos
