// machine_functions.h - the elementary functions that compiled code applies to reals and complex numbers, by number.
#pragma once

#include <cmath>
#include <complex>

#include "expr/expr.h"

namespace lykos::builtins {

struct MachineFunction {
  KnownSymbol symbol;
  double (*real)(double);                                      // null: complex only
  std::complex<double> (*complex)(const std::complex<double>&);  // null: real only
};

inline const MachineFunction kMachineFunctions[] = {
#define LYKOS_FUNCTION(name, of_real, of_complex) \
  {sym::name, [](double x) -> double { return of_real; }, [](const std::complex<double>& x) -> std::complex<double> { return of_complex; }}
    LYKOS_FUNCTION(Sin, std::sin(x), std::sin(x)),
    LYKOS_FUNCTION(Cos, std::cos(x), std::cos(x)),
    LYKOS_FUNCTION(Tan, std::tan(x), std::tan(x)),
    LYKOS_FUNCTION(Cot, 1 / std::tan(x), 1. / std::tan(x)),
    LYKOS_FUNCTION(Sec, 1 / std::cos(x), 1. / std::cos(x)),
    LYKOS_FUNCTION(Csc, 1 / std::sin(x), 1. / std::sin(x)),
    LYKOS_FUNCTION(ArcSin, std::asin(x), std::asin(x)),
    LYKOS_FUNCTION(ArcCos, std::acos(x), std::acos(x)),
    LYKOS_FUNCTION(ArcTan, std::atan(x), std::atan(x)),
    LYKOS_FUNCTION(Sinh, std::sinh(x), std::sinh(x)),
    LYKOS_FUNCTION(Cosh, std::cosh(x), std::cosh(x)),
    LYKOS_FUNCTION(Tanh, std::tanh(x), std::tanh(x)),
    LYKOS_FUNCTION(ArcSinh, std::asinh(x), std::asinh(x)),
    LYKOS_FUNCTION(ArcCosh, std::acosh(x), std::acosh(x)),
    LYKOS_FUNCTION(ArcTanh, std::atanh(x), std::atanh(x)),
    LYKOS_FUNCTION(Exp, std::exp(x), std::exp(x)),
    LYKOS_FUNCTION(Log, std::log(x), std::log(x)),
    LYKOS_FUNCTION(Log2, std::log2(x), std::log(x) / 0.6931471805599453),
    LYKOS_FUNCTION(Log10, std::log10(x), std::log10(x)),
    LYKOS_FUNCTION(Sqrt, std::sqrt(x), std::sqrt(x)),
#undef LYKOS_FUNCTION
    {sym::Abs, [](double x) { return std::fabs(x); }, nullptr},
    {sym::FractionalPart, [](double x) { return x - std::trunc(x); }, nullptr},
    {sym::Erf, [](double x) { return std::erf(x); }, nullptr},
    {sym::Erfc, [](double x) { return std::erfc(x); }, nullptr},
    {sym::Gamma, [](double x) { return std::tgamma(x); }, nullptr},
    {sym::LogGamma, [](double x) { return x > 0 ? std::lgamma(x) : std::nan(""); }, nullptr},
    {sym::Sinc, [](double x) { return x == 0 ? 1 : std::sin(x) / x; }, nullptr},
    {sym::LogisticSigmoid, [](double x) { return 1 / (1 + std::exp(-x)); }, nullptr},
    {sym::Ramp, [](double x) { return x > 0 ? x : 0; }, nullptr},
};
inline constexpr int kMachineFunctionCount = static_cast<int>(std::size(kMachineFunctions));

}  // namespace lykos::builtins
