// geometry.cpp - rotations and other transformations, coordinates, tensors, Jordan form: the rows; the work is in geometry.wl.
#include "builtins/linear_algebra/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "linear_algebra/geometry"); }

// TransformationFunction[m][point]
MaybeExpr builtin_transform(Call& call) {
  const Expr& inner = call.expr().head();
  if (call.size() != 1 || inner.size() != 1) return std::nullopt;
  const Expr args[] = {inner[0], call.arg(0)};
  return call_library("linear_algebra/geometry", "apply", args);
}

constexpr Builtin kBuiltins[] = {
    {.name = "RotationMatrix", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "RotationMatrix[t] is the rotation of the plane by t.\nRotationMatrix[t, w] is the rotation about the direction w."},
    {.name = "ScalingMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "ScalingMatrix[{s1, s2, ...}] scales the axes."},
    {.name = "ReflectionMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "ReflectionMatrix[v] reflects in the mirror normal to v."},
    {.name = "EulerMatrix", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "EulerMatrix[{a, b, c}] is the rotation with the Euler angles a, b, c."},
    {.name = "PauliMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PauliMatrix[k] is the Pauli matrix k."},
    {.name = "RotationTransform", .fn = builtin_in_unit, .arity = between(1, 3), .usage = "RotationTransform[t, p] is the rotation by t about p."},
    {.name = "TranslationTransform", .fn = builtin_in_unit, .arity = exactly(1), .usage = "TranslationTransform[v] moves points by v."},
    {.name = "ScalingTransform", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "ScalingTransform[{s1, ...}, p] scales about p."},
    {.name = "ReflectionTransform", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "ReflectionTransform[v, p] reflects in the mirror through p normal to v."},
    {.name = "ShearingTransform", .fn = builtin_in_unit, .arity = exactly(3), .usage = "ShearingTransform[t, v, n] shears by the angle t along v."},
    {.name = "AffineTransform", .fn = builtin_in_unit, .arity = exactly(1), .usage = "AffineTransform[{m, v}] maps r to m.r + v."},
    {.name = "RescalingTransform", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "RescalingTransform[{{xmin, xmax}, ...}] maps the box to the unit box."},
    {.name = "TransformationMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "TransformationMatrix[f] gives the homogeneous matrix of a transformation."},
    {.name = "ToPolarCoordinates", .fn = builtin_in_unit, .arity = exactly(1), .usage = "ToPolarCoordinates[{x, y}] gives {r, t}."},
    {.name = "FromPolarCoordinates", .fn = builtin_in_unit, .arity = exactly(1), .usage = "FromPolarCoordinates[{r, t}] gives {x, y}."},
    {.name = "ToSphericalCoordinates", .fn = builtin_in_unit, .arity = exactly(1), .usage = "ToSphericalCoordinates[{x, y, z}] gives {r, t, p}."},
    {.name = "FromSphericalCoordinates", .fn = builtin_in_unit, .arity = exactly(1), .usage = "FromSphericalCoordinates[{r, t, p}] gives {x, y, z}."},
    {.name = "CoordinateBoundingBox", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "CoordinateBoundingBox[points] gives the corners of the smallest box that holds the points.\nCoordinateBoundingBox[points, d] adds d at every side."},
    {.name = "CoordinateBounds", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "CoordinateBounds[points] gives the bounds of the points."},
    {.name = "CirclePoints", .fn = builtin_in_unit, .arity = between(1, 3), .usage = "CirclePoints[n] gives n points equally spaced on the unit circle."},
    {.name = "AngleVector", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "AngleVector[t] gives the unit vector at the angle t."},
    {.name = "AnglePath", .fn = builtin_in_unit, .arity = exactly(1), .usage = "AnglePath[{t1, t2, ...}] gives the points of a path that turns by ti before each unit step."},
    {.name = "TensorProduct", .fn = builtin_in_unit, .arity = any_arity(), .usage = "TensorProduct[a, b, ...] gives the tensor product."},
    {.name = "TensorRank", .fn = builtin_in_unit, .arity = exactly(1), .usage = "TensorRank[a] gives the rank of a tensor."},
    {.name = "TensorTranspose", .fn = builtin_in_unit, .arity = exactly(2), .usage = "TensorTranspose[a, perm] permutes the slots of a tensor."},
    {.name = "TensorContract", .fn = builtin_in_unit, .arity = exactly(2), .usage = "TensorContract[a, {{i, j}, ...}] contracts pairs of slots."},
    {.name = "BoxMatrix", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "BoxMatrix[r] is a square of ones of radius r."},
    {.name = "DiskMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "DiskMatrix[r] is a matrix with ones in a disk of radius r."},
    {.name = "DiamondMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "DiamondMatrix[r] is a matrix with ones in a diamond of radius r."},
    {.name = "CrossMatrix", .fn = builtin_in_unit, .arity = exactly(1), .usage = "CrossMatrix[r] is a matrix with ones in a cross of radius r."},
    {.name = "PrincipalComponents", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PrincipalComponents[m] gives the data in the directions of largest variance."},
    {.name = "JordanDecomposition", .fn = builtin_in_unit, .arity = exactly(1), .usage = "JordanDecomposition[m] gives {s, j} with m == s.j.Inverse[s] and j in Jordan form."},
    {.name = "DiagonalizableMatrixQ", .fn = builtin_in_unit, .arity = exactly(1), .usage = "DiagonalizableMatrixQ[m] gives True if m is diagonalizable."},
    {.name = "TransformationFunction", .usage = "TransformationFunction[m] is the transformation with the homogeneous matrix m.", .sub_fn = builtin_transform},
};

}  // namespace

void register_geometry(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
