// further_functions.cpp - the rarer special functions: numbers through balls, exact values through arithmetic/exact.wl.
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/library.h"
#include "builtins/support.h"
#include "expr/symbol.h"

namespace lykos::builtins {
namespace {

KnownSymbol called(const Call& call) { return KnownSymbol{call.head().symbol_node().known_index}; }

MaybeExpr builtin_by_value(Call& call) {
  if (MaybeExpr value = inexact_value(called(call), call.args())) return value;
  return exact_from_unit(call);
}

// WeierstrassP[u, {g2, g3}] and its kin: the invariants stand beside u for the balls.
MaybeExpr builtin_Weierstrass(Call& call) {
  const Expr& invariants = call.arg(1);
  if (!invariants.is_list() || invariants.size() != 2) return std::nullopt;
  const Expr flat[] = {call.arg(0), invariants[0], invariants[1]};
  if (MaybeExpr value = inexact_value(called(call), flat)) return value;
  return exact_from_unit(call);
}
// WeierstrassHalfPeriods[{g2, g3}]: {omega1, omega3}.
MaybeExpr builtin_WeierstrassHalfPeriods(Call& call) {
  const Expr& invariants = call.arg(0);
  if (!invariants.is_list() || invariants.size() != 2) return std::nullopt;
  std::vector<Expr> periods;
  for (std::int64_t which = 0; which < 2; ++which) {
    const Expr flat[] = {Expr::integer(which), invariants[0], invariants[1]};
    const MaybeExpr value = inexact_value(sym::WeierstrassHalfPeriods, flat);
    if (!value) return std::nullopt;
    periods.push_back(*value);
  }
  return make_list(std::move(periods));
}

constexpr Attributes kNumeric = kListable | kNumericFunction | kProtected;
constexpr const char* kNotPhysical = "`1` is not physical.";
#define LYKOS_ROW(NAME, ARITY, TEXT) {.name = NAME, .fn = builtin_by_value, .arity = ARITY, .attributes = kNumeric, .usage = TEXT}
#define LYKOS_JACOBI(PQ) LYKOS_ROW("Jacobi" PQ, exactly(2), "Jacobi" PQ "[u, m] is the Jacobi elliptic function of parameter m.")
#define LYKOS_INVERSE(PQ) LYKOS_ROW("InverseJacobi" PQ, exactly(2), "InverseJacobi" PQ "[v, m] is the inverse of Jacobi" PQ ".")
#define LYKOS_WEIERSTRASS(NAME, TEXT) {.name = NAME, .fn = builtin_Weierstrass, .arity = exactly(2), .attributes = kNumericFunction | kProtected, .usage = TEXT}
constexpr Builtin kBuiltins[] = {
    LYKOS_JACOBI("SC"), LYKOS_JACOBI("SD"), LYKOS_JACOBI("NS"), LYKOS_JACOBI("NC"), LYKOS_JACOBI("ND"), LYKOS_JACOBI("CS"), LYKOS_JACOBI("CD"),
    LYKOS_JACOBI("DS"), LYKOS_JACOBI("DC"),
    LYKOS_INVERSE("SN"), LYKOS_INVERSE("CN"), LYKOS_INVERSE("DN"), LYKOS_INVERSE("NS"), LYKOS_INVERSE("NC"), LYKOS_INVERSE("ND"), LYKOS_INVERSE("SC"),
    LYKOS_INVERSE("SD"), LYKOS_INVERSE("CS"), LYKOS_INVERSE("CD"), LYKOS_INVERSE("DS"), LYKOS_INVERSE("DC"),
    LYKOS_ROW("JacobiZeta", exactly(2), "JacobiZeta[phi, m] is the Jacobi zeta function."),
    LYKOS_ROW("EllipticThetaPrime", between(2, 3), "EllipticThetaPrime[k, u, q] is the derivative of EllipticTheta[k, u, q] with respect to u.\nEllipticThetaPrime[k, q] is the one at u = 0."),
    LYKOS_ROW("EllipticNomeQ", exactly(1), "EllipticNomeQ[m] is the nome q of the parameter m."),
    LYKOS_ROW("InverseEllipticNomeQ", exactly(1), "InverseEllipticNomeQ[q] is the parameter m of the nome q."),
    LYKOS_ROW("DedekindEta", exactly(1), "DedekindEta[tau] is the Dedekind eta function."),
    LYKOS_ROW("KleinInvariantJ", exactly(1), "KleinInvariantJ[tau] is the Klein invariant modular function, 1 at I."),
    LYKOS_ROW("ModularLambda", exactly(1), "ModularLambda[tau] is the modular lambda function."),
    LYKOS_WEIERSTRASS("WeierstrassP", "WeierstrassP[u, {g2, g3}] is the Weierstrass elliptic function."),
    LYKOS_WEIERSTRASS("WeierstrassPPrime", "WeierstrassPPrime[u, {g2, g3}] is the derivative of the Weierstrass elliptic function."),
    LYKOS_WEIERSTRASS("WeierstrassZeta", "WeierstrassZeta[u, {g2, g3}] is the Weierstrass zeta function."),
    LYKOS_WEIERSTRASS("WeierstrassSigma", "WeierstrassSigma[u, {g2, g3}] is the Weierstrass sigma function."),
    LYKOS_WEIERSTRASS("InverseWeierstrassP", "InverseWeierstrassP[p, {g2, g3}] is a value of u with WeierstrassP[u, {g2, g3}] == p."),
    {.name = "WeierstrassHalfPeriods", .fn = builtin_WeierstrassHalfPeriods, .arity = exactly(1),
     .usage = "WeierstrassHalfPeriods[{g2, g3}] gives the half periods {w1, w3} for the invariants g2 and g3."},
    LYKOS_ROW("KelvinBer", between(1, 2), "KelvinBer[n, z] is the Kelvin function ber.\nKelvinBer[z] is KelvinBer[0, z]."),
    LYKOS_ROW("KelvinBei", between(1, 2), "KelvinBei[n, z] is the Kelvin function bei.\nKelvinBei[z] is KelvinBei[0, z]."),
    LYKOS_ROW("KelvinKer", between(1, 2), "KelvinKer[n, z] is the Kelvin function ker.\nKelvinKer[z] is KelvinKer[0, z]."),
    LYKOS_ROW("KelvinKei", between(1, 2), "KelvinKei[n, z] is the Kelvin function kei.\nKelvinKei[z] is KelvinKei[0, z]."),
    LYKOS_ROW("StruveH", exactly(2), "StruveH[n, z] is the Struve function."),
    LYKOS_ROW("StruveL", exactly(2), "StruveL[n, z] is the modified Struve function."),
    LYKOS_ROW("AngerJ", exactly(2), "AngerJ[n, z] is the Anger function."),
    LYKOS_ROW("WeberE", exactly(2), "WeberE[n, z] is the Weber function."),
    LYKOS_ROW("ParabolicCylinderD", exactly(2), "ParabolicCylinderD[n, z] is the parabolic cylinder function."),
    LYKOS_ROW("WhittakerM", exactly(3), "WhittakerM[k, m, z] is the Whittaker function M."),
    LYKOS_ROW("WhittakerW", exactly(3), "WhittakerW[k, m, z] is the Whittaker function W."),
    LYKOS_ROW("DawsonF", exactly(1), "DawsonF[z] is Dawson's integral, E^(-z^2) times the integral of E^(t^2) from 0 to z."),
    LYKOS_ROW("SphericalHankelH1", exactly(2), "SphericalHankelH1[n, z] is the spherical Hankel function of the first kind."),
    LYKOS_ROW("SphericalHankelH2", exactly(2), "SphericalHankelH2[n, z] is the spherical Hankel function of the second kind."),
    LYKOS_ROW("AppellF1", exactly(6), "AppellF1[a, b1, b2, c, x, y] is the Appell hypergeometric function of two variables."),
    LYKOS_ROW("HurwitzLerchPhi", exactly(3), "HurwitzLerchPhi[z, s, a] is the Hurwitz-Lerch transcendent."),
    LYKOS_ROW("DirichletBeta", exactly(1), "DirichletBeta[s] is the Dirichlet beta function."),
    LYKOS_ROW("DirichletLambda", exactly(1), "DirichletLambda[s] is the Dirichlet lambda function."),
    LYKOS_ROW("InverseGammaRegularized", between(2, 3), "InverseGammaRegularized[a, s] is the solution z of s == GammaRegularized[a, z].\nInverseGammaRegularized[a, z0, s] is the solution z of s == GammaRegularized[a, z0, z]."),
    LYKOS_ROW("InverseBetaRegularized", between(3, 4), "InverseBetaRegularized[s, a, b] is the solution z of s == BetaRegularized[z, a, b].\nInverseBetaRegularized[z0, s, a, b] is the solution z of s == BetaRegularized[z0, z, a, b]."),
    LYKOS_ROW("QPochhammer", between(1, 3), "QPochhammer[a, q, n] is the q-Pochhammer symbol.\nQPochhammer[a, q] is the infinite product.\nQPochhammer[q] is QPochhammer[q, q]."),
    LYKOS_ROW("QFactorial", exactly(2), "QFactorial[n, q] is the q-factorial."),
    LYKOS_ROW("QGamma", exactly(2), "QGamma[z, q] is the q-gamma function."),
    LYKOS_ROW("QBinomial", exactly(3), "QBinomial[n, m, q] is the q-binomial coefficient."),
    {.name = "ZetaZero", .fn = builtin_by_value, .arity = exactly(1), .attributes = kNumeric | kNHoldFirst, .usage = "ZetaZero[k] is the k-th zero of the zeta function on the critical line."},
    {.name = "StieltjesGamma", .fn = builtin_by_value, .arity = between(1, 2), .attributes = kNumeric | kNHoldFirst, .usage = "StieltjesGamma[n] is the n-th Stieltjes constant."},
    {.name = "BesselJZero", .fn = builtin_by_value, .arity = exactly(2), .attributes = kNumeric | kNHoldRest, .usage = "BesselJZero[n, k] is the k-th positive zero of BesselJ[n, x]."},
    {.name = "BesselYZero", .fn = builtin_by_value, .arity = exactly(2), .attributes = kNumeric | kNHoldRest, .usage = "BesselYZero[n, k] is the k-th positive zero of BesselY[n, x]."},
    {.name = "AiryAiZero", .fn = builtin_by_value, .arity = exactly(1), .attributes = kNumeric | kNHoldFirst, .usage = "AiryAiZero[k] is the k-th zero of AiryAi[x]."},
    {.name = "AiryBiZero", .fn = builtin_by_value, .arity = exactly(1), .attributes = kNumeric | kNHoldFirst, .usage = "AiryBiZero[k] is the k-th zero of AiryBi[x]."},
    {.name = "ClebschGordan", .fn = exact_from_unit, .arity = exactly(3), .usage = "ClebschGordan[{j1, m1}, {j2, m2}, {j, m}] is the Clebsch-Gordan coefficient for |j m> in terms of |j1 m1> |j2 m2>.", .messages = {{"phy", kNotPhysical}}},
    {.name = "ThreeJSymbol", .fn = exact_from_unit, .arity = exactly(3), .usage = "ThreeJSymbol[{j1, m1}, {j2, m2}, {j3, m3}] is the Wigner 3-j symbol.", .messages = {{"phy", kNotPhysical}}},
    {.name = "SixJSymbol", .fn = exact_from_unit, .arity = exactly(2), .usage = "SixJSymbol[{j1, j2, j3}, {j4, j5, j6}] is the Racah 6-j symbol.", .messages = {{"tri", "`1` is not triangular."}}},
};
#undef LYKOS_ROW
#undef LYKOS_JACOBI
#undef LYKOS_INVERSE
#undef LYKOS_WEIERSTRASS

}  // namespace

MaybeExpr exact_from_unit(Call& call) { return call_library(call, "arithmetic/exact"); }

void register_further_functions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
