// figures.cpp - bounding figures, nearest and random points, boundaries and transformations of geometric figures: the rows. The work is in figures.wl.
#include "builtins/library.h"
#include "builtins/figures/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_figures(Call& call) { return call_library(call, "figures/figures"); }
#define LYKOS_FIGURE(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_figures, .arity = between(low, high), .usage = text}

constexpr Builtin kBuiltins[] = {
    LYKOS_FIGURE(Perimeter, 1, 1, "Perimeter[region] gives the length of the boundary of a region of two dimensions."),
    LYKOS_FIGURE(SurfaceArea, 1, 1, "SurfaceArea[region] gives the area of the boundary of a region of three dimensions."),
    LYKOS_FIGURE(ConstantRegionQ, 1, 1, "ConstantRegionQ[expr] gives True if expr is a region without parameters."),
    LYKOS_FIGURE(BoundingRegion, 1, 2, "BoundingRegion[points] gives the smallest box around points.\nBoundingRegion[points, \"MinBall\"] gives the smallest ball."),
    LYKOS_FIGURE(RegionNearest, 2, 2, "RegionNearest[region, p] gives the point of a region nearest to p."),
    LYKOS_FIGURE(SignedRegionDistance, 2, 2, "SignedRegionDistance[region, p] gives the distance from the boundary, negative inside."),
    LYKOS_FIGURE(RandomPoint, 1, 2, "RandomPoint[region] gives a random point of a region.\nRandomPoint[region, n] gives n of them."),
    LYKOS_FIGURE(Circumsphere, 1, 1, "Circumsphere[{p1, p2, ...}] gives the circle or sphere through points."),
    LYKOS_FIGURE(Insphere, 1, 1, "Insphere[{p1, p2, ...}] gives the circle or sphere that touches the sides of a simplex."),
    LYKOS_FIGURE(CircleThrough, 1, 1, "CircleThrough[{p1, p2, ...}] gives the circle through points, or EmptyRegion[2]."),
    LYKOS_FIGURE(TransformedRegion, 2, 2, "TransformedRegion[region, f] is the region of the points f[p]."),
    LYKOS_FIGURE(SSSTriangle, 3, 3, "SSSTriangle[a, b, c] is the triangle with the sides a, b and c."),
    LYKOS_FIGURE(SASTriangle, 3, 3, "SASTriangle[a, g, b] is the triangle with two sides and the angle between them."),
};

}  // namespace

void register_figure_properties(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
