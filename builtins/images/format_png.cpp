// PNG through libpng, which is opened on first use.
#include <png.h>

#include <csetjmp>
#include <cstring>
#include <vector>

#include "builtins/images/image_value.h"
#include "builtins/shared_library.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

struct Png {
  decltype(&png_create_read_struct) create_read;
  decltype(&png_create_write_struct) create_write;
  decltype(&png_create_info_struct) create_info;
  decltype(&png_destroy_read_struct) destroy_read;
  decltype(&png_destroy_write_struct) destroy_write;
  decltype(&png_get_error_ptr) error_pointer;
  decltype(&png_get_io_ptr) io_pointer;
  decltype(&png_set_read_fn) set_read;
  decltype(&png_set_write_fn) set_write;
  decltype(&png_read_info) read_info;
  decltype(&png_get_IHDR) get_header;
  decltype(&png_set_IHDR) set_header;
  decltype(&png_get_valid) get_valid;
  decltype(&png_set_expand) expand;
  decltype(&png_set_swap) swap;
  decltype(&png_set_interlace_handling) interlace;
  decltype(&png_read_update_info) update_info;
  decltype(&png_get_rowbytes) row_bytes;
  decltype(&png_get_channels) channels;
  decltype(&png_read_image) read_image;
  decltype(&png_write_info) write_info;
  decltype(&png_write_image) write_image;
  decltype(&png_write_end) write_end;
  bool complete = false;

  Png() {
    static const SharedLibrary library({"libpng16.so.16", "libpng.so"});
    complete = library.find("png_create_read_struct", create_read) && library.find("png_create_write_struct", create_write) &&
               library.find("png_create_info_struct", create_info) && library.find("png_destroy_read_struct", destroy_read) &&
               library.find("png_destroy_write_struct", destroy_write) && library.find("png_get_error_ptr", error_pointer) &&
               library.find("png_get_io_ptr", io_pointer) && library.find("png_set_read_fn", set_read) && library.find("png_set_write_fn", set_write) &&
               library.find("png_read_info", read_info) && library.find("png_get_IHDR", get_header) && library.find("png_set_IHDR", set_header) &&
               library.find("png_get_valid", get_valid) && library.find("png_set_expand", expand) && library.find("png_set_swap", swap) &&
               library.find("png_set_interlace_handling", interlace) && library.find("png_read_update_info", update_info) &&
               library.find("png_get_rowbytes", row_bytes) && library.find("png_get_channels", channels) && library.find("png_read_image", read_image) &&
               library.find("png_write_info", write_info) && library.find("png_write_image", write_image) && library.find("png_write_end", write_end);
  }
};

const Png& png() {
  static const Png api;
  return api;
}

// libpng reports errors by a jump; nothing with a destructor lives between the call and the jump.
struct Failure {
  std::jmp_buf jump;
  char text[160] = "";
};

extern "C" void lykos_png_error(png_structp state, png_const_charp text) {
  auto* failure = static_cast<Failure*>(png().error_pointer(state));
  std::strncpy(failure->text, text, sizeof failure->text - 1);
  std::longjmp(failure->jump, 1);
}
extern "C" void lykos_png_warning(png_structp, png_const_charp) {}

struct Source {
  const char* at;
  std::size_t left;
};

extern "C" void lykos_png_read(png_structp state, png_bytep out, png_size_t count) {
  auto* source = static_cast<Source*>(png().io_pointer(state));
  if (count > source->left) lykos_png_error(state, "the data end early");
  std::memcpy(out, source->at, count);
  source->at += count;
  source->left -= count;
}
extern "C" void lykos_png_write(png_structp state, png_bytep data, png_size_t count) {
  static_cast<std::string*>(png().io_pointer(state))->append(reinterpret_cast<const char*>(data), count);
}
extern "C" void lykos_png_flush(png_structp) {}

constexpr std::uint64_t kMostPixels = 1ULL << 28;

struct Header {
  png_uint_32 width = 0, height = 0;
  int depth = 0, channels = 0;
};

// Reads the header and asks for whole 8- or 16-bit samples. False with failure.text set when that fails.
bool read_header(png_structp state, png_infop info, Source& source, Failure& failure, Header& header) {
  if (setjmp(failure.jump) != 0) return false;
  png().set_read(state, &source, lykos_png_read);
  png().read_info(state, info);
  int color = 0;
  png().get_header(state, info, &header.width, &header.height, &header.depth, &color, nullptr, nullptr, nullptr);
  png().expand(state);  // palettes to colours, few bits to eight, transparency to an alpha channel
  if (header.depth == 16) png().swap(state);
  png().interlace(state);
  png().update_info(state, info);
  header.channels = png().channels(state, info);
  return true;
}

bool read_rows(png_structp state, png_bytepp rows, Failure& failure) {
  if (setjmp(failure.jump) != 0) return false;
  png().read_image(state, rows);
  return true;
}

bool write_rows(png_structp state, png_infop info, const Header& header, int color, png_bytepp rows, std::string& bytes, Failure& failure) {
  if (setjmp(failure.jump) != 0) return false;
  png().set_write(state, &bytes, lykos_png_write, lykos_png_flush);
  png().set_header(state, info, header.width, header.height, header.depth, color, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png().write_info(state, info);
  if (header.depth == 16) png().swap(state);
  png().write_image(state, rows);
  png().write_end(state, info);
  return true;
}

}  // namespace

std::optional<ImageValue> read_png(std::string_view bytes, std::string& problem) {
  if (!png().complete) {
    problem = "the library libpng is not installed";
    return std::nullopt;
  }
  Failure failure;
  png_structp state = png().create_read(PNG_LIBPNG_VER_STRING, &failure, lykos_png_error, lykos_png_warning);
  png_infop info = state != nullptr ? png().create_info(state) : nullptr;
  Source source{bytes.data(), bytes.size()};
  Header header;
  ImageValue image;
  bool good = info != nullptr && read_header(state, info, source, failure, header);
  if (good && static_cast<std::uint64_t>(header.width) * header.height > kMostPixels) {
    std::strcpy(failure.text, "the image is too large");
    good = false;
  }
  if (good) {
    const bool wide = header.depth == 16;
    image.type = wide ? PixelType::Bit16 : PixelType::Byte;
    image.color_space = header.channels <= 2 ? "Grayscale" : "RGB";
    image.pixels = Array(wide ? DType::UnsignedInteger16 : DType::UnsignedInteger8, Shape{header.height, header.width, header.channels});
    std::vector<png_bytep> rows(header.height);
    const std::size_t stride = static_cast<std::size_t>(header.width) * static_cast<std::size_t>(header.channels) * (wide ? 2 : 1);
    for (std::size_t y = 0; y < rows.size(); ++y) rows[y] = static_cast<png_bytep>(image.pixels.bytes()) + y * stride;
    good = read_rows(state, rows.data(), failure);
  }
  if (state != nullptr) png().destroy_read(&state, info != nullptr ? &info : nullptr, nullptr);
  if (!good) {
    problem = failure.text[0] != '\0' ? failure.text : "the data are not a PNG image";
    return std::nullopt;
  }
  return image;
}

std::optional<std::string> write_png(const ImageValue& image, std::string& problem) {
  if (!png().complete) {
    problem = "the library libpng is not installed";
    return std::nullopt;
  }
  if (image.channels() > 4) {
    problem = "a PNG image has at most 4 channels";
    return std::nullopt;
  }
  const bool wide = image.type == PixelType::Bit16;
  const Array pixels = convert_pixels(image.pixels, image.type, wide ? PixelType::Bit16 : PixelType::Byte);
  static constexpr int kColors[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  Failure failure;
  png_structp state = png().create_write(PNG_LIBPNG_VER_STRING, &failure, lykos_png_error, lykos_png_warning);
  png_infop info = state != nullptr ? png().create_info(state) : nullptr;
  std::vector<png_bytep> rows(static_cast<std::size_t>(image.height()));
  const std::size_t stride = static_cast<std::size_t>(image.width() * image.channels()) * (wide ? 2 : 1);
  for (std::size_t y = 0; y < rows.size(); ++y) rows[y] = static_cast<png_bytep>(const_cast<void*>(pixels.bytes())) + y * stride;
  const Header header{static_cast<png_uint_32>(image.width()), static_cast<png_uint_32>(image.height()), wide ? 16 : 8, static_cast<int>(image.channels())};
  std::string bytes;
  const bool good = info != nullptr && write_rows(state, info, header, kColors[image.channels() - 1], rows.data(), bytes, failure);
  if (state != nullptr) png().destroy_write(&state, info != nullptr ? &info : nullptr);
  if (good) return bytes;
  problem = failure.text;
  return std::nullopt;
}

}  // namespace lykos::builtins
