// binary_types.h - the machine types of BinaryRead and BinaryWrite, little-endian unless swapped.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "expr/expr.h"

namespace lykos::builtins {

enum class BinaryType : unsigned char {
  Byte, Character8, Character16, Integer8, Integer16, Integer24, Integer32, Integer64, Integer128,
  UnsignedInteger8, UnsignedInteger16, UnsignedInteger24, UnsignedInteger32, UnsignedInteger64, UnsignedInteger128,
  Real32, Real64, Complex64, Complex128, TerminatedString,
};
std::optional<BinaryType> binary_type(std::string_view name);
/// Reads one value and moves the position; nullopt (position unchanged) when the bytes do not suffice.
MaybeExpr read_binary(std::string_view bytes, std::size_t& position, BinaryType type, bool swapped);
/// False when the value does not fit the type.
bool append_binary(std::string& bytes, const Expr& value, BinaryType type, bool swapped);
std::size_t binary_size(BinaryType type);   ///< bytes per value; 0 for TerminatedString

}  // namespace lykos::builtins
