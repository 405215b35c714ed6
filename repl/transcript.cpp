// transcript.cpp - see transcript.h.
#include "repl/transcript.h"

#include "builtins/files/streams.h"
#include "evaluator/control_flow.h"
#include "evaluator/interrupt.h"
#include "expr/symbol.h"
#include "formatting/formatting.h"

namespace lykos {
namespace {

void add_lines(std::vector<std::string>& out, const std::string& mark, std::string text) {
  if (!text.empty() && text.back() == '\n') text.pop_back();
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = text.find('\n', begin);
    std::string line = mark + text.substr(begin, end == std::string::npos ? end : end - begin);
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out.push_back(line);
    if (end == std::string::npos) break;
    begin = end + 1;
  }
}

// OutputForm; where a page asks for InputForm or FullForm the line is not broken, so that it can be read back.
std::string result_text(const Expr& value) {
  if (value.has_head(sym::InputForm, 1)) return to_input_form(value[0]);
  if (value.has_head(sym::FullForm, 1)) return to_full_form(value[0]);
  return builtins::standard_output().text_of(value);
}

}  // namespace

Transcript::Transcript(Session& session) : session_(session) {}

std::vector<std::string> Transcript::input_lines(const std::string& input) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = input.find('\n', begin);
    lines.push_back((begin == 0 ? ">> " : ".. ") + input.substr(begin, end == std::string::npos ? end : end - begin));
    if (end == std::string::npos) return lines;
    begin = end + 1;
  }
}

std::vector<std::string> Transcript::run(const std::string& input) {
  std::vector<std::string> out;
  session_.set_listener([&](const SessionEvent& event) {
    add_lines(out, event.kind == SessionEvent::Kind::Printed ? "| " : ": ", event.text);
  });
  const Evaluation evaluation = session_.evaluate_line(input);
  if (!evaluation.error && evaluation.has_value && !evaluation.value.is_null()) {
    std::string text;
    try {
      text = result_text(evaluation.value);
    } catch (const AbortSignal&) {   // a limit has fired: printing looks for it, too
      clear_interrupt();
      text = "$Aborted";
    }
    add_lines(out, "= ", text);
  }
  session_.set_listener(nullptr);
  return out;
}

}  // namespace lykos
