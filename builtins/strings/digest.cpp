// digest.cpp - digests of bytes: MD4 and MD5 (RFC 1320, 1321), RIPEMD-160 (Dobbertin, Bosselaers, Preneel 1996), SHA-1 and SHA-2 (FIPS 180-4), and the checksums CRC32 and Adler32 of zlib.
//
// MD5 and the SHA family share one frame (Merkle-Damgaard): blocks of 64 or 128 bytes, padding with a one bit and the length.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "builtins/strings/encoding.h"

namespace lykos::builtins {

namespace {

template <typename Word>
Word load(const unsigned char* bytes, bool big_endian) {
  Word word = 0;
  for (std::size_t i = 0; i < sizeof(Word); ++i) {
    word = static_cast<Word>((word << 8) | bytes[big_endian ? i : sizeof(Word) - 1 - i]);
  }
  return word;
}

template <typename Word>
void store(std::string& out, Word word, bool big_endian) {
  for (std::size_t i = 0; i < sizeof(Word); ++i) {
    const std::size_t shift = 8 * (big_endian ? sizeof(Word) - 1 - i : i);
    out += static_cast<char>((word >> shift) & 0xFFU);
  }
}

template <typename Words>
std::string bytes_of(const Words& words, bool big_endian) {
  std::string out;
  for (const auto word : words) store(out, word, big_endian);
  return out;
}

// Runs `block` over the padded message.
template <std::size_t BlockSize, typename Block>
void over_blocks(std::string_view bytes, bool big_endian_length, Block block) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t at = 0;
  for (; at + BlockSize <= bytes.size(); at += BlockSize) block(data + at);
  std::array<unsigned char, 2 * BlockSize> tail{};
  const std::size_t rest = bytes.size() - at;
  if (rest > 0) std::memcpy(tail.data(), data + at, rest);
  tail[rest] = 0x80;
  constexpr std::size_t kLengthSize = BlockSize / 8;
  const std::size_t total = rest + 1 + kLengthSize <= BlockSize ? BlockSize : 2 * BlockSize;
  const std::uint64_t bits = static_cast<std::uint64_t>(bytes.size()) * 8;
  for (std::size_t i = 0; i < 8; ++i) {
    const std::size_t place = big_endian_length ? total - 1 - i : total - 8 + i;
    tail[place] = static_cast<unsigned char>((bits >> (8 * i)) & 0xFFU);
  }
  for (std::size_t i = 0; i < total; i += BlockSize) block(tail.data() + i);
}

std::string md5(std::string_view bytes) {
  static constexpr std::array<int, 16> kShifts = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};
  // The constants are floor(2^32 |sin(i)|), as the RFC defines them.
  static const std::array<std::uint32_t, 64> constants = [] {
    std::array<std::uint32_t, 64> result{};
    for (std::size_t i = 0; i < 64; ++i) result[i] = static_cast<std::uint32_t>(std::floor(std::fabs(std::sin(static_cast<double>(i + 1))) * 4294967296.0));
    return result;
  }();
  std::array<std::uint32_t, 4> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  over_blocks<64>(bytes, false, [&](const unsigned char* block) {
    auto [a, b, c, d] = state;
    for (std::uint32_t i = 0; i < 64; ++i) {
      std::uint32_t f = 0;
      std::uint32_t g = 0;
      switch (i / 16) {
        case 0: f = (b & c) | (~b & d); g = i; break;
        case 1: f = (d & b) | (~d & c); g = (5 * i + 1) % 16; break;
        case 2: f = b ^ c ^ d; g = (3 * i + 5) % 16; break;
        default: f = c ^ (b | ~d); g = (7 * i) % 16; break;
      }
      f += a + constants[i] + load<std::uint32_t>(block + 4 * g, false);
      a = d;
      d = c;
      c = b;
      b += std::rotl(f, kShifts[4 * (i / 16) + i % 4]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  });
  return bytes_of(state, false);
}

std::string md4(std::string_view bytes) {
  static constexpr std::array<std::array<std::uint32_t, 16>, 3> kOrders = {{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                                                          {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15},
                                                                          {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15}}};
  static constexpr std::array<std::array<int, 4>, 3> kShifts = {{{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}}};
  std::array<std::uint32_t, 4> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  over_blocks<64>(bytes, false, [&](const unsigned char* block) {
    auto [a, b, c, d] = state;
    for (std::size_t i = 0; i < 48; ++i) {
      const std::size_t round = i / 16;
      const std::uint32_t f = round == 0 ? (b & c) | (~b & d) : round == 1 ? ((b & c) | (b & d) | (c & d)) + 0x5A827999 : (b ^ c ^ d) + 0x6ED9EBA1;
      const std::uint32_t next = std::rotl(a + f + load<std::uint32_t>(block + 4 * kOrders[round][i % 16], false), kShifts[round][i % 4]);
      a = d;
      d = c;
      c = b;
      b = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  });
  return bytes_of(state, false);
}

// Two lines of five rounds run beside each other; the right one takes the functions in the opposite order.
std::string ripemd160(std::string_view bytes) {
  static constexpr std::array<std::uint8_t, 160> kOrders = {
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8, 3, 10, 14, 4, 9, 15, 8, 1,
      2, 7, 0, 6, 13, 11, 5, 12, 1, 9, 11, 10, 0, 8, 12, 4, 13, 3, 7, 15, 14, 5, 6, 2, 4, 0, 5, 9, 7, 12, 2, 10, 14, 1, 3, 8, 11, 6, 15, 13,
      5, 14, 7, 0, 9, 2, 11, 4, 13, 6, 15, 8, 1, 10, 3, 12, 6, 11, 3, 7, 0, 13, 5, 10, 14, 15, 8, 12, 4, 9, 1, 2, 15, 5, 1, 3, 7, 14, 6, 9,
      11, 8, 12, 2, 10, 0, 4, 13, 8, 6, 4, 1, 3, 11, 15, 0, 5, 12, 2, 13, 9, 7, 10, 14, 12, 15, 10, 4, 1, 5, 8, 7, 6, 2, 13, 14, 0, 3, 9, 11};
  static constexpr std::array<std::uint8_t, 160> kShifts = {
      11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8, 7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9, 11, 7, 13, 12, 11, 13, 6, 7, 14, 9, 13, 15,
      14, 8, 13, 6, 5, 12, 7, 5, 11, 12, 14, 15, 14, 15, 9, 8, 9, 14, 5, 6, 8, 6, 5, 12, 9, 15, 5, 11, 6, 8, 13, 12, 5, 12, 13, 14, 11, 8, 5, 6,
      8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6, 9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7, 6, 15, 13, 11, 9, 7, 15, 11, 8, 6, 6, 14,
      12, 13, 5, 14, 13, 13, 7, 5, 15, 5, 8, 11, 14, 14, 6, 14, 6, 9, 12, 9, 12, 5, 15, 8, 8, 5, 12, 9, 12, 5, 14, 6, 8, 13, 6, 5, 15, 13, 11, 11};
  static constexpr std::array<std::uint32_t, 10> kConstants = {0, 0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xA953FD4E, 0x50A28BE6, 0x5C4DD124, 0x6D703EF3, 0x7A6D76E9, 0};
  std::array<std::uint32_t, 5> state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  over_blocks<64>(bytes, false, [&](const unsigned char* block) {
    const auto line = [&](std::size_t from, bool right) {
      std::array<std::uint32_t, 5> v = state;
      for (std::size_t i = 0; i < 80; ++i) {
        const std::uint32_t b = v[1];
        const std::uint32_t c = v[2];
        const std::uint32_t d = v[3];
        const std::size_t round = i / 16;
        std::uint32_t f = 0;
        switch (right ? 4 - round : round) {
          case 0: f = b ^ c ^ d; break;
          case 1: f = (b & c) | (~b & d); break;
          case 2: f = (b | ~c) ^ d; break;
          case 3: f = (b & d) | (c & ~d); break;
          default: f = b ^ (c | ~d); break;
        }
        f += v[0] + load<std::uint32_t>(block + 4 * kOrders[from + i], false) + kConstants[round + (right ? 5 : 0)];
        const std::uint32_t next = std::rotl(f, kShifts[from + i]) + v[4];
        v = {v[4], next, b, std::rotl(c, 10), d};
      }
      return v;
    };
    const auto l = line(0, false);
    const auto r = line(80, true);
    state = {state[1] + l[2] + r[3], state[2] + l[3] + r[4], state[3] + l[4] + r[0], state[4] + l[0] + r[1], state[0] + l[1] + r[2]};
  });
  return bytes_of(state, false);
}

std::string sha1(std::string_view bytes) {
  std::array<std::uint32_t, 5> state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  over_blocks<64>(bytes, true, [&](const unsigned char* block) {
    std::array<std::uint32_t, 80> w{};
    for (std::size_t i = 0; i < 16; ++i) w[i] = load<std::uint32_t>(block + 4 * i, true);
    for (std::size_t i = 16; i < 80; ++i) w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    auto [a, b, c, d, e] = state;
    for (std::size_t i = 0; i < 80; ++i) {
      std::uint32_t f = 0;
      std::uint32_t k = 0;
      if (i < 20) f = (b & c) | (~b & d), k = 0x5A827999;
      else if (i < 40) f = b ^ c ^ d, k = 0x6ED9EBA1;
      else if (i < 60) f = (b & c) | (b & d) | (c & d), k = 0x8F1BBCDC;
      else f = b ^ c ^ d, k = 0xCA62C1D6;
      const std::uint32_t next = std::rotl(a, 5) + f + e + k + w[i];
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
  });
  return bytes_of(state, true);
}

// First 64 bits of the fractional parts of the cube roots of the first 80 primes; SHA-256 uses the upper halves of 64 of them.
constexpr std::array<std::uint64_t, 80> kSha2Constants = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538, 0x59f111f1b605d019,
    0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3,
    0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65, 0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b, 0xa2bfe8a14cf10364, 0xa81a664bbc423001,
    0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb,
    0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c, 0xd186b8c721c0c207,
    0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a,
    0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

template <typename Word>
struct Sha2Rotations;
template <>
struct Sha2Rotations<std::uint32_t> {
  static constexpr std::array<int, 12> r = {2, 13, 22, 6, 11, 25, 7, 18, 3, 17, 19, 10};
};
template <>
struct Sha2Rotations<std::uint64_t> {
  static constexpr std::array<int, 12> r = {28, 34, 39, 14, 18, 41, 1, 8, 7, 19, 61, 6};
};

template <typename Word, std::size_t Rounds>
std::string sha2(std::string_view bytes, std::array<Word, 8> state, std::size_t result_size) {
  constexpr auto r = Sha2Rotations<Word>::r;
  over_blocks<16 * sizeof(Word)>(bytes, true, [&](const unsigned char* block) {
    std::array<Word, Rounds> w{};
    for (std::size_t i = 0; i < 16; ++i) w[i] = load<Word>(block + sizeof(Word) * i, true);
    for (std::size_t i = 16; i < Rounds; ++i) {
      const Word s0 = std::rotr(w[i - 15], r[6]) ^ std::rotr(w[i - 15], r[7]) ^ (w[i - 15] >> r[8]);
      const Word s1 = std::rotr(w[i - 2], r[9]) ^ std::rotr(w[i - 2], r[10]) ^ (w[i - 2] >> r[11]);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    std::array<Word, 8> v = state;
    for (std::size_t i = 0; i < Rounds; ++i) {
      const Word s1 = std::rotr(v[4], r[3]) ^ std::rotr(v[4], r[4]) ^ std::rotr(v[4], r[5]);
      const Word choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
      const Word k = static_cast<Word>(kSha2Constants[i] >> (64 - 8 * sizeof(Word)));
      const Word t1 = v[7] + s1 + choice + k + w[i];
      const Word s0 = std::rotr(v[0], r[0]) ^ std::rotr(v[0], r[1]) ^ std::rotr(v[0], r[2]);
      const Word majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
      const Word t2 = s0 + majority;
      for (std::size_t j = 7; j > 0; --j) v[j] = v[j - 1];
      v[4] += t1;
      v[0] = t1 + t2;
    }
    for (std::size_t i = 0; i < 8; ++i) state[i] += v[i];
  });
  std::string out = bytes_of(state, true);
  out.resize(result_size);
  return out;
}

std::string checksum_bytes(std::uint32_t value) {
  std::string out;
  store(out, value, true);
  return out;
}

}  // namespace

std::optional<std::string> digest(std::string_view bytes, std::string_view method) {
  const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
  if (method == "MD4") return md4(bytes);
  if (method == "MD5") return md5(bytes);
  if (method == "RIPEMD160") return ripemd160(bytes);
  if (method == "RIPEMD160SHA256") return ripemd160(*digest(bytes, "SHA256"));
  for (const auto& [size, name] : {std::pair{28, "224"}, std::pair{32, "256"}, std::pair{48, "384"}, std::pair{64, "512"}}) {
    if (method == std::string("SHA3-") + name) return keccak(bytes, static_cast<std::size_t>(size), true);
    if (method == std::string("Keccak") + name) return keccak(bytes, static_cast<std::size_t>(size), false);
  }
  if (method == "SHA" || method == "SHA1") return sha1(bytes);
  if (method == "SHA256") {
    return sha2<std::uint32_t, 64>(bytes, {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}, 32);
  }
  if (method == "SHA224") {
    return sha2<std::uint32_t, 64>(bytes, {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4}, 28);
  }
  if (method == "SHA512") {
    return sha2<std::uint64_t, 80>(bytes, {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                           0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}, 64);
  }
  if (method == "SHA384") {
    return sha2<std::uint64_t, 80>(bytes, {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
                                           0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4}, 48);
  }
  if (method == "SHA256SHA256") return digest(*digest(bytes, "SHA256"), "SHA256");
  if (method == "CRC32") return checksum_bytes(static_cast<std::uint32_t>(crc32_z(0, data, bytes.size())));
  if (method == "Adler32") return checksum_bytes(static_cast<std::uint32_t>(adler32_z(1, data, bytes.size())));
  return std::nullopt;
}

std::vector<std::string> digest_names() {
  return {"Adler32", "CRC32", "Keccak224", "Keccak256", "Keccak384", "Keccak512", "MD4", "MD5", "RIPEMD160", "RIPEMD160SHA256", "SHA", "SHA224",
          "SHA256", "SHA256SHA256", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512", "SHA384", "SHA512"};
}

}  // namespace lykos::builtins
