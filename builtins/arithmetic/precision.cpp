// precision.cpp - N, Precision, Accuracy, SetPrecision, SetAccuracy: numeric values and what is known of them.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "array/array.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A requested precision: a number of digits, MachinePrecision, or Infinity.
struct DigitsRequest {
  bool machine = false;
  double digits = 0;
};
std::optional<DigitsRequest> read_digits(const Expr& spec) {
  if (spec.is(sym::MachinePrecision)) return DigitsRequest{true, kMachinePrecision};
  if (is_infinity(spec)) return DigitsRequest{false, kInfinity};
  const auto value = numeric_double(spec);
  if (!value || !std::isfinite(*value)) return std::nullopt;
  if (spec.is_real() && *value == kMachinePrecision) return DigitsRequest{true, kMachinePrecision};
  return DigitsRequest{false, *value};
}

/// Decimal logarithm of the size of a number; -infinity for zero.
double log10_size(const Expr& number) {
  if (number.is_complex()) return std::max(log10_size(number.re()), log10_size(number.im()));
  if (number.is_big_real()) return number.big_real_value().log10_abs();
  if (number.is_real()) return std::log10(std::fabs(number.real_value()));
  if (is_exact_zero(number)) return -kInfinity;
  return to_big_real(number, 20).log10_abs();
}

// N[expr], N[expr, n], N[expr, {p, a}].
MaybeExpr builtin_N(Call& call) {
  const Expr& expr = call.arg(0);
  if (call.size() == 1) return numeric_machine(expr);
  const Expr& spec = call.arg(1);
  if (spec.is_list() && spec.size() == 2) {  // digits of precision and of accuracy: the smaller demand wins
    const auto p = read_digits(spec[0]), a = read_digits(spec[1]);
    if (!p || !a) return call.message("precbd", {spec});
    if (!std::isfinite(a->digits)) return p->machine ? numeric_machine(expr) : numeric_digits(expr, p->digits);
    const Expr rough = numeric_digits(expr, 20);
    const double wanted = rough.is_number() ? a->digits + std::max(0.0, log10_size(rough)) : a->digits;
    return numeric_digits(expr, std::max(1.0, std::min(wanted, p->digits)));
  }
  const auto request = read_digits(spec);
  if (!request || request->digits < 0) return call.message("precbd", {spec});
  if (request->machine) return numeric_machine(expr);
  if (!std::isfinite(request->digits)) return expr;
  if (request->digits > 1.0e9) return call.message("precbd", {spec});
  return numeric_digits(expr, std::max(request->digits, 1e-3));
}

Expr precision_to_expr(double digits) {
  if (digits == kInfinity) return infinity();
  if (digits == kMachinePrecision) return sym::MachinePrecision;
  return Expr::real(digits);
}

bool is_machine_number(const Expr& e) {
  return e.is_real() || (e.is_complex() && e.re().is_real() && e.im().is_real());
}

/// The smaller of two precisions; machine precision is below every other.
double less_precise(double a, double b) { return a == kMachinePrecision || b == kMachinePrecision ? kMachinePrecision : std::min(a, b); }

/// Smallest precision of any number inside.
double expression_precision(const Expr& expr) {
  if (expr.is_number()) return precision_of(expr);
  if (expr.is_packed()) return expr.array().dtype() == array::DType::Integer64 ? kInfinity : kMachinePrecision;
  if (expr.is_association()) {
    double least = kInfinity;
    for (const AssociationEntry& entry : expr.association().entries) least = less_precise(least, expression_precision(entry.value));
    return least;
  }
  if (expr.kind() != Kind::Normal) return kInfinity;
  RecursionGuard guard;
  double least = expression_precision(expr.head());
  for (const Expr& arg : expr.args()) least = less_precise(least, expression_precision(arg));
  return least;
}

double expression_accuracy(const Expr& expr) {
  switch (expr.kind()) {
    case Kind::Real: {
      const double x = std::fabs(expr.real_value());
      return x == 0 ? 323.6072453387798 : kMachinePrecision - std::log10(x);
    }
    case Kind::BigReal: return expr.big_real_value().accuracy();
    case Kind::Complex: return std::min(expression_accuracy(expr.re()), expression_accuracy(expr.im()));
    case Kind::PackedArray:
    case Kind::Normal: {
      if (expr.is_packed() && expr.array().dtype() == array::DType::Integer64) return kInfinity;
      RecursionGuard guard;
      double least = kInfinity;
      for (const Expr& arg : expr.args()) least = std::min(least, expression_accuracy(arg));
      return least;
    }
    default: return kInfinity;
  }
}

// Precision[x], Accuracy[x].
MaybeExpr builtin_Precision(Call& call) { return precision_to_expr(expression_precision(call.arg(0))); }
MaybeExpr builtin_Accuracy(Call& call) {
  const double digits = expression_accuracy(call.arg(0));
  return digits == kInfinity ? infinity() : Expr::real(digits);
}

/// Every number of the expression changed by `change`.
template <typename F>
Expr map_numbers(const Expr& expr, F&& change) {
  if (expr.is_number()) return change(expr);
  if (!expr.is_normal()) {
    return expr.is_symbol() && is_numeric(expr) ? change(expr) : expr;
  }
  RecursionGuard guard;
  std::vector<Expr> args;
  args.reserve(expr.size());
  for (const Expr& arg : expr.args()) args.push_back(map_numbers(arg, change));
  return evaluate(make_normal(expr.head(), std::move(args)));
}

Expr exact_of(const Expr& number) {
  if (number.is_real()) return Expr::rational(Rational::from_double(number.real_value()));
  if (number.is_big_real()) return Expr::rational(number.big_real_value().to_rational());
  if (number.is_complex()) return make_complex(exact_of(number.re()), exact_of(number.im()));
  return number;
}

/// The number with exactly this precision: binary digits are cut or filled with zeros.
Expr set_number_precision(const Expr& number, double digits) {
  if (number.is_symbol()) return numeric_digits(number, digits);
  if (!std::isfinite(digits)) return exact_of(number);
  return to_precision(is_inexact_number(number) ? exact_of(number) : number, digits);
}

// SetPrecision[expr, p], SetAccuracy[expr, a].
MaybeExpr builtin_SetPrecision(Call& call) {
  const auto request = read_digits(call.arg(1));
  if (!request || request->digits < 0 || (std::isfinite(request->digits) && request->digits > 1.0e9)) {
    return call.message("precsm", {call.arg(1)});
  }
  return map_numbers(call.arg(0), [&](const Expr& number) {
    if (request->machine) return numeric_machine(number);
    return set_number_precision(number, request->digits);
  });
}
MaybeExpr builtin_SetAccuracy(Call& call) {
  const auto request = read_digits(call.arg(1));
  if (!request || (std::isfinite(request->digits) && std::fabs(request->digits) > 1.0e9)) {
    return call.message("precsm", {call.arg(1)});
  }
  return map_numbers(call.arg(0), [&](const Expr& number) -> Expr {
    if (!std::isfinite(request->digits)) return exact_of(number);
    const Expr exact = number.is_symbol() ? exact_of(numeric_digits(number, request->digits + 20)) : exact_of(number);
    const double size = log10_size(exact);
    const double digits = request->digits + size;
    if (!(digits > 0)) return Expr::big_real(BigReal::zero(request->digits));
    return to_precision(exact, digits);
  });
}

// MachineNumberQ[expr].
MaybeExpr builtin_MachineNumberQ(Call& call) { return Expr::boolean(is_machine_number(call.arg(0))); }

constexpr Builtin kBuiltins[] = {
    {.name = "N", .fn = builtin_N, .arity = between(1, 2),
     .usage = "N[expr] is the numerical value of expr at machine precision.\nN[expr, n] attempts to give n digits of precision.",
     .messages = {{"precbd", "Requested precision `1` is not a machine-sized real number between $MinPrecision and $MaxPrecision."},
                  {"meprec", "Internal precision limit $MaxExtraPrecision = `1` reached while evaluating `2`."}}},
    {.name = "Precision", .fn = builtin_Precision, .arity = exactly(1),
     .usage = "Precision[x] is the effective number of digits of precision in the number x."},
    {.name = "Accuracy", .fn = builtin_Accuracy, .arity = exactly(1),
     .usage = "Accuracy[x] is the effective number of digits to the right of the decimal point in the number x."},
    {.name = "SetPrecision", .fn = builtin_SetPrecision, .arity = exactly(2),
     .usage = "SetPrecision[expr, p] gives expr with all numbers set to precision p.",
     .messages = {{"precsm", "Requested precision `1` is not a number, MachinePrecision or Infinity."}}},
    {.name = "SetAccuracy", .fn = builtin_SetAccuracy, .arity = exactly(2),
     .usage = "SetAccuracy[expr, a] gives expr with all numbers set to accuracy a.",
     .messages = {{"precsm", "Requested accuracy `1` is not a number or Infinity."}}},
    {.name = "MachineNumberQ", .fn = builtin_MachineNumberQ, .arity = exactly(1),
     .usage = "MachineNumberQ[expr] is True if expr is a machine real or complex number."},
};

}  // namespace

void register_precision(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
