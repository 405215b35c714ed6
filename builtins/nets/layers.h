// layers.h - layers from expressions: the constructors of every row of nets/, and the short forms that stand for layers.
#pragma once

#include <span>

#include "expr/expr.h"
#include "nets/graph.h"
#include "nets/layer_spec.h"
#include "nets/net.h"

namespace lykos::builtins {

/// Layer[args..., options...] for a row of the table. Warnings (old option names) are said; errors are thrown.
nets::Net construct_layer(const nets::LayerSpec& spec, std::span<const Expr> args);
/// The note that a name is an old one, General::deprec.
void say_superseded(const std::string& old_name, const std::string& new_name);
/// The value of one parameter as nets/ wants it. Throws NetError netinvparam2.
nets::Value read_parameter(const nets::LayerSpec& spec, const nets::ParameterSpec& parameter, const Expr& value);
/// The value of a port option: a shape or a coder. Throws NetError invtypehint.
nets::Value read_port_value(const Expr& value, std::string_view port);

/// A net, or what stands for one inside NetChain and NetGraph: n and {n1, ...} (LinearLayer), functions (ElementwiseLayer), Plus
/// and its kin (ThreadingLayer), lists and associations (NetChain). Throws NetError netinvnodes naming `where`.
nets::Net to_layer(const Expr& expr, const std::string& where);
/// Elements of a list or association of layers.
nets::Children read_children(const Expr& expr, const std::string& head);
/// Options of a container: port types, coders, LearningRateMultipliers.
std::vector<nets::Option> read_container_options(std::span<const Expr> args);

/// FunctionLayer[f, options]: the function compiled to a net.
nets::Net construct_function_layer(const nets::LayerSpec& spec, std::span<const Expr> args);
/// CompiledLayer[f, g, options]: the function called on arrays.
nets::Net construct_compiled_layer(const nets::LayerSpec& spec, std::span<const Expr> args);
/// LearningRateMultipliers as given, kept as rules.
nets::Value read_multipliers(const Expr& value);

nets::Net construct_chain(std::span<const Expr> args);
nets::Net construct_graph(std::span<const Expr> args);

}  // namespace lykos::builtins
