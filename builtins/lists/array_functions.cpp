// array_functions.cpp - reductions of levels, functions of chosen elements, grids, lexicographic order: the rows; the work is in array_functions.wl.
#include "builtins/library.h"
#include "builtins/lists/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "lists/array_functions"); }

constexpr Builtin kBuiltins[] = {
    {.name = "ArrayReduce",
     .fn = builtin_in_unit,
     .arity = exactly(3),
     .usage = "ArrayReduce[f, array, n] applies f to the vectors along level n.\nArrayReduce[f, array, {n1, n2, ...}] applies f to the elements along several levels."},
    {.name = "SubsetMap",
     .fn = builtin_in_unit,
     .arity = exactly(3),
     .usage = "SubsetMap[f, list, {i, j, ...}] replaces the elements at these positions by those of f[{...}] of them."},
    {.name = "CoordinateBoundsArray",
     .fn = builtin_in_unit,
     .arity = between(1, 4),
     .usage = "CoordinateBoundsArray[{{xmin, xmax}, ...}] gives the points of a grid with step 1.\nCoordinateBoundsArray[bounds, d] takes the step d, Into[n] n steps.\n"
              "CoordinateBoundsArray[bounds, d, offsets, k] shifts the points and adds k at every side."},
    {.name = "Into", .usage = "Into[n] specifies a division into n parts."},
    {.name = "LexicographicOrder",
     .fn = builtin_in_unit,
     .arity = between(2, 3),
     .usage = "LexicographicOrder[{a1, ...}, {b1, ...}] gives 1, 0 or -1 for the order by the first elements that differ.\nLexicographicOrder[as, bs, p] compares elements by p."},
    {.name = "LexicographicSort", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "LexicographicSort[list] sorts lists by their first elements that differ.\nLexicographicSort[list, p] compares elements by p."},
};

}  // namespace

void register_array_functions(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
