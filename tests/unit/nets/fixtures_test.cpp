// Layers and operators against PyTorch: outputs and gradients of every case of tests/fixtures, and no layer without cases.
//
// The numbers of a case are those of double precision, so the bounds below measure our arithmetic alone. An error is taken relative to the
// largest magnitude in the array (at least 1): sums with cancellation are judged by the size of what was summed.
#include <algorithm>
#include <cmath>
#include <map>

#include "tests/unit/nets/fixture_cases.h"

using namespace lykos::nets;
using namespace lykos::nets::test;

namespace {

// Real32 has 24 bits; sums over at most a few hundred products and Winograd-free kernels stay well within 1e-5. The fixtures are rounded to
// nine digits, which bounds the agreement of Real64.
constexpr double kTolerance32 = 1e-5, kTolerance64 = 1e-8;

void compare(const std::string& what, const Array& actual, const std::vector<double>& expected, double tolerance) {
  CAPTURE(what);
  REQUIRE(actual.element_count() == static_cast<std::int64_t>(expected.size()));
  double scale = 1, error = 0;
  for (double e : expected) scale = std::max(scale, std::fabs(e));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double difference = std::fabs(actual.real_at(static_cast<std::int64_t>(i)) - expected[i]);
    error = std::isnan(difference) ? HUGE_VAL : std::max(error, difference);
  }
  CHECK(error <= tolerance * scale);
}

void check_case(const json& c, Precision precision, bool varying = false) {
  const double tolerance = precision == Precision::Real64 ? kTolerance64 : kTolerance32;
  const Net net = case_net(c, precision, varying);
  const CaseRequest r = case_request(c, case_net(c, precision), precision);
  const EvaluateResult result = evaluate(net, r.request, r.options);
  REQUIRE(result.outputs.size() == 1);
  REQUIRE(result.gradients.size() == r.gradients.size());
  CHECK(dimensions(result.outputs[0]) == c.at("output").at("dimensions").get<std::vector<std::int64_t>>());
  compare("output", result.outputs[0], r.output, tolerance);
  for (std::size_t i = 0; i < r.gradients.size(); ++i) compare("gradient of " + r.gradients[i].first, result.gradients[i], r.gradients[i].second, tolerance);
  // The plain forward program is another one: without gradients it may fold and fuse more.
  EvaluateRequest forward = r.request;
  forward.gradients.clear();
  forward.output_gradients.clear();
  compare("output without gradients", evaluate(net, forward, r.options).outputs.at(0), r.output, tolerance);
}

void check_all(Precision precision) {
  for (const json& c : fixture_cases()) {
    const auto name = c.at("name").get<std::string>();
    CAPTURE(name);
    try {
      check_case(c, precision);
    } catch (const NetError& e) {
      FAIL_CHECK(e.tag() << ": " << e.what());
    }
  }
}

void count_layers(const json& j, std::map<std::string, int>& counts) {
  if (j.is_object() && j.contains("layer")) ++counts[j.at("layer").get<std::string>()];
  if (j.is_object() || j.is_array()) {
    for (const json& item : j) count_layers(item, counts);
  }
}

// Layers that PyTorch can say nothing about, and where their values are checked instead.
const std::map<std::string, std::string> kWithoutFixture = {
    {"CompiledLayer", "its values are those of code of the language: builtins/nets/compiled_layer.md"},
    {"FunctionLayer", "its values are those of functions of the language: builtins/nets/function_layer.md, function_values.md"},
    {"PlaceholderLayer", "it has no values"},
    {"RandomArrayLayer", "its values are random: builtins/nets/random_layers.md"},
};

}  // namespace

TEST_CASE("layers agree with PyTorch in Real32") { check_all(Precision::Real32); }

TEST_CASE("layers agree with PyTorch in Real64") { check_all(Precision::Real64); }

TEST_CASE("layers that take sequences of any length give the same for them") {
  std::map<std::string, bool> took;
  for (const json& c : fixture_cases()) {
    const auto name = c.at("name").get<std::string>();
    CAPTURE(name);
    if (c.at("after_softmax").get<bool>() || c.at("inputs").empty()) continue;
    try {
      case_net(c, Precision::Real64, true);
    } catch (const NetError&) {
      continue;  // sizes of arrays, or of dimensions behind the first, would depend on the length
    }
    try {
      check_case(c, Precision::Real64, true);
      took[c.at("layer").get<std::string>()] = true;
    } catch (const NetError& e) {
      FAIL_CHECK(e.tag() << ": " << e.what());
    }
  }
  for (const char* expected : {"AggregationLayer", "AppendLayer", "AttentionLayer", "BasicRecurrentLayer", "CTCLossLayer", "CatenateLayer", "ConvolutionLayer", "CrossEntropyLossLayer", "DotLayer",
                               "DropoutLayer", "ElementwiseLayer", "EmbeddingLayer", "ExtractLayer", "GatedRecurrentLayer", "LongShortTermMemoryLayer", "MeanAbsoluteLossLayer",
                               "MeanSquaredLossLayer", "NetBidirectionalOperator", "NetFoldOperator", "NetMapOperator", "NetMapThreadOperator", "OrderingLayer", "PaddingLayer", "PartLayer",
                               "PrependLayer", "ReshapeLayer", "SequenceIndicesLayer", "SequenceLastLayer", "SequenceMostLayer", "SequenceRestLayer", "SequenceReverseLayer", "SoftmaxLayer",
                               "SummationLayer", "ThreadingLayer", "TotalLayer", "UnitVectorLayer"}) {
    CAPTURE(expected);
    CHECK(took[expected]);
  }
}

TEST_CASE("the constructor call of a layer gives the layer again") {
  for (const json& c : fixture_cases()) {
    const auto name = c.at("name").get<std::string>();
    CAPTURE(name);
    if (c.at("after_softmax").get<bool>()) continue;
    const Net net = case_net(c, Precision::Real64);
    const ConstructorCall call = constructor_call(net);
    CHECK(make_layer(*net->spec, call.positional, call.options) == net);
  }
}

TEST_CASE("every layer has fixtures, or a reason to have none") {
  std::map<std::string, int> counts;
  for (const json& c : fixture_cases()) count_layers(c, counts);
  for (const LayerSpec* row : all_layers()) {
    CAPTURE(row->name);
    if (kWithoutFixture.count(row->name)) CHECK(counts[row->name] == 0);
    else CHECK(counts[row->name] >= 5);
  }
}

TEST_CASE("all layers and operators of the framework exist") {
  for (const char* name : {"AggregationLayer", "AppendLayer", "AttentionLayer", "BasicRecurrentLayer", "BatchNormalizationLayer", "CatenateLayer", "CompiledLayer", "ContrastiveLossLayer",
                           "ConvolutionLayer", "CrossEntropyLossLayer", "CTCLossLayer", "DeconvolutionLayer", "DotLayer", "DropoutLayer", "ElementwiseLayer", "EmbeddingLayer", "ExtractLayer",
                           "FlattenLayer", "FunctionLayer", "GatedRecurrentLayer", "ImageAugmentationLayer", "LinearLayer", "LocalResponseNormalizationLayer", "LongShortTermMemoryLayer",
                           "MeanAbsoluteLossLayer", "MeanSquaredLossLayer", "NetArrayLayer", "NormalizationLayer", "OrderingLayer", "PaddingLayer", "ParametricRampLayer", "PartLayer",
                           "PlaceholderLayer", "PoolingLayer", "PrependLayer", "RandomArrayLayer", "ReplicateLayer", "ReshapeLayer", "ResizeLayer", "SequenceIndicesLayer", "SequenceLastLayer",
                           "SequenceMostLayer", "SequenceRestLayer", "SequenceReverseLayer", "SoftmaxLayer", "SpatialTransformationLayer", "SummationLayer", "ThreadingLayer", "TotalLayer",
                           "TransposeLayer", "UnitVectorLayer", "NetFoldOperator", "NetMapOperator", "NetMapThreadOperator", "NetNestOperator", "NetBidirectionalOperator",
                           "NetPairEmbeddingOperator", "NetGANOperator"}) {
    CAPTURE(name);
    CHECK(find_layer(name) != nullptr);
  }
}
