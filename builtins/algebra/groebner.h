// groebner.h - Groebner bases over the rationals as a plain function.
#pragma once

#include <optional>
#include <vector>

#include "builtins/algebra/polynomial.h"

namespace lykos::builtins {

/// The reduced Groebner basis for the ring's monomial order, smallest leading monomial first, with coprime integer coefficients and
/// positive leading ones. Only bounded by interrupts.
std::vector<Polynomial> groebner_basis(std::vector<Polynomial> generators);
/// The remainder on division by polynomials, with the quotients when asked for.
Polynomial normal_form(const Polynomial& p, const std::vector<Polynomial>& divisors, std::vector<Polynomial>* quotients = nullptr);

/// Coprime integer coefficients, the leading one positive.
void make_primitive(Polynomial& p);
/// The same polynomial in a ring with the same generators and another monomial order.
Polynomial in_ring(const Polynomial& p, const PolynomialRing& ring);
/// The reduced basis for the order of `ring` of the ideal with the given reduced basis in a ring of another order, by linear algebra
/// (Faugere, Gianni, Lazard and Mora); nullopt when the ideal has infinitely many zeros.
std::optional<std::vector<Polynomial>> change_of_order(const std::vector<Polynomial>& basis, const PolynomialRing& ring);

}  // namespace lykos::builtins
