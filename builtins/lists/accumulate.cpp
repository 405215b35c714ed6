// accumulate.cpp - sums and differences along lists: Total, Accumulate, Differences, Ratios.
//
// Packed vectors are added in their own type; a sum of machine integers that overflows is done again with exact integers.
#include <algorithm>
#include <cmath>

#include "array/array.h"
#include "array/list_loops.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/sparse_array.h"
#include "builtins/lists/scalar.h"
#include "builtins/lists/sorting.h"
#include "expr/number.h"
#include "expr/unit_step.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

// ---- Total

// Sum over the leading axis of an array of machine numbers; nullopt when integers overflow.
std::optional<Array> total_leading(const Array& a, bool compensated) {
  Shape shape = a.rank() > 1 ? a.shape().slice(1, a.rank()) : Shape{1};
  const std::int64_t rows = a.shape()[0];
  std::int64_t width = shape.element_count();
  Array out = Array::zeros(a.dtype(), shape);
  if (a.dtype() == DType::Integer64) {
    std::int64_t* sums = out.data<std::int64_t>();
    const std::int64_t* data = a.data<std::int64_t>();
    bool overflow = false;
    for (std::int64_t i = 0; i < rows; ++i) {
      for (std::int64_t j = 0; j < width; ++j) overflow |= __builtin_add_overflow(sums[j], data[i * width + j], &sums[j]);
    }
    if (overflow) return std::nullopt;
    return out;
  }
  if (a.dtype() == DType::ComplexReal64) width *= 2;
  double* sums = out.data<double>();
  const double* data = a.data<double>();
  if (compensated) {  // Kahan's summation
    std::vector<double> lost(static_cast<std::size_t>(width), 0.0);
    for (std::int64_t i = 0; i < rows; ++i) {
      for (std::int64_t j = 0; j < width; ++j) {
        const double corrected = data[i * width + j] - lost[static_cast<std::size_t>(j)];
        const volatile double next = sums[j] + corrected;
        lost[static_cast<std::size_t>(j)] = (next - sums[j]) - corrected;
        sums[j] = next;
      }
    }
    return out;
  }
  if (!array::list_loops().add_rows(sums, data, rows, width)) return std::nullopt;
  return out;
}

// The sum of machine integers, however large it is.
Expr integer_sum(const std::int64_t* data, std::int64_t count) {
  std::int64_t high = 0, low = 0;
  array::list_loops().integer_sum(data, count, &high, &low);
  if (const std::int64_t sum = high + (low >> 32); sum >= INT32_MIN && sum <= INT32_MAX) return Expr::integer(sum * (std::int64_t{1} << 32) + (low & 0xffffffff));
  return Expr::integer(Integer(high) * pow(Integer(2), 32) + Integer(low));
}

// From this length on, reals are added in strands, which is as exact as one after another or better.
constexpr std::int64_t kLong = 256;

// The totals of a packed array's deepest level, or of all its levels; nullopt where the general way is to be taken.
MaybeExpr total_packed_rows(const Array& a, bool all) {
  const std::int64_t count = a.element_count();
  const std::int64_t width = all ? count : a.shape()[a.rank() - 1];
  const Shape shape = all ? Shape{1} : a.shape().slice(0, a.rank() - 1);
  if (a.dtype() == DType::Integer64) {
    if (all) return integer_sum(a.data<std::int64_t>(), count);
    Array sums(a.dtype(), shape);
    for (std::int64_t i = 0; i * width < count; ++i) {
      const Expr sum = integer_sum(a.data<std::int64_t>() + i * width, width);
      if (!sum.is_small_integer()) return std::nullopt;
      sums.data<std::int64_t>()[i] = sum.small_integer();
    }
    return make_packed(std::move(sums));
  }
  if (a.dtype() != DType::Real64) return std::nullopt;
  Array sums(a.dtype(), shape);
  bool finite = true;
  for (std::int64_t i = 0; i * width < count; ++i) {
    const double sum = array::list_loops().sum(a.data<double>() + i * width, width);
    sums.data<double>()[i] = sum;
    finite = finite && std::isfinite(sum);
  }
  if (!finite) return std::nullopt;
  return all ? array_number(sums, 0) : make_packed(std::move(sums));
}

// nullopt when rows of unequal length would have to be added.
MaybeExpr total_once(const Expr& e, bool compensated) {
  if (const Array* reals = before_unit_step(e); reals != nullptr && reals->rank() == 1) {
    return Expr::integer(array::list_loops().count_not_negative(reals->data<double>(), reals->element_count()));
  }
  if (const Array* matrix = compensated ? nullptr : e.untransposed()) {
    if (MaybeExpr totals = total_packed_rows(*matrix, false)) return totals;
  }
  if (e.is_packed() && e.array().rank() == 1 && !compensated) {
    const Array& a = e.array();
    if (a.dtype() == DType::Integer64) return integer_sum(a.data<std::int64_t>(), a.element_count());
    if (a.dtype() == DType::Real64 && a.element_count() >= kLong) {
      const double total = array::list_loops().sum(a.data<double>(), a.element_count());
      if (std::isfinite(total)) return Expr::real(total);
    }
  }
  if (e.is_packed()) {
    if (auto sums = total_leading(e.array(), compensated)) {
      return e.array().rank() == 1 ? array_number(*sums, 0) : make_packed(std::move(*sums));
    }
  }
  std::vector<Expr> parts = elements_of(e);
  std::optional<std::size_t> length;
  for (const Expr& part : parts) {
    if (!part.is_list()) continue;
    if (length && *length != part.size()) return std::nullopt;
    length = part.size();
  }
  return sum(parts);
}

// Totals levels low..high (1 is the outermost).
MaybeExpr total_levels(const Expr& e, std::int64_t low, std::int64_t high, bool compensated) {
  if (!is_container(e) || high < 1) return e;
  RecursionGuard guard;
  Expr inner = e;
  if (const Array* matrix = e.untransposed(); matrix != nullptr && low == 2) return total_once(make_packed(*matrix), compensated);
  if (const Array* reals = before_unit_step(e); reals != nullptr && low <= 1 && high >= reals->rank()) {
    return Expr::integer(array::list_loops().count_not_negative(reals->data<double>(), reals->element_count()));
  }
  if (e.is_packed() && !compensated && e.array().rank() > 1 && e.array().element_count() >= kLong) {
    const std::int64_t rank = e.array().rank();
    if (high >= rank && (low <= 1 || low == rank)) {
      if (MaybeExpr total = total_packed_rows(e.array(), low <= 1)) return total;
    }
  }
  // Deeper levels first: they may be totalled in any order, and this keeps rows packed.
  if (high > 1) {
    bool deeper = e.is_packed() || e.is_numeric_array() ? e.array().rank() > 1 : false;
    if (!deeper && !e.is_packed()) {
      for (const Expr& part : elements_of(e)) deeper = deeper || part.is_list() || part.is_association();
    }
    if (deeper) {
      std::vector<Expr> parts = elements_of(e);
      for (Expr& part : parts) {
        MaybeExpr total = total_levels(part, low - 1, high - 1, compensated);
        if (!total) return std::nullopt;
        part = std::move(*total);
      }
      inner = e.is_association() ? association_with_values(e, std::move(parts)) : normal_of(e.head(), std::move(parts));
    }
  }
  return low <= 1 ? total_once(inner, compensated) : MaybeExpr(inner);
}

// Total[list], Total[list, n], Total[list, {n}], Total[list, {n1, n2}]
MaybeExpr builtin_Total(Call& call) {
  const Expr e = dense_of_sparse(call.arg(0)).value_or(call.arg(0));
  const bool compensated = call.option(sym::Method).is_string() && call.option(sym::Method).string_value() == "CompensatedSummation";
  if (e.is_numeric_array()) {
    const Array& a = e.array();
    const DType wide = array::is_integer(a.dtype()) ? DType::Integer64 : array::is_complex(a.dtype()) ? DType::ComplexReal64 : DType::Real64;
    if (call.size() == 1 && a.rank() > 1) {
      if (auto sums = total_leading(a.convert(wide), compensated)) return make_numeric_array(sums->convert(a.dtype()));
      return std::nullopt;
    }
    const Expr values = packed_list(a.convert(wide));
    if (call.size() == 1) return total_once(values, compensated);
    return make_normal(sym::Total, {values, call.arg(1)});
  }
  if (!is_container(e)) return expects_normal(call, 1);
  const auto ragged = [&] { return call.message("tllen", {e}); };
  if (call.size() == 1) {
    MaybeExpr total = total_once(e, compensated);
    return total ? total : ragged();
  }
  const Expr& spec = call.arg(1);
  std::int64_t low = 1, high = 1;
  if (spec.is_list() && (spec.size() == 1 || spec.size() == 2)) {
    const auto first = machine_integer(spec[0]);
    const auto last = spec.size() == 2 && is_infinity(spec[1]) ? std::optional<std::int64_t>(INT64_MAX) : machine_integer(spec[spec.size() - 1]);
    if (!first || !last) return call.message("level", {spec});
    low = *first;
    high = *last;
  } else if (const auto n = count_argument(spec, true)) {
    high = *n;
  } else if (const auto negative = machine_integer(spec)) {
    high = *negative;
  } else {
    return call.message("level", {spec});
  }
  // Negative levels count from the deepest level of a full array.
  const auto levels = static_cast<std::int64_t>(dimensions_of(e).size());
  if (low < 0) low += levels + 1;
  if (high < 0) high += levels + 1;
  MaybeExpr total = total_levels(e, low, high, compensated);
  return total ? total : ragged();
}

// Accumulate[list]
MaybeExpr builtin_Accumulate(Call& call) {
  const Expr& e = call.arg(0);
  if (!is_container(e)) return expects_normal(call, 1);
  if (e.is_packed() && e.array().rank() == 1) {
    const Array& values = e.array();
    Array sums(values.dtype(), values.shape());
    const std::int64_t n = values.element_count();
    bool overflow = false;
    if (values.dtype() == DType::Integer64) {
      const std::int64_t* data = values.data<std::int64_t>();
      std::int64_t* target = sums.data<std::int64_t>();
      std::int64_t total = 0;
      for (std::int64_t i = 0; i < n; ++i) {
        overflow |= __builtin_add_overflow(total, data[i], &total);
        target[i] = total;
      }
    } else if (values.dtype() == DType::Real64) {
      overflow = !array::list_loops().running_sum(sums.data<double>(), values.data<double>(), n);
    } else {
      const double* data = values.data<double>();
      double* target = sums.data<double>();
      for (std::int64_t i = 0; i < 2 * n; ++i) target[i] = i < 2 ? data[i] : target[i - 2] + data[i];
      overflow = !std::isfinite(target[2 * n - 2]) || !std::isfinite(target[2 * n - 1]);
    }
    if (!overflow) return make_packed(std::move(sums));
  }
  std::vector<Expr> elements = elements_of(e);
  for (std::size_t i = 1; i < elements.size(); ++i) elements[i] = plus(elements[i - 1], elements[i]);
  return e.is_list() ? list_of(std::move(elements)) : rebuild(e, std::move(elements));
}

// ---- Differences and Ratios

Expr differences_once(const Expr& e, std::int64_t step) {
  const std::int64_t length = length_of(e);
  if (length <= step) return make_list(std::vector<Expr>{});
  if (e.is_packed() && e.array().rank() == 1 && e.array().dtype() != DType::ComplexReal64) {
    const Array& a = e.array();
    Array out(a.dtype(), Shape{length - step});
    bool overflow = false;
    if (a.dtype() == DType::Integer64) {
      const std::int64_t* data = a.data<std::int64_t>();
      overflow = !array::list_loops().integer_subtract.lists(out.data<std::int64_t>(), data + step, data, length - step);
    } else {
      const double* data = a.data<double>();
      overflow = !array::list_loops().subtract.lists(out.data<double>(), data + step, data, length - step);
    }
    if (!overflow) return make_packed(std::move(out));
  }
  std::vector<Expr> out;
  for (std::int64_t i = step; i < length; ++i) out.push_back(minus(element_at(e, i), element_at(e, i - step)));
  return list_of(std::move(out));
}

Expr ratios_once(const Expr& e, std::int64_t step) {
  const std::int64_t length = length_of(e);
  if (e.is_packed() && e.array().rank() == 1 && e.array().dtype() == DType::Real64 && length > step) {
    Array out(DType::Real64, Shape{length - step});
    const double* data = e.array().data<double>();
    if (array::list_loops().divide.lists(out.data<double>(), data + step, data, length - step)) return make_packed(std::move(out));
  }
  std::vector<Expr> out;
  for (std::int64_t i = step; i < length; ++i) out.push_back(quotient(element_at(e, i), element_at(e, i - step)));
  return list_of(std::move(out));
}

// Applies `once` n times at this level, then the rest of the orders one level down.
template <typename Once>
Expr at_successive_levels(Expr e, std::span<const std::int64_t> orders, std::int64_t step, const Once& once) {
  for (std::int64_t i = 0; i < orders[0] && length_of(e) > 0; ++i) e = once(e, step);
  if (orders.size() == 1 || !e.is_list()) return e;
  std::vector<Expr> parts = elements_of(e);
  for (Expr& part : parts) part = part.is_list() ? at_successive_levels(part, orders.subspan(1), step, once) : part;
  return list_of(std::move(parts));
}

// Differences[list], Differences[list, n], Differences[list, n, s], Differences[list, {n1, n2, ...}]; Ratios likewise.
template <typename Once>
MaybeExpr successive(Call& call, const Once& once) {
  if (!call.arg(0).is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  std::vector<std::int64_t> orders{1};
  std::int64_t step = 1;
  if (call.size() >= 2) {
    orders.clear();
    for (const Expr& item : call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)}) {
      const auto n = count_argument(item);
      if (!n) return call.message("intnm", {call.expr(), Expr::integer(2)});
      orders.push_back(*n);
    }
    if (orders.empty()) return call.arg(0);
  }
  if (call.size() == 3) {
    const auto s = machine_integer(call.arg(2));
    if (!s || *s < 1) return call.message("intpm", {call.expr(), Expr::integer(3)});
    step = *s;
  }
  return at_successive_levels(call.arg(0), orders, step, once);
}
MaybeExpr builtin_Differences(Call& call) { return successive(call, differences_once); }
MaybeExpr builtin_Ratios(Call& call) { return successive(call, ratios_once); }

constexpr Builtin kBuiltins[] = {
    {.name = "Total",
     .fn = builtin_Total,
     .arity = between(1, 2),
     .usage = "Total[list] gives the total of the elements of list.\nTotal[list, n] totals all elements down to level n.\n"
              "Total[list, {n}] totals elements at level n.\nTotal[list, {n1, n2}] totals elements at levels n1 through n2.",
     .options = "{Method -> Automatic}",
     .messages = {{"tllen", "Lists of unequal length in `1` cannot be added."}}},
    {.name = "Accumulate",
     .fn = builtin_Accumulate,
     .arity = exactly(1),
     .usage = "Accumulate[list] gives the successive totals of the elements of list."},
    {.name = "Differences",
     .fn = builtin_Differences,
     .arity = between(1, 3),
     .usage = "Differences[list] gives the successive differences of elements of list.\nDifferences[list, n] gives the nth differences.\n"
              "Differences[list, n, s] gives differences of elements s apart.\nDifferences[list, {n1, n2, ...}] gives the n_k-th differences at level k."},
    {.name = "Ratios",
     .fn = builtin_Ratios,
     .arity = between(1, 3),
     .usage = "Ratios[list] gives the successive ratios of elements of list.\nRatios[list, n] gives the nth ratios.\n"
              "Ratios[list, {n1, n2, ...}] gives the n_k-th ratios at level k."},
};

}  // namespace

void register_accumulate(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
