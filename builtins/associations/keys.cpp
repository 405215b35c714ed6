// keys.cpp - associations by their keys: sorting, selecting, renaming, and set operations on the keys of several.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "builtins/associations/access.h"
#include "builtins/associations/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/sorting.h"

namespace lykos::builtins {
namespace {

using Entries = std::vector<AssociationEntry>;

// The first argument as an association, or `invrl`.
MaybeExpr association_argument(Call& call, std::size_t index = 0) {
  MaybeExpr association = to_association(call.arg(index));
  if (!association) call.message("invrl", {call.arg(index)});
  return association;
}

std::vector<Expr> keys_of(const Expr& association) {
  std::vector<Expr> keys;
  keys.reserve(association.size());
  for (const AssociationEntry& entry : association.association().entries) keys.push_back(entry.key);
  return keys;
}

// KeySort[assoc], KeySort[assoc, p]
MaybeExpr builtin_KeySort(Call& call) {
  const MaybeExpr association = association_argument(call);
  if (!association) return std::nullopt;
  return pick(*association, sorted_positions(keys_of(*association), call.size() == 2 ? ElementOrder(call.arg(1)) : ElementOrder()));
}

// KeySortBy[assoc, f]
MaybeExpr builtin_KeySortBy(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const MaybeExpr association = association_argument(call);
  if (!association) return std::nullopt;
  return pick(*association, positions_sorted_by(keys_of(*association), call.arg(1), ElementOrder()));
}

// Calls f for an association, or for each of a list of associations.
template <typename F>
MaybeExpr each_association(Call& call, const F& f) {
  if (is_association_list(call.arg(0))) {
    Builder out(sym::List, call.arg(0).size());
    for (const Expr& one : call.arg(0).args()) out.push(f(one));
    return out.finish();
  }
  const MaybeExpr association = association_argument(call);
  if (!association) return std::nullopt;
  return f(*association);
}

// KeyTake[assoc, {k1, k2, ...}], KeyTake[{assoc1, ...}, keys]: in the order of the keys asked for.
MaybeExpr builtin_KeyTake(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const std::vector<Expr> keys = keys_of_spec(call.arg(1));
  return each_association(call, [&](const Expr& association) {
    Entries entries;
    const AssociationNode& node = association.association();
    for (const Expr& key : keys) {
      const std::size_t found = node.find(key);
      if (found != AssociationNode::npos) entries.push_back(node.entries[found]);
    }
    return make_association(std::move(entries));
  });
}

// KeyDrop[assoc, {k1, k2, ...}], KeyDrop[{assoc1, ...}, keys]
MaybeExpr builtin_KeyDrop(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const std::vector<Expr> keys = keys_of_spec(call.arg(1));
  return each_association(call, [&](const Expr& association) {
    std::vector<bool> marked(association.size());
    for (const Expr& key : keys) {
      const std::size_t found = association.association().find(key);
      if (found != AssociationNode::npos) marked[found] = true;
    }
    return drop_marked(association, marked);
  });
}

// KeySelect[assoc, crit]
MaybeExpr builtin_KeySelect(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const MaybeExpr association = association_argument(call);
  if (!association) return std::nullopt;
  Entries entries;
  for (const AssociationEntry& entry : association->association().entries) {
    if (test(call.arg(1), {entry.key})) entries.push_back(entry);
  }
  return make_association(std::move(entries));
}

// KeyMap[f, assoc]
MaybeExpr builtin_KeyMap(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const MaybeExpr association = association_argument(call, 1);
  if (!association) return std::nullopt;
  Entries entries = association->association().entries;
  for (AssociationEntry& entry : entries) entry.key = apply(call.arg(0), {entry.key});
  return make_association(std::move(entries));
}

// KeyValueMap[f, assoc]: {f[k1, v1], f[k2, v2], ...}
MaybeExpr builtin_KeyValueMap(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const MaybeExpr association = association_argument(call, 1);
  if (!association) return std::nullopt;
  std::vector<Expr> out;
  out.reserve(association->size());
  for (const AssociationEntry& entry : association->association().entries) out.push_back(apply(call.arg(0), {entry.key, entry.value}));
  return list_of(std::move(out));
}

// ---- several associations

std::optional<std::vector<Expr>> association_list(Call& call) {
  std::vector<Expr> all;
  const Expr& list = call.arg(0);
  if (list.is_list() || list.is_association()) {
    for (const Expr& part : elements_of(list)) {
      MaybeExpr association = to_association(part);
      if (!association) {
        all.clear();
        break;
      }
      all.push_back(*association);
    }
    if (all.size() == list.size()) return all;
  }
  call.message("invrl", {list});
  return std::nullopt;
}

// KeyUnion[{assoc1, assoc2, ...}], KeyUnion[list, f]: all with all keys, the absent ones f[key] (or Missing["KeyAbsent", key]).
MaybeExpr builtin_KeyUnion(Call& call) {
  const auto all = association_list(call);
  if (!all) return std::nullopt;
  std::vector<Expr> keys;
  std::unordered_set<Expr, ExprHash> seen;
  for (const Expr& association : *all) {
    for (const AssociationEntry& entry : association.association().entries) {
      if (seen.insert(entry.key).second) keys.push_back(entry.key);
    }
  }
  std::vector<Expr> out;
  for (const Expr& association : *all) {
    Entries entries;
    entries.reserve(keys.size());
    for (const Expr& key : keys) {
      const std::size_t found = association.association().find(key);
      if (found != AssociationNode::npos) {
        entries.push_back(association.association().entries[found]);
      } else {
        entries.push_back({key, call.size() == 2 ? apply(call.arg(1), {key}) : missing("KeyAbsent", key), false});
      }
    }
    out.push_back(make_association(std::move(entries)));
  }
  return rebuild(call.arg(0), std::move(out));
}

// KeyIntersection[{assoc1, assoc2, ...}]: all with the common keys only, in the order of the first.
MaybeExpr builtin_KeyIntersection(Call& call) {
  const auto all = association_list(call);
  if (!all) return std::nullopt;
  std::vector<Expr> keys;
  if (!all->empty()) {
    for (const AssociationEntry& entry : all->front().association().entries) {
      if (std::all_of(all->begin(), all->end(), [&](const Expr& a) { return association_find(a, entry.key) != nullptr; })) keys.push_back(entry.key);
    }
  }
  std::vector<Expr> out;
  for (const Expr& association : *all) {
    Entries entries;
    for (const Expr& key : keys) entries.push_back(association.association().entries[association.association().find(key)]);
    out.push_back(make_association(std::move(entries)));
  }
  return rebuild(call.arg(0), std::move(out));
}

// KeyComplement[{all, assoc1, assoc2, ...}]: the entries of all whose keys are in none of the others.
MaybeExpr builtin_KeyComplement(Call& call) {
  const auto all = association_list(call);
  if (!all || all->empty()) return std::nullopt;
  Entries entries;
  for (const AssociationEntry& entry : all->front().association().entries) {
    if (std::none_of(all->begin() + 1, all->end(), [&](const Expr& a) { return association_find(a, entry.key) != nullptr; })) entries.push_back(entry);
  }
  return make_association(std::move(entries));
}

constexpr const char* kRules = "The argument `1` is not a valid Association or a list of rules.";

constexpr Builtin kBuiltins[] = {
    {.name = "KeySort",
     .fn = builtin_KeySort,
     .arity = between(1, 2),
     .usage = "KeySort[assoc] sorts an association by its keys.\nKeySort[assoc, p] uses the ordering function p.",
     .messages = {{"invrl", kRules}}},
    {.name = "KeySortBy",
     .fn = builtin_KeySortBy,
     .arity = between(1, 2),
     .usage = "KeySortBy[assoc, f] sorts an association by the values of f at its keys.",
     .messages = {{"invrl", kRules}},
     .sub_fn = operator_form},
    {.name = "KeyTake",
     .fn = builtin_KeyTake,
     .arity = between(1, 2),
     .usage = "KeyTake[assoc, {key1, key2, ...}] gives the association of only these keys.\nKeyTake[{assoc1, assoc2, ...}, keys] does so in each association.",
     .messages = {{"invrl", kRules}},
     .sub_fn = operator_form},
    {.name = "KeyDrop",
     .fn = builtin_KeyDrop,
     .arity = between(1, 2),
     .usage = "KeyDrop[assoc, {key1, key2, ...}] gives the association without these keys.\nKeyDrop[{assoc1, assoc2, ...}, keys] does so in each association.",
     .messages = {{"invrl", kRules}},
     .sub_fn = operator_form},
    {.name = "KeySelect",
     .fn = builtin_KeySelect,
     .arity = between(1, 2),
     .usage = "KeySelect[assoc, crit] gives the entries for whose keys crit is True.",
     .messages = {{"invrl", kRules}},
     .sub_fn = operator_form},
    {.name = "KeyMap",
     .fn = builtin_KeyMap,
     .arity = between(1, 2),
     .usage = "KeyMap[f, <|key1 -> val1, ...|>] gives <|f[key1] -> val1, ...|>.",
     .messages = {{"invrl", kRules}},
     .sub_fn = operator_form_first},
    {.name = "KeyValueMap",
     .fn = builtin_KeyValueMap,
     .arity = between(1, 2),
     .usage = "KeyValueMap[f, <|key1 -> val1, ...|>] gives {f[key1, val1], ...}.",
     .messages = {{"invrl", kRules}},
     .sub_fn = operator_form_first},
    {.name = "KeyUnion",
     .fn = builtin_KeyUnion,
     .arity = between(1, 2),
     .usage = "KeyUnion[{assoc1, assoc2, ...}] gives the associations with all their keys, absent values Missing[\"KeyAbsent\", key].\n"
              "KeyUnion[{assoc1, assoc2, ...}, f] gives absent values f[key].",
     .messages = {{"invrl", kRules}}},
    {.name = "KeyIntersection",
     .fn = builtin_KeyIntersection,
     .arity = exactly(1),
     .usage = "KeyIntersection[{assoc1, assoc2, ...}] gives the associations with only the keys common to all.",
     .messages = {{"invrl", kRules}}},
    {.name = "KeyComplement",
     .fn = builtin_KeyComplement,
     .arity = exactly(1),
     .usage = "KeyComplement[{all, assoc1, assoc2, ...}] gives the entries of all whose keys are in none of the assoc_i.",
     .messages = {{"invrl", kRules}}},
};

}  // namespace

void register_keys(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
