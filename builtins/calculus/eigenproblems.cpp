// eigenproblems.cpp - DEigensystem, NDEigensystem and their eigenvalues, GreenFunction: the rows; the work is in eigenproblems.wl.
#include "builtins/calculus/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "calculus/eigenproblems"); }

constexpr const char* kNumericalOptions = "{AccuracyGoal -> Automatic, Method -> Automatic, PrecisionGoal -> Automatic, WorkingPrecision -> MachinePrecision}";
constexpr const char* kExactOptions = "{Assumptions :> $Assumptions, Method -> Automatic}";

constexpr Builtin kBuiltins[] = {
    {.name = "DEigensystem", .fn = builtin_in_unit, .arity = at_least(4), .attributes = kProtected,
     .usage = "DEigensystem[L[u[x]], u[x], {x, a, b}, n] gives the n smallest magnitude eigenvalues and eigenfunctions for the linear differential operator L.\n"
              "DEigensystem[{L[u[x]], conditions}, ...] takes boundary conditions; an end without one has slope 0.", .options = kExactOptions},
    {.name = "DEigenvalues", .fn = builtin_in_unit, .arity = at_least(4), .attributes = kProtected,
     .usage = "DEigenvalues[L[u[x]], u[x], {x, a, b}, n] gives the n smallest magnitude eigenvalues for the linear differential operator L.", .options = kExactOptions},
    {.name = "NDEigensystem", .fn = builtin_in_unit, .arity = at_least(4), .attributes = kProtected,
     .usage = "NDEigensystem[L[u[x]], u[x], {x, a, b}, n] gives the n smallest magnitude eigenvalues and eigenfunctions for the linear differential operator L numerically.\n"
              "NDEigensystem[{L[u[x]], conditions}, ...] takes boundary conditions; an end without one has slope 0.", .options = kNumericalOptions},
    {.name = "NDEigenvalues", .fn = builtin_in_unit, .arity = at_least(4), .attributes = kProtected,
     .usage = "NDEigenvalues[L[u[x]], u[x], {x, a, b}, n] gives the n smallest magnitude eigenvalues for the linear differential operator L numerically.", .options = kNumericalOptions},
    {.name = "GreenFunction", .fn = builtin_in_unit, .arity = exactly(4), .attributes = kProtected,
     .usage = "GreenFunction[{L[u[x]], conditions}, u[x], {x, a, b}, y] gives a Green's function for the linear differential operator L with homogeneous boundary conditions.", .options = kExactOptions},
};

}  // namespace

void register_eigenproblems(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
