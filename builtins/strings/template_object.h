// template_object.h - what string and XML templates share: their text and the TemplateObject they become.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "evaluator/evaluator.h"

namespace lykos::builtins {

/// template["text", args, options] or template[File["file"], args, options] as a TemplateObject of the pieces that `parse` finds in the text. Says
/// nofile or string where there is no text; $Failed where `parse` gives nothing, having said why.
MaybeExpr make_template(Call& call, std::optional<std::vector<Expr>> (*parse)(const Call& call, std::string_view text));

}  // namespace lykos::builtins
