// kernels.h - what the learners of this folder share in C++: tables of reals in and out. Internal.
//
// The learners are written in the language (the .wl units); their inner loops are functions of System`Library` that take and give packed
// arrays. They say nothing: a unit calls them with tables that it has checked.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "builtins/linear_algebra/matrix.h"
#include "builtins/support.h"

namespace lykos::builtins::learning {

/// Rows of real numbers, row after row.
struct Table {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;
  const double* row(std::size_t i) const { return values.data() + i * columns; }
  double* row(std::size_t i) { return values.data() + i * columns; }
  double at(std::size_t i, std::size_t j) const { return values[i * columns + j]; }
};

std::optional<Table> read_table(const Expr& expr);                   ///< a matrix of machine numbers
std::optional<std::vector<double>> read_reals(const Expr& expr);     ///< a vector of machine numbers
Expr table_to_list(const Table& table);
Expr reals_to_list(const std::vector<double>& values);
Expr indices_to_list(const std::vector<std::int64_t>& values);

double squared_distance(const double* a, const double* b, std::size_t count);

}  // namespace lykos::builtins::learning
