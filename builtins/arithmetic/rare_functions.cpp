// rare_functions.cpp - MittagLefflerE, ZernikeR, WeierstrassInvariants: the rows; the work is in rare_functions.wl.
#include "builtins/arithmetic/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "arithmetic/rare_functions"); }

constexpr Builtin kBuiltins[] = {
    {.name = "MittagLefflerE", .fn = builtin_in_unit, .arity = between(2, 3), .attributes = kListable | kNumericFunction | kProtected,
     .usage = "MittagLefflerE[a, z] is the Mittag-Leffler function, the sum of z^k/Gamma[a k + 1].\nMittagLefflerE[a, b, z] is the generalised one, the sum of z^k/Gamma[a k + b]."},
    {.name = "ZernikeR", .fn = builtin_in_unit, .arity = exactly(3), .attributes = kListable | kNumericFunction | kProtected, .usage = "ZernikeR[n, m, r] is the radial Zernike polynomial."},
    {.name = "WeierstrassInvariants", .fn = builtin_in_unit, .arity = exactly(1), .usage = "WeierstrassInvariants[{w1, w3}] gives the invariants {g2, g3} of Weierstrass' functions with the half periods w1 and w3."},
};

}  // namespace

void register_rare_functions(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
