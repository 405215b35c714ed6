// formats.cpp - the table of formats and what importers and exporters share.
#include "builtins/files/formats.h"

#include <algorithm>

#include "builtins/strings/encoding.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"

namespace lykos::builtins {

namespace {

std::vector<Format>& table() {
  static std::vector<Format> formats;
  return formats;
}

std::string lower_extension(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return {};
  return to_lower(path.substr(dot + 1));
}

TextEncoding requested_encoding(const std::vector<Expr>& options) {
  const Expr value = find_option(options, "CharacterEncoding");
  if (value.is_string()) {
    if (const auto encoding = encoding_by_name(value.string_value())) return *encoding;
  }
  return TextEncoding::Utf8;
}

std::string first_element(const std::vector<Expr>& elements, std::string_view fallback) {
  if (elements.empty()) return std::string(fallback);
  return elements[0].is_string() ? elements[0].string_value() : std::string();
}

}  // namespace

void register_format(Format format) {
  for (Format& existing : table()) {
    if (existing.name == format.name) {
      existing = std::move(format);
      return;
    }
  }
  table().push_back(std::move(format));
}

const Format* find_format(std::string_view name) {
  for (const Format& format : table()) {
    if (format.name == name) return &format;
  }
  // Names are found whatever their case, as "csv" for "CSV".
  const std::string wanted = to_lower(name);
  for (const Format& format : table()) {
    if (to_lower(format.name) == wanted) return &format;
  }
  return nullptr;
}

const Format* format_of_file(std::string_view path) {
  std::string extension = lower_extension(path);
  if (extension == "gz") {
    path.remove_suffix(3);
    extension = lower_extension(path);
  }
  if (extension.empty()) return nullptr;
  for (const Format& format : table()) {
    if (std::find(format.extensions.begin(), format.extensions.end(), extension) != format.extensions.end()) return &format;
  }
  return nullptr;
}

std::vector<std::string> import_format_names() {
  std::vector<std::string> names;
  for (const Format& format : table()) {
    if (format.import != nullptr) names.push_back(format.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> export_format_names() {
  std::vector<std::string> names;
  for (const Format& format : table()) {
    if (format.export_ != nullptr) names.push_back(format.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Expr find_option(const std::vector<Expr>& options, std::string_view name) {
  for (const Expr& option : options) {
    if (!option.is_rule()) continue;
    const Expr& left = option[0];
    if ((left.is_string() && left.string_value() == name) || (left.is_symbol() && left.symbol_node().name == name)) return option[1];
  }
  return Expr();
}

std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {line, character_count(before.substr(line_start)) + 1};
}

std::string ImportRequest::element(std::string_view fallback) const { return first_element(elements, fallback); }
Expr ImportRequest::option(std::string_view name) const { return find_option(options, name); }
std::string ExportRequest::element(std::string_view fallback) const { return first_element(elements, fallback); }
Expr ExportRequest::option(std::string_view name) const { return find_option(options, name); }

std::string ImportRequest::text() const {
  std::string text = decode_text(bytes, requested_encoding(options));
  if (text.find('\r') == std::string::npos) return text;
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      result += text[i];
    } else {
      result += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
  }
  return result;
}

Expr ImportRequest::unknown_element() const {
  message(call->head(), "noelem", {make_list(elements), string_expr(format)});
  return failed();
}

Expr ImportRequest::malformed(std::string_view within, std::size_t offset, std::string_view what) const {
  const auto [line, column] = line_and_column(within, offset);
  message(call->head(), "fmterr",
          {string_expr(format), string_expr(source + ":" + std::to_string(line) + ":" + std::to_string(column)), string_expr(what)});
  return failed();
}

std::string ExportRequest::encoded(std::string text) const {
  const TextEncoding encoding = requested_encoding(options);
  if (encoding == TextEncoding::Utf8) return text;
  return *encode_text(text, encoding, true);
}

std::nullopt_t ExportRequest::fail(std::string_view tag, std::initializer_list<Expr> args) const {
  message(call->head(), tag, args);
  return std::nullopt;
}

}  // namespace lykos::builtins
