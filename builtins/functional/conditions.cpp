// See conditions.h. Only arithmetic that says nothing about any machine number is taken: a condition behind && or || is then computed for elements
// where the language would not come to it, and nobody can tell.
#include "builtins/functional/conditions.h"

#include <algorithm>

#include "array/list_loops.h"
#include "builtins/functional/elementwise.h"

namespace lykos::builtins {
namespace {

using array::Array;
using array::DType;
using array::ListLoops;

using Marks = std::optional<Array>;

bool is_plain(const Expr& symbol) { return !symbol.symbol_node().has_own_value && symbol.symbol_node().definitions == nullptr; }
bool is_machine_number(const Expr& e) { return e.is_small_integer() || e.is_real(); }
bool is_other_than_zero(const Expr& e) { return (e.is_small_integer() && e.small_integer() != 0) || (e.is_real() && e.real_value() != 0); }

class Condition {
 public:
  Condition(const Expr& variable, const Expr& values) : variable_(variable), values_(values) {}

  Marks truth(const Expr& body) const {
    const RecursionGuard guard;
    if (body.kind() != Kind::Normal || !body.head().is_symbol() || !is_plain(body.head()) || body.size() == 0) return std::nullopt;
    const Expr& head = body.head();
    if (head.is(sym::And) || head.is(sym::Or)) return joined(body, head.is(sym::And));
    if (head.is(sym::Not) && body.size() == 1) return opposite(truth(body[0]));
    if (head.is(sym::Inequality) && body.size() >= 3 && body.size() % 2 == 1) {
      Marks all;
      for (std::size_t i = 0; i + 2 < body.size(); i += 2) {
        if (!body[i + 1].is_symbol() || !is_plain(body[i + 1]) || !meet(all, relation(body[i + 1], body[i], body[i + 2]))) return std::nullopt;
      }
      return all;
    }
    if (body.size() >= 2) {
      if (head.is(sym::Unequal) && body.size() > 2) return std::nullopt;  // all pairs
      Marks all;
      for (std::size_t i = 0; i + 1 < body.size(); ++i) {
        if (!meet(all, relation(head, body[i], body[i + 1]))) return std::nullopt;
      }
      return all;
    }
    const auto argument = side(body[0]);
    return argument ? of_head(head, *argument) : std::nullopt;
  }

  /// EvenQ, Positive and the like of numbers.
  static Marks of_head(const Expr& head, const Expr& numbers) {
    const Expr zero = Expr::integer(0);
    if (head.is(sym::Positive)) return compare(false, zero, numbers);
    if (head.is(sym::Negative)) return compare(false, numbers, zero);
    if (head.is(sym::NonNegative)) return compare(true, zero, numbers);
    if (head.is(sym::NonPositive)) return compare(true, numbers, zero);
    if ((head.is(sym::EvenQ) || head.is(sym::OddQ)) && numbers.is_packed() && numbers.array().dtype() == DType::Integer64) {
      const Array& integers = numbers.array();
      Array marks(DType::Integer64, integers.shape());
      const std::int64_t wanted = head.is(sym::OddQ) ? 1 : 0;
      for (std::int64_t i = 0; i < integers.element_count(); ++i) marks.data<std::int64_t>()[i] = (integers.data<std::int64_t>()[i] & 1) == wanted ? 1 : 0;
      return marks;
    }
    return std::nullopt;
  }

  static Marks relation_of(const Expr& head, const Expr& a, const Expr& b) {
    if (head.is(sym::Less)) return compare(false, a, b);
    if (head.is(sym::LessEqual)) return compare(true, a, b);
    if (head.is(sym::Greater)) return compare(false, b, a);
    if (head.is(sym::GreaterEqual)) return compare(true, b, a);
    if (head.is(sym::Equal)) return equal(a, b);
    if (head.is(sym::Unequal)) return opposite(equal(a, b));
    return std::nullopt;
  }

 private:
  Marks relation(const Expr& head, const Expr& a, const Expr& b) const {
    const auto left = side(a), right = side(b);
    return left && right ? relation_of(head, *left, *right) : std::nullopt;
  }

  /// A side of a comparison: a machine number, or the packed vector of its values.
  MaybeExpr side(const Expr& body) const {
    if (is_variable(body)) return values_;
    if (is_machine_number(body)) return body;
    if (body.is_symbol()) return body.symbol_node().has_own_value && is_machine_number(body.symbol_node().own_value) ? MaybeExpr(body.symbol_node().own_value) : std::nullopt;
    if (!says_nothing(body)) return std::nullopt;
    MaybeExpr result = evaluate_elementwise(body, variable_, values_);
    if (!result || !result->is_packed() || result->array().rank() != 1 || result->array().dtype() == DType::ComplexReal64) return std::nullopt;
    return result;
  }
  bool is_variable(const Expr& part) const { return variable_.is_symbol() ? part.identical(variable_) : part.has_head(sym::Slot, 1) && part[0] == variable_[0]; }
  /// Arithmetic in which no machine number is a special case.
  bool says_nothing(const Expr& body) const {
    const RecursionGuard guard;
    if (is_variable(body) || is_machine_number(body) || body.is_symbol()) return true;
    if (body.kind() != Kind::Normal) return false;
    const auto arguments_say_nothing = [&] { return std::all_of(body.args().begin(), body.args().end(), [&](const Expr& e) { return says_nothing(e); }); };
    for (const KnownSymbol known : {sym::Plus, sym::Times, sym::Subtract, sym::Minus, sym::Abs, sym::Sign, sym::Floor, sym::Ceiling, sym::Round, sym::Sin, sym::Cos}) {
      if (body.has_head(known)) return arguments_say_nothing();
    }
    if ((body.has_head(sym::Mod, 2) || body.has_head(sym::Quotient, 2)) && is_other_than_zero(body[1])) return says_nothing(body[0]);
    return body.has_head(sym::Power, 2) && body[1].is_small_integer() && body[1].small_integer() > 0 && says_nothing(body[0]);
  }

  Marks joined(const Expr& body, bool all) const {
    Marks result;
    for (const Expr& part : body.args()) {
      Marks next = truth(part);
      if (!next) return std::nullopt;
      if (!result) {
        result = std::move(next);
        continue;
      }
      combine(*result, *next, all);
    }
    return result;
  }
  static bool meet(Marks& all, Marks next) {
    if (!next) return false;
    if (all) combine(*all, *next, true);
    else all = std::move(next);
    return true;
  }
  static void combine(Array& into, const Array& other, bool all) {
    auto* a = into.data<std::int64_t>();
    const auto* b = other.data<std::int64_t>();
    for (std::int64_t i = 0; i < into.element_count(); ++i) a[i] = all ? a[i] & b[i] : a[i] | b[i];
  }
  static Marks opposite(Marks marks) {
    if (!marks) return marks;
    auto* data = marks->data<std::int64_t>();
    for (std::int64_t i = 0; i < marks->element_count(); ++i) data[i] ^= 1;
    return marks;
  }

  static bool is_real_side(const Expr& e) { return e.is_real() || (e.is_packed() && e.array().dtype() == DType::Real64); }
  /// The side as reals, when that is exact.
  static MaybeExpr as_reals(const Expr& e) {
    if (is_real_side(e)) return e;
    constexpr std::int64_t kExact = std::int64_t{1} << 53;
    const auto exact = [](std::int64_t x) { return x < kExact && x > -kExact; };
    if (e.is_small_integer()) return exact(e.small_integer()) ? MaybeExpr(Expr::real(static_cast<double>(e.small_integer()))) : std::nullopt;
    const Array& values = e.array();
    const ListLoops& loops = array::list_loops();
    const auto* data = values.data<std::int64_t>();
    if (!exact(loops.integer_minimum(data, values.element_count())) || !exact(loops.integer_maximum(data, values.element_count()))) return std::nullopt;
    return make_packed(values.convert(DType::Real64));
  }
  template <typename T>
  static Marks run(const ListLoops::Forms<std::int64_t, T>& forms, const Expr& a, const Expr& b) {
    const auto number = [](const Expr& e) { return e.is_small_integer() ? static_cast<T>(e.small_integer()) : static_cast<T>(e.real_value()); };
    const Array& list = a.is_packed() ? a.array() : b.array();
    Array marks(DType::Integer64, list.shape());
    auto* out = marks.data<std::int64_t>();
    const std::int64_t count = marks.element_count();
    if (a.is_packed() && b.is_packed()) {
      forms.lists(out, a.array().data<T>(), b.array().data<T>(), count);
    } else if (a.is_packed()) {
      const T y = number(b);
      forms.list_number(out, a.array().data<T>(), &y, count);
    } else {
      const T x = number(a);
      forms.number_list(out, &x, b.array().data<T>(), count);
    }
    return marks;
  }
  static bool comparable(const Expr& a, const Expr& b) {
    if (a.is_packed() && b.is_packed()) return a.size() == b.size();
    return a.is_packed() || b.is_packed();
  }
  static Marks compare(bool or_equal, const Expr& a, const Expr& b) {
    if (!comparable(a, b)) return std::nullopt;
    const ListLoops& loops = array::list_loops();
    if (!is_real_side(a) && !is_real_side(b)) return run<std::int64_t>(or_equal ? loops.integer_less_equal : loops.integer_less, a, b);
    const MaybeExpr x = as_reals(a), y = as_reals(b);
    if (!x || !y) return std::nullopt;
    return run<double>(or_equal ? loops.less_equal : loops.less, *x, *y);
  }
  /// Of integers: reals are equal within a tolerance.
  static Marks equal(const Expr& a, const Expr& b) {
    if (!comparable(a, b) || is_real_side(a) || is_real_side(b)) return std::nullopt;
    return run<std::int64_t>(array::list_loops().integer_equal, a, b);
  }

  Expr variable_;
  Expr values_;
};

}  // namespace

std::optional<Array> truth_of_elements(const Expr& function, const Expr& values) {
  if (!values.is_packed() || values.array().rank() != 1 || values.array().dtype() == DType::ComplexReal64) return std::nullopt;
  if (function.is_symbol()) return is_plain(function) ? Condition::of_head(function, values) : std::nullopt;
  if (function.has_head(sym::Function, 1)) {
    static const Expr kSlot = make_normal(sym::Slot, {Expr::integer(1)});
    return Condition(kSlot, values).truth(function[0]);
  }
  if (function.has_head(sym::Function, 2)) {
    const Expr& parameter = function[0].is_list() && function[0].size() == 1 ? function[0][0] : function[0];
    return parameter.is_symbol() ? Condition(parameter, values).truth(function[1]) : std::nullopt;
  }
  static const std::pair<KnownSymbol, KnownSymbol> kOperators[] = {{sym::GreaterThan, sym::Greater}, {sym::GreaterEqualThan, sym::GreaterEqual},
                                                                    {sym::LessThan, sym::Less}, {sym::LessEqualThan, sym::LessEqual}};
  for (const auto& [name, head] : kOperators) {
    if (function.has_head(name, 1) && is_plain(function.head()) && is_machine_number(function[0])) return Condition::relation_of(Expr(head), values, function[0]);
  }
  return std::nullopt;
}

std::optional<Array> truth_of_pattern(const Expr& pattern, const Expr& values) {
  if (!values.is_packed() || !pattern.has_head(sym::PatternTest, 2) || !pattern[0].has_head(sym::Blank, 0)) return std::nullopt;
  return truth_of_elements(pattern[1], values);
}

std::optional<Array> truth_of_relation(const Expr& head, const Expr& a, const Expr& b) {
  const auto is_side = [](const Expr& e) { return is_machine_number(e) || (e.is_packed() && e.array().rank() == 1 && e.array().dtype() != DType::ComplexReal64); };
  if (!head.is_symbol() || !is_plain(head) || !is_side(a) || !is_side(b)) return std::nullopt;
  return Condition::relation_of(head, a, b);
}

}  // namespace lykos::builtins
