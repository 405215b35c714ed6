// series_functions.cpp - MeijerG and RiemannR: the rows; the work is in series_functions.wl.
#include "builtins/arithmetic/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_MeijerG(Call& call) { return call_library("arithmetic/series_functions", "meijerG", call.args()); }
MaybeExpr builtin_RiemannR(Call& call) { return call_library("arithmetic/series_functions", "riemannR", call.args()); }

constexpr Builtin kBuiltins[] = {
    {.name = "MeijerG", .fn = builtin_MeijerG, .arity = between(3, 4), .attributes = kNumericFunction | kProtected,
     .usage = "MeijerG[{{a1, ..., an}, {an+1, ..., ap}}, {{b1, ..., bm}, {bm+1, ..., bq}}, z] is the Meijer G-function.",
     .messages = {{"hdiv", "`1` does not exist. Arguments are not consistent."},
                  {"hform", "MeijerG takes two pairs of lists of parameters and a number."}}},
    {.name = "RiemannR", .fn = builtin_RiemannR, .arity = exactly(1), .attributes = kListable | kNumericFunction | kProtected,
     .usage = "RiemannR[x] is Riemann's prime counting function, the sum of MoebiusMu[n]/n LogIntegral[x^(1/n)]."},
};

}  // namespace

void register_series_functions(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
