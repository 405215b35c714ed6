// generator.h - the session's random generator.
#pragma once

#include <cstdint>
#include <random>

#include "expr/expr.h"

namespace lykos::builtins {

/// The generator that SeedRandom seeds and every random function draws from (mt19937_64).
std::mt19937_64& random_generator();
/// Uniform on [0, 1) with 53 random bits.
double random_unit();
/// Uniform on low..high (inclusive), any size of integers.
Expr random_integer(const Expr& low, const Expr& high);

}  // namespace lykos::builtins
