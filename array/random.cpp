// Philox 4x32-10 and the fills built on it. The constants are those of the paper cited in random.h.
#include "array/random.h"

#include <algorithm>
#include <cmath>

#include "array/list_loops.h"

namespace lykos::array {
namespace {

constexpr std::uint32_t kMultiplier0 = 0xD2511F53u;
constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57u;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9u;
constexpr std::uint32_t kWeyl1 = 0xBB67AE85u;

float unit_float(std::uint64_t bits) { return static_cast<float>(bits >> 40) * 0x1p-24f; }
double unit_double(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

template <typename T>
T unit(std::uint64_t bits) {
  if constexpr (sizeof(T) == 4) return unit_float(bits);
  else return unit_double(bits);
}

// Calls put(i, bits) for positions position + i.
template <typename F>
void for_each_bits(std::int64_t count, RandomKey key, std::uint64_t position, F&& put) {
  std::int64_t i = 0;
  if ((position & 1) != 0 && count > 0) put(i++, random_bits(key, position));
  constexpr std::int64_t kBlocks = 128;
  std::uint64_t bits[2 * kBlocks];
  while (i + 2 <= count) {
    const std::int64_t blocks = std::min(kBlocks, (count - i) / 2);
    list_loops().random_bits(bits, key.seed, key.stream, (position + static_cast<std::uint64_t>(i)) / 2, blocks);
    for (std::int64_t k = 0; k < 2 * blocks; ++k) put(i + k, bits[k]);
    i += 2 * blocks;
  }
  if (i < count) put(i, random_bits(key, position + static_cast<std::uint64_t>(i)));
}

template <typename T>
void uniform(T* out, std::int64_t count, RandomKey key, std::uint64_t position, double low, double high) {
  const T start = static_cast<T>(low);
  const T width = static_cast<T>(high - low);
  for_each_bits(count, key, position, [&](std::int64_t i, std::uint64_t bits) {
    const T value = start + width * unit<T>(bits);
    // Rounding may reach the excluded end.
    out[i] = value < static_cast<T>(high) || !(low < high) ? value : std::nextafter(static_cast<T>(high), start);
  });
}

// The pair (2n, 2n+1) gives radius and angle; the even position takes the cosine and the odd one the sine.
template <typename T>
void normal(T* out, std::int64_t count, RandomKey key, std::uint64_t position, double mean, double deviation) {
  std::int64_t i = 0;
  while (i < count) {
    const std::uint64_t place = position + static_cast<std::uint64_t>(i);
    const RandomBlock block = random_block(key, place / 2);
    const double u = 1 - unit_double(static_cast<std::uint64_t>(block.words[1]) << 32 | block.words[0]);
    const double v = unit_double(static_cast<std::uint64_t>(block.words[3]) << 32 | block.words[2]);
    const double radius = deviation * std::sqrt(-2 * std::log(u));
    const double angle = 6.283185307179586 * v;
    if ((place & 1) == 0) {
      out[i++] = static_cast<T>(mean + radius * std::cos(angle));
      if (i < count) out[i++] = static_cast<T>(mean + radius * std::sin(angle));
    } else {
      out[i++] = static_cast<T>(mean + radius * std::sin(angle));
    }
  }
}

template <typename T>
void dropout(T* out, std::int64_t count, RandomKey key, std::uint64_t position, double p) {
  const T survivor = p < 1 ? static_cast<T>(1 / (1 - p)) : T(0);
  for_each_bits(count, key, position, [&](std::int64_t i, std::uint64_t bits) { out[i] = unit_double(bits) < p ? T(0) : survivor; });
}

}  // namespace

RandomBlock random_block(RandomKey key, std::uint64_t counter) {
  std::uint32_t c0 = static_cast<std::uint32_t>(counter);
  std::uint32_t c1 = static_cast<std::uint32_t>(counter >> 32);
  std::uint32_t c2 = static_cast<std::uint32_t>(key.stream);
  std::uint32_t c3 = static_cast<std::uint32_t>(key.stream >> 32);
  std::uint32_t k0 = static_cast<std::uint32_t>(key.seed);
  std::uint32_t k1 = static_cast<std::uint32_t>(key.seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = static_cast<std::uint64_t>(kMultiplier0) * c0;
    const std::uint64_t p1 = static_cast<std::uint64_t>(kMultiplier1) * c2;
    c0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<std::uint32_t>(p1);
    c2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<std::uint32_t>(p0);
    k0 += kWeyl0;
    k1 += kWeyl1;
  }
  return {{c0, c1, c2, c3}};
}

std::uint64_t random_bits(RandomKey key, std::uint64_t position) {
  const RandomBlock block = random_block(key, position / 2);
  const int half = static_cast<int>(position & 1) * 2;
  return static_cast<std::uint64_t>(block.words[half + 1]) << 32 | block.words[half];
}

void fill_uniform(float* out, std::int64_t count, RandomKey key, std::uint64_t position, double low, double high) { uniform(out, count, key, position, low, high); }
void fill_uniform(double* out, std::int64_t count, RandomKey key, std::uint64_t position, double low, double high) { uniform(out, count, key, position, low, high); }
void fill_normal(float* out, std::int64_t count, RandomKey key, std::uint64_t position, double mean, double deviation) { normal(out, count, key, position, mean, deviation); }
void fill_normal(double* out, std::int64_t count, RandomKey key, std::uint64_t position, double mean, double deviation) { normal(out, count, key, position, mean, deviation); }
void fill_dropout_mask(float* out, std::int64_t count, RandomKey key, std::uint64_t position, double p) { dropout(out, count, key, position, p); }
void fill_dropout_mask(double* out, std::int64_t count, RandomKey key, std::uint64_t position, double p) { dropout(out, count, key, position, p); }

void fill_below(std::int64_t* out, std::int64_t count, std::int64_t low, std::uint64_t bound, RandomKey key, std::uint64_t& position) {
  std::int64_t done = 0;
  while (done < count) {
    // As many draws as numbers are missing, of which few are rejected; see random_below.
    const std::int64_t drawn = count - done;
    for_each_bits(drawn, key, position, [&](std::int64_t, std::uint64_t bits) {
      const unsigned __int128 product = static_cast<unsigned __int128>(bits) * bound;
      const auto fraction = static_cast<std::uint64_t>(product);
      if (bound > 1 && fraction < bound && fraction < (0 - bound) % bound) return;
      out[done++] = low + static_cast<std::int64_t>(static_cast<std::uint64_t>(product >> 64));
    });
    position += static_cast<std::uint64_t>(drawn);
  }
}

std::uint64_t random_below(std::uint64_t bound, RandomKey key, std::uint64_t& position) {
  if (bound <= 1) return 0;
  return random_below_from(bound, [&] { return random_bits(key, position++); });
}

void random_permutation(std::int64_t* out, std::int64_t count, RandomKey key) {
  for (std::int64_t i = 0; i < count; ++i) out[i] = i;
  std::uint64_t position = 0;
  for (std::int64_t i = count - 1; i > 0; --i) {
    const auto j = static_cast<std::int64_t>(random_below(static_cast<std::uint64_t>(i) + 1, key, position));
    const std::int64_t kept = out[i];
    out[i] = out[j];
    out[j] = kept;
  }
}

std::uint64_t mix_stream(std::uint64_t a, std::uint64_t b) {
  std::uint64_t z = a * 0x9E3779B97F4A7C15u + b + 0x632BE59BD9B4E019u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

}  // namespace lykos::array
