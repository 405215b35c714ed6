// From a net to the net that is trained: which losses it gets.
#include <algorithm>

#include "nets/graph.h"
#include "nets/scalar_expression.h"
#include "nets/train.h"

namespace lykos::nets {

namespace {

const char kUserNode[] = "Net";

}  // namespace

Net producing_layer(const Net& net, int port) {
  if (net.kind() == NetKind::Operator) {
    for (const char* transparent : {"NetMapOperator", "NetMapThreadOperator", "NetNestOperator", "FunctionLayer"}) {
      if (net.head() == transparent && port < static_cast<int>(net->children[0].outputs().size())) return producing_layer(net->children[0], port);
    }
  }
  if (!net.is_container()) return net;
  for (const Edge& e : net->edges) {
    if (e.to.node != EdgeEnd::kSelf || e.to.port != port) continue;
    return e.from.node == EdgeEnd::kSelf ? Net() : producing_layer(net->children[static_cast<std::size_t>(e.from.node)], e.from.port);
  }
  return Net();
}

bool is_logistic_layer(const Net& layer) {
  if (!layer || layer->spec->name != "ElementwiseLayer") return false;
  ScalarExpression logistic;
  named_function("LogisticSigmoid", false, logistic);
  return layer->parameter("Function").function().body() == logistic.body();
}

namespace {

// The loss LossFunction -> Automatic chooses for an output, with its name.
std::pair<Net, std::string> automatic_loss(const Net& net, int port, bool target_is_vector) {
  const Port& p = net.outputs()[static_cast<std::size_t>(port)];
  const Net last = producing_layer(net, port);
  // A decoder of lists says nothing about the loss that the last layer would not say.
  const std::string decoder = p.coder && p.coder->kind() != "List" ? p.coder->kind() : "";
  if (decoder == "Boolean" || (decoder.empty() && is_logistic_layer(last))) return {make_layer("CrossEntropyLossLayer", {"Binary"}), "CrossEntropyLossLayer/Binary"};
  if (decoder == "Class" || (decoder.empty() && last && last->spec->name == "SoftmaxLayer")) {
    const char* form = target_is_vector ? "Probabilities" : "Index";
    return {make_layer("CrossEntropyLossLayer", {form}), std::string("CrossEntropyLossLayer/") + form};
  }
  if (last && last->spec->name == "NetPairEmbeddingOperator") return {make_layer("ContrastiveLossLayer"), "ContrastiveLossLayer"};
  return {make_layer("MeanSquaredLossLayer"), "MeanSquaredLossLayer"};
}

std::string output_list(const Net& net) {
  std::string list;
  for (const Port& p : net.outputs()) list += (list.empty() ? "\"" : ", \"") + p.name + '"';
  return list;
}

std::string loss_kind(const Net& loss) {
  std::string kind(loss.head());
  if (kind == "CrossEntropyLossLayer") kind.append("/").append(loss->parameter("TargetForm").word());
  return kind;
}

}  // namespace

TrainingNet attach_losses(const Net& net, const std::vector<LossTerm>& loss, const std::function<bool(const std::string&)>& target_is_vector) {
  TrainingNet result;
  result.net = net;
  if (net.outputs().empty()) throw NetError("unspecloss", "The net has no outputs that a loss could be computed from.", {}, "NetTrain");

  // Terms with every port named and every loss layer present, or a port that is a loss itself.
  struct Term {
    int port;
    std::optional<Net> layer;
    double scale;
    std::string kind;
  };
  std::vector<Term> terms;
  if (loss.empty()) {
    for (std::size_t i = 0; i < net.outputs().size(); ++i) {
      if (net.outputs()[i].role == PortRole::Loss || net.outputs()[i].name == "Loss") terms.push_back({static_cast<int>(i), std::nullopt, 1, ""});
    }
    if (terms.empty()) {
      for (std::size_t i = 0; i < net.outputs().size(); ++i) {
        if (net.outputs()[i].role == PortRole::State) continue;
        const bool vector_target = target_is_vector && target_is_vector(net.outputs()[i].name);
        auto [layer, kind] = automatic_loss(net, static_cast<int>(i), vector_target);
        terms.push_back({static_cast<int>(i), layer, 1, kind});
      }
    }
  }
  for (const LossTerm& t : loss) {
    int port = 0;
    if (t.port.empty()) {
      if (net.outputs().size() != 1) {
        throw NetError("unspecloss", "The net has several outputs (" + output_list(net) + "); say which one each loss belongs to, as in \"port\" -> loss.", {}, "NetTrain");
      }
    } else {
      port = net.find_output(t.port);
      if (port < 0) throw NetError("unspecloss", "\"" + t.port + "\" in LossFunction is not an output of the net; its outputs are " + output_list(net) + ".", {}, "NetTrain");
    }
    for (const Term& other : terms) {
      if (other.port == port && !other.layer && !t.layer) throw NetError("multilossname", "The output \"" + net.outputs()[static_cast<std::size_t>(port)].name + "\" is given twice in LossFunction.", {}, "NetTrain");
    }
    terms.push_back({port, t.layer, t.scale, t.layer ? loss_kind(*t.layer) : ""});
  }
  const bool attach = std::any_of(terms.begin(), terms.end(), [](const Term& t) { return t.layer.has_value(); });
  if (!attach) {
    for (const Term& t : terms) {
      result.loss_ports.push_back(net.outputs()[static_cast<std::size_t>(t.port)].name);
      result.scales.push_back(t.scale);
    }
    return result;
  }

  Children children{{net}, {kUserNode}};
  std::vector<EdgeSpec> edges;
  const std::ptrdiff_t attached = std::count_if(terms.begin(), terms.end(), [](const Term& t) { return t.layer.has_value(); });
  std::vector<std::string> taken;
  for (const Port& p : net.inputs()) {
    taken.push_back(p.name);
    // The inputs of the net come before the targets.
    if (p.role != PortRole::State) edges.push_back({{{}, p.name, true, false}, {{PathKey(kUserNode)}, p.name, false, false}});
  }
  auto fresh = [&](std::string name) {
    while (std::find(taken.begin(), taken.end(), name) != taken.end()) name += "Target";
    taken.push_back(name);
    return name;
  };
  std::size_t number = 0;
  for (const Term& t : terms) {
    const std::string output = net.outputs()[static_cast<std::size_t>(t.port)].name;
    ++number;
    std::string loss_port = "Loss";
    if (terms.size() > 1) loss_port += std::to_string(number);
    if (!t.layer) {
      result.loss_ports.push_back(loss_port);
      result.scales.push_back(t.scale);
      edges.push_back({{{PathKey(kUserNode)}, output, false, false}, {{}, loss_port, true, false}});
      continue;
    }
    const Net& layer = *t.layer;
    const std::string& node = loss_port;
    children.nets.push_back(layer);
    children.names.push_back(node);
    const int input = std::max(0, layer.find_input("Input"));
    if (layer.inputs().empty()) throw NetError("unspecloss", "The loss " + output_form(layer) + " has no input.", {}, "NetTrain");
    edges.push_back({{{PathKey(kUserNode)}, output, false, false}, {{PathKey(node)}, layer.inputs()[static_cast<std::size_t>(input)].name, false, false}});
    for (std::size_t i = 0; i < layer.inputs().size(); ++i) {
      if (static_cast<int>(i) == input) continue;
      // The one other input of a ThreadingLayer is the target, whatever its name.
      const bool target = layer.inputs()[i].name == "Target" || (layer.inputs().size() == 2 && layer.inputs()[i].name == "Input2");
      // Several losses of one output compare it with the same target.
      const auto same = std::find_if(result.targets.begin(), result.targets.end(), [&](const auto& known) { return target && known.second == output; });
      const bool shared = same != result.targets.end();
      const std::string name = shared ? same->first : fresh(!target ? layer.inputs()[i].name : attached > 1 ? output + "Target" : "Target");
      edges.push_back({{{}, name, true, false}, {{PathKey(node)}, layer.inputs()[i].name, false, false}});
      if (target && !shared) {
        result.targets.emplace_back(name, output);
        result.loss_kinds.push_back(t.kind);
      }
    }
    // Of several outputs the one called "Loss" counts, or else the sum of all.
    for (const Port& end : layer.outputs()) {
      if (layer.find_output("Loss") >= 0 && end.name != "Loss") continue;
      const std::string name = layer.outputs().size() == 1 || end.name == "Loss" ? loss_port : loss_port + end.name;
      result.loss_ports.push_back(name);
      result.scales.push_back(t.scale);
      edges.push_back({{{PathKey(node)}, end.name, false, false}, {{}, name, true, false}});
    }
  }
  // Outputs without a loss lead nowhere in training.
  for (std::size_t i = 0; i < net.outputs().size(); ++i) {
    const bool used = std::any_of(terms.begin(), terms.end(), [&](const Term& t) { return t.port == static_cast<int>(i); });
    if (!used) edges.push_back({{{PathKey(kUserNode)}, net.outputs()[i].name, false, false}, {{}, "", false, true}});
  }
  result.net = make_graph(children, edges);
  result.wraps = true;
  result.user_path = {PathKey(kUserNode)};
  return result;
}

}  // namespace lykos::nets
