// trigonometric_products.cpp - see trigonometric_products.h. With s and c the total exponents of sine and cosine, the standard form is
// Sin^s Cos^c for positive ones, Tan^k and the rest when they differ in sign, and Csc, Sec for negative ones.
#include "builtins/arithmetic/trigonometric_products.h"

#include <algorithm>
#include <vector>

#include "builtins/arithmetic/numeric.h"

namespace lykos::builtins {
namespace {

enum Member { kSin, kCos, kTan, kCot, kSec, kCsc, kNone };
constexpr KnownSymbol kMembers[2][6] = {{sym::Sin, sym::Cos, sym::Tan, sym::Cot, sym::Sec, sym::Csc},
                                        {sym::Sinh, sym::Cosh, sym::Tanh, sym::Coth, sym::Sech, sym::Csch}};
constexpr Member kReciprocal[6] = {kCsc, kSec, kCot, kTan, kCos, kSin};
// Exponents of sine and cosine in each member.
constexpr int kSine[6] = {1, 0, 1, -1, 0, -1};
constexpr int kCosine[6] = {0, 1, -1, 1, -1, 0};

struct Found {
  Member member = kNone;
  int group = 0;   // 0 circular, 1 hyperbolic
};
Found kind_of(const Expr& e) {
  if (e.kind() != Kind::Normal || e.size() != 1 || !e.head().is_symbol()) return {};
  for (int group = 0; group < 2; ++group)
    for (int m = 0; m < 6; ++m)
      if (e.head().is(kMembers[group][m])) return {static_cast<Member>(m), group};
  return {};
}

struct Group {
  int group;
  Expr argument;
  std::int64_t sine = 0, cosine = 0;
  int factors = 0;
};

}  // namespace

MaybeExpr reciprocal_trigonometric(const Expr& base, const Expr& exponent) {
  if (!exponent.is_small_integer() || exponent.small_integer() >= 0) return std::nullopt;
  const Found kind = kind_of(base);
  if (kind.member == kNone) return std::nullopt;
  const Expr other = make_normal(kMembers[kind.group][kReciprocal[kind.member]], base.args());
  const std::int64_t n = -exponent.small_integer();
  return n == 1 ? other : power(other, Expr::integer(n));
}

MaybeExpr join_trigonometric(std::span<const Expr> factors) {
  std::vector<Group> groups;
  std::vector<Expr> rest;
  bool several = false;
  for (const Expr& factor : factors) {
    const bool is_power = factor.has_head(sym::Power, 2) && factor[1].is_small_integer();
    const Expr& function = is_power ? factor[0] : factor;
    const Found kind = kind_of(function);
    if (kind.member == kNone) {
      rest.push_back(factor);
      continue;
    }
    const std::int64_t n = is_power ? factor[1].small_integer() : 1;
    auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.group == kind.group && g.argument == function[0]; });
    if (found == groups.end()) found = groups.insert(groups.end(), Group{kind.group, function[0]});
    found->sine += n * kSine[kind.member];
    found->cosine += n * kCosine[kind.member];
    several = several || ++found->factors > 1;
  }
  if (!several) return std::nullopt;
  const auto add = [&](const Group& g, Member m, std::int64_t n) {
    if (n == 0) return;
    const Expr f = make_normal(kMembers[g.group][m], {g.argument});
    rest.push_back(n == 1 ? f : power(f, Expr::integer(n)));
  };
  for (const Group& g : groups) {
    std::int64_t s = g.sine, c = g.cosine;
    if (s > 0 && c < 0) {
      const std::int64_t k = std::min(s, -c);
      add(g, kTan, k);
      s -= k;
      c += k;
    } else if (s < 0 && c > 0) {
      const std::int64_t k = std::min(-s, c);
      add(g, kCot, k);
      s += k;
      c -= k;
    }
    add(g, s < 0 ? kCsc : kSin, s < 0 ? -s : s);
    add(g, c < 0 ? kSec : kCos, c < 0 ? -c : c);
  }
  // The same factors in another order are no change.
  std::vector<Expr> before(factors.begin(), factors.end());
  const auto by_order = [](const Expr& a, const Expr& b) { return canonical_compare(a, b) < 0; };
  std::sort(before.begin(), before.end(), by_order);
  std::sort(rest.begin(), rest.end(), by_order);
  if (before == rest) return std::nullopt;
  if (rest.empty()) return Expr::integer(1);
  return rest.size() == 1 ? rest[0] : make_normal(sym::Times, std::move(rest));
}

}  // namespace lykos::builtins
