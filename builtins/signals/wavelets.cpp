// wavelets.cpp - wavelets and their transforms: the rows. The work is in wavelets.wl.
#include "builtins/library.h"
#include "builtins/signals/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "signals/wavelets";

MaybeExpr builtin_of_wavelets(Call& call) { return call_library(call, kUnit); }
MaybeExpr apply_DiscreteWaveletData(Call& call) { return call_library_of_object(call, kUnit, "applyWavelets"); }

constexpr MessageTexts kMessages = {
    {"arg1", "`1` is not a list of at least two numbers or a time series."},
    {"wave", "`1` is not HaarWavelet[], DaubechiesWavelet[n] or SymletWavelet[n] with n up to 20."},
    {"bdfil", "`1` is not a kind of filter; \"PrimalLowpass\" and \"PrimalHighpass\" are."},
    {"notprop", "`1` is not a property of `2`."},
};

#define LYKOS_WAVELET(wl_name, text) {.name = #wl_name, .attributes = kProtected, .usage = text}
#define LYKOS_TRANSFORM(wl_name, low, high, options_, text) {.name = #wl_name, .fn = builtin_of_wavelets, .arity = between(low, high), .usage = text, .options = options_, .messages = kMessages}

constexpr Builtin kBuiltins[] = {
    LYKOS_WAVELET(DaubechiesWavelet, "DaubechiesWavelet[n] is Daubechies's wavelet of order n."),
    LYKOS_WAVELET(GaborWavelet, "GaborWavelet[w] is a Gabor wavelet of frequency w."),
    LYKOS_WAVELET(HaarWavelet, "HaarWavelet[] is Haar's wavelet."),
    LYKOS_WAVELET(MexicanHatWavelet, "MexicanHatWavelet[s] is a Mexican hat wavelet of width s."),
    LYKOS_WAVELET(MorletWavelet, "MorletWavelet[] is Morlet's wavelet."),
    LYKOS_WAVELET(SymletWavelet, "SymletWavelet[n] is the least asymmetric wavelet of order n."),
    {.name = "DiscreteWaveletData", .usage = "DiscreteWaveletData[...][wind] gives the coefficients with the index wind of a wavelet transform.", .messages = kMessages, .sub_fn = apply_DiscreteWaveletData},
    LYKOS_TRANSFORM(DiscreteWaveletPacketTransform, 1, 3, "{Padding -> \"Periodic\", WorkingPrecision -> MachinePrecision}", "DiscreteWaveletPacketTransform[list, wave, r] gives the wavelet packet transform of list to the level r."),
    LYKOS_TRANSFORM(DiscreteWaveletTransform, 1, 3, "{Padding -> \"Periodic\", WorkingPrecision -> MachinePrecision}", "DiscreteWaveletTransform[list, wave, r] gives the wavelet transform of list to the level r."),
    LYKOS_TRANSFORM(InverseWaveletTransform, 1, 3, "", "InverseWaveletTransform[dwd] gives the data of a wavelet transform.\nInverseWaveletTransform[dwd, wave, wind] takes only the coefficients with the index wind."),
    LYKOS_TRANSFORM(StationaryWaveletTransform, 1, 3, "{Padding -> \"Periodic\", WorkingPrecision -> MachinePrecision}", "StationaryWaveletTransform[list, wave, r] gives the stationary wavelet transform of list to the level r."),
    LYKOS_TRANSFORM(WaveletFilterCoefficients, 1, 2, "{WorkingPrecision -> MachinePrecision}", "WaveletFilterCoefficients[wave, filt] gives the places and coefficients of a filter, as \"PrimalLowpass\"."),
    LYKOS_TRANSFORM(WaveletMapIndexed, 2, 3, "", "WaveletMapIndexed[f, dwd, wind] applies f to coefficients and their index."),
    LYKOS_TRANSFORM(WaveletPhi, 1, 2, "{MaxRecursion -> 8, WorkingPrecision -> MachinePrecision}", "WaveletPhi[wave, x] gives the scaling function of a wavelet at x."),
    LYKOS_TRANSFORM(WaveletPsi, 1, 2, "{MaxRecursion -> 8, WorkingPrecision -> MachinePrecision}", "WaveletPsi[wave, x] gives a wavelet at x."),
    LYKOS_TRANSFORM(WaveletThreshold, 1, 3, "", "WaveletThreshold[dwd, {\"Soft\", d}] shrinks small detail coefficients; \"Hard\" is the other kind."),
};

}  // namespace

void register_wavelets(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
