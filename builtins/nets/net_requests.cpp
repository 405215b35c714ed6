// See net_requests.h: outputs by name, their decoder's properties, gradients at ports and arrays.
#include "builtins/nets/net_requests.h"

#include <algorithm>
#include <utility>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/values.h"
#include "expr/association.h"
#include "nets/graph.h"
#include "nets/information.h"
#include "nets/layer_spec.h"
#include "nets/shape_inference.h"
#include "nets/states.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetError;

namespace {

class RequestReader {
 public:
  explicit RequestReader(const Net& net) : net_(net) {}

  RequestList read(const Expr& specification) {
    RequestList result;
    if (specification.is(sym::Automatic) || specification.is(sym::All)) return all_outputs(sym::Automatic);
    if (specification.is(sym::None)) return all_outputs(sym::None);
    if (specification.is_rule() && specification[0].is(sym::All)) return all_outputs(specification[1]);
    if (is_decoder_property(specification)) return all_outputs(specification);
    if (specification.is_list()) {
      result.as_association = true;
      for (const Expr& element : specification.args()) append(element, result);
      return result;
    }
    append(specification, result);
    if (result.items.size() > 1) result.as_association = true;
    return result;
  }

 private:
  RequestList all_outputs(const Expr& property) {
    RequestList result;
    for (const nets::Port& port : net_.outputs()) {
      if (port.role == nets::PortRole::State) continue;  // a final state is given when asked for by name
      result.items.push_back({.port = {{}, port.name}, .key = Expr::string(port.name), .property = property});
    }
    result.as_association = result.items.size() != 1;
    return result;
  }

  // "Probabilities", {"TopProbabilities", 3}, "TopProbabilities" -> 3 for a net whose only output has a decoder.
  bool is_decoder_property(const Expr& specification) const {
    if (net_.outputs().size() != 1 || !net_.outputs()[0].coder) return false;
    Expr name = specification;
    if ((specification.is_list() || specification.is_rule()) && specification.size() == 2) {
      name = specification[0];
      if (specification.is_list() && specification[1].is_string() && net_.find_output(specification[1].string_value()) >= 0) return false;
    }
    if (!name.is_string() || net_.find_output(name.string_value()) >= 0) return false;
    const auto& coder = static_cast<const Coder&>(*net_.outputs()[0].coder);
    const std::vector<std::string> names = coder.properties();
    return std::find(names.begin(), names.end(), name.string_value()) != names.end();
  }

  void append(const Expr& specification, RequestList& result) {
    if (specification.is_string()) {
      require_output(specification.string_value());
      result.items.push_back({.port = {{}, specification.string_value()}, .key = specification});
      return;
    }
    if (specification.is_rule() && specification[0].is_string()) {
      require_output(specification[0].string_value());
      result.items.push_back({.port = {{}, specification[0].string_value()}, .key = specification[0], .property = specification[1]});
      return;
    }
    if (specification.has_head(sym::NetPort) && specification.size() >= 1 && specification[0].is(sym::All)) {
      append_all_ports(specification, result);
      return;
    }
    if (specification.has_head(sym::NetPort) && specification.size() >= 1) {
      result.items.push_back({.port = read_port(specification), .key = specification, .property = sym::None});
      if (result.items.back().port.path.empty()) result.items.back().property = sym::Automatic;
      return;
    }
    if (specification.has_head(sym::NetPortGradient, 1)) {
      append_gradient(specification, result);
      return;
    }
    throw NetError("invoutport", short_text(specification) + " does not name an output. Output ports are " + port_list(net_.outputs()) +
                                     "; NetPort[{layer, \"Output\"}] names one inside and NetPortGradient[\"port\"] a gradient.");
  }

  // Where a shared array is found first; all its uses count in its gradient.
  nets::Path shared_array_path(const std::string& name) const {
    for (const nets::ArrayEntry& entry : nets::array_entries(net_)) {
      if (entry.slot->shared_name == name) return entry.path;
    }
    throw NetError("invoutport", "The net has no shared array \"" + name + "\".");
  }

  // NetPort[All, "States"]: the last values of all recurrent states. NetPort[All]: the outputs of all layers.
  void append_all_ports(const Expr& specification, RequestList& result) const {
    result.as_association = true;
    const auto add = [&](const nets::Path& shown, const nets::Path& path) {
      Expr key = make_normal(sym::NetPort, {path_to_expr(shown)});
      nets::PortRef port{path, path.back().name};
      port.path.pop_back();
      result.items.push_back({.port = std::move(port), .key = std::move(key), .property = sym::None});
    };
    if (specification.size() == 2 && specification[1].is_string() && specification[1].string_value() == "States") {
      for (const nets::RecurrentState& state : nets::recurrent_states(net_)) {
        if (!state.last.empty()) add(state.path, state.last);
      }
      return;
    }
    if (specification.size() != 1) {
      throw NetError("invoutport", short_text(specification) + " does not name ports; NetPort[All] and NetPort[All, \"States\"] name all outputs of layers and all recurrent states.");
    }
    const std::function<void(const Net&, const nets::Path&)> visit = [&](const Net& net, const nets::Path& path) {
      for (std::size_t i = 0; net.is_container() && i < net->children.size(); ++i) {
        nets::Path inner = path;
        inner.push_back(net->key(static_cast<int>(i)));
        visit(net->children[i], inner);
      }
      if (net.is_container()) return;
      for (const nets::Port& port : net.outputs()) {
        if (port.role == nets::PortRole::State) continue;
        nets::Path whole = path;
        whole.emplace_back(port.name);
        add(whole, whole);
      }
    };
    visit(net_, {});
  }

  void require_output(const std::string& name) const {
    if (net_.find_output(name) >= 0) return;
    std::string text = "The net has no output port \"" + name + "\"; its output ports are " + port_list(net_.outputs()) + '.';
    if (!net_.outputs().empty() && net_.outputs()[0].coder) {
      std::string list;
      for (const std::string& property : static_cast<const Coder&>(*net_.outputs()[0].coder).properties()) list += (list.empty() ? "\"" : ", \"") + property + '"';
      text += " Properties of the decoder are " + list + '.';
    }
    throw NetError("invoutport", text);
  }

  nets::PortRef read_port(const Expr& specification) const {
    std::vector<Expr> keys;
    for (const Expr& argument : specification.args()) {
      if (argument.is_list()) {
        keys.insert(keys.end(), argument.args().begin(), argument.args().end());
      } else {
        keys.push_back(argument);
      }
    }
    nets::Path path;
    for (const Expr& key : keys) {
      const auto read = read_path_key(key);
      if (!read) throw NetError("invoutport", short_text(specification) + " does not name a port of the net.");
      path.push_back(*read);
    }
    // The last key is a port's name unless it is a layer, whose only output is meant.
    if (const auto inner = nets::net_at(net_, path); inner && !path.empty()) return {path, inner->outputs().empty() ? "Output" : inner->outputs()[0].name};
    if (path.empty() || path.back().is_index()) throw NetError("invoutport", short_text(specification) + " does not name a port of the net.");
    nets::PortRef port{path, path.back().name};
    port.path.pop_back();
    if (port.path.empty()) require_output(port.name);
    return port;
  }

  void append_gradient(const Expr& specification, RequestList& result) {
    const Expr& target = specification[0];
    if (target.is(sym::All)) {
      result.as_association = true;
      for (const nets::Port& port : net_.inputs()) {
        if (port.type.element == nets::ElementKind::Integer) continue;
        result.items.push_back({.is_gradient = true, .gradient = {{}, port.name}, .key = make_normal(sym::NetPortGradient, {Expr::string(port.name)})});
      }
      for (const nets::ArrayEntry& entry : nets::array_entries(net_)) {
        if (entry.spec->role == nets::ArrayRole::Auxiliary) continue;
        nets::GradientRef gradient{entry.path, entry.path.back().name};
        gradient.path.pop_back();
        result.items.push_back({.is_gradient = true, .gradient = std::move(gradient), .key = make_normal(sym::NetPortGradient, {path_to_expr(entry.path)})});
      }
      return;
    }
    auto path = read_path(target.has_head(sym::NetPort, 1) ? target[0] : target);
    if ((target.has_head(sym::NetArray, 1) || target.has_head(sym::NetSharedArray, 1)) && target[0].is_string()) path = shared_array_path(target[0].string_value());
    if (!path || path->empty() || path->back().is_index()) {
      throw NetError("invoutport", short_text(specification) + " does not name an input port or an array; NetPortGradient[\"Input\"] and "
                                       "NetPortGradient[{1, \"Weights\"}] do.");
    }
    nets::GradientRef gradient{*path, path->back().name};
    gradient.path.pop_back();
    result.items.push_back({.is_gradient = true, .gradient = std::move(gradient), .key = specification});
  }

  const Net& net_;
};

}  // namespace

std::string port_list(const std::vector<nets::Port>& ports) {
  std::string text;
  for (std::size_t i = 0; i < ports.size(); ++i) text += (i == 0 ? "\"" : i + 1 == ports.size() ? " and \"" : ", \"") + ports[i].name + '"';
  return text;
}

RequestList read_requests(const Net& net, const Expr& specification) { return RequestReader(net).read(specification); }

}  // namespace lykos::builtins
