// filters.cpp - image arithmetic, levels, filters, morphology, components and pieces: the rows. The work is in filters.wl, on arrays of
// numbers plane by plane.
#include "builtins/images/image_value.h"
#include "builtins/images/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_filters(Call& call) {
  if (MaybeExpr result = call_library(call, "images/filters")) return result;
  if (call.size() > 0 && as_image(call[0]) == nullptr && !call[0].is_list()) return call.message("imginv", {call[0]});
  return std::nullopt;
}

constexpr MessageTexts kMessages = {{"imginv", "Expecting an image or graphics instead of `1`."}};

#define LYKOS_IMAGE(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_filters, .arity = between(low, high), .usage = text, .messages = kMessages}
#define LYKOS_CORNERS(wl_name, low, high, text) {.name = #wl_name, .fn = builtin_of_filters, .arity = between(low, high), .usage = text, .options = "{CornerNeighbors -> Automatic}", .messages = kMessages}

constexpr Builtin kBuiltins[] = {
    LYKOS_IMAGE(Binarize, 1, 2, "Binarize[image] makes a binary image by Otsu's threshold.\nBinarize[image, t] takes the pixels brighter than t.\nBinarize[image, {t1, t2}] takes those between."),
    LYKOS_IMAGE(FindThreshold, 1, 1, "FindThreshold[image] gives Otsu's threshold."),
    LYKOS_IMAGE(ImageAdjust, 1, 3, "ImageAdjust[image] stretches values to 0 to 1.\nImageAdjust[image, {c, b, g}] adjusts contrast, brightness and gamma."),
    LYKOS_IMAGE(ImageAdd, 1, -1, "ImageAdd[image, x] adds an image, a number or a color."),
    LYKOS_IMAGE(ImageSubtract, 1, -1, "ImageSubtract[image, x] subtracts an image, a number or a color."),
    LYKOS_IMAGE(ImageMultiply, 1, -1, "ImageMultiply[image, x] multiplies by an image, a number or a color."),
    LYKOS_IMAGE(ImageDifference, 2, 2, "ImageDifference[image1, image2] gives the absolute difference."),
    LYKOS_IMAGE(ImageApply, 2, 2, "ImageApply[f, image] applies f to each pixel.\nImageApply[f, {image1, image2, ...}] applies it to the pixels at one place."),
    LYKOS_IMAGE(ImageFilter, 3, 3, "ImageFilter[f, image, r] applies f to the neighborhood of each pixel."),
    LYKOS_IMAGE(MeanFilter, 2, 2, "MeanFilter[data, r] takes the mean of the values within r of each."),
    LYKOS_IMAGE(MedianFilter, 2, 2, "MedianFilter[data, r] takes the median of the values within r of each."),
    LYKOS_IMAGE(MaxFilter, 2, 2, "MaxFilter[data, r] takes the greatest of the values within r of each."),
    LYKOS_IMAGE(MinFilter, 2, 2, "MinFilter[data, r] takes the least of the values within r of each."),
    LYKOS_IMAGE(CommonestFilter, 2, 2, "CommonestFilter[data, r] takes the commonest of the values within r of each."),
    LYKOS_IMAGE(StandardDeviationFilter, 2, 2, "StandardDeviationFilter[data, r] takes the standard deviation of the values within r of each."),
    LYKOS_IMAGE(RangeFilter, 2, 2, "RangeFilter[data, r] takes the greatest minus the least of the values within r of each."),
    {.name = "GaussianMatrix", .fn = builtin_of_filters, .arity = between(1, 2), .usage = "GaussianMatrix[r] is a matrix of Gaussian weights of radius r.\nGaussianMatrix[{r, s}] has the standard deviation s.\nGaussianMatrix[r, {n1, n2}] takes derivatives.", .options = "{Method -> \"Bessel\"}", .messages = kMessages},
    {.name = "GaussianFilter", .fn = builtin_of_filters, .arity = exactly(2), .usage = "GaussianFilter[data, r] smooths by Gaussian weights of radius r.\nGaussianFilter[data, {r, s}] has the standard deviation s.", .options = "{Method -> \"Bessel\"}", .messages = kMessages},
    LYKOS_IMAGE(Blur, 1, 2, "Blur[image, r] smooths an image over a radius r."),
    LYKOS_IMAGE(Sharpen, 1, 2, "Sharpen[image, r] strengthens what differs from the image smoothed over a radius r."),
    LYKOS_IMAGE(GradientFilter, 2, 2, "GradientFilter[data, r] gives the magnitude of the gradient at the scale r."),
    LYKOS_IMAGE(LaplacianFilter, 2, 2, "LaplacianFilter[data, r] convolves with a Laplacian of radius r."),
    LYKOS_IMAGE(LaplacianGaussianFilter, 2, 2, "LaplacianGaussianFilter[data, r] convolves with the Laplacian of a Gaussian of radius r."),
    LYKOS_IMAGE(ImageConvolve, 2, 2, "ImageConvolve[image, ker] convolves with a matrix."),
    LYKOS_IMAGE(ImageCorrelate, 2, 2, "ImageCorrelate[image, ker] correlates with a matrix."),
    LYKOS_IMAGE(EdgeDetect, 1, 3, "EdgeDetect[image] finds edges as a binary image.\nEdgeDetect[image, r, t] takes the scale r and the threshold t."),
    LYKOS_IMAGE(Dilation, 2, 2, "Dilation[image, ker] takes the greatest value under the structuring element ker.\nDilation[image, r] takes a square of radius r."),
    LYKOS_IMAGE(Erosion, 2, 2, "Erosion[image, ker] takes the least value under the structuring element ker."),
    LYKOS_IMAGE(Opening, 2, 2, "Opening[image, ker] is the dilation of the erosion."),
    LYKOS_IMAGE(Closing, 2, 2, "Closing[image, ker] is the erosion of the dilation."),
    LYKOS_IMAGE(TopHatTransform, 2, 2, "TopHatTransform[image, ker] is the image minus its opening."),
    LYKOS_IMAGE(BottomHatTransform, 2, 2, "BottomHatTransform[image, ker] is the closing minus the image."),
    LYKOS_IMAGE(ColorSeparate, 1, 2, "ColorSeparate[image] gives the channels as images."),
    LYKOS_IMAGE(ColorCombine, 1, 2, "ColorCombine[{image1, image2, ...}] makes an image of channels."),
    LYKOS_IMAGE(AlphaChannel, 1, 1, "AlphaChannel[image] gives the opacity as an image."),
    LYKOS_IMAGE(SetAlphaChannel, 1, 2, "SetAlphaChannel[image, a] sets the opacity."),
    LYKOS_IMAGE(RemoveAlphaChannel, 1, 2, "RemoveAlphaChannel[image] drops the opacity.\nRemoveAlphaChannel[image, color] blends with a color behind."),
    LYKOS_IMAGE(ConstantImage, 2, 3, "ConstantImage[c, {w, h}] is an image of one value or color."),
    {.name = "RandomImage", .fn = builtin_of_filters, .arity = between(0, 2), .usage = "RandomImage[max, {w, h}] is an image of random values.", .options = "{ColorSpace -> Automatic}"},
    LYKOS_IMAGE(ImageTake, 2, 3, "ImageTake[image, {r1, r2}, {c1, c2}] gives rows r1 to r2 and columns c1 to c2."),
    LYKOS_IMAGE(ImagePad, 2, 3, "ImagePad[image, m] adds m black pixels on each side.\nImagePad[image, {{left, right}, {bottom, top}}, padding] says how many, and of what."),
    LYKOS_IMAGE(ImageCrop, 1, 2, "ImageCrop[image] takes uniform borders away.\nImageCrop[image, {w, h}] cuts to a size about the center."),
    LYKOS_IMAGE(BorderDimensions, 1, 2, "BorderDimensions[image] gives the widths of uniform borders, {{left, right}, {bottom, top}}."),
    LYKOS_IMAGE(ImageRotate, 1, 2, "ImageRotate[image] turns counterclockwise by a right angle.\nImageRotate[image, t] turns by t."),
    LYKOS_IMAGE(ImagePartition, 2, 3, "ImagePartition[image, {w, h}] cuts an image into pieces."),
    LYKOS_IMAGE(ImageAssemble, 1, 1, "ImageAssemble[{{im11, im12, ...}, ...}] puts pieces together."),
    LYKOS_IMAGE(ImageCompose, 2, 3, "ImageCompose[image, overlay, {x, y}] lays an image over another, centered at {x, y}."),
    LYKOS_IMAGE(Thumbnail, 1, 2, "Thumbnail[image, s] is a small form of an image."),
    LYKOS_IMAGE(PixelValue, 2, 3, "PixelValue[image, {x, y}] gives the value of the pixel in column x and row y from below."),
    LYKOS_IMAGE(ImageValue, 2, 2, "ImageValue[image, {x, y}] gives the interpolated value at a position."),
    LYKOS_IMAGE(PixelValuePositions, 2, 3, "PixelValuePositions[image, v] gives the positions of the pixels with the value v."),
    LYKOS_IMAGE(ImageLevels, 1, 2, "ImageLevels[image] gives pairs of levels and counts."),
    LYKOS_IMAGE(ImageMeasurements, 2, 2, "ImageMeasurements[image, \"prop\"] gives a property such as \"Mean\" or \"Dimensions\"."),
    LYKOS_CORNERS(MorphologicalComponents, 1, 2, "MorphologicalComponents[image] numbers the connected parts of the foreground.\nMorphologicalComponents[image, t] takes values above t."),
    LYKOS_CORNERS(ComponentMeasurements, 2, 2, "ComponentMeasurements[labels, \"prop\"] gives a property of each component."),
    LYKOS_IMAGE(SelectComponents, 3, 3, "SelectComponents[image, \"prop\", crit] keeps the components whose property passes.\nSelectComponents[image, \"prop\", n] keeps the n largest."),
    LYKOS_CORNERS(DeleteSmallComponents, 1, 2, "DeleteSmallComponents[image, n] removes components of fewer than n pixels."),
    LYKOS_CORNERS(DeleteBorderComponents, 1, 1, "DeleteBorderComponents[image] removes components that touch the border."),
    LYKOS_IMAGE(Colorize, 1, 1, "Colorize[labels] gives each label a color."),
    LYKOS_IMAGE(DistanceTransform, 1, 2, "DistanceTransform[image] gives the distance of each pixel to the background."),
    LYKOS_IMAGE(MaxDetect, 1, 1, "MaxDetect[image] marks regional maxima."),
    LYKOS_IMAGE(MinDetect, 1, 1, "MinDetect[image] marks regional minima."),
    LYKOS_IMAGE(DominantColors, 1, 2, "DominantColors[image, n] gives the main colors of an image."),
    LYKOS_IMAGE(ColorQuantize, 1, 2, "ColorQuantize[image, n] uses n colors only.\nColorQuantize[image, {c1, c2, ...}] uses the nearest of given colors."),
    LYKOS_IMAGE(ColorReplace, 2, 3, "ColorReplace[image, color -> new, d] replaces the pixels within d of a color."),
};

}  // namespace

void register_image_filters(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
