// template_object.h - what string and XML templates share: their text and the TemplateObject they become.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "evaluator/evaluator.h"

namespace lykos::builtins {

/// The text of a template given as a string or a file; says nofile or string otherwise.
std::optional<std::string> template_text(Call& call, const Expr& source);
/// TemplateObject[{pieces}, options]: the given options and the defaults of the others, in the order of their names.
Expr template_object(std::vector<Expr>&& pieces, std::span<const Expr> options);

}  // namespace lykos::builtins
