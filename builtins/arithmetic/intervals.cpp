// intervals.cpp - Interval, IntervalMemberQ, IntervalUnion, IntervalIntersection, Around: the rows; the work is in intervals.wl, whose
// values of Interval and Around take part in arithmetic as soon as one has been made.
#include "builtins/arithmetic/register.h"
#include "builtins/library.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kUnit = "arithmetic/intervals";

MaybeExpr builtin_Interval(Call& call) { return call_library(kUnit, "interval", std::vector<Expr>{make_list(call.args())}); }
MaybeExpr builtin_IntervalMemberQ(Call& call) { return call_library(kUnit, "member", call.args()); }
MaybeExpr builtin_IntervalUnion(Call& call) { return call_library(kUnit, "union", std::vector<Expr>{make_list(call.args())}); }
MaybeExpr builtin_IntervalIntersection(Call& call) { return call_library(kUnit, "intersection", std::vector<Expr>{make_list(call.args())}); }
MaybeExpr builtin_Around(Call& call) { return call_library(kUnit, "around", call.args()); }

constexpr Builtin kBuiltins[] = {
    {.name = "Interval", .fn = builtin_Interval, .attributes = kProtected,
     .usage = "Interval[{min, max}] represents the range of values between min and max.\nInterval[{min1, max1}, {min2, max2}, ...] represents the union of the ranges."},
    {.name = "IntervalMemberQ", .fn = builtin_IntervalMemberQ, .arity = exactly(2), .attributes = kProtected,
     .usage = "IntervalMemberQ[interval, x] gives True if the number x lies within the specified interval, and False otherwise.\nIntervalMemberQ[interval1, interval2] gives True if interval2 is completely contained within interval1."},
    {.name = "IntervalUnion", .fn = builtin_IntervalUnion, .attributes = kFlat | kOneIdentity | kOrderless | kProtected,
     .usage = "IntervalUnion[interval1, interval2, ...] gives the interval representing the set of all points in any of the intervali."},
    {.name = "IntervalIntersection", .fn = builtin_IntervalIntersection, .attributes = kFlat | kOneIdentity | kOrderless | kProtected,
     .usage = "IntervalIntersection[interval1, interval2, ...] gives the interval representing all points common to each of the intervali."},
    {.name = "Around", .fn = builtin_Around, .arity = between(1, 2), .attributes = kProtected,
     .usage = "Around[x, delta] represents an approximate number or quantity with a value around x and an uncertainty delta.\nAround[list] gives the mean of a list of values with their standard deviation."},
};

}  // namespace

void register_intervals(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
