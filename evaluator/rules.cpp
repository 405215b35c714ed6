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

// value /; inner /; outer as its value and the one test outer && inner; no test when the right side is no Condition.
std::pair<Expr, MaybeExpr> split_conditions(const Expr& rhs) {
  Expr value = rhs;
  std::vector<Expr> tests;
  for (; value.has_head(sym::Condition, 2); value = Expr(value[0])) tests.push_back(value[1]);
  if (tests.empty()) return {value, std::nullopt};
  return {value, tests.size() == 1 ? tests[0] : make_normal(sym::And, std::move(tests))};
}

// RuleCondition[expr, test]: what a right side expr /; test becomes; written by hand it evaluates expr while the rule is tried.
const Expr& rule_condition() {
  static const Expr symbol = Expr::symbol("RuleCondition");
  return symbol;
}
bool is_rule_condition(const Expr& rhs) { return rhs.is_normal() && rhs.head() == rule_condition() && (rhs.size() == 1 || rhs.size() == 2); }
Expr as_condition(const Expr& rhs) { return make_normal(sym::Condition, {rhs[0], rhs.size() == 2 ? rhs[1] : Expr(sym::True)}); }

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

// f[1, "a"] for a symbol without code: stands for itself as a pattern.
static bool is_plain_literal(const Expr& lhs) {
  if (lhs.kind() != Kind::Normal || !lhs.head().is_symbol() || lhs.head().symbol_node().builtin != nullptr) return false;
  const auto args = lhs.args();
  return std::all_of(args.begin(), args.end(), [](const Expr& e) { return e.is_atom(); });
}

CompiledRule::CompiledRule(const Expr& lhs, const Expr& rhs, bool delayed) : lhs_(lhs), rhs_(rhs), delayed_(delayed) {
  if (is_plain_literal(lhs) && !(delayed && rhs.is_normal())) {
    literal_ = true;
    gives_value_ = rhs.is_atom() && !rhs.is_symbol();
    return;
  }
  compile();
}

void CompiledRule::compile() const {
  parts_ = std::make_unique<Parts>();
  Parts& made = *parts_;
  PatternVariables& variables = made.variables;
  made.pattern = compile_pattern(lhs_, variables);
  const MaybeExpr defaults = delayed_ && variables.slot_of(given_options_variable()) >= 0 ? option_defaults_of(lhs_) : std::nullopt;
  const Expr rhs = defaults ? bind_option_values(rhs_, *defaults) : rhs_;
  if (delayed_ && rhs.has_head(sym::Condition, 2)) {
    const auto [value, test] = split_conditions(rhs);
    made.condition = std::make_unique<Body>();
    set_body(*made.condition, *test, variables);
    scoped_condition_ = ends_in_condition(value);
    set_body(made.body, scoped_condition_ ? with_checked_condition(value) : value, variables);
  } else if (delayed_ && is_rule_condition(rhs)) {
    scoped_condition_ = true;
    set_body(made.body, with_checked_condition(as_condition(rhs)), variables);
  } else if (delayed_ && ends_in_condition(rhs)) {
    scoped_condition_ = true;
    set_body(made.body, with_checked_condition(rhs), variables);
  } else {
    set_body(made.body, rhs, variables);
  }
  if (made.pattern->op == PatternOp::Normal) {
    simple_arguments_ = true;
    for (const auto& child : made.pattern->children)
      simple_arguments_ = simple_arguments_ && child->min_length == 1 && child->max_length == 1;
  }
  plan_arguments(made);
  made.body.statement = true;
  literal_ = made.pattern->op == PatternOp::Literal;
  may_evaluate_ = made.pattern->has_condition || made.condition != nullptr;
  tests_ = made.condition != nullptr || !made.conditions.empty();
  variable_count_ = static_cast<std::uint32_t>(variables.symbols.size());
  takes_any_ = direct_ && !tests_ && !scoped_condition_ && variable_count_ == argument_count_;
  for (std::size_t i = 0; takes_any_ && i < made.steps.size(); ++i)
    takes_any_ = made.steps[i].kind == ArgumentStep::Kind::Any && made.steps[i].slot == static_cast<int>(i);
}

void CompiledRule::plan_arguments(Parts& made) const {
  const PatternNode* call = made.pattern.get();
  while (call->op == PatternOp::Condition) {
    made.conditions.push_back(call);
    call = call->children[0].get();
  }
  if (call->op != PatternOp::Normal || call->children[0]->op != PatternOp::Literal || !call->children[0]->value.is_symbol()) return;
  std::vector<bool> seen(made.variables.symbols.size(), false);
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
    made.steps.push_back(step);
  }
  argument_count_ = static_cast<std::uint32_t>(made.steps.size());
  direct_ = true;
}

bool CompiledRule::match_arguments(std::span<const Expr> args, Bindings& bindings) const {
  const Parts& made = *parts_;
  const ArgumentStep* step = made.steps.data();
  for (const Expr& arg : args) {
    switch (step->kind) {
      case ArgumentStep::Kind::Any: break;
      case ArgumentStep::Kind::Head:
        if (!arg.head().identical(step->pattern->value)) return false;
        break;
      case ArgumentStep::Kind::Literal:
        if (!(arg == step->pattern->value)) return false;
        break;
      case ArgumentStep::Kind::Pattern:
        if (!match_simple(*step->pattern, arg, bindings, made.variables)) return false;
        break;
    }
    if (step->slot >= 0) bindings.put(static_cast<std::size_t>(step->slot), arg);
    ++step;
  }
  if (!tests_) return true;
  for (const PatternNode* condition : made.conditions)
    if (!lykos::condition_holds(*condition, bindings, made.variables)) return false;
  return condition_holds(bindings);
}

bool CompiledRule::may_match(const Expr& expr) const {
  if (!simple_arguments_ || !expr.is_normal()) return true;
  const auto& children = parts_->pattern->children;
  if (expr.size() + 1 != children.size()) return is_flat(expr.head());
  const PatternNode& first = children.size() > 1 ? *children[1] : *children[0];
  if (first.op == PatternOp::Literal && children.size() > 1 && !is_flat(expr.head())) {
    const Expr& arg = expr[0];
    if (first.value.is_small_integer() && arg.is_small_integer())
      return first.value.identical(arg) || (attributes_of(expr.head()) & kOrderless) != 0;
  }
  return true;
}

bool CompiledRule::condition_holds(const Bindings& bindings) const {
  const Body* condition = parts().condition.get();
  return condition == nullptr || condition->test(bindings);
}

template <class Use>
bool CompiledRule::match(const Expr& expr, const Use& use) const {
  const Parts& made = parts();
  Bindings bindings(made.variables.symbols.size());
  return match_pattern(*made.pattern, expr, bindings, made.variables, [&] { return condition_holds(bindings) && use(bindings); });
}

MaybeExpr CompiledRule::finish_partial(const Expr& expr, const Expr& result, std::vector<Expr>& before,
                                       std::vector<Expr>& after) const {
  std::vector<Expr> parts = before;
  parts.push_back(result);
  parts.insert(parts.end(), after.begin(), after.end());
  return make_normal(expr.head(), std::move(parts));
}

MaybeExpr CompiledRule::apply(const Expr& expr) const {
  const Parts& made = parts();
  const PatternVariables& variables = made.variables;
  const Body& body = made.body;
  MaybeExpr result;
  const bool whole = match(expr, [&](const Bindings& bindings) {
    if (scoped_condition_) {
      try {
        result = body.evaluate(bindings);
      } catch (const ConditionFailedSignal&) {
        return false;
      }
      return true;
    }
    result = instantiate(body.form, bindings, variables);
    return true;
  });
  if (whole) return result;
  // a + b -> d also rewrites inside a + b + c: a flat head's arguments may match in part.
  if (!expr.is_normal() || !is_flat(expr.head())) return std::nullopt;
  const PatternNode* pattern = made.pattern.get();
  while (pattern->op == PatternOp::Condition) pattern = pattern->children[0].get();  // conditions are tested for the part
  const bool flat_literal = pattern->op == PatternOp::Literal && pattern->value.is_normal();
  if (pattern->op != PatternOp::Normal && !flat_literal) return std::nullopt;
  const Expr& head = expr.head();
  std::unique_ptr<PatternNode> split;
  if (flat_literal) {  // a literal sum is taken apart into literal terms
    if (!(pattern->value.head() == head)) return std::nullopt;
    split = std::make_unique<PatternNode>();
    split->op = PatternOp::Normal;
    const auto add = [&](const Expr& e) {
      auto child = std::make_unique<PatternNode>();
      child->value = e;
      split->children.push_back(std::move(child));
    };
    add(head);
    for (const Expr& arg : pattern->value.args()) add(arg);
    pattern = split.get();
  } else if (pattern->children[0]->op != PatternOp::Literal || pattern->verbatim_head || !(pattern->children[0]->value == head)) {
    return std::nullopt;
  }
  if (expr.size() + 1 <= pattern->children.size()) return std::nullopt;
  Bindings bindings(variables.symbols.size());
  std::vector<Expr> before;
  std::vector<Expr> after;
  match_part_of_flat(*pattern, expr, bindings, variables, before, after, [&] {
    for (const PatternNode* condition : made.conditions)
      if (!lykos::condition_holds(*condition, bindings, variables)) return false;
    if (!condition_holds(bindings)) return false;
    result = finish_partial(expr, instantiate(body.form, bindings, variables), before, after);
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
  const Parts& made = parts();
  Bindings bindings(made.variables.symbols.size());
  // The body is evaluated after the match is over: its evaluation may change the very rules being tried.
  if (!match_bindings(expr, bindings)) return std::nullopt;
  return made.body.evaluate(bindings);
}

bool CompiledRule::needs_apply(const Expr& expr) const { return scoped_condition_ || is_flat(expr.head()); }

bool CompiledRule::match_bindings(const Expr& expr, Bindings& bindings) const {
  const Parts& made = parts();
  if (made.pattern->deterministic) return match_simple(*made.pattern, expr, bindings, made.variables) && condition_holds(bindings);
  return match_pattern(*made.pattern, expr, bindings, made.variables, [&] { return condition_holds(bindings); });
}

void CompiledRule::apply_each(const Expr& expr, const std::function<bool(const Expr&)>& found) const {
  const Parts& made = parts();
  match(expr, [&](const Bindings& bindings) { return !found(instantiate(made.body.form, bindings, made.variables)); });
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
  if (!ca) return true;
  const MaybeExpr test_a = split_conditions(a.rhs()).second, test_b = split_conditions(b.rhs()).second;
  return substitute(*test_a, a.variables().symbols, b.variables().symbols) == *test_b;
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

// The lowest bit of a node's hash is always set and tells nothing.
static std::uint32_t slot_hash(std::uint64_t hash_value) { return static_cast<std::uint32_t>(hash_value >> 1); }

// Where the rule whose left side has this hash and is accepted by `equal` stands, or kNone.
template <class Equal>
std::size_t RuleList::find_literal(std::uint64_t hash_value, const Equal& equal) const {
  if (literals_.empty()) return kNone;
  const std::uint32_t wanted = slot_hash(hash_value);
  const std::size_t mask = literals_.size() - 1;
  for (std::size_t slot = wanted & mask; literals_[slot].rule != 0; slot = (slot + 1) & mask) {
    const LiteralSlot& literal = literals_[slot];
    if (literal.hash != wanted) continue;
    const Ref<const CompiledRule>& rule = rules_[literal.rule - 1];
    if (rule.get() != nullptr && equal(rule->literal())) return literal.rule - 1;
  }
  return kNone;
}

std::size_t RuleList::find_literal(const Expr& expr) const {
  return literals_.empty() ? kNone : find_literal(hash(expr), [&](const Expr& literal) { return literal == expr; });
}

std::size_t RuleList::find_literal(const CallKey& call) const {
  if (literals_.empty()) return kNone;
  return find_literal(hash_of_call(call.head, call.args), [&](const Expr& literal) {
    if (!literal.is_normal() || literal.size() != call.args.size() || !(literal.head() == call.head)) return false;
    const auto args = literal.args();
    return std::equal(args.begin(), args.end(), call.args.begin());
  });
}

void RuleList::put_literal(LiteralSlot literal) {
  const std::size_t mask = literals_.size() - 1;
  std::size_t slot = literal.hash & mask;
  while (literals_[slot].rule != 0) slot = (slot + 1) & mask;
  literals_[slot] = literal;
}

// Enters rules_[rule], a literal one; the table grows with the number of literal rules, those before it. Of equal left sides the first
// is found: they are entered in order.
void RuleList::index_literal(std::size_t rule) {
  if (literals_.size() < 2 * (rule + 1)) {
    std::vector<std::uint32_t> hashes(rule);
    for (const LiteralSlot& literal : literals_)
      if (literal.rule != 0) hashes[literal.rule - 1] = literal.hash;
    literals_.assign(literals_.empty() ? 16 : 4 * literals_.size(), LiteralSlot());
    for (std::size_t i = 0; i < rule; ++i) put_literal({hashes[i], static_cast<std::uint32_t>(i + 1)});
  }
  put_literal({slot_hash(hash(rules_[rule]->literal())), static_cast<std::uint32_t>(rule + 1)});
}

void RuleList::insert(Ref<const CompiledRule> rule) {
  if (rule->is_literal()) {
    if (const std::size_t at = find_literal(rule->literal()); at != kNone) {
      rules_[at] = std::move(rule);
      return;
    }
    // Literal rules stand first, in the order given, all of them indexed.
    rules_.insert(rules_.begin() + static_cast<std::ptrdiff_t>(pattern_rules_from_), std::move(rule));
    index_literal(pattern_rules_from_++);
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
  if (pattern_rules_from_ + 1 == rules_.size() && rules_.back()->is_literal()) index_literal(pattern_rules_from_++);
}

// Rules whose order was given explicitly: only the leading run of literal rules may be indexed.
void RuleList::index_literals() {
  literals_.clear();
  pattern_rules_from_ = 0;
  while (pattern_rules_from_ < rules_.size() && rules_[pattern_rules_from_]->is_literal()) index_literal(pattern_rules_from_++);
}

// Takes the places of removed literal rules away, which numbers the others anew.
void RuleList::close_gaps() {
  std::erase_if(rules_, [](const Ref<const CompiledRule>& rule) { return rule.get() == nullptr; });
  removed_ = 0;
  index_literals();
}

bool RuleList::remove(const Expr& lhs) {
  const CompiledRule probe(lhs, sym::Null, true);
  if (probe.is_literal()) {
    if (const std::size_t at = find_literal(probe.literal()); at != kNone) {
      rules_[at] = Ref<const CompiledRule>();
      // So that n removals cost n steps, not n^2.
      if (2 * ++removed_ >= pattern_rules_from_) close_gaps();
      return true;
    }
  }
  for (std::size_t i = pattern_rules_from_; i < rules_.size(); ++i) {
    if (!same_left_side(*rules_[i], probe)) continue;
    rules_.erase(rules_.begin() + static_cast<std::ptrdiff_t>(i));
    return true;
  }
  return false;
}

void RuleList::clear() {
  rules_.clear();
  literals_.clear();
  pattern_rules_from_ = 0;
  removed_ = 0;
}

// Offers the rules that may apply, in order, until one is taken: a literal left side equal to the expression, then the others.
template <class Try>
bool RuleList::any_candidate(const Expr& expr, const Try& take) const {
  if (pattern_rules_from_ > 0) {
    if (const std::size_t at = find_literal(expr); at != kNone && take(rules_[at])) return true;
    if (expr.is_normal() && is_flat(expr.head())) {
      for (std::size_t i = 0; i < pattern_rules_from_; ++i)
        if (rules_[i].get() != nullptr && take(rules_[i])) return true;
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
  if (pattern_rules_from_ > 0) {
    if (const std::size_t at = find_literal(CallKey{head, args}); at != kNone) {
      const Ref<const CompiledRule>& rule = rules_[at];
      if (rule->gives_value()) {
        found.value = rule->rhs();
        return true;
      }
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
    const std::size_t slots = rule->variable_count();
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
    found.body = &keep->body();
    found.owner = std::move(keep);
    return true;
  }
  return false;
}

}  // namespace lykos
