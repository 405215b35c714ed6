// bell.cpp - BellY: the row; the work is in bell.wl.
#include "builtins/arithmetic/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_BellY(Call& call) { return call_library(call, "arithmetic/bell"); }

constexpr Builtin kBuiltins[] = {
    {.name = "BellY",
     .fn = builtin_BellY,
     .arity = between(1, 3),
     .usage = "BellY[n, k, {x1, x2, ...}] gives the partial Bell polynomial.\nBellY[n, k, m] gives that of the compositions of the columns of m.\nBellY[m] gives the generalized Bell polynomial of a matrix."},
};

}  // namespace

void register_bell(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
