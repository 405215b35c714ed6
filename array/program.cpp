// Programs as data: lookup by name, printing, verification, equality of attributes, and the inputs and outputs of the builder.
#include "array/program.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace lykos::array {
namespace {

struct OpRow {
  const char* name;
  int outputs;
};

const OpRow kOps[] = {
#define LYKOS_OPERATION(name, outputs, sentence) {#name, outputs},
#include "array/operations.inc"
#undef LYKOS_OPERATION
};

template <typename Ids>
int index_by_name(const Program& program, const Ids& ids, const std::string& name) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (program.value(ids[i]).name == name) return static_cast<int>(i);
  }
  return -1;
}

std::string value_text(const Program& program, ValueId id) {
  if (id == kNoValue) return "_";
  const Value& value = program.value(id);
  return "%" + std::to_string(id) + (value.name.empty() || value.kind == ValueKind::Result ? "" : ":" + value.name);
}

std::string type_text(const Value& value) { return std::string(name_of(value.dtype)) + " " + to_text(value.shape); }

std::string number_text(double x) {
  std::string text = std::to_string(x);
  return text;
}

bool same_expression(const std::shared_ptr<const ScalarExpression>& a, const std::shared_ptr<const ScalarExpression>& b) {
  return a == b || (a && b && *a == *b);
}

}  // namespace

const int kOpCount = static_cast<int>(std::size(kOps));
const char* name_of(Op op) { return kOps[static_cast<int>(op)].name; }

Window Window::plain(const Shape& kernel_shape) {
  Window window;
  window.kernel = kernel_shape;
  window.stride = Shape::filled(kernel_shape.rank(), 1);
  window.before = Shape::filled(kernel_shape.rank(), 0);
  window.after = Shape::filled(kernel_shape.rank(), 0);
  window.dilation = Shape::filled(kernel_shape.rank(), 1);
  return window;
}

std::int64_t Window::output_extent(int axis, std::int64_t extent, std::int64_t kernel_extent) const {
  const std::int64_t room = extent + before[axis] + after[axis] - (dilation[axis] * (kernel_extent - 1) + 1);
  return room < 0 ? 0 : room / stride[axis] + 1;
}

bool operator==(const Attributes& a, const Attributes& b) {
  return a.axes == b.axes && a.starts == b.starts && a.steps == b.steps && a.window == b.window && a.axis == b.axis && a.base == b.base &&
         a.stream == b.stream && a.low == b.low && a.high == b.high && a.reduction == b.reduction && a.flag == b.flag &&
         a.second_flag == b.second_flag && a.transpose_left == b.transpose_left && a.transpose_right == b.transpose_right &&
         same_expression(a.expression, b.expression) && same_expression(a.post, b.post) && a.host == b.host &&
         a.left_order == b.left_order && a.right_order == b.right_order && a.result_order == b.result_order;
}

int Program::input_index(const std::string& name) const { return index_by_name(*this, inputs, name); }
int Program::parameter_index(const std::string& name) const { return index_by_name(*this, parameters, name); }
int Program::state_index(const std::string& name) const { return index_by_name(*this, states, name); }
int Program::output_index(const std::string& name) const {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

bool read_only_by(const Program& program, ValueId id, Op op) {
  for (const Instruction& instruction : program.instructions) {
    if (instruction.op != op && std::find(instruction.inputs.begin(), instruction.inputs.end(), id) != instruction.inputs.end()) return false;
  }
  return std::none_of(program.outputs.begin(), program.outputs.end(), [id](const NamedOutput& output) { return output.value == id; }) &&
         std::none_of(program.state_updates.begin(), program.state_updates.end(), [id](const StateUpdate& update) { return update.value == id; }) &&
         std::none_of(program.parameter_gradients.begin(), program.parameter_gradients.end(), [id](const ParameterGradient& pair) { return pair.gradient == id; });
}

bool is_unused(const Program& program, ValueId id) {
  return read_only_by(program, id, Op::Elementwise) && read_only_by(program, id, Op::Reduce);  // nothing is of both kinds
}

std::string to_text(const Program& program) {
  std::string text;
  for (std::size_t i = 0; i < program.values.size(); ++i) {
    const Value& value = program.values[i];
    if (value.kind == ValueKind::Result) continue;
    constexpr const char* kinds[] = {"input", "parameter", "state", "constant"};
    text += value_text(program, static_cast<ValueId>(i)) + " = " + kinds[static_cast<int>(value.kind)] + " : " + type_text(value) + "\n";
  }
  for (const Instruction& instruction : program.instructions) {
    for (std::size_t i = 0; i < instruction.outputs.size(); ++i) text += (i > 0 ? ", " : "") + value_text(program, instruction.outputs[i]);
    text += std::string(" = ") + name_of(instruction.op) + "(";
    for (std::size_t i = 0; i < instruction.inputs.size(); ++i) text += (i > 0 ? ", " : "") + value_text(program, instruction.inputs[i]);
    text += ")";
    const Attributes& a = instruction.attributes;
    if (a.expression) text += " " + a.expression->to_text();
    if (!a.axes.empty()) text += " axes " + to_text(a.axes);
    if (!a.starts.empty()) text += " starts " + to_text(a.starts);
    if (!a.steps.empty()) text += " steps " + to_text(a.steps);
    if (!a.window.stride.empty()) {
      text += " kernel " + to_text(a.window.kernel) + " stride " + to_text(a.window.stride) + " padding " + to_text(a.window.before) +
              to_text(a.window.after) + " dilation " + to_text(a.window.dilation) + " groups " + std::to_string(a.window.groups);
    }
    if (a.axis != 0) text += " axis " + std::to_string(a.axis);
    if (a.base != 0) text += " base " + std::to_string(a.base);
    if (a.stream != 0) text += " stream " + std::to_string(a.stream);
    if (a.low != 0 || a.high != 0) text += " (" + number_text(a.low) + ", " + number_text(a.high) + ")";
    if (instruction.op == Op::Reduce || instruction.op == Op::Cumulate) {
      constexpr const char* kinds[] = {"sum", "mean", "product", "max", "min"};
      text += std::string(" ") + kinds[static_cast<int>(a.reduction)];
    }
    if (a.flag) text += " flag";
    if (a.second_flag) text += " second_flag";
    if (a.transpose_left) text += " transpose_left";
    if (a.transpose_right) text += " transpose_right";
    if (!a.left_order.empty()) text += " left in order " + to_text(a.left_order);
    if (!a.right_order.empty()) text += " right in order " + to_text(a.right_order);
    if (!a.result_order.empty()) text += " result in order " + to_text(a.result_order);
    if (a.post) text += " then " + a.post->to_text();
    text += " :";
    for (std::size_t i = 0; i < instruction.outputs.size(); ++i) text += (i > 0 ? ", " : " ") + type_text(program.value(instruction.outputs[i]));
    text += "\n";
  }
  for (const NamedOutput& output : program.outputs) text += "output " + output.name + " = " + value_text(program, output.value) + "\n";
  for (const StateUpdate& update : program.state_updates) {
    text += "update " + value_text(program, update.state) + " = " + value_text(program, update.value) + "\n";
  }
  for (const ParameterGradient& pair : program.parameter_gradients) {
    text += "gradient of " + value_text(program, pair.parameter) + " = " + value_text(program, pair.gradient) + "\n";
  }
  return text;
}

void verify(const Program& program) {
  const auto count = static_cast<ValueId>(program.values.size());
  std::vector<bool> defined(program.values.size(), false);
  for (std::size_t i = 0; i < program.values.size(); ++i) {
    if (program.values[i].kind != ValueKind::Result) defined[i] = true;
  }
  const auto require = [&](ValueId id, const char* what) {
    if (id < 0 || id >= count || !defined[static_cast<std::size_t>(id)]) {
      throw std::logic_error(std::string("[program] ") + what + " %" + std::to_string(id) + " is not defined here");
    }
  };
  for (std::size_t i = 0; i < program.instructions.size(); ++i) {
    const Instruction& instruction = program.instructions[i];
    for (ValueId id : instruction.inputs) {
      if (id != kNoValue) require(id, "operand");
    }
    for (ValueId id : instruction.outputs) {
      if (id < 0 || id >= count || defined[static_cast<std::size_t>(id)]) throw std::logic_error("[program] a value is defined twice");
      if (program.value(id).instruction != static_cast<std::int32_t>(i)) throw std::logic_error("[program] a value names the wrong producer");
      defined[static_cast<std::size_t>(id)] = true;
    }
  }
  for (const NamedOutput& output : program.outputs) require(output.value, "output");
  for (const StateUpdate& update : program.state_updates) {
    require(update.value, "state update");
    if (!(program.shape(update.value) == program.shape(update.state))) throw std::logic_error("[program] a state changes its shape");
  }
  for (const ParameterGradient& pair : program.parameter_gradients) {
    require(pair.gradient, "gradient");
    if (!(program.shape(pair.gradient) == program.shape(pair.parameter))) throw std::logic_error("[program] a gradient has the wrong shape");
  }
}

// --- Builder: inputs and outputs -------------------------------------------------------------------------------------------

namespace {

ValueId add_value(Program& program, Value value) {
  program.values.push_back(static_cast<Value&&>(value));
  return static_cast<ValueId>(program.values.size()) - 1;
}

ValueId add_named(Program& program, std::vector<ValueId>& list, ValueKind kind, const std::string& name, DType dtype, const Shape& shape) {
  Value value;
  value.dtype = dtype;
  value.shape = shape;
  value.kind = kind;
  value.name = name;
  value.position = static_cast<std::int32_t>(list.size());
  const ValueId id = add_value(program, static_cast<Value&&>(value));
  list.push_back(id);
  return id;
}

}  // namespace

ValueId Builder::input(const std::string& name, DType dtype, const Shape& shape) {
  if (is_complex(dtype)) throw std::invalid_argument("[input] complex values are not supported in programs");
  return add_named(program_, program_.inputs, ValueKind::Input, name, dtype, shape);
}

ValueId Builder::parameter(const std::string& name, DType dtype, const Shape& shape) {
  if (!is_real(dtype)) throw std::invalid_argument("[parameter] " + name + " must be Real32 or Real64");
  return add_named(program_, program_.parameters, ValueKind::Parameter, name, dtype, shape);
}

ValueId Builder::state(const std::string& name, DType dtype, const Shape& shape) {
  if (is_complex(dtype)) throw std::invalid_argument("[state] complex values are not supported in programs");
  return add_named(program_, program_.states, ValueKind::State, name, dtype, shape);
}

ValueId Builder::constant(const Array& array) {
  if (!array.valid() || is_complex(array.dtype())) throw std::invalid_argument("[constant] an integer or real array is expected");
  Value value;
  value.dtype = array.dtype();
  value.shape = array.shape();
  value.kind = ValueKind::Constant;
  value.constant = array;
  return add_value(program_, static_cast<Value&&>(value));
}

ValueId Builder::fill(double value, DType dtype, const Shape& shape) {
  if (is_real(dtype)) return elementwise_to(ScalarExpression::of_constant(value), {}, dtype, shape);
  return constant(Array::filled(dtype, shape, value));
}

void Builder::output(const std::string& name, ValueId value) { program_.outputs.push_back({name, value}); }

void Builder::update_state(ValueId state, ValueId value) {
  if (program_.value(state).kind != ValueKind::State) throw std::invalid_argument("[update_state] the target is not a state");
  if (!(shape(state) == shape(value)) || dtype(state) != dtype(value)) {
    throw std::invalid_argument("[update_state] the new value has shape " + to_text(shape(value)) + ", the state " + to_text(shape(state)));
  }
  program_.state_updates.push_back({state, value});
}

void Builder::parameter_gradient(ValueId parameter, ValueId gradient) {
  if (program_.value(parameter).kind != ValueKind::Parameter) throw std::invalid_argument("[parameter_gradient] not a parameter");
  if (!(shape(parameter) == shape(gradient)) || dtype(parameter) != dtype(gradient)) {
    throw std::invalid_argument("[parameter_gradient] the gradient has shape " + to_text(shape(gradient)) + ", the parameter " +
                                to_text(shape(parameter)));
  }
  program_.parameter_gradients.push_back({parameter, gradient});
}

const std::vector<ValueId>& Builder::append(Op op, std::vector<ValueId> operands, Attributes attributes, std::span<const DType> dtypes,
                                            std::span<const Shape> shapes) {
  Instruction instruction;
  instruction.op = op;
  instruction.inputs = static_cast<std::vector<ValueId>&&>(operands);
  instruction.attributes = static_cast<Attributes&&>(attributes);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    // Kernels keep coordinates in fixed arrays of this size.
    if (shapes[i].rank() > 32) throw std::invalid_argument(std::string("[") + name_of(op) + "] rank " + std::to_string(shapes[i].rank()) + " is beyond 32");
    Value value;
    value.dtype = dtypes[i];
    value.shape = shapes[i];
    value.position = static_cast<std::int32_t>(i);
    value.instruction = static_cast<std::int32_t>(program_.instructions.size());
    instruction.outputs.push_back(add_value(program_, static_cast<Value&&>(value)));
  }
  program_.instructions.push_back(static_cast<Instruction&&>(instruction));
  return program_.instructions.back().outputs;
}

ValueId Builder::append_one(Op op, std::vector<ValueId> operands, Attributes attributes, DType dtype, const Shape& shape) {
  return append(op, static_cast<std::vector<ValueId>&&>(operands), static_cast<Attributes&&>(attributes), {&dtype, 1}, {&shape, 1})[0];
}

}  // namespace lykos::array
