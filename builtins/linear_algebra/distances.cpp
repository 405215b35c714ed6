// distances.cpp - distances and dissimilarities between vectors. Each is one formula over the elements; numbers stay exact when they are.
#include <algorithm>

#include "builtins/linear_algebra/matrix.h"
#include "builtins/linear_algebra/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/scalar.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

using Vector = std::vector<Expr>;

// Two vectors (or two numbers) of one length.
std::optional<std::pair<Vector, Vector>> vectors(Call& call) {
  const Expr u = dense(call.arg(0)), v = dense(call.arg(1));
  if (!u.is_list() && !v.is_list()) {
    if (u.is_number() && v.is_number()) return std::pair(Vector{u}, Vector{v});
    return std::nullopt;
  }
  if (!u.is_list() || !v.is_list()) return std::nullopt;
  if (u.size() != v.size()) {
    call.message("dim", {u, v});
    return std::nullopt;
  }
  const auto flat = [](const Expr& e) { return dimensions_of(e).size() > 1 ? elements_of(evaluate(make_normal(sym::Flatten, {e}))) : elements_of(e); };
  auto result = std::pair(flat(u), flat(v));
  if (result.first.size() != result.second.size()) {
    call.message("dim", {u, v});
    return std::nullopt;
  }
  return result;
}

Expr size_of_entry(const Expr& e) { return e.is_real_number() ? absolute(e) : evaluate(make_normal(sym::Abs, {e})); }
Expr square_of(const Expr& e) {
  if (e.is_real_number()) return multiply(e, e);
  if (e.is_complex()) return multiply(e, conjugate(e));
  return evaluate(make_normal(sym::Power, {make_normal(sym::Abs, {e}), Expr::integer(2)}));
}

template <typename Term>
Expr total(const Vector& u, const Vector& v, const Term& term) {
  Vector terms;
  terms.reserve(u.size());
  for (std::size_t i = 0; i < u.size(); ++i) terms.push_back(term(u[i], v[i]));
  return sum(terms);
}
Expr squares(const Vector& u) {
  return total(u, u, [](const Expr& a, const Expr&) { return square_of(a); });
}
Expr squared_distance(const Vector& u, const Vector& v) {
  return total(u, v, [](const Expr& a, const Expr& b) { return square_of(minus(a, b)); });
}
Expr dot_conjugate(const Vector& u, const Vector& v) {
  return total(u, v, [](const Expr& a, const Expr& b) { return times(a, conjugate(b)); });
}
Vector centered(const Vector& u) {
  const Expr mean = quotient(sum(u), Expr::integer(static_cast<std::int64_t>(u.size())));
  Vector out;
  for (const Expr& e : u) out.push_back(minus(e, mean));
  return out;
}
Expr one_minus(const Expr& e) { return minus(Expr::integer(1), e); }

MaybeExpr builtin_EuclideanDistance(Call& call) {
  const auto pair = vectors(call);
  if (!pair) return std::nullopt;
  return square_root(squared_distance(pair->first, pair->second));
}
MaybeExpr builtin_SquaredEuclideanDistance(Call& call) {
  const auto pair = vectors(call);
  if (!pair) return std::nullopt;
  return squared_distance(pair->first, pair->second);
}
MaybeExpr builtin_NormalizedSquaredEuclideanDistance(Call& call) {
  const auto pair = vectors(call);
  if (!pair) return std::nullopt;
  const Vector u = centered(pair->first), v = centered(pair->second);
  const Expr size = times(Expr::integer(2), plus(squares(u), squares(v)));
  return is_zero_element(size) ? Expr::integer(0) : quotient(squared_distance(u, v), size);
}
MaybeExpr builtin_ManhattanDistance(Call& call) {
  const auto pair = vectors(call);
  if (!pair) return std::nullopt;
  return total(pair->first, pair->second, [](const Expr& a, const Expr& b) { return size_of_entry(minus(a, b)); });
}
MaybeExpr builtin_ChessboardDistance(Call& call) {
  const auto pair = vectors(call);
  if (!pair) return std::nullopt;
  Vector sizes;
  for (std::size_t i = 0; i < pair->first.size(); ++i) sizes.push_back(size_of_entry(minus(pair->first[i], pair->second[i])));
  return sizes.empty() ? Expr::integer(0) : evaluate(make_normal(sym::Max, std::move(sizes)));
}
MaybeExpr builtin_CosineDistance(Call& call) {
  const auto pair = vectors(call);
  if (!pair) return std::nullopt;
  const Expr size = square_root(times(squares(pair->first), squares(pair->second)));
  if (is_zero_element(size)) return Expr::integer(0);
  return one_minus(quotient(dot_conjugate(pair->first, pair->second), size));
}
MaybeExpr builtin_CorrelationDistance(Call& call) {
  const auto pair = vectors(call);
  if (!pair) return std::nullopt;
  const Vector u = centered(pair->first), v = centered(pair->second);
  const Expr size = square_root(times(squares(u), squares(v)));
  if (is_zero_element(size)) return Expr::integer(0);
  return one_minus(quotient(dot_conjugate(u, v), size));
}
MaybeExpr builtin_BrayCurtisDistance(Call& call) {
  const auto pair = vectors(call);
  if (!pair) return std::nullopt;
  const Expr size = total(pair->first, pair->second, [](const Expr& a, const Expr& b) { return size_of_entry(plus(a, b)); });
  if (is_zero_element(size)) return Expr::integer(0);
  return quotient(total(pair->first, pair->second, [](const Expr& a, const Expr& b) { return size_of_entry(minus(a, b)); }), size);
}
MaybeExpr builtin_CanberraDistance(Call& call) {
  const auto pair = vectors(call);
  if (!pair) return std::nullopt;
  return total(pair->first, pair->second, [](const Expr& a, const Expr& b) {
    const Expr size = plus(size_of_entry(a), size_of_entry(b));
    return is_zero_element(size) ? Expr::integer(0) : quotient(size_of_entry(minus(a, b)), size);
  });
}
// VectorAngle[u, v]: ArcCos[u.v / (Norm[u] Norm[v])]
MaybeExpr builtin_VectorAngle(Call& call) {
  const auto pair = vectors(call);
  if (!pair || !call.arg(0).is_list()) return std::nullopt;
  const Expr size = square_root(times(squares(pair->first), squares(pair->second)));
  Expr cosine = quotient(dot_conjugate(pair->first, pair->second), size);
  if (cosine.is_real()) cosine = Expr::real(std::clamp(cosine.real_value(), -1.0, 1.0));
  return evaluate(make_normal(sym::ArcCos, {cosine}));
}

// ---- dissimilarities of Boolean vectors (0 and 1, or False and True)

// Counts of positions (1,1), (1,0), (0,1), (0,0).
struct Agreement {
  std::int64_t both = 0, first = 0, second = 0, neither = 0;
};
std::optional<Agreement> agreement(Call& call) {
  const Expr &u = call.arg(0), &v = call.arg(1);
  if (!u.is_list() || !v.is_list()) return std::nullopt;
  if (u.size() != v.size()) {
    call.message("dim", {u, v});
    return std::nullopt;
  }
  const auto bit = [](const Expr& e) -> std::optional<bool> {
    if (e.is_true() || e == Expr::integer(1)) return true;
    if (e.is_false() || e == Expr::integer(0)) return false;
    return std::nullopt;
  };
  Agreement counts;
  for (std::size_t i = 0; i < u.size(); ++i) {
    const auto a = bit(u[i]), b = bit(v[i]);
    if (!a || !b) {
      call.message("boolv", {u, v});
      return std::nullopt;
    }
    ++(*a ? (*b ? counts.both : counts.first) : (*b ? counts.second : counts.neither));
  }
  return counts;
}
Expr ratio(std::int64_t a, std::int64_t b) {
  return b == 0 ? Expr::integer(0) : Expr::rational(Rational(Integer(a), Integer(b)));
}
MaybeExpr builtin_JaccardDissimilarity(Call& call) {
  const auto c = agreement(call);
  return c ? MaybeExpr(ratio(c->first + c->second, c->both + c->first + c->second)) : std::nullopt;
}
MaybeExpr builtin_DiceDissimilarity(Call& call) {
  const auto c = agreement(call);
  return c ? MaybeExpr(ratio(c->first + c->second, 2 * c->both + c->first + c->second)) : std::nullopt;
}
MaybeExpr builtin_MatchingDissimilarity(Call& call) {
  const auto c = agreement(call);
  return c ? MaybeExpr(ratio(c->first + c->second, c->both + c->first + c->second + c->neither)) : std::nullopt;
}
MaybeExpr builtin_RogersTanimotoDissimilarity(Call& call) {
  const auto c = agreement(call);
  return c ? MaybeExpr(ratio(2 * (c->first + c->second), c->both + c->neither + 2 * (c->first + c->second))) : std::nullopt;
}
MaybeExpr builtin_RussellRaoDissimilarity(Call& call) {
  const auto c = agreement(call);
  return c ? MaybeExpr(ratio(c->first + c->second + c->neither, c->both + c->first + c->second + c->neither)) : std::nullopt;
}
MaybeExpr builtin_SokalSneathDissimilarity(Call& call) {
  const auto c = agreement(call);
  return c ? MaybeExpr(ratio(2 * (c->first + c->second), c->both + 2 * (c->first + c->second))) : std::nullopt;
}
MaybeExpr builtin_YuleDissimilarity(Call& call) {
  const auto c = agreement(call);
  return c ? MaybeExpr(ratio(2 * c->first * c->second, c->both * c->neither + c->first * c->second)) : std::nullopt;
}

constexpr const char* kDimensions = "The vectors `1` and `2` do not have the same length.";
constexpr const char* kBoolean = "The vectors `1` and `2` should have only the elements 0 and 1, or False and True.";

constexpr Builtin kBuiltins[] = {
    {.name = "EuclideanDistance", .fn = builtin_EuclideanDistance, .arity = exactly(2), .usage = "EuclideanDistance[u, v] gives the Euclidean distance between vectors u and v.", .messages = {{"dim", kDimensions}}},
    {.name = "SquaredEuclideanDistance", .fn = builtin_SquaredEuclideanDistance, .arity = exactly(2), .usage = "SquaredEuclideanDistance[u, v] gives the squared Euclidean distance between vectors u and v.", .messages = {{"dim", kDimensions}}},
    {.name = "NormalizedSquaredEuclideanDistance", .fn = builtin_NormalizedSquaredEuclideanDistance, .arity = exactly(2), .usage = "NormalizedSquaredEuclideanDistance[u, v] gives the squared distance of the centered vectors over twice the sum of their squared norms.", .messages = {{"dim", kDimensions}}},
    {.name = "ManhattanDistance", .fn = builtin_ManhattanDistance, .arity = exactly(2), .usage = "ManhattanDistance[u, v] gives Total[Abs[u - v]].", .messages = {{"dim", kDimensions}}},
    {.name = "ChessboardDistance", .fn = builtin_ChessboardDistance, .arity = exactly(2), .usage = "ChessboardDistance[u, v] gives Max[Abs[u - v]].", .messages = {{"dim", kDimensions}}},
    {.name = "CosineDistance", .fn = builtin_CosineDistance, .arity = exactly(2), .usage = "CosineDistance[u, v] gives 1 - u . v/(Norm[u] Norm[v]).", .messages = {{"dim", kDimensions}}},
    {.name = "CorrelationDistance", .fn = builtin_CorrelationDistance, .arity = exactly(2), .usage = "CorrelationDistance[u, v] gives the cosine distance of the vectors less their means.", .messages = {{"dim", kDimensions}}},
    {.name = "BrayCurtisDistance", .fn = builtin_BrayCurtisDistance, .arity = exactly(2), .usage = "BrayCurtisDistance[u, v] gives Total[Abs[u - v]]/Total[Abs[u + v]].", .messages = {{"dim", kDimensions}}},
    {.name = "CanberraDistance", .fn = builtin_CanberraDistance, .arity = exactly(2), .usage = "CanberraDistance[u, v] gives Total[Abs[u - v]/(Abs[u] + Abs[v])].", .messages = {{"dim", kDimensions}}},
    {.name = "VectorAngle", .fn = builtin_VectorAngle, .arity = exactly(2), .usage = "VectorAngle[u, v] gives the angle between the vectors u and v.", .messages = {{"dim", kDimensions}}},
    {.name = "JaccardDissimilarity", .fn = builtin_JaccardDissimilarity, .arity = exactly(2), .usage = "JaccardDissimilarity[u, v] gives the Jaccard dissimilarity between Boolean vectors.", .messages = {{"dim", kDimensions}, {"boolv", kBoolean}}},
    {.name = "DiceDissimilarity", .fn = builtin_DiceDissimilarity, .arity = exactly(2), .usage = "DiceDissimilarity[u, v] gives the Dice dissimilarity between Boolean vectors.", .messages = {{"dim", kDimensions}, {"boolv", kBoolean}}},
    {.name = "MatchingDissimilarity", .fn = builtin_MatchingDissimilarity, .arity = exactly(2), .usage = "MatchingDissimilarity[u, v] gives the matching dissimilarity between Boolean vectors.", .messages = {{"dim", kDimensions}, {"boolv", kBoolean}}},
    {.name = "RogersTanimotoDissimilarity", .fn = builtin_RogersTanimotoDissimilarity, .arity = exactly(2), .usage = "RogersTanimotoDissimilarity[u, v] gives the Rogers-Tanimoto dissimilarity between Boolean vectors.", .messages = {{"dim", kDimensions}, {"boolv", kBoolean}}},
    {.name = "RussellRaoDissimilarity", .fn = builtin_RussellRaoDissimilarity, .arity = exactly(2), .usage = "RussellRaoDissimilarity[u, v] gives the Russell-Rao dissimilarity between Boolean vectors.", .messages = {{"dim", kDimensions}, {"boolv", kBoolean}}},
    {.name = "SokalSneathDissimilarity", .fn = builtin_SokalSneathDissimilarity, .arity = exactly(2), .usage = "SokalSneathDissimilarity[u, v] gives the Sokal-Sneath dissimilarity between Boolean vectors.", .messages = {{"dim", kDimensions}, {"boolv", kBoolean}}},
    {.name = "YuleDissimilarity", .fn = builtin_YuleDissimilarity, .arity = exactly(2), .usage = "YuleDissimilarity[u, v] gives the Yule dissimilarity between Boolean vectors.", .messages = {{"dim", kDimensions}, {"boolv", kBoolean}}},
};

}  // namespace

void register_distances(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
