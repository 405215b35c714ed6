// Images as values: reading them from data, pixel types, colour spaces, equality and printing.
#include "builtins/images/image_value.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "builtins/support.h"
#include "evaluator/evaluator.h"
#include "formatting/formatting.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

DType storage_of(PixelType type) {
  switch (type) {
    case PixelType::Bit:
    case PixelType::Byte: return DType::UnsignedInteger8;
    case PixelType::Bit16: return DType::UnsignedInteger16;
    case PixelType::Real32: return DType::Real32;
    case PixelType::Real64: return DType::Real64;
  }
  return DType::Real32;
}

// The number that stands for full brightness.
double full_scale(PixelType type) {
  switch (type) {
    case PixelType::Byte: return 255;
    case PixelType::Bit16: return 65535;
    default: return 1;
  }
}

bool is_real_type(PixelType type) { return type == PixelType::Real32 || type == PixelType::Real64; }

/// An image: atomic, equal when type, colour space and pixels are.
class ImageExpr final : public OpaqueNode {
 public:
  explicit ImageExpr(ImageValue image) : image_(std::move(image)) {}
  const ImageValue& image() const { return image_; }
  Expr head() const override { return sym::Image; }
  bool equals(const OpaqueNode& other) const override { return image_ == static_cast<const ImageExpr&>(other).image_; }
  std::uint64_t hash_value() const override { return image_.pixels.hash() * 31 + static_cast<std::uint64_t>(image_.type); }
  std::string summary() const override { return "-Image-"; }
  std::string input_form() const override { return to_input_form(*reconstruct()); }

  MaybeExpr reconstruct() const override {
    const Array& pixels = image_.pixels;
    const Array data = image_.channels() == 1 ? pixels.reshape(Shape{image_.height(), image_.width()}) : pixels;
    return make_normal(sym::Image, {make_numeric_array(data), Expr::string(pixel_type_name(image_.type)),
                                    make_rule(sym::ColorSpace, image_.color_space.empty() ? Expr(sym::Automatic) : Expr::string(image_.color_space)),
                                    make_rule(sym::Interleaving, sym::True)});
  }

 private:
  ImageValue image_;
};

}  // namespace

const char* pixel_type_name(PixelType type) {
  switch (type) {
    case PixelType::Bit: return "Bit";
    case PixelType::Byte: return "Byte";
    case PixelType::Bit16: return "Bit16";
    case PixelType::Real32: return "Real32";
    case PixelType::Real64: return "Real64";
  }
  return "";
}

std::optional<PixelType> pixel_type_of(std::string_view name) {
  if (name == "Bit") return PixelType::Bit;
  if (name == "Byte") return PixelType::Byte;
  if (name == "Bit16") return PixelType::Bit16;
  if (name == "Real32" || name == "Real") return PixelType::Real32;
  if (name == "Real64") return PixelType::Real64;
  return std::nullopt;
}

int color_channels(std::string_view color_space) {
  if (color_space == "Grayscale") return 1;
  if (color_space == "CMYK") return 4;
  for (const char* name : {"RGB", "HSB", "LAB", "LCH", "LUV", "XYZ"}) {
    if (color_space == name) return 3;
  }
  return 0;
}

std::string ImageValue::effective_color_space() const {
  if (!color_space.empty()) return color_space;
  return channels() <= 2 ? "Grayscale" : "RGB";
}

bool ImageValue::has_alpha() const {
  if (color_space.empty()) return channels() == 2 || channels() == 4;
  return channels() == color_channels(color_space) + 1;
}

bool ImageValue::operator==(const ImageValue& other) const {
  return type == other.type && color_space == other.color_space && pixels == other.pixels;
}

Expr wrap_image(ImageValue image) { return make_opaque(new ImageExpr(std::move(image))); }

const ImageValue* as_image(const Expr& expr) {
  if (!expr.is_opaque()) return nullptr;
  const auto* node = dynamic_cast<const ImageExpr*>(&expr.opaque());
  return node ? &node->image() : nullptr;
}

Array convert_pixels(const Array& pixels, PixelType from, PixelType to) {
  if (from == to && pixels.dtype() == storage_of(to)) return pixels;
  const Array wide = pixels.convert(DType::Real64);
  const double scale = full_scale(to) / full_scale(from);
  const std::int64_t n = wide.element_count();
  Array result(DType::Real64, wide.shape());
  const double* in = wide.data<double>();
  double* out = result.data<double>();
  for (std::int64_t i = 0; i < n; ++i) {
    const double x = in[i] * scale;
    if (is_real_type(to)) {
      out[i] = x;
    } else if (to == PixelType::Bit) {
      out[i] = x >= 0.5 ? 1 : 0;
    } else {
      out[i] = std::isnan(x) ? 0 : std::clamp(std::floor(x + 0.5), 0.0, full_scale(to));
    }
  }
  return result.convert(storage_of(to));
}

Array real_pixels(const ImageValue& image) {
  return convert_pixels(image.pixels, image.type, image.type == PixelType::Real64 ? PixelType::Real64 : PixelType::Real32);
}

ImageValue without_alpha(const ImageValue& image) {
  if (!image.has_alpha()) return image;
  ImageValue result = image;
  const std::int64_t colors = image.channels() - 1, count = image.height() * image.width();
  const Array source = image.pixels.convert(DType::Real64);
  Array pixels(DType::Real64, Shape{image.height(), image.width(), colors});
  for (std::int64_t i = 0; i < count; ++i) {
    for (std::int64_t c = 0; c < colors; ++c) pixels.data<double>()[i * colors + c] = source.data<double>()[i * (colors + 1) + c];
  }
  result.pixels = pixels.convert(image.pixels.dtype());
  return result;
}

std::optional<ImageValue> convert_color_space(const ImageValue& image, std::string_view target) {
  const std::string source = image.effective_color_space();
  if (source == target) {
    ImageValue same = image;
    same.color_space = target;
    return same;
  }
  const bool to_gray = target == "Grayscale" && source == "RGB", to_rgb = target == "RGB" && source == "Grayscale";
  if (!to_gray && !to_rgb) return std::nullopt;
  const std::int64_t alpha = image.has_alpha() ? 1 : 0;
  const std::int64_t in_channels = image.channels(), out_channels = (to_gray ? 1 : 3) + alpha;
  const std::int64_t count = image.height() * image.width();
  ImageValue result = image;
  result.color_space = target;
  if (image.type == PixelType::Bit) result.type = to_gray ? PixelType::Byte : PixelType::Bit;
  const Array values = convert_pixels(image.pixels, image.type, PixelType::Real64);
  Array pixels(DType::Real64, Shape{image.height(), image.width(), out_channels});
  const double* in = values.data<double>();
  double* out = pixels.data<double>();
  for (std::int64_t i = 0; i < count; ++i, in += in_channels, out += out_channels) {
    if (to_gray) {
      out[0] = 0.299 * in[0] + 0.587 * in[1] + 0.114 * in[2];  // luma of Rec. 601
    } else {
      out[0] = out[1] = out[2] = in[0];
    }
    if (alpha) out[out_channels - 1] = in[in_channels - 1];
  }
  result.pixels = convert_pixels(pixels, PixelType::Real64, result.type);
  return result;
}

namespace {

// Channels first to channels last.
Array interleave(const Array& planes) {
  const std::int64_t c = planes.shape()[0], h = planes.shape()[1], w = planes.shape()[2];
  const Array wide = planes.convert(DType::Real64);
  Array result(DType::Real64, Shape{h, w, c});
  for (std::int64_t k = 0; k < c; ++k) {
    for (std::int64_t i = 0; i < h * w; ++i) result.data<double>()[i * c + k] = wide.data<double>()[k * h * w + i];
  }
  return result.convert(planes.dtype());
}

std::optional<Array> numbers_of(const Expr& data) {
  if (data.is_numeric_array()) return data.array();
  Expr packed = data.is_packed() ? data : pack(data);
  if (!packed.is_packed()) packed = pack(evaluate(make_normal(sym::N, {data})));  // a mixture of integers, rationals and reals
  if (!packed.is_packed() || is_complex(packed.array().dtype())) return std::nullopt;
  return packed.array();
}

// The type of data that does not say: integers of a NumericArray are bytes or 16 bits, everything else is real.
PixelType natural_type(const Expr& data, DType dtype) {
  if (!data.is_numeric_array()) return PixelType::Real32;
  switch (dtype) {
    case DType::UnsignedInteger8: return PixelType::Byte;
    case DType::UnsignedInteger16: return PixelType::Bit16;
    case DType::Real64: return PixelType::Real64;
    default: return PixelType::Real32;
  }
}

}  // namespace

std::optional<ImageValue> read_image(const Expr& data, const Expr& type, const Expr& color_space, bool interleaving, std::string& problem) {
  auto numbers = numbers_of(data);
  if (!numbers || is_complex(numbers->dtype()) || (numbers->rank() != 2 && numbers->rank() != 3) || numbers->element_count() == 0) {
    problem = "imgarray";
    return std::nullopt;
  }
  ImageValue image;
  image.interleaving = interleaving;
  image.type = natural_type(data, numbers->dtype());
  if (type.is_string()) {
    const auto named = pixel_type_of(type.string_value());
    if (!named) {
      problem = "imgdatatype";
      return std::nullopt;
    }
    image.type = *named;
  }
  if (numbers->rank() == 2) {
    *numbers = numbers->reshape(Shape{numbers->shape()[0], numbers->shape()[1], 1});
  } else if (!interleaving) {
    *numbers = interleave(*numbers);
  }
  if (color_space.is_string()) image.color_space = color_space.string_value() == "Gray" ? "Grayscale" : color_space.string_value();
  if (!image.color_space.empty()) {
    const std::int64_t expected = color_channels(image.color_space), given = numbers->shape()[2];
    if (expected == 0 || (given != expected && given != expected + 1)) {
      problem = "imgcsmis";
      return std::nullopt;
    }
  }
  // Numbers given for an integer type are levels already; they are not scaled.
  if (is_real_type(image.type)) {
    image.pixels = numbers->convert(storage_of(image.type));
  } else {
    const Array wide = numbers->convert(DType::Real64);
    Array levels(DType::Real64, wide.shape());
    for (std::int64_t i = 0; i < wide.element_count(); ++i) {
      const double x = wide.data<double>()[i];
      levels.data<double>()[i] = std::isnan(x) ? 0 : std::clamp(std::floor(x + 0.5), 0.0, full_scale(image.type));
    }
    image.pixels = levels.convert(storage_of(image.type));
  }
  return image;
}

}  // namespace lykos::builtins
