// scoping.cpp - Module, Block, With, Function and Unique.
#include <algorithm>

#include "builtins/control/assign.h"
#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"
#include "evaluator/limits.h"
#include "evaluator/rules.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

std::int64_t module_number = 1;

struct Local {
  Expr symbol;
  MaybeExpr initial;     // not evaluated
  bool delayed = false;
};

// {x, y = v, z := w}; false after a message.
bool read_locals(Call& call, const Expr& spec_given, bool need_values, std::vector<Local>& locals) {
  const Expr spec = spec_given.is_list() ? spec_given : evaluate(spec_given);
  if (!spec.is_list()) {
    call.message("lvlist", {spec});
    return false;
  }
  for (const Expr& e : spec.args()) {
    const bool assignment = (e.has_head(sym::Set) || e.has_head(sym::SetDelayed)) && e.size() == 2;
    if (assignment && e[0].is_symbol()) {
      locals.push_back({e[0], e[1], e.has_head(sym::SetDelayed)});
    } else if (assignment && e[0].is_list() && !need_values) {
      for (const Expr& name : e[0].args()) {
        if (!name.is_symbol()) {
          call.message("lvset", {spec, e, name});
          return false;
        }
      }
      const Expr values = evaluate(e[1]);
      for (std::size_t i = 0; i < e[0].size(); ++i)
        locals.push_back({e[0][i], values.is_list() && values.size() == e[0].size() ? MaybeExpr(values[i]) : std::nullopt, false});
    } else if (e.is_symbol() && !need_values) {
      locals.push_back({e, std::nullopt, false});
    } else if (assignment && !need_values) {
      call.message("lvset", {spec, e, e[0]});
      return false;
    } else {
      call.message(need_values ? "lvw" : "lvsym", {spec, e});
      return false;
    }
  }
  return true;
}

// Module[{x, y = v}, body]
MaybeExpr builtin_Module(Call& call) {
  std::vector<Local> locals;
  if (!read_locals(call, call[0], false, locals)) return std::nullopt;
  const std::int64_t serial = module_number++;
  std::vector<Expr> names;
  std::vector<Expr> fresh;
  for (const Local& local : locals) {
    names.push_back(local.symbol);
    fresh.push_back(make_temporary_symbol(local.symbol, serial));
    fresh.back().symbol_node().attributes = kTemporary;
  }
  for (std::size_t i = 0; i < locals.size(); ++i) {
    if (!locals[i].initial) continue;
    const Expr value = locals[i].delayed ? *locals[i].initial : evaluate(*locals[i].initial);
    set_own_value(fresh[i].symbol_node(), value);
  }
  return evaluate(names.empty() ? call[1] : substitute(call[1], names, fresh));
}

// The values of a symbol put aside while Block runs.
class BlockedSymbol {
 public:
  explicit BlockedSymbol(const Expr& symbol) : symbol_(symbol) {
    SymbolNode& node = symbol.symbol_node();
    has_value_ = node.has_own_value;
    value_ = std::exchange(node.own_value, Expr::integer(0));
    node.has_own_value = false;
    definitions_ = std::exchange(node.definitions, nullptr);
    attributes_ = node.attributes;
    if (definitions_ != nullptr || has_value_) symbol_changed(node);
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
    node.attributes = attributes_;
    if (inner != nullptr || definitions_ != nullptr || has_value_) symbol_changed(node);
  }

 private:
  Expr symbol_;
  Expr value_;
  bool has_value_ = false;
  SymbolDefinitions* definitions_ = nullptr;
  Attributes attributes_ = 0;
};

class BlockScope {
 public:
  BlockScope() = default;
  ~BlockScope() {
    for (auto it = blocked_.rbegin(); it != blocked_.rend(); ++it) it->restore();
    recursion_limit = recursion_limit_;
    iteration_limit = iteration_limit_;
  }
  BlockScope(const BlockScope&) = delete;
  BlockScope& operator=(const BlockScope&) = delete;
  void add(const Expr& symbol) { blocked_.emplace_back(symbol); }

 private:
  std::vector<BlockedSymbol> blocked_;
  std::int64_t recursion_limit_ = recursion_limit;
  std::int64_t iteration_limit_ = iteration_limit;
};

// Block[{x, y = v}, body]
MaybeExpr builtin_Block(Call& call) {
  std::vector<Local> locals;
  if (!read_locals(call, call[0], false, locals)) return std::nullopt;
  // Initial values are evaluated before any symbol is blocked.
  std::vector<MaybeExpr> values;
  for (const Local& local : locals) {
    if ((local.symbol.symbol_node().attributes & kLocked) != 0) return call.message("locked", {local.symbol});
    values.push_back(local.initial && !local.delayed ? MaybeExpr(evaluate(*local.initial)) : local.initial);
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
  return evaluate(call[1]);
}

// With[{x = v}, body], With[{...}, {...}, ..., body]
MaybeExpr builtin_With(Call& call) {
  if (call.size() > 2) {
    // Later variables may use earlier ones: With[a, b, body] is With[a, With[b, body]].
    std::vector<Expr> inner(call.args().begin() + 1, call.args().end());
    return make_normal(sym::With, {call[0], make_normal(sym::With, std::move(inner))});
  }
  std::vector<Local> locals;
  if (!read_locals(call, call[0], true, locals)) return std::nullopt;
  std::vector<Expr> names;
  std::vector<Expr> values;
  for (const Local& local : locals) {
    names.push_back(local.symbol);
    values.push_back(local.delayed ? *local.initial : evaluate(*local.initial));
  }
  return evaluate(substitute(call[1], names, values));
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
      for (std::int64_t n = serial;; ++n) {
        const std::string name = model.string_value() + std::to_string(n);
        if (!find_symbol("Global`", name)) return intern_symbol("Global`", name);
      }
    }
    return std::nullopt;
  };
  if (call.size() == 0) return unique(intern_symbol("Global`", ""));
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
    {.name = "Module", .fn = builtin_Module, .arity = exactly(2), .attributes = kHoldAll | kProtected,
     .usage = "Module[{x, y, ...}, expr] specifies that occurrences of the symbols x, y, ... in expr should be treated as local.\n"
              "Module[{x = x0, ...}, expr] defines initial values for x, ...."},
    {.name = "Block", .fn = builtin_Block, .arity = exactly(2), .attributes = kHoldAll | kProtected,
     .usage = "Block[{x, y, ...}, expr] specifies that expr is to be evaluated with local values for the symbols x, y, ....\n"
              "Block[{x = x0, ...}, expr] defines initial local values for x, ...."},
    {.name = "With", .fn = builtin_With, .arity = at_least(2), .attributes = kHoldAll | kProtected,
     .usage = "With[{x = x0, y = y0, ...}, expr] specifies that in expr occurrences of the symbols x, y, ... should be replaced "
              "by x0, y0, ...."},
    {.name = "Function", .attributes = kHoldAll | kProtected,
     .usage = "body & or Function[body] is a pure function; its arguments are #, #2, ...\n"
              "Function[x, body] is a pure function with a single formal parameter x.\n"
              "Function[{x1, x2, ...}, body] is a pure function with a list of formal parameters.\n"
              "Function[params, body, attrs] has the attributes attrs during evaluation.",
     .messages = {{"slotn", "Slot number `1` in `2` cannot be filled from `3`."},
                  {"slota", "Named slot `1` in `2` cannot be filled from `3`."},
                  {"fpct", "Too many parameters in `1` to be filled from `2`."}}},
    {.name = "Unique", .fn = builtin_Unique, .arity = between(0, 1), .attributes = kProtected,
     .usage = "Unique[] generates a new symbol, whose name is of the form $nnn.\n"
              "Unique[x] generates a new symbol, with a name of the form x$nnn.\n"
              "Unique[{x, y, ...}] generates a list of new symbols.\n"
              "Unique[\"xxx\"] generates a new symbol, with a name of the form xxxnnn.",
     .messages = {{"usym", "`1` is not a symbol or a valid symbol name."}}},
    {.name = "System`Private`CheckedCondition", .fn = builtin_CheckedCondition, .arity = exactly(2), .attributes = kHoldAll | kProtected},
    {.name = "$ModuleNumber", .attributes = kNoAttributes, .value = value_ModuleNumber},
};

}  // namespace

void register_scoping(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
