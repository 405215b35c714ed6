// sets.cpp - lists as sets: Union, Intersection, Complement, removal of duplicates, and the tests of containment.
//
// Everything goes through hashing (or sorting of packed numbers); only a SameTest of the user's makes it quadratic, and then
// elements are compared with the representatives kept so far.
#include <algorithm>
#include <iterator>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

#include "array/bulk.h"
#include "array/list_loops.h"
#include "array/radix_sort.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/sorting.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

using ExprSet = std::unordered_set<Expr, ExprHash>;

// The user's SameTest, or nothing when structural identity is meant.
std::optional<Expr> same_test(const Call& call) {
  const Expr test = call.option(sym::SameTest);
  if (test.is(sym::Automatic) || test.is(sym::SameQ) || test.is_null()) return std::nullopt;
  return test;
}

bool member(const Expr& e, std::span<const Expr> among, const Expr& same) {
  return std::any_of(among.begin(), among.end(), [&](const Expr& other) { return test(same, {other, e}); });
}

// Elements with later duplicates removed.
std::vector<Expr> distinct(std::span<const Expr> elements, const std::optional<Expr>& same) {
  std::vector<Expr> kept;
  if (same) {
    for (const Expr& e : elements) {
      if (!member(e, kept, *same)) kept.push_back(e);
    }
    return kept;
  }
  ExprSet seen;
  seen.reserve(elements.size());
  for (const Expr& e : elements) {
    if (seen.insert(e).second) kept.push_back(e);
  }
  return kept;
}

Expr sorted(const Expr& head, std::vector<Expr>&& elements) {
  const std::vector<std::int64_t> positions = sorted_positions(elements, ElementOrder());
  std::vector<Expr> out;
  out.reserve(elements.size());
  for (std::int64_t p : positions) out.push_back(std::move(elements[static_cast<std::size_t>(p)]));
  return normal_of(head, std::move(out));
}

// Lists of one head, or a message.
bool same_heads(Call& call) {
  for (std::size_t i = 0; i < call.size(); ++i) {
    if (!is_container(call.arg(i))) {
      expects_normal(call, static_cast<int>(i) + 1);
      return false;
    }
    if (!(call.arg(i).head() == call.arg(0).head())) {
      call.message("heads", {call.arg(0).head(), call.arg(i).head(), Expr::integer(1), Expr::integer(static_cast<std::int64_t>(i) + 1)});
      return false;
    }
  }
  return true;
}

// The distinct numbers of a packed vector in order.
template <typename T>
std::vector<T> distinct_numbers(const T* data, std::int64_t count) {
  std::vector<T> all(data, data + count);
  if constexpr (std::is_same_v<T, std::int64_t>) {
    // Integers that lie close together are marked, others sorted.
    const array::ListLoops& loops = array::list_loops();
    const std::int64_t low = loops.integer_minimum(data, count), high = loops.integer_maximum(data, count);
    std::int64_t span = 0;
    if (!__builtin_sub_overflow(high, low, &span) && span / 4 < count) {
      std::vector<char> present(static_cast<std::size_t>(span) + 1, 0);
      for (const std::int64_t value : all) present[static_cast<std::size_t>(value - low)] = 1;
      all.clear();
      for (std::int64_t i = 0; i <= span; ++i)
        if (present[static_cast<std::size_t>(i)] != 0) all.push_back(low + i);
      return all;
    }
  }
  array::sort_numbers(all.data(), count);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

enum class SetOperation { Union, Intersection, Complement };

template <typename T>
std::vector<T> combined(std::span<const Expr> lists, SetOperation operation) {
  const auto numbers = [](const Expr& list) { return distinct_numbers(list.array().data<T>(), list.array().element_count()); };
  std::vector<T> result = numbers(lists[0]);
  for (const Expr& list : lists.subspan(1)) {
    const std::vector<T> other = numbers(list);
    std::vector<T> joined;
    const auto into = std::back_inserter(joined);
    if (operation == SetOperation::Union) std::set_union(result.begin(), result.end(), other.begin(), other.end(), into);
    if (operation == SetOperation::Intersection) std::set_intersection(result.begin(), result.end(), other.begin(), other.end(), into);
    if (operation == SetOperation::Complement) std::set_difference(result.begin(), result.end(), other.begin(), other.end(), into);
    result = std::move(joined);
  }
  return result;
}

// Sets of numbers from packed vectors of one type; nullopt when the lists are anything else.
MaybeExpr packed_sets(std::span<const Expr> lists, SetOperation operation) {
  for (const Expr& list : lists) {
    if (!list.is_packed() || list.array().rank() != 1 || list.array().dtype() != lists[0].array().dtype()) return std::nullopt;
    if (list.array().dtype() == DType::Real64 && !array::all_finite(list.array())) return std::nullopt;
  }
  if (lists[0].array().dtype() == DType::Integer64) return integer_list(combined<std::int64_t>(lists, operation));
  if (lists[0].array().dtype() == DType::Real64) return real_list(combined<double>(lists, operation));
  return std::nullopt;
}

// Union[list1, list2, ...]
MaybeExpr builtin_Union(Call& call) {
  if (call.size() == 0) return make_list(std::vector<Expr>{});
  if (!same_heads(call)) return std::nullopt;
  const std::optional<Expr> same = same_test(call);
  if (!same) {
    if (MaybeExpr result = packed_sets(call.args(), SetOperation::Union)) return result;
  }
  std::vector<Expr> all;
  for (const Expr& list : call.args()) {
    const std::vector<Expr> part = elements_of(list);
    all.insert(all.end(), part.begin(), part.end());
  }
  if (same) {  // representatives are the first of each class in canonical order
    const std::vector<std::int64_t> positions = sorted_positions(all, ElementOrder());
    std::vector<Expr> ordered;
    for (std::int64_t p : positions) ordered.push_back(all[static_cast<std::size_t>(p)]);
    all = std::move(ordered);
  }
  return sorted(call.arg(0).is_association() ? Expr(sym::List) : call.arg(0).head(), distinct(all, same));
}

// Intersection[list1, list2, ...]
MaybeExpr builtin_Intersection(Call& call) {
  if (call.size() == 0) return make_list(std::vector<Expr>{});
  if (!same_heads(call)) return std::nullopt;
  const std::optional<Expr> same = same_test(call);
  if (!same) {
    if (MaybeExpr result = packed_sets(call.args(), SetOperation::Intersection)) return result;
  }
  std::vector<Expr> common = distinct(elements_of(call.arg(0)), same);
  for (std::size_t i = 1; i < call.size(); ++i) {
    const std::vector<Expr> other = elements_of(call.arg(i));
    const ExprSet lookup = same ? ExprSet() : ExprSet(other.begin(), other.end());
    std::erase_if(common, [&](const Expr& e) { return same ? !member(e, other, *same) : lookup.count(e) == 0; });
  }
  return sorted(call.arg(0).is_association() ? Expr(sym::List) : call.arg(0).head(), std::move(common));
}

// Complement[all, list1, list2, ...]
MaybeExpr builtin_Complement(Call& call) {
  if (!same_heads(call)) return std::nullopt;
  const std::optional<Expr> same = same_test(call);
  if (!same) {
    if (MaybeExpr result = packed_sets(call.args(), SetOperation::Complement)) return result;
  }
  std::vector<Expr> left = distinct(elements_of(call.arg(0)), same);
  for (std::size_t i = 1; i < call.size(); ++i) {
    const std::vector<Expr> other = elements_of(call.arg(i));
    const ExprSet lookup = same ? ExprSet() : ExprSet(other.begin(), other.end());
    std::erase_if(left, [&](const Expr& e) { return same ? member(e, other, *same) : lookup.count(e) != 0; });
  }
  return sorted(call.arg(0).is_association() ? Expr(sym::List) : call.arg(0).head(), std::move(left));
}

// Keeps the elements (entries) whose keys are met for the first time.
Expr first_of_each(const Expr& container, std::span<const Expr> keys, const std::optional<Expr>& same) {
  std::vector<std::int64_t> kept;
  if (same) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const bool seen = std::any_of(kept.begin(), kept.end(), [&](std::int64_t k) { return test(*same, {keys[static_cast<std::size_t>(k)], keys[i]}); });
      if (!seen) kept.push_back(static_cast<std::int64_t>(i));
    }
  } else {
    ExprSet seen;
    seen.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (seen.insert(keys[i]).second) kept.push_back(static_cast<std::int64_t>(i));
    }
  }
  if (kept.size() == keys.size()) return container;
  return pick(container, kept);
}

// The numbers without those that have come before: equal ones are neighbours in order, the first of them first.
template <typename T>
std::vector<T> first_occurrences(const T* data, std::int64_t count) {
  const std::vector<std::int64_t> order = array::ordering_of(data, count);
  std::vector<char> again(static_cast<std::size_t>(count), 0);
  for (std::size_t i = 1; i < order.size(); ++i) again[static_cast<std::size_t>(order[i])] = data[order[i]] == data[order[i - 1]] ? 1 : 0;
  std::vector<T> kept;
  for (std::int64_t i = 0; i < count; ++i)
    if (again[static_cast<std::size_t>(i)] == 0) kept.push_back(data[i]);
  return kept;
}

// DeleteDuplicates[list], DeleteDuplicates[list, test]
MaybeExpr builtin_DeleteDuplicates(Call& call) {
  const Expr& list = call.arg(0);
  if (!is_container(list)) return expects_normal(call, 1);
  const bool identity = call.size() == 1 || call.arg(1).is(sym::SameQ);
  if (identity && list.is_packed() && list.array().rank() == 1) {
    const Array& values = list.array();
    if (values.dtype() == DType::Integer64) return integer_list(first_occurrences(values.data<std::int64_t>(), values.element_count()));
    if (values.dtype() == DType::Real64 && array::all_finite(values)) return real_list(first_occurrences(values.data<double>(), values.element_count()));
  }
  return first_of_each(list, elements_of(list), identity ? std::nullopt : std::optional<Expr>(call.arg(1)));
}

// DeleteDuplicatesBy[list, f]
MaybeExpr builtin_DeleteDuplicatesBy(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!is_container(call.arg(0))) return expects_normal(call, 1);
  return first_of_each(call.arg(0), keys_by(call.arg(1), elements_of(call.arg(0))), std::nullopt);
}

// DuplicateFreeQ[list], DuplicateFreeQ[list, test]
MaybeExpr builtin_DuplicateFreeQ(Call& call) {
  if (!is_container(call.arg(0))) return expects_normal(call, 1);
  const std::vector<Expr> elements = elements_of(call.arg(0));
  const bool identity = call.size() == 1 || call.arg(1).is(sym::SameQ);
  return Expr::boolean(distinct(elements, identity ? std::nullopt : std::optional<Expr>(call.arg(1))).size() == elements.size());
}

// ---- containment: one pass over elements against a set

struct Membership {
  std::vector<Expr> elements;
  ExprSet set;
  std::optional<Expr> same;
  Membership(const Expr& container, std::optional<Expr> test_function) : elements(elements_of(container)), same(std::move(test_function)) {
    if (!same) set.insert(elements.begin(), elements.end());
  }
  bool has(const Expr& e) const { return same ? member(e, elements, *same) : set.count(e) != 0; }
};

bool containers(Call& call) {
  for (std::size_t i = 0; i < 2; ++i) {
    if (!is_container(call.arg(i))) {
      if (call.head().is(sym::SubsetQ) || call.head().is(sym::DisjointQ)) expects_normal(call, static_cast<int>(i) + 1);
      else call.message("lsa", {call.arg(i)});
      return false;
    }
  }
  return true;
}

template <typename Decide>
MaybeExpr containment(Call& call, const Decide& decide) {
  if (call.size() == 1) return std::nullopt;
  if (!containers(call)) return std::nullopt;
  const std::optional<Expr> same = same_test(call);
  return Expr::boolean(decide(Membership(call.arg(0), same), Membership(call.arg(1), same)));
}

bool all_in(const std::vector<Expr>& elements, const Membership& set) {
  return std::all_of(elements.begin(), elements.end(), [&](const Expr& e) { return set.has(e); });
}
bool any_in(const std::vector<Expr>& elements, const Membership& set) {
  return std::any_of(elements.begin(), elements.end(), [&](const Expr& e) { return set.has(e); });
}

MaybeExpr builtin_ContainsAll(Call& call) {
  return containment(call, [](const Membership& a, const Membership& b) { return all_in(b.elements, a); });
}
MaybeExpr builtin_ContainsAny(Call& call) {
  return containment(call, [](const Membership& a, const Membership& b) { return any_in(b.elements, a); });
}
MaybeExpr builtin_ContainsNone(Call& call) {
  return containment(call, [](const Membership& a, const Membership& b) { return !any_in(b.elements, a); });
}
MaybeExpr builtin_ContainsOnly(Call& call) {
  return containment(call, [](const Membership& a, const Membership& b) { return all_in(a.elements, b); });
}
MaybeExpr builtin_ContainsExactly(Call& call) {
  return containment(call, [](const Membership& a, const Membership& b) { return all_in(a.elements, b) && all_in(b.elements, a); });
}

constexpr const char* kContainer = "List or association expected instead of `1`.";
constexpr const char* kHeads = "Heads `1` and `2` at positions `3` and `4` are expected to be the same.";

constexpr Builtin kBuiltins[] = {
    {.name = "Union",
     .fn = builtin_Union,
     .attributes = kFlat | kOneIdentity | kProtected | kReadProtected,
     .usage = "Union[list1, list2, ...] gives a sorted list of the distinct elements of the lists.",
     .options = "{SameTest -> Automatic}",
     .messages = {{"heads", kHeads}}},
    {.name = "Intersection",
     .fn = builtin_Intersection,
     .attributes = kFlat | kOneIdentity | kProtected | kReadProtected,
     .usage = "Intersection[list1, list2, ...] gives a sorted list of the elements common to all the lists.",
     .options = "{SameTest -> Automatic}",
     .messages = {{"heads", kHeads}}},
    {.name = "Complement",
     .fn = builtin_Complement,
     .arity = at_least(1),
     .usage = "Complement[all, list1, list2, ...] gives a sorted list of the elements of all that are in none of the list_i.",
     .options = "{SameTest -> Automatic}",
     .messages = {{"heads", kHeads}}},
    {.name = "DeleteDuplicates",
     .fn = builtin_DeleteDuplicates,
     .arity = between(1, 2),
     .usage = "DeleteDuplicates[list] deletes all duplicates from list.\nDeleteDuplicates[list, test] uses test to decide whether two elements are duplicates."},
    {.name = "DeleteDuplicatesBy",
     .fn = builtin_DeleteDuplicatesBy,
     .arity = between(1, 2),
     .usage = "DeleteDuplicatesBy[list, f] deletes elements for which f gives a value met before.",
     .sub_fn = operator_form},
    {.name = "DuplicateFreeQ",
     .fn = builtin_DuplicateFreeQ,
     .arity = between(1, 2),
     .usage = "DuplicateFreeQ[list] gives True if list has no duplicates.\nDuplicateFreeQ[list, test] uses test."},
    {.name = "ContainsAll",
     .fn = builtin_ContainsAll,
     .arity = between(1, 2),
     .usage = "ContainsAll[e1, e2] gives True if e1 contains all the elements of e2.",
     .options = "{SameTest -> SameQ}",
     .messages = {{"lsa", kContainer}},
     .sub_fn = operator_form},
    {.name = "ContainsAny",
     .fn = builtin_ContainsAny,
     .arity = between(1, 2),
     .usage = "ContainsAny[e1, e2] gives True if e1 contains any of the elements of e2.",
     .options = "{SameTest -> SameQ}",
     .messages = {{"lsa", kContainer}},
     .sub_fn = operator_form},
    {.name = "ContainsNone",
     .fn = builtin_ContainsNone,
     .arity = between(1, 2),
     .usage = "ContainsNone[e1, e2] gives True if e1 contains none of the elements of e2.",
     .options = "{SameTest -> SameQ}",
     .messages = {{"lsa", kContainer}},
     .sub_fn = operator_form},
    {.name = "ContainsOnly",
     .fn = builtin_ContainsOnly,
     .arity = between(1, 2),
     .usage = "ContainsOnly[e1, e2] gives True if e1 contains only elements of e2.",
     .options = "{SameTest -> SameQ}",
     .messages = {{"lsa", kContainer}},
     .sub_fn = operator_form},
    {.name = "ContainsExactly",
     .fn = builtin_ContainsExactly,
     .arity = between(1, 2),
     .usage = "ContainsExactly[e1, e2] gives True if e1 and e2 contain exactly the same elements.",
     .options = "{SameTest -> SameQ}",
     .messages = {{"lsa", kContainer}},
     .sub_fn = operator_form},
    {.name = "SubsetQ",
     .fn = builtin_ContainsAll,
     .arity = between(1, 2),
     .usage = "SubsetQ[list1, list2] gives True if list2 is a subset of list1.",
     .options = "{SameTest -> SameQ}",
     .sub_fn = operator_form},
    {.name = "DisjointQ",
     .fn = builtin_ContainsNone,
     .arity = between(1, 2),
     .usage = "DisjointQ[list1, list2] gives True if the lists have no element in common.",
     .options = "{SameTest -> SameQ}",
     .sub_fn = operator_form},
    {.name = "IntersectingQ",
     .fn = builtin_ContainsAny,
     .arity = between(1, 2),
     .usage = "IntersectingQ[list1, list2] gives True if the lists have an element in common.",
     .options = "{SameTest -> SameQ}",
     .sub_fn = operator_form},
};

}  // namespace

void register_sets(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
