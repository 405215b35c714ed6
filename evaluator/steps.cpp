// steps.cpp - steps 3 to 9 of the evaluation sequence (numbered in evaluator.cpp), for calls whose arguments are collected.
#include "evaluator/steps.h"

#include <algorithm>
#include <new>
#include <stdexcept>

#include "evaluator/apply_hooks.h"
#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"
#include "evaluator/function.h"
#include "evaluator/held.h"
#include "evaluator/interrupt.h"
#include "evaluator/load_text.h"
#include "evaluator/quick_arithmetic.h"
#include "evaluator/rules.h"
#include "expr/association.h"

namespace lykos {

void Arguments::spill() {
  heap_.reserve(kInline * 4);
  for (std::size_t i = 0; i < size_; ++i) {
    heap_.push_back(std::move(*slot(i)));
    slot(i)->~Expr();
  }
  on_heap_ = true;
}

void DepthCounter::exceeded(const Expr& expr) {
  const std::int64_t limit = recursion_limit;
  --recursion_depth;
  recursion_limit = INT64_MAX;  // let the message itself be formatted
  const std::int64_t depth = recursion_depth;
  message(sym::DollarRecursionLimit, "reclim2", {Expr::integer(std::min(limit, depth)), make_normal(sym::HoldForm, {expr})});
  recursion_limit = limit;
  throw TerminateSignal{};
}

void DepthCounter::interrupted(const Expr& expr) {
  --recursion_depth;
  set_current_operation(&expr);
  struct Forget {
    ~Forget() { set_current_operation(nullptr); }
  } forget;
  check_interrupt();
  ++recursion_depth;
}

void push_compound_argument(Arguments& args, Expr value, Attributes attributes, bool list_head) {
  if (value.is_symbol()) {
    if (!(list_head && value.is(sym::Nothing))) args.push(std::move(value));
    return;
  }
  if (value.has_head(sym::Sequence) && (attributes & (kSequenceHold | kHoldAllComplete)) == 0) {
    for (const Expr& e : value.args()) push_argument(args, e, attributes, list_head);
    return;
  }
  if (list_head && value.has_head(sym::Splice, 1) && value[0].is_list()) {
    for (const Expr& e : value[0].args()) args.push(e);
    return;
  }
  args.push(std::move(value));
}

Attributes head_attributes(const Expr& head) {
  if (head.is_symbol()) return head.symbol_node().attributes;
  if (head.has_head(sym::Function, 3)) {
    if (auto function = compile_function(head)) return function->attributes;
  }
  return kNoAttributes;
}

namespace {

// ---- rules

bool find_rule(const RuleList& rules, const Expr& whole, Outcome& outcome) {
  MaybeExpr result = rules.apply_and_evaluate(whole);
  if (!result) return false;
  outcome.kind = Outcome::Kind::Final;
  outcome.value = std::move(*result);
  return true;
}

// The first matching rule gives a body to run in the caller's loop rather than a nested evaluation.
bool find_body(const RuleList& rules, const Expr& head, std::span<const Expr> args, MaybeExpr& whole, Outcome& outcome) {
  if (!rules.find(head, args, whole, outcome.found)) return false;
  if (outcome.found.value) {
    outcome.kind = Outcome::Kind::Value;
    outcome.value = std::move(*outcome.found.value);
    return true;
  }
  outcome.kind = Outcome::Kind::Body;
  outcome.from_rule = true;
  return true;
}

// Step 7.
bool apply_up_values(const Expr& whole, std::span<const Expr> args, Outcome& outcome) {
  const SymbolDefinitions* tried = nullptr;  // the same symbol in several arguments has the same rules
  for (const Expr& arg : args) {
    const Expr* symbol = &arg;
    while (symbol->kind() == Kind::Normal) symbol = &symbol->head();
    if (arg.is_association() || !symbol->is_symbol()) continue;
    const SymbolDefinitions* definitions = symbol->symbol_node().definitions;
    if (definitions == nullptr || definitions == tried || definitions->up.empty()) continue;
    tried = definitions;
    try {
      if (find_rule(definitions->up, whole, outcome)) return true;
    } catch (ReturnSignal& signal) {
      if (signal.target) throw;
      outcome.kind = Outcome::Kind::Final;
      outcome.value = signal.value;
      return true;
    }
  }
  return false;
}

// <|a -> 1|> + <|a -> 2|> is <|a -> 3|>: the associations must have the same keys; what is not an association goes to every value.
bool thread_over_associations(const Expr& head, Arguments& args, Outcome& outcome) {
  const Expr* first = nullptr;
  for (const Expr& arg : args.all())
    if (arg.is_association() && first == nullptr) first = &arg;
  if (first == nullptr) return false;
  for (const Expr& arg : args.all()) {
    if (!arg.is_association()) continue;
    const auto known = [&](const AssociationEntry& entry) { return association_find(arg, entry.key) != nullptr; };
    if (arg.size() == first->size() && std::ranges::all_of(first->association().entries, known)) continue;
    message(sym::Thread, "tdlen", {make_normal(sym::HoldForm, {make_normal(head, args.all())})});
    return false;
  }
  std::vector<AssociationEntry> entries;
  std::vector<Expr> call(args.size());
  for (const AssociationEntry& entry : first->association().entries) {
    for (std::size_t j = 0; j < args.size(); ++j) call[j] = args[j].is_association() ? *association_find(args[j], entry.key) : args[j];
    entries.push_back({entry.key, evaluate(make_normal(head, call)), false});
  }
  outcome.kind = Outcome::Kind::Value;
  outcome.value = make_association(std::move(entries));
  return true;
}

// Step 5: f[{a, b}, c] -> {f[a, c], f[b, c]}.
bool thread_over_lists(const Expr& head, Arguments& args, Outcome& outcome) {
  std::size_t length = 0;
  bool found = false;
  for (const Expr& arg : args.all()) {
    if (arg.is_list()) {
      if (found && arg.size() != length) {
        message(sym::Thread, "tdlen", {make_normal(sym::HoldForm, {make_normal(head, args.all())})});
        return false;
      }
      found = true;
      length = arg.size();
    }
  }
  if (!found) return thread_over_associations(head, args, outcome);
  Builder list(sym::List, length);
  std::vector<Expr> call(args.size());
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t j = 0; j < args.size(); ++j) call[j] = args[j].is_list() ? args[j][i] : args[j];
    list.push(evaluate(make_normal(head, call)));
  }
  outcome.kind = Outcome::Kind::Value;
  outcome.value = length >= 8 ? pack(list.finish()) : list.finish();
  return true;
}

// Runs a builtin's code: errors of the engines below become messages, Return[value, head] ends here.
template <class F>
bool guard_builtin(const Expr& head, Outcome& outcome, const F& run) {
  MaybeExpr result;
  try {
    result = run();
  } catch (ReturnSignal& signal) {
    if (!signal.target || !(*signal.target == head)) throw;  // Return[value, Module] ends the nearest Module
    outcome.kind = Outcome::Kind::Final;
    outcome.value = signal.value;
    return true;
  } catch (const std::bad_alloc&) {
    message(sym::General, "nomem", {head});
    throw TerminateSignal{"MemoryLimit"};
  } catch (const std::length_error& error) {
    message(sym::General, "toolarge", {head, Expr::string(error.what())});
    throw TerminateSignal{"MemoryLimit"};
  } catch (const std::exception& error) {
    message(sym::General, "engine", {head, Expr::string(error.what())});
    return false;
  }
  if (!result) return false;
  outcome.kind = Outcome::Kind::Value;
  outcome.value = std::move(*result);
  return true;
}

// f[..., SparseArray[...], ...]: the builtin that an argument is of may answer for f.
bool call_up_function(const Expr& head, std::span<const Expr> args, Outcome& outcome) {
  for (const Expr& arg : args) {
    if (arg.kind() != Kind::Normal || !arg.head().is_symbol()) continue;
    const Builtin* builtin = arg.head().symbol_node().builtin;
    if (builtin == nullptr || builtin->up_fn == nullptr) continue;
    if (guard_builtin(head, outcome, [&] { return builtin->up_fn(head, args); })) return true;
  }
  return false;
}

bool call_builtin(const Expr& head, const Builtin& builtin, MaybeExpr (*function)(Call&), std::span<const Expr> args,
                  const Expr* whole, bool check_arguments, Outcome& outcome) {
  Call call(head, args, whole, builtin);
  const auto count = static_cast<int>(call.size());
  const bool fits = count >= builtin.arity.min && (builtin.arity.max < 0 || count <= builtin.arity.max) && args.size() == call.size();
  if (check_arguments && !fits && !call.check_arguments()) return false;
  return guard_builtin(head, outcome, [&] { return function(call); });
}

bool run_function(const Expr& head, const Builtin& builtin, std::span<const Expr> args, const Expr* whole, Outcome& outcome) {
  if (!args.empty() && (args[0].is_opaque() || args[0].is_symbol())) {
    if (OpaqueFunction special = find_opaque_function(head)) {
      if (call_builtin(head, builtin, special, args, whole, false, outcome)) return true;
    }
  }
  return call_builtin(head, builtin, builtin.fn, args, whole, true, outcome);
}

}  // namespace

bool call_function(const Expr& head, const Builtin& builtin, std::span<const Expr> args, Outcome& outcome) {
  if (up_functions_exist && call_up_function(head, args, outcome)) return true;
  return run_function(head, builtin, args, nullptr, outcome);
}

void settle(const Expr& head, Attributes attributes, Arguments& args, MaybeExpr& whole, Outcome& outcome) {
  SymbolNode* symbol = head.is_symbol() ? &head.symbol_node() : nullptr;
  if (args.size() == 2 && symbol != nullptr && symbol->definitions == nullptr && quick_binary(symbol->known_index, args[0], args[1], outcome.value)) {
    outcome.kind = Outcome::Kind::Final;
    return;
  }
  const auto expression = [&]() -> const Expr& {
    if (!whole) whole = make_normal(head, std::span<const Expr>(args.all()));
    return *whole;
  };
  if ((attributes & kFlat) != 0) {  // step 4
    const auto all = args.all();
    const bool nested = std::any_of(all.begin(), all.end(), [&](const Expr& e) { return e.kind() == Kind::Normal && e.head() == head; });
    if (nested) {
      std::vector<Expr> flat;
      for (const Expr& e : all) {
        if (e.kind() == Kind::Normal && e.head() == head)
          flat.insert(flat.end(), e.args().begin(), e.args().end());
        else
          flat.push_back(e);
      }
      args.assign(std::move(flat));
      whole.reset();
    }
  }
  const Builtin* builtin = symbol != nullptr ? symbol->builtin : nullptr;
  if (up_functions_exist && builtin != nullptr && (attributes & kHoldAllComplete) == 0 && call_up_function(head, args.all(), outcome)) return;
  if ((attributes & kListable) != 0) {  // step 5
    const auto all = args.all();
    bool lists = false;
    bool packed = false;
    for (const Expr& e : all) {
      if (e.is_small_integer()) continue;
      lists = lists || e.is_list() || e.is_association();
      packed = packed || e.is_packed();
    }
    if (packed && builtin != nullptr && builtin->packed_fn != nullptr &&
        call_builtin(head, *builtin, builtin->packed_fn, all, whole ? &*whole : nullptr, false, outcome))
      return;
    if (lists && thread_over_lists(head, args, outcome)) return;
  }
  if ((attributes & kOrderless) != 0 && args.size() > 1) {  // step 6
    const auto all = args.all();
    const auto before = [](const Expr& a, const Expr& b) { return canonical_compare(a, b) < 0; };
    if (all.size() == 2) {
      if (before(all[1], all[0])) {
        std::swap(all[0], all[1]);
        whole.reset();
      }
    } else if (!std::is_sorted(all.begin(), all.end(), before)) {
      std::stable_sort(all.begin(), all.end(), before);
      whole.reset();
    }
  }
  if (up_values_exist && (attributes & kHoldAllComplete) == 0 && apply_up_values(expression(), args.all(), outcome)) return;  // 7
  // Step 8.
  if (symbol != nullptr) {
    if (builtin != nullptr && builtin->definition != nullptr) ensure_loaded(*builtin);
    if (symbol->definitions != nullptr && find_body(symbol->definitions->down, head, args.all(), whole, outcome)) return;
    if (builtin == nullptr) return;
    const auto all = args.all();
    if (builtin->held_fn != nullptr) {
      if (!Call(head, all, whole ? &*whole : nullptr, *builtin).check_arguments()) return;
      HeldCall call(*builtin, head, all);
      call_held(head, *builtin, call, outcome);
      return;
    }
    if (builtin->fn != nullptr) run_function(head, *builtin, all, whole ? &*whole : nullptr, outcome);
    return;
  }
  if (head.kind() == Kind::Normal) {
    if (head.has_head(sym::Function)) {
      if (auto function = compile_function(head)) {
        Found& found = outcome.found;
        found.bindings.emplace(function->body.variables.symbols.size());
        if (!function->bind(args.all(), *found.bindings)) return;
        outcome.kind = Outcome::Kind::Body;
        found.body = &function->body;
        found.owner = function;
        return;
      }
    }
    const Expr* root = &head;
    while (root->kind() == Kind::Normal) root = &root->head();
    if (!root->is_symbol()) return;
    SymbolNode& root_symbol = root->symbol_node();
    if (root_symbol.definitions != nullptr && find_body(root_symbol.definitions->sub, head, args.all(), whole, outcome)) return;
    if (root_symbol.builtin != nullptr && root_symbol.builtin->definition != nullptr) ensure_loaded(*root_symbol.builtin);
    if (root_symbol.builtin != nullptr && root_symbol.builtin->sub_fn != nullptr)
      call_builtin(*root, *root_symbol.builtin, root_symbol.builtin->sub_fn, args.all(), &expression(), false, outcome);
    return;
  }
  if (head.is_association()) {
    if (AssociationHook hook = association_hook())
      if (MaybeExpr value = hook(head, args.all())) {
        outcome.kind = Outcome::Kind::Value;
        outcome.value = std::move(*value);
      }
    return;
  }
  if (head.is_opaque()) {
    if (ApplyHook hook = find_apply_hook(head))
      if (MaybeExpr value = hook(head, args.all())) {
        outcome.kind = Outcome::Kind::Value;
        outcome.value = std::move(*value);
      }
  }
}

bool call_held(const Expr& head, const Builtin& builtin, HeldCall& call, Outcome& outcome) {
  return guard_builtin(head, outcome, [&] { return builtin.held_fn(call); });
}

Expr mark_evaluated(const Expr& expr) {
  if (Node* node = expr.node()) node->stamp = definition_epoch;
  return expr;
}

// Step 9 when nothing applied.
Expr stay(const Expr& head, Arguments& args, MaybeExpr& whole) {
  if (!whole) whole = make_normal(head, std::span<const Expr>(args.all()));
  const Expr* root = &head;
  while (root->kind() == Kind::Normal) root = &root->head();
  if (root->is_symbol()) root->symbol_node().seen_inert = true;
  return mark_evaluated(*whole);
}

Expr iterations_exceeded() {
  message(sym::DollarIterationLimit, "itlim", {Expr::integer(iteration_limit)});
  return make_normal(Expr::symbol("TerminatedEvaluation"), {Expr::string("IterationLimit")});
}

void ensure_loaded(const Builtin& builtin) {
  static std::vector<const char*> loaded;
  if (std::find(loaded.begin(), loaded.end(), builtin.definition) != loaded.end()) return;
  loaded.push_back(builtin.definition);
  load_definition_text(builtin.definition);
}

}  // namespace lykos
