// Shape inference: both directions, and the words of contradictions.
#include "tests/unit/nets/support.h"

using namespace lykos::nets;
using namespace lykos::nets::test;

TEST_CASE("descriptions of shapes") {
  CHECK(describe(PortType::of_dimensions({3})) == "a length-3 vector");
  CHECK(describe(PortType::of_dimensions({2, 3})) == "a 2×3 matrix");
  CHECK(describe(PortType::of_dimensions({2, 3, 4})) == "a 2×3×4 array");
  CHECK(describe(PortType::rank_at_least(1)) == "an array of rank ≥ 1");
  CHECK(describe(PortType::of_rank(4)) == "a rank-4 array");
  CHECK(describe(PortType::index(10)) == "an integer between 1 and 10");
  CHECK(summary(PortType::of_dimensions({3})) == "vector (size: 3)");
  CHECK(summary(PortType::of_dimensions({2, 3})) == "matrix (size: 2×3)");
  CHECK(summary(PortType::index(10)) == "index (range: 1..10)");
}

TEST_CASE("shape specifications are read and written") {
  CHECK(parse_port_type(3, "Input") == PortType::of_dimensions({3}));
  CHECK(parse_port_type(Value::list({3, 2}), "Input") == PortType::of_dimensions({3, 2}));
  CHECK(parse_port_type("Real", "Input") == PortType::real());
  CHECK(parse_port_type(Value(ValueList{}), "Input") == PortType::real());
  CHECK(parse_port_type("Integer", "Input").element == ElementKind::Integer);
  CHECK(parse_port_type(Value::list({"Varying", 3}), "Input").has_varying());
  CHECK(port_type_value(PortType::of_dimensions({3, 2})) == Value::list({3, 2}));
  CHECK(port_type_value(PortType::of_dimensions({4})) == Value(4));
  CHECK(error_of([] { parse_port_type(0, "Input"); }).substr(0, 11) == "invtypehint");
  CHECK(error_of([] { parse_port_type(Value::list({2, "Varying"}), "Input"); }).substr(0, 9) == "invvardim");
}

TEST_CASE("a chain gets its shapes from the input forwards") {
  const Net chain = make_chain({{make_layer("ConvolutionLayer", {8, 3}), make_layer("ElementwiseLayer", {Name{"Ramp"}}), make_layer("PoolingLayer", {2, 2}),
                                 make_layer("FlattenLayer"), make_layer("LinearLayer", {10}), make_layer("SoftmaxLayer")}, {}},
                               {input(Value::list({1, 28, 28}))});
  CHECK(dimensions(chain.outputs()[0].type) == std::vector<std::int64_t>{10});
  CHECK(dimensions(chain->children[0]->arrays[0].type) == std::vector<std::int64_t>{8, 1, 3, 3});
  CHECK(dimensions(chain->children[2].outputs()[0].type) == std::vector<std::int64_t>{8, 13, 13});
  CHECK(dimensions(chain->children[4]->arrays[0].type) == std::vector<std::int64_t>{10, 8 * 13 * 13});
  CHECK(shapes_known(chain));
}

TEST_CASE("and backwards from the output") {
  const Net chain = make_chain({{make_layer("ElementwiseLayer", {Name{"Tanh"}}), make_layer("LinearLayer")}, {}}, {input(2), {"Output", 3}});
  CHECK(dimensions(chain->children[1]->arrays[0].type) == std::vector<std::int64_t>{3, 2});
  const Net back = make_chain({{make_layer("ElementwiseLayer", {Name{"Tanh"}}), make_layer("BatchNormalizationLayer", {}, {{"Biases", Value::list({1, 2, 3})}}),
                                make_layer("SoftmaxLayer")}, {}}, {{"Output", 3}});
  CHECK(dimensions(back.inputs()[0].type) == std::vector<std::int64_t>{3});
}

TEST_CASE("unknown parts are filled later") {
  const Net layer = make_layer("LinearLayer", {3});
  CHECK_FALSE(shapes_known(layer));
  const Net filled = replace_part(layer, {"Input"}, 5);
  CHECK(dimensions(filled->arrays[0].type) == std::vector<std::int64_t>{3, 5});
  const Net resized = replace_part(filled, {"Input"}, 7);
  CHECK(dimensions(resized->arrays[0].type) == std::vector<std::int64_t>{3, 7});
}

TEST_CASE("contradictions name layer, port and both shapes") {
  const std::string edge = error_of([] { make_chain({{make_layer("LinearLayer", {3}), make_layer("LinearLayer", {4}, {input(5)})}, {}}); });
  CHECK(edge == "nettypeinc: The \"Output\" of layer 1 (LinearLayer) is a length-3 vector, but the \"Input\" port of layer 2 (LinearLayer) must be a length-5 vector.");
  const std::string kernel = error_of([] { make_layer("ConvolutionLayer", {4, 5}, {input(Value::list({1, 3, 3}))}); });
  CHECK(kernel.find("5 elements") != std::string::npos);
  CHECK(kernel.find("PaddingSize") != std::string::npos);
  const std::string real = error_of([] { make_layer("BatchNormalizationLayer", {}, {input("Real")}); });
  CHECK(real == "nettypeinc: The \"Input\" port was given as a real number, but it must be an array of rank ≥ 1.");
  const std::string threading = error_of([] { make_layer("ThreadingLayer", {Name{"Plus"}}, {{"Inputs", Value::list({Value::list({2, 3}), 3})}}); });
  CHECK(threading.find("a 2×3 matrix") != std::string::npos);
  CHECK(threading.find("a length-3 vector") != std::string::npos);
  const std::string varying = error_of([] { make_layer("BatchNormalizationLayer", {}, {input(Value::list({"Varying", 3}))}); });
  CHECK(varying.find("Interleaving -> True") != std::string::npos);
}

TEST_CASE("parameter errors") {
  CHECK(error_of([] { make_layer("BatchNormalizationLayer", {}, {{"Momentun", 0.5}}); }).find("Did you mean \"Momentum\"?") != std::string::npos);
  CHECK(error_of([] { make_layer("BatchNormalizationLayer", {}, {{"Momentum", 2}}); }).substr(0, 12) == "netinvparam2");
  CHECK(error_of([] { make_layer("LinearLayer", {1, 2}); }).substr(0, 8) == "netnargs");
  CHECK(error_of([] { make_layer("ConvolutionLayer", {4}); }).substr(0, 8) == "netnargs");
  CHECK(error_of([] { make_layer("ElementwiseLayer", {"NoSuch"}); }).find("\"GELU\"") != std::string::npos);
}

TEST_CASE("equal nets are equal and hash alike") {
  const auto build = [] { return make_chain({{make_layer("LinearLayer", {3}), make_layer("SoftmaxLayer")}, {}}, {input(2)}); };
  CHECK(build() == build());
  CHECK(build().hash() == build().hash());
  CHECK(build().pointer() != build().pointer());
  CHECK(initialize(build()) == initialize(build()));
  CHECK_FALSE(initialize(build()) == build());
  const Net ready = initialize(build());
  CHECK(initialize(ready).pointer() == ready.pointer());
}

TEST_CASE("every row of the table is complete") {
  for (const LayerSpec* row : all_layers()) {
    CAPTURE(row->name);
    CHECK_FALSE(row->usage.empty());
    CHECK((row->infer != nullptr || row->name == "PlaceholderLayer"));  // whose operation is not defined
    CHECK(row->lower != nullptr);
    CHECK(find_layer(row->name) == row);
  }
  const auto options = default_options(*find_layer("BatchNormalizationLayer"));
  std::string names;
  for (const auto& o : options) names += o.name + " ";
  CHECK(names == "Biases Epsilon Input Interleaving LearningRateMultipliers Momentum MovingMean MovingVariance Output Scaling ");
}
