// syntax_messages.h - syntax errors as messages, in the three wordings the language has for them: typed input says what cannot
// follow what (Syntax::sntxf), a file the line and its number (Syntax::sntx), a string its place with a caret (ToExpression::sntx).
#pragma once

#include <string>
#include <string_view>

#include "parser/parser.h"

namespace lykos {

/// For a line typed in a session.
/// Syntax::com for every expression left out beside a comma; `file` names the source, empty for typed text.
void say_omitted_expressions(const std::vector<std::size_t>& places, std::string_view source, std::string_view file);
void say_typed_syntax_error(const SyntaxError& error, std::string_view source);
/// For a file being read: the language's message, then where and why in our own words.
void say_file_syntax_error(const SyntaxError& error, std::string_view source, std::string_view file);
/// For a string given to ToExpression, and for -code.
void say_string_syntax_error(const SyntaxError& error, std::string_view source);

}  // namespace lykos
