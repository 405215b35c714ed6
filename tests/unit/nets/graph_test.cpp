// Chains, graphs, surgery, sharing, gradients of ports, information.
#include <cmath>

#include "nets/information.h"
#include "tests/unit/nets/support.h"

using namespace lykos::nets;
using namespace lykos::nets::test;

namespace {

EdgeSpec::End node(PathKey key, std::string port = "") { return {{std::move(key)}, std::move(port), false, false}; }
EdgeSpec::End graph_port(std::string name) { return {{}, std::move(name), true, false}; }

Net tanh_layer() { return make_layer("ElementwiseLayer", {Name{"Tanh"}}); }

Net small_chain() {
  return make_chain({{make_layer("LinearLayer", {3}), tanh_layer(), make_layer("LinearLayer", {2})}, {}}, {input(4)});
}

}  // namespace

TEST_CASE("a graph with two branches") {
  const Net net = make_graph({{make_layer("LinearLayer", {2}, {{"Weights", 1}, {"Biases", 0}}), tanh_layer(), make_layer("TotalLayer")}, {"a", "b", "sum"}},
                             {{node("a"), node("b")}, {node("a"), node("sum")}, {node("b"), node("sum")}}, {input(2)});
  REQUIRE(net.inputs().size() == 1);
  REQUIRE(net.outputs().size() == 1);
  check_close(apply(net, {vector_of({0.5f, 0.25f})}), {0.75 + std::tanh(0.75), 0.75 + std::tanh(0.75)});
  CHECK(output_form(net) == "NetGraph[<3>, <5>]");
}

TEST_CASE("open ports become ports of the graph: inputs of one name are one, outputs are numbered") {
  const Net two = make_graph({{tanh_layer(), tanh_layer()}, {}}, {});
  REQUIRE(two.inputs().size() == 1);
  CHECK(two.inputs()[0].name == "Input");
  CHECK(two.outputs()[1].name == "Output2");
  const Net loss = make_graph({{make_layer("LinearLayer", {2}), make_layer("MeanSquaredLossLayer")}, {}}, {{node(1), node(2, "Input")}}, {input(3)});
  CHECK(loss.inputs()[0].name == "Input");
  CHECK(loss.inputs()[1].name == "Target");
  CHECK(dimensions(loss.inputs()[1].type) == std::vector<std::int64_t>{2});
  CHECK(loss.outputs()[0].name == "Loss");
  const Net named = make_graph({{tanh_layer()}, {}}, {{graph_port("x"), node(1)}, {node(1), graph_port("y")}});
  CHECK(named.inputs()[0].name == "x");
  CHECK(named.outputs()[0].name == "y");
  const Net ordered = make_graph({{tanh_layer(), tanh_layer()}, {}}, {{graph_port("b"), node(2)}, {graph_port("a"), node(1)}, {node(2), graph_port("z")}, {node(1), graph_port("y")}});
  CHECK(ordered.inputs()[0].name == "b");
  CHECK(ordered.outputs()[0].name == "z");
}

TEST_CASE("connections decide how many inputs the head of a chain has") {
  const Net head = make_chain({{make_layer("TotalLayer"), tanh_layer()}, {}});
  const Net net = make_graph({{tanh_layer(), tanh_layer(), head}, {}}, {{node(1), node(3)}, {node(2), node(3)}}, {input(2)});
  CHECK(net->children[2].inputs().size() == 2);
  check_close(apply(net, {vector_of({1, 2})}), {std::tanh(2 * std::tanh(1.0)), std::tanh(2 * std::tanh(2.0))});
}

TEST_CASE("faults of graphs") {
  const auto tag = [](const std::string& text) { return text.substr(0, text.find(':')); };
  CHECK(tag(error_of([] { make_graph({{}, {}}, {}); })) == "netempty");
  CHECK(tag(error_of([] { make_graph({{tanh_layer(), tanh_layer()}, {}}, {{node(1), node(2)}, {node(2), node(1)}}); })) == "acyclic");
  CHECK(tag(error_of([] { make_graph({{tanh_layer()}, {}}, {{node(1), node(5)}}); })) == "invnetvert");
  CHECK(tag(error_of([] { make_graph({{tanh_layer(), tanh_layer()}, {}}, {{node(1), node(2, "Nope")}}); })) == "invport");
  CHECK(tag(error_of([] { make_graph({{tanh_layer(), tanh_layer(), tanh_layer()}, {}}, {{node(1), node(3, "Input")}, {node(2), node(3, "Input")}}); })) == "dupedges");
  CHECK(tag(error_of([] { make_chain({{tanh_layer()}, {}}, {{"Inptu", 3}}); })) == "netinvgport");
  CHECK(tag(error_of([] { make_chain({{tanh_layer(), make_layer("DotLayer")}, {}}); })) == "netinvcport");
  CHECK(tag(error_of([] { make_chain({{tanh_layer(), tanh_layer()}, {"a", "a"}}); })) == "netdupkey");
}

TEST_CASE("surgery on chains") {
  const Net net = initialize(small_chain());
  CHECK(length(take(net, 1, 2)) == 2);
  CHECK(take(net, 1, -1) == net);
  CHECK(length(drop(net, 2, 2)) == 2);
  CHECK(length(append(net, {{make_layer("SoftmaxLayer")}, {}})) == 4);
  CHECK(length(prepend(net, {{tanh_layer()}, {}})) == 4);
  CHECK(insert(net, tanh_layer(), 1)->children[0].head() == "ElementwiseLayer");
  CHECK(insert(net, tanh_layer(), -1)->children[3].head() == "ElementwiseLayer");
  CHECK(join({take(net, 1, 1), take(net, 2, 3)}) == net);
  const Net renamed = rename(net, {{1, "first"}});
  CHECK(renamed->names == std::vector<std::string>{"first", "2", "3"});
  CHECK(extract(renamed, {"first", "Weights"}).array->value == net->children[0]->arrays[0].value);
  const Net nested = make_chain({{take(net, 1, 2), take(net, 3, 3)}, {}});
  CHECK(flatten(nested) == net);
  check_close(apply(nested, {vector_of({1, 2, 3, 4})}), numbers(apply(net, {vector_of({1, 2, 3, 4})})));
  // A replaced layer may change sizes where no array holds them.
  const Net wider = replace_part(small_chain(), {1}, Value(make_layer("LinearLayer", {7})));
  CHECK(dimensions(wider->children[2]->arrays[0].type) == std::vector<std::int64_t>{2, 7});
  CHECK_FALSE(error_of([&] { replace_part(net, {1}, Value(make_layer("LinearLayer", {7}))); }).empty());
  CHECK(error_of([&] { replace_part(net, {1, "Weights"}, counting({2, 2})); }).substr(0, 10) == "netarrdims");
  CHECK(extract(net, {7}).kind == Extracted::Kind::Missing);
  CHECK(error_of([&] { extract(net, {0}); }).substr(0, 9) == "netnopart");
  CHECK(extract(net, {"Output"}).port.type == PortType::of_dimensions({2}));
  CHECK_FALSE(is_initialized(without_arrays(net)));
}

TEST_CASE("surgery on graphs") {
  const Net net = make_graph({{tanh_layer(), tanh_layer(), tanh_layer(), make_layer("TotalLayer")}, {"a", "b", "c", "sum"}},
                             {{node("a"), node("b")}, {node("a"), node("c")}, {node("b"), node("sum")}, {node("c"), node("sum")}}, {input(2)});
  CHECK(length(take(net, "a", "b")) == 2);
  CHECK(length(take_until(net, "c")) == 2);
  const Net cut = remove(net, {"a"});
  CHECK(cut.inputs().size() == 1);
  const Net inside = make_chain({{net, make_layer("LinearLayer", {1})}, {}});
  const Net flat = flatten(inside);
  CHECK(flat.kind() == NetKind::Graph);
  CHECK(length(flat) == 5);
  const Net a = initialize(inside), b = initialize(flat);
  check_close(apply(a, {vector_of({1, 2})}), numbers(apply(b, {vector_of({1, 2})})));
}

TEST_CASE("shared arrays are one array") {
  auto shared = std::make_shared<SharedArray>();
  shared->name = "w";
  const Value w{std::shared_ptr<const SharedArray>(shared)};
  const Net net = initialize(make_chain({{make_layer("LinearLayer", {2}, {{"Weights", w}}), make_layer("LinearLayer", {2}, {{"Weights", w}})}, {}}, {input(2)}));
  CHECK(net->children[0]->arrays[0].value == net->children[1]->arrays[0].value);
  const Net changed = with_arrays(net, {{{1, "Weights"}, counting({2, 2})}});
  CHECK(changed->children[1]->arrays[0].value == counting({2, 2}));
  CHECK(net_information(net).shared_arrays_count == 1);
  CHECK(net_information(net).arrays_total_element_count == 8);
  const Net named = insert_shared_arrays(make_chain({{make_layer("BatchNormalizationLayer")}, {}}), "p/");
  CHECK(shared_array_names(named) == std::vector<std::string>{"p/1/Biases", "p/1/Scaling"});
}

TEST_CASE("gradients of ports and arrays: sums over outputs and batch") {
  const Net net = make_layer("LinearLayer", {}, {{"Weights", array_of({2, 2}, {1, 2, 3, 4})}, {"Biases", None{}}, input(2)});
  EvaluateRequest request;
  request.inputs = {{"Input", vector_of({1, 2})}};
  request.gradients = {{{}, "Weights"}, {{}, "Input"}};
  EvaluateResult r = evaluate(net, request);
  check_close(r.gradients.at(0), {1, 2, 1, 2});
  check_close(r.gradients.at(1), {4, 6});
  request.output_gradients = {{"Output", vector_of({7, 7})}};
  check_close(evaluate(net, request).gradients.at(1), {28, 42});
  const Net bn = initialize(make_layer("BatchNormalizationLayer", {}, {input(2)}));
  request.output_gradients.clear();
  request.gradients = {{{}, "MovingMean"}};
  CHECK(error_of([&] { evaluate(bn, request); }).substr(0, 9) == "auxnograd");
  request.gradients = {{{}, "Input"}};
  check_close(evaluate(bn, request).gradients.at(0), {1 / std::sqrt(1.001), 1 / std::sqrt(1.001)});
}

TEST_CASE("ports inside a net, wrong data, caching") {
  const Net net = initialize(small_chain());
  EvaluateRequest request;
  request.inputs = {{"Input", vector_of({1, 2, 3, 4})}};
  request.outputs = {{{1}, "Output"}, {{2}, "Output"}};
  const EvaluateResult r = evaluate(net, request);
  check_close(r.outputs.at(1), {std::tanh(r.outputs[0].real_at(0)), std::tanh(r.outputs[0].real_at(1)), std::tanh(r.outputs[0].real_at(2))});
  request.outputs = {{{9}, "Output"}};
  CHECK(error_of([&] { evaluate(net, request); }).substr(0, 11) == "invoutport:");
  request.outputs.clear();
  request.inputs[0].values = vector_of({1, 2});
  CHECK(error_of([&] { evaluate(net, request); }) == "invindata1: The \"Input\" port takes a length-4 vector, but was given a length-2 vector.");
  request.inputs = {};
  CHECK(error_of([&] { evaluate(net, request); }).substr(0, 8) == "inpmiss:");
  apply(net, {vector_of({1, 2, 3, 4})});
  const auto before = compiled_program_count();
  apply(net, {vector_of({4, 3, 2, 1})});
  CHECK(compiled_program_count() == before);
  DirectEvaluator direct(net);
  const float x[4] = {1, 2, 3, 4};
  float y[2];
  direct(x, y);
  check_close(apply(net, {vector_of({1, 2, 3, 4})}), {y[0], y[1]});
}

TEST_CASE("information") {
  const NetInformation info = net_information(small_chain());
  CHECK(info.arrays_count == 4);
  CHECK(info.arrays_total_element_count == 3 * 4 + 3 + 2 * 3 + 2);
  CHECK(info.arrays[0].path == Path{1, "Weights"});
  CHECK(info.layer_type_counts[0] == std::pair<std::string, std::int64_t>{"LinearLayer", 2});
  CHECK(topology_hash(small_chain()) == topology_hash(initialize(small_chain())));
  CHECK_FALSE(net_information(make_layer("LinearLayer", {3})).arrays_total_element_count.has_value());
  CHECK(layers_graph(small_chain()) == std::vector<std::pair<int, int>>{{-1, 0}, {0, 1}, {1, 2}, {2, -1}});
}
