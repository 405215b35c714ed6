// Array programs: the form every net takes between its layers and the machine.
//
// A Program is a flat list of instructions in static single assignment form over values with fixed element type and shape (the
// batch extent included). Instructions stand in execution order; an instruction's operands are defined before it. A value is an
// input (data given at each run), a parameter (trainable, kept between runs), a state (kept between runs and replaced by the
// program itself, such as moving averages), a constant, or the result of an instruction.
//
//   Program program;
//   Builder b(program);
//   ValueId x = b.input("Input", DType::Real32, {64, 4});
//   ValueId w = b.parameter("w", DType::Real32, {3, 4});
//   b.output("Output", b.softmax(b.linear(x, w), -1));
//   Executable executable = compile(program);        // executor.h
//
// Every builder function checks element types and shapes and throws std::invalid_argument("[linear] ..."). Negative axes count
// from the end. Programs are plain values: copying one and changing the copy is how passes and gradients work.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "array/array.h"
#include "array/scalar_expression.h"

namespace lykos::array {

enum class Op : std::uint8_t {
#define LYKOS_OPERATION(name, outputs, sentence) name,
#include "array/operations.inc"
#undef LYKOS_OPERATION
};

extern const int kOpCount;
const char* name_of(Op op);

using ValueId = std::int32_t;
inline constexpr ValueId kNoValue = -1;

enum class ValueKind : std::uint8_t { Input, Parameter, State, Constant, Result };

struct Value {
  DType dtype = DType::Real32;
  Shape shape;
  ValueKind kind = ValueKind::Result;
  std::int32_t position = -1;     // index in the program's inputs / parameters / states; for results: the output number
  std::int32_t instruction = -1;  // results: the producing instruction
  std::string name;               // inputs, parameters, states, outputs; may be empty
  Array constant;                 // constants
};

enum class Reduction : std::uint8_t { Sum, Mean, Product, Max, Min };

// Geometry of convolution and pooling over 1 to 3 spatial axes; every vector has one entry per spatial axis.
struct Window {
  Shape kernel;  // pooling only (convolution reads it from the weights)
  Shape stride, before, after, dilation;
  std::int64_t groups = 1;
  // A window with stride 1, no padding and no dilation.
  static Window plain(const Shape& kernel);
  // The output extent along spatial axis i: floor((extent + before + after - (dilation (k - 1) + 1)) / stride) + 1.
  std::int64_t output_extent(int axis, std::int64_t extent, std::int64_t kernel_extent) const;
  friend bool operator==(const Window&, const Window&) = default;
};

// Code of the host program that a program calls (Callback). Real arrays in and out, row-major, all of the program's precision.
class HostFunction {
 public:
  virtual ~HostFunction() = default;
  // Writes the result; may throw. An exception is kept until rethrow_callback_error(), and the result is filled with NaN.
  virtual void call(std::span<const Array> operands, Array& result) const = 0;
  // The function that makes the gradient of operand 0 from (operand 0, gradient of the result, result); null if there is none.
  virtual std::shared_ptr<const HostFunction> gradient() const { return nullptr; }
};
// Throws what a Callback threw on this thread since the last call, if anything. For whoever ran the program.
void rethrow_callback_error();

// What an instruction needs beyond its operands; each Op uses the few fields its builder function names.
struct Attributes {
  Shape axes;                    // Reduce axes, Transpose permutation, Slice counts
  Shape starts, steps;           // Slice, Unslice; Pad before (starts) and after (steps)
  Window window;                 // convolution, pooling
  std::int64_t axis = 0;         // Softmax, Concatenate, OneHot, ... ; channel axis of BatchNormalize; first axis of Standardize
  std::int64_t base = 0;         // number of the first index (1 for the language's indices)
  std::int64_t stream = 0;       // random operations
  double low = 0, high = 0;      // parameters: epsilon, pad value, random bounds, dropout probability, correction of Standardize
  Reduction reduction = Reduction::Sum;
  bool flag = false;             // Standardize centred, Reduce keep, Cumulate exclusive, AveragePool divide, ArgReduce minimum, Order descending
  bool second_flag = false;      // Cumulate reverse, AveragePool counts padding
  bool transpose_left = false, transpose_right = false;  // MatMul
  std::shared_ptr<const ScalarExpression> expression;    // Elementwise
  std::shared_ptr<const class HostFunction> host;         // Callback
  // Set by passes: a function applied to the result (BatchNormalize, Convolution, Linear), of one input.
  std::shared_ptr<const ScalarExpression> post;
  // Set by a pass: permutations (as those of Transpose) that MatMul applies to its operands before, and to its result after; the last axis stays.
  Shape left_order, right_order, result_order;
  friend bool operator==(const Attributes&, const Attributes&);
};

struct Instruction {
  Op op = Op::Elementwise;
  std::vector<ValueId> inputs;   // kNoValue for an absent optional operand
  std::vector<ValueId> outputs;
  Attributes attributes;
};

struct NamedOutput {
  std::string name;
  ValueId value = kNoValue;
};

struct StateUpdate {
  ValueId state = kNoValue;  // a state value
  ValueId value = kNoValue;  // what it becomes when the run ends
};

struct ParameterGradient {
  ValueId parameter = kNoValue;
  ValueId gradient = kNoValue;  // same type and shape; the executor keeps it in the gradient arena
};

struct Program {
  std::vector<Value> values;
  std::vector<Instruction> instructions;
  std::vector<ValueId> inputs, parameters, states;
  std::vector<NamedOutput> outputs;
  std::vector<StateUpdate> state_updates;
  std::vector<ParameterGradient> parameter_gradients;

  const Value& value(ValueId id) const { return values[static_cast<std::size_t>(id)]; }
  const Shape& shape(ValueId id) const { return value(id).shape; }
  DType dtype(ValueId id) const { return value(id).dtype; }
  // Position of the named entry in inputs / parameters / states / outputs; -1 when absent.
  int input_index(const std::string& name) const;
  int parameter_index(const std::string& name) const;
  int state_index(const std::string& name) const;
  int output_index(const std::string& name) const;
};

// Whether instructions of this kind alone read a value, and nothing after the run (an output, a state, a parameter's gradient); and whether nothing does.
bool read_only_by(const Program& program, ValueId id, Op op);
bool is_unused(const Program& program, ValueId id);

// The whole program as text, one instruction a line: "%7 = Linear(%0, %3, %4) : Real32 {64, 10}".
std::string to_text(const Program& program);

// Verifies the invariants stated above (operands defined before use, indices in range); throws std::logic_error. For tests.
void verify(const Program& program);

// Appends instructions to a program, one checked function per operation. Reals are Real32 or Real64 throughout ("real
// arrays"); index arrays have any integer type.
class Builder {
 public:
  explicit Builder(Program& program) : program_(program) {}
  Program& program() { return program_; }
  const Shape& shape(ValueId id) const { return program_.shape(id); }
  DType dtype(ValueId id) const { return program_.dtype(id); }
  int rank(ValueId id) const { return program_.shape(id).rank(); }

  // --- what goes in, stays, and comes out
  ValueId input(const std::string& name, DType dtype, const Shape& shape);
  ValueId parameter(const std::string& name, DType dtype, const Shape& shape);
  ValueId state(const std::string& name, DType dtype, const Shape& shape);
  ValueId constant(const Array& value);
  // A constant of the given real or integer type, every element equal.
  ValueId fill(double value, DType dtype, const Shape& shape);
  void output(const std::string& name, ValueId value);
  // The state takes this value when the run has finished; all reads in the run see the old one.
  void update_state(ValueId state, ValueId value);
  void parameter_gradient(ValueId parameter, ValueId gradient);

  // --- elementwise; operands broadcast against each other (trailing axes aligned), real arrays of one type
  ValueId elementwise(const ScalarExpression& expression, std::span<const ValueId> operands);
  // The same, with the result broadcast to `shape` (needed when the expression has no operands).
  ValueId elementwise_to(const ScalarExpression& expression, std::span<const ValueId> operands, DType dtype, const Shape& shape);
  ValueId apply(ScalarFunction function, ValueId a);
  ValueId apply(ScalarFunction function, ValueId a, ValueId b);
  ValueId apply(ScalarFunction function, ValueId a, ValueId b, ValueId c);
  ValueId add(ValueId a, ValueId b) { return apply(ScalarFunction::Plus, a, b); }
  ValueId subtract(ValueId a, ValueId b) { return apply(ScalarFunction::Subtract, a, b); }
  ValueId multiply(ValueId a, ValueId b) { return apply(ScalarFunction::Times, a, b); }
  ValueId divide(ValueId a, ValueId b) { return apply(ScalarFunction::Divide, a, b); }
  ValueId scale(ValueId a, double factor);       // a * factor
  ValueId shift(ValueId a, double amount);       // a + amount
  ValueId negate(ValueId a) { return apply(ScalarFunction::Minus, a); }
  ValueId select(ValueId condition, ValueId a, ValueId b) { return apply(ScalarFunction::Select, condition, a, b); }
  // Conversion to any type; real to integer rounds half to even.
  ValueId cast(ValueId a, DType dtype);
  ValueId stop_gradient(ValueId a);

  // --- dense algebra
  // a {..., n, k} times b {..., k, m} -> {..., n, m}; a transposed operand is given as {..., k, n} or {..., m, k}. The leading axes
  // must be equal, or absent on one side, which then is used for every batch entry.
  ValueId matmul(ValueId a, ValueId b, bool transpose_a = false, bool transpose_b = false);
  // x {..., k}, w {m, k}, b {m} or kNoValue -> {..., m}.
  ValueId linear(ValueId x, ValueId w, ValueId bias = kNoValue);
  // The language's Dot: last axis of a with the first axis of b, any ranks >= 1.
  ValueId dot(ValueId a, ValueId b);
  // x {n, c, d1..}, w {o, c/groups, k1..}, bias {o} or kNoValue -> {n, o, e1..}; 1 to 3 spatial axes.
  ValueId convolution(ValueId x, ValueId w, ValueId bias, const Window& window);
  // Transposed convolution: y {n, o, e1..}, w {o, c/groups, k1..} -> {n, c, d1..}. `spatial` gives d1..; default (empty): stride (e - 1) + dilation (k - 1) + 1 - before - after.
  ValueId convolution_backward_data(ValueId y, ValueId w, const Window& window, const Shape& spatial = {});
  // x {n, c, d..}, y {n, o, e..} -> {o, c/groups, kernel..}.
  ValueId convolution_backward_weights(ValueId x, ValueId y, const Window& window, const Shape& kernel);

  // --- pooling, x {n, c, d1..}
  struct MaxPoolResult {
    ValueId maxima, places;  // places: Integer32, the flat place inside the channel's plane; the first one wins ties
  };
  MaxPoolResult max_pool(ValueId x, const Window& window);
  ValueId max_pool_scatter(ValueId values, ValueId places, const Window& window, const Shape& input_shape);
  ValueId max_pool_gather(ValueId x, ValueId places, const Window& window);
  // Sums over windows; with `mean` divided by the window's size (`count_padding`) or by the number of elements inside.
  ValueId average_pool(ValueId x, const Window& window, bool mean, bool count_padding);
  ValueId average_pool_backward(ValueId y, const Window& window, bool mean, bool count_padding, const Shape& input_shape);

  // --- normalisation
  struct BatchNormalizeResult {
    ValueId y, mean, variance;  // mean and biased variance: {channels}
  };
  // Over all axes but `axis`; scaling and biases {channels}: y = (x - mean) / Sqrt[variance + epsilon] scaling + biases.
  BatchNormalizeResult batch_normalize(ValueId x, ValueId scaling, ValueId biases, double epsilon, int axis = 1);
  BatchNormalizeResult batch_normalize_backward(ValueId x, ValueId dy, ValueId mean, ValueId variance, ValueId scaling, double epsilon,
                                                int axis);  // dx, dscaling, dbiases
  ValueId batch_normalize_evaluate(ValueId x, ValueId scaling, ValueId biases, ValueId mean, ValueId variance, double epsilon, int axis = 1);
  // Along all axes from `axis` on (a row): y = (x - mean) / Sqrt[variance + epsilon], the variance being the mean of the squared differences times
  // `correction` (n/(n - 1) for an unbiased one). Not centred: y = x / Sqrt[correction Mean[x^2] + epsilon] (Zhang, Sennrich 2019).
  struct Standardization {
    int axis = -1;
    double epsilon = 0;
    double correction = 1;
    bool centred = true;
  };
  ValueId standardize(ValueId x, const Standardization& how);
  ValueId standardize_backward(ValueId x, ValueId dy, const Standardization& how);
  ValueId softmax(ValueId x, int axis = -1);
  ValueId softmax_backward(ValueId y, ValueId dy, int axis);
  ValueId log_softmax(ValueId x, int axis = -1);
  ValueId log_softmax_backward(ValueId y, ValueId dy, int axis);
  // probabilities {..., classes}, indices {...} of integer type counted from `base` -> {...}. An index out of range gives NaN.
  ValueId cross_entropy_index(ValueId probabilities, ValueId indices, std::int64_t base = 1);
  ValueId cross_entropy_index_backward(ValueId probabilities, ValueId indices, ValueId dloss, std::int64_t base);
  struct SoftmaxCrossEntropyResult {
    ValueId loss, probabilities;
  };
  SoftmaxCrossEntropyResult softmax_cross_entropy(ValueId logits, ValueId indices, std::int64_t base = 1);
  ValueId softmax_cross_entropy_backward(ValueId probabilities, ValueId indices, ValueId dloss, std::int64_t base);

  // --- shape
  ValueId reshape(ValueId a, const Shape& shape);
  // The same values as a value of its own, through which reshapes do not see: gradients with respect to it count every use of it.
  ValueId view(ValueId a);
  ValueId transpose(ValueId a, const Shape& permutation);
  ValueId swap_axes(ValueId a, int first, int second);
  ValueId broadcast_to(ValueId a, const Shape& shape);
  // counts[i] elements start[i], start[i] + step[i], ... of axis i.
  ValueId slice(ValueId a, const Shape& starts, const Shape& counts, const Shape& steps);
  // One axis only, first..last-1.
  ValueId slice_axis(ValueId a, int axis, std::int64_t first, std::int64_t last, std::int64_t step = 1);
  ValueId reverse(ValueId a, int axis);
  // One entry of an axis, which disappears.
  ValueId part(ValueId a, int axis, std::int64_t index);
  ValueId unslice(ValueId a, const Shape& starts, const Shape& steps, const Shape& shape);
  ValueId concatenate(std::span<const ValueId> operands, int axis);
  ValueId pad(ValueId a, const Shape& before, const Shape& after, double value = 0);

  // --- reduction and order
  ValueId reduce(Reduction kind, ValueId a, const Shape& axes, bool keep = false);
  ValueId reduce_all(Reduction kind, ValueId a);  // to a scalar, shape {}
  // Sums over the axes along which `shape` was broadcast, giving `shape` again.
  ValueId reduce_to(ValueId a, const Shape& shape);
  // Index (Integer64, from 0) of the first maximum (or minimum) along an axis, which disappears.
  ValueId arg_reduce(ValueId a, int axis, bool minimum = false);
  ValueId cumulate(Reduction sum_or_product, ValueId a, int axis, bool exclusive = false, bool reverse = false);
  // Integer64 indices (from 0) that sort along `axis`; ties keep their order.
  ValueId order(ValueId a, int axis, bool descending = false);
  ValueId sort(ValueId a, int axis, bool descending = false);

  // --- indexing; indices count from `base`
  // table {rows, ...}, indices of any shape -> indices.shape + table.shape[1..]. An index out of range gives NaN.
  ValueId gather(ValueId table, ValueId indices, std::int64_t base = 0);
  ValueId scatter_add(ValueId indices, ValueId updates, std::int64_t rows, std::int64_t base = 0);
  // indices: the shape of a except along `axis`.
  ValueId gather_along(ValueId a, ValueId indices, int axis, std::int64_t base = 0);
  ValueId scatter_add_along(ValueId indices, ValueId updates, int axis, std::int64_t extent, std::int64_t base = 0);
  // indices {...} -> {..., classes}; an index out of range gives zeros.
  ValueId one_hot(ValueId indices, std::int64_t classes, DType dtype, std::int64_t base = 0);
  ValueId iota(DType dtype, const Shape& shape, int axis);

  // --- code of the host program; the result has the given shape and the operands' type
  ValueId callback(std::shared_ptr<const HostFunction> function, std::span<const ValueId> operands, const Shape& shape);

  // --- random; `stream` distinguishes the draws of one run
  ValueId random_uniform(DType dtype, const Shape& shape, double low, double high, std::int64_t stream);
  ValueId random_normal(DType dtype, const Shape& shape, double mean, double deviation, std::int64_t stream);
  ValueId dropout_mask(DType dtype, const Shape& shape, double probability, std::int64_t stream);

  // What a draw depends on: Gamma (shape; scale 1), Poisson (mean), Binomial (number, probability). No gradient flows to the parameters.
  enum class Distribution : std::uint8_t { Gamma, Poisson, Binomial };
  // Parameters are real arrays of the same shape, which is the result's.
  ValueId random_distribution(Distribution distribution, std::span<const ValueId> parameters, std::int64_t stream);

  // --- sequences
  enum class Cell : std::uint8_t { Basic, Gated, LongShortTerm };
  struct RecurrentResult {
    ValueId states;      // {n, t, h}
    ValueId final_state; // {n, h}
    ValueId final_cell;  // {n, h}, LongShortTerm only
  };
  // driven {n, t, g h} is the input's contribution to the gates, biases included (it needs no state: one Linear serves all steps); state, cell {n, h} (cell: LongShortTerm only);
  // state_weights {g h, h}. Gates stand one after another: Basic (1): Tanh; Gated: input, reset, memory; LongShortTerm: input,
  // output, forget, memory. Masks (dropout; constants for gradients): state_mask {n, g h} multiplies the state's contribution at every
  // step, update_mask {n, t, h} what is added to the state (Basic: the new state).
  RecurrentResult recurrent(Cell kind, ValueId driven, ValueId state, ValueId cell, ValueId state_weights, ValueId state_mask = kNoValue,
                            ValueId update_mask = kNoValue);
  // The same step by step in simpler operations: what gradients of gradients are made from.
  RecurrentResult recurrent_steps(Cell kind, ValueId driven, ValueId state, ValueId cell, ValueId state_weights, ValueId state_mask, ValueId update_mask,
                                  ValueId* cells);
  // Results: gradients for driven, state, cell (LongShortTerm) and state_weights. `forward` is the instruction whose gradients they are;
  // dstates {n, t, h} and dcells {n, t, h} may be kNoValue.
  const std::vector<ValueId>& recurrent_backward(const Instruction& forward, ValueId dstates, ValueId dcells);

  // probabilities {n, t, classes}, the last class being the blank; targets {n, l} integers counted from `base` -> {n}.
  ValueId ctc_loss(ValueId probabilities, ValueId targets, std::int64_t base = 1);
  ValueId ctc_loss_backward(ValueId probabilities, ValueId targets, ValueId dloss, std::int64_t base);
  ValueId ctc_loss_steps(ValueId probabilities, ValueId targets, std::int64_t base);

  // Appends any instruction with given result types; used by passes and gradients. Returns the outputs.
  const std::vector<ValueId>& append(Op op, std::vector<ValueId> operands, Attributes attributes,
                                     std::span<const DType> dtypes, std::span<const Shape> shapes);

 private:
  ValueId append_one(Op op, std::vector<ValueId> operands, Attributes attributes, DType dtype, const Shape& shape);
  Program& program_;
};

}  // namespace lykos::array
