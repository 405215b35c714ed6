// outer.cpp - generalised products: Outer and Inner.
#include <algorithm>

#include "builtins/arithmetic/numeric.h"
#include "builtins/functional/elementwise.h"
#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"

namespace lykos::builtins {
namespace {

// ---- Outer

class OuterProduct {
 public:
  OuterProduct(const Expr& f, const Expr& head, std::vector<Expr> lists, std::vector<std::int64_t> depths)
      : f_(f), head_(head), lists_(std::move(lists)), depths_(std::move(depths)) {}

  Expr build() { return level(lists_[0], 0, depths_[0]); }

 private:
  // `part` of list number `which`, with `depth` levels of it still to be taken apart.
  Expr level(const Expr& part, std::size_t which, std::int64_t depth) {
    const bool container = part.is_normal() && part.head() == head_;
    if (depth == 0 || !container) {
      chosen_.push_back(part);
      Expr result = which + 1 == lists_.size() ? finish() : level(lists_[which + 1], which + 1, depths_[which + 1]);
      chosen_.pop_back();
      return result;
    }
    const RecursionGuard guard;
    if (which + 1 == lists_.size() && part.is_packed() && part.array().rank() == 1 && part.size() >= 8) {
      if (MaybeExpr row = whole_row(part)) return *row;
    }
    std::vector<Expr> elements;
    elements.reserve(part.size());
    for (std::size_t i = 0; i < part.size(); ++i) {
      if ((i & 255) == 0) check_interrupt();
      elements.push_back(level(element_at(part, static_cast<std::int64_t>(i)), which, depth - 1));
    }
    return normal_of(head_, std::move(elements));
  }

  Expr finish() { return lykos::apply(f_, std::span<const Expr>(chosen_)); }

  // A row of products of numbers with a packed vector is one listable operation.
  MaybeExpr whole_row(const Expr& vector) const {
    if (!f_.is(sym::Times) && !f_.is(sym::Plus) && !f_.is(sym::Subtract) && !f_.is(sym::Divide) && !f_.is(sym::Power)) return std::nullopt;
    std::vector<Expr> args = chosen_;
    for (const Expr& e : args) {
      if (!e.is_small_integer() && !e.is_real()) return std::nullopt;
    }
    args.push_back(vector);
    Expr row = lykos::apply(f_, std::span<const Expr>(args));
    return row.is_list() && row.size() == vector.size() ? MaybeExpr(row) : std::nullopt;
  }

  const Expr& f_;
  Expr head_;
  std::vector<Expr> lists_;
  std::vector<std::int64_t> depths_;
  std::vector<Expr> chosen_;
};

// Outer[f, list1, list2, ...], Outer[f, list1, ..., n], Outer[f, list1, ..., n1, n2, ...]
MaybeExpr builtin_Outer(Call& call) {
  std::size_t count = call.size();
  // Trailing integers (or Infinity) are depths.
  while (count > 2 && (call[count - 1].is_small_integer() || is_infinity(call[count - 1]))) --count;
  std::vector<Expr> lists(call.args().begin() + 1, call.args().begin() + static_cast<std::ptrdiff_t>(count));
  if (lists.empty()) return lykos::apply(call[0], std::span<const Expr>());
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (!lists[i].is_normal()) return call.message("normal", {Expr::integer(static_cast<std::int64_t>(i) + 2), call.expr()});
    if (!(lists[i].head() == lists[0].head())) {
      return call.message("heads", {lists[0].head(), lists[i].head(), Expr::integer(2), Expr::integer(static_cast<std::int64_t>(i) + 2), call.expr()});
    }
  }
  std::vector<std::int64_t> depths(lists.size(), INT64_MAX);
  const std::size_t given = call.size() - count;
  if (given > lists.size()) return call.message("depth", {call.expr()});
  for (std::size_t i = 0; given > 0 && i < lists.size(); ++i) {
    // One depth serves all lists; fewer depths than lists leave the rest complete.
    if (given > 1 && i >= given) break;
    const Expr& depth = call[count + (given == 1 ? 0 : i)];
    if (is_infinity(depth)) continue;
    if (depth.small_integer() < 0) return call.message("intnm", {call.expr(), Expr::integer(static_cast<std::int64_t>(count + i) + 1)});
    depths[i] = depth.small_integer();
  }
  const auto complete = [&](std::size_t i) { return lists[i].is_packed() && depths[i] >= lists[i].array().rank(); };
  if (lists.size() == 2 && call[0].is_symbol() && call[0].symbol_node().definitions == nullptr && complete(0) && complete(1)) {
    if (MaybeExpr table = packed_outer(KnownSymbol{call[0].symbol_node().known_index}, lists[0], lists[1])) return table;
  }
  const Expr head = lists[0].head();
  return OuterProduct(call[0], head, std::move(lists), std::move(depths)).build();
}

// ---- Inner

// Inner of two parts, where `a` is contracted at its last level (depth `a_depth`) with the first level of `b`.
MaybeExpr inner_product(const Call& call, const Expr& f, const Expr& g, const Expr& a, const Expr& b, const Expr& head);

// f[a_i, b_i] combined by g, where b_i may itself have further levels: the result has the shape of one b_i.
Expr combine(const Expr& f, const Expr& g, std::span<const Expr> left, std::span<const Expr> right, const Expr& head, std::size_t right_levels) {
  if (right_levels > 0) {
    const std::size_t width = right.empty() ? 0 : right[0].size();
    std::vector<Expr> elements;
    std::vector<Expr> column(right.size());
    for (std::size_t j = 0; j < width; ++j) {
      for (std::size_t i = 0; i < right.size(); ++i) column[i] = element_at(right[i], static_cast<std::int64_t>(j));
      elements.push_back(combine(f, g, left, column, head, right_levels - 1));
    }
    return normal_of(head, std::move(elements));
  }
  std::vector<Expr> terms;
  terms.reserve(left.size());
  for (std::size_t i = 0; i < left.size(); ++i) terms.push_back(lykos::apply(f, {left[i], right[i]}));
  return lykos::apply(g, std::span<const Expr>(terms));
}

std::size_t levels_of(const Expr& e, const Expr& head) {
  std::size_t levels = 0;
  Expr current = e;
  while (current.is_normal() && current.head() == head) {
    ++levels;
    if (current.size() == 0) break;
    const Expr first = element_at(current, 0);
    // Deeper levels count only when every element has the same length.
    for (std::size_t i = 1; i < current.size(); ++i) {
      const Expr other = element_at(current, static_cast<std::int64_t>(i));
      const bool alike = other.is_normal() == first.is_normal() && other.size() == first.size() && (!first.is_normal() || other.head() == head);
      if (!alike) return levels;
    }
    current = first;
  }
  return levels;
}

MaybeExpr inner_product(const Call& call, const Expr& f, const Expr& g, const Expr& a, const Expr& b, const Expr& head) {
  const RecursionGuard guard;
  if (levels_of(a, head) > 1) {
    std::vector<Expr> rows;
    for (std::size_t i = 0; i < a.size(); ++i) {
      MaybeExpr row = inner_product(call, f, g, element_at(a, static_cast<std::int64_t>(i)), b, head);
      if (!row) return std::nullopt;
      rows.push_back(std::move(*row));
    }
    return normal_of(head, std::move(rows));
  }
  if (a.size() != b.size()) {
    return call.message("incom", {Expr::integer(static_cast<std::int64_t>(a.size())), a, Expr::integer(static_cast<std::int64_t>(b.size())), b});
  }
  check_interrupt();
  return combine(f, g, elements_of(a), elements_of(b), head, levels_of(b, head) - 1);
}

// Inner[f, list1, list2, g], Inner[f, list1, list2], Inner[f, list1, list2, g, n]
MaybeExpr builtin_Inner(Call& call) {
  const Expr g = call.size() > 3 ? call[3] : Expr(sym::Plus);
  for (int i = 1; i <= 2; ++i) {
    if (!call[static_cast<std::size_t>(i)].is_normal()) return call.message("normal", {Expr::integer(i), call.expr()});
  }
  const Expr& a = call[1];
  const Expr& b = call[2];
  if (!(a.head() == b.head())) return call.message("heads", {a.head(), b.head(), Expr::integer(2), Expr::integer(3), call.expr()});
  if (call.size() == 5) {
    const auto n = machine_integer(call[4]);
    const std::size_t levels = levels_of(a, a.head());
    if (!n || *n < 1 || static_cast<std::size_t>(*n) > levels) return call.message("level", {call[4]});
    if (static_cast<std::size_t>(*n) != levels) {
      // Contraction at level n: bring that level last.
      std::vector<Expr> order;
      for (std::size_t i = 1; i <= levels; ++i) {
        const auto level = static_cast<std::int64_t>(i);
        order.push_back(Expr::integer(level == *n ? static_cast<std::int64_t>(levels) : level > *n ? level - 1 : level));
      }
      const Expr moved = evaluate(make_normal(sym::Transpose, {a, make_list(std::move(order))}));
      return inner_product(call, call[0], g, moved, b, a.head());
    }
  }
  if (call[0].is(sym::Times) && g.is(sym::Plus) && a.is_packed() && b.is_packed()) return make_normal(sym::Dot, {a, b});
  return inner_product(call, call[0], g, a, b, a.head());
}

constexpr const char* kHeads = "Heads `1` and `2` at positions `3` and `4` in `5` are expected to be the same.";

constexpr Builtin kBuiltins[] = {
    {.name = "Outer",
     .fn = builtin_Outer,
     .arity = at_least(1),
     .usage = "Outer[f, list1, list2, ...] gives the generalized outer product of the listi, forming all possible combinations of the lowest-level elements in each of them, and feeding them as arguments to f.\n"
              "Outer[f, list1, list2, ..., n] treats as separate elements only sublists at level n in the listi.\n"
              "Outer[f, list1, list2, ..., n1, n2, ...] treats as separate elements only sublists at level ni in the corresponding listi.",
     .messages = {{"heads", kHeads}, {"depth", "There are more depths than lists in `1`."}}},
    {.name = "Inner",
     .fn = builtin_Inner,
     .arity = between(3, 5),
     .usage = "Inner[f, list1, list2, g] is a generalization of Dot in which f plays the role of multiplication and g of addition.\n"
              "Inner[f, list1, list2] uses Plus for g.\n"
              "Inner[f, list1, list2, g, n] contracts index n of the first tensor with the first index of the second tensor.",
     .messages = {{"heads", kHeads}, {"incom", "Length `1` of dimension 1 in `2` is incommensurate with length `3` of dimension 1 in `4`."}}},
};

}  // namespace

void register_outer(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
