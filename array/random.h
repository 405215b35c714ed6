// Counter-based random numbers (Philox 4x32-10; Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
// SC 2011). The number at a position depends only on (seed, stream, position), so any thread may compute any part and the
// result is the same for every thread count. Nothing here has state; a caller advances its own position.
#pragma once

#include <cstdint>

namespace lykos::array {

// Identifies one independent sequence: a user seed, and a stream (layer, step, purpose) under it.
struct RandomKey {
  std::uint64_t seed = 0;
  std::uint64_t stream = 0;
};

// Four 32-bit words for block `counter` of the sequence.
struct RandomBlock {
  std::uint32_t words[4];
};
RandomBlock random_block(RandomKey key, std::uint64_t counter);

// 64 random bits at `position`; positions 2n and 2n+1 share a block.
std::uint64_t random_bits(RandomKey key, std::uint64_t position);

// Element i of the filled range is the number at position + i, so a range may be filled in pieces.
// Uniform on [low, high): 24 random bits for float, 53 for double.
void fill_uniform(float* out, std::int64_t count, RandomKey key, std::uint64_t position, double low = 0, double high = 1);
void fill_uniform(double* out, std::int64_t count, RandomKey key, std::uint64_t position, double low = 0, double high = 1);
// Normal by Box-Muller on the uniforms of the pair of positions (2n, 2n+1).
void fill_normal(float* out, std::int64_t count, RandomKey key, std::uint64_t position, double mean = 0, double deviation = 1);
void fill_normal(double* out, std::int64_t count, RandomKey key, std::uint64_t position, double mean = 0, double deviation = 1);
// out = probability p: 0, otherwise 1/(1-p), the mask of dropout.
void fill_dropout_mask(float* out, std::int64_t count, RandomKey key, std::uint64_t position, double p);
void fill_dropout_mask(double* out, std::int64_t count, RandomKey key, std::uint64_t position, double p);

// One draw each, from the start of the sequence `key` (which must be its own: rejection consumes a varying number of positions).
// NaN where a parameter is out of range.
double draw_gamma(double shape, RandomKey key);
double draw_poisson(double mean, RandomKey key);
double draw_binomial(double number, double probability, RandomKey key);

// A uniformly random order of 0..count-1 (Fisher-Yates over unbiased bounded integers), for shuffling examples.
void random_permutation(std::int64_t* out, std::int64_t count, RandomKey key);
// An unbiased integer in 0..bound-1 (Lemire's method), consuming positions from `position`, which is advanced.
std::uint64_t random_below(std::uint64_t bound, RandomKey key, std::uint64_t& position);
// The same from bits that next() gives: the high word of a product, rejecting the biased start (Lemire, "Fast random integer generation in an
// interval", ACM TOMACS 2019). The start is shorter than the bound, so it need not be known, which costs a division, where the low word is beyond.
template <typename F>
std::uint64_t random_below_from(std::uint64_t bound, F&& next) {
  while (true) {
    const unsigned __int128 product = static_cast<unsigned __int128>(next()) * bound;
    const auto low = static_cast<std::uint64_t>(product);
    if (low >= bound || low >= (0 - bound) % bound) return static_cast<std::uint64_t>(product >> 64);
  }
}
// `count` numbers low .. low + bound - 1 as random_below gives them one after another.
void fill_below(std::int64_t* out, std::int64_t count, std::int64_t low, std::uint64_t bound, RandomKey key, std::uint64_t& position);

// Mixes words into a stream number (splitmix64 finaliser), for keys such as (layer, step).
std::uint64_t mix_stream(std::uint64_t a, std::uint64_t b);

}  // namespace lykos::array
