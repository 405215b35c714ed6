// register.cpp - the topics of the control family in order.
#include "builtins/control/register.h"

namespace lykos::builtins {

void register_control(Registry& r) {
  register_assignment(r);
  register_update(r);
  register_scoping(r);
  register_flow(r);
  register_nonlocal(r);
  register_timing(r);
  register_logic(r);
  register_structure(r);
  register_attributes(r);
  register_options(r);
  register_definitions(r);
  register_messages(r);
  register_handlers(r);
  register_failures(r);
  register_output(r);
  register_contexts(r);
  register_packages(r);
  register_paclets(r);
  register_trace(r);
  register_pattern_objects(r);
  register_kernel(r);
  register_developer(r);
  register_boolean(r);
  register_truth(r);
}

}  // namespace lykos::builtins
