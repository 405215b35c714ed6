// coefficients.cpp - Coefficient, CoefficientList, Exponent, Collect, Variables, PolynomialQ.
#include <algorithm>
#include <map>

#include "builtins/algebra/expand.h"
#include "builtins/algebra/register.h"
#include "builtins/algebra/rings.h"
#include "builtins/algebra/terms.h"
#include "builtins/support.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

// The power of x in an expanded term, and the rest; nullopt when x also stands elsewhere in the term.
struct Split {
  Expr exponent;
  Expr rest;
};
Split split_term(const Expr& term, const Expr& x) {
  if (term == x) return {Expr::integer(1), Expr::integer(1)};
  if (term.has_head(sym::Power, 2) && term[0] == x) return {term[1], Expr::integer(1)};
  if (x.has_head(sym::Power, 2) && term.has_head(sym::Power, 2) && term[0] == x[0]) {
    const Expr ratio = evaluate(make_normal(sym::Times, {term[1], make_normal(sym::Power, {x[1], Expr::integer(-1)})}));
    if (ratio.is_integer()) return {ratio, Expr::integer(1)};
  }
  if (term.has_head(sym::Times)) {
    std::vector<Expr> rest;
    Expr exponent = Expr::integer(0);
    // A product as form: all its factors must be there.
    if (x.has_head(sym::Times)) {
      std::vector<Expr> left(term.args().begin(), term.args().end());
      for (const Expr& factor : x.args()) {
        auto at = std::find(left.begin(), left.end(), factor);
        if (at == left.end()) return {Expr::integer(0), term};
        left.erase(at);
      }
      return {Expr::integer(1), evaluate(make_normal(sym::Times, std::move(left)))};
    }
    for (const Expr& factor : term.args()) {
      const Split s = split_term(factor, x);
      if (s.exponent == Expr::integer(0)) rest.push_back(factor);
      else exponent = evaluate(make_normal(sym::Plus, {exponent, s.exponent}));
    }
    return {exponent, evaluate(make_normal(sym::Times, std::move(rest)))};
  }
  return {Expr::integer(0), term};
}

Expr coefficient(const Expr& expanded, const Expr& x, const Expr& n) {
  std::vector<Expr> found;
  for (const Expr& term : terms_of(expanded)) {
    const Split s = split_term(term, x);
    if (s.exponent == n && (!(n == Expr::integer(0)) || free_of(s.rest, x))) found.push_back(s.rest);
  }
  return evaluate(make_normal(sym::Plus, std::move(found)));
}

// Coefficient[expr, form], Coefficient[expr, form, n]
MaybeExpr builtin_Coefficient(Call& call) {
  const Expr expanded = expand(call[0]);
  if (expanded.is_list()) {
    Builder list(sym::List);
    for (const Expr& e : expanded.args()) list.push(make_normal(sym::Coefficient, call.size() == 3 ? std::vector<Expr>{e, call[1], call[2]} : std::vector<Expr>{e, call[1]}));
    return list.finish();
  }
  if (call[1].has_head(sym::Power, 2) && call.size() == 2) return coefficient(expanded, call[1][0], call[1][1]);
  return coefficient(expanded, call[1], call.size() == 3 ? call[2] : Expr::integer(1));
}

std::optional<std::map<std::int64_t, Expr>> powers_of(const Expr& expr, const Expr& x) {
  std::map<std::int64_t, std::vector<Expr>> by_power;
  for (const Expr& term : terms_of(expand(expr))) {
    const Split s = split_term(term, x);
    const auto n = machine_integer(s.exponent);
    if (!n || *n < 0 || *n > 1'000'000 || !free_of(s.rest, x)) return std::nullopt;
    by_power[*n].push_back(s.rest);
  }
  std::map<std::int64_t, Expr> result;
  for (auto& [n, parts] : by_power) {
    Expr sum = evaluate(make_normal(sym::Plus, std::move(parts)));
    if (!(sum == Expr::integer(0))) result.emplace(n, sum);
  }
  return result;
}

// CoefficientList[poly, x], CoefficientList[poly, {x, y, ...}]
MaybeExpr coefficient_list(const Expr& poly, std::span<const Expr> variables) {
  if (variables.empty()) return poly;
  const auto powers = powers_of(poly, variables[0]);
  if (!powers) return std::nullopt;
  const std::int64_t degree = powers->empty() ? -1 : powers->rbegin()->first;
  std::vector<Expr> list;
  for (std::int64_t n = 0; n <= degree; ++n) {
    auto found = powers->find(n);
    MaybeExpr inner = coefficient_list(found == powers->end() ? Expr::integer(0) : found->second, variables.subspan(1));
    if (!inner) return std::nullopt;
    list.push_back(*inner);
  }
  return make_list(std::move(list));
}

// A number has no powers in a polynomial.
bool is_variable(const Expr& form) {
  if (!form.is_number()) return true;
  message(sym::General, "ivar", {form});
  return false;
}

MaybeExpr builtin_CoefficientList(Call& call) {
  const bool several = call[1].is_list();
  for (const Expr& form : several ? call[1].args() : std::span<const Expr>(&call.args()[1], 1))
    if (!is_variable(form)) return std::nullopt;
  const Expr poly = call[0].has_head(sym::SeriesData) ? evaluate(make_normal(sym::Normal, {call[0]})) : call[0];
  MaybeExpr result = coefficient_list(poly, several ? call[1].args() : std::span<const Expr>(&call.args()[1], 1));
  if (!result) {
    message(sym::General, "poly", {call[0]});
    return std::nullopt;
  }
  if (!several || call[1].size() < 2) return result;
  // Rows of unequal length are filled up with zeros to a full array.
  std::size_t width = 0;
  bool flat = true;
  for (const Expr& row : result->args()) {
    if (!row.is_list()) continue;
    width = std::max(width, row.size());
    for (const Expr& e : row.args()) flat = flat && !e.is_list();
  }
  if (!flat) return result;
  Builder rows(sym::List);
  for (const Expr& row : result->args()) {
    std::vector<Expr> cells(row.args().begin(), row.args().end());
    cells.resize(width, Expr::integer(0));
    rows.push(make_list(std::move(cells)));
  }
  return rows.finish();
}

// Exponent[expr, form], Exponent[expr, form, h]
MaybeExpr builtin_Exponent(Call& call) {
  const Expr expanded = expand(call[0]);
  std::vector<Expr> exponents;
  const bool zero = expanded == Expr::integer(0);  // has no terms, so no exponents
  for (const Expr& term : zero ? std::vector<Expr>{} : terms_of(expanded)) {
    const Expr n = split_term(term, call[1]).exponent;
    if (std::find(exponents.begin(), exponents.end(), n) == exponents.end()) exponents.push_back(n);
  }
  std::sort(exponents.begin(), exponents.end(), [](const Expr& a, const Expr& b) { return canonical_compare(a, b) < 0; });
  return make_normal(call.size() == 3 ? call[2] : Expr(sym::Max), std::move(exponents));
}

// Collect[expr, x], Collect[expr, {x, y}], Collect[expr, x, h]
Expr collect(const Expr& expr, std::span<const Expr> variables, const MaybeExpr& function) {
  if (variables.empty()) return function ? apply(*function, {expr}) : expr;
  const Expr& x = variables[0];
  std::vector<std::pair<Expr, std::vector<Expr>>> groups;
  for (const Expr& term : terms_of(expand(expr))) {
    const Split s = split_term(term, x);
    auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == s.exponent; });
    if (group == groups.end()) group = groups.insert(groups.end(), {s.exponent, {}});
    group->second.push_back(s.rest);
  }
  std::vector<Expr> terms;
  for (auto& [exponent, parts] : groups) {
    const Expr inner = collect(evaluate(make_normal(sym::Plus, std::move(parts))), variables.subspan(1), function);
    terms.push_back(make_normal(sym::Times, {inner, make_normal(sym::Power, {x, exponent})}));
  }
  return evaluate(make_normal(sym::Plus, std::move(terms)));
}

MaybeExpr builtin_Collect(Call& call) {
  if (call[0].is_list()) {
    Builder list(sym::List);
    for (const Expr& e : call[0].args()) {
      std::vector<Expr> args(call.args().begin(), call.args().end());
      args[0] = e;
      list.push(make_normal(sym::Collect, std::move(args)));
    }
    return list.finish();
  }
  const auto variables = call[1].is_list() ? call[1].args() : std::span<const Expr>(&call.args()[1], 1);
  return collect(call[0], variables, call.size() == 3 ? MaybeExpr(call[2]) : std::nullopt);
}

// b^(2 c + 2 d) is made of b^c and b^d.
void variables_of_power(const Expr& base, const Expr& exponent, std::vector<Expr>& found);

void variables_in(const Expr& e, std::vector<Expr>& found) {
  if (e.is_number() || e.is_string() || (e.is_normal() && e.size() == 0)) return;
  if (e.has_head(sym::Plus) || e.has_head(sym::Times) || e.is_list() || e.has_head(sym::Equal)) {
    for (const Expr& arg : e.args()) variables_in(arg, found);
    return;
  }
  if (e.has_head(sym::Power, 2)) {
    if (!evaluate(make_normal(sym::NumericQ, {e[0]})).is_true())
      for (const Expr& term : terms_of(expand(e[1]))) variables_of_power(e[0], term, found);
    return;
  }
  if (evaluate(make_normal(sym::NumericQ, {e})).is_true()) return;
  if (std::find(found.begin(), found.end(), e) == found.end()) found.push_back(e);
}

void variables_of_power(const Expr& base, const Expr& exponent, std::vector<Expr>& found) {
  if (exponent.is_exact_real()) return variables_in(base, found);
  const bool multiple = exponent.has_head(sym::Times) && exponent[0].is_integer();
  const Expr power = make_normal(sym::Power, {base, multiple ? evaluate(make_normal(sym::Times, exponent.args().subspan(1))) : exponent});
  if (std::find(found.begin(), found.end(), power) == found.end()) found.push_back(power);
}

// Variables[poly]
MaybeExpr builtin_Variables(Call& call) {
  std::vector<Expr> found;
  variables_in(call[0], found);
  std::sort(found.begin(), found.end(), [](const Expr& a, const Expr& b) { return canonical_compare(a, b) < 0; });
  return make_list(std::move(found));
}

bool is_polynomial(const Expr& e, std::span<const Expr> variables) {
  const auto is_variable = [&](const Expr& part) { return std::find(variables.begin(), variables.end(), part) != variables.end(); };
  if (is_variable(e)) return true;
  if (e.has_head(sym::Plus) || e.has_head(sym::Times))
    return std::all_of(e.args().begin(), e.args().end(), [&](const Expr& arg) { return is_polynomial(arg, variables); });
  if (e.has_head(sym::Power, 2) && e[1].is_integer() && e[1].is_small_integer() && e[1].small_integer() >= 0) return is_polynomial(e[0], variables);
  return std::all_of(variables.begin(), variables.end(), [&](const Expr& v) { return free_of(e, v); });
}

// PolynomialQ[expr, var], PolynomialQ[expr, {var1, ...}], PolynomialQ[expr]
MaybeExpr builtin_PolynomialQ(Call& call) {
  std::vector<Expr> variables;
  if (call.size() == 1) variables_in(call[0], variables);
  else if (call[1].is_list()) variables.assign(call[1].args().begin(), call[1].args().end());
  else variables.push_back(call[1]);
  return Expr::boolean(is_polynomial(call[0], variables));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Coefficient", .fn = over_any_ring<builtin_Coefficient>, .arity = between(2, 3), .attributes = kListable | kProtected, .usage = "Coefficient[expr, form] gives the coefficient of form in the polynomial expr.\nCoefficient[expr, form, n] gives the coefficient of form^n in expr.", .options = "{Modulus -> 0}"},
    {.name = "CoefficientList", .fn = over_any_ring<builtin_CoefficientList>, .arity = exactly(2), .attributes = kProtected, .usage = "CoefficientList[poly, var] gives a list of coefficients of powers of var in poly, starting with power 0.\nCoefficientList[poly, {var1, var2, ...}] gives an array of coefficients of the vari.", .options = "{Modulus -> 0}", .messages = {{"poly", "`1` is not a polynomial in `2`."}}},
    {.name = "Exponent", .fn = over_any_ring<builtin_Exponent>, .arity = between(2, 3), .attributes = kListable | kProtected, .usage = "Exponent[expr, form] gives the maximum power with which form appears in the expanded form of expr.\nExponent[expr, form, h] applies h to the set of exponents with which form appears in expr.", .options = "{Modulus -> 0}"},
    {.name = "Collect", .fn = builtin_Collect, .arity = between(2, 3), .attributes = kProtected, .usage = "Collect[expr, x] collects together terms involving the same powers of objects matching x.\nCollect[expr, {x1, x2, ...}] collects together terms that involve the same powers of objects matching x1, x2, ....\nCollect[expr, var, h] applies h to the expression that forms the coefficient of each term obtained."},
    {.name = "Variables", .fn = builtin_Variables, .arity = exactly(1), .attributes = kProtected, .usage = "Variables[poly] gives a list of all independent variables in a polynomial."},
    {.name = "PolynomialQ", .fn = builtin_PolynomialQ, .arity = between(1, 2), .attributes = kProtected, .usage = "PolynomialQ[expr, var] yields True if expr is a polynomial in var, and yields False otherwise.\nPolynomialQ[expr, {var1, ...}] tests whether expr is a polynomial in the vari."},
};

}  // namespace

void register_coefficients(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
