// text_width.h - walking UTF-8 text and measuring it in terminal columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lykos {

/// The character at byte `index`, which moves past it; malformed bytes are taken one at a time as U+FFFD.
char32_t next_character(std::string_view utf8, std::size_t& index);
/// Columns a character takes: 0 for combining marks, 2 for East Asian wide ones, else 1.
std::size_t character_width(char32_t character);
std::size_t text_width(std::string_view utf8);
/// The number of bytes of the longest beginning of the text that fits `columns`.
std::size_t bytes_that_fit(std::string_view utf8, std::size_t columns);

/// The beginning and the end of a text that is wider than `limit` columns, with <<n>> for the n left out.
std::string cut_to_total_width(const std::string& text, std::size_t limit);

}  // namespace lykos
