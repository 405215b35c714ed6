// symbol.h - interned symbols, contexts, and the definition epoch.
//
// Symbols of symbols.inc live in one static table (their addresses are constants); all others are allocated when first
// named. A symbol made by Module is temporary: it is forgotten when nothing refers to it any more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace lykos {

/// Fills the static table. Called once, before the first expression is made (static initialisation does it).
void initialize_symbols();

/// The symbol with this full name (context included), made if new. "System`Plus" and plain "Plus" are the known one.
Expr intern_symbol(std::string_view context, std::string_view name);
/// The symbol if it exists already.
MaybeExpr find_symbol(std::string_view context, std::string_view name);
/// A fresh symbol `name$n` in the context, held by nobody but its users.
Expr make_temporary_symbol(const Expr& model, std::int64_t serial);
/// Removes the name from its context (Remove[]): existing expressions keep the node.
void forget_symbol(const Expr& symbol);
/// All symbols, in no particular order (Names, completion).
std::vector<Expr> all_symbols();
std::string full_name(const SymbolNode& symbol);  ///< "Global`x"

/// Bumped whenever a definition changes that could make an already evaluated expression evaluate further.
extern std::uint32_t definition_epoch;
inline void symbol_changed(SymbolNode& symbol) {
  if (symbol.seen_inert) ++definition_epoch;
}
/// Called by symbol.cpp's destructor path so that the evaluator frees what it hung on the symbol.
extern void (*free_symbol_definitions)(SymbolDefinitions*);

}  // namespace lykos
