// ScalarExpression: a small graph of scalar functions over a few inputs, the body of one Elementwise operation.
//
// A chain such as 0.5 x (1 + Erf[x / Sqrt[2]]) is one expression, hence one pass over memory. Expressions can be evaluated for
// one point (tests, constant folding), differentiated symbolically with the table in scalar_functions.inc, and composed (which
// is how neighbouring operations are fused).
//
//   ScalarExpression swish;
//   ScalarTerm x = swish.input(0);
//   swish.set_result(x * swish.call(ScalarFunction::LogisticSigmoid, {x}));
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace lykos::array {

// The functions; the table with arity, value and derivatives is scalar_functions.inc.
enum class ScalarFunction : std::uint8_t {
#define LYKOS_SCALAR_FUNCTION(name, arity, value, ...) name,
#include "array/scalar_functions.inc"
#undef LYKOS_SCALAR_FUNCTION
};

extern const int kScalarFunctionCount;
int arity_of(ScalarFunction function);
const char* name_of(ScalarFunction function);
// Finds a function by its name in the language ("Tanh"). Returns false when there is none.
bool scalar_function_from_name(const std::string& name, ScalarFunction& result);
// The value at one point, in double precision; arguments beyond the arity are ignored.
double evaluate(ScalarFunction function, double a, double b = 0, double c = 0);

class ScalarExpression;

// A handle on one node of an expression under construction, with the arithmetic operators.
struct ScalarTerm {
  ScalarExpression* owner = nullptr;
  std::int32_t node = -1;
};

struct ScalarNode {
  enum class Kind : std::uint8_t { Input, Constant, Call };
  Kind kind = Kind::Constant;
  ScalarFunction function = {};            // Call
  std::int32_t input = -1;                 // Input: which operand
  std::int32_t arguments[3] = {-1, -1, -1};  // Call: earlier nodes
  double constant = 0;                     // Constant
};

class ScalarExpression {
 public:
  // Building. Nodes are shared when equal, and calls on constants are folded. The last result set is the value.
  ScalarTerm input(int index);
  ScalarTerm constant(double value);
  ScalarTerm call(ScalarFunction function, std::initializer_list<ScalarTerm> arguments);
  ScalarTerm call(ScalarFunction function, std::span<const std::int32_t> arguments);
  void set_result(ScalarTerm term) { result_ = term.node; }

  // A one-call expression over inputs 0..arity-1.
  static ScalarExpression of(ScalarFunction function);
  static ScalarExpression of_constant(double value);

  const std::vector<ScalarNode>& nodes() const { return nodes_; }
  std::int32_t result() const { return result_; }
  // One more than the largest input index used.
  int input_count() const;
  bool uses_input(int index) const;
  // True when the whole expression is input 0 unchanged.
  bool is_identity() const;
  // True when it is a constant, whose value is then stored.
  bool is_constant(double* value = nullptr) const;

  double evaluate(std::span<const double> inputs) const;

  // d(this)/d(input index), over the same inputs; where `result_input` >= 0 that input number stands for the value of this
  // expression itself, so derivatives that are simplest in terms of the result (Tanh: 1 - y^2) keep nothing else alive.
  ScalarExpression derivative(int index, int result_input = -1) const;

  // Appends `other` with its input i replaced by `arguments[i]` (terms of this expression); returns its value.
  ScalarTerm inlined(const ScalarExpression& other, std::span<const ScalarTerm> arguments);
  // The expression with inputs renumbered: input i becomes mapping[i]. Unused nodes are dropped.
  ScalarExpression with_inputs(std::span<const int> mapping) const;

  // "Times[#1, LogisticSigmoid[#1]]"
  std::string to_text() const;
  std::uint64_t hash() const;
  friend bool operator==(const ScalarExpression& a, const ScalarExpression& b);

 private:
  std::int32_t add(const ScalarNode& node);
  std::vector<ScalarNode> nodes_;
  std::int32_t result_ = -1;
};

bool operator==(const ScalarExpression& a, const ScalarExpression& b);

ScalarTerm operator+(ScalarTerm a, ScalarTerm b);
ScalarTerm operator-(ScalarTerm a, ScalarTerm b);
ScalarTerm operator*(ScalarTerm a, ScalarTerm b);
ScalarTerm operator/(ScalarTerm a, ScalarTerm b);
ScalarTerm operator-(ScalarTerm a);
ScalarTerm operator+(ScalarTerm a, double b);
ScalarTerm operator-(ScalarTerm a, double b);
ScalarTerm operator*(ScalarTerm a, double b);
ScalarTerm operator/(ScalarTerm a, double b);
ScalarTerm operator+(double a, ScalarTerm b);
ScalarTerm operator-(double a, ScalarTerm b);
ScalarTerm operator*(double a, ScalarTerm b);
ScalarTerm operator/(double a, ScalarTerm b);

}  // namespace lykos::array
