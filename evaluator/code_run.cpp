// code_run.cpp - running compiled bodies: symbols, calls, control structures, and the loop that runs a body to its value.
#include "evaluator/interrupt.h"
#include "evaluator/run_code.h"

#include <algorithm>

#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"
#include "evaluator/held.h"
#include "evaluator/leaving.h"
#include "evaluator/operand.h"
#include "evaluator/steps.h"
#include "expr/association.h"

namespace lykos {
namespace {

bool is_special_value(const Expr& e) {
  return e.kind() == Kind::Normal && (e.has_head(sym::Sequence) || e.has_head(sym::Unevaluated) || e.has_head(sym::Evaluate));
}

// A variable that stands for a sequence or Unevaluated[...] changes how the call around it is evaluated.
bool is_special_variable(const Code& code, const Bindings& bindings) {
  return code.kind == Code::Kind::Variable && is_special_value(bindings.value(static_cast<std::size_t>(code.slot)));
}

// Steps 2 and 3, from the argument `first` (counted from 1) on. False when the call must be made as a whole expression first.
bool collect(const Code& code, const Bindings& bindings, Attributes attributes, Arguments& args, std::size_t first = 1) {
  const bool list_head = code.symbol != nullptr && code.symbol->known_index == sym::List.index;
  const bool holds = (attributes & (kHoldFirst | kHoldRest)) != 0;
  const std::size_t count = code.children.size();
  for (std::size_t i = first; i < count; ++i) {
    const Code& child = code.children[i];
    if (holds && is_held(attributes, i - 1)) {
      Expr value = instantiate(child, bindings);
      if (value.kind() == Kind::Normal && (value.has_head(sym::Unevaluated) || value.has_head(sym::Evaluate))) return false;
      push_argument(args, std::move(value), attributes, false);
    } else {
      if (child.compute != nullptr) {
        Operand value;
        child.compute(child, bindings, value);
        if (value.kind() != Operand::Kind::Other) args.push(value.boxed());
        else push_argument(args, value.take(), attributes, list_head);
        continue;
      }
      if (is_special_variable(child, bindings)) return false;
      push_argument(args, run_code(child, bindings), attributes, list_head);
    }
  }
  return true;
}

// A constant call whose arguments evaluated to themselves is its own source.
void keep_source(const Code& code, Arguments& args, MaybeExpr& whole) {
  if (args.size() != code.source.size()) return;
  for (std::size_t i = 0; i < args.size(); ++i)
    if (!args[i].identical(code.source[i])) return;
  whole = code.source;
}

// The branch of If to go on with, or null and the value.
const Code* branch_of_if(const Code& code, const Bindings& bindings, Expr& value) {
  const std::size_t count = code.children.size() - 1;
  if (is_special_variable(code.children[1], bindings)) {
    value = run_as_expression(code, bindings);
    return nullptr;
  }
  Operand condition;
  evaluate_operand(code.children[1], bindings, condition);
  if (condition.kind() == Operand::Kind::True) return &code.children[2];
  if (condition.kind() == Operand::Kind::False) {
    if (count >= 3) return &code.children[3];
    value = sym::Null;
    return nullptr;
  }
  if (count == 4) return &code.children[4];
  std::vector<Expr> parts{condition.boxed()};
  for (std::size_t i = 2; i <= count; ++i) parts.push_back(instantiate(code.children[i], bindings));
  value = evaluate(make_normal(sym::If, std::move(parts)));
  return nullptr;
}

// Symbols that are nothing but their rules: no attributes to heed, no code, no up-values to look for.
bool is_plain_function(const SymbolNode& symbol) {
  constexpr Attributes kHarmless = kProtected | kReadProtected | kLocked | kTemporary;
  return symbol.definitions != nullptr && symbol.builtin == nullptr && !symbol.has_own_value && (symbol.attributes & ~kHarmless) == 0 && !up_values_exist;
}

// Steps 4 to 8 for a call of a symbol.
void settle_call(const Expr& head, SymbolNode& symbol, Arguments& args, MaybeExpr& whole, Outcome& outcome) {
  if (!is_plain_function(symbol)) return settle(head, symbol.attributes, args, whole, outcome);
  Found& found = outcome.found;
  const RuleList& down = symbol.definitions->down;
  if (const Ref<const CompiledRule>* rule = down.rule_for_any(args.size())) {
    outcome.from_rule = true;
    outcome.kind = Outcome::Kind::Body;
    found.bindings.emplace(args.all());
    found.body = &(*rule)->body();
    found.owner = *rule;
    return;
  }
  if (!down.find(head, args.all(), whole, found)) return;
  outcome.from_rule = true;
  if (found.value) {
    outcome.kind = Outcome::Kind::Value;
    outcome.value = std::move(*found.value);
  } else {
    outcome.kind = Outcome::Kind::Body;
  }
}

// Steps 4 to 9 for a call of a builtin (run_builtin_call), whose arguments are collected.
Expr finish_builtin_call(const Code& code, Arguments& args) {
  const Expr& head = code.children[0].source;
  const auto all = args.all();
  const auto is_container = [](const Expr& e) { return e.is_list() || e.is_association(); };
  const auto is_nested = [&](const Expr& e) { return e.kind() == Kind::Normal && e.head() == head; };
  const bool general = up_values_exist || !is_as_compiled(code) || ((code.attributes & kListable) != 0 && std::any_of(all.begin(), all.end(), is_container)) ||
                       ((code.attributes & kFlat) != 0 && std::any_of(all.begin(), all.end(), is_nested));
  MaybeExpr whole;
  Outcome outcome;
  if (!general && call_function(head, *code.symbol->builtin, all, outcome)) return finish(head, args, whole, outcome);
  if (code.constant) keep_source(code, args, whole);
  if (general) settle(head, code.symbol->attributes, args, whole, outcome);
  return finish(head, args, whole, outcome);
}

Expr run_loop(Outcome& outcome) {
  const Code* code = &outcome.found.body->code();
  for (std::int64_t iteration = 0;;) {
    const Bindings& bindings = *outcome.found.bindings;
    if (code->kind == Code::Kind::If && is_as_compiled(*code)) {
      Expr value;
      const Code* branch = branch_of_if(*code, bindings, value);
      if (branch == nullptr) return value;
      code = branch;
      continue;
    }
    if (code->kind == Code::Kind::Compound && is_as_compiled(*code)) {
      const std::size_t last = code->children.size() - 1;
      for (std::size_t i = 1; i < last; ++i) {
        Expr value = run_code(code->children[i], bindings);
        if (is_leaving(value)) return value;
      }
      code = &code->children[last];
      continue;
    }
    if (code->kind != Code::Kind::Call || code->symbol->has_own_value || (code->symbol->attributes & kHoldAllComplete) != 0)
      return run_code(*code, bindings);
    const Expr& head = code->children[0].source;
    if (code->constant && code->source.node()->stamp == definition_epoch) return code->source;
    Arguments args;
    if (!collect(*code, bindings, code->symbol->attributes, args)) return run_as_expression(*code, bindings);
    if (code->run == run_builtin_call) return finish_builtin_call(*code, args);
    MaybeExpr whole;
    if (code->constant) keep_source(*code, args, whole);
    Outcome next;
    settle_call(head, *code->symbol, args, whole, next);
    if (next.kind != Outcome::Kind::Body) return finish(head, args, whole, next);
    if (++iteration > iteration_limit) return iterations_exceeded();
    if (interrupt_flag != 0) check_interrupt();
    next.from_rule = next.from_rule || outcome.from_rule;
    outcome = std::move(next);
    code = &outcome.found.body->code();
  }
}

}  // namespace

void DepthCounter::interrupted(const Code& code, const Bindings& bindings) {
  interrupted(interrupt_is_requested() ? instantiate(code, bindings) : code.source);
}
void DepthCounter::exceeded(const Code& code, const Bindings& bindings) { exceeded(instantiate(code, bindings)); }

Expr finish(const Expr& head, Arguments& args, MaybeExpr& whole, Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::None: return stay(head, args, whole);
    case Outcome::Kind::Final: return std::move(outcome.value);
    case Outcome::Kind::Body: return run_body(outcome);
    case Outcome::Kind::Value: break;
  }
  if (outcome.value.kind() < Kind::Symbol && trace_hook == nullptr) return std::move(outcome.value);
  return evaluate(outcome.value);
}

Expr run_as_expression(const Code& code, const Bindings& bindings) { return evaluate(instantiate(code, bindings)); }

Expr run_settled(const Code& code, const Bindings&) { return code.source; }

namespace {

Expr value_of_symbol(const Expr& symbol) {
  const SymbolNode& node = symbol.symbol_node();
  if (node.has_own_value) {
    const Expr& value = node.own_value;
    if (value.is_small_integer()) return value;
    const Kind kind = value.kind();
    if (kind == Kind::Real || kind == Kind::String || kind == Kind::PackedArray) return value;
    if ((kind == Kind::Normal || kind == Kind::Association) && value.node()->stamp == definition_epoch) return value;
  }
  return evaluate(symbol);
}

}  // namespace

Expr run_symbol(const Code& code, const Bindings&) { return value_of_symbol(code.source); }

Expr run_variable(const Code& code, const Bindings& bindings) {
  const auto slot = static_cast<std::size_t>(code.slot);
  if (!bindings.set[slot]) return evaluate(code.source);
  const Expr& value = bindings.value(slot);
  switch (value.kind()) {
    case Kind::Symbol: return value_of_symbol(value);
    case Kind::Normal:
    case Kind::Association:
      if (value.node()->stamp == definition_epoch) return value;
      return evaluate(Expr(value));
    default: return value;
  }
}

Expr run_if(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  Expr value;
  const Code* branch = branch_of_if(code, bindings, value);
  return branch != nullptr ? run_code(*branch, bindings) : value;
}

Expr run_compound(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  const std::size_t last = code.children.size() - 1;
  for (std::size_t i = 1; i < last; ++i) {
    Expr value = run_code(code.children[i], bindings);
    if (is_leaving(value)) return value;
  }
  return run_code(code.children[last], bindings);
}

Expr run_held(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  for (std::size_t i = 1; i < code.children.size(); ++i)
    if (is_special_variable(code.children[i], bindings)) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  const Expr& head = code.children[0].source;
  const Builtin& builtin = *code.symbol->builtin;
  HeldCall call(builtin, code, bindings);
  Outcome outcome;
  MaybeExpr whole;
  Arguments args;
  if (!call_held(head, builtin, call, outcome)) whole = instantiate(code, bindings);
  return finish(head, args, whole, outcome);
}

Expr run_symbol_call(const Code& code, const Bindings& bindings) {
  const SymbolNode& symbol = *code.symbol;
  if (code.constant && code.source.node()->stamp == definition_epoch) return code.source;
  if (symbol.has_own_value) return run_call(code, bindings);
  if ((symbol.attributes & kHoldAllComplete) != 0) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  Arguments args;
  if (!collect(code, bindings, symbol.attributes, args)) return run_as_expression(code, bindings);
  const Expr& head = code.children[0].source;
  MaybeExpr whole;
  if (code.constant) keep_source(code, args, whole);
  Outcome outcome;
  settle_call(head, *code.symbol, args, whole, outcome);
  return finish(head, args, whole, outcome);
}

namespace {

// A call of a function of which the first `done` arguments are evaluated, and have been put into `values`.
[[gnu::noinline]] Expr call_function_with(const Code& code, const Bindings& bindings, Bindings& values, std::size_t done) {
  Arguments args;
  for (std::size_t i = 0; i < done; ++i) push_argument(args, std::move(values.value(i)), kNoAttributes, false);
  if (!collect(code, bindings, kNoAttributes, args, done + 1)) return run_as_expression(code, bindings);
  const Expr& head = code.children[0].source;
  MaybeExpr whole;
  Outcome outcome;
  settle_call(head, *code.symbol, args, whole, outcome);
  return finish(head, args, whole, outcome);
}

}  // namespace

// Where the first rule takes any arguments, they go straight to the places of its variables.
Expr run_function_call(const Code& code, const Bindings& bindings) {
  SymbolNode& symbol = *code.symbol;
  if (code.constant || !is_plain_function(symbol)) return run_symbol_call(code, bindings);
  const std::size_t count = code.children.size() - 1;
  for (std::size_t i = 1; i <= count; ++i)
    if (is_special_variable(code.children[i], bindings)) return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  Outcome outcome;
  Found& found = outcome.found;
  if (symbol.definitions->down.rule_for_any(count) == nullptr) {
    Bindings none(0);
    return call_function_with(code, bindings, none, 0);
  }
  Bindings& values = found.bindings.emplace(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Code& child = code.children[i + 1];
    if (child.compute != nullptr) {
      Operand value;
      child.compute(child, bindings, value);
      values.put(i, value.take());
    } else {
      values.put(i, run_code(child, bindings));
    }
    const Expr& value = values.value(i);
    if (value.kind() == Kind::Normal && value.has_head(sym::Sequence)) return call_function_with(code, bindings, values, i + 1);
  }
  // What was evaluated may have changed the definitions.
  const Ref<const CompiledRule>* rule = is_plain_function(symbol) ? symbol.definitions->down.rule_for_any(count) : nullptr;
  if (rule == nullptr) return call_function_with(code, bindings, values, count);
  outcome.kind = Outcome::Kind::Body;
  outcome.from_rule = true;
  found.body = &(*rule)->body();
  found.owner = *rule;
  return run_body(outcome);
}

Expr run_builtin_call(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_symbol_call(code, bindings);
  if (code.constant && code.source.node()->stamp == definition_epoch) return code.source;
  const DepthCounter depth(code, bindings);
  Arguments args;
  if (!collect(code, bindings, code.attributes, args)) return run_as_expression(code, bindings);
  return finish_builtin_call(code, args);
}

Expr run_call(const Code& code, const Bindings& bindings) {
  if (code.constant && code.source.node()->stamp == definition_epoch) return code.source;
  if (std::any_of(code.children.begin(), code.children.end(), [&](const Code& c) { return c.kind != Code::Kind::Variable && is_special_value(c.source); }))
    return run_as_expression(code, bindings);
  const DepthCounter depth(code, bindings);
  const Expr head = run_code(code.children[0], bindings);  // step 1
  const Attributes attributes = head_attributes(head);
  if ((attributes & kHoldAllComplete) != 0 || head.is(sym::List)) return run_as_expression(code, bindings);
  Arguments args;
  if (!collect(code, bindings, attributes, args)) return run_as_expression(code, bindings);
  if (head.is_association() && args.size() == 1 && args[0].is_atom() && !up_values_exist) {
    const Expr* entry = association_find(head, args[0]);
    if (entry != nullptr && entry->kind() < Kind::Symbol) return *entry;
  }
  MaybeExpr whole;
  Outcome outcome;
  settle(head, attributes, args, whole, outcome);
  return finish(head, args, whole, outcome);
}

Expr settle_values(const Code& code, const Bindings& bindings, std::span<Expr> values) {
  const Expr& head = code.children[0].source;
  bool special = false;
  for (std::size_t i = 1; i < code.children.size(); ++i) special = special || is_special_variable(code.children[i], bindings);
  if (special) {
    // What was computed already is not computed again: it evaluates to itself.
    std::vector<Expr> parts;
    for (std::size_t i = 0; i < values.size(); ++i)
      parts.push_back(is_special_variable(code.children[i + 1], bindings) ? instantiate(code.children[i + 1], bindings) : values[i]);
    return evaluate(make_normal(head, std::move(parts)));
  }
  Arguments args;
  for (Expr& value : values) push_argument(args, std::move(value), code.attributes, false);
  MaybeExpr whole;
  if (code.constant) keep_source(code, args, whole);
  Outcome outcome;
  settle(head, code.attributes, args, whole, outcome);
  return finish(head, args, whole, outcome);
}

Expr run_leave(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  switch (code.symbol->known_index) {
    case sym::Break.index: leaving_state.kind = Leaving::Break; break;
    case sym::Continue.index: leaving_state.kind = Leaving::Continue; break;
    default:
      if (code.children.size() == 2) {
        if (is_special_variable(code.children[1], bindings)) return run_as_expression(code, bindings);
        Expr value = run_code(code.children[1], bindings);
        if (value.has_head(sym::Sequence)) return evaluate(make_normal(code.children[0].source, {value}));
        leaving_state.value = std::move(value);
      } else {
        leaving_state.value = sym::Null;
      }
      leaving_state.kind = code.symbol->known_index == sym::Throw.index ? Leaving::Throw : Leaving::Return;
  }
  return leaving_marker;
}

LeavingState leaving_state;
const Expr leaving_marker = Expr::string("the marker of leaving");  // known by its node, never by its text

void throw_leaving() {
  switch (leaving_state.kind) {
    case Leaving::Break: throw BreakSignal{};
    case Leaving::Continue: throw ContinueSignal{};
    case Leaving::Throw: {
      ThrowSignal signal;
      signal.value = take_returned();
      throw signal;
    }
    case Leaving::Return: break;
  }
  throw ReturnSignal{take_returned(), std::nullopt};
}

Expr pass_leaving(const HeldCall& call) {
  if (call.code() == nullptr || !call.code()->statement) throw_leaving();
  return leaving_marker;
}

Expr Body::evaluate(const Bindings& bindings) const {
  Expr value = run(bindings);
  if (is_leaving(value)) throw_leaving();
  return value;
}

bool Body::test(const Bindings& bindings) const {
  if (trace_hook != nullptr) [[unlikely]]
    return evaluate(bindings).is_true();
  Operand value;
  evaluate_operand(code(), bindings, value);
  if (value.kind() == Operand::Kind::Other && is_leaving(value.other())) throw_leaving();
  return value.kind() == Operand::Kind::True;
}

// Return[] ends the rule whose body runs, which may have been reached from the body of a pure function.
Expr run_body(Outcome& outcome) {
  try {
    Expr value = run_loop(outcome);
    if (!is_leaving(value)) return value;
    if (!outcome.from_rule || leaving_state.kind != Leaving::Return) throw_leaving();
    return take_returned();
  } catch (ReturnSignal& signal) {
    if (!outcome.from_rule || signal.target) throw;
    return signal.value;
  }
}

}  // namespace lykos
