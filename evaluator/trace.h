// trace.h - watching evaluation: a hook that takes over evaluate(), and the tracer that records what Trace shows.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "evaluator/steps.h"
#include "expr/expr.h"

namespace lykos {

/// While set, every evaluation goes through it and compiled bodies are evaluated as expressions.
class TraceHook {
 public:
  virtual ~TraceHook() = default;
  virtual Expr evaluate(const Expr& expr) = 0;
};
extern TraceHook* trace_hook;

/// One element of an evaluation chain: an expression, or the chain of a part that was evaluated on the way.
struct TraceEntry {
  Expr expr = Expr::integer(0);
  std::vector<TraceEntry> chain;
  bool is_chain = false;
  // The symbols whose rule or code made the expression, and was applied to it.
  MaybeExpr made_by, taken_by;
};

/// Evaluates by the sequence of evaluator.cpp, step by step on expressions, and records every step.
class Tracer : public TraceHook {
 public:
  struct Settings {
    std::optional<std::int64_t> depth;       // chains deeper than this are not followed
    MaybeExpr on, off;                       // patterns: follow only inside, not inside expressions that match
    bool original = false;                   // record expressions before their parts are evaluated
    bool visit_forms = false;                // visit expressions with their parts evaluated, and nothing that stays as it is
    /// Called for every expression as it comes up, with its depth (TraceScan, TracePrint); heads and atoms included.
    std::function<void(const Expr&, std::int64_t)> visit;
    std::function<void(const Expr&, const Expr&, std::int64_t)> leave;   // expression, value
  };
  explicit Tracer(Settings settings) : settings_(std::move(settings)) {}
  Expr evaluate(const Expr& expr) override;
  const std::vector<TraceEntry>& entries() const { return root_; }

 private:
  class Chain;
  Expr run(const Expr& start);
  Expr step_symbol(const Expr& symbol, bool& changed);
  Expr step_normal(const Expr& expr, bool& changed);
  Expr body_of(Outcome& outcome);
  void record(const Expr& expr, MaybeExpr made_by = std::nullopt);
  void visit(const Expr& expr);
  static bool is_named(const MaybeExpr& pattern, const Expr& expr);

  Settings settings_;
  std::vector<TraceEntry> root_;
  std::vector<TraceEntry>* current_ = &root_;
  std::int64_t depth_ = 0;
  int inside_on_ = 0;
  MaybeExpr form_;                           // of the chain being run: what was first applied to
  bool from_rule_ = false;
};

/// Lifts the hook while it lives.
class TraceSuspension {
 public:
  TraceSuspension() : saved_(std::exchange(trace_hook, nullptr)) {}
  ~TraceSuspension() { trace_hook = saved_; }
  TraceSuspension(const TraceSuspension&) = delete;
  TraceSuspension& operator=(const TraceSuspension&) = delete;

 private:
  TraceHook* saved_;
};

}  // namespace lykos
