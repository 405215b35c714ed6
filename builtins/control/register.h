// register.h - the control family: assignment, scoping, flow, logic, symbols and their properties, messages, packages.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_assignment(Registry& r);
void register_update(Registry& r);
void register_scoping(Registry& r);
void register_flow(Registry& r);
void register_nonlocal(Registry& r);
void register_timing(Registry& r);
void register_logic(Registry& r);
void register_structure(Registry& r);
void register_attributes(Registry& r);
void register_options(Registry& r);
void register_definitions(Registry& r);
void register_messages(Registry& r);
void register_handlers(Registry& r);
void register_failures(Registry& r);
void register_output(Registry& r);
void register_contexts(Registry& r);
void register_packages(Registry& r);
void register_paclets(Registry& r);
void register_trace(Registry& r);
void register_pattern_objects(Registry& r);
void register_kernel(Registry& r);
void register_developer(Registry& r);
void register_boolean(Registry& r);
void register_truth(Registry& r);

void register_control(Registry& r);

}  // namespace lykos::builtins
