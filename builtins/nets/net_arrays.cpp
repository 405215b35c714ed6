// Shared arrays: NetArray["name"] as an array's value makes all arrays of that name in a net one array.
#include <cstdio>
#include <string>

#include "array/random.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "expr/association.h"
#include "nets/graph.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetError;

namespace {

std::string fresh_name() {
  const array::RandomKey key{read_seed(sym::Automatic), 0};
  const std::uint64_t high = array::random_bits(key, 0), low = array::random_bits(key, 1);
  char text[40];
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-%04x-%012llx", static_cast<unsigned>(high >> 32), static_cast<unsigned>(high >> 16) & 0xFFFFU,
                static_cast<unsigned>(high) & 0xFFFU, (static_cast<unsigned>(low >> 48) & 0x3FFFU) | 0x8000U,
                static_cast<unsigned long long>(low & 0xFFFFFFFFFFFFULL));
  return text;
}

// NetArray["name"], NetArray[Automatic], NetArray[<|"Name" -> ..., "Array" -> ..., "Dimensions" -> ...|>] stand for themselves; only
// an Automatic name is made, so that one expression keeps meaning one array.
MaybeExpr builtin_NetArray(Call& call) {
  const Expr& what = call[0];
  if (what.is_string() || what.is(sym::All)) return std::nullopt;
  if (what.is(sym::Automatic)) return make_normal(call.head(), {Expr::string(fresh_name())});
  if (what.is_association()) {
    for (const AssociationEntry& entry : what.association().entries) {
      const std::string key = word_of(entry.key);
      if (key == "Name" || key == "Array" || key == "Dimensions") continue;
      say(call.head(), "invarray", short_text(entry.key) + " is not \"Name\", \"Array\" or \"Dimensions\".");
      return failed();
    }
    const Expr* name = association_find(what, Expr::string("Name"));
    if (name && name->is_string()) {
      if (read_value(call.expr())) return std::nullopt;
    } else if (!name || name->is(sym::Automatic)) {
      std::vector<AssociationEntry> entries{{Expr::string("Name"), Expr::string(fresh_name())}};
      for (const AssociationEntry& entry : what.association().entries) {
        if (word_of(entry.key) != "Name") entries.push_back(entry);
      }
      return make_normal(call.head(), {make_association(std::move(entries))});
    }
  }
  say(call.head(), "invarray", short_text(what) + " should be a name, Automatic, or an association with \"Name\", \"Array\" and \"Dimensions\".");
  return failed();
}

// NetInsertSharedArrays[net], NetInsertSharedArrays[net, prefix]
MaybeExpr builtin_NetInsertSharedArrays(Call& call) {
  return guarded(call.head(), [&] {
    const Net* net = as_net(call[0]);
    if (!net) throw NetError("invnet", short_text(call[0]) + " is not a net.");
    std::string prefix;
    if (call.size() > 1 && !call[1].is(sym::Automatic)) {
      if (!call[1].is_string()) throw NetError("badprefix", "The prefix " + short_text(call[1]) + " should be a string.");
      prefix = call[1].string_value();
    }
    return wrap_net(nets::insert_shared_arrays(*net, prefix));
  });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetArray", .fn = builtin_NetArray, .arity = exactly(1), .attributes = kProtected | kReadProtected,
     .usage = "NetArray[\"name\"] as the value of an array shares it with all arrays of this name in the same net.\n"
              "NetArray[Automatic] makes a name of its own.\n"
              "NetArray[<|\"Name\" -> name, \"Array\" -> value, \"Dimensions\" -> {n1, ...}|>] gives a value or dimensions, too."},
    {.name = "NetSharedArray", .fn = builtin_NetArray, .arity = exactly(1), .attributes = kProtected | kReadProtected,
     .usage = "NetSharedArray[\"name\"] is the older name of NetArray[\"name\"]."},
    {.name = "NetInsertSharedArrays", .fn = builtin_NetInsertSharedArrays, .arity = between(1, 2), .attributes = kProtected | kReadProtected,
     .usage = "NetInsertSharedArrays[net] gives every trainable array a name, so that copies of net in one larger net share them.\n"
              "NetInsertSharedArrays[net, prefix] puts prefix in front of the names."},
};

}  // namespace

void register_net_arrays(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
