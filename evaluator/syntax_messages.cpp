// syntax_messages.cpp - see syntax_messages.h. The texts themselves are the row of Syntax (builtins/strings/to_expression.cpp).
#include "evaluator/syntax_messages.h"

#include <algorithm>

#include "evaluator/evaluator.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

std::string_view line_of(std::string_view source, std::size_t offset, std::size_t& begin) {
  offset = std::min(offset, source.size());
  const std::size_t before = offset == 0 ? std::string_view::npos : source.rfind('\n', offset - 1);
  begin = before == std::string_view::npos ? 0 : before + 1;
  std::size_t end = source.find('\n', offset);
  if (end == std::string_view::npos) end = source.size();
  if (end > begin && source[end - 1] == '\r') --end;
  return source.substr(begin, std::max(end, begin) - begin);
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Expr text(std::string_view s) { return Expr::string(std::string(s)); }

// `Invalid syntax in or before "LINE"` and a caret behind the offending token in the line below. The text is printed as it
// stands behind its label, so the label's width counts.
std::string marked_line(std::string_view label, const SyntaxError& error, std::string_view source, std::string_view end_of_line) {
  constexpr std::string_view kLead = "Invalid syntax in or before \"";
  std::size_t begin = 0;
  const std::string_view line = line_of(source, error.offset, begin);
  const std::size_t end = std::clamp(std::max(error.token_end, error.offset), begin, begin + line.size());
  std::string out(kLead);
  out += line;
  out += '"';
  out += end_of_line;
  out += '\n';
  out += std::string(label.size() + kLead.size() + characters_in(line.substr(0, end - begin)), ' ');
  return out + "^";
}

// What is said alike wherever the text comes from: characters, escapes and digits that do not exist.
bool say_lexical(const SyntaxError& error) {
  if (error.tag == "sntufn" || error.tag == "stresc") {
    message(sym::Syntax, error.tag, {text(error.subject)});
    return true;
  }
  if (error.tag == "base" || error.tag == "digit") {
    message(sym::General, error.tag, {text(error.message)});
    return true;
  }
  return false;
}

}  // namespace

void say_omitted_expressions(const std::vector<std::size_t>& places, std::string_view source, std::string_view file) {
  for (const std::size_t place : places) {
    std::string where;
    if (!file.empty())
      where = "(line " + std::to_string(std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(std::min(place, source.size())), '\n') + 1) + " of \"" + std::string(file) + "\")";
    message(sym::Syntax, "com", {text(where)});
  }
}

void say_typed_syntax_error(const SyntaxError& error, std::string_view source) {
  if (say_lexical(error)) return;
  std::string_view before = source.substr(error.begin, std::max(error.offset, error.begin) - error.begin);
  std::size_t line_begin = 0;
  const std::string_view line = line_of(source, error.offset, line_begin);
  const std::string_view rest = line.substr(std::min(error.offset - line_begin, line.size()));
  if (error.tag == "bktmcp") {
    message(sym::Syntax, "bktmcp", {text(source.substr(error.offset)), text(error.subject)});
  } else if (error.incomplete) {
    while (!before.empty() && (before.back() == ' ' || before.back() == '\n')) before.remove_suffix(1);
    message(sym::Syntax, "tsntxi", {text(before)});
  } else if (error.tag == "sntxb") {
    message(sym::Syntax, "sntxb", {text(rest)});
  } else if (error.tag == "sntdep") {
    message(sym::Syntax, "sntdep", {text(error.message)});
  } else {
    // Of a long text the end is shown.
    constexpr std::size_t kShown = 66;
    while (characters_in(before) > kShown) before.remove_prefix(1);
    message(sym::Syntax, "sntxf", {text(before), text(rest)});
  }
}

void say_file_syntax_error(const SyntaxError& error, std::string_view source, std::string_view file) {
  const std::string place = "(line " + std::to_string(error.line) + " of \"" + std::string(file) + "\").\n" + error.report(source, file);
  if (error.incomplete) {
    message(sym::Syntax, "sntue", {text("Unexpected end of file (probably unfinished expression) " + place)});
    return;
  }
  message(sym::Syntax, "sntx", {text(marked_line("Syntax::sntx: ", error, source, "") + "\n     " + place)});
}

void say_string_syntax_error(const SyntaxError& error, std::string_view source) {
  if (error.incomplete) {
    message(sym::ToExpression, "sntxi", {text("")});
    return;
  }
  if (say_lexical(error)) return;
  message(sym::ToExpression, "sntx", {text(marked_line("ToExpression::sntx: ", error, source, "."))});
}

}  // namespace lykos
