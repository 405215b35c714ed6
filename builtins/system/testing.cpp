// testing.cpp - VerificationTest, TestReport, and what they give: the rows. The work is in testing.wl.
#include <vector>

#include "builtins/library.h"
#include "builtins/system/register.h"

namespace lykos::builtins {
namespace {

MaybeExpr builtin_of_testing(Call& call) { return call_library(call, "system/testing"); }
MaybeExpr property_of(Call& call, std::string_view function) {
  std::vector<Expr> args{call.expr().head()};
  args.insert(args.end(), call.all_args().begin(), call.all_args().end());
  return call_library("system/testing", function, args);
}
MaybeExpr builtin_result(Call& call) { return property_of(call, "result"); }
MaybeExpr builtin_report(Call& call) { return property_of(call, "reported"); }

constexpr Builtin kBuiltins[] = {
    {.name = "VerificationTest", .fn = builtin_of_testing, .arity = between(1, 3), .attributes = kProtected | kHoldAllComplete,
     .usage = "VerificationTest[input, expected] tests whether input evaluates to expected, without messages.\n"
              "VerificationTest[input, expected, messages] expects messages.",
     .options = "{MemoryConstraint -> Infinity, SameTest -> SameQ, TestID -> None, TimeConstraint -> Infinity}"},
    {.name = "TestResultObject", .usage = "TestResultObject[...][\"prop\"] gives a property of a test, such as \"Outcome\".", .sub_fn = builtin_result},
    {.name = "TestReport", .fn = builtin_of_testing, .arity = exactly(1), .usage = "TestReport[{test1, test2, ...}] sums tests up.\nTestReport[\"file\"] runs the tests of a file.",
     .messages = {{"nofile", "The file `1` was not found."}}},
    {.name = "TestReportObject", .usage = "TestReportObject[...][\"prop\"] gives a property of a report, such as \"AllTestsSucceeded\".", .sub_fn = builtin_report},
};

}  // namespace

void register_testing(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
