// code_compile.cpp - making the tree of Code of a body: which function runs each node.
#include <algorithm>

#include "evaluator/attributes.h"
#include "evaluator/code.h"
#include "evaluator/evaluator.h"
#include "evaluator/held.h"
#include "evaluator/registry.h"
#include "evaluator/run_code.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

bool is_special(const Code& child) {
  return child.kind != Code::Kind::Variable &&
         (child.source.has_head(sym::Unevaluated) || child.source.has_head(sym::Evaluate) || child.source.has_head(sym::Sequence) ||
          child.source.has_head(sym::Splice));
}

// Sequence, Evaluate and Unevaluated are looked for when the body is compiled; those that come in through a variable are dealt
// with when it runs.
bool has_special_argument(const Code& code) {
  return std::any_of(code.children.begin() + 1, code.children.end(), is_special);
}

// f[Unevaluated[x]] takes x as it is: that is for the evaluation of the whole call.
bool has_unevaluated_argument(const Code& code) {
  return std::any_of(code.children.begin() + 1, code.children.end(),
                     [](const Code& child) { return child.kind != Code::Kind::Variable && child.source.has_head(sym::Unevaluated); });
}

// Goto looks for labels among the statements of the builtin.
bool has_label(const Code& code) {
  return std::any_of(code.children.begin() + 1, code.children.end(), [](const Code& child) { return child.source.has_head(sym::Label); });
}

bool is_leaving_call(std::uint32_t symbol, std::size_t count) {
  return symbol == sym::Return.index ? count <= 1 : symbol == sym::Throw.index ? count == 1 : count == 0 && (symbol == sym::Break.index || symbol == sym::Continue.index);
}

bool count_fits(const Builtin& builtin, std::size_t count) {
  const auto n = static_cast<int>(count);
  return builtin.options[0] == '\0' && n >= builtin.arity.min && (builtin.arity.max < 0 || n <= builtin.arity.max);
}

// Which arguments of a statement's head pass on what their evaluation gives (leaving.h). Loops take it themselves.
bool passes_on(const Expr& head, std::size_t count, std::size_t index, bool statement) {
  if (!head.is_symbol()) return false;
  switch (head.symbol_node().known_index) {
    case sym::CompoundExpression.index: return statement;
    case sym::If.index: return statement && index >= 1;
    case sym::Which.index: return statement && index % 2 == 1;
    case sym::Module.index:
    case sym::Block.index:
    case sym::With.index: return statement && index == 1 && count == 2;
    case sym::Catch.index:
    case sym::Do.index: return index == 0;
    case sym::While.index: return index == 1;
    case sym::For.index: return index == 3;
    default: return false;
  }
}

// The function for a call whose head is a symbol by name; children are compiled.
void choose_run(Code& code) {
  const Expr& head = code.children[0].source;
  SymbolNode& symbol = head.symbol_node();
  code.symbol = &symbol;
  code.attributes = symbol.attributes;
  code.kind = Code::Kind::Call;
  code.run = symbol.builtin == nullptr ? run_function_call : run_symbol_call;
  const std::size_t count = code.children.size() - 1;
  if (has_unevaluated_argument(code)) {
    code.kind = Code::Kind::Other;
    code.run = run_as_expression;
    return;
  }
  if ((symbol.attributes & kHoldAllComplete) != 0 && symbol.known_index != sym::Lookup.index) {
    code.kind = Code::Kind::Other;
    code.run = run_as_expression;
    return;
  }
  if (symbol.known_index == sym::Lookup.index) {
    const Run run = symbol.builtin != nullptr && symbol.definitions == nullptr && !symbol.has_own_value && !has_special_argument(code) ? assignment_run(code) : nullptr;
    code.kind = Code::Kind::Other;
    code.run = run != nullptr ? run : run_as_expression;
    return;
  }
  if (symbol.builtin == nullptr || symbol.definitions != nullptr || symbol.has_own_value || has_special_argument(code)) return;
  const std::uint32_t known = symbol.known_index;
  if (known == sym::If.index && count >= 2 && count <= 4) {
    code.kind = Code::Kind::If;
    code.run = run_if;
  } else if (known == sym::CompoundExpression.index && count >= 1 && !has_label(code)) {
    code.kind = Code::Kind::Compound;
    code.run = run_compound;
  } else if (code.statement && is_leaving_call(known, count)) {
    code.kind = Code::Kind::Other;
    code.run = run_leave;
  } else if (Compute compute = arithmetic_compute(code); compute != nullptr || (compute = part_compute(code)) != nullptr || (compute = association_compute(code)) != nullptr) {
    code.kind = Code::Kind::Other;
    code.compute = compute;
    code.run = run_computed;
  } else if (Run assignment = assignment_run(code)) {
    code.kind = Code::Kind::Other;
    code.run = assignment;
  } else if (symbol.builtin->held_fn != nullptr) {
    if (!count_fits(*symbol.builtin, count)) return;
    code.kind = Code::Kind::Other;
    code.run = run_held;
  } else if (symbol.builtin->fn != nullptr && symbol.builtin->definition == nullptr && (symbol.attributes & (kOrderless | kHoldAllComplete)) == 0) {
    code.run = run_builtin_call;
  }
}

// Long lists of plain data are values: evaluated once as a whole rather than element by element each time.
bool is_data(const Expr& e) {
  constexpr std::size_t kLong = 24;
  if (!e.is_list() || e.size() < kLong) return false;
  const auto args = e.args();
  return std::none_of(args.begin(), args.end(), [](const Expr& x) { return x.is_symbol() || (x.kind() == Kind::Normal && !is_data(x)) || x.is_association(); });
}

}  // namespace

void compile_constant_code(Code& out, const Expr& source, bool statement) {
  const RecursionGuard guard;
  out.source = source;
  out.statement = statement;
  if (source.is_symbol()) {
    out.kind = Code::Kind::Symbol;
    out.run = run_symbol;
    return;
  }
  if (source.is_association() || (source.kind() == Kind::Normal && is_data(source))) {
    out.kind = Code::Kind::Other;
    out.run = run_as_expression;
    return;
  }
  if (source.kind() != Kind::Normal) {
    out.kind = Code::Kind::Settled;
    out.run = run_settled;
    return;
  }
  out.children.resize(source.size() + 1);
  compile_constant_code(out.children[0], source.head(), false);
  for (std::size_t i = 0; i < source.size(); ++i)
    compile_constant_code(out.children[i + 1], source[i], passes_on(source.head(), source.size(), i, statement));
  if (source.head().is_symbol()) {
    choose_run(out);
  } else {
    out.kind = Code::Kind::Other;
    out.run = run_call;
  }
}

void compile_code(Code& out, const TemplateNode& form, const PatternVariables& variables, bool statement) {
  if (form.op == TemplateNode::Op::Constant) return compile_constant_code(out, form.value, statement);
  const RecursionGuard guard;
  out.source = form.value;
  out.constant = false;
  out.statement = statement;
  out.form = &form;
  out.variables = &variables;
  if (form.op == TemplateNode::Op::Variable) {
    out.kind = Code::Kind::Variable;
    out.slot = form.slot;
    out.run = run_variable;
    return;
  }
  out.kind = Code::Kind::Other;
  out.children.resize(form.children.size());
  const Expr& head = form.children[0].value;
  for (std::size_t i = 0; i < form.children.size(); ++i)
    compile_code(out.children[i], form.children[i], variables, i > 0 && passes_on(head, form.children.size() - 1, i - 1, statement));
  const bool named = form.children[0].op == TemplateNode::Op::Constant && form.children[0].value.is_symbol();
  if (!named) {
    out.run = run_call;
    return;
  }
  choose_run(out);
  // Scopes are run by their builtin (Module, With) or built with their names kept apart (Function, :=, :>).
  if (form.op == TemplateNode::Op::RenamedScope && out.run != run_held) {
    out.kind = Code::Kind::Other;
    out.run = run_as_expression;
    out.compute = nullptr;
  }
}

void Body::compile() const {
  auto code = std::make_unique<Code>();
  compile_code(*code, form, variables, statement);
  code_ = std::move(code);
}

}  // namespace lykos
