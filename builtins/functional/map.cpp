// map.cpp - applying a function to the parts of an expression: Map, Apply, MapApply, MapAll, Scan.
#include "builtins/functional/elementwise.h"
#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"
#include "evaluator/caller.h"
#include "evaluator/control_flow.h"

namespace lykos::builtins {
namespace {

constexpr std::size_t kWorthVectorizing = 32;

/// True when the arguments of an expression with this head are evaluated anyway, so that f[arg] may be evaluated at once.
bool evaluates_arguments(const Expr& head) {
  if (!head.is_symbol()) return true;
  return (attributes_of(head) & (kHoldAll | kHoldAllComplete)) == 0;
}

std::optional<LevelSpec> level_argument(Call& call, std::size_t index, LevelSpec otherwise) {
  if (call.size() <= index) return otherwise;
  auto spec = LevelSpec::read(call[index]);
  if (!spec) call.message("level", {call[index]});
  return spec;
}

bool heads_option(Call& call) { return call.option(sym::Heads).is_true(); }

// f over the elements of one level.
Expr map_elements(const Expr& f, const Expr& container) {
  if (container.is_packed() && container.size() >= kWorthVectorizing) {
    if (MaybeExpr all = map_elementwise(f, container)) return *all;
  }
  const auto size = static_cast<std::int64_t>(container.size());
  std::vector<Expr> results;
  results.reserve(container.size());
  const bool at_once = container.is_association() || evaluates_arguments(container.head());
  Caller caller(f);
  for (std::int64_t i = 0; i < size; ++i) {
    if ((i & 255) == 0) check_interrupt();
    const Expr element = element_at(container, i);
    results.push_back(at_once ? caller(element) : make_normal(f, {element}));
  }
  if (container.is_association()) return association_with_values(container, std::move(results));
  return normal_of(container.head(), std::move(results));
}

// Map[f, expr], Map[f, expr, levels]
MaybeExpr builtin_Map(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& expr = call[1];
  const bool heads = heads_option(call);
  const auto spec = level_argument(call, 2, {1, 1});
  if (!spec) return std::nullopt;
  if (!heads && spec->min == 1 && spec->max == 1) {
    if (expr.is_numeric_array() || expr.is_byte_array()) return map_elements(call[0], evaluate(make_normal(sym::Normal, {expr})));
    return expr.is_atom() ? expr : map_elements(call[0], expr);
  }
  const Expr& f = call[0];
  const bool at_once = !expr.is_normal() || evaluates_arguments(expr.head());
  Expr result = map_levels(expr, *spec, heads, [&](const Expr& part) { return at_once ? lykos::apply(f, {part}) : make_normal(f, {part}); });
  return result.is_list() ? pack(result) : result;
}

// The arguments of an expression as f gets them: values of an association, elements of anything else.
MaybeExpr apply_head(const Expr& f, const Expr& part) {
  if (part.is_association()) return make_normal(f, elements_of(part));
  if (!part.is_normal()) return std::nullopt;
  return make_normal(f, part.args());
}

MaybeExpr apply_at_levels(Call& call, LevelSpec otherwise) {
  if (call.size() == 1) return std::nullopt;
  const Expr& f = call[0];
  const Expr& expr = call[1];
  const auto spec = level_argument(call, 2, otherwise);
  if (!spec) return std::nullopt;
  const bool heads = heads_option(call);
  if (spec->min == 0 && spec->max == 0 && !heads) {
    if (f.is(sym::Plus) && expr.is_packed() && expr.array().rank() == 1 && expr.size() >= kWorthVectorizing) return make_normal(sym::Total, {expr});
    MaybeExpr result = apply_head(f, expr);
    return result ? result : expr;
  }
  if (spec->min == 1 && spec->max == 1 && !heads) {
    if (expr.is_atom()) return expr;
    const auto size = static_cast<std::int64_t>(expr.size());
    const bool at_once = expr.is_association() || evaluates_arguments(expr.head());
    std::vector<Expr> results;
    results.reserve(expr.size());
    for (std::int64_t i = 0; i < size; ++i) {
      if ((i & 255) == 0) check_interrupt();
      const Expr element = element_at(expr, i);
      MaybeExpr applied = apply_head(f, element);
      results.push_back(!applied ? element : at_once ? evaluate(*applied) : std::move(*applied));
    }
    if (expr.is_association()) return association_with_values(expr, std::move(results));
    return normal_of(expr.head(), std::move(results));
  }
  return map_levels(expr, *spec, heads, [&](const Expr& part) {
    MaybeExpr applied = apply_head(f, part);
    return applied ? *applied : part;
  });
}

// Apply[f, expr], Apply[f, expr, levels]
MaybeExpr builtin_Apply(Call& call) { return apply_at_levels(call, {0, 0}); }

// MapApply[f, expr]: f @@@ expr
MaybeExpr builtin_MapApply(Call& call) { return apply_at_levels(call, {1, 1}); }

// MapAll[f, expr]: f //@ expr
MaybeExpr builtin_MapAll(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& f = call[0];
  return map_levels(call[1], {0, LevelSpec::kInfinity}, heads_option(call), [&](const Expr& part) { return make_normal(f, {part}); });
}

// Scan[f, expr], Scan[f, expr, levels]
MaybeExpr builtin_Scan(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& f = call[0];
  const Expr& expr = call[1];
  const auto spec = level_argument(call, 2, {1, 1});
  if (!spec) return std::nullopt;
  try {
    if (spec->min == 1 && spec->max == 1 && !heads_option(call)) {
      const std::int64_t size = expr.is_atom() ? 0 : static_cast<std::int64_t>(expr.size());
      for (std::int64_t i = 0; i < size; ++i) {
        if ((i & 255) == 0) check_interrupt();
        lykos::apply(f, {element_at(expr, i)});
      }
    } else {
      for_each_level(expr, *spec, heads_option(call), [&](const Expr& part, std::int64_t) {
        lykos::apply(f, {part});
        return true;
      });
    }
  } catch (const ReturnSignal& signal) {
    if (signal.target && !signal.target->is(sym::Scan)) throw;
    return signal.value;
  } catch (const BreakSignal&) {
  }
  return sym::Null;
}

constexpr Builtin kBuiltins[] = {
    {.name = "Map",
     .fn = builtin_Map,
     .arity = between(1, 3),
     .usage = "Map[f, expr] or f /@ expr applies f to each element on the first level in expr.\n"
              "Map[f, expr, levelspec] applies f to parts of expr specified by levelspec.\n"
              "Map[f] represents an operator form of Map that can be applied to an expression.",
     .options = "{Heads -> False}",
     .sub_fn = operator_form_first},
    {.name = "Apply",
     .fn = builtin_Apply,
     .arity = between(1, 3),
     .usage = "Apply[f, expr] or f @@ expr replaces the head of expr by f.\n"
              "Apply[f, expr, levelspec] replaces heads in parts of expr specified by levelspec.\n"
              "Apply[f] represents an operator form of Apply that can be applied to an expression.",
     .options = "{Heads -> False}",
     .sub_fn = operator_form_first},
    {.name = "MapApply",
     .fn = builtin_MapApply,
     .arity = between(1, 2),
     .usage = "MapApply[f, expr] or f @@@ expr replaces heads at level 1 of expr by f.\n"
              "MapApply[f] represents an operator form of MapApply that can be applied to an expression.",
     .options = "{Heads -> False}",
     .sub_fn = operator_form_first},
    {.name = "MapAll",
     .fn = builtin_MapAll,
     .arity = between(1, 2),
     .usage = "MapAll[f, expr] or f //@ expr applies f to every subexpression in expr.\n"
              "MapAll[f] represents an operator form of MapAll that can be applied to an expression.",
     .options = "{Heads -> False}",
     .sub_fn = operator_form_first},
    {.name = "Scan",
     .fn = builtin_Scan,
     .arity = between(1, 3),
     .usage = "Scan[f, expr] evaluates f applied to each element of expr in turn.\n"
              "Scan[f, expr, levelspec] applies f to parts of expr specified by levelspec.\n"
              "Scan[f] represents an operator form of Scan that can be applied to an expression.",
     .options = "{Heads -> False}",
     .sub_fn = operator_form_first},
};

}  // namespace

void register_map(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
