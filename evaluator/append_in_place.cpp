// append_in_place.cpp - see append_in_place.h.
#include "evaluator/append_in_place.h"

#include <algorithm>
#include <vector>

#include "evaluator/attributes.h"
#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "expr/edit.h"
#include "expr/symbol.h"

namespace lykos {

bool may_extend(const Expr& symbol, const Expr& head) {
  const SymbolNode& node = symbol.symbol_node();
  if (!node.has_own_value || node.definitions != nullptr || head.symbol_node().definitions != nullptr) return false;
  if ((node.attributes & (kProtected | kLocked)) != 0) return false;
  const bool settled = node.own_value.is_packed() || (node.own_value.is_list() && node.own_value.node()->stamp == definition_epoch);
  return head.is(sym::StringJoin) ? node.own_value.is_string() : settled;
}

bool is_append_update(const Expr& symbol, const Expr& rhs) {
  if (!symbol.is_symbol() || rhs.kind() != Kind::Normal || rhs.size() < 2 || !rhs[0].identical(symbol)) return false;
  const Expr& head = rhs.head();
  return (head.is(sym::StringJoin) || head.is(sym::Append) || head.is(sym::Join)) && may_extend(symbol, head);
}

Expr evaluate_append_update(const Expr& symbol, const Expr& rhs, bool& stored) {
  const Expr before = symbol.symbol_node().own_value;
  std::vector<Expr> pieces;
  for (std::size_t i = 1; i < rhs.size(); ++i) pieces.push_back(evaluate(rhs[i]));
  return extend_value(symbol, rhs.head(), before, std::move(pieces), stored);
}

Expr extend_value(const Expr& symbol, const Expr& head, Expr before, std::vector<Expr> pieces, bool& stored) {
  SymbolNode& node = symbol.symbol_node();
  stored = false;
  std::vector<Expr> tail;
  for (Expr& piece : pieces) {
    if (piece.has_head(sym::Sequence)) tail.insert(tail.end(), piece.args().begin(), piece.args().end());
    else tail.push_back(std::move(piece));
  }
  const bool strings = head.is(sym::StringJoin);
  const bool extends = node.has_own_value && node.own_value.identical(before) &&
                       (strings ? std::all_of(tail.begin(), tail.end(), [](const Expr& e) { return e.is_string(); })
                        : head.is(sym::Append)
                            ? tail.size() == 1 && !tail[0].is(sym::Nothing)
                            : std::all_of(tail.begin(), tail.end(), [](const Expr& e) { return e.is_list() && (e.is_packed() || e.node()->stamp == definition_epoch); }));
  if (!extends) {
    tail.insert(tail.begin(), before);
    return evaluate(make_normal(head, std::move(tail)));
  }
  before = Expr::integer(0);
  Expr value = std::exchange(node.own_value, Expr::integer(0));  // moved out: held once while it grows
  for (const Expr& part : tail) {
    if (strings) {
      value = append_to_string(std::move(value), part.string_value());
    } else if (head.is(sym::Append)) {
      value = append_argument(std::move(value), part);
    } else {
      for (const Expr& element : part.args()) value = append_argument(std::move(value), element);
    }
  }
  node.own_value = value;
  stored = true;
  return value;
}

}  // namespace lykos
