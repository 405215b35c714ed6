// names.h - symbols by wild-card name, shared by Names, Clear, Remove, Protect and ?pattern.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace lykos::builtins {

/// `*` stands for any characters, `@` for one or more that are not upper case letters.
bool matches_wildcard(std::string_view text, std::string_view pattern);
/// Existing symbols whose name matches, sorted by name. A pattern without a context looks along $Context and $ContextPath;
/// one that begins with ` in $Context.
std::vector<Expr> symbols_matching(std::string_view pattern);
/// What Definition[symbol] and FullDefinition[symbol] print as.
std::string printed_definition(const Expr& expr);
/// What Save writes for these symbols: their definitions and those of the symbols they depend on.
std::string saved_definitions(std::vector<Expr> symbols);
/// What InformationData[properties, long] prints as.
std::string printed_information(const Expr& data);
bool is_information(const Expr& expr);
/// The name as it is printed: without its context when that is visible.
std::string visible_name(const Expr& symbol);

}  // namespace lykos::builtins
