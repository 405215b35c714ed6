// rules.cpp - applying compiled rules, and ordering them by specificity.
#include "evaluator/rules.h"

#include <algorithm>

#include "evaluator/attributes.h"
#include "evaluator/evaluator.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

// The body of Module/With/Block[vars, ... /; test] nests; true when its innermost body is a Condition.
bool ends_in_condition(const Expr& rhs) {
  const Expr* e = &rhs;
  while ((e->has_head(sym::Module, 2) || e->has_head(sym::With, 2) || e->has_head(sym::Block, 2)) && e->kind() == Kind::Normal)
    e = &e->args()[1];
  return e != &rhs && e->has_head(sym::Condition, 2);
}

// The same with the Condition replaced by its checked form, which signals failure instead of staying symbolic.
Expr with_checked_condition(const Expr& rhs) {
  static const Expr checked = Expr::symbol("System`Private`CheckedCondition");
  if (rhs.has_head(sym::Condition, 2)) return make_normal(checked, rhs.args());
  return make_normal(rhs.head(), {rhs[0], with_checked_condition(rhs[1])});
}

void set_body(Body& body, const Expr& expr, const PatternVariables& variables) {
  body.variables = variables;
  body.form = compile_template(expr, variables);
}

void mark_slots(const PatternNode& node, std::vector<bool>& seen) {
  if (node.op == PatternOp::Bind) seen[static_cast<std::size_t>(node.slot)] = true;
  for (const auto& child : node.children)
    if (node.op != PatternOp::Except || &child != &node.children[0]) mark_slots(*child, seen);
}

bool is_flat(const Expr& head) { return head.is_symbol() && (attributes_of(head) & kFlat) != 0; }

}  // namespace

CompiledRule::CompiledRule(const Expr& lhs, const Expr& given_rhs, bool delayed) : lhs_(lhs), rhs_(given_rhs), delayed_(delayed) {
  pattern_ = compile_pattern(lhs, variables_);
  const MaybeExpr defaults = delayed && variables_.slot_of(given_options_variable()) >= 0 ? option_defaults_of(lhs) : std::nullopt;
  const Expr rhs = defaults ? bind_option_values(given_rhs, *defaults) : given_rhs;
  if (delayed && rhs.has_head(sym::Condition, 2)) {
    condition_ = std::make_unique<Body>();
    set_body(*condition_, rhs[1], variables_);
    scoped_condition_ = rhs[0].has_head(sym::Condition, 2) || ends_in_condition(rhs[0]);
    set_body(body_, scoped_condition_ ? with_checked_condition(rhs[0]) : rhs[0], variables_);
  } else if (delayed && ends_in_condition(rhs)) {
    scoped_condition_ = true;
    set_body(body_, with_checked_condition(rhs), variables_);
  } else {
    set_body(body_, rhs, variables_);
  }
  if (pattern_->op == PatternOp::Normal) {
    simple_arguments_ = true;
    for (const auto& child : pattern_->children)
      simple_arguments_ = simple_arguments_ && child->min_length == 1 && child->max_length == 1;
  }
  plan_arguments();
  body_.statement = true;
}

void CompiledRule::plan_arguments() {
  const PatternNode* call = pattern_.get();
  while (call->op == PatternOp::Condition) {
    conditions_.push_back(call);
    call = call->children[0].get();
  }
  if (call->op != PatternOp::Normal || call->children[0]->op != PatternOp::Literal || !call->children[0]->value.is_symbol()) return;
  std::vector<bool> seen(variables_.symbols.size(), false);
  for (std::size_t i = 1; i < call->children.size(); ++i) {
    const PatternNode& child = *call->children[i];
    if (!child.deterministic || child.min_length != 1 || child.max_length != 1) return;
    ArgumentStep step;
    step.pattern = &child;
    const PatternNode* inner = &child;
    if (child.op == PatternOp::Bind && !seen[static_cast<std::size_t>(child.slot)]) {
      inner = child.children[0].get();
      step.slot = child.slot;
    }
    if (inner->op == PatternOp::Blank) step.kind = !inner->has_value ? ArgumentStep::Kind::Any : ArgumentStep::Kind::Head;
    else if (inner->op == PatternOp::Literal) step.kind = ArgumentStep::Kind::Literal;
    else step.kind = ArgumentStep::Kind::Pattern;
    if (step.kind == ArgumentStep::Kind::Head && !inner->value.is_symbol()) step.kind = ArgumentStep::Kind::Pattern;
    if (step.kind == ArgumentStep::Kind::Pattern) step.slot = -1;  // the matcher binds
    else step.pattern = inner;
    mark_slots(child, seen);
    steps_.push_back(step);
  }
  direct_ = true;
}

bool CompiledRule::match_arguments(std::span<const Expr> args, Bindings& bindings) const {
  for (std::size_t i = 0; i < args.size(); ++i) {
    const ArgumentStep& step = steps_[i];
    const Expr& arg = args[i];
    switch (step.kind) {
      case ArgumentStep::Kind::Any: break;
      case ArgumentStep::Kind::Head:
        if (!arg.head().identical(step.pattern->value)) return false;
        break;
      case ArgumentStep::Kind::Literal:
        if (!(arg == step.pattern->value)) return false;
        break;
      case ArgumentStep::Kind::Pattern:
        if (!match_simple(*step.pattern, arg, bindings, variables_)) return false;
        break;
    }
    if (step.slot >= 0) bindings.put(static_cast<std::size_t>(step.slot), arg);
  }
  for (const PatternNode* condition : conditions_)
    if (!lykos::condition_holds(*condition, bindings, variables_)) return false;
  return condition_holds(bindings);
}

bool CompiledRule::may_match(const Expr& expr) const {
  if (!simple_arguments_ || !expr.is_normal()) return true;
  if (expr.size() + 1 != pattern_->children.size()) return is_flat(expr.head());
  const PatternNode& first = pattern_->children.size() > 1 ? *pattern_->children[1] : *pattern_->children[0];
  if (first.op == PatternOp::Literal && pattern_->children.size() > 1 && !is_flat(expr.head())) {
    const Expr& arg = expr[0];
    if (first.value.is_small_integer() && arg.is_small_integer())
      return first.value.identical(arg) || (attributes_of(expr.head()) & kOrderless) != 0;
  }
  return true;
}

bool CompiledRule::condition_holds(const Bindings& bindings) const {
  return condition_ == nullptr || condition_->evaluate(bindings).is_true();
}

template <class Use>
bool CompiledRule::match(const Expr& expr, const Use& use) const {
  Bindings bindings(variables_.symbols.size());
  return match_pattern(*pattern_, expr, bindings, variables_, [&] { return condition_holds(bindings) && use(bindings); });
}

MaybeExpr CompiledRule::finish_partial(const Expr& expr, const Expr& result, std::vector<Expr>& before,
                                       std::vector<Expr>& after) const {
  std::vector<Expr> parts = before;
  parts.push_back(result);
  parts.insert(parts.end(), after.begin(), after.end());
  return make_normal(expr.head(), std::move(parts));
}

MaybeExpr CompiledRule::apply(const Expr& expr) const {
  MaybeExpr result;
  const bool whole = match(expr, [&](const Bindings& bindings) {
    if (scoped_condition_) {
      try {
        result = body_.evaluate(bindings);
      } catch (const ConditionFailedSignal&) {
        return false;
      }
      return true;
    }
    result = instantiate(body_.form, bindings, variables_);
    return true;
  });
  if (whole) return result;
  // a + b -> d also rewrites inside a + b + c: a flat head's arguments may match in part.
  const bool flat_literal = pattern_->op == PatternOp::Literal && pattern_->value.is_normal();
  if (!expr.is_normal() || (pattern_->op != PatternOp::Normal && !flat_literal) || !is_flat(expr.head())) return std::nullopt;
  const Expr& head = expr.head();
  std::unique_ptr<PatternNode> split;
  const PatternNode* pattern = pattern_.get();
  if (flat_literal) {  // a literal sum is taken apart into literal terms
    if (!(pattern_->value.head() == head)) return std::nullopt;
    split = std::make_unique<PatternNode>();
    split->op = PatternOp::Normal;
    const auto add = [&](const Expr& e) {
      auto child = std::make_unique<PatternNode>();
      child->value = e;
      split->children.push_back(std::move(child));
    };
    add(head);
    for (const Expr& arg : pattern_->value.args()) add(arg);
    pattern = split.get();
  } else if (pattern->children[0]->op != PatternOp::Literal || !(pattern->children[0]->value == head)) {
    return std::nullopt;
  }
  if (expr.size() + 1 <= pattern->children.size()) return std::nullopt;
  Bindings bindings(variables_.symbols.size());
  std::vector<Expr> before;
  std::vector<Expr> after;
  match_part_of_flat(*pattern, expr, bindings, variables_, before, after, [&] {
    if (!condition_holds(bindings)) return false;
    result = finish_partial(expr, instantiate(body_.form, bindings, variables_), before, after);
    return true;
  });
  return result;
}

MaybeExpr CompiledRule::apply_and_evaluate(const Expr& expr) const {
  if (needs_apply(expr)) {
    MaybeExpr result = apply(expr);
    if (result) result = evaluate(*result);
    return result;
  }
  Bindings bindings(variables_.symbols.size());
  // The body is evaluated after the match is over: its evaluation may change the very rules being tried.
  if (!match_bindings(expr, bindings)) return std::nullopt;
  return body_.evaluate(bindings);
}

bool CompiledRule::needs_apply(const Expr& expr) const { return scoped_condition_ || is_flat(expr.head()); }

bool CompiledRule::match_bindings(const Expr& expr, Bindings& bindings) const {
  return match_pattern(*pattern_, expr, bindings, variables_, [&] { return condition_holds(bindings); });
}

void CompiledRule::apply_each(const Expr& expr, const std::function<bool(const Expr&)>& found) const {
  match(expr, [&](const Bindings& bindings) { return !found(instantiate(body_.form, bindings, variables_)); });
}

namespace {

bool same_left_side(const CompiledRule& a, const CompiledRule& b) {
  if (a.lhs() == b.lhs()) return true;
  if (a.is_literal() || b.is_literal()) return false;
  if (a.variables().symbols.size() != b.variables().symbols.size()) return false;
  // Equal up to the names of the variables.
  return substitute(a.lhs(), a.variables().symbols, b.variables().symbols) == b.lhs();
}

bool same_condition(const CompiledRule& a, const CompiledRule& b) {
  const bool ca = a.delayed() && a.rhs().has_head(sym::Condition, 2);
  const bool cb = b.delayed() && b.rhs().has_head(sym::Condition, 2);
  if (ca != cb) return false;
  return !ca || substitute(a.rhs()[1], a.variables().symbols, b.variables().symbols) == b.rhs()[1];
}

// Conditions make a rule more specific than the same rule without.
bool more_specific(const CompiledRule& a, const CompiledRule& b) {
  const bool b_covers_a = subsumes(b.pattern(), a.pattern());
  const bool a_covers_b = subsumes(a.pattern(), b.pattern());
  if (b_covers_a != a_covers_b) return b_covers_a;
  const auto conditioned = [](const CompiledRule& r) {
    return r.pattern().has_condition || (r.delayed() && r.rhs().has_head(sym::Condition, 2));
  };
  return a_covers_b && b_covers_a && conditioned(a) && !conditioned(b);
}

}  // namespace

void RuleList::insert(Ref<const CompiledRule> rule) {
  if (rule->is_literal()) {
    if (auto found = literals_.find(rule->literal()); found != literals_.end()) {
      rules_[found->second] = std::move(rule);
      return;
    }
    // Literal rules stand first, in the order given, all of them indexed.
    if (pattern_rules_from_ == rules_.size()) {
      literals_.emplace(rule->literal(), rules_.size());
      rules_.push_back(std::move(rule));
      ++pattern_rules_from_;
      return;
    }
    literals_.emplace(rule->literal(), pattern_rules_from_);
    rules_.insert(rules_.begin() + static_cast<std::ptrdiff_t>(pattern_rules_from_), std::move(rule));
    ++pattern_rules_from_;
    return;
  }
  for (std::size_t i = pattern_rules_from_; i < rules_.size(); ++i) {
    if (same_left_side(*rules_[i], *rule) && same_condition(*rules_[i], *rule)) {
      rules_[i] = std::move(rule);
      return;
    }
  }
  std::size_t at = rules_.size();
  for (std::size_t i = pattern_rules_from_; i < rules_.size(); ++i) {
    if (more_specific(*rule, *rules_[i])) {
      at = i;
      break;
    }
  }
  rules_.insert(rules_.begin() + static_cast<std::ptrdiff_t>(at), std::move(rule));
}

void RuleList::append(Ref<const CompiledRule> rule) {
  rules_.push_back(std::move(rule));
  index_literals();
}

// Rules whose order was given explicitly: only the leading run of literal rules may be indexed.
void RuleList::index_literals() {
  literals_.clear();
  pattern_rules_from_ = 0;
  while (pattern_rules_from_ < rules_.size() && rules_[pattern_rules_from_]->is_literal()) {
    literals_.emplace(rules_[pattern_rules_from_]->literal(), pattern_rules_from_);
    ++pattern_rules_from_;
  }
}

bool RuleList::remove(const Expr& lhs) {
  const CompiledRule probe(lhs, sym::Null, true);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (!same_left_side(*rules_[i], probe)) continue;
    rules_.erase(rules_.begin() + static_cast<std::ptrdiff_t>(i));
    index_literals();
    return true;
  }
  return false;
}

void RuleList::clear() {
  rules_.clear();
  literals_.clear();
  pattern_rules_from_ = 0;
}

// Offers the rules that may apply, in order, until one is taken: a literal left side equal to the expression, then the others.
template <class Try>
bool RuleList::any_candidate(const Expr& expr, const Try& take) const {
  if (!literals_.empty()) {
    if (auto found = literals_.find(expr); found != literals_.end() && take(rules_[found->second])) return true;
    if (expr.is_normal() && is_flat(expr.head())) {
      for (std::size_t i = 0; i < pattern_rules_from_; ++i)
        if (take(rules_[i])) return true;
    }
  }
  for (std::size_t i = pattern_rules_from_; i < rules_.size(); ++i)
    if (rules_[i]->may_match(expr) && take(rules_[i])) return true;
  return false;
}

template <class Apply>
MaybeExpr RuleList::first(const Expr& expr, const Apply& apply) const {
  MaybeExpr result;
  any_candidate(expr, [&](const Ref<const CompiledRule>& rule) {
    const Ref<const CompiledRule> keep = rule;  // stays alive if the evaluation redefines it
    result = apply(*keep);
    return result.has_value();
  });
  return result;
}

MaybeExpr RuleList::apply(const Expr& expr) const {
  return first(expr, [&](const CompiledRule& rule) { return rule.apply(expr); });
}

MaybeExpr RuleList::apply_and_evaluate(const Expr& expr) const {
  return first(expr, [&](const CompiledRule& rule) { return rule.apply_and_evaluate(expr); });
}

bool RuleList::try_rule(const Ref<const CompiledRule>& rule, const Expr& expr, Found& found) const {
  const Ref<const CompiledRule> keep = rule;  // stays alive if the evaluation redefines it
  if (keep->needs_apply(expr)) {
    found.value = keep->apply(expr);
    return found.value.has_value();
  }
  found.bindings.emplace(keep->variables().symbols.size());
  if (!keep->match_bindings(expr, *found.bindings)) return false;
  found.owner = keep;
  found.body = &keep->body();
  return true;
}

bool RuleList::LiteralEqual::operator()(const Expr& e, const CallKey& key) const {
  if (!e.is_normal() || e.size() != key.args.size() || !(e.head() == key.head)) return false;
  const auto args = e.args();
  for (std::size_t i = 0; i < args.size(); ++i)
    if (!(args[i] == key.args[i])) return false;
  return true;
}

bool RuleList::find(const Expr& head, std::span<const Expr> args, MaybeExpr& whole, Found& found) const {
  if (rules_.empty()) return false;
  const auto expression = [&]() -> const Expr& {
    if (!whole) whole = make_normal(head, args);
    return *whole;
  };
  if (head.is_symbol() && (head.symbol_node().attributes & (kFlat | kOrderless)) != 0) {
    const Expr expr = expression();
    return any_candidate(expr, [&](const Ref<const CompiledRule>& rule) { return try_rule(rule, expr, found); });
  }
  if (!literals_.empty()) {
    if (auto at = literals_.find(CallKey{head, args}); at != literals_.end()) {
      const Ref<const CompiledRule>& rule = rules_[at->second];
      if (!rule->may_evaluate() && !rule->has_scoped_condition()) {
        found.bindings.emplace(rule->variables().symbols.size());
        found.owner = rule;
        found.body = &rule->body();
        return true;
      }
      if (try_rule(rule, expression(), found)) return true;
    }
  }
  for (std::size_t i = pattern_rules_from_; i < rules_.size(); ++i) {
    const Ref<const CompiledRule>& rule = rules_[i];
    if (!rule->is_direct() || rule->has_scoped_condition()) {
      if (rule->may_match(expression()) && try_rule(rule, expression(), found)) return true;
      continue;
    }
    if (rule->argument_count() != args.size()) continue;
    const std::size_t slots = rule->variables().symbols.size();
    if (found.bindings && found.bindings->size() == slots) found.bindings->set = SlotSet();
    else found.bindings.emplace(slots);
    if (!rule->may_evaluate()) {
      if (!rule->match_arguments(args, *found.bindings)) continue;
      found.owner = rule;
      found.body = &rule->body();
      return true;
    }
    Ref<const CompiledRule> keep = rule;  // stays alive if the evaluation redefines it
    if (!keep->match_arguments(args, *found.bindings)) continue;
    found.owner = keep;
    found.body = &keep->body();
    return true;
  }
  return false;
}

}  // namespace lykos
