// rings.h - polynomials over other rings than the rationals, as the options Modulus, Extension and GaussianIntegers say (rings.wl).
#pragma once

#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {

/// The call over the ring that its options give; nullopt when they give none.
inline std::optional<MaybeExpr> over_other_ring(const Call& call) {
  const auto ask = [&](const char* function, const Expr& ring) {
    std::vector<Expr> args{call.head(), ring};
    args.insert(args.end(), call.args().begin(), call.args().end());
    return call_library("algebra/rings", function, args);
  };
  if (const auto modulus = call.given_option(sym::Modulus); modulus && modulus->is_integer() && !(*modulus == Expr::integer(0))) return ask("modular", *modulus);
  if (const auto gauss = call.given_option(Expr::symbol("GaussianIntegers")); gauss && gauss->is_true()) return ask("extended", Expr::complex(Expr::integer(0), Expr::integer(1)));
  if (const auto extension = call.given_option(Expr::symbol("Extension")); extension && !extension->is(sym::None)) return ask("extended", *extension);
  return std::nullopt;
}

/// A builtin over the rationals that turns to rings.wl for other rings.
template <MaybeExpr (*Rational)(Call&)>
MaybeExpr over_any_ring(Call& call) {
  if (auto other = over_other_ring(call)) return *other;
  return Rational(call);
}

}  // namespace lykos::builtins
