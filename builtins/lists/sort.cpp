// sort.cpp - Sort and everything that orders: by the canonical order, by a function of the elements, by a comparison function.
//
// Positions are sorted, not elements, so that associations, packed arrays and ties by original position need nothing special.
// Packed vectors of numbers are sorted directly.
#include "builtins/lists/sorting.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "array/bulk.h"
#include "array/radix_sort.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/scalar.h"
#include "evaluator/caller.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;

ElementOrder::ElementOrder(const Expr& p) : function_(p) {
  if (p.is(sym::Less) || p.is(sym::LessEqual)) {
    kind_ = Kind::Less;
  } else if (p.is(sym::Greater) || p.is(sym::GreaterEqual)) {
    kind_ = Kind::Greater;
  } else if (p.is(sym::Order)) {
    kind_ = Kind::Canonical;
  } else if (p.is(sym::NumericalOrder)) {
    kind_ = Kind::Numerical;
  } else {
    kind_ = Kind::Function;
  }
}

bool ElementOrder::in_order(const Expr& a, const Expr& b) const {
  switch (kind_) {
    case Kind::Canonical: return canonical_compare(a, b) <= 0;
    case Kind::Less:
    case Kind::Greater:
      if (a.is_real_number() && b.is_real_number()) {
        const int c = compare_real(a, b);
        return kind_ == Kind::Less ? c <= 0 : c >= 0;
      }
      break;
    case Kind::Numerical: {
      const auto c = compare_numerically(a, b);
      return c && *c != 0 ? *c < 0 : canonical_compare(a, b) <= 0;
    }
    case Kind::Function: break;
  }
  const Expr verdict = apply(function_, {a, b});
  if (verdict.is_false()) return false;
  if (verdict.is_real_number()) return sign_of_real(verdict) >= 0;
  return true;
}

std::optional<int> compare_numerically(const Expr& a, const Expr& b) {
  if (a.is_real_number() && b.is_real_number()) return compare_real(a, b);
  if (is_infinity(a) || is_negative_infinity(b)) return a == b ? 0 : 1;
  if (is_infinity(b) || is_negative_infinity(a)) return -1;
  const Expr less = evaluate(make_normal(sym::Less, {a, b}));
  if (less.is_true()) return -1;
  const Expr greater = evaluate(make_normal(sym::Greater, {a, b}));
  if (greater.is_true()) return 1;
  if (less.is_false() && greater.is_false()) return 0;
  return std::nullopt;
}

namespace {

// All small integers, or all machine reals: sorted as numbers, stably.
bool sort_plain_numbers(std::span<const Expr> keys, std::vector<std::int64_t>& positions) {
  const auto by = [&](auto value) {
    using Value = decltype(value(keys[0]));
    std::vector<Value> values;
    values.reserve(keys.size());
    for (const Expr& key : keys) values.push_back(value(key));
    positions = array::ordering_of(values.data(), static_cast<std::int64_t>(values.size()));
  };
  if (std::all_of(keys.begin(), keys.end(), [](const Expr& e) { return e.is_small_integer(); })) {
    by([](const Expr& e) { return e.small_integer(); });
    return true;
  }
  if (std::all_of(keys.begin(), keys.end(), [](const Expr& e) { return e.is_real() && !std::isnan(e.real_value()); })) {
    by([](const Expr& e) { return e.real_value(); });
    return true;
  }
  return false;
}

}  // namespace

std::vector<std::int64_t> sorted_positions(std::span<const Expr> keys, const ElementOrder& order) {
  std::vector<std::int64_t> positions(keys.size());
  std::iota(positions.begin(), positions.end(), 0);
  if (keys.size() < 2) return positions;
  if (order.canonical()) {
    if (sort_plain_numbers(keys, positions)) return positions;
    std::stable_sort(positions.begin(), positions.end(), [&](std::int64_t a, std::int64_t b) {
      return canonical_compare(keys[static_cast<std::size_t>(a)], keys[static_cast<std::size_t>(b)]) < 0;
    });
    return positions;
  }
  merge_sort(positions, [&](std::int64_t a, std::int64_t b) {
    return order.in_order(keys[static_cast<std::size_t>(a)], keys[static_cast<std::size_t>(b)]);
  });
  return positions;
}

std::vector<Expr> keys_by(const Expr& f, std::span<const Expr> elements) {
  Caller key_of(f);
  std::vector<Expr> keys;
  keys.reserve(elements.size());
  for (const Expr& e : elements) keys.push_back(key_of(e));
  return keys;
}

std::vector<std::int64_t> positions_sorted_by(std::span<const Expr> elements, const Expr& f, const ElementOrder& order) {
  if (!f.is_list()) {
    const std::vector<Expr> keys = keys_by(f, elements);
    std::vector<std::int64_t> positions = sorted_positions(keys, order);
    // Ties are broken by the canonical order of the elements.
    for (std::size_t start = 0; start < positions.size();) {
      std::size_t stop = start + 1;
      while (stop < positions.size() && keys[static_cast<std::size_t>(positions[start])] == keys[static_cast<std::size_t>(positions[stop])]) ++stop;
      if (stop - start > 1) {
        std::stable_sort(positions.begin() + static_cast<std::ptrdiff_t>(start), positions.begin() + static_cast<std::ptrdiff_t>(stop),
                         [&](std::int64_t a, std::int64_t b) {
                           return canonical_compare(elements[static_cast<std::size_t>(a)], elements[static_cast<std::size_t>(b)]) < 0;
                         });
      }
      start = stop;
    }
    return positions;
  }
  std::vector<std::vector<Expr>> keys;
  for (const Expr& one : f.args()) keys.push_back(keys_by(one, elements));
  std::vector<std::int64_t> positions(elements.size());
  std::iota(positions.begin(), positions.end(), 0);
  merge_sort(positions, [&](std::int64_t a, std::int64_t b) {
    for (const auto& level : keys) {
      const Expr& x = level[static_cast<std::size_t>(a)];
      const Expr& y = level[static_cast<std::size_t>(b)];
      if (x == y) continue;
      return order.in_order(x, y);
    }
    return true;
  });
  return positions;
}

namespace {

void reverse_in_place(std::vector<std::int64_t>& positions) { std::reverse(positions.begin(), positions.end()); }

// A packed vector in order; nullopt when it is not one of numbers with a plain order.
std::optional<Array> sorted_vector(const Expr& e, bool descending) {
  if (!e.is_packed() || e.array().rank() != 1 || e.array().dtype() == DType::ComplexReal64) return std::nullopt;
  Array values = e.array().clone();
  const std::int64_t n = values.element_count();
  const auto sort_as = [&](auto* data) {
    array::sort_numbers(data, n);
    if (descending) std::reverse(data, data + n);
  };
  if (values.dtype() == DType::Integer64) {
    sort_as(values.data<std::int64_t>());
  } else {
    const double* data = values.data<double>();
    if (std::any_of(data, data + n, [](double x) { return std::isnan(x); })) return std::nullopt;
    sort_as(values.data<double>());
  }
  return values;
}

// Sort[list], Sort[list, p], ReverseSort
MaybeExpr sort(Call& call, bool reverse) {
  const Expr& e = call.arg(0);
  if (!is_container(e)) return expects_normal(call, 1);
  if (call.size() == 1 || call.arg(1).is(sym::Less) || call.arg(1).is(sym::Greater)) {
    const bool descending = reverse != (call.size() == 2 && call.arg(1).is(sym::Greater));
    if (auto values = sorted_vector(e, descending)) return make_packed(std::move(*values));
  }
  const std::vector<Expr> elements = elements_of(e);
  const ElementOrder order = call.size() == 2 ? ElementOrder(call.arg(1)) : ElementOrder();
  std::vector<std::int64_t> positions = sorted_positions(elements, order);
  if (reverse) reverse_in_place(positions);
  return pick(e, positions);
}
MaybeExpr builtin_Sort(Call& call) { return sort(call, false); }
MaybeExpr builtin_ReverseSort(Call& call) { return sort(call, true); }

// SortBy[list, f], SortBy[list, {f1, f2, ...}], SortBy[list, f, p], SortBy[f]
MaybeExpr sort_by(Call& call, bool reverse) {
  if (call.size() == 1) return std::nullopt;
  const Expr& e = call.arg(0);
  if (!is_container(e)) return expects_normal(call, 1);
  const std::vector<Expr> elements = elements_of(e);
  std::vector<std::int64_t> positions = positions_sorted_by(elements, call.arg(1), call.size() == 3 ? ElementOrder(call.arg(2)) : ElementOrder());
  if (reverse) reverse_in_place(positions);
  return pick(e, positions);
}
MaybeExpr builtin_SortBy(Call& call) { return sort_by(call, false); }
MaybeExpr builtin_ReverseSortBy(Call& call) { return sort_by(call, true); }

// The first or last `spec` of an ordering, one-based.
MaybeExpr ordering_result(Call& call, std::vector<std::int64_t> positions, const Expr* spec) {
  if (spec != nullptr && !spec->is(sym::All)) {
    std::int64_t n = 0;
    const auto length = static_cast<std::int64_t>(positions.size());
    if (spec->has_head(sym::UpTo, 1)) {
      const auto limit = count_argument((*spec)[0], true);
      if (!limit) return call.message("seqs", {call.expr(), Expr::integer(2)});
      n = std::min(*limit, length);
    } else if (const auto given = machine_integer(*spec)) {
      n = std::clamp(*given, -length, length);
    } else {
      return call.message("seqs", {call.expr(), Expr::integer(2)});
    }
    if (n >= 0) {
      positions.resize(static_cast<std::size_t>(n));
    } else {
      positions.erase(positions.begin(), positions.end() + n);
    }
  }
  return integer_list(positions);
}

// Ordering[list], Ordering[list, n], Ordering[list, n, p]
MaybeExpr builtin_Ordering(Call& call) {
  const Expr& e = call.arg(0);
  if (!is_container(e)) return expects_normal(call, 1);
  std::vector<std::int64_t> positions;
  const bool numbers = e.is_packed() && e.array().rank() == 1 && call.size() < 3;
  if (numbers && e.array().dtype() == DType::Integer64) {
    positions = array::ordering_of(e.array().data<std::int64_t>(), e.array().element_count());
  } else if (numbers && e.array().dtype() == DType::Real64 && array::all_finite(e.array())) {
    positions = array::ordering_of(e.array().data<double>(), e.array().element_count());
  } else {
    positions = sorted_positions(elements_of(e), call.size() == 3 ? ElementOrder(call.arg(2)) : ElementOrder());
  }
  for (std::int64_t& p : positions) ++p;
  return ordering_result(call, std::move(positions), call.size() >= 2 ? &call.arg(1) : nullptr);
}

// OrderingBy[list, f], OrderingBy[list, f, n], OrderingBy[list, f, n, p]
MaybeExpr builtin_OrderingBy(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& e = call.arg(0);
  if (!is_container(e)) return expects_normal(call, 1);
  std::vector<std::int64_t> positions =
      positions_sorted_by(elements_of(e), call.arg(1), call.size() == 4 ? ElementOrder(call.arg(3)) : ElementOrder());
  for (std::int64_t& p : positions) ++p;
  return ordering_result(call, std::move(positions), call.size() >= 3 ? &call.arg(2) : nullptr);
}

// Order[e1, e2]: 1 when in canonical order, -1 when not, 0 when the same.
MaybeExpr builtin_Order(Call& call) {
  const int c = canonical_compare(call.arg(0), call.arg(1));
  return Expr::integer(c < 0 ? 1 : c > 0 ? -1 : 0);
}

// NumericalOrder[e1, e2] compares numeric expressions by value.
MaybeExpr builtin_NumericalOrder(Call& call) {
  const auto c = compare_numerically(call.arg(0), call.arg(1));
  const int order = c && *c != 0 ? *c : canonical_compare(call.arg(0), call.arg(1));
  return Expr::integer(order < 0 ? 1 : order > 0 ? -1 : 0);
}

// OrderedQ[list], OrderedQ[list, p]
MaybeExpr builtin_OrderedQ(Call& call) {
  const Expr& e = call.arg(0);
  if (!is_container(e)) return expects_normal(call, 1);
  const ElementOrder order = call.size() == 2 ? ElementOrder(call.arg(1)) : ElementOrder();
  const std::vector<Expr> elements = elements_of(e);
  for (std::size_t i = 1; i < elements.size(); ++i) {
    if (!order.in_order(elements[i - 1], elements[i])) return Expr::boolean(false);
  }
  return Expr::boolean(true);
}

// ---- TakeLargest and kin

// Missing, None, Null, Indeterminate do not take part in the numerical order, or what the option ExcludedForms says.
bool excluded(const Expr& e, const Expr& forms) {
  if (forms.is_list()) {
    const std::vector<Expr> patterns = elements_of(forms);
    return std::any_of(patterns.begin(), patterns.end(), [&](const Expr& pattern) { return matches(e, pattern); });
  }
  return e.has_head(sym::Missing) || e.is(sym::None) || e.is(sym::Null) || e.is(sym::Indeterminate);
}

// Some of the largest or smallest numbers of a packed vector, found without sorting the others; nullopt where the general way is to be taken.
MaybeExpr extreme_numbers(const Expr& list, bool largest, const Expr& count) {
  if (!list.is_packed() || list.array().rank() != 1 || !count.is_small_integer()) return std::nullopt;
  const std::int64_t n = count.small_integer(), length = list.array().element_count();
  if (n < 1 || n > length) return std::nullopt;
  const auto pick_numbers = [&](auto* data) {
    if (largest) std::partial_sort(data, data + n, data + length, std::greater<>());
    else std::partial_sort(data, data + n, data + length);
  };
  Array values = list.array().clone();
  if (values.dtype() == DType::Integer64) pick_numbers(values.data<std::int64_t>());
  else if (values.dtype() == DType::Real64 && array::all_finite(values)) pick_numbers(values.data<double>());
  else return std::nullopt;
  return make_packed(values.slice(0, n).clone());
}

MaybeExpr take_extreme(Call& call, bool largest, const Expr* f, const Expr& count) {
  Expr e = call.arg(0);
  Expr labels;  // TakeLargest[data -> prop, n]: what is returned for each
  bool labelled = false;
  if (e.is_rule()) {
    labels = e[1];
    e = e[0];
    labelled = true;
  }
  if (!is_container(e)) return expects_normal(call, 1);
  if (!labelled && f == nullptr && call.option(sym::ExcludedForms).is(sym::Automatic)) {
    if (MaybeExpr numbers = extreme_numbers(e, largest, count)) return numbers;
  }
  const std::vector<Expr> elements = elements_of(e);
  const std::vector<Expr> keys = f != nullptr ? keys_by(*f, elements) : elements;
  const Expr forms = call.option(sym::ExcludedForms);
  std::vector<std::int64_t> candidates;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!excluded(keys[i], forms)) candidates.push_back(static_cast<std::int64_t>(i));
  }
  const auto available = static_cast<std::int64_t>(candidates.size());
  std::int64_t n = 0;
  if (count.has_head(sym::UpTo, 1)) {
    const auto limit = count_argument(count[0], true);
    if (!limit) return call.message("innf", {count, call.expr()});
    n = std::min(*limit, available);
  } else {
    const auto given = count_argument(count);
    if (!given) return call.message("innf", {count, call.expr()});
    n = *given;
    if (n > available) return call.message("insuff", {count, Expr::integer(available)});
  }
  bool comparable = true;
  merge_sort(candidates, [&](std::int64_t a, std::int64_t b) {
    const auto c = compare_numerically(keys[static_cast<std::size_t>(a)], keys[static_cast<std::size_t>(b)]);
    if (!c) {
      comparable = false;
      return true;
    }
    return largest ? *c >= 0 : *c <= 0;
  });
  if (!comparable) return call.message("ordnum", {e});
  candidates.resize(static_cast<std::size_t>(n));
  if (!labelled) return pick(e, candidates);
  const auto label = [&](const Expr& property, std::int64_t position) -> Expr {
    if (property.is_string()) {
      if (property.string_value() == "Element") return element_at(e, position);
      if (property.string_value() == "Index") {
        return e.is_association() ? make_normal(sym::Key, {e.association().entries[static_cast<std::size_t>(position)].key}) : Expr::integer(position + 1);
      }
      if (property.string_value() == "Value" && f != nullptr) return keys[static_cast<std::size_t>(position)];
    }
    if (property.is_list() && static_cast<std::size_t>(position) < property.size()) return element_at(property, position);
    return property;
  };
  Builder out(sym::List, candidates.size());
  for (std::int64_t p : candidates) {
    const bool several = labels.is_list() && labels.size() > 0 && labels[0].is_string() && labels.size() != elements.size();
    if (several) {
      Builder row(sym::List);
      for (const Expr& property : labels.args()) row.push(label(property, p));
      out.push(row.finish());
    } else {
      out.push(label(labels, p));
    }
  }
  return out.finish();
}

MaybeExpr builtin_TakeLargest(Call& call) { return call.size() < 2 ? std::nullopt : take_extreme(call, true, nullptr, call.arg(1)); }
MaybeExpr builtin_TakeSmallest(Call& call) { return call.size() < 2 ? std::nullopt : take_extreme(call, false, nullptr, call.arg(1)); }
MaybeExpr builtin_TakeLargestBy(Call& call) { return call.size() < 3 ? std::nullopt : take_extreme(call, true, &call.arg(1), call.arg(2)); }
MaybeExpr builtin_TakeSmallestBy(Call& call) { return call.size() < 3 ? std::nullopt : take_extreme(call, false, &call.arg(1), call.arg(2)); }

// TakeLargestBy[f, n][list]
MaybeExpr take_by_operator(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() != 2 || call.size() != 1) return std::nullopt;
  return make_normal(inner.head(), {call.arg(0), inner[0], inner[1]});
}

// MaximalBy[list, f], MaximalBy[list, f, n], MinimalBy: canonical order of f, ties all kept.
MaybeExpr extremal_by(Call& call, bool largest) {
  if (call.size() == 1) return std::nullopt;
  const Expr& e = call.arg(0);
  if (!is_container(e)) return expects_normal(call, 1);
  const std::vector<Expr> elements = elements_of(e);
  if (elements.empty()) return e;
  const std::vector<Expr> keys = keys_by(call.arg(1), elements);
  const auto compare = [](const Expr& a, const Expr& b) {
    const auto c = compare_numerically(a, b);
    return c ? *c : canonical_compare(a, b);
  };
  if (call.size() == 2) {
    std::vector<std::int64_t> best{0};
    for (std::size_t i = 1; i < keys.size(); ++i) {
      int c = compare(keys[i], keys[static_cast<std::size_t>(best[0])]);
      if (!largest) c = -c;
      if (c > 0) best.clear();
      if (c >= 0) best.push_back(static_cast<std::int64_t>(i));
    }
    return pick(e, best);
  }
  std::vector<std::int64_t> positions(elements.size());
  std::iota(positions.begin(), positions.end(), 0);
  merge_sort(positions, [&](std::int64_t a, std::int64_t b) {
    const int c = compare(keys[static_cast<std::size_t>(a)], keys[static_cast<std::size_t>(b)]);
    return largest ? c >= 0 : c <= 0;
  });
  const bool up_to = call.arg(2).has_head(sym::UpTo, 1);
  const auto n = count_argument(up_to ? call.arg(2)[0] : call.arg(2), up_to);
  if (!n || (!up_to && *n > static_cast<std::int64_t>(positions.size()))) return call.message("innf", {call.arg(2), call.expr()});
  positions.resize(static_cast<std::size_t>(std::min<std::int64_t>(*n, static_cast<std::int64_t>(positions.size()))));
  return pick(e, positions);
}
MaybeExpr builtin_MaximalBy(Call& call) { return extremal_by(call, true); }
MaybeExpr builtin_MinimalBy(Call& call) { return extremal_by(call, false); }

constexpr const char* kCount = "Non-negative integer or UpTo of one expected for `1` in `2`.";
constexpr const char* kTooFew = "The requested number of elements `1` is greater than the number of comparable elements, `2`.";
constexpr const char* kNoOrder = "The elements of `1` cannot all be compared numerically.";

constexpr Builtin kBuiltins[] = {
    {.name = "Sort",
     .fn = builtin_Sort,
     .arity = between(1, 2),
     .usage = "Sort[list] sorts the elements of list into canonical order.\nSort[list, p] sorts using the ordering function p.\nSort[assoc] sorts by values."},
    {.name = "ReverseSort",
     .fn = builtin_ReverseSort,
     .arity = between(1, 2),
     .usage = "ReverseSort[list] sorts the elements of list into reverse canonical order.\nReverseSort[list, p] reverses the order given by p."},
    {.name = "SortBy",
     .fn = builtin_SortBy,
     .arity = between(1, 3),
     .usage = "SortBy[list, f] sorts the elements of list by the values of f.\nSortBy[list, {f1, f2, ...}] breaks ties by successive functions.\n"
              "SortBy[list, f, p] compares the values of f with p.",
     .sub_fn = operator_form},
    {.name = "ReverseSortBy",
     .fn = builtin_ReverseSortBy,
     .arity = between(1, 3),
     .usage = "ReverseSortBy[list, f] sorts the elements of list by the values of f, largest first.",
     .sub_fn = operator_form},
    {.name = "Ordering",
     .fn = builtin_Ordering,
     .arity = between(1, 3),
     .usage = "Ordering[list] gives the positions in list of the elements of Sort[list].\nOrdering[list, n] gives the first n of them.\n"
              "Ordering[list, -n] gives the last n.\nOrdering[list, n, p] uses the ordering function p."},
    {.name = "OrderingBy",
     .fn = builtin_OrderingBy,
     .arity = between(1, 4),
     .usage = "OrderingBy[list, f] gives the positions in list of the elements of SortBy[list, f].\nOrderingBy[list, f, n] gives the first n of them.",
     .sub_fn = operator_form},
    {.name = "Order",
     .fn = builtin_Order,
     .arity = exactly(2),
     .usage = "Order[e1, e2] gives 1 if e1 comes before e2 in canonical order, -1 if after, and 0 if they are the same."},
    {.name = "NumericalOrder",
     .fn = builtin_NumericalOrder,
     .arity = exactly(2),
     .usage = "NumericalOrder[e1, e2] gives 1 if e1 < e2, -1 if e1 > e2, and the canonical order if they cannot be compared or are equal."},
    {.name = "OrderedQ",
     .fn = builtin_OrderedQ,
     .arity = between(1, 2),
     .usage = "OrderedQ[list] gives True if the elements of list are in canonical order.\nOrderedQ[list, p] uses the ordering function p."},
    {.name = "TakeLargest",
     .fn = builtin_TakeLargest,
     .arity = between(1, 2),
     .usage = "TakeLargest[list, n] gives the n numerically largest elements of list, largest first.\nTakeLargest[list -> prop, n] gives the property of each.",
     .options = "{ExcludedForms -> Automatic}",
     .messages = {{"innf", kCount}, {"insuff", kTooFew}, {"ordnum", kNoOrder}},
     .sub_fn = operator_form},
    {.name = "TakeSmallest",
     .fn = builtin_TakeSmallest,
     .arity = between(1, 2),
     .usage = "TakeSmallest[list, n] gives the n numerically smallest elements of list, smallest first.",
     .options = "{ExcludedForms -> Automatic}",
     .messages = {{"innf", kCount}, {"insuff", kTooFew}, {"ordnum", kNoOrder}},
     .sub_fn = operator_form},
    {.name = "TakeLargestBy",
     .fn = builtin_TakeLargestBy,
     .arity = between(2, 3),
     .usage = "TakeLargestBy[list, f, n] gives the n elements of list for which f is numerically largest.",
     .options = "{ExcludedForms -> Automatic}",
     .messages = {{"innf", kCount}, {"insuff", kTooFew}, {"ordnum", kNoOrder}},
     .sub_fn = take_by_operator},
    {.name = "TakeSmallestBy",
     .fn = builtin_TakeSmallestBy,
     .arity = between(2, 3),
     .usage = "TakeSmallestBy[list, f, n] gives the n elements of list for which f is numerically smallest.",
     .options = "{ExcludedForms -> Automatic}",
     .messages = {{"innf", kCount}, {"insuff", kTooFew}, {"ordnum", kNoOrder}},
     .sub_fn = take_by_operator},
    {.name = "MaximalBy",
     .fn = builtin_MaximalBy,
     .arity = between(1, 3),
     .usage = "MaximalBy[list, f] gives the elements of list for which f is maximal.\nMaximalBy[list, f, n] gives the n elements with the largest f.",
     .messages = {{"innf", kCount}},
     .sub_fn = operator_form},
    {.name = "MinimalBy",
     .fn = builtin_MinimalBy,
     .arity = between(1, 3),
     .usage = "MinimalBy[list, f] gives the elements of list for which f is minimal.\nMinimalBy[list, f, n] gives the n elements with the smallest f.",
     .messages = {{"innf", kCount}},
     .sub_fn = operator_form},
};

}  // namespace

void register_sort(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
