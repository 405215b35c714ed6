// register.cpp - the associations family.
#include "builtins/associations/register.h"

#include "builtins/associations/access.h"
#include "evaluator/apply_hooks.h"

namespace lykos::builtins {

void register_associations(Registry& r) {
  set_association_hook(apply_association);
  register_association(r);
  register_keys(r);
  register_merge(r);
  register_missing(r);
  register_query(r);
}

}  // namespace lykos::builtins
