// register.cpp - the builtins of this folder, in order.
#include "builtins/dates/register.h"

namespace lykos::builtins {

void register_dates(Registry& r) {
  register_date_functions(r);
  register_date_text(r);
  register_date_arithmetic(r);
}

}  // namespace lykos::builtins
