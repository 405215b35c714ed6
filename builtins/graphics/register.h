// register.h - the family of colours and graphics symbols.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_colors(Registry& r);
void register_curve_plots(Registry& r);
void register_charts(Registry& r);
void register_contours(Registry& r);
void register_delaunay(Registry& r);
void register_field_plots(Registry& r);
void register_inert_symbols(Registry& r);   ///< after all other families

}  // namespace lykos::builtins
