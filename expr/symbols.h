// symbols.h - names of the symbols C++ refers to: `sym::Plus` is a compile-time index into the static table of known
// symbols, so comparing an expression with it is one pointer comparison.
#pragma once

#include <cstdint>

namespace lykos {

/// Index of a known System` symbol; converts to Expr at no cost (see expr.h).
struct KnownSymbol {
  std::uint32_t index;
  friend constexpr bool operator==(KnownSymbol, KnownSymbol) = default;
};

namespace detail {
enum KnownSymbolIndex : std::uint32_t {
#define LYKOS_SYMBOL(identifier, name) k_##identifier,
#include "expr/symbols.inc"
#undef LYKOS_SYMBOL
  kKnownSymbolCount
};
}  // namespace detail

namespace sym {
#define LYKOS_SYMBOL(identifier, name) inline constexpr KnownSymbol identifier{detail::k_##identifier};
#include "expr/symbols.inc"
#undef LYKOS_SYMBOL
}  // namespace sym

}  // namespace lykos
