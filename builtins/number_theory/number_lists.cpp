// number_lists.cpp - figurate numbers, numbers as sums of units or digits, roots modulo a number, sequences: the rows; the work is in number_lists.wl.
#include "builtins/library.h"
#include "builtins/number_theory/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "number_theory/number_lists"); }

constexpr Builtin kBuiltins[] = {
    {.name = "PolygonalNumber",
     .fn = builtin_in_unit,
     .arity = between(1, 2),
     .attributes = kProtected | kListable | kNumericFunction,
     .usage = "PolygonalNumber[n] gives the n-th triangular number.\nPolygonalNumber[r, n] gives the n-th r-gonal number."},
    {.name = "NumberDecompose",
     .fn = builtin_in_unit,
     .arity = exactly(2),
     .usage = "NumberDecompose[x, {u1, u2, ...}] gives the coefficients of x as a sum of units, the largest first."},
    {.name = "NumberCompose",
     .fn = builtin_in_unit,
     .arity = exactly(2),
     .usage = "NumberCompose[{c1, c2, ...}, {u1, u2, ...}] gives c1 u1 + c2 u2 + ..."},
    {.name = "NumberExpand",
     .fn = builtin_in_unit,
     .arity = between(1, 3),
     .usage = "NumberExpand[x] gives the decimal digits of x times their powers of 10.\nNumberExpand[x, b] takes base b.\nNumberExpand[x, b, n] gives n digits."},
    {.name = "PowerModList",
     .fn = builtin_in_unit,
     .arity = exactly(3),
     .attributes = kProtected | kListable,
     .usage = "PowerModList[a, s/r, m] gives the x with x^r equal to a^s modulo m."},
    {.name = "FareySequence",
     .fn = builtin_in_unit,
     .arity = between(1, 2),
     .usage = "FareySequence[n] gives the fractions from 0 to 1 with denominators up to n.\nFareySequence[n, k] gives the k-th of them."},
    {.name = "ThueMorse",
     .fn = builtin_in_unit,
     .arity = exactly(1),
     .attributes = kProtected | kListable,
     .usage = "ThueMorse[n] gives the n-th element of the Thue-Morse sequence."},
    {.name = "RudinShapiro",
     .fn = builtin_in_unit,
     .arity = exactly(1),
     .attributes = kProtected | kListable,
     .usage = "RudinShapiro[n] gives the n-th element of the Rudin-Shapiro sequence."},
    {.name = "Fibonorial",
     .fn = builtin_in_unit,
     .arity = exactly(1),
     .attributes = kProtected | kListable,
     .usage = "Fibonorial[n] gives the product of the first n Fibonacci numbers."},
    {.name = "MersennePrimeExponent",
     .fn = builtin_in_unit,
     .arity = exactly(1),
     .attributes = kProtected | kListable,
     .usage = "MersennePrimeExponent[n] gives the n-th Mersenne prime exponent."},
    {.name = "PerfectNumber",
     .fn = builtin_in_unit,
     .arity = exactly(1),
     .attributes = kProtected | kListable,
     .usage = "PerfectNumber[n] gives the n-th even perfect number."},
    {.name = "NorlundB", .fn = builtin_in_unit, .arity = between(2, 3), .usage = "NorlundB[n, a] gives the Norlund polynomial.\nNorlundB[n, a, x] gives the generalized Bernoulli polynomial."},
    {.name = "PrimeZetaP", .fn = builtin_in_unit, .arity = exactly(1), .attributes = kProtected | kListable | kNumericFunction, .usage = "PrimeZetaP[s] is the sum of p^-s over the primes p."},
    {.name = "DirichletConvolve",
     .fn = builtin_in_unit,
     .arity = exactly(4),
     .usage = "DirichletConvolve[f, g, n, m] gives the Dirichlet convolution of f and g at m."},
    {.name = "DeBruijnSequence",
     .fn = builtin_in_unit,
     .arity = exactly(2),
     .usage = "DeBruijnSequence[list, n] gives a cyclic sequence that holds every word of length n once.\nDeBruijnSequence[k, n] takes the alphabet 0 to k - 1."},
    {.name = "FindIntegerNullVector",
     .fn = builtin_in_unit,
     .arity = between(1, 2),
     .usage = "FindIntegerNullVector[{x1, x2, ...}] finds integers with a1 x1 + a2 x2 + ... equal to 0.\nFindIntegerNullVector[xs, d] finds a vector of norm up to d."},
};

}  // namespace

void register_number_lists(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
