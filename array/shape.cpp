// Shape: storage and the two shape rules everything else builds on, broadcasting and row-major strides.
#include "array/shape.h"

#include <algorithm>

namespace lykos::array {

void Shape::assign(const std::int64_t* extents, int rank) {
  // The source may lie inside this object, so the new storage is complete before the old one goes.
  if (rank > kInline) {
    auto* fresh = new std::int64_t[static_cast<std::size_t>(rank)];
    std::copy(extents, extents + rank, fresh);
    release();
    heap_ = fresh;
  } else {
    std::int64_t copy[kInline];
    std::copy(extents, extents + rank, copy);
    release();
    std::copy(copy, copy + rank, inline_);
  }
  rank_ = rank;
}

Shape Shape::filled(int rank, std::int64_t extent) {
  Shape result;
  for (int i = 0; i < rank; ++i) result.push_back(extent);
  return result;
}

void Shape::push_back(std::int64_t extent) { insert(rank_, extent); }

void Shape::insert(int position, std::int64_t extent) {
  const int rank = rank_ + 1;
  std::int64_t small[kInline + 1];
  std::int64_t* target = rank > kInline + 1 ? new std::int64_t[static_cast<std::size_t>(rank)] : small;
  const std::int64_t* source = data();
  std::copy(source, source + position, target);
  target[position] = extent;
  std::copy(source + position, source + rank_, target + position + 1);
  assign(target, rank);
  if (target != small) delete[] target;
}

void Shape::erase(int position) {
  Shape result;
  for (int i = 0; i < rank_; ++i) {
    if (i != position) result.push_back((*this)[i]);
  }
  *this = static_cast<Shape&&>(result);
}

Shape Shape::joined(const Shape& tail) const {
  Shape result = *this;
  for (std::int64_t extent : tail) result.push_back(extent);
  return result;
}

std::string to_text(const Shape& shape) {
  std::string text = "{";
  for (int i = 0; i < shape.rank(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(shape[i]);
  }
  return text + "}";
}

bool broadcast_shapes(const Shape& a, const Shape& b, Shape& result) {
  const int rank = std::max(a.rank(), b.rank());
  Shape joint = Shape::filled(rank, 1);
  for (int i = 1; i <= rank; ++i) {
    const std::int64_t left = i <= a.rank() ? a[a.rank() - i] : 1;
    const std::int64_t right = i <= b.rank() ? b[b.rank() - i] : 1;
    if (left != right && left != 1 && right != 1) return false;
    joint[rank - i] = left == 1 ? right : left;
  }
  result = static_cast<Shape&&>(joint);
  return true;
}

Shape contiguous_strides(const Shape& shape) {
  Shape strides = shape;
  std::int64_t stride = 1;
  for (int i = shape.rank() - 1; i >= 0; --i) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}

Shape inverse_permutation(const Shape& permutation) {
  Shape inverse = permutation;
  for (int i = 0; i < permutation.rank(); ++i) inverse[static_cast<int>(permutation[i])] = i;
  return inverse;
}

}  // namespace lykos::array
