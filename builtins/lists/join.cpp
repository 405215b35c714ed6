// join.cpp - putting lists together: Append, Prepend, Join, Catenate, Riffle.
#include <algorithm>
#include <cstring>

#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

// Rules of an element to be added to an association: a rule, a list of rules or an association.
bool rule_entries(const Expr& e, std::vector<AssociationEntry>& entries) {
  if (e.is_rule()) {
    entries.push_back({e[0], e[1], e.has_head(sym::RuleDelayed)});
    return true;
  }
  if (e.is_association()) {
    const auto& own = e.association().entries;
    entries.insert(entries.end(), own.begin(), own.end());
    return true;
  }
  if (!e.is_list()) return false;
  return std::all_of(e.args().begin(), e.args().end(), [&](const Expr& part) { return rule_entries(part, entries); });
}

// Append[expr, elem]; a key an association has already moves to the end.
MaybeExpr builtin_Append(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& subject = call.arg(0);
  if (subject.is_association()) {
    std::vector<AssociationEntry> added;
    if (!rule_entries(call.arg(1), added)) return call.message("invdt");
    Expr result = subject;
    for (const AssociationEntry& entry : added) {
      if (association_find(result, entry.key) != nullptr) result = association_remove(std::move(result), entry.key);
      result = association_set(std::move(result), entry.key, entry.value, entry.delayed);
    }
    return result;
  }
  if (!subject.is_normal()) return expects_normal(call, 1);
  return append_argument(subject, call.arg(1));
}

// Prepend[expr, elem]
MaybeExpr builtin_Prepend(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& subject = call.arg(0);
  if (subject.is_association()) {
    std::vector<AssociationEntry> entries;
    if (!rule_entries(call.arg(1), entries)) return call.message("invdt");
    const Expr front = make_association(std::move(entries));
    std::vector<AssociationEntry> all = front.association().entries;
    for (const AssociationEntry& entry : subject.association().entries) {
      if (association_find(front, entry.key) == nullptr) all.push_back(entry);
    }
    return make_association(std::move(all));
  }
  if (!subject.is_normal()) return expects_normal(call, 1);
  return prepend_argument(subject, call.arg(1));
}

// Arrays of one type whose rows have one shape, as one array.
std::optional<Array> concatenate(std::span<const Expr> parts) {
  const Array& first = parts[0].array();
  std::int64_t rows = 0;
  for (const Expr& part : parts) {
    const Array& a = part.array();
    if (a.dtype() != first.dtype() || a.rank() != first.rank()) return std::nullopt;
    for (int axis = 1; axis < a.rank(); ++axis) {
      if (a.shape()[axis] != first.shape()[axis]) return std::nullopt;
    }
    rows += a.shape()[0];
  }
  Shape shape = first.shape();
  shape[0] = rows;
  Array out(first.dtype(), shape);
  char* target = static_cast<char*>(out.bytes());
  for (const Expr& part : parts) {
    std::memcpy(target, part.array().bytes(), static_cast<std::size_t>(part.array().byte_count()));
    target += part.array().byte_count();
  }
  return out;
}

// All parts end to end. Returns nullopt after saying `heads` or `normal`.
MaybeExpr join_top(Call& call, std::span<const Expr> parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!is_container(parts[i])) return expects_normal(call, static_cast<int>(i) + 1);
    if (!(parts[i].head() == parts[0].head())) {
      return call.message("heads", {parts[0].head(), parts[i].head(), Expr::integer(1), Expr::integer(static_cast<std::int64_t>(i) + 1)});
    }
  }
  const Expr& first = parts[0];
  if (parts.size() == 1) return first;
  if (first.is_association()) {
    std::vector<AssociationEntry> entries;
    for (const Expr& part : parts) entries.insert(entries.end(), part.association().entries.begin(), part.association().entries.end());
    return make_association(std::move(entries));
  }
  if (first.is_byte_array()) {
    std::vector<std::uint8_t> bytes;
    for (const Expr& part : parts) bytes.insert(bytes.end(), part.bytes().begin(), part.bytes().end());
    return make_byte_array(std::move(bytes));
  }
  // Empty lists do not keep the others from staying packed.
  std::vector<Expr> full;
  bool all_packed = true;
  std::size_t total = 0;
  for (const Expr& part : parts) {
    total += part.size();
    if (part.is_numeric_array() || part.size() > 0) {
      full.push_back(part);
      all_packed = all_packed && (part.is_packed() || part.is_numeric_array());
    }
  }
  if (full.size() == 1) return full[0];
  if (all_packed && !full.empty()) {
    if (auto joined = concatenate(full)) {
      return first.is_numeric_array() ? make_numeric_array(std::move(*joined)) : make_packed(std::move(*joined));
    }
    if (first.is_numeric_array()) return call.message("incompat", {call.expr()});
  }
  Builder out(first.head(), total);
  for (const Expr& part : full) out.append(part.args());
  return out.finish();
}

// Joins the parts of equal index at deeper levels; shorter lists end early.
MaybeExpr join_level(Call& call, std::span<const Expr> parts, std::int64_t level) {
  if (level <= 1) return join_top(call, parts);
  std::size_t longest = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!is_container(parts[i])) return expects_normal(call, static_cast<int>(i) + 1);
    longest = std::max(longest, static_cast<std::size_t>(length_of(parts[i])));
  }
  std::vector<Expr> rows;
  for (std::size_t i = 0; i < longest; ++i) {
    std::vector<Expr> at;
    for (const Expr& part : parts) {
      if (i < static_cast<std::size_t>(length_of(part))) at.push_back(element_at(part, static_cast<std::int64_t>(i)));
    }
    MaybeExpr row = join_level(call, at, level - 1);
    if (!row) return std::nullopt;
    rows.push_back(std::move(*row));
  }
  return normal_of(parts[0].head(), std::move(rows));
}

// Join[list1, list2, ...], Join[list1, list2, ..., n]
MaybeExpr builtin_Join(Call& call) {
  if (call.size() == 0) return make_list(std::vector<Expr>{});
  std::span<const Expr> parts = call.args();
  std::int64_t level = 1;
  if (parts.size() > 1 && parts.back().is_small_integer()) {
    level = parts.back().small_integer();
    if (level < 1) return call.message("intpm", {call.expr(), Expr::integer(static_cast<std::int64_t>(parts.size()))});
    parts = parts.first(parts.size() - 1);
  }
  return join_level(call, parts, level);
}

// Catenate[{expr1, expr2, ...}]: one list of the elements (values of associations).
MaybeExpr builtin_Catenate(Call& call) {
  const Expr& lists = call.arg(0);
  if (!lists.is_list() && !lists.is_association()) return call.message("invrp", {lists});
  const std::vector<Expr> parts = elements_of(lists);
  if (!parts.empty() && std::all_of(parts.begin(), parts.end(), [](const Expr& part) { return part.is_packed(); })) {
    if (auto joined = concatenate(parts)) return make_packed(std::move(*joined));
  }
  Builder out(sym::List);
  for (const Expr& part : parts) {
    if (part.is_association()) {
      for (const AssociationEntry& entry : part.association().entries) out.push(entry.value);
    } else if (part.is_list()) {
      out.append(part.args());
    } else {
      return call.message("invrp", {part});
    }
  }
  return out.finish();
}

// The elements of a packed vector with a number of its type between them, or with those of another of its length behind them.
MaybeExpr riffled_numbers(const Expr& list, const Expr& filler) {
  if (!list.is_packed() || list.array().rank() != 1) return std::nullopt;
  const Array& values = list.array();
  const std::int64_t length = values.element_count();
  const auto weave = [&]<typename T>(const T* between, std::int64_t step) {
    Array out(values.dtype(), Shape{step == 0 ? 2 * length - 1 : 2 * length});
    T* target = out.data<T>();
    for (std::int64_t i = 0; i < length; ++i) {
      target[2 * i] = values.data<T>()[i];
      if (step != 0 || i + 1 < length) target[2 * i + 1] = between[i * step];
    }
    return make_packed(std::move(out));
  };
  if (filler.is_packed()) {
    const Array& between = filler.array();
    if (between.dtype() != values.dtype() || between.rank() != 1 || between.element_count() != length) return std::nullopt;
    if (values.dtype() == DType::Integer64) return weave(between.data<std::int64_t>(), std::int64_t{1});
    return values.dtype() == DType::Real64 ? MaybeExpr(weave(between.data<double>(), std::int64_t{1})) : std::nullopt;
  }
  if (filler.is_small_integer() && values.dtype() == DType::Integer64) {
    const std::int64_t number = filler.small_integer();
    return weave(&number, std::int64_t{0});
  }
  if (filler.is_real() && values.dtype() == DType::Real64) {
    const double number = filler.real_value();
    return weave(&number, std::int64_t{0});
  }
  return std::nullopt;
}

// Riffle[list, x], Riffle[list, {x1, x2, ...}], Riffle[list, x, n], Riffle[list, x, {imin, imax, n}]
MaybeExpr builtin_Riffle(Call& call) {
  const Expr& list = call.arg(0);
  if (!list.is_normal()) return expects_normal(call, 1);
  if (call.size() == 2) {
    if (MaybeExpr numbers = riffled_numbers(list, call.arg(1))) return numbers;
  }
  std::vector<Expr> fillers;
  if (call.arg(1).is_list()) {
    fillers.assign(call.arg(1).args().begin(), call.arg(1).args().end());
  } else {
    fillers.push_back(call.arg(1));
  }
  if (fillers.empty()) return list;
  const auto length = static_cast<std::int64_t>(list.size());
  std::int64_t first = 2, last = call.arg(1).is_list() && static_cast<std::int64_t>(fillers.size()) == length ? -1 : -2, step = 2;
  if (call.size() == 3) {
    const Expr& spec = call.arg(2);
    if (spec.is_small_integer()) {
      step = first = spec.small_integer();
    } else if (spec.has_head(sym::List, 3) && spec[0].is_small_integer() && spec[1].is_small_integer() && spec[2].is_small_integer()) {
      first = spec[0].small_integer();
      last = spec[1].small_integer();
      step = spec[2].small_integer();
    } else {
      return call.message("rspec", {spec, call.expr()});
    }
  }
  if (step < 1 || last == 0 || first == 0) return call.message("rspec", {call.arg(2), call.expr()});
  // The result holds k fillers with length + k elements: the largest k whose positions first, first + step, ... end where asked.
  std::int64_t fillings = -1, start = first;
  for (std::int64_t k = 0; k <= length + 1 && (step > 1 || k <= length + 1); ++k) {
    const std::int64_t total = length + k;
    const std::int64_t from = first < 0 ? total + 1 + first : first;
    std::int64_t to = last < 0 ? total + 1 + last : last;
    if (to > total) to = total;
    const std::int64_t count = to < from || from < 1 ? 0 : (to - from) / step + 1;
    if (count == k) {
      fillings = k;
      start = from;
    }
  }
  if (fillings <= 0) return list;
  std::vector<Expr> out;
  out.reserve(static_cast<std::size_t>(length + fillings));
  std::int64_t used = 0, next = 0;
  for (std::int64_t position = 1; position <= length + fillings; ++position) {
    const bool filler = used < fillings && position >= start && (position - start) % step == 0;
    if (filler || next >= length) {
      out.push_back(fillers[static_cast<std::size_t>(used++) % fillers.size()]);
    } else {
      out.push_back(list[static_cast<std::size_t>(next++)]);
    }
  }
  return normal_of(list.head(), std::move(out));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Append",
     .fn = builtin_Append,
     .arity = between(1, 2),
     .usage = "Append[expr, elem] gives expr with elem added at the end.\nAppend[assoc, key -> val] adds the rule at the end.",
     .messages = {{"invdt", "The argument is not a rule or a list of rules."}},
     .sub_fn = operator_form},
    {.name = "Prepend",
     .fn = builtin_Prepend,
     .arity = between(1, 2),
     .usage = "Prepend[expr, elem] gives expr with elem added at the front.\nPrepend[assoc, key -> val] adds the rule at the front.",
     .messages = {{"invdt", "The argument is not a rule or a list of rules."}},
     .sub_fn = operator_form},
    {.name = "Join",
     .fn = builtin_Join,
     .attributes = kFlat | kOneIdentity | kProtected,
     .usage = "Join[list1, list2, ...] puts lists, or other expressions of one head, end to end.\n"
              "Join[list1, list2, ..., n] joins the objects at level n in each.",
     .messages = {{"heads", "Heads `1` and `2` at positions `3` and `4` are expected to be the same."},
                  {"incompat", "The arrays in `1` have different types or dimensions."}}},
    {.name = "Catenate",
     .fn = builtin_Catenate,
     .arity = exactly(1),
     .usage = "Catenate[{expr1, expr2, ...}] gives one list of all elements, or values of associations, of the expr_i.",
     .messages = {{"invrp", "The argument `1` is not a valid Association or a list."}}},
    {.name = "Riffle",
     .fn = builtin_Riffle,
     .arity = between(2, 3),
     .usage = "Riffle[{e1, e2, ...}, x] gives {e1, x, e2, x, ...}.\n"
              "Riffle[{e1, e2, ...}, {x1, x2, ...}] gives {e1, x1, e2, x2, ...}.\n"
              "Riffle[list, x, n] makes every nth element x.\n"
              "Riffle[list, x, {imin, imax, n}] makes elements imin through imax in steps of n be x.",
     .messages = {{"rspec", "Riffling specification `1` in `2` should be a positive integer or a list of three integers."}}},
};

}  // namespace

void register_join(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
