// control_flow.h - the C++ exceptions of non-local exits. They carry nothing else: a failing builtin says so with a message
// and stays unevaluated (std::nullopt).
#pragma once

#include "expr/expr.h"

namespace lykos {

struct ThrowSignal {
  Expr value;
  Expr tag;             // meaningful when tagged
  bool tagged = false;
  MaybeExpr function;   // of Throw[value, tag, f]: what an uncaught one gives is f[value, tag]
};
struct ReturnSignal {
  Expr value;
  MaybeExpr target;     // Return[expr, target]
};
struct BreakSignal {};
struct ContinueSignal {};
struct GotoSignal {
  Expr label;
};
/// Abort[], Ctrl-C, TimeConstrained, MemoryConstrained. `owner` names the constraint that fired (0: Abort[]).
struct AbortSignal {
  std::uint64_t owner = 0;
};
/// A limit of the kernel was hit ($RecursionLimit, memory): ends the whole input with TerminatedEvaluation[reason].
struct TerminateSignal {
  const char* reason = "RecursionLimit";
};
struct QuitSignal {
  int exit_code = 0;
};

}  // namespace lykos
