// failures.cpp - Failure objects, Confirm and Enclose, Assert.
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/control_flow.h"

namespace lykos::builtins {
namespace {

bool is_failure(const Expr& e) {
  return e.has_head(sym::Failure) || e.is(sym::DollarFailed) || e.is(sym::DollarAborted) || e.is(sym::DollarCanceled) ||
         e.has_head(sym::Missing);
}

MaybeExpr builtin_FailureQ(Call& call) {
  const Expr& e = call[0];
  return Expr::boolean(is_failure(e) && !e.has_head(sym::Missing));
}

// What Confirm throws to its Enclose.
Expr confirmation_tag() { return Expr::symbol("System`Private`Confirmation"); }

[[noreturn]] void fail_confirmation(const Expr& failure, const MaybeExpr& tag) {
  ThrowSignal signal;
  signal.value = failure;
  signal.tagged = true;
  signal.tag = make_normal(confirmation_tag(), {tag ? *tag : Expr(sym::Null)});
  throw signal;
}

Expr make_failure(const char* kind, const Expr& expression, const Expr& information, const char* text) {
  std::vector<AssociationEntry> entries;
  const auto put = [&](const char* key, const Expr& value) { entries.push_back({Expr::string(key), value, false}); };
  put("MessageTemplate", Expr::string(text));
  put("MessageParameters", make_association({{Expr::string("Expression"), make_normal(sym::HoldForm, {expression}), false}}));
  put("ConfirmationType", Expr::string(kind));
  put("Expression", expression);
  put("Information", information);
  return make_normal(sym::Failure, {Expr::string("ConfirmationFailed"), make_association(std::move(entries))});
}

MaybeExpr extra(Call& call, std::size_t index) { return call.size() > index ? MaybeExpr(call[index]) : std::nullopt; }

// Confirm[expr], Confirm[expr, info], Confirm[expr, info, tag]
MaybeExpr builtin_Confirm(Call& call) {
  if (!is_failure(call[0])) return call[0];
  fail_confirmation(make_failure("Confirm", call[0], extra(call, 1).value_or(Expr(sym::Null)), "Expression `Expression` is a failure."), extra(call, 2));
}

// ConfirmBy[expr, f], ConfirmMatch[expr, form], ConfirmAssert[test]
MaybeExpr builtin_ConfirmBy(Call& call) {
  if (apply(call[1], {call[0]}).is_true()) return call[0];
  fail_confirmation(make_failure("ConfirmBy", call[0], extra(call, 2).value_or(Expr(sym::Null)), "ConfirmBy failed for `Expression`."), extra(call, 3));
}
MaybeExpr builtin_ConfirmMatch(Call& call) {
  if (matches(call[0], call[1])) return call[0];
  fail_confirmation(make_failure("ConfirmMatch", call[0], extra(call, 2).value_or(Expr(sym::Null)), "ConfirmMatch failed for `Expression`."), extra(call, 3));
}
MaybeExpr builtin_ConfirmAssert(Call& call) {
  if (evaluate(call[0]).is_true()) return Expr(sym::Null);
  fail_confirmation(make_failure("ConfirmAssert", call[0], extra(call, 1).value_or(Expr(sym::Null)), "Assertion `Expression` failed."), extra(call, 2));
}

// Enclose[expr], Enclose[expr, f], Enclose[expr, f, tag]
MaybeExpr builtin_Enclose(Call& call) {
  try {
    return evaluate(call[0]);
  } catch (ThrowSignal& signal) {
    if (!signal.tagged || !signal.tag.is_normal() || !(signal.tag.head() == confirmation_tag())) throw;
    const Expr& tag = signal.tag[0];
    if (call.size() == 3 ? !matches(tag, evaluate(call[2])) : !tag.is_null()) throw;
    if (call.size() == 1) return signal.value;
    const Expr handler = evaluate(call[1]);
    if (handler.is_string()) {
      const Expr* value = association_find(signal.value[1], handler);
      return value != nullptr ? *value : missing("KeyAbsent", handler);
    }
    return apply(handler, {signal.value});
  }
}

// Assert[test], Assert[test, tag]: looked at only after On[Assert], as in the original.
bool assertions_on = false;
MaybeExpr builtin_Assert(Call& call) {
  if (!assertions_on) return Expr(sym::Null);
  if (evaluate(call[0]).is_true()) return Expr(sym::Null);
  call.message("asrtf", {make_normal(sym::HoldForm, {call[0]})});
  return std::nullopt;
}

// Failure[tag, assoc]["prop"]
MaybeExpr property_Failure(Call& call) {
  const Expr& failure = call.expr().head();
  if (call.size() != 1 || failure.size() != 2 || !failure[1].is_association()) return std::nullopt;
  if (call[0] == Expr::string("Tag")) return failure[0];
  if (call[0] == Expr::string("Message")) {
    const Expr* text = association_find(failure[1], Expr::string("MessageTemplate"));
    const Expr* parameters = association_find(failure[1], Expr::string("MessageParameters"));
    if (text == nullptr) return missing("KeyAbsent", call[0]);
    if (parameters == nullptr) return *text;
    return make_normal(sym::TemplateApply, {*text, *parameters});
  }
  const Expr* value = association_find(failure[1], call[0]);
  return value != nullptr ? *value : missing("KeyAbsent", call[0]);
}

constexpr Builtin kBuiltins[] = {
    {.name = "Failure", .attributes = kProtected, .usage = "Failure[\"tag\", assoc] represents a failure of a type indicated by tag, with details given by the association assoc.", .sub_fn = property_Failure},
    {.name = "FailureQ", .fn = builtin_FailureQ, .arity = exactly(1), .attributes = kProtected,
     .usage = "FailureQ[expr] gives True if expr has head Failure or is equal to $Failed or $Aborted, and gives False otherwise."},
    {.name = "Confirm", .fn = builtin_Confirm, .arity = between(1, 3), .attributes = kProtected,
     .usage = "Confirm[expr] confirms that expr is not considered a failure, otherwise throwing an error to the nearest surrounding Enclose."},
    {.name = "ConfirmBy", .fn = builtin_ConfirmBy, .arity = between(2, 4), .attributes = kProtected,
     .usage = "ConfirmBy[expr, f] confirms that f[expr] returns True, otherwise throwing an error to the nearest surrounding Enclose."},
    {.name = "ConfirmMatch", .fn = builtin_ConfirmMatch, .arity = between(2, 4), .attributes = kProtected,
     .usage = "ConfirmMatch[expr, form] confirms that expr matches the pattern form, otherwise throwing an error to the nearest surrounding Enclose."},
    {.name = "ConfirmAssert", .fn = builtin_ConfirmAssert, .arity = between(1, 3), .attributes = kHoldFirst | kProtected,
     .usage = "ConfirmAssert[test] confirms that test is True, otherwise throwing an error to the nearest surrounding Enclose."},
    {.name = "Enclose", .fn = builtin_Enclose, .arity = between(1, 3), .attributes = kHoldFirst | kProtected,
     .usage = "Enclose[expr] attempts to evaluate expr and return the result, but stops if it catches an error thrown by Confirm and its relatives, in which case it returns the failure.\nEnclose[expr, f] returns f[failure]."},
    {.name = "Assert", .fn = builtin_Assert, .arity = between(1, 2), .attributes = kHoldAllComplete | kProtected,
     .usage = "Assert[test] represents the assertion that test is True. If assertions have been enabled, test is evaluated when the assertion is encountered.",
     .messages = {{"asrtf", "Assertion `1` failed."}}},
};

}  // namespace

void enable_assertions(bool on) { assertions_on = on; }
void register_failures(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
