// kernel.cpp - In, Out, %, $Line, limits and versions: variables of the kernel itself.
#include "builtins/control/kernel.h"

#include <cfloat>
#include <map>

#include "builtins/control/register.h"
#include "builtins/support.h"
#include "evaluator/definitions.h"
#include "evaluator/limits.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

struct Line {
  std::string text;
  Expr input;
  MaybeExpr output;
};
std::map<std::int64_t, Line>& history() {
  static std::map<std::int64_t, Line> lines;
  return lines;
}
std::int64_t line_number = 1;

// The line that Out[], Out[n], Out[-n] mean; %% is Out[$Line - 2].
std::optional<std::int64_t> line_of(Call& call) {
  if (call.size() == 0) return line_number - 1;
  const auto n = machine_integer(call[0]);
  if (!n) return std::nullopt;
  return *n < 0 ? line_number + *n : *n;
}

MaybeExpr builtin_Out(Call& call) {
  const auto n = line_of(call);
  if (!n) return std::nullopt;
  auto found = history().find(*n);
  if (found == history().end() || !found->second.output) return std::nullopt;
  return found->second.output;
}
MaybeExpr builtin_In(Call& call) {
  const auto n = line_of(call);
  if (!n) return std::nullopt;
  auto found = history().find(*n);
  return found == history().end() ? std::nullopt : MaybeExpr(found->second.input);
}
MaybeExpr builtin_InString(Call& call) {
  const auto n = line_of(call);
  if (!n) return std::nullopt;
  auto found = history().find(*n);
  return found == history().end() ? std::nullopt : MaybeExpr(Expr::string(found->second.text));
}

Expr limit_value(std::int64_t limit) { return limit == INT64_MAX ? infinity() : Expr::integer(limit); }
Expr value_Line() { return Expr::integer(line_number); }
Expr value_RecursionLimit() { return limit_value(recursion_limit); }
Expr value_IterationLimit() { return limit_value(iteration_limit); }
Expr value_MachineEpsilon() { return Expr::real(DBL_EPSILON); }
Expr value_MachinePrecision() { return Expr::real(kMachinePrecision); }
Expr value_MaxMachineNumber() { return Expr::real(DBL_MAX); }
Expr value_MinMachineNumber() { return Expr::real(DBL_MIN); }
Expr value_MaxMachineInteger() { return Expr::integer(INT64_MAX); }
Expr value_Infinity() { return infinity(); }

constexpr MessageTexts kLimit = {{"reclim2", "Recursion depth of `1` exceeded during evaluation of `2`."},
                                 {"stack", "The recursion is deeper than there is room for."},
                                 {"itlim", "Iteration limit of `1` exceeded."},
                                 {"limset", "Cannot set `1` to `2`; value must be Infinity or an integer at least 20."}};

constexpr Builtin kBuiltins[] = {
    {.name = "Out", .fn = builtin_Out, .arity = between(0, 1), .attributes = kListable | kNHoldFirst | kProtected, .usage = "%n or Out[n] is a global object that is assigned to be the value produced on the nth output line.\n% gives the last result generated."},
    {.name = "In", .fn = builtin_In, .arity = between(0, 1), .attributes = kListable | kNHoldFirst | kProtected, .usage = "In[n] is a global object that is assigned to have a delayed value of the nth input line."},
    {.name = "InString", .fn = builtin_InString, .arity = between(0, 1), .attributes = kListable | kNHoldFirst | kProtected, .usage = "InString[n] is a global object that is assigned to be the text of the nth input line."},
    {.name = "$HistoryLength", .attributes = kNoAttributes, .usage = "$HistoryLength specifies the number of previous lines of input and output to keep in a session.", .definition = "$HistoryLength = Infinity"},
    {.name = "$Line", .usage = "$Line is a global variable that specifies the number of the current input line.", .value = value_Line},
    {.name = "$RecursionLimit", .usage = "$RecursionLimit gives the current limit on the number of levels of recursion that can be used.", .messages = kLimit, .value = value_RecursionLimit},
    {.name = "$IterationLimit", .usage = "$IterationLimit gives the maximum length of evaluation chain used in trying to evaluate any expression.", .messages = kLimit, .value = value_IterationLimit},
    {.name = "$MachineEpsilon", .attributes = kProtected, .usage = "$MachineEpsilon gives the difference between 1.0 and the next-nearest number representable as a machine-precision number.", .value = value_MachineEpsilon},
    {.name = "$MachinePrecision", .attributes = kProtected, .usage = "$MachinePrecision gives the number of decimal digits of precision used for machine-precision numbers.", .value = value_MachinePrecision},
    {.name = "$MaxMachineNumber", .attributes = kProtected, .usage = "$MaxMachineNumber is the largest machine-precision number that can be used.", .value = value_MaxMachineNumber},
    {.name = "$MinMachineNumber", .attributes = kProtected, .usage = "$MinMachineNumber is the smallest positive normalized machine-precision number.", .value = value_MinMachineNumber},
    {.name = "$MaxMachineInteger", .attributes = kProtected, .usage = "$MaxMachineInteger gives the maximum integer that is represented internally as a single atomic data element.", .value = value_MaxMachineInteger},
    {.name = "Infinity", .attributes = kProtected | kReadProtected, .usage = "Infinity is a symbol that represents a positive infinite quantity.", .value = value_Infinity},
};

}  // namespace

std::int64_t current_line() { return line_number; }
void set_current_line(std::int64_t line) { line_number = line; }
void record_input(std::int64_t line, const std::string& text, const Expr& input) { history()[line] = {text, input, std::nullopt}; }
void record_output(std::int64_t line, const Expr& output) {
  history()[line].output = output;
  // $HistoryLength = n keeps n lines.
  const SymbolNode& length = Expr(sym::DollarHistoryLength).symbol_node();
  if (!length.has_own_value) return;
  if (const auto kept = machine_integer(length.own_value); kept && *kept >= 0) history().erase(history().begin(), history().upper_bound(line - *kept));
}

void register_kernel(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
