// load_text.cpp - see load_text.h.
#include "evaluator/load_text.h"

#include <stdexcept>

#include "evaluator/attributes.h"
#include "evaluator/contexts.h"
#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

Expr resolve_system(std::string_view written) {
  if (written.find('`') != std::string_view::npos) return Expr::symbol(written);
  if (MaybeExpr known = find_symbol("System`", written)) return *known;
  return intern_symbol("System`Private`", written);
}

// While definitions are entered, the symbols they belong to must not be protected.
void unprotect_target(const Expr& definition) {
  const Expr* e = &definition;
  if (!e->has_head(sym::SetDelayed) && !e->has_head(sym::Set)) return;
  MaybeExpr target = head_symbol_of((*e)[0]);
  if (target) target->symbol_node().attributes &= ~static_cast<Attributes>(kProtected);
}

}  // namespace

Expr parse_system_text(std::string_view text) {
  const ParseResult result = parse_one(text, resolve_system);
  if (result.error || result.expressions.empty()) throw std::logic_error("bad internal text: " + std::string(text));
  return result.expressions.back().value;
}

void load_definition_text(std::string_view text) {
  const ParseResult result = parse_all(text, resolve_system);
  if (result.error) throw std::logic_error("bad internal definitions: " + result.error->message);
  for (const ParsedExpression& parsed : result.expressions) {
    const Expr* definition = &parsed.value;
    if (definition->has_head(sym::CompoundExpression) && definition->size() > 0) definition = &definition->args()[0];
    MaybeExpr target;
    if (definition->has_head(sym::SetDelayed) || definition->has_head(sym::Set)) target = head_symbol_of((*definition)[0]);
    const Attributes before = target ? target->symbol_node().attributes : kNoAttributes;
    unprotect_target(*definition);
    evaluate(parsed.value);
    if (target) target->symbol_node().attributes = before;
  }
}

}  // namespace lykos
