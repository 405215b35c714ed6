// grammar_check.h - the lexical grammar's own consistency, for the tests.
#pragma once

#include <cstddef>

namespace lykos::parsing {

/// Number of rules that could loop without consuming input or recurse on the left (PEGTL's analysis); 0 when sound.
std::size_t grammar_problems();

}  // namespace lykos::parsing
