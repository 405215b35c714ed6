// register.cpp - the builtins of this folder, in order.
#include "builtins/strings/register.h"

namespace lykos::builtins {

void register_strings(Registry& r) {
  register_string_match(r);
  register_string_cases(r);
  register_string_replace(r);
  register_string_pieces(r);
  register_characters(r);
  register_alphabets(r);
  register_text_counts(r);
  register_transliteration(r);
  register_to_expression(r);
  register_string_template(r);
  register_xml_template(r);
  register_string_distance(r);
  register_sequence_alignment(r);
  register_alphabetic(r);
  register_codecs(r);
  register_words(r);
  register_interpreter(r);
}

}  // namespace lykos::builtins
