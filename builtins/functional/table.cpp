// table.cpp - Table, Do and Array: an expression for each value of its iterators.
#include <cmath>

#include "builtins/functional/elementwise.h"
#include "builtins/functional/iterators.h"
#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"
#include "evaluator/control_flow.h"
#include "evaluator/leaving.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

constexpr std::int64_t kMostElements = std::int64_t{1} << 32;
constexpr std::int64_t kWorthVectorizing = 32;

// One level of Table: the list over specs[level], each element the level below (or the body).
MaybeExpr table_level(const HeldCall& call, const Repeated& body, std::size_t level) {
  const auto iterator = read_iterator(call, call[level], level + 1);
  if (!iterator) return std::nullopt;
  if (iterator->count > kMostElements) return call.message("toolarge", {call.expr()});
  const bool innermost = level + 1 == call.size();
  if (innermost && iterator->count >= kWorthVectorizing) {
    const Expr whole = call[0].expr();
    if (is_exact_number(whole) || whole.is_real() || whole.is_string()) {
      return list_of(std::vector<Expr>(static_cast<std::size_t>(iterator->count), whole));
    }
    if (iterator->variable) {
      if (whole.identical(*iterator->variable)) return iterator->values();
      if (iterator->kind != Iterator::Kind::Expressions && iterator->variable->is_symbol()) {
        if (MaybeExpr all = evaluate_elementwise(whole, *iterator->variable, iterator->values())) return all;
      }
    }
  }
  LocalVariable variable(iterator->variable);
  std::vector<Expr> elements;
  elements.reserve(static_cast<std::size_t>(std::min<std::int64_t>(iterator->count, 1 << 20)));
  for (std::int64_t i = 0; i < iterator->count; ++i) {
    if ((i & 255) == 0) check_interrupt();
    if (iterator->variable) variable.set(iterator->value(i));
    MaybeExpr element = innermost ? MaybeExpr(body.evaluate()) : table_level(call, body, level + 1);
    if (!element) return std::nullopt;
    elements.push_back(std::move(*element));
  }
  return list_of(std::move(elements));
}

// Table[expr, iterators...]
MaybeExpr builtin_Table(HeldCall& call) { return table_level(call, Repeated(call[0]), 1); }

// How a level of Do ended: to the end of its iterator, by Break or Return (leaving.h), or with a malformed iterator.
enum class LoopEnd { Ran, Left, Malformed };

LoopEnd do_level(const HeldCall& call, const Repeated& body, std::size_t level) {
  const auto iterator = read_iterator(call, call[level], level + 1, true);
  if (!iterator) return LoopEnd::Malformed;
  LocalVariable variable(iterator->variable);
  const bool innermost = level + 1 == call.size();
  for (std::int64_t i = 0; i < iterator->count; ++i) {
    if ((i & 255) == 0) check_interrupt();
    if (iterator->variable) variable.set(iterator->value(i));
    if (!innermost) {
      if (const LoopEnd end = do_level(call, body, level + 1); end != LoopEnd::Ran) return end;
      continue;
    }
    // Continue[] ends this turn only: a try block costs nothing until something is thrown.
    try {
      if (is_leaving(body.evaluate()) && leaving_state.kind != Leaving::Continue) return LoopEnd::Left;
    } catch (const ContinueSignal&) {
    }
  }
  return LoopEnd::Ran;
}

// Do[expr, iterators...]
MaybeExpr builtin_Do(HeldCall& call) {
  try {
    const LoopEnd end = do_level(call, Repeated(call[0], true), 1);
    if (end == LoopEnd::Malformed) return std::nullopt;
    if (end == LoopEnd::Left && leaving_state.kind == Leaving::Throw) return pass_leaving(call);
    if (end == LoopEnd::Left && leaving_state.kind == Leaving::Return) return take_returned();
  } catch (const BreakSignal&) {
    return sym::Null;
  } catch (const ReturnSignal& signal) {
    if (signal.target && !signal.target->is(sym::Do)) throw;
    return signal.value;
  }
  return sym::Null;
}

// ---- Array

struct ArrayLevel {
  std::int64_t count = 0;
  Expr origin = Expr::integer(1);
  Expr step = Expr::integer(1);
};

MaybeExpr array_level(const Expr& function, const Expr& head, std::span<const ArrayLevel> levels, std::vector<Expr>& indices) {
  if (levels.empty()) return lykos::apply(function, std::span<const Expr>(indices));
  const ArrayLevel& level = levels.front();
  if (levels.size() == 1 && indices.empty() && head.is(sym::List) && level.count >= kWorthVectorizing && level.origin.is_small_integer() &&
      level.step.is_small_integer()) {
    Iterator iterator;
    iterator.count = level.count;
    iterator.integer_from = level.origin.small_integer();
    iterator.integer_step = level.step.small_integer();
    if (MaybeExpr all = map_elementwise(function, iterator.values())) return all;
  }
  std::vector<Expr> elements;
  elements.reserve(static_cast<std::size_t>(level.count));
  for (std::int64_t i = 0; i < level.count; ++i) {
    if ((i & 255) == 0) check_interrupt();
    indices.push_back(i == 0 ? level.origin : plus(level.origin, times(Expr::integer(i), level.step)));
    MaybeExpr element = array_level(function, head, levels.subspan(1), indices);
    indices.pop_back();
    if (!element) return std::nullopt;
    elements.push_back(std::move(*element));
  }
  return head.is(sym::List) ? list_of(std::move(elements)) : make_normal(head, std::move(elements));
}

// Array[f, n], Array[f, n, r], Array[f, n, {a, b}], Array[f, {n1, ...}], Array[f, dims, origins], Array[f, dims, origins, h]
MaybeExpr builtin_Array(Call& call) {
  const Expr& sizes = call[1];
  const std::span<const Expr> dims = sizes.is_list() ? sizes.args() : call.args().subspan(1, 1);
  std::vector<ArrayLevel> levels(dims.size());
  double total = 1;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    const auto n = machine_integer(dims[i]);
    if (!n || *n < 0) return call.message("ilsmn", {Expr::integer(2), call.expr()});
    levels[i].count = *n;
    total *= static_cast<double>(std::max<std::int64_t>(*n, 1));
  }
  if (total > static_cast<double>(kMostElements)) return call.message("toolarge", {call.expr()});
  if (call.size() >= 3) {
    const Expr& origins = call[2];
    const bool several = origins.is_list() && sizes.is_list();
    if (several && origins.size() != dims.size()) return call.message("plen", {sizes, origins});
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const Expr& origin = several ? origins[i] : origins;
      if (origin.is_list() && origin.size() == 2) {
        // {a, b}: that many points from a to b.
        levels[i].origin = origin[0];
        levels[i].step = levels[i].count > 1 ? quotient(minus(origin[1], origin[0]), Expr::integer(levels[i].count - 1)) : Expr::integer(0);
      } else {
        levels[i].origin = origin;
      }
    }
  }
  const Expr head = call.size() == 4 ? call[3] : Expr(sym::List);
  std::vector<Expr> indices;
  return array_level(call[0], head, levels, indices);
}

constexpr const char* kTooLarge = "`1` asks for more elements than fit in memory.";

constexpr Builtin kBuiltins[] = {
    {.name = "Table",
     .arity = at_least(2),
     .attributes = kHoldAll | kProtected,
     .usage = "Table[expr, n] gives a list of n copies of expr.\n"
              "Table[expr, {i, imax}] gives a list of the values of expr when i runs from 1 to imax.\n"
              "Table[expr, {i, imin, imax}] starts with i = imin.\n"
              "Table[expr, {i, imin, imax, di}] uses steps di.\n"
              "Table[expr, {i, {i1, i2, ...}}] uses the successive values i1, i2, ....\n"
              "Table[expr, {i, imin, imax}, {j, jmin, jmax}, ...] gives a nested list. The list for i is outermost.",
     .messages = {{"iterb", kIteratorBounds}, {"toolarge", kTooLarge}},
     .held_fn = builtin_Table},
    {.name = "Do",
     .arity = at_least(2),
     .attributes = kHoldAll | kProtected,
     .usage = "Do[expr, n] evaluates expr n times.\n"
              "Do[expr, {i, imax}] evaluates expr with i successively from 1 to imax.\n"
              "Do[expr, {i, imin, imax}] starts with i = imin.\n"
              "Do[expr, {i, imin, imax, di}] uses steps di.\n"
              "Do[expr, {i, {i1, i2, ...}}] uses the successive values i1, i2, ....\n"
              "Do[expr, {i, imin, imax}, {j, jmin, jmax}, ...] evaluates expr looping over different values of j etc. for each i.",
     .messages = {{"iterb", kIteratorBounds}},
     .held_fn = builtin_Do},
    {.name = "Array",
     .fn = builtin_Array,
     .arity = between(2, 4),
     .usage = "Array[f, n] gives {f[1], f[2], ..., f[n]}.\n"
              "Array[f, n, r] starts with the index r.\n"
              "Array[f, n, {a, b}] uses n indices from a to b.\n"
              "Array[f, {n1, n2, ...}] gives an n1*n2*... array of nested lists with elements f[i1, i2, ...].\n"
              "Array[f, {n1, n2, ...}, {r1, r2, ...}] uses the origins ri (1 by default).\n"
              "Array[f, dims, origin, h] uses the head h, rather than List, for each level of the array.",
     .messages = {{"ilsmn", "Single or list of non-negative machine-sized integers expected at position `1` of `2`."},
                  {"plen", "`1` and `2` should have the same length."},
                  {"toolarge", kTooLarge}}},
};

}  // namespace

void register_table(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
