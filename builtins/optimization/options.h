// options.h - the options given in a call, as a list of rules for the units.
#pragma once

#include "builtins/support.h"

namespace lykos::builtins {

inline Expr given_options(const Call& call) {
  std::vector<Expr> options;
  for (const Expr& e : call.all_args().subspan(call.size())) {
    if (e.is_list()) options.insert(options.end(), e.args().begin(), e.args().end());
    else options.push_back(e);
  }
  return make_list(std::move(options));
}

}  // namespace lykos::builtins
