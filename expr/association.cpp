// association.cpp - ordered maps. Up to kIndexFrom entries a linear scan is faster than hashing; beyond that an
// open-addressing index of entry numbers is kept beside the entries and rebuilt when entries are erased.
#include "expr/association.h"

#include <cstring>
#include <new>

#include "expr/edit.h"
#include "expr/memory.h"
#include "expr/store_entry.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

constexpr std::size_t kIndexFrom = 9;

// Where the search for a key begins. The lowest bit of a node's hash is always set.
std::size_t home_slot(const Expr& key, std::size_t mask) { return (hash(key) >> 1) & mask; }

void index_entry(const AssociationNode& node, std::uint32_t entry) {
  const std::size_t mask = node.index.size() - 1;
  std::size_t slot = home_slot(node.entries[entry].key, mask);
  while (node.index[slot] != 0) slot = (slot + 1) & mask;
  node.index[slot] = entry + 1;
}

void build_index(const AssociationNode& node) {
  std::size_t slots = 32;
  while (slots < node.entries.size() * 2 + 2) slots *= 2;
  node.index.assign(slots, 0);
  for (std::uint32_t i = 0; i < node.entries.size(); ++i) index_entry(node, i);
}

// Takes an entry out of the index before it is erased: the run of slots after its own closes up, later entries move down by one.
void unindex_entry(const AssociationNode& node, std::size_t at) {
  if (node.index.empty()) return;
  const std::size_t mask = node.index.size() - 1;
  std::size_t hole = home_slot(node.entries[at].key, mask);
  while (node.index[hole] != at + 1) hole = (hole + 1) & mask;
  for (std::size_t slot = (hole + 1) & mask; node.index[slot] != 0; slot = (slot + 1) & mask) {
    const std::size_t home = home_slot(node.entries[node.index[slot] - 1].key, mask);
    if (((slot - home) & mask) < ((slot - hole) & mask)) continue;  // reachable without the hole
    node.index[hole] = node.index[slot];
    hole = slot;
  }
  node.index[hole] = 0;
  const auto removed = static_cast<std::uint32_t>(at + 1);
  for (std::uint32_t& entry : node.index) entry -= entry > removed ? 1U : 0U;
}

// The entries behind an erased one move down as bytes: handles may change their place.
void erase_entry(AssociationNode& node, std::size_t at) {
  std::vector<AssociationEntry>& entries = node.entries;
  {
    const AssociationEntry erased = std::move(entries[at]);   // its handles are left without a node
    std::memmove(static_cast<void*>(&entries[at]), static_cast<const void*>(&entries[at] + 1), (entries.size() - at - 1) * sizeof(AssociationEntry));
    new (&entries.back()) AssociationEntry{Expr::integer(0), Expr::integer(0), false};
  }
  entries.pop_back();
}

// Where the last key that was looked up stood: the same key is often asked for again at once.
std::size_t likely = 0;

bool same_key(const Expr& a, const Expr& b) {
  if (a.identical(b)) return true;
  return !a.is_small_integer() && !b.is_small_integer() && a == b;  // a small integer equals itself only
}

AssociationNode& editable(Expr& association) {
  if (!association.unique()) {
    const AssociationNode& old = association.association();
    Expr copy = make_node<AssociationNode>();
    auto& node = const_cast<AssociationNode&>(copy.association());
    node.entries.reserve(old.entries.size() + 1);
    node.entries = old.entries;
    node.index = old.index;
    association = std::move(copy);
  }
  auto& node = const_cast<AssociationNode&>(association.association());
  node.rules = Expr::integer(0);
  node.hash = 0;
  node.stamp = 0;
  return node;
}

void set_entry(AssociationNode& node, Expr key, Expr value, bool delayed) {
  const std::size_t at = node.find(key);
  if (at != AssociationNode::npos) {
    node.entries[at].value = std::move(value);
    node.entries[at].delayed = delayed;
    return;
  }
  node.entries.push_back({std::move(key), std::move(value), delayed});
  if (node.entries.size() < kIndexFrom && node.index.empty()) return;
  if (node.index.size() < node.entries.size() * 2)
    build_index(node);
  else
    index_entry(node, static_cast<std::uint32_t>(node.entries.size() - 1));
}

bool add_rules(AssociationNode& node, const Expr& rules) {
  if (rules.is_rule()) {
    set_entry(node, rules[0], rules[1], rules.has_head(sym::RuleDelayed));
    return true;
  }
  if (rules.is_list()) {
    for (const Expr& rule : rules.args())
      if (!add_rules(node, rule)) return false;
    return true;
  }
  if (rules.is_association()) {
    for (const AssociationEntry& entry : rules.association().entries) set_entry(node, entry.key, entry.value, entry.delayed);
    return true;
  }
  return false;
}

}  // namespace

std::size_t AssociationNode::find(const Expr& key) const {
  if (likely < entries.size() && entries[likely].key.identical(key)) return likely;
  if (entries.size() < kIndexFrom) {
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (entries[i].key.identical(key)) return i;
    if (key.is_small_integer() || key.is_symbol()) return npos;  // equal only to itself
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (entries[i].key == key) return i;
    return npos;
  }
  if (index.empty()) build_index(*this);
  const std::size_t mask = index.size() - 1;
  for (std::size_t slot = home_slot(key, mask); index[slot] != 0; slot = (slot + 1) & mask)
    if (same_key(entries[index[slot] - 1].key, key)) return likely = index[slot] - 1;
  return npos;
}

Expr make_association(std::vector<AssociationEntry> entries) {
  Expr result = make_node<AssociationNode>();
  auto& node = const_cast<AssociationNode&>(result.association());
  node.entries.reserve(entries.size());
  for (AssociationEntry& entry : entries) set_entry(node, std::move(entry.key), std::move(entry.value), entry.delayed);
  return result;
}

MaybeExpr association_from_rules(std::span<const Expr> rules) {
  Expr result = make_node<AssociationNode>();
  auto& node = const_cast<AssociationNode&>(result.association());
  node.entries.reserve(rules.size());
  for (const Expr& rule : rules)
    if (!add_rules(node, rule)) return std::nullopt;
  return result;
}

const Expr* association_find(const Expr& association, const Expr& key) {
  const AssociationNode& node = association.association();
  const std::size_t at = node.find(key);
  return at == AssociationNode::npos ? nullptr : &node.entries[at].value;
}

Expr association_with_values(const Expr& association, std::vector<Expr>&& values) {
  const AssociationNode& old = association.association();
  Expr result = make_node<AssociationNode>();
  auto& node = const_cast<AssociationNode&>(result.association());
  node.entries.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) node.entries.push_back({old.entries[i].key, std::move(values[i]), false});
  return result;
}

Expr association_set(Expr association, const Expr& key, Expr value, bool delayed) {
  // An association known to be evaluated stays so when an evaluated value comes in (see edit.cpp on lists).
  const bool compound = value.kind() == Kind::Normal || value.is_association();
  const bool settled = association.node()->stamp == definition_epoch && (!compound || value.node()->stamp == definition_epoch);
  AssociationNode& node = editable(association);
  set_entry(node, key, std::move(value), delayed);
  if (settled) node.stamp = definition_epoch;
  return association;
}

bool store_entry(Expr& association, const Expr& key, const Expr& value) {
  if (!association.unique()) return false;
  auto& node = const_cast<AssociationNode&>(association.association());
  const std::size_t at = node.find(key);
  if (at == AssociationNode::npos || node.entries[at].delayed) return false;
  node.entries[at].value = value;
  if (!node.rules.is_small_integer()) node.rules = Expr::integer(0);
  node.hash = 0;  // the association stays as evaluated as it was
  return true;
}

Expr association_remove(Expr association, const Expr& key) {
  const std::size_t at = association.association().find(key);
  if (at == AssociationNode::npos) return association;
  const bool settled = association.node()->stamp == definition_epoch;
  AssociationNode& node = editable(association);
  unindex_entry(node, at);
  erase_entry(node, at);
  if (settled) node.stamp = definition_epoch;
  return association;
}

}  // namespace lykos
