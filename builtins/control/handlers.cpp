// handlers.cpp - functions called at events (Internal`HandlerBlock and its kin), and EvaluationData, CheckAll: what happened in an evaluation.
#include "evaluator/handlers.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/control_flow.h"
#include "evaluator/interrupt.h"
#include "evaluator/limits.h"
#include "evaluator/messages.h"
#include "formatting/formatting.h"

namespace lykos::builtins {
namespace {

std::optional<HandlerKind> kind_of(Call& call, const Expr& e) {
  const auto kind = e.is_string() ? handler_kind(e.string_value()) : std::nullopt;
  if (!kind) call.message(e.is_string() ? "noevent" : "string", {e});
  return kind;
}

class HandlerScope {
 public:
  HandlerScope(HandlerKind kind, Expr function) : kind_(kind), function_(std::move(function)) { add_handler(kind_, function_); }
  ~HandlerScope() { remove_handler(kind_, function_); }
  HandlerScope(const HandlerScope&) = delete;
  HandlerScope& operator=(const HandlerScope&) = delete;

 private:
  HandlerKind kind_;
  Expr function_;
};

// Internal`HandlerBlock[{"type", f}, body]
MaybeExpr builtin_HandlerBlock(Call& call) {
  const Expr spec = evaluate(call[0]);
  if (!spec.is_list() || spec.size() != 2) return call.message("string", {spec});
  const auto kind = kind_of(call, spec[0]);
  if (!kind) return std::nullopt;
  const HandlerScope scope(*kind, spec[1]);
  return evaluate(call[1]);
}

// Internal`AddHandler["type", f], Internal`RemoveHandler["type", f]
MaybeExpr builtin_AddHandler(Call& call) {
  const auto kind = kind_of(call, call[0]);
  if (!kind) return std::nullopt;
  add_handler(*kind, call[1]);
  return Expr(sym::Null);
}
MaybeExpr builtin_RemoveHandler(Call& call) {
  const auto kind = kind_of(call, call[0]);
  if (!kind) return std::nullopt;
  if (!remove_handler(*kind, call[1])) call.message("noevent", {call[0]});
  return Expr(sym::Null);
}

// Internal`Handlers[], Internal`Handlers["type"]
MaybeExpr builtin_Handlers(Call& call) {
  const auto rule = [](HandlerKind kind) { return make_normal(sym::Rule, {Expr::string(std::string(handler_name(kind))), make_list(handlers_of(kind))}); };
  if (call.size() == 1) {
    const auto kind = kind_of(call, call[0]);
    return kind ? MaybeExpr(rule(*kind)) : std::nullopt;
  }
  Builder list(sym::List);
  for (std::size_t i = 0; i < kHandlerKinds; ++i) list.push(rule(static_cast<HandlerKind>(i)));
  return list.finish();
}

// How an evaluation ended: with a value, or by an exit written as the call that made it.
struct Ending {
  Expr value = sym::Null;
  MaybeExpr exit;
};

Ending evaluate_to_end(const Expr& expr) {
  Ending ending;
  const std::int64_t depth = recursion_depth;
  const auto left_by = [&](const Expr& head, std::vector<Expr> args) {
    recursion_depth = depth;
    ending.exit = make_normal(head, std::move(args));
  };
  try {
    const AbortProtection lifted(false);
    ending.value = evaluate(expr);
  } catch (const ThrowSignal& signal) {
    std::vector<Expr> args{signal.value};
    if (signal.tagged) args.push_back(signal.tag);
    if (signal.function) args.push_back(*signal.function);
    left_by(sym::Throw, std::move(args));
  } catch (const ReturnSignal& signal) {
    std::vector<Expr> args{signal.value};
    if (signal.target) args.push_back(*signal.target);
    left_by(sym::Return, std::move(args));
  } catch (const BreakSignal&) {
    left_by(sym::Break, {});
  } catch (const ContinueSignal&) {
    left_by(sym::Continue, {});
  } catch (const GotoSignal& signal) {
    left_by(sym::Goto, {signal.label});
  } catch (const AbortSignal& signal) {
    if (signal.owner != 0) throw;
    left_by(sym::Abort, {});
  }
  return ending;
}

// CheckAll[expr, f]: f[value, HoldComplete[]], or f[Null, HoldComplete[exit]] when expr is left by Throw, Abort, Return ....
MaybeExpr builtin_CheckAll(Call& call) {
  const Ending ending = evaluate_to_end(call[0]);
  const Expr exits = make_normal(sym::HoldComplete, ending.exit ? std::vector<Expr>{*ending.exit} : std::vector<Expr>{});
  return make_normal(call[1], {ending.value, exits});
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
double wall_seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// EvaluationData[expr]
MaybeExpr builtin_EvaluationData(Call& call) {
  const double wall = wall_seconds();
  const double cpu = cpu_seconds();
  std::vector<Expr> log;
  Ending ending;
  std::vector<Expr> said;
  {
    const MessageRecorder recorder;
    const OutputListener listener([&](std::string_view text) {
      if (text.ends_with('\n')) text.remove_suffix(1);
      log.push_back(Expr::string(std::string(text)));
    });
    ending = evaluate_to_end(call[0]);
    said = recorder.said();
  }
  const double cpu_used = cpu_seconds() - cpu;
  const double wall_used = wall_seconds() - wall;
  std::vector<Expr> names, texts, expressions;
  for (const Expr& held : said) {
    const Expr& one = held[0];
    expressions.push_back(make_normal(sym::Hold, {one}));
    names.push_back(evaluate(one[0]));
    std::vector<Expr> form(one.args().begin(), one.args().end());
    form[0] = Expr::string(message_text(one[0][0], one[0][1].string_value()).value_or(""));
    texts.push_back(Expr::string(to_output_form(make_normal(sym::StringForm, std::move(form)), 0)));
  }
  std::vector<AssociationEntry> entries;
  const auto put = [&](const char* key, Expr value) { entries.push_back({Expr::string(key), std::move(value), false}); };
  entries.push_back({Expr::string("Result"), ending.exit ? make_normal(sym::Hold, {*ending.exit}) : ending.value, true});
  put("Success", Expr::boolean(!ending.exit && said.empty()));
  put("FailureType", ending.exit ? Expr::string(ending.exit->head().symbol_node().name + "Failure") : said.empty() ? Expr(sym::None) : Expr::string("MessageFailure"));
  put("OutputLog", make_list(std::move(log)));
  put("Messages", make_list(std::move(names)));
  put("MessagesText", make_list(std::move(texts)));
  put("MessagesExpressions", make_list(std::move(expressions)));
  put("Timing", Expr::real(cpu_used));
  put("AbsoluteTiming", Expr::real(wall_used));
  put("InputString", Expr::string(to_input_form(call[0])));
  return make_association(std::move(entries));
}

// RecordMessages[expr]: {HoldComplete[value], {HoldForm[Message[...]], ...}} with what was printed.
MaybeExpr builtin_RecordMessages(Call& call) {
  const MessageRecorder recorder;
  const Expr value = evaluate(call[0]);
  return make_list({make_normal(sym::HoldComplete, {value}), make_list(recorder.said())});
}

constexpr MessageTexts kEvents = {{"noevent", "`1` is not the name of an event with handlers."}, {"string", "A string or a list of a string and a function is expected instead of `1`."}};

constexpr Builtin kBuiltins[] = {
    {.name = "Internal`HandlerBlock", .fn = builtin_HandlerBlock, .arity = exactly(2), .attributes = kHoldAll | kProtected,
     .usage = "Internal`HandlerBlock[{\"event\", f}, expr] evaluates expr, calling f at each event.", .messages = kEvents},
    {.name = "Internal`AddHandler", .fn = builtin_AddHandler, .arity = exactly(2), .usage = "Internal`AddHandler[\"event\", f] has f called at each event from now on.", .messages = kEvents},
    {.name = "Internal`RemoveHandler", .fn = builtin_RemoveHandler, .arity = exactly(2), .usage = "Internal`RemoveHandler[\"event\", f] has f called no more.", .messages = kEvents},
    {.name = "Internal`Handlers", .fn = builtin_Handlers, .arity = between(0, 1), .usage = "Internal`Handlers[\"event\"] gives the functions called at an event, the newest first.\nInternal`Handlers[] gives those of all events.", .messages = kEvents},
    {.name = "System`Library`RecordMessages", .fn = builtin_RecordMessages, .arity = exactly(1), .attributes = kHoldAllComplete | kProtected,
     .usage = "RecordMessages[expr] evaluates expr and gives the value with the messages that were printed."},
    {.name = "CheckAll", .fn = builtin_CheckAll, .arity = exactly(2), .attributes = kHoldFirst | kProtected,
     .usage = "CheckAll[expr, f] evaluates expr and gives f[value, HoldComplete[]], or f[Null, HoldComplete[exit]] when expr is left by Throw, Abort, Return and the like."},
    {.name = "EvaluationData", .fn = builtin_EvaluationData, .arity = exactly(1), .attributes = kHoldAllComplete | kProtected,
     .usage = "EvaluationData[expr] evaluates expr and gives an association of its result, messages, printed output and timings."},
};

}  // namespace

void register_handlers(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
