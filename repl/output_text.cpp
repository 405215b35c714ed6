// output_text.cpp - see output_text.h.
#include "repl/output_text.h"

#include <cstdio>
#include <optional>

#include "builtins/strings/encoding.h"

namespace lykos {
namespace {

std::optional<builtins::TextEncoding> charset;   // nullopt: the text's own UTF-8

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
  const std::string bytes = charset ? builtins::encode_with_names(text, *charset) : text;
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
}

}  // namespace lykos
