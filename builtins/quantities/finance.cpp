// finance.cpp - interest, annuities and cash flows: the rows. The work is in finance.wl.
#include "builtins/library.h"
#include "builtins/quantities/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_finance(Call& call) { return call_library(call, "quantities/finance"); }

constexpr Builtin kBuiltins[] = {
    {.name = "TimeValue", .fn = builtin_of_finance, .arity = exactly(3), .usage = "TimeValue[s, r, t] gives the value of the sum s after the time t at the rate r.\nTimeValue[annuity, r, t] gives that of an annuity or a cash flow."},
    {.name = "EffectiveInterest", .fn = builtin_of_finance, .arity = between(1, 2), .usage = "EffectiveInterest[r, q] gives the effective rate when interest at the rate r is compounded every time q.\nEffectiveInterest[r, 0] is compounded continuously."},
    {.name = "Annuity", .usage = "Annuity[p, t] is an annuity of payments p over t units of time.\nAnnuity[p, t, q] pays every q units."},
    {.name = "AnnuityDue", .usage = "AnnuityDue[p, t] is an annuity with payments at the beginning of each unit of time."},
    {.name = "Cashflow", .usage = "Cashflow[{c0, c1, ...}] is a series of payments at the times 0, 1, ...\nCashflow[{{t1, c1}, ...}] is one at the times ti."},
};

}  // namespace

void register_finance(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
