// cellular_automaton.cpp - cellular automata: the rows; the work is in cellular_automaton.wl.
#include "builtins/lists/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "lists/cellular_automaton"); }

// CellularAutomaton[rule][init]
MaybeExpr builtin_curried_automaton(Call& call) {
  const Expr& inner = call.expr().head();
  if (call.size() != 1 || inner.size() != 1) return std::nullopt;
  return make_normal(inner.head(), {inner[0], call.arg(0)});
}

constexpr Builtin kBuiltins[] = {
    {.name = "CellularAutomaton", .fn = builtin_in_unit, .arity = between(1, 3), .usage = "CellularAutomaton[rule, init, t] gives the evolution of a cellular automaton for t steps.\nCellularAutomaton[rule, init] gives one step.", .messages = {{"nspecnl", "Rule specification `1` should be an Integer, a List, a pure Boolean function, a String or an Association."}}, .sub_fn = builtin_curried_automaton},
};

}  // namespace

void register_cellular_automaton(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
