// groups.cpp - permutation groups: the rows. The work is in groups.wl.
#include "builtins/library.h"
#include "builtins/lists/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_groups(Call& call) { return call_library(call, "lists/groups"); }

#define LYKOS_GROUP(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_groups, .arity = between(low, high), .usage = text}

constexpr Builtin kBuiltins[] = {
    {.name = "SymmetricGroup", .usage = "SymmetricGroup[n] is the group of all permutations of n points."},
    {.name = "AlternatingGroup", .usage = "AlternatingGroup[n] is the group of the even permutations of n points."},
    {.name = "CyclicGroup", .usage = "CyclicGroup[n] is the group of the rotations of n points."},
    {.name = "DihedralGroup", .usage = "DihedralGroup[n] is the group of the symmetries of a regular polygon of n sides."},
    {.name = "AbelianGroup", .usage = "AbelianGroup[{n1, n2, ...}] is a product of cyclic groups."},
    {.name = "PermutationGroup", .usage = "PermutationGroup[{perm1, perm2, ...}] is the group that permutations generate."},
    {.name = "MathieuGroupM11", .usage = "MathieuGroupM11[] is the Mathieu group on 11 points."},
    LYKOS_GROUP(GroupGenerators, 1, 1, "GroupGenerators[group] gives permutations that generate a group."),
    LYKOS_GROUP(GroupOrder, 1, 1, "GroupOrder[group] gives the number of elements."),
    LYKOS_GROUP(GroupElements, 1, 2, "GroupElements[group] gives the elements of a group.\nGroupElements[group, {k1, ...}] gives those at positions."),
    LYKOS_GROUP(GroupElementQ, 2, 2, "GroupElementQ[group, g] gives True if g is an element."),
    LYKOS_GROUP(GroupElementPosition, 2, 2, "GroupElementPosition[group, g] gives the position of g among the elements."),
    LYKOS_GROUP(GroupOrbits, 1, 3, "GroupOrbits[group] gives the orbits of the points.\nGroupOrbits[group, points, f] gives those of points under f."),
    LYKOS_GROUP(GroupStabilizer, 2, 2, "GroupStabilizer[group, points] gives the subgroup that fixes each point."),
    LYKOS_GROUP(GroupSetwiseStabilizer, 2, 2, "GroupSetwiseStabilizer[group, points] gives the subgroup that fixes a set of points."),
    LYKOS_GROUP(GroupCentralizer, 2, 2, "GroupCentralizer[group, g] gives the elements that commute with g."),
    LYKOS_GROUP(GroupMultiplicationTable, 1, 1, "GroupMultiplicationTable[group] gives the positions of the products of elements."),
    LYKOS_GROUP(CayleyGraph, 1, -1, "CayleyGraph[group] is the graph of the elements and their products with generators."),
};

}  // namespace

void register_groups(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
