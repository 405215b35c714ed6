// tensors.cpp - symmetries of arrays, exterior products and duals, forms of symbolic tensors: the rows; the work is in tensors.wl.
#include "builtins/library.h"
#include "builtins/linear_algebra/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "linear_algebra/tensors"); }

constexpr Builtin kBuiltins[] = {
    {.name = "Symmetrize", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "Symmetrize[array] gives the symmetric part of an array.\nSymmetrize[array, sym] gives the part with the symmetry sym."},
    {.name = "TensorSymmetry", .fn = builtin_in_unit, .arity = exactly(1), .usage = "TensorSymmetry[array] gives the symmetry of an array under exchanges of its slots."},
    {.name = "TensorDimensions", .fn = builtin_in_unit, .arity = exactly(1), .usage = "TensorDimensions[t] gives the dimensions of a tensor."},
    {.name = "TensorWedge", .fn = builtin_in_unit, .usage = "TensorWedge[a, b, ...] gives the exterior product of arrays."},
    {.name = "TensorExpand",
     .fn = builtin_in_unit,
     .arity = exactly(1),
     .usage = "TensorExpand[expr] expands the sums and numeric factors in products, transposes and contractions of tensors.",
     .options = "{Assumptions :> $Assumptions}"},
    {.name = "TensorReduce",
     .fn = builtin_in_unit,
     .arity = exactly(1),
     .usage = "TensorReduce[expr] brings an expression of symbolic tensors to a canonical form.",
     .options = "{Assumptions :> $Assumptions}"},
    {.name = "HodgeDual", .fn = builtin_in_unit, .arity = between(1, 3), .usage = "HodgeDual[array] gives the Hodge dual of an array.\nHodgeDual[array, n, slots] dualizes some slots in dimension n."},
};

}  // namespace

void register_tensors(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
