// numeric.cpp - numeric values of expressions: NumericQ, N by machine numbers and by balls, signs and comparisons that are
// certain, and the evaluation of functions at inexact arguments.
#include "builtins/arithmetic/numeric.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <vector>

#include "array/array.h"
#include "builtins/algebra/algebraic_numbers.h"
#include "builtins/arithmetic/ball.h"
#include "builtins/support.h"
#include "evaluator/definitions.h"
#include "evaluator/definitions.h"
#include "evaluator/definitions.h"
#include "evaluator/evaluator.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

constexpr slong kComparisonBits = 2048;  // how far signs of constants are pursued before giving up

bool has_attribute(const Expr& symbol, Attribute attribute) {
  return symbol.is_symbol() && (attributes_of(symbol) & attribute) != 0;
}

bool contains_inexact(const Expr& expr) {
  if (expr.is_number()) return is_inexact_number(expr);
  if (expr.is_packed()) return expr.array().dtype() != array::DType::Integer64;
  if (expr.kind() != Kind::Normal) return false;
  RecursionGuard guard;
  for (const Expr& arg : expr.args()) {
    if (contains_inexact(arg)) return true;
  }
  return contains_inexact(expr.head());
}

/// Real by construction: no imaginary part can come from it however it is evaluated (used to drop rounding dust).
bool real_value_expected(acb_srcptr value) { return arb_is_zero(acb_imagref(value)) != 0; }

double max_extra_precision() {
  const Expr value = evaluate(sym::DollarMaxExtraPrecision);
  if (value.is_real_number()) return std::clamp(to_double(value), 0.0, 1.0e6);
  return is_infinity(value) ? 1.0e5 : 50.0;
}

/// Algebraic over the rationals by form: numbers, sums, products and rational powers of such, circular functions of parts of the circle.
bool is_algebraic_form(const Expr& expr) {
  if (is_exact_number(expr)) return true;
  if (expr.is_normal() && expr.size() == 1 && expr.head().is_symbol()) {
    for (const KnownSymbol f : {sym::Sin, sym::Cos, sym::Tan, sym::Cot, sym::Sec, sym::Csc}) {
      if (expr.head().is(f)) return multiple_of_pi(expr[0]).has_value();
    }
  }
  if (expr.has_head(sym::Power, 2) && expr[0].is(sym::E)) {  // E^(I r Pi)
    const MaybeExpr angle = extract_imaginary(expr[1]);
    return angle && multiple_of_pi(*angle);
  }
  if (expr.is(sym::GoldenRatio) || is_numeric_root(expr)) return true;
  if (expr.has_head(sym::Plus) || expr.has_head(sym::Times)) {
    return std::all_of(expr.args().begin(), expr.args().end(), is_algebraic_form);
  }
  if (expr.has_head(sym::Power, 2)) return is_algebraic_form(expr[0]) && expr[1].is_exact_real();
  return false;
}

MaybeExpr overflow_result(bool too_small) {
  message(sym::General, too_small ? "unfl" : "ovfl");
  return make_normal(too_small ? Expr(sym::Underflow) : Expr(sym::Overflow), std::initializer_list<Expr>{});
}

/// Whether the exponent of a part is beyond what an arbitrary-precision number can carry.
int exponent_range(acb_srcptr value) {
  for (arb_srcptr part : {acb_realref(value), acb_imagref(value)}) {
    if (arf_is_zero(arb_midref(part)) || !arf_is_finite(arb_midref(part))) continue;
    if (arf_cmpabs_2exp_si(arb_midref(part), 1L << 60) > 0) return 1;
    if (arf_cmpabs_2exp_si(arb_midref(part), -(1L << 60)) < 0 && part == acb_realref(value) &&
        arb_is_zero(acb_imagref(value))) {
      return -1;
    }
  }
  return 0;
}

double checked_gamma(double x) { return x <= 0 && x == std::floor(x) ? std::nan("") : std::tgamma(x); }
double machine_sec(double x) { return 1 / std::cos(x); }
double machine_csc(double x) { return x == 0 ? std::nan("") : 1 / std::sin(x); }
double machine_cot(double x) { return x == 0 ? std::nan("") : 1 / std::tan(x); }
double machine_sech(double x) { return std::fabs(x) > 710 ? 2 * std::exp(-std::fabs(x)) : 1 / std::cosh(x); }
double machine_csch(double x) { return x == 0 ? std::nan("") : 1 / std::sinh(x); }
double machine_coth(double x) { return x == 0 ? std::nan("") : 1 / std::tanh(x); }
double machine_acot(double x) { return x == 0 ? 1.5707963267948966 : std::atan(1 / x); }
double machine_asec(double x) { return std::acos(1 / x); }
double machine_acsc(double x) { return std::asin(1 / x); }
double machine_acoth(double x) { return std::atanh(1 / x); }
double machine_asech(double x) { return std::acosh(1 / x); }
double machine_acsch(double x) { return std::asinh(1 / x); }
double machine_sinc(double x) { return x == 0 ? 1.0 : std::sin(x) / x; }
double machine_log(double x) { return x > 0 ? std::log(x) : std::nan(""); }
double machine_logistic(double x) {
  if (x >= 0) return 1 / (1 + std::exp(-x));
  const double e = std::exp(x);
  return e / (1 + e);
}
double machine_abs(double x) { return std::fabs(x); }
double machine_haversine(double x) {
  const double s = std::sin(x / 2);
  return s * s;
}
double machine_log_gamma(double x) { return x > 0 ? std::lgamma(x) : std::nan(""); }
double machine_factorial(double x) { return checked_gamma(x + 1); }

struct MachineRow {
  KnownSymbol symbol;
  MachineFunction function;
};
const MachineRow kMachineRows[] = {
    {sym::Sin, std::sin},          {sym::Cos, std::cos},          {sym::Tan, std::tan},
    {sym::Cot, machine_cot},       {sym::Sec, machine_sec},       {sym::Csc, machine_csc},
    {sym::Sinh, std::sinh},        {sym::Cosh, std::cosh},        {sym::Tanh, std::tanh},
    {sym::Coth, machine_coth},     {sym::Sech, machine_sech},     {sym::Csch, machine_csch},
    {sym::ArcSin, std::asin},      {sym::ArcCos, std::acos},      {sym::ArcTan, std::atan},
    {sym::ArcCot, machine_acot},   {sym::ArcSec, machine_asec},   {sym::ArcCsc, machine_acsc},
    {sym::ArcSinh, std::asinh},    {sym::ArcCosh, std::acosh},    {sym::ArcTanh, std::atanh},
    {sym::ArcCoth, machine_acoth}, {sym::ArcSech, machine_asech}, {sym::ArcCsch, machine_acsch},
    {sym::Exp, std::exp},          {sym::Log, machine_log},       {sym::Sqrt, std::sqrt},
    {sym::Sinc, machine_sinc},     {sym::Abs, machine_abs},       {sym::RealAbs, machine_abs},
    {sym::LogisticSigmoid, machine_logistic},
    {sym::Gamma, checked_gamma},   {sym::Erf, std::erf},          {sym::Erfc, std::erfc},
    {sym::LogGamma, machine_log_gamma}, {sym::Factorial, machine_factorial}, {sym::Haversine, machine_haversine},
    {sym::CubeRoot, std::cbrt},
};

const std::vector<MachineFunction>& machine_table() {
  static const auto table = [] {
    std::vector<MachineFunction> rows(detail::kKnownSymbolCount, nullptr);
    for (const MachineRow& row : kMachineRows) rows[row.symbol.index] = row.function;
    return rows;
  }();
  return table;
}

/// N of the arguments subject to NHold attributes, then the call evaluated again.
template <typename F>
Expr numeric_structure(const Expr& expr, F&& numeric, bool machine = false) {
  const Expr& head = expr.head();
  const Attributes attributes = head.is_symbol() ? attributes_of(head) : kNoAttributes;
  if ((attributes & kNHoldAll) == kNHoldAll) return expr;
  // A function with an index that N leaves alone (ZetaZero[1]) has no inexact argument to start from: its ball is asked.
  if (machine && (attributes & kNHoldAll) != 0 && (attributes & kNumericFunction) != 0 && is_numeric(expr)) {
    Ball value;
    if (ball_from_expr(value, expr, 128)) {
      if (MaybeExpr number = machine_from_ball(value, acb_is_real(value) != 0)) return *number;
    }
  }
  std::vector<Expr> args(expr.args().begin(), expr.args().end());
  bool changed = false;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i == 0 && (attributes & kNHoldFirst) != 0) continue;
    if (i > 0 && (attributes & kNHoldRest) != 0) continue;
    // Powers keep exact integer and half exponents: x^2 stays x^2, Sqrt[x] stays Sqrt[x].
    if (i == 1 && head.is(sym::Power) && args.size() == 2) {
      if (args[1].is_integer()) continue;
      if (args[1].is_rational() && args[1].rational_value().denominator() == Integer(2) && !is_numeric(args[0])) continue;
    }
    Expr value = numeric(args[i]);
    if (!value.identical(args[i])) changed = true;
    args[i] = std::move(value);
  }
  Expr new_head = head.is_symbol() || head.is_atom() ? head : numeric(head);
  if (!changed && new_head.identical(head)) return expr;
  return evaluate(make_normal(new_head, std::move(args)));
}

/// A symbol's or function's value by user definitions N[f[x]] := ..., kept as rules for N[f[x], {precision, accuracy}]; digits
/// of 0 stand for machine precision.
MaybeExpr user_value(const Expr& expr, double digits) {
  const Expr* symbol = &expr;
  while (symbol->kind() == Kind::Normal) symbol = &symbol->head();
  if (!symbol->is_symbol()) return std::nullopt;
  const SymbolDefinitions* definitions = symbol->symbol_node().definitions;
  if (definitions == nullptr || definitions->n_values.empty()) return std::nullopt;
  const Expr precision = digits == 0 ? Expr(sym::MachinePrecision) : Expr::real(digits);
  const Expr accuracy = digits == 0 ? Expr(sym::MachinePrecision) : infinity();
  if (MaybeExpr value = definitions->n_values.apply_and_evaluate(make_normal(sym::N, {expr, make_list({precision, accuracy})}))) return value;
  return definitions->n_values.apply_and_evaluate(make_normal(sym::N, {expr, precision}));
}

/// The machine value of a mathematical constant.
MaybeExpr constant_machine(const Expr& symbol) {
  struct Constant {
    KnownSymbol symbol;
    double value;
  };
  static const Constant constants[] = {
      {sym::Pi, 3.141592653589793},          {sym::E, 2.718281828459045},         {sym::Degree, 0.017453292519943295},
      {sym::EulerGamma, 0.5772156649015329}, {sym::GoldenRatio, 1.618033988749895}, {sym::Catalan, 0.915965594177219},
      {sym::Khinchin, 2.6854520010653062},   {sym::Glaisher, 1.2824271291006226}, {sym::GoldenAngle, 2.399963229728653},
      {sym::MachinePrecision, kMachinePrecision}};
  for (const Constant& c : constants) {
    if (symbol.is(c.symbol)) return Expr::real(c.value);
  }
  return std::nullopt;
}

/// The value of an exact numeric expression to `digits` digits by balls; nullopt when it has no ball form.
MaybeExpr ball_digits(const Expr& expr, double digits) {
  Ball value;
  const slong wanted = static_cast<slong>(std::ceil(digits * kLog2Of10)) + 2;
  const slong limit = std::max(wanted + 32, working_bits(digits) + 16) + static_cast<slong>(max_extra_precision() * kLog2Of10);
  slong bits = std::max(wanted + 32, working_bits(digits) + 16);  // what the number stores is true to its last bit where it can be
  while (true) {
    check_interrupt();
    if (!ball_from_expr(value, expr, bits)) {
      if (bits >= limit) return std::nullopt;
    } else {
      if (exponent_range(value) != 0) return overflow_result(exponent_range(value) < 0);
      if (acb_rel_accuracy_bits(value) >= wanted) return rounded_from_ball(value, real_value_expected(value), digits);
    }
    if (bits >= limit) break;
    bits = std::min(limit, bits * 2);
  }
  if (!acb_is_finite(value)) return std::nullopt;
  message(sym::N, "meprec", {Expr::real(max_extra_precision()), expr});
  return big_from_ball(value, real_value_expected(value), digits);
}

}  // namespace

MachineFunction machine_function(KnownSymbol f) { return machine_table()[f.index]; }

bool is_numeric(const Expr& expr) {
  if (expr.is_number()) return true;
  if (expr.is_symbol()) {
    if (!has_attribute(expr, kConstant)) return false;
    return constant_machine(expr).has_value();
  }
  if (expr.kind() != Kind::Normal) return false;
  if (is_numeric_root(expr)) return true;
  if (!has_attribute(expr.head(), kNumericFunction)) return false;
  RecursionGuard guard;
  return std::all_of(expr.args().begin(), expr.args().end(), is_numeric);
}

namespace {

/// What N[symbol] = value or N[f[x_], {p_, a_}] := ... says of an expression; such values come before anything built in.
MaybeExpr user_value(const Expr& expr, const MaybeExpr& digits) {
  const Expr* symbol = &expr;
  while (symbol->kind() == Kind::Normal) symbol = &symbol->head();
  if (!symbol->is_symbol()) return std::nullopt;
  const SymbolDefinitions* definitions = symbol->symbol_node().definitions;
  if (definitions == nullptr || definitions->n_values.empty()) return std::nullopt;
  const Expr precision = digits.value_or(Expr(sym::MachinePrecision));
  for (const Expr& call : {make_normal(sym::N, {expr, make_list({precision, digits ? infinity() : precision})}),
                           make_normal(sym::N, {expr, precision}), make_normal(sym::N, {expr})})
    if (MaybeExpr value = definitions->n_values.apply_and_evaluate(call)) return value;
  return std::nullopt;
}

}  // namespace

Expr numeric_machine(const Expr& expr) {
  if (MaybeExpr value = user_value(expr, std::nullopt)) return value->is_number() ? to_machine(*value) : *value;
  switch (expr.kind()) {
    case Kind::Integer:
    case Kind::Rational:
    case Kind::Real:
    case Kind::BigReal:
    case Kind::Complex: return to_machine(expr);
    case Kind::Symbol: {
      if (MaybeExpr value = constant_machine(expr)) return *value;
      if (MaybeExpr value = user_value(expr, 0)) return *value;
      return expr;
    }
    case Kind::PackedArray:
      if (expr.array().dtype() != array::DType::Integer64) return expr;
      return make_packed(expr.array().convert(array::DType::Real64));
    case Kind::Association: {
      std::vector<Expr> values;
      values.reserve(expr.size());
      for (const AssociationEntry& entry : expr.association().entries) values.push_back(numeric_machine(entry.value));
      return association_with_values(expr, std::move(values));
    }
    case Kind::Normal: {
      RecursionGuard guard;
      if (directed_infinity(expr) && expr.size() <= 1) return expr;
      if (MaybeExpr value = user_value(expr, 0)) return *value;
      if (expr.has_head(sym::Root)) {
        Ball value;
        if (root_ball(value, expr, 64)) return machine_from_ball(value, real_value_expected(value)).value_or(expr);
      }
      if (expr.has_head(sym::Power, 2) && expr[0].is(sym::E)) {  // not by powers of the rounded E
        const Expr exponent = numeric_machine(expr[1]);
        if (exponent.is_number()) return evaluate(make_normal(sym::Power, {expr[0], exponent}));
      }
      return numeric_structure(expr, [](const Expr& e) { return numeric_machine(e); }, true);
    }
    default: return expr;
  }
}

Expr numeric_digits(const Expr& expr, double digits) {
  if (MaybeExpr value = user_value(expr, Expr::real(digits))) return value->is_number() ? to_precision(*value, digits) : *value;
  switch (expr.kind()) {
    case Kind::Real: return expr;
    case Kind::Integer:
    case Kind::Rational:
    case Kind::BigReal: return to_precision(expr, digits);
    case Kind::Complex: return is_exact_number(expr) || !expr.re().is_real() ? to_precision(expr, digits) : expr;
    case Kind::Symbol: {
      if (!constant_machine(expr)) {
        const MaybeExpr value = user_value(expr, digits);
        return value ? *value : expr;
      }
      if (MaybeExpr value = ball_digits(expr, digits)) return *value;
      return expr;
    }
    case Kind::PackedArray: {
      if (expr.array().dtype() != array::DType::Integer64) return expr;
      std::vector<Expr> elements;
      for (const Expr& element : expr.args()) elements.push_back(numeric_digits(element, digits));
      return make_list(std::move(elements));
    }
    case Kind::Association: {
      std::vector<Expr> values;
      for (const AssociationEntry& entry : expr.association().entries) values.push_back(numeric_digits(entry.value, digits));
      return association_with_values(expr, std::move(values));
    }
    case Kind::Normal: {
      RecursionGuard guard;
      if (directed_infinity(expr) && expr.size() <= 1) return expr;
      if (is_numeric(expr) && !contains_inexact(expr)) {
        if (MaybeExpr value = ball_digits(expr, digits)) return *value;
      }
      if (MaybeExpr value = user_value(expr, digits)) return *value;
      return numeric_structure(expr, [digits](const Expr& e) { return numeric_digits(e, digits); });
    }
    default: return expr;
  }
}

Expr numeric_like(const Expr& expr, const Expr& inexact) {
  const double digits = precision_of(inexact);
  const bool machine = inexact.is_real() || (inexact.is_complex() && (inexact.re().is_real() || inexact.im().is_real()));
  if (machine) return numeric_machine(expr);
  return numeric_digits(expr, std::max(digits, 1.0) + 17);  // so far beyond that the precision of the other alone counts
}

std::optional<double> numeric_double(const Expr& expr) {
  if (expr.is_real_number()) return to_double(expr);
  if (expr.is_number()) return std::nullopt;
  if (!is_numeric(expr)) return std::nullopt;
  if (MaybeExpr constant = expr.is_symbol() ? constant_machine(expr) : std::nullopt) return constant->real_value();
  if (!contains_inexact(expr)) {
    Ball value;
    for (slong bits = 80; bits <= 640; bits *= 2) {
      if (!ball_from_expr(value, expr, bits)) continue;
      if (acb_rel_accuracy_bits(value) < 54 && bits < 640) continue;
      if (!arb_contains_zero(acb_imagref(value.get()))) return std::nullopt;
      return arf_get_d(arb_midref(acb_realref(value.get())), ARF_RND_NEAR);
    }
  }
  const Expr value = numeric_machine(expr);
  if (value.is_real_number()) return to_double(value);
  return std::nullopt;
}

std::optional<int> numeric_compare(const Expr& a, const Expr& b) {
  if (a.is_real_number() && b.is_real_number()) return compare_real(a, b);
  if (a.is_complex() || b.is_complex()) return std::nullopt;
  if (!is_numeric(a) || !is_numeric(b)) return std::nullopt;
  if (a == b) return is_real_numeric(a) ? std::optional<int>(0) : std::nullopt;
  const bool inexact = contains_inexact(a) || contains_inexact(b);
  Ball x, y;
  bool ball_known = false;
  for (slong bits = 64; bits <= kComparisonBits; bits *= 2) {
    if (!ball_from_expr(x, a, bits) || !ball_from_expr(y, b, bits)) {
      if (bits < 512) continue;
      break;
    }
    ball_known = true;
    acb_sub(x, x, y, bits);
    if (!arb_contains_zero(acb_imagref(x.get()))) return std::nullopt;
    if (arb_is_positive(acb_realref(x.get()))) return 1;
    if (arb_is_negative(acb_realref(x.get()))) return -1;
    if (arb_is_zero(acb_realref(x.get()))) return 0;
    if (inexact) return 0;  // agree within their error: as equal as inexact numbers get
  }
  if (!ball_known) {
    const Expr u = numeric_machine(a), v = numeric_machine(b);
    if (u.is_real_number() && v.is_real_number() && (!u.is(sym::Indeterminate))) return compare_real(u, v);
    return std::nullopt;
  }
  // Two algebraic numbers this close (600 digits) of this size are equal by any root bound that applies to typed input.
  if (is_algebraic_form(a) && is_algebraic_form(b)) return 0;
  return std::nullopt;
}

std::optional<bool> numeric_equal(const Expr& a, const Expr& b) {
  if (a == b) return true;
  if (!is_numeric(a) || !is_numeric(b)) return std::nullopt;
  Ball x, y;
  bool ball_known = false;
  for (slong bits = 64; bits <= kComparisonBits; bits *= 2) {
    if (!ball_from_expr(x, a, bits) || !ball_from_expr(y, b, bits)) {
      if (bits < 512) continue;
      break;
    }
    ball_known = true;
    acb_sub(x, x, y, bits);
    if (!acb_contains_zero(x)) return false;
    if (acb_is_zero(x)) return true;
  }
  if (ball_known && is_algebraic_form(a) && is_algebraic_form(b)) return true;
  return std::nullopt;
}

std::optional<int> numeric_sign(const Expr& expr) {
  if (expr.is_real_number()) return sign_of_real(expr);
  return numeric_compare(expr, Expr::integer(0));
}

bool is_real_numeric(const Expr& expr) {
  if (expr.is_number()) return expr.is_real_number();
  if (!is_numeric(expr)) return false;
  if (expr.is_symbol()) return true;
  Ball value;
  for (slong bits = 64; bits <= 256; bits *= 2) {
    if (ball_from_expr(value, expr, bits)) return arb_contains_zero(acb_imagref(value.get())) != 0;
  }
  return numeric_machine(expr).is_real_number();
}

MaybeExpr numeric_floor(const Expr& expr) {
  if (expr.is_real_number()) return floor_of(expr);
  if (!is_numeric(expr)) return std::nullopt;
  Ball value;
  arb_t floor;
  arb_init(floor);
  fmpz_t integer;
  fmpz_init(integer);
  MaybeExpr result;
  for (slong bits = 64; bits <= 65536 && !result; bits *= 2) {
    if (!ball_from_expr(value, expr, bits)) {
      if (bits >= 512) break;
      continue;
    }
    if (!arb_contains_zero(acb_imagref(value.get()))) break;
    // Large values need as many bits as they have before the point; close calls get the comparison limit.
    if (bits > kComparisonBits && arf_cmpabs_2exp_si(arb_midref(acb_realref(value.get())), bits / 2) < 0) break;
    arb_floor(floor, acb_realref(value.get()), bits);
    if (arb_get_unique_fmpz(integer, floor)) {
      mpz_t copy;
      mpz_init(copy);
      fmpz_get_mpz(copy, integer);
      result = Expr::integer(Integer(copy));
      mpz_clear(copy);
    }
  }
  if (!result && arb_is_finite(acb_realref(value.get())) && is_algebraic_form(expr)) {
    // Not separable from an integer: for an algebraic number that means it is that integer.
    if (arb_get_unique_fmpz(integer, acb_realref(value.get()))) {
      mpz_t copy;
      mpz_init(copy);
      fmpz_get_mpz(copy, integer);
      result = Expr::integer(Integer(copy));
      mpz_clear(copy);
    }
  }
  fmpz_clear(integer);
  arb_clear(floor);
  return result;
}

bool wants_numeric(std::span<const Expr> args) {
  bool inexact = false;
  for (const Expr& arg : args) {
    if (arg.is_number()) {
      inexact = inexact || is_inexact_number(arg);
    } else if (!is_numeric(arg)) {
      return false;
    } else if (!inexact && contains_inexact(arg)) {
      inexact = true;
    }
  }
  return inexact;
}

MaybeExpr inexact_value(KnownSymbol f, std::span<const Expr> args) {
  if (args.size() == 1 && args[0].is_real()) {
    if (const MachineFunction function = machine_function(f)) {
      const double value = function(args[0].real_value());
      if (std::isfinite(value)) {
        if (value == 0 && f == sym::Exp) message(sym::General, "munfl", {make_normal(Expr(f), args)});
        return Expr::real(value);
      }
    }
  }
  if (args.empty() || args.size() > 8 || !wants_numeric(args)) return std::nullopt;
  const BallFunction function = ball_function(f);
  if (function == nullptr) return std::nullopt;

  double digits = std::numeric_limits<double>::infinity();
  bool machine = false;
  bool all_real = true;
  for (const Expr& arg : args) {
    if (!arg.is_number()) continue;
    if (is_inexact_number(arg)) digits = std::min(digits, precision_of(arg));
    for (const Expr& part : {real_part(arg), imaginary_part(arg)}) machine = machine || part.is_real();
    all_real = all_real && arg.is_real_number();
  }
  if (!std::isfinite(digits)) machine = true;
  Ball values[8];
  Ball result;
  const auto prepare = [&](slong bits) {
    for (std::size_t i = 0; i < args.size(); ++i) {
      if (args[i].is_number()) {
        ball_from_number(values[i], args[i], bits, true);
      } else if (!ball_from_expr(values[i], args[i], bits)) {
        const Expr number = numeric_machine(args[i]);
        if (!number.is_number()) return false;
        ball_from_number(values[i], number, bits, true);
      }
      all_real = all_real && arb_is_zero(acb_imagref(values[i].get()));
    }
    return true;
  };
  if (machine) {
    for (slong bits = 80; bits <= 5120; bits *= 2) {
      if (!prepare(bits)) return std::nullopt;
      if (!function(result, values, args.size(), bits)) return std::nullopt;
      if (acb_is_finite(result) && acb_rel_accuracy_bits(result) >= 53) break;
      check_interrupt();
    }
    if (!acb_is_finite(result)) return Expr(make_directed_infinity(Expr::integer(0)));
    if (const int range = exponent_range(result); range > 0) return overflow_result(false);
    return machine_from_ball(result, all_real);
  }
  const slong bits = working_bits(digits) + 32;
  if (!prepare(bits) || !function(result, values, args.size(), bits)) return std::nullopt;
  if (!acb_is_finite(result)) {
    return f == sym::Log ? make_directed_infinity(Expr::integer(-1)) : make_directed_infinity(Expr::integer(0));
  }
  if (const int range = exponent_range(result); range != 0) return overflow_result(range < 0);
  return big_from_ball(result, all_real, digits);
}

// ---- building

Expr times(const Expr& a, const Expr& b) {
  if (a.is_number() && b.is_number()) return multiply(a, b);
  return make_normal(sym::Times, {a, b});
}
Expr plus(const Expr& a, const Expr& b) {
  if (a.is_number() && b.is_number()) return add(a, b);
  return make_normal(sym::Plus, {a, b});
}
Expr power(const Expr& a, const Expr& b) { return make_normal(sym::Power, {a, b}); }
Expr square_root(const Expr& a) { return power(a, half()); }
Expr negated(const Expr& a) { return times(minus_one(), a); }
Expr value_of_text(const char* text) {
  const ParseResult parsed = parse_one(text, [](std::string_view name) { return Expr::symbol(name); });
  return parsed.expressions.empty() ? Expr(sym::DollarFailed) : evaluate(parsed.expressions.back().value);
}

std::optional<Parts> split_numeric(const Expr& expr) {
  if (expr.is_number()) return Parts{real_part(expr), imaginary_part(expr)};
  if (!is_numeric(expr)) return std::nullopt;
  if (is_real_numeric(expr)) return Parts{expr, Expr::integer(0)};
  if (expr.has_head(sym::Plus)) {
    std::vector<Expr> re, im;
    for (const Expr& term : expr.args()) {
      const auto parts = split_numeric(term);
      if (!parts) return std::nullopt;
      re.push_back(parts->re);
      im.push_back(parts->im);
    }
    return Parts{evaluate(make_normal(sym::Plus, std::move(re))), evaluate(make_normal(sym::Plus, std::move(im)))};
  }
  if (expr.has_head(sym::Times)) {
    Parts product{Expr::integer(1), Expr::integer(0)};
    for (const Expr& factor : expr.args()) {
      const auto parts = split_numeric(factor);
      if (!parts) return std::nullopt;
      const Expr re = evaluate(plus(times(product.re, parts->re), negated(times(product.im, parts->im))));
      const Expr im = evaluate(plus(times(product.re, parts->im), times(product.im, parts->re)));
      product = {re, im};
    }
    return product;
  }
  if (expr.has_head(sym::Power, 2)) {
    if (expr[0].is(sym::E)) {
      const auto parts = split_numeric(expr[1]);
      if (!parts) return std::nullopt;
      const Expr size = power(sym::E, parts->re);
      return Parts{evaluate(times(size, make_normal(sym::Cos, {parts->im}))), evaluate(times(size, make_normal(sym::Sin, {parts->im})))};
    }
    if (expr[1].is_exact_real() && is_real_numeric(expr[0]) && numeric_sign(expr[0]) == -1) {  // (-a)^r = a^r (cos r Pi + i sin r Pi)
      const Expr size = power(negated(expr[0]), expr[1]);
      const Expr angle = times(expr[1], sym::Pi);
      return Parts{evaluate(times(size, make_normal(sym::Cos, {angle}))), evaluate(times(size, make_normal(sym::Sin, {angle})))};
    }
  }
  return std::nullopt;
}

Expr imaginary_unit() { return Expr::complex(Expr::integer(0), Expr::integer(1)); }

Term split_term(const Expr& expr) {
  if (expr.is_number()) return {expr, Expr::integer(1)};
  if (!expr.has_head(sym::Times) || expr.size() < 2 || !expr[0].is_number()) return {Expr::integer(1), expr};
  if (expr.size() == 2) return {expr[0], expr[1]};
  return {expr[0], make_normal(sym::Times, expr.args().subspan(1))};
}

namespace {
bool is_negative_coefficient(const Expr& number) {
  if (number.is_real_number()) return sign_of_real(number) < 0;
  const int re = sign_of_real(number.re());
  return re < 0 || (re == 0 && sign_of_real(number.im()) < 0);
}
}  // namespace

MaybeExpr extract_minus(const Expr& expr) {
  if (expr.is_number()) return is_negative_coefficient(expr) ? MaybeExpr(negate(expr)) : std::nullopt;
  if (expr.has_head(sym::Times) && expr.size() >= 2 && expr[0].is_number()) {
    if (!is_negative_coefficient(expr[0])) return std::nullopt;
    const Expr coefficient = negate(expr[0]);
    std::vector<Expr> args(expr.args().begin(), expr.args().end());
    if (coefficient.is_small_integer() && coefficient.small_integer() == 1) {
      if (args.size() == 2) return args[1];
      args.erase(args.begin());
    } else {
      args[0] = coefficient;
    }
    return make_normal(sym::Times, std::move(args));
  }
  if (expr.has_head(sym::Plus) && expr.size() >= 2 && extract_minus(expr[0])) {
    std::vector<Expr> args;
    args.reserve(expr.size());
    for (const Expr& term : expr.args()) {
      const MaybeExpr positive = extract_minus(term);
      args.push_back(positive ? *positive : negated(term));
    }
    return evaluate(make_normal(sym::Plus, std::move(args)));
  }
  return std::nullopt;
}

std::optional<Rational> multiple_of_pi(const Expr& expr) {
  if (is_exact_zero(expr)) return Rational();
  if (expr.is(sym::Pi)) return Rational(Integer(1));
  if (expr.is(sym::Degree)) return Rational(Integer(1), Integer(180));
  if (expr.has_head(sym::Times, 2) && expr[0].is_exact_real()) {
    if (expr[1].is(sym::Pi)) return to_rational(expr[0]);
    if (expr[1].is(sym::Degree)) return to_rational(expr[0]) * Rational(Integer(1), Integer(180));
  }
  return std::nullopt;
}

MaybeExpr extract_imaginary(const Expr& expr) {
  const Term term = split_term(expr);
  if (!term.coefficient.is_complex() || !is_exact_zero(term.coefficient.re())) return std::nullopt;
  if (expr.is_number()) return term.coefficient.im();
  if (term.coefficient.im().is_small_integer() && term.coefficient.im().small_integer() == 1) return term.rest;
  return times(term.coefficient.im(), term.rest);
}

namespace {
const Expr& infinity_symbol() {
  static const Expr symbol = Expr::symbol("Infinity");
  return symbol;
}
}  // namespace

std::optional<Direction> directed_infinity(const Expr& expr) {
  if (expr.is(sym::ComplexInfinity)) return Direction{Expr::integer(0), true};
  if (expr.identical(infinity_symbol())) return Direction{Expr::integer(1), false};
  if (!expr.has_head(sym::DirectedInfinity)) return std::nullopt;
  if (expr.size() == 0) return Direction{Expr::integer(0), true};
  if (expr.size() == 1) return Direction{expr[0], is_exact_zero(expr[0])};
  return std::nullopt;
}

bool is_indeterminate(const Expr& expr) { return expr.is(sym::Indeterminate); }

Expr make_directed_infinity(const Expr& direction) {
  if (is_exact_zero(direction)) return complex_infinity();
  return make_normal(sym::DirectedInfinity, {direction});
}

Expr indeterminate_result(const Expr& expr) {
  message(infinity_symbol(), "indet", {expr});
  return sym::Indeterminate;
}

}  // namespace lykos::builtins
