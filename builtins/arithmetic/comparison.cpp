// comparison.cpp - Equal, Unequal, Less, Greater, LessEqual, GreaterEqual, Inequality, and the sign predicates.
//
// Numbers are compared by value; inexact ones are equal when they agree but for their last seven bits. Exact numeric expressions
// are separated by balls with as many digits as needed. What cannot be decided stays; chains lose the parts that are decided.
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "array/array.h"
#include "builtins/arithmetic/numeric.h"
#include "builtins/arithmetic/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr double kTolerance = 0x1p-46;  // seven of 53 bits

bool machine_equal(double x, double y) {
  return x == y || std::fabs(x - y) <= kTolerance * std::max(std::fabs(x), std::fabs(y));
}

/// Numbers of any kind, with the tolerance of the less precise.
bool numbers_equal(const Expr& a, const Expr& b) {
  if (a.is_complex() || b.is_complex()) {
    if (is_exact_number(a) && is_exact_number(b)) return a == b;
    const Expr difference = subtract(a, b);
    const auto size = [](const Expr& z) { return std::hypot(to_double(real_part(z)), to_double(imaginary_part(z))); };
    if (is_zero(difference)) return true;
    const double scale = std::max(size(a), size(b));
    const double digits = std::min(precision_of(a), precision_of(b));
    const double tolerance = std::max(kTolerance, 0.0);
    return size(difference) <= scale * (digits > kMachinePrecision ? 128 * std::pow(10.0, -digits) : tolerance);
  }
  if (a.is_exact_real() && b.is_exact_real()) return compare_real(a, b) == 0;
  if (a.is_real() || b.is_real()) {
    const double x = to_double(a), y = to_double(b);
    if (std::isfinite(x) && std::isfinite(y)) return machine_equal(x, y);
    return compare_real(a, b) == 0;
  }
  // Arbitrary precision: the difference must drown in the error bound, widened by seven bits.
  const Expr difference = subtract(a, b);
  if (is_zero(difference)) return true;
  if (!difference.is_big_real()) return false;
  const double error = -difference.big_real_value().accuracy();
  return difference.big_real_value().log10_abs() <= error + 2.1;
}

/// The machine numbers of exact values differ by no more than the rounding of the parts of a and b can explain.
bool nearly_equal(const Expr& x, const Expr& y, const Expr& a, const Expr& b) {
  const auto size = [](const Expr& z) { return std::hypot(to_double(real_part(z)), to_double(imaginary_part(z))); };
  const auto largest_term = [&](const Expr& e) {
    double largest = 1;
    if (e.has_head(sym::Plus)) {
      for (const Expr& term : e.args()) {
        const Expr value = numeric_machine(term);
        if (value.is_number()) largest = std::max(largest, size(value));
      }
    }
    return largest;
  };
  return size(subtract(x, y)) <= 1e-12 * std::max(largest_term(a), largest_term(b));
}

enum class Truth { False, True, Unknown };
Truth truth(bool value) { return value ? Truth::True : Truth::False; }
Truth truth(const std::optional<bool>& value) { return value ? truth(*value) : Truth::Unknown; }

bool is_inert_atom(const Expr& e) {
  return e.is_string() || e.is_number() || e.is_byte_array() || e.is_numeric_array() || e.is_true() || e.is_false();
}

// f[1, x] and f[1., x]: the same but for numbers that are equal.
bool same_but_for_numbers(const Expr& a, const Expr& b) {
  if (a.is_number() && b.is_number()) return numbers_equal(a, b);
  if (!a.is_normal() || !b.is_normal()) return a == b;
  if (a.size() != b.size()) return false;
  const RecursionGuard guard;
  if (!same_but_for_numbers(a.head(), b.head())) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!same_but_for_numbers(a[i], b[i])) return false;
  return true;
}

Truth equal(const Expr& a, const Expr& b) {
  if (a.is_number() && b.is_number()) return truth(numbers_equal(a, b));
  if (a.is_packed() && b.is_packed()) {
    const array::Array &x = a.array(), &y = b.array();
    if (!(x.shape() == y.shape())) return Truth::False;
    if (x.dtype() == y.dtype() && (x == y)) return Truth::True;
    if (x.dtype() != array::DType::ComplexReal64 && y.dtype() != array::DType::ComplexReal64) {
      for (std::int64_t i = 0; i < x.element_count(); ++i) {
        if (x.dtype() == array::DType::Integer64 && y.dtype() == array::DType::Integer64) return Truth::False;
        if (!machine_equal(x.real_at(i), y.real_at(i))) return Truth::False;
      }
      return Truth::True;
    }
  }
  if (is_indeterminate(a) || is_indeterminate(b)) return Truth::Unknown;
  if (a == b) {
    return Truth::True;
  }
  if (a.is_string() && b.is_string()) return Truth::False;
  if (is_inert_atom(a) && is_inert_atom(b)) return Truth::False;
  if ((a.is_true() || a.is_false()) && (b.is_true() || b.is_false())) return Truth::False;
  const auto da = directed_infinity(a), db = directed_infinity(b);
  if (da || db) {
    if (da && db) {
      if (da->complex || db->complex) return Truth::Unknown;
      return truth(numeric_equal(da->direction, db->direction));
    }
    return is_numeric(da ? b : a) ? Truth::False : Truth::Unknown;
  }
  if (is_numeric(a) && is_numeric(b)) {
    if (const auto exact = numeric_equal(a, b)) return truth(*exact);
    // Exact values that could not be told apart to many digits stay open: their machine numbers differ by rounding only.
    const Expr x = numeric_machine(a), y = numeric_machine(b);
    if (x.is_number() && y.is_number() && !numbers_equal(x, y) && !nearly_equal(x, y, a, b)) return Truth::False;
    const Expr difference = evaluate(plus(a, negated(b)));
    if (is_exact_zero(difference)) return Truth::True;
    return Truth::Unknown;
  }
  if (a.is_list() && b.is_list()) {
    if (a.size() != b.size()) return Truth::False;
    RecursionGuard guard;
    Truth all = Truth::True;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const Truth one = equal(a[i], b[i]);
      if (one == Truth::False) return Truth::False;
      if (one == Truth::Unknown) all = Truth::Unknown;
    }
    return all;
  }
  if (a.is_association() && b.is_association()) {
    if (a.size() != b.size()) return Truth::False;
    Truth all = Truth::True;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const AssociationEntry &x = a.association().entries[i], &y = b.association().entries[i];
      if (!(x.key == y.key)) return Truth::Unknown;
      const Truth one = equal(x.value, y.value);
      if (one == Truth::False) return Truth::False;
      if (one == Truth::Unknown) all = Truth::Unknown;
    }
    return all;
  }
  return same_but_for_numbers(a, b) ? Truth::True : Truth::Unknown;
}

/// -1, 0, 1 for values that have an order; nullopt when undecided; `complex` is set when a value has none.
std::optional<int> order(const Expr& a, const Expr& b, bool& complex) {
  if (a.is_real_number() && b.is_real_number()) return compare_real(a, b);
  if (a.is_complex() || b.is_complex()) {
    complex = true;
    return std::nullopt;
  }
  const auto rank = [](const Expr& e) -> std::optional<int> {  // -1, 1 for the infinities, 0 for finite reals
    if (is_infinity(e)) return 1;
    if (is_negative_infinity(e)) return -1;
    if (is_numeric(e) && is_real_numeric(e)) return 0;
    return std::nullopt;
  };
  const auto ra = rank(a), rb = rank(b);
  if (!ra || !rb) return std::nullopt;
  if (*ra != *rb || *ra != 0) return *ra == *rb ? std::optional<int>(0) : (*ra < *rb ? -1 : 1);
  return numeric_compare(a, b);
}

enum class Relation { Less, LessEqual, Greater, GreaterEqual, Equal, Unequal };

std::optional<Relation> relation_of(const Expr& head) {
  if (head.is(sym::Less)) return Relation::Less;
  if (head.is(sym::LessEqual)) return Relation::LessEqual;
  if (head.is(sym::Greater)) return Relation::Greater;
  if (head.is(sym::GreaterEqual)) return Relation::GreaterEqual;
  if (head.is(sym::Equal)) return Relation::Equal;
  if (head.is(sym::Unequal)) return Relation::Unequal;
  return std::nullopt;
}

Truth holds(Relation relation, const Expr& a, const Expr& b, bool& complex) {
  if (relation == Relation::Equal) return equal(a, b);
  if (relation == Relation::Unequal) {
    const Truth same = equal(a, b);
    return same == Truth::Unknown ? same : truth(same == Truth::False);
  }
  const auto o = order(a, b, complex);
  if (!o) return Truth::Unknown;
  switch (relation) {
    case Relation::Less: return truth(*o < 0);
    case Relation::LessEqual: return truth(*o <= 0 || (a.is_number() && b.is_number() && is_inexact_number(a) && *o == 0));
    case Relation::Greater: return truth(*o > 0);
    default: return truth(*o >= 0);
  }
}

std::nullopt_t say_complex(Call& call) {
  for (const Expr& arg : call.args()) {
    if (arg.is_complex()) return call.message("nord", {arg});
  }
  return std::nullopt;
}

// Less[a, b, ...], LessEqual, Greater, GreaterEqual: a chain of comparisons.
MaybeExpr builtin_order(Call& call) {
  const Relation relation = *relation_of(call.head());
  const std::span<const Expr> args = call.args();
  if (args.size() < 2) return Expr(sym::True);
  bool complex = false;
  if (args.size() == 2) {
    const Truth value = holds(relation, args[0], args[1], complex);
    if (complex) return say_complex(call);
    if (value == Truth::Unknown) return std::nullopt;
    return Expr::boolean(value == Truth::True);
  }
  // Adjacent comparisons that hold split the chain; one that fails decides it.
  std::vector<std::vector<Expr>> pieces{{args[0]}};
  bool any_known = false;
  for (std::size_t i = 1; i < args.size(); ++i) {
    const Truth value = holds(relation, args[i - 1], args[i], complex);
    if (complex) return say_complex(call);
    if (value == Truth::False) return Expr(sym::False);
    if (value == Truth::True) {
      any_known = true;
      pieces.push_back({args[i]});
    } else {
      pieces.back().push_back(args[i]);
    }
  }
  // Numbers further apart decide too: 3 < x < 2 is False.
  for (std::size_t i = 0; i < args.size(); ++i) {
    for (std::size_t j = i + 2; j < args.size(); ++j) {
      if (!args[i].is_real_number() || !args[j].is_real_number()) continue;
      bool ignored = false;
      if (holds(relation, args[i], args[j], ignored) == Truth::False) return Expr(sym::False);
    }
  }
  if (!any_known) return std::nullopt;
  std::vector<Expr> open;
  for (std::vector<Expr>& piece : pieces) {
    if (piece.size() > 1) open.push_back(make_normal(call.head(), std::move(piece)));
  }
  if (open.empty()) return Expr(sym::True);
  // A partly decided chain is kept whole unless whole pieces stand alone.
  if (open.size() == 1) return open[0];
  return make_normal(sym::And, std::move(open));
}

// Equal[a, b, ...]: a == b == ...
MaybeExpr builtin_Equal(Call& call) {
  const std::span<const Expr> args = call.args();
  if (args.size() < 2) return Expr(sym::True);
  if (args.size() == 2) {
    const Truth value = equal(args[0], args[1]);
    if (value == Truth::Unknown) return std::nullopt;
    return Expr::boolean(value == Truth::True);
  }
  std::vector<Expr> rest{args[0]};
  for (std::size_t i = 1; i < args.size(); ++i) {
    const Truth value = equal(rest.back(), args[i]);
    if (value == Truth::False) return Expr(sym::False);
    if (value == Truth::Unknown) rest.push_back(args[i]);
  }
  for (std::size_t i = 0; i < rest.size(); ++i) {
    for (std::size_t j = i + 2; j < rest.size(); ++j) {
      if (is_inert_atom(rest[i]) && is_inert_atom(rest[j]) && equal(rest[i], rest[j]) == Truth::False) return Expr(sym::False);
    }
  }
  if (rest.size() == 1) return Expr(sym::True);
  if (rest.size() == args.size()) return std::nullopt;
  return make_normal(sym::Equal, std::move(rest));
}

// Unequal[a, b, ...]: all of them different.
MaybeExpr builtin_Unequal(Call& call) {
  const std::span<const Expr> args = call.args();
  if (args.size() < 2) return Expr(sym::True);
  bool all = true;
  for (std::size_t i = 0; i < args.size(); ++i) {
    for (std::size_t j = i + 1; j < args.size(); ++j) {
      const Truth value = equal(args[i], args[j]);
      if (value == Truth::True) return Expr(sym::False);
      if (value == Truth::Unknown) all = false;
    }
  }
  return all ? MaybeExpr(sym::True) : std::nullopt;
}

// Inequality[a, op1, b, op2, c, ...]: a chain of mixed comparisons.
MaybeExpr builtin_Inequality(Call& call) {
  const std::span<const Expr> args = call.args();
  if (args.size() % 2 == 0) return std::nullopt;
  if (args.size() == 1) return Expr(sym::True);
  if (args.size() == 3) return make_normal(args[1], {args[0], args[2]});
  std::vector<Expr> open;   // the undecided comparisons as a, op, b, op, c with breaks
  std::vector<Expr> pieces;
  bool any_known = false;
  bool uniform = true;
  const auto close = [&] {
    if (open.size() == 3) {
      pieces.push_back(make_normal(open[1], {open[0], open[2]}));
    } else if (open.size() > 3) {
      pieces.push_back(make_normal(sym::Inequality, std::vector<Expr>(open)));
    }
    open.clear();
  };
  for (std::size_t i = 1; i + 1 < args.size(); i += 2) {
    const auto relation = relation_of(args[i]);
    if (!relation) return std::nullopt;
    uniform = uniform && args[i] == args[1];
    bool complex = false;
    const Truth value = holds(*relation, args[i - 1], args[i + 1], complex);
    if (complex) return say_complex(call);
    if (value == Truth::False) return Expr(sym::False);
    if (value == Truth::True) {
      any_known = true;
      close();
      continue;
    }
    if (open.empty()) open.push_back(args[i - 1]);
    open.push_back(args[i]);
    open.push_back(args[i + 1]);
  }
  if (!any_known) {
    if (!uniform) return std::nullopt;
    std::vector<Expr> values;
    for (std::size_t i = 0; i < args.size(); i += 2) values.push_back(args[i]);
    return make_normal(args[1], std::move(values));
  }
  close();
  if (pieces.empty()) return Expr(sym::True);
  if (pieces.size() == 1) return pieces[0];
  return make_normal(sym::And, std::move(pieces));
}

// Positive[x], Negative[x], NonNegative[x], NonPositive[x].
MaybeExpr builtin_sign_predicate(Call& call) {
  const Expr& x = call.arg(0);
  std::optional<int> sign;
  if (x.has_head(sym::Interval)) {  // when all of it is so, or nothing
    const Expr& f = call.head();
    const KnownSymbol relation = f.is(sym::Positive) ? sym::Greater : f.is(sym::Negative) ? sym::Less : f.is(sym::NonNegative) ? sym::GreaterEqual : sym::LessEqual;
    const Expr value = evaluate(make_normal(relation, {x, Expr::integer(0)}));
    return value.is_true() || value.is(sym::False) ? MaybeExpr(value) : std::nullopt;
  }
  if (x.is_complex()) return Expr(sym::False);
  if (is_infinity(x)) {
    sign = 1;
  } else if (is_negative_infinity(x)) {
    sign = -1;
  } else if (is_numeric(x)) {
    if (!is_real_numeric(x)) return Expr(sym::False);
    sign = numeric_sign(x);
  }
  if (!sign) return std::nullopt;
  if (call.head().is(sym::Positive)) return Expr::boolean(*sign > 0);
  if (call.head().is(sym::Negative)) return Expr::boolean(*sign < 0);
  if (call.head().is(sym::NonNegative)) return Expr::boolean(*sign >= 0);
  return Expr::boolean(*sign <= 0);
}

#define LYKOS_NORD .messages = {{"nord", "Invalid comparison with `1` attempted."}}
// EqualTo[y][x] is x == y, and so on.
MaybeExpr operator_comparison(Call& call) {
  struct Form {
    const char* name;
    KnownSymbol head;
  };
  static constexpr Form kForms[] = {{"EqualTo", sym::Equal},       {"UnequalTo", sym::Unequal},       {"GreaterThan", sym::Greater},
                                    {"LessThan", sym::Less},       {"GreaterEqualThan", sym::GreaterEqual}, {"LessEqualThan", sym::LessEqual},
                                    {"SameAs", sym::SameQ},        {"UnsameAs", sym::UnsameQ}};
  const Expr& form = call.expr().head();
  if (form.size() != 1 || call.size() != 1) return std::nullopt;
  for (const Form& row : kForms)
    if (form.head().symbol_node().name == row.name) return evaluate(make_normal(row.head, {call.arg(0), form[0]}));
  return std::nullopt;
}

constexpr Builtin kBuiltins[] = {
    {.name = "EqualTo", .usage = "EqualTo[y] is an operator form that yields x == y when applied to an expression x.", .sub_fn = operator_comparison},
    {.name = "UnequalTo", .usage = "UnequalTo[y] is an operator form that yields x != y when applied to an expression x.", .sub_fn = operator_comparison},
    {.name = "GreaterThan", .usage = "GreaterThan[y] is an operator form that yields x > y when applied to an expression x.", .sub_fn = operator_comparison},
    {.name = "LessThan", .usage = "LessThan[y] is an operator form that yields x < y when applied to an expression x.", .sub_fn = operator_comparison},
    {.name = "GreaterEqualThan", .usage = "GreaterEqualThan[y] is an operator form that yields x >= y when applied to an expression x.", .sub_fn = operator_comparison},
    {.name = "LessEqualThan", .usage = "LessEqualThan[y] is an operator form that yields x <= y when applied to an expression x.", .sub_fn = operator_comparison},
    {.name = "SameAs", .usage = "SameAs[y] is an operator form that yields x === y when applied to an expression x.", .sub_fn = operator_comparison},
    {.name = "UnsameAs", .usage = "UnsameAs[y] is an operator form that yields x =!= y when applied to an expression x.", .sub_fn = operator_comparison},
    {.name = "Equal", .fn = builtin_Equal,
     .usage = "lhs == rhs is True when both sides are equal in value, False when they are not, and stays otherwise."},
    {.name = "Unequal", .fn = builtin_Unequal,
     .usage = "lhs != rhs is False when both sides are equal in value, True when they are not.\nUnequal[a, b, c, ...] is True when all differ."},
    {.name = "Less", .fn = builtin_order, .usage = "x < y is True when x is less than y.\nx < y < z is True for a strictly increasing sequence.", LYKOS_NORD},
    {.name = "LessEqual", .fn = builtin_order, .usage = "x <= y is True when x is less than or equal to y.", LYKOS_NORD},
    {.name = "Greater", .fn = builtin_order, .usage = "x > y is True when x is greater than y.\nx > y > z is True for a strictly decreasing sequence.", LYKOS_NORD},
    {.name = "GreaterEqual", .fn = builtin_order, .usage = "x >= y is True when x is greater than or equal to y.", LYKOS_NORD},
    {.name = "Inequality", .fn = builtin_Inequality,
     .usage = "Inequality[a, op1, b, op2, c, ...] is the chain of comparisons a op1 b, b op2 c, ...", LYKOS_NORD},
    {.name = "Positive", .fn = builtin_sign_predicate, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "Positive[x] is True when x is a positive real number."},
    {.name = "Negative", .fn = builtin_sign_predicate, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "Negative[x] is True when x is a negative real number."},
    {.name = "NonNegative", .fn = builtin_sign_predicate, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "NonNegative[x] is True when x is a real number that is zero or positive."},
    {.name = "NonPositive", .fn = builtin_sign_predicate, .arity = exactly(1), .attributes = kListable | kProtected,
     .usage = "NonPositive[x] is True when x is a real number that is zero or negative."},
};
#undef LYKOS_NORD

}  // namespace

void register_comparison(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
