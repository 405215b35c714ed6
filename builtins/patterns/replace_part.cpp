// replace_part.cpp - ReplacePart and ReplaceAt: new values at positions.
#include "builtins/lists/collection.h"
#include "builtins/patterns/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// A position as a path of indices and keys; patterns are allowed in ReplacePart's left sides.
std::vector<Expr> path_of(const Expr& position) {
  if (position.is_list()) return {position.args().begin(), position.args().end()};
  return {position};
}

struct Change {
  std::vector<Expr> path;
  Matcher* pattern = nullptr;                       // set when the path is a pattern for whole positions
  std::function<Expr(const Expr& old, const Expr& path)> value;
};

bool same_step(const Expr& wanted, std::int64_t index, std::int64_t length, const Expr& key) {
  if (const auto n = machine_integer(wanted)) return *n == index || (*n < 0 && length + *n + 1 == index);
  if (wanted.has_head(sym::Key, 1)) return wanted[0] == key;
  if (wanted.is_string()) return wanted == key;
  return false;
}

// Applies every change whose path leads here; others are passed down to the parts they go through.
Expr apply_changes(const Expr& e, std::vector<Expr>& path, const std::vector<const Change*>& active, const std::vector<const Change*>& patterns) {
  const Expr here = make_list(path);
  for (const Change* change : active)
    if (change->path.size() == path.size()) return change->value(e, here);
  if (!path.empty())
    for (const Change* change : patterns)
      if ((*change->pattern)(here) || (path.size() == 1 && (*change->pattern)(path[0]))) return change->value(e, here);
  if (!e.is_normal() && !e.is_association()) return e;
  if (active.empty() && patterns.empty()) return e;
  RecursionGuard guard;
  const auto length = static_cast<std::int64_t>(e.size());
  const auto descend = [&](const Expr& child, std::int64_t index, const Expr& step, const Expr& key) {
    std::vector<const Change*> deeper;
    for (const Change* change : active)
      if (change->path.size() > path.size() && same_step(change->path[path.size()], index, length, key)) deeper.push_back(change);
    if (deeper.empty() && patterns.empty()) return child;
    path.push_back(step);
    Expr result = apply_changes(child, path, deeper, patterns);
    path.pop_back();
    return result;
  };
  if (e.is_association()) {
    std::vector<Expr> values;
    std::int64_t index = 0;
    for (const AssociationEntry& entry : e.association().entries) {
      ++index;
      values.push_back(descend(entry.value, index, make_normal(sym::Key, {entry.key}), entry.key));
    }
    return association_with_values(e, std::move(values));
  }
  const Expr none = sym::Null;
  std::vector<Expr> args;
  args.reserve(e.size());
  // Patterns for positions do not mean heads; only an explicit 0 does.
  const std::vector<const Change*> no_patterns;
  std::vector<const Change*> to_head;
  for (const Change* change : active)
    if (change->path.size() > path.size() && same_step(change->path[path.size()], 0, length, none)) to_head.push_back(change);
  path.push_back(Expr::integer(0));
  const Expr head = to_head.empty() ? e.head() : apply_changes(e.head(), path, to_head, no_patterns);
  path.pop_back();
  for (std::int64_t i = 1; i <= length; ++i) args.push_back(descend(e[static_cast<std::size_t>(i - 1)], i, Expr::integer(i), none));
  return make_normal(head, std::move(args));
}

bool has_pattern(const Expr& position) {
  bool found = false;
  for_each_level(position, LevelSpec{0, LevelSpec::kInfinity}, true, [&](const Expr& part, std::int64_t) {
    found = part.has_head(sym::Blank) || part.has_head(sym::BlankSequence) || part.has_head(sym::BlankNullSequence) || part.has_head(sym::Alternatives) || part.has_head(sym::Except);
    return !found;
  });
  return found;
}

Expr run(const Expr& e, std::vector<Change>& changes) {
  std::vector<const Change*> active;
  std::vector<const Change*> patterns;
  for (const Change& change : changes) (change.pattern != nullptr ? patterns : active).push_back(&change);
  std::vector<Expr> path;
  return apply_changes(e, path, active, patterns);
}

// ReplacePart[expr, pos -> new], ReplacePart[expr, {pos1 -> new1, ...}], ReplacePart[expr, new, pos]
MaybeExpr builtin_ReplacePart(Call& call) {
  if (call.size() == 1) return std::nullopt;
  std::vector<Change> changes;
  std::vector<std::unique_ptr<Matcher>> matchers;
  const auto add = [&](const Expr& position, const Expr& rule) {
    Change change;
    change.path = path_of(position);
    if (has_pattern(position)) {
      matchers.push_back(std::make_unique<Matcher>(make_normal(rule.head(), {position, rule[1]})));
      Matcher* matcher = matchers.back().get();
      change.pattern = matcher;
      change.value = [matcher, rule](const Expr&, const Expr& here) {
        MaybeExpr value = matcher->replace(here);
        if (!value && here.size() == 1) value = matcher->replace(here[0]);
        return value ? *value : rule[1];
      };
    } else {
      change.value = [rule](const Expr&, const Expr&) { return rule[1]; };
    }
    changes.push_back(std::move(change));
  };
  if (call.size() == 3) {
    const Expr rule = make_rule(sym::Null, call[1]);
    const bool several = call[2].is_list() && call[2].size() > 0 && call[2][0].is_list();
    if (several)
      for (const Expr& position : call[2].args()) add(position, rule);
    else
      add(call[2], rule);
    return run(call[0], changes);
  }
  const auto rules = call[1].is_rule() ? std::span<const Expr>(&call.args()[1], 1) : call[1].args();
  for (const Expr& rule : rules) {
    if (!rule.is_rule()) return call.message("reps", {call[1]});
    if (rule[0].is_list() && rule[0].size() == 0) continue;  // no positions, as Position gives them
    const bool several = rule[0].is_list() && rule[0][0].is_list();
    if (several)
      for (const Expr& position : rule[0].args()) add(position, rule);
    else
      add(rule[0], rule);
  }
  return run(call[0], changes);
}

// ReplaceAt[expr, rules, pos]
MaybeExpr builtin_ReplaceAt(Call& call) {
  if (call.size() < 3) return std::nullopt;
  std::vector<Change> changes;
  const Expr rules = call[1];
  const auto add = [&](const Expr& position) {
    Change change;
    change.path = path_of(position);
    change.value = [rules](const Expr& old, const Expr&) {
      MaybeExpr value = apply_rules(old, rules);
      return value ? *value : old;
    };
    changes.push_back(std::move(change));
  };
  if (call[2].is_list() && call[2].size() > 0 && call[2][0].is_list())
    for (const Expr& position : call[2].args()) add(position);
  else
    add(call[2]);
  return run(call[0], changes);
}

MaybeExpr operator_ReplaceAt(Call& call) {
  const Expr& head = call.expr().head();
  if (head.size() != 2 || call.size() != 1) return std::nullopt;
  return make_normal(sym::ReplaceAt, {call[0], head[0], head[1]});
}

constexpr Builtin kBuiltins[] = {
    {.name = "ReplacePart", .fn = builtin_ReplacePart, .arity = between(1, 3), .attributes = kProtected,
     .usage = "ReplacePart[expr, i -> new] yields an expression in which the ith part of expr is replaced by new.\nReplacePart[expr, {i1 -> new1, i2 -> new2, ...}] replaces parts at positions in by newn.\nReplacePart[expr, {i, j, ...} -> new] replaces the part at position {i, j, ...}.\nReplacePart[expr, {{i1, j1, ...}, {i2, j2, ...}, ...} -> new] replaces all parts at the positions by new.",
     .options = "{Heads -> Automatic}", .sub_fn = operator_form},
    {.name = "ReplaceAt", .fn = builtin_ReplaceAt, .arity = between(2, 3), .attributes = kProtected,
     .usage = "ReplaceAt[expr, rules, n] transforms expr by replacing the nth element using rules.\nReplaceAt[expr, rules, {i, j, ...}] replaces the part at position {i, j, ...}.\nReplaceAt[rules, pos] represents an operator form.", .sub_fn = operator_ReplaceAt},
};

}  // namespace

void register_replace_part(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
