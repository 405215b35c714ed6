// assignment.cpp - Set and its family: own, down, up and sub values, parts, options, attributes and the other special left sides.
//
// The left side decides what is set: a symbol gets an own value, f[...] a rule of f, a list is assigned element by element,
// Part an element in place, and a few heads (Attributes, Options, Default, Format, MessageName, N ...) properties of a symbol.
#include "builtins/control/assign.h"

#include <algorithm>

#include "builtins/control/packages.h"
#include "builtins/control/register.h"
#include "builtins/control/kernel.h"
#include "builtins/library.h"
#include "builtins/support.h"
#include "evaluator/apply_hooks.h"
#include "evaluator/contexts.h"
#include "evaluator/definitions.h"
#include "evaluator/limits.h"
#include "evaluator/messages.h"
#include "expr/number.h"

namespace lykos::builtins {

bool refuses_assignment(const Expr& symbol, const Expr& origin, const Expr& lhs) {
  const Attributes attributes = symbol.symbol_node().attributes;
  // Locked is about attributes only: values of a locked symbol may change.
  if ((attributes & kProtected) == 0) return false;
  if (lhs.is_symbol()) {
    message(origin, "wrsym", {symbol});
  } else {
    message(origin, "write", {symbol, make_normal(sym::HoldForm, {lhs})});
  }
  return true;
}

MaybeExpr take_own_value(const Expr& symbol) {
  SymbolNode& node = symbol.symbol_node();
  if (!node.has_own_value) return std::nullopt;
  return std::exchange(node.own_value, Expr::integer(0));
}

namespace {

bool assign_list(const Expr& lhs, const Expr& rhs, bool delayed, const Expr& origin) {
  const auto right = rhs.is_list() ? rhs : Expr(sym::Null);
  if (!rhs.is_list() || lhs.size() != rhs.size()) {
    message(origin, "shape", {lhs, rhs});
    return false;
  }
  bool ok = true;
  for (std::size_t i = 0; i < lhs.size(); ++i) ok = assign(lhs[i], right[i], delayed, origin) && ok;
  return ok;
}

// $RecursionLimit = n and friends change the evaluator's own counters.
bool assign_kernel_variable(const Expr& symbol, const Expr& rhs, const Expr& origin, bool& handled) {
  handled = true;
  if (symbol.is(sym::DollarRecursionLimit) || symbol.is(sym::DollarIterationLimit)) {
    const auto value = is_infinity(rhs) ? std::optional<std::int64_t>(INT64_MAX) : machine_integer(rhs);
    if (!value || *value < 20) {
      message(symbol, "limset", {symbol, rhs});
      return false;
    }
    (symbol.is(sym::DollarRecursionLimit) ? recursion_limit : iteration_limit) = *value;
    return true;
  }
  if (symbol.is(sym::DollarLine)) {
    const auto value = machine_integer(rhs);
    if (!value || *value < 0) {
      message(symbol, "intm", {make_normal(origin, {symbol, rhs}), Expr::integer(2)});
      return false;
    }
    set_current_line(*value);
    return true;
  }
  if (symbol.is(sym::DollarContext)) {
    if (!rhs.is_string() || !rhs.string_value().ends_with('`')) {
      message(sym::DollarContext, "cxset", {rhs});
      return false;
    }
    set_current_context(rhs.string_value());
    return true;
  }
  if (symbol.is(sym::DollarContextPath)) {
    std::vector<std::string> path;
    for (const Expr& e : rhs.args()) {
      if (!e.is_string()) {
        message(sym::DollarContextPath, "cxlist", {rhs});
        return false;
      }
      path.push_back(e.string_value());
    }
    set_context_path(std::move(path));
    return true;
  }
  if (symbol.is(sym::DollarMessageList) && rhs.is_list() && (symbol.symbol_node().attributes & kProtected) == 0) {   // in a Block
    set_message_list(rhs);
    return true;
  }
  if (symbol.is(sym::DollarPath)) {
    std::vector<std::string> places;
    for (const Expr& e : rhs.is_list() ? rhs.args() : std::span<const Expr>(&rhs, 1))
      if (e.is_string()) places.push_back(e.string_value());
    package_search_path() = std::move(places);
    return true;
  }
  if (symbol.is(sym::DollarContextAliases) && rhs.is_association()) {
    context_aliases().clear();
    for (const AssociationEntry& entry : rhs.association().entries)
      if (entry.key.is_string() && entry.value.is_string()) context_aliases()[entry.key.string_value()] = entry.value.string_value();
    return true;
  }
  handled = false;
  return false;
}

bool assign_symbol(const Expr& symbol, const Expr& rhs, bool delayed, const Expr& origin) {
  bool handled = false;
  const bool done = assign_kernel_variable(symbol, rhs, origin, handled);
  if (handled) return done;
  SymbolNode& node = symbol.symbol_node();
  if (refuses_assignment(symbol, origin, symbol)) return false;
  const bool conditional = delayed && rhs.has_head(sym::Condition, 2);
  if (conditional) {
    add_definition(symbol, ValueKind::Own, symbol, rhs, true);
    return true;
  }
  set_own_value(node, rhs);
  if (delayed) definitions_of(node).own_delayed = true;
  if (node.definitions != nullptr) {
    node.definitions->own.clear();
    node.definitions->own_delayed = delayed;
  }
  return true;
}

// x[[i, ...]] = v and assoc[key] = v edit the symbol's value in place.
bool assign_part(const Expr& lhs, const Expr& rhs, const Expr& origin) {
  const Expr& target = lhs[0];
  if (!target.is_symbol()) {
    message(origin, "setps", {target});
    return false;
  }
  if (refuses_assignment(target, origin, target)) return false;
  SymbolNode& node = target.symbol_node();
  if (!node.has_own_value) {
    message(origin, "noval", {target});
    return false;
  }
  std::vector<Expr> specs;
  for (std::size_t i = 1; i < lhs.size(); ++i) specs.push_back(evaluate(lhs[i]));
  const bool settled = !node.own_value.is_normal() || node.own_value.is_packed() || node.own_value.node()->stamp == definition_epoch;
  if (!settled) set_own_value(node, evaluate(node.own_value));
  // The value is moved out while it is edited, so that it is held once and can change in place.
  Expr container = *take_own_value(target);
  const bool done = assign_part_hook()(container, specs, rhs, &target);
  node.own_value = std::move(container);
  return done;
}

bool assign_property(const Expr& lhs, const Expr& rhs, const Expr& origin, bool& handled) {
  handled = true;
  const Expr& head = lhs.head();
  if (head.is(sym::Attributes) && lhs.size() == 1) {
    const Expr symbol = lhs[0].is_symbol() ? lhs[0] : evaluate(lhs[0]);
    if (!symbol.is_symbol()) return false;
    if ((symbol.symbol_node().attributes & kLocked) != 0) {
      message(sym::Attributes, "locked", {symbol});
      return false;
    }
    Attributes bits = kNoAttributes;
    for (const Expr& e : rhs.is_list() ? rhs.args() : std::span<const Expr>(&rhs, 1)) {
      const Attributes one = attribute_bits(e);
      if (one == kNoAttributes) {
        message(sym::Attributes, "attnf", {e});
        return false;
      }
      bits |= one;
    }
    set_attributes(symbol.symbol_node(), bits);
    return true;
  }
  if (head.is(sym::Options) && lhs.size() == 1 && lhs[0].is_symbol()) {
    if (refuses_assignment(lhs[0], origin, lhs)) return false;
    SymbolDefinitions& definitions = definitions_of(lhs[0].symbol_node());
    definitions.options = rhs.is_list() ? rhs : make_list({rhs});
    definitions.has_options = true;
    return true;
  }
  if (head.is(sym::MessageName) && lhs.size() >= 2 && lhs[0].is_symbol()) {
    const Expr tag = lhs[1].is_string() ? lhs[1] : evaluate(lhs[1]);
    if (!tag.is_string()) return false;
    definitions_of(lhs[0].symbol_node()).messages[tag.string_value()] = rhs;
    return true;
  }
  if (head.is_symbol() && head.symbol_node().context == "Language`" && rhs.is_normal()) {
    // Language`ExtendedDefinition[f] = ..., Language`ExtendedFullDefinition[] = ...: a Language`DefinitionList is entered.
    const std::string& name = head.symbol_node().name;
    if (name == "ExtendedDefinition" || name == "ExtendedFullDefinition") return call_library("control/developer", "enterDefinitions", std::span<const Expr>(&rhs, 1)).has_value();
  }
  const auto values = [&](ValueKind kind) {
    if (!lhs[0].is_symbol()) return false;
    if (refuses_assignment(lhs[0], origin, lhs)) return false;
    SymbolNode& node = lhs[0].symbol_node();
    RuleList& list = definitions_of(node).of(kind);
    list.clear();
    if (kind == ValueKind::Own) clear_own_value(node);
    for (const Expr& rule : rhs.args()) {
      if (!rule.is_rule()) continue;
      Expr left = rule[0].has_head(sym::HoldPattern, 1) ? rule[0][0] : rule[0];
      if (kind == ValueKind::Own && left.is_symbol())
        set_own_value(node, rule[1]);
      else
        list.append(make_ref<CompiledRule>(left, rule[1], rule.has_head(sym::RuleDelayed)));
    }
    if (kind == ValueKind::Up) up_values_exist = true;
    node.seen_inert = true;
    symbol_changed(node);
    return true;
  };
  if (lhs.size() == 1) {
    if (head.is(sym::DownValues)) return values(ValueKind::Down);
    if (head.is(sym::OwnValues)) return values(ValueKind::Own);
    if (head.is(sym::UpValues)) return values(ValueKind::Up);
    if (head.is(sym::SubValues)) return values(ValueKind::Sub);
    if (head.is(sym::NValues)) return values(ValueKind::N);
    if (head.is(sym::FormatValues)) return values(ValueKind::Format);
    if (head.is(sym::DefaultValues)) return values(ValueKind::Default);
  }
  handled = false;
  return false;
}

// What a left side is about: without HoldPattern, conditions, tests and a name around it.
const Expr& core_of(const Expr& lhs) {
  const Expr* core = &lhs;
  for (;;) {
    if (core->has_head(sym::HoldPattern, 1) || core->has_head(sym::Condition, 2) || core->has_head(sym::PatternTest, 2)) core = &core->args()[0];
    else if (core->has_head(sym::Pattern, 2) && !(*core)[1].has_head(sym::Blank) && !(*core)[1].has_head(sym::BlankSequence) && !(*core)[1].has_head(sym::BlankNullSequence)) core = &core->args()[1];
    else return *core;
  }
}

// The left side of a definition with its arguments evaluated (but not itself), as Set and SetDelayed do.
Expr evaluated_left_side(const Expr& lhs) {
  if (lhs.kind() != Kind::Normal) return lhs;
  if (lhs.has_head(sym::HoldPattern)) return lhs;
  if (lhs.has_head(sym::Condition, 2)) return make_normal(sym::Condition, {evaluated_left_side(lhs[0]), lhs[1]});
  if (lhs.has_head(sym::PatternTest, 2)) return make_normal(sym::PatternTest, {evaluated_left_side(lhs[0]), evaluate(lhs[1])});
  if (lhs.has_head(sym::Pattern, 2)) return make_normal(sym::Pattern, {lhs[0], evaluated_left_side(lhs[1])});
  const Expr head = lhs.head().is_symbol() ? (lhs.head().symbol_node().has_own_value ? evaluate(lhs.head()) : lhs.head())
                                           : evaluated_left_side(lhs.head());
  const Attributes attributes = attributes_of(head);
  std::vector<Expr> args;
  for (std::size_t i = 0; i < lhs.size(); ++i) {
    const bool held = (attributes & kHoldAllComplete) != 0 || (attributes & (i == 0 ? kHoldFirst : kHoldRest)) != 0;
    const Expr& arg = lhs[i];
    Expr value = held && !arg.has_head(sym::Evaluate) ? arg : evaluate(arg);
    if (value.has_head(sym::Sequence) && (attributes & (kSequenceHold | kHoldAllComplete)) == 0)
      args.insert(args.end(), value.args().begin(), value.args().end());
    else
      args.push_back(std::move(value));
  }
  if ((attributes & kFlat) != 0) {
    std::vector<Expr> flat;
    for (const Expr& e : args) {
      if (e.kind() == Kind::Normal && e.head() == head) flat.insert(flat.end(), e.args().begin(), e.args().end());
      else flat.push_back(e);
    }
    args = std::move(flat);
  }
  if ((attributes & kOrderless) != 0)
    std::stable_sort(args.begin(), args.end(), [](const Expr& a, const Expr& b) { return canonical_compare(a, b) < 0; });
  return make_normal(head, std::move(args));
}

bool assign_rule(const Expr& lhs_given, const Expr& rhs, bool delayed, const Expr& origin) {
  const Expr lhs = evaluated_left_side(lhs_given);
  if (lhs.kind() != Kind::Normal) {
    if (lhs.is_symbol()) return assign_symbol(lhs, rhs, delayed, origin);
    message(origin, "setraw", {lhs});
    return false;
  }
  // Look through the wrappers for the head that decides.
  const Expr* core = &core_of(lhs);
  if (core->is_symbol()) {
    if (refuses_assignment(*core, origin, *core)) return false;
    add_definition(*core, ValueKind::Own, lhs, rhs, delayed);
    return true;
  }
  if (core->kind() != Kind::Normal) {
    message(origin, "setraw", {lhs});
    return false;
  }
  if (core->has_head(sym::N) && core->size() >= 1) {
    if (MaybeExpr symbol = head_symbol_of((*core)[0]); symbol && !symbol->symbol_node().builtin) {
      // N[x] = v is kept as the value at machine precision, as the original shows it.
      const Expr machine = make_list({sym::MachinePrecision, sym::MachinePrecision});
      const Expr left = core->size() == 1 && core == &lhs ? make_normal(sym::N, {(*core)[0], machine}) : lhs;
      add_definition(*symbol, ValueKind::N, left, rhs, delayed);
      return true;
    }
  }
  if (core->has_head(sym::Format) && core->size() >= 1) {
    if (core->size() == 2 && !(*core)[1].is_symbol()) {
      message(sym::Format, "fttp", {(*core)[1]});
      return false;
    }
    if (MaybeExpr symbol = head_symbol_of((*core)[0])) {
      add_definition(*symbol, ValueKind::Format, lhs, rhs, delayed);
      return true;
    }
  }
  if (core->has_head(sym::Default) && core->size() >= 1) {
    if (MaybeExpr symbol = head_symbol_of((*core)[0])) {
      add_definition(*symbol, ValueKind::Default, lhs, rhs, delayed);
      return true;
    }
  }
  if (core->has_head(sym::SyntaxInformation, 1) && (*core)[0].is_symbol()) {
    // What is known of the syntax of f is kept with f.
    if (refuses_assignment((*core)[0], origin, *core)) return false;
    add_definition((*core)[0], ValueKind::Up, lhs, rhs, delayed);
    return true;
  }
  MaybeExpr symbol = head_symbol_of(lhs);
  if (!symbol) {
    // 5[x] would belong to Integer, which is protected like any built-in symbol.
    const Expr* root = core;
    while (root->kind() == Kind::Normal) root = &root->head();
    if (root->is_symbol())
      message(origin, "nosym", {make_normal(sym::HoldForm, {lhs})});
    else
      message(origin, "write", {evaluate(make_normal(sym::Head, {*root})), make_normal(sym::HoldForm, {lhs})});
    return false;
  }
  if (refuses_assignment(*symbol, origin, *core)) return false;
  const ValueKind kind = core->head().is_symbol() ? ValueKind::Down : ValueKind::Sub;
  add_definition(*symbol, kind, lhs, rhs, delayed);
  return true;
}

}  // namespace

bool assign(const Expr& lhs, const Expr& rhs, bool delayed, const Expr& origin) {
  if (lhs.is_symbol()) return assign_symbol(lhs, rhs, delayed, origin);
  if (lhs.kind() != Kind::Normal) {
    message(origin, "setraw", {lhs});
    return false;
  }
  if (lhs.is_list()) return assign_list(lhs, rhs, delayed, origin);
  if (lhs.has_head(sym::Part) && lhs.size() >= 2) return assign_part(lhs, rhs, origin);
  // Options["f"] = ..., Attributes["f"] = ...: a symbol by its name.
  if ((lhs.has_head(sym::Options, 1) || lhs.has_head(sym::Attributes, 1)) && lhs[0].is_string())
    return assign(make_normal(lhs.head(), {resolve_symbol(lhs[0].string_value())}), rhs, delayed, origin);
  bool handled = false;
  const bool done = assign_property(lhs, rhs, origin, handled);
  if (handled) return done;
  // assoc[key] = v, assoc[k1][k2] = v and assoc[k1, k2] = v, when the symbol's value is an association.
  std::vector<Expr> keys;
  const Expr* root = &lhs;
  for (; root->kind() == Kind::Normal && root->size() >= 1; root = &root->head())
    for (std::size_t i = root->size(); i > 0; --i) keys.push_back((*root)[i - 1]);
  if (!keys.empty() && root->is_symbol() && root->symbol_node().has_own_value && evaluate(*root).is_association()) {
    std::vector<Expr> part{*root};
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) part.push_back(make_normal(sym::Key, {evaluate(*key)}));
    return assign_part(make_normal(sym::Part, std::move(part)), rhs, origin);
  }
  return assign_rule(lhs, rhs, delayed, origin);
}

namespace {

// Set[lhs, rhs]
MaybeExpr builtin_Set(Call& call) {
  const Expr rhs = call[1];
  if (!assign(call[0], rhs, false, call.head())) return rhs;
  return rhs;
}

// SetDelayed[lhs, rhs]
MaybeExpr builtin_SetDelayed(Call& call) {
  if (!assign(call[0], call[1], true, call.head())) return failed();
  return Expr(sym::Null);
}

// The symbols of a left side's arguments that an up-value is attached to.
bool up_assign(const Expr& lhs_given, const Expr& rhs, bool delayed, const Expr& origin) {
  const Expr lhs = evaluated_left_side(lhs_given);
  const Expr* core = &core_of(lhs);
  if (core->kind() != Kind::Normal) {
    message(origin, "normal", {Expr::integer(1), make_normal(origin, {lhs, rhs})});
    return false;
  }
  bool any = false, refused = false;
  for (const Expr& arg : core->args()) {
    const Expr* e = &arg;
    while (e->has_head(sym::Pattern, 2) || e->has_head(sym::PatternTest, 2) || e->has_head(sym::HoldPattern, 1) || e->has_head(sym::Condition, 2))
      e = e->has_head(sym::Pattern, 2) ? &e->args()[1] : &e->args()[0];
    if ((e->has_head(sym::Blank, 1) || e->has_head(sym::BlankSequence, 1) || e->has_head(sym::BlankNullSequence, 1))) e = &e->args()[0];
    MaybeExpr symbol = head_symbol_of(*e);
    if (!symbol || symbol->is(sym::Blank) || symbol->is(sym::BlankSequence) || symbol->is(sym::BlankNullSequence)) continue;
    if (refuses_assignment(*symbol, origin, *core)) {
      refused = true;
      continue;
    }
    add_definition(*symbol, ValueKind::Up, lhs, rhs, delayed);
    any = true;
  }
  if (!any && !refused) message(origin, "nosym", {make_normal(sym::HoldForm, {lhs})});
  return any && !refused;
}

// UpSet[lhs, rhs]
MaybeExpr builtin_UpSet(Call& call) {
  up_assign(call[0], call[1], false, call.head());
  return call[1];
}
// UpSetDelayed[lhs, rhs]
MaybeExpr builtin_UpSetDelayed(Call& call) {
  return up_assign(call[0], call[1], true, call.head()) ? Expr(sym::Null) : failed();
}

// Is the tag the argument, its head, or what its pattern stands for: where a rule for the tag will be looked up.
bool is_tagged(const Expr& arg, const Expr& tag) {
  if (arg.is_symbol()) return arg.identical(tag);
  if (arg.kind() != Kind::Normal) return false;
  const Expr& head = arg.head();
  if (head.is(sym::Blank) || head.is(sym::BlankSequence) || head.is(sym::BlankNullSequence)) return arg.size() == 1 && arg[0].identical(tag);
  if (head.is(sym::Pattern) && arg.size() == 2) return is_tagged(arg[1], tag);
  if (head.is(sym::Alternatives)) return std::any_of(arg.args().begin(), arg.args().end(), [&](const Expr& e) { return is_tagged(e, tag); });
  const bool wrapper = head.is(sym::HoldPattern) || head.is(sym::Condition) || head.is(sym::PatternTest) || head.is(sym::Optional) || head.is(sym::Verbatim) ||
                       head.is(sym::Repeated) || head.is(sym::RepeatedNull) || head.is(sym::Longest) || head.is(sym::Shortest) || head.is(sym::Unevaluated);
  if (wrapper && arg.size() >= 1) return is_tagged(arg[0], tag);
  return is_tagged(head, tag);
}

bool tag_assign(const Expr& tag, const Expr& lhs_given, const Expr& rhs, bool delayed, const Expr& origin) {
  if (!tag.is_symbol()) {
    message(origin, "sym", {tag, Expr::integer(1)});
    return false;
  }
  if (refuses_assignment(tag, origin, tag)) return false;
  const Expr lhs = evaluated_left_side(lhs_given);
  if (lhs.identical(tag)) return assign(lhs, rhs, delayed, origin);
  const Expr* core = &core_of(lhs);
  if (core->kind() != Kind::Normal) {
    message(origin, "normal", {Expr::integer(2), make_normal(origin, {tag, lhs, rhs})});
    return false;
  }
  if (MaybeExpr head = head_symbol_of(*core); head && head->identical(tag)) {
    add_definition(tag, core->head().is_symbol() ? ValueKind::Down : ValueKind::Sub, lhs, rhs, delayed);
    return true;
  }
  const auto misplaced = [&](const Expr& within) {
    const bool deep = contains_symbol(within, tag);
    message(origin, deep ? "tagpos" : "tagnf", {tag, make_normal(sym::HoldForm, {lhs})});
    return false;
  };
  if (core->has_head(sym::Format) && core->size() >= 1) {
    const MaybeExpr owner = head_symbol_of((*core)[0]);
    if (!owner || !owner->identical(tag)) return misplaced((*core)[0]);
    add_definition(tag, ValueKind::Format, lhs, rhs, delayed);
    return true;
  }
  if (core->has_head(sym::N)) {
    add_definition(tag, ValueKind::N, lhs, rhs, delayed);
    return true;
  }
  const std::span<const Expr> args = core->args();
  if (std::none_of(args.begin(), args.end(), [&](const Expr& arg) { return is_tagged(arg, tag); })) return misplaced(*core);
  add_definition(tag, ValueKind::Up, lhs, rhs, delayed);
  return true;
}

// TagSet[f, lhs, rhs]
MaybeExpr builtin_TagSet(Call& call) {
  const Expr rhs = evaluate(call[2]);
  return tag_assign(call[0], call[1], rhs, false, call.head()) ? rhs : failed();
}
// TagSetDelayed[f, lhs, rhs]
MaybeExpr builtin_TagSetDelayed(Call& call) {
  return tag_assign(call[0], call[1], call[2], true, call.head()) ? Expr(sym::Null) : failed();
}

// Unset[lhs]
MaybeExpr builtin_Unset(Call& call) {
  const Expr& given = call[0];
  if (given.is_symbol()) {
    if (refuses_assignment(given, call.head(), given)) return failed();
    clear_own_value(given.symbol_node());
    if (given.symbol_node().definitions != nullptr) given.symbol_node().definitions->own.clear();
    symbol_changed(given.symbol_node());
    return Expr(sym::Null);
  }
  if (given.is_list()) {
    Builder results(sym::List);
    for (const Expr& e : given.args()) results.push(evaluate(make_normal(sym::Unset, {e})));
    return results.finish();
  }
  if (given.has_head(sym::MessageName) && given.size() >= 2 && given[0].is_symbol() && given[1].is_string()) {
    if (given[0].symbol_node().definitions != nullptr) given[0].symbol_node().definitions->messages.erase(given[1].string_value());
    return Expr(sym::Null);
  }
  if (given.has_head(sym::Part) && given.size() == 2) return evaluate(make_normal(sym::KeyDropFrom, {given[0], given[1]}));
  if (given.kind() == Kind::Normal && given.head().is_symbol() && given.size() == 1 && given.head().symbol_node().has_own_value &&
      given.head().symbol_node().own_value.is_association()) {
    evaluate(make_normal(sym::KeyDropFrom, {given.head(), given[0]}));
    return Expr(sym::Null);
  }
  const Expr lhs = evaluated_left_side(given);
  MaybeExpr symbol = head_symbol_of(lhs);
  if (!symbol) {
    call.message("usraw", {lhs});
    return failed();
  }
  if (refuses_assignment(*symbol, call.head(), lhs)) return failed();
  const bool removed = remove_definition(*symbol, ValueKind::Down, lhs) || remove_definition(*symbol, ValueKind::Sub, lhs) ||
                       remove_definition(*symbol, ValueKind::Own, lhs) || remove_definition(*symbol, ValueKind::Format, lhs) ||
                       remove_definition(*symbol, ValueKind::N, lhs);
  if (!removed) {
    call.message("norep", {make_normal(sym::HoldForm, {lhs}), *symbol});
    return failed();
  }
  return Expr(sym::Null);
}

// TagUnset[f, lhs]
MaybeExpr builtin_TagUnset(Call& call) {
  if (!call[0].is_symbol()) return call.message("sym", {call[0], Expr::integer(1)});
  const Expr lhs = evaluated_left_side(call[1]);
  if (remove_definition(call[0], ValueKind::Up, lhs) || remove_definition(call[0], ValueKind::Down, lhs) ||
      remove_definition(call[0], ValueKind::Sub, lhs))
    return Expr(sym::Null);
  call.message("norep", {make_normal(sym::HoldForm, {lhs}), call[0]});
  return failed();
}

constexpr Builtin kBuiltins[] = {
    {.name = "Set",
     .fn = builtin_Set,
     .arity = exactly(2),
     .attributes = kHoldFirst | kProtected | kSequenceHold,
     .usage = "lhs = rhs evaluates rhs and assigns the result to be the value of lhs.\n"
              "{l1, l2, ...} = {r1, r2, ...} assigns the results of evaluating the ri to the corresponding li.",
     .messages = {{"shape", "Lists `1` and `2` are not the same shape."},
                  {"setraw", "Cannot assign to raw object `1`."},
                  {"setps", "`1` in the part assignment is not a symbol."},
                  {"noval", "Symbol `1` in part assignment does not have an immediate value."},
                  {"partw", "Part `1` of `2` does not exist."},
                  {"partd", "Part specification `1` is longer than depth of object."},
                  {"span", "`1` is not a valid Span specification. A Span specification should be one, two, or three machine-sized integers, UpTo or All separated by ;;."},
                  {"take", "Cannot take positions `1` through `2` in `3`."}}},
    {.name = "SetDelayed",
     .fn = builtin_SetDelayed,
     .arity = exactly(2),
     .attributes = kHoldAll | kProtected | kSequenceHold,
     .usage = "lhs := rhs assigns rhs to be the delayed value of lhs: rhs is evaluated each time lhs is used.",
     .messages = {{"shape", "Lists `1` and `2` are not the same shape."}, {"setraw", "Cannot assign to raw object `1`."}}},
    {.name = "UpSet",
     .fn = builtin_UpSet,
     .arity = exactly(2),
     .attributes = kHoldFirst | kProtected | kSequenceHold,
     .usage = "lhs ^= rhs assigns rhs to be the value of lhs, and associates the assignment with symbols at level one in lhs."},
    {.name = "UpSetDelayed",
     .fn = builtin_UpSetDelayed,
     .arity = exactly(2),
     .attributes = kHoldAll | kProtected | kSequenceHold,
     .usage = "lhs ^:= rhs assigns rhs to be the delayed value of lhs, associated with symbols at level one in lhs."},
    {.name = "TagSet",
     .fn = builtin_TagSet,
     .arity = exactly(3),
     .attributes = kHoldAll | kProtected | kSequenceHold,
     .usage = "f/: lhs = rhs assigns rhs to be the value of lhs, and associates the assignment with the symbol f.",
     .messages = {{"tagnf", "Tag `1` not found in `2`."}, {"tagpos", "Tag `1` in `2` is too deep for an assigned rule to be found."}}},
    {.name = "TagSetDelayed",
     .fn = builtin_TagSetDelayed,
     .arity = exactly(3),
     .attributes = kHoldAll | kProtected | kSequenceHold,
     .usage = "f/: lhs := rhs assigns rhs to be the delayed value of lhs, and associates the assignment with the symbol f.",
     .messages = {{"tagnf", "Tag `1` not found in `2`."}, {"tagpos", "Tag `1` in `2` is too deep for an assigned rule to be found."}}},
    {.name = "Unset",
     .fn = builtin_Unset,
     .arity = exactly(1),
     .attributes = kHoldFirst | kListable | kProtected | kReadProtected,
     .usage = "lhs =. removes any rules defined for lhs.",
     .messages = {{"usraw", "Cannot unset raw object `1`."}, {"norep", "Assignment on `2` for `1` not found."}}},
    {.name = "TagUnset",
     .fn = builtin_TagUnset,
     .arity = exactly(2),
     .attributes = kHoldAll | kProtected,
     .usage = "f/: lhs =. removes any rules defined for lhs, associated with the symbol f.",
     .messages = {{"norep", "Assignment on `2` for `1` not found."}}},
};

}  // namespace

void register_assignment(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
