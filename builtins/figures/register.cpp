// register.cpp - the topics of the figures family in order.
#include "builtins/figures/register.h"

namespace lykos::builtins {

void register_figures(Registry& r) {
  register_figure_properties(r);
  register_regions(r);
}

}  // namespace lykos::builtins
