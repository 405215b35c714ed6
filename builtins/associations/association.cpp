// association.cpp - Association itself, and reading: association[key], Lookup, Keys, Values, the tests for keys.
//
// An association is a node of its own kind (expr/association.h). The symbol Association holds its arguments so that the right
// sides of :> stay unevaluated; builtin_Association evaluates the rest and makes the node. While some argument is not a rule the
// expression stays a normal one.
#include "builtins/associations/access.h"
#include "builtins/associations/query.h"
#include "builtins/associations/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/sorting.h"

namespace lykos::builtins {

const Expr& plain_key(const Expr& spec) { return spec.has_head(sym::Key, 1) ? spec[0] : spec; }

std::vector<Expr> keys_of_spec(const Expr& spec) {
  std::vector<Expr> keys;
  if (spec.is_list()) {
    for (const Expr& item : spec.args()) keys.push_back(plain_key(item));
  } else {
    keys.push_back(plain_key(spec));
  }
  return keys;
}

MaybeExpr to_association(const Expr& expr) {
  if (expr.is_association()) return expr;
  if (expr.is_rule()) return association_from_rules(std::span<const Expr>(&expr, 1));
  if (!expr.is_list() || expr.is_packed()) return std::nullopt;
  return association_from_rules(expr.args());
}

bool is_association_list(const Expr& expr, bool rules) {
  if (!expr.is_list() || expr.is_packed() || expr.size() == 0) return false;
  for (const Expr& part : expr.args()) {
    if (!part.is_association() && !(rules && part.is_list() && to_association(part))) return false;
  }
  return true;
}

MaybeExpr apply_association(const Expr& association, std::span<const Expr> args) {
  if (args.empty()) return std::nullopt;
  const Expr& key = plain_key(args[0]);
  const Expr* value = association_find(association, key);
  if (value == nullptr) return missing("KeyAbsent", key);
  if (args.size() == 1) return *value;
  const Expr inner = evaluate(*value);
  return make_normal(inner, args.subspan(1));
}

namespace {

// Adds the rules of one evaluated element; false when it is not made of rules.
bool collect_rules(const Expr& e, std::vector<AssociationEntry>& entries) {
  if (e.is_rule()) {
    entries.push_back({e[0], e[1], e.has_head(sym::RuleDelayed)});
    return true;
  }
  if (e.is_association()) {
    entries.insert(entries.end(), e.association().entries.begin(), e.association().entries.end());
    return true;
  }
  if (e.is(sym::Nothing)) return true;
  if (!e.is_list() && !e.has_head(sym::Sequence)) return false;
  RecursionGuard guard;
  for (const Expr& part : e.args()) {
    if (!collect_rules(part, entries)) return false;
  }
  return true;
}

// Association[k1 -> v1, k2 :> v2, ...], also of lists of rules and of associations
MaybeExpr builtin_Association(Call& call) {
  std::vector<AssociationEntry> entries;
  entries.reserve(call.size());
  std::vector<Expr> evaluated;
  evaluated.reserve(call.size());
  bool all_rules = true, changed = false;
  for (const Expr& arg : call.args()) {
    if (arg.has_head(sym::Rule, 2)) {  // the usual element, without making a rule again
      entries.push_back({evaluate(arg[0]), evaluate(arg[1]), false});
      if (entries.back().key.has_head(sym::Sequence) || entries.back().value.has_head(sym::Sequence)) {
        entries.pop_back();
        evaluated.push_back(evaluate(arg));
        all_rules = collect_rules(evaluated.back(), entries) && all_rules;
      } else {
        evaluated.push_back(make_rule(entries.back().key, entries.back().value));
      }
    } else {
      evaluated.push_back(evaluate(arg));
      all_rules = collect_rules(evaluated.back(), entries) && all_rules;
    }
    changed = changed || !(evaluated.back() == arg);
  }
  if (all_rules) return make_association(std::move(entries));
  if (!changed) return std::nullopt;
  return make_normal(sym::Association, std::move(evaluated));
}

// AssociationQ[expr]
MaybeExpr builtin_AssociationQ(Call& call) { return Expr::boolean(call.arg(0).is_association()); }

// ---- Keys and Values

MaybeExpr keys_or_values(Call& call, const Expr& e, const Expr* wrapper, bool keys) {
  const auto wrapped = [&](const Expr& part) { return wrapper != nullptr ? make_normal(*wrapper, {part}) : part; };
  if (e.is_association()) {
    std::vector<Expr> out;
    out.reserve(e.size());
    for (const AssociationEntry& entry : e.association().entries) out.push_back(wrapped(keys ? entry.key : entry.value));
    return list_of(std::move(out));
  }
  if (e.is_rule()) return wrapped(keys ? e[0] : e[1]);
  if (e.is_list() && !e.is_packed()) {
    Builder out(sym::List, e.size());
    for (const Expr& part : e.args()) {
      MaybeExpr inner = keys_or_values(call, part, wrapper, keys);
      if (!inner) return std::nullopt;
      out.push(std::move(*inner));
    }
    return out.finish();
  }
  if (e.has_head(sym::Dataset) && e.size() >= 1) return keys_or_values(call, e[0], wrapper, keys);
  return call.message("invrl", {call.arg(0)});
}

// Keys[assoc], Keys[assoc, h]
MaybeExpr builtin_Keys(Call& call) { return keys_or_values(call, call.arg(0), call.size() == 2 ? &call.arg(1) : nullptr, true); }

// Values[assoc], Values[assoc, h]
MaybeExpr builtin_Values(Call& call) { return keys_or_values(call, call.arg(0), call.size() == 2 ? &call.arg(1) : nullptr, false); }

// ---- Lookup

// The default is evaluated only where a key is missing.
MaybeExpr lookup(Call& call, const Expr& subject, const Expr& keys, const Expr* fallback) {
  if (subject.is_list() && subject.size() == 0) {
    // An empty list is an association without keys.
  } else if (is_association_list(subject, true)) {
    Builder out(sym::List, subject.size());
    for (const Expr& one : subject.args()) {
      MaybeExpr value = lookup(call, one, keys, fallback);
      if (!value) return std::nullopt;
      out.push(std::move(*value));
    }
    return out.finish();
  }
  const MaybeExpr association = to_association(subject);
  if (!association) {
    call.message("invrl", {subject});
    return std::nullopt;
  }
  const auto find = [&](const Expr& spec) {
    const Expr& key = plain_key(spec);
    if (const Expr* value = association_find(*association, key)) return evaluate(*value);
    return fallback != nullptr ? evaluate(*fallback) : missing("KeyAbsent", key);
  };
  if (!keys.is_list()) return find(keys);
  std::vector<Expr> out;
  out.reserve(keys.size());
  for (const Expr& key : keys.args()) out.push_back(find(key));
  return list_of(std::move(out));
}

// Lookup[assoc, key], Lookup[assoc, key, default], Lookup[assoc, {k1, ...}], Lookup[{assoc1, ...}, key], Lookup[key]
MaybeExpr builtin_Lookup(Call& call) {
  const Expr subject = evaluate(call.arg(0));
  if (call.size() == 1) {
    if (subject == call.arg(0)) return std::nullopt;
    return make_normal(sym::Lookup, {subject});
  }
  const Expr keys = evaluate(call.arg(1));
  const Expr* fallback = call.size() == 3 ? &call.arg(2) : nullptr;
  if (!subject.has_head(sym::Dataset) || subject.size() == 0) return lookup(call, subject, keys, fallback);
  const MaybeExpr value = lookup(call, subject[0], keys, fallback);
  return value ? MaybeExpr(dataset_of(*value)) : std::nullopt;
}

// Lookup[key][assoc]
MaybeExpr lookup_operator(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() < 1 || call.size() != 1) return std::nullopt;
  std::vector<Expr> args{call.arg(0)};
  args.insert(args.end(), inner.args().begin(), inner.args().end());
  return make_normal(sym::Lookup, std::move(args));
}

// Key[k][assoc]
MaybeExpr key_operator(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() != 1 || call.size() != 1) return std::nullopt;
  const MaybeExpr association = to_association(call.arg(0));
  if (!association) return std::nullopt;
  return apply_association(*association, std::span<const Expr>(&inner, 1));
}

// ---- tests

// KeyExistsQ[assoc, key]
MaybeExpr builtin_KeyExistsQ(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const MaybeExpr association = to_association(call.arg(0));
  if (!association) return call.message("invrl", {call.arg(0)});
  return Expr::boolean(association_find(*association, plain_key(call.arg(1))) != nullptr);
}

std::optional<bool> has_matching_key(Call& call) {
  const MaybeExpr association = to_association(call.arg(0));
  if (!association) {
    call.message("invrl", {call.arg(0)});
    return std::nullopt;
  }
  const Matcher matcher(call.arg(1));
  for (const AssociationEntry& entry : association->association().entries) {
    if (matcher(entry.key)) return true;
  }
  return false;
}

// KeyMemberQ[assoc, form], KeyFreeQ[assoc, form]
MaybeExpr builtin_KeyMemberQ(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto found = has_matching_key(call);
  return found ? MaybeExpr(Expr::boolean(*found)) : std::nullopt;
}
MaybeExpr builtin_KeyFreeQ(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto found = has_matching_key(call);
  return found ? MaybeExpr(Expr::boolean(!*found)) : std::nullopt;
}

constexpr Builtin kBuiltins[] = {
    {.name = "Association",
     .fn = builtin_Association,
     .attributes = kHoldAllComplete | kProtected,
     .usage = "Association[key1 -> val1, key2 -> val2, ...] or <|key1 -> val1, ...|> is an association between keys and values.\n"
              "assoc[key] gives the value of a key."},
    {.name = "AssociationQ", .fn = builtin_AssociationQ, .arity = exactly(1), .usage = "AssociationQ[expr] gives True if expr is a valid Association, and False otherwise."},
    {.name = "Keys",
     .fn = builtin_Keys,
     .arity = between(1, 2),
     .usage = "Keys[assoc] gives a list of the keys of an association.\nKeys[{key1 -> val1, ...}] gives the keys of a list of rules.\nKeys[assoc, h] wraps each key in h.",
     .messages = {{"invrl", "The argument `1` is not a valid Association or a list of rules."}}},
    {.name = "Values",
     .fn = builtin_Values,
     .arity = between(1, 2),
     .usage = "Values[assoc] gives a list of the values of an association.\nValues[{key1 -> val1, ...}] gives the values of a list of rules.\nValues[assoc, h] wraps each value in h.",
     .messages = {{"invrl", "The argument `1` is not a valid Association or a list of rules."}}},
    {.name = "Lookup",
     .fn = builtin_Lookup,
     .arity = between(1, 3),
     .attributes = kHoldAllComplete | kProtected,
     .usage = "Lookup[assoc, key] gives the value of key, or Missing[\"KeyAbsent\", key].\nLookup[assoc, key, def] gives def if there is no such key.\n"
              "Lookup[assoc, {key1, key2, ...}] gives a list of values.\nLookup[{assoc1, assoc2, ...}, key] looks in each association.",
     .messages = {{"invrl", "The argument `1` is not a valid Association or a list of rules."}},
     .sub_fn = lookup_operator},
    {.name = "Key",
     .usage = "Key[key] represents a key used to access a value in an association.\nKey[key][assoc] gives the value of the key.",
     .sub_fn = key_operator},
    {.name = "KeyExistsQ",
     .fn = builtin_KeyExistsQ,
     .arity = between(1, 2),
     .usage = "KeyExistsQ[assoc, key] gives True if key is one of the keys of assoc.",
     .messages = {{"invrl", "The argument `1` is not a valid Association or a list of rules."}},
     .sub_fn = operator_form},
    {.name = "KeyMemberQ",
     .fn = builtin_KeyMemberQ,
     .arity = between(1, 2),
     .usage = "KeyMemberQ[assoc, form] gives True if a key of assoc matches form.",
     .messages = {{"invrl", "The argument `1` is not a valid Association or a list of rules."}},
     .sub_fn = operator_form},
    {.name = "KeyFreeQ",
     .fn = builtin_KeyFreeQ,
     .arity = between(1, 2),
     .usage = "KeyFreeQ[assoc, form] gives True if no key of assoc matches form.",
     .messages = {{"invrl", "The argument `1` is not a valid Association or a list of rules."}},
     .sub_fn = operator_form},
};

}  // namespace

void register_association(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
