// Names that programs of earlier versions use (they work, with a message naming today's), and functions that need the vendor's
// repository (they fail with a message).
#include <string>
#include <vector>

#include "builtins/nets/errors.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"

namespace lykos::builtins {
namespace {

MaybeExpr construct_as(Call& call, const char* new_name) {
  return guarded(call.head(), [&] {
    say_superseded(call.name(), new_name);
    return wrap_net(construct_layer(*nets::find_layer(new_name), call.all_args()));
  });
}

// DotPlusLayer[n] is LinearLayer[n]
MaybeExpr builtin_DotPlusLayer(Call& call) { return construct_as(call, "LinearLayer"); }
// ConstantArrayLayer["Array" -> a] and ArrayLayer["Array" -> a] are NetArrayLayer["Array" -> a]
MaybeExpr builtin_ConstantArrayLayer(Call& call) { return construct_as(call, "NetArrayLayer"); }
// InstanceNormalizationLayer[] is NormalizationLayer[]
MaybeExpr builtin_InstanceNormalizationLayer(Call& call) { return construct_as(call, "NormalizationLayer"); }

// UpsampleLayer[n] and UpsampleLayer[{m, n}] repeat the pixels of an image: ResizeLayer[{Scaled[m], Scaled[n]}, Resampling -> "Nearest"]
MaybeExpr builtin_UpsampleLayer(Call& call) {
  return guarded(call.head(), [&] {
    say_superseded("UpsampleLayer", "ResizeLayer");
    const std::span<const Expr> args = call.all_args();
    if (args.empty()) throw nets::NetError("netnargs", "UpsampleLayer needs a factor n or factors {m, n}.");
    const Expr factors = args[0].is_list() ? args[0] : make_list({args[0], args[0]});
    std::vector<Expr> scaled;
    for (const Expr& f : factors.args()) scaled.push_back(make_normal(sym::Scaled, {f}));
    std::vector<Expr> all{make_list(std::move(scaled)), make_rule(Expr::symbol("Resampling"), Expr::string("Nearest"))};
    all.insert(all.end(), args.begin() + 1, args.end());
    return wrap_net(construct_layer(*nets::find_layer("ResizeLayer"), all));
  });
}

// NetInformation[net, property] is Information[net, property]
MaybeExpr builtin_NetInformation(Call& call) {
  say(sym::General, "obs", "NetInformation is obsolete. Instead, use Information.");
  return make_normal(sym::Information, call.args());
}

// RawArray["type", array] is NumericArray[array, "type"]
MaybeExpr builtin_RawArray(Call& call) { return make_normal(Expr::symbol("NumericArray"), {call[1], call[0]}); }

// NetModel["name"]
MaybeExpr builtin_NetModel(Call& call) {
  return guarded(call.head(), [&]() -> Expr {
    throw nets::NetError("norepo", "Trained nets come from a repository on the network, which this program does not use; " +
                                       (call.size() > 0 ? short_text(call[0]) : std::string("the net")) + " can't be loaded.");
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "DotPlusLayer", .fn = builtin_DotPlusLayer, .attributes = kProtected | kReadProtected,
     .usage = "DotPlusLayer[n] is an old name of LinearLayer[n]."},
    {.name = "ConstantArrayLayer", .fn = builtin_ConstantArrayLayer, .attributes = kProtected | kReadProtected,
     .usage = "ConstantArrayLayer[\"Array\" -> a] is an old name of NetArrayLayer[\"Array\" -> a]."},
    {.name = "ArrayLayer", .fn = builtin_ConstantArrayLayer, .attributes = kProtected | kReadProtected,
     .usage = "ArrayLayer[\"Array\" -> a] is an old name of NetArrayLayer[\"Array\" -> a]."},
    {.name = "InstanceNormalizationLayer", .fn = builtin_InstanceNormalizationLayer, .attributes = kProtected | kReadProtected,
     .usage = "InstanceNormalizationLayer[] is an old name of NormalizationLayer[]."},
    {.name = "UpsampleLayer", .fn = builtin_UpsampleLayer, .attributes = kProtected | kReadProtected,
     .usage = "UpsampleLayer[n] is an old form of ResizeLayer[{Scaled[n], Scaled[n]}, Resampling -> \"Nearest\"]."},
    {.name = "NetInformation", .fn = builtin_NetInformation, .arity = between(1, 2), .attributes = kProtected | kReadProtected,
     .usage = "NetInformation[net, property] is an old name of Information[net, property]."},
    {.name = "RawArray", .fn = builtin_RawArray, .arity = exactly(2), .attributes = kProtected | kReadProtected,
     .usage = "RawArray[\"type\", array] is an old form of NumericArray[array, \"type\"]."},
    {.name = "NetModel", .fn = builtin_NetModel, .attributes = kProtected | kReadProtected,
     .usage = "NetModel[\"name\"] would load a trained net from a repository on the network."},
};

}  // namespace

void register_old_net_names(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
