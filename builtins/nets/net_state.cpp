// NetUnfold, and NetStateObject: a net that remembers the states of its recurrent layers from call to call. Taking nets apart is done in
// unfold.wl; here is the object.
#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "builtins/library.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "evaluator/apply_hooks.h"
#include "expr/association.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetError;

namespace {

/// The object: the net as given, the same net with its states as ports, and the states now. Two objects are the same only if they are one.
class NetStateExpr final : public OpaqueNode {
 public:
  NetStateExpr(Expr net, Expr exposed, std::size_t count) : net_(std::move(net)), exposed_(std::move(exposed)), states_(count) {}
  Expr head() const override { return sym::NetStateObject; }
  bool equals(const OpaqueNode& other) const override { return this == &other; }
  std::uint64_t hash_value() const override { return std::hash<const void*>{}(this); }
  std::string summary() const override { return "NetStateObject[" + (as_net(net_) ? nets::output_form(*as_net(net_)) : std::string()) + "]"; }

  const Expr& exposed() const { return exposed_; }
  std::vector<std::optional<Expr>>& states() const { return states_; }

 private:
  Expr net_, exposed_;
  mutable std::vector<std::optional<Expr>> states_;  // nothing: zeros
};

std::string state_name(std::size_t i) { return "State" + std::to_string(i + 1); }

// NetStateObject[net], NetStateObject[net, {state1, ...}]
MaybeExpr builtin_NetStateObject(Call& call) {
  return guarded(call.head(), [&]() -> Expr {
    const Net* net = as_net(call[0]);
    if (!net) throw NetError("invnet", short_text(call[0]) + " is not a net.");
    if (!nets::is_initialized(*net)) throw NetError("nninit", "The net is not initialized; NetInitialize or NetTrain gives it arrays.");
    const MaybeExpr result = call_library("nets/unfold", "exposed", std::vector<Expr>{call[0]});
    if (!result || !result->has_head(sym::List, 2)) throw NetError("nostate", "The net has no recurrent states to keep.");
    const auto count = machine_integer((*result)[1]).value_or(0);
    auto* object = new NetStateExpr(call[0], (*result)[0], static_cast<std::size_t>(count));
    const Expr wrapped = make_opaque(object);
    if (call.size() > 1) {
      const std::vector<Expr> given = elements_of(call[1]);
      if (given.size() != object->states().size()) {
        throw NetError("invstates", "The net has " + std::to_string(object->states().size()) + " states; " + std::to_string(given.size()) + " were given.");
      }
      std::copy(given.begin(), given.end(), object->states().begin());
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
  const Net& net = *as_net(object.exposed());
  const auto is_state = [&](const std::string& name) { return name.rfind("State", 0) == 0 || name.rfind("OutState", 0) == 0; };
  std::vector<std::string> inputs, outputs;
  for (const nets::Port& port : net.inputs()) {
    if (!is_state(port.name)) inputs.push_back(port.name);
  }
  for (const nets::Port& port : net.outputs()) {
    if (!is_state(port.name)) outputs.push_back(port.name);
  }
  std::vector<AssociationEntry> data;
  if (args[0].is_association()) {
    data.assign(args[0].association().entries.begin(), args[0].association().entries.end());
  } else if (inputs.size() == 1) {
    data.push_back({Expr::string(inputs[0]), args[0]});
  } else {
    throw NetError("invargc", "The net has several input ports: its data is an association of these.");
  }
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i]) data.push_back({Expr::string(state_name(i)), *states[i]});
  }
  std::vector<Expr> call_args{make_association(std::move(data))};
  call_args.insert(call_args.end(), args.begin() + 1, args.end());
  if (args.size() > 1 && !(args[1].is_rule() && args[1][0].is_symbol())) {  // "port", properties: asked for beside the states
    if (outputs.size() != 1) throw NetError("invargc", "A NetStateObject of a net with several outputs takes no output specification.");
    call_args[1] = make_rule(Expr::string(outputs[0]), args[1]);
    std::vector<Expr> wanted{call_args[1]};
    for (std::size_t i = 0; i < states.size(); ++i) wanted.push_back(Expr::string("Out" + state_name(i)));
    call_args[1] = make_list(std::move(wanted));
  }
  const Expr result = lykos::apply(object.exposed(), std::span<const Expr>(call_args));
  if (!result.is_association()) return result;
  std::vector<AssociationEntry> shown;
  std::vector<std::optional<Expr>> next = states;
  for (const AssociationEntry& entry : result.association().entries) {
    const std::string name = word_of(entry.key);
    if (name.rfind("OutState", 0) != 0) {
      shown.push_back(entry);
      continue;
    }
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (name == "Out" + state_name(i)) next[i] = entry.value;
    }
  }
  states = std::move(next);
  return shown.size() == 1 ? shown[0].value : make_association(std::move(shown));
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
     .usage = "NetUnfold[net] gives one step of a net with recurrent layers: a graph that takes one element and the states State1, State2, ... and gives the "
              "output and the new states OutState1, OutState2, ....",
     .messages = {{"nofold", "The net `1` has no recurrent layers to unfold."}}},
    {.name = "NetStateObject", .fn = builtin_NetStateObject, .arity = between(1, 2), .attributes = kProtected | kReadProtected,
     .usage = "NetStateObject[net] is a net that keeps the states of its recurrent layers from one call to the next.\n"
              "NetStateObject[net, {state1, ...}] starts with given states.\n"
              "NetStateObject[...][\"States\"] gives the states."},
};

}  // namespace

void register_net_state(Registry& r) {
  r.add(kBuiltins);
  set_apply_hook(sym::NetStateObject, state_hook);
}

}  // namespace lykos::builtins
