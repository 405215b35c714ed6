// words.cpp - palindromes, beginnings of texts: the rows; the work is in words.wl.
#include "builtins/strings/register.h"
#include "builtins/library.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_in_unit(Call& call) { return call_library(call, "strings/words"); }

constexpr Builtin kBuiltins[] = {
    {.name = "PalindromeQ", .fn = builtin_in_unit, .arity = exactly(1), .usage = "PalindromeQ[s] gives True if the string, list or integer reads the same backward."},
    {.name = "StringTakeDrop", .fn = builtin_in_unit, .arity = exactly(2), .usage = "StringTakeDrop[s, n] gives {StringTake[s, n], StringDrop[s, n]}."},
    {.name = "Snippet", .fn = builtin_in_unit, .arity = between(1, 2), .usage = "Snippet[s, n] gives the first n lines of a text."},
};

}  // namespace

void register_words(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
