// The solver behind shape inference.
//
// The tree of nets is laid out flat: every port and array of every net is a slot with a type, edges and shared array names merge slots (union-find),
// and layers are visited forwards and backwards until no type changes. A slot carries a version that grows with each change, so a
// layer none of whose slots changed is skipped. Then the tree is rebuilt where types became more specific.
#include "nets/shape_inference.h"

#include <algorithm>
#include <map>
#include <optional>
#include <numeric>
#include <utility>

namespace lykos::nets {

// ---- what a layer sees

InferenceContext::InferenceContext(const NetNode& layer, Path path, std::vector<PortType*> inputs, std::vector<PortType*> outputs,
                                   std::vector<PortType*> arrays)
    : layer_(layer), path_(std::move(path)), inputs_(std::move(inputs)), outputs_(std::move(outputs)), arrays_(std::move(arrays)) {}

const PortType& InferenceContext::array(std::string_view name) const {
  return *arrays_[static_cast<std::size_t>(layer_.array_index(name))];
}

bool InferenceContext::has_array(std::string_view name) const {
  const int i = layer_.array_index(name);
  return i >= 0 && layer_.arrays[static_cast<std::size_t>(i)].state != ArrayState::Absent;
}

namespace {

std::string of_layer(const Path& path) { return path.empty() ? "" : " of " + path_words(path); }

}  // namespace

void InferenceContext::refine(PortType& target, const PortType& type, std::string_view kind, const std::string& name) {
  for (const Extent& e : type.extents) {
    if (!e.known() || e.size() <= Extent::kGreatest) continue;
    throw NetError("tnsrmaxsz", "\"" + name + "\"" + of_layer(path_) + " (" + layer_.spec->name + ") would be " + describe(type) + ", which is longer than any array can be.", path_);
  }
  const auto unified = unify(target, type);
  if (!unified) {
    const std::string given = describe(target), expected = describe(type);
    std::string what = kind == "array" ? "Array \"" + name + "\"" : "The \"" + name + "\" port";
    if (kind != "array" && kind != "input" && kind != "output") what += " of the net \"" + std::string(kind) + "\"";
    throw ShapeError(what + of_layer(path_) + " (" + layer_.spec->name + ") was given as " + given + ", but it must be " + expected + ".", path_,
                     name, given, expected);
  }
  // A net whose output has one level more than its input, and is fed back to it, would need ever more.
  constexpr int kMostLevels = 64;
  if (unified->rank_known ? unified->rank() > kMostLevels : unified->minimum_rank > kMostLevels) {
    throw ShapeError("The \"" + name + "\" port" + of_layer(path_) + " (" + layer_.spec->name + ") would have to have more levels than any array: its shape depends on itself.", path_, name, describe(target), describe(type));
  }
  if (*unified != target) {
    target = *unified;
    changed_ = true;
  }
}

void InferenceContext::refine_input(int i, const PortType& type) { refine(*inputs_[static_cast<std::size_t>(i)], type, "input", layer_.inputs[static_cast<std::size_t>(i)].name); }
void InferenceContext::refine_output(int i, const PortType& type) { refine(*outputs_[static_cast<std::size_t>(i)], type, "output", layer_.outputs[static_cast<std::size_t>(i)].name); }

void InferenceContext::refine_net_input(int net, int i, const PortType& type) {
  const Net& child = layer_.children[static_cast<std::size_t>(net)];
  refine(*nets_[static_cast<std::size_t>(net)].inputs[static_cast<std::size_t>(i)], type, layer_.names[static_cast<std::size_t>(net)], child.inputs()[static_cast<std::size_t>(i)].name);
}
void InferenceContext::refine_net_output(int net, int i, const PortType& type) {
  const Net& child = layer_.children[static_cast<std::size_t>(net)];
  refine(*nets_[static_cast<std::size_t>(net)].outputs[static_cast<std::size_t>(i)], type, layer_.names[static_cast<std::size_t>(net)], child.outputs()[static_cast<std::size_t>(i)].name);
}

void InferenceContext::refine_array(std::string_view name, const PortType& type) {
  if (!has_array(name)) return;
  refine(*arrays_[static_cast<std::size_t>(layer_.array_index(name))], type, "array", std::string(name));
}

void InferenceContext::same_shape(int input, int output) {
  PortType from = this->input(input), to = this->output(output);
  from.element = to.element = ElementKind::Any;
  refine_output(output, from);
  refine_input(input, to);
  PortType real = PortType::rank_at_least(0);
  refine_output(output, real);
}

Extent InferenceContext::join(Extent a, Extent b, std::string_view what) const {
  const auto e = unify(a, b);
  if (!e) fail("The " + std::string(what) + " would have to be both " + std::to_string(a.size()) + " and " + std::to_string(b.size()) + ".");
  return *e;
}

void InferenceContext::fail(const std::string& text, std::string_view port, const std::string& given, const std::string& expected) const {
  std::string place = path_.empty() ? "" : "In " + path_words(path_) + " (" + layer_.spec->name + "): ";
  throw ShapeError(place + text, path_, std::string(port), given, expected);
}

void InferenceContext::fail_varying(const std::string& text, std::string_view port) const {
  std::string place = path_.empty() ? "" : "In " + path_words(path_) + " (" + layer_.spec->name + "): ";
  throw ShapeError(place + text, path_, std::string(port), {}, {}, {}, "invvardim");
}

void InferenceContext::fail_parameter(std::string_view name, const std::string& reason) const {
  std::string place = path_.empty() ? "" : "In " + path_words(path_) + " (" + layer_.spec->name + "): ";
  throw NetError("netinvparam2", place + "The value " + parameter(name).text() + " of parameter \"" + std::string(name) + "\" " + reason, path_,
                 layer_.spec->name);
}

// ---- the solver

namespace {

struct Leaf {
  const NetNode* node;
  Path path;
  std::vector<int> inputs, outputs, arrays;  // slots
  struct NetSlots {
    std::vector<int> inputs, outputs;
  };
  std::vector<NetSlots> nets;                // of an operator
  long seen = -1;                            // sum of versions at the last visit
};

struct Placed {  // where a net's slots are
  std::vector<int> inputs, outputs, arrays;
  std::vector<Placed> children;
};

class Solver {
 public:
  Placed place(const Net& net, const Path& path) {
    Placed placed;
    for (const Port& p : net.inputs()) placed.inputs.push_back(new_slot(p.type));
    for (const Port& p : net.outputs()) placed.outputs.push_back(new_slot(p.type));
    if (net.is_layer()) {
      for (std::size_t i = 0; i < net->arrays.size(); ++i) {
        const ArraySlot& a = net->arrays[i];
        const int slot = new_slot(a.type);
        placed.arrays.push_back(slot);
        if (a.shared_name.empty()) continue;
        if (a.state == ArrayState::Given) shared_values_.emplace(a.shared_name, a.value);
        const auto [it, fresh] = shared_.emplace(a.shared_name, slot);
        if (fresh) continue;
        merge(it->second, slot, [&](const std::string& first, const std::string& second) {
          throw ShapeError("The shared array \"" + a.shared_name + "\" is " + first + " in one place, but " + second + " as array \"" +
                               net->spec->arrays[i].name + "\"" + of_layer(path) + ".", path, net->spec->arrays[i].name, first, second);
        });
      }
      leaves_.push_back({net.pointer().get(), path, placed.inputs, placed.outputs, placed.arrays, {}});
      return placed;
    }
    for (std::size_t i = 0; i < net->children.size(); ++i) {
      Path child_path = path;
      child_path.push_back(net->key(static_cast<int>(i)));
      placed.children.push_back(place(net->children[i], child_path));
    }
    if (net->spec) {
      Leaf leaf{net.pointer().get(), path, placed.inputs, placed.outputs, {}, {}};
      for (const Placed& child : placed.children) leaf.nets.push_back({child.inputs, child.outputs});
      leaves_.push_back(std::move(leaf));
      solve();
    }
    for (const Edge& e : net->edges) {
      const bool from_self = e.from.node == EdgeEnd::kSelf, to_self = e.to.node == EdgeEnd::kSelf;
      const int from = from_self ? placed.inputs[static_cast<std::size_t>(e.from.port)]
                                 : placed.children[static_cast<std::size_t>(e.from.node)].outputs[static_cast<std::size_t>(e.from.port)];
      const int to = to_self ? placed.outputs[static_cast<std::size_t>(e.to.port)]
                             : placed.children[static_cast<std::size_t>(e.to.node)].inputs[static_cast<std::size_t>(e.to.port)];
      merge(from, to, [&](const std::string& given, const std::string& expected) { edge_error(net, path, e, given, expected); });
      solve();
    }
    return placed;
  }

  void constrain(const Net& net, const Placed& placed, const PortConstraint& c) {
    const int slot = find((c.output ? placed.outputs : placed.inputs)[static_cast<std::size_t>(c.port)]);
    const auto unified = unify(types_[static_cast<std::size_t>(slot)], c.type);
    const Port& port = (c.output ? net.outputs() : net.inputs())[static_cast<std::size_t>(c.port)];
    if (!unified) {
      const std::string needed = describe(types_[static_cast<std::size_t>(slot)]), given = describe(c.type);
      throw ShapeError("The \"" + port.name + "\" port was given as " + given + ", but it must be " + needed + inner_port(net, c) + ".", {}, port.name, given, needed);
    }
    if (*unified != types_[static_cast<std::size_t>(slot)]) {
      types_[static_cast<std::size_t>(slot)] = *unified;
      ++versions_[static_cast<std::size_t>(slot)];
    }
    solve();
  }

  void solve() {
    for (bool again = true; again;) {
      again = false;
      for (std::size_t i = 0; i < leaves_.size(); ++i) again |= visit(leaves_[i]);
      if (!again) break;
      again = false;
      for (std::size_t i = leaves_.size(); i-- > 0;) again |= visit(leaves_[i]);
    }
  }

  // Only the first dimension of a port may vary, and no array's size: one array serves examples of all lengths.
  void check_varying() {
    for (const Leaf& leaf : leaves_) {
      auto refuse = [&](const std::string& what, const std::string& name, const PortType& t, const std::string& reason) {
        throw ShapeError(what + " \"" + name + "\"" + of_layer(leaf.path) + " (" + leaf.node->spec->name + ") would be " + describe(t) + "; " + reason,
                         leaf.path, name, describe(t), {}, {}, "invvardim");
      };
      for (const bool output : {false, true}) {
        const std::vector<int>& slots = output ? leaf.outputs : leaf.inputs;
        for (std::size_t i = 0; i < slots.size(); ++i) {
          const PortType& t = type(slots[i]);
          if (!t.rank_known || t.extents.size() < 2) continue;
          if (std::any_of(t.extents.begin() + 1, t.extents.end(), [](Extent e) { return e.is_varying(); })) {
            refuse("The port", (output ? leaf.node->outputs : leaf.node->inputs)[i].name, t, "only the first dimension may vary in length.");
          }
        }
      }
      for (std::size_t i = 0; i < leaf.arrays.size(); ++i) {
        if (const PortType& t = type(leaf.arrays[i]); t.has_varying()) refuse("The array", leaf.node->spec->arrays[i].name, t, "the size of an array can't vary.");
      }
    }
  }

  // Usual ranks for inputs left open, layer by layer.
  void settle() {
    for (Leaf& leaf : leaves_) {
      if (!leaf.node->spec->settle) continue;
      apply(leaf, leaf.node->spec->settle);
      solve();
    }
  }

  // The net with its types replaced by the solution; the same handle if they are the same.
  Net rebuild(const Net& net, const Placed& placed) {
    std::shared_ptr<NetNode> copy;
    auto edit = [&]() -> NetNode& {
      if (!copy) copy = std::make_shared<NetNode>(*net.pointer());
      return *copy;
    };
    auto update_ports = [&](const std::vector<int>& slots, bool output) {
      const std::vector<Port>& ports = output ? net.outputs() : net.inputs();
      for (std::size_t i = 0; i < slots.size(); ++i) {
        const PortType& t = type(slots[i]);
        if (t != ports[i].type) (output ? edit().outputs : edit().inputs)[i].type = t;
        if (ports[i].coder) {
          if (auto refined = ports[i].coder->refined(t)) (output ? edit().outputs : edit().inputs)[i].coder = std::move(refined);
        }
      }
    };
    update_ports(placed.inputs, false);
    update_ports(placed.outputs, true);
    for (std::size_t i = 0; i < placed.arrays.size(); ++i) {
      const ArraySlot& a = net->arrays[i];
      const PortType& t = type(placed.arrays[i]);
      if (t != a.type) edit().arrays[i].type = t;
      if (const auto shared = shared_values_.find(a.shared_name); a.state == ArrayState::Missing && !a.shared_name.empty() && shared != shared_values_.end()) {
        edit().arrays[i].value = shared->second;
        edit().arrays[i].state = ArrayState::Given;
        continue;
      }
      if (a.state == ArrayState::Missing && a.fill && t.shape_known()) {
        const auto dimensions = t.dimensions();
        edit().arrays[i].value = Array::filled(array::DType::Real32, array::Shape(std::span<const std::int64_t>(dimensions)), *a.fill);
        edit().arrays[i].state = ArrayState::Given;
        edit().arrays[i].fill.reset();
      }
    }
    for (std::size_t i = 0; i < placed.children.size(); ++i) {
      Net child = rebuild(net->children[i], placed.children[i]);
      if (child.pointer() != net->children[i].pointer()) edit().children[i] = std::move(child);
    }
    return copy ? Net(std::move(copy)) : net;
  }

 private:
  int new_slot(const PortType& type) {
    types_.push_back(type);
    versions_.push_back(0);
    parents_.push_back(static_cast<int>(parents_.size()));
    return parents_.back();
  }

  int find(int slot) {
    while (parents_[static_cast<std::size_t>(slot)] != slot) {
      parents_[static_cast<std::size_t>(slot)] = parents_[static_cast<std::size_t>(parents_[static_cast<std::size_t>(slot)])];
      slot = parents_[static_cast<std::size_t>(slot)];
    }
    return slot;
  }

  PortType& type(int slot) { return types_[static_cast<std::size_t>(find(slot))]; }

  template <typename OnError>
  void merge(int a, int b, const OnError& on_error) {
    const std::size_t first = static_cast<std::size_t>(find(a)), second = static_cast<std::size_t>(find(b));
    if (first == second) return;
    const auto unified = unify(types_[first], types_[second]);
    if (!unified) on_error(describe(types_[first]), describe(types_[second]));
    parents_[second] = static_cast<int>(first);
    types_[first] = *unified;
    versions_[first] += versions_[second] + 1;
  }

  static std::vector<const std::vector<int>*> slot_lists(const Leaf& leaf) {
    std::vector<const std::vector<int>*> lists{&leaf.inputs, &leaf.outputs, &leaf.arrays};
    for (const Leaf::NetSlots& net : leaf.nets) {
      lists.push_back(&net.inputs);
      lists.push_back(&net.outputs);
    }
    return lists;
  }

  bool visit(Leaf& leaf) {
    if (!leaf.node->spec->infer) return false;
    // Merged slots only add up to more, so equal sums mean unchanged types.
    long sum = 0;
    for (const auto* list : slot_lists(leaf)) {
      for (int slot : *list) sum += versions_[static_cast<std::size_t>(find(slot))];
    }
    if (sum == leaf.seen) return false;
    // Seen means: visited with these types. When the visit changes something, the layer itself is visited once more.
    leaf.seen = sum;
    return apply(leaf, leaf.node->spec->infer);
  }

  // Runs one of a layer's functions on its slots; true if a type changed.
  bool apply(const Leaf& leaf, void (*function)(InferenceContext&)) {
    const std::vector<const std::vector<int>*> slots = slot_lists(leaf);
    const auto pointers = [&](const std::vector<int>& list) {
      std::vector<PortType*> result;
      for (int slot : list) result.push_back(&type(slot));
      return result;
    };
    std::vector<PortType> before;
    for (const auto* list : slots) {
      for (int slot : *list) before.push_back(type(slot));
    }
    InferenceContext context(*leaf.node, leaf.path, pointers(leaf.inputs), pointers(leaf.outputs), pointers(leaf.arrays));
    std::vector<InferenceContext::NetPorts> nets;
    for (const Leaf::NetSlots& net : leaf.nets) nets.push_back({pointers(net.inputs), pointers(net.outputs)});
    context.set_nets(std::move(nets));
    function(context);
    std::size_t at = 0;
    bool changed = false;
    for (const auto* list : slots) {
      for (int slot : *list) {
        const std::size_t root = static_cast<std::size_t>(find(slot));
        if (types_[root] != before[at++]) {
          ++versions_[root];
          changed = true;
        }
      }
    }
    return changed;
  }

  // Which layer's port a port of a container is: ", as the \"Input\" port of layer 1 (LinearLayer)".
  static std::string inner_port(const Net& net, const PortConstraint& c) {
    Path path;
    Net current = net;
    int port = c.port;
    std::string name;
    while (current.is_container()) {
      const auto it = std::find_if(current->edges.begin(), current->edges.end(), [&](const Edge& e) {
        const EdgeEnd& own = c.output ? e.to : e.from;
        return own.node == EdgeEnd::kSelf && own.port == port && (c.output ? e.from : e.to).node != EdgeEnd::kSelf;
      });
      if (it == current->edges.end()) return {};
      const EdgeEnd& end = c.output ? it->from : it->to;
      path.push_back(current->key(end.node));
      current = current->children[static_cast<std::size_t>(end.node)];
      port = end.port;
      name = (c.output ? current.outputs() : current.inputs())[static_cast<std::size_t>(port)].name;
    }
    if (path.empty()) return {};
    return ", as the \"" + name + "\" port of " + path_words(path) + " (" + std::string(current.head()) + ")";
  }

  [[noreturn]] static void edge_error(const Net& net, const Path& path, const Edge& e, const std::string& given, const std::string& expected) {
    auto words = [&](int child) {
      Path full = path;
      full.push_back(net->key(child));
      return path_words(full) + " (" + std::string(net->children[static_cast<std::size_t>(child)].head()) + ")";
    };
    Path where = path;
    std::string port, text;
    if (e.from.node == EdgeEnd::kSelf) {
      port = net.inputs()[static_cast<std::size_t>(e.from.port)].name;
      text = "The \"" + port + "\" port of the net is " + given;
    } else {
      port = net->children[static_cast<std::size_t>(e.from.node)].outputs()[static_cast<std::size_t>(e.from.port)].name;
      text = "The \"" + port + "\" of " + words(e.from.node) + " is " + given;
    }
    if (e.to.node == EdgeEnd::kSelf) {
      const std::string name = net.outputs()[static_cast<std::size_t>(e.to.port)].name;
      text += ", but the \"" + name + "\" port of the net must be " + expected + ".";
    } else {
      where.push_back(net->key(e.to.node));
      port = net->children[static_cast<std::size_t>(e.to.node)].inputs()[static_cast<std::size_t>(e.to.port)].name;
      text += ", but the \"" + port + "\" port of " + words(e.to.node) + " must be " + expected + ".";
    }
    throw ShapeError(text, where, port, given, expected, std::string(net.head()));
  }

  std::vector<PortType> types_;
  std::vector<long> versions_;
  std::vector<int> parents_;
  std::vector<Leaf> leaves_;
  std::map<std::string, int> shared_;            // slot of a shared array
  std::map<std::string, Array> shared_values_;   // its value, if one of its places has it
};

}  // namespace

namespace {

// The net with a number for its output where that is the one element of a LinearLayer[1], perhaps seen through layers that work element by
// element; nothing where it is something else. `input_too`: the layers looked through reach up to the input, which becomes a number as well.
std::optional<Net> with_scalar_output(const Net& net, int port, bool& input_too) {
  const auto make_scalar = [](std::vector<Port>& ports, int i) { ports[static_cast<std::size_t>(i)].type = PortType::real(); };
  auto node = std::make_shared<NetNode>(*net.pointer());
  if (!net.is_container()) {
    if (!net.is_layer() || net.outputs().size() != 1) return std::nullopt;
    const PortType& type = net.outputs()[0].type;
    if (type.rank_known && (type.rank() != 1 || type.extents[0] != Extent(1))) return std::nullopt;
    const std::string& name = net->spec->name;
    input_too = name == "ElementwiseLayer" || name == "DropoutLayer";
    if (!input_too && name != "LinearLayer") return std::nullopt;
    make_scalar(node->outputs, 0);
    if (input_too) make_scalar(node->inputs, 0);
    return Net(std::move(node));
  }
  const auto source_of = [&](const EdgeEnd& end) {
    const auto it = std::find_if(node->edges.begin(), node->edges.end(), [&](const Edge& e) { return e.to.node == end.node && e.to.port == end.port; });
    return it == node->edges.end() ? EdgeEnd{EdgeEnd::kSelf, -1} : it->from;
  };
  make_scalar(node->outputs, port);
  EdgeEnd from = source_of({EdgeEnd::kSelf, port});
  input_too = true;
  while (input_too && from.node != EdgeEnd::kSelf) {
    Net& child = node->children[static_cast<std::size_t>(from.node)];
    auto scalar = with_scalar_output(child, from.port, input_too);
    if (!scalar) return std::nullopt;
    child = std::move(*scalar);
    if (input_too) from = source_of({from.node, 0});
  }
  if (input_too) {
    if (from.port < 0 || node->inputs.size() != 1) return std::nullopt;
    make_scalar(node->inputs, from.port);
  }
  return Net(std::move(node));
}

Net solve_shapes(const Net& net, const std::vector<PortConstraint>& constraints) {
  Solver solver;
  const Placed placed = solver.place(net, {});
  for (const PortConstraint& c : constraints) solver.constrain(net, placed, c);
  solver.solve();
  solver.check_varying();
  return solver.rebuild(net, placed);
}

}  // namespace

Net infer_shapes(const Net& net, const std::vector<PortConstraint>& constraints) {
  try {
    return solve_shapes(net, constraints);
  } catch (const ShapeError&) {
    Net changed = net;
    for (const PortConstraint& c : constraints) {
      if (!c.output || !c.type.is_scalar()) continue;
      bool input_too = false;
      if (auto scalar = with_scalar_output(changed, c.port, input_too); scalar && !input_too) changed = std::move(*scalar);
    }
    if (changed.pointer() == net.pointer()) throw;
    try {
      return solve_shapes(changed, constraints);
    } catch (const ShapeError&) {
    }
    throw;
  }
}

Net settle_shapes(const Net& net) {
  Solver solver;
  const Placed placed = solver.place(net, {});
  solver.solve();
  solver.settle();
  return solver.rebuild(net, placed);
}

bool shapes_known(const Net& net) {
  auto known = [](const PortType& t) { return t.rank_known && std::none_of(t.extents.begin(), t.extents.end(), [](Extent e) { return e.is_unknown(); }); };
  for (const auto* ports : {&net.inputs(), &net.outputs()}) {
    for (const Port& p : *ports) {
      if (!known(p.type)) return false;
    }
  }
  for (const ArraySlot& a : net->arrays) {
    if (a.state != ArrayState::Absent && !known(a.type)) return false;
  }
  for (const Net& child : net->children) {
    if (!shapes_known(child)) return false;
  }
  return true;
}

Net with_input_dimensions(const Net& net, const std::vector<std::vector<std::int64_t>>& dimensions) {
  std::vector<PortConstraint> constraints;
  // A length of one name is one length, also at ports that no layer joins.
  std::map<std::int64_t, std::pair<std::int64_t, std::size_t>> lengths;
  for (std::size_t i = 0; i < dimensions.size() && i < net.inputs().size(); ++i) {
    const PortType& t = net.inputs()[i].type;
    if (!t.rank_known || t.extents.empty() || !t.extents[0].is_varying() || t.extents[0].varying_id() == 0 || dimensions[i].empty()) continue;
    const auto [it, fresh] = lengths.emplace(t.extents[0].varying_id(), std::pair(dimensions[i][0], i));
    if (fresh || it->second.first == dimensions[i][0]) continue;
    throw NetError("incseqlen", "The ports \"" + net.inputs()[it->second.second].name + "\" and \"" + net.inputs()[i].name + "\" have the same length " +
                                    length_name(t.extents[0]) + ", but were given sequences of lengths " + std::to_string(it->second.first) + " and " +
                                    std::to_string(dimensions[i][0]) + ".", {}, std::string(net.head()));
  }
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    if (dimensions[i].empty() && net.inputs()[i].role == PortRole::State) continue;  // not given: zeros of the size inferred
    PortType t = PortType::of_dimensions(dimensions[i]);
    t.element = ElementKind::Any;
    constraints.push_back({false, static_cast<int>(i), t});
  }
  return infer_shapes(net, constraints);
}

}  // namespace lykos::nets
