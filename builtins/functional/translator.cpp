// translator.cpp - control, scopes, assignments and loops of compiled functions; see translator.h.
#include "builtins/functional/translator.h"

#include <algorithm>
#include <cmath>

#include "expr/number.h"

namespace lykos::builtins {

std::optional<MachineProgram> translate(const CompileRequest& request) { return Translator(request).run(); }

std::optional<MachineProgram> Translator::run() {
  constexpr int kMostPasses = 12;
  try {
    for (int i = 0; i < kMostPasses; ++i) {
      if (pass()) return std::move(program_);
    }
  } catch (const Unsupported&) {
  }
  return std::nullopt;
}

// One walk; true when no site had to be widened, so that the program stands.
bool Translator::pass() {
  program_ = MachineProgram{};
  program_.catch_overflow = request_.catch_overflow;
  scope_.clear();
  loops_.clear();
  returns_.clear();
  next_site_ = 0;
  widened_ = false;
  label_ = ~std::size_t{0};
  for (std::size_t i = 0; i < request_.variables.size(); ++i) {
    const Variable& v = declare(request_.variables[i], request_.types[i]);
    program_.parameters.push_back({request_.types[i], v.place.index});
    if (!(v.place.type == request_.types[i])) {
      // A parameter that is assigned a wider type starts as that type.
      const Operand given = new_register(request_.types[i]);
      program_.parameters.back() = given;
      move(v.place, convert(given, v.place.type.base));
    }
  }
  if (request_.separate) return pass_values();
  const Operand result = site_register(result_site_, {});
  result_ = result;
  const Operand value = compile(request_.body);
  widen(result_site_, value.type);
  if (value.type.base != MachineType::Void && result.type.base != MachineType::Void && !widened_) move(result, convert(value, result.type.base));
  for (std::size_t jump : returns_) patch(jump);
  emit(MachineOp::Return);
  program_.result = result;
  return !widened_;
}

bool Translator::pass_values() {
  for (const Expr& e : request_.body.args()) {
    const Operand value = convert(compile(e), MachineType::Real);
    if (value.type != ValueType{MachineType::Real, 0}) throw Unsupported{};
    program_.values.push_back(value);
  }
  emit(MachineOp::Return);
  return !widened_;
}

// ---- registers, sites, code

ValueType Translator::join(ValueType a, ValueType b) {
  if (a.base == MachineType::Void) return b;
  if (b.base == MachineType::Void) return a;
  if (a.rank != b.rank || (a.base == MachineType::Boolean) != (b.base == MachineType::Boolean)) throw Unsupported{};
  return {std::max(a.base, b.base), a.rank};
}

Operand Translator::new_register(ValueType type) {
  const int bank = type.rank > 0 ? 3 : type.base == MachineType::Real ? 1 : type.base == MachineType::Complex ? 2 : 0;
  return {type, program_.counts[bank]++};
}

Operand Translator::integer_constant(std::int64_t value) {
  for (const auto& [index, known] : program_.integers)
    if (known == value) return {{MachineType::Integer, 0}, index};
  const Operand o = new_register({MachineType::Integer, 0});
  program_.integers.emplace_back(o.index, value);
  return o;
}

Operand Translator::boolean_constant(bool value) {
  Operand o = integer_constant(value ? 1 : 0);
  o.type.base = MachineType::Boolean;
  return o;
}

Operand Translator::real_constant(double value) {
  for (const auto& [index, known] : program_.reals)
    if (known == value && std::signbit(known) == std::signbit(value)) return {{MachineType::Real, 0}, index};
  const Operand o = new_register({MachineType::Real, 0});
  program_.reals.emplace_back(o.index, value);
  return o;
}

Operand Translator::convert(const Operand& value, MachineType base) {
  if (value.type.base == base || value.type.base == MachineType::Void || base == MachineType::Void) return value;
  if (value.type.base == MachineType::Boolean || base < value.type.base) throw Unsupported{};
  if (value.type.rank == 0 && value.type.base == MachineType::Integer && base == MachineType::Real) {
    for (const auto& [index, known] : program_.integers)
      if (index == value.index) return real_constant(static_cast<double>(known));
  }
  const Operand result = new_register({base, value.type.rank});
  if (value.type.rank > 0) emit(base == MachineType::Real ? MachineOp::ArrayToR : MachineOp::ArrayToC, result.index, value.index);
  else if (base == MachineType::Real) emit(MachineOp::IntegerToR, result.index, value.index);
  else emit(value.type.base == MachineType::Integer ? MachineOp::IntegerToC : MachineOp::RealToC, result.index, value.index);
  return result;
}

// The last instruction writes straight to the target when it made the value and nothing can jump in between.
void Translator::move(const Operand& target, const Operand& value) {
  if (target.index == value.index || value.type.base == MachineType::Void) return;
  const bool integer = value.type.rank == 0 && value.type.base <= MachineType::Integer;
  const MachineOp op = value.type.rank > 0 ? MachineOp::MoveT : integer ? MachineOp::MoveI : value.type.base == MachineType::Real ? MachineOp::MoveR : MachineOp::MoveC;
  emit(op, target.index, value.index);
}

Operand Translator::copy(const Operand& value) {
  if (value.type.base == MachineType::Void) return value;
  const Operand result = new_register(value.type);
  move(result, value);
  return result;
}

std::size_t Translator::emit(MachineOp op, std::int32_t t, std::int32_t a, std::int32_t b, std::int32_t c) {
  program_.code.push_back({op, t, a, b, c});
  return program_.code.size() - 1;
}

std::size_t Translator::here() {
  label_ = program_.code.size();
  return label_;
}

Operand Translator::site_register(std::size_t& site, ValueType initial) {
  site = next_site_++;
  if (site_types_.size() <= site) site_types_.resize(site + 1);
  site_types_[site] = join(site_types_[site], initial);
  return new_register(site_types_[site]);
}

void Translator::widen(std::size_t site, ValueType type) {
  const ValueType joined = join(site_types_[site], type);
  if (joined == site_types_[site]) return;
  site_types_[site] = joined;
  widened_ = true;
}

Translator::Variable& Translator::declare(const Expr& symbol, ValueType initial) {
  Variable v{symbol, {}, 0, false};
  v.place = site_register(v.site, initial);
  scope_.push_back(std::move(v));
  return scope_.back();
}

Translator::Variable* Translator::find(const Expr& symbol) {
  for (auto v = scope_.rbegin(); v != scope_.rend(); ++v)
    if (v->symbol == symbol) return &*v;
  return nullptr;
}

// ---- evaluations

namespace {

bool is_assignment_head(const Expr& head) {
  static constexpr KnownSymbol kHeads[] = {sym::Set, sym::Increment, sym::Decrement, sym::PreIncrement, sym::PreDecrement, sym::AddTo,
                                           sym::SubtractFrom, sym::TimesBy, sym::DivideBy, sym::AppendTo, sym::PrependTo, sym::SetDelayed};
  return std::any_of(std::begin(kHeads), std::end(kHeads), [&](KnownSymbol s) { return head.is(s); });
}

}  // namespace

bool Translator::has_effects(const Expr& e) {
  if (e.kind() != Kind::Normal) return false;
  const RecursionGuard guard;
  return is_assignment_head(e.head()) || has_effects(e.head()) || std::any_of(e.args().begin(), e.args().end(), has_effects);
}

// Whether evaluating the expression outside would change a variable of the program, or leave it.
bool Translator::assigns_variable(const Expr& e) const {
  if (e.kind() != Kind::Normal) return false;
  const RecursionGuard guard;
  if (e.has_head(sym::Return) || e.has_head(sym::Break) || e.has_head(sym::Continue)) return true;
  if (is_assignment_head(e.head()) && e.size() >= 1) {
    const Expr* place = &e[0];
    while (place->kind() == Kind::Normal && place->size() > 0) place = &place->args()[0];
    for (const Variable& v : scope_)
      if (v.symbol == *place) return true;
  }
  return std::any_of(e.args().begin(), e.args().end(), [&](const Expr& arg) { return assigns_variable(arg); });
}

Operand Translator::evaluate_outside(const Expr& e, ValueType type) {
  if (assigns_variable(e)) throw Unsupported{};
  Evaluation evaluation;
  evaluation.body = e;
  for (auto v = scope_.rbegin(); v != scope_.rend(); ++v) {
    const bool hidden = std::any_of(evaluation.symbols.begin(), evaluation.symbols.end(), [&](const Expr& s) { return s == v->symbol; });
    if (hidden || !v->symbol.is_symbol() || !contains_symbol(e, v->symbol) || v->place.type.base == MachineType::Void) continue;
    evaluation.symbols.push_back(v->symbol);
    evaluation.operands.push_back(v->place);
  }
  if (type.base != MachineType::Void) evaluation.result = new_register(type);
  const Operand result = evaluation.result;
  program_.evaluations.push_back(std::move(evaluation));
  emit(MachineOp::Evaluate, 0, static_cast<std::int32_t>(program_.evaluations.size()) - 1);
  return result;
}

Operand Translator::apply_outside(const Expr& head, const std::vector<Operand>& operands, ValueType type) {
  Evaluation evaluation;
  evaluation.body = head;
  evaluation.apply = true;
  evaluation.operands = operands;
  evaluation.result = new_register(type);
  const Operand result = evaluation.result;
  program_.evaluations.push_back(std::move(evaluation));
  emit(MachineOp::Evaluate, 0, static_cast<std::int32_t>(program_.evaluations.size()) - 1);
  return result;
}

std::optional<ValueType> Translator::known_type(const Expr& e) const {
  for (const auto& [pattern, type] : request_.known)
    if (matches(e, pattern)) return type;
  return std::nullopt;
}

// ---- expressions

Operand Translator::compile(const Expr& e, bool wanted) {
  const RecursionGuard guard;
  if (e.is_small_integer()) return integer_constant(e.small_integer());
  if (e.is_real()) return real_constant(e.real_value());
  if (e.is_rational() || e.is_big_real() || e.is_integer()) return real_constant(to_double(e));
  if (e.is_complex()) {
    const Operand o = new_register({MachineType::Complex, 0});
    program_.complexes.emplace_back(o.index, std::complex<double>(to_double(e.re()), to_double(e.im())));
    return o;
  }
  if (e.is_symbol()) return compile_symbol(e);
  if (e.is_packed()) {
    const array::Array& a = e.array();
    const MachineType base = a.dtype() == array::DType::Integer64 ? MachineType::Integer : a.dtype() == array::DType::Real64 ? MachineType::Real : MachineType::Complex;
    const Operand o = new_register({base, a.rank()});
    program_.arrays.emplace_back(o.index, a);
    return o;
  }
  if (e.kind() != Kind::Normal) {
    if (wanted) throw Unsupported{};
    return {};
  }
  if (const auto type = known_type(e)) return evaluate_outside(e, *type);
  // What turns out to have no instructions is evaluated outside, as if it had not been begun.
  const std::size_t code = program_.code.size();
  const std::size_t evaluations = program_.evaluations.size();
  const std::size_t scope = scope_.size();
  const std::size_t sites = next_site_;
  try {
    return compile_call(e, wanted);
  } catch (const Unsupported&) {
    if (assigns_variable(e)) throw;
    program_.code.resize(code, {MachineOp::Return});
    program_.evaluations.resize(evaluations);
    scope_.resize(scope);
    next_site_ = sites;
    return evaluate_outside(e, wanted ? ValueType{MachineType::Real, 0} : ValueType{});
  }
}

Operand Translator::compile_symbol(const Expr& e) {
  if (const Variable* v = find(e)) {
    if (v->place.type.base == MachineType::Void && !widened_) throw Unsupported{};  // used before it has a value
    return v->place.type.base == MachineType::Void ? integer_constant(0) : v->place;
  }
  if (e.is_true() || e.is_false()) return boolean_constant(e.is_true());
  if (e.is_null()) return {};
  static constexpr KnownSymbol kConstants[] = {sym::Pi, sym::E, sym::Degree, sym::GoldenRatio, sym::EulerGamma, sym::Catalan, sym::DollarMachineEpsilon};
  for (const KnownSymbol constant : kConstants) {
    if (!e.is(constant)) continue;
    const Expr value = evaluate(make_normal(sym::N, {e}));
    if (value.is_real()) return real_constant(value.real_value());
  }
  if (e.is(sym::I)) return compile(evaluate(e));
  return evaluate_outside(e, known_type(e).value_or(ValueType{MachineType::Real, 0}));
}

Operand Translator::compile_stable(const Expr& e, const Expr& next) {
  const Operand value = compile(e);
  return e.is_symbol() && has_effects(next) ? copy(value) : value;
}

Operand Translator::compile_call(const Expr& e, bool wanted) {
  const Expr& head = e.head();
  if (!head.is_symbol()) {
    if (head.has_head(sym::Function)) {
      std::vector<Operand> arguments;
      for (const Expr& arg : e.args()) arguments.push_back(copy(compile(arg)));
      return compile_function(head, arguments);
    }
    throw Unsupported{};
  }
  switch (head.symbol_node().known_index) {
    case sym::If.index: return compile_if(e, wanted);
    case sym::Which.index: {
      if (e.size() % 2 != 0 || e.size() == 0) throw Unsupported{};
      const Operand condition = compile(e[0]);
      if (condition.type.base != MachineType::Boolean) throw Unsupported{};
      const Expr rest = e.size() > 2 ? make_normal(sym::Which, e.args().subspan(2)) : Expr(sym::Null);
      return compile_branches(condition, &e.args()[1], e[0].is_true() ? nullptr : &rest, wanted);
    }
    case sym::And.index: return compile_connective(e, false);
    case sym::Or.index: return compile_connective(e, true);
    case sym::CompoundExpression.index: return compile_compound(e, wanted);
    case sym::Module.index:
    case sym::Block.index:
    case sym::With.index: return compile_scope(e, wanted);
    case sym::Set.index:
      if (e.size() != 2) throw Unsupported{};
      return compile_set(e[0], e[1]);
    case sym::Increment.index:
    case sym::Decrement.index:
    case sym::PreIncrement.index:
    case sym::PreDecrement.index:
    case sym::AddTo.index:
    case sym::SubtractFrom.index:
    case sym::TimesBy.index:
    case sym::DivideBy.index:
    case sym::AppendTo.index: return compile_update(e);
    case sym::While.index: return compile_while(e);
    case sym::For.index: return compile_for(e);
    case sym::Do.index:
    case sym::Table.index:
    case sym::Sum.index:
    case sym::Product.index: return compile_loop(e, wanted);
    case sym::Map.index:
    case sym::Scan.index:
    case sym::Fold.index:
    case sym::FoldList.index:
    case sym::Nest.index:
    case sym::NestList.index:
    case sym::NestWhile.index: return compile_iteration(e);
    case sym::Return.index: return compile_return(e);
    case sym::Break.index:
    case sym::Continue.index: {
      if (loops_.empty()) throw Unsupported{};
      auto& jumps = e.has_head(sym::Break) ? loops_.back()->breaks : loops_.back()->continues;
      jumps.push_back(emit(MachineOp::Jump));
      return {};
    }
    case sym::List.index: return compile_list(e);
    case sym::Part.index: return compile_part(e);
    case sym::Evaluate.index:
      if (e.size() == 1) return compile(e[0], wanted);
      throw Unsupported{};
    default: break;
  }
  if (auto value = compile_arithmetic(e)) return *value;
  if (auto value = compile_array_function(e)) return *value;
  if (!wanted) return evaluate_outside(e, {});
  throw Unsupported{};
}

Operand Translator::compile_if(const Expr& e, bool wanted) {
  if (e.size() < 2 || e.size() > 4) throw Unsupported{};
  const Operand condition = compile(e[0]);
  if (condition.type.base != MachineType::Boolean || condition.type.rank != 0) throw Unsupported{};
  return compile_branches(condition, &e.args()[1], e.size() >= 3 ? &e.args()[2] : nullptr, wanted);
}

Operand Translator::compile_branches(const Operand& condition, const Expr* yes, const Expr* no, bool wanted) {
  std::size_t site = 0;
  const Operand result = wanted ? site_register(site, {}) : Operand{};
  const auto branch = [&](const Expr& e) {
    const Operand value = compile(e, wanted);
    if (!wanted || value.type.base == MachineType::Void) return;
    widen(site, value.type);
    if (result.type.base != MachineType::Void && !widened_) move(result, convert(value, result.type.base));
  };
  const std::size_t to_else = emit(MachineOp::JumpUnless, 0, condition.index);
  branch(*yes);
  if (no == nullptr) {
    patch(to_else);
    return result;
  }
  const std::size_t to_end = emit(MachineOp::Jump);
  patch(to_else);
  branch(*no);
  patch(to_end);
  return result;
}

Operand Translator::compile_connective(const Expr& e, bool decisive) {
  const Operand result = new_register({MachineType::Boolean, 0});
  std::vector<std::size_t> jumps;
  for (const Expr& arg : e.args()) {
    const Operand value = compile(arg);
    if (value.type.base != MachineType::Boolean || value.type.rank != 0) throw Unsupported{};
    move(result, value);
    jumps.push_back(emit(decisive ? MachineOp::JumpIf : MachineOp::JumpUnless, 0, result.index));
  }
  if (e.size() == 0) move(result, boolean_constant(!decisive));
  for (std::size_t jump : jumps) patch(jump);
  return result;
}

Operand Translator::compile_compound(const Expr& e, bool wanted) {
  for (std::size_t i = 0; i + 1 < e.size(); ++i) compile(e[i], false);
  return e.size() == 0 ? Operand{} : compile(e[e.size() - 1], wanted);
}

Operand Translator::compile_scope(const Expr& e, bool wanted) {
  if (e.size() != 2 || !e[0].is_list()) throw Unsupported{};
  const std::size_t outside = scope_.size();
  std::vector<std::pair<Expr, Operand>> initial;
  for (const Expr& local : e[0].args()) {
    if (local.is_symbol()) {
      initial.emplace_back(local, Operand{});
    } else if ((local.has_head(sym::Set, 2) || local.has_head(sym::SetDelayed, 2)) && local[0].is_symbol()) {
      initial.emplace_back(local[0], compile(local[1]));
    } else {
      throw Unsupported{};
    }
  }
  for (auto& [symbol, value] : initial) {
    const Variable& v = declare(symbol, value.type);
    if (value.type.base != MachineType::Void) move(v.place, convert(value, v.place.type.base));
  }
  const Operand result = compile(e[1], wanted);
  scope_.resize(outside);
  return result;
}

// ---- assignments

Operand Translator::compile_set(const Expr& lhs, const Expr& rhs) {
  if (lhs.is_list()) {
    std::vector<Operand> values;
    if (rhs.is_list() && rhs.size() == lhs.size()) {
      for (const Expr& e : rhs.args()) values.push_back(copy(compile(e)));
    } else {
      const Operand list = compile(rhs);
      if (list.type.rank != 1) throw Unsupported{};
      for (std::size_t i = 0; i < lhs.size(); ++i) values.push_back(part(list, {integer_constant(static_cast<std::int64_t>(i) + 1)}));
    }
    for (std::size_t i = 0; i < lhs.size(); ++i) assign(lhs[i], values[i]);
    return {};
  }
  const Operand value = compile(rhs);
  if (value.type.base == MachineType::Void && !widened_) throw Unsupported{};
  return assign(lhs, value);
}

Operand Translator::assign(const Expr& lhs, const Operand& value) {
  if (lhs.has_head(sym::Part)) return assign_part(lhs, value);
  Variable* v = lhs.is_symbol() ? find(lhs) : nullptr;
  if (v == nullptr || v->fixed) throw Unsupported{};
  widen(v->site, value.type);
  if (v->place.type.base == MachineType::Void || widened_) return value;
  move(v->place, convert(value, v->place.type.base));
  return v->place;
}

Operand Translator::assign_part(const Expr& lhs, const Operand& value) {
  Variable* v = lhs.size() >= 2 && lhs[0].is_symbol() ? find(lhs[0]) : nullptr;
  if (v == nullptr || v->fixed) throw Unsupported{};
  std::vector<Operand> specs;
  for (std::size_t i = 1; i < lhs.size(); ++i) specs.push_back(compile(lhs[i]));
  const ValueType type = v->place.type;
  if (type.base == MachineType::Void && widened_) return value;
  const bool indices = std::all_of(specs.begin(), specs.end(), [](const Operand& o) { return o.type == ValueType{MachineType::Integer, 0}; });
  if (!indices || specs.empty() || specs.size() > 2 || type.rank != static_cast<int>(specs.size()) + value.type.rank) throw Unsupported{};
  widen(v->site, {value.type.base, type.rank});
  if (widened_) return value;
  const Operand stored = convert(value, type.base);
  const std::int32_t array = v->place.index;
  const int bank = type.base == MachineType::Integer ? 0 : type.base == MachineType::Real ? 1 : 2;
  static constexpr MachineOp kOne[] = {MachineOp::Set1I, MachineOp::Set1R, MachineOp::Set1C};
  static constexpr MachineOp kTwo[] = {MachineOp::Set2I, MachineOp::Set2R, MachineOp::Set2C};
  if (value.type.rank > 0) {
    if (specs.size() != 1) throw Unsupported{};
    emit(MachineOp::SetRow, array, specs[0].index, stored.index);
  } else if (specs.size() == 1) {
    emit(kOne[bank], array, specs[0].index, stored.index);
  } else {
    emit(kTwo[bank], array, specs[0].index, specs[1].index, stored.index);
  }
  return value;
}

Operand Translator::compile_update(const Expr& e) {
  const Expr one = Expr::integer(1);
  const auto update = [&](KnownSymbol head, const Expr& operand) { return compile_set(e[0], make_normal(head, {e[0], operand})); };
  switch (e.head().symbol_node().known_index) {
    case sym::Increment.index:
    case sym::Decrement.index: {
      const Operand old = copy(compile(e[0]));
      update(sym::Plus, e.has_head(sym::Increment) ? one : Expr::integer(-1));
      return old;
    }
    case sym::PreIncrement.index: return update(sym::Plus, one);
    case sym::PreDecrement.index: return update(sym::Plus, Expr::integer(-1));
    case sym::AddTo.index: return update(sym::Plus, e[1]);
    case sym::SubtractFrom.index: return update(sym::Subtract, e[1]);
    case sym::TimesBy.index: return update(sym::Times, e[1]);
    case sym::DivideBy.index: return update(sym::Divide, e[1]);
    default: break;
  }
  // AppendTo[list, element]
  Variable* v = e.size() == 2 && e[0].is_symbol() ? find(e[0]) : nullptr;
  if (v == nullptr || v->fixed) throw Unsupported{};
  const Operand element = compile(e[1]);
  widen(v->site, {element.type.base, element.type.rank + 1});
  if (widened_) return v->place;
  push(v->place, convert(element, v->place.type.base));
  return v->place;
}

// ---- loops

Operand Translator::compile_while(const Expr& e) {
  if (e.size() < 1 || e.size() > 2) throw Unsupported{};
  Loop loop;
  const std::size_t start = here();
  const Operand condition = compile(e[0]);
  if (condition.type.base != MachineType::Boolean) throw Unsupported{};
  const std::size_t exit = emit(MachineOp::JumpUnless, 0, condition.index);
  loops_.push_back(&loop);
  if (e.size() == 2) compile(e[1], false);
  loops_.pop_back();
  for (std::size_t jump : loop.continues) patch(jump);
  emit(MachineOp::Jump, static_cast<std::int32_t>(start));
  patch(exit);
  for (std::size_t jump : loop.breaks) patch(jump);
  return {};
}

Operand Translator::compile_for(const Expr& e) {
  if (e.size() < 3 || e.size() > 4) throw Unsupported{};
  Loop loop;
  compile(e[0], false);
  const std::size_t start = here();
  const Operand condition = compile(e[1]);
  if (condition.type.base != MachineType::Boolean) throw Unsupported{};
  const std::size_t exit = emit(MachineOp::JumpUnless, 0, condition.index);
  loops_.push_back(&loop);
  if (e.size() == 4) compile(e[3], false);
  loops_.pop_back();
  for (std::size_t jump : loop.continues) patch(jump);
  compile(e[2], false);
  emit(MachineOp::Jump, static_cast<std::int32_t>(start));
  patch(exit);
  for (std::size_t jump : loop.breaks) patch(jump);
  return {};
}

Operand Translator::compile_return(const Expr& e) {
  if (e.size() > 1) throw Unsupported{};
  if (e.size() == 1) {
    const Operand value = compile(e[0]);
    widen(result_site_, value.type);
    if (!widened_) move(result_, convert(value, result_.type.base));
  }
  returns_.push_back(emit(MachineOp::Jump));
  return {};
}

// {n}, {i, n}, {i, a, b}, {i, a, b, d}, {i, list}: sets the loop up as far as the head of its body.
Translator::LoopRange Translator::begin_loop(const Expr& spec, Expr& symbol) {
  LoopRange range;
  const bool bare = !spec.is_list();
  if (!bare && (spec.size() == 0 || spec.size() > 4)) throw Unsupported{};
  symbol = Expr(sym::Null);
  Operand from = integer_constant(1), to, step = integer_constant(1);
  if (bare) {
    to = compile(spec);
  } else if (spec.size() == 1) {
    to = compile(spec[0]);
  } else {
    if (!spec[0].is_symbol()) throw Unsupported{};
    symbol = spec[0];
    if (spec.size() == 2) {
      to = compile(spec[1]);
    } else {
      from = copy(compile(spec[1]));
      to = copy(compile(spec[2]));
      if (spec.size() == 4) step = copy(compile(spec[3]));
    }
  }
  if (to.type.rank > 0) {  // over the elements of a list
    range.list = copy(to);
    range.count = new_register({MachineType::Integer, 0});
    emit(MachineOp::LengthT, range.count.index, range.list.index);
    range.index = copy(integer_constant(1));
    const Operand more = new_register({MachineType::Boolean, 0});
    emit(MachineOp::LessEqualI, more.index, range.index.index, range.count.index);
    range.exit = emit(MachineOp::JumpUnless, 0, more.index);
    range.start = here();
    range.counter = part(range.list, {range.index});
    return range;
  }
  for (const Operand* o : {&from, &to, &step})
    if (o->type.base != MachineType::Integer && o->type.base != MachineType::Real) throw Unsupported{};
  range.integers = from.type.base == MachineType::Integer && step.type.base == MachineType::Integer;
  const bool unit = range.integers && (bare || spec.size() < 4);
  if (unit && to.type.base == MachineType::Integer) {
    range.counter = copy(from);
    range.last = copy(to);
    const Operand more = new_register({MachineType::Boolean, 0});
    emit(MachineOp::LessEqualI, more.index, range.counter.index, range.last.index);
    range.exit = emit(MachineOp::JumpUnless, 0, more.index);
    range.start = here();
    return range;
  }
  // count = floor((to - from)/step) + 1 values from + k step
  const MachineType base = range.integers ? MachineType::Integer : MachineType::Real;
  range.step = convert(step, base);
  const Operand first = convert(from, base);
  range.count = new_register({MachineType::Integer, 0});
  const Operand difference = binary(sym::Subtract, to, from);
  const Operand ratio = difference.type.base == MachineType::Integer && step.type.base == MachineType::Integer ? binary(sym::Quotient, difference, step)
                                                                                                           : binary(sym::Divide, convert(difference, MachineType::Real), convert(step, MachineType::Real));
  if (ratio.type.base == MachineType::Real) {
    const Operand slack = binary(sym::Plus, ratio, real_constant(1e-12));  // a bound reached but for rounding counts
    emit(MachineOp::RoundR, range.count.index, slack.index, 0);
  } else {
    move(range.count, ratio);
  }
  range.index = copy(integer_constant(0));
  range.counter = copy(first);
  const Operand more = new_register({MachineType::Boolean, 0});
  emit(MachineOp::LessEqualI, more.index, range.index.index, range.count.index);
  range.exit = emit(MachineOp::JumpUnless, 0, more.index);
  range.start = here();
  const Operand offset = binary(sym::Times, convert(range.index, base), range.step);
  move(range.counter, binary(sym::Plus, first, offset));
  return range;
}

void Translator::end_loop(LoopRange& range, Loop& loop) {
  for (std::size_t jump : loop.continues) patch(jump);
  const bool counted = range.last.index < 0;
  emit(MachineOp::LoopI, static_cast<std::int32_t>(range.start), counted ? range.index.index : range.counter.index,
       counted ? range.count.index : range.last.index);
  patch(*range.exit);
  for (std::size_t jump : loop.breaks) patch(jump);
}

// Do, Table, Sum, Product with any number of iterators.
Operand Translator::compile_loop(const Expr& e, bool wanted) {
  if (e.size() < 2) throw Unsupported{};
  if (e.has_head(sym::Do)) return loop_level(e, 1, {});
  if (e.has_head(sym::Table)) return wanted ? loop_level(e, 1, {}) : Operand{};
  std::size_t site = 0;
  const Operand accumulator = site_register(site, {MachineType::Integer, 0});
  move(accumulator, convert(integer_constant(e.has_head(sym::Sum) ? 0 : 1), accumulator.type.base));
  const Operand total = loop_level(e, 1, accumulator);
  widen(site, total.type);
  return accumulator;
}

Operand Translator::loop_level(const Expr& e, std::size_t level, const Operand& accumulator) {
  if (level == e.size()) {
    if (e.has_head(sym::Do)) return compile(e[0], false);
    const Operand value = compile(e[0]);
    if (e.has_head(sym::Table)) return value;
    const Operand next = binary(e.has_head(sym::Sum) ? sym::Plus : sym::Times, accumulator, value);
    if (next.type == accumulator.type) move(accumulator, next);
    else widened_ = true;
    return next;
  }
  Expr symbol;
  const bool table = e.has_head(sym::Table);
  std::size_t site = 0;
  Operand list;
  if (table) {
    list = site_register(site, {});
    emit(MachineOp::BeginList, list.index);
  }
  LoopRange range = begin_loop(e[level], symbol);
  const std::size_t outside = scope_.size();
  if (!symbol.is_null()) {
    scope_.push_back({symbol, range.counter, 0, true});
  }
  Loop loop;
  loops_.push_back(&loop);
  const Operand value = loop_level(e, level + 1, accumulator);
  if (table) {
    if (value.type.base == MachineType::Boolean || value.type.base == MachineType::Void) {
      if (!widened_) throw Unsupported{};
    } else {
      widen(site, {value.type.base, value.type.rank + 1});
      if (!widened_) push(list, convert(value, list.type.base));
    }
  }
  loops_.pop_back();
  end_loop(range, loop);
  scope_.resize(outside);
  return table ? list : value;
}

// ---- functions

namespace {

// The body of a pure function with names for its slots; slots of functions inside it are theirs.
Expr with_named_slots(const Expr& body, const std::vector<Expr>& names) {
  if (body.kind() != Kind::Normal) return body;
  if (body.has_head(sym::Slot) && body.size() <= 1) {
    const std::int64_t n = body.size() == 0 ? 1 : body[0].is_small_integer() ? body[0].small_integer() : 0;
    return n >= 1 && static_cast<std::size_t>(n) <= names.size() ? names[static_cast<std::size_t>(n) - 1] : body;
  }
  if (body.has_head(sym::Function, 1)) return body;
  const RecursionGuard guard;
  std::vector<Expr> args;
  for (const Expr& arg : body.args()) args.push_back(with_named_slots(arg, names));
  return make_normal(with_named_slots(body.head(), names), std::move(args));
}

}  // namespace

// The body of a pure function with its parameters standing for registers, which it cannot change.
Operand Translator::compile_function(const Expr& function, const std::vector<Operand>& arguments) {
  const std::size_t outside = scope_.size();
  Expr body;
  if (function.has_head(sym::Function, 1)) {
    std::vector<Expr> names;
    for (std::size_t i = 0; i < arguments.size(); ++i) names.push_back(Expr::symbol("System`Private`slot" + std::to_string(outside + i)));
    for (std::size_t i = 0; i < arguments.size(); ++i) scope_.push_back({names[i], arguments[i], 0, true});
    body = with_named_slots(function[0], names);
  } else if (function.has_head(sym::Function, 2)) {
    const Expr& parameters = function[0];
    const std::size_t count = parameters.is_list() ? parameters.size() : 1;
    if (count > arguments.size()) throw Unsupported{};
    for (std::size_t i = 0; i < count; ++i) scope_.push_back({parameters.is_list() ? parameters[i] : parameters, arguments[i], 0, true});
    body = function[1];
  } else if (function.is_symbol()) {
    // A function by name: head[arguments].
    std::vector<Expr> names;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      names.push_back(Expr::symbol("System`Private`slot" + std::to_string(outside + i)));
      scope_.push_back({names[i], arguments[i], 0, true});
    }
    body = make_normal(function, std::move(names));
  } else {
    throw Unsupported{};
  }
  const Operand result = compile(body);
  scope_.resize(outside);
  return result;
}

// Map, Scan, Fold, FoldList, Nest, NestList, NestWhile with a function written out or named.
Operand Translator::compile_iteration(const Expr& e) {
  const Expr& function = e.size() >= 1 ? e[0] : e;
  const auto again = [&](const Expr& f, const Operand& a, const Operand& b, bool two) {
    return compile_function(f, two ? std::vector<Operand>{a, b} : std::vector<Operand>{a});
  };
  const bool over_list = e.has_head(sym::Map, 2) || e.has_head(sym::Scan, 2);
  const bool fold = e.has_head(sym::Fold, 3) || e.has_head(sym::FoldList, 3);
  const bool nest = e.has_head(sym::Nest, 3) || e.has_head(sym::NestList, 3);
  const bool until = e.has_head(sym::NestWhile, 3);
  const bool collect = e.has_head(sym::Map) || e.has_head(sym::FoldList) || e.has_head(sym::NestList);
  if (!over_list && !fold && !nest && !until) throw Unsupported{};
  std::size_t state_site = 0, list_site = 0;
  Operand state, list;
  const auto keep = [&](const Operand& value) {
    widen(state_site, value.type);
    if (!widened_) move(state, convert(value, state.type.base));
  };
  const auto add = [&](const Operand& value) {
    widen(list_site, {value.type.base, value.type.rank + 1});
    if (!widened_) push(list, convert(value, list.type.base));
  };
  if (!over_list) {
    const Operand first = compile(e[1]);
    state = site_register(state_site, first.type);
    move(state, convert(first, state.type.base));
  }
  if (collect) {
    list = site_register(list_site, {});
    emit(MachineOp::BeginList, list.index);
    if (!over_list) add(state);
  }
  if (until) {
    const std::size_t start = here();
    const Operand more = again(e[2], state, {}, false);
    if (more.type.base != MachineType::Boolean) throw Unsupported{};
    const std::size_t exit = emit(MachineOp::JumpUnless, 0, more.index);
    keep(copy(again(function, state, {}, false)));
    emit(MachineOp::Jump, static_cast<std::int32_t>(start));
    patch(exit);
    return state;
  }
  Expr symbol;
  const Expr counted = Expr::symbol("System`Private`step" + std::to_string(scope_.size()));
  const Expr spec = nest ? make_list({counted, e[2]}) : make_list({counted, over_list ? e[1] : e[2]});
  LoopRange range = begin_loop(spec, symbol);
  if (!nest && range.list.index < 0) throw Unsupported{};
  Loop loop;
  const Operand value = over_list ? again(function, range.counter, {}, false) : again(function, state, range.counter, fold);
  if (!over_list) keep(copy(value));
  if (collect) add(over_list ? value : state);
  end_loop(range, loop);
  return collect ? list : over_list ? Operand{} : state;
}

}  // namespace lykos::builtins
