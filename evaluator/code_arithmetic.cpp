// code_arithmetic.cpp - arithmetic, comparison and logic of compiled bodies on machine numbers and truth values. Operands of other
// kinds go through the evaluation sequence, with what was computed of them.
#include <algorithm>
#include <array>

#include "evaluator/evaluator.h"
#include "evaluator/quick_arithmetic.h"
#include "evaluator/run_code.h"
#include "evaluator/steps.h"

namespace lykos {
namespace {

// x y^-1 with a real among them is one division less than the exact reciprocal of an integer: 1/y rounds the same way.
Expr run_times_reciprocal(const Code& code, const Bindings& bindings) {
  const Code& power = code.children[2];
  if (!is_as_compiled(code) || !is_as_compiled(power)) return run_as_expression(code, bindings);
  const DepthCounter depth(code.source);
  Expr operands[2] = {run_code(code.children[1], bindings), run_code(power.children[1], bindings)};
  double x = 0, y = 0;
  bool exact_x = false, exact_y = false;
  if ((operands[0].is_real() || operands[1].is_real()) && quick_double(operands[0], x, exact_x) && quick_double(operands[1], y, exact_y) && y != 0 && x != 0) {
    const double value = x * (1 / y);
    if (is_ordinary(value) && is_ordinary(1 / y) && value != 0) return Expr::real(value);
  }
  if (power.children[1].kind == Code::Kind::Variable) return evaluate(make_normal(sym::Times, {operands[0], instantiate(power, bindings)}));
  operands[1] = evaluate(make_normal(sym::Power, {operands[1], Expr::integer(-1)}));
  return settle_values(code, bindings, operands);
}

template <std::uint32_t Symbol>
Expr run_binary(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code.source);
  Expr operands[2] = {run_code(code.children[1], bindings), run_code(code.children[2], bindings)};
  Expr result = Expr::integer(0);
  if (quick_binary(Symbol, operands[0], operands[1], result)) return result;
  return settle_values(code, bindings, operands);
}

constexpr std::size_t kMostOperands = 8;

// Sums and products of three to eight machine numbers. Reals are combined in canonical order, as the sorted sum does it.
template <std::uint32_t Symbol>
bool quick_many(std::span<const Expr> operands, Expr& result) {
  constexpr bool kSum = Symbol == sym::Plus.index;
  if (std::all_of(operands.begin(), operands.end(), [](const Expr& e) { return e.is_small_integer(); })) {
    std::int64_t value = kSum ? 0 : 1;
    for (const Expr& e : operands) {
      const std::int64_t n = e.small_integer();
      if (kSum ? __builtin_add_overflow(value, n, &value) : __builtin_mul_overflow(value, n, &value)) return false;
    }
    result = Expr::integer(value);
    return true;
  }
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
  result = Expr::real(value);
  return true;
}

template <std::uint32_t Symbol>
Expr run_many(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code.source);
  const std::size_t count = code.children.size() - 1;
  const Expr zero = Expr::integer(0);
  std::array<Expr, kMostOperands> operands{zero, zero, zero, zero, zero, zero, zero, zero};
  for (std::size_t i = 0; i < count; ++i) operands[i] = run_code(code.children[i + 1], bindings);
  Expr result = Expr::integer(0);
  const std::span<Expr> all(operands.data(), count);
  if (quick_many<Symbol>(all, result)) return result;
  return settle_values(code, bindings, all);
}

// Identical expressions are the same; other pairs are for the builtin to compare.
template <bool Same>
Expr run_same(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code.source);
  Expr operands[2] = {run_code(code.children[1], bindings), run_code(code.children[2], bindings)};
  const bool atoms = operands[0].kind() != Kind::Normal && operands[1].kind() != Kind::Normal;
  if (!up_values_exist && atoms) {
    if (operands[0].identical(operands[1])) return Expr::boolean(Same);
    if (operands[0].is_small_integer() && operands[1].is_small_integer()) return Expr::boolean(!Same);
    if (operands[0].is_string() && operands[1].is_string())
      return Expr::boolean((operands[0].string_value() == operands[1].string_value()) == Same);
  }
  return settle_values(code, bindings, operands);
}

template <bool Even>
Expr run_parity(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code.source);
  Expr operands[1] = {run_code(code.children[1], bindings)};
  if (operands[0].is_small_integer()) return Expr::boolean(((operands[0].small_integer() & 1) == 0) == Even);
  return settle_values(code, bindings, operands);
}

Expr run_not(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code.source);
  Expr operands[1] = {run_code(code.children[1], bindings)};
  if (operands[0].is_true()) return sym::False;
  if (operands[0].is_false()) return sym::True;
  return settle_values(code, bindings, operands);
}

// And, Or: the first undecided operand, with those after it, goes through the builtin.
template <bool Decisive>
Expr run_connective(const Code& code, const Bindings& bindings) {
  if (!is_as_compiled(code)) return run_as_expression(code, bindings);
  const DepthCounter depth(code.source);
  for (std::size_t i = 1; i < code.children.size(); ++i) {
    Expr value = run_code(code.children[i], bindings);
    if (value.is_true() || value.is_false()) {
      if (value.is_true() == Decisive) return Expr::boolean(Decisive);
      continue;
    }
    std::vector<Expr> rest{code.children[i].kind == Code::Kind::Variable ? instantiate(code.children[i], bindings) : std::move(value)};
    for (std::size_t j = i + 1; j < code.children.size(); ++j) rest.push_back(instantiate(code.children[j], bindings));
    return evaluate(make_normal(code.children[0].source, std::move(rest)));
  }
  return Expr::boolean(!Decisive);
}

}  // namespace

Run quotient_run(const Code& code) {
  if (code.symbol->known_index != sym::Times.index || code.children.size() != 3) return nullptr;
  const Code& power = code.children[2];
  const bool reciprocal = power.symbol != nullptr && power.symbol->known_index == sym::Power.index && power.children.size() == 3 &&
                          power.children[2].source.is_small_integer() && power.children[2].source.small_integer() == -1;
  return reciprocal ? run_times_reciprocal : nullptr;
}

Run arithmetic_run(std::uint32_t symbol, std::size_t count) {
  if (count == 1) {
    switch (symbol) {
      case sym::EvenQ.index: return run_parity<true>;
      case sym::OddQ.index: return run_parity<false>;
      case sym::Not.index: return run_not;
      default: return nullptr;
    }
  }
  if (count >= 2 && (symbol == sym::And.index || symbol == sym::Or.index))
    return symbol == sym::And.index ? run_connective<false> : run_connective<true>;
  if (count >= 3 && count <= kMostOperands) {
    if (symbol == sym::Plus.index) return run_many<sym::Plus.index>;
    if (symbol == sym::Times.index) return run_many<sym::Times.index>;
    return nullptr;
  }
  if (count != 2) return nullptr;
  switch (symbol) {
#define LYKOS_BINARY(name) \
  case sym::name.index: return run_binary<sym::name.index>
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
    case sym::SameQ.index: return run_same<true>;
    case sym::UnsameQ.index: return run_same<false>;
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
  if (!part && arithmetic_run(code.symbol->known_index, code.children.size() - 1) == nullptr) return false;
  return std::all_of(code.children.begin() + 1, code.children.end(), [](const Code& child) { return is_pure(child); });
}

}  // namespace lykos
