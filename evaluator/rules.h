// rules.h - compiled rules: one rule, and the ordered list of a symbol with an index over literal left sides.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "evaluator/code.h"
#include "evaluator/matcher/pattern.h"
#include "evaluator/ref.h"
#include "expr/expr.h"
#include "expr/hash.h"

namespace lykos {

/// pattern -> body, compiled. The body's variables are the pattern's.
class CompiledRule : public Counted {
 public:
  CompiledRule(const Expr& lhs, const Expr& rhs, bool delayed);
  const Expr& lhs() const { return lhs_; }
  const Expr& rhs() const { return rhs_; }
  bool delayed() const { return delayed_; }
  bool is_literal() const { return pattern_->op == PatternOp::Literal; }
  const Expr& literal() const { return pattern_->value; }
  const PatternNode& pattern() const { return *pattern_; }
  const PatternVariables& variables() const { return variables_; }
  const Body& body() const { return body_; }

  /// The instantiated (not evaluated) right side, or nullopt. A condition on the right side (rhs /; test) is checked here.
  MaybeExpr apply(const Expr& expr) const;
  /// As apply, and evaluates the right side: the direct path for definitions, which never builds the whole body.
  MaybeExpr apply_and_evaluate(const Expr& expr) const;
  /// Whether the rule matches, with the bindings; not for rules that need apply() (needs_apply).
  bool match_bindings(const Expr& expr, Bindings& bindings) const;
  bool needs_apply(const Expr& expr) const;
  /// Every way to apply the rule.
  void apply_each(const Expr& expr, const std::function<bool(const Expr&)>& found) const;
  /// f[p1, p2, ...] whose patterns each match one argument in one way: tried on the arguments alone by match_arguments.
  bool is_direct() const { return direct_; }
  bool match_arguments(std::span<const Expr> args, Bindings& bindings) const;
  std::size_t argument_count() const { return steps_.size(); }
  /// Trying the rule may evaluate something (a test or condition).
  bool may_evaluate() const { return pattern_->has_condition || condition_ != nullptr; }
  bool has_scoped_condition() const { return scoped_condition_; }
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
  void plan_arguments();
  // How one argument of a direct rule is matched.
  struct ArgumentStep {
    enum class Kind : std::uint8_t { Any, Head, Literal, Pattern } kind = Kind::Any;
    int slot = -1;                  // to bind, for a variable seen first here
    const PatternNode* pattern = nullptr;
  };
  bool direct_ = false;
  std::vector<ArgumentStep> steps_;
  std::vector<const PatternNode*> conditions_;  // of a direct rule: f[...] /; test
  bool simple_arguments_ = false;   // f[p1, p2 ...] with single patterns: the argument count decides quickly
  PatternVariables variables_;
  std::unique_ptr<PatternNode> pattern_;
  std::unique_ptr<Body> condition_;
  Body body_;
};

/// What applies to a call: a body with bindings, or a value when trying the rule had to evaluate it.
struct Found {
  Ref<const Counted> owner;                     // keeps `body` alive
  const Body* body = nullptr;
  std::optional<Bindings> bindings;
  MaybeExpr value;
};

/// A symbol's rules of one kind, most specific first.
class RuleList {
 public:
  bool empty() const { return rules_.empty(); }
  const std::vector<Ref<const CompiledRule>>& rules() const { return rules_; }
  void insert(Ref<const CompiledRule> rule);
  /// Appends without ordering (DownValues[f] = {...} keeps the given order).
  void append(Ref<const CompiledRule> rule);
  bool remove(const Expr& lhs);
  void clear();
  /// The first rule that applies: its instantiated right side.
  MaybeExpr apply(const Expr& expr) const;
  MaybeExpr apply_and_evaluate(const Expr& expr) const;
  /// The first rule that applies to head[args...]. `whole` is that expression, made when a rule needs it.
  bool find(const Expr& head, std::span<const Expr> args, MaybeExpr& whole, Found& found) const;

 private:
  bool try_rule(const Ref<const CompiledRule>& rule, const Expr& expr, Found& found) const;
  template <class Try>
  bool any_candidate(const Expr& expr, const Try& take) const;
  template <class Apply>
  MaybeExpr first(const Expr& expr, const Apply& apply) const;
  void index_literals();
  std::vector<Ref<const CompiledRule>> rules_;
  // A call that is looked up without being made.
  struct CallKey {
    const Expr& head;
    std::span<const Expr> args;
  };
  struct LiteralHash {
    using is_transparent = void;
    std::size_t operator()(const Expr& e) const { return hash(e); }
    std::size_t operator()(const CallKey& key) const { return hash_of_call(key.head, key.args); }
  };
  struct LiteralEqual {
    using is_transparent = void;
    bool operator()(const Expr& a, const Expr& b) const { return a == b; }
    bool operator()(const CallKey& key, const Expr& e) const { return (*this)(e, key); }
    bool operator()(const Expr& e, const CallKey& key) const;
  };
  std::unordered_map<Expr, std::size_t, LiteralHash, LiteralEqual> literals_;  // left side -> rule number
  std::size_t pattern_rules_from_ = 0;                          // literal rules before this one are all indexed
};

/// body /; test deep inside Module, With or Block on a right side becomes this head while the rule is tried.
struct ConditionFailedSignal {};

}  // namespace lykos
