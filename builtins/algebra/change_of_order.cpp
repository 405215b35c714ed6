// change_of_order.cpp - Groebner bases of ideals with finitely many zeros from one monomial order to another.
//
// The residues modulo the ideal are a vector space on the monomials below the leading ones. The products of its basis with the variables
// are known from the given basis; the monomials of the new order are then gone through from below, each a vector. One that depends on
// smaller ones gives a polynomial of the new basis.
#include <flint/fmpq_vec.h>

#include <algorithm>
#include <map>

#include "builtins/algebra/groebner.h"

namespace lykos::builtins {
namespace {

using Exponents = std::vector<ulong>;

class RationalVector {
 public:
  explicit RationalVector(slong n) : n_(n), value_(_fmpq_vec_init(n)) {}
  RationalVector(const RationalVector& other) : RationalVector(other.n_) {
    for (slong i = 0; i < n_; ++i) fmpq_set(value_ + i, other.value_ + i);
  }
  RationalVector(RationalVector&& other) noexcept : n_(other.n_), value_(std::exchange(other.value_, nullptr)) {}
  RationalVector& operator=(RationalVector other) noexcept {
    std::swap(n_, other.n_);
    std::swap(value_, other.value_);
    return *this;
  }
  ~RationalVector() {
    if (value_ != nullptr) _fmpq_vec_clear(value_, n_);
  }
  fmpq* operator[](slong i) { return value_ + i; }
  const fmpq* operator[](slong i) const { return value_ + i; }
  slong size() const { return n_; }
  /// this -= c other
  void subtract(const fmpq_t c, const RationalVector& other) {
    for (slong i = 0; i < other.n_; ++i)
      if (!fmpq_is_zero(other.value_ + i)) fmpq_submul(value_ + i, c, other.value_ + i);
  }
  void divide(const fmpq_t c) {
    for (slong i = 0; i < n_; ++i)
      if (!fmpq_is_zero(value_ + i)) fmpq_div(value_ + i, value_ + i, c);
  }

 private:
  slong n_;
  fmpq* value_;
};

Exponents exponents_of_term(const Polynomial& p, slong term) {
  Exponents e(p.ring().generators().size());
  fmpq_mpoly_get_term_exp_ui(e.data(), p.raw(), term, p.ring().context());
  return e;
}

bool divides(const Exponents& a, const Exponents& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] > b[i]) return false;
  return true;
}

Polynomial monomial(const Exponents& e, const PolynomialRing& ring) {
  Polynomial m(ring);
  fmpq_mpoly_push_term_si_ui(m.raw(), 1, e.data(), ring.context());
  return m;
}

// The vector space of residues and the multiplication by each variable.
class Residues {
 public:
  /// `finite` is false when the space has infinitely many dimensions, or more than fit here.
  explicit Residues(const std::vector<Polynomial>& basis) : basis_(basis), n_(basis[0].ring().generators().size()) {
    for (const Polynomial& p : basis) leading_.push_back(exponents_of_term(p, 0));
    for (std::size_t v = 0; v < n_; ++v) {
      finite = finite && std::any_of(leading_.begin(), leading_.end(), [&](const Exponents& e) {
        for (std::size_t i = 0; i < n_; ++i)
          if (i != v && e[i] != 0) return false;
        return true;
      });
    }
    if (!finite) return;
    std::vector<Exponents> todo{Exponents(n_, 0)};
    while (!todo.empty() && finite) {
      const Exponents e = std::move(todo.back());
      todo.pop_back();
      if (index_.contains(e) || std::any_of(leading_.begin(), leading_.end(), [&](const Exponents& l) { return divides(l, e); })) continue;
      index_.emplace(e, static_cast<slong>(monomials_.size()));
      monomials_.push_back(e);
      finite = monomials_.size() <= kMostDimensions;
      for (std::size_t v = 0; v < n_; ++v) {
        todo.push_back(e);
        ++todo.back()[v];
      }
    }
    if (!finite) return;
    for (std::size_t v = 0; v < n_; ++v) {
      std::vector<RationalVector> columns;
      for (const Exponents& m : monomials_) {
        Exponents raised = m;
        ++raised[v];
        columns.push_back(residue(raised));
      }
      products_.push_back(std::move(columns));
    }
  }

  slong dimension() const { return static_cast<slong>(monomials_.size()); }
  RationalVector one() const {
    RationalVector result(dimension());
    fmpq_one(result[index_.at(Exponents(n_, 0))]);
    return result;
  }
  RationalVector times_variable(const RationalVector& a, std::size_t v) const {
    RationalVector result(dimension());
    fmpq_t minus;
    fmpq_init(minus);
    for (slong i = 0; i < dimension(); ++i) {
      if (fmpq_is_zero(a[i])) continue;
      fmpq_neg(minus, a[i]);
      result.subtract(minus, products_[v][static_cast<std::size_t>(i)]);
    }
    fmpq_clear(minus);
    return result;
  }
  bool finite = true;

 private:
  static constexpr std::size_t kMostDimensions = 400;

  RationalVector residue(const Exponents& e) {
    check_interrupt();
    RationalVector result(dimension());
    if (const auto found = index_.find(e); found != index_.end()) {
      fmpq_one(result[found->second]);
      return result;
    }
    const PolynomialRing& ring = basis_[0].ring();
    const Polynomial rest = normal_form(monomial(e, ring), basis_);
    for (slong t = 0; t < static_cast<slong>(rest.term_count()); ++t)
      fmpq_mpoly_get_term_coeff_fmpq(result[index_.at(exponents_of_term(rest, t))], rest.raw(), t, ring.context());
    return result;
  }

  const std::vector<Polynomial>& basis_;
  std::size_t n_;
  std::vector<Exponents> leading_, monomials_;
  std::map<Exponents, slong> index_;
  std::vector<std::vector<RationalVector>> products_;   // by variable and monomial
};

// Vectors in echelon form, each known as a combination of the monomials that made them.
class Echelon {
 public:
  explicit Echelon(slong dimension) : dimension_(dimension) {}
  /// Nothing when the vector is independent of those before; else its combination: vector = sum of c_k (k-th vector).
  std::optional<RationalVector> insert(RationalVector vector) {
    const auto count = static_cast<slong>(rows_.size());
    RationalVector combination(dimension_ + 1);
    fmpq_t c;
    fmpq_init(c);
    for (slong k = 0; k < count; ++k) {
      const Row& row = rows_[static_cast<std::size_t>(k)];
      fmpq_set(c, vector[row.pivot]);
      if (fmpq_is_zero(c)) continue;
      vector.subtract(c, row.vector);
      combination.subtract(c, row.combination);
    }
    slong pivot = 0;
    while (pivot < dimension_ && fmpq_is_zero(vector[pivot])) ++pivot;
    if (pivot == dimension_) {
      fmpq_clear(c);
      // 0 = vector + combination
      for (slong i = 0; i < combination.size(); ++i) fmpq_neg(combination[i], combination[i]);
      return combination;
    }
    fmpq_one(combination[count]);
    fmpq_set(c, vector[pivot]);
    vector.divide(c);
    combination.divide(c);
    fmpq_clear(c);
    rows_.push_back({std::move(vector), std::move(combination), pivot});
    return std::nullopt;
  }

 private:
  struct Row {
    RationalVector vector, combination;
    slong pivot;
  };
  slong dimension_;
  std::vector<Row> rows_;
};

}  // namespace

Polynomial in_ring(const Polynomial& p, const PolynomialRing& ring) {
  Polynomial result(ring);
  fmpq_t c;
  fmpq_init(c);
  for (slong t = 0; t < static_cast<slong>(p.term_count()); ++t) {
    const Exponents e = exponents_of_term(p, t);
    fmpq_mpoly_get_term_coeff_fmpq(c, p.raw(), t, p.ring().context());
    fmpq_mpoly_push_term_fmpq_ui(result.raw(), c, e.data(), ring.context());
  }
  fmpq_clear(c);
  fmpq_mpoly_sort_terms(result.raw(), ring.context());
  fmpq_mpoly_reduce(result.raw(), ring.context());
  return result;
}

std::optional<std::vector<Polynomial>> change_of_order(const std::vector<Polynomial>& basis, const PolynomialRing& ring) {
  if (basis.empty() || ring.generators().empty() || basis[0].is_constant()) return std::nullopt;
  const Residues residues(basis);
  if (!residues.finite) return std::nullopt;
  const std::size_t n = ring.generators().size();
  struct Candidate {
    Polynomial monomial;
    Exponents exponents;
    RationalVector vector;
  };
  const auto smaller = [&](const Candidate& a, const Candidate& b) { return fmpq_mpoly_cmp(a.monomial.raw(), b.monomial.raw(), ring.context()) < 0; };
  std::vector<Candidate> candidates;
  candidates.push_back({monomial(Exponents(n, 0), ring), Exponents(n, 0), residues.one()});
  std::vector<Exponents> standard;   // the monomials that are independent of smaller ones
  std::vector<Exponents> leading;
  std::vector<Polynomial> result;
  Echelon echelon(residues.dimension());
  while (!candidates.empty()) {
    check_interrupt();
    const auto least = std::min_element(candidates.begin(), candidates.end(), smaller);
    const Candidate now = std::move(*least);
    candidates.erase(least);
    if (std::any_of(leading.begin(), leading.end(), [&](const Exponents& l) { return divides(l, now.exponents); })) continue;
    const auto combination = echelon.insert(now.vector);
    if (combination) {
      Polynomial p = now.monomial;
      fmpq_t c;
      fmpq_init(c);
      for (std::size_t k = 0; k < standard.size(); ++k) {
        fmpq_neg(c, (*combination)[static_cast<slong>(k)]);
        if (!fmpq_is_zero(c)) fmpq_mpoly_set_coeff_fmpq_ui(p.raw(), c, standard[k].data(), ring.context());
      }
      fmpq_clear(c);
      make_primitive(p);
      result.push_back(std::move(p));
      leading.push_back(now.exponents);
      continue;
    }
    standard.push_back(now.exponents);
    for (std::size_t v = 0; v < n; ++v) {
      Exponents raised = now.exponents;
      ++raised[v];
      const bool known = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& c) { return c.exponents == raised; });
      if (!known) candidates.push_back({monomial(raised, ring), raised, residues.times_variable(now.vector, v)});
    }
  }
  return result;
}

}  // namespace lykos::builtins
