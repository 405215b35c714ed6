// missing.cpp - Missing and the functions that look for it.
#include "builtins/associations/query_operators.h"
#include "builtins/associations/register.h"
#include "builtins/lists/collection.h"

namespace lykos::builtins {
namespace {

bool is_missing(const Expr& e) { return e.has_head(sym::Missing); }

// MissingQ[expr]
MaybeExpr builtin_MissingQ(Call& call) { return Expr::boolean(is_missing(call.arg(0))); }

// Does the expression hold a Missing[...] among its elements down to this depth?
bool holds_missing(const Expr& e, std::int64_t depth) {
  if (is_missing(e)) return true;
  if (depth <= 0 || e.is_packed() || e.is_atom()) return false;
  RecursionGuard guard;
  for (const Expr& part : elements_of(e)) {
    if (holds_missing(part, depth - 1)) return true;
  }
  return false;
}

Expr without_missing(const Expr& e, std::int64_t level, std::int64_t depth) {
  if (e.is_packed() || e.is_atom()) return e;
  RecursionGuard guard;
  std::vector<Expr> parts = elements_of(e);
  std::vector<bool> marked(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    marked[i] = holds_missing(parts[i], depth);
    if (!marked[i] && level > 1) parts[i] = without_missing(parts[i], level - 1, depth);
  }
  return drop_marked(level > 1 ? rebuild(e, std::move(parts)) : e, marked);
}

// DeleteMissing[list], DeleteMissing[list, n] (down to level n), DeleteMissing[list, n, d] (elements that hold one to depth d)
MaybeExpr builtin_DeleteMissing(Call& call) {
  if (!is_container(call.arg(0))) return expects_normal(call, 1);
  std::int64_t level = 1, depth = 0;
  if (call.size() >= 2) {
    const auto n = count_argument(call.arg(1), true);
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(2)});
    level = *n;
  }
  if (call.size() == 3) {
    const auto d = count_argument(call.arg(2), true);
    if (!d) return call.message("intnm", {call.expr(), Expr::integer(3)});
    depth = *d;
  }
  return without_missing(call.arg(0), level, depth);
}

constexpr Builtin kBuiltins[] = {
    {.name = "Missing", .usage = "Missing[] represents data that is missing.\nMissing[\"reason\"] says why.\nMissing[\"reason\", expr] says what.",
     .up_fn = function_of_missing},
    {.name = "MissingQ", .fn = builtin_MissingQ, .arity = exactly(1), .usage = "MissingQ[expr] gives True if expr has the head Missing."},
    {.name = "DeleteMissing",
     .fn = builtin_DeleteMissing,
     .arity = between(1, 3),
     .usage = "DeleteMissing[list] drops the elements with head Missing.\nDeleteMissing[list, n] does so down to level n.\n"
              "DeleteMissing[list, n, d] drops elements that contain Missing within d levels."},
};

}  // namespace

void register_missing(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
