// timing.cpp - Timing, AbsoluteTiming, RepeatedTiming.
#include <algorithm>
#include <chrono>
#include <ctime>

#include "builtins/control/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Timing[expr]
MaybeExpr builtin_Timing(Call& call) {
  const double start = cpu_seconds();
  const Expr value = evaluate(call[0]);
  return make_list({Expr::real(cpu_seconds() - start), value});
}

// AbsoluteTiming[expr]
MaybeExpr builtin_AbsoluteTiming(Call& call) {
  const double start = wall_seconds();
  const Expr value = evaluate(call[0]);
  return make_list({Expr::real(wall_seconds() - start), value});
}

// RepeatedTiming[expr], RepeatedTiming[expr, t]: the mean of the middle half of the runs.
MaybeExpr builtin_RepeatedTiming(Call& call) {
  const auto budget = call.size() == 2 ? machine_real(evaluate(call[1])) : std::optional<double>(1.0);
  if (!budget) return call.message("timc", {call[1]});
  std::vector<double> times;
  Expr value;
  const double begin = wall_seconds();
  do {
    const double start = wall_seconds();
    value = evaluate(call[0]);
    times.push_back(wall_seconds() - start);
  } while ((wall_seconds() - begin < *budget || times.size() < 4) && times.size() < 1'000'000 &&
           !(times.size() >= 1 && wall_seconds() - begin > 4 * *budget));
  std::sort(times.begin(), times.end());
  const std::size_t cut = times.size() / 4;
  double sum = 0;
  for (std::size_t i = cut; i < times.size() - cut; ++i) sum += times[i];
  return make_list({Expr::real(sum / static_cast<double>(times.size() - 2 * cut)), value});
}

constexpr Builtin kBuiltins[] = {
    {.name = "Timing", .fn = builtin_Timing, .arity = exactly(1), .attributes = kHoldAll | kProtected | kSequenceHold,
     .usage = "Timing[expr] evaluates expr, and returns a list of the time in seconds used, together with the result obtained."},
    {.name = "AbsoluteTiming", .fn = builtin_AbsoluteTiming, .arity = exactly(1), .attributes = kHoldAll | kProtected | kSequenceHold,
     .usage = "AbsoluteTiming[expr] evaluates expr, returning a list of the absolute number of seconds that have elapsed, together "
              "with the result obtained."},
    {.name = "RepeatedTiming", .fn = builtin_RepeatedTiming, .arity = between(1, 2), .attributes = kHoldFirst | kProtected | kSequenceHold,
     .usage = "RepeatedTiming[expr] evaluates expr repeatedly and returns a list of the average time in seconds used, together "
              "with the result obtained.\nRepeatedTiming[expr, t] does repeated evaluation for at least t seconds."},
};

}  // namespace

void register_timing(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
