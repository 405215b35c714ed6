// register.h - the family of dates and times.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_date_functions(Registry& r);
void register_date_text(Registry& r);
void register_date_arithmetic(Registry& r);

void register_dates(Registry& r);

}  // namespace lykos::builtins
