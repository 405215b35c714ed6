// vector_calculus.cpp - the rows of vector analysis and of differences; the work is in vector_calculus.wl and coordinates.wl.
#include "builtins/calculus/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "calculus/vector_calculus";

MaybeExpr builtin_Grad(Call& call) { return call_library(call, kUnit, "grad"); }
MaybeExpr builtin_Div(Call& call) { return call_library(call, kUnit, "div"); }
MaybeExpr builtin_Curl(Call& call) { return call_library(call, kUnit, "curl"); }
MaybeExpr builtin_Laplacian(Call& call) { return call_library(call, kUnit, "laplacian"); }
MaybeExpr builtin_Wronskian(Call& call) { return call_library(call, kUnit, "wronskian"); }
MaybeExpr builtin_Casoratian(Call& call) { return call_library(call, kUnit, "casoratian"); }
MaybeExpr builtin_ArcLength(Call& call) {
  return call.size() == 1 ? call_library(call, "figures/regions", "arcLength") : call_library(call, kUnit, "arcLength");
}
MaybeExpr builtin_ArcCurvature(Call& call) { return call_library(call, kUnit, "arcCurvature"); }
MaybeExpr builtin_DifferenceDelta(Call& call) { return call_library(call, kUnit, "differenceDelta"); }
MaybeExpr builtin_DiscreteShift(Call& call) { return call_library(call, kUnit, "discreteShift"); }
MaybeExpr builtin_DiscreteRatio(Call& call) { return call_library(call, kUnit, "discreteRatio"); }
MaybeExpr builtin_of_coordinates(Call& call) { return call_library(call, "calculus/coordinates"); }

constexpr Builtin kBuiltins[] = {
    {.name = "Grad", .fn = builtin_Grad, .arity = between(2, 3), .attributes = kProtected | kReadProtected,
     .usage = "Grad[f, {x1, ..., xn}] gives the gradient (D[f, x1], ..., D[f, xn]).\n"
              "Grad[f, {x1, ..., xn}, chart] gives the gradient in the coordinates chart."},
    {.name = "Div", .fn = builtin_Div, .arity = between(2, 3), .attributes = kProtected | kReadProtected,
     .usage = "Div[{f1, ..., fn}, {x1, ..., xn}] gives the divergence.\nDiv[{f1, ..., fn}, {x1, ..., xn}, chart] gives the divergence in the coordinates chart.",
     .messages = {{"sclr", "The scalar expression `1` does not have a divergence."}}},
    {.name = "Curl", .fn = builtin_Curl, .arity = between(2, 3), .attributes = kProtected | kReadProtected,
     .usage = "Curl[{f1, f2}, {x1, x2}] gives the curl D[f2, x1] - D[f1, x2].\nCurl[{f1, f2, f3}, {x1, x2, x3}] gives the curl in three dimensions.\n"
              "Curl[f, {x1, ..., xn}, chart] gives the curl in the coordinates chart."},
    {.name = "Laplacian", .fn = builtin_Laplacian, .arity = between(2, 3), .attributes = kProtected | kReadProtected,
     .usage = "Laplacian[f, {x1, ..., xn}] gives the Laplacian of f.\nLaplacian[f, {x1, ..., xn}, chart] gives the Laplacian in the coordinates chart."},
    {.name = "Wronskian", .fn = builtin_Wronskian, .arity = between(2, 3), .attributes = kProtected | kReadProtected,
     .usage = "Wronskian[{y1, y2, ...}, x] gives the Wronskian determinant for the functions y1, y2, ... depending on x.\n"
              "Wronskian[eqn, y, x] gives the Wronskian determinant for the basis of the solutions of the linear differential equation eqn."},
    {.name = "Casoratian", .fn = builtin_Casoratian, .arity = exactly(2), .attributes = kProtected | kReadProtected,
     .usage = "Casoratian[{y1, y2, ...}, n] gives the Casoratian determinant for the sequences y1, y2, ... depending on n."},
    {.name = "ArcLength", .fn = builtin_ArcLength, .arity = between(1, 3), .attributes = kProtected | kReadProtected,
     .usage = "ArcLength[{x1, ..., xn}, {t, tmin, tmax}] gives the length of the parametrized curve.\nArcLength[f, {x, a, b}] gives the length of the graph of f.\n"
              "ArcLength[reg] gives the length of the one-dimensional region reg."},
    {.name = "ArcCurvature", .fn = builtin_ArcCurvature, .arity = between(2, 3), .attributes = kProtected | kReadProtected,
     .usage = "ArcCurvature[{x1, ..., xn}, t] gives the curvature of the parametrized curve."},
    {.name = "DifferenceDelta", .fn = builtin_DifferenceDelta, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "DifferenceDelta[f, i] gives the discrete difference f(i + 1) - f(i).\nDifferenceDelta[f, {i, n}] gives the multiple difference.\n"
              "DifferenceDelta[f, {i, n, h}] gives the multiple difference with step h."},
    {.name = "DiscreteShift", .fn = builtin_DiscreteShift, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "DiscreteShift[f, i] gives the discrete shift f(i + 1).\nDiscreteShift[f, {i, n, h}] gives the multiple shift with step h."},
    {.name = "DiscreteRatio", .fn = builtin_DiscreteRatio, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "DiscreteRatio[f, i] gives the discrete ratio f(i + 1)/f(i)."},
    {.name = "CoordinateTransform", .fn = builtin_of_coordinates, .arity = exactly(2), .attributes = kProtected | kReadProtected,
     .usage = "CoordinateTransform[c1 -> c2, pt] performs the coordinate transformation from c1 to c2 at the point pt."},
    {.name = "CoordinateTransformData", .fn = builtin_of_coordinates, .arity = between(0, 3), .attributes = kProtected | kReadProtected,
     .usage = "CoordinateTransformData[c1 -> c2, property, pt] gives a property of the coordinate transformation at the point pt.\n"
              "CoordinateTransformData[c1 -> c2, property] gives it as a pure function."},
    {.name = "CoordinateChartData", .fn = builtin_of_coordinates, .arity = between(0, 3), .attributes = kProtected | kReadProtected,
     .usage = "CoordinateChartData[chart, property, pt] gives a property of the coordinate chart at the point pt.\nCoordinateChartData[chart, property] gives it as a pure function.\n"
              "CoordinateChartData[] gives the names of the charts."},
    {.name = "TransformedField", .fn = builtin_of_coordinates, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "TransformedField[c1 -> c2, f, {x1, ..., xn} -> {y1, ..., yn}] transforms a scalar, vector or tensor field f from the coordinates x in the chart c1 to y in c2."},
};

}  // namespace

void register_vector_calculus(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
