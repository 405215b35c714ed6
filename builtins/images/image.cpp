// Image, ImageData and their kin: images of arrays, as far as nets and files need them.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "builtins/images/image_value.h"
#include "builtins/images/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

Expr list_of(const Array& values) {
  if (values.rank() == 0) return Expr::real(values.real_at(0));
  return make_packed(is_integer(values.dtype()) ? values.convert(DType::Integer64) : values.convert(DType::Real64));
}

std::optional<bool> interleaving_option(const Call& call) {
  const auto given = call.given_option(sym::Interleaving);
  if (!given) return std::nullopt;
  return boolean_argument(*given);
}

MaybeExpr not_an_image(Call& call, const Expr& what) { return call.message("imginv", {what}); }

// Image[data], Image[data, "type"], Image[image, "type"]
MaybeExpr builtin_Image(Call& call) {
  const Expr type = call.size() > 1 ? call[1] : Expr(sym::Automatic);
  std::optional<PixelType> named;
  if (type.is_string()) named = pixel_type_of(type.string_value());
  if (!type.is(sym::Automatic) && !named) return call.message("imgdatatype", {type});
  const Expr color_space = call.option(sym::ColorSpace);
  if (const ImageValue* image = as_image(call[0])) {
    ImageValue result = *image;
    if (named) {
      result.pixels = convert_pixels(image->pixels, image->type, *named);
      result.type = *named;
    }
    if (color_space.is_string()) {
      const std::int64_t expected = color_channels(color_space.string_value());
      if (expected != result.channels() && expected + 1 != result.channels()) return call.message("imgcsmis", {color_space, call[0]});
      result.color_space = color_space.string_value();
    }
    return wrap_image(std::move(result));
  }
  std::string problem;
  auto image = read_image(call[0], type, color_space, interleaving_option(call).value_or(true), problem);
  if (image) return wrap_image(std::move(*image));
  if (problem == "imgcsmis") return call.message("imgcsmis", {color_space, call[0]});
  return call.message("imgarray", {call[0]});
}

// ImageData[image], ImageData[image, "type"]
MaybeExpr builtin_ImageData(Call& call) {
  const ImageValue* image = as_image(call[0]);
  if (!image) return not_an_image(call, call[0]);
  Array pixels;
  if (call.size() > 1) {
    const auto type = call[1].is_string() ? pixel_type_of(call[1].string_value()) : std::nullopt;
    if (!type) return call.message("imgdatatype", {call[1]});
    pixels = convert_pixels(image->pixels, image->type, *type);
  } else {
    pixels = image->type == PixelType::Bit ? image->pixels : convert_pixels(image->pixels, image->type, image->type == PixelType::Real32 ? PixelType::Real32 : PixelType::Real64);
  }
  if (image->channels() == 1) return list_of(pixels.reshape(Shape{image->height(), image->width()}));
  if (interleaving_option(call).value_or(true)) return list_of(pixels);
  const std::int64_t c = image->channels(), n = image->height() * image->width();
  const Array wide = pixels.convert(DType::Real64);
  Array planes(DType::Real64, Shape{c, image->height(), image->width()});
  for (std::int64_t k = 0; k < c; ++k) {
    for (std::int64_t i = 0; i < n; ++i) planes.data<double>()[k * n + i] = wide.data<double>()[i * c + k];
  }
  return list_of(planes.convert(pixels.dtype()));
}

MaybeExpr builtin_ImageQ(Call& call) { return Expr::boolean(as_image(call[0]) != nullptr); }

MaybeExpr builtin_ImageDimensions(Call& call) {
  const ImageValue* image = as_image(call[0]);
  if (!image) return not_an_image(call, call[0]);
  return make_list({Expr::integer(image->width()), Expr::integer(image->height())});
}

MaybeExpr builtin_ImageAspectRatio(Call& call) {
  const ImageValue* image = as_image(call[0]);
  if (!image) return not_an_image(call, call[0]);
  return apply(sym::Divide, {Expr::integer(image->height()), Expr::integer(image->width())});
}

MaybeExpr builtin_ImageChannels(Call& call) {
  const ImageValue* image = as_image(call[0]);
  return image ? MaybeExpr(Expr::integer(image->channels())) : not_an_image(call, call[0]);
}

MaybeExpr builtin_ImageType(Call& call) {
  const ImageValue* image = as_image(call[0]);
  return image ? MaybeExpr(Expr::string(pixel_type_name(image->type))) : not_an_image(call, call[0]);
}

MaybeExpr builtin_ImageColorSpace(Call& call) {
  const ImageValue* image = as_image(call[0]);
  if (!image) return not_an_image(call, call[0]);
  return image->color_space.empty() ? Expr(sym::Automatic) : Expr::string(image->color_space);
}

// One side of the size: n pixels, Scaled[r], or as the other side demands.
std::optional<double> read_extent(const Expr& spec, std::int64_t now) {
  if (const auto x = machine_real(spec)) return *x;
  if (spec.has_head(sym::Scaled, 1)) {
    if (const auto r = machine_real(spec[0])) return *r * static_cast<double>(now);
  }
  if (spec.is(sym::All)) return static_cast<double>(now);
  return std::nullopt;
}

// ImageResize[image, width], ImageResize[image, {width, height}], ImageResize[image, {width}], ImageResize[image, Scaled[r]]
MaybeExpr builtin_ImageResize(Call& call) {
  const ImageValue* image = as_image(call[0]);
  if (!image) return not_an_image(call, call[0]);
  const auto filter = filter_of(call.option(sym::Resampling));
  if (!filter) return call.message("resampling", {call.option(sym::Resampling)});
  Expr wide = sym::Automatic, high = sym::Automatic;
  const Expr& spec = call[1];
  if (spec.has_head(sym::List, 2)) {
    wide = spec[0];
    high = spec[1];
  } else if (spec.has_head(sym::List, 1)) {
    wide = spec[0];
  } else {
    wide = spec;
  }
  auto width = read_extent(wide, image->width()), height = read_extent(high, image->height());
  const double ratio = static_cast<double>(image->height()) / static_cast<double>(image->width());
  // Without a list, the number is the larger side's: that is how a plain size reads for a portrait image, too.
  if (!spec.is_list() && width && spec.has_head(sym::Scaled)) height = *width * ratio;
  if (width && !height && high.is(sym::Automatic)) height = *width * ratio;
  if (height && !width && wide.is(sym::Automatic)) width = *height / ratio;
  constexpr double kMost = 1 << 20;
  if (!width || !height || !(*width >= 0.5) || !(*height > 0) || *width > kMost || *height > kMost) return call.message("imgrssz", {spec});
  return wrap_image(resize_image(*image, std::max<std::int64_t>(1, std::llround(*width)), std::max<std::int64_t>(1, std::llround(*height)), *filter));
}

// ColorConvert[image, "Grayscale"], ColorConvert[image, "RGB"]
MaybeExpr builtin_ColorConvert(Call& call) {
  const ImageValue* image = as_image(call[0]);
  if (!image) {
    if (MaybeExpr color = call_library(call, "graphics/colors")) return color;
    return not_an_image(call, call[0]);
  }
  if (!call[1].is_string()) return call.message("imgcs", {call[1]});
  auto converted = convert_color_space(*image, call[1].string_value());
  if (!converted) return call.message("imgcs", {call[1]});
  return wrap_image(std::move(*converted));
}

// ImageReflect[image], ImageReflect[image, Left], ImageReflect[image, Left -> Right]
MaybeExpr builtin_ImageReflect(Call& call) {
  const ImageValue* image = as_image(call[0]);
  if (!image) return not_an_image(call, call[0]);
  const Expr side = call.size() > 1 ? (call[1].is_rule() ? call[1][0] : call[1]) : Expr(sym::Top);
  const bool across = side.is(sym::Left) || side.is(sym::Right);
  if (!across && !side.is(sym::Top) && !side.is(sym::Bottom)) return call.message("imgside", {call[1]});
  ImageValue result = *image;
  result.pixels = image->pixels.clone();
  const std::int64_t h = image->height(), w = image->width();
  const std::int64_t bytes = image->channels() * size_of(image->pixels.dtype());
  const auto* in = static_cast<const std::byte*>(image->pixels.bytes());
  auto* out = static_cast<std::byte*>(result.pixels.bytes());
  for (std::int64_t y = 0; y < h; ++y) {
    for (std::int64_t x = 0; x < w; ++x) {
      const std::int64_t from = across ? y * w + (w - 1 - x) : (h - 1 - y) * w + x;
      std::copy_n(in + from * bytes, bytes, out + (y * w + x) * bytes);
    }
  }
  return wrap_image(std::move(result));
}

constexpr MessageTexts kMessages = {{"imginv", "Expecting an image or graphics instead of `1`."},
                                    {"imgarray", "The specified argument `1` should be an array of rank 2 or 3 with machine-sized numbers."},
                                    {"imgdatatype", "`1` is not an image type; \"Bit\", \"Byte\", \"Bit16\", \"Real32\" and \"Real64\" are."},
                                    {"imgcsmis", "The color space `1` does not go with the number of channels of `2`."},
                                    {"imgcs", "`1` is not a color space that images are converted to here; \"Grayscale\" and \"RGB\" are."},
                                    {"imgrssz", "The size `1` is not a number of pixels, {width, height} or Scaled[r]."},
                                    {"resampling", "`1` is not a resampling method; \"Nearest\", \"Linear\", \"Cubic\" and \"Lanczos\" are."},
                                    {"imgside", "`1` is not a side; Top, Bottom, Left and Right are."}};

constexpr Builtin kBuiltins[] = {
    {.name = "Image", .fn = builtin_Image, .arity = between(1, 2), .attributes = kProtected | kReadProtected,
     .usage = "Image[data] is an image with pixel values data: a matrix of brightness, or an array of lists of channel values.\n"
              "Image[data, \"type\"] takes values of the type \"Bit\", \"Byte\", \"Bit16\", \"Real32\" or \"Real64\".\n"
              "Image[image, \"type\"] converts an image.",
     .options = "{ColorSpace -> Automatic, ImageSize -> Automatic, Interleaving -> True, Magnification -> Automatic}",
     .messages = kMessages},
    {.name = "ImageData", .fn = builtin_ImageData, .arity = between(1, 2),
     .usage = "ImageData[image] gives the pixel values of an image, as numbers from 0 to 1.\n"
              "ImageData[image, \"type\"] gives them as values of a type.",
     .options = "{Interleaving -> True}", .messages = kMessages},
    {.name = "ImageQ", .fn = builtin_ImageQ, .arity = exactly(1), .usage = "ImageQ[x] gives True if x is an image."},
    {.name = "ImageDimensions", .fn = builtin_ImageDimensions, .arity = exactly(1),
     .usage = "ImageDimensions[image] gives {width, height} in pixels.", .messages = kMessages},
    {.name = "ImageAspectRatio", .fn = builtin_ImageAspectRatio, .arity = exactly(1),
     .usage = "ImageAspectRatio[image] gives the height divided by the width.", .messages = kMessages},
    {.name = "ImageChannels", .fn = builtin_ImageChannels, .arity = exactly(1),
     .usage = "ImageChannels[image] gives the number of channels.", .messages = kMessages},
    {.name = "ImageType", .fn = builtin_ImageType, .arity = exactly(1),
     .usage = "ImageType[image] gives the type of the pixel values: \"Bit\", \"Byte\", \"Bit16\", \"Real32\" or \"Real64\".", .messages = kMessages},
    {.name = "ImageColorSpace", .fn = builtin_ImageColorSpace, .arity = exactly(1),
     .usage = "ImageColorSpace[image] gives the color space of an image, or Automatic when none was given.", .messages = kMessages},
    {.name = "ImageResize", .fn = builtin_ImageResize, .arity = exactly(2),
     .usage = "ImageResize[image, width] gives an image resampled to a width, keeping its aspect ratio.\n"
              "ImageResize[image, {width, height}] resamples to both dimensions.",
     .options = "{Resampling -> Automatic}", .messages = kMessages},
    {.name = "ColorConvert", .fn = builtin_ColorConvert, .arity = exactly(2),
     .usage = "ColorConvert[image, colspace] converts an image to \"Grayscale\" or \"RGB\".", .messages = kMessages},
    {.name = "ImageReflect", .fn = builtin_ImageReflect, .arity = between(1, 2),
     .usage = "ImageReflect[image] turns an image upside down.\n"
              "ImageReflect[image, Left] exchanges left and right.",
     .messages = kMessages},
    {.name = "ColorSpace", .usage = "ColorSpace -> \"RGB\" says what the channels of an image mean."},
    {.name = "Resampling", .usage = "Resampling -> \"Linear\" says how pixel values between pixels are found."},
};

}  // namespace

void register_image(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
