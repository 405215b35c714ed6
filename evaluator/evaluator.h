// evaluator.h - what the rest of the program asks of the language: evaluate, apply, match, say a message.
//
// There is one kernel per process (symbols are interned per process), so these are free functions over one state.
// The evaluation sequence itself, with its steps numbered, is evaluator.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evaluator/registry.h"
#include "expr/expr.h"

namespace lykos {

Expr evaluate(const Expr& expr);
/// head[args...] evaluated; the usual way to call a function argument.
Expr apply(const Expr& head, std::span<const Expr> args);
Expr apply(const Expr& head, std::initializer_list<Expr> args);
/// evaluate(head[args]) === True.
bool test(const Expr& head, std::initializer_list<Expr> args);

/// One call of a builtin: its arguments, and the ways to answer.
class Call {
 public:
  Call(const Expr& head, std::span<const Expr> all_args, const Expr* whole, const Builtin& builtin);
  /// Positional arguments (trailing options removed when the row states options).
  std::span<const Expr> args() const { return args_; }
  std::size_t size() const { return args_.size(); }
  const Expr& arg(std::size_t index) const { return args_[index]; }
  const Expr& operator[](std::size_t index) const { return args_[index]; }
  /// All arguments, options included.
  std::span<const Expr> all_args() const { return all_args_; }
  const Expr& head() const { return head_; }        ///< the symbol called (its own name even when the row serves several)
  const char* name() const { return builtin_.name; }
  const Builtin& builtin() const { return builtin_; }
  const Expr& expr() const;                          ///< the whole call as an expression (made on demand)
  /// Says head::tag with these arguments; returns nullopt so that `return call.message(...)` leaves the call unevaluated.
  std::nullopt_t message(std::string_view tag, std::initializer_list<Expr> args = {}) const;
  /// The value of an option in this call: given, else its current default (SetOptions), else Null.
  Expr option(const Expr& name) const;
  std::optional<Expr> given_option(const Expr& name) const;
  /// The evaluator's part: argument count and option names against the row; says what is wrong and returns false.
  bool check_arguments() const;

 private:
  bool split_options();
  Expr head_;
  std::span<const Expr> all_args_;
  std::span<const Expr> args_;
  const Builtin& builtin_;
  mutable std::optional<Expr> whole_;
};

// ---- messages (messages.cpp)
/// Says symbol::tag (text from the symbol, its row, or General) unless it is off or quieted.
void message(const Expr& symbol, std::string_view tag, std::span<const Expr> args);
void message(const Expr& symbol, std::string_view tag, std::initializer_list<Expr> args = {});
/// A message as data: what the session prints.
struct MessageEvent {
  Expr symbol;
  std::string tag;
  Expr text;                    ///< a String or StringForm[...], unformatted
};
using MessageSink = std::function<void(const MessageEvent&)>;
void set_message_sink(MessageSink sink);
/// Text printed by Print, Echo ... goes to the output sink (the session's stdout).
using OutputSink = std::function<void(std::string_view)>;
void set_output_sink(OutputSink sink);
void write_output(std::string_view text);
/// The template text of symbol::tag, if there is one.
std::optional<std::string> message_text(const Expr& symbol, std::string_view tag);
/// A scope in which messages are collected instead of said (Quiet, Check); see messages.h for the forms builtins use.

// ---- patterns (rules.h, matcher/)
bool matches(const Expr& expr, const Expr& pattern);
/// Applies one rule (Rule, RuleDelayed) or a list of rules to the whole expression; nullopt when none matches.
MaybeExpr apply_rules(const Expr& expr, const Expr& rules);
/// expr /. rules and expr //. rules.
Expr replace_all(const Expr& expr, const Expr& rules);
Expr replace_repeated(const Expr& expr, const Expr& rules, std::int64_t max_iterations);
/// A pattern compiled once and tried many times (Cases, Count, Position ...).
class CompiledPattern;
class Matcher {
 public:
  explicit Matcher(const Expr& pattern);
  ~Matcher();
  Matcher(Matcher&&) noexcept;
  bool operator()(const Expr& expr) const;
  /// With a rule `pattern -> rhs` given to the constructor: the replaced right side (evaluated by the caller), nullopt if no match.
  MaybeExpr replace(const Expr& expr) const;
  /// Every result in turn (ReplaceList); the callback returns false to stop.
  void replace_each(const Expr& expr, const std::function<bool(const Expr&)>& found) const;
  bool is_rule() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};
/// body with the symbols replaced, renaming inner scoping constructs where names would be captured (With, Function, rules).
Expr substitute(const Expr& body, std::span<const Expr> symbols, std::span<const Expr> values);

// ---- attributes and values
Attributes attributes_of(const Expr& symbol);
/// The options set for a symbol or given in a call: OptionValue's lookup. Null when there is none.
Expr default_option(const Expr& symbol, const Expr& option_name);
Expr default_options(const Expr& symbol);    ///< Options[symbol]: a List of rules

// ---- interruption and limits
/// Throws AbortSignal when an abort, time limit or memory limit has fired. Called by the evaluator at each step and by long
/// loops in builtins; `abort_requested()` is the cheap flag for loops in worker code (training), which return early instead.
void check_interrupt();
bool abort_requested();
void request_abort();          ///< async-signal-safe
extern volatile int interrupt_flag;

/// Depth guard for C++ code that recurses on expressions itself; throws AbortSignal after saying $RecursionLimit::reclim2.
class RecursionGuard {
 public:
  RecursionGuard();
  ~RecursionGuard();
};

}  // namespace lykos
