// register.h - the topics of the statistics family.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_descriptive(Registry& r);
void register_quantiles(Registry& r);
void register_distributions(Registry& r);
void register_binning(Registry& r);
void register_probability(Registry& r);
void register_derived(Registry& r);
void register_summaries(Registry& r);
void register_families(Registry& r);
void register_tests(Registry& r);

void register_statistics(Registry& r);

}  // namespace lykos::builtins
