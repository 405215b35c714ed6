// logic_forms.cpp - LogicalExpand, ToRules, ConditionalExpression: conditions as alternatives of conjunctions.
#include <algorithm>

#include "builtins/solving/register.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

using Conjunction = std::vector<Expr>;
using Alternatives = std::vector<Conjunction>;

constexpr std::size_t kMostAlternatives = 20'000;

bool contains(const Conjunction& c, const Expr& e) { return std::find(c.begin(), c.end(), e) != c.end(); }

// Appends the parts of b that a lacks; false when the two contradict each other.
bool join(Conjunction& a, const Conjunction& b) {
  for (const Expr& e : b) {
    if (contains(a, e)) continue;
    if (contains(a, evaluate(make_normal(sym::Not, {e})))) return false;
    a.push_back(e);
  }
  return true;
}

// A conjunction that contains another adds nothing.
void absorb(Alternatives& all) {
  Alternatives kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool needed = true;
    for (std::size_t j = 0; needed && j < all.size(); ++j) {
      if (i == j) continue;
      const bool subset = std::all_of(all[j].begin(), all[j].end(), [&](const Expr& e) { return contains(all[i], e); });
      if (subset && (all[j].size() < all[i].size() || j < i)) needed = false;
    }
    if (needed) kept.push_back(all[i]);
  }
  all = std::move(kept);
}

Alternatives expand_logic(const Expr& e, bool negated);

Alternatives either(std::span<const Expr> args, bool negated) {
  Alternatives result;
  for (const Expr& arg : args) {
    Alternatives part = expand_logic(arg, negated);
    result.insert(result.end(), part.begin(), part.end());
  }
  absorb(result);
  return result;
}

Alternatives both(std::span<const Expr> args, bool negated) {
  Alternatives result{{}};
  for (const Expr& arg : args) {
    check_interrupt();
    const Alternatives part = expand_logic(arg, negated);
    Alternatives product;
    for (const Conjunction& a : result) {
      for (const Conjunction& b : part) {
        Conjunction joined = a;
        if (join(joined, b)) product.push_back(std::move(joined));
        if (product.size() > kMostAlternatives) return product;
      }
    }
    absorb(product);
    result = std::move(product);
  }
  return result;
}

Alternatives expand_logic(const Expr& e, bool negated) {
  RecursionGuard guard;
  if (e.is_true() || e.is_false()) return e.is_true() != negated ? Alternatives{{}} : Alternatives{};
  if (e.has_head(sym::And)) return negated ? either(e.args(), true) : both(e.args(), false);
  if (e.has_head(sym::Or)) return negated ? both(e.args(), true) : either(e.args(), false);
  if (e.has_head(sym::Nand)) return negated ? both(e.args(), false) : either(e.args(), true);
  if (e.has_head(sym::Nor)) return negated ? either(e.args(), false) : both(e.args(), true);
  if (e.has_head(sym::Not, 1)) return expand_logic(e[0], !negated);
  if (e.has_head(sym::Implies, 2)) {
    const Expr parts[2] = {evaluate(make_normal(sym::Not, {e[0]})), e[1]};
    return negated ? both(parts, true) : either(parts, false);
  }
  if (e.has_head(sym::Xor) && e.size() >= 2) {
    const Expr rest = e.size() == 2 ? e[1] : make_normal(sym::Xor, e.args().subspan(1));
    const Expr first = e[0];
    const auto negation = [](const Expr& x) { return make_normal(sym::Not, {x}); };
    const Expr here[2] = {first, negated ? rest : negation(rest)};
    const Expr there[2] = {negation(first), negated ? negation(rest) : rest};
    Alternatives result = both(here, false);
    const Alternatives more = both(there, false);
    result.insert(result.end(), more.begin(), more.end());
    absorb(result);
    return result;
  }
  if (e.has_head(sym::Equivalent) && e.size() >= 2) {
    const Expr all = make_normal(sym::And, e.args());
    const Expr none = make_normal(sym::Nor, e.args());
    const Expr parts[2] = {all, none};
    return negated ? both(parts, true) : either(parts, false);
  }
  if (negated) {
    const Expr opposite = evaluate(make_normal(sym::Not, {e}));
    if (opposite.is_true() || opposite.is_false()) return expand_logic(opposite, false);
    return {{opposite}};
  }
  return {{e}};
}

// Alternatives of symbols and their negations stand in canonical order; those of relations keep the order they came in.
void put_in_order(Alternatives& all) {
  const auto plain = [](const Expr& e) { return e.is_symbol() || (e.has_head(sym::Not, 1) && e[0].is_symbol()); };
  for (const Conjunction& c : all)
    if (!std::all_of(c.begin(), c.end(), plain)) return;
  const auto before = [](const Expr& a, const Expr& b) { return canonical_compare(a, b) < 0; };
  const auto as_expr = [](const Conjunction& c) { return c.size() == 1 ? c[0] : make_normal(sym::And, std::span<const Expr>(c)); };
  for (Conjunction& c : all) std::sort(c.begin(), c.end(), before);
  std::sort(all.begin(), all.end(), [&](const Conjunction& a, const Conjunction& b) { return before(as_expr(a), as_expr(b)); });
}

MaybeExpr builtin_LogicalExpand(Call& call) {
  Alternatives all = expand_logic(call[0], false);
  put_in_order(all);
  std::vector<Expr> terms;
  for (const Conjunction& c : all) {
    if (c.empty()) return Expr(sym::True);
    terms.push_back(c.size() == 1 ? c[0] : make_normal(sym::And, std::span<const Expr>(c)));
  }
  if (terms.empty()) return Expr(sym::False);
  return terms.size() == 1 ? terms[0] : make_normal(sym::Or, std::move(terms));
}

// x == 1 && y == 2 as rules; nullopt when it is no conjunction of equations.
std::optional<Expr> rules_of(const Expr& e) {
  if (e.is_true()) return make_list({});
  std::vector<Expr> rules;
  const auto add = [&](const Expr& equation) {
    if (!equation.has_head(sym::Equal, 2)) return false;
    rules.push_back(make_rule(equation[0], equation[1]));
    return true;
  };
  if (e.has_head(sym::And)) {
    for (const Expr& part : e.args())
      if (!add(part)) return std::nullopt;
  } else if (!add(e)) {
    return std::nullopt;
  }
  return make_list(std::move(rules));
}

// ToRules[x == a || x == b]: Sequence[{x -> a}, {x -> b}]
MaybeExpr builtin_ToRules(Call& call) {
  if (call[0].is_false()) return make_normal(sym::Sequence, std::initializer_list<Expr>{});
  if (!call[0].has_head(sym::Or)) {
    const auto rules = rules_of(call[0]);
    return rules ? MaybeExpr(*rules) : call.message("eqf", {call[0]});
  }
  Builder list(sym::Sequence);
  for (const Expr& part : call[0].args()) {
    const auto rules = rules_of(part);
    if (!rules) return call.message("eqf", {part});
    list.push(*rules);
  }
  return list.finish();
}

// ConditionalExpression[expr, True] is expr; with False it is Undefined; nested ones join their conditions.
MaybeExpr builtin_ConditionalExpression(Call& call) {
  enable_up_functions();
  if (call[1].is_true()) return call[0];
  if (call[1].is_false()) return Expr::symbol("Undefined");
  if (call[0].has_head(sym::ConditionalExpression, 2))
    return make_normal(sym::ConditionalExpression, {call[0][0], make_normal(sym::And, {call[0][1], call[1]})});
  return std::nullopt;
}

bool is_relation(const Expr& head) {
  return head.is(sym::Equal) || head.is(sym::Unequal) || head.is(sym::Less) || head.is(sym::LessEqual) || head.is(sym::Greater) || head.is(sym::GreaterEqual);
}
// A numeric function, or a relation, of conditional expressions is one with all their conditions.
MaybeExpr function_of_conditional(const Expr& head, std::span<const Expr> args) {
  if (!head.is_symbol() || ((attributes_of(head) & kNumericFunction) == 0 && !is_relation(head))) return std::nullopt;
  std::vector<Expr> values, conditions;
  for (const Expr& arg : args) {
    if (arg.is_list()) return std::nullopt;
    const bool conditional = arg.has_head(sym::ConditionalExpression, 2);
    values.push_back(conditional ? arg[0] : arg);
    if (conditional && std::find(conditions.begin(), conditions.end(), arg[1]) == conditions.end()) conditions.push_back(arg[1]);
  }
  if (conditions.empty()) return std::nullopt;
  const Expr all = conditions.size() == 1 ? conditions[0] : make_normal(sym::And, conditions);
  return make_normal(sym::ConditionalExpression, {make_normal(head, values), all});
}

constexpr Builtin kBuiltins[] = {
    {.name = "LogicalExpand", .fn = builtin_LogicalExpand, .arity = exactly(1), .attributes = kProtected,
     .usage = "LogicalExpand[expr] expands out logical combinations of equations, inequalities, and other functions."},
    {.name = "ToRules", .fn = builtin_ToRules, .arity = exactly(1), .attributes = kProtected,
     .usage = "ToRules[eqns] takes logical combinations of equations, in the form generated by Roots and Reduce, and converts them to lists of rules, of the form produced by Solve.",
     .messages = {{"eqf", "`1` is not a well-formed equation."}}},
    {.name = "ConditionalExpression", .fn = builtin_ConditionalExpression, .arity = exactly(2), .attributes = kProtected,
     .usage = "ConditionalExpression[expr, cond] is a symbolic construct that represents the expression expr when the condition cond is True.",
     .up_fn = function_of_conditional},
    {.name = "C", .attributes = kNHoldAll | kProtected, .usage = "C[i] is the default form for the i-th parameter or constant generated in representing the results of various symbolic computations."},
    {.name = "Undefined", .attributes = kProtected, .usage = "Undefined is a symbol that represents a quantity with no defined value."},
};

}  // namespace

void register_logic_forms(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
