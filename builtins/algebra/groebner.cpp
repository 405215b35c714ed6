// groebner.cpp - Buchberger's algorithm with the product and chain criteria, pairs of small lowest common multiple first (Becker and
// Weispfenning, Groebner Bases, 5.5). A lexicographic basis is made from one for the graded reverse lexicographic order, whose
// coefficients stay small: by linear algebra when there are finitely many solutions (change_of_order.cpp).
#include "builtins/algebra/groebner.h"

#include <algorithm>

namespace lykos::builtins {
namespace {

using Exponents = std::vector<ulong>;

Exponents leading_exponents(const Polynomial& p) {
  Exponents e(std::max<std::size_t>(p.ring().generators().size(), 1));
  fmpq_mpoly_get_term_exp_ui(e.data(), p.raw(), 0, p.ring().context());
  return e;
}

bool divides(const Exponents& a, const Exponents& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] > b[i]) return false;
  return true;
}
bool coprime(const Exponents& a, const Exponents& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] > 0 && b[i] > 0) return false;
  return true;
}
Exponents least_common_multiple(const Exponents& a, const Exponents& b) {
  Exponents result(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) result[i] = std::max(a[i], b[i]);
  return result;
}
ulong total_degree(const Exponents& e) {
  ulong sum = 0;
  for (ulong x : e) sum += x;
  return sum;
}

}  // namespace

void make_primitive(Polynomial& p) {
  if (p.is_zero()) return;
  fmpq_mpoly_struct* raw = p.raw();
  fmpq_one(raw->content);
  fmpq_t leading;
  fmpq_init(leading);
  fmpq_mpoly_get_term_coeff_fmpq(leading, raw, 0, p.ring().context());
  if (fmpq_sgn(leading) < 0) fmpq_mpoly_neg(raw, raw, p.ring().context());
  fmpq_clear(leading);
}

namespace {

Polynomial monomial_multiple(const Polynomial& p, const Exponents& by) {
  Polynomial m(p.ring()), result(p.ring());
  fmpq_t one;
  fmpq_init(one);
  fmpq_one(one);
  fmpq_mpoly_set_coeff_fmpq_ui(m.raw(), one, by.data(), p.ring().context());
  fmpq_clear(one);
  fmpq_mpoly_mul(result.raw(), p.raw(), m.raw(), p.ring().context());
  return result;
}

Polynomial s_polynomial(const Polynomial& f, const Polynomial& g) {
  const Exponents a = leading_exponents(f), b = leading_exponents(g);
  Exponents up_a = least_common_multiple(a, b), up_b = up_a;
  for (std::size_t i = 0; i < a.size(); ++i) {
    up_a[i] -= a[i];
    up_b[i] -= b[i];
  }
  Polynomial left = monomial_multiple(f, up_a), right = monomial_multiple(g, up_b);
  const auto* context = f.ring().context();
  fmpq_t c;
  fmpq_init(c);
  fmpq_mpoly_get_term_coeff_fmpq(c, g.raw(), 0, context);
  fmpq_mpoly_scalar_mul_fmpq(left.raw(), left.raw(), c, context);
  fmpq_mpoly_get_term_coeff_fmpq(c, f.raw(), 0, context);
  fmpq_mpoly_scalar_mul_fmpq(right.raw(), right.raw(), c, context);
  fmpq_clear(c);
  fmpq_mpoly_sub(left.raw(), left.raw(), right.raw(), context);
  return left;
}

struct Pair {
  std::size_t i, j;
  Exponents lcm;
};

class Buchberger {
 public:
  explicit Buchberger(std::vector<Polynomial> generators) {
    for (Polynomial& p : generators) add(std::move(p));
  }

  std::vector<Polynomial> run() {
    while (!pairs_.empty()) {
      check_interrupt();
      const auto best = std::min_element(pairs_.begin(), pairs_.end(), [](const Pair& a, const Pair& b) { return total_degree(a.lcm) < total_degree(b.lcm); });
      const Pair pair = *best;
      pairs_.erase(best);
      add(normal_form(s_polynomial(basis_[pair.i], basis_[pair.j]), active()));
      if (trivial_) break;
    }
    return reduced();
  }

 private:
  std::vector<Polynomial> active() const {
    std::vector<Polynomial> result;
    for (std::size_t i = 0; i < basis_.size(); ++i)
      if (!redundant_[i]) result.push_back(basis_[i]);
    return result;
  }

  void add(Polynomial p) {
    if (p.is_zero()) return;
    make_primitive(p);
    if (p.is_constant()) trivial_ = true;
    const std::size_t k = basis_.size();
    const Exponents e = leading_exponents(p);
    // Chain criterion on the old pairs.
    std::erase_if(pairs_, [&](const Pair& pair) {
      return divides(e, pair.lcm) && least_common_multiple(leading_[pair.i], e) != pair.lcm && least_common_multiple(leading_[pair.j], e) != pair.lcm;
    });
    // New pairs: of those whose lcm is a multiple of another's only the other stays; coprime ones are not needed.
    std::vector<Pair> fresh;
    for (std::size_t i = 0; i < k; ++i)
      if (!redundant_[i]) fresh.push_back({i, k, least_common_multiple(leading_[i], e)});
    for (std::size_t a = 0; a < fresh.size(); ++a) {
      bool needed = !coprime(leading_[fresh[a].i], e);
      for (std::size_t b = 0; needed && b < fresh.size(); ++b) {
        if (a == b || !divides(fresh[b].lcm, fresh[a].lcm)) continue;
        if (fresh[b].lcm != fresh[a].lcm || b < a) needed = false;
      }
      if (needed) pairs_.push_back(fresh[a]);
    }
    for (std::size_t i = 0; i < k; ++i)
      if (divides(e, leading_[i])) redundant_[i] = true;
    basis_.push_back(std::move(p));
    leading_.push_back(e);
    redundant_.push_back(false);
  }

  std::vector<Polynomial> reduced() const {
    std::vector<Polynomial> minimal;
    for (std::size_t i = 0; i < basis_.size(); ++i) {
      if (trivial_ && !basis_[i].is_constant()) continue;
      bool needed = true;
      for (std::size_t j = 0; needed && j < basis_.size(); ++j)
        if (j != i && divides(leading_[j], leading_[i]) && (leading_[j] != leading_[i] || j < i)) needed = false;
      if (needed) minimal.push_back(basis_[i]);
    }
    for (std::size_t i = 0; i < minimal.size(); ++i) {
      std::vector<Polynomial> others;
      for (std::size_t j = 0; j < minimal.size(); ++j)
        if (j != i) others.push_back(minimal[j]);
      minimal[i] = normal_form(minimal[i], others);
      make_primitive(minimal[i]);
    }
    std::stable_sort(minimal.begin(), minimal.end(), [](const Polynomial& a, const Polynomial& b) {
      Polynomial la(a.ring()), lb(b.ring());
      fmpq_mpoly_get_term_monomial(la.raw(), a.raw(), 0, a.ring().context());
      fmpq_mpoly_get_term_monomial(lb.raw(), b.raw(), 0, b.ring().context());
      return fmpq_mpoly_cmp(la.raw(), lb.raw(), a.ring().context()) < 0;
    });
    return minimal;
  }

  std::vector<Polynomial> basis_;
  std::vector<Exponents> leading_;
  std::vector<bool> redundant_;
  std::vector<Pair> pairs_;
  bool trivial_ = false;
};

}  // namespace

Polynomial normal_form(const Polynomial& p, const std::vector<Polynomial>& divisors, std::vector<Polynomial>* quotients) {
  Polynomial remainder(p.ring());
  std::vector<Polynomial> q(divisors.size(), Polynomial(p.ring()));
  if (divisors.empty()) return p;
  std::vector<fmpq_mpoly_struct*> q_raw;
  std::vector<fmpq_mpoly_struct*> d_raw;
  for (std::size_t i = 0; i < divisors.size(); ++i) {
    q_raw.push_back(q[i].raw());
    d_raw.push_back(const_cast<fmpq_mpoly_struct*>(divisors[i].raw()));
  }
  fmpq_mpoly_divrem_ideal(q_raw.data(), remainder.raw(), p.raw(), d_raw.data(), static_cast<slong>(divisors.size()), p.ring().context());
  if (quotients != nullptr) *quotients = std::move(q);
  return remainder;
}

std::vector<Polynomial> groebner_basis(std::vector<Polynomial> generators) {
  if (generators.size() > 1 && fmpq_mpoly_ctx_ord(generators[0].ring().context()) == ORD_LEX) {
    const PolynomialRing& ring = generators[0].ring();
    const PolynomialRing graded(ring.generators(), {}, ORD_DEGREVLEX);
    if (graded.generators() == ring.generators()) {
      std::vector<Polynomial> moved;
      for (const Polynomial& p : generators) moved.push_back(in_ring(p, graded));
      const std::vector<Polynomial> basis = Buchberger(std::move(moved)).run();
      if (auto lexicographic = change_of_order(basis, ring)) return std::move(*lexicographic);
      generators.clear();
      for (const Polynomial& p : basis) generators.push_back(in_ring(p, ring));
    }
  }
  return Buchberger(std::move(generators)).run();
}

}  // namespace lykos::builtins
