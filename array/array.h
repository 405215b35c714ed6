// Array: a cheap value handle over a shared, reference-counted, 64-byte aligned, contiguous row-major buffer.
//
// The same handle backs packed lists and NumericArray of the language, the constants and parameters of array programs, and
// the data that goes in and out of them, so that none of these ever copies for another. Copying a handle shares the buffer.
// Contents are immutable by convention while shared: whoever wants to write asks `unique()` first, or calls
// `make_unique()`, which copies only when it must. The counter is atomic, hence handles may be dropped on any thread.
//
// A handle may view a run of leading-axis entries of a larger buffer (`slice`), which stays contiguous; there are no strided views.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "array/dtype.h"
#include "array/shape.h"

namespace lykos::array {

// The shared block: this header, then (64 bytes further on) the elements.
struct Buffer {
  std::int64_t references;  // changed with atomic builtins only
  std::int64_t byte_count;  // room for elements, excluding this header
};

// How a conversion treats values that the target type cannot hold.
enum class ConversionMethod : std::uint8_t {
  Check,      // the conversion fails if any value is out of range or would be rounded
  Clip,       // out of range values become the nearest representable one; fractions round to the nearest
  Coerce,     // out of range values wrap (integers); fractions are truncated
  Round,      // fractions round to the nearest (half to even); out of range fails
  Scale,      // reals 0..1 to full integer range and back, as images use; out of range fails
  ClipAndScale,  // the same, out of range values are clipped first
};

// What a conversion met on its way; the caller decides which of these is an error or a message.
struct ConversionReport {
  std::int64_t out_of_range = 0;  // values beyond the target's range (NaN included for integer targets)
  std::int64_t rounded = 0;       // values whose fraction or low bits were lost (Real64 -> Real32 is not counted)
  std::int64_t imaginary = 0;     // complex values with a non-zero imaginary part given to a real target
};

class Array {
 public:
  // The empty handle: no buffer, rank 0, `valid()` is false.
  Array() = default;
  // A new uninitialised array. Throws std::length_error("[array] ...") when the byte count overflows or an extent is
  // negative, std::bad_alloc-derived error when memory is exhausted.
  Array(DType dtype, const Shape& shape);
  static Array zeros(DType dtype, const Shape& shape);
  // Copies `shape.element_count()` elements of type T (any of the types dtype_of knows).
  template <typename T>
  static Array from(const T* elements, const Shape& shape) {
    return copy_of(dtype_of<T>(), elements, shape);
  }
  // Every element equal to `value`, converted to `dtype`.
  static Array filled(DType dtype, const Shape& shape, double value);

  Array(const Array& other) : buffer_(other.buffer_), data_(other.data_), shape_(other.shape_), dtype_(other.dtype_) { retain(); }
  Array(Array&& other) noexcept
      : buffer_(other.buffer_), data_(other.data_), shape_(static_cast<Shape&&>(other.shape_)), dtype_(other.dtype_) {
    other.buffer_ = nullptr;
    other.data_ = nullptr;
  }
  Array& operator=(Array other) noexcept {
    swap(other);
    return *this;
  }
  ~Array() { release(); }
  void swap(Array& other) noexcept;

  bool valid() const { return buffer_ != nullptr; }
  DType dtype() const { return dtype_; }
  const Shape& shape() const { return shape_; }
  int rank() const { return shape_.rank(); }
  std::int64_t element_count() const { return valid() ? shape_.element_count() : 0; }
  std::int64_t byte_count() const { return element_count() * size_of(dtype_); }

  // The elements. T must match the element type; complex arrays are read as pairs of their real type. Writing through the
  // non-const form is allowed to the sole owner only.
  template <typename T>
  const T* data() const {
    return static_cast<const T*>(static_cast<const void*>(data_));
  }
  template <typename T>
  T* data() {
    return static_cast<T*>(static_cast<void*>(data_));
  }
  const void* bytes() const { return data_; }
  void* bytes() { return data_; }

  // True iff this handle is the only one on its buffer, so that writing in place is not seen elsewhere.
  bool unique() const;
  // Ensures `unique()` by copying when the buffer is shared.
  void make_unique();
  // A new buffer with equal contents.
  Array clone() const;

  // The same elements under another shape with an equal count; shares the buffer. Throws std::invalid_argument("[reshape] ...").
  Array reshape(const Shape& shape) const;
  // Entries first..last-1 of the leading axis; shares the buffer. Throws std::out_of_range("[slice] ...").
  Array slice(std::int64_t first, std::int64_t last) const;
  // One entry of the leading axis, whose rank is one less; shares the buffer.
  Array part(std::int64_t index) const;

  // Room for growth in place: true when the sole owner could extend the leading axis to `extent` without reallocating.
  bool has_room(std::int64_t leading_extent) const;
  // Changes the leading extent in place, moving to a larger buffer (1.5 times growth) when needed; new elements are
  // uninitialised. Requires rank >= 1.
  void resize_leading(std::int64_t extent);

  // The elements as another type. `report`, when given, receives the counts of everything lossy; with the methods that can
  // fail (Check, Round, Scale) the caller reads it to decide, and the result is then meaningless but valid.
  Array convert(DType dtype, ConversionMethod method = ConversionMethod::Coerce, ConversionReport* report = nullptr) const;

  // Element `index` (flat, row-major) as a double (real part for complex types); for printing and tests.
  double real_at(std::int64_t index) const;

  // Same type, shape and contents; reals compare as numbers, so 0. equals -0. and NaN equals nothing.
  friend bool operator==(const Array& a, const Array& b);
  // Same type, shape and bit patterns.
  friend bool identical(const Array& a, const Array& b);
  // A hash of type, shape and bytes, with -0. hashed as 0. so that it agrees with operator==.
  std::uint64_t hash() const;

 private:
  static Array copy_of(DType dtype, const void* elements, const Shape& shape);
  Array(Buffer* buffer, std::byte* data, DType dtype, const Shape& shape)
      : buffer_(buffer), data_(data), shape_(shape), dtype_(dtype) {
    retain();
  }
  void retain() const {
    if (buffer_ != nullptr) __atomic_fetch_add(&buffer_->references, 1, __ATOMIC_RELAXED);
  }
  void release() {
    if (buffer_ != nullptr && __atomic_sub_fetch(&buffer_->references, 1, __ATOMIC_ACQ_REL) == 0) free_buffer(buffer_);
  }
  static Buffer* allocate_buffer(std::int64_t byte_count);
  static void free_buffer(Buffer* buffer);

  Buffer* buffer_ = nullptr;
  std::byte* data_ = nullptr;  // first element; inside the buffer, past its start for slices
  Shape shape_;
  DType dtype_ = DType::Real64;
};

bool operator==(const Array& a, const Array& b);
bool identical(const Array& a, const Array& b);

// The smallest type that holds every value of both: Integer8 with UnsignedInteger8 gives Integer16, integers with reals give
// Real64 (Real32 up to 16-bit integers), reals with complex give complex.
DType common_dtype(DType a, DType b);

// "Array[Real32, {2, 3}]" with up to `limit` elements, for debugging and test failures.
std::string to_text(const Array& array, int limit = 16);

}  // namespace lykos::array
