// field_plots.cpp - plots of functions of two and three variables: the rows. The work is in fields.wl and surfaces.wl.
#include "builtins/graphics/graphics_options.h"
#include "builtins/graphics/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_fields(Call& call) { return call_library(call, "graphics/fields"); }
MaybeExpr builtin_of_surfaces(Call& call) { return call_library(call, "graphics/surfaces"); }

#define LYKOS_FIELD_MORE                                                                                                                     \
  ", BoundaryStyle -> Automatic, ClippingStyle -> Automatic, ColorFunction -> Automatic, ColorFunctionScaling -> True, EvaluationMonitor -> None, " \
  "Exclusions -> Automatic, ExclusionsStyle -> None, LightingAngle -> None, MaxRecursion -> Automatic, Mesh -> None, MeshFunctions -> {}, "    \
  "MeshStyle -> Automatic, PerformanceGoal :> $PerformanceGoal, PlotLegends -> None, PlotPoints -> Automatic, PlotTheme :> $PlotTheme, "       \
  "RegionFunction -> (True &), ScalingFunctions -> None, TargetUnits -> Automatic, WorkingPrecision -> MachinePrecision"
#define LYKOS_FIELD(range) LYKOS_GRAPHICS_OPTIONS("1", "False", "True", range, "True") LYKOS_FIELD_MORE
#define LYKOS_CONTOUR_MORE ", ContourLabels -> Automatic, ContourLines -> True, Contours -> Automatic, ContourShading -> Automatic, ContourStyle -> Automatic"
#define LYKOS_VECTOR_MORE                                                                                                                    \
  ", StreamColorFunction -> Automatic, StreamColorFunctionScaling -> True, StreamMarkers -> Automatic, StreamPoints -> Automatic, StreamScale -> Automatic, " \
  "StreamStyle -> Automatic, VectorAspectRatio -> Automatic, VectorColorFunction -> None, VectorColorFunctionScaling -> True, VectorMarkers -> Automatic, " \
  "VectorPoints -> Automatic, VectorRange -> Automatic, VectorScale -> Automatic, VectorScaling -> Automatic, VectorSizes -> Automatic, VectorStyle -> Automatic"
#define LYKOS_LIST_FIELD LYKOS_GRAPHICS_OPTIONS("1", "False", "True", "Automatic", "True") LYKOS_FIELD_MORE ", DataRange -> Automatic, InterpolationOrder -> None, MaxPlotPoints -> Automatic"
#define LYKOS_ARRAY(frame, reversed) "{" LYKOS_GRAPHICS_OPTIONS("Automatic", "False", frame, "All", "False") ", ClippingStyle -> None, ColorFunction -> Automatic, ColorFunctionScaling -> True, ColorRules -> Automatic, " \
  "DataRange -> All, DataReversed -> " reversed ", LightingAngle -> Automatic, MaxPlotPoints -> Infinity, Mesh -> False, MeshStyle -> GrayLevel[GoldenRatio - 1], PixelConstrained -> False, PlotLegends -> None, PlotTheme :> $PlotTheme, TargetUnits -> Automatic}"
#define LYKOS_SURFACE(axes, ratios, range) LYKOS_GRAPHICS3D_OPTIONS(axes, ratios, range, "Automatic")                                          \
  ", BoundaryStyle -> Automatic, ClippingStyle -> Automatic, ColorFunction -> Automatic, ColorFunctionScaling -> True, Contours -> Automatic, ContourStyle -> Automatic, " \
  "DataRange -> Automatic, EvaluationMonitor -> None, Exclusions -> Automatic, ExclusionsStyle -> None, Filling -> None, FillingStyle -> Opacity[0.5], " \
  "InterpolationOrder -> None, MaxPlotPoints -> Automatic, MaxRecursion -> Automatic, Mesh -> Automatic, MeshFunctions -> Automatic, MeshShading -> None, "  \
  "MeshStyle -> Automatic, NormalsFunction -> Automatic, PerformanceGoal :> $PerformanceGoal, PlotLabels -> None, PlotLegends -> None, PlotPoints -> Automatic, PlotStyle -> Automatic, " \
  "PlotTheme :> $PlotTheme, RegionFunction -> (True &), ScalingFunctions -> None, TargetUnits -> Automatic, TextureCoordinateFunction -> Automatic, " \
  "TextureCoordinateScaling -> Automatic, WorkingPrecision -> MachinePrecision"

constexpr Attributes kHeld = kProtected | kHoldAll;
constexpr MessageTexts kMessages = {{"pllim", "Range specification `1` is not of the form {x, xmin, xmax}."},
                                    {"plln", "Limiting value `1` in `2` is not a machine-sized real number."},
                                    {"plld", "Endpoints for `1` in `2` must have distinct machine-precision numerical values."},
                                    {"itraw", "Raw object `1` cannot be used as an iterator."},
                                    {"ivar", "`1` is not a valid variable."},
                                    {"vfldata", "`1` is not a valid vector field dataset or a valid list of vector field datasets."},
                                    {"arrayerr", "`1` must be a valid array or a list of valid arrays."},
                                    {"mat", "Argument `1` at position 1 is not a list of lists."}};

#define LYKOS_PLANE(wl_name, count, opts, text) {.name = #wl_name, .fn = builtin_of_fields, .arity = exactly(count), .attributes = kHeld, .usage = text, .options = "{" opts "}", .messages = kMessages}
#define LYKOS_DATA(wl_name, fn_name, opts, text) {.name = #wl_name, .fn = fn_name, .arity = exactly(1), .usage = text, .options = opts, .messages = kMessages}
#define LYKOS_SPACE(wl_name, low, high, opts, text) {.name = #wl_name, .fn = builtin_of_surfaces, .arity = between(low, high), .attributes = kHeld, .usage = text, .options = "{" opts "}", .messages = kMessages}

constexpr Builtin kBuiltins[] = {
    LYKOS_PLANE(ContourPlot, 3, LYKOS_FIELD("{Full, Full, Automatic}") LYKOS_CONTOUR_MORE, "ContourPlot[f, {x, a, b}, {y, c, d}] draws lines of equal f.\nContourPlot[f == g, {x, a, b}, {y, c, d}] draws where f and g are equal."),
    LYKOS_PLANE(DensityPlot, 3, LYKOS_FIELD("{Full, Full, Automatic}"), "DensityPlot[f, {x, a, b}, {y, c, d}] colors the plane by f."),
    LYKOS_PLANE(RegionPlot, 3, LYKOS_FIELD("{Full, Full}") ", PlotStyle -> Automatic", "RegionPlot[pred, {x, a, b}, {y, c, d}] draws where pred is True."),
    LYKOS_PLANE(VectorPlot, 3, LYKOS_FIELD("{Full, Full}") LYKOS_VECTOR_MORE, "VectorPlot[{u, v}, {x, a, b}, {y, c, d}] draws arrows of a vector field."),
    LYKOS_PLANE(VectorDensityPlot, 3, LYKOS_FIELD("{Full, Full}") LYKOS_VECTOR_MORE, "VectorDensityPlot[{{u, v}, s}, {x, a, b}, {y, c, d}] draws arrows over the colors of s."),
    LYKOS_PLANE(StreamPlot, 3, LYKOS_FIELD("{Full, Full}") LYKOS_VECTOR_MORE, "StreamPlot[{u, v}, {x, a, b}, {y, c, d}] draws lines that follow a vector field."),
    LYKOS_PLANE(StreamDensityPlot, 3, LYKOS_FIELD("{Full, Full}") LYKOS_VECTOR_MORE, "StreamDensityPlot[{{u, v}, s}, {x, a, b}, {y, c, d}] draws streamlines over the colors of s."),
    LYKOS_PLANE(ComplexPlot, 2, LYKOS_FIELD("Full"), "ComplexPlot[f, {z, zmin, zmax}] colors the complex plane by the argument of f."),
    LYKOS_PLANE(ComplexContourPlot, 2, LYKOS_FIELD("{Full, Full, Automatic}") LYKOS_CONTOUR_MORE, "ComplexContourPlot[f, {z, zmin, zmax}] draws lines of equal f in the complex plane."),
    LYKOS_PLANE(ComplexRegionPlot, 2, LYKOS_FIELD("{Full, Full}") ", PlotStyle -> Automatic", "ComplexRegionPlot[pred, {z, zmin, zmax}] draws where pred is True in the complex plane."),
    LYKOS_DATA(ListContourPlot, builtin_of_fields, "{" LYKOS_LIST_FIELD LYKOS_CONTOUR_MORE "}", "ListContourPlot[matrix] draws lines of equal height.\nListContourPlot[{{x, y, f}, ...}] takes heights at points."),
    LYKOS_DATA(ListDensityPlot, builtin_of_fields, "{" LYKOS_LIST_FIELD "}", "ListDensityPlot[matrix] colors the plane by heights.\nListDensityPlot[{{x, y, f}, ...}] takes heights at points."),
    LYKOS_DATA(ListVectorPlot, builtin_of_fields, "{" LYKOS_LIST_FIELD LYKOS_VECTOR_MORE "}", "ListVectorPlot[array] draws arrows of an array of vectors.\nListVectorPlot[{{{x, y}, {u, v}}, ...}] takes vectors at points."),
    LYKOS_DATA(ListStreamPlot, builtin_of_fields, "{" LYKOS_LIST_FIELD LYKOS_VECTOR_MORE "}", "ListStreamPlot[array] draws streamlines of an array of vectors."),
    LYKOS_DATA(ArrayPlot, builtin_of_fields, LYKOS_ARRAY("Automatic", "False"), "ArrayPlot[array] draws the values of an array as squares, dark for large values."),
    LYKOS_DATA(MatrixPlot, builtin_of_fields, LYKOS_ARRAY("True", "False"), "MatrixPlot[m] draws the structure of a matrix."),
    LYKOS_DATA(ReliefPlot, builtin_of_fields, LYKOS_ARRAY("Automatic", "True"), "ReliefPlot[array] colors heights."),
    LYKOS_SPACE(Plot3D, 3, 3, LYKOS_SURFACE("True", "{1, 1, 0.4}", "{Full, Full, Automatic}"), "Plot3D[f, {x, a, b}, {y, c, d}] draws f as a surface."),
    LYKOS_SPACE(ComplexPlot3D, 2, 2, LYKOS_SURFACE("True", "{1, 1, 0.4}", "{Full, Full, Automatic}"), "ComplexPlot3D[f, {z, zmin, zmax}] draws the modulus of f, colored by its argument."),
    LYKOS_SPACE(ParametricPlot3D, 2, 3, LYKOS_SURFACE("True", "Automatic", "Automatic"), "ParametricPlot3D[{x, y, z}, {t, a, b}] draws a curve in space.\nParametricPlot3D[{x, y, z}, {u, a, b}, {v, c, d}] draws a surface."),
    LYKOS_SPACE(RevolutionPlot3D, 2, 3, LYKOS_SURFACE("True", "Automatic", "Automatic"), "RevolutionPlot3D[f, {t, a, b}] draws the surface of the heights f at the distance t.\nRevolutionPlot3D[{x, z}, {t, a, b}] turns a curve about the z axis."),
    LYKOS_SPACE(SphericalPlot3D, 3, 3, LYKOS_SURFACE("True", "Automatic", "Automatic"), "SphericalPlot3D[r, {t, a, b}, {p, c, d}] draws the surface of the radius r in spherical coordinates."),
    LYKOS_SPACE(ContourPlot3D, 4, 4, LYKOS_SURFACE("True", "{1, 1, 1}", "{Full, Full, Full}"), "ContourPlot3D[f, {x, a, b}, {y, c, d}, {z, e, g}] draws surfaces of equal f."),
    LYKOS_SPACE(RegionPlot3D, 4, 4, LYKOS_SURFACE("True", "{1, 1, 1}", "{Full, Full, Full}"), "RegionPlot3D[pred, {x, a, b}, {y, c, d}, {z, e, g}] draws where pred is True."),
    LYKOS_SPACE(VectorPlot3D, 4, 4, LYKOS_SURFACE("True", "{1, 1, 1}", "{Full, Full, Full}") ", VectorColorFunction -> None, VectorPoints -> Automatic, VectorScale -> Automatic, VectorStyle -> Automatic", "VectorPlot3D[{u, v, w}, {x, a, b}, {y, c, d}, {z, e, g}] draws arrows of a vector field in space."),
    LYKOS_SPACE(DiscretePlot3D, 3, 3, LYKOS_SURFACE("True", "{1, 1, 0.4}", "Automatic"), "DiscretePlot3D[f, {i, a, b}, {j, c, d}] draws the values of f at whole numbers."),
    LYKOS_DATA(ListPlot3D, builtin_of_surfaces, "{" LYKOS_SURFACE("True", "{1, 1, 0.4}", "Automatic") "}", "ListPlot3D[matrix] draws heights as a surface.\nListPlot3D[{{x, y, z}, ...}] joins points to a surface."),
    LYKOS_DATA(ListPointPlot3D, builtin_of_surfaces, "{" LYKOS_SURFACE("True", "{1, 1, 0.4}", "Automatic") "}", "ListPointPlot3D[{{x, y, z}, ...}] draws points in space."),
};

}  // namespace

void register_field_plots(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
