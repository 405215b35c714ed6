// register.cpp - the topics of the arithmetic family, in order.
#include "builtins/arithmetic/register.h"

namespace lykos::builtins {

void register_arithmetic(Registry& r) {
  register_plus(r);
  register_times(r);
  register_power(r);
  register_logarithms(r);
  register_trigonometry(r);
  register_complex_parts(r);
  register_rounding(r);
  register_comparison(r);
  register_extrema(r);
  register_piecewise_steps(r);
  register_precision(r);
  register_number_predicates(r);
  register_constants(r);
  register_factorials(r);
  register_number_sequences(r);
  register_special_functions(r);
  register_orthogonal_polynomials(r);
  register_further_functions(r);
  register_intervals(r);
  register_series_functions(r);
  register_bell(r);
  register_rare_functions(r);
}

}  // namespace lykos::builtins
