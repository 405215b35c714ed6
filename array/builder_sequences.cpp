// Builder functions of the operations on sequences: recurrent cells and the CTC loss, each also step by step in simpler operations,
// from which gradients of gradients are made.
#include <algorithm>
#include <stdexcept>

#include "array/program.h"

namespace lykos::array {
namespace {

[[noreturn]] void fail(const char* op, const std::string& text) { throw std::invalid_argument(std::string("[") + op + "] " + text); }

void require_equal(const char* op, const char* what, const Shape& found, const Shape& expected) {
  if (!(found == expected)) fail(op, std::string(what) + " has shape " + to_text(found) + ", expected " + to_text(expected));
}

std::int64_t gate_count(Builder::Cell kind) { return kind == Builder::Cell::Basic ? 1 : kind == Builder::Cell::Gated ? 3 : 4; }

struct Sizes {
  std::int64_t batch, length, size, gates;
};

Sizes recurrent_sizes(const Builder& b, Builder::Cell kind, ValueId driven, ValueId state, ValueId cell, ValueId state_weights, ValueId state_mask,
                      ValueId update_mask) {
  const Shape source = b.shape(driven);
  if (source.rank() != 3) fail("recurrent", "a batch of sequences of vectors is expected, not " + to_text(source));
  if (!is_real(b.dtype(driven))) fail("recurrent", "the sequence must be real");
  Sizes s{source[0], source[1], b.rank(state_weights) == 2 ? b.shape(state_weights)[1] : 0, gate_count(kind)};
  if (s.length == 0) fail("recurrent", "the sequence is empty");
  require_equal("recurrent", "the driving sequence", source, {s.batch, s.length, s.gates * s.size});
  require_equal("recurrent", "the state weight matrix", b.shape(state_weights), {s.gates * s.size, s.size});
  require_equal("recurrent", "the state", b.shape(state), {s.batch, s.size});
  if (kind == Builder::Cell::LongShortTerm) require_equal("recurrent", "the cell state", b.shape(cell), {s.batch, s.size});
  if (state_mask != kNoValue) require_equal("recurrent", "the state mask", b.shape(state_mask), {s.batch, s.gates * s.size});
  if (update_mask != kNoValue) require_equal("recurrent", "the update mask", b.shape(update_mask), {s.batch, s.length, s.size});
  return s;
}

}  // namespace

// --- recurrent cells -------------------------------------------------------------------------------------------------------

Builder::RecurrentResult Builder::recurrent(Cell kind, ValueId driven, ValueId state, ValueId cell, ValueId state_weights, ValueId state_mask,
                                            ValueId update_mask) {
  const Sizes s = recurrent_sizes(*this, kind, driven, state, cell, state_weights, state_mask, update_mask);
  if (kind != Cell::LongShortTerm) cell = kNoValue;
  Attributes attributes;
  attributes.base = static_cast<std::int64_t>(kind);
  const DType dtypes[] = {dtype(driven), dtype(driven), dtype(driven)};
  const Shape shapes[] = {{s.batch, s.length, s.size}, {s.batch, kind == Cell::Basic ? 0 : s.length, s.size}, {s.batch, s.length, s.gates * s.size}};
  const std::vector<ValueId> outputs = append(Op::Recurrent, {driven, state, cell, state_weights, state_mask, update_mask}, attributes, dtypes, shapes);
  return {outputs[0], part(outputs[0], 1, s.length - 1), kind == Cell::LongShortTerm ? part(outputs[1], 1, s.length - 1) : kNoValue};
}

const std::vector<ValueId>& Builder::recurrent_backward(const Instruction& forward, ValueId dstates, ValueId dcells) {
  std::vector<ValueId> operands = forward.inputs;
  operands.insert(operands.end(), forward.outputs.begin(), forward.outputs.end());
  operands.push_back(dstates);
  operands.push_back(dcells);
  const Shape driven = shape(forward.inputs[0]), state = shape(forward.inputs[1]), weights = shape(forward.inputs[3]);
  const DType type = dtype(forward.inputs[0]);
  const DType dtypes[] = {type, type, type, type};
  const bool has_cell = forward.inputs[2] != kNoValue;
  const Shape shapes[] = {driven, state, has_cell ? state : Shape{0, state[1]}, weights};
  return append(Op::RecurrentBackward, operands, forward.attributes, dtypes, shapes);
}

Builder::RecurrentResult Builder::recurrent_steps(Cell kind, ValueId driven, ValueId state, ValueId cell, ValueId state_weights, ValueId state_mask,
                                                  ValueId update_mask, ValueId* cells) {
  const Sizes s = recurrent_sizes(*this, kind, driven, state, cell, state_weights, state_mask, update_mask);
  const auto masked = [&](ValueId x, ValueId mask) { return mask == kNoValue ? x : multiply(x, mask); };
  std::vector<ValueId> steps, cell_steps;
  for (std::int64_t t = 0; t < s.length; ++t) {
    const ValueId from_input = part(driven, 1, t);
    const ValueId from_state = masked(linear(state, state_weights), state_mask);
    const ValueId update = update_mask == kNoValue ? kNoValue : part(update_mask, 1, t);
    const auto gate = [&](ValueId sums, std::int64_t g) { return slice_axis(sums, 1, g * s.size, (g + 1) * s.size); };
    if (kind == Cell::Basic) {
      state = masked(apply(ScalarFunction::Tanh, add(from_input, from_state)), update);
    } else if (kind == Cell::Gated) {
      const ValueId i = apply(ScalarFunction::LogisticSigmoid, add(gate(from_input, 0), gate(from_state, 0)));
      const ValueId r = apply(ScalarFunction::LogisticSigmoid, add(gate(from_input, 1), gate(from_state, 1)));
      const ValueId m = masked(apply(ScalarFunction::Tanh, add(gate(from_input, 2), multiply(r, gate(from_state, 2)))), update);
      state = add(m, multiply(i, subtract(state, m)));
    } else {
      const ValueId sums = add(from_input, from_state);
      const ValueId i = apply(ScalarFunction::LogisticSigmoid, gate(sums, 0)), f = apply(ScalarFunction::LogisticSigmoid, gate(sums, 2));
      const ValueId m = masked(apply(ScalarFunction::Tanh, gate(sums, 3)), update);
      cell = add(multiply(f, cell), multiply(i, m));
      state = multiply(apply(ScalarFunction::LogisticSigmoid, gate(sums, 1)), apply(ScalarFunction::Tanh, cell));
      cell_steps.push_back(reshape(cell, {s.batch, 1, s.size}));
    }
    steps.push_back(reshape(state, {s.batch, 1, s.size}));
  }
  if (cells != nullptr) *cells = cell_steps.empty() ? kNoValue : concatenate(cell_steps, 1);
  return {concatenate(steps, 1), state, kind == Cell::LongShortTerm ? cell : kNoValue};
}

// --- connectionist temporal classification (Graves et al., ICML 2006) --------------------------------------------------------

namespace {

void require_ctc(const Builder& b, ValueId probabilities, ValueId targets) {
  if (b.rank(probabilities) != 3) fail("ctc_loss", "a batch of sequences of probability vectors is expected, not " + to_text(b.shape(probabilities)));
  if (!is_real(b.dtype(probabilities))) fail("ctc_loss", "the probabilities must be real");
  if (!is_integer(b.dtype(targets)) || b.rank(targets) != 2 || b.shape(targets)[0] != b.shape(probabilities)[0]) {
    fail("ctc_loss", "a batch of sequences of integers is expected as targets, not " + to_text(b.shape(targets)));
  }
}

}  // namespace

ValueId Builder::ctc_loss(ValueId probabilities, ValueId targets, std::int64_t base) {
  require_ctc(*this, probabilities, targets);
  Attributes attributes;
  attributes.base = base;
  return append_one(Op::CtcLoss, {probabilities, targets}, attributes, dtype(probabilities), {shape(probabilities)[0]});
}

ValueId Builder::ctc_loss_backward(ValueId probabilities, ValueId targets, ValueId dloss, std::int64_t base) {
  require_ctc(*this, probabilities, targets);
  require_equal("ctc_loss", "the gradient", shape(dloss), {shape(probabilities)[0]});
  Attributes attributes;
  attributes.base = base;
  return append_one(Op::CtcLossBackward, {probabilities, targets, dloss}, attributes, dtype(probabilities), Shape(shape(probabilities)));
}

// Forward sums over the labels with blanks between them: places 0, 2, 4, ... are blanks, 1, 3, ... the labels. A place is reached
// from itself, from the one before, and over a blank between two different labels.
ValueId Builder::ctc_loss_steps(ValueId probabilities, ValueId targets, std::int64_t base) {
  require_ctc(*this, probabilities, targets);
  const Shape source = shape(probabilities);
  const std::int64_t n = source[0], length = source[1], classes = source[2], labels = shape(targets)[1], places = 2 * labels + 1;
  const DType type = dtype(probabilities);
  // Emission probabilities by place, {n, t, places}: a product with one-hot columns.
  const ValueId blank = pad(fill(1, type, {n, labels + 1, 1}), {0, 0, classes - 1}, {0, 0, 0});
  const ValueId hot = one_hot(targets, classes, type, base);
  std::vector<ValueId> interleaved{slice_axis(blank, 1, 0, 1)};
  for (std::int64_t l = 0; l < labels; ++l) {
    interleaved.push_back(slice_axis(hot, 1, l, l + 1));
    interleaved.push_back(slice_axis(blank, 1, l + 1, l + 2));
  }
  const ValueId emissions = matmul(probabilities, concatenate(interleaved, 1), false, true);
  // 1 where the place two before may be skipped from.
  ValueId skip = fill(0, type, {n, places});
  if (labels > 1) {
    const ValueId names = cast(targets, type);
    const ValueId differ = apply(ScalarFunction::Unequal, slice_axis(names, 1, 1, labels), slice_axis(names, 1, 0, labels - 1));
    skip = unslice(differ, {0, 3}, {1, 2}, {n, places});
  }
  ValueId alpha = multiply(part(emissions, 1, 0), pad(fill(1, type, {n, std::min<std::int64_t>(2, places)}), {0, 0}, {0, places - std::min<std::int64_t>(2, places)}));
  const auto shifted = [&](ValueId a, std::int64_t by) { return places <= by ? fill(0, type, {n, places}) : pad(slice_axis(a, 1, 0, places - by), {0, by}, {0, 0}); };
  for (std::int64_t t = 1; t < length; ++t) {
    const ValueId reached = add(add(alpha, shifted(alpha, 1)), multiply(skip, shifted(alpha, 2)));
    alpha = multiply(reached, part(emissions, 1, t));
  }
  const ValueId total = reduce(Reduction::Sum, slice_axis(alpha, 1, std::max<std::int64_t>(0, places - 2), places), {1});
  return negate(apply(ScalarFunction::Log, total));
}

}  // namespace lykos::array
