// Ports of varying length: inference, evaluation of examples of any length, named lengths, and what is refused.
#include "tests/unit/nets/support.h"

using namespace lykos::nets;
using namespace lykos::nets::test;

namespace {

Value sequence(Value size) { return Value::list({"Varying", std::move(size)}); }

}  // namespace

TEST_CASE("lengths have names, and names come back") {
  const PortType named = parse_port_type(Value::list({"n", 3}), "Input"), other = parse_port_type(Value::list({"m", 3}), "Input");
  const PortType anonymous = parse_port_type(sequence(3), "Input");
  CHECK(port_type_value(named) == Value::list({"n", 3}));
  CHECK(port_type_value(anonymous) == Value::list({"Varying", 3}));
  CHECK(describe(named) == "an n×3 matrix");
  CHECK_FALSE(unify(named, other));
  CHECK(*unify(named, anonymous) == named);
  CHECK(unify(named, PortType::of_dimensions({5, 3}))->shape_known());
}

TEST_CASE("a varying length passes through a chain, each example has its own") {
  const Net net = make_chain({{make_layer("SequenceRestLayer"), make_layer("SequenceReverseLayer"), make_layer("AggregationLayer", {Name{"Total"}, 1})}, {}},
                             {input(sequence(2))});
  CHECK(net->children[1].inputs()[0].type.extents[0].is_varying());
  CHECK(dimensions(net.outputs()[0].type) == std::vector<std::int64_t>{2});
  check_close(apply(net, {counting({2, 2})}), {3, 4});
  check_close(apply(net, {counting({4, 2})}), {3 + 5 + 7, 4 + 6 + 8});
  check_close(evaluate(net, {counting({2, 3, 2})}, 2).at(0), {8, 10, 20, 22});
}

TEST_CASE("gradients of examples of different lengths") {
  const Net net = make_chain({{make_layer("ElementwiseLayer", {"Sigmoid"}), make_layer("SummationLayer")}, {}}, {input("Varying")});
  for (int n : {1, 3, 5}) {
    EvaluateRequest request;
    request.inputs = {{"Input", counting({n}, 0)}};
    request.gradients = {{{}, "Input"}};
    const Array g = evaluate(net, request).gradients.at(0);
    REQUIRE(dimensions(g) == std::vector<std::int64_t>{n});
    for (int i = 0; i < n; ++i) {
      const double s = 1 / (1 + std::exp(-double(i)));
      CHECK(g.real_at(i) == Approx(s * (1 - s)).epsilon(1e-5));
    }
  }
}

TEST_CASE("ports of one named length must agree") {
  const Net net = make_graph({{make_layer("AggregationLayer", {Name{"Total"}, 1}), make_layer("AggregationLayer", {Name{"Total"}, 1}), make_layer("TotalLayer")}, {}},
                             {{{{}, "A", true, false}, {{PathKey(1)}, "", false, false}}, {{{}, "B", true, false}, {{PathKey(2)}, "", false, false}},
                              {{{PathKey(1)}, "", false, false}, {{PathKey(3)}, "", false, false}}, {{{PathKey(2)}, "", false, false}, {{PathKey(3)}, "", false, false}}},
                             {{"A", Value::list({"len", 2})}, {"B", Value::list({"len", 2})}});
  check_close(apply(net, {counting({2, 2}), counting({2, 2})}), {8, 12});
  CHECK(error_of([&] { apply(net, {counting({2, 2}), counting({3, 2})}); }).rfind("incseqlen:", 0) == 0);
}

TEST_CASE("only the first dimension may vary, and no array") {
  const std::string transposed = error_of([] { make_layer("TransposeLayer", {}, {input(sequence(3))}); });
  CHECK(transposed.rfind("invvardim:", 0) == 0);
  CHECK(transposed.find("\"Output\"") != std::string::npos);
  CHECK(error_of([] { make_layer("LinearLayer", {3}, {input("Varying")}); }).rfind("invvardim:", 0) == 0);
  CHECK(error_of([] { make_layer("ConstantPlusLayer", {}, {input("Varying")}); }).rfind("invvardim:", 0) == 0);
  CHECK(error_of([] { make_layer("ConvolutionLayer", {2, Value::list({3})}, {input(sequence(4))}); }).rfind("invvardim:", 0) == 0);
  const Net fine = make_layer("ConvolutionLayer", {2, Value::list({3})}, {input(sequence(4)), {"Interleaving", true}, {"PaddingSize", "Same"}});
  CHECK(fine.outputs()[0].type.extents[0].is_varying());
  CHECK(fine.outputs()[0].type.extents[1] == Extent(2));
}
