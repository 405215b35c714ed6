// NetExtract, NetReplacePart and NetReplace: reading and changing parts of nets.
#include "builtins/nets/net_extract.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "expr/association.h"
#include "nets/graph.h"
#include "nets/information.h"

namespace lykos::builtins {

using nets::Extracted;
using nets::Net;
using nets::NetError;
using nets::Path;

namespace {

Expr slot_to_expr(const nets::ArraySlot& slot) {
  switch (slot.state) {
    case nets::ArrayState::Given: return make_numeric_array(slot.value);
    case nets::ArrayState::Absent: return sym::None;
    case nets::ArrayState::Missing: return slot.fill ? Expr::real(*slot.fill) : Expr(sym::Automatic);  // a constant whose shape is not known yet
  }
  return Expr();
}

// The port at the end of a path as it is shown.
nets::Port shown(const Net& net, const Path& path, const nets::Port& port) {
  const auto owner = nets::net_at(net, Path(path.begin(), path.end() - 1));
  if (!owner || port.name != path.back().name) return port;
  const int input = owner->find_input(port.name), output = owner->find_output(port.name);
  return input >= 0 ? nets::shown_port(*owner, false, input) : output >= 0 ? nets::shown_port(*owner, true, output) : port;
}

// "Arrays", "Parameters", "Inputs" and "Outputs": all of a kind, by name.
std::optional<Expr> parts_of_kind(const Net& net, const std::string& kind) {
  const nets::NetNode& node = net.node();
  std::vector<AssociationEntry> entries;
  if (kind == "Arrays" && net.is_layer()) {
    for (std::size_t i = 0; i < node.arrays.size(); ++i) entries.push_back({Expr::string(node.spec->arrays[i].name), slot_to_expr(node.arrays[i])});
  } else if (kind == "Parameters" && net.is_layer()) {
    for (std::size_t i = 0; i < node.parameters.size(); ++i) entries.push_back({Expr::string(node.spec->parameters[i].name), value_to_expr(node.parameters[i])});
  } else if (kind == "Inputs" || kind == "Outputs") {
    for (const nets::Port& port : kind == "Inputs" ? node.inputs : node.outputs) entries.push_back({Expr::string(port.name), port_to_expr(port)});
  } else {
    return std::nullopt;
  }
  return make_association(std::move(entries));
}

Expr extracted_to_expr(const Net& net, const Path& path) {
  const Extracted part = nets::extract(net, path);
  switch (part.kind) {
    case Extracted::Kind::Net: return wrap_net(part.net);
    case Extracted::Kind::Array: return slot_to_expr(*part.array);
    case Extracted::Kind::Port: return port_to_expr(shown(net, path, part.port));
    case Extracted::Kind::Parameter: return value_to_expr(part.parameter);
    case Extracted::Kind::Missing: break;
  }
  // {"Output", "Labels"}: a setting of the coder at a port.
  if (path.size() > 1) {
    const Extracted port = nets::extract(net, Path(path.begin(), path.end() - 1));
    if (port.kind == Extracted::Kind::Port && port.port.coder) {
      if (const MaybeExpr setting = static_cast<const Coder&>(*port.port.coder).parameter(path.back().name)) return *setting;
    }
  }
  if (!path.empty() && !path.back().is_index()) {
    if (const auto owner = nets::net_at(net, Path(path.begin(), path.end() - 1))) {
      if (auto parts = parts_of_kind(*owner, path.back().name)) return *parts;
    }
  }
  return missing("NotPresent", path_to_expr(path));
}

// The children meant by All or a span inside a path.
std::vector<int> children_of(const Net& net, const Expr& key) {
  const int n = net.is_layer() ? 1 : static_cast<int>(net->children.size());
  std::int64_t from = 1, to = n, step = 1;
  if (key.has_head(sym::Span)) {
    const auto value = read_value(key);
    if (!value) throw NetError("netnopart", short_text(key) + " is not a range of layers.");
    from = value->span().from;
    to = value->span().to;
    step = value->span().step;
    if (from < 0) from += n + 1;
    if (to < 0) to += n + 1;
    if (from < 1 || to > n || step == 0) {
      throw NetError("netnopart", "The range " + short_text(key) + " goes beyond the " + std::to_string(n) + " layers of the net.");
    }
  }
  std::vector<int> positions;
  for (std::int64_t i = from; step > 0 ? i <= to : i >= to; i += step) positions.push_back(static_cast<int>(i - 1));
  return positions;
}

Expr extract_along(const Net& net, std::span<const Expr> keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!keys[i].is(sym::All) && !keys[i].has_head(sym::Span)) continue;
    // Everything before this key is a plain path to a container.
    Path prefix;
    for (std::size_t j = 0; j < i; ++j) {
      const auto key = read_path_key(keys[j]);
      if (!key) throw NetError("netnopart", short_text(keys[j]) + " is not a layer, array, port or parameter name.");
      prefix.push_back(*key);
    }
    const auto container = nets::net_at(net, prefix);
    if (!container) return missing("NotPresent", path_to_expr(prefix));
    const nets::NetNode& node = container->node();
    std::vector<Expr> values;
    std::vector<AssociationEntry> entries;
    for (int child : children_of(*container, keys[i])) {
      const Net inner = container->is_layer() ? *container : node.children[static_cast<std::size_t>(child)];
      const Expr value = i + 1 == keys.size() ? wrap_net(inner) : extract_along(inner, keys.subspan(i + 1));
      if (node.named) {
        entries.push_back({Expr::string(node.names[static_cast<std::size_t>(child)]), value});
      } else {
        values.push_back(value);
      }
    }
    return node.named ? make_association(std::move(entries)) : make_list(std::move(values));
  }
  Path path;
  for (const Expr& element : keys) {
    const auto key = read_path_key(element);
    if (!key) throw NetError("netnopart", short_text(element) + " is not a layer, array, port or parameter name.");
    path.push_back(*key);
  }
  return extracted_to_expr(net, path);
}

Expr shared_array_part(const Net& net, const Expr& specification) {
  const Expr& name = specification[0];
  const auto value_of = [&](const std::string& shared) -> Expr {
    const nets::ArraySlot* slot = nets::find_shared_array(net, shared);
    return slot ? slot_to_expr(*slot) : missing("NotPresent", specification);
  };
  if (name.is(sym::All)) {
    std::vector<AssociationEntry> entries;
    for (const std::string& shared : nets::shared_array_names(net)) entries.push_back({Expr::string(shared), value_of(shared)});
    return make_association(std::move(entries));
  }
  if (!name.is_string()) throw NetError("netnopart", short_text(specification) + " does not name a shared array.");
  return value_of(name.string_value());
}

Expr extract_from_coder(const Coder& coder, const Expr& specification) {
  if (const MaybeExpr value = coder.parameter(word_of(specification))) return *value;
  return missing("NotPresent", make_list({specification}));
}

const Net& require_net(const Expr& expr) {
  if (const Net* net = as_net(expr)) return *net;
  throw NetError("invnet", short_text(expr) + " is not a net.");
}

// NetExtract[net, "name"], NetExtract[net, n], NetExtract[net, {key1, ..., name}], NetExtract[net, {path1, path2}], NetExtract[net, All]
MaybeExpr builtin_NetExtract(Call& call) {
  return guarded(call.head(), [&] {
    if (const auto coder = as_coder(call[0])) return extract_from_coder(*coder, call[1]);
    return extract_part(require_net(call[0]), call[1]);
  });
}

// ---- replacing

// The value a part takes, read according to what stands there now.
nets::Value read_replacement(const Net& net, const Path& path, const Expr& value) {
  const Extracted part = nets::extract(net, path);
  switch (part.kind) {
    case Extracted::Kind::Net: return nets::Value(to_layer(value, "the replacement for layer " + nets::path_text(path)));
    case Extracted::Kind::Array: return read_array_value(value, path.back().name);
    case Extracted::Kind::Port: return read_port_value(value, part.port.name);
    case Extracted::Kind::Parameter: {
      if (path.back().name == "LearningRateMultipliers") return read_multipliers(value);
      Path layer_path(path.begin(), path.end() - 1);
      const auto layer = nets::net_at(net, layer_path);
      if (layer && layer->node().spec) {
        const nets::LayerSpec& spec = *layer->node().spec;
        const int index = spec.parameter_index(path.back().name);
        if (index >= 0) return read_parameter(spec, spec.parameters[static_cast<std::size_t>(index)], value);
      }
      break;
    }
    case Extracted::Kind::Missing: break;
  }
  if (auto read = read_value(value)) return *read;
  throw NetError("netnopart", "The net has no part " + nets::path_text(path) + '.');
}

void read_replacement_rules(const Net& net, const Expr& rules, std::vector<std::pair<Path, nets::Value>>& replacements) {
  if (rules.is_association()) {
    for (const AssociationEntry& entry : rules.association().entries) read_replacement_rules(net, make_rule(entry.key, entry.value), replacements);
    return;
  }
  if (rules.is_list()) {
    for (const Expr& rule : rules.args()) read_replacement_rules(net, rule, replacements);
    return;
  }
  if (!rules.is_rule()) {
    throw NetError("invreplace", short_text(rules) + " should be a rule part -> new, such as {1, \"Weights\"} -> array, or a list of such rules.");
  }
  std::vector<Expr> specifications{rules[0]};
  if (rules[0].is_list() && rules[0].size() > 0 && rules[0][0].is_list()) specifications.assign(rules[0].args().begin(), rules[0].args().end());
  for (const Expr& specification : specifications) {
    auto path = read_path(specification);
    if ((specification.has_head(sym::NetArray, 1) || specification.has_head(sym::NetSharedArray, 1)) && specification[0].is_string()) {
      for (const nets::ArrayEntry& entry : nets::array_entries(net)) {  // changes wherever it is used
        if (!path && entry.slot->shared_name == specification[0].string_value()) path = entry.path;
      }
    }
    if (!path || path->empty()) throw NetError("netnopart", short_text(specification) + " does not name a part of a net.");
    replacements.emplace_back(*path, read_replacement(net, *path, rules[1]));
  }
}

// NetReplacePart[net, part -> new], NetReplacePart[net, {part1 -> new1, ...}]
MaybeExpr builtin_NetReplacePart(Call& call) {
  return guarded(call.head(), [&] {
    const Net& net = require_net(call[0]);
    std::vector<std::pair<Path, nets::Value>> replacements;
    read_replacement_rules(net, call[1], replacements);
    return wrap_net(nets::replace_parts(net, replacements));
  });
}

// NetReplace[net, pattern -> new], NetReplace[net, {pattern1 -> new1, ...}]: every matching layer, innermost first
MaybeExpr builtin_NetReplace(Call& call) {
  return guarded(call.head(), [&] {
    const Net& net = require_net(call[0]);
    const bool rules = call[1].is_rule() || (call[1].is_list() && std::all_of(call[1].args().begin(), call[1].args().end(), [](const Expr& e) { return e.is_rule(); })) || call[1].is_association();
    if (!rules) throw NetError("invreplace", short_text(call[1]) + " should be a rule pattern -> new, such as _DropoutLayer -> Ramp, or a list of such rules.");
    const Net result = nets::replace_layers(net, [&](const Net& child) -> std::optional<Net> {
      const MaybeExpr replaced = apply_rules(wrap_net(child), call[1]);
      if (!replaced) return std::nullopt;
      return to_layer(evaluate(*replaced), "the replacement of a layer");
    });
    return wrap_net(result);
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetExtract",
     .fn = builtin_NetExtract,
     .arity = exactly(2),
     .attributes = kProtected | kReadProtected,
     .usage = "NetExtract[net, n] or NetExtract[net, \"name\"] gives a layer, array, port or parameter of a net.\n"
              "NetExtract[net, {key1, key2, ...}] gives a part of a part.\n"
              "NetExtract[net, {{...}, {...}}] gives several parts.\n"
              "NetExtract[net, All] gives all layers.\n"
              "NetExtract[net, NetArray[\"name\"]] gives a shared array."},
    {.name = "NetReplacePart",
     .fn = builtin_NetReplacePart,
     .arity = exactly(2),
     .attributes = kProtected | kReadProtected,
     .usage = "NetReplacePart[net, part -> new] gives a net with a layer, array, port or parameter replaced.\n"
              "NetReplacePart[net, {part1 -> new1, ...}] replaces several parts."},
    {.name = "NetReplace",
     .fn = builtin_NetReplace,
     .arity = exactly(2),
     .attributes = kProtected | kReadProtected,
     .usage = "NetReplace[net, pattern -> new] replaces every layer of net that matches.\n"
              "NetReplace[net, {pattern1 -> new1, ...}] tries several rules."},
};

}  // namespace

Expr extract_part(const Net& net, const Expr& specification) {
  if (specification.is(sym::All)) return normal_form(net);
  if ((specification.has_head(sym::NetArray) || specification.has_head(sym::NetSharedArray)) && specification.size() == 1) {
    return shared_array_part(net, specification);
  }
  if (specification.has_head(sym::NetPort, 1) && specification[0].is_list()) return extract_along(net, specification[0].args());
  if (specification.has_head(sym::NetPort)) return extract_along(net, specification.args());
  if (specification.is_list() && specification.size() > 0 && specification[0].is_list()) {
    Builder results(sym::List, specification.size());
    for (const Expr& element : specification.args()) results.push(extract_part(net, element));
    return results.finish();
  }
  if (specification.is_list()) return extract_along(net, specification.args());
  return extract_along(net, std::span<const Expr>(&specification, 1));
}

Expr normal_form(const Net& net) {
  const nets::NetNode& node = net.node();
  std::vector<AssociationEntry> entries;
  if (node.children.empty()) {
    entries.push_back({Expr::string("Type"), Expr::string(node.spec->name)});
    for (std::size_t i = 0; i < node.parameters.size(); ++i) {
      entries.push_back({Expr::string(node.spec->parameters[i].name), value_to_expr(node.parameters[i])});
    }
    for (std::size_t i = 0; i < node.arrays.size(); ++i) entries.push_back({Expr::string(node.spec->arrays[i].name), slot_to_expr(node.arrays[i])});
    for (const nets::Port& port : node.inputs) entries.push_back({Expr::string(port.name), port_to_expr(port)});
    for (const nets::Port& port : node.outputs) entries.push_back({Expr::string(port.name), port_to_expr(port)});
    return make_association(std::move(entries));
  }
  std::vector<Expr> layers;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (node.named) {
      entries.push_back({Expr::string(node.names[i]), wrap_net(node.children[i])});
    } else {
      layers.push_back(wrap_net(node.children[i]));
    }
  }
  return node.named ? make_association(std::move(entries)) : make_list(std::move(layers));
}

void register_net_extract(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
