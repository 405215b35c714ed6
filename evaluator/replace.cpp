// replace.cpp - rules applied to expressions from outside definitions: ReplaceAll, ReplaceRepeated, Matcher.
#include <unordered_map>

#include "evaluator/evaluator.h"
#include "evaluator/rules.h"
#include "expr/association.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

// A rule list compiled: literal left sides are found by hash, the others tried in order. The order among them is kept: a
// literal rule is used only when no earlier pattern rule applies.
class RuleSet {
 public:
  explicit RuleSet(const Expr& rules) { add(rules); }
  bool valid() const { return valid_; }

  MaybeExpr apply(const Expr& expr) const {
    std::size_t literal_at = rules_.size();
    if (!literals_.empty())
      if (auto found = literals_.find(expr); found != literals_.end()) literal_at = found->second;
    for (std::size_t i : patterns_) {
      if (i > literal_at) break;
      if (!rules_[i]->may_match(expr)) continue;
      if (MaybeExpr result = rules_[i]->apply(expr)) return result;
    }
    if (literal_at < rules_.size()) return rules_[literal_at]->apply(expr);
    return std::nullopt;
  }

 private:
  void add(const Expr& rules) {
    if (rules.is_rule()) {
      auto rule = make_ref<CompiledRule>(rules[0], rules[1], rules.has_head(sym::RuleDelayed));
      const bool flat_literal = rule->is_literal() && rule->literal().is_normal() && rule->literal().head().is_symbol() &&
                                (attributes_of(rule->literal().head()) & kFlat) != 0;
      if (rule->is_literal() && !flat_literal)
        literals_.emplace(rule->literal(), rules_.size());  // the first of equal left sides counts
      else
        patterns_.push_back(rules_.size());
      rules_.push_back(std::move(rule));
      return;
    }
    if (rules.has_head(sym::Dispatch, 1)) return add(rules[0]);
    if (rules.is_list() || rules.is_association()) {
      for (const Expr& rule : rules.args()) add(rule);
      return;
    }
    valid_ = false;
  }

  std::vector<Ref<const CompiledRule>> rules_;
  std::vector<std::size_t> patterns_;
  std::unordered_map<Expr, std::size_t, ExprHash> literals_;
  bool valid_ = true;
};

std::shared_ptr<const RuleSet> compile_rules(const Expr& rules) {
  // The last few rule sets are kept: /. is usually called many times with the same rules.
  static std::vector<std::pair<Expr, std::shared_ptr<const RuleSet>>> recent;
  for (auto& entry : recent)
    if (entry.first.identical(rules)) return entry.second;
  auto set = std::make_shared<const RuleSet>(rules);
  constexpr std::size_t kKeep = 8;
  if (recent.size() >= kKeep) recent.erase(recent.begin());
  recent.emplace_back(rules, set);
  return set;
}

MaybeExpr replace_in(const Expr& expr, const RuleSet& rules) {
  if (MaybeExpr whole = rules.apply(expr)) return whole;
  if (expr.is_packed()) {
    // Numbers inside: only rules that match numbers or rows can apply; look at the elements.
    const Expr list = unpack(expr);
    return replace_in(list, rules);
  }
  if (expr.is_association()) {
    bool changed = false;
    std::vector<AssociationEntry> entries;
    for (const AssociationEntry& entry : expr.association().entries) {
      // Each entry is also tried as a rule would be: values are replaced, keys are left alone.
      MaybeExpr value = replace_in(entry.value, rules);
      changed = changed || value.has_value();
      entries.push_back({entry.key, value ? *value : entry.value, entry.delayed});
    }
    if (!changed) return std::nullopt;
    return make_association(std::move(entries));
  }
  if (expr.kind() != Kind::Normal) return std::nullopt;
  RecursionGuard guard;
  check_interrupt();
  MaybeExpr head = replace_in(expr.head(), rules);
  std::vector<Expr> args;
  bool changed = head.has_value();
  const auto old = expr.args();
  for (std::size_t i = 0; i < old.size(); ++i) {
    MaybeExpr arg = replace_in(old[i], rules);
    if (arg && !changed) {
      changed = true;
    }
    if (arg && args.empty() && i > 0) args.assign(old.begin(), old.begin() + static_cast<std::ptrdiff_t>(i));
    if (!args.empty() || (arg && i == 0)) args.push_back(arg ? std::move(*arg) : old[i]);
  }
  if (!changed) return std::nullopt;
  if (args.size() != old.size()) args.assign(old.begin(), old.end());
  return make_normal(head ? *head : expr.head(), std::move(args));
}

bool is_list_of_rule_lists(const Expr& rules) {
  if (!rules.is_list() || rules.size() == 0) return false;
  for (const Expr& e : rules.args())
    if (!e.is_list()) return false;
  return true;
}

}  // namespace

// A rule is a pattern like any other here: MatchQ[a -> b, _ -> _].
bool matches(const Expr& expr, const Expr& pattern) { return Matcher(pattern.is_rule() ? make_normal(sym::HoldPattern, {pattern}) : pattern)(expr); }

MaybeExpr apply_rules(const Expr& expr, const Expr& rules) {
  const auto set = compile_rules(rules);
  return set->valid() ? set->apply(expr) : std::nullopt;
}

Expr replace_all(const Expr& expr, const Expr& rules) {
  if (is_list_of_rule_lists(rules)) {
    Builder results(sym::List, rules.size());
    for (const Expr& one : rules.args()) results.push(replace_all(expr, one));
    return results.finish();
  }
  const auto set = compile_rules(rules);
  MaybeExpr result = replace_in(expr, *set);
  return result ? *result : expr;
}

Expr replace_repeated(const Expr& expr, const Expr& rules, std::int64_t max_iterations) {
  if (is_list_of_rule_lists(rules)) {
    Builder results(sym::List, rules.size());
    for (const Expr& one : rules.args()) results.push(replace_repeated(expr, one, max_iterations));
    return results.finish();
  }
  const auto set = compile_rules(rules);
  Expr current = expr;
  for (std::int64_t i = 0; i < max_iterations; ++i) {
    MaybeExpr next = replace_in(current, *set);
    if (!next) return current;
    Expr value = evaluate(*next);
    if (value == current) return current;
    current = std::move(value);
  }
  message(sym::ReplaceRepeated, "rrlim", {expr, Expr::integer(max_iterations)});
  return current;
}

// ---- Matcher

struct Matcher::State {
  std::unique_ptr<CompiledRule> rule;
  bool is_rule = false;
};

Matcher::Matcher(const Expr& pattern) : state_(std::make_unique<State>()) {
  state_->is_rule = pattern.is_rule() && pattern.kind() == Kind::Normal;
  state_->rule = state_->is_rule ? std::make_unique<CompiledRule>(pattern[0], pattern[1], pattern.has_head(sym::RuleDelayed))
                                 : std::make_unique<CompiledRule>(pattern, sym::Null, false);
}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;

bool Matcher::operator()(const Expr& expr) const {
  const CompiledRule& rule = *state_->rule;
  if (rule.is_literal()) return rule.literal() == expr;
  if (state_->is_rule) return rule.apply(expr).has_value();
  Bindings bindings(rule.variables().symbols.size());
  return rule.may_match(expr) && rule.match_bindings(expr, bindings);
}

MaybeExpr Matcher::replace(const Expr& expr) const { return state_->rule->apply(expr); }

void Matcher::replace_each(const Expr& expr, const std::function<bool(const Expr&)>& found) const {
  state_->rule->apply_each(expr, found);
}

bool Matcher::is_rule() const { return state_->is_rule; }

}  // namespace lykos
