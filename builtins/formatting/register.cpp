// register.cpp - the formatting family.
#include "builtins/formatting/register.h"

#include "builtins/formatting/hooks.h"

namespace lykos::builtins {

void register_formatting(Registry& r) {
  install_formatting_hooks();
  register_to_string(r);
  register_print_forms(r);
  register_number_forms(r);
  register_table_forms(r);
  register_scripts(r);
  register_styles(r);
  register_make_boxes(r);
}

}  // namespace lykos::builtins
