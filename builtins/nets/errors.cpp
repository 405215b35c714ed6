// Failures of the net framework as messages. The texts come finished from nets/, so every tag has the template "`1`".
#include "builtins/nets/errors.h"

#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"

namespace lykos::builtins {

void say(const Expr& head, std::string_view tag, const std::string& text) {
  if (!message_text(head, tag)) {
    definitions_of(Expr(sym::General).symbol_node()).messages.emplace(std::string(tag), Expr::string("`1`"));
  }
  message(head, tag, {Expr::string(text)});
}

void say(const nets::NetError& error, const Expr& default_head) {
  say(error.head().empty() ? default_head : Expr::symbol(error.head()), error.tag(), error.what());
}

void abort_evaluation() {
  check_interrupt();
  throw AbortSignal{};
}

}  // namespace lykos::builtins
