// register.cpp - the topics of the patterns family in order.
#include "builtins/patterns/register.h"

namespace lykos::builtins {

void register_patterns(Registry& r) {
  register_search(r);
  register_replace(r);
  register_replace_part(r);
  register_sequences(r);
  register_subsets(r);
}

}  // namespace lykos::builtins
