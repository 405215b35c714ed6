// sample.h - reading data for statistics: plain vectors of doubles where possible, lists of expressions otherwise. Internal.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/support.h"

namespace lykos::builtins {

/// The data of an argument as a list expression: lists as they are, associations by their values.
std::optional<Expr> data_list(const Expr& argument);
/// All elements are machine reals, or machine integers and reals mixed with at least one real.
std::optional<std::vector<double>> machine_sample(const Expr& list);
/// A list whose elements are all lists of one length (a matrix, or more).
bool is_matrix_like(const Expr& list);
/// The statistic of a list of dates: a date, or a duration for measures of spread; nullopt for other lists.
MaybeExpr statistic_of_dates(const Call& call, const Expr& list);
/// f applied to each column of a matrix.
template <typename F>
MaybeExpr by_columns(const Expr& matrix, F&& f) {
  std::vector<Expr> results;
  const std::size_t columns = matrix[0].size();
  for (std::size_t j = 0; j < columns; ++j) {
    std::vector<Expr> column;
    column.reserve(matrix.size());
    for (const Expr& row : matrix.args()) column.push_back(row[j]);
    MaybeExpr value = f(pack(make_list(std::move(column))));
    if (!value) return std::nullopt;
    results.push_back(std::move(*value));
  }
  return results.size() >= 16 ? pack(make_list(std::move(results))) : make_list(std::move(results));
}
/// The value of a property (Mean, Variance, ...) of a distribution by the rule table, unevaluated; nullopt when unknown.
MaybeExpr distribution_value(const Expr& call);
bool is_distribution_expr(const Expr& expr);
/// A distribution of derived.cpp: made from others, from a density or from data.
bool is_derived_distribution(const Expr& head);
/// The rows of families.cpp: distributions of which families.wl knows.
std::span<const Builtin> distribution_families();
/// Of several variables, so that a list of numbers is one point.
bool takes_points(const Expr& distribution, const Expr& x);

}  // namespace lykos::builtins
