// random_numbers.cpp - RandomReal, RandomInteger, RandomComplex, RandomPrime.
//
// Arrays of machine numbers are filled straight into packed buffers by the counter-based generator.
#include <algorithm>
#include <cmath>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/number_theory/flint_integers.h"
#include "builtins/random/random_state.h"
#include "builtins/random/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

using array::Array;
using array::DType;
using Dimensions = std::vector<std::int64_t>;

bool is_distribution(const Expr& e) { return e.kind() == Kind::Normal && !e.is_list() && e.head().is_symbol() && !is_numeric(e); }

/// {low, high} from max or {min, max}.
struct Range {
  Expr low, high;
};
std::optional<Range> read_range(const Expr& spec, const Expr& default_low) {
  if (spec.is_list()) {
    if (spec.size() != 2) return std::nullopt;
    return Range{spec[0], spec[1]};
  }
  return Range{default_low, spec};
}

/// Digits for WorkingPrecision: 0 for machine numbers.
std::optional<double> read_working_precision(Call& call) {
  const Expr spec = call.option(sym::WorkingPrecision);
  if (spec.is(sym::MachinePrecision) || spec.is_null() || spec.is(sym::Automatic)) return 0.0;
  const auto digits = numeric_double(spec);
  if (!digits || !(*digits > 0) || *digits > 1e7) return std::nullopt;
  return *digits;
}

/// Uniform in [low, high) to `digits` digits.
Expr random_big_real(const Expr& low, const Expr& high, double digits) {
  const auto size = static_cast<std::uint64_t>(std::ceil(digits * kLog2Of10) + 8);
  const Integer scale = pow(Integer(std::int64_t{2}), size);
  const Expr fraction = Expr::rational(Rational(random_state().below(scale), scale));
  const Expr value = evaluate(plus(low, times(fraction, plus(high, negated(low)))));
  return numeric_digits(value, digits);
}

// RandomReal[], [max], [{min, max}], [range, n], [range, {n1, n2, ...}], [distribution, ...].
MaybeExpr builtin_RandomReal(Call& call) {
  if (call.size() == 0) return Expr::real(random_state().uniform());
  Dimensions dimensions;
  if (call.size() == 2) {
    const auto given = read_dimensions(call, 1);
    if (!given) return std::nullopt;
    dimensions = *given;
  }
  if (is_distribution(call.arg(0))) return random_variates(call.arg(0), dimensions);
  const auto range = read_range(call.arg(0), Expr::integer(0));
  if (!range) return call.message("unifr", {call.arg(0)});
  const auto digits = read_working_precision(call);
  if (!digits) return std::nullopt;
  const auto low = numeric_double(range->low), high = numeric_double(range->high);
  if (!low || !high || !std::isfinite(*low) || !std::isfinite(*high)) return call.message("unifr", {call.arg(0)});
  RandomState& state = random_state();
  if (*digits > 0) return nested_list(dimensions, 0, [&] { return random_big_real(range->low, range->high, *digits); });
  if (!can_pack(dimensions)) {
    return nested_list(dimensions, 0, [&] { return Expr::real(*low + (*high - *low) * state.uniform()); });
  }
  Array values(DType::Real64, shape_of(dimensions));
  const std::int64_t count = values.element_count();
  array::fill_uniform(values.data<double>(), count, state.key, state.position, *low, *high);
  state.position += static_cast<std::uint64_t>(count);
  return make_packed(std::move(values));
}

// RandomInteger[], [max], [{min, max}], [range, n], [range, {n1, n2, ...}], [distribution, ...].
MaybeExpr builtin_RandomInteger(Call& call) {
  RandomState& state = random_state();
  if (call.size() == 0) return Expr::integer(static_cast<std::int64_t>(state.bits() >> 63));
  Dimensions dimensions;
  if (call.size() == 2) {
    const auto given = read_dimensions(call, 1);
    if (!given) return std::nullopt;
    dimensions = *given;
  }
  if (is_distribution(call.arg(0))) return random_variates(call.arg(0), dimensions);
  auto range = read_range(call.arg(0), Expr::integer(0));
  if (!range || !is_numeric(range->low) || !is_numeric(range->high)) return call.message("unifr", {call.arg(0)});
  for (Expr* end : {&range->low, &range->high}) {
    if (end->is_integer()) continue;
    const MaybeExpr floor = numeric_floor(*end);
    if (!floor) return call.message("unifr", {call.arg(0)});
    *end = *floor;
  }
  if (compare_real(range->low, range->high) > 0) std::swap(range->low, range->high);
  const Expr span = add(subtract(range->high, range->low), Expr::integer(1));
  if (!range->low.is_small_integer() || !range->high.is_small_integer() || !span.is_small_integer()) {
    const Integer size = span.to_integer(), low = range->low.to_integer();
    return nested_list(dimensions, 0, [&] { return Expr::integer(low + state.below(size)); });
  }
  const std::int64_t low = range->low.small_integer();
  const auto size = static_cast<std::uint64_t>(span.small_integer());
  const auto draw = [&] { return low + static_cast<std::int64_t>(state.below(size)); };
  if (!can_pack(dimensions)) return nested_list(dimensions, 0, [&] { return Expr::integer(draw()); });
  Array values(DType::Integer64, shape_of(dimensions));
  auto* out = values.data<std::int64_t>();
  const std::int64_t count = values.element_count();
  constexpr std::int64_t kRun = 1 << 20;
  for (std::int64_t i = 0; i < count; i += kRun) {
    check_interrupt();
    array::fill_below(out + i, std::min(kRun, count - i), low, size, state.key, state.position);
  }
  return make_packed(std::move(values));
}

// RandomComplex[], [zmax], [{zmin, zmax}], [range, dims]: uniform in a rectangle.
MaybeExpr builtin_RandomComplex(Call& call) {
  RandomState& state = random_state();
  Dimensions dimensions;
  if (call.size() == 2) {
    const auto given = read_dimensions(call, 1);
    if (!given) return std::nullopt;
    dimensions = *given;
  }
  double low_re = 0, low_im = 0, high_re = 1, high_im = 1;
  if (call.size() >= 1) {
    const auto range = read_range(call.arg(0), Expr::integer(0));
    if (!range) return call.message("unifr", {call.arg(0)});
    const Expr low = numeric_machine(range->low), high = numeric_machine(range->high);
    if (!low.is_number() || !high.is_number()) return call.message("unifr", {call.arg(0)});
    low_re = to_double(real_part(low));
    low_im = to_double(imaginary_part(low));
    high_re = to_double(real_part(high));
    high_im = to_double(imaginary_part(high));
  }
  const auto re = [&] { return low_re + (high_re - low_re) * state.uniform(); };
  const auto im = [&] { return low_im + (high_im - low_im) * state.uniform(); };
  if (!can_pack(dimensions)) {
    return nested_list(dimensions, 0, [&] {
      const double x = re();
      return Expr::complex(x, im());
    });
  }
  Array values(DType::ComplexReal64, shape_of(dimensions));
  auto* out = static_cast<double*>(values.bytes());
  for (std::int64_t i = 0; i < values.element_count(); ++i) {
    out[2 * i] = re();
    out[2 * i + 1] = im();
  }
  return make_packed(std::move(values));
}

// RandomPrime[max], [{min, max}], [range, n].
MaybeExpr builtin_RandomPrime(Call& call) {
  const auto range = read_range(call.arg(0), Expr::integer(2));
  if (!range || !range->low.is_integer() || !range->high.is_integer()) return call.message("prmrng", {call.arg(0)});
  Dimensions dimensions;
  if (call.size() == 2) {
    const auto given = read_dimensions(call, 1);
    if (!given) return std::nullopt;
    dimensions = *given;
  }
  Integer low = range->low.to_integer(), high = range->high.to_integer();
  if (high < low) std::swap(low, high);
  if (Integer::compare(low, Integer(std::int64_t{2})) < 0) low = std::int64_t{2};
  Integer first = low;
  if (!is_prime(first)) mpz_nextprime(first.gmp(), first.gmp());
  if (high < first) return call.message("noprime", {call.arg(0)});
  const Integer size = high - low + Integer(std::int64_t{1});
  return nested_list(dimensions, 0, [&]() -> Expr {
    while (true) {  // rejection keeps every prime equally likely
      check_interrupt();
      const Integer candidate = low + random_state().below(size);
      if (is_prime(candidate)) return Expr::integer(candidate);
    }
  });
}

#define LYKOS_RANGE {"unifr", "The endpoints specified by `1` for the endpoints of the uniform distribution range are not real-valued."}
#define LYKOS_ARRAY {"array", "The array dimensions `1` given in position 2 of `2` should be a list of non-negative machine-sized integers giving the dimensions for the result."}
// Random[], Random[type], Random[type, range]: the older form of RandomReal, RandomInteger and RandomComplex.
MaybeExpr builtin_Random(Call& call) {
  const Expr type = call.size() == 0 ? Expr(sym::Real) : call.arg(0);
  const KnownSymbol function = type.is(sym::Integer) ? sym::RandomInteger : type.is(sym::Complex) ? sym::RandomComplex : sym::RandomReal;
  if (!type.is(sym::Integer) && !type.is(sym::Complex) && !type.is(sym::Real)) return std::nullopt;
  if (call.size() < 2) return evaluate(make_normal(function, std::span<const Expr>()));
  return evaluate(make_normal(function, {call.arg(1)}));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Random", .fn = builtin_Random, .arity = between(0, 3),
     .usage = "Random[] gives a uniformly distributed pseudorandom Real in the range 0 to 1.\n"
              "Random[type, range] gives a pseudorandom number of the specified type, Integer, Real or Complex, lying in the range."},
    {.name = "RandomReal", .fn = builtin_RandomReal, .arity = between(0, 2),
     .usage = "RandomReal[] is a random real number between 0 and 1.\nRandomReal[{min, max}] is one between min and max; RandomReal[max] between 0 and max.\n"
              "RandomReal[range, n] is a list of n of them; RandomReal[range, {n1, n2, ...}] an array.",
     .options = "{WorkingPrecision -> MachinePrecision}", .messages = {LYKOS_RANGE, LYKOS_ARRAY}},
    {.name = "RandomInteger", .fn = builtin_RandomInteger, .arity = between(0, 2),
     .usage = "RandomInteger[{min, max}] is a random integer from min to max.\nRandomInteger[max] is one from 0 to max; RandomInteger[] is 0 or 1.\n"
              "RandomInteger[range, n] is a list of n of them; RandomInteger[range, {n1, n2, ...}] an array.",
     .messages = {{"unifr", "The endpoints specified by `1` for the endpoints of the discrete uniform distribution range are not integers."}, LYKOS_ARRAY}},
    {.name = "RandomComplex", .fn = builtin_RandomComplex, .arity = between(0, 2),
     .usage = "RandomComplex[] is a random complex number in the unit square.\nRandomComplex[{zmin, zmax}] is one in the rectangle with these corners.\n"
              "RandomComplex[range, n] is a list; RandomComplex[range, {n1, n2, ...}] an array.",
     .options = "{WorkingPrecision -> MachinePrecision}", .messages = {LYKOS_RANGE, LYKOS_ARRAY}},
    {.name = "RandomPrime", .fn = builtin_RandomPrime, .arity = between(1, 2),
     .usage = "RandomPrime[{min, max}] is a random prime from min to max.\nRandomPrime[max] is one up to max.\nRandomPrime[range, n] is a list of n primes.",
     .messages = {{"prmrng", "`1` is not a range of integers."}, {"noprime", "There are no primes in the specified interval `1`."}, LYKOS_ARRAY}},
};
#undef LYKOS_RANGE
#undef LYKOS_ARRAY

}  // namespace

void register_random_numbers(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
