// interpreter.cpp - Interpreter: values from what people write. The work is in interpreter.wl.
#include "builtins/library.h"
#include "builtins/strings/register.h"

namespace lykos::builtins {
namespace {

// Interpreter[form] stays; a form that is not known says so.
MaybeExpr builtin_Interpreter(Call& call) { return call_library("strings/interpreter", "interpreter", call.args().first(1)); }

// Interpreter[form][text]
MaybeExpr interpret(Call& call) {
  const Expr& inner = call.expr().head();
  if (call.size() != 1 || inner.size() < 1) return std::nullopt;
  return call_library("strings/interpreter", "interpret", std::vector<Expr>{inner[0], call.arg(0)});
}

constexpr Builtin kBuiltins[] = {
    {.name = "Interpreter", .fn = builtin_Interpreter, .arity = between(1, 2),
     .usage = "Interpreter[form][text] reads text as a value of the form, such as \"Integer\", \"Date\" or \"Color\"; a Failure tells what was expected.\n"
              "Interpreter[{choice1, choice2, ...}] takes one of the choices.\nInterpreter[Restricted[form, {min, max}]] restricts numbers, "
              "Interpreter[DelimitedSequence[form, sep]] reads several values.",
     .messages = {{"unkform", "`1` is not a form that Interpreter knows."}},
     .sub_fn = interpret},
    {.name = "Restricted", .usage = "Restricted[form, {min, max}] is a form of Interpreter for numbers between min and max."},
    {.name = "DelimitedSequence", .usage = "DelimitedSequence[form, sep] is a form of Interpreter for several values with sep (a comma) between them."},
    {.name = "RepeatingElement", .usage = "RepeatingElement[form] is a form of Interpreter for any number of values."},
};

}  // namespace

void register_interpreter(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
