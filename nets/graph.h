// Chains and graphs: building them, and net surgery.
//
// All functions return new nets with shapes inferred again and throw NetError; nothing is changed in place. Positions are 1-based and
// may be negative (from the end); names select named children.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "nets/layer_spec.h"
#include "nets/net.h"

namespace lykos::nets {

/// Children with or without names (all or none).
struct Children {
  std::vector<Net> nets;
  std::vector<std::string> names;  ///< empty: numbered
  bool named() const { return !names.empty(); }
};

/// NetChain[{...}, opts]: options are port types or coders ("Input" -> 3), or LearningRateMultipliers.
Net make_chain(const Children& children, const std::vector<Option>& options = {});

/// One end of an edge as the user wrote it: a child key, a path into nested containers with an optional port, or a graph port.
struct EdgeSpec {
  struct End {
    Path path;           ///< {} for a port of the graph itself; {key} or {key, nested key...}
    std::string port;    ///< "" : the only (or the next free) port
    bool graph_port = false;  ///< NetPort["name"]: `port` is a port of the graph
    bool none = false;        ///< `-> None`: the output is muted
  };
  End from, to;
};

/// NetGraph[{...}, {edges}, opts]. Unconnected ports become ports of the graph; several unconnected outputs with one name
/// are numbered Output1, Output2, ...; inputs likewise. Chains of edges (a->b->c) and {a, b}->c are expanded by the caller: the order of edges
/// into a variadic layer fixes its Input1, Input2, ...
/// Errors: netempty, netinvnodes, notstrkey, acyclic, notuport, invport, invnetvert, netinvgport, dupedges, outportconfl, invincnt, indmultiport.
Net make_graph(const Children& children, const std::vector<EdgeSpec>& edges, const std::vector<Option>& options = {});
/// The container with its input ports in another order (all names, each once).
Net with_input_order(const Net& container, const std::vector<std::string>& names);
/// NetGraph[net]: a chain or layer as a graph.
Net as_graph(const Net& net);

/// Children in an order in which every one comes after those it depends on (the order of positions where that is free).
std::vector<int> topological_order(const NetNode& container);

/// Number of children (1 for a layer).
int length(const Net& net);
/// Child position for a key, or -1.
int find_child(const Net& net, const PathKey& key);
/// The net at a path of layer keys, or nothing.
std::optional<Net> net_at(const Net& net, const Path& path);

/// The path with names of layers and positive positions, as array_entries gives it.
Path canonical_path(const Net& net, const Path& path);
/// The same with the positions of layers, counted from 1, in place of their names.
Path numbered_path(const Net& net, const Path& path);

/// What NetExtract finds.
struct Extracted {
  enum class Kind { Missing, Net, Array, Port, Parameter } kind = Kind::Missing;
  Net net;
  const ArraySlot* array = nullptr;  ///< points into the net given
  Port port;
  Value parameter;
};
/// Layer, array, port ("Input", {1, "Output"}) or parameter at a path. Missing when there is nothing; index 0 throws netnopart.
Extracted extract(const Net& net, const Path& path);
/// The value of a shared array by name, or null.
const ArraySlot* find_shared_array(const Net& net, const std::string& name);
std::vector<std::string> shared_array_names(const Net& net);

/// Replaces the layer, array, parameter or port type (or coder; None removes it) at a path. A replaced array keeps its dimensions.
/// `replacement` is a net Value for layers. Errors: netnopart, netarrdims, nettypeinc.
Net replace_part(const Net& net, const Path& path, const Value& replacement);
Net replace_parts(const Net& net, const std::vector<std::pair<Path, Value>>& replacements);
/// Maps every child net at any level (innermost first); the function returns nothing to keep a child.
Net replace_layers(const Net& net, const std::function<std::optional<Net>(const Net&)>& replace);

/// Children from..to (both inclusive). In a graph: the part between two nodes, or up to a node.
Net take(const Net& net, const PathKey& from, const PathKey& to);
/// Children up to `to` inclusive; of a graph, all nodes on which `to` depends.
Net take_until(const Net& net, const PathKey& to);
Net drop(const Net& net, const PathKey& from, const PathKey& to);
Net append(const Net& net, const Children& layers);
Net prepend(const Net& net, const Children& layers);
/// Before the child `position` (position == length + 1 or -1: at the end, as Insert).
Net insert(const Net& net, const Net& layer, const PathKey& position, const std::string& name = {});
Net remove(const Net& net, const std::vector<PathKey>& positions);
Net join(const std::vector<Net>& chains);
/// Merges nested chains and graphs into their parent, `depth` levels (-1: all).
Net flatten(const Net& net, int depth = -1);
/// Renames children (old key -> new name).
Net rename(const Net& net, const std::vector<std::pair<PathKey, std::string>>& renames);

/// NetInsertSharedArrays: every trainable array without a name is named prefix <> its path joined by "/".
/// Errors: badprefix, noarr, nameclash.
Net insert_shared_arrays(const Net& net, const std::string& prefix = {});

/// Array values by path, as many as given; the shapes must fit (nettypeinc). Shared arrays change everywhere.
Net with_arrays(const Net& net, const std::vector<std::pair<Path, Array>>& arrays);
/// All arrays forgotten (NetInitialize[net, None]).
Net without_arrays(const Net& net);

/// A leaf layer with its path, in order of position.
struct LeafLayer {
  Path path;
  Net layer;
};
std::vector<LeafLayer> leaf_layers(const Net& net);

/// An array with its full path ({1, "Weights"}), its slot and its row.
struct ArrayEntry {
  Path path;
  const ArraySlot* slot;  ///< points into the net given
  const ArraySpec* spec;
  const NetNode* layer;
};
/// All arrays that are not None. With `unique_shared`, later mentions of a shared array are left out.
std::vector<ArrayEntry> array_entries(const Net& net, bool unique_shared = false);

}  // namespace lykos::nets
