// dump.h - files of definitions that are read faster, or less easily, than text: DumpSave and Encode write them, Get reads them.
//
// A dump has one line of plain text that names its symbols, and behind it the WXF of a list with an element per symbol:
//   {symbol, attributes, own value, {{kind, lhs, rhs, delayed} ...}, {tag -> message ...}, options}
// with {} for what the symbol does not have. Nothing is evaluated on either way, so that expressions come back as they were. The format
// is this program's own: files of the original hold memory of its kernel.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace lykos::builtins {

std::string dump_definitions(const std::vector<Expr>& symbols);
bool is_dump(std::string_view bytes);
/// A dump of the original, which only it can read.
bool is_foreign_dump(std::string_view bytes);
/// Enters the definitions of a dump; false with a reason when it is damaged.
bool load_dump(std::string_view bytes, std::string& reason);

/// Text that is not plain to see; without the same key (which may be empty) it cannot be read back.
std::string encode_source(std::string_view text, std::string_view key);
bool is_encoded_source(std::string_view bytes);
std::optional<std::string> decode_source(std::string_view bytes, std::string_view key);

}  // namespace lykos::builtins
