// register.h - the topics of the number theory family.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_primes(Registry& r);
void register_factorization(Registry& r);
void register_congruences(Registry& r);
void register_digits(Registry& r);
void register_continued_fractions(Registry& r);
void register_integer_partitions(Registry& r);
void register_bitwise(Registry& r);
void register_number_names(Registry& r);
void register_recognition(Registry& r);

void register_number_theory(Registry& r);
void register_number_lists(Registry& r);

}  // namespace lykos::builtins
