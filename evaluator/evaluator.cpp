// evaluator.cpp - the evaluation sequence of the language.
//
// One expression h[e1, e2, ...] is evaluated in these steps (numbers are referred to in the comments below):
//   1. evaluate the head h
//   2. evaluate the arguments, as the attributes of h allow (HoldFirst ... HoldAllComplete; Evaluate and Unevaluated)
//   3. splice Sequence[...] arguments (not with SequenceHold); drop Nothing from lists
//   4. flatten nested h when h is Flat
//   5. thread over lists when h is Listable
//   6. sort the arguments when h is Orderless
//   7. apply up-values of the arguments' symbols (not with HoldAllComplete)
//   8. apply the down-values (or sub-values) of h, then its builtin code
//   9. when something applied, start again with the result; else the expression stays as it is
// A rule's right side is evaluated from its template, in a loop, so that f[n_] := f[n - 1] takes iterations, not stack.
#include "evaluator/evaluator.h"

#include <algorithm>
#include <new>
#include <ranges>
#include <stdexcept>

#include "evaluator/append_in_place.h"
#include "evaluator/apply_hooks.h"
#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"
#include "evaluator/evaluate_template.h"
#include "evaluator/function.h"
#include "evaluator/interrupt.h"
#include "evaluator/limits.h"
#include "evaluator/load_text.h"
#include "evaluator/quick_arithmetic.h"
#include "evaluator/rules.h"
#include "expr/association.h"
#include "expr/edit.h"
#include "expr/memory.h"
#include "expr/symbol.h"

namespace lykos {

std::int64_t recursion_limit = 1024;
std::int64_t iteration_limit = 4096;
std::int64_t recursion_depth = 0;
bool up_values_exist = false;

namespace {

// Arguments being collected: inline for the usual few, so that calls of builtins need no allocation.
class Arguments {
 public:
  Arguments() = default;
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;
  ~Arguments() { clear(); }
  void clear() {
    if (on_heap_) {
      heap_.clear();
      on_heap_ = false;
    } else {
      for (std::size_t i = 0; i < size_; ++i) slot(i)->~Expr();
    }
    size_ = 0;
  }
  void push(Expr value) {
    if (!on_heap_ && size_ == kInline) spill();
    if (on_heap_)
      heap_.push_back(std::move(value));
    else
      new (slot(size_)) Expr(std::move(value));
    ++size_;
  }
  std::size_t size() const { return size_; }
  Expr* begin() { return on_heap_ ? heap_.data() : slot(0); }
  Expr& operator[](std::size_t i) { return begin()[i]; }
  std::span<Expr> all() { return {begin(), size_}; }
  void assign(std::vector<Expr>&& values) {
    clear();
    heap_ = std::move(values);
    size_ = heap_.size();
    on_heap_ = true;
  }

 private:
  static constexpr std::size_t kInline = 6;
  Expr* slot(std::size_t i) { return reinterpret_cast<Expr*>(storage_) + i; }
  void spill() {
    heap_.reserve(kInline * 4);
    for (std::size_t i = 0; i < size_; ++i) {
      heap_.push_back(std::move(*slot(i)));
      slot(i)->~Expr();
    }
    on_heap_ = true;
  }
  alignas(Expr) unsigned char storage_[kInline * sizeof(Expr)];
  std::vector<Expr> heap_;
  std::size_t size_ = 0;
  bool on_heap_ = false;
};

class DepthCounter {
 public:
  explicit DepthCounter(const Expr& expr) {
    ++recursion_depth;
    if (recursion_depth > recursion_limit || stack_is_low()) exceeded(expr);
    if (interrupt_flag != 0) {
      --recursion_depth;
      check_interrupt();
      ++recursion_depth;
    }
  }
  ~DepthCounter() { --recursion_depth; }

 private:
  [[noreturn]] static void exceeded(const Expr& expr) {
    const std::int64_t limit = recursion_limit;
    --recursion_depth;
    recursion_limit = INT64_MAX;  // let the message itself be formatted
    const std::int64_t depth = recursion_depth;
    message(sym::DollarRecursionLimit, "reclim2", {Expr::integer(std::min(limit, depth)), make_normal(sym::HoldForm, {expr})});
    recursion_limit = limit;
    throw TerminateSignal{};
  }
};

// What the later steps found for a call: a value to go on with, or a body to evaluate with bindings.
struct Outcome {
  enum class Kind { None, Value, Final, Body } kind = Kind::None;
  Expr value;                                   // Value: evaluate further; Final: done
  std::shared_ptr<const void> owner;            // keeps `body` alive
  const TemplateNode* body = nullptr;
  const PatternVariables* variables = nullptr;
  std::optional<Bindings> bindings;             // made only for Body: most calls are of builtins
  bool from_rule = false;                       // Return[] inside the body ends here
};

Attributes head_attributes(const Expr& head) {
  if (head.is_symbol()) return head.symbol_node().attributes;
  if (head.has_head(sym::Function, 3)) {
    if (auto function = compile_function(head)) return function->attributes;
  }
  return kNoAttributes;
}

bool is_held(Attributes attributes, std::size_t index) {
  return (attributes & (index == 0 ? kHoldFirst : kHoldRest)) != 0;
}

// Step 3 for one argument.
void push_argument(Arguments& args, Expr value, Attributes attributes, bool list_head) {
  if (value.kind() == Kind::Normal) {
    if (value.has_head(sym::Sequence) && (attributes & (kSequenceHold | kHoldAllComplete)) == 0) {
      for (const Expr& e : value.args()) push_argument(args, e, attributes, list_head);
      return;
    }
    if (list_head && value.has_head(sym::Splice, 1) && value[0].is_list()) {
      for (const Expr& e : value[0].args()) args.push(e);
      return;
    }
  } else if (list_head && value.is(sym::Nothing)) {
    return;
  }
  args.push(std::move(value));
}

// ---- rules

bool find_rule(const RuleList& rules, const Expr& whole, Outcome& outcome) {
  MaybeExpr result = rules.apply_and_evaluate(whole);
  if (!result) return false;
  outcome.kind = Outcome::Kind::Final;
  outcome.value = std::move(*result);
  return true;
}

// The first matching down-value gives a body to run in the caller's loop rather than a nested evaluation.
bool find_body(const RuleList& rules, const Expr& whole, Outcome& outcome) {
  if (rules.empty()) return false;
  return rules.find(whole, [&](const std::shared_ptr<const CompiledRule>& rule, Bindings&& bindings) {
    outcome.kind = Outcome::Kind::Body;
    outcome.owner = rule;
    outcome.body = &rule->body();
    outcome.variables = &rule->variables();
    outcome.bindings = std::move(bindings);
    outcome.from_rule = true;
  }, [&](Expr value) {
    outcome.kind = Outcome::Kind::Value;
    outcome.value = std::move(value);
  });
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

void ensure_loaded(const Builtin& builtin);

bool call_builtin(const Expr& head, const Builtin& builtin, MaybeExpr (*function)(Call&), std::span<const Expr> args,
                  const Expr* whole, bool check_arguments, Outcome& outcome) {
  Call call(head, args, whole, builtin);
  if (check_arguments && !call.check_arguments()) return false;
  MaybeExpr result;
  try {
    result = function(call);
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

// Steps 4 to 8 for a call whose arguments are collected. `original` is the expression as it stands when nothing changed so far.
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
    if (symbol->definitions != nullptr && !symbol->definitions->down.empty() && find_body(symbol->definitions->down, expression(), outcome))
      return;
    if (builtin == nullptr) return;
    if (builtin->fn == nullptr) return;
    const auto all = args.all();
    if (!all.empty() && (all[0].is_opaque() || all[0].is_symbol())) {
      if (OpaqueFunction special = find_opaque_function(head)) {
        if (call_builtin(head, *builtin, special, all, whole ? &*whole : nullptr, false, outcome)) return;
      }
    }
    call_builtin(head, *builtin, builtin->fn, all, whole ? &*whole : nullptr, true, outcome);
    return;
  }
  if (head.kind() == Kind::Normal) {
    if (head.has_head(sym::Function)) {
      if (auto function = compile_function(head)) {
        Bindings bindings(function->variables.symbols.size());
        if (!function->bind(args.all(), bindings)) return;
        outcome.kind = Outcome::Kind::Body;
        outcome.body = &function->body;
        outcome.variables = &function->variables;
        outcome.bindings = std::move(bindings);
        outcome.owner = std::move(function);
        return;
      }
    }
    const Expr* root = &head;
    while (root->kind() == Kind::Normal) root = &root->head();
    if (!root->is_symbol()) return;
    SymbolNode& root_symbol = root->symbol_node();
    if (root_symbol.definitions != nullptr && find_body(root_symbol.definitions->sub, expression(), outcome)) return;
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

Expr run_body(Outcome& outcome);

// Steps 1 to 3 for an expression; then the rest, in a loop as long as builtins give new expressions.
Expr evaluate_normal(const Expr& start) {
  if (start.node()->stamp == definition_epoch) return start;
  DepthCounter depth(start);
  Expr current = start;
  for (std::int64_t iteration = 0;; ++iteration) {
    if (iteration > iteration_limit) {
      message(sym::DollarIterationLimit, "itlim2", {Expr::integer(iteration_limit), make_normal(sym::HoldForm, {current})});
      return make_normal(sym::Hold, {current});
    }
    const Expr& given_head = current.head();
    Expr head = given_head.is_symbol() && !given_head.symbol_node().has_own_value && given_head.symbol_node().definitions == nullptr
                    ? given_head
                    : evaluate(given_head);  // step 1
    const Attributes attributes = head_attributes(head);
    if (head.is(sym::Set) && current.size() == 2 && is_append_update(current[0], current[1])) {
      bool stored = false;
      Expr value = evaluate_append_update(current[0], current[1], stored);
      if (stored) return value;
      current = make_normal(head, {current[0], value});
    }
    const bool list_head = head.is(sym::List);
    bool changed = !head.identical(given_head);
    bool unevaluated = false;
    Arguments args;
    for (std::size_t i = 0; i < current.size(); ++i) {  // step 2
      const Expr& arg = current[i];
      if ((attributes & kHoldAllComplete) != 0) {
        args.push(arg);
        continue;
      }
      if (arg.kind() == Kind::Normal && arg.has_head(sym::Unevaluated, 1)) {
        unevaluated = true;
        if (is_held(attributes, i)) {
          args.push(arg);
        } else {
          push_argument(args, arg[0], attributes, false);
          changed = true;
        }
        continue;
      }
      if (is_held(attributes, i)) {
        if (arg.kind() == Kind::Normal && arg.has_head(sym::Evaluate)) {
          push_argument(args, arg.size() == 1 ? evaluate(arg[0]) : evaluate(make_normal(sym::Sequence, arg.args())), attributes, list_head);
          changed = true;
        } else {
          const std::size_t before = args.size();
          push_argument(args, arg, attributes, false);
          changed = changed || args.size() != before + 1;
        }
        continue;
      }
      Expr value = evaluate(arg);
      const bool same = value.identical(arg);
      const std::size_t before = args.size();
      push_argument(args, std::move(value), attributes, list_head);
      changed = changed || !same || args.size() != before + 1;
    }
    MaybeExpr whole;
    if (!changed) whole = current;
    Outcome outcome;
    settle(head, attributes, args, whole, outcome);
    switch (outcome.kind) {
      case Outcome::Kind::None:
        if (unevaluated && changed) {
          // Unevaluated[...] comes back when nothing applied.
          std::vector<Expr> restored;
          bool restorable = current.size() == args.size();
          for (std::size_t i = 0; restorable && i < current.size(); ++i)
            restored.push_back(current[i].has_head(sym::Unevaluated, 1) ? current[i] : args[i]);
          if (restorable) whole = make_normal(head, std::move(restored));
        }
        return stay(head, args, whole);
      case Outcome::Kind::Final: return outcome.value;
      case Outcome::Kind::Body: return run_body(outcome);
      case Outcome::Kind::Value: break;
    }
    if (outcome.value.kind() != Kind::Normal) return evaluate(outcome.value);
    if (outcome.value.identical(current) || outcome.value.node()->stamp == definition_epoch) return mark_evaluated(outcome.value);
    args.clear();
    whole.reset();
    current = std::move(outcome.value);
  }
}

Expr evaluate_association(const Expr& association) {
  if (association.node()->stamp == definition_epoch) return association;
  DepthCounter depth(association);
  const auto& entries = association.association().entries;
  std::vector<AssociationEntry> fresh;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].delayed) {
      if (!fresh.empty()) fresh.push_back(entries[i]);
      continue;
    }
    Expr value = evaluate(entries[i].value);
    if (fresh.empty() && value.identical(entries[i].value)) continue;
    if (fresh.empty()) fresh.assign(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(i));
    fresh.push_back({entries[i].key, std::move(value), false});
  }
  return mark_evaluated(fresh.empty() ? association : make_association(std::move(fresh)));
}

Expr evaluate_symbol(const Expr& expr) {
  SymbolNode& symbol = expr.symbol_node();
  if (symbol.has_own_value) {
    const Expr value = symbol.own_value;
    if (value.is_symbol() || value.is_normal() || value.is_association()) {
      if (value.node()->stamp == definition_epoch || value.is_packed()) return value;
      DepthCounter depth(expr);
      return evaluate(value);
    }
    return value;
  }
  if (symbol.definitions != nullptr && !symbol.definitions->own.empty()) {
    DepthCounter depth(expr);
    if (MaybeExpr value = symbol.definitions->own.apply_and_evaluate(expr)) return *value;
  }
  if (symbol.builtin != nullptr) {
    if (symbol.builtin->value != nullptr) return evaluate(symbol.builtin->value());
    if (symbol.builtin->definition != nullptr) {
      ensure_loaded(*symbol.builtin);
      if (symbol.has_own_value) return evaluate(symbol.own_value);
    }
  }
  symbol.seen_inert = true;
  return expr;
}

// ---- evaluating templates

// If, CompoundExpression, And, Or with their ordinary meaning are run from the template; anything else about them (user
// definitions) goes the long way.
bool is_plain_builtin(const SymbolNode& symbol) { return symbol.definitions == nullptr && !symbol.has_own_value; }

// Collects the arguments of a template call. False when the call must be made as a whole expression first.
bool collect(const TemplateNode& body, const Bindings& bindings, const PatternVariables& variables, const Expr& head,
             Attributes attributes, Arguments& args) {
  if ((attributes & kHoldAllComplete) != 0) return false;
  const bool list_head = head.is(sym::List);
  for (std::size_t i = 1; i < body.children.size(); ++i) {
    const TemplateNode& child = body.children[i];
    const bool special = child.value.kind() == Kind::Normal && (child.value.has_head(sym::Unevaluated) || child.value.has_head(sym::Evaluate));
    if (special && child.op != TemplateNode::Op::Variable) return false;
    if (is_held(attributes, i - 1)) {
      Expr value = instantiate(child, bindings, variables);
      if (value.kind() == Kind::Normal && (value.has_head(sym::Unevaluated) || value.has_head(sym::Evaluate))) return false;
      push_argument(args, std::move(value), attributes, false);
    } else {
      if (child.op == TemplateNode::Op::Variable) {
        const Expr& bound = bindings.value(static_cast<std::size_t>(child.slot));
        if (bound.kind() == Kind::Normal && (bound.has_head(sym::Unevaluated) || bound.has_head(sym::Sequence))) return false;
      }
      push_argument(args, evaluate_template(child, bindings, variables), attributes, list_head);
    }
  }
  return true;
}

Expr evaluate_variable(const TemplateNode& node, const Bindings& bindings) {
  const auto slot = static_cast<std::size_t>(node.slot);
  return evaluate(bindings.set[slot] ? bindings.value(slot) : node.value);
}

// Runs bodies until a value comes out: the tail of If and CompoundExpression and the next matching rule continue the loop.
Expr run_loop(Outcome& outcome) {
  const TemplateNode* body = outcome.body;
  for (std::int64_t iteration = 0;;) {
    switch (body->op) {
      case TemplateNode::Op::Constant: return evaluate(body->value);
      case TemplateNode::Op::Variable: return evaluate_variable(*body, *outcome.bindings);
      case TemplateNode::Op::RenamedScope: return evaluate(instantiate(*body, *outcome.bindings, *outcome.variables));
      case TemplateNode::Op::Apply: break;
    }
    const TemplateNode& head_node = body->children[0];
    if (head_node.op != TemplateNode::Op::Constant || !head_node.value.is_symbol() || head_node.value.symbol_node().has_own_value)
      return evaluate(instantiate(*body, *outcome.bindings, *outcome.variables));
    const Expr& head = head_node.value;
    SymbolNode& symbol = head.symbol_node();
    const std::size_t count = body->children.size() - 1;
    if (is_plain_builtin(symbol)) {
      if (symbol.known_index == sym::If.index && count >= 2 && count <= 4) {
        const Expr condition = evaluate_template(body->children[1], *outcome.bindings, *outcome.variables);
        if (condition.is_true()) {
          body = &body->children[2];
          continue;
        }
        if (condition.is_false()) {
          if (count == 2) return sym::Null;
          body = &body->children[3];
          continue;
        }
        if (count == 4) {
          body = &body->children[4];
          continue;
        }
        std::vector<Expr> parts{condition};
        for (std::size_t i = 2; i <= count; ++i) parts.push_back(instantiate(body->children[i], *outcome.bindings, *outcome.variables));
        return evaluate(make_normal(head, std::move(parts)));
      }
      if (symbol.known_index == sym::CompoundExpression.index && count >= 1) {
        for (std::size_t i = 1; i < count; ++i) evaluate_template(body->children[i], *outcome.bindings, *outcome.variables);
        body = &body->children[count];
        continue;
      }
    }
    const Attributes attributes = symbol.attributes;
    Arguments args;
    if (!collect(*body, *outcome.bindings, *outcome.variables, head, attributes, args))
      return evaluate(instantiate(*body, *outcome.bindings, *outcome.variables));
    MaybeExpr whole;
    Outcome next;
    settle(head, attributes, args, whole, next);
    switch (next.kind) {
      case Outcome::Kind::None: return stay(head, args, whole);
      case Outcome::Kind::Final: return next.value;
      case Outcome::Kind::Value: return evaluate(next.value);
      case Outcome::Kind::Body: break;
    }
    if (++iteration > iteration_limit) {
      const Expr again = make_normal(head, std::span<const Expr>(args.all()));
      message(sym::DollarIterationLimit, "itlim2", {Expr::integer(iteration_limit), make_normal(sym::HoldForm, {again})});
      return make_normal(sym::Hold, {again});
    }
    if (interrupt_flag != 0) check_interrupt();
    args.clear();
    whole.reset();
    next.from_rule = next.from_rule || outcome.from_rule;
    outcome = std::move(next);
    body = outcome.body;
  }
}

Expr run_body(Outcome& outcome) {
  if (!outcome.from_rule) return run_loop(outcome);
  try {
    return run_loop(outcome);
  } catch (ReturnSignal& signal) {
    if (signal.target) throw;
    return signal.value;
  }
}

// Wolfram Language definitions embedded for a builtin are evaluated when it is first used.
void ensure_loaded(const Builtin& builtin) {
  static std::vector<const char*> loaded;
  if (std::find(loaded.begin(), loaded.end(), builtin.definition) != loaded.end()) return;
  loaded.push_back(builtin.definition);
  load_definition_text(builtin.definition);
}

}  // namespace

Expr evaluate(const Expr& expr) {
  switch (expr.kind()) {
    case Kind::Symbol: return evaluate_symbol(expr);
    case Kind::Normal: return evaluate_normal(expr);
    case Kind::Association: return evaluate_association(expr);
    default: return expr;
  }
}

Expr evaluate_template(const TemplateNode& body, const Bindings& bindings, const PatternVariables& variables) {
  switch (body.op) {
    case TemplateNode::Op::Constant: return evaluate(body.value);
    case TemplateNode::Op::Variable: return evaluate_variable(body, bindings);
    case TemplateNode::Op::RenamedScope: return evaluate(instantiate(body, bindings, variables));
    case TemplateNode::Op::Apply: break;
  }
  const TemplateNode& head_node = body.children[0];
  if (head_node.op != TemplateNode::Op::Constant || !head_node.value.is_symbol() || head_node.value.symbol_node().has_own_value)
    return evaluate(instantiate(body, bindings, variables));
  DepthCounter depth(body.value);
  const Expr& head = head_node.value;
  SymbolNode& symbol = head.symbol_node();
  if (is_plain_builtin(symbol)) {
    const std::size_t count = body.children.size() - 1;
    if (symbol.known_index == sym::If.index && count >= 2 && count <= 3) {
      const Expr condition = evaluate_template(body.children[1], bindings, variables);
      if (condition.is_true()) return evaluate_template(body.children[2], bindings, variables);
      if (condition.is_false()) return count == 3 ? evaluate_template(body.children[3], bindings, variables) : Expr(sym::Null);
      std::vector<Expr> parts{condition};
      for (std::size_t i = 2; i <= count; ++i) parts.push_back(instantiate(body.children[i], bindings, variables));
      return evaluate(make_normal(head, std::move(parts)));
    }
    if (symbol.known_index == sym::CompoundExpression.index && count >= 1) {
      for (std::size_t i = 1; i < count; ++i) evaluate_template(body.children[i], bindings, variables);
      return evaluate_template(body.children[count], bindings, variables);
    }
  }
  const Attributes attributes = symbol.attributes;
  Arguments args;
  if (!collect(body, bindings, variables, head, attributes, args)) return evaluate(instantiate(body, bindings, variables));
  MaybeExpr whole;
  Outcome outcome;
  settle(head, attributes, args, whole, outcome);
  switch (outcome.kind) {
    case Outcome::Kind::None: return stay(head, args, whole);
    case Outcome::Kind::Final: return outcome.value;
    case Outcome::Kind::Body: return run_body(outcome);
    case Outcome::Kind::Value: break;
  }
  return evaluate(outcome.value);
}

Expr apply(const Expr& head, std::span<const Expr> args) {
  if (head.has_head(sym::Function) && head.kind() == Kind::Normal) {
    // The usual pure function on arguments that are values already: no call expression is made.
    if (auto function = compile_function(head); function != nullptr && function->attributes == kNoAttributes) {
      bool values = true;
      for (const Expr& arg : args) values = values && !(arg.kind() == Kind::Normal && (arg.has_head(sym::Sequence) || arg.has_head(sym::Unevaluated)));
      if (values) {
        Bindings bindings(function->variables.symbols.size());
        if (function->bind(args, bindings)) return evaluate_template(function->body, bindings, function->variables);
      }
    }
  }
  return evaluate(make_normal(head, args));
}

Expr apply(const Expr& head, std::initializer_list<Expr> args) {
  return apply(head, std::span<const Expr>(args.begin(), args.size()));
}

bool test(const Expr& head, std::initializer_list<Expr> args) { return apply(head, args).is_true(); }

}  // namespace lykos
