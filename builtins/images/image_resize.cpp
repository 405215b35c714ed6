// Resampling of images: separable filters, one pass along each axis. When an image becomes smaller the filter grows by the same
// factor, which averages the pixels that fall together.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "builtins/images/image_value.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

double filter_radius(Filter filter) {
  switch (filter) {
    case Filter::Nearest: return 0.5;
    case Filter::Linear: return 1;
    case Filter::Cubic: return 2;
    case Filter::Lanczos: return 3;
  }
  return 1;
}

double filter_weight(Filter filter, double x) {
  x = std::fabs(x);
  switch (filter) {
    case Filter::Nearest: return x <= 0.5 ? 1 : 0;
    case Filter::Linear: return x < 1 ? 1 - x : 0;
    case Filter::Cubic:  // Catmull-Rom
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    case Filter::Lanczos: {
      if (x == 0) return 1;
      if (x >= 3) return 0;
      const double t = std::numbers::pi * x;
      return 3 * std::sin(t) * std::sin(t / 3) / (t * t);
    }
  }
  return 0;
}

struct Contribution {
  std::int64_t first = 0;
  std::vector<double> weights;
};

// What each new position takes from the old ones; positions beyond the border repeat the border.
std::vector<Contribution> contributions(std::int64_t from, std::int64_t to, Filter filter) {
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  std::vector<Contribution> result(static_cast<std::size_t>(to));
  for (std::int64_t i = 0; i < to; ++i) {
    Contribution& c = result[static_cast<std::size_t>(i)];
    const double center = (static_cast<double>(i) + 0.5) * scale - 0.5;
    if (filter == Filter::Nearest) {
      c.first = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor(center + 0.5)), 0, from - 1);
      c.weights = {1};
      continue;
    }
    const double width = std::max(1.0, scale), radius = filter_radius(filter) * width;
    const auto low = static_cast<std::int64_t>(std::ceil(center - radius)), high = static_cast<std::int64_t>(std::floor(center + radius));
    c.first = std::clamp<std::int64_t>(low, 0, from - 1);
    c.weights.assign(static_cast<std::size_t>(std::clamp<std::int64_t>(high, 0, from - 1) - c.first + 1), 0);
    double sum = 0;
    for (std::int64_t j = low; j <= high; ++j) {
      const double w = filter_weight(filter, (static_cast<double>(j) - center) / width);
      c.weights[static_cast<std::size_t>(std::clamp<std::int64_t>(j, 0, from - 1) - c.first)] += w;
      sum += w;
    }
    for (double& w : c.weights) w /= sum;
  }
  return result;
}

}  // namespace

std::optional<Filter> filter_of(const Expr& name) {
  const std::string_view word = name.is_string() ? std::string_view(name.string_value()) : std::string_view();
  if (name.is(sym::Automatic) || word == "Linear" || word == "Bilinear") return Filter::Linear;
  if (word == "Nearest") return Filter::Nearest;
  if (word == "Cubic" || word == "Bicubic") return Filter::Cubic;
  if (word == "Lanczos") return Filter::Lanczos;
  return std::nullopt;
}

ImageValue resize_image(const ImageValue& image, std::int64_t width, std::int64_t height, Filter filter) {
  if (width == image.width() && height == image.height()) return image;
  const std::int64_t c = image.channels(), w0 = image.width(), h0 = image.height();
  const Array source = convert_pixels(image.pixels, image.type, PixelType::Real64);
  const std::vector<Contribution> across = contributions(w0, width, filter), down = contributions(h0, height, filter);
  std::vector<double> rows(static_cast<std::size_t>(h0 * width * c));
  for (std::int64_t y = 0; y < h0; ++y) {
    const double* in = source.data<double>() + y * w0 * c;
    double* out = rows.data() + y * width * c;
    for (const Contribution& k : across) {
      for (std::int64_t ch = 0; ch < c; ++ch) {
        double sum = 0;
        for (std::size_t j = 0; j < k.weights.size(); ++j) sum += k.weights[j] * in[(k.first + static_cast<std::int64_t>(j)) * c + ch];
        *out++ = sum;
      }
    }
  }
  Array result(DType::Real64, Shape{height, width, c});
  double* out = result.data<double>();
  const std::int64_t line = width * c;
  for (const Contribution& k : down) {
    for (std::int64_t x = 0; x < line; ++x) {
      double sum = 0;
      for (std::size_t j = 0; j < k.weights.size(); ++j) sum += k.weights[j] * rows[static_cast<std::size_t>((k.first + static_cast<std::int64_t>(j)) * line + x)];
      *out++ = sum;
    }
  }
  ImageValue resized = image;
  resized.pixels = convert_pixels(result, PixelType::Real64, image.type);
  return resized;
}

}  // namespace lykos::builtins
