// Array::convert: every element type to every other, under the rules of ConversionMethod.
//
// One template per (source, target) pair of the ten real types; the common case of Coerce without a report is a plain loop the
// compiler vectorises. Complex arrays are read and written as pairs around the same element conversion.
#include <cmath>
#include <limits>
#include <type_traits>

#include "array/array.h"
#include "array/list_loops.h"

namespace lykos::array {
namespace {

template <typename F>
void with_element_type(DType dtype, F&& action) {
  switch (dtype) {
    case DType::Integer8: return action(std::int8_t{});
    case DType::Integer16: return action(std::int16_t{});
    case DType::Integer32: return action(std::int32_t{});
    case DType::Integer64: return action(std::int64_t{});
    case DType::UnsignedInteger8: return action(std::uint8_t{});
    case DType::UnsignedInteger16: return action(std::uint16_t{});
    case DType::UnsignedInteger32: return action(std::uint32_t{});
    case DType::UnsignedInteger64: return action(std::uint64_t{});
    case DType::Real32:
    case DType::ComplexReal32: return action(float{});
    case DType::Real64:
    case DType::ComplexReal64: return action(double{});
  }
}

// True iff the integer-valued real x lies in the range of integer type U. The upper bound 2^digits is exact as a double.
template <typename U>
bool real_in_range(double x) {
  constexpr int digits = std::numeric_limits<U>::digits;
  const double bound = std::ldexp(1.0, digits);
  return x >= (std::is_signed_v<U> ? -bound : 0.0) && x < bound;
}

template <typename U>
U wrap_real(double x) {
  if (!(std::fabs(x) < 1.8e19)) return U{0};  // beyond any 64-bit integer, infinite, or NaN
  if (x < 0) return static_cast<U>(static_cast<std::uint64_t>(-static_cast<std::int64_t>(x < -9.2e18 ? -9.2e18 : x)) * ~std::uint64_t{0});
  return static_cast<U>(static_cast<std::uint64_t>(x));
}

template <typename U, typename T>
U convert_element(T value, ConversionMethod method, ConversionReport& report) {
  if constexpr (std::is_floating_point_v<U>) {
    if constexpr (std::is_integral_v<T>) {
      if (method == ConversionMethod::Scale || method == ConversionMethod::ClipAndScale) {
        return static_cast<U>(static_cast<double>(value) / static_cast<double>(std::numeric_limits<T>::max()));
      }
      const U result = static_cast<U>(value);
      if (!real_in_range<T>(static_cast<double>(result)) || static_cast<T>(result) != value) ++report.rounded;
      return result;
    } else {
      if (sizeof(U) < sizeof(T) && std::isfinite(value) && std::fabs(value) > static_cast<T>(std::numeric_limits<U>::max())) {
        ++report.out_of_range;
        if (method == ConversionMethod::Clip) return std::copysign(std::numeric_limits<U>::max(), static_cast<U>(value));
      }
      return static_cast<U>(value);
    }
  } else if constexpr (std::is_floating_point_v<T>) {
    double x = static_cast<double>(value);
    if (method == ConversionMethod::Scale || method == ConversionMethod::ClipAndScale) {
      x = std::nearbyint(x * static_cast<double>(std::numeric_limits<U>::max()));
    } else {
      const double whole = method == ConversionMethod::Coerce ? std::trunc(x) : std::nearbyint(x);
      if (whole != x && x == x) ++report.rounded;
      x = whole;
    }
    if (real_in_range<U>(x)) return static_cast<U>(x);
    ++report.out_of_range;
    if (method == ConversionMethod::Clip || method == ConversionMethod::ClipAndScale) {
      if (x != x) return U{0};
      return x < 0 ? std::numeric_limits<U>::min() : std::numeric_limits<U>::max();
    }
    return wrap_real<U>(x);
  } else {
    const bool negative = value < T{0};
    const bool fits = negative ? (std::is_signed_v<U> && static_cast<std::int64_t>(value) >= static_cast<std::int64_t>(std::numeric_limits<U>::min()))
                               : static_cast<std::uint64_t>(value) <= static_cast<std::uint64_t>(std::numeric_limits<U>::max());
    if (fits) return static_cast<U>(value);
    ++report.out_of_range;
    if (method == ConversionMethod::Clip || method == ConversionMethod::ClipAndScale) {
      return negative ? std::numeric_limits<U>::min() : std::numeric_limits<U>::max();
    }
    return static_cast<U>(value);
  }
}

template <typename T, typename U>
void convert_run(const T* source, std::int64_t source_step, U* target, std::int64_t target_step, std::int64_t count,
                 ConversionMethod method, ConversionReport& report) {
  for (std::int64_t i = 0; i < count; ++i) {
    target[i * target_step] = convert_element<U>(source[i * source_step], method, report);
  }
}

// Conversions that lose nothing worth reporting run as one vectorised loop.
template <typename T, typename U>
constexpr bool always_exact() {
  if constexpr (std::is_floating_point_v<T>) return std::is_floating_point_v<U> && sizeof(U) >= sizeof(T);
  if constexpr (std::is_floating_point_v<U>) return std::numeric_limits<U>::digits >= std::numeric_limits<T>::digits;
  return std::numeric_limits<U>::digits >= std::numeric_limits<T>::digits && (std::is_signed_v<U> || !std::is_signed_v<T>);
}

}  // namespace

Array Array::convert(DType dtype, ConversionMethod method, ConversionReport* report) const {
  if (!valid() || dtype == dtype_) return *this;
  ConversionReport counts;
  Array result(dtype, shape_);
  const std::int64_t count = element_count();
  if (dtype_ == DType::Integer64 && dtype == DType::Real64 && method == ConversionMethod::Coerce && report == nullptr) {
    list_loops().to_real(result.data<double>(), data<std::int64_t>(), count);
    return result;
  }
  const bool from_complex = is_complex(dtype_);
  const bool to_complex = is_complex(dtype);
  const bool scaling = method == ConversionMethod::Scale || method == ConversionMethod::ClipAndScale;
  with_element_type(dtype_, [&](auto source_zero) {
    using T = decltype(source_zero);
    const T* source = data<T>();
    with_element_type(dtype, [&](auto target_zero) {
      using U = decltype(target_zero);
      U* target = result.data<U>();
      if (from_complex && to_complex) {
        convert_run(source, 1, target, 1, 2 * count, method, counts);
      } else if (from_complex) {
        convert_run(source, 2, target, 1, count, method, counts);
        for (std::int64_t i = 0; i < count; ++i) counts.imaginary += source[2 * i + 1] != T{0};
      } else if (to_complex) {
        convert_run(source, 1, target, 2, count, method, counts);
        for (std::int64_t i = 0; i < count; ++i) target[2 * i + 1] = U{0};
      } else if (always_exact<T, U>() && !scaling) {
        for (std::int64_t i = 0; i < count; ++i) target[i] = static_cast<U>(source[i]);
      } else if (std::is_floating_point_v<T> && std::is_floating_point_v<U> && report == nullptr && method != ConversionMethod::Clip) {
        for (std::int64_t i = 0; i < count; ++i) target[i] = static_cast<U>(source[i]);
      } else {
        convert_run(source, 1, target, 1, count, method, counts);
      }
    });
  });
  if (report != nullptr) {
    report->out_of_range += counts.out_of_range;
    report->rounded += counts.rounded;
    report->imaginary += counts.imaginary;
  }
  return result;
}

}  // namespace lykos::array
