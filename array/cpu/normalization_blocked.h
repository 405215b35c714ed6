// Batch normalisation in training on data whose channels lie in blocks of 8 or 16, or innermost: the layouts of convolution.
#pragma once

#include "array/cpu/kernel.h"

namespace lykos::array::cpu {

// How a value {n, channels, positions} lies in memory: element (e, c, i) is at
// e * example_step + c / block * block_step + i * position_step + c % block.
struct ChannelBlocks {
  std::int64_t examples = 0, channels = 0, positions = 0;
  int block = 16;  // 8 or 16
  std::int64_t example_step = 0, block_step = 0, position_step = 0;
};

// BatchNormalize and BatchNormalizeBackward in Real32, with a Ramp joined to them (Attributes::post).
KernelPointer make_blocked_normalization_kernel(const Instruction& instruction, const ChannelBlocks& blocks);

}  // namespace lykos::array::cpu
