// hooks.cpp - Format[...] definitions for the printers, and the other questions they ask the evaluator.
#include "builtins/formatting/hooks.h"

#include <string_view>

#include "builtins/associations/dataset_table.h"
#include "builtins/control/names.h"
#include "evaluator/contexts.h"
#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "expr/expr.h"
#include "formatting/formatting.h"
#include "formatting/notation.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

// f for f, f[x], f[x][y].
const Expr* head_symbol(const Expr& expr) {
  const Expr* at = &expr;
  while (at->kind() == Kind::Normal) at = &at->head();
  return at->is_symbol() ? at : nullptr;
}

// The value of the first of the symbol's Format rules that matches Format[expr] or Format[expr, form]. Definitions without a
// form apply wherever notation is for people, not to InputForm and program text.
MaybeExpr format_definition(const Expr& expr, const char* form) {
  if ((expr.has_head(sym::Definition, 1) || expr.has_head(sym::FullDefinition, 1)) && expr[0].is_symbol()) return verbatim(printed_definition(expr));
  const Expr* symbol = head_symbol(expr);
  if (symbol == nullptr) return std::nullopt;
  const std::string_view wanted = form;
  if (wanted == "Table") {
    std::string text = dataset_table(expr);
    return text.empty() ? std::nullopt : MaybeExpr(verbatim(std::move(text)));
  }
  if ((wanted == "OutputForm" || wanted == "ScriptForm") && is_information(expr)) return verbatim(printed_information(expr));
  SymbolDefinitions* definitions = symbol->symbol_node().definitions;
  if (definitions == nullptr || definitions->format_values.empty()) return std::nullopt;
  // A definition may change the rules that are being looked through.
  const RuleList rules = definitions->format_values;
  if (MaybeExpr found = rules.apply_and_evaluate(make_normal(sym::Format, {expr, Expr::symbol(form)}))) return found;
  const std::string_view name = form;
  // Both write traditional notation.
  if (name == "TeXForm" || name == "MathMLForm")
    if (MaybeExpr found = rules.apply_and_evaluate(make_normal(sym::Format, {expr, sym::TraditionalForm}))) return found;
  const bool for_people = name == "OutputForm" || name == "ScriptForm" || name == "TeXForm" || name == "MathMLForm" || name == "StandardForm" ||
                          name == "TraditionalForm";
  if (!for_people) return std::nullopt;
  return rules.apply_and_evaluate(make_normal(sym::Format, {expr}));
}

Expr evaluate_option_call(const Expr& expr) { return evaluate(expr); }

}  // namespace

void install_formatting_hooks() {
  set_format_hook(format_definition);
  set_context_hook(context_is_visible);
  set_evaluate_hook(evaluate_option_call);
  set_character_name_hook(character_long_name);
}

}  // namespace lykos::builtins
