// attributes.cpp - Attributes, SetAttributes, ClearAttributes, Protect, Unprotect.
#include "builtins/control/names.h"
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/definitions.h"

namespace lykos::builtins {
namespace {

// A symbol given directly or by its name.
MaybeExpr symbol_argument(const Expr& e) {
  if (e.is_symbol()) return e;
  if (e.is_string()) {
    const std::vector<Expr> found = symbols_matching(e.string_value());
    if (found.size() == 1) return found[0];
  }
  return std::nullopt;
}

// Attributes[f]
MaybeExpr builtin_Attributes(Call& call) {
  if (call[0].is_list()) {
    Builder list(sym::List);
    for (const Expr& e : call[0].args()) list.push(make_normal(sym::Attributes, {e}));
    return list.finish();
  }
  MaybeExpr symbol = symbol_argument(call[0]);
  if (!symbol) {
    const Expr value = evaluate(call[0]);
    symbol = symbol_argument(value);
    if (!symbol) return call.message(value.is_string() ? "notfound" : "ssym", {value});
  }
  return attributes_to_list(symbol->symbol_node().attributes);
}

// SetAttributes[s, attr], SetAttributes[{s1, ...}, {attr1, ...}]; ClearAttributes likewise.
MaybeExpr change(Call& call, bool set) {
  Attributes bits = kNoAttributes;
  const Expr spec = call[1];
  for (const Expr& e : spec.is_list() ? spec.args() : std::span<const Expr>(&spec, 1)) {
    const Attributes one = attribute_bits(e);
    if (one == kNoAttributes) return call.message("attnf", {e});
    bits |= one;
  }
  const Expr target = call[0];
  if (!target.is_list() && !symbol_argument(target)) return call.message("ssym", {target});
  for (const Expr& e : target.is_list() ? target.args() : std::span<const Expr>(&target, 1)) {
    MaybeExpr symbol = symbol_argument(e);
    if (!symbol) {
      call.message("ssym", {e});
      continue;
    }
    SymbolNode& node = symbol->symbol_node();
    if ((node.attributes & kLocked) != 0) {
      message(sym::Attributes, "locked", {*symbol});
      continue;
    }
    set_attributes(node, set ? (node.attributes | bits) : (node.attributes & ~bits));
  }
  return Expr(sym::Null);
}
MaybeExpr builtin_SetAttributes(Call& call) { return change(call, true); }
MaybeExpr builtin_ClearAttributes(Call& call) { return change(call, false); }

// Protect[s1, s2, ...] and Unprotect: the names of the symbols that changed.
MaybeExpr change_protection(Call& call, bool protect) {
  Builder changed(sym::List);
  const auto apply_to = [&](const Expr& symbol) {
    SymbolNode& node = symbol.symbol_node();
    if ((node.attributes & kLocked) != 0) {
      call.message("locked", {symbol});
      return;
    }
    if (((node.attributes & kProtected) != 0) == protect) return;
    node.attributes ^= kProtected;
    changed.push(Expr::string(visible_name(symbol)));
  };
  const auto each = [&](const auto& self, const Expr& e) -> void {
    if (e.is_symbol()) {
      apply_to(e);
    } else if (e.is_string()) {
      for (const Expr& symbol : symbols_matching(e.string_value())) apply_to(symbol);
    } else if (e.is_list()) {
      for (const Expr& inner : e.args()) self(self, inner);
    } else if (e.has_head(sym::Evaluate)) {
      self(self, evaluate(e));
    } else {
      call.message("ssym", {e});
    }
  };
  for (const Expr& e : call.args()) each(each, e);
  return changed.finish();
}
MaybeExpr builtin_Protect(Call& call) { return change_protection(call, true); }
MaybeExpr builtin_Unprotect(Call& call) { return change_protection(call, false); }

// The attributes themselves are symbols with usage only.
constexpr Builtin kBuiltins[] = {
    {.name = "Attributes", .fn = builtin_Attributes, .arity = exactly(1), .attributes = kHoldAll | kProtected,
     .usage = "Attributes[symbol] gives the list of attributes for a symbol.", .messages = {{"notfound", "Symbol `1` not found."}, {"attnf", "`1` is not a known attribute."}}},
    {.name = "SetAttributes", .fn = builtin_SetAttributes, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "SetAttributes[s, attr] adds attr to the list of attributes of the symbol s.\nSetAttributes[{s1, s2, ...}, attrs] sets the attributes of several symbols at a time.",
     .messages = {{"attnf", "`1` is not a known attribute."}}},
    {.name = "ClearAttributes", .fn = builtin_ClearAttributes, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "ClearAttributes[s, attr] removes attr from the list of attributes of the symbol s.",
     .messages = {{"attnf", "`1` is not a known attribute."}}},
    {.name = "Protect", .fn = builtin_Protect, .attributes = kHoldAll | kProtected,
     .usage = "Protect[s1, s2, ...] sets the attribute Protected for the symbols si.\nProtect[\"form1\", ...] protects all symbols whose names match the string patterns."},
    {.name = "Unprotect", .fn = builtin_Unprotect, .attributes = kHoldAll | kProtected,
     .usage = "Unprotect[s1, s2, ...] removes the attribute Protected for the symbols si.\nUnprotect[\"form1\", ...] unprotects all symbols whose names match the string patterns."},
    {.name = "Constant", .attributes = kProtected, .usage = "Constant is an attribute that indicates zero derivative of a symbol with respect to all parameters."},
    {.name = "Flat", .attributes = kProtected, .usage = "Flat is an attribute that can be assigned to a symbol f to indicate that nested expressions with head f should be flattened."},
    {.name = "HoldAll", .attributes = kProtected, .usage = "HoldAll is an attribute that specifies that all arguments to a function are to be maintained in an unevaluated form."},
    {.name = "HoldAllComplete", .attributes = kProtected, .usage = "HoldAllComplete is an attribute which specifies that all arguments to a function are not to be modified or looked at in any way in the process of evaluation."},
    {.name = "HoldFirst", .attributes = kProtected, .usage = "HoldFirst is an attribute that specifies that the first argument to a function is to be maintained in an unevaluated form."},
    {.name = "HoldRest", .attributes = kProtected, .usage = "HoldRest is an attribute which specifies that all but the first argument to a function are to be maintained in an unevaluated form."},
    {.name = "Listable", .attributes = kProtected, .usage = "Listable is an attribute that can be assigned to a symbol f to indicate that the function f should automatically be threaded over lists that appear as its arguments."},
    {.name = "Locked", .attributes = kProtected, .usage = "Locked is an attribute that, once assigned to a symbol, prevents modification of any attributes of the symbol."},
    {.name = "NHoldAll", .attributes = kProtected, .usage = "NHoldAll is an attribute which specifies that none of the arguments to a function should be affected by N."},
    {.name = "NHoldFirst", .attributes = kProtected, .usage = "NHoldFirst is an attribute which specifies that the first argument to a function should not be affected by N."},
    {.name = "NHoldRest", .attributes = kProtected, .usage = "NHoldRest is an attribute which specifies that all but the first argument to a function should not be affected by N."},
    {.name = "NumericFunction", .attributes = kProtected, .usage = "NumericFunction is an attribute that can be assigned to a symbol f to indicate that f[arg1, arg2, ...] should be considered a numeric quantity whenever all the argi are numeric quantities."},
    {.name = "OneIdentity", .attributes = kProtected, .usage = "OneIdentity is an attribute that can be assigned to a symbol f to indicate that f[x] and x are all equivalent for the purpose of pattern matching."},
    {.name = "Orderless", .attributes = kProtected, .usage = "Orderless is an attribute that can be assigned to a symbol f to indicate that the elements ei in expressions of the form f[e1, e2, ...] should automatically be sorted into canonical order."},
    {.name = "Protected", .attributes = kProtected, .usage = "Protected is an attribute which prevents any values associated with a symbol from being modified."},
    {.name = "ReadProtected", .attributes = kProtected, .usage = "ReadProtected is an attribute which prevents values associated with a symbol from being seen."},
    {.name = "SequenceHold", .attributes = kProtected, .usage = "SequenceHold is an attribute that specifies that Sequence objects appearing in the arguments of a function should not automatically be flattened out."},
    {.name = "Stub", .attributes = kProtected, .usage = "Stub is an attribute which specifies that if a symbol is ever used, Needs should automatically be called on the context of the symbol."},
    {.name = "Temporary", .attributes = kProtected, .usage = "Temporary is an attribute assigned to symbols which are created as local variables by Module."},
};

}  // namespace

void register_attributes(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
