// windows.cpp - smoothing windows, filters, periodograms and spectrograms: the rows. The work is in windows.wl.
#include "builtins/library.h"
#include "builtins/signals/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_windows(Call& call) { return call_library(call, "signals/windows"); }

constexpr MessageTexts kMessages = {
    {"arg1", "`1` is not a list of numbers, an array of them, an image or a time series."},
    {"freq", "`1` is not a cutoff frequency between 0 and Pi, or a pair of them in order."},
    {"klen", "`1` is not a positive number of elements."},
    {"win", "`1` is not a window function or a list of the right length."},
    {"bdspec", "`1` is not a specification of a filter."},
};

#define LYKOS_WINDOW(wl_name, high, text) {.name = #wl_name, .fn = builtin_of_windows, .arity = between(1, high), .attributes = kProtected | kListable | kNumericFunction, .usage = text}
#define LYKOS_FILTER(wl_name, text) {.name = #wl_name, .fn = builtin_of_windows, .arity = between(2, 4), .usage = text, .options = "{Padding -> \"Fixed\", SampleRate -> Automatic}", .messages = kMessages}
#define LYKOS_SPECTRUM(wl_name, options_, text) {.name = #wl_name, .fn = builtin_of_windows, .arity = between(1, 5), .usage = text, .options = options_, .messages = kMessages}

constexpr Builtin kBuiltins[] = {
    LYKOS_WINDOW(BartlettWindow, 1, "BartlettWindow[x] is a triangular window."),
    LYKOS_WINDOW(BlackmanHarrisWindow, 1, "BlackmanHarrisWindow[x] is a Blackman-Harris window."),
    LYKOS_WINDOW(BlackmanWindow, 1, "BlackmanWindow[x] is a Blackman window."),
    LYKOS_WINDOW(ConnesWindow, 1, "ConnesWindow[x] is a Connes window."),
    LYKOS_WINDOW(CosineWindow, 2, "CosineWindow[x] is a cosine window.\nCosineWindow[x, a] takes the power a."),
    LYKOS_WINDOW(DirichletWindow, 1, "DirichletWindow[x] is a rectangular window."),
    LYKOS_WINDOW(GaussianWindow, 2, "GaussianWindow[x] is a Gaussian window.\nGaussianWindow[x, s] has the deviation s."),
    LYKOS_WINDOW(HammingWindow, 1, "HammingWindow[x] is a Hamming window."),
    LYKOS_WINDOW(HannWindow, 2, "HannWindow[x] is a Hann window.\nHannWindow[x, a] has the parameter a."),
    LYKOS_WINDOW(KaiserWindow, 2, "KaiserWindow[x] is a Kaiser window.\nKaiserWindow[x, a] has the parameter a."),
    LYKOS_WINDOW(NuttallWindow, 1, "NuttallWindow[x] is a Nuttall window."),
    LYKOS_WINDOW(ParzenWindow, 1, "ParzenWindow[x] is a Parzen window."),
    LYKOS_WINDOW(TukeyWindow, 2, "TukeyWindow[x] is a Tukey window.\nTukeyWindow[x, a] has the parameter a."),
    LYKOS_WINDOW(WelchWindow, 1, "WelchWindow[x] is a Welch window."),
    {.name = "LeastSquaresFilterKernel", .fn = builtin_of_windows, .arity = exactly(2), .usage = "LeastSquaresFilterKernel[{\"Lowpass\", w}, n] gives n elements of the ideal response; \"Highpass\", \"Bandpass\", \"Bandstop\", \"Hilbert\" and \"Differentiator\" are others.", .messages = kMessages},
    LYKOS_FILTER(BandpassFilter, "BandpassFilter[data, {w1, w2}] keeps frequencies between w1 and w2.\nBandpassFilter[data, {w1, w2}, n, wfun] takes a kernel of length n and a window."),
    LYKOS_FILTER(BandstopFilter, "BandstopFilter[data, {w1, w2}] removes frequencies between w1 and w2.\nBandstopFilter[data, {w1, w2}, n, wfun] takes a kernel of length n and a window."),
    LYKOS_FILTER(DifferentiatorFilter, "DifferentiatorFilter[data, w] differentiates.\nDifferentiatorFilter[data, w, n, wfun] takes a kernel of length n and a window."),
    LYKOS_FILTER(HighpassFilter, "HighpassFilter[data, w] keeps frequencies above w.\nHighpassFilter[data, w, n, wfun] takes a kernel of length n and a window."),
    LYKOS_FILTER(HilbertFilter, "HilbertFilter[data, w] gives the Hilbert transform.\nHilbertFilter[data, w, n, wfun] takes a kernel of length n and a window."),
    LYKOS_FILTER(LowpassFilter, "LowpassFilter[data, w] keeps frequencies below w.\nLowpassFilter[data, w, n, wfun] takes a kernel of length n and a window."),
    {.name = "RecurrenceFilter", .fn = builtin_of_windows, .arity = between(2, 3), .usage = "RecurrenceFilter[{{a0, a1, ...}, {b0, b1, ...}}, list] gives y with a0 y[n] + a1 y[n - 1] + ... = b0 x[n] + b1 x[n - 1] + ....\nRecurrenceFilter[tf, list] takes a discrete-time transfer function."},
    LYKOS_SPECTRUM(Periodogram, "{FourierParameters -> {0, 1}, SampleRate -> 1}", "Periodogram[list] draws the power of the frequencies of list in decibels."),
    LYKOS_SPECTRUM(PeriodogramArray, "{FourierParameters -> {0, 1}}", "PeriodogramArray[list] gives the squared magnitudes of the discrete Fourier transform.\nPeriodogramArray[list, n, d, wfun, m] averages over partitions of length n and offset d."),
    LYKOS_SPECTRUM(Spectrogram, "{FourierParameters -> {1, -1}, SampleRate -> 1}", "Spectrogram[list] draws the magnitudes of the frequencies of partitions of list."),
    LYKOS_SPECTRUM(SpectrogramArray, "{FourierParameters -> {1, -1}}", "SpectrogramArray[list, n, d, wfun, m] gives the discrete Fourier transforms of partitions of length n and offset d."),
};

}  // namespace

void register_signal_filters(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
