// register.h - the figures family: regions of space and geometric figures.
#pragma once

namespace lykos {
class Registry;
}

namespace lykos::builtins {

void register_figure_properties(Registry& r);
void register_regions(Registry& r);

void register_figures(Registry& r);

}  // namespace lykos::builtins
