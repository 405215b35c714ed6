// stream_write.cpp - writing: Write, WriteString, WriteLine, Put, PutAppend, and binary values both ways.
#include <algorithm>

#include "builtins/files/binary_types.h"
#include "builtins/files/streams.h"
#include "builtins/files/write_file.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "formatting/formatting.h"

namespace lykos::builtins {
namespace {

// A stream, or a list of streams such as $Output: each gets the same text.
template <typename Action>
MaybeExpr on_each_stream(Call& call, bool binary, Action action) {
  const auto targets = call.arg(0).is_list() ? elements_of(call.arg(0)) : std::vector<Expr>{call.arg(0)};
  for (const Expr& target : targets) {
    bool opened = false;
    Stream* stream = output_stream(call, target, binary, opened);
    if (stream == nullptr) return failed();
    if (!action(*stream)) return failed();
    // Files named instead of opened are not going to be closed by most scripts.
    if (!target.has_head(sym::OutputStream)) stream->flush();
  }
  return std::nullopt;
}

// Write[stream, e1, e2, ...]: the expressions and a line end.
MaybeExpr builtin_Write(Call& call) {
  const MaybeExpr failure = on_each_stream(call, false, [&](Stream& stream) {
    std::string text;
    for (std::size_t i = 1; i < call.size(); ++i) text += stream.text_of(call.arg(i));
    return stream.write_text(text + "\n");
  });
  return failure ? *failure : Expr();
}

std::string bare_text(const Expr& expr) {
  if (expr.is_string()) return expr.string_value();
  const Expr text = apply(Expr(sym::ToString), {expr});
  return text.is_string() ? text.string_value() : to_output_form(expr, 0);
}

MaybeExpr builtin_WriteString(Call& call) {
  const MaybeExpr failure = on_each_stream(call, false, [&](Stream& stream) {
    std::string text;
    for (std::size_t i = 1; i < call.size(); ++i) text += bare_text(call.arg(i));
    return stream.write_text(text);
  });
  return failure ? *failure : Expr();
}

MaybeExpr builtin_WriteLine(Call& call) {
  const MaybeExpr failure = on_each_stream(call, false, [&](Stream& stream) {
    std::string text;
    for (std::size_t i = 1; i < call.size(); ++i) text += bare_text(call.arg(i)) + "\n";
    return stream.write_text(text);
  });
  return failure ? *failure : Expr();
}

// ---- Put

MaybeExpr put(Call& call, bool append) {
  const Expr& target = call.arg(call.size() - 1);
  const auto written = [&](const Stream& stream) {
    std::string text;
    for (std::size_t i = 0; i + 1 < call.size(); ++i) text += stream.text_of(call.arg(i)) + '\n';
    return text;
  };
  if (target.has_head(sym::OutputStream)) {
    Stream* stream = find_stream(target);
    if (stream == nullptr) {
      call.message("openx", {target});
      return failed();
    }
    stream->write_text(written(*stream));
    return Expr();
  }
  const auto path = file_argument(target);
  if (!path) return call.message("stream", {target});
  std::string reason;
  const std::string text = written(stream_with_default_options());
  const bool good = append ? append_to_file(*path, text, reason) : write_whole_file(*path, text, reason);
  if (!good) {
    call.message("noopen", {target});
    return failed();
  }
  return Expr();
}
MaybeExpr builtin_Put(Call& call) { return put(call, false); }
MaybeExpr builtin_PutAppend(Call& call) { return put(call, true); }

// ---- binary values

bool swapped_order(const Call& call) {
  const Expr order = call.option(Expr(sym::ByteOrdering));
  return order.is_small_integer() && order.small_integer() == 1;
}

// A type, or a list of types, each a name.
std::optional<std::vector<BinaryType>> types_argument(const Call& call, std::size_t index) {
  std::vector<BinaryType> types;
  if (call.size() <= index) return std::vector<BinaryType>{BinaryType::Byte};
  const Expr& spec = call.arg(index);
  const auto names = spec.is_list() ? elements_of(spec) : std::vector<Expr>{spec};
  for (const Expr& name : names) {
    const auto type = name.is_string() ? binary_type(name.string_value()) : name.is(sym::Byte) ? std::optional(BinaryType::Byte) : std::nullopt;
    if (!type) {
      call.message("format", {name});
      return std::nullopt;
    }
    types.push_back(*type);
  }
  return types;
}

MaybeExpr read_group(Stream& stream, const std::vector<BinaryType>& types, bool grouped, bool swapped) {
  if (!grouped) return read_binary(stream.text, stream.position, types[0], swapped);
  Builder values(sym::List, types.size());
  for (const BinaryType type : types) {
    MaybeExpr value = read_binary(stream.text, stream.position, type, swapped);
    if (!value) {
      if (values.size() == 0) return std::nullopt;
      value = Expr(sym::EndOfFile);
    }
    values.push(std::move(*value));
  }
  return values.finish();
}

MaybeExpr builtin_BinaryRead(Call& call) {
  const auto types = types_argument(call, 1);
  if (!types || types->empty()) return std::nullopt;
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  stream->at_end();
  const bool grouped = call.size() > 1 && call.arg(1).is_list();
  const MaybeExpr value = read_group(*stream, *types, grouped, swapped_order(call));
  return value ? *value : Expr(sym::EndOfFile);
}

MaybeExpr builtin_BinaryReadList(Call& call) {
  const auto types = types_argument(call, 1);
  if (!types || types->empty()) return std::nullopt;
  std::int64_t limit = INT64_MAX;
  if (call.size() == 3) {
    const auto n = count_argument(call.arg(2), true);
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(3)});
    limit = *n;
  }
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  const bool grouped = call.size() > 1 && call.arg(1).is_list();
  const bool swapped = swapped_order(call);
  Builder values(sym::List);
  while (static_cast<std::int64_t>(values.size()) < limit && stream->position < stream->text.size()) {
    MaybeExpr value = read_group(*stream, *types, grouped, swapped);
    if (!value) break;
    values.push(std::move(*value));
    if ((values.size() & 4095U) == 0) check_interrupt();
  }
  if (opened) close_stream(*stream);
  return pack(values.finish());
}

// BinaryWrite[target, b], [target, {b1, ...}], [target, "text"], [target, x, type], [target, x, {types}]
MaybeExpr builtin_BinaryWrite(Call& call) {
  const auto types = types_argument(call, 2);
  if (!types || types->empty()) return std::nullopt;
  const Expr& data = call.arg(1);
  std::string bytes;
  const bool swapped = swapped_order(call);
  if (data.is_byte_array()) {
    bytes.assign(data.bytes().begin(), data.bytes().end());
  } else {
    const auto values = data.is_list() ? elements_of(data) : std::vector<Expr>{data};
    std::size_t i = 0;
    const std::function<bool(const Expr&)> add = [&](const Expr& value) {
      if (value.is_list()) return std::all_of(value.args().begin(), value.args().end(), add);
      return append_binary(bytes, value, (*types)[i++ % types->size()], swapped);
    };
    for (const Expr& value : values) {
      if (!add(value)) return call.message("nocoerce", {value, call.size() > 2 ? call.arg(2) : Expr::string("Byte")});
    }
  }
  const MaybeExpr failure = on_each_stream(call, true, [&](Stream& stream) { return stream.write(bytes); });
  if (failure) return *failure;
  return call.arg(0);
}

// FilePrint["file"]: the contents as they are.
MaybeExpr builtin_FilePrint(Call& call) {
  bool opened = false;
  Stream* stream = input_stream(call, call.arg(0), opened);
  if (stream == nullptr) return failed();
  std::string text = repair_utf8(stream->text);
  if (opened) close_stream(*stream);
  if (call.size() == 2) {
    // The first n, or the last -n, lines.
    auto n = machine_integer(call.arg(1));
    if (call.arg(1).has_head(sym::Span)) {
      const MaybeExpr lines = apply(Expr(sym::StringSplit), {Expr::string(text), Expr::string("\n"), Expr(sym::All)});
      const Expr chosen = apply(Expr(sym::Part), {*lines, call.arg(1)});
      if (!chosen.is_list()) return std::nullopt;
      text.clear();
      for (const Expr& line : chosen.args()) text += line.string_value() + "\n";
      n = INT64_MAX;
    }
    if (!n) return call.message("int", {call.expr(), Expr::integer(2)});
    std::vector<std::size_t> starts = {0};
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] == '\n') starts.push_back(i + 1);
    }
    const auto lines = static_cast<std::int64_t>(starts.size());
    if (*n >= 0 && *n < lines) text.resize(starts[static_cast<std::size_t>(*n)]);
    if (*n < 0 && -*n < lines) text.erase(0, starts[static_cast<std::size_t>(lines + *n)]);
  }
  if (!text.empty() && text.back() != '\n') text += '\n';
  write_output(text);
  return Expr();
}

constexpr MessageTexts kWriteMessages = {{"noopen", "Cannot open `1`."},
                                         {"openx", "`1` is not open."},
                                         {"readx", "`1` is an output stream and cannot be read."},
                                         {"writex", "`1` is an input stream and cannot be written."},
                                         {"stream", "`1` is not a string, File, InputStream[ ] or OutputStream[ ]."},
                                         {"format", "`1` is not a recognized binary format."},
                                         {"nocoerce", "`1` cannot be coerced to the format `2`."}};

constexpr Builtin kBuiltins[] = {
    {.name = "Write",
     .fn = builtin_Write,
     .arity = at_least(1),
     .usage = "Write[channel, expr1, expr2, ...] writes the expressions in sequence, followed by a newline, to a stream or file.",
     .messages = kWriteMessages},
    {.name = "WriteString",
     .fn = builtin_WriteString,
     .arity = at_least(1),
     .usage = "WriteString[channel, expr1, expr2, ...] writes the text of the expressions to a stream or file, without line ends.",
     .messages = kWriteMessages},
    {.name = "WriteLine",
     .fn = builtin_WriteLine,
     .arity = at_least(2),
     .usage = "WriteLine[channel, \"string\"] writes string, followed by a newline, to a stream or file.",
     .messages = kWriteMessages},
    {.name = "Put",
     .fn = builtin_Put,
     .arity = at_least(1),
     .usage = "expr >> filename writes expr to a file.\nPut[expr1, expr2, ..., \"filename\"] writes a sequence of expressions to a file.",
     .messages = kWriteMessages},
    {.name = "PutAppend",
     .fn = builtin_PutAppend,
     .arity = at_least(1),
     .usage = "expr >>> filename appends expr to a file.\nPutAppend[expr1, expr2, ..., \"filename\"] appends a sequence of expressions.",
     .messages = kWriteMessages},
    {.name = "BinaryRead",
     .fn = builtin_BinaryRead,
     .arity = between(1, 2),
     .usage = "BinaryRead[stream] reads one byte of raw binary data from an input stream.\n"
              "BinaryRead[stream, type] reads one object of the type.\n"
              "BinaryRead[stream, {type1, type2, ...}] reads a sequence of objects.",
     .options = "{ByteOrdering -> -1}",
     .messages = kWriteMessages},
    {.name = "BinaryReadList",
     .fn = builtin_BinaryReadList,
     .arity = between(1, 3),
     .usage = "BinaryReadList[\"file\"] reads all bytes of a file or stream.\n"
              "BinaryReadList[\"file\", type] reads objects of the type.\n"
              "BinaryReadList[\"file\", {type1, type2, ...}] reads sequences of objects.\n"
              "BinaryReadList[\"file\", types, n] reads only the first n objects.",
     .options = "{ByteOrdering -> -1}",
     .messages = kWriteMessages},
    {.name = "BinaryWrite",
     .fn = builtin_BinaryWrite,
     .arity = between(2, 3),
     .usage = "BinaryWrite[channel, b] writes a byte of data, an integer from 0 to 255.\n"
              "BinaryWrite[channel, {b1, b2, ...}] writes a sequence of bytes.\n"
              "BinaryWrite[channel, \"string\"] writes the bytes of a string.\n"
              "BinaryWrite[channel, x, type] writes an object of the type.\n"
              "BinaryWrite[channel, {x1, ...}, {type1, ...}] writes objects with a sequence of types.",
     .options = "{ByteOrdering -> -1}",
     .messages = kWriteMessages},
    {.name = "FilePrint",
     .fn = builtin_FilePrint,
     .arity = between(1, 2),
     .usage = "FilePrint[\"file\"] prints out the raw textual contents of a file.\n"
              "FilePrint[\"file\", n] prints the first n lines, FilePrint[\"file\", -n] the last n lines.\n"
              "FilePrint[\"file\", m;;n] prints lines m through n.",
     .messages = kWriteMessages},
};

}  // namespace

void register_stream_write(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
