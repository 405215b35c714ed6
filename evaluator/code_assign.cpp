// code_assign.cpp - parts and assignments of compiled bodies: x = v, {x, y} = {v, w}, x[[i]] = v, f[k] = v, x++, x += d and their kin, x[[i]].
#include <algorithm>
#include <utility>
#include <vector>

#include "array/array.h"
#include "evaluator/append_in_place.h"
#include "evaluator/code_variables.h"
#include "evaluator/apply_hooks.h"
#include "evaluator/definitions.h"
#include "evaluator/operand.h"
#include "evaluator/quick_arithmetic.h"
#include "evaluator/run_code.h"
#include "evaluator/steps.h"
#include "expr/association.h"
#include "expr/edit.h"
#include "expr/number.h"
#include "expr/store_entry.h"
#include "expr/symbol.h"

namespace lykos {

Expr assign_by_builtin(const Code& code, const Expr& lhs, std::span<const Expr> more) {
  Arguments args;
  args.push(lhs);
  for (const Expr& e : more) args.push(e);
  MaybeExpr whole;
  Outcome outcome;
  const Expr& head = code.children[0].source;
  settle(head, code.attributes, args, whole, outcome);
  return finish(head, args, whole, outcome);
}

namespace {

// ---- x = v

Expr run_set_symbol(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  const Code& right = code.children[2];
  if (right.kind == Code::Kind::Variable && is_special_value(bindings.value(static_cast<std::size_t>(right.slot)))) return run_as_expression(code, bindings);
  Expr value = run_code(right, bindings);
  if (const Expr* symbol = up_values_exist ? nullptr : variable_of(code.children[1], bindings)) {
    store_own_value(symbol->symbol_node(), value);
    return value;
  }
  return assign_by_builtin(code, instantiate(code.children[1], bindings), std::span<const Expr>(&value, 1));
}

bool same_variable(const Code& a, const Code& b) {
  if (a.kind != b.kind) return false;
  return a.kind == Code::Kind::Symbol ? a.source.identical(b.source) : a.slot == b.slot;
}

// s = s <> t, l = Append[l, x], l = Join[l, m].
bool is_extension(const Code& code) {
  const Code& right = code.children[2];
  if (right.symbol == nullptr || right.children.size() < 3 || !names_variable(code.children[1]) || !same_variable(code.children[1], right.children[1])) return false;
  const std::uint32_t known = right.symbol->known_index;
  return known == sym::StringJoin.index || known == sym::Append.index || known == sym::Join.index;
}

Expr run_extend(const Code& code, const Bindings& bindings) {
  const Code& right = code.children[2];
  const Expr* symbol = variable_of(code.children[1], bindings);
  if (!is_as_compiled(code) || symbol == nullptr || !may_extend(*symbol, right.children[0].source)) return run_set_symbol(code, bindings);
  for (std::size_t i = 2; i < right.children.size(); ++i) {
    const Code& piece = right.children[i];
    if (piece.kind == Code::Kind::Variable && is_special_value(bindings.value(static_cast<std::size_t>(piece.slot)))) return run_set_symbol(code, bindings);
  }
  const DepthCounter depth(code, bindings);
  Expr before = symbol->symbol_node().own_value;
  std::vector<Expr> pieces;
  for (std::size_t i = 2; i < right.children.size(); ++i) pieces.push_back(run_code(right.children[i], bindings));
  bool stored = false;
  const Expr value = extend_value(*symbol, right.children[0].source, std::move(before), std::move(pieces), stored);
  if (!stored) store_own_value(symbol->symbol_node(), value);
  return value;
}

// ---- {x, y} = {v, w}

bool names_variables(const Code& code) {
  return code.symbol != nullptr && code.symbol->known_index == sym::List.index && code.children.size() >= 2 &&
         std::all_of(code.children.begin() + 1, code.children.end(), names_variable);
}

// The elements of a list in the code, as far as they are all values; else the list goes the general way.
Expr evaluate_list(const Code& code, const Bindings& bindings) {
  constexpr std::size_t kMost = 4;
  const std::size_t count = code.children.size() - 1;
  const auto special = [&](const Code& child) {
    const Expr& e = child.kind == Code::Kind::Variable ? bindings.value(static_cast<std::size_t>(child.slot)) : child.source;
    return is_special_value(e) || e.has_head(sym::Splice);
  };
  if (count > kMost || up_values_exist || !is_as_compiled(code) || std::any_of(code.children.begin() + 1, code.children.end(), special))
    return run_code(code, bindings);
  Expr values[kMost] = {Expr::integer(0), Expr::integer(0), Expr::integer(0), Expr::integer(0)};
  for (std::size_t i = 0; i < count; ++i) values[i] = run_code(code.children[i + 1], bindings);
  const Expr list = make_list(std::span<const Expr>(values, count));
  return std::all_of(values, values + count, is_value_in_list) ? mark_evaluated(list) : evaluate(list);
}

Expr run_set_list(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  const Code& left = code.children[1];
  const Code& right = code.children[2];
  if (right.kind == Code::Kind::Variable && is_special_value(bindings.value(static_cast<std::size_t>(right.slot)))) return run_as_expression(code, bindings);
  const bool list = right.symbol != nullptr && right.symbol->known_index == sym::List.index && right.children.size() > 1;
  const Expr value = list ? evaluate_list(right, bindings) : run_code(right, bindings);
  const std::size_t count = left.children.size() - 1;
  bool plain = !up_values_exist && value.kind() == Kind::Normal && value.is_list() && value.size() == count;
  for (std::size_t i = 1; plain && i <= count; ++i) plain = variable_of(left.children[i], bindings) != nullptr;
  if (!plain) return assign_by_builtin(code, instantiate(left, bindings), std::span<const Expr>(&value, 1));
  for (std::size_t i = 0; i < count; ++i) store_own_value(variable_of(left.children[i + 1], bindings)->symbol_node(), value[i]);
  return value;
}

// ---- parts

// A one-based or negative position as a zero-based one; -1 when there is no such part.
std::int64_t position(std::int64_t n, std::int64_t length) {
  if (n > 0) return n <= length ? n - 1 : -1;
  return n < 0 && n >= -length ? length + n : -1;
}
std::int64_t position(const Expr& spec, std::int64_t length) { return spec.is_small_integer() ? position(spec.small_integer(), length) : -1; }

// The number of a packed array at these positions; false when they do not name one.
bool packed_element(const Expr& packed, std::span<const Expr> specs, Expr& value) {
  const array::Array& a = packed.array();
  if (a.rank() != static_cast<int>(specs.size())) return false;
  std::int64_t flat = 0;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const std::int64_t extent = a.shape()[static_cast<int>(i)];
    const std::int64_t at = position(specs[i], extent);
    if (at < 0) return false;
    flat = flat * extent + at;
  }
  if (a.dtype() == array::DType::Integer64) value = Expr::integer(a.data<std::int64_t>()[flat]);
  else if (a.dtype() == array::DType::Real64) value = Expr::real(a.data<double>()[flat]);
  else return false;
  return true;
}

// list[[i, ...]] and association[["key"]] down to an element; false when the builtin has to look.
bool quick_part(const Expr& object, std::span<const Expr> specs, Expr& value) {
  const Expr* e = &object;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (e->is_packed()) return packed_element(*e, specs.subspan(i), value);
    if (e->is_association()) {
      if (!specs[i].is_string()) return false;
      e = association_find(*e, specs[i]);
      if (e == nullptr) return false;
      continue;
    }
    if (e->kind() != Kind::Normal || !e->is_list()) return false;
    const std::int64_t at = position(specs[i], static_cast<std::int64_t>(e->size()));
    if (at < 0) return false;
    e = &(*e)[static_cast<std::size_t>(at)];
  }
  value = *e;
  return true;
}

constexpr std::size_t kMostSpecs = 4;

struct Specs {
  Expr values[kMostSpecs] = {Expr::integer(0), Expr::integer(0), Expr::integer(0), Expr::integer(0)};
  std::size_t count = 0;
  std::span<const Expr> all() const { return {values, count}; }
};

void run_specs(const Code& part, const Bindings& bindings, Specs& specs) {
  for (std::size_t i = 2; i < part.children.size(); ++i) specs.values[specs.count++] = run_code(part.children[i], bindings);
}

// object[[n]] of a list or packed vector of machine numbers; false when the builtin has to look.
bool list_element(const Expr& object, std::int64_t n, Operand& value) {
  if (object.kind() == Kind::Normal) {
    if (!object.is_list()) return false;
    const auto elements = object.args();
    const std::int64_t at = position(n, static_cast<std::int64_t>(elements.size()));
    if (at < 0) return false;
    const Expr& element = elements[static_cast<std::size_t>(at)];
    if (value.set_number(element)) return true;
    if (is_settled(element)) {
      value.set(element);
      return true;
    }
    value.set(evaluate(Expr(element)));
    return true;
  }
  if (!object.is_packed()) return false;
  const array::Array& a = object.array();
  if (a.rank() != 1) return false;
  const std::int64_t at = position(n, a.shape()[0]);
  if (at < 0) return false;
  if (a.dtype() == array::DType::Integer64) value.set_integer(a.data<std::int64_t>()[at]);
  else if (a.dtype() == array::DType::Real64) value.set_real(a.data<double>()[at]);
  else return false;
  return true;
}

void compute_element(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return value.set(run_as_expression(code, bindings));
  const DepthCounter depth(code, bindings);
  const Expr object = run_code(code.children[1], bindings);
  Operand spec;
  evaluate_operand(code.children[2], bindings, spec);
  if (spec.is_integer() && list_element(object, spec.integer(), value)) return;
  Expr values[2] = {object, spec.take()};
  Expr part = Expr::integer(0);
  if (quick_part(object, std::span<const Expr>(&values[1], 1), part)) return value.set(is_settled(part) ? part : evaluate(part));
  value.set(settle_values(code, bindings, values));
}

Expr run_part(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  const Expr object = run_code(code.children[1], bindings);
  Specs specs;
  run_specs(code, bindings, specs);
  Expr value = Expr::integer(0);
  if (quick_part(object, specs.all(), value)) return is_settled(value) ? value : evaluate(value);
  std::vector<Expr> values{object};
  values.insert(values.end(), specs.values, specs.values + specs.count);
  return settle_values(code, bindings, values);
}

// x[[i]] = v for a list; false when the builtin has to do it.
bool assign_element(SymbolNode& node, const Expr& spec, const Expr& value) {
  if (!spec.is_small_integer() || !is_settled(value)) return false;
  if (store_element(node.own_value, spec.small_integer(), value)) return true;
  if (!is_editable(node) || node.own_value.is_association()) return false;
  if (node.own_value.is_packed() && node.own_value.array().rank() != 1) return false;
  const std::int64_t at = position(spec, static_cast<std::int64_t>(node.own_value.size()));
  if (at < 0) return false;
  Expr container = std::exchange(node.own_value, Expr::integer(0));  // moved out: held once while it changes
  node.own_value = replace_argument(std::move(container), static_cast<std::size_t>(at), value);
  return true;
}

// As x[[i, j]] = v, through the list of rows or the packed matrix.
bool store_deep(const Expr& symbol, std::span<const Expr> specs, const Expr& value) {
  SymbolNode& node = symbol.symbol_node();
  if (!is_editable(node) || node.own_value.is_association() || !is_settled(value)) return false;
  if (node.own_value.is_packed()) return set_packed_element(node.own_value, specs, value);
  Expr container = std::exchange(node.own_value, Expr::integer(0));
  const bool done = assign_part_hook()(container, specs, value, &symbol);
  node.own_value = std::move(container);
  return done;
}

// x[[i]] = v and x[[i, j ...]] = v
Expr run_set_part(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  const Code& left = code.children[1];
  const Code& right = code.children[2];
  if (right.kind == Code::Kind::Variable && is_special_value(bindings.value(static_cast<std::size_t>(right.slot)))) return run_as_expression(code, bindings);
  Expr value = run_code(right, bindings);
  const Expr* symbol = up_values_exist ? nullptr : variable_of(left.children[1], bindings);
  Specs specs;
  run_specs(left, bindings, specs);
  if (symbol != nullptr) {
    if (specs.count == 1 && assign_element(symbol->symbol_node(), specs.values[0], value)) return value;
    const auto all = specs.all();
    const bool integers = specs.count >= 2 && std::all_of(all.begin(), all.end(), [](const Expr& e) { return e.is_small_integer() && e.small_integer() != 0; });
    if (integers && store_deep(*symbol, all, value)) return value;
  }
  std::vector<Expr> part{instantiate(left.children[1], bindings)};
  part.insert(part.end(), specs.values, specs.values + specs.count);
  return assign_by_builtin(code, make_normal(sym::Part, std::move(part)), std::span<const Expr>(&value, 1));
}

// ---- x++ and x += d

// The sum or product of an old value and an operand when both are numbers.
bool combine(bool sum, const Expr& old, const Expr& operand, Expr& fresh) {
  if (quick_binary(sum ? sym::Plus.index : sym::Times.index, old, operand, fresh)) return true;
  if (!sum || !old.is_number() || !operand.is_number() || is_inexact_number(old) || is_inexact_number(operand)) return false;
  fresh = add(old, operand);
  return true;
}

// Puts `operand` to the place that `left` names: a variable, an element of a list or an entry of an association held by one.
bool update_place(const Code& left, const Bindings& bindings, bool sum, const Expr& operand, Expr& old, Expr& fresh) {
  if (up_values_exist) return false;
  if (names_variable(left)) {
    const Expr* symbol = variable_of(left, bindings);
    if (symbol == nullptr || !symbol->symbol_node().has_own_value) return false;
    old = symbol->symbol_node().own_value;
    if (!combine(sum, old, operand, fresh)) return false;
    symbol->symbol_node().own_value = fresh;
    return true;
  }
  const bool part = left.symbol != nullptr && left.symbol->known_index == sym::Part.index && is_as_compiled(left);
  const Expr* symbol = variable_of(left.children[part ? 1 : 0], bindings);
  if (symbol == nullptr || !is_editable(symbol->symbol_node())) return false;
  SymbolNode& node = symbol->symbol_node();
  if (part) {
    Specs specs;
    run_specs(left, bindings, specs);
    return quick_part(node.own_value, specs.all(), old) && combine(sum, old, operand, fresh) && specs.count == 1 && assign_element(node, specs.values[0], fresh);
  }
  if (!node.own_value.is_association()) return false;
  const Expr key = run_code(left.children[1], bindings);
  if (!is_settled(key) || key.has_head(sym::Key)) return false;
  const std::size_t at = node.own_value.association().find(key);
  if (at == AssociationNode::npos) return false;
  const AssociationEntry& entry = node.own_value.association().entries[at];
  if (entry.delayed) return false;
  old = entry.value;
  if (!combine(sum, old, operand, fresh)) return false;
  if (store_entry(node.own_value, key, fresh)) return true;
  Expr container = std::exchange(node.own_value, Expr::integer(0));
  node.own_value = association_set(std::move(container), key, fresh);
  return true;
}

// Whether a place is one that update_place knows and that may be looked up once instead of twice.
bool is_place(const Code& left) {
  if (names_variable(left)) return true;
  if (left.children.size() < 2) return false;
  const bool part = left.symbol != nullptr && left.symbol->known_index == sym::Part.index;
  if (part) return left.children.size() <= 2 + kMostSpecs && names_variable(left.children[1]) && std::all_of(left.children.begin() + 2, left.children.end(), is_pure);
  return left.children.size() == 2 && names_variable(left.children[0]) && is_pure(left.children[1]);
}

template <int Step, bool Old>
Expr run_step(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  Expr old = Expr::integer(0);
  Expr fresh = Expr::integer(0);
  if (update_place(code.children[1], bindings, true, Expr::integer(Step), old, fresh)) return Old ? old : fresh;
  return run_symbol_call(code, bindings);
}

enum class Update { Add, Subtract, Multiply };
template <Update Kind>
Expr run_update(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  if (code.children[2].kind == Code::Kind::Variable && is_special_value(bindings.value(static_cast<std::size_t>(code.children[2].slot))))
    return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  const Expr given = run_code(code.children[2], bindings);
  Expr operand = given;
  const bool number = given.is_small_integer() || given.is_real();
  if (number && Kind == Update::Subtract) operand = negate(given);
  Expr old = Expr::integer(0);
  Expr fresh = Expr::integer(0);
  if (number && update_place(code.children[1], bindings, Kind != Update::Multiply, operand, old, fresh)) return fresh;
  return assign_by_builtin(code, instantiate(code.children[1], bindings), std::span<const Expr>(&given, 1));
}

Run set_run(const Code& code) {
  const Code& left = code.children[1];
  if (names_variable(left)) return is_extension(code) ? run_extend : run_set_symbol;
  if (left.symbol != nullptr && left.symbol->known_index == sym::Part.index && left.children.size() >= 3 && left.children.size() <= 2 + kMostSpecs &&
      names_variable(left.children[1]))
    return run_set_part;
  if (left.children.size() == 2 && names_variable(left.children[0])) return run_set_entry;
  if (names_variables(left)) return run_set_list;
  if (is_function_call(left)) return run_set_call;
  return nullptr;
}

}  // namespace

// ---- f[k] = v

// A value remembered: the rule of a symbol for arguments that are numbers, strings or symbols.
Expr run_set_call(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const Code& left = code.children[1];
  const Code& right = code.children[2];
  const auto special = [&](const Code& child) { return child.kind == Code::Kind::Variable && is_special_value(bindings.value(static_cast<std::size_t>(child.slot))); };
  const bool special_argument = std::any_of(left.children.begin() + 1, left.children.end(), special);
  if (special_argument || special(right)) return run_symbol_call(code, bindings);
  const DepthCounter depth(code, bindings);
  const Expr value = run_code(right, bindings);
  const SymbolNode& node = *left.symbol;
  constexpr Attributes kHarmless = kReadProtected | kTemporary | kNHoldAll | kNumericFunction | kOneIdentity;
  const bool plain = node.builtin == nullptr && !node.has_own_value && (node.attributes & ~kHarmless) == 0 && !up_values_exist;
  const Expr& head = left.children[0].source;
  std::vector<Expr> args;
  args.reserve(left.children.size() - 1);
  bool atoms = plain;
  for (std::size_t i = 1; plain && i < left.children.size(); ++i) {
    args.push_back(run_code(left.children[i], bindings));
    atoms = atoms && args.back().is_atom();
  }
  if (!plain) return assign_by_builtin(code, instantiate(left, bindings), std::span<const Expr>(&value, 1));
  const Expr call = make_normal(head, std::move(args));
  if (!atoms) return assign_by_builtin(code, call, std::span<const Expr>(&value, 1));
  add_definition(head, ValueKind::Down, call, value, false);
  return value;
}

Compute part_compute(const Code& code) { return code.symbol->known_index == sym::Part.index && code.children.size() == 3 ? compute_element : nullptr; }

Run assignment_run(const Code& code) {
  const std::size_t count = code.children.size() - 1;
  switch (code.symbol->known_index) {
    case sym::Set.index: return count == 2 ? set_run(code) : nullptr;
    case sym::Part.index: return count >= 3 && count <= 1 + kMostSpecs ? run_part : nullptr;
    case sym::Lookup.index: return count == 2 || count == 3 ? run_lookup : nullptr;
    case sym::Increment.index: return count == 1 && is_place(code.children[1]) ? run_step<1, true> : nullptr;
    case sym::Decrement.index: return count == 1 && is_place(code.children[1]) ? run_step<-1, true> : nullptr;
    case sym::PreIncrement.index: return count == 1 && is_place(code.children[1]) ? run_step<1, false> : nullptr;
    case sym::PreDecrement.index: return count == 1 && is_place(code.children[1]) ? run_step<-1, false> : nullptr;
    case sym::AddTo.index: return count == 2 && is_place(code.children[1]) ? run_update<Update::Add> : nullptr;
    case sym::SubtractFrom.index: return count == 2 && is_place(code.children[1]) ? run_update<Update::Subtract> : nullptr;
    case sym::TimesBy.index: return count == 2 && is_place(code.children[1]) ? run_update<Update::Multiply> : nullptr;
    default: return nullptr;
  }
}

}  // namespace lykos
