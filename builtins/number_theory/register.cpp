// register.cpp - the topics of the number theory family, in order.
#include "builtins/number_theory/register.h"

namespace lykos::builtins {

void register_number_theory(Registry& r) {
  register_primes(r);
  register_factorization(r);
  register_congruences(r);
  register_digits(r);
  register_continued_fractions(r);
  register_integer_partitions(r);
  register_bitwise(r);
  register_number_names(r);
  register_recognition(r);
  register_number_lists(r);
}

}  // namespace lykos::builtins
