// limit.cpp - the rows of limits; the work is in limit.wl.
#include "builtins/calculus/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "calculus/limit";

MaybeExpr builtin_Limit(Call& call) { return call_library(call, kUnit, "limit"); }
MaybeExpr builtin_DiscreteLimit(Call& call) { return call_library(call, kUnit, "discreteLimit"); }
MaybeExpr builtin_MaxLimit(Call& call) { return call_library(call, kUnit, "maxLimit"); }
MaybeExpr builtin_MinLimit(Call& call) { return call_library(call, kUnit, "minLimit"); }

constexpr const char* kOptions =
    "{Analytic -> False, Assumptions :> $Assumptions, Direction -> Reals, GenerateConditions -> Automatic, Method -> Automatic, PerformanceGoal -> \"Quality\"}";
constexpr const char* kDiscreteOptions =
    "{Assumptions :> $Assumptions, GenerateConditions -> Automatic, Method -> Automatic, PerformanceGoal -> \"Quality\"}";
constexpr const char* kDirection =
    "Value of Direction -> `1` should be a number, Reals, Complexes, \"FromAbove\", \"FromBelow\", or \"TwoSided\".";

constexpr Builtin kBuiltins[] = {
    {.name = "Limit", .fn = builtin_Limit, .arity = exactly(2), .attributes = kListable | kProtected | kReadProtected,
     .usage = "Limit[f, x -> x0] gives the limit of f as x approaches x0.\n"
              "Limit[f, {x1 -> a1, ..., xn -> an}] gives the nested limit.",
     .options = kOptions,
     .messages = {{"lim", "Limit specification `1` is not of the form x -> x0."}, {"ldir", kDirection}}},
    {.name = "DiscreteLimit", .fn = builtin_DiscreteLimit, .arity = exactly(2), .attributes = kProtected | kReadProtected,
     .usage = "DiscreteLimit[f, k -> Infinity] gives the limit of the sequence f as k tends to infinity over the integers.",
     .options = kDiscreteOptions},
    {.name = "MaxLimit", .fn = builtin_MaxLimit, .arity = exactly(2), .attributes = kProtected | kReadProtected,
     .usage = "MaxLimit[f, x -> x0] gives the max limit of f as x approaches x0.", .options = kOptions},
    {.name = "MinLimit", .fn = builtin_MinLimit, .arity = exactly(2), .attributes = kProtected | kReadProtected,
     .usage = "MinLimit[f, x -> x0] gives the min limit of f as x approaches x0.", .options = kOptions},
};

}  // namespace

void register_limit(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
