// scoping.cpp - Module, Block, With, Function and Unique.
#include <algorithm>

#include "builtins/control/assign.h"
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"
#include "evaluator/held.h"
#include "evaluator/limits.h"
#include "evaluator/messages.h"
#include "evaluator/rules.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

std::int64_t module_number = 1;

struct Local {
  Expr symbol;
  std::optional<Held> initial;     // not evaluated
  MaybeExpr value;                 // of {a, b} = {1, 2}
  bool delayed = false;
};

bool is_assignment(const Held& e) { return e.has_head(sym::Set, 2) || e.has_head(sym::SetDelayed, 2); }

// {x, y = v, z := w}; false after a message.
bool read_locals(HeldCall& call, const Held& spec_given, bool need_values, std::vector<Local>& locals) {
  Held spec = spec_given.spliced();
  if (!spec.has_head(sym::List)) spec = Held(spec.evaluate());
  if (!spec.has_head(sym::List)) {
    call.message("lvlist", {spec.expr()});
    return false;
  }
  for (std::size_t i = 0; i < spec.size(); ++i) {
    const Held e = spec[i];
    const bool assignment = is_assignment(e);
    const MaybeExpr symbol = assignment ? e[0].symbol() : e.symbol();
    if (assignment && symbol) {
      locals.push_back({*symbol, e[1], std::nullopt, e.has_head(sym::SetDelayed)});
    } else if (assignment && e[0].has_head(sym::List) && !need_values) {
      const Expr names = e[0].expr();
      for (const Expr& name : names.args()) {
        if (!name.is_symbol()) {
          call.message("lvset", {spec.expr(), e.expr(), name});
          return false;
        }
      }
      const Expr values = e[1].evaluate();
      for (std::size_t j = 0; j < names.size(); ++j)
        locals.push_back({names[j], std::nullopt, values.is_list() && values.size() == names.size() ? MaybeExpr(values[j]) : std::nullopt, false});
    } else if (symbol && !assignment && !need_values) {
      locals.push_back({*symbol, std::nullopt, std::nullopt, false});
    } else if (assignment && !need_values) {
      call.message("lvset", {spec.expr(), e.expr(), e[0].expr()});
      return false;
    } else {
      call.message(need_values ? "lvw" : "lvsym", {spec.expr(), e.expr()});
      return false;
    }
  }
  for (std::size_t i = 1; i < locals.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (locals[i].symbol.identical(locals[j].symbol)) {
        call.message("dup", {locals[i].symbol, spec.expr()});
        return false;
      }
  return true;
}

// What a local starts with, if anything.
MaybeExpr initial_value(const Local& local) {
  if (local.value) return local.value;
  if (!local.initial) return std::nullopt;
  return local.delayed ? local.initial->expr() : local.initial->evaluate();
}

// The body of a Module or With inside a compiled body, compiled with its locals as further variables.
struct ScopeBody : CodeExtra {
  std::vector<Expr> names;
  Body body;
};

const ScopeBody& scope_body(const Code& scope, const Bindings& bindings, const std::vector<Local>& locals) {
  if (scope.extra == nullptr) {
    auto made = std::make_unique<ScopeBody>();
    made->body.statement = scope.statement;
    PatternVariables names;
    names.symbols.assign(bindings.size(), Expr::integer(0));
    for (const Local& local : locals) names.symbols.push_back(local.symbol);
    const Code& inner = scope.children[2];
    made->body.form = inner.form != nullptr ? extend_template(*inner.form, names) : compile_template(inner.source, names, true);
    if (scope.variables != nullptr) made->body.variables = *scope.variables;
    made->body.variables.symbols.resize(bindings.size(), Expr::integer(0));
    for (const Local& local : locals) {
      made->names.push_back(local.symbol);
      made->body.variables.symbols.push_back(local.symbol);
    }
    scope.extra = std::move(made);
  }
  return static_cast<const ScopeBody&>(*scope.extra);
}

// The body of a scope with each local standing for its value (a fresh symbol, or what With puts in).
Expr evaluate_scope(HeldCall& call, const std::vector<Local>& locals, std::span<const Expr> values) {
  if (locals.empty()) return call[1].evaluate();
  if (call.code() != nullptr && call.code()->children[2].kind != Code::Kind::Variable) {
    const Bindings& outer = *call.bindings();
    const ScopeBody& scope = scope_body(*call.code(), outer, locals);
    bool same = scope.names.size() == locals.size() && scope.body.variables.symbols.size() == outer.size() + locals.size();
    for (std::size_t i = 0; same && i < locals.size(); ++i) same = scope.names[i].identical(locals[i].symbol);
    if (same) {
      Bindings inner(outer, locals.size());
      for (std::size_t i = 0; i < values.size(); ++i) inner.put(outer.size() + i, values[i]);
      return scope.body.run(inner);  // leaving goes on through the scope
    }
  }
  PatternVariables names;
  Bindings bindings(locals.size());
  for (std::size_t i = 0; i < locals.size(); ++i) {
    names.symbols.push_back(locals[i].symbol);
    bindings.put(i, values[i]);
  }
  Body body;
  body.form = compile_template(call[1].expr(), names, true);
  body.variables = std::move(names);
  return body.evaluate(bindings);
}

// Module[{x, y = v}, body]
MaybeExpr builtin_Module(HeldCall& call) {
  std::vector<Local> locals;
  if (!read_locals(call, call[0], false, locals)) return std::nullopt;
  const std::int64_t serial = module_number++;
  std::vector<Expr> fresh;
  fresh.reserve(locals.size());
  for (const Local& local : locals) {
    fresh.push_back(make_temporary_symbol(local.symbol, serial));
    fresh.back().symbol_node().attributes = kTemporary;
  }
  for (std::size_t i = 0; i < locals.size(); ++i)
    if (MaybeExpr value = initial_value(locals[i])) set_own_value(fresh[i].symbol_node(), *value);
  return evaluate_scope(call, locals, fresh);
}

// The values of a symbol put aside while Block runs. With `inherited` it goes on with a copy of them.
class BlockedSymbol {
 public:
  BlockedSymbol(const Expr& symbol, bool inherited) : symbol_(symbol) {
    SymbolNode& node = symbol.symbol_node();
    if (inherited) {
      has_value_ = node.has_own_value;
      value_ = node.own_value;
      definitions_ = node.definitions;
      if (definitions_ != nullptr) node.definitions = new SymbolDefinitions(*definitions_);
      attributes_ = node.attributes;
      builtin_ = node.builtin;
      return;
    }
    has_value_ = node.has_own_value;
    value_ = std::exchange(node.own_value, Expr::integer(0));
    node.has_own_value = false;
    definitions_ = std::exchange(node.definitions, nullptr);
    attributes_ = node.attributes;
    node.attributes &= kTemporary;
    if (node.builtin != nullptr && node.builtin->value == nullptr) builtin_ = std::exchange(node.builtin, nullptr);
    if (definitions_ != nullptr || has_value_ || builtin_ != nullptr || attributes_ != node.attributes) symbol_changed(node);
  }
  BlockedSymbol(BlockedSymbol&& other) noexcept = default;
  BlockedSymbol(const BlockedSymbol&) = delete;
  BlockedSymbol& operator=(const BlockedSymbol&) = delete;
  void restore() {
    SymbolNode& node = symbol_.symbol_node();
    SymbolDefinitions* inner = std::exchange(node.definitions, definitions_);
    if (inner != nullptr && free_symbol_definitions != nullptr) free_symbol_definitions(inner);
    node.own_value = std::move(value_);
    node.has_own_value = has_value_;
    const bool other_attributes = node.attributes != attributes_;
    node.attributes = attributes_;
    if (builtin_ != nullptr) node.builtin = builtin_;
    if (inner != nullptr || definitions_ != nullptr || has_value_ || builtin_ != nullptr || other_attributes) symbol_changed(node);
  }

 private:
  Expr symbol_;
  Expr value_;
  bool has_value_ = false;
  SymbolDefinitions* definitions_ = nullptr;
  const Builtin* builtin_ = nullptr;   // a function of the system means nothing inside; variables of the kernel stay what they are
  Attributes attributes_ = 0;
};

class BlockScope {
 public:
  BlockScope() = default;
  ~BlockScope() {
    for (auto it = blocked_.rbegin(); it != blocked_.rend(); ++it) it->restore();
    for (const auto& [symbol, value] : kernel_values_) assign(symbol, value, false, sym::Block);
    recursion_limit = recursion_limit_;
    iteration_limit = iteration_limit_;
  }
  BlockScope(const BlockScope&) = delete;
  BlockScope& operator=(const BlockScope&) = delete;
  void add(const Expr& symbol, bool inherited = false) {
    if (symbol.is(sym::DollarMessageList)) message_list_.emplace();
    // The kernel keeps the values of these itself.
    if (symbol.is(sym::DollarContext) || symbol.is(sym::DollarContextPath) || symbol.is(sym::DollarPath) || symbol.is(sym::DollarContextAliases))
      kernel_values_.emplace_back(symbol, evaluate(symbol));
    blocked_.emplace_back(symbol, inherited);
  }

 private:
  std::vector<BlockedSymbol> blocked_;
  std::vector<std::pair<Expr, Expr>> kernel_values_;
  std::optional<MessageListScope> message_list_;
  std::int64_t recursion_limit_ = recursion_limit;
  std::int64_t iteration_limit_ = iteration_limit;
};

// Block[{x, y = v}, body]
MaybeExpr builtin_Block(HeldCall& call) {
  std::vector<Local> locals;
  if (!read_locals(call, call[0], false, locals)) return std::nullopt;
  // Initial values are evaluated before any symbol is blocked.
  std::vector<MaybeExpr> values;
  for (const Local& local : locals) {
    if ((local.symbol.symbol_node().attributes & kLocked) != 0) return call.message("locked", {local.symbol});
    values.push_back(initial_value(local));
  }
  BlockScope scope;
  for (const Local& local : locals) scope.add(local.symbol);
  for (std::size_t i = 0; i < locals.size(); ++i) {
    if (!values[i]) continue;
    // Kernel variables such as $RecursionLimit take effect through assignment; protection does not matter here.
    const Attributes attributes = locals[i].symbol.symbol_node().attributes;
    locals[i].symbol.symbol_node().attributes &= ~static_cast<Attributes>(kProtected);
    assign(locals[i].symbol, *values[i], locals[i].delayed, call.head());
    locals[i].symbol.symbol_node().attributes = attributes;
  }
  return call[1].evaluate();
}

// Internal`InheritedBlock[{f, x = v, ...}, body]: Block in which the symbols begin with all that is known of them.
MaybeExpr builtin_InheritedBlock(HeldCall& call) {
  std::vector<Local> locals;
  if (!read_locals(call, call[0], false, locals)) return std::nullopt;
  std::vector<MaybeExpr> values;
  for (const Local& local : locals) {
    if ((local.symbol.symbol_node().attributes & kLocked) != 0) return call.message("lockv", {local.symbol, call[0].expr()});
    values.push_back(initial_value(local));
  }
  BlockScope scope;
  for (const Local& local : locals) scope.add(local.symbol, true);
  for (std::size_t i = 0; i < locals.size(); ++i)
    if (values[i]) assign(locals[i].symbol, *values[i], locals[i].delayed, call.head());
  return call[1].evaluate();
}

// With[{x = v}, body], With[{...}, {...}, ..., body]
MaybeExpr builtin_With(HeldCall& call) {
  if (call.size() > 2) {
    // Later variables may use earlier ones: With[a, b, body] is With[a, With[b, body]].
    std::vector<Expr> inner;
    for (std::size_t i = 1; i < call.size(); ++i) inner.push_back(call[i].expr());
    return make_normal(sym::With, {call[0].expr(), make_normal(sym::With, std::move(inner))});
  }
  std::vector<Local> locals;
  if (!read_locals(call, call[0], true, locals)) return std::nullopt;
  std::vector<Expr> values;
  for (const Local& local : locals) values.push_back(*initial_value(local));
  return evaluate_scope(call, locals, values);
}

// Unique[], Unique[x], Unique["xxx"], Unique[{x, y}]
MaybeExpr builtin_Unique(Call& call) {
  const std::int64_t serial = module_number++;
  const auto unique = [&](const Expr& model) -> MaybeExpr {
    if (model.is_symbol()) {
      Expr symbol = intern_symbol(model.symbol_node().context, model.symbol_node().name + "$" + std::to_string(serial));
      symbol.symbol_node().attributes = kTemporary;
      return symbol;
    }
    if (model.is_string()) {
      // The name may have a context; without one it is in the current one.
      const std::string& text = model.string_value();
      const std::size_t quote = text.rfind('`');
      const std::string context = quote == std::string::npos ? current_context() : (text.front() == '`' ? current_context() + text.substr(1, quote) : text.substr(0, quote + 1));
      const std::string stem = quote == std::string::npos ? text : text.substr(quote + 1);
      for (std::int64_t n = serial;; ++n) {
        const std::string name = stem + std::to_string(n);
        if (!find_symbol(context, name)) return intern_symbol(context, name);
      }
    }
    return std::nullopt;
  };
  if (call.size() == 0) return unique(intern_symbol(current_context(), ""));
  if (call[0].is_list()) {
    Builder list(sym::List);
    for (const Expr& e : call[0].args()) {
      MaybeExpr symbol = unique(e);
      if (!symbol) return call.message("usym", {e});
      list.push(*symbol);
    }
    return list.finish();
  }
  MaybeExpr symbol = unique(call[0]);
  if (!symbol) return call.message("usym", {call[0]});
  return symbol;
}

// body /; test at the end of Module, With or Block on a rule's right side, while that rule is tried.
MaybeExpr builtin_CheckedCondition(Call& call) {
  if (!evaluate(call[1]).is_true()) throw ConditionFailedSignal{};
  return evaluate(call[0]);
}

Expr value_ModuleNumber() { return Expr::integer(module_number); }

constexpr Builtin kBuiltins[] = {
    {.name = "Module", .arity = exactly(2), .attributes = kHoldAll | kProtected,
     .usage = "Module[{x, y, ...}, expr] specifies that occurrences of the symbols x, y, ... in expr should be treated as local.\n"
              "Module[{x = x0, ...}, expr] defines initial values for x, ....",
     .held_fn = builtin_Module},
    {.name = "Block", .arity = exactly(2), .attributes = kHoldAll | kProtected,
     .usage = "Block[{x, y, ...}, expr] specifies that expr is to be evaluated with local values for the symbols x, y, ....\n"
              "Block[{x = x0, ...}, expr] defines initial local values for x, ....",
     .held_fn = builtin_Block},
    {.name = "Internal`InheritedBlock", .arity = exactly(2), .attributes = kHoldAll | kProtected,
     .usage = "Internal`InheritedBlock[{f, x, ...}, expr] evaluates expr with local copies of all values and attributes of f, x, ....",
     .held_fn = builtin_InheritedBlock},
    {.name = "With", .arity = at_least(2), .attributes = kHoldAll | kProtected,
     .usage = "With[{x = x0, y = y0, ...}, expr] specifies that in expr occurrences of the symbols x, y, ... should be replaced "
              "by x0, y0, ....",
     .held_fn = builtin_With},
    {.name = "Function", .arity = between(1, 3), .attributes = kHoldAll | kProtected,
     .usage = "body & or Function[body] is a pure function; its arguments are #, #2, ...\n"
              "Function[x, body] is a pure function with a single formal parameter x.\n"
              "Function[{x1, x2, ...}, body] is a pure function with a list of formal parameters.\n"
              "Function[params, body, attrs] has the attributes attrs during evaluation.",
     .messages = {{"slotn", "Slot number `1` in `2` cannot be filled from `3`."},
                  {"slota", "Named slot `1` in `2` cannot be filled from `3`."},
                  {"slot1", "`1` is expected to have an Association as the first argument."},
                  {"flpar", "Parameter specification `1` in `2` should be a symbol or a list of symbols."},
                  {"fpct", "Too many parameters in `1` to be filled from `2`."}}},
    {.name = "Unique", .fn = builtin_Unique, .arity = between(0, 1), .attributes = kProtected,
     .usage = "Unique[] generates a new symbol, whose name is of the form $nnn.\n"
              "Unique[x] generates a new symbol, with a name of the form x$nnn.\n"
              "Unique[{x, y, ...}] generates a list of new symbols.\n"
              "Unique[\"xxx\"] generates a new symbol, with a name of the form xxxnnn.",
     .messages = {{"usym", "`1` is not a symbol or a valid symbol name."}}},
    {.name = "System`Private`CheckedCondition", .fn = builtin_CheckedCondition, .arity = exactly(2), .attributes = kHoldAll | kProtected},
    {.name = "RuleCondition", .arity = between(1, 2), .attributes = kHoldAllComplete | kProtected,
     .usage = "RuleCondition[expr, test] as the right side of a rule evaluates expr when test is True, and otherwise the rule does not apply."},
    {.name = "$ModuleNumber", .attributes = kNoAttributes, .value = value_ModuleNumber},
};

}  // namespace

void register_scoping(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
