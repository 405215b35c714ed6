// part.h - parts of expressions: reading them (Part), replacing them in place (x[[i]] = v), and the two little languages that
// name positions: part specifications (integers, lists, All, Span, keys) and sequence specifications (Take, Drop).
#pragma once

#include <cstdint>
#include <span>

#include "builtins/support.h"

namespace lykos::builtins {

/// expr[[specs...]]; failures are said as symbol::tag (Part by default) and give nullopt. `whole` is shown by `partd`.
MaybeExpr part_of(const Expr& expr, std::span<const Expr> specs, const Expr& whole, const Expr& symbol = sym::Part);

/// container[[specs...]] = value, edited in place as far as the nodes are uniquely held (move the only handle in). Lists of values
/// are dealt out when they have as many elements as there are positions, any other value goes to every position. A key that an
/// association does not have is added by the last specification. On failure a message is said for Set, the result is false, and
/// the container is unchanged. `target` is what messages show as the part being set.
bool assign_part_in_place(Expr& container, std::span<const Expr> specs, const Expr& value, const Expr* target = nullptr);
/// The same as a function of the container; nullopt on failure (the caller keeps its own handle if it must survive that).
MaybeExpr assign_part(Expr container, std::span<const Expr> specs, const Expr& value, const Expr* target = nullptr);

/// A run of zero-based positions.
struct PositionRun {
  std::int64_t first = 0;
  std::int64_t step = 1;
  std::int64_t count = 0;
};
enum class SpecStatus { Ok, Malformed, OutOfRange };
/// All, None, n, -n, {n}, {m, n}, {m, n, s}, UpTo[n] (also inside the braces) for an expression of this length. When the range does
/// not exist, `from` and `to` are the positions asked for, for the `take` message.
SpecStatus read_sequence_spec(const Expr& spec, std::int64_t length, PositionRun& run, Expr& from, Expr& to);
/// Span[i, j, k] with All and UpTo.
SpecStatus read_span(const Expr& span, std::int64_t length, PositionRun& run, Expr& from, Expr& to);
/// One-based (or negative) integer to zero-based position; -1 when there is no such part.
std::int64_t resolve_index(std::int64_t index, std::int64_t length);
/// Is a string or Key[k]; `key` receives the key.
bool is_key_spec(const Expr& spec, Expr& key);

}  // namespace lykos::builtins
