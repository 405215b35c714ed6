// attributes.h - the attributes of a symbol as bits, and their names.
#pragma once

#include <cstdint>

#include "expr/expr.h"

namespace lykos {

enum Attribute : std::uint32_t {
  kNoAttributes = 0,
  kConstant = 1U << 0,
  kFlat = 1U << 1,
  kHoldAllComplete = 1U << 2,
  kHoldFirst = 1U << 3,
  kHoldRest = 1U << 4,
  kHoldAll = kHoldFirst | kHoldRest,
  kListable = 1U << 5,
  kLocked = 1U << 6,
  kNHoldFirst = 1U << 7,
  kNHoldRest = 1U << 8,
  kNHoldAll = kNHoldFirst | kNHoldRest,
  kNumericFunction = 1U << 9,
  kOneIdentity = 1U << 10,
  kOrderless = 1U << 11,
  kProtected = 1U << 12,
  kReadProtected = 1U << 13,
  kSequenceHold = 1U << 14,
  kStub = 1U << 15,
  kTemporary = 1U << 16,
};
using Attributes = std::uint32_t;

Expr attributes_to_list(Attributes attributes);                ///< {HoldAll, Protected}: alphabetical
/// The bits of one attribute symbol; 0 when it is not an attribute.
Attributes attribute_bits(const Expr& symbol);

}  // namespace lykos
