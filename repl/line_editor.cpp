// line_editor.cpp - GNU readline, loaded at run time: a program that only runs scripts never touches it, and without it lines
// are read plainly.
#include "repl/line_editor.h"

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

namespace lykos {
namespace {

std::function<std::vector<std::string>(const std::string&)> completer;
std::vector<std::string> candidates;

struct Readline {
  char* (*readline)(const char*) = nullptr;
  void (*add_history)(const char*) = nullptr;
  int (*read_history)(const char*) = nullptr;
  int (*append_history)(int, const char*) = nullptr;
  char** (*completion_matches)(const char*, char* (*)(const char*, int)) = nullptr;
  char** (**attempted)(const char*, int, int) = nullptr;
  const char** word_breaks = nullptr;
  int* append_character = nullptr;
};
Readline library;

char* next_candidate(const char*, int state) {
  static std::size_t at = 0;
  if (state == 0) at = 0;
  return at < candidates.size() ? strdup(candidates[at++].c_str()) : nullptr;
}

char** attempt(const char* text, int, int) {
  if (!completer || *text == '\0') return nullptr;
  candidates = completer(text);
  if (library.append_character != nullptr) *library.append_character = '\0';   // a bracket follows, not a blank; reset by each completion
  return candidates.empty() ? nullptr : library.completion_matches(text, next_candidate);
}

bool load_library() {
  for (const char* name : {"libreadline.so.8", "libreadline.so", "libedit.so.2"}) {
    void* handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
    if (handle == nullptr) continue;
    const auto find = [&](const char* symbol, auto& target) { target = reinterpret_cast<std::decay_t<decltype(target)>>(dlsym(handle, symbol)); };
    find("readline", library.readline);
    find("add_history", library.add_history);
    find("read_history", library.read_history);
    find("append_history", library.append_history);
    find("rl_completion_matches", library.completion_matches);
    find("rl_attempted_completion_function", library.attempted);
    find("rl_basic_word_break_characters", library.word_breaks);
    find("rl_completion_append_character", library.append_character);
    if (library.readline != nullptr && library.add_history != nullptr) return true;
  }
  return false;
}

std::string history_file() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder = state != nullptr ? state : home != nullptr ? std::string(home) + "/.local/state" : ".";
  folder /= "lykos";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  return (folder / "history").string();
}

}  // namespace

void set_completion(std::function<std::vector<std::string>(const std::string&)> complete) { completer = std::move(complete); }

LineEditor::LineEditor(bool wanted) {
  const char* terminal = std::getenv("TERM");
  const bool capable = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0 && terminal != nullptr && std::strcmp(terminal, "dumb") != 0;
  active_ = wanted && capable && load_library();
  if (!active_) return;
  if (library.attempted != nullptr && library.completion_matches != nullptr) *library.attempted = attempt;
  static const char breaks[] = " \t\n\"\\'@><=;|&{}()[]+-*/^,.:!~?#%`";
  if (library.word_breaks != nullptr) *library.word_breaks = breaks;
  if (library.read_history != nullptr) library.read_history(history_file().c_str());
}
LineEditor::~LineEditor() = default;

std::optional<std::string> LineEditor::read(const std::string& prompt) {
  if (active_) {
    char* line = library.readline(prompt.c_str());
    if (line == nullptr) return std::nullopt;
    std::string text(line);
    std::free(line);
    return text;
  }
  std::fputs(prompt.c_str(), stdout);
  std::fflush(stdout);
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

void LineEditor::remember(const std::string& input) {
  if (!active_ || input.empty()) return;
  library.add_history(input.c_str());
  if (library.append_history != nullptr) {
    const std::string file = history_file();
    if (!std::filesystem::exists(file)) std::fclose(std::fopen(file.c_str(), "a"));
    library.append_history(1, file.c_str());
  }
}

}  // namespace lykos
