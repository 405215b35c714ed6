// probability.cpp - Probability and Expectation: the rows; the work is in probability.wl.
#include "builtins/statistics/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "statistics/probability"); }

constexpr Builtin kBuiltins[] = {
    {.name = "Probability", .fn = builtin_in_unit, .arity = between(2, 3), .usage = "Probability[pred, Distributed[x, dist]] gives the probability of pred."},
    {.name = "NProbability", .fn = builtin_in_unit, .arity = between(2, 3), .usage = "NProbability[pred, Distributed[x, dist]] gives the probability of pred as a number."},
    {.name = "Expectation", .fn = builtin_in_unit, .arity = between(2, 3), .usage = "Expectation[expr, Distributed[x, dist]] gives the expectation of expr."},
    {.name = "NExpectation", .fn = builtin_in_unit, .arity = between(2, 3), .usage = "NExpectation[expr, Distributed[x, dist]] gives the expectation of expr as a number."},
};

}  // namespace

void register_probability(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
