// main.cpp - the program: a session on a large stack, driven by the command line.
#include <cstdio>

#include "evaluator/control_flow.h"
#include "repl/command_line.h"
#include "repl/session.h"

int main(int argc, char** argv) {
  int code = 0;
  constexpr std::size_t kStackBytes = std::size_t{1} << 30;  // address space only; pages are committed when touched
  lykos::run_on_large_stack(kStackBytes, [&] {
    try {
      code = lykos::run_command_line(argc, argv);
    } catch (const lykos::QuitSignal& quit) {
      code = quit.exit_code;
    }
  });
  std::fflush(stdout);
  return code;
}
