// names.cpp - wild-card names; Names, NameQ.
#include "builtins/control/names.h"

#include <algorithm>
#include <cctype>

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

namespace {

// Names are listed without regard to case, digits before letters and $ after them.
int name_rank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '$') return 400;
  if (std::isdigit(byte) != 0) return byte;
  if (std::isalpha(byte) != 0) return 100 + std::tolower(byte);
  return byte >= 0x80 ? 256 + byte : byte;
}

bool name_before(const Expr& a, const Expr& b) {
  const SymbolNode& left = a.symbol_node();
  const SymbolNode& right = b.symbol_node();
  const std::size_t common = std::min(left.name.size(), right.name.size());
  for (std::size_t i = 0; i < common; ++i)
    if (const int order = name_rank(left.name[i]) - name_rank(right.name[i]); order != 0) return order < 0;
  if (left.name.size() != right.name.size()) return left.name.size() < right.name.size();
  // Of two names that differ in case only the small letter comes first.
  if (left.name != right.name) return left.name > right.name;
  return left.context < right.context;
}

}  // namespace

std::vector<Expr> symbols_matching(std::string_view written) {
  // `x is a name in the current context.
  const std::string full = written.starts_with('`') ? current_context() + std::string(written.substr(1)) : std::string(written);
  const std::string_view pattern = full;
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
  std::sort(found.begin(), found.end(), name_before);
  return found;
}

std::string visible_name(const Expr& symbol) {
  const SymbolNode& node = symbol.symbol_node();
  return context_is_visible(node.context, node.name) ? node.name : full_name(node);
}

}  // namespace lykos::builtins
