// Constructors of layers. There is one builtin function for all of them: the row of nets/ says which parameters, arrays and ports
// there are and of what kind, so a new row needs no code here. The registry rows are made from the table when the family is registered.
#include "builtins/nets/layers.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "builtins/nets/element_functions.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_distributions.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "expr/association.h"
#include "nets/scalar_expression.h"

namespace lykos::builtins {

using nets::LayerSpec;
using nets::Net;
using nets::NetError;
using nets::ParameterKind;
using nets::ParameterSpec;
using nets::Value;

namespace {

std::string shown_name(const ParameterSpec& parameter) { return parameter.symbol ? parameter.name : '"' + parameter.name + '"'; }

Value read_function_parameter(const ParameterSpec& parameter, const Expr& value) {
  const bool several = parameter.kind == ParameterKind::FunctionN;
  if (value.is_string()) return value.string_value();
  if (value.is_symbol()) {
    const std::string name = symbol_name(value);
    if (nets::ScalarExpression::accepts(name, several ? 2 : 1)) return nets::Name{name};
    if (several) return element_function(value, 2);
  }
  return element_function(value);
}

struct GivenOption {
  std::string name;
  Expr value;
};

std::vector<GivenOption> read_option_rules(std::span<const Expr> args) {
  std::vector<Expr> rules;
  for (const Expr& argument : args) collect_option_rules(argument, rules);
  std::vector<GivenOption> options;
  for (const Expr& rule : rules) {
    const std::string name = word_of(rule[0]);
    // Of several rules for one option the first counts.
    if (std::none_of(options.begin(), options.end(), [&](const GivenOption& o) { return o.name == name; })) {
      options.push_back({name, rule[1]});
    }
  }
  return options;
}

}  // namespace

// LearningRateMultipliers -> {"layer" -> 0, 2 ;; 4 -> 1, _ -> None}: kept as rules; nets/ reads the patterns.
Value read_multipliers(const Expr& value) {
  const auto multiplier = [](const Value& v) { return v.is_number() || v.is_none() || v.is_automatic(); };
  if (auto read = read_value(value)) {
    const nets::ValueList rules = read->is_list() ? read->list() : nets::ValueList{*read};
    const bool all_rules = std::all_of(rules.begin(), rules.end(), [&](const Value& v) { return v.is(Value::Kind::Rule) && multiplier(v.rule().second); });
    if (all_rules || multiplier(*read)) return *read;
  }
  throw NetError("arrpattnlist", "The value " + short_text(value) +
                                     " of LearningRateMultipliers should be a number, None or a list of rules from names, positions or "
                                     "paths to numbers.");
}

Value read_port_value(const Expr& value, std::string_view port) {
  if (auto read = read_value(value)) return *read;
  throw NetError("invtypehint", short_text(value) + " is not a shape for the port \"" + std::string(port) +
                                    "\": an integer, a list of integers, \"Real\", \"Integer\", \"Varying\", an encoder or a decoder is.");
}

Value read_parameter(const LayerSpec& spec, const ParameterSpec& parameter, const Expr& value) {
  switch (parameter.kind) {
    case ParameterKind::Function:
    case ParameterKind::FunctionN:
      if (!value.is(sym::Automatic)) return read_function_parameter(parameter, value);
      break;
    case ParameterKind::Net:
      if (value.is_symbol() && spec.named_net && spec.named_net(symbol_name(value))) break;  // Total, Mean: nets with names
      if (!value.is(sym::Automatic) && !value.is(sym::None) && !value.is_string()) {
        return to_layer(value, "parameter " + shown_name(parameter) + " of " + spec.name);
      }
      break;
    case ParameterKind::Nets: {
      nets::ValueList list;
      const std::string where = "parameter " + shown_name(parameter) + " of " + spec.name;
      if (value.is_list()) {
        for (const Expr& element : value.args()) list.emplace_back(to_layer(element, where));
      } else {
        list.emplace_back(to_layer(value, where));
      }
      return list;
    }
    case ParameterKind::Distribution:
      if (auto distribution = read_distribution(value)) return *distribution;
      break;
    default: break;
  }
  if (auto read = read_value(value)) return *read;
  throw NetError("netinvparam2", "The value " + short_text(value) + " given for parameter " + shown_name(parameter) + " of " + spec.name +
                                     " is not one that this parameter can take.", {}, spec.name);
}

void say_superseded(const std::string& old_name, const std::string& new_name) {
  say(sym::General, "deprec", old_name + " is deprecated and will not be supported in future versions of the Wolfram Language. Use " + new_name + " instead.");
}

Net construct_layer(const LayerSpec& spec, std::span<const Expr> args) {
  if (spec.name == "FunctionLayer") return construct_function_layer(spec, args);
  if (spec.name == "CompiledLayer") return construct_compiled_layer(spec, args);
  std::size_t positional = positional_count(args);
  std::vector<const ParameterSpec*> slots;
  for (const ParameterSpec& parameter : spec.parameters) {
    if (parameter.positional) slots.push_back(&parameter);
  }
  while (positional < slots.size() && positional < args.size() && slots[positional]->rules && args[positional].is_list()) {
    positional += 1 + positional_count(args.subspan(positional + 1));
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < positional; ++i) {
    if (i < slots.size()) {
      values.push_back(read_parameter(spec, *slots[i], args[i]));
    } else {
      values.push_back(read_value(args[i]).value_or(Value(nets::Name{short_text(args[i])})));  // one too many: nets/ says so
    }
  }
  std::vector<nets::Option> options;
  for (const GivenOption& given : read_option_rules(args.subspan(positional))) {
    std::string name = given.name;
    for (const auto& [old_name, new_name] : spec.old_names) {
      if (name == old_name) name = new_name;
    }
    const int parameter = spec.parameter_index(name);
    Value value;
    if (name == "LearningRateMultipliers") {
      value = read_multipliers(given.value);
    } else if (parameter >= 0) {
      value = read_parameter(spec, spec.parameters[static_cast<std::size_t>(parameter)], given.value);
    } else if (spec.array_index(name) >= 0) {
      value = read_array_value(given.value, name);
    } else {
      const bool port = name.rfind("Input", 0) == 0 || name.rfind("Output", 0) == 0 ||
                        std::any_of(spec.inputs.begin(), spec.inputs.end(), [&](const nets::PortSpec& p) { return p.name == name; }) ||
                        std::any_of(spec.outputs.begin(), spec.outputs.end(), [&](const nets::PortSpec& p) { return p.name == name; });
      value = port ? read_port_value(given.value, name) : read_value(given.value).value_or(Value(nets::Name{short_text(given.value)}));
    }
    options.push_back({given.name, std::move(value)});
  }
  if (!spec.superseded_by.empty()) say_superseded(spec.name, spec.superseded_by);
  std::vector<NetError> warnings;
  Net net = nets::make_layer(spec, values, options, &warnings);
  for (const NetError& warning : warnings) say(warning, sym::General);
  return net;
}

// ---- short forms

Net to_layer(const Expr& expr, const std::string& where) {
  if (const Net* net = as_net(expr)) return *net;
  if (expr.is(sym::DollarFailed)) throw NetError("netinvnodes", "$Failed stands where " + where + " should be.");
  if (const auto n = machine_integer(expr)) return nets::make_layer("LinearLayer", {Value(*n)});
  if (expr.is_list() || expr.is_association()) {
    if (expr.is_list() && expr.size() > 0 && std::all_of(expr.args().begin(), expr.args().end(), [](const Expr& e) { return e.is_integer(); })) {
      return nets::make_layer("LinearLayer", {*read_value(expr)});
    }
    return nets::make_chain(read_children(expr, "NetChain"));
  }
  if (is_combining_symbol(expr)) return nets::make_layer("ThreadingLayer", {Value(nets::Name{symbol_name(expr)})});
  const LayerSpec& elementwise = *nets::find_layer("ElementwiseLayer");
  if (expr.has_head(sym::Function) && slot_count(expr) > 1) return construct_layer(*nets::find_layer("ThreadingLayer"), std::span<const Expr>(&expr, 1));
  if (expr.is_symbol() && nets::find_layer(symbol_name(expr))) {
    throw NetError("netinvnodes", "The symbol " + symbol_name(expr) + " stands where " + where + " should be; " + symbol_name(expr) + "[] is a layer.");
  }
  if (expr.is_symbol() || expr.is_string() || expr.has_head(sym::Function) || expr.has_head(sym::Composition) ||
      expr.has_head(sym::RightComposition)) {
    try {
      return construct_layer(elementwise, std::span<const Expr>(&expr, 1));
    } catch (const NetError& error) {
      throw NetError("netinvnodes", short_text(expr) + ", given as " + where + ", is not a layer or a function that can be applied to each element. " +
                                        error.what());
    }
  }
  throw NetError("netinvnodes", short_text(expr) + ", given as " + where +
                                    ", is not a layer. Layers, integers (LinearLayer), functions (ElementwiseLayer) and lists (NetChain) are accepted.");
}

nets::Children read_children(const Expr& expr, const std::string& head) {
  nets::Children children;
  if (expr.is_association()) {
    for (const AssociationEntry& entry : expr.association().entries) {
      if (!entry.key.is_string()) {
        throw NetError("notstrkey", "The key " + short_text(entry.key) + " is not a string; layers are named by strings.", {}, head);
      }
      children.names.push_back(entry.key.string_value());
      children.nets.push_back(to_layer(entry.value, "layer \"" + entry.key.string_value() + "\" of " + head));
    }
  } else if (expr.is_list() && expr.size() > 0 && !expr.is_packed() &&
             std::all_of(expr.args().begin(), expr.args().end(), [](const Expr& e) { return e.is_rule() && e[0].is_string(); })) {
    for (const Expr& rule : expr.args()) {  // {"name" -> layer, ...} is the association
      children.names.push_back(rule[0].string_value());
      children.nets.push_back(to_layer(rule[1], "layer \"" + rule[0].string_value() + "\" of " + head));
    }
  } else if (expr.is_list()) {
    std::size_t position = 0;
    for (const Expr& element : expr.args()) children.nets.push_back(to_layer(element, "layer " + std::to_string(++position) + " of " + head));
  } else {
    throw NetError("netinvnodes", short_text(expr) + " is not a list or association of layers.", {}, head);
  }
  return children;
}

std::vector<nets::Option> read_container_options(std::span<const Expr> args) {
  std::vector<nets::Option> options;
  for (const GivenOption& given : read_option_rules(args)) {
    options.push_back({given.name, given.name == "LearningRateMultipliers" ? read_multipliers(given.value) : read_port_value(given.value, given.name)});
  }
  return options;
}

// ---- registry rows

namespace {

MaybeExpr builtin_layer(Call& call) {
  return guarded(call.head(), [&] { return wrap_net(construct_layer(*nets::find_layer(call.name()), call.all_args())); });
}

}  // namespace

void register_layers(Registry& r) {
  // Rows must live for ever; names and usage texts belong to the table of nets/, which does.
  static std::vector<Builtin> rows;
  if (rows.empty()) {
    for (const LayerSpec* spec : nets::all_layers()) {
      rows.push_back({.name = spec->name.c_str(),
                      .fn = builtin_layer,
                      .attributes = kProtected | kReadProtected,
                      .usage = spec->usage.c_str()});
    }
  }
  r.add(rows);
}

}  // namespace lykos::builtins
