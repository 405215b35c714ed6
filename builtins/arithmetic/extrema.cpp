// extrema.cpp - Max, Min, MinMax, Clip, Rescale, RankedMax, RankedMin.
//
// Lists at any depth are flattened; values that compare fold into one extreme, the rest (symbols) stay, without duplicates.
#include <algorithm>
#include <cmath>
#include <vector>

#include "array/array.h"
#include "array/list_loops.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

bool is_finite_or_infinite_real(const Expr& e) {
  return e.is_real_number() || is_infinity(e) || is_negative_infinity(e) || (is_numeric(e) && is_real_numeric(e));
}

/// Sign of a - b for real values and infinities.
std::optional<int> compare_values(const Expr& a, const Expr& b) {
  const auto rank = [](const Expr& e) { return is_infinity(e) ? 1 : is_negative_infinity(e) ? -1 : 0; };
  const int ra = rank(a), rb = rank(b);
  if (ra != 0 || rb != 0) return (ra > rb) - (ra < rb);
  return numeric_compare(a, b);
}

MaybeExpr packed_extreme(const Expr& list, bool largest) {
  const array::Array* matrix = list.untransposed();
  const array::Array& values = matrix != nullptr ? *matrix : list.array();
  const array::ListLoops& loops = array::list_loops();
  const std::int64_t count = values.element_count();
  if (values.dtype() == array::DType::Integer64) {
    return Expr::integer((largest ? loops.integer_maximum : loops.integer_minimum)(values.data<std::int64_t>(), count));
  }
  if (values.dtype() == array::DType::Real64) return Expr::real((largest ? loops.maximum : loops.minimum)(values.data<double>(), count));
  return std::nullopt;
}

struct Extreme {
  bool largest;
  MaybeExpr best;
  std::vector<Expr> rest;
  std::size_t count = 0;      // leaves seen
  bool complex = false;
  bool indeterminate = false;

  void add(const Expr& value) {
    if (value.is_packed()) {
      count += 2;
      if (MaybeExpr packed = packed_extreme(value, largest)) return add_leaf(*packed);
    }
    if (value.is_list()) {
      RecursionGuard guard;
      count += 2;  // a list changes the call in any case
      for (const Expr& element : value.args()) add(element);
      return;
    }
    if (value.is_association()) {
      count += 2;
      for (const AssociationEntry& entry : value.association().entries) add(entry.value);
      return;
    }
    ++count;
    add_leaf(value);
  }
  void add_leaf(const Expr& value) {
    if (is_indeterminate(value)) {
      indeterminate = true;
      return;
    }
    if (value.is_complex()) complex = true;
    if (!is_finite_or_infinite_real(value)) {
      if (std::find(rest.begin(), rest.end(), value) == rest.end()) rest.push_back(value);
      return;
    }
    if (!best) {
      best = value;
      return;
    }
    const auto order = compare_values(value, *best);
    if (!order) {
      rest.push_back(value);
      return;
    }
    if (largest ? *order > 0 : *order < 0) best = value;
  }
};

MaybeExpr extreme(Call& call, bool largest) {
  Extreme fold{largest, std::nullopt, {}};
  for (const Expr& arg : call.args()) fold.add(arg);
  if (fold.complex) {
    for (const Expr& value : fold.rest) {
      if (value.is_complex()) return call.message("nord", {value});
    }
  }
  if (fold.indeterminate) return Expr(sym::Indeterminate);
  // The extreme of nothing is the identity, which also drops out beside anything else.
  const auto is_identity = [&](const Expr& e) { return largest ? is_negative_infinity(e) : is_infinity(e); };
  if (fold.rest.empty()) return fold.best ? *fold.best : (largest ? negative_infinity() : infinity());
  if (fold.best && (largest ? is_infinity(*fold.best) : is_negative_infinity(*fold.best))) return fold.best;
  std::vector<Expr> args;
  if (fold.best && !is_identity(*fold.best)) args.push_back(*fold.best);
  args.insert(args.end(), fold.rest.begin(), fold.rest.end());
  if (args.size() == 1) return args[0];
  if (fold.count == call.size() && args.size() == call.size()) return std::nullopt;
  return make_normal(call.head(), std::move(args));
}

// Max[x1, x2, ...], Max[{x1, x2, ...}, ...]; Min.
MaybeExpr builtin_Max(Call& call) { return extreme(call, true); }
MaybeExpr builtin_Min(Call& call) { return extreme(call, false); }

// MinMax[list], MinMax[list, d], MinMax[list, {dmin, dmax}], MinMax[list, Scaled[s]].
MaybeExpr builtin_MinMax(Call& call) {
  if (!call.arg(0).is_list() && !call.arg(0).is_association()) return call.message("list", {call.expr(), Expr::integer(1)});
  const Expr low = evaluate(make_normal(sym::Min, {call.arg(0)}));
  const Expr high = evaluate(make_normal(sym::Max, {call.arg(0)}));
  if (call.size() == 1) return make_list({low, high});
  Expr below = call.arg(1), above = call.arg(1);
  if (call.arg(1).is_list()) {
    if (call.arg(1).size() != 2) return std::nullopt;
    below = call.arg(1)[0];
    above = call.arg(1)[1];
  }
  const auto margin = [&](const Expr& e) {
    return e.has_head(sym::Scaled, 1) ? times(e[0], plus(high, negated(low))) : e;
  };
  return make_list({plus(low, negated(margin(below))), plus(high, margin(above))});
}

// Clip[x], Clip[x, {min, max}], Clip[x, {min, max}, {vmin, vmax}].
MaybeExpr clip(Call& call, const Expr& x, const Expr& low, const Expr& high, const Expr& below, const Expr& above) {
  if (x.is_packed() && low.is_real_number() && high.is_real_number() && below == low && above == high && compare_real(low, high) <= 0) {
    const array::Array& values = x.array();
    const array::ListLoops& loops = array::list_loops();
    array::Array result(values.dtype(), values.shape());
    const std::int64_t count = values.element_count();
    if (values.dtype() == array::DType::Real64) {
      // An exact limit may stand in the list only where no element is beyond it.
      const double a = to_double(low), b = to_double(high);
      const bool below_fits = low.is_real() || loops.minimum(values.data<double>(), count) >= a;
      if (below_fits && (high.is_real() || loops.maximum(values.data<double>(), count) <= b)) {
        loops.clip(result.data<double>(), values.data<double>(), a, b, count);
        return make_packed(std::move(result));
      }
    } else if (values.dtype() == array::DType::Integer64 && low.is_small_integer() && high.is_small_integer()) {
      loops.integer_clip(result.data<std::int64_t>(), values.data<std::int64_t>(), low.small_integer(), high.small_integer(), count);
      return make_packed(std::move(result));
    }
  }
  if (x.is_list()) {
    RecursionGuard guard;
    std::vector<Expr> values;
    values.reserve(x.size());
    for (const Expr& element : x.args()) {
      const MaybeExpr value = clip(call, element, low, high, below, above);
      if (value) {
        values.push_back(*value);
      } else {
        std::vector<Expr> args(call.args().begin(), call.args().end());
        args[0] = element;
        values.push_back(make_normal(sym::Clip, std::move(args)));
      }
    }
    return values.size() >= 16 ? pack(make_list(std::move(values))) : make_list(std::move(values));
  }
  if (!is_finite_or_infinite_real(x)) return std::nullopt;
  const auto against_low = compare_values(x, low);
  const auto against_high = compare_values(x, high);
  if (!against_low || !against_high) return std::nullopt;
  if (*against_low < 0) return below;
  if (*against_high > 0) return above;
  return x;
}
MaybeExpr builtin_Clip(Call& call) {
  Expr low = minus_one(), high = Expr::integer(1);
  if (call.size() >= 2) {
    if (!call.arg(1).is_list() || call.arg(1).size() != 2) return std::nullopt;
    low = call.arg(1)[0];
    high = call.arg(1)[1];
  }
  Expr below = low, above = high;
  if (call.size() == 3) {
    if (!call.arg(2).is_list() || call.arg(2).size() != 2) return std::nullopt;
    below = call.arg(2)[0];
    above = call.arg(2)[1];
  }
  return clip(call, call.arg(0), low, high, below, above);
}

// Rescale[x, {min, max}], Rescale[x, {min, max}, {ymin, ymax}], Rescale[list].
MaybeExpr builtin_Rescale(Call& call) {
  const Expr& x = call.arg(0);
  Expr low, high;
  if (call.size() == 1) {
    if (!x.is_list()) return std::nullopt;
    low = evaluate(make_normal(sym::Min, {x}));
    high = evaluate(make_normal(sym::Max, {x}));
    if (numeric_equal(low, high) == std::optional<bool>(true)) return times(Expr::integer(0), x);
  } else {
    if (!call.arg(1).is_list() || call.arg(1).size() != 2) return std::nullopt;
    low = call.arg(1)[0];
    high = call.arg(1)[1];
  }
  const Expr width = plus(high, negated(low));
  const Expr scaled = times(plus(x, negated(low)), power(width, minus_one()));
  if (call.size() < 3) return scaled;
  if (!call.arg(2).is_list() || call.arg(2).size() != 2) return std::nullopt;
  const Expr &from = call.arg(2)[0], &to = call.arg(2)[1];
  return plus(from, times(plus(to, negated(from)), scaled));
}

// RankedMax[list, n], RankedMin[list, n].
MaybeExpr ranked(Call& call, bool largest) {
  const auto n = machine_integer(call.arg(1));
  if (!call.arg(0).is_list() || !n) return std::nullopt;
  const auto size = static_cast<std::int64_t>(call.arg(0).size());
  if (*n == 0 || std::abs(*n) > size) return call.message("rank", {call.arg(1), call.arg(0)});
  std::vector<Expr> values(call.arg(0).args().begin(), call.arg(0).args().end());
  for (const Expr& value : values) {
    if (!is_finite_or_infinite_real(value)) return std::nullopt;
  }
  std::sort(values.begin(), values.end(), [&](const Expr& a, const Expr& b) { return compare_values(a, b).value_or(0) < 0; });
  const bool from_top = largest == (*n > 0);
  const auto offset = static_cast<std::size_t>(std::abs(*n));
  return from_top ? values[values.size() - offset] : values[offset - 1];
}
MaybeExpr builtin_RankedMax(Call& call) { return ranked(call, true); }
MaybeExpr builtin_RankedMin(Call& call) { return ranked(call, false); }

constexpr Attributes kFlatExtreme = kFlat | kNumericFunction | kOneIdentity | kOrderless | kProtected;
constexpr Builtin kBuiltins[] = {
    {.name = "Max", .fn = builtin_Max, .attributes = kFlatExtreme,
     .usage = "Max[x1, x2, ...] is the largest of the xi.\nMax[{x1, x2, ...}, {y1, ...}, ...] is the largest element of any of the lists.",
     .messages = {{"nord", "Invalid comparison with `1` attempted."}}},
    {.name = "Min", .fn = builtin_Min, .attributes = kFlatExtreme,
     .usage = "Min[x1, x2, ...] is the smallest of the xi.\nMin[{x1, x2, ...}, {y1, ...}, ...] is the smallest element of any of the lists.",
     .messages = {{"nord", "Invalid comparison with `1` attempted."}}},
    {.name = "MinMax", .fn = builtin_MinMax, .arity = between(1, 2),
     .usage = "MinMax[list] is {Min[list], Max[list]}.\nMinMax[list, d] widens the range by d at both ends; Scaled[s] widens it by the fraction s."},
    {.name = "Clip", .fn = builtin_Clip, .arity = between(1, 3), .attributes = kNumericFunction | kProtected,
     .usage = "Clip[x] is x clipped to the range -1 to 1.\nClip[x, {min, max}] is x clipped to the range min to max.\n"
              "Clip[x, {min, max}, {vmin, vmax}] gives vmin below the range and vmax above it."},
    {.name = "Rescale", .fn = builtin_Rescale, .arity = between(1, 3), .attributes = kNumericFunction | kProtected,
     .usage = "Rescale[x, {min, max}] maps the range min to max onto 0 to 1.\nRescale[x, {min, max}, {ymin, ymax}] maps it onto ymin to ymax.\n"
              "Rescale[list] maps the elements onto 0 to 1."},
    {.name = "RankedMax", .fn = builtin_RankedMax, .arity = exactly(2),
     .usage = "RankedMax[list, n] is the n-th largest element of list; RankedMax[list, -n] the n-th smallest.",
     .messages = {{"rank", "The specified rank `1` is not an integer between 1 and the length of `2`."}}},
    {.name = "RankedMin", .fn = builtin_RankedMin, .arity = exactly(2),
     .usage = "RankedMin[list, n] is the n-th smallest element of list; RankedMin[list, -n] the n-th largest.",
     .messages = {{"rank", "The specified rank `1` is not an integer between 1 and the length of `2`."}}},
};

}  // namespace

void register_extrema(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
