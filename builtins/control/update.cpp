// update.cpp - assignments that start from the old value: AddTo, Increment, AppendTo and their kin; Clear and Remove.
#include "builtins/control/assign.h"
#include "builtins/control/names.h"
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "evaluator/definitions.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// The current value of a left side, or nullopt after saying rvalue.
MaybeExpr current_value(Call& call, const Expr& lhs) {
  if (lhs.is_symbol()) {
    const SymbolNode& node = lhs.symbol_node();
    const bool has_value = node.has_own_value || (node.definitions != nullptr && !node.definitions->own.empty()) ||
                           (node.builtin != nullptr && node.builtin->value != nullptr);
    if (has_value) return evaluate(lhs);
    return call.message("rvalue", {lhs});
  }
  if (lhs.kind() != Kind::Normal) return call.message("rvalue", {lhs});
  const Expr value = evaluate(lhs);
  if (value == lhs && !lhs.has_head(sym::Part)) return call.message("rvalue", {lhs});
  return value;
}

// lhs = f[lhs, operand]; the small-integer case of counters goes without building anything.
MaybeExpr update(Call& call, KnownSymbol operation, const Expr& operand, bool return_old) {
  const Expr& lhs = call[0];
  MaybeExpr old = current_value(call, lhs);
  if (!old) return std::nullopt;
  Expr fresh;
  if (old->is_number() && operand.is_number() && operation == sym::Plus)
    fresh = add(*old, operand);
  else
    fresh = evaluate(make_normal(operation, {*old, operand}));
  if (!assign(lhs, fresh, false, call.head())) return std::nullopt;
  return return_old ? *old : fresh;
}

// x += dx, x -= dx, x *= c, x /= c
MaybeExpr builtin_AddTo(Call& call) { return update(call, sym::Plus, call[1], false); }
MaybeExpr builtin_SubtractFrom(Call& call) {
  return update(call, sym::Plus, evaluate(make_normal(sym::Times, {Expr::integer(-1), call[1]})), false);
}
MaybeExpr builtin_TimesBy(Call& call) { return update(call, sym::Times, call[1], false); }
MaybeExpr builtin_DivideBy(Call& call) {
  return update(call, sym::Times, evaluate(make_normal(sym::Power, {call[1], Expr::integer(-1)})), false);
}
// x //= f: x = f[x]
MaybeExpr builtin_ApplyTo(Call& call) {
  const MaybeExpr old = current_value(call, call[0]);
  if (!old) return std::nullopt;
  const Expr fresh = apply(call[1], {*old});
  if (!assign(call[0], fresh, false, call.head())) return std::nullopt;
  return fresh;
}
// x++, x--, ++x, --x
MaybeExpr builtin_Increment(Call& call) { return update(call, sym::Plus, Expr::integer(1), true); }
MaybeExpr builtin_Decrement(Call& call) { return update(call, sym::Plus, Expr::integer(-1), true); }
MaybeExpr builtin_PreIncrement(Call& call) { return update(call, sym::Plus, Expr::integer(1), false); }
MaybeExpr builtin_PreDecrement(Call& call) { return update(call, sym::Plus, Expr::integer(-1), false); }

MaybeExpr grow(Call& call, bool at_end) {
  const Expr& lhs = call[0];
  if (lhs.is_symbol() && lhs.symbol_node().has_own_value) {
    if (refuses_assignment(lhs, call.head(), lhs)) return std::nullopt;
    SymbolNode& node = lhs.symbol_node();
    const bool plain = node.own_value.is_normal() && (node.own_value.is_packed() || node.own_value.node()->stamp == definition_epoch);
    if (!plain) set_own_value(node, evaluate(lhs));
    if (node.own_value.is_normal()) {
      // The value is moved out, grown in place and put back: amortised constant time.
      Expr value = *take_own_value(lhs);
      value = at_end ? append_argument(std::move(value), call[1]) : prepend_argument(std::move(value), call[1]);
      if (!value.is_list()) value = evaluate(value);
      node.own_value = value;
      return value;
    }
  }
  MaybeExpr old = current_value(call, lhs);
  if (!old) return std::nullopt;
  if (!old->is_normal() && !old->is_association()) return call.message("normal", {Expr::integer(1), call.expr()});
  const Expr fresh = evaluate(make_normal(at_end ? sym::Append : sym::Prepend, {*old, call[1]}));
  if (!assign(lhs, fresh, false, call.head())) return std::nullopt;
  return fresh;
}
// AppendTo[x, element], PrependTo[x, element]
MaybeExpr builtin_AppendTo(Call& call) { return grow(call, true); }
MaybeExpr builtin_PrependTo(Call& call) { return grow(call, false); }

// Clear, ClearAll and Remove take symbols, strings with wild cards, and lists of them.
template <class Action>
bool each_named_symbol(Call& call, std::span<const Expr> specs, const Action& action) {
  for (const Expr& spec : specs) {
    if (spec.is_symbol()) {
      action(spec);
    } else if (spec.is_string()) {
      const std::vector<Expr> found = symbols_matching(spec.string_value());
      if (found.empty()) {
        if (call.head().is(sym::Remove)) call.message("rmnsm", {spec});
        else call.message("notfound", {spec});
      }
      for (const Expr& symbol : found) action(symbol);
    } else if (spec.is_list()) {
      if (!each_named_symbol(call, spec.args(), action)) return false;
    } else if (spec.kind() == Kind::Normal && spec.has_head(sym::Evaluate)) {
      const Expr value = evaluate(spec);
      if (!each_named_symbol(call, std::span<const Expr>(&value, 1), action)) return false;
    } else {
      call.message("ssym", {spec});
    }
  }
  return true;
}

MaybeExpr builtin_Clear(Call& call) {
  each_named_symbol(call, call.args(), [&](const Expr& symbol) {
    if (!refuses_assignment(symbol, call.head(), symbol)) clear_values(symbol.symbol_node());
  });
  return Expr(sym::Null);
}

MaybeExpr builtin_ClearAll(Call& call) {
  each_named_symbol(call, call.args(), [&](const Expr& symbol) {
    if ((symbol.symbol_node().attributes & (kProtected | kLocked)) == kLocked)
      call.message("locked", {symbol});
    else if (!refuses_assignment(symbol, call.head(), symbol)) clear_all(symbol.symbol_node());
  });
  return Expr(sym::Null);
}

MaybeExpr builtin_Remove(Call& call) {
  each_named_symbol(call, call.args(), [&](const Expr& symbol) {
    const Attributes attributes = symbol.symbol_node().attributes;
    if (symbol.symbol_node().known_index != ~0U || (attributes & kProtected) != 0) {
      call.message("rmptc", {symbol});
      return;
    }
    if ((attributes & kLocked) != 0) {
      call.message("rmlck", {symbol});
      return;
    }
    clear_all(symbol.symbol_node());
    forget_symbol(symbol);
  });
  return Expr(sym::Null);
}

// Update[], Update[symbol]: hidden changes may make evaluated expressions evaluate further.
MaybeExpr builtin_Update(Call&) {
  ++definition_epoch;
  return Expr(sym::Null);
}

// ClearSystemCache[], ClearSystemCache["type"]: results kept from evaluations are forgotten.
MaybeExpr builtin_ClearSystemCache(Call&) {
  ++definition_epoch;
  return Expr(sym::Null);
}

constexpr MessageTexts kNoValue = {{"rvalue", "`1` is not a variable with a value, so its value cannot be changed."}};

constexpr Builtin kBuiltins[] = {
    {.name = "AddTo", .fn = builtin_AddTo, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "x += dx adds dx to x and returns the new value of x.", .messages = kNoValue},
    {.name = "SubtractFrom", .fn = builtin_SubtractFrom, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "x -= dx subtracts dx from x and returns the new value of x.", .messages = kNoValue},
    {.name = "TimesBy", .fn = builtin_TimesBy, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "x *= c multiplies x by c and returns the new value of x.", .messages = kNoValue},
    {.name = "DivideBy", .fn = builtin_DivideBy, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "x /= c divides x by c and returns the new value of x.", .messages = kNoValue},
    {.name = "ApplyTo", .fn = builtin_ApplyTo, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "x //= f or ApplyTo[x, f] computes f[x] and makes it the new value of x.",
     .messages = {{"rvalue", "`1` is not a variable with a value, so its value cannot be changed."}}},
    {.name = "Increment", .fn = builtin_Increment, .arity = exactly(1), .attributes = kHoldFirst | kProtected | kReadProtected,
     .usage = "x++ increases the value of x by 1, returning the old value of x.", .messages = kNoValue},
    {.name = "Decrement", .fn = builtin_Decrement, .arity = exactly(1), .attributes = kHoldFirst | kProtected | kReadProtected,
     .usage = "x-- decreases the value of x by 1, returning the old value of x.", .messages = kNoValue},
    {.name = "PreIncrement", .fn = builtin_PreIncrement, .arity = exactly(1), .attributes = kHoldFirst | kProtected | kReadProtected,
     .usage = "++x increases the value of x by 1, returning the new value of x.", .messages = kNoValue},
    {.name = "PreDecrement", .fn = builtin_PreDecrement, .arity = exactly(1), .attributes = kHoldFirst | kProtected | kReadProtected,
     .usage = "--x decreases the value of x by 1, returning the new value of x.", .messages = kNoValue},
    {.name = "AppendTo", .fn = builtin_AppendTo, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "AppendTo[x, elem] appends elem to the value of x, and resets x to the result.", .messages = kNoValue},
    {.name = "PrependTo", .fn = builtin_PrependTo, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "PrependTo[x, elem] prepends elem to the value of x, and resets x to the result.", .messages = kNoValue},
    {.name = "Clear", .fn = builtin_Clear, .attributes = kHoldAll | kProtected,
     .usage = "Clear[s1, s2, ...] clears values and definitions for the symbols si.\n"
              "Clear[\"form1\", \"form2\", ...] clears all symbols whose names match the string patterns formi.",
     .messages = {{"notfound", "Symbol `1` not found."}}},
    {.name = "ClearAll", .fn = builtin_ClearAll, .attributes = kHoldAll | kProtected,
     .usage = "ClearAll[s1, s2, ...] clears all values, definitions, attributes, defaults, options and messages for the symbols.\n"
              "ClearAll[\"form1\", \"form2\", ...] clears all symbols whose names match the string patterns formi.",
     .messages = {{"notfound", "Symbol `1` not found."}}},
    {.name = "Remove", .fn = builtin_Remove, .attributes = kHoldAll | kLocked | kProtected,
     .usage = "Remove[s1, s2, ...] removes the symbols si completely, so that their names are no longer recognized.\n"
              "Remove[\"form1\", \"form2\", ...] removes all symbols whose names match the string patterns formi.",
     .messages = {{"rmptc", "Symbol `1` is Protected and cannot be removed."},
                  {"rmlck", "Symbol `1` is Locked and cannot be removed."},
                  {"rmnsm", "There are no symbols matching \"`1`\"."}}},
    {.name = "ClearSystemCache", .fn = builtin_ClearSystemCache, .arity = between(0, 1), .attributes = kProtected,
     .usage = "ClearSystemCache[] clears caches of results.\nClearSystemCache[\"type\"] clears only the cache of the type \"Symbolic\" or \"Numeric\"."},
    {.name = "Update", .fn = builtin_Update, .arity = between(0, 1), .attributes = kHoldFirst | kProtected,
     .usage = "Update[symbol] tells that hidden changes have been made which could affect values associated with symbol.\n"
              "Update[] specifies that the value of any symbol could be affected."},
};

}  // namespace

void register_update(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
