// definitions.h - what is known about a symbol beyond its plain value: rules by kind, messages, options, defaults.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "evaluator/attributes.h"
#include "evaluator/matcher/pattern.h"
#include "evaluator/rules.h"
#include "expr/expr.h"

namespace lykos {

enum class ValueKind { Own, Down, Up, Sub, N, Format, Default };

struct SymbolDefinitions {
  RuleList own, down, up, sub, n_values, format_values, default_values;
  std::map<std::string, Expr> messages;    // tag -> String (or whatever was assigned)
  Expr options = make_list({});            // Options[f], a List of rules; meaningful when has_options
  bool has_options = false;
  bool own_delayed = false;                // the plain value was given with :=, as Definition shows it
  std::string usage_override;
  RuleList& of(ValueKind kind);
};

/// The definitions of a symbol, made when there are none.
SymbolDefinitions& definitions_of(SymbolNode& symbol);

/// The symbol that a left side's definition belongs to, and the kind: f[x] -> f, Down; f[x][y] -> f, Sub; x -> x, Own.
/// HoldPattern, Condition, PatternTest and a name (x : f[...]) around it are looked through. Null when there is none.
struct DefinitionTarget {
  Expr symbol;
  ValueKind kind = ValueKind::Down;
};
MaybeExpr head_symbol_of(const Expr& lhs);

/// Enters lhs -> rhs into the symbol's rules: replaces an equal left side, else inserts by specificity.
void add_definition(const Expr& symbol, ValueKind kind, const Expr& lhs, const Expr& rhs, bool delayed);
/// Removes the rule with this left side; false when there was none.
bool remove_definition(const Expr& symbol, ValueKind kind, const Expr& lhs);
void set_own_value(SymbolNode& symbol, Expr value);
void clear_own_value(SymbolNode& symbol);
/// Clear: values, not attributes, messages or options. ClearAll: everything.
void clear_values(SymbolNode& symbol);
void clear_all(SymbolNode& symbol);

/// Default[f] or Default[f, position]: for x_. patterns.
MaybeExpr default_value(const Expr& head, int position);
void set_attributes(SymbolNode& symbol, Attributes attributes);

}  // namespace lykos
