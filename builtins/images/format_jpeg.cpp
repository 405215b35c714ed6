// JPEG through libjpeg, which is opened on first use.
#include <cstdio>  // jpeglib.h needs FILE

#include <jpeglib.h>

#include <csetjmp>
#include <cstdlib>

#include "builtins/images/image_value.h"
#include "builtins/shared_library.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

struct Jpeg {
  decltype(&jpeg_std_error) standard_errors;
  decltype(&jpeg_CreateDecompress) create_decompress;
  decltype(&jpeg_CreateCompress) create_compress;
  decltype(&jpeg_destroy_decompress) destroy_decompress;
  decltype(&jpeg_destroy_compress) destroy_compress;
  decltype(&jpeg_mem_src) memory_source;
  decltype(&jpeg_mem_dest) memory_destination;
  decltype(&jpeg_read_header) read_header;
  decltype(&jpeg_start_decompress) start_decompress;
  decltype(&jpeg_read_scanlines) read_lines;
  decltype(&jpeg_finish_decompress) finish_decompress;
  decltype(&jpeg_set_defaults) set_defaults;
  decltype(&jpeg_set_quality) set_quality;
  decltype(&jpeg_start_compress) start_compress;
  decltype(&jpeg_write_scanlines) write_lines;
  decltype(&jpeg_finish_compress) finish_compress;
  bool complete = false;

  Jpeg() {
    static const SharedLibrary library({"libjpeg.so.62", "libjpeg.so"});
    complete = library.find("jpeg_std_error", standard_errors) && library.find("jpeg_CreateDecompress", create_decompress) &&
               library.find("jpeg_CreateCompress", create_compress) && library.find("jpeg_destroy_decompress", destroy_decompress) &&
               library.find("jpeg_destroy_compress", destroy_compress) && library.find("jpeg_mem_src", memory_source) &&
               library.find("jpeg_mem_dest", memory_destination) && library.find("jpeg_read_header", read_header) &&
               library.find("jpeg_start_decompress", start_decompress) && library.find("jpeg_read_scanlines", read_lines) &&
               library.find("jpeg_finish_decompress", finish_decompress) && library.find("jpeg_set_defaults", set_defaults) &&
               library.find("jpeg_set_quality", set_quality) && library.find("jpeg_start_compress", start_compress) &&
               library.find("jpeg_write_scanlines", write_lines) && library.find("jpeg_finish_compress", finish_compress);
  }
};

const Jpeg& jpeg() {
  static const Jpeg api;
  return api;
}

// libjpeg reports errors by a call that may not return; a jump leaves it.
struct Failure {
  jpeg_error_mgr manager;  // first, so that a pointer to it is a pointer to this
  std::jmp_buf jump;
  char text[JMSG_LENGTH_MAX] = "";
};

extern "C" void lykos_jpeg_error(j_common_ptr state) {
  auto* failure = reinterpret_cast<Failure*>(state->err);
  state->err->format_message(state, failure->text);
  std::longjmp(failure->jump, 1);
}
extern "C" void lykos_jpeg_message(j_common_ptr) {}

void prepare(Failure& failure) {
  jpeg().standard_errors(&failure.manager);
  failure.manager.error_exit = lykos_jpeg_error;
  failure.manager.output_message = lykos_jpeg_message;
}

bool start_reading(jpeg_decompress_struct& state, std::string_view bytes, Failure& failure) {
  if (setjmp(failure.jump) != 0) return false;
  jpeg().create_decompress(&state, JPEG_LIB_VERSION, sizeof state);
  jpeg().memory_source(&state, reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned long>(bytes.size()));
  jpeg().read_header(&state, TRUE);
  jpeg().start_decompress(&state);
  return true;
}

bool read_lines(jpeg_decompress_struct& state, unsigned char* out, Failure& failure) {
  if (setjmp(failure.jump) != 0) return false;
  const std::size_t stride = static_cast<std::size_t>(state.output_width) * static_cast<std::size_t>(state.output_components);
  while (state.output_scanline < state.output_height) {
    JSAMPROW row = out + state.output_scanline * stride;
    jpeg().read_lines(&state, &row, 1);
  }
  jpeg().finish_decompress(&state);
  return true;
}

bool write_lines(jpeg_compress_struct& state, const ImageValue& image, const unsigned char* in, int quality, unsigned char** out, unsigned long* size,
                 Failure& failure) {
  if (setjmp(failure.jump) != 0) return false;
  jpeg().create_compress(&state, JPEG_LIB_VERSION, sizeof state);
  jpeg().memory_destination(&state, out, size);
  state.image_width = static_cast<JDIMENSION>(image.width());
  state.image_height = static_cast<JDIMENSION>(image.height());
  state.input_components = static_cast<int>(image.channels());
  state.in_color_space = image.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg().set_defaults(&state);
  jpeg().set_quality(&state, quality, TRUE);
  jpeg().start_compress(&state, TRUE);
  const std::size_t stride = static_cast<std::size_t>(image.width() * image.channels());
  while (state.next_scanline < state.image_height) {
    auto row = const_cast<JSAMPROW>(in + state.next_scanline * stride);
    jpeg().write_lines(&state, &row, 1);
  }
  jpeg().finish_compress(&state);
  return true;
}

}  // namespace

std::optional<ImageValue> read_jpeg(std::string_view bytes, std::string& problem) {
  if (!jpeg().complete) {
    problem = "the library libjpeg is not installed";
    return std::nullopt;
  }
  Failure failure;
  jpeg_decompress_struct state{};
  prepare(failure);
  state.err = &failure.manager;
  ImageValue image;
  bool good = start_reading(state, bytes, failure);
  if (good) {
    image.type = PixelType::Byte;
    image.color_space = state.output_components == 1 ? "Grayscale" : state.output_components == 4 ? "CMYK" : "RGB";
    image.pixels = Array(DType::UnsignedInteger8, Shape{state.output_height, state.output_width, state.output_components});
    good = read_lines(state, image.pixels.data<unsigned char>(), failure);
  }
  jpeg().destroy_decompress(&state);
  if (good) return image;
  problem = failure.text;
  return std::nullopt;
}

std::optional<std::string> write_jpeg(const ImageValue& given, int quality, std::string& problem) {
  if (!jpeg().complete) {
    problem = "the library libjpeg is not installed";
    return std::nullopt;
  }
  const ImageValue image = without_alpha(given);
  if (image.channels() != 1 && image.channels() != 3) {
    problem = "a JPEG image has 1 or 3 channels";
    return std::nullopt;
  }
  const Array pixels = convert_pixels(image.pixels, image.type, PixelType::Byte);
  Failure failure;
  jpeg_compress_struct state{};
  prepare(failure);
  state.err = &failure.manager;
  unsigned char* out = nullptr;
  unsigned long size = 0;
  const bool good = write_lines(state, image, pixels.data<unsigned char>(), quality, &out, &size, failure);
  jpeg().destroy_compress(&state);
  std::string bytes;
  if (good) bytes.assign(reinterpret_cast<const char*>(out), size);
  std::free(out);
  if (good) return bytes;
  problem = failure.text;
  return std::nullopt;
}

}  // namespace lykos::builtins
