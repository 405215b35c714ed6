// command_line.cpp - options, scripts and one-liners. Long options take one dash; two are accepted.
#include "repl/command_line.h"

#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "builtins/library.h"
#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "evaluator/interrupt.h"
#include "expr/symbol.h"
#include "repl/interactive.h"
#include "repl/output_text.h"
#include "repl/session.h"

namespace lykos {
namespace {

struct Options {
  std::optional<std::string> code, file, function, format;
  std::vector<std::string> signature;
  std::vector<std::string> words;     // script arguments
  bool test = false;                  // the words are test files
  bool print_last = false, print_all = false, linewise = false, strict = false, interactive = true;
  double timeout = 0;
  InteractiveOptions session;
};

constexpr const char* kHelp =
    "usage: lykos [options] [file [arguments]]\n"
    "  lykos                    an interactive session\n"
    "  lykos FILE [ARGS]        run a script; ARGS are in $ScriptCommandLine\n"
    "  -c, -code CODE           evaluate CODE and print its value\n"
    "  -f, -file FILE           run a file (also -script FILE)\n"
    "  -test FILE...            run the tests of files (also lykos FILE.wlt ...); exit code 1 when any fails\n"
    "  -print [all]             with a file: print the last value, or every value\n"
    "  -fun, -function CODE     apply a function to the arguments; -s, -signature T... reads them as those types\n"
    "  -format TYPE             print the result exported as TYPE (JSON, CSV, ...)\n"
    "  -linewise                run the code once for every line of standard input ($ScriptInputString)\n"
    "  -charset ENC             encoding of the output (UTF-8, ASCII, ISO8859-1 ..., None for bytes); others are written \\[Name]\n"
    "  -timeout N               stop after N seconds\n"
    "  -strict                  exit with code 1 when any message or syntax error was given\n"
    "  -noprompt, -rawterm      session without labels and banner; without line editing\n"
    "  --transcript             a session printed in the marks of the test pages\n"
    "  -version, -help          say so and stop\n";

std::string option_name(const char* word) {
  if (word[0] != '-' || word[1] == '\0') return {};
  std::string name = word[1] == '-' ? word + 2 : word + 1;
  const bool number = !name.empty() && (std::isdigit(static_cast<unsigned char>(name[0])) != 0);
  return number ? std::string() : name;
}

// False (after saying why) when the words make no sense.
bool read_options(int argc, char** argv, Options& options) {
  int i = 1;
  const auto value = [&](const std::string& name) -> const char* {
    if (i + 1 >= argc) {
      std::fprintf(stderr, "lykos: option -%s needs a value; see lykos -help\n", name.c_str());
      return nullptr;
    }
    return argv[++i];
  };
  for (; i < argc; ++i) {
    if (std::strcmp(argv[i], "--") == 0 || std::strcmp(argv[i], "-args") == 0) {
      ++i;
      break;
    }
    const std::string name = option_name(argv[i]);
    if (name.empty()) {
      const std::string word = argv[i];
      options.test = options.test || (!options.code && !options.file && !options.function && word.ends_with(".wlt"));
      if (!options.test && !options.code && !options.file && !options.function) options.file = argv[i++];
      break;
    }
    if (name == "c" || name == "code" || name == "run") {
      const char* v = value(name);
      if (v == nullptr) return false;
      options.code = v;
    } else if (name == "f" || name == "file" || name == "script") {
      const char* v = value(name);
      if (v == nullptr) return false;
      options.file = v;
      if (name == "script") {
        ++i;
        break;
      }
    } else if (name == "test") {
      options.test = true;
    } else if (name == "fun" || name == "function") {
      const char* v = value(name);
      if (v == nullptr) return false;
      options.function = v;
    } else if (name == "s" || name == "signature") {
      while (i + 1 < argc && argv[i + 1][0] != '-') options.signature.emplace_back(argv[++i]);
    } else if (name == "print") {
      options.print_last = true;
      if (i + 1 < argc && std::strcmp(argv[i + 1], "all") == 0) {
        options.print_all = true;
        ++i;
      }
    } else if (name == "format") {
      const char* v = value(name);
      if (v == nullptr) return false;
      options.format = v;
    } else if (name == "timeout") {
      const char* v = value(name);
      if (v == nullptr) return false;
      options.timeout = std::atof(v);
    } else if (name == "linewise") {
      options.linewise = true;
    } else if (name == "strict") {
      options.strict = true;
    } else if (name == "transcript") {
      options.session.transcript = true;
    } else if (name == "noprompt") {
      options.session.banner = options.session.labels = false;
    } else if (name == "rawterm") {
      options.session.line_editor = false;
    } else if (name == "q") {
      options.session.banner = false;
    } else if (name == "charset") {
      const char* v = value(name);
      if (v == nullptr) return false;
      if (!set_output_charset(v)) {
        std::fprintf(stderr, "lykos: %s is not a known character encoding (UTF-8, ASCII, ISO8859-1, WindowsANSI, None ...)\n", v);
        return false;
      }
    } else if (name == "initfile") {
      if (value(name) == nullptr) return false;
    } else if (name == "noinit" || name == "nopaclet" || name == "noicon" || name == "l" || name == "local" || name == "v" || name == "verbose" || name == "wstp") {
      // about other installations; nothing to do here
    } else if (name == "version") {
      std::puts("Lykos " LYKOS_VERSION);
      std::exit(0);
    } else if (name == "h" || name == "help") {
      std::fputs(kHelp, stdout);
      std::exit(0);
    } else {
      std::fprintf(stderr, "lykos: unknown option -%s; see lykos -help\n", name.c_str());
      return false;
    }
  }
  for (; i < argc; ++i) options.words.emplace_back(argv[i]);
  if (options.test && options.words.empty()) {
    std::fputs("lykos: option -test needs files; see lykos -help\n", stderr);
    return false;
  }
  return true;
}

std::string read_all(std::istream& in) { return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}; }

void print_result(Session& session, const Options& options, const Expr& value) {
  if (!options.format) {
    write_output(session.show(value) + "\n");
    return;
  }
  const Expr text = session.evaluate_top(make_normal(sym::ExportString, {value, Expr::string(*options.format)}));
  if (text.is_string())
    std::fwrite(text.string_value().data(), 1, text.string_value().size(), stdout);
  else
    write_output(session.show(text) + "\n");
}

Expr evaluate_text(Session& session, const std::string& code) {
  Expr last = sym::Null;
  const Evaluation evaluation = session.evaluate_line(code);
  if (evaluation.error) return sym::DollarFailed;
  if (evaluation.has_value) last = evaluation.value;
  return last;
}

// An argument read as the Interpreter type its signature names.
Expr typed_argument(Session& session, const std::string& word, const std::string& type) {
  if (type == "Expression") return session.evaluate_top(make_normal(sym::ToExpression, {Expr::string(word)}));
  if (type == "String") return Expr::string(word);
  return session.evaluate_top(make_normal(make_normal(Expr::symbol("System`Interpreter"), {Expr::string(type)}), {Expr::string(word)}));
}

int finish(const Session& session, const Options& options) {
  std::fflush(stdout);
  return options.strict && session.complaints() > 0 ? 1 : 0;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  Options options;
  if (!read_options(argc, argv, options)) return 64;
  std::vector<std::string> command(argv, argv + argc);
  const bool script = options.code || options.file || options.function || options.test;
  Session session(script ? OutputMode::Script : OutputMode::TwoDimensional);
  std::vector<std::string> script_line;
  if (options.file) script_line.push_back(*options.file);
  if (script) script_line.insert(script_line.end(), options.words.begin(), options.words.end());
  session.set_script_arguments(script_line, command);
  if (!script) return run_interactive(session, options.session);

  session.set_listener([](const SessionEvent& event) {
    // Messages of a script go to standard output, after an empty line.
    write_output(event.kind == SessionEvent::Kind::Message ? "\n" + event.text + "\n" : event.text);
    std::fflush(stdout);
  });
  std::optional<TimeLimit> limit;
  if (options.timeout > 0) limit.emplace(options.timeout);
  if (options.test) {
    std::vector<Expr> files;
    for (const std::string& word : options.words) files.push_back(Expr::string(word));
    const Expr failures = session.evaluate_top(make_normal(builtins::library_function("system/testing", "runFiles"), {make_list(std::move(files))}));
    return failures == Expr::integer(0) ? finish(session, options) : 1;
  }
  if (options.file) {
    std::ifstream in(*options.file, std::ios::binary);
    if (!in) {
      std::printf("\nGet::noopen: Cannot open %s.\n", options.file->c_str());
      return options.strict ? 1 : 0;
    }
    const std::string text = read_all(in);
    char* absolute = realpath(options.file->c_str(), nullptr);
    const std::string name = absolute != nullptr ? absolute : *options.file;
    std::free(absolute);
    const Expr last = session.run_source(text, name, [&](const Expr& value) {
      if (options.print_all && !value.is_null()) print_result(session, options, value);
    });
    if (options.print_last && !options.print_all) print_result(session, options, last);
    return finish(session, options);
  }
  if (options.function) {
    const Expr function = evaluate_text(session, *options.function);
    std::vector<Expr> args;
    for (std::size_t i = 0; i < options.words.size(); ++i)
      args.push_back(typed_argument(session, options.words[i], i < options.signature.size() ? options.signature[i] : "String"));
    print_result(session, options, session.evaluate_top(make_normal(function, std::move(args))));
    return finish(session, options);
  }
  SymbolNode& input = Expr(sym::DollarScriptInputString).symbol_node();
  if (options.linewise) {
    std::string line;
    while (std::getline(std::cin, line)) {
      set_own_value(input, Expr::string(line));
      print_result(session, options, evaluate_text(session, *options.code));
    }
    return finish(session, options);
  }
  if (options.code->find("ScriptInputString") != std::string::npos && isatty(STDIN_FILENO) == 0) set_own_value(input, Expr::string(read_all(std::cin)));
  print_result(session, options, evaluate_text(session, *options.code));
  return finish(session, options);
}

}  // namespace lykos
