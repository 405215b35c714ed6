// logic.cpp - And, Or, Not and the other connectives; identity tests.
#include <algorithm>
#include <cmath>

#include "builtins/control/register.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// And and Or: `decisive` is the value that settles the matter.
MaybeExpr connective(Call& call, KnownSymbol head, bool decisive) {
  std::vector<Expr> rest;
  bool changed = false;
  for (const Expr& arg : call.args()) {
    Expr value = evaluate(arg);
    if (value.is_true() || value.is_false()) {
      if (value.is_true() == decisive) return Expr::boolean(decisive);
      changed = true;
      continue;
    }
    changed = changed || !value.identical(arg);
    rest.push_back(std::move(value));
  }
  if (rest.empty()) return Expr::boolean(!decisive);
  if (rest.size() == 1) return rest[0];
  if (!changed) return std::nullopt;
  return make_normal(head, std::move(rest));
}

MaybeExpr builtin_And(Call& call) { return connective(call, sym::And, false); }
MaybeExpr builtin_Or(Call& call) { return connective(call, sym::Or, true); }

MaybeExpr builtin_Not(Call& call) {
  if (call[0].is_true()) return Expr(sym::False);
  if (call[0].is_false()) return Expr(sym::True);
  if (call[0].has_head(sym::Not, 1)) return call[0][0];
  struct Opposite {
    KnownSymbol from, to;
  };
  static constexpr Opposite kOpposites[] = {
      {sym::Equal, sym::Unequal},        {sym::Unequal, sym::Equal},       {sym::Less, sym::GreaterEqual},
      {sym::Greater, sym::LessEqual},    {sym::LessEqual, sym::Greater},   {sym::GreaterEqual, sym::Less},
      {sym::SameQ, sym::UnsameQ},        {sym::UnsameQ, sym::SameQ},       {sym::Element, sym::NotElement},
      {sym::NotElement, sym::Element}};
  for (const Opposite& o : kOpposites)
    if (call[0].has_head(o.from, 2)) return make_normal(o.to, call[0].args());
  return std::nullopt;
}

// Xor[e1, e2, ...]: the parity of the decided arguments, and the undecided ones.
MaybeExpr parity(Call& call, KnownSymbol head, bool start) {
  bool value = start;
  std::vector<Expr> rest;
  for (const Expr& arg : call.args()) {
    if (arg.is_true()) value = !value;
    else if (!arg.is_false()) rest.push_back(arg);
  }
  // Equal undecided arguments cancel in pairs.
  for (std::size_t i = 0; i < rest.size();) {
    const auto twin = std::find(rest.begin() + static_cast<std::ptrdiff_t>(i) + 1, rest.end(), rest[i]);
    if (twin == rest.end()) {
      ++i;
      continue;
    }
    rest.erase(twin);
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (rest.empty()) return Expr::boolean(value);
  if (rest.size() == call.size()) return std::nullopt;
  Expr body = rest.size() == 1 ? rest[0] : make_normal(head, std::move(rest));
  const bool flipped = value != start;
  return flipped ? make_normal(sym::Not, {body}) : body;
}
MaybeExpr builtin_Xor(Call& call) { return parity(call, sym::Xor, false); }
MaybeExpr builtin_Xnor(Call& call) {
  return make_normal(sym::Not, {make_normal(sym::Xor, call.args())});
}

// Nand and Nor: settled as And and Or are, and what is undecided stays with its own head.
MaybeExpr negated_connective(Call& call, KnownSymbol head, KnownSymbol plain, bool decisive) {
  const MaybeExpr value = connective(call, plain, decisive);
  if (!value) return std::nullopt;
  if (value->has_head(plain)) return make_normal(head, value->args());
  return make_normal(sym::Not, {*value});
}
MaybeExpr builtin_Nand(Call& call) { return negated_connective(call, sym::Nand, sym::And, false); }
MaybeExpr builtin_Nor(Call& call) { return negated_connective(call, sym::Nor, sym::Or, true); }

MaybeExpr builtin_Implies(Call& call) {
  if (call[0].is_true()) return call[1];
  if (call[0].is_false() || call[1].is_true()) return Expr(sym::True);
  if (call[1].is_false()) return make_normal(sym::Not, {call[0]});
  if (call[0] == call[1]) return Expr(sym::True);
  return std::nullopt;
}

MaybeExpr builtin_Equivalent(Call& call) {
  const auto args = call.args();
  if (args.size() < 2) return Expr(sym::True);
  const bool decided = std::all_of(args.begin(), args.end(), [](const Expr& e) { return e.is_true() || e.is_false(); });
  if (decided) return Expr::boolean(std::all_of(args.begin(), args.end(), [&](const Expr& e) { return e == args[0]; }));
  if (args.size() == 2) {
    for (int i = 0; i < 2; ++i) {
      if (args[i].is_true()) return args[1 - i];
      if (args[i].is_false()) return make_normal(sym::Not, {args[1 - i]});
    }
    if (args[0] == args[1]) return Expr(sym::True);
  }
  return std::nullopt;
}

MaybeExpr builtin_TrueQ(Call& call) { return Expr::boolean(call[0].is_true()); }
MaybeExpr builtin_BooleanQ(Call& call) { return Expr::boolean(call[0].is_true() || call[0].is_false()); }

// SameQ: structure and values; machine numbers may differ in their last bit.
bool same(const Expr& a, const Expr& b) {
  if (a.is_real() && b.is_real()) {
    const double x = a.real_value();
    const double y = b.real_value();
    return x == y || std::nextafter(x, y) == y;
  }
  if ((a.is_big_real() || b.is_big_real()) && is_inexact_number(a) && is_inexact_number(b) && !a.is_complex() && !b.is_complex()) {
    if (compare_real(a, b) == 0) return true;
    // Of different precision: the same when they agree to the digits of the less precise.
    const double digits = std::min(precision_of(a), precision_of(b));
    const double more = std::max(precision_of(a), precision_of(b)) + 20;
    const BigReal x = to_big_real(a, more), y = to_big_real(b, more);
    return digits > 0 && (x - y).log10_abs() < std::min(x.log10_abs(), y.log10_abs()) - digits;
  }
  return a == b;
}

MaybeExpr builtin_SameQ(Call& call) {
  for (std::size_t i = 0; i + 1 < call.size(); ++i)
    if (!same(call[i], call[i + 1])) return Expr(sym::False);
  return Expr(sym::True);
}

MaybeExpr builtin_UnsameQ(Call& call) {
  for (std::size_t i = 0; i < call.size(); ++i)
    for (std::size_t j = i + 1; j < call.size(); ++j)
      if (same(call[i], call[j])) return Expr(sym::False);
  return Expr(sym::True);
}

// SameQ[x] as an operator: SameQ[x][y].
MaybeExpr operator_SameQ(Call& call) {
  const Expr& head = call.expr().head();
  if (head.size() != 1 || call.size() != 1) return std::nullopt;
  return Expr::boolean(same(call[0], head[0]));
}
MaybeExpr operator_UnsameQ(Call& call) {
  const Expr& head = call.expr().head();
  if (head.size() != 1 || call.size() != 1) return std::nullopt;
  return Expr::boolean(!same(call[0], head[0]));
}

constexpr Attributes kConnective = kFlat | kHoldAll | kOneIdentity | kProtected;

constexpr Builtin kBuiltins[] = {
    {.name = "And", .fn = builtin_And, .attributes = kConnective,
     .usage = "e1 && e2 && ... evaluates its arguments in order, giving False immediately if any of them are False, and True if they are all True."},
    {.name = "Or", .fn = builtin_Or, .attributes = kConnective,
     .usage = "e1 || e2 || ... evaluates its arguments in order, giving True immediately if any of them are True, and False if they are all False."},
    {.name = "Not", .fn = builtin_Not, .arity = exactly(1), .attributes = kProtected,
     .usage = "!expr gives False if expr is True, and True if it is False."},
    {.name = "Xor", .fn = builtin_Xor, .attributes = kFlat | kOneIdentity | kOrderless | kProtected,
     .usage = "Xor[e1, e2, ...] gives True if an odd number of the ei are True, and the rest are False."},
    {.name = "Xnor", .fn = builtin_Xnor, .attributes = kProtected,
     .usage = "Xnor[e1, e2, ...] gives True if an even number of the ei are True, and the rest are False."},
    {.name = "Nand", .fn = builtin_Nand, .attributes = kHoldAll | kProtected,
     .usage = "Nand[e1, e2, ...] evaluates its arguments in order, giving True immediately if any of them are False."},
    {.name = "Nor", .fn = builtin_Nor, .attributes = kHoldAll | kProtected,
     .usage = "Nor[e1, e2, ...] evaluates its arguments in order, giving False immediately if any of them are True."},
    {.name = "Implies", .fn = builtin_Implies, .arity = exactly(2), .attributes = kProtected,
     .usage = "Implies[p, q] represents the logical implication p implies q."},
    {.name = "Equivalent", .fn = builtin_Equivalent, .attributes = kOrderless | kProtected,
     .usage = "Equivalent[e1, e2, ...] gives True if all of the ei are equal, either all True or all False."},
    {.name = "TrueQ", .fn = builtin_TrueQ, .arity = exactly(1), .attributes = kProtected,
     .usage = "TrueQ[expr] yields True if expr is True, and yields False otherwise."},
    {.name = "BooleanQ", .fn = builtin_BooleanQ, .arity = exactly(1), .attributes = kProtected,
     .usage = "BooleanQ[expr] gives True if expr is either True or False, and gives False otherwise."},
    {.name = "SameQ", .fn = builtin_SameQ, .attributes = kProtected,
     .usage = "lhs === rhs yields True if the expression lhs is identical to rhs, and yields False otherwise.",
     .sub_fn = operator_SameQ},
    {.name = "UnsameQ", .fn = builtin_UnsameQ, .attributes = kProtected,
     .usage = "lhs =!= rhs yields True if the expression lhs is not identical to rhs, and yields False otherwise.",
     .sub_fn = operator_UnsameQ},
};

}  // namespace

void register_logic(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
