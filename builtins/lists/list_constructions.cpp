// list_constructions.cpp - subsequences, groupings, symmetric differences, positions of extremes: the rows; the work is in list_constructions.wl.
#include "builtins/lists/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "lists/list_constructions"); }

constexpr Builtin kBuiltins[] = {
    {.name = "Subsequences", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "Subsequences[list] gives the runs of successive elements, shortest first.\nSubsequences[list, {n}] gives those of length n."},
    {.name = "Groupings", .fn = builtin_in_unit, .arity = exactly(2), .usage = "Groupings[{a1, a2, ...}, k] gives the k-ary trees with the leaves ai."},
    {.name = "SymmetricDifference", .fn = builtin_in_unit, .arity = at_least(1), .usage = "SymmetricDifference[list1, list2, ...] gives the elements in an odd number of the lists."},
    {.name = "PositionLargest", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "PositionLargest[list] gives the positions of the largest element."},
    {.name = "PositionSmallest", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "PositionSmallest[list] gives the positions of the smallest element."},
    {.name = "ArrayComponents", .fn = builtin_in_unit, .arity = between(1, 3), .usage = "ArrayComponents[array] replaces equal elements by equal integers."},
    {.name = "NearestTo", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "NearestTo[x] is an operator that gives the elements of a list nearest to x."},
};

}  // namespace

void register_list_constructions(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
