// transforms.cpp - the rows of integral and discrete transforms and Fourier series; the work is in transforms.wl and mellin.wl.
#include "builtins/calculus/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "calculus/transforms";

#define LYKOS_TRANSFORM(name, function) \
  MaybeExpr builtin_##name(Call& call) { return call_library(call, kUnit, function); }
LYKOS_TRANSFORM(LaplaceTransform, "laplace")
LYKOS_TRANSFORM(InverseLaplaceTransform, "inverseLaplace")
LYKOS_TRANSFORM(FourierTransform, "fourier")
LYKOS_TRANSFORM(InverseFourierTransform, "inverseFourier")
LYKOS_TRANSFORM(FourierCosTransform, "fourierCos")
LYKOS_TRANSFORM(FourierSinTransform, "fourierSin")
LYKOS_TRANSFORM(ZTransform, "zTransform")
LYKOS_TRANSFORM(InverseZTransform, "inverseZ")
LYKOS_TRANSFORM(FourierSeries, "fourierSeries")
LYKOS_TRANSFORM(FourierTrigSeries, "fourierTrigSeries")
LYKOS_TRANSFORM(FourierCosSeries, "fourierCosSeries")
LYKOS_TRANSFORM(FourierSinSeries, "fourierSinSeries")
LYKOS_TRANSFORM(FourierCoefficient, "fourierCoefficient")
LYKOS_TRANSFORM(FourierCosCoefficient, "fourierCosCoefficient")
LYKOS_TRANSFORM(FourierSinCoefficient, "fourierSinCoefficient")
#undef LYKOS_TRANSFORM
MaybeExpr builtin_of_mellin(Call& call) { return call_library(call, "calculus/mellin"); }

constexpr const char* kOptions = "{Assumptions :> $Assumptions, GenerateConditions -> False}";
constexpr const char* kFourierOptions = "{Assumptions :> $Assumptions, FourierParameters -> {0, 1}, GenerateConditions -> False}";
constexpr const char* kSeriesOptions = "{Assumptions :> $Assumptions, FourierParameters -> {1, 1}, GenerateConditions -> False}";

constexpr Builtin kBuiltins[] = {
    {.name = "LaplaceTransform", .fn = builtin_LaplaceTransform, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "LaplaceTransform[f[t], t, s] gives the symbolic Laplace transform of f[t] in the variable t as F[s] in the variable s.", .options = kOptions},
    {.name = "InverseLaplaceTransform", .fn = builtin_InverseLaplaceTransform, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "InverseLaplaceTransform[F[s], s, t] gives the symbolic inverse Laplace transform of F[s] in the variable s as f[t] in the variable t.", .options = kOptions},
    {.name = "FourierTransform", .fn = builtin_FourierTransform, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierTransform[expr, t, w] gives the symbolic Fourier transform of expr.", .options = kFourierOptions},
    {.name = "InverseFourierTransform", .fn = builtin_InverseFourierTransform, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "InverseFourierTransform[expr, w, t] gives the symbolic inverse Fourier transform of expr.", .options = kFourierOptions},
    {.name = "FourierCosTransform", .fn = builtin_FourierCosTransform, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierCosTransform[expr, t, w] gives the symbolic Fourier cosine transform of expr.", .options = kFourierOptions},
    {.name = "FourierSinTransform", .fn = builtin_FourierSinTransform, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierSinTransform[expr, t, w] gives the symbolic Fourier sine transform of expr.", .options = kFourierOptions},
    {.name = "ZTransform", .fn = builtin_ZTransform, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "ZTransform[expr, n, z] gives the Z transform of expr.", .options = kOptions},
    {.name = "InverseZTransform", .fn = builtin_InverseZTransform, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "InverseZTransform[expr, z, n] gives the inverse Z transform of expr.", .options = kOptions},
    {.name = "FourierSeries", .fn = builtin_FourierSeries, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierSeries[expr, t, n] gives the nth-order Fourier exponential series expansion of expr in t.", .options = kSeriesOptions},
    {.name = "FourierTrigSeries", .fn = builtin_FourierTrigSeries, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierTrigSeries[expr, t, n] gives the nth-order Fourier trigonometric series expansion of expr in t.", .options = kSeriesOptions},
    {.name = "FourierCosSeries", .fn = builtin_FourierCosSeries, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierCosSeries[expr, t, n] gives the nth-order Fourier cosine series expansion of expr in t.", .options = kSeriesOptions},
    {.name = "FourierSinSeries", .fn = builtin_FourierSinSeries, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierSinSeries[expr, t, n] gives the nth-order Fourier sine series expansion of expr in t.", .options = kSeriesOptions},
    {.name = "FourierCoefficient", .fn = builtin_FourierCoefficient, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierCoefficient[expr, t, n] gives the nth coefficient in the Fourier exponential series expansion of expr.", .options = kSeriesOptions},
    {.name = "FourierCosCoefficient", .fn = builtin_FourierCosCoefficient, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierCosCoefficient[expr, t, n] gives the nth coefficient in the Fourier cosine series expansion of expr.", .options = kSeriesOptions},
    {.name = "FourierSinCoefficient", .fn = builtin_FourierSinCoefficient, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "FourierSinCoefficient[expr, t, n] gives the nth coefficient in the Fourier sine series expansion of expr.", .options = kSeriesOptions},
    {.name = "DiscreteConvolve", .fn = builtin_of_mellin, .arity = exactly(4), .attributes = kProtected | kReadProtected,
     .usage = "DiscreteConvolve[f, g, n, m] gives the convolution with respect to n of the sequences f and g.", .options = "{Assumptions :> $Assumptions, GenerateConditions -> False, Method -> Automatic}"},
    {.name = "Convolve", .fn = builtin_of_mellin, .arity = exactly(4), .attributes = kProtected | kReadProtected,
     .usage = "Convolve[f, g, x, y] gives the convolution with respect to x of the expressions f and g.", .options = "{Assumptions :> $Assumptions, GenerateConditions -> False, Method -> Automatic}"},
    {.name = "MellinTransform", .fn = builtin_of_mellin, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "MellinTransform[expr, x, s] gives the Mellin transform of expr, the integral of x^(s - 1) expr from 0 to Infinity.", .options = kOptions},
    {.name = "InverseMellinTransform", .fn = builtin_of_mellin, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "InverseMellinTransform[expr, s, x] gives the inverse Mellin transform of expr.", .options = kOptions},
};

}  // namespace

void register_transforms(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
