// reorder.cpp - the same elements in another place: Reverse, RotateLeft, RotateRight, Transpose.
#include <algorithm>
#include <cstring>

#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/sparse_array.h"

namespace lykos::builtins {

using array::Array;
using array::Shape;

namespace {

Expr reversed(const Expr& e) {
  const std::int64_t length = length_of(e);
  return length == 0 ? e : pick_range(e, length - 1, -1, length);
}

// Applies f at each of the levels marked, deepest level first (order does not matter: levels commute).
template <typename F>
MaybeExpr at_levels(Call& call, const Expr& e, std::int64_t level, std::int64_t deepest, const F& f) {
  if (!is_container(e)) return expects_normal(call, 1);
  MaybeExpr here = f(e, level);
  if (!here || level >= deepest) return here;
  std::vector<Expr> parts = elements_of(*here);
  for (Expr& part : parts) {
    MaybeExpr inner = at_levels(call, part, level + 1, deepest, f);
    if (!inner) return std::nullopt;
    part = std::move(*inner);
  }
  return here->is_list() ? list_of(std::move(parts)) : rebuild(*here, std::move(parts));
}

// Reverse[expr], Reverse[expr, n], Reverse[expr, {n1, n2, ...}]
MaybeExpr builtin_Reverse(Call& call) {
  const Expr& e = call.arg(0);
  if (!is_container(e)) return expects_normal(call, 1);
  if (call.size() == 1) return reversed(e);
  std::vector<std::int64_t> levels;
  for (const Expr& item : call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)}) {
    const auto n = machine_integer(item);
    if (!n || *n < 1) return call.message("ilsmp", {Expr::integer(2), call.expr()});
    levels.push_back(*n);
  }
  if (levels.empty()) return e;
  const std::int64_t deepest = *std::max_element(levels.begin(), levels.end());
  return at_levels(call, e, 1, deepest, [&](const Expr& part, std::int64_t level) -> MaybeExpr {
    return std::find(levels.begin(), levels.end(), level) != levels.end() ? reversed(part) : part;
  });
}

Expr rotated(const Expr& e, std::int64_t by) {
  const std::int64_t length = length_of(e);
  if (length == 0) return e;
  const std::int64_t shift = ((by % length) + length) % length;
  if (shift == 0) return e;
  std::vector<std::int64_t> positions(static_cast<std::size_t>(length));
  for (std::int64_t i = 0; i < length; ++i) positions[static_cast<std::size_t>(i)] = (i + shift) % length;
  return pick(e, positions);
}

// RotateLeft[expr], RotateLeft[expr, n], RotateLeft[expr, {n1, n2, ...}]; RotateRight likewise.
MaybeExpr rotate(Call& call, std::int64_t sign) {
  const Expr& e = call.arg(0);
  if (!is_container(e)) return expects_normal(call, 1);
  std::vector<std::int64_t> shifts{1};
  if (call.size() == 2) {
    shifts.clear();
    for (const Expr& item : call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)}) {
      const auto n = machine_integer(item);
      if (!n) return call.message("rspec", {call.arg(1)});
      shifts.push_back(*n);
    }
    if (shifts.empty()) return e;
  }
  return at_levels(call, e, 1, static_cast<std::int64_t>(shifts.size()), [&](const Expr& part, std::int64_t level) -> MaybeExpr {
    return rotated(part, sign * shifts[static_cast<std::size_t>(level - 1)]);
  });
}
MaybeExpr builtin_RotateLeft(Call& call) { return rotate(call, 1); }
MaybeExpr builtin_RotateRight(Call& call) { return rotate(call, -1); }

// ---- Transpose

// Element (i1, ..., ir) of the result is the source element whose index at level k is i_perm[k].
template <typename T>
void permute_copy(const T* source, T* target, const Shape& shape, const std::vector<std::int64_t>& strides) {
  const int rank = shape.rank();
  std::vector<std::int64_t> index(static_cast<std::size_t>(rank), 0);
  const std::int64_t inner = shape[rank - 1];
  const std::int64_t inner_stride = strides[static_cast<std::size_t>(rank - 1)];
  const std::int64_t total = shape.element_count();
  std::int64_t offset = 0;
  for (std::int64_t written = 0; written < total; written += inner) {
    for (std::int64_t i = 0; i < inner; ++i) target[written + i] = source[offset + i * inner_stride];
    for (int axis = rank - 2; axis >= 0; --axis) {
      const auto k = static_cast<std::size_t>(axis);
      offset += strides[k];
      if (++index[k] < shape[axis]) break;
      offset -= strides[k] * shape[axis];
      index[k] = 0;
    }
  }
}

Array permuted(const Array& a, const std::vector<std::int64_t>& extents, const std::vector<std::int64_t>& strides) {
  Array out(a.dtype(), Shape(std::span<const std::int64_t>(extents)));
  switch (size_of(a.dtype())) {
    case 1: permute_copy(a.data<std::uint8_t>(), out.data<std::uint8_t>(), out.shape(), strides); break;
    case 2: permute_copy(a.data<std::uint16_t>(), out.data<std::uint16_t>(), out.shape(), strides); break;
    case 4: permute_copy(a.data<std::uint32_t>(), out.data<std::uint32_t>(), out.shape(), strides); break;
    case 8: permute_copy(a.data<std::uint64_t>(), out.data<std::uint64_t>(), out.shape(), strides); break;
    default: {
      struct Pair {
        double re, im;
      };
      permute_copy(static_cast<const Pair*>(a.bytes()), static_cast<Pair*>(out.bytes()), out.shape(), strides);
    }
  }
  return out;
}

Expr build_permuted(const std::vector<Expr>& leaves, std::span<const std::int64_t> extents, std::span<const std::int64_t> strides, std::int64_t offset) {
  if (extents.empty()) return leaves[static_cast<std::size_t>(offset)];
  Builder out(sym::List, static_cast<std::size_t>(extents[0]));
  for (std::int64_t i = 0; i < extents[0]; ++i) out.push(build_permuted(leaves, extents.subspan(1), strides.subspan(1), offset + i * strides[0]));
  return out.finish();
}

void collect(const Expr& e, std::size_t levels, std::vector<Expr>& leaves) {
  if (levels == 0) {
    leaves.push_back(e);
    return;
  }
  for (const Expr& part : e.args()) collect(part, levels - 1, leaves);
}

// An association of associations with the same keys, keys of the two levels exchanged.
MaybeExpr transpose_association(Call& call, const Expr& outer) {
  const auto& rows = outer.association().entries;
  if (rows.empty()) return outer;
  if (rows[0].value.is_association()) {
    std::vector<AssociationEntry> result;
    for (const AssociationEntry& column : rows[0].value.association().entries) {
      std::vector<AssociationEntry> line;
      for (const AssociationEntry& row : rows) {
        const Expr* value = row.value.is_association() ? association_find(row.value, column.key) : nullptr;
        if (value == nullptr || row.value.size() != rows[0].value.size()) return call.message("nmtx", {outer});
        line.push_back({row.key, *value, false});
      }
      result.push_back({column.key, make_association(std::move(line)), false});
    }
    return make_association(std::move(result));
  }
  if (!rows[0].value.is_list()) return call.message("nmtx", {outer});
  std::vector<Expr> result;  // an association of lists becomes a list of associations
  for (std::size_t i = 0; i < rows[0].value.size(); ++i) {
    std::vector<AssociationEntry> line;
    for (const AssociationEntry& row : rows) {
      if (!row.value.is_list() || row.value.size() != rows[0].value.size()) return call.message("nmtx", {outer});
      line.push_back({row.key, element_at(row.value, static_cast<std::int64_t>(i)), false});
    }
    result.push_back(make_association(std::move(line)));
  }
  return make_list(std::move(result));
}

// Transpose[list], Transpose[list, {n1, n2, ...}] (level k of list becomes level n_k), Transpose[list, m <-> n], Transpose[list, k]
MaybeExpr builtin_Transpose(Call& call) {
  const Expr list = dense_of_sparse(call.arg(0)).value_or(call.arg(0));
  if (const Array* matrix = call.size() == 1 ? list.untransposed() : nullptr) return make_packed(*matrix);
  if (list.is_association() && call.size() == 1) return transpose_association(call, list);
  if (list.is_list() && call.size() == 1 && list.size() > 0 && list[0].is_association()) {
    // A list of associations with the same keys is an association of lists.
    std::vector<AssociationEntry> result;
    for (const AssociationEntry& column : list[0].association().entries) {
      std::vector<Expr> values;
      for (const Expr& row : list.args()) {
        const Expr* value = row.is_association() ? association_find(row, column.key) : nullptr;
        if (value == nullptr || row.size() != list[0].size()) return call.message("nmtx", {list});
        values.push_back(*value);
      }
      result.push_back({column.key, make_list(std::move(values)), false});
    }
    return make_association(std::move(result));
  }
  if (list.is_symbol() && call.size() == 1) return std::nullopt;  // the transpose of a matrix yet unknown
  if (!list.is_list() && !list.is_numeric_array()) return call.message("nmtx", {list});
  const std::vector<std::int64_t> dims = dimensions_of(list);
  std::vector<std::int64_t> target{2, 1};  // level k goes to level target[k]
  if (call.size() == 2) {
    const Expr& spec = call.arg(1);
    if (spec.is_list()) {
      target.clear();
      for (const Expr& item : elements_of(spec)) {
        const auto n = machine_integer(item);
        if (!n || *n < 1) return call.message("perm", {spec});
        target.push_back(*n);
      }
    } else if (spec.has_head(sym::TwoWayRule, 2) && machine_integer(spec[0]) && machine_integer(spec[1]) && *machine_integer(spec[0]) >= 1 &&
               *machine_integer(spec[1]) >= 1) {
      const std::int64_t m = *machine_integer(spec[0]), n = *machine_integer(spec[1]);
      target.clear();
      for (std::int64_t i = 1; i <= std::max(m, n); ++i) target.push_back(i == m ? n : i == n ? m : i);
    } else if (const auto k = machine_integer(spec); k && *k >= 1) {  // cyclic: all levels move k to the right
      target.clear();
      const auto rank = static_cast<std::int64_t>(dims.size());
      for (std::int64_t i = 0; i < rank; ++i) target.push_back((i + *k) % rank + 1);
    } else {
      return call.message("perm", {spec});
    }
  }
  if (dims.size() < target.size() || dims.size() < 1) {
    if (call.size() == 1) {
      if (dims.size() == 1 && dims[0] == 0) return list;
      return call.message("nmtx", {list});
    }
    return call.message("nmtx2", {Expr::integer(static_cast<std::int64_t>(target.size())), list});
  }
  if (target.empty()) return list;
  // Levels of the result: 1..count, each a level of the source or the diagonal of several.
  const std::int64_t count = target.empty() ? 0 : *std::max_element(target.begin(), target.end());
  const bool as_array = list.is_packed() || list.is_numeric_array();
  const std::size_t levels = as_array ? dims.size() : target.size();
  std::vector<std::int64_t> source_strides(levels, 1);
  for (std::size_t i = levels - 1; i-- > 0;) source_strides[i] = source_strides[i + 1] * dims[i + 1];
  std::vector<std::int64_t> extents(static_cast<std::size_t>(count), -1), strides(static_cast<std::size_t>(count), 0);
  for (std::size_t k = 0; k < target.size(); ++k) {
    const auto to = static_cast<std::size_t>(target[k] - 1);
    extents[to] = extents[to] < 0 ? dims[k] : std::min(extents[to], dims[k]);
    strides[to] += source_strides[k];
  }
  for (std::int64_t extent : extents) {
    if (extent < 0) return call.message("perm", {call.arg(1)});
  }
  for (std::size_t k = target.size(); k < levels; ++k) {
    extents.push_back(dims[k]);
    strides.push_back(source_strides[k]);
  }
  // A large transpose waits until somebody looks at its elements: its totals and its own transpose do not.
  constexpr std::int64_t kWaiting = 4096;
  if (list.is_packed() && levels == 2 && strides[0] == 1 && extents.size() == 2 && extents[0] == dims[1] && extents[1] == dims[0] &&
      size_of(list.array().dtype()) == sizeof(std::uint64_t) && list.array().element_count() >= kWaiting) {
    return make_transposed(list.array());
  }
  if (as_array) {
    Array result = permuted(list.array(), extents, strides);
    return list.is_packed() ? make_packed(std::move(result)) : make_numeric_array(std::move(result));
  }
  std::vector<Expr> leaves;
  collect(list, levels, leaves);
  return build_permuted(leaves, extents, strides, 0);
}

constexpr Builtin kBuiltins[] = {
    {.name = "Reverse",
     .fn = builtin_Reverse,
     .arity = between(1, 2),
     .usage = "Reverse[expr] reverses the order of the elements of expr.\nReverse[expr, n] reverses the elements at level n.\n"
              "Reverse[expr, {n1, n2, ...}] reverses at levels n1, n2, ....",
     .messages = {{"ilsmp", "Single or list of positive machine-sized integers expected at position `1` of `2`."}}},
    {.name = "RotateLeft",
     .fn = builtin_RotateLeft,
     .arity = between(1, 2),
     .usage = "RotateLeft[expr] moves the first element to the end.\nRotateLeft[expr, n] moves n places to the left.\n"
              "RotateLeft[expr, {n1, n2, ...}] moves elements at successive levels n_i places.",
     .messages = {{"rspec", "Rotation specification `1` should be a machine-sized integer or a list of machine-sized integers."}}},
    {.name = "RotateRight",
     .fn = builtin_RotateRight,
     .arity = between(1, 2),
     .usage = "RotateRight[expr] moves the last element to the front.\nRotateRight[expr, n] moves n places to the right.\n"
              "RotateRight[expr, {n1, n2, ...}] moves elements at successive levels n_i places.",
     .messages = {{"rspec", "Rotation specification `1` should be a machine-sized integer or a list of machine-sized integers."}}},
    {.name = "Transpose",
     .fn = builtin_Transpose,
     .arity = between(1, 2),
     .usage = "Transpose[list] exchanges the first two levels of list.\nTranspose[list, {n1, n2, ...}] makes level k of list level n_k of the result.\n"
              "Transpose[list, m <-> n] exchanges levels m and n.\nTranspose[list, k] cycles the levels k positions to the right.",
     .messages = {{"nmtx", "The first two levels of `1` cannot be transposed."},
                  {"nmtx2", "The first `1` levels of `2` cannot be transposed."},
                  {"perm", "`1` is not a permutation of levels."}}},
};

}  // namespace

void register_reorder(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
