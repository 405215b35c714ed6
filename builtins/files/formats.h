// formats.h - the table of formats behind Import and Export. A format is a name, its file extensions and two functions; whoever
// implements one (images, arrays, nets) adds a row with register_format and needs to know nothing else of Import.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evaluator/evaluator.h"
#include "expr/expr.h"

namespace lykos::builtins {

/// What an importer gets: the bytes, where they come from, which element is wanted, and the options of the call.
struct ImportRequest {
  std::string bytes;
  std::string source;               ///< file name for messages; "string" for ImportString
  std::string path;                 ///< the file itself; empty for strings and streams
  std::string format;               ///< name of the format asked for
  std::vector<Expr> elements;       ///< after the format: {"Data"}, {"Columns", 2}; empty for the default element
  std::vector<Expr> options;        ///< rules
  const Call* call = nullptr;

  /// The first element as a string, or `fallback` when none is given; an empty text for other elements.
  std::string element(std::string_view fallback) const;
  /// The value of an option named by a string or a symbol ("HeaderLines", CharacterEncoding); Null when absent.
  Expr option(std::string_view name) const;
  /// Bytes as text in the requested CharacterEncoding (UTF-8 unless said otherwise), line ends as "\n".
  std::string text() const;
  /// Says Import::noelem and gives $Failed.
  Expr unknown_element() const;
  /// Says Import::fmterr with "source:line:column: what" and gives $Failed. The offset is in bytes of `within`.
  Expr malformed(std::string_view within, std::size_t offset, std::string_view what) const;
};

struct ExportRequest {
  Expr value;
  std::string path;                 ///< the file; empty for strings and streams
  std::string format;
  std::vector<Expr> elements;
  std::vector<Expr> options;
  const Call* call = nullptr;
  std::string element(std::string_view fallback) const;
  Expr option(std::string_view name) const;
  /// Text in the requested CharacterEncoding.
  std::string encoded(std::string text) const;
  /// Says Export::tag; the exporter then returns nullopt.
  std::nullopt_t fail(std::string_view tag, std::initializer_list<Expr> args) const;
};

struct Format {
  std::string name;
  std::vector<std::string> extensions;                   ///< lower case, without the dot; the first is used by FileFormat tools
  Expr (*import)(const ImportRequest&) = nullptr;        ///< $Failed after a message
  std::optional<std::string> (*export_)(const ExportRequest&) = nullptr;
  bool binary = false;                                   ///< ImportString and ExportString treat characters as bytes
  std::vector<std::string> elements;                     ///< what "Elements" lists
  bool open_elements = false;                            ///< elements may have other names too: those of datasets
  bool reads_file = false;                               ///< the importer reads `path` itself, part by part; `bytes` stays empty then
};

void register_format(Format format);
const Format* find_format(std::string_view name);
/// By file name; a trailing ".gz" is looked through. nullptr when no format claims the extension.
const Format* format_of_file(std::string_view path);
std::vector<std::string> import_format_names();
std::vector<std::string> export_format_names();
/// The value of a rule in `options` whose left side is the string or symbol `name`; Null when absent.
Expr find_option(const std::vector<Expr>& options, std::string_view name);
/// 1-based line and column (in characters) of a byte offset.
std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset);

}  // namespace lykos::builtins
