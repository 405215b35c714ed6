// iterators.h - the iterators {n}, {i, n}, {i, a, b}, {i, a, b, d} and {i, {v1, v2, ...}} of Table, Do, Sum, Product and Array.
//
// An iterator's bounds are evaluated when it is read, that is inside the iterators before it, so later bounds may use earlier
// variables. The variable is localised as Block does: its own value is put aside while the loop runs.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "builtins/support.h"
#include "evaluator/definitions.h"
#include "evaluator/held.h"

namespace lykos::builtins {

struct Iterator {
  enum class Kind : std::uint8_t { Integers, Reals, Expressions, Elements };
  MaybeExpr variable;                  ///< a symbol or an expression such as x[1]; none for {n}
  Kind kind = Kind::Integers;
  std::int64_t count = 0;              ///< INT64_MAX for a loop without end
  std::int64_t integer_from = 1, integer_step = 1;
  double real_from = 0, real_step = 0;
  Expr from, step;                     ///< for Expressions
  Expr list;                           ///< for Elements

  static constexpr std::int64_t kEndless = INT64_MAX;
  Expr value(std::int64_t index) const;
  /// All the values as one list, packed when they are machine numbers.
  Expr values() const;
};

/// What is wrong with a specification that could not be read.
enum class IteratorFault : std::uint8_t { None, Form, Number, Bounds, Variable, Raw };

/// Reads (and evaluates the bounds of) one specification; the fault says why there is no iterator.
std::optional<Iterator> read_iterator(const Held& spec, bool endless_allowed, IteratorFault& fault);
inline std::optional<Iterator> read_iterator(const Expr& spec, bool endless_allowed, IteratorFault& fault) {
  return read_iterator(Held(spec), endless_allowed, fault);
}
/// As above, and says head::itform, nliter, iterb, itraw or ivar for the argument at this one-based position.
std::optional<Iterator> read_iterator(const HeldCall& call, const Held& spec, std::size_t position, bool endless_allowed = false);

/// {i^2, 1, 10}: what the loop would have to assign to is protected.
void report_protected_variable(const Expr& function, const Expr& variable);

/// Puts a symbol's value aside for the lifetime of the object. An expression such as x[1] gets a definition for that time.
class LocalVariable {
 public:
  explicit LocalVariable(const MaybeExpr& variable);
  ~LocalVariable();
  LocalVariable(const LocalVariable&) = delete;
  LocalVariable& operator=(const LocalVariable&) = delete;
  void set(Expr value) {
    if (node_ == nullptr) return define(value);
    if (!node_->has_own_value) set_own_value(*node_, Expr::integer(0));
    std::swap(node_->own_value, value);  // the old value is released after the new one is in place
  }

 private:
  void define(const Expr& value);

  Expr symbol_;  // or the whole expression, when node_ is null
  bool is_expression_ = false;
  SymbolNode* node_ = nullptr;
  bool had_value_ = false;
  Expr value_;
  RuleList own_rules_;
};

/// Number of steps in {from, to, step} plus one, allowing for rounding of machine reals; nullopt when not comparable numbers.
std::optional<double> count_steps(const Expr& from, const Expr& to, const Expr& step);

inline constexpr const char* kIteratorBounds = "Iterator `1` does not have appropriate bounds.";

}  // namespace lykos::builtins
