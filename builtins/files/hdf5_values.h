// hdf5_values.h - elements of HDF5 datasets and attributes as expressions, and back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "builtins/files/hdf5.h"
#include "builtins/files/hdf5_library.h"

namespace lykos::builtins::hdf5 {

/// What an element is, as it lies in memory.
struct ValueType {
  enum class Kind { Integer, Real, Text, VariableText, Compound, Enumeration, FixedArray, Sequence, Opaque, Unknown } kind = Kind::Unknown;
  std::size_t size = 0;
  bool is_signed = true;
  std::vector<std::string> names;         ///< fields of a compound, names of an enumeration
  std::vector<std::size_t> offsets;       ///< of fields
  std::vector<ValueType> members;         ///< fields; the element of arrays and sequences; the numbers of an enumeration
  std::vector<std::int64_t> values;       ///< of an enumeration
  std::vector<std::int64_t> dimensions;   ///< of a fixed array
  bool is_complex() const;                ///< a compound of two reals named as parts of a complex number
  bool is_boolean() const;                ///< an enumeration FALSE, TRUE
};

ValueType describe_type(hid_t type);
/// "Integer32", "Real64", "String", <|field -> type|>, ...
Expr type_expr(const ValueType& type);
/// Elements read with the native type `memory_type`, arranged by `dimensions`.
Expr elements_expr(const ValueType& type, const char* data, const std::vector<std::int64_t>& dimensions);

/// A native type for an element type of arrays.
hid_t native_type(array::DType type);

/// Data ready to be written: a type of its own, sizes, and bytes (pointers for strings).
struct Writable {
  Handle type;
  std::vector<hsize_t> dimensions;
  bool scalar = false;
  std::vector<char> bytes;
  std::vector<std::string> texts;      ///< what pointers in `bytes` point at
  array::Array numbers;                ///< instead of bytes
  const void* data() const { return numbers.valid() ? numbers.bytes() : static_cast<const void*>(bytes.data()); }
};
/// Numbers, strings and truth values and rectangular lists of them, NumericArrays, byte arrays. Nothing with `problem` otherwise.
std::optional<Writable> writable(const Expr& data, std::optional<array::DType> wanted, std::string& problem);

}  // namespace lykos::builtins::hdf5
