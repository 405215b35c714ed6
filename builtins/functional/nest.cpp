// nest.cpp - applying a function again and again: Nest, NestList, NestWhile, NestWhileList, FixedPoint, FixedPointList.
#include <deque>

#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"
#include "evaluator/caller.h"

namespace lykos::builtins {
namespace {

std::optional<std::int64_t> repetitions(Call& call) {
  const auto n = count_argument(call[2]);
  if (!n) call.message("intnm", {call.expr(), Expr::integer(3)});
  return n;
}

// Nest[f, expr, n]
MaybeExpr builtin_Nest(Call& call) {
  const auto n = repetitions(call);
  if (!n) return std::nullopt;
  Caller f(call[0]);
  Expr current = call[1];
  for (std::int64_t i = 0; i < *n; ++i) {
    if ((i & 63) == 0) check_interrupt();
    current = f(current);
  }
  return current;
}

// NestList[f, expr, n]
MaybeExpr builtin_NestList(Call& call) {
  const auto n = repetitions(call);
  if (!n) return std::nullopt;
  Caller f(call[0]);
  std::vector<Expr> values{call[1]};
  for (std::int64_t i = 0; i < *n; ++i) {
    if ((i & 63) == 0) check_interrupt();
    values.push_back(f(values.back()));
  }
  return list_of(std::move(values));
}

// What NestWhile[f, expr, test, m, max, n] asks for.
struct NestPlan {
  std::int64_t least = 1;        // results the test waits for
  std::int64_t most = 1;         // and gets at most; INT64_MAX for All
  std::int64_t limit = INT64_MAX;
  std::int64_t extra = 0;        // applications after the test fails; negative: that many results back
};

std::optional<NestPlan> read_plan(Call& call) {
  NestPlan plan;
  if (call.size() > 3) {
    const Expr& m = call[3];
    if (m.is(sym::All)) {
      plan.most = INT64_MAX;
    } else if (m.is_list() && m.size() == 2) {
      const auto low = count_argument(m[0]);
      const auto high = count_argument(m[1], true);
      if (!low || !high || *high < *low) {
        call.message("nwargs", {m, call.expr()});
        return std::nullopt;
      }
      plan.least = *low;
      plan.most = *high;
    } else {
      const auto n = count_argument(m);
      if (!n) {
        call.message("nwargs", {m, call.expr()});
        return std::nullopt;
      }
      plan.least = plan.most = *n;
    }
  }
  if (call.size() > 4) {
    const auto limit = count_argument(call[4], true);
    if (!limit) {
      call.message("innf", {Expr::integer(5), call.expr()});
      return std::nullopt;
    }
    plan.limit = *limit;
  }
  if (call.size() > 5) {
    const auto extra = machine_integer(call[5]);
    if (!extra) {
      call.message("int", {call.expr(), Expr::integer(6)});
      return std::nullopt;
    }
    plan.extra = *extra;
  }
  return plan;
}

// All results, or only as many of the last as the test and the step back need.
MaybeExpr nest_while(Call& call, bool keep_all) {
  const auto plan = read_plan(call);
  if (!plan) return std::nullopt;
  Caller f(call[0]);
  Caller goes_on(call[2]);
  std::deque<Expr> results{call[1]};
  const std::int64_t back = plan->extra < 0 ? -plan->extra : 0;
  const std::int64_t keep = std::max(plan->most == INT64_MAX ? INT64_MAX : std::max<std::int64_t>(plan->most, 1), back + 1);
  std::int64_t applied = 0;
  for (; applied < plan->limit; ++applied) {
    if ((applied & 63) == 0) check_interrupt();
    const auto available = static_cast<std::int64_t>(results.size());
    if (available >= plan->least) {
      const std::int64_t shown = std::min(available, plan->most);
      if (shown == 1) {
        if (!goes_on.test(results.back())) break;
      } else {
        const std::vector<Expr> recent(results.end() - shown, results.end());
        if (!goes_on.test(std::span<const Expr>(recent))) break;
      }
    }
    results.push_back(f(results.back()));
    if (!keep_all && static_cast<std::int64_t>(results.size()) > keep) results.pop_front();
  }
  for (std::int64_t i = 0; i < plan->extra; ++i) results.push_back(f(results.back()));
  for (std::int64_t i = 0; i < back && results.size() > 1; ++i) results.pop_back();
  if (!keep_all) return results.back();
  return list_of(std::vector<Expr>(results.begin(), results.end()));
}

// NestWhile[f, expr, test, m, max, n]
MaybeExpr builtin_NestWhile(Call& call) { return nest_while(call, false); }

// NestWhileList[f, expr, test, m, max, n]
MaybeExpr builtin_NestWhileList(Call& call) { return nest_while(call, true); }

MaybeExpr fixed_point(Call& call, bool keep_all) {
  if (call.size() == 1) return std::nullopt;
  std::int64_t limit = INT64_MAX;
  if (call.size() == 3) {
    const auto given = count_argument(call[2], true);
    if (!given) return call.message("innf", {Expr::integer(3), call.expr()});
    limit = *given;
  }
  const Expr same = call.option(sym::SameTest);
  const bool automatic = same.is(sym::Automatic) || same.is(sym::SameQ);
  Caller f(call[0]);
  std::vector<Expr> values{call[1]};
  for (std::int64_t i = 0; i < limit; ++i) {
    if ((i & 63) == 0) check_interrupt();
    Expr next = f(values.back());
    // Machine numbers that differ in the last bit only count as the same, as SameQ has it.
    const bool done = automatic ? lykos::apply(sym::SameQ, {values.back(), next}).is_true() : test(same, {values.back(), next});
    if (keep_all) {
      values.push_back(std::move(next));
    } else {
      values.back() = std::move(next);
    }
    if (done) break;
  }
  return keep_all ? list_of(std::move(values)) : values.back();
}

// FixedPoint[f, expr], FixedPoint[f, expr, n]
MaybeExpr builtin_FixedPoint(Call& call) { return fixed_point(call, false); }

// FixedPointList[f, expr], FixedPointList[f, expr, n]
MaybeExpr builtin_FixedPointList(Call& call) { return fixed_point(call, true); }

constexpr const char* kPlan = "The number of results to test, `1`, in `2` is not All, a non-negative integer or a pair {m, n} of them.";

constexpr Builtin kBuiltins[] = {
    {.name = "Nest",
     .fn = builtin_Nest,
     .arity = exactly(3),
     .usage = "Nest[f, expr, n] gives an expression with f applied n times to expr."},
    {.name = "NestList",
     .fn = builtin_NestList,
     .arity = exactly(3),
     .usage = "NestList[f, expr, n] gives a list of the results of applying f to expr 0 through n times."},
    {.name = "NestWhile",
     .fn = builtin_NestWhile,
     .arity = between(3, 6),
     .usage = "NestWhile[f, expr, test] starts with expr, then repeatedly applies f until applying test to the result no longer yields True.\n"
              "NestWhile[f, expr, test, m] supplies the most recent m results as arguments for test at each step.\n"
              "NestWhile[f, expr, test, All] supplies all results so far as arguments for test at each step.\n"
              "NestWhile[f, expr, test, m, max] applies f at most max times.\n"
              "NestWhile[f, expr, test, m, max, n] applies f an extra n times; a negative n gives the result found -n steps before.",
     .messages = {{"nwargs", kPlan}}},
    {.name = "NestWhileList",
     .fn = builtin_NestWhileList,
     .arity = between(3, 6),
     .usage = "NestWhileList[f, expr, test] generates a list of the results of applying f repeatedly, starting with expr, and continuing until applying test to the result no longer yields True.\n"
              "NestWhileList[f, expr, test, m] supplies the most recent m results as arguments for test at each step.\n"
              "NestWhileList[f, expr, test, All] supplies all results so far as arguments for test at each step.\n"
              "NestWhileList[f, expr, test, m, max] applies f at most max times.\n"
              "NestWhileList[f, expr, test, m, max, n] applies f an extra n times; a negative n drops the last -n results.",
     .messages = {{"nwargs", kPlan}}},
    {.name = "FixedPoint",
     .fn = builtin_FixedPoint,
     .arity = between(2, 3),
     .usage = "FixedPoint[f, expr] starts with expr, then applies f repeatedly until the result no longer changes.\n"
              "FixedPoint[f, expr, n] stops after at most n steps.",
     .options = "{SameTest -> Automatic}"},
    {.name = "FixedPointList",
     .fn = builtin_FixedPointList,
     .arity = between(2, 3),
     .usage = "FixedPointList[f, expr] generates a list giving the results of applying f repeatedly, starting with expr, until the results no longer change.\n"
              "FixedPointList[f, expr, n] stops after at most n steps.",
     .options = "{SameTest -> Automatic}"},
};

}  // namespace

void register_nest(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
