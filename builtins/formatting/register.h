// register.h - the topics of the formatting family.
#pragma once

namespace lykos {
class Registry;
}

namespace lykos::builtins {

void register_to_string(Registry& r);
void register_print_forms(Registry& r);
void register_number_forms(Registry& r);
void register_table_forms(Registry& r);
void register_scripts(Registry& r);
void register_styles(Registry& r);
void register_make_boxes(Registry& r);

/// Registers all of them and connects the printers with the evaluator.
void register_formatting(Registry& r);

}  // namespace lykos::builtins
