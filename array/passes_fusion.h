// The fusing passes (passes_fusion.cpp) and the helpers all passes share.
#pragma once

#include <vector>

#include "array/program.h"

namespace lykos::array {

// Every use of value i becomes a use of replacement[i].
void replace_uses(Program& program, const std::vector<ValueId>& replacement);
// How often each value is read, outputs included.
std::vector<int> count_uses(const Program& program);

void fold_normalization(Program& program);
void fuse_elementwise(Program& program);
void fuse_bias_gradient(Program& program);
void fuse_activation(Program& program);
void fuse_normalization_ramp(Program& program);
void absorb_transposes(Program& program);

}  // namespace lykos::array
