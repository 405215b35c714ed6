// select.cpp - choosing and testing elements: Select, SelectFirst, Pick, AllTrue, AnyTrue, NoneTrue.
#include "array/list_loops.h"
#include "builtins/functional/conditions.h"
#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"
#include "evaluator/caller.h"
#include "expr/unit_step.h"

namespace lykos::builtins {
namespace {

// Numbers of a packed vector, as choose(out, values, count) gathers them and counts them.
template <typename F>
MaybeExpr choose_from(const Expr& expr, F&& choose) {
  const array::Array& values = expr.array();
  if (array::size_of(values.dtype()) != sizeof(std::uint64_t)) return std::nullopt;
  const std::int64_t count = values.element_count();
  array::Array found(values.dtype(), array::Shape{count + 7});
  const std::int64_t chosen = choose(static_cast<std::uint64_t*>(found.bytes()), static_cast<const std::uint64_t*>(values.bytes()), count);
  // What is a small part of the whole gets memory of its own.
  array::Array part = found.slice(0, chosen);
  return packed_list(chosen < count / 4 ? part.clone() : std::move(part));
}
bool is_vector_beside(const Expr& expr, const array::Array& marks) {
  return expr.is_packed() && expr.array().rank() == 1 && marks.rank() == 1 && marks.element_count() == expr.array().element_count();
}
// The numbers that stand where the other vector holds `wanted`, or where it is not negative (or, when not `wanted`, is).
MaybeExpr choose_numbers(const Expr& expr, const array::Array& marks, std::int64_t wanted) {
  if (!is_vector_beside(expr, marks) || marks.dtype() != array::DType::Integer64) return std::nullopt;
  return choose_from(expr, [&](auto* out, const auto* values, std::int64_t count) { return array::list_loops().choose(out, values, marks.data<std::int64_t>(), wanted, count); });
}
MaybeExpr choose_by_sign(const Expr& expr, const array::Array& marks, bool wanted) {
  if (!is_vector_beside(expr, marks)) return std::nullopt;
  return choose_from(expr, [&](auto* out, const auto* values, std::int64_t count) { return array::list_loops().choose_by_sign(out, values, marks.data<double>(), wanted, count); });
}

// Select[list, crit], Select[list, crit, n]
MaybeExpr builtin_Select(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& list = call[0];
  if (!is_container(list)) return expects_normal(call, 1);
  std::int64_t limit = INT64_MAX;
  if (call.size() == 3) {
    const auto n = count_argument(call[2], true);
    if (!n) return call.message("innf", {Expr::integer(3), call.expr()});
    limit = *n;
  }
  if (const auto marks = truth_of_elements(call[1], list)) {
    if (MaybeExpr chosen = choose_numbers(list, *marks, 1)) {
      return length_of(*chosen) <= limit ? *chosen : limit == 0 ? make_list(std::vector<Expr>{}) : pick_range(*chosen, 0, 1, limit);
    }
  }
  Caller criterion(call[1]);
  std::vector<std::int64_t> chosen;
  const std::int64_t length = length_of(list);
  for (std::int64_t i = 0; i < length && static_cast<std::int64_t>(chosen.size()) < limit; ++i) {
    if ((i & 255) == 0) check_interrupt();
    if (criterion.test(element_at(list, i))) chosen.push_back(i);
  }
  return pick(list, chosen);
}

// SelectFirst[list, crit], SelectFirst[list, crit, default]; the default is held until needed.
MaybeExpr builtin_SelectFirst(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& list = call[0];
  if (!is_container(list)) return expects_normal(call, 1);
  Caller criterion(call[1]);
  const std::int64_t length = length_of(list);
  for (std::int64_t i = 0; i < length; ++i) {
    if ((i & 255) == 0) check_interrupt();
    const Expr element = element_at(list, i);
    if (criterion.test(element)) return element;
  }
  return call.size() == 3 ? call[2] : missing("NotFound");
}

// ---- Pick

// Whether the selector, as a whole, asks for the part or against it, or is to be looked into.
class Picker {
 public:
  Picker(const Call& call, const Expr& pattern) : call_(call), literal_(pattern.is_true() || pattern.is_false() || pattern.is_number() ? MaybeExpr(pattern) : std::nullopt), matcher_(pattern) {}

  bool matches(const Expr& e) const { return literal_ ? e == *literal_ : matcher_(e); }

  /// The picked version of expr; `ok` is false after a message.
  Expr pick_parts(const Expr& expr, const Expr& selector, bool& ok) const {
    const RecursionGuard guard;
    std::vector<Expr> kept;
    std::vector<AssociationEntry> entries;
    const std::int64_t length = length_of(selector);
    if (!is_container(expr) || length_of(expr) != length) {
      call_.message("incomp", {expr, selector});
      ok = false;
      return expr;
    }
    if (expr.is_normal() && selector.is_packed() && literal_ && literal_->is_small_integer()) {
      const std::int64_t wanted = literal_->small_integer();
      if (const array::Array* reals = wanted == 0 || wanted == 1 ? before_unit_step(selector) : nullptr) {
        if (MaybeExpr chosen = choose_by_sign(expr, *reals, wanted == 1)) return *chosen;
      }
      if (MaybeExpr chosen = choose_numbers(expr, selector.array(), wanted)) return *chosen;
      if (const auto chosen = equal_integers(selector.array(), wanted)) return pick(expr, *chosen);
    }
    for (std::int64_t i = 0; i < length && ok; ++i) {
      if ((i & 255) == 0) check_interrupt();
      const Expr choice = element_at(selector, i);
      Expr part = element_at(expr, i);
      if (!matches(choice)) {
        if (!choice.is_normal() && !choice.is_association()) continue;
        part = pick_parts(part, choice, ok);
      }
      if (expr.is_association()) {
        entries.push_back({expr.association().entries[static_cast<std::size_t>(i)].key, std::move(part), false});
      } else {
        kept.push_back(std::move(part));
      }
    }
    if (expr.is_association()) return make_association(std::move(entries));
    return normal_of(expr.is_normal() ? expr.head() : Expr(sym::List), std::move(kept));
  }

 private:
  // Where a packed vector of integers holds this one.
  static std::optional<std::vector<std::int64_t>> equal_integers(const array::Array& values, std::int64_t wanted) {
    if (values.rank() != 1 || values.dtype() != array::DType::Integer64) return std::nullopt;
    std::vector<std::int64_t> positions;
    const auto* data = values.data<std::int64_t>();
    for (std::int64_t i = 0; i < values.shape()[0]; ++i)
      if (data[i] == wanted) positions.push_back(i);
    return positions;
  }

  const Call& call_;
  MaybeExpr literal_;
  Matcher matcher_;
};

// Pick[list, sel], Pick[list, sel, patt]
MaybeExpr builtin_Pick(Call& call) {
  const Picker picker(call, call.size() == 3 ? call[2] : Expr(sym::True));
  if (picker.matches(call[1])) return call[0];
  if (!is_container(call[1])) return make_normal(sym::Sequence, std::initializer_list<Expr>{});
  bool ok = true;
  Expr result = picker.pick_parts(call[0], call[1], ok);
  return ok ? MaybeExpr(result) : std::nullopt;
}

// ---- AllTrue and kin

enum class Quantifier { All, Any, None };

// Elements whose test gives neither True nor False leave a logical combination of the tests.
MaybeExpr quantify(Call& call, Quantifier quantifier) {
  if (call.size() == 1) return std::nullopt;
  const Expr& list = call[0];
  LevelSpec spec{1, 1};
  if (call.size() == 3) {
    const auto given = LevelSpec::read(call[2]);
    if (!given) return call.message("level", {call[2]});
    spec = *given;
    // A bare n asks about the elements at that level.
    if (call[2].is_small_integer()) spec.min = spec.max;
  }
  const bool deciding = quantifier != Quantifier::All;   // the answer that ends the search
  bool decided = false;
  std::vector<Expr> open;
  const auto ask = [&](const Expr& element) {
    const Expr answer = lykos::apply(call[1], {element});
    if (deciding ? answer.is_true() : answer.is_false()) {
      decided = true;
      return false;
    }
    if (!answer.is_true() && !answer.is_false()) open.push_back(answer);
    return true;
  };
  if (spec.min == 1 && spec.max == 1) {
    if (!is_container(list)) return expects_normal(call, 1);
    if (const auto marks = truth_of_elements(call[1], list)) {
      const std::int64_t count = marks->element_count();
      std::int64_t held = 0;
      for (std::int64_t i = 0; i < count; ++i) held += marks->data<std::int64_t>()[i];
      return Expr::boolean(quantifier == Quantifier::All ? held == count : quantifier == Quantifier::Any ? held > 0 : held == 0);
    }
    const std::int64_t length = length_of(list);
    for (std::int64_t i = 0; i < length; ++i) {
      if ((i & 255) == 0) check_interrupt();
      if (!ask(element_at(list, i))) break;
    }
  } else {
    for_each_level(list, spec, false, [&](const Expr& part, std::int64_t) { return ask(part); });
  }
  if (decided) return Expr::boolean(quantifier == Quantifier::Any);
  if (open.empty()) return Expr::boolean(quantifier != Quantifier::Any);
  const KnownSymbol head = quantifier == Quantifier::All ? sym::And : quantifier == Quantifier::Any ? sym::Or : sym::Nor;
  return make_normal(head, std::move(open));
}

// AllTrue[list, test], AllTrue[list, test, level]
MaybeExpr builtin_AllTrue(Call& call) { return quantify(call, Quantifier::All); }

// AnyTrue[list, test], AnyTrue[list, test, level]
MaybeExpr builtin_AnyTrue(Call& call) { return quantify(call, Quantifier::Any); }

// NoneTrue[list, test], NoneTrue[list, test, level]
MaybeExpr builtin_NoneTrue(Call& call) { return quantify(call, Quantifier::None); }

constexpr Builtin kBuiltins[] = {
    {.name = "Select",
     .fn = builtin_Select,
     .arity = between(1, 3),
     .usage = "Select[list, crit] picks out all elements ei of list for which crit[ei] is True.\n"
              "Select[list, crit, n] picks out the first n elements for which crit[ei] is True.\n"
              "Select[crit] represents an operator form of Select that can be applied to an expression.",
     .sub_fn = operator_form},
    {.name = "SelectFirst",
     .fn = builtin_SelectFirst,
     .arity = between(1, 3),
     .attributes = kHoldRest | kProtected,
     .usage = "SelectFirst[{e1, e2, ...}, crit] gives the first ei for which crit[ei] is True, or Missing[\"NotFound\"] if none is found.\n"
              "SelectFirst[{e1, e2, ...}, crit, default] gives default if there is no ei such that crit[ei] is True.\n"
              "SelectFirst[crit] represents an operator form of SelectFirst that can be applied to an expression.",
     .sub_fn = operator_form},
    {.name = "Pick",
     .fn = builtin_Pick,
     .arity = between(2, 3),
     .usage = "Pick[list, sel] picks out those elements of list for which the corresponding element of sel is True.\n"
              "Pick[list, sel, patt] picks out those elements of list for which the corresponding element of sel matches patt.",
     .messages = {{"incomp", "Expressions `1` and `2` have incompatible shapes."}}},
    {.name = "AllTrue",
     .fn = builtin_AllTrue,
     .arity = between(1, 3),
     .usage = "AllTrue[{e1, e2, ...}, test] yields True if test[ei] is True for all of the ei.\n"
              "AllTrue[expr, test, level] tests parts of expr at level level.\n"
              "AllTrue[test] represents an operator form of AllTrue that can be applied to an expression.",
     .sub_fn = operator_form},
    {.name = "AnyTrue",
     .fn = builtin_AnyTrue,
     .arity = between(1, 3),
     .usage = "AnyTrue[{e1, e2, ...}, test] yields True if test[ei] is True for any of the ei.\n"
              "AnyTrue[expr, test, level] tests parts of expr at level level.\n"
              "AnyTrue[test] represents an operator form of AnyTrue that can be applied to an expression.",
     .sub_fn = operator_form},
    {.name = "NoneTrue",
     .fn = builtin_NoneTrue,
     .arity = between(1, 3),
     .usage = "NoneTrue[{e1, e2, ...}, test] yields True if test[ei] is False for all of the ei.\n"
              "NoneTrue[expr, test, level] tests parts of expr at level level.\n"
              "NoneTrue[test] represents an operator form of NoneTrue that can be applied to an expression.",
     .sub_fn = operator_form},
};

}  // namespace

void register_select(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
