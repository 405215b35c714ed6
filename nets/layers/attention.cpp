// AttentionLayer and its older form SequenceAttentionLayer: weighted sums of values, with weights from scores of keys against queries.
//
// Keys {d1, ..., k}, values {d1, ..., v} and queries {q1, ..., q} become {batch, positions, size} matrices (with heads, the heads join the
// batch axes), so the common scores are one matrix product. A net of the user's runs once on all pairs of keys and queries.
#include <cmath>
#include <limits>

#include "nets/graph.h"
#include "nets/layers/families.h"
#include "nets/layers/operators.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

using array::Shape;

// ---- the scoring nets that have names

EdgeSpec::End layer_port(const char* layer, const char* port = "") { return {{PathKey(layer)}, port, false, false}; }
EdgeSpec::End graph_port(const char* port) { return {{}, port, true, false}; }

// "Dot": key . query.  "Bilinear": key . W . query, the matrix being the weights of a LinearLayer on the query.
std::optional<Net> scoring_net(std::string_view name) {
  if (name == "Dot") {
    return make_graph({{make_layer("DotLayer")}, {"dot"}},
                      {{graph_port("Input"), layer_port("dot", "Input1")}, {graph_port("Query"), layer_port("dot", "Input2")}},
                      {{"Input", Value::list({Automatic{}})}, {"Query", Value::list({Automatic{}})}});
  }
  if (name == "Bilinear") {
    return make_graph({{make_layer("LinearLayer", {}, {{"Biases", None{}}}), make_layer("DotLayer", {}, {{"Input2", Value::list({Automatic{}})}})}, {"weights", "dot"}},
                      {{graph_port("Query"), layer_port("weights")},
                       {graph_port("Input"), layer_port("dot", "Input1")},
                       {layer_port("weights"), layer_port("dot", "Input2")}},
                      {{"Input", Value::list({Automatic{}})}, {"Query", Value::list({Automatic{}})}});
  }
  return std::nullopt;
}

bool same_edges(const Net& net, const Net& pattern) {
  if (net->edges.size() != pattern->edges.size() || net->children.size() != pattern->children.size()) return false;
  for (std::size_t i = 0; i < net->children.size(); ++i) {
    if (net->children[i].head() != pattern->children[i].head()) return false;
  }
  return net->edges == pattern->edges && net.inputs().size() == 2 && net.inputs()[0].name == pattern.inputs()[0].name;
}

bool is_dot(const Net& net) {
  static const Net pattern = *scoring_net("Dot");
  return net.kind() == NetKind::Graph && same_edges(net, pattern);
}

bool is_bilinear(const Net& net) {
  static const Net pattern = *scoring_net("Bilinear");
  return net.kind() == NetKind::Graph && same_edges(net, pattern) && net->children[0]->arrays[1].state == ArrayState::Absent;
}

std::string scoring_name(const Net& net) {
  if (is_dot(net)) return "Dot";
  return is_bilinear(net) && !is_initialized(net) ? "Bilinear" : "";
}

// ---- parameters

bool is_sequence_form(const NetNode& node) { return node.spec->name == "SequenceAttentionLayer"; }

// Ports by meaning: SequenceAttentionLayer has one port for keys and values.
int value_port(const NetNode& node) { return is_sequence_form(node) ? 0 : 1; }
int query_port(const NetNode& node) { return is_sequence_form(node) ? 1 : 2; }

struct AttentionMask {
  bool causal = false;
  std::int64_t window = 0;  // 0: no limit
};

AttentionMask read_mask(const NetNode& node) {
  if (is_sequence_form(node)) return {};
  const Value& v = node.parameter("Mask");
  if (v.is_none()) return {};
  if (v.is_word("Causal")) return {true, 0};
  if (v.is(Value::Kind::Rule) && v.rule().first.is_word("Causal") && v.rule().second.is_integer() && v.rule().second.integer() > 0) return {true, v.rule().second.integer()};
  throw NetError("netinvparam2", "The value " + v.text() + " of parameter \"Mask\" of AttentionLayer is not None, \"Causal\" or \"Causal\" -> n.", {}, node.spec->name);
}

bool multi_head(const NetNode& node) { return !is_sequence_form(node) && node.parameter("MultiHead").boolean(); }

void prepare_attention(NetNode& node) {
  read_mask(node);
  const Net& net = node.children[0];
  const std::vector<int> in = data_ports(net.inputs()), out = data_ports(net.outputs());
  if (in.size() != 2 || net.find_input("Input") < 0 || net.find_input("Query") < 0 || out.size() != 1) {
    throw NetError("netopports", "The scoring net of " + node.spec->name + " must have the inputs \"Input\" and \"Query\" and one output; " + output_form(net) +
                                     " has not.", {PathKey(node.names[0])}, node.spec->name);
  }
}

// ---- shapes

void infer_attention(InferenceContext& c) {
  const NetNode& node = c.layer();
  const int heads = multi_head(node) ? 1 : 0, value = value_port(node), query = query_port(node);
  const AttentionMask mask = read_mask(node);
  c.refine_input(0, PortType::rank_at_least(2 + heads, ElementKind::Any));
  c.refine_input(value, PortType::rank_at_least(2 + heads, ElementKind::Any));
  c.refine_input(query, PortType::rank_at_least(1 + heads, ElementKind::Any));
  c.refine_output(0, PortType::rank_at_least(1 + heads));
  // The scoring net takes vectors and gives a number.
  const Net& net = node.children[0];
  const int net_input = net.find_input("Input"), net_query = net.find_input("Query"), net_output = data_ports(net.outputs())[0];
  c.refine_net_input(0, net_input, PortType::of_rank(1));
  c.refine_net_input(0, net_query, PortType::of_rank(1));
  c.refine_net_output(0, net_output, PortType::real());
  auto vector_size = [&](int port, int net_port) {
    if (!c.input(port).rank_known) return;
    const Extent own = c.input(port).extents.back(), wanted = c.net_input(0, net_port).extents[0];
    if (own.known() && wanted.known() && own != wanted) {
      c.fail("The vectors at the \"" + node.inputs[static_cast<std::size_t>(port)].name + "\" port, " + describe(c.input(port)) + ", have size " +
                 std::to_string(own.size()) + ", but the scoring net takes vectors of size " + std::to_string(wanted.size()) + ".",
             node.inputs[static_cast<std::size_t>(port)].name, describe(c.input(port)));
    }
    c.refine_net_input(0, net_port, PortType::shaped({own}));
    PortType t = PortType::shaped(c.input(port).extents, ElementKind::Any);
    t.extents.back() = c.net_input(0, net_port).extents[0];
    c.refine_input(port, t);
  };
  vector_size(0, net_input);
  vector_size(query, net_query);
  // Keys and values: the same but for the vectors' sizes.
  auto share_levels = [&](int from, int to) {
    if (!c.input(from).rank_known) return;
    PortType t = PortType::shaped(c.input(from).extents, ElementKind::Any);
    t.extents.back() = Extent();
    c.refine_input(to, t);
  };
  if (value != 0) {
    share_levels(0, value);
    share_levels(value, 0);
  }
  // Queries and output likewise; the output's vectors are as long as the values'.
  if (c.input(query).rank_known) {
    PortType t = PortType::shaped(c.input(query).extents);
    t.extents.back() = Extent();
    c.refine_output(0, t);
  } else if (c.output(0).rank_known) {
    PortType t = PortType::shaped(c.output(0).extents, ElementKind::Any);
    t.extents.back() = Extent();
    c.refine_input(query, t);
  }
  if (c.output(0).rank_known && c.input(value).rank_known) {
    const Extent size = c.join(c.output(0).extents.back(), c.input(value).extents.back(), "sizes of \"Output\" and \"" + node.inputs[static_cast<std::size_t>(value)].name + "\"");
    PortType out = PortType::shaped(c.output(0).extents), in = PortType::shaped(c.input(value).extents, ElementKind::Any);
    out.extents.back() = in.extents.back() = size;
    c.refine_output(0, out);
    c.refine_input(value, in);
  }
  if (!c.input(0).rank_known || !c.input(query).rank_known) return;
  if (heads == 1) {
    const std::size_t k = c.input(0).extents.size() - 2, q = c.input(query).extents.size() - 2;
    const Extent count = c.join(c.input(0).extents[k], c.input(query).extents[q], "number of heads of \"Key\" and \"Query\"");
    PortType key = PortType::shaped(c.input(0).extents, ElementKind::Any), asking = PortType::shaped(c.input(query).extents, ElementKind::Any);
    key.extents[k] = asking.extents[q] = count;
    c.refine_input(0, key);
    c.refine_input(query, asking);
  }
  if (mask.causal) {
    // The order that causality needs is that of one level.
    if (c.input(0).rank() != 2 + heads || c.input(query).rank() != 2 + heads) {
      c.fail("With a causal mask keys and queries must be sequences" + std::string(heads ? " of heads" : "") + ", but \"Key\" is " + describe(c.input(0)) +
             " and \"Query\" is " + describe(c.input(query)) + ".", "Query", describe(c.input(query)));
    }
    const Extent length = c.join(c.input(0).extents[0], c.input(query).extents[0], "lengths of \"Key\" and \"Query\" with a causal mask");
    for (int port : {0, value, query}) {
      PortType t = PortType::shaped(c.input(port).extents, ElementKind::Any);
      t.extents[0] = length;
      c.refine_input(port, t);
    }
  }
  // The weights: keys by queries (by heads before them). Levels that vary are known when data is.
  if (c.output_count() > 1) {
    std::vector<Extent> weights;
    auto levels = [&](const PortType& t) {
      for (int i = 0; i < t.rank() - 1 - heads; ++i) weights.push_back(t.extents[static_cast<std::size_t>(i)].is_varying() ? Extent() : t.extents[static_cast<std::size_t>(i)]);
    };
    levels(c.input(0));
    if (heads == 1) weights.push_back(c.input(0).extents[c.input(0).extents.size() - 2]);
    levels(c.input(query));
    c.refine_output(1, PortType::shaped(weights));
  }
}

// ---- operations

std::int64_t positions(const std::vector<std::int64_t>& dimensions, int heads) {
  std::int64_t n = 1;
  for (std::size_t i = 0; i + 1 + static_cast<std::size_t>(heads) < dimensions.size(); ++i) n *= dimensions[i];
  return n;
}

// {batch, levels..., (heads,) size} as {batch, (heads,) positions, size}.
ValueId as_matrix(LoweringContext& c, int port, int heads) {
  array::Builder& b = c.builder();
  const auto d = c.input_dimensions(port);
  const std::int64_t n = positions(d, heads);
  if (heads == 0) return b.reshape(c.input(port), {c.batch(), n, d.back()});
  const std::int64_t h = d[d.size() - 2];
  return b.transpose(b.reshape(c.input(port), {c.batch(), n, h, d.back()}), {0, 2, 1, 3});
}

// Scores {batch, (heads,) queries, keys}.
ValueId scores(LoweringContext& c, ValueId keys, ValueId queries) {
  array::Builder& b = c.builder();
  const Net& net = c.layer().children[0];
  if (is_dot(net)) return b.matmul(queries, keys, false, true);
  const Shape key_shape = b.shape(keys), query_shape = b.shape(queries);
  const int rank = key_shape.rank();
  Shape levels;  // batch and heads
  for (int i = 0; i + 2 < rank; ++i) levels.push_back(key_shape[i]);
  const std::int64_t n = key_shape[rank - 2], m = query_shape[rank - 2], count = levels.element_count();
  if (is_bilinear(net)) {
    // The net's own layer turns the queries, once for each, so that its array is the one that is trained.
    const ValueId turned = c.apply_part(0, {net->key(0)}, {b.reshape(queries, {count * m, query_shape.back()})}, count * m)[0];
    Shape shape = query_shape;
    shape[rank - 1] = key_shape.back();
    return b.matmul(b.reshape(turned, shape), keys, false, true);
  }
  // Every pair: {batch heads, m, n, size}.
  auto spread = [&](ValueId x, const Shape& with_ones, std::int64_t size) {
    return b.reshape(b.broadcast_to(b.reshape(x, with_ones), {count, m, n, size}), {count * m * n, size});
  };
  std::vector<ValueId> inputs(net.inputs().size(), array::kNoValue);
  inputs[static_cast<std::size_t>(net.find_input("Input"))] = spread(keys, {count, 1, n, key_shape.back()}, key_shape.back());
  inputs[static_cast<std::size_t>(net.find_input("Query"))] = spread(queries, {count, m, 1, query_shape.back()}, query_shape.back());
  const ValueId s = c.apply_net(0, inputs, count * m * n)[static_cast<std::size_t>(data_ports(net.outputs())[0])];
  levels.push_back(m);
  levels.push_back(n);
  return b.reshape(s, levels);
}

void lower_attention(LoweringContext& c) {
  array::Builder& b = c.builder();
  const NetNode& node = c.layer();
  const int heads = multi_head(node) ? 1 : 0, query = query_port(node);
  const ValueId keys = as_matrix(c, 0, heads), values = as_matrix(c, value_port(node), heads), queries = as_matrix(c, query, heads);
  ValueId s = scores(c, keys, queries);
  if (!is_sequence_form(node) && node.parameter("ScoreRescaling").is_word("DimensionSqrt")) s = b.scale(s, 1 / std::sqrt(static_cast<double>(b.shape(keys).back())));
  const int rank = b.rank(s);
  const std::int64_t m = b.shape(s)[rank - 2], n = b.shape(s)[rank - 1];
  if (const AttentionMask mask = read_mask(node); mask.causal) {
    std::vector<float> hidden(static_cast<std::size_t>(m * n));
    for (std::int64_t i = 0; i < m; ++i) {
      for (std::int64_t j = 0; j < n; ++j) {
        const bool seen = j <= i && (mask.window == 0 || i - j < mask.window);
        hidden[static_cast<std::size_t>(i * n + j)] = seen ? 0.0F : -1e30F;  // Exp of it is 0 beside any score
      }
    }
    s = b.add(s, b.constant(Array::from(hidden.data(), Shape{m, n}).convert(c.real())));
  }
  ValueId weights = b.softmax(s, -1);
  const double p = is_sequence_form(node) ? 0 : node.parameter("Dropout").number();
  if (c.train() && p > 0) weights = b.multiply(weights, b.dropout_mask(c.real(), Shape(b.shape(weights)), p, c.next_stream()));
  ValueId out = b.matmul(weights, values);  // {batch, (heads,) queries, v}
  if (heads == 1) out = b.transpose(out, {0, 2, 1, 3});
  c.set_output(0, b.reshape(out, c.batched(c.output_dimensions(0))));
  if (node.outputs.size() > 1) {
    const ValueId by_key = heads == 1 ? b.transpose(weights, {0, 3, 1, 2}) : b.transpose(weights, {0, 2, 1});
    c.set_output(1, b.reshape(by_key, c.batched(c.output_dimensions(1))));
  }
}

}  // namespace

std::vector<LayerSpec> attention_layers() {
  const PortType array = PortType::rank_at_least(2, ElementKind::Any), query = PortType::rank_at_least(1, ElementKind::Any);
  const ParameterSpec net{.name = "ScoringNet", .kind = ParameterKind::Net, .default_value = "Bilinear", .positional = true, .option = false};
  return {
      {.name = "AttentionLayer",
       .parameters = {net,
                      {.name = "Dropout", .kind = ParameterKind::Probability, .default_value = 0},
                      {.name = "Mask", .default_value = None{}},
                      {.name = "MultiHead", .kind = ParameterKind::Boolean, .default_value = false},
                      {.name = "ScoreRescaling", .kind = ParameterKind::Choice, .default_value = None{}, .choices = {"DimensionSqrt", "None"}}},
       .inputs = {{.name = "Key", .type = array}, {.name = "Value", .type = array}, {.name = "Query", .type = query}},
       // The weights are there for those who ask; like a state, they are no port of a net unless connected.
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}, {.name = "AttentionWeights", .role = PortRole::State, .type = PortType::rank_at_least(1)}},
       .nets = {"ScoringNet"},
       .is_random = true,
       .mode_dependent = true,
       .usage = "AttentionLayer[] is a trainable layer that gives, for each query, the mean of values weighted by how well their keys suit the query.\n"
                "AttentionLayer[net] scores keys and queries with a net, \"Dot\" or \"Bilinear\".",
       .prepare = prepare_attention,
       .infer = infer_attention,
       .lower = lower_attention,
       .named_net = scoring_net,
       .net_name = scoring_name},
      {.name = "SequenceAttentionLayer",
       .parameters = {net},
       .inputs = {{.name = "Input", .type = PortType::of_rank(2, ElementKind::Any)}, {.name = "Query", .type = query}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(1)}},
       .nets = {"ScoringNet"},
       .usage = "SequenceAttentionLayer[net] is an old form of AttentionLayer[net] whose keys are its values.",
       .prepare = prepare_attention,
       .infer = infer_attention,
       .lower = lower_attention,
       .named_net = scoring_net,
       .net_name = scoring_name,
       .superseded_by = "AttentionLayer"},
  };
}

}  // namespace lykos::nets
