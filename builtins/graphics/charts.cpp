// charts.cpp - charts of data, and pictures put together (Show, GraphicsRow ...): the rows. The work is in charts.wl and layout.wl.
#include "builtins/graphics/graphics_options.h"
#include "builtins/graphics/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_charts(Call& call) { return call_library(call, "graphics/charts"); }
MaybeExpr builtin_of_layout(Call& call) { return call_library(call, "graphics/layout"); }

#define LYKOS_CHART_MORE                                                                                                            \
  ", ChartBaseStyle -> Automatic, ChartElementFunction -> Automatic, ChartElements -> Automatic, ChartLabels -> None, ChartLegends -> None, " \
  "ChartStyle -> Automatic, ColorFunction -> Automatic, ColorFunctionScaling -> True, LabelingFunction -> Automatic, LabelingSize -> Automatic, " \
  "LegendAppearance -> Automatic, PerformanceGoal :> $PerformanceGoal, PlotTheme :> $PlotTheme, TargetUnits -> Automatic"
#define LYKOS_BARS "{" LYKOS_GRAPHICS_OPTIONS("1/GoldenRatio", "{False, True}", "False", "All", "False") LYKOS_CHART_MORE \
  ", BarOrigin -> Bottom, BarSpacing -> Automatic, ChartLayout -> Automatic, IntervalMarkers -> Automatic, IntervalMarkersStyle -> Automatic, Joined -> False, ScalingFunctions -> None}"
#define LYKOS_AXES_CHART(frame, axes) "{" LYKOS_GRAPHICS_OPTIONS("1/GoldenRatio", axes, frame, "All", "False") LYKOS_CHART_MORE \
  ", BarOrigin -> Bottom, BarSpacing -> Automatic, BubbleScale -> \"Area\", BubbleSizes -> Automatic, PlotLegends -> None, PlotStyle -> Automatic, ScalingFunctions -> None}"
#define LYKOS_SECTORS "{" LYKOS_GRAPHICS_OPTIONS("Automatic", "False", "False", "All", "False") LYKOS_CHART_MORE \
  ", ChartLayout -> Automatic, PolarAxes -> False, PolarAxesOrigin -> Automatic, PolarGridLines -> None, PolarTicks -> Automatic, SectorOrigin -> {Automatic, \"Clockwise\"}, SectorSpacing -> Automatic}"
#define LYKOS_CHART3D(axes) "{" LYKOS_GRAPHICS3D_OPTIONS(axes, "Automatic", "All", "Automatic") LYKOS_CHART_MORE \
  ", BarOrigin -> Bottom, BarSpacing -> Automatic, ChartLayout -> Automatic, ScalingFunctions -> None, SectorOrigin -> {Automatic, \"Clockwise\"}, SectorSpacing -> Automatic}"
#define LYKOS_LEGEND(wl_name, text) \
  {.name = #wl_name, .usage = text, .options = "{LabelStyle -> {}, LegendFunction -> Identity, LegendLabel -> None, LegendLayout -> \"Column\", LegendMargins -> 0, LegendMarkers -> Automatic, LegendMarkerSize -> Automatic, Joined -> False, Spacings -> Automatic}"}

constexpr MessageTexts kMessages = {{"ldata", "`1` is not a valid dataset or list of datasets."},
                                    {"hbins", "`1` is not a valid specification of bins."},
                                    {"hfun", "`1` is not a valid height function."}};
constexpr MessageTexts kShowMessages = {{"gtype", "`1` is not a type of graphics."}, {"gcomb", "Could not combine the graphics objects in `1`."}};
constexpr const char* kGridOptions = "{" LYKOS_GRAPHICS_OPTIONS("Automatic", "False", "False", "All", "False") ", Alignment -> Center, Dividers -> None, Spacings -> Scaled[0.1]}";

constexpr Builtin kBuiltins[] = {
    {.name = "Show", .fn = builtin_of_layout, .arity = any_arity(), .usage = "Show[g, options] is the picture g with other options.\nShow[g1, g2, ...] shows several pictures in one.", .messages = kShowMessages},
    {.name = "AbsoluteOptions", .fn = builtin_of_layout, .arity = between(1, 2), .usage = "AbsoluteOptions[g, name] gives an option of a picture with Automatic replaced by what it comes to."},
    {.name = "Rasterize", .fn = builtin_of_layout, .arity = between(1, 2), .usage = "Rasterize[g] would draw a picture as an image; images come back as they are.",
     .options = "{Background -> Automatic, ImageFormattingWidth -> Automatic, ImageResolution -> Automatic, ImageSize -> Automatic, RasterSize -> Automatic}",
     .messages = {{"norend", "There is no renderer here that draws `1`; export the expression and draw it elsewhere."}}},
    {.name = "GraphicsRow", .fn = builtin_of_layout, .arity = between(1, 2), .usage = "GraphicsRow[{g1, g2, ...}] is a picture of the gi in a row.\nGraphicsRow[list, spacing] leaves space between them.", .options = kGridOptions},
    {.name = "GraphicsColumn", .fn = builtin_of_layout, .arity = between(1, 3), .usage = "GraphicsColumn[{g1, g2, ...}] is a picture of the gi one under the other.", .options = kGridOptions},
    {.name = "GraphicsGrid", .fn = builtin_of_layout, .arity = exactly(1), .usage = "GraphicsGrid[{{g11, g12, ...}, ...}] is a picture of a table of pictures.", .options = kGridOptions},
    LYKOS_LEGEND(LineLegend, "LineLegend[{style, ...}, {label, ...}] explains lines."),
    LYKOS_LEGEND(PointLegend, "PointLegend[{style, ...}, {label, ...}] explains points."),
    LYKOS_LEGEND(SwatchLegend, "SwatchLegend[{style, ...}, {label, ...}] explains areas."),
    {.name = "BarLegend", .usage = "BarLegend[cf, contours] explains colors.",
     .options = "{ColorFunction -> Automatic, ColorFunctionScaling -> True, LabelStyle -> {}, LegendFunction -> Identity, LegendLabel -> None, LegendLayout -> \"Column\", LegendMargins -> 0, LegendMarkers -> Automatic, LegendMarkerSize -> Automatic, Method -> Automatic, PlotRange -> Automatic, Ticks -> Automatic}"},
    {.name = "BarChart", .fn = builtin_of_charts, .arity = exactly(1), .usage = "BarChart[{y1, y2, ...}] draws bars of the heights yi.\nBarChart[{data1, data2, ...}] draws groups of bars.", .options = LYKOS_BARS, .messages = kMessages},
    {.name = "PairedBarChart", .fn = builtin_of_charts, .arity = exactly(2), .usage = "PairedBarChart[data1, data2] draws bars to the left and to the right.", .options = LYKOS_BARS, .messages = kMessages},
    {.name = "RectangleChart", .fn = builtin_of_charts, .arity = exactly(1), .usage = "RectangleChart[{{w1, h1}, ...}] draws bars of the widths wi and the heights hi.", .options = LYKOS_BARS, .messages = kMessages},
    {.name = "BubbleChart", .fn = builtin_of_charts, .arity = exactly(1), .usage = "BubbleChart[{{x, y, z}, ...}] draws disks at {x, y} as large as z says.", .options = LYKOS_AXES_CHART("True", "False"), .messages = kMessages},
    {.name = "PieChart", .fn = builtin_of_charts, .arity = exactly(1), .usage = "PieChart[{y1, y2, ...}] draws sectors in proportion to the yi.", .options = LYKOS_SECTORS, .messages = kMessages},
    {.name = "SectorChart", .fn = builtin_of_charts, .arity = exactly(1), .usage = "SectorChart[{{x1, y1}, ...}] draws sectors with angles in proportion to xi and radii yi.", .options = LYKOS_SECTORS, .messages = kMessages},
    {.name = "Histogram", .fn = builtin_of_charts, .arity = between(1, 3), .usage = "Histogram[data] draws how many values fall in each bin.\nHistogram[data, bins, height] says which bins and what the height means.", .options = LYKOS_AXES_CHART("False", "True"), .messages = kMessages},
    {.name = "PairedHistogram", .fn = builtin_of_charts, .arity = between(2, 3), .usage = "PairedHistogram[data1, data2] draws two histograms side by side.", .options = LYKOS_AXES_CHART("False", "True"), .messages = kMessages},
    {.name = "SmoothHistogram", .fn = builtin_of_charts, .arity = between(1, 3), .usage = "SmoothHistogram[data] draws a kernel estimate of the density.\nSmoothHistogram[data, bandwidth, \"CDF\"] draws another function of it.", .options = LYKOS_AXES_CHART("False", "True"), .messages = kMessages},
    {.name = "BoxWhiskerChart", .fn = builtin_of_charts, .arity = between(1, 2), .usage = "BoxWhiskerChart[data] draws boxes from quartile to quartile.\nBoxWhiskerChart[data, \"Outliers\"] shows far values as points.", .options = LYKOS_AXES_CHART("True", "False"), .messages = kMessages},
    {.name = "DistributionChart", .fn = builtin_of_charts, .arity = exactly(1), .usage = "DistributionChart[data] draws shapes as wide as the density.", .options = LYKOS_AXES_CHART("True", "False"), .messages = kMessages},
    {.name = "QuantilePlot", .fn = builtin_of_charts, .arity = between(1, 2), .usage = "QuantilePlot[data] plots the quantiles of data against those of a normal distribution.\nQuantilePlot[data, ref] plots them against those of ref.", .options = LYKOS_AXES_CHART("True", "False"), .messages = kMessages},
    {.name = "ProbabilityPlot", .fn = builtin_of_charts, .arity = between(1, 2), .usage = "ProbabilityPlot[data] plots the distribution of data against a normal distribution.\nProbabilityPlot[data, ref] plots it against ref.", .options = LYKOS_AXES_CHART("True", "False"), .messages = kMessages},
    {.name = "DensityHistogram", .fn = builtin_of_charts, .arity = between(1, 2), .usage = "DensityHistogram[{{x, y}, ...}] colors cells by the number of points in them.", .options = LYKOS_AXES_CHART("True", "False"), .messages = kMessages},
    {.name = "BarChart3D", .fn = builtin_of_charts, .arity = exactly(1), .usage = "BarChart3D[data] draws bars in space.", .options = LYKOS_CHART3D("{False, False, True}"), .messages = kMessages},
    {.name = "PieChart3D", .fn = builtin_of_charts, .arity = exactly(1), .usage = "PieChart3D[data] draws sectors in space.", .options = LYKOS_CHART3D("False"), .messages = kMessages},
    {.name = "Histogram3D", .fn = builtin_of_charts, .arity = between(1, 2), .usage = "Histogram3D[{{x, y}, ...}] draws how many points fall in each cell.", .options = LYKOS_CHART3D("True"), .messages = kMessages},
};

}  // namespace

void register_charts(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
