// trace_graph.h - the graph that grows while a function is compiled to a net.
//
// Compiling a function means running it on values that are not there yet: each is a token, an atom that stands for an output of a node.
// Operations on tokens add nodes and give new tokens. Functions that are mapped or folded have graphs of their own inside; a token of an
// outer graph that is used there becomes one more input of the inner graph.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "expr/expr.h"
#include "nets/graph.h"

namespace lykos::builtins {

/// A value inside the function that is being compiled.
class TracedNode final : public OpaqueNode {
 public:
  TracedNode(std::uint64_t graph, int value, std::string text) : graph_(graph), value_(value), text_(std::move(text)) {}
  std::uint64_t graph() const { return graph_; }
  int value() const { return value_; }

  Expr head() const override { return sym::Slot; }
  bool equals(const OpaqueNode& other) const override {
    const auto& o = static_cast<const TracedNode&>(other);
    return graph_ == o.graph_ && value_ == o.value_;
  }
  std::uint64_t hash_value() const override { return graph_ * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(value_); }
  std::string summary() const override { return text_; }

 private:
  std::uint64_t graph_;
  int value_;
  std::string text_;
};

/// The token of an expression, or null.
const TracedNode* as_token(const Expr& expr);
/// True if a token occurs anywhere in a value.
bool is_traced(const Expr& value);

class TraceGraph {
 public:
  explicit TraceGraph(TraceGraph* outer = nullptr);
  TraceGraph(const TraceGraph&) = delete;
  TraceGraph& operator=(const TraceGraph&) = delete;

  /// A new input of the graph; `text` stands for it in messages.
  Expr input(const std::string& name, const nets::PortType& type, const std::string& text);
  /// A node fed by tokens, by name of input port. Gives a token for each output, in order. Errors of shapes are thrown at once.
  std::vector<Expr> add(const nets::Net& net, const std::vector<std::pair<std::string, Expr>>& inputs);
  /// What is known of a token's type.
  const nets::PortType& type(const Expr& token);
  /// The array whose length a token is, if it is one.
  std::optional<Expr> array_of_length(const Expr& token);
  /// True for the inputs (in order) that any of the outputs depends on.
  std::vector<bool> used_inputs(const std::vector<std::pair<std::string, Expr>>& outputs);
  /// The net of everything the outputs depend on; inputs that were not used have no port.
  nets::Net finish(const std::vector<std::pair<std::string, Expr>>& outputs);

  /// Tokens of the outer graph used inside, with the names of the inputs they became.
  struct Capture {
    Expr outer;
    std::string port;
  };
  const std::vector<Capture>& captures() const { return captures_; }
  /// The outermost graph.
  TraceGraph& root() { return outer_ ? outer_->root() : *this; }

 private:
  struct Source {
    int node = -1;   // -1: an input of the graph
    int port = 0;
  };
  struct Traced {
    Source source;
    nets::PortType type;
  };
  struct Input {
    std::string name;
    nets::PortType type;
  };
  struct Node {
    nets::Net net;
    std::vector<std::pair<std::string, Source>> inputs;
  };
  int import_value(const Expr& token);
  std::vector<bool> needed_nodes(std::vector<Source> ends) const;
  Expr token(const Source& source, const nets::PortType& type, const std::string& text);

  TraceGraph* outer_;
  std::uint64_t id_;
  std::vector<Input> inputs_;
  std::vector<Node> nodes_;
  std::vector<Traced> values_;
  std::vector<Capture> captures_;
  std::vector<int> captured_values_;
};

}  // namespace lykos::builtins
