// flow.cpp - If, Which, Switch, loops, CompoundExpression, and leaving them (Return, Break, Continue, Goto).
#include <unordered_map>

#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/control_flow.h"
#include "evaluator/held.h"
#include "evaluator/leaving.h"

namespace lykos::builtins {
namespace {

// If[condition, t, f, u]
MaybeExpr builtin_If(Call& call) {
  if (call[0].is_true()) return evaluate(call[1]);
  if (call[0].is_false()) return call.size() >= 3 ? evaluate(call[2]) : Expr(sym::Null);
  if (call.size() == 4) return evaluate(call[3]);
  return std::nullopt;
}

// Which[test1, value1, test2, value2, ...]
MaybeExpr builtin_Which(HeldCall& call) {
  if (call.size() % 2 != 0) return call.message(call.size() == 1 ? "argctu" : "argct", {call.head(), Expr::integer(static_cast<std::int64_t>(call.size()))});
  for (std::size_t i = 0; i < call.size(); i += 2) {
    const Expr condition = call[i].evaluate();
    if (condition.is_true()) return call[i + 1].evaluate();
    if (condition.is_false()) continue;
    // Undecided: the tests before it are gone.
    if (i == 0 && condition == call[0].expr()) return std::nullopt;
    std::vector<Expr> rest{condition};
    for (std::size_t j = i + 1; j < call.size(); ++j) rest.push_back(call[j].expr());
    return make_normal(sym::Which, std::move(rest));
  }
  return Expr(sym::Null);
}

// Switch[expr, form1, value1, form2, value2, ...]
MaybeExpr builtin_Switch(Call& call) {
  if (call.size() % 2 == 0) return call.message("argct", {call.head(), Expr::integer(static_cast<std::int64_t>(call.size()))});
  for (std::size_t i = 1; i < call.size(); i += 2) {
    if (matches(call[0], evaluate(call[i]))) return evaluate(call[i + 1]);
  }
  return std::nullopt;
}

// Runs a loop body; false when the loop must end (Break, Return).
bool run_loop_body(const HeldCall& call, const Repeated& body, MaybeExpr& result) {
  try {
    if (is_leaving(body.evaluate())) {
      if (leaving_state.kind == Leaving::Throw) result = pass_leaving(call);
      if (leaving_state.kind == Leaving::Return) result = take_returned();
      return leaving_state.kind == Leaving::Continue;
    }
  } catch (const BreakSignal&) {
    return false;
  } catch (const ContinueSignal&) {
  } catch (ReturnSignal& signal) {
    if (signal.target) throw;
    result = signal.value;
    return false;
  }
  return true;
}

// While[test, body]
MaybeExpr builtin_While(HeldCall& call) {
  MaybeExpr result = Expr(sym::Null);
  const Repeated condition(call[0]);
  const std::optional<Repeated> body = call.size() == 2 ? std::optional<Repeated>(std::in_place, call[1], true) : std::nullopt;
  while (condition.test()) {
    check_interrupt();
    if (body && !run_loop_body(call, *body, result)) break;
  }
  return result;
}

// For[start, test, incr, body]
MaybeExpr builtin_For(HeldCall& call) {
  MaybeExpr result = Expr(sym::Null);
  call[0].evaluate();
  const Repeated condition(call[1]);
  const Repeated step(call[2]);
  const std::optional<Repeated> body = call.size() == 4 ? std::optional<Repeated>(std::in_place, call[3], true) : std::nullopt;
  while (condition.test()) {
    check_interrupt();
    if (body && !run_loop_body(call, *body, result)) break;
    step.evaluate();
  }
  return result;
}

// expr1; expr2; ...
MaybeExpr builtin_CompoundExpression(Call& call) {
  if (call.size() == 0) return Expr(sym::Null);
  std::size_t i = 0;
  for (;;) {
    try {
      for (; i + 1 < call.size(); ++i) evaluate(call[i]);
      return evaluate(call[i]);
    } catch (const GotoSignal& signal) {
      bool found = false;
      for (std::size_t j = 0; j < call.size(); ++j) {
        if (call[j].has_head(sym::Label, 1) && call[j][0] == signal.label) {
          i = j;
          found = true;
          break;
        }
      }
      if (!found) throw;
    }
  }
}

MaybeExpr builtin_Return(Call& call) {
  if (call.size() == 2) throw ReturnSignal{call[0], call[1]};
  throw ReturnSignal{call.size() == 1 ? call[0] : Expr(sym::Null), std::nullopt};
}
MaybeExpr builtin_Break(Call&) { throw BreakSignal{}; }
MaybeExpr builtin_Continue(Call&) { throw ContinueSignal{}; }
MaybeExpr builtin_Goto(Call& call) { throw GotoSignal{call[0]}; }

// Once[expr], Once[expr, location]: the value of an expression, as it is written, is kept for the session.
MaybeExpr builtin_Once(Call& call) {
  static std::unordered_map<Expr, Expr, ExprHash> values;
  const auto found = values.find(call[0]);
  if (found != values.end()) return found->second;
  const Expr value = evaluate(call[0]);
  values.insert_or_assign(call[0], value);
  return value;
}

constexpr Builtin kBuiltins[] = {
    {.name = "Once", .fn = builtin_Once, .arity = between(1, 3), .attributes = kHoldFirst | kProtected,
     .usage = "Once[expr] evaluates expr once in a session, and gives the result of that first evaluation whenever it comes up again.\n"
              "Once[expr, location] names a place to keep the result; this program keeps it in the session."},
    {.name = "If", .fn = builtin_If, .arity = between(2, 4), .attributes = kHoldRest | kProtected,
     .usage = "If[condition, t, f] gives t if condition evaluates to True, and f if it evaluates to False.\n"
              "If[condition, t, f, u] gives u if condition evaluates to neither True nor False."},
    {.name = "Which", .attributes = kHoldAll | kProtected,
     .usage = "Which[test1, value1, test2, value2, ...] evaluates each of the testi in turn, returning the value of the valuei "
              "corresponding to the first one that yields True.",
     .held_fn = builtin_Which},
    {.name = "Switch", .fn = builtin_Switch, .arity = at_least(1), .attributes = kHoldRest | kProtected,
     .usage = "Switch[expr, form1, value1, form2, value2, ...] evaluates expr, then compares it with each of the formi in turn, "
              "evaluating and returning the valuei corresponding to the first match found.",
     .messages = {{"argct", "`1` called with `2` arguments. Switch must be called with an odd number of arguments."}}},
    {.name = "While", .arity = between(1, 2), .attributes = kHoldAll | kProtected,
     .usage = "While[test, body] evaluates test, then body, repetitively, until test first fails to give True.",
     .held_fn = builtin_While},
    {.name = "For", .arity = between(3, 4), .attributes = kHoldAll | kProtected,
     .usage = "For[start, test, incr, body] executes start, then repeatedly evaluates body and incr until test fails to give True.",
     .held_fn = builtin_For},
    {.name = "CompoundExpression", .fn = builtin_CompoundExpression, .attributes = kHoldAll | kProtected | kReadProtected,
     .usage = "expr1; expr2; ... evaluates the expri in turn, giving the last one as the result."},
    {.name = "Return", .fn = builtin_Return, .arity = between(0, 2), .attributes = kProtected,
     .usage = "Return[expr] returns the value expr from a function, exiting all procedures and loops in it.\n"
              "Return[] returns the value Null.\nReturn[expr, h] returns from the innermost enclosing construct with head h."},
    {.name = "Break", .fn = builtin_Break, .arity = exactly(0), .attributes = kProtected,
     .usage = "Break[] exits the nearest enclosing Do, For or While."},
    {.name = "Continue", .fn = builtin_Continue, .arity = exactly(0), .attributes = kProtected,
     .usage = "Continue[] goes on with the next iteration of the nearest enclosing Do, For or While."},
    {.name = "Goto", .fn = builtin_Goto, .arity = exactly(1), .attributes = kProtected,
     .usage = "Goto[tag] scans for Label[tag], and transfers control to that point."},
    {.name = "Label", .arity = exactly(1), .attributes = kHoldFirst | kProtected,
     .usage = "Label[tag] represents a point in a compound expression to which control can be transferred using Goto."},
};

}  // namespace

void register_flow(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
