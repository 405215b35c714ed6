// keccak.cpp - digests built on the permutation Keccak-f[1600]: SHA-3 (FIPS 202) and the Keccak functions before the standard, which
// differ from it in one padding bit.
#include <array>
#include <bit>
#include <cstdint>

#include "builtins/strings/encoding.h"

namespace lykos::builtins {
namespace {

using State = std::array<std::uint64_t, 25>;

// The round constants come from a linear feedback shift register: bit t of the sequence of x^8 + x^6 + x^5 + x^4 + 1.
constexpr std::array<std::uint64_t, 24> kRoundConstants = [] {
  std::array<std::uint64_t, 24> constants{};
  unsigned shift_register = 1;
  for (std::uint64_t& constant : constants) {
    for (unsigned j = 0; j < 7; ++j) {
      if ((shift_register & 1U) != 0) constant ^= std::uint64_t{1} << ((1U << j) - 1);
      shift_register = (shift_register << 1) ^ ((shift_register & 0x80U) != 0 ? 0x171U : 0U);
    }
  }
  return constants;
}();

void permute(State& a) {
  for (const std::uint64_t constant : kRoundConstants) {
    // theta
    std::array<std::uint64_t, 5> c{};
    for (std::size_t x = 0; x < 5; ++x) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (std::size_t x = 0; x < 5; ++x) {
      const std::uint64_t d = c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
      for (std::size_t y = 0; y < 25; y += 5) a[y + x] ^= d;
    }
    // rho and pi: lanes move along a path, each turned one more step than the one before
    std::size_t x = 1;
    std::size_t y = 0;
    std::uint64_t moving = a[1];
    for (int t = 0; t < 24; ++t) {
      const std::size_t next_y = (2 * x + 3 * y) % 5;
      x = y;
      y = next_y;
      const std::uint64_t displaced = a[x + 5 * y];
      a[x + 5 * y] = std::rotl(moving, (t + 1) * (t + 2) / 2 % 64);
      moving = displaced;
    }
    // chi
    for (std::size_t row = 0; row < 25; row += 5) {
      const std::array<std::uint64_t, 5> b = {a[row], a[row + 1], a[row + 2], a[row + 3], a[row + 4]};
      for (std::size_t i = 0; i < 5; ++i) a[row + i] = b[i] ^ (~b[(i + 1) % 5] & b[(i + 2) % 5]);
    }
    a[0] ^= constant;   // iota
  }
}

}  // namespace

std::string keccak(std::string_view bytes, std::size_t result_size, bool sha3) {
  const std::size_t rate = 200 - 2 * result_size;
  State state{};
  std::size_t at = 0;
  const auto absorb = [&](unsigned char byte) {
    state[at / 8] ^= static_cast<std::uint64_t>(byte) << (8 * (at % 8));
    if (++at == rate) {
      permute(state);
      at = 0;
    }
  };
  for (const char byte : bytes) absorb(static_cast<unsigned char>(byte));
  state[at / 8] ^= static_cast<std::uint64_t>(sha3 ? 0x06 : 0x01) << (8 * (at % 8));
  state[(rate - 1) / 8] ^= std::uint64_t{0x80} << (8 * ((rate - 1) % 8));
  permute(state);
  std::string out;
  for (std::size_t i = 0; i < result_size; ++i) out += static_cast<char>((state[i / 8] >> (8 * (i % 8))) & 0xFFU);
  return out;
}

}  // namespace lykos::builtins
