// groebner.h - Groebner bases over the rationals as a plain function.
#pragma once

#include <vector>

#include "builtins/algebra/polynomial.h"

namespace lykos::builtins {

/// The reduced Groebner basis for the ring's monomial order, smallest leading monomial first, with coprime integer coefficients and
/// positive leading ones. Only bounded by interrupts.
std::vector<Polynomial> groebner_basis(std::vector<Polynomial> generators);
/// The remainder on division by polynomials, with the quotients when asked for.
Polynomial normal_form(const Polynomial& p, const std::vector<Polynomial>& divisors, std::vector<Polynomial>* quotients = nullptr);

}  // namespace lykos::builtins
