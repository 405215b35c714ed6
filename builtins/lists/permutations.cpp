// permutations.cpp - permutations in cyclic form and as lists: the rows; the work is in permutations.wl.
#include "builtins/lists/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "lists/permutations"); }

constexpr Builtin kBuiltins[] = {
    {.name = "Cycles", .fn = builtin_in_unit, .arity = exactly(1), .usage = "Cycles[{c1, c2, ...}] is the permutation with the disjoint cycles ci.", .messages = {{"reppoint", "`1` contains repeated integers."}}},
    {.name = "PermutationCycles", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "PermutationCycles[p] gives the cycles of a permutation."},
    {.name = "PermutationList", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "PermutationList[p, n] gives a permutation as a list."},
    {.name = "PermutationListQ", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PermutationListQ[e] gives True if e is a permutation as a list."},
    {.name = "PermutationCyclesQ", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PermutationCyclesQ[e] gives True if e is a permutation in cyclic form."},
    {.name = "Permute", .fn = builtin_in_unit, .arity = exactly(2), .usage = "Permute[list, p] puts the element at i to the place that i goes to."},
    {.name = "PermutationReplace", .fn = builtin_in_unit, .arity = exactly(2), .usage = "PermutationReplace[i, p] gives where i goes to."},
    {.name = "InversePermutation", .fn = builtin_in_unit, .arity = exactly(1), .usage = "InversePermutation[p] gives the inverse of a permutation."},
    {.name = "PermutationProduct", .fn = builtin_in_unit, .arity = any_arity(), .usage = "PermutationProduct[p1, p2, ...] gives the product of permutations, applied from the left."},
    {.name = "PermutationPower", .fn = builtin_in_unit, .arity = exactly(2), .usage = "PermutationPower[p, n] gives a power of a permutation."},
    {.name = "PermutationOrder", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PermutationOrder[p] gives the order of a permutation."},
    {.name = "PermutationSupport", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PermutationSupport[p] gives the points that move."},
    {.name = "PermutationMax", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PermutationMax[p] gives the largest point that moves."},
    {.name = "PermutationLength", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PermutationLength[p] gives the number of points that move."},
    {.name = "FindPermutation", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "FindPermutation[e1, e2] gives the permutation that turns e1 into e2."},
    {.name = "ComposeList", .fn = builtin_in_unit, .arity = exactly(2), .usage = "ComposeList[{f1, f2, ...}, x] gives {x, f1[x], f2[f1[x]], ...}."},
    {.name = "SubstitutionSystem", .fn = builtin_in_unit, .arity = between(2, 3), .usage = "SubstitutionSystem[rules, init, t] gives the evolution of a substitution system for t steps."},
};

}  // namespace

void register_permutations(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
