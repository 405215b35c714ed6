// elementwise.cpp - see elementwise.h.
#include "builtins/functional/elementwise.h"

#include <algorithm>

#include "array/array.h"
#include "evaluator/definitions.h"

namespace lykos::builtins {
namespace {

constexpr KnownSymbol kElementwise[] = {
    sym::Plus,   sym::Times,  sym::Power, sym::Subtract, sym::Divide, sym::Minus, sym::Sin,  sym::Cos,     sym::Tan,     sym::Cot,   sym::Sec,
    sym::Csc,    sym::ArcSin, sym::ArcCos, sym::ArcTan,  sym::Sinh,   sym::Cosh,  sym::Tanh, sym::ArcSinh, sym::ArcCosh, sym::ArcTanh,
    sym::Exp,    sym::Log,    sym::Log2,  sym::Log10,    sym::Sqrt,   sym::Abs,   sym::Sign, sym::Floor,   sym::Ceiling, sym::Round, sym::Mod,
    sym::Quotient, sym::FractionalPart, sym::IntegerPart, sym::Re, sym::Im, sym::Conjugate, sym::BitAnd, sym::BitOr, sym::BitXor,
    sym::EvenQ,  sym::OddQ,   sym::UnitStep,
};

bool is_plain(const Expr& symbol) {
  const SymbolNode& node = symbol.symbol_node();
  return !node.has_own_value && node.definitions == nullptr;
}

bool is_elementwise_head(const Expr& head) {
  if (!head.is_symbol() || (head.symbol_node().attributes & kListable) == 0 || !is_plain(head)) return false;
  for (const KnownSymbol known : kElementwise) {
    if (head.is(known)) return true;
  }
  return false;
}

bool is_constant(const Expr& symbol) {
  return symbol.is(sym::Pi) || symbol.is(sym::E) || symbol.is(sym::Degree);
}

bool is_variable(const Expr& part, const Expr& variable) {
  if (variable.is_symbol()) return part.identical(variable);
  return part.has_head(sym::Slot, 1) && part[0] == variable[0];
}

bool is_machine_number(const Expr& e) { return e.is_small_integer() || e.is_real(); }

// In 1. / list the reciprocals of integers would be made as exact fractions only to be rounded: as reals they round the same.
void use_real_reciprocals(std::vector<Expr>& factors) {
  if (std::none_of(factors.begin(), factors.end(), [](const Expr& e) { return e.is_real(); })) return;
  for (Expr& factor : factors) {
    const bool reciprocal = factor.has_head(sym::Power, 2) && factor[0].is_packed() && factor[1] == Expr::integer(-1);
    if (!reciprocal || factor[0].array().dtype() != array::DType::Integer64) continue;
    const array::Array& integers = factor[0].array();
    constexpr std::int64_t kExact = std::int64_t{1} << 53;
    const std::int64_t* values = integers.data<std::int64_t>();
    if (!std::all_of(values, values + integers.element_count(), [](std::int64_t v) { return v != 0 && v < kExact && v > -kExact; })) continue;
    factor = make_normal(sym::Power, {make_packed(integers.convert(array::DType::Real64)), factor[1]});
  }
}

// body with the list in the variable's place; nullopt when something else than listable arithmetic is in it.
MaybeExpr rewrite(const Expr& body, const Expr& variable, const Expr& values, bool& found) {
  if (is_variable(body, variable)) {
    found = true;
    return values;
  }
  if (is_machine_number(body)) return body;
  if (body.is_symbol()) {
    const SymbolNode& node = body.symbol_node();
    if (node.has_own_value) return is_machine_number(node.own_value) ? MaybeExpr(node.own_value) : std::nullopt;
    return is_constant(body) ? MaybeExpr(body) : std::nullopt;
  }
  if (body.kind() != Kind::Normal || body.size() == 0 || !is_elementwise_head(body.head())) return std::nullopt;
  const RecursionGuard guard;
  std::vector<Expr> args;
  args.reserve(body.size());
  for (const Expr& arg : body.args()) {
    MaybeExpr rewritten = rewrite(arg, variable, values, found);
    if (!rewritten) return std::nullopt;
    args.push_back(std::move(*rewritten));
  }
  if (body.has_head(sym::Times)) use_real_reciprocals(args);
  return make_normal(body.head(), std::move(args));
}

}  // namespace

MaybeExpr evaluate_elementwise(const Expr& body, const Expr& variable, const Expr& values) {
  if (!values.is_packed() || body.is_atom()) return std::nullopt;
  bool found = false;
  const MaybeExpr rewritten = rewrite(body, variable, values, found);
  if (!rewritten || !found) return std::nullopt;
  Expr result = evaluate(*rewritten);
  if (!result.is_list() || result.size() != values.size()) return std::nullopt;
  return result;
}

MaybeExpr thread_elementwise(const Expr& function, std::span<const Expr> lists) {
  if (!function.is_symbol() || !is_elementwise_head(function)) return std::nullopt;
  for (const Expr& list : lists) {
    if (!list.is_packed() || list.array().rank() != 1 || list.size() != lists[0].size()) return std::nullopt;
  }
  Expr result = apply(function, lists);
  if (!result.is_list() || result.size() != lists[0].size()) return std::nullopt;
  return result;
}

MaybeExpr map_elementwise(const Expr& function, const Expr& values) {
  if (!values.is_packed()) return std::nullopt;
  if (function.is_symbol()) {
    if (!is_elementwise_head(function)) return std::nullopt;
    Expr result = apply(function, {values});
    if (!result.is_list() || result.size() != values.size()) return std::nullopt;
    return result;
  }
  if (function.has_head(sym::Function, 1)) {
    static const Expr kSlot = make_normal(sym::Slot, {Expr::integer(1)});
    return evaluate_elementwise(function[0], kSlot, values);
  }
  if (function.has_head(sym::Function, 2)) {
    const Expr& parameter = function[0].is_list() && function[0].size() == 1 ? function[0][0] : function[0];
    if (!parameter.is_symbol()) return std::nullopt;
    return evaluate_elementwise(function[1], parameter, values);
  }
  return std::nullopt;
}

}  // namespace lykos::builtins
