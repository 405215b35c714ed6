// interactive.cpp - the read-evaluate-print loop: prompts, continuation lines, history, Ctrl-C.
#include "repl/interactive.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "evaluator/evaluator.h"
#include "evaluator/interrupt.h"
#include "repl/interrupt_menu.h"
#include "repl/line_editor.h"
#include "repl/output_text.h"
#include "repl/transcript.h"

namespace lykos {
namespace {

void on_interrupt(int) { request_interrupt(); }

// SA_RESTART is left out, so that a blocking read at the prompt returns and the line is abandoned.
void install_interrupt_handler() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

// Reads lines until the parser says the input is complete. An empty line abandons unfinished input.
std::optional<std::string> read_input(LineEditor& editor, const std::string& prompt) {
  std::optional<std::string> first = editor.read(prompt);
  if (!first) return std::nullopt;
  std::string text = *first;
  const std::string blanks(prompt.size(), ' ');
  while (!is_blank(text) && is_complete(text) == Completeness::Incomplete) {
    std::optional<std::string> more = editor.read(blanks);
    if (!more) break;
    if (is_blank(*more)) {
      std::fputs("\n", stdout);
      return std::string();
    }
    text += "\n" + *more;
  }
  return text;
}

std::string shell_line(const std::string& text) {
  if (text.starts_with("!!")) return "cat -- '" + text.substr(2) + "'";
  return text.substr(1);
}

void run_transcript(Session& session, LineEditor& editor) {
  Transcript transcript(session);
  while (auto text = read_input(editor, "")) {
    if (is_blank(*text)) continue;
    for (const std::string& line : Transcript::input_lines(*text)) std::puts(line.c_str());
    for (const std::string& line : transcript.run(*text)) std::puts(line.c_str());
    std::fflush(stdout);
  }
}

}  // namespace

int run_interactive(Session& session, const InteractiveOptions& options) {
  install_interrupt_handler();
  set_completion(Session::completions);
  LineEditor editor(options.line_editor);
  if (isatty(STDIN_FILENO) != 0) install_interrupt_menu(session, editor);
  if (options.transcript) {
    run_transcript(session, editor);
    return 0;
  }
  constexpr std::size_t kMessageWidth = 78;
  session.set_message_width(kMessageWidth);
  session.set_listener([](const SessionEvent& event) {
    const bool incomplete = event.text.starts_with("Syntax::com: ");
    write_output(event.kind == SessionEvent::Kind::Printed ? event.text : event.text + (incomplete ? "\n\n\n" : "\n\n"));
    std::fflush(stdout);
  });
  if (options.banner) std::puts("Lykos " LYKOS_VERSION ": a free interpreter of the Wolfram Language\nApache License 2.0. ?name explains a function; Quit[] or Ctrl-D leaves.\n");
  for (;;) {
    const std::int64_t line = session.line();
    std::optional<std::string> text = read_input(editor, options.labels ? "In[" + std::to_string(line) + "]:= " : "");
    if (!text) {
      if (options.labels) std::puts("");
      return 0;
    }
    if (is_blank(*text)) continue;
    editor.remember(*text);
    if (text->starts_with('!') && text->size() > 1 && !std::isspace(static_cast<unsigned char>((*text)[1]))) {
      if (std::system(shell_line(*text).c_str()) == -1) std::puts("The command could not be started.");
      continue;
    }
    if (options.labels) std::puts("");
    set_menu_input(*text);
    const Evaluation evaluation = session.evaluate_line(*text);
    if (evaluation.error) {
      if (options.labels) std::puts("");
    } else if (evaluation.has_value && !evaluation.value.is_null()) {
      if (options.labels)
        write_output(session.show_labelled(evaluation, line) + "\n\n");
      else
        write_output(session.show(evaluation.value) + "\n");
    }
    std::fflush(stdout);
  }
}

}  // namespace lykos
