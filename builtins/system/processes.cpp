// processes.cpp - other programs: Run, RunProcess, and processes that go on beside the session (StartProcess).
//
// A child is started with posix_spawn and three pipes. RunProcess feeds and drains them with poll, so that a child that writes
// much before it reads cannot block; an abort or a time limit kills the child.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <map>

#include "builtins/files/streams.h"
#include "builtins/files/write_file.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "formatting/formatting.h"

extern char** environ;

namespace lykos::builtins {
namespace {

struct ChildSpec {
  std::vector<std::string> words;
  std::string directory;
  std::vector<std::string> environment;   // "NAME=value"; empty: inherited
  bool given_environment = false;
};

struct Child {
  pid_t id = -1;
  Expr input_stream, output_stream, error_stream;   // of a process beside the session
  int input = -1, output = -1, error = -1;
  std::string pending_output, pending_error;   // read, not yet asked for
  bool finished = false;
  int exit_code = 0;
  std::string program;
};

void close_end(int& end) {
  if (end >= 0) close(end);
  end = -1;
}

int exit_code_of(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : status;
}

// False with errno as the reason when the program cannot be started.
bool start_child(const ChildSpec& spec, Child& child) {
  std::array<std::array<int, 2>, 3> pipes{};
  for (auto& ends : pipes) {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipes[0][0], 0);
  posix_spawn_file_actions_adddup2(&actions, pipes[1][1], 1);
  posix_spawn_file_actions_adddup2(&actions, pipes[2][1], 2);
  if (!spec.directory.empty()) posix_spawn_file_actions_addchdir_np(&actions, spec.directory.c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // The session may ignore or block signals; the child starts with the defaults.
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<char*> words;
  for (const std::string& word : spec.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  std::vector<char*> variables;
  for (const std::string& variable : spec.environment) variables.push_back(const_cast<char*>(variable.c_str()));
  variables.push_back(nullptr);
  const int status = posix_spawnp(&child.id, words[0], &actions, &attributes, words.data(), spec.given_environment ? variables.data() : environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(pipes[0][0]);
  close(pipes[1][1]);
  close(pipes[2][1]);
  child.input = pipes[0][1];
  child.output = pipes[1][0];
  child.error = pipes[2][0];
  child.program = spec.words[0];
  if (status != 0) {
    close_end(child.input);
    close_end(child.output);
    close_end(child.error);
    errno = status;
    return false;
  }
  return true;
}

// Reads what is there; closes the end at its end.
void drain(int& end, std::string& text) {
  char buffer[65536];
  const ssize_t got = read(end, buffer, sizeof buffer);
  if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
  else if (got == 0 || (errno != EINTR && errno != EAGAIN)) close_end(end);
}

// A child that stops reading must not kill the session.
class IgnorePipeSignal {
 public:
  IgnorePipeSignal() { previous_ = signal(SIGPIPE, SIG_IGN); }
  ~IgnorePipeSignal() { signal(SIGPIPE, previous_); }

 private:
  void (*previous_)(int);
};

void communicate(Child& child, std::string_view input) {
  const IgnorePipeSignal guard;
  fcntl(child.input, F_SETFL, O_NONBLOCK);
  while (child.output >= 0 || child.error >= 0 || (child.input >= 0 && !input.empty())) {
    if (child.input >= 0 && input.empty()) close_end(child.input);
    std::array<pollfd, 3> waits = {pollfd{child.output, POLLIN, 0}, pollfd{child.error, POLLIN, 0}, pollfd{child.input, POLLOUT, 0}};
    const int ready = poll(waits.data(), waits.size(), 100);
    if (abort_requested()) {
      kill(child.id, SIGKILL);
      waitpid(child.id, nullptr, 0);
      close_end(child.input);
      close_end(child.output);
      close_end(child.error);
      child.finished = true;
      check_interrupt();
    }
    if (ready <= 0) continue;
    if (waits[0].revents != 0) drain(child.output, child.pending_output);
    if (waits[1].revents != 0) drain(child.error, child.pending_error);
    if (waits[2].revents != 0 && child.input >= 0) {
      const ssize_t wrote = write(child.input, input.data(), input.size());
      if (wrote > 0) input.remove_prefix(static_cast<std::size_t>(wrote));
      else if (errno != EINTR && errno != EAGAIN) close_end(child.input);
    }
  }
  close_end(child.input);
}

void wait_for(Child& child) {
  int status = 0;
  while (!child.finished) {
    const pid_t done = waitpid(child.id, &status, abort_requested() ? 0 : WNOHANG);
    if (done == child.id) {
      child.finished = true;
      child.exit_code = exit_code_of(status);
    } else if (done < 0 && errno != EINTR) {
      child.finished = true;
    } else {
      usleep(500);
      if (abort_requested()) kill(child.id, SIGKILL);
    }
  }
  check_interrupt();
}

// "command", {"program", "arg1", ...}; a single string is a program name, not a shell line, unless it has blanks.
std::optional<ChildSpec> read_spec(const Call& call, const Expr& command) {
  ChildSpec spec;
  const auto add = [&](const Expr& word) {
    if (word.is_string()) spec.words.push_back(word.string_value());
    else if (word.has_head(sym::File, 1) && word[0].is_string()) spec.words.push_back(expand_home(word[0].string_value()));
    else if (word.is_number()) spec.words.push_back(to_script_form(word));
    else return false;
    return true;
  };
  if (command.is_list() && command.size() > 0) {
    for (const Expr& word : command.args()) {
      if (!add(word)) {
        call.message("cmd", {word});
        return std::nullopt;
      }
    }
  } else if (!command.is_list() && add(command)) {
    // As typed in a shell.
    if (spec.words[0].find_first_of(" \t|<>;&$") != std::string::npos) spec.words = {"/bin/sh", "-c", spec.words[0]};
  } else {
    call.message("cmd", {command});
    return std::nullopt;
  }
  const Expr directory = call.option(Expr(sym::ProcessDirectory));
  if (const auto path = file_argument(directory)) spec.directory = *path;
  const Expr environment = call.option(Expr(sym::ProcessEnvironment));
  if (environment.is_association() || environment.is_list()) {
    spec.given_environment = true;
    for (const Expr& rule : environment.args()) {
      if (rule.is_rule() && rule[0].is_string() && rule[1].is_string()) spec.environment.push_back(rule[0].string_value() + "=" + rule[1].string_value());
    }
  }
  return spec;
}

// RunProcess[command], RunProcess[command, property], RunProcess[command, property, input]
MaybeExpr builtin_RunProcess(Call& call) {
  std::string property;
  if (call.size() >= 2 && !call.arg(1).is(sym::All)) {
    if (!call.arg(1).is_string()) return call.message("prop", {call.arg(1)});
    property = call.arg(1).string_value();
    if (property != "ExitCode" && property != "StandardOutput" && property != "StandardError") return call.message("prop", {call.arg(1)});
  }
  std::string input;
  if (call.size() == 3) {
    const Expr& given = call.arg(2);
    if (given.is_byte_array()) input.assign(given.bytes().begin(), given.bytes().end());
    else if (given.is_string()) input = given.string_value();
    else if (!given.is_null()) input = to_script_form(given);
  }
  const auto spec = read_spec(call, call.arg(0));
  if (!spec) return failed();
  Child child;
  if (!start_child(*spec, child)) {
    call.message("pnfd", {string_expr(spec->words[0]), string_expr(std::strerror(errno))});
    return failed();
  }
  communicate(child, input);
  wait_for(child);
  const Expr code = Expr::integer(child.exit_code);
  const Expr output = Expr::string(repair_utf8(child.pending_output));
  const Expr error = Expr::string(repair_utf8(child.pending_error));
  if (property == "ExitCode") return code;
  if (property == "StandardOutput") return output;
  if (property == "StandardError") return error;
  return make_association({{Expr::string("ExitCode"), code, false}, {Expr::string("StandardOutput"), output, false}, {Expr::string("StandardError"), error, false}});
}

// Run["command", ...]: a shell line; output goes where the session's does. Gives the exit code.
MaybeExpr builtin_Run(Call& call) {
  std::string line;
  for (const Expr& part : call.args()) {
    if (!line.empty()) line += ' ';
    line += part.is_string() ? part.string_value() : to_script_form(part);
  }
  std::fflush(stdout);
  const int status = std::system(line.c_str());
  return Expr::integer(status == -1 ? -1 : exit_code_of(status));
}

// ---- processes beside the session

std::map<std::int64_t, Child>& children() {
  static std::map<std::int64_t, Child> table;
  return table;
}

MaybeExpr builtin_StartProcess(Call& call) {
  const auto spec = read_spec(call, call.arg(0));
  if (!spec) return failed();
  Child child;
  if (!start_child(*spec, child)) {
    call.message("pnfd", {string_expr(spec->words[0]), string_expr(std::strerror(errno))});
    return failed();
  }
  const std::int64_t id = child.id;
  // What is written to a process that has ended must not end the session.
  signal(SIGPIPE, SIG_IGN);
  const Stream& input = open_pipe_stream("StandardInput", child.input, false);
  const Stream& output = open_pipe_stream("StandardOutput", child.output, true);
  child.input_stream = input.expr();
  child.output_stream = output.expr();
  child.error_stream = open_pipe_stream("StandardError", child.error, true).expr();
  set_process_streams(id, input, output);
  children()[id] = child;
  return make_normal(Expr(sym::ProcessObject), {Expr::integer(id)});
}

Child* child_argument(const Call& call) {
  const Expr& object = call.arg(0);
  if (object.has_head(sym::ProcessObject, 1)) {
    const auto id = machine_integer(object[0]);
    const auto found = id ? children().find(*id) : children().end();
    if (found != children().end()) return &found->second;
  }
  call.message("noproc", {object});
  return nullptr;
}

void refresh(Child& child) {
  if (child.finished) return;
  int status = 0;
  if (waitpid(child.id, &status, WNOHANG) == child.id) {
    child.finished = true;
    child.exit_code = exit_code_of(status);
  }
}

// ProcessConnection[proc, "StandardInput" | "StandardOutput" | "StandardError"]
MaybeExpr builtin_ProcessConnection(Call& call) {
  const Child* child = child_argument(call);
  if (child == nullptr) return std::nullopt;
  const std::string name = call.arg(1).is_string() ? call.arg(1).string_value() : "";
  if (name == "StandardInput") return child->input_stream;
  if (name == "StandardOutput") return child->output_stream;
  if (name == "StandardError") return child->error_stream;
  return call.message("conn", {call.arg(1)});
}

// ProcessInformation[proc], ProcessInformation[proc, "property"]
MaybeExpr builtin_ProcessInformation(Call& call) {
  Child* child = child_argument(call);
  if (child == nullptr) return std::nullopt;
  refresh(*child);
  const Expr information = make_association({{Expr::string("Program"), Expr::string(child->program), false},
                                             {Expr::string("PID"), Expr::integer(child->id), false},
                                             {Expr::string("ExitCode"), child->finished ? Expr::integer(child->exit_code) : Expr(sym::None), false}});
  return call.size() == 1 ? information : evaluate(make_normal(sym::Lookup, {information, call.arg(1)}));
}

// Processes[]: those that StartProcess started and that run still.
MaybeExpr builtin_Processes(Call&) {
  Builder list(sym::List);
  for (auto& [id, child] : children()) {
    refresh(child);
    if (!child.finished) list.push(make_normal(Expr(sym::ProcessObject), {Expr::integer(id)}));
  }
  return list.finish();
}

// ProcessStatus[proc], ProcessStatus[proc, "status"]
MaybeExpr builtin_ProcessStatus(Call& call) {
  Child* child = child_argument(call);
  if (child == nullptr) return std::nullopt;
  refresh(*child);
  const std::string status = child->finished ? "Finished" : "Running";
  if (call.size() == 2) return Expr::boolean(call.arg(1).is_string() && call.arg(1).string_value() == status);
  return Expr::string(status);
}

MaybeExpr builtin_KillProcess(Call& call) {
  Child* child = child_argument(call);
  if (child == nullptr) return std::nullopt;
  refresh(*child);
  if (!child->finished) {
    kill(child->id, SIGTERM);
    int status = 0;
    for (int i = 0; i < 200 && waitpid(child->id, &status, WNOHANG) != child->id; ++i) {
      if (i == 100) kill(child->id, SIGKILL);
      usleep(5000);
    }
    child->finished = true;
    child->exit_code = exit_code_of(status);
  }
  return Expr();
}

constexpr MessageTexts kMessages = {{"pnfd", "Program `1` cannot be started: `2`."},
                                    {"conn", "`1` is not \"StandardInput\", \"StandardOutput\" or \"StandardError\"."},
                                    {"cmd", "`1` is not a command: a string or a list of strings is expected."},
                                    {"prop", "`1` is not \"ExitCode\", \"StandardOutput\", \"StandardError\" or All."},
                                    {"noproc", "`1` is not a process started by StartProcess."}};
constexpr const char* kProcessOptions = "{ProcessDirectory -> Inherited, ProcessEnvironment -> Inherited}";

constexpr Builtin kBuiltins[] = {
    {.name = "Run",
     .fn = builtin_Run,
     .arity = at_least(1),
     .usage = "Run[expr1, expr2, ...] runs the text of the expressions, separated by spaces, as a shell command and gives its exit code."},
    {.name = "RunProcess",
     .fn = builtin_RunProcess,
     .arity = between(1, 3),
     .usage = "RunProcess[\"command\"] runs a program and gives an association of its ExitCode, StandardOutput and StandardError.\n"
              "RunProcess[{\"command\", arg1, ...}] gives it arguments.\n"
              "RunProcess[command, \"prop\"] gives only one property.\nRunProcess[command, prop, input] feeds input to it.",
     .options = kProcessOptions,
     .messages = kMessages},
    {.name = "StartProcess",
     .fn = builtin_StartProcess,
     .arity = exactly(1),
     .usage = "StartProcess[\"command\"] starts a program that runs beside the session and gives a ProcessObject.",
     .options = kProcessOptions,
     .messages = kMessages},
    {.name = "ProcessStatus",
     .fn = builtin_ProcessStatus,
     .arity = between(1, 2),
     .usage = "ProcessStatus[proc] gives \"Running\" or \"Finished\".\nProcessStatus[proc, \"status\"] tests for a status.",
     .messages = kMessages},
    {.name = "KillProcess", .fn = builtin_KillProcess, .arity = exactly(1), .usage = "KillProcess[proc] ends a process started by StartProcess.", .messages = kMessages},
    {.name = "ProcessConnection", .fn = builtin_ProcessConnection, .arity = exactly(2),
     .usage = "ProcessConnection[proc, \"stream\"] gives the stream \"StandardInput\", \"StandardOutput\" or \"StandardError\" of a process.", .messages = kMessages},
    {.name = "ProcessInformation", .fn = builtin_ProcessInformation, .arity = between(1, 2),
     .usage = "ProcessInformation[proc] gives an association with the Program, PID and ExitCode of a process.\nProcessInformation[proc, \"prop\"] gives one of these.",
     .messages = kMessages},
    {.name = "Processes", .fn = builtin_Processes, .arity = exactly(0), .usage = "Processes[] gives the list of running processes that StartProcess started."},
    {.name = "ProcessObject",
     .usage = "ProcessObject[id] represents a process started by StartProcess. WriteString, WriteLine and Write write to its standard input, which "
              "Close ends; ReadLine, ReadString and Read read its standard output."},
};

}  // namespace

void register_processes(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
