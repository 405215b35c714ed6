// packed.cpp - elementwise arithmetic on packed arrays: loops over machine numbers with no expression in between.
//
// A loop never decides what the language does at the edges: when an integer overflows, a real becomes infinite or undefined, or
// the shapes do not fit, the answer is nullopt and the evaluator threads the call over the elements, where the exact rules live.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <complex>
#include <cstring>
#include <limits>
#include <vector>

#include "array/array.h"
#include "array/bulk.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/support.h"
#include "evaluator/evaluator.h"
#include "expr/symbol.h"

namespace lykos::builtins {
namespace {

using array::Array;
using array::DType;
using array::Shape;
using ComplexDouble = std::complex<double>;

/// One operand: an array, or a machine number standing for an array of any shape.
struct Operand {
  const Array* values = nullptr;
  Array converted;                 // owns the elements when they had to be converted
  double real = 0;
  std::int64_t integer = 0;
  ComplexDouble complex;
  DType dtype = DType::Integer64;  // what the operand is
  bool scalar() const { return values == nullptr; }
};

bool read_operand(const Expr& expr, bool other_is_inexact, Operand& operand) {
  if (expr.is_packed()) {
    operand.values = &expr.array();
    operand.dtype = expr.array().dtype();
    return true;
  }
  if (expr.is_small_integer()) {
    operand.integer = expr.small_integer();
    operand.real = static_cast<double>(operand.integer);
    operand.complex = operand.real;
    operand.dtype = DType::Integer64;
    return true;
  }
  if (expr.is_real()) {
    operand.real = expr.real_value();
    operand.complex = operand.real;
    operand.dtype = DType::Real64;
    return true;
  }
  if (expr.is_complex() && (expr.re().is_real() || other_is_inexact)) {
    operand.complex = {to_double(expr.re()), to_double(expr.im())};
    operand.dtype = DType::ComplexReal64;
    return true;
  }
  // Exact numbers and constants become machine numbers beside inexact elements: Pi {1., 2.}.
  if (other_is_inexact && !expr.is_big_real()) {
    if (const auto value = numeric_double(expr)) {
      operand.real = *value;
      operand.complex = operand.real;
      operand.dtype = DType::Real64;
      return std::isfinite(*value);
    }
  }
  return false;
}

bool is_inexact_array(const Expr& e) { return e.is_packed() && e.array().dtype() != DType::Integer64; }

template <typename T>
T scalar_of(const Operand& operand);
template <> std::int64_t scalar_of<std::int64_t>(const Operand& operand) { return operand.integer; }
template <> double scalar_of<double>(const Operand& operand) { return operand.real; }
template <> ComplexDouble scalar_of<ComplexDouble>(const Operand& operand) { return operand.complex; }

void convert_operand(Operand& operand, DType dtype) {
  if (operand.scalar() || operand.values->dtype() == dtype) return;
  operand.converted = operand.values->convert(dtype);
  operand.values = &operand.converted;
}

template <typename T>
const T* elements(const Operand& operand) {
  return static_cast<const T*>(operand.values->bytes());
}

/// The shape of the result, and how often each element of a shorter operand repeats (threading aligns leading axes).
bool joint_shape(const Operand& a, const Operand& b, Shape& shape, std::int64_t& repeat_a, std::int64_t& repeat_b) {
  repeat_a = repeat_b = 1;
  if (a.scalar() || b.scalar()) {
    shape = a.scalar() ? b.values->shape() : a.values->shape();
    return true;
  }
  const Shape &sa = a.values->shape(), &sb = b.values->shape();
  const int common = std::min(sa.rank(), sb.rank());
  for (int i = 0; i < common; ++i) {
    if (sa[i] != sb[i]) return false;
  }
  shape = sa.rank() >= sb.rank() ? sa : sb;
  const std::int64_t tail = shape.slice(common, shape.rank()).element_count();
  if (sa.rank() < sb.rank()) repeat_a = tail;
  if (sb.rank() < sa.rank()) repeat_b = tail;
  return true;
}

template <typename T>
bool all_finite(const T* values, std::int64_t count) {
  // x * 0 is 0 for finite x and NaN otherwise; in strands, so that one addition does not wait for another.
  constexpr std::int64_t kStrands = 8;
  double sums[kStrands] = {};
  std::int64_t i = 0;
  for (; i + kStrands <= count; i += kStrands)
    for (std::int64_t k = 0; k < kStrands; ++k) sums[k] += values[i + k] * 0.0;
  for (; i < count; ++i) sums[0] += values[i] * 0.0;
  double sum = 0;
  for (double s : sums) sum += s;
  return sum == 0;
}
bool all_finite(const ComplexDouble* values, std::int64_t count) { return all_finite(reinterpret_cast<const double*>(values), 2 * count); }
bool all_finite(const std::int64_t*, std::int64_t) { return true; }

/// How many elements are worth a second thread: of an operation of the processor, and of a function such as the sine.
constexpr std::int64_t kManyOperations = std::int64_t{1} << 22;
constexpr std::int64_t kManyFunctions = std::int64_t{1} << 16;

/// work(first, last) on runs of elements that stay in the cache from one look to the next, on all threads once they are `many`. False when
/// one of them gives false.
template <typename F>
bool in_runs(std::int64_t count, std::int64_t many, F&& work) {
  constexpr std::int64_t kRun = 4096;
  if (count <= kRun) return work(std::int64_t{0}, count);
  std::atomic<bool> good{true};
  const auto range = [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t start = first; start < last && good.load(std::memory_order_relaxed); start += kRun)
      if (!work(start, std::min(start + kRun, last))) good.store(false, std::memory_order_relaxed);
  };
  if (count >= many) array::on_all_threads(count, kRun, range);
  else range(0, count);
  return good;
}

/// Applies f(x, y) elementwise; f returns false when the element has no machine result, nor has one that is not finite.
template <typename T, typename R, typename F>
bool run(const Operand& a, const Operand& b, std::int64_t repeat_a, std::int64_t repeat_b, R* out, std::int64_t count, F&& f,
         std::int64_t many = kManyOperations) {
  return in_runs(count, many, [&](std::int64_t first, std::int64_t last) {
    bool good = true;
    if (a.scalar()) {
      const T x = scalar_of<T>(a);
      const T* y = elements<T>(b);
      for (std::int64_t i = first; i < last; ++i) good &= f(x, y[i], out[i]);
    } else if (b.scalar()) {
      const T* x = elements<T>(a);
      const T y = scalar_of<T>(b);
      for (std::int64_t i = first; i < last; ++i) good &= f(x[i], y, out[i]);
    } else if (repeat_a == 1 && repeat_b == 1) {
      const T* x = elements<T>(a);
      const T* y = elements<T>(b);
      for (std::int64_t i = first; i < last; ++i) good &= f(x[i], y[i], out[i]);
    } else {
      const T* x = elements<T>(a);
      const T* y = elements<T>(b);
      for (std::int64_t i = first; i < last; ++i) good &= f(x[i / repeat_a], y[i / repeat_b], out[i]);
    }
    return good && all_finite(out + first, last - first);
  });
}

/// Integer power with overflow check, exponent >= 0.
bool checked_power(std::int64_t base, std::int64_t exponent, std::int64_t& result) {
  if (exponent < 0 || (exponent == 0 && base == 0)) return false;
  std::int64_t value = 1;
  while (true) {
    if ((exponent & 1) != 0 && __builtin_mul_overflow(value, base, &value)) return false;
    exponent >>= 1;
    if (exponent == 0) break;
    if (__builtin_mul_overflow(base, base, &base)) return false;
  }
  result = value;
  return true;
}

bool fits_small(std::int64_t value) { return value >= Expr::kSmallMin && value <= Expr::kSmallMax; }

MaybeExpr integer_binary(KnownSymbol f, const Operand& a, const Operand& b, const Shape& shape, std::int64_t ra, std::int64_t rb) {
  Array result(DType::Integer64, shape);
  auto* out = result.data<std::int64_t>();
  const std::int64_t count = shape.element_count();
  using I = std::int64_t;
  bool good = false;
  if (f == sym::Plus) {
    good = run<I, I>(a, b, ra, rb, out, count, [](I x, I y, I& r) { return !__builtin_add_overflow(x, y, &r); });
  } else if (f == sym::Subtract) {
    good = run<I, I>(a, b, ra, rb, out, count, [](I x, I y, I& r) { return !__builtin_sub_overflow(x, y, &r); });
  } else if (f == sym::Times) {
    good = run<I, I>(a, b, ra, rb, out, count, [](I x, I y, I& r) { return !__builtin_mul_overflow(x, y, &r); });
  } else if (f == sym::Divide) {
    good = run<I, I>(a, b, ra, rb, out, count, [](I x, I y, I& r) {
      if (y == 0 || y == -1 || x % y != 0) return false;
      r = x / y;
      return true;
    });
  } else if (f == sym::Power && b.scalar() && b.integer == 2) {
    good = run<I, I>(a, a, ra, ra, out, count, [](I x, I, I& r) { return !__builtin_mul_overflow(x, x, &r); });
  } else if (f == sym::Power) {
    good = run<I, I>(a, b, ra, rb, out, count, [](I x, I y, I& r) { return checked_power(x, y, r); });
  } else if (f == sym::Mod || f == sym::Quotient) {
    const bool quotient = f == sym::Quotient;
    good = run<I, I>(a, b, ra, rb, out, count, [quotient](I x, I y, I& r) {
      if (y == 0 || y == -1) return false;
      I q = x / y;
      if ((x % y != 0) && ((x < 0) != (y < 0))) --q;
      r = quotient ? q : x - q * y;
      return true;
    });
  } else if (f == sym::BitAnd) {
    good = run<I, I>(a, b, ra, rb, out, count, [](I x, I y, I& r) { r = x & y; return true; });
  } else if (f == sym::BitOr) {
    good = run<I, I>(a, b, ra, rb, out, count, [](I x, I y, I& r) { r = x | y; return true; });
  } else if (f == sym::BitXor) {
    good = run<I, I>(a, b, ra, rb, out, count, [](I x, I y, I& r) { r = x ^ y; return true; });
  }
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

MaybeExpr real_binary(KnownSymbol f, const Operand& a, const Operand& b, const Shape& shape, std::int64_t ra, std::int64_t rb) {
  const std::int64_t count = shape.element_count();
  if (f == sym::Quotient) {
    Array whole(DType::Integer64, shape);
    const bool good = run<double, std::int64_t>(a, b, ra, rb, whole.data<std::int64_t>(), count, [](double x, double y, std::int64_t& r) {
      const double q = std::floor(x / y);
      if (!(std::fabs(q) < 4.0e18)) return false;
      r = static_cast<std::int64_t>(q);
      return true;
    });
    if (!good) return std::nullopt;
    return make_packed(std::move(whole));
  }
  Array result(DType::Real64, shape);
  auto* out = result.data<double>();
  using R = double;
  bool good = false;
  if (f == sym::Plus) {
    good = run<R, R>(a, b, ra, rb, out, count, [](R x, R y, R& r) { r = x + y; return true; });
  } else if (f == sym::Subtract) {
    good = run<R, R>(a, b, ra, rb, out, count, [](R x, R y, R& r) { r = x - y; return true; });
  } else if (f == sym::Times) {
    good = run<R, R>(a, b, ra, rb, out, count, [](R x, R y, R& r) { r = x * y; return true; });
  } else if (f == sym::Divide) {
    good = run<R, R>(a, b, ra, rb, out, count, [](R x, R y, R& r) { r = x / y; return true; });
  } else if (f == sym::Power) {
    if (b.scalar() && b.dtype == DType::Integer64 && b.integer == 2) {
      good = run<R, R>(a, b, ra, rb, out, count, [](R x, R, R& r) { r = x * x; return true; });
    } else if (b.scalar() && b.real == 0.5) {
      good = run<R, R>(a, b, ra, rb, out, count, [](R x, R, R& r) { r = std::sqrt(x); return true; });
    } else if (b.scalar() && b.real == -1) {
      good = run<R, R>(a, b, ra, rb, out, count, [](R x, R, R& r) { r = 1 / x; return true; });
    } else {
      // 0.^0. is undefined in the language and 1 for pow: left to the element rules.
      good = run<R, R>(a, b, ra, rb, out, count, [](R x, R y, R& r) {
        r = std::pow(x, y);
        return x != 0 || y > 0;
      }, kManyFunctions);
    }
  } else if (f == sym::Mod) {
    good = run<R, R>(a, b, ra, rb, out, count, [](R x, R y, R& r) {
      r = x - y * std::floor(x / y);
      return true;
    });
  } else if (f == sym::ArcTan) {
    good = run<R, R>(a, b, ra, rb, out, count, [](R x, R y, R& r) {
      r = std::atan2(y, x);
      return x != 0 || y != 0;
    }, kManyFunctions);
  }
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

MaybeExpr complex_binary(KnownSymbol f, const Operand& a, const Operand& b, const Shape& shape, std::int64_t ra, std::int64_t rb) {
  Array result(DType::ComplexReal64, shape);
  auto* out = static_cast<ComplexDouble*>(result.bytes());
  const std::int64_t count = shape.element_count();
  using C = ComplexDouble;
  bool good = false;
  if (f == sym::Plus) {
    good = run<C, C>(a, b, ra, rb, out, count, [](C x, C y, C& r) { r = x + y; return true; });
  } else if (f == sym::Subtract) {
    good = run<C, C>(a, b, ra, rb, out, count, [](C x, C y, C& r) { r = x - y; return true; });
  } else if (f == sym::Times) {
    good = run<C, C>(a, b, ra, rb, out, count, [](C x, C y, C& r) {
      r = {x.real() * y.real() - x.imag() * y.imag(), x.real() * y.imag() + x.imag() * y.real()};
      return true;
    });
  } else if (f == sym::Divide) {
    good = run<C, C>(a, b, ra, rb, out, count, [](C x, C y, C& r) { r = x / y; return true; });
  } else if (f == sym::Power && b.scalar() && b.dtype == DType::Integer64 && b.integer == 2) {
    good = run<C, C>(a, b, ra, rb, out, count, [](C x, C, C& r) {
      r = {x.real() * x.real() - x.imag() * x.imag(), 2 * x.real() * x.imag()};
      return true;
    });
  }
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

/// Functions of one real that give machine integers.
MaybeExpr to_integers(const Array& values, double (*f)(double)) {
  Array result(DType::Integer64, values.shape());
  const double* in = values.data<double>();
  auto* out = result.data<std::int64_t>();
  const bool good = in_runs(values.element_count(), kManyOperations, [&](std::int64_t first, std::int64_t last) {
    bool fits = true;
    for (std::int64_t i = first; i < last; ++i) {
      const double r = f(in[i]);
      fits &= std::fabs(r) < 4.0e18;
      out[i] = fits ? static_cast<std::int64_t>(r) : 0;
    }
    return fits;
  });
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

template <typename F>
MaybeExpr map_integers(const Array& values, F&& f) {
  Array result(DType::Integer64, values.shape());
  const auto* in = values.data<std::int64_t>();
  auto* out = result.data<std::int64_t>();
  const bool good = in_runs(values.element_count(), kManyOperations, [&](std::int64_t first, std::int64_t last) {
    bool fits = true;
    for (std::int64_t i = first; i < last; ++i) {
      out[i] = f(in[i]);
      fits &= fits_small(out[i]);
    }
    return fits;
  });
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

template <typename F>
MaybeExpr map_reals(const Array& values, F&& f, std::int64_t many = kManyOperations) {
  Array result(DType::Real64, values.shape());
  const double* in = values.data<double>();
  double* out = result.data<double>();
  const std::int64_t count = values.element_count();
  const bool good = in_runs(count, many, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) out[i] = f(in[i]);
    return all_finite(out + first, last - first);
  });
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

double sign_of(double x) { return (x > 0) - (x < 0); }
double unit_step(double x) { return x >= 0 ? 1 : 0; }
double nearest(double x) { return std::nearbyint(x); }
double floor_double(double x) { return std::floor(x); }
double ceiling_double(double x) { return std::ceil(x); }
double truncate_double(double x) { return std::trunc(x); }

/// Parts of complex elements.
template <typename F>
MaybeExpr complex_to_real(const Array& values, F&& f) {
  Array result(DType::Real64, values.shape());
  const auto* in = static_cast<const ComplexDouble*>(values.bytes());
  double* out = result.data<double>();
  const std::int64_t count = values.element_count();
  for (std::int64_t i = 0; i < count; ++i) out[i] = f(in[i]);
  if (!all_finite(out, count)) return std::nullopt;
  return make_packed(std::move(result));
}

KnownSymbol called_symbol(const Call& call) { return KnownSymbol{call.head().symbol_node().known_index}; }

}  // namespace

MaybeExpr packed_binary(KnownSymbol f, const Expr& a, const Expr& b) {
  Operand x, y;
  if (!read_operand(a, is_inexact_array(b), x) || !read_operand(b, is_inexact_array(a), y)) return std::nullopt;
  if (x.scalar() && y.scalar()) return std::nullopt;
  Shape shape;
  std::int64_t repeat_x = 1, repeat_y = 1;
  if (!joint_shape(x, y, shape, repeat_x, repeat_y)) return std::nullopt;
  const DType dtype = std::max(x.dtype, y.dtype);
  // An integer factor 0 or exponent 0 of reals keeps exactness rules that loops do not know.
  if (f == sym::Power && x.dtype == DType::Integer64 && y.dtype == DType::Real64 && x.scalar() && x.integer <= 0) return std::nullopt;
  if (f == sym::Power && y.scalar() && y.dtype == DType::Integer64 && y.integer == 0) return std::nullopt;
  convert_operand(x, dtype);
  convert_operand(y, dtype);
  switch (dtype) {
    case DType::Integer64: return integer_binary(f, x, y, shape, repeat_x, repeat_y);
    case DType::Real64: return real_binary(f, x, y, shape, repeat_x, repeat_y);
    case DType::ComplexReal64: return complex_binary(f, x, y, shape, repeat_x, repeat_y);
    default: return std::nullopt;
  }
}

MaybeExpr packed_unary(KnownSymbol f, const Expr& packed) {
  if (!packed.is_packed()) return std::nullopt;
  const Array& values = packed.array();
  if (values.dtype() == DType::Integer64) {
    using I = std::int64_t;
    if (f == sym::Minus) return map_integers(values, [](I x) { return -x; });
    if (f == sym::Abs || f == sym::RealAbs) return map_integers(values, [](I x) { return x < 0 ? -x : x; });
    if (f == sym::Sign || f == sym::RealSign) return map_integers(values, [](I x) { return I{x > 0} - I{x < 0}; });
    if (f == sym::UnitStep) return map_integers(values, [](I x) { return I{x >= 0}; });
    if (f == sym::Unitize) return map_integers(values, [](I x) { return I{x != 0}; });
    if (f == sym::Ramp) return map_integers(values, [](I x) { return x > 0 ? x : 0; });
    if (f == sym::Floor || f == sym::Ceiling || f == sym::Round || f == sym::IntegerPart || f == sym::Re || f == sym::Conjugate) {
      return packed;
    }
    if (f == sym::Im || f == sym::FractionalPart) return map_integers(values, [](I) { return I{0}; });
    return std::nullopt;
  }
  if (values.dtype() == DType::Real64) {
    if (f == sym::Minus) return map_reals(values, [](double x) { return -x; });
    if (f == sym::Floor) return to_integers(values, floor_double);
    if (f == sym::Ceiling) return to_integers(values, ceiling_double);
    if (f == sym::Round) return to_integers(values, nearest);
    if (f == sym::IntegerPart) return to_integers(values, truncate_double);
    if (f == sym::Sign || f == sym::RealSign) return to_integers(values, sign_of);
    if (f == sym::UnitStep) return to_integers(values, unit_step);
    if (f == sym::FractionalPart) return map_reals(values, [](double x) { return x - std::trunc(x); });
    if (f == sym::Ramp) return map_reals(values, [](double x) { return x > 0 ? x : 0; });
    if (f == sym::Re || f == sym::Conjugate) return packed;
    if (f == sym::Im) return make_packed(Array::zeros(DType::Integer64, values.shape()));
    if (const MachineFunction function = machine_function(f)) return map_reals(values, function, kManyFunctions);
    return std::nullopt;
  }
  if (values.dtype() == DType::ComplexReal64) {
    if (f == sym::Abs) return complex_to_real(values, [](ComplexDouble z) { return std::hypot(z.real(), z.imag()); });
    if (f == sym::Arg) return complex_to_real(values, [](ComplexDouble z) { return std::atan2(z.imag(), z.real()); });
    if (f == sym::Re) return complex_to_real(values, [](ComplexDouble z) { return z.real(); });
    if (f == sym::Im) return complex_to_real(values, [](ComplexDouble z) { return z.imag(); });
    if (f == sym::Conjugate || f == sym::Minus || f == sym::Exp) {
      Array result(DType::ComplexReal64, values.shape());
      const auto* in = static_cast<const ComplexDouble*>(values.bytes());
      auto* out = static_cast<ComplexDouble*>(result.bytes());
      for (std::int64_t i = 0; i < values.element_count(); ++i) {
        out[i] = f == sym::Conjugate ? std::conj(in[i]) : f == sym::Minus ? -in[i] : std::exp(in[i]);
      }
      if (!all_finite(reinterpret_cast<const double*>(out), 2 * values.element_count())) return std::nullopt;
      return make_packed(std::move(result));
    }
  }
  return std::nullopt;
}

MaybeExpr packed_elementwise(Call& call) {
  const KnownSymbol f = called_symbol(call);
  const std::span<const Expr> args = call.all_args();
  if (args.size() == 1) return packed_unary(f, args[0]);
  if (args.size() < 2) return std::nullopt;
  if (f == sym::Plus || f == sym::Times || f == sym::BitAnd || f == sym::BitOr || f == sym::BitXor) {
    // Numbers first, so that 2 Pi {1., 2.} is one pass over the elements.
    Expr total = args[0];
    for (std::size_t i = 1; i < args.size(); ++i) {
      if (total.is_number() && args[i].is_number() && (f == sym::Plus || f == sym::Times)) {
        total = f == sym::Plus ? add(total, args[i]) : multiply(total, args[i]);
        continue;
      }
      MaybeExpr next = packed_binary(f, total, args[i]);
      if (!next) return std::nullopt;
      total = std::move(*next);
    }
    return total;
  }
  if (args.size() != 2) return std::nullopt;
  if (f == sym::Power && args[0].is(sym::E) && args[1].is_packed()) return packed_unary(sym::Exp, args[1]);
  if (f == sym::Power || f == sym::Subtract || f == sym::Divide || f == sym::Mod || f == sym::Quotient || f == sym::ArcTan) {
    return packed_binary(f, args[0], args[1]);
  }
  return std::nullopt;
}

}  // namespace lykos::builtins
