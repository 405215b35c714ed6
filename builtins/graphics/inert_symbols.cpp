// inert_symbols.cpp - symbols that stand for themselves: colours, directives, primitives, names and values of options. They have no code; being
// listed makes them protected like every symbol of the language. A name that a family has a row for is left to it, so this comes last.
#include <set>
#include <string_view>
#include <vector>

#include "builtins/graphics/register.h"
#include "expr/symbol.h"

namespace lykos::builtins {
namespace {

constexpr const char* kNames[] = {
    "RGBColor", "GrayLevel", "Hue", "CMYKColor", "XYZColor", "LABColor", "LUVColor", "LCHColor", "Directive", "Opacity", "Thickness", "AbsoluteThickness",
    "PointSize", "AbsolutePointSize", "Dashing", "AbsoluteDashing", "EdgeForm", "FaceForm", "CapForm", "JoinForm", "Arrowheads", "Specularity", "Glow",
    "Line", "Point", "Disk", "Circle", "Rectangle", "Polygon", "Arrow", "Text", "Sphere", "Ball", "Cylinder", "Cuboid", "Cone", "Tube", "Triangle",
    "Tetrahedron", "Ellipsoid", "Annulus", "Parallelogram", "Parallelepiped", "Simplex", "Square", "RegularPolygon", "HalfLine", "InfiniteLine",
    "HalfPlane", "InfinitePlane", "BezierCurve", "BSplineCurve", "BSplineSurface", "FilledCurve", "JoinedCurve", "Raster", "Inset", "Scaled", "Offset",
    "ImageScaled", "GraphicsComplex", "GraphicsGroup", "Hexahedron", "Pyramid", "Prism", "Cube", "Icosahedron", "Octahedron", "Dodecahedron",
    "ConicHullRegion", "Translate", "Scale", "GeometricTransformation", "Graphics", "Graphics3D", "Background", "AspectRatio", "Epilog", "Prolog",
    "Italic", "Bold", "Plain", "Underlined", "Tiny", "Small", "Medium", "Large", "Smaller", "Larger", "Left", "Right", "Top", "Bottom", "Center", "Above",
    "Below", "Before", "After", "Axis", "Full", "Baseline", "Front", "Back", "Joined", "Boxed", "BoxRatios", "Alignment", "Spacings", "ItemSize",
    "ItemStyle", "Dividers", "ImageSize", "PlotRange", "PlotStyle", "PlotLabel", "PlotLabels", "PlotLegends", "PlotPoints", "PlotTheme", "PlotMarkers",
    "AxesLabel", "Axes", "AxesOrigin", "AxesStyle", "Frame", "FrameLabel", "FrameStyle", "FrameTicks", "FrameTicksStyle", "GridLines", "GridLinesStyle",
    "Ticks", "TicksStyle", "Filling", "FillingStyle", "Mesh", "MeshFunctions", "MeshStyle", "ColorFunction", "ColorFunctionScaling", "ViewPoint",
    "Lighting", "BaseStyle", "LabelStyle", "FontSize", "FontFamily", "FontColor", "FontWeight", "FontSlant", "DisplayFunction", "MaxRecursion",
    "PlotRangePadding", "PlotRangeClipping", "ImagePadding", "Exclusions", "RegionFunction", "Contours", "ContourStyle", "VertexLabels", "VertexSize",
    "VertexStyle", "VertexCoordinates", "VertexShapeFunction", "EdgeLabels", "EdgeStyle", "EdgeShapeFunction", "VertexLabelStyle", "EdgeLabelStyle",
    "GraphLayout", "DirectedEdges", "VertexWeight", "Method", "WorkingPrecision", "PrecisionGoal", "AccuracyGoal", "MaxIterations", "MaxSteps",
    "PerformanceGoal", "Tolerance", "Modulus", "Assumptions", "InterpolationOrder", "EvaluationMonitor", "StepMonitor", "Direction", "DistanceFunction",
    "SameTest", "Heads", "TimeZone", "Parallelization", "RuntimeAttributes", "RuntimeOptions", "CompilationTarget", "CompilationOptions",
    "GenerateConditions", "PrincipalValue", "TimeConstraint", "CharacterEncoding", "Padding", "DataRange", "UnitSystem", "Interleaving", "DigitBlock",
    "ExponentFunction", "NumberFormat", "NumberPadding", "NumberPoint", "NumberSeparator", "NumberSigns", "RecordSeparators", "WordSeparators",
    "RecordLists", "DataReversed", "GaussianIntegers", "Extension", "MissingStyle", "AnyOrder", "Distributed", "Conditioned", "QuantityVariable",
    "CenterDot", "CircleTimes", "CirclePlus", "CircleDot", "CircleMinus", "PlusMinus", "RightArrow", "LongRightArrow", "DoubleLongRightArrow",
    "LeftArrow", "AngleBracket", "Del", "Proportional", "TildeTilde", "SmallCircle", "Star", "Bra", "Ket", "DoubleRightTee", "Indexed", "Placeholder",
    "Placed", "Annotation", "Button", "Callout", "Delayed", "DifferentialD", "TestID", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "PositiveReals", "PositiveIntegers", "NegativeReals", "NonNegativeReals", "NegativeIntegers", "NonNegativeIntegers", "NonPositiveIntegers",
    "Vectors", "Matrices", "Arrays", "Symmetric", "Antisymmetric", "Weights", "BernoulliGraphDistribution", "XMLElement", "Sound", "SoundNote", "Band",
    "ControlType", "Editable", "Selectable", "Enabled", "Visible", "Initialization", "SaveDefinitions", "TrackedSymbols", "Manual", "Here",
    "MetaInformation", "File", "URL"};

}  // namespace

void register_inert_symbols(Registry& r) {
  static const std::vector<Builtin> rows = [&r] {
    std::set<std::string_view> known;
    for (const Builtin* row : r.rows()) known.insert(row->name);
    std::vector<Builtin> all;
    for (const char* name : kNames)
      if (!known.contains(name)) all.push_back({.name = name});
    return all;
  }();
  r.add(rows);
}

}  // namespace lykos::builtins
