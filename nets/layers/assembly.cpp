// Layers that join and cut arrays: CatenateLayer, AppendLayer, PrependLayer, PartLayer, PaddingLayer.
#include <algorithm>

#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

// ---- CatenateLayer[level]: inputs of lower rank are aligned at the right and repeated

void prepare_catenate(NetNode& layer) {
  if (layer.parameter("Level").integer() == 0) throw NetError("netinvparam2", "The level 0 of CatenateLayer does not exist; levels count from 1, or from -1 at the end.", {}, layer.spec->name);
}

int catenate_axis(const Value& level, int rank) {
  const std::int64_t n = level.integer(), axis = n > 0 ? n - 1 : rank + n;
  return n == 0 || axis < 0 || axis >= rank ? -1 : static_cast<int>(axis);
}

void infer_catenate(InferenceContext& c) {
  const Value& level = c.parameter("Level");
  if (c.input_count() == 0) return;
  for (int i = 0; i < c.input_count(); ++i) c.refine_input(i, PortType::rank_at_least(1, ElementKind::Any));
  int rank = least_rank(level);
  for (int i = 0; i < c.input_count(); ++i) {
    if (!c.input(i).rank_known) return;
    rank = std::max(rank, c.input(i).rank());
  }
  const int axis = catenate_axis(level, rank);
  if (axis < 0) c.fail("Level " + level.text() + " does not exist in the inputs.");
  std::vector<Extent> out(static_cast<std::size_t>(rank));
  std::int64_t total = 0;
  int open = -1, unknown = 0;
  bool varying = false;
  for (int i = 0; i < c.input_count(); ++i) {
    const int shift = rank - c.input(i).rank();
    if (axis < shift) c.fail("Input " + std::to_string(i + 1) + ", " + describe(c.input(i)) + ", has no level to join at " + level.text() + ".", c.layer().inputs[static_cast<std::size_t>(i)].name, describe(c.input(i)));
    for (int a = shift; a < rank; ++a) {
      const Extent e = c.input(i).extents[static_cast<std::size_t>(a - shift)];
      if (a == axis) {
        varying |= e.is_varying();
        if (e.known()) {
          total += e.size();
        } else {
          ++unknown;
          open = i;
        }
        continue;
      }
      const auto joined = unify(out[static_cast<std::size_t>(a)], e);
      if (!joined) {
        std::string given;
        for (int j = 0; j < c.input_count(); ++j) given += (j ? j + 1 == c.input_count() ? " and " : ", " : "") + describe(c.input(j));
        c.fail("The inputs " + given + " can't be joined at level " + level.text() + ": their other dimensions must agree.",
               c.layer().inputs[static_cast<std::size_t>(i)].name, describe(c.input(i)));
      }
      out[static_cast<std::size_t>(a)] = *joined;
    }
  }
  if (unknown == 0) out[static_cast<std::size_t>(axis)] = Extent(total);
  else if (varying) out[static_cast<std::size_t>(axis)] = Extent::varying();
  c.refine_output(0, PortType::shaped(out));
  out = c.output().extents;
  const Extent joined = out[static_cast<std::size_t>(axis)];
  for (int i = 0; i < c.input_count(); ++i) {
    const int shift = rank - c.input(i).rank();
    PortType t = PortType::shaped({out.begin() + shift, out.end()}, ElementKind::Any);
    t.extents[static_cast<std::size_t>(axis - shift)] = unknown == 1 && i == open && joined.known() ? Extent(joined.size() - total) : Extent();
    c.refine_input(i, t);
  }
}

void lower_catenate(LoweringContext& c) {
  const auto out = c.output_dimensions();
  const int rank = static_cast<int>(out.size()), axis = catenate_axis(c.parameter("Level"), rank);
  std::vector<ValueId> operands;
  for (int i = 0; i < c.input_count(); ++i) {
    ValueId x = c.input(i);
    const auto own = c.input_dimensions(i);
    if (static_cast<int>(own.size()) < rank) {
      std::vector<std::int64_t> widened(out.size(), 1), full = out;
      std::copy(own.begin(), own.end(), widened.end() - static_cast<std::ptrdiff_t>(own.size()));
      full[static_cast<std::size_t>(axis)] = widened[static_cast<std::size_t>(axis)];
      x = c.builder().broadcast_to(c.builder().reshape(x, c.batched(widened)), c.batched(full));
    }
    operands.push_back(x);
  }
  c.set_output(operands.size() == 1 ? operands[0] : c.builder().concatenate(operands, axis + 1));
}

// ---- AppendLayer[], PrependLayer[]: Input {n, ...} and Element {...}

void infer_append(InferenceContext& c) {
  std::vector<Extent> rest;
  bool known = false;
  Extent length;
  auto meet = [&](std::vector<Extent> more) {
    if (!known) {
      rest = std::move(more);
      known = true;
      return;
    }
    if (rest.size() != more.size()) {
      c.fail("The \"Element\" port (" + describe(c.input(1)) + ") must have the shape of one element of the \"Input\" port (" + describe(c.input(0)) + ").",
             "Element", describe(c.input(1)));
    }
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] = c.join(rest[i], more[i], "dimensions of \"Element\" and of the elements of \"Input\"");
  };
  if (c.input(0).rank_known) {
    meet({c.input(0).extents.begin() + 1, c.input(0).extents.end()});
    length = c.input(0).extents[0];
  }
  if (c.input(1).rank_known) meet(c.input(1).extents);
  if (c.output().rank_known) {
    meet({c.output().extents.begin() + 1, c.output().extents.end()});
    if (!length.known() && c.output().extents[0].known()) length = Extent(c.output().extents[0].size() - 1);
  }
  if (!known) return;
  auto with = [&](Extent n, ElementKind element) {
    std::vector<Extent> extents{n};
    extents.insert(extents.end(), rest.begin(), rest.end());
    return PortType::shaped(extents, element);
  };
  c.refine_input(0, with(length, ElementKind::Any));
  c.refine_input(1, PortType::shaped(rest, ElementKind::Any));
  c.refine_output(0, with(length.known() ? Extent(length.size() + 1) : length.is_varying() ? Extent::varying() : Extent(), ElementKind::Real));
}

void lower_append(LoweringContext& c) {
  auto one = c.input_dimensions(1);
  one.insert(one.begin(), 1);
  const ValueId element = c.builder().reshape(c.input(1), c.batched(one));
  const bool append = c.layer().spec->name == "AppendLayer";
  const ValueId operands[] = {append ? c.input(0) : element, append ? element : c.input(0)};
  c.set_output(c.builder().concatenate(operands, 1));
}

// ---- PartLayer[spec], PartLayer[{spec1, spec2, ...}]: one specification per level

ValueList part_specs(const Value& v) { return v.is_list() ? v.list() : ValueList{v}; }

void prepare_part(NetNode& layer) {
  const Value& v = layer.parameters[0];
  if (v.is_list() && v.list().empty()) throw NetError("netinvparam2", "The part specification {} of PartLayer is empty.", {}, layer.spec->name);
  for (const Value& item : part_specs(v)) {
    const auto indices = item.integer_list();
    const bool fine = (item.is_integer() && item.integer() != 0) || item.is(Value::Kind::Span) || item.is_word("All") ||
                      (indices && !indices->empty() && std::find(indices->begin(), indices->end(), 0) == indices->end());
    if (!fine) throw NetError("netinvparam2", "The part specification " + v.text() + " of PartLayer is not an integer, a span n ;; m, All, or a list of these for successive levels.");
  }
}

struct Cut {
  enum class Kind { One, Range, List } kind = Kind::Range;
  std::int64_t first = 0, count = 0, step = 1;
  std::vector<std::int64_t> places;
};

// 0-based places on an axis of known extent; nothing if outside.
std::optional<Cut> resolve_part(const Value& item, std::int64_t extent) {
  auto place = [extent](std::int64_t n) { return n > 0 ? n - 1 : extent + n; };
  auto inside = [extent](std::int64_t p) { return p >= 0 && p < extent; };
  Cut cut;
  if (item.is_integer()) {
    cut.kind = Cut::Kind::One;
    cut.first = place(item.integer());
    return inside(cut.first) ? std::optional(cut) : std::nullopt;
  }
  if (item.is(Value::Kind::Span)) {
    const Span& s = item.span();
    cut.first = place(s.from);
    const std::int64_t last = place(s.to);
    cut.step = s.step;
    if (s.step == 0 || !inside(cut.first) || !inside(last) || (s.step > 0 ? last < cut.first : last > cut.first)) return std::nullopt;
    cut.count = (last - cut.first) / s.step + 1;
    return cut;
  }
  if (const auto list = item.integer_list()) {
    cut.kind = Cut::Kind::List;
    for (std::int64_t n : *list) {
      cut.places.push_back(place(n));
      if (!inside(cut.places.back())) return std::nullopt;
    }
    return cut;
  }
  cut.count = extent;
  return cut;
}

void infer_part(InferenceContext& c) {
  const ValueList specs = part_specs(c.parameter("Specification"));
  c.refine_input(0, PortType::rank_at_least(static_cast<int>(specs.size()), ElementKind::Any));
  if (!c.input().rank_known) return;
  std::vector<Extent> out;
  for (std::size_t i = 0; i < c.input().extents.size(); ++i) {
    const Extent e = c.input().extents[i];
    if (i >= specs.size()) {
      out.push_back(e);
    } else if (e.known()) {
      const auto cut = resolve_part(specs[i], e.size());
      if (!cut) c.fail("Part " + specs[i].text() + " does not exist along dimension " + std::to_string(i + 1) + " of " + describe(c.input()) + ".", "Input", describe(c.input()));
      if (cut->kind == Cut::Kind::Range) out.push_back(Extent(cut->count));
      if (cut->kind == Cut::Kind::List) out.push_back(Extent(static_cast<std::int64_t>(cut->places.size())));
    } else if (const auto list = specs[i].integer_list()) {
      out.push_back(Extent(static_cast<std::int64_t>(list->size())));
    } else if (!specs[i].is_integer()) {
      out.push_back(e.is_varying() ? (specs[i].is_word("All") ? e : Extent::varying()) : Extent());
    }
  }
  c.refine_output(0, PortType::shaped(out));
}

void lower_part(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueList specs = part_specs(c.parameter("Specification"));
  const auto dimensions = c.input_dimensions();
  array::Shape starts{0}, counts{c.batch()}, steps{1};
  ValueId x = c.input();
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    Cut cut;
    cut.count = dimensions[i];
    if (i < specs.size()) cut = *resolve_part(specs[i], dimensions[i]);
    if (cut.kind == Cut::Kind::List) {  // picked one by one and joined: such lists are short
      std::vector<ValueId> pieces;
      for (std::int64_t p : cut.places) pieces.push_back(b.slice_axis(x, static_cast<int>(i) + 1, p, p + 1));
      x = pieces.size() == 1 ? pieces[0] : b.concatenate(pieces, static_cast<int>(i) + 1);
      cut.count = static_cast<std::int64_t>(cut.places.size());
    }
    starts.push_back(cut.first);
    counts.push_back(cut.kind == Cut::Kind::One ? 1 : cut.count);
    steps.push_back(cut.step);
  }
  c.set_output(b.reshape(b.slice(x, starts, counts, steps), c.batched(c.output_dimensions())));
}

// ---- PaddingLayer[{{before, after}, ...}, "Padding" -> value]

void prepare_padding(NetNode& layer) {
  Value& v = layer.parameters[0];
  if (const auto pair = v.integer_list(); pair && pair->size() == 2) v = Value::list({v});
  const bool fine = v.is_list() && std::all_of(v.list().begin(), v.list().end(), [](const Value& item) {
    const auto pair = item.integer_list();
    return pair && pair->size() == 2 && (*pair)[0] >= 0 && (*pair)[1] >= 0 && std::max((*pair)[0], (*pair)[1]) <= Extent::kGreatest;
  });
  if (!fine) throw NetError("netinvparam2", "The specification " + v.text() + " of PaddingLayer is not a list {{before, after}, ...} of non-negative integers.");
  const Value& padding = layer.parameters[1];
  if (!padding.is_number() && !padding.is_word("Fixed") && !padding.is_word("Reflected") && !padding.is_word("Reversed") && !padding.is_word("Periodic")) {
    throw NetError("netinvparam2", "The value " + padding.text() + " of parameter \"Padding\" of PaddingLayer is not a number, \"Fixed\", \"Periodic\", \"Reflected\" or \"Reversed\".");
  }
}

void infer_padding(InferenceContext& c) {
  const ValueList& spec = c.parameter("Specification").list();
  const int rank = static_cast<int>(spec.size());
  c.refine_input(0, PortType::rank_at_least(rank, ElementKind::Any));
  if (c.output().rank_known) c.refine_input(0, PortType::of_rank(c.output().rank(), ElementKind::Any));
  if (!c.input().rank_known) return;
  std::vector<Extent> out = c.input().extents;
  for (int i = 0; i < rank; ++i) {
    Extent& e = out[static_cast<std::size_t>(i)];
    const std::int64_t more = spec[static_cast<std::size_t>(i)].list()[0].integer() + spec[static_cast<std::size_t>(i)].list()[1].integer();
    if (more == 0) continue;
    if (e.known()) e = Extent(e.size() + more);
    else if (e.is_varying()) e = Extent::varying();
  }
  c.refine_output(0, PortType::shaped(out));
  std::vector<Extent> in = c.output().extents;
  for (int i = 0; i < rank; ++i) {
    Extent& e = in[static_cast<std::size_t>(i)];
    const std::int64_t more = spec[static_cast<std::size_t>(i)].list()[0].integer() + spec[static_cast<std::size_t>(i)].list()[1].integer();
    if (e.known()) e = e.size() >= more ? Extent(e.size() - more) : Extent();
  }
  c.refine_input(0, PortType::shaped(in, ElementKind::Any));
}

// Place on an axis of n elements that stands for position p outside of it.
std::int64_t padded_place(const Value& padding, std::int64_t p, std::int64_t n) {
  auto modulo = [](std::int64_t a, std::int64_t m) { return ((a % m) + m) % m; };
  if (padding.is_word("Fixed")) return std::clamp<std::int64_t>(p, 0, n - 1);
  if (padding.is_word("Periodic")) return modulo(p, n);
  if (padding.is_word("Reversed")) {  // the edge is repeated
    const std::int64_t q = modulo(p, 2 * n);
    return q < n ? q : 2 * n - 1 - q;
  }
  if (n == 1) return 0;
  const std::int64_t q = modulo(p, 2 * n - 2);  // Reflected: the edge is the mirror
  return q < n ? q : 2 * n - 2 - q;
}

void lower_padding(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueList& spec = c.parameter("Specification").list();
  const Value& padding = c.parameter("Padding");
  ValueId x = c.input();
  array::Shape before{0}, after{0};
  for (int i = 0; i < c.input_rank(); ++i) {
    const bool given = i < static_cast<int>(spec.size());
    before.push_back(given ? spec[static_cast<std::size_t>(i)].list()[0].integer() : 0);
    after.push_back(given ? spec[static_cast<std::size_t>(i)].list()[1].integer() : 0);
  }
  if (padding.is_number()) {
    c.set_output(b.pad(x, before, after, padding.number()));
    return;
  }
  for (int axis = 1; axis < before.rank(); ++axis) {
    const std::int64_t n = b.shape(x)[axis];
    if (before[axis] + after[axis] == 0) continue;
    std::vector<ValueId> pieces;
    for (std::int64_t p = -before[axis]; p < 0; ++p) pieces.push_back(b.slice_axis(x, axis, padded_place(padding, p, n), padded_place(padding, p, n) + 1));
    pieces.push_back(x);
    for (std::int64_t p = n; p < n + after[axis]; ++p) pieces.push_back(b.slice_axis(x, axis, padded_place(padding, p, n), padded_place(padding, p, n) + 1));
    x = b.concatenate(pieces, axis);
  }
  c.set_output(x);
}

}  // namespace

std::vector<LayerSpec> assembly_layers() {
  std::vector<LayerSpec> rows = {
      {.name = "CatenateLayer",
       .parameters = {{.name = "Level", .kind = ParameterKind::Integer, .default_value = 1, .positional = true, .option = false}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .variadic = true,
       .usage = "CatenateLayer[] joins its inputs at the first level.\n"
                "CatenateLayer[n] joins them at level n; inputs of lower rank are repeated.",
       .prepare = prepare_catenate,
       .infer = infer_catenate,
       .lower = lower_catenate},
      {.name = "PartLayer",
       .parameters = {{.name = "Specification", .positional = true, .required = true, .option = false}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "PartLayer[n] takes the n-th element, PartLayer[m ;; n] elements m to n.\n"
                "PartLayer[{s1, s2, ...}] takes parts at successive levels.",
       .prepare = prepare_part,
       .infer = infer_part,
       .lower = lower_part},
      {.name = "PaddingLayer",
       .parameters = {{.name = "Specification", .positional = true, .required = true, .option = false}, {.name = "Padding", .default_value = 0}},
       .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .usage = "PaddingLayer[{{b1, a1}, {b2, a2}, ...}] adds elements before and after each level.",
       .prepare = prepare_padding,
       .infer = infer_padding,
       .lower = lower_padding},
  };
  for (const auto& [name, where] : {std::pair{"AppendLayer", "end"}, std::pair{"PrependLayer", "start"}}) {
    rows.push_back({.name = name,
                    .inputs = {{.name = "Input", .type = PortType::rank_at_least(1, ElementKind::Any)}, {.name = "Element", .type = PortType::rank_at_least(0, ElementKind::Any)}},
                    .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
                    .usage = std::string(name) + "[] adds an element at the " + where + " of its input.",
                    .infer = infer_append,
                    .lower = lower_append});
  }
  return rows;
}

}  // namespace lykos::nets
