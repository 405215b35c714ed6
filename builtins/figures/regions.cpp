// regions.cpp - regions of space: the rows; the work is in regions.wl and shapes.wl.
#include "builtins/library.h"
#include "builtins/figures/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "figures/regions"); }

// RegionQ[expr]: True or False for everything.
MaybeExpr builtin_RegionQ(Call& call) { return call_library("figures/regions", "regionQ", call.args()); }

// RegionMember[region] is a function of points.
MaybeExpr member_function(Call& call) {
  const Expr& inner = call.expr().head();
  if (call.size() != 1 || inner.size() != 1) return std::nullopt;
  return make_normal(Expr::symbol("System`RegionMember"), {inner[0], call.arg(0)});
}

constexpr Builtin kBuiltins[] = {
    {.name = "ImplicitRegion", .arity = exactly(2),
     .usage = "ImplicitRegion[cond, {x1, x2, ...}] is the region of the points whose coordinates satisfy cond.\nImplicitRegion[cond, {{x1, a1, b1}, ...}] restricts coordinates to ranges."},
    {.name = "BooleanRegion", .arity = exactly(2), .usage = "BooleanRegion[f, {r1, r2, ...}] is the region of the points for which f of the memberships is True."},
    {.name = "FullRegion", .arity = exactly(1), .usage = "FullRegion[n] is the whole n-dimensional space."},
    {.name = "EmptyRegion", .arity = exactly(1), .usage = "EmptyRegion[n] is the empty set in n dimensions."},
    {.name = "RegionMember", .fn = builtin_in_unit, .arity = between(1, 2),
     .usage = "RegionMember[reg, {x, y, ...}] gives True or False for a numeric point, and a condition for a symbolic one.\nRegionMember[reg] gives a RegionMemberFunction to apply to points.",
     .messages = {{"reg", "`1` is not a region that is known."}}},
    {.name = "RegionMemberFunction", .usage = "RegionMemberFunction[reg][p] tells whether p lies in reg.", .sub_fn = member_function},
    {.name = "RegionQ", .fn = builtin_RegionQ, .arity = exactly(1), .usage = "RegionQ[reg] gives True if reg is a region."},
    {.name = "RegionDimension", .fn = builtin_in_unit, .arity = exactly(1), .usage = "RegionDimension[reg] is the dimension of the region itself."},
    {.name = "RegionEmbeddingDimension", .fn = builtin_in_unit, .arity = exactly(1), .usage = "RegionEmbeddingDimension[reg] is the dimension of the space the region lies in."},
    {.name = "RegionUnion", .fn = builtin_in_unit, .arity = at_least(1), .usage = "RegionUnion[r1, r2, ...] is the union of regions."},
    {.name = "RegionIntersection", .fn = builtin_in_unit, .arity = at_least(1), .usage = "RegionIntersection[r1, r2, ...] is the intersection of regions."},
    {.name = "RegionDifference", .fn = builtin_in_unit, .arity = exactly(2), .usage = "RegionDifference[r1, r2] is the part of r1 outside of r2."},
    {.name = "RegionSymmetricDifference", .fn = builtin_in_unit, .arity = at_least(2), .usage = "RegionSymmetricDifference[r1, r2, ...] has the points in an odd number of the regions."},
    {.name = "RegionMeasure", .fn = builtin_in_unit, .arity = exactly(1), .usage = "RegionMeasure[reg] is the length, area or volume of the region."},
    {.name = "Area", .fn = builtin_in_unit, .arity = exactly(1), .usage = "Area[reg] is the area of a two-dimensional region."},
    {.name = "Volume", .fn = builtin_in_unit, .arity = exactly(1), .usage = "Volume[reg] is the volume of a three-dimensional region."},
    {.name = "RegionCentroid", .fn = builtin_in_unit, .arity = exactly(1), .usage = "RegionCentroid[reg] is the center of mass of the region."},
    {.name = "RegionBounds", .fn = builtin_in_unit, .arity = exactly(1), .usage = "RegionBounds[reg] gives the least and largest values of each coordinate in the region."},
    {.name = "RegionDistance", .fn = builtin_in_unit, .arity = exactly(2), .usage = "RegionDistance[reg, p] is the least distance of the point p from the region."},
};

}  // namespace

void register_regions(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
