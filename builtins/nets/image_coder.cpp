// Images at ports: {"Image", size, options} makes channels x height x width of values from 0 to 1, less a mean, over a deviation.
#include <cmath>
#include <string>

#include "builtins/images/image_value.h"
#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;
using nets::NetError;
using nets::PortType;

namespace {

enum class Fitting { Stretch, Fit, Fill };

// What is subtracted from (or divided into) a pixel: one number, one per channel, or a whole image.
struct PixelConstant {
  std::vector<double> values;   // empty: none
  std::optional<ImageValue> image;
};

class ImageCoder final : public Coder {
 public:
  struct Settings {
    std::int64_t width = 128, height = 128;   // 0: any (decoders)
    std::string color_space = "RGB";
    bool interleaving = false, transposed = false;
    PixelConstant mean, variance;
    Fitting fitting = Fitting::Stretch;
    Filter filter = Filter::Linear;
  };

  ImageCoder(bool decoder, Expr specification, Settings settings) : Coder(decoder, "Image", std::move(specification)), settings_(std::move(settings)) {}

  bool encodes_numbers() const override { return false; }
  std::int64_t channels() const { return color_channels(settings_.color_space); }

  PortType type() const override {
    const auto extent = [](std::int64_t n) { return n > 0 ? nets::Extent(n) : nets::Extent::unknown(); };
    nets::Extent rows = extent(settings_.height), columns = extent(settings_.width);
    if (settings_.transposed) std::swap(rows, columns);
    const nets::Extent depth(is_decoder() && settings_.color_space.empty() ? 0 : channels());
    const nets::Extent c = is_decoder() && settings_.color_space.empty() ? nets::Extent::unknown() : depth;
    return settings_.interleaving ? PortType::shaped({rows, columns, c}) : PortType::shaped({c, rows, columns});
  }

  std::optional<Array> encode(const Expr& value, std::string& problem) const override {
    std::optional<ImageValue> image;
    if (const ImageValue* given = as_image(value)) {
      image = *given;
    } else if (value.has_head(sym::File, 1) && value[0].is_string()) {
      image = read_image_file(value[0].string_value(), problem);
      if (!image) {
        problem = "can't be read: " + problem;
        return std::nullopt;
      }
    } else {
      ArrayReading reading = read_array(value);  // encoded already
      if (reading.array && reading.array->rank() == 3) return std::move(*reading.array);
      problem = "should be an image or the File of one, not " + short_text(value);
      return std::nullopt;
    }
    image = without_alpha(*image);
    auto colored = convert_color_space(*image, settings_.color_space);
    if (!colored) {
      problem = "is an image in the color space " + image->effective_color_space() + ", which can't be converted to " + settings_.color_space;
      return std::nullopt;
    }
    ImageValue real = *colored;
    real.pixels = real_pixels(*colored);
    if (real.type != PixelType::Real64) real.type = PixelType::Real32;
    return arrange(fit(real));
  }

  MaybeExpr decode(const Array& values, const Expr& property, std::string& problem) const override {
    if (!property.is(sym::Automatic)) {
      problem = unknown_property(*this, property);
      return std::nullopt;
    }
    if (values.rank() != 3) {
      problem = "The decoder expects an array of channels, rows and columns.";
      return std::nullopt;
    }
    const std::int64_t c = values.shape()[settings_.interleaving ? 2 : 0];
    std::int64_t h = values.shape()[settings_.interleaving ? 0 : 1], w = values.shape()[settings_.interleaving ? 1 : 2];
    const Array wide = values.convert(DType::Real64);
    if (settings_.transposed) std::swap(h, w);
    ImageValue image;
    image.type = PixelType::Real32;
    image.color_space = !settings_.color_space.empty() && color_channels(settings_.color_space) == c ? settings_.color_space : std::string();
    Array pixels(DType::Real32, Shape{h, w, c});
    for (std::int64_t y = 0; y < h; ++y) {
      for (std::int64_t x = 0; x < w; ++x) {
        for (std::int64_t k = 0; k < c; ++k) {
          const double v = wide.data<double>()[position(k, y, x, c, h, w)];
          pixels.data<float>()[(y * w + x) * c + k] =
              static_cast<float>(v * deviation(k, y, x) + constant(settings_.mean, k, y, x, 0));
        }
      }
    }
    image.pixels = std::move(pixels);
    return wrap_image(std::move(image));
  }

  std::shared_ptr<const Coder> converse() const override {
    return std::make_shared<ImageCoder>(!is_decoder(), specification(), settings_);
  }

  MaybeExpr parameter(std::string_view name) const override {
    if (name == "ImageSize") return make_list({Expr::integer(settings_.width), Expr::integer(settings_.height)});
    if (name == "ColorSpace") return Expr::string(settings_.color_space);
    if (name == "Interleaving") return Expr::boolean(settings_.interleaving);
    if (name == "ColorChannels") return Expr::integer(channels());
    return Coder::parameter(name);
  }
  std::vector<std::string> parameter_names() const override { return {"Type", "ImageSize", "ColorSpace", "ColorChannels", "Interleaving"}; }

 private:
  // Where channel k of row y and column x stands in the encoded array.
  std::int64_t position(std::int64_t k, std::int64_t y, std::int64_t x, std::int64_t c, std::int64_t h, std::int64_t w) const {
    if (settings_.transposed) {
      std::swap(y, x);
      std::swap(h, w);
    }
    return settings_.interleaving ? (y * w + x) * c + k : (k * h + y) * w + x;
  }

  static double constant(const PixelConstant& what, std::int64_t k, std::int64_t y, std::int64_t x, double none) {
    if (what.image) return what.image->pixels.real_at((y % what.image->height() * what.image->width() + x % what.image->width()) * what.image->channels() + std::min(k, what.image->channels() - 1));
    if (what.values.empty()) return none;
    return what.values[std::min<std::size_t>(static_cast<std::size_t>(k), what.values.size() - 1)];
  }

  double deviation(std::int64_t k, std::int64_t y, std::int64_t x) const {
    const double variance = constant(settings_.variance, k, y, x, 1);
    return variance > 0 ? std::sqrt(variance) : 1;
  }

  // The image in the encoder's size: stretched, fitted in with black around it, or cut.
  ImageValue fit(const ImageValue& image) const {
    const std::int64_t w = settings_.width, h = settings_.height;
    if (settings_.fitting == Fitting::Stretch) return resize_image(image, w, h, settings_.filter);
    const double sx = static_cast<double>(w) / static_cast<double>(image.width()), sy = static_cast<double>(h) / static_cast<double>(image.height());
    const double scale = settings_.fitting == Fitting::Fit ? std::min(sx, sy) : std::max(sx, sy);
    const ImageValue scaled = resize_image(image, std::max<std::int64_t>(1, std::llround(scale * static_cast<double>(image.width()))),
                                           std::max<std::int64_t>(1, std::llround(scale * static_cast<double>(image.height()))), settings_.filter);
    const std::int64_t c = image.channels(), dx = (scaled.width() - w) / 2, dy = (scaled.height() - h) / 2;
    ImageValue result = scaled;
    result.type = PixelType::Real64;
    result.pixels = Array::zeros(DType::Real64, Shape{h, w, c});
    for (std::int64_t y = 0; y < h; ++y) {
      for (std::int64_t x = 0; x < w; ++x) {
        const std::int64_t from_x = x + dx, from_y = y + dy;
        if (from_x < 0 || from_y < 0 || from_x >= scaled.width() || from_y >= scaled.height()) continue;
        for (std::int64_t k = 0; k < c; ++k) {
          result.pixels.data<double>()[(y * w + x) * c + k] = scaled.pixels.real_at((from_y * scaled.width() + from_x) * c + k);
        }
      }
    }
    return result;
  }

  Array arrange(const ImageValue& image) const {
    const std::int64_t c = image.channels(), h = image.height(), w = image.width();
    const Array wide = image.pixels.convert(DType::Real64);
    Shape shape = settings_.transposed ? Shape{w, h} : Shape{h, w};
    if (settings_.interleaving) shape.push_back(c);
    else shape.insert(0, c);
    Array result(DType::Real32, shape);
    for (std::int64_t y = 0; y < h; ++y) {
      for (std::int64_t x = 0; x < w; ++x) {
        for (std::int64_t k = 0; k < c; ++k) {
          const double v = wide.data<double>()[(y * w + x) * c + k];
          result.data<float>()[position(k, y, x, c, h, w)] = static_cast<float>((v - constant(settings_.mean, k, y, x, 0)) / deviation(k, y, x));
        }
      }
    }
    return result;
  }

  Settings settings_;
};

PixelConstant read_constant(const Expr& value, const std::string& name, const ImageCoder::Settings& settings) {
  PixelConstant constant;
  if (value.is(sym::None) || value.is(sym::Automatic)) return constant;
  if (const ImageValue* image = as_image(value)) {
    ImageValue real = resize_image(*image, settings.width, settings.height, settings.filter);
    real.pixels = real_pixels(real);
    constant.image = std::move(real);
    return constant;
  }
  const std::vector<Expr> numbers = value.is_list() ? elements_of(value) : std::vector<Expr>{value};
  for (const Expr& number : numbers) {
    const auto x = machine_real(number);
    if (!x) throw NetError("invcoder", "The value " + short_text(value) + " of \"" + name + "\" should be None, a number, a list with a number for each channel, or an image.");
    constant.values.push_back(*x);
  }
  return constant;
}

}  // namespace

std::shared_ptr<const Coder> make_image_coder(bool decoder, const Expr& specification, std::span<const Expr> arguments, std::span<const Expr> options) {
  static constexpr const char* kOptions[] = {"Alignment", "ColorChannels", "ColorSpace", "DataTransposed", "ImageSize", "Interleaving", "MeanImage", "Method", "Padding", "Resampling", "VarianceImage"};
  check_coder_options("Image", options, kOptions);
  ImageCoder::Settings settings;
  if (decoder) {
    settings.width = settings.height = 0;
    settings.color_space.clear();
  }
  Expr size = coder_option(options, "ImageSize");
  for (const Expr& argument : arguments) {
    if (argument.is_string()) settings.color_space = argument.string_value();  // a decoder's color space
    else size = argument;
  }
  if (!size.is(sym::Automatic)) {
    const std::vector<Expr> extents = size.is_list() ? elements_of(size) : std::vector<Expr>{size, size};
    const auto w = extents.size() == 2 ? machine_integer(extents[0]) : std::nullopt, h = extents.size() == 2 ? machine_integer(extents[1]) : std::nullopt;
    if (!w || !h || *w < 1 || *h < 1) throw NetError("invcoder", "The size " + short_text(size) + " of the coder \"Image\" should be n or {width, height}.");
    settings.width = *w;
    settings.height = *h;
  }
  const Expr color_space = coder_option(options, "ColorSpace"), channels = coder_option(options, "ColorChannels");
  if (color_space.is_string()) settings.color_space = color_space.string_value();
  if (color_space.is(sym::Automatic) && machine_integer(channels) == 1) settings.color_space = "Grayscale";
  if (!settings.color_space.empty() && color_channels(settings.color_space) == 0) {
    throw NetError("invcoder", '"' + settings.color_space + "\" is not a color space; \"RGB\" and \"Grayscale\" are.");
  }
  settings.interleaving = coder_option(options, "Interleaving").is_true();
  settings.transposed = coder_option(options, "DataTransposed").is_true();
  const std::string method = word_of(coder_option(options, "Method"));
  if (method == "Fit") settings.fitting = Fitting::Fit;
  else if (method == "Fill") settings.fitting = Fitting::Fill;
  else if (method != "Stretch" && method != "Automatic") throw NetError("invcoder", "The value \"" + method + "\" of Method should be \"Stretch\", \"Fit\" or \"Fill\".");
  const auto filter = filter_of(coder_option(options, "Resampling"));
  if (!filter) throw NetError("invcoder", "The value " + short_text(coder_option(options, "Resampling")) + " of Resampling should be \"Nearest\", \"Linear\", \"Cubic\" or \"Lanczos\".");
  settings.filter = *filter;
  settings.mean = read_constant(coder_option(options, "MeanImage"), "MeanImage", settings);
  settings.variance = read_constant(coder_option(options, "VarianceImage"), "VarianceImage", settings);
  return std::make_shared<ImageCoder>(decoder, specification, std::move(settings));
}

}  // namespace lykos::builtins
