// testing.cpp - VerificationTest, TestCreate, TestReport, and what they give: the rows. The work is in testing.wl.
#include <string>
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
MaybeExpr builtin_BeginTestSection(Call& call) { return call_library(call, "system/testing", "beginTestSection"); }
MaybeExpr builtin_EndTestSection(Call& call) { return call_library(call, "system/testing", "endTestSection"); }
MaybeExpr builtin_older_test(Call& call) {
  std::string function = std::string(call.name()).substr(std::string_view("MUnit`").size());
  function[0] = 't';
  return call_library(call, "system/testing", function);
}
MaybeExpr builtin_TestIgnore(Call& call) { return call_library(call, "system/testing", "testIgnore"); }

constexpr const char* kTestOptions = "{MemoryConstraint -> Infinity, MetaInformation -> <||>, SameTest -> SameQ, TestID -> None, TimeConstraint -> Infinity}";

constexpr Builtin kBuiltins[] = {
    {.name = "VerificationTest", .fn = builtin_of_testing, .arity = at_least(1), .attributes = kProtected | kHoldAllComplete,
     .usage = "VerificationTest[input] tests whether input evaluates to True, without messages.\n"
              "VerificationTest[input, expected] tests whether input evaluates to expected, without messages.\n"
              "VerificationTest[input, expected, messages] expects messages.",
     .options = kTestOptions},
    {.name = "TestCreate", .fn = builtin_of_testing, .arity = at_least(1), .attributes = kProtected | kHoldAllComplete,
     .usage = "TestCreate[input, expected, messages] makes a test that TestEvaluate or TestReport runs.", .options = kTestOptions},
    {.name = "IntermediateTest", .fn = builtin_of_testing, .arity = at_least(1), .attributes = kProtected | kHoldAllComplete,
     .usage = "IntermediateTest[input, expected, messages] gives the value of input, and is a step of the test in whose input it stands.", .options = kTestOptions},
    {.name = "TestEvaluate", .fn = builtin_of_testing, .arity = exactly(1),
     .usage = "TestEvaluate[test] runs a test, also one that has run.\nTestEvaluate[assoc] runs a test with the given properties.\nTestEvaluate[{test1, test2, ...}] runs several tests."},
    {.name = "TestObject", .usage = "TestObject[...][\"prop\"] gives a property of a test, such as \"Outcome\".\nTestObject[...][{\"prop1\", ...}] gives an association of properties.", .sub_fn = builtin_result},
    {.name = "TestResultObject", .usage = "TestResultObject is an older name of TestObject."},
    {.name = "TestReport", .fn = builtin_of_testing, .arity = exactly(1),
     .usage = "TestReport[{test1, test2, ...}] runs tests and sums them up.\nTestReport[\"file\"] runs the tests of a file.\nTestReport[{file1, file2, ...}] runs the tests of several files.",
     .options = "{HandlerFunctions -> <||>, HandlerFunctionsKeys -> Automatic, MemoryConstraint -> Infinity, MetaInformation -> <||>, ProgressReporting -> Automatic, SameTest -> SameQ, "
                "TestEvaluationFunction -> TestEvaluate, TimeConstraint -> Infinity, Title -> Automatic}",
     .messages = {{"nofile", "The file `1` was not found."}, {"rnterr", "`1`."}}},
    {.name = "TestReportObject", .usage = "TestReportObject[...][\"prop\"] gives a property of a report, such as \"ReportSucceeded\".", .sub_fn = builtin_report},
    {.name = "$TestFileName", .attributes = kNoAttributes, .usage = "$TestFileName is the name of the file whose tests TestReport runs."},
    {.name = "MUnit`BeginTestSection", .fn = builtin_BeginTestSection, .arity = between(1, 2),
     .usage = "MUnit`BeginTestSection[\"name\"] begins a section of a test file.\nMUnit`BeginTestSection[\"name\", False] leaves out the tests of the section."},
    {.name = "MUnit`EndTestSection", .fn = builtin_EndTestSection, .arity = exactly(0), .usage = "MUnit`EndTestSection[] ends a section of a test file."},
    {.name = "MUnit`Test", .fn = builtin_older_test, .arity = at_least(1), .attributes = kProtected | kHoldAllComplete, .usage = "MUnit`Test[input, expected, messages] is a VerificationTest of older test files."},
    {.name = "MUnit`TestMatch", .fn = builtin_older_test, .arity = at_least(1), .attributes = kProtected | kHoldAllComplete, .usage = "MUnit`TestMatch[input, pattern] tests whether the value of input matches a pattern."},
    {.name = "MUnit`TestStringMatch", .fn = builtin_older_test, .arity = at_least(1), .attributes = kProtected | kHoldAllComplete, .usage = "MUnit`TestStringMatch[input, pattern] tests whether a string matches a pattern."},
    {.name = "MUnit`TestFree", .fn = builtin_older_test, .arity = at_least(1), .attributes = kProtected | kHoldAllComplete, .usage = "MUnit`TestFree[input, pattern] tests whether the value of input is free of a pattern."},
    {.name = "MUnit`TestStringFree", .fn = builtin_older_test, .arity = at_least(1), .attributes = kProtected | kHoldAllComplete, .usage = "MUnit`TestStringFree[input, pattern] tests whether a string is free of a pattern."},
    {.name = "MUnit`TestIgnore", .fn = builtin_TestIgnore, .arity = exactly(1), .usage = "MUnit`TestIgnore[True] leaves out the rest of the tests of a file."},
};

}  // namespace

void register_testing(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
