// simplify.cpp - Simplify, FullSimplify, Refine, Assuming, $Assumptions and the measure of complexity. The search is in simplify.wl, what
// follows from assumptions in assumptions.wl.
#include "builtins/arithmetic/numeric.h"
#include "builtins/library.h"
#include "builtins/simplification/register.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// The documented measure: leaves, with numbers counted by their digits.
std::int64_t integer_count(const Expr& n) {
  const Integer value = n.to_integer();
  if (value.sign() == 0) return 1;
  const auto digits = static_cast<std::int64_t>((value.sign() < 0 ? (-value) : value).to_string().size()) - 1;
  return digits + (value.sign() > 0 ? 1 : 2);
}
std::int64_t simplify_count(const Expr& e) {
  if (e.is_integer()) return integer_count(e);
  if (e.is_rational()) return integer_count(Expr::integer(e.rational_value().numerator())) + integer_count(Expr::integer(e.rational_value().denominator())) + 1;
  if (e.is_complex()) return simplify_count(e.re()) + simplify_count(e.im()) + 1;
  if (e.is_number()) return 2;
  if (!e.is_normal() && !e.is_association()) return 1;
  RecursionGuard guard;
  std::int64_t count = simplify_count(e.head());
  for (const Expr& arg : e.args()) count += simplify_count(arg);
  return count;
}

MaybeExpr builtin_SimplifyCount(Call& call) { return Expr::integer(simplify_count(call[0])); }

// Assumptions of the call: its second argument and those of the option, whose default is $Assumptions.
Expr assumptions_of(const Call& call) {
  std::vector<Expr> all;
  const auto add = [&](const Expr& e) {
    if (e.is_list()) all.insert(all.end(), e.args().begin(), e.args().end());
    else if (!e.is_true()) all.push_back(e);
  };
  if (call.size() >= 2) add(call[1]);
  add(evaluate(call.option(sym::Assumptions)));
  if (all.empty()) return sym::True;
  return all.size() == 1 ? all[0] : make_normal(sym::And, std::move(all));
}

MaybeExpr simplify(Call& call, bool full) {
  const Expr time = call.option(Expr::symbol("TimeConstraint"));
  return call_library("simplification/simplify", "simplify",
                      std::vector<Expr>{call[0], assumptions_of(call), Expr::boolean(full), call.option(Expr::symbol("ComplexityFunction")),
                                        call.option(Expr::symbol("TransformationFunctions")), call.option(sym::ExcludedForms).is_list() ? call.option(sym::ExcludedForms) : make_list({call.option(sym::ExcludedForms)}), time.is_list() && time.size() == 2 ? time[1] : time,
                                        call.option(Expr::symbol("Trig"))});
}

MaybeExpr builtin_Simplify(Call& call) { return simplify(call, false); }
MaybeExpr builtin_FullSimplify(Call& call) { return simplify(call, true); }
MaybeExpr builtin_Refine(Call& call) { return call_library("simplification/assumptions", "refine", std::vector<Expr>{call[0], assumptions_of(call)}); }

// Assuming[assumptions, expr] evaluates expr with the assumptions added to $Assumptions.
MaybeExpr builtin_Assuming(Call& call) {
  Expr given = evaluate(call[0]);
  if (given.is_list()) given = evaluate(make_normal(sym::And, given.args()));
  const Expr all = evaluate(make_normal(sym::And, {Expr(sym::DollarAssumptions), given}));
  return evaluate(make_normal(sym::Block, {make_list({make_normal(sym::Set, {Expr(sym::DollarAssumptions), all})}), call[1]}));
}

Expr value_of_Assumptions() { return sym::True; }

constexpr Builtin kBuiltins[] = {
    {.name = "System`Library`SimplifyCount", .fn = builtin_SimplifyCount, .arity = exactly(1), .usage = "SimplifyCount[expr] gives the complexity of an expression that Simplify makes small."},
    {.name = "Simplify", .fn = builtin_Simplify, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Simplify[expr] performs a sequence of algebraic and other transformations on expr and returns the simplest form it finds.\nSimplify[expr, assum] does simplification using assumptions.",
     .options = "{Assumptions :> $Assumptions, ComplexityFunction -> Automatic, ExcludedForms -> {}, TimeConstraint -> 300, TransformationFunctions -> Automatic, Trig -> True}"},
    {.name = "FullSimplify", .fn = builtin_FullSimplify, .arity = between(1, 2), .attributes = kProtected,
     .usage = "FullSimplify[expr] tries a wide range of transformations on expr involving elementary and special functions and returns the simplest form it finds.\nFullSimplify[expr, assum] does simplification using assumptions.",
     .options = "{Assumptions :> $Assumptions, ComplexityFunction -> Automatic, ExcludedForms -> {}, TimeConstraint -> Infinity, TransformationFunctions -> Automatic, Trig -> True}"},
    {.name = "Refine", .fn = builtin_Refine, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Refine[expr, assum] gives the form of expr that would be obtained if symbols in it were replaced by explicit numerical expressions satisfying the assumptions assum.\nRefine[expr] uses default assumptions specified by any enclosing Assuming constructs.",
     .options = "{Assumptions :> $Assumptions, TimeConstraint -> 30}"},
    {.name = "Assuming", .fn = builtin_Assuming, .arity = exactly(2), .attributes = kHoldRest | kProtected,
     .usage = "Assuming[assum, expr] evaluates expr with assum appended to $Assumptions, so that assum is included in the default assumptions used by functions such as Refine, Simplify, and Integrate."},
    {.name = "$Assumptions", .attributes = kNoAttributes, .usage = "$Assumptions is the default setting for the Assumptions option used in such functions as Simplify, Refine, and Integrate.", .value = value_of_Assumptions},
};

}  // namespace

void register_simplify(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
