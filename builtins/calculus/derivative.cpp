// derivative.cpp - D, Dt and Derivative: the chain rule over one table of known derivatives.
#include <algorithm>
#include <unordered_map>

#include "builtins/algebra/terms.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/calculus/register.h"
#include "builtins/library.h"
#include "builtins/support.h"
#include "evaluator/load_text.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// The partial derivatives of the known functions, one pure function per argument (DLMF 4.20, 4.34, 5.2, 7.2).
struct KnownDerivative {
  const char* function;
  std::vector<const char*> partials;
};
const std::vector<KnownDerivative>& known_derivatives() {
  static const std::vector<KnownDerivative> table = {
      {"Sin", {"Cos[#]&"}},
      {"Cos", {"-Sin[#]&"}},
      {"Tan", {"Sec[#]^2&"}},
      {"Cot", {"-Csc[#]^2&"}},
      {"Sec", {"Sec[#]*Tan[#]&"}},
      {"Csc", {"-(Cot[#]*Csc[#])&"}},
      {"Sinh", {"Cosh[#]&"}},
      {"Cosh", {"Sinh[#]&"}},
      {"Tanh", {"Sech[#]^2&"}},
      {"Coth", {"-Csch[#]^2&"}},
      {"Sech", {"-(Sech[#]*Tanh[#])&"}},
      {"Csch", {"-(Coth[#]*Csch[#])&"}},
      {"ArcSin", {"1/Sqrt[1 - #^2]&"}},
      {"ArcCos", {"-(1/Sqrt[1 - #^2])&"}},
      {"ArcTan", {"1/(1 + #^2)&"}},
      {"ArcCot", {"-(1/(1 + #^2))&"}},
      {"ArcSec", {"1/(Sqrt[1 - 1/#^2]*#^2)&"}},
      {"ArcCsc", {"-(1/(Sqrt[1 - 1/#^2]*#^2))&"}},
      {"ArcSinh", {"1/Sqrt[1 + #^2]&"}},
      {"ArcCosh", {"1/(Sqrt[-1 + #]*Sqrt[1 + #])&"}},
      {"ArcTanh", {"1/(1 - #^2)&"}},
      {"ArcCoth", {"1/(1 - #^2)&"}},
      {"Exp", {"Exp[#]&"}},
      {"Log", {"1/#&"}},
      {"Sqrt", {"1/(2*Sqrt[#])&"}},
      {"Erf", {"(2/(E^#^2*Sqrt[Pi]))&"}},
      {"Erfc", {"(-2/(E^#^2*Sqrt[Pi]))&"}},
      {"Erfi", {"(2*E^#^2/Sqrt[Pi])&"}},
      {"Gamma", {"Gamma[#]*PolyGamma[0, #]&"}},
      {"LogGamma", {"PolyGamma[0, #]&"}},
      {"Factorial", {"Gamma[1 + #]*PolyGamma[0, 1 + #]&"}},
      {"LogisticSigmoid", {"(1 - LogisticSigmoid[#])*LogisticSigmoid[#]&"}},
      {"Ramp", {"UnitStep[#]&"}},
      {"Sinc", {"(Cos[#]/# - Sin[#]/#^2)&"}},
      {"SinIntegral", {"Sinc[#]&"}},
      {"CosIntegral", {"Cos[#]/#&"}},
      {"ExpIntegralEi", {"E^#/#&"}},
      {"LogIntegral", {"1/Log[#]&"}},
      {"ProductLog", {"ProductLog[#]/(# (1 + ProductLog[#]))&"}},
      {"BesselJ", {"Derivative[1, 0][BesselJ][#1, #2]&", "(BesselJ[-1 + #1, #2] - BesselJ[1 + #1, #2])/2&"}},
      {"BesselY", {"Derivative[1, 0][BesselY][#1, #2]&", "(BesselY[-1 + #1, #2] - BesselY[1 + #1, #2])/2&"}},
      {"BesselI", {"Derivative[1, 0][BesselI][#1, #2]&", "(BesselI[-1 + #1, #2] + BesselI[1 + #1, #2])/2&"}},
      {"BesselK", {"Derivative[1, 0][BesselK][#1, #2]&", "(-BesselK[-1 + #1, #2] - BesselK[1 + #1, #2])/2&"}},
      {"PolyGamma", {"Derivative[1, 0][PolyGamma][#1, #2]&", "PolyGamma[1 + #1, #2]&"}},
      {"Haversine", {"Sin[#]/2&"}},
      {"ArcSech", {"Sqrt[(1 - #)/(1 + #)]/((-1 + #)*#)&"}},
      {"ArcCsch", {"-(1/(Sqrt[1 + 1/#^2]*#^2))&"}},
      {"FresnelS", {"Sin[Pi*#^2/2]&"}},
      {"FresnelC", {"Cos[Pi*#^2/2]&"}},
      {"SinhIntegral", {"Sinh[#]/#&"}},
      {"CoshIntegral", {"Cosh[#]/#&"}},
      {"AiryAi", {"AiryAiPrime[#]&"}},
      {"AiryBi", {"AiryBiPrime[#]&"}},
      {"AiryAiPrime", {"#*AiryAi[#]&"}},
      {"AiryBiPrime", {"#*AiryBi[#]&"}},
      {"InverseErf", {"E^InverseErf[#]^2*Sqrt[Pi]/2&"}},
      {"InverseErfc", {"-E^InverseErfc[#]^2*Sqrt[Pi]/2&"}},
      {"HarmonicNumber", {"Pi^2/6 - HarmonicNumber[#, 2]&"}},
      {"HeavisideTheta", {"DiracDelta[#]&"}},
      {"UnitStep", {"Piecewise[{{Indeterminate, # == 0}}, 0]&"}},
      {"RealAbs", {"#/RealAbs[#]&"}},
      {"EllipticK", {"(EllipticE[#] - (1 - #)*EllipticK[#])/(2*(1 - #)*#)&"}},
      {"EllipticE", {"(EllipticE[#] - EllipticK[#])/(2*#)&"}},
      {"EllipticE", {"Sqrt[1 - #2*Sin[#1]^2]&", "(EllipticE[#1, #2] - EllipticF[#1, #2])/(2*#2)&"}},
      {"EllipticF", {"1/Sqrt[1 - #2*Sin[#1]^2]&",
                     "EllipticE[#1, #2]/(2*(1 - #2)*#2) - EllipticF[#1, #2]/(2*#2) - Sin[2*#1]/(4*(1 - #2)*Sqrt[1 - #2*Sin[#1]^2])&"}},
      {"JacobiSN", {"JacobiCN[#1, #2]*JacobiDN[#1, #2]&", "Derivative[0, 1][JacobiSN][#1, #2]&"}},
      {"JacobiCN", {"-(JacobiDN[#1, #2]*JacobiSN[#1, #2])&", "Derivative[0, 1][JacobiCN][#1, #2]&"}},
      {"JacobiDN", {"-(#2*JacobiCN[#1, #2]*JacobiSN[#1, #2])&", "Derivative[0, 1][JacobiDN][#1, #2]&"}},
      {"JacobiAmplitude", {"JacobiDN[#1, #2]&", "Derivative[0, 1][JacobiAmplitude][#1, #2]&"}},
      {"Gamma", {"Derivative[1, 0][Gamma][#1, #2]&", "-(#2^(-1 + #1)/E^#2)&"}},
      {"PolyLog", {"Derivative[1, 0][PolyLog][#1, #2]&", "PolyLog[-1 + #1, #2]/#2&"}},
      {"Zeta", {"Derivative[1, 0][Zeta][#1, #2]&", "-(#1*Zeta[1 + #1, #2])&"}},
      {"ExpIntegralE", {"Derivative[1, 0][ExpIntegralE][#1, #2]&", "-ExpIntegralE[-1 + #1, #2]&"}},
      {"Erf", {"-2/(E^#1^2*Sqrt[Pi])&", "2/(E^#2^2*Sqrt[Pi])&"}},
      {"Beta", {"Beta[#1, #2]*(PolyGamma[0, #1] - PolyGamma[0, #1 + #2])&", "Beta[#1, #2]*(PolyGamma[0, #2] - PolyGamma[0, #1 + #2])&"}},
      {"Binomial", {"Binomial[#1, #2]*(PolyGamma[0, 1 + #1] - PolyGamma[0, 1 + #1 - #2])&", "Binomial[#1, #2]*(PolyGamma[0, 1 + #1 - #2] - PolyGamma[0, 1 + #2])&"}},
      {"Pochhammer", {"Pochhammer[#1, #2]*(-PolyGamma[0, #1] + PolyGamma[0, #1 + #2])&", "Pochhammer[#1, #2]*PolyGamma[0, #1 + #2]&"}},
      {"LegendreP", {"Derivative[1, 0][LegendreP][#1, #2]&", "((-1 - #1)*#2*LegendreP[#1, #2] + (1 + #1)*LegendreP[1 + #1, #2])/(-1 + #2^2)&"}},
      {"LegendreQ", {"Derivative[1, 0][LegendreQ][#1, #2]&", "((-1 - #1)*#2*LegendreQ[#1, #2] + (1 + #1)*LegendreQ[1 + #1, #2])/(-1 + #2^2)&"}},
      {"ChebyshevT", {"Derivative[1, 0][ChebyshevT][#1, #2]&", "#1*ChebyshevU[-1 + #1, #2]&"}},
      {"ChebyshevU", {"Derivative[1, 0][ChebyshevU][#1, #2]&", "((-1 - #1)*ChebyshevU[-1 + #1, #2] + #1*#2*ChebyshevU[#1, #2])/(-1 + #2^2)&"}},
      {"HermiteH", {"Derivative[1, 0][HermiteH][#1, #2]&", "2*#1*HermiteH[-1 + #1, #2]&"}},
      {"LaguerreL", {"Derivative[1, 0][LaguerreL][#1, #2]&", "-LaguerreL[-1 + #1, 1, #2]&"}},
      {"Hypergeometric0F1", {"Derivative[1, 0][Hypergeometric0F1][#1, #2]&", "Hypergeometric0F1[1 + #1, #2]/#1&"}},
      {"Hypergeometric1F1", {"Derivative[1, 0, 0][Hypergeometric1F1][#1, #2, #3]&", "Derivative[0, 1, 0][Hypergeometric1F1][#1, #2, #3]&",
                             "#1*Hypergeometric1F1[1 + #1, 1 + #2, #3]/#2&"}},
      {"Hypergeometric2F1", {"Derivative[1, 0, 0, 0][Hypergeometric2F1][#1, #2, #3, #4]&", "Derivative[0, 1, 0, 0][Hypergeometric2F1][#1, #2, #3, #4]&",
                             "Derivative[0, 0, 1, 0][Hypergeometric2F1][#1, #2, #3, #4]&", "#1*#2*Hypergeometric2F1[1 + #1, 1 + #2, 1 + #3, #4]/#3&"}},
      {"JacobiSC", {"JacobiDC[#1, #2]*JacobiNC[#1, #2]&", "Derivative[0, 1][JacobiSC][#1, #2]&"}},
      {"JacobiSD", {"JacobiCD[#1, #2]*JacobiND[#1, #2]&", "Derivative[0, 1][JacobiSD][#1, #2]&"}},
      {"JacobiNS", {"-(JacobiCS[#1, #2]*JacobiDS[#1, #2])&", "Derivative[0, 1][JacobiNS][#1, #2]&"}},
      {"JacobiNC", {"JacobiDC[#1, #2]*JacobiSC[#1, #2]&", "Derivative[0, 1][JacobiNC][#1, #2]&"}},
      {"JacobiND", {"#2*JacobiCD[#1, #2]*JacobiSD[#1, #2]&", "Derivative[0, 1][JacobiND][#1, #2]&"}},
      {"JacobiCS", {"-(JacobiDS[#1, #2]*JacobiNS[#1, #2])&", "Derivative[0, 1][JacobiCS][#1, #2]&"}},
      {"JacobiCD", {"(-1 + #2)*JacobiND[#1, #2]*JacobiSD[#1, #2]&", "Derivative[0, 1][JacobiCD][#1, #2]&"}},
      {"JacobiDS", {"-(JacobiCS[#1, #2]*JacobiNS[#1, #2])&", "Derivative[0, 1][JacobiDS][#1, #2]&"}},
      {"JacobiDC", {"(1 - #2)*JacobiNC[#1, #2]*JacobiSC[#1, #2]&", "Derivative[0, 1][JacobiDC][#1, #2]&"}},
      {"WeierstrassP", {"WeierstrassPPrime[#1, #2]&", "Derivative[0, 1][WeierstrassP][#1, #2]&"}},
      {"WeierstrassZeta", {"-WeierstrassP[#1, #2]&", "Derivative[0, 1][WeierstrassZeta][#1, #2]&"}},
      {"WeierstrassSigma", {"WeierstrassSigma[#1, #2]*WeierstrassZeta[#1, #2]&", "Derivative[0, 1][WeierstrassSigma][#1, #2]&"}},
      {"KelvinBer", {"Derivative[1, 0][KelvinBer][#1, #2]&", "(-KelvinBei[-1 + #1, #2] + KelvinBei[1 + #1, #2] - KelvinBer[-1 + #1, #2] + KelvinBer[1 + #1, #2])/(2*Sqrt[2])&"}},
      {"KelvinBei", {"Derivative[1, 0][KelvinBei][#1, #2]&", "(-KelvinBei[-1 + #1, #2] + KelvinBei[1 + #1, #2] + KelvinBer[-1 + #1, #2] - KelvinBer[1 + #1, #2])/(2*Sqrt[2])&"}},
      {"KelvinKer", {"Derivative[1, 0][KelvinKer][#1, #2]&", "(-KelvinKei[-1 + #1, #2] + KelvinKei[1 + #1, #2] - KelvinKer[-1 + #1, #2] + KelvinKer[1 + #1, #2])/(2*Sqrt[2])&"}},
      {"KelvinKei", {"Derivative[1, 0][KelvinKei][#1, #2]&", "(-KelvinKei[-1 + #1, #2] + KelvinKei[1 + #1, #2] + KelvinKer[-1 + #1, #2] - KelvinKer[1 + #1, #2])/(2*Sqrt[2])&"}},
      {"StruveH", {"Derivative[1, 0][StruveH][#1, #2]&", "((#2/2)^#1/(Sqrt[Pi]*Gamma[3/2 + #1]) + StruveH[-1 + #1, #2] - StruveH[1 + #1, #2])/2&"}},
      {"StruveL", {"Derivative[1, 0][StruveL][#1, #2]&", "((#2/2)^#1/(Sqrt[Pi]*Gamma[3/2 + #1]) + StruveL[-1 + #1, #2] + StruveL[1 + #1, #2])/2&"}},
      {"DawsonF", {"1 - 2*#*DawsonF[#]&"}},
      {"ParabolicCylinderD", {"Derivative[1, 0][ParabolicCylinderD][#1, #2]&", "#2*ParabolicCylinderD[#1, #2]/2 - ParabolicCylinderD[1 + #1, #2]&"}},
      {"WhittakerM", {"Derivative[1, 0, 0][WhittakerM][#1, #2, #3]&", "Derivative[0, 1, 0][WhittakerM][#1, #2, #3]&",
                      "(1/2 - #1/#3)*WhittakerM[#1, #2, #3] + (1/2 + #1 + #2)*WhittakerM[1 + #1, #2, #3]/#3&"}},
      {"WhittakerW", {"Derivative[1, 0, 0][WhittakerW][#1, #2, #3]&", "Derivative[0, 1, 0][WhittakerW][#1, #2, #3]&",
                      "(1/2 - #1/#3)*WhittakerW[#1, #2, #3] - WhittakerW[1 + #1, #2, #3]/#3&"}},
      {"HypergeometricU", {"Derivative[1, 0, 0][HypergeometricU][#1, #2, #3]&", "Derivative[0, 1, 0][HypergeometricU][#1, #2, #3]&", "-(#1*HypergeometricU[1 + #1, 1 + #2, #3])&"}},
      {"Hypergeometric0F1Regularized", {"Derivative[1, 0][Hypergeometric0F1Regularized][#1, #2]&", "Hypergeometric0F1Regularized[1 + #1, #2]&"}},
      {"Hypergeometric1F1Regularized", {"Derivative[1, 0, 0][Hypergeometric1F1Regularized][#1, #2, #3]&", "Derivative[0, 1, 0][Hypergeometric1F1Regularized][#1, #2, #3]&",
                                        "#1*Hypergeometric1F1Regularized[1 + #1, 1 + #2, #3]&"}},
      {"Hypergeometric2F1Regularized", {"Derivative[1, 0, 0, 0][Hypergeometric2F1Regularized][#1, #2, #3, #4]&", "Derivative[0, 1, 0, 0][Hypergeometric2F1Regularized][#1, #2, #3, #4]&",
                                        "Derivative[0, 0, 1, 0][Hypergeometric2F1Regularized][#1, #2, #3, #4]&", "#1*#2*Hypergeometric2F1Regularized[1 + #1, 1 + #2, 1 + #3, #4]&"}},
      {"HurwitzZeta", {"Derivative[1, 0][HurwitzZeta][#1, #2]&", "-(#1*HurwitzZeta[1 + #1, #2])&"}},
      {"LerchPhi", {"(-(#3*LerchPhi[#1, #2, #3]) + LerchPhi[#1, -1 + #2, #3])/#1&", "Derivative[0, 1, 0][LerchPhi][#1, #2, #3]&", "-(#2*LerchPhi[#1, 1 + #2, #3])&"}},
      {"HurwitzLerchPhi", {"(-(#3*HurwitzLerchPhi[#1, #2, #3]) + HurwitzLerchPhi[#1, -1 + #2, #3])/#1&", "Derivative[0, 1, 0][HurwitzLerchPhi][#1, #2, #3]&",
                           "-(#2*HurwitzLerchPhi[#1, 1 + #2, #3])&"}},
      {"GegenbauerC", {"Derivative[1, 0, 0][GegenbauerC][#1, #2, #3]&", "Derivative[0, 1, 0][GegenbauerC][#1, #2, #3]&", "2*#2*GegenbauerC[-1 + #1, 1 + #2, #3]&"}},
      {"JacobiP", {"Derivative[1, 0, 0, 0][JacobiP][#1, #2, #3, #4]&", "Derivative[0, 1, 0, 0][JacobiP][#1, #2, #3, #4]&", "Derivative[0, 0, 1, 0][JacobiP][#1, #2, #3, #4]&",
                   "(1 + #1 + #2 + #3)*JacobiP[-1 + #1, 1 + #2, 1 + #3, #4]/2&"}},
      {"LaguerreL", {"Derivative[1, 0, 0][LaguerreL][#1, #2, #3]&", "Derivative[0, 1, 0][LaguerreL][#1, #2, #3]&", "-LaguerreL[-1 + #1, 1 + #2, #3]&"}},
      {"SphericalBesselJ", {"Derivative[1, 0][SphericalBesselJ][#1, #2]&", "(SphericalBesselJ[-1 + #1, #2] - (SphericalBesselJ[#1, #2] + #2*SphericalBesselJ[1 + #1, #2])/#2)/2&"}},
      {"SphericalBesselY", {"Derivative[1, 0][SphericalBesselY][#1, #2]&", "(SphericalBesselY[-1 + #1, #2] - (SphericalBesselY[#1, #2] + #2*SphericalBesselY[1 + #1, #2])/#2)/2&"}},
      {"HankelH1", {"Derivative[1, 0][HankelH1][#1, #2]&", "(HankelH1[-1 + #1, #2] - HankelH1[1 + #1, #2])/2&"}},
      {"HankelH2", {"Derivative[1, 0][HankelH2][#1, #2]&", "(HankelH2[-1 + #1, #2] - HankelH2[1 + #1, #2])/2&"}},
      {"GammaRegularized", {"Derivative[1, 0][GammaRegularized][#1, #2]&", "-(#2^(-1 + #1)/(E^#2*Gamma[#1]))&"}},
      {"BetaRegularized", {"(1 - #1)^(-1 + #3)*#1^(-1 + #2)/Beta[#2, #3]&", "Derivative[0, 1, 0][BetaRegularized][#1, #2, #3]&", "Derivative[0, 0, 1][BetaRegularized][#1, #2, #3]&"}},
      {"Beta", {"(1 - #1)^(-1 + #3)*#1^(-1 + #2)&", "Derivative[0, 1, 0][Beta][#1, #2, #3]&", "Derivative[0, 0, 1][Beta][#1, #2, #3]&"}},
      {"EllipticTheta", {"Derivative[1, 0, 0][EllipticTheta][#1, #2, #3]&", "EllipticThetaPrime[#1, #2, #3]&", "Derivative[0, 0, 1][EllipticTheta][#1, #2, #3]&"}},
      {"EllipticPi", {"(EllipticE[#2] + ((-#1 + #2)*EllipticK[#2] + (#1^2 - #2)*EllipticPi[#1, #2])/#1)/(2*(-1 + #1)*(-#1 + #2))&",
                      "(EllipticE[#2]/(-1 + #2) + EllipticPi[#1, #2])/(2*(#1 - #2))&"}},
      {"AngerJ", {"Derivative[1, 0][AngerJ][#1, #2]&", "(AngerJ[-1 + #1, #2] - AngerJ[1 + #1, #2])/2&"}},
      {"WeberE", {"Derivative[1, 0][WeberE][#1, #2]&", "(WeberE[-1 + #1, #2] - WeberE[1 + #1, #2])/2&"}},
      {"Gudermannian", {"Sech[#]&"}},
  };
  return table;
}

// The pure function for a partial derivative, or nullopt.
MaybeExpr known_partial(const Expr& function, std::size_t argument, std::size_t count) {
  if (!function.is_symbol()) return std::nullopt;
  static const auto index = [] {
    std::unordered_multimap<Expr, const KnownDerivative*, ExprHash> map;
    for (const KnownDerivative& row : known_derivatives()) map.emplace(Expr::symbol(row.function), &row);
    return map;
  }();
  const auto [first, last] = index.equal_range(function);
  for (auto row = first; row != last; ++row)
    if (row->second->partials.size() == count) return parse_system_text(row->second->partials[argument]);
  return std::nullopt;
}

bool depends_on(const Expr& e, const Expr& x) { return !free_of(e, x); }

Expr times(std::vector<Expr> factors) { return evaluate(make_normal(sym::Times, std::move(factors))); }
Expr plus(std::vector<Expr> terms) { return evaluate(make_normal(sym::Plus, std::move(terms))); }
Expr power(const Expr& base, const Expr& exponent) { return evaluate(make_normal(sym::Power, {base, exponent})); }

// Derivative[...][f] with one more order in an argument.
Expr raised_derivative(const Expr& head, std::size_t argument, std::size_t count) {
  std::vector<Expr> orders(count, Expr::integer(0));
  Expr function = head;
  if (head.kind() == Kind::Normal && head.size() == 1 && head.head().has_head(sym::Derivative) && head.head().size() == count) {
    for (std::size_t i = 0; i < count; ++i) orders[i] = head.head()[i];
    function = head[0];
  }
  orders[argument] = plus({orders[argument], Expr::integer(1)});
  return make_normal(make_normal(sym::Derivative, std::move(orders)), {function});
}

// `constant` says what does not change with x: for D everything without x, for Dt numbers and given constants.
class Differentiator {
 public:
  explicit Differentiator(const Expr& x, std::vector<Expr> nonconstants = {}) : x_(x), nonconstants_(std::move(nonconstants)) {}

  Expr operator()(const Expr& e) const {
    check_interrupt();
    RecursionGuard guard;
    if (e == x_) return Expr::integer(1);
    if (!depends(e)) return Expr::integer(0);
    if (e.is_symbol()) return make_normal(sym::D, {e, x_, make_rule(Expr::symbol("NonConstants"), make_list(std::span<const Expr>(nonconstants_)))});
    if (e.is_list()) {
      Builder list(sym::List, e.size());
      for (const Expr& part : e.args()) list.push((*this)(part));
      return list.finish();
    }
    if (e.has_head(sym::Plus)) {
      std::vector<Expr> terms;
      for (const Expr& term : e.args()) terms.push_back((*this)(term));
      return plus(std::move(terms));
    }
    if (e.has_head(sym::Times)) return product(e);
    if (e.has_head(sym::Power, 2)) return power_rule(e[0], e[1]);
    if (e.has_head(sym::Equal) || e.has_head(sym::Rule)) {
      std::vector<Expr> sides;
      for (const Expr& side : e.args()) sides.push_back((*this)(side));
      return evaluate(make_normal(e.head(), std::move(sides)));
    }
    if (e.has_head(sym::Log, 2)) return (*this)(times({make_normal(sym::Log, {e[1]}), power(make_normal(sym::Log, {e[0]}), Expr::integer(-1))}));
    if (e.has_head(sym::ArcTan, 2)) {
      // ArcTan[x, y]: (x y' - y x')/(x^2 + y^2)
      const Expr top = plus({times({e[0], (*this)(e[1])}), times({Expr::integer(-1), e[1], (*this)(e[0])})});
      return times({top, power(plus({power(e[0], Expr::integer(2)), power(e[1], Expr::integer(2))}), Expr::integer(-1))});
    }
    if (e.has_head(sym::Integrate) || e.has_head(sym::Sum)) {
      const Expr parts = make_normal(sym::Hold, e.args());
      if (MaybeExpr value = call_library("calculus/derivatives", e.has_head(sym::Sum) ? "sum" : "integral", std::vector<Expr>{parts, x_})) return evaluate(*value);
    }
    if (e.kind() == Kind::Normal && e.size() == 2 && e.head() == Expr::symbol("System`RootSum")) {
      if (MaybeExpr value = call_library("calculus/derivatives", "rootSum", std::vector<Expr>{make_normal(sym::Hold, e.args()), x_})) return evaluate(*value);
    }
    if (e.has_head(sym::If) && e.size() >= 2) {
      std::vector<Expr> parts{e[0]};
      for (std::size_t i = 1; i < e.size(); ++i) parts.push_back((*this)(e[i]));
      return make_normal(sym::If, std::move(parts));
    }
    if (e.has_head(sym::Piecewise) && e.size() >= 1 && e[0].is_list() && e[0].size() > 0) return piecewise(e);
    if ((e.has_head(sym::Max) || e.has_head(sym::Min)) && e.size() > 1) return extremum(e);
    if (e.kind() != Kind::Normal) return make_normal(sym::D, {e, x_});
    return chain_rule(e);
  }

  /// Max and Min: the derivative of the argument that is it, where it is the only one.
  Expr extremum(const Expr& e) const {
    const auto is_relation = [](const Expr& c) { return c.size() == 2 && (c.has_head(sym::Less) || c.has_head(sym::LessEqual) || c.has_head(sym::Greater) || c.has_head(sym::GreaterEqual)); };
    const Expr expanded = evaluate(make_normal(Expr::symbol("PiecewiseExpand"), {e}));
    if (expanded.has_head(sym::Piecewise) && expanded.size() >= 1 && expanded[0].is_list() &&
        std::all_of(expanded[0].args().begin(), expanded[0].args().end(), [&](const Expr& c) { return c.is_list() && c.size() == 2 && is_relation(c[1]); }))
      return piecewise(expanded);
    Builder cases(sym::List);
    for (std::size_t i = 0; i < e.size(); ++i) {
      std::vector<Expr> conditions;
      for (std::size_t j = 0; j < e.size(); ++j)
        if (j != i) conditions.push_back(e[i].is_number() ? make_normal(e.has_head(sym::Max) ? sym::Less : sym::Greater, {e[j], e[i]})
                                                          : make_normal(e.has_head(sym::Max) ? sym::Greater : sym::Less, {e[i], e[j]}));
      cases.push(make_list({(*this)(e[i]), make_normal(sym::And, std::move(conditions))}));
    }
    return evaluate(make_normal(sym::Piecewise, {cases.finish(), sym::Indeterminate}));
  }

  /// A symbol declared to depend on the variable: its derivative stays as it is written.
  bool depends_through_nonconstant(const Expr& e) const { return e.is_symbol() && !(e == x_) && depends(e); }

 private:
  Expr product(const Expr& e) const {
    std::vector<Expr> terms;
    for (std::size_t i = 0; i < e.size(); ++i) {
      const Expr inner = (*this)(e[i]);
      if (inner == Expr::integer(0)) continue;
      std::vector<Expr> factors(e.args().begin(), e.args().end());
      factors[i] = inner;
      terms.push_back(times(std::move(factors)));
    }
    return plus(std::move(terms));
  }

  // (f^g)' = g f^(g-1) f' + f^g Log[f] g'
  Expr power_rule(const Expr& f, const Expr& g) const {
    if (depends(f) && depends(g))  // f^g (g f'/f + Log[f] g')
      return times({power(f, g), plus({times({g, power(f, Expr::integer(-1)), (*this)(f)}), times({make_normal(sym::Log, {f}), (*this)(g)})})});
    std::vector<Expr> terms;
    if (depends(f)) terms.push_back(times({g, power(f, plus({Expr::integer(-1), g})), (*this)(f)}));
    if (depends(g)) terms.push_back(times({power(f, g), make_normal(sym::Log, {f}), (*this)(g)}));
    return plus(std::move(terms));
  }

  Expr chain_rule(const Expr& e) const {
    const Expr& head = e.head();
    if (head.has_head(sym::InverseFunction, 1) && e.size() == 1) {  // 1/f'[InverseFunction[f][x]]
      const Expr slope = evaluate(make_normal(make_normal(make_normal(sym::Derivative, {Expr::integer(1)}), {head[0]}), {e}));
      return times({power(slope, Expr::integer(-1)), (*this)(e[0])});
    }
    std::vector<Expr> terms;
    for (std::size_t i = 0; i < e.size(); ++i) {
      const Expr inner = (*this)(e[i]);
      if (inner == Expr::integer(0)) continue;
      const MaybeExpr known = known_partial(head, i, e.size());
      const Expr outer = known ? apply(*known, e.args()) : evaluate(make_normal(raised_derivative(head, i, e.size()), e.args()));
      terms.push_back(times({outer, inner}));
    }
    return plus(std::move(terms));
  }

  /// Contains the variable, or a symbol declared to depend on it.
  bool depends(const Expr& e) const {
    return depends_on(e, x_) || std::any_of(nonconstants_.begin(), nonconstants_.end(), [&](const Expr& symbol) { return depends_on(e, symbol); });
  }

  // The pieces' derivatives; where they meet the derivative is Indeterminate.
  Expr piecewise(const Expr& e) const {
    const auto strict = [](const Expr& condition) -> Expr {
      if (condition.has_head(sym::LessEqual, 2)) return with_head(condition, sym::Less);
      if (condition.has_head(sym::GreaterEqual, 2)) return with_head(condition, sym::Greater);
      return condition;
    };
    const auto opposite = [](const Expr& condition) -> MaybeExpr {
      if (condition.has_head(sym::Less, 2)) return with_head(condition, sym::Greater);
      if (condition.has_head(sym::Greater, 2)) return with_head(condition, sym::Less);
      return std::nullopt;
    };
    Builder cases(sym::List);
    std::vector<Expr> conditions;
    for (const Expr& one : e[0].args()) {
      if (!one.is_list() || one.size() != 2) return make_normal(sym::D, {e, x_});
      conditions.push_back(strict(one[1]));
      cases.push(make_list({evaluate((*this)(one[0])), conditions.back()}));
    }
    const Expr fallback = e.size() == 2 ? (*this)(e[1]) : Expr::integer(0);
    const MaybeExpr other = conditions.size() <= 2 ? opposite(conditions[0]) : std::nullopt;
    if (other && conditions.size() == 1) {
      cases.push(make_list({evaluate(fallback), *other}));
    } else if (!(other && conditions[1] == *other)) {
      return evaluate(make_normal(sym::Piecewise, {cases.finish(), fallback}));
    }
    return evaluate(make_normal(sym::Piecewise, {cases.finish(), sym::Indeterminate}));
  }

  Expr x_;
  std::vector<Expr> nonconstants_;
};

bool is_valid_variable(const Expr& x) { return !x.is_number() && !x.is_string() && !x.has_head(sym::Plus) && !x.has_head(sym::Times) && !x.has_head(sym::Power); }

// D[f, x], D[f, {x, n}], D[f, x, y, ...], D[f, {{x1, x2, ...}}], D[f, {{x1, ...}, n}]
MaybeExpr builtin_D(Call& call) {
  Expr result = call[0];
  for (std::size_t i = 1; i < call.size(); ++i) {
    const Expr& spec = call[i];
    if (spec.is_list() && spec.size() >= 1 && spec[0].is_list()) {
      const auto times_wanted = spec.size() == 2 ? machine_integer(spec[1]) : std::optional<std::int64_t>(1);
      if (!times_wanted || *times_wanted < 0) return std::nullopt;
      for (std::int64_t n = 0; n < *times_wanted; ++n) {
        const Expr current = result;
        const auto gradient = [&](const auto& self, const Expr& e) -> Expr {
          Builder list(sym::List);
          if (e.is_list()) {
            for (const Expr& part : e.args()) list.push(self(self, part));
          } else {
            for (const Expr& x : spec[0].args()) list.push(Differentiator(x)(e));
          }
          return list.finish();
        };
        result = gradient(gradient, current);
      }
      continue;
    }
    Expr x = spec;
    std::int64_t order = 1;
    if (spec.is_list()) {
      if (spec.size() != 2) return call.message("dvar", {spec});
      x = spec[0];
      const auto n = machine_integer(spec[1]);
      if (!n && !spec[1].is_number()) {
        const MaybeExpr value = call_library("calculus/derivatives", "nth", std::vector<Expr>{result, x, spec[1]});
        if (!value) return std::nullopt;
        result = evaluate(*value);
        continue;
      }
      if (!n || *n < 0) return call.message("dvar", {spec});
      order = *n;
    }
    if (!is_valid_variable(x)) {
      message(sym::General, "ivar", {x});
      return std::nullopt;
    }
    const Expr given = call.option(Expr::symbol("NonConstants"));
    const Differentiator derivative(x, given.is_list() ? std::vector<Expr>(given.args().begin(), given.args().end()) : std::vector<Expr>{});
    if (derivative.depends_through_nonconstant(result) && order == 1) return std::nullopt;
    for (std::int64_t n = 0; n < order; ++n) result = evaluate(derivative(result));
  }
  return result;
}

// Derivative[n1, n2, ...][f][x1, x2, ...] at inexact numbers, for a numeric function f with no derivative in closed form.
MaybeExpr numeric_derivative(const Call& call) {
  const Expr& head = call.expr().head();
  if (head.size() != 1 || !head[0].is_symbol() || (attributes_of(head[0]) & kNumericFunction) == 0 || head.head().size() != call.size()) return std::nullopt;
  bool inexact = false;
  for (const Expr& x : call.args()) {
    if (!is_numeric(x)) return std::nullopt;
    inexact = inexact || is_inexact_number(x);
  }
  if (!inexact) return std::nullopt;
  return call_library("calculus/derivatives", "numericDerivative", std::vector<Expr>{make_list(head.head().args()), head[0], make_list(call.args())});
}
// Derivative[n1, n2, ...][f]: a pure function when the derivative is known.
MaybeExpr operator_Derivative(Call& call) {
  const Expr& orders = call.expr().head();
  if (orders.kind() == Kind::Normal && orders.head().has_head(sym::Derivative)) return numeric_derivative(call);
  if (call.size() != 1 || !orders.head().is(sym::Derivative)) return std::nullopt;
  const Expr& function = call[0];
  const bool none = std::all_of(orders.args().begin(), orders.args().end(), [](const Expr& n) { return n == Expr::integer(0); });
  if (none && orders.size() > 0) return function;
  if (function.kind() == Kind::Normal && function.size() == 1 && function.head().has_head(sym::Derivative) && function.head().size() == orders.size()) {
    std::vector<Expr> total;
    for (std::size_t i = 0; i < orders.size(); ++i) total.push_back(plus({orders[i], function.head()[i]}));
    return make_normal(make_normal(sym::Derivative, std::move(total)), {function[0]});
  }
  if (function.has_head(sym::InterpolatingFunction) && function.size() >= 4 && function[1].is_list() && function[1].size() == 4 && function[1][2].size() == orders.size()) {
    std::vector<Expr> parts(function.args().begin(), function.args().end());
    std::vector<Expr> info(function[1].args().begin(), function[1].args().end());
    std::vector<Expr> total;
    for (std::size_t i = 0; i < orders.size(); ++i) total.push_back(plus({info[2][i], orders[i]}));
    info[2] = make_list(std::move(total));
    parts[1] = make_list(std::move(info));
    return make_normal(sym::InterpolatingFunction, std::move(parts));
  }
  if (function.is_number()) return make_normal(sym::Function, {Expr::integer(0)});
  if (function.is(sym::List)) {
    std::vector<Expr> parts;
    Expr total = Expr::integer(0);
    for (const Expr& n : orders.args()) total = plus({total, n});
    for (const Expr& n : orders.args()) parts.push_back(total == Expr::integer(1) ? n : Expr::integer(0));
    return make_normal(sym::Function, {make_list(std::move(parts))});
  }
  if (orders.size() == 1 && orders[0].is_small_integer() && orders[0].small_integer() < 0 && orders[0].small_integer() > -20) {
    return call_library("calculus/derivatives", "primitive", std::vector<Expr>{function, negate(orders[0])});
  }
  for (const Expr& n : orders.args())
    if (!n.is_small_integer() || n.small_integer() < 0 || n.small_integer() > 100) return std::nullopt;
  // Through pure functions: differentiate the body with respect to fresh symbols and put the slots back.
  const std::size_t count = orders.size();
  const bool pure = function.has_head(sym::Function) && function.kind() == Kind::Normal;
  if (!pure && !known_partial(function, 0, count) && !(function.is(sym::Power) || function.is(sym::Plus) || function.is(sym::Times))) return std::nullopt;
  for (std::size_t i = 0; i < count && !pure; ++i) {  // the partial derivative of Bessel functions by their order is its own name
    const MaybeExpr partial = orders[i] == Expr::integer(0) ? std::nullopt : MaybeExpr(known_partial(function, i, count));
    if (partial && contains_symbol(*partial, sym::Derivative)) return std::nullopt;
  }
  std::vector<Expr> variables;
  std::vector<Expr> slots;
  for (std::size_t i = 0; i < count; ++i) {
    variables.push_back(intern_symbol("System`Private`", "argument" + std::to_string(i + 1)));
    slots.push_back(make_normal(sym::Slot, {Expr::integer(static_cast<std::int64_t>(i) + 1)}));
  }
  Expr body = lykos::apply(function, std::span<const Expr>(variables));
  for (std::size_t i = 0; i < count; ++i) {
    const Differentiator derivative(variables[i]);
    for (std::int64_t n = 0; n < orders[i].small_integer(); ++n) body = evaluate(derivative(body));
  }
  return make_normal(sym::Function, {substitute(body, variables, slots)});
}

Expr exchange(const Expr& e, const std::vector<Expr>& from, const std::vector<Expr>& to) {
  const auto found = std::find(from.begin(), from.end(), e);
  if (found != from.end()) return to[std::size_t(found - from.begin())];
  if (!e.is_normal()) return e;
  std::vector<Expr> parts;
  for (const Expr& part : e.args()) parts.push_back(exchange(part, from, to));
  return make_normal(exchange(e.head(), from, to), parts);
}

// Dt[f, x]: total derivative; every symbol that is not a constant may depend on x, and Dt[y, {x, n}] goes to Dt[y, {x, n + 1}].
Expr total_derivative(const Expr& e, const Expr& x, const std::vector<Expr>& constants) {
  if (e.is_list() || e.has_head(sym::Equal) || e.has_head(sym::Rule)) {
    std::vector<Expr> parts;
    for (const Expr& part : e.args()) parts.push_back(total_derivative(part, x, constants));
    return evaluate(make_normal(e.head(), parts));
  }
  std::vector<Expr> symbols;
  const auto gather = [&](const auto& self, const Expr& part) -> void {
    const bool differential = part.has_head(sym::Dt);
    if (part.is_symbol() || differential) {
      const bool constant = part.is_symbol() && ((attributes_of(part) & kConstant) != 0 || std::find(constants.begin(), constants.end(), part) != constants.end());
      if (!constant && std::find(symbols.begin(), symbols.end(), part) == symbols.end()) symbols.push_back(part);
    } else if (part.is_normal()) {
      for (const Expr& arg : part.args()) self(self, arg);
    }
  };
  gather(gather, e);
  const auto further = [&](const Expr& s) -> Expr {
    if (x.is_null()) return make_normal(sym::Dt, {s});
    if (s.is_normal() && s.size() == 2) {
      if (s[1] == x) return make_normal(sym::Dt, {s[0], make_list({x, Expr::integer(2)})});
      if (s[1].is_list() && s[1].size() == 2 && s[1][0] == x) return make_normal(sym::Dt, {s[0], make_list({x, evaluate(plus({s[1][1], Expr::integer(1)}))})});
    }
    return make_normal(sym::Dt, {s, x});
  };
  // Differentials are variables like any other.
  std::vector<Expr> differentials, names;
  for (Expr& s : symbols) {
    if (!s.is_normal()) continue;
    differentials.push_back(s);
    names.push_back(Expr::symbol("System`Library`differential" + std::to_string(names.size())));
  }
  const Expr body = exchange(e, differentials, names);
  std::vector<Expr> terms;
  for (const Expr& s : symbols) {
    const auto found = std::find(differentials.begin(), differentials.end(), s);
    const Expr& variable = found == differentials.end() ? s : names[std::size_t(found - differentials.begin())];
    const Expr partial = evaluate(exchange(evaluate(Differentiator(variable)(body)), names, differentials));
    terms.push_back(s == x ? partial : times({partial, further(s)}));
  }
  return plus(std::move(terms));
}
MaybeExpr builtin_Dt(Call& call) {
  if (call.size() > 2) {
    // one variable after the other
    Expr result = call[0];
    for (std::size_t i = 1; i < call.size(); ++i) result = evaluate(make_normal(sym::Dt, {result, call[i], make_normal(sym::Rule, {Expr::symbol("Constants"), call.option(Expr::symbol("Constants"))})}));
    return result;
  }
  const bool repeated = call.size() == 2 && call[1].is_list() && call[1].size() == 2 && call[1][1].is_small_integer() && call[1][1].small_integer() >= 0;
  const Expr x = call.size() == 1 ? Expr(sym::Null) : repeated ? call[1][0] : call[1];
  if (call[0].is_symbol() && !(call[0] == x)) {
    if ((attributes_of(call[0]) & kConstant) != 0) return Expr::integer(0);
    return std::nullopt;
  }
  if (call[0].is_number()) return Expr::integer(0);
  const Expr given = call.option(Expr::symbol("Constants"));
  std::vector<Expr> constants(given.args().begin(), given.args().end());
  if (!given.is_list()) constants = {given};
  Expr result = call[0];
  for (std::int64_t n = repeated ? call[1][1].small_integer() : 1; n > 0; --n) result = evaluate(total_derivative(result, x, constants));
  return result;
}

MaybeExpr builtin_ImplicitD(Call& call) { return call_library(call, "calculus/derivatives"); }

constexpr Builtin kBuiltins[] = {
    {.name = "D", .fn = builtin_D, .arity = at_least(1), .attributes = kProtected | kReadProtected,
     .usage = "D[f, x] gives the partial derivative of f with respect to x.\nD[f, {x, n}] gives the multiple derivative.\nD[f, x, y, ...] gives the partial derivative with respect to x, y, ....\nD[f, {{x1, x2, ...}}] gives the vector derivative.",
     .options = "{NonConstants -> {}}", .messages = {{"dvar", "Multiple derivative specifier `1` does not have the form {variable, n}, where n is a non-negative integer."}}},
    {.name = "ImplicitD", .fn = builtin_ImplicitD, .arity = between(3, 4), .attributes = kProtected | kReadProtected,
     .usage = "ImplicitD[eqn, y, x] gives the partial derivative of y with respect to x, assuming that y is a function of x defined by eqn.\n"
              "ImplicitD[f, eqn, y, {x, n}] gives the n-th derivative of f.\nImplicitD[f, {eqn1, ...}, {y1, ...}, x] is for functions defined by several equations."},
    {.name = "Dt", .fn = builtin_Dt, .arity = at_least(1), .attributes = kProtected,
     .usage = "Dt[f, x] gives the total derivative of f with respect to x.\nDt[f] gives the total differential of f.\nDt[f, {x, n}] gives the multiple derivative.\nDt[f, x1, x2, ...] gives the derivative with respect to x1, x2, ....", .options = "{Constants -> {}}"},
    {.name = "Derivative", .attributes = kNHoldAll | kProtected, .usage = "f' represents the derivative of a function f of one argument.\nDerivative[n1, n2, ...][f] is the general form, representing a function obtained from f by differentiating n1 times with respect to the first argument, and so on.",
     .sub_fn = operator_Derivative},
};

}  // namespace

void register_derivative(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
