// text_width.cpp - UTF-8 decoding and column widths. The width ranges are the blocks of Unicode's East Asian Wide and
// Fullwidth classes and of combining marks, coarse enough to need no table of single characters.
#include "formatting/text_width.h"

namespace lykos {

char32_t next_character(std::string_view utf8, std::size_t& index) {
  const auto byte = static_cast<unsigned char>(utf8[index]);
  const std::size_t length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 0;
  if (length == 0 || index + length > utf8.size()) {
    ++index;
    return 0xFFFD;
  }
  if (length == 1) {
    ++index;
    return byte;
  }
  char32_t character = byte & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(utf8[index + i]);
    if ((next & 0xC0) != 0x80) {
      ++index;
      return 0xFFFD;
    }
    character = (character << 6) | (next & 0x3FU);
  }
  index += length;
  return character;
}

std::size_t character_width(char32_t c) {
  if (c < 0x300) return 1;
  const bool combining = c <= 0x36F || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
                         (c >= 0x200B && c <= 0x200F) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) ||
                         (c >= 0xFE20 && c <= 0xFE2F) || (c >= 0xE0100 && c <= 0xE01EF);
  if (combining) return 0;
  const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) || (c >= 0xAC00 && c <= 0xD7A3) ||
                    (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                    (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x1F680 && c <= 0x1F6FF) ||
                    (c >= 0x1F900 && c <= 0x1F9FF) || (c >= 0x20000 && c <= 0x3FFFD);
  return wide ? 2 : 1;
}

std::size_t text_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < utf8.size();) width += character_width(next_character(utf8, i));
  return width;
}

std::size_t bytes_that_fit(std::string_view utf8, std::size_t columns) {
  std::size_t width = 0;
  std::size_t i = 0;
  while (i < utf8.size()) {
    std::size_t next = i;
    width += character_width(next_character(utf8, next));
    if (width > columns) break;
    i = next;
  }
  return i;
}

std::string cut_to_total_width(const std::string& text, std::size_t limit) {
  const std::size_t total = text_width(text);
  if (total <= limit) return text;
  const std::size_t keep = limit / 2;
  const std::size_t front = bytes_that_fit(text, limit - keep);
  const std::size_t back = bytes_that_fit(text, total - keep);
  return text.substr(0, front) + "<<" + std::to_string(total - limit) + ">>" + text.substr(back);
}

}  // namespace lykos
