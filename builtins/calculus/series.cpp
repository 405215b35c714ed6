// series.cpp - the rows of power series and what is read off them; the work is in series.wl.
#include "builtins/calculus/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "calculus/series";

MaybeExpr builtin_Series(Call& call) { return call_library(kUnit, "series", call.args()); }
MaybeExpr builtin_SeriesCoefficient(Call& call) { return call_library(kUnit, "seriesCoefficient", call.args()); }
MaybeExpr builtin_InverseSeries(Call& call) { return call_library(kUnit, "inverseSeries", call.args()); }
MaybeExpr builtin_ComposeSeries(Call& call) { return call_library(kUnit, "composeSeries", call.args()); }
MaybeExpr builtin_SeriesData(Call& call) { return call_library(kUnit, "canonical", call.args()); }
MaybeExpr builtin_O(Call& call) { return call_library(kUnit, "oh", call.args()); }
MaybeExpr builtin_Residue(Call& call) { return call_library(kUnit, "residue", call.args()); }
MaybeExpr builtin_PadeApproximant(Call& call) { return call_library(kUnit, "pade", call.args()); }

constexpr Builtin kBuiltins[] = {
    {.name = "Series", .fn = builtin_Series, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "Series[f, {x, x0, n}] generates a power series expansion for f about the point x = x0 to order (x - x0)^n.\n"
              "Series[f, x -> x0] generates the leading term of a power series expansion for f about the point x = x0.\n"
              "Series[f, {x, x0, nx}, {y, y0, ny}, ...] successively finds series expansions with respect to x, then y, ....",
     .options = "{Analytic -> True, Assumptions :> $Assumptions, SeriesTermGoal -> Automatic}"},
    {.name = "SeriesCoefficient", .fn = builtin_SeriesCoefficient, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "SeriesCoefficient[series, n] finds the coefficient of the nth-order term in a power series.\n"
              "SeriesCoefficient[f, {x, x0, n}] finds the coefficient of (x - x0)^n in the expansion of f about x = x0.",
     .options = "{Assumptions :> $Assumptions, Method -> Automatic}"},
    {.name = "InverseSeries", .fn = builtin_InverseSeries, .arity = between(1, 2), .attributes = kProtected | kReadProtected,
     .usage = "InverseSeries[s] takes the series s and gives a series for the inverse of the function represented by s.\n"
              "InverseSeries[s, x] uses the variable x in the inverse series."},
    {.name = "ComposeSeries", .fn = builtin_ComposeSeries, .arity = at_least(1), .attributes = kProtected | kReadProtected,
     .usage = "ComposeSeries[series1, series2, ...] composes several power series."},
    {.name = "SeriesData", .fn = builtin_SeriesData, .arity = any_arity(), .attributes = kProtected,
     .usage = "SeriesData[x, x0, {a0, a1, ...}, nmin, nmax, den] represents a power series in the variable x about the point x0."},
    {.name = "O", .fn = builtin_O, .arity = between(1, 2), .attributes = kProtected,
     .usage = "O[x]^n represents a term of order x^n.\nO[x, x0]^n represents a term of order (x - x0)^n."},
    {.name = "Residue", .fn = builtin_Residue, .arity = exactly(2), .attributes = kProtected,
     .usage = "Residue[f, {z, z0}] finds the residue of f at the point z = z0.",
     .options = "{Assumptions :> $Assumptions, Method -> Automatic}"},
    {.name = "PadeApproximant", .fn = builtin_PadeApproximant, .arity = exactly(2), .attributes = kProtected | kReadProtected,
     .usage = "PadeApproximant[f, {x, x0, {m, n}}] gives the Pade approximant to f about the point x = x0, with numerator order m and denominator order n.\n"
              "PadeApproximant[f, {x, x0, n}] gives the diagonal Pade approximant of order n."},
};

}  // namespace

void register_series(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
