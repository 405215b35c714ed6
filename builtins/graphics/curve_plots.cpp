// curve_plots.cpp - plots of functions of one variable and of lists: the rows. The work is in curves.wl and points.wl (with common.wl);
// a plot is a Graphics expression, which prints as -Graphics- in text.
#include "builtins/graphics/graphics_options.h"
#include "builtins/graphics/register.h"
#include "builtins/library.h"
#include "expr/symbol.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_curves(Call& call) { return call_library(call, "graphics/curves"); }
MaybeExpr builtin_of_points(Call& call) { return call_library(call, "graphics/points"); }
Expr value_DisplayFunction() { return sym::Identity; }
Expr value_PerformanceGoal() { return Expr::string("Quality"); }
Expr value_PlotTheme() { return sym::Automatic; }

#define LYKOS_CURVE_OPTIONS(aspect, range)                                                                                                    \
  "{" LYKOS_GRAPHICS_OPTIONS(aspect, "True", "False", range, "True")                                                                            \
  ", ClippingStyle -> None, ColorFunction -> Automatic, ColorFunctionScaling -> True, EvaluationMonitor -> None, Exclusions -> Automatic, "     \
  "ExclusionsStyle -> None, Filling -> None, FillingStyle -> Automatic, LabelingSize -> Automatic, MaxRecursion -> Automatic, Mesh -> None, "   \
  "MeshFunctions -> {#1 &}, MeshShading -> None, MeshStyle -> Automatic, PerformanceGoal :> $PerformanceGoal, PlotHighlighting -> Automatic, "  \
  "PlotLabels -> None, PlotLegends -> None, PlotPoints -> Automatic, PlotStyle -> Automatic, PlotTheme :> $PlotTheme, "                         \
  "RegionFunction -> (True &), ScalingFunctions -> None, TargetUnits -> Automatic, WorkingPrecision -> MachinePrecision}"
#define LYKOS_LIST_OPTIONS(joined)                                                                                                            \
  "{" LYKOS_GRAPHICS_OPTIONS("1/GoldenRatio", "True", "False", "Automatic", "True")                                                             \
  ", ClippingStyle -> None, ColorFunction -> Automatic, ColorFunctionScaling -> True, DataRange -> Automatic, Filling -> None, "                \
  "FillingStyle -> Automatic, InterpolationOrder -> None, IntervalMarkers -> Automatic, IntervalMarkersStyle -> Automatic, Joined -> " joined ", " \
  "LabelingFunction -> Automatic, LabelingSize -> Automatic, LabelingTarget -> Automatic, MaxPlotPoints -> Infinity, Mesh -> None, "            \
  "MeshFunctions -> {#1 &}, MeshShading -> None, MeshStyle -> Automatic, MultiaxisArrangement -> None, PerformanceGoal :> $PerformanceGoal, "   \
  "PlotFit -> None, PlotFitElements -> Automatic, PlotHighlighting -> Automatic, PlotInteractivity :> $PlotInteractivity, PlotLabels -> None, " \
  "PlotLayout -> \"Overlaid\", PlotLegends -> None, PlotMarkers -> None, PlotStyle -> Automatic, PlotTheme :> $PlotTheme, "                     \
  "ScalingFunctions -> None, TargetUnits -> Automatic}"

constexpr MessageTexts kCurveMessages = {{"pllim", "Range specification `1` is not of the form {x, xmin, xmax}."},
                                         {"plln", "Limiting value `1` in `2` is not a machine-sized real number."},
                                         {"plld", "Endpoints for `1` in `2` must have distinct machine-precision numerical values."},
                                         {"itraw", "Raw object `1` cannot be used as an iterator."},
                                         {"ivar", "`1` is not a valid variable."}};
constexpr MessageTexts kListMessages = {{"lpn", "`1` is not a list of numbers or pairs of numbers."},
                                        {"ldata", "`1` is not a valid dataset or list of datasets."}};

#define LYKOS_CURVE(wl_name, aspect, range, text) \
  {.name = #wl_name, .fn = builtin_of_curves, .arity = exactly(2), .attributes = kProtected | kHoldAll, .usage = text, .options = LYKOS_CURVE_OPTIONS(aspect, range), .messages = kCurveMessages}
#define LYKOS_LIST(wl_name, joined, text) \
  {.name = #wl_name, .fn = builtin_of_points, .arity = exactly(1), .usage = text, .options = LYKOS_LIST_OPTIONS(joined), .messages = kListMessages}

constexpr Builtin kBuiltins[] = {
    {.name = "Graphics", .attributes = kProtected | kReadProtected, .usage = "Graphics[primitives, options] is a picture in two dimensions; in text it prints as -Graphics-.",
     .options = "{" LYKOS_GRAPHICS_OPTIONS("Automatic", "False", "False", "All", "False") "}"},
    {.name = "Graphics3D", .attributes = kProtected | kReadProtected, .usage = "Graphics3D[primitives, options] is a picture in three dimensions; in text it prints as -Graphics3D-.",
     .options = "{" LYKOS_GRAPHICS3D_OPTIONS("False", "Automatic", "All", "Automatic") "}"},
    {.name = "$DisplayFunction", .usage = "$DisplayFunction is the default for DisplayFunction.", .value = value_DisplayFunction},
    {.name = "$PerformanceGoal", .usage = "$PerformanceGoal is the default for PerformanceGoal.", .value = value_PerformanceGoal},
    {.name = "$PlotTheme", .usage = "$PlotTheme is the default for PlotTheme.", .value = value_PlotTheme},
    LYKOS_CURVE(Plot, "1/GoldenRatio", "{Full, Automatic}", "Plot[f, {x, a, b}] plots f as a function of x from a to b.\nPlot[{f1, f2, ...}, {x, a, b}] plots several functions."),
    LYKOS_CURVE(LogPlot, "1/GoldenRatio", "{Full, Automatic}", "LogPlot[f, {x, a, b}] plots f on a logarithmic axis."),
    LYKOS_CURVE(LogLogPlot, "1/GoldenRatio", "{Full, Automatic}", "LogLogPlot[f, {x, a, b}] plots f with both axes logarithmic."),
    LYKOS_CURVE(LogLinearPlot, "1/GoldenRatio", "{Full, Automatic}", "LogLinearPlot[f, {x, a, b}] plots f over a logarithmic axis."),
    LYKOS_CURVE(ReImPlot, "1/GoldenRatio", "{Full, Automatic}", "ReImPlot[f, {x, a, b}] plots the real and the imaginary part of f."),
    LYKOS_CURVE(AbsArgPlot, "1/GoldenRatio", "{Full, Automatic}", "AbsArgPlot[f, {x, a, b}] plots the absolute value of f."),
    {.name = "ParametricPlot", .fn = builtin_of_curves, .arity = between(2, 3), .attributes = kProtected | kHoldAll,
     .usage = "ParametricPlot[{x, y}, {t, a, b}] plots the curve of the points {x, y}.\nParametricPlot[{x, y}, {u, a, b}, {v, c, d}] plots a region.",
     .options = LYKOS_CURVE_OPTIONS("Automatic", "Automatic"), .messages = kCurveMessages},
    LYKOS_CURVE(PolarPlot, "Automatic", "Automatic", "PolarPlot[r, {t, a, b}] plots the curve with radius r at the angle t."),
    {.name = "DiscretePlot", .fn = builtin_of_curves, .arity = exactly(2), .attributes = kProtected | kHoldAll,
     .usage = "DiscretePlot[f, {n, a, b}] plots the values of f at n = a, a + 1, ..., b.\nDiscretePlot[f, {n, {v1, v2, ...}}] plots them at the values vi.",
     .options = "{" LYKOS_GRAPHICS_OPTIONS("1/GoldenRatio", "True", "False", "Automatic", "True")
                ", ClippingStyle -> None, ColorFunction -> Automatic, ColorFunctionScaling -> True, EvaluationMonitor -> None, ExtentElementFunction -> Automatic, "
                "ExtentMarkers -> None, ExtentSize -> None, Filling -> Axis, FillingStyle -> Automatic, Joined -> Automatic, LabelingSize -> Automatic, Mesh -> None, "
                "PerformanceGoal :> $PerformanceGoal, PlotLabels -> None, PlotLegends -> None, PlotMarkers -> None, PlotStyle -> Automatic, PlotTheme :> $PlotTheme, "
                "RegionFunction -> (True &), ScalingFunctions -> None, WorkingPrecision -> MachinePrecision}",
     .messages = kCurveMessages},
    LYKOS_LIST(ListPlot, "False", "ListPlot[{y1, y2, ...}] plots the points {i, yi}.\nListPlot[{{x1, y1}, ...}] plots points.\nListPlot[{data1, data2, ...}] plots several lists."),
    LYKOS_LIST(ListLinePlot, "True", "ListLinePlot[data] plots lines through the points of data."),
    LYKOS_LIST(ListLogPlot, "False", "ListLogPlot[data] plots points on a logarithmic axis."),
    LYKOS_LIST(ListLogLogPlot, "False", "ListLogLogPlot[data] plots points with both axes logarithmic."),
    LYKOS_LIST(ListLogLinearPlot, "False", "ListLogLinearPlot[data] plots points over a logarithmic axis."),
    {.name = "ListStepPlot", .fn = builtin_of_points, .arity = between(1, 2), .usage = "ListStepPlot[data] plots steps between the points.\nListStepPlot[data, Left] says where the step is.",
     .options = LYKOS_LIST_OPTIONS("True"), .messages = kListMessages},
    LYKOS_LIST(ListPolarPlot, "False", "ListPolarPlot[{r1, r2, ...}] plots points at equally spaced angles.\nListPolarPlot[{{t1, r1}, ...}] plots them at the angles ti."),
    LYKOS_LIST(ComplexListPlot, "False", "ComplexListPlot[{z1, z2, ...}] plots complex numbers as points."),
    LYKOS_LIST(DateListPlot, "True", "DateListPlot[{{date1, y1}, ...}] plots values over time."),
    LYKOS_LIST(DateListLogPlot, "True", "DateListLogPlot[{{date1, y1}, ...}] plots values over time on a logarithmic axis."),
    LYKOS_LIST(DateListStepPlot, "True", "DateListStepPlot[{{date1, y1}, ...}] plots steps over time."),
    {.name = "NumberLinePlot", .fn = builtin_of_points, .arity = between(1, 2),
     .usage = "NumberLinePlot[{v1, v2, ...}] plots numbers and intervals on a line.\nNumberLinePlot[ineq, x] plots where an inequality holds.",
     .options = "{" LYKOS_GRAPHICS_OPTIONS("Automatic", "{True, False}", "False", "Automatic", "False") ", Filling -> Bottom, PlotLegends -> None, PlotStyle -> Automatic, PlotTheme :> $PlotTheme, Spacings -> Automatic}"},
};

}  // namespace

void register_curve_plots(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
