// quantity.cpp - quantities with units: the rows; the work is in quantity.wl and the table of units in units.wl.
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_quantities(Call& call) { return call_library(call, "quantities/quantity"); }

// Quantity[m, unit] with a unit in known names is what it is.
MaybeExpr builtin_Quantity(Call& call) { return call_library(call, "quantities/quantity"); }

constexpr MessageTexts kUnknown = {{"unkunit", "Unable to interpret unit specification `1`."},
                                   {"compat", "`1` and `2` are incompatible units."}};

constexpr Builtin kBuiltins[] = {
    {.name = "Quantity",
     .fn = builtin_Quantity,
     .arity = between(1, 2),
     .attributes = kHoldRest | kNHoldRest | kProtected,
     .usage = "Quantity[magnitude, unit] is a quantity with a size and a unit.\nQuantity[unit] takes the magnitude to be 1.",
     .messages = kUnknown},
    {.name = "UnitConvert",
     .fn = builtin_of_quantities,
     .arity = between(1, 2),
     .usage = "UnitConvert[quantity, unit] converts a quantity to another unit.\nUnitConvert[quantity] converts it to SI base units.",
     .messages = {{"compat", "`1` and `2` are incompatible units."}}},
    {.name = "QuantityMagnitude",
     .fn = builtin_of_quantities,
     .arity = between(1, 2),
     .usage = "QuantityMagnitude[quantity] gives the magnitude.\nQuantityMagnitude[quantity, unit] gives the magnitude in the unit."},
    {.name = "QuantityArray",
     .fn = builtin_of_quantities,
     .arity = between(1, 2),
     .usage = "QuantityArray[array, unit] gives an array of quantities with one unit.\nQuantityArray[array, {u1, u2, ...}] gives the elements of the last level their units."},
    {.name = "QuantityUnit", .fn = builtin_of_quantities, .arity = exactly(1), .usage = "QuantityUnit[quantity] gives the unit of a quantity."},
    {.name = "QuantityQ", .fn = builtin_of_quantities, .arity = exactly(1), .usage = "QuantityQ[expr] gives True if expr is a quantity with known units."},
    {.name = "KnownUnitQ", .fn = builtin_of_quantities, .arity = exactly(1), .usage = "KnownUnitQ[unit] gives True if unit is a unit that is known."},
    {.name = "CompatibleUnitQ",
     .fn = builtin_of_quantities,
     .arity = at_least(1),
     .usage = "CompatibleUnitQ[q1, q2, ...] gives True if the quantities or units have the same dimensions."},
    {.name = "UnitDimensions", .fn = builtin_of_quantities, .arity = exactly(1), .usage = "UnitDimensions[unit] gives the base dimensions of a unit with their exponents."},
    {.name = "UnitSimplify", .fn = builtin_of_quantities, .arity = exactly(1), .usage = "UnitSimplify[quantity] simplifies the units of a quantity."},
    {.name = "CommonUnits", .fn = builtin_of_quantities, .arity = exactly(1), .usage = "CommonUnits[list] converts compatible quantities to one unit."},
    {.name = "MixedUnit", .usage = "MixedUnit[{u1, u2, ...}] is a unit that is a sum of units, such as feet and inches."},
    {.name = "MixedMagnitude", .usage = "MixedMagnitude[{v1, v2, ...}] is the magnitude of a quantity with a mixed unit."},
};

}  // namespace

void register_quantity(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
