// graphics_options.h - the options every graphic has, as text for rows; the parameters are those whose defaults differ from plot to plot.
#pragma once

#define LYKOS_GRAPHICS_OPTIONS(aspect, axes, frame, range, clipping)                                                                          \
  "AlignmentPoint -> Center, AspectRatio -> " aspect ", Axes -> " axes ", AxesLabel -> None, AxesOrigin -> Automatic, AxesStyle -> {}, "        \
  "Background -> None, BaselinePosition -> Automatic, BaseStyle -> {}, ColorOutput -> Automatic, ContentSelectable -> Automatic, "              \
  "CoordinatesToolOptions -> Automatic, DisplayFunction :> $DisplayFunction, Epilog -> {}, FormatType :> TraditionalForm, Frame -> " frame ", " \
  "FrameLabel -> None, FrameStyle -> {}, FrameTicks -> Automatic, FrameTicksStyle -> {}, GridLines -> None, GridLinesStyle -> {}, "             \
  "ImageMargins -> 0., ImagePadding -> All, ImageSize -> Automatic, ImageSizeRaw -> Automatic, LabelStyle -> {}, Method -> Automatic, "         \
  "PlotLabel -> None, PlotRange -> " range ", PlotRangeClipping -> " clipping ", PlotRangePadding -> Automatic, PlotRegion -> Automatic, "      \
  "PreserveImageOptions -> Automatic, Prolog -> {}, RotateLabel -> True, Ticks -> Automatic, TicksStyle -> {}"

#define LYKOS_GRAPHICS3D_OPTIONS(axes, ratios, range, padding)                                                                                 \
  "AlignmentPoint -> Center, AspectRatio -> Automatic, AutomaticImageSize -> False, Axes -> " axes ", AxesEdge -> Automatic, AxesLabel -> None, " \
  "AxesOrigin -> Automatic, AxesStyle -> {}, Background -> None, BaselinePosition -> Automatic, BaseStyle -> {}, Boxed -> True, "               \
  "BoxRatios -> " ratios ", BoxStyle -> {}, ClipPlanes -> None, ClipPlanesStyle -> Automatic, ColorOutput -> Automatic, "                       \
  "ContentSelectable -> Automatic, ControllerLinking -> Automatic, ControllerMethod -> Automatic, ControllerPath -> Automatic, "                \
  "CoordinatesToolOptions -> Automatic, DisplayFunction :> $DisplayFunction, Epilog -> {}, FaceGrids -> None, FaceGridsStyle -> {}, "           \
  "FormatType :> TraditionalForm, ImageMargins -> 0., ImagePadding -> All, ImageSize -> Automatic, ImageSizeRaw -> Automatic, "                 \
  "LabelStyle -> {}, Lighting -> Automatic, Method -> Automatic, PlotLabel -> None, PlotRange -> " range ", PlotRangePadding -> " padding ", "  \
  "PlotRegion -> Automatic, PreserveImageOptions -> Automatic, Prolog -> {}, RotateLabel -> True, RotationAction -> \"Fit\", "                  \
  "SphericalRegion -> Automatic, Ticks -> Automatic, TicksStyle -> {}, TouchscreenAutoZoom -> False, ViewAngle -> Automatic, "                  \
  "ViewCenter -> Automatic, ViewMatrix -> Automatic, ViewPoint -> {1.3, -2.4, 2.}, ViewProjection -> Automatic, ViewRange -> All, "             \
  "ViewVector -> Automatic, ViewVertical -> {0, 0, 1}"
