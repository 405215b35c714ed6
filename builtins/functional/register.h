// register.h - the topics of the functional family, in the order they are registered.
#pragma once

namespace lykos {
class Registry;
}

namespace lykos::builtins {

void register_map(Registry& r);
void register_map_positions(Registry& r);
void register_thread(Registry& r);
void register_outer(Registry& r);
void register_table(Registry& r);
void register_sum(Registry& r);
void register_nest(Registry& r);
void register_fold(Registry& r);
void register_select(Registry& r);
void register_composition(Registry& r);
void register_parallel(Registry& r);
void register_compile(Registry& r);

void register_functional(Registry& r);

}  // namespace lykos::builtins
