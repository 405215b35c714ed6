// Operators: values by the definition (the net applied place by place), gradients by differences, and what construction refuses.
#include "nets/scalar_expression.h"
#include "tests/unit/nets/gradient_check.h"

using namespace lykos::nets;
using namespace lykos::nets::test;

namespace {

const ScalarExpression& sum_of_tanh() {
  // Tanh[0.5 #Input + #State]
  static const ScalarExpression f = ScalarExpression::apply("Tanh", {ScalarExpression::apply(
      "Plus", {ScalarExpression::apply("Times", {ScalarExpression::constant(0.5), ScalarExpression::slot(0)}), ScalarExpression::slot(1)})}).with_slot_names({"Input", "State"});
  return f;
}

// A recurrent step: Tanh[W.x + V.s], state of size 2.
Net step_net() {
  return make_graph({{make_layer("LinearLayer", {2}), make_layer("LinearLayer", {2}, {{"Biases", None{}}}), make_layer("ThreadingLayer", {Value(Name{"Plus"})}), make_layer("ElementwiseLayer", {Name{"Tanh"}})}, {}},
                    {{{{}, "Input", true}, {{1}, "", false}}, {{{}, "State", true}, {{2}, "", false}}, {{{1}, ""}, {{3}, ""}}, {{{2}, ""}, {{3}, ""}}, {{{3}, ""}, {{4}, ""}}}, {{"Input", 3}, {"State", 2}});
}

}  // namespace

TEST_CASE("NetMapOperator applies its net to every element") {
  const Net inner = with_wavy_arrays(initialize(make_chain({{make_layer("LinearLayer", {2}), make_layer("ElementwiseLayer", {Name{"Tanh"}})}, {}}, {input(3)})));
  const Net map = make_layer("NetMapOperator", {Value(inner)});
  CHECK(map.kind() == NetKind::Operator);
  const Array x = wavy({4, 3}, 0.5);
  const Array y = apply(map, {x});
  CHECK(dimensions(y) == std::vector<std::int64_t>{4, 2});
  for (std::int64_t i = 0; i < 4; ++i) check_close(y.part(i), numbers(apply(inner, {x.part(i)})));
  check_gradients(map, {{"Input", x}});
  check_gradients(map, {{"Input", wavy({2, 4, 3}, 0.1)}}, 2);
  CHECK(error_of([&] { make_layer("NetMapOperator", {Value(inner)}, {input(Value::list({4, 2}))}); }) ==
        "nettypeinc: The \"Input\" port was given as a 4×2 matrix, but it must be a ?×3 matrix.");
}

TEST_CASE("sizes travel through operators in both directions") {
  const Net chain = make_chain({{make_layer("NetMapOperator", {Value(make_layer("LinearLayer", {2}))}), make_layer("NetMapOperator", {Value(make_layer("NetMapOperator", {Value(make_layer("ElementwiseLayer", {Name{"Tanh"}}))}))})}, {}},
                               {input(Value::list({5, 3}))});
  CHECK(dimensions(chain.outputs()[0].type) == std::vector<std::int64_t>{5, 2});
  CHECK(dimensions(extract(chain, {1, "Net", "Weights"}).array->type) == std::vector<std::int64_t>{2, 3});
  CHECK(dimensions(extract(chain, {2, "Net", "Net", "Input"}).port.type).empty());
  const Net fixed = make_layer("NetMapOperator", {Value(make_layer("ElementwiseLayer", {Name{"Tanh"}}))}, {{"Output", Value::list({4, 7})}});
  CHECK(dimensions(fixed.inputs()[0].type) == std::vector<std::int64_t>{4, 7});
}

TEST_CASE("NetMapThreadOperator: levels of their own") {
  const Net dot = make_layer("DotLayer");
  const Net map = make_layer("NetMapThreadOperator", {Value(dot), Value(ValueList{Value(RulePair("Input1", 1))})});
  const Array a = wavy({3, 2, 4}, 0.1), b = wavy({4}, 0.7);
  const Array y = apply(map, {a, b});
  for (std::int64_t i = 0; i < 3; ++i) check_close(y.part(i), numbers(apply(dot, {a.part(i), b})));
  check_gradients(map, {{"Input1", a}, {"Input2", b}});
  // One input at two levels, the other at the first of them only.
  const Net plus = make_layer("ThreadingLayer", {Value(sum_of_tanh())});
  const Net both = make_layer("NetMapThreadOperator", {Value(plus), Value(ValueList{Value(RulePair("Input", 2)), Value(RulePair("State", 1))})});
  const Array x = wavy({2, 3}, 0.4), s = wavy({2}, 0.9);
  const Array z = apply(both, {x, s});
  CHECK(dimensions(z) == std::vector<std::int64_t>{2, 3});
  for (std::int64_t i = 0; i < 2; ++i) {
    for (std::int64_t j = 0; j < 3; ++j) CHECK(z.part(i).real_at(j) == Approx(std::tanh(0.5 * x.part(i).real_at(j) + s.real_at(i))).epsilon(1e-5));
  }
  check_gradients(both, {{"Input", x}, {"State", s}});
  CHECK(error_of([&] { apply(make_layer("NetMapThreadOperator", {Value(plus)}), {wavy({3}, 0), wavy({4}, 0)}); }).find("nettypeinc") == 0);
}

TEST_CASE("NetNestOperator repeats its net with the same arrays") {
  const Net inner = with_wavy_arrays(initialize(make_chain({{make_layer("LinearLayer", {2}), make_layer("ElementwiseLayer", {Name{"Tanh"}})}, {}}, {input(2)})));
  const Net nest = make_layer("NetNestOperator", {Value(inner), 3});
  const Array x = wavy({2}, 0.5);
  check_close(apply(nest, {x}), numbers(apply(inner, {apply(inner, {apply(inner, {x})})})));
  check_gradients(nest, {{"Input", x}});
  CHECK(array_entries(nest).size() == 2);
  CHECK(error_of([&] { make_layer("NetNestOperator", {Value(make_layer("LinearLayer", {3}, {input(2)})), 2}); }).find("nettypeinc") == 0);
}

TEST_CASE("NetFoldOperator carries states along a sequence") {
  const Net net = with_wavy_arrays(initialize(step_net()));
  const Net fold = make_layer("NetFoldOperator", {Value(net)});
  const Array x = wavy({4, 3}, 0.5);
  const Array y = apply(fold, {x, wavy({2}, 0.3)});
  Array s = wavy({2}, 0.3);
  for (std::int64_t t = 0; t < 4; ++t) {
    s = apply(net, {x.part(t), s});
    check_close(y.part(t), numbers(s));
  }
  check_gradients(fold, {{"Input", x}, {"State", wavy({2}, 0.3)}});
  check_gradients(fold, {{"Input", wavy({2, 4, 3}, 0.9)}, {"State", wavy({2, 2}, 0.3)}}, 2);
  EvaluateRequest final_state;
  final_state.inputs = {{"Input", x}, {"State", wavy({2}, 0.3)}};
  final_state.outputs = {{{}, "State"}};
  check_close(evaluate(fold, final_state).outputs.at(0), numbers(y.part(3)));
}

TEST_CASE("what NetFoldOperator refuses") {
  const Net linear = make_layer("LinearLayer", {2});
  CHECK(error_of([&] { make_layer("NetFoldOperator", {Value(linear)}); }) ==
        "netfoldspec: The net has no input \"State\" for the state; its inputs are \"Input\".");
  const Net plus = make_layer("ThreadingLayer", {Value(sum_of_tanh())});
  CHECK(error_of([&] { make_layer("NetFoldOperator", {Value(plus), Value(RulePair("Out", "State"))}); }) ==
        "netfoldspec: The net has no output \"Out\" that could be fed back; its outputs are \"Output\".");
  CHECK(error_of([&] { make_layer("NetFoldOperator", {Value(plus), Automatic{}, "Input"}); }) ==
        "netfoldspec: The net has no input left that could take the sequence: all of \"Input\", \"State\" are states or constants.");
}

TEST_CASE("NetBidirectionalOperator") {
  const Net fold = make_layer("NetFoldOperator", {Value(with_wavy_arrays(initialize(step_net())))});
  const Net both = make_layer("NetBidirectionalOperator", {Value(fold)});
  const Array x = wavy({4, 3}, 0.5);
  Array backwards = wavy({4, 3}, 0.5);
  for (std::int64_t t = 0; t < 4; ++t) {
    for (std::int64_t j = 0; j < 3; ++j) backwards.data<double>()[t * 3 + j] = x.data<double>()[(3 - t) * 3 + j];
  }
  auto run = [](const Net& net, const Array& data) {
    EvaluateRequest request;
    request.inputs = {{"Input", data}};
    request.outputs = {{{}, "Output"}};
    return evaluate(net, request).outputs.at(0);
  };
  const Array y = run(both, x), f = run(fold, x), b = run(fold, backwards);
  CHECK(dimensions(y) == std::vector<std::int64_t>{4, 4});
  for (std::int64_t t = 0; t < 4; ++t) {
    std::vector<double> expected = numbers(f.part(t));
    for (double v : numbers(b.part(3 - t))) expected.push_back(v);
    check_close(y.part(t), expected);
  }
  check_gradients(both, {{"Input", x}});
  const Net mean = make_layer("NetBidirectionalOperator", {Value(fold), "Mean"});
  for (std::int64_t t = 0; t < 4; ++t) {
    std::vector<double> expected = numbers(f.part(t));
    for (std::size_t j = 0; j < 2; ++j) expected[j] = (expected[j] + numbers(b.part(3 - t))[j]) / 2;
    check_close(run(mean, x).part(t), expected);
  }
}

TEST_CASE("NetPairEmbeddingOperator") {
  const Net inner = with_wavy_arrays(initialize(make_layer("LinearLayer", {2}, {input(3)})));
  const Array pair = wavy({2, 3}, 0.5);
  const std::vector<double> u = numbers(apply(inner, {pair.part(0)})), v = numbers(apply(inner, {pair.part(1)}));
  const Net euclidean = make_layer("NetPairEmbeddingOperator", {Value(inner)});
  CHECK(apply(euclidean, {pair}).real_at(0) == Approx(std::hypot(u[0] - v[0], u[1] - v[1])).epsilon(1e-5));
  check_gradients(euclidean, {{"Input", pair}});
  const Net cosine = make_layer("NetPairEmbeddingOperator", {Value(inner)}, {{"DistanceFunction", Name{"CosineDistance"}}});
  CHECK(apply(cosine, {pair}).real_at(0) == Approx(1 - (u[0] * v[0] + u[1] * v[1]) / (std::hypot(u[0], u[1]) * std::hypot(v[0], v[1]))).margin(1e-6));
  check_gradients(cosine, {{"Input", pair}});
}

TEST_CASE("NetGANOperator: losses, and the reversed gradient of the generator") {
  const Net generator = with_wavy_arrays(initialize(make_layer("LinearLayer", {2}, {input(3)})));
  const Net discriminator = with_wavy_arrays(initialize(make_chain({{make_layer("LinearLayer", {Value(ValueList{})}), make_layer("ElementwiseLayer", {Name{"LogisticSigmoid"}})}, {}}, {input(2)})));
  const Net gan = make_layer("NetGANOperator", {Value::list({Value(generator), Value(discriminator)})});
  const Array sample = wavy({2}, 0.5), latent = wavy({3}, 0.2);
  const Array fake = apply(generator, {latent});
  const double real_score = apply(discriminator, {sample}).real_at(0), fake_score = apply(discriminator, {fake}).real_at(0);
  const auto outputs = evaluate(gan, {sample, latent});
  CHECK(outputs.at(0).real_at(0) == Approx(-std::log(real_score)).epsilon(1e-5));
  CHECK(outputs.at(1).real_at(0) == Approx(-std::log(1 - fake_score)).epsilon(1e-5));
  check_close(outputs.at(2), numbers(fake));
  // d LossFake / d latent, with the sign turned: d(-log(1 - s))/dx = s for the logit, times w, times W.
  EvaluateRequest request;
  request.inputs = {{"Sample", sample}, {"Latent", latent}};
  request.output_gradients = {{"LossReal", Array::zeros(lykos::array::DType::Real32, {})}, {"GeneratedFake", Array::zeros(lykos::array::DType::Real32, {2})}};
  request.gradients = {{{}, "Latent"}};
  const Array gradient = evaluate(gan, request).gradients.at(0);
  const Array w = extract(discriminator, {1, "Weights"}).array->value, W = extract(generator, {"Weights"}).array->value;
  for (std::int64_t j = 0; j < 3; ++j) {
    double expected = 0;
    for (std::int64_t i = 0; i < 2; ++i) expected -= fake_score * w.real_at(i) * W.real_at(i * 3 + j);
    CHECK(gradient.real_at(j) == Approx(expected).epsilon(1e-5));
  }
  const Net scored = make_layer("NetGANOperator", {Value::list({Value(generator), Value(extract(discriminator, {1}).net)})});
  const double score = apply(extract(discriminator, {1}).net, {sample}).real_at(0);
  CHECK(evaluate(scored, {sample, latent}).at(0).real_at(0) == Approx(-score).epsilon(1e-5));
}
