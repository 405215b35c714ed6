// terms.cpp - see terms.h.
#include "builtins/algebra/terms.h"

#include <algorithm>

#include "evaluator/evaluator.h"

namespace lykos::builtins {

std::vector<Expr> terms_of(const Expr& e) {
  if (!e.has_head(sym::Plus)) return {e};
  return {e.args().begin(), e.args().end()};
}

bool free_of(const Expr& e, const Expr& part) {
  if (e == part) return false;
  if (!e.is_normal() && !e.is_association()) return true;
  RecursionGuard guard;
  const auto args = e.args();
  return free_of(e.head(), part) && std::all_of(args.begin(), args.end(), [&](const Expr& arg) { return free_of(arg, part); });
}

}  // namespace lykos::builtins
