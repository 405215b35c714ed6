// Reading index arrays of any integer type inside kernels, counted from 0 after the base is taken off.
#pragma once

#include <cstdint>

#include "array/dtype.h"

namespace lykos::array::cpu {

class IndexReader {
 public:
  IndexReader(DType dtype, std::int64_t base) : dtype_(dtype), base_(base) {}
  void bind(const void* data) { data_ = data; }
  std::int64_t operator[](std::int64_t i) const {
    switch (dtype_) {
      case DType::Integer8: return static_cast<const std::int8_t*>(data_)[i] - base_;
      case DType::Integer16: return static_cast<const std::int16_t*>(data_)[i] - base_;
      case DType::Integer32: return static_cast<const std::int32_t*>(data_)[i] - base_;
      case DType::UnsignedInteger8: return static_cast<const std::uint8_t*>(data_)[i] - base_;
      case DType::UnsignedInteger16: return static_cast<const std::uint16_t*>(data_)[i] - base_;
      case DType::UnsignedInteger32: return static_cast<const std::uint32_t*>(data_)[i] - base_;
      // An unsigned value past 2^63 becomes negative, hence out of range, as it should.
      default: return static_cast<const std::int64_t*>(data_)[i] - base_;
    }
  }

 private:
  DType dtype_;
  std::int64_t base_;
  const void* data_ = nullptr;
};

}  // namespace lykos::array::cpu
