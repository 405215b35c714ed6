// steps.h - the parts of the evaluation sequence that expressions (evaluator.cpp) and compiled bodies (code_run.cpp) share: collected
// arguments, what applied to a call, and steps 4 to 9 themselves.
#pragma once

#include <memory>
#include <new>
#include <span>
#include <vector>

#include "evaluator/attributes.h"
#include "evaluator/evaluator.h"
#include "evaluator/interrupt.h"
#include "evaluator/limits.h"
#include "evaluator/rules.h"
#include "expr/symbol.h"

namespace lykos {

/// Arguments being collected: inline for the usual few, so that calls of builtins need no allocation.
class Arguments {
 public:
  Arguments() = default;
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;
  ~Arguments() { clear(); }
  void clear() {
    if (on_heap_) {
      heap_.clear();
      on_heap_ = false;
    } else {
      for (std::size_t i = 0; i < size_; ++i) slot(i)->~Expr();
    }
    size_ = 0;
  }
  void push(Expr value) {
    if (!on_heap_ && size_ == kInline) spill();
    if (on_heap_)
      heap_.push_back(std::move(value));
    else
      new (slot(size_)) Expr(std::move(value));
    ++size_;
  }
  std::size_t size() const { return size_; }
  Expr* begin() { return on_heap_ ? heap_.data() : slot(0); }
  Expr& operator[](std::size_t i) { return begin()[i]; }
  std::span<Expr> all() { return {begin(), size_}; }
  void assign(std::vector<Expr>&& values) {
    clear();
    heap_ = std::move(values);
    size_ = heap_.size();
    on_heap_ = true;
  }

 private:
  static constexpr std::size_t kInline = 6;
  Expr* slot(std::size_t i) { return reinterpret_cast<Expr*>(storage_) + i; }
  void spill();
  alignas(Expr) unsigned char storage_[kInline * sizeof(Expr)];
  std::vector<Expr> heap_;
  std::size_t size_ = 0;
  bool on_heap_ = false;
};

/// One nested evaluation, as $RecursionLimit counts them; also where interrupts are noticed.
class DepthCounter {
 public:
  explicit DepthCounter(const Expr& expr) {
    ++recursion_depth;
    if (recursion_depth > recursion_limit || stack_is_low()) exceeded(expr);
    if (interrupt_flag != 0) interrupted(expr);
  }
  /// The same for compiled code, which is built into an expression only for the message.
  DepthCounter(const Code& code, const Bindings& bindings) {
    ++recursion_depth;
    if (recursion_depth > recursion_limit || stack_is_low()) exceeded(code, bindings);
    if (interrupt_flag != 0) interrupted(code, bindings);
  }
  ~DepthCounter() { --recursion_depth; }
  DepthCounter(const DepthCounter&) = delete;
  DepthCounter& operator=(const DepthCounter&) = delete;

 private:
  [[noreturn]] static void exceeded(const Expr& expr);
  [[noreturn]] static void exceeded(const Code& code, const Bindings& bindings);
  static void interrupted(const Expr& expr);
  static void interrupted(const Code& code, const Bindings& bindings);
};

/// What the later steps found for a call: a value to go on with, or a body to evaluate with bindings.
struct Outcome {
  enum class Kind { None, Value, Final, Body } kind = Kind::None;
  Expr value = Expr::integer(0);                // Value: evaluate further; Final: done
  Found found;                                  // Body: what to run
  bool from_rule = false;                       // Return[] inside the body ends here
};

Attributes head_attributes(const Expr& head);
inline bool is_held(Attributes attributes, std::size_t index) {
  return (attributes & (index == 0 ? kHoldFirst : kHoldRest)) != 0;
}

/// Step 3 for one argument that is not an atom: splices sequences, drops Nothing from lists.
void push_compound_argument(Arguments& args, Expr value, Attributes attributes, bool list_head);
inline void push_argument(Arguments& args, Expr value, Attributes attributes, bool list_head) {
  const Kind kind = value.kind();
  if (kind == Kind::Normal || (kind == Kind::Symbol && list_head))
    push_compound_argument(args, std::move(value), attributes, list_head);
  else
    args.push(std::move(value));
}

/// A number, a string or an expression evaluated already that stays as it is as an element of a list.
inline bool is_value_in_list(const Expr& e) {
  const Kind kind = e.kind();
  if (kind < Kind::Symbol || kind == Kind::PackedArray) return true;
  if (kind == Kind::Symbol) return e.is_true() || e.is_false() || e.is_null();
  if ((kind != Kind::Normal && kind != Kind::Association) || e.node()->stamp != definition_epoch) return false;
  return kind == Kind::Association || (!e.has_head(sym::Sequence) && !e.has_head(sym::Splice) && !e.has_head(sym::Unevaluated));
}

/// Steps 4 to 8 for a call whose arguments are collected. `whole` is the expression as it stands when nothing changed so far.
void settle(const Expr& head, Attributes attributes, Arguments& args, MaybeExpr& whole, Outcome& outcome);
/// Step 8 for a builtin with a function of evaluated arguments, and what an argument's own builtin says of it before; false when they leave
/// the call as it is.
bool call_function(const Expr& head, const Builtin& builtin, std::span<const Expr> args, Outcome& outcome);
/// Calls a builtin that takes its arguments unevaluated; false when it leaves the call as it is.
bool call_held(const Expr& head, const Builtin& builtin, HeldCall& call, Outcome& outcome);
/// Step 9 when nothing applied.
Expr stay(const Expr& head, Arguments& args, MaybeExpr& whole);
Expr mark_evaluated(const Expr& expr);
/// The value that an outcome leads to.
Expr finish(const Expr& head, Arguments& args, MaybeExpr& whole, Outcome& outcome);
/// The body that an outcome names, run to its value.
Expr run_body(Outcome& outcome);
/// Says that $IterationLimit was exceeded: the value is Hold[expr].
Expr iterations_exceeded();
/// Wolfram Language definitions embedded for a builtin are evaluated when it is first used.
void ensure_loaded(const Builtin& builtin);

}  // namespace lykos
