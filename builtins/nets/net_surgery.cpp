// Taking nets apart and putting them together: NetTake, NetDrop, NetAppend, NetPrepend, NetInsert, NetDelete, NetJoin,
// NetFlatten, NetRename. The work is nets/graph; here positions and layers are read.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "builtins/nets/errors.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "evaluator/apply_hooks.h"
#include "expr/association.h"
#include "nets/graph.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetError;
using nets::PathKey;

namespace {

const Net& require_net(const Expr& expr) {
  if (const Net* net = as_net(expr)) return *net;
  throw NetError("invnet", short_text(expr) + " is not a net.");
}

PathKey require_key(const Expr& expr) {
  if (const auto key = read_path_key(expr); key && !expr.is_symbol()) return *key;
  throw NetError("netnopart", short_text(expr) + " is not the position or name of a layer.");
}

// {first, last}, {n} or first ;; last.
std::optional<std::pair<PathKey, PathKey>> read_range(const Expr& specification) {
  if (specification.has_head(sym::Span)) {
    const auto span = read_value(specification);
    if (span && span->span().step == 1) return std::pair(PathKey(span->span().from), PathKey(span->span().to));
    throw NetError("netnopart", short_text(specification) + " is not a range of layers.");
  }
  if (!specification.is_list()) return std::nullopt;
  if (specification.size() < 1 || specification.size() > 2) throw NetError("netnopart", short_text(specification) + " should be a pair {first, last}.");
  return std::pair(require_key(specification[0]), require_key(specification[specification.size() - 1]));
}

Net take_part(const Net& net, const Expr& specification) {
  if (const auto range = read_range(specification)) return nets::take(net, range->first, range->second);
  if (specification.is(sym::All)) return nets::take(net, PathKey(1), PathKey(-1));
  if (const auto n = machine_integer(specification)) {
    if (net.kind() == nets::NetKind::Graph) return nets::take_until(net, PathKey(*n));
    if (*n == 0) throw NetError("netempty", "NetTake[net, 0] would give a net without layers.");
    return *n > 0 ? nets::take(net, PathKey(1), PathKey(*n)) : nets::take(net, PathKey(*n), PathKey(-1));
  }
  return nets::take_until(net, require_key(specification));
}

Net drop_part(const Net& net, const Expr& specification) {
  if (const auto range = read_range(specification)) return nets::drop(net, range->first, range->second);
  if (const auto n = machine_integer(specification)) {
    if (*n == 0) return net;
    return *n > 0 ? nets::drop(net, PathKey(1), PathKey(*n)) : nets::drop(net, PathKey(*n), PathKey(-1));
  }
  const PathKey key = require_key(specification);
  return nets::drop(net, key, key);
}

// The net with what rules behind the other arguments say of its ports: "Input" -> shape or coder.
Expr with_ports(Net net, std::span<const Expr> rules) {
  std::vector<std::pair<nets::Path, nets::Value>> ports;
  for (const nets::Option& option : read_container_options(rules)) ports.push_back({{PathKey(option.name)}, option.value});
  return wrap_net(ports.empty() ? net : nets::replace_parts(net, ports));
}

// Rules from position `from` on are options; anything else there is one argument too many.
bool only_rules_from(const Call& call, std::size_t from) {
  const std::span<const Expr> rest = call.args().subspan(from);
  if (std::all_of(rest.begin(), rest.end(), [](const Expr& e) { return e.is_rule(); })) return true;
  message(call.head(), "argrx", {call.head(), Expr::integer(static_cast<std::int64_t>(call.size())), Expr::integer(static_cast<std::int64_t>(from))});
  return false;
}

// NetTake[net, n], NetTake[net, {first, last}], NetTake[net, "name"], NetTake[..., "Input" -> shape]
MaybeExpr builtin_NetTake(Call& call) {
  if (!only_rules_from(call, 2)) return std::nullopt;
  return guarded(call.head(), [&] { return with_ports(take_part(require_net(call[0]), call[1]), call.args().subspan(2)); });
}

// NetDrop[net, n], NetDrop[net, {first, last}], NetDrop[net, "name"], NetDrop[..., "Input" -> shape]
MaybeExpr builtin_NetDrop(Call& call) {
  if (!only_rules_from(call, 2)) return std::nullopt;
  return guarded(call.head(), [&] { return with_ports(drop_part(require_net(call[0]), call[1]), call.args().subspan(2)); });
}

// Layers to add: layer, "name" -> layer, or a list or association of these.
void add_layers(const Expr& expr, const std::string& head, nets::Children& children) {
  if (expr.is_rule() && expr[0].is_string()) {
    children.names.push_back(expr[0].string_value());
    children.nets.push_back(to_layer(expr[1], "layer \"" + expr[0].string_value() + "\" of " + head));
    return;
  }
  const bool sizes = expr.is_list() && expr.size() > 0 && std::all_of(expr.args().begin(), expr.args().end(), [](const Expr& e) { return e.is_integer(); });
  if (expr.is_association()) {
    nets::Children named = read_children(expr, head);
    children.nets.insert(children.nets.end(), named.nets.begin(), named.nets.end());
    children.names.insert(children.names.end(), named.names.begin(), named.names.end());
  } else if (expr.is_list() && !sizes) {
    for (const Expr& element : expr.args()) add_layers(element, head, children);
  } else {
    children.nets.push_back(to_layer(expr, "a layer for " + head));
  }
}

nets::Children layers_from(std::span<const Expr> args, const std::string& head) {
  nets::Children children;
  for (const Expr& argument : args) add_layers(argument, head, children);
  if (!children.names.empty() && children.names.size() != children.nets.size()) {
    throw NetError("netinvnodes", "Either all of the added layers have names, or none of them.");
  }
  return children;
}

// NetAppend[net, layer], NetAppend[net, {layer1, ...}], NetAppend[net, "name" -> layer]
MaybeExpr builtin_NetAppend(Call& call) {
  return guarded(call.head(), [&] { return wrap_net(nets::append(require_net(call[0]), layers_from(call.args().subspan(1), "NetAppend"))); });
}

// NetPrepend[net, layer], NetPrepend[net, {layer1, ...}], NetPrepend[net, "name" -> layer]
MaybeExpr builtin_NetPrepend(Call& call) {
  return guarded(call.head(), [&] { return wrap_net(nets::prepend(require_net(call[0]), layers_from(call.args().subspan(1), "NetPrepend"))); });
}

// NetInsert[net, layer, position], NetInsert[net, "name" -> layer, position]
MaybeExpr builtin_NetInsert(Call& call) {
  return guarded(call.head(), [&] {
    const nets::Children added = layers_from(call.args().subspan(1, 1), "NetInsert");
    if (added.nets.size() != 1) throw NetError("netinvnodes", "NetInsert inserts one layer.");
    return wrap_net(nets::insert(require_net(call[0]), added.nets[0], require_key(call[2]), added.named() ? added.names[0] : std::string()));
  });
}

// NetDelete[net, key], NetDelete[net, {key1, key2, ...}]
MaybeExpr builtin_NetDelete(Call& call) {
  return guarded(call.head(), [&] {
    std::vector<PathKey> keys;
    if (call[1].is_list()) {
      for (const Expr& element : call[1].args()) keys.push_back(require_key(element.is_list() && element.size() == 1 ? element[0] : element));
    } else {
      keys.push_back(require_key(call[1]));
    }
    return wrap_net(nets::remove(require_net(call[0]), keys));
  });
}

// NetJoin[chain1, chain2, ...], NetJoin[..., "Input" -> shape]
MaybeExpr builtin_NetJoin(Call& call) {
  return guarded(call.head(), [&] {
    std::vector<Net> chains;
    std::size_t count = call.size();
    while (count > 0 && call[count - 1].is_rule()) --count;
    std::vector<Expr> parts(call.args().begin(), call.args().begin() + static_cast<std::ptrdiff_t>(count));
    if (parts.size() == 1 && parts[0].is_list()) parts = elements_of(parts[0]);
    for (const Expr& part : parts) chains.push_back(to_layer(part, "a part of NetJoin"));
    return with_ports(nets::join(chains), call.args().subspan(count));
  });
}

// NetFlatten[net], NetFlatten[net, depth]
MaybeExpr builtin_NetFlatten(Call& call) {
  return guarded(call.head(), [&] {
    int depth = -1;
    if (call.size() > 1 && !is_infinity(call[1]) && !call[1].is(sym::All)) {
      const auto n = machine_integer(call[1]);
      if (!n || *n < 0 || *n > 1000000) throw NetError("invdepth", "The depth " + short_text(call[1]) + " should be a non-negative integer or Infinity.");
      depth = static_cast<int>(*n);
    }
    return wrap_net(nets::flatten(require_net(call[0]), depth));
  });
}

// NetRename[net, {old -> new, ...}], NetRename[net, f]
MaybeExpr builtin_NetRename(Call& call) {
  return guarded(call.head(), [&] {
    const Net& net = require_net(call[0]);
    std::vector<std::pair<PathKey, std::string>> renames;
    std::vector<Expr> rules;
    const Expr& how = call[1];
    if (how.is_association()) {
      for (const AssociationEntry& entry : how.association().entries) rules.push_back(make_rule(entry.key, entry.value));
    } else if (how.is_rule()) {
      rules.push_back(how);
    } else if (how.is_list()) {
      rules.assign(how.args().begin(), how.args().end());
    } else if (how.is_symbol() || how.is_normal()) {
      for (std::size_t i = 0; net.is_container() && i < net->children.size(); ++i) {
        const std::string name = net->named ? net->names[i] : std::to_string(i + 1);
        rules.push_back(make_rule(net->named ? Expr::string(name) : Expr::integer(static_cast<std::int64_t>(i) + 1), apply(how, {Expr::string(name)})));
      }
    } else {
      rules.push_back(how);
    }
    for (const Expr& rule : rules) {
      if (!rule.is_rule() || !rule[1].is_string()) {
        throw NetError("netinvrename", short_text(rule) + " should be a rule from a layer's name or position to its new name.");
      }
      renames.emplace_back(require_key(rule[0]), rule[1].string_value());
    }
    return wrap_net(nets::rename(net, renames));
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetTake", .fn = builtin_NetTake, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "NetTake[net, n] takes the first n layers of a chain, NetTake[net, -n] the last n.\n"
              "NetTake[net, {first, last}] takes the layers from first to last.\n"
              "NetTake[net, \"name\"] takes the part of a net up to a layer.\n"
              "NetTake[net, part, \"Input\" -> shape] gives ports shapes, encoders or decoders as well."},
    {.name = "NetDrop", .fn = builtin_NetDrop, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "NetDrop[net, n] drops the first n layers of a chain, NetDrop[net, -n] the last n.\n"
              "NetDrop[net, {first, last}] drops the layers from first to last.\n"
              "NetDrop[net, \"name\"] drops one layer."},
    {.name = "NetAppend", .fn = builtin_NetAppend, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "NetAppend[net, layer] appends a layer to a chain.\n"
              "NetAppend[net, {layer1, layer2, ...}] appends several.\n"
              "NetAppend[net, \"name\" -> layer] appends a named layer."},
    {.name = "NetPrepend", .fn = builtin_NetPrepend, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "NetPrepend[net, layer] puts a layer in front of a chain.\n"
              "NetPrepend[net, {layer1, layer2, ...}] puts several in front.\n"
              "NetPrepend[net, \"name\" -> layer] puts a named layer in front."},
    {.name = "NetInsert", .fn = builtin_NetInsert, .arity = exactly(3), .attributes = kProtected | kReadProtected,
     .usage = "NetInsert[net, layer, n] inserts a layer at position n of a chain.\n"
              "NetInsert[net, \"name\" -> layer, key] inserts a named layer before another."},
    {.name = "NetDelete", .fn = builtin_NetDelete, .arity = exactly(2), .attributes = kProtected | kReadProtected,
     .usage = "NetDelete[net, n] deletes a layer by position or name.\n"
              "NetDelete[net, {n1, n2, ...}] deletes several."},
    {.name = "NetJoin", .fn = builtin_NetJoin, .arity = at_least(1), .attributes = kProtected | kReadProtected,
     .usage = "NetJoin[net1, net2, ...] joins chains into one; with a graph among them, the result is a graph."},
    {.name = "NetFlatten", .fn = builtin_NetFlatten, .arity = between(1, 2), .attributes = kProtected | kReadProtected,
     .usage = "NetFlatten[net] merges nested chains and graphs into one net.\n"
              "NetFlatten[net, n] merges n levels."},
    {.name = "NetRename", .fn = builtin_NetRename, .arity = exactly(2), .attributes = kProtected | kReadProtected,
     .usage = "NetRename[net, {old1 -> new1, ...}] renames layers.\n"
              "NetRename[net, f] applies f to all names."},
};

// Take[net, ...] is NetTake[net, ...], and so on.
MaybeExpr list_function(Call& call, std::size_t least, std::size_t most, const Expr& function, const std::vector<Expr>& further = {}) {
  if (call.size() < least || call.size() > most || !as_net(call[0])) return std::nullopt;
  std::vector<Expr> args(call.args().begin(), call.args().end());
  args.insert(args.end(), further.begin(), further.end());
  return lykos::apply(function, args);
}

}  // namespace

void register_net_surgery(Registry& r) {
  r.add(kBuiltins);
  set_opaque_function(sym::Take, [](Call& call) { return list_function(call, 2, 2, sym::NetTake); });
  set_opaque_function(sym::Drop, [](Call& call) { return list_function(call, 2, 2, sym::NetDrop); });
  set_opaque_function(sym::Most, [](Call& call) { return list_function(call, 1, 1, sym::NetDrop, {Expr::integer(-1)}); });
  set_opaque_function(sym::Rest, [](Call& call) { return list_function(call, 1, 1, sym::NetDrop, {Expr::integer(1)}); });
  set_opaque_function(sym::Append, [](Call& call) { return list_function(call, 2, 2, sym::NetAppend); });
  set_opaque_function(sym::Prepend, [](Call& call) { return list_function(call, 2, 2, sym::NetPrepend); });
  set_opaque_function(sym::Delete, [](Call& call) { return list_function(call, 2, 2, sym::NetDelete); });
  set_opaque_function(sym::Insert, [](Call& call) { return list_function(call, 3, 3, sym::NetInsert); });
  set_opaque_function(sym::Join, [](Call& call) { return list_function(call, 2, 1000, sym::NetJoin); });
}

}  // namespace lykos::builtins
