// driver.cpp - the parser's fuzzer without libFuzzer, so that every test run has it: inputs of golden pages, mutated the same
// way each time.
//
//   fuzz_parse_driver [--iterations N] [--seed S] [--differences] PAGE.md ...
//
// Fails on a crash, on a text that takes longer than ten seconds (1.5``20000000 does have twenty million digits), and when a
// seed that is not mutated does not read back from its InputForm. Differences of mutated texts are counted, and shown with
// --differences: nearly all are products and quotients that the parser groups in its own way before evaluation.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <unistd.h>

#include "fuzz_parse.h"

namespace {

// What is being tried, for the signal handler: enough to reproduce a crash.
std::string current;

void on_crash(int signal_number) {
  const char note[] = "\nfuzz_parse_driver: stopped by a signal on the text:\n";
  if (write(2, note, sizeof note - 1) < 0 || write(2, current.data(), current.size()) < 0 || write(2, "\n", 1) < 0) _exit(3);
  _exit(128 + signal_number);
}

// The inputs of a golden page: ">> " lines with their ".. " continuations.
void read_seeds(const std::string& path, std::vector<std::string>& seeds) {
  std::ifstream in(path);
  bool open = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(">> ")) {
      seeds.push_back(line.substr(3));
      open = true;
    } else if (open && line.starts_with("..")) {
      seeds.back() += "\n" + (line.size() > 3 ? line.substr(3) : std::string());
    } else {
      open = false;
    }
  }
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& seeds, std::uint64_t seed) : seeds_(seeds), random_(seed) {}

  std::string next() {
    std::string text = seeds_[below(seeds_.size())];
    const std::size_t steps = 1 + below(4);
    for (std::size_t i = 0; i < steps; ++i) mutate(text);
    constexpr std::size_t kLongest = 4096;
    if (text.size() > kLongest) text.resize(kLongest);
    return text;
  }

 private:
  // Not std::uniform_int_distribution: its values differ between standard libraries.
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random_() % n); }

  void mutate(std::string& text) {
    static const char* const kPieces[] = {"[", "]", "{", "}", "(", ")", "[[", "]]", "<|", "|>", "\"", "(*", "*)", "->", ":>", "/.", "//", "/@", "@@", "@@@",
                                          "&", "#", "##2", "_", "__", "___", "_.", "?", ":", "::", ";", ";;", "=", ":=", "==", "===", "=.", "!", "!!", "!=", "++",
                                          "--", "+=", "^", "^=", "^:=", "/:", "'", "`", "``20", "*^", "16^^", "\\", "\\[", "\\[Alpha]", ".", "..", "...", "~", "<>", "<->",
                                          "|", "||", "&&", "%", "%%", "@", "@*", "/*", "|->", "**", "-", "+", "*", "/", ",", " ", "\n", "\t", "1", "x", "2.5", "\xC3\xA9", "\xF0"};
    switch (below(6)) {
      case 0:  // flip a bit
        if (!text.empty()) text[below(text.size())] ^= static_cast<char>(1U << below(8));
        break;
      case 1: {  // take a stretch away
        if (text.empty()) break;
        const std::size_t at = below(text.size());
        text.erase(at, 1 + below(std::min<std::size_t>(8, text.size() - at)));
        break;
      }
      case 2: {  // a bracket, an operator, a token
        text.insert(below(text.size() + 1), kPieces[below(std::size(kPieces))]);
        break;
      }
      case 3: {  // a stretch of another seed
        const std::string& other = seeds_[below(seeds_.size())];
        const std::size_t from = below(other.size());
        text.insert(below(text.size() + 1), other.substr(from, 1 + below(24)));
        break;
      }
      case 4: {  // a stretch twice
        if (text.empty()) break;
        const std::size_t from = below(text.size());
        text.insert(below(text.size() + 1), text.substr(from, 1 + below(16)));
        break;
      }
      default: {  // the start of one and the end of another
        const std::string& other = seeds_[below(seeds_.size())];
        text = text.substr(0, below(text.size() + 1)) + other.substr(below(other.size()));
        break;
      }
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937_64 random_;
};

void show(const char* what, const std::string& text, const lykos::fuzz::Outcome& outcome) {
  std::printf("%s\n  text    %s\n  printed %s\n  before  %s\n  after   %s\n", what, text.c_str(), outcome.printed.c_str(), outcome.before.c_str(), outcome.after.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t iterations = 20000;
  std::uint64_t seed = 1;
  bool differences = false;
  std::vector<std::string> seeds;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--iterations" && i + 1 < argc) iterations = std::strtoull(argv[++i], nullptr, 10);
    else if (word == "--seed" && i + 1 < argc) seed = std::strtoull(argv[++i], nullptr, 10);
    else if (word == "--differences") differences = true;
    else read_seeds(word, seeds);
  }
  if (seeds.empty()) {
    std::fprintf(stderr, "usage: fuzz_parse_driver [--iterations N] [--seed S] [--differences] PAGE.md ...\n");
    return 2;
  }
  std::signal(SIGSEGV, on_crash);
  std::signal(SIGABRT, on_crash);
  std::signal(SIGFPE, on_crash);

  int failures = 0;
  std::size_t readable = 0;
  for (const std::string& text : seeds) {
    current = text;
    const lykos::fuzz::Outcome outcome = lykos::fuzz::check_text(text);
    if (!outcome.parsed) continue;   // pages show syntax errors, too
    ++readable;
    if (outcome.round_trip) continue;
    ++failures;
    show("a seed does not read back:", text, outcome);
  }

  Mutator mutator(seeds, seed);
  std::size_t parsed = 0;
  std::size_t different = 0;
  std::set<std::string> shown;
  for (std::size_t i = 0; i < iterations; ++i) {
    current = mutator.next();
    const auto begin = std::chrono::steady_clock::now();
    const lykos::fuzz::Outcome outcome = lykos::fuzz::check_text(current);
    if (std::chrono::steady_clock::now() - begin > std::chrono::seconds(10)) {
      ++failures;
      std::printf("took longer than ten seconds: %s\n", current.c_str());
    }
    parsed += outcome.parsed ? 1 : 0;
    if (!outcome.parsed || outcome.round_trip) continue;
    ++different;
    if (differences && shown.insert(outcome.before).second) show("difference:", current, outcome);
  }
  std::printf("%zu seeds (%zu parse), %zu mutated texts, %zu of them parse, %zu round-trip differences, %d failures\n", seeds.size(), readable,
              iterations, parsed, different, failures);
  return failures == 0 ? 0 : 1;
}
