// convolve.cpp - ListConvolve and ListCorrelate in any number of dimensions.
//
// A correlation slides the kernel over the list (continued cyclically or by padding beyond its ends); a convolution is the correlation with the
// reversed kernel and the alignments reversed. Machine numbers without padding functions go through one plain loop.
#include <algorithm>

#include "builtins/lists/collection.h"
#include "builtins/lists/partition.h"
#include "builtins/lists/register.h"
#include "builtins/lists/scalar.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

void flatten_leaves(const Expr& e, std::size_t levels, std::vector<Expr>& leaves) {
  if (levels == 0) {
    leaves.push_back(e);
    return;
  }
  for (std::int64_t i = 0; i < length_of(e); ++i) flatten_leaves(element_at(e, i), levels - 1, leaves);
}

Expr nest(std::span<const Expr> leaves, std::span<const std::int64_t> dims) {
  if (dims.size() == 1) return list_of({leaves.begin(), leaves.end()});
  const std::size_t width = leaves.size() / static_cast<std::size_t>(dims[0]);
  std::vector<Expr> rows;
  for (std::int64_t i = 0; i < dims[0]; ++i) rows.push_back(nest(leaves.subspan(static_cast<std::size_t>(i) * width, width), dims.subspan(1)));
  return list_of(std::move(rows));
}

Expr reverse_all(const Expr& e, std::size_t levels) {
  std::vector<Expr> parts = elements_of(e);
  std::reverse(parts.begin(), parts.end());
  if (levels > 1) {
    for (Expr& part : parts) part = reverse_all(part, levels - 1);
  }
  return list_of(std::move(parts));
}

// Steps a multi-index; false after the last.
bool advance(std::vector<std::int64_t>& index, const std::vector<std::int64_t>& dims) {
  for (std::size_t i = dims.size(); i-- > 0;) {
    if (++index[i] < dims[i]) return true;
    index[i] = 0;
  }
  return false;
}

// ListCorrelate[ker, list], [.., k], [.., {kL, kR}], [.., klist, padding], [.., klist, padding, g, h]
MaybeExpr correlate(Call& call, bool convolution) {
  Expr kernel = call.arg(0);
  const Expr& list = call.arg(1);
  if (!kernel.is_list() || !list.is_list()) return call.message("kldims", {kernel, list});
  const std::vector<std::int64_t> kernel_dims = dimensions_of(kernel), list_dims_all = dimensions_of(list);
  const std::size_t rank = kernel_dims.size();
  if (list_dims_all.size() < rank || rank == 0 || std::find(kernel_dims.begin(), kernel_dims.end(), 0) != kernel_dims.end() ||
      std::find(list_dims_all.begin(), list_dims_all.end(), 0) != list_dims_all.end()) {
    return call.message("kldims", {kernel, list});
  }
  const std::vector<std::int64_t> list_dims(list_dims_all.begin(), list_dims_all.begin() + static_cast<std::ptrdiff_t>(rank));
  // Alignments as for Partition; without them no overhang.
  std::vector<std::int64_t> first(rank), counts(rank);
  for (std::size_t i = 0; i < rank; ++i) {
    Windows windows{kernel_dims[i], 1, 0, list_dims[i] - kernel_dims[i]};
    if (call.size() >= 3) {
      const Expr& k = call.arg(2);
      Expr left = k, right = k;
      if (k.is_list() && k.size() == 2) {
        left = k[0];
        right = k[1];
      } else if (k.is_list() && k.size() == 1) {
        left = right = Expr(k[0]);
      }
      if (left.is_list()) left = i < left.size() ? Expr(left[i]) : Expr::integer(0);
      if (right.is_list()) right = i < right.size() ? Expr(right[i]) : Expr::integer(0);
      const auto kl = machine_integer(left), kr = machine_integer(right);
      if (!kl || !kr || !align_windows(windows, list_dims[i], convolution ? -*kl : *kl, convolution ? -*kr : *kr)) {
        return call.message("ohp", {k, integer_list(kernel_dims)});
      }
    }
    first[i] = windows.first;
    counts[i] = windows.last - windows.first + 1;
    if (counts[i] <= 0) return make_list({});
  }
  Padding padding;
  if (call.size() >= 4) padding = Padding::read(call.arg(3));
  const bool ordinary = call.size() < 5;
  if (convolution) kernel = reverse_all(kernel, rank);

  // One-dimensional machine reals that stay inside or wrap round.
  if (ordinary && rank == 1 && padding.kind != Padding::Kind::Absent && (padding.kind == Padding::Kind::Cyclic || padding.elements.size() == 1)) {
    const auto k = machine_array(kernel), a = machine_array(list);
    const bool real_pad = padding.kind == Padding::Kind::Cyclic || padding.elements[0].is_real() || padding.elements[0].is_small_integer();
    if (k && a && a->rank() == 1 && k->rank() == 1 && real_pad && !is_complex(k->dtype()) && !is_complex(a->dtype()) &&
        (k->dtype() == DType::Real64 || a->dtype() == DType::Real64)) {
      const Array kr = k->convert(DType::Real64), ar = a->convert(DType::Real64);
      const double pad_value = padding.kind == Padding::Kind::Elements ? *machine_real(padding.elements[0]) : 0.0;
      const std::int64_t n = ar.element_count(), width = kr.element_count();
      const double* data = ar.data<double>();
      const double* weights = kr.data<double>();
      std::vector<double> out(static_cast<std::size_t>(counts[0]));
      for (std::int64_t s = 0; s < counts[0]; ++s) {
        double total = 0;
        for (std::int64_t j = 0; j < width; ++j) {
          const std::int64_t at = first[0] + s + j;
          const double value = at >= 0 && at < n ? data[at] : padding.kind == Padding::Kind::Cyclic ? data[((at % n) + n) % n] : pad_value;
          total += weights[j] * value;
        }
        out[static_cast<std::size_t>(s)] = total;
      }
      return real_list(out);
    }
  }

  std::vector<Expr> weights, data;
  flatten_leaves(kernel, rank, weights);
  flatten_leaves(list, rank, data);
  std::vector<std::int64_t> at(rank, 0);
  std::vector<Expr> results;
  do {
    check_interrupt();
    std::vector<Expr> terms;
    std::vector<std::int64_t> inner(rank, 0);
    std::size_t weight = 0;
    do {
      std::int64_t flat = 0;
      bool inside = true, absent = false;
      std::int64_t outside = 0;
      for (std::size_t i = 0; i < rank; ++i) {
        std::int64_t index = first[i] + at[i] + inner[i];
        if (index < 0 || index >= list_dims[i]) {
          if (padding.kind == Padding::Kind::Cyclic) {
            index = ((index % list_dims[i]) + list_dims[i]) % list_dims[i];
          } else {
            inside = false;
            absent = padding.kind == Padding::Kind::Absent;
            outside = index;
          }
        }
        flat = flat * list_dims[i] + index;
      }
      const Expr& w = weights[weight++];
      if (absent) continue;
      Expr value;
      if (inside) {
        value = data[static_cast<std::size_t>(flat)];
      } else {
        const auto count = static_cast<std::int64_t>(padding.elements.size());
        value = padding.elements[static_cast<std::size_t>(((outside % count) + count) % count)];
      }
      terms.push_back(ordinary ? times(w, value) : apply(call.arg(4), {w, value}));
    } while (advance(inner, kernel_dims));
    if (call.size() == 6) {
      results.push_back(apply(call.arg(5), std::span<const Expr>(terms)));
    } else {
      results.push_back(sum(terms));
    }
  } while (advance(at, counts));
  return nest(results, counts);
}
MaybeExpr builtin_ListConvolve(Call& call) { return correlate(call, true); }
MaybeExpr builtin_ListCorrelate(Call& call) { return correlate(call, false); }

constexpr const char* kDims = "The kernel `1` and the list `2` must be nonempty lists of the same depth.";
constexpr const char* kOverhang = "Overhang parameters `1` should be nonzero integers no larger in size than the kernel dimensions `2`.";

constexpr Builtin kBuiltins[] = {
    {.name = "ListConvolve",
     .fn = builtin_ListConvolve,
     .arity = between(2, 6),
     .usage = "ListConvolve[ker, list] gives the convolution of the kernel ker with list.\nListConvolve[ker, list, k] aligns the k-th element of ker with each element, cyclically.\n"
              "ListConvolve[ker, list, {kL, kR}] gives the alignments of the first and last elements.\nListConvolve[ker, list, klist, p] pads with p.\n"
              "ListConvolve[ker, list, klist, padding, g, h] uses g in place of Times and h in place of Plus.",
     .messages = {{"kldims", kDims}, {"ohp", kOverhang}}},
    {.name = "ListCorrelate",
     .fn = builtin_ListCorrelate,
     .arity = between(2, 6),
     .usage = "ListCorrelate[ker, list] gives the correlation of the kernel ker with list.\nListCorrelate[ker, list, k] aligns the k-th element of ker with each element, cyclically.\n"
              "ListCorrelate[ker, list, {kL, kR}] gives the alignments of the first and last elements.\nListCorrelate[ker, list, klist, p] pads with p.\n"
              "ListCorrelate[ker, list, klist, padding, g, h] uses g in place of Times and h in place of Plus.",
     .messages = {{"kldims", kDims}, {"ohp", kOverhang}}},
};

}  // namespace

void register_convolve(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
