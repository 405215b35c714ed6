// names.cpp - wild-card names; Names, NameQ.
#include "builtins/control/names.h"

#include <algorithm>

#include "evaluator/contexts.h"
#include "expr/symbol.h"

namespace lykos::builtins {

bool matches_wildcard(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i)
      if (matches_wildcard(text.substr(i), pattern.substr(1))) return true;
    return false;
  }
  if (pattern[0] == '@') {
    for (std::size_t i = 1; i <= text.size(); ++i) {
      if (text[i - 1] >= 'A' && text[i - 1] <= 'Z') return false;
      if (matches_wildcard(text.substr(i), pattern.substr(1))) return true;
    }
    return false;
  }
  return !text.empty() && text[0] == pattern[0] && matches_wildcard(text.substr(1), pattern.substr(1));
}

std::vector<Expr> symbols_matching(std::string_view pattern) {
  const std::size_t quote = pattern.rfind('`');
  const bool qualified = quote != std::string_view::npos;
  const std::string context_pattern(qualified ? pattern.substr(0, quote + 1) : std::string_view());
  const std::string_view name_pattern = qualified ? pattern.substr(quote + 1) : pattern;
  const auto& path = context_path();
  std::vector<Expr> found;
  for (const Expr& symbol : all_symbols()) {
    const SymbolNode& node = symbol.symbol_node();
    const bool in_scope = qualified ? matches_wildcard(node.context, context_pattern)
                                    : node.context == current_context() || std::find(path.begin(), path.end(), node.context) != path.end();
    if (in_scope && matches_wildcard(node.name, name_pattern)) found.push_back(symbol);
  }
  std::sort(found.begin(), found.end(), [](const Expr& a, const Expr& b) { return canonical_compare(a, b) < 0; });
  return found;
}

std::string visible_name(const Expr& symbol) {
  const SymbolNode& node = symbol.symbol_node();
  return context_is_visible(node.context, node.name) ? node.name : full_name(node);
}

}  // namespace lykos::builtins
