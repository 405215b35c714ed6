// tally.cpp - collecting equal things: Tally, Counts, Gather, GroupBy, Split, PositionIndex, Commonest, BinCounts.
//
// Groups are found by one hash table from key to group number, in order of first appearance.
#include <algorithm>
#include <numeric>
#include <cmath>
#include <cstdlib>
#include <unordered_map>

#include "array/bulk.h"
#include "array/list_loops.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/scalar.h"
#include "builtins/lists/sorting.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;

namespace {

// Zero-based positions of the elements of each group, groups in order of first appearance.
using Groups = std::vector<std::vector<std::int64_t>>;

Groups group_equal(std::span<const Expr> keys) {
  Groups groups;
  std::unordered_map<Expr, std::size_t, ExprHash> numbers;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto [found, fresh] = numbers.try_emplace(keys[i], groups.size());
    if (fresh) groups.emplace_back();
    groups[found->second].push_back(static_cast<std::int64_t>(i));
  }
  return groups;
}

// With a test function: an element joins the first group whose first member it matches.
Groups group_by_test(std::span<const Expr> elements, const Expr& same) {
  Groups groups;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const std::vector<std::int64_t>& g) {
      return test(same, {elements[static_cast<std::size_t>(g[0])], elements[i]});
    });
    if (group == groups.end()) group = groups.insert(groups.end(), std::vector<std::int64_t>());
    group->push_back(static_cast<std::int64_t>(i));
  }
  return groups;
}

Expr count_of(const std::vector<std::int64_t>& group) { return Expr::integer(static_cast<std::int64_t>(group.size())); }

// The distinct integers in order of first appearance, each with how often it is there.
std::vector<std::pair<std::int64_t, std::int64_t>> tally_integers(const std::int64_t* data, std::int64_t count) {
  std::vector<std::pair<std::int64_t, std::int64_t>> counts;
  const array::ListLoops& loops = array::list_loops();
  const std::int64_t low = loops.integer_minimum(data, count), high = loops.integer_maximum(data, count);
  std::int64_t span = 0;
  if (!__builtin_sub_overflow(high, low, &span) && span / 4 < count) {  // close together: a table of all values between
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(span) + 1, -1);
    for (std::int64_t i = 0; i < count; ++i) {
      std::int64_t& number = numbers[static_cast<std::size_t>(data[i] - low)];
      if (number < 0) {
        number = static_cast<std::int64_t>(counts.size());
        counts.emplace_back(data[i], 0);
      }
      ++counts[static_cast<std::size_t>(number)].second;
    }
    return counts;
  }
  std::unordered_map<std::int64_t, std::size_t> numbers;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto [found, fresh] = numbers.try_emplace(data[i], counts.size());
    if (fresh) counts.emplace_back(data[i], 0);
    ++counts[found->second].second;
  }
  return counts;
}

// Tally[list], Tally[list, test]
MaybeExpr builtin_Tally(Call& call) {
  if (!is_container(call.arg(0))) return call.message("list", {call.expr(), Expr::integer(1)});
  const Expr& list = call.arg(0);
  if (call.size() == 1 && list.is_packed() && list.array().rank() == 1 && list.array().dtype() == DType::Integer64) {
    const auto counts = tally_integers(list.array().data<std::int64_t>(), list.array().element_count());
    Builder out(sym::List, counts.size());
    for (const auto& [value, count] : counts) out.push(make_list({Expr::integer(value), Expr::integer(count)}));
    return out.finish();
  }
  const std::vector<Expr> elements = elements_of(list);
  const Groups groups = call.size() == 2 && !call.arg(1).is(sym::SameQ) ? group_by_test(elements, call.arg(1)) : group_equal(elements);
  Builder out(sym::List, groups.size());
  for (const auto& group : groups) out.push(make_list({elements[static_cast<std::size_t>(group[0])], count_of(group)}));
  return out.finish();
}

Expr counts_association(std::span<const Expr> keys) {
  std::vector<AssociationEntry> entries;
  for (const auto& group : group_equal(keys)) entries.push_back({keys[static_cast<std::size_t>(group[0])], count_of(group), false});
  return make_association(std::move(entries));
}

// Counts[list]
MaybeExpr builtin_Counts(Call& call) {
  if (!is_container(call.arg(0))) return call.message("list", {call.expr(), Expr::integer(1)});
  if (const Expr& list = call.arg(0); list.is_packed() && list.array().rank() == 1 && list.array().dtype() == DType::Integer64) {
    std::vector<AssociationEntry> entries;
    for (const auto& [value, count] : tally_integers(list.array().data<std::int64_t>(), list.array().element_count()))
      entries.push_back({Expr::integer(value), Expr::integer(count), false});
    return make_association(std::move(entries));
  }
  return counts_association(elements_of(call.arg(0)));
}

// CountsBy[list, f]
MaybeExpr builtin_CountsBy(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!is_container(call.arg(0))) return call.message("list", {call.expr(), Expr::integer(1)});
  return counts_association(keys_by(call.arg(1), elements_of(call.arg(0))));
}

// CountDistinct[list], CountDistinct[list, test]; CountDistinctBy[list, f]
MaybeExpr builtin_CountDistinct(Call& call) {
  if (!is_container(call.arg(0))) return call.message("list", {call.expr(), Expr::integer(1)});
  const std::vector<Expr> elements = elements_of(call.arg(0));
  return Expr::integer(static_cast<std::int64_t>((call.size() == 2 ? group_by_test(elements, call.arg(1)) : group_equal(elements)).size()));
}
MaybeExpr builtin_CountDistinctBy(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!is_container(call.arg(0))) return call.message("list", {call.expr(), Expr::integer(1)});
  return Expr::integer(static_cast<std::int64_t>(group_equal(keys_by(call.arg(1), elements_of(call.arg(0)))).size()));
}

Expr pick_groups(const Expr& container, const Groups& groups) {
  Builder out(sym::List, groups.size());
  for (const auto& group : groups) out.push(pick(container, group));
  return out.finish();
}

// Gather[list], Gather[list, test]
MaybeExpr builtin_Gather(Call& call) {
  if (!is_container(call.arg(0))) return call.message("list", {call.expr(), Expr::integer(1)});
  const std::vector<Expr> elements = elements_of(call.arg(0));
  const bool identity = call.size() == 1 || call.arg(1).is(sym::SameQ);
  return pick_groups(call.arg(0), identity ? group_equal(elements) : group_by_test(elements, call.arg(1)));
}

Expr gather_by(const Expr& container, std::span<const Expr> functions) {
  const Expr gathered = pick_groups(container, group_equal(keys_by(functions[0], elements_of(container))));
  if (functions.size() == 1) return gathered;
  Builder out(sym::List, gathered.size());
  for (const Expr& group : gathered.args()) out.push(gather_by(group, functions.subspan(1)));
  return out.finish();
}

// GatherBy[list, f], GatherBy[list, {f1, f2, ...}]
MaybeExpr builtin_GatherBy(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!is_container(call.arg(0))) return call.message("list", {call.expr(), Expr::integer(1)});
  if (!call.arg(1).is_list()) return gather_by(call.arg(0), call.args().subspan(1, 1));
  if (call.arg(1).size() == 0) return call.arg(0);
  return gather_by(call.arg(0), call.arg(1).args());
}

// ---- GroupBy

// GroupBy for one function: f, or f -> g where g is applied to the elements kept.
Expr group_once(const Expr& container, const Expr& spec) {
  const Expr f = spec.is_rule() ? spec[0] : spec;
  const std::vector<Expr> elements = elements_of(container);
  const std::vector<Expr> keys = keys_by(f, elements);
  std::vector<AssociationEntry> entries;
  for (const auto& group : group_equal(keys)) {
    Expr members = pick(container, group);
    if (spec.is_rule()) {
      std::vector<Expr> values;
      for (std::int64_t p : group) values.push_back(apply(spec[1], {elements[static_cast<std::size_t>(p)]}));
      members = container.is_association() ? association_with_values(members, std::move(values)) : list_of(std::move(values));
    }
    entries.push_back({keys[static_cast<std::size_t>(group[0])], members, false});
  }
  return make_association(std::move(entries));
}

Expr group_nested(const Expr& container, std::span<const Expr> specs, const Expr* reduce) {
  const Expr groups = group_once(container, specs[0]);
  std::vector<Expr> values;
  for (const AssociationEntry& entry : groups.association().entries) {
    if (specs.size() > 1) {
      values.push_back(group_nested(entry.value, specs.subspan(1), reduce));
    } else {
      values.push_back(reduce != nullptr ? apply(*reduce, {entry.value}) : entry.value);
    }
  }
  return association_with_values(groups, std::move(values));
}

// GroupBy[list, f], GroupBy[list, f -> g], GroupBy[list, {f1, f2, ...}], GroupBy[list, spec, reduce], GroupBy[spec]
MaybeExpr builtin_GroupBy(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!is_container(call.arg(0))) return call.message("list", {call.expr(), Expr::integer(1)});
  const Expr* reduce = call.size() == 3 ? &call.arg(2) : nullptr;
  if (!call.arg(1).is_list()) return group_nested(call.arg(0), call.args().subspan(1, 1), reduce);
  if (call.arg(1).size() == 0) return reduce != nullptr ? apply(*reduce, {call.arg(0)}) : call.arg(0);
  return group_nested(call.arg(0), call.arg(1).args(), reduce);
}

// GroupBy[spec][list], GroupBy[spec, reduce][list]
MaybeExpr group_by_operator(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() < 1 || call.size() != 1) return std::nullopt;
  std::vector<Expr> args{call.arg(0)};
  args.insert(args.end(), inner.args().begin(), inner.args().end());
  return make_normal(inner.head(), std::move(args));
}

// PositionIndex[list]: each element with its positions; keys for an association.
MaybeExpr builtin_PositionIndex(Call& call) {
  const Expr& list = call.arg(0);
  if (!is_container(list)) return call.message("list", {call.expr(), Expr::integer(1)});
  const std::vector<Expr> elements = elements_of(list);
  std::vector<AssociationEntry> entries;
  for (const auto& group : group_equal(elements)) {
    std::vector<Expr> where;
    for (std::int64_t p : group) {
      where.push_back(list.is_association() ? list.association().entries[static_cast<std::size_t>(p)].key : Expr::integer(p + 1));
    }
    entries.push_back({elements[static_cast<std::size_t>(group[0])], list_of(std::move(where)), false});
  }
  return make_association(std::move(entries));
}

// ---- runs

template <typename Same>
Expr split_runs(const Expr& container, std::int64_t length, const Same& same) {
  Builder out(sym::List);
  std::int64_t start = 0;
  for (std::int64_t i = 1; i <= length; ++i) {
    if (i < length && same(i - 1, i)) continue;
    out.push(pick_range(container, start, 1, i - start));
    start = i;
  }
  return out.finish();
}

// Split[list], Split[list, test]
MaybeExpr builtin_Split(Call& call) {
  const Expr& list = call.arg(0);
  if (!is_container(list)) return expects_normal(call, 1);
  const std::vector<Expr> elements = elements_of(list);
  if (elements.empty()) return make_list(std::vector<Expr>{});
  const bool identity = call.size() == 1 || call.arg(1).is(sym::SameQ);
  return split_runs(list, static_cast<std::int64_t>(elements.size()), [&](std::int64_t a, std::int64_t b) {
    const Expr& x = elements[static_cast<std::size_t>(a)];
    const Expr& y = elements[static_cast<std::size_t>(b)];
    return identity ? x == y : test(call.arg(1), {x, y});
  });
}

Expr split_by(const Expr& container, std::span<const Expr> functions) {
  const std::vector<Expr> keys = keys_by(functions[0], elements_of(container));
  if (keys.empty()) return make_list(std::vector<Expr>{});
  const Expr runs = split_runs(container, static_cast<std::int64_t>(keys.size()), [&](std::int64_t a, std::int64_t b) {
    return keys[static_cast<std::size_t>(a)] == keys[static_cast<std::size_t>(b)];
  });
  if (functions.size() == 1) return runs;
  Builder out(sym::List, runs.size());
  for (const Expr& run : runs.args()) out.push(split_by(run, functions.subspan(1)));
  return out.finish();
}

// SplitBy[list, f], SplitBy[list, {f1, f2, ...}], SplitBy[list]
MaybeExpr builtin_SplitBy(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!is_container(call.arg(0))) return expects_normal(call, 1);
  if (!call.arg(1).is_list()) return split_by(call.arg(0), call.args().subspan(1, 1));
  if (call.arg(1).size() == 0) return call.arg(0);
  return split_by(call.arg(0), call.arg(1).args());
}

// Commonest[list], Commonest[list, n]: in order of first appearance; the n commonest when n is given.
MaybeExpr builtin_Commonest(Call& call) {
  if (!call.arg(0).is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  const std::vector<Expr> elements = elements_of(call.arg(0));
  const Groups groups = group_equal(elements);
  std::vector<std::size_t> order(groups.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return groups[a].size() > groups[b].size(); });
  std::size_t kept = 0;
  if (call.size() == 1) {
    while (kept < order.size() && groups[order[kept]].size() == groups[order[0]].size()) ++kept;
  } else {
    const bool up_to = call.arg(1).has_head(sym::UpTo, 1);
    const auto n = count_argument(up_to ? call.arg(1)[0] : call.arg(1), true);
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(2)});
    kept = std::min(order.size(), static_cast<std::size_t>(*n));
    if (!up_to && static_cast<std::size_t>(*n) > order.size()) {
      call.message("dstlms", {call.arg(1), Expr::integer(static_cast<std::int64_t>(order.size()))});
    }
  }
  order.resize(kept);
  if (call.size() == 1) std::sort(order.begin(), order.end());
  std::vector<Expr> out;
  for (std::size_t g : order) out.push_back(elements[static_cast<std::size_t>(groups[g][0])]);
  return list_of(std::move(out));
}

// ---- bins

// The edges b0 < b1 < ... of {xmin, xmax, dx} or {{b0, b1, ...}}, or Automatic from the data with a width.
std::optional<std::vector<Expr>> bin_edges(const std::vector<Expr>& data, const Expr* spec) {
  std::vector<Expr> edges;
  if (spec != nullptr && spec->is_list() && spec->size() == 1 && (*spec)[0].is_list()) {
    return elements_of((*spec)[0]);
  }
  Expr low, high, width;
  if (spec != nullptr && spec->is_list() && (spec->size() == 3 || spec->size() == 2)) {
    low = (*spec)[0];
    high = (*spec)[1];
    width = spec->size() == 3 ? (*spec)[2] : Expr::integer(1);
  } else {
    if (spec != nullptr && spec->is_list()) {
      if (spec->size() != 1) return std::nullopt;
      width = (*spec)[0];
    } else {
      width = spec != nullptr ? *spec : Expr::integer(1);
    }
    if (data.empty()) return edges;
    Expr smallest = data[0], largest = data[0];
    for (const Expr& x : data) {
      if (!x.is_real_number()) return std::nullopt;
      if (compare_real(x, smallest) < 0) smallest = x;
      if (compare_real(x, largest) > 0) largest = x;
    }
    if (!width.is_real_number() || sign_of_real(width) <= 0) return std::nullopt;
    const auto floor_of = [&](const Expr& x) { return evaluate(make_normal(sym::Floor, {quotient(x, width)})); };
    low = times(floor_of(smallest), width);
    high = times(plus(floor_of(largest), Expr::integer(1)), width);
  }
  if (!low.is_real_number() || !high.is_real_number() || !width.is_real_number() || sign_of_real(width) <= 0) return std::nullopt;
  const double steps = to_double(quotient(minus(high, low), width));
  if (!(steps >= 0) || steps > 1e8) return std::nullopt;
  const auto count = static_cast<std::int64_t>(std::floor(steps + 1e-9));
  for (std::int64_t i = 0; i <= count; ++i) edges.push_back(plus(low, times(Expr::integer(i), width)));
  return edges;
}

// The bin b_i <= x < b_(i+1) of each element, or -1.
std::optional<std::vector<std::int64_t>> assign_bins(const std::vector<Expr>& data, const std::vector<Expr>& edges) {
  std::vector<std::int64_t> bins;
  bins.reserve(data.size());
  for (const Expr& edge : edges) {
    if (!edge.is_real_number() && !is_infinity(edge) && !is_negative_infinity(edge)) return std::nullopt;
  }
  const auto below = [](const Expr& x, const Expr& edge) {
    if (is_infinity(edge)) return true;
    if (is_negative_infinity(edge)) return false;
    return compare_real(x, edge) < 0;
  };
  for (const Expr& x : data) {
    if (!x.is_real_number()) {
      bins.push_back(-1);
      continue;
    }
    const auto after = std::upper_bound(edges.begin(), edges.end(), x, below);
    bins.push_back(after == edges.begin() || after == edges.end() ? -1 : after - edges.begin() - 1);
  }
  return bins;
}

// The array over the bins of the dimensions from `level` on; `members` are the points in the bins chosen so far.
Expr bin_array(const std::vector<Expr>& data, const std::vector<std::vector<std::int64_t>>& bins, const std::vector<std::size_t>& counts, std::size_t level,
               const std::vector<std::size_t>& members, bool counts_only) {
  if (level == bins.size()) {
    if (counts_only) return Expr::integer(static_cast<std::int64_t>(members.size()));
    std::vector<Expr> points;
    for (const std::size_t i : members) points.push_back(data[i]);
    return make_list(std::move(points));
  }
  std::vector<std::vector<std::size_t>> split(counts[level]);
  for (const std::size_t i : members)
    if (bins[level][i] >= 0) split[static_cast<std::size_t>(bins[level][i])].push_back(i);
  std::vector<Expr> out;
  for (const auto& part : split) out.push_back(bin_array(data, bins, counts, level + 1, part, counts_only));
  return counts_only ? list_of(std::move(out)) : make_list(std::move(out));
}

// BinCounts[points, xspec, yspec, ...]: a specification for each coordinate, or one for all.
MaybeExpr bin_points(Call& call, const std::vector<Expr>& data, bool counts_only) {
  const std::size_t dims = data[0].size();
  const bool full = std::all_of(data.begin(), data.end(), [&](const Expr& e) { return e.is_list() && e.size() == dims; });
  if (!full || (call.size() > 2 && call.size() != dims + 1)) return call.message("dims", {call.arg(0), Expr::integer(static_cast<std::int64_t>(call.size()) - 1)});
  std::vector<std::vector<std::int64_t>> bins;
  std::vector<std::size_t> counts;
  for (std::size_t j = 0; j < dims; ++j) {
    const Expr* spec = call.size() == 1 ? nullptr : &call.arg(call.size() == 2 ? 1 : j + 1);
    std::vector<Expr> coordinates;
    for (const Expr& point : data) coordinates.push_back(element_at(point, static_cast<std::int64_t>(j)));
    const auto edges = bin_edges(coordinates, spec);
    const auto assigned = edges ? assign_bins(coordinates, *edges) : std::nullopt;
    if (!assigned) return call.message("bins", {spec != nullptr ? *spec : call.arg(0)});
    bins.push_back(*assigned);
    counts.push_back(edges->size() < 2 ? 0 : edges->size() - 1);
  }
  std::vector<std::size_t> all(data.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return bin_array(data, bins, counts, 0, all, counts_only);
}

// The counts of a packed vector of reals in bins with machine edges; nullopt where the bins are left to exact comparison.
MaybeExpr count_reals(const Array& values, const Expr* spec) {
  if (values.rank() != 1 || values.dtype() != DType::Real64 || !array::all_finite(values)) return std::nullopt;
  const double* data = values.data<double>();
  const std::int64_t count = values.element_count();
  const array::ListLoops& loops = array::list_loops();
  const auto edges = bin_edges({Expr::real(loops.minimum(data, count)), Expr::real(loops.maximum(data, count))}, spec);
  if (!edges || edges->size() < 2) return std::nullopt;
  std::vector<double> borders;
  for (const Expr& edge : *edges) {
    const bool machine = edge.is_real() || (edge.is_small_integer() && std::llabs(edge.small_integer()) < (std::int64_t{1} << 53));
    if (!machine || (!borders.empty() && to_double(edge) <= borders.back())) return std::nullopt;
    borders.push_back(to_double(edge));
  }
  // Bins of equal width are found by division, and looked at again because it rounds.
  const auto bins = static_cast<std::int64_t>(borders.size()) - 1;
  const double low = borders.front(), high = borders.back(), scale = static_cast<double>(bins) / (high - low);
  std::vector<std::int64_t> counts(static_cast<std::size_t>(bins), 0);
  for (std::int64_t i = 0; i < count; ++i) {
    const double x = data[i];
    if (!(x >= low && x < high)) continue;
    auto bin = std::min(static_cast<std::int64_t>((x - low) * scale), bins - 1);
    if (x < borders[static_cast<std::size_t>(bin)] || x >= borders[static_cast<std::size_t>(bin) + 1]) {
      bin = std::upper_bound(borders.begin(), borders.end(), x) - borders.begin() - 1;
    }
    ++counts[static_cast<std::size_t>(bin)];
  }
  return integer_list(counts);
}

// BinCounts[data], BinCounts[data, dx], BinCounts[data, {xmin, xmax, dx}], BinCounts[data, {{b1, b2, ...}}]; BinLists likewise.
MaybeExpr bin(Call& call, bool counts_only) {
  if (!call.arg(0).is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  if (counts_only && call.arg(0).is_packed() && call.size() <= 2) {
    if (MaybeExpr counts = count_reals(call.arg(0).array(), call.size() == 2 ? &call.arg(1) : nullptr)) return counts;
  }
  const std::vector<Expr> data = elements_of(call.arg(0));
  if (!data.empty() && data[0].is_list() && data[0].size() > 0) return bin_points(call, data, counts_only);
  if (call.size() > 2) return call.message("dims", {call.arg(0), Expr::integer(static_cast<std::int64_t>(call.size()) - 1)});
  const auto edges = bin_edges(data, call.size() == 2 ? &call.arg(1) : nullptr);
  if (!edges) return call.message("bins", {call.size() == 2 ? call.arg(1) : call.arg(0)});
  const auto bins = assign_bins(data, *edges);
  if (!bins) return call.message("bins", {call.arg(1)});
  std::vector<std::vector<Expr>> lists(edges->size() < 2 ? 0 : edges->size() - 1);
  for (std::size_t i = 0; i < data.size(); ++i) {
    if ((*bins)[i] >= 0) lists[static_cast<std::size_t>((*bins)[i])].push_back(data[i]);
  }
  std::vector<Expr> out;
  for (auto& list : lists) {
    out.push_back(counts_only ? Expr::integer(static_cast<std::int64_t>(list.size())) : list_of(std::move(list)));
  }
  return list_of(std::move(out));
}
MaybeExpr builtin_BinCounts(Call& call) { return bin(call, true); }
MaybeExpr builtin_BinLists(Call& call) { return bin(call, false); }

constexpr Builtin kBuiltins[] = {
    {.name = "Tally",
     .fn = builtin_Tally,
     .arity = between(1, 2),
     .usage = "Tally[list] gives the distinct elements of list with their numbers of occurrences.\nTally[list, test] uses test to decide whether two elements are the same."},
    {.name = "Counts", .fn = builtin_Counts, .arity = exactly(1), .usage = "Counts[list] gives an association of the distinct elements of list with their numbers of occurrences."},
    {.name = "CountsBy",
     .fn = builtin_CountsBy,
     .arity = between(1, 2),
     .usage = "CountsBy[list, f] gives an association of the distinct values of f with their numbers of occurrences.",
     .sub_fn = operator_form},
    {.name = "CountDistinct",
     .fn = builtin_CountDistinct,
     .arity = between(1, 2),
     .usage = "CountDistinct[list] gives the number of distinct elements of list.\nCountDistinct[list, test] uses test."},
    {.name = "CountDistinctBy",
     .fn = builtin_CountDistinctBy,
     .arity = between(1, 2),
     .usage = "CountDistinctBy[list, f] gives the number of distinct values of f.",
     .sub_fn = operator_form},
    {.name = "Gather",
     .fn = builtin_Gather,
     .arity = between(1, 2),
     .usage = "Gather[list] gathers identical elements of list into sublists.\nGather[list, test] uses test to decide whether two elements are the same."},
    {.name = "GatherBy",
     .fn = builtin_GatherBy,
     .arity = between(1, 2),
     .usage = "GatherBy[list, f] gathers into sublists the elements for which f gives the same value.\nGatherBy[list, {f1, f2, ...}] gathers in nested levels.",
     .sub_fn = operator_form},
    {.name = "GroupBy",
     .fn = builtin_GroupBy,
     .arity = between(1, 3),
     .usage = "GroupBy[list, f] gives an association of the values of f with the lists of elements that give them.\n"
              "GroupBy[list, fk -> fv] groups by fk the values of fv.\nGroupBy[list, {f1, f2, ...}] groups in nested levels.\n"
              "GroupBy[list, spec, red] applies red to each group.",
     .sub_fn = group_by_operator},
    {.name = "PositionIndex", .fn = builtin_PositionIndex, .arity = exactly(1), .usage = "PositionIndex[list] gives an association of the distinct elements of list with their positions."},
    {.name = "Split",
     .fn = builtin_Split,
     .arity = between(1, 2),
     .usage = "Split[list] splits list into runs of identical elements.\nSplit[list, test] treats adjacent elements as identical when test is True."},
    {.name = "SplitBy",
     .fn = builtin_SplitBy,
     .arity = between(1, 2),
     .usage = "SplitBy[list, f] splits list into runs of elements that give the same value of f.\nSplitBy[list, {f1, f2, ...}] splits in nested levels.",
     .sub_fn = operator_form},
    {.name = "Commonest",
     .fn = builtin_Commonest,
     .arity = between(1, 2),
     .usage = "Commonest[list] gives the elements that are the most common in list.\nCommonest[list, n] gives the n most common elements.",
     .messages = {{"dstlms", "The requested number of elements `1` is greater than the number of distinct elements `2`. Only `2` elements will be returned."}}},
    {.name = "BinCounts",
     .fn = builtin_BinCounts,
     .arity = at_least(1),
     .usage = "BinCounts[{x1, x2, ...}] counts the elements in successive integer bins.\nBinCounts[data, dx] uses bins of width dx.\n"
              "BinCounts[data, {xmin, xmax, dx}] uses bins from xmin to xmax.\nBinCounts[data, {{b1, b2, ...}}] uses bins [b1, b2), [b2, b3), ....\n"
              "BinCounts[points, xbins, ybins, ...] uses bins for each coordinate.",
     .messages = {{"bins", "The bin specification `1` is not a positive width, {xmin, xmax, dx} or {{b1, b2, ...}} of real numbers."},
                  {"dims", "The data `1` are not points with `2` coordinates."}}},
    {.name = "BinLists",
     .fn = builtin_BinLists,
     .arity = at_least(1),
     .usage = "BinLists[{x1, x2, ...}] lists the elements in successive integer bins.\nBinLists[data, dx] uses bins of width dx.\n"
              "BinLists[data, {xmin, xmax, dx}] uses bins from xmin to xmax.\nBinLists[data, {{b1, b2, ...}}] uses bins [b1, b2), [b2, b3), ....\n"
              "BinLists[points, xbins, ybins, ...] uses bins for each coordinate.",
     .messages = {{"bins", "The bin specification `1` is not a positive width, {xmin, xmax, dx} or {{b1, b2, ...}} of real numbers."},
                  {"dims", "The data `1` are not points with `2` coordinates."}}},
};

}  // namespace

void register_tally(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
