// register.h - the patterns family: matching, searching, replacing.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_search(Registry& r);
void register_replace(Registry& r);
void register_replace_part(Registry& r);
void register_sequences(Registry& r);
void register_subsets(Registry& r);
void register_patterns(Registry& r);

}  // namespace lykos::builtins
