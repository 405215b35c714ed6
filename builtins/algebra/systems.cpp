// systems.cpp - CoefficientArrays, IrreduciblePolynomialQ, SymmetricPolynomial, Subresultants, ApartSquareFree: the rows. The work is in systems.wl.
#include "builtins/algebra/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

MaybeExpr from_unit(Call& call) { return call_library(call, "algebra/systems"); }

constexpr Builtin kBuiltins[] = {
    {.name = "CoefficientArrays", .fn = from_unit, .arity = between(1, 2),
     .usage = "CoefficientArrays[polys, vars] gives the arrays of coefficients of the variables vars in the polynomials polys, as {m0, m1, m2, ...} with polys equal to m0 + m1.vars + (m2.vars).vars + ....",
     .options = "{\"Symmetric\" -> False}", .messages = {{"poly", "`1` is not a polynomial."}}},
    {.name = "IrreduciblePolynomialQ", .fn = from_unit, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "IrreduciblePolynomialQ[poly] tests whether poly is irreducible over the rationals.\nIrreduciblePolynomialQ[poly, Modulus -> p] tests it modulo the prime p, Extension -> {a1, ...} over the field with the algebraic numbers ai.",
     .options = "{Extension -> None, GaussianIntegers -> False, Modulus -> 0}", .messages = {{"poly", "`1` is not a polynomial."}}},
    {.name = "SymmetricPolynomial", .fn = from_unit, .arity = exactly(2), .usage = "SymmetricPolynomial[k, {x1, ..., xn}] gives the k-th elementary symmetric polynomial in the xi."},
    {.name = "Subresultants", .fn = from_unit, .arity = exactly(3), .usage = "Subresultants[poly1, poly2, var] gives the list of the principal subresultant coefficients of the two polynomials with respect to var."},
    {.name = "ApartSquareFree", .fn = from_unit, .arity = between(1, 2), .attributes = kListable | kProtected,
     .usage = "ApartSquareFree[expr] writes a rational expression as a sum of terms whose denominators are powers of square-free polynomials.\nApartSquareFree[expr, var] treats all variables other than var as constants."},
};

}  // namespace

void register_systems(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
