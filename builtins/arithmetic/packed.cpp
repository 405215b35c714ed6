// packed.cpp - elementwise arithmetic on packed arrays: loops over machine numbers with no expression in between.
//
// A loop never decides what the language does at the edges: when an integer overflows, a real becomes infinite or undefined, or
// the shapes do not fit, the answer is nullopt and the evaluator threads the call over the elements, where the exact rules live.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "array/array.h"
#include "array/list_loops.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/packed_runs.h"
#include "builtins/support.h"
#include "evaluator/evaluator.h"
#include "expr/symbol.h"

namespace lykos::builtins {
namespace {

using array::Array;
using array::DType;
using array::ListLoops;
using array::Shape;

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

/// The same for a loop of the array engine.
template <typename R, typename T>
bool run_forms(const ListLoops::Forms<R, T>& forms, const Operand& a, const Operand& b, std::int64_t repeat_a, std::int64_t repeat_b, R* out, std::int64_t count,
               std::int64_t many = kManyOperations) {
  if (a.scalar() || b.scalar()) {
    const T number = scalar_of<T>(a.scalar() ? a : b);
    const T* list = elements<T>(a.scalar() ? b : a);
    return in_runs(count, many, [&](std::int64_t first, std::int64_t last) {
      return a.scalar() ? forms.number_list(out + first, &number, list + first, last - first) : forms.list_number(out + first, list + first, &number, last - first);
    });
  }
  const T *x = elements<T>(a), *y = elements<T>(b);
  const std::int64_t width = std::max(repeat_a, repeat_b);
  if (width == 1) {
    return in_runs(count, many, [&](std::int64_t first, std::int64_t last) { return forms.lists(out + first, x + first, y + first, last - first); });
  }
  bool good = true;  // one number beside each row of the other operand
  for (std::int64_t row = 0, at = 0; at < count && good; ++row, at += width)
    good = repeat_a > 1 ? forms.number_list(out + at, x + row, y + at, width) : forms.list_number(out + at, x + at, y + row, width);
  return good;
}

const ListLoops::Forms<double, double>* real_forms(KnownSymbol f) {
  const ListLoops& loops = array::list_loops();
  return f == sym::Plus ? &loops.plus : f == sym::Subtract ? &loops.subtract : f == sym::Times ? &loops.times : f == sym::Divide ? &loops.divide
         : f == sym::Mod ? &loops.modulo : nullptr;
}
const ListLoops::Forms<std::int64_t, std::int64_t>* integer_forms(KnownSymbol f) {
  const ListLoops& loops = array::list_loops();
  return f == sym::Plus ? &loops.integer_plus : f == sym::Subtract ? &loops.integer_subtract : f == sym::Times ? &loops.integer_times
         : f == sym::Mod ? &loops.integer_modulo : f == sym::Quotient ? &loops.integer_quotient : nullptr;
}

/// A list of reals to the power of one number.
bool power_of_list(const double* x, const Operand& exponent, double* out, std::int64_t count) {
  const ListLoops& loops = array::list_loops();
  const double y = exponent.real;
  const auto each = [&](std::int64_t many, auto&& work) {
    return in_runs(count, many, [&](std::int64_t first, std::int64_t last) { return work(out + first, x + first, last - first); });
  };
  if (y == 2) return each(kManyOperations, loops.square);
  if (y == -1) return each(kManyOperations, loops.reciprocal);
  if (y == 0.5) return each(kManyOperations, loops.square_root);
  constexpr double kMostMultiplied = 1024;
  if (2 * y == std::floor(2 * y) && y != 0 && std::fabs(y) <= kMostMultiplied) {
    const bool root = y != std::floor(y);
    const auto factors = static_cast<std::int64_t>(root ? 2 * y : y);
    return each(kManyFunctions, [&](double* r, const double* a, std::int64_t n) { return loops.whole_power(r, a, factors, root, n); });
  }
  return each(kManyFunctions, [&](double* r, const double* a, std::int64_t n) { return loops.power.list_number(r, a, &y, n); });
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

MaybeExpr integer_binary(KnownSymbol f, const Operand& a, const Operand& b, const Shape& shape, std::int64_t ra, std::int64_t rb) {
  Array result(DType::Integer64, shape);
  auto* out = result.data<std::int64_t>();
  const std::int64_t count = shape.element_count();
  using I = std::int64_t;
  if (const auto* forms = integer_forms(f)) {
    if (run_forms(*forms, a, b, ra, rb, out, count)) return make_packed(std::move(result));
    // Modulo and quotient of large numbers, and products near the border, are looked at one by one.
    if (f == sym::Plus || f == sym::Subtract) return std::nullopt;
  }
  bool good = false;
  if (f == sym::Times) {
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
  } else if (f == sym::GCD) {
    good = run<I, I>(a, b, ra, rb, out, count, [](I x, I y, I& r) {
      if (x == INT64_MIN || y == INT64_MIN) return false;
      r = std::gcd(x, y);
      return true;
    }, kManyFunctions);
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
    if (!run_forms(array::list_loops().quotient, a, b, ra, rb, whole.data<std::int64_t>(), count)) return std::nullopt;
    return make_packed(std::move(whole));
  }
  Array result(DType::Real64, shape);
  auto* out = result.data<double>();
  using R = double;
  bool good = false;
  if (const auto* forms = real_forms(f)) {
    good = run_forms(*forms, a, b, ra, rb, out, count);
    if (!good && f == sym::Mod) {  // a very large quotient
      good = run<R, R>(a, b, ra, rb, out, count, [](R x, R y, R& r) {
        r = std::fmod(x, y);
        if (r != 0 && (r < 0) != (y < 0)) r += y;
        r += 0.0;
        return true;
      }, kManyFunctions);
    }
  } else if (f == sym::Power && b.scalar()) {
    good = power_of_list(elements<double>(a), b, out, count);
  } else if (f == sym::Power && ra == 1 && rb == 1 && (a.scalar() ? run_forms(array::list_loops().power, a, b, ra, rb, out, count, kManyFunctions) : false)) {
    good = true;
  } else if (f == sym::Power) {
    // 0.^0. is undefined in the language and 1 for pow: left to the element rules.
    good = run<R, R>(a, b, ra, rb, out, count, [](R x, R y, R& r) {
      r = std::pow(x, y);
      return x != 0 || y > 0;
    }, kManyFunctions);
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

KnownSymbol called_symbol(const Call& call) { return KnownSymbol{call.head().symbol_node().known_index}; }

/// f of each row of a matrix and a vector of the rows' length, or the other way round.
MaybeExpr rows_with_vector(KnownSymbol f, const Array& matrix, const Array& vector, bool matrix_first) {
  const DType dtype = std::max(matrix.dtype(), vector.dtype());
  const Array m = matrix.convert(dtype), v = vector.convert(dtype);
  Array result(dtype, matrix.shape());
  const std::int64_t rows = matrix.shape()[0], width = matrix.shape()[1];
  const auto fill = [&]<typename T>(const ListLoops::Forms<T, T>* forms, T* out) {
    bool good = forms != nullptr;
    for (std::int64_t i = 0; i < rows && good; ++i) {
      const T* row = m.data<T>() + i * width;
      good = matrix_first ? forms->lists(out + i * width, row, v.data<T>(), width) : forms->lists(out + i * width, v.data<T>(), row, width);
    }
    return good;
  };
  const bool good = dtype == DType::Integer64 ? fill(integer_forms(f), result.data<std::int64_t>()) : dtype == DType::Real64 && fill(real_forms(f), result.data<double>());
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

/// Transposes that wait for their elements go on waiting beside numbers, one another, and vectors (whose elements meet their rows, that is, the
/// columns of the matrix): centring the columns of data is Transpose[Transpose[data] - Mean[data]].
MaybeExpr binary_of_transposed(KnownSymbol f, const Expr& a, const Expr& b) {
  const Array *x = a.untransposed(), *y = b.untransposed();
  MaybeExpr result;
  const auto meets = [](const Array& matrix, const Expr& vector) {
    return vector.is_packed() && vector.array().rank() == 1 && vector.array().dtype() != DType::ComplexReal64 && vector.array().shape()[0] == matrix.shape()[1];
  };
  if (x != nullptr && y != nullptr) {
    result = packed_binary(f, make_packed(*x), make_packed(*y));
  } else if (x != nullptr) {
    if (!b.is_list()) result = packed_binary(f, make_packed(*x), b);
    else if (meets(*x, b)) result = rows_with_vector(f, *x, b.array(), true);
  } else if (y != nullptr) {
    if (!a.is_list()) result = packed_binary(f, a, make_packed(*y));
    else if (meets(*y, a)) result = rows_with_vector(f, *y, a.array(), false);
  }
  if (!result || !result->is_packed() || array::size_of(result->array().dtype()) != sizeof(double)) return std::nullopt;
  return make_transposed(result->array());
}

}  // namespace

MaybeExpr packed_binary(KnownSymbol f, const Expr& a, const Expr& b) {
  if (MaybeExpr result = binary_of_transposed(f, a, b)) return result;
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

namespace {

/// The sum or product of arrays of one type and shape, and perhaps a number before them, in one pass; nullopt where they are not so.
template <typename T>
MaybeExpr fold_alike(const ListLoops::Forms<T, T>& forms, const Operand* number, std::span<const Operand> arrays) {
  Array result(arrays[0].dtype, arrays[0].values->shape());
  T* out = result.data<T>();
  const T factor = number != nullptr ? scalar_of<T>(*number) : T{};
  const bool good = in_runs(result.element_count(), kManyOperations, [&](std::int64_t first, std::int64_t last) {
    const std::int64_t count = last - first;
    const T* sum = elements<T>(arrays[0]) + first;
    if (number != nullptr) {
      if (!forms.number_list(out + first, &factor, sum, count)) return false;
      sum = out + first;
    }
    for (const Operand& array : arrays.subspan(1)) {
      if (!forms.lists(out + first, sum, elements<T>(array) + first, count)) return false;
      sum = out + first;
    }
    return true;
  });
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

}  // namespace

MaybeExpr packed_fold(KnownSymbol f, std::span<const Expr> args) {
  const bool arithmetic = f == sym::Plus || f == sym::Times;
  // Numbers first, so that 2 Pi {1., 2.} is one pass over the elements.
  MaybeExpr number;
  std::vector<Expr> rest;
  for (const Expr& arg : args) {
    if (!arg.is_number() || !arithmetic) rest.push_back(arg);
    else number = !number ? arg : f == sym::Plus ? add(*number, arg) : multiply(*number, arg);
  }
  if (arithmetic && rest.size() > 1) {
    std::vector<Operand> arrays(rest.size());
    Operand factor;
    bool alike = true;
    for (std::size_t i = 0; i < rest.size() && alike; ++i) {
      alike = rest[i].is_packed() && rest[i].untransposed() == nullptr && read_operand(rest[i], false, arrays[i]) && arrays[i].dtype == arrays[0].dtype &&
              arrays[i].values->shape() == arrays[0].values->shape();
    }
    alike = alike && arrays[0].dtype != DType::ComplexReal64 && (!number || (read_operand(*number, is_inexact_array(rest[0]), factor) && factor.dtype <= arrays[0].dtype));
    if (alike) {
      const Operand* first = number ? &factor : nullptr;
      if (arrays[0].dtype == DType::Real64) return fold_alike<double>(*real_forms(f), first, arrays);
      if (MaybeExpr result = fold_alike<std::int64_t>(*integer_forms(f), first, arrays)) return result;
    }
  }
  if (number) rest.insert(rest.begin(), *number);
  Expr total = rest[0];
  for (std::size_t i = 1; i < rest.size(); ++i) {
    MaybeExpr next = packed_binary(f, total, rest[i]);
    if (!next) return std::nullopt;
    total = std::move(*next);
  }
  return total;
}

/// The multiples of a step near the reals of an array, as Round and its kin give them for one number.
static MaybeExpr packed_multiples(KnownSymbol f, const Expr& values, const Expr& step) {
  if (!values.is_packed() || values.array().dtype() != DType::Real64 || !(step.is_real() || step.is_small_integer())) return std::nullopt;
  if (to_double(step) == 0) return std::nullopt;
  const MaybeExpr ratios = packed_binary(sym::Divide, values, step);
  const MaybeExpr counts = ratios ? packed_unary(f, *ratios) : std::nullopt;
  if (!counts || step.is_small_integer()) return counts ? packed_binary(sym::Times, *counts, step) : std::nullopt;
  const double inverse = 1 / step.real_value();
  if (std::fabs(inverse) >= 1 && std::fabs(inverse - std::nearbyint(inverse)) < 1e-9 * std::fabs(inverse)) {
    return packed_binary(sym::Divide, *counts, Expr::real(std::nearbyint(inverse)));
  }
  return packed_binary(sym::Times, *counts, step);
}

MaybeExpr packed_outer(KnownSymbol f, const Expr& a, const Expr& b) {
  if (!a.is_packed() || !b.is_packed()) return std::nullopt;
  Operand x, y;
  read_operand(a, false, x);
  read_operand(b, false, y);
  const DType dtype = std::max(x.dtype, y.dtype);
  Shape shape = x.values->shape();
  for (std::int64_t extent : y.values->shape()) shape.push_back(extent);
  const std::int64_t rows = x.values->element_count(), width = y.values->element_count();
  convert_operand(x, dtype);
  convert_operand(y, dtype);
  Array result(dtype, shape);
  const auto fill = [&]<typename T>(const ListLoops::Forms<T, T>* forms, T* out) {
    if (forms == nullptr) return false;
    std::atomic<bool> good{true};
    const auto range = [&](std::int64_t first, std::int64_t last) {
      for (std::int64_t i = first; i < last && good.load(std::memory_order_relaxed); ++i)
        if (!forms->number_list(out + i * width, elements<T>(x) + i, elements<T>(y), width)) good.store(false, std::memory_order_relaxed);
    };
    if (rows * width >= kManyOperations) array::on_all_threads(rows, 1, range);
    else range(0, rows);
    return good.load();
  };
  const bool good = dtype == DType::Integer64 ? fill(integer_forms(f), result.data<std::int64_t>()) : dtype == DType::Real64 && fill(real_forms(f), result.data<double>());
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

MaybeExpr packed_elementwise(Call& call) {
  const KnownSymbol f = called_symbol(call);
  const std::span<const Expr> args = call.all_args();
  if (args.size() == 1) return packed_unary(f, args[0]);
  if (args.size() < 2) return std::nullopt;
  if (f == sym::Plus || f == sym::Times || f == sym::BitAnd || f == sym::BitOr || f == sym::BitXor || f == sym::GCD) {
    return packed_fold(f, args);
  }
  if (args.size() != 2) return std::nullopt;
  if (f == sym::Log && args[0].is_small_integer() && args[1].is_packed()) {
    return args[0].small_integer() == 2 ? packed_unary(sym::Log2, args[1]) : args[0].small_integer() == 10 ? packed_unary(sym::Log10, args[1]) : std::nullopt;
  }
  if (f == sym::Floor || f == sym::Ceiling || f == sym::Round) return packed_multiples(f, args[0], args[1]);
  if (f == sym::Power && args[0].is(sym::E) && args[1].is_packed()) return packed_unary(sym::Exp, args[1]);
  if (f == sym::Power || f == sym::Subtract || f == sym::Divide || f == sym::Mod || f == sym::Quotient || f == sym::ArcTan) {
    return packed_binary(f, args[0], args[1]);
  }
  return std::nullopt;
}

}  // namespace lykos::builtins
