// image_value.h - images as values of the language: atomic, immutable arrays of pixels with a type and a colour space.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "array/array.h"
#include "expr/expr.h"

namespace lykos::builtins {

/// How pixels are stored. Bit is kept as bytes 0 and 1.
enum class PixelType : std::uint8_t { Bit, Byte, Bit16, Real32, Real64 };
const char* pixel_type_name(PixelType type);
/// "Byte", "Bit16", "Real32", "Real" ...; nothing for any other name.
std::optional<PixelType> pixel_type_of(std::string_view name);

struct ImageValue {
  array::Array pixels;        ///< height x width x channels; UnsignedInteger8, UnsignedInteger16, Real32 or Real64
  PixelType type = PixelType::Real32;
  std::string color_space;    ///< "RGB", "Grayscale" ...; "" when none was given (Automatic)
  bool interleaving = true;   ///< the layout the data was given in; pixels are stored interleaved always

  std::int64_t height() const { return pixels.shape()[0]; }
  std::int64_t width() const { return pixels.shape()[1]; }
  std::int64_t channels() const { return pixels.shape()[2]; }
  /// The colour space that is meant: by the number of channels when none was given.
  std::string effective_color_space() const;
  /// A channel after the colours.
  bool has_alpha() const;
  bool operator==(const ImageValue& other) const;
};

Expr wrap_image(ImageValue image);
/// The image, or null for any other expression.
const ImageValue* as_image(const Expr& expr);

/// Pixels of another type: integers stand for 0..1.
array::Array convert_pixels(const array::Array& pixels, PixelType from, PixelType to);
/// Pixels as reals 0..1 (values of real images as they are), height x width x channels.
array::Array real_pixels(const ImageValue& image);
/// The image in another colour space ("Grayscale" or "RGB"), with alpha if it has one; nothing if that is not known.
std::optional<ImageValue> convert_color_space(const ImageValue& image, std::string_view target);
ImageValue without_alpha(const ImageValue& image);
/// Channels of a colour space without alpha (1 for Grayscale, 3 for RGB ...); 0 for unknown names.
int color_channels(std::string_view color_space);

/// Reads Image[data, type, options...]; nothing with `problem` when the data is no image.
std::optional<ImageValue> read_image(const Expr& data, const Expr& type, const Expr& color_space, bool interleaving, std::string& problem);

/// Resampling filters; all are widened when an image is made smaller, so that nothing is skipped.
enum class Filter : std::uint8_t { Nearest, Linear, Cubic, Lanczos };
std::optional<Filter> filter_of(const Expr& name);
ImageValue resize_image(const ImageValue& image, std::int64_t width, std::int64_t height, Filter filter);

/// The image in a file of any known image format. Throws nothing: `problem` says what is wrong.
std::optional<ImageValue> read_image_file(const std::string& path, std::string& problem);
/// PNG and JPEG data.
std::optional<ImageValue> read_png(std::string_view bytes, std::string& problem);
std::optional<ImageValue> read_jpeg(std::string_view bytes, std::string& problem);
std::optional<std::string> write_png(const ImageValue& image, std::string& problem);
std::optional<std::string> write_jpeg(const ImageValue& image, int quality, std::string& problem);

}  // namespace lykos::builtins
