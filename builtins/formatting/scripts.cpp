// scripts.cpp - sub- and superscripts and marks over and under letters: heads with a notation and no meaning of their own.
#include "builtins/formatting/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr Builtin kBuiltins[] = {
    {.name = "Subscript", .attributes = kNHoldRest, .usage = "Subscript[x, i] is printed as x with the index i.\nSubscript[x, i, j, ...] has several."},
    {.name = "Superscript", .attributes = kNHoldRest | kReadProtected, .usage = "Superscript[x, y] is printed as x with y raised, without meaning a power."},
    {.name = "Subsuperscript", .attributes = kNoAttributes, .usage = "Subsuperscript[x, y, z] is printed as x with the index y and z raised."},
    {.name = "Overscript", .attributes = kNoAttributes, .usage = "Overscript[x, y] is printed as x with y over it."},
    {.name = "Underscript", .attributes = kNoAttributes, .usage = "Underscript[x, y] is printed as x with y under it."},
    {.name = "Underoverscript", .attributes = kNoAttributes, .usage = "Underoverscript[x, y, z] is printed as x with y under and z over it."},
    {.name = "OverBar", .attributes = kNoAttributes, .usage = "OverBar[x] is printed as x with a bar over it."},
    {.name = "OverDot", .attributes = kNoAttributes, .usage = "OverDot[x] is printed as x with a dot over it."},
    {.name = "OverHat", .attributes = kNoAttributes, .usage = "OverHat[x] is printed as x with a hat over it."},
    {.name = "OverTilde", .attributes = kNoAttributes, .usage = "OverTilde[x] is printed as x with a tilde over it."},
    {.name = "OverVector", .attributes = kNoAttributes, .usage = "OverVector[x] is printed as x with an arrow over it."},
    {.name = "SuperStar", .attributes = kNoAttributes, .usage = "SuperStar[x] is printed as x with a raised star."},
    {.name = "SuperPlus", .attributes = kNoAttributes, .usage = "SuperPlus[x] is printed as x with a raised plus sign."},
    {.name = "SuperMinus", .attributes = kNoAttributes, .usage = "SuperMinus[x] is printed as x with a raised minus sign."},
    {.name = "SuperDagger", .attributes = kNoAttributes, .usage = "SuperDagger[x] is printed as x with a raised dagger."},
    {.name = "SubPlus", .attributes = kNoAttributes, .usage = "SubPlus[x] is printed as x with a plus sign as index."},
    {.name = "SubMinus", .attributes = kNoAttributes, .usage = "SubMinus[x] is printed as x with a minus sign as index."},
    {.name = "SubStar", .attributes = kNoAttributes, .usage = "SubStar[x] is printed as x with a star as index."},
};

}  // namespace

void register_scripts(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
