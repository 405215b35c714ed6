// ball_templates.h - what the tables of ball functions share: rows, and adapters for functions Arb has as they are.
// Internal to the files of these tables.
#pragma once

#include <span>

#include "builtins/arithmetic/ball.h"
#include "expr/symbols.h"

namespace lykos::builtins {

struct BallRow {
  KnownSymbol symbol;
  BallFunction function;
};
/// The rows of ball_special_functions.cpp, ball_elliptic_functions.cpp and ball_further_functions.cpp.
std::span<const BallRow> special_ball_rows();
std::span<const BallRow> elliptic_ball_rows();
std::span<const BallRow> further_ball_rows();

using Args = const Ball*;

// ---- small helpers
inline bool is_real_ball(acb_srcptr z) { return arb_is_zero(acb_imagref(z)) != 0; }
/// Machine integer value of an exact ball.
inline bool exact_integer(acb_srcptr z, slong& value) {
  if (!acb_is_int(z)) return false;
  if (arf_cmpabs_2exp_si(arb_midref(acb_realref(z)), 60) >= 0) return false;
  value = arf_get_si(arb_midref(acb_realref(z)), ARF_RND_DOWN);
  return true;
}

// ---- one-argument functions Arb has as they are
template <void (*F)(acb_t, const acb_t, slong)>
bool direct(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  F(r, a[0], bits);
  return true;
}
/// F at the reciprocal: ArcCot[z] = ArcTan[1/z] and its kin.
template <void (*F)(acb_t, const acb_t, slong)>
bool of_reciprocal(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 1) return false;
  Ball inverse;
  acb_inv(inverse, a[0], bits);
  F(r, inverse, bits);
  return true;
}
template <void (*F)(acb_t, const acb_t, const acb_t, slong)>
bool direct2(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 2) return false;
  F(r, a[0], a[1], bits);
  return true;
}
template <void (*F)(acb_t, const acb_t, const acb_t, const acb_t, slong)>
bool direct3(acb_ptr r, Args a, std::size_t n, slong bits) {
  if (n != 3) return false;
  F(r, a[0], a[1], a[2], bits);
  return true;
}

}  // namespace lykos::builtins
