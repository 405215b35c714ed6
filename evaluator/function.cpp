// function.cpp - compiling and binding pure functions.
//
// Slots belong to the innermost Function that has no named parameters, so the compiler does not look into nested ones.
#include "evaluator/function.h"

#include <algorithm>
#include <unordered_map>

#include "evaluator/caller.h"
#include "evaluator/evaluator.h"
#include "expr/association.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

bool has_own_slots(const Expr& e) {
  return e.has_head(sym::Function) && (e.size() == 1 || ((e.size() == 2 || e.size() == 3) && e[0].is(sym::Null)));
}

int add_slot(PatternVariables& variables, const Expr& slot) {
  for (std::size_t i = 0; i < variables.symbols.size(); ++i)
    if (variables.symbols[i] == slot) return static_cast<int>(i);
  variables.symbols.push_back(slot);
  return static_cast<int>(variables.symbols.size()) - 1;
}

TemplateNode compile_slots(const Expr& body, PatternVariables& variables) {
  RecursionGuard guard;
  TemplateNode node;
  node.value = body;
  if (body.kind() != Kind::Normal) {
    if (!body.is_association()) return node;
  } else if ((body.has_head(sym::Slot) || body.has_head(sym::SlotSequence)) && body.size() <= 1) {
    const Expr slot = body.size() == 1 ? body : make_normal(body.head(), {Expr::integer(1)});
    node.op = TemplateNode::Op::Variable;
    node.slot = add_slot(variables, slot);
    return node;
  } else if (has_own_slots(body)) {
    return node;
  }
  bool changes = false;
  node.children.reserve(body.size() + 1);
  node.children.push_back(body.is_association() ? TemplateNode{} : compile_slots(body.head(), variables));
  if (body.is_association()) node.children[0].value = sym::Association;
  changes = node.children[0].op != TemplateNode::Op::Constant;
  for (const Expr& arg : body.args()) {
    node.children.push_back(compile_slots(arg, variables));
    changes = changes || node.children.back().op != TemplateNode::Op::Constant;
  }
  if (changes)
    node.op = TemplateNode::Op::Apply;
  else
    node.children.clear();
  return node;
}

bool add_parameters(const Expr& parameters, PatternVariables& variables) {
  if (parameters.is_symbol()) {
    variables.symbols.push_back(parameters);
    return true;
  }
  if (!parameters.is_list()) return false;
  for (const Expr& p : parameters.args()) {
    if (!p.is_symbol()) return false;
    variables.symbols.push_back(p);
  }
  return true;
}

Attributes read_attributes(const Expr& spec) {
  if (spec.is_symbol()) return attribute_bits(spec);
  Attributes bits = kNoAttributes;
  for (const Expr& e : spec.args()) bits |= attribute_bits(e);
  return bits;
}

void plan_positions(CompiledFunction& function) {
  const std::vector<Expr>& variables = function.body.variables.symbols;
  std::vector<std::uint32_t> positions;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    std::int64_t n = static_cast<std::int64_t>(i) + 1;
    if (function.uses_slots) {
      const Expr& slot = variables[i];
      constexpr std::int64_t kMost = 1 << 20;
      if (!slot.has_head(sym::Slot) || !slot[0].is_small_integer() || slot[0].small_integer() < 1 || slot[0].small_integer() > kMost) return;
      n = slot[0].small_integer();
    }
    positions.push_back(static_cast<std::uint32_t>(n - 1));
    function.most_used = std::max(function.most_used, static_cast<std::size_t>(n));
  }
  function.positions = std::move(positions);
}

Ref<const CompiledFunction> make_function(const Expr& function) {
  auto compiled = std::make_unique<CompiledFunction>();
  compiled->function = function;
  const std::size_t n = function.size();
  if (n < 1 || n > 3) return {};
  compiled->uses_slots = has_own_slots(function);
  if (n == 3) compiled->attributes = read_attributes(function[2]);
  if (compiled->uses_slots) {
    compiled->body.form = compile_slots(function[n == 1 ? 0 : 1], compiled->body.variables);
  } else {
    if (!add_parameters(function[0], compiled->body.variables)) {
      message(sym::Function, "flpar", {function[0], make_normal(sym::HoldForm, {function})});
      return {};
    }
    compiled->body.form = compile_template(function[1], compiled->body.variables, true);
  }
  plan_positions(*compiled);
  return Ref<const CompiledFunction>(compiled.release());
}

// Some of the functions that the cache below keeps, by address.
constexpr std::size_t kLikely = 32;
const CompiledFunction* likely_functions[kLikely];

}  // namespace

Ref<const CompiledFunction> compile_function(const Expr& function) {
  // The same few functions are usually applied again and again.
  const CompiledFunction*& likely = likely_functions[(reinterpret_cast<std::uintptr_t>(function.node()) >> 4) % kLikely];
  if (likely != nullptr && likely->function.identical(function)) return Ref<const CompiledFunction>(likely);
  static std::unordered_map<Node*, Ref<const CompiledFunction>> cache;
  if (auto found = cache.find(function.node()); found != cache.end()) {
    likely = found->second.get();
    return found->second;
  }
  constexpr std::size_t kLimit = 256;
  if (cache.size() >= kLimit) {
    std::fill(std::begin(likely_functions), std::end(likely_functions), nullptr);
    cache.clear();
  }
  auto compiled = make_function(function);
  if (compiled) {
    cache.emplace(function.node(), compiled);
    likely = compiled.get();
  }
  return compiled;
}

Caller::Caller(const Expr& function) : function_(function), bindings_(0) {
  if (function.kind() != Kind::Normal || !function.has_head(sym::Function)) return;
  Ref<const CompiledFunction> compiled = compile_function(function);
  if (!compiled || compiled->attributes != kNoAttributes || compiled->positions.empty()) return;
  bindings_ = Bindings(compiled->positions.size());
  for (std::size_t i = 0; i < compiled->positions.size(); ++i) bindings_.put(i, Expr::integer(0));
  compiled_ = std::move(compiled);
}

// False when the call has to be made as an expression.
bool Caller::bind(std::span<const Expr> args) {
  if (!compiled_ || trace_hook != nullptr || args.size() < compiled_->most_used) return false;
  for (const Expr& arg : args)
    if (arg.kind() == Kind::Normal && (arg.has_head(sym::Sequence) || arg.has_head(sym::Unevaluated))) return false;
  const std::vector<std::uint32_t>& positions = compiled_->positions;
  for (std::size_t i = 0; i < positions.size(); ++i) bindings_.value(i) = args[positions[i]];
  return true;
}

Expr Caller::operator()(std::span<const Expr> args) { return bind(args) ? compiled_->body.evaluate(bindings_) : lykos::apply(function_, args); }

bool Caller::test(std::span<const Expr> args) { return bind(args) ? compiled_->body.test(bindings_) : lykos::apply(function_, args).is_true(); }

bool CompiledFunction::bind(std::span<const Expr> args, Bindings& bindings) const {
  const std::vector<Expr>& variables = body.variables.symbols;
  if (!positions.empty() && args.size() >= most_used) {
    for (std::size_t i = 0; i < positions.size(); ++i) bindings.put(i, args[positions[i]]);
    return true;
  }
  const auto put = [&](std::size_t i, const Expr& value) { bindings.put(i, value); };
  if (!uses_slots) {
    if (args.size() < variables.size()) {
      message(sym::Function, "fpct", {function[0], make_normal(function, args)});
      return false;
    }
    for (std::size_t i = 0; i < variables.size(); ++i) put(i, args[i]);
    return true;
  }
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const Expr& slot = variables[i];
    const Expr& key = slot[0];
    if (slot.has_head(sym::SlotSequence)) {
      const std::int64_t from = key.is_small_integer() ? key.small_integer() : 1;
      const std::size_t skip = static_cast<std::size_t>(std::max<std::int64_t>(from - 1, 0));
      put(i, make_normal(sym::Sequence, skip < args.size() ? args.subspan(skip) : std::span<const Expr>()));
    } else if (key.is_small_integer()) {
      const std::int64_t n = key.small_integer();
      if (n == 0) {
        put(i, function);
      } else if (n > 0 && static_cast<std::size_t>(n) <= args.size()) {
        put(i, args[static_cast<std::size_t>(n) - 1]);
      } else {
        // The slot stays as it is: (#1 + #2 &)[1] is 1 + #2.
        message(sym::Function, "slotn", {Expr::integer(n), function, make_normal(sym::HoldForm, {make_normal(function, args)})});
        put(i, slot);
      }
    } else if (key.is_string() || key.is_symbol()) {
      const Expr name = key.is_symbol() ? Expr::string(key.symbol_node().name) : key;
      const Expr* value = !args.empty() && args[0].is_association() ? association_find(args[0], name) : nullptr;
      if (value != nullptr) {
        put(i, *value);
      } else {
        // The slot stays as it is, like a numbered one.
        if (!args.empty() && args[0].is_association())
          message(sym::Function, "slota", {name, function, args[0]});
        else
          message(sym::Function, "slot1", {make_normal(sym::HoldForm, {make_normal(function, args)})});
        put(i, slot);
      }
    }
  }
  return true;
}

}  // namespace lykos
