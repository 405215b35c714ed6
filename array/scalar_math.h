// The scalar functions the C++ library lacks, in double precision, with their sources.
#pragma once

namespace lykos::array::scalar {

// The real n-th root: negative arguments are allowed for odd n.
double surd(double x, double n);
// 1 / (1 + Exp[-x]), without overflow on either side.
double logistic_sigmoid(double x);
// Log[1 + Exp[x]], without overflow.
double soft_plus(double x);
// Euler's Gamma; NaN at the poles 0, -1, -2, ...
double gamma(double x);
// Log[Abs[Gamma[x]]]; safe on several threads, which std::lgamma is not.
double log_gamma(double x);
// The polygamma function of order n (digamma for 0) at real x, for n = 0, 1, 2, ...; NaN otherwise and at the poles.
double poly_gamma(double order, double x);
// Inverses of erf on [-1, 1] and of erfc on [0, 2].
double inverse_erf(double y);
double inverse_erfc(double y);

}  // namespace lykos::array::scalar
