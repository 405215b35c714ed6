// Shape: the extents of an array, outermost first. A small vector of 64-bit integers that keeps up to six extents inline,
// so that copying an Array handle normally allocates nothing.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

namespace lykos::array {

class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<std::int64_t> extents) { assign(extents.begin(), static_cast<int>(extents.size())); }
  explicit Shape(std::span<const std::int64_t> extents) { assign(extents.data(), static_cast<int>(extents.size())); }
  // A shape of `rank` equal extents.
  static Shape filled(int rank, std::int64_t extent);

  Shape(const Shape& other) { assign(other.data(), other.rank_); }
  Shape(Shape&& other) noexcept { steal(other); }
  Shape& operator=(const Shape& other) {
    if (this != &other) assign(other.data(), other.rank_);
    return *this;
  }
  Shape& operator=(Shape&& other) noexcept {
    if (this != &other) {
      release();
      steal(other);
    }
    return *this;
  }
  ~Shape() { release(); }

  int rank() const { return rank_; }
  bool empty() const { return rank_ == 0; }
  const std::int64_t* data() const { return rank_ > kInline ? heap_ : inline_; }
  std::int64_t* data() { return rank_ > kInline ? heap_ : inline_; }
  std::int64_t operator[](int axis) const { return data()[axis]; }
  std::int64_t& operator[](int axis) { return data()[axis]; }
  std::int64_t back() const { return data()[rank_ - 1]; }
  const std::int64_t* begin() const { return data(); }
  const std::int64_t* end() const { return data() + rank_; }
  std::span<const std::int64_t> span() const { return {data(), static_cast<std::size_t>(rank_)}; }

  // Number of elements: the product of the extents, 1 for a scalar. The product is assumed to fit; Array checks it once
  // when it allocates.
  std::int64_t element_count() const {
    std::int64_t count = 1;
    for (std::int64_t extent : *this) count *= extent;
    return count;
  }

  void push_back(std::int64_t extent);
  void insert(int position, std::int64_t extent);
  void erase(int position);
  // The extents from `first` up to, not including, `last`.
  Shape slice(int first, int last) const {
    return Shape(std::span<const std::int64_t>(data() + first, static_cast<std::size_t>(last - first)));
  }
  // This shape followed by the extents of `tail`.
  Shape joined(const Shape& tail) const;

  friend bool operator==(const Shape& a, const Shape& b) {
    if (a.rank_ != b.rank_) return false;
    for (int i = 0; i < a.rank_; ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }

 private:
  static constexpr int kInline = 6;

  void assign(const std::int64_t* extents, int rank);
  void release() {
    if (rank_ > kInline) delete[] heap_;
    rank_ = 0;
  }
  void steal(Shape& other) noexcept {
    rank_ = other.rank_;
    if (rank_ > kInline) {
      heap_ = other.heap_;
    } else {
      for (int i = 0; i < rank_; ++i) inline_[i] = other.inline_[i];
    }
    other.rank_ = 0;
  }

  union {
    std::int64_t inline_[kInline];
    std::int64_t* heap_;
  };
  int rank_ = 0;
};

// "{2, 3, 4}", as error messages show it.
std::string to_text(const Shape& shape);

// The shape two arrays broadcast to under the usual rule: aligned at the trailing axis, extents equal or one of them 1.
// Returns false when they do not fit.
bool broadcast_shapes(const Shape& a, const Shape& b, Shape& result);

// Row-major strides of a shape, counted in elements.
Shape contiguous_strides(const Shape& shape);

// The permutation of axes that undoes one.
Shape inverse_permutation(const Shape& permutation);

}  // namespace lykos::array
