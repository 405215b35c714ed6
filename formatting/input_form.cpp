// input_form.cpp - InputForm: one line that reads back to the same expression.
#include <cstdio>

#include "expr/box_characters.h"
#include "formatting/formatting.h"
#include "formatting/linear.h"
#include "formatting/text_width.h"

namespace lykos {

std::string to_input_form(const Expr& expr, std::size_t width, bool mark_reals) {
  return width == 0 ? to_linear(expr, Dialect::Input, mark_reals) : in_lines(to_breakable(expr, Dialect::Input, mark_reals), width, kInputLines);
}

std::optional<std::string> lines_of_form(const Expr& expr, std::size_t width) {
  if (expr.kind() != Kind::Normal || expr.size() == 0) return std::nullopt;
  if (expr.head().is(sym::InputForm)) return to_input_form(expr[0], width);
  if (expr.head().is(sym::TeXForm)) return to_tex_form(expr[0], width);
  if (expr.head().is(sym::CForm)) return to_c_form(expr[0], width);
  if (expr.head().is(sym::FortranForm)) return to_fortran_form(expr[0], width);
  return std::nullopt;
}

namespace {
CharacterNameHook character_name_hook = nullptr;
}  // namespace
void set_character_name_hook(CharacterNameHook hook) { character_name_hook = hook; }

std::string quote_string(const std::string& utf8) {
  std::string out = "\"";
  for (std::size_t i = 0; i < utf8.size();) {
    const unsigned char byte = static_cast<unsigned char>(utf8[i]);
    if (byte >= 0x80) {
      const std::size_t begin = i;
      const char32_t character = next_character(utf8, i);
      // Private-use characters have no agreed glyph outside the language, so they are written by name or number.
      const bool is_private = character >= 0xE000 && character <= 0xF8FF;
      if (const auto mark = box_escape(character)) {
        out += std::string("\\") + *mark;
      } else if (const auto name = is_private && character_name_hook != nullptr ? character_name_hook(character) : std::nullopt) {
        out += "\\[" + std::string(*name) + "]";
      } else if (is_private) {
        char buffer[16];
        std::snprintf(buffer, sizeof buffer, "\\:%04x", static_cast<unsigned>(character));
        out += buffer;
      } else {
        out.append(utf8, begin, i - begin);
      }
      continue;
    }
    ++i;
    switch (byte) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '\r': out += "\\r"; break;
      default:
        if (byte < 0x20 || byte == 0x7F) {
          char buffer[8];
          std::snprintf(buffer, sizeof buffer, "\\.%02x", static_cast<unsigned>(byte));
          out += buffer;
        } else {
          out += static_cast<char>(byte);
        }
    }
  }
  return out + "\"";
}

}  // namespace lykos
