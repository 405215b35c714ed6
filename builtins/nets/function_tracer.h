// function_tracer.h - a small interpreter of the language whose arrays are tokens: what turns a function into a net.
//
// Everything that does not depend on the inputs is evaluated as usual. What does is interpreted here: control structures with known
// conditions run, loops unroll, functions are applied to tokens, and operations on tokens become nodes.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "builtins/nets/trace_graph.h"

namespace lykos::builtins {

class FunctionTracer {
 public:
  explicit FunctionTracer(TraceGraph& graph) : graph_(&graph) {}

  /// The value of an expression: constants, tokens, and lists and associations of these.
  Expr interpret(const Expr& expr);
  /// function[arguments...] for values.
  Expr call(const Expr& function, const std::vector<Expr>& arguments);
  /// A value as one token: numbers and constant arrays become constants, lists are stacked, NetArray becomes a trainable array.
  Expr token_of(const Expr& value);

  // --- nodes
  /// A layer applied to values in the order of its inputs; the token of its only output.
  Expr layer(const char* head, const std::vector<nets::Value>& parameters, const std::vector<Expr>& inputs, const std::vector<nets::Option>& options = {});
  /// f of the language's numeric functions, element by element. `broadcast` says how arrays of lower rank are repeated: -1 as the
  /// language does it (aligned at the first level), 1 aligned at the last.
  Expr elementwise(const std::string& function, const std::vector<Expr>& arguments, int broadcast = -1);
  Expr plus(const Expr& a, const Expr& b) { return elementwise("Plus", {a, b}); }
  Expr times(const Expr& a, const Expr& b) { return elementwise("Times", {a, b}); }
  Expr minus(const Expr& a, const Expr& b) { return plus(a, times(Expr::integer(-1), b)); }
  Expr square(const Expr& a) { return elementwise("Power", {a, Expr::integer(2)}); }
  /// f combined over levels: 1, {1, 2}, All ...
  Expr aggregate(const char* function, const Expr& value, const nets::Value& levels);
  Expr stack(std::span<const Expr> values);
  const nets::PortType& type(const Expr& token) { return graph_->type(token); }
  /// The size of a level if it is known.
  std::optional<std::int64_t> extent(const Expr& value, int level = 1);

  /// The array whose length a token is, if it is one.
  std::optional<Expr> array_of_length(const Expr& token) { return graph_->array_of_length(token); }

  /// Says that an expression has no counterpart among nets.
  [[noreturn]] static void refuse(const Expr& part);
  /// Says that the dimensions of a value must be known.
  [[noreturn]] static void refuse_unknown(const Expr& value);

  // --- functions applied along a level (function_loops.cpp)
  Expr map(const Expr& function, const std::vector<Expr>& arrays, int level);
  /// Values of all steps (`all`) or of the last one.
  Expr fold(const Expr& function, const Expr& start, const Expr& sequence, bool all);

 private:
  bool depends(const Expr& expr) const;
  Expr interpret_symbol(const Expr& symbol);
  std::optional<Expr> interpret_form(const Expr& expr);
  Expr interpret_scope(const Expr& expr);
  Expr interpret_if(const Expr& expr);
  Expr interpret_table(const Expr& expr);
  void assign(const Expr& target, const Expr& value);
  void loop(const Expr& iterator, const std::function<void()>& body);
  Expr close_over(const Expr& function);
  Expr call_symbol(const Expr& symbol, const std::vector<Expr>& arguments);
  Expr call_function(const Expr& function, const std::vector<Expr>& arguments);
  Expr apply_net(const nets::Net& net, const std::vector<Expr>& arguments);
  Expr net_array(const Expr& expr);

  struct Local {
    Expr symbol, value;
  };
  TraceGraph* graph_;
  std::vector<Local> locals_;
  std::vector<std::pair<Expr, Expr>> arrays_;  // NetArray[...] -> its token
};

/// What an operation on arrays does with tokens (function_operations.cpp). Nothing if it can't take these arguments.
using TraceOperation = std::optional<Expr> (*)(FunctionTracer& tracer, std::span<const Expr> arguments);
/// The operation of a head, or null.
TraceOperation find_trace_operation(const std::string& head);

/// The same for functions that are applied along a level (function_loops.cpp).
TraceOperation find_trace_loop(const std::string& head);

/// The same for what depends on structure, and for linear algebra and random numbers (function_structure.cpp, function_random.cpp).
TraceOperation find_trace_structure(const std::string& head);
TraceOperation find_trace_random(const std::string& head);

/// The net a function is, with the port types given (by name of port); the names of its inputs follow from the function.
nets::Net function_net(const Expr& function, const std::vector<std::pair<std::string, nets::PortType>>& types);

}  // namespace lykos::builtins
