// marks.h - the marks that programs set on expressions (System`Private`SetNoEntry, System`Private`SetValid): in the flags of their nodes,
// and no part of their value.
#pragma once

#include <cstdint>

namespace lykos {

constexpr std::uint8_t kNoEntryMark = 1;   // evaluates to itself
constexpr std::uint8_t kValidMark = 2;

}  // namespace lykos
