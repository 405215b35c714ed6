// part.cpp - Part and assignment to parts.
//
// A part specification is resolved level by level into either one position (the level disappears) or many (the level stays). When
// the whole expression is one packed array and the specifications are integers, spans and lists, the buffer is gathered from (or
// written to) directly; otherwise the expression is walked.
#include "builtins/lists/part.h"

#include <cstring>

#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "builtins/lists/sparse_array.h"
#include "evaluator/apply_hooks.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

namespace {

// What one specification selects at one level.
struct Selection {
  bool single = false;
  std::vector<std::int64_t> positions;  // zero-based
};

// The message of a failed specification, said by whoever started the walk.
struct PartFailure {
  const char* tag = nullptr;
  std::vector<Expr> args;
};

bool is_all(const Expr& e) { return e.is(sym::All); }

void fill(const PositionRun& run, std::vector<std::int64_t>& positions) {
  positions.resize(static_cast<std::size_t>(run.count));
  for (std::int64_t i = 0; i < run.count; ++i) positions[static_cast<std::size_t>(i)] = run.first + i * run.step;
}

// Resolves a specification that is positional (not by key). Returns false with the failure filled in.
bool select(const Expr& spec, const Expr& object, std::int64_t length, Selection& out, PartFailure& failure) {
  if (spec.is_small_integer()) {
    const std::int64_t index = resolve_index(spec.small_integer(), length);
    if (index < 0) {
      failure = {"partw", {spec, object}};
      return false;
    }
    out.single = true;
    out.positions = {index};
    return true;
  }
  if (is_all(spec)) {
    fill({0, 1, length}, out.positions);
    return true;
  }
  if (spec.has_head(sym::Span)) {
    PositionRun run;
    Expr from, to;
    const SpecStatus status = read_span(spec, length, run, from, to);
    if (status == SpecStatus::Malformed) {
      failure = {"span", {spec}};
      return false;
    }
    if (status == SpecStatus::OutOfRange) {
      failure = {"take", {from, to, object}};
      return false;
    }
    fill(run, out.positions);
    return true;
  }
  if (spec.is_packed() && spec.array().rank() == 1 && spec.array().dtype() == array::DType::Integer64) {
    const auto* wanted = spec.array().data<std::int64_t>();
    out.positions.resize(spec.size());
    bool inside = true;
    for (std::size_t i = 0; i < spec.size(); ++i) {
      const std::int64_t index = wanted[i] < 0 ? wanted[i] + length : wanted[i] - 1;
      inside = inside && index >= 0 && index < length;
      out.positions[i] = index;
    }
    if (!inside) failure = {"partw", {spec, object}};
    return inside;
  }
  if (spec.is_list()) {
    const std::int64_t count = length_of(spec);
    out.positions.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
      const Expr item = element_at(spec, i);
      Expr key;
      if (!item.is_small_integer()) {
        failure = {"pkspec1", {spec}};
        return false;
      }
      const std::int64_t index = resolve_index(item.small_integer(), length);
      if (index < 0) {
        failure = {"partw", {spec, object}};
        return false;
      }
      out.positions.push_back(index);
    }
    return true;
  }
  failure = {"pkspec1", {spec}};
  return false;
}

// Copies the selected block; `levels` selections remain from `axis` on, deeper axes are whole.
void gather_block(const char* source, const Array& a, int axis, std::span<const Selection> levels, char*& target) {
  std::int64_t row = size_of(a.dtype());
  for (int i = axis + 1; i < a.rank(); ++i) row *= a.shape()[i];
  if (levels.size() == 1 && row == sizeof(std::uint64_t)) {
    const auto* from = reinterpret_cast<const std::uint64_t*>(source);
    auto* to = reinterpret_cast<std::uint64_t*>(target);
    for (const std::int64_t p : levels[0].positions) *to++ = from[p];
    target = reinterpret_cast<char*>(to);
    return;
  }
  for (std::int64_t p : levels[0].positions) {
    if (levels.size() == 1) {
      std::memcpy(target, source + p * row, static_cast<std::size_t>(row));
      target += row;
    } else {
      gather_block(source + p * row, a, axis + 1, levels.subspan(1), target);
    }
  }
}

bool resolve_levels(const Array& a, const Expr& object, std::span<const Expr> specs, std::vector<Selection>& levels) {
  if (static_cast<int>(specs.size()) > a.rank()) return false;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].is_small_integer() && specs[i].small_integer() == 0) return false;
    levels.emplace_back();
    PartFailure ignored;
    if (!select(specs[i], object, a.shape()[static_cast<int>(i)], levels.back(), ignored)) return false;
  }
  return true;
}

// The 8-byte numbers of a vector at the positions of another; nullopt when they are not that or a position does not exist.
std::optional<Array> numbers_at(const Array& values, const Array& positions) {
  if (size_of(values.dtype()) != sizeof(std::uint64_t) || positions.rank() != 1 || positions.dtype() != array::DType::Integer64) return std::nullopt;
  Array out(values.dtype(), positions.shape());
  const auto* from = static_cast<const std::uint64_t*>(values.bytes());
  auto* to = static_cast<std::uint64_t*>(out.bytes());
  const auto* wanted = positions.data<std::int64_t>();
  const std::int64_t length = values.shape()[0], count = positions.shape()[0];
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t index = wanted[i] < 0 ? wanted[i] + length : wanted[i] - 1;
    if (index < 0 || index >= length) return std::nullopt;
    to[i] = from[index];
  }
  return out;
}

// Part of a packed or numeric array; nullopt when the general walk has to decide (heads, errors).
MaybeExpr array_part(const Expr& object, std::span<const Expr> specs) {
  const Array& a = object.array();
  // All integers: one offset.
  if (static_cast<int>(specs.size()) <= a.rank()) {
    std::int64_t offset = 0;
    bool integers = true;
    for (std::size_t i = 0; i < specs.size() && integers; ++i) {
      const std::int64_t extent = a.shape()[static_cast<int>(i)];
      const std::int64_t index = specs[i].is_small_integer() ? resolve_index(specs[i].small_integer(), extent) : -1;
      integers = index >= 0;
      offset = offset * extent + index;
    }
    if (integers) {
      if (static_cast<int>(specs.size()) == a.rank()) return array_number(a, offset);
      Array rows = a;
      for (const Expr& spec : specs) rows = rows.part(resolve_index(spec.small_integer(), rows.shape()[0]));
      return object.is_packed() ? make_packed(std::move(rows)) : make_numeric_array(std::move(rows));
    }
  }
  if (specs.size() == 1 && specs[0].has_head(sym::Span)) {
    PositionRun run;
    Expr from, to;
    if (read_span(specs[0], a.shape()[0], run, from, to) != SpecStatus::Ok || run.count == 0) return std::nullopt;
    return pick_range(object, run.first, run.step, run.count);
  }
  if (specs.size() == 1 && specs[0].is_packed() && a.rank() == 1) {
    if (auto numbers = numbers_at(a, specs[0].array())) return object.is_packed() ? make_packed(std::move(*numbers)) : make_numeric_array(std::move(*numbers));
  }
  std::vector<Selection> levels;
  if (!resolve_levels(a, object, specs, levels)) return std::nullopt;
  Shape shape;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (!levels[i].single) shape.push_back(static_cast<std::int64_t>(levels[i].positions.size()));
  }
  for (int i = static_cast<int>(levels.size()); i < a.rank(); ++i) shape.push_back(a.shape()[i]);
  Array out(a.dtype(), shape);
  char* target = static_cast<char*>(out.bytes());
  gather_block(static_cast<const char*>(a.bytes()), a, 0, levels, target);
  return object.is_packed() ? packed_list(std::move(out)) : make_numeric_array(std::move(out));
}

class PartWalk {
 public:
  explicit PartWalk(const Expr& whole) : whole_(whole) {}

  MaybeExpr walk(const Expr& e, std::span<const Expr> specs) {
    if (specs.empty()) return e;
    const Expr& spec = specs[0];
    const std::span<const Expr> rest = specs.subspan(1);
    if (spec.is_small_integer() && spec.small_integer() == 0) return walk(e.head(), rest);
    if (e.is_packed() || e.is_numeric_array()) {
      if (MaybeExpr result = array_part(e, specs)) return result;
    }
    RecursionGuard guard;
    if (e.is_association()) {
      bool handled = false;
      MaybeExpr result = walk_keys(e, spec, rest, handled);
      if (handled) return result;
    }
    if (e.is_opaque() && !at_root_) {  // the owner of the value answers Part of it
      std::vector<Expr> args{e};
      args.insert(args.end(), specs.begin(), specs.end());
      return evaluate(make_normal(sym::Part, std::move(args)));
    }
    at_root_ = false;
    if (e.has_head(sym::Missing) && !spec.is_small_integer()) return e;
    if (e.has_head(sym::SparseArray)) {
      if (is_sparse(e)) {
        if (spec.is_small_integer() && spec.small_integer() == 0 && rest.empty()) return e.head();
        if (MaybeExpr element = sparse_element(e, specs)) return element;
        MaybeExpr part = walk(*dense_of_sparse(e), specs);
        return part && part->is_list() ? MaybeExpr(sparse_of_dense(*part, e[2])) : part;
      }
    }
    if (!is_container(e)) return fail("partd", {whole_});
    Selection selection;
    if (!select(spec, e, length_of(e), selection, failure_)) return std::nullopt;
    if (selection.single) return walk(element_at(e, selection.positions[0]), rest);
    if (rest.empty()) return pick(e, selection.positions);
    std::vector<Expr> parts;
    parts.reserve(selection.positions.size());
    for (std::int64_t p : selection.positions) {
      MaybeExpr part = walk(element_at(e, p), rest);
      if (!part) return std::nullopt;
      parts.push_back(std::move(*part));
    }
    if (e.is_association()) {
      std::vector<AssociationEntry> entries;
      for (std::size_t i = 0; i < parts.size(); ++i) {
        entries.push_back({e.association().entries[static_cast<std::size_t>(selection.positions[i])].key, parts[i], false});
      }
      return make_association(std::move(entries));
    }
    return normal_of(e.head(), std::move(parts));
  }

  PartFailure& failure() { return failure_; }

 private:
  std::nullopt_t fail(const char* tag, std::vector<Expr> args) {
    failure_ = {tag, std::move(args)};
    return std::nullopt;
  }

  // Specifications by key: "k", Key[k], and lists in which at least one is a key.
  MaybeExpr walk_keys(const Expr& e, const Expr& spec, std::span<const Expr> rest, bool& handled) {
    Expr key;
    if (is_key_spec(spec, key)) {
      handled = true;
      const Expr* value = association_find(e, key);
      if (value == nullptr) return missing("KeyAbsent", key);
      return walk(*value, rest);
    }
    if (!spec.is_list() || spec.is_packed()) return std::nullopt;
    bool any_key = false;
    for (const Expr& item : spec.args()) any_key = any_key || is_key_spec(item, key);
    if (!any_key) return std::nullopt;
    handled = true;
    const AssociationNode& node = e.association();
    std::vector<AssociationEntry> entries;
    for (const Expr& item : spec.args()) {
      if (is_key_spec(item, key)) {
        const std::size_t found = node.find(key);
        if (found == AssociationNode::npos) {
          entries.push_back({key, missing("KeyAbsent", key), false});
        } else {
          entries.push_back(node.entries[found]);
        }
      } else if (item.is_small_integer()) {
        const std::int64_t index = resolve_index(item.small_integer(), static_cast<std::int64_t>(node.entries.size()));
        if (index < 0) return fail("partw", {spec, e});
        entries.push_back(node.entries[static_cast<std::size_t>(index)]);
      } else {
        return fail("pkspec1", {item});
      }
      if (!rest.empty()) {
        MaybeExpr part = walk(entries.back().value, rest);
        if (!part) return std::nullopt;
        entries.back().value = std::move(*part);
        entries.back().delayed = false;
      }
    }
    return make_association(std::move(entries));
  }

  const Expr& whole_;
  PartFailure failure_;
  bool at_root_ = true;
};

// ---- assignment

// Does the number fit the element type exactly (an integer stays an integer)?
bool fits(const Expr& value, DType dtype) {
  switch (dtype) {
    case DType::Integer64: return value.is_integer() && (value.is_small_integer() || value.to_integer().fits_int64());
    case DType::Real64: return value.is_real();
    case DType::ComplexReal64: return value.is_complex() && value.re().is_real() && value.im().is_real();
    default: return false;
  }
}

void store(Array& a, std::int64_t index, const Expr& value) {
  switch (a.dtype()) {
    case DType::Integer64: a.data<std::int64_t>()[index] = value.is_small_integer() ? value.small_integer() : value.to_integer().to_int64(); break;
    case DType::Real64: a.data<double>()[index] = value.real_value(); break;
    default:
      a.data<double>()[2 * index] = value.re().real_value();
      a.data<double>()[2 * index + 1] = value.im().real_value();
  }
}

void scatter_block(std::int64_t base, Array& a, int axis, std::span<const Selection> levels, const Expr* scalar, const char*& source) {
  std::int64_t row = 1;
  for (int i = axis + 1; i < a.rank(); ++i) row *= a.shape()[i];
  const std::int64_t element = size_of(a.dtype());
  for (std::int64_t p : levels[0].positions) {
    const std::int64_t start = base + p * row;
    if (levels.size() > 1) {
      scatter_block(start, a, axis + 1, levels.subspan(1), scalar, source);
    } else if (scalar != nullptr) {
      store(a, start, *scalar);
    } else {
      std::memcpy(static_cast<char*>(a.bytes()) + start * element, source, static_cast<std::size_t>(row * element));
      source += row * element;
    }
  }
}

// Writes into a packed array; false (nothing changed) when the value would not stay packed or the specs need the general walk.
bool assign_packed(Expr& container, std::span<const Expr> specs, const Expr& value) {
  const Array& view = container.array();
  std::vector<Selection> levels;
  if (!resolve_levels(view, container, specs, levels)) return false;
  Shape shape;
  for (const Selection& s : levels) {
    if (!s.single) shape.push_back(static_cast<std::int64_t>(s.positions.size()));
  }
  for (int i = static_cast<int>(levels.size()); i < view.rank(); ++i) shape.push_back(view.shape()[i]);
  const bool scalar = value.is_number();
  Array block;
  if (scalar) {
    if (static_cast<int>(levels.size()) != view.rank() || !fits(value, view.dtype())) return false;
  } else {
    const Expr packed = value.is_packed() ? value : pack(value);
    if (!packed.is_packed() || packed.array().dtype() != view.dtype() || !(packed.array().shape() == shape)) return false;
    block = packed.array();
  }
  Array own = container.array();
  container = Expr();  // lets go of the node, so that the buffer may have one owner
  own.make_unique();
  const char* source = scalar ? nullptr : static_cast<const char*>(block.bytes());
  scatter_block(0, own, 0, levels, scalar ? &value : nullptr, source);
  container = make_packed(std::move(own));
  return true;
}

class PartAssignment {
 public:
  // Edits c; on failure c is as it was.
  bool assign(Expr& c, std::span<const Expr> specs, const Expr& value) {
    const Expr spec = specs[0];
    const std::span<const Expr> rest = specs.subspan(1);
    RecursionGuard guard;
    if (spec.is_small_integer() && spec.small_integer() == 0) {
      if (c.is_atom()) return fail("partd", {});
      Expr head = c.head();
      if (!rest.empty()) {
        if (!assign(head, rest, value)) return false;
      } else {
        head = value;
      }
      c = with_head(c, head);
      return true;
    }
    if (c.kind() == Kind::Normal && spec.is_small_integer()) {  // the common case, without a Selection
      const std::int64_t index = resolve_index(spec.small_integer(), static_cast<std::int64_t>(c.size()));
      if (index < 0) return fail("partw", {spec, c});
      return assign_child(c, index, rest, value);
    }
    if (c.is_packed()) {
      if (assign_packed(c, specs, value)) return true;
    }
    if (c.is_association()) {
      bool handled = false;
      const bool ok = assign_keys(c, spec, rest, value, handled);
      if (handled) return ok;
    }
    if (c.is_atom()) return fail("partd", {});
    Selection selection;
    if (!select(spec, c, length_of(c), selection, failure_)) return false;
    if (c.is_packed() && !(selection.single && rest.empty())) c = unpack(c);
    const bool deal = !selection.single && value.is_list() && value.size() == selection.positions.size();
    if (selection.positions.size() > 1 && !rest.empty()) {
      // A failure half way must not leave a half-edited expression: work on a second handle.
      Expr edited = c;
      for (std::size_t k = 0; k < selection.positions.size(); ++k) {
        if (!assign_child(edited, selection.positions[k], rest, deal ? value[k] : value)) return false;
      }
      c = std::move(edited);
      return true;
    }
    for (std::size_t k = 0; k < selection.positions.size(); ++k) {
      if (!assign_child(c, selection.positions[k], rest, deal ? element_at(value, static_cast<std::int64_t>(k)) : value)) return false;
    }
    return true;
  }

  PartFailure& failure() { return failure_; }

 private:
  bool fail(const char* tag, std::vector<Expr> args) {
    failure_ = {tag, std::move(args)};
    return false;
  }

  bool assign_child(Expr& c, std::int64_t position, std::span<const Expr> rest, const Expr& value) {
    const auto index = static_cast<std::size_t>(position);
    if (c.is_association()) return assign_entry(c, c.association().entries[index].key, rest, value);
    if (rest.empty()) {
      c = replace_argument(std::move(c), index, value);
      return true;
    }
    Expr child = take_argument(c, index);
    const bool ok = assign(child, rest, value);
    c = replace_argument(std::move(c), index, std::move(child));
    return ok;
  }

  bool assign_entry(Expr& c, const Expr& key, std::span<const Expr> rest, const Expr& value) {
    if (rest.empty()) {
      c = association_set(std::move(c), key, value);
      return true;
    }
    const Expr* found = association_find(c, key);
    if (found == nullptr) return fail("partw", {key, c});
    Expr child = *found;
    const bool delayed = c.association().entries[c.association().find(key)].delayed;
    c = association_set(std::move(c), key, Expr::integer(0), delayed);  // leaves the child with one owner
    const bool ok = assign(child, rest, value);
    c = association_set(std::move(c), key, std::move(child), delayed);
    return ok;
  }

  bool assign_keys(Expr& c, const Expr& spec, std::span<const Expr> rest, const Expr& value, bool& handled) {
    Expr key;
    if (is_key_spec(spec, key)) {
      handled = true;
      return assign_entry(c, key, rest, value);
    }
    if (!spec.is_list() || spec.is_packed() || spec.size() == 0) return false;
    for (const Expr& item : spec.args()) {
      if (!is_key_spec(item, key)) return false;
    }
    handled = true;
    const bool deal = value.is_list() && value.size() == spec.size();
    Expr edited = c;
    for (std::size_t k = 0; k < spec.size(); ++k) {
      is_key_spec(spec[k], key);
      if (!assign_entry(edited, key, rest, deal ? value[k] : value)) return false;
    }
    c = std::move(edited);
    return true;
  }

  PartFailure failure_;
};

// Part[expr, i, j, ...]
MaybeExpr builtin_Part(Call& call) {
  if (call.size() == 0) return call.message("argm", {call.head(), Expr::integer(0), Expr::integer(1)});
  if (call.size() == 1) return call.arg(0);
  return part_of(call.arg(0), call.args().subspan(1), call.expr());
}

// Indexed[expr, i], Indexed[expr, {i, j, ...}]: the component of an explicit list; of anything else it stands for the component.
MaybeExpr builtin_Indexed(Call& call) {
  const Expr& e = call.arg(0);
  if (!e.is_list() && !is_sparse(e)) return std::nullopt;
  const std::vector<Expr> specs = call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)};
  if (std::any_of(specs.begin(), specs.end(), [](const Expr& s) { return !s.is_small_integer(); })) return std::nullopt;
  return part_of(e, specs, call.expr(), sym::Indexed);
}

constexpr Builtin kBuiltins[] = {
    {.name = "Indexed",
     .fn = builtin_Indexed,
     .arity = exactly(2),
     .attributes = kNHoldRest | kProtected,
     .usage = "Indexed[expr, i] represents component i of expr; of an explicit list it is that element.\nIndexed[expr, {i, j, ...}] represents component i, j, ....",
     .messages = {{"partw", "Part `1` of `2` does not exist."}, {"partd", "Part specification `1` is longer than depth of object."}}},
    {.name = "Part",
     .fn = builtin_Part,
     .attributes = kNHoldRest | kProtected | kReadProtected,
     .usage = "expr[[i]] or Part[expr, i] gives the part of expr at position i; part 0 is the head, negative positions count from the end.\n"
              "expr[[i, j, ...]] gives the part at position i, then j in it, and so on.\n"
              "expr[[{i1, i2, ...}]] gives an expression of the parts i1, i2, ....\n"
              "expr[[m ;; n ;; s]] gives parts m through n in steps of s.\n"
              "expr[[\"key\"]] or expr[[Key[k]]] gives the value of a key in an association.",
     .messages = {{"partw", "Part `1` of `2` does not exist."},
                  {"partd", "Part specification `1` is longer than depth of object."},
                  {"pkspec1", "The expression `1` cannot be used as a part specification."},
                  {"span", "`1` is not a valid Span specification. A Span specification should be one, two, or three machine-sized integers, UpTo or All separated by ;;."},
                  {"take", "Cannot take positions `1` through `2` in `3`."}}},
};

}  // namespace

std::int64_t resolve_index(std::int64_t index, std::int64_t length) {
  if (index > 0 && index <= length) return index - 1;
  if (index < 0 && index >= -length) return length + index;
  return -1;
}

bool is_key_spec(const Expr& spec, Expr& key) {
  if (spec.is_string()) {
    key = spec;
    return true;
  }
  if (spec.has_head(sym::Key, 1)) {
    key = spec[0];
    return true;
  }
  return false;
}

namespace {

// One end of a range: an integer, or UpTo[n] clipped to the length. nullopt when it is neither.
std::optional<std::int64_t> range_end(const Expr& e, std::int64_t length) {
  if (e.is_small_integer()) return e.small_integer();
  if (e.has_head(sym::UpTo, 1)) {
    if (e[0].is_small_integer() && e[0].small_integer() >= 0) return std::min(e[0].small_integer(), length);
    if (is_infinity(e[0])) return length;
  }
  return std::nullopt;
}

// Turns the ends m, n (one-based or negative) and a step into a run. m = n + 1 (against the step's direction) is the empty run.
SpecStatus make_run(std::int64_t m, std::int64_t n, std::int64_t step, std::int64_t length, PositionRun& run) {
  if (step == 0) return SpecStatus::Malformed;
  const std::int64_t first = m < 0 ? length + 1 + m : m;
  const std::int64_t last = n < 0 ? length + 1 + n : n;
  const bool forward = step > 0;
  if (forward ? last == first - 1 : last == first + 1) {
    if (first < 0 || first > length + 1 || last < 0 || last > length + 1) return SpecStatus::OutOfRange;
    run = {0, step, 0};
    return SpecStatus::Ok;
  }
  if (first < 1 || first > length || last < 1 || last > length) return SpecStatus::OutOfRange;
  if (forward ? last < first : last > first) return SpecStatus::OutOfRange;
  run = {first - 1, step, (last - first) / step + 1};
  return SpecStatus::Ok;
}

}  // namespace

SpecStatus read_span(const Expr& span, std::int64_t length, PositionRun& run, Expr& from, Expr& to) {
  if (span.size() < 1 || span.size() > 3) return SpecStatus::Malformed;
  std::int64_t step = 1;
  if (span.size() == 3 && !is_all(span[2])) {
    if (!span[2].is_small_integer() || span[2].small_integer() == 0) return SpecStatus::Malformed;
    step = span[2].small_integer();
  }
  // All stands for the end that the direction starts from or runs to.
  const std::int64_t low = 1, high = length;
  std::int64_t m = step > 0 ? low : high;
  std::int64_t n = step > 0 ? high : low;
  if (!is_all(span[0])) {
    const auto end = range_end(span[0], length);
    if (!end) return SpecStatus::Malformed;
    m = *end;
  }
  if (span.size() >= 2 && !is_all(span[1])) {
    const auto end = range_end(span[1], length);
    if (!end) return SpecStatus::Malformed;
    n = *end;
  }
  from = Expr::integer(m);
  to = Expr::integer(n);
  if (length == 0 && is_all(span[0]) && (span.size() < 2 || is_all(span[1]))) {
    run = {0, step, 0};
    return SpecStatus::Ok;
  }
  return make_run(m, n, step, length, run);
}

SpecStatus read_sequence_spec(const Expr& spec, std::int64_t length, PositionRun& run, Expr& from, Expr& to) {
  if (is_all(spec)) {
    run = {0, 1, length};
    return SpecStatus::Ok;
  }
  if (spec.is(sym::None)) {
    run = {0, 1, 0};
    return SpecStatus::Ok;
  }
  if (const auto count = range_end(spec, length)) {
    from = Expr::integer(*count < 0 ? *count : 1);
    to = Expr::integer(*count < 0 ? -1 : *count);
    if (*count > length || *count < -length) return SpecStatus::OutOfRange;
    run = *count >= 0 ? PositionRun{0, 1, *count} : PositionRun{length + *count, 1, -*count};
    return SpecStatus::Ok;
  }
  if (spec.has_head(sym::Span)) return read_span(spec, length, run, from, to);
  if (!spec.is_list() || spec.size() < 1 || spec.size() > 3) return SpecStatus::Malformed;
  const auto m = is_all(spec[0]) && spec.size() > 1 ? std::optional<std::int64_t>(1) : range_end(spec[0], length);
  const auto n = spec.size() >= 2 ? (is_all(spec[1]) ? std::optional<std::int64_t>(-1) : range_end(spec[1], length)) : m;
  if (!m || !n) return SpecStatus::Malformed;
  std::int64_t step = 1;
  if (spec.size() == 3) {
    if (!spec[2].is_small_integer() || spec[2].small_integer() == 0) return SpecStatus::Malformed;
    step = spec[2].small_integer();
  }
  from = Expr::integer(*m);
  to = Expr::integer(*n);
  if (spec.size() == 1 && *m == 0) return SpecStatus::OutOfRange;
  return make_run(*m, *n, step, length, run);
}

MaybeExpr part_of(const Expr& expr, std::span<const Expr> specs, const Expr& whole, const Expr& symbol) {
  PartWalk walk(whole);
  MaybeExpr result = walk.walk(expr, specs);
  if (!result && walk.failure().tag != nullptr) message(symbol, walk.failure().tag, walk.failure().args);
  return result;
}

bool assign_part_in_place(Expr& container, std::span<const Expr> specs, const Expr& value, const Expr* target) {
  if (specs.empty()) {
    container = value;
    return true;
  }
  if (is_sparse(container)) {
    Expr full = *dense_of_sparse(container);
    // One value for a row goes to each of its elements: the array stays full.
    std::vector<Expr> all(specs.begin(), specs.end());
    if (!value.is_list()) all.resize(std::max(all.size(), sparse_dimensions(container).size()), sym::All);
    if (!assign_part_in_place(full, all, value, target)) return false;
    container = sparse_of_dense(full, container[2]);
    return true;
  }
  PartAssignment assignment;
  if (assignment.assign(container, specs, value)) return true;
  PartFailure& failure = assignment.failure();
  if (failure.tag != nullptr) {
    if (std::strcmp(failure.tag, "partd") == 0) {  // shows the part as it was written
      std::vector<Expr> args{target != nullptr ? *target : container};
      args.insert(args.end(), specs.begin(), specs.end());
      failure.args = {make_normal(sym::Part, std::move(args))};
    }
    message(sym::Set, failure.tag, failure.args);
  }
  return false;
}

MaybeExpr assign_part(Expr container, std::span<const Expr> specs, const Expr& value, const Expr* target) {
  if (!assign_part_in_place(container, specs, value, target)) return std::nullopt;
  return container;
}

void register_part(Registry& r) {
  r.add(kBuiltins);
  set_assign_part_hook(assign_part_in_place);
}

}  // namespace lykos::builtins
