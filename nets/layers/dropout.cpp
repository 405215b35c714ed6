// DropoutLayer: the identity when a net is used, random zeros while it is trained.
#include <cmath>

#include "nets/layers/families.h"
#include "nets/layers/support.h"

namespace lykos::nets {
namespace {

// "OutputPorts" -> "Output" | "BinaryMask" | list
void prepare_dropout(NetNode& layer) {
  const Value& ports = layer.parameter("OutputPorts");
  ValueList names = ports.is_list() ? ports.list() : ValueList{ports};
  layer.outputs.clear();
  if (names.empty()) throw NetError("netinvparam2", "The list \"OutputPorts\" of DropoutLayer is empty.", {}, layer.spec->name);
  for (const Value& v : names) {
    if (v.is_automatic()) {
      layer.outputs.push_back({"Output", PortType::rank_at_least(0), PortRole::Data, nullptr});
    } else if (v.is_word("Output") || v.is_word("BinaryMask")) {
      layer.outputs.push_back({v.word(), PortType::rank_at_least(0), PortRole::Data, nullptr});
    } else {
      throw NetError("netinvparam2", "The value " + ports.text() + " of \"OutputPorts\" of DropoutLayer is not \"Output\", \"BinaryMask\" or a list of these.");
    }
  }
}

void infer_dropout(InferenceContext& c) {
  for (int i = 0; i < c.output_count(); ++i) c.same_shape(0, i);
}

void lower_dropout(LoweringContext& c) {
  array::Builder& b = c.builder();
  const ValueId x = c.input();
  const double p = c.parameter("DropoutProbability").number();
  ValueId output = x, mask = array::kNoValue;
  if (!c.train() || p == 0) {
    mask = b.fill(1, c.real(), b.shape(x));
  } else if (p == 1) {
    mask = b.fill(0, c.real(), b.shape(x));
    output = c.parameter("Method").is_word("AlphaDropout") ? x : b.multiply(x, mask);
  } else {
    const ValueId scaled = b.dropout_mask(c.real(), b.shape(x), p, c.next_stream());  // 0 or 1/(1-p)
    if (c.parameter("Method").is_word("AlphaDropout")) {
      // Klambauer et al. 2017: dropped values become alpha', then an affine map restores mean 0 and variance 1.
      const double alpha = -1.758099340847161;
      const double a = 1 / std::sqrt((1 - p) * (1 + p * alpha * alpha));
      array::ScalarExpression f;
      const auto kept = f.call(array::ScalarFunction::Select, {f.input(1), f.input(0), f.constant(alpha)});
      f.set_result(a * kept - a * p * alpha);
      const ValueId operands[] = {x, scaled};
      output = b.elementwise(f, operands);
    } else {
      output = b.multiply(x, scaled);
    }
    mask = b.scale(scaled, 1 - p);
  }
  for (std::size_t i = 0; i < c.layer().outputs.size(); ++i) {
    c.set_output(static_cast<int>(i), c.layer().outputs[i].name == "Output" ? output : mask);
  }
}

}  // namespace

std::vector<LayerSpec> dropout_layers() {
  return {
      {.name = "DropoutLayer",
       .parameters = {{.name = "DropoutProbability", .kind = ParameterKind::Probability, .default_value = 0.5, .positional = true, .option = false},
                      {.name = "Method", .kind = ParameterKind::Choice, .default_value = "Dropout", .symbol = true, .choices = {"Dropout", "AlphaDropout"}},
                      {.name = "OutputPorts", .default_value = "Output"}},
       .inputs = {{.name = "Input"}},
       .outputs = {{.name = "Output", .type = PortType::rank_at_least(0)}},
       .is_random = true,
       .mode_dependent = true,
       .usage = "DropoutLayer[] sets elements to zero with probability 1/2 during training.\n"
                "DropoutLayer[p] uses the probability p.",
       .prepare = prepare_dropout,
       .infer = infer_dropout,
       .lower = lower_dropout},
  };
}

}  // namespace lykos::nets
