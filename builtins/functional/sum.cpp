// sum.cpp - Sum and Product over explicit finite iterators; with symbolic or infinite bounds closed forms (calculus/sum.wl).
#include "builtins/functional/elementwise.h"
#include "builtins/functional/iterators.h"
#include "builtins/functional/register.h"
#include "builtins/library.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// Collects terms: numbers are combined as they come, anything else waits for one Plus or Times at the end.
class Accumulator {
 public:
  explicit Accumulator(bool product) : product_(product), number_(Expr::integer(product ? 1 : 0)) {}
  void add(const Expr& term) {
    if (term.is_number()) {
      // Integers first: the usual case without a call.
      number_ = product_ ? multiply(number_, term) : lykos::add(number_, term);
      return;
    }
    others_.push_back(term);
    constexpr std::size_t kMany = 1 << 16;   // long symbolic sums are collected from time to time
    if (others_.size() >= kMany) others_ = {combined()};
  }
  Expr finish() {
    if (others_.empty()) return number_;
    others_.insert(others_.begin(), number_);
    return combined();
  }

 private:
  Expr combined() const { return evaluate(make_normal(product_ ? sym::Times : sym::Plus, std::span<const Expr>(others_))); }

  bool product_;
  Expr number_;
  std::vector<Expr> others_;
};

// A polynomial in the variable with numeric coefficients: its degree, or nullopt.
std::optional<std::int64_t> polynomial_degree(const Expr& body, const Expr& variable) {
  if (body.identical(variable)) return 1;
  if (is_exact_number(body)) return 0;
  if (body.kind() != Kind::Normal) return std::nullopt;
  if (body.has_head(sym::Power, 2)) {
    const auto base = polynomial_degree(body[0], variable);
    const auto exponent = count_argument(body[1]);
    if (!base || !exponent || *exponent > 64 || *base * *exponent > 64) return std::nullopt;
    return *base * *exponent;
  }
  const bool times = body.has_head(sym::Times);
  if (!times && !body.has_head(sym::Plus)) return std::nullopt;
  std::int64_t degree = 0;
  for (const Expr& arg : body.args()) {
    const auto one = polynomial_degree(arg, variable);
    if (!one) return std::nullopt;
    degree = times ? degree + *one : std::max(degree, *one);
  }
  return degree <= 64 ? std::optional(degree) : std::nullopt;
}

// The sum of a polynomial over many points, from its values at a few: the partial sums are a polynomial of one degree more in
// the number of terms, which Newton's forward differences extend to any count.
MaybeExpr polynomial_sum(const Expr& body, const Iterator& iterator, LocalVariable& variable) {
  if (!iterator.variable || !iterator.variable->is_symbol() || (iterator.kind != Iterator::Kind::Integers && iterator.kind != Iterator::Kind::Expressions)) return std::nullopt;
  const auto degree = polynomial_degree(body, *iterator.variable);
  if (!degree) return std::nullopt;
  std::vector<Expr> differences;
  for (std::int64_t i = 0; i <= *degree; ++i) {
    variable.set(iterator.value(i));
    differences.push_back(evaluate(body));
    if (!is_exact_number(differences.back())) return std::nullopt;
  }
  // Sum over k < n of p(k) = sum over j of (jth forward difference of p at 0) * Binomial[n, j + 1].
  Expr total = Expr::integer(0);
  Expr binomial = Expr::integer(iterator.count);
  for (std::int64_t j = 0; j <= *degree; ++j) {
    total = add(total, multiply(differences[0], binomial));
    for (std::size_t k = 0; k + 1 < differences.size(); ++k) differences[k] = subtract(differences[k + 1], differences[k]);
    differences.pop_back();
    binomial = divide(multiply(binomial, Expr::integer(iterator.count - j - 1)), Expr::integer(j + 2));
  }
  return total;
}

// The sum over specs[level...]; nullopt when a bound is not an explicit number.
MaybeExpr total_level(const Call& call, bool product, std::size_t level) {
  const Expr& body = call[0];
  if (level == call.size()) return evaluate(body);
  const Expr& spec = call[level];
  // Sum[f, i] is an indefinite sum, not a repetition.
  if (!spec.is_list()) return std::nullopt;
  IteratorFault fault = IteratorFault::None;
  const auto iterator = read_iterator(spec, false, fault);
  if (!iterator) {
    if (fault == IteratorFault::Form) call.message("itform", {spec, Expr::integer(static_cast<std::int64_t>(level) + 1)});
    if (fault == IteratorFault::Raw) call.message("itraw", {spec[0]});
    if (fault == IteratorFault::Variable) report_protected_variable(call.head(), spec[0]);
    return std::nullopt;
  }
  const bool innermost = level + 1 == call.size();
  LocalVariable variable(iterator->variable);
  constexpr std::int64_t kManyTerms = 256;
  if (innermost && !product && iterator->count > kManyTerms) {
    if (MaybeExpr closed = polynomial_sum(body, *iterator, variable)) return closed;
  }
  constexpr std::int64_t kLargestList = 1 << 22;
  if (innermost && iterator->variable && iterator->variable->is_symbol() && iterator->count >= 64 && iterator->count <= kLargestList && iterator->kind != Iterator::Kind::Expressions) {
    if (MaybeExpr terms = evaluate_elementwise(body, *iterator->variable, iterator->values())) {
      Accumulator accumulator(product);
      for (std::int64_t i = 0; i < static_cast<std::int64_t>(terms->size()); ++i) accumulator.add(element_at(*terms, i));
      return accumulator.finish();
    }
  }
  Accumulator accumulator(product);
  for (std::int64_t i = 0; i < iterator->count; ++i) {
    if ((i & 255) == 0) check_interrupt();
    if (iterator->variable) variable.set(iterator->value(i));
    MaybeExpr term = innermost ? MaybeExpr(evaluate(body)) : total_level(call, product, level + 1);
    if (!term) return std::nullopt;
    accumulator.add(*term);
  }
  return accumulator.finish();
}

// Over explicit numbers term by term; else in closed form (calculus/sum.wl).
MaybeExpr explicit_or_symbolic(Call& call, bool product) {
  if (call.size() < 2) return std::nullopt;
  if (MaybeExpr total = total_level(call, product, 1)) return total;
  for (std::size_t i = 1; i < call.size(); ++i) {
    const Expr& spec = call[i];
    if (spec.is_list() ? spec.size() < 2 || spec.size() > 4 || !spec[0].is_symbol() : !spec.is_symbol()) return std::nullopt;
  }
  return call_library("calculus/sum", product ? "product" : "sum", call.all_args());
}

// Sum[f, iterators...]
MaybeExpr builtin_Sum(Call& call) { return explicit_or_symbolic(call, false); }

// Product[f, iterators...]
MaybeExpr builtin_Product(Call& call) { return explicit_or_symbolic(call, true); }

constexpr const char* kOptions =
    "{Assumptions :> $Assumptions, GenerateConditions -> False, GeneratedParameters -> None, Method -> Automatic, Regularization -> None, "
    "VerifyConvergence -> True}";

constexpr Builtin kBuiltins[] = {
    {.name = "Sum",
     .fn = builtin_Sum,
     .arity = at_least(2),
     .attributes = kHoldAll | kProtected,
     .usage = "Sum[f, {i, imax}] evaluates the sum of f with i running from 1 to imax.\n"
              "Sum[f, {i, imin, imax}] starts with i = imin.\n"
              "Sum[f, {i, imin, imax, di}] uses steps di.\n"
              "Sum[f, {i, {i1, i2, ...}}] uses the successive values i1, i2, ....\n"
              "Sum[f, {i, imin, imax}, {j, jmin, jmax}, ...] evaluates the multiple sum.",
     .options = kOptions,
     .messages = {{"div", "Sum does not converge."}}},
    {.name = "Product",
     .fn = builtin_Product,
     .arity = at_least(2),
     .attributes = kHoldAll | kProtected,
     .usage = "Product[f, {i, imax}] evaluates the product of f with i running from 1 to imax.\n"
              "Product[f, {i, imin, imax}] starts with i = imin.\n"
              "Product[f, {i, imin, imax, di}] uses steps di.\n"
              "Product[f, {i, {i1, i2, ...}}] uses the successive values i1, i2, ....\n"
              "Product[f, {i, imin, imax}, {j, jmin, jmax}, ...] evaluates the multiple product.",
     .options = kOptions,
     .messages = {{"div", "Product does not converge."}}},
};

}  // namespace

void register_sum(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
