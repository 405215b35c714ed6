// session.h - the kernel as a library: text in, evaluated expressions and formatted text out.
//
// A Session owns the process's one kernel: it enters the builtins, routes messages and printed text, keeps In and Out, and turns
// every way an evaluation can end (Throw, Abort, limits) into a value. The command line, the REPL, Jupyter and the golden tests
// are thin layers over it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"
#include "parser/parser.h"

namespace lykos {

enum class OutputMode { TwoDimensional, Script };

/// Something the evaluation said before its result.
struct SessionEvent {
  enum class Kind { Printed, Message } kind;
  std::string text;   // Printed: as written, newline included; Message: "Sym::tag: text", possibly several lines
};

struct Evaluation {
  bool has_value = false;            // false for syntax errors and empty input
  Expr value;
  std::string label;                 // "" or the form stripped for the label: "InputForm" for Out[1]//InputForm=
  std::optional<SyntaxError> error;
};

class Session {
 public:
  using Listener = std::function<void(const SessionEvent&)>;
  explicit Session(OutputMode mode);
  /// Every event goes here as it happens.
  void set_listener(Listener listener);

  /// Parses and evaluates one input (one or several expressions; the last value counts), recorded as In[n] and Out[n].
  Evaluation evaluate_line(std::string_view text);
  /// Evaluates an expression at top level: never throws except QuitSignal.
  Expr evaluate_top(const Expr& expr);
  Expr evaluate_and_report(const Expr& expr);
  /// Runs a whole source text; values are passed to `each` (for -print all). The last value.
  Expr run_source(std::string_view text, const std::string& file_name, const std::function<void(const Expr&)>& each);
  /// The value as this session shows it. With a label ("Out[3]= ") in two-dimensional mode.
  std::string show(const Expr& value) const;
  std::string show_labelled(const Evaluation& evaluation, std::int64_t line) const;
  std::int64_t line() const;
  /// Messages wider than this are broken into lines; 0 (scripts, transcripts): never.
  void set_message_width(std::size_t width) { message_width_ = width; }
  void set_script_arguments(const std::vector<std::string>& script, const std::vector<std::string>& command);
  /// Forgets every definition in contexts other than System` (wl reset of the golden pages).
  void reset();
  /// Number of messages said and syntax errors met so far (strict mode's exit code).
  std::size_t complaints() const { return complaints_; }
  /// Candidates for completing the word at the end of `text`.
  static std::vector<std::string> completions(const std::string& word);

 private:
  std::string message_text(const Expr& symbol, const std::string& tag, const Expr& text) const;
  OutputMode mode_;
  Listener listener_;
  std::size_t complaints_ = 0;
  std::size_t message_width_ = 0;
};

/// Runs `body` on a stack of `bytes` (lazily committed), so that deep recursion in the language ends in a message.
void run_on_large_stack(std::size_t bytes, const std::function<void()>& body);

}  // namespace lykos
