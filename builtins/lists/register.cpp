// register.cpp - the lists family.
#include "builtins/lists/register.h"

namespace lykos::builtins {

void register_lists(Registry& r) {
  register_part(r);
  register_take(r);
  register_list_structure(r);
  register_edit_lists(r);
  register_join(r);
  register_range(r);
  register_reorder(r);
  register_partition(r);
  register_pad(r);
  register_flatten(r);
  register_sort(r);
  register_sets(r);
  register_tally(r);
  register_accumulate(r);
  register_combinations(r);
  register_convolve(r);
  register_nearest(r);
  register_numeric_array(r);
  register_packed_array(r);
  register_data_structures(r);
  register_sparse_array(r);
  register_cellular_automaton(r);
  register_permutations(r);
  register_groups(r);
  register_sampling(r);
  register_list_constructions(r);
  register_array_functions(r);
  register_list_patterns(r);
}

}  // namespace lykos::builtins
