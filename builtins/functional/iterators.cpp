// iterators.cpp - see iterators.h.
#include "builtins/functional/iterators.h"

#include <cmath>

#include "builtins/control/assign.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"
#include "expr/number.h"

namespace lykos::builtins {

Expr Iterator::value(std::int64_t index) const {
  switch (kind) {
    case Kind::Integers: return Expr::integer(integer_from + index * integer_step);
    case Kind::Reals: return Expr::real(real_from + static_cast<double>(index) * real_step);
    case Kind::Elements: return element_at(list, index);
    case Kind::Expressions: break;
  }
  return index == 0 ? from : plus(from, times(Expr::integer(index), step));
}

Expr Iterator::values() const {
  if (kind == Kind::Elements) return list.is_packed() ? list : pack(list);
  const auto size = static_cast<std::size_t>(count);
  if (kind == Kind::Integers) {
    std::vector<std::int64_t> integers(size);
    for (std::size_t i = 0; i < size; ++i) integers[i] = integer_from + static_cast<std::int64_t>(i) * integer_step;
    return integer_list(integers);
  }
  if (kind == Kind::Reals) {
    std::vector<double> reals(size);
    for (std::size_t i = 0; i < size; ++i) reals[i] = real_from + static_cast<double>(i) * real_step;
    return real_list(reals);
  }
  std::vector<Expr> all;
  all.reserve(size);
  for (std::int64_t i = 0; i < count; ++i) all.push_back(value(i));
  return list_of(std::move(all));
}

std::optional<double> count_steps(const Expr& from, const Expr& to, const Expr& step) {
  const Expr ratio = quotient(minus(to, from), step);
  if (ratio.is_exact_real()) return std::floor(to_double(ratio.is_integer() ? ratio : evaluate(make_normal(sym::Floor, {ratio}))));
  const auto value = machine_real(ratio);
  if (!value || std::isnan(*value)) return std::nullopt;
  // A bound that is reached but for rounding counts as reached.
  return std::floor(*value + 1e-12 * std::max(1.0, std::fabs(*value)));
}

namespace {

// {.., from, to, step} with evaluated bounds.
bool set_bounds(Iterator& iterator, const Expr& from, const Expr& to, const Expr& step, bool endless_allowed) {
  if (is_infinity(to)) {
    if (!endless_allowed) return false;
    iterator.count = Iterator::kEndless;
  } else {
    if (step.is_number() && is_zero(step)) return false;
    if (from.is_small_integer() && to.is_small_integer() && step.is_small_integer()) {
      const __int128 span = static_cast<__int128>(to.small_integer()) - from.small_integer();
      const std::int64_t d = step.small_integer();
      const bool empty = (span > 0 && d < 0) || (span < 0 && d > 0);
      iterator.count = empty ? 0 : static_cast<std::int64_t>(span / d) + 1;
    } else {
      const auto steps = count_steps(from, to, step);
      if (!steps || std::isinf(*steps)) return false;
      if (*steps >= 9e18) return false;
      iterator.count = *steps < 0 ? 0 : static_cast<std::int64_t>(*steps) + 1;
    }
  }
  if (from.is_small_integer() && step.is_small_integer()) {
    iterator.kind = Iterator::Kind::Integers;
    iterator.integer_from = from.small_integer();
    iterator.integer_step = step.small_integer();
  } else if (from.is_real_number() && step.is_real_number() && (from.is_real() || step.is_real())) {
    iterator.kind = Iterator::Kind::Reals;
    iterator.real_from = to_double(from);
    iterator.real_step = to_double(step);
  } else {
    iterator.kind = Iterator::Kind::Expressions;
    iterator.from = from;
    iterator.step = step;
  }
  return true;
}

}  // namespace

std::optional<Iterator> read_iterator(const Held& given, bool endless_allowed, IteratorFault& fault) {
  std::optional<Iterator> made(std::in_place);
  Iterator& iterator = *made;
  fault = IteratorFault::Bounds;
  Held spec = given.spliced();
  if (!spec.has_head(sym::List)) {
    const Expr value = given.evaluate();
    if (!value.is_list()) {
      // A bare n stands for {n}.
      const bool number = value.is_real_number() || is_infinity(value);
      if (!number) {
        fault = IteratorFault::Number;
        return std::nullopt;
      }
      if (!set_bounds(iterator, Expr::integer(1), value, Expr::integer(1), endless_allowed)) return std::nullopt;
      return made;
    }
    spec = Held(value);
  }
  if (spec.size() == 0 || spec.size() > 4) {
    fault = IteratorFault::Form;
    return std::nullopt;
  }
  const Expr one = Expr::integer(1);
  if (spec.size() == 1) {
    if (!set_bounds(iterator, one, spec[0].evaluate(), one, endless_allowed)) return std::nullopt;
    return made;
  }
  MaybeExpr variable = spec[0].symbol();
  if (!variable) {
    variable = spec[0].expr();
    if (!variable->is_normal()) {
      fault = IteratorFault::Raw;
      return std::nullopt;
    }
  }
  const Expr* root = &*variable;
  while (root->kind() == Kind::Normal) root = &root->head();
  if (root->is_symbol() && (root->symbol_node().attributes & (kProtected | kLocked)) != 0) {
    fault = IteratorFault::Variable;
    return std::nullopt;
  }
  iterator.variable = variable;
  if (spec.size() == 2) {
    const Expr bound = spec[1].evaluate();
    if (bound.is_list() || bound.is_association()) {
      iterator.kind = Iterator::Kind::Elements;
      iterator.list = bound.is_list() ? bound : make_list(elements_of(bound));
      iterator.count = static_cast<std::int64_t>(iterator.list.size());
      return made;
    }
    if (!set_bounds(iterator, one, bound, one, endless_allowed)) return std::nullopt;
    return made;
  }
  const Expr from = spec[1].evaluate();
  const Expr to = spec[2].evaluate();
  const Expr step = spec.size() == 4 ? spec[3].evaluate() : one;
  if (!set_bounds(iterator, from, to, step, endless_allowed)) return std::nullopt;
  return made;
}

std::optional<Iterator> read_iterator(const HeldCall& call, const Held& spec, std::size_t position, bool endless_allowed) {
  IteratorFault fault = IteratorFault::None;
  auto iterator = read_iterator(spec, endless_allowed, fault);
  if (iterator) return iterator;
  const Expr given = spec.expr();
  switch (fault) {
    case IteratorFault::Form: call.message("itform", {given, Expr::integer(static_cast<std::int64_t>(position))}); break;
    case IteratorFault::Number: call.message("nliter", {given, Expr::integer(static_cast<std::int64_t>(position))}); break;
    case IteratorFault::Raw: call.message("itraw", {given[0]}); break;
    case IteratorFault::Variable: report_protected_variable(call.head(), given[0]); break;
    default: call.message("iterb", {given}); break;
  }
  return std::nullopt;
}

void report_protected_variable(const Expr& function, const Expr& variable) {
  const Expr* root = &variable;
  while (root->kind() == Kind::Normal) root = &root->head();
  message(function, "write", {*root, make_normal(sym::HoldForm, {variable})});
}

LocalVariable::LocalVariable(const MaybeExpr& variable) {
  if (!variable) return;
  symbol_ = *variable;
  if (!symbol_.is_symbol()) {
    is_expression_ = true;
    std::vector<Expr> args(symbol_.args().begin(), symbol_.args().end());
    for (Expr& arg : args) arg = evaluate(arg);  // x[k] stands for x[1], as in an assignment
    symbol_ = make_normal(symbol_.head(), std::move(args));
    value_ = evaluate(symbol_);
    had_value_ = !(value_ == symbol_);
    return;
  }
  node_ = &symbol_.symbol_node();
  had_value_ = node_->has_own_value;
  if (had_value_) value_ = node_->own_value;
  if (node_->definitions != nullptr && !node_->definitions->own.empty()) std::swap(own_rules_, node_->definitions->own);
}

void LocalVariable::define(const Expr& value) {
  if (is_expression_) assign(symbol_, value, false, sym::Set);
}

LocalVariable::~LocalVariable() {
  if (is_expression_) {
    if (had_value_) {
      assign(symbol_, value_, false, sym::Set);
    } else {
      evaluate(make_normal(sym::Unset, {symbol_}));
    }
  }
  if (node_ == nullptr) return;
  if (had_value_) {
    set_own_value(*node_, std::move(value_));
  } else if (node_->has_own_value) {
    clear_own_value(*node_);
  }
  if (!own_rules_.empty() && node_->definitions != nullptr) std::swap(own_rules_, node_->definitions->own);
}

}  // namespace lykos::builtins
