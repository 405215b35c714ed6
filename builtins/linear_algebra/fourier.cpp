// fourier.cpp - Fourier, InverseFourier and the real cosine and sine transforms.
//
// Lengths that are powers of two use the radix-2 transform in place; other lengths are turned into a convolution of a power-of-two length
// (L. Bluestein, "A linear filtering approach to the computation of the discrete Fourier transform", 1970), so that every length is n log n.
#include <cmath>
#include <complex>
#include <numbers>

#include "builtins/linear_algebra/matrix.h"
#include "builtins/linear_algebra/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

using Complex = std::complex<double>;

// In-place transform with kernel Exp[sign 2 Pi I r s / n], n a power of two.
void transform_power_of_two(std::vector<Complex>& a, double sign) {
  const std::size_t n = a.size();
  for (std::size_t i = 1, j = 0; i < n; ++i) {
    std::size_t bit = n >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(a[i], a[j]);
  }
  for (std::size_t length = 2; length <= n; length <<= 1) {
    const double angle = sign * 2 * std::numbers::pi / static_cast<double>(length);
    std::vector<Complex> roots(length / 2);
    for (std::size_t k = 0; k < roots.size(); ++k) roots[k] = std::polar(1.0, angle * static_cast<double>(k));
    if (length >= 4) roots[length / 4] = Complex(0.0, sign);  // exactly
    for (std::size_t start = 0; start < n; start += length) {
      for (std::size_t k = 0; k < length / 2; ++k) {
        const Complex low = a[start + k], high = a[start + k + length / 2] * roots[k];
        a[start + k] = low + high;
        a[start + k + length / 2] = low - high;
      }
    }
  }
}

// The transform of any length with kernel Exp[b 2 Pi I r s / n].
std::vector<Complex> transform(std::vector<Complex> a, double b) {
  const std::size_t n = a.size();
  if (n <= 1) return a;
  if ((n & (n - 1)) == 0 && std::abs(b) == 1) {
    transform_power_of_two(a, b);
    return a;
  }
  // r s = (r^2 + s^2 - (r - s)^2) / 2
  std::size_t size = 1;
  while (size < 2 * n - 1) size <<= 1;
  std::vector<Complex> chirp(n), x(size), y(size);
  for (std::size_t k = 0; k < n; ++k) {
    // The square is reduced before it is multiplied, so that the angle keeps its precision.
    const double square = std::fmod(static_cast<double>(k) * static_cast<double>(k), 2.0 * static_cast<double>(n));
    const double phase = std::abs(b) == 1 ? square : static_cast<double>(k) * static_cast<double>(k);
    chirp[k] = std::polar(1.0, b * std::numbers::pi * phase / static_cast<double>(n));
  }
  for (std::size_t k = 0; k < n; ++k) x[k] = a[k] * chirp[k];
  y[0] = std::conj(chirp[0]);
  for (std::size_t k = 1; k < n; ++k) y[k] = y[size - k] = std::conj(chirp[k]);
  transform_power_of_two(x, 1);
  transform_power_of_two(y, 1);
  for (std::size_t k = 0; k < size; ++k) x[k] *= y[k];
  transform_power_of_two(x, -1);
  for (std::size_t k = 0; k < n; ++k) a[k] = x[k] * chirp[k] / static_cast<double>(size);
  return a;
}

// Fourier[list], FourierParameters -> {a, b}: 1/n^((1-a)/2) Sum u_r Exp[2 Pi I b (r-1)(s-1)/n], along every level.
MaybeExpr fourier(Call& call, bool inverse) {
  const Expr list = dense(call.arg(0));
  const Expr numeric = evaluate(make_normal(sym::N, {list}));
  const auto values = machine_array(numeric, true);
  if (!values) {
    if (!list.is_list()) return std::nullopt;
    return call.message("fftl", {list});
  }
  double a = 0, b = 1;
  const Expr parameters = call.option(sym::FourierParameters);
  if (parameters.has_head(sym::List, 2)) {
    const auto x = machine_real(parameters[0]), y = machine_real(parameters[1]);
    if (!x || !y) return call.message("fpopt", {parameters});
    a = *x;
    b = *y;
  }
  Array work = values->convert(DType::ComplexReal64).clone();
  auto* data = reinterpret_cast<Complex*>(work.data<double>());
  const std::int64_t total = work.element_count();
  for (int axis = 0; axis < work.rank(); ++axis) {
    const std::int64_t n = work.shape()[axis];
    std::int64_t stride = 1;
    for (int k = axis + 1; k < work.rank(); ++k) stride *= work.shape()[k];
    const double scale = std::pow(static_cast<double>(n), inverse ? -(1 + a) / 2 : -(1 - a) / 2);
    for (std::int64_t start = 0; start < total; ++start) {
      if ((start / stride) % n != 0) continue;
      std::vector<Complex> line(static_cast<std::size_t>(n));
      for (std::int64_t k = 0; k < n; ++k) line[static_cast<std::size_t>(k)] = data[start + k * stride];
      line = transform(std::move(line), inverse ? -b : b);
      for (std::int64_t k = 0; k < n; ++k) data[start + k * stride] = line[static_cast<std::size_t>(k)] * scale;
      check_interrupt();
    }
  }
  // Part[Fourier[list], {s1, s2, ...}]: single positions.
  if (call.size() == 2) {
    std::vector<Expr> args{packed_list(std::move(work))};
    for (const Expr& step : call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)}) args.push_back(step);
    return make_normal(sym::Part, std::move(args));
  }
  // An inverse transform whose imaginary parts are rounding only is a list of reals.
  bool real = true;
  double largest = 0;
  for (std::int64_t i = 0; i < total; ++i) largest = std::max(largest, std::abs(data[i]));
  for (std::int64_t i = 0; i < total && real; ++i) real = std::abs(data[i].imag()) <= 1e-14 * largest;
  return real && inverse ? packed_list(work.convert(DType::Real64)) : packed_list(std::move(work));
}
MaybeExpr builtin_Fourier(Call& call) { return fourier(call, false); }
MaybeExpr builtin_InverseFourier(Call& call) { return fourier(call, true); }

// FourierDCT[list, m], FourierDST[list, m]: the four usual types, from their defining sums.
MaybeExpr real_transform(Call& call, bool cosine) {
  const Expr list = dense(call.arg(0));
  const auto values = machine_array(evaluate(make_normal(sym::N, {list})), true);
  if (!values || values->rank() != 1 || is_complex(values->dtype())) return call.message("fftl", {list});
  std::int64_t type = 2;
  if (call.size() == 2) {
    const auto given = machine_integer(call.arg(1));
    if (!given || *given < 1 || *given > 4) return call.message("type", {call.arg(1)});
    type = *given;
  }
  const Array reals = values->convert(DType::Real64);
  const double* u = reals.data<double>();
  const std::int64_t n = reals.element_count();
  const double pi = std::numbers::pi;
  std::vector<double> out(static_cast<std::size_t>(n));
  if (cosine && type == 1 && n < 2) return call.message("fftl", {list});
  const auto size = static_cast<double>(n);
  for (std::int64_t s = 0; s < n; ++s) {
    double sum_of_terms = 0;
    if ((s & 255) == 0) check_interrupt();
    for (std::int64_t r = 0; r < n; ++r) {
      const auto x = static_cast<double>(r), y = static_cast<double>(s);
      double term = 0;
      switch (type) {
        case 1:
          if (cosine) {
            term = (r == 0 ? 0.5 : r == n - 1 ? 0.5 * (s % 2 == 0 ? 1 : -1) : std::cos(pi * x * y / (size - 1)));
          } else {
            term = std::sin(pi * (x + 1) * (y + 1) / (size + 1));
          }
          break;
        case 2: term = cosine ? std::cos(pi * (x + 0.5) * y / size) : std::sin(pi * (x + 0.5) * (y + 1) / size); break;
        case 3:
          if (cosine) {
            term = r == 0 ? 0.5 : std::cos(pi * x * (y + 0.5) / size);
          } else {
            term = r == n - 1 ? 0.5 * (s % 2 == 0 ? 1 : -1) : std::sin(pi * (x + 1) * (y + 0.5) / size);
          }
          break;
        default: term = cosine ? std::cos(pi * (x + 0.5) * (y + 0.5) / size) : std::sin(pi * (x + 0.5) * (y + 0.5) / size);
      }
      sum_of_terms += u[r] * term;
    }
    const double factor = type == 1   ? std::sqrt(2.0 / (cosine ? size - 1 : size + 1))
                          : type == 2 ? 1.0 / std::sqrt(size)
                          : type == 3 ? 2.0 / std::sqrt(size)
                                      : std::sqrt(2.0 / size);
    out[static_cast<std::size_t>(s)] = factor * sum_of_terms;
  }
  return real_list(out);
}
MaybeExpr builtin_FourierDCT(Call& call) { return real_transform(call, true); }
MaybeExpr builtin_FourierDST(Call& call) { return real_transform(call, false); }

constexpr const char* kList = "Argument `1` is not a nonempty list or rectangular array of numeric quantities.";

constexpr Builtin kBuiltins[] = {
    {.name = "Fourier",
     .fn = builtin_Fourier,
     .arity = between(1, 2),
     .usage = "Fourier[list] finds the discrete Fourier transform of a list of numbers.\nFourier[list, {p1, p2, ...}] gives the part at the position of the transform.",
     .options = "{FourierParameters -> {0, 1}}",
     .messages = {{"fftl", kList}, {"fpopt", "FourierParameters `1` should be a pair of real numbers."}}},
    {.name = "InverseFourier",
     .fn = builtin_InverseFourier,
     .arity = between(1, 2),
     .usage = "InverseFourier[list] finds the discrete inverse Fourier transform of a list of numbers.",
     .options = "{FourierParameters -> {0, 1}}",
     .messages = {{"fftl", kList}, {"fpopt", "FourierParameters `1` should be a pair of real numbers."}}},
    {.name = "FourierDCT",
     .fn = builtin_FourierDCT,
     .arity = between(1, 2),
     .usage = "FourierDCT[list] finds the discrete cosine transform of a list of real numbers.\nFourierDCT[list, m] finds the one of type m.",
     .messages = {{"fftl", kList}, {"type", "The transform type `1` should be 1, 2, 3 or 4."}}},
    {.name = "FourierDST",
     .fn = builtin_FourierDST,
     .arity = between(1, 2),
     .usage = "FourierDST[list] finds the discrete sine transform of a list of real numbers.\nFourierDST[list, m] finds the one of type m.",
     .messages = {{"fftl", kList}, {"type", "The transform type `1` should be 1, 2, 3 or 4."}}},
};

}  // namespace

void register_fourier(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
