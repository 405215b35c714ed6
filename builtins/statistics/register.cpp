// register.cpp - the topics of the statistics family, in order.
#include "builtins/statistics/register.h"

namespace lykos::builtins {

void register_statistics(Registry& r) {
  register_descriptive(r);
  register_quantiles(r);
  register_distributions(r);
  register_binning(r);
  register_probability(r);
  register_derived(r);
  register_summaries(r);
  register_families(r);
  register_tests(r);
}

}  // namespace lykos::builtins
