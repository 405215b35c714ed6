// precise_eigenvalues.cpp - eigenvalues and eigenvectors of matrices with arbitrary-precision entries, by the QR algorithm of Arb.
//
// The entries' midpoints are worked on with twice the digits that they carry, so that what the algorithm itself loses does not show. What
// is claimed of the result follows from the entries: an eigenvalue moves by as much as the matrix does, relative to the largest of them.
#include <algorithm>
#include <cmath>
#include <limits>

#include <acb_mat.h>

#include "builtins/arithmetic/ball.h"
#include "builtins/linear_algebra/matrix.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

class BallMatrix {
 public:
  explicit BallMatrix(std::size_t n) { acb_mat_init(value_, static_cast<slong>(n), static_cast<slong>(n)); }
  ~BallMatrix() { acb_mat_clear(value_); }
  BallMatrix(const BallMatrix&) = delete;
  BallMatrix& operator=(const BallMatrix&) = delete;
  acb_mat_struct* get() { return value_; }
  acb_ptr at(std::size_t i, std::size_t j) { return acb_mat_entry(value_, static_cast<slong>(i), static_cast<slong>(j)); }

 private:
  acb_mat_t value_;
};

// |z| as a double in logarithms: the numbers may be far outside the range of machine numbers.
double log10_size(acb_srcptr z) {
  arb_t size;
  arb_init(size);
  acb_abs(size, z, 64);
  const bool zero = arf_is_zero(arb_midref(size)) != 0;
  arb_log(size, size, 64);
  const double value = zero ? -std::numeric_limits<double>::infinity() : arf_get_d(arb_midref(size), ARF_RND_NEAR) / std::log(10.0);
  arb_clear(size);
  return value;
}

bool is_negligible(arb_srcptr part, double log10_limit) {
  Ball z;
  acb_set_arb(z, part);
  return log10_size(z) < log10_limit;
}

void drop_errors(acb_ptr z) { acb_get_mid(z, z); }

// A vector of Euclidean norm 1 whose largest entry is real: that of a real matrix and eigenvalue is real then.
void normalize(std::vector<Ball>& vector, slong bits) {
  Ball norm, phase;
  arb_t square;
  arb_init(square);
  std::size_t largest = 0;
  for (std::size_t i = 0; i < vector.size(); ++i) {
    acb_abs(square, vector[i], bits);
    arb_mul(square, square, square, bits);
    arb_add(acb_realref(norm.get()), acb_realref(norm.get()), square, bits);
    if (log10_size(vector[i]) > log10_size(vector[largest]) + 1e-9) largest = i;
  }
  arb_sqrt(acb_realref(norm.get()), acb_realref(norm.get()), bits);
  acb_sgn(phase, vector[largest], bits);
  acb_mul(norm, norm, phase, bits);
  for (Ball& e : vector) {
    acb_div(e, e, norm, bits);
    drop_errors(e);
  }
  arb_clear(square);
}

}  // namespace

std::optional<PreciseSystem> precise_eigensystem(const Matrix& m, bool vectors) {
  const std::size_t n = m.rows;
  double digits = std::numeric_limits<double>::infinity();
  bool real = true;
  for (const Expr& e : m.entries) {
    if (!e.is_number()) return std::nullopt;
    if (is_inexact_number(e)) digits = std::min(digits, precision_of(e));
    real = real && !e.is_complex();
  }
  if (!std::isfinite(digits)) return std::nullopt;
  digits = std::max(digits, 1.0);
  const slong bits = working_bits(2 * digits) + 4 * static_cast<slong>(n) + 32;
  BallMatrix a(n), right(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      ball_from_number(a.at(i, j), m.at(i, j), bits, true);
      drop_errors(a.at(i, j));
    }
  const acb_ptr raw = _acb_vec_init(static_cast<slong>(n));
  const bool converged = acb_mat_approx_eig_qr(raw, nullptr, vectors ? right.get() : nullptr, a.get(), nullptr, 0, bits) != 0;
  std::vector<Ball> values(n);
  for (std::size_t i = 0; i < n; ++i) acb_set(values[i], raw + i);
  _acb_vec_clear(raw, static_cast<slong>(n));
  if (!converged) return std::nullopt;

  std::vector<double> sizes;
  for (const Ball& value : values) sizes.push_back(log10_size(value));
  const double largest = *std::max_element(sizes.begin(), sizes.end());
  // Parts that only rounding has left are none.
  const double limit = largest - digits - 1;
  for (std::size_t i = 0; i < n; ++i) {
    drop_errors(values[i]);
    if (is_negligible(acb_imagref(values[i].get()), limit)) arb_zero(acb_imagref(values[i].get()));
    if (is_negligible(acb_realref(values[i].get()), limit)) arb_zero(acb_realref(values[i].get()));
  }
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    if (std::abs(sizes[i] - sizes[j]) > 1e-12 * std::max(1.0, std::abs(largest)) && std::max(sizes[i], sizes[j]) > limit) return sizes[i] > sizes[j];
    return arf_cmp(arb_midref(acb_imagref(values[i].get())), arb_midref(acb_imagref(values[j].get()))) > 0;
  });

  PreciseSystem system;
  for (const std::size_t i : order) {
    const double known = digits - (largest - sizes[i]);   // digits of this eigenvalue
    if (known < 1) system.values.push_back(Expr::big_real(BigReal::zero(digits - largest)));
    else system.values.push_back(rounded_from_ball(values[i], false, known));
    if (!vectors) continue;
    std::vector<Ball> column(n);
    for (std::size_t j = 0; j < n; ++j) acb_set(column[j], right.at(j, i));
    normalize(column, bits);
    const bool real_vector = real && arb_is_zero(acb_imagref(values[i].get()));
    std::vector<Expr> entries;
    for (Ball& e : column) {
      if (real_vector || is_negligible(acb_imagref(e.get()), -digits - 1)) arb_zero(acb_imagref(e.get()));
      if (is_negligible(acb_realref(e.get()), -digits - 1)) arb_zero(acb_realref(e.get()));
      const Expr entry = rounded_from_ball(e, false, digits);
      entries.push_back(is_exact_zero(entry) ? Expr::big_real(BigReal::zero(digits)) : entry);
    }
    system.vectors.push_back(std::move(entries));
  }
  return system;
}

}  // namespace lykos::builtins
