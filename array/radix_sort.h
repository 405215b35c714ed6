// Sorting of machine numbers by their digits: linear in the length, for lists that are long.
#pragma once

#include <cstdint>
#include <vector>

namespace lykos::array {

// In ascending order. Reals hold no NaN; -0. and 0. are equal.
void sort_numbers(std::int64_t* values, std::int64_t count);
void sort_numbers(double* values, std::int64_t count);

// The positions 0, 1, ... in the order of the values there; equal values stay in the order of their positions.
std::vector<std::int64_t> ordering_of(const std::int64_t* values, std::int64_t count);
std::vector<std::int64_t> ordering_of(const double* values, std::int64_t count);

}  // namespace lykos::array
