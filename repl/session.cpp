// session.cpp - see session.h.
#include "repl/session.h"

#include <pthread.h>

#include <algorithm>
#include <exception>
#include <new>
#include <set>

#include "builtins/all.h"
#include "builtins/control/kernel.h"
#include "builtins/control/output.h"
#include "builtins/control/packages.h"
#include "builtins/files/streams.h"
#include "evaluator/contexts.h"
#include "evaluator/control_flow.h"
#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "evaluator/interrupt.h"
#include "evaluator/limits.h"
#include "evaluator/messages.h"
#include "evaluator/rules.h"
#include "evaluator/syntax_messages.h"
#include "expr/symbol.h"
#include "formatting/formatting.h"
#include "repl/message_layout.h"

namespace lykos {
namespace {

// Forms that move from the value into the label.
bool is_label_form(const Expr& e) {
  static constexpr KnownSymbol kForms[] = {sym::InputForm, sym::FullForm, sym::OutputForm, sym::TeXForm,  sym::CForm,
                                           sym::FortranForm, sym::MatrixForm, sym::TableForm, sym::NumberForm, sym::ScientificForm,
                                           sym::BaseForm, sym::TreeForm, sym::Short, sym::Shallow, sym::ColumnForm, sym::StandardForm,
                                           sym::TraditionalForm, sym::MathMLForm, sym::PaddedForm, sym::EngineeringForm, sym::AccountingForm};
  return std::any_of(std::begin(kForms), std::end(kForms), [&](KnownSymbol form) { return e.has_head(form) && e.size() >= 1; });
}

// Printing may evaluate (Format definitions, $PrePrint), and that may end in any way; the text is then `otherwise` of the value. A
// long printing that is interrupted shows $Aborted.
template <class Print, class Otherwise>
std::string printed(const Expr& value, const Print& print, const Otherwise& otherwise) {
  const std::int64_t depth = recursion_depth;   // above 0 a message is printed in the middle of an evaluation
  try {
    return print();
  } catch (const QuitSignal&) {
    throw;
  } catch (const AbortSignal&) {
    if (depth > 0) throw;
    clear_interrupt();
    recursion_depth = depth;
    return otherwise(sym::DollarAborted);
  } catch (...) {
  }
  recursion_depth = depth;
  return otherwise(value);
}

}  // namespace

Session::Session(OutputMode mode) : mode_(mode) {
  static bool registered = false;
  if (!registered) {
    registered = true;
    builtins::register_all();
  }
  builtins::print_two_dimensionally(mode == OutputMode::TwoDimensional);
  set_message_sink([this](const MessageEvent& event) {
    ++complaints_;
    if (listener_) listener_({SessionEvent::Kind::Message, message_text(event.symbol, event.tag, event.text)});
  });
  set_output_sink([this](std::string_view text) {
    if (listener_) listener_({SessionEvent::Kind::Printed, std::string(text)});
  });
}

void Session::set_listener(Listener listener) { listener_ = std::move(listener); }
std::int64_t Session::line() const { return builtins::current_line(); }

namespace {

// $MessagePrePrint is applied to what stands in a message; without one, long expressions are shortened to two and a half lines.
Expr message_argument(const Expr& argument) {
  constexpr std::size_t kLongest = 200;
  const SymbolNode& hook = Expr(sym::DollarMessagePrePrint).symbol_node();
  if (hook.has_own_value) return evaluate(make_normal(hook.own_value, {argument}));
  if (argument.is_symbol() || argument.is_number() || argument.is_string()) return argument;   // a string is part of the text
  if (to_output_box(argument, 0).width <= kLongest) return argument;
  return make_normal(sym::Short, {argument, Expr::real(2.5)});
}

}  // namespace

std::string Session::message_text(const Expr& symbol, const std::string& tag, const Expr& given) const {
  const std::string label = to_output_form(symbol, 0) + "::" + tag + ": ";
  Expr text = given;
  if (!symbol.is(sym::Syntax) && !symbol.is(sym::ToExpression) && given.has_head(sym::StringForm)) {
    std::vector<Expr> parts(given.args().begin(), given.args().end());
    for (std::size_t i = 1; i < parts.size(); ++i) parts[i] = message_argument(parts[i]);
    text = make_normal(sym::StringForm, std::move(parts));
  }
  // A text that is one string is laid out already (syntax errors point with a caret).
  if (text.has_head(sym::StringForm, 2) && text[0] == Expr::string("`1`") && text[1].is_string()) return label + text[1].string_value();
  return printed(
      text,
      [&] {
        if (message_width_ > 0)
          if (std::string broken = broken_message(label, text, message_width_); !broken.empty()) return broken;
        const TextBox box = to_output_box(text, 0);
        if (message_width_ > 0 && label.size() + box.width > message_width_ && label.size() * 5 > message_width_) {
          std::string below = label;
          for (const std::string& line : box.lines) below += "\n   " + line;
          return below;
        }
        return labelled(label, box);
      },
      [&](const Expr&) { return label + "(the message could not be formatted)"; });
}

namespace {

// Runs what may call code of the user's at top level: a message's ($MessagePrePrint, handlers), which may end in a signal. False when it did.
template <typename Step>
bool undisturbed(const Step& step) {
  try {
    step();
    return true;
  } catch (const QuitSignal&) {
    throw;
  } catch (...) {
    recursion_depth = 0;
    clear_interrupt();
    return false;
  }
}

}  // namespace

Expr Session::evaluate_top(const Expr& expr) {
  Expr value = sym::DollarAborted;
  undisturbed([&] { value = evaluate_and_report(expr); });
  return value;
}

// The value, or what stands for one where the evaluation ended otherwise, after a message.
Expr Session::evaluate_and_report(const Expr& expr) {
  recursion_depth = 0;
  clear_interrupt();
  try {
    return evaluate(expr);
  } catch (ThrowSignal& signal) {
    if (signal.function) return evaluate_top(make_normal(*signal.function, {signal.value, signal.tag}));
    std::vector<Expr> thrown{signal.value};
    if (signal.tagged) thrown.push_back(signal.tag);
    const Expr call = make_normal(sym::Throw, std::move(thrown));
    message(sym::Throw, "nocatch", {make_normal(sym::HoldForm, {call})});
    return make_normal(sym::Hold, {call});
  } catch (ReturnSignal& signal) {
    return make_normal(sym::Return, {signal.value});
  } catch (const BreakSignal&) {
    message(sym::Break, "nofdw", {make_normal(sym::HoldForm, {make_normal(sym::Break, std::span<const Expr>())})});
    return make_normal(sym::Hold, {make_normal(sym::Break, std::span<const Expr>())});
  } catch (const ContinueSignal&) {
    message(sym::Continue, "nofdw", {make_normal(sym::HoldForm, {make_normal(sym::Continue, std::span<const Expr>())})});
    return make_normal(sym::Hold, {make_normal(sym::Continue, std::span<const Expr>())});
  } catch (GotoSignal& signal) {
    message(sym::Goto, "nolabel", {signal.label});
    return make_normal(sym::Hold, {make_normal(sym::Goto, {signal.label})});
  } catch (const AbortSignal&) {
    return sym::DollarAborted;
  } catch (const TerminateSignal& signal) {
    recursion_depth = 0;
    return make_normal(Expr::symbol("TerminatedEvaluation"), {Expr::string(signal.reason)});
  } catch (const ConditionFailedSignal&) {
    return sym::DollarFailed;
  } catch (const QuitSignal&) {
    throw;
  } catch (const std::bad_alloc&) {
    message(sym::General, "nomem", {make_normal(sym::HoldForm, {expr})});
    return make_normal(Expr::symbol("TerminatedEvaluation"), {Expr::string("MemoryLimit")});
  } catch (const std::exception& error) {
    message(sym::General, "engine", {sym::General, Expr::string(error.what())});
    return sym::DollarFailed;
  }
}

Evaluation Session::evaluate_line(std::string_view text) {
  Evaluation result;
  reset_message_counts();
  const std::int64_t line = builtins::current_line();
  std::size_t offset = 0;
  const SymbolResolver resolve = current_resolver();
  Expr last_input;
  while (offset < text.size()) {
    const ParseStep step = parse_next(text, offset, resolve);
    undisturbed([&] { say_omitted_expressions(step.omitted, text, {}); });
    if (step.error) {
      result.error = step.error;
      result.has_value = false;
      undisturbed([&] { mode_ == OutputMode::Script ? say_string_syntax_error(*step.error, text) : say_typed_syntax_error(*step.error, text); });
      builtins::set_current_line(line + 1);
      return result;
    }
    if (!step.expression) break;
    last_input = step.expression->value;
    if (!result.has_value) builtins::record_input(line, std::string(text), last_input);
    result.has_value = true;
    Expr input = last_input;
    const SymbolNode& pre = Expr(sym::DollarPre).symbol_node();
    if (pre.has_own_value) input = make_normal(pre.own_value, {input});
    result.value = evaluate_top(input);
    const SymbolNode& post = Expr(sym::DollarPost).symbol_node();
    if (post.has_own_value) result.value = evaluate_top(make_normal(post.own_value, {result.value}));
    if (step.next <= offset) break;
    offset = step.next;
  }
  if (!result.has_value) return result;
  if (is_label_form(result.value)) {
    result.label = result.value.head().symbol_node().name;
    builtins::record_output(line, result.value[0]);
  } else {
    builtins::record_output(line, result.value);
  }
  builtins::set_current_line(builtins::current_line() + 1);
  return result;
}

Expr Session::run_source(std::string_view text, const std::string& file_name, const std::function<void(const Expr&)>& each) {
  builtins::set_current_source_file(file_name);
  std::size_t offset = 0;
  if (text.starts_with("#!")) offset = std::min(text.find('\n'), text.size() - 1) + 1;
  const SymbolResolver resolve = current_resolver();
  Expr last;
  reset_message_counts();   // a script counts as one input
  while (offset < text.size()) {
    const ParseStep step = parse_next(text, offset, resolve);
    undisturbed([&] { say_omitted_expressions(step.omitted, text, file_name); });
    if (step.error) {
      undisturbed([&] { say_file_syntax_error(*step.error, text, file_name); });
      last = sym::DollarFailed;
    } else if (step.expression) {
      last = evaluate_top(step.expression->value);
      builtins::record_output(builtins::current_line(), last);
      builtins::set_current_line(builtins::current_line() + 1);
      if (each) each(last);
    } else {
      break;
    }
    if (step.next <= offset) break;
    offset = step.next;
  }
  return last;
}

std::string Session::show(const Expr& value) const {
  const builtins::Stream& out = builtins::standard_output();
  // In ScriptForm wrappers such as InputForm[x] stay as they are.
  return printed(value, [&] { return out.form.is(sym::ScriptForm) ? to_script_form(value) : out.text_of(value); }, [](const Expr& e) { return to_full_form(e); });
}

std::string Session::show_labelled(const Evaluation& evaluation, std::int64_t line) const {
  std::string label = "Out[" + std::to_string(line) + "]";
  if (!evaluation.label.empty()) label += "//" + evaluation.label;
  label += "= ";
  return printed(
      evaluation.value,
      [&] {
        Expr value = evaluation.value;
        const SymbolNode& print = Expr(sym::DollarPrePrint).symbol_node();
        if (print.has_own_value) value = evaluate(make_normal(print.own_value, {value}));
        // FormatType of standard output is that of results.
        const builtins::Stream& out = builtins::standard_output();
        if (evaluation.label.empty() && !out.form.is(sym::OutputForm)) {
          const Expr form = make_normal(out.form, {value});
          return lines_of_form(form, 0) ? labelled_output(label, form, out.page_width) : label + out.text_of(value);
        }
        return labelled_output(label, value, out.page_width);
      },
      [&](const Expr& e) { return label + to_full_form(e); });
}

void Session::set_script_arguments(const std::vector<std::string>& script, const std::vector<std::string>& command) {
  const auto list = [](const std::vector<std::string>& words) {
    std::vector<Expr> strings;
    for (const std::string& word : words) strings.push_back(Expr::string(word));
    return make_list(std::move(strings));
  };
  set_own_value(Expr(sym::DollarScriptCommandLine).symbol_node(), list(script));
  set_own_value(Expr(sym::DollarCommandLine).symbol_node(), list(command));
}

void Session::reset() {
  // The units written in the language (System`Library`...) count as read and stay.
  for (const Expr& symbol : all_symbols())
    if (!symbol.symbol_node().context.starts_with("System`") && symbol.symbol_node().builtin == nullptr) clear_all(symbol.symbol_node());
  set_current_context("Global`");
  set_context_path({"System`", "Global`"});
  builtins::set_current_line(1);
}

std::vector<std::string> Session::completions(const std::string& word) {
  std::set<std::string> names;
  for (const Expr& symbol : all_symbols()) {
    const SymbolNode& node = symbol.symbol_node();
    const bool defined = node.builtin != nullptr || node.context != "System`";
    if (defined && node.name.starts_with(word) && context_is_visible(node.context, node.name)) names.insert(node.name);
  }
  return {names.begin(), names.end()};
}

void run_on_large_stack(std::size_t bytes, const std::function<void()>& body) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, bytes);
  pthread_t thread;
  struct Context {
    const std::function<void()>* body;
    std::exception_ptr error;
  } context{&body, nullptr};
  const auto start = [](void* argument) -> void* {
    auto* c = static_cast<Context*>(argument);
    try {
      (*c->body)();
    } catch (...) {
      c->error = std::current_exception();
    }
    return nullptr;
  };
  if (pthread_create(&thread, &attributes, start, &context) != 0) {
    body();  // without the memory for it, the ordinary stack has to do
    return;
  }
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  if (context.error) std::rethrow_exception(context.error);
}

}  // namespace lykos
