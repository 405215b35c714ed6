// trace.cpp - Trace, TraceScan, TracePrint: what happens while an expression is evaluated.
#include "evaluator/trace.h"

#include "builtins/control/output.h"
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "formatting/formatting.h"

namespace lykos::builtins {
namespace {

Expr held(const Expr& e) { return make_normal(sym::HoldForm, {e}); }

// x for x$12 and x$: the names that Module, With and Function make for a local x.
Expr without_serial(const Expr& symbol) {
  const SymbolNode& node = symbol.symbol_node();
  const std::size_t dollar = node.name.rfind('$');
  if (dollar == std::string::npos || dollar == 0 || node.name.find_first_not_of("0123456789", dollar + 1) != std::string::npos) return symbol;
  return intern_symbol(node.context, node.name.substr(0, dollar));
}
Expr without_serials(const Expr& expr) {
  if (expr.is_symbol()) return without_serial(expr);
  if (expr.kind() != Kind::Normal) return expr;
  const RecursionGuard guard;
  std::vector<Expr> args;
  for (const Expr& arg : expr.args()) args.push_back(without_serials(arg));
  return make_normal(without_serials(expr.head()), std::move(args));
}

bool fits(const Matcher& form, const Expr& expr, bool local_names) { return form(expr) || (local_names && form(without_serials(expr))); }
bool matches_local_names(const Call& call) { return call.option(Expr::symbol("System`MatchLocalNames")).is_true(); }

// What of a trace is wanted: everything, what a pattern matches (and what a rule makes of it), or what a symbol's rules did.
class Selection {
 public:
  Selection() = default;
  /// With `local_names` (MatchLocalNames) a symbol x in the form also means the local variables made for it.
  Selection(const Expr& form, bool local_names) : local_names_(local_names) {
    if (form.is_symbol() && !form.is(sym::All))
      symbol_ = form;
    else if (form.is_symbol())
      return;
    else
      pattern_.emplace(form);
  }
  // The element to show for an entry, or nullopt.
  MaybeExpr operator()(const TraceEntry& entry) const {
    if (symbol_) {
      const bool used = (entry.made_by && entry.made_by->identical(*symbol_)) || (entry.taken_by && entry.taken_by->identical(*symbol_));
      return used ? MaybeExpr(held(entry.expr)) : std::nullopt;
    }
    if (!pattern_) return held(entry.expr);
    if (pattern_->is_rule()) {
      MaybeExpr value = pattern_->replace(entry.expr);
      return value ? MaybeExpr(held(*value)) : std::nullopt;
    }
    return fits(*pattern_, entry.expr, local_names_) ? MaybeExpr(held(entry.expr)) : std::nullopt;
  }

 private:
  std::optional<Matcher> pattern_;
  MaybeExpr symbol_;
  bool local_names_ = false;
};

struct Neighbours {
  Expr forward = sym::False;    // also the last (True) or all (All) later forms of a chain with something selected
  Expr backward = sym::False;
  Expr above = sym::False;      // forms of the chains around
};

// The nested list of a chain; nullopt when nothing of it is wanted.
MaybeExpr shown(const std::vector<TraceEntry>& chain, const Selection& wanted, const Neighbours& more) {
  std::vector<MaybeExpr> elements(chain.size());
  std::optional<std::size_t> first, last;
  bool inner = false;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    elements[i] = chain[i].is_chain ? shown(chain[i].chain, wanted, more) : wanted(chain[i]);
    if (!elements[i]) continue;
    if (chain[i].is_chain) {
      inner = true;
    } else {
      if (!first) first = i;
      last = i;
    }
  }
  const auto show = [&](std::size_t i) {
    if (!elements[i] && !chain[i].is_chain) elements[i] = held(chain[i].expr);
  };
  const auto extend = [&](const Expr& forward, const Expr& backward, std::size_t from, std::size_t to) {
    std::optional<std::size_t> end;
    for (std::size_t i = to; i < chain.size(); ++i)
      if (!chain[i].is_chain) {
        if (forward.is(sym::All)) show(i);
        end = i;
      }
    if (end && forward.is_true()) show(*end);
    bool begun = false;
    for (std::size_t i = 0; i < from; ++i)
      if (!chain[i].is_chain) {
        if (backward.is(sym::All) || (backward.is_true() && !begun)) show(i);
        begun = true;
      }
  };
  if (first) extend(more.forward, more.backward, *first, *last + 1);
  if (inner && !more.above.is_false()) extend(more.above, more.above, chain.size(), 0);
  std::vector<Expr> list;
  for (MaybeExpr& element : elements)
    if (element) list.push_back(std::move(*element));
  if (list.empty()) return std::nullopt;
  return make_list(std::move(list));
}

MaybeExpr pattern_option(Call& call, const Expr& name) {
  const Expr value = call.option(name);
  if (value.is(sym::None)) return std::nullopt;
  return value;
}

std::optional<Tracer::Settings> read_settings(Call& call) {
  Tracer::Settings settings;
  settings.on = pattern_option(call, sym::TraceOn);
  settings.off = pattern_option(call, sym::TraceOff);
  if (settings.on && settings.on->is_null()) settings.on.reset();
  const Expr depth = call.option(sym::TraceDepth);
  if (!is_infinity(depth) && !depth.is_null()) {
    settings.depth = machine_integer(depth);
    if (!settings.depth || *settings.depth < 0) {
      call.message("tdep", {depth});
      return std::nullopt;
    }
  }
  settings.original = call.option(sym::TraceOriginal).is_true();
  return settings;
}

class HookScope {
 public:
  explicit HookScope(TraceHook& hook) : saved_(std::exchange(trace_hook, &hook)) {}
  ~HookScope() { trace_hook = saved_; }
  HookScope(const HookScope&) = delete;
  HookScope& operator=(const HookScope&) = delete;

 private:
  TraceHook* saved_;
};

// Trace[expr], Trace[expr, form], Trace[expr, symbol]
MaybeExpr builtin_Trace(Call& call) {
  const auto settings = read_settings(call);
  if (!settings) return std::nullopt;
  const Selection wanted = call.size() == 2 ? Selection(call[1], matches_local_names(call)) : Selection();
  Tracer tracer(*settings);
  {
    const HookScope scope(tracer);
    evaluate(call[0]);
  }
  const Neighbours more{call.option(sym::TraceForward), call.option(sym::TraceBackward), call.option(sym::TraceAbove)};
  if (tracer.entries().empty()) return make_list(std::vector<Expr>{});
  return shown(tracer.entries()[0].chain, wanted, more).value_or(make_list(std::vector<Expr>{}));
}

// TraceScan[f, expr], TraceScan[f, expr, form], TraceScan[f, expr, form, g]: f before, g after each evaluation.
MaybeExpr builtin_TraceScan(Call& call) {
  auto settings = read_settings(call);
  if (!settings) return std::nullopt;
  const Expr f = evaluate(call[0]);
  std::optional<Matcher> form;
  if (call.size() >= 3) form.emplace(call[2]);
  settings->visit_forms = form && !settings->original;
  const MaybeExpr after = call.size() == 4 ? MaybeExpr(evaluate(call[3])) : std::nullopt;
  const bool local_names = matches_local_names(call);
  const auto wanted = [&](const Expr& e) { return !form || fits(*form, e, local_names); };
  settings->visit = [&](const Expr& e, std::int64_t) {
    if (wanted(e)) apply(f, {held(e)});
  };
  settings->leave = [&](const Expr& e, const Expr& value, std::int64_t) {
    if (!wanted(e)) return;
    if (after)
      apply(*after, {held(e), held(value)});
    else if (wanted(value))
      apply(f, {held(value)});
  };
  Tracer tracer(std::move(*settings));
  const HookScope scope(tracer);
  return evaluate(call[1]);
}

// TracePrint[expr], TracePrint[expr, form]: each expression on a line, indented by its depth.
MaybeExpr builtin_TracePrint(Call& call) {
  auto settings = read_settings(call);
  if (!settings) return std::nullopt;
  std::optional<Matcher> form;
  if (call.size() >= 2) form.emplace(call[1]);
  settings->visit_forms = form && !settings->original;
  const bool local_names = matches_local_names(call);
  const auto print = [&](const Expr& e, std::int64_t depth) {
    if (!form || fits(*form, e, local_names)) write_output(std::string(static_cast<std::size_t>(depth), ' ') + to_output_form(held(e), 0) + "\n");
  };
  settings->visit = print;
  settings->leave = [&](const Expr&, const Expr& value, std::int64_t depth) { print(value, depth); };
  if (form && call[1].is_symbol() && !settings->original) {
    // A symbol stands for what its rules did: the head where it comes up, and what a call of it became.
    settings->visit_forms = false;
    settings->leave = [&](const Expr& entered, const Expr& value, std::int64_t depth) {
      if (entered.is_normal() && entered.head() == call[1]) write_output(std::string(static_cast<std::size_t>(depth), ' ') + to_output_form(held(value), 0) + "\n");
    };
  }
  Tracer tracer(std::move(*settings));
  const HookScope scope(tracer);
  return evaluate(call[0]);
}

constexpr const char* kOptions =
    "{MatchLocalNames -> True, TraceAbove -> False, TraceBackward -> False, TraceDepth -> Infinity, TraceForward -> False, TraceOff -> None, "
    "TraceOn -> Null, TraceOriginal -> False}";
constexpr MessageTexts kMessages = {{"tdep", "The value `1` of TraceDepth is not a non-negative integer or Infinity."}};

constexpr Builtin kBuiltins[] = {
    {.name = "Trace", .fn = builtin_Trace, .arity = between(1, 2), .attributes = kHoldAll | kProtected,
     .usage = "Trace[expr] generates a list of all expressions used in the evaluation of expr.\nTrace[expr, form] includes only those expressions that match form.\nTrace[expr, s] includes all evaluations that use transformation rules associated with the symbol s.",
     .options = kOptions, .messages = kMessages},
    {.name = "TraceScan", .fn = builtin_TraceScan, .arity = between(2, 4), .attributes = kHoldAll | kProtected,
     .usage = "TraceScan[f, expr] applies f to all expressions used in the evaluation of expr.\nTraceScan[f, expr, form] includes only those expressions that match form.\nTraceScan[f, expr, form, g] applies f before evaluation and g after it to expressions and their values.",
     .options = kOptions, .messages = kMessages},
    {.name = "TracePrint", .fn = builtin_TracePrint, .arity = between(1, 2), .attributes = kHoldAll | kProtected,
     .usage = "TracePrint[expr] prints all expressions used in the evaluation of expr.\nTracePrint[expr, form] includes only those expressions that match form.",
     .options = kOptions, .messages = kMessages},
};

}  // namespace

void register_trace(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
