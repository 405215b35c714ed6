// code_arithmetic.cpp - arithmetic, comparison and logic of compiled bodies on machine numbers and truth values. Operands of other
// kinds go through the evaluation sequence, with what was computed of them.
#include <algorithm>
#include <array>

#include "evaluator/apply_hooks.h"
#include "evaluator/evaluator.h"
#include "evaluator/operand.h"
#include "evaluator/quick_arithmetic.h"
#include "evaluator/run_code.h"
#include "evaluator/steps.h"
#include "expr/number.h"

namespace lykos {
namespace {

bool is_leaf(const Code& code) {
  return std::all_of(code.children.begin() + 1, code.children.end(), [](const Code& child) {
    return child.kind == Code::Kind::Settled || child.kind == Code::Kind::Variable || child.kind == Code::Kind::Symbol;
  });
}

// The value of an operand as an expression; one that stands in the code itself is given as it is, so that an unchanged call stays the
// same expression.
Expr boxed(const Code& child, const Operand& operand) { return child.kind == Code::Kind::Settled ? child.source : operand.boxed(); }

// What the evaluation sequence makes of the call with these operands.
template <std::size_t Count>
[[gnu::noinline]] void settle_operands(const Code& code, const Bindings& bindings, const std::array<Operand, Count>& operands, Operand& value) {
  const DepthCounter depth(code, bindings);
  const std::size_t count = code.children.size() - 1;
  std::vector<Expr> values;
  values.reserve(count);
  for (std::size_t i = 0; i < count; ++i) values.push_back(boxed(code.children[i + 1], operands[i]));
  value.set(settle_values(code, bindings, values));
}

[[gnu::noinline]] void compute_as_expression(const Code& code, const Bindings& bindings, Operand& value) {
  value.set(run_as_expression(code, bindings));
}

// x y^-1 with a real among them is one division less than the exact reciprocal of an integer: 1/y rounds the same way.
void compute_quotient(const Code& code, const Bindings& bindings, Operand& value) {
  const Code& power = code.children[2];
  if (!is_as_compiled(code) || !is_as_compiled(power)) return compute_as_expression(code, bindings, value);
  const DepthCounter depth(code, bindings);
  std::array<Operand, 2> operands;
  evaluate_operand(code.children[1], bindings, operands[0]);
  evaluate_operand(power.children[1], bindings, operands[1]);
  double x = 0, y = 0;
  bool exact_x = false, exact_y = false;
  if ((operands[0].is_real() || operands[1].is_real()) && quick_double(operands[0], x, exact_x) && quick_double(operands[1], y, exact_y) && y != 0 && x != 0) {
    const double quotient = x * (1 / y);
    if (is_ordinary(quotient) && is_ordinary(1 / y) && quotient != 0) return value.set_real(quotient);
  }
  if (operands[0].is_integer() && operands[1].is_integer() && operands[1].integer() > 0 && operands[0].integer() % operands[1].integer() == 0)
    return value.set_integer(operands[0].integer() / operands[1].integer());
  const Expr numerator = boxed(code.children[1], operands[0]);
  if (power.children[1].kind == Code::Kind::Variable) return value.set(evaluate(make_normal(sym::Times, {numerator, instantiate(power, bindings)})));
  Expr values[2] = {numerator, evaluate(make_normal(sym::Power, {boxed(power.children[1], operands[1]), Expr::integer(-1)}))};
  value.set(settle_values(code, bindings, values));
}

// The sum or product of integers beyond the machine's.
[[gnu::noinline]] bool long_integers(bool sum, const Operand& x, const Operand& y, Operand& value) {
  const auto integer = [](const Operand& e) { return e.is_integer() || (e.kind() == Operand::Kind::Other && e.other().kind() == Kind::Integer); };
  if (!integer(x) || !integer(y)) return false;
  const Expr a = x.boxed();
  const Expr b = y.boxed();
  value.set(sum ? add(a, b) : multiply(a, b));
  return true;
}

template <std::uint32_t Symbol>
void compute_binary(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return compute_as_expression(code, bindings, value);
  const DepthCounter depth(code, bindings);
  std::array<Operand, 2> operands;
  evaluate_operand(code.children[1], bindings, operands[0]);
  evaluate_operand(code.children[2], bindings, operands[1]);
  if (quick_binary(Symbol, operands[0], operands[1], value)) return;
  if constexpr (Symbol == sym::Plus.index || Symbol == sym::Times.index) {
    if (long_integers(Symbol == sym::Plus.index, operands[0], operands[1], value)) return;
  }
  settle_operands(code, bindings, operands, value);
}

// The same where both operands are constants or variables: numbers are used as they stand. No evaluation nests in that, and so none is
// counted.
template <std::uint32_t Symbol>
void compute_leaves(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return compute_as_expression(code, bindings, value);
  const Expr* x = leaf_value(code.children[1], bindings);
  const Expr* y = leaf_value(code.children[2], bindings);
  if (x == nullptr || y == nullptr || !quick_binary(Symbol, *x, *y, value)) compute_binary<Symbol>(code, bindings, value);
}

constexpr std::size_t kMostOperands = 8;

// Sums and products of three to eight machine numbers. Reals are combined in canonical order, as the sorted sum does it.
template <std::uint32_t Symbol>
bool quick_many(std::span<const Operand> operands, Operand& result) {
  constexpr bool kSum = Symbol == sym::Plus.index;
  if (std::all_of(operands.begin(), operands.end(), [](const Operand& e) { return e.is_integer(); })) {
    std::int64_t value = kSum ? 0 : 1;
    for (const Operand& e : operands) {
      const std::int64_t n = e.integer();
      if (kSum ? __builtin_add_overflow(value, n, &value) : __builtin_mul_overflow(value, n, &value)) return false;
    }
    result.set_integer(value);
    return true;
  }
  if (operands.empty()) return false;
  std::array<double, kMostOperands> values;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    bool exact = false;
    double next = 0;
    if (!quick_double(operands[i], next, exact) || (!kSum && exact && next == 0)) return false;
    std::size_t at = i;
    for (; at > 0 && values[at - 1] > next; --at) values[at] = values[at - 1];
    values[at] = next;
  }
  double value = values[0];
  for (std::size_t i = 1; i < operands.size(); ++i) {
    value = kSum ? value + values[i] : value * values[i];
    if (!is_ordinary(value) || (!kSum && value == 0)) return false;
  }
  result.set_real(value);
  return true;
}

template <std::uint32_t Symbol, std::size_t Most>
void compute_many(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return compute_as_expression(code, bindings, value);
  const DepthCounter depth(code, bindings);
  const std::size_t count = code.children.size() - 1;
  std::array<Operand, Most> operands;
  for (std::size_t i = 0; i < count; ++i) evaluate_operand(code.children[i + 1], bindings, operands[i]);
  if (!quick_many<Symbol>(std::span<const Operand>(operands.data(), count), value)) settle_operands(code, bindings, operands, value);
}

// Identical expressions are the same; other pairs are for the builtin to compare.
template <bool Same>
void compute_same(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return compute_as_expression(code, bindings, value);
  const DepthCounter depth(code, bindings);
  std::array<Operand, 2> operands;
  evaluate_operand(code.children[1], bindings, operands[0]);
  evaluate_operand(code.children[2], bindings, operands[1]);
  if (!up_values_exist) {
    const Operand& a = operands[0];
    const Operand& b = operands[1];
    if (a.is_integer() && b.is_integer()) return value.set_truth((a.integer() == b.integer()) == Same);
    const auto name = [](const Operand& e) { return e.is_truth() || (e.kind() == Operand::Kind::Other && (e.other().is_symbol() || e.other().is_string())); };
    if ((a.is_integer() && name(b)) || (name(a) && b.is_integer())) return value.set_truth(!Same);
    if (a.is_truth() && b.is_truth()) return value.set_truth((a.kind() == b.kind()) == Same);
    if (a.kind() == Operand::Kind::Other && b.kind() == Operand::Kind::Other && a.other().kind() != Kind::Normal && b.other().kind() != Kind::Normal) {
      if (a.other().identical(b.other())) return value.set_truth(Same);
      if (a.other().is_string() && b.other().is_string()) return value.set_truth((a.other().string_value() == b.other().string_value()) == Same);
    }
  }
  settle_operands(code, bindings, operands, value);
}

template <bool Even>
void compute_parity(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return compute_as_expression(code, bindings, value);
  const DepthCounter depth(code, bindings);
  std::array<Operand, 1> operands;
  evaluate_operand(code.children[1], bindings, operands[0]);
  if (operands[0].is_integer()) return value.set_truth(((operands[0].integer() & 1) == 0) == Even);
  settle_operands(code, bindings, operands, value);
}

void compute_not(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return compute_as_expression(code, bindings, value);
  const DepthCounter depth(code, bindings);
  std::array<Operand, 1> operands;
  evaluate_operand(code.children[1], bindings, operands[0]);
  if (operands[0].is_truth()) return value.set_truth(operands[0].kind() == Operand::Kind::False);
  settle_operands(code, bindings, operands, value);
}

// Sin[x] and its kin of a machine number.
void compute_machine_function(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return compute_as_expression(code, bindings, value);
  const DepthCounter depth(code, bindings);
  std::array<Operand, 1> operands;
  evaluate_operand(code.children[1], bindings, operands[0]);
  if (operands[0].is_real()) {
    const double result = find_machine_function(code.symbol->known_index)(operands[0].real());
    if (std::isfinite(result)) return value.set_real(result);
  }
  settle_operands(code, bindings, operands, value);
}

// And, Or: the first undecided operand, with those after it, goes through the builtin.
template <bool Decisive>
void compute_connective(const Code& code, const Bindings& bindings, Operand& value) {
  if (!is_as_compiled(code)) return compute_as_expression(code, bindings, value);
  const DepthCounter depth(code, bindings);
  constexpr auto kDecisive = Decisive ? Operand::Kind::True : Operand::Kind::False;
  for (std::size_t i = 1; i < code.children.size(); ++i) {
    const Code& child = code.children[i];
    Operand operand;
    evaluate_operand(child, bindings, operand);
    if (operand.is_truth()) {
      if (operand.kind() == kDecisive) return value.set_truth(Decisive);
      continue;
    }
    std::vector<Expr> rest{child.kind == Code::Kind::Variable ? instantiate(child, bindings) : operand.boxed()};
    for (std::size_t j = i + 1; j < code.children.size(); ++j) rest.push_back(instantiate(code.children[j], bindings));
    return value.set(evaluate(make_normal(code.children[0].source, std::move(rest))));
  }
  value.set_truth(!Decisive);
}

bool is_quotient(const Code& code) {
  if (code.symbol->known_index != sym::Times.index || code.children.size() != 3) return false;
  const Code& power = code.children[2];
  return power.symbol != nullptr && power.symbol->known_index == sym::Power.index && power.children.size() == 3 && power.children[2].source.is_small_integer() &&
         power.children[2].source.small_integer() == -1;
}

template <std::uint32_t Symbol>
Compute many_compute(std::size_t count) {
  return count == 3 ? compute_many<Symbol, 3> : compute_many<Symbol, kMostOperands>;
}

}  // namespace

Expr run_computed(const Code& code, const Bindings& bindings) {
  Operand value;
  code.compute(code, bindings, value);
  return value.take();
}

Compute arithmetic_compute(const Code& code) {
  const std::uint32_t symbol = code.symbol->known_index;
  const std::size_t count = code.children.size() - 1;
  if (is_quotient(code)) return compute_quotient;
  if (count == 1) {
    switch (symbol) {
      case sym::EvenQ.index: return compute_parity<true>;
      case sym::OddQ.index: return compute_parity<false>;
      case sym::Not.index: return compute_not;
      default: return find_machine_function(symbol) != nullptr ? compute_machine_function : nullptr;
    }
  }
  if (count >= 2 && (symbol == sym::And.index || symbol == sym::Or.index))
    return symbol == sym::And.index ? compute_connective<false> : compute_connective<true>;
  if (count >= 3 && count <= kMostOperands) {
    if (symbol == sym::Plus.index) return many_compute<sym::Plus.index>(count);
    if (symbol == sym::Times.index) return many_compute<sym::Times.index>(count);
    return nullptr;
  }
  if (count != 2) return nullptr;
  switch (symbol) {
#define LYKOS_BINARY(name) \
  case sym::name.index: return is_leaf(code) ? compute_leaves<sym::name.index> : compute_binary<sym::name.index>
    LYKOS_BINARY(Plus);
    LYKOS_BINARY(Subtract);
    LYKOS_BINARY(Times);
    LYKOS_BINARY(Power);
    LYKOS_BINARY(Mod);
    LYKOS_BINARY(Quotient);
    LYKOS_BINARY(BitAnd);
    LYKOS_BINARY(BitOr);
    LYKOS_BINARY(BitXor);
    LYKOS_BINARY(Max);
    LYKOS_BINARY(Min);
    LYKOS_BINARY(Less);
    LYKOS_BINARY(LessEqual);
    LYKOS_BINARY(Greater);
    LYKOS_BINARY(GreaterEqual);
    LYKOS_BINARY(Equal);
    LYKOS_BINARY(Unequal);
#undef LYKOS_BINARY
    case sym::SameQ.index: return compute_same<true>;
    case sym::UnsameQ.index: return compute_same<false>;
    default: return nullptr;
  }
}

bool is_pure(const Code& code) {
  switch (code.kind) {
    case Code::Kind::Settled:
    case Code::Kind::Variable:
    case Code::Kind::Symbol: return true;
    default: break;
  }
  if (code.symbol == nullptr) return false;
  const bool part = code.symbol->known_index == sym::Part.index && code.children.size() >= 3;
  if (!part && arithmetic_compute(code) == nullptr) return false;
  return std::all_of(code.children.begin() + 1, code.children.end(), [](const Code& child) { return is_pure(child); });
}

}  // namespace lykos
