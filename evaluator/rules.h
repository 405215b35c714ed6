// rules.h - compiled rules: one rule, and the ordered list of a symbol with an index over literal left sides.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "evaluator/matcher/pattern.h"
#include "expr/expr.h"

namespace lykos {

/// pattern -> body, compiled. The body's variables are the pattern's.
class CompiledRule {
 public:
  CompiledRule(const Expr& lhs, const Expr& rhs, bool delayed);
  const Expr& lhs() const { return lhs_; }
  const Expr& rhs() const { return rhs_; }
  bool delayed() const { return delayed_; }
  bool is_literal() const { return pattern_->op == PatternOp::Literal; }
  const Expr& literal() const { return pattern_->value; }
  const PatternNode& pattern() const { return *pattern_; }
  const PatternVariables& variables() const { return variables_; }
  const TemplateNode& body() const { return body_; }

  /// The instantiated (not evaluated) right side, or nullopt. A condition on the right side (rhs /; test) is checked here.
  MaybeExpr apply(const Expr& expr) const;
  /// As apply, and evaluates the right side: the direct path for definitions, which never builds the whole body.
  MaybeExpr apply_and_evaluate(const Expr& expr) const;
  /// Whether the rule matches, with the bindings; not for rules that need apply() (needs_apply).
  bool match_bindings(const Expr& expr, Bindings& bindings) const;
  bool needs_apply(const Expr& expr) const;
  /// Every way to apply the rule.
  void apply_each(const Expr& expr, const std::function<bool(const Expr&)>& found) const;
  /// A cheap test that fails for most expressions the rule cannot match.
  bool may_match(const Expr& expr) const;

 private:
  template <class Use>
  bool match(const Expr& expr, const Use& use) const;
  bool condition_holds(const Bindings& bindings) const;
  MaybeExpr finish_partial(const Expr& expr, const Expr& result, std::vector<Expr>& before, std::vector<Expr>& after) const;

  Expr lhs_, rhs_;
  bool delayed_ = false;
  bool scoped_condition_ = false;   // rhs is Module/With/Block[..., body /; test]
  bool simple_arguments_ = false;   // f[p1, p2 ...] with single patterns: the argument count decides quickly
  PatternVariables variables_;
  std::unique_ptr<PatternNode> pattern_;
  bool has_condition_ = false;      // rhs was body /; test
  TemplateNode condition_;
  TemplateNode body_;
};

/// A symbol's rules of one kind, most specific first.
class RuleList {
 public:
  bool empty() const { return rules_.empty(); }
  const std::vector<std::shared_ptr<const CompiledRule>>& rules() const { return rules_; }
  void insert(std::shared_ptr<const CompiledRule> rule);
  /// Appends without ordering (DownValues[f] = {...} keeps the given order).
  void append(std::shared_ptr<const CompiledRule> rule);
  bool remove(const Expr& lhs);
  void clear();
  /// The first rule that applies: its instantiated right side.
  MaybeExpr apply(const Expr& expr) const;
  MaybeExpr apply_and_evaluate(const Expr& expr) const;
  /// The first rule that applies, as a body to run: on_body(rule, bindings); or, for rules that must be tried by evaluating
  /// them (conditions inside Module, partial matches of flat heads), the evaluated value: on_value(value).
  bool find(const Expr& expr, const std::function<void(const std::shared_ptr<const CompiledRule>&, Bindings&&)>& on_body,
            const std::function<void(Expr)>& on_value) const;

 private:
  bool try_rule(const std::shared_ptr<const CompiledRule>& rule, const Expr& expr,
                const std::function<void(const std::shared_ptr<const CompiledRule>&, Bindings&&)>& on_body,
                const std::function<void(Expr)>& on_value) const;
  template <class Try>
  bool any_candidate(const Expr& expr, const Try& take) const;
  template <class Apply>
  MaybeExpr first(const Expr& expr, const Apply& apply) const;
  void index_literals();
  std::vector<std::shared_ptr<const CompiledRule>> rules_;
  std::unordered_map<Expr, std::size_t, ExprHash> literals_;  // left side -> rule number
  std::size_t pattern_rules_from_ = 0;                          // literal rules before this one are all indexed
};

/// body /; test deep inside Module, With or Block on a right side becomes this head while the rule is tried.
struct ConditionFailedSignal {};

}  // namespace lykos
