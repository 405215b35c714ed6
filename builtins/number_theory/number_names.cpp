// number_names.cpp - mantissas, ranges of powers, names of integers: the rows; the work is in number_names.wl.
#include "builtins/number_theory/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "number_theory/number_names"); }

// Between[{min, max}][x]
MaybeExpr builtin_curried_between(Call& call) {
  const Expr& inner = call.expr().head();
  if (call.size() != 1 || inner.size() != 1) return std::nullopt;
  return make_normal(inner.head(), {call.arg(0), inner[0]});
}

constexpr Builtin kBuiltins[] = {
    {.name = "MantissaExponent", .fn = builtin_in_unit, .arity = between(1, 3), .usage = "MantissaExponent[x, b] gives the mantissa and the exponent of x in base b."},
    {.name = "RealExponent", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "RealExponent[x, b] gives the logarithm of the size of x in base b."},
    {.name = "PowerRange", .fn = builtin_in_unit, .arity = between(1, 3), .usage = "PowerRange[a, b, r] gives a, a r, a r^2, ... up to b."},
    {.name = "FindDivisions", .fn = builtin_in_unit, .arity = between(1, 3),
     .usage = "FindDivisions[{xmin, xmax}, n] gives about n short numbers that divide the interval into equal parts.\n"
              "FindDivisions[{xmin, xmax}, n, k] takes numbers short in base k.\n"
              "FindDivisions[{xmin, xmax, dx}, n] takes multiples of dx.\n"
              "FindDivisions[{xmin, xmax}, {n1, n2, ...}] divides the parts again, leaving out what is there already."},
    {.name = "NumericalSort", .fn = builtin_in_unit, .arity = exactly(1), .usage = "NumericalSort[list] sorts by numerical value."},
    {.name = "Between", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "Between[x, {min, max}] gives True if x lies between min and max.", .sub_fn = builtin_curried_between},
    {.name = "FromDMS", .fn = builtin_in_unit, .arity = exactly(1), .usage = "FromDMS[{d, m, s}] gives decimal degrees."},
    {.name = "IntegerName", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "IntegerName[n] gives a name of the integer n.\nIntegerName[n, \"Words\"] gives it in words.\nIntegerName[n, qual] uses qualifiers such as \"DigitsWords\", \"Ordinal\" or \"Year\", or a list of them.", .options = "{Language -> Automatic}"},
};

}  // namespace

void register_number_names(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
