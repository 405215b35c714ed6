// conditions.h - where a condition holds among many numbers, found at once.
#pragma once

#include <optional>

#include "array/array.h"
#include "builtins/support.h"

namespace lykos::builtins {

/// 1 where function[element] is True for an element of a packed vector of machine numbers, 0 where it is False; nullopt when the function is not
/// a condition made of comparisons of plain arithmetic (# > 5 &, 0 < Mod[#, 7] <= 3 && # != 4 &, EvenQ, Positive, GreaterThan[5]).
std::optional<array::Array> truth_of_elements(const Expr& function, const Expr& values);

/// The same for the pattern _?function.
std::optional<array::Array> truth_of_pattern(const Expr& pattern, const Expr& values);
/// Where a < b and its kin hold for packed vectors of one length, or one and a machine number.
std::optional<array::Array> truth_of_relation(const Expr& head, const Expr& a, const Expr& b);

}  // namespace lykos::builtins
