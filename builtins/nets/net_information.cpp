// Information, Options, Normal, Length, Part and their kin on nets: they come first to the hooks below, which fall through to the
// ordinary functions for anything that is not a net.
#include <algorithm>
#include <string>
#include <vector>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/net_evaluate.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/net_extract.h"
#include "builtins/nets/net_summary.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "evaluator/apply_hooks.h"
#include "expr/association.h"
#include "formatting/formatting.h"
#include "nets/graph.h"
#include "nets/information.h"

namespace lykos::builtins {

using nets::ArrayFacts;
using nets::Net;
using nets::NetError;
using nets::NetInformation;

namespace {

// ---- Information[net, property]

Expr optional_count(const std::optional<std::int64_t>& count) { return count ? Expr::integer(*count) : Expr(sym::Indeterminate); }

// Bytes in the unit that keeps the number below 1000.
Expr byte_quantity(const std::optional<std::int64_t>& bytes) {
  if (!bytes) return sym::Indeterminate;
  if (*bytes < 1000) return make_normal(sym::Quantity, {Expr::integer(*bytes), Expr::string("Bytes")});
  static constexpr const char* kUnits[] = {"Kilobytes", "Megabytes", "Gigabytes", "Terabytes"};
  double amount = static_cast<double>(*bytes) / 1000;
  int unit = 0;
  while (amount >= 1000 && unit < 3) {
    amount /= 1000;
    ++unit;
  }
  return make_normal(sym::Quantity, {Expr::real(amount), Expr::string(kUnits[unit])});
}

template <typename Value>
Expr by_array(const NetInformation& information, Value&& value) {
  std::vector<AssociationEntry> entries;
  for (const ArrayFacts& facts : information.arrays) entries.push_back({path_to_expr(facts.path), value(facts)});
  return make_association(std::move(entries));
}

Expr array_value(const ArrayFacts& facts) {
  return facts.slot->state == nets::ArrayState::Given ? make_numeric_array(facts.slot->value) : Expr(sym::Automatic);
}

// The ports of a net in one direction. The recurrent states of a layer are no ports that have to be fed: "RecurrentStatesPositionList"
// lists them. A graph has them as ports where it was made to.
std::vector<nets::Port> data_ports(const Net& net, bool output) {
  std::vector<nets::Port> ports;
  const int count = static_cast<int>(output ? net.outputs().size() : net.inputs().size());
  for (int i = 0; i < count; ++i) {
    nets::Port port = nets::shown_port(net, output, i);
    if (port.role != nets::PortRole::State || !net->spec) ports.push_back(std::move(port));
  }
  return ports;
}

Expr ports_to_expr(const Net& net, bool output) {
  std::vector<AssociationEntry> entries;
  for (const nets::Port& port : data_ports(net, output)) entries.push_back({Expr::string(port.name), port_to_expr(port)});
  return make_association(std::move(entries));
}

Expr port_names_to_expr(const Net& net, bool output) {
  std::vector<Expr> names;
  for (const nets::Port& port : data_ports(net, output)) names.push_back(Expr::string(port.name));
  return make_list(std::move(names));
}

Expr layers_graph_to_expr(const Net& net, const NetInformation& information) {
  std::vector<Expr> vertices, edges;
  for (const nets::LeafLayer& layer : information.layers) vertices.push_back(path_to_expr(layer.path));
  for (const auto& [from, to] : nets::layers_graph(net)) {
    if (from < 0 || to < 0) continue;  // a port of the net itself
    edges.push_back(make_normal(sym::DirectedEdge, {vertices[static_cast<std::size_t>(from)], vertices[static_cast<std::size_t>(to)]}));
  }
  return make_normal(sym::Graph, {make_list(std::move(vertices)), make_list(std::move(edges))});
}

struct PropertyRow {
  const char* name;
  Expr (*value)(const Net&, const NetInformation&);
};

const PropertyRow kProperties[] = {
    {"Arrays", [](const Net&, const NetInformation& i) { return by_array(i, array_value); }},
    {"ArraysByteCounts", [](const Net&, const NetInformation& i) { return by_array(i, [](const ArrayFacts& f) { return optional_count(f.byte_count); }); }},
    {"ArraysCount", [](const Net&, const NetInformation& i) { return Expr::integer(i.arrays_count); }},
    {"ArraysDimensions",
     [](const Net&, const NetInformation& i) { return by_array(i, [](const ArrayFacts& f) { return dimensions_to_expr(f.shape, sym::Indeterminate); }); }},
    {"ArraysElementCounts",
     [](const Net&, const NetInformation& i) { return by_array(i, [](const ArrayFacts& f) { return optional_count(f.element_count); }); }},
    {"ArraysList",
     [](const Net&, const NetInformation& i) {
       std::vector<Expr> values;
       for (const ArrayFacts& facts : i.arrays) values.push_back(array_value(facts));
       return make_list(std::move(values));
     }},
    {"ArraysPositionList",
     [](const Net&, const NetInformation& i) {
       std::vector<Expr> paths;
       for (const ArrayFacts& facts : i.arrays) paths.push_back(path_to_expr(facts.path));
       return make_list(std::move(paths));
     }},
    {"ArraysSizes", [](const Net&, const NetInformation& i) { return by_array(i, [](const ArrayFacts& f) { return byte_quantity(f.byte_count); }); }},
    {"ArraysTotalByteCount", [](const Net&, const NetInformation& i) { return optional_count(i.arrays_total_byte_count); }},
    {"ArraysTotalElementCount", [](const Net&, const NetInformation& i) { return optional_count(i.arrays_total_element_count); }},
    {"ArraysTotalSize", [](const Net&, const NetInformation& i) { return byte_quantity(i.arrays_total_byte_count); }},
    {"InputForm", [](const Net& net, const NetInformation&) { return make_normal(sym::HoldForm, {constructor_expression(net)}); }},
    {"InputPortNames", [](const Net& net, const NetInformation&) { return port_names_to_expr(net, false); }},
    {"InputPorts", [](const Net& net, const NetInformation&) { return ports_to_expr(net, false); }},
    {"LayerTypeCounts",
     [](const Net&, const NetInformation& i) {
       std::vector<AssociationEntry> entries;
       for (const auto& [type, count] : i.layer_type_counts) entries.push_back({Expr::symbol(type), Expr::integer(count)});
       return make_association(std::move(entries));
     }},
    {"Layers",
     [](const Net&, const NetInformation& i) {
       std::vector<AssociationEntry> entries;
       for (const nets::LeafLayer& layer : i.layers) entries.push_back({path_to_expr(layer.path), wrap_net(layer.layer)});
       return make_association(std::move(entries));
     }},
    {"LayersCount", [](const Net&, const NetInformation& i) { return Expr::integer(static_cast<std::int64_t>(i.layers.size())); }},
    {"LayersGraph", layers_graph_to_expr},
    {"LayersList",
     [](const Net&, const NetInformation& i) {
       std::vector<Expr> layers;
       for (const nets::LeafLayer& layer : i.layers) layers.push_back(wrap_net(layer.layer));
       return make_list(std::move(layers));
     }},
    {"OutputPortNames", [](const Net& net, const NetInformation&) { return port_names_to_expr(net, true); }},
    {"OutputPorts", [](const Net& net, const NetInformation&) { return ports_to_expr(net, true); }},
    {"Properties", [](const Net&, const NetInformation&) { return string_list(nets::information_properties()); }},
    {"RecurrentStatesCount", [](const Net&, const NetInformation& i) { return Expr::integer(static_cast<std::int64_t>(i.recurrent_states.size())); }},
    {"RecurrentStatesPositionList",
     [](const Net&, const NetInformation& i) {
       std::vector<Expr> paths;
       for (const nets::Path& path : i.recurrent_states) paths.push_back(path_to_expr(path));
       return make_list(std::move(paths));
     }},
    {"SharedArraysCount", [](const Net&, const NetInformation& i) { return Expr::integer(i.shared_arrays_count); }},
    {"TopologyHash", [](const Net&, const NetInformation& i) { return Expr::string(i.topology_hash); }},
};

Expr information_property(const Net& net, const Expr& property) {
  if (property.is_list()) {
    Builder values(sym::List, property.size());
    for (const Expr& element : property.args()) values.push(information_property(net, element));
    return values.finish();
  }
  const std::string name = word_of(property);
  for (const PropertyRow& row : kProperties) {
    if (name == row.name) return row.value(net, nets::net_information(net));
  }
  if (name == "SummaryGraphic" || name == "FullSummaryGraphic" || name == "MXNetNodeGraph" || name == "MXNetNodeGraphPlot") {
    throw NetError("nonetsumm", "The property \"" + name + "\" is not available here; \"LayersGraph\" and \"InputForm\" show a net's structure.");
  }
  std::string text = short_text(property) + " is not a property of a net.";
  const std::string nearest = nearest_name(name, nets::information_properties());
  if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
  throw NetError("netnoprop", text + " Information[net, \"Properties\"] lists them.");
}

// ---- Information[coder], Information[coder, property]

// What a coder's array looks like, and its settings.
std::vector<std::pair<std::string, Expr>> coder_facts(const Coder& coder) {
  std::vector<std::pair<std::string, Expr>> facts;
  for (const std::string& name : coder.parameter_names()) facts.emplace_back(name, coder.parameter(name).value_or(Expr(sym::Automatic)));
  facts.emplace_back(coder.is_decoder() ? "Input" : "Output", value_to_expr(nets::port_type_value(coder.type())));
  if (coder.is_decoder() && !coder.properties().empty()) facts.emplace_back("DecodingProperties", string_list(coder.properties()));
  return facts;
}

Expr coder_table(const Coder& coder) {
  std::string text = coder.summary();
  for (const auto& [name, value] : coder_facts(coder)) {
    const bool array = name == "Input" || name == "Output";
    text += "\n  " + name + ": " + (array ? nets::summary(coder.type()) : value.is_string() ? value.string_value() : short_text(value));
  }
  return Expr::string(text);
}

Expr coder_property(const Coder& coder, const Expr& property) {
  if (property.is_list()) {
    Builder values(sym::List, property.size());
    for (const Expr& element : property.args()) values.push(coder_property(coder, element));
    return values.finish();
  }
  const std::string wanted = word_of(property);
  std::vector<std::string> names{"InputForm", "Properties"};
  for (const auto& [name, value] : coder_facts(coder)) {
    if (name == wanted) return value;
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  if (wanted == "Properties") return string_list(names);
  if (wanted == "InputForm") return make_normal(sym::HoldForm, {coder.constructor()});
  std::string text = short_text(property) + " is not a property of " + coder.summary() + '.';
  const std::string nearest = nearest_name(wanted, names);
  if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
  throw NetError("netnoprop", text + " Information[coder, \"Properties\"] lists them.");
}

// Information[net], Information[net, property], Information[{net1, net2, ...}, property]
MaybeExpr information_of_net(Call& call) {
  if (call.size() == 0 || call.size() > 2) return std::nullopt;
  // Information holds its argument: a symbol stands for its value when that is a net or a list of nets.
  Expr subject = call[0];
  if (subject.is_symbol() && subject.symbol_node().has_own_value) {
    subject = evaluate(subject);
    if (subject.is_list() && subject.size() > 0 && as_net(subject[0])) {
      std::vector<Expr> each;
      for (const Expr& element : subject.args()) {
        each.push_back(call.size() == 1 ? apply(call.head(), {element}) : apply(call.head(), {element, call[1]}));
      }
      return make_list(std::move(each));
    }
  }
  if (const auto coder = as_coder(subject)) return guarded(call.head(), [&] { return call.size() == 1 ? coder_table(*coder) : coder_property(*coder, call[1]); });
  const Net* net = as_net(subject);
  if (!net) return std::nullopt;
  return guarded(call.head(), [&]() -> Expr {
    if (call.size() == 1) return Expr::string(information_table(*net));
    return information_property(*net, call[1]);
  });
}

// ---- Options[Layer], Options[net]

Expr construction_options(const nets::LayerSpec& spec) {
  std::vector<Expr> rules;
  for (const nets::DefaultOption& option : nets::default_options(spec)) {
    rules.push_back(make_rule(option.symbol ? Expr::symbol(option.name) : Expr::string(option.name), value_to_expr(option.value)));
  }
  return make_list(std::move(rules));
}

MaybeExpr options_of_net(Call& call) {
  if (call.size() == 0 || call.size() > 2) return std::nullopt;
  Expr options;
  if (as_net(call[0])) {
    options = evaluation_options();
  } else if (call[0].is_symbol()) {
    const nets::LayerSpec* spec = nets::find_layer(symbol_name(call[0]));
    if (!spec) return std::nullopt;
    options = construction_options(*spec);
  } else {
    return std::nullopt;
  }
  if (call.size() == 1) return options;
  std::vector<Expr> wanted;
  const std::vector<Expr> names = call[1].is_list() ? elements_of(call[1]) : std::vector<Expr>{call[1]};
  for (const Expr& name : names) {
    for (const Expr& rule : options.args()) {
      if (word_of(rule[0]) == word_of(name)) wanted.push_back(rule);
    }
  }
  return make_list(std::move(wanted));
}

// ---- Normal, Length, Keys, Part, First, Last

MaybeExpr normal_of_net(Call& call) {
  if (call.size() == 0) return std::nullopt;
  const Net* net = as_net(call[0]);
  if (!net) return std::nullopt;
  return normal_form(*net);
}

MaybeExpr length_of_net(Call& call) {
  if (call.size() != 1) return std::nullopt;
  const Net* net = as_net(call[0]);
  if (!net) return std::nullopt;
  return Expr::integer(nets::length(*net));
}

MaybeExpr keys_of_net(Call& call) {
  if (call.size() != 1) return std::nullopt;
  const Net* net = as_net(call[0]);
  if (!net) return std::nullopt;
  std::vector<Expr> keys;
  for (int i = 0; i < static_cast<int>((*net)->children.size()); ++i) keys.push_back(key_to_expr((*net)->key(i)));
  return make_list(std::move(keys));
}

Expr part_of_net(const Expr& subject, const Net& net, std::span<const Expr> specifications) {
  std::vector<Expr> path;
  for (const Expr& specification : specifications) {
    path.push_back(specification.has_head(sym::Key, 1) ? specification[0] : specification);
  }
  if (path.size() == 1 && path[0].has_head(sym::Span)) return apply(sym::NetTake, {subject, path[0]});
  if (path.size() == 1 && path[0].is_list()) {
    Builder parts(sym::List, path[0].size());
    for (const Expr& element : path[0].args()) parts.push(extract_part(net, element));
    return parts.finish();
  }
  const Expr part = extract_part(net, make_list(path));
  if (part.has_head(sym::Missing)) throw NetError("netnopart", "Part " + short_text(make_list(path)) + " of " + nets::output_form(net) + " does not exist.");
  return part;
}

// net[[n]], net[["name"]], net[[n, "Weights"]], net[[m ;; n]]
MaybeExpr part_hook(Call& call) {
  if (call.size() < 2) return std::nullopt;
  const Net* net = as_net(call[0]);
  if (!net) return std::nullopt;
  return guarded(call.head(), [&] { return part_of_net(call[0], *net, call.args().subspan(1)); });
}

MaybeExpr end_part(Call& call, std::int64_t position) {
  if (call.size() != 1) return std::nullopt;
  const Net* net = as_net(call[0]);
  if (!net) return std::nullopt;
  return guarded(call.head(), [&] { return extract_part(*net, Expr::integer(position)); });
}

MaybeExpr first_hook(Call& call) { return end_part(call, 1); }
MaybeExpr last_hook(Call& call) { return end_part(call, -1); }

}  // namespace

void register_net_information(Registry&) {
  set_opaque_function(sym::Information, information_of_net);
  set_opaque_function(sym::Options, options_of_net);
  set_opaque_function(sym::Normal, normal_of_net);
  set_opaque_function(sym::Length, length_of_net);
  set_opaque_function(sym::Keys, keys_of_net);
  set_opaque_function(sym::Part, part_hook);
  set_opaque_function(sym::First, first_hook);
  set_opaque_function(sym::Last, last_hook);
}

}  // namespace lykos::builtins
