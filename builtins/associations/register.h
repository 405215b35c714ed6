// register.h - the topics of the associations family, in the order they are registered.
#pragma once

namespace lykos {
class Registry;
}

namespace lykos::builtins {

void register_association(Registry& r);
void register_keys(Registry& r);
void register_merge(Registry& r);
void register_missing(Registry& r);
void register_query(Registry& r);

void register_associations(Registry& r);

}  // namespace lykos::builtins
