// integer_partitions.cpp - IntegerPartitions, PartitionsP, PartitionsQ, FrobeniusNumber.
#include <algorithm>
#include <numeric>
#include <vector>

#include <flint/arith.h>

#include "builtins/arithmetic/numeric.h"
#include "builtins/number_theory/flint_integers.h"
#include "builtins/number_theory/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// PartitionsP[n]: the number of partitions of n.
MaybeExpr builtin_PartitionsP(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n) return std::nullopt;
  if (*n < 0) return Expr::integer(0);
  if (*n > 100000000) return std::nullopt;
  FlintInteger value;
  arith_number_of_partitions(value.get(), static_cast<ulong>(*n));
  return value.expr();
}

// PartitionsQ[n]: the number of partitions of n into distinct parts.
MaybeExpr builtin_PartitionsQ(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n) return std::nullopt;
  if (*n < 0) return Expr::integer(0);
  if (*n > 50000) return std::nullopt;
  // Products of (1 + x^k), one factor after another.
  const auto size = static_cast<std::size_t>(*n);
  std::vector<Integer> counts(size + 1, Integer(std::int64_t{0}));
  counts[0] = Integer(std::int64_t{1});
  for (std::size_t k = 1; k <= size; ++k) {
    check_interrupt();
    for (std::size_t i = size; i >= k; --i) mpz_add(counts[i].gmp(), counts[i].gmp(), counts[i - k].gmp());
  }
  return Expr::integer(counts[size]);
}

struct PartitionSearch {
  std::vector<Rational> parts;      // allowed, in descending order
  std::vector<Expr> names;
  std::int64_t least = 0, most = 0; // how many parts
  std::size_t limit = 0;            // how many results
  std::vector<Expr> chosen;
  std::vector<Expr> found;

  void run(const Rational& rest, std::size_t first) {
    if (found.size() >= limit) return;
    if ((found.size() & 1023) == 0) check_interrupt();
    const auto count = static_cast<std::int64_t>(chosen.size());
    if (rest.sign() == 0) {
      if (count >= least) found.push_back(make_list(chosen));
      return;
    }
    if (count >= most) return;
    for (std::size_t i = first; i < parts.size(); ++i) {
      if (Rational::compare(parts[i], rest) > 0) continue;
      // The largest part left times the places left must reach the rest.
      if (most != INT64_MAX && Rational::compare(parts[i] * Rational(Integer(most - count)), rest) < 0) {
        return;  // parts are in descending order: smaller ones reach even less
      }
      chosen.push_back(names[i]);
      run(rest - parts[i], i);
      chosen.pop_back();
      if (found.size() >= limit) return;
    }
  }
};

// IntegerPartitions[n], [n, k], [n, {kmin, kmax}], [n, {k}], [n, kspec, {s1, s2, ...}], [n, kspec, sspec, m].
MaybeExpr builtin_IntegerPartitions(Call& call) {
  if (!call.arg(0).is_exact_real()) return std::nullopt;
  const Rational n = to_rational(call.arg(0));
  PartitionSearch search;
  search.most = INT64_MAX;
  search.limit = SIZE_MAX;
  if (call.size() >= 2 && !call.arg(1).is(sym::All)) {
    const Expr& spec = call.arg(1);
    if (spec.is_list()) {
      if (spec.size() == 0 || spec.size() > 3) return call.message("kspec", {spec});
      const auto low = count_argument(spec[0]);
      const auto high = spec.size() >= 2 ? count_argument(spec[1], true) : low;
      if (!low || !high) return call.message("kspec", {spec});
      search.least = *low;
      search.most = *high;
    } else {
      const auto high = count_argument(spec, true);
      if (!high) return call.message("kspec", {spec});
      search.most = *high;
    }
  }
  std::optional<std::size_t> take_last;
  if (call.size() == 4) {
    if (!is_infinity(call.arg(3)) && !call.arg(3).is(sym::All)) {
      const auto m = machine_integer(call.arg(3));
      if (!m) return std::nullopt;
      if (*m >= 0) search.limit = static_cast<std::size_t>(*m);
      else take_last = static_cast<std::size_t>(-*m);
    }
  }
  if (call.size() >= 3 && !call.arg(2).is(sym::All)) {
    const Expr& given = call.arg(2);
    if (!given.is_list()) return call.message("list", {call.expr(), Expr::integer(3)});
    for (const Expr& part : given.args()) {
      if (!part.is_exact_real()) return std::nullopt;
      if (sign_of_real(part) <= 0) return call.message("ppart", {part});
      search.parts.push_back(to_rational(part));
      search.names.push_back(part);
    }
    std::vector<std::size_t> order(search.parts.size());
    std::iota(order.begin(), order.end(), 0);
    // Partitions come with larger parts first, whatever the order of the parts given.
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return Rational::compare(search.parts[a], search.parts[b]) > 0; });
    std::vector<Rational> parts;
    std::vector<Expr> names;
    for (const std::size_t i : order) {
      if (!parts.empty() && Rational::compare(parts.back(), search.parts[i]) == 0) continue;
      parts.push_back(search.parts[i]);
      names.push_back(search.names[i]);
    }
    search.parts = std::move(parts);
    search.names = std::move(names);
  } else {
    if (!call.arg(0).is_integer()) return make_list({});
    if (n.sign() < 0) return make_list({});
    const auto size = machine_integer(call.arg(0));
    if (!size || *size > 100000) return std::nullopt;
    for (std::int64_t part = *size; part >= 1; --part) {
      search.parts.push_back(Rational(Integer(part)));
      search.names.push_back(Expr::integer(part));
    }
  }
  if (n.sign() < 0) return make_list({});
  search.run(n, 0);
  if (take_last && search.found.size() > *take_last) {
    search.found.erase(search.found.begin(), search.found.end() - static_cast<std::ptrdiff_t>(*take_last));
  }
  return make_list(std::move(search.found));
}

// FrobeniusNumber[{a1, a2, ...}]: the largest integer that is no sum of multiples of the ai.
MaybeExpr builtin_FrobeniusNumber(Call& call) {
  const Expr& list = call.arg(0);
  if (!list.is_list() || list.size() == 0) return std::nullopt;
  std::vector<std::int64_t> a;
  std::int64_t common = 0;
  for (const Expr& e : list.args()) {
    const auto value = machine_integer(e);
    if (!value || *value < 1 || *value > 10000000) return std::nullopt;
    a.push_back(*value);
    common = std::gcd(common, *value);
  }
  if (common != 1) return infinity();
  std::sort(a.begin(), a.end());
  if (a[0] == 1) return minus_one();
  // Least reachable number of each residue modulo the smallest part (Nijenhuis' graph, relaxed around each cycle twice).
  const std::int64_t m = a[0];
  std::vector<std::int64_t> reach(static_cast<std::size_t>(m), INT64_MAX);
  reach[0] = 0;
  for (std::size_t k = 1; k < a.size(); ++k) {
    check_interrupt();
    const std::int64_t cycles = std::gcd(m, a[k]);
    for (std::int64_t start = 0; start < cycles; ++start) {
      std::int64_t at = start;
      for (std::int64_t step = 0; step < 2 * (m / cycles); ++step) {
        const std::int64_t next = (at + a[k]) % m;
        const std::int64_t here = reach[static_cast<std::size_t>(at)];
        if (here != INT64_MAX) reach[static_cast<std::size_t>(next)] = std::min(reach[static_cast<std::size_t>(next)], here + a[k]);
        at = next;
      }
    }
  }
  return Expr::integer(*std::max_element(reach.begin(), reach.end()) - m);
}

constexpr Builtin kBuiltins[] = {
    {.name = "IntegerPartitions", .fn = builtin_IntegerPartitions, .arity = between(1, 4),
     .usage = "IntegerPartitions[n] is the list of all partitions of n into positive integers.\nIntegerPartitions[n, k] uses at most k parts; {k} exactly k; "
              "{kmin, kmax} between.\nIntegerPartitions[n, kspec, {s1, s2, ...}] uses only the parts si.\nIntegerPartitions[n, kspec, sspec, m] gives the first m.",
     .messages = {{"kspec", "`1` is not a specification of a number of parts."}, {"ppart", "The part `1` should be a positive number."}}},
    {.name = "PartitionsP", .fn = builtin_PartitionsP, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "PartitionsP[n] is the number of partitions of the integer n."},
    {.name = "PartitionsQ", .fn = builtin_PartitionsQ, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "PartitionsQ[n] is the number of partitions of the integer n into distinct parts."},
    {.name = "FrobeniusNumber", .fn = builtin_FrobeniusNumber, .arity = exactly(1),
     .usage = "FrobeniusNumber[{a1, a2, ...}] is the largest integer that is no sum of non-negative multiples of the ai."},
};

}  // namespace

void register_integer_partitions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
