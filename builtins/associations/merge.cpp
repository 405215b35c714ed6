// merge.cpp - making associations from keys, values and other associations, and changing the association that a symbol holds.
#include <algorithm>
#include <unordered_map>

#include "builtins/associations/access.h"
#include "builtins/associations/register.h"
#include "builtins/lists/collection.h"

namespace lykos::builtins {
namespace {

using Entries = std::vector<AssociationEntry>;

// AssociationThread[{k1, ...}, {v1, ...}], AssociationThread[{k1, ...} -> {v1, ...}]
MaybeExpr builtin_AssociationThread(Call& call) {
  Expr keys = call.arg(0), values;
  if (call.size() == 1) {
    if (!keys.is_rule()) return std::nullopt;
    values = keys[1];
    keys = Expr(keys[0]);
  } else {
    values = call.arg(1);
  }
  if (!is_container(keys) || !is_container(values) || length_of(keys) != length_of(values)) return call.message("idim", {keys, values});
  const std::vector<Expr> names = elements_of(keys), contents = elements_of(values);
  Entries entries;
  entries.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) entries.push_back({names[i], contents[i], false});
  return make_association(std::move(entries));
}

// AssociationMap[f, {k1, ...}] is <|k1 -> f[k1], ...|>; AssociationMap[f, assoc] applies f to each rule.
MaybeExpr builtin_AssociationMap(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& f = call.arg(0);
  const Expr& subject = call.arg(1);
  Entries entries;
  if (subject.is_association()) {
    const Entries source = subject.association().entries;
    for (const AssociationEntry& entry : source) {
      const Expr rule = entry.delayed ? make_normal(sym::RuleDelayed, {entry.key, entry.value}) : make_rule(entry.key, entry.value);
      const Expr result = apply(f, {rule});
      const MaybeExpr rules = result.is(sym::Nothing) ? make_association({}) : to_association(result);
      if (!rules) return call.message("invru", {result});
      entries.insert(entries.end(), rules->association().entries.begin(), rules->association().entries.end());
    }
    return make_association(std::move(entries));
  }
  if (!subject.is_list()) return call.message("invrp", {subject});
  for (const Expr& key : elements_of(subject)) entries.push_back({key, apply(f, {key}), false});
  return make_association(std::move(entries));
}

// Merge[{assoc1, assoc2, ...}, f]: for each key f of the list of its values.
MaybeExpr builtin_Merge(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& subject = call.arg(0);
  std::vector<Expr> parts;
  if (subject.is_list() || subject.is_association()) {
    parts = elements_of(subject);
    if (subject.is_association() && !std::all_of(parts.begin(), parts.end(), [](const Expr& e) { return e.is_association(); })) parts = {subject};
  } else {
    return call.message("list1", {Expr::integer(1), call.expr()});
  }
  std::vector<Expr> keys;
  std::vector<std::vector<Expr>> values;
  std::unordered_map<Expr, std::size_t, ExprHash> numbers;
  for (const Expr& part : parts) {
    const MaybeExpr association = to_association(part);
    if (!association) return call.message("list1", {Expr::integer(1), call.expr()});
    for (const AssociationEntry& entry : association->association().entries) {
      const auto [found, fresh] = numbers.try_emplace(entry.key, keys.size());
      if (fresh) {
        keys.push_back(entry.key);
        values.emplace_back();
      }
      values[found->second].push_back(entry.value);
    }
  }
  Entries entries;
  entries.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) entries.push_back({keys[i], apply(call.arg(1), {list_of(std::move(values[i]))}), false});
  return make_association(std::move(entries));
}

// ---- changing a symbol's association in place

// Applies `change` to the association held by the (unevaluated) place; a plain symbol is changed without a copy.
template <typename Change>
MaybeExpr change_place(Call& call, const Change& change) {
  const Expr& place = call.arg(0);
  if (place.is_symbol()) {
    SymbolNode& node = place.symbol_node();
    if (!node.has_own_value) return call.message("rvalue", {place});
    if ((attributes_of(place) & (kProtected | kLocked)) != 0) return call.message("wrsym", {place});
    if (node.own_value.is_association()) {
      Expr value = std::move(node.own_value);
      node.own_value = Expr::integer(0);
      value = change(std::move(value));
      node.own_value = value;
      symbol_changed(node);
      return value;
    }
  }
  const Expr value = evaluate(place);
  if (!value.is_association()) return call.message("invak", {value});
  return evaluate(make_normal(sym::Set, {place, change(value)}));
}

// AssociateTo[a, key -> val], AssociateTo[a, {key1 -> val1, ...}]
MaybeExpr builtin_AssociateTo(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const MaybeExpr rules = to_association(call.arg(1));
  if (!rules) return call.message("invdt");
  return change_place(call, [&](Expr value) {
    for (const AssociationEntry& entry : rules->association().entries) value = association_set(std::move(value), entry.key, entry.value, entry.delayed);
    return value;
  });
}

// KeyDropFrom[a, key], KeyDropFrom[a, {key1, key2, ...}]
MaybeExpr builtin_KeyDropFrom(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const std::vector<Expr> keys = keys_of_spec(call.arg(1));
  return change_place(call, [&](Expr value) {
    for (const Expr& key : keys) {
      if (association_find(value, key) != nullptr) value = association_remove(std::move(value), key);
    }
    return value;
  });
}

// ---- JoinAcross

// Pairs of keys (left, right) to join on: key, Key[k], {k1, k2, ...}, k1 -> k2
bool read_join_keys(const Expr& spec, std::vector<std::pair<Expr, Expr>>& keys) {
  if (spec.is_list()) return std::all_of(spec.args().begin(), spec.args().end(), [&](const Expr& e) { return read_join_keys(e, keys); });
  if (spec.is_rule()) {
    if (spec[0].is_list() != spec[1].is_list()) return false;
    if (spec[0].is_list()) {
      if (spec[0].size() != spec[1].size()) return false;
      for (std::size_t i = 0; i < spec[0].size(); ++i) keys.emplace_back(plain_key(spec[0][i]), plain_key(spec[1][i]));
    } else {
      keys.emplace_back(plain_key(spec[0]), plain_key(spec[1]));
    }
    return true;
  }
  keys.emplace_back(plain_key(spec), plain_key(spec));
  return true;
}

std::vector<Expr> all_keys(std::span<const Expr> rows) {
  Entries entries;
  for (const Expr& row : rows) {
    for (const AssociationEntry& entry : row.association().entries) entries.push_back({entry.key, Expr::integer(0), false});
  }
  std::vector<Expr> keys;
  const Expr merged = make_association(std::move(entries));
  for (const AssociationEntry& entry : merged.association().entries) keys.push_back(entry.key);
  return keys;
}

// JoinAcross[{a1, a2, ...}, {b1, b2, ...}, keys], JoinAcross[as, bs, keys, "Inner" | "Left" | "Right" | "Outer"]
MaybeExpr builtin_JoinAcross(Call& call) {
  for (std::size_t i = 0; i < 2; ++i) {
    if (!is_association_list(call.arg(i)) && !(call.arg(i).is_list() && call.arg(i).size() == 0)) return call.message("invrp", {call.arg(i)});
  }
  std::vector<std::pair<Expr, Expr>> keys;
  if (!read_join_keys(call.arg(2), keys)) return call.message("keys", {call.arg(2)});
  const std::string_view kind = call.size() == 4 && call.arg(3).is_string() ? std::string_view(call.arg(3).string_value()) : "Inner";
  if ((call.size() == 4 && !call.arg(3).is_string()) || (kind != "Inner" && kind != "Left" && kind != "Right" && kind != "Outer")) {
    return call.message("jtype", {call.arg(3)});
  }
  const Expr collision = call.option(sym::KeyCollisionFunction);
  const std::span<const Expr> left = call.arg(0).args(), right = call.arg(1).args();
  const auto key_values = [&](const Expr& row, bool on_left) -> MaybeExpr {
    Builder out(sym::List, keys.size());
    for (const auto& [a, b] : keys) {
      const Expr* value = association_find(row, on_left ? a : b);
      if (value == nullptr) return std::nullopt;
      out.push(*value);
    }
    return out.finish();
  };
  const auto is_right_key = [&](const Expr& key) {
    return std::any_of(keys.begin(), keys.end(), [&](const auto& pair) { return pair.second == key; });
  };
  const auto is_left_key = [&](const Expr& key) {
    return std::any_of(keys.begin(), keys.end(), [&](const auto& pair) { return pair.first == key; });
  };
  const auto joined = [&](const Expr& a, const Expr& b) {
    Entries entries = a.association().entries;
    for (const AssociationEntry& entry : b.association().entries) {
      if (is_right_key(entry.key)) {
        const bool same_name = is_left_key(entry.key);
        if (!same_name) entries.push_back(entry);
        continue;
      }
      const std::size_t found = a.association().find(entry.key);
      if (found != AssociationNode::npos && !collision.is(sym::None) && !collision.is(sym::Automatic)) {
        const Expr names = apply(collision, {entry.key});
        if (names.is_list() && names.size() == 2) {
          entries[found].key = names[0];
          entries.push_back({names[1], entry.value, entry.delayed});
          continue;
        }
      }
      entries.push_back(entry);
    }
    return make_association(std::move(entries));
  };
  std::unordered_map<Expr, std::vector<std::size_t>, ExprHash> lookup;
  for (std::size_t j = 0; j < right.size(); ++j) {
    if (const MaybeExpr value = key_values(right[j], false)) lookup[*value].push_back(j);
  }
  const std::vector<Expr> left_keys = all_keys(left), right_keys = all_keys(right);
  const Expr unmatched = missing("Unmatched");
  std::vector<bool> used(right.size());
  Builder out(sym::List);
  for (const Expr& row : left) {
    const MaybeExpr value = key_values(row, true);
    const auto found = value ? lookup.find(*value) : lookup.end();
    if (found != lookup.end()) {
      for (std::size_t j : found->second) {
        used[j] = true;
        out.push(joined(row, right[j]));
      }
    } else if (kind == "Left" || kind == "Outer") {
      Entries entries = row.association().entries;
      for (const Expr& key : right_keys) {
        if (!is_right_key(key) && association_find(row, key) == nullptr) entries.push_back({key, unmatched, false});
      }
      out.push(make_association(std::move(entries)));
    }
  }
  if (kind == "Right" || kind == "Outer") {
    for (std::size_t j = 0; j < right.size(); ++j) {
      if (used[j]) continue;
      Entries entries;
      for (const Expr& key : left_keys) {
        const auto pair = std::find_if(keys.begin(), keys.end(), [&](const auto& p) { return p.first == key; });
        const Expr* value = association_find(right[j], pair != keys.end() ? pair->second : key);
        entries.push_back({key, value != nullptr ? *value : unmatched, false});
      }
      for (const AssociationEntry& entry : right[j].association().entries) {
        if (!is_right_key(entry.key) || !is_left_key(entry.key)) entries.push_back(entry);
      }
      out.push(make_association(std::move(entries)));
    }
  }
  return out.finish();
}

constexpr Builtin kBuiltins[] = {
    {.name = "AssociationThread",
     .fn = builtin_AssociationThread,
     .arity = between(1, 2),
     .usage = "AssociationThread[{key1, key2, ...}, {val1, val2, ...}] gives <|key1 -> val1, key2 -> val2, ...|>.\n"
              "AssociationThread[{key1, ...} -> {val1, ...}] gives the same.",
     .messages = {{"idim", "`1` and `2` must have the same length."}},
     .sub_fn = operator_form_first},
    {.name = "AssociationMap",
     .fn = builtin_AssociationMap,
     .arity = between(1, 2),
     .usage = "AssociationMap[f, {key1, key2, ...}] gives <|key1 -> f[key1], ...|>.\nAssociationMap[f, <|key1 -> val1, ...|>] gives <|f[key1 -> val1], ...|>.",
     .messages = {{"invrp", "The argument `1` is not a valid list or association."}, {"invru", "The result `1` is not a rule."}},
     .sub_fn = operator_form_first},
    {.name = "Merge",
     .fn = builtin_Merge,
     .arity = between(1, 2),
     .usage = "Merge[{assoc1, assoc2, ...}, f] merges associations, using f to combine the list of values of each key.",
     .messages = {{"list1", "A list of associations or rules is expected at position `1` in `2`."}},
     .sub_fn = operator_form},
    {.name = "AssociateTo",
     .fn = builtin_AssociateTo,
     .arity = between(1, 2),
     .attributes = kHoldFirst | kProtected,
     .usage = "AssociateTo[a, key -> val] changes the association a by adding the rule.\nAssociateTo[a, {key1 -> val1, ...}] adds several rules.",
     .messages = {{"invdt", "The argument is not a rule or a list of rules."},
                  {"invak", "The argument `1` is not a valid Association."},
                  {"rvalue", "`1` is not a variable with a value, so its value cannot be changed."}}},
    {.name = "KeyDropFrom",
     .fn = builtin_KeyDropFrom,
     .arity = between(1, 2),
     .attributes = kHoldFirst | kProtected,
     .usage = "KeyDropFrom[a, key] changes the association a by dropping the key.\nKeyDropFrom[a, {key1, key2, ...}] drops several keys.",
     .messages = {{"invak", "The argument `1` is not a valid Association."},
                  {"rvalue", "`1` is not a variable with a value, so its value cannot be changed."}}},
    {.name = "JoinAcross",
     .fn = builtin_JoinAcross,
     .arity = between(3, 4),
     .usage = "JoinAcross[{a1, a2, ...}, {b1, b2, ...}, key] joins the associations a_i and b_j that have equal values of key.\n"
              "JoinAcross[{a1, ...}, {b1, ...}, {key1, key2, ...}] joins on several keys.\n"
              "JoinAcross[{a1, ...}, {b1, ...}, akey -> bkey] joins on keys of different names.\n"
              "JoinAcross[as, bs, spec, \"Inner\"|\"Left\"|\"Right\"|\"Outer\"] says which unmatched associations are kept.",
     .options = "{KeyCollisionFunction -> None}",
     .messages = {{"invrp", "`1` is not a list of associations."},
                  {"keys", "`1` is not a key, a list of keys, or a rule between keys."},
                  {"jtype", "The join type `1` should be \"Inner\", \"Left\", \"Right\" or \"Outer\"."}}},
};

}  // namespace

void register_merge(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
