// range.cpp - lists made from bounds or from one value: Range, Subdivide, ConstantArray.
#include <cmath>

#include "builtins/functional/iterators.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/scalar.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

// More elements than this cannot be meant (and would not fit in memory as a list).
constexpr double kMostElements = 4e9;

// Range[n], Range[m, n], Range[m, n, d]
MaybeExpr builtin_Range(Call& call) {
  const Expr low = call.size() == 1 ? Expr::integer(1) : call.arg(0);
  const Expr& high = call.size() == 1 ? call.arg(0) : call.arg(1);
  const Expr step = call.size() == 3 ? call.arg(2) : Expr::integer(1);
  if (is_zero_element(step) || is_infinity(high) || is_negative_infinity(high) || is_infinity(low)) return call.message("range", {call.expr()});
  if (low.is_small_integer() && high.is_small_integer() && step.is_small_integer()) {
    const std::int64_t d = step.small_integer();
    const double span = (static_cast<double>(high.small_integer()) - static_cast<double>(low.small_integer())) / static_cast<double>(d);
    if (span < 0) return make_list(std::vector<Expr>{});
    if (span > kMostElements) return call.message("toolarge", {call.expr()});
    const std::int64_t count = (high.small_integer() - low.small_integer()) / d + 1;
    if (count < 8) {
      Builder out(sym::List, static_cast<std::size_t>(count));
      for (std::int64_t i = 0; i < count; ++i) out.push(Expr::integer(low.small_integer() + i * d));
      return out.finish();
    }
    Array values(DType::Integer64, Shape{count});
    std::int64_t* data = values.data<std::int64_t>();
    for (std::int64_t i = 0; i < count; ++i) data[i] = low.small_integer() + i * d;
    return make_packed(std::move(values));
  }
  const auto steps = count_steps(low, high, step);
  if (!steps) return call.message("range", {call.expr()});
  if (*steps < 0) return make_list(std::vector<Expr>{});
  if (*steps > kMostElements) return call.message("toolarge", {call.expr()});
  const auto count = static_cast<std::int64_t>(*steps) + 1;
  if (low.is_small_integer() && step.is_small_integer()) {  // Range[10.] has integers as Range[10] has
    const Expr last = plus(low, times(Expr::integer(count - 1), step));
    if (last.is_small_integer()) return make_normal(sym::Range, {low, last, step});
  }
  const bool machine = low.is_real_number() && step.is_real_number() && (low.is_real() || step.is_real());
  if (machine) {
    const double start = to_double(low), increment = to_double(step);
    Array values(DType::Real64, Shape{count});
    double* data = values.data<double>();
    for (std::int64_t i = 0; i < count; ++i) data[i] = start + static_cast<double>(i) * increment;
    if (count < 16) return real_list({data, static_cast<std::size_t>(count)});
    return make_packed(std::move(values));
  }
  std::vector<Expr> out;
  out.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    if ((i & 1023) == 0) check_interrupt();
    out.push_back(i == 0 ? low : plus(low, times(Expr::integer(i), step)));
  }
  return list_of(std::move(out));
}

// Subdivide[n], Subdivide[max, n], Subdivide[min, max, n]: n + 1 values.
MaybeExpr builtin_Subdivide(Call& call) {
  const Expr& parts = call.arg(call.size() - 1);
  const auto n = machine_integer(parts);
  if (!n || *n < 1) return call.message("sdmint", {parts});
  const Expr low = call.size() == 3 ? call.arg(0) : Expr::integer(0);
  const Expr high = call.size() == 1 ? Expr::integer(1) : call.arg(call.size() - 2);
  const Expr width = minus(high, low);
  constexpr std::int64_t kPacked = 16;
  const auto is_machine = [](const Expr& e) { return e.is_real() || e.is_small_integer(); };
  if (*n >= kPacked && is_machine(low) && is_machine(high) && width.is_real() && std::isfinite(static_cast<double>(*n) * width.real_value())) {
    Array values(DType::Real64, Shape{*n + 1});
    double* data = values.data<double>();
    const double start = to_double(low), whole = width.real_value(), count = static_cast<double>(*n);
    for (std::int64_t i = 0; i < *n; ++i) data[i] = start + static_cast<double>(i) * whole / count;
    data[*n] = to_double(high);  // the far end is met exactly
    return make_packed(std::move(values));
  }
  std::vector<Expr> out;
  out.reserve(static_cast<std::size_t>(*n) + 1);
  const bool exact = is_exact_number(low) && is_exact_number(high);
  for (std::int64_t i = 0; i <= *n; ++i) {
    if (i == *n && high.is_number() && low.is_number()) {
      out.push_back(exact ? high : plus(high, times(Expr::integer(0), low)));  // the far end is met exactly
    } else {
      out.push_back(plus(low, quotient(times(Expr::integer(i), width), parts)));
    }
    if (i == 0 && !exact && low.is_number() && high.is_number()) out.back() = plus(low, times(Expr::integer(0), width));
  }
  return list_of(std::move(out));
}

// ConstantArray[c, n], ConstantArray[c, {n1, n2, ...}]
MaybeExpr builtin_ConstantArray(Call& call) {
  const Expr& value = call.arg(0);
  std::vector<std::int64_t> dims;
  const std::span<const Expr> given = call.arg(1).is_list() ? call.arg(1).args() : call.args().subspan(1, 1);
  double total = 1;
  for (const Expr& d : given) {
    const auto n = machine_integer(d);
    if (!n || *n < 0) return call.message("ilsmn", {Expr::integer(2), call.expr()});
    dims.push_back(*n);
    total *= static_cast<double>(*n);
  }
  if (dims.empty()) return value;
  if (total > kMostElements) return call.message("toolarge", {call.expr()});
  if (total >= 4) {
    std::optional<Array> out;
    if (value.is_small_integer()) {
      out.emplace(DType::Integer64, Shape(std::span<const std::int64_t>(dims)));
      std::fill_n(out->data<std::int64_t>(), out->element_count(), value.small_integer());
    } else if (value.is_real()) {
      out.emplace(DType::Real64, Shape(std::span<const std::int64_t>(dims)));
      std::fill_n(out->data<double>(), out->element_count(), value.real_value());
    }
    if (out) return packed_list(std::move(*out));
  }
  Expr result = value;
  for (std::size_t i = dims.size(); i-- > 0;) {
    std::vector<Expr> copies(static_cast<std::size_t>(dims[i]), result);
    result = value.is_packed() ? pack(make_list(std::move(copies))) : make_list(std::move(copies));
  }
  return result;
}

constexpr const char* kTooLarge = "`1` asks for more elements than fit in memory.";

constexpr Builtin kBuiltins[] = {
    {.name = "Range",
     .fn = builtin_Range,
     .arity = between(1, 3),
     .attributes = kListable | kProtected,
     .usage = "Range[n] gives {1, 2, ..., n}.\nRange[m, n] gives {m, m + 1, ..., n}.\nRange[m, n, d] uses step d.",
     .messages = {{"range", "Range specification in `1` does not have appropriate bounds."}, {"toolarge", kTooLarge}}},
    {.name = "Subdivide",
     .fn = builtin_Subdivide,
     .arity = between(1, 3),
     .usage = "Subdivide[n] gives {0, 1/n, 2/n, ..., 1}.\nSubdivide[max, n] divides 0 to max.\nSubdivide[min, max, n] divides min to max into n equal parts.",
     .messages = {{"sdmint", "The number of subdivisions given in position `1` should be a positive machine-sized integer."}}},
    {.name = "ConstantArray",
     .fn = builtin_ConstantArray,
     .arity = exactly(2),
     .usage = "ConstantArray[c, n] gives a list of n copies of c.\nConstantArray[c, {n1, n2, ...}] gives an n1*n2*... array of nested lists of copies of c.",
     .messages = {{"ilsmn", "Single or list of non-negative machine-sized integers expected at position `1` of `2`."}, {"toolarge", kTooLarge}}},
};

}  // namespace

void register_range(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
