// NetUnfold, and NetStateObject: a net that remembers its recurrent states from call to call. Taking nets apart step by step is done in
// unfold.wl; here is the object.
#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "builtins/library.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_evaluate.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "evaluator/apply_hooks.h"
#include "expr/association.h"
#include "nets/graph.h"
#include "nets/states.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetError;

namespace {

/// The object: the net as given, the same net with its states as ports, and the states now. Two objects are the same only if they are one.
class NetStateExpr final : public OpaqueNode {
 public:
  NetStateExpr(Expr net, Net exposed, std::vector<std::string> inputs, std::vector<std::string> outputs)
      : net_(std::move(net)), exposed_(std::move(exposed)), inputs_(std::move(inputs)), outputs_(std::move(outputs)), states_(inputs_.size()) {}
  Expr head() const override { return sym::NetStateObject; }
  bool equals(const OpaqueNode& other) const override { return this == &other; }
  std::uint64_t hash_value() const override { return std::hash<const void*>{}(this); }
  std::string summary() const override { return "NetStateObject[" + (as_net(net_) ? nets::output_form(*as_net(net_)) : std::string()) + "]"; }

  const Net& exposed() const { return exposed_; }
  /// The ports of each state: where it goes in, and where its last value comes out.
  const std::vector<std::string>& inputs() const { return inputs_; }
  const std::vector<std::string>& outputs() const { return outputs_; }
  std::vector<std::optional<Expr>>& states() const { return states_; }

 private:
  Expr net_;
  Net exposed_;
  std::vector<std::string> inputs_, outputs_;
  mutable std::vector<std::optional<Expr>> states_;  // nothing: zeros
};

// NetStateObject[net], NetStateObject[net, {state1, ...}], NetStateObject[net, <|NetPort[{layer, "State"}] -> state1, ...|>]
MaybeExpr builtin_NetStateObject(Call& call) {
  return guarded(call.head(), [&]() -> Expr {
    const Net* net = as_net(call[0]);
    if (!net) throw NetError("invnet", short_text(call[0]) + " is not a net.");
    if (!nets::is_initialized(*net)) throw NetError("nninit", "The net is not initialized; NetInitialize or NetTrain gives it arrays.");
    const std::vector<nets::RecurrentState> states = nets::recurrent_states(*net);
    if (states.empty()) throw NetError("nostate", "The net has no recurrent states to keep.");
    std::vector<std::string> inputs, outputs;
    for (const nets::RecurrentState& s : states) {
      inputs.push_back(s.port);
      outputs.push_back(s.output);
    }
    auto* object = new NetStateExpr(call[0], nets::with_state_ports(*net), std::move(inputs), std::move(outputs));
    const Expr wrapped = make_opaque(object);
    if (call.size() == 1) return wrapped;
    if (call[1].is_association()) {
      for (const AssociationEntry& entry : call[1].association().entries) {
        const auto path = entry.key.has_head(sym::NetPort, 1) ? read_path(entry.key[0]) : std::nullopt;
        const auto found = std::find_if(states.begin(), states.end(), [&](const nets::RecurrentState& s) { return path && s.path == nets::canonical_path(*net, *path); });
        if (found == states.end()) throw NetError("invstates", short_text(entry.key) + " is no state of the net; NetPort[" + nets::path_text(states[0].path) + "] is.");
        object->states()[static_cast<std::size_t>(found - states.begin())] = entry.value;
      }
      return wrapped;
    }
    const std::vector<Expr> given = elements_of(call[1]);
    if (given.size() != object->states().size()) {
      throw NetError("invstates", "The net has " + std::to_string(object->states().size()) + " states; " + std::to_string(given.size()) + " were given.");
    }
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (!given[i].is(sym::Automatic)) object->states()[i] = given[i];
    }
    return wrapped;
  });
}

Expr apply_state_object(const NetStateExpr& object, std::span<const Expr> args) {
  if (args.empty()) throw NetError("invargc", "A NetStateObject is applied to data.");
  auto& states = object.states();
  if (args.size() == 1 && args[0].is_string() && args[0].string_value() == "States") {
    std::vector<Expr> list;
    for (const auto& state : states) list.push_back(state ? *state : Expr(sym::Automatic));
    return make_list(std::move(list));
  }
  const Net& net = object.exposed();
  std::vector<std::string> inputs, outputs;
  for (const nets::Port& port : net.inputs()) {
    if (port.role != nets::PortRole::State) inputs.push_back(port.name);
  }
  for (const nets::Port& port : net.outputs()) {
    if (port.role != nets::PortRole::State) outputs.push_back(port.name);
  }
  std::vector<AssociationEntry> data;
  if (args[0].is_association()) {
    data.assign(args[0].association().entries.begin(), args[0].association().entries.end());
  } else if (inputs.size() == 1) {
    data.push_back({Expr::string(inputs[0]), args[0]});
  } else if (args[0].is_list() && args[0].size() == inputs.size()) {
    for (std::size_t i = 0; i < inputs.size(); ++i) data.push_back({Expr::string(inputs[i]), args[0][i]});
  } else {
    throw NetError("invargc", "The net has several input ports: its data is an association of these, or a list with one entry for each.");
  }
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i]) data.push_back({Expr::string(object.inputs()[i]), *states[i]});
  }
  // The outputs asked for, and the states behind them.
  const bool specified = args.size() > 1 && !(args[1].is_rule() && args[1][0].is_symbol() && !args[1][0].is(sym::All));
  std::vector<Expr> wanted;
  bool as_association = outputs.size() != 1;
  const auto want_all = [&](const Expr& property) {
    for (const std::string& name : outputs) wanted.push_back(property.is(sym::Automatic) ? Expr::string(name) : make_rule(Expr::string(name), property));
  };
  const bool property = specified && outputs.size() == 1 && net.find_output(word_of(args[1])) < 0 && !args[1].has_head(sym::NetPort) && !args[1].has_head(sym::NetPortGradient) &&
                        (args[1].is_string() || args[1].is_rule() || (args[1].is_list() && args[1].size() == 2 && args[1][0].is_string() && net.find_output(args[1][0].string_value()) < 0));
  if (!specified || args[1].is(sym::Automatic) || args[1].is(sym::All)) {
    want_all(sym::Automatic);
  } else if (args[1].is(sym::None) || (args[1].is_rule() && args[1][0].is(sym::All))) {
    want_all(args[1].is_rule() ? args[1][1] : args[1]);
  } else if (property && !(args[1].is_rule() && net.find_output(word_of(args[1][0])) >= 0)) {
    want_all(args[1]);
  } else if (args[1].is_list()) {
    wanted.assign(args[1].args().begin(), args[1].args().end());
    as_association = true;
  } else {
    wanted.push_back(args[1]);
    as_association = false;
  }
  const std::vector<Expr> asked = wanted;
  for (const std::string& port : object.outputs()) {
    const Expr name = Expr::string(port);
    if (!port.empty() && std::find(asked.begin(), asked.end(), name) == asked.end()) wanted.push_back(name);
  }
  std::vector<Expr> call_args{make_association(std::move(data)), make_list(std::move(wanted))};
  call_args.insert(call_args.end(), args.begin() + (specified ? 2 : 1), args.end());
  const Expr result = evaluate_net(net, call_args);
  if (!result.is_association()) return result;
  std::vector<AssociationEntry> shown;
  std::vector<std::optional<Expr>> next = states;
  for (const AssociationEntry& entry : result.association().entries) {
    const auto port = std::find(object.outputs().begin(), object.outputs().end(), word_of(entry.key));
    if (port != object.outputs().end()) next[static_cast<std::size_t>(port - object.outputs().begin())] = entry.value;
    if (port == object.outputs().end() || std::find(asked.begin(), asked.end(), entry.key) != asked.end()) shown.push_back(entry);
  }
  states = std::move(next);
  return shown.size() == 1 && !as_association ? shown[0].value : make_association(std::move(shown));
}

MaybeExpr state_hook(const Expr& head, std::span<const Expr> args) {
  return guarded(sym::NetStateObject, [&] { return apply_state_object(static_cast<const NetStateExpr&>(head.opaque()), args); });
}

// NetUnfold[net]
MaybeExpr builtin_NetUnfold(Call& call) {
  return guarded(call.head(), [&]() -> Expr {
    if (!as_net(call[0])) throw NetError("invnet", short_text(call[0]) + " is not a net.");
    const MaybeExpr result = call_library("nets/unfold", "unfolded", call.args());
    return result ? *result : failed();
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetUnfold", .fn = builtin_NetUnfold, .arity = exactly(1), .attributes = kProtected | kReadProtected,
     .usage = "NetUnfold[net] gives one step of a net with recurrent layers, folded nets or causal attention: a graph that takes one element and the states "
              "State1, State2, ... and gives the output and the new states OutState1, OutState2, ....",
     .messages = {{"nofold", "The net `1` has no recurrent layers to unfold."},
                  {"nostep", "Layer `1` (`2`) reads the sequence as a whole, so that it can't be applied step by step."}}},
    {.name = "NetStateObject", .fn = builtin_NetStateObject, .arity = between(1, 2), .attributes = kProtected | kReadProtected,
     .usage = "NetStateObject[net] is a net that keeps its recurrent states from one call to the next.\n"
              "NetStateObject[net, {state1, ...}] starts with given states.\n"
              "NetStateObject[net, <|NetPort[{layer, \"State\"}] -> state, ...|>] starts with some of them given.\n"
              "NetStateObject[...][\"States\"] gives the states."},
};

}  // namespace

void register_net_state(Registry& r) {
  r.add(kBuiltins);
  set_apply_hook(sym::NetStateObject, state_hook);
}

}  // namespace lykos::builtins
