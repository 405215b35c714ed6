// pattern.h - a pattern compiled once: a tree of small nodes with numbered variables, ready to be tried many times.
//
// Every node knows how many arguments it can stand for (min_length .. max_length) and whether it is deterministic, that is,
// can match in one way only and so needs no backtracking. Attributes of heads (Flat, Orderless, OneIdentity) and default
// values are looked up when matching, since they may change after compilation.
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "expr/expr.h"

namespace lykos {

enum class PatternOp : std::uint8_t {
  Literal,            // an expression without pattern objects
  Blank,              // _ or _h
  BlankSequence,      // __ or __h
  BlankNullSequence,  // ___ or ___h
  Bind,               // name:child
  Test,               // child?test
  Condition,          // child /; test
  Alternatives,
  Normal,             // head[args...] with a pattern somewhere
  Optional,           // child : default, or child with Default[f]
  Repeated,           // child.. with bounds
  Except,             // Except[not] or Except[not, child]
  PatternSequence,
  OrderlessPatternSequence,
  Options,            // OptionsPattern[]: any run of rules and lists of rules; bound to a hidden variable
  Longest,
  Shortest,
  KeyValue,           // KeyValuePattern[{rules}]
  Association,        // <|rules|> whose entries contain patterns
};

struct Body;

struct PatternNode {
  PatternOp op = PatternOp::Literal;
  bool deterministic = true;
  bool has_condition = false;       // a Condition or Test in here or below
  bool verbatim_head = false;       // Normal: Verbatim[f][...], which takes the arguments in their order whatever f is
  int min_length = 1;
  int max_length = 1;               // kUnbounded for sequences
  int slot = -1;                    // Bind: variable number
  int repeat_min = 1, repeat_max = 0;
  Expr value;                       // Literal: the expression; Blank: head (Null for any); Test, Condition: the test; Optional: default
  bool has_value = false;           // Blank: head given; Optional: default given
  int test_kind = 0;                // Test: 1 + index of a test answered without evaluation (IntegerQ ...), 0 otherwise
  mutable std::shared_ptr<const Body> condition;  // Condition: the test ready to run, made at first use
  std::vector<std::unique_ptr<PatternNode>> children;  // Normal: head first
  static constexpr int kUnbounded = 1 << 30;
};

/// The right side of a rule, or any body with variables, compiled for substitution and direct evaluation.
struct TemplateNode {
  enum class Op : std::uint8_t { Constant, Variable, Apply, RenamedScope } op = Op::Constant;
  int slot = -1;                      // Variable
  Expr value;                         // Constant; for Apply: the original expression
  std::vector<TemplateNode> children; // Apply: head first
  bool lexical = false;               // RenamedScope: names bound by the scope hide variables of the same name
};

/// The variables of a pattern in order of appearance: index = slot.
struct PatternVariables {
  std::vector<Expr> symbols;
  int slot_of(const Expr& symbol) const;   // -1 when absent
  int add(const Expr& symbol);
};

std::unique_ptr<PatternNode> compile_pattern(const Expr& pattern, PatternVariables& variables);
/// With `lexical`, names that an inner Module, With, Function, := or :> binds hide variables of the same name: what With, Module
/// and Function do. Rules substitute everywhere.
TemplateNode compile_template(const Expr& body, const PatternVariables& variables, bool lexical = false);
/// The template with further names taken as variables, as an inner scope does (lexically): the slots are those of `names`.
TemplateNode extend_template(const TemplateNode& body, const PatternVariables& names);

/// The hidden variable that OptionsPattern[] binds, and what OptionValue[name] on a right side looks in.
const Expr& given_options_variable();
/// What OptionValue[name] means beside this left side: the defaults named by OptionsPattern[f], else the head's.
/// Null when the left side has no OptionsPattern.
MaybeExpr option_defaults_of(const Expr& lhs);
/// OptionValue[name] -> OptionValue[defaults, {given options}, name] throughout.
Expr bind_option_values(const Expr& body, const Expr& defaults);

/// True when the expression contains pattern objects (anything that does not just stand for itself).
bool contains_pattern(const Expr& expr);

/// A set of small numbers: which slots are bound. One word for up to 64 slots, which is nearly always.
class SlotSet {
 public:
  SlotSet() = default;
  SlotSet(const SlotSet& other) : low_(other.low_) {
    if (other.high_) high_ = std::make_unique<std::vector<bool>>(*other.high_);
  }
  SlotSet(SlotSet&&) noexcept = default;
  SlotSet& operator=(const SlotSet& other) {
    low_ = other.low_;
    if (high_ || other.high_) high_ = other.high_ ? std::make_unique<std::vector<bool>>(*other.high_) : nullptr;
    return *this;
  }
  SlotSet& operator=(SlotSet&&) noexcept = default;
  bool operator[](std::size_t i) const {
    if (i < 64) return ((low_ >> i) & 1U) != 0;
    return high_ != nullptr && i - 64 < high_->size() && (*high_)[i - 64];
  }
  void put(std::size_t i, bool on) {
    if (i < 64) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      low_ = on ? (low_ | bit) : (low_ & ~bit);
      return;
    }
    if (high_ == nullptr) high_ = std::make_unique<std::vector<bool>>();
    if (high_->size() <= i - 64) high_->resize(i - 63, false);
    (*high_)[i - 64] = on;
  }

 private:
  std::uint64_t low_ = 0;
  std::unique_ptr<std::vector<bool>> high_;
};

/// The values of the variables during a match or while a body runs; a value counts only where `set` says so.
class Bindings {
 public:
  explicit Bindings(std::size_t count) : count_(count), values_(count <= kInline ? few() : new Expr[count]) {
    if (count <= kInline)
      for (std::size_t i = 0; i < count; ++i) new (values_ + i) Expr(Expr::integer(0));
  }
  /// Every variable bound to the value in its place, which is taken.
  explicit Bindings(std::span<Expr> taken) : Bindings(taken.size()) {
    for (std::size_t i = 0; i < count_; ++i) put(i, std::move(taken[i]));
  }
  /// The same variables bound alike, and `more` unbound ones after them.
  Bindings(const Bindings& other, std::size_t more) : Bindings(other.count_ + more) {
    set = other.set;
    for (std::size_t i = 0; i < other.count_; ++i) values_[i] = other.values_[i];
  }
  Bindings(Bindings&& other) noexcept : set(std::move(other.set)), count_(other.count_) { take(other); }
  Bindings& operator=(Bindings&& other) noexcept {
    release();
    set = std::move(other.set);
    count_ = other.count_;
    take(other);
    return *this;
  }
  Bindings(const Bindings&) = delete;
  Bindings& operator=(const Bindings&) = delete;
  ~Bindings() { release(); }
  std::size_t size() const { return count_; }
  Expr& value(std::size_t i) { return values_[i]; }
  const Expr& value(std::size_t i) const { return values_[i]; }
  void put(std::size_t i, Expr bound) {
    values_[i] = std::move(bound);
    set.put(i, true);
  }
  SlotSet set;

 private:
  static constexpr std::size_t kInline = 6;
  Expr* few() { return reinterpret_cast<Expr*>(storage_); }
  void release() noexcept {
    if (count_ > kInline) {
      delete[] values_;
    } else {
      for (std::size_t i = 0; i < count_; ++i) values_[i].~Expr();
    }
  }
  void take(Bindings& other) noexcept {
    if (count_ > kInline) {
      values_ = other.values_;
    } else {
      values_ = few();
      for (std::size_t i = 0; i < count_; ++i) {
        new (values_ + i) Expr(std::move(other.values_[i]));
        other.values_[i].~Expr();
      }
    }
    other.count_ = 0;
  }
  std::size_t count_;
  Expr* values_;
  alignas(Expr) unsigned char storage_[kInline * sizeof(Expr)];
};

/// The body with the bound variables put in; sequences are spliced; inner scoping variables are renamed where needed.
Expr instantiate(const TemplateNode& body, const Bindings& bindings, const PatternVariables& variables);

/// True when every expression that `special` matches is matched by `general` too, as far as structure tells (rule ordering).
bool subsumes(const PatternNode& general, const PatternNode& special);

/// A non-owning reference to a callable bool(): the rest of a match.
class Continuation {
 public:
  template <class F>
  Continuation(const F& f)  // NOLINT
      : object_(&f), call_([](const void* object) { return (*static_cast<const F*>(object))(); }) {}
  bool operator()() const { return call_(object_); }

 private:
  const void* object_;
  bool (*call_)(const void*);
};

/// Whether the test of a Condition node holds with these bindings.
bool condition_holds(const PatternNode& node, const Bindings& bindings, const PatternVariables& variables);
/// A deterministic pattern against one expression; on success its bindings stay.
bool match_simple(const PatternNode& pattern, const Expr& expr, Bindings& bindings, const PatternVariables& variables);
/// Tries to match the whole expression; calls `accept` for each way until it returns true.
bool match_pattern(const PatternNode& pattern, const Expr& expr, Bindings& bindings, const PatternVariables& variables,
                   Continuation accept);
/// Matches a flat (and possibly orderless) head's arguments partially: some of expr's arguments match the pattern's; `rest`
/// receives those left of and right of the match (all on the right for an orderless head).
bool match_part_of_flat(const PatternNode& pattern, const Expr& expr, Bindings& bindings, const PatternVariables& variables,
                        std::vector<Expr>& before, std::vector<Expr>& after, Continuation accept);

}  // namespace lykos
