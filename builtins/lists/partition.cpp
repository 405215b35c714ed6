// partition.cpp - Partition in all its forms, and the functions that work on successive windows of a list.
#include "builtins/lists/partition.h"

#include <algorithm>
#include <cstring>

#include "array/list_loops.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/scalar.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

Padding Padding::read(const Expr& spec) {
  Padding padding;
  if (spec.is_list()) {
    padding.elements = elements_of(spec);
    padding.kind = padding.elements.empty() ? Kind::Absent : Kind::Elements;
  } else {
    padding.elements = {spec};
    padding.kind = Kind::Elements;
  }
  return padding;
}

bool align_windows(Windows& windows, std::int64_t length, std::int64_t left, std::int64_t right) {
  const auto resolve = [&](std::int64_t k) { return k < 0 ? windows.size + 1 + k : k; };
  const std::int64_t kl = resolve(left), kr = resolve(right);
  if (left == 0 || right == 0 || kl < 1 || kl > windows.size || kr < 1 || kr > windows.size) return false;
  windows.first = -(kl - 1);
  windows.last = length - kr;
  return true;
}

std::vector<Expr> window_at(std::span<const Expr> list, std::int64_t start, std::int64_t size, const Padding& padding) {
  const auto length = static_cast<std::int64_t>(list.size());
  std::vector<Expr> out;
  out.reserve(static_cast<std::size_t>(size));
  for (std::int64_t i = start; i < start + size; ++i) {
    if (i >= 0 && i < length) {
      out.push_back(list[static_cast<std::size_t>(i)]);
    } else if (padding.kind == Padding::Kind::Cyclic && length > 0) {
      out.push_back(list[static_cast<std::size_t>(((i % length) + length) % length)]);
    } else if (padding.kind == Padding::Kind::Elements) {
      const auto count = static_cast<std::int64_t>(padding.elements.size());
      out.push_back(padding.elements[static_cast<std::size_t>(((i % count) + count) % count)]);
    }
  }
  return out;
}

namespace {

// A positive integer, or UpTo of one.
bool read_size(const Expr& e, std::int64_t& size, bool& up_to) {
  up_to = e.has_head(sym::UpTo, 1);
  const auto n = count_argument(up_to ? e[0] : e);
  if (!n || *n < 1) return false;
  size = *n;
  return true;
}

// Windows wholly inside a packed array, as one array.
Expr packed_windows(const Array& a, const Windows& windows) {
  const std::int64_t count = (windows.last - windows.first) / windows.step + 1;
  Shape shape{count, windows.size};
  std::int64_t row_bytes = size_of(a.dtype());
  for (int axis = 1; axis < a.rank(); ++axis) {
    shape.push_back(a.shape()[axis]);
    row_bytes *= a.shape()[axis];
  }
  if (windows.step == windows.size && windows.first == 0) return make_packed(a.slice(0, count * windows.size).reshape(shape));
  Array out(a.dtype(), shape);
  for (std::int64_t i = 0; i < count; ++i) {
    std::memcpy(static_cast<char*>(out.bytes()) + i * windows.size * row_bytes,
                static_cast<const char*>(a.bytes()) + (windows.first + i * windows.step) * row_bytes,
                static_cast<std::size_t>(windows.size * row_bytes));
  }
  return make_packed(std::move(out));
}

Expr partition_list(const Expr& list, const Windows& windows, const Padding& padding) {
  const std::int64_t length = length_of(list);
  if (windows.last < windows.first) return with_args(list.is_packed() ? make_list({}) : list, {});
  const std::int64_t last_start = windows.first + (windows.last - windows.first) / windows.step * windows.step;
  if (list.is_packed() && windows.first >= 0 && last_start + windows.size <= length) return packed_windows(list.array(), windows);
  const std::vector<Expr> elements = elements_of(list);
  Builder out(list.head());
  for (std::int64_t start = windows.first; start <= windows.last; start += windows.step) {
    out.push(normal_of(list.head(), window_at(elements, start, windows.size, padding)));
  }
  return out.finish();
}

// One level's windows from n, d, k and the length.
std::optional<Windows> level_windows(const Expr& size, const Expr* offset, const Expr* left, const Expr* right, std::int64_t length, bool& ragged) {
  Windows windows;
  bool up_to = false;
  if (!read_size(size, windows.size, up_to)) return std::nullopt;
  windows.step = windows.size;
  if (offset != nullptr) {
    const auto d = machine_integer(*offset);
    if (!d || *d < 1) return std::nullopt;
    windows.step = *d;
  }
  windows.last = length - windows.size;
  ragged = up_to;
  if (up_to) windows.last = length - 1;
  if (left != nullptr) {
    const auto kl = machine_integer(*left), kr = machine_integer(*right);
    if (!kl || !kr || !align_windows(windows, length, *kl, *kr)) return std::nullopt;
  }
  return windows;
}

// Partition[list, n], [list, n, d], [list, n, d, {kL, kR}], [list, n, d, {kL, kR}, padding], [list, {n1, ...}, {d1, ...}, ...]
MaybeExpr partition_level(Call& call, const Expr& list, std::size_t level, std::size_t levels) {
  if (!list.is_normal()) return call.message("pdep", {Expr::integer(static_cast<std::int64_t>(levels)), integer_list(dimensions_of(call.arg(0)))});
  const auto at_level = [&](const Expr& spec) { return spec.is_list() ? (level < spec.size() ? spec[level] : spec[spec.size() - 1]) : spec; };
  const Expr size = at_level(call.arg(1));
  Expr offset, left, right;
  const bool has_offset = call.size() >= 3;
  if (has_offset) {
    if (call.arg(2).is_list() && call.arg(2).size() == 0) return call.message("ilsmp", {Expr::integer(3), call.expr()});
    offset = at_level(call.arg(2));
  }
  bool has_alignment = false;
  if (call.size() >= 4 && !call.arg(3).is(sym::None)) {
    const Expr& k = call.arg(3);
    has_alignment = true;
    if (k.is_list() && k.size() == 2) {
      left = k[0].is_list() ? (level < k[0].size() ? k[0][level] : k[0][k[0].size() - 1]) : k[0];
      right = k[1].is_list() ? (level < k[1].size() ? k[1][level] : k[1][k[1].size() - 1]) : k[1];
    } else {
      left = right = k;
    }
  }
  const std::int64_t length = length_of(list);
  bool ragged = false;
  const auto windows = level_windows(size, has_offset ? &offset : nullptr, has_alignment ? &left : nullptr, has_alignment ? &right : nullptr, length, ragged);
  if (!windows) {
    bool up_to = false;
    std::int64_t n = 0;
    if (!read_size(size, n, up_to)) return call.message("ilsmp", {Expr::integer(2), call.expr()});
    if (has_alignment) return call.message("ohp", {call.arg(3), call.arg(1)});
    return call.message("ilsmp", {Expr::integer(3), call.expr()});
  }
  Padding padding;
  if (ragged) padding.kind = Padding::Kind::Absent;
  if (call.size() >= 5) padding = Padding::read(call.arg(4));
  const Expr chunks = partition_list(list, *windows, padding);
  if (level + 1 >= levels) return chunks;
  // Each chunk is a list of n rows; partition the rows and bring the new levels to the front.
  std::vector<Expr> target{Expr::integer(static_cast<std::int64_t>(levels - level))};
  for (std::size_t i = 1; i < levels - level; ++i) target.push_back(Expr::integer(static_cast<std::int64_t>(i)));
  std::vector<Expr> out;
  for (const Expr& chunk : chunks.args()) {
    std::vector<Expr> rows;
    for (const Expr& row : chunk.args()) {
      MaybeExpr inner = partition_level(call, row, level + 1, levels);
      if (!inner) return std::nullopt;
      rows.push_back(std::move(*inner));
    }
    out.push_back(evaluate(make_normal(sym::Transpose, {list_of(std::move(rows)), make_list(std::span<const Expr>(target))})));
  }
  return list_of(std::move(out));
}

MaybeExpr builtin_Partition(Call& call) {
  if (!call.arg(0).is_normal()) return expects_normal(call, 1);
  if (call.arg(1).is_list() && call.arg(1).size() == 0) return call.message("ilsmp", {Expr::integer(2), call.expr()});
  const std::size_t levels = call.arg(1).is_list() ? call.arg(1).size() : 1;
  MaybeExpr blocks = partition_level(call, call.arg(0), 0, levels);
  if (!blocks || call.size() < 6) return blocks;
  // The sixth argument is the head of the blocks.
  return make_normal(sym::Apply, {call.arg(5), *blocks, make_list({Expr::integer(static_cast<std::int64_t>(levels))})});
}

// BlockMap[f, list, n], BlockMap[f, list, n, d]
MaybeExpr builtin_BlockMap(Call& call) {
  const std::vector<Expr> args(call.args().begin() + 1, call.args().end());
  const Expr blocks = evaluate(make_normal(sym::Partition, std::span<const Expr>(args)));
  if (!blocks.is_normal() || blocks.has_head(sym::Partition)) return std::nullopt;
  std::vector<Expr> out;
  out.reserve(blocks.size());
  for (std::int64_t i = 0; i < length_of(blocks); ++i) out.push_back(apply(call.arg(0), {element_at(blocks, i)}));
  return list_of(std::move(out));
}

// What stands at index i outside of a list of this length, for a padding: an index into the list, or -1 for a constant.
std::int64_t padded_index(std::int64_t i, std::int64_t length, std::string_view kind) {
  if (i >= 0 && i < length) return i;
  if (kind == "Fixed") return i < 0 ? 0 : length - 1;
  if (kind == "Periodic") return ((i % length) + length) % length;
  if (kind == "Reflected" && length > 1) {  // the border element is not repeated
    const std::int64_t period = 2 * (length - 1);
    const std::int64_t m = ((i % period) + period) % period;
    return m < length ? m : period - m;
  }
  if (kind == "Reversed" || kind == "Reflected") {
    const std::int64_t m = ((i % (2 * length)) + 2 * length) % (2 * length);
    return m < length ? m : 2 * length - 1 - m;
  }
  return -1;
}

// MovingMap[f, list, w]: f of each window of n + 1 elements, for w = n, {n, alignment} or {n, alignment, step}; with a padding there
// is a window for every element, which stands at its right end, its centre or its left end.
MaybeExpr builtin_MovingMap(Call& call) {
  const Expr& list = call.arg(1);
  if (!list.is_list()) return call.message("list", {call.expr(), Expr::integer(2)});
  const Expr& spec = call.arg(2);
  const bool detailed = spec.is_list() && spec.size() >= 1 && spec.size() <= 3;
  const auto n = count_argument(detailed ? spec[0] : spec);
  const auto step = detailed && spec.size() == 3 ? machine_integer(spec[2]) : std::optional<std::int64_t>(1);
  const Expr alignment = detailed && spec.size() >= 2 ? spec[1] : Expr(sym::Right);
  const bool known = alignment.is(sym::Right) || alignment.is(sym::Left) || alignment.is(sym::Center);
  if (!n || !step || *step < 1 || !known) return call.message("wspec", {spec});
  const std::vector<Expr> elements = elements_of(list);
  const auto length = static_cast<std::int64_t>(elements.size());
  if (length == 0) return make_list({});
  const bool padded = call.size() == 4 && !call.arg(3).is(sym::None);
  const std::string_view kind = padded && call.arg(3).is_string() ? std::string_view(call.arg(3).string_value()) : std::string_view();
  const std::int64_t before = !padded ? 0 : alignment.is(sym::Right) ? *n : alignment.is(sym::Left) ? 0 : *n / 2;
  const std::int64_t windows = padded ? length : length - *n;
  std::vector<Expr> out;
  for (std::int64_t w = 0; w < windows; w += *step) {
    std::vector<Expr> window;
    for (std::int64_t i = w - before; i <= w - before + *n; ++i) {
      const std::int64_t index = padded_index(i, length, kind);
      window.push_back(index >= 0 ? elements[static_cast<std::size_t>(index)] : call.arg(3));
    }
    out.push_back(apply(call.arg(0), {list_of(std::move(window))}));
  }
  return list_of(std::move(out));
}

// The averages of every r neighbours, their terms added from the left; nullopt when one is not finite.
std::optional<Array> moving_average(const Array& values, std::int64_t r) {
  const std::int64_t count = values.element_count() - r + 1;
  Array averages(DType::Real64, Shape{count});
  const array::ListLoops& loops = array::list_loops();
  const double divisor = static_cast<double>(r);
  constexpr std::int64_t kRun = 2048;
  for (std::int64_t start = 0; start < count; start += kRun) {
    const std::int64_t run = std::min(kRun, count - start);
    double* out = averages.data<double>() + start;
    const double* in = values.data<double>() + start;
    std::copy(in, in + run, out);
    bool finite = true;
    for (std::int64_t k = 1; k < r && finite; ++k) finite = loops.plus.lists(out, out, in + k, run);
    if (!finite || !loops.divide.list_number(out, out, &divisor, run)) return std::nullopt;
  }
  return averages;
}

// MovingAverage[list, r], MovingAverage[list, {w1, ..., wr}]
MaybeExpr builtin_MovingAverage(Call& call) {
  const Expr& list = call.arg(0);
  if (!list.is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  const auto length = static_cast<std::int64_t>(list.size());
  if (list.is_packed() && list.array().rank() == 1 && list.array().dtype() == DType::Real64) {
    const auto r = machine_integer(call.arg(1));
    if (r && *r >= 1 && *r <= length) {
      if (auto averages = moving_average(list.array(), *r)) return packed_list(std::move(*averages));
    }
  }
  const std::vector<Expr> elements = elements_of(list);
  std::vector<Expr> out;
  if (call.arg(1).is_list()) {
    const std::vector<Expr> weights = elements_of(call.arg(1));
    const auto r = static_cast<std::int64_t>(weights.size());
    const Expr total = sum(weights);
    if (r == 0 || r > length) return call.message("arg2", {call.arg(1), Expr::integer(length)});
    for (std::int64_t start = 0; start + r <= length; ++start) {
      std::vector<Expr> terms;
      for (std::int64_t i = 0; i < r; ++i) terms.push_back(times(weights[static_cast<std::size_t>(i)], elements[static_cast<std::size_t>(start + i)]));
      out.push_back(quotient(sum(terms), total));
    }
    return list_of(std::move(out));
  }
  const auto r = machine_integer(call.arg(1));
  if (!r || *r < 1 || *r > length) return call.message("arg2", {call.arg(1), Expr::integer(length)});
  for (std::int64_t start = 0; start + *r <= length; ++start) {
    out.push_back(quotient(sum(std::span<const Expr>(elements).subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(*r))), call.arg(1)));
  }
  return list_of(std::move(out));
}

constexpr const char* kPositive = "Single or list of positive machine-sized integers expected at position `1` of `2`.";

constexpr Builtin kBuiltins[] = {
    {.name = "Partition",
     .fn = builtin_Partition,
     .arity = between(2, 6),
     .usage = "Partition[list, n] partitions list into sublists of length n.\nPartition[list, n, d] uses offset d.\n"
              "Partition[list, UpTo[n]] lets the last sublist be shorter.\n"
              "Partition[list, n, d, {kL, kR}] lets the first and last sublists overhang, cyclically.\n"
              "Partition[list, n, d, {kL, kR}, padding] overhangs into the padding; {} for none.\n"
              "Partition[list, n, d, {kL, kR}, padding, f] puts the head f on the sublists.\n"
              "Partition[list, {n1, n2, ...}, {d1, d2, ...}, ...] partitions levels of list.",
     .messages = {{"ilsmp", kPositive},
                  {"pdep", "Depth `1` requested in object with dimensions `2`."},
                  {"ohp", "Overhang parameters `1` should be nonzero integers no larger in size than the block size `2`."}}},
    {.name = "BlockMap",
     .fn = builtin_BlockMap,
     .arity = between(3, 4),
     .usage = "BlockMap[f, list, n] applies f to sublists of length n.\nBlockMap[f, list, n, d] uses offset d."},
    {.name = "MovingMap",
     .fn = builtin_MovingMap,
     .arity = between(3, 4),
     .usage = "MovingMap[f, list, n] applies f to the windows of each n + 1 successive elements of list.\n"
              "MovingMap[f, list, {n, alignment}] has the element at the Right, Left or Center of its window.\n"
              "MovingMap[f, list, {n, alignment, d}] takes every d-th window.\n"
              "MovingMap[f, list, window, padding] pads the list, so that every element has its window.",
     .messages = {{"wspec", "The window specification `1` is not a number n, {n, alignment} or {n, alignment, step} for a list of values."}}},
    {.name = "MovingAverage",
     .fn = builtin_MovingAverage,
     .arity = exactly(2),
     .usage = "MovingAverage[list, r] gives the averages of r successive elements.\nMovingAverage[list, {w1, w2, ..., wr}] gives weighted averages.",
     .messages = {{"arg2", "The second argument `1` should be a positive integer, or a list of weights, no longer than the data of length `2`."}}},
};

}  // namespace

void register_partition(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
