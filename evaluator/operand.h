// operand.h - the value of a node of a compiled body with machine numbers and truth values unboxed: what arithmetic and conditions
// work on, so that the steps between them make no expressions.
#pragma once

#include <cstdint>
#include <utility>

#include "evaluator/code.h"
#include "expr/expr.h"

namespace lykos {

class Operand {
 public:
  enum class Kind : std::uint8_t { Integer, Real, True, False, Other };

  Kind kind() const { return kind_; }
  bool is_integer() const { return kind_ == Kind::Integer; }   ///< of 64 bits: beyond the small integers of Expr, too
  bool is_real() const { return kind_ == Kind::Real; }
  bool is_truth() const { return kind_ == Kind::True || kind_ == Kind::False; }
  std::int64_t integer() const { return number_.integer; }
  double real() const { return number_.real; }
  const Expr& other() const { return other_; }

  void set_integer(std::int64_t value) {
    kind_ = Kind::Integer;
    number_.integer = value;
  }
  void set_real(double value) {
    kind_ = Kind::Real;
    number_.real = value;
  }
  void set_truth(bool value) { kind_ = value ? Kind::True : Kind::False; }
  /// Takes a machine number over; false (nothing changed) for everything else.
  bool set_number(const Expr& value) {
    if (value.is_small_integer()) {
      set_integer(value.small_integer());
      return true;
    }
    if (value.kind() != lykos::Kind::Real) return false;
    set_real(value.real_value());
    return true;
  }
  void set(Expr value) {
    if (set_number(value)) return;
    if (value.is_true()) {
      kind_ = Kind::True;
    } else if (value.is_false()) {
      kind_ = Kind::False;
    } else {
      kind_ = Kind::Other;
      other_ = std::move(value);
    }
  }
  Expr boxed() const {
    switch (kind_) {
      case Kind::Integer: return Expr::integer(number_.integer);
      case Kind::Real: return Expr::real(number_.real);
      case Kind::True: return sym::True;
      case Kind::False: return sym::False;
      case Kind::Other: break;
    }
    return other_;
  }
  /// boxed() of an operand that is not needed any more.
  Expr take() { return kind_ == Kind::Other ? std::move(other_) : boxed(); }

 private:
  Kind kind_ = Kind::Other;
  union {
    std::int64_t integer;
    double real;
  } number_{0};
  Expr other_ = Expr::integer(0);
};

/// What a constant or variable stands for as it is, null when that is for evaluation to say. Numbers are values; the rest may not be.
inline const Expr* leaf_value(const Code& code, const Bindings& bindings) {
  const Expr* value = &code.source;
  if (code.kind == Code::Kind::Settled) return value;
  if (code.kind == Code::Kind::Variable) {
    const auto slot = static_cast<std::size_t>(code.slot);
    if (!bindings.set[slot]) return nullptr;
    value = &bindings.value(slot);
    if (!value->is_symbol()) return value;
  } else if (code.kind != Code::Kind::Symbol) {
    return nullptr;
  }
  const SymbolNode& symbol = value->symbol_node();
  return symbol.has_own_value ? &symbol.own_value : nullptr;
}

/// Evaluates a node to an operand.
[[gnu::always_inline]] inline void evaluate_operand(const Code& code, const Bindings& bindings, Operand& value) {
  if (code.compute != nullptr) return code.compute(code, bindings, value);
  if (const Expr* leaf = leaf_value(code, bindings); leaf != nullptr && value.set_number(*leaf)) return;
  value.set(code.run(code, bindings));
}

}  // namespace lykos
