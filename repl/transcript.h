// transcript.h - a session in the marks of the golden pages: ">> " input, "| " printed, ": " message, "= " result.
#pragma once

#include <string>
#include <vector>

#include "repl/session.h"

namespace lykos {

class Transcript {
 public:
  explicit Transcript(Session& session);
  /// Evaluates one input and returns the lines that follow it.
  std::vector<std::string> run(const std::string& input);
  /// The input itself as marked lines.
  static std::vector<std::string> input_lines(const std::string& input);

 private:
  Session& session_;
};

}  // namespace lykos
