// NetGANOperator: a generator and a discriminator trained against each other.
//
// Both losses are the discriminator's. Training minimises their sum, and the gradient that goes back from the discriminator into the
// generator is reversed, so that the generator learns to raise the loss on what it made.
#include <algorithm>

#include "nets/layers/families.h"
#include "nets/layers/operators.h"
#include "nets/layers/support.h"
#include "nets/scalar_expression.h"
#include "nets/train.h"

namespace lykos::nets {
namespace {

using array::ScalarFunction;

constexpr int kGenerator = 0, kDiscriminator = 1;
// Below this, logarithms of probabilities would be infinite: the least normal Real32.
constexpr double kLeastProbability = 1.1754943508222875e-38;

// Automatic: a discriminator that ends in probabilities is judged by these, any other by its score.
bool judged_by_probability(const NetNode& node) {
  const Value& loss = node.parameter("Loss");
  if (!loss.is_automatic()) return loss.is_word("JensenShannon");
  const Net last = producing_layer(node.children[kDiscriminator], 0);
  return last && (is_logistic_layer(last) || last->spec->name == "SoftmaxLayer");
}

void prepare_gan(NetNode& node) {
  const Value& loss = node.parameter("Loss");
  if (!loss.is_automatic() && !loss.is_word("JensenShannon") && !loss.is_word("Wasserstein")) {
    throw NetError("netinvparam2", "The value " + loss.text() + " of parameter \"Loss\" of NetGANOperator is not Automatic, \"JensenShannon\" or \"Wasserstein\".", {}, node.spec->name);
  }
  for (int k : {kGenerator, kDiscriminator}) {
    fix_variadic(node, k, 1);
    require_ports(node, k, 1, 1);
  }
  const Net &generator = node.children[kGenerator], &discriminator = node.children[kDiscriminator];
  node.inputs[0].coder = discriminator.inputs()[static_cast<std::size_t>(data_ports(discriminator.inputs())[0])].coder;
  node.inputs[1].coder = generator.inputs()[static_cast<std::size_t>(data_ports(generator.inputs())[0])].coder;
  node.outputs[2].coder = generator.outputs()[static_cast<std::size_t>(data_ports(generator.outputs())[0])].coder;
}

void infer_gan(InferenceContext& c) {
  const NetNode& node = c.layer();
  const int generator_in = data_ports(node.children[kGenerator].inputs())[0], generator_out = data_ports(node.children[kGenerator].outputs())[0];
  const int discriminator_in = data_ports(node.children[kDiscriminator].inputs())[0], discriminator_out = data_ports(node.children[kDiscriminator].outputs())[0];
  const auto link = [&](auto refine_a, auto read_a, auto refine_b, auto read_b) {
    PortType t = read_a();
    if (t.element != ElementKind::Integer) t.element = ElementKind::Any;
    refine_b(t);
    t = read_b();
    if (t.element != ElementKind::Integer) t.element = ElementKind::Any;
    refine_a(t);
  };
  const auto generated = [&] { return c.net_output(kGenerator, generator_out); };
  const auto refine_generated = [&](const PortType& t) { c.refine_net_output(kGenerator, generator_out, t); };
  const auto judged = [&] { return c.net_input(kDiscriminator, discriminator_in); };
  const auto refine_judged = [&](const PortType& t) { c.refine_net_input(kDiscriminator, discriminator_in, t); };
  link(refine_generated, generated, refine_judged, judged);
  link([&](const PortType& t) { c.refine_input(0, t); }, [&] { return c.input(0); }, refine_judged, judged);
  link([&](const PortType& t) { c.refine_input(1, t); }, [&] { return c.input(1); }, [&](const PortType& t) { c.refine_net_input(kGenerator, generator_in, t); },
       [&] { return c.net_input(kGenerator, generator_in); });
  link([&](const PortType& t) { c.refine_output(2, t); }, [&] { return c.output(2); }, refine_generated, generated);
  const PortType& score = c.net_output(kDiscriminator, discriminator_out);
  if (score.rank_known && score.rank() == 1) c.refine_net_output(kDiscriminator, discriminator_out, PortType::shaped({Extent(1)}));
  else c.refine_net_output(kDiscriminator, discriminator_out, PortType::real());
  c.refine_output(0, PortType::real());
  c.refine_output(1, PortType::real());
}

void lower_gan(LoweringContext& c) {
  array::Builder& b = c.builder();
  const NetNode& node = c.layer();
  const auto apply = [&](int net, ValueId x, bool record) {
    std::vector<ValueId> inputs(node.children[static_cast<std::size_t>(net)].inputs().size(), array::kNoValue);
    inputs[static_cast<std::size_t>(data_ports(node.children[static_cast<std::size_t>(net)].inputs())[0])] = x;
    return c.apply_net(net, inputs, 0, record)[static_cast<std::size_t>(data_ports(node.children[static_cast<std::size_t>(net)].outputs())[0])];
  };
  const ValueId fake = apply(kGenerator, c.raw_input(1), true);
  // 2 x - x with the first part held constant: the same value, and minus the gradient.
  const ValueId reversed = b.subtract(b.stop_gradient(b.scale(fake, 2)), fake);
  const ValueId scores[2] = {apply(kDiscriminator, c.raw_input(0), false), apply(kDiscriminator, reversed, false)};
  const bool probability = judged_by_probability(node);
  for (int k = 0; k < 2; ++k) {
    array::ScalarExpression f;
    auto d = f.input(0);
    if (probability) {
      if (k == 1) d = 1.0 - d;
      f.set_result(-f.call(ScalarFunction::Log, {f.call(ScalarFunction::Max, {d, f.constant(kLeastProbability)})}));
      // The logarithm of a logistic function is computed from its argument, exactly.
      ValueId score = scores[k];
      const array::Instruction* source = c.producer(score);
      if (source && source->op == array::Op::Reshape) source = c.producer(source->inputs[0]);
      if (source && source->op == array::Op::Elementwise && source->inputs.size() == 1 &&
          *source->attributes.expression == array::ScalarExpression::of(ScalarFunction::LogisticSigmoid)) {
        f = array::ScalarExpression();
        const auto x = f.input(0);
        f.set_result(f.call(ScalarFunction::SoftPlus, {k == 0 ? -x : x}));
        score = source->inputs[0];
      }
      const ValueId operands[] = {b.reshape(score, {c.batch()})};
      c.set_output(k, b.elementwise(f, operands));
      continue;
    }
    const ValueId score = b.reshape(scores[k], {c.batch()});
    c.set_output(k, k == 0 ? b.negate(score) : score);
  }
  c.set_output(2, fake);
}

}  // namespace

std::vector<LayerSpec> adversarial_operators() {
  return {
      {.name = "NetGANOperator",
       .parameters = {{.name = "Nets", .kind = ParameterKind::Nets, .positional = true, .required = true, .option = false},
                      {.name = "Loss", .positional = true, .option = false}},
       .inputs = {{.name = "Sample"}, {.name = "Latent"}},
       .outputs = {{.name = "LossReal", .role = PortRole::Loss, .type = PortType::real()},
                   {.name = "LossFake", .role = PortRole::Loss, .type = PortType::real()},
                   {.name = "GeneratedFake"}},
       .nets = {"Generator", "Discriminator"},
       .usage = "NetGANOperator[{generator, discriminator}] is a net for training both against each other on real samples and latent values.\n"
                "NetGANOperator[{generator, discriminator}, \"JensenShannon\"] compares probabilities, NetGANOperator[{...}, \"Wasserstein\"] scores.",
       .prepare = prepare_gan,
       .infer = infer_gan,
       .lower = lower_gan},
  };
}

}  // namespace lykos::nets
