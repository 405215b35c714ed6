// translator_arithmetic.cpp - arithmetic, comparison, parts and array functions of compiled functions; see translator.h.
#include <algorithm>

#include "builtins/functional/machine_functions.h"
#include "builtins/functional/translator.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

constexpr ValueType kBoolean{MachineType::Boolean, 0};
constexpr ValueType kInteger{MachineType::Integer, 0};
constexpr ValueType kReal{MachineType::Real, 0};
constexpr ValueType kComplex{MachineType::Complex, 0};

bool is_numeric(const Operand& o) { return o.type.base >= MachineType::Integer; }

// The instruction for a bank: integers, reals, complex numbers.
MachineOp pick(MachineType base, MachineOp i, MachineOp r, MachineOp c) {
  return base == MachineType::Integer ? i : base == MachineType::Real ? r : c;
}

int function_number(const Expr& head) {
  for (int i = 0; i < kMachineFunctionCount; ++i)
    if (head.is(kMachineFunctions[i].symbol)) return i;
  return -1;
}

bool is_minus_one(const Expr& e) { return e.is_small_integer() && e.small_integer() == -1; }
bool is_reciprocal(const Expr& e) { return e.has_head(sym::Power, 2) && is_minus_one(e[1]); }

}  // namespace

// a + b, a - b, a b, a / b, Mod, Quotient, Min, Max of two numbers or arrays.
Operand Translator::binary(KnownSymbol head, const Operand& a, const Operand& b) {
  if (!is_numeric(a) || !is_numeric(b)) throw Unsupported{};
  MachineType base = std::max(a.type.base, b.type.base);
  if (head == sym::Divide && base == MachineType::Integer) base = MachineType::Real;
  if (a.type.rank > 0 || b.type.rank > 0) {
    if (a.type.rank > 0 && b.type.rank > 0 && a.type.rank != b.type.rank) throw Unsupported{};
    return apply_outside(head, {a, b}, {base, std::max(a.type.rank, b.type.rank)});
  }
  if (head == sym::Quotient && base == MachineType::Real) {
    const Operand result = new_register(kInteger);
    emit(MachineOp::QuotientR, result.index, convert(a, base).index, convert(b, base).index);
    return result;
  }
  MachineOp op = MachineOp::Fail;
  if (head == sym::Plus) op = pick(base, MachineOp::AddI, MachineOp::AddR, MachineOp::AddC);
  else if (head == sym::Subtract) op = pick(base, MachineOp::SubtractI, MachineOp::SubtractR, MachineOp::SubtractC);
  else if (head == sym::Times) op = pick(base, MachineOp::MultiplyI, MachineOp::MultiplyR, MachineOp::MultiplyC);
  else if (head == sym::Divide) op = pick(base, MachineOp::Fail, MachineOp::DivideR, MachineOp::DivideC);
  else if (head == sym::Mod) op = pick(base, MachineOp::ModI, MachineOp::ModR, MachineOp::Fail);
  else if (head == sym::Quotient) op = pick(base, MachineOp::QuotientI, MachineOp::Fail, MachineOp::Fail);
  else if (head == sym::Min) op = pick(base, MachineOp::MinI, MachineOp::MinR, MachineOp::Fail);
  else if (head == sym::Max) op = pick(base, MachineOp::MaxI, MachineOp::MaxR, MachineOp::Fail);
  if (op == MachineOp::Fail) throw Unsupported{};
  const Operand x = convert(a, base);
  const Operand y = convert(b, base);
  const Operand result = new_register({base, 0});
  emit(op, result.index, x.index, y.index);
  return result;
}

// Sums, products, Min and Max of any number of operands; x y^-1 is a division and x + -1 y a difference.
Operand Translator::compile_sum(const Expr& e, KnownSymbol head) {
  if (e.size() == 0) return integer_constant(head == sym::Times ? 1 : 0);
  const bool product = head == sym::Times;
  if (product && e.size() == 2 && is_minus_one(e[0])) {
    const Operand value = compile(e[1]);
    if (!is_numeric(value) || value.type.rank > 0) return binary(head, integer_constant(-1), value);
    const Operand result = new_register(value.type);
    emit(pick(value.type.base, MachineOp::NegateI, MachineOp::NegateR, MachineOp::NegateC), result.index, value.index);
    return result;
  }
  std::size_t first = 0;
  if (product)
    while (first < e.size() && is_reciprocal(e[first])) ++first;
  if (first == e.size()) first = 0;
  const Expr rest = make_normal(sym::List, e.args());
  Operand total = compile_stable(e[first], rest);
  for (std::size_t i = 0; i < e.size(); ++i) {
    if (i == first) continue;
    const Expr& term = e[i];
    if (product && is_reciprocal(term)) {
      total = binary(sym::Divide, total, compile(term[0]));
    } else if (head == sym::Plus && term.has_head(sym::Times, 2) && is_minus_one(term[0])) {
      total = binary(sym::Subtract, total, compile(term[1]));
    } else {
      total = binary(head, total, compile(term));
    }
  }
  return total;
}

Operand Translator::power(const Operand& base, const Operand& exponent, const Expr& exponent_expr) {
  if (base.type.rank > 0 || exponent.type.rank > 0) return apply_outside(sym::Power, {base, exponent}, {std::max({base.type.base, exponent.type.base}), std::max(base.type.rank, exponent.type.rank)});
  if (!is_numeric(base) || !is_numeric(exponent)) throw Unsupported{};
  if (exponent.type == kInteger) {
    const bool negative = exponent_expr.is_small_integer() && exponent_expr.small_integer() < 0;
    if (base.type == kInteger && !negative) {
      const Operand result = new_register(kInteger);
      emit(MachineOp::PowerI, result.index, base.index, exponent.index);
      return result;
    }
    const Operand x = convert(base, base.type.base == MachineType::Complex ? MachineType::Complex : MachineType::Real);
    const Operand result = new_register(x.type);
    emit(x.type == kReal ? MachineOp::PowerRI : MachineOp::PowerCI, result.index, x.index, exponent.index);
    return result;
  }
  const MachineType type = std::max({base.type.base, exponent.type.base, MachineType::Real});
  const Operand x = convert(base, type);
  const Operand y = convert(exponent, type);
  const Operand result = new_register({type, 0});
  emit(type == MachineType::Real ? MachineOp::PowerR : MachineOp::PowerC, result.index, x.index, y.index);
  return result;
}

Operand Translator::compile_power(const Expr& e) {
  if (e.size() != 2) throw Unsupported{};
  if (e[0].is(sym::E)) {
    if (auto value = elementary(make_normal(sym::Exp, {e[1]}), compile(e[1]))) return *value;
  }
  if (e[1].is_rational() && to_double(e[1]) == 0.5) {
    if (auto value = elementary(make_normal(sym::Sqrt, {e[0]}), compile(e[0]))) return *value;
  }
  if (is_minus_one(e[1])) return binary(sym::Divide, real_constant(1), compile(e[0]));
  const Operand base = compile_stable(e[0], e[1]);
  return power(base, compile(e[1]), e[1]);
}

// Sin[x] and its kin, of a number or of every element of an array.
std::optional<Operand> Translator::elementary(const Expr& e, const Operand& argument) {
  const int number = function_number(e.head());
  if (number < 0 || !is_numeric(argument)) return std::nullopt;
  const MachineFunction& f = kMachineFunctions[number];
  const MachineType base = std::max(argument.type.base, MachineType::Real);
  if (argument.type.rank > 0) return apply_outside(e.head(), {convert(argument, base)}, {base, argument.type.rank});
  if (e.has_head(sym::Abs)) {
    const Operand result = new_register(argument.type.base == MachineType::Integer ? kInteger : kReal);
    emit(pick(argument.type.base, MachineOp::AbsI, MachineOp::FunctionR, MachineOp::AbsC), result.index, argument.index, number);
    return result;
  }
  const Operand x = convert(argument, base);
  if ((base == MachineType::Real ? f.real != nullptr : f.complex != nullptr) == false) return std::nullopt;
  const Operand result = new_register({base, 0});
  emit(base == MachineType::Real ? MachineOp::FunctionR : MachineOp::FunctionC, result.index, x.index, number);
  return result;
}

Operand Translator::round_to_integer(const Expr& e, int how) {
  if (e.size() != 1) throw Unsupported{};
  const Operand x = compile(e[0]);
  if (x.type == kInteger) return x;
  if (x.type.rank > 0 && x.type.base <= MachineType::Real) return apply_outside(e.head(), {x}, {MachineType::Integer, x.type.rank});
  if (!(x.type == kReal)) throw Unsupported{};
  const Operand result = new_register(kInteger);
  emit(MachineOp::RoundR, result.index, x.index, how);
  return result;
}

Operand Translator::compare(KnownSymbol head, const Operand& a, const Operand& b) {
  if (a.type.rank > 0 || b.type.rank > 0) throw Unsupported{};
  const Operand result = new_register(kBoolean);
  const bool same = head == sym::Equal || head == sym::SameQ;
  const bool different = head == sym::Unequal || head == sym::UnsameQ;
  if (a.type == kBoolean && b.type == kBoolean && (same || different)) {
    emit(same ? MachineOp::EqualI : MachineOp::UnequalI, result.index, a.index, b.index);
    return result;
  }
  if (!is_numeric(a) || !is_numeric(b)) throw Unsupported{};
  const MachineType base = std::max(a.type.base, b.type.base);
  Operand x = convert(a, base);
  Operand y = convert(b, base);
  if (base == MachineType::Complex) {
    if (!same && !different) throw Unsupported{};
    emit(MachineOp::EqualC, result.index, x.index, y.index);
    if (different) emit(MachineOp::NotB, result.index, result.index);
    return result;
  }
  if (head == sym::Greater || head == sym::GreaterEqual) std::swap(x, y);
  const bool integer = base == MachineType::Integer;
  MachineOp op = MachineOp::Fail;
  if (head == sym::Less || head == sym::Greater) op = integer ? MachineOp::LessI : MachineOp::LessR;
  else if (head == sym::LessEqual || head == sym::GreaterEqual) op = integer ? MachineOp::LessEqualI : MachineOp::LessEqualR;
  else if (same) op = integer ? MachineOp::EqualI : MachineOp::EqualR;
  else op = integer ? MachineOp::UnequalI : MachineOp::UnequalR;
  emit(op, result.index, x.index, y.index);
  return result;
}

// a < b < c: each neighbour pair in turn.
Operand Translator::compile_comparison(const Expr& e, KnownSymbol head) {
  if (e.size() < 2 || (e.size() > 2 && (head == sym::Unequal || head == sym::UnsameQ))) throw Unsupported{};
  const Operand result = new_register(kBoolean);
  std::vector<std::size_t> jumps;
  Operand left = compile_stable(e[0], e[1]);
  for (std::size_t i = 1; i < e.size(); ++i) {
    const Operand right = compile(e[i]);
    const Operand holds = compare(head, left, right);
    if (e.size() == 2) return holds;
    move(result, holds);
    jumps.push_back(emit(MachineOp::JumpUnless, 0, result.index));
    left = right;
  }
  for (std::size_t jump : jumps) patch(jump);
  return result;
}

std::optional<Operand> Translator::compile_arithmetic(const Expr& e) {
  const Expr& head = e.head();
  const auto two = [&](KnownSymbol h) {
    if (e.size() != 2) throw Unsupported{};
    const Operand a = compile_stable(e[0], e[1]);
    return binary(h, a, compile(e[1]));
  };
  const auto bits = [&](MachineOp op) {
    if (e.size() != 2) throw Unsupported{};
    const Operand a = compile_stable(e[0], e[1]);
    const Operand b = compile(e[1]);
    if (!(a.type == kInteger) || !(b.type == kInteger)) throw Unsupported{};
    const Operand result = new_register(kInteger);
    emit(op, result.index, a.index, b.index);
    return result;
  };
  const auto one = [&]() {
    if (e.size() != 1) throw Unsupported{};
    return compile(e[0]);
  };
  switch (head.symbol_node().known_index) {
    case sym::Plus.index: return compile_sum(e, sym::Plus);
    case sym::Times.index: return compile_sum(e, sym::Times);
    case sym::Min.index:
    case sym::Max.index: {
      if (e.size() == 1) {
        const Operand list = compile(e[0]);
        if (list.type.rank == 0) return list;
        return apply_outside(head, {list}, {list.type.base, 0});
      }
      return compile_sum(e, e.has_head(sym::Min) ? sym::Min : sym::Max);
    }
    case sym::Subtract.index: return two(sym::Subtract);
    case sym::Divide.index: return two(sym::Divide);
    case sym::Mod.index: return two(sym::Mod);
    case sym::Quotient.index: return two(sym::Quotient);
    case sym::Minus.index: return compile(make_normal(sym::Times, {Expr::integer(-1), e[0]}));
    case sym::Power.index: return compile_power(e);
    case sym::Less.index: return compile_comparison(e, sym::Less);
    case sym::LessEqual.index: return compile_comparison(e, sym::LessEqual);
    case sym::Greater.index: return compile_comparison(e, sym::Greater);
    case sym::GreaterEqual.index: return compile_comparison(e, sym::GreaterEqual);
    case sym::Equal.index: return compile_comparison(e, sym::Equal);
    case sym::Unequal.index: return compile_comparison(e, sym::Unequal);
    case sym::SameQ.index: return compile_comparison(e, sym::SameQ);
    case sym::UnsameQ.index: return compile_comparison(e, sym::UnsameQ);
    case sym::Positive.index: return compare(sym::Greater, one(), integer_constant(0));
    case sym::Negative.index: return compare(sym::Less, one(), integer_constant(0));
    case sym::NonNegative.index: return compare(sym::GreaterEqual, one(), integer_constant(0));
    case sym::NonPositive.index: return compare(sym::LessEqual, one(), integer_constant(0));
    case sym::BitAnd.index: return bits(MachineOp::AndI);
    case sym::BitOr.index: return bits(MachineOp::OrI);
    case sym::BitXor.index: return bits(MachineOp::XorI);
    case sym::BitShiftLeft.index: return bits(MachineOp::ShiftLeftI);
    case sym::BitShiftRight.index: return bits(MachineOp::ShiftRightI);
    case sym::BitNot.index:
    case sym::EvenQ.index:
    case sym::OddQ.index: {
      const Operand x = one();
      if (!(x.type == kInteger)) throw Unsupported{};
      const Operand result = new_register(e.has_head(sym::BitNot) ? kInteger : kBoolean);
      emit(e.has_head(sym::BitNot) ? MachineOp::NotI : MachineOp::EvenI, result.index, x.index);
      if (e.has_head(sym::OddQ)) emit(MachineOp::NotB, result.index, result.index);
      return result;
    }
    case sym::Not.index: {
      const Operand x = one();
      if (!(x.type == kBoolean)) throw Unsupported{};
      const Operand result = new_register(kBoolean);
      emit(MachineOp::NotB, result.index, x.index);
      return result;
    }
    case sym::Xor.index: {
      if (e.size() != 2) throw Unsupported{};
      const Operand a = compile(e[0]);
      return compare(sym::Unequal, a, compile(e[1]));
    }
    case sym::Boole.index: {
      Operand x = one();
      if (!(x.type == kBoolean)) throw Unsupported{};
      x.type = kInteger;
      return x;
    }
    case sym::UnitStep.index: {
      Operand x = compare(sym::GreaterEqual, one(), integer_constant(0));
      x.type = kInteger;
      return x;
    }
    case sym::Sign.index: {
      const Operand x = one();
      if (!(x.type == kInteger) && !(x.type == kReal)) throw Unsupported{};
      const Operand result = new_register(kInteger);
      emit(x.type == kInteger ? MachineOp::SignI : MachineOp::SignR, result.index, x.index);
      return result;
    }
    case sym::Floor.index: return round_to_integer(e, 0);
    case sym::Ceiling.index: return round_to_integer(e, 1);
    case sym::Round.index: return round_to_integer(e, 2);
    case sym::IntegerPart.index: return round_to_integer(e, 3);
    case sym::N.index: {
      const Operand x = one();
      return x.type.base == MachineType::Integer ? convert(x, MachineType::Real) : x;
    }
    case sym::ArcTan.index: {
      if (e.size() != 2) break;
      const Operand x = convert(compile_stable(e[0], e[1]), MachineType::Real);
      const Operand y = convert(compile(e[1]), MachineType::Real);
      if (!(x.type == kReal) || !(y.type == kReal)) throw Unsupported{};
      const Operand result = new_register(kReal);
      emit(MachineOp::ArcTan2R, result.index, x.index, y.index);
      return result;
    }
    case sym::Log.index: {
      if (e.size() != 2) break;
      const auto base = elementary(make_normal(sym::Log, {e[0]}), compile(e[0]));
      const auto value = elementary(make_normal(sym::Log, {e[1]}), compile(e[1]));
      if (!base || !value) throw Unsupported{};
      return binary(sym::Divide, *value, *base);
    }
    case sym::Re.index:
    case sym::Im.index:
    case sym::Arg.index:
    case sym::Conjugate.index: {
      const Operand x = one();
      if (!(x.type == kComplex)) {
        if (x.type.rank == 0 && (e.has_head(sym::Re) || e.has_head(sym::Conjugate))) return x;
        throw Unsupported{};
      }
      const Operand result = new_register(e.has_head(sym::Conjugate) ? kComplex : kReal);
      emit(e.has_head(sym::Re) ? MachineOp::ReC : e.has_head(sym::Im) ? MachineOp::ImC : e.has_head(sym::Arg) ? MachineOp::ArgC : MachineOp::ConjugateC, result.index, x.index);
      return result;
    }
    case sym::Complex.index: {
      if (e.size() != 2) throw Unsupported{};
      const Operand re = convert(compile_stable(e[0], e[1]), MachineType::Real);
      const Operand im = convert(compile(e[1]), MachineType::Real);
      const Operand result = new_register(kComplex);
      emit(MachineOp::MakeC, result.index, re.index, im.index);
      return result;
    }
    default: break;
  }
  if (e.size() == 1 && function_number(head) >= 0) return elementary(e, compile(e[0]));
  return std::nullopt;
}

// ---- arrays

void Translator::push(const Operand& list, const Operand& element) {
  const MachineOp op = element.type.rank > 0 ? MachineOp::PushT : pick(element.type.base, MachineOp::PushI, MachineOp::PushR, MachineOp::PushC);
  emit(op, list.index, element.index);
}

Operand Translator::compile_list(const Expr& e) {
  std::vector<Operand> elements;
  ValueType type;
  for (const Expr& arg : e.args()) {
    const Operand value = compile(arg);
    if (!is_numeric(value) && !widened_) throw Unsupported{};
    elements.push_back(arg.is_symbol() && has_effects(e) ? copy(value) : value);
    type = join(type, value.type);
  }
  if (elements.empty()) throw Unsupported{};
  const Operand list = new_register({type.base, type.rank + 1});
  emit(MachineOp::BeginList, list.index);
  for (const Operand& element : elements) push(list, convert(element, type.base));
  return list;
}

Operand Translator::part(const Operand& array, const std::vector<Operand>& specs) {
  const ValueType type = array.type;
  const auto used = static_cast<int>(specs.size());
  for (const Operand& spec : specs)
    if (!(spec.type == kInteger)) throw Unsupported{};
  if (type.rank < used || used == 0) throw Unsupported{};
  if (type.rank == 1 || (type.rank == 2 && used == 2)) {
    const Operand result = new_register({type.base, 0});
    if (used == 1) emit(pick(type.base, MachineOp::Get1I, MachineOp::Get1R, MachineOp::Get1C), result.index, array.index, specs[0].index);
    else emit(pick(type.base, MachineOp::Get2I, MachineOp::Get2R, MachineOp::Get2C), result.index, array.index, specs[0].index, specs[1].index);
    return result;
  }
  const Operand row = new_register({type.base, type.rank - 1});
  emit(MachineOp::GetRow, row.index, array.index, specs[0].index);
  return used == 1 ? row : part(row, {specs.begin() + 1, specs.end()});
}

Operand Translator::compile_part(const Expr& e) {
  if (e.size() < 2) throw Unsupported{};
  const Operand array = compile(e[0]);
  if (array.type.rank == 0) throw Unsupported{};
  std::vector<Operand> specs;
  int rank = array.type.rank;
  bool indices = true;
  for (std::size_t i = 1; i < e.size(); ++i) {
    if (e[i].is(sym::All) || e[i].has_head(sym::Span)) {
      indices = false;
      continue;
    }
    const Operand spec = compile(e[i]);
    indices = indices && spec.type == kInteger;
    if (spec.type == kInteger) --rank;
    specs.push_back(spec);
  }
  if (indices) return part(array, specs);
  return evaluate_outside(e, {array.type.base, rank});
}

// Functions of arrays that the evaluator computes, with the type of what they give.
std::optional<Operand> Translator::compile_array_function(const Expr& e) {
  const Expr& head = e.head();
  const std::uint32_t known = head.symbol_node().known_index;
  // Functions already compiled know their type.
  if (head.symbol_node().has_own_value && head.symbol_node().own_value.has_head(sym::CompiledFunction)) {
    if (const auto type = compiled_result_type(head.symbol_node().own_value)) {
      std::vector<Operand> operands;
      for (const Expr& arg : e.args()) operands.push_back(compile(arg));
      return apply_outside(head, operands, *type);
    }
  }
  switch (known) {
    case sym::RandomReal.index: return evaluate_outside(e, {MachineType::Real, e.size() < 2 ? 0 : e[1].is_list() ? static_cast<int>(e[1].size()) : 1});
    case sym::RandomInteger.index: return evaluate_outside(e, {MachineType::Integer, e.size() < 2 ? 0 : e[1].is_list() ? static_cast<int>(e[1].size()) : 1});
    case sym::ConstantArray.index: {
      if (e.size() != 2) return std::nullopt;
      const Operand value = compile(e[0]);
      return evaluate_outside(e, {value.type.base, e[1].is_list() ? static_cast<int>(e[1].size()) : 1});
    }
    case sym::IdentityMatrix.index: return evaluate_outside(e, {MachineType::Integer, 2});
    default: break;
  }
  static constexpr KnownSymbol kKnown[] = {sym::Length, sym::Dimensions, sym::Total, sym::Mean, sym::Range, sym::Reverse, sym::Sort, sym::RotateLeft, sym::RotateRight,
                                           sym::Take, sym::Drop, sym::Rest, sym::Most, sym::Join, sym::Append, sym::Prepend, sym::Accumulate, sym::Transpose,
                                           sym::Flatten, sym::Differences, sym::Union, sym::First, sym::Last, sym::Dot, sym::Norm, sym::Insert, sym::Delete};
  if (std::none_of(std::begin(kKnown), std::end(kKnown), [&](KnownSymbol s) { return head.is(s); }) || e.size() == 0) return std::nullopt;
  std::vector<Operand> operands;
  bool plain = true;   // all arguments have registers; specifications such as {2, 3} or -1 do not need one
  ValueType type;
  for (std::size_t i = 0; i < e.size(); ++i) {
    const bool specification = i > 0 && (known == sym::Take.index || known == sym::Drop.index || known == sym::Delete.index || known == sym::Insert.index || known == sym::Flatten.index ||
                                         known == sym::Total.index || known == sym::RotateLeft.index || known == sym::RotateRight.index || known == sym::Norm.index);
    if (specification) {
      plain = false;
      continue;
    }
    operands.push_back(compile(e[i]));
    if (!is_numeric(operands.back())) throw Unsupported{};
  }
  const Operand& first = operands[0];
  if (known != sym::Range.index && first.type.rank == 0) throw Unsupported{};
  switch (known) {
    case sym::Length.index: {
      const Operand result = new_register(kInteger);
      emit(MachineOp::LengthT, result.index, first.index);
      return result;
    }
    case sym::First.index:
    case sym::Last.index: return part(first, {integer_constant(known == sym::First.index ? 1 : -1)});
    case sym::Dimensions.index: type = {MachineType::Integer, 1}; break;
    case sym::Total.index:
      if (e.size() > 1) throw Unsupported{};
      type = {first.type.base, first.type.rank - 1};
      break;
    case sym::Mean.index: type = {std::max(first.type.base, MachineType::Real), first.type.rank - 1}; break;
    case sym::Norm.index: type = kReal; break;
    case sym::Flatten.index:
      if (e.size() > 1) throw Unsupported{};
      type = {first.type.base, 1};
      break;
    case sym::Range.index:
      for (const Operand& o : operands) type = join(type, o.type);
      type.rank = 1;
      break;
    case sym::Dot.index: {
      type = first.type;
      for (std::size_t i = 1; i < operands.size(); ++i) type = {std::max(type.base, operands[i].type.base), type.rank + operands[i].type.rank - 2};
      break;
    }
    case sym::Join.index:
    case sym::Union.index:
      for (const Operand& o : operands) type = join(type, o.type);
      break;
    case sym::Append.index:
    case sym::Prepend.index: {
      if (operands.size() != 2 || operands[1].type.rank + 1 != first.type.rank) throw Unsupported{};
      const MachineType base = std::max(first.type.base, operands[1].type.base);
      operands[0] = convert(operands[0], base);
      operands[1] = convert(operands[1], base);
      type = {base, operands[0].type.rank};
      break;
    }
    default: type = first.type; break;
  }
  return plain ? apply_outside(head, operands, type) : evaluate_outside(e, type);
}

}  // namespace lykos::builtins
