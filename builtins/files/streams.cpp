// streams.cpp - the table of open streams, and opening, closing and positioning them.
#include "builtins/files/streams.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <iostream>
#include <map>

#include "builtins/files/write_file.h"
#include "builtins/strings/encoding.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "evaluator/option_lookup.h"
#include "formatting/formatting.h"
#include "formatting/text_width.h"

namespace lykos::builtins {

namespace {

constexpr std::size_t kBufferSize = 1 << 16;

// Owned here and never freed before the end of the program, whose exit flushes them.
std::map<std::int64_t, std::unique_ptr<Stream>>& table() {
  static std::map<std::int64_t, std::unique_ptr<Stream>> streams;
  return streams;
}

Stream& add_stream(std::unique_ptr<Stream> stream) {
  static std::int64_t next = 3;  // 1 and 2 are the session's standard output and error
  stream->id = next++;
  Stream& result = *stream;
  table().emplace(result.id, std::move(stream));
  return result;
}

Stream& standard_stream(std::int64_t id) {
  auto& entry = table()[id];
  if (!entry) {
    entry = std::make_unique<Stream>();
    entry->id = id;
    entry->name = id == 0 ? "stdin" : id == 1 ? "stdout" : "stderr";
    entry->is_input = id == 0;
    entry->from_standard_input = id == 0;
    entry->file = id == 2 ? 2 : -1;
    entry->form = sym::OutputForm;
  }
  return *entry;
}

}  // namespace

bool Stream::more() {
  if (!from_standard_input && source < 0) return false;
  text.erase(0, position);
  position = 0;
  if (from_standard_input) {
    std::string line;
    if (!std::getline(std::cin, line)) return false;
    text += line;
    if (!std::cin.eof()) text += '\n';
    return !text.empty();
  }
  const std::size_t before = text.size();
  while (source >= 0 && text.find('\n', before) == std::string::npos) {
    pollfd wait{source, POLLIN, 0};
    const int ready = poll(&wait, 1, 100);
    check_interrupt();
    if (ready > 0) take_arrived();
  }
  return text.size() > before;
}

void Stream::take_arrived() {
  char buffer[65536];
  while (source >= 0) {
    pollfd wait{source, POLLIN, 0};
    if (poll(&wait, 1, 0) <= 0) return;
    const ssize_t got = read(source, buffer, sizeof buffer);
    if (got > 0) {
      text.append(buffer, static_cast<std::size_t>(got));
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
      ::close(source);
      source = -1;
    }
  }
}

bool Stream::at_end() { return position >= text.size() && !more(); }

std::string Stream::take_rest() {
  while (more()) {
  }
  std::string rest = text.substr(std::min(position, text.size()));
  position = text.size();
  return rest;
}

bool Stream::write(std::string_view bytes) {
  written += static_cast<std::int64_t>(bytes.size());
  if (file < 0) {
    write_output(bytes);
    return true;
  }
  pending += bytes;
  // What goes to the terminal is seen at once.
  return pending.size() >= kBufferSize || file <= 2 ? flush() : true;
}

bool Stream::flush() {
  std::size_t done = 0;
  while (file >= 0 && done < pending.size()) {
    const ssize_t wrote = ::write(file, pending.data() + done, pending.size() - done);
    if (wrote < 0) {
      if (errno == EINTR) continue;
      pending.clear();
      return false;
    }
    done += static_cast<std::size_t>(wrote);
  }
  pending.clear();
  return true;
}

bool Stream::write_text(const std::string& given) {
  if (!encoding.is_string()) return write(given);
  const auto named = encoding_by_name(encoding.string_value());
  return write(named && *named != TextEncoding::Utf8 ? encode_with_names(given, *named) : given);
}

std::string Stream::text_of(const Expr& expr) const {
  // Named forms print as such whatever the stream's own form is.
  if (auto lines = lines_of_form(expr, page_width)) return *lines;
  if (expr.has_head(sym::FullForm, 1)) return to_full_form(expr[0]);
  if (expr.has_head(sym::OutputForm, 1)) return to_output_form(expr[0], page_width);
  std::string result;
  if (form.is(sym::OutputForm) || form.is(sym::StandardForm) || form.is(sym::TraditionalForm)) {
    result = to_output_form(expr, page_width);
  } else if (form.is(sym::ScriptForm)) {
    result = to_script_form(expr);
  } else if (form.is(sym::InputForm)) {
    const Expr marks = number_marks.is(sym::Automatic) ? evaluate(Expr(sym::DollarNumberMarks)) : number_marks;
    result = to_input_form(expr, page_width, marks.is_true());
  } else {
    const Expr options = make_normal(sym::Rule, {sym::PageWidth, page_width == 0 ? infinity() : Expr::integer(static_cast<std::int64_t>(page_width))});
    const Expr shown = evaluate(make_normal(sym::ToString, {make_normal(sym::Unevaluated, {expr}), form, options}));
    result = shown.is_string() ? shown.string_value() : to_input_form(expr, page_width);
  }
  return total_width == 0 ? result : cut_to_total_width(result, total_width);
}

bool Stream::close() {
  const bool good = flush();
  if (pipe != nullptr) {
    pclose(pipe);
  } else if (file > 2) {
    ::close(file);
  }
  pipe = nullptr;
  if (source >= 0) ::close(source);
  source = -1;
  file = -1;
  return good;
}

namespace {
Expr width_value(std::size_t width) { return width == 0 ? infinity() : Expr::integer(static_cast<std::int64_t>(width)); }
}  // namespace

Expr Stream::options() const {
  const auto rule = [](const Expr& option, const Expr& value) { return make_normal(sym::Rule, {option, value}); };
  std::vector<Expr> rules{rule(sym::BinaryFormat, binary ? sym::True : sym::False), rule(sym::CharacterEncoding, encoding)};
  if (!is_input) {
    rules.push_back(rule(sym::FormatType, form));
    rules.push_back(number_marks.is(sym::Automatic) ? make_normal(sym::RuleDelayed, {sym::NumberMarks, sym::DollarNumberMarks}) : rule(sym::NumberMarks, number_marks));
    rules.push_back(rule(sym::PageWidth, width_value(page_width)));
    rules.push_back(rule(sym::TotalWidth, width_value(total_width)));
  }
  return make_list(std::move(rules));
}

bool Stream::set_option(const Expr& option, const Expr& value) {
  if (same_option_name(option, sym::FormatType)) {
    if (!value.is_symbol()) return false;
    form = value.is(sym::Automatic) ? Expr(sym::InputForm) : value;
    return true;
  }
  if (same_option_name(option, sym::NumberMarks)) {
    number_marks = value.is_symbol() && value.is(sym::DollarNumberMarks) ? Expr(sym::Automatic) : value;
    return true;
  }
  if (same_option_name(option, sym::CharacterEncoding)) {
    if (value.is_string() && !encoding_by_name(value.string_value())) return false;
    encoding = value;
    return true;
  }
  if (same_option_name(option, sym::BinaryFormat)) {
    binary = value.is_true();
    return true;
  }
  const bool page = same_option_name(option, sym::PageWidth);
  if (!page && !same_option_name(option, sym::TotalWidth)) return false;
  const auto width = is_infinity(value) ? std::optional<std::int64_t>(0) : machine_integer(value);
  if (!width || *width < 0) return false;
  (page ? page_width : total_width) = static_cast<std::size_t>(*width);
  return true;
}

Expr Stream::expr() const {
  return make_normal(is_input ? Expr(sym::InputStream) : Expr(sym::OutputStream), {Expr::string(name), Expr::integer(id)});
}

Stream* find_stream(const Expr& expr) {
  const bool input = expr.has_head(sym::InputStream, 2);
  if (!input && !expr.has_head(sym::OutputStream, 2)) return nullptr;
  const auto id = machine_integer(expr[1]);
  if (!id) return nullptr;
  if (*id >= 0 && *id <= 2) return &standard_stream(*id);
  const auto found = table().find(*id);
  return found == table().end() || found->second->is_input != input ? nullptr : found->second.get();
}

Stream* find_stream_named(std::string_view name, bool input) {
  if (input && name == "stdin") return &standard_stream(0);
  if (!input && name == "stdout") return &standard_stream(1);
  if (!input && name == "stderr") return &standard_stream(2);
  for (auto at = table().rbegin(); at != table().rend(); ++at) {
    if (at->second->is_input == input && at->second->name == name) return at->second.get();
  }
  return nullptr;
}

Stream& standard_output() { return standard_stream(1); }

Stream stream_with_default_options() {
  Stream stream;
  stream.is_input = false;
  const Expr defaults = default_options(Expr(sym::OpenWrite));
  for (const Expr& rule : defaults.args())
    if (rule.is_rule()) stream.set_option(rule[0], rule[1]);
  return stream;
}

namespace {

std::vector<Stream*> streams_of(const Expr& target) {
  std::vector<Stream*> found;
  if (target.is_list()) {
    for (const Expr& e : target.args()) {
      const std::vector<Stream*> more = streams_of(e);
      found.insert(found.end(), more.begin(), more.end());
    }
  } else if (Stream* stream = target.is_string() ? find_stream_named(target.string_value(), false) : find_stream(target)) {
    found.push_back(stream);
  }
  return found;
}

}  // namespace

std::optional<Expr> stream_options(const Expr& target) {
  const std::vector<Stream*> streams = streams_of(target);
  if (streams.empty()) return std::nullopt;
  return streams[0]->options();
}

std::optional<Expr> set_stream_options(const Expr& target, std::span<const Expr> rules, MaybeExpr& unknown) {
  const std::vector<Stream*> streams = streams_of(target);
  if (streams.empty()) return std::nullopt;
  for (const Expr& rule : rules) {
    if (rule.is_list()) {
      set_stream_options(target, rule.args(), unknown);
      continue;
    }
    for (Stream* stream : streams)
      if (!unknown && (!rule.is_rule() || !stream->set_option(rule[0], rule[1]))) unknown = rule;
  }
  return streams[0]->options();
}

std::vector<Stream*> all_streams() {
  standard_stream(1);
  standard_stream(2);
  std::vector<Stream*> result;
  for (const auto& [id, stream] : table()) result.push_back(stream.get());
  return result;
}

Stream& open_text_stream(std::string name, std::string text) {
  auto stream = std::make_unique<Stream>();
  stream->name = std::move(name);
  stream->text = std::move(text);
  return add_stream(std::move(stream));
}

Stream& open_pipe_stream(std::string name, int descriptor, bool input) {
  auto stream = std::make_unique<Stream>();
  stream->name = std::move(name);
  stream->is_input = input;
  (input ? stream->source : stream->file) = descriptor;
  return add_stream(std::move(stream));
}

namespace {
struct ProcessStreams {
  std::int64_t input = 0, output = 0;
};
std::map<std::int64_t, ProcessStreams>& process_streams() {
  static std::map<std::int64_t, ProcessStreams> streams;
  return streams;
}

// The stream that stands for a process in reading or writing; the expression itself for others.
Expr stream_of_process(const Expr& expr, bool input) {
  const auto id = expr.has_head(sym::ProcessObject, 1) ? machine_integer(expr[0]) : std::nullopt;
  const auto found = id ? process_streams().find(*id) : process_streams().end();
  if (found == process_streams().end()) return expr;
  const auto stream = table().find(input ? found->second.output : found->second.input);
  return stream == table().end() ? expr : stream->second->expr();
}
}  // namespace

void set_process_streams(std::int64_t process, const Stream& input, const Stream& output) { process_streams()[process] = {input.id, output.id}; }

void close_stream(Stream& stream) {
  stream.close();
  if (stream.id > 2) table().erase(stream.id);
}

namespace {

// Input from a file or, with a leading "!", from a command.
Stream* open_input(const Call& call, const Expr& source) {
  std::string text;
  std::string name;
  if (source.is_string() && !source.string_value().empty() && source.string_value()[0] == '!') {
    name = source.string_value();
    std::FILE* pipe = popen(name.c_str() + 1, "r");
    if (pipe == nullptr) {
      call.message("noopen", {source});
      return nullptr;
    }
    char buffer[4096];
    std::size_t got = 0;
    while ((got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0) text.append(buffer, got);
    pclose(pipe);
  } else {
    const auto path = file_argument(source);
    if (!path) {
      call.message("stream", {source});
      return nullptr;
    }
    // What this program wrote to the file a moment ago is part of it.
    if (Stream* writer = find_stream_named(*path, false)) writer->flush();
    std::string reason;
    auto bytes = read_whole_file(*path, reason);
    if (!bytes) {
      call.message("noopen", {source});
      return nullptr;
    }
    name = *path;
    text = std::move(*bytes);
  }
  return &open_text_stream(std::move(name), std::move(text));
}

Stream* open_output(const Call& call, const Expr& target, bool append, bool binary) {
  const auto path = file_argument(target);
  if (!path) {
    call.message("stream", {target});
    return nullptr;
  }
  auto stream = std::make_unique<Stream>();
  if (path->starts_with('!')) {
    stream->name = *path;
    std::cout.flush();
    stream->pipe = popen(path->c_str() + 1, "w");
    stream->file = stream->pipe == nullptr ? -1 : fileno(stream->pipe);
  } else {
    stream->name = *path;
    stream->file = ::open(path->c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC), 0666);
  }
  if (stream->file < 0) {
    call.message("noopen", {target});
    return nullptr;
  }
  stream->is_input = false;
  stream->binary = binary;
  return &add_stream(std::move(stream));
}

}  // namespace

Stream* input_stream(const Call& call, const Expr& given, bool& opened) {
  opened = false;
  const Expr source = stream_of_process(given, true);
  if (source.has_head(sym::InputStream) || source.has_head(sym::OutputStream)) {
    Stream* stream = find_stream(source);
    if (stream == nullptr) call.message("openx", {source});
    else if (!stream->is_input) call.message("readx", {source});
    return stream != nullptr && stream->is_input ? stream : nullptr;
  }
  if (const auto path = file_argument(source)) {
    if (Stream* stream = find_stream_named(*path, true)) return stream;
  }
  opened = true;
  return open_input(call, source);
}

Stream* output_stream(const Call& call, const Expr& given, bool binary, bool& opened) {
  opened = false;
  const Expr target = stream_of_process(given, false);
  if (target.has_head(sym::InputStream) || target.has_head(sym::OutputStream)) {
    Stream* stream = find_stream(target);
    if (stream == nullptr) call.message("openx", {target});
    else if (stream->is_input) call.message("writex", {target});
    return stream != nullptr && !stream->is_input ? stream : nullptr;
  }
  if (const auto path = file_argument(target)) {
    if (Stream* stream = find_stream_named(*path, false)) return stream;
  }
  opened = true;
  return open_output(call, target, false, binary);
}

namespace {

bool binary_option(const Call& call) { return call.option(Expr(sym::BinaryFormat)).is_true(); }

MaybeExpr builtin_OpenRead(Call& call) {
  Stream* stream = open_input(call, call.arg(0));
  if (stream == nullptr) return failed();
  stream->binary = binary_option(call);
  if (const Expr encoding = call.option(Expr(sym::CharacterEncoding)); encoding.is_string()) {
    const auto named = encoding_by_name(encoding.string_value());
    if (!named) {
      call.message("charcode", {encoding});
      close_stream(*stream);
      return failed();
    }
    stream->encoding = encoding;
    if (*named != TextEncoding::Utf8) stream->text = decode_text(stream->text, *named);
  }
  return stream->expr();
}

MaybeExpr open_for_output(Call& call, bool append) {
  const Expr target = call.size() == 0 ? Expr::string(temporary_path("m-", "")) : call.arg(0);
  Stream* stream = open_output(call, target, append, binary_option(call));
  if (stream == nullptr) return failed();
  for (const KnownSymbol name : {sym::FormatType, sym::PageWidth, sym::TotalWidth, sym::NumberMarks, sym::CharacterEncoding}) {
    const Expr value = call.option(Expr(name));
    if (!stream->set_option(Expr(name), value)) call.message("optvp", {Expr(name), value});
  }
  return stream->expr();
}
MaybeExpr builtin_OpenWrite(Call& call) { return open_for_output(call, false); }
MaybeExpr builtin_OpenAppend(Call& call) { return open_for_output(call, true); }

// Close[stream] and Close["name"] give the name.
MaybeExpr builtin_Close(Call& call) {
  Stream* stream = find_stream(stream_of_process(call.arg(0), false));
  if (stream == nullptr) {
    if (const auto path = file_argument(call.arg(0))) {
      stream = find_stream_named(*path, true);
      if (stream == nullptr) stream = find_stream_named(*path, false);
    }
  }
  if (stream == nullptr) return call.message("openx", {call.arg(0)});
  const Expr name = Expr::string(stream->name);
  close_stream(*stream);
  return name;
}

MaybeExpr builtin_StringToStream(Call& call) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  return open_text_stream("String", call.arg(0).string_value()).expr();
}

// Streams[], Streams["name"]
MaybeExpr builtin_Streams(Call& call) {
  Builder list(sym::List);
  for (const Stream* stream : all_streams()) {
    if (call.size() == 0 || (call.arg(0).is_string() && call.arg(0).string_value() == stream->name)) list.push(stream->expr());
  }
  return list.finish();
}

Stream* open_stream_argument(const Call& call, const Expr& expr) {
  Stream* stream = find_stream(expr);
  if (stream == nullptr) {
    if (const auto path = file_argument(expr)) {
      stream = find_stream_named(*path, true);
      if (stream == nullptr) stream = find_stream_named(*path, false);
    }
  }
  if (stream == nullptr) call.message("openx", {expr});
  return stream;
}

MaybeExpr builtin_StreamPosition(Call& call) {
  const Stream* stream = open_stream_argument(call, call.arg(0));
  if (stream == nullptr) return std::nullopt;
  return Expr::integer(stream->is_input ? static_cast<std::int64_t>(stream->position) : stream->written);
}

MaybeExpr builtin_SetStreamPosition(Call& call) {
  Stream* stream = open_stream_argument(call, call.arg(0));
  if (stream == nullptr) return std::nullopt;
  const auto n = is_infinity(call.arg(1)) ? std::optional<std::int64_t>(INT64_MAX) : machine_integer(call.arg(1));
  if (!n || *n < 0) return call.message("intnm", {call.expr(), Expr::integer(2)});
  if (!stream->is_input) {
    stream->flush();
    const off_t at = *n == INT64_MAX ? lseek(stream->file, 0, SEEK_END) : lseek(stream->file, static_cast<off_t>(*n), SEEK_SET);
    if (at < 0) return call.message("stmrng", {call.arg(0), call.arg(1)});
    stream->written = at;
    return Expr::integer(at);
  }
  const auto size = static_cast<std::int64_t>(stream->text.size());
  if (*n != INT64_MAX && *n > size) return call.message("stmrng", {call.arg(0), call.arg(1)});
  stream->position = static_cast<std::size_t>(std::min(*n, size));
  return Expr::integer(static_cast<std::int64_t>(stream->position));
}

Expr value_Output() { return make_list({standard_stream(1).expr()}); }
Expr value_Messages() { return make_list({standard_stream(2).expr()}); }

constexpr MessageTexts kStreamMessages = {{"noopen", "Cannot open `1`."},
                                          {"openx", "`1` is not open."},
                                          {"readx", "`1` is an output stream and cannot be read."},
                                          {"writex", "`1` is an input stream and cannot be written."},
                                          {"stream", "`1` is not a string, File, InputStream[ ] or OutputStream[ ]."},
                                          {"charcode", "The character encoding `1` is not supported. Use $CharacterEncodings to find the supported character encodings."},
                                          {"optvp", "The value `2` of the option `1` has no effect on a stream."},
                                          {"stmrng", "Cannot set the position of `1` to `2`."}};

constexpr Builtin kBuiltins[] = {
    {.name = "OpenRead",
     .fn = builtin_OpenRead,
     .arity = exactly(1),
     .usage = "OpenRead[\"file\"] opens a file to read data from, and returns an InputStream object.\n"
              "OpenRead[\"!command\"] reads the output of a command.",
     .options = "{BinaryFormat -> False, CharacterEncoding -> Automatic, Method -> Automatic}",
     .messages = kStreamMessages},
    {.name = "OpenWrite",
     .fn = builtin_OpenWrite,
     .arity = between(0, 1),
     .usage = "OpenWrite[\"file\"] opens a file to write output to it, and returns an OutputStream object. Old contents are lost.\n"
              "OpenWrite[] opens a new file in $TemporaryDirectory.",
     .options = "{BinaryFormat -> False, CharacterEncoding -> Automatic, FormatType -> InputForm, Method -> Automatic, NumberMarks :> $NumberMarks, "
                "PageWidth -> 78, TotalWidth -> Infinity}",
     .messages = kStreamMessages},
    {.name = "OpenAppend",
     .fn = builtin_OpenAppend,
     .arity = between(0, 1),
     .usage = "OpenAppend[\"file\"] opens a file to append output to it, and returns an OutputStream object.",
     .options = "{BinaryFormat -> False, CharacterEncoding -> Automatic, FormatType -> InputForm, Method -> Automatic, NumberMarks :> $NumberMarks, "
                "PageWidth -> 78, TotalWidth -> Infinity}",
     .messages = kStreamMessages},
    {.name = "Close",
     .fn = builtin_Close,
     .arity = exactly(1),
     .usage = "Close[obj] closes a stream and gives its name.",
     .messages = kStreamMessages},
    {.name = "StringToStream",
     .fn = builtin_StringToStream,
     .arity = exactly(1),
     .usage = "StringToStream[\"string\"] opens an input stream for reading from a string.",
     .messages = kStreamMessages},
    {.name = "Streams",
     .fn = builtin_Streams,
     .arity = between(0, 1),
     .usage = "Streams[] gives a list of all streams that are open.\nStreams[\"name\"] lists only streams with the given name."},
    {.name = "StreamPosition",
     .fn = builtin_StreamPosition,
     .arity = exactly(1),
     .usage = "StreamPosition[stream] gives the current point in an open stream, in bytes.",
     .messages = kStreamMessages},
    {.name = "SetStreamPosition",
     .fn = builtin_SetStreamPosition,
     .arity = exactly(2),
     .usage = "SetStreamPosition[stream, n] sets the current point in an open stream; Infinity is its end.",
     .messages = kStreamMessages},
    {.name = "$Output", .usage = "$Output gives the list of streams to which ordinary output is sent.", .value = value_Output},
    {.name = "$Messages", .usage = "$Messages gives the list of streams for messages written by scripts.", .value = value_Messages},
    {.name = "InputStream", .usage = "InputStream[\"name\", n] represents an input stream for Read, Find and others."},
    {.name = "OutputStream", .usage = "OutputStream[\"name\", n] represents an output stream for Write and others."},
};

}  // namespace

void register_streams(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
