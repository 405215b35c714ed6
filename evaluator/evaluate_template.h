// evaluate_template.h - evaluating a rule's body with its variables bound, without building the body first.
#pragma once

#include "evaluator/matcher/pattern.h"

namespace lykos {

/// The same as evaluate(instantiate(body, bindings, variables)): arguments of functions that do not hold them are evaluated
/// straight from the template, so that most intermediate expressions are never made.
Expr evaluate_template(const TemplateNode& body, const Bindings& bindings, const PatternVariables& variables);

}  // namespace lykos
