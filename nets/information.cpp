// Facts about nets.
#include "nets/information.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "nets/states.h"

namespace lykos::nets {

namespace {

std::optional<std::int64_t> elements(const PortType& t) {
  return t.shape_known() ? std::optional(t.element_count()) : std::nullopt;
}

// Arrays without values yet will be Real32.
std::int64_t bytes_per_element(const ArraySlot& slot) {
  return slot.state == ArrayState::Given ? array::size_of(slot.value.dtype()) : 4;
}

std::uint64_t mix(std::uint64_t h, std::uint64_t v) {
  h ^= v + 0x9e3779b97f4a7c15ULL + (h << 6) + (h >> 2);
  return h;
}

std::uint64_t hash_text(const std::string& s) {  // FNV-1a: the same on every platform, unlike std::hash
  std::uint64_t h = 14695981039346656037ULL;
  for (unsigned char c : s) h = (h ^ c) * 1099511628211ULL;
  return h;
}

std::uint64_t structure_hash(const Net& net) {
  std::uint64_t h = hash_text(std::string(net.head()));
  if (net->spec) {
    for (const Value& v : net->parameters) h = mix(h, hash_text(v.is(Value::Kind::Net) ? topology_hash(v.net()) : v.text()));
    for (const ArraySlot& a : net->arrays) {
      h = mix(h, a.state == ArrayState::Absent ? 1 : 2);
      h = mix(h, hash_text(summary(a.type)));
    }
  }
  for (const auto* ports : {&net.inputs(), &net.outputs()}) {
    for (const Port& p : *ports) h = mix(mix(h, hash_text(p.name)), hash_text(summary(p.type)));
  }
  for (const Net& child : net->children) h = mix(h, structure_hash(child));
  for (const Edge& e : net->edges) {
    for (int n : {e.from.node, e.from.port, e.to.node, e.to.port}) h = mix(h, static_cast<std::uint64_t>(n + 2));
  }
  return h;
}

// Leaf positions: the producer of every port, by walking containers.
struct Walker {
  std::vector<std::pair<int, int>> edges;
  int next = 0;

  // `sources[i]`: leaf that feeds input i (-1: the net's own input). Returns the leaf behind each output.
  std::vector<int> walk(const Net& net, const std::vector<int>& sources) {
    if (net.is_layer()) {
      const int self = next++;
      for (int s : sources) {
        const std::pair edge{s, self};
        if (std::find(edges.begin(), edges.end(), edge) == edges.end()) edges.push_back(edge);
      }
      return std::vector<int>(net.outputs().size(), self);
    }
    if (net->spec) {  // an operator: every net it applies sees all of its inputs
      std::vector<int> last;
      for (const Net& child : net->children) {
        std::vector<int> in(child.inputs().size(), -1);
        for (std::size_t i = 0; i < in.size() && !sources.empty(); ++i) in[i] = sources[std::min(i, sources.size() - 1)];
        last = walk(child, in);
      }
      return std::vector<int>(net.outputs().size(), last.empty() ? -1 : last.back());
    }
    // Leaves are numbered by position, edges need topological order: number first.
    std::vector<int> base(net->children.size());
    int counter = next;
    for (std::size_t i = 0; i < net->children.size(); ++i) {
      base[i] = counter;
      counter += static_cast<int>(leaf_layers(net->children[i]).size());
    }
    std::vector<std::vector<int>> outputs(net->children.size());
    auto source = [&](const EdgeEnd& end) {
      return end.node == EdgeEnd::kSelf ? sources[static_cast<std::size_t>(end.port)]
                                        : outputs[static_cast<std::size_t>(end.node)][static_cast<std::size_t>(end.port)];
    };
    for (int child : topological_order(net.node())) {
      std::vector<int> in(net->children[static_cast<std::size_t>(child)].inputs().size(), -1);
      for (const Edge& e : net->edges) {
        if (e.to.node == child) in[static_cast<std::size_t>(e.to.port)] = source(e.from);
      }
      next = base[static_cast<std::size_t>(child)];
      outputs[static_cast<std::size_t>(child)] = walk(net->children[static_cast<std::size_t>(child)], in);
    }
    next = counter;
    std::vector<int> result(net.outputs().size(), -1);
    for (const Edge& e : net->edges) {
      if (e.to.node == EdgeEnd::kSelf) result[static_cast<std::size_t>(e.to.port)] = source(e.from);
    }
    return result;
  }
};

}  // namespace

NetInformation net_information(const Net& net) {
  NetInformation info;
  info.arrays_total_element_count = info.arrays_total_byte_count = 0;
  std::set<std::string> shared;
  for (const ArrayEntry& e : array_entries(net)) {
    ArrayFacts facts{e.path, e.slot, e.slot->type, elements(e.slot->type), std::nullopt};
    if (facts.element_count) facts.byte_count = *facts.element_count * bytes_per_element(*e.slot);
    info.arrays.push_back(facts);
    const bool repeated = !e.slot->shared_name.empty() && !shared.insert(e.slot->shared_name).second;
    if (repeated) continue;
    if (!facts.element_count) {
      info.arrays_total_element_count.reset();
      info.arrays_total_byte_count.reset();
    } else if (info.arrays_total_element_count) {
      *info.arrays_total_element_count += *facts.element_count;
      *info.arrays_total_byte_count += *facts.byte_count;
    }
  }
  info.arrays_count = static_cast<std::int64_t>(info.arrays.size());
  info.shared_arrays_count = static_cast<std::int64_t>(shared.size());
  info.layers = leaf_layers(net);
  for (const LeafLayer& leaf : info.layers) {
    const std::string head(leaf.layer.head());
    const auto it = std::find_if(info.layer_type_counts.begin(), info.layer_type_counts.end(), [&](const auto& row) { return row.first == head; });
    if (it == info.layer_type_counts.end()) info.layer_type_counts.emplace_back(head, 1);
    else ++it->second;
  }
  for (RecurrentState& state : recurrent_states(net)) info.recurrent_states.push_back(std::move(state.path));
  info.topology_hash = topology_hash(net);
  return info;
}

const std::vector<std::string>& information_properties() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list = {
        "Arrays", "ArraysCount", "ArraysDimensions", "ArraysElementCounts", "ArraysByteCounts", "ArraysSizes", "ArraysList", "ArraysPositionList",
        "ArraysTotalElementCount", "ArraysTotalByteCount", "ArraysTotalSize", "SharedArraysCount", "InputPorts", "OutputPorts", "InputPortNames",
        "OutputPortNames", "Layers", "LayersList", "LayersCount", "LayerTypeCounts", "LayersGraph", "RecurrentStatesCount",
        "RecurrentStatesPositionList", "InputForm", "SummaryGraphic", "FullSummaryGraphic", "MXNetNodeGraph", "MXNetNodeGraphPlot", "TopologyHash", "Properties"};
    std::sort(list.begin(), list.end());
    return list;
  }();
  return names;
}

std::vector<std::pair<int, int>> layers_graph(const Net& net) {
  Walker walker;
  const std::vector<int> ends = walker.walk(net, std::vector<int>(net.inputs().size(), -1));
  for (int leaf : ends) walker.edges.emplace_back(leaf, -1);
  return walker.edges;
}

std::string topology_hash(const Net& net) {
  std::uint64_t h = structure_hash(net);
  std::string text;
  do {
    text.insert(text.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[h % 36]);
    h /= 36;
  } while (h != 0);
  return text;
}

namespace {

// Whether the first dimension of a port is that of the sequence a map operator maps over.
bool is_mapped(const Net& net, bool output, int index) {
  const NetNode& node = net.node();
  if (node.spec) return node.spec->name == "NetMapOperator" || node.spec->name == "NetMapThreadOperator";
  for (const Edge& edge : node.edges) {
    const EdgeEnd& own = output ? edge.to : edge.from;
    const EdgeEnd& inner = output ? edge.from : edge.to;
    if (own.node != EdgeEnd::kSelf || own.port != index || inner.node == EdgeEnd::kSelf) continue;
    if (is_mapped(node.children[static_cast<std::size_t>(inner.node)], output, inner.port)) return true;
  }
  return false;
}

}  // namespace

Port shown_port(const Net& net, bool output, int index) {
  Port port = (output ? net.outputs() : net.inputs())[static_cast<std::size_t>(index)];
  PortType& type = port.type;
  const bool open = type.rank_known && type.rank() > 0 && !type.extents[0].known() && !type.extents[0].is_varying();
  if (open && is_mapped(net, output, index)) type.extents[0] = Extent::varying();
  return port;
}

}  // namespace lykos::nets
