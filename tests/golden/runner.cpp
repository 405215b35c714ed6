// runner.cpp - runs golden pages: Markdown whose `wl` fences are session transcripts.
//
// Every line of a fence starts with a mark: ">> " input, ".. " continuation, "| " printed, ": " message, "= " result. The page
// passes when evaluating the inputs gives exactly the other lines. `wl reset` starts a fresh session, `wl todo` must still fail,
// `wl slow` runs only with --slow, a result line "= ..." accepts anything. With --update the expected lines are rewritten in
// place (inputs and prose never are): a proposal, to be read line by line.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "evaluator/control_flow.h"
#include "evaluator/interrupt.h"
#include "repl/session.h"
#include "repl/transcript.h"

namespace {

struct Options {
  bool update = false;
  bool slow = false;
  double seconds = 30;
};

struct Example {
  std::vector<std::string> input_lines;   // with marks
  std::vector<std::string> expected;
  std::size_t line = 0;

  std::string input() const {
    std::string text;
    for (const std::string& line_text : input_lines) text += (text.empty() ? "" : "\n") + (line_text.size() > 3 ? line_text.substr(3) : "");
    return text;
  }
};

bool has_word(const std::string& info, const std::string& word) {
  std::istringstream in(info);
  for (std::string w; in >> w;)
    if (w == word) return true;
  return false;
}

std::string trimmed(std::string s) {
  while (!s.empty() && (s.back() == ' ' || s.back() == '\r')) s.pop_back();
  return s;
}

bool agrees(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  if (!expected.empty() && expected.back() == "= ...") {
    const std::size_t fixed = expected.size() - 1;
    if (actual.size() <= fixed) return false;
    return std::equal(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(fixed), actual.begin());
  }
  return expected == actual;
}

std::vector<std::string> evaluate(lykos::Session& session, const Example& example, const Options& options) {
  lykos::TimeLimit limit(options.seconds);
  lykos::Transcript transcript(session);
  try {
    return transcript.run(example.input());
  } catch (const lykos::QuitSignal& quit) {
    return {"(quit with code " + std::to_string(quit.exit_code) + ")"};
  }
}

int run_page(const std::string& path, const Options& options) {
  std::ifstream in(path);
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    return 1;
  }
  lykos::Session session(lykos::OutputMode::TwoDimensional);
  session.reset();
  std::vector<std::string> output;
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  int failures = 0;
  int passed = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    output.push_back(lines[i]);
    if (!lines[i].starts_with("```wl")) continue;
    const std::string info = lines[i].substr(3);
    if (info != "wl" && !info.starts_with("wl ")) continue;
    if (has_word(info, "reset")) session.reset();
    const bool todo = has_word(info, "todo");
    const bool skip = has_word(info, "slow") && !options.slow;
    std::vector<Example> examples;
    std::size_t j = i + 1;
    for (; j < lines.size() && lines[j] != "```"; ++j) {
      const std::string line = trimmed(lines[j]);
      if (line.starts_with(">>")) {
        examples.push_back({{line}, {}, j + 1});
      } else if (line.starts_with("..") && !examples.empty()) {
        examples.back().input_lines.push_back(line);
      } else if (!examples.empty()) {
        examples.back().expected.push_back(line);
      } else if (!line.empty()) {
        std::printf("%s:%zu: a line without an input before it\n", path.c_str(), j + 1);
        ++failures;
      }
    }
    bool any_failed = false;
    for (Example& example : examples) {
      std::vector<std::string> actual = skip ? example.expected : evaluate(session, example, options);
      const bool ok = agrees(example.expected, actual);
      if (!ok) any_failed = true;
      if (ok) ++passed;
      if (!ok && !todo) {
        ++failures;
        if (!options.update) {
          std::printf("%s:%zu:\n", path.c_str(), example.line);
          for (const std::string& line : example.input_lines) std::printf("  %s\n", line.c_str());
          for (const std::string& line : example.expected) std::printf("- %s\n", line.c_str());
          for (const std::string& line : actual) std::printf("+ %s\n", line.c_str());
        }
      }
      output.insert(output.end(), example.input_lines.begin(), example.input_lines.end());
      const auto& written = ok || todo ? example.expected : actual;
      output.insert(output.end(), written.begin(), written.end());
    }
    if (todo && !any_failed && !examples.empty()) {
      std::printf("%s:%zu: a `wl todo` fence passes now; remove the word todo\n", path.c_str(), i + 1);
      ++failures;
    }
    i = j - 1;
  }
  if (options.update && failures > 0) {
    const std::string temporary = path + ".new";
    std::ofstream out(temporary);
    for (const std::string& line : output) out << line << "\n";
    out.close();
    std::filesystem::rename(temporary, path);
    std::printf("%s: %d results rewritten\n", path.c_str(), failures);
    return 0;
  }
  std::printf("%s: %d passed, %d failed\n", std::filesystem::path(path).filename().c_str(), passed, failures);
  return failures == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::vector<std::string> pages;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--update") options.update = true;
    else if (word == "--slow") options.slow = true;
    else pages.push_back(word);
  }
  int code = pages.empty() ? 1 : 0;
  lykos::run_on_large_stack(std::size_t{512} << 20, [&] {
    for (const std::string& page : pages) code |= run_page(page, options);
  });
  return code;
}
