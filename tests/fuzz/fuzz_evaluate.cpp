// fuzz_evaluate.cpp - evaluates mutated golden pages, with limits on time and memory and without files, network or processes.
//
//   fuzz_evaluate [--iterations N] [--seed S] [--walk] [--show] PAGE.md ...
//
// With --walk the pages are read in order, each input once as it stands after two mutations of it: what they act on then is what the
// page has made (nets, arrays) and not only names without values.
// Fails on a crash, on an input that does not give in to its time limit, and when the session is not usable afterwards (1 + 1
// is still 2). Inputs are evaluated in one session that is reset every few hundred of them, as a user's session would run on.
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "builtins/files/register.h"
#include "builtins/system/register.h"
#include "evaluator/control_flow.h"
#include "evaluator/interrupt.h"
#include "evaluator/limits.h"
#include "evaluator/registry.h"
#include "expr/number.h"
#include "expr/symbol.h"
#include "mutator.h"
#include "repl/session.h"

namespace {

constexpr double kSeconds = 0.5;              // of one input
constexpr std::int64_t kHangSeconds = 60;         // after which an input counts as one that cannot be stopped
constexpr std::size_t kBytes = std::size_t{1} << 29;
constexpr std::size_t kInputsPerSession = 400;

std::string current;

void report(const char* what) {
  if (write(2, what, std::char_traits<char>::length(what)) < 0 || write(2, current.data(), current.size()) < 0 || write(2, "\n", 1) < 0) _exit(3);
}
void on_crash(int signal_number) {
  report("\nfuzz_evaluate: stopped by a signal on the input:\n");
  _exit(128 + signal_number);
}

// Watches from a thread of its own: the evaluator uses the process's timer for its limits.
std::atomic<std::int64_t> deadline{0};
std::int64_t now_in_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
void watch() {
  for (;;) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    const std::int64_t end = deadline;
    if (end == 0 || now_in_seconds() < end) continue;
    report("\nfuzz_evaluate: this input does not end:\n");
    _exit(4);
  }
}

// Builtins that reach outside the process, or wait for somebody, stay inert; so do those that factor integers in a library
// that cannot be interrupted.
void disarm() {
  using namespace lykos;
  Registry outside;
  builtins::register_files(outside);
  builtins::register_system(outside);
  std::set<std::string> names;
  for (const Builtin* row : outside.rows()) names.insert(row->name);
  for (const char* name : {"Get", "Needs", "Put", "PutAppend", "Save", "DumpSave", "PacletDirectoryLoad", "Pause", "Input", "InputString", "Quit", "Exit",
                           "NetTrain", "Run", "Export", "Import", "FactorInteger", "Divisors", "DivisorSigma",
                           "DivisorSum", "EulerPhi", "MoebiusMu", "PrimeNu", "PrimeOmega", "LiouvilleLambda", "CarmichaelLambda", "MultiplicativeOrder", "PrimitiveRoot", "SquareFreeQ"})
    names.insert(name);
  for (const std::string& name : names) {
    SymbolNode& node = Expr::symbol(name.c_str()).symbol_node();
    if (node.builtin != nullptr && node.builtin->value == nullptr) node.builtin = nullptr;
  }
}

struct Options {
  std::size_t iterations = 2000;
  std::uint64_t seed = 1;
  bool walk = false;
  bool show = false;
  std::vector<std::string> seeds;
};

// Decimal digits of a number with hundreds of millions of bits take minutes, and no limit reaches into GMP.
bool is_printable(const lykos::Expr& value) {
  std::size_t leaves = 0;
  std::vector<const lykos::Expr*> work{&value};
  while (!work.empty()) {
    const lykos::Expr& e = *work.back();
    work.pop_back();
    if (++leaves > 100'000) return false;
    if (e.is_integer() && !e.is_small_integer() && e.to_integer().bit_length() > 1'000'000) return false;
    if (e.is_rational() && e.rational_value().denominator().bit_length() > 1'000'000) return false;
    if (e.kind() != lykos::Kind::Normal) continue;
    for (const lykos::Expr& argument : e.args()) work.push_back(&argument);
  }
  return true;
}

void evaluate(lykos::Session& session, const std::string& text) {
  current = text;
  deadline = now_in_seconds() + kHangSeconds;
  try {
    const lykos::TimeLimit time(kSeconds);
    const lykos::MemoryLimit memory(kBytes);
    const lykos::Evaluation evaluation = session.evaluate_line(text);
    if (evaluation.has_value && is_printable(evaluation.value)) session.show(evaluation.value);
  } catch (const lykos::QuitSignal&) {
  } catch (const lykos::AbortSignal&) {   // the limit fired while the result was being formatted
  }
  lykos::clear_interrupt();
  lykos::recursion_limit = 1024;
  lykos::iteration_limit = 4096;
  deadline = 0;
}

bool is_usable(lykos::Session& session) {
  const lykos::Evaluation check = session.evaluate_line("1 + 1");
  return check.has_value && check.value == lykos::Expr::integer(2);
}

int run(const Options& options) {
  lykos::Session session(lykos::OutputMode::TwoDimensional);
  session.set_listener([](const lykos::SessionEvent&) {});
  disarm();
  lykos::fuzz::Mutator characters(options.seeds, options.seed);
  lykos::fuzz::TokenMutator tokens(options.seeds, options.seed);
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < options.iterations; ++i) {
    if (i % kInputsPerSession == 0) session.reset();
    const std::size_t standing = i / 3 % options.seeds.size();
    std::string text;
    if (!options.walk) text = i % 4 == 0 ? characters.next() : tokens.next();
    else text = i % 3 == 2 ? options.seeds[standing] : tokens.next(standing);
    if (options.show) std::fprintf(stderr, "%s\n", text.c_str());
    evaluate(session, text);
    if (i % kInputsPerSession == kInputsPerSession - 1 && !is_usable(session)) {
      std::printf("the session is not usable after %zu inputs; the last was: %s\n", i + 1, text.c_str());
      return 1;
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::printf("%zu inputs evaluated in %.1f s\n", options.iterations, seconds);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--iterations" && i + 1 < argc) options.iterations = std::strtoull(argv[++i], nullptr, 10);
    else if (word == "--seed" && i + 1 < argc) options.seed = std::strtoull(argv[++i], nullptr, 10);
    else if (word == "--walk") options.walk = true;
    else if (word == "--show") options.show = true;
    else lykos::fuzz::read_seeds(word, options.seeds);
  }
  if (options.seeds.empty()) {
    std::fprintf(stderr, "usage: fuzz_evaluate [--iterations N] [--seed S] [--walk] [--show] PAGE.md ...\n");
    return 2;
  }
  std::signal(SIGSEGV, on_crash);
  std::signal(SIGABRT, on_crash);
  std::signal(SIGFPE, on_crash);
  std::thread(watch).detach();
  int code = 1;
  lykos::run_on_large_stack(std::size_t{1} << 30, [&] { code = run(options); });
  std::fflush(stdout);
  return code;
}
