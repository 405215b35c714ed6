// ListLoops: the loops behind arithmetic on packed lists of the language, compiled once per instruction set (cpu/list_loops_*.cpp, all from
// cpu/list_loops.inc) and chosen once at run time.
//
// A loop says false when some element has no machine number for a result - an integer overflows, a real becomes infinite or undefined - and has
// then written nothing that may be used. Whoever calls it hands such lists to exact or symbolic rules. Operands are finite. `out` may be an
// operand itself. Products and sums are rounded one by one, never fused, so a list gives what its elements give one by one.
//
// The functions of a real (exp, log, sine, cosine, arctangent, powers) are computed here rather than by the vector library of the C
// library, whose results are up to 3.4 units in the last place off; these stay below 0.9 (tests/unit/array/list_loops_test.cpp measures them
// against numbers of 200 bits).
#pragma once

#include <cstdint>

namespace lykos::array {

struct ListLoops {
  template <typename R, typename T>
  using Unary = bool (*)(R* out, const T* a, std::int64_t count);
  // out[i] = f(a[i], b[i]), where the lone number of the two other forms is the first element of its operand.
  template <typename R, typename T>
  using Binary = bool (*)(R* out, const T* a, const T* b, std::int64_t count);
  template <typename R, typename T>
  struct Forms {
    Binary<R, T> lists, list_number, number_list;
  };

  Forms<double, double> plus, subtract, times, divide, modulo, larger, smaller, power;
  Forms<std::int64_t, double> quotient;
  // 1 where a[i] is less than b[i] (or equal to it), else 0.
  Forms<std::int64_t, double> less, less_equal;
  Forms<std::int64_t, std::int64_t> integer_less, integer_less_equal, integer_equal;
  // Of integers. `integer_modulo` and `integer_quotient` also give up, for a slower loop, beyond 2^52,
  // and so does `modulo` where the quotient is.
  Forms<std::int64_t, std::int64_t> integer_plus, integer_subtract, integer_times, integer_modulo, integer_quotient;

  Unary<double, double> minus, absolute, square, square_root, reciprocal, fractional_part, ramp, exponential, logarithm, sine, cosine, arctangent;
  Unary<std::int64_t, double> floor, ceiling, round, integer_part, sign, unit_step, unitize;
  Unary<std::int64_t, std::int64_t> integer_minus, integer_absolute, integer_sign, integer_unit_step, integer_unitize, integer_ramp;
  Unary<double, std::int64_t> to_real;

  // out[i] = a[i]^exponent, or with `root` Sqrt[a[i]]^exponent, as near to the true value as the power function of the C library.
  bool (*whole_power)(double* out, const double* a, std::int64_t exponent, bool root, std::int64_t count);
  bool (*clip)(double* out, const double* a, double low, double high, std::int64_t count);
  bool (*integer_clip)(std::int64_t* out, const std::int64_t* a, std::int64_t low, std::int64_t high, std::int64_t count);

  // The sum in 32 strands, the same on every processor; its rounding errors grow with count / 32.
  double (*sum)(const double* a, std::int64_t count);
  double (*sum_of_products)(const double* a, const double* b, std::int64_t count);
  double (*sum_of_squares)(const double* a, double centre, std::int64_t count);  // of a[i] - centre
  // The sum is high * 2^32 + low.
  void (*integer_sum)(const std::int64_t* a, std::int64_t count, std::int64_t* high, std::int64_t* low);
  double (*maximum)(const double* a, std::int64_t count);
  double (*minimum)(const double* a, std::int64_t count);
  std::int64_t (*integer_maximum)(const std::int64_t* a, std::int64_t count);
  std::int64_t (*integer_minimum)(const std::int64_t* a, std::int64_t count);
  // sums[j] += a[i * width + j] for every row i.
  bool (*add_rows)(double* sums, const double* a, std::int64_t rows, std::int64_t width);
  // The running sums; false when they leave the finite numbers.
  bool (*running_sum)(double* out, const double* a, std::int64_t count);

  // The 8-byte values whose mark is `mark`, in order, into `out`, which has room for count + 7 of them; gives how many.
  std::int64_t (*choose)(std::uint64_t* out, const std::uint64_t* values, const std::int64_t* marks, std::int64_t mark, std::int64_t count);
  // The same where the mark is not negative (or, when not `wanted`, where it is), and how many are not negative.
  std::int64_t (*choose_by_sign)(std::uint64_t* out, const std::uint64_t* values, const double* marks, bool wanted, std::int64_t count);
  std::int64_t (*count_not_negative)(const double* a, std::int64_t count);
  // The bits at positions 2 block, ... 2 (block + blocks) - 1 of the random sequence of a key (random.h).
  void (*random_bits)(std::uint64_t* out, std::uint64_t seed, std::uint64_t stream, std::uint64_t block, std::int64_t blocks);
  // out[j * rows + i] = a[i * columns + j]
  void (*transpose)(std::uint64_t* out, const std::uint64_t* a, std::int64_t rows, std::int64_t columns);
};

// The loops for this processor.
const ListLoops& list_loops();

}  // namespace lykos::array
