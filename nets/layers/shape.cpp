// Layers that only rearrange: FlattenLayer, ReshapeLayer, TransposeLayer, ReplicateLayer.
#include <algorithm>
#include <numeric>

#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

// ---- FlattenLayer: groups of input axes, each merged into one output axis

// Groups for a rank; nothing if the specification does not suit it.
//   Infinity: all in one.   n > 0: the first n + 1 levels.   n < 0: the last |n| + 1 levels.   {{...}, ...}: as given, the rest after.
std::optional<std::vector<std::vector<int>>> flatten_groups(const Value& spec, int rank) {
  std::vector<std::vector<int>> groups;
  if (spec.is_word("Infinity")) {
    groups.emplace_back(static_cast<std::size_t>(rank));
    std::iota(groups[0].begin(), groups[0].end(), 0);
    return groups;
  }
  if (spec.is_integer()) {
    const std::int64_t n = spec.integer(), merged = std::min<std::int64_t>((n < 0 ? -n : n) + 1, rank);
    const int first = n >= 0 ? 0 : rank - static_cast<int>(merged);
    for (int i = 0; i < first; ++i) groups.push_back({i});
    groups.emplace_back();
    for (int i = 0; i < merged; ++i) groups.back().push_back(first + i);
    for (int i = first + static_cast<int>(merged); i < rank; ++i) groups.push_back({i});
    return groups;
  }
  if (!spec.is_list()) return std::nullopt;
  std::vector<bool> used(static_cast<std::size_t>(rank));
  ValueList list = spec.list();
  if (spec.integer_list()) list = {spec};  // {1, 2} is {{1, 2}}
  for (const Value& item : list) {
    const auto levels = item.integer_list();
    if (!levels) return std::nullopt;
    groups.emplace_back();
    for (std::int64_t level : *levels) {
      const std::int64_t axis = level > 0 ? level - 1 : rank + level;
      if (level == 0 || axis < 0 || axis >= rank || used[static_cast<std::size_t>(axis)]) return std::nullopt;
      used[static_cast<std::size_t>(axis)] = true;
      groups.back().push_back(static_cast<int>(axis));
    }
  }
  for (int i = 0; i < rank; ++i) {
    if (!used[static_cast<std::size_t>(i)]) groups.push_back({i});
  }
  return groups;
}

void prepare_flatten(NetNode& layer) {
  const Value& v = layer.parameters[0];
  const auto levels = [](const Value& item) {
    const auto list = item.integer_list();
    return list && !list->empty() && std::find(list->begin(), list->end(), 0) == list->end();
  };
  const bool fine = v.is_integer() || v.is_word("Infinity") || levels(v) || (v.is_list() && !v.list().empty() && std::all_of(v.list().begin(), v.list().end(), levels));
  if (!fine) throw NetError("netinvparam2", "The level specification " + v.text() + " of FlattenLayer is not a level n, Infinity or a list of lists of levels.");
}

void infer_flatten(InferenceContext& c) {
  const Value& spec = c.parameter("Levels");
  if (spec.is_word("Infinity")) c.refine_output(0, PortType::of_rank(1));
  if (!c.input().rank_known) return;
  const auto groups = flatten_groups(spec, c.input().rank());
  if (!groups) c.fail("The levels " + spec.text() + " do not exist in " + describe(c.input()) + ".", "Input", describe(c.input()));
  PortType out = PortType::shaped({});
  for (const auto& group : *groups) {
    std::vector<Extent> extents;
    for (int a : group) extents.push_back(c.input().extents[static_cast<std::size_t>(a)]);
    out.extents.push_back(extents.size() == 1 ? extents[0] : product(extents));
  }
  c.refine_output(0, out);
  PortType in = PortType::shaped(c.input().extents, ElementKind::Any);  // axes that stay alone are known from the output
  for (std::size_t i = 0; i < groups->size(); ++i) {
    if ((*groups)[i].size() == 1) in.extents[static_cast<std::size_t>((*groups)[i][0])] = c.output().extents[i];
  }
  c.refine_input(0, in);
}

void lower_flatten(LoweringContext& c) {
  const auto groups = *flatten_groups(c.parameter("Levels"), c.input_rank());
  array::Shape permutation{0};
  for (const auto& group : groups) {
    for (int a : group) permutation.push_back(a + 1);
  }
  ValueId x = c.input();
  if (!std::is_sorted(permutation.begin(), permutation.end())) x = c.builder().transpose(x, permutation);
  c.set_output(c.builder().reshape(x, c.batched(c.output_dimensions())));
}

// ---- ReshapeLayer[{n1, ...}]: one Automatic, Inherited keeps a size

void prepare_reshape(NetNode& layer) {
  const Value& v = layer.parameters[0];
  ValueList list = v.is_list() ? v.list() : ValueList{v};
  int open = 0;
  for (const Value& item : list) {
    if (item.is_automatic()) ++open;
    else if (!item.is_word("Inherited") && !(item.is_integer() && item.integer() > 0)) {
      throw NetError("netinvparam2", "The dimensions " + v.text() + " of ReshapeLayer are not a list of positive integers, Inherited and at most one Automatic.");
    }
  }
  if (open > 1) throw NetError("netinvparam2", "The dimensions " + v.text() + " of ReshapeLayer contain more than one Automatic.");
  layer.parameters[0] = Value(std::move(list));
}

void infer_reshape(InferenceContext& c) {
  const ValueList& spec = c.parameter("Dimensions").list();
  PortType out = PortType::shaped(std::vector<Extent>(spec.size()));
  std::int64_t known = 1;
  int open = -1;
  bool complete = true;
  for (std::size_t i = 0; i < spec.size(); ++i) {
    if (spec[i].is_integer()) out.extents[i] = Extent(spec[i].integer());
    if (spec[i].is_word("Inherited") && c.input().rank_known) {
      if (static_cast<int>(i) >= c.input().rank()) c.fail("Inherited at position " + std::to_string(i + 1) + " needs an input of at least that rank, but the \"Input\" port is " + describe(c.input()) + ".", "Input", describe(c.input()));
      out.extents[i] = c.input().extents[i];
    }
    if (spec[i].is_automatic()) open = static_cast<int>(i);
    else if (out.extents[i].known()) known *= out.extents[i].size();
    else complete = false;
  }
  const Extent total = c.input().rank_known ? product(c.input().extents) : Extent();
  if (total.known() && complete) {
    if (open >= 0 && total.size() % known == 0) {
      out.extents[static_cast<std::size_t>(open)] = Extent(total.size() / known);
    } else if (open >= 0 || total.size() != known) {
      c.fail(describe(c.input()) + " has " + std::to_string(total.size()) + " elements and can't be reshaped to " + c.parameter("Dimensions").text() + ".",
             "Input", describe(c.input()), "an array of " + std::to_string(known) + " elements");
    }
  }
  if (total.is_varying() && open >= 0) out.extents[static_cast<std::size_t>(open)] = Extent::varying();
  c.refine_output(0, out);
}

void lower_reshape(LoweringContext& c) { c.set_output(c.builder().reshape(c.input(), c.batched(c.output_dimensions()))); }

// ---- TransposeLayer: level i of the input becomes level p_i of the output, as in Transpose

void prepare_transpose(NetNode& layer) {
  Value& v = layer.parameters[0];
  auto swap_rule = [](const Value& r) {
    return (r.is(Value::Kind::Rule) && r.rule().first.is_integer() && r.rule().second.is_integer());
  };
  if (swap_rule(v)) v = Value::list({v});
  bool fine = v.is_list();
  if (const auto p = v.integer_list()) {
    std::vector<std::int64_t> sorted = *p;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size(); ++i) fine = fine && sorted[i] == static_cast<std::int64_t>(i) + 1;
  } else {
    fine = fine && std::all_of(v.list().begin(), v.list().end(), swap_rule);
  }
  if (!fine) throw NetError("netinvparam2", "The specification " + v.text() + " of TransposeLayer is not a permutation {p1, p2, ...}, a pair of levels a <-> b or a list of such pairs.");
}

// result[i]: where input axis i goes; nothing if the rank is too low.
std::optional<std::vector<int>> transpose_targets(const Value& spec, int rank) {
  std::vector<int> target(static_cast<std::size_t>(rank));
  std::iota(target.begin(), target.end(), 0);
  if (const auto p = spec.integer_list()) {
    if (static_cast<int>(p->size()) > rank) return std::nullopt;
    for (std::size_t i = 0; i < p->size(); ++i) target[i] = static_cast<int>((*p)[i]) - 1;
    return target;
  }
  // Exchanges follow one another: each acts on the levels as the ones before left them.
  std::vector<int> source = target;  // the input axis at each level of the result
  for (const Value& rule : spec.list()) {
    auto axis = [rank](std::int64_t level) { return level > 0 ? level - 1 : rank + level; };
    const std::int64_t a = axis(rule.rule().first.integer()), b = axis(rule.rule().second.integer());
    if (a < 0 || b < 0 || a >= rank || b >= rank) return std::nullopt;
    std::swap(source[static_cast<std::size_t>(a)], source[static_cast<std::size_t>(b)]);
  }
  for (std::size_t i = 0; i < source.size(); ++i) target[static_cast<std::size_t>(source[i])] = static_cast<int>(i);
  return target;
}

void infer_transpose(InferenceContext& c) {
  const Value& spec = c.parameter("Specification");
  if (const auto p = spec.integer_list()) {
    const int rank = static_cast<int>(p->size());
    c.refine_input(0, PortType::rank_at_least(rank, ElementKind::Any));
    c.refine_output(0, PortType::rank_at_least(rank));
  }
  if (c.output().rank_known) c.refine_input(0, PortType::of_rank(c.output().rank(), ElementKind::Any));
  if (!c.input().rank_known) return;
  const auto target = transpose_targets(spec, c.input().rank());
  if (!target) c.fail("The levels " + spec.text() + " do not exist in " + describe(c.input()) + ".", "Input", describe(c.input()));
  PortType out = PortType::of_rank(c.input().rank()), in = PortType::of_rank(c.input().rank(), ElementKind::Any);
  for (std::size_t i = 0; i < target->size(); ++i) out.extents[static_cast<std::size_t>((*target)[i])] = c.input().extents[i];
  c.refine_output(0, out);
  for (std::size_t i = 0; i < target->size(); ++i) in.extents[i] = c.output().extents[static_cast<std::size_t>((*target)[i])];
  c.refine_input(0, in);
}

void lower_transpose(LoweringContext& c) {
  const auto target = *transpose_targets(c.parameter("Specification"), c.input_rank());
  array::Shape permutation = array::Shape::filled(c.input_rank() + 1, 0);
  for (std::size_t i = 0; i < target.size(); ++i) permutation[target[i] + 1] = static_cast<std::int64_t>(i) + 1;
  c.set_output(c.builder().transpose(c.input(), permutation));
}

// ---- ReplicateLayer[n | {n1, ...}, position]

void prepare_replicate(NetNode& layer) {
  Value& v = layer.parameters[0];
  if (v.is_integer() || v.is_automatic()) v = Value(ValueList{v});
  const bool fine = v.is_list() && !v.list().empty() && std::all_of(v.list().begin(), v.list().end(), [](const Value& n) {
    return n.is_automatic() || (n.is_integer() && n.integer() > 0);
  });
  if (!fine) throw NetError("netinvparam2", "The specification " + v.text() + " of ReplicateLayer is not a positive integer or a list of these.");
}

// Axis of the output where the new dimensions begin; -1 if there is no such position.
int replicate_axis(const Value& position, int input_rank) {
  const std::int64_t p = position.integer(), axis = p > 0 ? p - 1 : input_rank + 1 + p;
  return p == 0 || axis < 0 || axis > input_rank ? -1 : static_cast<int>(axis);
}

void infer_replicate(InferenceContext& c) {
  const ValueList& sizes = c.parameter("Specification").list();
  const int count = static_cast<int>(sizes.size());
  if (c.output().rank_known) c.refine_input(0, PortType::of_rank(std::max(0, c.output().rank() - count), ElementKind::Any));
  if (!c.input().rank_known) return;
  const int axis = replicate_axis(c.parameter("Position"), c.input().rank());
  if (axis < 0) c.fail_parameter("Position", "does not exist for " + describe(c.input()) + ".");
  std::vector<Extent> out = c.input().extents;
  for (int i = 0; i < count; ++i) out.insert(out.begin() + axis + i, sizes[static_cast<std::size_t>(i)].is_integer() ? Extent(sizes[static_cast<std::size_t>(i)].integer()) : Extent());
  c.refine_output(0, PortType::shaped(out));
  std::vector<Extent> in = c.output().extents;
  in.erase(in.begin() + axis, in.begin() + axis + count);
  c.refine_input(0, PortType::shaped(in, ElementKind::Any));
}

void lower_replicate(LoweringContext& c) {
  const int count = static_cast<int>(c.parameter("Specification").list().size()), axis = replicate_axis(c.parameter("Position"), c.input_rank());
  auto widened = c.input_dimensions();
  widened.insert(widened.begin() + axis, static_cast<std::size_t>(count), 1);
  c.set_output(c.builder().broadcast_to(c.builder().reshape(c.input(), c.batched(widened)), c.batched(c.output_dimensions())));
}

}  // namespace

std::vector<LayerSpec> shape_layers() {
  return {
      {.name = "FlattenLayer",
       .parameters = {{.name = "Levels", .default_value = Name{"Infinity"}, .positional = true, .option = false}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .usage = "FlattenLayer[] flattens its input to a vector.\n"
                "FlattenLayer[n] flattens to level n, or the last levels for negative n.\n"
                "FlattenLayer[{{l1, l2, ...}, ...}] merges the given levels.",
       .prepare = prepare_flatten,
       .infer = infer_flatten,
       .lower = lower_flatten},
      {.name = "ReshapeLayer",
       .parameters = {{.name = "Dimensions", .positional = true, .required = true, .option = false}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "ReshapeLayer[{n1, n2, ...}] gives its input's elements the dimensions n1, n2, ....\n"
                "One size can be Automatic; Inherited keeps the input's size at that position.",
       .prepare = prepare_reshape,
       .infer = infer_reshape,
       .lower = lower_reshape},
      {.name = "TransposeLayer",
       .parameters = {{.name = "Specification", .default_value = Value::list({2, 1}), .positional = true, .option = false}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .usage = "TransposeLayer[] exchanges the first two levels.\n"
                "TransposeLayer[{p1, p2, ...}] moves level i to level pi.\n"
                "TransposeLayer[a <-> b] exchanges levels a and b.",
       .prepare = prepare_transpose,
       .infer = infer_transpose,
       .lower = lower_transpose},
      {.name = "ReplicateLayer",
       .parameters = {{.name = "Specification", .positional = true, .required = true, .option = false},
                      {.name = "Position", .kind = ParameterKind::Integer, .default_value = 1, .positional = true, .option = false}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .usage = "ReplicateLayer[n] repeats its input n times along a new first dimension.\n"
                "ReplicateLayer[{n1, n2, ...}, position] adds several dimensions at a position.",
       .prepare = prepare_replicate,
       .infer = infer_replicate,
       .lower = lower_replicate},
  };
}

}  // namespace lykos::nets
