// line_editor.h - reading lines with editing, history and completion when a terminal and the readline library are there.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lykos {

class LineEditor {
 public:
  explicit LineEditor(bool wanted);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;
  /// One line without its newline; nullopt at the end of input. An interrupt at the prompt gives an empty line.
  std::optional<std::string> read(const std::string& prompt);
  void remember(const std::string& input);
  bool active() const { return active_; }

 private:
  bool active_ = false;
};

void set_completion(std::function<std::vector<std::string>(const std::string&)> complete);

}  // namespace lykos
