// structure.cpp - heads and atoms, holding and releasing, and the symbols that only structure expressions.
#include <algorithm>

#include "builtins/lists/sparse_array.h"
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "evaluator/definitions.h"

namespace lykos::builtins {
namespace {

// Head[expr], Head[expr, h]
MaybeExpr builtin_Head(Call& call) {
  const Expr& e = call[0];
  return call.size() == 2 ? make_normal(call[1], {e.head()}) : e.head();
}

MaybeExpr builtin_AtomQ(Call& call) { return Expr::boolean(call[0].is_atom() || call[0].is_association() || is_sparse(call[0])); }

// Symbol["name"]
MaybeExpr builtin_Symbol(Call& call) {
  if (!call[0].is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  const std::string& name = call[0].string_value();
  const bool valid = !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
                     std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '$' || c == '`' || c >= 0x80; });
  if (!valid) return call.message("symname", {call[0]});
  return resolve_symbol(name);
}

MaybeExpr builtin_SymbolName(Call& call) {
  if (!call[0].is_symbol()) return call.message("sym", {call[0], Expr::integer(1)});
  return Expr::string(call[0].symbol_node().name);
}

// Context[], Context[symbol], Context["name"]
MaybeExpr builtin_Context(Call& call) {
  if (call.size() == 0) return Expr::string(current_context());
  const Expr& e = call[0];
  if (e.is_symbol()) return Expr::string(e.symbol_node().context);
  if (e.is_string()) return Expr::string(resolve_symbol(e.string_value()).symbol_node().context);
  return call.message("ssle", {call.expr(), Expr::integer(1)});
}

MaybeExpr builtin_Evaluate(Call& call) { return call.size() == 1 ? call[0] : make_normal(sym::Sequence, call.args()); }

// ReleaseHold[expr]: one layer of Hold, HoldForm, HoldComplete or HoldPattern, wherever it stands.
Expr release(const Expr& e) {
  if (e.kind() != Kind::Normal) return e;
  RecursionGuard guard;
  if (e.has_head(sym::Hold) || e.has_head(sym::HoldForm) || e.has_head(sym::HoldComplete) || e.has_head(sym::HoldPattern))
    return e.size() == 1 ? e[0] : make_normal(sym::Sequence, e.args());
  std::vector<Expr> args;
  for (const Expr& arg : e.args()) args.push_back(release(arg));
  return make_normal(release(e.head()), std::move(args));
}
MaybeExpr builtin_ReleaseHold(Call& call) { return release(call[0]); }

// ValueQ[expr]
MaybeExpr builtin_ValueQ(Call& call) {
  const Expr& e = call[0];
  if (e.is_symbol()) {
    const SymbolNode& node = e.symbol_node();
    return Expr::boolean(node.has_own_value || (node.definitions != nullptr && !node.definitions->own.empty()) ||
                         (node.builtin != nullptr && node.builtin->value != nullptr));
  }
  if (e.kind() != Kind::Normal) return Expr(sym::False);
  return Expr::boolean(!(evaluate(e) == e));
}

MaybeExpr builtin_Null(Call&) { return std::nullopt; }
MaybeExpr builtin_Nothing(Call&) { return Expr(sym::Nothing); }

// Inactive and Activate
Expr activate(const Expr& e, const MaybeExpr& pattern) {
  if (e.kind() != Kind::Normal) return e;
  RecursionGuard guard;
  std::vector<Expr> args;
  for (const Expr& arg : e.args()) args.push_back(activate(arg, pattern));
  if (e.has_head(sym::Inactive, 1) && (!pattern || matches(e[0], *pattern))) return e[0];
  return make_normal(activate(e.head(), pattern), std::move(args));
}
MaybeExpr builtin_Activate(Call& call) { return activate(call[0], call.size() == 2 ? MaybeExpr(call[1]) : std::nullopt); }

// Inactivate[expr]: every head that is a symbol with an operation becomes Inactive.
Expr inactivate(const Expr& e, const MaybeExpr& pattern) {
  if (e.kind() != Kind::Normal || e.has_head(sym::Inactive)) return e;
  RecursionGuard guard;
  std::vector<Expr> args;
  for (const Expr& arg : e.args()) args.push_back(inactivate(arg, pattern));
  const Expr& head = e.head();
  const bool inert = head.is(sym::List) || head.is(sym::Rule) || head.is(sym::RuleDelayed) || head.is(sym::Blank) || head.is(sym::Pattern);
  const bool wanted = pattern ? matches(head, *pattern) : head.is_symbol() && !inert;
  return make_normal(wanted ? make_normal(sym::Inactive, {head}) : inactivate(head, pattern), std::move(args));
}
MaybeExpr builtin_Inactivate(Call& call) { return inactivate(call[0], call.size() == 2 ? MaybeExpr(evaluate(call[1])) : std::nullopt); }

constexpr Builtin kBuiltins[] = {
    {.name = "Head", .fn = builtin_Head, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Head[expr] gives the head of expr.\nHead[expr, h] wraps the result with h."},
    {.name = "AtomQ", .fn = builtin_AtomQ, .arity = exactly(1), .attributes = kProtected,
     .usage = "AtomQ[expr] yields True if expr is an expression which cannot be divided into subexpressions, and yields False otherwise."},
    {.name = "Symbol", .fn = builtin_Symbol, .arity = exactly(1), .attributes = kLocked | kProtected,
     .usage = "Symbol[\"name\"] refers to a symbol with the specified name.",
     .messages = {{"symname", "The string `1` cannot be used for a symbol name. A symbol name must start with a letter followed by letters and numbers."}}},
    {.name = "SymbolName", .fn = builtin_SymbolName, .arity = exactly(1), .attributes = kProtected,
     .usage = "SymbolName[symbol] gives the name of the specified symbol."},
    {.name = "Context", .fn = builtin_Context, .arity = between(0, 1), .attributes = kHoldFirst | kProtected,
     .usage = "Context[] gives the current context.\nContext[symbol] gives the context in which a symbol appears.",
     .messages = {{"ssle", "Symbol or string expected at position `2` in `1`."}}},
    {.name = "Evaluate", .fn = builtin_Evaluate, .attributes = kProtected,
     .usage = "Evaluate[expr] causes expr to be evaluated even if it appears as the argument of a function whose attributes specify that it should be held unevaluated."},
    {.name = "Unevaluated", .attributes = kHoldAllComplete | kProtected,
     .usage = "Unevaluated[expr] represents the unevaluated form of expr when it appears as the argument to a function."},
    {.name = "Hold", .attributes = kHoldAll | kProtected, .usage = "Hold[expr] maintains expr in an unevaluated form."},
    {.name = "HoldComplete", .attributes = kHoldAllComplete | kProtected,
     .usage = "HoldComplete[expr] shields expr completely from the standard evaluation process, preventing even upvalues associated with it from being used."},
    {.name = "ReleaseHold", .fn = builtin_ReleaseHold, .arity = exactly(1), .attributes = kProtected,
     .usage = "ReleaseHold[expr] removes Hold, HoldForm, HoldPattern, and HoldComplete in expr."},
    {.name = "Sequence", .attributes = kProtected,
     .usage = "Sequence[expr1, expr2, ...] represents a sequence of arguments to be spliced automatically into any function."},
    {.name = "Nothing", .fn = builtin_Nothing, .attributes = kProtected, .usage = "Nothing represents an element of a list that will automatically be removed.\nNothing[...] gives Nothing."},
    {.name = "Splice", .attributes = kProtected,
     .usage = "Splice[{e1, e2, ...}] represents a sequence of elements to be spliced automatically into any list in which it appears."},
    {.name = "List", .attributes = kLocked | kProtected, .usage = "{e1, e2, ...} is a list of elements."},
    {.name = "Rule", .attributes = kProtected | kSequenceHold, .usage = "lhs -> rhs represents a rule that transforms lhs to rhs."},
    {.name = "RuleDelayed", .attributes = kHoldRest | kProtected | kSequenceHold,
     .usage = "lhs :> rhs represents a rule that transforms lhs to rhs, evaluating rhs only after the rule is used."},
    {.name = "TwoWayRule", .attributes = kProtected, .usage = "x <-> y represents an exchange of x and y."},
    {.name = "ValueQ", .fn = builtin_ValueQ, .arity = between(1, 2), .attributes = kHoldFirst | kProtected,
     .usage = "ValueQ[expr] gives True if a value has been defined for expr, and gives False otherwise.", .options = "{Method -> Automatic}"},
    {.name = "Null", .fn = builtin_Null, .attributes = kProtected, .usage = "Null is a symbol used to indicate the absence of an expression or a result."},
    {.name = "True", .attributes = kLocked | kProtected, .usage = "True is the symbol for the Boolean value true."},
    {.name = "False", .attributes = kLocked | kProtected, .usage = "False is the symbol for the Boolean value false."},
    {.name = "All", .attributes = kProtected, .usage = "All is a setting used for certain options, and a part specification."},
    {.name = "None", .attributes = kProtected, .usage = "None is a setting used for certain options."},
    {.name = "Automatic", .attributes = kProtected, .usage = "Automatic represents an option or other value that is to be chosen automatically by a built-in function."},
    {.name = "Inherited", .attributes = kProtected, .usage = "Inherited represents an option value to be inherited from an enclosing object."},
    {.name = "Span", .attributes = kProtected, .usage = "i ;; j represents a span of elements i through j.\ni ;; j ;; k represents a span in steps of k."},
    {.name = "UpTo", .attributes = kProtected, .usage = "UpTo[n] represents up to n objects or positions."},
    {.name = "Slot", .attributes = kNHoldAll | kProtected, .usage = "# represents the first argument supplied to a pure function.\n#n represents the nth argument.\n#name represents the value for a key in an association given as the first argument."},
    {.name = "SlotSequence", .attributes = kNHoldAll | kProtected, .usage = "## represents the sequence of arguments supplied to a pure function.\n##n represents the sequence starting with the nth argument."},
    {.name = "Inactive", .attributes = kHoldFirst | kProtected, .usage = "Inactive[f] is an inactive form of f."},
    {.name = "Activate", .fn = builtin_Activate, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Activate[expr] replaces all instances of Inactive[f] in expr with f.\nActivate[expr, patt] replaces only those for which f matches the pattern patt."},
    {.name = "Inactivate", .fn = builtin_Inactivate, .arity = between(1, 2), .attributes = kHoldFirst | kProtected,
     .usage = "Inactivate[expr] replaces all instances of f with Inactive[f] for symbols f used as heads in expr.\nInactivate[expr, patt] inactivates all symbols in expr that match the pattern patt."},
    {.name = "$Failed", .attributes = kProtected, .usage = "$Failed is a special symbol returned by certain functions when they cannot do what they were asked to do."},
    {.name = "$Aborted", .attributes = kProtected, .usage = "$Aborted is a special symbol that is returned as the result from a calculation that has been aborted."},
    {.name = "TerminatedEvaluation", .attributes = kProtected, .usage = "TerminatedEvaluation[reason] represents an evaluation that ended because of the limit named."},
};

}  // namespace

void register_structure(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
