// rewriting.cpp - TrigExpand, TrigReduce, TrigFactor, TrigToExp, ExpToTrig, PowerExpand, FunctionExpand, ComplexExpand: the rows of functions
// written in trigonometry.wl and functions.wl.
#include "builtins/library.h"
#include "builtins/simplification/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kTrigonometry = "simplification/trigonometry";
constexpr std::string_view kFunctions = "simplification/functions";

MaybeExpr one(Call& call, std::string_view unit, std::string_view function) { return call_library(unit, function, call.args().first(1)); }

MaybeExpr builtin_TrigExpand(Call& call) { return one(call, kTrigonometry, "trigExpand"); }
MaybeExpr builtin_TrigReduce(Call& call) { return one(call, kTrigonometry, "trigReduce"); }
MaybeExpr builtin_TrigFactor(Call& call) { return one(call, kTrigonometry, "trigFactor"); }
MaybeExpr builtin_TrigToExp(Call& call) { return one(call, kTrigonometry, "trigToExp"); }
MaybeExpr builtin_ExpToTrig(Call& call) { return one(call, kTrigonometry, "expToTrig"); }
// FunctionExpand[expr], FunctionExpand[expr, assumptions], also by the option.
MaybeExpr builtin_FunctionExpand(Call& call) {
  const Expr assumptions = call.size() == 2 ? call[1] : evaluate(call.option(sym::Assumptions));
  return call_library("simplification/function_expansion", "functionExpand", std::vector<Expr>{call[0], assumptions});
}

// PowerExpand[expr], PowerExpand[expr, {x1, ...}]; with assumptions the expansion is Refine's.
MaybeExpr builtin_PowerExpand(Call& call) {
  const Expr assumptions = call.option(sym::Assumptions);
  if (!assumptions.is(sym::Automatic)) return call_library("simplification/assumptions", "refine", std::vector<Expr>{call[0], assumptions});
  return call_library(kFunctions, "powerExpand", call.args());
}
MaybeExpr builtin_ComplexExpand(Call& call) {
  return call_library(kFunctions, "complexExpand", std::vector<Expr>{call[0], call.size() == 2 ? call[1] : make_list({}), call.given_option(Expr::symbol("TargetFunctions")).value_or(Expr(sym::Automatic))});
}

constexpr Builtin kBuiltins[] = {
    {.name = "TrigExpand", .fn = builtin_TrigExpand, .arity = exactly(1), .attributes = kListable | kProtected, .usage = "TrigExpand[expr] expands out trigonometric functions in expr."},
    {.name = "TrigReduce", .fn = builtin_TrigReduce, .arity = exactly(1), .attributes = kListable | kProtected, .usage = "TrigReduce[expr] rewrites products and powers of trigonometric functions in expr in terms of trigonometric functions with combined arguments."},
    {.name = "TrigFactor", .fn = builtin_TrigFactor, .arity = exactly(1), .attributes = kListable | kProtected, .usage = "TrigFactor[expr] factors trigonometric functions in expr."},
    {.name = "TrigToExp", .fn = builtin_TrigToExp, .arity = exactly(1), .attributes = kListable | kProtected, .usage = "TrigToExp[expr] converts trigonometric functions in expr to exponentials."},
    {.name = "ExpToTrig", .fn = builtin_ExpToTrig, .arity = exactly(1), .attributes = kListable | kProtected, .usage = "ExpToTrig[expr] converts exponentials in expr to trigonometric functions."},
    {.name = "FunctionExpand", .fn = builtin_FunctionExpand, .arity = between(1, 2), .attributes = kProtected, .usage = "FunctionExpand[expr] tries to expand out special and certain other functions in expr, when possible reducing compound arguments to simpler ones.\nFunctionExpand[expr, assum] expands using assumptions.",
     .options = "{Assumptions :> $Assumptions}"},
    {.name = "PowerExpand", .fn = builtin_PowerExpand, .arity = between(1, 2), .attributes = kProtected, .usage = "PowerExpand[expr] expands all powers of products and powers.\nPowerExpand[expr, {x1, x2, ...}] expands only with respect to the variables xi.", .options = "{Assumptions -> Automatic}"},
    {.name = "ComplexExpand", .fn = builtin_ComplexExpand, .arity = between(1, 2), .attributes = kProtected, .usage = "ComplexExpand[expr] expands expr assuming that all variables are real.\nComplexExpand[expr, {x1, x2, ...}] expands expr assuming that variables matching any of the xi are complex.", .options = "{TargetFunctions -> {Re, Im, Abs, Arg, Conjugate, Sign}}"},
};

}  // namespace

void register_rewriting(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
