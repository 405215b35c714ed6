// hash.cpp - structural hashing, equality. A packed array hashes and compares like the list it stands for.
#include "expr/hash.h"

#include <bit>
#include <cmath>

#include "expr/association.h"
#include "expr/memory.h"
#include "expr/number.h"

namespace lykos {
namespace {

std::uint64_t mix(std::uint64_t h, std::uint64_t value) {
  h ^= value + 0x9e3779b97f4a7c15ULL + (h << 6) + (h >> 2);
  h *= 0xff51afd7ed558ccdULL;
  return h ^ (h >> 32);
}

std::uint64_t hash_real(double value) {
  return mix(3, value == 0 ? 0 : std::bit_cast<std::uint64_t>(value));
}
std::uint64_t hash_integer(std::int64_t value) { return mix(1, static_cast<std::uint64_t>(value)); }

constexpr std::uint64_t kListSeed = 0x51ed270b;

std::uint64_t hash_packed(const array::Array& values, int axis, std::int64_t& at) {
  std::uint64_t h = kListSeed;
  for (std::int64_t i = 0; i < values.shape()[axis]; ++i) {
    if (axis + 1 < values.rank()) {
      h = mix(h, static_cast<std::uint32_t>(hash_packed(values, axis + 1, at)) | 1U);
      continue;
    }
    switch (values.dtype()) {
      case array::DType::Integer64: h = mix(h, hash_integer(values.data<std::int64_t>()[at])); break;
      case array::DType::Real64: h = mix(h, hash_real(values.data<double>()[at])); break;
      default:
        h = mix(h, mix(mix(5, hash_real(values.data<double>()[2 * at])), hash_real(values.data<double>()[2 * at + 1])));
    }
    ++at;
  }
  return h;
}

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  return mix(seed, std::hash<std::string_view>{}(bytes));
}

std::uint64_t compute_call(const Expr& head, std::span<const Expr> args) {
  std::uint64_t h = head.is(sym::List) ? kListSeed : mix(9, hash(head));
  for (const Expr& arg : args) h = mix(h, hash(arg));
  return h;
}

// Hashes stored in a node are 32 bits with the lowest set, so that 0 can mean "not computed"; leaves are used in full.
std::uint64_t compute(const Expr& e) {
  switch (e.kind()) {
    case Kind::Integer: return hash_bytes(e.big_integer().to_string(36), 2);
    case Kind::Rational:
      return mix(mix(4, hash(Expr::integer(e.rational_value().numerator()))), hash(Expr::integer(e.rational_value().denominator())));
    case Kind::Real: return hash_real(e.real_value());
    case Kind::BigReal: return mix(6, hash_real(e.big_real_value().to_double()));
    case Kind::Complex: return mix(mix(5, hash(e.re())), hash(e.im()));
    case Kind::String: return hash_bytes(e.string_value(), 7);
    case Kind::Symbol: return mix(8, e.bits());
    case Kind::Normal: return compute_call(e.head(), e.args());
    case Kind::PackedArray: {
      std::int64_t at = 0;
      return hash_packed(e.array(), 0, at);
    }
    case Kind::Association: {
      std::uint64_t h = 10;
      for (const AssociationEntry& entry : e.association().entries) h = mix(mix(h, hash(entry.key)), hash(entry.value));
      return h;
    }
    case Kind::NumericArray: return mix(11, e.array().hash());
    case Kind::ByteArray:
      return hash_bytes({reinterpret_cast<const char*>(e.bytes().data()), e.bytes().size()}, 12);
    case Kind::Opaque: return mix(13, e.opaque().hash_value());
  }
  return 0;
}

bool same_big_real(const BigReal& a, const BigReal& b) {
  return BigReal::compare(a, b) == 0 && std::fabs(a.precision() - b.precision()) < 1e-9;
}

bool same_packed(const array::Array& a, const array::Array& b) {
  return a.dtype() == b.dtype() && a.shape() == b.shape() && a == b;
}

}  // namespace

std::uint64_t hash(const Expr& e) {
  if (e.is_small_integer()) return hash_integer(e.small_integer());
  Node* node = e.node();
  switch (node->kind) {
    case Kind::Real:
    case Kind::Symbol:
    case Kind::Complex: return compute(e);
    default: break;
  }
  if (node->hash == 0) node->hash = static_cast<std::uint32_t>(compute(e)) | 1U;
  return node->hash;
}

std::uint64_t hash_of_call(const Expr& head, std::span<const Expr> args) {
  return static_cast<std::uint32_t>(compute_call(head, args)) | 1U;
}

bool operator==(const Expr& a, const Expr& b) {
  if (a.identical(b)) return true;
  const Kind ka = a.kind();
  const Kind kb = b.kind();
  if (ka != kb) {
    // A packed array may equal an ordinary list.
    if (!a.is_normal() || !b.is_normal() || a.size() != b.size() || !a.is_list() || !b.is_list()) return false;
  } else {
    switch (ka) {
      case Kind::Integer:
        return !a.is_small_integer() && !b.is_small_integer() && a.big_integer() == b.big_integer();
      case Kind::Rational: return Rational::compare(a.rational_value(), b.rational_value()) == 0;
      case Kind::Real: return a.real_value() == b.real_value();
      case Kind::BigReal: return same_big_real(a.big_real_value(), b.big_real_value());
      case Kind::Complex: return a.re() == b.re() && a.im() == b.im();
      case Kind::String: return a.string_value() == b.string_value();
      case Kind::Symbol: return false;
      case Kind::PackedArray: return same_packed(a.array(), b.array());
      case Kind::NumericArray: return same_packed(a.array(), b.array());
      case Kind::ByteArray: return a.bytes() == b.bytes();
      case Kind::Opaque: {
        const OpaqueNode& x = a.opaque();
        const OpaqueNode& y = b.opaque();
        return x.head().identical(y.head()) && x.equals(y);
      }
      case Kind::Association: {
        const auto& x = a.association().entries;
        const auto& y = b.association().entries;
        if (x.size() != y.size()) return false;
        for (std::size_t i = 0; i < x.size(); ++i)
          if (x[i].delayed != y[i].delayed || !(x[i].key == y[i].key) || !(x[i].value == y[i].value)) return false;
        return true;
      }
      case Kind::Normal: {
        if (a.size() != b.size()) return false;
        const std::uint32_t ha = a.node()->hash;
        const std::uint32_t hb = b.node()->hash;
        if (ha != 0 && hb != 0 && ha != hb) return false;
        if (!(a.head() == b.head())) return false;
      }
    }
  }
  // Compare arguments; follow the last one in a loop so that long right-nested chains need no stack.
  const Expr* x = &a;
  const Expr* y = &b;
  for (;;) {
    const auto xs = x->args();
    const auto ys = y->args();
    if (xs.empty()) return true;
    for (std::size_t i = 0; i + 1 < xs.size(); ++i)
      if (!(xs[i] == ys[i])) return false;
    x = &xs.back();
    y = &ys.back();
    if (x->identical(*y)) return true;
    if (x->kind() != Kind::Normal || y->kind() != Kind::Normal) return *x == *y;
    if (x->size() != y->size() || !(x->head() == y->head())) return false;
  }
}

}  // namespace lykos
