// Reverse-mode gradients: one rule per operation, in one table.
//
// The walk goes backwards over the instructions between the outputs and the values asked for, collecting for each value the sum of
// its cotangents. A rule reads the instruction and the cotangents of its results and contributes to its operands. Rules are
// written with the same Builder as everything else, so their results can be differentiated again. An operation that exists only
// for speed (the fused backward operations) has no rule of its own: its row gives the equivalent in simpler operations, which is
// appended and differentiated.
#include "array/gradients.h"

#include <algorithm>
#include <stdexcept>

#include "array/passes.h"

namespace lykos::array {
namespace {

// What a rule sees of one instruction.
struct Step {
  Builder& b;
  const Instruction& instruction;
  std::span<const ValueId> cotangents;      // per output; kNoValue where none arrived
  std::vector<ValueId>& contributions;      // per operand
  const std::vector<bool>& needed;          // per operand

  ValueId in(std::size_t i) const { return instruction.inputs[i]; }
  ValueId out(std::size_t i = 0) const { return instruction.outputs[i]; }
  const Attributes& attributes() const { return instruction.attributes; }
  ValueId dy(std::size_t i = 0) const { return cotangents[i]; }
  bool needs(std::size_t i) const { return i < needed.size() && needed[i]; }
  void contribute(std::size_t i, ValueId value) { contributions[i] = contributions[i] == kNoValue ? value : b.add(contributions[i], value); }
};

using Rule = void (*)(Step& step);
// The results of an instruction in simpler operations.
using Decomposition = std::vector<ValueId> (*)(Builder& b, const Instruction& instruction);

// {c} as {c, 1, ..., 1} so that it broadcasts along `axis` of an array of rank `rank`.
ValueId along_axis(Builder& b, ValueId channels, int axis, int rank) {
  Shape shape{b.shape(channels)[0]};
  for (int i = axis + 1; i < rank; ++i) shape.push_back(1);
  return b.reshape(channels, shape);
}

Shape axes_except(int rank, int axis) {
  Shape axes;
  for (int i = 0; i < rank; ++i) {
    if (i != axis) axes.push_back(i);
  }
  return axes;
}

ValueId with_unit_axis(Builder& b, ValueId a, int axis) {
  Shape shape = b.shape(a);
  shape.insert(axis, 1);
  return b.reshape(a, shape);
}

ValueId elementwise(Builder& b, const ScalarExpression& expression, std::initializer_list<ValueId> operands) {
  return b.elementwise(expression, std::span<const ValueId>(operands.begin(), operands.size()));
}

// --- elementwise

void rule_elementwise(Step& s) {
  const auto count = s.instruction.inputs.size();
  const ScalarExpression& expression = *s.attributes().expression;
  std::vector<ValueId> operands = s.instruction.inputs;
  operands.push_back(s.out());
  operands.push_back(s.dy());
  for (std::size_t i = 0; i < count; ++i) {
    if (!s.needs(i)) continue;
    const ScalarExpression derivative = expression.derivative(static_cast<int>(i), static_cast<int>(count));
    double value = 1;
    if (derivative.is_constant(&value) && value == 0) continue;
    ScalarExpression product;
    std::vector<ScalarTerm> terms;
    for (std::size_t k = 0; k <= count; ++k) terms.push_back(product.input(static_cast<int>(k)));
    product.set_result(product.inlined(derivative, terms) * product.input(static_cast<int>(count) + 1));
    const Shape target = s.b.shape(s.in(i));
    s.contribute(i, s.b.reduce_to(s.b.elementwise_to(product, operands, s.b.dtype(s.out()), s.b.shape(s.out())), target));
  }
}

void rule_cast(Step& s) {
  if (is_real(s.b.dtype(s.in(0))) && is_real(s.b.dtype(s.out()))) s.contribute(0, s.b.cast(s.dy(), s.b.dtype(s.in(0))));
}

void rule_none(Step&) {}

// --- dense algebra

void rule_matmul(Step& s) {
  const bool ta = s.attributes().transpose_left;
  const bool tb = s.attributes().transpose_right;
  const ValueId a = s.in(0);
  const ValueId w = s.in(1);
  const auto sum_batch = [&](ValueId gradient, const Shape& target) {
    Shape axes;
    for (int i = 0; i + target.rank() < s.b.rank(gradient); ++i) axes.push_back(i);
    return s.b.reshape(s.b.reduce(Reduction::Sum, gradient, axes), target);
  };
  if (s.needs(0)) {
    const ValueId gradient = ta ? s.b.matmul(w, s.dy(), tb, true) : s.b.matmul(s.dy(), w, false, !tb);
    s.contribute(0, sum_batch(gradient, s.b.shape(a)));
  }
  if (s.needs(1)) {
    if (s.b.rank(w) == 2 && s.b.rank(a) > 2 && !ta) {
      // A matrix shared by the whole batch: the batch joins the rows, and one product does the sum as well.
      const ValueId rows = s.b.reshape(a, {s.b.shape(a).element_count() / s.b.shape(a).back(), s.b.shape(a).back()});
      const ValueId dy = s.b.reshape(s.dy(), {s.b.shape(s.dy()).element_count() / s.b.shape(s.dy()).back(), s.b.shape(s.dy()).back()});
      s.contribute(1, tb ? s.b.matmul(dy, rows, true, false) : s.b.matmul(rows, dy, true, false));
    } else {
      const ValueId gradient = tb ? s.b.matmul(s.dy(), a, true, ta) : s.b.matmul(a, s.dy(), !ta, false);
      s.contribute(1, sum_batch(gradient, s.b.shape(w)));
    }
  }
}

void rule_linear(Step& s) {
  const Shape source = s.b.shape(s.in(0));
  const std::int64_t outputs = s.b.shape(s.in(1))[0];
  const std::int64_t rows = s.b.shape(s.out()).element_count() / (outputs == 0 ? 1 : outputs);
  const ValueId dy = s.b.reshape(s.dy(), {rows, outputs});
  if (s.needs(0)) s.contribute(0, s.b.reshape(s.b.matmul(dy, s.in(1)), source));
  if (s.needs(1)) s.contribute(1, s.b.matmul(dy, s.b.reshape(s.in(0), {rows, source.back()}), true, false));
  if (s.needs(2)) s.contribute(2, s.b.reduce(Reduction::Sum, dy, {0}));
}

void rule_convolution(Step& s) {
  const Window& window = s.attributes().window;
  const Shape source = s.b.shape(s.in(0));
  if (s.needs(0)) s.contribute(0, s.b.convolution_backward_data(s.dy(), s.in(1), window, source.slice(2, source.rank())));
  if (s.needs(1)) s.contribute(1, s.b.convolution_backward_weights(s.in(0), s.dy(), window, window.kernel));
  if (s.needs(2)) s.contribute(2, s.b.reduce(Reduction::Sum, s.dy(), axes_except(source.rank(), 1)));
}

void rule_convolution_backward_data(Step& s) {
  const Window& window = s.attributes().window;
  if (s.needs(0)) s.contribute(0, s.b.convolution(s.dy(), s.in(1), kNoValue, window));
  if (s.needs(1)) s.contribute(1, s.b.convolution_backward_weights(s.dy(), s.in(0), window, window.kernel));
}

void rule_convolution_backward_weights(Step& s) {
  const Window& window = s.attributes().window;
  const Shape source = s.b.shape(s.in(0));
  if (s.needs(0)) s.contribute(0, s.b.convolution_backward_data(s.in(1), s.dy(), window, source.slice(2, source.rank())));
  if (s.needs(1)) s.contribute(1, s.b.convolution(s.in(0), s.dy(), kNoValue, window));
}

// --- pooling

void rule_max_pool(Step& s) {
  if (s.dy(0) != kNoValue) s.contribute(0, s.b.max_pool_scatter(s.dy(), s.out(1), s.attributes().window, s.b.shape(s.in(0))));
}
void rule_max_pool_scatter(Step& s) {
  if (s.needs(0)) s.contribute(0, s.b.max_pool_gather(s.dy(), s.in(1), s.attributes().window));
}
void rule_max_pool_gather(Step& s) {
  if (s.needs(0)) s.contribute(0, s.b.max_pool_scatter(s.dy(), s.in(1), s.attributes().window, s.b.shape(s.in(0))));
}
void rule_average_pool(Step& s) {
  const Attributes& a = s.attributes();
  s.contribute(0, s.b.average_pool_backward(s.dy(), a.window, a.flag, a.second_flag, s.b.shape(s.in(0))));
}
void rule_average_pool_backward(Step& s) {
  const Attributes& a = s.attributes();
  s.contribute(0, s.b.average_pool(s.dy(), a.window, a.flag, a.second_flag));
}

// --- normalisation

void rule_batch_normalize(Step& s) {
  const int axis = static_cast<int>(s.attributes().axis);
  const ValueId x = s.in(0);
  const Shape shape = s.b.shape(x);
  if (s.dy(0) != kNoValue && (s.needs(0) || s.needs(1) || s.needs(2))) {
    const auto gradients = s.b.batch_normalize_backward(x, s.dy(0), s.out(1), s.out(2), s.in(1), s.attributes().low, axis);
    if (s.needs(0)) s.contribute(0, gradients.y);
    if (s.needs(1)) s.contribute(1, gradients.mean);
    if (s.needs(2)) s.contribute(2, gradients.variance);
  }
  const double per_channel = static_cast<double>(shape.element_count()) / static_cast<double>(shape[axis]);
  if (s.needs(0) && s.dy(1) != kNoValue) s.contribute(0, s.b.broadcast_to(along_axis(s.b, s.b.scale(s.dy(1), 1 / per_channel), axis, shape.rank()), shape));
  if (s.needs(0) && s.dy(2) != kNoValue) {
    ScalarExpression e;
    e.set_result(e.input(2) * (e.input(0) - e.input(1)) * (2 / per_channel));
    s.contribute(0, elementwise(s.b, e, {x, along_axis(s.b, s.out(1), axis, shape.rank()), along_axis(s.b, s.dy(2), axis, shape.rank())}));
  }
}

// dx = scaling / Sqrt[v + eps] (dy - Mean[dy] - xhat Mean[dy xhat]),  dscaling = Total[dy xhat],  dbiases = Total[dy]
std::vector<ValueId> decompose_batch_normalize_backward(Builder& b, const Instruction& i) {
  const int axis = static_cast<int>(i.attributes.axis);
  const ValueId x = i.inputs[0];
  const ValueId dy = i.inputs[1];
  const int rank = b.rank(x);
  const Shape axes = axes_except(rank, axis);
  const double count = static_cast<double>(b.shape(x).element_count()) / static_cast<double>(b.shape(x)[axis]);
  ScalarExpression inverse;
  inverse.set_result(inverse.call(ScalarFunction::ReciprocalSqrt, {inverse.input(0) + i.attributes.low}));
  const ValueId deviation = along_axis(b, elementwise(b, inverse, {i.inputs[3]}), axis, rank);
  ScalarExpression centred;
  centred.set_result((centred.input(0) - centred.input(1)) * centred.input(2));
  const ValueId normal = elementwise(b, centred, {x, along_axis(b, i.inputs[2], axis, rank), deviation});
  const ValueId dscaling = b.reduce(Reduction::Sum, b.multiply(dy, normal), axes);
  const ValueId dbiases = b.reduce(Reduction::Sum, dy, axes);
  ScalarExpression e;
  e.set_result(e.input(4) * e.input(5) * (e.input(0) - e.input(1) / count - e.input(2) * e.input(3) / count));
  const ValueId dx = elementwise(b, e, {dy, along_axis(b, dbiases, axis, rank), normal, along_axis(b, dscaling, axis, rank), along_axis(b, i.inputs[4], axis, rank), deviation});
  return {dx, dscaling, dbiases};
}

std::vector<ValueId> decompose_batch_normalize_evaluate(Builder& b, const Instruction& i) {
  const int axis = static_cast<int>(i.attributes.axis);
  const int rank = b.rank(i.inputs[0]);
  ScalarExpression factor;
  factor.set_result(factor.input(0) * factor.call(ScalarFunction::ReciprocalSqrt, {factor.input(1) + i.attributes.low}));
  const ValueId scale = elementwise(b, factor, {i.inputs[1], i.inputs[4]});
  ScalarExpression e;
  e.set_result((e.input(0) - e.input(1)) * e.input(2) + e.input(3));
  return {elementwise(b, e, {i.inputs[0], along_axis(b, i.inputs[3], axis, rank), along_axis(b, scale, axis, rank), along_axis(b, i.inputs[2], axis, rank)})};
}

Builder::Standardization standardization_of(const Attributes& a) {
  return {.axis = static_cast<int>(a.axis), .epsilon = a.low, .correction = a.high, .centred = a.flag};
}

void rule_standardize(Step& s) { s.contribute(0, s.b.standardize_backward(s.in(0), s.dy(), standardization_of(s.attributes()))); }

// d = x - Mean[x], r = (correction Mean[d^2] + epsilon)^(-1/2):  dx = r (dy - Mean[dy]) - r^3 correction d Mean[dy d], without the means of x and dy
// where it is not centred.
std::vector<ValueId> decompose_standardize_backward(Builder& b, const Instruction& i) {
  const auto [axis, epsilon, correction, centred] = standardization_of(i.attributes);
  Shape axes;
  for (int a = axis; a < b.rank(i.inputs[0]); ++a) axes.push_back(a);
  const auto mean = [&b, &axes](ValueId x) { return b.reduce(Reduction::Mean, x, axes, true); };
  const ValueId dy = i.inputs[1];
  const ValueId d = centred ? b.subtract(i.inputs[0], mean(i.inputs[0])) : i.inputs[0];
  ScalarExpression inverse;
  inverse.set_result(inverse.call(ScalarFunction::ReciprocalSqrt, {inverse.input(0) * correction + epsilon}));
  const ValueId r = elementwise(b, inverse, {mean(b.apply(ScalarFunction::Square, d))});
  ScalarExpression e;
  e.set_result(e.input(0) * (e.input(1) - e.input(0) * e.input(0) * e.input(2) * e.input(3) * correction));
  return {elementwise(b, e, {r, centred ? b.subtract(dy, mean(dy)) : dy, d, mean(b.multiply(dy, d))})};
}

void rule_softmax(Step& s) { s.contribute(0, s.b.softmax_backward(s.out(), s.dy(), static_cast<int>(s.attributes().axis))); }
void rule_log_softmax(Step& s) { s.contribute(0, s.b.log_softmax_backward(s.out(), s.dy(), static_cast<int>(s.attributes().axis))); }

std::vector<ValueId> decompose_softmax_backward(Builder& b, const Instruction& i) {
  const ValueId y = i.inputs[0];
  const ValueId dy = i.inputs[1];
  const ValueId total = b.reduce(Reduction::Sum, b.multiply(y, dy), {i.attributes.axis}, true);
  return {b.multiply(y, b.subtract(dy, total))};
}

std::vector<ValueId> decompose_log_softmax_backward(Builder& b, const Instruction& i) {
  const ValueId total = b.reduce(Reduction::Sum, i.inputs[1], {i.attributes.axis}, true);
  return {b.subtract(i.inputs[1], b.multiply(b.apply(ScalarFunction::Exp, i.inputs[0]), total))};
}

void rule_cross_entropy_index(Step& s) {
  if (s.needs(0)) s.contribute(0, s.b.cross_entropy_index_backward(s.in(0), s.in(1), s.dy(), s.attributes().base));
}

std::vector<ValueId> decompose_cross_entropy_index_backward(Builder& b, const Instruction& i) {
  const ValueId p = i.inputs[0];
  const ValueId hot = b.one_hot(i.inputs[1], b.shape(p).back(), b.dtype(p), i.attributes.base);
  ScalarExpression e;
  e.set_result(e.call(ScalarFunction::Select, {e.input(0), -(e.input(1) / e.input(2)), e.constant(0)}));
  return {elementwise(b, e, {hot, with_unit_axis(b, i.inputs[2], b.rank(i.inputs[2])), p})};
}

void rule_softmax_cross_entropy(Step& s) {
  if (!s.needs(0)) return;
  if (s.dy(0) != kNoValue) s.contribute(0, s.b.softmax_cross_entropy_backward(s.out(1), s.in(1), s.dy(0), s.attributes().base));
  if (s.dy(1) != kNoValue) s.contribute(0, s.b.softmax_backward(s.out(1), s.dy(1), -1));
}

std::vector<ValueId> decompose_softmax_cross_entropy_backward(Builder& b, const Instruction& i) {
  const ValueId p = i.inputs[0];
  const ValueId hot = b.one_hot(i.inputs[1], b.shape(p).back(), b.dtype(p), i.attributes.base);
  return {b.multiply(b.subtract(p, hot), with_unit_axis(b, i.inputs[2], b.rank(i.inputs[2])))};
}

// --- shape

void rule_reshape(Step& s) { s.contribute(0, s.b.reshape(s.dy(), s.b.shape(s.in(0)))); }
void rule_transpose(Step& s) { s.contribute(0, s.b.transpose(s.dy(), inverse_permutation(s.attributes().axes))); }
void rule_broadcast_to(Step& s) { s.contribute(0, s.b.reduce_to(s.dy(), s.b.shape(s.in(0)))); }
void rule_slice(Step& s) { s.contribute(0, s.b.unslice(s.dy(), s.attributes().starts, s.attributes().steps, s.b.shape(s.in(0)))); }
void rule_unslice(Step& s) { s.contribute(0, s.b.slice(s.dy(), s.attributes().starts, s.b.shape(s.in(0)), s.attributes().steps)); }

void rule_concatenate(Step& s) {
  const int axis = static_cast<int>(s.attributes().axis);
  std::int64_t first = 0;
  for (std::size_t i = 0; i < s.instruction.inputs.size(); ++i) {
    const std::int64_t last = first + s.b.shape(s.in(i))[axis];
    if (s.needs(i)) s.contribute(i, s.b.slice_axis(s.dy(), axis, first, last));
    first = last;
  }
}

void rule_pad(Step& s) {
  const Shape counts = s.b.shape(s.in(0));
  s.contribute(0, s.b.slice(s.dy(), s.attributes().starts, counts, Shape::filled(counts.rank(), 1)));
}

// --- reduction

void rule_reduce(Step& s) {
  const ValueId x = s.in(0);
  const Shape source = s.b.shape(x);
  Shape kept = source;
  std::int64_t count = 1;
  for (std::int64_t axis : s.attributes().axes) {
    count *= source[static_cast<int>(axis)];
    kept[static_cast<int>(axis)] = 1;
  }
  const ValueId dy = s.b.reshape(s.dy(), kept);
  switch (s.attributes().reduction) {
    case Reduction::Sum: s.contribute(0, s.b.broadcast_to(dy, source)); break;
    case Reduction::Mean: s.contribute(0, s.b.broadcast_to(s.b.scale(dy, 1.0 / static_cast<double>(count)), source)); break;
    case Reduction::Max:
    case Reduction::Min: {
      // Elements that tie share the gradient evenly.
      const ValueId mask = s.b.apply(ScalarFunction::Equal, x, s.b.reshape(s.out(), kept));
      const ValueId ties = s.b.reduce(Reduction::Sum, mask, s.attributes().axes, true);
      s.contribute(0, s.b.multiply(mask, s.b.divide(dy, ties)));
      break;
    }
    case Reduction::Product: {
      // The product of the others: p / x, except that with one zero only its own entry has a non-zero product, and with two none.
      const ValueId zero = s.b.apply(ScalarFunction::KroneckerDelta, x);
      const ValueId zeros = s.b.reduce(Reduction::Sum, zero, s.attributes().axes, true);
      const ValueId others = s.b.reduce(Reduction::Product, s.b.add(x, zero), s.attributes().axes, true);
      ScalarExpression e;
      const ScalarTerm is_zero = e.input(1);
      const ScalarTerm zero_count = e.input(2);
      const ScalarTerm product = e.input(3);
      const ScalarTerm one_zero = e.call(ScalarFunction::Select, {e.call(ScalarFunction::And, {is_zero, e.call(ScalarFunction::Equal, {zero_count, e.constant(1)})}), product, e.constant(0)});
      e.set_result(e.input(4) * e.call(ScalarFunction::Select, {zero_count, one_zero, product / e.input(0)}));
      s.contribute(0, elementwise(s.b, e, {x, zero, zeros, others, dy}));
      break;
    }
  }
}

void rule_cumulate(Step& s) {
  const Attributes& a = s.attributes();
  const int axis = static_cast<int>(a.axis);
  if (a.reduction == Reduction::Sum) {
    s.contribute(0, s.b.cumulate(Reduction::Sum, s.dy(), axis, a.flag, !a.second_flag));
  } else {
    // Every result at or after x contains x once, so its share is result / x (undefined where x is 0).
    const ValueId sums = s.b.cumulate(Reduction::Sum, s.b.multiply(s.dy(), s.out()), axis, a.flag, !a.second_flag);
    s.contribute(0, s.b.divide(sums, s.in(0)));
  }
}

// --- indexing

void rule_gather(Step& s) {
  if (s.needs(0)) s.contribute(0, s.b.scatter_add(s.in(1), s.dy(), s.b.shape(s.in(0))[0], s.attributes().base));
}
void rule_scatter_add(Step& s) {
  if (s.needs(1)) s.contribute(1, s.b.gather(s.dy(), s.in(0), s.attributes().base));
}
void rule_gather_along(Step& s) {
  const int axis = static_cast<int>(s.attributes().axis);
  if (s.needs(0)) s.contribute(0, s.b.scatter_add_along(s.in(1), s.dy(), axis, s.b.shape(s.in(0))[axis], s.attributes().base));
}
void rule_scatter_add_along(Step& s) {
  if (s.needs(1)) s.contribute(1, s.b.gather_along(s.dy(), s.in(0), static_cast<int>(s.attributes().axis), s.attributes().base));
}

// --- sequences

std::vector<ValueId> backward(Program& program, std::size_t first_instruction, std::span<const ValueId> outputs, std::span<const ValueId> cotangents,
                              std::span<const ValueId> wrt);

// The cell states of LongShortTerm are results as well; what other cells keep, and the gates, are for the backward operation alone.
void rule_recurrent(Step& s) {
  const bool has_cell = s.in(2) != kNoValue;
  if (s.dy(0) == kNoValue && !(has_cell && s.dy(1) != kNoValue)) return;
  const std::vector<ValueId> gradients = s.b.recurrent_backward(s.instruction, s.dy(0), has_cell ? s.dy(1) : kNoValue);
  for (std::size_t i = 0; i < 4; ++i) {
    if (s.needs(i)) s.contribute(i, gradients[i]);
  }
}

// The forward steps again, differentiated. Operands are viewed anew, so that one value in two places (states and cells that both start
// at zero) gets a gradient for each.
std::vector<ValueId> decompose_recurrent_backward(Builder& b, const Instruction& i) {
  std::vector<ValueId> wrt;
  for (std::size_t k = 0; k < 4; ++k) wrt.push_back(i.inputs[k] == kNoValue ? kNoValue : b.view(i.inputs[k]));
  const std::size_t start = b.program().instructions.size();
  ValueId cells = kNoValue;
  const auto kind = static_cast<Builder::Cell>(i.attributes.base);
  const ValueId states = b.recurrent_steps(kind, wrt[0], wrt[1], wrt[2], wrt[3], i.inputs[4], i.inputs[5], &cells).states;
  std::vector<ValueId> outputs, cotangents;
  for (const auto& [value, cotangent] : {std::pair(states, i.inputs[9]), std::pair(cells, i.inputs[10])}) {
    if (value == kNoValue || cotangent == kNoValue) continue;
    outputs.push_back(value);
    cotangents.push_back(cotangent);
  }
  std::vector<ValueId> present;
  for (ValueId v : wrt) {
    if (v != kNoValue) present.push_back(v);
  }
  const std::vector<ValueId> found = backward(b.program(), start, outputs, cotangents, present);
  std::vector<ValueId> results;
  std::size_t next = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    const ValueId v = wrt[k] == kNoValue ? kNoValue : found[next++];
    results.push_back(v != kNoValue ? v : b.fill(0, b.dtype(i.outputs[k]), Shape(b.shape(i.outputs[k]))));
  }
  return results;
}

void rule_ctc_loss(Step& s) {
  if (s.needs(0)) s.contribute(0, s.b.ctc_loss_backward(s.in(0), s.in(1), s.dy(), s.attributes().base));
}

std::vector<ValueId> decompose_ctc_loss_backward(Builder& b, const Instruction& i) {
  const std::size_t start = b.program().instructions.size();
  const ValueId outputs[] = {b.ctc_loss_steps(i.inputs[0], i.inputs[1], i.attributes.base)};
  const ValueId cotangents[] = {i.inputs[2]};
  const ValueId wrt[] = {i.inputs[0]};
  return backward(b.program(), start, outputs, cotangents, wrt);
}

void rule_callback(Step& s) {
  if (!s.needs(0)) return;
  const auto backward_function = s.attributes().host->gradient();
  if (!backward_function) throw std::invalid_argument("[gradient] the function called has no gradient");
  const ValueId operands[] = {s.in(0), s.dy(), s.out()};
  s.contribute(0, s.b.callback(backward_function, operands, s.b.shape(s.in(0))));
}

// The table. Each row has a rule or a decomposition.
struct GradientRow {
  Op op;
  Rule rule;
  Decomposition decomposition = nullptr;
};

constexpr GradientRow kGradients[] = {
    {Op::Elementwise, rule_elementwise},
    {Op::Cast, rule_cast},
    {Op::StopGradient, rule_none},
    {Op::MatMul, rule_matmul},
    {Op::Linear, rule_linear},
    {Op::Convolution, rule_convolution},
    {Op::ConvolutionBackwardData, rule_convolution_backward_data},
    {Op::ConvolutionBackwardWeights, rule_convolution_backward_weights},
    {Op::MaxPool, rule_max_pool},
    {Op::MaxPoolScatter, rule_max_pool_scatter},
    {Op::MaxPoolGather, rule_max_pool_gather},
    {Op::AveragePool, rule_average_pool},
    {Op::AveragePoolBackward, rule_average_pool_backward},
    {Op::BatchNormalize, rule_batch_normalize},
    {Op::BatchNormalizeBackward, nullptr, decompose_batch_normalize_backward},
    {Op::BatchNormalizeEvaluate, nullptr, decompose_batch_normalize_evaluate},
    {Op::Standardize, rule_standardize},
    {Op::StandardizeBackward, nullptr, decompose_standardize_backward},
    {Op::Softmax, rule_softmax},
    {Op::SoftmaxBackward, nullptr, decompose_softmax_backward},
    {Op::LogSoftmax, rule_log_softmax},
    {Op::LogSoftmaxBackward, nullptr, decompose_log_softmax_backward},
    {Op::CrossEntropyIndex, rule_cross_entropy_index},
    {Op::CrossEntropyIndexBackward, nullptr, decompose_cross_entropy_index_backward},
    {Op::SoftmaxCrossEntropy, rule_softmax_cross_entropy},
    {Op::SoftmaxCrossEntropyBackward, nullptr, decompose_softmax_cross_entropy_backward},
    {Op::Recurrent, rule_recurrent},
    {Op::RecurrentBackward, nullptr, decompose_recurrent_backward},
    {Op::CtcLoss, rule_ctc_loss},
    {Op::CtcLossBackward, nullptr, decompose_ctc_loss_backward},
    {Op::Reshape, rule_reshape},
    {Op::Transpose, rule_transpose},
    {Op::BroadcastTo, rule_broadcast_to},
    {Op::Slice, rule_slice},
    {Op::Unslice, rule_unslice},
    {Op::Concatenate, rule_concatenate},
    {Op::Pad, rule_pad},
    {Op::Reduce, rule_reduce},
    {Op::ArgReduce, rule_none},
    {Op::Cumulate, rule_cumulate},
    {Op::Order, rule_none},
    {Op::Gather, rule_gather},
    {Op::ScatterAdd, rule_scatter_add},
    {Op::GatherAlong, rule_gather_along},
    {Op::ScatterAddAlong, rule_scatter_add_along},
    {Op::OneHot, rule_none},
    {Op::Iota, rule_none},
    {Op::Callback, rule_callback},
    {Op::RandomUniform, rule_none},
    {Op::RandomNormal, rule_none},
    {Op::RandomDistribution, rule_none},
    {Op::DropoutMask, rule_none},
};

const GradientRow& row_of(Op op) {
  for (const GradientRow& row : kGradients) {
    if (row.op == op) return row;
  }
  throw std::logic_error(std::string("[gradient] no rule for ") + name_of(op));
}

// The walk over instructions first_instruction.. . Values defined before that are leaves, even where one is computed from another.
std::vector<ValueId> backward(Program& program, std::size_t first_instruction, std::span<const ValueId> outputs, std::span<const ValueId> cotangents,
                              std::span<const ValueId> wrt) {
  const std::size_t end = program.instructions.size();
  // Values that depend on one of `wrt`.
  std::vector<bool> active(program.values.size(), false);
  for (ValueId id : wrt) active[static_cast<std::size_t>(id)] = true;
  for (std::size_t i = first_instruction; i < end; ++i) {
    const Instruction& instruction = program.instructions[i];
    bool any = false;
    for (ValueId id : instruction.inputs) any = any || (id != kNoValue && active[static_cast<std::size_t>(id)]);
    if (!any || instruction.op == Op::StopGradient) continue;
    for (ValueId id : instruction.outputs) {
      if (is_real(program.dtype(id))) active[static_cast<std::size_t>(id)] = true;
    }
  }
  std::vector<ValueId> adjoint(program.values.size(), kNoValue);
  Builder b(program);
  const auto accumulate = [&](ValueId target, ValueId value) {
    ValueId& slot = adjoint[static_cast<std::size_t>(target)];
    slot = slot == kNoValue ? value : b.add(slot, value);
  };
  for (std::size_t i = 0; i < outputs.size(); ++i) accumulate(outputs[i], cotangents[i]);

  for (std::size_t i = end; i-- > first_instruction;) {
    const Instruction instruction = program.instructions[i];  // a copy: rules append to the list
    std::vector<ValueId> arrived;
    bool any = false;
    for (ValueId id : instruction.outputs) {
      const ValueId cotangent = active[static_cast<std::size_t>(id)] ? adjoint[static_cast<std::size_t>(id)] : kNoValue;
      arrived.push_back(cotangent);
      any = any || cotangent != kNoValue;
    }
    if (!any) continue;
    std::vector<bool> needed;
    bool wanted = false;
    for (ValueId id : instruction.inputs) {
      needed.push_back(id != kNoValue && active[static_cast<std::size_t>(id)]);
      wanted = wanted || needed.back();
    }
    if (!wanted) continue;
    std::vector<ValueId> contributions(instruction.inputs.size(), kNoValue);
    const GradientRow& row = row_of(instruction.op);
    if (row.rule != nullptr) {
      Step step{b, instruction, arrived, contributions, needed};
      row.rule(step);
    } else {
      const std::size_t start = program.instructions.size();
      // A reshaped operand would be seen through by the reshapes of the decomposition, and its gradient would go elsewhere.
      Instruction viewed = instruction;
      for (std::size_t k = 0; k < needed.size(); ++k) {
        const Value& operand = program.value(instruction.inputs[k] == kNoValue ? 0 : instruction.inputs[k]);
        const bool reshaped = needed[k] && operand.kind == ValueKind::Result && program.instructions[static_cast<std::size_t>(operand.instruction)].op == Op::Reshape;
        if (reshaped) viewed.inputs[k] = b.view(instruction.inputs[k]);
      }
      const std::vector<ValueId> equivalents = row.decomposition(b, viewed);
      std::vector<ValueId> some_outputs;
      std::vector<ValueId> some_cotangents;
      for (std::size_t k = 0; k < arrived.size(); ++k) {
        if (arrived[k] == kNoValue) continue;
        some_outputs.push_back(equivalents[k]);
        some_cotangents.push_back(arrived[k]);
      }
      // An operand that occurs twice is asked for once: the inner walk already sums over its uses.
      std::vector<ValueId> targets;
      std::vector<std::size_t> places;
      for (std::size_t k = 0; k < needed.size(); ++k) {
        if (!needed[k] || std::find(targets.begin(), targets.end(), viewed.inputs[k]) != targets.end()) continue;
        targets.push_back(viewed.inputs[k]);
        places.push_back(k);
      }
      const std::vector<ValueId> results = backward(program, start, some_outputs, some_cotangents, targets);
      for (std::size_t k = 0; k < places.size(); ++k) contributions[places[k]] = results[k];
    }
    for (std::size_t k = 0; k < contributions.size(); ++k) {
      if (contributions[k] != kNoValue && needed[k]) accumulate(instruction.inputs[k], contributions[k]);
    }
  }
  std::vector<ValueId> result;
  for (ValueId id : wrt) result.push_back(adjoint[static_cast<std::size_t>(id)]);
  return result;
}

}  // namespace

std::vector<ValueId> append_gradients(Program& program, std::span<const ValueId> outputs, std::span<const ValueId> cotangents, std::span<const ValueId> wrt) {
  if (!cotangents.empty() && cotangents.size() != outputs.size()) throw std::invalid_argument("[gradient] one cotangent per output is expected");
  Builder b(program);
  std::vector<ValueId> seeds;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const ValueId given = cotangents.empty() ? kNoValue : cotangents[i];
    if (!is_real(program.dtype(outputs[i]))) throw std::invalid_argument("[gradient] an output is not real");
    if (given != kNoValue && (!(program.shape(given) == program.shape(outputs[i])) || program.dtype(given) != program.dtype(outputs[i]))) {
      throw std::invalid_argument("[gradient] a cotangent of shape " + to_text(program.shape(given)) + " for an output of shape " + to_text(program.shape(outputs[i])));
    }
    seeds.push_back(given != kNoValue ? given : b.fill(1, program.dtype(outputs[i]), Shape(program.shape(outputs[i]))));
  }
  return backward(program, 0, outputs, seeds, wrt);
}

void append_training_gradients(Program& program, ValueId loss, std::span<const ValueId> parameters) {
  fuse_softmax_cross_entropy(program);
  const ValueId outputs[] = {loss};
  const std::vector<ValueId> gradients = append_gradients(program, outputs, {}, parameters);
  Builder b(program);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const ValueId parameter = parameters[i];
    const ValueId gradient = gradients[i] != kNoValue ? gradients[i] : b.fill(0, program.dtype(parameter), Shape(program.shape(parameter)));
    b.parameter_gradient(parameter, gradient);
  }
}

}  // namespace lykos::array
