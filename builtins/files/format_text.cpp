// format_text.cpp - plain text in its forms (Text, String, Lines, Words), Wolfram Language text (Package, WL), and raw bytes.
#include <algorithm>

#include "builtins/files/binary_types.h"
#include "builtins/files/formats.h"
#include "builtins/strings/encoding.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "formatting/formatting.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

Expr lines_of(std::string_view text) {
  Builder lines(sym::List);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push(string_expr(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines.finish();
}

Expr words_between_blanks(std::string_view text) {
  static constexpr std::string_view kBlanks = " \t\n\r\f\v";
  Builder words(sym::List);
  while (true) {
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) break;
    text.remove_prefix(first);
    const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
    words.push(string_expr(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return words.finish();
}

Expr import_text(const ImportRequest& request) {
  std::string fallback = "Plaintext";
  if (request.format == "Lines" || request.format == "Words") fallback = request.format;
  if (request.format == "String") {
    // The characters as they are: no line end is changed.
    if (!request.elements.empty()) return request.unknown_element();
    return Expr::string(repair_utf8(request.bytes));
  }
  const std::string element = request.element(fallback);
  std::string text = request.text();
  if (element == "Plaintext" || element == "Data" || element == "String" || element == "Text") return Expr::string(std::move(text));
  if (element == "Lines") {
    const Expr lines = lines_of(text);
    if (request.elements.size() > 1) return apply(Expr(sym::Part), {lines, request.elements[1]});
    return lines;
  }
  if (element == "Words") return words_between_blanks(text);
  if (element == "Sentences") return apply(Expr(sym::TextSentences), {Expr::string(std::move(text))});
  return request.unknown_element();
}

std::string plain_text(const Expr& value) { return value.is_string() ? value.string_value() : to_output_form(value, 0); }

std::optional<std::string> export_text(const ExportRequest& request) {
  std::string element = request.element(request.format);
  std::string text;
  if ((element == "Lines" || element == "Words" || request.format == "Lines" || request.format == "Words") && request.value.is_list()) {
    const char separator = element == "Words" ? ' ' : '\n';
    bool first = true;
    for (const Expr& part : request.value.args()) {
      if (!first) text += separator;
      first = false;
      text += plain_text(part);
    }
  } else if (request.value.is_list() && request.value.size() > 0 &&
             std::all_of(request.value.args().begin(), request.value.args().end(), [](const Expr& part) { return part.is_string(); })) {
    for (const Expr& part : request.value.args()) {
      if (!text.empty()) text += '\n';
      text += part.string_value();
    }
  } else {
    text = plain_text(request.value);
  }
  return request.encoded(std::move(text));
}

// ---- Wolfram Language text

Expr import_package(const ImportRequest& request) {
  const std::string element = request.element("Expression");
  std::string text = request.text();
  if (text.compare(0, 2, "#!") == 0) text.erase(0, std::min(text.find('\n'), text.size()));
  if (element == "Text" || element == "Plaintext") return Expr::string(std::move(text));
  const bool held = element == "HeldExpression" || element == "HeldExpressions";
  if (!held && element != "Expression" && element != "ExpressionList" && element != "Package") return request.unknown_element();
  Builder all(sym::List);
  Expr last;
  const SymbolResolver resolve = current_resolver();
  for (std::size_t offset = 0;;) {
    ParseStep step = parse_next(text, offset, resolve);
    if (step.error) return request.malformed(text, step.error->offset, step.error->message);
    if (!step.expression) break;
    last = held ? make_normal(Expr(sym::HoldComplete), {step.expression->value}) : evaluate(step.expression->value);
    all.push(last);
    offset = step.next;
  }
  return element == "HeldExpressions" || element == "ExpressionList" ? all.finish() : last;
}

std::optional<std::string> export_package(const ExportRequest& request) {
  return request.encoded(to_input_form(request.value) + "\n");
}

// ---- lists of machine values

Expr import_binary(const ImportRequest& request) {
  const auto type = binary_type(request.format);
  bool swapped = false;
  const Expr order = request.option("ByteOrdering");
  if (order.is_small_integer()) swapped = order.small_integer() == 1;
  std::size_t position = 0;
  Builder values(sym::List);
  while (position < request.bytes.size()) {
    MaybeExpr value = read_binary(request.bytes, position, *type, swapped);
    if (!value) break;
    values.push(std::move(*value));
  }
  return pack(values.finish());
}

std::optional<std::string> export_binary(const ExportRequest& request) {
  const auto type = binary_type(request.format);
  std::string bytes;
  const Expr order = request.option("ByteOrdering");
  const bool swapped = order.is_small_integer() && order.small_integer() == 1;
  if (request.value.is_byte_array() && request.format == "Byte") {
    return std::string(request.value.bytes().begin(), request.value.bytes().end());
  }
  const auto elements = request.value.is_list() ? elements_of(request.value) : std::vector<Expr>{request.value};
  for (const Expr& element : elements) {
    if (!append_binary(bytes, element, *type, swapped)) return request.fail("nodta", {element, string_expr(request.format)});
  }
  return bytes;
}

// ---- Base64, TeXFragment, MathML

Expr import_base64(const ImportRequest& request) {
  const auto bytes = base64_decode(request.bytes);
  if (!bytes) return request.malformed(request.bytes, 0, "not Base64 data");
  const std::string element = request.element("String");
  if (element == "String" || element == "Text") return Expr::string(repair_utf8(*bytes));
  // Any other element is the format of what was encoded.
  std::vector<Expr> args{Expr::string(repair_utf8(*bytes)), request.elements.size() == 1 ? request.elements[0] : make_list(request.elements)};
  return evaluate(make_normal(sym::ImportString, std::move(args)));
}

std::optional<std::string> export_base64(const ExportRequest& request) {
  if (request.value.is_byte_array()) return base64_encode(std::string_view(reinterpret_cast<const char*>(request.value.bytes().data()), request.value.bytes().size())) + "\n";
  return base64_encode(plain_text(request.value)) + "\n";
}

std::optional<std::string> export_tex(const ExportRequest& request) { return request.encoded("\\[" + to_tex_form(request.value) + "\\]\n"); }

std::optional<std::string> export_mathml(const ExportRequest& request) {
  const Expr text = apply(Expr(sym::ToString), {request.value, Expr(sym::MathMLForm)});
  if (!text.is_string()) return request.fail("nodta", {request.value, string_expr(request.format)});
  return request.encoded(text.string_value());
}

}  // namespace

void register_text_formats() {
  register_format({"Base64", {}, import_base64, export_base64, false, {"String"}});
  register_format({"TeXFragment", {}, nullptr, export_tex, false, {}});
  register_format({"MathML", {"mml"}, nullptr, export_mathml, false, {}});
  register_format({"Text", {"txt", "text", "log", "md", "csl", "rst", "sh", "c", "cpp", "h", "py"}, import_text, export_text, false,
                   {"Data", "Lines", "Plaintext", "Sentences", "String", "Words"}});
  register_format({"String", {}, import_text, export_text, false, {}});
  register_format({"Lines", {}, import_text, export_text, false, {"Lines"}});
  register_format({"Words", {}, import_text, export_text, false, {"Words"}});
  register_format({"Package", {"wl", "m", "wls", "wlt", "mx"}, import_package, export_package, false,
                   {"Expression", "ExpressionList", "HeldExpression", "HeldExpressions", "Package", "Text"}});
  register_format({"WL", {}, import_package, export_package, false, {"Expression", "HeldExpression", "HeldExpressions", "Text"}});
  for (const char* name : {"Byte", "Character8", "Integer8", "Integer16", "Integer32", "Integer64", "UnsignedInteger8", "UnsignedInteger16",
                           "UnsignedInteger32", "UnsignedInteger64", "Real32", "Real64", "Complex64", "Complex128"}) {
    register_format({name, name == std::string_view("Byte") ? std::vector<std::string>{"bin"} : std::vector<std::string>{}, import_binary,
                     export_binary, true, {"Data"}});
  }
}

}  // namespace lykos::builtins
