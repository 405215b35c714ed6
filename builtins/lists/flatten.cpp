// flatten.cpp - merging and splitting levels: Flatten (by depth and by lists of levels), FlattenAt, ArrayFlatten, ArrayReshape.
#include <algorithm>

#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::Shape;

namespace {

void flatten_into(const Expr& e, std::int64_t levels, const Expr& head, Builder& out) {
  RecursionGuard guard;
  for (const Expr& part : e.args()) {
    if (levels > 0 && part.is_normal() && part.head() == head) {
      flatten_into(part, levels - 1, head, out);
    } else {
      out.push(part);
    }
  }
}

// Are all leaves under lists machine numbers of one type kept in packed rows? Then the flat list is a concatenation.
Expr flatten_levels(const Expr& e, std::int64_t levels, const Expr& head) {
  if (levels <= 0) return e;
  if (e.is_packed() && head.is(sym::List)) {
    const Array& a = e.array();
    const int merged = static_cast<int>(std::min<std::int64_t>(levels, a.rank() - 1));
    if (merged == 0) return e;
    Shape shape{1};
    for (int axis = 0; axis <= merged; ++axis) shape[0] *= a.shape()[axis];
    for (int axis = merged + 1; axis < a.rank(); ++axis) shape.push_back(a.shape()[axis]);
    return make_packed(a.reshape(shape));
  }
  bool packed_rows = e.kind() == Kind::Normal && head.is(sym::List) && e.size() > 0;
  bool anything = false;
  for (const Expr& part : e.args()) {
    packed_rows = packed_rows && part.is_packed();
    anything = anything || (part.is_normal() && part.head() == head);
  }
  if (!anything) return e;
  Builder out(e.head(), e.size());
  flatten_into(e, levels, head, out);
  const Expr flat = out.finish();
  return packed_rows ? pack(flat) : flat;
}

// ---- Flatten[list, {{s11, s12, ...}, {s21, ...}, ...}]
struct Leaf {
  std::vector<std::int64_t> path;
  Expr value;
};

bool collect_leaves(const Expr& e, std::size_t depth, const Expr& head, std::vector<std::int64_t>& path, std::vector<Leaf>& leaves) {
  if (path.size() == depth) {
    leaves.push_back({path, e});
    return true;
  }
  if (!e.is_normal() || !(e.head() == head)) return false;
  for (std::size_t i = 0; i < e.size(); ++i) {
    path.push_back(static_cast<std::int64_t>(i));
    if (!collect_leaves(e[i], depth, head, path, leaves)) return false;
    path.pop_back();
  }
  return true;
}

// Builds nested expressions from leaves sorted by the regrouped path: one level per group of levels.
Expr build_groups(std::span<const Leaf> leaves, const std::vector<std::size_t>& group_sizes, std::size_t group, std::size_t offset, const Expr& head) {
  if (group == group_sizes.size()) return leaves[0].value;
  Builder out(head);
  const std::size_t end = offset + group_sizes[group];
  std::size_t start = 0;
  while (start < leaves.size()) {
    std::size_t stop = start + 1;
    while (stop < leaves.size() && std::equal(leaves[start].path.begin() + static_cast<std::ptrdiff_t>(offset),
                                              leaves[start].path.begin() + static_cast<std::ptrdiff_t>(end),
                                              leaves[stop].path.begin() + static_cast<std::ptrdiff_t>(offset))) {
      ++stop;
    }
    out.push(build_groups(leaves.subspan(start, stop - start), group_sizes, group + 1, end, head));
    start = stop;
  }
  return out.finish();
}

MaybeExpr flatten_groups(Call& call, const Expr& list, std::vector<std::vector<std::int64_t>> groups, const Expr& head) {
  std::vector<std::int64_t> order;
  for (const auto& group : groups) order.insert(order.end(), group.begin(), group.end());
  std::int64_t deepest = 0;
  for (std::int64_t level : order) deepest = std::max(deepest, level);
  std::vector<bool> used(static_cast<std::size_t>(deepest));
  for (std::int64_t level : order) {
    if (used[static_cast<std::size_t>(level - 1)]) return call.message("flrep", {Expr::integer(level), call.arg(1)});
    used[static_cast<std::size_t>(level - 1)] = true;
  }
  for (std::int64_t level = 1; level <= deepest; ++level) {  // levels not named stay, after those that are
    if (!used[static_cast<std::size_t>(level - 1)]) {
      groups.push_back({level});
      order.push_back(level);
    }
  }
  std::vector<Leaf> leaves;
  std::vector<std::int64_t> path;
  if (!collect_leaves(list, static_cast<std::size_t>(deepest), head, path, leaves)) {
    return call.message("fldep", {Expr::integer(deepest), call.arg(1), Expr::integer(static_cast<std::int64_t>(dimensions_of(list).size())), list});
  }
  if (leaves.empty()) return make_normal(head, std::vector<Expr>{});
  for (Leaf& leaf : leaves) {
    std::vector<std::int64_t> regrouped;
    regrouped.reserve(order.size());
    for (std::int64_t level : order) regrouped.push_back(leaf.path[static_cast<std::size_t>(level - 1)]);
    leaf.path = std::move(regrouped);
  }
  std::stable_sort(leaves.begin(), leaves.end(), [](const Leaf& a, const Leaf& b) { return a.path < b.path; });
  std::vector<std::size_t> sizes;
  for (const auto& group : groups) sizes.push_back(group.size());
  const Expr result = build_groups(leaves, sizes, 0, 0, head);
  return list.is_packed() ? pack(result) : result;
}

// Flatten[list], Flatten[list, n], Flatten[list, n, h], Flatten[list, {{s11, s12, ...}, ...}]
MaybeExpr builtin_Flatten(Call& call) {
  const Expr& list = call.arg(0);
  if (list.is_numeric_array()) {
    const Array& a = list.array();
    return a.rank() <= 1 ? list : make_numeric_array(a.reshape(Shape{a.element_count()}));
  }
  if (list.is_association()) return list;
  if (!list.is_normal()) return expects_normal(call, 1);
  const Expr head = call.size() == 3 ? call.arg(2) : list.head();
  if (call.size() == 1) return flatten_levels(list, INT64_MAX, head);
  const Expr& spec = call.arg(1);
  if (const auto levels = count_argument(spec, true)) return flatten_levels(list, *levels, head);
  if (!spec.is_list() || spec.size() == 0) return call.message("flpi", {spec});
  std::vector<std::vector<std::int64_t>> groups;
  const bool single_group = !spec[0].is_list();
  if (single_group) groups.emplace_back();
  for (const Expr& item : spec.args()) {
    if (!single_group && !item.is_list()) return call.message("flpi", {spec});
    if (!single_group) groups.emplace_back();
    const std::vector<Expr> levels = single_group ? std::vector<Expr>{item} : elements_of(item);
    for (const Expr& level : levels) {
      const auto n = machine_integer(level);
      if (!n || *n < 1 || *n > 1000) return call.message("flpi", {spec});
      groups.back().push_back(*n);
    }
  }
  return flatten_groups(call, list, std::move(groups), head);
}

// The element at `path` spliced into its container; nullopt when there is no such part.
MaybeExpr splice_at(const Expr& e, std::span<const std::int64_t> path) {
  if (!e.is_normal()) return std::nullopt;
  const auto length = static_cast<std::int64_t>(e.size());
  const std::int64_t index = path[0] > 0 ? path[0] - 1 : length + path[0];
  if (path[0] == 0 || index < 0 || index >= length) return std::nullopt;
  std::vector<Expr> out;
  for (std::int64_t i = 0; i < length; ++i) {
    const Expr part = e[static_cast<std::size_t>(i)];
    if (i != index) {
      out.push_back(part);
    } else if (path.size() > 1) {
      MaybeExpr inner = splice_at(part, path.subspan(1));
      if (!inner) return std::nullopt;
      out.push_back(*inner);
    } else if (part.is_normal()) {
      out.insert(out.end(), part.args().begin(), part.args().end());
    } else {
      out.push_back(part);
    }
  }
  return make_normal(e.head(), std::move(out));
}

// FlattenAt[list, n], FlattenAt[expr, {i, j, ...}], FlattenAt[expr, {{i1, j1, ...}, ...}]
MaybeExpr builtin_FlattenAt(Call& call) {
  if (call.size() == 1) return std::nullopt;
  std::vector<std::vector<std::int64_t>> paths;
  const auto read = [&](const Expr& spec) {
    std::vector<std::int64_t> path;
    for (const Expr& step : spec.is_list() ? elements_of(spec) : std::vector<Expr>{spec}) {
      const auto n = machine_integer(step);
      if (!n) return false;
      path.push_back(*n);
    }
    paths.push_back(std::move(path));
    return !paths.back().empty();
  };
  const Expr& spec = call.arg(1);
  bool ok = true;
  if (spec.is_list() && spec.size() > 0 && spec[0].is_list()) {
    for (const Expr& one : spec.args()) ok = ok && read(one);
  } else {
    ok = read(spec);
  }
  if (!ok) return call.message("psl", {spec, call.expr()});
  // Later positions first, so that the earlier ones still mean the same parts.
  std::sort(paths.begin(), paths.end(), std::greater<>());
  Expr result = call.arg(0);
  for (const auto& path : paths) {
    MaybeExpr next = splice_at(result, path);
    if (!next) {
      std::vector<Expr> shown;
      for (std::int64_t step : path) shown.push_back(Expr::integer(step));
      return call.message("partw", {make_list(std::move(shown)), call.arg(0)});
    }
    result = *next;
  }
  return result;
}

// ArrayFlatten[{{m11, m12, ...}, ...}], ArrayFlatten[a, r]: blocks into one array; numbers stand for constant blocks.
MaybeExpr builtin_ArrayFlatten(Call& call) {
  std::int64_t rank = 2;
  if (call.size() == 2) {
    const auto given = machine_integer(call.arg(1));
    if (!given || *given < 1 || *given > 100) return call.message("intpm", {call.expr(), Expr::integer(2)});
    rank = *given;
  }
  const Expr blocks = call.arg(0).is_numeric_array() ? evaluate(make_normal(sym::Normal, {call.arg(0)})) : call.arg(0);
  if (rank == 2) {
    if (dimensions_of(blocks, 2).size() < 2) return call.message("depth", {blocks, Expr::integer(rank)});
    const std::size_t rows = blocks.size(), columns = blocks[0].size();
    std::vector<std::int64_t> heights(rows, -1), widths(columns, -1);
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j) {
        const std::vector<std::int64_t> dims = dimensions_of(blocks[i][j], 2);
        if (dims.size() < 2) continue;
        if ((heights[i] >= 0 && heights[i] != dims[0]) || (widths[j] >= 0 && widths[j] != dims[1])) {
          return call.message("dims", {blocks});
        }
        heights[i] = dims[0];
        widths[j] = dims[1];
      }
    }
    std::vector<Expr> out;
    for (std::size_t i = 0; i < rows; ++i) {
      if (heights[i] < 0) heights[i] = 1;
      for (std::int64_t k = 0; k < heights[i]; ++k) {
        std::vector<Expr> row;
        for (std::size_t j = 0; j < columns; ++j) {
          const Expr block = blocks[i][j];
          if (dimensions_of(block, 2).size() < 2) {
            row.insert(row.end(), static_cast<std::size_t>(std::max<std::int64_t>(widths[j], 1)), block);
          } else {
            const Expr line = element_at(block, k);
            row.insert(row.end(), line.args().begin(), line.args().end());
          }
        }
        out.push_back(make_list(std::move(row)));
      }
    }
    return pack(make_list(std::move(out)));
  }
  std::vector<std::vector<std::int64_t>> groups;
  for (std::int64_t i = 1; i <= rank; ++i) groups.push_back({i, i + rank});
  return flatten_groups(call, blocks, std::move(groups), sym::List);
}

Expr fill_shape(const std::vector<Expr>& leaves, std::size_t& next, std::span<const std::int64_t> dims, const Expr& padding) {
  std::vector<Expr> out;
  out.reserve(static_cast<std::size_t>(dims[0]));
  for (std::int64_t i = 0; i < dims[0]; ++i) {
    if (dims.size() > 1) {
      out.push_back(fill_shape(leaves, next, dims.subspan(1), padding));
    } else {
      if (next < leaves.size()) {
        out.push_back(leaves[next]);
      } else if (padding.is_list() && padding.size() > 0) {
        out.push_back(padding[next % padding.size()]);
      } else if (padding.is(sym::DollarFailed)) {
        out.push_back(leaves.empty() ? Expr::integer(0) : leaves[next % leaves.size()]);
      } else {
        out.push_back(padding);
      }
      ++next;
    }
  }
  return list_of(std::move(out));
}

// ArrayReshape[list, dims], ArrayReshape[list, dims, padding]
MaybeExpr builtin_ArrayReshape(Call& call) {
  const Expr& list = call.arg(0);
  if (!list.is_list() && !list.is_numeric_array()) return call.message("list", {call.expr(), Expr::integer(1)});
  std::vector<std::int64_t> dims;
  double total = 1;
  for (const Expr& d : call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)}) {
    const auto n = machine_integer(d);
    if (!n || *n < 0) return call.message("ilsmn", {Expr::integer(2), call.expr()});
    dims.push_back(*n);
    total *= static_cast<double>(*n);
  }
  if (dims.empty() || total > 4e9) return call.message("ilsmn", {Expr::integer(2), call.expr()});
  if (list.is_packed() || list.is_numeric_array()) {
    const Array& a = list.array();
    if (static_cast<double>(a.element_count()) >= total && total > 0) {
      Array flat = a.reshape(Shape{a.element_count()});
      if (static_cast<double>(a.element_count()) > total) flat = flat.slice(0, static_cast<std::int64_t>(total));
      Array shaped = flat.reshape(Shape(std::span<const std::int64_t>(dims)));
      return list.is_packed() ? make_packed(std::move(shaped)) : make_numeric_array(std::move(shaped));
    }
    if (list.is_numeric_array()) return call.message("pad", {list, call.arg(1)});
  }
  const std::vector<Expr> leaves = elements_of(flatten_levels(list, INT64_MAX, sym::List));
  std::size_t next = 0;
  Expr padding = call.size() == 3 ? call.arg(2) : Expr::integer(0);
  if (padding.is_string() && padding.string_value() == "Periodic") padding = sym::DollarFailed;
  return pack(fill_shape(leaves, next, dims, padding));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Flatten",
     .fn = builtin_Flatten,
     .arity = between(1, 3),
     .usage = "Flatten[list] flattens out nested lists.\nFlatten[list, n] flattens to level n.\n"
              "Flatten[list, n, h] flattens subexpressions with head h.\n"
              "Flatten[list, {{s11, s12, ...}, {s21, ...}, ...}] makes level i of the result from all the levels s_ij of list.",
     .messages = {{"flpi", "Levels to be flattened together in `1` should be lists of positive integers."},
                  {"flrep", "Level `1` specified in `2` should not be repeated."},
                  {"fldep", "Level `1` specified in `2` exceeds the levels, `3`, which can be flattened together in `4`."}}},
    {.name = "FlattenAt",
     .fn = builtin_FlattenAt,
     .arity = between(1, 2),
     .usage = "FlattenAt[list, n] flattens the sublist at position n.\nFlattenAt[expr, {i, j, ...}] flattens the part at position {i, j, ...}.\n"
              "FlattenAt[expr, {{i1, j1, ...}, {i2, j2, ...}, ...}] flattens the parts at several positions.",
     .messages = {{"psl", "Position specification `1` in `2` is not an integer or a list of integers."}},
     .sub_fn = operator_form},
    {.name = "ArrayFlatten",
     .fn = builtin_ArrayFlatten,
     .arity = between(1, 2),
     .usage = "ArrayFlatten[{{m11, m12, ...}, {m21, ...}, ...}] makes one matrix of a matrix of matrices.\nArrayFlatten[a, r] flattens r pairs of levels.",
     .messages = {{"depth", "`1` is not an array of depth `2` or more."}, {"dims", "The blocks in `1` do not have consistent dimensions."}}},
    {.name = "ArrayReshape",
     .fn = builtin_ArrayReshape,
     .arity = between(2, 3),
     .usage = "ArrayReshape[list, dims] arranges the elements of list into an array with dimensions dims, padding with zeros.\n"
              "ArrayReshape[list, dims, padding] uses the padding given.",
     .messages = {{"ilsmn", "Single or list of non-negative machine-sized integers expected at position `1` of `2`."},
                  {"pad", "The array `1` has fewer elements than the dimensions `2` ask for."}}},
};

}  // namespace

void register_flatten(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
