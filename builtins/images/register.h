// register.h - the family of images.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_image(Registry& r);
void register_image_formats();
void register_image_filters(Registry& r);

void register_images(Registry& r);

}  // namespace lykos::builtins
