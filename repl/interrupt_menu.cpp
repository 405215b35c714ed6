// interrupt_menu.cpp - see interrupt_menu.h. The menu runs in the middle of an evaluation, between two steps of it.
#include "repl/interrupt_menu.h"

#include <cstdio>

#include "evaluator/control_flow.h"
#include "evaluator/evaluator.h"
#include "evaluator/interrupt.h"
#include "evaluator/limits.h"
#include "formatting/formatting.h"

namespace lykos {
namespace {

constexpr int kExitFromMenu = 3;

Session* menu_session = nullptr;
LineEditor* menu_editor = nullptr;
std::string menu_input;

constexpr const char* kOptions =
    "Your options are:\n"
    "\tabort (or a) to abort current calculation\n"
    "\tcontinue (or c) to continue\n"
    "\texit (or quit) to exit Lykos\n"
    "\tinspect (or i) to enter an interactive dialog\n"
    "\tshow (or s) to show current operation (and then continue)\n";

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// A session inside of the evaluation, which sees and changes the values of the moment; Return[] or the end of input leaves it.
void dialog() {
  const std::int64_t depth = recursion_depth;
  for (;;) {
    const std::int64_t line = menu_session->line();
    const auto text = menu_editor->read("(Dialog) In[" + std::to_string(line) + "]:= ");
    if (!text) {
      std::puts("");
      break;
    }
    if (trimmed(*text).empty()) continue;
    menu_editor->remember(*text);
    std::puts("");
    const Evaluation evaluation = menu_session->evaluate_line(*text);
    recursion_depth = depth;
    if (!evaluation.has_value || evaluation.value.is_null()) continue;
    if (evaluation.value.has_head(sym::Return)) break;
    std::printf("(Dialog) %s\n\n", menu_session->show_labelled(evaluation, line).c_str());
    std::fflush(stdout);
  }
  recursion_depth = depth;
}

void menu(const Expr& current) {
  std::fputs("\n", stdout);
  for (;;) {
    const auto answer = menu_editor->read("Interrupt> ");
    if (!answer) throw AbortSignal{};
    const std::string word = trimmed(*answer);
    if (word == "a" || word == "abort") throw AbortSignal{};
    if (word == "c" || word == "continue") return;
    if (word == "exit" || word == "quit" || word == "q") throw QuitSignal{kExitFromMenu};
    if (word == "i" || word == "inspect") return dialog();
    if (word == "s" || word == "show") {
      constexpr std::size_t kWidth = 78;
      std::printf("\n%s\n\n", current.is_null() ? menu_input.c_str() : to_output_form(current, kWidth).c_str());
      std::fflush(stdout);
      return;
    }
    std::fputs(kOptions, stdout);
  }
}

}  // namespace

void set_menu_input(const std::string& text) { menu_input = text; }

void install_interrupt_menu(Session& session, LineEditor& editor) {
  menu_session = &session;
  menu_editor = &editor;
  set_interrupt_handler(menu);
}

}  // namespace lykos
