// Builder functions of the operations nets are made of: dense algebra, convolution, pooling, normalisation, losses.
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

void require_equal(const char* op, const char* what, const Shape& found, const Shape& expected) {
  if (!(found == expected)) fail(op, std::string(what) + " has shape " + to_text(found) + ", expected " + to_text(expected));
}

void require_window(const char* op, const Window& window, int spatial) {
  if (spatial < 1 || spatial > 3) fail(op, "1 to 3 spatial axes are supported, not " + std::to_string(spatial));
  for (const Shape* part : {&window.stride, &window.before, &window.after, &window.dilation}) {
    if (part->rank() != spatial) fail(op, "stride, padding and dilation need one entry for each of " + std::to_string(spatial) + " spatial axes");
  }
  for (int i = 0; i < spatial; ++i) {
    if (window.stride[i] < 1 || window.dilation[i] < 1) fail(op, "stride and dilation must be positive");
    if (window.before[i] < 0 || window.after[i] < 0) fail(op, "padding must not be negative");
  }
  if (window.groups < 1) fail(op, "the number of groups must be positive");
}

Shape pooled_shape(const char* op, const Shape& source, const Window& window) {
  const int spatial = source.rank() - 2;
  require_window(op, window, spatial);
  if (window.kernel.rank() != spatial) fail(op, "the kernel needs one entry per spatial axis");
  Shape target = source;
  for (int i = 0; i < spatial; ++i) {
    if (window.kernel[i] < 1) fail(op, "the kernel must be positive");
    if (window.before[i] >= window.dilation[i] * (window.kernel[i] - 1) + 1 || window.after[i] >= window.dilation[i] * (window.kernel[i] - 1) + 1) {
      fail(op, "the padding must be smaller than the kernel");
    }
    target[i + 2] = window.output_extent(i, source[i + 2], window.kernel[i]);
    if (target[i + 2] < 1) fail(op, "the kernel " + to_text(window.kernel) + " does not fit into " + to_text(source));
  }
  return target;
}

}  // namespace

// --- dense algebra ---------------------------------------------------------------------------------------------------------

ValueId Builder::matmul(ValueId a, ValueId b, bool transpose_a, bool transpose_b) {
  const Shape left = shape(a);
  const Shape right = shape(b);
  if (dtype(a) != dtype(b) || !is_real(dtype(a))) fail("matmul", "two real arrays of one type are expected");
  if (left.rank() < 2 || right.rank() < 2) fail("matmul", "matrices are expected, not " + to_text(left) + " and " + to_text(right));
  const std::int64_t rows = left[left.rank() - (transpose_a ? 1 : 2)];
  const std::int64_t inner = left[left.rank() - (transpose_a ? 2 : 1)];
  const std::int64_t inner_right = right[right.rank() - (transpose_b ? 1 : 2)];
  const std::int64_t columns = right[right.rank() - (transpose_b ? 2 : 1)];
  const Shape left_batch = left.slice(0, left.rank() - 2);
  const Shape right_batch = right.slice(0, right.rank() - 2);
  if (inner != inner_right || (!left_batch.empty() && !right_batch.empty() && !(left_batch == right_batch))) {
    fail("matmul", to_text(left) + (transpose_a ? " (transposed)" : "") + " times " + to_text(right) + (transpose_b ? " (transposed)" : ""));
  }
  Attributes attributes;
  attributes.transpose_left = transpose_a;
  attributes.transpose_right = transpose_b;
  return append_one(Op::MatMul, {a, b}, attributes, dtype(a), (left_batch.empty() ? right_batch : left_batch).joined({rows, columns}));
}

ValueId Builder::linear(ValueId x, ValueId w, ValueId bias) {
  if (!is_real(dtype(x)) || dtype(x) != dtype(w)) fail("linear", "input and weights must be real and of one type");
  if (rank(x) < 1 || rank(w) != 2 || shape(x).back() != shape(w)[1]) fail("linear", "input " + to_text(shape(x)) + " with weights " + to_text(shape(w)));
  if (bias != kNoValue) {
    require_equal("linear", "the bias", shape(bias), {shape(w)[0]});
    if (dtype(bias) != dtype(x)) fail("linear", "the bias has another type");
  }
  Shape target = shape(x);
  target[target.rank() - 1] = shape(w)[0];
  return append_one(Op::Linear, {x, w, bias}, {}, dtype(x), target);
}

ValueId Builder::dot(ValueId a, ValueId b) {
  const Shape left = shape(a);
  const Shape right = shape(b);
  if (left.rank() < 1 || right.rank() < 1 || left.back() != right[0]) fail("dot", to_text(left) + " with " + to_text(right));
  const Shape outer_left = left.slice(0, left.rank() - 1);
  const Shape outer_right = right.slice(1, right.rank());
  const ValueId left_matrix = reshape(a, {outer_left.element_count(), left.back()});
  const ValueId right_matrix = reshape(b, {right[0], outer_right.element_count()});
  return reshape(matmul(left_matrix, right_matrix), outer_left.joined(outer_right));
}

ValueId Builder::convolution(ValueId x, ValueId w, ValueId bias, const Window& window) {
  const Shape& source = shape(x);
  const Shape& weights = shape(w);
  const int spatial = source.rank() - 2;
  if (!is_real(dtype(x)) || dtype(x) != dtype(w)) fail("convolution", "input and weights must be real and of one type");
  require_window("convolution", window, spatial);
  if (weights.rank() != source.rank() || source[1] != weights[1] * window.groups || weights[0] % window.groups != 0) {
    fail("convolution", "input " + to_text(source) + " with weights " + to_text(weights) + " in " + std::to_string(window.groups) + " groups");
  }
  if (bias != kNoValue) require_equal("convolution", "the bias", shape(bias), {weights[0]});
  Attributes attributes;
  attributes.window = window;
  attributes.window.kernel = weights.slice(2, weights.rank());
  Shape target{source[0], weights[0]};
  for (int i = 0; i < spatial; ++i) {
    const std::int64_t extent = window.output_extent(i, source[i + 2], weights[i + 2]);
    if (extent < 1) fail("convolution", "the kernel of " + to_text(weights) + " does not fit into " + to_text(source));
    target.push_back(extent);
  }
  return append_one(Op::Convolution, {x, w, bias}, attributes, dtype(x), target);
}

ValueId Builder::convolution_backward_data(ValueId y, ValueId w, const Window& window, const Shape& spatial_shape) {
  const Shape& result = shape(y);
  const Shape& weights = shape(w);
  const int spatial = result.rank() - 2;
  if (!is_real(dtype(y)) || dtype(y) != dtype(w)) fail("deconvolution", "input and weights must be real and of one type");
  require_window("deconvolution", window, spatial);
  if (weights.rank() != result.rank() || result[1] != weights[0] || weights[0] % window.groups != 0) {
    fail("deconvolution", "input " + to_text(result) + " with weights " + to_text(weights) + " in " + std::to_string(window.groups) + " groups");
  }
  Attributes attributes;
  attributes.window = window;
  attributes.window.kernel = weights.slice(2, weights.rank());
  Shape target{result[0], weights[1] * window.groups};
  for (int i = 0; i < spatial; ++i) {
    const std::int64_t natural = window.stride[i] * (result[i + 2] - 1) + window.dilation[i] * (weights[i + 2] - 1) + 1 - window.before[i] - window.after[i];
    const std::int64_t extent = spatial_shape.empty() ? natural : spatial_shape[i];
    if (extent < 1 || window.output_extent(i, extent, weights[i + 2]) != result[i + 2]) {
      fail("deconvolution", "a convolution of extent " + std::to_string(extent) + " does not give " + to_text(result));
    }
    target.push_back(extent);
  }
  return append_one(Op::ConvolutionBackwardData, {y, w}, attributes, dtype(y), target);
}

ValueId Builder::convolution_backward_weights(ValueId x, ValueId y, const Window& window, const Shape& kernel) {
  const Shape& source = shape(x);
  const Shape& result = shape(y);
  const int spatial = source.rank() - 2;
  require_window("convolution_weights", window, spatial);
  if (dtype(x) != dtype(y) || result.rank() != source.rank() || result[0] != source[0] || kernel.rank() != spatial || source[1] % window.groups != 0 ||
      result[1] % window.groups != 0) {
    fail("convolution_weights", "input " + to_text(source) + " with output " + to_text(result));
  }
  for (int i = 0; i < spatial; ++i) {
    if (window.output_extent(i, source[i + 2], kernel[i]) != result[i + 2]) fail("convolution_weights", "input " + to_text(source) + " with output " + to_text(result));
  }
  Attributes attributes;
  attributes.window = window;
  attributes.window.kernel = kernel;
  return append_one(Op::ConvolutionBackwardWeights, {x, y}, attributes, dtype(x), Shape{result[1], source[1] / window.groups}.joined(kernel));
}

// --- pooling ---------------------------------------------------------------------------------------------------------------

Builder::MaxPoolResult Builder::max_pool(ValueId x, const Window& window) {
  const Shape target = pooled_shape("max_pool", shape(x), window);
  Attributes attributes;
  attributes.window = window;
  const DType dtypes[] = {dtype(x), DType::Integer32};
  const Shape shapes[] = {target, target};
  const auto& outputs = append(Op::MaxPool, {x}, attributes, dtypes, shapes);
  return {outputs[0], outputs[1]};
}

ValueId Builder::max_pool_scatter(ValueId values, ValueId places, const Window& window, const Shape& input_shape) {
  require_equal("max_pool_scatter", "the values array", shape(values), shape(places));
  require_equal("max_pool_scatter", "the values array", shape(values), pooled_shape("max_pool_scatter", input_shape, window));
  Attributes attributes;
  attributes.window = window;
  return append_one(Op::MaxPoolScatter, {values, places}, attributes, dtype(values), input_shape);
}

ValueId Builder::max_pool_gather(ValueId x, ValueId places, const Window& window) {
  require_equal("max_pool_gather", "the places array", shape(places), pooled_shape("max_pool_gather", shape(x), window));
  Attributes attributes;
  attributes.window = window;
  return append_one(Op::MaxPoolGather, {x, places}, attributes, dtype(x), shape(places));
}

ValueId Builder::average_pool(ValueId x, const Window& window, bool mean, bool count_padding) {
  Attributes attributes;
  attributes.window = window;
  attributes.flag = mean;
  attributes.second_flag = count_padding;
  return append_one(Op::AveragePool, {x}, attributes, dtype(x), pooled_shape("average_pool", shape(x), window));
}

ValueId Builder::average_pool_backward(ValueId y, const Window& window, bool mean, bool count_padding, const Shape& input_shape) {
  require_equal("average_pool_backward", "the operand", shape(y), pooled_shape("average_pool_backward", input_shape, window));
  Attributes attributes;
  attributes.window = window;
  attributes.flag = mean;
  attributes.second_flag = count_padding;
  return append_one(Op::AveragePoolBackward, {y}, attributes, dtype(y), input_shape);
}

// --- normalisation ---------------------------------------------------------------------------------------------------------

Builder::BatchNormalizeResult Builder::batch_normalize(ValueId x, ValueId scaling, ValueId biases, double epsilon, int axis_number) {
  const int axis = normal_axis("batch_normalize", axis_number, rank(x));
  const Shape channels{shape(x)[axis]};
  require_equal("batch_normalize", "the scaling", shape(scaling), channels);
  require_equal("batch_normalize", "the bias array", shape(biases), channels);
  Attributes attributes;
  attributes.axis = axis;
  attributes.low = epsilon;
  const DType dtypes[] = {dtype(x), dtype(x), dtype(x)};
  const Shape shapes[] = {shape(x), channels, channels};
  const auto& outputs = append(Op::BatchNormalize, {x, scaling, biases}, attributes, dtypes, shapes);
  return {outputs[0], outputs[1], outputs[2]};
}

Builder::BatchNormalizeResult Builder::batch_normalize_backward(ValueId x, ValueId dy, ValueId mean, ValueId variance, ValueId scaling, double epsilon,
                                                                int axis) {
  const Shape channels{shape(x)[axis]};
  require_equal("batch_normalize_backward", "the gradient", shape(dy), shape(x));
  Attributes attributes;
  attributes.axis = axis;
  attributes.low = epsilon;
  const DType dtypes[] = {dtype(x), dtype(x), dtype(x)};
  const Shape shapes[] = {shape(x), channels, channels};
  const auto& outputs = append(Op::BatchNormalizeBackward, {x, dy, mean, variance, scaling}, attributes, dtypes, shapes);
  return {outputs[0], outputs[1], outputs[2]};
}

ValueId Builder::batch_normalize_evaluate(ValueId x, ValueId scaling, ValueId biases, ValueId mean, ValueId variance, double epsilon, int axis_number) {
  const int axis = normal_axis("batch_normalize", axis_number, rank(x));
  const Shape channels{shape(x)[axis]};
  for (ValueId id : {scaling, biases, mean, variance}) require_equal("batch_normalize", "a channel array", shape(id), channels);
  Attributes attributes;
  attributes.axis = axis;
  attributes.low = epsilon;
  return append_one(Op::BatchNormalizeEvaluate, {x, scaling, biases, mean, variance}, attributes, dtype(x), shape(x));
}

namespace {

Attributes standardization(const Builder::Standardization& how, int rank) {
  Attributes attributes;
  attributes.axis = normal_axis("standardize", how.axis, rank);
  attributes.low = how.epsilon;
  attributes.high = how.correction;
  attributes.flag = how.centred;
  return attributes;
}

}  // namespace

ValueId Builder::standardize(ValueId x, const Standardization& how) {
  return append_one(Op::Standardize, {x}, standardization(how, rank(x)), dtype(x), shape(x));
}

ValueId Builder::standardize_backward(ValueId x, ValueId dy, const Standardization& how) {
  require_equal("standardize_backward", "the gradient", shape(dy), shape(x));
  return append_one(Op::StandardizeBackward, {x, dy}, standardization(how, rank(x)), dtype(x), shape(x));
}

ValueId Builder::softmax(ValueId x, int axis) {
  Attributes attributes;
  attributes.axis = normal_axis("softmax", axis, rank(x));
  return append_one(Op::Softmax, {x}, attributes, dtype(x), shape(x));
}

ValueId Builder::softmax_backward(ValueId y, ValueId dy, int axis) {
  Attributes attributes;
  attributes.axis = normal_axis("softmax", axis, rank(y));
  require_equal("softmax_backward", "the gradient", shape(dy), shape(y));
  return append_one(Op::SoftmaxBackward, {y, dy}, attributes, dtype(y), shape(y));
}

ValueId Builder::log_softmax(ValueId x, int axis) {
  Attributes attributes;
  attributes.axis = normal_axis("log_softmax", axis, rank(x));
  return append_one(Op::LogSoftmax, {x}, attributes, dtype(x), shape(x));
}

ValueId Builder::log_softmax_backward(ValueId y, ValueId dy, int axis) {
  Attributes attributes;
  attributes.axis = normal_axis("log_softmax", axis, rank(y));
  require_equal("log_softmax_backward", "the gradient", shape(dy), shape(y));
  return append_one(Op::LogSoftmaxBackward, {y, dy}, attributes, dtype(y), shape(y));
}

namespace {

// Classes stand on the last axis; indices have the remaining shape.
void require_class_indices(const char* op, const Builder& builder, ValueId classes, ValueId indices) {
  const Shape& source = builder.shape(classes);
  if (source.rank() < 1) fail(op, "an array of classes is expected");
  if (!is_integer(builder.dtype(indices))) fail(op, std::string("integer indices are expected, not ") + name_of(builder.dtype(indices)));
  require_equal(op, "the index array", builder.shape(indices), source.slice(0, source.rank() - 1));
}

}  // namespace

ValueId Builder::cross_entropy_index(ValueId probabilities, ValueId indices, std::int64_t base) {
  require_class_indices("cross_entropy", *this, probabilities, indices);
  Attributes attributes;
  attributes.base = base;
  return append_one(Op::CrossEntropyIndex, {probabilities, indices}, attributes, dtype(probabilities), shape(indices));
}

ValueId Builder::cross_entropy_index_backward(ValueId probabilities, ValueId indices, ValueId dloss, std::int64_t base) {
  require_class_indices("cross_entropy", *this, probabilities, indices);
  require_equal("cross_entropy", "the gradient", shape(dloss), shape(indices));
  Attributes attributes;
  attributes.base = base;
  return append_one(Op::CrossEntropyIndexBackward, {probabilities, indices, dloss}, attributes, dtype(probabilities), shape(probabilities));
}

Builder::SoftmaxCrossEntropyResult Builder::softmax_cross_entropy(ValueId logits, ValueId indices, std::int64_t base) {
  require_class_indices("softmax_cross_entropy", *this, logits, indices);
  Attributes attributes;
  attributes.base = base;
  const DType dtypes[] = {dtype(logits), dtype(logits)};
  const Shape shapes[] = {shape(indices), shape(logits)};
  const auto& outputs = append(Op::SoftmaxCrossEntropy, {logits, indices}, attributes, dtypes, shapes);
  return {outputs[0], outputs[1]};
}

ValueId Builder::softmax_cross_entropy_backward(ValueId probabilities, ValueId indices, ValueId dloss, std::int64_t base) {
  require_class_indices("softmax_cross_entropy", *this, probabilities, indices);
  require_equal("softmax_cross_entropy", "the gradient", shape(dloss), shape(indices));
  Attributes attributes;
  attributes.base = base;
  return append_one(Op::SoftmaxCrossEntropyBackward, {probabilities, indices, dloss}, attributes, dtype(probabilities), shape(probabilities));
}

}  // namespace lykos::array
