// output_text.cpp - see output_text.h.
#include "repl/output_text.h"

#include <cstdio>
#include <optional>

#include "builtins/strings/encoding.h"
#include "formatting/text_width.h"
#include "parser/parser.h"

namespace lykos {
namespace {

std::optional<builtins::TextEncoding> charset;   // nullopt: the text's own UTF-8

std::string escaped(char32_t character) {
  if (const auto name = character_long_name(character)) return "\\[" + std::string(*name) + "]";
  char digits[16];
  std::snprintf(digits, sizeof digits, character > 0xffff ? "\\|%06x" : "\\:%04x", static_cast<unsigned>(character));
  return digits;
}

std::string encoded(const std::string& text) {
  if (auto whole = builtins::encode_text(text, *charset)) return *whole;
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const char32_t character = next_character(text, i);
    const auto bytes = builtins::encode_text(std::string_view(text).substr(start, i - start), *charset);
    out += bytes ? *bytes : *builtins::encode_text(escaped(character), *charset, true);
  }
  return out;
}

}  // namespace

bool set_output_charset(std::string_view name) {
  charset.reset();
  if (name == "None") return true;
  const auto found = builtins::encoding_by_name(name);
  if (!found) return false;
  if (*found != builtins::TextEncoding::Utf8) charset = found;
  return true;
}

void write_output(const std::string& text) {
  const std::string bytes = charset ? encoded(text) : text;
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
}

}  // namespace lykos
