// register.cpp - the builtins and formats of this folder.
#include "builtins/images/register.h"

namespace lykos::builtins {

void register_images(Registry& r) {
  register_image(r);
  register_image_filters(r);
  register_image_formats();
}

}  // namespace lykos::builtins
