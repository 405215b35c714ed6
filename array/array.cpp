// Array: allocation, sharing, views and comparison. Type conversion is in convert.cpp.
#include "array/array.h"

#include "array/buffer_bytes.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>

namespace lykos::array {
namespace {

constexpr std::int64_t kHeaderBytes = 64;
static_assert(sizeof(Buffer) <= kHeaderBytes);

std::byte* elements_of(Buffer* buffer) { return reinterpret_cast<std::byte*>(buffer) + kHeaderBytes; }

std::int64_t checked_byte_count(DType dtype, const Shape& shape) {
  std::int64_t count = size_of(dtype);
  bool empty = false;
  for (std::int64_t extent : shape) {
    if (extent < 0) throw std::length_error("[array] negative extent in shape " + to_text(shape));
    if (extent == 0) empty = true;
    else if (__builtin_mul_overflow(count, extent, &count)) throw std::length_error("[array] shape " + to_text(shape) + " is too large");
  }
  if (count > (std::int64_t{1} << 47) && !empty) throw std::length_error("[array] shape " + to_text(shape) + " is too large");
  return empty ? 0 : count;
}

// The error thrown when memory runs out, a std::bad_alloc with a sentence.
class OutOfMemory : public std::bad_alloc {
 public:
  const char* what() const noexcept override { return "[array] not enough memory"; }
};

template <typename T>
bool equal_numbers(const void* a, const void* b, std::int64_t count) {
  return std::equal(static_cast<const T*>(a), static_cast<const T*>(a) + count, static_cast<const T*>(b));
}

}  // namespace

namespace {

constexpr std::int64_t kLargePage = std::int64_t{2} << 20;
constexpr std::int64_t kLargeBuffer = std::int64_t{128} << 10;  // from here on buffers are kept for the next one of their size

// What a large buffer is rounded up to, so that one fits where another was: a sixteenth of its size or less, and a large page where that is less.
std::int64_t large_step(std::int64_t bytes) { return bytes >= 16 * kLargePage ? kLargePage : bytes >= (std::int64_t{1} << 20) ? std::int64_t{64} << 10 : 8192; }

// Large blocks that were freed last. Arithmetic on lists makes one result after another, each of megabytes, and would otherwise spend most of its
// time in page faults.
class SpareBlocks {
 public:
  void* take(std::int64_t bytes) {
    const std::lock_guard<std::mutex> lock(mutex_);
    // The one that was freed last is the one most likely to be in the cache of the processor.
    for (std::size_t i = count_; i-- > 0;) {
      if (blocks_[i].bytes == bytes) return remove(i);
    }
    return nullptr;
  }
  // Keeps the block; the oldest ones are freed where there is no room for it.
  void put(void* memory, std::int64_t bytes) {
    if (bytes > kMostBytes) return std::free(memory);
    const std::lock_guard<std::mutex> lock(mutex_);
    while (count_ == blocks_.size() || bytes_ + bytes > kMostBytes) std::free(remove(0));
    blocks_[count_++] = {memory, bytes};
    bytes_ += bytes;
  }

 private:
  static constexpr std::int64_t kMostBytes = std::int64_t{256} << 20;
  struct Block {
    void* memory = nullptr;
    std::int64_t bytes = 0;
  };
  void* remove(std::size_t at) {
    const Block block = blocks_[at];
    std::copy(blocks_.begin() + static_cast<std::ptrdiff_t>(at) + 1, blocks_.begin() + static_cast<std::ptrdiff_t>(count_), blocks_.begin() + static_cast<std::ptrdiff_t>(at));
    --count_;
    bytes_ -= block.bytes;
    return block.memory;
  }
  std::mutex mutex_;
  std::array<Block, 16> blocks_;  // the oldest first
  std::size_t count_ = 0;
  std::int64_t bytes_ = 0;
};

SpareBlocks& spare_blocks() {
  static SpareBlocks* blocks = new SpareBlocks;  // lives until the process ends, whatever static arrays do
  return *blocks;
}

std::atomic<std::int64_t> bytes_in_use{0}, peak_bytes{0};

}  // namespace

void count_bytes(std::int64_t change) {
  const std::int64_t now = bytes_in_use.load(std::memory_order_relaxed) + change;
  bytes_in_use.store(now, std::memory_order_relaxed);
  if (now > peak_bytes.load(std::memory_order_relaxed)) peak_bytes.store(now, std::memory_order_relaxed);
}

std::int64_t buffer_bytes_in_use() { return bytes_in_use.load(std::memory_order_relaxed); }
std::int64_t peak_buffer_bytes() { return peak_bytes.load(std::memory_order_relaxed); }
void reset_peak_buffer_bytes() { peak_bytes.store(buffer_bytes_in_use(), std::memory_order_relaxed); }

Buffer* Array::allocate_buffer(std::int64_t byte_count) {
  std::int64_t total = (byte_count + kHeaderBytes + 63) / 64 * 64;
  void* memory = nullptr;
  if (total < kLargeBuffer) {
    memory = std::aligned_alloc(64, static_cast<std::size_t>(total));
  } else {
    const std::int64_t step = large_step(total);
    total = (total + step - 1) / step * step;
    memory = spare_blocks().take(total);
    if (memory == nullptr) {
      // Very large buffers ask for large pages: touching them the first time costs a fault for every page.
      const bool pages = total >= 2 * kLargePage;
      // (aligned_alloc would want the size to be a multiple of the alignment.)
      if (posix_memalign(&memory, static_cast<std::size_t>(pages ? kLargePage : 4096), static_cast<std::size_t>(total)) != 0) memory = nullptr;
#ifdef MADV_HUGEPAGE
      if (pages && memory != nullptr) madvise(memory, static_cast<std::size_t>(total), MADV_HUGEPAGE);
#endif
    }
  }
  if (memory == nullptr) throw OutOfMemory();
  count_bytes(total);
  auto* buffer = static_cast<Buffer*>(memory);
  buffer->references = 0;
  buffer->byte_count = total - kHeaderBytes;
  return buffer;
}

void Array::free_buffer(Buffer* buffer) {
  const std::int64_t total = buffer->byte_count + kHeaderBytes;
  count_bytes(-total);
  if (total < kLargeBuffer) return std::free(buffer);
  spare_blocks().put(buffer, total);
}

Array::Array(DType dtype, const Shape& shape) : shape_(shape), dtype_(dtype) {
  const std::int64_t bytes = checked_byte_count(dtype, shape);
  buffer_ = allocate_buffer(bytes);
  data_ = elements_of(buffer_);
  retain();
}

Array Array::zeros(DType dtype, const Shape& shape) {
  Array result(dtype, shape);
  std::memset(result.data_, 0, static_cast<std::size_t>(result.byte_count()));
  return result;
}

Array Array::copy_of(DType dtype, const void* elements, const Shape& shape) {
  Array result(dtype, shape);
  const std::int64_t bytes = result.byte_count();
  if (bytes > 0) std::memcpy(result.data_, elements, static_cast<std::size_t>(bytes));
  return result;
}

Array Array::filled(DType dtype, const Shape& shape, double value) {
  Array one(DType::Real64, {});
  *one.data<double>() = value;
  const Array element = one.convert(dtype);
  Array result(dtype, shape);
  const auto width = static_cast<std::size_t>(size_of(dtype));
  const std::int64_t count = result.element_count();
  for (std::int64_t i = 0; i < count; ++i) std::memcpy(result.data_ + static_cast<std::size_t>(i) * width, element.data_, width);
  return result;
}

void Array::swap(Array& other) noexcept {
  std::swap(buffer_, other.buffer_);
  std::swap(data_, other.data_);
  std::swap(shape_, other.shape_);
  std::swap(dtype_, other.dtype_);
}

bool Array::unique() const { return buffer_ != nullptr && __atomic_load_n(&buffer_->references, __ATOMIC_ACQUIRE) == 1; }

void Array::make_unique() {
  if (buffer_ != nullptr && !unique()) *this = clone();
}

Array Array::clone() const {
  if (!valid()) return {};
  return copy_of(dtype_, data_, shape_);
}

Array Array::reshape(const Shape& shape) const {
  if (shape.element_count() != element_count()) {
    throw std::invalid_argument("[reshape] cannot give " + std::to_string(element_count()) + " elements the shape " + to_text(shape));
  }
  return Array(buffer_, data_, dtype_, shape);
}

Array Array::slice(std::int64_t first, std::int64_t last) const {
  if (rank() == 0 || first < 0 || last < first || last > shape_[0]) {
    throw std::out_of_range("[slice] entries " + std::to_string(first) + " to " + std::to_string(last) + " of shape " + to_text(shape_));
  }
  Shape shape = shape_;
  shape[0] = last - first;
  const std::int64_t row = shape_[0] == 0 ? 0 : byte_count() / shape_[0];
  return Array(buffer_, data_ + first * row, dtype_, shape);
}

Array Array::part(std::int64_t index) const {
  if (rank() == 0 || index < 0 || index >= shape_[0]) {
    throw std::out_of_range("[slice] entry " + std::to_string(index) + " of shape " + to_text(shape_));
  }
  const std::int64_t row = byte_count() / shape_[0];
  return Array(buffer_, data_ + index * row, dtype_, shape_.slice(1, rank()));
}

bool Array::has_room(std::int64_t leading_extent) const {
  if (rank() == 0 || !unique()) return false;
  const std::int64_t row = shape_.slice(1, rank()).element_count() * size_of(dtype_);
  std::int64_t needed = 0;
  if (__builtin_mul_overflow(row, leading_extent, &needed)) return false;
  return needed + (data_ - elements_of(buffer_)) <= buffer_->byte_count;
}

void Array::resize_leading(std::int64_t extent) {
  if (rank() == 0) throw std::invalid_argument("[array] a scalar has no leading axis to resize");
  if (!has_room(extent)) {
    Shape target = shape_;
    const std::int64_t grown = shape_[0] + shape_[0] / 2 + 4;
    target[0] = std::max(extent, grown);
    Array larger(dtype_, target);
    const std::int64_t row = shape_.slice(1, rank()).element_count() * size_of(dtype_);
    std::memcpy(larger.data_, data_, static_cast<std::size_t>(std::min(extent, shape_[0]) * row));
    swap(larger);
  }
  shape_[0] = extent;
}

double Array::real_at(std::int64_t index) const {
  switch (dtype_) {
    case DType::Integer8: return data<std::int8_t>()[index];
    case DType::Integer16: return data<std::int16_t>()[index];
    case DType::Integer32: return data<std::int32_t>()[index];
    case DType::Integer64: return static_cast<double>(data<std::int64_t>()[index]);
    case DType::UnsignedInteger8: return data<std::uint8_t>()[index];
    case DType::UnsignedInteger16: return data<std::uint16_t>()[index];
    case DType::UnsignedInteger32: return data<std::uint32_t>()[index];
    case DType::UnsignedInteger64: return static_cast<double>(data<std::uint64_t>()[index]);
    case DType::Real32: return static_cast<double>(data<float>()[index]);
    case DType::Real64: return data<double>()[index];
    case DType::ComplexReal32: return static_cast<double>(data<float>()[2 * index]);
    case DType::ComplexReal64: return data<double>()[2 * index];
  }
  return 0;
}

bool operator==(const Array& a, const Array& b) {
  if (a.valid() != b.valid() || a.dtype_ != b.dtype_ || !(a.shape_ == b.shape_)) return false;
  if (!a.valid()) return true;
  const std::int64_t count = a.element_count();
  switch (a.dtype_) {
    case DType::Real32: return equal_numbers<float>(a.data_, b.data_, count);
    case DType::Real64: return equal_numbers<double>(a.data_, b.data_, count);
    case DType::ComplexReal32: return equal_numbers<float>(a.data_, b.data_, 2 * count);
    case DType::ComplexReal64: return equal_numbers<double>(a.data_, b.data_, 2 * count);
    default: return identical(a, b);
  }
}

bool identical(const Array& a, const Array& b) {
  if (a.valid() != b.valid() || a.dtype_ != b.dtype_ || !(a.shape_ == b.shape_)) return false;
  return !a.valid() || a.data_ == b.data_ || std::memcmp(a.data_, b.data_, static_cast<std::size_t>(a.byte_count())) == 0;
}

std::uint64_t Array::hash() const {
  std::uint64_t state = 0x9E3779B97F4A7C15u ^ static_cast<std::uint64_t>(dtype_);
  const auto mix = [&state](std::uint64_t word) {
    state = (state ^ word) * 0xFF51AFD7ED558CCDu;
    state ^= state >> 32;
  };
  for (std::int64_t extent : shape_) mix(static_cast<std::uint64_t>(extent));
  if (!valid()) return state;
  const std::int64_t bytes = byte_count();
  const bool wide_real = dtype_ == DType::Real64 || dtype_ == DType::ComplexReal64;
  const bool narrow_real = dtype_ == DType::Real32 || dtype_ == DType::ComplexReal32;
  std::int64_t position = 0;
  for (; position + 8 <= bytes; position += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, data_ + position, 8);
    // The bit pattern of -0. becomes that of 0.
    if (wide_real && word == 0x8000000000000000u) word = 0;
    if (narrow_real) {
      if ((word & 0xFFFFFFFFu) == 0x80000000u) word &= ~std::uint64_t{0xFFFFFFFFu};
      if (word >> 32 == 0x80000000u) word &= 0xFFFFFFFFu;
    }
    mix(word);
  }
  if (position < bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, data_ + position, static_cast<std::size_t>(bytes - position));
    if (narrow_real && word == 0x80000000u) word = 0;
    mix(word);
  }
  return state;
}

DType common_dtype(DType a, DType b) {
  if (a == b) return a;
  if (is_complex(a) || is_complex(b)) {
    const auto narrow = [](DType d) {
      return d == DType::Real32 || d == DType::ComplexReal32 || (is_integer(d) && size_of(d) <= 2);
    };
    return narrow(a) && narrow(b) ? DType::ComplexReal32 : DType::ComplexReal64;
  }
  if (is_real(a) || is_real(b)) {
    const auto narrow = [](DType d) { return d == DType::Real32 || (is_integer(d) && size_of(d) <= 2); };
    return narrow(a) && narrow(b) ? DType::Real32 : DType::Real64;
  }
  if (is_signed_integer(a) == is_signed_integer(b)) return size_of(a) >= size_of(b) ? a : b;
  const DType wide = is_signed_integer(a) ? a : b;
  const DType natural = is_signed_integer(a) ? b : a;
  if (size_of(wide) > size_of(natural)) return wide;
  switch (size_of(natural)) {
    case 1: return DType::Integer16;
    case 2: return DType::Integer32;
    case 4: return DType::Integer64;
    default: return DType::Real64;  // no integer type holds both
  }
}

std::string to_text(const Array& array, int limit) {
  if (!array.valid()) return "Array[]";
  std::string text = std::string("Array[") + name_of(array.dtype()) + ", " + to_text(array.shape()) + "] {";
  const std::int64_t shown = std::min<std::int64_t>(array.element_count(), limit);
  for (std::int64_t i = 0; i < shown; ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(array.real_at(i));
  }
  if (shown < array.element_count()) text += ", ...";
  return text + "}";
}

}  // namespace lykos::array
