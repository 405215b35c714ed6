// nonlocal.cpp - Throw and Catch, Sow and Reap, Abort and CheckAbort, time and memory limits.
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/control_flow.h"
#include "evaluator/held.h"
#include "evaluator/interrupt.h"
#include "evaluator/leaving.h"

namespace lykos::builtins {
namespace {

// Catch[expr], Catch[expr, form], Catch[expr, form, f]
MaybeExpr builtin_Catch(HeldCall& call) {
  try {
    Expr value = call[0].evaluate();
    if (!is_leaving(value)) return value;
    if (leaving_state.kind == Leaving::Throw && call.size() == 1) return take_returned();
    return pass_leaving(call);
  } catch (ThrowSignal& signal) {
    if (call.size() == 1) {
      if (signal.tagged) throw;
      return signal.value;
    }
    // Without a tag only the one-argument form catches; with one the form must match it.
    const Expr form = call[1].evaluate();
    if (!signal.tagged || !matches(signal.tag, form)) throw;
    if (call.size() == 2) return signal.value;
    return apply(call[2].evaluate(), {signal.value, signal.tag});
  }
}

// Throw[value], Throw[value, tag], Throw[value, tag, f]
MaybeExpr builtin_Throw(Call& call) {
  ThrowSignal signal;
  signal.value = call[0];
  if (call.size() >= 2) {
    signal.tag = call[1];
    signal.tagged = true;
  }
  if (call.size() == 3) signal.function = call[2];
  throw signal;
}

// What Sow has collected for the Reap calls in progress, innermost last.
struct Sown {
  Expr value;
  Expr tag;
};
struct Harvest {
  std::vector<Expr> patterns;
  std::vector<Sown> sown;
};
std::vector<Harvest*> harvests;

class HarvestScope {
 public:
  explicit HarvestScope(Harvest& harvest) { harvests.push_back(&harvest); }
  ~HarvestScope() { harvests.pop_back(); }
  HarvestScope(const HarvestScope&) = delete;
  HarvestScope& operator=(const HarvestScope&) = delete;
};

// Values grouped by tag, in the order in which the tags were first sown.
Expr group_by_tag(const std::vector<Sown>& sown, const MaybeExpr& pattern, const MaybeExpr& function) {
  std::vector<std::pair<Expr, std::vector<Expr>>> groups;
  for (const Sown& s : sown) {
    if (pattern && !matches(s.tag, *pattern)) continue;
    auto group = groups.begin();
    while (group != groups.end() && !(group->first == s.tag)) ++group;
    if (group == groups.end()) {
      groups.push_back({s.tag, {}});
      group = groups.end() - 1;
    }
    group->second.push_back(s.value);
  }
  Builder list(sym::List);
  for (auto& [tag, values] : groups) {
    Expr collected = make_list(std::move(values));
    list.push(function ? apply(*function, {tag, collected}) : collected);
  }
  return list.finish();
}

// Reap[expr], Reap[expr, pattern], Reap[expr, {pattern1, ...}], Reap[expr, pattern, f]
MaybeExpr builtin_Reap(Call& call) {
  Harvest harvest;
  MaybeExpr pattern;
  if (call.size() >= 2) pattern = evaluate(call[1]);
  const bool many = pattern && pattern->is_list();
  if (many)
    harvest.patterns.assign(pattern->args().begin(), pattern->args().end());
  else
    harvest.patterns.push_back(pattern ? *pattern : make_normal(sym::Blank, std::span<const Expr>()));
  Expr value;
  {
    HarvestScope scope(harvest);
    value = evaluate(call[0]);
  }
  const MaybeExpr function = call.size() >= 3 ? MaybeExpr(evaluate(call[2])) : std::nullopt;
  Expr groups;
  if (many) {
    Builder each(sym::List);
    for (const Expr& p : harvest.patterns) each.push(group_by_tag(harvest.sown, p, function));
    groups = each.finish();
  } else {
    groups = group_by_tag(harvest.sown, std::nullopt, function);
  }
  return make_list({value, groups});
}

// Sow[e], Sow[e, tag], Sow[e, {tag1, ...}]
MaybeExpr builtin_Sow(Call& call) {
  const auto sow = [&](const Expr& tag) {
    for (auto harvest = harvests.rbegin(); harvest != harvests.rend(); ++harvest) {
      for (const Expr& pattern : (*harvest)->patterns) {
        if (!matches(tag, pattern)) continue;
        (*harvest)->sown.push_back({call[0], tag});
        return;
      }
    }
  };
  if (call.size() == 1) {
    sow(sym::None);
  } else if (call[1].is_list()) {
    for (const Expr& tag : call[1].args()) sow(tag);
  } else {
    sow(call[1]);
  }
  return call[0];
}

MaybeExpr builtin_Abort(Call&) {
  if (!aborts_wait()) throw AbortSignal{};
  request_abort();
  return Expr(sym::Null);
}

// Interrupt[]: what Ctrl-C does.
MaybeExpr builtin_Interrupt(Call&) {
  request_interrupt();
  check_interrupt();
  return Expr(sym::Null);
}

// CheckAbort[expr, failexpr]
MaybeExpr builtin_CheckAbort(Call& call) {
  try {
    AbortProtection lifted(false);
    return evaluate(call[0]);
  } catch (const AbortSignal& signal) {
    if (signal.owner != 0) throw;
  }
  return evaluate(call[1]);
}

MaybeExpr builtin_AbortProtect(Call& call) {
  AbortProtection protection(true);
  Expr value = evaluate(call[0]);
  protection.release();
  return value;
}

// TimeConstrained[expr, t], TimeConstrained[expr, t, failexpr]
MaybeExpr builtin_TimeConstrained(Call& call) {
  const Expr limit = evaluate(call[1]);
  if (is_infinity(limit)) return evaluate(call[0]);
  const auto seconds = machine_real(limit);
  if (!seconds || !(*seconds > 0)) return call.message("timc", {limit});
  std::uint64_t owner = 0;
  try {
    TimeLimit timer(*seconds);
    owner = timer.owner();
    return evaluate(call[0]);
  } catch (const AbortSignal& signal) {
    if (signal.owner != owner) throw;
  }
  return call.size() == 3 ? evaluate(call[2]) : Expr(sym::DollarAborted);
}

// MemoryConstrained[expr, b], MemoryConstrained[expr, b, failexpr]
MaybeExpr builtin_MemoryConstrained(Call& call) {
  const Expr limit = evaluate(call[1]);
  if (is_infinity(limit)) return evaluate(call[0]);
  const auto bytes = machine_real(limit);
  if (!bytes || !(*bytes > 0)) return call.message("mc", {limit});
  std::uint64_t owner = 0;
  try {
    MemoryLimit budget(static_cast<std::size_t>(*bytes));
    owner = budget.owner();
    Expr value = evaluate(call[0]);
    budget.check();
    return value;
  } catch (const AbortSignal& signal) {
    if (signal.owner != owner) throw;
  }
  return call.size() == 3 ? evaluate(call[2]) : Expr(sym::DollarAborted);
}

// WithCleanup[expr, cleanup], WithCleanup[init, expr, cleanup]: init and cleanup run as if under AbortProtect.
MaybeExpr builtin_WithCleanup(Call& call) {
  const auto protectedly = [](const Expr& e) {
    AbortProtection protection(true);
    evaluate(e);
    protection.release();
  };
  const bool starts = call.size() == 3;
  if (starts) protectedly(call[0]);
  const Expr cleanup = call[call.size() - 1];
  Expr value;
  try {
    value = evaluate(call[starts ? 1 : 0]);
  } catch (const QuitSignal&) {
    throw;
  } catch (...) {
    protectedly(cleanup);
    throw;
  }
  protectedly(cleanup);
  return value;
}

// Quit[], Quit[n], Exit[], Exit[n]
MaybeExpr builtin_Quit(Call& call) {
  const auto code = call.size() == 1 ? machine_integer(call[0]) : std::optional<std::int64_t>(0);
  throw QuitSignal{static_cast<int>(code.value_or(0))};
}

constexpr Builtin kBuiltins[] = {
    {.name = "Catch", .arity = between(1, 3), .attributes = kHoldFirst | kProtected,
     .usage = "Catch[expr] returns the argument of the first Throw generated in the evaluation of expr.\n"
              "Catch[expr, form] returns value from the first Throw[value, tag] for which form matches tag.\n"
              "Catch[expr, form, f] returns f[value, tag].",
     .held_fn = builtin_Catch},
    {.name = "Throw", .fn = builtin_Throw, .arity = between(1, 3), .attributes = kProtected,
     .usage = "Throw[value] stops evaluation and returns value as the value of the nearest enclosing Catch.\n"
              "Throw[value, tag] is caught only by Catch[expr, form], where tag matches form.",
     .messages = {{"nocatch", "Uncaught `1` returned to top level."}}},
    {.name = "Reap", .fn = builtin_Reap, .arity = between(1, 3), .attributes = kHoldFirst | kProtected,
     .usage = "Reap[expr] gives the value of expr together with all expressions to which Sow has been applied during its evaluation.\n"
              "Reap[expr, patt] reaps only expressions sown with tags that match patt.\n"
              "Reap[expr, {patt1, patt2, ...}] puts expressions associated with each of the patti in a separate list.\n"
              "Reap[expr, patt, f] returns {expr, {f[tag1, {e11, e12, ...}], ...}}."},
    {.name = "Sow", .fn = builtin_Sow, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Sow[e] specifies that e should be collected by the nearest enclosing Reap.\n"
              "Sow[e, tag] specifies that e should be collected by the nearest enclosing Reap whose pattern matches tag.\n"
              "Sow[e, {tag1, tag2, ...}] specifies that e should be collected once for each tagi."},
    {.name = "Abort", .fn = builtin_Abort, .arity = exactly(0), .attributes = kProtected,
     .usage = "Abort[] generates an interrupt to abort a calculation."},
    {.name = "Interrupt", .fn = builtin_Interrupt, .arity = exactly(0), .attributes = kProtected,
     .usage = "Interrupt[] interrupts a calculation, as Ctrl-C does: a session at a terminal asks what to do, otherwise it aborts."},
    {.name = "CheckAbort", .fn = builtin_CheckAbort, .arity = exactly(2), .attributes = kHoldAll | kProtected,
     .usage = "CheckAbort[expr, failexpr] evaluates expr, returning failexpr if an abort occurs."},
    {.name = "AbortProtect", .fn = builtin_AbortProtect, .arity = exactly(1), .attributes = kHoldFirst | kProtected,
     .usage = "AbortProtect[expr] evaluates expr, saving any aborts until the evaluation is complete."},
    {.name = "TimeConstrained", .fn = builtin_TimeConstrained, .arity = between(2, 3), .attributes = kHoldAll | kProtected,
     .usage = "TimeConstrained[expr, t] evaluates expr, stopping after t seconds.\n"
              "TimeConstrained[expr, t, failexpr] returns failexpr if the time constraint is not met."},
    {.name = "MemoryConstrained", .fn = builtin_MemoryConstrained, .arity = between(2, 3), .attributes = kHoldAll | kProtected,
     .usage = "MemoryConstrained[expr, b] evaluates expr, stopping if more than b bytes of memory are requested.\n"
              "MemoryConstrained[expr, b, failexpr] returns failexpr if the memory constraint is not met.",
     .messages = {{"mc", "The memory limit `1` is not a positive number of bytes or Infinity."}}},
    {.name = "WithCleanup", .fn = builtin_WithCleanup, .arity = between(2, 3), .attributes = kHoldAllComplete | kProtected,
     .usage = "WithCleanup[expr, cleanup] evaluates expr and returns its result, evaluating cleanup even if there are aborts, throws, etc. during the evaluation of expr.\n"
              "WithCleanup[init, expr, cleanup] evaluates init before evaluating expr and cleanup."},
    {.name = "Internal`WithLocalSettings", .fn = builtin_WithCleanup, .arity = exactly(3), .attributes = kHoldAllComplete | kProtected,
     .usage = "Internal`WithLocalSettings[init, expr, cleanup] is WithCleanup[init, expr, cleanup]."},
    {.name = "Quit", .fn = builtin_Quit, .arity = between(0, 1), .attributes = kProtected,
     .usage = "Quit[] terminates the session.\nQuit[n] exits with code n."},
    {.name = "Exit", .fn = builtin_Quit, .arity = between(0, 1), .attributes = kProtected,
     .usage = "Exit[] terminates the session.\nExit[n] exits with code n."},
};

}  // namespace

void register_nonlocal(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
