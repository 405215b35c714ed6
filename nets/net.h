// A net: an immutable, shared value for a layer, a chain or a graph.
//
// A Net is a handle to a NetNode tree. Every change makes new nodes along the path and shares the rest. Ports and arrays carry
// their types as far as shape inference knows them; constructors run the inference, so a Net that exists is consistent.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nets/error.h"
#include "nets/port_type.h"
#include "nets/value.h"

namespace lykos::nets {

struct LayerSpec;
struct NetNode;

/// What a port is for. State ports (recurrent layers) default to zeros and are no ports of a container unless connected to one.
enum class PortRole : std::uint8_t { Data, State, Target, Loss };

struct Port {
  std::string name;
  PortType type;
  PortRole role = PortRole::Data;
  std::shared_ptr<const PortCoder> coder;  ///< encoder at an input, decoder at an output, or null
  bool operator==(const Port& other) const;
};

enum class ArrayState : std::uint8_t { Missing, Absent, Given };

/// An array of a layer: weights, moving averages. `Missing` awaits NetInitialize, `Absent` is the user's None.
struct ArraySlot {
  ArrayState state = ArrayState::Missing;
  PortType type;               ///< shape as far as known
  Array value;                 ///< when Given: Real32 or Real64
  std::string shared_name;     ///< NetArray name, "" when not shared
  /// `"Weights" -> 0`: every element is this number, filled in as soon as the shape is known (state is Missing until then).
  std::optional<double> fill;
  bool operator==(const ArraySlot& other) const;
};

/// One end of an edge: a port of a child, or of the container itself (node == kSelf).
struct EdgeEnd {
  static constexpr int kSelf = -1;
  int node = kSelf;
  int port = 0;
  bool operator==(const EdgeEnd&) const = default;
};

struct Edge {
  EdgeEnd from, to;  ///< from: an output of a child or an input of the container; to: the reverse
  bool operator==(const Edge&) const = default;
};

/// An operator is like a layer (it has a row, parameters and ports of its own) that applies other nets, its children: NetMapOperator.
enum class NetKind : std::uint8_t { Layer, Chain, Graph, Operator };

/// Handle to an immutable net; never null except when default-constructed.
class Net {
 public:
  Net() = default;
  explicit Net(std::shared_ptr<const NetNode> node) : node_(std::move(node)) {}
  explicit operator bool() const { return node_ != nullptr; }
  const NetNode& node() const { return *node_; }
  const NetNode* operator->() const { return node_.get(); }
  const std::shared_ptr<const NetNode>& pointer() const { return node_; }

  NetKind kind() const;
  bool is_layer() const { return kind() == NetKind::Layer; }
  bool is_container() const { return kind() == NetKind::Chain || kind() == NetKind::Graph; }
  /// "LinearLayer", "NetChain", "NetGraph", "NetMapOperator".
  std::string_view head() const;
  const std::vector<Port>& inputs() const;
  const std::vector<Port>& outputs() const;
  int find_input(std::string_view name) const;   ///< position or -1
  int find_output(std::string_view name) const;  ///< position or -1

  /// Structural equality, array values included; identical handles compare at once.
  bool operator==(const Net& other) const;
  std::size_t hash() const;  ///< cached

 private:
  std::shared_ptr<const NetNode> node_;
};

/// The data of a net. Written once by constructors in nets/, then only read.
struct NetNode {
  NetKind kind = NetKind::Layer;
  std::vector<Port> inputs, outputs;

  // Layers and operators.
  const LayerSpec* spec = nullptr;
  std::vector<Value> parameters;    ///< in the order of spec->parameters
  std::vector<ArraySlot> arrays;    ///< in the order of spec->arrays
  /// LearningRateMultipliers of the layer or container as given: a list of rules, a number, None, or Automatic.
  Value learning_rate_multipliers;
  /// Number of inputs of a variadic layer (TotalLayer, ThreadingLayer, ...); -1 while not fixed: then `inputs` is empty.
  int variadic_inputs = -1;

  // Containers and operators.
  bool named = false;               ///< children have names (else they are numbered)
  std::vector<std::string> names;   ///< as many as children when named
  std::vector<Net> children;
  std::vector<Edge> edges;          ///< of a container: includes those to and from its own ports

  mutable std::atomic<std::size_t> cached_hash{0};
  /// Compiled programs of this net (nets/evaluate), shared by all handles.
  mutable std::shared_ptr<void> compiled;

  NetNode() = default;
  NetNode(const NetNode& other);  ///< copies the data, not the caches
  NetNode& operator=(const NetNode&) = delete;

  const Value& parameter(std::string_view name) const;  ///< of a layer; throws std::out_of_range if the row has none
  int array_index(std::string_view name) const;         ///< -1 if the row has none
  /// The key of a child: its name, or its 1-based position.
  PathKey key(int child) const;
};

/// A construction option as given: an option of the layer, an array, a port, or LearningRateMultipliers.
struct Option {
  std::string name;
  Value value;
};

/// Builds a layer from positional arguments and options and infers its shapes.
/// Errors: netunkparam (with the allowed names and the nearest), netinvparam2, netnargs (too many or few positional
/// arguments), nettypeinc, invtypehint, depropt is reported through `warnings`.
Net make_layer(const LayerSpec& spec, const std::vector<Value>& positional, const std::vector<Option>& options,
               std::vector<NetError>* warnings = nullptr);
/// By head, for C++ callers: make_layer("LinearLayer", {3}, {{"Input", 2}}).
Net make_layer(std::string_view head, const std::vector<Value>& positional = {}, const std::vector<Option>& options = {});

/// A variadic layer with its number of inputs fixed. Other nets come back unchanged when the number agrees.
Net with_input_count(const Net& net, int count);

/// True if every array that is needed has a value (or is None).
bool is_initialized(const Net& net);

/// OutputForm: LinearLayer[<>], NetChain[<3>], NetGraph[<nodes>, <edges>].
std::string output_form(const Net& net);

/// What a constructor call that rebuilds this net needs. For a layer: positional arguments, then options that differ from
/// the defaults (parameters, given arrays, known ports). For containers use children, names and edges directly.
struct ConstructorCall {
  std::vector<Value> positional;
  std::vector<Option> options;
};
ConstructorCall constructor_call(const Net& layer);

}  // namespace lykos::nets
