// The table of layer kinds: one row says all there is to know about a layer.
//
// Rows live in nets/layers/*.cpp, a file per family, and are listed in layers/all.cpp. A row gives the layer's parameters with
// defaults and checks, its arrays, its ports, the function that infers shapes and the function that lowers to an array program. Options,
// usage, printing, extraction, initialisation and training all read the row; nothing about a layer stands anywhere else.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nets/net.h"

namespace lykos::nets {

class InferenceContext;
class LoweringContext;

/// How the binding should read an argument before it becomes a Value, and how it is checked here.
enum class ParameterKind : std::uint8_t {
  Any,
  Boolean,
  Integer,          ///< any integer
  PositiveInteger,  ///< >= 1
  Natural,          ///< >= 0
  Real,             ///< any number
  NonNegativeReal,
  Probability,      ///< 0 <= p <= 1
  Size,             ///< n, {n1, ...}, {}, "Real" or Automatic
  PerAxis,          ///< positive integer or list of them
  Padding,          ///< n, {n1, ...}, {{before, after}, ...} or "Same"
  Levels,           ///< n, n ;; m, {n, ...}, All
  Choice,           ///< one of `choices` (string or symbol)
  Function,         ///< scalar function of one slot: ScalarExpression
  FunctionN,        ///< scalar function of several slots
  Net,
  Nets,             ///< a net or a list of nets
  Distribution,     ///< {Name of the distribution, parameters...}, a parameter being a number or a function of slots
};

struct ParameterSpec {
  std::string name;
  ParameterKind kind = ParameterKind::Any;
  Value default_value{};          ///< Automatic when there is none
  bool positional = false;        ///< may be given by position, in the order of the row
  bool required = false;          ///< has no default
  bool symbol = false;            ///< the option's name is a symbol (Interleaving, PaddingSize, Method), not a string
  bool option = true;             ///< listed by Options[Head]
  std::vector<std::string> choices{};
  bool rules = false;             ///< a list of rules at its place is its value and not options
};

enum class ArrayRole : std::uint8_t { Trainable, Auxiliary };

/// How NetInitialize fills a missing array.
enum class ArrayInit : std::uint8_t { Weights, Zeros, Ones, Constant };

struct ArraySpec {
  std::string name;
  ArrayRole role = ArrayRole::Trainable;
  ArrayInit init = ArrayInit::Weights;
  double constant = 0;        ///< for ArrayInit::Constant
  bool may_be_none = false;   ///< `"Biases" -> None` leaves it out
};

struct PortSpec {
  std::string name;
  PortRole role = PortRole::Data;
  PortType type = PortType::any();  ///< what the port accepts before any inference
};

struct LayerSpec {
  std::string name;                 ///< "BatchNormalizationLayer"
  std::vector<ParameterSpec> parameters{};
  std::vector<ArraySpec> arrays{};
  std::vector<PortSpec> inputs{};   ///< empty and variadic: Input1, Input2, ...
  std::vector<PortSpec> outputs{};
  bool variadic = false;
  bool is_loss = false;
  /// Of an operator: the names of the nets it applies ("Net"). They come from its parameters of kind Net and Nets.
  std::vector<std::string> nets{};
  bool is_random = false;           ///< draws random numbers when evaluated (in Train mode at least)
  bool mode_dependent = false;      ///< behaves differently in Train mode
  std::string usage{};

  /// Checks and completes parameters of a new layer (may be null). Runs before inference; may rewrite values and port lists.
  void (*prepare)(NetNode& layer) = nullptr;
  /// Refines the types of ports and arrays from each other; called until nothing changes.
  void (*infer)(InferenceContext&) = nullptr;
  /// Supplies what the data usually is where inference left the rank of an input open (a vector for LinearLayer). Used when a net is
  /// evaluated by itself, never while it is built (may be null).
  void (*settle)(InferenceContext&) = nullptr;
  /// Appends the layer's operations to a program.
  void (*lower)(LoweringContext&) = nullptr;

  /// Of an operator: the nets that have names ("Dot"); nothing for other names (may be null).
  std::optional<Net> (*named_net)(std::string_view name) = nullptr;
  /// The name of a net of named_net that has no values yet, else "".
  std::string (*net_name)(const Net& net) = nullptr;
  /// Today's name, where this one is kept for old programs ("").
  std::string superseded_by{};

  /// Renamed options: old -> new ("Gamma" -> "Scaling"), accepted with the warning depropt.
  std::vector<std::pair<std::string, std::string>> old_names{};

  bool is_operator() const { return !nets.empty(); }
  /// The inputs are Input1, Input2, ...: the option "Inputs" gives the shapes of all.
  bool numbered_inputs() const { return variadic || (!inputs.empty() && inputs[0].name == "Input1"); }
  int parameter_index(std::string_view parameter) const;  ///< -1 if there is none
  int array_index(std::string_view array) const;
};

/// All rows, in alphabetical order of names.
std::span<const LayerSpec* const> all_layers();
/// The row of a head, or null.
const LayerSpec* find_layer(std::string_view head);

/// Options[Head]: parameters that are options, arrays (Automatic), ports (Automatic), LearningRateMultipliers, sorted by name.
struct DefaultOption {
  std::string name;
  bool symbol;
  Value value;
};
std::vector<DefaultOption> default_options(const LayerSpec& spec);

}  // namespace lykos::nets
