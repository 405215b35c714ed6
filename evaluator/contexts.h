// contexts.h - $Context and $ContextPath, and how a written name becomes a symbol.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"
#include "parser/parser.h"

namespace lykos {

const std::string& current_context();
void set_current_context(std::string context);
const std::vector<std::string>& context_path();
void set_context_path(std::vector<std::string> path);

/// Short names for contexts, made by Needs["Package`" -> "p`"].
std::map<std::string, std::string>& context_aliases();

/// The symbol for a name as written: a full name, a relative `name, or a plain name looked up along $ContextPath, then in
/// $Context, and made in $Context when it is new.
Expr resolve_symbol(std::string_view written);
SymbolResolver current_resolver();
/// True when the bare name would resolve to the symbol, so printers may leave the context out.
bool context_is_visible(const std::string& context, const std::string& name);

}  // namespace lykos
