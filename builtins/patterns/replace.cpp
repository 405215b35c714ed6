// replace.cpp - applying rules: ReplaceAll, ReplaceRepeated, Replace, ReplaceList, Dispatch.
#include "builtins/lists/collection.h"
#include "builtins/patterns/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

bool are_rules(const Expr& e) {
  if (e.is_rule() || e.is_association() || e.has_head(sym::Dispatch)) return true;
  if (!e.is_list() || e.is_packed()) return false;
  for (const Expr& rule : e.args())
    if (!are_rules(rule)) return false;
  return true;
}

bool check_rules(Call& call, const Expr& rules) {
  if (are_rules(rules)) return true;
  call.message("reps", {rules.is_list() ? rules : make_list({rules})});
  return false;
}

// Rules in lists of lists are applied one list at a time: {f[expr, rules1], f[expr, rules2], ...}. False when the rules are one set.
bool each_rule_list(Call& call, MaybeExpr& result) {
  const Expr& rules = call[1];
  if (!rules.is_list() || rules.is_packed()) return false;
  const auto lists = std::count_if(rules.args().begin(), rules.args().end(), [](const Expr& e) { return e.is_list(); });
  if (lists == 0) return false;
  if (lists != static_cast<std::ptrdiff_t>(rules.size())) {
    result = call.message("rmix", {rules});
    return true;
  }
  Builder each(sym::List, rules.size());
  const Expr whole = call.expr();  // with its options
  for (const Expr& set : rules.args()) {
    std::vector<Expr> args(whole.args().begin(), whole.args().end());
    args[1] = set;
    each.push(make_normal(call.head(), std::move(args)));
  }
  result = each.finish();
  return true;
}

MaybeExpr builtin_ReplaceAll(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (MaybeExpr each; each_rule_list(call, each)) return each;
  if (!check_rules(call, call[1])) return std::nullopt;
  return replace_all(call[0], call[1]);
}

MaybeExpr builtin_ReplaceRepeated(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (MaybeExpr each; each_rule_list(call, each)) return each;
  if (!check_rules(call, call[1])) return std::nullopt;
  const auto limit = count_argument(call.option(sym::MaxIterations), true);
  return replace_repeated(call[0], call[1], limit.value_or(65536));
}

// Replace[expr, rules, levelspec]
MaybeExpr builtin_Replace(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& rules = call[1];
  if (MaybeExpr each; each_rule_list(call, each)) return each;
  if (!check_rules(call, rules)) return std::nullopt;
  const auto spec = call.size() == 3 ? LevelSpec::read(call[2]) : std::optional(LevelSpec{0, 0});
  if (!spec) return call.message("level", {call[2]});
  return map_levels(call[0], *spec, call.option(sym::Heads).is_true(), [&](const Expr& part) {
    MaybeExpr value = apply_rules(part, rules);
    return value ? *value : part;
  });
}

// ReplaceList[expr, rules, n]
MaybeExpr builtin_ReplaceList(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!check_rules(call, call[1])) return std::nullopt;
  const auto limit = call.size() == 3 ? count_argument(call[2], true) : std::optional<std::int64_t>(INT64_MAX);
  if (!limit) return call.message("innf", {Expr::integer(3), call.expr()});
  Builder results(sym::List);
  const auto rules = call[1].is_rule() ? std::span<const Expr>(&call.args()[1], 1) : call[1].args();
  for (const Expr& rule : rules) {
    Matcher(rule).replace_each(call[0], [&](const Expr& value) {
      if (static_cast<std::int64_t>(results.size()) >= *limit) return false;
      results.push(value);
      return true;
    });
  }
  return results.finish();
}

// Dispatch[rules]: rule sets are indexed when they are used, so the wrapper only marks them.
MaybeExpr builtin_Dispatch(Call& call) {
  if (!check_rules(call, call[0])) return std::nullopt;
  return std::nullopt;
}

constexpr Builtin kBuiltins[] = {
    {.name = "ReplaceAll", .fn = builtin_ReplaceAll, .arity = between(1, 2), .attributes = kProtected,
     .usage = "expr /. rules applies a rule or list of rules in an attempt to transform each subpart of an expression expr.\nReplaceAll[rules] represents an operator form of ReplaceAll that can be applied to an expression.", .sub_fn = operator_form},
    {.name = "ReplaceRepeated", .fn = builtin_ReplaceRepeated, .arity = between(1, 2), .attributes = kProtected,
     .usage = "expr //. rules repeatedly performs replacements until expr no longer changes.", .options = "{MaxIterations -> 65536}",
     .messages = {{"rrlim", "Exiting after `1` scanned `2` times."}}, .sub_fn = operator_form},
    {.name = "Replace", .fn = builtin_Replace, .arity = between(1, 3), .attributes = kProtected,
     .usage = "Replace[expr, rules] applies a rule or list of rules in an attempt to transform the entire expression expr.\nReplace[expr, rules, levelspec] applies rules to parts of expr specified by levelspec.", .options = "{Heads -> False}", .sub_fn = operator_form},
    {.name = "ReplaceList", .fn = builtin_ReplaceList, .arity = between(1, 3), .attributes = kProtected,
     .usage = "ReplaceList[expr, rules] attempts to transform the entire expression expr by applying a rule or list of rules in all possible ways, and returns a list of the results obtained.\nReplaceList[expr, rules, n] gives a list of at most n results.", .sub_fn = operator_form},
    {.name = "Dispatch", .fn = builtin_Dispatch, .arity = exactly(1), .attributes = kProtected,
     .usage = "Dispatch[{lhs1 -> rhs1, ...}] generates an optimized dispatch table representation of a list of rules."},
};

}  // namespace

void register_replace(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
