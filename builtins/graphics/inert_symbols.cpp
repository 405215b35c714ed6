// inert_symbols.cpp - symbols that stand for themselves: colours, directives, primitives, names and values of options. They have no code; being
// listed makes them protected like every symbol of the language. A name that a family has a row for is left to it, so this comes last.
#include <cctype>
#include <iterator>
#include <set>
#include <string>
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
    "Lexicographic", "DegreeLexicographic", "DegreeReverseLexicographic", "InsetBox",
    "RecordLists", "DataReversed", "GaussianIntegers", "Extension", "MissingStyle", "AnyOrder", "Distributed", "Conditioned", "QuantityVariable",
    "CenterDot", "CircleTimes", "CirclePlus", "CircleDot", "CircleMinus", "PlusMinus", "RightArrow", "LongRightArrow", "DoubleLongRightArrow",
    "LeftArrow", "AngleBracket", "Del", "Proportional", "TildeTilde", "SmallCircle", "Star", "Bra", "Ket", "DoubleRightTee", "Indexed", "Placeholder",
    "Placed", "Annotation", "PageHeight", "TotalHeight", "AllowScriptLevelChange", "ProgressReporting", "$ProgressReporting", "$DistributedContexts", "Callout", "Delayed", "DifferentialD", "TestID", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "PositiveReals", "PositiveIntegers", "NegativeReals", "NonNegativeReals", "NegativeIntegers", "NonNegativeIntegers", "NonPositiveIntegers",
    "Vectors", "Matrices", "Arrays", "Symmetric", "Antisymmetric", "Weights", "BernoulliGraphDistribution", "XMLElement", "Sound", "SoundNote", "Band",
    "ControlType", "Editable", "Selectable", "Enabled", "Visible", "Initialization", "SaveDefinitions", "TrackedSymbols", "Manual", "Here",
    "MetaInformation", "File", "URL",
    "SplineClosed", "Appearance", "Control", "ControlPlacement", "TableHeadings", "ScriptSizeMultipliers", "BaselinePosition", "ScriptMinSize",
    "DirichletCondition", "NeumannValue", "PeriodicBoundaryCondition", "ChartStyle", "BoundaryStyle", "DefaultLabelStyle", "ChartLabels", "BoxStyle",
    "BoxData", "CellBaseline", "AnimationRunning", "ContourShading", "Delimiter", "VertexColors", "FrameMargins", "ExclusionsStyle", "SplineDegree",
    "MeshShading", "SphericalRegion", "FourierParameters", "ImageResolution", "RevolutionAxis", "AutorunSequencing", "ImageMargins", "ContourLabels",
    "Texture", "Antialiasing", "ColorRules", "StreamPoints", "RotateLabel", "MaxCellMeasure", "SynchronousUpdating", "FontTracking",
    "ScalingFunctions", "ChartElementFunction", "ViewVertical", "StyleDefinitions", "RoundingRadius", "ViewAngle", "ChartLegends", "ExpressionCell",
    "AppearanceElements", "VectorPoints", "ClippingStyle", "TextAlignment", "BarOrigin", "SplineKnots", "BarSpacing", "LabelingFunction",
    "SplineWeights", "FieldSize", "TargetFunctions", "AnimationRate", "UpdateInterval", "CellTags", "LegendMarkerSize", "ContinuousAction", "Overlay",
    "TableAlignments", "DockedCells", "WindowSize", "VertexRenderingFunction", "VectorStyle", "Evaluator", "CellMargins", "ChartLayout", "FormatType",
    "StreamScale", "TableSpacing", "WindowTitle", "GeneratedCell", "StreamStyle", "ExtentSize", "SampleRate", "LegendLayout", "FaceGrids",
    "LegendLabel", "StreamColorFunction", "CellAutoOverwrite", "TransformationFunctions", "SynchronousInitialization", "AxesEdge", "TaggingRules",
    "MaxStepSize", "LegendFunction", "RasterSize", "SoundVolume", "ComplexityFunction", "LocatorAutoCreate", "MaxPlotPoints", "AnimationRepetitions",
    "UndoTrackedVariables", "VectorColorFunction", "AutoScroll", "ConfidenceLevel", "MeshCellStyle", "ScriptBaselineShifts", "LineSpacing",
    "SectorOrigin", "PolarAxes", "CellStyle", "WindowMargins", "LegendMarkers", "ShowStringCharacters", "TextureCoordinateFunction", "Trig",
    "RotationAction", "ChartBaseStyle", "ContentSize", "Cubics", "Quartics", "CellFrame", "PageWidth", "VertexNormals", "VertexTextureCoordinates",
    "Language", "BinaryFormat", "NumberMarks", "SignPadding", "Path", "TotalWidth", "NumberMultiplier", "ExponentStep",
    "TraceDepth", "TraceOriginal", "TraceForward", "TraceBackward", "TraceInternal", "TraceOn", "TraceOff", "TraceAction", "StartingStepSize", "ContentSelectable", "PassEventsDown", "VectorScaling", "DynamicModuleValues", "CoordinatesToolOptions",
    "Scrollbars", "SamplingPeriod", "StripOnInput", "CornerNeighbors", "TooltipDelay", "ViewCenter", "PolarTicks", "ResamplingMethod",
    "ButtonFunction", "Constants", "GeneratedParameters", "PlotRegion", "GraphHighlight", "GraphHighlightStyle", "SingleLetterItalics",
    "PolarGridLines", "DefaultDuration", "ImageSizeAction", "TableDirections", "TableDepth", "InputAliases", "VectorSizes", "NonConstants",
    "ViewVector", "Evaluatable", "CellChangeTimes", "CurveClosed", "FixedOrder", "OverwriteTarget", "ImageSizeMultipliers", "VertexShape",
    "PlotLayout", "VectorMarkers", "Masking", "MaxItems", "AppearanceRules", "LimitsPositioning", "MeshRefinementFunction", "SyntaxForm",
    "CellDingbat", "SystemsModelLabels", "AlignmentPoint", "ControllerLinking", "CellContext", "AnimationDirection", "ClipPlanes",
    "VectorAspectRatio", "WindowFrame", "ParameterEstimator", "BubbleSizes", "DoubleLongLeftRightArrow", "ContentPadding", "CellFrameMargins",
    "ChartElements", "AutoAction", "Restricted", "DisplayAllSteps", "InverseFunctions", "PreserveImageOptions", "CellLabel", "GaugeLabels",
    "LocalizeVariables", "VarianceEstimatorFunction", "WindowFrameElements", "RowLines", "InterpretationFunction", "CellFrameLabels",
    "ColumnSpacings", "CriterionFunction", "IntervalMarkers", "SignificanceLevel", "Compiled", "MaxStepFraction", "MaxExtraConditions",
    "DiscreteVariables", "LegendMargins", "TooltipStyle", "MultiedgeStyle", "DateTicksFormat", "Regularization", "FieldHint", "DefaultBaseStyle",
    "IntervalMarkersStyle", "LabelingSize", "LabelingTarget", "MultiaxisArrangement", "PlotFit", "PlotFitElements", "PlotHighlighting",
    "PlotInteractivity", "StreamMarkers", "ImageSizeRaw", "ColorOutput", "AutomaticImageSize", "ClipPlanesStyle", "ControllerMethod",
    "ControllerPath", "FaceGridsStyle", "TouchscreenAutoZoom", "ViewMatrix", "ViewProjection", "ViewRange", "TargetUnits", "ExtentElementFunction",
    "ExtentMarkers", "RowBox", "GridBox", "SuperscriptBox", "SubscriptBox", "SubsuperscriptBox", "FractionBox", "SqrtBox", "RadicalBox", "StyleBox",
    "TagBox", "TemplateBox", "InterpretationBox", "FormBox", "ButtonBox", "FrameBox", "OverscriptBox", "UnderscriptBox", "UnderoverscriptBox",
    "AdjustmentBox", "PanelBox", "TooltipBox", "ItemBox", "PaneBox", "Cell", "CellGroup", "CellGroupData", "TextCell", "TextData", "Notebook",
    "Locator", "InputField", "Slider", "Checkbox", "PopupMenu", "SetterBar", "Setter", "Toggler", "TogglerBar", "RadioButton", "RadioButtonBar",
    "CheckboxBar", "Slider2D", "VerticalSlider", "IntervalSlider", "ColorSlider", "ColorSetter", "Manipulator", "Animator", "ProgressIndicator",
    "LocatorPane", "TabView", "OpenerView", "FlipView", "SlideView", "MenuView", "PaneSelector", "StatusArea", "FileNameSetter", "Opener", "Trigger",
    "DefaultButton", "CancelButton", "TextGrid", "Magnification", "Raster3D", "Wedge", "Torus", "SphericalShell", "Deployed", "Deploy",
    "CellEvaluationFunction", "CellEvaluationLanguage", "CellGrouping", "CellHorizontalScrolling", "CellID", "CellProlog", "CellSize", "CellEpilog",
    "CellDynamicExpression", "CellFrameColor", "CellLabelAutoDelete", "CellLabelMargins", "CellLabelPositioning", "CellLabelStyle", "CellOpen",
    "ShowCellBracket", "ShowCellLabel", "ShowSelection", "ShowGroupOpener", "WindowElements", "WindowFloating", "WindowClickSelect",
    "WindowStatusArea", "WindowToolbars", "WindowOpacity", "NotebookEventActions", "ScreenStyleEnvironment", "PrintingStyleEnvironment",
    "PrintingOptions", "PrintingPageRange", "PrintingCopies", "LineIndent", "LineIndentMaxFraction", "LinebreakAdjustments", "TextJustification",
    "SpanMinSize", "SpanMaxSize", "SpanLineThickness", "SpanSymmetric", "AutoIndent", "AutoItalicWords", "AutoMultiplicationSymbol",
    "AutoNumberFormatting", "AutoOpenNotebooks", "AutoOpenPalettes", "AutoSpacing", "AutoStyleOptions", "AutoStyleWords", "AutoDelete",
    "AutoEvaluateEvents", "TrackingFunction", "AppearanceFunction", "ColumnLines", "ColumnWidths", "ColumnAlignments", "RowAlignments", "RowSpacings",
    "RowMinHeight", "GridDefaultElement", "FontProperties", "FontVariations", "FontPostScriptName", "ScriptLevel", "ButtonEvaluator", "ButtonSource",
    "ButtonStyle", "ButtonMargins", "ButtonMinHeight", "ButtonFrame", "ButtonExpandable", "ButtonNote", "ButtonNotebook", "MenuSortingValue",
    "MenuStyle", "MenuAppearance", "CounterAssignments", "CounterIncrements", "Deinitialization", "RulerUnits", "EdgeRenderingFunction",
    "VertexLabeling", "SelfLoopStyle", "GraphStyle", "ImageFormattingWidth", "ByteOrdering", "DeleteContents", "FeatureTypes", "PackingMethod", "LegendAppearance", "LightingAngle", "ContourLines", "StreamColorFunctionScaling", "VectorColorFunctionScaling", "VectorRange", "VectorScale", "PixelConstrained",
    "NormalsFunction", "TextureCoordinateScaling", "BubbleScale", "PolarAxesOrigin", "SectorSpacing", "$PlotInteractivity"};

// Operators without a meaning of their own, which programs define: they are not protected.
constexpr const char* kFree[] = {"CenterDot", "CircleTimes", "CirclePlus", "CircleDot", "CircleMinus", "PlusMinus", "RightArrow", "LongRightArrow",
    "DoubleLongRightArrow", "DoubleLongLeftRightArrow", "LeftArrow", "AngleBracket", "Del", "Proportional", "TildeTilde", "SmallCircle", "Star",
    "Bra", "Ket", "DoubleRightTee", "Square", "Wedge"};

// Those that hold arguments: what they show is evaluated by an interface, again and again.
constexpr Builtin kHolding[] = {
    {.name = "Dynamic", .attributes = kProtected | kReadProtected | kHoldFirst},
    {.name = "DynamicModule", .attributes = kProtected | kReadProtected | kHoldAll},
    {.name = "DynamicWrapper", .attributes = kProtected | kReadProtected | kHoldRest},
    {.name = "Manipulate", .attributes = kProtected | kReadProtected | kHoldAll},
    {.name = "Animate", .attributes = kProtected | kReadProtected | kHoldAll},
    {.name = "WhenEvent", .attributes = kProtected | kHoldAll},
    {.name = "Refresh", .attributes = kProtected | kReadProtected | kHoldFirst},
    {.name = "EventHandler", .attributes = kProtected | kReadProtected},
    {.name = "Button", .attributes = kProtected | kReadProtected | kHoldRest},
    {.name = "ActionMenu", .attributes = kProtected | kReadProtected | kHoldRest},
    {.name = "PasteButton", .attributes = kProtected | kReadProtected | kHoldRest},
    {.name = "ClickPane", .attributes = kProtected | kReadProtected},
};

// The names on the left of -> in a row's options: symbols of the language before the row is first used. They are no strings.
std::vector<std::string> option_names(std::string_view options) {
  std::vector<std::string> names;
  const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '$'; };
  for (std::size_t arrow = options.find("->"); arrow != std::string_view::npos; arrow = options.find("->", arrow + 2)) {
    std::size_t end = arrow;
    while (end > 0 && options[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && letter(options[begin - 1])) --begin;
    if (begin < end && std::isupper(static_cast<unsigned char>(options[begin])) != 0) names.emplace_back(options.substr(begin, end - begin));
  }
  return names;
}

}  // namespace

void register_inert_symbols(Registry& r) {
  static const std::vector<Builtin> rows = [&r] {
    static std::set<std::string> texts;   // what the rows' names point to
    std::set<std::string_view> known;
    for (const Builtin* row : r.rows()) known.insert(row->name);
    std::vector<Builtin> all;
    const std::set<std::string_view> free(std::begin(kFree), std::end(kFree));
    for (const char* name : kNames)
      if (!known.contains(name)) all.push_back({.name = name, .attributes = free.contains(name) ? kNoAttributes : kProtected});
    for (const char* name : kNames) known.insert(name);
    for (const Builtin& row : kHolding)
      if (known.insert(row.name).second) all.push_back(row);
    for (const Builtin* row : r.rows()) {
      for (std::string& name : option_names(row->options)) {
        if (known.contains(name)) continue;
        const auto& kept = *texts.insert(std::move(name)).first;
        known.insert(kept);
        all.push_back({.name = kept.c_str(), .attributes = kProtected});
      }
    }
    return all;
  }();
  r.add(rows);
}

}  // namespace lykos::builtins
