// code.h - bodies compiled for repeated evaluation: right sides of rules, pure functions, bodies of loops.
//
// A Body is a template (what the body is, with its variables as numbered slots) and, made when it first runs, a tree of Code: one
// node per subexpression, each with the function that evaluates it. Arguments are computed straight into the call that wants
// them, so most intermediate expressions are never built; control structures and arithmetic on machine numbers run in place.
// What a node does is decided from the head's meaning when it was compiled. Every node checks that this still holds (no user
// definitions on the head, the same attributes) and otherwise builds its expression and evaluates that: the meaning is always
// that of evaluate(instantiate(body)).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "evaluator/matcher/pattern.h"
#include "expr/expr.h"

namespace lykos {

struct Code;
class TraceHook;
extern TraceHook* trace_hook;   // see trace.h
Expr run_as_expression(const Code& code, const Bindings& bindings);
using Run = Expr (*)(const Code& code, const Bindings& bindings);
class Operand;   // operand.h
using Compute = void (*)(const Code& code, const Bindings& bindings, Operand& value);

/// What a node works out when it first runs and keeps (inner scopes); each user derives its own.
struct CodeExtra {
  virtual ~CodeExtra() = default;
};

struct Code {
  enum class Kind : std::uint8_t {
    Settled,    // an atom that evaluates to itself: `source` is the value
    Variable,   // a slot
    Symbol,     // a symbol by name
    If, Compound, Call,  // may continue in tail position
    Other,
  } kind = Kind::Settled;
  bool statement = false;               // its value is passed on as it is, so that leaving the body needs no exception (leaving.h)
  bool constant = true;                 // no variables inside: `source` is the whole expression
  int slot = -1;
  std::uint32_t attributes = 0;         // of the head when compiled
  Run run = nullptr;
  Compute compute = nullptr;            // as run, where the value may be a number or a truth value that needs no expression
  SymbolNode* symbol = nullptr;         // the head, when it is a symbol by name
  Expr source;
  const TemplateNode* form = nullptr;   // to build the expression from; null when constant
  const PatternVariables* variables = nullptr;
  std::vector<Code> children;           // head first, like the template's
  mutable std::unique_ptr<CodeExtra> extra;
};

/// A template ready to run. Owners: rules, pure functions, loops. Not movable once it ran (code points into the form).
struct Body {
  TemplateNode form;
  PatternVariables variables;
  bool statement = false;               // whoever runs it knows about leaving (leaving.h)
  Body() = default;
  Body(TemplateNode given_form, PatternVariables given_variables) : form(std::move(given_form)), variables(std::move(given_variables)) {}
  const Code& code() const {
    if (code_ == nullptr) compile();
    return *code_;
  }
  Expr evaluate(const Bindings& bindings) const;
  /// As evaluate, for a caller that deals with leaving itself.
  Expr run(const Bindings& bindings) const {
    if (trace_hook != nullptr) [[unlikely]]
      return run_as_expression(code(), bindings);   // a trace sees expressions
    const Code& c = code();
    return c.run(c, bindings);
  }
  /// Whether it evaluates to True.
  bool test(const Bindings& bindings) const;

 private:
  void compile() const;
  mutable std::unique_ptr<Code> code_;
};

/// Evaluates a node; atoms and small integers that variables stand for without a call.
inline Expr run_code(const Code& code, const Bindings& bindings) {
  if (code.kind == Code::Kind::Settled) return code.source;
  if (code.kind == Code::Kind::Variable) {
    const Expr& value = bindings.value(static_cast<std::size_t>(code.slot));
    if (value.is_small_integer() && bindings.set[static_cast<std::size_t>(code.slot)]) return value;
  } else if (code.kind == Code::Kind::Symbol) {
    const SymbolNode& symbol = code.source.symbol_node();
    if (symbol.has_own_value && symbol.own_value.is_small_integer()) return symbol.own_value;
  }
  return code.run(code, bindings);
}

/// The expression a node stands for, its variables put in, unevaluated.
inline Expr instantiate(const Code& code, const Bindings& bindings) {
  return code.form != nullptr ? instantiate(*code.form, bindings, *code.variables) : code.source;
}

// ---- for the files that make and run code
/// A node of a template, or of an expression without variables.
void compile_code(Code& out, const TemplateNode& form, const PatternVariables& variables, bool statement);
void compile_constant_code(Code& out, const Expr& source, bool statement);
/// Builds the expression and evaluates it: the way of every node whose shortcut does not apply.
Expr run_as_expression(const Code& code, const Bindings& bindings);
/// Any call whose head is a symbol by name; one of a symbol without code; any call.
Expr run_symbol_call(const Code& code, const Bindings& bindings);
Expr run_function_call(const Code& code, const Bindings& bindings);
Expr run_call(const Code& code, const Bindings& bindings);
/// The shortcut for a call of a builtin with its arguments, or null (code_arithmetic.cpp, code_assign.cpp).
Compute arithmetic_compute(const Code& code);
Compute part_compute(const Code& code);
Run assignment_run(const Code& code);
/// The head still means what it meant when compiled.
inline bool is_as_compiled(const Code& code) {
  const SymbolNode& symbol = *code.symbol;
  return symbol.definitions == nullptr && !symbol.has_own_value && symbol.builtin != nullptr && symbol.attributes == code.attributes;
}

}  // namespace lykos
