// The oneDNN kernel library: nothing of oneDNN is touched before the first call of make().
#pragma once

#include "array/cpu/layout.h"

namespace lykos::array::cpu {

// A library object for one executable; primitives are shared between executables through oneDNN's own cache.
std::unique_ptr<KernelLibrary> make_onednn_library();

}  // namespace lykos::array::cpu
