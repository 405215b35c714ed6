// PNG and JPEG as formats of Import and Export.
#include <algorithm>
#include <string>

#include "builtins/files/formats.h"
#include "builtins/files/write_file.h"
#include "builtins/images/image_value.h"
#include "builtins/images/register.h"
#include "builtins/support.h"

namespace lykos::builtins {

namespace {

Expr import_with(const ImportRequest& request, std::optional<ImageValue> (*read)(std::string_view, std::string&)) {
  std::string problem;
  auto image = read(request.bytes, problem);
  if (!image) {
    message(request.call->head(), "fmterr", {Expr::string(request.format), Expr::string(request.source), Expr::string(problem)});
    return failed();
  }
  const std::string element = request.element("Image");
  const auto of_image = [&](KnownSymbol function) { return apply(function, {wrap_image(std::move(*image))}); };
  if (element == "Image" || element == "Graphics") return wrap_image(std::move(*image));
  if (element == "Data") return apply(sym::ImageData, {wrap_image(std::move(*image)), Expr::string(pixel_type_name(image->type))});
  if (element == "ImageSize") return of_image(sym::ImageDimensions);
  if (element == "ImageChannels" || element == "Channels") return of_image(sym::ImageChannels);
  if (element == "ColorSpace") return of_image(sym::ImageColorSpace);
  if (element == "BitDepth") return Expr::integer(image->type == PixelType::Bit16 ? 16 : 8);
  return request.unknown_element();
}

// What is exported: an image, or data for one.
std::optional<ImageValue> exported_image(const ExportRequest& request) {
  if (const ImageValue* image = as_image(request.value)) return *image;
  std::string problem;
  auto image = read_image(request.value, sym::Automatic, sym::Automatic, true, problem);
  if (!image) request.fail("nodta", {request.value, Expr::string(request.format)});
  return image;
}

std::nullopt_t failed_export(const ExportRequest& request, const std::string& problem) {
  return request.fail("fmterr", {Expr::string(request.format), Expr::string("Export"), Expr::string(problem)});
}

Expr import_png(const ImportRequest& request) { return import_with(request, read_png); }
Expr import_jpeg(const ImportRequest& request) { return import_with(request, read_jpeg); }

std::optional<std::string> export_png(const ExportRequest& request) {
  const auto image = exported_image(request);
  if (!image) return std::nullopt;
  std::string problem;
  auto bytes = write_png(*image, problem);
  if (!bytes) return failed_export(request, problem);
  return bytes;
}

std::optional<std::string> export_jpeg(const ExportRequest& request) {
  const auto image = exported_image(request);
  if (!image) return std::nullopt;
  // CompressionLevel 0 (best quality) to 1; 1/4 is the default.
  const double level = machine_real(request.option("CompressionLevel")).value_or(0.25);
  std::string problem;
  auto bytes = write_jpeg(*image, static_cast<int>(100 * (1 - std::min(1.0, std::max(0.0, level)))), problem);
  if (!bytes) return failed_export(request, problem);
  return bytes;
}

const std::vector<std::string> kElements = {"BitDepth", "ColorSpace", "Data", "Image", "ImageChannels", "ImageSize"};

}  // namespace

std::optional<ImageValue> read_image_file(const std::string& path, std::string& problem) {
  std::string reason;
  const auto bytes = read_whole_file(path, reason);
  if (!bytes) {
    problem = "the file \"" + path + "\" can't be read";
    return std::nullopt;
  }
  std::optional<ImageValue> image;
  if (bytes->substr(0, 4) == "\x89PNG") {
    image = read_png(*bytes, problem);
  } else if (bytes->substr(0, 3) == "\xFF\xD8\xFF") {
    image = read_jpeg(*bytes, problem);
  } else {
    problem = "it is neither PNG nor JPEG";
  }
  if (!image) problem = "the file \"" + path + "\" is no readable image: " + problem;
  return image;
}

void register_image_formats() {
  register_format({"PNG", {"png"}, import_png, export_png, true, kElements});
  register_format({"JPEG", {"jpg", "jpeg"}, import_jpeg, export_jpeg, true, kElements});
}

}  // namespace lykos::builtins
