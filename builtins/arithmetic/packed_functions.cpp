// packed_functions.cpp - functions of one packed array, element by element. As in packed.cpp, a result that is not a machine number for every
// element is left to the rules for single numbers.
#include <cmath>

#include "array/array.h"
#include "array/list_loops.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/packed_runs.h"
#include "expr/symbol.h"
#include "expr/unit_step.h"

namespace lykos::builtins {
namespace {

using array::Array;
using array::DType;
using array::ListLoops;

template <typename R>
constexpr DType kTypeOf = DType::Real64;
template <>
constexpr DType kTypeOf<std::int64_t> = DType::Integer64;
template <>
constexpr DType kTypeOf<ComplexDouble> = DType::ComplexReal64;

/// work(out, in, count) over all elements.
template <typename R, typename T, typename F>
MaybeExpr over_elements(const Array& values, F&& work, std::int64_t many = kManyOperations) {
  Array result(kTypeOf<R>, values.shape());
  const auto* in = static_cast<const T*>(values.bytes());
  auto* out = static_cast<R*>(result.bytes());
  const bool good = in_runs(values.element_count(), many, [&](std::int64_t first, std::int64_t last) { return work(out + first, in + first, last - first); });
  if (!good) return std::nullopt;
  return make_packed(std::move(result));
}

/// f(x) for every element.
template <typename R, typename T, typename F>
MaybeExpr map_elements(const Array& values, F&& f, std::int64_t many = kManyOperations) {
  return over_elements<R, T>(values, [&f](R* out, const T* in, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) out[i] = f(in[i]);
    return all_finite(out, count);
  }, many);
}

template <typename R, typename T>
struct Row {
  KnownSymbol name;
  ListLoops::Unary<R, T> ListLoops::*loop;
  std::int64_t many = kManyOperations;
};

constexpr Row<std::int64_t, std::int64_t> kOfIntegers[] = {
    {sym::Minus, &ListLoops::integer_minus},       {sym::Abs, &ListLoops::integer_absolute}, {sym::RealAbs, &ListLoops::integer_absolute},
    {sym::Sign, &ListLoops::integer_sign},         {sym::RealSign, &ListLoops::integer_sign}, {sym::UnitStep, &ListLoops::integer_unit_step},
    {sym::Unitize, &ListLoops::integer_unitize},   {sym::Ramp, &ListLoops::integer_ramp},
};
constexpr Row<std::int64_t, double> kToIntegers[] = {
    {sym::Floor, &ListLoops::floor},              {sym::Ceiling, &ListLoops::ceiling}, {sym::Round, &ListLoops::round},
    {sym::IntegerPart, &ListLoops::integer_part}, {sym::Sign, &ListLoops::sign},       {sym::RealSign, &ListLoops::sign},
    {sym::UnitStep, &ListLoops::unit_step},       {sym::Unitize, &ListLoops::unitize},
};
constexpr Row<double, double> kOfReals[] = {
    {sym::Minus, &ListLoops::minus},       {sym::Abs, &ListLoops::absolute},       {sym::RealAbs, &ListLoops::absolute},
    {sym::Sqrt, &ListLoops::square_root},  {sym::FractionalPart, &ListLoops::fractional_part}, {sym::Ramp, &ListLoops::ramp},
    {sym::Exp, &ListLoops::exponential, kManyFunctions}, {sym::Log, &ListLoops::logarithm, kManyFunctions},
    {sym::Sin, &ListLoops::sine, kManyFunctions},        {sym::Cos, &ListLoops::cosine, kManyFunctions},
    {sym::ArcTan, &ListLoops::arctangent, kManyFunctions},
};

template <typename R, typename T, std::size_t N>
MaybeExpr from_table(const Row<R, T> (&rows)[N], KnownSymbol f, const Array& values, bool& found) {
  for (const Row<R, T>& row : rows) {
    if (row.name == f) {
      found = true;
      return over_elements<R, T>(values, array::list_loops().*row.loop, row.many);
    }
  }
  return std::nullopt;
}

MaybeExpr of_integers(KnownSymbol f, const Expr& packed) {
  const Array& values = packed.array();
  if (f == sym::Floor || f == sym::Ceiling || f == sym::Round || f == sym::IntegerPart || f == sym::Re || f == sym::Conjugate) return packed;
  if (f == sym::Im || f == sym::FractionalPart) return make_packed(Array::zeros(DType::Integer64, values.shape()));
  bool found = false;
  return from_table(kOfIntegers, f, values, found);
}

MaybeExpr of_reals(KnownSymbol f, const Expr& packed) {
  const Array& values = packed.array();
  if (f == sym::Re || f == sym::Conjugate) return packed;
  if (f == sym::Im) return make_packed(Array::zeros(DType::Integer64, values.shape()));
  if (f == sym::Log2) return map_elements<double, double>(values, [](double x) { return std::log2(x); }, kManyFunctions);
  if (f == sym::Log10) return map_elements<double, double>(values, [](double x) { return std::log10(x); }, kManyFunctions);
  constexpr std::int64_t kWaiting = 4096;
  if (f == sym::UnitStep && values.element_count() >= kWaiting) return make_unit_step(values);
  bool found = false;
  MaybeExpr result = from_table(kOfReals, f, values, found);
  if (!found) result = from_table(kToIntegers, f, values, found);
  if (found) return result;
  if (const MachineFunction function = machine_function(f)) return map_elements<double, double>(values, function, kManyFunctions);
  return std::nullopt;
}

MaybeExpr of_complex(KnownSymbol f, const Array& values) {
  using C = ComplexDouble;
  if (f == sym::Abs) return map_elements<double, C>(values, [](C z) { return std::hypot(z.real(), z.imag()); }, kManyFunctions);
  if (f == sym::Arg) return map_elements<double, C>(values, [](C z) { return std::atan2(z.imag(), z.real()); }, kManyFunctions);
  if (f == sym::Re) return map_elements<double, C>(values, [](C z) { return z.real(); });
  if (f == sym::Im) return map_elements<double, C>(values, [](C z) { return z.imag(); });
  if (f == sym::Conjugate) return map_elements<C, C>(values, [](C z) { return std::conj(z); });
  if (f == sym::Minus) return map_elements<C, C>(values, [](C z) { return -z; });
  if (f != sym::Exp) return std::nullopt;
  // Exp[x + I y] = Exp[x] (Cos[y] + I Sin[y]).
  return over_elements<C, C>(values, [](C* out, const C* in, std::int64_t whole) {
    constexpr std::int64_t kRun = 512;
    double size[kRun], angle[kRun], cosine[kRun], sine[kRun];
    const ListLoops& loops = array::list_loops();
    for (std::int64_t start = 0; start < whole; start += kRun) {
      const std::int64_t count = std::min(kRun, whole - start);
      for (std::int64_t i = 0; i < count; ++i) {
        size[i] = in[start + i].real();
        angle[i] = in[start + i].imag();
      }
      if (!loops.exponential(size, size, count)) return false;
      loops.cosine(cosine, angle, count);
      loops.sine(sine, angle, count);
      for (std::int64_t i = 0; i < count; ++i) out[start + i] = {size[i] * cosine[i], size[i] * sine[i]};
    }
    return true;
  }, kManyFunctions);
}

}  // namespace

MaybeExpr packed_unary(KnownSymbol f, const Expr& packed) {
  if (!packed.is_packed()) return std::nullopt;
  if (const Array* matrix = packed.untransposed()) {  // the transpose goes on waiting
    MaybeExpr result = packed_unary(f, make_packed(*matrix));
    if (!result || !result->is_packed()) return std::nullopt;
    return make_transposed(result->array());
  }
  switch (packed.array().dtype()) {
    case DType::Integer64: return of_integers(f, packed);
    case DType::Real64: return of_reals(f, packed);
    case DType::ComplexReal64: return of_complex(f, packed.array());
    default: return std::nullopt;
  }
}

}  // namespace lykos::builtins
