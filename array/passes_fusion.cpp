// Fusions: batch normalisation folded into weights, elementwise chains composed, activations attached to the operation before.
#include "array/passes_fusion.h"

#include <algorithm>

#include "array/passes.h"

namespace lykos::array {
namespace {

// The producing instruction of a result, or null.
const Instruction* producer_of(const Program& program, ValueId id) {
  if (id == kNoValue) return nullptr;
  const Value& value = program.value(id);
  return value.kind == ValueKind::Result ? &program.instructions[static_cast<std::size_t>(value.instruction)] : nullptr;
}

// Beyond this many nodes or operands, an expression would need more temporaries than the first-level cache holds.
constexpr std::size_t kMaximumNodes = 48;
constexpr std::size_t kMaximumOperands = 10;

}  // namespace

// Composes an elementwise producer into its elementwise consumer when that is its only use and it needs no broadcasting (otherwise it
// would be computed many times over). Works forwards, so chains collapse completely.
void fuse_elementwise(Program& program) {
  std::vector<int> uses = count_uses(program);
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    if (program.instructions[i].op != Op::Elementwise) continue;
    bool changed = true;
    while (changed) {
      changed = false;
      Instruction& consumer = program.instructions[i];
      const Shape& shape = program.shape(consumer.outputs[0]);
      for (std::size_t k = 0; k < consumer.inputs.size() && !changed; ++k) {
        const ValueId id = consumer.inputs[k];
        const Instruction* producer = producer_of(program, id);
        if (producer == nullptr || producer->op != Op::Elementwise || producer->attributes.post) continue;
        const bool fill = producer->inputs.empty();
        // A constant fill joins everywhere, whatever its shape and number of uses.
        if (!fill && (uses[static_cast<std::size_t>(id)] != 1 || !(program.shape(id) == shape))) continue;
        const ScalarExpression& inner = *producer->attributes.expression;
        const ScalarExpression& outer = *consumer.attributes.expression;
        if (inner.nodes().size() + outer.nodes().size() > kMaximumNodes || producer->inputs.size() + consumer.inputs.size() > kMaximumOperands) continue;
        std::vector<ValueId> operands;
        const auto place_of = [&operands](ValueId operand) {
          const auto found = std::find(operands.begin(), operands.end(), operand);
          if (found != operands.end()) return static_cast<int>(found - operands.begin());
          operands.push_back(operand);
          return static_cast<int>(operands.size()) - 1;
        };
        auto fused = std::make_shared<ScalarExpression>();
        std::vector<ScalarTerm> arguments(consumer.inputs.size());
        for (std::size_t j = 0; j < consumer.inputs.size(); ++j) {
          if (j != k) arguments[j] = fused->input(place_of(consumer.inputs[j]));
        }
        std::vector<ScalarTerm> inner_arguments;
        for (ValueId operand : producer->inputs) inner_arguments.push_back(fused->input(place_of(operand)));
        arguments[k] = fused->inlined(inner, inner_arguments);
        fused->set_result(fused->inlined(outer, arguments));
        // Operands that cancelled are dropped.
        std::vector<ValueId> used;
        std::vector<int> mapping(operands.size(), 0);
        for (std::size_t j = 0; j < operands.size(); ++j) {
          if (!fused->uses_input(static_cast<int>(j))) continue;
          mapping[j] = static_cast<int>(used.size());
          used.push_back(operands[j]);
        }
        consumer.attributes.expression = std::make_shared<ScalarExpression>(fused->with_inputs(mapping));
        consumer.inputs = used;
        uses = count_uses(program);
        if (uses[static_cast<std::size_t>(id)] == 0) {
          // The producer's own operands are now read by the consumer only: forget the dead reads so that they may fuse as well.
          Instruction& dead = program.instructions[static_cast<std::size_t>(program.value(id).instruction)];
          for (ValueId operand : dead.inputs) --uses[static_cast<std::size_t>(operand)];
        }
        changed = true;
      }
    }
  }
  remove_dead_code(program);
}

// y = (conv(x, w) + b - mean) f + bias with f = scaling / Sqrt[variance + epsilon] is conv(x, w f) + (b - mean) f + bias. The scaled weights
// are computed by the program itself, so they follow when parameters change; their cost is small beside the convolution.
void fold_normalization(Program& program) {
  const std::vector<int> uses = count_uses(program);
  std::vector<ValueId> replacement(program.values.size());
  for (std::size_t i = 0; i < replacement.size(); ++i) replacement[i] = static_cast<ValueId>(i);
  Program result = program;
  result.instructions.clear();
  Builder b(result);
  bool any = false;
  for (const Instruction& original : program.instructions) {
    const Instruction* before = original.op == Op::BatchNormalizeEvaluate ? producer_of(program, original.inputs[0]) : nullptr;
    const bool convolution = before != nullptr && before->op == Op::Convolution && original.attributes.axis == 1;
    const bool linear = before != nullptr && before->op == Op::Linear && original.attributes.axis == program.shape(original.inputs[0]).rank() - 1;
    if ((!convolution && !linear) || uses[static_cast<std::size_t>(original.inputs[0])] != 1 || before->attributes.post) {
      Instruction copy = original;
      for (ValueId id : copy.outputs) result.values[static_cast<std::size_t>(id)].instruction = static_cast<std::int32_t>(result.instructions.size());
      result.instructions.push_back(static_cast<Instruction&&>(copy));
      continue;
    }
    ScalarExpression factor_expression;
    factor_expression.set_result(factor_expression.input(0) * factor_expression.call(ScalarFunction::ReciprocalSqrt, {factor_expression.input(1) + original.attributes.low}));
    const ValueId factor_operands[] = {original.inputs[1], original.inputs[4]};
    const ValueId factor = b.elementwise(factor_expression, factor_operands);
    const ValueId w = before->inputs[1];
    Shape column{result.shape(factor)[0]};
    for (int i = 1; i < result.shape(w).rank(); ++i) column.push_back(1);
    const ValueId weights = b.multiply(w, b.reshape(factor, column));
    ScalarExpression offset;
    ValueId bias = kNoValue;
    if (before->inputs[2] == kNoValue) {
      offset.set_result(offset.input(2) - offset.input(1) * offset.input(0));
      const ValueId operands[] = {factor, original.inputs[3], original.inputs[2]};
      bias = b.elementwise(offset, operands);
    } else {
      offset.set_result((offset.input(3) - offset.input(1)) * offset.input(0) + offset.input(2));
      const ValueId operands[] = {factor, original.inputs[3], original.inputs[2], before->inputs[2]};
      bias = b.elementwise(offset, operands);
    }
    const ValueId folded = convolution ? b.convolution(before->inputs[0], weights, bias, before->attributes.window) : b.linear(before->inputs[0], weights, bias);
    replacement[static_cast<std::size_t>(original.outputs[0])] = folded;
    any = true;
  }
  if (!any) return;
  replace_uses(result, replacement);
  program = static_cast<Program&&>(result);
  remove_dead_code(program);
}

// The gradient of a convolution's biases is a sum over the same array that the gradient of its weights reads, so the two become one
// instruction with two results.
void fuse_bias_gradient(Program& program) {
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    if (program.instructions[i].op != Op::ConvolutionBackwardWeights || program.instructions[i].outputs.size() != 1) continue;
    const ValueId dy = program.instructions[i].inputs[1];
    Shape axes;
    for (int k = 0; k < program.shape(dy).rank(); ++k) {
      if (k != 1) axes.push_back(k);
    }
    for (std::size_t j = 0; j < program.instructions.size(); ++j) {
      Instruction& reduce = program.instructions[j];
      if (reduce.op != Op::Reduce || reduce.inputs[0] != dy || reduce.attributes.reduction != Reduction::Sum || !(reduce.attributes.axes == axes) || reduce.attributes.flag) continue;
      const ValueId sums = reduce.outputs[0];
      // The sum must not be wanted before the fused instruction stands.
      bool early = false;
      for (std::size_t k = 0; k < i && !early; ++k) {
        for (ValueId id : program.instructions[k].inputs) early = early || id == sums;
      }
      if (early) continue;
      program.instructions[i].outputs.push_back(sums);
      program.values[static_cast<std::size_t>(sums)].position = 1;
      program.values[static_cast<std::size_t>(sums)].instruction = static_cast<std::int32_t>(i);
      program.instructions.erase(program.instructions.begin() + static_cast<std::ptrdiff_t>(j));
      remove_dead_code(program);  // renumbers the producers
      if (j < i) --i;
      break;
    }
  }
}

// An elementwise function of one operand, right after Convolution or Linear (or a reshaping of theirs) whose result nobody else reads, moves into
// that instruction. Only functions the libraries know as post-operations are taken: Ramp, Tanh, LogisticSigmoid. (Gradients of these
// are written in terms of the result, so training keeps the value before the function alive for nothing else.)
void fuse_activation(Program& program) {
  const std::vector<int> uses = count_uses(program);
  std::vector<ValueId> replacement(program.values.size());
  for (std::size_t i = 0; i < replacement.size(); ++i) replacement[i] = static_cast<ValueId>(i);
  for (Instruction& instruction : program.instructions) {
    if (instruction.op != Op::Elementwise || instruction.inputs.size() != 1) continue;
    const ScalarExpression& expression = *instruction.attributes.expression;
    if (expression.nodes().size() != 2) continue;
    const ScalarFunction function = expression.nodes()[1].function;
    if (function != ScalarFunction::Ramp && function != ScalarFunction::Tanh && function != ScalarFunction::LogisticSigmoid) continue;
    ValueId source = instruction.inputs[0];
    if (uses[static_cast<std::size_t>(source)] != 1 || !(program.shape(source) == program.shape(instruction.outputs[0]))) continue;
    const ValueId result = source;
    // A linear layer mapped over positions gives a matrix that is then reshaped.
    if (const Instruction* reshape = producer_of(program, source); reshape != nullptr && reshape->op == Op::Reshape) {
      source = reshape->inputs[0];
      if (uses[static_cast<std::size_t>(source)] != 1) continue;
    }
    const Value& value = program.value(source);
    if (value.kind != ValueKind::Result || value.position != 0) continue;
    Instruction& before = program.instructions[static_cast<std::size_t>(value.instruction)];
    if ((before.op != Op::Convolution && before.op != Op::Linear) || before.attributes.post) continue;
    before.attributes.post = instruction.attributes.expression;
    replacement[static_cast<std::size_t>(instruction.outputs[0])] = result;
  }
  replace_uses(program, replacement);
  remove_dead_code(program);
}

namespace {

bool is_ramp(const Instruction& instruction) {
  if (instruction.op != Op::Elementwise || instruction.inputs.size() != 1) return false;
  const ScalarExpression& expression = *instruction.attributes.expression;
  return expression.nodes().size() == 2 && expression.nodes()[static_cast<std::size_t>(expression.result())].kind == ScalarNode::Kind::Call &&
         expression.nodes()[static_cast<std::size_t>(expression.result())].function == ScalarFunction::Ramp;
}

// Times[dy, Greater[y, 0]] in either order, y being the result of a Ramp. Gives the operand dy, or kNoValue for other expressions.
ValueId ramp_gradient_operand(const Instruction& instruction, ValueId y) {
  if (instruction.op != Op::Elementwise || instruction.inputs.size() != 2) return kNoValue;
  const ScalarExpression& expression = *instruction.attributes.expression;
  const auto node = [&expression](std::int32_t i) -> const ScalarNode& { return expression.nodes()[static_cast<std::size_t>(i)]; };
  const ScalarNode& product = node(expression.result());
  if (product.kind != ScalarNode::Kind::Call || product.function != ScalarFunction::Times) return kNoValue;
  for (int k = 0; k < 2; ++k) {
    const ScalarNode& mask = node(product.arguments[k]);
    const ScalarNode& gradient = node(product.arguments[1 - k]);
    if (gradient.kind != ScalarNode::Kind::Input || mask.kind != ScalarNode::Kind::Call || mask.function != ScalarFunction::Greater) continue;
    const ScalarNode& left = node(mask.arguments[0]);
    const ScalarNode& right = node(mask.arguments[1]);
    if (left.kind != ScalarNode::Kind::Input || right.kind != ScalarNode::Kind::Constant || right.constant != 0) continue;
    if (instruction.inputs[static_cast<std::size_t>(left.input)] != y) continue;
    return instruction.inputs[static_cast<std::size_t>(gradient.input)];
  }
  return kNoValue;
}

}  // namespace

// A Ramp right after BatchNormalize whose value nobody else reads moves into it; and where the gradient then comes back through that Ramp, the
// adjoint cuts it off itself, finding the sign of the normalised value again from x. Two passes over memory less in each direction.
void fuse_normalization_ramp(Program& program) {
  std::vector<int> uses = count_uses(program);
  std::vector<ValueId> replacement(program.values.size());
  for (std::size_t i = 0; i < replacement.size(); ++i) replacement[i] = static_cast<ValueId>(i);
  for (const Instruction& ramp : program.instructions) {
    if (!is_ramp(ramp)) continue;
    const ValueId normalized = ramp.inputs[0];
    const ValueId result = ramp.outputs[0];
    const Value& value = program.value(normalized);
    if (value.kind != ValueKind::Result || value.position != 0 || uses[static_cast<std::size_t>(normalized)] != 1) continue;
    Instruction& normalize = program.instructions[static_cast<std::size_t>(value.instruction)];
    if (normalize.op != Op::BatchNormalize || normalize.attributes.post) continue;
    normalize.attributes.post = ramp.attributes.expression;
    replacement[static_cast<std::size_t>(normalized)] = normalized;
    replacement[static_cast<std::size_t>(result)] = normalized;
    for (Instruction& backward : program.instructions) {
      if (backward.op != Op::BatchNormalizeBackward || backward.inputs[0] != normalize.inputs[0] || backward.inputs[2] != normalize.outputs[1] ||
          uses[static_cast<std::size_t>(backward.inputs[1])] != 1) {
        continue;
      }
      const Instruction* masked = producer_of(program, backward.inputs[1]);
      const ValueId dy = masked == nullptr ? kNoValue : ramp_gradient_operand(*masked, result);
      if (dy == kNoValue || !(program.shape(dy) == program.shape(normalized))) continue;
      backward.inputs[1] = dy;
      backward.inputs.push_back(normalize.inputs[2]);
      backward.attributes.post = normalize.attributes.post;
    }
  }
  replace_uses(program, replacement);
  remove_dead_code(program);
}

// A stack of matrix products, such as the heads of attention, takes its operands and gives its result with permuted leading axes: a transposition
// before or after it would only copy. The last axis stays last, so that rows remain contiguous.
void absorb_transposes(Program& program) {
  const auto keeps_rows = [](const Instruction& transpose) {
    const Shape& order = transpose.attributes.axes;
    return transpose.op == Op::Transpose && order.rank() > 2 && order.back() == order.rank() - 1;
  };
  const std::vector<int> uses = count_uses(program);
  std::vector<ValueId> replacement(program.values.size());
  for (std::size_t i = 0; i < replacement.size(); ++i) replacement[i] = static_cast<ValueId>(i);
  for (Instruction& instruction : program.instructions) {
    if (instruction.op == Op::MatMul) {
      for (std::size_t k = 0; k < 2; ++k) {
        const ValueId id = instruction.inputs[k];
        const Instruction* before = producer_of(program, id);
        if (before == nullptr || !keeps_rows(*before) || !read_only_by(program, id, Op::MatMul)) continue;
        if (replacement[static_cast<std::size_t>(id)] != id) continue;  // the product before it gives its result in this order already
        (k == 0 ? instruction.attributes.left_order : instruction.attributes.right_order) = before->attributes.axes;
        instruction.inputs[k] = before->inputs[0];
      }
    } else if (keeps_rows(instruction)) {
      const ValueId product = instruction.inputs[0];
      const Value& value = program.value(product);
      if (value.kind != ValueKind::Result || uses[static_cast<std::size_t>(product)] != 1) continue;
      Instruction& matmul = program.instructions[static_cast<std::size_t>(value.instruction)];
      if (matmul.op != Op::MatMul || !matmul.attributes.result_order.empty()) continue;
      matmul.attributes.result_order = instruction.attributes.axes;
      program.values[static_cast<std::size_t>(product)].shape = program.shape(instruction.outputs[0]);
      replacement[static_cast<std::size_t>(instruction.outputs[0])] = product;
    }
  }
  replace_uses(program, replacement);
  remove_dead_code(program);
}

}  // namespace lykos::array
