// truth.cpp - Boolean functions given by number, counts or runs, minterms and maxterms: the rows; the work is in truth.wl.
#include "builtins/control/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// Functions are worked out as tables of their values.
constexpr std::int64_t kMostVariables = 16;

MaybeExpr builtin_in_unit(Call& call) {
  if (call.size() >= 2) {
    const Expr& variables = call.arg(1);
    const auto count = variables.is_list() ? std::optional<std::int64_t>(static_cast<std::int64_t>(variables.size())) : machine_integer(variables);
    const bool stays = call.head().is(sym::BooleanFunction) && !variables.is_list();   // a number of variables only names the function
    if (count && *count > kMostVariables && !stays) return call.message("vars", {Expr::integer(*count), Expr::integer(kMostVariables)});
  }
  return call_library(call, "control/truth");
}

MaybeExpr builtin_of_majority(Call& call) { return call_library(call, "control/truth"); }

// BooleanFunction[k, n][True, False, ...]
MaybeExpr boolean_function_value(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() != 2 || !inner[0].is_integer() || !inner[1].is_small_integer()) return std::nullopt;
  const Expr args[] = {inner[0], inner[1], make_list(call.args())};
  return call_library("control/truth", "applied", args);
}

constexpr MessageTexts kVariables = {{"vars", "A function of `1` variables has too many values; up to `2` variables are worked out."}};

constexpr Builtin kBuiltins[] = {
    {.name = "BooleanFunction",
     .fn = builtin_in_unit,
     .arity = between(1, 3),
     .usage = "BooleanFunction[k, n] represents the k-th Boolean function of n variables.\nBooleanFunction[values] is the function with these values.\n"
              "BooleanFunction[spec, {x1, x2, ...}] gives it as an expression.\nBooleanFunction[spec, vars, form] gives it in another form.",
     .messages = kVariables,
     .sub_fn = boolean_function_value},
    {.name = "BooleanCountingFunction",
     .fn = builtin_in_unit,
     .arity = between(2, 3),
     .usage = "BooleanCountingFunction[k, n] is true when at most k of n variables are.\nBooleanCountingFunction[{k}, n] is true when exactly k are.\n"
              "BooleanCountingFunction[{a, b}, n] is true when a to b are.\nBooleanCountingFunction[spec, {x1, x2, ...}] gives it as an expression.",
     .messages = kVariables},
    {.name = "BooleanConsecutiveFunction",
     .fn = builtin_in_unit,
     .arity = between(2, 3),
     .usage = "BooleanConsecutiveFunction[k, n] is true when k variables in a row are.\nBooleanConsecutiveFunction[{k, r}, n] is true when r such runs are.\n"
              "BooleanConsecutiveFunction[spec, {x1, x2, ...}] gives it as an expression.",
     .messages = kVariables},
    {.name = "Majority", .fn = builtin_of_majority, .usage = "Majority[e1, e2, ...] gives True if more than half of the ei are True, and False if half of them or more are False."},
    {.name = "BooleanMinterms",
     .fn = builtin_in_unit,
     .arity = exactly(2),
     .usage = "BooleanMinterms[k, {x1, x2, ...}] gives the k-th minterm.\nBooleanMinterms[{k1, k2, ...}, vars] gives the disjunction of minterms.\n"
              "BooleanMinterms[{v1, v2, ...}, vars] gives the minterm that is true for these values.",
     .messages = kVariables},
    {.name = "BooleanMaxterms",
     .fn = builtin_in_unit,
     .arity = exactly(2),
     .usage = "BooleanMaxterms[k, {x1, x2, ...}] gives the k-th maxterm.\nBooleanMaxterms[{k1, k2, ...}, vars] gives the conjunction of maxterms.",
     .messages = kVariables},
};

}  // namespace

void register_truth(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
