// collection.h - what list functions share: reading and picking elements of any container (lists packed or not, other
// normal expressions, associations, numeric and byte arrays) without unpacking what is packed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "array/array.h"
#include "builtins/support.h"

namespace lykos::builtins {

/// One element of an array of any type: a number for rank 1, else the row (packed, or a NumericArray when `numeric`).
Expr array_element(const array::Array& array, std::int64_t index, bool numeric = false);
/// The number at a flat (row-major) index.
Expr array_number(const array::Array& array, std::int64_t flat_index);
/// The rows of the leading axis at these zero-based positions.
array::Array gather_rows(const array::Array& array, std::span<const std::int64_t> positions);
/// A packed list, or {} when the array has an empty axis at its front, or nested empty lists when a later axis is empty.
Expr packed_list(array::Array values);

/// Has elements that list functions work on: a normal expression, an association, a NumericArray or a ByteArray.
bool is_container(const Expr& expr);
/// Number of elements of a container.
std::int64_t length_of(const Expr& container);
/// The zero-based element (an association's value) without making the other elements of a packed array.
Expr element_at(const Expr& container, std::int64_t index);
/// The elements at zero-based positions in a container of the same kind (head, keys and packing kept).
Expr pick(const Expr& container, std::span<const std::int64_t> positions);
/// As pick for first, first + step, ... (count of them); contiguous runs of packed arrays share the buffer.
Expr pick_range(const Expr& container, std::int64_t first, std::int64_t step, std::int64_t count);
/// All but the marked elements.
Expr drop_marked(const Expr& container, const std::vector<bool>& marked);

/// A list from computed elements: packed when it is long and all numbers of one machine type.
Expr list_of(std::vector<Expr>&& elements);
/// head[elements...]; lists as list_of.
Expr normal_of(const Expr& head, std::vector<Expr>&& elements);
Expr integer_list(std::span<const std::int64_t> values);   ///< packed unless short
Expr real_list(std::span<const double> values);            ///< packed unless short

/// A full rectangular array of machine-size numbers of any mix, as Integer64 (only integers), Real64 or ComplexReal64; nullopt
/// when ragged, empty, or anything in it is not a number. Exact rationals and arbitrary-precision numbers count as numbers only
/// when `convert_all`; otherwise there must be at least one machine number unless all are machine integers.
std::optional<array::Array> machine_array(const Expr& list, bool convert_all = false);
/// The dimensions that the nested heads `head` (List by default) are full to; {} for an atom.
std::vector<std::int64_t> dimensions_of(const Expr& expr, std::int64_t max_levels = INT64_MAX);

/// A stable merge sort that survives inconsistent comparison functions: `in_order(a, b)` says whether a may stay before b.
template <typename T, typename InOrder>
void merge_sort(std::vector<T>& values, InOrder&& in_order) {
  std::vector<T> buffer(values.size());
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t low = 0; low < values.size(); low += 2 * width) {
      const std::size_t middle = std::min(low + width, values.size());
      const std::size_t high = std::min(low + 2 * width, values.size());
      std::size_t i = low, j = middle, out = low;
      if (middle < high && in_order(values[middle - 1], values[middle])) {
        while (i < high) buffer[out++] = std::move(values[i++]);
        continue;
      }
      while (i < middle && j < high) buffer[out++] = in_order(values[i], values[j]) ? std::move(values[i++]) : std::move(values[j++]);
      while (i < middle) buffer[out++] = std::move(values[i++]);
      while (j < high) buffer[out++] = std::move(values[j++]);
    }
    values.swap(buffer);
  }
}

/// X[f][expr] as X[expr, f]: the operator form of most functions of two arguments (a row's sub_fn).
MaybeExpr operator_form(Call& call);
/// X[f][expr] as X[f, expr], for functions that take their function first (KeyMap, AssociationMap ...).
MaybeExpr operator_form_first(Call& call);

/// Says head::normal for the argument (1-based position).
std::nullopt_t expects_normal(const Call& call, int position);

}  // namespace lykos::builtins
