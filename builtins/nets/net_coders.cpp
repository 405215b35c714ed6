// NetEncoder and NetDecoder as functions of the language: making coders and applying them.
#include <string>

#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/port_data.h"
#include "builtins/nets/register.h"
#include "builtins/nets/values.h"
#include "evaluator/apply_hooks.h"

namespace lykos::builtins {

using array::Array;
using nets::NetError;

namespace {

MaybeExpr construct_coder(Call& call, bool decoder) {
  // NetEncoder["Class", {...}] without the inner braces is a common slip: a clear message comes from the kind's own reader.
  return guarded(call.head(), [&] { return wrap_coder(make_coder(decoder, call.size() == 1 ? call[0] : make_list(call.args()))); });
}

// NetEncoder["kind"], NetEncoder[{"kind", arguments..., options...}], NetEncoder[NetDecoder[...]]
MaybeExpr builtin_NetEncoder(Call& call) { return construct_coder(call, false); }
// NetDecoder["kind"], NetDecoder[{"kind", arguments..., options...}], NetDecoder[NetEncoder[...]]
MaybeExpr builtin_NetDecoder(Call& call) { return construct_coder(call, true); }

Expr encoded_expr(const Coder& coder, const Array& values) {
  if (coder.type().element == nets::ElementKind::Integer) return array_to_expr(values.convert(array::DType::Integer64));
  return array_to_expr(is_integer(values.dtype()) ? values.convert(array::DType::Real64) : values);
}

Expr encode_one(const Coder& coder, const Expr& value) {
  std::string problem;
  const auto values = coder.encode(value, problem);
  if (!values) throw NetError("invindata2", "The data " + problem + '.');
  return encoded_expr(coder, *values);
}

Expr decode_one(const Coder& coder, const Array& values, const Expr& property) {
  std::string problem;
  if (const MaybeExpr decoded = coder.decode_properties(values, property, problem)) return *decoded;
  throw NetError("invindata1", problem);
}

Expr apply_coder(const Coder& coder, std::span<const Expr> args) {
  if (args.empty() || args.size() > (coder.is_decoder() ? 2U : 1U)) {
    throw NetError("invargc", coder.is_decoder() ? "A decoder is applied as decoder[data] or decoder[data, property]."
                                                 : "An encoder is applied as encoder[data].");
  }
  const Expr& data = args[0];
  if (!coder.is_decoder()) {
    if (coder.is_single(data)) return encode_one(coder, data);
    std::vector<Array> encoded;
    std::string problem;
    if (!coder.encode_all(data.args(), encoded, problem)) throw NetError("invindata2", "The data " + problem + '.');
    Builder results(sym::List, data.size());
    for (const Array& values : encoded) results.push(encoded_expr(coder, values));
    return pack(results.finish());
  }
  const Expr property = args.size() > 1 ? args[1] : Expr(sym::Automatic);
  if (property.is(sym::None)) return data;
  const ArrayReading reading = read_array(data);
  if (!reading.array) throw NetError("invindata2", "The data " + reading.problem);
  const nets::PortType type = coder.type();
  if (type.rank_known && reading.array->rank() == type.rank() + 1) {
    Builder results(sym::List);
    for (std::int64_t i = 0; i < reading.array->shape()[0]; ++i) results.push(decode_one(coder, reading.array->part(i), property));
    return results.finish();
  }
  return decode_one(coder, *reading.array, property);
}

MaybeExpr coder_hook(const Expr& head, std::span<const Expr> args) {
  const auto coder = as_coder(head);
  return guarded(head.head(), [&] { return apply_coder(*coder, args); });
}

constexpr Builtin kBuiltins[] = {
    {.name = "NetEncoder",
     .fn = builtin_NetEncoder,
     .arity = at_least(1),
     .attributes = kProtected | kReadProtected,
     .usage = "NetEncoder[\"kind\"] turns data into arrays at an input port of a net.\n"
              "NetEncoder[{\"kind\", arguments...}] takes arguments: {\"Class\", labels}, {\"Characters\", alphabet}, {\"Tokens\", words}, {\"Image\", size}, {\"Function\", f, shape}.\n"
              "NetEncoder[...][data] encodes data."},
    {.name = "NetDecoder",
     .fn = builtin_NetDecoder,
     .arity = at_least(1),
     .attributes = kProtected | kReadProtected,
     .usage = "NetDecoder[\"kind\"] turns arrays at an output port of a net into values.\n"
              "NetDecoder[{\"kind\", arguments...}] takes arguments, such as {\"Class\", labels}.\n"
              "NetDecoder[...][data, property] decodes an array: \"Decision\", \"Probabilities\", {\"TopProbabilities\", n}, \"Entropy\"."},
};

}  // namespace

void register_net_coders(Registry& r) {
  r.add(kBuiltins);
  set_apply_hook(sym::NetEncoder, coder_hook);
  set_apply_hook(sym::NetDecoder, coder_hook);
}

}  // namespace lykos::builtins
