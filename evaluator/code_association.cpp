// code_association.cpp - associations in compiled bodies: assoc[k] = v, Lookup and KeyExistsQ with plain keys.
#include <algorithm>

#include "evaluator/code_variables.h"
#include "evaluator/operand.h"
#include "evaluator/run_code.h"
#include "evaluator/steps.h"
#include "expr/association.h"
#include "expr/edit.h"
#include "expr/store_entry.h"

namespace lykos {
namespace {

bool is_special(const Code& child, const Bindings& bindings) {
  return child.kind == Code::Kind::Variable && is_special_value(bindings.value(static_cast<std::size_t>(child.slot)));
}

// KeyExistsQ[association, key]
void compute_key_exists(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return value.set(run_as_expression(code, bindings));
  const DepthCounter depth(code, bindings);
  Expr values[2] = {run_code(code.children[1], bindings), run_code(code.children[2], bindings)};
  if (values[0].is_association() && values[1].is_atom() && !up_values_exist) return value.set_truth(association_find(values[0], values[1]) != nullptr);
  value.set(settle_values(code, bindings, values));
}

// A number or string that stands in the code or that a variable stands for; null for every other key.
const Expr* plain_key(const Code& code, const Bindings& bindings) {
  const Expr* key = leaf_value(code, bindings);
  return key != nullptr && key->kind() < Kind::Symbol ? key : nullptr;
}

// What the association that a variable stands for has under a plain key, if that is a value: found where it is, with nothing copied.
const Expr* entry_of_leaves(const Code& call, const Bindings& bindings) {
  const Expr* association = leaf_value(call.children[1], bindings);
  if (association == nullptr || !association->is_association() || association->node()->stamp != definition_epoch) return nullptr;
  const Expr* key = plain_key(call.children[2], bindings);
  const Expr* found = key != nullptr ? association_find(*association, *key) : nullptr;
  return found != nullptr && is_settled(*found) ? found : nullptr;
}

}  // namespace

// Lookup[association, key] and Lookup[association, key, default], which hold their arguments, with plain keys.
Expr run_lookup(const Code& code, const Bindings& bindings) {
  const auto special = [&](const Code& child) { return is_special(child, bindings); };
  if (const Expr* found = is_as_compiled(code) && !up_values_exist ? entry_of_leaves(code, bindings) : nullptr) return *found;
  if (!is_as_compiled(code) || up_values_exist || std::any_of(code.children.begin() + 1, code.children.end(), special)) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  const Expr subject = run_code(code.children[1], bindings);
  const Expr key = run_code(code.children[2], bindings);
  const bool fallback = code.children.size() == 4;
  if (subject.is_association() && key.is_atom()) {
    if (const Expr* found = association_find(subject, key)) return is_settled(*found) ? *found : evaluate(Expr(*found));
    if (fallback) return run_code(code.children[3], bindings);
  }
  std::vector<Expr> parts{subject, key};
  if (fallback) parts.push_back(instantiate(code.children[3], bindings));
  return evaluate(make_normal(sym::Lookup, std::move(parts)));
}

// association[k] = v
Expr run_set_entry(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const Code& left = code.children[1];
  const Code& right = code.children[2];
  const Expr* symbol = up_values_exist ? nullptr : variable_of(left.children[0], bindings);
  if (symbol == nullptr || !symbol->symbol_node().has_own_value || !symbol->symbol_node().own_value.is_association() ||
      (right.kind == Code::Kind::Variable && is_special_value(bindings.value(static_cast<std::size_t>(right.slot)))))
    return is_function_call(left) ? run_set_call(code, bindings) : run_symbol_call(code, bindings);
  const DepthCounter depth(code, bindings);
  Expr value = run_code(right, bindings);
  SymbolNode& node = symbol->symbol_node();
  if (const Expr* plain = plain_key(left.children[1], bindings))
    if (is_editable(node) && node.own_value.is_association() && is_settled(value) && store_entry(node.own_value, *plain, value)) return value;
  const Expr key = run_code(left.children[1], bindings);
  if (is_editable(node) && node.own_value.is_association() && is_settled(value) && is_settled(key) && !key.has_head(sym::Key) && !is_special_value(key)) {
    if (store_entry(node.own_value, key, value)) return value;
    Expr container = std::exchange(node.own_value, Expr::integer(0));
    node.own_value = association_set(std::move(container), key, value);
    return value;
  }
  return assign_by_builtin(code, make_normal(*symbol, {key}), std::span<const Expr>(&value, 1));
}

Compute association_compute(const Code& code) {
  return code.symbol->known_index == sym::KeyExistsQ.index && code.children.size() == 3 ? compute_key_exists : nullptr;
}

}  // namespace lykos
