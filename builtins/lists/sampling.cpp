// sampling.cpp - lists at other rates, matrices of distances: the rows. The work is in sampling.wl.
#include "builtins/library.h"
#include "builtins/lists/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_sampling(Call& call) { return call_library(call, "lists/sampling"); }

constexpr Builtin kBuiltins[] = {
    {.name = "Downsample", .fn = builtin_of_sampling, .arity = between(2, 3), .usage = "Downsample[list, n] takes every n-th element.\nDownsample[list, n, k] begins with the k-th."},
    {.name = "Upsample", .fn = builtin_of_sampling, .arity = between(2, 3), .usage = "Upsample[list, n] puts n - 1 zeros after each element."},
    {.name = "ArrayResample", .fn = builtin_of_sampling, .arity = exactly(2), .usage = "ArrayResample[array, dims] gives an array of other dimensions by linear interpolation."},
    {.name = "DistanceMatrix", .fn = builtin_of_sampling, .arity = between(1, 2), .usage = "DistanceMatrix[{u1, u2, ...}] gives the distances of all pairs.\nDistanceMatrix[us, vs] gives those between two lists.", .options = "{DistanceFunction -> Automatic}"},
    {.name = "NearestNeighborGraph", .fn = builtin_of_sampling, .usage = "NearestNeighborGraph[{u1, u2, ...}, k] joins each element with its k nearest."},
};

}  // namespace

void register_sampling(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
