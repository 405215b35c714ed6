// bitwise.cpp - BitAnd, BitOr, BitXor, BitNot, BitShiftLeft, BitShiftRight, BitLength, BitGet, BitSet, BitClear: integers as
// two's complement strings of bits without end.
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/number_theory/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

enum class BitOperation { And, Or, Xor };

/// Folds the integer arguments; symbolic ones stay.
MaybeExpr fold_bits(Call& call, BitOperation operation) {
  const std::span<const Expr> args = call.args();
  const std::int64_t identity = operation == BitOperation::And ? -1 : 0;
  if (args.empty()) return Expr::integer(identity);
  MaybeExpr total;
  std::vector<Expr> rest;
  for (const Expr& arg : args) {
    if (!arg.is_integer()) {
      if (arg.is_number()) return call.message("int", {arg, call.expr()});
      rest.push_back(arg);
      continue;
    }
    if (!total) {
      total = arg;
    } else if (total->is_small_integer() && arg.is_small_integer()) {
      const std::int64_t x = total->small_integer(), y = arg.small_integer();
      total = Expr::integer(operation == BitOperation::And ? x & y : operation == BitOperation::Or ? x | y : x ^ y);
    } else {
      Integer value;
      const Integer x = total->to_integer(), y = arg.to_integer();
      switch (operation) {
        case BitOperation::And: mpz_and(value.gmp(), x.gmp(), y.gmp()); break;
        case BitOperation::Or: mpz_ior(value.gmp(), x.gmp(), y.gmp()); break;
        case BitOperation::Xor: mpz_xor(value.gmp(), x.gmp(), y.gmp()); break;
      }
      total = Expr::integer(value);
    }
  }
  if (rest.empty()) return total;
  if (operation == BitOperation::And && total && is_exact_zero(*total)) return total;
  if (!total) return args.size() == 1 ? MaybeExpr(args[0]) : std::nullopt;
  if (rest.size() + 1 == args.size() && !(*total == Expr::integer(identity))) return std::nullopt;
  if (!(*total == Expr::integer(identity))) rest.insert(rest.begin(), *total);
  if (rest.size() == 1) return rest[0];
  return make_normal(call.head(), std::move(rest));
}
MaybeExpr builtin_BitAnd(Call& call) { return fold_bits(call, BitOperation::And); }
MaybeExpr builtin_BitOr(Call& call) { return fold_bits(call, BitOperation::Or); }
MaybeExpr builtin_BitXor(Call& call) { return fold_bits(call, BitOperation::Xor); }

// BitNot[n]: -1 - n.
MaybeExpr builtin_BitNot(Call& call) {
  const Expr& n = call.arg(0);
  if (n.is_integer()) return subtract(minus_one(), n);
  if (n.is_number()) return call.message("int", {n, call.expr()});
  if (n.has_head(sym::BitNot, 1)) return n[0];
  return std::nullopt;
}

// BitShiftLeft[n, k], BitShiftRight[n, k]: k is 1 when it is left out.
MaybeExpr shift(Call& call, bool left) {
  const auto k = call.size() == 2 ? machine_integer(call.arg(1)) : std::optional<std::int64_t>(1);
  if (!call.arg(0).is_integer() || !k) return std::nullopt;
  std::int64_t places = left ? *k : -*k;
  if (places > 2000000000) {
    message(sym::General, "ovfl");
    return make_normal(sym::Overflow, std::initializer_list<Expr>{});
  }
  Integer value;
  if (places >= 0) {
    mpz_mul_2exp(value.gmp(), call.arg(0).to_integer().gmp(), static_cast<mp_bitcnt_t>(places));
  } else {
    mpz_fdiv_q_2exp(value.gmp(), call.arg(0).to_integer().gmp(), static_cast<mp_bitcnt_t>(-places));
  }
  return Expr::integer(value);
}
MaybeExpr builtin_BitShiftLeft(Call& call) { return shift(call, true); }
MaybeExpr builtin_BitShiftRight(Call& call) { return shift(call, false); }

// BitLength[n]: bits needed for n (for negative n, for BitNot[n]).
MaybeExpr builtin_BitLength(Call& call) {
  const Expr& n = call.arg(0);
  if (!n.is_integer()) return std::nullopt;
  const Integer value = n.to_integer();
  return Expr::integer(static_cast<std::int64_t>((value.sign() < 0 ? -value - Integer(std::int64_t{1}) : value).bit_length()));
}

/// The bit position argument: non-negative and not absurd.
std::optional<mp_bitcnt_t> bit_position(const Expr& e) {
  const auto k = machine_integer(e);
  if (!k || *k < 0 || *k > 2000000000) return std::nullopt;
  return static_cast<mp_bitcnt_t>(*k);
}
// BitGet[n, k], BitSet[n, k], BitClear[n, k], BitFlip[n, k].
MaybeExpr builtin_bit(Call& call) {
  const auto k = bit_position(call.arg(1));
  if (!call.arg(0).is_integer() || !k) return std::nullopt;
  Integer value = call.arg(0).to_integer();
  if (call.head().is(sym::BitGet)) return Expr::integer(mpz_tstbit(value.gmp(), *k));
  if (call.head().is(sym::BitSet)) {
    mpz_setbit(value.gmp(), *k);
  } else if (call.head().is(sym::BitClear)) {
    mpz_clrbit(value.gmp(), *k);
  } else {
    mpz_combit(value.gmp(), *k);
  }
  return Expr::integer(value);
}

constexpr Attributes kFold = kFlat | kListable | kOneIdentity | kOrderless | kProtected;
#define LYKOS_INT .messages = {{"int", "Integer expected in place of `1` in `2`."}}
constexpr Builtin kBuiltins[] = {
    {.name = "BitAnd", .fn = builtin_BitAnd, .attributes = kFold, .usage = "BitAnd[n1, n2, ...] is the bitwise AND of the integers ni.",
     LYKOS_INT, .packed_fn = packed_elementwise},
    {.name = "BitOr", .fn = builtin_BitOr, .attributes = kFold, .usage = "BitOr[n1, n2, ...] is the bitwise OR of the integers ni.",
     LYKOS_INT, .packed_fn = packed_elementwise},
    {.name = "BitXor", .fn = builtin_BitXor, .attributes = kFold, .usage = "BitXor[n1, n2, ...] is the bitwise exclusive OR of the integers ni.",
     LYKOS_INT, .packed_fn = packed_elementwise},
    {.name = "BitNot", .fn = builtin_BitNot, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "BitNot[n] is the bitwise NOT of the integer n, -1 - n.", LYKOS_INT},
    {.name = "BitShiftLeft", .fn = builtin_BitShiftLeft, .arity = between(1, 2), .attributes = kListable | kProtected,
     .usage = "BitShiftLeft[n, k] shifts the bits of n left by k places, padding with zeros.\nBitShiftLeft[n] shifts one place."},
    {.name = "BitShiftRight", .fn = builtin_BitShiftRight, .arity = between(1, 2), .attributes = kListable | kProtected,
     .usage = "BitShiftRight[n, k] shifts the bits of n right by k places.\nBitShiftRight[n] shifts one place."},
    {.name = "BitLength", .fn = builtin_BitLength, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "BitLength[n] is the number of binary bits needed to represent n."},
    {.name = "BitGet", .fn = builtin_bit, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "BitGet[n, k] is the bit of n that stands for 2^k."},
    {.name = "BitSet", .fn = builtin_bit, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "BitSet[n, k] is n with the bit for 2^k set to 1."},
    {.name = "BitClear", .fn = builtin_bit, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "BitClear[n, k] is n with the bit for 2^k set to 0."},
    {.name = "BitFlip", .fn = builtin_bit, .arity = exactly(2), .attributes = kListable | kProtected,
     .usage = "BitFlip[n, k] is n with the bit for 2^k changed."},
};
#undef LYKOS_INT

}  // namespace

void register_bitwise(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
