// constants.cpp - mathematical constants, infinities, and the limits of arbitrary-precision numbers.
#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

Expr value_of_I() { return imaginary_unit(); }
Expr value_of_Infinity() { return make_normal(sym::DirectedInfinity, {Expr::integer(1)}); }
Expr value_of_ComplexInfinity() { return make_normal(sym::DirectedInfinity, std::initializer_list<Expr>{}); }
Expr value_of_MaxExtraPrecision() { return Expr::real(50.0); }
Expr value_of_MaxPrecision() { return value_of_Infinity(); }
Expr value_of_MinPrecision() { return Expr::integer(0); }

// DirectedInfinity[], DirectedInfinity[z]: z is brought to length one.
MaybeExpr builtin_DirectedInfinity(Call& call) {
  if (call.size() == 0) return std::nullopt;
  const Expr& z = call.arg(0);
  if (z.is_small_integer()) {
    const std::int64_t n = z.small_integer();
    if (n == 1 || n == -1) return std::nullopt;
    return n == 0 ? value_of_ComplexInfinity() : make_normal(sym::DirectedInfinity, {Expr::integer(n > 0 ? 1 : -1)});
  }
  if (is_indeterminate(z)) return value_of_ComplexInfinity();
  if (const auto inner = directed_infinity(z)) return z;
  if (z.is_real_number()) {
    const int sign = sign_of_real(z);
    return sign == 0 ? value_of_ComplexInfinity() : make_normal(sym::DirectedInfinity, {Expr::integer(sign)});
  }
  if (is_numeric(z)) {
    if (const auto sign = numeric_sign(z)) {
      return *sign == 0 ? value_of_ComplexInfinity() : make_normal(sym::DirectedInfinity, {Expr::integer(*sign)});
    }
    if (z.is_complex()) {
      const Expr unit = evaluate(make_normal(sym::Sign, {z}));
      if (unit == z) return std::nullopt;
      return make_normal(sym::DirectedInfinity, {unit});
    }
    return std::nullopt;
  }
  const Term term = split_term(z);  // positive numeric factors do not turn it
  if (term.coefficient.is_real_number() && sign_of_real(term.coefficient) > 0 &&
      !(term.coefficient.is_small_integer() && term.coefficient.small_integer() == 1)) {
    return make_normal(sym::DirectedInfinity, {term.rest});
  }
  return std::nullopt;
}

#define LYKOS_CONSTANT(NAME, TEXT) {.name = NAME, .attributes = kConstant | kProtected | kReadProtected, .usage = TEXT}
#define LYKOS_VALUE(NAME, TEXT, FUNCTION) {.name = NAME, .attributes = kLocked | kProtected, .usage = TEXT, .value = FUNCTION}
constexpr Builtin kBuiltins[] = {
    LYKOS_CONSTANT("Pi", "Pi is the ratio of a circle's circumference to its diameter, about 3.14159."),
    LYKOS_CONSTANT("E", "E is the base of natural logarithms, about 2.71828."),
    LYKOS_CONSTANT("EulerGamma", "EulerGamma is Euler's constant, about 0.577216."),
    LYKOS_CONSTANT("GoldenRatio", "GoldenRatio is (1 + Sqrt[5])/2, about 1.61803."),
    LYKOS_CONSTANT("GoldenAngle", "GoldenAngle is (3 - Sqrt[5]) Pi, about 137.5 degrees."),
    LYKOS_CONSTANT("Degree", "Degree is the number of radians in one degree, Pi/180."),
    LYKOS_CONSTANT("Catalan", "Catalan is Catalan's constant, about 0.915966."),
    LYKOS_CONSTANT("Khinchin", "Khinchin is Khinchin's constant, about 2.68545."),
    LYKOS_CONSTANT("Glaisher", "Glaisher is the Glaisher-Kinkelin constant, about 1.28243."),
    LYKOS_CONSTANT("MachinePrecision", "MachinePrecision is the symbol for the precision of machine numbers, about 15.95 digits."),
    {.name = "Indeterminate", .usage = "Indeterminate stands for a quantity whose value cannot be determined."},
    {.name = "Overflow", .fn = nullptr, .usage = "Overflow[] stands for a number too large to represent."},
    {.name = "Underflow", .fn = nullptr, .usage = "Underflow[] stands for a number too small to represent."},
    LYKOS_VALUE("I", "I is the imaginary unit, Sqrt[-1].", value_of_I),
    {.name = "ComplexInfinity", .attributes = kProtected | kReadProtected,
     .usage = "ComplexInfinity is a quantity of infinite size and undetermined direction.", .value = value_of_ComplexInfinity},
    {.name = "DirectedInfinity", .fn = builtin_DirectedInfinity, .arity = between(0, 1), .attributes = kListable | kProtected,
     .usage = "DirectedInfinity[z] is an infinite quantity in the direction of z.\nDirectedInfinity[] is an infinite quantity of unknown direction."},
    {.name = "$MaxExtraPrecision", .attributes = kNoAttributes,
     .usage = "$MaxExtraPrecision is how many extra digits N may use inside a computation.", .value = value_of_MaxExtraPrecision},
    {.name = "$MaxPrecision", .attributes = kNoAttributes, .usage = "$MaxPrecision is the largest precision of arbitrary-precision numbers.",
     .value = value_of_MaxPrecision},
    {.name = "$MinPrecision", .attributes = kNoAttributes, .usage = "$MinPrecision is the smallest precision of arbitrary-precision numbers.",
     .value = value_of_MinPrecision},
};
#undef LYKOS_CONSTANT
#undef LYKOS_VALUE

}  // namespace

void register_constants(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
