// integrate.cpp - the row of Integrate; the work is in integrate.wl (which form), rational.wl, elementary.wl and definite.wl.
#include "builtins/calculus/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// Integrate[f, x], Integrate[f, {x, a, b}], Integrate[f, {x, a, b}, {y, c, d}, ...]
MaybeExpr builtin_Integrate(Call& call) {
  for (std::size_t i = 1; i < call.size(); ++i) {
    const Expr& spec = call[i];
    const Expr variable = spec.is_list() && (spec.size() == 3 || spec.size() == 2) ? spec[0] : spec;
    if (spec.is_list() && spec.size() != 3) return call.message("ilim", {spec});
    if (variable.is_number() || variable.is_string() || variable.has_head(sym::Plus) || variable.has_head(sym::Times) || variable.has_head(sym::Power))
      return call.message("ilim", {spec});
  }
  return call_library(call, "calculus/integrate", "integrate");
}

constexpr Builtin kBuiltins[] = {
    {.name = "Integrate", .fn = builtin_Integrate, .arity = at_least(2), .attributes = kProtected | kReadProtected,
     .usage = "Integrate[f, x] gives the indefinite integral of f with respect to x.\n"
              "Integrate[f, {x, xmin, xmax}] gives the definite integral.\n"
              "Integrate[f, {x, xmin, xmax}, {y, ymin, ymax}, ...] gives the multiple integral.",
     .options = "{Assumptions :> $Assumptions, GenerateConditions -> Automatic, PrincipalValue -> False}",
     .messages = {{"ilim", "Invalid integration variable or limit(s) in `1`."},
                  {"idiv", "Integral of `1` does not converge on `2`."},
                  {"pwrl", "Unable to prove that integration limits `1` are real. Adding assumptions may help."}}},
};

}  // namespace

void register_integrate(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
