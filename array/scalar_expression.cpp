// ScalarExpression: construction with sharing and folding, evaluation at a point, symbolic derivatives from the table, printing.
#include "array/scalar_expression.h"

#include <cmath>
#include <cstring>
#include <iterator>

#include "array/scalar_math.h"

namespace lykos::array {
namespace {

constexpr double truth(bool condition) { return condition ? 1 : 0; }

struct FunctionRow {
  const char* name;
  int arity;
  double (*value)(double a, double b, double c);
  // d(function)/d(argument `which`) in terms of the arguments and the result; building into their owner.
  ScalarTerm (*derivative)(int which, ScalarTerm a, ScalarTerm b, ScalarTerm c, ScalarTerm y);
};

template <typename... Terms>
ScalarTerm call_term(ScalarFunction function, ScalarTerm first, Terms... rest) {
  return first.owner->call(function, {first, rest...});
}

#define K(number) owner->constant(number)
#define F(function, ...) call_term(ScalarFunction::function, __VA_ARGS__)
// Each row's derivatives become an array of lambdas, so that only the one asked for is built.
#define LYKOS_LAMBDA_1(d0) if (which == 0) return d0
#define LYKOS_LAMBDA_2(d0, d1) LYKOS_LAMBDA_1(d0); if (which == 1) return d1
#define LYKOS_LAMBDA_3(d0, d1, d2) LYKOS_LAMBDA_2(d0, d1); if (which == 2) return d2
#define LYKOS_PICK(a1, a2, a3, chosen, ...) chosen
#define LYKOS_DERIVATIVES(...) LYKOS_PICK(__VA_ARGS__, LYKOS_LAMBDA_3, LYKOS_LAMBDA_2, LYKOS_LAMBDA_1, unused)(__VA_ARGS__)

const FunctionRow kFunctions[] = {
#define LYKOS_SCALAR_FUNCTION(name, arity, value, ...)                                                                \
  {#name, arity,                                                                                                      \
   []([[maybe_unused]] double a, [[maybe_unused]] double b, [[maybe_unused]] double c) -> double { return value; },   \
   []([[maybe_unused]] int which, ScalarTerm a, [[maybe_unused]] ScalarTerm b, [[maybe_unused]] ScalarTerm c,         \
      [[maybe_unused]] ScalarTerm y) -> ScalarTerm {                                                                  \
     [[maybe_unused]] ScalarExpression* owner = a.owner;                                                              \
     LYKOS_DERIVATIVES(__VA_ARGS__);                                                                                  \
     return owner->constant(0);                                                                                       \
   }},
#include "array/scalar_functions.inc"
#undef LYKOS_SCALAR_FUNCTION
};

#undef K
#undef F

const FunctionRow& row(ScalarFunction function) { return kFunctions[static_cast<int>(function)]; }

bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

bool same_node(const ScalarNode& a, const ScalarNode& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case ScalarNode::Kind::Input: return a.input == b.input;
    case ScalarNode::Kind::Constant: return same_bits(a.constant, b.constant);
    case ScalarNode::Kind::Call:
      return a.function == b.function && a.arguments[0] == b.arguments[0] && a.arguments[1] == b.arguments[1] &&
             a.arguments[2] == b.arguments[2];
  }
  return false;
}

}  // namespace

const int kScalarFunctionCount = static_cast<int>(std::size(kFunctions));

int arity_of(ScalarFunction function) { return row(function).arity; }
const char* name_of(ScalarFunction function) { return row(function).name; }
double evaluate(ScalarFunction function, double a, double b, double c) { return row(function).value(a, b, c); }

bool scalar_function_from_name(const std::string& name, ScalarFunction& result) {
  for (int i = 0; i < kScalarFunctionCount; ++i) {
    if (name == kFunctions[i].name) {
      result = static_cast<ScalarFunction>(i);
      return true;
    }
  }
  return false;
}

std::int32_t ScalarExpression::add(const ScalarNode& node) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (same_node(nodes_[i], node)) return static_cast<std::int32_t>(i);
  }
  nodes_.push_back(node);
  return static_cast<std::int32_t>(nodes_.size()) - 1;
}

ScalarTerm ScalarExpression::input(int index) {
  ScalarNode node;
  node.kind = ScalarNode::Kind::Input;
  node.input = index;
  return {this, add(node)};
}

ScalarTerm ScalarExpression::constant(double value) {
  ScalarNode node;
  node.kind = ScalarNode::Kind::Constant;
  node.constant = value;
  return {this, add(node)};
}

ScalarTerm ScalarExpression::call(ScalarFunction function, std::initializer_list<ScalarTerm> arguments) {
  std::int32_t nodes[3] = {-1, -1, -1};
  std::size_t count = 0;
  for (ScalarTerm term : arguments) {
    if (count < 3) nodes[count++] = term.node;
  }
  return call(function, std::span<const std::int32_t>(nodes, count));
}

// Folds calls on constants and the identities x + 0, x - 0, 0 + x, x * 1, 1 * x, x * 0, 0 * x, x / 1, --x, 0 / x and Power[x, 1 or 2].
// Multiplication by an exact 0 gives 0 (derivative terms rely on it) although it loses a NaN in the other factor.
ScalarTerm ScalarExpression::call(ScalarFunction function, std::span<const std::int32_t> arguments) {
  const auto constant_of = [&](std::size_t i, double& value) {
    if (i >= arguments.size()) return false;
    const ScalarNode& node = nodes_[static_cast<std::size_t>(arguments[i])];
    value = node.constant;
    return node.kind == ScalarNode::Kind::Constant;
  };
  double values[3] = {0, 0, 0};
  bool known[3] = {false, false, false};
  bool all_known = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    known[i] = constant_of(i, values[i]);
    all_known = all_known && known[i];
  }
  if (all_known) return constant(array::evaluate(function, values[0], values[1], values[2]));
  const auto argument = [&](std::size_t i) { return ScalarTerm{this, arguments[i]}; };
  switch (function) {
    case ScalarFunction::Plus:
      if (known[0] && values[0] == 0) return argument(1);
      if (known[1] && values[1] == 0) return argument(0);
      break;
    case ScalarFunction::Subtract:
      if (known[1] && values[1] == 0) return argument(0);
      if (known[0] && values[0] == 0) return call(ScalarFunction::Minus, {argument(1)});
      break;
    case ScalarFunction::Times:
      for (std::size_t i = 0; i < 2; ++i) {
        if (!known[i]) continue;
        if (values[i] == 1) return argument(1 - i);
        if (values[i] == 0) return constant(0);
        if (values[i] == -1) return call(ScalarFunction::Minus, {argument(1 - i)});
      }
      break;
    case ScalarFunction::Divide:
      if (known[1] && values[1] == 1) return argument(0);
      if (known[0] && values[0] == 0) return constant(0);
      // Powers of two have an exact reciprocal, and a product is faster than a quotient.
      if (known[1] && std::isfinite(values[1]) && values[1] != 0) {
        int exponent = 0;
        if (std::fabs(std::frexp(values[1], &exponent)) == 0.5) return call(ScalarFunction::Times, {argument(0), constant(1 / values[1])});
      }
      break;
    case ScalarFunction::Power:
      if (known[1] && values[1] == 1) return argument(0);
      if (known[1] && values[1] == 2) return call(ScalarFunction::Square, {argument(0)});
      if (known[1] && values[1] == 0.5) return call(ScalarFunction::Sqrt, {argument(0)});
      if (known[1] && values[1] == -1) return call(ScalarFunction::Reciprocal, {argument(0)});
      if (known[1] && values[1] == -0.5) return call(ScalarFunction::ReciprocalSqrt, {argument(0)});
      if (known[1] && values[1] == 0) return constant(1);
      break;
    case ScalarFunction::Minus: {
      const ScalarNode& inner = nodes_[static_cast<std::size_t>(arguments[0])];
      if (inner.kind == ScalarNode::Kind::Call && inner.function == ScalarFunction::Minus) return {this, inner.arguments[0]};
      break;
    }
    case ScalarFunction::Select:
      if (known[0]) return values[0] != 0 ? argument(1) : argument(2);
      break;
    default: break;
  }
  ScalarNode node;
  node.kind = ScalarNode::Kind::Call;
  node.function = function;
  for (std::size_t i = 0; i < arguments.size(); ++i) node.arguments[i] = arguments[i];
  return {this, add(node)};
}

ScalarExpression ScalarExpression::of(ScalarFunction function) {
  ScalarExpression expression;
  std::int32_t nodes[3] = {-1, -1, -1};
  for (int i = 0; i < arity_of(function); ++i) nodes[i] = expression.input(i).node;
  expression.set_result(expression.call(function, std::span<const std::int32_t>(nodes, static_cast<std::size_t>(arity_of(function)))));
  return expression;
}

ScalarExpression ScalarExpression::of_constant(double value) {
  ScalarExpression expression;
  expression.set_result(expression.constant(value));
  return expression;
}

int ScalarExpression::input_count() const {
  int count = 0;
  for (const ScalarNode& node : nodes_) {
    if (node.kind == ScalarNode::Kind::Input && node.input >= count) count = node.input + 1;
  }
  return count;
}

bool ScalarExpression::uses_input(int index) const {
  // Only nodes the result depends on count, so a reachability sweep runs backwards over the (topologically ordered) nodes.
  if (result_ < 0) return false;
  std::vector<bool> needed(nodes_.size(), false);
  needed[static_cast<std::size_t>(result_)] = true;
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    if (!needed[i]) continue;
    if (nodes_[i].kind == ScalarNode::Kind::Input && nodes_[i].input == index) return true;
    for (std::int32_t argument : nodes_[i].arguments) {
      if (argument >= 0) needed[static_cast<std::size_t>(argument)] = true;
    }
  }
  return false;
}

bool ScalarExpression::is_identity() const {
  return result_ >= 0 && nodes_[static_cast<std::size_t>(result_)].kind == ScalarNode::Kind::Input &&
         nodes_[static_cast<std::size_t>(result_)].input == 0;
}

bool ScalarExpression::is_constant(double* value) const {
  if (result_ < 0 || nodes_[static_cast<std::size_t>(result_)].kind != ScalarNode::Kind::Constant) return false;
  if (value != nullptr) *value = nodes_[static_cast<std::size_t>(result_)].constant;
  return true;
}

double ScalarExpression::evaluate(std::span<const double> inputs) const {
  std::vector<double> values(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const ScalarNode& node = nodes_[i];
    if (node.kind == ScalarNode::Kind::Input) {
      values[i] = static_cast<std::size_t>(node.input) < inputs.size() ? inputs[static_cast<std::size_t>(node.input)] : 0;
    } else if (node.kind == ScalarNode::Kind::Constant) {
      values[i] = node.constant;
    } else {
      const auto value = [&](int k) { return node.arguments[k] < 0 ? 0.0 : values[static_cast<std::size_t>(node.arguments[k])]; };
      values[i] = array::evaluate(node.function, value(0), value(1), value(2));
    }
  }
  return values[static_cast<std::size_t>(result_)];
}

ScalarTerm ScalarExpression::inlined(const ScalarExpression& other, std::span<const ScalarTerm> arguments) {
  std::vector<std::int32_t> mapped(other.nodes_.size());
  for (std::size_t i = 0; i < other.nodes_.size(); ++i) {
    const ScalarNode& node = other.nodes_[i];
    if (node.kind == ScalarNode::Kind::Input) {
      mapped[i] = arguments[static_cast<std::size_t>(node.input)].node;
    } else if (node.kind == ScalarNode::Kind::Constant) {
      mapped[i] = constant(node.constant).node;
    } else {
      std::int32_t operands[3] = {-1, -1, -1};
      const auto count = static_cast<std::size_t>(arity_of(node.function));
      for (std::size_t k = 0; k < count; ++k) operands[k] = mapped[static_cast<std::size_t>(node.arguments[k])];
      mapped[i] = call(node.function, std::span<const std::int32_t>(operands, count)).node;
    }
  }
  return {this, mapped[static_cast<std::size_t>(other.result_)]};
}

ScalarExpression ScalarExpression::with_inputs(std::span<const int> mapping) const {
  std::vector<bool> needed(nodes_.size(), false);
  needed[static_cast<std::size_t>(result_)] = true;
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    if (!needed[i]) continue;
    for (std::int32_t argument : nodes_[i].arguments) {
      if (argument >= 0) needed[static_cast<std::size_t>(argument)] = true;
    }
  }
  ScalarExpression copy;
  std::vector<std::int32_t> mapped(nodes_.size(), -1);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!needed[i]) continue;
    ScalarNode node = nodes_[i];
    if (node.kind == ScalarNode::Kind::Input) node.input = mapping[static_cast<std::size_t>(node.input)];
    for (std::int32_t& argument : node.arguments) {
      if (argument >= 0) argument = mapped[static_cast<std::size_t>(argument)];
    }
    mapped[i] = copy.add(node);
  }
  copy.result_ = mapped[static_cast<std::size_t>(result_)];
  return copy;
}

// Reverse accumulation over the nodes: adjoints are terms appended to a copy. The copy's node for the result is replaced by an
// input when the caller keeps the result, so that only what the derivative truly needs stays alive.
ScalarExpression ScalarExpression::derivative(int index, int result_input) const {
  ScalarExpression copy;
  std::vector<std::int32_t> mapped(nodes_.size(), -1);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    ScalarNode node = nodes_[i];
    for (std::int32_t& argument : node.arguments) {
      if (argument >= 0) argument = mapped[static_cast<std::size_t>(argument)];
    }
    if (result_input >= 0 && static_cast<std::int32_t>(i) == result_) {
      mapped[i] = copy.input(result_input).node;
    } else {
      mapped[i] = copy.add(node);
    }
  }
  std::vector<ScalarTerm> adjoint(nodes_.size(), ScalarTerm{&copy, -1});
  adjoint[static_cast<std::size_t>(result_)] = copy.constant(1);
  const auto term = [&](std::int32_t node) { return ScalarTerm{&copy, node < 0 ? -1 : mapped[static_cast<std::size_t>(node)]}; };
  ScalarTerm total = copy.constant(0);
  for (std::size_t i = static_cast<std::size_t>(result_) + 1; i-- > 0;) {
    if (adjoint[i].node < 0) continue;
    const ScalarNode& node = nodes_[i];
    if (node.kind == ScalarNode::Kind::Input && node.input == index) total = total + adjoint[i];
    if (node.kind != ScalarNode::Kind::Call) continue;
    for (int k = 0; k < arity_of(node.function); ++k) {
      const auto argument = static_cast<std::size_t>(node.arguments[k]);
      if (nodes_[argument].kind == ScalarNode::Kind::Constant) continue;
      const ScalarTerm local = row(node.function).derivative(k, term(node.arguments[0]), term(node.arguments[1]), term(node.arguments[2]),
                                                             ScalarTerm{&copy, mapped[i]});
      const ScalarTerm part = adjoint[i] * local;
      adjoint[argument] = adjoint[argument].node < 0 ? part : adjoint[argument] + part;
    }
  }
  copy.set_result(total);
  std::vector<int> identity;
  for (int i = 0; i < copy.input_count(); ++i) identity.push_back(i);
  return copy.with_inputs(identity);
}

std::string ScalarExpression::to_text() const {
  std::vector<std::string> text(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const ScalarNode& node = nodes_[i];
    if (node.kind == ScalarNode::Kind::Input) {
      text[i] = "#" + std::to_string(node.input + 1);
    } else if (node.kind == ScalarNode::Kind::Constant) {
      text[i] = std::to_string(node.constant);
    } else {
      text[i] = std::string(name_of(node.function)) + "[";
      for (int k = 0; k < arity_of(node.function); ++k) {
        if (k > 0) text[i] += ", ";
        text[i] += text[static_cast<std::size_t>(node.arguments[k])];
      }
      text[i] += "]";
    }
    if (text[i].size() > 400) text[i] = "...";
  }
  return result_ < 0 ? "" : text[static_cast<std::size_t>(result_)];
}

std::uint64_t ScalarExpression::hash() const {
  std::uint64_t state = nodes_.size();
  const auto mix = [&state](std::uint64_t word) {
    state = (state ^ word) * 0xFF51AFD7ED558CCDu;
    state ^= state >> 32;
  };
  for (const ScalarNode& node : nodes_) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &node.constant, sizeof bits);
    mix(bits);
    mix(static_cast<std::uint64_t>(node.function) << 8 | static_cast<std::uint64_t>(node.kind));
    mix(static_cast<std::uint64_t>(node.input));
    for (std::int32_t argument : node.arguments) mix(static_cast<std::uint64_t>(argument));
  }
  mix(static_cast<std::uint64_t>(result_));
  return state;
}

bool operator==(const ScalarExpression& a, const ScalarExpression& b) {
  if (a.result_ != b.result_ || a.nodes_.size() != b.nodes_.size()) return false;
  for (std::size_t i = 0; i < a.nodes_.size(); ++i) {
    if (!same_node(a.nodes_[i], b.nodes_[i])) return false;
  }
  return true;
}

ScalarTerm operator+(ScalarTerm a, ScalarTerm b) { return a.owner->call(ScalarFunction::Plus, {a, b}); }
ScalarTerm operator-(ScalarTerm a, ScalarTerm b) { return a.owner->call(ScalarFunction::Subtract, {a, b}); }
ScalarTerm operator*(ScalarTerm a, ScalarTerm b) { return a.owner->call(ScalarFunction::Times, {a, b}); }
ScalarTerm operator/(ScalarTerm a, ScalarTerm b) { return a.owner->call(ScalarFunction::Divide, {a, b}); }
ScalarTerm operator-(ScalarTerm a) { return a.owner->call(ScalarFunction::Minus, {a}); }
ScalarTerm operator+(ScalarTerm a, double b) { return a + a.owner->constant(b); }
ScalarTerm operator-(ScalarTerm a, double b) { return a - a.owner->constant(b); }
ScalarTerm operator*(ScalarTerm a, double b) { return a * a.owner->constant(b); }
ScalarTerm operator/(ScalarTerm a, double b) { return a / a.owner->constant(b); }
ScalarTerm operator+(double a, ScalarTerm b) { return b.owner->constant(a) + b; }
ScalarTerm operator-(double a, ScalarTerm b) { return b.owner->constant(a) - b; }
ScalarTerm operator*(double a, ScalarTerm b) { return b.owner->constant(a) * b; }
ScalarTerm operator/(double a, ScalarTerm b) { return b.owner->constant(a) / b; }

}  // namespace lykos::array
