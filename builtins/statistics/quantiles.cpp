// quantiles.cpp - Median, Quantile, Quartiles, InterquartileRange, QuartileDeviation, MedianDeviation, TrimmedMean, WinsorizedMean:
// statistics of the sorted sample.
#include <algorithm>
#include <cmath>
#include <vector>

#include "array/bulk.h"
#include "array/radix_sort.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/library.h"
#include "builtins/statistics/register.h"
#include "builtins/statistics/sample.h"

namespace lykos::builtins {
namespace {

/// The elements in numerical order; nullopt unless all are real quantities.
std::optional<std::vector<Expr>> sorted_sample(const Expr& list) {
  if (list.is_packed() && list.array().rank() == 1 && list.array().dtype() != array::DType::ComplexReal64 && array::all_finite(list.array())) {
    array::Array values = list.array().clone();
    if (values.dtype() == array::DType::Real64) array::sort_numbers(values.data<double>(), values.element_count());
    else array::sort_numbers(values.data<std::int64_t>(), values.element_count());
    const Expr sorted = make_packed(std::move(values));
    return std::vector<Expr>(sorted.args().begin(), sorted.args().end());
  }
  std::vector<Expr> values(list.args().begin(), list.args().end());
  for (const Expr& x : values) {
    if (!x.is_real_number() && !is_real_numeric(x) && !is_infinity(x) && !is_negative_infinity(x)) return std::nullopt;
  }
  std::sort(values.begin(), values.end(), [](const Expr& a, const Expr& b) {
    if (a.is_real_number() && b.is_real_number()) return compare_real(a, b) < 0;
    if (is_infinity(a) || is_negative_infinity(b)) return false;
    if (is_infinity(b) || is_negative_infinity(a)) return true;
    return numeric_compare(a, b).value_or(0) < 0;
  });
  return values;
}

/// Parameters {{a, b}, {c, d}} of an interpolated quantile (Hyndman and Fan 1996).
struct QuantileForm {
  Expr a = Expr::integer(0), b = Expr::integer(0), c = Expr::integer(1), d = Expr::integer(0);
};
std::optional<QuantileForm> read_form(const Expr& spec) {
  if (!spec.is_list() || spec.size() != 2 || !spec[0].is_list() || spec[0].size() != 2 || !spec[1].is_list() || spec[1].size() != 2) {
    return std::nullopt;
  }
  return QuantileForm{spec[0][0], spec[0][1], spec[1][0], spec[1][1]};
}
QuantileForm linear_form() { return {half(), Expr::integer(0), Expr::integer(0), Expr::integer(1)}; }

MaybeExpr quantile_of(const std::vector<Expr>& sorted, const Expr& q, const QuantileForm& form) {
  const auto size = static_cast<std::int64_t>(sorted.size());
  const Expr x = evaluate(plus(form.a, times(plus(Expr::integer(size), form.b), q)));
  const MaybeExpr floor = numeric_floor(x);
  if (!floor || !floor->is_small_integer()) return std::nullopt;
  const auto at = [&](std::int64_t i) -> const Expr& { return sorted[static_cast<std::size_t>(std::clamp<std::int64_t>(i, 1, size) - 1)]; };
  const std::int64_t r = floor->small_integer();
  const Expr fraction = evaluate(plus(x, negate(*floor)));
  if (fraction.is_number() && is_zero(fraction)) return at(r);
  if (is_exact_zero(form.d) && form.c == Expr::integer(1)) return at(r + 1);
  const Expr weight = evaluate(plus(form.c, times(form.d, fraction)));
  return evaluate(plus(at(r), times(plus(at(r + 1), negated(at(r))), weight)));
}

template <typename F>
MaybeExpr over_sorted(Call& call, F&& f) {
  const Expr& argument = call.arg(0);
  if (is_distribution_expr(argument)) return distribution_value(call.expr());
  const auto list = data_list(argument);
  if (!list) return std::nullopt;
  if (list->size() == 0) return call.message("rectn", {Expr::integer(1), call.expr()});
  if (MaybeExpr value = statistic_of_dates(call, *list)) return value;
  const auto one = [&](const Expr& data) -> MaybeExpr {
    const auto sorted = sorted_sample(data);
    if (!sorted) return std::nullopt;
    return f(*sorted);
  };
  MaybeExpr result = is_matrix_like(*list) ? by_columns(*list, one) : one(*list);
  if (!result) return call.message("rectn", {Expr::integer(1), call.expr()});
  return result;
}

Expr median_of(const std::vector<Expr>& sorted) {
  const std::size_t n = sorted.size();
  if (n % 2 == 1) return sorted[n / 2];
  return evaluate(times(half(), plus(sorted[n / 2 - 1], sorted[n / 2])));
}

// Median[list].
MaybeExpr builtin_Median(Call& call) {
  const auto list = data_list(call.arg(0));
  if (list && list->size() > 0) {
    if (auto values = machine_sample(*list); values && list->is_packed()) {  // selection, not sorting
      const std::size_t n = values->size();
      const auto middle = values->begin() + static_cast<std::ptrdiff_t>(n / 2);
      std::nth_element(values->begin(), middle, values->end());
      if (n % 2 == 1) return Expr::real(*middle);
      const double below = *std::max_element(values->begin(), middle);
      return Expr::real((below + *middle) / 2);
    }
  }
  return over_sorted(call, [](const std::vector<Expr>& sorted) { return MaybeExpr(median_of(sorted)); });
}

// Quantile[list, q], Quantile[list, {q1, ...}], Quantile[list, q, {{a, b}, {c, d}}].
MaybeExpr builtin_Quantile(Call& call) {
  QuantileForm form;
  if (call.size() == 3) {
    const auto given = read_form(call.arg(2));
    if (!given) return std::nullopt;
    form = *given;
  }
  const Expr& q = call.arg(1);
  if (is_distribution_expr(call.arg(0)) && q.is_list()) {
    std::vector<Expr> list;
    for (const Expr& one : q.args()) list.push_back(make_normal(sym::Quantile, {call.arg(0), one}));
    return make_list(std::move(list));
  }
  if (is_distribution_expr(call.arg(0)) && call.size() == 2 && !is_numeric(q)) {  // a symbol stands for a probability
    const MaybeExpr value = distribution_value(call.expr());
    if (!value) return std::nullopt;
    return make_normal(sym::ConditionalExpression, {*value, make_normal(sym::LessEqual, {Expr::integer(0), q, Expr::integer(1)})});
  }
  if (is_distribution_expr(call.arg(0)) && call.size() == 2 && q.is_number() && (is_zero(q) || evaluate(make_normal(sym::Equal, {q, Expr::integer(1)})).is_true())) {
    const Expr args[2] = {call.arg(0), q};
    if (MaybeExpr end = call_library("statistics/derived", "quantileEnd", args)) return end;
  }
  const std::vector<Expr> asked = q.is_list() ? elements_of(q) : std::vector<Expr>{q};
  const auto in_range = [](const Expr& one) {
    const auto value = machine_real(evaluate(make_normal(sym::N, {one})));
    return !value || (*value >= 0 && *value <= 1);
  };
  if (call.arg(0).is_list() && !std::all_of(asked.begin(), asked.end(), in_range)) return call.message("nquan", {q});
  return over_sorted(call, [&](const std::vector<Expr>& sorted) -> MaybeExpr {
    if (!q.is_list()) return quantile_of(sorted, q, form);
    std::vector<Expr> results;
    for (const Expr& one : q.args()) {
      MaybeExpr value = quantile_of(sorted, one, form);
      if (!value) return std::nullopt;
      results.push_back(std::move(*value));
    }
    return make_list(std::move(results));
  });
}

QuantileForm form_argument(Call& call) {
  if (call.size() == 2) {
    if (const auto given = read_form(call.arg(1))) return *given;
  }
  return linear_form();
}

// Quartiles[list], InterquartileRange[list], QuartileDeviation[list]; a second argument gives the quantile form.
MaybeExpr builtin_Quartiles(Call& call) {
  const QuantileForm form = form_argument(call);
  return over_sorted(call, [&](const std::vector<Expr>& sorted) -> MaybeExpr {
    std::vector<Expr> list;
    for (int k = 1; k <= 3; ++k) {
      MaybeExpr value = quantile_of(sorted, ratio(k, 4), form);
      if (!value) return std::nullopt;
      list.push_back(std::move(*value));
    }
    return make_list(std::move(list));
  });
}
MaybeExpr quartile_range(Call& call, const Expr& factor) {
  const QuantileForm form = form_argument(call);
  return over_sorted(call, [&](const std::vector<Expr>& sorted) -> MaybeExpr {
    const MaybeExpr low = quantile_of(sorted, ratio(1, 4), form), high = quantile_of(sorted, ratio(3, 4), form);
    if (!low || !high) return std::nullopt;
    return evaluate(times(factor, plus(*high, negated(*low))));
  });
}
MaybeExpr builtin_InterquartileRange(Call& call) { return quartile_range(call, Expr::integer(1)); }
MaybeExpr builtin_QuartileDeviation(Call& call) { return quartile_range(call, half()); }

// MedianDeviation[list]: the median absolute deviation from the median.
MaybeExpr builtin_MedianDeviation(Call& call) {
  return over_sorted(call, [](const std::vector<Expr>& sorted) -> MaybeExpr {
    const Expr median = median_of(sorted);
    std::vector<Expr> sizes;
    for (const Expr& x : sorted) sizes.push_back(evaluate(make_normal(sym::Abs, {plus(x, negated(median))})));
    const auto again = sorted_sample(make_list(std::move(sizes)));
    return again ? MaybeExpr(median_of(*again)) : std::nullopt;
  });
}

/// The fractions {f1, f2} cut at the two ends.
std::optional<std::pair<std::size_t, std::size_t>> cut_counts(Call& call, std::size_t size) {
  double low = 0.05, high = 0.05;
  if (call.size() == 2) {
    const Expr& spec = call.arg(1);
    const auto read = [](const Expr& e) { return numeric_double(e); };
    if (spec.is_list() && spec.size() == 2) {
      const auto a = read(spec[0]), b = read(spec[1]);
      if (!a || !b) return std::nullopt;
      low = *a;
      high = *b;
    } else {
      const auto a = read(spec);
      if (!a) return std::nullopt;
      low = high = *a;
    }
  }
  if (low < 0 || high < 0 || low + high >= 1) return std::nullopt;
  const auto n = static_cast<double>(size);
  return std::pair{static_cast<std::size_t>(std::floor(n * low + 1e-12)), static_cast<std::size_t>(std::floor(n * high + 1e-12))};
}
// TrimmedMean[list, f], TrimmedMean[list, {f1, f2}], WinsorizedMean likewise.
MaybeExpr trimmed(Call& call, bool keep_count) {
  return over_sorted(call, [&](const std::vector<Expr>& sorted) -> MaybeExpr {
    const auto cut = cut_counts(call, sorted.size());
    if (!cut) return std::nullopt;
    std::vector<Expr> values = sorted;
    const std::size_t n = values.size();
    if (keep_count) {
      for (std::size_t i = 0; i < cut->first; ++i) values[i] = sorted[cut->first];
      for (std::size_t i = n - cut->second; i < n; ++i) values[i] = sorted[n - cut->second - 1];
    } else {
      values.assign(sorted.begin() + static_cast<std::ptrdiff_t>(cut->first), sorted.end() - static_cast<std::ptrdiff_t>(cut->second));
    }
    return evaluate(make_normal(sym::Mean, {make_list(std::move(values))}));
  });
}
MaybeExpr builtin_TrimmedMean(Call& call) { return trimmed(call, false); }
MaybeExpr builtin_WinsorizedMean(Call& call) { return trimmed(call, true); }

#define LYKOS_DATA .messages = {{"rectn", "Rectangular array of real numbers is expected at position `1` in `2`."}}
constexpr Builtin kBuiltins[] = {
    {.name = "Median", .fn = builtin_Median, .arity = exactly(1), .usage = "Median[list] is the median of the elements of list.\nMedian[dist] is the median of a distribution.", LYKOS_DATA},
    {.name = "Quantile", .fn = builtin_Quantile, .arity = between(2, 3),
     .usage = "Quantile[list, q] is the q-th quantile of list.\nQuantile[list, {q1, q2, ...}] gives several.\n"
              "Quantile[list, q, {{a, b}, {c, d}}] uses the parameters a, b, c, d of an interpolated quantile.\nQuantile[dist, q] is that of a distribution.",
     .messages = {{"rectn", "Rectangular array of real numbers is expected at position `1` in `2`."},
                  {"nquan", "The Quantile specification `1` should be a number or a list of numbers between 0 and 1."}}},
    {.name = "Quartiles", .fn = builtin_Quartiles, .arity = between(1, 2), .usage = "Quartiles[list] is the list of the quartiles of list.", LYKOS_DATA},
    {.name = "InterquartileRange", .fn = builtin_InterquartileRange, .arity = between(1, 2), .usage = "InterquartileRange[list] is the difference of the upper and lower quartiles.", LYKOS_DATA},
    {.name = "QuartileDeviation", .fn = builtin_QuartileDeviation, .arity = between(1, 2), .usage = "QuartileDeviation[list] is half the interquartile range.", LYKOS_DATA},
    {.name = "MedianDeviation", .fn = builtin_MedianDeviation, .arity = exactly(1), .usage = "MedianDeviation[list] is the median absolute deviation from the median.", LYKOS_DATA},
    {.name = "TrimmedMean", .fn = builtin_TrimmedMean, .arity = between(1, 2), .usage = "TrimmedMean[list, f] is the mean after dropping the fraction f at each end.\nTrimmedMean[list, {f1, f2}] drops f1 below and f2 above.", LYKOS_DATA},
    {.name = "WinsorizedMean", .fn = builtin_WinsorizedMean, .arity = between(1, 2), .usage = "WinsorizedMean[list, f] is the mean after replacing the fraction f at each end by the nearest kept value.", LYKOS_DATA},
};
#undef LYKOS_DATA

}  // namespace

void register_quantiles(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
