// register.h - the topics of the arithmetic family.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_intervals(Registry& r);
void register_series_functions(Registry& r);
void register_bell(Registry& r);
void register_rare_functions(Registry& r);
void register_plus(Registry& r);
void register_times(Registry& r);
void register_power(Registry& r);
void register_logarithms(Registry& r);
void register_trigonometry(Registry& r);
void register_complex_parts(Registry& r);
void register_rounding(Registry& r);
void register_comparison(Registry& r);
void register_extrema(Registry& r);
void register_piecewise_steps(Registry& r);
void register_precision(Registry& r);
void register_number_predicates(Registry& r);
void register_constants(Registry& r);
void register_factorials(Registry& r);
void register_number_sequences(Registry& r);
void register_special_functions(Registry& r);
void register_orthogonal_polynomials(Registry& r);
void register_further_functions(Registry& r);

void register_arithmetic(Registry& r);

}  // namespace lykos::builtins
