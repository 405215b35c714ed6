// rules.h - compiled rules: one rule, and the ordered list of a symbol with an index over literal left sides.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "evaluator/code.h"
#include "evaluator/matcher/pattern.h"
#include "evaluator/ref.h"
#include "expr/expr.h"
#include "expr/hash.h"
#include "expr/memory.h"

namespace lykos {

/// pattern -> body, compiled. The body's variables are the pattern's.
class CompiledRule : public Counted {
 public:
  CompiledRule(const Expr& lhs, const Expr& rhs, bool delayed);
  static void* operator new(std::size_t bytes) { return allocate_bytes(bytes); }
  static void operator delete(void* block, std::size_t bytes) { free_bytes(block, bytes); }
  const Expr& lhs() const { return lhs_; }
  const Expr& rhs() const { return rhs_; }
  bool delayed() const { return delayed_; }
  bool is_literal() const { return literal_; }
  const Expr& literal() const { return parts_ == nullptr ? lhs_ : parts_->pattern->value; }
  const PatternNode& pattern() const { return *parts().pattern; }
  const PatternVariables& variables() const { return parts().variables; }
  const Body& body() const { return parts().body; }
  /// A literal left side with a number or string on the right: the answer without any matching or evaluation.
  bool gives_value() const { return gives_value_; }

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
  std::size_t argument_count() const { return argument_count_; }
  std::size_t variable_count() const { return variable_count_; }
  /// Trying the rule may evaluate something (a test or condition).
  bool may_evaluate() const { return may_evaluate_; }
  bool has_scoped_condition() const { return scoped_condition_; }
  /// f[x_, y_, ...] without conditions: any arguments of that number match, each the value of the variable in its place.
  bool takes_any() const { return takes_any_; }
  /// A cheap test that fails for most expressions the rule cannot match.
  bool may_match(const Expr& expr) const;

 private:
  // How one argument of a direct rule is matched.
  struct ArgumentStep {
    enum class Kind : std::uint8_t { Any, Head, Literal, Pattern } kind = Kind::Any;
    int slot = -1;                  // to bind, for a variable seen first here
    const PatternNode* pattern = nullptr;
  };
  struct Parts {
    PatternVariables variables;
    std::unique_ptr<PatternNode> pattern;
    std::unique_ptr<Body> condition;              // rhs is body /; test
    Body body;
    std::vector<ArgumentStep> steps;              // of a direct rule
    std::vector<const PatternNode*> conditions;   // of a direct rule: f[...] /; test
  };
  const Parts& parts() const {
    if (parts_ == nullptr) compile();
    return *parts_;
  }
  void compile() const;
  void plan_arguments(Parts& parts) const;
  template <class Use>
  bool match(const Expr& expr, const Use& use) const;
  bool condition_holds(const Bindings& bindings) const;
  MaybeExpr finish_partial(const Expr& expr, const Expr& result, std::vector<Expr>& before, std::vector<Expr>& after) const;

  Expr lhs_, rhs_;
  mutable std::unique_ptr<Parts> parts_;  // of f[1] = 5 and the like made when asked for: remembered values are many
  bool delayed_ = false;
  mutable bool literal_ = false;
  bool gives_value_ = false;
  mutable bool scoped_condition_ = false;   // rhs is Module/With/Block[..., body /; test]
  mutable bool may_evaluate_ = false;
  mutable bool direct_ = false;
  mutable bool tests_ = false;              // a direct rule has conditions
  mutable bool takes_any_ = false;
  mutable bool simple_arguments_ = false;   // f[p1, p2 ...] with single patterns: the argument count decides quickly
  mutable std::uint32_t argument_count_ = 0;
  mutable std::uint32_t variable_count_ = 0;
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
  /// The rules in the order they are tried.
  const std::vector<Ref<const CompiledRule>>& rules() {
    if (removed_ != 0) close_gaps();
    return rules_;
  }
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
  /// The rule that applies to any arguments of this number, when no other comes before it; else null.
  const Ref<const CompiledRule>* rule_for_any(std::size_t count) const {
    if (rules_.empty() || pattern_rules_from_ != 0) return nullptr;
    const CompiledRule& first = *rules_.front();
    return first.takes_any() && first.argument_count() == count ? &rules_.front() : nullptr;
  }

 private:
  bool try_rule(const Ref<const CompiledRule>& rule, const Expr& expr, Found& found) const;
  template <class Try>
  bool any_candidate(const Expr& expr, const Try& take) const;
  template <class Apply>
  MaybeExpr first(const Expr& expr, const Apply& apply) const;
  void index_literals();
  void close_gaps();
  std::vector<Ref<const CompiledRule>> rules_;
  // A call that is looked up without being made.
  struct CallKey {
    const Expr& head;
    std::span<const Expr> args;
  };
  template <class Equal>
  std::size_t find_literal(std::uint64_t hash_value, const Equal& equal) const;
  std::size_t find_literal(const Expr& expr) const;
  std::size_t find_literal(const CallKey& call) const;
  void index_literal(std::size_t rule);
  static constexpr std::size_t kNone = ~std::size_t{0};
  // Open addressing by the left side's hash, which is kept so that other rules need not be looked at.
  struct LiteralSlot {
    std::uint32_t hash = 0;
    std::uint32_t rule = 0;                     // its number + 1; 0 when free
  };
  void put_literal(LiteralSlot literal);
  std::vector<LiteralSlot> literals_;
  std::size_t pattern_rules_from_ = 0;          // literal rules before this one are all indexed
  std::size_t removed_ = 0;                     // of them: left as null in their places, and in the index, until half of them are
};

/// body /; test deep inside Module, With or Block on a right side becomes this head while the rule is tried.
struct ConditionFailedSignal {};

}  // namespace lykos
