// Builder functions of general array operations: elementwise, shape, reduction, indexing, random. Each validates its operands,
// derives the result's type and shape, and appends one instruction; trivial cases (a reshape to the same shape) append nothing.
#include <algorithm>
#include <stdexcept>

#include "array/program.h"

namespace lykos::array {
namespace {

[[noreturn]] void fail(const char* op, const std::string& text) { throw std::invalid_argument(std::string("[") + op + "] " + text); }

int normal_axis(const char* op, std::int64_t axis, int rank) {
  const std::int64_t normal = axis < 0 ? axis + rank : axis;
  if (normal < 0 || normal >= rank) fail(op, "axis " + std::to_string(axis) + " of an array of rank " + std::to_string(rank));
  return static_cast<int>(normal);
}

void require_real(const char* op, DType dtype) {
  if (!is_real(dtype)) fail(op, std::string("real operands are expected, not ") + name_of(dtype));
}

void require_integer(const char* op, DType dtype) {
  if (!is_integer(dtype)) fail(op, std::string("integer indices are expected, not ") + name_of(dtype));
}

}  // namespace

// --- elementwise -----------------------------------------------------------------------------------------------------------

ValueId Builder::elementwise(const ScalarExpression& expression, std::span<const ValueId> operands) {
  if (operands.empty()) fail("elementwise", "without operands the shape must be given");
  Shape joint = shape(operands[0]);
  for (ValueId id : operands) {
    if (dtype(id) != dtype(operands[0])) fail("elementwise", std::string("operand types ") + name_of(dtype(operands[0])) + " and " + name_of(dtype(id)));
    if (!broadcast_shapes(joint, shape(id), joint)) fail("elementwise", "shapes " + to_text(joint) + " and " + to_text(shape(id)) + " do not broadcast");
  }
  return elementwise_to(expression, operands, dtype(operands[0]), joint);
}

ValueId Builder::elementwise_to(const ScalarExpression& expression, std::span<const ValueId> operands, DType result_dtype, const Shape& result_shape) {
  require_real("elementwise", result_dtype);
  if (expression.result() < 0) fail("elementwise", "the expression has no result");
  if (expression.input_count() > static_cast<int>(operands.size())) fail("elementwise", "the expression names more inputs than there are operands");
  for (ValueId id : operands) {
    Shape joint;
    if (dtype(id) != result_dtype) fail("elementwise", "an operand has another type than the result");
    if (!broadcast_shapes(result_shape, shape(id), joint) || !(joint == result_shape)) {
      fail("elementwise", "shape " + to_text(shape(id)) + " does not broadcast to " + to_text(result_shape));
    }
  }
  // Operands the expression does not read are dropped, equal operands merged.
  std::vector<ValueId> used;
  std::vector<int> mapping(operands.size(), 0);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (!expression.uses_input(static_cast<int>(i))) continue;
    const auto found = std::find(used.begin(), used.end(), operands[i]);
    mapping[i] = static_cast<int>(found - used.begin());
    if (found == used.end()) used.push_back(operands[i]);
  }
  auto reduced = std::make_shared<ScalarExpression>(expression.with_inputs(mapping));
  if (reduced->is_identity() && shape(used[0]) == result_shape) return used[0];
  Attributes attributes;
  attributes.expression = reduced;
  return append_one(Op::Elementwise, used, attributes, result_dtype, result_shape);
}

ValueId Builder::apply(ScalarFunction function, ValueId a) { return elementwise(ScalarExpression::of(function), {{a}}); }

ValueId Builder::apply(ScalarFunction function, ValueId a, ValueId b) {
  const ValueId operands[] = {a, b};
  return elementwise(ScalarExpression::of(function), operands);
}

ValueId Builder::apply(ScalarFunction function, ValueId a, ValueId b, ValueId c) {
  const ValueId operands[] = {a, b, c};
  return elementwise(ScalarExpression::of(function), operands);
}

ValueId Builder::scale(ValueId a, double factor) {
  ScalarExpression expression;
  expression.set_result(expression.input(0) * factor);
  const ValueId operands[] = {a};
  return elementwise(expression, operands);
}

ValueId Builder::shift(ValueId a, double amount) {
  ScalarExpression expression;
  expression.set_result(expression.input(0) + amount);
  const ValueId operands[] = {a};
  return elementwise(expression, operands);
}

ValueId Builder::cast(ValueId a, DType target) {
  if (dtype(a) == target) return a;
  if (is_complex(target)) fail("cast", "complex values are not supported in programs");
  return append_one(Op::Cast, {a}, {}, target, shape(a));
}

ValueId Builder::stop_gradient(ValueId a) { return append_one(Op::StopGradient, {a}, {}, dtype(a), shape(a)); }

// --- shape -----------------------------------------------------------------------------------------------------------------

ValueId Builder::reshape(ValueId a, const Shape& target) {
  if (target == shape(a)) return a;
  if (target.element_count() != shape(a).element_count()) fail("reshape", to_text(shape(a)) + " cannot become " + to_text(target));
  // Reshapes of reshapes collapse into one.
  const Value& value = program_.value(a);
  if (value.kind == ValueKind::Result) {
    const Instruction& producer = program_.instructions[static_cast<std::size_t>(value.instruction)];
    if (producer.op == Op::Reshape) return reshape(producer.inputs[0], target);
  }
  return append_one(Op::Reshape, {a}, {}, dtype(a), target);
}

ValueId Builder::view(ValueId a) { return append_one(Op::BroadcastTo, {a}, {}, dtype(a), Shape(shape(a))); }

ValueId Builder::transpose(ValueId a, const Shape& permutation) {
  const Shape& source = shape(a);
  if (permutation.rank() != source.rank()) fail("transpose", "permutation " + to_text(permutation) + " of shape " + to_text(source));
  Shape target;
  std::vector<bool> seen(static_cast<std::size_t>(source.rank()), false);
  bool identity = true;
  Attributes attributes;
  for (int i = 0; i < permutation.rank(); ++i) {
    const int axis = normal_axis("transpose", permutation[i], source.rank());
    if (seen[static_cast<std::size_t>(axis)]) fail("transpose", to_text(permutation) + " is not a permutation");
    seen[static_cast<std::size_t>(axis)] = true;
    identity = identity && axis == i;
    attributes.axes.push_back(axis);
    target.push_back(source[axis]);
  }
  if (identity) return a;
  return append_one(Op::Transpose, {a}, attributes, dtype(a), target);
}

ValueId Builder::swap_axes(ValueId a, int first, int second) {
  Shape permutation;
  for (int i = 0; i < rank(a); ++i) permutation.push_back(i);
  std::swap(permutation[normal_axis("transpose", first, rank(a))], permutation[normal_axis("transpose", second, rank(a))]);
  return transpose(a, permutation);
}

ValueId Builder::broadcast_to(ValueId a, const Shape& target) {
  if (target == shape(a)) return a;
  Shape joint;
  if (!broadcast_shapes(shape(a), target, joint) || !(joint == target)) fail("broadcast", to_text(shape(a)) + " to " + to_text(target));
  return append_one(Op::BroadcastTo, {a}, {}, dtype(a), target);
}

ValueId Builder::slice(ValueId a, const Shape& starts, const Shape& counts, const Shape& steps) {
  const Shape& source = shape(a);
  if (starts.rank() != source.rank() || counts.rank() != source.rank() || steps.rank() != source.rank()) {
    fail("slice", "start, count and step are needed for each axis of " + to_text(source));
  }
  bool whole = true;
  for (int i = 0; i < source.rank(); ++i) {
    const std::int64_t last = starts[i] + (counts[i] - 1) * steps[i];
    if (counts[i] < 0 || (counts[i] > 0 && (starts[i] < 0 || starts[i] >= source[i] || last < 0 || last >= source[i]))) {
      fail("slice", "start " + std::to_string(starts[i]) + ", count " + std::to_string(counts[i]) + ", step " + std::to_string(steps[i]) + " leaves axis " +
                        std::to_string(i) + " of " + to_text(source));
    }
    whole = whole && starts[i] == 0 && counts[i] == source[i] && (steps[i] == 1 || counts[i] <= 1);
  }
  if (whole) return a;
  Attributes attributes;
  attributes.starts = starts;
  attributes.axes = counts;
  attributes.steps = steps;
  return append_one(Op::Slice, {a}, attributes, dtype(a), counts);
}

ValueId Builder::slice_axis(ValueId a, int axis_number, std::int64_t first, std::int64_t last, std::int64_t step) {
  const int axis = normal_axis("slice", axis_number, rank(a));
  if (step <= 0) fail("slice", "the step must be positive");
  Shape starts = Shape::filled(rank(a), 0);
  Shape steps = Shape::filled(rank(a), 1);
  Shape counts = shape(a);
  starts[axis] = first;
  steps[axis] = step;
  counts[axis] = last <= first ? 0 : (last - first + step - 1) / step;
  return slice(a, starts, counts, steps);
}

ValueId Builder::reverse(ValueId a, int axis_number) {
  const int axis = normal_axis("reverse", axis_number, rank(a));
  if (shape(a)[axis] <= 1) return a;
  Shape starts = Shape::filled(rank(a), 0);
  Shape steps = Shape::filled(rank(a), 1);
  starts[axis] = shape(a)[axis] - 1;
  steps[axis] = -1;
  return slice(a, starts, shape(a), steps);
}

ValueId Builder::part(ValueId a, int axis_number, std::int64_t index) {
  const int axis = normal_axis("part", axis_number, rank(a));
  if (index < 0) index += shape(a)[axis];
  const ValueId piece = slice_axis(a, axis, index, index + 1);
  Shape target = shape(a);
  target.erase(axis);
  return reshape(piece, target);
}

ValueId Builder::unslice(ValueId a, const Shape& starts, const Shape& steps, const Shape& target) {
  const Shape& counts = shape(a);
  if (starts.rank() != counts.rank() || steps.rank() != counts.rank() || target.rank() != counts.rank()) fail("unslice", "ranks differ");
  for (int i = 0; i < counts.rank(); ++i) {
    const std::int64_t last = starts[i] + (counts[i] - 1) * steps[i];
    if (counts[i] > 0 && (starts[i] < 0 || starts[i] >= target[i] || last < 0 || last >= target[i])) fail("unslice", "the result is too small");
  }
  if (counts == target && steps == Shape::filled(target.rank(), 1)) return a;
  Attributes attributes;
  attributes.starts = starts;
  attributes.steps = steps;
  return append_one(Op::Unslice, {a}, attributes, dtype(a), target);
}

ValueId Builder::concatenate(std::span<const ValueId> operands, int axis_number) {
  if (operands.empty()) fail("concatenate", "no operands");
  const int axis = normal_axis("concatenate", axis_number, rank(operands[0]));
  Shape target = shape(operands[0]);
  target[axis] = 0;
  for (ValueId id : operands) {
    Shape other = shape(id);
    if (other.rank() != target.rank() || dtype(id) != dtype(operands[0])) fail("concatenate", "operands differ in rank or type");
    target[axis] += other[axis];
    other[axis] = target[axis];
    if (!(other == target)) fail("concatenate", "shapes " + to_text(shape(operands[0])) + " and " + to_text(shape(id)) + " differ beside axis " + std::to_string(axis));
  }
  if (operands.size() == 1) return operands[0];
  Attributes attributes;
  attributes.axis = axis;
  return append_one(Op::Concatenate, {operands.begin(), operands.end()}, attributes, dtype(operands[0]), target);
}

ValueId Builder::pad(ValueId a, const Shape& before, const Shape& after, double value) {
  const Shape& source = shape(a);
  if (before.rank() != source.rank() || after.rank() != source.rank()) fail("pad", "the border needs an entry per axis of " + to_text(source));
  Shape target = source;
  for (int i = 0; i < source.rank(); ++i) {
    if (before[i] < 0 || after[i] < 0) fail("pad", "a border is negative");
    target[i] += before[i] + after[i];
  }
  if (target == source) return a;
  Attributes attributes;
  attributes.starts = before;
  attributes.steps = after;
  attributes.low = value;
  return append_one(Op::Pad, {a}, attributes, dtype(a), target);
}

// --- reduction and order ---------------------------------------------------------------------------------------------------

ValueId Builder::reduce(Reduction kind, ValueId a, const Shape& axes, bool keep) {
  require_real("reduce", dtype(a));
  const Shape& source = shape(a);
  std::vector<bool> reduced(static_cast<std::size_t>(source.rank()), false);
  for (std::int64_t axis : axes) reduced[static_cast<std::size_t>(normal_axis("reduce", axis, source.rank()))] = true;
  Attributes attributes;
  attributes.reduction = kind;
  attributes.flag = keep;
  Shape target;
  std::int64_t count = 1;
  for (int i = 0; i < source.rank(); ++i) {
    if (reduced[static_cast<std::size_t>(i)]) {
      attributes.axes.push_back(i);
      count *= source[i];
      if (keep) target.push_back(1);
    } else {
      target.push_back(source[i]);
    }
  }
  if (count == 0 && kind != Reduction::Sum && kind != Reduction::Product) fail("reduce", "an empty axis has no mean, maximum or minimum");
  // Every kind of reduction of single elements is the element.
  if (count == 1) return reshape(a, target);
  return append_one(Op::Reduce, {a}, attributes, dtype(a), target);
}

ValueId Builder::reduce_all(Reduction kind, ValueId a) {
  Shape axes;
  for (int i = 0; i < rank(a); ++i) axes.push_back(i);
  return reduce(kind, a, axes);
}

ValueId Builder::reduce_to(ValueId a, const Shape& given) {
  const Shape target = given;  // may be the shape of a value, which moves when values are added
  if (shape(a) == target) return a;
  Shape joint;
  if (!broadcast_shapes(shape(a), target, joint) || !(joint == shape(a))) fail("reduce_to", to_text(shape(a)) + " to " + to_text(target));
  const int extra = rank(a) - target.rank();
  Shape axes;
  for (int i = 0; i < rank(a); ++i) {
    if (i < extra || (target[i - extra] == 1 && shape(a)[i] != 1)) axes.push_back(i);
  }
  return reshape(reduce(Reduction::Sum, a, axes, true), target);
}

ValueId Builder::arg_reduce(ValueId a, int axis_number, bool minimum) {
  require_real("arg_reduce", dtype(a));
  Attributes attributes;
  attributes.axis = normal_axis("arg_reduce", axis_number, rank(a));
  attributes.flag = minimum;
  Shape target = shape(a);
  if (target[static_cast<int>(attributes.axis)] == 0) fail("arg_reduce", "the axis is empty");
  target.erase(static_cast<int>(attributes.axis));
  return append_one(Op::ArgReduce, {a}, attributes, DType::Integer64, target);
}

ValueId Builder::callback(std::shared_ptr<const HostFunction> function, std::span<const ValueId> operands, const Shape& result) {
  if (!function || operands.empty()) throw std::invalid_argument("[callback] needs a function and at least one operand");
  for (ValueId id : operands) {
    if (!is_real(dtype(id)) || dtype(id) != dtype(operands[0])) throw std::invalid_argument("[callback] the operands must be real arrays of one type");
  }
  Attributes attributes;
  attributes.host = std::move(function);
  return append_one(Op::Callback, {operands.begin(), operands.end()}, std::move(attributes), dtype(operands[0]), result);
}

ValueId Builder::cumulate(Reduction kind, ValueId a, int axis_number, bool exclusive, bool reversed) {
  require_real("cumulate", dtype(a));
  if (kind != Reduction::Sum && kind != Reduction::Product) fail("cumulate", "only sums and products accumulate");
  Attributes attributes;
  attributes.axis = normal_axis("cumulate", axis_number, rank(a));
  attributes.reduction = kind;
  attributes.flag = exclusive;
  attributes.second_flag = reversed;
  return append_one(Op::Cumulate, {a}, attributes, dtype(a), shape(a));
}

ValueId Builder::order(ValueId a, int axis_number, bool descending) {
  require_real("order", dtype(a));
  Attributes attributes;
  attributes.axis = normal_axis("order", axis_number, rank(a));
  attributes.flag = descending;
  return append_one(Op::Order, {a}, attributes, DType::Integer64, shape(a));
}

ValueId Builder::sort(ValueId a, int axis, bool descending) { return gather_along(a, order(a, axis, descending), axis); }

// --- indexing --------------------------------------------------------------------------------------------------------------

ValueId Builder::gather(ValueId table, ValueId indices, std::int64_t base) {
  require_integer("gather", dtype(indices));
  if (rank(table) == 0) fail("gather", "the table is a scalar");
  Attributes attributes;
  attributes.base = base;
  return append_one(Op::Gather, {table, indices}, attributes, dtype(table), shape(indices).joined(shape(table).slice(1, rank(table))));
}

ValueId Builder::scatter_add(ValueId indices, ValueId updates, std::int64_t rows, std::int64_t base) {
  require_integer("scatter_add", dtype(indices));
  require_real("scatter_add", dtype(updates));
  const int lead = rank(indices);
  if (rank(updates) < lead || !(shape(updates).slice(0, lead) == shape(indices))) fail("scatter_add", "updates " + to_text(shape(updates)) + " for indices " + to_text(shape(indices)));
  Attributes attributes;
  attributes.base = base;
  return append_one(Op::ScatterAdd, {indices, updates}, attributes, dtype(updates), Shape{rows}.joined(shape(updates).slice(lead, rank(updates))));
}

ValueId Builder::gather_along(ValueId a, ValueId indices, int axis_number, std::int64_t base) {
  require_integer("gather_along", dtype(indices));
  Attributes attributes;
  attributes.axis = normal_axis("gather_along", axis_number, rank(a));
  attributes.base = base;
  Shape expected = shape(a);
  if (rank(indices) == rank(a)) expected[static_cast<int>(attributes.axis)] = shape(indices)[static_cast<int>(attributes.axis)];
  if (!(expected == shape(indices))) fail("gather_along", "indices " + to_text(shape(indices)) + " for " + to_text(shape(a)));
  return append_one(Op::GatherAlong, {a, indices}, attributes, dtype(a), shape(indices));
}

ValueId Builder::scatter_add_along(ValueId indices, ValueId updates, int axis_number, std::int64_t extent, std::int64_t base) {
  require_integer("scatter_add_along", dtype(indices));
  require_real("scatter_add_along", dtype(updates));
  if (!(shape(indices) == shape(updates))) fail("scatter_add_along", "indices and updates differ in shape");
  Attributes attributes;
  attributes.axis = normal_axis("scatter_add_along", axis_number, rank(updates));
  attributes.base = base;
  Shape target = shape(updates);
  target[static_cast<int>(attributes.axis)] = extent;
  return append_one(Op::ScatterAddAlong, {indices, updates}, attributes, dtype(updates), target);
}

ValueId Builder::one_hot(ValueId indices, std::int64_t classes, DType result_dtype, std::int64_t base) {
  require_integer("one_hot", dtype(indices));
  require_real("one_hot", result_dtype);
  Attributes attributes;
  attributes.base = base;
  Shape target = shape(indices);
  target.push_back(classes);
  return append_one(Op::OneHot, {indices}, attributes, result_dtype, target);
}

ValueId Builder::iota(DType result_dtype, const Shape& target, int axis_number) {
  Attributes attributes;
  attributes.axis = normal_axis("iota", axis_number, target.rank());
  return append_one(Op::Iota, {}, attributes, result_dtype, target);
}

// --- random ----------------------------------------------------------------------------------------------------------------

ValueId Builder::random_uniform(DType result_dtype, const Shape& target, double low, double high, std::int64_t stream) {
  require_real("random_uniform", result_dtype);
  Attributes attributes;
  attributes.low = low;
  attributes.high = high;
  attributes.stream = stream;
  return append_one(Op::RandomUniform, {}, attributes, result_dtype, target);
}

ValueId Builder::random_normal(DType result_dtype, const Shape& target, double mean, double deviation, std::int64_t stream) {
  require_real("random_normal", result_dtype);
  Attributes attributes;
  attributes.low = mean;
  attributes.high = deviation;
  attributes.stream = stream;
  return append_one(Op::RandomNormal, {}, attributes, result_dtype, target);
}

ValueId Builder::random_distribution(Distribution distribution, std::span<const ValueId> parameters, std::int64_t stream) {
  const std::size_t expected = distribution == Distribution::Binomial ? 2 : 1;
  if (parameters.size() != expected) fail("random_distribution", "the number of parameters does not suit the distribution");
  for (ValueId id : parameters) {
    require_real("random_distribution", dtype(id));
    if (dtype(id) != dtype(parameters[0]) || !(shape(id) == shape(parameters[0]))) fail("random_distribution", "the parameters differ in type or shape");
  }
  Attributes attributes;
  attributes.base = static_cast<std::int64_t>(distribution);
  attributes.stream = stream;
  return append_one(Op::RandomDistribution, {parameters.begin(), parameters.end()}, attributes, dtype(parameters[0]), Shape(shape(parameters[0])));
}

ValueId Builder::dropout_mask(DType result_dtype, const Shape& target, double probability, std::int64_t stream) {
  require_real("dropout_mask", result_dtype);
  if (!(probability >= 0 && probability <= 1)) fail("dropout_mask", "the probability must lie between 0 and 1");
  Attributes attributes;
  attributes.low = probability;
  attributes.stream = stream;
  return append_one(Op::DropoutMask, {}, attributes, result_dtype, target);
}

}  // namespace lykos::array
