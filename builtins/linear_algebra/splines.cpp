// splines.cpp - Bezier and B-spline curves, frames of curves, angles of rotations: the rows. The work is in splines.wl.
#include <vector>

#include "builtins/library.h"
#include "builtins/linear_algebra/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_splines(Call& call) { return call_library(call, "linear_algebra/splines"); }
// BezierFunction[points][t], BSplineFunction[points][t]
MaybeExpr builtin_curve(Call& call) {
  std::vector<Expr> args{call.expr().head()};
  args.insert(args.end(), call.all_args().begin(), call.all_args().end());
  return call_library("linear_algebra/splines", "evaluateCurve", args);
}

constexpr Builtin kBuiltins[] = {
    {.name = "BernsteinBasis", .fn = builtin_of_splines, .arity = exactly(3), .usage = "BernsteinBasis[d, n, x] is the n-th Bernstein polynomial of degree d at x."},
    {.name = "BSplineBasis", .fn = builtin_of_splines, .arity = between(2, 3), .usage = "BSplineBasis[d, x] is the uniform B-spline of degree d on 0 to 1 at x.\nBSplineBasis[{d, {u1, u2, ...}}, n, x] has the knots ui."},
    {.name = "BezierFunction", .usage = "BezierFunction[{p1, p2, ...}][t] is the point at t of the Bezier curve with control points pi.", .sub_fn = builtin_curve},
    {.name = "BSplineFunction", .usage = "BSplineFunction[{p1, p2, ...}][t] is the point at t of the B-spline curve with control points pi.", .sub_fn = builtin_curve},
    {.name = "FrenetSerretSystem", .fn = builtin_of_splines, .arity = exactly(2), .usage = "FrenetSerretSystem[{x, y, z}, t] gives {{curvature, torsion}, {tangent, normal, binormal}} of a curve."},
    {.name = "EulerAngles", .fn = builtin_of_splines, .arity = between(1, 2), .usage = "EulerAngles[r] gives the angles {a, b, c} with EulerMatrix[{a, b, c}] equal to r."},
};

}  // namespace

void register_splines(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
