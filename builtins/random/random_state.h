// random_state.h - the session's random generator: a counter-based sequence (array/random.h) and the position reached in it.
// Seeding sets the key, drawing moves the position; the same seed gives the same numbers on every machine and thread count.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "array/array.h"
#include "array/random.h"
#include "evaluator/evaluator.h"
#include "expr/expr.h"
#include "expr/number.h"

namespace lykos::builtins {

class RandomState {
 public:
  array::RandomKey key;
  std::uint64_t position = 0;

  std::uint64_t bits() {
    const std::uint64_t at = position++ - first_held_;
    return at < held_count_ && key.seed == held_key_.seed && key.stream == held_key_.stream ? held_[at] : next_held(position - 1);
  }
  /// Uniform on [0, 1), 53 bits.
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
  /// Uniform on (0, 1].
  double positive_uniform() { return (static_cast<double>(bits() >> 11) + 1) * 0x1p-53; }
  double normal();
  double exponential();
  /// Uniform in 0 .. bound - 1.
  std::uint64_t below(std::uint64_t bound) {
    return bound <= 1 ? 0 : array::random_below_from(bound, [this] { return bits(); });
  }
  /// Uniform in 0 .. bound - 1 for any size, bound > 0.
  Integer below(const Integer& bound);

 private:
  /// Makes the bits from this position on, which is faster for some at once than for each alone.
  std::uint64_t next_held(std::uint64_t from);
  std::array<std::uint64_t, 64> held_{};
  array::RandomKey held_key_;
  std::uint64_t first_held_ = 0, held_count_ = 0;
};

RandomState& random_state();
/// Seeds from an integer, a string or (Automatic) the clock.
void seed_random(const Expr& seed);

/// A call's dimensions {n1, n2, ...} from an argument n or a list; nullopt after a message.
std::optional<std::vector<std::int64_t>> read_dimensions(Call& call, std::size_t index);
/// A nested list of these dimensions; `draw` gives one element. Packs the result when it can.
template <typename F>
Expr nested_list(const std::vector<std::int64_t>& dimensions, std::size_t level, F&& draw) {
  if (level == dimensions.size()) return draw();
  Builder list(sym::List, static_cast<std::size_t>(dimensions[level]));
  for (std::int64_t i = 0; i < dimensions[level]; ++i) {
    if ((i & 1023) == 0) check_interrupt();
    list.push(nested_list(dimensions, level + 1, draw));
  }
  return list.finish();
}
/// Whether an array of these dimensions can be packed (no empty axis).
bool can_pack(const std::vector<std::int64_t>& dimensions);
array::Shape shape_of(const std::vector<std::int64_t>& dimensions);

/// RandomVariate[distribution, dims]; nullopt when the distribution is not known or its parameters are not numbers.
MaybeExpr random_variates(const Expr& distribution, const std::vector<std::int64_t>& dimensions);

}  // namespace lykos::builtins
