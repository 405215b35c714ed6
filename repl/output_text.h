// output_text.h - what is written to standard output, in the encoding that -charset chose.
#pragma once

#include <string>
#include <string_view>

namespace lykos {

/// False when the encoding is not known. "None" writes the bytes as they are.
bool set_output_charset(std::string_view name);
/// Characters that the encoding lacks are written as \[Name] or \:hhhh.
void write_output(const std::string& text);

}  // namespace lykos
