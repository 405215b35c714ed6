// byte_array.cpp - ByteArray objects from numbers and Base64 text, and the size of expressions in bytes.
#include "builtins/strings/encoding.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

// ByteArray[{b1, b2, ...}], ByteArray["base64"]
MaybeExpr builtin_ByteArray(Call& call) {
  const Expr& data = call.arg(0);
  if (data.is_byte_array()) return data;
  if (data.is_string()) {
    const auto bytes = base64_decode(data.string_value());
    if (!bytes) return call.message("b64", {data});
    return make_byte_array(std::vector<std::uint8_t>(bytes->begin(), bytes->end()));
  }
  if (!data.is_list()) return call.message("lend", {data});
  std::vector<std::uint8_t> bytes;
  bytes.reserve(data.size());
  for (const Expr& value : data.args()) {
    const auto byte = count_argument(value);
    if (!byte || *byte > 255) return call.message("lend", {data});
    bytes.push_back(static_cast<std::uint8_t>(*byte));
  }
  return make_byte_array(std::move(bytes));
}

MaybeExpr builtin_ByteArrayQ(Call& call) { return Expr::boolean(call.arg(0).is_byte_array()); }
MaybeExpr builtin_ByteCount(Call& call) { return Expr::integer(static_cast<std::int64_t>(byte_count(call.arg(0)))); }

constexpr Builtin kBuiltins[] = {
    {.name = "ByteArray",
     .fn = builtin_ByteArray,
     .arity = exactly(1),
     .usage = "ByteArray[{b1, b2, ...}] constructs a ByteArray object with the byte values bi.\n"
              "ByteArray[\"string\"] constructs a ByteArray object from Base64 text.",
     .messages = {{"lend", "The argument `1` should be a list of unsigned byte values or a Base64-encoded string."},
                  {"b64", "The string `1` is not valid Base64 text."}}},
    {.name = "ByteArrayQ", .fn = builtin_ByteArrayQ, .arity = exactly(1), .usage = "ByteArrayQ[expr] gives True if expr is a ByteArray object, and False otherwise."},
    {.name = "ByteCount", .fn = builtin_ByteCount, .arity = exactly(1), .usage = "ByteCount[expr] gives the number of bytes used internally to store expr."},
};

}  // namespace

void register_byte_array(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
