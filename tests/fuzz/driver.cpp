// driver.cpp - the parser's fuzzer without libFuzzer, so that every test run has it: inputs of golden pages, mutated the same
// way each time.
//
//   fuzz_parse_driver [--iterations N] [--seed S] [--differences] PAGE.md ...
//
// Fails on a crash, on a text that takes longer than ten seconds (1.5``20000000 does have twenty million digits), and when a
// seed that is not mutated does not read back from its InputForm. Differences of mutated texts are counted, and shown with
// --differences: nearly all are products and quotients that the parser groups in its own way before evaluation.
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include <unistd.h>

#include "fuzz_parse.h"
#include "mutator.h"

namespace {

// What is being tried, for the signal handler: enough to reproduce a crash.
std::string current;

void on_crash(int signal_number) {
  const char note[] = "\nfuzz_parse_driver: stopped by a signal on the text:\n";
  if (write(2, note, sizeof note - 1) < 0 || write(2, current.data(), current.size()) < 0 || write(2, "\n", 1) < 0) _exit(3);
  _exit(128 + signal_number);
}

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
    else lykos::fuzz::read_seeds(word, seeds);
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

  lykos::fuzz::Mutator mutator(seeds, seed);
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
