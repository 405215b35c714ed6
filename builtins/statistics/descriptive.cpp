// descriptive.cpp - Mean, Variance, StandardDeviation, Skewness, Kurtosis, Moment, CentralMoment, Covariance, Correlation, means of
// other kinds, Standardize.
//
// Machine data runs through two-pass loops over doubles; anything else is built as an expression and evaluated, so exact and
// symbolic data give exact results. Matrices are treated column by column.
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "array/array.h"
#include "array/list_loops.h"
#include "builtins/statistics/register.h"
#include "builtins/statistics/sample.h"

namespace lykos::builtins {

std::optional<Expr> data_list(const Expr& argument) {
  if (argument.is_list()) return argument;
  if (argument.is_association()) {
    std::vector<Expr> values;
    for (const AssociationEntry& entry : argument.association().entries) values.push_back(entry.value);
    return make_list(std::move(values));
  }
  return std::nullopt;
}

std::optional<std::vector<double>> machine_sample(const Expr& list) {
  std::vector<double> values;
  if (list.is_packed()) {
    if (list.array().rank() != 1 || list.array().dtype() != array::DType::Real64) return std::nullopt;
    const double* data = list.array().data<double>();
    values.assign(data, data + list.array().element_count());
    return values;
  }
  bool any_real = false;
  values.reserve(list.size());
  for (const Expr& e : list.args()) {
    if (!e.is_real() && !e.is_exact_real()) return std::nullopt;
    any_real = any_real || e.is_real();
    values.push_back(to_double(e));
  }
  if (!any_real) return std::nullopt;
  return values;
}

bool is_matrix_like(const Expr& list) {
  if (list.is_packed()) return list.array().rank() >= 2;
  if (!list.is_list() || list.size() == 0 || !list[0].is_list()) return false;
  for (const Expr& row : list.args()) {
    if (!row.is_list() || row.size() != list[0].size()) return false;
  }
  return true;
}

namespace {

Expr count_of(const Expr& list) { return Expr::integer(static_cast<std::int64_t>(list.size())); }
Expr divide_by_count(const Expr& total, const Expr& list) { return times(power(count_of(list), minus_one()), total); }
Expr sum_of(std::vector<Expr> terms) { return evaluate(make_normal(sym::Plus, std::move(terms))); }
Expr two() { return Expr::integer(2); }

/// f of a sample of machine numbers, when it is one and the value finite; a packed one is not copied.
template <typename F>
MaybeExpr of_machine_sample(const Expr& list, F&& f) {
  double value = std::numeric_limits<double>::infinity();
  if (list.is_packed() && list.array().rank() == 1 && list.array().dtype() == array::DType::Real64) {
    value = f(std::span(list.array().data<double>(), list.size()));
  } else if (const auto values = machine_sample(list)) {
    value = f(std::span<const double>(*values));
  }
  return std::isfinite(value) ? MaybeExpr(Expr::real(value)) : std::nullopt;
}

// Long samples are added in strands, as Total does.
constexpr std::size_t kLongSample = 4096;

double mean_of(std::span<const double> values) {
  double sum = 0;
  if (values.size() >= kLongSample) {
    sum = array::list_loops().sum(values.data(), static_cast<std::int64_t>(values.size()));
  } else {
    for (const double x : values) sum += x;
  }
  return sum / static_cast<double>(values.size());
}
/// Mean of (x - mean)^k.
double central_moment(std::span<const double> values, int k) {
  const double mean = mean_of(values);
  double sum = 0;
  if (k == 2 && values.size() >= kLongSample) {
    return array::list_loops().sum_of_squares(values.data(), mean, static_cast<std::int64_t>(values.size())) / static_cast<double>(values.size());
  }
  for (const double x : values) sum += std::pow(x - mean, k);
  return sum / static_cast<double>(values.size());
}

bool all_real(const Expr& list) {
  for (const Expr& e : list.args()) {
    if (!is_numeric(e) || !is_real_numeric(e)) return false;
  }
  return true;
}

Expr mean_of_list(const Expr& list) {
  if (MaybeExpr mean = of_machine_sample(list, mean_of)) return *mean;
  if (list.is_packed() && list.array().rank() == 1 && list.array().dtype() == array::DType::Integer64) {
    __int128 sum = 0;
    const auto* data = list.array().data<std::int64_t>();
    for (std::int64_t i = 0; i < list.array().element_count(); ++i) sum += data[i];
    if (sum <= std::numeric_limits<std::int64_t>::max() && sum >= std::numeric_limits<std::int64_t>::min()) {
      return divide(Expr::integer(static_cast<std::int64_t>(sum)), count_of(list));
    }
  }
  const Expr sum = sum_of(std::vector<Expr>(list.args().begin(), list.args().end()));
  return evaluate(times(power(count_of(list), minus_one()), sum));
}

/// The deviations from the mean as a list of expressions.
std::vector<Expr> deviations(const Expr& list) {
  const Expr mean = mean_of_list(list);
  std::vector<Expr> result;
  result.reserve(list.size());
  for (const Expr& x : list.args()) result.push_back(evaluate(plus(x, negated(mean))));
  return result;
}

Expr conjugate_of(const Expr& x, bool real) { return real ? x : evaluate(make_normal(sym::Conjugate, {x})); }

bool all_numeric(const Expr& list) {
  const std::vector<Expr> values = elements_of(list);
  return std::all_of(values.begin(), values.end(), [](const Expr& x) { return x.is_number() || test(sym::NumericQ, {x}); });
}

// The covariance of symbolic data without their means, which drop out: (a - b) (y1* - y2*)/2, ((2 a - b - c) y1* + ...)/6.
Expr symbolic_covariance(const Expr& x, const Expr& y) {
  const auto n = static_cast<std::int64_t>(x.size());
  std::vector<Expr> conjugates;
  for (const Expr& value : elements_of(y)) conjugates.push_back(conjugate_of(value, false));
  if (n == 2) return evaluate(times(half(), times(plus(x[0], negated(x[1])), plus(conjugates[0], negated(conjugates[1])))));
  const std::vector<Expr> values = elements_of(x);
  std::vector<Expr> terms;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::vector<Expr> deviation;
    for (std::size_t j = 0; j < values.size(); ++j) deviation.push_back(i == j ? times(Expr::integer(n - 1), values[j]) : negated(values[j]));
    terms.push_back(times(make_normal(sym::Plus, std::move(deviation)), conjugates[i]));
  }
  return evaluate(times(ratio(1, n * (n - 1)), make_normal(sym::Plus, std::move(terms))));
}

Expr variance_of_list(const Expr& list) {
  const auto variance = [](std::span<const double> values) {
    return central_moment(values, 2) * static_cast<double>(values.size()) / static_cast<double>(values.size() - 1);
  };
  if (MaybeExpr value = of_machine_sample(list, variance)) return *value;
  if (!all_numeric(list)) return symbolic_covariance(list, list);
  const bool real = all_real(list);
  std::vector<Expr> terms;
  for (const Expr& d : deviations(list)) terms.push_back(real ? power(d, two()) : times(d, conjugate_of(d, false)));
  return evaluate(times(ratio(1, static_cast<std::int64_t>(list.size()) - 1), make_normal(sym::Plus, std::move(terms))));
}

/// Mean of d^k over the deviations.
Expr central_moment_of_list(const Expr& list, const Expr& order) {
  if (order.is_small_integer() && order.small_integer() > 0 && order.small_integer() < 100) {
    const int power = static_cast<int>(order.small_integer());
    if (MaybeExpr value = of_machine_sample(list, [power](std::span<const double> values) { return central_moment(values, power); })) return *value;
  }
  std::vector<Expr> terms;
  for (const Expr& d : deviations(list)) terms.push_back(power(d, order));
  return evaluate(times(power(count_of(list), minus_one()), make_normal(sym::Plus, std::move(terms))));
}

/// Reads the data of the first argument and treats matrices by columns; f takes a plain list of at least `least` elements.
template <typename F>
MaybeExpr over_data(Call& call, std::size_t least, F&& f) {
  const Expr& argument = call.arg(0);
  if (is_distribution_expr(argument)) return distribution_value(call.expr());
  const auto list = data_list(argument);
  if (!list) {
    if (argument.is_number() || argument.is_string()) return call.message("rectt", {Expr::integer(1), call.expr()});
    return std::nullopt;
  }
  if (list->size() == 0) return call.message("rectt", {Expr::integer(1), call.expr()});
  if (MaybeExpr value = statistic_of_dates(call, *list)) return value;
  if (list->size() < least) return call.message("shlen", {argument});
  if (is_matrix_like(*list)) return by_columns(*list, [&](const Expr& column) { return MaybeExpr(f(column)); });
  return f(*list);
}

// Mean[list], Mean[matrix], Mean[dist].
MaybeExpr builtin_Mean(Call& call) {
  const auto list = data_list(call.arg(0));
  if (list && list->size() > 0 && is_matrix_like(*list)) {  // works for any depth: the mean of the rows
    if (list->is_packed()) return divide_by_count(evaluate(make_normal(sym::Total, {*list})), *list);
    return times(power(count_of(*list), minus_one()), make_normal(sym::Plus, list->args()));
  }
  return over_data(call, 1, mean_of_list);
}
// Variance[list], StandardDeviation[list].
MaybeExpr builtin_Variance(Call& call) { return over_data(call, 2, variance_of_list); }
MaybeExpr builtin_StandardDeviation(Call& call) {
  if (is_distribution_expr(call.arg(0))) {
    return distribution_value(call.expr());
  }
  return over_data(call, 2, [](const Expr& list) {
    const Expr variance = variance_of_list(list);
    return variance.is_real() ? Expr::real(std::sqrt(variance.real_value())) : evaluate(square_root(variance));
  });
}
// Skewness[list], Kurtosis[list].
MaybeExpr standardized_moment(Call& call, std::int64_t order) {
  return over_data(call, 2, [order](const Expr& list) {
    const Expr top = central_moment_of_list(list, Expr::integer(order));
    return evaluate(times(top, power(central_moment_of_list(list, two()), ratio(-order, 2))));
  });
}
MaybeExpr builtin_Skewness(Call& call) { return standardized_moment(call, 3); }
MaybeExpr builtin_Kurtosis(Call& call) { return standardized_moment(call, 4); }
// Moment[list, r], CentralMoment[list, r].
MaybeExpr builtin_Moment(Call& call) {
  const Expr order = call.arg(1);
  return over_data(call, 1, [&](const Expr& list) {
    std::vector<Expr> terms;
    for (const Expr& x : list.args()) terms.push_back(power(x, order));
    return evaluate(times(power(count_of(list), minus_one()), make_normal(sym::Plus, std::move(terms))));
  });
}
MaybeExpr builtin_CentralMoment(Call& call) {
  const Expr order = call.arg(1);
  return over_data(call, 1, [&](const Expr& list) { return central_moment_of_list(list, order); });
}

// GeometricMean[list], HarmonicMean[list], RootMeanSquare[list], MeanDeviation[list].
MaybeExpr builtin_GeometricMean(Call& call) {
  return over_data(call, 1, [](const Expr& list) {
    if (const auto values = machine_sample(list)) {
      double sum = 0;
      bool positive = true;
      for (const double x : *values) {
        positive = positive && x > 0;
        sum += std::log(x);
      }
      if (positive) return Expr::real(std::exp(sum / static_cast<double>(values->size())));
    }
    return evaluate(power(make_normal(sym::Times, list.args()), power(count_of(list), minus_one())));
  });
}
MaybeExpr builtin_HarmonicMean(Call& call) {
  return over_data(call, 1, [](const Expr& list) {
    std::vector<Expr> terms;
    for (const Expr& x : list.args()) terms.push_back(power(x, minus_one()));
    return evaluate(times(count_of(list), power(make_normal(sym::Plus, std::move(terms)), minus_one())));
  });
}
MaybeExpr builtin_RootMeanSquare(Call& call) {
  return over_data(call, 1, [](const Expr& list) {
    std::vector<Expr> terms;
    const bool real = all_real(list);
    for (const Expr& x : list.args()) terms.push_back(real ? power(x, two()) : times(x, conjugate_of(x, false)));
    const Expr mean = evaluate(times(power(count_of(list), minus_one()), make_normal(sym::Plus, std::move(terms))));
    return evaluate(square_root(mean));
  });
}
MaybeExpr builtin_MeanDeviation(Call& call) {
  return over_data(call, 1, [](const Expr& list) {
    std::vector<Expr> terms;
    for (const Expr& d : deviations(list)) terms.push_back(make_normal(sym::Abs, {d}));
    return evaluate(times(power(count_of(list), minus_one()), make_normal(sym::Plus, std::move(terms))));
  });
}

// ---- pairs of samples

Expr covariance_of(const Expr& x, const Expr& y) {
  const auto a = machine_sample(x), b = machine_sample(y);
  if (a && b) {
    const double mean_a = mean_of(*a), mean_b = mean_of(*b);
    double sum = 0;
    for (std::size_t i = 0; i < a->size(); ++i) sum += ((*a)[i] - mean_a) * ((*b)[i] - mean_b);
    return Expr::real(sum / static_cast<double>(a->size() - 1));
  }
  if (!all_numeric(x) || !all_numeric(y)) return symbolic_covariance(x, y);
  const std::vector<Expr> dx = deviations(x), dy = deviations(y);
  const bool real = all_real(y);
  std::vector<Expr> terms;
  for (std::size_t i = 0; i < dx.size(); ++i) terms.push_back(times(dx[i], conjugate_of(dy[i], real)));
  return evaluate(times(ratio(1, static_cast<std::int64_t>(dx.size()) - 1), make_normal(sym::Plus, std::move(terms))));
}
Expr correlation_of(const Expr& x, const Expr& y) {
  // Two roots keep symbolic factors apart; one root of exact numbers is simpler.
  const bool numeric = all_numeric(x) && all_numeric(y);
  const Expr a = variance_of_list(x), b = variance_of_list(y);
  const Expr scale = evaluate(numeric ? square_root(times(a, b)) : times(square_root(a), square_root(b)));
  return evaluate(times(covariance_of(x, y), power(scale, minus_one())));
}

std::vector<Expr> columns_of(const Expr& matrix) {
  std::vector<Expr> columns;
  for (std::size_t j = 0; j < matrix[0].size(); ++j) {
    std::vector<Expr> column;
    for (const Expr& row : matrix.args()) column.push_back(row[j]);
    columns.push_back(pack(make_list(std::move(column))));
  }
  return columns;
}

template <typename F>
MaybeExpr pairwise(Call& call, F&& f) {
  const Expr& x = call.arg(0);
  if (is_distribution_expr(x)) return distribution_value(call.expr());
  if (!x.is_list() || (call.size() == 2 && !call.arg(1).is_list())) return std::nullopt;
  const Expr& y = call.arg(call.size() - 1);
  if (x.size() != y.size()) return call.message("vctmat", {x, y});
  if (x.size() < 2) return call.message("shlen", {x});
  if (is_matrix_like(x) && is_matrix_like(y)) {
    const std::vector<Expr> left = columns_of(x), right = columns_of(y);
    std::vector<Expr> rows;
    for (const Expr& a : left) {
      std::vector<Expr> row;
      for (const Expr& b : right) row.push_back(f(a, b));
      rows.push_back(make_list(std::move(row)));
    }
    return make_list(std::move(rows));
  }
  if (is_matrix_like(x) || is_matrix_like(y) || call.size() == 1) return call.message("vctmat", {x, y});
  return f(x, y);
}
// Covariance[v1, v2], [m], [m1, m2]; Correlation likewise.
MaybeExpr builtin_Covariance(Call& call) { return pairwise(call, covariance_of); }
MaybeExpr builtin_Correlation(Call& call) { return pairwise(call, correlation_of); }

// Standardize[list], [list, f1], [list, f1, f2]: shifted by the location f1, divided by the scale f2.
MaybeExpr builtin_Standardize(Call& call) {
  const Expr& data = call.arg(0);
  if (!data.is_list() || data.size() < 2) return std::nullopt;
  const Expr location = call.size() >= 2 ? call.arg(1) : Expr(sym::Mean);
  const Expr scale = call.size() >= 3 ? call.arg(2) : Expr(sym::StandardDeviation);
  const auto standardize = [&](const Expr& list) -> MaybeExpr {
    const Expr shift = apply(location, {list}), width = apply(scale, {list});
    return evaluate(times(plus(list, negated(shift)), power(width, minus_one())));
  };
  if (!is_matrix_like(data)) return standardize(data);
  std::vector<Expr> columns;
  for (const Expr& column : columns_of(data)) {
    MaybeExpr value = standardize(column);
    if (!value || !value->is_list()) return std::nullopt;
    columns.push_back(*value);
  }
  std::vector<Expr> rows;
  for (std::size_t i = 0; i < data.size(); ++i) {
    std::vector<Expr> row;
    for (const Expr& column : columns) row.push_back(column[i]);
    rows.push_back(make_list(std::move(row)));
  }
  return pack(make_list(std::move(rows)));
}

#define LYKOS_DATA .messages = {{"rectt", "Rectangular array expected at position `1` in `2`."}, {"shlen", "The argument `1` should have at least two elements."}, \
                                {"vctmat", "The arguments `1` and `2` are not vectors of equal length or matrices with equal numbers of rows."}}
constexpr Builtin kBuiltins[] = {
    {.name = "Mean", .fn = builtin_Mean, .arity = exactly(1), .usage = "Mean[list] is the mean of the elements of list.\nMean[dist] is the mean of a distribution.", LYKOS_DATA},
    {.name = "Variance", .fn = builtin_Variance, .arity = exactly(1), .usage = "Variance[list] is the unbiased sample variance of list.\nVariance[dist] is the variance of a distribution.", LYKOS_DATA},
    {.name = "StandardDeviation", .fn = builtin_StandardDeviation, .arity = exactly(1), .usage = "StandardDeviation[list] is the sample standard deviation of list.\nStandardDeviation[dist] is that of a distribution.", LYKOS_DATA},
    {.name = "Skewness", .fn = builtin_Skewness, .arity = exactly(1), .usage = "Skewness[list] is the coefficient of skewness of list.\nSkewness[dist] is that of a distribution.", LYKOS_DATA},
    {.name = "Kurtosis", .fn = builtin_Kurtosis, .arity = exactly(1), .usage = "Kurtosis[list] is the coefficient of kurtosis of list.\nKurtosis[dist] is that of a distribution.", LYKOS_DATA},
    {.name = "Moment", .fn = builtin_Moment, .arity = exactly(2), .usage = "Moment[list, r] is the mean of the r-th powers of the elements.", LYKOS_DATA},
    {.name = "CentralMoment", .fn = builtin_CentralMoment, .arity = exactly(2), .usage = "CentralMoment[list, r] is the r-th moment about the mean.", LYKOS_DATA},
    {.name = "GeometricMean", .fn = builtin_GeometricMean, .arity = exactly(1), .usage = "GeometricMean[list] is the geometric mean of list.", LYKOS_DATA},
    {.name = "HarmonicMean", .fn = builtin_HarmonicMean, .arity = exactly(1), .usage = "HarmonicMean[list] is the harmonic mean of list.", LYKOS_DATA},
    {.name = "RootMeanSquare", .fn = builtin_RootMeanSquare, .arity = exactly(1), .usage = "RootMeanSquare[list] is the square root of the mean of the squares.", LYKOS_DATA},
    {.name = "MeanDeviation", .fn = builtin_MeanDeviation, .arity = exactly(1), .usage = "MeanDeviation[list] is the mean absolute deviation from the mean.", LYKOS_DATA},
    {.name = "Covariance", .fn = builtin_Covariance, .arity = between(1, 2), .usage = "Covariance[v1, v2] is the covariance of two lists.\nCovariance[m] is the covariance matrix of the columns of m; Covariance[m1, m2] that between two matrices.", LYKOS_DATA},
    {.name = "Correlation", .fn = builtin_Correlation, .arity = between(1, 2), .usage = "Correlation[v1, v2] is the correlation of two lists.\nCorrelation[m] is the correlation matrix of the columns of m; Correlation[m1, m2] that between two matrices.", LYKOS_DATA},
    {.name = "Standardize", .fn = builtin_Standardize, .arity = between(1, 3), .usage = "Standardize[list] shifts and scales the elements to mean 0 and sample variance 1.\nStandardize[list, f1, f2] uses f1 for the location and f2 for the scale.", LYKOS_DATA},
};
#undef LYKOS_DATA

}  // namespace

void register_descriptive(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
