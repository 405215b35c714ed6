// import_export.cpp - Import and Export in all their forms. What the formats are is in the format_*.cpp files.
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "builtins/files/formats.h"
#include "builtins/files/streams.h"
#include "builtins/files/write_file.h"
#include "builtins/strings/encoding.h"
#include "builtins/strings/string_calls.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

struct Arguments {
  std::vector<Expr> positional;
  std::vector<Expr> options;
};

// Trailing rules are options of the format, whatever their names; `keep` positional arguments are never options.
Arguments split_arguments(const Call& call, std::size_t keep) {
  Arguments result;
  const auto all = call.all_args();
  result.positional.assign(all.begin(), all.end());
  while (result.positional.size() > keep && result.positional.back().is_rule()) {
    result.options.insert(result.options.begin(), result.positional.back());
    result.positional.pop_back();
  }
  return result;
}

struct FormatChoice {
  const Format* format = nullptr;
  std::vector<Expr> elements;
};

bool has_element(const Format& format, const std::string& name) {
  return std::find(format.elements.begin(), format.elements.end(), name) != format.elements.end();
}

// "CSV", {"CSV", "Data"}, "Data", {"Data"}: the first name is a format unless the format inferred from the source has it as an
// element and no format bears the name.
std::optional<FormatChoice> choose_format(const Call& call, const Format* inferred, const Expr* spec) {
  FormatChoice choice;
  choice.format = inferred;
  if (spec == nullptr) return choice;
  std::vector<Expr> names;
  if (spec->is_list()) names.assign(spec->args().begin(), spec->args().end());
  else names.push_back(*spec);
  if (!names.empty() && names[0].is_string()) {
    const std::string& name = names[0].string_value();
    const bool is_element = name == "Elements" || (inferred != nullptr && (inferred->open_elements || has_element(*inferred, name)));
    const Format* named = is_element && find_format(name) == nullptr ? nullptr : find_format(name);
    if (named != nullptr && !(is_element && spec->is_list() && inferred != named && inferred != nullptr)) {
      choice.format = named;
      names.erase(names.begin());
    } else if (!is_element && inferred == nullptr) {
      call.message("fmtnosup", {names[0]});
      return std::nullopt;
    } else if (!is_element && inferred != nullptr && names.size() == 1 && !spec->is_list()) {
      call.message("noelem", {make_list({names[0]}), string_expr(inferred->name)});
      return std::nullopt;
    }
  }
  choice.elements = std::move(names);
  return choice;
}

Expr run_import(ImportRequest request, const Format& format) {
  if (format.import == nullptr) {
    request.call->message("fmtnosup", {string_expr(format.name)});
    return failed();
  }
  request.format = format.name;
  if (request.elements.size() == 1 && request.elements[0].is_string()) {
    const std::string& name = request.elements[0].string_value();
    if (name == "Elements") {
      std::vector<std::string> names = format.elements;
      std::sort(names.begin(), names.end());
      return string_list(names);
    }
    if (name == "Rules") {
      Builder rules(sym::List);
      for (const std::string& element : format.elements) {
        ImportRequest one = request;
        one.elements = {string_expr(element)};
        rules.push(make_rule(string_expr(element), format.import(one)));
      }
      return rules.finish();
    }
  }
  // {{"Data", "RowCount"}} asks for several elements at once.
  if (request.elements.size() == 1 && request.elements[0].is_list() && request.elements[0].size() > 0 && request.elements[0][0].is_string()) {
    Builder results(sym::List);
    for (const Expr& element : request.elements[0].args()) {
      ImportRequest one = request;
      one.elements = {element};
      results.push(format.import(one));
    }
    return results.finish();
  }
  return format.import(request);
}

// A format by contents, for files whose name says nothing.
const Format* sniff(std::string_view bytes) {
  if (bytes.substr(0, 2) == "8:" || bytes.substr(0, 3) == "8C:") return find_format("WXF");
  if (bytes.substr(0, 8) == "\x89HDF\r\n\x1A\n") return find_format("HDF5");
  if (bytes.substr(0, 4) == "\x89PNG") return find_format("PNG");
  if (bytes.substr(0, 3) == "\xFF\xD8\xFF") return find_format("JPEG");
  return find_format(is_valid_utf8(bytes.substr(0, 65536)) || is_valid_utf8(bytes) ? "Text" : "Byte");
}

std::optional<std::string> command_output(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  char buffer[65536];
  std::size_t got = 0;
  while ((got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0) text.append(buffer, got);
  pclose(pipe);
  return text;
}

MaybeExpr builtin_Import(Call& call) {
  const Arguments arguments = split_arguments(call, 1);
  if (arguments.positional.size() > 2) return call.message("argt", {Expr(sym::Import), Expr::integer(static_cast<std::int64_t>(arguments.positional.size())), Expr::integer(1), Expr::integer(2)});
  const Expr& source = arguments.positional[0];
  const Expr* spec = arguments.positional.size() == 2 ? &arguments.positional[1] : nullptr;
  ImportRequest request;
  request.call = &call;
  request.options = arguments.options;
  const Format* inferred = nullptr;
  if (source.has_head(sym::InputStream)) {
    Stream* stream = find_stream(source);
    if (stream == nullptr) {
      call.message("openx", {source});
      return failed();
    }
    request.source = stream->name;
    request.bytes = stream->take_rest();
  } else if (source.has_head(sym::URL) || (source.is_string() && is_url(source.string_value()))) {
    call.message("nonet", {source});
    return failed();
  } else if (source.is_string() && !source.string_value().empty() && source.string_value()[0] == '!') {
    auto text = command_output(source.string_value().substr(1));
    if (!text) {
      call.message("noopen", {source});
      return failed();
    }
    request.source = source.string_value();
    request.bytes = std::move(*text);
  } else {
    const auto path = file_argument(source);
    if (!path) {
      call.message("chtype", {source});
      return failed();
    }
    inferred = format_of_file(*path);
    const auto named = choose_format(call, inferred, spec);
    if (!named) return failed();
    std::string reason;
    const bool in_parts = named->format != nullptr && named->format->reads_file && access(path->c_str(), R_OK) == 0;
    auto bytes = in_parts ? std::string() : read_whole_file(*path, reason);
    if (!bytes) {
      call.message("nffil", {string_expr(*path)});
      return failed();
    }
    request.source = *path;
    request.path = *path;
    request.bytes = std::move(*bytes);
    const bool gzipped = request.bytes.size() > 2 && request.bytes[0] == '\x1F' && request.bytes[1] == '\x8B';
    if (gzipped && path->size() > 3 && path->compare(path->size() - 3, 3, ".gz") == 0) {
      auto plain = zlib_decompress(request.bytes);
      if (!plain) return request.malformed("", 0, "the gzip data are damaged");
      request.bytes = std::move(*plain);
    }
  }
  auto choice = choose_format(call, inferred, spec);
  if (!choice) return failed();
  if (choice->format == nullptr) choice->format = sniff(request.bytes);
  if (choice->format == nullptr) {
    call.message("infer", {source});
    return failed();
  }
  request.elements = std::move(choice->elements);
  return run_import(std::move(request), *choice->format);
}

// ImportString of a binary format reads each character as one byte, as ExportString writes them.
MaybeExpr import_data(Call& call, bool from_bytes) {
  const Arguments arguments = split_arguments(call, 1);
  if (arguments.positional.empty() || arguments.positional.size() > 2) return std::nullopt;
  const Expr& data = arguments.positional[0];
  if (from_bytes ? !data.is_byte_array() : !data.is_string()) {
    return from_bytes ? call.message("bytearr", {data}) : call.message("string", {Expr::integer(1), call.expr()});
  }
  const Expr* spec = arguments.positional.size() == 2 ? &arguments.positional[1] : nullptr;
  ImportRequest request;
  request.call = &call;
  request.options = arguments.options;
  request.source = "string";
  std::string bytes = from_bytes ? std::string(data.bytes().begin(), data.bytes().end()) : data.string_value();
  auto choice = choose_format(call, spec == nullptr ? sniff(bytes) : nullptr, spec);
  if (!choice) return failed();
  if (choice->format == nullptr) choice->format = sniff(bytes);
  if (!from_bytes && choice->format != nullptr && choice->format->binary && !is_ascii(bytes)) {
    if (auto narrow = encode_text(bytes, TextEncoding::Latin1)) bytes = std::move(*narrow);
  }
  request.bytes = std::move(bytes);
  request.elements = std::move(choice->elements);
  return run_import(std::move(request), *choice->format);
}
MaybeExpr builtin_ImportString(Call& call) { return import_data(call, false); }
MaybeExpr builtin_ImportByteArray(Call& call) { return import_data(call, true); }

// ---- Export

std::optional<std::string> run_export(ExportRequest request, const Format& format) {
  if (format.export_ == nullptr) return request.fail("fmtnosup", {string_expr(format.name)});
  request.format = format.name;
  return format.export_(request);
}

MaybeExpr builtin_Export(Call& call) {
  const Arguments arguments = split_arguments(call, 2);
  if (arguments.positional.size() < 2 || arguments.positional.size() > 3) return std::nullopt;
  const Expr& target = arguments.positional[0];
  if (target.has_head(sym::URL) || (target.is_string() && is_url(target.string_value()))) {
    call.message("nonet", {target});
    return failed();
  }
  Stream* stream = target.has_head(sym::OutputStream) ? find_stream(target) : nullptr;
  const auto path = file_argument(target);
  if (!path && stream == nullptr) {
    call.message("chtype", {target});
    return failed();
  }
  const Format* inferred = path ? format_of_file(*path) : nullptr;
  const Expr* spec = arguments.positional.size() == 3 ? &arguments.positional[2] : nullptr;
  auto choice = choose_format(call, inferred, spec);
  if (!choice) return failed();
  if (choice->format == nullptr) {
    call.message("infer", {target});
    return failed();
  }
  ExportRequest request;
  request.value = arguments.positional[1];
  if (path) request.path = *path;
  request.elements = std::move(choice->elements);
  request.options = arguments.options;
  request.call = &call;
  auto bytes = run_export(std::move(request), *choice->format);
  if (!bytes) return failed();
  if (stream != nullptr) {
    stream->write(*bytes);
    return target;
  }
  if (path->size() > 3 && path->compare(path->size() - 3, 3, ".gz") == 0) bytes = gzip_compress(*bytes);
  std::string reason;
  if (!write_whole_file(*path, *bytes, reason)) {
    call.message("noopen", {string_expr(*path)});
    return failed();
  }
  return target;
}

MaybeExpr export_data(Call& call, bool to_bytes) {
  const Arguments arguments = split_arguments(call, 1);
  if (arguments.positional.empty() || arguments.positional.size() > 2) return std::nullopt;
  const Expr* spec = arguments.positional.size() == 2 ? &arguments.positional[1] : nullptr;
  auto choice = choose_format(call, spec == nullptr ? find_format("Text") : nullptr, spec);
  if (!choice) return failed();
  ExportRequest request;
  request.value = arguments.positional[0];
  request.elements = std::move(choice->elements);
  request.options = arguments.options;
  request.call = &call;
  auto bytes = run_export(std::move(request), *choice->format);
  if (!bytes) return failed();
  if (to_bytes) return make_byte_array(std::vector<std::uint8_t>(bytes->begin(), bytes->end()));
  if (choice->format->binary) return Expr::string(decode_text(*bytes, TextEncoding::Latin1));
  return Expr::string(repair_utf8(std::move(*bytes)));
}
MaybeExpr builtin_ExportString(Call& call) { return export_data(call, false); }
MaybeExpr builtin_ExportByteArray(Call& call) { return export_data(call, true); }

MaybeExpr builtin_FileFormat(Call& call) {
  const auto path = file_argument(call.arg(0));
  if (!path) return call.message("chtype", {call.arg(0)});
  std::string reason;
  const auto bytes = read_whole_file(*path, reason);
  if (!bytes) {
    call.message("nffil", {string_expr(*path)});
    return failed();
  }
  const Format* format = format_of_file(*path);
  if (format == nullptr) format = sniff(*bytes);
  return string_expr(format == nullptr ? "Text" : format->name);
}

Expr value_ImportFormats() { return string_list(import_format_names()); }
Expr value_ExportFormats() { return string_list(export_format_names()); }

constexpr MessageTexts kImportMessages = {
    {"nffil", "File \"`1`\" not found during import."},
    {"noelem", "The import elements `1` are not present when importing as `2`."},
    {"fmterr", "Cannot import data as `1` format. `2`: `3`."},
    {"fmtnosup", "`1` is not a supported import or export format."},
    {"infer", "Cannot infer format of file `1`."},
    {"nonet", "`1` needs network access, which this program does not have. Read local files."},
    {"chtype", "`1` is not a valid file name, stream or URL."},
    {"noopen", "Cannot open `1`."},
    {"openx", "`1` is not open."},
    {"errelem", "The element `1` can't be exported to `3` format: `2`."},
    {"filex", "The file \"`1`\" exists already and OverwriteTarget is False."},
    {"nodta", "`1` contains no data that can be exported to the `2` format."},
    {"jsonstrictencoding", "Expression `1` cannot be exported as JSON."},
    {"bytearr", "`1` is not a ByteArray."}};

constexpr Builtin kBuiltins[] = {
    {.name = "Import",
     .fn = builtin_Import,
     .arity = at_least(1),
     .usage = "Import[\"file\"] imports data from a file; the format follows from the file's extension or contents.\n"
              "Import[\"file\", \"fmt\"] takes the file to be in the format fmt.\n"
              "Import[\"file\", \"elem\"] imports the element elem.\n"
              "Import[\"file\", {\"fmt\", \"elem\", ...}] combines both.\n"
              "Import[\"!command\", \"fmt\"] imports the output of a command.\n"
              "Import[stream, \"fmt\"] imports the rest of an open stream.",
     .messages = kImportMessages},
    {.name = "ImportString",
     .fn = builtin_ImportString,
     .arity = at_least(1),
     .usage = "ImportString[\"data\", \"fmt\"] imports data in the format fmt from a string.\n"
              "ImportString[\"data\", {\"fmt\", elem}] imports an element.",
     .messages = kImportMessages},
    {.name = "ImportByteArray",
     .fn = builtin_ImportByteArray,
     .arity = at_least(1),
     .usage = "ImportByteArray[ba, \"fmt\"] imports data in the format fmt from a byte array.",
     .messages = kImportMessages},
    {.name = "Export",
     .fn = builtin_Export,
     .arity = at_least(2),
     .usage = "Export[\"file.ext\", expr] exports data to a file in the format that the extension names.\n"
              "Export[\"file\", expr, \"fmt\"] exports in the format fmt.\n"
              "Export[\"file\", expr, {\"fmt\", elem}] treats expr as the element elem.\n"
              "Export[stream, expr, \"fmt\"] writes to an open stream.",
     .messages = kImportMessages},
    {.name = "ExportString",
     .fn = builtin_ExportString,
     .arity = at_least(1),
     .usage = "ExportString[expr, \"fmt\"] gives expr exported in the format fmt as a string.",
     .messages = kImportMessages},
    {.name = "ExportByteArray",
     .fn = builtin_ExportByteArray,
     .arity = at_least(1),
     .usage = "ExportByteArray[expr, \"fmt\"] gives expr exported in the format fmt as a byte array.",
     .messages = kImportMessages},
    {.name = "FileFormat",
     .fn = builtin_FileFormat,
     .arity = exactly(1),
     .usage = "FileFormat[\"file\"] gives the name of the format in which Import would read the file.",
     .messages = kImportMessages},
    {.name = "$ImportFormats", .usage = "$ImportFormats gives the formats that Import supports.", .value = value_ImportFormats},
    {.name = "$ExportFormats", .usage = "$ExportFormats gives the formats that Export supports.", .value = value_ExportFormats},
};

}  // namespace

void register_import_export(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
