// trace.cpp - see trace.h.
//
// A chain is what becomes of one expression: the forms it goes through, and among them the chains of the parts that were
// evaluated on the way. A form is recorded when something is applied to it, and the last one when anything happened at all; an
// expression whose parts change first is recorded only with its new parts, as Trace[(1 + 2)^2] shows.
#include "evaluator/trace.h"

#include "evaluator/code.h"
#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"
#include "expr/association.h"
#include "expr/symbol.h"

namespace lykos {

TraceHook* trace_hook = nullptr;

// The chain of the expression being evaluated; it joins its parent when it ends, by a value or by an exit of any kind.
class Tracer::Chain {
 public:
  explicit Chain(Tracer& tracer) : tracer_(tracer), parent_(tracer.current_), from_rule_(std::exchange(tracer.from_rule_, false)),
        inside_on_(tracer.inside_on_), form_(std::exchange(tracer.form_, std::nullopt)) {
    tracer_.current_ = &entries_;
    ++tracer_.depth_;
  }
  ~Chain() {
    --tracer_.depth_;
    tracer_.current_ = parent_;
    tracer_.from_rule_ = from_rule_;
    tracer_.inside_on_ = inside_on_;
    tracer_.form_ = std::move(form_);
    if (entries_.empty()) return;
    TraceEntry entry;
    entry.is_chain = true;
    entry.chain = std::move(entries_);
    parent_->push_back(std::move(entry));
  }
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;

 private:
  Tracer& tracer_;
  std::vector<TraceEntry> entries_;
  std::vector<TraceEntry>* parent_;
  bool from_rule_;
  int inside_on_;
  MaybeExpr form_;
};

bool Tracer::is_named(const MaybeExpr& pattern, const Expr& expr) {
  if (!pattern) return false;
  const TraceSuspension quiet;
  return matches(expr, *pattern);
}

void Tracer::record(const Expr& expr, MaybeExpr made_by) {
  if (settings_.on && inside_on_ == 0) return;
  if (!current_->empty() && !current_->back().is_chain && current_->back().expr == expr) return;
  // A form whose parts evaluated to themselves is still the form recorded before their chains.
  TraceEntry entry;
  entry.expr = expr;
  entry.made_by = std::move(made_by);
  current_->push_back(std::move(entry));
}

void Tracer::visit(const Expr& expr) {
  if (!settings_.visit) return;
  const TraceSuspension quiet;
  settings_.visit(expr, depth_);
}

Expr Tracer::evaluate(const Expr& expr) {
  const Kind kind = expr.kind();
  if (kind != Kind::Symbol && kind != Kind::Normal && kind != Kind::Association) {
    if (settings_.visit && !settings_.visit_forms && depth_ > 0) {
      ++depth_;
      visit(expr);
      --depth_;
    }
    return expr;
  }
  if (settings_.depth && depth_ >= *settings_.depth) {
    const TraceSuspension off;
    return lykos::evaluate(expr);
  }
  const Chain chain(*this);
  if (is_named(settings_.on, expr)) ++inside_on_;
  if (!settings_.visit_forms) visit(expr);
  Expr value;
  try {
    value = run(expr);
  } catch (ReturnSignal& signal) {
    if (signal.target || !from_rule_) throw;
    value = signal.value;
    record(value);
  }
  const Expr& entered = settings_.visit_forms && form_ ? *form_ : expr;
  if (settings_.leave && !(value == entered) && (form_ || !settings_.visit_forms)) {
    const TraceSuspension quiet;
    settings_.leave(entered, value, depth_);
  }
  return value;
}

Expr Tracer::run(const Expr& start) {
  const DepthCounter depth(start);
  if (settings_.original) record(start);
  Expr current = start;
  for (std::int64_t iteration = 0; iteration <= iteration_limit; ++iteration) {
    bool changed = false;
    if (current.is_symbol()) {
      current = step_symbol(current, changed);
    } else if (current.kind() == Kind::Normal) {
      current = step_normal(current, changed);
    } else {
      if (current.is_association()) {
        std::vector<AssociationEntry> entries = current.association().entries;
        for (AssociationEntry& entry : entries)
          if (!entry.delayed) entry.value = lykos::evaluate(entry.value);
        current = make_association(std::move(entries));
      }
      if (!current_->empty()) record(current);
      return current;
    }
    if (!changed) {
      if (!current_->empty()) record(current);
      return current;
    }
  }
  return iterations_exceeded();
}

Expr Tracer::step_symbol(const Expr& symbol, bool& changed) {
  SymbolNode& node = symbol.symbol_node();
  const auto becomes = [&](const Expr& value) {
    record(symbol);
    if (!current_->empty() && !current_->back().is_chain) current_->back().taken_by = symbol;
    record(value, symbol);
    changed = !(value == symbol);
    return value;
  };
  if (node.has_own_value) return node.own_value == symbol ? symbol : becomes(node.own_value);
  if (node.definitions != nullptr && !node.definitions->own.empty())
    if (MaybeExpr value = node.definitions->own.apply(symbol)) return becomes(*value);
  if (node.builtin != nullptr && node.builtin->value != nullptr) return becomes(node.builtin->value());
  const TraceSuspension off;
  return lykos::evaluate(symbol);
}

Expr Tracer::body_of(Outcome& outcome) {
  if (outcome.kind != Outcome::Kind::Body) return outcome.value;
  from_rule_ = from_rule_ || outcome.from_rule;
  return instantiate(outcome.found.body->form, *outcome.found.bindings, outcome.found.body->variables);
}

// Steps 1 to 8 once.
Expr Tracer::step_normal(const Expr& expr, bool& changed) {
  if (!settings_.visit && expr.node()->stamp == definition_epoch) return expr;
  const Expr head = lykos::evaluate(expr.head());
  const Attributes attributes = head_attributes(head);
  Arguments args;
  for (std::size_t i = 0; i < expr.size(); ++i) {
    const Expr& arg = expr[i];
    if ((attributes & kHoldAllComplete) != 0) {
      args.push(arg);
    } else if (arg.has_head(sym::Unevaluated, 1)) {
      push_argument(args, is_held(attributes, i) ? arg : arg[0], attributes, false);
    } else if (is_held(attributes, i) && !arg.has_head(sym::Evaluate)) {
      push_argument(args, arg, attributes, false);
    } else if (is_held(attributes, i)) {
      push_argument(args, arg.size() == 1 ? lykos::evaluate(arg[0]) : lykos::evaluate(make_normal(sym::Sequence, arg.args())), attributes, head.is(sym::List));
    } else {
      push_argument(args, lykos::evaluate(arg), attributes, head.is(sym::List));
    }
  }
  const Expr form = make_normal(head, std::span<const Expr>(args.all()));
  const bool off = is_named(settings_.off, form);
  if (is_named(settings_.on, form)) ++inside_on_;
  const std::size_t recorded = current_->size();
  record(form);
  if (!form_ && settings_.visit_forms) visit(form);
  if (!form_) form_ = form;
  if (off) {
    const TraceSuspension suspended;
    const Expr value = lykos::evaluate(form);
    record(value);
    return value;
  }
  const std::size_t before = current_->size();
  MaybeExpr whole = form;
  Outcome outcome;
  settle(head, attributes, args, whole, outcome);
  if (outcome.kind == Outcome::Kind::None) {
    const Expr value = stay(head, args, whole);
    // Nothing was applied: the form counts only as the end of a chain in which something happened before, unless its
    // arguments were put in order.
    if (current_->size() == before && value == form) current_->erase(current_->begin() + static_cast<std::ptrdiff_t>(recorded), current_->end());
    if (!current_->empty()) record(value);
    return value;
  }
  MaybeExpr maker;
  const Expr* root = &head;
  while (root->kind() == Kind::Normal) root = &root->head();
  if (root->is_symbol()) maker = *root;
  if (before > 0 && !(*current_)[before - 1].is_chain) (*current_)[before - 1].taken_by = maker;
  const Expr value = body_of(outcome);
  record(value, maker);
  changed = !value.identical(expr) && outcome.kind != Outcome::Kind::Final;
  if (changed && value.kind() == Kind::Normal && outcome.kind == Outcome::Kind::Value && value.node()->stamp == definition_epoch) changed = false;
  return value;
}

}  // namespace lykos
