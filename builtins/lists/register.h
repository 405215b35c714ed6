// register.h - the topics of the lists family, in the order they are registered.
#pragma once

namespace lykos {
class Registry;
}

namespace lykos::builtins {

void register_part(Registry& r);
void register_take(Registry& r);
void register_list_structure(Registry& r);
void register_edit_lists(Registry& r);
void register_join(Registry& r);
void register_range(Registry& r);
void register_reorder(Registry& r);
void register_partition(Registry& r);
void register_pad(Registry& r);
void register_flatten(Registry& r);
void register_sort(Registry& r);
void register_sets(Registry& r);
void register_tally(Registry& r);
void register_accumulate(Registry& r);
void register_combinations(Registry& r);
void register_convolve(Registry& r);
void register_nearest(Registry& r);
void register_numeric_array(Registry& r);
void register_packed_array(Registry& r);
void register_data_structures(Registry& r);
void register_sparse_array(Registry& r);
void register_cellular_automaton(Registry& r);
void register_permutations(Registry& r);
void register_groups(Registry& r);
void register_sampling(Registry& r);
void register_list_constructions(Registry& r);
void register_array_functions(Registry& r);

void register_lists(Registry& r);
void register_list_patterns(Registry& r);

}  // namespace lykos::builtins
