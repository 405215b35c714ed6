// rare_functions.cpp - MittagLefflerE, ZernikeR, WeierstrassInvariants, OwenT, MarcumQ and others: the rows; the work is in rare_functions.wl.
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
    {.name = "CantorStaircase", .fn = builtin_in_unit, .arity = exactly(1), .attributes = kListable | kNumericFunction | kProtected, .usage = "CantorStaircase[x] is Cantor's function."},
    {.name = "ErlangB", .fn = builtin_in_unit, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected, .usage = "ErlangB[c, a] is the probability that a queueing system with c servers and offered load a loses a request."},
    {.name = "ErlangC", .fn = builtin_in_unit, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected, .usage = "ErlangC[c, a] is the probability that a request has to wait for one of c servers under the load a."},
    {.name = "MarcumQ", .fn = builtin_in_unit, .arity = exactly(3), .attributes = kListable | kNumericFunction | kProtected, .usage = "MarcumQ[m, a, b] is Marcum's Q function."},
    {.name = "MathieuCharacteristicA", .fn = builtin_in_unit, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected, .usage = "MathieuCharacteristicA[r, q] is the characteristic value of the even Mathieu functions."},
    {.name = "MathieuCharacteristicB", .fn = builtin_in_unit, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected, .usage = "MathieuCharacteristicB[r, q] is the characteristic value of the odd Mathieu functions."},
    {.name = "NevilleThetaC", .fn = builtin_in_unit, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected, .usage = "NevilleThetaC[z, m] is Neville's theta function of index c."},
    {.name = "NevilleThetaD", .fn = builtin_in_unit, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected, .usage = "NevilleThetaD[z, m] is Neville's theta function of index d."},
    {.name = "NevilleThetaN", .fn = builtin_in_unit, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected, .usage = "NevilleThetaN[z, m] is Neville's theta function of index n."},
    {.name = "NevilleThetaS", .fn = builtin_in_unit, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected, .usage = "NevilleThetaS[z, m] is Neville's theta function of index s."},
    {.name = "OwenT", .fn = builtin_in_unit, .arity = exactly(2), .attributes = kListable | kNumericFunction | kProtected, .usage = "OwenT[x, a] is Owen's T function."},
    {.name = "RiemannXi", .fn = builtin_in_unit, .arity = exactly(1), .attributes = kListable | kNumericFunction | kProtected, .usage = "RiemannXi[s] is Riemann's xi function."},
};

}  // namespace

void register_rare_functions(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
