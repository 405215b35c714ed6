// Net surgery: cutting and joining, on drafts of containers (draft.h), so that every result has passed shape inference.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "nets/draft.h"
#include "nets/graph.h"

namespace lykos::nets {

namespace {

void require_container(const Net& net, const char* what) {
  if (!net.is_container()) throw NetError("invnet", std::string(what) + " needs a NetChain or NetGraph, not a single layer.", {}, std::string(net.head()));
}

int child_or_fail(const Net& net, const PathKey& key) {
  const int child = find_child(net, key);
  if (child < 0) no_part(net, {key});
  return child;
}

// The container with only some children; connections to removed ones are cut and leave ports open.
Net keep_children(const Net& net, const std::vector<bool>& keep) {
  const Draft old = draft_of(net, false);
  std::vector<int> position(keep.size(), -1);
  Draft d;
  d.kind = old.kind;
  d.input_order = old.input_order;
  d.output_order = old.output_order;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (!keep[i]) continue;
    position[i] = static_cast<int>(d.children.size());
    d.children.push_back(old.children[i]);
    if (!old.names.empty()) d.names.push_back(old.names[i]);
  }
  auto at = [&](int child) { return position[static_cast<std::size_t>(child)]; };
  std::set<std::string> ports;
  for (const auto& e : old.inner) {
    if (at(e.from) >= 0 && at(e.to) >= 0) d.inner.push_back({at(e.from), e.from_port, at(e.to), e.to_port});
  }
  for (const auto& e : old.inputs) {
    if (at(e.child) < 0) continue;
    d.inputs.push_back({e.name, at(e.child), e.port});
    ports.insert(e.name);
  }
  for (const auto& e : old.outputs) {
    if (at(e.child) < 0) continue;
    d.outputs.push_back({at(e.child), e.port, e.name});
    ports.insert(e.name);
  }
  for (const auto& [child, port] : old.muted) {
    if (at(child) >= 0) d.muted.emplace_back(at(child), port);
  }
  for (const Option& o : old.options) {
    if (ports.count(o.name) || o.name == "LearningRateMultipliers") d.options.push_back(o);
  }
  return assemble(std::move(d));
}

// A chain of these children with the coders of the ends of `like`. Removed layers in the middle let neighbours meet.
Net chain_of(const Net& like, std::vector<Net> children, std::vector<std::string> names, bool keeps_start, bool keeps_end) {
  std::vector<Option> options;
  if (keeps_start) {
    for (const Port& p : like.inputs()) {
      if (p.coder) options.push_back({p.name, Value(p.coder)});
    }
  }
  if (keeps_end) {
    for (const Port& p : like.outputs()) {
      if (p.coder) options.push_back({p.name, Value(p.coder)});
    }
  }
  return make_chain({std::move(children), std::move(names)}, options);
}

void reach(const Net& net, int child, bool backwards, std::vector<bool>& seen) {
  if (seen[static_cast<std::size_t>(child)]) return;
  seen[static_cast<std::size_t>(child)] = true;
  for (const Edge& e : net->edges) {
    const EdgeEnd& near = backwards ? e.to : e.from;
    const EdgeEnd& far = backwards ? e.from : e.to;
    if (near.node == child && far.node >= 0) reach(net, far.node, backwards, seen);
  }
}

Children children_of(const Net& net) {
  if (!net.is_container()) return {{net}, {}};
  return {net->children, net->names};
}

// Names for layers added to a named container: given ones, else the position.
std::vector<std::string> joined_names(const std::vector<Children>& parts) {
  const bool named = std::any_of(parts.begin(), parts.end(), [](const Children& c) { return c.named(); });
  std::vector<std::string> names;
  if (!named) return names;
  std::set<std::string> taken;
  for (const Children& c : parts) taken.insert(c.names.begin(), c.names.end());
  for (const Children& c : parts) {
    for (std::size_t i = 0; i < c.nets.size(); ++i) {
      if (c.named()) {
        names.push_back(c.names[i]);
        continue;
      }
      std::size_t n = names.size() + 1;
      while (taken.count(std::to_string(n))) ++n;
      taken.insert(std::to_string(n));
      names.push_back(std::to_string(n));
    }
  }
  return names;
}

Net joined_chain(const Net& like, const std::vector<Children>& parts, bool keeps_start, bool keeps_end) {
  std::vector<Net> nets;
  for (const Children& c : parts) nets.insert(nets.end(), c.nets.begin(), c.nets.end());
  std::vector<std::string> names = joined_names(parts);
  return chain_of(like, std::move(nets), std::move(names), keeps_start, keeps_end);
}

}  // namespace

Net take(const Net& net, const PathKey& from, const PathKey& to) {
  require_container(net, "NetTake");
  const int first = child_or_fail(net, from), last = child_or_fail(net, to);
  std::vector<bool> keep(net->children.size());
  if (net.kind() == NetKind::Chain) {
    if (last < first) throw NetError("netnopart", "There are no layers from " + path_words({from}) + " to " + path_words({to}) + ".", {}, "NetChain");
    for (int i = first; i <= last; ++i) keep[static_cast<std::size_t>(i)] = true;
  } else {
    std::vector<bool> after(keep.size()), before(keep.size());
    reach(net, first, false, after);
    reach(net, last, true, before);
    for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = after[i] && before[i];
    if (std::find(keep.begin(), keep.end(), true) == keep.end()) {
      throw NetError("netnopart", path_words({to}) + " does not depend on " + path_words({from}) + ".", {}, "NetGraph");
    }
  }
  return keep_children(net, keep);
}

Net take_until(const Net& net, const PathKey& to) {
  require_container(net, "NetTake");
  const int last = child_or_fail(net, to);
  std::vector<bool> keep(net->children.size());
  reach(net, last, true, keep);
  return keep_children(net, keep);
}

Net drop(const Net& net, const PathKey& from, const PathKey& to) {
  require_container(net, "NetDrop");
  const int first = child_or_fail(net, from), last = child_or_fail(net, to);
  std::vector<PathKey> positions;
  for (int i = first; i <= last; ++i) positions.push_back(net->key(i));
  return remove(net, positions);
}

Net remove(const Net& net, const std::vector<PathKey>& positions) {
  require_container(net, "NetDelete");
  std::vector<bool> keep(net->children.size(), true);
  for (const PathKey& key : positions) keep[static_cast<std::size_t>(child_or_fail(net, key))] = false;
  if (std::find(keep.begin(), keep.end(), true) == keep.end()) throw NetError("netempty", "Nothing would be left of the net.", {}, std::string(net.head()));
  if (net.kind() == NetKind::Graph) return keep_children(net, keep);
  std::vector<Net> nets;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (!keep[i]) continue;
    nets.push_back(net->children[i]);
    if (net->named) names.push_back(net->names[i]);
  }
  return chain_of(net, std::move(nets), std::move(names), keep.front(), keep.back());
}

Net append(const Net& net, const Children& layers) {
  if (net.kind() == NetKind::Graph) {
    if (net.outputs().size() != 1) throw NetError("invnet", "NetAppend on a NetGraph needs exactly one output.", {}, "NetGraph");
    Draft d = draft_of(net, false);
    const Draft::GraphOutput end = d.outputs.empty() ? throw NetError("invnet", "The graph has no layer at its output.", {}, "NetGraph") : d.outputs[0];
    std::erase_if(d.options, [&](const Option& o) { return o.name == end.name; });
    d.outputs.clear();
    d.output_order.clear();
    const Net tail = layers.nets.size() == 1 ? with_input_count(layers.nets[0], 1) : make_chain(layers);
    if (!d.names.empty()) d.names = joined_names({{d.children, d.names}, {{tail}, layers.nets.size() == 1 ? layers.names : std::vector<std::string>{}}});
    d.children.push_back(tail);
    d.inner.push_back({end.child, end.port, static_cast<int>(d.children.size()) - 1, 0});
    return assemble(std::move(d));
  }
  return joined_chain(net, {children_of(net), layers}, true, false);
}

Net prepend(const Net& net, const Children& layers) {
  if (net.kind() == NetKind::Graph) {
    if (net.inputs().size() != 1) throw NetError("invnet", "NetPrepend on a NetGraph needs exactly one input.", {}, "NetGraph");
    Draft d = draft_of(net, false);
    const Net start = layers.nets.size() == 1 ? with_input_count(layers.nets[0], 1) : make_chain(layers);
    const int child = static_cast<int>(d.children.size());
    for (const auto& e : d.inputs) d.inner.push_back({child, 0, e.child, e.port});
    std::erase_if(d.options, [&](const Option& o) { return o.name == net.inputs()[0].name; });
    d.inputs.clear();
    d.input_order.clear();
    if (!d.names.empty()) d.names = joined_names({{d.children, d.names}, {{start}, layers.nets.size() == 1 ? layers.names : std::vector<std::string>{}}});
    d.children.push_back(start);
    return assemble(std::move(d));
  }
  return joined_chain(net, {layers, children_of(net)}, false, true);
}

Net insert(const Net& net, const Net& layer, const PathKey& position, const std::string& name) {
  if (net.kind() == NetKind::Graph) throw NetError("invnet", "NetInsert works on a NetChain; use NetReplacePart or build the NetGraph again.", {}, "NetGraph");
  const Children all = children_of(net);
  const std::int64_t n = static_cast<std::int64_t>(all.nets.size());
  std::int64_t at = 0;
  if (position.is_index()) {
    at = position.index > 0 ? position.index - 1 : n + 1 + position.index;
    if (position.index == 0 || at < 0 || at > n) no_part(net, {position});
  } else {
    at = child_or_fail(net, position);
  }
  auto part = [&](std::int64_t first, std::int64_t last) {
    Children c;
    c.nets.assign(all.nets.begin() + first, all.nets.begin() + last);
    if (all.named()) c.names.assign(all.names.begin() + first, all.names.begin() + last);
    return c;
  };
  Children middle{{layer}, {}};
  if (!name.empty()) middle.names = {name};
  std::vector<Children> parts;
  if (at > 0) parts.push_back(part(0, at));
  parts.push_back(std::move(middle));
  if (at < n) parts.push_back(part(at, n));
  return joined_chain(net, parts, at > 0, at < n);
}

namespace {

// Names "1/a" of layers that came from nets inside, without the prefix where that leaves them different.
Net without_prefixes(const Net& net) {
  if (!net->named) return net;
  std::vector<std::pair<PathKey, std::string>> renames;
  std::set<std::string> taken;
  for (const std::string& name : net->names) {
    const std::string own = name.substr(name.find('/') + 1);
    if (!taken.insert(own).second) return net;
    renames.emplace_back(PathKey(name), own);
  }
  return rename(net, renames);
}

}  // namespace

Net join(const std::vector<Net>& chains) {
  if (chains.empty()) throw NetError("netempty", "NetJoin needs at least one net.", {}, "NetChain");
  std::vector<Children> parts;
  for (const Net& c : chains) parts.push_back(children_of(c));
  std::vector<Option> options;
  for (const Port& p : chains.front().inputs()) {
    if (p.coder) options.push_back({p.name, Value(p.coder)});
  }
  for (const Port& p : chains.back().outputs()) {
    if (p.coder) options.push_back({p.name, Value(p.coder)});
  }
  if (std::any_of(chains.begin(), chains.end(), [](const Net& c) { return c.kind() == NetKind::Graph; })) {
    return without_prefixes(flatten(make_chain({chains, {}}, options), 1));
  }
  std::vector<Net> nets;
  for (const Children& c : parts) nets.insert(nets.end(), c.nets.begin(), c.nets.end());
  return make_chain({std::move(nets), joined_names(parts)}, options);
}

Net flatten(const Net& net, int depth) {
  if (!net.is_container() || depth == 0) return net;
  Draft d = draft_of(net, false);
  bool nested = false;
  for (Net& child : d.children) {
    if (depth != 1) child = flatten(child, depth < 0 ? -1 : depth - 1);
    nested |= child.is_container();
  }
  if (!nested) return net;
  // Where the ports of every old child went: a list of consumers for an input, a producer for an output.
  Draft flat;
  flat.kind = d.kind;
  flat.options = d.options;
  flat.input_order = d.input_order;
  flat.output_order = d.output_order;
  struct Place {
    int child, port;
  };
  std::map<std::pair<int, int>, std::vector<Place>> consumers;
  std::map<std::pair<int, int>, Place> producers;
  std::map<std::pair<int, int>, int> passed;  // outputs of a child that are its own inputs: which
  std::vector<std::string> names;
  bool any_name = !d.names.empty();
  for (std::size_t i = 0; i < d.children.size(); ++i) {
    const Net& child = d.children[i];
    const int index = static_cast<int>(i), base = static_cast<int>(flat.children.size());
    const std::string own = d.names.empty() ? std::to_string(i + 1) : d.names[i];
    if (!child.is_container()) {
      flat.children.push_back(child);
      names.push_back(own);
      for (std::size_t p = 0; p < child.inputs().size(); ++p) consumers[{index, static_cast<int>(p)}] = {{base, static_cast<int>(p)}};
      for (std::size_t p = 0; p < child.outputs().size(); ++p) producers[{index, static_cast<int>(p)}] = {base, static_cast<int>(p)};
      continue;
    }
    const Draft inside = draft_of(child, false);
    for (const auto& e : inside.through) passed[{index, child.find_output(e.output)}] = child.find_input(e.input);
    any_name |= !inside.names.empty();
    if (child.kind() == NetKind::Graph) flat.kind = NetKind::Graph;
    for (std::size_t k = 0; k < inside.children.size(); ++k) {
      flat.children.push_back(inside.children[k]);
      names.push_back(own + "/" + (inside.names.empty() ? std::to_string(k + 1) : inside.names[k]));
    }
    for (const auto& e : inside.inner) flat.inner.push_back({base + e.from, e.from_port, base + e.to, e.to_port});
    for (const auto& [c, p] : inside.muted) flat.muted.emplace_back(base + c, p);
    for (const auto& e : inside.inputs) consumers[{index, child.find_input(e.name)}].push_back({base + e.child, e.port});
    for (const auto& e : inside.outputs) producers[{index, child.find_output(e.name)}] = {base + e.child, e.port};
  }
  if (any_name) flat.names = names;
  // Where a value comes from: a child's output, or (child -1) an input of the container by name.
  struct Origin {
    Place place{-1, 0};
    std::string input{};
  };
  const std::function<Origin(int, int)> origin = [&](int child, int port) -> Origin {
    const auto alias = passed.find({child, port});
    if (alias == passed.end()) return {producers.at({child, port})};
    for (const auto& e : d.inner) {
      if (e.to == child && e.to_port == alias->second) return origin(e.from, e.from_port);
    }
    for (const auto& e : d.inputs) {
      if (e.child == child && e.port == alias->second) return {{-1, 0}, e.name};
    }
    throw NetError("invnet", "An input that is passed straight to an output is not connected, so that the net can't be flattened.", {}, std::string(net.head()));
  };
  for (const auto& e : d.inner) {
    const Origin from = origin(e.from, e.from_port);
    for (const Place& to : consumers[{e.to, e.to_port}]) {
      if (from.place.child >= 0) flat.inner.push_back({from.place.child, from.place.port, to.child, to.port});
      else flat.inputs.push_back({from.input, to.child, to.port});
    }
  }
  for (const auto& e : d.inputs) {
    for (const Place& to : consumers[{e.child, e.port}]) flat.inputs.push_back({e.name, to.child, to.port});
  }
  flat.through = d.through;
  for (const auto& e : d.outputs) {
    const Origin from = origin(e.child, e.port);
    if (from.place.child >= 0) flat.outputs.push_back({from.place.child, from.place.port, e.name});
    else flat.through.push_back({from.input, e.name});
  }
  for (const auto& [c, p] : d.muted) {
    if (const auto from = producers.find({c, p}); from != producers.end()) flat.muted.emplace_back(from->second.child, from->second.port);
  }
  return assemble(std::move(flat));
}

Net rename(const Net& net, const std::vector<std::pair<PathKey, std::string>>& renames) {
  require_container(net, "NetRename");
  auto node = std::make_shared<NetNode>(*net.pointer());
  if (!node->named) {
    node->named = true;
    for (std::size_t i = 0; i < node->children.size(); ++i) node->names.push_back(std::to_string(i + 1));
  }
  // All at once, so that two layers can exchange their names.
  for (const auto& [key, name] : renames) node->names[static_cast<std::size_t>(child_or_fail(net, key))] = name;
  std::set<std::string> taken;
  for (const std::string& name : node->names) {
    if (!taken.insert(name).second) throw NetError("netdupkey", "Two layers would be called \"" + name + "\".", {}, std::string(net.head()));
  }
  return Net(std::move(node));
}

}  // namespace lykos::nets
