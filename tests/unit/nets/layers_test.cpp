// Layers forward against numbers known from the framework or naive formulas.
#include <cmath>

#include "tests/unit/nets/support.h"

using namespace lykos::nets;
using namespace lykos::nets::test;

namespace {

Net layer(const char* head, const std::vector<Value>& positional = {}, const std::vector<Option>& options = {}) {
  return make_layer(head, positional, options);
}

const EvaluateOptions kTrain{.mode = Mode::Train};

}  // namespace

TEST_CASE("LinearLayer: W.x + b") {
  const Net net = layer("LinearLayer", {}, {{"Weights", Array(array_of({3, 2}, {1, 2, 3, 4, 5, 6}))}, {"Biases", vector_of({10, 20, 30})}, input(2)});
  check_close(apply(net, {vector_of({7, 8})}), {33, 73, 113});
  // Without "Input", the data decide; a matrix of weights alone takes a vector.
  const Net open = layer("LinearLayer", {}, {{"Weights", array_of({3, 2}, {1, 2, 3, 4, 5, 6})}, {"Biases", None{}}});
  check_close(apply(open, {vector_of({7, 8})}), {23, 53, 83});
  const Net scalar = layer("LinearLayer", {Value(ValueList{})}, {{"Weights", 2}, {"Biases", 1}, input(Value::list({2, 2}))});
  const Array y = apply(scalar, {counting({2, 2})});
  CHECK(y.rank() == 0);
  CHECK(y.real_at(0) == 21);
}

TEST_CASE("a batch gives what its examples give") {
  const Net net = initialize(make_chain({{layer("LinearLayer", {5}), layer("ElementwiseLayer", {Name{"Tanh"}}), layer("LinearLayer", {2})}, {}}, {input(3)}));
  const Array batch = counting({300, 3}, -400);  // more than one internal batch
  const Array all = evaluate(net, {batch}, 300).at(0);
  CHECK(dimensions(all) == std::vector<std::int64_t>{300, 2});
  for (std::int64_t i : {0, 127, 128, 299}) check_close(all.part(i), numbers(apply(net, {batch.part(i)})));
}

TEST_CASE("elementwise functions") {
  const std::vector<double> points = {-2.5, -1, -0.25, 0.25, 1, 2.5};
  const std::vector<std::pair<const char*, double (*)(double)>> named = {
      {"ReLU", [](double x) { return x > 0 ? x : 0; }},
      {"ELU", [](double x) { return x >= 0 ? x : std::exp(x) - 1; }},
      {"SELU", [](double x) { return x >= 0 ? 1.0507009873554805 * x : 1.758099340847161 * (std::exp(x) - 1); }},
      {"GELU", [](double x) { return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0))); }},
      {"Swish", [](double x) { return x / (1 + std::exp(-x)); }},
      {"HardSwish", [](double x) { return x * std::min(std::max(x + 3, 0.0), 6.0) / 6; }},
      {"Mish", [](double x) { return x * std::tanh(std::log(1 + std::exp(x))); }},
      {"SoftSign", [](double x) { return x / (1 + std::fabs(x)); }},
      {"SoftPlus", [](double x) { return std::log(std::exp(x) + 1); }},
      {"HardTanh", [](double x) { return std::clamp(x, -1.0, 1.0); }},
      {"HardSigmoid", [](double x) { return std::clamp((x + 1) / 2, 0.0, 1.0); }},
      {"Sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); }},
      {"Tanh", [](double x) { return std::tanh(x); }},
  };
  for (const auto& [name, f] : named) {
    CAPTURE(name);
    std::vector<double> expected;
    std::vector<float> x(points.begin(), points.end());
    for (double p : points) expected.push_back(f(p));
    check_close(apply(layer("ElementwiseLayer", {name}), {vector_of(x)}), expected);
  }
}

TEST_CASE("SoftmaxLayer") {
  check_close(apply(layer("SoftmaxLayer"), {vector_of({1, 2, 3})}), {0.0900306, 0.244728, 0.665241});
  check_close(apply(layer("SoftmaxLayer", {1}), {array_of({2, 2}, {0, 0, 0, std::log(3.0f)})}), {0.5, 0.25, 0.5, 0.75});
  check_close(apply(layer("SoftmaxLayer", {Name{"All"}}), {array_of({2, 2}, {1, 1, 1, 1})}), {0.25, 0.25, 0.25, 0.25});
}

TEST_CASE("ConvolutionLayer: cross-correlation") {
  const Net net = layer("ConvolutionLayer", {2, Value::list({2, 2})},
                        {{"Weights", array_of({2, 1, 2, 2}, {1, 1, 1, 1, 1, 0, 0, 1})}, {"Biases", vector_of({0.5f, -0.5f})}, input(Value::list({1, 3, 3}))});
  check_close(apply(net, {counting({1, 3, 3})}), {12.5, 16.5, 24.5, 28.5, 5.5, 7.5, 11.5, 13.5});
  const Net same = layer("ConvolutionLayer", {1, 3}, {{"PaddingSize", "Same"}, {"Stride", 2}, {"Weights", 1}, {"Biases", None{}}, input(Value::list({1, 5, 5}))});
  CHECK(dimensions(same.outputs()[0].type) == std::vector<std::int64_t>{1, 3, 3});
  const Net one = layer("ConvolutionLayer", {1, Value::list({2})}, {{"Dilation", 2}, {"Weights", array_of({1, 1, 2}, {1, 10})}, {"Biases", None{}}, input(Value::list({1, 4}))});
  check_close(apply(one, {counting({1, 4})}), {31, 42});
  const Net padded = layer("ConvolutionLayer", {1, Value::list({2})},
                           {{"PaddingSize", Value::list({Value::list({1, 0})})}, {"Weights", array_of({1, 1, 2}, {1, 10})}, {"Biases", None{}}, input(Value::list({1, 3}))});
  check_close(apply(padded, {counting({1, 3})}), {10, 21, 32});
  const Net groups = layer("ConvolutionLayer", {2, Value::list({1})}, {{"ChannelGroups", 2}, {"Weights", array_of({2, 1, 1}, {2, 3})}, {"Biases", None{}}, input(Value::list({2, 2}))});
  check_close(apply(groups, {counting({2, 2})}), {2, 4, 9, 12});
  const Net last = layer("ConvolutionLayer", {2, Value::list({2, 2})},
                         {{"Interleaving", true}, {"Weights", array_of({2, 1, 2, 2}, {1, 1, 1, 1, 1, 0, 0, 1})}, {"Biases", vector_of({0.5f, -0.5f})}, input(Value::list({3, 3, 1}))});
  check_close(apply(last, {counting({3, 3, 1})}), {12.5, 5.5, 16.5, 7.5, 24.5, 11.5, 28.5, 13.5});
  // Shapes known from the weights alone.
  CHECK(dimensions(layer("ConvolutionLayer", {2, 2}, {{"Weights", array_of({2, 1, 2, 2}, {1, 1, 1, 1, 1, 0, 0, 1})}, input(Value::list({1, Automatic{}, 5})), {"Output", Value::list({2, 3, 4})}}).inputs()[0].type) ==
        std::vector<std::int64_t>{1, 4, 5});
}

TEST_CASE("DeconvolutionLayer is the adjoint of convolution") {
  const Net net = layer("DeconvolutionLayer", {1, Value::list({2})}, {{"Stride", 2}, {"Weights", array_of({1, 1, 2}, {1, 10})}, {"Biases", vector_of({0.5f})}, input(Value::list({1, 3}))});
  check_close(apply(net, {counting({1, 3})}), {1.5, 10.5, 2.5, 20.5, 3.5, 30.5});
}

TEST_CASE("PoolingLayer") {
  const Array x = counting({1, 4, 4});
  const auto pool = [&](const char* f) { return layer("PoolingLayer", {2, 2}, {{"Function", Name{f}}, input(Value::list({1, 4, 4}))}); };
  check_close(apply(pool("Max"), {x}), {6, 8, 14, 16});
  check_close(apply(pool("Mean"), {x}), {3.5, 5.5, 11.5, 13.5});
  check_close(apply(pool("Total"), {x}), {14, 22, 46, 54});
  CHECK(dimensions(layer("PoolingLayer", {3}, {{"PaddingSize", 1}, input(Value::list({2, 4, 4}))}).outputs()[0].type) == std::vector<std::int64_t>{2, 4, 4});
}

TEST_CASE("FlattenLayer levels") {
  const auto shape = [](const std::vector<Value>& levels, std::vector<Value> in) {
    return dimensions(layer("FlattenLayer", levels, {input(Value(ValueList(in)))}).outputs()[0].type);
  };
  using Sizes = std::vector<std::int64_t>;
  CHECK(shape({}, {3, 3, 3}) == Sizes{27});
  CHECK(shape({1}, {3, 3, 3}) == Sizes{9, 3});
  CHECK(shape({2}, {3, 3, 3}) == Sizes{27});
  CHECK(shape({-1}, {3, 3, 3}) == Sizes{3, 9});
  CHECK(shape({-2}, {3, 3, 3}) == Sizes{27});
  CHECK(shape({1}, {3, 3}) == Sizes{9});
  CHECK(shape({Value::list({Value::list({2}), Value::list({1, 3})})}, {2, 3, 4}) == Sizes{3, 8});
  check_close(apply(layer("FlattenLayer", {Value::list({Value::list({2, 1})})}), {counting({2, 3})}), {1, 4, 2, 5, 3, 6});
}

TEST_CASE("ReshapeLayer, TransposeLayer, ReplicateLayer") {
  CHECK(dimensions(layer("ReshapeLayer", {Value::list({Automatic{}, 2})}, {input(6)}).outputs()[0].type) == std::vector<std::int64_t>{3, 2});
  CHECK(dimensions(layer("ReshapeLayer", {Value::list({Name{"Inherited"}, Automatic{}})}, {input(Value::list({2, 3, 4}))}).outputs()[0].type) == std::vector<std::int64_t>{2, 12});
  CHECK(error_of([] { layer("ReshapeLayer", {Value::list({4})}, {input(6)}); }).find("6 elements") != std::string::npos);
  CHECK(dimensions(layer("TransposeLayer", {Value::list({2, 3, 1})}, {input(Value::list({2, 3, 4}))}).outputs()[0].type) == std::vector<std::int64_t>{4, 2, 3});
  check_close(apply(layer("TransposeLayer"), {counting({2, 3})}), {1, 4, 2, 5, 3, 6});
  check_close(apply(layer("TransposeLayer", {Value(RulePair{1, -1})}), {counting({2, 3})}), {1, 4, 2, 5, 3, 6});
  check_close(apply(layer("ReplicateLayer", {2}), {vector_of({1, 2})}), {1, 2, 1, 2});
  check_close(apply(layer("ReplicateLayer", {2, -1}), {vector_of({1, 2})}), {1, 1, 2, 2});
}

TEST_CASE("ThreadingLayer and TotalLayer") {
  const auto thread = [](const char* f, const std::vector<Value>& broadcast, Value a, Value b) {
    std::vector<Value> p{Name{f}};
    p.insert(p.end(), broadcast.begin(), broadcast.end());
    return layer("ThreadingLayer", p, {{"Inputs", Value::list({a, b})}});
  };
  check_close(apply(thread("Subtract", {}, 2, 2), {vector_of({5, 7}), vector_of({1, 2})}), {4, 5});
  check_close(apply(thread("Times", {1}, Value::list({2, 3}), 3), {counting({2, 3}), vector_of({1, 10, 100})}), {1, 20, 300, 4, 50, 600});
  check_close(apply(thread("Times", {-1}, Value::list({2, 3}), 2), {counting({2, 3}), vector_of({1, 10})}), {1, 2, 3, 40, 50, 60});
  const Net total = with_input_count(layer("TotalLayer"), 3);
  check_close(apply(total, {vector_of({1, 2}), vector_of({3, 4}), vector_of({5, 6})}), {9, 12});
}

TEST_CASE("CatenateLayer, AppendLayer, PrependLayer, PaddingLayer, PartLayer") {
  const Net join = layer("CatenateLayer", {2}, {{"Inputs", Value::list({Value::list({2, 3}), 4})}});
  CHECK(dimensions(join.outputs()[0].type) == std::vector<std::int64_t>{2, 7});
  check_close(apply(join, {counting({2, 3}), vector_of({7, 8, 9, 10})}), {1, 2, 3, 7, 8, 9, 10, 4, 5, 6, 7, 8, 9, 10});
  check_close(apply(layer("AppendLayer"), {vector_of({1, 2}), Array::filled(lykos::array::DType::Real32, {}, 9)}), {1, 2, 9});
  check_close(apply(layer("PrependLayer", {}, {input(Value::list({2, 2}))}), {counting({2, 2}), vector_of({8, 9})}), {8, 9, 1, 2, 3, 4});
  check_close(apply(layer("PaddingLayer", {Value::list({Value::list({1, 2})})}, {{"Padding", 7}}), {vector_of({1, 2})}), {7, 1, 2, 7, 7});
  check_close(apply(layer("PaddingLayer", {Value::list({Value::list({2, 2})})}, {{"Padding", "Reflected"}}), {vector_of({1, 2, 3})}), {3, 2, 1, 2, 3, 2, 1});
  check_close(apply(layer("PartLayer", {2}), {counting({2, 3})}), {4, 5, 6});
  check_close(apply(layer("PartLayer", {Value::list({Name{"All"}, Span{2, -1, 1}})}), {counting({2, 3})}), {2, 3, 5, 6});
  check_close(apply(layer("PartLayer", {Value::list({Value::list({2, 1, 2})})}), {vector_of({5, 6})}), {6, 5, 6});
}

TEST_CASE("SummationLayer, AggregationLayer, DotLayer") {
  const Array x = counting({2, 3});
  check_close(apply(layer("SummationLayer"), {x}), {21});
  const auto aggregate = [&](const char* f, const std::vector<Value>& levels = {}) {
    std::vector<Value> p{Name{f}};
    p.insert(p.end(), levels.begin(), levels.end());
    return apply(layer("AggregationLayer", p), {x});
  };
  check_close(aggregate("Total"), {6, 15});
  check_close(aggregate("Total", {1}), {5, 7, 9});
  check_close(aggregate("Mean", {Name{"All"}}), {3.5});
  check_close(aggregate("Times"), {6, 120});
  check_close(aggregate("Max", {-1}), {3, 6});
  check_close(aggregate("Median"), {2, 5});
  check_close(aggregate("Variance"), {1, 1});
  check_close(aggregate("MeanDeviation"), {2.0 / 3, 2.0 / 3});
  const Net dot = layer("DotLayer", {}, {{"Input1", Value::list({2, 3})}});
  CHECK_FALSE(dot.inputs()[1].type.rank_known);
  check_close(apply(dot, {x, vector_of({1, 10, 100})}), {321, 654});
  check_close(apply(layer("DotLayer"), {vector_of({1, 2}), vector_of({3, 4})}), {11});
}

TEST_CASE("EmbeddingLayer, UnitVectorLayer, NetArrayLayer") {
  const Net embedding = layer("EmbeddingLayer", {2, 3}, {{"Weights", counting({3, 2})}, input(Value::list({2, "Integer"}))});
  check_close(apply(embedding, {integers_of({2}, {3, 1})}), {5, 6, 1, 2});
  CHECK(error_of([&] { apply(embedding, {integers_of({2}, {4, 1})}); }).substr(0, 11) == "invindata2:");
  check_close(apply(layer("UnitVectorLayer", {4}), {integers_of({}, {2})}), {0, 1, 0, 0});
  const Net source = layer("NetArrayLayer", {}, {{"Array", counting({2, 2})}});
  check_close(apply(source, {}), {1, 2, 3, 4});
  CHECK(error_of([] { layer("NetArrayLayer", {}, {{"Array", Array::zeros(lykos::array::DType::ComplexReal64, {2})}}); }) ==
        "netinvtensorvals: The value specified for Array should be a real-valued tensor.");
}

TEST_CASE("ParametricRampLayer, Constant layers, LocalResponseNormalizationLayer") {
  check_close(apply(layer("ParametricRampLayer", {}, {{"Slope", vector_of({0.5f, 0.1f})}}), {array_of({2, 2}, {-1, 1, -1, 2})}), {-0.5, 1, -0.1, 2});
  check_close(apply(layer("ConstantPlusLayer", {}, {{"Biases", vector_of({1, 2})}}), {vector_of({5, 5})}), {6, 7});
  check_close(apply(layer("ConstantTimesLayer", {}, {{"Scaling", vector_of({1, 2})}}), {vector_of({5, 5})}), {5, 10});
  const Array x = counting({4, 1, 1});
  std::vector<double> expected;
  for (int i = 1; i <= 4; ++i) {
    double sum = 0;
    for (int k = std::max(1, i - 2); k <= std::min(4, i + 2); ++k) sum += k * k;
    expected.push_back(i / std::sqrt(sum / 5 + 1));
  }
  check_close(apply(layer("LocalResponseNormalizationLayer"), {x}), expected);
}

TEST_CASE("losses") {
  check_close(apply(layer("MeanSquaredLossLayer"), {vector_of({1, 2}), vector_of({2, 4})}), {2.5});
  check_close(apply(layer("MeanAbsoluteLossLayer"), {vector_of({1, 2}), vector_of({2, 4})}), {1.5});
  const double c = std::cos(0.7), s = std::sin(0.7);
  std::vector<float> rotation = {static_cast<float>(c), static_cast<float>(-s), 0, 0, static_cast<float>(s), static_cast<float>(c), 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  std::vector<float> identity = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  check_close(apply(layer("MeanAbsoluteLossLayer"), {array_of({4, 4}, rotation), array_of({4, 4}, identity)}), {0.10992193222045898}, 1e-6);
  const Array p = vector_of({0.2f, 0.5f, 0.3f});
  const Net index = layer("CrossEntropyLossLayer", {"Index"}, {input(3)});
  CHECK(index.inputs()[1].type == PortType::index(3));
  check_close(apply(index, {p, integers_of({}, {2})}), {-std::log(0.5)});
  check_close(apply(layer("CrossEntropyLossLayer", {"Probabilities"}), {p, vector_of({0.5f, 0.5f, 0})}), {-0.5 * std::log(0.2) - 0.5 * std::log(0.5)});
  check_close(apply(layer("CrossEntropyLossLayer", {"Binary"}), {vector_of({0.25f, 0.5f}), vector_of({1, 0})}), {(-std::log(0.25) - std::log(0.5)) / 2});
  const Array one = Array::filled(lykos::array::DType::Real32, {}, 1), x = Array::filled(lykos::array::DType::Real32, {}, 0.2);
  check_close(apply(layer("ContrastiveLossLayer"), {x, one}), {0.3});
}

TEST_CASE("DropoutLayer") {
  const Net net = layer("DropoutLayer", {0.25}, {input(10000)});
  const Array ones = Array::filled(lykos::array::DType::Real32, {10000}, 1);
  check_close(apply(net, {ones}).slice(0, 3), {1, 1, 1});
  const Array dropped = apply(net, {ones}, kTrain);
  double zeros = 0, sum = 0;
  for (double v : numbers(dropped)) {
    CHECK((v == 0 || v == Approx(4.0 / 3)));
    zeros += v == 0;
    sum += v;
  }
  CHECK(zeros == Approx(2500).margin(200));
  CHECK(sum == Approx(10000).margin(300));
  CHECK(apply(net, {ones}, kTrain) == dropped);  // the same seed
  EvaluateOptions other = kTrain;
  other.seed = 99;
  CHECK_FALSE(apply(net, {ones}, other) == dropped);
}

TEST_CASE("BatchNormalizationLayer: numbers of a real kernel") {
  const Net net = initialize(layer("BatchNormalizationLayer", {}, {input(3)}));
  check_close(apply(net, {vector_of({0.90044f, 0.177369f, 0.356773f})}), {0.89999, 0.177281, 0.356595}, 1e-5);
  check_close(apply(net, {vector_of({1, 2, 3})}), {0.9995003938674927, 1.9990007877349854, 2.9985010623931885}, 2e-7);
  const Array batch = array_of({2, 3}, {0.90044f, 0.177369f, 0.356773f, 0.784026f, 0.446095f, 0.664769f});
  check_close(evaluate(net, {batch}, 2, kTrain).at(0), {0.878696, -0.973404, -0.979561, -0.878696, 0.973404, 0.979561}, 2e-5);
  check_close(apply(net, {vector_of({3, 1, 4})}, kTrain), {0, 0, 0});
  check_close(net->arrays[2].value, {0, 0, 0});  // evaluation changed nothing
  const Net full = layer("BatchNormalizationLayer", {}, {{"Biases", vector_of({1, 2})}, {"Scaling", vector_of({3, 4})}, {"MovingMean", vector_of({5, 6})},
                                                        {"MovingVariance", vector_of({7, 8})}, {"Epsilon", 0.01}, input(Value::list({2, 2}))});
  std::vector<double> expected;
  for (int c = 0; c < 2; ++c) {
    for (int i = 0; i < 2; ++i) expected.push_back((3 + c) * (c * 2 + i + 1 - (5 + c)) / std::sqrt(7 + c + 0.01) + 1 + c);
  }
  check_close(apply(full, {counting({2, 2})}), expected);
  const Net last = replace_part(replace_part(full, {"Interleaving"}, true), {"Input"}, Value::list({2, 2}));
  CHECK(extract(last, {"Interleaving"}).parameter == Value(true));
  check_close(apply(last, {array_of({2, 2}, {1, 3, 2, 4})}), {expected[0], expected[2], expected[1], expected[3]});
  const Array bad = apply(layer("BatchNormalizationLayer", {}, {{"Biases", vector_of({0})}, {"Scaling", 1}, {"MovingMean", 0}, {"MovingVariance", -1}, input(1)}), {vector_of({1})});
  CHECK(std::isnan(bad.real_at(0)));
  CHECK(error_of([] { initialize(make_layer("BatchNormalizationLayer")); }).find("nninit: Array \"Biases\"") == 0);
  CHECK(error_of([] { apply(make_layer("BatchNormalizationLayer", {}, {input(1)}), {vector_of({1})}); }).find("nninit: Array \"Biases\"") == 0);
}

TEST_CASE("NormalizationLayer") {
  const Net net = initialize(layer("NormalizationLayer", {}, {{"Epsilon", 0}, input(Value::list({2, 2}))}));
  CHECK(dimensions(net->arrays[0].type) == std::vector<std::int64_t>{2});
  check_close(apply(net, {array_of({2, 2}, {1, 3, 10, 30})}), {-1, 1, -1, 1});
  const Net rms = initialize(layer("NormalizationLayer", {1}, {{"Epsilon", 0}, {"Method", "RMS"}, {"Biases", None{}}, {"Scaling", None{}}, input(2)}));
  check_close(apply(rms, {vector_of({3, 4})}), {3 / std::sqrt(12.5), 4 / std::sqrt(12.5)});
  const Net groups = initialize(layer("NormalizationLayer", {}, {{"Epsilon", 0}, {"GroupNumber", 1}, input(Value::list({2, 2}))}));
  check_close(apply(groups, {array_of({2, 2}, {1, 1, 3, 3})}), {-1, -1, 1, 1});
}

TEST_CASE("Real64 arithmetic on request") {
  const Net net = layer("LinearLayer", {}, {{"Weights", Array::filled(lykos::array::DType::Real64, {1, 2}, 0.1)}, {"Biases", None{}}, input(2)});
  const Array x = Array::filled(lykos::array::DType::Real64, {2}, 0.3);
  const Array y = apply(net, {x}, {.precision = Precision::Real64});
  CHECK(y.dtype() == lykos::array::DType::Real64);
  CHECK(y.real_at(0) == Approx(0.06).epsilon(1e-15));
  CHECK(apply(net, {x}).dtype() == lykos::array::DType::Real32);
}
