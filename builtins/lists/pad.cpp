// pad.cpp - PadLeft, PadRight, ArrayPad: lists brought to a length with elements around them.
#include <algorithm>

#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/scalar.h"

namespace lykos::builtins {
namespace {

std::int64_t modulo(std::int64_t a, std::int64_t n) { return ((a % n) + n) % n; }

struct PadLevel {
  std::int64_t length = 0;
  std::int64_t margin = 0;
  bool left = false;  // PadLeft: the list ends at the right end
};

// `padding` is laid out cyclically so that it continues the list: for PadRight its first element lies under the list's first, for
// PadLeft its last under the list's last. Cyclic padding from the list itself is `list_cyclic`.
Expr pad_level(const Expr* list, std::span<const PadLevel> levels, const Expr& padding, bool list_cyclic, const Expr& head) {
  const PadLevel& level = levels[0];
  const std::int64_t count = list != nullptr ? length_of(*list) : 0;
  std::vector<Expr> out;
  out.reserve(static_cast<std::size_t>(level.length));
  const bool cyclic = padding.is_list() && padding.size() > 0;
  for (std::int64_t i = 0; i < level.length; ++i) {
    const std::int64_t source = level.left ? i - (level.length - count) + level.margin : i - level.margin;
    const bool inside = source >= 0 && source < count;
    Expr fill = padding;
    if (cyclic) {
      const auto size = static_cast<std::int64_t>(padding.size());
      fill = element_at(padding, level.left ? modulo(size - 1 + (source - (count - 1)), size) : modulo(source, size));
    }
    const Expr here = inside ? element_at(*list, source) : list_cyclic && count > 0 ? element_at(*list, modulo(source, count)) : fill;
    const bool from_list = inside || (list_cyclic && count > 0);
    if (levels.size() > 1) {
      const bool sublist = from_list && here.is_list();
      out.push_back(pad_level(sublist ? &here : nullptr, levels.subspan(1), fill, list_cyclic, head));
    } else {
      out.push_back(here);
    }
  }
  return normal_of(head, std::move(out));
}

// The dimensions that hold all of a ragged array.
void full_dimensions(const Expr& e, std::size_t level, std::vector<std::int64_t>& dims) {
  if (!e.is_list()) return;
  if (dims.size() <= level) dims.push_back(0);
  dims[level] = std::max(dims[level], length_of(e));
  for (std::int64_t i = 0; i < length_of(e); ++i) full_dimensions(element_at(e, i), level + 1, dims);
}

// PadRight[list], PadRight[list, n], [list, n, x], [list, n, {x1, x2, ...}], [list, n, padding, m], [list, {n1, n2, ...}, ...]
MaybeExpr pad(Call& call, bool left) {
  const Expr& list = call.arg(0);
  if (!list.is_normal()) return expects_normal(call, 1);
  std::vector<std::int64_t> lengths;
  if (call.size() == 1 || call.arg(1).is(sym::Automatic)) {
    full_dimensions(list, 0, lengths);
    // Only levels where every element is a list can be padded.
    if (lengths.empty()) lengths = {length_of(list)};
  } else {
    for (const Expr& item : call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)}) {
      const auto n = machine_integer(item);
      if (!n || *n > 4000000000 || *n < -4000000000) return call.message("ilsm", {Expr::integer(2), call.expr()});
      lengths.push_back(*n);
    }
    if (lengths.empty()) return list;
  }
  Expr padding = call.size() >= 3 ? call.arg(2) : Expr::integer(0);
  const bool list_cyclic = padding.is_string() && padding.string_value() == "Periodic";
  std::vector<PadLevel> levels;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    PadLevel level;
    level.left = left != (lengths[i] < 0);
    level.length = std::abs(lengths[i]);
    if (call.size() == 4) {
      const Expr margin = call.arg(3).is_list() ? (i < call.arg(3).size() ? call.arg(3)[i] : Expr::integer(0)) : call.arg(3);
      const auto m = machine_integer(margin);
      if (!m) return call.message("ilsm", {Expr::integer(4), call.expr()});
      level.margin = *m;
    }
    levels.push_back(level);
  }
  if (padding.is_list() && padding.size() == 0) {
    return levels.size() == 1 && levels[0].length < length_of(list) ? pad_level(&list, levels, Expr::integer(0), false, list.head()) : list;
  }
  return pad_level(&list, levels, padding, list_cyclic, list.head());
}
MaybeExpr builtin_PadLeft(Call& call) { return pad(call, true); }
MaybeExpr builtin_PadRight(Call& call) { return pad(call, false); }

// ---- ArrayPad

enum class Edge { Constant, Fixed, Periodic, Reflected, ReflectedNegation, Reversed, ReversedNegation, Extrapolated };

// The element at an index outside the list, or the index inside it that stands there.
std::int64_t mapped_index(std::int64_t i, std::int64_t n, Edge edge) {
  switch (edge) {
    case Edge::Fixed: return std::clamp<std::int64_t>(i, 0, n - 1);
    case Edge::Periodic: return modulo(i, n);
    case Edge::Reflected: {
      if (n == 1) return 0;
      const std::int64_t k = modulo(i, 2 * (n - 1));
      return k < n ? k : 2 * (n - 1) - k;
    }
    case Edge::Reversed:
    case Edge::ReversedNegation: {
      const std::int64_t k = modulo(i, 2 * n);
      return k < n ? k : 2 * n - 1 - k;
    }
    default: return 0;
  }
}

Expr constant_like(const Expr& model, const Expr& value) {
  if (!model.is_list()) return value;
  std::vector<Expr> parts = elements_of(model);
  for (Expr& part : parts) part = constant_like(part, value);
  return list_of(std::move(parts));
}

Expr array_pad(const Expr& array, std::span<const std::pair<std::int64_t, std::int64_t>> margins, Edge edge, const Expr& constant) {
  std::vector<Expr> rows = elements_of(array);
  if (margins.size() > 1) {
    for (Expr& row : rows) row = array_pad(row, margins.subspan(1), edge, constant);
  }
  const auto n = static_cast<std::int64_t>(rows.size());
  const auto [before, after] = margins[0];
  std::vector<Expr> out;
  for (std::int64_t i = -before; i < n + after; ++i) {
    if (i >= 0 && i < n) {
      out.push_back(rows[static_cast<std::size_t>(i)]);
    } else if (n == 0 || edge == Edge::Constant) {
      Expr fill = constant;
      if (constant.is_list() && constant.size() > 0) fill = element_at(constant, modulo(i, static_cast<std::int64_t>(constant.size())));
      out.push_back(n > 0 ? constant_like(rows[0], fill) : fill);
    } else if (edge == Edge::Extrapolated) {  // linear from the two elements at the end
      const Expr& end = i < 0 ? rows.front() : rows.back();
      const Expr& next = n == 1 ? end : i < 0 ? rows[1] : rows[static_cast<std::size_t>(n - 2)];
      const std::int64_t steps = i < 0 ? -i : i - (n - 1);
      out.push_back(plus(end, times(Expr::integer(steps), minus(end, next))));
    } else if (edge == Edge::ReflectedNegation) {  // point reflection about the end element
      const Expr& end = i < 0 ? rows.front() : rows.back();
      const std::int64_t mirror = i < 0 ? -i : 2 * (n - 1) - i;
      out.push_back(minus(times(Expr::integer(2), end), rows[static_cast<std::size_t>(std::clamp<std::int64_t>(mirror, 0, n - 1))]));
    } else {
      const Expr& row = rows[static_cast<std::size_t>(mapped_index(i, n, edge))];
      const bool negate_row = edge == Edge::ReversedNegation && modulo(i, 2 * n) >= n;
      out.push_back(negate_row ? times(Expr::integer(-1), row) : row);
    }
  }
  return list_of(std::move(out));
}

// ArrayPad[array, m], [array, {m, n}], [array, {{m1, n1}, {m2, n2}, ...}], each with a padding
MaybeExpr builtin_ArrayPad(Call& call) {
  const Expr& array = call.arg(0);
  if (!array.is_list()) return call.message("list", {call.expr(), Expr::integer(1)});
  const std::size_t rank = std::max<std::size_t>(dimensions_of(array).size(), 1);
  std::vector<std::pair<std::int64_t, std::int64_t>> margins;
  const Expr& spec = call.arg(1);
  const auto read_pair = [&](const Expr& e) {
    if (const auto m = machine_integer(e)) {
      margins.emplace_back(*m, *m);
      return true;
    }
    if (!e.is_list() || (e.size() != 1 && e.size() != 2)) return false;
    const auto m = machine_integer(e[0]), n = machine_integer(e[e.size() - 1]);
    if (!m || !n) return false;
    margins.emplace_back(*m, *n);
    return true;
  };
  bool ok = true;
  if (spec.is_list() && spec.size() > 0 && spec[0].is_list()) {
    for (const Expr& one : spec.args()) ok = ok && read_pair(one);
    ok = ok && margins.size() <= rank;
  } else {
    ok = read_pair(spec);
    if (ok) margins.resize(rank, margins[0]);
  }
  if (!ok) return call.message("padspec", {spec});
  for (const auto& [m, n] : margins) {
    if (std::max(m, n) > 100000000) return call.message("padspec", {spec});
  }
  Edge edge = Edge::Constant;
  Expr constant = Expr::integer(0);
  if (call.size() == 3) {
    constant = call.arg(2);
    if (constant.is_string()) {
      static constexpr std::pair<const char*, Edge> kNames[] = {
          {"Fixed", Edge::Fixed},       {"Periodic", Edge::Periodic},         {"Reflected", Edge::Reflected},       {"ReflectedNegation", Edge::ReflectedNegation},
          {"Reversed", Edge::Reversed}, {"ReversedNegation", Edge::ReversedNegation}, {"Extrapolated", Edge::Extrapolated}};
      for (const auto& [name, value] : kNames) {
        if (constant.string_value() == name) edge = value;
      }
    }
  }
  // Negative margins take elements away; do that first.
  Expr trimmed = array;
  std::vector<Expr> take{array};
  bool trims = false;
  for (auto& [m, n] : margins) {
    take.push_back(make_list({Expr::integer(m < 0 ? 1 - m : 1), Expr::integer(n < 0 ? n - 1 : -1)}));
    trims = trims || m < 0 || n < 0;
    m = std::max<std::int64_t>(m, 0);
    n = std::max<std::int64_t>(n, 0);
  }
  if (trims) {
    trimmed = evaluate(make_normal(sym::Take, std::move(take)));
    if (!trimmed.is_list()) return call.message("padspec", {spec});
  }
  return array_pad(trimmed, margins, edge, constant);
}

constexpr const char* kIntegers = "Single or list of machine-sized integers expected at position `1` of `2`.";

constexpr Builtin kBuiltins[] = {
    {.name = "PadLeft",
     .fn = builtin_PadLeft,
     .arity = between(1, 4),
     .usage = "PadLeft[list, n] makes a list of length n by padding list with zeros on the left.\nPadLeft[list, n, x] pads by repeating x.\n"
              "PadLeft[list, n, {x1, x2, ...}] pads by cyclically repeating the x_i.\nPadLeft[list, n, padding, m] leaves a margin of m on the right.\n"
              "PadLeft[list, {n1, n2, ...}] makes a nested list of these lengths.\nPadLeft[list] pads a ragged array to make it full.",
     .messages = {{"ilsm", kIntegers}}},
    {.name = "PadRight",
     .fn = builtin_PadRight,
     .arity = between(1, 4),
     .usage = "PadRight[list, n] makes a list of length n by padding list with zeros on the right.\nPadRight[list, n, x] pads by repeating x.\n"
              "PadRight[list, n, {x1, x2, ...}] pads by cyclically repeating the x_i.\nPadRight[list, n, padding, m] leaves a margin of m on the left.\n"
              "PadRight[list, {n1, n2, ...}] makes a nested list of these lengths.\nPadRight[list] pads a ragged array to make it full.",
     .messages = {{"ilsm", kIntegers}}},
    {.name = "ArrayPad",
     .fn = builtin_ArrayPad,
     .arity = between(2, 3),
     .usage = "ArrayPad[array, m] pads array with m zeros on every side.\nArrayPad[array, {m, n}] pads with m elements at the beginning and n at the end.\n"
              "ArrayPad[array, {{m1, n1}, {m2, n2}, ...}] pads levels differently.\n"
              "ArrayPad[array, pad, padding] uses the padding: a value, \"Fixed\", \"Periodic\", \"Reflected\", \"Reversed\", \"Extrapolated\", ....",
     .messages = {{"padspec", "The padding amount `1` should be an integer or a list of integers that fits the array."}}},
};

}  // namespace

void register_pad(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
