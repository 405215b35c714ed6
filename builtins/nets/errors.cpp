// Failures of the net framework as messages. The texts come finished from nets/, so every tag has the template "`1`".
#include "builtins/nets/errors.h"

#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"

namespace lykos::builtins {

void say(const Expr& head, std::string_view tag, const std::string& text) {
  const Expr whole = Expr::string("`1`");
  const auto known = message_text(head, tag);
  if (!known) {
    definitions_of(Expr(sym::General).symbol_node()).messages.emplace(std::string(tag), whole);
  } else if (known->find("`2`") != std::string::npos || (*known != "`1`" && known->find("`1`") != std::string::npos && tag == "badwp")) {
    // General has a shorter text of this name for other functions.
    definitions_of(head.symbol_node()).messages[std::string(tag)] = whole;
  }
  message(head, tag, {Expr::string(text)});
}

void say(const nets::NetError& error, const Expr& head) {
  say(head, error.tag(), error.what());
}

void say_out_of_memory(const Expr& head) {
  say(head, "netmem", "There is not enough memory for arrays of this size. Smaller layers, or a smaller BatchSize, need less.");
}

void abort_evaluation() {
  check_interrupt();
  throw AbortSignal{};
}

}  // namespace lykos::builtins
