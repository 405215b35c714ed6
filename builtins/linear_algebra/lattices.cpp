// lattices.cpp - reduced bases of integer lattices: the method of Lenstra, Lenstra and Lovasz in integers only (H. Cohen, A Course in
// Computational Algebraic Number Theory, 2.6.7), with delta 3/4.
#include <algorithm>
#include <utility>
#include <vector>

#include "builtins/linear_algebra/register.h"
#include "builtins/number_theory/flint_integers.h"
#include "builtins/support.h"
#include "evaluator/registry.h"

namespace lykos::builtins {
namespace {

using Vector = std::vector<FlintInteger>;

FlintInteger dot(const Vector& a, const Vector& b) {
  FlintInteger sum;
  for (std::size_t i = 0; i < a.size(); ++i) fmpz_addmul(sum.get(), a[i].get(), b[i].get());
  return sum;
}

class Lattice {
 public:
  explicit Lattice(std::vector<Vector> basis) : b_(std::move(basis)), n_(b_.size()), lambda_(n_, Vector(n_)), d_(n_ + 1) {
    fmpz_one(d_[0].get());
    for (std::size_t k = 0; k < n_ && independent; ++k) {
      for (std::size_t j = 0; j <= k; ++j) {
        FlintInteger u = dot(b_[k], b_[j]);
        for (std::size_t i = 0; i < j; ++i) {
          fmpz_mul(u.get(), u.get(), d_[i + 1].get());
          fmpz_submul(u.get(), lambda_[k][i].get(), lambda_[j][i].get());
          fmpz_divexact(u.get(), u.get(), d_[i].get());
        }
        if (j < k) lambda_[k][j] = u;
        else d_[k + 1] = u;
      }
      independent = !fmpz_is_zero(d_[k + 1].get());
    }
  }

  void reduce() {
    for (std::size_t k = 1; k < n_;) {
      check_interrupt();
      for (std::size_t j = k; j-- > 0;) shorten(k, j);
      if (in_order(k)) {
        ++k;
      } else {
        exchange(k);
        k = std::max<std::size_t>(k - 1, 1);
      }
    }
  }

  bool independent = true;
  const std::vector<Vector>& basis() const { return b_; }

 private:
  /// Takes the nearest multiple of the l-th vector from the k-th, of two nearest ones the even one.
  void shorten(std::size_t k, std::size_t l) {
    const fmpz* d = d_[l + 1].get();
    FlintInteger twice, q, rest;
    fmpz_mul_ui(twice.get(), lambda_[k][l].get(), 2);
    if (fmpz_cmpabs(twice.get(), d) <= 0) return;
    fmpz_add(twice.get(), twice.get(), d);
    FlintInteger double_d;
    fmpz_mul_ui(double_d.get(), d, 2);
    fmpz_fdiv_qr(q.get(), rest.get(), twice.get(), double_d.get());
    if (fmpz_is_zero(rest.get()) && fmpz_is_odd(q.get())) fmpz_sub_ui(q.get(), q.get(), 1);
    for (std::size_t i = 0; i < b_[k].size(); ++i) fmpz_submul(b_[k][i].get(), q.get(), b_[l][i].get());
    fmpz_submul(lambda_[k][l].get(), q.get(), d);
    for (std::size_t i = 0; i < l; ++i) fmpz_submul(lambda_[k][i].get(), q.get(), lambda_[l][i].get());
  }
  /// Lovasz's condition: 4 d(k+1) d(k-1) >= 3 d(k)^2 - 4 lambda^2.
  bool in_order(std::size_t k) const {
    FlintInteger left, right;
    fmpz_mul(left.get(), d_[k + 1].get(), d_[k - 1].get());
    fmpz_addmul(left.get(), lambda_[k][k - 1].get(), lambda_[k][k - 1].get());
    fmpz_mul_ui(left.get(), left.get(), 4);
    fmpz_mul(right.get(), d_[k].get(), d_[k].get());
    fmpz_mul_ui(right.get(), right.get(), 3);
    return fmpz_cmp(left.get(), right.get()) >= 0;
  }
  void exchange(std::size_t k) {
    std::swap(b_[k], b_[k - 1]);
    for (std::size_t j = 0; j + 1 < k; ++j) std::swap(lambda_[k][j], lambda_[k - 1][j]);
    const FlintInteger lambda = lambda_[k][k - 1];
    FlintInteger next;
    fmpz_mul(next.get(), d_[k - 1].get(), d_[k + 1].get());
    fmpz_addmul(next.get(), lambda.get(), lambda.get());
    fmpz_divexact(next.get(), next.get(), d_[k].get());
    for (std::size_t i = k + 1; i < n_; ++i) {
      FlintInteger t = lambda_[i][k], u;
      fmpz_mul(u.get(), d_[k + 1].get(), lambda_[i][k - 1].get());
      fmpz_submul(u.get(), lambda.get(), t.get());
      fmpz_divexact(lambda_[i][k].get(), u.get(), d_[k].get());
      fmpz_mul(u.get(), next.get(), t.get());
      fmpz_addmul(u.get(), lambda.get(), lambda_[i][k].get());
      fmpz_divexact(lambda_[i][k - 1].get(), u.get(), d_[k + 1].get());
    }
    d_[k] = next;
  }

  std::vector<Vector> b_;
  std::size_t n_;
  std::vector<Vector> lambda_;   // d_[j + 1] times the Gram-Schmidt coefficients
  Vector d_;                     // determinants of the leading Gram matrices
};

// ReduceLattice[{v1, v2, ...}] of integer vectors of one length; $Failed when they depend on one another.
MaybeExpr builtin_ReduceLattice(Call& call) {
  std::vector<Vector> basis;
  for (const Expr& row : call[0].args()) {
    Vector vector;
    for (const Expr& e : row.args()) {
      if (!e.is_integer()) return failed();
      vector.emplace_back(e);
    }
    if (!basis.empty() && vector.size() != basis[0].size()) return failed();
    basis.push_back(std::move(vector));
  }
  Lattice lattice(std::move(basis));
  if (!lattice.independent) return failed();
  lattice.reduce();
  std::vector<Expr> rows;
  for (const Vector& v : lattice.basis()) {
    std::vector<Expr> row;
    for (const FlintInteger& e : v) row.push_back(integer_from_flint(e.get()));
    rows.push_back(make_list(std::move(row)));
  }
  return make_list(std::move(rows));
}

constexpr Builtin kBuiltins[] = {
    {.name = "System`Library`ReduceLattice", .fn = builtin_ReduceLattice, .arity = exactly(1), .usage = "ReduceLattice[{v1, v2, ...}] gives a reduced basis of the lattice of integer vectors."},
};

}  // namespace

void register_lattices(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
