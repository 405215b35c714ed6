// boolean.cpp - truth tables, tautologies, satisfying values, normal forms: the rows; the work is in boolean.wl.
#include "builtins/control/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "control/boolean"); }

constexpr Builtin kBuiltins[] = {
    {.name = "BooleanVariables", .fn = builtin_in_unit, .arity = exactly(1), .usage = "BooleanVariables[expr] gives the variables of a Boolean expression."},
    {.name = "BooleanTable", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "BooleanTable[expr, {v1, ...}] gives the values of expr for all values of the variables."},
    {.name = "TautologyQ", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "TautologyQ[expr] gives True if expr is always true."},
    {.name = "SatisfiableQ", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "SatisfiableQ[expr] gives True if some values of the variables make expr true."},
    {.name = "SatisfiabilityCount", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "SatisfiabilityCount[expr] gives the number of values of the variables that make expr true."},
    {.name = "SatisfiabilityInstances", .fn = builtin_in_unit, .arity = between(1, 3), .usage = "SatisfiabilityInstances[expr, vars, n] gives n lists of values that make expr true."},
    {.name = "BooleanMinimize", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "BooleanMinimize[expr, form] gives a shortest two-level form."},
    {.name = "BooleanConvert", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "BooleanConvert[expr, form] gives disjunctive or conjunctive normal form."},
};

}  // namespace

void register_boolean(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
