// registry.cpp - entering builtin rows: the symbol gets its attributes and a pointer to the row.
#include "evaluator/registry.h"

#include "expr/symbol.h"

namespace lykos {

void Registry::add(std::span<const Builtin> rows) {
  for (const Builtin& row : rows) {
    rows_.push_back(&row);
    SymbolNode& symbol = Expr::symbol(row.name).symbol_node();
    symbol.builtin = &row;
    symbol.attributes = row.attributes;
  }
}

Registry& registry() {
  static Registry all;
  return all;
}

}  // namespace lykos
