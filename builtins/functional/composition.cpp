// composition.cpp - functions made of functions: Composition, RightComposition, Identity, Construct, OperatorApplied, CurryApplied,
// Curry, ReverseApplied, Comap, ComapApply.
#include <algorithm>

#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"

namespace lykos::builtins {
namespace {

// ---- Composition

// Identity functions drop out; a composition of one function is that function.
MaybeExpr simplify_composition(Call& call) {
  std::vector<Expr> functions;
  for (const Expr& f : call.args()) {
    if (!f.is(sym::Identity)) functions.push_back(f);
  }
  if (functions.empty()) return sym::Identity;
  if (functions.size() == 1) return functions.front();
  if (functions.size() == call.size()) return std::nullopt;
  return make_normal(call.head(), std::move(functions));
}

// Composition[f, g, h][x, y] is f[g[h[x, y]]].
MaybeExpr apply_Composition(Call& call) {
  const Expr functions = call.expr().head();
  if (!functions.head().is_symbol() || functions.size() == 0) return std::nullopt;
  Expr result = make_normal(functions[functions.size() - 1], call.args());
  for (std::size_t i = functions.size() - 1; i-- > 0;) result = make_normal(functions[i], {result});
  return result;
}

// RightComposition[f, g, h][x, y] is h[g[f[x, y]]].
MaybeExpr apply_RightComposition(Call& call) {
  const Expr functions = call.expr().head();
  if (!functions.head().is_symbol() || functions.size() == 0) return std::nullopt;
  Expr result = make_normal(functions[0], call.args());
  for (std::size_t i = 1; i < functions.size(); ++i) result = make_normal(functions[i], {result});
  return result;
}

// Identity[expr]
MaybeExpr builtin_Identity(Call& call) { return call[0]; }

// Construct[f, x, y, ...] is f[x, y, ...].
MaybeExpr builtin_Construct(Call& call) { return make_normal(call[0], call.args().subspan(1)); }

MaybeExpr stays(Call&) { return std::nullopt; }

// ---- currying

// The chain form[x1][x2]...[xk] taken apart: the innermost call form[...] and the arguments applied to it in order. Only single
// arguments are taken one by one; a call with several counts as several.
struct CurriedCall {
  Expr form;
  std::vector<Expr> given;
};
CurriedCall take_apart(const Expr& whole) {
  CurriedCall result;
  std::vector<Expr> calls;
  Expr current = whole;
  while (current.is_normal() && !current.head().is_symbol()) {
    calls.push_back(current);
    current = Expr(current.head());
  }
  result.form = current;
  for (std::size_t i = calls.size(); i-- > 0;) result.given.insert(result.given.end(), calls[i].args().begin(), calls[i].args().end());
  return result;
}

// What the given arguments make of it: f with arguments in their places, or nothing while some are missing. `places` lists for
// each argument of f which given one it takes (one-based); those beyond the longest place follow in order.
MaybeExpr fill(const Expr& f, std::span<const Expr> given, const std::vector<std::int64_t>& places) {
  const std::int64_t needed = places.empty() ? 0 : *std::max_element(places.begin(), places.end());
  if (static_cast<std::int64_t>(given.size()) < needed) return std::nullopt;
  std::vector<Expr> args;
  for (const std::int64_t place : places) args.push_back(given[static_cast<std::size_t>(place) - 1]);
  args.insert(args.end(), given.begin() + needed, given.end());
  return make_normal(f, std::move(args));
}

// A specification n or {i1, i2, ...}: n takes n arguments in order; {i1, ...} puts argument i1 first, and so on.
std::optional<std::vector<std::int64_t>> read_places(const Expr& spec) {
  std::vector<std::int64_t> places;
  if (const auto n = machine_integer(spec)) {
    if (*n < 0 || *n > 10000) return std::nullopt;
    for (std::int64_t i = 1; i <= *n; ++i) places.push_back(i);
    return places;
  }
  if (!spec.is_list()) return std::nullopt;
  for (const Expr& e : spec.args()) {
    const auto i = machine_integer(e);
    if (!i || *i < 1 || *i > 10000) return std::nullopt;
    places.push_back(*i);
  }
  return places;
}

// OperatorApplied[f][x][y] is f[y, x]; OperatorApplied[f, n][x1]...[xn] is f[x1, ..., xn]; OperatorApplied[f, {i1, ...}] reorders.
// Curry[f] and Curry[f, n] are the same under their older name.
MaybeExpr apply_OperatorApplied(Call& call) {
  const CurriedCall curried = take_apart(call.expr());
  const Expr& form = curried.form;
  if (form.size() < 1 || form.size() > 2) return std::nullopt;
  std::vector<std::int64_t> places{2, 1};
  if (form.size() == 2) {
    const auto given = read_places(form[1]);
    if (!given) return std::nullopt;
    places = *given;
  }
  return fill(form[0], curried.given, places);
}

// CurryApplied[f, n][x1]...[xn] is f[x1, ..., xn]; CurryApplied[n][f] and CurryApplied[{i1, ...}][f] are operator forms.
MaybeExpr apply_CurryApplied(Call& call) {
  const CurriedCall curried = take_apart(call.expr());
  const Expr& form = curried.form;
  if (form.size() == 1) {
    if (!read_places(form[0]) || curried.given.empty()) return std::nullopt;
    Expr result = make_normal(sym::CurryApplied, {curried.given[0], form[0]});
    for (std::size_t i = 1; i < curried.given.size(); ++i) result = make_normal(result, {curried.given[i]});
    return result;
  }
  if (form.size() != 2) return std::nullopt;
  const auto places = read_places(form[1]);
  return places ? fill(form[0], curried.given, *places) : std::nullopt;
}

// ReverseApplied[f][x, y, z] is f[z, y, x]; ReverseApplied[f, n] reverses the first n arguments.
MaybeExpr apply_ReverseApplied(Call& call) {
  const Expr form = call.expr().head();
  if (!form.head().is_symbol() || form.size() < 1 || form.size() > 2) return std::nullopt;
  std::vector<Expr> args(call.args().begin(), call.args().end());
  std::size_t count = args.size();
  if (form.size() == 2) {
    const auto n = count_argument(form[1]);
    if (!n) return std::nullopt;
    count = std::min(count, static_cast<std::size_t>(*n));
  }
  std::reverse(args.begin(), args.begin() + static_cast<std::ptrdiff_t>(count));
  return make_normal(form[0], std::move(args));
}

// ---- Comap

// Comap[{f1, f2, ...}, x] is {f1[x], f2[x], ...}; with `spread` the functions get the elements of the expression.
MaybeExpr comap(Call& call, bool spread) {
  if (call.size() == 1) return std::nullopt;
  const Expr& functions = call[0];
  const Expr& argument = call[1];
  if (functions.is_atom()) return functions;
  std::vector<Expr> results;
  for (const Expr& f : elements_of(functions)) {
    results.push_back(spread && !argument.is_atom() ? make_normal(f, elements_of(argument)) : make_normal(f, {argument}));
  }
  return rebuild(functions, std::move(results));
}

// Comap[fs, x]
MaybeExpr builtin_Comap(Call& call) { return comap(call, false); }

// ComapApply[fs, expr]
MaybeExpr builtin_ComapApply(Call& call) { return comap(call, true); }

constexpr Builtin kBuiltins[] = {
    {.name = "Composition",
     .fn = simplify_composition,
     .attributes = kFlat | kOneIdentity | kProtected,
     .usage = "Composition[f1, f2, f3, ...] or f1 @* f2 @* f3 represents a composition of the functions f1, f2, f3, ....",
     .sub_fn = apply_Composition},
    {.name = "RightComposition",
     .fn = simplify_composition,
     .attributes = kFlat | kOneIdentity | kProtected,
     .usage = "RightComposition[f1, f2, f3, ...] or f1 /* f2 /* f3 represents a composition on the right of the functions f1, f2, f3, ....",
     .sub_fn = apply_RightComposition},
    {.name = "Identity", .fn = builtin_Identity, .arity = exactly(1), .usage = "Identity[expr] gives expr (the identity operation)."},
    {.name = "Construct",
     .fn = builtin_Construct,
     .arity = at_least(1),
     .usage = "Construct[f, x] gives f[x].\nConstruct[f, x, y, ...] gives f[x, y, ...]."},
    {.name = "OperatorApplied",
     .fn = stays,
     .arity = between(1, 2),
     .usage = "OperatorApplied[f] represents an operator form of the function f of two arguments, so that OperatorApplied[f][x][y] is f[y, x].\n"
              "OperatorApplied[f, n] represents an operator form of f with n arguments, so that OperatorApplied[f, n][x1]...[xn] is f[x1, ..., xn].\n"
              "OperatorApplied[f, {i1, ..., in}] reorders the arguments, so that applying it to x1, ..., xn in turn gives f[xi1, ..., xin].",
     .sub_fn = apply_OperatorApplied},
    {.name = "CurryApplied",
     .fn = stays,
     .arity = between(1, 2),
     .usage = "CurryApplied[f, n] represents an n-argument curried form of f, so that CurryApplied[f, n][x1]...[xn] is f[x1, ..., xn].\n"
              "CurryApplied[f, {i1, ..., in}] reorders the arguments, so that applying it to x1, ..., xn in turn gives f[xi1, ..., xin].\n"
              "CurryApplied[n] represents an operator form of CurryApplied that can be applied to a function.",
     .sub_fn = apply_CurryApplied},
    {.name = "Curry",
     .fn = stays,
     .arity = between(1, 2),
     .usage = "Curry[f] represents a curried form of the function f of two arguments, so that Curry[f][x][y] is f[y, x].\n"
              "Curry[f, n] represents a form with n arguments, so that Curry[f, n][x1]...[xn] is f[x1, ..., xn].",
     .sub_fn = apply_OperatorApplied},
    {.name = "ReverseApplied",
     .fn = stays,
     .arity = between(1, 2),
     .usage = "ReverseApplied[f] represents an operator that applies f to the reversed sequence of its arguments.\n"
              "ReverseApplied[f, n] reverses the first n arguments.",
     .sub_fn = apply_ReverseApplied},
    {.name = "Comap",
     .fn = builtin_Comap,
     .arity = between(1, 2),
     .usage = "Comap[{f1, f2, ...}, x] gives {f1[x], f2[x], ...}.\nComap[fs] represents an operator form of Comap that can be applied to an expression.",
     .sub_fn = operator_form_first},
    {.name = "ComapApply",
     .fn = builtin_ComapApply,
     .arity = between(1, 2),
     .usage = "ComapApply[{f1, f2, ...}, {x1, x2, ...}] gives {f1[x1, x2, ...], f2[x1, x2, ...], ...}.\n"
              "ComapApply[fs] represents an operator form of ComapApply that can be applied to an expression.",
     .sub_fn = operator_form_first},
};

}  // namespace

void register_composition(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
