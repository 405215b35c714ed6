// definitions.cpp - entering, replacing and removing the values of symbols.
#include "evaluator/definitions.h"

#include "evaluator/attributes.h"
#include "evaluator/evaluator.h"
#include "evaluator/limits.h"
#include "evaluator/registry.h"
#include "expr/symbol.h"

namespace lykos {

RuleList& SymbolDefinitions::of(ValueKind kind) {
  switch (kind) {
    case ValueKind::Own: return own;
    case ValueKind::Down: return down;
    case ValueKind::Up: return up;
    case ValueKind::Sub: return sub;
    case ValueKind::N: return n_values;
    case ValueKind::Format: return format_values;
    case ValueKind::Default: return default_values;
  }
  return down;
}

SymbolDefinitions& definitions_of(SymbolNode& symbol) {
  if (symbol.definitions == nullptr) {
    free_symbol_definitions = [](SymbolDefinitions* definitions) { delete definitions; };
    symbol.definitions = new SymbolDefinitions;
  }
  return *symbol.definitions;
}

MaybeExpr head_symbol_of(const Expr& lhs) {
  const Expr* e = &lhs;
  bool in_head = false;
  for (;;) {
    if (e->is_symbol()) return *e;
    if (e->kind() != Kind::Normal) return std::nullopt;
    const auto is_blank = [](const Expr& p) { return p.has_head(sym::Blank, 1) || p.has_head(sym::BlankSequence, 1) || p.has_head(sym::BlankNullSequence, 1); };
    if (e->has_head(sym::HoldPattern, 1) || e->has_head(sym::Condition, 2) || e->has_head(sym::PatternTest, 2)) {
      e = &e->args()[0];
    } else if (e->has_head(sym::Pattern, 2) && (in_head || !(is_blank((*e)[1]) || (*e)[1].has_head(sym::Blank, 0)))) {
      e = &e->args()[1];
    } else if (in_head && is_blank(*e)) {
      e = &e->args()[0];   // (x_f)[...] is about what has head f
    } else {
      in_head = true;
      e = &e->head();
    }
  }
}

void set_own_value(SymbolNode& symbol, Expr value) {
  if (!symbol.has_own_value) symbol_changed(symbol);
  Expr old = std::move(symbol.own_value);  // released after the new value is in place
  symbol.own_value = std::move(value);
  symbol.has_own_value = true;
}

void clear_own_value(SymbolNode& symbol) {
  Expr old = std::move(symbol.own_value);
  symbol.own_value = Expr::integer(0);
  symbol.has_own_value = false;
}

void add_definition(const Expr& symbol, ValueKind kind, const Expr& lhs, const Expr& rhs, bool delayed) {
  SymbolNode& node = symbol.symbol_node();
  if (kind == ValueKind::Up) up_values_exist = true;
  definitions_of(node).of(kind).insert(make_ref<CompiledRule>(lhs, rhs, delayed));
  symbol_changed(node);
}

bool remove_definition(const Expr& symbol, ValueKind kind, const Expr& lhs) {
  SymbolNode& node = symbol.symbol_node();
  if (node.definitions == nullptr) return false;
  return node.definitions->of(kind).remove(lhs);
}

void clear_values(SymbolNode& symbol) {
  if (symbol.has_own_value) clear_own_value(symbol);
  if (symbol.definitions == nullptr) return;
  SymbolDefinitions& d = *symbol.definitions;
  for (RuleList* list : {&d.own, &d.down, &d.up, &d.sub, &d.n_values, &d.format_values}) list->clear();
  symbol_changed(symbol);
}

void clear_all(SymbolNode& symbol) {
  clear_values(symbol);
  if (symbol.definitions != nullptr) {
    SymbolDefinitions& d = *symbol.definitions;
    d.default_values.clear();
    d.messages.clear();
    d.options = make_list({});
    d.has_options = false;
  }
  set_attributes(symbol, kNoAttributes);
}

void set_attributes(SymbolNode& symbol, Attributes attributes) {
  if (symbol.attributes == attributes) return;
  symbol.attributes = attributes;
  symbol_changed(symbol);
}

MaybeExpr default_value(const Expr& head, int position) {
  SymbolNode& node = head.symbol_node();
  if (node.definitions != nullptr && !node.definitions->default_values.empty()) {
    const RuleList& rules = node.definitions->default_values;
    if (MaybeExpr at = rules.apply(make_normal(sym::Default, {head, Expr::integer(position)}))) return at;
    if (MaybeExpr any = rules.apply(make_normal(sym::Default, {head}))) return any;
  }
  if (head.is(sym::Plus)) return Expr::integer(0);
  if (head.is(sym::Times)) return Expr::integer(1);
  if (head.is(sym::Power) && position == 2) return Expr::integer(1);
  return std::nullopt;
}

}  // namespace lykos
