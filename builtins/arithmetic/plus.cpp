// plus.cpp - Plus, Subtract, Minus: numbers are added, like terms collected, infinities settled.
//
// The arguments arrive flattened and sorted. One pass adds up the numbers and gathers coefficient and rest of every other term;
// when that changes nothing the sum is returned unevaluated, so a standard sum costs no allocation beyond the term table.
#include <algorithm>
#include <unordered_map>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

bool is_exact_one(const Expr& e) { return e.is_small_integer() && e.small_integer() == 1; }

/// Whether some argument makes the sum other than ordinary: an infinity or Indeterminate.
bool is_singular(const Expr& e) { return is_indeterminate(e) || directed_infinity(e).has_value(); }

/// Sums with infinities: finite numbers vanish beside them, opposite directions are indeterminate.
MaybeExpr add_infinities(Call& call) {
  std::vector<Expr> rest;
  MaybeExpr direction;
  bool complex = false;
  bool dropped = false;
  for (const Expr& arg : call.args()) {
    if (is_indeterminate(arg)) return Expr(sym::Indeterminate);
    if (const auto d = directed_infinity(arg)) {
      if (!direction) {
        direction = d->direction;
        complex = d->complex;
        continue;
      }
      dropped = true;
      if (complex || d->complex || !(*direction == d->direction)) {
        if (complex || d->complex || (direction->is_number() && d->direction.is_number()) ||
            numeric_equal(*direction, d->direction) == std::optional<bool>(false)) {
          return indeterminate_result(call.expr());
        }
        rest.push_back(arg);
      }
      continue;
    }
    if (is_numeric(arg)) {
      dropped = true;
    } else {
      rest.push_back(arg);
    }
  }
  const Expr infinite = complex ? complex_infinity() : make_directed_infinity(*direction);
  if (rest.empty()) return infinite;
  if (!dropped) return std::nullopt;
  rest.push_back(infinite);
  return make_normal(sym::Plus, std::move(rest));
}

/// Terms of a sum, like ones joined. Few terms are searched linearly, many through a hash table.
class TermTable {
 public:
  /// True when the term joined an earlier one.
  bool add_term(const Expr& original, Term term) {
    if (const std::size_t at = find(term.rest); at != npos) {
      entries_[at].coefficient = add(entries_[at].coefficient, term.coefficient);
      entries_[at].changed = true;
      return true;
    }
    if (entries_.size() >= kLinear) index_.emplace(term.rest, entries_.size());
    entries_.push_back({original, std::move(term.coefficient), std::move(term.rest), false});
    if (entries_.size() == kLinear) {
      for (std::size_t i = 0; i < entries_.size(); ++i) index_.emplace(entries_[i].rest, i);
    }
    return false;
  }
  template <typename F>
  void for_each(F&& visit) const {
    for (const Entry& entry : entries_) {
      if (!entry.changed) {
        visit(entry.original);
      } else if (is_exact_zero(entry.coefficient)) {
        continue;
      } else if (is_exact_one(entry.coefficient)) {
        visit(entry.rest);
      } else if (entry.rest.has_head(sym::Times)) {
        std::vector<Expr> factors{entry.coefficient};
        factors.insert(factors.end(), entry.rest.args().begin(), entry.rest.args().end());
        visit(make_normal(sym::Times, std::move(factors)));
      } else {
        visit(make_normal(sym::Times, {entry.coefficient, entry.rest}));
      }
    }
  }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Expr original;
    Expr coefficient;
    Expr rest;
    bool changed;
  };
  static constexpr std::size_t kLinear = 12;
  static constexpr std::size_t npos = ~std::size_t{0};
  std::size_t find(const Expr& rest) const {
    if (entries_.size() >= kLinear) {
      const auto found = index_.find(rest);
      return found == index_.end() ? npos : found->second;
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].rest == rest) return i;
    }
    return npos;
  }
  std::vector<Entry> entries_;
  std::unordered_map<Expr, std::size_t, ExprHash> index_;
};

// Plus[x, y, ...]: x + y + ...
MaybeExpr builtin_Plus(Call& call) {
  const std::span<const Expr> args = call.args();
  if (args.empty()) return Expr::integer(0);
  if (args.size() == 1) return args[0];
  if (args.size() == 2 && args[0].is_number() && args[1].is_number()) return add(args[0], args[1]);

  bool packed = false;
  bool singular = false;
  std::size_t numbers = 0;
  for (const Expr& arg : args) {
    if (arg.is_number()) {
      ++numbers;
    } else if (arg.is_packed()) {
      packed = true;
    } else if (is_singular(arg)) {
      singular = true;
    }
  }
  if (packed) return packed_fold(sym::Plus, args);
  if (singular) return add_infinities(call);

  Expr number = Expr::integer(0);
  for (const Expr& arg : args) {
    if (arg.is_number()) number = add(number, arg);
  }
  if (numbers == args.size()) return number;

  // An inexact number makes the exact numeric terms numbers too: 1. + Pi.
  bool changed = numbers > 1 || (numbers == 1 && is_exact_zero(number));
  const bool inexact = numbers > 0 && is_inexact_number(number);
  TermTable terms;
  for (const Expr& arg : args) {
    if (arg.is_number()) continue;
    if (inexact && is_numeric(arg)) {
      const Expr value = numeric_like(arg, number);
      if (value.is_number()) {
        number = add(number, value);
        changed = true;
        continue;
      }
    }
    if (terms.add_term(arg, split_term(arg))) changed = true;
  }
  if (!changed) return std::nullopt;
  Builder sum(sym::Plus, terms.size() + 1);
  if (!is_exact_zero(number)) sum.push(number);
  terms.for_each([&](const Expr& term) { sum.push(term); });
  if (sum.size() == 0) return number;
  Expr result = sum.finish();
  if (result.size() == 1) return result[0];
  return result;
}

// Minus[x]: -x.
MaybeExpr builtin_Minus(Call& call) {
  if (call.arg(0).is_number()) return negate(call.arg(0));
  return make_normal(sym::Times, {minus_one(), call.arg(0)});
}

// Subtract[x, y]: x - y.
MaybeExpr builtin_Subtract(Call& call) {
  const Expr &x = call.arg(0), &y = call.arg(1);
  if (x.is_number() && y.is_number()) return subtract(x, y);
  return make_normal(sym::Plus, {x, y.is_number() ? negate(y) : make_normal(sym::Times, {minus_one(), y})});
}

constexpr Builtin kBuiltins[] = {
    {.name = "Plus",
     .fn = builtin_Plus,
     .attributes = kFlat | kListable | kNumericFunction | kOneIdentity | kOrderless | kProtected,
     .usage = "x + y + z or Plus[x, y, z] is a sum of terms.",
     .packed_fn = packed_elementwise},
    {.name = "Minus",
     .fn = builtin_Minus,
     .arity = exactly(1),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "-x or Minus[x] is the arithmetic negation of x.",
     .packed_fn = packed_elementwise},
    {.name = "Subtract",
     .fn = builtin_Subtract,
     .arity = exactly(2),
     .attributes = kListable | kNumericFunction | kProtected,
     .usage = "x - y or Subtract[x, y] is the difference of x and y.",
     .packed_fn = packed_elementwise},
};

}  // namespace

void register_plus(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
