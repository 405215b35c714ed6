// Element types of arrays: the twelve types of NumericArray, with their names, sizes and classes.
//
// Everything here is constexpr and free of includes beyond <cstdint>, because array.h reaches nearly every file of the
// project.
#pragma once

#include <cstdint>

namespace lykos::array {

// The type of one element. The order is significant: integers come before reals, reals before complex numbers, and
// `common_dtype` (array.h) relies on it.
enum class DType : std::uint8_t {
  Integer8,
  Integer16,
  Integer32,
  Integer64,
  UnsignedInteger8,
  UnsignedInteger16,
  UnsignedInteger32,
  UnsignedInteger64,
  Real32,
  Real64,
  ComplexReal32,
  ComplexReal64,
};

inline constexpr int kDTypeCount = 12;

// Bytes per element.
constexpr int size_of(DType dtype) {
  constexpr int sizes[kDTypeCount] = {1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 8, 16};
  return sizes[static_cast<int>(dtype)];
}

// The name the language uses in NumericArray[data, "Real32"].
constexpr const char* name_of(DType dtype) {
  constexpr const char* names[kDTypeCount] = {
      "Integer8",         "Integer16",         "Integer32",         "Integer64", "UnsignedInteger8", "UnsignedInteger16",
      "UnsignedInteger32", "UnsignedInteger64", "Real32",            "Real64",    "ComplexReal32",    "ComplexReal64"};
  return names[static_cast<int>(dtype)];
}

constexpr bool is_signed_integer(DType dtype) { return dtype <= DType::Integer64; }
constexpr bool is_integer(DType dtype) { return dtype <= DType::UnsignedInteger64; }
constexpr bool is_real(DType dtype) { return dtype == DType::Real32 || dtype == DType::Real64; }
constexpr bool is_complex(DType dtype) { return dtype >= DType::ComplexReal32; }

// Finds the type with the given NumericArray name ("Real32", "UnsignedInteger8", ...). Returns false when there is none.
constexpr bool dtype_from_name(const char* name, DType& result) {
  for (int i = 0; i < kDTypeCount; ++i) {
    const char* candidate = name_of(static_cast<DType>(i));
    const char* given = name;
    while (*candidate != '\0' && *candidate == *given) {
      ++candidate;
      ++given;
    }
    if (*candidate == *given) {
      result = static_cast<DType>(i);
      return true;
    }
  }
  return false;
}

// The DType of a C++ element type: dtype_of<float>() is Real32. Complex numbers are two adjacent reals and have no C++
// type of their own here, so that <complex> stays out of this header.
template <typename T>
constexpr DType dtype_of();
template <> constexpr DType dtype_of<std::int8_t>() { return DType::Integer8; }
template <> constexpr DType dtype_of<std::int16_t>() { return DType::Integer16; }
template <> constexpr DType dtype_of<std::int32_t>() { return DType::Integer32; }
template <> constexpr DType dtype_of<std::int64_t>() { return DType::Integer64; }
template <> constexpr DType dtype_of<std::uint8_t>() { return DType::UnsignedInteger8; }
template <> constexpr DType dtype_of<std::uint16_t>() { return DType::UnsignedInteger16; }
template <> constexpr DType dtype_of<std::uint32_t>() { return DType::UnsignedInteger32; }
template <> constexpr DType dtype_of<std::uint64_t>() { return DType::UnsignedInteger64; }
template <> constexpr DType dtype_of<float>() { return DType::Real32; }
template <> constexpr DType dtype_of<double>() { return DType::Real64; }

}  // namespace lykos::array
