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

#include "evaluator/append_in_place.h"
#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"
#include "evaluator/function.h"
#include "evaluator/limits.h"
#include "evaluator/marks.h"
#include "evaluator/rules.h"
#include "evaluator/steps.h"
#include "evaluator/trace.h"
#include "expr/association.h"
#include "expr/edit.h"
#include "expr/memory.h"
#include "expr/symbol.h"

namespace lykos {

std::int64_t recursion_limit = 1024;
std::int64_t iteration_limit = 4096;
std::int64_t recursion_depth = 0;
bool up_values_exist = false;
bool up_functions_exist = false;
void enable_up_functions() { up_functions_exist = true; }

namespace {

// A list of values is what most builtins give.
bool is_list_of_values(const Expr& e) {
  if (!e.is_list() || up_values_exist || known_symbol_node(sym::List.index)->definitions != nullptr) return false;
  const auto elements = e.args();
  return std::all_of(elements.begin(), elements.end(), is_value_in_list);
}

// Steps 1 to 3 for an expression; then the rest, in a loop as long as builtins give new expressions.
Expr evaluate_normal(const Expr& start) {
  if (start.node()->stamp == definition_epoch) return start;
  if (is_list_of_values(start) || (start.node()->flags & kNoEntryMark) != 0) return mark_evaluated(start);
  DepthCounter depth(start);
  Expr current = start;
  for (std::int64_t iteration = 0;; ++iteration) {
    if (iteration > iteration_limit) return iterations_exceeded();
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
          changed = changed || args.size() != before + 1 || !args[before].identical(arg);
        }
        continue;
      }
      const std::size_t before = args.size();
      Expr value = evaluate(arg);
      // What a conditional leaves as Unevaluated[Sequence[]] is nothing here: {1, If[p, x, Unevaluated[Sequence[]]]}.
      if (value.kind() == Kind::Normal && value.has_head(sym::Unevaluated, 1)) value = evaluate(value[0]);
      push_argument(args, std::move(value), attributes, list_head);
      // A sequence of one argument changes the call, too.
      changed = changed || args.size() != before + 1 || !args[before].identical(arg);
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
          for (std::size_t i = 0; restorable && i < current.size(); ++i) {
            const bool wrapped = current[i].has_head(sym::Unevaluated, 1);
            restorable = !(wrapped && current[i][0].has_head(sym::Sequence));
            restored.push_back(wrapped ? current[i] : args[i]);
          }
          if (restorable) whole = make_normal(head, std::move(restored));
        }
        return stay(head, args, whole);
      case Outcome::Kind::Final: return outcome.value;
      case Outcome::Kind::Body: return run_body(outcome);
      case Outcome::Kind::Value: break;
    }
    if (outcome.value.kind() != Kind::Normal) return evaluate(outcome.value);
    if (outcome.value.identical(current) || outcome.value.node()->stamp == definition_epoch || (outcome.value.node()->flags & kNoEntryMark) != 0)
      return mark_evaluated(outcome.value);
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
    if (value.identical(expr)) return expr;  // x = x changes nothing
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

}  // namespace

Expr evaluate(const Expr& expr) {
  if (trace_hook != nullptr) [[unlikely]]
    return trace_hook->evaluate(expr);
  switch (expr.kind()) {
    case Kind::Symbol: return evaluate_symbol(expr);
    case Kind::Normal: return evaluate_normal(expr);
    case Kind::Association: return evaluate_association(expr);
    default: return expr;
  }
}

namespace {

// The usual pure function on arguments that are values already: `use` gets its body and bindings, and no call expression is made.
template <class Use>
bool apply_function(const Expr& head, std::span<const Expr> args, const Use& use) {
  if (head.kind() != Kind::Normal || !head.has_head(sym::Function)) return false;
  const Ref<const CompiledFunction> function = compile_function(head);
  if (!function || function->attributes != kNoAttributes) return false;
  for (const Expr& arg : args)
    if (arg.kind() == Kind::Normal && (arg.has_head(sym::Sequence) || arg.has_head(sym::Unevaluated))) return false;
  Bindings bindings(function->body.variables.symbols.size());
  if (!function->bind(args, bindings)) return false;
  use(function->body, bindings);
  return true;
}

}  // namespace

Expr apply(const Expr& head, std::span<const Expr> args) {
  if (trace_hook != nullptr) [[unlikely]]
    return evaluate(make_normal(head, args));
  Expr result = Expr::integer(0);
  if (apply_function(head, args, [&](const Body& body, const Bindings& bindings) { result = body.evaluate(bindings); })) return result;
  if (head.is_symbol()) {
    // A call of a function that holds nothing: its arguments are collected and settled, and the expression made when one is needed.
    const SymbolNode& symbol = head.symbol_node();
    const auto special = [](const Expr& e) { return e.kind() == Kind::Normal && (e.has_head(sym::Unevaluated) || e.has_head(sym::Evaluate)); };
    if (!symbol.has_own_value && (symbol.attributes & (kHoldAll | kHoldAllComplete)) == 0 &&
        (symbol.definitions == nullptr || symbol.definitions->own.empty()) && std::none_of(args.begin(), args.end(), special)) {
      const DepthCounter depth(head);
      Arguments collected;
      const bool list_head = head.is(sym::List);
      for (const Expr& arg : args) push_argument(collected, evaluate(arg), symbol.attributes, list_head);
      MaybeExpr whole;
      Outcome outcome;
      settle(head, symbol.attributes, collected, whole, outcome);
      return finish(head, collected, whole, outcome);
    }
  }
  return evaluate(make_normal(head, args));
}

Expr apply(const Expr& head, std::initializer_list<Expr> args) {
  return apply(head, std::span<const Expr>(args.begin(), args.size()));
}

bool test(const Expr& head, std::initializer_list<Expr> args) {
  const std::span<const Expr> all(args.begin(), args.size());
  bool holds = false;
  if (trace_hook == nullptr && apply_function(head, all, [&](const Body& body, const Bindings& bindings) { holds = body.test(bindings); })) return holds;
  return apply(head, all).is_true();
}

}  // namespace lykos
