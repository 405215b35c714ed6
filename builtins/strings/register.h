// register.h - the family of strings and string patterns.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_string_match(Registry& r);
void register_string_cases(Registry& r);
void register_string_replace(Registry& r);
void register_string_pieces(Registry& r);
void register_characters(Registry& r);
void register_alphabets(Registry& r);
void register_text_counts(Registry& r);
void register_transliteration(Registry& r);
void register_to_expression(Registry& r);
void register_string_template(Registry& r);
void register_xml_template(Registry& r);
void register_string_distance(Registry& r);
void register_sequence_alignment(Registry& r);
void register_alphabetic(Registry& r);
void register_codecs(Registry& r);
void register_words(Registry& r);
void register_interpreter(Registry& r);

void register_strings(Registry& r);

}  // namespace lykos::builtins
