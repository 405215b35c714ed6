// forms.cpp - CoefficientRules, MonomialList, FactorTerms, HornerForm, Decompose, PolynomialMod, SymmetricReduction and other forms of
// polynomials; InverseFunction: the rows. The work is in forms.wl.
#include "builtins/algebra/register.h"
#include "builtins/algebra/rings.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

#define LYKOS_UNIT(NAME, FUNCTION) \
  MaybeExpr builtin_##NAME(Call& call) { return call_library("algebra/forms", FUNCTION, call.args()); }
LYKOS_UNIT(CoefficientRules, "coefficientRules")
LYKOS_UNIT(FromCoefficientRules, "fromCoefficientRules")
LYKOS_UNIT(MonomialList, "monomialList")
LYKOS_UNIT(FactorTerms, "factorTerms")
LYKOS_UNIT(FactorTermsList, "factorTermsList")
LYKOS_UNIT(FactorSquareFree, "factorSquareFree")
LYKOS_UNIT(FactorSquareFreeList, "factorSquareFreeList")
LYKOS_UNIT(HornerForm, "hornerForm")
LYKOS_UNIT(Decompose, "decompose")
LYKOS_UNIT(PolynomialMod, "polynomialMod")
LYKOS_UNIT(SymmetricReduction, "symmetricReduction")
LYKOS_UNIT(PolynomialExtendedGCD, "polynomialExtendedGCD")
LYKOS_UNIT(Cyclotomic, "cyclotomic")
LYKOS_UNIT(InverseFunction, "inverseFunction")
#undef LYKOS_UNIT

constexpr MessageTexts kPolynomial = {{"poly", "`1` is not a polynomial."}};
constexpr Builtin kBuiltins[] = {
    {.name = "CoefficientRules", .fn = builtin_CoefficientRules, .arity = between(1, 3), .attributes = kProtected,
     .usage = "CoefficientRules[poly, {x1, x2, ...}] gives the list {{e11, e12, ...} -> c1, ...} of exponent vectors and coefficients for the monomials in poly with respect to the xi.\nCoefficientRules[poly, vars, order] gives the result with the monomial ordering specified by order.",
     .messages = kPolynomial},
    {.name = "FromCoefficientRules", .fn = builtin_FromCoefficientRules, .arity = exactly(2), .attributes = kProtected,
     .usage = "FromCoefficientRules[list, {x1, x2, ...}] constructs a polynomial from a list of rules for exponent vectors and coefficients."},
    {.name = "MonomialList", .fn = builtin_MonomialList, .arity = between(1, 3), .attributes = kProtected, .usage = "MonomialList[poly, {x1, x2, ...}] gives the list of monomials with respect to the variables xi in poly.", .messages = kPolynomial},
    {.name = "FactorTerms", .fn = over_any_ring<builtin_FactorTerms>, .arity = between(1, 2), .attributes = kListable | kProtected, .usage = "FactorTerms[poly] pulls out any overall numerical factor in poly.\nFactorTerms[poly, x] pulls out any overall factor in poly that does not depend on x.", .options = "{Modulus -> 0}"},
    {.name = "FactorTermsList", .fn = builtin_FactorTermsList, .arity = between(1, 2), .attributes = kProtected, .usage = "FactorTermsList[poly] gives a list in which the first element is the overall numerical factor in poly, and the second element is the polynomial with the overall factor removed.\nFactorTermsList[poly, {x1, x2, ...}] gives the number, the factor that does not depend on any of the xi, and the factors that depend on more and more of them."},
    {.name = "FactorSquareFree", .fn = over_any_ring<builtin_FactorSquareFree>, .arity = exactly(1), .attributes = kListable | kProtected, .usage = "FactorSquareFree[poly] pulls out any multiple factors in a polynomial.", .options = "{Extension -> None, Modulus -> 0, Trig -> False}"},
    {.name = "FactorSquareFreeList", .fn = over_any_ring<builtin_FactorSquareFreeList>, .arity = exactly(1), .attributes = kProtected, .usage = "FactorSquareFreeList[poly] gives a list of square-free factors of a polynomial, together with their exponents.", .options = "{Modulus -> 0}"},
    {.name = "HornerForm", .fn = builtin_HornerForm, .arity = between(1, 2), .attributes = kProtected, .usage = "HornerForm[poly] puts the polynomial poly in Horner form.\nHornerForm[poly, vars] puts poly in Horner form with respect to the variable or variable list vars."},
    {.name = "Decompose", .fn = builtin_Decompose, .arity = exactly(2), .attributes = kProtected, .usage = "Decompose[poly, x] decomposes a polynomial, if possible, into a composition of simpler polynomials."},
    {.name = "PolynomialMod", .fn = builtin_PolynomialMod, .arity = exactly(2), .attributes = kProtected, .usage = "PolynomialMod[poly, m] gives the polynomial poly reduced modulo m.\nPolynomialMod[poly, {m1, m2, ...}] reduces modulo all of the mi."},
    {.name = "SymmetricReduction", .fn = builtin_SymmetricReduction, .arity = between(2, 3), .attributes = kProtected, .usage = "SymmetricReduction[f, {x1, ..., xn}] gives a pair of polynomials {p, q} in x1, ..., xn such that f == p + q, where p is the symmetric part and q is the remainder.\nSymmetricReduction[f, {x1, ..., xn}, {s1, ..., sn}] gives the pair with the elementary symmetric polynomials in p replaced by s1, ..., sn."},
    {.name = "PolynomialExtendedGCD", .fn = over_any_ring<builtin_PolynomialExtendedGCD>, .arity = exactly(3), .attributes = kProtected, .usage = "PolynomialExtendedGCD[poly1, poly2, x] gives the extended GCD of poly1 and poly2 treated as univariate polynomials in x.", .options = "{Modulus -> 0}"},
    {.name = "Cyclotomic", .fn = builtin_Cyclotomic, .arity = exactly(2), .attributes = kListable | kProtected, .usage = "Cyclotomic[n, x] gives the nth cyclotomic polynomial in x."},
    {.name = "InverseFunction", .fn = builtin_InverseFunction, .arity = between(1, 3), .attributes = kNHoldAll | kProtected, .usage = "InverseFunction[f] represents the inverse of the function f, defined so that InverseFunction[f][y] gives the value of x for which f[x] is equal to y."},
};

}  // namespace

void register_forms(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
