// option_lookup.cpp - see option_lookup.h.
#include "evaluator/option_lookup.h"

#include <algorithm>
#include <string_view>

namespace lykos {

bool is_option_argument(const Expr& expr) {
  if (expr.is_rule()) return true;
  if (!expr.is_list() || expr.is_packed()) return false;
  const auto args = expr.args();
  return std::all_of(args.begin(), args.end(), is_option_argument);
}

bool same_option_name(const Expr& a, const Expr& b) {
  if (a == b) return true;
  const auto name = [](const Expr& e) -> std::string_view {
    if (e.is_string()) return e.string_value();
    if (e.is_symbol()) return e.symbol_node().name;
    return {};
  };
  const std::string_view x = name(a);
  return !x.empty() && x == name(b);
}

const Expr* find_option(const Expr& rules, const Expr& name) {
  if (rules.is_rule()) return same_option_name(rules[0], name) ? &rules.args()[1] : nullptr;
  if (rules.is_list() || rules.is_association() || rules.has_head(sym::Sequence)) {
    for (const Expr& rule : rules.args())
      if (const Expr* found = find_option(rule, name)) return found;
  }
  return nullptr;
}

}  // namespace lykos
