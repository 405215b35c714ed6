// Operators that apply a net to many places at once: NetMapOperator, NetMapThreadOperator, NetPairEmbeddingOperator.
//
// Mapping costs nothing: the mapped levels join the batch axis, the net runs once on the longer batch, and its outputs are cut again.
// So in Train mode the statistics of a batch normalisation inside are those of all places together.
#include <algorithm>

#include "nets/layers/families.h"
#include "nets/layers/operators.h"
#include "nets/layers/support.h"

namespace lykos::nets {

using array::ScalarFunction;
using array::Shape;

// ---- shared by all operators

std::vector<int> data_ports(const std::vector<Port>& ports) {
  std::vector<int> result;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (ports[i].role != PortRole::State) result.push_back(static_cast<int>(i));
  }
  return result;
}

std::vector<int> state_ports(const std::vector<Port>& ports) {
  std::vector<int> result;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (ports[i].role == PortRole::State) result.push_back(static_cast<int>(i));
  }
  return result;
}

PortType with_levels(const std::vector<Extent>& levels, const PortType& type) {
  PortType result = type;
  for (Extent& e : result.extents) {
    if (e.is_varying() && !levels.empty()) e = Extent();  // only a first dimension may vary: behind others it has to be found out
  }
  if (type.rank_known) result.extents.insert(result.extents.begin(), levels.begin(), levels.end());
  else result.minimum_rank += static_cast<int>(levels.size());
  return result;
}

PortType without_levels(const PortType& type, int levels) {
  PortType result = type;
  if (type.rank_known) result.extents.erase(result.extents.begin(), result.extents.begin() + levels);
  else result.minimum_rank = std::max(0, result.minimum_rank - levels);
  return result;
}

ValueId merge_levels(LoweringContext& c, ValueId value, int own, const std::vector<std::int64_t>& levels) {
  array::Builder& b = c.builder();
  const Shape shape = b.shape(value);
  Shape merged{shape[0]};
  for (std::int64_t n : levels) merged[0] *= n;
  for (int i = own + 1; i < shape.rank(); ++i) merged.push_back(shape[i]);
  if (own < static_cast<int>(levels.size())) {
    Shape with_ones, repeated;
    for (int i = 0; i <= own; ++i) with_ones.push_back(shape[i]);
    repeated = with_ones;
    for (std::size_t i = static_cast<std::size_t>(own); i < levels.size(); ++i) {
      with_ones.push_back(1);
      repeated.push_back(levels[i]);
    }
    for (int i = own + 1; i < shape.rank(); ++i) {
      with_ones.push_back(shape[i]);
      repeated.push_back(shape[i]);
    }
    value = b.broadcast_to(b.reshape(value, with_ones), repeated);
  }
  return b.reshape(value, merged);
}

ValueId split_levels(LoweringContext& c, ValueId value, const std::vector<std::int64_t>& levels) {
  array::Builder& b = c.builder();
  Shape split{c.batch()};
  for (std::int64_t n : levels) split.push_back(n);
  for (int i = 1; i < b.rank(value); ++i) split.push_back(b.shape(value)[i]);
  return b.reshape(value, split);
}

namespace {

std::string port_names(const std::vector<Port>& ports, const std::vector<int>& which) {
  std::string text;
  for (int i : which) text += (text.empty() ? "\"" : ", \"") + ports[static_cast<std::size_t>(i)].name + '"';
  return text.empty() ? "none" : text;
}

std::string count_words(int n, const char* noun) { return (n == 1 ? "one " : std::to_string(n) + " ") + noun + (n == 1 ? "" : "s"); }

}  // namespace

void require_ports(const NetNode& node, int net, int inputs, int outputs) {
  const Net& child = node.children[static_cast<std::size_t>(net)];
  const std::vector<int> in = data_ports(child.inputs()), out = data_ports(child.outputs());
  if (static_cast<int>(in.size()) == inputs && static_cast<int>(out.size()) == outputs) return;
  throw NetError("netopports", node.spec->name + " needs a net with " + count_words(inputs, "input") + " and " + count_words(outputs, "output") + ", but " +
                                   output_form(child) + " has the inputs " + port_names(child.inputs(), in) + " and the outputs " + port_names(child.outputs(), out) + ".",
                 {PathKey(node.names[static_cast<std::size_t>(net)])}, node.spec->name);
}

void fix_variadic(NetNode& node, int net, int count) {
  Net& child = node.children[static_cast<std::size_t>(net)];
  if (child.is_layer() && child->spec->variadic && child->variadic_inputs < 0) child = with_input_count(child, count);
}

namespace {

// ---- NetMapOperator[net], NetMapThreadOperator[net, levels]

// Which level each data input of the net is mapped at, and the deepest of them.
struct MapLevels {
  std::vector<int> own;
  int depth = 1;
};

MapLevels map_levels(const NetNode& node) {
  const std::vector<Port>& ports = node.children[0].inputs();
  const std::vector<int> data = data_ports(ports);
  MapLevels m;
  if (node.spec->parameter_index("Levels") < 0) {
    m.own.assign(data.size(), 1);
    return m;
  }
  const Value& levels = node.parameter("Levels");
  if (levels.is_integer()) {
    m.depth = static_cast<int>(levels.integer());
    m.own.assign(data.size(), m.depth);
    return m;
  }
  m.depth = 0;
  for (int i : data) {
    int own = 0;
    for (const Value& rule : levels.list()) {
      if (rule.rule().first.word() == ports[static_cast<std::size_t>(i)].name) own = static_cast<int>(rule.rule().second.integer());
    }
    m.own.push_back(own);
    m.depth = std::max(m.depth, own);
  }
  return m;
}

void check_levels(const NetNode& node) {
  const Value& levels = node.parameter("Levels");
  auto level = [](const Value& v) { return v.is_integer() && v.integer() >= 0 && v.integer() < 64; };
  if (levels.is_integer() && levels.integer() >= 1 && level(levels)) return;
  const std::string what = "The value " + levels.text() + " of parameter \"Levels\" of " + node.spec->name;
  bool fine = levels.is_list() && !levels.list().empty(), mapped = false;
  for (std::size_t i = 0; fine && i < levels.list().size(); ++i) {
    const Value& rule = levels.list()[i];
    fine = rule.is(Value::Kind::Rule) && !rule.rule().first.word().empty() && level(rule.rule().second);
    if (!fine) break;
    mapped |= rule.rule().second.integer() > 0;
    if (node.children[0].find_input(rule.rule().first.word()) < 0) {
      throw NetError("netinvparam2", what + " names \"" + rule.rule().first.word() + "\", which is not an input of the net; its inputs are " +
                                         port_names(node.children[0].inputs(), data_ports(node.children[0].inputs())) + ".", {}, node.spec->name);
    }
  }
  if (!fine) throw NetError("netinvparam2", what + " is not a positive integer or an association of names of inputs and levels.", {}, node.spec->name);
  if (!mapped) throw NetError("netinvparam2", what + " maps over none of the inputs.", {}, node.spec->name);
}

// The coder of a mapped port: the net's, for every element.
std::shared_ptr<const PortCoder> mapped_coder(const Port& port, int levels) {
  if (!port.coder || levels == 0) return port.coder;
  std::vector<Extent> extents(static_cast<std::size_t>(levels));
  extents[0] = Extent::varying();
  return port.coder->repeated(extents);
}

void prepare_map(NetNode& node) {
  fix_variadic(node, 0, 1);
  require_ports(node, 0, 1, 1);
  const Net& net = node.children[0];
  node.inputs[0].coder = mapped_coder(net.inputs()[static_cast<std::size_t>(data_ports(net.inputs())[0])], 1);
  node.outputs[0].coder = mapped_coder(net.outputs()[static_cast<std::size_t>(data_ports(net.outputs())[0])], 1);
}

void prepare_map_thread(NetNode& node) {
  const Value& levels = node.parameter("Levels");
  fix_variadic(node, 0, levels.is_list() ? static_cast<int>(levels.list().size()) : 2);
  check_levels(node);
  const Net& net = node.children[0];
  const MapLevels m = map_levels(node);
  node.inputs.clear();
  node.outputs.clear();
  for (int i : data_ports(net.inputs())) {
    const Port& p = net.inputs()[static_cast<std::size_t>(i)];
    node.inputs.push_back({p.name, PortType::any(), p.role, mapped_coder(p, m.own[node.inputs.size()])});
  }
  for (int i : data_ports(net.outputs())) {
    const Port& p = net.outputs()[static_cast<std::size_t>(i)];
    node.outputs.push_back({p.name, PortType::any(), p.role, mapped_coder(p, m.depth)});
  }
  if (node.inputs.empty()) throw NetError("netopports", node.spec->name + " needs a net with at least one input.", {}, node.spec->name);
}

void infer_map(InferenceContext& c) {
  const NetNode& node = c.layer();
  const MapLevels m = map_levels(node);
  const std::vector<int> in = data_ports(node.children[0].inputs()), out = data_ports(node.children[0].outputs());
  std::vector<Extent> levels(static_cast<std::size_t>(m.depth));
  auto collect = [&](const PortType& type, int own) {
    if (!type.rank_known) return;
    for (int k = 0; k < own && k < type.rank(); ++k) {
      levels[static_cast<std::size_t>(k)] = c.join(levels[static_cast<std::size_t>(k)], type.extents[static_cast<std::size_t>(k)], "lengths of the mapped inputs");
    }
  };
  for (int i = 0; i < c.input_count(); ++i) {
    c.refine_input(i, PortType::rank_at_least(m.own[static_cast<std::size_t>(i)], ElementKind::Any));
    collect(c.input(i), m.own[static_cast<std::size_t>(i)]);
  }
  for (int i = 0; i < c.output_count(); ++i) {
    c.refine_output(i, PortType::rank_at_least(m.depth, ElementKind::Any));
    collect(c.output(i), m.depth);
  }
  for (int i = 0; i < c.input_count(); ++i) {
    const int own = m.own[static_cast<std::size_t>(i)], inner = in[static_cast<std::size_t>(i)];
    c.refine_net_input(0, inner, without_levels(c.input(i), own));
    c.refine_input(i, with_levels({levels.begin(), levels.begin() + own}, c.net_input(0, inner)));
  }
  for (int i = 0; i < c.output_count(); ++i) {
    const int inner = out[static_cast<std::size_t>(i)];
    c.refine_net_output(0, inner, without_levels(c.output(i), m.depth));
    c.refine_output(i, with_levels(levels, c.net_output(0, inner)));
  }
}

void lower_map(LoweringContext& c) {
  const NetNode& node = c.layer();
  const MapLevels m = map_levels(node);
  const std::vector<int> in = data_ports(node.children[0].inputs()), out = data_ports(node.children[0].outputs());
  const std::vector<std::int64_t> first = c.output_dimensions(0);
  const std::vector<std::int64_t> levels(first.begin(), first.begin() + m.depth);
  std::int64_t places = 1;
  for (std::int64_t n : levels) places *= n;
  std::vector<ValueId> inputs(node.children[0].inputs().size(), array::kNoValue);
  for (int i = 0; i < c.input_count(); ++i) {
    inputs[static_cast<std::size_t>(in[static_cast<std::size_t>(i)])] = merge_levels(c, c.raw_input(i), m.own[static_cast<std::size_t>(i)], levels);
  }
  const std::vector<ValueId> results = c.apply_net(0, inputs, c.batch() * places);
  for (std::size_t i = 0; i < out.size(); ++i) c.set_output(static_cast<int>(i), split_levels(c, results[static_cast<std::size_t>(out[i])], levels));
}

// ---- NetPairEmbeddingOperator[net]: the distance of the two embeddings

void prepare_pair(NetNode& node) {
  fix_variadic(node, 0, 1);
  require_ports(node, 0, 1, 1);
  const Port& inner = node.children[0].inputs()[static_cast<std::size_t>(data_ports(node.children[0].inputs())[0])];
  if (inner.coder) node.inputs[0].coder = inner.coder->repeated({Extent(2)});
}

void infer_pair(InferenceContext& c) {
  const int in = data_ports(c.layer().children[0].inputs())[0];
  c.refine_input(0, PortType::rank_at_least(1, ElementKind::Any));
  c.refine_net_input(0, in, without_levels(c.input(), 1));
  c.refine_input(0, with_levels({Extent(2)}, c.net_input(0, in)));
  c.refine_output(0, PortType::real());
}

void lower_pair(LoweringContext& c) {
  array::Builder& b = c.builder();
  const int in = data_ports(c.layer().children[0].inputs())[0], out = data_ports(c.layer().children[0].outputs())[0];
  std::vector<ValueId> inputs(c.layer().children[0].inputs().size(), array::kNoValue);
  inputs[static_cast<std::size_t>(in)] = merge_levels(c, c.raw_input(), 1, {2});
  const ValueId embedded = c.apply_net(0, inputs, c.batch() * 2)[static_cast<std::size_t>(out)];
  const std::int64_t size = b.shape(embedded).element_count() / (c.batch() * 2);
  const ValueId pairs = b.reshape(embedded, {c.batch(), 2, size});
  const ValueId first = b.part(pairs, 1, 0), second = b.part(pairs, 1, 1);
  const auto sum_of = [&](ValueId u, ValueId v) {
    const Shape axis{1};
    return b.reduce(array::Reduction::Sum, b.multiply(u, v), axis);
  };
  array::ScalarExpression f;
  if (c.parameter("DistanceFunction").is_word("CosineDistance")) {
    const auto uv = f.input(0), uu = f.input(1), vv = f.input(2);
    f.set_result(1.0 - uv / f.call(ScalarFunction::Sqrt, {uu * vv}));
    const ValueId operands[] = {sum_of(first, second), sum_of(first, first), sum_of(second, second)};
    c.set_output(b.elementwise(f, operands));
    return;
  }
  // s / Sqrt[s], with a floor under the root: 0 and not infinite in its slope where both embeddings agree.
  const auto s = f.input(0);
  f.set_result(s / f.call(ScalarFunction::Sqrt, {f.call(ScalarFunction::Max, {s, f.constant(1e-30)})}));
  const ValueId difference = b.subtract(first, second);
  const ValueId operands[] = {sum_of(difference, difference)};
  c.set_output(b.elementwise(f, operands));
}

}  // namespace

std::vector<LayerSpec> mapping_operators() {
  const ParameterSpec net{.name = "Net", .kind = ParameterKind::Net, .positional = true, .required = true, .option = false};
  const PortType sequence = PortType::rank_at_least(1, ElementKind::Any);
  return {
      {.name = "NetMapOperator",
       .parameters = {net},
       .inputs = {{.name = "Input", .type = sequence}},
       .outputs = {{.name = "Output", .type = sequence}},
       .nets = {"Net"},
       .usage = "NetMapOperator[net] is a net that applies net to every element of a sequence.",
       .prepare = prepare_map,
       .infer = infer_map,
       .lower = lower_map},
      {.name = "NetMapThreadOperator",
       .parameters = {net, {.name = "Levels", .default_value = 1, .positional = true, .option = false}},
       .nets = {"Net"},
       .usage = "NetMapThreadOperator[net] applies net to corresponding elements of its inputs.\n"
                "NetMapThreadOperator[net, n] applies it at level n.\n"
                "NetMapThreadOperator[net, <|\"input1\" -> n1, ...|>] maps each input at its own level; inputs not mentioned are the same for all elements.",
       .prepare = prepare_map_thread,
       .infer = infer_map,
       .lower = lower_map},
      {.name = "NetPairEmbeddingOperator",
       .parameters = {net,
                      {.name = "DistanceFunction", .kind = ParameterKind::Choice, .default_value = Name{"EuclideanDistance"}, .symbol = true,
                       .choices = {"EuclideanDistance", "CosineDistance"}}},
       .inputs = {{.name = "Input", .type = sequence}},
       .outputs = {{.name = "Output", .type = PortType::real()}},
       .nets = {"Net"},
       .usage = "NetPairEmbeddingOperator[net] is a net that takes a pair of arrays, applies net to both, and gives the distance of the results.",
       .prepare = prepare_pair,
       .infer = infer_pair,
       .lower = lower_pair},
  };
}

}  // namespace lykos::nets
