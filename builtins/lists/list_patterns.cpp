// list_patterns.cpp - repetitions in lists, folds over several elements, ordered subsequences, sides of equations: the rows; the work is in list_patterns.wl.
#include "builtins/library.h"
#include "builtins/lists/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "lists/list_patterns"); }

constexpr Builtin kBuiltins[] = {
    {.name = "FindRepeat",
     .fn = builtin_in_unit,
     .arity = between(1, 2),
     .usage = "FindRepeat[list] gives the shortest beginning that repeats to make up the list.\nFindRepeat[list, n] wants n repetitions."},
    {.name = "FindTransientRepeat",
     .fn = builtin_in_unit,
     .arity = exactly(2),
     .usage = "FindTransientRepeat[list, n] gives {transient, repeat}: what comes before n repetitions, and what repeats."},
    {.name = "SequenceFold",
     .fn = builtin_in_unit,
     .arity = between(2, 4),
     .usage = "SequenceFold[f, {x1, ..., xn}, {a1, a2, ...}] gives the last element of SequenceFoldList."},
    {.name = "SequenceFoldList",
     .fn = builtin_in_unit,
     .arity = between(2, 4),
     .usage = "SequenceFoldList[f, {x1, ..., xn}, {a1, a2, ...}] applies f to the last n values and the next element.\nSequenceFoldList[f, list, n] begins with the first n elements.\nSequenceFoldList[f, xs, as, k] takes k elements at a time."},
    {.name = "LongestOrderedSequence",
     .fn = builtin_in_unit,
     .arity = between(1, 2),
     .usage = "LongestOrderedSequence[list] gives the longest subsequence whose elements are in order.\nLongestOrderedSequence[list, p] takes the order p."},
    {.name = "ApplySides", .fn = builtin_in_unit, .arity = exactly(2), .usage = "ApplySides[f, lhs == rhs] gives f[lhs] == f[rhs]."},
    {.name = "AddSides",
     .fn = builtin_in_unit,
     .arity = exactly(2),
     .usage = "AddSides[rel, x] adds x to both sides.\nAddSides[rel1, rel2] adds the sides of two relations."},
    {.name = "SubtractSides",
     .fn = builtin_in_unit,
     .arity = between(1, 2),
     .usage = "SubtractSides[rel, x] subtracts x from both sides.\nSubtractSides[rel] subtracts the right side."},
    {.name = "MultiplySides", .fn = builtin_in_unit, .arity = exactly(2), .usage = "MultiplySides[rel, x] multiplies both sides by a number."},
    {.name = "DivideSides", .fn = builtin_in_unit, .arity = exactly(2), .usage = "DivideSides[rel, x] divides both sides by a number."},
};

}  // namespace

void register_list_patterns(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
